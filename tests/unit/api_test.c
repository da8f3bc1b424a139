/* tests/unit/api_test.c: finding routes, composing pages, permissions, problem details. */
#include "api/effects.h"
#include "api/page.h"
#include "api/problem.h"
#include "api/query.h"
#include "api/range.h"
#include "api/range.h"
#include "api/route.h"
#include "check.h"

static struct arena *a;

static struct err *nothing(struct call *c) { return NULL; }

static const struct route routes[] = {
    {GET, "/classes", TX_READ, PERM_CLASS_READ, ROUTE_PAGE, NULL, NULL, NULL, "班次", "classes", nothing, NULL},
    {POST, "/classes", TX_WRITE, PERM_CLASS_EDIT, 0, NULL, NULL, NULL, "新班次", "new class", nothing, NULL},
    {GET, "/classes/{class_id}", TX_READ, PERM_CLASS_READ, 0, NULL, NULL, NULL, "班次", "class", nothing, NULL},
    {GET, "/classes/now", TX_READ, PERM_CLASS_READ, 0, NULL, NULL, NULL, "正在上课", "now", nothing, NULL},
    {PUT, "/groups/{group_id}/minutes/{session_id}", TX_WRITE, PERM_SELF, 0, NULL, NULL, NULL, "纪要", "minutes",
     nothing, NULL},
};
static const struct module module = {.name = "test", .routes = routes, .route_count = sizeof routes / sizeof *routes};
static const struct module *const modules[] = {&module};

static void a_path_finds_its_route_and_ids(void)
{
    struct router *router = router_new(a, modules, 1);
    struct route_match match = router_find(router, GET, STR("/classes/42"));
    CHECK(match.route == &routes[2]);
    CHECK_INT(match.ids[0], 42);
    match = router_find(router, PUT, STR("/groups/7/minutes/9"));
    CHECK(match.route == &routes[4]);
    CHECK_INT(match.ids[0], 7);
    CHECK_INT(match.ids[1], 9);
}

static void a_literal_wins_over_an_id(void)
{
    struct router *router = router_new(a, modules, 1);
    CHECK(router_find(router, GET, STR("/classes/now")).route == &routes[3]);
}

static void what_is_no_route_finds_none(void)
{
    struct router *router = router_new(a, modules, 1);
    const char *paths[] = {"",
                           "/",
                           "/class",
                           "/classes/",
                           "/classes/x",
                           "/classes/-1",
                           "/classes/0",
                           "/classes/1/2",
                           "/classes/99999999999999999999"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) CHECK(!router_find(router, GET, str_of(paths[i])).route);
    struct route_match match = router_find(router, DELETE, STR("/classes"));
    CHECK(!match.route);
    CHECK_INT(match.verbs, 1 << GET | 1 << POST);
}

static void two_routes_for_one_request_are_refused(void)
{
    static const struct route twice[] = {
        {GET, "/a/{b_id}", TX_READ, PERM_SELF, 0, NULL, NULL, NULL, "甲", "a", nothing, NULL},
        {GET, "/a/{c_id}", TX_READ, PERM_SELF, 0, NULL, NULL, NULL, "乙", "b", nothing, NULL},
    };
    static const struct module wrong = {.name = "wrong", .routes = twice, .route_count = 2};
    const struct module *both[] = {&wrong};
    CHECK_OK(router_check(a, router_new(a, modules, 1)));
    CHECK_ERR(router_check(a, router_new(a, both, 1)), "api.route_twice");
}

static const struct sql base = {"x_page",
                                "SELECT p.id FROM person p WHERE p.org_path >= $1 AND p.org_path < $2{filters}{page}"};
static const struct page_sort sorts[] = {{"name", "p.name_sort"}, {"id", "p.id"}};
static const struct page_filter filters[] = {{"state", "p.state = $?", SHAPE_TEXT, "状态", "state"},
                                             {"q", "p.a = $? OR p.b = $?", SHAPE_TEXT, "查找", "search"}};
static const struct page_spec spec = {&base, "person p", "p.id", sorts, 2, filters, 2};

