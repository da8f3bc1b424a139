-- name: board_person_get
SELECT person_id, org_path, audience_code, states FROM board_person WHERE person_id = $1

-- name: board_person_set
INSERT INTO board_person (person_id, org_path, audience_code, states) VALUES ($1, $2, $3, $4)
ON CONFLICT (person_id) DO UPDATE SET org_path = excluded.org_path, audience_code = excluded.audience_code, states = excluded.states

-- name: board_person_remove
DELETE FROM board_person WHERE person_id = $1

-- name: board_person_clear
DELETE FROM board_person

-- name: board_person_range
SELECT person_id, org_path, audience_code, states FROM board_person WHERE person_id >= $1 AND person_id <= $2 ORDER BY person_id

-- name: board_now_get
-- Where somebody stands now; nothing for people who left.
SELECT id AS person_id, org_path, COALESCE(audience_code, '') AS audience_code FROM person WHERE id = $1 AND state = 'active'

-- name: board_now_after
SELECT id AS person_id, org_path, COALESCE(audience_code, '') AS audience_code, CASE state WHEN 'active' THEN 1 ELSE 0 END AS active
FROM person WHERE id > $1 ORDER BY id LIMIT $2

-- name: board_state_list
SELECT person_id, norm_code, state FROM norm_status WHERE person_id = $1 ORDER BY norm_code

-- name: board_state_range
SELECT person_id, norm_code, state FROM norm_status WHERE person_id >= $1 AND person_id <= $2 ORDER BY person_id, norm_code

-- name: board_org_at
SELECT id FROM org WHERE path = $1

-- name: board_cell_insert
INSERT INTO board_cell (org_id, norm_code, audience_code, people, met, on_track, behind, none) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: board_cell_clear
DELETE FROM board_cell

-- name: board_cell_list
SELECT org_id, norm_code, audience_code, people, met, on_track, behind, none FROM board_cell ORDER BY org_id, norm_code, audience_code

-- name: board_org_list
SELECT id, path FROM org ORDER BY path

-- name: board_norm_codes
SELECT DISTINCT code FROM norm ORDER BY code

-- name: board_audience_codes
SELECT code FROM audience ORDER BY ordinal

-- name: board_under
SELECT id AS org_id, name, short_name, code, kind, level, path FROM org WHERE path = $1

-- name: board_norms
SELECT n.code AS norm_code, n.name_zh, n.name_en, n.purpose, COALESCE(b.people, 0) AS people, COALESCE(b.met, 0) AS met,
    COALESCE(b.on_track, 0) AS on_track, COALESCE(b.behind, 0) AS behind, COALESCE(b.none, 0) AS none
FROM norm n LEFT JOIN board_cell b ON b.org_id = $1 AND b.norm_code = n.code AND b.audience_code = $2
WHERE n.from_on <= $3 AND (n.until_on IS NULL OR n.until_on >= $3) ORDER BY n.code

-- name: board_rows
SELECT o.id AS org_id, o.name, o.short_name, o.code, o.kind, o.level, o.path, COALESCE(v.people, 0) AS all_people, COALESCE(v.met, 0) AS trained,
    COALESCE(b.people, 0) AS people, COALESCE(b.met, 0) AS met, COALESCE(b.on_track, 0) AS on_track,
    COALESCE(b.behind, 0) AS behind, COALESCE(b.none, 0) AS none
FROM org o LEFT JOIN board_cell b ON b.org_id = o.id AND b.norm_code = $2 AND b.audience_code = $3
    LEFT JOIN board_cell v ON v.org_id = o.id AND v.norm_code = 'covered_1y' AND v.audience_code = $3
WHERE o.parent_id = $1 ORDER BY o.ordinal, o.path

-- name: board_audiences
SELECT a.code AS audience_code, a.name_zh, a.name_en, COALESCE(v.people, 0) AS all_people, COALESCE(v.met, 0) AS trained,
    COALESCE(b.people, 0) AS people, COALESCE(b.met, 0) AS met, COALESCE(b.on_track, 0) AS on_track,
    COALESCE(b.behind, 0) AS behind, COALESCE(b.none, 0) AS none
