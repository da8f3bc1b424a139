-- name: course_get
SELECT k.id, k.org_id, o.name AS org_name, o.path AS org_path, k.code, k.title, k.kind, k.audience_code, k.hours_centi,
    k.summary, k.body, k.teacher_id, p.name AS teacher_name, k.state, k.media_id, k.version, k.created_at, k.updated_at
FROM course k
JOIN org o ON o.id = k.org_id
LEFT JOIN person p ON p.id = k.teacher_id
WHERE k.id = $1;

-- name: course_list_tree
SELECT k.id, k.org_id, o.name AS org_name, o.path AS org_path, k.code, k.title, k.kind, k.audience_code, k.hours_centi,
    k.summary, k.body, k.teacher_id, p.name AS teacher_name, k.state, k.media_id, k.version, k.created_at, k.updated_at
FROM org o
JOIN course k ON k.org_id = o.id
LEFT JOIN person p ON p.id = k.teacher_id
WHERE o.path >= $1 AND o.path < $2
ORDER BY o.path, k.id

-- name: course_page
-- $1: the caller's part of the tree. Seen: what belongs there, and what was shared with an organisation above or below,
-- alone or as part of a programme.
SELECT k.id, k.org_id, o.name AS org_name, o.path AS org_path, k.code, k.title, k.kind, k.audience_code, k.hours_centi,
    k.summary, k.teacher_id, p.name AS teacher_name, k.state, k.media_id, k.version, k.created_at, k.updated_at
FROM course k
JOIN org o ON o.id = k.org_id
LEFT JOIN person p ON p.id = k.teacher_id
WHERE ((o.path >= $1 AND o.path < $1 || '~')
    OR (k.state <> 'draft' AND (EXISTS (
            SELECT 1 FROM course_share s JOIN org so ON so.id = s.org_id
            WHERE s.course_id = k.id
                AND (so.path = substr($1, 1, length(so.path)) OR (so.path >= $1 AND so.path < $1 || '~')))
        OR EXISTS (
            SELECT 1 FROM programme_unit u
            JOIN programme_share s ON s.programme_id = u.programme_id
            JOIN org so ON so.id = s.org_id
            WHERE u.course_id = k.id AND u.removed = 0
                AND (so.path = substr($1, 1, length(so.path)) OR (so.path >= $1 AND so.path < $1 || '~'))))))
    {filters} {page};

-- name: course_is_shared
-- 1 when the course $1 may be used by somebody whose role lies at $2.
SELECT 1 FROM course_share s JOIN org so ON so.id = s.org_id
WHERE s.course_id = $1 AND (so.path = substr($2, 1, length(so.path)) OR (so.path >= $2 AND so.path < $2 || '~'))
UNION
SELECT 1 FROM programme_unit u
JOIN programme_share s ON s.programme_id = u.programme_id
JOIN org so ON so.id = s.org_id
WHERE u.course_id = $1 AND u.removed = 0
    AND (so.path = substr($2, 1, length(so.path)) OR (so.path >= $2 AND so.path < $2 || '~'));

-- name: course_insert
INSERT INTO course (id, org_id, code, title, kind, audience_code, hours_centi, summary, body, teacher_id, state, media_id,
    title_sort, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $14);

-- name: course_update
UPDATE course SET code = $2, title = $3, kind = $4, audience_code = $5, hours_centi = $6, summary = $7, body = $8,
    teacher_id = $9, state = $10, media_id = $11, title_sort = $12, version = version + 1, updated_at = $13
WHERE id = $1;

-- name: course_stop_list
SELECT id, name, address, guide, minutes, travel_minutes, seats FROM course_stop WHERE course_id = $1 ORDER BY ordinal;

-- name: course_stop_clear
DELETE FROM course_stop WHERE course_id = $1;

-- name: course_stop_insert
INSERT INTO course_stop (id, course_id, ordinal, name, address, guide, minutes, travel_minutes, seats)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: course_share_list
SELECT s.org_id, o.name AS org_name, s.shared_at FROM course_share s JOIN org o ON o.id = s.org_id
WHERE s.course_id = $1 ORDER BY o.path;