static void a_page_starts_behind_its_cursor(void)
{
    CHECK_STR(
        page_text(a, &spec, 2, 0, false, 0, false),
        "SELECT p.id FROM person p WHERE p.org_path >= $1 AND p.org_path < $2 ORDER BY p.name_sort, p.id LIMIT $3");
    CHECK_STR(page_text(a, &spec, 2, 0, true, 2, true),
              "SELECT p.id FROM person p WHERE p.org_path >= $1 AND p.org_path < $2 AND (p.a = $3 OR p.b = $3) AND "
              "(p.name_sort, p.id) < "
              "(SELECT p.name_sort, p.id FROM person p WHERE p.id = $4) ORDER BY p.name_sort DESC, p.id DESC LIMIT $5");
}

static void parameters_are_decoded(void)
{
    struct call c = {.arena = a, .query = STR("q=%E9%87%8D%E5%BA%86+x&limit=5&bad=%ff&n=x")};
    int64_t n;
    CHECK_STR(call_param(&c, "q"), "重庆 x");
    CHECK_OK(call_param_int(&c, "limit", &n));
    CHECK_INT(n, 5);
    CHECK_ERR(call_param_int(&c, "n", &n), "input.number");
    CHECK_INT(call_param(&c, "bad").n, 0);
    CHECK_INT(call_param(&c, "absent").n, 0);
}

static void a_route_takes_the_parameters_that_it_declares_and_no_others(void)
{
    static const struct page_sort by[] = {{"name", "p.name"}};
    static const struct page_filter kinds[] = {{"kind", "p.kind = $?", SHAPE_TEXT, "类型", "kind"}};
    static const struct page_spec page = {NULL, "person p", "p.id", TABLE(by), TABLE(kinds)};
    static const struct route_param own[] = {{"under", SHAPE_ID, "范围", "scope"}, {0}};
    static const struct route list = {.verb = GET, .flags = ROUTE_PAGE, .page = &page, .params = own};
    static const struct route bare = {.verb = GET};
    struct query_params params, none;
    query_params(&list, &params);
    query_params(&bare, &none);
    CHECK_OK(
        query_check(a, STR("limit=5&cursor=1&count=true&sort=name&kind=x&under=1&format=csv&columns=a,b"), &params));
    CHECK_OK(query_check(a, STR("&kind=&&under"), &params));
    CHECK_OK(query_check(a, STR(""), &none));
    CHECK_ERR(query_check(a, STR("knd=x"), &params), "input.unknown_parameter");
    CHECK_STR(query_check(a, STR("kind=x&a%C3%A9=1"), &params)->field, "aé");
    CHECK_ERR(query_check(a, STR("=x"), &params), "input.unknown_parameter");
    CHECK_ERR(query_check(a, STR("kind=x&under=1&kind=y"), &params), "input.parameter_twice");
    CHECK_ERR(query_check(a, STR("limit=5"), &none), "input.unknown_parameter");
    CHECK_ERR(query_check(a, STR("kind=%ff"), &params), "input.query");
    CHECK(!query_twice(&params));
    static const struct route_param again[] = {{"kind", SHAPE_TEXT, "类型", "kind"}, {0}};
    static const struct route twice = {.verb = GET, .flags = ROUTE_PAGE, .page = &page, .params = again};
    query_params(&twice, &params);
    CHECK_STR(str_of(query_twice(&params)), "kind");
}

static void a_role_reaches_its_subtree_and_no_further(void)
{
    struct who_role role = {.role = ROLE_OFFICE, .org_id = 1, .path = STR("00000001")};
    struct who who = {.account_id = 1, .roles = {.p = &role, .n = 1}};
    CHECK(who_can(&who, PERM_CLASS_EDIT, STR("00000001")));
    CHECK(who_can(&who, PERM_CLASS_EDIT, STR("000000010002")));
    CHECK(!who_can(&who, PERM_CLASS_EDIT, STR("0000")));
    CHECK(!who_can(&who, PERM_CLASS_EDIT, STR("00000002")));
    CHECK(!who_can(&who, PERM_AUDIT_READ, STR("00000001")));
    CHECK(!who_can(&(struct who){0}, PERM_SELF, STR("0000")));
}

