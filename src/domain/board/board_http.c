/* domain/board/board_http.c: handlers of the board and of the lists behind its numbers. */
#include "api/job.h"
#include "api/module.h"
#include "domain/board/board_private.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"

#include <string.h>

enum { SCHOOLS_MAX = 200, SITES_MAX = 2000, TREND_MAX = 36, OLDEST_DAY = 20000101 };
#define SMALL_N_RULE "board_small_n"

/* ---- shapes ---- */

struct board_out {
    struct board_row under;
    struct list above; /* struct org_step */
    struct str audience, norm;
    int on;
    int64_t year;
    int64_t people, trained; /* of the audience */
    int64_t small_n;
    struct list norms, rows, audiences, levels, schools, live;
    int64_t computed_at;
    int64_t now_at;
};
static const struct shape_field board_fields[] = {
    F_OBJECT(struct board_out, under, &board_row_shape, 0, "范围", "part of the tree"),
    F_LIST(struct board_out, above, &org_step_shape, 0, 0, 0, "上级", "the way down to it"),
    F_TEXT(struct board_out, audience, 0, 0, 0, "培训对象", "audience"),
    F_TEXT(struct board_out, norm, 0, 0, 0, "要求", "norm"),
    F_DATE(struct board_out, on, 0, "截至日期", "as of"),
    F_INT(struct board_out, year, 0, 0, 0, "年度", "year of the schools' figures"),
    F_INT(struct board_out, people, 0, 0, 0, "总人数", "people"),
    F_INT(struct board_out, trained, 0, 0, 0, "该年度已参训", "trained that year"),
    F_INT(struct board_out, small_n, 0, 0, 0, "少于此人数不比较比率", "rates of fewer people are not compared"),
    F_LIST(struct board_out, norms, &board_norm_shape, 0, 0, 0, "各项要求", "norms"),
    F_LIST(struct board_out, rows, &board_row_shape, 0, 0, 0, "下级单位", "organisations below"),
    F_LIST(struct board_out, audiences, &board_audience_shape, 0, 0, 0, "各类对象", "audiences"),
    F_LIST(struct board_out, levels, &board_level_shape, 0, 0, 0, "各层级", "levels"),
    F_LIST(struct board_out, schools, &board_school_shape, 0, 0, 0, "各学校", "schools"),
    F_LIST(struct board_out, live, &board_live_shape, 0, 0, 0, "正在直播", "live now"),
    F_TIME(struct board_out, computed_at, 0, "统计时间；空：这一天还没有统计",
           "computed at; null: that day has not been counted"),
    F_TIME(struct board_out, now_at, 0, "服务器时间", "the server's time"),
};
const struct shape board_shape = SHAPE("Board", struct board_out, board_fields);

struct sites_out {
    struct list items;
    int64_t computed_at;
};
static const struct shape_field sites_fields[] = {
    F_LIST(struct sites_out, items, &board_site_shape, 0, 0, 0, "教学点", "sites"),
    F_TIME(struct sites_out, computed_at, 0, "统计时间", "computed at"),
};
const struct shape board_sites_shape = SHAPE("BoardSites", struct sites_out, sites_fields);

struct trend_out {
    struct str norm;
    struct list points; /* struct board_point, by day; the last is today's */
};
static const struct shape_field trend_fields[] = {
    F_TEXT(struct trend_out, norm, 0, 0, 0, "要求", "norm"),
    F_LIST(struct trend_out, points, &board_point_shape, 0, 0, 0, "各日", "days"),
};
const struct shape board_trend_shape = SHAPE("BoardTrend", struct trend_out, trend_fields);

struct day_ask {
    int64_t org_id;
    int on;
};
static const struct shape_field day_ask_fields[] = {
    F_ID(struct day_ask, org_id, SHAPE_REQUIRED, "要看哪个单位的概览", "whose board is wanted"),
    F_DATE(struct day_ask, on, SHAPE_REQUIRED, "日期", "day"),
};
const struct shape board_day_ask_shape = SHAPE("BoardDayAsk", struct day_ask, day_ask_fields);

struct day_job {
    int64_t job_id;
};
static const struct shape_field day_job_fields[] = {
    F_ID(struct day_job, job_id, 0, "后台任务", "job"),
};
const struct shape board_day_job_shape = SHAPE("BoardDayJob", struct day_job, day_job_fields);

/* ---- what is asked for ---- */

static struct str usual_norm(const struct list *norms)
{
    const struct board_norm *best = NULL;
    for (LIST_EACH(*norms, struct board_norm, n))
        if (n->purpose == NORM_REQUIREMENT && (!best || n->people > best->people)) best = n;
    return best ? best->norm_code : (struct str){0};
}

static const struct board_norm *norm_with(const struct list *norms, struct str code)
{
    for (LIST_EACH(*norms, struct board_norm, n))
        if (str_equal(n->norm_code, code)) return n;
    return NULL;
}

