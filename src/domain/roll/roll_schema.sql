-- step 1: marks and their changes, leave, and what a class came to
CREATE TABLE roll_mark (
    session_id {int64} NOT NULL REFERENCES session (id),
    person_id {int64} NOT NULL REFERENCES person (id),
    state {text} NOT NULL CHECK (state IN ('present', 'late', 'absent', 'leave')),
    source {text} NOT NULL CHECK (source IN ('code', 'leader', 'manager', 'live', 'paper', 'leave', 'rule')),
    at {int64} NOT NULL,
    site_id {int64},
    marked_by {int64},
    PRIMARY KEY (session_id, person_id)
) {keyed};
CREATE TABLE roll_event (
    id {int64} NOT NULL PRIMARY KEY,
    session_id {int64} NOT NULL,
    person_id {int64} NOT NULL,
    from_state {text} NOT NULL,
    to_state {text} NOT NULL,
    source {text} NOT NULL,
    reason {text} NOT NULL,
    at {int64} NOT NULL,
    account_id {int64}
) {strict};
CREATE INDEX roll_event_by_session ON roll_event (session_id, id);
{append_only:roll_event}
-- Wrong codes of one person, so that nobody tries them all.
CREATE TABLE roll_try (
    person_id {int64} NOT NULL PRIMARY KEY,
    since_at {int64} NOT NULL,
    tries {int64} NOT NULL
) {strict};
CREATE TABLE leave_request (
    id {int64} NOT NULL PRIMARY KEY,
    class_id {int64} NOT NULL REFERENCES class (id),
    person_id {int64} NOT NULL REFERENCES person (id),
    kind {text} NOT NULL CHECK (kind IN ('sick', 'personal', 'official')),
    from_at {int64} NOT NULL,
    until_at {int64} NOT NULL,
    hours_centi {int64} NOT NULL,
    reason {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('submitted', 'approved', 'refused', 'cancelled')),
    decided_by {int64},
    decided_at {int64},
    note {text} NOT NULL,
    version {int64} NOT NULL,
    created_at {int64} NOT NULL
) {strict};
CREATE INDEX leave_request_by_class ON leave_request (class_id, state, id);
CREATE INDEX leave_request_by_person ON leave_request (person_id, id);
CREATE TABLE class_result (
    class_id {int64} NOT NULL REFERENCES class (id),
    person_id {int64} NOT NULL REFERENCES person (id),
    present {int64} NOT NULL,
    late {int64} NOT NULL,
    leave {int64} NOT NULL,
    absent {int64} NOT NULL,
    hours_centi {int64} NOT NULL,
    online_centi {int64} NOT NULL,
    days_centi {int64} NOT NULL,
    outcome {text} NOT NULL CHECK (outcome IN ('completed', 'failed')),
    reason {text} NOT NULL,
    exception {int64} NOT NULL,
    confirmed_at {int64} NOT NULL,
    PRIMARY KEY (class_id, person_id)
) {keyed};
INSERT INTO rule (id, code, org_id, value_int, unit, from_on, until_on, source, created_at) VALUES
    (101, 'roll_opens_before_min', NULL, 30, 'minutes', 20000101, NULL, '默认：课前 30 分钟起可以签到', 0),
    (102, 'roll_late_after_min', NULL, 10, 'minutes', 20000101, NULL, '默认：开课 10 分钟后签到记为迟到', 0),
    (103, 'leave_over', NULL, 1, 'flag', 20000101, NULL, '默认：请假累计超过上限的不予批准（改为 0 则只提醒）', 0),
    (104, 'leave_warn_ppm', NULL, 800000, 'ppm', 20000101, NULL, '默认：请假达到上限的八成时提醒', 0),
    (105, 'absent_limit_days_centi', NULL, 200, 'days_centi', 20000101, NULL, '默认：无故缺勤累计 2 天视为未完成培训', 0);
