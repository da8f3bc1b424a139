-- name: demo_org_insert
INSERT INTO org (id, parent_id, path, code, name, short_name, kind, level, is_school, is_site, seats, name_sort, stroke_sort, pinyin, initials,
    state, ordinal, child_count, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'active', $16, 0, 1, $17, $17)

-- name: demo_org_children
UPDATE org SET child_count = $2, last_child = $2 WHERE id = $1

-- name: demo_course_insert
INSERT INTO course (id, org_id, code, title, kind, audience_code, hours_centi, summary, body, teacher_id, state, media_id, title_sort,
    version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, NULL, $6, $7, $8, $9, 'published', $10, $11, 1, $12, $12)

-- name: demo_course_stop_insert
INSERT INTO course_stop (id, course_id, ordinal, name, address, guide, minutes, travel_minutes, seats)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: demo_course_share_insert
INSERT INTO course_share (course_id, org_id, shared_at) VALUES ($1, $2, $3)

-- name: demo_media_insert
INSERT INTO media (id, org_id, title, kind, path, seconds, state, created_at) VALUES ($1, $2, $3, 'video', $4, $5, 'ready', $6)

-- name: demo_programme_insert
INSERT INTO programme (id, org_id, title, audience_code, purpose, hours_centi, days_centi, state, title_sort, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'published', $8, 1, $9, $9)

-- name: demo_programme_module_insert
INSERT INTO programme_module (id, programme_id, ordinal, title) VALUES ($1, $2, $3, $4)

-- name: demo_programme_unit_insert
INSERT INTO programme_unit (id, module_id, programme_id, ordinal, course_id, kind, title, hours_centi, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')

-- name: demo_programme_share_insert
INSERT INTO programme_share (programme_id, org_id, shared_at) VALUES ($1, $2, $3)

-- name: demo_class_insert
INSERT INTO class (id, org_id, programme_id, parent_id, code, title, audience_code, starts_on, ends_on, seats_min, seats_max,
    waiting_until_at, account_kind, state, manager_id, room, leave_rule_ppm, note, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'concentrated', $13, $14, $15, 142857, '演示数据', 1, $16, $16)

-- name: demo_class_count
UPDATE class SET confirmed_count = (SELECT COUNT(*) FROM enrolment e WHERE e.class_id = class.id AND e.state IN ('confirmed', 'completed')),
    proposed_count = (SELECT COUNT(*) FROM enrolment e WHERE e.class_id = class.id AND e.state = 'proposed')
WHERE id = $1

-- name: demo_class_share_insert
INSERT INTO class_share (class_id, org_id, shared_at) VALUES ($1, $2, $3)

-- name: demo_class_staff_insert
INSERT INTO class_staff (id, class_id, person_id, duty) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING

-- name: demo_class_site_insert
INSERT INTO class_site (id, class_id, org_id, leader_id, seats) VALUES ($1, $2, $3, $4, $5)

-- name: demo_class_quota_insert
INSERT INTO class_quota (id, class_id, org_id, seats_min, seats_max) VALUES ($1, $2, $3, $4, $5)

-- name: demo_class_group_insert
INSERT INTO class_group (id, class_id, ordinal, name, facilitator_id, topic, site_id) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: demo_enrolment_insert
INSERT INTO enrolment (id, class_id, person_id, org_id, site_id, group_id, state, reason, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, '', 1, $8, $8)
ON CONFLICT DO NOTHING

-- name: demo_enrolment_event_insert
INSERT INTO enrolment_event (id, enrolment_id, from_state, to_state, at, account_id, reason) VALUES ($1, $2, '', $3, $4, NULL, '演示数据')

-- name: demo_session_insert
INSERT INTO session (id, class_id, source_id, unit_id, course_id, kind, title, starts_at, ends_at, hours_centi, teacher_id, room, live, topic, version, room_id)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1,
    (SELECT r.id FROM room r WHERE r.org_id = k.org_id AND r.name = $12)
FROM class k WHERE k.id = $2

-- name: demo_room_insert
INSERT INTO room (id, org_id, name, place, seats, closed, version, created_at) VALUES ($1, $2, $3, $4, $5, 0, 1, $6)

-- name: demo_session_stop_insert
INSERT INTO session_stop (id, session_id, ordinal, name, guide, seats, travel_minutes, minutes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: demo_roll_mark_insert
INSERT INTO roll_mark (session_id, person_id, state, source, at, site_id, marked_by) VALUES ($1, $2, $3, 'leader', $4, $5, NULL)
ON CONFLICT DO NOTHING

-- name: demo_enrolled
SELECT person_id, site_id FROM enrolment WHERE class_id = $1 AND state = 'confirmed' ORDER BY id

-- name: demo_people_any
SELECT COUNT(*) FROM person

-- name: demo_account_of
SELECT id FROM account WHERE person_id = $1
