-- name: trust_reach
-- Grants that reach an organisation ($1, its path): on it or on one of those above it, of which there are at most eight.
SELECT r.id, r.account_id, a.person_id, COALESCE(p.name, a.name) AS name, a.login, r.role, r.org_id, o.name AS org_name,
    o.path, r.from_on, r.until_on
FROM org o JOIN account_role r ON r.org_id = o.id JOIN account a ON a.id = r.account_id LEFT JOIN person p ON p.id = a.person_id
WHERE o.path IN (substr($1, 1, 4), substr($1, 1, 8), substr($1, 1, 12), substr($1, 1, 16), substr($1, 1, 20), substr($1, 1, 24),
    substr($1, 1, 28), substr($1, 1, 32)) AND r.revoked_at IS NULL AND (r.until_on IS NULL OR r.until_on >= $2)
    AND a.state = 'active' AND $3 LIKE '%,' || r.role || ',%' {filters} {page}

-- name: trust_within
-- Grants anywhere in a part of the tree.
SELECT r.id, r.account_id, a.person_id, COALESCE(p.name, a.name) AS name, a.login, r.role, r.org_id, o.name AS org_name,
    o.path, r.from_on, r.until_on
FROM org o JOIN account_role r ON r.org_id = o.id JOIN account a ON a.id = r.account_id LEFT JOIN person p ON p.id = a.person_id
WHERE o.path >= $1 AND o.path < $2 AND r.revoked_at IS NULL AND (r.until_on IS NULL OR r.until_on >= $3)
    AND a.state = 'active' AND $4 LIKE '%,' || r.role || ',%' {filters} {page}

-- name: trust_duty_list
-- Who has a duty in a class that a person is or was in.
SELECT s.id, k.id AS class_id, k.title AS class_title, k.starts_on, k.ends_on, o.name AS org_name, s.person_id, p.name, s.duty
FROM enrolment e JOIN class k ON k.id = e.class_id JOIN org o ON o.id = k.org_id JOIN class_staff s ON s.class_id = k.id
    JOIN person p ON p.id = s.person_id
WHERE e.person_id = $1 AND e.state IN ('proposed', 'waiting', 'confirmed', 'completed', 'failed') AND s.person_id <> $1
ORDER BY k.starts_on DESC, k.id, s.id

-- name: trust_subject_list
-- As much of a person as it takes to ask about them.
SELECT p.id, p.name, o.name AS org_name FROM person p JOIN org o ON o.id = p.org_id
WHERE p.org_path >= $1 AND p.org_path < $2 {filters} {page}

-- name: trust_own_profile
SELECT p.name, p.gender, p.citizen_mask, o.name AS org_name, p.post, r.name_zh, r.name_en, p.is_leader, p.promoted_on,
    u.name_zh, u.name_en, p.state, p.created_at, p.updated_at
FROM person p JOIN org o ON o.id = p.org_id LEFT JOIN rank r ON r.code = p.rank_code LEFT JOIN audience u ON u.code = p.audience_code
WHERE p.id = $1

-- name: trust_own_ranks
SELECT r.name_zh, r.name_en, x.is_leader, x.from_on, x.until_on, x.note FROM person_rank x JOIN rank r ON r.code = x.rank_code
WHERE x.person_id = $1 ORDER BY x.from_on

-- name: trust_own_units
SELECT o.name, x.from_on, x.until_on FROM person_org x JOIN org o ON o.id = x.org_id WHERE x.person_id = $1 ORDER BY x.from_on

-- name: trust_own_roles
SELECT a.login, r.role, o.name, r.from_on, r.until_on, r.granted_at, r.revoked_at
FROM account a JOIN account_role r ON r.account_id = a.id JOIN org o ON o.id = r.org_id WHERE a.person_id = $1 ORDER BY r.id

