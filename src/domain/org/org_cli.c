/* domain/org/org_cli.c: `tongke org`: the top of the tree of a new installation, and a look at the tree. */
#include "api/module.h"
#include "domain/org/org_private.h"

#include <stdio.h>
#include <string.h>

enum { ROWS_MAX = 100000, DEPTH_SHOWN = 2 };

static struct err *usage(struct cli *cli)
{
    FAIL(cli->arena, ERR_INVALID, "org.usage", "用法：tongke org init --name 名称；tongke org list [代码或名称]",
         "usage: tongke org init --name NAME; tongke org list [CODE or NAME]");
}

static struct err *org_init(struct cli *cli)
{
    struct org_new in = {.kind = ORG_CITY, .level = ORG_LEVEL_MUNICIPAL};
    struct org org;
    if (cli->argc != 3 || strcmp(cli->argv[1], "--name") != 0) return usage(cli);
    in.name = str_of(cli->argv[2]);
    TRY(org_add(cli->call, &in, &org));
    printf("%lld\n", (long long)org.id);
    return NULL;
}

static struct err *print_below(struct cli *cli, struct str path)
{
    struct list orgs;
    TRY(org_store_below(cli->call, path, DEPTH_SHOWN, ROWS_MAX, &orgs));
    for (LIST_EACH(orgs, struct org, org))
        printf("%*s%.*s  %lld%s%.*s\n", 2 * org_depth_below(org->path, path), "", STR_ARG(org->name),
               (long long)org->id, org->code.n ? "  " : "", STR_ARG(org->code));
    return NULL;
}

static struct err *org_list(struct cli *cli)
{
    struct org org = {.path = STR(ORG_ROOT_PATH)};
    bool found = true;
    if (cli->argc > 1) TRY(org_find(cli->call, str_of(cli->argv[1]), &org, &found));
    if (!found)
        FAIL(cli->arena, ERR_ABSENT, "org.absent", "没有组织“%s”。", "There is no organisation “%s”.", cli->argv[1]);
    return print_below(cli, org.path);
}

static struct err *run_verb(struct cli *cli)
{
    bool init = cli->argc > 0 && strcmp(cli->argv[0], "init") == 0,
         list = cli->argc > 0 && strcmp(cli->argv[0], "list") == 0;
    if (!init && !list) return usage(cli);
    TRY(db_begin(cli->db, cli->arena));
    struct err *e = init ? org_init(cli) : org_list(cli);
    if (!e) return db_commit(cli->db, cli->arena);
    db_rollback(cli->db);
    return e;
}

static int run(struct cli *cli)
{
    struct err *e = run_verb(cli);
    if (!e) return 0;
    fprintf(stderr, "tongke org: %.*s\n", STR_ARG(cli->lang == LANG_EN ? e->en : e->zh));
    return e->kind == ERR_INVALID ? 2 : 1;
}

const struct command org_command = {"org", "org init --name NAME | list [CODE or NAME]",
                                    "建立组织树的根节点；查看组织树", "makes the top of the tree; shows the tree", run};
