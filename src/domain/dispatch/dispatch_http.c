/* domain/dispatch/dispatch_http.c: handlers of rounds and versions. */
#include "api/job.h"
#include "api/module.h"
#include "core/limits.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/org/org.h"

/* ---- shapes ---- */

struct items {
    struct list items;
};
#define ITEMS(name, title, item, zh, en)                                                                               \
    static const struct shape_field name##_fields[] = {F_LIST(struct items, items, &(item), 0, 2000, 0, zh, en)};      \
    const struct shape name##_shape = SHAPE(title, struct items, name##_fields)
ITEMS(dispatch_offers_in, "DispatchOffersIn", dispatch_offer_shape, "班次", "classes");
ITEMS(dispatch_policy, "DispatchPolicy", dispatch_value_shape, "政策", "policy");
ITEMS(dispatch_versions, "DispatchVersions", dispatch_version_item_shape, "方案", "versions");
ITEMS(dispatch_wishes, "DispatchWishes", dispatch_wish_shape, "指定与排除", "pins and bars");
ITEMS(dispatch_clashes, "DispatchClashes", dispatch_clash_shape, "冲突", "clashes");

struct state_in {
    int state;
};
static const struct shape_field state_in_fields[] = {
    F_ENUM(struct state_in, state, dispatch_state_names, SHAPE_REQUIRED, "状态", "state")};
const struct shape dispatch_state_in_shape = SHAPE("DispatchStateIn", struct state_in, state_in_fields);

struct started {
    int64_t job_id;
};
static const struct shape_field started_fields[] = {F_ID(struct started, job_id, 0, "计算任务", "job")};
const struct shape dispatch_started_shape = SHAPE("DispatchStarted", struct started, started_fields);

struct choose_in {
    int64_t version_id;
};
static const struct shape_field choose_in_fields[] = {
    F_ID(struct choose_in, version_id, SHAPE_REQUIRED, "方案", "version")};
const struct shape dispatch_choose_in_shape = SHAPE("DispatchChooseIn", struct choose_in, choose_in_fields);

struct publish_in {
    bool leave_out, as_is;
};
static const struct shape_field publish_in_fields[] = {
    F_BOOL(struct publish_in, leave_out, 0, "不发给有冲突的人", "leave out those who clash"),
    F_BOOL(struct publish_in, as_is, 0, "计算之后有变化，仍按原方案发布", "as it is, although things changed since")};
const struct shape dispatch_publish_in_shape = SHAPE("DispatchPublishIn", struct publish_in, publish_in_fields);

struct published {
    int64_t calls;
    int reply_due_on;
};
static const struct shape_field published_fields[] = {
    F_INT(struct published, calls, 0, 0, 0, "发出通知", "calls sent"),
    F_DATE(struct published, reply_due_on, 0, "回执期限", "replies due"),
};
const struct shape dispatch_published_shape = SHAPE("DispatchPublished", struct published, published_fields);

/* ---- rounds ---- */

struct err *dispatch_http_rounds(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_DISPATCH_READ, &path));
    return page_run(c, &dispatch_round_page, VALS(v_text(path), v_text(org_path_end(c->arena, path))));
}

/* Without a wish: the organisation on which the caller's role holds. */
static int64_t own_org(const struct call *c, struct str path)
{
    for (LIST_EACH(c->who->roles, struct who_role, role))
        if (str_equal(role->path, path)) return role->org_id;
    return 0;
}

struct err *dispatch_http_round_post(struct call *c)
{
    struct dispatch_round *out = c->out;
    struct str path;
    *out = *(const struct dispatch_round *)c->in;
    if (out->org_id) {
        TRY(org_path(c, out->org_id, &path));
        TRY(call_may(c, PERM_DISPATCH_EDIT, path));
    } else {
        TRY(org_scope(c, PERM_DISPATCH_EDIT, &path));
        out->org_id = own_org(c, path);
        if (!out->org_id)
            FAIL_FIELD(c->arena, "dispatch.org", "org_id", "请选择组织单位。", "Choose the organisation of the round.");
    }
    TRY(dispatch_round_add(c, out));
    call_audit(c, out->id, path, out->title);
    return NULL;
}

static struct err *load_round(struct call *c, enum perm perm, struct dispatch_round *round)
{
    return dispatch_round_may(c, perm, c->path[0], round);
}

static struct err *out_round(struct call *c, const struct dispatch_round *round)
{
    struct dispatch_round *out = c->out;
    TRY(dispatch_round_get(c, round->id, out));
    call_audit(c, out->id, out->org_path, out->title);
    c->status = 200;
    return store_offers(c, out->id, &out->offers);
}

struct err *dispatch_http_round(struct call *c)
{
    struct dispatch_round *out = c->out;
    TRY(load_round(c, PERM_DISPATCH_READ, out));
    return store_offers(c, out->id, &out->offers);
}

enum { BEFORE_PUBLISHED = 1 << ROUND_DRAFT | 1 << ROUND_SOLVED | 1 << ROUND_REVIEWED };

