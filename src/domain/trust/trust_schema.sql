-- step 1: what people ask to have corrected
CREATE TABLE trust_correction (
    id {int64} NOT NULL PRIMARY KEY,
    person_id {int64} NOT NULL REFERENCES person (id),
    org_path {text} NOT NULL,
    about {text} NOT NULL CHECK (about IN ('profile', 'enrolment', 'roll', 'ledger', 'dispatch', 'other')),
    field {text} NOT NULL,
    right_value {text} NOT NULL,
    evidence {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('open', 'accepted', 'refused')),
    answer {text} NOT NULL,
    due_on {int64} NOT NULL,
    answered_by {text} NOT NULL,
    answered_at {int64},
    created_at {int64} NOT NULL
) {strict};
CREATE INDEX trust_correction_by_person ON trust_correction (person_id, id);
CREATE INDEX trust_correction_by_org ON trust_correction (org_path, id);
CREATE INDEX trust_correction_open ON trust_correction (due_on, id) WHERE state = 'open';
INSERT INTO rule (id, code, org_id, value_int, unit, from_on, until_on, source, created_at) VALUES
    (901, 'correction_days', NULL, 15, 'days', 20000101, NULL, '默认：更正申请在 15 天内答复', 0);
-- step 2: how long what is kept, and what the last run removed
CREATE TABLE trust_retention (
    code {text} NOT NULL,
    from_on {int64} NOT NULL,
    until_on {int64},
    days {int64} NOT NULL,
    source {text} NOT NULL,
    PRIMARY KEY (code, from_on)
) {keyed};
INSERT INTO trust_retention (code, from_on, until_on, days, source) VALUES
    ('idempotency_key', 20200101, NULL, 2, 'preset'),
    ('session', 20200101, NULL, 30, 'preset'),
    ('notice', 20200101, NULL, 730, 'preset'),
    ('job', 20200101, NULL, 90, 'preset'),
    ('import_file', 20200101, NULL, 7, 'preset');
CREATE TABLE trust_retention_run (
    code {text} NOT NULL PRIMARY KEY,
    ran_at {int64} NOT NULL,
    removed {int64} NOT NULL,
    removed_total {int64} NOT NULL
) {keyed};
-- step 3: danmaku of rooms that have ended
INSERT INTO trust_retention (code, from_on, until_on, days, source) VALUES ('danmaku', 20200101, NULL, 1095, 'preset');
-- step 4: sources of preset rules have their words in English, too
UPDATE rule SET source_en = 'Preset: requests for correction are answered within 15 days' WHERE id = 901;
