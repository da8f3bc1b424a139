-- name: ledger_head_lock
-- Sets nothing new, but takes the row: a second writer of the same ledger waits or is told to run again.
INSERT INTO ledger_head (person_id, seq, hash, concentrated_centi, online_centi, updated_at) VALUES ($1, 0, $2, 0, 0, $3)
ON CONFLICT (person_id) DO UPDATE SET updated_at = ledger_head.updated_at
RETURNING person_id, seq, hash, concentrated_centi, online_centi

-- name: ledger_head_get
SELECT person_id, seq, hash, concentrated_centi, online_centi FROM ledger_head WHERE person_id = $1

-- name: ledger_head_update
UPDATE ledger_head SET seq = $2, hash = $3, concentrated_centi = $4, online_centi = $5, updated_at = $6 WHERE person_id = $1

-- name: ledger_head_insert
INSERT INTO ledger_head (person_id, seq, hash, concentrated_centi, online_centi, updated_at) VALUES ($1, $2, $3, $4, $5, $6)

-- name: ledger_head_range
SELECT person_id, seq, hash, concentrated_centi, online_centi FROM ledger_head WHERE person_id > $1 ORDER BY person_id LIMIT $2

-- name: ledger_entry_insert
INSERT INTO ledger_entry (id, person_id, seq, kind, hours_centi, days_centi, earned_on, posted_at, source_kind, source_key,
    source_id, org_id, title, evidence, rule_id, reverses_id, posted_by, prev_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
ON CONFLICT (person_id, source_key) DO NOTHING

-- name: ledger_entry_get
SELECT e.id, e.person_id, e.seq, e.kind, e.hours_centi, e.days_centi, e.earned_on, e.posted_at, e.source_kind, e.source_key,
    e.source_id, e.org_id, o.name AS org_name, e.title, e.evidence, e.rule_id, e.reverses_id, r.id AS reversed_by,
    e.posted_by, e.prev_hash, e.hash
FROM ledger_entry e LEFT JOIN org o ON o.id = e.org_id LEFT JOIN ledger_entry r ON r.reverses_id = e.id
WHERE e.id = $1

-- name: ledger_entry_last
SELECT e.id, e.person_id, e.seq, e.kind, e.hours_centi, e.days_centi, e.earned_on, e.posted_at, e.source_kind, e.source_key,
    e.source_id, e.org_id, o.name AS org_name, e.title, e.evidence, e.rule_id, e.reverses_id, r.id AS reversed_by,
    e.posted_by, e.prev_hash, e.hash
FROM ledger_entry e LEFT JOIN org o ON o.id = e.org_id LEFT JOIN ledger_entry r ON r.reverses_id = e.id
WHERE e.person_id = $1 ORDER BY e.seq DESC LIMIT 1

-- name: ledger_entry_page
SELECT e.id, e.person_id, e.seq, e.kind, e.hours_centi, e.days_centi, e.earned_on, e.posted_at, e.source_kind, e.source_key,
    e.source_id, e.org_id, o.name AS org_name, e.title, e.evidence, e.rule_id, e.reverses_id, r.id AS reversed_by, r.seq AS reversed_seq, x.seq AS reverses_seq,
    e.posted_by, e.prev_hash, e.hash
FROM ledger_entry e LEFT JOIN org o ON o.id = e.org_id LEFT JOIN ledger_entry r ON r.reverses_id = e.id
    LEFT JOIN ledger_entry x ON x.id = e.reverses_id
WHERE e.person_id = $1 {filters} {page}

-- name: ledger_entry_range
SELECT id, person_id, seq, kind, hours_centi, days_centi, earned_on, posted_at, source_kind, source_key, source_id, org_id, title,
    evidence, rule_id, reverses_id, posted_by, prev_hash, hash
FROM ledger_entry WHERE person_id > $1 AND person_id <= $2 ORDER BY person_id, seq

-- name: ledger_entry_walk
SELECT e.id, e.person_id, e.seq, e.kind, e.hours_centi, e.days_centi, e.earned_on, e.org_id, e.title, e.reverses_id
FROM person p CROSS JOIN ledger_entry e
WHERE (p.org_path, p.id) >= ($1, $2) AND (p.org_path, p.id) <= ($3, $4) AND e.person_id = p.id
ORDER BY p.org_path, p.id, e.seq

-- name: ledger_line_list
SELECT person_id, kind, hours_centi, days_centi, earned_on FROM ledger_entry
WHERE person_id = $1 AND earned_on >= $2 AND earned_on <= $3 AND posted_at <= $4 ORDER BY seq

-- name: ledger_line_range
SELECT person_id, kind, hours_centi, days_centi, earned_on FROM ledger_entry
WHERE person_id >= $1 AND person_id <= $2 ORDER BY person_id, seq

-- name: ledger_training_range
SELECT person_id, earned_on, CASE WHEN hours_centi > 0 THEN 1 ELSE -1 END AS net FROM ledger_entry
WHERE person_id >= $1 AND person_id <= $2 AND kind = 'concentrated' ORDER BY person_id, seq

-- name: ledger_balance
SELECT CAST($1 AS BIGINT) AS person_id, COUNT(*) AS entries,
    CAST(COALESCE(SUM(CASE kind WHEN 'concentrated' THEN hours_centi ELSE 0 END), 0) AS BIGINT) AS concentrated_centi,
    CAST(COALESCE(SUM(CASE kind WHEN 'online' THEN hours_centi ELSE 0 END), 0) AS BIGINT) AS online_centi,
    CAST(COALESCE(SUM(days_centi), 0) AS BIGINT) AS days_centi
FROM ledger_entry WHERE person_id = $1 AND earned_on <= $2 AND posted_at <= $3

-- name: ledger_year_list
SELECT earned_on / 10000 AS year, COUNT(*) AS entries,
    CAST(SUM(CASE kind WHEN 'concentrated' THEN hours_centi ELSE 0 END) AS BIGINT) AS concentrated_centi,
    CAST(SUM(CASE kind WHEN 'online' THEN hours_centi ELSE 0 END) AS BIGINT) AS online_centi,
    CAST(SUM(days_centi) AS BIGINT) AS days_centi
FROM ledger_entry WHERE person_id = $1 GROUP BY earned_on / 10000 ORDER BY 1 DESC

-- name: ledger_giver_add
INSERT INTO ledger_giver (org_id, year, entries, hours_centi) VALUES ($1, $2, $3, $4)
ON CONFLICT (year, org_id) DO UPDATE SET entries = ledger_giver.entries + excluded.entries,
    hours_centi = ledger_giver.hours_centi + excluded.hours_centi

-- name: ledger_giver_list
SELECT org_id, year, entries, hours_centi FROM ledger_giver ORDER BY year, org_id

-- name: ledger_rule_list
SELECT r.id, r.org_id, o.name AS org_name, r.code, r.kind, r.basis, r.from_on, r.until_on, r.hours_per_day_centi,
    r.hours_per_half_day_centi, r.minutes_per_hour, r.min_share_ppm, r.factor_ppm,
    CASE WHEN CAST($1 AS BIGINT) = 1 AND r.name_en <> '' THEN r.name_en ELSE r.name END AS name,
    CASE WHEN CAST($1 AS BIGINT) = 1 AND r.source_en <> '' THEN r.source_en ELSE r.source END AS source
FROM conversion_rule r LEFT JOIN org o ON o.id = r.org_id
WHERE 1 = 1 {filters} {page}

-- name: ledger_rule_find
-- The nearest organisation at or above the path, and of its rules the newest.
SELECT r.id, r.org_id, o.name AS org_name, r.code, r.kind, r.basis, r.from_on, r.until_on, r.hours_per_day_centi,
    r.hours_per_half_day_centi, r.minutes_per_hour, r.min_share_ppm, r.factor_ppm,
    CASE WHEN CAST($4 AS BIGINT) = 1 AND r.name_en <> '' THEN r.name_en ELSE r.name END AS name,
    CASE WHEN CAST($4 AS BIGINT) = 1 AND r.source_en <> '' THEN r.source_en ELSE r.source END AS source
FROM conversion_rule r LEFT JOIN org o ON o.id = r.org_id
WHERE r.kind = $1 AND r.from_on <= $2 AND (r.until_on IS NULL OR r.until_on >= $2)
    AND (r.org_id IS NULL OR o.path = SUBSTR(CAST($3 AS TEXT), 1, LENGTH(o.path)))
ORDER BY COALESCE(LENGTH(o.path), 0) DESC, r.from_on DESC, r.id DESC LIMIT 1

-- name: ledger_person_path
SELECT org_path FROM person WHERE id = $1

-- name: ledger_export
-- Person by person along the tree, each with all of its entries: only the indexes are walked, nothing is sorted. The
-- columns stand in the order of enum ledger_export_column.
SELECT p.id AS person_id, p.org_id, p.name, p.citizen_mask, p.rank_code, p.audience_code, e.seq, e.kind, e.hours_centi,
    e.days_centi, e.earned_on, e.posted_at, e.source_kind, e.org_id AS giver_id, e.title
FROM person p CROSS JOIN ledger_entry e
WHERE p.org_path >= $1 AND p.org_path < $2 AND e.person_id = p.id AND e.earned_on >= $3 AND e.earned_on <= $4
    AND (CAST($5 AS TEXT) = '' OR e.kind = $5) AND (CAST($6 AS TEXT) = '' OR e.source_kind = $6)
    AND (CAST($7 AS BIGINT) IS NULL OR e.source_id = $7)
ORDER BY p.org_path, p.id, e.seq

-- name: ledger_org_names
SELECT id, name FROM org WHERE path >= $1 AND path < $2
