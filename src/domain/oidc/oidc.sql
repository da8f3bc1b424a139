-- name: oidc_metadata_find
SELECT issuer, document, keys, fetched_at FROM oidc_metadata WHERE provider = $1

-- name: oidc_metadata_set
INSERT INTO oidc_metadata (provider, issuer, document, keys, fetched_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (provider) DO UPDATE SET issuer = excluded.issuer, document = excluded.document, keys = excluded.keys,
    fetched_at = excluded.fetched_at

-- name: oidc_attempt_insert
INSERT INTO oidc_attempt (id, ticket, state, provider, nonce, verifier, stage, code, subject, problem_code, problem_zh,
    problem_en, created_at, peer)
VALUES ($1, $2, $3, $4, $5, $6, 'begun', '', '', '', '', '', $7, $8)

-- name: oidc_attempt_find
SELECT id, state, provider, nonce, verifier, stage, code, subject, problem_code, problem_zh, problem_en
FROM oidc_attempt WHERE ticket = $1 AND created_at > $2

-- name: oidc_attempt_get
SELECT id, state, provider, nonce, verifier, stage, code, subject, problem_code, problem_zh, problem_en
FROM oidc_attempt WHERE id = $1

-- name: oidc_attempt_asked
UPDATE oidc_attempt SET stage = 'asked', code = $2 WHERE id = $1 AND stage = 'begun'

-- name: oidc_attempt_known
-- What the code was good for is done: it and its verifier are forgotten.
UPDATE oidc_attempt SET stage = 'known', subject = $2, code = '', verifier = '' WHERE id = $1 AND stage = 'asked'

-- name: oidc_attempt_failed
UPDATE oidc_attempt SET stage = 'failed', code = '', verifier = '', problem_code = $2, problem_zh = $3, problem_en = $4
WHERE id = $1 AND stage IN ('begun', 'asked')

-- name: oidc_attempt_ended
-- What has led to a session is forgotten: a ticket is good for once, and does not count among those under way.
DELETE FROM oidc_attempt WHERE id = $1

-- name: oidc_attempts_forget
DELETE FROM oidc_attempt WHERE created_at <= $1

-- name: oidc_attempt_count
SELECT COUNT(*) FROM (SELECT id FROM oidc_attempt WHERE created_at > $1 LIMIT $2) AS recent

-- name: oidc_attempt_count_of_peer
SELECT COUNT(*) FROM (SELECT id FROM oidc_attempt WHERE peer = $3 AND created_at > $1 LIMIT $2) AS recent

-- name: oidc_link_find
SELECT id, account_id, provider, subject, linked_at, used_at FROM oidc_link WHERE provider = $1 AND subject = $2

-- name: oidc_link_get
SELECT id, account_id, provider, subject, linked_at, used_at FROM oidc_link WHERE id = $1

-- name: oidc_link_list
SELECT id, account_id, provider, subject, linked_at, used_at FROM oidc_link WHERE account_id = $1 ORDER BY id

-- name: oidc_link_insert
INSERT INTO oidc_link (id, account_id, provider, subject, linked_by, linked_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (provider, subject) DO NOTHING

-- name: oidc_link_used
UPDATE oidc_link SET used_at = $2 WHERE id = $1

-- name: oidc_link_delete
DELETE FROM oidc_link WHERE id = $1

-- name: oidc_session_insert
INSERT INTO oidc_session (session, provider) VALUES ($1, $2)

-- name: oidc_session_provider
SELECT provider FROM oidc_session WHERE session = $1
