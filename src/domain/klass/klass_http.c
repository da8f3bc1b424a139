/* domain/klass/klass_http.c: routes of classes themselves, the table of all routes, and the module.
 *
 * Most routes bound themselves (ROUTE_OWN_SCOPE): besides roles on the host's tree there are duties in one class, one's
 * own enrolment, and sharing. klass_may and klass_may_see are that bound.
 */
#include "domain/klass/klass_http.h"

#include "domain/klass/klass_private.h"
#include "domain/org/org.h"
#include "domain/search/search.h"
#include "klass_sql.h"

/* ---- lists ---- */

static const struct page_sort sorts[] = {{"starts_on", "k.starts_on"}, {"created_at", "k.created_at"}};
static const struct page_filter filters[] = {
    {"q", SEARCH_FILTER("class", "k.id"), SHAPE_TEXT, "班次名称（汉字、拼音、首字母）或编号",
     "title (characters, pinyin, initials) or code", text_query},
    {"state", "k.state = $?", SHAPE_TEXT, "状态", "state"},
    {"from", "k.ends_on >= $?", SHAPE_DATE, "这一天还没有结业", "not over before this day"},
    {"to", "k.starts_on <= $?", SHAPE_DATE, "这一天已经开班", "begun by this day"},
    {"host", "k.org_id = $?", SHAPE_ID, "主办单位", "host"},
    {"audience", "k.audience_code = $?", SHAPE_TEXT, "培训对象", "audience"},
    {"programme", "k.programme_id = $?", SHAPE_ID, "培训方案", "programme"},
    {"parent", "k.parent_id = $?", SHAPE_ID, "上级共享班次", "the shared class whose runs they are"},
    /* which list it is; list_classes reads them */
    {"mine", "$? IN (0, 1)", SHAPE_BOOL, "只看本人参加或承担工作的班次", "in which one is enrolled or has a duty"},
    {"shared", "$? IN (0, 1)", SHAPE_BOOL, "只看其他单位共享或分配名额的班次",
     "of other hosts, shared or with a quota for one"},
};
static const struct page_spec hosted_pages = {&sql_klass_page, "class k", "k.id", TABLE(sorts), TABLE(filters)};
static const struct page_spec my_pages = {&sql_klass_page_mine, "class k", "k.id", TABLE(sorts), TABLE(filters)};
static const struct page_spec shared_pages = {&sql_klass_page_shared, "class k", "k.id", TABLE(sorts), TABLE(filters)};

static struct err *list_mine(struct call *c)
{
    call_checked(c);
    return page_run(c, &my_pages, VALS(v_int(c->who->person_id)));
}

static struct err *list_shared(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_CLASS_READ, &path));
    return page_run(c, &shared_pages, VALS(v_text(path)));
}

static bool is_on(struct call *c, const char *name)
{
    struct str value = call_param(c, name);
    return str_is(value, "true") || str_is(value, "1");
}

static struct err *list_classes(struct call *c)
{
    if (is_on(c, "mine")) return list_mine(c);
    if (is_on(c, "shared")) return list_shared(c);
    struct str path;
    TRY(org_scope(c, PERM_CLASS_READ, &path));
    return page_run(c, &hosted_pages, VALS(v_text(path)));
}

/* The host of a shared class sees its runs and how many people they have, not who they are; a school that it is shared
 * with sees its own. */
static struct err *list_runs(struct call *c)
{
    struct klass klass;
    struct list runs, *out = &((struct page *)c->out)->items;
    bool host;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may_see(c, &klass));
    TRY(klass_can(c, PERM_CLASS_READ, &klass, &host));
    TRY(klass_store_runs(c, klass.id, &runs));
    for (LIST_EACH(runs, struct klass, run))
        if (host || call_can(c, PERM_CLASS_READ, run->org_path)) *list_add(c->arena, out, struct klass) = *run;
    return NULL;
}

/* ---- one class ---- */

static struct err *get_class(struct call *c)
{
    struct klass *out = c->out;
    TRY(klass_get(c, c->path[0], out));
    TRY(klass_may_see(c, out));
    return klass_fill_may(c, out);
}

static struct err *post_class(struct call *c)
{
    struct klass *out = c->out;
    *out = *(const struct klass *)c->in;
    TRY(klass_add(c, out));
    return klass_fill_may(c, out);
}

static struct err *put_class(struct call *c)
{
    struct klass *out = c->out;
    *out = *(const struct klass *)c->in;
    out->id = c->path[0];
    TRY(klass_set(c, out));
    return klass_fill_may(c, out);
}

/* ---- state ---- */

