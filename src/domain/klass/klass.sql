-- name: klass_get
SELECT k.id, k.org_id, o.name AS org_name, o.path AS org_path, k.programme_id, g.title AS programme_title, k.parent_id,
    u.title AS parent_title, k.code, k.title, k.audience_code, k.starts_on, k.ends_on, k.seats_min, k.seats_max,
    k.waiting_until_at, k.account_kind, k.state, k.manager_id, m.name AS manager_name, k.room, k.leave_rule_ppm, k.note,
    k.confirmed_count, k.proposed_count, k.waiting_count, k.version, k.created_at, k.updated_at
FROM class k
JOIN org o ON o.id = k.org_id
LEFT JOIN programme g ON g.id = k.programme_id
LEFT JOIN class u ON u.id = k.parent_id
LEFT JOIN person m ON m.id = k.manager_id
WHERE k.id = $1;

-- name: klass_page
-- $1: the caller's part of the tree. Classes hosted there.
SELECT k.id, k.org_id, o.name AS org_name, o.path AS org_path, k.programme_id, g.title AS programme_title, k.parent_id,
    u.title AS parent_title, k.code, k.title, k.audience_code, k.starts_on, k.ends_on, k.seats_min, k.seats_max,
    k.waiting_until_at, k.account_kind, k.state, k.manager_id, m.name AS manager_name, k.room, k.leave_rule_ppm,
    k.confirmed_count, k.proposed_count, k.waiting_count, k.version, k.created_at, k.updated_at
FROM class k
JOIN org o ON o.id = k.org_id
LEFT JOIN programme g ON g.id = k.programme_id
LEFT JOIN class u ON u.id = k.parent_id
LEFT JOIN person m ON m.id = k.manager_id
WHERE o.path >= $1 AND o.path < $1 || '~' {filters} {page};

-- name: klass_page_mine
-- $1: a person. Classes in which they are enrolled or have a duty.
SELECT k.id, k.org_id, o.name AS org_name, o.path AS org_path, k.programme_id, g.title AS programme_title, k.parent_id,
    u.title AS parent_title, k.code, k.title, k.audience_code, k.starts_on, k.ends_on, k.seats_min, k.seats_max,
    k.waiting_until_at, k.account_kind, k.state, k.manager_id, m.name AS manager_name, k.room, k.leave_rule_ppm,
    k.confirmed_count, k.proposed_count, k.waiting_count, k.version, k.created_at, k.updated_at
FROM class k
JOIN org o ON o.id = k.org_id
LEFT JOIN programme g ON g.id = k.programme_id
LEFT JOIN class u ON u.id = k.parent_id
LEFT JOIN person m ON m.id = k.manager_id
WHERE k.id IN (
    SELECT e.class_id FROM enrolment e WHERE e.person_id = $1 AND e.state NOT IN ('declined', 'withdrawn')
    UNION SELECT t.class_id FROM class_staff t WHERE t.person_id = $1
    UNION SELECT c.id FROM class c WHERE c.manager_id = $1
    UNION SELECT t.class_id FROM class_site t WHERE t.leader_id = $1
    UNION SELECT t.class_id FROM class_group t WHERE t.facilitator_id = $1 AND t.removed = 0
    UNION SELECT s.class_id FROM session s WHERE s.teacher_id = $1) {filters} {page};

-- name: klass_page_shared
-- $1: the caller's part of the tree. Classes of other hosts that were shared with an organisation above, at or below it,
-- or that have a quota for one.
SELECT k.id, k.org_id, o.name AS org_name, o.path AS org_path, k.programme_id, g.title AS programme_title, k.parent_id,
    u.title AS parent_title, k.code, k.title, k.audience_code, k.starts_on, k.ends_on, k.seats_min, k.seats_max,
    k.waiting_until_at, k.account_kind, k.state, k.manager_id, m.name AS manager_name, k.room, k.leave_rule_ppm,
    k.confirmed_count, k.proposed_count, k.waiting_count, k.version, k.created_at, k.updated_at
FROM class k
JOIN org o ON o.id = k.org_id
LEFT JOIN programme g ON g.id = k.programme_id
LEFT JOIN class u ON u.id = k.parent_id
LEFT JOIN person m ON m.id = k.manager_id
WHERE k.state <> 'draft' AND NOT (o.path >= $1 AND o.path < $1 || '~') AND k.id IN (
    SELECT s.class_id FROM org so JOIN class_share s ON s.org_id = so.id
    WHERE so.path IN (substr($1, 1, 4), substr($1, 1, 8), substr($1, 1, 12), substr($1, 1, 16), substr($1, 1, 20), $1)
        OR (so.path >= $1 AND so.path < $1 || '~')
    UNION SELECT q.class_id FROM org so JOIN class_quota q ON q.org_id = so.id
    WHERE so.path IN (substr($1, 1, 4), substr($1, 1, 8), substr($1, 1, 12), substr($1, 1, 16), substr($1, 1, 20), $1)
        OR (so.path >= $1 AND so.path < $1 || '~')) {filters} {page};

-- name: klass_run_list
SELECT k.id, k.org_id, o.name AS org_name, o.path AS org_path, k.programme_id, k.parent_id, k.code, k.title,
    k.audience_code, k.starts_on, k.ends_on, k.seats_min, k.seats_max, k.waiting_until_at, k.account_kind, k.state,
    k.manager_id, m.name AS manager_name, k.room, k.leave_rule_ppm, k.confirmed_count, k.proposed_count, k.waiting_count,
    k.version, k.created_at, k.updated_at
