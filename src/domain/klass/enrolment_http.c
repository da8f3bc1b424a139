/* domain/klass/enrolment_http.c: enrolling, confirming, placing people; lists of enrolments. */
#include "domain/klass/klass_http.h"
#include "domain/klass/klass_private.h"
#include "domain/org/org.h"
#include "domain/search/search.h"
#include "klass_sql.h"

/* ---- lists ---- */

#define UNDER_ORG                                                                                                      \
    "o.path >= (SELECT u.path FROM org u WHERE u.id = $?) AND o.path < (SELECT u.path || '~' FROM org u WHERE u.id = " \
    "$?)"

static const struct page_sort sorts[] = {
    {"name", "p.name_sort"}, {"updated_at", "e.updated_at"}, {"waiting_no", "e.waiting_no"}, {"unit", "o.path"}};
#define BY_NAME                                                                                                        \
    {                                                                                                                  \
        "q", SEARCH_FILTER("person", "e.person_id"), SHAPE_TEXT, "姓名、拼音或首字母", "name, pinyin or initials",     \
            text_query                                                                                                 \
    }
static const struct page_filter filters[] = {
    BY_NAME,
    {"state", "e.state = $?", SHAPE_TEXT, "状态", "state"},
    {"org", UNDER_ORG, SHAPE_ID, "单位（含下级）", "unit and all below it"},
    {"site", "e.site_id = $?", SHAPE_ID, "教学点", "site"},
    {"group", "e.group_id = $?", SHAPE_ID, "小组", "group"},
    {"no_site", "CASE WHEN e.site_id IS NULL THEN 1 ELSE 0 END = $?", SHAPE_BOOL, "没有教学点", "without a site"},
    {"no_group", "CASE WHEN e.group_id IS NULL THEN 1 ELSE 0 END = $?", SHAPE_BOOL, "没有分组", "without a group"},
};
const struct page_spec enrolment_pages = {
    &sql_klass_enrolment_page, "enrolment e JOIN person p ON p.id = e.person_id JOIN org o ON o.id = e.org_id", "e.id",
    TABLE(sorts), TABLE(filters)};

static const struct page_sort class_sorts[] = {{"starts_on", "k.starts_on"}, {"updated_at", "e.updated_at"}};
static const struct page_filter class_filters[] = {
    BY_NAME,
    {"state", "e.state = $?", SHAPE_TEXT, "状态", "state"},
    {"class_state", "k.state = $?", SHAPE_TEXT, "班次状态", "state of the class"},
    {"class", "e.class_id = $?", SHAPE_ID, "班次", "class"},
    {"from", "k.ends_on >= $?", SHAPE_DATE, "这一天还没有结业", "class not over before this day"},
};
#define WITH_CLASS "enrolment e JOIN class k ON k.id = e.class_id"
const struct page_spec my_enrolment_pages = {&sql_klass_enrolment_page_mine, WITH_CLASS, "e.id", TABLE(class_sorts),
                                             TABLE(class_filters)};
const struct page_spec unit_enrolment_pages = {&sql_klass_enrolment_page_unit, WITH_CLASS, "e.id", TABLE(class_sorts),
                                               TABLE(class_filters)};

/* Whoever may see the people sees all; a liaison sees those of the unit. */
static struct err *scope_of_people(struct call *c, const struct klass *klass, struct str *ret_path)
{
    bool all;
    TRY(klass_can(c, PERM_CLASS_READ, klass, &all));
    *ret_path = (struct str){0};
    if (all) return NULL;
    TRY(klass_may_see(c, klass));
    return org_scope(c, PERM_ENROL_CONFIRM, ret_path);
}

struct err *http_get_enrolments(struct call *c)
{
    struct klass klass;
    struct str path;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(scope_of_people(c, &klass, &path));
    return page_run(c, &enrolment_pages, VALS(v_int(klass.id), v_text(path)));
}

struct err *http_get_my_enrolments(struct call *c)
{
    return page_run(c, &my_enrolment_pages, VALS(v_int(c->who->person_id)));
}

struct err *http_get_unit_enrolments(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_ENROL_CONFIRM, &path));
    return page_run(c, &unit_enrolment_pages, VALS(v_text(path)));
}

/* ---- enrolling ---- */

#define T struct enrol_request
static const struct shape_field enrol_input_fields[] = {
    F_IDS(T, person_ids, 1, 1000, SHAPE_REQUIRED, "人员", "people"),
    F_ID(T, site_id, 0, "教学点", "site"),
    F_ENUM(T, state, enrolment_state_names, 0, "状态", "proposed, waiting or confirmed"),
    F_TEXT(T, reason, 0, 500, 0, "原因", "reason; needed for those who declined or withdrew before"),
    F_BOOL(T, dry_run, 0, "试算", "tell what would happen, and change nothing"),
};
const struct shape enrol_input_shape = SHAPE("EnrolInput", T, enrol_input_fields);
#undef T

struct enrol_answer {
    struct list items; /* struct enrol_result */
    int64_t confirmed, proposed, waiting, refused;
    bool dry_run;
};
#define T struct enrol_answer
static const struct shape_field enrol_answer_fields[] = {
    F_LIST(T, items, &enrol_result_shape, 0, 0, 0, "逐人结果", "result for each"),
    F_INT(T, confirmed, 0, 0, 0, "已确认", "confirmed"),
    F_INT(T, proposed, 0, 0, 0, "待确认", "proposed"),
    F_INT(T, waiting, 0, 0, 0, "候补", "waiting"),
    F_INT(T, refused, 0, 0, 0, "未报名", "refused"),
    F_BOOL(T, dry_run, 0, "试算", "nothing was changed"),
};
const struct shape enrol_answer_shape = SHAPE("EnrolAnswer", T, enrol_answer_fields);
#undef T

