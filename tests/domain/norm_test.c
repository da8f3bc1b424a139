/* tests/domain/norm_test.c: states of norms and cells of the board follow what happens, and equal their recomputation.
 */
#include "world.h"

#include "domain/board/board.h"
#include "domain/ledger/ledger.h"
#include "domain/norm/norm.h"

static struct world w;
static struct call *c;
static int64_t city, districts[2], units[4];

static void open_world(void)
{
    static const char *const names[] = {"渝中区", "江北区"};
    c = world_open(&w);
    city = world_org(c, 0, "测试市", ORG_CITY, ORG_LEVEL_MUNICIPAL);
    for (int i = 0; i < 2; i++) districts[i] = world_org(c, city, names[i], ORG_DISTRICT, ORG_LEVEL_DISTRICT);
    for (int i = 0; i < 4; i++)
        units[i] = world_org(c, districts[i / 2], i % 2 ? "区民政局" : "区教委", ORG_UNIT, ORG_LEVEL_DISTRICT);
}

static struct err *post_hours(int64_t person, int kind, int64_t hours, int on, int number)
{
    char key[48];
    snprintf(key, sizeof key, "test:%d", number);
    struct ledger_posting p = {.person_id = person,
                               .kind = kind,
                               .hours_centi = hours * 100,
                               .days_centi = kind == LEDGER_ONLINE ? 0 : hours * 100 / 8,
                               .earned_on = on,
                               .source_kind = LEDGER_MANUAL,
                               .source_key = str_of(key),
                               .org_id = units[0],
                               .title = STR("测试")};
    return ledger_post(c, &p, 1, NULL);
}

static void post(int64_t person, int kind, int64_t hours, int on)
{
    static int number;
    CHECK_OK(post_hours(person, kind, hours, on, ++number));
}

static struct norm_progress progress(int64_t person, const char *code, int on, int64_t known_at)
{
    struct list all;
    CHECK_OK(norm_progress_on(c, person, on, known_at, &all));
    for (LIST_EACH(all, struct norm_progress, p))
        if (str_is(p->norm_code, code)) return *p;
    return (struct norm_progress){0};
}

static struct str kept_state(int64_t person, const char *code)
{
    static const struct sql sql = {"test_state",
                                   "SELECT state FROM norm_status WHERE person_id = $1 AND norm_code = $2"};
    struct str state;
    CHECK_OK(db_text(c->db, c->arena, &sql, VALS(v_int(person), v_cstr(code)), &state));
    return state;
}

static int64_t cell(int64_t org, const char *code, const char *audience, const char *column)
{
    int64_t value;
    const struct sql *sql;
    struct str text = str_printf(
        c->arena, "SELECT %s FROM board_cell WHERE org_id = $1 AND norm_code = $2 AND audience_code = $3", column);
    CHECK_OK(db_sql(c->db, c->arena, text, &sql));
    CHECK_OK(db_int(c->db, c->arena, sql, VALS(v_int(org), v_cstr(code), v_cstr(audience)), &value));
    return value;
}

/* Everything that is derived says the same as when it is worked out afresh. */
static bool holds(void)
{
    struct norm_check norm;
    struct board_check board;
    CHECK_OK(norm_verify(c, &norm));
    CHECK_OK(board_verify(c, &board));
    for (LIST_EACH(norm.faults, struct str, f)) printf("%.*s\n", STR_ARG(*f));
    for (LIST_EACH(board.faults, struct str, f)) printf("%.*s\n", STR_ARG(*f));
    return CHECK_INT(norm.wrong, 0) && CHECK_INT(board.wrong, 0);
}

/* ---- states follow ---- */

static void posting_moves_the_state_in_the_same_transaction(void)
{
    open_world();
    int64_t person = world_person(c, units[0], "张伟", "staff", 20200101);
    CHECK_STR(kept_state(person, "cadre_1y"), "none");
    post(person, LEDGER_CONCENTRATED, 40, 20260301);
    CHECK_STR(kept_state(person, "cadre_1y"), "behind");
    CHECK_STR(kept_state(person, NORM_COVERED), "met");
    post(person, LEDGER_CONCENTRATED, 50, 20260401);
    CHECK_STR(kept_state(person, "cadre_1y"), "met");
    CHECK_STR(kept_state(person, "online_1y"), "none");
    holds();
    world_drop(&w);
}

