-- ---- rounds ----

-- name: dispatch_round_get
SELECT r.id, r.org_id, o.name AS org_name, o.path AS org_path, r.title, r.note, r.from_on, r.until_on, r.mode, r.state, r.reply_due_on,
    r.chosen_id, r.job_id, r.published_at, r.closed_at, r.version, r.created_at, r.updated_at
FROM dispatch_round r JOIN org o ON o.id = r.org_id WHERE r.id = $1

-- name: dispatch_round_page
SELECT r.id, r.org_id, o.name AS org_name, o.path AS org_path, r.title, r.note, r.from_on, r.until_on, r.mode, r.state, r.reply_due_on,
    r.chosen_id, r.job_id, r.published_at, r.closed_at, r.version, r.created_at, r.updated_at
FROM dispatch_round r JOIN org o ON o.id = r.org_id WHERE o.path >= $1 AND o.path < $2 {filters} {page}

-- name: dispatch_round_insert
INSERT INTO dispatch_round (id, org_id, title, note, from_on, until_on, mode, state, created_by, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'draft', $8, 1, $9, $9)

-- name: dispatch_round_update
UPDATE dispatch_round SET title = $2, note = $3, from_on = $4, until_on = $5, mode = $6, state = $7, reply_due_on = $8, chosen_id = $9,
    job_id = $10, published_at = $11, closed_at = $12, version = version + 1, updated_at = $13
WHERE id = $1

-- name: dispatch_offer_list
SELECT f.class_id, k.title, k.org_id, o.name AS org_name, o.path AS org_path, k.audience_code, k.starts_on, k.ends_on, k.account_kind,
    k.state, k.programme_id, k.confirmed_count, k.seats_max AS class_seats, f.seats_min, f.seats_max,
    (SELECT COUNT(*) FROM dispatch_call d WHERE d.class_id = f.class_id AND d.state IN ('sent', 'accepted')) AS called_count
FROM dispatch_offer f JOIN class k ON k.id = f.class_id JOIN org o ON o.id = k.org_id
WHERE f.round_id = $1 ORDER BY k.starts_on, k.id

-- name: dispatch_offer_add
INSERT INTO dispatch_offer (round_id, class_id, seats_min, seats_max) VALUES ($1, $2, $3, $4)

-- name: dispatch_offer_clear
DELETE FROM dispatch_offer WHERE round_id = $1

-- name: dispatch_quota_list
SELECT f.class_id, q.org_id, o.name AS org_name, o.path AS org_path, q.seats_min, q.seats_max,
    (SELECT COUNT(*) FROM enrolment e JOIN org u ON u.id = e.org_id
     WHERE e.class_id = f.class_id AND e.state = 'confirmed' AND u.path >= o.path AND u.path < o.path || '~') AS taken
FROM dispatch_offer f JOIN class_quota q ON q.class_id = f.class_id JOIN org o ON o.id = q.org_id
WHERE f.round_id = $1 ORDER BY f.class_id, o.path

-- name: dispatch_policy_list
SELECT code, value_int AS value FROM dispatch_policy WHERE round_id = $1

-- name: dispatch_policy_set
INSERT INTO dispatch_policy (round_id, code, value_int) VALUES ($1, $2, $3)
ON CONFLICT (round_id, code) DO UPDATE SET value_int = excluded.value_int

-- name: dispatch_policy_clear
DELETE FROM dispatch_policy WHERE round_id = $1

-- name: dispatch_wish_list
SELECT w.id, w.round_id, w.person_id, p.name AS person_name, p.org_path, w.class_id, k.title AS class_title, w.kind, w.reason, w.at
FROM dispatch_wish w JOIN person p ON p.id = w.person_id LEFT JOIN class k ON k.id = w.class_id
WHERE w.round_id = $1 ORDER BY w.person_id, w.id

-- name: dispatch_wish_get
SELECT w.id, w.round_id, w.person_id, w.class_id, w.kind, w.reason, w.at FROM dispatch_wish w WHERE w.id = $1