static void an_event_reaches_those_who_react_and_loops_are_stopped(void)
{
    struct effects effects = {0};
    struct call c = {.arena = a, .effects = &effects};
    CHECK_OK(call_event(&c, (struct event){.name = "nobody.cares"}));
    effects.depth = 8;
    CHECK_ERR(call_event(&c, (struct event){.name = "again"}), "api.event_loop");
}

static void a_problem_speaks_the_readers_language(void)
{
    struct err *e = ERR_FIELD(a, "class.seats", "seats_max", "上限“%d”太小。", "“%d” is too small.", 3);
    struct buf out;
    buf_init(&out, 4096);
    problem_write(&out, e, LANG_EN);
    CHECK_STR(buf_text(&out), "{\"type\":\"urn:tongke:problem:class.seats\",\"title\":\"Invalid input\",\"status\":422,"
                              "\"detail\":\"“3” is too small.\",\"code\":\"class.seats\",\"field\":\"seats_max\"}");
    buf_clear(&out);
    problem_write(&out, e, LANG_ZH);
    CHECK(memmem(out.p, out.n, "上限“3”太小。", strlen("上限“3”太小。")) != NULL);
    buf_done(&out);
}

static void a_range_is_read_as_the_rfc_says(void)
{
    enum { SIZE = 1000 };
    static const struct {
        const char *range, *if_range;
        enum range_kind kind;
        int64_t from, bytes;
    } cases[] = {
        {"", "", RANGE_WHOLE, 0, SIZE},
        {"bytes=0-499", "", RANGE_PART, 0, 500},
        {"Bytes=500-", "", RANGE_PART, 500, 500},
        {"bytes=999-5000", "", RANGE_PART, 999, 1},
        {"bytes=-1", "", RANGE_PART, 999, 1},
        {"bytes=-5000", "", RANGE_PART, 0, SIZE},
        {"bytes=1000-", "", RANGE_BEYOND, 0, SIZE},
        {"bytes=-0", "", RANGE_BEYOND, 0, SIZE},
        {"bytes=0-1", "\"a\"", RANGE_PART, 0, 2},
        {"bytes=0-1", "\"b\"", RANGE_WHOLE, 0, SIZE},
        {"bytes=0-1", "W/\"a\"", RANGE_WHOLE, 0, SIZE},
        {"bytes=0-1", "Thu, 26 Nov 2026 08:00:00 GMT", RANGE_WHOLE, 0, SIZE},
        {"bytes=0-1,5-6", "", RANGE_WHOLE, 0, SIZE},
        {"bytes=5-1", "", RANGE_WHOLE, 0, SIZE},
        {"bytes=+1-2", "", RANGE_WHOLE, 0, SIZE},
        {"bytes=1-2-3", "", RANGE_WHOLE, 0, SIZE},
        {"bytes=-", "", RANGE_WHOLE, 0, SIZE},
        {"bytes=7", "", RANGE_WHOLE, 0, SIZE},
        {"bytes=99999999999999999999-", "", RANGE_WHOLE, 0, SIZE},
        {"lines=0-1", "", RANGE_WHOLE, 0, SIZE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t from, bytes;
        enum range_kind kind =
            range_of(str_of(cases[i].range), str_of(cases[i].if_range), STR("\"a\""), SIZE, &from, &bytes);
        CHECK_INT(kind, cases[i].kind);
        CHECK_INT(from, cases[i].from);
        CHECK_INT(bytes, cases[i].bytes);
    }
}

int main(void)
{
    a = arena_open(16 << 20);
    RUN(a_path_finds_its_route_and_ids);
    RUN(a_literal_wins_over_an_id);
    RUN(what_is_no_route_finds_none);
    RUN(two_routes_for_one_request_are_refused);
    RUN(a_page_starts_behind_its_cursor);
    RUN(parameters_are_decoded);
    RUN(a_route_takes_the_parameters_that_it_declares_and_no_others);
    RUN(a_role_reaches_its_subtree_and_no_further);
    RUN(an_event_reaches_those_who_react_and_loops_are_stopped);
    RUN(a_problem_speaks_the_readers_language);
    RUN(a_range_is_read_as_the_rfc_says);
    arena_close(a);
    return check_end();
}
