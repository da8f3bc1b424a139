-- name: search_doc_find
SELECT tokens FROM search_doc WHERE kind = $1 AND ref_id = $2

-- name: search_doc_insert
INSERT INTO search_doc (kind, ref_id, tokens) VALUES ($1, $2, $3)

-- name: search_doc_delete
DELETE FROM search_doc WHERE kind = $1 AND ref_id = $2

-- name: search_key_delete
DELETE FROM search_key WHERE kind = $1 AND token = $2 AND ref_id = $3

-- name: search_key_find
SELECT DISTINCT ref_id FROM search_key WHERE kind = $1 AND token >= $2 AND token < $3 LIMIT $4

-- name: search_key_count
SELECT COUNT(*) FROM (SELECT ref_id FROM search_key WHERE kind = $1 AND token >= $2 AND token < $3 LIMIT $4) AS met
