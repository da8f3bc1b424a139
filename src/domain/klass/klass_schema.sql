-- step 1: classes with sites, staff, quotas and shares; enrolments with their history; timetable; groups; dated rules
CREATE TABLE class (
    id {int64} PRIMARY KEY,
    org_id {int64} NOT NULL REFERENCES org (id),
    programme_id {int64} REFERENCES programme (id),
    parent_id {int64} REFERENCES class (id),
    code {text} NOT NULL,
    title {text} NOT NULL,
    audience_code {text} REFERENCES audience (code),
    starts_on {int64} NOT NULL,
    ends_on {int64} NOT NULL,
    seats_min {int64} NOT NULL,
    seats_max {int64} NOT NULL,
    waiting_until_at {int64},
    account_kind {text} NOT NULL CHECK (account_kind IN ('concentrated', 'online')),
    state {text} NOT NULL CHECK (state IN ('draft', 'open', 'running', 'ended', 'confirmed', 'cancelled')),
    manager_id {int64} REFERENCES person (id),
    room {text} NOT NULL,
    leave_rule_ppm {int64} NOT NULL DEFAULT 0,
    note {text} NOT NULL,
    confirmed_count {int64} NOT NULL DEFAULT 0,
    proposed_count {int64} NOT NULL DEFAULT 0,
    waiting_count {int64} NOT NULL DEFAULT 0,
    version {int64} NOT NULL,
    created_at {int64} NOT NULL,
    updated_at {int64} NOT NULL,
    CHECK (starts_on <= ends_on),
    CHECK (seats_min >= 0 AND (seats_max = 0 OR seats_min <= seats_max)),
    CHECK (confirmed_count >= 0 AND proposed_count >= 0 AND waiting_count >= 0)
) {strict};
CREATE INDEX class_org ON class (org_id, starts_on);
CREATE INDEX class_parent ON class (parent_id);
CREATE INDEX class_starts ON class (starts_on, id);
CREATE INDEX class_state ON class (state, starts_on);
CREATE INDEX class_programme ON class (programme_id);
CREATE INDEX class_manager ON class (manager_id);

CREATE TABLE class_share (
    class_id {int64} NOT NULL REFERENCES class (id),
    org_id {int64} NOT NULL REFERENCES org (id),
    shared_at {int64} NOT NULL,
    PRIMARY KEY (class_id, org_id)
) {strict};
CREATE INDEX class_share_org ON class_share (org_id, class_id);

CREATE TABLE class_staff (
    id {int64} PRIMARY KEY,
    class_id {int64} NOT NULL REFERENCES class (id),
    person_id {int64} NOT NULL REFERENCES person (id),
    duty {text} NOT NULL CHECK (duty IN ('manager', 'teacher', 'assistant', 'facilitator', 'site_leader')),
    UNIQUE (class_id, person_id, duty)
) {strict};
CREATE INDEX class_staff_person ON class_staff (person_id, class_id);

CREATE TABLE class_site (
    id {int64} PRIMARY KEY,
    class_id {int64} NOT NULL REFERENCES class (id),
    org_id {int64} NOT NULL REFERENCES org (id),
    leader_id {int64} REFERENCES person (id),
    seats {int64} NOT NULL,
    UNIQUE (class_id, org_id)
) {strict};
CREATE INDEX class_site_leader ON class_site (leader_id, class_id);

CREATE TABLE class_quota (
    id {int64} PRIMARY KEY,
    class_id {int64} NOT NULL REFERENCES class (id),
    org_id {int64} NOT NULL REFERENCES org (id),
    seats_min {int64} NOT NULL,
    seats_max {int64} NOT NULL,
    UNIQUE (class_id, org_id)
) {strict};
CREATE INDEX class_quota_org ON class_quota (org_id, class_id);

CREATE TABLE class_group (
    id {int64} PRIMARY KEY,
    class_id {int64} NOT NULL REFERENCES class (id),
    ordinal {int64} NOT NULL,
    name {text} NOT NULL,
    facilitator_id {int64} REFERENCES person (id),
    topic {text} NOT NULL,
    site_id {int64} REFERENCES class_site (id),
    removed {int64} NOT NULL DEFAULT 0
) {strict};
CREATE INDEX class_group_class ON class_group (class_id, ordinal);
CREATE INDEX class_group_site ON class_group (site_id);
CREATE INDEX class_group_facilitator ON class_group (facilitator_id, class_id);

CREATE TABLE enrolment (
    id {int64} PRIMARY KEY,
    class_id {int64} NOT NULL REFERENCES class (id),
    person_id {int64} NOT NULL REFERENCES person (id),
    org_id {int64} NOT NULL REFERENCES org (id),
    site_id {int64} REFERENCES class_site (id),
    group_id {int64} REFERENCES class_group (id),
    state {text} NOT NULL CHECK (state IN ('proposed', 'waiting', 'confirmed', 'declined', 'withdrawn', 'completed', 'failed')),
    waiting_no {int64} NOT NULL DEFAULT 0,
    reason {text} NOT NULL,
    version {int64} NOT NULL,
    created_at {int64} NOT NULL,
    updated_at {int64} NOT NULL,
    UNIQUE (class_id, person_id)
) {strict};
CREATE INDEX enrolment_person ON enrolment (person_id, class_id);
CREATE INDEX enrolment_class ON enrolment (class_id, state, waiting_no);
CREATE INDEX enrolment_org ON enrolment (org_id, state, class_id);
CREATE INDEX enrolment_site ON enrolment (site_id);
CREATE INDEX enrolment_group ON enrolment (group_id);

