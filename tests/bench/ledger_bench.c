/* tests/bench/ledger_bench.c: how fast ledgers are loaded, posted to, rebuilt and proven; one line a figure.
 *
 * usage: ledger_bench [PEOPLE]   (10,000 people with 15 entries each unless told)
 * The last transaction is a class of all these people: their hours are posted, norms and board follow. Times are of the
 * wall and, in brackets, of the processor, since the machine may be busy with other things.
 */
#include "../world.h"

#include "domain/board/board.h"
#include "domain/ledger/ledger.h"
#include "domain/norm/norm.h"
#include "os/clock.h"

#include <time.h>

enum { ENTRIES_EACH = 15, UNITS = 100 };

static struct world w;
static int64_t wall_us, cpu_us;

static int64_t processor_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void start(void)
{
    wall_us = clock_monotonic_us();
    cpu_us = processor_us();
}

static void report(const char *what, int64_t n, const char *unit)
{
    double wall = (double)(clock_monotonic_us() - wall_us) / 1e6, cpu = (double)(processor_us() - cpu_us) / 1e6;
    printf("%-44s %9lld %-8s %7.2f s (%.2f s)  %9.0f /s\n", what, (long long)n, unit, wall, cpu, (double)n / wall);
    fflush(stdout);
}

static void make_people(struct call *c, int64_t *people, int64_t n)
{
    int64_t units[UNITS], city = world_org(c, 0, "测试市", ORG_CITY, ORG_LEVEL_MUNICIPAL);
    int64_t district = world_org(c, city, "渝中区", ORG_DISTRICT, ORG_LEVEL_DISTRICT);
    for (int i = 0; i < UNITS; i++) {
        char name[32];
        snprintf(name, sizeof name, "第%d单位", i);
        units[i] = world_org(c, district, name, ORG_UNIT, ORG_LEVEL_DISTRICT);
    }
    for (int64_t i = 0; i < n; i++)
        people[i] = world_person(c, units[i % UNITS], "张伟", i % 5 ? "staff" : "division_deputy", 20180101);
}

static void load(struct call *c, const int64_t *people, int64_t n)
{
    struct ledger_bulk *bulk;
    MUST(ledger_bulk_open(c, &bulk));
    for (int64_t i = 0; i < n * ENTRIES_EACH; i++) {
        char key[32];
        int64_t number = i % ENTRIES_EACH;
        snprintf(key, sizeof key, "history:%lld", (long long)number);
        struct ledger_posting p = {.person_id = people[i / ENTRIES_EACH],
                                   .kind = number % 3 ? LEDGER_CONCENTRATED : LEDGER_ONLINE,
                                   .hours_centi = 2400,
                                   .days_centi = 300,
                                   .earned_on = 20220000 + (int)number / 3 * 10000 + 615,
                                   .source_kind = LEDGER_HISTORY,
                                   .source_key = str_of(key),
                                   .title = STR("成渝地区双城经济圈建设专题研讨班"),
                                   .org_id = 1 + i % 40,
                                   .rule_id = 1};
        if (p.earned_on > c->today) p.earned_on = c->today;
        MUST(ledger_bulk_add(bulk, &p, c->now_us - TIME_DAY_US));
    }
    MUST(ledger_bulk_close(bulk, NULL));
}

static void post_class(struct call *c, const int64_t *people, int64_t n)
{
    struct ledger_posting *postings = arena_array(c->arena, struct ledger_posting, n);
    int64_t posted;
    for (int64_t i = 0; i < n; i++)
        postings[i] = (struct ledger_posting){.person_id = people[i],
                                              .kind = LEDGER_CONCENTRATED,
                                              .hours_centi = 4000,
                                              .days_centi = 500,
                                              .earned_on = c->today,
                                              .source_kind = LEDGER_CLASS,
                                              .source_key = STR("class:1:concentrated"),
                                              .title = STR("专题班"),
                                              .org_id = 1,
                                              .rule_id = 1};
    MUST(ledger_post(c, postings, (size_t)n, &posted));
}

static void verify(struct call *c)
{
    struct ledger_check ledger;
    struct norm_check norm;
    struct board_check board;
    MUST(ledger_verify(c, &ledger));
    MUST(norm_verify(c, &norm));
    MUST(board_verify(c, &board));
    if (ledger.broken || norm.wrong || board.wrong) printf("NOT everything holds\n"), exit(1);
}

int main(int argc, char **argv)
{
    int64_t n = argc > 1 ? atoll(argv[1]) : 10000, got;
    const char *pg = getenv("TONGKE_TEST_PG");
    world_kind = pg && *pg ? DB_POSTGRES : DB_SQLITE;
    struct call *c = world_open(&w);
    int64_t *people = calloc((size_t)n, sizeof *people);
    start(), make_people(c, people, n), report("people made one by one", n, "people");
    start(), load(c, people, n), report("histories loaded", n * ENTRIES_EACH, "entries");
    start();
    MUST(norm_rebuild(c, &got));
    report("norms rebuilt", n, "people");
    start();
    MUST(board_rebuild(c, NULL));
    report("board rebuilt", n, "people");
    c = world_next_call(&w, WORLD_NOW_US + TIME_HOUR_US);
    start(), post_class(c, people, n);
    MUST(db_commit(w.db, w.arena));
    report("one class posted, with norms and board", n, "people");
    MUST(db_begin(w.db, w.arena));
    start(), verify(c), report("everything proven", n * (ENTRIES_EACH + 1), "entries");
    world_drop(&w);
    free(people);
    return 0;
}
