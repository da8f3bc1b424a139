-- step 1: questionnaires: templates with their questions, what was opened for a class or lesson, tallies of answers
CREATE TABLE evaluate_template (
    id {int64} NOT NULL PRIMARY KEY,
    org_id {int64} REFERENCES org (id),
    title {text} NOT NULL,
    subject {text} NOT NULL CHECK (subject IN ('lesson', 'class')),
    anonymous {int64} NOT NULL,
    closed {int64} NOT NULL DEFAULT 0,
    created_at {int64} NOT NULL
) {strict};
CREATE INDEX evaluate_template_org ON evaluate_template (org_id);
CREATE TABLE evaluate_question (
    id {int64} NOT NULL PRIMARY KEY,
    template_id {int64} NOT NULL REFERENCES evaluate_template (id),
    ordinal {int64} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('score', 'choice', 'text')),
    text {text} NOT NULL,
    options {text} NOT NULL,
    required {int64} NOT NULL
) {strict};
CREATE INDEX evaluate_question_template ON evaluate_question (template_id, ordinal);
CREATE TABLE evaluation (
    id {int64} NOT NULL PRIMARY KEY,
    class_id {int64} NOT NULL REFERENCES class (id),
    session_id {int64} REFERENCES session (id),
    template_id {int64} NOT NULL REFERENCES evaluate_template (id),
    title {text} NOT NULL,
    anonymous {int64} NOT NULL,
    opens_at {int64} NOT NULL,
    closes_at {int64} NOT NULL,
    min_answers {int64} NOT NULL,
    answered {int64} NOT NULL DEFAULT 0,
    created_at {int64} NOT NULL
) {strict};
CREATE INDEX evaluation_class ON evaluation (class_id, session_id);
CREATE INDEX evaluation_session ON evaluation (session_id);
-- That somebody answered, and nothing else: no time, no order, no link to what was said.
CREATE TABLE evaluate_answered (
    evaluation_id {int64} NOT NULL REFERENCES evaluation (id),
    person_id {int64} NOT NULL REFERENCES person (id),
    PRIMARY KEY (evaluation_id, person_id)
) {keyed};
-- Answers are added up at once: there is no row of one person's answers.
CREATE TABLE evaluate_tally (
    evaluation_id {int64} NOT NULL REFERENCES evaluation (id),
    question_id {int64} NOT NULL REFERENCES evaluate_question (id),
    value {int64} NOT NULL,
    count {int64} NOT NULL,
    PRIMARY KEY (evaluation_id, question_id, value)
) {keyed};
-- Comments of many people in one row, sorted, so that neither their order nor the row tells who wrote which.
CREATE TABLE evaluate_comment (
    evaluation_id {int64} NOT NULL REFERENCES evaluation (id),
    question_id {int64} NOT NULL REFERENCES evaluate_question (id),
    bucket {int64} NOT NULL,
    texts {text} NOT NULL,
    PRIMARY KEY (evaluation_id, question_id, bucket)
) {keyed};
-- Only for questionnaires that are not anonymous.
CREATE TABLE evaluate_named (
    evaluation_id {int64} NOT NULL REFERENCES evaluation (id),
    question_id {int64} NOT NULL REFERENCES evaluate_question (id),
    person_id {int64} NOT NULL REFERENCES person (id),
    text {text} NOT NULL,
    PRIMARY KEY (evaluation_id, question_id, person_id)
) {keyed};
INSERT INTO rule (id, code, org_id, value_int, unit, from_on, until_on, source, created_at) VALUES
    (201, 'evaluate_min_answers', NULL, 5, 'people', 20000101, NULL, '默认：答卷不足 5 份的不显示结果，以保护答卷人', 0),
    (202, 'evaluate_open_days', NULL, 7, 'days', 20000101, NULL, '默认：评价在课后 7 天内填写', 0);
INSERT INTO evaluate_template (id, org_id, title, subject, anonymous, created_at) VALUES
    (1, NULL, '课程评价表', 'lesson', 1, 0), (2, NULL, '班次评价表', 'class', 1, 0);
INSERT INTO evaluate_question (id, template_id, ordinal, kind, text, options, required) VALUES
    (11, 1, 1, 'score', '教学内容：有针对性，联系实际', '', 1),
    (12, 1, 2, 'score', '教学方法：讲得清楚，有互动', '', 1),
    (13, 1, 3, 'score', '教学效果：有收获，用得上', '', 1),
    (14, 1, 4, 'text', '意见和建议', '', 0),
    (21, 2, 1, 'score', '课程安排合理，符合培训需求', '', 1),
    (22, 2, 2, 'score', '研讨和现场教学有收获', '', 1),
    (23, 2, 3, 'score', '组织管理和服务保障到位', '', 1),
    (24, 2, 4, 'choice', '培训时间', '偏短
合适
偏长', 1),
    (25, 2, 5, 'text', '最想提的一条建议', '', 0);
-- step 2: presets have their words in English, too; what a school makes is in its own words
ALTER TABLE evaluate_template ADD COLUMN title_en {text} NOT NULL DEFAULT '';
ALTER TABLE evaluate_question ADD COLUMN text_en {text} NOT NULL DEFAULT '';
ALTER TABLE evaluate_question ADD COLUMN options_en {text} NOT NULL DEFAULT '';
UPDATE evaluate_template SET title_en = 'On a lesson' WHERE id = 1;
UPDATE evaluate_template SET title_en = 'On a class' WHERE id = 2;
UPDATE evaluate_question SET text_en = 'Content: to the point, close to practice' WHERE id = 11;
UPDATE evaluate_question SET text_en = 'Teaching: clear, with exchange' WHERE id = 12;
UPDATE evaluate_question SET text_en = 'Effect: something learnt, of use' WHERE id = 13;
UPDATE evaluate_question SET text_en = 'Opinions and suggestions' WHERE id = 14;
UPDATE evaluate_question SET text_en = 'The courses fit together and meet the need' WHERE id = 21;
UPDATE evaluate_question SET text_en = 'Discussions and visits on site were worth it' WHERE id = 22;
UPDATE evaluate_question SET text_en = 'Organisation and service were good' WHERE id = 23;
UPDATE evaluate_question SET text_en = 'Length of the training' WHERE id = 24;
UPDATE evaluate_question SET text_en = 'The one suggestion that matters most' WHERE id = 25;
UPDATE evaluate_question SET options_en = 'rather short
right
rather long' WHERE id = 24;
UPDATE rule SET source_en = 'Preset: no results with fewer than 5 answers, to protect those who answered' WHERE id = 201;
UPDATE rule SET source_en = 'Preset: answers are given within 7 days of the lesson' WHERE id = 202;
