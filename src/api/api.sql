-- name: api_audit_insert
INSERT INTO audit (id, at, account_id, person_id, name, action, status, object_id, org_path, detail, peer)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: api_idempotency_find
SELECT digest, status, etag, body FROM idempotency WHERE account_id = $1 AND key = $2

-- name: api_idempotency_insert
INSERT INTO idempotency (account_id, key, digest, status, etag, body, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (account_id, key) DO NOTHING

-- name: api_idempotency_forget
DELETE FROM idempotency WHERE (account_id, key) IN (SELECT account_id, key FROM idempotency WHERE created_at < $1
    ORDER BY created_at LIMIT $2)
