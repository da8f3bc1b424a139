-- ---- rooms ----

-- name: live_room_find
SELECT session_id, state, source, media_id, repeats, stream_key, stream_port, media_state, media_started_at, seq, poll_id,
    opened_at, closed_at
FROM live_room WHERE session_id = $1;

-- name: live_room_insert
INSERT INTO live_room (session_id, state, source, repeats, stream_key, stream_port, media_state, seq)
VALUES ($1, 'ready', 'none', 0, '', 0, 'none', 0)
ON CONFLICT (session_id) DO NOTHING;

-- name: live_room_open
UPDATE live_room SET state = 'open', source = $2, media_id = $3, repeats = $4, media_state = $5, media_started_at = NULL,
    stream_port = 0, opened_at = $6, opened_by = $7, closed_at = NULL, stream_key = $8
WHERE session_id = $1;

-- name: live_room_close
UPDATE live_room SET state = 'closed', closed_at = $2, media_state = CASE WHEN media_state = 'none' THEN 'none' ELSE 'ended' END
WHERE session_id = $1;

-- name: live_room_seq
UPDATE live_room SET seq = seq + 1 WHERE session_id = $1 RETURNING seq;

-- name: live_room_poll_set
UPDATE live_room SET poll_id = $2 WHERE session_id = $1;

-- name: live_room_media_set
UPDATE live_room SET media_state = $2, media_started_at = $3, stream_port = $4 WHERE session_id = $1;

-- name: live_room_delete
DELETE FROM live_room WHERE session_id = $1 AND state = 'ready';

-- name: live_room_list_open
-- What goes on now; the handler keeps what the caller may see. Few rooms are open at once.
SELECT r.session_id AS room_id, r.opened_at, s.title, s.class_id, k.title AS class_title, h.name AS host_name
FROM live_room r
JOIN session s ON s.id = r.session_id
JOIN class k ON k.id = s.class_id
JOIN org h ON h.id = k.org_id
WHERE r.state = 'open'
ORDER BY r.session_id DESC LIMIT $1;

-- name: live_media_list
-- What the supervisor keeps running.
SELECT r.session_id, r.source, r.repeats, r.stream_key, r.stream_port, r.media_state, r.media_started_at, m.path,
    m.seconds AS file_seconds
FROM live_room r
LEFT JOIN media m ON m.id = r.media_id
WHERE r.state = 'open' AND r.source <> 'none';

-- ---- who sits where ----

-- name: live_expected_find
-- The person's place in the room's class or in a run that follows it.
SELECT s.id AS session_id, e.site_id, o.name AS site_name
FROM session s
JOIN enrolment e ON e.class_id = s.class_id AND e.person_id = $2
LEFT JOIN class_site cs ON cs.id = e.site_id
LEFT JOIN org o ON o.id = cs.org_id
WHERE s.id = $1 AND e.state IN ('confirmed', 'completed', 'failed')
UNION ALL
SELECT s.id AS session_id, e.site_id, o.name AS site_name
FROM session s
JOIN enrolment e ON e.class_id = s.class_id AND e.person_id = $2
LEFT JOIN class_site cs ON cs.id = e.site_id
LEFT JOIN org o ON o.id = cs.org_id
WHERE s.source_id = $1 AND e.state IN ('confirmed', 'completed', 'failed')
LIMIT 1;