FROM audience a LEFT JOIN board_cell b ON b.org_id = $1 AND b.norm_code = $2 AND b.audience_code = a.code
    LEFT JOIN board_cell v ON v.org_id = $1 AND v.norm_code = 'covered_1y' AND v.audience_code = a.code
ORDER BY a.ordinal

-- name: board_levels
-- Of the organisations whose level is not that of the one above: what lies in their subtrees.
SELECT o.level, p.level AS parent_level, CAST(COALESCE(SUM(v.people), 0) AS BIGINT) AS all_people, CAST(COALESCE(SUM(v.met), 0) AS BIGINT) AS trained,
    CAST(COALESCE(SUM(b.people), 0) AS BIGINT) AS people, CAST(COALESCE(SUM(b.met), 0) AS BIGINT) AS met,
    CAST(COALESCE(SUM(b.on_track), 0) AS BIGINT) AS on_track, CAST(COALESCE(SUM(b.behind), 0) AS BIGINT) AS behind,
    CAST(COALESCE(SUM(b.none), 0) AS BIGINT) AS none
FROM org o JOIN org p ON p.id = o.parent_id LEFT JOIN board_cell b ON b.org_id = o.id AND b.norm_code = $3 AND b.audience_code = $4
    LEFT JOIN board_cell v ON v.org_id = o.id AND v.norm_code = 'covered_1y' AND v.audience_code = $4
WHERE o.path > $1 AND o.path < $2 AND o.level <> p.level GROUP BY o.level, p.level ORDER BY o.level, p.level

-- name: board_past_norms
SELECT n.code AS norm_code, n.name_zh, n.name_en, n.purpose, COALESCE(b.people, 0) AS people, COALESCE(b.met, 0) AS met,
    COALESCE(b.on_track, 0) AS on_track, COALESCE(b.behind, 0) AS behind, COALESCE(b.none, 0) AS none
FROM norm n LEFT JOIN board_past b ON b.on_day = $3 AND b.org_id = $1 AND b.norm_code = n.code AND b.audience_code = $2
WHERE n.from_on <= $3 AND (n.until_on IS NULL OR n.until_on >= $3) ORDER BY n.code

-- name: board_past_rows
SELECT o.id AS org_id, o.name, o.short_name, o.code, o.kind, o.level, o.path, COALESCE(v.people, 0) AS all_people, COALESCE(v.met, 0) AS trained,
    COALESCE(b.people, 0) AS people, COALESCE(b.met, 0) AS met, COALESCE(b.on_track, 0) AS on_track,
    COALESCE(b.behind, 0) AS behind, COALESCE(b.none, 0) AS none
FROM org o LEFT JOIN board_past b ON b.on_day = $4 AND b.org_id = o.id AND b.norm_code = $2 AND b.audience_code = $3
    LEFT JOIN board_past v ON v.on_day = $4 AND v.org_id = o.id AND v.norm_code = 'covered_1y' AND v.audience_code = $3
WHERE o.parent_id = $1 ORDER BY o.ordinal, o.path

-- name: board_past_audiences
SELECT a.code AS audience_code, a.name_zh, a.name_en, COALESCE(v.people, 0) AS all_people, COALESCE(v.met, 0) AS trained,
    COALESCE(b.people, 0) AS people, COALESCE(b.met, 0) AS met, COALESCE(b.on_track, 0) AS on_track,
    COALESCE(b.behind, 0) AS behind, COALESCE(b.none, 0) AS none
FROM audience a LEFT JOIN board_past b ON b.on_day = $3 AND b.org_id = $1 AND b.norm_code = $2 AND b.audience_code = a.code
    LEFT JOIN board_past v ON v.on_day = $3 AND v.org_id = $1 AND v.norm_code = 'covered_1y' AND v.audience_code = a.code
ORDER BY a.ordinal

