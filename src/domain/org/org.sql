-- name: org_get
SELECT o.id, o.parent_id, p.name AS parent_name, o.path, o.code, o.name, o.short_name, o.kind, o.level, o.is_school, o.is_site,
    o.seats, o.pinyin, o.initials, o.state, o.ordinal, o.child_count, o.version, o.created_at, o.updated_at
FROM org o LEFT JOIN org p ON p.id = o.parent_id
WHERE o.id = $1

-- name: org_path
SELECT path FROM org WHERE id = $1

-- name: org_step_by_path
SELECT id, name, short_name, path FROM org WHERE path = $1

-- name: org_find_by_code
SELECT id FROM org WHERE code = $1 ORDER BY path LIMIT 1

-- name: org_find_by_name
SELECT id FROM org WHERE name = $1 ORDER BY path LIMIT 1

-- name: org_insert
INSERT INTO org (id, parent_id, path, code, name, short_name, kind, level, is_school, is_site, seats, pinyin, initials,
    name_sort, stroke_sort, state, ordinal, child_count, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, 1, $18, $18)

-- name: org_update
UPDATE org SET code = $2, name = $3, short_name = $4, is_school = $5, is_site = $6, seats = $7, pinyin = $8, initials = $9,
    name_sort = $10, stroke_sort = $11, state = $12, ordinal = $13, version = version + 1, updated_at = $14
WHERE id = $1

-- name: org_count_child
UPDATE org SET child_count = child_count + 1, last_child = last_child + 1 WHERE id = $1

-- name: org_count_child_gone
UPDATE org SET child_count = child_count - 1 WHERE id = $1

-- name: org_last_child
SELECT last_child FROM org WHERE id = $1

-- name: org_deepest
SELECT COALESCE(MAX(LENGTH(path)), 0) FROM org WHERE path >= $1 AND path < $2

-- name: org_move_below
-- The new path begins with one that nobody ever had: no two organisations meet on one path meanwhile.
UPDATE org SET path = $3 || SUBSTR(path, CAST($4 AS INTEGER)) WHERE path >= $1 AND path < $2

-- name: org_set_parent
UPDATE org SET parent_id = $2, ordinal = $3, version = version + 1, updated_at = $4 WHERE id = $1

-- name: org_move_insert
INSERT INTO org_move (id, org_id, from_parent_id, to_parent_id, from_path, to_path, reason, moved_by, moved_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: org_move_get
SELECT id, org_id, from_parent_id, to_parent_id, from_path, to_path, reason, moved_by, moved_at FROM org_move WHERE id = $1

-- name: org_children
SELECT o.id, o.parent_id, o.path, o.code, o.name, o.short_name, o.kind, o.level, o.is_school, o.is_site, o.seats, o.pinyin,
    o.initials, o.state, o.ordinal, o.child_count, o.version, o.created_at, o.updated_at
FROM org o
WHERE o.parent_id = $1
ORDER BY o.ordinal, o.id

-- name: org_below
SELECT o.id, o.parent_id, o.path, o.code, o.name, o.short_name, o.kind, o.level, o.is_school, o.is_site, o.seats, o.pinyin,
    o.initials, o.state, o.ordinal, o.child_count, o.version, o.created_at, o.updated_at
FROM org o
WHERE o.path >= $1 AND o.path < $2 AND LENGTH(o.path) <= $3
ORDER BY o.path
LIMIT $4

-- name: org_page
SELECT o.id, o.parent_id, p.name AS parent_name, o.path, o.code, o.name, o.short_name, o.kind, o.level, o.is_school, o.is_site,
    o.seats, o.pinyin, o.initials, o.state, o.ordinal, o.child_count, o.version, o.created_at, o.updated_at
FROM org o LEFT JOIN org p ON p.id = o.parent_id
WHERE o.path >= $1 AND o.path < $2 {filters} {page}
