/* domain/roll/roll_http.c: handlers of marks and codes. */
#include "api/config.h"
#include "api/module.h"
#include "calc/qr/qr.h"
#include "core/buf.h"
#include "domain/roll/roll_private.h"

enum { TRIES_MAX = 10, TRIES_MINUTES = 10, MARKS_MAX = 2000, DAY_MIN = 24 * 60 };

/* ---- shapes ---- */

struct mark_in {
    int64_t person_id;
    int state;
    int64_t hours_centi;
};
static const struct shape_field mark_in_fields[] = {
    F_ID(struct mark_in, person_id, SHAPE_REQUIRED, "人员", "person"),
    F_ENUM(struct mark_in, state, roll_state_names, SHAPE_REQUIRED, "考勤", "state"),
    F_HOURS(struct mark_in, hours, 0, 10000, 0, "实到学时；不填为全部", "hours attended; all when absent"),
};
static const struct shape mark_in_shape = SHAPE("RollMarkIn", struct mark_in, mark_in_fields);

struct marks_in {
    struct list marks; /* struct mark_in */
    int64_t site_id;
    struct str reason;
    bool paper, half_day;
};
static const struct shape_field marks_in_fields[] = {
    F_LIST(struct marks_in, marks, &mark_in_shape, 1, MARKS_MAX, SHAPE_REQUIRED, "考勤", "marks"),
    F_ID(struct marks_in, site_id, 0, "教学点", "site"),
    F_TEXT(struct marks_in, reason, 0, 500, 0, "更正理由", "reason of a correction"),
    F_BOOL(struct marks_in, paper, 0, "依据纸质签到表", "copied from paper"),
    F_BOOL(struct marks_in, half_day, 0, "同时登记本班这半天的其他课次",
           "for the class's other sessions of that half-day, too"),
};
const struct shape roll_marks_in_shape = SHAPE("RollMarksIn", struct marks_in, marks_in_fields);

struct marks_out {
    int64_t session_id;
    int64_t set, changed, same;
};
static const struct shape_field marks_out_fields[] = {
    F_ID(struct marks_out, session_id, 0, "课次", "session"),
    F_INT(struct marks_out, set, 0, MARKS_MAX, 0, "新登记", "set"),
    F_INT(struct marks_out, changed, 0, MARKS_MAX, 0, "已更改", "changed"),
    F_INT(struct marks_out, same, 0, MARKS_MAX, 0, "未变", "the same"),
};
const struct shape roll_marks_out_shape = SHAPE("RollMarksOut", struct marks_out, marks_out_fields);

struct correct_in {
    int64_t person_id;
    int state;
    struct str reason;
    int64_t hours_centi;
};
static const struct shape_field correct_in_fields[] = {
    F_ID(struct correct_in, person_id, SHAPE_REQUIRED, "人员", "person"),
    F_ENUM(struct correct_in, state, roll_state_names, SHAPE_REQUIRED, "考勤", "state"),
    F_TEXT(struct correct_in, reason, 2, 500, SHAPE_REQUIRED, "更正理由", "reason"),
    F_HOURS(struct correct_in, hours, 0, 10000, 0, "实到学时；不填为全部", "hours attended; all when absent"),
};
const struct shape roll_correct_in_shape = SHAPE("RollCorrectIn", struct correct_in, correct_in_fields);

struct summary_out {
    int64_t session_id;
    struct roll_count total;
    struct list sites; /* struct roll_count */
};
static const struct shape_field summary_fields[] = {
    F_ID(struct summary_out, session_id, 0, "课次", "session"),
    F_OBJECT(struct summary_out, total, &roll_count_shape, 0, "合计", "total"),
    F_LIST(struct summary_out, sites, &roll_count_shape, 0, 0, 0, "各教学点", "by site"),
};
const struct shape roll_summary_shape = SHAPE("RollSummary", struct summary_out, summary_fields);

