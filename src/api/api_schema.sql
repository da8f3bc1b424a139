-- step 1: the audit log and the answers kept for repeated requests
CREATE TABLE audit (
    id {int64} NOT NULL PRIMARY KEY,
    at {int64} NOT NULL,
    account_id {int64},
    person_id {int64},
    name {text} NOT NULL,
    action {text} NOT NULL,
    status {int64} NOT NULL,
    object_id {int64},
    org_path {text} NOT NULL,
    detail {text} NOT NULL,
    peer {text} NOT NULL
) {strict};
CREATE INDEX audit_by_account ON audit (account_id, id);
CREATE INDEX audit_by_action ON audit (action, id);
{append_only:audit}
CREATE TABLE idempotency (
    account_id {int64} NOT NULL,
    key {text} NOT NULL,
    digest {text} NOT NULL,
    status {int64} NOT NULL,
    etag {text} NOT NULL,
    body {text} NOT NULL,
    created_at {int64} NOT NULL,
    PRIMARY KEY (account_id, key)
) {strict};
CREATE INDEX idempotency_by_age ON idempotency (created_at);
-- step 2: the audit log by time
CREATE INDEX audit_by_time ON audit (at, id);
CREATE INDEX audit_by_object ON audit (object_id, id);
