/* app/main.c: the program `tongke`: finds the command, reads the settings, runs it. */
#include "api/describe.h"
#include "api/problem.h"
#include "app/backup/backup.h"
#include "app/modules.h"
#include "app/own_call.h"
#include "app/plan/plan_command.h"
#include "app/serve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct program {
    struct arena *arena;
    struct settings settings;
    enum lang lang;
    int argc; /* what is left after the command's name and the settings */
    char **argv;
};

static int complain(const struct program *p, const struct err *e)
{
    fprintf(stderr, "tongke: %.*s\n", STR_ARG(p->lang == LANG_EN ? e->en : e->zh));
    return problem_exit(e->kind);
}

static int print(struct buf *out)
{
    fwrite(out->p, 1, out->n, stdout);
    buf_done(out);
    return fflush(stdout) == 0 ? 0 : 3;
}

static int report(const struct program *p, const struct err *e) { return e ? complain(p, e) : 0; }

static int run_backup(struct program *p)
{
    return report(p, backup_command(p->arena, &p->settings, p->lang, p->argc, p->argv));
}

static int run_restore(struct program *p)
{
    return report(p, restore_command(p->arena, &p->settings, p->lang, p->argc, p->argv));
}

static int run_move(struct program *p)
{
    return report(p, move_command(p->arena, &p->settings, p->lang, p->argc, p->argv));
}

static int run_plan(struct program *p) { return plan_command(p->arena, p->lang, p->argc, p->argv); }

/* A setting that is misspelt must not be a server that runs without it. */
static int run_serve(struct program *p)
{
    if (p->argc == 0) return serve(p->arena, &p->settings, p->lang);
    return complain(p,
                    ERR(p->arena, ERR_INVALID, "config.unknown", "serve 没有“%s”这个设置，tongke config 列出全部设置。",
                        "serve has no setting “%s”; `tongke config` lists them all.", p->argv[0]));
}

static int run_version(struct program *p)
{
    printf("tongke %s\n", TONGKE_VERSION);
    return 0;
}

static int describe(void (*write)(struct buf *, const struct module *const *, size_t))
{
    struct buf out;
    buf_init(&out, 16 << 20);
    write(&out, app_modules, app_module_count);
    return print(&out);
}

static int run_openapi(struct program *p) { return describe(describe_openapi); }
static int run_typescript(struct program *p) { return describe(describe_typescript); }
static int run_routes(struct program *p) { return describe(describe_routes); }

static int run_config(struct program *p)
{
    struct buf out;
    buf_init(&out, 64 << 10);
    settings_manual(&out, p->lang);
    return print(&out);
}

static int run_settings(struct program *p)
{
    struct buf out;
    buf_init(&out, 64 << 10);
    settings_example(&out);
    return print(&out);
}

static int run_help(struct program *p);
static int run_man(struct program *p);

static const struct own_command {
    const char *name, *usage, *zh, *en;
    int (*run)(struct program *p);
} own_commands[] = {
    {"serve", "serve [--data DIR] [--db URL] [--listen ADDR]", "启动服务", "serve the platform", run_serve},
    {"backup", "backup DIR [--without-media] [--without-secret]", "在线备份到新目录",
     "copy everything to a new directory, online", run_backup},
    {"restore", "restore DIR --data NEW [--db URL]", "核对备份并恢复到空目录（及空数据库）",
     "check a backup and bring it back into an empty place", run_restore},
    {"move", "move --from URL --to URL", "把全部数据搬到另一个空数据库并核对",
     "carry all data to another, empty database and compare", run_move},
    {"plan", "plan solve|check|explain|substitute|generate …", "精准调训求解（tongke plan 查看用法）",
     "who goes to which class (tongke plan says how)", run_plan},
    {"config", "config", "所有设置及其说明", "all settings and what they mean", run_config},
    {"settings", "settings", "输出配置文件样例", "print a configuration file in which everything is commented out",
     run_settings},
    {"man", "man", "输出手册页（man tongke）", "print the manual page", run_man},
    {"openapi", "openapi", "输出接口说明（OpenAPI 3.1）", "print the API's description (OpenAPI 3.1)", run_openapi},
    {"typescript", "typescript", "输出接口的 TypeScript 类型", "print the API's TypeScript types", run_typescript},
    {"routes", "routes", "列出所有接口及其权限", "list every route with its permission", run_routes},
    {"version", "version", "版本号", "print the version", run_version},
    {"help", "help [COMMAND]", "本说明", "this help", run_help},
};

static const struct command *find_command(const char *name)
{
    for (size_t m = 0; m < app_module_count; m++)
        for (size_t i = 0; i < app_modules[m]->command_count; i++)
            if (strcmp(app_modules[m]->commands[i].name, name) == 0) return &app_modules[m]->commands[i];
    return NULL;
}

static void help_line(const char *usage, const char *text) { printf("  tongke %-52s %s\n", usage, text); }

