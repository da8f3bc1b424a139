-- step 1: ranks, audiences, people with the history of their ranks and units
CREATE TABLE rank (
    code {text} NOT NULL PRIMARY KEY,
    name_zh {text} NOT NULL,
    name_en {text} NOT NULL,
    ordinal {int64} NOT NULL UNIQUE,
    band {text} NOT NULL CHECK (band IN ('division_up', 'section_down'))
) {keyed};
CREATE TABLE audience (
    code {text} NOT NULL PRIMARY KEY,
    name_zh {text} NOT NULL,
    name_en {text} NOT NULL,
    ordinal {int64} NOT NULL UNIQUE
) {keyed};
-- org_path is that of org_id, rank_ordinal that of rank_code (99: none): lists need no join to sort and to bound them.
CREATE TABLE person (
    id {int64} NOT NULL PRIMARY KEY,
    org_id {int64} NOT NULL REFERENCES org (id),
    org_path {text} NOT NULL,
    name {text} NOT NULL,
    pinyin {text} NOT NULL,
    initials {text} NOT NULL,
    name_sort {text} NOT NULL,
    stroke_sort {text} NOT NULL,
    gender {text} CHECK (gender IN ('male', 'female')),
    citizen_cipher {blob},
    citizen_hash {blob},
    citizen_mask {text} NOT NULL,
    rank_code {text} REFERENCES rank (code),
    rank_ordinal {int64} NOT NULL,
    audience_code {text} REFERENCES audience (code),
    post {text} NOT NULL,
    is_leader {int64} NOT NULL,
    promoted_on {int64},
    state {text} NOT NULL CHECK (state IN ('active', 'left')),
    demo {int64} NOT NULL,
    version {int64} NOT NULL,
    created_at {int64} NOT NULL,
    updated_at {int64} NOT NULL
) {strict};
CREATE INDEX person_by_org_path ON person (org_path, id);
CREATE INDEX person_by_name ON person (name_sort, id);
CREATE INDEX person_by_stroke ON person (stroke_sort, id);
CREATE INDEX person_by_rank ON person (rank_code, name_sort, id);
CREATE INDEX person_by_rank_order ON person (rank_ordinal, id);
CREATE INDEX person_by_audience ON person (audience_code, name_sort, id);
CREATE UNIQUE INDEX person_by_citizen ON person (citizen_hash) WHERE citizen_hash IS NOT NULL;
CREATE TABLE person_rank (
    id {int64} NOT NULL PRIMARY KEY,
    person_id {int64} NOT NULL REFERENCES person (id),
    rank_code {text} NOT NULL REFERENCES rank (code),
    is_leader {int64} NOT NULL,
    from_on {int64} NOT NULL,
    until_on {int64},
    note {text} NOT NULL,
    UNIQUE (person_id, from_on)
) {strict};
CREATE TABLE person_org (
    id {int64} NOT NULL PRIMARY KEY,
    person_id {int64} NOT NULL REFERENCES person (id),
    org_id {int64} NOT NULL REFERENCES org (id),
    from_on {int64} NOT NULL,
    until_on {int64},
    UNIQUE (person_id, from_on)
) {strict};
INSERT INTO rank (code, name_zh, name_en, ordinal, band) VALUES
    ('bureau_chief', '厅局级正职', 'Bureau chief', 1, 'division_up'),
    ('bureau_deputy', '厅局级副职', 'Bureau deputy', 2, 'division_up'),
    ('division_chief', '县处级正职', 'Division chief', 3, 'division_up'),
    ('division_deputy', '县处级副职', 'Division deputy', 4, 'division_up'),
    ('researcher_4', '四级调研员', 'Researcher, 4th class', 5, 'division_up'),
    ('section_chief', '乡科级正职', 'Section chief', 6, 'section_down'),
    ('principal_1', '一级主任科员', 'Principal staff, 1st class', 7, 'section_down'),
    ('section_deputy', '乡科级副职', 'Section deputy', 8, 'section_down'),
    ('staff', '科员级', 'Staff', 9, 'section_down');
INSERT INTO audience (code, name_zh, name_en, ordinal) VALUES
    ('division_leaders', '县处级领导干部', 'Division-level leaders', 1),
    ('section_leaders', '乡科级领导干部', 'Section-level leaders', 2),
    ('young', '中青年干部', 'Young and middle-aged cadres', 3),
    ('civil_servants', '公务员', 'Civil servants', 4),
    ('grassroots', '村（社区）干部', 'Village and community cadres', 5),
    ('professionals', '专业技术人员', 'Professionals', 6),
    ('enterprise', '国有企业人员', 'State-enterprise staff', 7),
    ('teachers', '学校教师', 'School teachers', 8);
-- step 2: those who left are few, and found without reading everybody
CREATE INDEX person_by_state ON person (state, name_sort, id);
-- step 3: who was in a unit on a past day
CREATE INDEX person_org_by_org ON person_org (org_id, person_id);