-- name: course_share_add
INSERT INTO course_share (course_id, org_id, shared_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: course_share_remove
DELETE FROM course_share WHERE course_id = $1 AND org_id = $2;

-- name: course_media_get
SELECT m.id, m.org_id, o.path AS org_path, m.title, m.kind, m.path, m.seconds, m.state, m.created_at
FROM media m JOIN org o ON o.id = m.org_id WHERE m.id = $1;

-- name: course_media_page
SELECT m.id, m.org_id, o.path AS org_path, m.title, m.kind, m.path, m.seconds, m.state, m.created_at
FROM media m JOIN org o ON o.id = m.org_id
WHERE o.path >= $1 AND o.path < $1 || '~' {filters} {page};

-- name: course_media_insert
INSERT INTO media (id, org_id, title, kind, path, seconds, state, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'ready', $7);

-- name: course_programme_get
SELECT k.id, k.org_id, o.name AS org_name, o.path AS org_path, k.title, k.audience_code, k.purpose, k.hours_centi,
    k.days_centi, k.state, k.version, k.created_at, k.updated_at
FROM programme k JOIN org o ON o.id = k.org_id
WHERE k.id = $1;

-- name: course_programme_page
-- $1: the caller's part of the tree.
SELECT k.id, k.org_id, o.name AS org_name, o.path AS org_path, k.title, k.audience_code, k.purpose, k.hours_centi,
    k.days_centi, k.state, k.version, k.created_at, k.updated_at
FROM programme k JOIN org o ON o.id = k.org_id
WHERE ((o.path >= $1 AND o.path < $1 || '~')
    OR (k.state <> 'draft' AND EXISTS (
        SELECT 1 FROM programme_share s JOIN org so ON so.id = s.org_id
        WHERE s.programme_id = k.id
            AND (so.path = substr($1, 1, length(so.path)) OR (so.path >= $1 AND so.path < $1 || '~')))))
    {filters} {page};

-- name: course_programme_is_shared
SELECT 1 FROM programme_share s JOIN org so ON so.id = s.org_id
WHERE s.programme_id = $1 AND (so.path = substr($2, 1, length(so.path)) OR (so.path >= $2 AND so.path < $2 || '~'));

-- name: course_programme_insert
INSERT INTO programme (id, org_id, title, audience_code, purpose, hours_centi, days_centi, state, title_sort, version,
    created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10);

-- name: course_programme_update
UPDATE programme SET title = $2, audience_code = $3, purpose = $4, hours_centi = $5, days_centi = $6, state = $7,
    title_sort = $8, version = version + 1, updated_at = $9
WHERE id = $1;

-- name: course_module_list
SELECT id, title FROM programme_module WHERE programme_id = $1 AND removed = 0 ORDER BY ordinal;

-- name: course_module_clear
UPDATE programme_module SET removed = 1 WHERE programme_id = $1;

-- name: course_module_put
INSERT INTO programme_module (id, programme_id, ordinal, title, removed) VALUES ($1, $2, $3, $4, 0)
ON CONFLICT (id) DO UPDATE SET ordinal = excluded.ordinal, title = excluded.title, removed = 0;

-- name: course_unit_list
SELECT u.id, u.module_id, u.course_id, u.kind, u.title, u.hours_centi, u.note
FROM programme_unit u JOIN programme_module m ON m.id = u.module_id
WHERE u.programme_id = $1 AND u.removed = 0 ORDER BY m.ordinal, u.ordinal;

-- name: course_unit_clear
UPDATE programme_unit SET removed = 1 WHERE programme_id = $1;

-- name: course_unit_put
INSERT INTO programme_unit (id, module_id, programme_id, ordinal, course_id, kind, title, hours_centi, note, removed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)
ON CONFLICT (id) DO UPDATE SET module_id = excluded.module_id, ordinal = excluded.ordinal, course_id = excluded.course_id,
    kind = excluded.kind, title = excluded.title, hours_centi = excluded.hours_centi, note = excluded.note, removed = 0;

-- name: course_programme_share_list
SELECT s.org_id, o.name AS org_name, s.shared_at FROM programme_share s JOIN org o ON o.id = s.org_id
WHERE s.programme_id = $1 ORDER BY o.path;

-- name: course_programme_share_add
INSERT INTO programme_share (programme_id, org_id, shared_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: course_programme_share_remove
DELETE FROM programme_share WHERE programme_id = $1 AND org_id = $2;

-- name: course_audience_exists
SELECT 1 FROM audience WHERE code = $1;
