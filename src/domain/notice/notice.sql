-- name: notice_owner_of
SELECT COALESCE(person_id, id) AS owner_id FROM account WHERE id = $1

-- name: notice_insert
INSERT INTO notice (id, owner_id, kind, title_zh, title_en, body_zh, body_en, link, key, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (owner_id, key) DO NOTHING

-- name: notice_page
-- $2: 1 for readers of English.
SELECT n.id, n.kind, CASE WHEN $2 = 1 AND n.title_en <> '' THEN n.title_en ELSE n.title_zh END AS title,
    CASE WHEN $2 = 1 AND n.title_en <> '' THEN n.body_en ELSE n.body_zh END AS body, n.link, n.created_at, n.read_at
FROM notice n WHERE n.owner_id = $1 {filters} {page}

-- name: notice_unread_count
SELECT COUNT(*) AS unread FROM (SELECT id FROM notice WHERE owner_id = $1 AND read_at IS NULL LIMIT $2) AS few

-- name: notice_set_read
UPDATE notice SET read_at = $3 WHERE id = $2 AND owner_id = $1 AND read_at IS NULL

-- name: notice_find
SELECT COUNT(*) FROM notice WHERE id = $2 AND owner_id = $1

-- name: notice_set_all_read
UPDATE notice SET read_at = $3 WHERE owner_id = $1 AND id <= $2 AND read_at IS NULL

-- name: notice_pref_list
SELECT topic, mail FROM notice_pref WHERE owner_id = $1

-- name: notice_pref_set
INSERT INTO notice_pref (owner_id, topic, mail) VALUES ($1, $2, $3)
ON CONFLICT (owner_id, topic) DO UPDATE SET mail = excluded.mail