struct state_input {
    int state;
    struct str reason;
};
static const struct shape_field state_input_fields[] = {
    F_ENUM(struct state_input, state, klass_state_names, SHAPE_REQUIRED, "状态", "state"),
    F_TEXT(struct state_input, reason, 0, 500, 0, "原因", "reason"),
};
static const struct shape state_input_shape = SHAPE("ClassStateInput", struct state_input, state_input_fields);

static struct err *post_state(struct call *c)
{
    const struct state_input *in = c->in;
    struct klass *out = c->out;
    TRY(klass_open(c, PERM_CLASS_EDIT, c->path[0], out));
    TRY(call_match(c, out->version));
    if (in->state == KLASS_CONFIRMED)
        FAIL_FIELD(c->arena, "class.confirm_elsewhere", "state",
                   "请在“成绩”中核对后确认，学时会同时记入每个人的一本账。",
                   "Confirm the class from its results: the hours are posted to the ledgers with it.");
    TRY(klass_set_state(c, out, in->state, in->reason));
    c->status = 200;
    return klass_fill_may(c, out);
}

/* ---- runs ---- */

struct run_input {
    int64_t org_id;
    struct str code, title;
    int starts_on, ends_on;
    int64_t seats_min, seats_max, waiting_until_at, manager_id;
    struct str room, note;
    bool follow;
};
#define T struct run_input
static const struct shape_field run_input_fields[] = {
    F_ID(T, org_id, SHAPE_REQUIRED, "办班单位", "host of the run"),
    F_TEXT(T, code, 0, 30, 0, "班次编号", "code"),
    F_TEXT(T, title, 0, 100, 0, "班次名称", "title; the shared class's when left out"),
    F_DATE(T, starts_on, SHAPE_REQUIRED, "开班日期", "first day"),
    F_DATE(T, ends_on, SHAPE_REQUIRED, "结业日期", "last day"),
    F_INT(T, seats_min, 0, 1000000, 0, "最低开班人数", "least number of people"),
    F_INT(T, seats_max, 0, 1000000, 0, "名额", "seats; 0 no ceiling"),
    F_TIME(T, waiting_until_at, 0, "候补截止时间", "cut-off of the waiting list"),
    F_ID(T, manager_id, 0, "班主任", "class manager"),
    F_TEXT(T, room, 0, 50, 0, "教室", "room"),
    F_TEXT(T, note, 0, 2000, 0, "说明", "note"),
    F_BOOL(T, follow, 0, "同步全部直播课", "follow all live lessons that lie in its dates"),
};
static const struct shape run_input_shape = SHAPE("ClassRunInput", T, run_input_fields);
#undef T

static struct err *post_run(struct call *c)
{
    const struct run_input *in = c->in;
    struct klass parent, *out = c->out;
    TRY(klass_get(c, c->path[0], &parent));
    TRY(klass_may_see(c, &parent));
    *out = (struct klass){.org_id = in->org_id,
                          .code = in->code,
                          .title = in->title,
                          .starts_on = in->starts_on,
                          .ends_on = in->ends_on,
                          .seats_min = in->seats_min,
                          .seats_max = in->seats_max,
                          .waiting_until_at = in->waiting_until_at,
                          .manager_id = in->manager_id,
                          .room = in->room,
                          .note = in->note};
    TRY(klass_add_run(c, &parent, out, in->follow));
    return klass_fill_may(c, out);
}

/* ---- the module ---- */

#define OWN ROUTE_OWN_SCOPE

static const struct route_param room_params[] = {
    ORG_UNDER_PARAM, {"host", SHAPE_ID, "只看这所学校的", "of this school only"}, {0}};
static const struct route_param calendar_params[] = {ORG_UNDER_PARAM,
                                                     {"from", SHAPE_DATE, "从哪天起", "from this day"},
                                                     {"to", SHAPE_DATE, "到哪天为止", "until this day"},
                                                     {0}};
static const struct route_param conflict_params[] = {{"starts_at", SHAPE_TIME, "开始时间", "begins"},
                                                     {"ends_at", SHAPE_TIME, "结束时间", "ends"},
                                                     {"teacher_id", SHAPE_ID, "教师", "teacher"},
                                                     {"session_id", SHAPE_ID, "课次", "session"},
                                                     {"room", SHAPE_TEXT, "教室", "room"},
                                                     {"room_id", SHAPE_ID, "教室编号", "room that is a record"},
                                                     {0}};

