/* app/backup/restore.c: `tongke restore`: a checked backup into an empty directory, and an empty database. */
#include "app/backup/backup_private.h"
#include "app/modules.h"
#include "db/tables.h"
#include "os/file.h"
#include "os/tree.h"

#include <stdio.h>
#include <unistd.h>

struct restore {
    struct arena *arena;
    struct settings *settings;
    struct str dir;  /* the backup */
    struct str file; /* where its database lies now */
    bool postgres;
};

static struct err *check_target(struct restore *r)
{
    if (!tree_is_empty(r->arena, r->settings->data_dir))
        FAIL(r->arena, ERR_CONFLICT, "restore.not_empty", "%.*s 不是空目录：为免覆盖数据，请用 --data 指定新目录。",
             "%.*s is not empty. So that nothing is overwritten, name a new directory with --data.",
             STR_ARG(r->settings->data_dir));
    return r->postgres ? check_empty(r->arena, r->settings->db_url) : NULL;
}

static struct err *bring_file(struct restore *r, const struct sum *sum)
{
    struct arena *a = r->arena;
    struct str from = str_printf(a, "%.*s/%.*s", STR_ARG(r->dir), STR_ARG(sum->path)), hex;
    struct str to = str_is(sum->path, "tongke.db")
                        ? r->file
                        : str_printf(a, "%.*s/%.*s", STR_ARG(r->settings->data_dir), STR_ARG(sum->path));
    struct str parent = to;
    while (parent.p[parent.n - 1] != '/') parent.n--;
    TRY(file_make_dir(a, (struct str){parent.p, parent.n - 1}));
    TRY(sum_copy(a, from, to, str_is(sum->path, "secret.key") ? 0600 : 0640, &hex));
    if (str_equal(hex, sum->hex)) return NULL;
    FAIL(a, ERR_CONFLICT, "backup.damaged", "备份已损坏：%.*s 与备份时不同。请用另一份备份。",
         "The backup is damaged: %.*s is not as it was. Use another backup.", STR_ARG(from));
}

/* An older backup is brought to this program's schema on the way. */
static struct err *bring_database(struct restore *r, struct db **ret_db)
{
    struct db *from = NULL;
    int64_t rows;
    TRY(app_migrate(r->arena, r->file, &from));
    if (!r->postgres) {
        *ret_db = from;
        return NULL;
    }
    struct err *e = app_migrate(r->arena, r->settings->db_url, ret_db);
    if (!e) e = copy_database(r->arena, from, *ret_db, &rows);
    db_close(from);
    unlink(str_cstr(r->arena, r->file));
    return e;
}

static struct err *bring_all(struct restore *r, const struct list *sums, struct db **ret_db, int64_t *ret_entries)
{
    struct config config;
    for (LIST_EACH(*sums, struct sum, sum)) TRY(bring_file(r, sum));
    TRY(bring_database(r, ret_db));
    config = (struct config){.tz_min = r->settings->tz_min};
    return check_database(r->arena, *ret_db, &config, ret_entries);
}

static bool has_secret(const struct list *sums)
{
    for (LIST_EACH(*sums, struct sum, sum))
        if (str_is(sum->path, "secret.key")) return true;
    return false;
}

static void tell(const struct restore *r, const struct list *sums, enum lang lang, int64_t entries)
{
    bool en = lang == LANG_EN;
    printf(en ? "Restored %zu files to %.*s; every hash was right, and %lld ledger entries hold their chains.\n"
              : "已恢复 %zu 个文件到 %.*s；摘要全部相符，%lld 条学时记录的校验链完好。\n",
           sums->n, STR_ARG(r->settings->data_dir), (long long)entries);
    if (!has_secret(sums))
        printf(
            en ? "The backup has no secret.key: put it at %.*s/secret.key BEFORE the first start, or citizen numbers "
                 "cannot be read.\n"
               : "备份中没有 secret.key：请在首次启动之前把它放到 %.*s/secret.key，否则无法解读公民身份号码。\n",
            STR_ARG(r->settings->data_dir));
}

static struct err *restore(struct restore *r, enum lang lang)
{
    struct list sums;
    struct db *db = NULL;
    int64_t entries;
    TRY(sums_read(r->arena, r->dir, &sums));
    TRY(check_target(r));
    TRY(sums_check(r->arena, r->dir, &sums));
    TRY(file_make_dir(r->arena, r->settings->data_dir));
    struct err *e = bring_all(r, &sums, &db, &entries);
    db_close(db);
    if (e)
        tree_remove(r->arena, r->settings->data_dir); /* which was empty: half a city would look like one */
    else
        tell(r, &sums, lang, entries);
    return e;
}

struct err *restore_command(struct arena *a, struct settings *settings, enum lang lang, int argc, char **argv)
{
    struct restore r = {.arena = a, .settings = settings, .postgres = str_starts(settings->db_url, STR("postgres"))};
    TRY(take_argument(a, argc, argv, "restore DIR --data NEW [--db URL]", &r.dir));
    while (settings->data_dir.n > 1 && str_ends(settings->data_dir, STR("/"))) settings->data_dir.n--;
    if (str_starts(settings->db_url, STR("sqlite:")))
        settings->db_url = (struct str){settings->db_url.p + 7, settings->db_url.n - 7};
    r.file = settings->db_url.n && !r.postgres ? settings->db_url
                                               : str_printf(a, "%.*s/tongke.db", STR_ARG(settings->data_dir));
    return restore(&r, lang);
}
