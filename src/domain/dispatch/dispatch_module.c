/* domain/dispatch/dispatch_module.c: the table of routes, jobs and reactions, and the module. */
#include "api/job.h"
#include "api/module.h"
#include "dispatch_sql.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/org/org.h"

/* Whose ledger, rank or unit changed is looked at by the job; a class of thousands is posted without waiting. */
static struct err *on_person(struct call *c, const struct event *event)
{
    return store_dirty_add(c, event->subject_id);
}

static struct err *on_person_moved(struct call *c, const struct event *event)
{
    TRY(store_person_moved(c, event->subject_id));
    TRY(dispatch_calls_follow(c, event->subject_id));
    return store_dirty_add(c, event->subject_id);
}

static struct err *on_org_moved(struct call *c, const struct event *event)
{
    struct org_move move;
    TRY(org_move_get(c, event->object_id, &move));
    return store_org_moved(c, &move);
}

static const struct reaction reactions[] = {
    {"ledger.posted", on_person},       {"person.added", on_person},   {"person.moved", on_person_moved},
    {"org.moved", on_org_moved},        {"person.changed", on_person}, {"enrolment.changed", dispatch_on_enrolment},
    {"class.state", dispatch_on_class},
};

#define OWN ROUTE_OWN_SCOPE
static const struct route_param list_params[] = {
    ORG_UNDER_PARAM, {"list", SHAPE_TEXT, "名单：never、hard 或 over", "list: never, hard or over"}, {0}};

static const struct route_param count_params[] = {{"class", SHAPE_ID, "只计一个班次", "of one class only"}, {0}};

