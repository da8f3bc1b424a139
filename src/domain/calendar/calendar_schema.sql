-- step 1: feeds; the key of an address is worked out, not stored
CREATE TABLE calendar_feed (
    id {int64} NOT NULL PRIMARY KEY,
    account_id {int64} NOT NULL REFERENCES account (id),
    kind {text} NOT NULL CHECK (kind IN ('person', 'class', 'room')),
    person_id {int64} REFERENCES person (id),
    class_id {int64} REFERENCES class (id),
    org_id {int64} REFERENCES org (id),
    room {text} NOT NULL,
    created_at {int64} NOT NULL,
    revoked_at {int64}
) {strict};
CREATE INDEX calendar_feed_by_account ON calendar_feed (account_id, id);