struct err *board_pick_norm(struct call *c, const struct list *norms, struct str *ret_code)
{
    struct str wish = call_param(c, "norm");
    *ret_code = wish.n ? wish : usual_norm(norms);
    if (!wish.n || norm_with(norms, wish)) return NULL;
    FAIL_FIELD(c->arena, "board.norm", "norm", "没有这项要求，或在这一天没有施行。",
               "There is no such norm in force on that day.");
}

static struct err *read_on(struct call *c, int *ret_on)
{
    struct str on = call_param(c, "on");
    *ret_on = 0;
    if (!on.n) return NULL;
    if (!date_parse(on, ret_on))
        FAIL_FIELD(c->arena, "input.date", "on", "日期应写成 2026-11-23。", "Write a date as 2026-11-23.");
    if (*ret_on > c->today)
        FAIL_FIELD(c->arena, "board.future", "on", "截至日期不能晚于今天。", "The day must not lie in the future.");
    if (*ret_on == c->today) *ret_on = 0;
    return NULL;
}

struct err *board_read_ask(struct call *c, struct board_ask *ret_ask, struct board_row *ret_under)
{
    *ret_ask = (struct board_ask){0};
    TRY(org_scope(c, PERM_BOARD_READ, &ret_ask->path));
    TRY(board_under(c, ret_ask->path, ret_under));
    ret_ask->org_id = ret_under->org_id;
    ret_ask->audience_code = call_param(c, "audience");
    return read_on(c, &ret_ask->on);
}

struct err *board_read_year(struct call *c, int *ret_from_on, int *ret_until_on)
{
    int64_t year;
    int on;
    TRY(call_param_int(c, "year", &year));
    TRY(read_on(c, &on));
    if (!year) year = (on ? on : c->today) / 10000;
    if (year < 1949 || year > 9999)
        FAIL_FIELD(c->arena, "input.year", "year", "年度应写成四位数字，例如 2026。", "Write a year as 2026.");
    *ret_from_on = (int)year * 10000 + 101;
    *ret_until_on = (int)year * 10000 + 1231;
    return NULL;
}

/* ---- the board ---- */

/* Classes are counted for hosts, hours for givers: mostly the same schools. */
static struct err *schools_of(struct call *c, struct str path, int year, struct list *ret_hosts,
                              struct list *ret_schools)
{
    TRY(board_givers(c, path, year, ret_schools));
    TRY(board_hosts(c, path, year, ret_hosts));
    for (LIST_EACH(*ret_hosts, struct board_school, host)) {
        struct board_school *found = NULL;
        for (LIST_EACH(*ret_schools, struct board_school, s))
            if (s->org_id == host->org_id) found = s;
        if (!found) found = list_add(c->arena, ret_schools, struct board_school), *found = *host;
        found->classes = host->classes;
        found->seats = host->seats;
        found->seats_taken = host->seats_taken;
    }
    if (ret_schools->n > SCHOOLS_MAX) ret_schools->n = SCHOOLS_MAX;
    return NULL;
}

static struct err *live_of(struct call *c, struct str path, struct list *ret_live, struct list *ret_sites)
{
    struct list rooms, sites = {0};
    TRY(board_live_now(c, &rooms));
    if (rooms.n) TRY(board_live_sites(c, &sites));
    board_live_of(c->arena, path, &rooms, &sites, ret_live, ret_sites);
    return NULL;
}

/* Rooms are live now: a past day has none. */
static struct err *add_elsewhere(struct call *c, const struct board_ask *ask, struct board_out *out)
{
    struct list hosts, sites;
    out->year = (ask->on ? ask->on : c->today) / 10000;
    TRY(schools_of(c, ask->path, (int)out->year, &hosts, &out->schools));
    board_rows_add_schools(c->arena, &out->rows, &hosts);
    if (ask->on) return NULL;
    TRY(live_of(c, ask->path, &out->live, &sites));
    board_rows_add_sites(c->arena, &out->rows, &sites);
    return NULL;
}

static struct err *add_cells(struct call *c, const struct board_ask *ask, struct board_out *out)
{
    struct list changes;
    const struct board_norm *of_norm = norm_with(&out->norms, ask->norm_code),
                            *covered = norm_with(&out->norms, STR(NORM_COVERED));
    if (covered) out->people = covered->people, out->trained = covered->met;
    TRY(board_rows(c, ask, &out->rows));
    TRY(board_audiences(c, ask, &out->audiences));
    TRY(board_levels(c, ask, &changes));
    struct board_row *under = &out->under;
    under->all_people = out->people;
    under->trained = out->trained;
    if (of_norm) {
        under->people = of_norm->people;
        under->met = of_norm->met;
        under->on_track = of_norm->on_track;
        under->behind = of_norm->behind;
        under->none = of_norm->none;
    }
    board_levels_of(c->arena, under, &changes, &out->levels);
    return NULL;
}

static struct err *counted_at(struct call *c, const struct board_ask *ask, int64_t *ret_at)
{
    struct board_day day;
    bool found = false;
    *ret_at = c->now_us;
    if (!ask->on) return NULL;
    TRY(board_day_find(c, ask->on, &day, &found));
    *ret_at = found ? day.computed_at : 0;
    return NULL;
}

