/* app/demo/classes.c: classes in every state, and the one whose lesson is on now. */
#include "app/demo/demo.h"
#include "app/demo/demo_lessons.h"
#include "demo_sql.h"
#include "domain/klass/klass.h"
#include "domain/roll/roll.h"

enum {
    ACADEMY_STAFF = 8 /* who teach and manage do not learn here */,
    SITE_PEOPLE = 12,
    SITES_MAX = 32,
    ONLINE_PEOPLE = 60,
    MORNING_MIN = 9 * 60,
    AFTERNOON_MIN = 14 * 60 + 30,
    HALF_DAY_MIN = 150
};

struct session_plan {
    const char *kind, *title, *room, *topic;
    int64_t starts_at, ends_at, hours_centi, source_id;
    size_t course; /* number in demo_courses */
    bool live;
};

static int64_t at(struct demo *d, int days, int minutes)
{
    return date_start_us(date_add_days(d->c->today, days), d->c->tz_min) + minutes * TIME_MINUTE_US;
}

static const struct demo_person *nth_person(const struct demo *d, size_t org, size_t n)
{
    const struct demo_org *o = demo_org_at(d, org);
    return n < o->person_count ? demo_person_at(d, o->first_person + n) : NULL;
}

struct err *demo_add_class(struct demo *d, const struct demo_class *plan, int64_t *ret_id)
{
    struct call *c = d->c;
    const struct demo_person *manager = nth_person(d, plan->host, 5);
    *ret_id = call_id(c);
    return db_run(c->db, c->arena, &sql_demo_class_insert,
                  VALS(v_int(*ret_id), v_int(demo_org_at(d, plan->host)->id), v_id(plan->anybody ? 0 : d->programme_id),
                       v_id(plan->parent_id), v_cstr(plan->code), v_cstr(plan->title),
                       plan->anybody ? v_null() : v_cstr("section_leaders"),
                       v_date(date_add_days(c->today, plan->from_days)),
                       v_date(date_add_days(c->today, plan->until_days)), v_int(plan->seats_min),
                       v_int(plan->seats_max), v_time(at(d, plan->from_days - 2, 18 * 60)), v_cstr(plan->state),
                       v_id(manager ? manager->id : 0), v_cstr("第一报告厅（演示）"), v_int(c->now_us)),
                  NULL);
}

static struct err *add_staff(struct demo *d, int64_t class_id, const struct demo_person *p, const char *duty)
{
    if (!p) return NULL;
    return db_run(d->c->db, d->c->arena, &sql_demo_class_staff_insert,
                  VALS(v_int(call_id(d->c)), v_int(class_id), v_int(p->id), v_cstr(duty)), NULL);
}

static struct err *add_session(struct demo *d, int64_t class_id, const struct session_plan *plan, int64_t *ret_id)
{
    struct call *c = d->c;
    const struct demo_person *teacher = nth_person(d, d->academy, plan->course % 5);
    *ret_id = call_id(c);
    return db_run(c->db, c->arena, &sql_demo_session_insert,
                  VALS(v_int(*ret_id), v_int(class_id), v_id(plan->source_id), v_int(d->unit_ids[plan->course]),
                       v_int(d->course_ids[plan->course]), v_cstr(plan->kind), v_cstr(plan->title),
                       v_time(plan->starts_at), v_time(plan->ends_at), v_int(plan->hours_centi),
                       v_id(teacher ? teacher->id : 0), v_cstr(plan->room), v_bool(plan->live), v_cstr(plan->topic)),
                  NULL);
}

static struct err *enrol(struct demo *d, int64_t class_id, const struct demo_person *p, int64_t site_id,
                         int64_t group_id, const char *state)
{
    struct call *c = d->c;
    int64_t id = call_id(c), changed;
    TRY(db_run(c->db, c->arena, &sql_demo_enrolment_insert,
               VALS(v_int(id), v_int(class_id), v_int(p->id), v_int(demo_org_at(d, p->org)->id), v_id(site_id),
                    v_id(group_id), v_cstr(state), v_int(c->now_us)),
               &changed));
    if (!changed) return NULL;
    return db_run(c->db, c->arena, &sql_demo_enrolment_event_insert,
                  VALS(v_int(call_id(c)), v_int(id), v_cstr(state), v_int(c->now_us)), NULL);
}

