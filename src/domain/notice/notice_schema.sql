-- step 1: notices, and what of them comes by mail
-- owner_id: a person, or an account that belongs to nobody (ids are unique across tables).
CREATE TABLE notice (
    id {int64} NOT NULL PRIMARY KEY,
    owner_id {int64} NOT NULL,
    kind {text} NOT NULL,
    title_zh {text} NOT NULL,
    title_en {text} NOT NULL,
    body_zh {text} NOT NULL,
    body_en {text} NOT NULL,
    link {text} NOT NULL,
    key {text} NOT NULL,
    created_at {int64} NOT NULL,
    read_at {int64},
    UNIQUE (owner_id, key)
) {strict};
CREATE INDEX notice_by_owner ON notice (owner_id, id);
CREATE INDEX notice_unread ON notice (owner_id, id) WHERE read_at IS NULL;
CREATE TABLE notice_pref (
    owner_id {int64} NOT NULL,
    topic {text} NOT NULL,
    mail {int64} NOT NULL,
    PRIMARY KEY (owner_id, topic)
) {keyed};
-- step 2: addresses for mail, and the queue: a mail is a notice on its way; text and address are looked up when it goes
CREATE TABLE notice_address (
    person_id {int64} NOT NULL PRIMARY KEY REFERENCES person (id),
    address {text} NOT NULL,
    updated_at {int64} NOT NULL
) {strict};
CREATE TABLE notice_mail (
    notice_id {int64} NOT NULL PRIMARY KEY REFERENCES notice (id),
    state {text} NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    due_at {int64} NOT NULL,
    tries {int64} NOT NULL,
    reply_code {int64} NOT NULL,
    queued_at {int64} NOT NULL,
    ended_at {int64}
) {strict};
CREATE INDEX notice_mail_due ON notice_mail (due_at, notice_id) WHERE state = 'queued';
