-- name: person_get
SELECT p.id, p.org_id, o.name AS org_name, p.org_path, p.name, p.pinyin, p.initials, p.gender, p.citizen_mask, p.rank_code,
    p.audience_code, p.post, p.is_leader, p.promoted_on, p.state, p.demo, p.version, p.created_at, p.updated_at
FROM person p JOIN org o ON o.id = p.org_id
WHERE p.id = $1

-- name: person_insert
INSERT INTO person (id, org_id, org_path, name, pinyin, initials, name_sort, stroke_sort, gender, citizen_cipher, citizen_hash,
    citizen_mask, rank_code, rank_ordinal, audience_code, post, is_leader, promoted_on, state, demo, version, created_at,
    updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1, $21, $21)

-- name: person_update
UPDATE person SET name = $2, pinyin = $3, initials = $4, name_sort = $5, stroke_sort = $6, gender = $7, audience_code = $8,
    post = $9, state = $10, version = version + 1, updated_at = $11
WHERE id = $1

-- name: person_set_citizen
UPDATE person SET citizen_cipher = $2, citizen_hash = $3, citizen_mask = $4 WHERE id = $1

-- name: person_citizen_owner
SELECT id FROM person WHERE citizen_hash = $1

-- name: person_set_rank
UPDATE person SET rank_code = $2, rank_ordinal = $3, is_leader = $4, promoted_on = $5, version = version + 1, updated_at = $6
WHERE id = $1

-- name: person_move
UPDATE person SET org_id = $2, org_path = $3, version = version + 1, updated_at = $4 WHERE id = $1

-- name: person_rank_insert
INSERT INTO person_rank (id, person_id, rank_code, is_leader, from_on, until_on, note) VALUES ($1, $2, $3, $4, $5, NULL, $6)

-- name: person_rank_end
UPDATE person_rank SET until_on = $2 WHERE person_id = $1 AND until_on IS NULL

-- name: person_rank_list
SELECT r.id, r.person_id, r.rank_code, k.band, k.ordinal, r.is_leader, r.from_on, r.until_on, r.note
FROM person_rank r JOIN rank k ON k.code = r.rank_code
WHERE r.person_id = $1
ORDER BY r.from_on

-- name: person_rank_range
SELECT r.id, r.person_id, r.rank_code, k.band, k.ordinal, r.is_leader, r.from_on, r.until_on, r.note
FROM person_rank r JOIN rank k ON k.code = r.rank_code
WHERE r.person_id >= $1 AND r.person_id <= $2
ORDER BY r.person_id, r.from_on

-- name: person_rank_walk
SELECT r.id, r.person_id, r.rank_code, k.band, k.ordinal, r.is_leader, r.from_on, r.until_on, r.note
FROM person p CROSS JOIN person_rank r JOIN rank k ON k.code = r.rank_code
WHERE (p.org_path, p.id) >= ($1, $2) AND (p.org_path, p.id) <= ($3, $4) AND r.person_id = p.id
ORDER BY p.org_path, p.id, r.from_on

-- name: person_org_insert
INSERT INTO person_org (id, person_id, org_id, from_on, until_on) VALUES ($1, $2, $3, $4, NULL)

-- name: person_org_end
UPDATE person_org SET until_on = $2 WHERE person_id = $1 AND until_on IS NULL

-- name: person_org_list
SELECT h.id, h.person_id, h.org_id, o.name AS org_name, h.from_on, h.until_on
FROM person_org h JOIN org o ON o.id = h.org_id
WHERE h.person_id = $1
ORDER BY h.from_on

-- name: person_walk
SELECT p.id, p.org_id, p.org_path, p.name, p.gender, p.rank_code, p.audience_code, p.post, p.is_leader, p.promoted_on, p.state,
    p.demo, p.version, p.created_at, p.updated_at
FROM person p
WHERE p.id > $1
ORDER BY p.id
LIMIT $2

-- name: person_walk_tree
SELECT p.id, p.org_id, o.name AS org_name, p.org_path, p.name, p.gender, p.citizen_mask, p.rank_code, p.audience_code, p.post,
    p.is_leader, p.promoted_on, p.state, p.demo, p.version, p.created_at, p.updated_at