static int run_help(struct program *p)
{
    bool en = p->lang == LANG_EN;
    puts(en ? "Tongke 同课: a whole city teaches and learns as one network\n"
            : "同课 Tongke：让全市的教与学成为一张网\n");
    for (size_t i = 0; i < sizeof own_commands / sizeof *own_commands; i++)
        help_line(own_commands[i].usage, en ? own_commands[i].en : own_commands[i].zh);
    for (size_t m = 0; m < app_module_count; m++)
        for (size_t i = 0; i < app_modules[m]->command_count; i++)
            help_line(app_modules[m]->commands[i].usage,
                      en ? app_modules[m]->commands[i].help_en : app_modules[m]->commands[i].help_zh);
    puts(en ? "\nSettings (flag, environment variable):" : "\n设置（命令行参数、环境变量）：");
    return run_config(p);
}

static void man_command(struct buf *out, const char *usage, const char *text)
{
    buf_cstr(out, ".TP\n\\fBtongke ");
    for (const char *c = usage; *c; c++) buf_printf(out, *c == '-' ? "\\-" : "%c", *c);
    buf_printf(out, "\\fR\n\\&%s\n", text);
}

static int run_man(struct program *p)
{
    bool en = p->lang == LANG_EN;
    struct buf out;
    buf_init(&out, 256 << 10);
    buf_cstr(&out, ".TH TONGKE 1 \"\" \"Tongke " TONGKE_VERSION "\"\n");
    buf_cstr(&out, en ? ".SH NAME\ntongke \\- a training network for a whole city\n.SH COMMANDS\n"
                      : ".SH 名称\ntongke \\- 全市教育培训网络\n.SH 命令\n");
    for (size_t i = 0; i < sizeof own_commands / sizeof *own_commands; i++)
        man_command(&out, own_commands[i].usage, en ? own_commands[i].en : own_commands[i].zh);
    for (size_t m = 0; m < app_module_count; m++)
        for (size_t i = 0; i < app_modules[m]->command_count; i++)
            man_command(&out, app_modules[m]->commands[i].usage,
                        en ? app_modules[m]->commands[i].help_en : app_modules[m]->commands[i].help_zh);
    buf_cstr(&out, en ? ".SH SETTINGS\nAs a flag or in the environment; the package reads /etc/tongke/tongke.conf.\n"
                      : ".SH 设置\n用命令行参数或环境变量；软件包读取 /etc/tongke/tongke.conf。\n");
    settings_man(&out, p->lang);
    buf_cstr(&out, en ? ".SH SEE ALSO\n/usr/share/doc/tongke/operator.md\n"
                      : ".SH 参见\n/usr/share/doc/tongke/operator.zh-CN.md\n");
    return print(&out);
}

/* A module's command gets the migrated database and a call as the program itself. */
static int run_module_command(struct program *p, const struct command *command)
{
    struct config *config = arena_new(p->arena, struct config);
    struct db *db;
    struct err *e = settings_apply(p->arena, &p->settings, config);
    if (!e) e = app_migrate(p->arena, p->settings.db_url, &db);
    if (e) return complain(p, e);
    struct own_call own;
    own_call_init(&own, p->arena, db, config, (int)p->settings.node, p->lang);
    struct cli cli = {
        .arena = p->arena, .argc = p->argc, .argv = p->argv, .lang = p->lang, .db = db, .call = &own.call};
    cli.terminal = isatty(STDERR_FILENO);
    int status = command->run(&cli);
    db_close(db);
    return status;
}

static enum lang lang_of_environment(void)
{
    const char *names[] = {"TONGKE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < 4; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) return strncmp(value, "zh", 2) == 0 ? LANG_ZH : LANG_EN;
    }
    return LANG_EN;
}

static int run(struct program *p, const char *name)
{
    for (size_t i = 0; i < sizeof own_commands / sizeof *own_commands; i++)
        if (strcmp(own_commands[i].name, name) == 0) return own_commands[i].run(p);
    const struct command *command = find_command(name);
    if (command) return run_module_command(p, command);
    fprintf(stderr,
            p->lang == LANG_EN ? "tongke: there is no command “%s”; see `tongke help`\n"
                               : "tongke：没有“%s”这个命令，请看 tongke help\n",
            name);
    return 2;
}

/* `tongke demo --help` tells about demo, and makes none. */
static bool asks_for_help(int argc, char **argv)
{
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return true;
    return false;
}

int main(int argc, char **argv)
{
    umask(027); /* what lies in the data directory is nobody else's business */
    struct program p = {.arena = arena_open((size_t)1 << 30),
                        .lang = lang_of_environment(),
                        .argc = argc > 2 ? argc - 2 : 0,
                        .argv = argv + 2};
    const char *name = argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ? "help"
                       : strcmp(argv[1], "--version") == 0                                      ? "version"
                                                                                                : argv[1];
    if (asks_for_help(argc, argv)) {
        name = "help";
        p.argc = 1;
        p.argv = argv + 1;
    }
    struct err *e = settings_read(p.arena, &p.argc, p.argv, &p.settings);
    int status = e ? complain(&p, e) : run(&p, name);
    arena_close(p.arena);
    return status;
}
