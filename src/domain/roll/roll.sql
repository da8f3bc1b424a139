-- name: roll_session_get
SELECT s.id, s.class_id, s.source_id, s.title, s.starts_at, s.ends_at, s.hours_centi, c.state AS class_state, c.manager_id,
    o.path AS org_path
FROM session s JOIN class c ON c.id = s.class_id JOIN org o ON o.id = c.org_id
WHERE s.id = $1

-- name: roll_site_get
SELECT t.id, t.class_id, t.leader_id, o.path AS org_path FROM class_site t JOIN org o ON o.id = t.org_id WHERE t.id = $1

-- name: roll_mark_insert
-- One statement for the usual case: the person is expected there and has no mark yet.
INSERT INTO roll_mark (session_id, person_id, state, source, at, site_id, marked_by)
SELECT CAST($1 AS BIGINT), e.person_id, CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS BIGINT), e.site_id, CAST($7 AS BIGINT)
FROM enrolment e
WHERE e.class_id = $2 AND e.person_id = $3 AND e.state IN ('confirmed', 'completed', 'failed')
    AND (CAST($8 AS BIGINT) = 0 OR e.site_id = $8)
ON CONFLICT (session_id, person_id) DO NOTHING

-- name: roll_mark_find
SELECT CAST($1 AS BIGINT) AS session_id, e.person_id, e.site_id, m.state, m.source
FROM enrolment e LEFT JOIN roll_mark m ON m.session_id = $1 AND m.person_id = e.person_id
WHERE e.class_id = $2 AND e.person_id = $3 AND e.state IN ('confirmed', 'completed', 'failed')

-- name: roll_mark_update
UPDATE roll_mark SET state = $3, source = $4, at = $5, marked_by = $6 WHERE session_id = $1 AND person_id = $2

