/* domain/norm/norm_http.c: routes of norms and of people's progress, and what follows when a ledger grows or a rank
 * changes. */
#include "api/module.h"
#include "domain/norm/norm_private.h"
#include "domain/org/org.h"
#include "norm_sql.h"

struct progress_out {
    int64_t person_id;
    int on;
    int64_t known_at;
    struct list norms; /* struct norm_progress */
};
static const struct shape_field progress_out_fields[] = {
    F_ID(struct progress_out, person_id, 0, "人员", "person"),
    F_DATE(struct progress_out, on, 0, "截至日期", "on"),
    F_TIME(struct progress_out, known_at, 0, "以何时所知为准", "as known at"),
    F_LIST(struct progress_out, norms, &norm_progress_shape, 0, 0, 0, "各项要求", "norms"),
};
static const struct shape progress_out_shape = SHAPE("PersonNorms", struct progress_out, progress_out_fields);

static struct err *read_on(struct call *c, struct progress_out *out)
{
    struct str on = call_param(c, "on"), known = call_param(c, "known_at");
    out->on = c->today;
    if (on.n && !date_parse(on, &out->on))
        FAIL_FIELD(c->arena, "input.date", "on", "日期应写成 2026-11-23。", "Write a date as 2026-11-23.");
    if (known.n && !time_parse(known, &out->known_at))
        FAIL_FIELD(c->arena, "input.time", "known_at", "时间应写成 2026-11-23T08:00:00Z。",
                   "Write a time as 2026-11-23T08:00:00Z.");
    return NULL;
}

/* The coverage norm is a figure of the board, nobody's duty. */
static struct err *requirements(struct call *c, struct progress_out *out)
{
    struct list all;
    TRY(norm_progress_on(c, out->person_id, out->on, out->known_at, &all));
    for (LIST_EACH(all, struct norm_progress, p))
        if (!str_is(p->norm_code, NORM_COVERED)) *list_add(c->arena, &out->norms, struct norm_progress) = *p;
    return NULL;
}

static struct err *person_norms(struct call *c)
{
    struct progress_out *out = c->out;
    struct str path;
    out->person_id = c->path[0];
    TRY(norm_person_path(c, out->person_id, &path));
    TRY(call_may(c, PERM_LEDGER_READ, path));
    TRY(read_on(c, out));
    return requirements(c, out);
}

static struct err *my_norms(struct call *c)
{
    struct progress_out *out = c->out;
    call_checked(c);
    out->person_id = c->who->person_id;
    TRY(read_on(c, out));
    return out->person_id ? requirements(c, out) : NULL;
}

static struct err *list_norms(struct call *c)
{
    call_checked(c); /* published rules are no secret */
    return page_run(c, &norm_page, NO_VALS);
}

static struct err *check_version(struct call *c, const struct norm *was, const struct norm *in)
{
    struct list all;
    TRY(norm_list(c, false, &all));
    for (LIST_EACH(all, struct norm, n))
        if (str_equal(n->code, was->code) && n->from_on > was->from_on)
            FAIL(c->arena, ERR_CONFLICT, "norm.ended", "这个版本已有后续版本，请修改最新的版本。",
                 "This version has a later one already: change the newest.");
    if (in->from_on <= was->from_on)
        FAIL_FIELD(c->arena, "norm.from_on", "from_on", "新版本的起用日期须晚于原版本。",
                   "The new version must begin after the old one.");
    if (in->need_hours_centi == 0 && in->need_days_centi == 0)
        FAIL_FIELD(c->arena, "norm.need", "need_hours", "应修学时和应修天数至少填一项。",
                   "Give hours or days, at least one of them.");
    return NULL;
}

/* A norm is never rewritten: the version before ends on the eve of the new one, and past days go on being measured by
 * it. */
static struct err *replace_norm(struct call *c)
{
    const struct norm *in = c->in;
    struct norm *out = c->out, was;
    TRY(norm_get(c, c->path[0], &was));
    TRY(call_may(c, PERM_NORM_EDIT, STR(ORG_ROOT_PATH)));
    TRY(call_match(c, was.version));
    TRY(check_version(c, &was, in));
    *out = *in;
    out->id = call_id(c);
    out->code = was.code;
    out->purpose = was.purpose;
    out->version = 1;
    if (!was.until_on || was.until_on >= in->from_on) TRY(norm_end(c, was.id, date_add_days(in->from_on, -1)));
    TRY(norm_add(c, out));
    TRY(norm_status_expire(c));
    call_audit(c, out->id, STR(ORG_ROOT_PATH), was.code);
    return NULL;
}

static struct err *on_person(struct call *c, const struct event *event)
{
    bool changed;
    return norm_update(c, event->subject_id, &changed);
}

static const struct reaction reactions[] = {
    {"ledger.posted", on_person},
    {"person.added", on_person},
    {"person.rank_changed", on_person},
};

static const struct route_param progress_params[] = {
    {"on", SHAPE_DATE, "截至哪天", "as of this day"},
    {"known_at", SHAPE_TIME, "以何时所知为准", "as known at this moment"},
    {0}};

static const struct route routes[] = {
    {GET, "/norms", TX_READ, PERM_SELF, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL, &norm_shape, &norm_page,
     "学时要求的各个版本及其依据", "Norms in all their versions, with their sources", list_norms},
    {PUT, "/norms/{norm_id}", TX_WRITE, PERM_NORM_EDIT, ROUTE_VERSION, &norm_shape, &norm_shape, NULL,
     "自某日起改用新版本，以往日期仍按原版本计算",
     "A new version from a day on; past days stay measured by the old one", replace_norm},
    {GET, "/people/{person_id}/norms", TX_READ, PERM_LEDGER_READ, 0, NULL, &progress_out_shape, NULL,
     "一个人在某日（on=）、以某时所知为准（known_at=）的各项完成情况",
     "Progress against every norm on a day (on=), as known at a moment (known_at=)", person_norms,
     .params = progress_params},
    {GET, "/my/norms", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &progress_out_shape, NULL, "我的各项完成情况",
     "My progress against every norm", my_norms, .params = progress_params},
};

const struct module norm_module = {
    .name = "norm",
    .schema = &norm_schema,
    .statements = norm_statements,
    .statement_count = &norm_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .reactions = reactions,
    .reaction_count = sizeof reactions / sizeof *reactions,
};
