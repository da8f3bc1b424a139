-- name: evaluate_template_list
SELECT t.id, t.org_id, o.name AS org_name, t.subject, t.anonymous, t.closed,
    CASE WHEN CAST($2 AS BIGINT) = 1 AND t.title_en <> '' THEN t.title_en ELSE t.title END AS title
FROM evaluate_template t LEFT JOIN org o ON o.id = t.org_id
WHERE t.closed = 0 AND (t.org_id IS NULL OR o.path = substr($1, 1, length(o.path)) OR (o.path >= $1 AND o.path < $1 || '~'))
ORDER BY COALESCE(o.path, ''), t.id;

-- name: evaluate_template_get
SELECT t.id, t.org_id, o.name AS org_name, o.path AS org_path, t.subject, t.anonymous, t.closed,
    CASE WHEN CAST($2 AS BIGINT) = 1 AND t.title_en <> '' THEN t.title_en ELSE t.title END AS title
FROM evaluate_template t LEFT JOIN org o ON o.id = t.org_id WHERE t.id = $1;

-- name: evaluate_template_insert
INSERT INTO evaluate_template (id, org_id, title, subject, anonymous, created_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: evaluate_template_close
UPDATE evaluate_template SET closed = 1 WHERE id = $1;

-- name: evaluate_question_list
SELECT q.id, q.kind, q.required, CASE WHEN CAST($2 AS BIGINT) = 1 AND q.text_en <> '' THEN q.text_en ELSE q.text END AS text,
    CASE WHEN CAST($2 AS BIGINT) = 1 AND q.options_en <> '' THEN q.options_en ELSE q.options END AS options
FROM evaluate_question q WHERE q.template_id = $1 ORDER BY q.ordinal, q.id;

-- name: evaluate_question_insert
INSERT INTO evaluate_question (id, template_id, ordinal, kind, text, options, required) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: evaluate_form_get
SELECT e.id, e.class_id, k.title AS class_title, e.session_id, s.teacher_id, p.name AS teacher_name, e.template_id, e.title, e.anonymous,
    e.opens_at, e.closes_at, e.min_answers, e.answered, k.confirmed_count AS expected
FROM evaluation e JOIN class k ON k.id = e.class_id LEFT JOIN session s ON s.id = e.session_id LEFT JOIN person p ON p.id = s.teacher_id
WHERE e.id = $1;

-- name: evaluate_form_list
SELECT e.id, e.class_id, k.title AS class_title, e.session_id, s.teacher_id, p.name AS teacher_name, e.template_id, e.title, e.anonymous,
    e.opens_at, e.closes_at, e.min_answers, e.answered, k.confirmed_count AS expected
FROM evaluation e JOIN class k ON k.id = e.class_id LEFT JOIN session s ON s.id = e.session_id LEFT JOIN person p ON p.id = s.teacher_id
WHERE e.class_id = $1 ORDER BY e.opens_at, e.id;

-- name: evaluate_form_mine
-- $1: a person; $2: now. What they may answer and have not.
SELECT v.id, v.class_id, k.title AS class_title, v.session_id, p.name AS teacher_name, v.template_id, v.title, v.anonymous, v.opens_at,
    v.closes_at
FROM enrolment e JOIN evaluation v ON v.class_id = e.class_id JOIN class k ON k.id = v.class_id
    LEFT JOIN session s ON s.id = v.session_id LEFT JOIN person p ON p.id = s.teacher_id
WHERE e.person_id = $1 AND e.state IN ('confirmed', 'completed', 'failed') AND v.opens_at <= $2 AND v.closes_at > $2
    AND NOT EXISTS (SELECT 1 FROM evaluate_answered a WHERE a.evaluation_id = v.id AND a.person_id = $1)
ORDER BY v.closes_at, v.id LIMIT 100;

-- name: evaluate_form_find
SELECT id FROM evaluation WHERE class_id = $1 AND COALESCE(session_id, 0) = $2;

-- name: evaluate_form_insert
INSERT INTO evaluation (id, class_id, session_id, template_id, title, anonymous, opens_at, closes_at, min_answers, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: evaluate_form_close
UPDATE evaluation SET closes_at = $2 WHERE id = $1;

-- name: evaluate_form_of_session_count
SELECT COUNT(*) FROM evaluation WHERE session_id = $1;

-- name: evaluate_form_count_answer
UPDATE evaluation SET answered = answered + 1 WHERE id = $1;

-- name: evaluate_has_answered
SELECT 1 FROM evaluate_answered WHERE evaluation_id = $1 AND person_id = $2;

-- name: evaluate_answered_insert
INSERT INTO evaluate_answered (evaluation_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: evaluate_tally_add
INSERT INTO evaluate_tally (evaluation_id, question_id, value, count) VALUES ($1, $2, $3, 1)
ON CONFLICT (evaluation_id, question_id, value) DO UPDATE SET count = evaluate_tally.count + 1;

-- name: evaluate_tally_list
SELECT question_id, value, count FROM evaluate_tally WHERE evaluation_id = $1 ORDER BY question_id, value;

-- name: evaluate_comment_get
SELECT texts FROM evaluate_comment WHERE evaluation_id = $1 AND question_id = $2 AND bucket = $3;

-- name: evaluate_comment_put
INSERT INTO evaluate_comment (evaluation_id, question_id, bucket, texts) VALUES ($1, $2, $3, $4)
ON CONFLICT (evaluation_id, question_id, bucket) DO UPDATE SET texts = excluded.texts;

-- name: evaluate_comment_list
SELECT question_id, texts AS text FROM evaluate_comment WHERE evaluation_id = $1 ORDER BY question_id, bucket;

-- name: evaluate_named_put
INSERT INTO evaluate_named (evaluation_id, question_id, person_id, text) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: evaluate_named_list
SELECT n.question_id, p.name || '：' || n.text AS text
FROM evaluate_named n JOIN person p ON p.id = n.person_id WHERE n.evaluation_id = $1 ORDER BY n.question_id, p.name_sort;
