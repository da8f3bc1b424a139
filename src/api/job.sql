-- name: job_insert
INSERT INTO job (id, kind, state, subject_id, account_id, lang, input, run_at, lease_until, attempts, cancel, done, total,
    note, result, problem, created_at)
VALUES ($1, $2, 'queued', $3, $4, $5, $6, $7, 0, 0, 0, 0, 0, '', '', '', $8)

-- name: job_due
SELECT id FROM job WHERE state = 'queued' AND run_at <= $1 ORDER BY run_at, id LIMIT 1

-- name: job_due_of
SELECT id FROM job WHERE state = 'queued' AND run_at <= $1 AND kind = $2 ORDER BY run_at, id LIMIT 1

-- name: job_lost
-- A running one that nobody keeps alive any more.
SELECT id FROM job WHERE state = 'running' AND lease_until < $1 ORDER BY run_at, id LIMIT 1

-- name: job_claim
UPDATE job SET state = 'running', lease_until = $3, attempts = attempts + 1, started_at = $2
WHERE id = $1 AND ((state = 'queued' AND run_at <= $2) OR (state = 'running' AND lease_until < $2))
RETURNING id, kind, subject_id, account_id, lang, input, attempts

-- name: job_beat
-- 0 when somebody else has taken it: the lease had run out.
UPDATE job SET lease_until = $2, done = $3, total = $4, note = $5 WHERE id = $1 AND state = 'running' AND attempts = $6
RETURNING CASE cancel WHEN 0 THEN 1 ELSE 2 END

-- name: job_end
UPDATE job SET state = $2, done = $3, total = $4, note = $5, result = $6, problem = $7, ended_at = $8
WHERE id = $1 AND state = 'running' AND attempts = $9

-- name: job_again
UPDATE job SET state = 'queued', run_at = $2, attempts = attempts - $3
WHERE id = $1 AND state = 'running' AND attempts = $4

-- name: job_release
-- SQLite has one program: what is marked as running when it starts was left behind.
UPDATE job SET lease_until = 0 WHERE state = 'running'

-- name: job_get
SELECT id, kind, state, subject_id, account_id, done, total, note, result, problem, created_at, started_at, ended_at
FROM job WHERE id = $1

-- name: job_list
SELECT j.id, j.kind, j.state, j.subject_id, j.account_id, j.done, j.total, j.note, j.result, j.problem, j.created_at,
    j.started_at, j.ended_at
FROM job j WHERE j.account_id = $1 {filters} {page}

-- name: job_cancel
UPDATE job SET cancel = 1, state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
    ended_at = CASE state WHEN 'queued' THEN $2 ELSE ended_at END
WHERE id = $1 AND state IN ('queued', 'running')

-- name: job_period_claim
INSERT INTO job_period (kind, next_at) VALUES ($1, $3)
ON CONFLICT (kind) DO UPDATE SET next_at = excluded.next_at WHERE job_period.next_at <= $2

-- name: job_forget
DELETE FROM job WHERE id IN (SELECT id FROM job WHERE state IN ('done', 'failed', 'cancelled') AND run_at < $1 LIMIT $2)
