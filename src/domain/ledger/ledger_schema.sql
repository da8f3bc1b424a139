-- step 1: ledgers, their heads, and the rules that turn attendance into hours
CREATE TABLE conversion_rule (
    id {int64} NOT NULL PRIMARY KEY,
    org_id {int64} REFERENCES org (id),
    code {text} NOT NULL,
    name {text} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('concentrated', 'online')),
    basis {text} NOT NULL CHECK (basis IN ('session_hours', 'half_days', 'minutes')),
    from_on {int64} NOT NULL,
    until_on {int64},
    hours_per_day_centi {int64} NOT NULL,
    hours_per_half_day_centi {int64} NOT NULL,
    minutes_per_hour {int64} NOT NULL,
    min_share_ppm {int64} NOT NULL,
    factor_ppm {int64} NOT NULL,
    source {text} NOT NULL
) {strict};
CREATE INDEX conversion_rule_by_org ON conversion_rule (org_id);
CREATE TABLE ledger_entry (
    id {int64} NOT NULL PRIMARY KEY,
    person_id {int64} NOT NULL REFERENCES person (id),
    seq {int64} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('concentrated', 'online')),
    hours_centi {int64} NOT NULL,
    days_centi {int64} NOT NULL,
    earned_on {int64} NOT NULL,
    posted_at {int64} NOT NULL,
    source_kind {text} NOT NULL CHECK (source_kind IN ('class', 'import', 'manual', 'history', 'reversal')),
    source_key {text} NOT NULL,
    source_id {int64},
    org_id {int64},
    title {text} NOT NULL,
    evidence {text} NOT NULL,
    rule_id {int64},
    reverses_id {int64},
    posted_by {int64},
    prev_hash {blob} NOT NULL,
    hash {blob} NOT NULL,
    UNIQUE (person_id, seq),
    UNIQUE (person_id, source_key)
) {strict};
CREATE UNIQUE INDEX ledger_entry_by_reversed ON ledger_entry (reverses_id) WHERE reverses_id IS NOT NULL;
{append_only:ledger_entry}
CREATE TABLE ledger_head (
    person_id {int64} NOT NULL PRIMARY KEY REFERENCES person (id),
    seq {int64} NOT NULL,
    hash {blob} NOT NULL,
    concentrated_centi {int64} NOT NULL,
    online_centi {int64} NOT NULL,
    updated_at {int64} NOT NULL
) {strict};
-- What a school gave in a year: person-times (a reversal takes one away) and hours.
CREATE TABLE ledger_giver (
    org_id {int64} NOT NULL,
    year {int64} NOT NULL,
    entries {int64} NOT NULL,
    hours_centi {int64} NOT NULL,
    PRIMARY KEY (year, org_id)
) {keyed};
INSERT INTO conversion_rule (id, org_id, code, name, kind, basis, from_on, until_on, hours_per_day_centi,
    hours_per_half_day_centi, minutes_per_hour, min_share_ppm, factor_ppm, source)
VALUES
    (1, NULL, 'core_8', '集中培训：按课表学时，每天不超过8学时', 'concentrated', 'session_hours', 20180101, NULL, 800, 400, 45,
     0, 1000000, '通行口径：每天8学时、半天4学时。各地可另行规定，按当地文件增设规则。'),
    (2, NULL, 'online_45', '网络自学：45分钟折1学时，学满九成计入', 'online', 'minutes', 20180101, NULL, 800, 400, 45,
     900000, 1000000, '参照公开的地方办法：在线学习45分钟折合1学时，学习进度达到90%方可计入。各地可另行规定。');
-- step 2: what a school gave is a list
CREATE INDEX ledger_entry_by_giver ON ledger_entry (org_id, earned_on, id);
-- step 3: presets have their words in English, too
ALTER TABLE conversion_rule ADD COLUMN name_en {text} NOT NULL DEFAULT '';
ALTER TABLE conversion_rule ADD COLUMN source_en {text} NOT NULL DEFAULT '';
UPDATE conversion_rule SET name_en = 'Concentrated: hours of the timetable, at most 8 a day',
    source_en = 'Common practice: 8 hours a day, 4 for half a day. Places differ: add a rule with the local document.' WHERE id = 1;
UPDATE conversion_rule SET name_en = 'Online: 45 minutes are 1 hour, counted from 90 % watched',
    source_en = 'After published local rules: 45 minutes online are 1 hour, counted when 90 % are watched. Places differ.' WHERE id = 2;