-- name: dispatch_wish_insert
INSERT INTO dispatch_wish (id, round_id, person_id, class_id, kind, reason, account_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: dispatch_wish_remove
DELETE FROM dispatch_wish WHERE id = $1

-- ---- what is known of people ----

-- name: dispatch_person_after
-- Active people by id; path and state are compared with the id's order kept, or each step would sort the whole city.
SELECT p.id, p.org_id, p.org_path, p.audience_code, (SELECT MIN(r.from_on) FROM person_rank r WHERE r.person_id = p.id) AS rank_on,
    p.created_at
FROM person p WHERE p.id > $1 AND p.id <= $2 AND (p.state || '') = 'active' AND (p.org_path || '') >= $3
    AND (p.org_path || '') < $4
ORDER BY p.id LIMIT $5

-- name: dispatch_missing_range
SELECT s.person_id, s.state, s.hours_centi, s.days_centi, n.need_hours_centi, n.need_days_centi
FROM norm_status s JOIN norm n ON n.id = s.norm_id
WHERE s.person_id >= $1 AND s.person_id <= $2 AND n.purpose = 'requirement' AND n.kind = 'concentrated' ORDER BY s.person_id

-- name: dispatch_debt_range
SELECT person_id, kind, state, created_at FROM dispatch_debt WHERE person_id >= $1 AND person_id <= $2 ORDER BY person_id

-- name: dispatch_claim_range
-- Who was left out and should not have been, and has not been called since; a call that came to nothing without their doing
-- does not count.
SELECT DISTINCT x.person_id FROM dispatch_objection x
WHERE x.person_id >= $1 AND x.person_id <= $2 AND x.about = 'left_out' AND x.state = 'upheld'
    AND NOT EXISTS (SELECT 1 FROM dispatch_call d WHERE d.person_id = x.person_id AND d.created_at > x.answered_at
        AND (d.state <> 'withdrawn' OR EXISTS (SELECT 1 FROM dispatch_debt b WHERE b.call_id = d.id)))
ORDER BY x.person_id

-- name: dispatch_cleared_range
SELECT person_id, list, from_on FROM dispatch_cleared WHERE person_id >= $1 AND person_id <= $2 ORDER BY person_id

-- name: dispatch_cleared_set
INSERT INTO dispatch_cleared (person_id, list, from_on) VALUES ($1, $2, $3)
ON CONFLICT (person_id, list) DO UPDATE SET from_on = excluded.from_on

-- name: dispatch_busy_list
-- Whom a class takes away between $1 and $2.
SELECT e.person_id, k.id AS class_id, k.starts_on AS from_on, k.ends_on AS until_on
FROM class k JOIN enrolment e ON e.class_id = k.id
WHERE k.starts_on <= $2 AND k.ends_on >= $1 AND k.account_kind = 'concentrated' AND k.state IN ('draft', 'open', 'running')
    AND e.state IN ('proposed', 'waiting', 'confirmed')
ORDER BY e.person_id

-- name: dispatch_called_list
-- Live calls of other rounds to classes between $1 and $2, and all calls to the classes of round $3. An online class takes
-- nobody away: it has no days.
SELECT d.person_id, d.class_id, CASE WHEN k.account_kind = 'online' THEN 0 ELSE k.starts_on END AS from_on,
    CASE WHEN k.account_kind = 'online' THEN 0 ELSE k.ends_on END AS until_on
FROM class k JOIN dispatch_call d ON d.class_id = k.id
WHERE k.starts_on <= $2 AND k.ends_on >= $1
    AND (d.state IN ('sent', 'accepted', 'refused', 'enrolled') OR d.class_id IN (SELECT f.class_id FROM dispatch_offer f WHERE f.round_id = $3))
ORDER BY d.person_id

-- name: dispatch_away_between
SELECT person_id, from_on, until_on FROM dispatch_away WHERE org_path >= $3 AND org_path < $4 AND from_on <= $2 AND until_on >= $1
ORDER BY person_id

-- name: dispatch_attended_list
-- Who completed a class of the programme of one of the round's classes since $2.
SELECT DISTINCT e.person_id, k.programme_id
FROM dispatch_offer f JOIN class x ON x.id = f.class_id JOIN class k ON k.programme_id = x.programme_id JOIN enrolment e ON e.class_id = k.id
WHERE f.round_id = $1 AND k.ends_on >= $2 AND e.state = 'completed' ORDER BY e.person_id

-- ---- the lists by name ----

-- name: dispatch_listed_range
SELECT id, person_id, list, org_path, rule, since_on, last_on, count, threshold, months FROM dispatch_listed
WHERE person_id >= $1 AND person_id <= $2 ORDER BY person_id

-- name: dispatch_listed_set
INSERT INTO dispatch_listed (id, person_id, list, org_path, rule, since_on, last_on, count, threshold, months, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (person_id, list) DO UPDATE SET org_path = excluded.org_path, rule = excluded.rule, last_on = excluded.last_on,
    count = excluded.count, threshold = excluded.threshold, months = excluded.months, updated_at = excluded.updated_at

-- name: dispatch_listed_remove
DELETE FROM dispatch_listed WHERE id = $1

-- name: dispatch_listed_page
SELECT l.id, l.person_id, p.name AS person_name, p.org_id, o.name AS org_name, p.post, p.audience_code, l.list, l.rule, l.since_on,
    l.last_on, l.count, l.threshold, l.months, l.updated_at
FROM dispatch_listed l JOIN person p ON p.id = l.person_id JOIN org o ON o.id = p.org_id
WHERE l.list = $1 AND l.org_path >= $2 AND l.org_path < $3 {filters} {page}

-- name: dispatch_listed_counts
SELECT l.list, COUNT(*) AS people FROM dispatch_listed l WHERE l.list IN ('never', 'hard', 'over') AND l.org_path >= $1 AND l.org_path < $2
GROUP BY l.list

-- name: dispatch_listed_person
SELECT l.id, l.person_id, l.list, l.org_path, l.rule, l.since_on, l.last_on, l.count, l.threshold, l.months, l.updated_at
FROM dispatch_listed l WHERE l.person_id = $1 ORDER BY l.list

-- name: dispatch_dirty_list
SELECT person_id FROM dispatch_dirty ORDER BY person_id LIMIT $1

-- name: dispatch_dirty_add
INSERT INTO dispatch_dirty (person_id) VALUES ($1) ON CONFLICT (person_id) DO NOTHING

-- name: dispatch_dirty_remove
DELETE FROM dispatch_dirty WHERE person_id = $1

-- name: dispatch_walk_get
SELECT walked_on FROM dispatch_walk WHERE id = 1

-- name: dispatch_walk_set
UPDATE dispatch_walk SET walked_on = $1 WHERE id = 1

-- ---- versions and places ----

-- name: dispatch_version_get
SELECT v.id, v.round_id, v.no, v.state, v.note, v.policy, v.basis, v.people, v.eligible, v.pairs, v.seats, v.placed, v.left_out, v.objective,
    v.bound, v.gap_ppm, v.never_people, v.never_out, v.trained_in, v.over_in, v.units_in, v.unit_most_ppm, v.fcfs_placed,
    v.fcfs_never_out, v.fcfs_trained_in, v.fcfs_units_in, v.fcfs_objective, v.edits, v.took_ms, v.created_at
FROM dispatch_version v WHERE v.id = $1

-- name: dispatch_version_list
SELECT v.id, v.round_id, v.no, v.state, v.note, v.people, v.eligible, v.pairs, v.seats, v.placed, v.left_out, v.objective,
    v.bound, v.gap_ppm, v.never_people, v.never_out, v.trained_in, v.over_in, v.units_in, v.unit_most_ppm, v.fcfs_placed,
    v.fcfs_never_out, v.fcfs_trained_in, v.fcfs_units_in, v.fcfs_objective, v.edits, v.took_ms, v.created_at
FROM dispatch_version v WHERE v.round_id = $1 AND v.state = 'done' ORDER BY v.no DESC

-- name: dispatch_version_of_job
SELECT v.id, v.state FROM dispatch_version v WHERE v.job_id = $1

-- name: dispatch_version_next_no
SELECT COALESCE(MAX(v.no), 0) + 1 FROM dispatch_version v WHERE v.round_id = $1

-- name: dispatch_version_insert
INSERT INTO dispatch_version (id, round_id, no, job_id, state, note, policy, created_by, created_at)
VALUES ($1, $2, $3, $4, 'building', '', $5, $6, $7)

-- name: dispatch_version_done
UPDATE dispatch_version SET state = 'done', people = $2, eligible = $3, pairs = $4, seats = $5, placed = $6, left_out = $7, objective = $8,
    bound = $9, gap_ppm = $10, never_people = $11, never_out = $12, trained_in = $13, over_in = $14, units_in = $15, unit_most_ppm = $16,
    fcfs_placed = $17, fcfs_never_out = $18, fcfs_trained_in = $19, fcfs_units_in = $20, fcfs_objective = $21, took_ms = $22,
    basis = $23
WHERE id = $1

-- name: dispatch_version_edited
UPDATE dispatch_version SET edits = edits + 1, placed = placed + $2, left_out = left_out - $2, objective = objective + $3,
    never_out = never_out + $4, trained_in = trained_in + $5, over_in = over_in + $6 WHERE id = $1

-- name: dispatch_change_list
-- What happened since version $1 was computed, at $2: ids are ordered by time, and what was made later has a larger one. $3 and
-- $4 are the round's part of the tree, $5 and $6 its days.
SELECT 'objection' AS kind, COUNT(*) AS count FROM dispatch_objection x
WHERE x.state = 'upheld' AND x.answered_at > $2 AND x.org_path >= $3 AND x.org_path < $4
UNION ALL
SELECT 'people' AS kind, COUNT(DISTINCT g.person_id) AS count FROM person_org g JOIN person p ON p.id = g.person_id
WHERE g.id > $1 AND ((p.org_path >= $3 AND p.org_path < $4)
    OR EXISTS (SELECT 1 FROM dispatch_place a WHERE a.version_id = $1 AND a.person_id = g.person_id))
UNION ALL
SELECT 'left' AS kind, COUNT(*) AS count FROM person p
WHERE p.state = 'left' AND p.updated_at > $2
    AND EXISTS (SELECT 1 FROM dispatch_place a WHERE a.version_id = $1 AND a.person_id = p.id)
UNION ALL
SELECT 'units' AS kind, COUNT(*) AS count FROM org_move m
WHERE m.id > $1 AND ((m.to_path >= $3 AND m.to_path < $4) OR (m.from_path >= $3 AND m.from_path < $4))
UNION ALL
SELECT 'away' AS kind, COUNT(*) AS count FROM dispatch_away w
WHERE w.id > $1 AND w.from_on <= $6 AND w.until_on >= $5
    AND EXISTS (SELECT 1 FROM dispatch_place a WHERE a.version_id = $1 AND a.person_id = w.person_id)

-- name: dispatch_change_objections
-- Upheld since version $1 was computed, at $2; `missing`: left out of it, as if nobody had found them to be right.
SELECT p.name AS person_name, CASE WHEN x.about = 'left_out' AND a.person_id IS NOT NULL AND a.class_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM dispatch_call d WHERE d.person_id = x.person_id AND d.created_at > x.answered_at)
    THEN 1 ELSE 0 END AS missing
FROM dispatch_objection x JOIN person p ON p.id = x.person_id
    LEFT JOIN dispatch_place a ON a.version_id = $1 AND a.person_id = x.person_id
WHERE x.state = 'upheld' AND x.answered_at > $2 AND x.org_path >= $3 AND x.org_path < $4 ORDER BY x.answered_at, x.id LIMIT 200

-- name: dispatch_place_clear
DELETE FROM dispatch_place WHERE version_id = $1

-- name: dispatch_place_insert
INSERT INTO dispatch_place (version_id, person_id, org_path, class_id, wanted_id, tier, reason, urgency, fit, bar, missing_centi, last_on,
    recent, debts, pinned, claims)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)

