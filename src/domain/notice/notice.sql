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

-- name: notice_address_get
SELECT person_id, address FROM notice_address WHERE person_id = $1

-- name: notice_address_set
INSERT INTO notice_address (person_id, address, updated_at) VALUES ($1, $2, $3)
ON CONFLICT (person_id) DO UPDATE SET address = excluded.address, updated_at = excluded.updated_at

-- name: notice_address_delete
DELETE FROM notice_address WHERE person_id = $1

-- name: notice_mail_queue
-- Only for a person with an address.
INSERT INTO notice_mail (notice_id, state, due_at, tries, reply_code, queued_at)
SELECT CAST($1 AS BIGINT), 'queued', CAST($3 AS BIGINT), 0, 0, CAST($3 AS BIGINT) FROM notice_address WHERE person_id = $2
ON CONFLICT (notice_id) DO NOTHING

-- name: notice_pref_get
SELECT topic, mail FROM notice_pref WHERE owner_id = $1 AND topic = $2

-- name: notice_mail_due
SELECT m.notice_id, m.tries, n.kind, n.title_zh, n.title_en, n.body_zh, n.link, n.created_at, a.address
FROM notice_mail m JOIN notice n ON n.id = m.notice_id LEFT JOIN notice_address a ON a.person_id = n.owner_id
WHERE m.state = 'queued' AND m.due_at <= $1 ORDER BY m.due_at, m.notice_id LIMIT $2

-- name: notice_mail_waiting
-- What waits: how many, how many of them were tried before, when the next one is due, the relay's last word to one.
SELECT COUNT(*) AS waiting, CAST(COALESCE(SUM(CASE WHEN m.tries > 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS tried,
    MIN(m.due_at) AS next_at, MIN(m.queued_at) AS oldest_at, COALESCE(MAX(m.reply_code), 0) AS reply_code
FROM notice_mail m WHERE m.state = 'queued' AND m.due_at > 0

-- name: notice_mail_hurry
UPDATE notice_mail SET due_at = $1 WHERE state = 'queued' AND due_at > $1

-- name: notice_mail_take
UPDATE notice_mail SET tries = tries + 1, due_at = $3 WHERE notice_id = $1 AND state = 'queued' AND tries = $2

-- name: notice_mail_set
UPDATE notice_mail SET state = $2, due_at = $3, tries = $4, reply_code = $5, ended_at = $6 WHERE notice_id = $1

-- name: notice_mail_forget
DELETE FROM notice_mail WHERE notice_id IN (SELECT id FROM notice WHERE id < $1 ORDER BY id LIMIT $2)

-- name: notice_forget
DELETE FROM notice WHERE id IN (SELECT id FROM notice WHERE id < $1 ORDER BY id LIMIT $2)