static void count_results(struct enrol_answer *out)
{
    for (LIST_EACH(out->items, struct enrol_result, result)) {
        out->confirmed += result->state == ENROLMENT_CONFIRMED;
        out->proposed += result->state == ENROLMENT_PROPOSED;
        out->waiting += result->state == ENROLMENT_WAITING;
        out->refused += result->state == ENROLMENT_NONE;
    }
}

struct err *http_post_enrolments(struct call *c)
{
    const struct enrol_request *in = c->in;
    struct enrol_answer *out = c->out;
    struct klass klass;
    if (in->state > ENROLMENT_CONFIRMED)
        FAIL_FIELD(c->arena, "enrolment.first_state", "state", "报名时只能是待确认、候补或已确认。",
                   "An enrolment begins as proposed, waiting or confirmed.");
    TRY(klass_get(c, c->path[0], &klass));
    TRY(enrolment_add(c, &klass, in, &out->items));
    count_results(out);
    out->dry_run = in->dry_run;
    c->status = 200;
    return NULL;
}

/* ---- placing ---- */

struct enrol_assign {
    struct list enrolment_ids;
    int64_t site_id, group_id;
    bool no_site, no_group;
};
#define T struct enrol_assign
static const struct shape_field enrol_assign_fields[] = {
    F_IDS(T, enrolment_ids, 1, 1000, SHAPE_REQUIRED, "报名", "enrolments"),
    F_ID(T, site_id, 0, "教学点", "site; left as it is when absent"),
    F_ID(T, group_id, 0, "小组", "group; left as it is when absent"),
    F_BOOL(T, no_site, 0, "移出教学点", "take them out of their site"),
    F_BOOL(T, no_group, 0, "移出小组", "take them out of their group"),
};
const struct shape enrol_assign_shape = SHAPE("EnrolAssign", T, enrol_assign_fields);
#undef T

/* Who joins a group that sits somewhere sits there. */
static struct err *read_place(struct call *c, const struct klass *klass, const struct enrol_assign *in,
                              int64_t *ret_site, int64_t *ret_group)
{
    struct klass_group group = {0};
    bool found = true;
    *ret_site = in->no_site ? ENROLMENT_NOWHERE : in->site_id;
    *ret_group = in->no_group ? ENROLMENT_NOWHERE : in->group_id;
    if (in->site_id) TRY(klass_store_site_exists(c, klass->id, in->site_id, &found));
    if (!found)
        FAIL_FIELD(c->arena, "class.no_site", "site_id", "本班没有这个教学点。", "This class has no such site.");
    if (!in->group_id) return NULL;
    TRY(group_store_get(c, in->group_id, &group, &found));
    if (!found || group.class_id != klass->id)
        FAIL_FIELD(c->arena, "class.no_group", "group_id", "本班没有这个小组。", "This class has no such group.");
    if (group.site_id && !in->site_id) *ret_site = group.site_id;
    return NULL;
}

struct err *http_post_enrolment_assign(struct call *c)
{
    const struct enrol_assign *in = c->in;
    struct klass klass;
    int64_t site_id, group_id;
    bool changed;
    TRY(klass_open(c, PERM_ENROL_EDIT, c->path[0], &klass));
    TRY(klass_check_planning(c->arena, &klass));
    TRY(read_place(c, &klass, in, &site_id, &group_id));
    for (LIST_EACH(in->enrolment_ids, int64_t, id)) {
        TRY(enrolment_store_place(c, klass.id, *id, site_id, group_id, &changed));
        if (!changed)
            FAIL_FIELD(c->arena, "enrolment.other_class", "enrolment_ids", "名单中有人不在本班。",
                       "Somebody in the list is not in this class.");
    }
    call_audit(c, klass.id, klass.org_path, (struct str){0});
    return NULL;
}

/* ---- one enrolment ---- */

struct enrolment_state_input {
    int state;
    struct str reason;
};
static const struct shape_field enrolment_state_fields[] = {
    F_ENUM(struct enrolment_state_input, state, enrolment_state_names, SHAPE_REQUIRED, "状态", "state"),
    F_TEXT(struct enrolment_state_input, reason, 0, 500, 0, "原因", "reason"),
};
const struct shape enrolment_state_shape =
    SHAPE("EnrolmentStateInput", struct enrolment_state_input, enrolment_state_fields);

struct err *http_post_enrolment_state(struct call *c)
{
    const struct enrolment_state_input *in = c->in;
    struct enrolment *out = c->out;
    TRY(enrolment_get(c, c->path[0], out));
    c->status = 200;
    return enrolment_change(c, out, in->state, in->reason);
}

/* Staff of the class, the liaison of the unit, and the person themselves. */
static struct err *may_read_history(struct call *c, const struct enrolment *e)
{
    struct klass klass;
    call_checked(c);
    if (e->person_id == c->who->person_id || who_can(c->who, PERM_ENROL_CONFIRM, e->org_path)) return NULL;
    return klass_open(c, PERM_CLASS_READ, e->class_id, &klass);
}

struct err *http_get_enrolment_events(struct call *c)
{
    struct enrolment enrolment;
    TRY(enrolment_get(c, c->path[0], &enrolment));
    TRY(may_read_history(c, &enrolment));
    return enrolment_store_events(c, enrolment.id, &((struct page *)c->out)->items);
}
