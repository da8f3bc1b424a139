-- step 1: cells of the board, and what is counted in them for each person
CREATE TABLE board_cell (
    org_id {int64} NOT NULL,
    norm_code {text} NOT NULL,
    audience_code {text} NOT NULL,
    people {int64} NOT NULL,
    met {int64} NOT NULL,
    on_track {int64} NOT NULL,
    behind {int64} NOT NULL,
    none {int64} NOT NULL,
    PRIMARY KEY (org_id, norm_code, audience_code)
) {keyed};
CREATE TABLE board_person (
    person_id {int64} NOT NULL PRIMARY KEY,
    org_path {text} NOT NULL,
    audience_code {text} NOT NULL,
    states {text} NOT NULL
) {strict};
-- step 2: the board on past days, counted once and kept; from how many people on a rate is compared
CREATE TABLE board_day (
    on_day {int64} NOT NULL PRIMARY KEY,
    computed_at {int64} NOT NULL
) {strict};
CREATE TABLE board_past (
    on_day {int64} NOT NULL,
    org_id {int64} NOT NULL,
    norm_code {text} NOT NULL,
    audience_code {text} NOT NULL,
    people {int64} NOT NULL,
    met {int64} NOT NULL,
    on_track {int64} NOT NULL,
    behind {int64} NOT NULL,
    none {int64} NOT NULL,
    PRIMARY KEY (on_day, org_id, norm_code, audience_code)
) {keyed};
INSERT INTO rule (id, code, org_id, value_int, unit, from_on, until_on, source, created_at) VALUES
    (801, 'board_small_n', NULL, 20, 'people', 20000101, NULL,
     '默认：人数少于 20 的单位只列数字、不参加比率排序，避免一两个人左右名次（可按单位、按日期调整）', 0);
-- step 3: a digest of a past day's cells, made when they were counted; days without one are counted again
ALTER TABLE board_day ADD COLUMN digest {text} NOT NULL DEFAULT '';
-- step 4: sources of preset rules have their words in English, too
UPDATE rule SET source_en = 'Preset: units with fewer than 20 people are listed with their numbers but not ranked, so that one or two people do not decide the place (may be changed by unit and day)' WHERE id = 801;
