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
