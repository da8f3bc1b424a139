-- name: rehearse_teacher
-- The lesson's teacher, with an account if they have one.
SELECT s.teacher_id AS person_id, p.name, s.id AS session_id, MIN(a.id) AS account_id, 0 AS has_login
FROM session s
JOIN person p ON p.id = s.teacher_id
LEFT JOIN account a ON a.person_id = p.id
WHERE s.id = $1
GROUP BY s.teacher_id, p.name, s.id;

-- name: rehearse_leaders
-- The leaders of the sites of the class and of its runs. has_login: somebody may sign in as this person.
SELECT cs.leader_id AS person_id, p.name, r.session_id, cs.id AS site_id, a.id AS account_id,
    CASE WHEN a.id IS NOT NULL AND a.login NOT LIKE 'rehearse-%' THEN 1 ELSE 0 END AS has_login
FROM (
    SELECT s.id AS session_id, s.class_id FROM session s WHERE s.id = $1
    UNION ALL
    SELECT s.id AS session_id, s.class_id FROM session s WHERE s.source_id = $1
) r
JOIN class_site cs ON cs.class_id = r.class_id
JOIN person p ON p.id = cs.leader_id
LEFT JOIN account a ON a.person_id = p.id
ORDER BY cs.id;

-- name: rehearse_learners
-- Everybody with a seat, those who come alone first.
SELECT e.person_id, p.name, r.session_id, e.site_id, a.id AS account_id,
    CASE WHEN a.id IS NOT NULL AND a.login NOT LIKE 'rehearse-%' THEN 1 ELSE 0 END AS has_login
FROM (
    SELECT s.id AS session_id, s.class_id FROM session s WHERE s.id = $1
    UNION ALL
    SELECT s.id AS session_id, s.class_id FROM session s WHERE s.source_id = $1
) r
JOIN enrolment e ON e.class_id = r.class_id AND e.state = 'confirmed'
JOIN person p ON p.id = e.person_id
LEFT JOIN account a ON a.person_id = p.id
ORDER BY CASE WHEN e.site_id IS NULL THEN 0 ELSE 1 END, e.id;

-- name: rehearse_film
SELECT m.id FROM course k JOIN media m ON m.id = k.media_id JOIN session s ON s.course_id = k.id WHERE s.id = $1;