FROM person p JOIN org o ON o.id = p.org_id
WHERE p.org_path >= $1 AND p.org_path < $2 AND (p.org_path, p.id) > ($3, $4)
ORDER BY p.org_path, p.id
LIMIT $5

-- name: person_one_rank
SELECT code, name_zh, name_en, ordinal, band FROM rank WHERE code = $1

-- name: person_ranks_all
SELECT code, name_zh, name_en, ordinal, band FROM rank ORDER BY ordinal

-- name: person_audience_is
SELECT 1 FROM audience WHERE code = $1

-- name: person_audiences_all
SELECT code, name_zh, name_en, ordinal FROM audience ORDER BY ordinal

-- name: person_count_tree
SELECT COUNT(*) FROM (SELECT p.id FROM person p WHERE p.org_path >= $1 AND p.org_path < $2 LIMIT $3) AS below

-- name: person_by_name
SELECT p.id, p.org_id, o.name AS org_name, p.org_path, p.name, p.pinyin, p.initials, p.gender, p.citizen_mask, p.rank_code,
    p.audience_code, p.post, p.is_leader, p.promoted_on, p.state, p.demo, p.version, p.created_at, p.updated_at
FROM person p JOIN org o ON o.id = p.org_id
WHERE p.name_sort = $1 AND p.name = $2 AND p.org_path >= $3 AND p.org_path < $4 AND p.state = 'active'
ORDER BY p.id
LIMIT $5

-- The three plans of a list (person_choose_plan). They give the same rows in the same order; `|| ''` and `+ 0` keep the
-- planner from an index that would serve, because only we have counted.
-- name: person_page_found
SELECT p.id, p.org_id, o.name AS org_name, p.org_path, p.name, p.pinyin, p.initials, p.gender, p.citizen_mask, p.rank_code,
    p.audience_code, p.post, p.is_leader, p.promoted_on, p.state, p.demo, p.version, p.created_at, p.updated_at
FROM (SELECT DISTINCT k.ref_id FROM search_key k WHERE k.kind = 'person' AND k.token >= $3 AND k.token < $4) h
    CROSS JOIN person p JOIN org o ON o.id = p.org_id
WHERE p.id = h.ref_id AND (p.org_path || '') >= $1 AND (p.org_path || '') < $2 {filters} {page}

-- name: person_page_tree
SELECT p.id, p.org_id, o.name AS org_name, p.org_path, p.name, p.pinyin, p.initials, p.gender, p.citizen_mask, p.rank_code,
    p.audience_code, p.post, p.is_leader, p.promoted_on, p.state, p.demo, p.version, p.created_at, p.updated_at
FROM person p JOIN org o ON o.id = p.org_id
WHERE p.org_path >= $1 AND p.org_path < $2 {filters} {page}

-- name: person_page_order
SELECT p.id, p.org_id, o.name AS org_name, p.org_path, p.name, p.pinyin, p.initials, p.gender, p.citizen_mask, p.rank_code,
    p.audience_code, p.post, p.is_leader, p.promoted_on, p.state, p.demo, p.version, p.created_at, p.updated_at
FROM person p JOIN org o ON o.id = p.org_id
WHERE (p.org_path || '') >= $1 AND (p.org_path || '') < $2 {filters} {page}

-- For one beginning that very many names have, such as a surname: only these, in their order, until the page is full.
-- name: person_page_begin
SELECT p.id, p.org_id, o.name AS org_name, p.org_path, p.name, p.pinyin, p.initials, p.gender, p.citizen_mask, p.rank_code,
    p.audience_code, p.post, p.is_leader, p.promoted_on, p.state, p.demo, p.version, p.created_at, p.updated_at
FROM person p JOIN org o ON o.id = p.org_id
WHERE (p.org_path || '') >= $1 AND (p.org_path || '') < $2 AND p.name_sort >= $3 AND p.name_sort < $4 {filters} {page}

-- name: person_count_begin
SELECT COUNT(*) FROM (SELECT p.id FROM person p WHERE p.name_sort >= $1 AND p.name_sort < $2 LIMIT $3) AS begun

-- name: person_move_paths
UPDATE person SET org_path = $3 || SUBSTR(org_path, CAST($4 AS INTEGER)) WHERE org_path >= $1 AND org_path < $2
