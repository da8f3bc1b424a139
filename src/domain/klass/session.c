/* domain/klass/session.c: the timetable: sessions, routes' stops, lessons that runs follow, conflicts, the proposed
 * draft. */
#include "api/call.h"
#include "domain/klass/klass_private.h"
#include "domain/ledger/ledger.h"
#include "domain/person/person.h"

#include <string.h>

/* ---- reading ---- */

struct err *session_get(struct call *c, int64_t session_id, struct session *ret_session)
{
    bool found;
    TRY(session_store_get(c, session_id, ret_session, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "session.absent", "没有这个课次。", "There is no such session.");
    if (ret_session->kind != SESSION_ROUTE) return NULL;
    return session_store_stops(c, session_id, &ret_session->stops);
}

struct err *klass_sessions(struct call *c, int64_t class_id, struct list *ret_sessions)
{
    return session_store_list(c, class_id, ret_sessions);
}

struct err *session_followers(struct call *c, int64_t session_id, struct list *ret_sessions)
{
    return session_store_followers(c, session_id, ret_sessions);
}

int64_t session_room(const struct session *session) { return session->source_id ? session->source_id : session->id; }

struct err *session_set_live(struct call *c, int64_t session_id, int state)
{
    return session_store_set_live(c, session_id, state);
}

struct err *session_expected(struct call *c, int64_t session_id, int64_t site_id, struct list *ret_expected)
{
    return session_store_expected(c, session_id, site_id, ret_expected);
}

struct err *session_expected_live(struct call *c, int64_t session_id, struct list *ret_expected)
{
    return session_store_expected_live(c, session_id, ret_expected);
}

struct err *session_expected_find(struct call *c, int64_t session_id, int64_t person_id,
                                  struct klass_expected *ret_expected, bool *ret_found)
{
    return session_store_expected_find(c, session_id, person_id, ret_expected, ret_found);
}

/* ---- where a session takes its content from ---- */

/* A lesson that is followed rules what happens when; room, topic and hours are the run's own. */
static void take_from_source(struct session *session, const struct session *source)
{
    session->kind = source->kind;
    session->title = source->title;
    session->starts_at = source->starts_at;
    session->ends_at = source->ends_at;
    session->teacher_id = source->teacher_id;
    session->unit_id = source->unit_id;
    session->course_id = source->course_id;
    session->live = true;
    if (!session->hours_centi) session->hours_centi = source->hours_centi;
    if (!session->topic.n) session->topic = source->topic;
}

static struct err *follow(struct call *c, const struct klass *klass, struct session *session)
{
    struct session source;
    TRY(session_get(c, session->source_id, &source));
    if (!klass->parent_id || source.class_id != klass->parent_id || !source.live)
        FAIL_FIELD(c->arena, "session.not_offered", "source_id", "只能同步所属共享班次的直播课。",
                   "Only live lessons of the shared class that this is a run of can be followed.");
    take_from_source(session, &source);
    return NULL;
}

static const struct programme_unit *find_unit(const struct programme *programme, int64_t unit_id, int64_t course_id)
{
    for (LIST_EACH(programme->modules, struct programme_module, m))
        for (LIST_EACH(m->units, struct programme_unit, unit))
            if (unit_id ? unit->id == unit_id : unit->course_id == course_id) return unit;
    return NULL;
}

static void take_from_unit(struct session *session, const struct programme_unit *unit)
{
    session->course_id = unit->course_id;
    if (!session->kind) session->kind = session_kind_of(unit->kind);
    if (!session->title.n) session->title = unit->title;
    if (!session->hours_centi) session->hours_centi = unit->hours_centi;
}

static void take_stops(struct arena *a, struct session *session, const struct list *stops)
{
    for (LIST_EACH(*stops, struct course_stop, stop))
        *list_add(a, &session->stops, struct session_stop) =
            (struct session_stop){.name = stop->name,
                                  .guide = stop->guide,
                                  .seats = stop->seats,
                                  .travel_minutes = stop->travel_minutes,
                                  .minutes = stop->minutes};
}

static void take_from_course(struct arena *a, struct session *session, const struct course *course)
{
    if (!session->kind) session->kind = session_kind_of(course->kind);
    if (!session->title.n) session->title = course->title;
    if (!session->hours_centi) session->hours_centi = course->hours_centi;
    if (!session->teacher_id) session->teacher_id = course->teacher_id;
    if (session->kind == SESSION_ROUTE && !session->stops.n) take_stops(a, session, &course->stops);
}

/* Fills what was left out from the unit of the programme and its course. A course outside of the programme must be open
 * to the caller. */
static struct err *fill(struct call *c, const struct klass *klass, const struct session *old, struct session *session)
{
    struct programme programme = {0};
    struct course course;
    if (klass->programme_id) TRY(programme_get(c, klass->programme_id, &programme));
    bool wanted = session->unit_id || session->course_id;
    const struct programme_unit *unit = wanted ? find_unit(&programme, session->unit_id, session->course_id) : NULL;
    bool kept = old && old->unit_id == session->unit_id; /* the programme may have lost it since */
    if (session->unit_id && !unit && !kept)
        FAIL_FIELD(c->arena, "session.unit", "unit_id", "本班的培训方案没有这个教学单元。",
                   "The programme of this class has no such unit.");
    if (unit && session->unit_id) take_from_unit(session, unit);
    if (!session->course_id) return NULL;
    TRY(course_get(c, session->course_id, &course));
    if (!unit && !(old && old->course_id == course.id)) TRY(course_may(c, PERM_COURSE_READ, &course));
    take_from_course(c->arena, session, &course);
    return NULL;
}

/* ---- saving ---- */

static struct err *changed(struct call *c, const struct session *session)
{
    return call_event(c, (struct event){"session.changed", session->class_id, session->id});
}

struct err *session_add(struct call *c, const struct klass *klass, struct session *session)
{
    session->class_id = klass->id;
    TRY(klass_check_planning(c->arena, klass));
    TRY(session->source_id ? follow(c, klass, session) : fill(c, klass, NULL, session));
    TRY(session_settle_room(c, klass, session));
    TRY(session_check(c->arena, klass, session, c->tz_min));
    TRY(person_check(c, session->teacher_id, "teacher_id"));
    session->id = call_id(c);
    TRY(session_store_insert(c, session));
    TRY(session_store_put_stops(c, session));
    call_audit(c, session->id, klass->org_path, (struct str){0});
    TRY(changed(c, session));
    return session_get(c, session->id, session);
}

/* What follows a lesson moves with it. */
static struct err *move_followers(struct call *c, const struct session *session)
{
    struct list followers;
    TRY(session_store_update_followers(c, session));
    TRY(session_store_followers(c, session->id, &followers));
    for (LIST_EACH(followers, struct session, follower)) TRY(changed(c, follower));
    return NULL;
}

static struct err *check_still_live(struct call *c, const struct session *old, const struct session *session)
{
    if (!old->followers || session->live) return NULL;
    FAIL_FIELD(c->arena, "session.followed", "live", "有 %lld 个分班正在同步这节直播课，不能取消直播。",
               "%lld runs follow this lesson: it has to stay live.", (long long)old->followers);
}

struct err *session_set(struct call *c, const struct klass *klass, const struct session *old, struct session *session)
{
    TRY(call_match(c, old->version));
    session->id = old->id;
    session->class_id = old->class_id;
    session->source_id = old->source_id;
    TRY(session->source_id ? follow(c, klass, session) : fill(c, klass, old, session));
    TRY(session_settle_room(c, klass, session));
    TRY(session_check(c->arena, klass, session, c->tz_min));
    TRY(check_still_live(c, old, session));
    TRY(person_check(c, session->teacher_id, "teacher_id"));
    TRY(session_store_update(c, session));
    TRY(session_store_put_stops(c, session));
    if (old->followers) TRY(move_followers(c, session));
    call_audit(c, session->id, klass->org_path, (struct str){0});
    TRY(changed(c, session));
    return session_get(c, session->id, session);
}

/* What is deleted stays readable in the audit log. */
static struct str as_json(struct arena *a, const struct session *session)
{
    struct buf out;
    buf_init(&out, 64 << 10);
    shape_write_json(&out, &session_shape, session, true);
    struct str json = str_copy(a, buf_text(&out));
    buf_done(&out);
    return json;
}

static struct err *check_removable(struct call *c, const struct session *session)
{
    int64_t minutes;
    if (session->starts_at <= c->now_us)
        FAIL(c->arena, ERR_CONFLICT, "session.begun", "课次已经开始，不能删除。",
             "The session has begun and cannot be deleted.");
    if (session->followers)
        FAIL(c->arena, ERR_CONFLICT, "session.is_followed",
             "有 %lld 个分班正在同步这节课，不能删除。可以改时间，分班会跟着变动。",
             "%lld runs follow this lesson: it cannot be deleted. It can be moved, and the runs move with it.",
             (long long)session->followers);
    TRY(session_store_minutes_count(c, session->id, &minutes));
    if (minutes)
        FAIL(c->arena, ERR_CONFLICT, "session.has_minutes", "这节课已有研讨记录，不能删除。",
             "There are minutes of this session: it cannot be deleted.");
    return NULL;
}

struct err *session_remove(struct call *c, const struct session *session)
{
    struct klass klass;
    TRY(klass_open(c, PERM_CLASS_EDIT, session->class_id, &klass));
    TRY(call_match(c, session->version));
    TRY(klass_check_planning(c->arena, &klass));
    TRY(check_removable(c, session));
    TRY(call_event(c, (struct event){"session.removing", session->class_id, session->id}));
    call_audit(c, session->id, klass.org_path, as_json(c->arena, session));
    TRY(session_store_remove(c, session->id));
    return changed(c, session);
}

/* ---- the proposed timetable ---- */

enum { HALF_DAY_DEFAULT_CENTI = 400 }; /* where no conversion rule says how long a half-day is */

/* Hours of a half-day by the dated rule of the host. */
static struct err *half_day(struct call *c, const struct klass *klass, int64_t *ret_centi)
{
    struct conversion_rule rule = {0};
    struct err *e = conversion_find(c, klass->account_kind, klass->org_path, klass->starts_on, &rule);
    if (e && strcmp(e->code, "ledger.no_rule") != 0) return e;
    *ret_centi = rule.hours_per_half_day_centi ? rule.hours_per_half_day_centi : rule.hours_per_day_centi / 2;
    if (*ret_centi <= 0) *ret_centi = HALF_DAY_DEFAULT_CENTI;
    return NULL;
}

/* Lectures of a class that other places take part in are live. */
static struct err *goes_out(struct call *c, const struct klass *klass, bool *ret_goes_out)
{
    struct list sites, shares;
    TRY(klass_store_sites(c, klass->id, &sites));
    TRY(klass_store_shares(c, klass->id, &shares));
    *ret_goes_out = sites.n || shares.n;
    return NULL;
}

static struct err *check_draft(struct call *c, const struct klass *klass, bool save)
{
    int64_t sessions;
    TRY(klass_check_planning(c->arena, klass));
    if (!klass->programme_id)
        FAIL(c->arena, ERR_CONFLICT, "session.no_programme", "班次没有选择培训方案，无法生成课表。",
             "The class has no programme to make a timetable of: choose one first.");
    TRY(klass_store_session_count(c, klass->id, &sessions));
    if (save && sessions)
        FAIL(c->arena, ERR_CONFLICT, "session.has_timetable", "班次已有 %lld 个课次。请先删除，或逐个调整。",
             "The class has %lld sessions already: delete them first, or change them one by one.", (long long)sessions);
    return NULL;
}

static struct err *from_slot(struct call *c, const struct klass *klass, const struct draft_slot *slot, bool live,
                             struct session *session)
{
    *session = (struct session){.class_id = klass->id,
                                .unit_id = slot->unit_id,
                                .course_id = slot->course_id,
                                .kind = slot->kind,
                                .title = slot->title,
                                .starts_at = slot->starts_at,
                                .ends_at = slot->ends_at,
                                .hours_centi = slot->hours_centi,
                                .room = klass->room};
    session->live = live && slot->kind == SESSION_LECTURE;
    if (!slot->course_id) return NULL;
    struct course course;
    TRY(course_get(c, slot->course_id, &course));
    take_from_course(c->arena, session, &course);
    return NULL;
}

struct err *session_add_draft(struct call *c, const struct klass *klass, bool save, struct list *ret_sessions,
                              struct list *ret_rest)
{
    struct programme programme;
    struct list slots;
    int64_t half_day_centi;
    bool live;
    TRY(check_draft(c, klass, save));
    TRY(programme_get(c, klass->programme_id, &programme));
    TRY(half_day(c, klass, &half_day_centi));
    TRY(goes_out(c, klass, &live));
    session_draft(c->arena, &programme, klass->starts_on, klass->ends_on, half_day_centi, c->tz_min, &slots, ret_rest);
    for (LIST_EACH(slots, struct draft_slot, slot)) {
        struct session session;
        TRY(from_slot(c, klass, slot, live, &session));
        if (save) TRY(session_add(c, klass, &session));
        *list_add(c->arena, ret_sessions, struct session) = session;
    }
    return NULL;
}

/* ---- conflicts ---- */

static struct str in_words(struct call *c, const struct session_conflict *x)
{
    static const char *const zh[] = {"", "同一时间要参加", "同一时间要讲", "同一时间已用于", "同一时间已有课次"};
    static const char *const en[] = {"", "has to be at the same time in", "teaches at the same time",
                                     "is used at the same time by", "meets at the same time for"};
    bool english = c->lang == LANG_EN;
    struct str what = x->kind != CONFLICT_CLASS ? x->what : english ? STR("This class") : STR("本班");
    if (english)
        return str_printf(c->arena, "%.*s %s “%.*s”, “%.*s”.", STR_ARG(what), en[x->kind], STR_ARG(x->class_title),
                          STR_ARG(x->title));
    return str_printf(c->arena, "%.*s%s“%.*s”的“%.*s”。", STR_ARG(what), zh[x->kind], STR_ARG(x->class_title),
                      STR_ARG(x->title));
}

struct err *session_conflicts(struct call *c, const struct klass *klass, const struct session *session,
                              struct list *ret_conflicts)
{
    for (int kind = CONFLICT_PERSON; kind <= CONFLICT_CLASS; kind++) {
        struct list found;
        bool asked = (kind != CONFLICT_TEACHER || session->teacher_id) && (kind != CONFLICT_ROOM || session->room.n);
        if (!asked) continue;
        TRY(session_store_conflicts(c, kind, klass, session, &found));
        for (LIST_EACH(found, struct session_conflict, conflict)) {
            conflict->kind = kind;
            conflict->own_session_id = session->id;
            conflict->detail = in_words(c, conflict);
            *list_add(c->arena, ret_conflicts, struct session_conflict) = *conflict;
        }
    }
    return NULL;
}
