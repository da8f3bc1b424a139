/* domain/board/board_module.c: the table of routes, what follows when people change, the command, and the module. */
#include "api/job.h"
#include "api/module.h"
#include "board_sql.h"
#include "domain/board/board_private.h"
#include "domain/org/org.h"

static struct err *on_person(struct call *c, const struct event *event) { return board_follow(c, event->subject_id); }

/* norm stands before board in the list of modules: of the same event it has brought the states up to date already. */
static const struct reaction reactions[] = {
    {"norm.changed", on_person},   {"person.added", on_person},       {"person.moved", on_person},
    {"person.changed", on_person}, {"org.moved", board_on_org_moved},
};

static const struct route_param ask_params[] = {ORG_UNDER_PARAM,
                                                {"norm", SHAPE_TEXT, "学时要求的代码", "code of a norm"},
                                                {"audience", SHAPE_TEXT, "培训对象", "audience"},
                                                {"on", SHAPE_DATE, "截至哪天", "as of this day"},
                                                {0}};
static const struct route_param people_params[] = {ORG_UNDER_PARAM,
                                                   {"norm", SHAPE_TEXT, "学时要求的代码", "code of a norm"},
                                                   {"on", SHAPE_DATE, "截至哪天", "as of this day"},
                                                   {0}};
static const struct route_param year_params[] = {
    ORG_UNDER_PARAM, {"year", SHAPE_INT, "年度", "year"}, {"on", SHAPE_DATE, "截至哪天", "as of this day"}, {0}};
static const struct route_param site_params[] = {
    ORG_UNDER_PARAM,
    {"session", SHAPE_ID, "课次", "session"},
    {"state", SHAPE_TEXT, "joined 已接入，其他值未接入", "joined; any other: not connected"},
    {0}};
static const struct route_param move_params[] = {{"to", SHAPE_ID, "新的上级", "the new parent"}, {0}};

static const struct route routes[] = {
    {GET, "/board", TX_READ, PERM_BOARD_READ, 0, NULL, &board_shape, NULL,
     "全网概览：下级单位、各类对象、各项要求、学校和正在直播（under=、audience=、norm=、截至 on=）",
     "The network at a glance: organisations below, audiences, norms, schools, live now (under=, audience=, norm=, as "
     "of on=)",
     board_http_board, .params = ask_params},
    {GET, "/board/people", TX_HEAVY, PERM_BOARD_READ, ROUTE_PAGE, NULL, &board_person_shape, &board_people_page,
     "概览中每个数字背后的名单（under=、norm=、on= 与概览相同）",
     "The people behind a number of the board (under=, norm= and on= as there)", board_http_people,
     .params = people_params},
    {POST, "/board/days", TX_WRITE, PERM_BOARD_READ, 0, &board_day_ask_shape, &board_day_job_shape, NULL,
     "在后台统计以往某一天（on），完成后概览可按该日查看",
     "Count a past day (on) in the background: the board can be read as of it", board_http_day},
    {GET, "/board/trend", TX_READ, PERM_BOARD_READ, 0, NULL, &board_trend_shape, NULL,
     "一项要求的完成情况随时间的变化：各月末和今天（under=、norm=、audience=）",
     "How one norm's progress moved: ends of months, and today (under=, norm=, audience=)", board_http_trend,
     .params = ask_params},
    {GET, "/board/sites", TX_READ, PERM_BOARD_READ, 0, NULL, &board_sites_shape, NULL,
     "正在直播的课的教学点：已接入（state=joined）和未接入（state=absent）（under=、session=）",
     "Sites of the lessons live now: connected (state=joined) and absent (state=absent) (under=, session=)",
     board_http_sites, .params = site_params},
    {GET, "/board/classes", TX_READ, PERM_BOARD_READ, ROUTE_PAGE, NULL, &board_class_shape, &board_class_page,
     "本范围在一个年度（year=）主办的班次及其名额", "Classes hosted in a year (year=) below (under=), with their seats",
     board_http_classes, .params = year_params},
    {GET, "/board/entries", TX_HEAVY, PERM_BOARD_READ, ROUTE_PAGE, NULL, &board_entry_shape, &board_entry_page,
     "一所学校（under=）在一个年度（year=）记入的学时", "What one school (under=) gave in a year (year=)",
     board_http_entries, .params = year_params},
    {GET, "/orgs/{org_id}/move", TX_READ, PERM_ORG_EDIT, 0, NULL, &board_move_preview_shape, NULL,
     "移动组织之前：有多少下级、人员、班次和角色随之变动（to=新上级）",
     "Before an organisation is moved: what goes with it (to=the new parent)", board_http_move_preview,
     .params = move_params},
    {GET, "/my/home", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &home_shape, NULL,
     "我的首页：接下来的课、待办、完成情况", "The page by role: next sessions, things to do, progress",
     board_http_home},
};

static const struct job_kind jobs[] = {
    {"board.day", 0, board_job_day},
    {"board.months", 3600, board_job_months},
};

static const struct command commands[] = {
    {"verify", "verify [--recount DAYS] [--data DIR] [--db URL]", "核验学时账本的校验链、账头、达标状态和概览计数",
     "prove the chains, heads and sums of all ledgers, the norms' states and the board's counts", board_cli_verify},
};

const struct module board_module = {
    .name = "board",
    .schema = &board_schema,
    .statements = board_statements,
    .statement_count = &board_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .reactions = reactions,
    .reaction_count = sizeof reactions / sizeof *reactions,
    .jobs = jobs,
    .job_count = sizeof jobs / sizeof *jobs,
    .commands = commands,
    .command_count = sizeof commands / sizeof *commands,
};
