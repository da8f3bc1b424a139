-- step 1: rounds, their versions, calls and replies, debts, times away, the lists by name, objections
CREATE TABLE dispatch_round (
    id {int64} PRIMARY KEY,
    org_id {int64} NOT NULL REFERENCES org (id),
    title {text} NOT NULL,
    note {text} NOT NULL,
    from_on {int64} NOT NULL,
    until_on {int64} NOT NULL,
    mode {text} NOT NULL CHECK (mode IN ('wave', 'weekly')),
    state {text} NOT NULL CHECK (state IN ('draft', 'solved', 'reviewed', 'published', 'closed', 'cancelled')),
    reply_due_on {int64},
    chosen_id {int64},
    job_id {int64},
    created_by {int64},
    published_at {int64},
    closed_at {int64},
    version {int64} NOT NULL,
    created_at {int64} NOT NULL,
    updated_at {int64} NOT NULL,
    CHECK (from_on <= until_on)
) {strict};
CREATE INDEX dispatch_round_org ON dispatch_round (org_id, from_on);
CREATE INDEX dispatch_round_from ON dispatch_round (from_on, id);
CREATE INDEX dispatch_round_state ON dispatch_round (state, until_on);

CREATE TABLE dispatch_offer (
    round_id {int64} NOT NULL REFERENCES dispatch_round (id),
    class_id {int64} NOT NULL REFERENCES class (id),
    seats_min {int64} NOT NULL,
    seats_max {int64} NOT NULL,
    PRIMARY KEY (round_id, class_id),
    CHECK (seats_min >= 0 AND seats_min <= seats_max)
) {strict};
CREATE INDEX dispatch_offer_class ON dispatch_offer (class_id, round_id);

-- What this round sets apart from the dated rules.
CREATE TABLE dispatch_policy (
    round_id {int64} NOT NULL REFERENCES dispatch_round (id),
    code {text} NOT NULL,
    value_int {int64} NOT NULL,
    PRIMARY KEY (round_id, code)
) {keyed};

-- Somebody must be in a class, or must not (class_id NULL: in none of this round).
CREATE TABLE dispatch_wish (
    id {int64} PRIMARY KEY,
    round_id {int64} NOT NULL REFERENCES dispatch_round (id),
    person_id {int64} NOT NULL REFERENCES person (id),
    class_id {int64} REFERENCES class (id),
    kind {text} NOT NULL CHECK (kind IN ('pin', 'bar')),
    reason {text} NOT NULL,
    account_id {int64},
    at {int64} NOT NULL
) {strict};
CREATE INDEX dispatch_wish_round ON dispatch_wish (round_id, person_id);

CREATE TABLE dispatch_version (
    id {int64} PRIMARY KEY,
    round_id {int64} NOT NULL REFERENCES dispatch_round (id),
    no {int64} NOT NULL,
    job_id {int64},
    state {text} NOT NULL CHECK (state IN ('building', 'done')),
    note {text} NOT NULL,
    policy {text} NOT NULL,
    people {int64} NOT NULL DEFAULT 0,
    eligible {int64} NOT NULL DEFAULT 0,
    pairs {int64} NOT NULL DEFAULT 0,
    seats {int64} NOT NULL DEFAULT 0,
    placed {int64} NOT NULL DEFAULT 0,
    left_out {int64} NOT NULL DEFAULT 0,
    objective {int64} NOT NULL DEFAULT 0,
    bound {int64} NOT NULL DEFAULT 0,
    gap_ppm {int64} NOT NULL DEFAULT 0,
    never_people {int64} NOT NULL DEFAULT 0,
    never_out {int64} NOT NULL DEFAULT 0,
    trained_in {int64} NOT NULL DEFAULT 0,
    over_in {int64} NOT NULL DEFAULT 0,
    units_in {int64} NOT NULL DEFAULT 0,
    unit_most_ppm {int64} NOT NULL DEFAULT 0,
    fcfs_placed {int64} NOT NULL DEFAULT 0,
    fcfs_never_out {int64} NOT NULL DEFAULT 0,
    fcfs_trained_in {int64} NOT NULL DEFAULT 0,
    fcfs_units_in {int64} NOT NULL DEFAULT 0,
    fcfs_objective {int64} NOT NULL DEFAULT 0,
    edits {int64} NOT NULL DEFAULT 0,
    took_ms {int64} NOT NULL DEFAULT 0,
    created_by {int64},
    created_at {int64} NOT NULL,
    UNIQUE (round_id, no)
) {strict};
CREATE INDEX dispatch_version_job ON dispatch_version (job_id);

