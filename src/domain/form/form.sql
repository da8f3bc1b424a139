-- name: form_template_find
-- The nearest organisation at or above the path that has one; an organisation that took its own back has none.
SELECT t.id, t.kind, t.org_id, o.name AS org_name, t.revision, t.title, t.intro, t.notes, t.footer, t.signs, t.logo, t.created_at
FROM form_template t LEFT JOIN org o ON o.id = t.org_id
WHERE t.kind = $1 AND t.withdrawn = 0
    AND (t.org_id IS NULL OR o.path = SUBSTR(CAST($2 AS TEXT), 1, LENGTH(o.path)))
    AND NOT EXISTS (SELECT 1 FROM form_template n WHERE n.kind = t.kind AND COALESCE(n.org_id, 0) = COALESCE(t.org_id, 0)
        AND n.revision > t.revision)
ORDER BY COALESCE(LENGTH(o.path), 0) DESC LIMIT 1

-- name: form_template_get
SELECT t.id, t.kind, t.org_id, o.name AS org_name, t.revision, t.title, t.intro, t.notes, t.footer, t.signs, t.logo, t.created_at
FROM form_template t LEFT JOIN org o ON o.id = t.org_id
WHERE t.id = $1

-- name: form_template_versions
SELECT t.id, t.kind, t.org_id, o.name AS org_name, t.revision, t.title, t.intro, t.notes, t.footer, t.signs, t.logo, t.withdrawn,
    t.created_at, a.name AS created_by_name
FROM form_template t LEFT JOIN org o ON o.id = t.org_id LEFT JOIN account a ON a.id = t.created_by
WHERE t.org_id = $1 AND t.kind = $2 ORDER BY t.revision DESC

-- name: form_template_last
SELECT COALESCE(MAX(revision), 0) FROM form_template WHERE org_id = $1 AND kind = $2