static struct err *count_class(struct demo *d, int64_t class_id)
{
    return db_run(d->c->db, d->c->arena, &sql_demo_class_count, VALS(v_int(class_id)), NULL);
}

/* ---- sites ---- */

/* The org whose people sit at a site: a school hosts those of its district's units. */
static bool sits_at(const struct demo *d, const struct demo_person *p, size_t site)
{
    const struct demo_org *org = demo_org_at(d, site);
    if (org->kind != DEMO_SCHOOL) return p->org == site;
    return p->org == site ||
           (demo_org_at(d, p->org)->parent == org->parent && demo_org_at(d, p->org)->kind == DEMO_UNIT);
}

static struct err *fill_site(struct demo *d, int64_t class_id, size_t site, int64_t ordinal, int first, int most)
{
    struct call *c = d->c;
    const struct demo_org *org = demo_org_at(d, site);
    const struct demo_person *leader = nth_person(d, site, 0);
    int64_t site_id = call_id(c), group_id = call_id(c);
    TRY(db_run(c->db, c->arena, &sql_demo_class_site_insert,
               VALS(v_int(site_id), v_int(class_id), v_int(org->id), v_id(leader ? leader->id : 0), v_int(most + 8)),
               NULL));
    TRY(db_run(c->db, c->arena, &sql_demo_class_group_insert,
               VALS(v_int(group_id), v_int(class_id), v_int(ordinal),
                    v_text(str_printf(c->arena, "第%lld组", (long long)ordinal)), v_id(leader ? leader->id : 0),
                    v_cstr("本地如何融入双城经济圈建设"), v_int(site_id)),
               NULL));
    for (size_t i = 0; i < d->people.n && most > 0; i++) {
        const struct demo_person *p = demo_person_at(d, i);
        if (!sits_at(d, p, site) || first-- > 0) continue;
        TRY(enrol(d, class_id, p, site_id, group_id, "confirmed"));
        most--;
    }
    return NULL;
}

/* The academy, then district schools with two of their townships each, the focus first. */
static size_t pick_sites(const struct demo *d, size_t *sites)
{
    size_t n = 0;
    sites[n++] = d->academy;
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < d->orgs.n && n + 3 < SITES_MAX - 1; i++) {
            if (demo_org_at(d, i)->kind != DEMO_DISTRICT || (i == d->focus) != (turn == 0)) continue;
            sites[n++] = demo_find_org(d, i, DEMO_SCHOOL);
            int towns = 2;
            for (size_t k = i + 1; k < d->orgs.n && towns > 0; k++)
                if (demo_org_at(d, k)->parent == i && demo_org_at(d, k)->kind == DEMO_TOWNSHIP) sites[n++] = k, towns--;
        }
    return n;
}

static struct err *fill_sites(struct demo *d, int64_t class_id)
{
    size_t sites[SITES_MAX], n = pick_sites(d, sites);
    for (size_t i = 0; i < n; i++)
        TRY(fill_site(d, class_id, sites[i], (int64_t)i + 1, sites[i] == d->academy ? ACADEMY_STAFF : 0, SITE_PEOPLE));
    return NULL;
}

/* People of municipal units follow alone, on their phones. */
static struct err *fill_online(struct demo *d, int64_t class_id)
{
    int left = ONLINE_PEOPLE;
    for (size_t i = 0; i < d->people.n && left > 0; i++) {
        const struct demo_person *p = demo_person_at(d, i);
        const struct demo_org *org = demo_org_at(d, p->org);
        bool focus = org->parent == d->focus && org->kind == DEMO_TOWNSHIP;
        if (!(org->kind == DEMO_UNIT && org->level == 0) && !focus) continue;
        TRY(enrol(d, class_id, p, 0, 0, "confirmed"));
        struct demo_seat *seat = list_add(d->c->arena, &d->online, struct demo_seat);
        *seat = (struct demo_seat){.person_id = p->id};
        left--;
    }
    return NULL;
}

/* ---- rolls of lessons past ---- */

static const struct shape_field seat_fields[] = {F_ID(struct demo_seat, person_id, 0, "人员", "person"),
                                                 F_ID(struct demo_seat, site_id, 0, "教学点", "site")};
static const struct shape seat_shape = SHAPE("DemoSeat", struct demo_seat, seat_fields);