-- name: dispatch_place_get
SELECT a.person_id AS id, a.version_id, a.person_id, p.name AS person_name, p.org_id, o.name AS org_name, a.org_path, p.post,
    p.audience_code, a.class_id, k.title AS class_title, a.wanted_id, w.title AS wanted_title, a.tier, a.reason, a.urgency, a.fit, a.bar,
    a.missing_centi, a.last_on, a.recent, a.debts, a.claims, a.pinned
FROM dispatch_place a JOIN person p ON p.id = a.person_id JOIN org o ON o.id = p.org_id LEFT JOIN class k ON k.id = a.class_id
    LEFT JOIN class w ON w.id = a.wanted_id
WHERE a.version_id = $1 AND a.person_id = $2

-- name: dispatch_place_page
SELECT a.person_id AS id, a.version_id, a.person_id, p.name AS person_name, p.org_id, o.name AS org_name, a.org_path, p.post,
    p.audience_code, a.class_id, k.title AS class_title, a.wanted_id, w.title AS wanted_title, a.tier, a.reason, a.urgency, a.fit, a.bar,
    a.missing_centi, a.last_on, a.recent, a.debts, a.claims, a.pinned
FROM dispatch_place a JOIN person p ON p.id = a.person_id JOIN org o ON o.id = p.org_id LEFT JOIN class k ON k.id = a.class_id
    LEFT JOIN class w ON w.id = a.wanted_id
WHERE a.version_id = $1 AND a.org_path >= $2 AND a.org_path < $3 {filters} {page}

-- name: dispatch_place_seated
SELECT a.person_id AS id, a.version_id, a.person_id, p.org_id, p.org_path, a.class_id, a.wanted_id, a.tier, a.reason, a.urgency, a.fit, a.bar,
    a.missing_centi, a.last_on, a.recent, a.debts, a.claims, a.pinned
FROM dispatch_place a JOIN person p ON p.id = a.person_id
WHERE a.version_id = $1 AND a.class_id IS NOT NULL ORDER BY a.class_id, a.urgency, a.person_id

-- name: dispatch_place_of_person
-- What published rounds that are not long over decided about somebody.
SELECT a.person_id AS id, a.version_id, a.person_id, a.org_path, a.class_id, k.title AS class_title, a.wanted_id, w.title AS wanted_title,
    a.tier, a.reason, a.urgency, a.fit, a.bar, a.missing_centi, a.last_on, a.recent, a.debts, a.claims, a.pinned, r.id AS round_id,
    r.title AS round_title, r.from_on, r.until_on
FROM dispatch_round r JOIN dispatch_place a ON a.version_id = r.chosen_id AND a.person_id = $1 LEFT JOIN class k ON k.id = a.class_id
    LEFT JOIN class w ON w.id = a.wanted_id
WHERE r.state IN ('published', 'closed') AND r.until_on >= $2 ORDER BY r.until_on DESC, r.id DESC LIMIT 20

-- name: dispatch_place_kept
SELECT a.person_id, a.class_id, a.pinned FROM dispatch_place a
WHERE a.version_id = $1 AND (a.class_id IS NOT NULL OR a.pinned = 1) ORDER BY a.person_id

-- name: dispatch_price_set
INSERT INTO dispatch_price (version_id, body) VALUES ($1, $2) ON CONFLICT (version_id) DO UPDATE SET body = excluded.body

-- name: dispatch_price_find
SELECT body FROM dispatch_price WHERE version_id = $1

-- name: dispatch_place_move
UPDATE dispatch_place SET class_id = $3, reason = $4, fit = $5, pinned = 1 WHERE version_id = $1 AND person_id = $2

-- name: dispatch_place_worst
-- The one of a class whose seat costs least to give up; pinned ones stay.
SELECT a.person_id AS id, a.version_id, a.person_id, a.org_path, a.class_id, a.tier, a.reason, a.urgency, a.fit, a.last_on, a.recent,
    a.missing_centi, a.debts, a.claims
FROM dispatch_place a WHERE a.version_id = $1 AND a.class_id = $2 AND a.pinned = 0 AND a.person_id <> $3
    AND a.org_path >= $4 AND a.org_path < $5
ORDER BY a.urgency - a.fit, a.person_id LIMIT 1

