/* app/backup/move.c: `tongke move`: all data from one database to another, SQLite or PostgreSQL. */
#include "app/backup/backup_private.h"
#include "app/modules.h"
#include "app/own_call.h"
#include "db/tables.h"
#include "domain/ledger/ledger.h"
#include "os/file.h"

#include <stdio.h>

static void tell(void *context, const struct table *table)
{
    if (table->rows) printf("  %-28.*s %12lld\n", STR_ARG(table->name), (long long)table->rows);
}

struct err *copy_database(struct arena *a, struct db *from, struct db *to, int64_t *ret_rows)
{
    struct list tables;
    TRY(tables_list(from, a, &tables));
    TRY(db_begin(from, a));
    struct err *e = tables_lock(from, a, &tables);
    if (!e) e = tables_copy(from, to, a, &tables, tell, NULL);
    db_rollback(from);
    *ret_rows = 0;
    for (LIST_EACH(tables, struct table, table)) *ret_rows += table->rows;
    return e;
}

static struct err *check_ledgers(struct arena *a, struct db *db, const struct config *config, int64_t *ret_entries)
{
    struct own_call own;
    struct ledger_check check;
    own_call_init(&own, a, db, config, 0, LANG_EN);
    TRY(db_begin_read(db, a));
    struct err *e = ledger_verify(&own.call, &check);
    db_rollback(db);
    if (e) return e;
    *ret_entries = check.entries;
    if (!check.broken) return NULL;
    FAIL(a, ERR_BROKEN, "backup.unsound", "学时记录的校验链有 %lld 处不符：%.*s",
         "The chains of the ledgers are wrong in %lld places: %.*s", (long long)check.broken,
         STR_ARG(*LIST_AT(check.faults, struct str, 0)));
}

struct err *check_database(struct arena *a, struct db *db, const struct config *config, int64_t *ret_entries)
{
    struct list faults;
    TRY(tables_check(db, a, true, &faults));
    if (faults.n)
        FAIL(a, ERR_BROKEN, "backup.unsound", "数据库文件有问题：%.*s", "The database file is not sound: %.*s",
             STR_ARG(*LIST_AT(faults, struct str, 0)));
    return check_ledgers(a, db, config, ret_entries);
}

struct err *check_empty(struct arena *a, struct str url)
{
    struct db *db;
    struct list tables = {0};
    TRY(db_open(a, url, DB_WRITE, &db));
    struct err *e = tables_list(db, a, &tables);
    db_close(db);
    if (!e && tables.n)
        e = ERR(a, ERR_CONFLICT, "backup.not_empty", "目标数据库不是空的：为免覆盖数据，请换一个空数据库。",
                "The target database is not empty. So that nothing is overwritten, name an empty one.");
    return e;
}

static struct err *move_between(struct arena *a, struct db *from, struct db *to, const struct config *config,
                                enum lang lang)
{
    int64_t rows, entries;
    TRY(copy_database(a, from, to, &rows));
    TRY(check_database(a, to, config, &entries));
    printf(lang == LANG_EN ? "%lld rows moved and compared; %lld ledger entries hold their chains.\nStart the program "
                             "with --db and the "
                             "new address; secret.key and media stay in the data directory.\n"
                           : "已搬迁并核对 %lld 行；%lld 条学时记录的校验链完好。\n请用 --db "
                             "指定新地址启动程序；secret.key 与媒体文件仍在"
                             "数据目录中。\n",
           (long long)rows, (long long)entries);
    return NULL;
}

static struct err *open_both(struct arena *a, struct str from_url, struct str to_url, struct db **from, struct db **to)
{
    bool file = !str_starts(from_url, STR("postgres"));
    struct str path = str_starts(from_url, STR("sqlite:")) ? (struct str){from_url.p + 7, from_url.n - 7} : from_url;
    if (file && !file_exists(a, path))
        FAIL(a, ERR_ABSENT, "move.no_source", "没有数据库文件 %.*s。", "There is no database file %.*s.",
             STR_ARG(path));
    TRY(check_empty(a, to_url));
    TRY(app_migrate(a, from_url, from));
    return app_migrate(a, to_url, to);
}

struct err *move_command(struct arena *a, struct settings *settings, enum lang lang, int argc, char **argv)
{
    struct str from_url = str_of(take_option(&argc, argv, "--from")), to_url = str_of(take_option(&argc, argv, "--to"));
    struct db *from = NULL, *to = NULL;
    if (argc || !from_url.n || !to_url.n)
        FAIL(a, ERR_INVALID, "move.usage", "用法：tongke move --from URL --to URL",
             "Usage: tongke move --from URL --to URL");
    struct config config = {.tz_min = settings->tz_min};
    struct err *e = open_both(a, from_url, to_url, &from, &to);
    if (!e) e = move_between(a, from, to, &config, lang);
    db_close(to);
    db_close(from);
    return e;
}
