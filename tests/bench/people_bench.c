/* tests/bench/people_bench.c: how long it takes to find people among very many.
 *
 * usage: people_bench [--json FILE] [--people N]   a SQLite database in $TMPDIR; 1,000,000 people when N is not given
 *
 * The people are spread over 38 districts with units below; surnames by their frequency. Each query is what GET /people
 * does, the first page of 50. Times are of the processor. Yardstick: LIKE on the name over the same table, in the order
 * of the list.
 */
#include "calling.h"
#include "core/buf.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "domain/search/search.h"
#include <time.h>

enum { DISTRICTS = 38, UNITS = 40, BATCH = 5000, ROUNDS = 7 };

static const struct module *const modules[] = {&search_module, &org_module, &person_module};
static int64_t unit_ids[DISTRICTS][UNITS], district_ids[DISTRICTS];
static struct buf json;

static const char *const surnames[] = {"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙",
                                       "马", "朱", "胡", "郭", "何", "林", "高", "罗", "郑", "梁", "谢", "宋",
                                       "唐", "许", "邓", "冯", "韩", "曹", "曾", "彭", "萧", "蔡", "潘", "田",
                                       "董", "袁", "于", "余", "叶", "蒋", "杜", "苏", "魏", "程", "单", "仇"};
static const char *const given[] = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳",
                                    "杰", "娟", "涛", "明", "超", "秀", "霞", "平", "刚", "桂", "文", "辉",
                                    "力", "宁", "玲", "春", "雪", "梅", "鑫", "波", "斌", "宇", "浩", "凯",
                                    "健", "俊", "帆", "雨", "晨", "欣", "怡", "佳", "嘉", "子", "思", "诗"};
static const char *const ranks[] = {"staff", "staff", "staff", "section_deputy", "section_chief", "division_deputy"};

/* Time of this thread's own: the data lies in memory, and other programs on the machine do not count. */
static int64_t cpu_us(void) { return (int64_t)clock() * 1000000 / CLOCKS_PER_SEC; }

static uint64_t random_state = 1;
static uint64_t below(uint64_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (random_state >> 33) % n;
}

static void must(struct err *e)
{
    if (!e) return;
    printf("%s: %.*s\n", e->code, STR_ARG(e->en));
    exit(1);
}

static int64_t add_org(int64_t parent_id, enum org_kind kind, enum org_level level, struct str name)
{
    struct org org;
    must(org_add(call, &(struct org_new){.parent_id = parent_id, .name = name, .kind = kind, .level = level}, &org));
    return org.id;
}

static void build_tree(void)
{
    int64_t city = add_org(0, ORG_CITY, ORG_LEVEL_MUNICIPAL, STR("重庆市"));
    for (int i = 0; i < DISTRICTS; i++) {
        district_ids[i] = add_org(city, ORG_DISTRICT, ORG_LEVEL_DISTRICT, str_printf(call->arena, "第%d区", i + 1));
        for (int k = 0; k < UNITS; k++)
            unit_ids[i][k] =
                add_org(district_ids[i], ORG_UNIT, ORG_LEVEL_DISTRICT, str_printf(call->arena, "第%d局", k + 1));
    }
}

/* The square of a random number: the first surnames are the frequent ones. */
static struct str some_name(void)
{
    uint64_t n = sizeof surnames / sizeof *surnames, g = sizeof given / sizeof *given, i = below(n);
    return str_printf(call->arena, "%s%s%s", surnames[i * below(n) / n], given[below(g)],
                      below(3) ? given[below(g)] : "");
}

static void add_people(int64_t wanted)
{
    for (int64_t made = 0; made < wanted; made++) {
        if (made % BATCH == 0) {
            must(db_commit(calling.db, calling.arena));
            arena_reset(calling.arena);
            calling_again();
        }
        struct person person;
        must(person_add(call,
                        &(struct person_new){.org_id = unit_ids[below(DISTRICTS)][below(UNITS)],
                                             .name = some_name(),
                                             .rank_code = str_of(ranks[below(6)]),
                                             .audience_code = STR("civil_servants")},
                        &person));
    }
    must(db_commit(calling.db, calling.arena));
}

