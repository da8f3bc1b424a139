/* tests/domain/board_test.c: past days that are kept: a wrong cell is found, what was entered late is none. */
#include "world.h"

#include "domain/board/board.h"
#include "domain/board/board_private.h"
#include "domain/ledger/ledger.h"

#include <string.h>

static struct world w;
static struct call *c;
static int64_t district, unit;

static void open_world(void)
{
    c = world_open(&w);
    int64_t city = world_org(c, 0, "测试市", ORG_CITY, ORG_LEVEL_MUNICIPAL);
    district = world_org(c, city, "渝中区", ORG_DISTRICT, ORG_LEVEL_DISTRICT);
    unit = world_org(c, district, "区教委", ORG_UNIT, ORG_LEVEL_DISTRICT);
}

static void post(int64_t person)
{
    struct ledger_posting p = {.person_id = person,
                               .kind = LEDGER_CONCENTRATED,
                               .hours_centi = 9600,
                               .days_centi = 1200,
                               .earned_on = 20260301,
                               .source_kind = LEDGER_MANUAL,
                               .source_key = STR("test"),
                               .org_id = unit,
                               .title = STR("测试")};
    CHECK_OK(ledger_post(c, &p, 1, NULL));
}

static void keep_day(int on)
{
    struct board_tally t;
    size_t from = 0;
    CHECK_OK(board_past_count(c, on, NULL, &t));
    CHECK_OK(board_past_begin(c, on));
    CHECK_OK(board_past_some(c, on, &t, 10000, &from));
    CHECK_OK(board_past_end(c, on, &t));
    board_tally_done(&t);
}

static struct board_check days_checked(int64_t recounts)
{
    struct board_check check;
    CHECK_OK(board_verify_days(c, recounts, &check));
    return check;
}

static void a_wrong_cell_of_a_past_day_is_found_and_named(void)
{
    static const struct sql plant = {"test_plant", "UPDATE board_past SET met = met + 1 WHERE on_day = 20260831 AND "
                                                   "org_id = $1 AND norm_code = $2 AND audience_code = ''"};
    open_world();
    int64_t person = world_person(c, unit, "张伟", "staff", 20200101);
    post(person);
    keep_day(20260731);
    keep_day(20260831);
    CHECK_INT(days_checked(2).days, 2);
    CHECK_INT(days_checked(2).wrong, 0);
    CHECK_INT(days_checked(2).since, 0);
    CHECK_OK(db_run(c->db, c->arena, &plant, VALS(v_int(district), v_cstr("cadre_1y")), NULL));
    struct board_check check = days_checked(0);
    CHECK_INT(check.wrong, 1);
    CHECK_INT(check.faults.n, 2); /* the day, and the one cell */
    CHECK(memmem(LIST_AT(check.faults, struct str, 1)->p, LIST_AT(check.faults, struct str, 1)->n, "cadre_1y", 8));
    keep_day(20260831);
    CHECK_INT(days_checked(0).wrong, 0);
    world_drop(&w);
}

static void what_is_entered_late_makes_no_past_day_wrong(void)
{
    open_world();
    int64_t person = world_person(c, unit, "张伟", "staff", 20200101);
    keep_day(20260831);
    post(person);
    CHECK_INT(days_checked(0).since, 0);
    CHECK(days_checked(1).since > 0);
    CHECK_INT(days_checked(1).wrong, 0);
    world_drop(&w);
}

static void all(void)
{
    RUN(a_wrong_cell_of_a_past_day_is_found_and_named);
    RUN(what_is_entered_late_makes_no_past_day_wrong);
}

int main(void) { return world_run(all); }
