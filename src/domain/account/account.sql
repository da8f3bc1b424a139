-- name: account_session_find
SELECT s.account_id, a.person_id, a.name, a.login, s.csrf
FROM account_session s JOIN account a ON a.id = s.account_id
WHERE s.token_hash = $1 AND s.expires_at > $2 AND a.state = 'active'

-- name: account_roles_now
SELECT r.role, r.org_id, o.path
FROM account_role r JOIN org o ON o.id = r.org_id
WHERE r.account_id = $1 AND r.revoked_at IS NULL AND r.from_on <= $2 AND (r.until_on IS NULL OR r.until_on >= $2)
ORDER BY o.path, r.id

-- name: account_policy_value
SELECT value_int FROM account_policy
WHERE code = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on >= $2) ORDER BY from_on DESC LIMIT 1

-- name: account_by_login
SELECT id, state, password_hash, failed_count, locked_until FROM account WHERE login = $1

-- name: account_by_id
SELECT id, state, password_hash, failed_count, locked_until FROM account WHERE id = $1

-- name: account_fail
UPDATE account SET failed_count = $2, locked_until = $3 WHERE id = $1

-- name: account_session_insert
INSERT INTO account_session (token_hash, account_id, csrf, created_at, expires_at, peer, agent) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: account_session_delete
DELETE FROM account_session WHERE token_hash = $1

-- name: account_sessions_delete
DELETE FROM account_session WHERE account_id = $1

-- name: account_sessions_forget
DELETE FROM account_session WHERE expires_at <= $1

-- name: account_insert
INSERT INTO account (id, person_id, name, login, password_hash, state, failed_count, locked_until, must_change, version, created_at)
VALUES ($1, $2, $3, $4, $5, 'active', 0, NULL, $6, 1, $7)

-- name: account_set_password
UPDATE account SET password_hash = $2, must_change = $3, failed_count = 0, locked_until = NULL, version = version + 1 WHERE id = $1

-- name: account_set_state
UPDATE account SET state = $2, locked_until = NULL, failed_count = 0, version = version + 1 WHERE id = $1

-- name: account_get
SELECT a.id, a.person_id, a.name, a.login, a.state, a.must_change, a.locked_until, a.version, a.created_at FROM account a WHERE a.id = $1

-- name: account_path
SELECT COALESCE(o.path, '0000') FROM account a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN org o ON o.id = p.org_id WHERE a.id = $1

-- name: account_page
SELECT a.id, a.person_id, a.name, a.login, a.state, a.must_change, a.locked_until, a.version, a.created_at
FROM account a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN org o ON o.id = p.org_id
WHERE COALESCE(o.path, '0000') >= $1 AND COALESCE(o.path, '0000') < $2{filters}{page}

-- name: account_roles_all
SELECT r.id, r.account_id, r.role, r.org_id, o.name AS org_name, o.path, r.from_on, r.until_on, r.granted_at, r.revoked_at
FROM account_role r JOIN org o ON o.id = r.org_id WHERE r.account_id = $1 ORDER BY r.id

-- name: account_role_get
SELECT r.id, r.account_id, r.role, r.org_id, o.name AS org_name, o.path, r.from_on, r.until_on, r.granted_at, r.revoked_at
FROM account_role r JOIN org o ON o.id = r.org_id WHERE r.id = $1

-- name: account_role_insert
INSERT INTO account_role (id, account_id, role, org_id, from_on, until_on, granted_by, granted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: account_role_revoke
UPDATE account_role SET revoked_by = $2, revoked_at = $3 WHERE id = $1 AND revoked_at IS NULL

-- name: account_system_roles
SELECT COUNT(*) FROM account_role WHERE account_id = $1 AND revoked_at IS NULL AND (until_on IS NULL OR until_on >= $2)
    AND role IN ('sysadmin', 'secadmin', 'auditor')

-- name: account_any_roles
SELECT COUNT(*) FROM account_role WHERE account_id = $1 AND revoked_at IS NULL AND (until_on IS NULL OR until_on >= $2)

-- name: account_org_path
SELECT path FROM org WHERE id = $1

-- name: account_person_path
SELECT o.path FROM person p JOIN org o ON o.id = p.org_id WHERE p.id = $1

-- name: account_person_name
SELECT name FROM person WHERE id = $1

-- name: account_org_root
SELECT id FROM org WHERE path = '0000'

-- name: account_audit_page
SELECT a.id, a.at, a.account_id, a.person_id, a.name, a.action, a.status, a.object_id, a.org_path, a.detail, a.peer
FROM audit a WHERE a.org_path >= $1 AND a.org_path < $2{filters}{page}
