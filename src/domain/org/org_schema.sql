-- step 1: the tree of organisations
CREATE TABLE org (
    id {int64} NOT NULL PRIMARY KEY,
    parent_id {int64} REFERENCES org (id),
    path {text} NOT NULL UNIQUE,
    code {text} NOT NULL,
    name {text} NOT NULL,
    short_name {text} NOT NULL,
    kind {text} NOT NULL
        CHECK (kind IN ('city', 'academy', 'district', 'school', 'industry_school', 'township', 'unit')),
    level {text} NOT NULL CHECK (level IN ('municipal', 'district', 'township')),
    is_school {int64} NOT NULL,
    is_site {int64} NOT NULL,
    seats {int64} NOT NULL,
    pinyin {text} NOT NULL,
    initials {text} NOT NULL,
    name_sort {text} NOT NULL,
    stroke_sort {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('active', 'closed')),
    ordinal {int64} NOT NULL,
    child_count {int64} NOT NULL,
    version {int64} NOT NULL,
    created_at {int64} NOT NULL,
    updated_at {int64} NOT NULL
) {strict};
CREATE INDEX org_by_parent ON org (parent_id, ordinal, id);
CREATE INDEX org_by_name ON org (name_sort, id);
CREATE INDEX org_by_stroke ON org (stroke_sort, id);
CREATE INDEX org_by_code ON org (code);
CREATE INDEX org_by_exact_name ON org (name);

-- step 2: organisations move in the tree; a number that was given to a child is never given again
ALTER TABLE org ADD COLUMN last_child {int64} NOT NULL DEFAULT 0;
UPDATE org SET last_child = child_count;
CREATE TABLE org_move (
    id {int64} NOT NULL PRIMARY KEY,
    org_id {int64} NOT NULL REFERENCES org (id),
    from_parent_id {int64} NOT NULL,
    to_parent_id {int64} NOT NULL,
    from_path {text} NOT NULL,
    to_path {text} NOT NULL,
    reason {text} NOT NULL,
    moved_by {int64},
    moved_at {int64} NOT NULL
) {strict};
CREATE INDEX org_move_by_org ON org_move (org_id, id);
{append_only:org_move}