static void a_new_rank_brings_its_norm(void)
{
    open_world();
    struct person person;
    struct person_rank_new rank = {.rank_code = STR("division_deputy"), .is_leader = true, .from_on = 20260901};
    CHECK_OK(person_get(c, world_person(c, units[0], "李娜", "section_chief", 20180101), &person));
    post(person.id, LEDGER_CONCENTRATED, 100, 20250301);
    CHECK_OK(person_set_rank(c, &person, &rank));
    CHECK_STR(kept_state(person.id, "cadre_1y"), "");
    CHECK_STR(kept_state(person.id, "cadre_5y"), "on_track"); /* time of grace */
    struct norm_progress p = progress(person.id, "cadre_5y", WORLD_TODAY, 0);
    CHECK_INT(p.due_on, 20270901);
    CHECK(p.grace);
    CHECK_INT(progress(person.id, "cadre_1y", 20260831, 0).state, NORM_NONE); /* the norm of the rank held then */
    holds();
    world_drop(&w);
}

static void a_reversal_moves_the_state_back(void)
{
    open_world();
    static const struct sql last = {"test_last",
                                    "SELECT id FROM ledger_entry WHERE person_id = $1 ORDER BY seq DESC LIMIT 1"};
    int64_t entry_id, person = world_person(c, units[0], "张伟", "staff", 20200101);
    struct ledger_entry entry;
    post(person, LEDGER_CONCENTRATED, 96, 20260301);
    CHECK_OK(db_int(c->db, c->arena, &last, VALS(v_int(person)), &entry_id));
    int64_t before = c->now_us;
    c = world_next_call(&w, WORLD_NOW_US + TIME_HOUR_US);
    CHECK_OK(ledger_reverse(c, entry_id, STR("误记"), &entry));
    CHECK_STR(kept_state(person, "cadre_1y"), "none");
    CHECK_INT(progress(person, "cadre_1y", 20260401, 0).state, NORM_NONE);
    CHECK_INT(progress(person, "cadre_1y", 20260401, before).state, NORM_MET); /* as it was known */
    holds();
    world_drop(&w);
}

static void the_refresher_takes_what_the_calendar_changes(void)
{
    open_world();
    int64_t people, person = world_person(c, units[0], "张伟", "staff", 20200101);
    post(person, LEDGER_CONCENTRATED, 96, 20260301);
    c = world_next_call(&w, date_start_us(20270105, 480) + 1);
    CHECK_STR(kept_state(person, "cadre_1y"), "met"); /* last year's, till the refresher comes */
    CHECK_OK(norm_refresh(c, 100, &people));
    CHECK_INT(people, 1);
    CHECK_STR(kept_state(person, "cadre_1y"), "none");
    CHECK_STR(kept_state(person, NORM_COVERED), "none");
    CHECK_OK(norm_refresh(c, 100, &people));
    CHECK_INT(people, 0);
    holds();
    world_drop(&w);
}

/* ---- cells follow ---- */

static void cells_count_up_the_tree_and_by_audience(void)
{
    open_world();
    int64_t person = world_person(c, units[0], "张伟", "staff", 20200101);
    world_person(c, units[1], "李娜", "staff", 20200101);
    world_person(c, units[2], "王芳", "staff", 20200101);
    post(person, LEDGER_CONCENTRATED, 96, 20260301);
    CHECK_INT(cell(units[0], "cadre_1y", "", "met"), 1);
    CHECK_INT(cell(districts[0], "cadre_1y", "civil_servants", "met"), 1);
    CHECK_INT(cell(districts[0], "cadre_1y", "", "none"), 1);
    CHECK_INT(cell(city, "cadre_1y", "", "people"), 3);
    CHECK_INT(cell(city, NORM_COVERED, "", "met"), 1);
    CHECK_INT(cell(city, NORM_COVERED, "teachers", "people"), 0);
    holds();
    world_drop(&w);
}