-- name: board_past_levels
SELECT o.level, p.level AS parent_level, CAST(COALESCE(SUM(v.people), 0) AS BIGINT) AS all_people, CAST(COALESCE(SUM(v.met), 0) AS BIGINT) AS trained,
    CAST(COALESCE(SUM(b.people), 0) AS BIGINT) AS people, CAST(COALESCE(SUM(b.met), 0) AS BIGINT) AS met,
    CAST(COALESCE(SUM(b.on_track), 0) AS BIGINT) AS on_track, CAST(COALESCE(SUM(b.behind), 0) AS BIGINT) AS behind,
    CAST(COALESCE(SUM(b.none), 0) AS BIGINT) AS none
FROM org o JOIN org p ON p.id = o.parent_id
    LEFT JOIN board_past b ON b.on_day = $5 AND b.org_id = o.id AND b.norm_code = $3 AND b.audience_code = $4
    LEFT JOIN board_past v ON v.on_day = $5 AND v.org_id = o.id AND v.norm_code = 'covered_1y' AND v.audience_code = $4
WHERE o.path > $1 AND o.path < $2 AND o.level <> p.level GROUP BY o.level, p.level ORDER BY o.level, p.level

-- name: board_past_trend
-- What was kept of one cell, the newest days first.
SELECT b.on_day, b.people, b.met, b.on_track, b.behind, b.none
FROM board_day d JOIN board_past b ON b.on_day = d.on_day AND b.org_id = $1 AND b.norm_code = $2 AND b.audience_code = $3
WHERE d.on_day < $4 ORDER BY d.on_day DESC LIMIT $5

-- name: board_day_find
SELECT on_day, computed_at, digest FROM board_day WHERE on_day = $1

-- name: board_day_list
SELECT on_day, computed_at, digest FROM board_day WHERE on_day <= $1 ORDER BY on_day DESC LIMIT $2

-- name: board_day_set
INSERT INTO board_day (on_day, computed_at, digest) VALUES ($1, $2, $3)
ON CONFLICT (on_day) DO UPDATE SET computed_at = excluded.computed_at, digest = excluded.digest

-- name: board_day_remove
DELETE FROM board_day WHERE on_day = $1

-- name: board_past_remove
DELETE FROM board_past WHERE on_day = $1

-- name: board_past_cells
SELECT org_id, norm_code, audience_code, people, met, on_track, behind, none FROM board_past WHERE on_day = $1

-- name: board_past_insert
INSERT INTO board_past (on_day, org_id, norm_code, audience_code, people, met, on_track, behind, none)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: board_then_after
-- Where people were on a day, in the order of people.
SELECT p.id AS person_id, o.path AS org_path, COALESCE(p.audience_code, '') AS audience_code, 1 AS active
FROM person p JOIN person_org h ON h.person_id = p.id AND h.from_on <= $3 AND (h.until_on IS NULL OR h.until_on >= $3)
    JOIN org o ON o.id = h.org_id
WHERE p.id > $1 ORDER BY p.id LIMIT $2

-- name: board_past_units
-- Units of a part of the tree that have anybody in the cell; those below a unit count in it, too.
SELECT o.id AS org_id, o.path, o.level, b.people, b.met, b.on_track, b.behind, b.none
FROM org o JOIN board_past b ON b.on_day = $3 AND b.org_id = o.id AND b.norm_code = $4 AND b.audience_code = $5
WHERE o.path >= $1 AND o.path < $2 ORDER BY o.path

-- name: board_then_people
-- Who was in one unit on a day, behind one person.
SELECT p.id, p.name, o.id AS org_id, o.name AS org_name, o.path, o.level, p.rank_code, p.audience_code, p.post
FROM person_org h JOIN org o ON o.id = h.org_id JOIN person p ON p.id = h.person_id
WHERE h.org_id = $1 AND h.person_id > $3 AND h.from_on <= $2 AND (h.until_on IS NULL OR h.until_on >= $2)
ORDER BY h.person_id LIMIT $4

-- name: board_then_path
SELECT o.path FROM person_org h JOIN org o ON o.id = h.org_id
WHERE h.person_id = $1 AND h.from_on <= $2 AND (h.until_on IS NULL OR h.until_on >= $2)

