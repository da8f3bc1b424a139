-- name: exchange_import_insert
INSERT INTO exchange_import (id, account_id, subject_id, table_name, file_name, state, row_count, added, changed, unchanged,
    skipped, problems, duplicates, undecided, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, 'waiting', 0, 0, 0, 0, 0, 0, 0, 0, $6, $6)

-- name: exchange_file_insert
INSERT INTO exchange_file (import_id, bytes) VALUES ($1, $2)

-- name: exchange_file_get
SELECT bytes FROM exchange_file WHERE import_id = $1

-- name: exchange_file_delete
DELETE FROM exchange_file WHERE import_id = $1

-- name: exchange_file_forget
DELETE FROM exchange_file WHERE import_id IN (SELECT id FROM exchange_import WHERE created_at < $1)

-- name: exchange_part_insert
INSERT INTO exchange_part (import_id, part_no, bytes) VALUES ($1, $2, $3) ON CONFLICT (import_id, part_no) DO NOTHING

-- name: exchange_part_count
SELECT COUNT(*) FROM exchange_part WHERE import_id = $1

-- name: exchange_upload_bytes
SELECT COALESCE((SELECT LENGTH(f.bytes) FROM exchange_file f WHERE f.import_id = $1), 0)
    + COALESCE((SELECT SUM(LENGTH(p.bytes)) FROM exchange_part p WHERE p.import_id = $1), 0)

-- name: exchange_part_get
SELECT bytes FROM exchange_part WHERE import_id = $1 AND part_no = $2

-- name: exchange_part_delete
DELETE FROM exchange_part WHERE import_id = $1

-- name: exchange_part_forget
DELETE FROM exchange_part WHERE import_id IN (SELECT id FROM exchange_import WHERE created_at < $1)

-- name: exchange_import_get
SELECT id, account_id, subject_id, table_name, file_name, state, job_id, row_count, added, changed, unchanged, skipped, problems,
    duplicates, undecided, unread, remarks_zh, remarks_en, created_at, updated_at
FROM exchange_import
WHERE id = $1

-- name: exchange_import_page
SELECT i.id, i.account_id, i.subject_id, i.table_name, i.file_name, i.state, i.job_id, i.row_count, i.added, i.changed,
    i.unchanged, i.skipped, i.problems, i.duplicates, i.undecided, i.unread, i.remarks_zh, i.remarks_en, i.created_at, i.updated_at
FROM exchange_import i
WHERE i.account_id = $1 {filters} {page}

-- name: exchange_import_job
UPDATE exchange_import SET job_id = $2, updated_at = $3 WHERE id = $1

-- name: exchange_import_words
UPDATE exchange_import SET unread = $2, remarks_zh = $3, remarks_en = $4 WHERE id = $1

-- name: exchange_import_result
UPDATE exchange_import SET state = $2, row_count = $3, added = $4, changed = $5, unchanged = $6, skipped = $7, problems = $8,
    duplicates = $9, undecided = $10, updated_at = $11
WHERE id = $1

-- name: exchange_problem_clear
DELETE FROM exchange_problem WHERE import_id = $1

-- name: exchange_problem_insert
INSERT INTO exchange_problem (id, import_id, row_no, column_name, label_zh, label_en, value, zh, en)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: exchange_problem_page
SELECT p.id, p.row_no, p.column_name AS at_column, p.label_zh, p.label_en, p.value, p.zh, p.en
FROM exchange_problem p
WHERE p.import_id = $1 {filters} {page}

-- name: exchange_duplicate_clear
DELETE FROM exchange_duplicate WHERE import_id = $1

-- name: exchange_duplicate_insert
INSERT INTO exchange_duplicate (id, import_id, row_no, name, unit, post, citizen_mask, person_id, known_name, known_unit,
    known_post, known_mask, choice)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: exchange_duplicate_list
SELECT id, row_no, choice FROM exchange_duplicate WHERE import_id = $1

-- name: exchange_duplicate_choose
UPDATE exchange_duplicate SET choice = $3 WHERE import_id = $1 AND row_no = $2

-- name: exchange_duplicate_choose_all
UPDATE exchange_duplicate SET choice = $2 WHERE import_id = $1

-- name: exchange_duplicate_page
SELECT d.id, d.row_no, d.name, d.unit, d.post, d.citizen_mask, d.person_id, d.known_name, d.known_unit, d.known_post,
    d.known_mask, d.choice
FROM exchange_duplicate d
WHERE d.import_id = $1 {filters} {page}

