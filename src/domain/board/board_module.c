/* domain/board/board_module.c: the table of routes, what follows when people change, the command, and the module. */
#include "api/module.h"
#include "board_sql.h"
#include "domain/board/board_private.h"

static struct err *on_person(struct call *c, const struct event *event) { return board_follow(c, event->subject_id); }

/* norm stands before board in the list of modules: of the same event it has brought the states up to date already. */
static const struct reaction reactions[] = {
    {"norm.changed", on_person},
    {"person.added", on_person},
    {"person.moved", on_person},
    {"person.changed", on_person},
};

static const struct route routes[] = {
    {GET, "/board", TX_READ, PERM_BOARD_READ, 0, NULL, &board_shape, NULL,
     "全网概览：下级单位、各类对象、各项要求、学校和正在直播（under=、audience=、norm=）",
     "The network at a glance: organisations below, audiences, norms, schools, live now (under=, audience=, norm=)",
     board_http_board},
    {GET, "/board/people", TX_HEAVY, PERM_BOARD_READ, ROUTE_PAGE, NULL, &board_person_shape, &board_people_page,
     "概览中每个数字背后的名单（under=、norm= 与概览相同）",
     "The people behind a number of the board (under= and norm= as there)", board_http_people},
    {GET, "/my/home", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &home_shape, NULL,
     "我的首页：接下来的课、待办、完成情况", "The page by role: next sessions, things to do, progress",
     board_http_home},
};

static const struct command commands[] = {
    {"verify", "verify [--data DIR] [--db URL]", "核验学时账本的校验链、账头、达标状态和概览计数",
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
    .commands = commands,
    .command_count = sizeof commands / sizeof *commands,
};