-- name: dispatch_place_waiting
-- Left out, most urgent first: who might take a seat, in a part of the tree.
SELECT a.person_id AS id, a.version_id, a.person_id, p.name AS person_name, p.org_id, o.name AS org_name, a.org_path, p.post,
    p.audience_code, a.class_id, a.wanted_id, a.tier, a.reason, a.urgency, a.fit, a.bar, a.missing_centi, a.last_on, a.recent, a.debts,
    a.claims
FROM dispatch_place a JOIN person p ON p.id = a.person_id JOIN org o ON o.id = p.org_id
WHERE a.version_id = $1 AND a.class_id IS NULL AND a.org_path >= $2 AND a.org_path < $3 AND p.state = 'active'
ORDER BY a.urgency DESC, a.person_id LIMIT $4

-- name: dispatch_class_use
SELECT a.class_id, COUNT(*) AS placed, MIN(a.urgency) AS least_urgency, SUM(CASE WHEN a.tier = 'never' THEN 1 ELSE 0 END) AS never,
    SUM(CASE WHEN a.tier = 'over' THEN 1 ELSE 0 END) AS over
FROM dispatch_place a WHERE a.version_id = $1 AND a.class_id IS NOT NULL GROUP BY a.class_id

-- name: dispatch_quota_use
-- Of each quota of round $2, how many are placed in it.
SELECT f.class_id, q.org_id, o.name AS org_name, q.seats_min, q.seats_max,
    (SELECT COUNT(*) FROM dispatch_place a
     WHERE a.version_id = $1 AND a.class_id = f.class_id AND a.org_path >= o.path AND a.org_path < o.path || '~') AS taken
FROM dispatch_offer f JOIN class_quota q ON q.class_id = f.class_id JOIN org o ON o.id = q.org_id
WHERE f.round_id = $2 ORDER BY f.class_id, o.path

-- name: dispatch_group_use
SELECT COUNT(*) FROM dispatch_place a
WHERE a.version_id = $1 AND a.class_id = $2 AND a.org_path >= $3 AND a.org_path < $4

-- name: dispatch_unit_use
-- By the unit's part of the tree just below path $2.
SELECT o.id AS org_id, o.name AS org_name, o.path AS org_path, COUNT(*) AS people,
    SUM(CASE WHEN a.class_id IS NULL THEN 0 ELSE 1 END) AS placed,
    SUM(CASE WHEN a.tier = 'never' THEN 1 ELSE 0 END) AS never,
    SUM(CASE WHEN a.tier = 'never' AND a.class_id IS NULL THEN 1 ELSE 0 END) AS never_out,
    SUM(CASE WHEN a.tier IN ('recent', 'over') AND a.class_id IS NOT NULL THEN 1 ELSE 0 END) AS trained_in
FROM org u JOIN org o ON o.parent_id = u.id
    JOIN dispatch_place a ON a.version_id = $1 AND a.org_path >= o.path AND a.org_path < o.path || '~'
WHERE u.path = $2 GROUP BY o.id, o.name, o.path ORDER BY o.path

-- name: dispatch_unit_size
SELECT o.id AS org_id, o.name AS org_name, a.org_path, COUNT(*) AS people
FROM dispatch_place a JOIN org o ON o.path = a.org_path WHERE a.version_id = $1 GROUP BY a.org_path, o.id, o.name ORDER BY a.org_path

-- name: dispatch_unit_class
SELECT a.org_path, a.class_id, COUNT(*) AS placed
FROM dispatch_place a WHERE a.version_id = $1 AND a.class_id IS NOT NULL GROUP BY a.org_path, a.class_id ORDER BY a.org_path

-- name: dispatch_unit_placed
SELECT a.org_path, a.class_id, COUNT(*) AS placed
FROM dispatch_place a WHERE a.version_id = $1 AND a.org_path = $2 AND a.class_id IS NOT NULL GROUP BY a.org_path, a.class_id

