-- step 1: imports, what was wrong with their rows, and who may be known already
CREATE TABLE exchange_import (
    id {int64} NOT NULL PRIMARY KEY,
    account_id {int64} NOT NULL,
    subject_id {int64},
    table_name {text} NOT NULL,
    file_name {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('waiting', 'checked', 'refused', 'committed')),
    job_id {int64},
    row_count {int64} NOT NULL,
    added {int64} NOT NULL,
    changed {int64} NOT NULL,
    unchanged {int64} NOT NULL,
    skipped {int64} NOT NULL,
    problems {int64} NOT NULL,
    duplicates {int64} NOT NULL,
    undecided {int64} NOT NULL,
    created_at {int64} NOT NULL,
    updated_at {int64} NOT NULL
) {strict};
CREATE INDEX exchange_import_by_account ON exchange_import (account_id, id);
CREATE INDEX exchange_import_by_age ON exchange_import (created_at);
CREATE TABLE exchange_file (
    import_id {int64} NOT NULL PRIMARY KEY REFERENCES exchange_import (id),
    bytes {blob} NOT NULL
) {strict};
CREATE TABLE exchange_problem (
    id {int64} NOT NULL PRIMARY KEY,
    import_id {int64} NOT NULL REFERENCES exchange_import (id),
    row_no {int64} NOT NULL,
    column_name {text} NOT NULL,
    label_zh {text} NOT NULL,
    label_en {text} NOT NULL,
    value {text} NOT NULL,
    zh {text} NOT NULL,
    en {text} NOT NULL
) {strict};
CREATE INDEX exchange_problem_by_import ON exchange_problem (import_id, id);
CREATE TABLE exchange_duplicate (
    id {int64} NOT NULL PRIMARY KEY,
    import_id {int64} NOT NULL REFERENCES exchange_import (id),
    row_no {int64} NOT NULL,
    name {text} NOT NULL,
    unit {text} NOT NULL,
    post {text} NOT NULL,
    citizen_mask {text} NOT NULL,
    person_id {int64} NOT NULL,
    known_name {text} NOT NULL,
    known_unit {text} NOT NULL,
    known_post {text} NOT NULL,
    known_mask {text} NOT NULL,
    choice {text} CHECK (choice IN ('same', 'new', 'skip'))
) {strict};
CREATE INDEX exchange_duplicate_by_import ON exchange_duplicate (import_id, row_no, id);
-- step 2: files that are larger than one request: what follows the first part
CREATE TABLE exchange_part (
    import_id {int64} NOT NULL REFERENCES exchange_import (id),
    part_no {int64} NOT NULL,
    bytes {blob} NOT NULL,
    PRIMARY KEY (import_id, part_no)
) {keyed};
-- step 3: sign-ins made many at once. The first password lies sealed until the sheet is taken, once, or is some days old.
CREATE TABLE exchange_sheet (
    id {int64} NOT NULL PRIMARY KEY,
    account_id {int64} NOT NULL,
    org_id {int64} NOT NULL,
    path {text} NOT NULL,
    job_id {int64},
    row_count {int64} NOT NULL,
    created_at {int64} NOT NULL,
    taken_at {int64},
    granted_at {int64}
) {strict};
CREATE INDEX exchange_sheet_by_path ON exchange_sheet (path, id);
CREATE INDEX exchange_sheet_by_age ON exchange_sheet (created_at);
CREATE TABLE exchange_sheet_row (
    sheet_id {int64} NOT NULL REFERENCES exchange_sheet (id),
    row_no {int64} NOT NULL,
    person_id {int64} NOT NULL,
    login {text} NOT NULL,
    role {text},
    role_org_id {int64},
    until_on {int64},
    account_id {int64},
    secret {blob},
    PRIMARY KEY (sheet_id, row_no)
) {keyed};
-- step 4: by what other systems call our records (OneRoster)
CREATE TABLE exchange_source (
    kind {int64} NOT NULL,
    sourced_id {text} NOT NULL,
    object_id {int64} NOT NULL,
    PRIMARY KEY (kind, sourced_id)
) {keyed};
-- step 5: heads of a file that are no column of its table
ALTER TABLE exchange_import ADD COLUMN unread {text} NOT NULL DEFAULT '';
-- step 6: what a file does that its counts do not tell, in words
ALTER TABLE exchange_import ADD COLUMN remarks_zh {text} NOT NULL DEFAULT '';
ALTER TABLE exchange_import ADD COLUMN remarks_en {text} NOT NULL DEFAULT '';