-- name: trust_own_enrolments
SELECT k.title, o.name, k.starts_on, k.ends_on, e.state, e.reason, e.created_at, e.updated_at
FROM enrolment e JOIN class k ON k.id = e.class_id JOIN org o ON o.id = k.org_id WHERE e.person_id = $1 ORDER BY e.id

-- name: trust_own_rolls
SELECT k.title, s.title, s.starts_at, m.state, m.source, m.at, m.hours_centi
FROM enrolment e JOIN class k ON k.id = e.class_id JOIN session s ON s.class_id = k.id
    JOIN roll_mark m ON m.session_id = s.id AND m.person_id = e.person_id
WHERE e.person_id = $1 ORDER BY s.starts_at, s.id

-- name: trust_own_leaves
SELECT k.title, l.kind, l.from_at, l.until_at, l.hours_centi, l.reason, l.state, l.note, l.created_at
FROM leave_request l JOIN class k ON k.id = l.class_id WHERE l.person_id = $1 ORDER BY l.id

-- name: trust_own_results
SELECT k.title, r.outcome, r.reason, r.present, r.late, r.leave, r.absent, r.hours_centi, r.online_centi, r.confirmed_at
FROM enrolment e JOIN class k ON k.id = e.class_id JOIN class_result r ON r.class_id = e.class_id AND r.person_id = e.person_id
WHERE e.person_id = $1 ORDER BY r.confirmed_at

-- name: trust_own_ledger
SELECT l.seq, l.kind, l.hours_centi, l.days_centi, l.earned_on, l.title, l.source_kind, l.evidence, o.name, l.posted_at, l.prev_hash,
    l.hash
FROM ledger_entry l LEFT JOIN org o ON o.id = l.org_id WHERE l.person_id = $1 ORDER BY l.seq

-- name: trust_own_evaluations
-- What was said anonymously is kept apart from who said it: only that somebody answered is theirs to see.
SELECT v.title, k.title, v.anonymous, q.text, n.text
FROM enrolment e JOIN class k ON k.id = e.class_id JOIN evaluation v ON v.class_id = k.id
    JOIN evaluate_answered a ON a.evaluation_id = v.id AND a.person_id = e.person_id
    LEFT JOIN evaluate_named n ON n.evaluation_id = v.id AND n.person_id = e.person_id
    LEFT JOIN evaluate_question q ON q.id = n.question_id
WHERE e.person_id = $1 ORDER BY v.id, q.ordinal

-- name: trust_own_notices
SELECT n.created_at, n.title_zh, n.body_zh, n.read_at FROM notice n WHERE n.owner_id = $1 ORDER BY n.id

-- name: trust_own_calls
SELECT r.title, k.title, c.state, c.due_on, c.why, c.answer_kind, c.answer, c.unit_note, c.ruling_note, c.created_at, c.answered_at
FROM dispatch_call c JOIN dispatch_round r ON r.id = c.round_id JOIN class k ON k.id = c.class_id WHERE c.person_id = $1 ORDER BY c.id

-- name: trust_own_papers
SELECT f.number, f.kind, f.issued_at, f.revoked_at, f.reason FROM form_issue f WHERE f.person_id = $1 ORDER BY f.id

-- name: trust_own_sessions
SELECT s.created_at, s.expires_at, s.peer, s.agent FROM account a JOIN account_session s ON s.account_id = a.id
WHERE a.person_id = $1 ORDER BY s.created_at

-- name: trust_own_corrections
SELECT t.about, t.field, t.right_value, t.evidence, t.state, t.answer, t.due_on, t.created_at, t.answered_at
FROM trust_correction t WHERE t.person_id = $1 ORDER BY t.id

