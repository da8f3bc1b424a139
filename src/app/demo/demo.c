/* app/demo/demo.c: the command `tongke demo` and what the sign-in page shows of it. */
#include "app/demo/demo.h"
#include "api/config.h"

#include "api/effects.h"
#include "api/module.h"
#include "api/problem.h"
#include "app/media_lecture.h"
#include "demo_sql.h"
#include "domain/board/board.h"
#include "domain/dispatch/dispatch.h"
#include "domain/ledger/ledger.h"
#include "domain/norm/norm.h"
#include "os/clock.h"
#include "os/file.h"

#include <stdio.h>
#include <string.h>

enum { PEOPLE_DEFAULT = 20000, PEOPLE_MAX = 2000000, DEMO_JSON_BYTES = 64 << 10 };

/* ---- randomness ---- */

uint64_t demo_random(struct demo *d)
{
    uint64_t z = d->random += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int64_t demo_below(struct demo *d, int64_t n) { return (int64_t)(demo_random(d) % (uint64_t)n); }

bool demo_chance(struct demo *d, int percent) { return demo_below(d, 100) < percent; }

/* ---- steps ---- */

static struct err *make_history(struct demo *d)
{
    int64_t entries = 0;
    TRY(demo_make_history(d, &entries));
    fprintf(stderr, "  %lld ledger entries\n", (long long)entries);
    return NULL;
}

/* Without telling the modules that keep figures, person by person: make_figures computes them once from everything. */
static struct err *make_people(struct demo *d)
{
    struct effects *effects = d->c->effects;
    size_t modules = effects->module_count;
    effects->module_count = 0;
    struct err *e = demo_make_people(d);
    effects->module_count = modules;
    return e;
}

static struct err *make_figures(struct demo *d)
{
    int64_t people, cells, listed;
    TRY(norm_rebuild(d->c, &people));
    TRY(dispatch_rebuild(d->c, &listed));
    return board_rebuild(d->c, &cells);
}

static struct err *make_lecture(struct demo *d)
{
    d->media_id = call_id(d->c);
    struct str dir = str_printf(d->c->arena, "%.*s/media", STR_ARG(d->c->config->data_dir));
    TRY(file_make_dir(d->c->arena, dir));
    return media_make_lecture(d->c->arena, str_printf(d->c->arena, "%.*s/lecture.mp4", STR_ARG(dir)));
}

static const struct step {
    const char *zh, *en;
    struct err *(*run)(struct demo *d);
} steps[] = {
    {"组织树", "the tree of organisations", demo_make_orgs},
    {"人员", "people", make_people},
    {"五年的学时记录", "five years of ledgers", make_history},
    {"演示讲座视频", "the recorded lecture", make_lecture},
    {"课程与培训方案", "courses and programmes", demo_make_courses},
    {"班次与课表", "classes and timetables", demo_make_classes},
    {"学时要求与看板", "norms and the board", make_figures},
    {"调训批次", "rounds of dispatch", demo_make_rounds},
    {"账号", "accounts", demo_make_accounts},
    {"班级日常：文件、请假、评价", "a class's days: files, leave, questionnaires", demo_make_daily},
    {"演示账号清单", "the list of accounts", demo_write_accounts},
};

/* Each step in a transaction of its own, so that progress is real; the last one makes demo.json, which says all is
 * done. */
static struct err *run_step(struct demo *d, const struct step *step)
{
    struct call *c = d->c;
    int64_t began_us = clock_monotonic_us();
    TRY(db_begin(c->db, c->arena));
    struct err *e = step->run(d);
    if (!e)
        e = db_commit(c->db, c->arena);
    else
        db_rollback(c->db);
    if (!e)
        fprintf(stderr, "  %s  %.1f s\n", c->lang == LANG_EN ? step->en : step->zh,
                (double)(clock_monotonic_us() - began_us) / 1e6);
    return e;
}

static struct err *refuse_full(struct call *c)
{
    int64_t people;
    TRY(db_int(c->db, c->arena, &sql_demo_people_any, NO_VALS, &people));
    if (people > 0)
        FAIL(c->arena, ERR_CONFLICT, "demo.not_empty",
             "数据库里已经有人员，演示城市只能建在空的数据目录里。请换一个 --data 目录。",
             "The database has people already. A demo city needs an empty data directory: choose another --data.");
    return NULL;
}

/* A cache that holds what a step changes: a page that is pushed out early is written again and again. */
static struct err *make_room(struct call *c)
{
    return db_kind_of(c->db) == DB_SQLITE ? db_script(c->db, c->arena, STR("PRAGMA cache_size = -400000")) : NULL;
}

static struct err *make_city(struct demo *d)
{
    TRY(refuse_full(d->c));
    TRY(make_room(d->c));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) TRY(run_step(d, &steps[i]));
    return NULL;
}

static struct err *read_option(struct cli *cli, const char *name, int64_t fallback, int64_t max, int64_t *ret_value)
{
    *ret_value = fallback;
    for (int i = 0; i + 1 < cli->argc; i++) {
        if (strcmp(cli->argv[i], name) != 0) continue;
        if (!str_int64(str_of(cli->argv[i + 1]), ret_value) || *ret_value < 1 || *ret_value > max)
            FAIL(cli->arena, ERR_INVALID, "demo.option", "%s 应是 1 到 %lld 的整数。",
                 "%s must be a whole number from 1 to %lld.", name, (long long)max);
    }
    return NULL;
}