-- name: board_givers
SELECT o.id AS org_id, o.name, o.path, g.entries, g.hours_centi
FROM ledger_giver g JOIN org o ON o.id = g.org_id
WHERE g.year = $1 AND o.path >= $2 AND o.path < $3 ORDER BY g.hours_centi DESC, o.path

-- name: board_hosts
-- Seats count where a class has a ceiling.
SELECT o.id AS org_id, o.name, o.path, COUNT(*) AS classes, CAST(SUM(k.seats_max) AS BIGINT) AS seats,
    CAST(SUM(CASE WHEN k.seats_max > 0 THEN k.confirmed_count ELSE 0 END) AS BIGINT) AS seats_taken
FROM class k JOIN org o ON o.id = k.org_id
WHERE k.starts_on >= $1 AND k.starts_on <= $2 AND k.state NOT IN ('draft', 'cancelled') AND o.path >= $3 AND o.path < $4
GROUP BY o.id, o.name, o.path ORDER BY o.path

-- name: board_live
-- Every open room, with all who are expected in it, runs included.
SELECT s.id AS session_id, s.title, s.starts_at, s.ends_at, k.id AS class_id, k.title AS class_title, o.id AS org_id, o.name AS org_name,
    o.path AS org_path, k.confirmed_count + CAST(COALESCE((SELECT SUM(rk.confirmed_count) FROM session x JOIN class rk ON rk.id = x.class_id
        WHERE x.source_id = s.id), 0) AS BIGINT) AS expected,
    (SELECT COUNT(DISTINCT w.person_id) FROM live_presence w WHERE w.session_id = s.id AND w.left_at IS NULL) AS online
FROM session s JOIN class k ON k.id = s.class_id JOIN org o ON o.id = k.org_id
WHERE s.live_state = 'open' ORDER BY s.id LIMIT 200

-- name: board_live_sites
-- The sites of every open room and of the runs that follow it. Joined: the classroom's screen is connected.
SELECT x.room_id AS session_id, x.title, cs.id AS site_id, o.id AS org_id, o.name AS org_name, o.path AS org_path, cs.seats, p.name AS leader,
    (SELECT COUNT(*) FROM enrolment e WHERE e.site_id = cs.id AND e.state = 'confirmed') AS expected,
    CASE WHEN EXISTS (SELECT 1 FROM live_presence w WHERE w.session_id = x.room_id AND w.site_id = cs.id AND w.left_at IS NULL AND w.role = 'site')
        THEN 1 ELSE 0 END AS joined
FROM (
    SELECT s.id AS room_id, s.title, s.class_id FROM session s WHERE s.live_state = 'open'
    UNION ALL
    SELECT s.id AS room_id, s.title, r.class_id FROM session s JOIN session r ON r.source_id = s.id WHERE s.live_state = 'open'
) x
JOIN class_site cs ON cs.class_id = x.class_id JOIN org o ON o.id = cs.org_id LEFT JOIN person p ON p.id = cs.leader_id
ORDER BY o.path, x.room_id, cs.id LIMIT 10000

-- name: board_class_page
SELECT k.id, k.title, k.org_id, o.name AS org_name, k.starts_on, k.ends_on, k.state, k.seats_max, k.confirmed_count
FROM class k JOIN org o ON o.id = k.org_id
WHERE o.path >= $1 AND o.path < $2 AND k.starts_on >= $3 AND k.starts_on <= $4 AND k.state NOT IN ('draft', 'cancelled') {filters} {page}

-- name: board_entry_page
-- What a school gave in a year; what was reversed does not count.
SELECT e.id, e.person_id, p.name, u.name AS org_name, e.title, e.kind, e.earned_on, e.hours_centi
FROM ledger_entry e JOIN person p ON p.id = e.person_id JOIN org u ON u.id = p.org_id
WHERE e.org_id = $1 AND e.earned_on >= $2 AND e.earned_on <= $3 AND e.reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = e.id) {filters} {page}