CREATE TABLE dispatch_place (
    version_id {int64} NOT NULL REFERENCES dispatch_version (id),
    person_id {int64} NOT NULL REFERENCES person (id),
    org_path {text} NOT NULL,
    class_id {int64},
    wanted_id {int64},
    tier {text} NOT NULL,
    reason {text} NOT NULL,
    urgency {int64} NOT NULL,
    fit {int64} NOT NULL,
    bar {int64} NOT NULL,
    missing_centi {int64} NOT NULL,
    last_on {int64},
    recent {int64} NOT NULL,
    debts {int64} NOT NULL,
    pinned {int64} NOT NULL,
    PRIMARY KEY (version_id, person_id)
) {keyed};
CREATE INDEX dispatch_place_class ON dispatch_place (version_id, class_id, urgency, person_id);
CREATE INDEX dispatch_place_org ON dispatch_place (version_id, org_path, person_id);

CREATE TABLE dispatch_edit (
    id {int64} PRIMARY KEY,
    version_id {int64} NOT NULL REFERENCES dispatch_version (id),
    person_id {int64} NOT NULL,
    from_id {int64},
    to_id {int64},
    other_id {int64},
    cost {int64} NOT NULL,
    reason {text} NOT NULL,
    account_id {int64},
    at {int64} NOT NULL
) {strict};
CREATE INDEX dispatch_edit_version ON dispatch_edit (version_id, id);

CREATE TABLE dispatch_call (
    id {int64} PRIMARY KEY,
    round_id {int64} NOT NULL REFERENCES dispatch_round (id),
    class_id {int64} NOT NULL REFERENCES class (id),
    person_id {int64} NOT NULL REFERENCES person (id),
    org_id {int64} NOT NULL REFERENCES org (id),
    org_path {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('sent', 'accepted', 'refused', 'excused', 'denied', 'enrolled', 'replaced', 'withdrawn',
        'completed', 'absent')),
    due_on {int64} NOT NULL,
    late {int64} NOT NULL DEFAULT 0,
    why {text} NOT NULL,
    answer_kind {text} NOT NULL DEFAULT '',
    answer {text} NOT NULL DEFAULT '',
    evidence {text} NOT NULL DEFAULT '',
    proposed_id {int64} REFERENCES person (id),
    answered_by {int64},
    answered_at {int64},
    unit_state {text} NOT NULL DEFAULT '' CHECK (unit_state IN ('', 'confirmed', 'objected')),
    unit_note {text} NOT NULL DEFAULT '',
    unit_by {int64},
    unit_at {int64},
    ruling_note {text} NOT NULL DEFAULT '',
    ruled_by {int64},
    ruled_at {int64},
    replaces_id {int64} REFERENCES dispatch_call (id),
    replaced_by_id {int64},
    enrolment_id {int64},
    notified {int64} NOT NULL DEFAULT 0,
    version {int64} NOT NULL,
    created_at {int64} NOT NULL,
    updated_at {int64} NOT NULL,
    UNIQUE (class_id, person_id)
) {strict};
CREATE INDEX dispatch_call_person ON dispatch_call (person_id, id);
CREATE INDEX dispatch_call_round ON dispatch_call (round_id, id);
CREATE INDEX dispatch_call_org ON dispatch_call (org_path, id);
CREATE INDEX dispatch_call_state ON dispatch_call (state, due_on, id);
CREATE INDEX dispatch_call_replaces ON dispatch_call (replaces_id);
CREATE INDEX dispatch_call_quiet ON dispatch_call (id) WHERE notified = 0;

CREATE TABLE dispatch_call_event (
    id {int64} PRIMARY KEY,
    call_id {int64} NOT NULL REFERENCES dispatch_call (id),
    from_state {text} NOT NULL,
    to_state {text} NOT NULL,
    note {text} NOT NULL,
    account_id {int64},
    at {int64} NOT NULL
) {strict};
CREATE INDEX dispatch_call_event_call ON dispatch_call_event (call_id, id);
{append_only:dispatch_call_event}