CREATE TABLE enrolment_event (
    id {int64} PRIMARY KEY,
    enrolment_id {int64} NOT NULL REFERENCES enrolment (id),
    from_state {text} NOT NULL,
    to_state {text} NOT NULL,
    at {int64} NOT NULL,
    account_id {int64},
    reason {text} NOT NULL
) {strict};
CREATE INDEX enrolment_event_enrolment ON enrolment_event (enrolment_id, id);
{append_only:enrolment_event}

CREATE TABLE session (
    id {int64} PRIMARY KEY,
    class_id {int64} NOT NULL REFERENCES class (id),
    source_id {int64} REFERENCES session (id),
    unit_id {int64} REFERENCES programme_unit (id),
    course_id {int64} REFERENCES course (id),
    kind {text} NOT NULL CHECK (kind IN ('lecture', 'discussion', 'route', 'forum', 'self_study')),
    title {text} NOT NULL,
    starts_at {int64} NOT NULL,
    ends_at {int64} NOT NULL,
    hours_centi {int64} NOT NULL,
    teacher_id {int64} REFERENCES person (id),
    room {text} NOT NULL,
    live {int64} NOT NULL,
    live_state {text} NOT NULL DEFAULT '' CHECK (live_state IN ('', 'ready', 'open', 'closed')),
    topic {text} NOT NULL,
    version {int64} NOT NULL,
    CHECK (starts_at < ends_at)
) {strict};
CREATE INDEX session_class ON session (class_id, starts_at, id);
CREATE INDEX session_unit ON session (unit_id);
CREATE INDEX session_source ON session (source_id);
CREATE INDEX session_teacher ON session (teacher_id, starts_at);
CREATE INDEX session_room ON session (room, starts_at);
CREATE INDEX session_starts ON session (starts_at, id);
CREATE INDEX session_open ON session (id) WHERE live_state = 'open';

CREATE TABLE session_stop (
    id {int64} PRIMARY KEY,
    session_id {int64} NOT NULL REFERENCES session (id),
    ordinal {int64} NOT NULL,
    name {text} NOT NULL,
    guide {text} NOT NULL,
    seats {int64} NOT NULL,
    travel_minutes {int64} NOT NULL,
    minutes {int64} NOT NULL
) {strict};
CREATE INDEX session_stop_session ON session_stop (session_id, ordinal);

CREATE TABLE group_minutes (
    id {int64} PRIMARY KEY,
    group_id {int64} NOT NULL REFERENCES class_group (id),
    session_id {int64} NOT NULL REFERENCES session (id),
    text {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('draft', 'submitted', 'signed')),
    written_by {int64} REFERENCES person (id),
    written_at {int64} NOT NULL,
    signed_by {int64} REFERENCES person (id),
    signed_at {int64},
    version {int64} NOT NULL,
    UNIQUE (group_id, session_id)
) {strict};
CREATE INDEX group_minutes_session ON group_minutes (session_id);

CREATE TABLE rule (
    id {int64} PRIMARY KEY,
    code {text} NOT NULL,
    org_id {int64} REFERENCES org (id),
    value_int {int64} NOT NULL,
    unit {text} NOT NULL,
    from_on {int64} NOT NULL,
    until_on {int64},
    source {text} NOT NULL,
    created_at {int64} NOT NULL
) {strict};
CREATE INDEX rule_code ON rule (code, org_id, from_on);
INSERT INTO rule (id, code, org_id, value_int, unit, from_on, until_on, source, created_at) VALUES
    (1, 'leave_limit_ppm', NULL, 142857, 'ppm', 20000101, NULL,
     '《干部教育培训工作条例》：脱产培训期间请假原则上不超过总学时的 1/7', 0),
    (2, 'overlap', NULL, 1, 'flag', 20000101, NULL, '默认：同一时段不得重复参训（可由培训处按日期调整）', 0),
    (3, 'report_days', NULL, 3, 'days', 20000101, NULL, '默认：开班后 3 日内报到，逾期未请假取消名额', 0);

-- step 2: rooms of a school; every change of a class's state
CREATE TABLE room (
    id {int64} PRIMARY KEY,
    org_id {int64} NOT NULL REFERENCES org (id),
    name {text} NOT NULL,
    place {text} NOT NULL,
    seats {int64} NOT NULL,
    closed {int64} NOT NULL DEFAULT 0,
    version {int64} NOT NULL,
    created_at {int64} NOT NULL,
    UNIQUE (org_id, name)
) {strict};
ALTER TABLE session ADD COLUMN room_id {int64} REFERENCES room (id);
CREATE INDEX session_in_room ON session (room_id, starts_at);
CREATE TABLE class_event (
    id {int64} PRIMARY KEY,
    class_id {int64} NOT NULL REFERENCES class (id),
    from_state {text} NOT NULL,
    to_state {text} NOT NULL,
    at {int64} NOT NULL,
    account_id {int64},
    reason {text} NOT NULL
) {strict};
CREATE INDEX class_event_class ON class_event (class_id, id);
{append_only:class_event}
-- step 3: sources of preset rules have their words in English, too
ALTER TABLE rule ADD COLUMN source_en {text} NOT NULL DEFAULT '';
UPDATE rule SET source_en = 'Regulations on cadre education and training: leave during off-post training is in principle at most 1/7 of the hours' WHERE id = 1;
UPDATE rule SET source_en = 'Preset: nobody is trained twice at the same time (the training office may change it from a day on)' WHERE id = 2;
UPDATE rule SET source_en = 'Preset: to report within 3 days of the beginning; a place not taken up without leave is cancelled' WHERE id = 3;