-- name: board_people_page
SELECT p.id, p.name, p.org_id, o.name AS org_name, p.rank_code, p.audience_code, p.post, s.norm_code, s.state, s.hours_centi,
    n.need_hours_centi, s.days_centi, n.need_days_centi, s.due_on, s.until_on
FROM person p JOIN org o ON o.id = p.org_id JOIN norm_status s ON s.person_id = p.id AND s.norm_code = $3
    JOIN norm n ON n.id = s.norm_id
WHERE p.org_path >= $1 AND p.org_path < $2 AND p.state = 'active' {filters} {page}

-- name: board_home_learner
SELECT s.id AS session_id, s.class_id, k.title AS class_title, s.title, s.kind, s.starts_at, s.ends_at, s.room,
    COALESCE(r.live_state, s.live_state) AS live_state, s.live, COALESCE(s.source_id, s.id) AS room_id, o.name AS site_name
FROM enrolment e JOIN session s ON s.class_id = e.class_id LEFT JOIN session r ON r.id = s.source_id JOIN class k ON k.id = e.class_id
    LEFT JOIN class_site cs ON cs.id = e.site_id LEFT JOIN org o ON o.id = cs.org_id
WHERE e.person_id = $1 AND e.state = 'confirmed' AND k.state IN ('open', 'running') AND s.ends_at >= $2 ORDER BY s.starts_at, s.id LIMIT $3

-- name: board_home_teacher
SELECT s.id AS session_id, s.class_id, k.title AS class_title, s.title, s.kind, s.starts_at, s.ends_at, s.room,
    COALESCE(r.live_state, s.live_state) AS live_state, s.live, COALESCE(s.source_id, s.id) AS room_id
FROM session s LEFT JOIN session r ON r.id = s.source_id JOIN class k ON k.id = s.class_id
WHERE s.teacher_id = $1 AND k.state IN ('open', 'running') AND s.ends_at >= $2 ORDER BY s.starts_at, s.id LIMIT $3

-- name: board_home_manager
SELECT s.id AS session_id, s.class_id, k.title AS class_title, s.title, s.kind, s.starts_at, s.ends_at, s.room,
    COALESCE(r.live_state, s.live_state) AS live_state, s.live, COALESCE(s.source_id, s.id) AS room_id
FROM class k JOIN session s ON s.class_id = k.id LEFT JOIN session r ON r.id = s.source_id
WHERE k.manager_id = $1 AND k.state IN ('open', 'running') AND s.ends_at >= $2 ORDER BY s.starts_at, s.id LIMIT $3

-- name: board_home_site
SELECT s.id AS session_id, s.class_id, k.title AS class_title, s.title, s.kind, s.starts_at, s.ends_at, s.room,
    COALESCE(r.live_state, s.live_state) AS live_state, s.live, COALESCE(s.source_id, s.id) AS room_id, t.id AS site_id
FROM class_site t JOIN class k ON k.id = t.class_id JOIN session s ON s.class_id = k.id LEFT JOIN session r ON r.id = s.source_id
WHERE t.leader_id = $1 AND k.state IN ('open', 'running') AND s.ends_at >= $2 ORDER BY s.starts_at, s.id LIMIT $3

-- name: board_home_office
-- What is on soon in the classes of a part of the tree; a lesson that runs below follow from there stands once.
SELECT s.id AS session_id, s.class_id, k.title AS class_title, s.title, s.kind, s.starts_at, s.ends_at, s.room,
    COALESCE(r.live_state, s.live_state) AS live_state, s.live, COALESCE(s.source_id, s.id) AS room_id
FROM session s JOIN class k ON k.id = s.class_id JOIN org o ON o.id = k.org_id LEFT JOIN session r ON r.id = s.source_id
    LEFT JOIN class rk ON rk.id = r.class_id LEFT JOIN org ro ON ro.id = rk.org_id
WHERE s.starts_at > $3 - 86400000000 AND s.starts_at < $3 + 1209600000000 AND s.ends_at >= $3 AND k.state IN ('open', 'running')
    AND o.path >= $1 AND o.path < $2 AND (ro.id IS NULL OR ro.path < $1 OR ro.path >= $2)