-- step 2: leave goes up a chain by its length; who holds the posts of the chain, and who stands in; reporting back
ALTER TABLE leave_request ADD COLUMN days_centi {int64} NOT NULL DEFAULT 0;
ALTER TABLE leave_request ADD COLUMN level {text} NOT NULL DEFAULT 'manager';
ALTER TABLE leave_request ADD COLUMN chain {text} NOT NULL DEFAULT 'manager';
ALTER TABLE leave_request ADD COLUMN back_at {int64};
ALTER TABLE leave_request ADD COLUMN warned_at {int64};
CREATE INDEX leave_request_waiting ON leave_request (level, id) WHERE state = 'submitted';
CREATE INDEX leave_request_away ON leave_request (until_at, id) WHERE state = 'approved' AND back_at IS NULL;
CREATE TABLE leave_step (
    id {int64} NOT NULL PRIMARY KEY,
    leave_id {int64} NOT NULL REFERENCES leave_request (id),
    level {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('approved', 'refused')),
    account_id {int64},
    deputy_for {int64} REFERENCES person (id),
    note {text} NOT NULL,
    at {int64} NOT NULL
) {strict};
CREATE INDEX leave_step_by_leave ON leave_step (leave_id, id);
{append_only:leave_step}
CREATE TABLE leave_holder (
    id {int64} NOT NULL PRIMARY KEY,
    org_id {int64} NOT NULL REFERENCES org (id),
    level {text} NOT NULL CHECK (level IN ('office', 'principal', 'department')),
    person_id {int64} NOT NULL REFERENCES person (id),
    from_on {int64} NOT NULL,
    until_on {int64},
    created_at {int64} NOT NULL
) {strict};
CREATE INDEX leave_holder_by_org ON leave_holder (org_id, level);
CREATE INDEX leave_holder_by_person ON leave_holder (person_id);
CREATE TABLE leave_deputy (
    id {int64} NOT NULL PRIMARY KEY,
    person_id {int64} NOT NULL REFERENCES person (id),
    deputy_id {int64} NOT NULL REFERENCES person (id),
    from_on {int64} NOT NULL,
    until_on {int64} NOT NULL,
    note {text} NOT NULL,
    created_at {int64} NOT NULL
) {strict};
CREATE INDEX leave_deputy_by_person ON leave_deputy (person_id, until_on);
CREATE INDEX leave_deputy_by_deputy ON leave_deputy (deputy_id, until_on);
INSERT INTO rule (id, code, org_id, value_int, unit, from_on, until_on, source, created_at) VALUES
    (106, 'leave_to_office_days_centi', NULL, 100, 'days_centi', 20000101, NULL, '默认：请假超过 1 天的，班主任同意后报教学管理部门（0 为不报）', 0),
    (107, 'leave_to_principal_days_centi', NULL, 300, 'days_centi', 20000101, NULL, '默认：请假超过 3 天的，再报分管校长（0 为不报）', 0),
    (108, 'leave_to_dept_days_centi', NULL, 500, 'days_centi', 20000101, NULL, '默认：请假超过 5 天的，再报组织部门（0 为不报）', 0),
    (109, 'leave_back_hours', NULL, 24, 'hours', 20000101, NULL, '默认：请假期满后 24 小时内销假', 0);