static struct err *mark_session(struct demo *d, int64_t class_id, int64_t session_id, int64_t starts_at)
{
    struct call *c = d->c;
    struct list seats;
    TRY(db_list(c->db, c->arena, &sql_demo_enrolled, VALS(v_int(class_id)), &seat_shape, &seats));
    for (LIST_EACH(seats, struct demo_seat, seat)) {
        int64_t draw = demo_below(d, 100);
        const char *state = draw < 90 ? "present" : draw < 94 ? "late" : draw < 97 ? "leave" : "absent";
        TRY(db_run(
            c->db, c->arena, &sql_demo_roll_mark_insert,
            VALS(v_int(session_id), v_int(seat->person_id), v_cstr(state), v_int(starts_at), v_id(seat->site_id)),
            NULL));
    }
    return NULL;
}

static struct err *add_stop(struct demo *d, int64_t session_id, int64_t ordinal, const char *name, const char *guide,
                            int64_t travel)
{
    struct call *c = d->c;
    return db_run(c->db, c->arena, &sql_demo_session_stop_insert,
                  VALS(v_int(call_id(c)), v_int(session_id), v_int(ordinal), v_cstr(name), v_cstr(guide), v_int(45),
                       v_int(travel), v_int(60)),
                  NULL);
}

/* ---- rooms ---- */

static struct err *make_rooms(struct demo *d)
{
    static const struct {
        const char *name, *place;
        int64_t seats;
    } rooms[] = {{"第一报告厅（演示）", "主楼一层", 600},
                 {"第二教室（演示）", "教学楼二层", 80},
                 {"分组研讨室（演示）", "教学楼三层", 24}};
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
        TRY(db_run(d->c->db, d->c->arena, &sql_demo_room_insert,
                   VALS(v_int(call_id(d->c)), v_int(demo_org_at(d, d->academy)->id), v_cstr(rooms[i].name),
                        v_cstr(rooms[i].place), v_int(rooms[i].seats), v_int(d->c->now_us)),
                   NULL));
    return NULL;
}

/* ---- the class on now ---- */

/* The lesson began ten minutes ago and goes on for three hours. */
static struct err *add_lesson(struct demo *d, int64_t class_id, int64_t source_id, int64_t *ret_id)
{
    int64_t begin = d->c->now_us / (10 * TIME_MINUTE_US) * (10 * TIME_MINUTE_US) - 10 * TIME_MINUTE_US;
    struct session_plan plan = {.kind = "lecture",
                                .title = "同上一堂课：成渝地区双城经济圈建设",
                                .room = "第一报告厅（演示）",
                                .topic = "",
                                .starts_at = begin,
                                .ends_at = begin + 3 * TIME_HOUR_US,
                                .hours_centi = 300,
                                .course = 0,
                                .live = true,
                                .source_id = source_id};
    return add_session(d, class_id, &plan, ret_id);
}

static struct err *add_timetable(struct demo *d, int64_t class_id)
{
    const struct session_plan opening = {.kind = "lecture",
                                         .title = "开班式暨“一带一路”与西部陆海新通道建设",
                                         .room = "第一报告厅（演示）",
                                         .topic = "",
                                         .starts_at = at(d, -1, MORNING_MIN),
                                         .ends_at = at(d, -1, MORNING_MIN + HALF_DAY_MIN),
                                         .hours_centi = 300,
                                         .course = 1};
    const struct session_plan talk = {.kind = "discussion",
                                      .title = "分组研讨：本地如何融入双城经济圈",
                                      .room = "各教学点",
                                      .topic = "结合本地实际谈落实举措",
                                      .starts_at = at(d, -1, AFTERNOON_MIN),
                                      .ends_at = at(d, -1, AFTERNOON_MIN + HALF_DAY_MIN),
                                      .hours_centi = 200,
                                      .course = 12};
    const struct session_plan route = {.kind = "route",
                                       .title = "现场教学：西部陆海新通道与内陆开放综合枢纽建设",
                                       .room = "现场",
                                       .topic = "",
                                       .starts_at = at(d, 1, MORNING_MIN),
                                       .ends_at = at(d, 1, 17 * 60),
                                       .hours_centi = 400,
                                       .course = 8};
    const struct session_plan forum = {.kind = "forum",
                                       .title = "学员论坛：我为高质量发展献一策",
                                       .room = "各教学点",
                                       .topic = "",
                                       .starts_at = at(d, 2, MORNING_MIN),
                                       .ends_at = at(d, 2, MORNING_MIN + HALF_DAY_MIN),
                                       .hours_centi = 200,
                                       .course = 13};
    int64_t id;
    TRY(add_session(d, class_id, &opening, &id));
    TRY(mark_session(d, class_id, id, opening.starts_at));
    TRY(add_session(d, class_id, &talk, &id));
    TRY(mark_session(d, class_id, id, talk.starts_at));
    TRY(add_session(d, class_id, &route, &id));
    TRY(add_stop(d, id, 1, "团结村中心站（演示点位）", "讲解员一（演示）", 40));
    TRY(add_stop(d, id, 2, "综合保税区展示中心（演示点位）", "讲解员二（演示）", 15));
    TRY(add_stop(d, id, 3, "公路物流基地（演示点位）", "讲解员三（演示）", 45));
    return add_session(d, class_id, &forum, &id);
}