CREATE TABLE dispatch_debt (
    id {int64} PRIMARY KEY,
    person_id {int64} NOT NULL REFERENCES person (id),
    org_path {text} NOT NULL,
    call_id {int64} NOT NULL UNIQUE REFERENCES dispatch_call (id),
    kind {text} NOT NULL CHECK (kind IN ('hardship', 'refusal', 'no_reply', 'absent')),
    state {text} NOT NULL CHECK (state IN ('open', 'settled', 'waived')),
    settled_call_id {int64},
    note {text} NOT NULL DEFAULT '',
    created_at {int64} NOT NULL,
    settled_at {int64}
) {strict};
CREATE INDEX dispatch_debt_person ON dispatch_debt (person_id, state);
CREATE INDEX dispatch_debt_org ON dispatch_debt (org_path, id);

CREATE TABLE dispatch_away (
    id {int64} PRIMARY KEY,
    person_id {int64} NOT NULL REFERENCES person (id),
    org_path {text} NOT NULL,
    from_on {int64} NOT NULL,
    until_on {int64} NOT NULL,
    said_by {text} NOT NULL CHECK (said_by IN ('person', 'unit')),
    reason {text} NOT NULL,
    account_id {int64},
    at {int64} NOT NULL,
    CHECK (from_on <= until_on)
) {strict};
CREATE INDEX dispatch_away_person ON dispatch_away (person_id, until_on);
CREATE INDEX dispatch_away_org ON dispatch_away (org_path, id);

-- Kept: who is on which list. cleared_on: an objection was upheld; counted anew from that day.
CREATE TABLE dispatch_listed (
    id {int64} PRIMARY KEY,
    person_id {int64} NOT NULL REFERENCES person (id),
    list {text} NOT NULL CHECK (list IN ('never', 'hard', 'over')),
    org_path {text} NOT NULL,
    rule {text} NOT NULL,
    since_on {int64} NOT NULL,
    last_on {int64},
    count {int64} NOT NULL,
    threshold {int64} NOT NULL,
    months {int64} NOT NULL,
    updated_at {int64} NOT NULL,
    UNIQUE (person_id, list)
) {strict};
CREATE INDEX dispatch_listed_list ON dispatch_listed (list, org_path, id);
CREATE INDEX dispatch_listed_count ON dispatch_listed (list, count, id);

CREATE TABLE dispatch_cleared (
    person_id {int64} NOT NULL REFERENCES person (id),
    list {text} NOT NULL,
    from_on {int64} NOT NULL,
    PRIMARY KEY (person_id, list)
) {keyed};

CREATE TABLE dispatch_objection (
    id {int64} PRIMARY KEY,
    person_id {int64} NOT NULL REFERENCES person (id),
    org_path {text} NOT NULL,
    about {text} NOT NULL CHECK (about IN ('list', 'call', 'left_out')),
    list {text} NOT NULL,
    subject_id {int64},
    text {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('open', 'upheld', 'rejected')),
    answer {text} NOT NULL DEFAULT '',
    due_on {int64} NOT NULL,
    answered_by {int64},
    answered_at {int64},
    version {int64} NOT NULL,
    created_at {int64} NOT NULL,
    updated_at {int64} NOT NULL
) {strict};
CREATE INDEX dispatch_objection_person ON dispatch_objection (person_id, id);
CREATE INDEX dispatch_objection_org ON dispatch_objection (org_path, id);
CREATE INDEX dispatch_objection_due ON dispatch_objection (state, due_on, id);

-- People whose lists have to be looked at again, and the day on which everybody was.
CREATE TABLE dispatch_dirty (
    person_id {int64} NOT NULL PRIMARY KEY
) {strict};
CREATE TABLE dispatch_walk (
    id {int64} NOT NULL PRIMARY KEY,
    walked_on {int64} NOT NULL
) {strict};
INSERT INTO dispatch_walk (id, walked_on) VALUES (1, 0);

