-- name: calendar_feed_get
SELECT f.id, f.kind, f.person_id, f.class_id, f.org_id, f.room, o.path AS org_path, COALESCE(k.title, o.name) AS name, f.created_at
FROM calendar_feed f JOIN account a ON a.id = f.account_id AND a.state = 'active'
    LEFT JOIN class k ON k.id = f.class_id LEFT JOIN org o ON o.id = f.org_id
WHERE f.id = $1 AND f.revoked_at IS NULL

-- name: calendar_feed_list
SELECT f.id, f.kind, f.person_id, f.class_id, f.org_id, f.room, o.path AS org_path, COALESCE(k.title, o.name) AS name, f.created_at
FROM calendar_feed f LEFT JOIN class k ON k.id = f.class_id LEFT JOIN org o ON o.id = f.org_id
WHERE f.account_id = $1 AND f.revoked_at IS NULL ORDER BY f.id

-- name: calendar_feed_insert
INSERT INTO calendar_feed (id, account_id, kind, person_id, class_id, org_id, room, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: calendar_feed_revoke
UPDATE calendar_feed SET revoked_at = $3 WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL

-- name: calendar_class_events
SELECT s.id, s.version, s.title, c.title AS class_title, s.room, s.starts_at, s.ends_at,
    CASE WHEN c.state = 'cancelled' THEN 1 ELSE 0 END AS cancelled
FROM session s JOIN class c ON c.id = s.class_id
WHERE s.class_id = $1 AND c.state <> 'draft' ORDER BY s.starts_at, s.id

-- name: calendar_person_events
SELECT s.id, s.version, s.title, c.title AS class_title, s.room, s.starts_at, s.ends_at,
    CASE WHEN c.state = 'cancelled' THEN 1 ELSE 0 END AS cancelled
FROM enrolment e JOIN session s ON s.class_id = e.class_id JOIN class c ON c.id = e.class_id
WHERE e.person_id = $1 AND e.state IN ('confirmed', 'completed', 'failed') AND c.state <> 'draft' AND s.ends_at >= $2
    AND s.starts_at < $3
UNION
SELECT s.id, s.version, s.title, c.title AS class_title, s.room, s.starts_at, s.ends_at,
    CASE WHEN c.state = 'cancelled' THEN 1 ELSE 0 END AS cancelled
FROM session s JOIN class c ON c.id = s.class_id
WHERE s.teacher_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3 AND c.state <> 'draft'
ORDER BY 6, 1

-- name: calendar_room_events
SELECT s.id, s.version, s.title, c.title AS class_title, s.room, s.starts_at, s.ends_at,
    CASE WHEN c.state = 'cancelled' THEN 1 ELSE 0 END AS cancelled
FROM session s JOIN class c ON c.id = s.class_id JOIN org o ON o.id = c.org_id
WHERE s.room = $1 AND s.starts_at >= $2 AND s.starts_at < $3 AND o.path >= $4 AND o.path < $5 AND c.state <> 'draft'
ORDER BY s.starts_at, s.id
