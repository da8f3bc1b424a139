-- step 1: courses, their stops and shares, media files, programmes with modules and units
CREATE TABLE media (
    id {int64} PRIMARY KEY,
    org_id {int64} NOT NULL REFERENCES org (id),
    title {text} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('video', 'audio', 'slides', 'file')),
    path {text} NOT NULL,
    seconds {int64} NOT NULL DEFAULT 0,
    state {text} NOT NULL CHECK (state IN ('ready', 'failed')),
    created_at {int64} NOT NULL
) {strict};
CREATE INDEX media_org ON media (org_id, id);

CREATE TABLE course (
    id {int64} PRIMARY KEY,
    org_id {int64} NOT NULL REFERENCES org (id),
    code {text} NOT NULL,
    title {text} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('theory', 'case', 'route', 'online', 'discussion', 'forum')),
    audience_code {text} REFERENCES audience (code),
    hours_centi {int64} NOT NULL,
    summary {text} NOT NULL,
    body {text} NOT NULL,
    teacher_id {int64} REFERENCES person (id),
    state {text} NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    media_id {int64} REFERENCES media (id),
    title_sort {text} NOT NULL,
    version {int64} NOT NULL,
    created_at {int64} NOT NULL,
    updated_at {int64} NOT NULL
) {strict};
CREATE INDEX course_org ON course (org_id, id);
CREATE INDEX course_title ON course (title_sort, id);
CREATE INDEX course_newest ON course (updated_at, id);

CREATE TABLE course_stop (
    id {int64} PRIMARY KEY,
    course_id {int64} NOT NULL REFERENCES course (id),
    ordinal {int64} NOT NULL,
    name {text} NOT NULL,
    address {text} NOT NULL,
    guide {text} NOT NULL,
    minutes {int64} NOT NULL,
    travel_minutes {int64} NOT NULL,
    seats {int64} NOT NULL
) {strict};
CREATE INDEX course_stop_course ON course_stop (course_id, ordinal);

CREATE TABLE course_share (
    course_id {int64} NOT NULL REFERENCES course (id),
    org_id {int64} NOT NULL REFERENCES org (id),
    shared_at {int64} NOT NULL,
    PRIMARY KEY (course_id, org_id)
) {strict};
CREATE INDEX course_share_org ON course_share (org_id, course_id);

CREATE TABLE programme (
    id {int64} PRIMARY KEY,
    org_id {int64} NOT NULL REFERENCES org (id),
    title {text} NOT NULL,
    audience_code {text} REFERENCES audience (code),
    purpose {text} NOT NULL,
    hours_centi {int64} NOT NULL,
    days_centi {int64} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    title_sort {text} NOT NULL,
    version {int64} NOT NULL,
    created_at {int64} NOT NULL,
    updated_at {int64} NOT NULL
) {strict};
CREATE INDEX programme_org ON programme (org_id, id);
CREATE INDEX programme_title ON programme (title_sort, id);
CREATE INDEX programme_newest ON programme (updated_at, id);

CREATE TABLE programme_module (
    id {int64} PRIMARY KEY,
    programme_id {int64} NOT NULL REFERENCES programme (id),
    ordinal {int64} NOT NULL,
    title {text} NOT NULL,
    removed {int64} NOT NULL DEFAULT 0
) {strict};
CREATE INDEX programme_module_programme ON programme_module (programme_id, ordinal);

CREATE TABLE programme_unit (
    id {int64} PRIMARY KEY,
    module_id {int64} NOT NULL REFERENCES programme_module (id),
    programme_id {int64} NOT NULL REFERENCES programme (id),
    ordinal {int64} NOT NULL,
    course_id {int64} REFERENCES course (id),
    kind {text} NOT NULL CHECK (kind IN ('theory', 'case', 'route', 'online', 'discussion', 'forum')),
    title {text} NOT NULL,
    hours_centi {int64} NOT NULL,
    note {text} NOT NULL,
    removed {int64} NOT NULL DEFAULT 0
) {strict};
CREATE INDEX programme_unit_programme ON programme_unit (programme_id, ordinal);
CREATE INDEX programme_unit_module ON programme_unit (module_id, ordinal);
CREATE INDEX programme_unit_course ON programme_unit (course_id);

CREATE TABLE programme_share (
    programme_id {int64} NOT NULL REFERENCES programme (id),
    org_id {int64} NOT NULL REFERENCES org (id),
    shared_at {int64} NOT NULL,
    PRIMARY KEY (programme_id, org_id)
) {strict};
CREATE INDEX programme_share_org ON programme_share (org_id, programme_id);