INSERT INTO rule (id, code, org_id, value_int, unit, from_on, until_on, source, created_at) VALUES
    (7401, 'dispatch_never_months', NULL, 36, 'months', 20000101, NULL, '默认：满36个月没有集中培训记录列为钉子户；各地按文件调整', 0),
    (7402, 'dispatch_never_refusals', NULL, 2, 'times', 20000101, NULL, '默认：36个月内2次无正当理由不参训列为钉子户', 0),
    (7403, 'dispatch_hard_refusals', NULL, 2, 'times', 20000101, NULL, '默认：36个月内2次因工作困难获准不参训列为困难户', 0),
    (7404, 'dispatch_refusal_months', NULL, 36, 'months', 20000101, NULL, '默认：不参训记录的计算期', 0),
    (7405, 'dispatch_over_count', NULL, 4, 'times', 20000101, NULL, '默认：12个月内集中培训4次以上列为专业户', 0),
    (7406, 'dispatch_over_months', NULL, 12, 'months', 20000101, NULL, '默认：专业户的计算期', 0),
    (7407, 'dispatch_recent_months', NULL, 6, 'months', 20000101, NULL, '默认：近6个月参加过集中培训的靠后安排', 0),
    (7408, 'dispatch_repeat_months', NULL, 36, 'months', 20000101, NULL, '默认：36个月内不重复参加同一培训方案的班次', 0),
    (7409, 'dispatch_cap_pct', NULL, 20, 'percent', 20000101, NULL, '默认：同一单位同期离岗参训不超过20%，至少1人', 0),
    (7410, 'dispatch_short_days', NULL, 7, 'days', 20000101, NULL, '默认：困难户只派网络班或不超过7天的班', 0),
    (7411, 'dispatch_reply_days', NULL, 5, 'days', 20000101, NULL, '默认：调训通知5日内回执', 0),
    (7412, 'dispatch_remind_days', NULL, 2, 'days', 20000101, NULL, '默认：回执期限前2日提醒', 0),
    (7413, 'dispatch_escalate_days', NULL, 3, 'days', 20000101, NULL, '默认：逾期3日未回执报主管培训处，记为未回执', 0),
    (7414, 'dispatch_objection_days', NULL, 10, 'days', 20000101, NULL, '默认：异议10日内答复', 0),
    (7415, 'dispatch_unit_first', NULL, 1, 'flag', 20000101, NULL, '默认：名额先在本单位内替补', 0),
    (7421, 'dispatch_w_base', NULL, 2000, 'points', 20000101, NULL, '默认政策权重：每人基础分', 0),
    (7422, 'dispatch_w_missing', NULL, 3000, 'points', 20000101, NULL, '默认政策权重：学时欠缺比例乘此分', 0),
    (7423, 'dispatch_w_never', NULL, 8000, 'points', 20000101, NULL, '默认政策权重：钉子户加分', 0),
    (7424, 'dispatch_w_debt', NULL, 1500, 'points', 20000101, NULL, '默认政策权重：上一批次未到欠训加分', 0),
    (7425, 'dispatch_w_recent', NULL, 1400, 'points', 20000101, NULL, '默认政策权重：近期已参训者的固定分', 0),
    (7426, 'dispatch_w_over', NULL, 1100, 'points', 20000101, NULL, '默认政策权重：专业户的固定分，只补空位', 0),
    (7427, 'dispatch_f_far', NULL, 300, 'points', 20000101, NULL, '默认适配：跨区县参训扣分', 0),
    (7428, 'dispatch_f_city', NULL, 150, 'points', 20000101, NULL, '默认适配：到市级学校参训扣分', 0),
    (7429, 'dispatch_f_hard', NULL, 300, 'points', 20000101, NULL, '默认适配：困难户参加面授班扣分', 0),
    (7430, 'dispatch_f_length', NULL, 400, 'points', 20000101, NULL, '默认适配：班次学时与欠缺学时不相称的最多扣分', 0);

-- step 2: the lists that somebody stood on when called; what a round did, counted when something of it changed
ALTER TABLE dispatch_call ADD COLUMN lists {int64} NOT NULL DEFAULT 0;
CREATE TABLE dispatch_outcome (
    round_id {int64} NOT NULL REFERENCES dispatch_round (id),
    list {text} NOT NULL CHECK (list IN ('', 'never', 'hard', 'over')),
    called {int64} NOT NULL,
    waiting {int64} NOT NULL,
    came {int64} NOT NULL,
    absent {int64} NOT NULL,
    excused {int64} NOT NULL,
    denied {int64} NOT NULL,
    left_list {int64} NOT NULL,
    joined_list {int64} NOT NULL,
    at {int64} NOT NULL,
    PRIMARY KEY (round_id, list)
) {keyed};
CREATE TABLE dispatch_recount (
    round_id {int64} NOT NULL PRIMARY KEY REFERENCES dispatch_round (id)
) {strict};

