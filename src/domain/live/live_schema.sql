-- step 1: rooms, what is said in them, polls, and who was there
CREATE TABLE live_room (
    session_id {int64} NOT NULL PRIMARY KEY REFERENCES session (id),
    state {text} NOT NULL CHECK (state IN ('ready', 'open', 'closed')),
    source {text} NOT NULL CHECK (source IN ('none', 'file', 'rtmp')),
    media_id {int64} REFERENCES media (id),
    repeats {int64} NOT NULL,
    stream_key {text} NOT NULL,
    stream_port {int64} NOT NULL,
    media_state {text} NOT NULL CHECK (media_state IN ('none', 'waiting', 'playing', 'lost', 'ended', 'failed')),
    media_started_at {int64},
    seq {int64} NOT NULL,
    poll_id {int64},
    opened_at {int64},
    opened_by {int64},
    closed_at {int64}
) {strict};
CREATE INDEX live_room_open ON live_room (session_id) WHERE state = 'open';

-- What was said, under the name that it was said by.
CREATE TABLE live_event (
    session_id {int64} NOT NULL REFERENCES live_room (session_id),
    seq {int64} NOT NULL,
    kind {text} NOT NULL,
    person_id {int64},
    name {text} NOT NULL,
    site_id {int64},
    at {int64} NOT NULL,
    body {text} NOT NULL,
    PRIMARY KEY (session_id, seq)
) {strict};
{append_only:live_event}

-- When somebody last sent a danmaku: one row a person, so that a second window is no way round the limit.
CREATE TABLE live_pace (
    session_id {int64} NOT NULL,
    person_id {int64} NOT NULL,
    said_at {int64} NOT NULL,
    PRIMARY KEY (session_id, person_id)
) {strict};

CREATE TABLE live_question (
    id {int64} NOT NULL PRIMARY KEY,
    session_id {int64} NOT NULL REFERENCES live_room (session_id),
    person_id {int64} NOT NULL REFERENCES person (id),
    name {text} NOT NULL,
    site_id {int64},
    text {text} NOT NULL,
    votes {int64} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('open', 'answered')),
    asked_at {int64} NOT NULL,
    voted_at {int64} NOT NULL,
    answered_at {int64},
    answered_by {int64}
) {strict};
CREATE INDEX live_question_rank ON live_question (session_id, state, votes);
CREATE INDEX live_question_voted ON live_question (session_id, voted_at);
CREATE INDEX live_question_person ON live_question (session_id, person_id, state);

CREATE TABLE live_vote (
    question_id {int64} NOT NULL REFERENCES live_question (id),
    person_id {int64} NOT NULL,
    at {int64} NOT NULL,
    PRIMARY KEY (question_id, person_id)
) {strict};

-- One hand a person; the order is that of raising.
CREATE TABLE live_hand (
    session_id {int64} NOT NULL REFERENCES live_room (session_id),
    person_id {int64} NOT NULL REFERENCES person (id),
    name {text} NOT NULL,
    site_id {int64},
    state {text} NOT NULL CHECK (state IN ('raised', 'called', 'lowered')),
    raised_at {int64} NOT NULL,
    called_at {int64},
    PRIMARY KEY (session_id, person_id)
) {strict};
CREATE INDEX live_hand_order ON live_hand (session_id, raised_at) WHERE state <> 'lowered';

CREATE TABLE live_poll (
    id {int64} NOT NULL PRIMARY KEY,
    session_id {int64} NOT NULL REFERENCES live_room (session_id),
    title {text} NOT NULL,
    multiple {int64} NOT NULL,
    option_count {int64} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('open', 'closed')),
    opened_by {int64},
    opened_at {int64} NOT NULL,
    closed_at {int64}
) {strict};
CREATE INDEX live_poll_session ON live_poll (session_id, id);

CREATE TABLE live_poll_option (
    poll_id {int64} NOT NULL REFERENCES live_poll (id),
    option_no {int64} NOT NULL,
    text {text} NOT NULL,
    PRIMARY KEY (poll_id, option_no)
) {strict};