struct err *dispatch_http_round_put(struct call *c)
{
    const struct dispatch_round *in = c->in;
    struct dispatch_round round;
    TRY(load_round(c, PERM_DISPATCH_EDIT, &round));
    TRY(call_match(c, round.version));
    TRY(dispatch_round_in(c, &round, BEFORE_PUBLISHED));
    round.title = in->title;
    round.note = in->note;
    TRY(dispatch_round_move(c, &round, in->from_on, in->until_on));
    if (in->mode) round.mode = in->mode;
    if (round.state == ROUND_REVIEWED) round.state = ROUND_SOLVED;
    TRY(dispatch_round_save(c, &round));
    return out_round(c, &round);
}

struct err *dispatch_http_offers_put(struct call *c)
{
    const struct items *in = c->in;
    struct dispatch_round round;
    TRY(load_round(c, PERM_DISPATCH_EDIT, &round));
    TRY(dispatch_round_in(c, &round, BEFORE_PUBLISHED));
    TRY(dispatch_offers_set(c, &round, in->items));
    return out_round(c, &round);
}

struct err *dispatch_http_policy(struct call *c)
{
    struct dispatch_round round;
    TRY(load_round(c, PERM_DISPATCH_READ, &round));
    return dispatch_policy_of(c, &round, &((struct items *)c->out)->items);
}

struct err *dispatch_http_policy_put(struct call *c)
{
    struct dispatch_round round;
    TRY(load_round(c, PERM_DISPATCH_EDIT, &round));
    TRY(dispatch_round_in(c, &round, BEFORE_PUBLISHED));
    TRY(dispatch_policy_put(c, &round, ((const struct items *)c->in)->items));
    TRY(dispatch_round_touch(c, &round));
    call_audit(c, round.id, round.org_path, round.title);
    return dispatch_policy_of(c, &round, &((struct items *)c->out)->items);
}

struct err *dispatch_http_state_post(struct call *c)
{
    struct dispatch_round round;
    TRY(load_round(c, PERM_DISPATCH_EDIT, &round));
    TRY(dispatch_round_change(c, &round, ((const struct state_in *)c->in)->state));
    return out_round(c, &round);
}

struct err *dispatch_http_solve_post(struct call *c)
{
    struct started *out = c->out;
    struct dispatch_round round;
    struct list offers;
    TRY(load_round(c, PERM_DISPATCH_EDIT, &round));
    TRY(dispatch_round_in(c, &round, BEFORE_PUBLISHED));
    TRY(store_offers(c, round.id, &offers));
    if (!offers.n)
        FAIL(c->arena, ERR_CONFLICT, "dispatch.no_classes", "请先选定本批次的班次。",
             "Choose the classes of the round first.");
    TRY(call_job(c, "dispatch.solve", round.id, (struct str){0}, 0, &out->job_id));
    round.job_id = out->job_id;
    TRY(dispatch_round_save(c, &round));
    call_audit(c, round.id, round.org_path, round.title);
    c->status = 202;
    return NULL;
}

struct err *dispatch_http_what_if_post(struct call *c)
{
    const struct dispatch_what_if *in = c->in;
    struct started *out = c->out;
    struct dispatch_round round;
    struct buf text;
    TRY(load_round(c, PERM_DISPATCH_EDIT, &round));
    TRY(dispatch_round_in(c, &round, 1 << ROUND_SOLVED | 1 << ROUND_REVIEWED));
    if (!in->class_id && !in->cap_pct)
        FAIL_FIELD(c->arena, "dispatch.what_if", "class_id", "请选择要改的班次名额或离岗上限。",
                   "Say which class's seats, or which absence cap, to change.");
    buf_init(&text, LIMIT_CALL_ARENA_BYTES);
    shape_write_json(&text, &dispatch_what_if_shape, in, false);
    struct err *e = call_job(c, "dispatch.what_if", round.id, str_copy(c->arena, buf_text(&text)), 0, &out->job_id);
    buf_done(&text);
    c->status = 202;
    return e;
}

struct err *dispatch_http_versions(struct call *c)
{
    struct dispatch_round round;
    TRY(load_round(c, PERM_DISPATCH_READ, &round));
    return store_versions(c, round.id, &((struct items *)c->out)->items);
}

struct err *dispatch_http_choose_post(struct call *c)
{
    const struct choose_in *in = c->in;
    struct dispatch_round round;
    struct dispatch_version version;
    TRY(load_round(c, PERM_DISPATCH_EDIT, &round));
    TRY(dispatch_round_in(c, &round, 1 << ROUND_SOLVED | 1 << ROUND_REVIEWED));
    TRY(dispatch_version_get(c, in->version_id, &version));
    if (version.round_id != round.id)
        FAIL_FIELD(c->arena, "dispatch.version_other", "version_id", "这个方案不属于本批次。",
                   "This version is of another round.");
    round.chosen_id = version.id;
    round.state = ROUND_SOLVED;
    TRY(dispatch_round_save(c, &round));
    return out_round(c, &round);
}

/* ---- pins and bars ---- */

struct err *dispatch_http_wishes(struct call *c)
{
    struct dispatch_round round;
    TRY(load_round(c, PERM_DISPATCH_READ, &round));
    return store_wishes(c, round.id, &((struct items *)c->out)->items);
}