static const struct route routes[] = {
    {GET, "/dispatch/rounds", TX_READ, PERM_DISPATCH_READ, ROUTE_PAGE, NULL, &dispatch_round_item_shape,
     &dispatch_round_page, "调训批次", "Rounds", dispatch_http_rounds, .params = org_under_params},
    {POST, "/dispatch/rounds", TX_WRITE, PERM_DISPATCH_EDIT, ROUTE_VERSION, &dispatch_round_item_shape,
     &dispatch_round_item_shape, NULL, "新建调训批次", "A new round", dispatch_http_round_post},
    {GET, "/dispatch/rounds/{round_id}", TX_READ, PERM_DISPATCH_READ, ROUTE_VERSION, NULL, &dispatch_round_shape, NULL,
     "一个批次及其班次", "A round and its classes", dispatch_http_round},
    {PUT, "/dispatch/rounds/{round_id}", TX_WRITE, PERM_DISPATCH_EDIT, ROUTE_VERSION, &dispatch_round_item_shape,
     &dispatch_round_shape, NULL, "修改批次", "Changes a round", dispatch_http_round_put},
    {PUT, "/dispatch/rounds/{round_id}/classes", TX_WRITE, PERM_DISPATCH_EDIT, 0, &dispatch_offers_in_shape,
     &dispatch_round_shape, NULL, "选定批次的班次和名额", "Sets the classes and seats of a round",
     dispatch_http_offers_put},
    {GET, "/dispatch/rounds/{round_id}/policy", TX_READ, PERM_DISPATCH_READ, 0, NULL, &dispatch_policy_shape, NULL,
     "批次的政策：权重和界限，及规则的标准值",
     "The policy of a round: weights and thresholds, with the dated rules beside", dispatch_http_policy},
    {PUT, "/dispatch/rounds/{round_id}/policy", TX_WRITE, PERM_DISPATCH_EDIT, 0, &dispatch_policy_shape,
     &dispatch_policy_shape, NULL, "设定批次自己的政策；没有列出的用规则的标准值",
     "Sets the round's own policy; what is not listed follows the dated rules", dispatch_http_policy_put},
    {POST, "/dispatch/rounds/{round_id}/state", TX_WRITE, PERM_DISPATCH_EDIT, 0, &dispatch_state_in_shape,
     &dispatch_round_shape, NULL, "审定、退回、取消或结束批次", "Reviews, reopens, cancels or closes a round",
     dispatch_http_state_post},
    {POST, "/dispatch/rounds/{round_id}/solve", TX_WRITE, PERM_DISPATCH_EDIT, 0, NULL, &dispatch_started_shape, NULL,
     "在后台计算方案，GET /jobs/{job_id} 看进度",
     "Computes a version in the background; GET /jobs/{job_id} shows how far", dispatch_http_solve_post},
    {POST, "/dispatch/rounds/{round_id}/what-if", TX_WRITE, PERM_DISPATCH_EDIT, ROUTE_NO_AUDIT, &dispatch_what_if_shape,
     &dispatch_started_shape, NULL, "如果改一个班次或单位的名额、或离岗上限，整个方案会怎样（后台计算，不改批次）",
     "What if a class, a quota or the absence cap were another? In the background; the round stays as it is",
     dispatch_http_what_if_post},
    {GET, "/dispatch/rounds/{round_id}/versions", TX_READ, PERM_DISPATCH_READ, 0, NULL, &dispatch_versions_shape, NULL,
     "算出的方案及各项指标", "Versions with their figures", dispatch_http_versions},
    {POST, "/dispatch/rounds/{round_id}/choose", TX_WRITE, PERM_DISPATCH_EDIT, 0, &dispatch_choose_in_shape,
     &dispatch_round_shape, NULL, "采用一个方案", "Chooses a version", dispatch_http_choose_post},
    {GET, "/dispatch/rounds/{round_id}/wishes", TX_READ, PERM_DISPATCH_READ, 0, NULL, &dispatch_wishes_shape, NULL,
     "指定和排除的人", "People pinned and barred", dispatch_http_wishes},
    {POST, "/dispatch/rounds/{round_id}/wishes", TX_WRITE, PERM_DISPATCH_EDIT, 0, &dispatch_wish_shape,
     &dispatch_wish_shape, NULL, "指定某人进某班，或排除", "Pins somebody to a class, or bars them",
     dispatch_http_wish_post},
    {DELETE, "/dispatch/wishes/{wish_id}", TX_WRITE, PERM_DISPATCH_EDIT, 0, NULL, NULL, NULL, "撤销指定或排除",
     "Takes a pin or bar back", dispatch_http_wish_delete},
    {GET, "/dispatch/rounds/{round_id}/clashes", TX_HEAVY, PERM_DISPATCH_READ, 0, NULL, &dispatch_clashes_shape, NULL,
     "发布前的冲突：多头调训、重复培训、已离职", "Clashes before publishing: called twice, attended, left",
     dispatch_http_clashes},
    {GET, "/dispatch/rounds/{round_id}/changes", TX_READ, PERM_DISPATCH_READ, 0, NULL, &dispatch_changes_shape, NULL,
     "采用的方案计算之后有哪些变化：异议成立、人员、单位、名额、政策",
     "What changed since the chosen version was computed: objections upheld, people, units, quotas, policy",
     dispatch_http_changes},
    {POST, "/dispatch/rounds/{round_id}/publish", TX_WRITE, PERM_DISPATCH_EDIT, 0, &dispatch_publish_in_shape,
     &dispatch_published_shape, NULL, "发布：一次发出全部调训通知", "Publishes: all calls at once",
     dispatch_http_publish_post},
    {GET, "/dispatch/versions/{version_id}", TX_HEAVY, PERM_DISPATCH_READ, 0, NULL, &dispatch_version_shape, NULL,
     "一个方案：班次、单位、人工调整", "A version: classes, units, changes by hand", dispatch_http_version},
    {GET, "/dispatch/versions/{version_id}/calendar", TX_HEAVY, PERM_DISPATCH_READ, 0, NULL, &dispatch_calendar_shape,
     NULL, "方案的日历：每周离岗多少人，哪些单位接近上限",
     "A version by the week: how many are away, and which units are near their caps", dispatch_http_calendar},
    {GET, "/dispatch/versions/{version_id}/places", TX_HEAVY, PERM_DISPATCH_READ, ROUTE_PAGE, NULL,
     &dispatch_place_shape, &dispatch_place_page, "方案中的每个人：安排、紧迫度、理由（under= 限定单位）",
     "Everybody in a version: where, how urgent, why (under= bounds)", dispatch_http_places,
     .params = org_under_params},
    {GET, "/dispatch/versions/{version_id}/people/{person_id}", TX_READ, PERM_DISPATCH_READ, 0, NULL,
     &dispatch_place_shape, NULL, "方案中的一个人", "One person in a version", dispatch_http_place},
    {POST, "/dispatch/versions/{version_id}/moves", TX_WRITE, PERM_DISPATCH_EDIT, 0, &dispatch_move_shape,
     &dispatch_move_shape, NULL, "人工调整一个人，dry_run=true 只看代价",
     "Moves a person by hand; dry_run=true only shows the cost", dispatch_http_move_post},

    {GET, "/dispatch/rounds/{round_id}/calls", TX_READ, PERM_DISPATCH_READ, ROUTE_PAGE, NULL, &dispatch_call_item_shape,
     &dispatch_call_page_round, "批次发出的调训通知和回执", "Calls of a round, with replies",
     dispatch_http_round_calls},
    {GET, "/dispatch/rounds/{round_id}/calls/counts", TX_READ, PERM_DISPATCH_READ, 0, NULL, &dispatch_call_counts_shape,
     NULL, "批次各状态的通知数和逾期未回执数", "How many calls of a round are in each state, and how many are overdue",
     dispatch_http_call_counts, .params = count_params},
    {GET, "/dispatch/rounds/{round_id}/outcome", TX_HEAVY, PERM_DISPATCH_READ, 0, NULL, &dispatch_outcome_shape, NULL,
     "批次的成效：谁来了、谁没来，三份名单有何变化",
     "What a round did: who came, who did not, and what became of the three lists", dispatch_http_outcome},
    {GET, "/dispatch/outcomes", TX_READ, PERM_BOARD_READ, 0, NULL, &dispatch_outcomes_shape, NULL,
     "最近几个批次的成效（under=）", "What the newest rounds did (under=)", dispatch_http_outcomes,
     .params = org_under_params},
    {GET, "/dispatch/calls", TX_READ, PERM_ENROL_CONFIRM, ROUTE_PAGE, NULL, &dispatch_call_item_shape,
     &dispatch_call_page_unit, "本单位收到的调训通知", "Calls to the people of one's part of the tree",
     dispatch_http_unit_calls, .params = org_under_params},
    {GET, "/my/calls", TX_READ, PERM_SELF, ROUTE_PAGE | OWN, NULL, &dispatch_call_item_shape, &dispatch_call_page_mine,
     "我的调训通知", "One's own calls", dispatch_http_my_calls},
    /* the person, the unit or the office: load_call says who may */
    {GET, "/dispatch/calls/{call_id}", TX_READ, PERM_SELF, OWN, NULL, &dispatch_call_shape, NULL, "一份调训通知及经过",
     "A call and its history", dispatch_http_call},
    {POST, "/dispatch/calls/{call_id}/reply", TX_WRITE, PERM_SELF, OWN, &dispatch_reply_in_shape, &dispatch_call_shape,
     NULL, "回执：接受，或说明理由申请不参训、推荐他人", "Replies: accepts, or gives a reason and proposes another",
     dispatch_http_reply_post},
    {POST, "/dispatch/calls/{call_id}/unit", TX_WRITE, PERM_ENROL_CONFIRM, OWN, &dispatch_unit_in_shape,
     &dispatch_call_shape, NULL, "单位确认或提出意见", "The unit confirms or objects", dispatch_http_unit_post},
    {POST, "/dispatch/calls/{call_id}/ruling", TX_WRITE, PERM_DISPATCH_EDIT, OWN, &dispatch_ruling_in_shape,
     &dispatch_call_shape, NULL, "审定不参训申请：确有困难或不予认可", "Rules on a refusal: hardship, or not accepted",
     dispatch_http_ruling_post},
    {GET, "/dispatch/calls/{call_id}/substitutes", TX_HEAVY, PERM_ENROL_CONFIRM, OWN, NULL, &dispatch_places_shape,
     NULL, "可替补的人选，附理由", "Who might take the seat, and why", dispatch_http_substitutes},
    {POST, "/dispatch/calls/{call_id}/substitute", TX_WRITE, PERM_ENROL_CONFIRM, OWN, &dispatch_substitute_in_shape,
     &dispatch_call_shape, NULL, "替补：另调一人，名额不变", "Calls somebody else to the same seat",
     dispatch_http_substitute_post},

    {GET, "/dispatch/lists", TX_HEAVY, PERM_BOARD_READ, ROUTE_PAGE, NULL, &dispatch_listed_row_shape,
     &dispatch_listed_page, "钉子户、困难户、专业户名单（list=never、hard、over；under=），附规则与依据",
     "The lists by name (list=never, hard, over; under=), with rule and evidence", dispatch_http_listed,
     .params = list_params},
    {GET, "/dispatch/lists/counts", TX_HEAVY, PERM_BOARD_READ, 0, NULL, &dispatch_counts_shape, NULL,
     "三份名单各有多少人（under=）", "How many stand on each list (under=)", dispatch_http_counts,
     .params = org_under_params},
    {GET, "/my/dispatch", TX_READ, PERM_SELF, OWN, NULL, &dispatch_mine_shape, NULL,
     "我的名单、各批次安排与理由、欠训、异议", "One's own lists, reasons, debts, objections", dispatch_http_mine},
    {GET, "/dispatch/debts", TX_READ, PERM_DISPATCH_READ, ROUTE_PAGE, NULL, &dispatch_debt_shape, &dispatch_debt_page,
     "欠训：转入下一批次优先考虑", "Debts that the next round takes up", dispatch_http_debts,
     .params = org_under_params},
    {GET, "/dispatch/away", TX_READ, PERM_ENROL_CONFIRM, ROUTE_PAGE, NULL, &dispatch_away_shape, &dispatch_away_page,
     "不便参训的时段", "Times when people cannot come", dispatch_http_away, .params = org_under_params},
    {POST, "/dispatch/away", TX_WRITE, PERM_SELF, OWN, &dispatch_away_shape, &dispatch_away_shape, NULL,
     "本人或单位登记不便参训的时段", "A person or the unit says when somebody cannot come", dispatch_http_away_post},
    {DELETE, "/dispatch/away/{away_id}", TX_WRITE, PERM_SELF, OWN, NULL, NULL, NULL, "删除时段",
     "Takes such a time back", dispatch_http_away_delete},
    {GET, "/dispatch/objections", TX_READ, PERM_DISPATCH_READ, ROUTE_PAGE, NULL, &dispatch_objection_shape,
     &dispatch_objection_page, "对名单和调训的异议", "Objections to lists and calls", dispatch_http_objections,
     .params = org_under_params},
    {POST, "/dispatch/objections", TX_WRITE, PERM_SELF, OWN, &dispatch_objection_shape, &dispatch_objection_shape, NULL,
     "本人对名单、通知或未被安排提出异议", "Objects to a list, a call, or being left out",
     dispatch_http_objection_post},
    {POST, "/dispatch/objections/{objection_id}/answer", TX_WRITE, PERM_DISPATCH_EDIT, 0, &dispatch_answer_in_shape,
     &dispatch_objection_shape, NULL, "答复异议", "Answers an objection", dispatch_http_objection_answer},
};

