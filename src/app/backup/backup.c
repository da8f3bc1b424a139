#include "app/backup/backup.h"

#include "app/backup/backup_private.h"
#include "app/modules.h"
#include "db/tables.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/tree.h"

#include <stdio.h>
#include <string.h>

struct backup {
    struct arena *arena;
    struct settings *settings;
    struct config config;
    struct str part; /* the folder while it is being made */
    struct list sums;
    bool media, secret;
};

static struct str below(struct arena *a, struct str dir, const char *name)
{
    return str_printf(a, "%.*s/%s", STR_ARG(dir), name);
}

/* PostgreSQL: all rows of one snapshot into a new SQLite file, while the nodes go on writing. */
static struct err *copy_from_postgres(struct backup *b, struct db *from, struct str path)
{
    struct list tables;
    struct db *to;
    TRY(app_migrate(b->arena, path, &to));
    struct err *e = tables_list(from, b->arena, &tables);
    if (!e) e = db_begin_read(from, b->arena);
    if (!e) {
        e = tables_copy(from, to, b->arena, &tables, NULL, NULL);
        db_rollback(from);
    }
    if (!e)
        e = db_script(to, b->arena, STR("PRAGMA journal_mode = DELETE")); /* one file, without a journal beside it */
    db_close(to);
    return e;
}

/* Nothing is migrated: the backup is what is there. */
static struct err *copy_rows(struct backup *b, struct str path)
{
    struct db *from;
    TRY(db_open(b->arena, b->settings->db_url, DB_READ, &from)); /* which makes no file where there is none */
    db_close(from);
    TRY(db_open(b->arena, b->settings->db_url, DB_WRITE, &from));
    struct err *e =
        db_kind_of(from) == DB_SQLITE ? tables_snapshot(from, b->arena, path) : copy_from_postgres(b, from, path);
    db_close(from);
    return e;
}

/* The copy is read back: what is not sound now would be no help later. */
static struct err *check_copy(struct backup *b, struct str path, int64_t *ret_entries)
{
    struct db *copy;
    TRY(db_open(b->arena, path, DB_WRITE, &copy));
    struct err *e = check_database(b->arena, copy, &b->config, ret_entries);
    if (!e) e = db_script(copy, b->arena, STR("PRAGMA journal_mode = DELETE"));
    db_close(copy);
    return e;
}

static struct err *add_sum(struct backup *b, struct str path, struct str from, struct str to, int mode)
{
    struct sum sum = {.path = path};
    TRY(sum_copy(b->arena, from, to, mode, &sum.hex));
    *list_add(b->arena, &b->sums, struct sum) = sum;
    return NULL;
}

/* The database has been copied by itself; what the key seals is asked for by name. */
static bool is_wanted(const struct backup *b, struct str path)
{
    if (str_starts(path, STR("media/"))) return b->media;
    if (memchr(path.p, '/', path.n)) return false; /* no folder of ours: an earlier backup, lost+found */
    return !str_starts(path, STR("tongke.db")) && !str_is(path, "secret.key") && !str_ends(path, STR(".new"));
}

static struct err *make_room_for(struct arena *a, struct str path)
{
    while (path.n && path.p[path.n - 1] != '/') path.n--;
    return file_make_dir(a, (struct str){path.p, path.n - 1});
}

static struct err *copy_files(struct backup *b)
{
    struct list paths;
    struct str data = b->settings->data_dir;
    TRY(tree_list(b->arena, data, &paths));
    for (LIST_EACH(paths, struct str, path)) {
        if (!is_wanted(b, *path)) continue;
        const char *name = str_cstr(b->arena, *path);
        struct str to = below(b->arena, b->part, name);
        TRY(make_room_for(b->arena, to));
        struct err *e = add_sum(b, *path, below(b->arena, data, name), to, 0640);
        if (e && e->kind != ERR_ABSENT) return e; /* a segment of a lesson may have gone meanwhile */
    }
    if (!b->secret) return NULL;
    return add_sum(b, STR("secret.key"), b->settings->secret_file, below(b->arena, b->part, "secret.key"), 0600);
}

static struct err *fill(struct backup *b, int64_t *ret_entries)
{
    struct str path = below(b->arena, b->part, "tongke.db");
    TRY(copy_rows(b, path));
    TRY(check_copy(b, path, ret_entries));
    TRY(add_sum(b, STR("tongke.db"), path, (struct str){0}, 0));
    TRY(copy_files(b));
    return sums_write(b->arena, b->part, &b->sums);
}

static void tell(const struct backup *b, struct str dir, enum lang lang, int64_t entries, int64_t took_us)
{
    bool en = lang == LANG_EN;
    printf(en ? "Backed up to %.*s in %.1f s: %zu files, %lld ledger entries whose chains hold.\n"
              : "已备份到 %.*s，用时 %.1f 秒：%zu 个文件，%lld 条学时记录，校验链完好。\n",
           STR_ARG(dir), (double)took_us / 1e6, b->sums.n, (long long)entries);
    if (b->secret)
        puts(en ? "secret.key is in it: whoever has the backup can read citizen numbers. Keep it locked away."
                : "其中含 secret.key：得到备份的人即可解读公民身份号码，请妥善保管。");
    else
        puts(en ? "secret.key is NOT in it: without that file citizen numbers cannot be read again. Keep a copy "
                  "elsewhere."
                : "其中不含 secret.key：没有该文件就无法再解读公民身份号码，请另行保存。");
    if (!b->media) puts(en ? "Media are NOT in it." : "其中不含媒体文件。");
}

static struct err *finish(struct backup *b, struct str dir)
{
    tree_sync(b->arena, b->part);
    if (rename(str_cstr(b->arena, b->part), str_cstr(b->arena, dir)) != 0)
        FAIL(b->arena, ERR_CONFLICT, "backup.there", "%.*s 已存在：请给出新的目录名。",
             "%.*s is there already: name a new directory.", STR_ARG(dir));
    tree_sync(b->arena, below(b->arena, dir, ".."));
    return NULL;
}

struct err *backup_command(struct arena *a, struct settings *settings, enum lang lang, int argc, char **argv)
{
    struct backup b = {.arena = a, .settings = settings};
    struct str dir;
    int64_t entries, began_us = clock_monotonic_us();
    b.media = !take_flag(&argc, argv, "--without-media");
    b.secret = !take_flag(&argc, argv, "--without-secret");
    TRY(take_argument(a, argc, argv, "backup DIR [--without-media] [--without-secret] [--data DIR] [--db URL]", &dir));
    if (!tree_is_empty(a, dir))
        FAIL(a, ERR_CONFLICT, "backup.there", "%.*s 不是空目录：请给出新的目录名。",
             "%.*s is not empty: name a new directory.", STR_ARG(dir));
    TRY(settings_apply(a, settings, &b.config));
    b.part = str_printf(a, "%.*s.part", STR_ARG(dir));
    tree_remove(a, b.part);
    TRY(file_make_dir(a, b.part));
    struct err *e = fill(&b, &entries);
    if (!e) e = finish(&b, dir);
    if (e)
        tree_remove(a, b.part);
    else
        tell(&b, dir, lang, entries, clock_monotonic_us() - began_us);
    return e;
}