-- step 3: withdrawal at the limits, assessment, rolls by the half-day and by the hour
CREATE TABLE withdrawal (
    id {int64} NOT NULL PRIMARY KEY,
    class_id {int64} NOT NULL REFERENCES class (id),
    person_id {int64} NOT NULL REFERENCES person (id),
    cause {text} NOT NULL CHECK (cause IN ('not_reported', 'absent', 'leave')),
    state {text} NOT NULL CHECK (state IN ('warned', 'proposed', 'confirmed', 'dismissed')),
    absent_days_centi {int64} NOT NULL,
    leave_ppm {int64} NOT NULL,
    reason {text} NOT NULL,
    at {int64} NOT NULL,
    decided_by {int64},
    decided_at {int64},
    UNIQUE (class_id, person_id, cause)
) {strict};
CREATE TABLE assessment (
    class_id {int64} NOT NULL REFERENCES class (id),
    person_id {int64} NOT NULL REFERENCES person (id),
    grade {text} NOT NULL CHECK (grade IN ('', 'excellent', 'good', 'pass', 'fail')),
    study_centi {int64},
    conduct_centi {int64},
    note {text} NOT NULL,
    account_id {int64},
    at {int64} NOT NULL,
    PRIMARY KEY (class_id, person_id)
) {keyed};
ALTER TABLE roll_mark ADD COLUMN hours_centi {int64};
INSERT INTO rule (id, code, org_id, value_int, unit, from_on, until_on, source, created_at) VALUES
    (110, 'report_cancel', NULL, 1, 'flag', 20000101, NULL, '默认：逾期未报到又未请假的，名额自动取消（改为 0 则由班主任确认）', 0),
    (111, 'absent_warn_days_centi', NULL, 100, 'days_centi', 20000101, NULL, '默认：无故缺勤累计 1 天时提醒', 0),
    (112, 'roll_unit', NULL, 1, 'unit', 20000101, NULL, '默认：按课次（小时）考勤；改为 2 则按半天考勤', 0),
    (113, 'assess_kind', NULL, 1, 'kind', 20000101, NULL, '默认：考核分优秀、良好、合格、不合格四等；改为 2 则按分数，0 为不考核', 0),
    (114, 'assess_max_points', NULL, 100, 'points', 20000101, NULL, '默认：按分数考核时每项满分 100 分', 0),
    (115, 'assess_pass_points', NULL, 60, 'points', 20000101, NULL, '默认：按分数考核时每项 60 分为合格', 0),
    (116, 'assess_required', NULL, 0, 'flag', 20000101, NULL, '默认：没有考核也可以结业（改为 1 则须考核）', 0);
-- step 4: sources of preset rules have their words in English, too
UPDATE rule SET source_en = 'Preset: check-in from 30 minutes before the lesson' WHERE id = 101;
UPDATE rule SET source_en = 'Preset: late from 10 minutes after the beginning' WHERE id = 102;
UPDATE rule SET source_en = 'Preset: leave beyond the limit is not approved (0: only a warning)' WHERE id = 103;
UPDATE rule SET source_en = 'Preset: a warning at 80 % of the leave limit' WHERE id = 104;
UPDATE rule SET source_en = 'Preset: 2 days of absence without leave: the training counts as not completed' WHERE id = 105;
UPDATE rule SET source_en = 'Preset: more than 1 day of leave goes on from the class manager to the teaching office (0: never)' WHERE id = 106;
UPDATE rule SET source_en = 'Preset: more than 3 days go on to the vice-principal (0: never)' WHERE id = 107;
UPDATE rule SET source_en = 'Preset: more than 5 days go on to the organisation department (0: never)' WHERE id = 108;
UPDATE rule SET source_en = 'Preset: to report back within 24 hours after leave has ended' WHERE id = 109;
UPDATE rule SET source_en = 'Preset: the place of somebody who did not report and has no leave is cancelled by itself (0: the class manager confirms)' WHERE id = 110;
UPDATE rule SET source_en = 'Preset: a warning at 1 day of absence without leave' WHERE id = 111;
UPDATE rule SET source_en = 'Preset: the roll is called by lesson (hours); 2: by half-day' WHERE id = 112;
UPDATE rule SET source_en = 'Preset: four grades, excellent, good, pass, fail; 2: points; 0: no assessment' WHERE id = 113;
UPDATE rule SET source_en = 'Preset: at most 100 points each' WHERE id = 114;
UPDATE rule SET source_en = 'Preset: 60 points to pass each' WHERE id = 115;
UPDATE rule SET source_en = 'Preset: completion needs no assessment (1: it does)' WHERE id = 116;