-- step 3: the prices of a version's proof, from which a question about it begins
CREATE TABLE dispatch_price (
    version_id {int64} NOT NULL PRIMARY KEY REFERENCES dispatch_version (id),
    body {text} NOT NULL
) {strict};

-- step 4: an upheld objection to being left out counts in the next rounds until a call comes
ALTER TABLE dispatch_place ADD COLUMN claims {int64} NOT NULL DEFAULT 0;
INSERT INTO rule (id, code, org_id, value_int, unit, from_on, until_on, source, created_at) VALUES
    (7431, 'dispatch_w_claim', NULL, 1800, 'points', 20000101, NULL, '默认政策权重：未被安排的异议成立后，到发出通知为止加分', 0);
-- step 5: sources of preset rules have their words in English, too
UPDATE rule SET source_en = 'Preset: never trained after 36 months with nothing concentrated on record; places set their own' WHERE id = 7401;
UPDATE rule SET source_en = 'Preset: never trained after 2 refusals without an accepted reason in 36 months' WHERE id = 7402;
UPDATE rule SET source_en = 'Preset: hard to release after 2 refusals with an accepted reason in 36 months' WHERE id = 7403;
UPDATE rule SET source_en = 'Preset: how long refusals count' WHERE id = 7404;
UPDATE rule SET source_en = 'Preset: over-trained from 4 concentrated trainings in 12 months on' WHERE id = 7405;
UPDATE rule SET source_en = 'Preset: the time that over-trained is counted over' WHERE id = 7406;
UPDATE rule SET source_en = 'Preset: who was trained in the last 6 months comes later' WHERE id = 7407;
UPDATE rule SET source_en = 'Preset: no class of the same programme again within 36 months' WHERE id = 7408;
UPDATE rule SET source_en = 'Preset: at most 20 % of a unit are away at one time, at least 1 person' WHERE id = 7409;
UPDATE rule SET source_en = 'Preset: who is hard to release gets online classes or ones of at most 7 days' WHERE id = 7410;
UPDATE rule SET source_en = 'Preset: calls are answered within 5 days' WHERE id = 7411;
UPDATE rule SET source_en = 'Preset: a reminder 2 days before the deadline' WHERE id = 7412;
UPDATE rule SET source_en = 'Preset: 3 days late is reported to the office and counts as no answer' WHERE id = 7413;
UPDATE rule SET source_en = 'Preset: objections are answered within 10 days' WHERE id = 7414;
UPDATE rule SET source_en = 'Preset: a seat is first offered within the unit' WHERE id = 7415;
UPDATE rule SET source_en = 'Preset weight: base points of everybody' WHERE id = 7421;
UPDATE rule SET source_en = 'Preset weight: times the share of the hours that are missing' WHERE id = 7422;
UPDATE rule SET source_en = 'Preset weight: more for the never trained' WHERE id = 7423;
UPDATE rule SET source_en = 'Preset weight: more for those who did not come in the last round' WHERE id = 7424;
UPDATE rule SET source_en = 'Preset weight: fixed points of those trained recently' WHERE id = 7425;
UPDATE rule SET source_en = 'Preset weight: fixed points of the over-trained, who only fill empty seats' WHERE id = 7426;
UPDATE rule SET source_en = 'Preset fit: less for another district' WHERE id = 7427;
UPDATE rule SET source_en = 'Preset fit: less for a school of the city' WHERE id = 7428;
UPDATE rule SET source_en = 'Preset fit: less for a classroom when somebody is hard to release' WHERE id = 7429;
UPDATE rule SET source_en = 'Preset fit: at most so much less when the length does not match the hours missing' WHERE id = 7430;
UPDATE rule SET source_en = 'Preset weight: more for an objection that was upheld, until calls are sent' WHERE id = 7431;
-- step 6: a round's calls are counted by state from an index alone
CREATE INDEX dispatch_call_count ON dispatch_call (round_id, state, class_id, due_on);
-- step 7: digests of what a version was computed from, to tell when it is older than that; objections by their answer
ALTER TABLE dispatch_version ADD COLUMN basis {text} NOT NULL DEFAULT '';
CREATE INDEX dispatch_objection_answered ON dispatch_objection (state, answered_at);