-- name: dispatch_edit_insert
INSERT INTO dispatch_edit (id, version_id, person_id, from_id, to_id, other_id, cost, reason, account_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: dispatch_edit_list
SELECT e.id, e.version_id, e.person_id, p.name AS person_name, e.from_id, f.title AS from_title, e.to_id, t.title AS to_title, e.other_id,
    q.name AS other_name, e.cost, e.reason, e.at
FROM dispatch_edit e JOIN person p ON p.id = e.person_id LEFT JOIN class f ON f.id = e.from_id LEFT JOIN class t ON t.id = e.to_id
    LEFT JOIN person q ON q.id = e.other_id
WHERE e.version_id = $1 ORDER BY e.id DESC LIMIT 200

-- name: dispatch_clash_list
-- Before publishing: who of a version was called or enrolled elsewhere at the same time, is called to the same class, attended its
-- programme since $2, was barred since it was computed, or has left. An online class stands beside any other.
SELECT x.kind, a.person_id, p.name AS person_name, o.name AS org_name, a.class_id, k.title AS class_title, x.other_id,
    z.title AS other_title, zo.name AS other_org, z.starts_on, z.ends_on
FROM dispatch_place a JOIN person p ON p.id = a.person_id JOIN org o ON o.id = p.org_id JOIN class k ON k.id = a.class_id
    JOIN (
        SELECT 'called' AS kind, a1.person_id, d.class_id AS other_id
        FROM dispatch_place a1 JOIN class k1 ON k1.id = a1.class_id JOIN dispatch_call d ON d.person_id = a1.person_id
            JOIN class z1 ON z1.id = d.class_id
        WHERE a1.version_id = $1 AND a1.class_id IS NOT NULL AND (d.class_id = a1.class_id OR (d.state IN ('sent', 'accepted', 'refused',
            'enrolled') AND z1.starts_on <= k1.ends_on AND z1.ends_on >= k1.starts_on AND z1.account_kind = 'concentrated'
            AND k1.account_kind = 'concentrated'))
        UNION ALL
        SELECT 'enrolled' AS kind, a2.person_id, e.class_id AS other_id
        FROM dispatch_place a2 JOIN class k2 ON k2.id = a2.class_id JOIN enrolment e ON e.person_id = a2.person_id
            JOIN class z2 ON z2.id = e.class_id
        WHERE a2.version_id = $1 AND a2.class_id IS NOT NULL AND e.state IN ('proposed', 'waiting', 'confirmed')
            AND z2.state IN ('draft', 'open', 'running') AND (z2.id = k2.id OR (z2.starts_on <= k2.ends_on AND z2.ends_on >= k2.starts_on
            AND z2.account_kind = 'concentrated' AND k2.account_kind = 'concentrated'))
        UNION ALL
        SELECT 'attended' AS kind, a3.person_id, e.class_id AS other_id
        FROM dispatch_place a3 JOIN class k3 ON k3.id = a3.class_id JOIN enrolment e ON e.person_id = a3.person_id
            JOIN class z3 ON z3.id = e.class_id
        WHERE a3.version_id = $1 AND a3.class_id IS NOT NULL AND e.state = 'completed' AND z3.programme_id = k3.programme_id
            AND z3.ends_on >= $2
        UNION ALL
        SELECT 'left' AS kind, a4.person_id, a4.class_id AS other_id
        FROM dispatch_place a4 JOIN person p4 ON p4.id = a4.person_id
        WHERE a4.version_id = $1 AND a4.class_id IS NOT NULL AND p4.state <> 'active'
        UNION ALL
        SELECT 'barred' AS kind, a5.person_id, a5.class_id AS other_id
        FROM dispatch_version v5 JOIN dispatch_wish w ON w.round_id = v5.round_id AND w.kind = 'bar'
            JOIN dispatch_place a5 ON a5.version_id = v5.id AND a5.person_id = w.person_id
        WHERE v5.id = $1 AND a5.class_id IS NOT NULL AND (w.class_id IS NULL OR w.class_id = a5.class_id)
    ) AS x ON x.person_id = a.person_id
    JOIN class z ON z.id = x.other_id JOIN org zo ON zo.id = z.org_id
WHERE a.version_id = $1 AND a.class_id IS NOT NULL ORDER BY a.person_id, x.kind LIMIT $3

-- ---- calls ----

-- In each of them $1 is today.

-- name: dispatch_call_get
SELECT d.id, d.round_id, r.title AS round_title, r.state AS round_state, r.org_id AS round_org_id, ro.name AS round_org_name,
    ro.path AS round_path, d.class_id, k.title AS class_title, k.starts_on, k.ends_on, k.room, h.name AS host_name, d.person_id, p.name AS person_name, p.post, d.org_id,
    o.name AS org_name, d.org_path, d.state, d.due_on,
    CASE WHEN d.state = 'sent' AND d.due_on < $1 THEN 1 ELSE 0 END AS overdue, d.late, d.why, d.answer_kind, d.answer, d.evidence, d.proposed_id,
    q.name AS proposed_name, d.answered_at, d.unit_state, d.unit_note, d.unit_at, d.ruling_note, d.ruled_at, d.replaces_id,
    rp.name AS replaces_name, d.replaced_by_id, sp.name AS replaced_by_name, d.enrolment_id, e.state AS enrolment_state, d.version, d.created_at, d.updated_at
FROM dispatch_call d JOIN dispatch_round r ON r.id = d.round_id JOIN org ro ON ro.id = r.org_id JOIN class k ON k.id = d.class_id
    JOIN org h ON h.id = k.org_id JOIN person p ON p.id = d.person_id JOIN org o ON o.id = d.org_id
    LEFT JOIN person q ON q.id = d.proposed_id LEFT JOIN enrolment e ON e.id = d.enrolment_id
    LEFT JOIN dispatch_call rc ON rc.id = d.replaces_id LEFT JOIN person rp ON rp.id = rc.person_id
    LEFT JOIN dispatch_call sc ON sc.id = d.replaced_by_id LEFT JOIN person sp ON sp.id = sc.person_id
WHERE d.id = $2

-- name: dispatch_call_page_round
SELECT d.id, d.round_id, r.title AS round_title, r.state AS round_state, r.org_id AS round_org_id, ro.name AS round_org_name,
    ro.path AS round_path, d.class_id, k.title AS class_title, k.starts_on, k.ends_on, k.room, h.name AS host_name, d.person_id, p.name AS person_name, p.post, d.org_id,
    o.name AS org_name, d.org_path, d.state, d.due_on,
    CASE WHEN d.state = 'sent' AND d.due_on < $1 THEN 1 ELSE 0 END AS overdue, d.late, d.why, d.answer_kind, d.answer, d.evidence, d.proposed_id,
    q.name AS proposed_name, d.answered_at, d.unit_state, d.unit_note, d.unit_at, d.ruling_note, d.ruled_at, d.replaces_id,
    rp.name AS replaces_name, d.replaced_by_id, sp.name AS replaced_by_name, d.enrolment_id, e.state AS enrolment_state, d.version, d.created_at, d.updated_at
FROM dispatch_call d JOIN dispatch_round r ON r.id = d.round_id JOIN org ro ON ro.id = r.org_id JOIN class k ON k.id = d.class_id
    JOIN org h ON h.id = k.org_id JOIN person p ON p.id = d.person_id JOIN org o ON o.id = d.org_id
    LEFT JOIN person q ON q.id = d.proposed_id LEFT JOIN enrolment e ON e.id = d.enrolment_id
    LEFT JOIN dispatch_call rc ON rc.id = d.replaces_id LEFT JOIN person rp ON rp.id = rc.person_id
    LEFT JOIN dispatch_call sc ON sc.id = d.replaced_by_id LEFT JOIN person sp ON sp.id = sc.person_id
WHERE d.round_id = $2 {filters} {page}

-- name: dispatch_call_page_unit
-- Calls to a part of the tree, of all rounds.
SELECT d.id, d.round_id, r.title AS round_title, r.state AS round_state, r.org_id AS round_org_id, ro.name AS round_org_name,
    ro.path AS round_path, d.class_id, k.title AS class_title, k.starts_on, k.ends_on, k.room, h.name AS host_name, d.person_id, p.name AS person_name, p.post, d.org_id,
    o.name AS org_name, d.org_path, d.state, d.due_on,
    CASE WHEN d.state = 'sent' AND d.due_on < $1 THEN 1 ELSE 0 END AS overdue, d.late, d.why, d.answer_kind, d.answer, d.evidence, d.proposed_id,
    q.name AS proposed_name, d.answered_at, d.unit_state, d.unit_note, d.unit_at, d.ruling_note, d.ruled_at, d.replaces_id,
    rp.name AS replaces_name, d.replaced_by_id, sp.name AS replaced_by_name, d.enrolment_id, e.state AS enrolment_state, d.version, d.created_at, d.updated_at
FROM dispatch_call d JOIN dispatch_round r ON r.id = d.round_id JOIN org ro ON ro.id = r.org_id JOIN class k ON k.id = d.class_id
    JOIN org h ON h.id = k.org_id JOIN person p ON p.id = d.person_id JOIN org o ON o.id = d.org_id
    LEFT JOIN person q ON q.id = d.proposed_id LEFT JOIN enrolment e ON e.id = d.enrolment_id
    LEFT JOIN dispatch_call rc ON rc.id = d.replaces_id LEFT JOIN person rp ON rp.id = rc.person_id
    LEFT JOIN dispatch_call sc ON sc.id = d.replaced_by_id LEFT JOIN person sp ON sp.id = sc.person_id
WHERE d.org_path >= $2 AND d.org_path < $3 {filters} {page}

-- name: dispatch_call_page_mine
SELECT d.id, d.round_id, r.title AS round_title, r.state AS round_state, r.org_id AS round_org_id, ro.name AS round_org_name,
    ro.path AS round_path, d.class_id, k.title AS class_title, k.starts_on, k.ends_on, k.room, h.name AS host_name, d.person_id, p.name AS person_name, p.post, d.org_id,
    o.name AS org_name, d.org_path, d.state, d.due_on,
    CASE WHEN d.state = 'sent' AND d.due_on < $1 THEN 1 ELSE 0 END AS overdue, d.late, d.why, d.answer_kind, d.answer, d.evidence, d.proposed_id,
    q.name AS proposed_name, d.answered_at, d.unit_state, d.unit_note, d.unit_at, d.ruling_note, d.ruled_at, d.replaces_id,
    rp.name AS replaces_name, d.replaced_by_id, sp.name AS replaced_by_name, d.enrolment_id, e.state AS enrolment_state, d.version, d.created_at, d.updated_at
FROM dispatch_call d JOIN dispatch_round r ON r.id = d.round_id JOIN org ro ON ro.id = r.org_id JOIN class k ON k.id = d.class_id
    JOIN org h ON h.id = k.org_id JOIN person p ON p.id = d.person_id JOIN org o ON o.id = d.org_id
    LEFT JOIN person q ON q.id = d.proposed_id LEFT JOIN enrolment e ON e.id = d.enrolment_id
    LEFT JOIN dispatch_call rc ON rc.id = d.replaces_id LEFT JOIN person rp ON rp.id = rc.person_id
    LEFT JOIN dispatch_call sc ON sc.id = d.replaced_by_id LEFT JOIN person sp ON sp.id = sc.person_id
WHERE d.person_id = $2 {filters} {page}

-- name: dispatch_call_counts
-- Of a round, by state, from the index alone; class $3, or all when it is 0.
SELECT d.state, COUNT(*) AS calls, SUM(CASE WHEN d.state = 'sent' AND d.due_on < $1 THEN 1 ELSE 0 END) AS overdue
FROM dispatch_call d WHERE d.round_id = $2 AND (CAST($3 AS BIGINT) = 0 OR d.class_id = $3) GROUP BY d.state

-- name: dispatch_call_insert
-- `lists` has the bit 1 << enum dispatch_list of each list that the person stands on today.
INSERT INTO dispatch_call (id, round_id, class_id, person_id, org_id, org_path, state, due_on, why, replaces_id, lists, version, created_at,
    updated_at)
VALUES ($1, $2, $3, $4, $5, $6, 'sent', $7, $8, $9,
    (SELECT COALESCE(SUM(CASE l.list WHEN 'never' THEN 2 WHEN 'hard' THEN 4 ELSE 8 END), 0) FROM dispatch_listed l WHERE l.person_id = $4),
    1, $10, $10)

-- name: dispatch_call_update
UPDATE dispatch_call SET state = $2, late = $3, answer_kind = $4, answer = $5, evidence = $6, proposed_id = $7, answered_by = $8,
    answered_at = $9, unit_state = $10, unit_note = $11, unit_by = $12, unit_at = $13, ruling_note = $14, ruled_by = $15, ruled_at = $16,
    replaced_by_id = $17, enrolment_id = $18, due_on = $19, version = version + 1, updated_at = $20, org_id = $21, org_path = $22
WHERE id = $1

-- name: dispatch_call_event_insert
INSERT INTO dispatch_call_event (id, call_id, from_state, to_state, note, account_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: dispatch_call_event_list
-- `other_name`: whom a call that begins replaces, and who was called when it was replaced.
SELECT v.id, v.call_id, v.from_state, v.to_state, v.note, v.at, a.name AS account_name,
    CASE WHEN v.to_state = 'replaced' THEN sp.name WHEN v.from_state = '' THEN rp.name END AS other_name
FROM dispatch_call_event v JOIN dispatch_call d ON d.id = v.call_id LEFT JOIN account a ON a.id = v.account_id
    LEFT JOIN dispatch_call rc ON rc.id = d.replaces_id LEFT JOIN person rp ON rp.id = rc.person_id
    LEFT JOIN dispatch_call sc ON sc.id = d.replaced_by_id LEFT JOIN person sp ON sp.id = sc.person_id
WHERE v.call_id = $1 ORDER BY v.id

-- name: dispatch_call_of_class
SELECT d.id FROM dispatch_call d WHERE d.class_id = $1 AND d.person_id = $2

-- name: dispatch_call_quiet_list
-- Calls of a round that nobody was told of yet.
SELECT d.id FROM dispatch_call d WHERE d.notified = 0 ORDER BY d.id LIMIT $1

-- name: dispatch_call_told
UPDATE dispatch_call SET notified = 1 WHERE id = $1

-- name: dispatch_late_rounds
-- Rounds with calls that are due by $1 and wait for the person or the unit.
SELECT d.round_id AS id FROM dispatch_call d
WHERE d.state IN ('sent', 'accepted', 'refused') AND d.due_on <= $1 AND d.late < 3 AND (d.state = 'sent' OR d.unit_state = '')
GROUP BY d.round_id ORDER BY d.round_id

-- name: dispatch_call_due_list
-- Calls of a round whose day has come for a step of lateness that was not taken yet: nobody is reminded before the day of what
-- waits for the unit.
SELECT d.id FROM dispatch_call d
WHERE d.round_id = $4 AND d.state IN ('sent', 'accepted', 'refused') AND d.due_on <= $1 AND d.late < $2
    AND (d.state = 'sent' OR (d.unit_state = '' AND CAST($2 AS BIGINT) > 1))
ORDER BY d.id LIMIT $3

-- name: dispatch_call_open_list
SELECT d.id FROM dispatch_call d WHERE d.round_id = $1 AND d.state IN ('sent', 'accepted', 'refused', 'denied') ORDER BY d.id

-- name: dispatch_call_waiting_list
SELECT d.id FROM dispatch_call d JOIN dispatch_round r ON r.id = d.round_id
WHERE d.person_id = $1 AND d.state IN ('sent', 'accepted', 'refused') AND r.state = 'published' ORDER BY d.id

-- name: dispatch_liaison_list
-- Accounts that speak for a unit: liaisons on it or above it.
SELECT a.id AS account_id, a.person_id
FROM org u JOIN account_role g ON g.org_id = u.id JOIN account a ON a.id = g.account_id
WHERE u.path IN ($1, SUBSTR(CAST($1 AS TEXT), 1, 4), SUBSTR($1, 1, 8), SUBSTR($1, 1, 12), SUBSTR($1, 1, 16), SUBSTR($1, 1, 20))
    AND g.role = $3 AND g.revoked_at IS NULL AND g.from_on <= $2 AND (g.until_on IS NULL OR g.until_on >= $2) AND a.state = 'active'
ORDER BY a.id LIMIT 20

-- name: dispatch_unit_people
SELECT COUNT(*) FROM person p WHERE p.org_path = $1 AND p.state = 'active'

-- name: dispatch_unit_away
SELECT COUNT(*) FROM dispatch_call d JOIN class k ON k.id = d.class_id
WHERE d.org_path = $1 AND d.state IN ('sent', 'accepted', 'enrolled') AND k.account_kind = 'concentrated' AND k.starts_on <= $3
    AND k.ends_on >= $2

-- name: dispatch_debt_insert
INSERT INTO dispatch_debt (id, person_id, org_path, call_id, kind, state, created_at) VALUES ($1, $2, $3, $4, $5, 'open', $6)
ON CONFLICT (call_id) DO UPDATE SET kind = excluded.kind, state = 'open', settled_call_id = NULL, settled_at = NULL

-- name: dispatch_debt_settle
UPDATE dispatch_debt SET state = $3, settled_call_id = $2, note = $4, settled_at = $5 WHERE person_id = $1 AND state = 'open'

-- name: dispatch_debt_of_call
UPDATE dispatch_debt SET state = 'waived', note = $2, settled_at = $3 WHERE call_id = $1 AND state = 'open'

-- name: dispatch_debt_page
SELECT b.id, b.person_id, p.name AS person_name, p.org_id, o.name AS org_name, b.call_id, k.title AS class_title, r.title AS round_title,
    b.kind, b.state, b.note, b.created_at, b.settled_at
FROM dispatch_debt b JOIN person p ON p.id = b.person_id JOIN org o ON o.id = p.org_id JOIN dispatch_call d ON d.id = b.call_id
    JOIN class k ON k.id = d.class_id JOIN dispatch_round r ON r.id = d.round_id
WHERE b.org_path >= $1 AND b.org_path < $2 {filters} {page}

-- name: dispatch_debt_person
SELECT b.id, b.person_id, b.call_id, k.title AS class_title, r.title AS round_title, b.kind, b.state, b.note, b.created_at, b.settled_at
FROM dispatch_debt b JOIN dispatch_call d ON d.id = b.call_id JOIN class k ON k.id = d.class_id JOIN dispatch_round r ON r.id = d.round_id
WHERE b.person_id = $1 ORDER BY b.id DESC LIMIT 50

-- ---- times away, objections ----

-- name: dispatch_away_page
SELECT w.id, w.person_id, p.name AS person_name, o.name AS org_name, w.org_path, w.from_on, w.until_on, w.said_by, w.reason, w.at
FROM dispatch_away w JOIN person p ON p.id = w.person_id JOIN org o ON o.id = p.org_id
WHERE w.org_path >= $1 AND w.org_path < $2 {filters} {page}

-- name: dispatch_away_person
SELECT w.id, w.person_id, w.org_path, w.from_on, w.until_on, w.said_by, w.reason, w.at
FROM dispatch_away w WHERE w.person_id = $1 AND w.until_on >= $2 ORDER BY w.until_on, w.id

-- name: dispatch_away_get
SELECT w.id, w.person_id, w.org_path, w.from_on, w.until_on, w.said_by, w.reason, w.at FROM dispatch_away w WHERE w.id = $1

-- name: dispatch_away_insert
INSERT INTO dispatch_away (id, person_id, org_path, from_on, until_on, said_by, reason, account_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: dispatch_away_remove
DELETE FROM dispatch_away WHERE id = $1

-- name: dispatch_objection_get
SELECT x.id, x.person_id, p.name AS person_name, o.name AS org_name, x.org_path, x.about, x.list, x.subject_id, x.text, x.state, x.answer,
    x.due_on, x.answered_at, x.version, x.created_at,
    CASE WHEN x.about <> 'left_out' OR x.state <> 'upheld' THEN ''
        WHEN EXISTS (SELECT 1 FROM dispatch_call d WHERE d.person_id = x.person_id AND d.created_at > x.answered_at
            AND (d.state <> 'withdrawn' OR EXISTS (SELECT 1 FROM dispatch_debt b WHERE b.call_id = d.id))) THEN 'met'
        ELSE 'open' END AS claim
FROM dispatch_objection x JOIN person p ON p.id = x.person_id JOIN org o ON o.id = p.org_id WHERE x.id = $1

-- name: dispatch_objection_page
SELECT x.id, x.person_id, p.name AS person_name, o.name AS org_name, x.org_path, x.about, x.list, x.subject_id, x.text, x.state, x.answer,
    x.due_on, x.answered_at, x.version, x.created_at,
    CASE WHEN x.about <> 'left_out' OR x.state <> 'upheld' THEN ''
        WHEN EXISTS (SELECT 1 FROM dispatch_call d WHERE d.person_id = x.person_id AND d.created_at > x.answered_at
            AND (d.state <> 'withdrawn' OR EXISTS (SELECT 1 FROM dispatch_debt b WHERE b.call_id = d.id))) THEN 'met'
        ELSE 'open' END AS claim
FROM dispatch_objection x JOIN person p ON p.id = x.person_id JOIN org o ON o.id = p.org_id
WHERE x.org_path >= $1 AND x.org_path < $2 {filters} {page}

-- name: dispatch_objection_person
SELECT x.id, x.person_id, x.org_path, x.about, x.list, x.subject_id, x.text, x.state, x.answer, x.due_on, x.answered_at, x.version,
    x.created_at,
    CASE WHEN x.about <> 'left_out' OR x.state <> 'upheld' THEN ''
        WHEN EXISTS (SELECT 1 FROM dispatch_call d WHERE d.person_id = x.person_id AND d.created_at > x.answered_at
            AND (d.state <> 'withdrawn' OR EXISTS (SELECT 1 FROM dispatch_debt b WHERE b.call_id = d.id))) THEN 'met'
        ELSE 'open' END AS claim
FROM dispatch_objection x WHERE x.person_id = $1 ORDER BY x.id DESC LIMIT 50

-- name: dispatch_objection_insert
INSERT INTO dispatch_objection (id, person_id, org_path, about, list, subject_id, text, state, due_on, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, 1, $9, $9)

-- name: dispatch_objection_answer
UPDATE dispatch_objection SET state = $2, answer = $3, answered_by = $4, answered_at = $5, version = version + 1, updated_at = $5
WHERE id = $1

-- name: dispatch_objection_late
SELECT x.id FROM dispatch_objection x WHERE x.state = 'open' AND x.due_on < $1 ORDER BY x.due_on DESC, x.id DESC LIMIT 100

-- ---- what a round did ----

-- name: dispatch_outcome_set
-- Of the calls of round $1, substitutes too, to those who stood on list $2, whose bit is $3; '' and 1 are all.
INSERT INTO dispatch_outcome (round_id, list, called, waiting, came, absent, excused, denied, left_list, joined_list, at)
SELECT $1, $2, COALESCE(SUM(CASE WHEN x.stood = 1 THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN x.stood = 1 AND x.state IN ('sent', 'accepted', 'refused', 'enrolled') THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN x.stood = 1 AND x.state = 'completed' THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN x.stood = 1 AND (x.state = 'absent' OR (x.state = 'withdrawn' AND x.owes = 1)) THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN x.stood = 1 AND (x.state = 'excused' OR (x.state = 'replaced' AND x.hardship = 1)) THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN x.stood = 1 AND (x.state = 'denied' OR (x.state = 'replaced' AND x.hardship = 0 AND x.owes = 1)) THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN x.stood = 1 AND x.stands = 0 THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN x.stood = 0 AND x.stands = 1 THEN 1 ELSE 0 END), 0), $4
FROM (
    SELECT d.state, CASE WHEN CAST($3 AS BIGINT) = 1 OR d.lists / CAST($3 AS BIGINT) % 2 = 1 THEN 1 ELSE 0 END AS stood,
        CASE WHEN EXISTS (SELECT 1 FROM dispatch_listed l WHERE l.person_id = d.person_id AND l.list = $2) THEN 1 ELSE 0 END AS stands,
        CASE WHEN b.id IS NULL THEN 0 ELSE 1 END AS owes, CASE WHEN b.kind = 'hardship' THEN 1 ELSE 0 END AS hardship
    FROM dispatch_call d LEFT JOIN dispatch_debt b ON b.call_id = d.id
    WHERE d.round_id = $1
) AS x WHERE 1 = 1
ON CONFLICT (round_id, list) DO UPDATE SET called = excluded.called, waiting = excluded.waiting, came = excluded.came, absent = excluded.absent,
    excused = excluded.excused, denied = excluded.denied, left_list = excluded.left_list, joined_list = excluded.joined_list, at = excluded.at

-- name: dispatch_outcome_list
SELECT list, called, waiting, came, absent, excused, denied, left_list, joined_list, at FROM dispatch_outcome WHERE round_id = $1
ORDER BY CASE list WHEN '' THEN 0 WHEN 'never' THEN 1 WHEN 'hard' THEN 2 ELSE 3 END

-- name: dispatch_outcome_rounds
SELECT r.id AS round_id, r.title, o.name AS org_name, r.state, r.from_on, r.until_on
FROM dispatch_round r JOIN org o ON o.id = r.org_id
WHERE r.state IN ('published', 'closed') AND o.path >= $1 AND o.path < $2 ORDER BY r.until_on DESC, r.id DESC LIMIT 5

-- name: dispatch_outcome_classes
SELECT d.class_id, k.title, k.starts_on, k.ends_on, k.state AS class_state, COUNT(*) AS called,
    SUM(CASE WHEN d.state IN ('sent', 'accepted', 'refused') THEN 1 ELSE 0 END) AS waiting,
    SUM(CASE WHEN d.state = 'enrolled' THEN 1 ELSE 0 END) AS enrolled,
    SUM(CASE WHEN d.state = 'completed' THEN 1 ELSE 0 END) AS came,
    SUM(CASE WHEN d.state = 'absent' THEN 1 ELSE 0 END) AS absent
FROM dispatch_call d JOIN class k ON k.id = d.class_id WHERE d.round_id = $1
GROUP BY d.class_id, k.title, k.starts_on, k.ends_on, k.state ORDER BY k.starts_on, d.class_id

-- name: dispatch_recount_add
INSERT INTO dispatch_recount (round_id) VALUES ($1) ON CONFLICT (round_id) DO NOTHING

-- name: dispatch_recount_add_of_class
INSERT INTO dispatch_recount (round_id) SELECT f.round_id FROM dispatch_offer f JOIN dispatch_round r ON r.id = f.round_id
WHERE f.class_id = $1 AND r.state IN ('published', 'closed') ON CONFLICT (round_id) DO NOTHING

-- name: dispatch_recount_add_all
-- The lists of everybody were looked at.
INSERT INTO dispatch_recount (round_id) SELECT r.id FROM dispatch_round r WHERE r.state = 'published' ON CONFLICT (round_id) DO NOTHING

-- name: dispatch_recount_list
SELECT round_id AS id FROM dispatch_recount ORDER BY round_id LIMIT $1

-- name: dispatch_recount_remove
DELETE FROM dispatch_recount WHERE round_id = $1

-- name: dispatch_call_over_list
-- Calls that nothing can happen to any more: their class was confirmed or cancelled.
SELECT d.id FROM dispatch_call d JOIN class k ON k.id = d.class_id
WHERE d.round_id = $1 AND d.state IN ('sent', 'accepted', 'refused', 'enrolled') AND k.state IN ('confirmed', 'cancelled') ORDER BY d.id LIMIT 500

-- ---- organisations and people that move ----

-- name: dispatch_moved_call
UPDATE dispatch_call SET org_path = $3 || SUBSTR(org_path, CAST($4 AS INTEGER))
WHERE org_path >= $1 AND org_path < $2

-- name: dispatch_moved_debt
UPDATE dispatch_debt SET org_path = $3 || SUBSTR(org_path, CAST($4 AS INTEGER))
WHERE org_path >= $1 AND org_path < $2

-- name: dispatch_moved_away
UPDATE dispatch_away SET org_path = $3 || SUBSTR(org_path, CAST($4 AS INTEGER))
WHERE org_path >= $1 AND org_path < $2

-- name: dispatch_moved_objection
UPDATE dispatch_objection SET org_path = $3 || SUBSTR(org_path, CAST($4 AS INTEGER))
WHERE org_path >= $1 AND org_path < $2

-- name: dispatch_moved_listed
UPDATE dispatch_listed SET org_path = $3 || SUBSTR(org_path, CAST($4 AS INTEGER))
WHERE list IN ('never', 'hard', 'over') AND org_path >= $1 AND org_path < $2

-- name: dispatch_moved_place
-- Of plans that are still worked with: the others stay as they were decided.
UPDATE dispatch_place SET org_path = $3 || SUBSTR(org_path, CAST($4 AS INTEGER))
WHERE version_id IN (SELECT r.chosen_id FROM dispatch_round r WHERE r.state IN ('draft', 'solved', 'reviewed', 'published'))
    AND org_path >= $1 AND org_path < $2

-- name: dispatch_transferred_debt
UPDATE dispatch_debt SET org_path = (SELECT p.org_path FROM person p WHERE p.id = $1) WHERE person_id = $1

-- name: dispatch_transferred_away
UPDATE dispatch_away SET org_path = (SELECT p.org_path FROM person p WHERE p.id = $1) WHERE person_id = $1

-- name: dispatch_transferred_objection
UPDATE dispatch_objection SET org_path = (SELECT p.org_path FROM person p WHERE p.id = $1) WHERE person_id = $1