-- choices: bit n-1 is option n. A person has one row, so nobody counts twice whatever arrives how often.
CREATE TABLE live_answer (
    poll_id {int64} NOT NULL REFERENCES live_poll (id),
    person_id {int64} NOT NULL,
    choices {int64} NOT NULL,
    at {int64} NOT NULL,
    PRIMARY KEY (poll_id, person_id)
) {strict};

-- The tally, kept with each answer, so that ten thousand answers in ten seconds never count anything again. Option 0 is the
-- number of people. Shards (a few bits of the person) keep answers that arrive together from waiting for one row.
CREATE TABLE live_poll_count (
    poll_id {int64} NOT NULL REFERENCES live_poll (id),
    option_no {int64} NOT NULL,
    shard {int64} NOT NULL,
    answers {int64} NOT NULL,
    at {int64} NOT NULL,
    PRIMARY KEY (poll_id, option_no, shard)
) {strict};

-- One connection of one person. seen_at is the last sign of life: when the program dies, the span ends there.
CREATE TABLE live_presence (
    id {int64} NOT NULL PRIMARY KEY,
    session_id {int64} NOT NULL REFERENCES live_room (session_id),
    person_id {int64} NOT NULL,
    role {text} NOT NULL CHECK (role IN ('teacher', 'staff', 'site', 'learner')),
    site_id {int64},
    own_session_id {int64} NOT NULL,
    joined_at {int64} NOT NULL,
    seen_at {int64} NOT NULL,
    left_at {int64},
    seconds {int64} NOT NULL,
    marked {int64} NOT NULL
) {strict};
CREATE INDEX live_presence_here ON live_presence (session_id, person_id) WHERE left_at IS NULL;
CREATE INDEX live_presence_open ON live_presence (id) WHERE left_at IS NULL;
CREATE INDEX live_presence_person ON live_presence (session_id, person_id);

INSERT INTO rule (id, code, org_id, value_int, unit, from_on, until_on, source, created_at) VALUES
    (401, 'live_danmaku_seconds', NULL, 2, 's', 20000101, NULL, '默认：每人两条弹幕之间至少间隔 2 秒（可按单位、按日期调整）', 0),
    (402, 'live_danmaku_chars', NULL, 50, 'chars', 20000101, NULL, '默认：每条弹幕最多 50 字', 0),
    (403, 'live_open_questions', NULL, 5, 'count', 20000101, NULL, '默认：每人最多 5 个未解答的提问', 0),
    (404, 'live_roll_minutes', NULL, 10, 'min', 20000101, NULL, '默认：个人在线满 10 分钟记为到课；0 表示不自动签到', 0);
-- step 2: which sites' screens are connected
CREATE INDEX live_presence_screen ON live_presence (session_id, site_id) WHERE left_at IS NULL AND role = 'site';
-- step 3: danmaku of ended rooms may go, by a retention rule alone; `danmaku_gone`: none of the room are left
CREATE TABLE live_event_release (id {int64} NOT NULL PRIMARY KEY CHECK (id = 1), before {int64} NOT NULL) {strict};
INSERT INTO live_event_release (id, before) VALUES (1, 0);
{append_only_until:live_event}
ALTER TABLE live_room ADD COLUMN danmaku_gone {int64} NOT NULL DEFAULT 0;
CREATE INDEX live_room_ended ON live_room (closed_at) WHERE state = 'closed' AND danmaku_gone = 0;
-- step 4: sources of preset rules have their words in English, too
UPDATE rule SET source_en = 'Preset: at least 2 seconds between two danmaku of one person (may be changed by unit and day)' WHERE id = 401;
UPDATE rule SET source_en = 'Preset: at most 50 characters a danmaku' WHERE id = 402;
UPDATE rule SET source_en = 'Preset: at most 5 open questions a person' WHERE id = 403;
UPDATE rule SET source_en = 'Preset: 10 minutes online count as present; 0: nobody is checked in by being online' WHERE id = 404;
