-- step 1: jobs in the background
CREATE TABLE job (
    id {int64} NOT NULL PRIMARY KEY,
    kind {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    subject_id {int64},
    account_id {int64},
    lang {int64} NOT NULL,
    input {text} NOT NULL,
    run_at {int64} NOT NULL,
    lease_until {int64} NOT NULL,
    attempts {int64} NOT NULL,
    cancel {int64} NOT NULL,
    done {int64} NOT NULL,
    total {int64} NOT NULL,
    note {text} NOT NULL,
    result {text} NOT NULL,
    problem {text} NOT NULL,
    created_at {int64} NOT NULL,
    started_at {int64},
    ended_at {int64}
) {strict};
CREATE INDEX job_by_state ON job (state, run_at);
CREATE INDEX job_by_account ON job (account_id, id);
-- When a job that comes again and again was last done, for nodes that share a database.
CREATE TABLE job_period (
    kind {text} NOT NULL PRIMARY KEY,
    next_at {int64} NOT NULL
) {strict};