-- name: live_site_find
-- The site of the room that lies in the tree part $2 (a site leader's), the nearest to its top.
SELECT c.session_id, c.site_id, o.name AS site_name
FROM (
    SELECT s.id AS session_id, cs.id AS site_id, cs.org_id FROM session s JOIN class_site cs ON cs.class_id = s.class_id
    WHERE s.id = $1
    UNION ALL
    SELECT s.id AS session_id, cs.id AS site_id, cs.org_id FROM session s JOIN class_site cs ON cs.class_id = s.class_id
    WHERE s.source_id = $1
) c
JOIN org o ON o.id = c.org_id
WHERE o.path >= $2 AND o.path < $2 || '~'
ORDER BY length(o.path), c.site_id LIMIT 1;

-- name: live_site_get
SELECT s.id AS session_id, cs.id AS site_id, o.name AS site_name
FROM class_site cs
JOIN session s ON s.class_id = cs.class_id AND (s.id = $2 OR s.source_id = $2)
JOIN org o ON o.id = cs.org_id
WHERE cs.id = $1 LIMIT 1;

-- ---- events ----

-- name: live_event_insert
INSERT INTO live_event (session_id, seq, kind, person_id, name, site_id, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: live_event_list
-- The newest $3 after $2, newest first.
SELECT e.seq, e.kind, e.at, e.person_id, e.name AS person_name, o.name AS site_name, e.body
FROM live_event e
LEFT JOIN class_site cs ON cs.id = e.site_id
LEFT JOIN org o ON o.id = cs.org_id
WHERE e.session_id = $1 AND e.seq > $2
ORDER BY e.seq DESC LIMIT $3;

-- name: live_pace_set
-- Changes a row only when the last one is old enough.
INSERT INTO live_pace (session_id, person_id, said_at) VALUES ($1, $2, $3)
ON CONFLICT (session_id, person_id) DO UPDATE SET said_at = excluded.said_at WHERE live_pace.said_at <= $4;

-- ---- questions ----

-- name: live_question_insert
INSERT INTO live_question (id, session_id, person_id, name, site_id, text, votes, state, asked_at, voted_at)
VALUES ($1, $2, $3, $4, $5, $6, 0, 'open', $7, 0);

-- name: live_question_find
SELECT id, session_id, state, votes FROM live_question WHERE id = $1;

-- name: live_question_count_open
SELECT COUNT(*) FROM live_question WHERE session_id = $1 AND person_id = $2 AND state = 'open';

-- name: live_question_list
-- Open ones first, the most wanted at the top. mine: has the caller voted?
SELECT q.id, q.text, q.votes, q.state, q.asked_at, q.answered_at, q.person_id, q.name AS person_name, o.name AS site_name,
    CASE WHEN v.person_id IS NULL THEN 0 ELSE 1 END AS mine
FROM live_question q
LEFT JOIN class_site cs ON cs.id = q.site_id
LEFT JOIN org o ON o.id = cs.org_id
LEFT JOIN live_vote v ON v.question_id = q.id AND v.person_id = $2
WHERE q.session_id = $1
ORDER BY q.state DESC, q.votes DESC, q.id LIMIT $3;

-- name: live_question_answered
UPDATE live_question SET state = 'answered', answered_at = $2, answered_by = $3 WHERE id = $1 AND state = 'open';

-- name: live_vote_insert
INSERT INTO live_vote (question_id, person_id, at) VALUES ($1, $2, $3) ON CONFLICT (question_id, person_id) DO NOTHING;

-- name: live_vote_delete
DELETE FROM live_vote WHERE question_id = $1 AND person_id = $2;

-- name: live_question_vote
UPDATE live_question SET votes = votes + $2, voted_at = $3 WHERE id = $1;

-- name: live_question_list_voted
SELECT id, votes FROM live_question WHERE session_id = $1 AND voted_at >= $2 ORDER BY votes DESC, id LIMIT $3;

-- ---- hands ----

-- name: live_hand_raise
-- Raising again keeps the place in the queue.
INSERT INTO live_hand (session_id, person_id, name, site_id, state, raised_at) VALUES ($1, $2, $3, $4, 'raised', $5)
ON CONFLICT (session_id, person_id) DO UPDATE SET state = 'raised', name = excluded.name, raised_at = excluded.raised_at,
    site_id = excluded.site_id, called_at = NULL
WHERE live_hand.state <> 'raised';

-- name: live_hand_lower
UPDATE live_hand SET state = 'lowered' WHERE session_id = $1 AND person_id = $2 AND state <> 'lowered';

-- name: live_hand_call
UPDATE live_hand SET state = 'called', called_at = $3 WHERE session_id = $1 AND person_id = $2 AND state = 'raised'
RETURNING name;

-- name: live_hand_list
SELECT h.person_id, h.name AS person_name, o.name AS site_name, h.state, h.raised_at
FROM live_hand h
LEFT JOIN class_site cs ON cs.id = h.site_id
LEFT JOIN org o ON o.id = cs.org_id
WHERE h.session_id = $1 AND h.state <> 'lowered'
ORDER BY h.raised_at, h.person_id LIMIT $2;

-- ---- polls ----

-- name: live_poll_insert
INSERT INTO live_poll (id, session_id, title, multiple, option_count, state, opened_by, opened_at)
VALUES ($1, $2, $3, $4, $5, 'open', $6, $7);

-- name: live_poll_option_insert
INSERT INTO live_poll_option (poll_id, option_no, text) VALUES ($1, $2, $3);

-- name: live_poll_find
SELECT id, session_id, title, multiple, option_count, state, opened_at, closed_at FROM live_poll WHERE id = $1;

-- name: live_poll_list
SELECT id, session_id, title, multiple, option_count, state, opened_at, closed_at FROM live_poll WHERE session_id = $1
ORDER BY id DESC LIMIT $2;

-- name: live_poll_close
UPDATE live_poll SET state = 'closed', closed_at = $2 WHERE id = $1 AND state = 'open';

-- name: live_poll_option_list
SELECT option_no AS no, text FROM live_poll_option WHERE poll_id = $1 ORDER BY option_no;

-- name: live_poll_count_list
SELECT option_no, SUM(answers) AS answers, MAX(at) AS at FROM live_poll_count WHERE poll_id = $1 GROUP BY option_no
ORDER BY option_no;

-- name: live_poll_count_add
INSERT INTO live_poll_count (poll_id, option_no, shard, answers, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (poll_id, option_no, shard) DO UPDATE SET answers = live_poll_count.answers + excluded.answers, at = excluded.at;

-- name: live_answer_choices
SELECT choices FROM live_answer WHERE poll_id = $1 AND person_id = $2;

-- name: live_answer_set
INSERT INTO live_answer (poll_id, person_id, choices, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (poll_id, person_id) DO UPDATE SET choices = excluded.choices, at = excluded.at;

-- ---- presence ----

-- name: live_presence_insert
INSERT INTO live_presence (id, session_id, person_id, role, site_id, own_session_id, joined_at, seen_at, seconds, marked)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0, 0);

-- name: live_presence_find
SELECT p.id, p.session_id, p.person_id, p.role, p.site_id, p.own_session_id, p.joined_at, p.seen_at, p.left_at, p.marked,
    o.name AS site_name
FROM live_presence p
LEFT JOIN class_site cs ON cs.id = p.site_id
LEFT JOIN org o ON o.id = cs.org_id
WHERE p.id = $1;

-- name: live_presence_seen
UPDATE live_presence SET seen_at = $2 WHERE id = $1 AND left_at IS NULL;

-- name: live_presence_marked
UPDATE live_presence SET marked = 1 WHERE id = $1;

-- name: live_presence_leave
UPDATE live_presence SET left_at = $2, seen_at = $2, seconds = $3 WHERE id = $1 AND left_at IS NULL;

-- name: live_presence_count_own
SELECT COUNT(*) FROM live_presence WHERE session_id = $1 AND person_id = $2 AND left_at IS NULL;

-- name: live_presence_seconds
-- Of the spans that have ended.
SELECT SUM(seconds) FROM live_presence WHERE session_id = $1 AND person_id = $2;

-- name: live_presence_end_all
-- The lesson is over: what counts ends here. Only time since the opening counts.
UPDATE live_presence SET left_at = $2, seconds = ($2 - CASE WHEN joined_at > $3 THEN joined_at ELSE $3 END) / 1000000
WHERE session_id = $1 AND left_at IS NULL;

-- name: live_presence_end_stale
-- Nobody is connected to a node when it starts: what it has open (its number is in the ids that it made) is from before,
-- and ended at the last sign of life.
UPDATE live_presence SET left_at = seen_at, seconds = COALESCE((
        SELECT CASE WHEN r.opened_at >= seen_at THEN 0
            WHEN r.opened_at > joined_at THEN (seen_at - r.opened_at) / 1000000
            ELSE (seen_at - joined_at) / 1000000 END
        FROM live_room r WHERE r.session_id = live_presence.session_id AND r.opened_at IS NOT NULL), 0)
WHERE left_at IS NULL AND (id / 4096) % 1024 = $1;

-- name: live_presence_delete
DELETE FROM live_presence WHERE session_id = $1;

-- name: live_online_count
SELECT COUNT(DISTINCT person_id) FROM live_presence WHERE session_id = $1 AND left_at IS NULL;

-- name: live_count_list
-- By site (NULL: comes alone): how many are expected, connected, marked present in the classroom, on leave. Each person is
-- looked up by key: SQLite builds no index on a subquery here, and would compare everybody with everybody.
SELECT x.site_id, COUNT(*) AS expected,
    SUM(CASE WHEN x.online = 1 OR x.state IN ('present', 'late') THEN 1 ELSE 0 END) AS joined,
    SUM(CASE WHEN x.online = 0 AND x.state = 'leave' THEN 1 ELSE 0 END) AS leave
FROM (
    SELECT e.site_id, m.state, CASE WHEN EXISTS (
            SELECT 1 FROM live_presence w WHERE w.session_id = $1 AND w.person_id = e.person_id AND w.left_at IS NULL
        ) THEN 1 ELSE 0 END AS online
    FROM (
        SELECT id, class_id FROM session WHERE id = $1
        UNION ALL
        SELECT id, class_id FROM session WHERE source_id = $1
    ) s
    JOIN enrolment e ON e.class_id = s.class_id AND e.state IN ('confirmed', 'completed', 'failed')
    LEFT JOIN roll_mark m ON m.session_id = s.id AND m.person_id = e.person_id
) x
GROUP BY x.site_id;

-- name: live_site_list
SELECT cs.id AS site_id, cs.class_id, o.name, o.level, cs.leader_id, p.name AS leader_name
FROM (
    SELECT id, class_id FROM session WHERE id = $1
    UNION ALL
    SELECT id, class_id FROM session WHERE source_id = $1
) s
JOIN class_site cs ON cs.class_id = s.class_id
JOIN org o ON o.id = cs.org_id
LEFT JOIN person p ON p.id = cs.leader_id
ORDER BY length(o.path), o.path, cs.id;

-- name: live_screen_list
SELECT site_id, COUNT(*) AS screens FROM live_presence
WHERE session_id = $1 AND left_at IS NULL AND role = 'site' GROUP BY site_id;

-- name: live_person_page
-- Everybody expected in the room $1, of classes hosted in the tree part $2, of the site $3 (0: all).
SELECT e.id, e.person_id, p.name AS person_name, u.name AS org_name, e.class_id, s.id AS session_id, e.site_id,
    so.name AS site_name,
    (SELECT MIN(w.joined_at) FROM live_presence w
        WHERE w.session_id = $1 AND w.person_id = e.person_id AND w.left_at IS NULL) AS joined_at,
    CASE WHEN EXISTS (SELECT 1 FROM live_presence w
            WHERE w.session_id = $1 AND w.person_id = e.person_id AND w.left_at IS NULL) THEN 'online'
        WHEN m.state IN ('present', 'late') THEN 'in_class' WHEN m.state = 'leave' THEN 'leave' ELSE 'absent' END AS state,
    COALESCE((SELECT SUM(w.seconds) FROM live_presence w WHERE w.session_id = $1 AND w.person_id = e.person_id), 0) AS seconds
FROM (
    SELECT id, class_id FROM session WHERE id = $1
    UNION ALL
    SELECT id, class_id FROM session WHERE source_id = $1
) s
JOIN class k ON k.id = s.class_id
JOIN org h ON h.id = k.org_id
JOIN enrolment e ON e.class_id = s.class_id AND e.state IN ('confirmed', 'completed', 'failed')
JOIN person p ON p.id = e.person_id
JOIN org u ON u.id = e.org_id
LEFT JOIN class_site cs ON cs.id = e.site_id
LEFT JOIN org so ON so.id = cs.org_id
LEFT JOIN roll_mark m ON m.session_id = s.id AND m.person_id = e.person_id
WHERE h.path >= $2 AND h.path < $2 || '~' AND ($3 = 0 OR e.site_id = $3) {filters} {page};

-- ---- retention ----

-- name: live_room_ended_first
SELECT session_id FROM live_room WHERE state = 'closed' AND danmaku_gone = 0 AND closed_at < $1 ORDER BY closed_at LIMIT 1;

-- name: live_event_release
UPDATE live_event_release SET before = $1 WHERE id = 1;

-- name: live_danmaku_forget
DELETE FROM live_event WHERE session_id = $1 AND seq IN (SELECT seq FROM live_event
    WHERE session_id = $1 AND kind = 'danmaku' AND at < $2 ORDER BY seq LIMIT $3);

-- name: live_room_danmaku_gone
UPDATE live_room SET danmaku_gone = 1 WHERE session_id = $1;
