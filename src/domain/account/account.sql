-- name: account_session_find
-- A person's name is that of the person now; only the people of the rehearsed lesson keep the name that marks them.
SELECT s.account_id, a.person_id,
    CASE WHEN p.name IS NULL OR a.login LIKE 'rehearse-%' THEN a.name ELSE p.name END AS name, a.login, s.csrf,
    CASE WHEN s.vouched = 1 THEN 0 ELSE a.must_change END AS must_change, s.factor_due, s.created_at, s.keep_at,
    s.expires_at
FROM account_session s JOIN account a ON a.id = s.account_id LEFT JOIN person p ON p.id = a.person_id
WHERE s.token_hash = $1 AND s.expires_at > $2 AND a.state = 'active'

-- name: account_roles_now
-- In the order in which they were granted, as the index has them: each request asks, and nothing needs to be sorted.
SELECT r.role, r.org_id, o.path
FROM account_role r JOIN org o ON o.id = r.org_id
WHERE r.account_id = $1 AND r.revoked_at IS NULL AND r.from_on <= $2 AND (r.until_on IS NULL OR r.until_on >= $2)
ORDER BY r.id

-- name: account_policies
SELECT code, value_int FROM account_policy
WHERE from_on <= $1 AND (until_on IS NULL OR until_on >= $1)
ORDER BY code, from_on

-- name: account_session_insert
INSERT INTO account_session (token_hash, account_id, csrf, created_at, keep_at, expires_at, peer, agent, factor_due)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: account_session_vouched
UPDATE account_session SET vouched = 1, factor_due = CASE WHEN $2 = 1 THEN 0 ELSE factor_due END WHERE token_hash = $1

-- name: account_session_keep
UPDATE account_session SET keep_at = $2, expires_at = $3 WHERE token_hash = $1 AND keep_at < $2

-- name: account_session_delete
DELETE FROM account_session WHERE token_hash = $1

-- name: account_sessions_delete
DELETE FROM account_session WHERE account_id = $1 AND token_hash <> $2

-- name: account_sessions_forget
DELETE FROM account_session WHERE token_hash IN (SELECT token_hash FROM account_session WHERE expires_at <= $1 LIMIT $2)

-- name: account_by_login
SELECT id, login, state, password_hash, failed_count, locked_until FROM account WHERE login = $1

-- name: account_secret
SELECT id, login, state, password_hash, failed_count, locked_until FROM account WHERE id = $1

-- name: account_insert
INSERT INTO account (id, person_id, name, login, password_hash, state, failed_count, locked_until, must_change, version,
    created_at)
VALUES ($1, $2, $3, $4, $5, 'active', 0, NULL, $6, 1, $7)

-- name: account_set_failures
UPDATE account SET failed_count = $2, locked_until = $3 WHERE id = $1

-- name: account_failure_get
SELECT account_id, peer, failed_count, locked_until, last_at FROM account_failure WHERE account_id = $1 AND peer = $2

-- name: account_failure_set
INSERT INTO account_failure (account_id, peer, failed_count, locked_until, last_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id, peer) DO UPDATE SET failed_count = excluded.failed_count, locked_until = excluded.locked_until,
    last_at = excluded.last_at

-- name: account_failure_delete
DELETE FROM account_failure WHERE account_id = $1 AND peer = $2

-- name: account_failures_delete
DELETE FROM account_failure WHERE account_id = $1

-- name: account_set_password
UPDATE account SET password_hash = $2, must_change = $3, failed_count = 0, locked_until = NULL, version = version + 1
WHERE id = $1

-- name: account_renew_hash
UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2

-- name: account_set_state
UPDATE account SET state = $2, locked_until = NULL, failed_count = 0, version = version + 1 WHERE id = $1

-- Two grants to one account at once: the second one sees the first.
-- name: account_touch
UPDATE account SET version = version + 1 WHERE id = $1

-- name: account_get
SELECT a.id, a.person_id, COALESCE(p.name, a.name) AS name, a.login, COALESCE(p.org_path, '0000') AS org_path, a.state,
    a.must_change, COALESCE(a.locked_until, (SELECT MAX(f.locked_until) FROM account_failure f WHERE f.account_id = a.id)) AS locked_until,
    a.version, a.created_at
FROM account a LEFT JOIN person p ON p.id = a.person_id
WHERE a.id = $1

-- name: account_page
SELECT a.id, a.person_id, COALESCE(p.name, a.name) AS name, a.login, COALESCE(p.org_path, '0000') AS org_path, a.state,
    a.must_change, COALESCE(a.locked_until, (SELECT MAX(f.locked_until) FROM account_failure f WHERE f.account_id = a.id)) AS locked_until,
    a.version, a.created_at
FROM account a LEFT JOIN person p ON p.id = a.person_id
WHERE COALESCE(p.org_path, '0000') >= $1 AND COALESCE(p.org_path, '0000') < $2 {filters} {page}