static struct err *share_class(struct demo *d, int64_t class_id)
{
    return db_run(d->c->db, d->c->arena, &sql_demo_class_share_insert,
                  VALS(v_int(class_id), v_int(demo_org_at(d, d->root)->id), v_int(d->c->now_us)), NULL);
}

static struct err *make_class_on_now(struct demo *d)
{
    const struct demo_class plan = {
        "DEMO-2026-01", "成渝地区双城经济圈建设专题研讨班（同上一堂课）", "running", d->academy, -1, 3, 100, 600, 0};
    TRY(demo_add_class(d, &plan, &d->class_id));
    TRY(share_class(d, d->class_id));
    TRY(add_staff(d, d->class_id, nth_person(d, d->academy, 5), "manager"));
    for (size_t i = 0; i < 5; i++) TRY(add_staff(d, d->class_id, nth_person(d, d->academy, i), "teacher"));
    TRY(fill_sites(d, d->class_id));
    TRY(fill_online(d, d->class_id));
    TRY(add_timetable(d, d->class_id));
    TRY(add_lesson(d, d->class_id, 0, &d->lesson_id));
    return count_class(d, d->class_id);
}

/* The focus district's own run: its own people and manager, the same lesson. */
static struct err *make_run(struct demo *d)
{
    size_t school = demo_find_org(d, d->focus, DEMO_SCHOOL);
    const struct demo_class plan = {
        "DEMO-2026-01-YZ", "成渝地区双城经济圈建设专题研讨班·渝中班次", "running", school, -1, 3, 10, 120, d->class_id};
    int64_t id;
    TRY(demo_add_class(d, &plan, &d->run_id));
    TRY(add_staff(d, d->run_id, nth_person(d, school, 1), "manager"));
    TRY(fill_site(d, d->run_id, school, 1, SITE_PEOPLE, 20));
    TRY(add_lesson(d, d->run_id, d->lesson_id, &id));
    return count_class(d, d->run_id);
}

/* ---- classes before and after ---- */

static struct err *fill_from(struct demo *d, int64_t class_id, size_t first, size_t most, const char *state)
{
    for (size_t i = 0; i < most && d->people.n; i++) {
        const struct demo_person *p = demo_person_at(d, (first + i * 17) % d->people.n);
        TRY(enrol(d, class_id, p, 0, 0, state));
    }
    return count_class(d, class_id);
}

static struct err *add_half_days(struct demo *d, int64_t class_id, int from_days, int until_days, bool marked)
{
    size_t course = 0;
    for (int day = from_days; day <= until_days; day++, course++)
        for (int half = 0; half < 2; half++) {
            int minutes = half ? AFTERNOON_MIN : MORNING_MIN;
            const struct session_plan plan = {.kind = half ? "discussion" : "lecture",
                                              .title = half ? "分组研讨" : demo_courses[course % 5].title,
                                              .room = "第二教室（演示）",
                                              .topic = "",
                                              .starts_at = at(d, day, minutes),
                                              .ends_at = at(d, day, minutes + HALF_DAY_MIN),
                                              .hours_centi = 300,
                                              .course = half ? 12 : course % 3};
            int64_t id;
            TRY(add_session(d, class_id, &plan, &id));
            if (marked) TRY(mark_session(d, class_id, id, plan.starts_at));
        }
    return NULL;
}

