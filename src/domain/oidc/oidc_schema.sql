-- step 1: providers as they describe themselves, sign-ins under way, who is whose account
CREATE TABLE oidc_metadata (
    provider {text} NOT NULL PRIMARY KEY,
    issuer {text} NOT NULL,
    document {text} NOT NULL,
    keys {text} NOT NULL,
    fetched_at {int64} NOT NULL
) {strict};
-- ticket: SHA-256 of what the browser that began keeps; state: of what travels through the provider.
CREATE TABLE oidc_attempt (
    id {int64} NOT NULL PRIMARY KEY,
    ticket {blob} NOT NULL UNIQUE,
    state {blob} NOT NULL,
    provider {text} NOT NULL,
    nonce {text} NOT NULL,
    verifier {text} NOT NULL,
    stage {text} NOT NULL CHECK (stage IN ('begun', 'asked', 'known', 'failed', 'ended')),
    code {text} NOT NULL,
    subject {text} NOT NULL,
    problem_code {text} NOT NULL,
    problem_zh {text} NOT NULL,
    problem_en {text} NOT NULL,
    created_at {int64} NOT NULL
) {strict};
CREATE INDEX oidc_attempt_by_age ON oidc_attempt (created_at);
CREATE TABLE oidc_link (
    id {int64} NOT NULL PRIMARY KEY,
    account_id {int64} NOT NULL REFERENCES account (id),
    provider {text} NOT NULL,
    subject {text} NOT NULL,
    linked_by {int64} NOT NULL,
    linked_at {int64} NOT NULL,
    used_at {int64},
    UNIQUE (provider, subject)
) {strict};
CREATE INDEX oidc_link_by_account ON oidc_link (account_id, id);
CREATE TABLE oidc_session (
    session {blob} NOT NULL PRIMARY KEY REFERENCES account_session (token_hash) ON DELETE CASCADE,
    provider {text} NOT NULL
) {strict};
-- step 2: from which address a sign-in was begun, so that one address cannot take all places
ALTER TABLE oidc_attempt ADD COLUMN peer {text} NOT NULL DEFAULT '';
CREATE INDEX oidc_attempt_by_peer ON oidc_attempt (peer, created_at);