-- name: roll_event_insert
INSERT INTO roll_event (id, session_id, person_id, from_state, to_state, source, reason, at, account_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: roll_event_page
SELECT v.id, v.session_id, v.person_id, p.name AS person_name, v.from_state, v.to_state, v.source, v.reason, v.at,
    v.account_id, a.name AS account_name
FROM roll_event v JOIN person p ON p.id = v.person_id LEFT JOIN account a ON a.id = v.account_id
WHERE v.session_id = $1 {filters} {page}

-- name: roll_open_sessions
SELECT s.id, s.class_id, s.source_id, s.title, s.starts_at, s.ends_at, s.hours_centi, c.state AS class_state, c.manager_id,
    o.path AS org_path
FROM enrolment e JOIN session s ON s.class_id = e.class_id JOIN class c ON c.id = e.class_id JOIN org o ON o.id = c.org_id
WHERE e.person_id = $1 AND e.state IN ('confirmed', 'completed', 'failed') AND s.starts_at <= $3 AND s.ends_at >= $4
    AND (CAST($2 AS BIGINT) = 0 OR s.id = $2 OR s.source_id = $2)
ORDER BY s.starts_at, s.id

-- name: roll_try_get
SELECT tries FROM roll_try WHERE person_id = $1 AND since_at >= $2

-- name: roll_try_add
INSERT INTO roll_try (person_id, since_at, tries) VALUES ($1, $2, 1)
ON CONFLICT (person_id) DO UPDATE SET
    tries = CASE WHEN roll_try.since_at < $3 THEN 1 ELSE roll_try.tries + 1 END,
    since_at = CASE WHEN roll_try.since_at < $3 THEN excluded.since_at ELSE roll_try.since_at END

-- name: roll_mark_count
SELECT COUNT(*) FROM roll_mark WHERE session_id = $1 AND source <> 'leave'

-- name: roll_leave_marks_drop
DELETE FROM roll_mark WHERE session_id = $1 AND source = 'leave'

-- name: roll_leave_marks_stale
DELETE FROM roll_mark WHERE session_id = $1 AND source = 'leave' AND NOT EXISTS (
    SELECT 1 FROM leave_request l JOIN session s ON s.class_id = l.class_id
    WHERE s.id = $1 AND l.person_id = roll_mark.person_id AND l.state = 'approved'
        AND l.from_at < s.ends_at AND l.until_at > s.starts_at)

-- name: roll_leave_marks_add
INSERT INTO roll_mark (session_id, person_id, state, source, at, site_id, marked_by)
SELECT s.id, l.person_id, 'leave', 'leave', CAST($2 AS BIGINT), e.site_id, l.decided_by
FROM session s JOIN leave_request l ON l.class_id = s.class_id AND l.state = 'approved' AND l.from_at < s.ends_at AND l.until_at > s.starts_at
    JOIN enrolment e ON e.class_id = l.class_id AND e.person_id = l.person_id
WHERE s.id = $1
ON CONFLICT (session_id, person_id) DO NOTHING

-- name: roll_row_page
SELECT e.id, e.person_id, p.name AS person_name, e.org_id, o.name AS org_name, p.post, e.site_id, so.name AS site_name,
    e.group_id, g.name AS group_name, m.state, m.source, m.at, m.hours_centi, a.name AS marked_by_name
FROM enrolment e JOIN person p ON p.id = e.person_id JOIN org o ON o.id = e.org_id
    LEFT JOIN class_site t ON t.id = e.site_id LEFT JOIN org so ON so.id = t.org_id
    LEFT JOIN class_group g ON g.id = e.group_id
    LEFT JOIN roll_mark m ON m.session_id = $1 AND m.person_id = e.person_id
    LEFT JOIN account a ON a.id = m.marked_by
WHERE e.class_id = $2 AND e.state IN ('confirmed', 'completed', 'failed') AND (CAST($3 AS BIGINT) = 0 OR e.site_id = $3)
    {filters} {page}

-- name: roll_sheet_list
SELECT e.id, e.person_id, p.name AS person_name, p.org_id, o.name AS org_name, so.name AS site_name, m.state
FROM enrolment e JOIN person p ON p.id = e.person_id JOIN org o ON o.id = p.org_id
    LEFT JOIN class_site t ON t.id = e.site_id LEFT JOIN org so ON so.id = t.org_id
    LEFT JOIN roll_mark m ON m.session_id = $1 AND m.person_id = e.person_id
WHERE e.class_id = $2 AND e.state IN ('confirmed', 'completed', 'failed')
ORDER BY p.name_sort, e.id

-- name: roll_count_list
SELECT e.site_id, t.org_id, o.name, b.name AS leader, COUNT(*) AS expected,
    CAST(SUM(CASE m.state WHEN 'present' THEN 1 ELSE 0 END) AS BIGINT) AS present,
    CAST(SUM(CASE m.state WHEN 'late' THEN 1 ELSE 0 END) AS BIGINT) AS late,
    CAST(SUM(CASE m.state WHEN 'leave' THEN 1 ELSE 0 END) AS BIGINT) AS leave,
    CAST(SUM(CASE m.state WHEN 'absent' THEN 1 ELSE 0 END) AS BIGINT) AS absent,
    CAST(SUM(CASE WHEN m.state IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS unmarked
FROM enrolment e LEFT JOIN roll_mark m ON m.session_id = $1 AND m.person_id = e.person_id
    LEFT JOIN class_site t ON t.id = e.site_id LEFT JOIN org o ON o.id = t.org_id LEFT JOIN person b ON b.id = t.leader_id
WHERE e.class_id = $2 AND e.state IN ('confirmed', 'completed', 'failed')
GROUP BY e.site_id, t.org_id, o.name, o.path, b.name
ORDER BY CASE WHEN o.path IS NULL THEN 1 ELSE 0 END, LENGTH(o.path), o.path

-- name: roll_leave_get
SELECT l.id, l.class_id, c.title AS class_title, l.person_id, p.name AS person_name, o.name AS org_name, l.kind, l.from_at,
    l.until_at, l.hours_centi, l.days_centi, l.reason, l.state, l.level, l.chain, l.back_at, l.decided_by, a.name AS decided_by_name, l.decided_at,
    l.note, l.version, l.created_at
FROM leave_request l JOIN class c ON c.id = l.class_id JOIN person p ON p.id = l.person_id JOIN org o ON o.id = p.org_id
    LEFT JOIN account a ON a.id = l.decided_by
WHERE l.id = $1

-- name: roll_leave_class_page
SELECT l.id, l.class_id, c.title AS class_title, l.person_id, p.name AS person_name, o.name AS org_name, l.kind, l.from_at,
    l.until_at, l.hours_centi, l.days_centi, l.reason, l.state, l.level, l.chain, l.back_at, l.decided_by, a.name AS decided_by_name, l.decided_at,
    l.note, l.version, l.created_at
FROM leave_request l JOIN class c ON c.id = l.class_id JOIN person p ON p.id = l.person_id JOIN org o ON o.id = p.org_id
    LEFT JOIN account a ON a.id = l.decided_by
WHERE l.class_id = $1 {filters} {page}

-- name: roll_leave_my_page
SELECT l.id, l.class_id, c.title AS class_title, l.person_id, p.name AS person_name, o.name AS org_name, l.kind, l.from_at,
    l.until_at, l.hours_centi, l.days_centi, l.reason, l.state, l.level, l.chain, l.back_at, l.decided_by, a.name AS decided_by_name, l.decided_at,
    l.note, l.version, l.created_at
FROM leave_request l JOIN class c ON c.id = l.class_id JOIN person p ON p.id = l.person_id JOIN org o ON o.id = p.org_id
    LEFT JOIN account a ON a.id = l.decided_by
WHERE l.person_id = $1 {filters} {page}

-- name: roll_leave_insert
INSERT INTO leave_request (id, class_id, person_id, kind, from_at, until_at, hours_centi, reason, state, note, version, created_at,
    days_centi, level, chain)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 1, $10, $11, $12, $13)

-- name: roll_leave_update
UPDATE leave_request SET state = $2, decided_by = $3, decided_at = $4, note = $5, hours_centi = $6, until_at = $7, level = $8,
    back_at = $9, days_centi = $10, version = version + 1
WHERE id = $1

-- name: roll_leave_overlap_count
SELECT COUNT(*) FROM leave_request
WHERE class_id = $1 AND person_id = $2 AND state IN ('submitted', 'approved') AND from_at < $4 AND until_at > $3 AND id <> $5

-- name: roll_leave_sums
SELECT CAST(COALESCE(SUM(s.hours_centi), 0) AS BIGINT) AS total_centi,
    CAST(COALESCE(SUM(CASE WHEN m.state = 'leave' THEN s.hours_centi ELSE 0 END), 0) AS BIGINT) AS taken_centi,
    CAST(COALESCE(SUM(CASE WHEN (m.state IS NULL OR m.state = 'absent') AND s.starts_at < $4 AND s.ends_at > $3
        THEN s.hours_centi ELSE 0 END), 0) AS BIGINT) AS new_centi,
    CAST(COALESCE(SUM(CASE WHEN s.starts_at < $4 AND s.ends_at > $3 THEN 1 ELSE 0 END), 0) AS BIGINT) AS sessions
FROM session s LEFT JOIN roll_mark m ON m.session_id = s.id AND m.person_id = $2
WHERE s.class_id = $1

-- name: roll_sessions_between
SELECT s.id, s.class_id, s.source_id, s.title, s.starts_at, s.ends_at, s.hours_centi, c.state AS class_state, c.manager_id,
    o.path AS org_path
FROM session s JOIN class c ON c.id = s.class_id JOIN org o ON o.id = c.org_id
WHERE s.class_id = $1 AND s.starts_at < $3 AND s.ends_at > $2 ORDER BY s.starts_at, s.id

-- name: roll_people
SELECT e.person_id, p.name AS person_name, p.name_sort, o.name AS org_name, so.name AS site_name
FROM enrolment e JOIN person p ON p.id = e.person_id JOIN org o ON o.id = e.org_id
    LEFT JOIN class_site t ON t.id = e.site_id LEFT JOIN org so ON so.id = t.org_id
WHERE e.class_id = $1 AND e.state IN ('confirmed', 'completed', 'failed') ORDER BY e.person_id

-- name: roll_mark_list
SELECT session_id, person_id, site_id, state, source, hours_centi FROM roll_mark WHERE session_id = $1 ORDER BY person_id

-- name: roll_absent_by_rule
INSERT INTO roll_mark (session_id, person_id, state, source, at, site_id, marked_by)
SELECT s.id, e.person_id, 'absent', 'rule', CAST($2 AS BIGINT), e.site_id, CAST($3 AS BIGINT)
FROM session s JOIN enrolment e ON e.class_id = s.class_id
WHERE s.class_id = $1 AND e.state IN ('confirmed', 'completed', 'failed')
ON CONFLICT (session_id, person_id) DO NOTHING

-- name: roll_result_insert
INSERT INTO class_result (class_id, person_id, present, late, leave, absent, hours_centi, online_centi, days_centi, outcome, reason,
    exception, confirmed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: roll_result_list
SELECT r.person_id, p.name AS person_name, p.name_sort, o.name AS org_name, so.name AS site_name, r.present, r.late, r.leave, r.absent,
    r.hours_centi, r.online_centi, r.days_centi, r.outcome, r.reason, r.exception
FROM class_result r JOIN person p ON p.id = r.person_id
    JOIN enrolment e ON e.class_id = r.class_id AND e.person_id = r.person_id JOIN org o ON o.id = e.org_id
    LEFT JOIN class_site t ON t.id = e.site_id LEFT JOIN org so ON so.id = t.org_id
WHERE r.class_id = $1 ORDER BY r.person_id

-- name: roll_page_sessions
SELECT s.id, s.source_id, s.course_id, s.kind, s.title, s.starts_at, s.ends_at, s.hours_centi, p.name AS teacher_name, s.room,
    s.topic, s.live, COALESCE(s.source_id, s.id) AS room_id, COALESCE(r.live_state, s.live_state) AS live_state,
    m.state AS roll_state, m.source AS roll_source
FROM session s
LEFT JOIN person p ON p.id = s.teacher_id
LEFT JOIN session r ON r.id = s.source_id
LEFT JOIN roll_mark m ON m.session_id = s.id AND m.person_id = $2
WHERE s.class_id = $1 ORDER BY s.starts_at, s.id

-- name: roll_leave_waiting
-- Everything that somebody has to decide, oldest first.
SELECT l.id, l.class_id, c.title AS class_title, l.person_id, p.name AS person_name, o.name AS org_name, l.kind, l.from_at,
    l.until_at, l.hours_centi, l.days_centi, l.reason, l.state, l.level, l.chain, l.back_at, l.version, l.created_at
FROM leave_request l JOIN class c ON c.id = l.class_id JOIN person p ON p.id = l.person_id JOIN org o ON o.id = p.org_id
WHERE l.state = 'submitted' AND l.level = $1 ORDER BY l.id LIMIT 500

-- name: roll_leave_step_insert
INSERT INTO leave_step (id, leave_id, level, state, account_id, deputy_for, note, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: roll_leave_step_list
SELECT t.id, t.level, t.state, a.name AS account_name, d.name AS deputy_for_name, t.note, t.at
FROM leave_step t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN person d ON d.id = t.deputy_for
WHERE t.leave_id = $1 ORDER BY t.id

-- name: roll_holder_find
-- Who holds the post $2 for the organisation at $1 on the day $3: set there or above; the nearest comes first.
SELECT h.id, h.org_id, o.name AS org_name, h.level, h.person_id, p.name AS person_name, h.from_on, h.until_on
FROM leave_holder h JOIN org o ON o.id = h.org_id JOIN person p ON p.id = h.person_id
WHERE h.level = $2 AND h.from_on <= $3 AND (h.until_on IS NULL OR h.until_on >= $3)
    AND o.path IN (substr($1, 1, 4), substr($1, 1, 8), substr($1, 1, 12), substr($1, 1, 16), substr($1, 1, 20), $1)
ORDER BY length(o.path) DESC, h.id

-- name: roll_holder_list
SELECT h.id, h.org_id, o.name AS org_name, h.level, h.person_id, p.name AS person_name, h.from_on, h.until_on
FROM org o JOIN leave_holder h ON h.org_id = o.id JOIN person p ON p.id = h.person_id
WHERE o.path >= $1 AND o.path < $1 || '~' ORDER BY o.path, h.level, h.from_on, h.id

-- name: roll_holder_get
SELECT h.id, h.org_id, h.level, h.person_id, h.from_on, h.until_on FROM leave_holder h WHERE h.id = $1

-- name: roll_holder_insert
INSERT INTO leave_holder (id, org_id, level, person_id, from_on, until_on, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: roll_holder_end
UPDATE leave_holder SET until_on = $2 WHERE id = $1

-- name: roll_deputy_find
-- Who stands in for $1 on the day $2.
SELECT d.id, d.person_id, p.name AS person_name, d.deputy_id, q.name AS deputy_name, d.from_on, d.until_on, d.note
FROM leave_deputy d JOIN person p ON p.id = d.person_id JOIN person q ON q.id = d.deputy_id
WHERE d.person_id = $1 AND d.from_on <= $2 AND d.until_on >= $2 ORDER BY d.id

-- name: roll_deputy_list
-- Of or for a person, now and later.
SELECT d.id, d.person_id, p.name AS person_name, d.deputy_id, q.name AS deputy_name, d.from_on, d.until_on, d.note
FROM leave_deputy d JOIN person p ON p.id = d.person_id JOIN person q ON q.id = d.deputy_id
WHERE d.person_id = $1 AND d.until_on >= $2
UNION ALL
SELECT d.id, d.person_id, p.name AS person_name, d.deputy_id, q.name AS deputy_name, d.from_on, d.until_on, d.note
FROM leave_deputy d JOIN person p ON p.id = d.person_id JOIN person q ON q.id = d.deputy_id
WHERE d.deputy_id = $1 AND d.until_on >= $2

-- name: roll_deputy_get
SELECT d.id, d.person_id, d.deputy_id, d.from_on, d.until_on, d.note FROM leave_deputy d WHERE d.id = $1

-- name: roll_deputy_insert
INSERT INTO leave_deputy (id, person_id, deputy_id, from_on, until_on, note, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: roll_deputy_end
UPDATE leave_deputy SET until_on = $2 WHERE id = $1

-- name: roll_mark_hours
UPDATE roll_mark SET hours_centi = $3 WHERE session_id = $1 AND person_id = $2

-- name: roll_running_list
SELECT k.id FROM class k WHERE k.state = 'running' ORDER BY k.id

-- name: roll_not_reported
-- People of class $1 who came to nothing and asked for nothing, where others of the same site were there in a session
-- that ended before $2; who was enrolled after $3 is not meant.
SELECT e.person_id, p.name AS person_name
FROM enrolment e JOIN person p ON p.id = e.person_id
WHERE e.class_id = $1 AND e.state = 'confirmed' AND e.created_at <= $3
    AND NOT EXISTS (SELECT 1 FROM session s JOIN roll_mark m ON m.session_id = s.id AND m.person_id = e.person_id
        WHERE s.class_id = $1 AND m.state IN ('present', 'late', 'leave'))
    AND NOT EXISTS (SELECT 1 FROM leave_request l
        WHERE l.class_id = $1 AND l.person_id = e.person_id AND l.state IN ('submitted', 'approved'))
    AND EXISTS (SELECT 1 FROM session s JOIN roll_mark m ON m.session_id = s.id
        WHERE s.class_id = $1 AND s.ends_at <= $2 AND m.state IN ('present', 'late') AND COALESCE(m.site_id, 0) = COALESCE(e.site_id, 0))
ORDER BY e.person_id

-- name: roll_withdrawal_list
SELECT w.id, w.class_id, w.person_id, p.name AS person_name, o.name AS org_name, w.cause, w.state, w.absent_days_centi, w.leave_ppm,
    w.reason, w.at, a.name AS decided_by_name, w.decided_at
FROM withdrawal w JOIN person p ON p.id = w.person_id JOIN org o ON o.id = p.org_id LEFT JOIN account a ON a.id = w.decided_by
WHERE w.class_id = $1 ORDER BY w.id

-- name: roll_withdrawal_get
SELECT w.id, w.class_id, w.person_id, p.name AS person_name, w.cause, w.state, w.absent_days_centi, w.leave_ppm, w.reason, w.at,
    w.decided_at
FROM withdrawal w JOIN person p ON p.id = w.person_id WHERE w.id = $1

-- name: roll_withdrawal_put
INSERT INTO withdrawal (id, class_id, person_id, cause, state, absent_days_centi, leave_ppm, reason, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8)
ON CONFLICT (class_id, person_id, cause) DO UPDATE SET state = excluded.state, absent_days_centi = excluded.absent_days_centi,
    leave_ppm = excluded.leave_ppm, at = excluded.at

-- name: roll_withdrawal_decide
UPDATE withdrawal SET state = $2, reason = $3, decided_by = $4, decided_at = $5 WHERE id = $1

-- name: roll_leave_overdue
-- Approved leave of class $1 that ended before $2 without a report, and nobody was told.
SELECT l.id, l.class_id, l.person_id, p.name AS person_name, l.until_at
FROM leave_request l JOIN person p ON p.id = l.person_id
WHERE l.class_id = $1 AND l.state = 'approved' AND l.back_at IS NULL AND l.until_at < $2 AND l.warned_at IS NULL ORDER BY l.id

-- name: roll_leave_warned
UPDATE leave_request SET warned_at = $2 WHERE id = $1

-- name: roll_assessment_list
SELECT e.person_id, p.name AS person_name, o.name AS org_name, a.grade, a.study_centi, a.conduct_centi, a.note, c.name AS account_name, a.at
FROM enrolment e JOIN person p ON p.id = e.person_id JOIN org o ON o.id = e.org_id
    LEFT JOIN assessment a ON a.class_id = e.class_id AND a.person_id = e.person_id LEFT JOIN account c ON c.id = a.account_id
WHERE e.class_id = $1 AND e.state IN ('confirmed', 'completed', 'failed') ORDER BY p.name_sort, e.person_id

-- name: roll_assessment_put
INSERT INTO assessment (class_id, person_id, grade, study_centi, conduct_centi, note, account_id, at)
SELECT e.class_id, e.person_id, CAST($3 AS TEXT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS TEXT), CAST($7 AS BIGINT), CAST($8 AS BIGINT)
FROM enrolment e WHERE e.class_id = $1 AND e.person_id = $2 AND e.state = 'confirmed'
ON CONFLICT (class_id, person_id) DO UPDATE SET grade = excluded.grade, study_centi = excluded.study_centi,
    conduct_centi = excluded.conduct_centi, note = excluded.note, account_id = excluded.account_id, at = excluded.at

-- name: roll_progress
SELECT (SELECT COUNT(*) FROM session s JOIN enrolment e ON e.class_id = s.class_id AND e.state IN ('confirmed', 'completed', 'failed')
        LEFT JOIN roll_mark m ON m.session_id = s.id AND m.person_id = e.person_id
        WHERE s.class_id = $1 AND s.ends_at < $2 AND m.state IS NULL) AS unmarked,
    (SELECT COUNT(*) FROM leave_request l WHERE l.class_id = $1 AND l.state = 'submitted') AS leaves_waiting,
    (SELECT COUNT(*) FROM withdrawal w WHERE w.class_id = $1 AND w.state = 'proposed') AS withdrawals_proposed,
    (SELECT COUNT(*) FROM enrolment e WHERE e.class_id = $1 AND e.state IN ('confirmed', 'completed', 'failed')) AS people,
    (SELECT COUNT(*) FROM enrolment e JOIN assessment a ON a.class_id = e.class_id AND a.person_id = e.person_id
        WHERE e.class_id = $1 AND e.state IN ('confirmed', 'completed', 'failed')) AS assessed