struct code_out {
    int64_t session_id;
    struct str code; /* empty while the window is shut */
    int64_t seconds_left;
    int64_t opens_at, closes_at;
    bool open;
    struct str url;
};
static const struct shape_field code_fields[] = {
    F_ID(struct code_out, session_id, 0, "课次", "session"),
    F_TEXT(struct code_out, code, 0, 0, SHAPE_SECRET, "签到码", "code"),
    F_INT(struct code_out, seconds_left, 0, ROLL_STEP_S, 0, "剩余秒数", "seconds left"),
    F_TIME(struct code_out, opens_at, 0, "签到开始", "opens"),
    F_TIME(struct code_out, closes_at, 0, "签到结束", "closes"),
    F_BOOL(struct code_out, open, 0, "可以签到", "open"),
    F_TEXT(struct code_out, url, 0, 0, SHAPE_SECRET, "签到网址", "address of the check-in"),
};
const struct shape roll_code_shape = SHAPE("RollCode", struct code_out, code_fields);

struct checkin_in {
    int64_t session_id;
    struct str code;
};
static const struct shape_field checkin_in_fields[] = {
    F_ID(struct checkin_in, session_id, 0, "课次", "session"),
    F_TEXT(struct checkin_in, code, ROLL_CODE_DIGITS, ROLL_CODE_DIGITS, SHAPE_REQUIRED | SHAPE_SECRET, "签到码",
           "code"),
};
const struct shape roll_checkin_in_shape = SHAPE("CheckinIn", struct checkin_in, checkin_in_fields);

struct checkin_out {
    int64_t session_id, class_id;
    struct str title;
    int state, source;
    int64_t at;
};
static const struct shape_field checkin_out_fields[] = {
    F_ID(struct checkin_out, session_id, 0, "课次", "session"),
    F_ID(struct checkin_out, class_id, 0, "班次", "class"),
    F_TEXT(struct checkin_out, title, 0, 0, 0, "课次标题", "session's title"),
    F_ENUM(struct checkin_out, state, roll_state_names, 0, "考勤", "state"),
    F_ENUM(struct checkin_out, source, roll_source_names, 0, "来源", "source"),
    F_TIME(struct checkin_out, at, 0, "时间", "at"),
};
const struct shape roll_checkin_out_shape = SHAPE("CheckinOut", struct checkin_out, checkin_out_fields);

/* ---- the roll ---- */

static struct err *open_with_site(struct call *c, enum perm perm, struct roll_session *s, struct roll_access *access)
{
    int64_t site_id;
    TRY(call_param_int(c, "site", &site_id));
    TRY(roll_open_session(c, perm, c->path[0], site_id, s, access));
    call_checked(c);
    return NULL;
}

struct err *roll_http_list(struct call *c)
{
    struct roll_session s;
    struct roll_access access;
    TRY(open_with_site(c, PERM_ROLL_READ, &s, &access));
    return page_run(c, &roll_row_page, VALS(v_int(s.id), v_int(s.class_id), v_int(access.whole ? 0 : access.site_id)));
}

static bool is_own_site(const struct roll_access *access, int64_t site_id)
{
    if (access->whole || access->site_id == site_id) return true;
    for (LIST_EACH(access->sites, int64_t, site))
        if (*site == site_id) return true;
    return false;
}

/* A site's leader sees the figures of their sites; the total is of the whole session. */
struct err *roll_http_summary(struct call *c)
{
    struct summary_out *out = c->out;
    struct roll_session s;
    struct roll_access access;
    struct list sites;
    TRY(open_with_site(c, PERM_ROLL_READ, &s, &access));
    out->session_id = s.id;
    TRY(roll_counts(c, s.id, &sites, &out->total));
    for (LIST_EACH(sites, struct roll_count, site))
        if (is_own_site(&access, site->site_id)) *list_add(c->arena, &out->sites, struct roll_count) = *site;
    return NULL;
}

static int source_of(const struct marks_in *in, const struct roll_access *access)
{
    return in->paper ? ROLL_PAPER : access->whole && !in->site_id ? ROLL_MANAGER : ROLL_LEADER;
}

