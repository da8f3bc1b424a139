-- step 1: files of a class, and the checklist from opening to closing
CREATE TABLE class_file (
    id {int64} NOT NULL PRIMARY KEY,
    class_id {int64} NOT NULL REFERENCES class (id),
    session_id {int64} REFERENCES session (id),
    kind {text} NOT NULL CHECK (kind IN ('handout', 'record')),
    name {text} NOT NULL,
    type {text} NOT NULL,
    size {int64} NOT NULL,
    account_id {int64},
    at {int64} NOT NULL,
    removed_at {int64}
) {strict};
CREATE INDEX class_file_session ON class_file (session_id);
CREATE INDEX class_file_class ON class_file (class_id, id);
-- Apart from the list, so that reading the list does not read the files.
CREATE TABLE class_file_content (
    file_id {int64} NOT NULL PRIMARY KEY REFERENCES class_file (id),
    content {text} NOT NULL
) {strict};
CREATE TABLE checklist_item (
    id {int64} NOT NULL PRIMARY KEY,
    org_id {int64} REFERENCES org (id),
    phase {text} NOT NULL CHECK (phase IN ('before', 'during', 'after')),
    ordinal {int64} NOT NULL,
    title {text} NOT NULL,
    derive {text} NOT NULL,
    closed_on {int64},
    created_at {int64} NOT NULL
) {strict};
CREATE INDEX checklist_item_org ON checklist_item (org_id);
CREATE TABLE checklist_tick (
    id {int64} NOT NULL PRIMARY KEY,
    class_id {int64} NOT NULL REFERENCES class (id),
    item_id {int64} NOT NULL REFERENCES checklist_item (id),
    done {int64} NOT NULL,
    note {text} NOT NULL,
    account_id {int64},
    at {int64} NOT NULL
) {strict};
CREATE INDEX checklist_tick_class ON checklist_tick (class_id, item_id, id);
{append_only:checklist_tick}
INSERT INTO checklist_item (id, org_id, phase, ordinal, title, derive, created_at) VALUES
    (1, NULL, 'before', 10, '确定班主任', 'manager', 0),
    (2, NULL, 'before', 20, '排好课表', 'timetable', 0),
    (3, NULL, 'before', 30, '落实教师', 'teachers', 0),
    (4, NULL, 'before', 40, '落实教室', 'rooms', 0),
    (5, NULL, 'before', 50, '学员名单确认', 'people', 0),
    (6, NULL, 'before', 60, '教学点都有负责人', 'sites', 0),
    (7, NULL, 'before', 70, '印制学员手册、座签和签到表', '', 0),
    (8, NULL, 'before', 80, '食宿和用车安排', '', 0),
    (9, NULL, 'before', 90, '设备调试和安全检查', '', 0),
    (10, NULL, 'during', 110, '开班', 'begun', 0),
    (11, NULL, 'during', 120, '开班式和入学教育', '', 0),
    (12, NULL, 'during', 130, '请假都已审批', 'leaves', 0),
    (13, NULL, 'during', 140, '退学建议都已处理', 'limits', 0),
    (14, NULL, 'after', 210, '考勤登记完整', 'roll', 0),
    (15, NULL, 'after', 220, '考核登记完整', 'assessed', 0),
    (16, NULL, 'after', 230, '发出评价问卷', 'evaluated', 0),
    (17, NULL, 'after', 240, '结业确认，学时入账', 'confirmed', 0),
    (18, NULL, 'after', 250, '教学资料归档', 'files', 0),
    (19, NULL, 'after', 260, '费用结算', '', 0);
-- step 2: presets have their words in English, too; what a school adds is in its own words
ALTER TABLE checklist_item ADD COLUMN title_en {text} NOT NULL DEFAULT '';
UPDATE checklist_item SET title_en = 'A class manager is named' WHERE id = 1;
UPDATE checklist_item SET title_en = 'The timetable is made' WHERE id = 2;
UPDATE checklist_item SET title_en = 'Every lesson has a teacher' WHERE id = 3;
UPDATE checklist_item SET title_en = 'Every lesson has a room' WHERE id = 4;
UPDATE checklist_item SET title_en = 'The list of learners is confirmed' WHERE id = 5;
UPDATE checklist_item SET title_en = 'Every site has a leader' WHERE id = 6;
UPDATE checklist_item SET title_en = 'Handbooks, name cards and attendance sheets are printed' WHERE id = 7;
UPDATE checklist_item SET title_en = 'Board, lodging and transport are arranged' WHERE id = 8;
UPDATE checklist_item SET title_en = 'Equipment is tried, safety is checked' WHERE id = 9;
UPDATE checklist_item SET title_en = 'The class has begun' WHERE id = 10;
UPDATE checklist_item SET title_en = 'Opening ceremony and introduction' WHERE id = 11;
UPDATE checklist_item SET title_en = 'All leave requests are decided' WHERE id = 12;
UPDATE checklist_item SET title_en = 'All proposed withdrawals are decided' WHERE id = 13;
UPDATE checklist_item SET title_en = 'The roll is complete' WHERE id = 14;
UPDATE checklist_item SET title_en = 'The assessment is complete' WHERE id = 15;
UPDATE checklist_item SET title_en = 'Questionnaires are sent' WHERE id = 16;
UPDATE checklist_item SET title_en = 'Completion is confirmed, hours are posted' WHERE id = 17;
UPDATE checklist_item SET title_en = 'Teaching material is filed' WHERE id = 18;
UPDATE checklist_item SET title_en = 'Costs are settled' WHERE id = 19;