-- name: exchange_unsigned_list
-- People of a part of the tree who cannot sign in yet.
SELECT p.id AS person_id, p.org_id AS role_org_id
FROM person p
WHERE p.org_path >= $1 AND p.org_path < $2 AND p.state = 'active'
    AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id)
ORDER BY p.org_path, p.id
LIMIT $3

-- name: exchange_login_of
SELECT login FROM account WHERE person_id = $1 ORDER BY id LIMIT 1

-- name: exchange_login_walk
SELECT p.id AS person_id, a.login FROM person p CROSS JOIN account a
WHERE (p.org_path, p.id) >= ($1, $2) AND (p.org_path, p.id) <= ($3, $4) AND a.person_id = p.id
ORDER BY p.org_path, p.id, a.id

-- name: exchange_sheet_insert
INSERT INTO exchange_sheet (id, account_id, org_id, path, row_count, created_at) VALUES ($1, $2, $3, $4, $5, $6)

-- name: exchange_sheet_begun
UPDATE exchange_sheet SET row_count = $2, job_id = $3 WHERE id = $1

-- name: exchange_sheet_taken
UPDATE exchange_sheet SET taken_at = $2 WHERE id = $1

-- name: exchange_sheet_granted
UPDATE exchange_sheet SET granted_at = $2 WHERE id = $1

-- name: exchange_sheet_get
SELECT s.id, s.account_id, a.login AS made_by, s.org_id, o.name AS org_name, s.path, s.job_id, s.row_count,
    (SELECT COUNT(*) FROM exchange_sheet_row r WHERE r.sheet_id = s.id AND r.account_id IS NOT NULL) AS made,
    (SELECT COUNT(*) FROM exchange_sheet_row r WHERE r.sheet_id = s.id AND r.role IS NOT NULL) AS roles,
    (SELECT COUNT(*) FROM exchange_sheet_row r WHERE r.sheet_id = s.id AND r.secret IS NOT NULL) AS secrets,
    s.created_at, s.taken_at, s.granted_at
FROM exchange_sheet s JOIN account a ON a.id = s.account_id JOIN org o ON o.id = s.org_id
WHERE s.id = $1

-- name: exchange_sheet_page
SELECT s.id, s.account_id, a.login AS made_by, s.org_id, o.name AS org_name, s.path, s.job_id, s.row_count,
    (SELECT COUNT(*) FROM exchange_sheet_row r WHERE r.sheet_id = s.id AND r.account_id IS NOT NULL) AS made,
    (SELECT COUNT(*) FROM exchange_sheet_row r WHERE r.sheet_id = s.id AND r.role IS NOT NULL) AS roles,
    (SELECT COUNT(*) FROM exchange_sheet_row r WHERE r.sheet_id = s.id AND r.secret IS NOT NULL) AS secrets,
    s.created_at, s.taken_at, s.granted_at
FROM exchange_sheet s JOIN account a ON a.id = s.account_id JOIN org o ON o.id = s.org_id
WHERE s.path >= $1 AND s.path < $2 {filters} {page}

-- name: exchange_sheet_row_insert
INSERT INTO exchange_sheet_row (sheet_id, row_no, person_id, login, role, role_org_id, until_on)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: exchange_sheet_row_list
SELECT r.row_no, r.person_id, r.login, r.role, r.role_org_id, r.until_on, r.account_id, r.secret AS password, p.name, o.name AS unit
FROM exchange_sheet_row r JOIN person p ON p.id = r.person_id JOIN org o ON o.id = p.org_id
WHERE r.sheet_id = $1 AND r.row_no > $2
ORDER BY r.row_no
LIMIT $3

-- name: exchange_sheet_row_made
UPDATE exchange_sheet_row SET account_id = $3, login = $4, secret = $5 WHERE sheet_id = $1 AND row_no = $2

-- name: exchange_sheet_secrets_clear
UPDATE exchange_sheet_row SET secret = NULL WHERE sheet_id = $1 AND secret IS NOT NULL

-- name: exchange_sheet_secrets_forget
UPDATE exchange_sheet_row SET secret = NULL
WHERE secret IS NOT NULL AND sheet_id IN (SELECT id FROM exchange_sheet WHERE created_at < $1)

-- name: exchange_source_find
SELECT object_id FROM exchange_source WHERE kind = $1 AND sourced_id = $2

-- name: exchange_source_add
INSERT INTO exchange_source (kind, sourced_id, object_id) VALUES ($1, $2, $3)
ON CONFLICT (kind, sourced_id) DO UPDATE SET object_id = excluded.object_id

-- name: exchange_class_list
SELECT k.id
FROM org o JOIN class k ON k.org_id = o.id
WHERE o.path >= $1 AND o.path < $2
ORDER BY k.id
