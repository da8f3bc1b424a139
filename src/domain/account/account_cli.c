/* domain/account/account_cli.c: `tongke user`: accounts and roles from the command line, for the first administrator and
 * for the day when nobody can sign in. */
#include "domain/account/account_private.h"

#include <stdio.h>
#include <string.h>

enum { PASSWORD_CHARS_MAX = 200 };

static struct str option(struct cli *cli, const char *name)
{
    for (int i = 0; i + 1 < cli->argc; i++)
        if (strcmp(cli->argv[i], name) == 0) return str_of(cli->argv[i + 1]);
    return (struct str){0};
}

/* From --password, or a line on standard input: so it need not stand in the shell's history. */
static struct err *read_password(struct cli *cli, struct str login, struct str *ret_hash)
{
    struct str password = option(cli, "--password");
    char line[PASSWORD_CHARS_MAX * 4 + 2];
    if (!password.n) {
        fputs(cli->lang == LANG_EN ? "Password: " : "口令：", stderr);
        if (!fgets(line, sizeof line, stdin)) FAIL(cli->arena, ERR_INVALID, "account.no_password", "没有读到口令。", "No password was given.");
        password = str_copy(cli->arena, str_trim(str_of(line)));
    }
    TRY(account_check_password(cli->call, login, password));
    return account_hash(cli->call, password, ret_hash);
}

static struct err *find_account(struct cli *cli, struct str login, struct account_secret *ret_account)
{
    bool found;
    TRY(db_find(cli->db, cli->arena, &sql_account_by_login, VALS(v_text(login)), &account_secret_shape, ret_account, &found));
    if (!found) FAIL(cli->arena, ERR_ABSENT, "account.absent", "没有账号“%.*s”。", "There is no account “%.*s”.", STR_ARG(login));
    return NULL;
}

static struct err *grant(struct cli *cli, int64_t account_id)
{
    struct str name = option(cli, "--role");
    int64_t org_id = 0, id;
    if (!name.n) return NULL;
    int role = shape_enum_index(role_names, name);
    if (role <= 0) FAIL(cli->arena, ERR_INVALID, "account.no_role", "没有角色“%.*s”。", "There is no role “%.*s”.", STR_ARG(name));
    struct str org = option(cli, "--org");
    if (org.n && !str_int64(org, &org_id)) FAIL(cli->arena, ERR_INVALID, "input.id", "--org 应是组织编号。", "--org must be the id of an organisation.");
    if (!org_id) TRY(db_int(cli->db, cli->arena, &sql_account_org_root, NO_VALS, &org_id));
    if (!org_id)
        FAIL(cli->arena, ERR_CONFLICT, "account.no_org", "还没有组织：请先用 tongke org init --name 名称 建立根组织。",
             "There is no organisation yet: make the root first with `tongke org init --name NAME`.");
    return account_grant(cli->call, account_id, role, org_id, cli->call->today, 0, &id);
}

static struct err *user_add(struct cli *cli, struct str login)
{
    struct str hash, person = option(cli, "--person");
    int64_t person_id = 0, id;
    if (person.n && !str_int64(person, &person_id)) FAIL(cli->arena, ERR_INVALID, "input.id", "--person 应是人员编号。", "--person must be the id of a person.");
    struct str name = option(cli, "--name");
    TRY(read_password(cli, login, &hash));
    TRY(account_add(cli->call, person_id, login, name.n || person_id ? name : login, hash, false, &id));
    TRY(grant(cli, id));
    printf("%lld\n", (long long)id);
    return NULL;
}

static struct err *user_password(struct cli *cli, struct str login)
{
    struct account_secret account;
    struct str hash;
    TRY(find_account(cli, login, &account));
    TRY(read_password(cli, login, &hash));
    TRY(db_run(cli->db, cli->arena, &sql_account_sessions_delete, VALS(v_int(account.id)), NULL));
    return db_run(cli->db, cli->arena, &sql_account_set_password, VALS(v_int(account.id), v_text(hash), v_bool(false)), NULL);
}

static struct err *user_grant(struct cli *cli, struct str login)
{
    struct account_secret account;
    TRY(find_account(cli, login, &account));
    return grant(cli, account.id);
}

static struct err *user_roles(struct cli *cli, struct str login)
{
    struct account_secret account;
    struct list roles;
    TRY(find_account(cli, login, &account));
    TRY(db_list(cli->db, cli->arena, &sql_account_roles_all, VALS(v_int(account.id)), &account_role_shape, &roles));
    for (LIST_EACH(roles, struct account_role, role))
        printf("%lld  %s  %.*s%s\n", (long long)role->id, role_names[role->role], STR_ARG(role->org_name), role->revoked_at ? "  (revoked)" : "");
    return NULL;
}

static struct err *user_revoke(struct cli *cli, struct str role)
{
    int64_t id;
    if (!str_int64(role, &id)) FAIL(cli->arena, ERR_INVALID, "input.id", "请给出授权编号（tongke user roles 可查）。", "Give the id of the role, see `tongke user roles`.");
    return account_revoke(cli->call, id);
}

static const struct {
    const char *name;
    struct err *(*run)(struct cli *cli, struct str subject);
} verbs[] = {{"add", user_add}, {"password", user_password}, {"grant", user_grant}, {"roles", user_roles}, {"revoke", user_revoke}};

static struct err *run_verb(struct cli *cli)
{
    for (size_t i = 0; cli->argc >= 2 && i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(cli->argv[0], verbs[i].name) != 0) continue;
        TRY(db_begin(cli->db, cli->arena));
        struct err *e = verbs[i].run(cli, str_of(cli->argv[1]));
        if (!e) return db_commit(cli->db, cli->arena);
        db_rollback(cli->db);
        return e;
    }
    FAIL(cli->arena, ERR_INVALID, "account.usage", "用法：tongke user add|password|grant|roles 登录名 [--name 名称] [--person 编号] [--role 角色 [--org 编号]]；tongke user revoke 授权编号",
         "usage: tongke user add|password|grant|roles LOGIN [--name N] [--person ID] [--role ROLE [--org ID]]; tongke user revoke ROLE_ID");
}

static int user(struct cli *cli)
{
    struct err *e = run_verb(cli);
    if (!e) return 0;
    fprintf(stderr, "tongke user: %.*s\n", STR_ARG(cli->lang == LANG_EN ? e->en : e->zh));
    return e->kind == ERR_INVALID ? 2 : 1;
}

const struct command account_command_user = {"user", "user add|password|grant|roles LOGIN [--role ROLE [--org ID]]", "管理账号与授权", "accounts and their roles", user};
