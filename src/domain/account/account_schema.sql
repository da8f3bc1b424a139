-- step 1: accounts, roles, sessions, and the policy for passwords and sessions
CREATE TABLE account (
    id {int64} NOT NULL PRIMARY KEY,
    person_id {int64} REFERENCES person (id),
    name {text} NOT NULL,
    login {text} NOT NULL UNIQUE,
    password_hash {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('active', 'disabled')),
    failed_count {int64} NOT NULL,
    locked_until {int64},
    must_change {int64} NOT NULL,
    version {int64} NOT NULL,
    created_at {int64} NOT NULL
) {strict};
CREATE INDEX account_by_person ON account (person_id);
CREATE TABLE account_role (
    id {int64} NOT NULL PRIMARY KEY,
    account_id {int64} NOT NULL REFERENCES account (id),
    role {text} NOT NULL,
    org_id {int64} NOT NULL REFERENCES org (id),
    from_on {int64} NOT NULL,
    until_on {int64},
    granted_by {int64},
    granted_at {int64} NOT NULL,
    revoked_by {int64},
    revoked_at {int64}
) {strict};
CREATE INDEX account_role_by_account ON account_role (account_id, id);
CREATE INDEX account_role_by_org ON account_role (org_id, role);
-- keep_at: use is written down again from then on, not at each request.
CREATE TABLE account_session (
    token_hash {blob} NOT NULL PRIMARY KEY,
    account_id {int64} NOT NULL REFERENCES account (id),
    csrf {text} NOT NULL,
    created_at {int64} NOT NULL,
    keep_at {int64} NOT NULL,
    expires_at {int64} NOT NULL,
    peer {text} NOT NULL,
    agent {text} NOT NULL
) {keyed};
CREATE INDEX account_session_by_account ON account_session (account_id);
CREATE INDEX account_session_by_expiry ON account_session (expires_at);
CREATE TABLE account_policy (
    code {text} NOT NULL,
    from_on {int64} NOT NULL,
    until_on {int64},
    value_int {int64} NOT NULL,
    unit {text} NOT NULL,
    source {text} NOT NULL,
    PRIMARY KEY (code, from_on)
) {keyed};
INSERT INTO account_policy (code, from_on, until_on, value_int, unit, source) VALUES
    ('password_min_chars', 20200101, NULL, 10, 'characters', 'preset'),
    ('lock_after_failures', 20200101, NULL, 5, 'attempts', 'preset'),
    ('lock_minutes', 20200101, NULL, 15, 'minutes', 'preset'),
    ('session_idle_minutes', 20200101, NULL, 720, 'minutes', 'preset'),
    ('session_keep_minutes', 20200101, NULL, 15, 'minutes', 'preset'),
    ('session_max_hours', 20200101, NULL, 168, 'hours', 'preset');
-- step 2: the second factor. The session of somebody who must set one up first can do nothing else.
CREATE TABLE account_factor (
    account_id {int64} NOT NULL PRIMARY KEY REFERENCES account (id),
    secret {blob} NOT NULL,
    used_step {int64} NOT NULL,
    created_at {int64} NOT NULL,
    confirmed_at {int64}
) {strict};
CREATE TABLE account_recovery (
    account_id {int64} NOT NULL REFERENCES account (id),
    mark {blob} NOT NULL,
    used_at {int64},
    PRIMARY KEY (account_id, mark)
) {keyed};
ALTER TABLE account_session ADD COLUMN factor_due {int64} NOT NULL DEFAULT 0;
INSERT INTO account_policy (code, from_on, until_on, value_int, unit, source) VALUES
    ('factor_for', 20200101, NULL, 1, '1 nobody must, 2 the three system roles, 3 every role but learner', 'preset');
-- step 3: the audit log is sealed in chapters
CREATE TABLE audit_chapter (
    id {int64} NOT NULL PRIMARY KEY,
    after_id {int64} NOT NULL UNIQUE,
    last_id {int64} NOT NULL UNIQUE,
    lines {int64} NOT NULL,
    hash {text} NOT NULL,
    sealed_at {int64} NOT NULL
) {strict};
{append_only:audit_chapter}
-- step 4: wrong passwords are counted by account and address, so that nobody locks somebody else out
CREATE TABLE account_failure (
    account_id {int64} NOT NULL REFERENCES account (id),
    peer {text} NOT NULL,
    failed_count {int64} NOT NULL,
    locked_until {int64},
    last_at {int64} NOT NULL,
    PRIMARY KEY (account_id, peer)
) {keyed};
INSERT INTO account_policy (code, from_on, until_on, value_int, unit, source) VALUES
    ('lock_first_seconds', 20200101, NULL, 30, 'seconds', 'preset'),
    ('lock_forget_hours', 20200101, NULL, 24, 'hours', 'preset'),
    ('lock_account_failures', 20200101, NULL, 100, 'attempts', 'preset');
-- step 5: sessions for which an identity provider vouched: the password need not be changed first
ALTER TABLE account_session ADD COLUMN vouched {int64} NOT NULL DEFAULT 0;
-- step 6: what hashing a password costs is policy; hashes carry their own numbers and are renewed at the next sign-in
INSERT INTO account_policy (code, from_on, until_on, value_int, unit, source) VALUES
    ('password_hash_memory_kib', 20200101, NULL, 7168, 'KiB', 'OWASP Password Storage Cheat Sheet, Argon2id: m=7168 t=5 p=1'),
    ('password_hash_passes', 20200101, NULL, 5, 'passes', 'OWASP Password Storage Cheat Sheet, Argon2id: m=7168 t=5 p=1');