/* The way down, from where the caller's own part of the tree begins. */
static struct err *way_down(struct call *c, struct str path, struct list *ret_steps)
{
    struct list all;
    TRY(org_ancestors(c, path, &all));
    for (LIST_EACH(all, struct org_step, step))
        if (who_can(c->who, PERM_BOARD_READ, step->path)) *list_add(c->arena, ret_steps, struct org_step) = *step;
    return NULL;
}

struct err *board_http_board(struct call *c)
{
    struct board_out *out = c->out;
    struct board_ask ask;
    TRY(board_read_ask(c, &ask, &out->under));
    TRY(way_down(c, ask.path, &out->above));
    TRY(board_norms(c, &ask, &out->norms));
    TRY(board_pick_norm(c, &out->norms, &ask.norm_code));
    out->audience = ask.audience_code;
    out->norm = ask.norm_code;
    out->on = ask.on ? ask.on : c->today;
    out->now_at = c->now_us;
    TRY(rule_value(c, SMALL_N_RULE, ask.path, out->on, &out->small_n));
    TRY(counted_at(c, &ask, &out->computed_at));
    TRY(add_cells(c, &ask, out));
    return add_elsewhere(c, &ask, out);
}

/* The count is of the whole city, whoever asks: it is kept for all. */
struct err *board_http_day(struct call *c)
{
    const struct day_ask *in = c->in;
    struct day_job *out = c->out;
    struct str path;
    TRY(org_path(c, in->org_id, &path));
    TRY(call_may(c, PERM_BOARD_READ, path));
    if (in->on >= c->today || in->on < OLDEST_DAY)
        FAIL_FIELD(c->arena, "board.day", "on", "请选 2000 年以来、今天以前的一天。",
                   "Choose a day before today, since the year 2000.");
    call_audit(c, in->on, path, date_text(c->arena, in->on));
    return call_job(c, "board.day", in->on, (struct str){0}, 0, &out->job_id);
}

/* ---- lists behind numbers ---- */

static struct err *ask_with_norm(struct call *c, struct board_ask *ret_ask)
{
    struct board_row under;
    struct list norms;
    TRY(board_read_ask(c, ret_ask, &under));
    TRY(board_norms(c, ret_ask, &norms));
    return board_pick_norm(c, &norms, &ret_ask->norm_code);
}

struct err *board_http_people(struct call *c)
{
    struct board_ask ask;
    TRY(ask_with_norm(c, &ask));
    if (ask.on) return board_past_people(c, &ask);
    return page_run(c, &board_people_page,
                    VALS(v_text(ask.path), v_text(org_path_end(c->arena, ask.path)), v_text(ask.norm_code)));
}

struct err *board_http_trend(struct call *c)
{
    struct trend_out *out = c->out;
    struct board_ask ask;
    struct list norms, newest;
    TRY(ask_with_norm(c, &ask));
    ask.on = 0;
    out->norm = ask.norm_code;
    TRY(board_trend(c, &ask, TREND_MAX, &newest));
    for (size_t i = newest.n; i-- > 0;)
        *list_add(c->arena, &out->points, struct board_point) = *LIST_AT(newest, struct board_point, i);
    TRY(board_norms(c, &ask, &norms));
    const struct board_norm *n = norm_with(&norms, ask.norm_code);
    if (n)
        *list_add(c->arena, &out->points, struct board_point) =
            (struct board_point){c->today, n->people, n->met, n->on_track, n->behind, n->none};
    return NULL;
}

struct err *board_http_sites(struct call *c)
{
    struct sites_out *out = c->out;
    struct str path, state = call_param(c, "state");
    struct list live, sites;
    int64_t session_id;
    TRY(org_scope(c, PERM_BOARD_READ, &path));
    TRY(call_param_int(c, "session", &session_id));
    TRY(live_of(c, path, &live, &sites));
    out->computed_at = c->now_us;
    for (LIST_EACH(sites, struct board_site, site)) {
        if (session_id && site->session_id != session_id) continue;
        if (state.n && site->joined != str_is(state, "joined")) continue;
        if (out->items.n < SITES_MAX) *list_add(c->arena, &out->items, struct board_site) = *site;
    }
    return NULL;
}

struct err *board_http_classes(struct call *c)
{
    struct str path;
    int from_on, until_on;
    TRY(org_scope(c, PERM_BOARD_READ, &path));
    TRY(board_read_year(c, &from_on, &until_on));
    return page_run(c, &board_class_page,
                    VALS(v_text(path), v_text(org_path_end(c->arena, path)), v_int(from_on), v_int(until_on)));
}

/* A school knows whom it taught, wherever they work: the scope is that of the school. */
struct err *board_http_entries(struct call *c)
{
    struct str path;
    struct board_row school;
    int from_on, until_on;
    TRY(org_scope(c, PERM_BOARD_READ, &path));
    TRY(board_under(c, path, &school));
    TRY(board_read_year(c, &from_on, &until_on));
    return page_run(c, &board_entry_page, VALS(v_int(school.org_id), v_int(from_on), v_int(until_on)));
}
