-- name: handover_file_list
SELECT f.id, f.class_id, f.session_id, s.title AS session_title, f.kind, f.name, f.type, f.size, f.account_id, a.name AS account_name, f.at
FROM class_file f LEFT JOIN session s ON s.id = f.session_id LEFT JOIN account a ON a.id = f.account_id
WHERE f.class_id = $1 AND f.removed_at IS NULL ORDER BY f.kind, f.id;

-- name: handover_file_get
SELECT f.id, f.class_id, f.session_id, f.kind, f.name, f.type, f.size, f.account_id, f.at, c.content
FROM class_file f JOIN class_file_content c ON c.file_id = f.id WHERE f.id = $1 AND f.removed_at IS NULL;

-- name: handover_file_insert
INSERT INTO class_file (id, class_id, session_id, kind, name, type, size, account_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: handover_content_insert
INSERT INTO class_file_content (file_id, content) VALUES ($1, $2);

-- name: handover_file_remove
UPDATE class_file SET removed_at = $2 WHERE id = $1;

-- name: handover_content_remove
DELETE FROM class_file_content WHERE file_id = $1;

-- name: handover_file_sum
SELECT COALESCE(SUM(size), 0) FROM class_file WHERE class_id = $1 AND removed_at IS NULL;

-- name: handover_session_in_class
SELECT 1 FROM session WHERE id = $1 AND class_id = $2;

-- name: handover_item_list
-- $1: path of the school; what holds there. $2: today. $3: 1 for readers of English.
SELECT i.id, i.org_id, o.name AS org_name, i.phase, i.ordinal, i.derive,
    CASE WHEN CAST($3 AS BIGINT) = 1 AND i.title_en <> '' THEN i.title_en ELSE i.title END AS title
FROM checklist_item i LEFT JOIN org o ON o.id = i.org_id
WHERE (i.closed_on IS NULL OR i.closed_on > $2) AND (i.org_id IS NULL OR o.path = substr($1, 1, length(o.path)))
ORDER BY i.ordinal, i.id;

-- name: handover_item_get
SELECT i.id, i.org_id, o.name AS org_name, o.path AS org_path, i.phase, i.ordinal, i.derive,
    CASE WHEN CAST($2 AS BIGINT) = 1 AND i.title_en <> '' THEN i.title_en ELSE i.title END AS title
FROM checklist_item i LEFT JOIN org o ON o.id = i.org_id WHERE i.id = $1;

-- name: handover_item_insert
INSERT INTO checklist_item (id, org_id, phase, ordinal, title, derive, created_at) VALUES ($1, $2, $3, $4, $5, '', $6);

-- name: handover_item_close
UPDATE checklist_item SET closed_on = $2 WHERE id = $1;

-- name: handover_tick_list
-- The last word on each item.
SELECT t.item_id, t.done, t.note, a.name AS account_name, t.at
FROM checklist_tick t LEFT JOIN account a ON a.id = t.account_id
WHERE t.class_id = $1 AND NOT EXISTS (
    SELECT 1 FROM checklist_tick n WHERE n.class_id = t.class_id AND n.item_id = t.item_id AND n.id > t.id)
ORDER BY t.item_id;

-- name: handover_tick_insert
INSERT INTO checklist_tick (id, class_id, item_id, done, note, account_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: handover_facts
-- What the timetable and the sites say of class $1.
SELECT (SELECT COUNT(*) FROM session s WHERE s.class_id = $1) AS sessions,
    (SELECT COUNT(*) FROM session s WHERE s.class_id = $1 AND s.kind IN ('lecture', 'discussion', 'forum') AND s.teacher_id IS NULL AND s.kind = 'lecture') AS without_teacher,
    (SELECT COUNT(*) FROM session s WHERE s.class_id = $1 AND s.kind <> 'self_study' AND s.room = '') AS without_room,
    (SELECT COUNT(*) FROM class_site t WHERE t.class_id = $1 AND t.leader_id IS NULL) AS without_leader,
    (SELECT COUNT(*) FROM class_file f WHERE f.class_id = $1 AND f.removed_at IS NULL) AS files;

-- name: handover_file_forget_session
UPDATE class_file SET session_id = NULL WHERE session_id = $1;