-- name: account_all
SELECT a.id, a.person_id, COALESCE(p.name, a.name) AS name, a.login, a.state, a.must_change, COALESCE(a.locked_until, (SELECT MAX(f.locked_until) FROM account_failure f WHERE f.account_id = a.id)) AS locked_until,
    a.version,
    a.created_at
FROM account a LEFT JOIN person p ON p.id = a.person_id
ORDER BY a.login

-- name: account_roles_all
SELECT r.id, r.account_id, r.role, r.org_id, o.name AS org_name, o.path, r.from_on, r.until_on, r.granted_at, r.revoked_at
FROM account_role r JOIN org o ON o.id = r.org_id
WHERE r.account_id = $1
ORDER BY r.id

-- name: account_role_holders
-- For the whole city.
SELECT DISTINCT r.account_id AS id
FROM account_role r JOIN org o ON o.id = r.org_id
WHERE o.path = '0000' AND r.role = $1 AND r.revoked_at IS NULL AND r.from_on <= $2
    AND (r.until_on IS NULL OR r.until_on >= $2)

-- name: account_role_get
SELECT r.id, r.account_id, r.role, r.org_id, o.name AS org_name, o.path, r.from_on, r.until_on, r.granted_at, r.revoked_at
FROM account_role r JOIN org o ON o.id = r.org_id
WHERE r.id = $1

-- name: account_role_insert
INSERT INTO account_role (id, account_id, role, org_id, from_on, until_on, granted_by, granted_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: account_role_revoke
UPDATE account_role SET revoked_by = $2, revoked_at = $3 WHERE id = $1 AND revoked_at IS NULL

-- name: account_root_org
SELECT id FROM org WHERE path = '0000'

-- name: account_audit_page
SELECT a.id, a.at, a.account_id, a.person_id, a.name, a.action, a.status, a.object_id, a.org_path, a.detail, a.peer
FROM audit a
WHERE a.org_path >= $1 AND a.org_path < $2 {filters} {page}

-- name: account_factor_find
SELECT account_id, secret, used_step, confirmed_at FROM account_factor WHERE account_id = $1

-- name: account_factor_begin
-- One that was confirmed is never replaced silently.
INSERT INTO account_factor (account_id, secret, used_step, created_at) VALUES ($1, $2, 0, $3)
ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, used_step = 0, created_at = excluded.created_at
WHERE account_factor.confirmed_at IS NULL

-- name: account_factor_use
UPDATE account_factor SET used_step = $2, confirmed_at = COALESCE(confirmed_at, $3) WHERE account_id = $1 AND used_step < $2

-- name: account_factor_delete
DELETE FROM account_factor WHERE account_id = $1

-- name: account_recovery_insert
INSERT INTO account_recovery (account_id, mark) VALUES ($1, $2)

-- name: account_recovery_use
UPDATE account_recovery SET used_at = $3 WHERE account_id = $1 AND mark = $2 AND used_at IS NULL

-- name: account_recovery_count
SELECT COUNT(*) FROM account_recovery WHERE account_id = $1 AND used_at IS NULL

-- name: account_recovery_delete
DELETE FROM account_recovery WHERE account_id = $1

-- name: account_session_freed
UPDATE account_session SET factor_due = 0 WHERE token_hash = $1

-- name: account_policy_rows
SELECT code, from_on, until_on, value_int, unit, source FROM account_policy ORDER BY code, from_on

-- name: account_policy_end
UPDATE account_policy SET until_on = $3
WHERE code = $1 AND from_on < $2 AND (until_on IS NULL OR until_on >= $2)

-- name: account_policy_insert
INSERT INTO account_policy (code, from_on, until_on, value_int, unit, source)
SELECT $1, $2, NULL, $3, p.unit, $4 FROM account_policy p WHERE p.code = $1
    AND NOT EXISTS (SELECT 1 FROM account_policy q WHERE q.code = $1 AND q.from_on >= $2)
ORDER BY p.from_on LIMIT 1

-- name: account_audit_range
SELECT id, at, account_id, person_id, name, action, status, object_id, org_path, detail, peer FROM audit
WHERE id > $1 AND id <= $2 ORDER BY id

-- name: account_audit_settled
-- The last line that is old enough.
SELECT id FROM audit WHERE at <= $2 AND id > $1 ORDER BY at DESC, id DESC LIMIT 1

-- name: account_chapter_newest
SELECT id, after_id, last_id, lines, hash, sealed_at FROM audit_chapter ORDER BY last_id DESC LIMIT 1

-- name: account_chapter_list
SELECT id, after_id, last_id, lines, hash, sealed_at FROM audit_chapter ORDER BY last_id

-- name: account_chapter_insert
INSERT INTO audit_chapter (id, after_id, last_id, lines, hash, sealed_at) VALUES ($1, $2, $3, $4, $5, $6)
