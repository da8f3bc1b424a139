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