FROM class k
JOIN org o ON o.id = k.org_id
LEFT JOIN person m ON m.id = k.manager_id
WHERE k.parent_id = $1
ORDER BY o.path, k.starts_on;

-- name: klass_insert
INSERT INTO class (id, org_id, programme_id, parent_id, code, title, audience_code, starts_on, ends_on, seats_min, seats_max,
    waiting_until_at, account_kind, state, manager_id, room, note, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'draft', $14, $15, $16, 1, $17, $17);

-- name: klass_update
UPDATE class SET programme_id = $2, code = $3, title = $4, audience_code = $5, starts_on = $6, ends_on = $7, seats_min = $8,
    seats_max = $9, waiting_until_at = $10, account_kind = $11, manager_id = $12, room = $13, note = $14,
    version = version + 1, updated_at = $15
WHERE id = $1;

-- name: klass_update_state
UPDATE class SET state = $2, leave_rule_ppm = $3, version = version + 1, updated_at = $4 WHERE id = $1;

-- name: klass_update_counts
UPDATE class SET confirmed_count = confirmed_count + $2, proposed_count = proposed_count + $3,
    waiting_count = waiting_count + $4
WHERE id = $1;

-- name: klass_touch
UPDATE class SET version = version + 1, updated_at = $2 WHERE id = $1;

-- name: klass_session_count
SELECT COUNT(*) FROM session WHERE class_id = $1;

-- name: klass_session_span_count
-- Sessions that begin before $2 or end after $3.
SELECT COUNT(*) FROM session WHERE class_id = $1 AND (starts_at < $2 OR ends_at > $3);

-- name: klass_duty_list
SELECT t.duty, 0 AS site_id FROM class_staff t WHERE t.class_id = $1 AND t.person_id = $2
UNION ALL SELECT 'manager', 0 FROM class k WHERE k.id = $1 AND k.manager_id = $2
UNION ALL SELECT 'site_leader', t.id FROM class_site t WHERE t.leader_id = $2 AND t.class_id = $1
UNION ALL SELECT 'facilitator', 0 FROM class_group t WHERE t.facilitator_id = $2 AND t.class_id = $1 AND t.removed = 0
UNION ALL SELECT 'teacher', 0 FROM session s WHERE s.class_id = $1 AND s.teacher_id = $2;

-- name: klass_is_seen_from
-- 1 when somebody whose role lies at $2 may see the plan of class $1: shared with them, a quota for them, a run of theirs,
-- or people of theirs in it.
SELECT CASE WHEN EXISTS (
        SELECT 1 FROM class_share s JOIN org so ON so.id = s.org_id
        WHERE s.class_id = $1 AND (so.path = substr($2, 1, length(so.path)) OR (so.path >= $2 AND so.path < $2 || '~')))
    OR EXISTS (
        SELECT 1 FROM class_quota q JOIN org so ON so.id = q.org_id
        WHERE q.class_id = $1 AND (so.path = substr($2, 1, length(so.path)) OR (so.path >= $2 AND so.path < $2 || '~')))
    OR EXISTS (
        SELECT 1 FROM class r JOIN org so ON so.id = r.org_id
        WHERE r.parent_id = $1 AND so.path >= $2 AND so.path < $2 || '~')
    OR EXISTS (
        SELECT 1 FROM enrolment e JOIN org so ON so.id = e.org_id
        WHERE e.class_id = $1 AND so.path >= $2 AND so.path < $2 || '~')
    THEN 1 ELSE 0 END;

-- name: klass_share_list
SELECT s.org_id, o.name AS org_name, s.shared_at FROM class_share s JOIN org o ON o.id = s.org_id
WHERE s.class_id = $1 ORDER BY o.path;