struct err *dispatch_http_wish_post(struct call *c)
{
    struct dispatch_wish *out = c->out;
    struct dispatch_round round;
    TRY(load_round(c, PERM_DISPATCH_EDIT, &round));
    TRY(dispatch_round_in(c, &round, BEFORE_PUBLISHED));
    *out = *(const struct dispatch_wish *)c->in;
    TRY(dispatch_wish_add(c, &round, out));
    TRY(dispatch_round_touch(c, &round));
    call_audit(c, out->id, round.org_path, out->reason);
    return NULL;
}

struct err *dispatch_http_wish_delete(struct call *c)
{
    struct dispatch_wish wish;
    struct dispatch_round round;
    TRY(store_wish_get(c, c->path[0], &wish));
    TRY(dispatch_round_may(c, PERM_DISPATCH_EDIT, wish.round_id, &round));
    TRY(dispatch_round_in(c, &round, BEFORE_PUBLISHED));
    TRY(dispatch_round_touch(c, &round));
    call_audit(c, wish.id, round.org_path, wish.reason);
    return store_wish_remove(c, wish.id);
}

/* ---- publishing ---- */

enum { CLASHES_SHOWN = 1000 };

struct err *dispatch_http_clashes(struct call *c)
{
    struct dispatch_round round;
    struct dispatch_rules rules;
    TRY(load_round(c, PERM_DISPATCH_READ, &round));
    if (!round.chosen_id) return NULL;
    TRY(dispatch_rules_get(c, round.org_path, round.from_on, round.id, &rules));
    return store_clashes(c, round.chosen_id, date_add_months(round.from_on, -(int)rules.v[RULE_REPEAT_MONTHS]),
                         CLASHES_SHOWN, &((struct items *)c->out)->items);
}

struct err *dispatch_http_changes(struct call *c)
{
    struct dispatch_round round;
    TRY(load_round(c, PERM_DISPATCH_READ, &round));
    return dispatch_changes_of(c, &round, c->out);
}

struct err *dispatch_http_publish_post(struct call *c)
{
    const struct publish_in *in = c->in;
    struct published *out = c->out;
    struct dispatch_round round;
    TRY(load_round(c, PERM_DISPATCH_EDIT, &round));
    TRY(dispatch_publish(c, &round, in->leave_out, in->as_is, &out->calls));
    out->reply_due_on = round.reply_due_on;
    call_audit(c, round.id, round.org_path, round.title);
    c->status = 200;
    return NULL;
}

/* ---- versions ---- */

static struct err *load_version(struct call *c, enum perm perm, struct dispatch_round *round,
                                struct dispatch_version *version)
{
    TRY(dispatch_version_get(c, c->path[0], version));
    return dispatch_round_may(c, perm, version->round_id, round);
}

struct err *dispatch_http_version(struct call *c)
{
    struct dispatch_round round;
    TRY(load_version(c, PERM_DISPATCH_READ, &round, c->out));
    return dispatch_version_full(c, &round, c->out);
}

struct err *dispatch_http_calendar(struct call *c)
{
    struct dispatch_round round;
    struct dispatch_version version;
    TRY(load_version(c, PERM_DISPATCH_READ, &round, &version));
    return dispatch_calendar_of(c, &round, version.id, c->out);
}

struct err *dispatch_http_places(struct call *c)
{
    struct dispatch_round round;
    struct dispatch_version version;
    struct str under;
    int64_t under_id;
    TRY(load_version(c, PERM_DISPATCH_READ, &round, &version));
    under = round.org_path;
    TRY(call_param_int(c, "under", &under_id));
    if (under_id) TRY(org_path(c, under_id, &under));
    TRY(call_may(c, PERM_DISPATCH_READ, under));
    return page_run(c, &dispatch_place_page,
                    VALS(v_int(version.id), v_text(under), v_text(org_path_end(c->arena, under))));
}

struct err *dispatch_http_place(struct call *c)
{
    struct dispatch_round round;
    struct dispatch_version version;
    bool found;
    TRY(load_version(c, PERM_DISPATCH_READ, &round, &version));
    TRY(store_place_find(c, version.id, c->path[1], c->out, &found));
    if (!found)
        FAIL(c->arena, ERR_ABSENT, "person.absent", "此人不在这个方案里。", "This person is not in the version.");
    return NULL;
}

struct err *dispatch_http_move_post(struct call *c)
{
    struct dispatch_move *out = c->out;
    struct dispatch_round round;
    struct dispatch_version version;
    TRY(load_version(c, PERM_DISPATCH_EDIT, &round, &version));
    TRY(dispatch_round_in(c, &round, 1 << ROUND_SOLVED | 1 << ROUND_REVIEWED));
    *out = *(const struct dispatch_move *)c->in;
    TRY(dispatch_version_move(c, &round, &version, out));
    if (!out->dry_run && version.id == round.chosen_id) TRY(dispatch_round_touch(c, &round));
    call_audit(c, version.id, round.org_path, out->reason);
    c->status = 200;
    return NULL;
}