static const struct job_kind jobs[] = {
    {"dispatch.solve", 0, dispatch_solve},      {"dispatch.what_if", 0, dispatch_what_if_job},
    {"dispatch.tell", 0, dispatch_tell_job},    {"dispatch.late", 600, dispatch_late_job},
    {"dispatch.lists", 15, dispatch_lists_job},
};

/* Codes that records carry as text: an exported table tells them in words. */
static const char *const reason_names[] = {
    "",     "best",   "next",    "pinned",   "by_hand",   "gave_way",    "seats", "quota",
    "cap",  "policy", "not_run", "audience", "territory", "quota_none",  "hard",  "attended",
    "busy", "called", "away",    "barred",   "same_unit", "most_urgent", NULL,
};
static const char *const rule_names[] = {"", "idle", "refusals", "hardships", "trainings", NULL};
static const char *const why_names[] = {"",    "never",  "claim", "debt",       "missing",
                                        "met", "recent", "over",  "substitute", NULL};
static const char *const said_by_names[] = {"", "person", "unit", NULL};
static const struct code_table codes[] = {
    {"reason", NULL, reason_names},
    {"rule", NULL, rule_names},
    {"why", NULL, why_names},
    {"said_by", NULL, said_by_names},
};

const struct module dispatch_module = {
    .name = "dispatch",
    .schema = &dispatch_schema,
    .statements = dispatch_statements,
    .statement_count = &dispatch_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .reactions = reactions,
    .reaction_count = sizeof reactions / sizeof *reactions,
    .jobs = jobs,
    .job_count = sizeof jobs / sizeof *jobs,
    .codes = codes,
    .code_count = sizeof codes / sizeof *codes,
};