-- name: klass_share_add
INSERT INTO class_share (class_id, org_id, shared_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: klass_share_remove
DELETE FROM class_share WHERE class_id = $1 AND org_id = $2;

-- name: klass_share_covers
-- 1 when class $1 is shared with the organisation at $2 or one above it.
SELECT 1 FROM class_share s JOIN org so ON so.id = s.org_id
WHERE s.class_id = $1 AND so.path = substr($2, 1, length(so.path));

-- name: klass_staff_list
SELECT t.id, t.class_id, t.person_id, p.name AS person_name, o.name AS org_name, t.duty
FROM class_staff t JOIN person p ON p.id = t.person_id JOIN org o ON o.id = p.org_id
WHERE t.class_id = $1 ORDER BY t.duty, p.name_sort, t.id;

-- name: klass_people_with
SELECT t.person_id AS id FROM class_staff t WHERE t.class_id = $1 AND t.duty = $2
UNION SELECT k.manager_id FROM class k WHERE k.id = $1 AND $2 = 'manager' AND k.manager_id IS NOT NULL
UNION SELECT s.teacher_id FROM session s WHERE s.class_id = $1 AND $2 = 'teacher' AND s.teacher_id IS NOT NULL
ORDER BY 1;

-- name: klass_staff_add
INSERT INTO class_staff (id, class_id, person_id, duty) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: klass_staff_remove
DELETE FROM class_staff WHERE class_id = $1 AND person_id = $2 AND duty = $3;

-- name: klass_site_list
SELECT t.id, t.class_id, t.org_id, o.name AS org_name, o.level, t.leader_id, p.name AS leader_name, t.seats,
    (SELECT COUNT(*) FROM enrolment e WHERE e.site_id = t.id AND e.state IN ('confirmed', 'completed', 'failed')) AS expected
FROM class_site t JOIN org o ON o.id = t.org_id LEFT JOIN person p ON p.id = t.leader_id
WHERE t.class_id = $1
ORDER BY CASE o.level WHEN 'municipal' THEN 1 WHEN 'district' THEN 2 ELSE 3 END, o.path;

-- name: klass_site_list_live
SELECT t.id, t.class_id, t.org_id, o.name AS org_name, o.level, t.leader_id, p.name AS leader_name, t.seats,
    (SELECT COUNT(*) FROM enrolment e WHERE e.site_id = t.id AND e.state IN ('confirmed', 'completed', 'failed')) AS expected
FROM (SELECT s.class_id FROM session s WHERE s.id = $1 UNION SELECT s.class_id FROM session s WHERE s.source_id = $1) AS k
JOIN class_site t ON t.class_id = k.class_id
JOIN org o ON o.id = t.org_id
LEFT JOIN person p ON p.id = t.leader_id
ORDER BY CASE o.level WHEN 'municipal' THEN 1 WHEN 'district' THEN 2 ELSE 3 END, o.path;

-- name: klass_site_find
SELECT t.id, t.class_id, t.org_id, o.name AS org_name, o.level, t.leader_id, p.name AS leader_name, t.seats,
    (SELECT COUNT(*) FROM enrolment e WHERE e.site_id = t.id) AS expected
FROM class_site t JOIN org o ON o.id = t.org_id LEFT JOIN person p ON p.id = t.leader_id
WHERE t.class_id = $1 AND t.org_id = $2;

-- name: klass_site_exists
SELECT 1 FROM class_site WHERE id = $1 AND class_id = $2;

-- name: klass_site_put
INSERT INTO class_site (id, class_id, org_id, leader_id, seats) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (class_id, org_id) DO UPDATE SET leader_id = excluded.leader_id, seats = excluded.seats;

-- name: klass_site_remove
DELETE FROM class_site WHERE id = $1;

-- name: klass_site_use_count
SELECT (SELECT COUNT(*) FROM enrolment e WHERE e.site_id = $1) + (SELECT COUNT(*) FROM class_group t WHERE t.site_id = $1);

-- name: klass_quota_list
SELECT q.id, q.class_id, q.org_id, o.name AS org_name, o.path AS org_path, q.seats_min, q.seats_max,
    (SELECT COUNT(*) FROM enrolment e JOIN org eo ON eo.id = e.org_id
        WHERE e.class_id = q.class_id AND e.state IN ('confirmed', 'completed', 'failed')
            AND eo.path >= o.path AND eo.path < o.path || '~') AS taken,
    (SELECT COUNT(*) FROM enrolment e JOIN org eo ON eo.id = e.org_id
        WHERE e.class_id = q.class_id AND e.state = 'proposed'
            AND eo.path >= o.path AND eo.path < o.path || '~') AS proposed
FROM class_quota q JOIN org o ON o.id = q.org_id
WHERE q.class_id = $1
ORDER BY o.path;

-- name: klass_quota_clear
DELETE FROM class_quota WHERE class_id = $1;

-- name: klass_quota_add
INSERT INTO class_quota (id, class_id, org_id, seats_min, seats_max) VALUES ($1, $2, $3, $4, $5);

-- name: klass_enrolment_get
SELECT e.id, e.class_id, e.person_id, p.name AS person_name, p.gender, p.rank_code, p.post, e.org_id, o.name AS org_name,
    o.path AS org_path, e.site_id, so.name AS site_name, e.group_id, g.name AS group_name, e.state, e.waiting_no, e.reason,
    e.version, e.created_at, e.updated_at
FROM enrolment e
JOIN person p ON p.id = e.person_id
JOIN org o ON o.id = e.org_id
LEFT JOIN class_site s ON s.id = e.site_id
LEFT JOIN org so ON so.id = s.org_id
LEFT JOIN class_group g ON g.id = e.group_id
WHERE e.id = $1;

-- name: klass_enrolment_find
SELECT e.id, e.class_id, e.person_id, p.name AS person_name, p.gender, p.rank_code, p.post, e.org_id, o.name AS org_name,
    o.path AS org_path, e.site_id, so.name AS site_name, e.group_id, g.name AS group_name, e.state, e.waiting_no, e.reason,
    e.version, e.created_at, e.updated_at
FROM enrolment e
JOIN person p ON p.id = e.person_id
JOIN org o ON o.id = e.org_id
LEFT JOIN class_site s ON s.id = e.site_id
LEFT JOIN org so ON so.id = s.org_id
LEFT JOIN class_group g ON g.id = e.group_id
WHERE e.class_id = $1 AND e.person_id = $2;

-- name: klass_enrolment_all
SELECT e.id, e.class_id, e.person_id, p.name AS person_name, p.gender, p.rank_code, p.post, e.org_id, o.name AS org_name,
    o.path AS org_path, e.site_id, so.name AS site_name, e.group_id, g.name AS group_name, e.state, e.waiting_no, e.reason,
    e.version, e.created_at, e.updated_at
FROM enrolment e
JOIN person p ON p.id = e.person_id
JOIN org o ON o.id = e.org_id
LEFT JOIN class_site s ON s.id = e.site_id
LEFT JOIN org so ON so.id = s.org_id
LEFT JOIN class_group g ON g.id = e.group_id
WHERE e.class_id = $1
ORDER BY p.name_sort, p.id;

-- name: klass_enrolment_list
SELECT e.id, e.class_id, e.person_id, p.name AS person_name, p.gender, p.rank_code, p.post, e.org_id, o.name AS org_name,
    o.path AS org_path, e.site_id, so.name AS site_name, e.group_id, g.name AS group_name, e.state, e.waiting_no, e.reason,
    e.version, e.created_at, e.updated_at
FROM enrolment e
JOIN person p ON p.id = e.person_id
JOIN org o ON o.id = e.org_id
LEFT JOIN class_site s ON s.id = e.site_id
LEFT JOIN org so ON so.id = s.org_id
LEFT JOIN class_group g ON g.id = e.group_id
WHERE e.class_id = $1 AND e.state IN ('confirmed', 'completed', 'failed')
ORDER BY p.name_sort, p.id;

-- name: klass_enrolment_waiting
SELECT e.id, e.class_id, e.person_id, p.name AS person_name, e.org_id, o.name AS org_name, o.path AS org_path, e.site_id,
    e.group_id, e.state, e.waiting_no, e.reason, e.version, e.created_at, e.updated_at
FROM enrolment e
JOIN person p ON p.id = e.person_id
JOIN org o ON o.id = e.org_id
WHERE e.class_id = $1 AND e.state = 'waiting'
ORDER BY e.waiting_no;

-- name: klass_enrolment_page
-- $1: the class; $2: the part of the tree whose people the caller may see, '' for all. The path is hidden from the index,
-- so that the class leads the search and not the tree.
SELECT e.id, e.class_id, e.person_id, p.name AS person_name, p.gender, p.rank_code, p.post, e.org_id, o.name AS org_name,
    o.path AS org_path, e.site_id, so.name AS site_name, e.group_id, g.name AS group_name, e.state, e.waiting_no, e.reason,
    e.version, e.created_at, e.updated_at
FROM enrolment e
JOIN person p ON p.id = e.person_id
JOIN org o ON o.id = e.org_id
LEFT JOIN class_site s ON s.id = e.site_id
LEFT JOIN org so ON so.id = s.org_id
LEFT JOIN class_group g ON g.id = e.group_id
WHERE e.class_id = $1 AND o.path || '' >= $2 AND o.path || '' < $2 || '~' {filters} {page};

-- name: klass_enrolment_page_unit
-- $1: the part of the tree whose people they are.
SELECT e.id, e.class_id, e.person_id, p.name AS person_name, p.gender, p.rank_code, p.post, e.org_id, o.name AS org_name,
    o.path AS org_path, e.site_id, e.group_id, e.state, e.waiting_no, e.reason, e.version, e.created_at, e.updated_at,
    k.title AS class_title, h.name AS host_name, k.state AS class_state, k.starts_on AS class_starts_on,
    k.ends_on AS class_ends_on
FROM enrolment e
JOIN person p ON p.id = e.person_id
JOIN org o ON o.id = e.org_id
JOIN class k ON k.id = e.class_id
JOIN org h ON h.id = k.org_id
WHERE o.path >= $1 AND o.path < $1 || '~' AND k.state <> 'draft' {filters} {page};

-- name: klass_enrolment_page_mine
-- $1: a person.
SELECT e.id, e.class_id, e.person_id, p.name AS person_name, p.gender, p.rank_code, p.post, e.org_id, o.name AS org_name,
    o.path AS org_path, e.site_id, so.name AS site_name, e.group_id, g.name AS group_name, e.state, e.waiting_no, e.reason,
    e.version, e.created_at, e.updated_at,
    k.title AS class_title, h.name AS host_name, k.state AS class_state, k.starts_on AS class_starts_on,
    k.ends_on AS class_ends_on
FROM enrolment e
JOIN person p ON p.id = e.person_id
JOIN org o ON o.id = e.org_id
LEFT JOIN class_site s ON s.id = e.site_id
LEFT JOIN org so ON so.id = s.org_id
LEFT JOIN class_group g ON g.id = e.group_id
JOIN class k ON k.id = e.class_id
JOIN org h ON h.id = k.org_id
WHERE e.person_id = $1 AND k.state <> 'draft' {filters} {page};

-- name: klass_enrolment_insert
INSERT INTO enrolment (id, class_id, person_id, org_id, site_id, state, waiting_no, reason, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9);

-- name: klass_enrolment_update_state
-- Whoever gives up a seat gives up the place in site and group.
UPDATE enrolment SET state = $2, waiting_no = $3, reason = $4, version = version + 1, updated_at = $5,
    site_id = CASE WHEN $2 IN ('declined', 'withdrawn') THEN NULL ELSE site_id END,
    group_id = CASE WHEN $2 IN ('declined', 'withdrawn') THEN NULL ELSE group_id END
WHERE id = $1;

-- name: klass_enrolment_renew
-- Somebody comes back: their unit may be another one now.
UPDATE enrolment SET org_id = $2, site_id = $3 WHERE id = $1;

-- name: klass_enrolment_place
-- $3 site, $4 group: 0 leaves what is, -1 takes it away. Who moves to another site leaves a group that sits elsewhere.
UPDATE enrolment SET
    site_id = CASE WHEN $3 = 0 THEN site_id WHEN $3 = -1 THEN NULL ELSE $3 END,
    group_id = CASE WHEN $4 = -1 THEN NULL WHEN $4 <> 0 THEN $4
        WHEN $3 <> 0 AND EXISTS (SELECT 1 FROM class_group g WHERE g.id = enrolment.group_id AND g.site_id <> $3) THEN NULL
        ELSE group_id END,
    version = version + 1, updated_at = $5
WHERE id = $1 AND class_id = $2;

-- name: klass_enrolment_set_group
UPDATE enrolment SET group_id = $2 WHERE id = $1;

-- name: klass_enrolment_close_ranks
-- $2 leaves the queue: who stood behind stands one place further on.
UPDATE enrolment SET waiting_no = waiting_no - 1
WHERE class_id = $1 AND state = 'waiting' AND waiting_no > (SELECT waiting_no FROM enrolment WHERE id = $2);

-- name: klass_enrolment_next_no
SELECT COALESCE(MAX(waiting_no), 0) + 1 FROM enrolment WHERE class_id = $1 AND state = 'waiting';

-- name: klass_event_insert
INSERT INTO enrolment_event (id, enrolment_id, from_state, to_state, at, account_id, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: klass_event_list
SELECT v.id, v.enrolment_id, v.from_state, v.to_state, v.at, v.account_id, a.name AS account_name, v.reason
FROM enrolment_event v
LEFT JOIN account a ON a.id = v.account_id
WHERE v.enrolment_id = $1 ORDER BY v.id;

-- name: klass_candidate
-- A person who may be enrolled in class $2, with what they are to it already.
SELECT p.id AS person_id, p.name AS person_name, p.org_id, o.path AS org_path, p.audience_code, p.state AS person_state,
    e.id AS enrolment_id, e.state
FROM person p
JOIN org o ON o.id = p.org_id
LEFT JOIN enrolment e ON e.person_id = p.id AND e.class_id = $2
WHERE p.id = $1;

-- name: klass_overlap
-- Another class that takes person $1 away from their post between $3 and $4.
SELECT k.id, k.title, k.starts_on, k.ends_on, o.name AS org_name
FROM enrolment e
JOIN class k ON k.id = e.class_id
JOIN org o ON o.id = k.org_id
WHERE e.person_id = $1 AND e.class_id <> $2 AND e.state IN ('proposed', 'waiting', 'confirmed')
    AND k.state IN ('draft', 'open', 'running') AND k.account_kind = 'concentrated'
    AND k.starts_on <= $4 AND k.ends_on >= $3
ORDER BY k.starts_on, k.id
LIMIT 1;

-- name: klass_session_get
SELECT s.id, s.class_id, s.source_id, s.unit_id, s.course_id, s.kind, s.title, s.starts_at, s.ends_at, s.hours_centi,
    s.teacher_id, p.name AS teacher_name, s.room, s.room_id, s.live, COALESCE(r.live_state, s.live_state) AS live_state, s.topic, s.version,
    (SELECT COUNT(*) FROM session f WHERE f.source_id = s.id) AS followers
FROM session s LEFT JOIN person p ON p.id = s.teacher_id LEFT JOIN session r ON r.id = s.source_id
WHERE s.id = $1;

-- name: klass_session_list
SELECT s.id, s.class_id, s.source_id, s.unit_id, s.course_id, s.kind, s.title, s.starts_at, s.ends_at, s.hours_centi,
    s.teacher_id, p.name AS teacher_name, s.room, s.room_id, s.live, COALESCE(r.live_state, s.live_state) AS live_state, s.topic, s.version
FROM session s LEFT JOIN person p ON p.id = s.teacher_id LEFT JOIN session r ON r.id = s.source_id
WHERE s.class_id = $1
ORDER BY s.starts_at, s.id;

-- name: klass_session_followers
SELECT s.id, s.class_id, s.source_id, s.unit_id, s.course_id, s.kind, s.title, s.starts_at, s.ends_at, s.hours_centi,
    s.teacher_id, p.name AS teacher_name, s.room, s.room_id, s.live, COALESCE(r.live_state, s.live_state) AS live_state, s.topic, s.version
FROM session s LEFT JOIN person p ON p.id = s.teacher_id LEFT JOIN session r ON r.id = s.source_id
WHERE s.source_id = $1
ORDER BY s.id;

-- name: klass_session_offers
-- Live lessons of class $2 that run $1 does not follow yet.
SELECT s.id, s.class_id, s.source_id, s.unit_id, s.course_id, s.kind, s.title, s.starts_at, s.ends_at, s.hours_centi,
    s.teacher_id, p.name AS teacher_name, s.room, s.room_id, s.live, COALESCE(r.live_state, s.live_state) AS live_state, s.topic, s.version
FROM session s LEFT JOIN person p ON p.id = s.teacher_id LEFT JOIN session r ON r.id = s.source_id
WHERE s.class_id = $2 AND s.live = 1
    AND NOT EXISTS (SELECT 1 FROM session f WHERE f.source_id = s.id AND f.class_id = $1)
ORDER BY s.starts_at, s.id;

-- name: klass_session_insert
INSERT INTO session (id, class_id, source_id, unit_id, course_id, kind, title, starts_at, ends_at, hours_centi, teacher_id,
    room, live, topic, version, room_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $15);

-- name: klass_session_update
UPDATE session SET source_id = $2, unit_id = $3, course_id = $4, kind = $5, title = $6, starts_at = $7, ends_at = $8,
    hours_centi = $9, teacher_id = $10, room = $11, live = $12, topic = $13, room_id = $14,
    version = version + 1
WHERE id = $1;

-- name: klass_session_follow
-- What a follower takes over when its source changes.
UPDATE session SET title = $2, starts_at = $3, ends_at = $4, teacher_id = $5, live = $6, version = version + 1
WHERE source_id = $1;

-- name: klass_session_set_live
UPDATE session SET live_state = $2 WHERE id = $1;

-- name: klass_session_remove
DELETE FROM session WHERE id = $1;

-- name: klass_session_minutes_count
SELECT COUNT(*) FROM group_minutes WHERE session_id = $1;

-- name: klass_stop_list
SELECT id, name, guide, seats, travel_minutes, minutes FROM session_stop WHERE session_id = $1 ORDER BY ordinal;

-- name: klass_stop_clear
DELETE FROM session_stop WHERE session_id = $1;

-- name: klass_stop_insert
INSERT INTO session_stop (id, session_id, ordinal, name, guide, seats, travel_minutes, minutes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: klass_conflict_teacher
-- Lessons of teacher $1 that touch the time from $2 to $3, other than session $4 and what shares a live room with it ($5).
-- No session is longer than a day, so the index is read for that span only.
SELECT s.id AS session_id, s.title, s.class_id, k.title AS class_title, s.starts_at, s.ends_at, p.name AS what
FROM session s JOIN class k ON k.id = s.class_id JOIN person p ON p.id = s.teacher_id
WHERE s.teacher_id = $1 AND s.starts_at > $2 - 86400000000 AND s.starts_at < $3 AND s.ends_at > $2
    AND s.id <> $4 AND COALESCE(s.source_id, s.id) <> $5 AND k.state <> 'cancelled'
ORDER BY s.starts_at, s.id
LIMIT 50;

-- name: klass_conflict_room
-- The same for a room of the host $6.
SELECT s.id AS session_id, s.title, s.class_id, k.title AS class_title, s.starts_at, s.ends_at, s.room AS what
FROM session s JOIN class k ON k.id = s.class_id
WHERE s.room = $1 AND s.starts_at > $2 - 86400000000 AND s.starts_at < $3 AND s.ends_at > $2
    AND s.id <> $4 AND COALESCE(s.source_id, s.id) <> $5 AND k.state <> 'cancelled' AND k.org_id = $6
ORDER BY s.starts_at, s.id
LIMIT 50;

-- name: klass_conflict_room_of
-- The same for a room that is a record: whoever uses it.
SELECT s.id AS session_id, s.title, s.class_id, k.title AS class_title, s.starts_at, s.ends_at, s.room AS what
FROM session s JOIN class k ON k.id = s.class_id
WHERE s.room_id = $1 AND s.starts_at > $2 - 86400000000 AND s.starts_at < $3 AND s.ends_at > $2
    AND s.id <> $4 AND COALESCE(s.source_id, s.id) <> $5 AND k.state <> 'cancelled'
ORDER BY s.starts_at, s.id
LIMIT 50;

-- name: klass_conflict_class
-- Other sessions of the same class $1.
SELECT s.id AS session_id, s.title, s.class_id, k.title AS class_title, s.starts_at, s.ends_at, k.title AS what
FROM session s JOIN class k ON k.id = s.class_id
WHERE s.class_id = $1 AND s.starts_at > $2 - 86400000000 AND s.starts_at < $3 AND s.ends_at > $2 AND s.id <> $4
ORDER BY s.starts_at, s.id
LIMIT 50;

-- name: klass_conflict_person
-- People of class $1 who have a seat in another class that meets at that time.
SELECT s.id AS session_id, s.title, s.class_id, k.title AS class_title, s.starts_at, s.ends_at, p.name AS what,
    p.id AS person_id
FROM session s
JOIN class k ON k.id = s.class_id
JOIN enrolment e ON e.class_id = s.class_id AND e.state = 'confirmed'
JOIN enrolment own ON own.class_id = $1 AND own.person_id = e.person_id
JOIN person p ON p.id = e.person_id
WHERE s.starts_at > $2 - 86400000000 AND s.starts_at < $3 AND s.ends_at > $2 AND s.class_id <> $1
    AND k.state <> 'cancelled' AND own.state = 'confirmed'
ORDER BY s.starts_at, s.id, p.name_sort, p.id
LIMIT 50;

-- name: klass_expected
-- $2: a site of the class, 0 for all.
SELECT p.id AS person_id, p.name AS person_name, p.name_sort, e.org_id, o.name AS org_name, e.class_id, s.id AS session_id,
    e.site_id, e.group_id, g.name AS group_name
FROM session s
JOIN enrolment e ON e.class_id = s.class_id
JOIN person p ON p.id = e.person_id
JOIN org o ON o.id = e.org_id
LEFT JOIN class_group g ON g.id = e.group_id
WHERE s.id = $1 AND e.state IN ('confirmed', 'completed', 'failed') AND ($2 = 0 OR e.site_id = $2)
ORDER BY e.site_id, p.name_sort, p.id;

-- name: klass_expected_live
SELECT p.id AS person_id, p.name AS person_name, p.name_sort, e.org_id, o.name AS org_name, e.class_id, s.id AS session_id,
    e.site_id, e.group_id, g.name AS group_name
FROM (SELECT a.id, a.class_id FROM session a WHERE a.id = $1 UNION ALL SELECT b.id, b.class_id FROM session b WHERE b.source_id = $1) AS s
JOIN enrolment e ON e.class_id = s.class_id
JOIN person p ON p.id = e.person_id
JOIN org o ON o.id = e.org_id
LEFT JOIN class_group g ON g.id = e.group_id
WHERE e.state IN ('confirmed', 'completed', 'failed')
ORDER BY e.site_id, p.name_sort, p.id;

-- name: klass_expected_find
-- Person $2 at session $1 or at one that follows it.
SELECT p.id AS person_id, p.name AS person_name, p.name_sort, e.org_id, o.name AS org_name, e.class_id, s.id AS session_id,
    e.site_id, e.group_id, g.name AS group_name
FROM (SELECT a.id, a.class_id FROM session a WHERE a.id = $1 UNION ALL SELECT b.id, b.class_id FROM session b WHERE b.source_id = $1) AS s
JOIN enrolment e ON e.class_id = s.class_id AND e.person_id = $2
JOIN person p ON p.id = e.person_id
JOIN org o ON o.id = e.org_id
LEFT JOIN class_group g ON g.id = e.group_id
WHERE e.state IN ('confirmed', 'completed', 'failed')
ORDER BY s.id
LIMIT 1;

-- name: klass_group_list
SELECT g.id, g.class_id, g.name, g.facilitator_id, p.name AS facilitator_name, g.topic, g.site_id, o.name AS site_name,
    (SELECT COUNT(*) FROM enrolment e WHERE e.group_id = g.id AND e.state IN ('confirmed', 'completed', 'failed')) AS people
FROM class_group g
LEFT JOIN person p ON p.id = g.facilitator_id
LEFT JOIN class_site t ON t.id = g.site_id
LEFT JOIN org o ON o.id = t.org_id
WHERE g.class_id = $1 AND g.removed = 0
ORDER BY g.ordinal;

-- name: klass_group_get
SELECT g.id, g.class_id, g.name, g.facilitator_id, p.name AS facilitator_name, g.topic, g.site_id, o.name AS site_name,
    (SELECT COUNT(*) FROM enrolment e WHERE e.group_id = g.id AND e.state IN ('confirmed', 'completed', 'failed')) AS people
FROM class_group g
LEFT JOIN person p ON p.id = g.facilitator_id
LEFT JOIN class_site t ON t.id = g.site_id
LEFT JOIN org o ON o.id = t.org_id
WHERE g.id = $1;

-- name: klass_group_clear
UPDATE class_group SET removed = 1 WHERE class_id = $1;

-- name: klass_group_put
INSERT INTO class_group (id, class_id, ordinal, name, facilitator_id, topic, site_id, removed)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0)
ON CONFLICT (id) DO UPDATE SET ordinal = excluded.ordinal, name = excluded.name, facilitator_id = excluded.facilitator_id,
    topic = excluded.topic, site_id = excluded.site_id, removed = 0;

-- name: klass_group_leave
-- Nobody stays in a group that was taken away.
UPDATE enrolment SET group_id = NULL
WHERE class_id = $1 AND group_id IN (SELECT g.id FROM class_group g WHERE g.class_id = $1 AND g.removed = 1);

-- name: klass_group_exists
SELECT 1 FROM class_group WHERE id = $1 AND class_id = $2 AND removed = 0;

-- name: klass_deal_list
-- Those with a seat, by site, unit and name: the order in which groups are dealt.
SELECT e.id AS enrolment_id, COALESCE(e.site_id, 0) AS site_id, e.org_id, p.gender
FROM enrolment e JOIN person p ON p.id = e.person_id JOIN org o ON o.id = e.org_id
WHERE e.class_id = $1 AND e.state IN ('confirmed', 'completed', 'failed')
ORDER BY COALESCE(e.site_id, 0), o.path, p.name_sort, p.id;

-- name: klass_minutes_count
SELECT COUNT(*) FROM group_minutes WHERE group_id = $1;

-- name: klass_minutes_find
SELECT m.id, m.group_id, m.session_id, m.text, m.state, m.written_by, w.name AS writer_name, m.written_at, m.signed_by,
    x.name AS signer_name, m.signed_at, m.version
FROM group_minutes m
LEFT JOIN person w ON w.id = m.written_by
LEFT JOIN person x ON x.id = m.signed_by
WHERE m.group_id = $1 AND m.session_id = $2;

-- name: klass_minutes_list
-- Minutes of one session, by group.
SELECT m.id, m.group_id, g.name AS group_name, m.session_id, m.text, m.state, m.written_by, w.name AS writer_name,
    m.written_at, m.signed_by, x.name AS signer_name, m.signed_at, m.version
FROM group_minutes m
JOIN class_group g ON g.id = m.group_id
LEFT JOIN person w ON w.id = m.written_by
LEFT JOIN person x ON x.id = m.signed_by
WHERE m.session_id = $1
ORDER BY g.ordinal;

-- name: klass_minutes_insert
INSERT INTO group_minutes (id, group_id, session_id, text, state, written_by, written_at, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, 2);

-- name: klass_minutes_update
UPDATE group_minutes SET text = $2, state = $3, written_by = $4, written_at = $5, version = version + 1 WHERE id = $1;

-- name: klass_minutes_sign
UPDATE group_minutes SET state = 'signed', signed_by = $2, signed_at = $3, version = version + 1 WHERE id = $1;

-- name: klass_rule_value
-- $2: path of the organisation. The row nearest to it, and among those the newest.
SELECT r.id, r.code, r.org_id, r.value_int, r.unit, r.from_on, r.until_on, r.created_at,
    CASE WHEN CAST($4 AS BIGINT) = 1 AND r.source_en <> '' THEN r.source_en ELSE r.source END AS source
FROM rule r LEFT JOIN org o ON o.id = r.org_id
WHERE r.code = $1 AND (r.org_id IS NULL OR o.path = substr($2, 1, length(o.path)))
    AND r.from_on <= $3 AND (r.until_on IS NULL OR r.until_on >= $3)
ORDER BY COALESCE(length(o.path), 0) DESC, r.from_on DESC, r.id DESC
LIMIT 1;

-- name: klass_rule_list
SELECT r.id, r.code, r.org_id, o.name AS org_name, r.value_int, r.unit, r.from_on, r.until_on, r.created_at,
    CASE WHEN CAST($1 AS BIGINT) = 1 AND r.source_en <> '' THEN r.source_en ELSE r.source END AS source
FROM rule r LEFT JOIN org o ON o.id = r.org_id
WHERE r.code >= ''
ORDER BY r.code, COALESCE(o.path, ''), r.from_on, r.id;

-- name: klass_rule_insert
INSERT INTO rule (id, code, org_id, value_int, unit, from_on, until_on, source, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: klass_event_of_class_insert
INSERT INTO class_event (id, class_id, from_state, to_state, at, account_id, reason) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: klass_event_of_class_list
SELECT v.id, v.from_state, v.to_state, v.at, a.name AS account_name, v.reason
FROM class_event v LEFT JOIN account a ON a.id = v.account_id
WHERE v.class_id = $1 ORDER BY v.id;

-- name: klass_due_begin
-- Open classes whose first day has come, that have a timetable and the people that they need.
SELECT k.id FROM class k
WHERE k.state = 'open' AND k.starts_on <= $1 AND k.ends_on >= $1 AND k.confirmed_count >= k.seats_min
    AND EXISTS (SELECT 1 FROM session s WHERE s.class_id = k.id)
ORDER BY k.id LIMIT 1000;

-- name: klass_due_end
SELECT k.id FROM class k WHERE k.state = 'running' AND k.ends_on < $1 ORDER BY k.id LIMIT 1000;

-- name: klass_room_get
SELECT r.id, r.org_id, o.name AS org_name, o.path AS org_path, r.name, r.place, r.seats, r.closed, r.version
FROM room r JOIN org o ON o.id = r.org_id WHERE r.id = $1;

-- name: klass_room_find
SELECT r.id, r.org_id, r.name, r.place, r.seats, r.closed, r.version
FROM room r WHERE r.org_id = $1 AND r.name = $2 AND r.closed = 0;

-- name: klass_room_list
SELECT r.id, r.org_id, o.name AS org_name, o.path AS org_path, r.name, r.place, r.seats, r.closed, r.version
FROM org o JOIN room r ON r.org_id = o.id
WHERE o.path >= $1 AND o.path < $1 || '~' AND (CAST($2 AS BIGINT) = 0 OR o.id = $2) ORDER BY o.path, r.closed, r.name;

-- name: klass_room_insert
INSERT INTO room (id, org_id, name, place, seats, closed, version, created_at) VALUES ($1, $2, $3, $4, $5, 0, 1, $6)
ON CONFLICT (org_id, name) DO NOTHING;

-- name: klass_room_update
UPDATE room SET name = $2, place = $3, seats = $4, closed = $5, version = version + 1 WHERE id = $1;

-- name: klass_room_taken
SELECT 1 FROM room WHERE org_id = $1 AND name = $2 AND id <> $3;

-- name: klass_room_adopt
-- Sessions of the school's classes that named the room in words belong to the record from now on.
UPDATE session SET room_id = $1
WHERE room = $2 AND room_id IS NULL AND EXISTS (SELECT 1 FROM class k WHERE k.id = session.class_id AND k.org_id = $3);

-- name: klass_room_rename
UPDATE session SET room = $2 WHERE room_id = $1;

-- name: klass_calendar_class_list
SELECT k.id, k.org_id, o.name AS org_name, k.title, k.state, k.starts_on, k.ends_on, k.room, k.seats_max, k.confirmed_count,
    m.name AS manager_name
FROM org o JOIN class k ON k.org_id = o.id LEFT JOIN person m ON m.id = k.manager_id
WHERE o.path >= $1 AND o.path < $1 || '~' AND k.starts_on <= $3 AND k.ends_on >= $2 AND k.state <> 'cancelled'
ORDER BY k.starts_on, k.ends_on, k.id LIMIT 2000;

-- name: klass_calendar_session_list
SELECT s.id, s.class_id, k.title AS class_title, s.title, s.starts_at, s.ends_at, s.room_id, s.room, t.name AS teacher_name,
    COALESCE(s.source_id, s.id) AS lesson_id
FROM org o JOIN class k ON k.org_id = o.id JOIN session s ON s.class_id = k.id LEFT JOIN person t ON t.id = s.teacher_id
WHERE o.path >= $1 AND o.path < $1 || '~' AND k.state <> 'cancelled' AND s.starts_at >= $2 AND s.starts_at < $3
ORDER BY s.starts_at, s.id LIMIT 5000;

-- name: klass_calendar_clash_list
-- Two lessons at once in a room of the part of the tree.
SELECT a.id AS session_id, a.title, a.class_id, ka.title AS class_title, a.starts_at, a.ends_at, r.name AS what,
    b.id AS own_session_id, kb.title || '：' || b.title AS detail
FROM org o JOIN room r ON r.org_id = o.id JOIN session a ON a.room_id = r.id JOIN class ka ON ka.id = a.class_id
    JOIN session b ON b.room_id = r.id AND b.starts_at >= a.starts_at AND b.starts_at < a.ends_at JOIN class kb ON kb.id = b.class_id
WHERE o.path >= $1 AND o.path < $1 || '~' AND a.starts_at >= $2 AND a.starts_at < $3 AND a.id <> b.id
    AND (b.starts_at > a.starts_at OR b.id > a.id) AND COALESCE(a.source_id, a.id) <> COALESCE(b.source_id, b.id)
    AND ka.state <> 'cancelled' AND kb.state <> 'cancelled'
ORDER BY a.starts_at, a.id, b.id LIMIT 200;
