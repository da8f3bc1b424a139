-- name: norm_list
SELECT id, code, name_zh, name_en, source, purpose, from_on, until_on, band, kind, window_kind, years, anchor_year,
    need_hours_centi, need_days_centi, grace_months, pace_ppm, version
FROM norm ORDER BY code, from_on

-- name: norm_list_short
-- What the rules need, without names and sources: read for every person whose ledger grows.
SELECT id, code, purpose, from_on, until_on, band, kind, window_kind, years, anchor_year, need_hours_centi, need_days_centi,
    grace_months, pace_ppm
FROM norm ORDER BY code, from_on

-- name: norm_page
SELECT n.id, n.code, n.name_zh, n.name_en, n.source, n.purpose, n.from_on, n.until_on, n.band, n.kind, n.window_kind, n.years,
    n.anchor_year, n.need_hours_centi, n.need_days_centi, n.grace_months, n.pace_ppm, n.version
FROM norm n WHERE 1 = 1 {filters} {page}

-- name: norm_get
SELECT id, code, name_zh, name_en, source, purpose, from_on, until_on, band, kind, window_kind, years, anchor_year,
    need_hours_centi, need_days_centi, grace_months, pace_ppm, version
FROM norm WHERE id = $1

-- name: norm_insert
INSERT INTO norm (id, code, name_zh, name_en, source, purpose, from_on, until_on, band, kind, window_kind, years, anchor_year,
    need_hours_centi, need_days_centi, grace_months, pace_ppm, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)

-- name: norm_end
UPDATE norm SET until_on = $2, version = version + 1 WHERE id = $1

-- name: norm_span_list
SELECT h.person_id, h.from_on, h.until_on, h.is_leader, r.band, r.ordinal
FROM person_rank h JOIN rank r ON r.code = h.rank_code
WHERE h.person_id = $1 ORDER BY h.from_on, h.id

-- name: norm_span_range
SELECT h.person_id, h.from_on, h.until_on, h.is_leader, r.band, r.ordinal
FROM person_rank h JOIN rank r ON r.code = h.rank_code
WHERE h.person_id >= $1 AND h.person_id <= $2 ORDER BY h.person_id, h.from_on, h.id

-- name: norm_people_after
SELECT id AS person_id FROM person WHERE id > $1 ORDER BY id LIMIT $2

-- name: norm_person_path
SELECT org_path FROM person WHERE id = $1

-- name: norm_status_list
SELECT person_id, norm_code, norm_id, from_on, until_on, due_on, hours_centi, days_centi, state, next_on
FROM norm_status WHERE person_id = $1 ORDER BY norm_code

-- name: norm_status_range
SELECT person_id, norm_code, norm_id, from_on, until_on, due_on, hours_centi, days_centi, state, next_on
FROM norm_status WHERE person_id >= $1 AND person_id <= $2 ORDER BY person_id, norm_code

-- name: norm_status_set
INSERT INTO norm_status (person_id, norm_code, norm_id, from_on, until_on, due_on, hours_centi, days_centi, state, next_on, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (person_id, norm_code) DO UPDATE SET norm_id = excluded.norm_id, from_on = excluded.from_on,
    until_on = excluded.until_on, due_on = excluded.due_on, hours_centi = excluded.hours_centi,
    days_centi = excluded.days_centi, state = excluded.state, next_on = excluded.next_on, updated_at = excluded.updated_at

-- name: norm_status_change
UPDATE norm_status SET norm_id = $3, from_on = $4, until_on = $5, due_on = $6, hours_centi = $7, days_centi = $8, state = $9,
    next_on = $10, updated_at = $11
WHERE person_id = $1 AND norm_code = $2

-- name: norm_status_remove
DELETE FROM norm_status WHERE person_id = $1 AND norm_code = $2

-- name: norm_status_clear
DELETE FROM norm_status

-- name: norm_status_expire
UPDATE norm_status SET next_on = $1

-- name: norm_due_list
SELECT DISTINCT person_id FROM (SELECT person_id FROM norm_status WHERE next_on <= $1 ORDER BY next_on LIMIT $2) AS due

-- name: norm_due_count
SELECT COUNT(DISTINCT person_id) FROM norm_status WHERE next_on <= $1