static void count_effect(struct marks_out *out, int effect)
{
    if (effect == ROLL_SET)
        out->set++;
    else if (effect == ROLL_CHANGED)
        out->changed++;
    else
        out->same++;
}

struct err *roll_http_put(struct call *c)
{
    const struct marks_in *in = c->in;
    struct marks_out *out = c->out;
    struct roll_session s;
    struct roll_access access;
    int effect;
    TRY(roll_open_session(c, PERM_ROLL_MARK, c->path[0], in->site_id, &s, &access));
    call_checked(c);
    TRY(roll_check_open(c, &s));
    out->session_id = s.id;
    for (LIST_EACH(in->marks, struct mark_in, mark)) {
        struct roll_setting x = {.person_id = mark->person_id,
                                 .state = mark->state,
                                 .source = source_of(in, &access),
                                 .site_id = in->site_id    ? in->site_id
                                            : access.whole ? 0
                                                           : access.site_id,
                                 .reason = in->reason,
                                 .needs_reason = c->now_us > s.ends_at,
                                 .hours_centi = mark->hours_centi,
                                 .half_day = in->half_day};
        TRY(roll_set_unit(c, &s, &x, &effect));
        count_effect(out, effect);
    }
    return NULL;
}

struct err *roll_http_correct(struct call *c)
{
    const struct correct_in *in = c->in;
    struct marks_out *out = c->out;
    struct roll_session s;
    struct roll_access access;
    int effect;
    TRY(roll_open_session(c, PERM_ROLL_CORRECT, c->path[0], 0, &s, &access));
    call_checked(c);
    TRY(roll_check_open(c, &s));
    struct roll_setting x = {.person_id = in->person_id,
                             .state = in->state,
                             .source = ROLL_MANAGER,
                             .reason = in->reason,
                             .site_id = access.whole ? 0 : access.site_id,
                             .needs_reason = true};
    TRY(roll_set(c, &s, &x, &effect));
    bool part = in->hours_centi > 0 && in->hours_centi < s.hours_centi;
    TRY(roll_mark_hours(c, s.id, in->person_id, part ? in->hours_centi : 0));
    out->session_id = s.id;
    count_effect(out, effect);
    call_audit(c, s.id, s.org_path, in->reason);
    return NULL;
}

struct err *roll_http_events(struct call *c)
{
    struct roll_session s;
    struct roll_access access;
    TRY(open_with_site(c, PERM_ROLL_CORRECT, &s, &access));
    return page_run(c, &roll_event_page, VALS(v_int(s.id)));
}

/* ---- the code ---- */

static struct str key_of(const struct call *c)
{
    return (struct str){(const char *)c->config->secret_key, sizeof c->config->secret_key};
}

static struct err *code_of(struct call *c, struct code_out *out)
{
    struct roll_session s;
    struct roll_access access;
    TRY(open_with_site(c, PERM_ROLL_READ, &s, &access));
    TRY(roll_window(c, &s, &out->opens_at, &out->closes_at));
    out->session_id = s.id;
    out->open = c->now_us >= out->opens_at && c->now_us <= out->closes_at && s.class_state != KLASS_CONFIRMED &&
                s.class_state != KLASS_CANCELLED;
    if (!out->open) return NULL;
    out->code = roll_code_at(c->arena, key_of(c), s.id, roll_step(c->now_us));
    out->seconds_left = ROLL_STEP_S - c->now_us / TIME_SECOND_US % ROLL_STEP_S;
    out->url = str_printf(c->arena, "%.*s/checkin?session=%lld&code=%.*s", STR_ARG(c->config->public_url),
                          (long long)s.id, STR_ARG(out->code));
    return NULL;
}

struct err *roll_http_code(struct call *c) { return code_of(c, c->out); }

struct err *roll_http_qr(struct call *c)
{
    struct code_out code = {0};
    TRY(code_of(c, &code));
    if (!code.open)
        FAIL(c->arena, ERR_CONFLICT, "roll.code_closed", "现在不是签到时间。",
             "The time for checking in has not come, or is over.");
    c->raw = qr_svg(c->arena, code.url);
    return NULL;
}

