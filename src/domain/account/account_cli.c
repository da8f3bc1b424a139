/* domain/account/account_cli.c: `tongke user`: accounts and roles from the command line, for the first administrators
 * and for the day when nobody can sign in. */
#include "api/module.h"
#include "domain/account/account_private.h"
#include "domain/org/org.h"

#include <stdio.h>
#include <string.h>

enum { PASSWORD_LINE_BYTES = 1000 };

static struct str option(const struct cli *cli, const char *name)
{
    for (int i = 0; i + 1 < cli->argc; i++)
        if (strcmp(cli->argv[i], name) == 0) return str_of(cli->argv[i + 1]);
    return (struct str){0};
}

/* From --password, or a line on standard input: so it need not stand in the shell's history. */
static struct err *read_password(struct cli *cli, struct str login, struct str *ret_hash)
{
    struct str password = option(cli, "--password");
    struct account_policy policy;
    char line[PASSWORD_LINE_BYTES];
    if (!password.n) {
        fputs(cli->lang == LANG_EN ? "Password: " : "密码：", stderr);
        if (!fgets(line, sizeof line, stdin))
            FAIL(cli->arena, ERR_INVALID, "account.no_password", "没有读到密码。", "No password was given.");
        password = str_copy(cli->arena, str_trim(str_of(line)));
    }
    TRY(account_policy(cli->call, &policy));
    TRY(account_check_password(cli->arena, &policy, login, password));
    return account_hash(cli->call, password, ret_hash);
}

static struct err *find_account(struct cli *cli, struct str login, struct account_secret *ret_account)
{
    bool found;
    TRY(account_store_by_login(cli->call, login, ret_account, &found));
    if (found) return NULL;
    FAIL(cli->arena, ERR_ABSENT, "account.absent", "没有账号“%.*s”。", "There is no account “%.*s”.", STR_ARG(login));
}

/* --org takes an id, a code or a name; the city when it is not given. */
static struct err *find_org(struct cli *cli, int64_t *ret_org_id)
{
    struct str text = option(cli, "--org");
    struct org org;
    bool found = true;
    *ret_org_id = 0;
    if (!text.n) TRY(account_store_root_org(cli->call, ret_org_id));
    if (*ret_org_id) return NULL;
    if (!text.n)
        FAIL(cli->arena, ERR_CONFLICT, "account.no_org", "还没有组织：请先用 tongke org init --name 名称 建立根组织。",
             "There is no organisation yet: make the first one with `tongke org init --name NAME`.");
    TRY(org_find(cli->call, text, &org, &found));
    *ret_org_id = org.id;
    if (found) return NULL;
    if (str_int64(text, ret_org_id)) return org_get(cli->call, *ret_org_id, &org);
    FAIL(cli->arena, ERR_ABSENT, "org.absent", "没有组织“%.*s”。", "There is no organisation “%.*s”.", STR_ARG(text));
}

static struct err *grant(struct cli *cli, int64_t account_id)
{
    struct str name = option(cli, "--role");
    int64_t org_id, id;
    int until_on = 0;
    if (!name.n) return NULL;
    int role = shape_enum_index(role_names, name);
    if (role <= 0)
        FAIL(cli->arena, ERR_INVALID, "account.no_role", "没有角色“%.*s”。", "There is no role “%.*s”.", STR_ARG(name));
    struct str until = option(cli, "--until");
    if (until.n && !date_parse(until, &until_on))
        FAIL(cli->arena, ERR_INVALID, "input.date", "--until 应是日期，如 2027-12-31。",
             "--until must be a date such as 2027-12-31.");
    TRY(find_org(cli, &org_id));
    return account_grant(cli->call, account_id, role, org_id, 0, until_on, &id);
}

static struct err *user_add(struct cli *cli, struct str login)
{
    struct str hash, person = option(cli, "--person"), name = option(cli, "--name");
    int64_t person_id = 0, id;
    if (person.n && !str_int64(person, &person_id))
        FAIL(cli->arena, ERR_INVALID, "input.id", "--person 应是人员编号。", "--person must be the id of a person.");
    TRY(read_password(cli, login, &hash));
    TRY(account_add(cli->call, person_id, login, name.n ? name : login, hash, false, &id));
    TRY(grant(cli, id));
    printf("%lld\n", (long long)id);
    return NULL;
}

static struct err *user_password(struct cli *cli, struct str login)
{
    struct account_secret account;
    struct str hash;
    TRY(find_account(cli, login, &account));
    TRY(read_password(cli, account.login, &hash));
    return account_reset(cli->call, account.id, hash, false);
}