static int run_demo(struct cli *cli)
{
    struct demo d = {.c = cli->call};
    int64_t seed = 1;
    struct err *e = read_option(cli, "--people", PEOPLE_DEFAULT, PEOPLE_MAX, &d.people_wanted);
    if (!e) e = read_option(cli, "--seed", 1, INT64_MAX, &seed);
    d.random = (uint64_t)seed;
    if (!e) e = make_city(&d);
    if (!e) return 0;
    fprintf(stderr, "tongke demo: %.*s [%s]\n", STR_ARG(cli->lang == LANG_EN ? e->en : e->zh), e->code);
    return problem_exit(e->kind);
}

/* ---- what the sign-in page and the terminal show ---- */

struct demo_account {
    struct str login, role, role_zh, name, hint_zh, hint_en;
};
static const struct shape_field account_fields[] = {
    F_TEXT(struct demo_account, login, 0, 0, SHAPE_REQUIRED, "登录名", "login"),
    F_TEXT(struct demo_account, role, 0, 0, SHAPE_REQUIRED, "角色", "role"),
    F_TEXT(struct demo_account, role_zh, 0, 0, SHAPE_REQUIRED, "角色", "role"),
    F_TEXT(struct demo_account, name, 0, 0, SHAPE_REQUIRED, "姓名", "name"),
    F_TEXT(struct demo_account, hint_zh, 0, 0, SHAPE_REQUIRED, "试试", "what to try"),
    F_TEXT(struct demo_account, hint_en, 0, 0, SHAPE_REQUIRED, "试试", "what to try"),
};
static const struct shape account_shape = SHAPE("DemoAccount", struct demo_account, account_fields);

struct demo_accounts {
    struct str password, class_id, session_id;
    struct list accounts; /* struct demo_account */
};
static const struct shape_field accounts_fields[] = {
    F_TEXT(struct demo_accounts, password, 0, 0, SHAPE_REQUIRED, "密码", "password"),
    F_TEXT(struct demo_accounts, class_id, 0, 0, 0, "正在进行的班次", "the class on now"),
    F_TEXT(struct demo_accounts, session_id, 0, 0, 0, "正在进行的课次", "the lesson on now"),
    F_LIST(struct demo_accounts, accounts, &account_shape, 0, 0, 0, "账号", "accounts"),
};
static const struct shape accounts_shape = SHAPE("Demo", struct demo_accounts, accounts_fields);

static struct err *read_accounts(struct arena *a, const struct config *config, struct demo_accounts *ret_demo)
{
    struct str text;
    TRY(file_read(a, str_printf(a, "%.*s/demo.json", STR_ARG(config->data_dir)), DEMO_JSON_BYTES, &text));
    return shape_read_json(a, &accounts_shape, text, ret_demo);
}

static struct err *demo_get(struct call *c)
{
    if (!c->config->demo) FAIL(c->arena, ERR_ABSENT, "demo.none", "这不是演示城市。", "This is not a demo city.");
    return read_accounts(c->arena, c->config, c->out);
}

void demo_announce(struct arena *a, const struct config *config, enum lang lang)
{
    struct demo_accounts demo;
    bool en = lang == LANG_EN;
    if (!config->demo || read_accounts(a, config, &demo)) return;
    printf(en ? "\n  Tongke demo city: open %.*s\n  Everybody's password: %.*s\n\n"
              : "\n  同课演示城市：请打开 %.*s\n  所有账号的密码：%.*s\n\n",
           STR_ARG(config->public_url), STR_ARG(demo.password));
    for (LIST_EACH(demo.accounts, struct demo_account, account))
        if (account->login.n <= 7 || !str_starts(account->login, STR("learner")))
            printf("  %-14.*s %.*s\n", STR_ARG(account->login), STR_ARG(en ? account->hint_en : account->hint_zh));
    puts(en ? "\n  Try first: sign in as teacher and enter the lesson; as learner on a phone; as site-town to call the "
              "roll;\n  as office to review the draft round, as called to answer a call, as liaison to confirm "
              "replies.\n"
            : "\n  先试试：用 teacher 登录进入课堂；手机上用 learner 登录听课；用 site-town 登录点名；\n"
              "  用 office 审定下季度调训方案，用 called 回复调训通知，用 liaison 确认本单位回执。\n");
    fflush(stdout);
}

static const struct route demo_routes[] = {
    {GET, "/demo", TX_NONE, PERM_PUBLIC, 0, NULL, &accounts_shape, NULL, "演示城市的登录账号（仅演示数据）",
     "Accounts of the demo city (demo data only)", demo_get, NULL},
};
static const struct command demo_commands[] = {
    {"demo", "demo --data DIR [--people N] [--seed S]", "建一座演示城市", "make a demo city", run_demo},
};

const struct module demo_module = {.name = "demo",
                                   .statements = demo_statements,
                                   .statement_count = &demo_statement_count,
                                   .routes = demo_routes,
                                   .route_count = 1,
                                   .commands = demo_commands,
                                   .command_count = 1};