ORDER BY s.starts_at, s.id LIMIT $4

-- name: board_todo_proposed
SELECT e.id, e.class_id, k.title, p.name AS detail, e.created_at AS at
FROM org o JOIN enrolment e ON e.org_id = o.id AND e.state = 'proposed' JOIN class k ON k.id = e.class_id JOIN person p ON p.id = e.person_id
WHERE o.path >= $1 AND o.path < $2 AND k.state = 'open' ORDER BY e.created_at, e.id LIMIT $3

-- name: board_todo_leaves
SELECT l.id, l.class_id, k.title, p.name AS detail, l.created_at AS at
FROM class k JOIN org o ON o.id = k.org_id JOIN leave_request l ON l.class_id = k.id AND l.state = 'submitted' JOIN person p ON p.id = l.person_id
WHERE k.state IN ('open', 'running', 'ended') AND (k.manager_id = $1 OR (o.path >= $2 AND o.path < $3))
ORDER BY l.created_at, l.id LIMIT $4

-- name: board_todo_classes
SELECT k.id, k.id AS class_id, k.title, o.name AS detail, k.updated_at AS at
FROM class k JOIN org o ON o.id = k.org_id
WHERE k.state = 'ended' AND (k.manager_id = $1 OR (o.path >= $2 AND o.path < $3)) ORDER BY k.ends_on, k.id LIMIT $4

-- name: board_todo_minutes
SELECT m.id, g.class_id, k.title, g.name AS detail, m.written_at AS at, g.id AS group_id, m.session_id
FROM class_site t JOIN class_group g ON g.class_id = t.class_id AND g.site_id = t.id JOIN group_minutes m ON m.group_id = g.id AND m.state = 'submitted'
    JOIN class k ON k.id = g.class_id
WHERE t.leader_id = $1 ORDER BY m.written_at, m.id LIMIT $2

-- name: board_move_people
-- Whose unit moved in the tree stands there now: person is up to date already.
UPDATE board_person SET org_path = $3 || SUBSTR(org_path, CAST($4 AS INTEGER))
WHERE person_id IN (SELECT p.id FROM person p WHERE p.org_path >= $1 AND p.org_path < $2)

-- name: board_move_cells
-- The counts of one organisation, added to all from the path up, or taken from them.
INSERT INTO board_cell (org_id, norm_code, audience_code, people, met, on_track, behind, none)
SELECT o.id, b.norm_code, b.audience_code, b.people * CAST($3 AS BIGINT), b.met * CAST($3 AS BIGINT), b.on_track * CAST($3 AS BIGINT),
    b.behind * CAST($3 AS BIGINT), b.none * CAST($3 AS BIGINT)
FROM org o JOIN board_cell b ON b.org_id = $1
WHERE o.path IN (SUBSTR(CAST($2 AS TEXT), 1, 4), SUBSTR($2, 1, 8), SUBSTR($2, 1, 12), SUBSTR($2, 1, 16), SUBSTR($2, 1, 20), SUBSTR($2, 1, 24),
    SUBSTR($2, 1, 28), SUBSTR($2, 1, 32))
ON CONFLICT (org_id, norm_code, audience_code) DO UPDATE SET people = board_cell.people + excluded.people,
    met = board_cell.met + excluded.met, on_track = board_cell.on_track + excluded.on_track,
    behind = board_cell.behind + excluded.behind, none = board_cell.none + excluded.none

-- name: board_move_preview
SELECT (SELECT COUNT(*) FROM org o WHERE o.path >= $1 AND o.path < $2) AS orgs,
    (SELECT COUNT(*) FROM person p WHERE p.org_path >= $1 AND p.org_path < $2) AS people,
    (SELECT COUNT(*) FROM org o JOIN class k ON k.org_id = o.id WHERE o.path >= $1 AND o.path < $2) AS classes,
    (SELECT COUNT(*) FROM org o JOIN account_role r ON r.org_id = o.id
        WHERE o.path >= $1 AND o.path < $2 AND r.revoked_at IS NULL) AS roles