static const struct route *people_route(void)
{
    for (size_t i = 0; i < person_module.route_count; i++)
        if (person_module.routes[i].verb == GET && strcmp(person_module.routes[i].path, "/people") == 0)
            return &person_module.routes[i];
    abort();
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Median of some rounds, the first of which warms up; *ret_rows of the last. */
static double ask(const char *query, size_t *ret_rows)
{
    double ms[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        struct page page = {0};
        calling_again();
        calling_as(ROLE_OFFICE, ORG_ROOT_PATH, 1, 0);
        call->route = people_route();
        call->query = str_of(query);
        call->out = &page;
        int64_t began_us = cpu_us();
        must(call->route->run(call));
        ms[i] = (double)(cpu_us() - began_us) / 1000;
        *ret_rows = page.items.n;
        arena_reset(calling.arena);
    }
    qsort(ms, ROUNDS, sizeof *ms, by_value);
    return ms[ROUNDS / 2];
}

static double plain_like(const char *text)
{
    static const struct sql like = {
        "plain_like", "SELECT COUNT(*) FROM (SELECT p.id FROM person p WHERE p.name LIKE '%' || $1 || '%' "
                      "ORDER BY p.name_sort || '', p.id LIMIT 50) AS x"};
    int64_t n, began_us = cpu_us();
    must(db_int(calling.db, calling.arena, &like, VALS(v_cstr(text)), &n));
    return (double)(cpu_us() - began_us) / 1000;
}

static void report(const char *name, const char *what, double ms, double peer)
{
    printf("  %-38s %8.2f ms%s\n", what, ms, "");
    buf_printf(&json, "%s{\"name\":\"%s\",\"value\":%.3f,\"unit\":\"ms\",\"peer\":%.3f,\"ratio\":%.4f}",
               json.n > 1 ? "," : "", name, ms, peer, peer > 0 ? ms / peer : 0);
}

static void measure(void)
{
    char under[64], under_zhang[80];
    snprintf(under, sizeof under, "under=%lld", (long long)district_ids[7]);
    snprintf(under_zhang, sizeof under_zhang, "under=%lld&q=zhang", (long long)district_ids[7]);
    const struct {
        const char *name, *what, *query;
    } queries[] = {
        {"people_all_ms", "everybody by pinyin", ""},
        {"people_stroke_ms", "everybody by strokes, from the end", "sort=-stroke"},
        {"people_rank_ms", "everybody by rank", "sort=rank"},
        {"people_surname_ms", "q=张 (a fifteenth of all)", "q=%E5%BC%A0"},
        {"people_letter_ms", "q=z", "q=z"},
        {"people_pinyin_ms", "q=zhangwei", "q=zhangwei"},
        {"people_initials_ms", "q=zwm", "q=zwm"},
        {"people_two_ms", "q=伟明 (two characters)", "q=%E4%BC%9F%E6%98%8E"},
        {"people_whole_ms", "q=单伟明 (a few)", "q=%E5%8D%95%E4%BC%9F%E6%98%8E"},
        {"people_nobody_ms", "q=nobody", "q=nobody"},
        {"people_district_ms", "one district", under},
        {"people_district_surname_ms", "one district, q=zhang", under_zhang},
        {"people_one_rank_ms", "rank=division_deputy", "rank=division_deputy"},
        {"people_left_ms", "state=left (nobody)", "state=left"},
    };
    double peer = plain_like("张");
    peer = plain_like("张");
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        size_t rows;
        double ms = ask(queries[i].query, &rows);
        report(queries[i].name, queries[i].what, ms, peer);
    }
    printf("  %-38s %8.2f ms\n", "yardstick: LIKE over the whole table", peer);
}

static void write_json(const char *file)
{
    FILE *out = fopen(file, "w");
    if (!out) perror(file), exit(1);
    fwrite(json.p, 1, json.n, out);
    fclose(out);
}

int main(int argc, char **argv)
{
    int64_t people = 1000000;
    const char *file = NULL;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--json") == 0) file = argv[i + 1];
        if (strcmp(argv[i], "--people") == 0) people = atoll(argv[i + 1]);
    }
    buf_init(&json, 1 << 20);
    buf_char(&json, '[');
    if (!calling_open(DB_SQLITE, modules, sizeof modules / sizeof *modules)) return 1;
    must(db_script(calling.db, calling.arena, STR("PRAGMA cache_size = -262144"))); /* as whoever loads so many would */
    build_tree();
    int64_t began_us = cpu_us();
    add_people(people);
    double seconds = (double)(cpu_us() - began_us) / 1e6;
    printf("  %lld people made findable in %.1f s, %.1f µs each\n", (long long)people, seconds,
           seconds * 1e6 / (double)people);
    must(db_script(calling.db, calling.arena, STR("PRAGMA cache_size = -2000"))); /* as the readers have */
    must(db_begin(calling.db, calling.arena));
    measure();
    buf_cstr(&json, "]\n");
    if (file) write_json(file);
    calling_close();
    return 0;
}