/* Everybody came but the first of them, and each ninth was on leave for the first half-day. */
static struct err *mark_past(struct demo *d, int64_t class_id)
{
    struct call *c = d->c;
    struct list seats, sessions;
    size_t half = 0;
    TRY(db_list(c->db, c->arena, &sql_demo_enrolled, VALS(v_int(class_id)), &seat_shape, &seats));
    TRY(klass_sessions(c, class_id, &sessions));
    for (LIST_EACH(sessions, struct session, s)) {
        for (size_t i = 0; i < seats.n; i++) {
            const char *state = i == 0 ? "absent" : i % 9 == 0 && half == 0 ? "leave" : "present";
            TRY(db_run(c->db, c->arena, &sql_demo_roll_mark_insert,
                       VALS(v_int(s->id), v_int(LIST_AT(seats, struct demo_seat, i)->person_id), v_cstr(state),
                            v_int(s->starts_at), v_null()),
                       NULL));
        }
        half++;
    }
    return NULL;
}

struct err *demo_hold_class(struct demo *d, int64_t class_id, int from_days, int until_days)
{
    struct call posted = *d->c; /* its day is today: what the hours change is counted as of now */
    struct klass k;
    TRY(klass_get(d->c, class_id, &k));
    if (k.confirmed_count < k.seats_min) return klass_set_state(d->c, &k, KLASS_CANCELLED, STR("人数不足"));
    TRY(add_half_days(d, class_id, from_days, until_days, false));
    TRY(mark_past(d, class_id));
    posted.now_us = at(d, until_days + 1, MORNING_MIN);
    TRY(klass_set_state(&posted, &k, KLASS_RUNNING, (struct str){0}));
    TRY(klass_set_state(&posted, &k, KLASS_ENDED, (struct str){0}));
    return roll_class_confirm(&posted, class_id);
}

/* Over, marked, waiting for the class manager to review and confirm. */
static struct err *make_ended(struct demo *d)
{
    const struct demo_class plan = {
        "DEMO-2026-02", "美丽重庆建设专题培训班（待审核入账）", "ended", d->academy, -12, -8, 20, 60, 0};
    int64_t id;
    TRY(demo_add_class(d, &plan, &id));
    TRY(add_staff(d, id, nth_person(d, d->academy, 5), "manager"));
    TRY(fill_from(d, id, 3, 40, "confirmed"));
    return add_half_days(d, id, -12, -8, true);
}

static struct err *make_open(struct demo *d)
{
    const struct demo_class plan = {
        "DEMO-2026-03", "数字经济与超大城市治理培训班（报名中）", "open", d->academy, 20, 24, 30, 80, 0};
    int64_t id;
    TRY(demo_add_class(d, &plan, &id));
    TRY(share_class(d, id));
    TRY(add_staff(d, id, nth_person(d, d->academy, 5), "manager"));
    TRY(db_run(d->c->db, d->c->arena, &sql_demo_class_quota_insert,
               VALS(v_int(call_id(d->c)), v_int(id), v_int(demo_org_at(d, d->focus)->id), v_int(2), v_int(10)), NULL));
    size_t unit = demo_find_org(d, d->focus, DEMO_UNIT);
    for (size_t i = 0; i < 4; i++)
        if (nth_person(d, unit, i)) TRY(enrol(d, id, nth_person(d, unit, i), 0, 0, "proposed"));
    TRY(fill_from(d, id, 11, 24, "confirmed"));
    return add_half_days(d, id, 20, 24, false);
}

static struct err *make_draft(struct demo *d)
{
    const struct demo_class plan = {
        "DEMO-2026-04", "党建引领基层治理示范培训班（草稿）", "draft", d->academy, 40, 44, 30, 100, 0};
    int64_t id;
    TRY(demo_add_class(d, &plan, &id));
    return add_staff(d, id, nth_person(d, d->academy, 5), "manager");
}

struct err *demo_make_classes(struct demo *d)
{
    TRY(make_rooms(d));
    TRY(make_class_on_now(d));
    TRY(make_run(d));
    TRY(make_ended(d));
    TRY(make_open(d));
    return make_draft(d);
}