-- name: trust_correction_insert
INSERT INTO trust_correction (id, person_id, org_path, about, field, right_value, evidence, state, answer, due_on, answered_by, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', '', $8, '', $9)

-- name: trust_correction_office_list
-- Who may answer a request about somebody in a unit ($1, its path), the nearest first; not the one who asks ($4).
SELECT DISTINCT a.id AS account_id, length(o.path) AS depth
FROM org o JOIN account_role r ON r.org_id = o.id JOIN account a ON a.id = r.account_id
WHERE o.path IN (substr($1, 1, 4), substr($1, 1, 8), substr($1, 1, 12), substr($1, 1, 16), substr($1, 1, 20), substr($1, 1, 24),
    substr($1, 1, 28), substr($1, 1, 32)) AND r.revoked_at IS NULL AND r.from_on <= $2 AND (r.until_on IS NULL OR r.until_on >= $2)
    AND a.state = 'active' AND $3 LIKE '%,' || r.role || ',%' AND (a.person_id IS NULL OR a.person_id <> $4)
ORDER BY depth DESC, account_id LIMIT 100

-- name: trust_correction_get
SELECT t.id, t.person_id, p.name, o.name AS org_name, t.org_path, t.about, t.field, t.right_value, t.evidence, t.state, t.answer,
    t.due_on, t.answered_by, t.answered_at, t.created_at
FROM trust_correction t JOIN person p ON p.id = t.person_id JOIN org o ON o.id = p.org_id WHERE t.id = $1

-- name: trust_correction_page
SELECT t.id, t.person_id, p.name, o.name AS org_name, t.org_path, t.about, t.field, t.right_value, t.evidence, t.state, t.answer,
    t.due_on, t.answered_by, t.answered_at, t.created_at
FROM trust_correction t JOIN person p ON p.id = t.person_id JOIN org o ON o.id = p.org_id
WHERE t.org_path >= $1 AND t.org_path < $2 {filters} {page}

-- name: trust_correction_own_page
SELECT t.id, t.person_id, p.name, o.name AS org_name, t.org_path, t.about, t.field, t.right_value, t.evidence, t.state, t.answer,
    t.due_on, t.answered_by, t.answered_at, t.created_at
FROM trust_correction t JOIN person p ON p.id = t.person_id JOIN org o ON o.id = p.org_id
WHERE t.person_id = $1 {filters} {page}

-- name: trust_correction_open_count
SELECT COUNT(*) FROM trust_correction WHERE person_id = $1 AND state = 'open'

-- name: trust_correction_answer
UPDATE trust_correction SET state = $2, answer = $3, answered_by = $4, answered_at = $5 WHERE id = $1 AND state = 'open'

-- name: trust_retention_list
SELECT t.code, t.from_on, t.until_on, t.days, t.source, r.ran_at, r.removed, r.removed_total
FROM trust_retention t LEFT JOIN trust_retention_run r ON r.code = t.code ORDER BY t.code, t.from_on

-- name: trust_retention_end
UPDATE trust_retention SET until_on = $3 WHERE code = $1 AND from_on < $2 AND (until_on IS NULL OR until_on >= $2)

-- name: trust_retention_next
SELECT MIN(from_on) FROM trust_retention WHERE code = $1 AND from_on > $2

-- name: trust_retention_insert
INSERT INTO trust_retention (code, from_on, until_on, days, source) VALUES ($1, $2, $5, $3, $4)
ON CONFLICT (code, from_on) DO NOTHING

-- name: trust_retention_ran
INSERT INTO trust_retention_run (code, ran_at, removed, removed_total) VALUES ($1, $2, $3, $3)
ON CONFLICT (code) DO UPDATE SET ran_at = excluded.ran_at, removed = excluded.removed,
    removed_total = trust_retention_run.removed_total + excluded.removed

-- name: trust_moved_correction
UPDATE trust_correction SET org_path = $3 || SUBSTR(org_path, CAST($4 AS INTEGER)) WHERE org_path >= $1 AND org_path < $2

-- name: trust_transferred_correction
UPDATE trust_correction SET org_path = (SELECT p.org_path FROM person p WHERE p.id = $1) WHERE person_id = $1