-- name: form_template_insert
INSERT INTO form_template (id, kind, org_id, revision, title, intro, notes, footer, signs, logo, withdrawn, created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: form_leave_get
SELECT l.id, l.class_id, l.person_id, p.name AS person_name, p.gender, o.name AS org_name, p.post, r.name_zh AS rank_name,
    c.title AS class_title, h.name AS host_name, h.path AS host_path, c.starts_on, c.ends_on, l.kind AS leave_kind, l.from_at,
    l.until_at, l.hours_centi, l.reason, l.back_at
FROM leave_request l JOIN class c ON c.id = l.class_id JOIN person p ON p.id = l.person_id JOIN org o ON o.id = p.org_id
    JOIN org h ON h.id = c.org_id LEFT JOIN rank r ON r.code = p.rank_code
WHERE l.id = $1

-- name: form_leave_step_list
SELECT t.level, t.state, a.name, d.name AS deputy_for, t.note, t.at
FROM leave_step t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN person d ON d.id = t.deputy_for
WHERE t.leave_id = $1 ORDER BY t.id

-- name: form_people_list
SELECT e.person_id, p.name AS person_name, p.gender, o.name AS org_name, p.post, r.name_zh AS rank_name, g.name AS group_name,
    so.name AS site_name
FROM enrolment e JOIN person p ON p.id = e.person_id JOIN org o ON o.id = e.org_id LEFT JOIN rank r ON r.code = p.rank_code
    LEFT JOIN class_group g ON g.id = e.group_id LEFT JOIN class_site t ON t.id = e.site_id LEFT JOIN org so ON so.id = t.org_id
WHERE e.class_id = $1 AND e.state IN ('confirmed', 'completed', 'failed') AND (CAST($2 AS BIGINT) = 0 OR e.person_id = $2)
ORDER BY p.name_sort, p.id

-- name: form_mark_list
SELECT m.session_id, m.person_id, m.state
FROM session s JOIN roll_mark m ON m.session_id = s.id
WHERE s.class_id = $1 AND (CAST($2 AS BIGINT) = 0 OR m.person_id = $2)
ORDER BY m.person_id, s.starts_at, s.id

-- name: form_result_find
SELECT r.hours_centi, r.online_centi, r.days_centi, r.outcome, r.confirmed_at, a.grade, a.study_centi, a.conduct_centi, a.note
FROM enrolment e LEFT JOIN class_result r ON r.class_id = e.class_id AND r.person_id = e.person_id
    LEFT JOIN assessment a ON a.class_id = e.class_id AND a.person_id = e.person_id
WHERE e.class_id = $1 AND e.person_id = $2

-- name: form_completed_list
SELECT r.person_id AS id FROM class_result r
WHERE r.class_id = $1 AND r.outcome = 'completed' AND NOT EXISTS (SELECT 1 FROM ledger_entry l JOIN ledger_entry v ON v.reverses_id = l.id
    WHERE l.person_id = r.person_id AND l.source_kind = 'class' AND l.source_id = r.class_id)

-- name: form_line_list
SELECT e.earned_on, e.title, o.name AS org_name, e.kind, e.hours_centi, e.days_centi
FROM ledger_entry e LEFT JOIN org o ON o.id = e.org_id
WHERE e.person_id = $1 AND e.earned_on >= $2 AND e.earned_on <= $3 ORDER BY e.seq

-- name: form_issue_find
SELECT i.id, i.number, i.kind, i.person_id, p.name AS person_name, i.class_id, i.org_path, i.template_id, i.facts, i.issued_at,
    i.revoked_at, i.reason
FROM form_issue i JOIN person p ON p.id = i.person_id
WHERE i.key = $1 AND i.revoked_at IS NULL

-- name: form_issue_get
SELECT i.id, i.number, i.kind, i.person_id, p.name AS person_name, i.class_id, i.org_path, i.template_id, i.facts, i.issued_at,
    i.revoked_at, i.reason
FROM form_issue i JOIN person p ON p.id = i.person_id
WHERE i.id = $1

-- name: form_issue_by_number
SELECT i.id, i.number, i.kind, i.person_id, p.name AS person_name, i.class_id, i.org_path, i.template_id, i.facts, i.issued_at,
    i.revoked_at, i.reason
FROM form_issue i JOIN person p ON p.id = i.person_id
WHERE i.number = $1

-- name: form_issue_of_class
SELECT i.id, i.number, i.kind, i.person_id, p.name AS person_name, i.class_id, i.org_path, i.template_id, i.issued_at, i.revoked_at,
    i.reason
FROM form_issue i JOIN person p ON p.id = i.person_id
WHERE i.class_id = $1 {filters} {page}

-- name: form_issue_of_person
SELECT i.id, i.number, i.kind, i.person_id, p.name AS person_name, i.class_id, i.org_path, i.template_id, i.issued_at, i.revoked_at,
    i.reason
FROM form_issue i JOIN person p ON p.id = i.person_id
WHERE i.person_id = $1 {filters} {page}

-- name: form_issue_valid_of_class
SELECT i.id, i.number, i.kind, i.person_id, p.name AS person_name, i.class_id, i.org_path, i.template_id, i.facts, i.issued_at,
    i.revoked_at, i.reason
FROM form_issue i JOIN person p ON p.id = i.person_id
WHERE i.class_id = $1 AND i.revoked_at IS NULL ORDER BY p.name_sort, i.id

-- name: form_issue_insert
INSERT INTO form_issue (id, number, kind, person_id, class_id, org_path, template_id, key, facts, issued_at, issued_by, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '')

-- name: form_issue_revoke
UPDATE form_issue SET revoked_at = $2, revoked_by = $3, reason = $4 WHERE id = $1 AND revoked_at IS NULL

-- name: form_try_get
SELECT tries FROM form_try WHERE peer = $1 AND since_at >= $2

-- name: form_try_add
INSERT INTO form_try (peer, since_at, tries) VALUES ($1, $2, 1)
ON CONFLICT (peer) DO UPDATE SET
    tries = CASE WHEN form_try.since_at < $3 THEN 1 ELSE form_try.tries + 1 END,
    since_at = CASE WHEN form_try.since_at < $3 THEN excluded.since_at ELSE form_try.since_at END

-- name: form_issue_reversed
-- Certificates of the class that a ledger entry came from.
SELECT i.id FROM ledger_entry l JOIN form_issue i ON i.person_id = l.person_id AND i.class_id = l.source_id
WHERE l.id = $1 AND l.source_kind = 'class' AND i.kind = 'certificate' AND i.revoked_at IS NULL

-- name: form_hours_reversed
SELECT COUNT(*) FROM ledger_entry l JOIN ledger_entry v ON v.reverses_id = l.id
WHERE l.person_id = $1 AND l.source_kind = 'class' AND l.source_id = $2

-- name: form_moved_issue
-- Where it belongs in the tree moves along; what was printed stays.
UPDATE form_issue SET org_path = $3 || SUBSTR(org_path, CAST($4 AS INTEGER)) WHERE org_path >= $1 AND org_path < $2