static struct err *user_grant(struct cli *cli, struct str login)
{
    struct account_secret account;
    TRY(find_account(cli, login, &account));
    if (!option(cli, "--role").n)
        FAIL(cli->arena, ERR_INVALID, "account.no_role", "请用 --role 给出角色。", "Say which role with --role.");
    return grant(cli, account.id);
}

static struct err *print_roles(struct cli *cli, int64_t account_id)
{
    struct list roles;
    bool en = cli->lang == LANG_EN;
    TRY(account_store_roles(cli->call, account_id, &roles));
    for (LIST_EACH(roles, struct account_role, role)) {
        printf("  %lld  %s  %.*s", (long long)role->id, en ? role_names[role->role] : role_names_zh[role->role],
               STR_ARG(role->org_name));
        if (role->until_on) printf(en ? "  until %.*s" : "  至 %.*s", STR_ARG(date_text(cli->arena, role->until_on)));
        puts(!role->revoked_at ? "" : en ? "  (revoked)" : "  （已撤销）");
    }
    return NULL;
}

static struct err *user_list(struct cli *cli, struct str login)
{
    struct list accounts;
    bool en = cli->lang == LANG_EN;
    TRY(account_store_list(cli->call, &accounts));
    for (LIST_EACH(accounts, struct account, account)) {
        if (login.n && !str_equal(account->login, login)) continue;
        printf("%.*s  %.*s%s%s\n", STR_ARG(account->login), STR_ARG(account->name),
               account->state == ACCOUNT_ACTIVE ? ""
               : en                             ? "  (disabled)"
                                                : "  （已停用）",
               account->locked_until <= cli->call->now_us ? ""
               : en                                       ? "  (locked)"
                                                          : "  （已锁定）");
        TRY(print_roles(cli, account->id));
    }
    return NULL;
}

static struct err *user_revoke(struct cli *cli, struct str role)
{
    int64_t id;
    if (!str_int64(role, &id))
        FAIL(cli->arena, ERR_INVALID, "input.id", "请给出授权编号（tongke user list 可查）。",
             "Give the id of the role, see `tongke user list`.");
    return account_revoke(cli->call, id);
}

static const struct {
    const char *name;
    bool subject; /* needs a word behind it */
    struct err *(*run)(struct cli *cli, struct str subject);
} verbs[] = {{"add", true, user_add},
             {"password", true, user_password},
             {"list", false, user_list},
             {"grant", true, user_grant},
             {"revoke", true, user_revoke}};

static struct err *run_verb(struct cli *cli)
{
    for (size_t i = 0; cli->argc >= 1 && i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(cli->argv[0], verbs[i].name) != 0 || (verbs[i].subject && cli->argc < 2)) continue;
        TRY(db_begin(cli->db, cli->arena));
        struct err *e = verbs[i].run(cli, cli->argc > 1 ? str_of(cli->argv[1]) : (struct str){0});
        if (!e) return db_commit(cli->db, cli->arena);
        db_rollback(cli->db);
        return e;
    }
    FAIL(cli->arena, ERR_INVALID, "account.usage",
         "用法：\n"
         "  tongke user add 登录名 [--name 名称] [--person 编号] [--role 角色 [--org 组织] [--until 日期]]\n"
         "  tongke user password 登录名\n"
         "  tongke user list [登录名]\n"
         "  tongke user grant 登录名 --role 角色 [--org 组织] [--until 日期]\n"
         "  tongke user revoke 授权编号\n"
         "密码用 --password 给出，或从标准输入读一行；组织可写编号、代码或名称，不写则为全市。",
         "usage:\n"
         "  tongke user add LOGIN [--name NAME] [--person ID] [--role ROLE [--org ORG] [--until DATE]]\n"
         "  tongke user password LOGIN\n"
         "  tongke user list [LOGIN]\n"
         "  tongke user grant LOGIN --role ROLE [--org ORG] [--until DATE]\n"
         "  tongke user revoke ROLE_ID\n"
         "The password is given by --password or as a line on standard input; ORG is an id, a code or a name, the "
         "whole city "
         "when it is left out.");
}

static int user(struct cli *cli)
{
    struct err *e = run_verb(cli);
    if (!e) return 0;
    fprintf(stderr, "tongke user: %.*s\n", STR_ARG(cli->lang == LANG_EN ? e->en : e->zh));
    return e->kind == ERR_INVALID ? 2 : 1;
}

const struct command account_command_user = {"user", "user add|password|list|grant|revoke …", "管理账号与授权",
                                             "accounts and their roles", user};
