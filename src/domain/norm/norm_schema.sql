-- step 1: norms with their source, and everybody's state
CREATE TABLE norm (
    id {int64} NOT NULL PRIMARY KEY,
    code {text} NOT NULL,
    name_zh {text} NOT NULL,
    name_en {text} NOT NULL,
    source {text} NOT NULL,
    purpose {text} NOT NULL CHECK (purpose IN ('requirement', 'coverage')),
    from_on {int64} NOT NULL,
    until_on {int64},
    band {text} NOT NULL CHECK (band IN ('division_up', 'section_down', 'all')),
    kind {text} NOT NULL CHECK (kind IN ('concentrated', 'online', 'any')),
    window_kind {text} NOT NULL CHECK (window_kind IN ('calendar_years', 'rolling_years')),
    years {int64} NOT NULL,
    anchor_year {int64} NOT NULL,
    need_hours_centi {int64} NOT NULL,
    need_days_centi {int64} NOT NULL,
    grace_months {int64} NOT NULL,
    pace_ppm {int64} NOT NULL,
    version {int64} NOT NULL,
    UNIQUE (code, from_on)
) {strict};
CREATE TABLE norm_status (
    person_id {int64} NOT NULL REFERENCES person (id),
    norm_code {text} NOT NULL,
    norm_id {int64} NOT NULL REFERENCES norm (id),
    from_on {int64} NOT NULL,
    until_on {int64} NOT NULL,
    due_on {int64} NOT NULL,
    hours_centi {int64} NOT NULL,
    days_centi {int64} NOT NULL,
    state {text} NOT NULL,
    next_on {int64} NOT NULL,
    updated_at {int64} NOT NULL,
    PRIMARY KEY (person_id, norm_code)
) {keyed};
CREATE INDEX norm_status_by_next ON norm_status (next_on);
INSERT INTO norm (id, code, name_zh, name_en, source, purpose, from_on, until_on, band, kind, window_kind, years, anchor_year,
    need_hours_centi, need_days_centi, grace_months, pace_ppm, version)
VALUES
    (1, 'cadre_5y', '县处级以上：五年集中培训3个月或550学时', 'Division level and above: 3 months or 550 hours in 5 years',
     '《干部教育培训工作条例》（2023年）第十四、十五条：县处级以上每5年集中培训累计3个月或者550学时；提拔担任领导职务前未达到要求的，提任后1年内补足。',
     'requirement', 20230101, NULL, 'division_up', 'concentrated', 'calendar_years', 5, 2023, 55000, 9000, 12, 800000, 1),
    (2, 'cadre_1y', '乡科级以下：每年集中培训12天或90学时', 'Section level and below: 12 days or 90 hours a year',
     '《干部教育培训工作条例》（2023年）第十四、十五条：乡科级以下每年集中培训累计12天或者90学时。',
     'requirement', 20230101, NULL, 'section_down', 'concentrated', 'calendar_years', 1, 2023, 9000, 1200, 0, 600000, 1),
    (3, 'online_1y', '每年网络自学50学时', 'Online self-study: 50 hours a year',
     '《全国干部教育培训规划（2023—2027年）》，据公开转述：各类干部每年网络自学不少于50学时，与集中培训分别计算。',
     'requirement', 20230101, 20271231, 'all', 'online', 'calendar_years', 1, 2023, 5000, 0, 0, 600000, 1),
    (4, 'covered_1y', '本年度有学时记录', 'Any hours on record this year', '覆盖面统计口径：本年度任何一类学时记录大于零即为已覆盖。',
     'coverage', 20180101, NULL, 'all', 'any', 'calendar_years', 1, 2023, 1, 0, 0, 0, 1);