static void a_transfer_takes_the_count_along(void)
{
    open_world();
    struct person person;
    CHECK_OK(person_get(c, world_person(c, units[0], "张伟", "staff", 20200101), &person));
    post(person.id, LEDGER_CONCENTRATED, 96, 20260301);
    CHECK_OK(person_transfer(c, &person, units[3], 20261101));
    CHECK_INT(cell(districts[0], "cadre_1y", "", "people"), 0);
    CHECK_INT(cell(districts[1], "cadre_1y", "", "met"), 1);
    CHECK_INT(cell(city, "cadre_1y", "civil_servants", "met"), 1);
    holds();
    world_drop(&w);
}

static void a_rebuild_changes_nothing(void)
{
    open_world();
    int64_t people, cells;
    for (int i = 0; i < 20; i++)
        post(world_person(c, units[i % 4], "张伟", i % 3 ? "staff" : "division_chief", 20200101), 1 + i % 2, 10 + 5 * i,
             20260101 + i);
    holds();
    int64_t met = cell(city, "online_1y", "", "met"), none = cell(districts[1], "cadre_5y", "", "none");
    CHECK_OK(norm_rebuild(c, &people));
    CHECK_OK(board_rebuild(c, &cells));
    CHECK_INT(people, 20);
    CHECK_INT(cell(city, "online_1y", "", "met"), met);
    CHECK_INT(cell(districts[1], "cadre_5y", "", "none"), none);
    holds();
    world_drop(&w);
}

/* ---- anything may happen ---- */

static unsigned dice_state = 3;
static int dice(int sides)
{
    dice_state = dice_state * 1664525u + 1013904223u;
    return (int)((dice_state >> 8) % (unsigned)sides);
}

struct crowd {
    int64_t people[30];
    int n;
};

static void something_happens(struct crowd *crowd)
{
    static const char *const ranks[] = {"staff",        "section_deputy",  "section_chief",
                                        "researcher_4", "division_deputy", "division_chief"};
    static int number;
    struct person person;
    int what = dice(10);
    if (crowd->n < 2 || (what == 0 && crowd->n < 30)) {
        crowd->people[crowd->n++] = world_person(c, units[dice(4)], "赵敏", ranks[dice(6)], 20180101);
        return;
    }
    CHECK_OK(person_get(c, crowd->people[dice(crowd->n)], &person));
    struct person_rank_new rank = {
        .rank_code = str_of(ranks[dice(6)]), .is_leader = dice(2), .from_on = date_add_days(c->today, -dice(5))};
    if (what == 1 && person_set_rank(c, &person, &rank)) return; /* refused: the world is spoilt only by the database */
    if (what == 2) {
        int64_t to = units[dice(4)];
        if (to != person.org_id) (void)!person_transfer(c, &person, to, c->today);
    }
    if (what > 2)
        CHECK_OK(post_hours(person.id, 1 + dice(2), 1 + dice(60), date_add_days(c->today, -dice(900)), ++number));
}

static void what_is_kept_equals_what_is_recomputed_whatever_happens(void)
{
    open_world();
    struct crowd crowd = {0};
    int64_t now_us = WORLD_NOW_US, people;
    for (int day = 0; day < 60 && !check_test_failed_; day++) {
        for (int i = 0; i < 8; i++) something_happens(&crowd);
        now_us += (1 + dice(30)) * TIME_DAY_US;
        c = world_next_call(&w, now_us);
        CHECK_OK(norm_refresh(c, 1000, &people));
        holds();
    }
    world_drop(&w);
}

static void all(void)
{
    RUN(posting_moves_the_state_in_the_same_transaction);
    RUN(a_new_rank_brings_its_norm);
    RUN(a_reversal_moves_the_state_back);
    RUN(the_refresher_takes_what_the_calendar_changes);
    RUN(cells_count_up_the_tree_and_by_audience);
    RUN(a_transfer_takes_the_count_along);
    RUN(a_rebuild_changes_nothing);
    RUN(what_is_kept_equals_what_is_recomputed_whatever_happens);
}

int main(void) { return world_run(all); }