static const struct route routes[] = {
    {GET, "/classes", TX_HEAVY, PERM_CLASS_READ, ROUTE_PAGE | OWN, NULL, &klass_item_shape, &hosted_pages,
     "班次列表：本范围主办的；mine=true 本人的；shared=true 其他单位共享的",
     "Classes hosted in one's part of the tree; mine=true one's own; shared=true those of others that are shared",
     list_classes, .params = org_under_params},
    {GET, "/my/classes", TX_READ, PERM_SELF, ROUTE_PAGE, NULL, &klass_item_shape, &my_pages, "我参加或承担工作的班次",
     "Classes in which one is enrolled or has a duty", list_mine},
    {GET, "/classes/shared", TX_READ, PERM_CLASS_READ, ROUTE_PAGE, NULL, &klass_item_shape, &shared_pages,
     "其他单位共享给本范围、或分配了名额的班次",
     "Classes of other hosts that are shared or have a quota for one's part of the tree", list_shared,
     .params = org_under_params},
    {POST, "/classes", TX_WRITE, PERM_CLASS_EDIT, ROUTE_VERSION, &klass_shape, &klass_shape, NULL, "开设班次",
     "Opens a class as a draft", post_class},
    {GET, "/classes/{class_id}", TX_READ, PERM_CLASS_READ, ROUTE_VERSION | OWN, NULL, &klass_shape, NULL,
     "班次信息，以及您在本班的权限", "A class, and what the caller may do in it", get_class},
    {PUT, "/classes/{class_id}", TX_WRITE, PERM_CLASS_EDIT, ROUTE_VERSION | OWN, &klass_shape, &klass_shape, NULL,
     "修改班次", "Changes a class", put_class},
    {POST, "/classes/{class_id}/state", TX_WRITE, PERM_CLASS_EDIT, ROUTE_VERSION | OWN, &state_input_shape,
     &klass_shape, NULL, "改变班次状态：开放报名、开班、结束、取消等",
     "Changes the state of a class: open, run, end, cancel", post_state},
    {GET, "/classes/{class_id}/runs", TX_READ, PERM_CLASS_READ, ROUTE_PAGE | OWN, NULL, &klass_item_shape, NULL,
     "共享班次的各个分班及人数", "Runs of a shared class with their numbers", list_runs},
    {POST, "/classes/{class_id}/runs", TX_WRITE, PERM_CLASS_EDIT, ROUTE_VERSION, &run_input_shape, &klass_shape, NULL,
     "用共享班次办本校的分班", "Makes an own run of a shared class", post_run},
    {GET, "/classes/{class_id}/shares", TX_READ, PERM_CLASS_READ, ROUTE_PAGE | OWN, NULL, &klass_share_shape, NULL,
     "班次共享给了哪些单位", "With whom a class is shared", http_get_shares},
    {POST, "/classes/{class_id}/shares", TX_WRITE, PERM_CLASS_EDIT, ROUTE_PAGE | OWN, &klass_share_input_shape,
     &klass_share_shape, NULL, "共享班次或取消共享（含该单位的下级）",
     "Shares a class with an organisation and all below it, or takes it back", http_post_share},
    {GET, "/classes/{class_id}/staff", TX_READ, PERM_CLASS_READ, ROUTE_PAGE | OWN, NULL, &klass_staff_shape, NULL,
     "班次工作人员", "Staff of a class", http_get_staff},
    {POST, "/classes/{class_id}/staff", TX_WRITE, PERM_CLASS_EDIT, ROUTE_PAGE | OWN, &klass_staff_input_shape,
     &klass_staff_shape, NULL, "增加或减少工作人员", "Adds or removes a member of staff", http_post_staff},
    {GET, "/classes/{class_id}/sites", TX_READ, PERM_CLASS_READ, ROUTE_PAGE | OWN, NULL, &klass_site_shape, NULL,
     "班次教学点及应到人数", "Sites of a class and the people expected there", http_get_sites},
    {POST, "/classes/{class_id}/sites", TX_WRITE, PERM_CLASS_EDIT, ROUTE_PAGE | OWN, &klass_site_input_shape,
     &klass_site_shape, NULL, "增加、修改或移除教学点", "Adds, changes or removes a site", http_post_site},
    {GET, "/classes/{class_id}/quotas", TX_READ, PERM_CLASS_READ, ROUTE_VERSION | OWN, NULL, &quota_list_shape, NULL,
     "各单位名额及使用情况", "Quotas of units and how far they are used", http_get_quotas},
    {PUT, "/classes/{class_id}/quotas", TX_WRITE, PERM_CLASS_EDIT, ROUTE_VERSION | OWN, &quota_list_shape,
     &quota_list_shape, NULL, "整体替换各单位名额；版本是班次的版本",
     "Replaces the quotas as a whole; the version is the class's", http_put_quotas},

    {GET, "/classes/{class_id}/enrolments", TX_HEAVY, PERM_CLASS_READ, ROUTE_PAGE | OWN, NULL, &enrolment_shape,
     &enrolment_pages, "班次学员；单位联络员只看到本单位的人", "People of a class; the liaison of a unit sees its own",
     http_get_enrolments, .params = org_under_params},
    {POST, "/classes/{class_id}/enrolments", TX_WRITE, PERM_ENROL_EDIT, OWN, &enrol_input_shape, &enrol_answer_shape,
     NULL, "报名（可先试算），逐人给出结果", "Enrols people, or tries it (dry_run), with a result for each",
     http_post_enrolments},
    {POST, "/classes/{class_id}/enrolments/assign", TX_WRITE, PERM_ENROL_EDIT, OWN, &enrol_assign_shape, NULL, NULL,
     "把学员分到教学点或小组", "Puts people into a site or a group", http_post_enrolment_assign},
    {POST, "/enrolments/{enrolment_id}/state", TX_WRITE, PERM_ENROL_EDIT, ROUTE_VERSION | OWN, &enrolment_state_shape,
     &enrolment_shape, NULL, "确认、谢绝、退出等；单位联络员只能办理本单位的人",
     "Confirms, declines, withdraws …; a liaison does so for the people of their unit", http_post_enrolment_state},
    {GET, "/enrolments/{enrolment_id}/events", TX_READ, PERM_CLASS_READ, ROUTE_PAGE | OWN, NULL, &enrolment_event_shape,
     NULL, "一条报名的全部变动", "All changes of an enrolment", http_get_enrolment_events},
    {GET, "/my/enrolments", TX_READ, PERM_SELF, ROUTE_PAGE, NULL, &enrolment_with_class_shape, &my_enrolment_pages,
     "我的报名", "One's own enrolments", http_get_my_enrolments},
    {GET, "/units/enrolments", TX_HEAVY, PERM_ENROL_CONFIRM, ROUTE_PAGE, NULL, &enrolment_with_class_shape,
     &unit_enrolment_pages, "本单位人员的报名，state=proposed 为待确认",
     "Enrolments of one's unit; state=proposed are to be confirmed", http_get_unit_enrolments,
     .params = org_under_params},

    {GET, "/classes/{class_id}/sessions", TX_READ, PERM_CLASS_READ, ROUTE_PAGE | OWN, NULL, &session_shape, NULL,
     "课表", "The timetable", http_get_sessions},
    {GET, "/classes/{class_id}/sessions/offers", TX_READ, PERM_CLASS_EDIT, ROUTE_PAGE | OWN, NULL, &session_shape, NULL,
     "共享班次中可以同步的直播课", "Live lessons of the shared class that can be followed", http_get_session_offers},
    {POST, "/classes/{class_id}/sessions", TX_WRITE, PERM_CLASS_EDIT, ROUTE_VERSION | OWN, &session_shape,
     &session_shape, NULL, "增加课次；带 source_id 则同步共享班次的直播课",
     "Adds a session; with source_id one that follows a lesson of the shared class", http_post_session},
    {POST, "/classes/{class_id}/sessions/draft", TX_WRITE, PERM_CLASS_EDIT, OWN, &timetable_input_shape,
     &timetable_shape, NULL, "按培训方案生成课表草稿，save=true 时保存",
     "Proposes a timetable from the programme, and saves it with save=true", http_post_session_draft},
    {GET, "/classes/{class_id}/conflicts", TX_HEAVY, PERM_CLASS_READ, ROUTE_PAGE | OWN, NULL, &session_conflict_shape,
     NULL, "人员、教师、教室冲突：按 starts_at、ends_at、teacher_id、room、session_id 查询；不带参数则检查整个课表",
     "Conflicts of people, teacher and room for starts_at, ends_at, teacher_id, room, session_id; without them of the "
     "whole timetable",
     http_get_conflicts, .params = conflict_params},
    {GET, "/sessions/{session_id}", TX_READ, PERM_CLASS_READ, ROUTE_VERSION | OWN, NULL, &session_shape, NULL,
     "一个课次及站点", "A session with its stops", http_get_session},
    {PUT, "/sessions/{session_id}", TX_WRITE, PERM_CLASS_EDIT, ROUTE_VERSION | OWN, &session_shape, &session_shape,
     NULL, "修改课次，同步它的分班跟着变动", "Changes a session; those that follow it change with it",
     http_put_session},
    {DELETE, "/sessions/{session_id}", TX_WRITE, PERM_CLASS_EDIT, ROUTE_VERSION | OWN, NULL, NULL, NULL,
     "删除还没有开始的课次", "Deletes a session that has not begun", http_delete_session},

    {GET, "/classes/{class_id}/groups", TX_READ, PERM_CLASS_READ, ROUTE_VERSION | OWN, NULL, &group_list_shape, NULL,
     "研讨小组", "Groups of a class", http_get_groups},
    {PUT, "/classes/{class_id}/groups", TX_WRITE, PERM_CLASS_EDIT, ROUTE_VERSION | OWN, &group_list_shape,
     &group_list_shape, NULL, "整体替换小组；版本是班次的版本",
     "Replaces the groups as a whole; the version is the class's", http_put_groups},
    {POST, "/classes/{class_id}/groups/deal", TX_WRITE, PERM_CLASS_EDIT, ROUTE_VERSION | OWN, &group_deal_shape,
     &group_list_shape, NULL, "自动分组：按教学点，单位和性别尽量分散",
     "Deals groups by site, spreading units and sexes", http_post_group_deal},
    {GET, "/sessions/{session_id}/minutes", TX_READ, PERM_CLASS_READ, ROUTE_PAGE | OWN, NULL, &group_minutes_shape,
     NULL, "一个课次各小组的研讨记录", "Minutes of all groups of a session", http_get_session_minutes},
    {GET, "/groups/{group_id}/minutes/{session_id}", TX_READ, PERM_CLASS_READ, ROUTE_VERSION | OWN, NULL,
     &group_minutes_shape, NULL, "小组研讨记录；还没有写时为空白草稿",
     "Minutes of a group; an empty draft before they are written", http_get_minutes},
    {PUT, "/groups/{group_id}/minutes/{session_id}", TX_WRITE, PERM_CLASS_EDIT, ROUTE_VERSION | OWN,
     &group_minutes_shape, &group_minutes_shape, NULL, "召集人保存或提交研讨记录",
     "The facilitator saves or submits the minutes", http_put_minutes},
    {POST, "/groups/{group_id}/minutes/{session_id}/sign", TX_WRITE, PERM_CLASS_CONFIRM, ROUTE_VERSION | OWN, NULL,
     &group_minutes_shape, NULL, "教学点负责人或班主任签核研讨记录",
     "The leader of the site or the class manager signs the minutes", http_post_minutes_sign},

    {GET, "/rooms", TX_READ, PERM_CLASS_READ, ROUTE_PAGE, NULL, &room_shape, NULL, "学校的教室；host 只看一所学校的",
     "Rooms of schools; host: of one school only", http_get_rooms, .params = room_params},
    {POST, "/rooms", TX_WRITE, PERM_CLASS_EDIT, ROUTE_VERSION, &room_shape, &room_shape, NULL,
     "登记教室；课表中同名的文字地点随之归到这间教室",
     "Enters a room; sessions of the school that name it in words belong to it", http_post_room},
    {PUT, "/rooms/{room_id}", TX_WRITE, PERM_CLASS_EDIT, ROUTE_VERSION, &room_shape, &room_shape, NULL,
     "修改或停用教室", "Changes a room, or closes it", http_put_room},
    {GET, "/calendar", TX_HEAVY, PERM_CLASS_READ, 0, NULL, &calendar_shape, NULL,
     "一段日期内的班次、教室、课次和教室冲突（from、to、under）",
     "Classes, rooms, sessions and rooms used twice between two days (from, to, under)", http_get_calendar,
     .params = calendar_params},
    {GET, "/classes/{class_id}/events", TX_READ, PERM_CLASS_READ, ROUTE_PAGE | OWN, NULL, &class_event_shape, NULL,
     "班次状态的全部变动，系统自动的也在内", "All changes of a class's state, those of the system too",
     http_get_class_events},
    {GET, "/rules", TX_READ, PERM_CLASS_READ, ROUTE_PAGE | OWN, NULL, &rule_shape, NULL, "按日期生效的规则",
     "Dated rules", http_get_rules},
    {POST, "/rules", TX_WRITE, PERM_NORM_EDIT, 0, &rule_shape, &rule_shape, NULL, "登记新的规则取值",
     "Enters a new value of a rule", http_post_rule},
};

static const struct job_kind jobs[] = {{"klass.life", 600, klass_run_life}};

const struct module klass_module = {
    .name = "klass",
    .schema = &klass_schema,
    .statements = klass_statements,
    .statement_count = &klass_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .jobs = jobs,
    .job_count = sizeof jobs / sizeof *jobs,
};