/* ---- checking in ---- */

static struct err *no_session(struct arena *a)
{
    FAIL(a, ERR_CONFLICT, "roll.nothing_open", "您现在没有可以签到的课。签到在课前不久开放，下课截止。",
         "You have no session to check in to now. Checking in opens shortly before a session and ends with it.");
}

/* The session of the person's own class whose code (its own, or that of the lesson it follows) this is. */
static struct err *match_code(struct call *c, const struct list *sessions, struct str code,
                              const struct roll_session **ret_session, size_t *ret_open)
{
    *ret_session = NULL;
    *ret_open = 0;
    for (LIST_EACH(*sessions, struct roll_session, s)) {
        int64_t opens_at, closes_at;
        TRY(roll_window(c, s, &opens_at, &closes_at));
        if (c->now_us < opens_at || c->now_us > closes_at) continue;
        ++*ret_open;
        bool fits = roll_code_fits(c->arena, key_of(c), s->id, c->now_us, code) ||
                    (s->source_id && roll_code_fits(c->arena, key_of(c), s->source_id, c->now_us, code));
        if (fits && !*ret_session) *ret_session = s;
    }
    return NULL;
}

/* The answer is an error, but the try is kept. */
static struct err *refuse_code(struct call *c, int64_t since_at)
{
    TRY(roll_try_add(c, c->who->person_id, since_at));
    c->refusal = ERR_FIELD(c->arena, "roll.wrong_code", "code", "签到码不对或已过期，请看屏幕上最新的六位数字。",
                           "The code is wrong or out of date: look at the six digits that are on the screen now.");
    return NULL;
}

static struct err *mark_by_code(struct call *c, const struct roll_session *s)
{
    struct checkin_out *out = c->out;
    struct roll_mark mark;
    bool found;
    int64_t late_after_min;
    int effect;
    TRY(roll_check_open(c, s));
    TRY(rule_value(c, "roll_late_after_min", s->org_path, c->today, &late_after_min));
    TRY(roll_mark_find(c, s, c->who->person_id, &mark, &found));
    bool there = mark.state == ROLL_PRESENT || mark.state == ROLL_LATE;
    if (!there) {
        struct roll_setting x = {.person_id = c->who->person_id,
                                 .state = roll_state_at(c->now_us, s->starts_at, late_after_min),
                                 .source = ROLL_CODE};
        TRY(roll_set_unit(c, s, &x, &effect));
        TRY(roll_mark_find(c, s, c->who->person_id, &mark, &found));
    }
    *out = (struct checkin_out){.session_id = s->id,
                                .class_id = s->class_id,
                                .title = s->title,
                                .state = mark.state,
                                .source = mark.source,
                                .at = c->now_us};
    return NULL;
}

struct err *roll_http_checkin(struct call *c)
{
    const struct checkin_in *in = c->in;
    const struct roll_session *s;
    struct list sessions;
    size_t open;
    int64_t tries, since_at = c->now_us - TRIES_MINUTES * TIME_MINUTE_US;
    call_checked(c);
    if (!c->who->person_id) return no_session(c->arena);
    TRY(roll_tries(c, c->who->person_id, since_at, &tries));
    if (tries >= TRIES_MAX)
        FAIL(c->arena, ERR_LIMIT, "roll.too_many_tries", "签到码输错次数过多，请过几分钟再试，或请教学点负责人登记。",
             "Too many wrong codes: try again in some minutes, or let the site's leader mark you.");
    TRY(roll_open_sessions(c, c->who->person_id, in->session_id, c->now_us + DAY_MIN * TIME_MINUTE_US, &sessions));
    TRY(match_code(c, &sessions, in->code, &s, &open));
    if (!open) return no_session(c->arena);
    return s ? mark_by_code(c, s) : refuse_code(c, since_at);
}
