/* domain/org/org_cli.c: `tongke org init`: the top of the tree, before anybody can sign in and build the rest. */
#include "domain/org/org_private.h"

#include <stdio.h>
#include <string.h>

static struct err *init(struct cli *cli, struct str name)
{
    struct org_new in = {.name = name, .kind = ORG_CITY, .level = ORG_LEVEL_MUNICIPAL};
    struct org org;
    TRY(db_begin(cli->db, cli->arena));
    struct err *e = org_add(cli->call, &in, &org);
    if (!e) e = db_commit(cli->db, cli->arena);
    else db_rollback(cli->db);
    if (!e) printf("%lld\n", (long long)org.id);
    return e;
}

static struct err *run_verb(struct cli *cli)
{
    if (cli->argc == 3 && strcmp(cli->argv[0], "init") == 0 && strcmp(cli->argv[1], "--name") == 0)
        return init(cli, str_of(cli->argv[2]));
    FAIL(cli->arena, ERR_INVALID, "org.usage", "用法：tongke org init --name 名称", "usage: tongke org init --name NAME");
}

static int org(struct cli *cli)
{
    struct err *e = run_verb(cli);
    if (!e) return 0;
    fprintf(stderr, "tongke org: %.*s\n", STR_ARG(cli->lang == LANG_EN ? e->en : e->zh));
    return e->kind == ERR_INVALID ? 2 : 1;
}

const struct command org_command = {"org", "org init --name NAME", "建立组织树的根", "make the top of the tree of organisations", org};
