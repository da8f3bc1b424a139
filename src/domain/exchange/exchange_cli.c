/* domain/exchange/exchange_cli.c: `tongke import` and `tongke export`: the same tables from the command line, in the
 * name of an account, within what it may do, and with a line in the audit log. */
#include "api/config.h"
#include "api/module.h"
#include "core/arena.h"
#include "core/err.h"
#include "domain/account/account.h"
#include "domain/exchange/exchange_job.h"
#include "domain/exchange/exchange_oneroster.h"

#include <stdio.h>
#include <string.h>

/* Beside the server's own number, so that both may make ids at once. */
enum { COMMAND_NODE = 1022, TRIES = 3 };

struct order {
    struct cli *cli;
    struct call *c;
    const struct exchange_table *table;
    struct str table_name, path, login; /* path: of the file; empty for standard output */
    int64_t subject_id;
    int choice_all; /* enum exchange_choice */
    bool commit, csv;
    struct str file;
    struct import im;
};

static bool in_english(const struct order *o) { return o->cli->lang == LANG_EN; }

/* ---- what was asked for ---- */

static struct err *usage(struct arena *a)
{
    FAIL(
        a, ERR_INVALID, "exchange.usage",
        "用法：\n"
        "  tongke import 表 文件 --as 登录名 [--subject 编号] [--duplicates same|new|skip] [--commit]\n"
        "  tongke export 表 [文件] --as 登录名 [--subject 编号]\n"
        "表：people、orgs、courses、training（--subject "
        "是单位）、enrolments（班次）、rolls（课次）、accounts、oneroster（.zip）。\n"
        "以该账号的权限和范围进行，记入审计日志。不加 --commit 只试运行。导出到 .xlsx 或 .csv 文件；不写文件则把 .csv "
        "写到标准输出。",
        "usage:\n"
        "  tongke import TABLE FILE --as LOGIN [--subject ID] [--duplicates same|new|skip] [--commit]\n"
        "  tongke export TABLE [FILE] --as LOGIN [--subject ID]\n"
        "TABLE: people, orgs, courses, training (--subject: an organisation), enrolments (a class), rolls (a "
        "session).\n"
        "It runs with the permissions and the scope of that account, and is in the audit log. Without --commit it is a "
        "dry run. An export goes to a .xlsx or .csv file, as .csv to standard output when there is none.");
}

static struct err *take_option(struct order *o, struct str name, struct str value)
{
    struct arena *a = o->cli->arena;
    if (str_is(name, "--as"))
        o->login = value;
    else if (str_is(name, "--subject") && str_int64(value, &o->subject_id))
        return NULL;
    else if (str_is(name, "--duplicates") && shape_enum_index(exchange_choice_names, value) > 0)
        o->choice_all = shape_enum_index(exchange_choice_names, value);
    else
        return usage(a);
    return value.n ? NULL : usage(a);
}

static struct err *read_order(struct order *o)
{
    struct cli *cli = o->cli;
    for (int i = 0; i < cli->argc; i++) {
        struct str word = str_of(cli->argv[i]);
        if (str_is(word, "--commit")) {
            o->commit = true;
        } else if (str_starts(word, STR("--"))) {
            TRY(take_option(o, word, i + 1 < cli->argc ? str_of(cli->argv[i + 1]) : (struct str){0}));
            i++;
        } else if (!o->table_name.n) {
            o->table_name = word;
        } else if (!o->path.n) {
            o->path = word;
        } else {
            return usage(cli->arena);
        }
    }
    if (!o->table_name.n || !o->login.n) return usage(cli->arena);
    return exchange_find_table(cli->arena, o->table_name, &o->table);
}

/* From here on the call is that account's. */
static struct err *become(struct order *o)
{
    int64_t id;
    struct who *who = arena_new(o->cli->arena, struct who);
    o->c->ids->node = COMMAND_NODE;
    TRY(account_get_id(o->c, o->login, &id));
    TRY(account_who(o->c, id, who));
    if (!who->account_id)
        FAIL(o->cli->arena, ERR_DENIED, "account.disabled", "账号“%.*s”已停用。", "The account “%.*s” is disabled.",
             STR_ARG(o->login));
    o->c->who = who;
    return NULL;
}

static struct err *open_order(struct order *o)
{
    TRY(read_order(o));
    TRY(db_begin_read(o->cli->db, o->cli->arena));
    struct err *e = become(o);
    db_rollback(o->cli->db);
    return e;
}

/* ---- in ---- */

static struct err *read_file(struct order *o)
{
    struct arena *a = o->cli->arena;
    FILE *in = fopen(str_cstr(a, o->path), "rb");
    struct buf bytes;
    char piece[1 << 16];
    if (!in)
        FAIL(a, ERR_ABSENT, "exchange.no_file", "打不开文件 %.*s。", "The file %.*s cannot be opened.",
             STR_ARG(o->path));
    buf_init(&bytes, LIMIT_UPLOAD_BYTES);
    for (size_t n; (n = fread(piece, 1, sizeof piece, in)) > 0 && !buf_over(&bytes);) buf_put(&bytes, piece, n);
    bool whole = !ferror(in) && !buf_over(&bytes);
    fclose(in);
    o->file = str_copy(a, buf_text(&bytes));
    buf_done(&bytes);
    if (whole) return NULL;
    FAIL(a, ERR_LIMIT, "exchange.file", "读不了文件 %.*s，或超过 %u MB。",
         "The file %.*s cannot be read, or has more than %u MB.", STR_ARG(o->path), LIMIT_UPLOAD_BYTES >> 20);
}

static struct err *draw_progress(struct import *im)
{
    const struct order *o = im->watcher;
    if (!o->cli->terminal) return NULL;
    fprintf(stderr, in_english(o) ? "\r%s: %lld rows" : "\r%s：%lld 行",
            im->apply ? (in_english(o) ? "importing" : "正在导入") : (in_english(o) ? "checking" : "正在检查"),
            (long long)im->counts.rows);
    return NULL;
}

static void print_problem(const struct order *o, const struct exchange_problem *p)
{
    struct str label = in_english(o) ? p->label_en : p->label_zh, text = in_english(o) ? p->en : p->zh;
    printf(in_english(o) ? "row %lld" : "第 %lld 行", (long long)p->row_no);
    if (p->at_column.n) printf(in_english(o) ? ", column %.*s" : " %.*s 列", STR_ARG(p->at_column));
    if (label.n) printf(in_english(o) ? " (%.*s)" : "（%.*s）", STR_ARG(label));
    printf(in_english(o) ? ": %.*s\n" : "：%.*s\n", STR_ARG(text));
}

static void print_duplicate(const struct order *o, const struct exchange_duplicate *d)
{
    printf(in_english(o) ? "row %lld: “%.*s” of %.*s may be %.*s of %.*s (%lld): decide with --duplicates\n"
                         : "第 %lld 行：“%.*s”（%.*s）疑似已有的 %.*s（%.*s，%lld），请用 --duplicates 选择\n",
           (long long)d->row_no, STR_ARG(d->name), STR_ARG(d->unit), STR_ARG(d->known_name), STR_ARG(d->known_unit),
           (long long)d->person_id);
}

static void print_result(const struct order *o)
{
    const struct import_counts *n = &o->im.counts;
    if (o->cli->terminal) fputs("\r\033[K", stderr);
    for (LIST_EACH(o->im.problems, struct exchange_problem, p)) print_problem(o, p);
    for (LIST_EACH(o->im.duplicates, struct exchange_duplicate, d))
        if (d->choice == CHOICE_NONE) print_duplicate(o, d);
    if (o->im.unread.n)
        printf(in_english(o) ? "These columns were not read: %.*s\n" : "这些列没有读取：%.*s\n", STR_ARG(o->im.unread));
    if (o->im.remark_count) printf("%.*s\n", STR_ARG(import_remarks(&o->im, in_english(o))));
    printf(in_english(o)
               ? "%lld rows: %lld added, %lld changed, %lld unchanged, %lld skipped, %lld problems, %lld undecided\n"
               : "共 %lld 行：新增 %lld，更新 %lld，不变 %lld，跳过 %lld，错误 %lld，待选择 %lld\n",
           (long long)n->rows, (long long)n->added, (long long)n->changed, (long long)n->unchanged,
           (long long)n->skipped, (long long)n->problems, (long long)n->undecided);
}

static bool is_clean(const struct order *o) { return !o->im.counts.problems && !o->im.counts.undecided; }

static struct err *run_import(struct order *o)
{
    struct call *c = o->c;
    o->im = (struct import){.c = c,
                            .arena = c->arena,
                            .table = o->table,
                            .subject_id = o->subject_id,
                            .apply = o->commit,
                            .choice_all = o->choice_all,
                            .progress = draw_progress,
                            .watcher = o};
    TRY(exchange_scope(c, o->table, o->subject_id, &o->im.path));
    TRY(import_run(&o->im, o->file));
    if (!o->commit || !is_clean(o)) return NULL;
    const struct import_counts *n = &o->im.counts;
    return call_audit_add(c, "exchange.import", o->subject_id, o->im.path,
                          str_printf(c->arena, "import %s by command, %lld added, %lld changed", o->table->name,
                                     (long long)n->added, (long long)n->changed));
}

/* One transaction: the whole file or nothing. */
static struct err *try_import(struct order *o)
{
    struct db *db = o->cli->db;
    TRY(o->commit ? db_begin(db, o->cli->arena) : db_begin_read(db, o->cli->arena));
    struct err *e = run_import(o);
    if (!e && o->commit && is_clean(o)) return db_commit(db, o->cli->arena);
    db_rollback(db);
    return e;
}

static struct err *import_file(struct order *o)
{
    TRY(open_order(o));
    if (!o->path.n) return usage(o->cli->arena);
    TRY(read_file(o));
    struct err *e = try_import(o);
    for (int i = 1; i < TRIES && e && e->kind == ERR_BUSY; i++) e = try_import(o); /* a server writes, too */
    return e;
}

static int complain(const struct order *o, const char *command, const struct err *e)
{
    fprintf(stderr, "tongke %s: %.*s\n", command, STR_ARG(in_english(o) ? e->en : e->zh));
    return e->kind == ERR_INVALID ? 2 : 1;
}

static void print_outcome(const struct order *o)
{
    bool en = in_english(o);
    if (!is_clean(o))
        puts(en ? "Nothing was imported." : "未导入任何内容。");
    else if (o->commit)
        puts(en ? "Imported." : "已导入。");
    else
        puts(en ? "A dry run: nothing was written. Add --commit to import."
                : "试运行，没有写入。加 --commit 正式导入。");
}

int exchange_import_command(struct cli *cli)
{
    struct order order = {.cli = cli, .c = cli->call};
    struct err *e = import_file(&order);
    if (e) return complain(&order, "import", e);
    print_result(&order);
    print_outcome(&order);
    return is_clean(&order) ? 0 : 1;
}

/* ---- out ---- */

static struct err *put_bytes(void *out, struct str bytes)
{
    struct order *o = out;
    FILE *to = o->path.n ? o->im.watcher : stdout;
    if (fwrite(bytes.p, 1, bytes.n, to) == bytes.n) return NULL;
    FAIL(o->cli->arena, ERR_BROKEN, "exchange.write", "写文件失败。", "The file cannot be written.");
}

static struct err *open_writer(struct order *o, struct sheet_writer **ret_writer)
{
    struct arena *a = o->cli->arena;
    if (!o->csv) return sheet_write_xlsx(a, o->path, o->c->config->data_dir, str_of(o->table->name), ret_writer);
    if (o->path.n && !(o->im.watcher = fopen(str_cstr(a, o->path), "wb")))
        FAIL(a, ERR_BROKEN, "exchange.write", "不能写文件 %.*s。", "The file %.*s cannot be written.",
             STR_ARG(o->path));
    return sheet_write_csv(a, put_bytes, o, ret_writer);
}

static struct err *close_writer(struct order *o, struct sheet_writer *w, struct err *e)
{
    struct err *closed = sheet_close(w, !e);
    FILE *file = o->im.watcher;
    bool well = file ? fclose(file) == 0 : fflush(stdout) == 0;
    if (e || closed) {
        if (o->path.n) remove(str_cstr(o->cli->arena, o->path));
        return e ? e : closed;
    }
    if (well) return NULL;
    FAIL(o->cli->arena, ERR_BROKEN, "exchange.write", "写文件失败。", "The file cannot be written.");
}

/* The line of the audit log stands before the first byte leaves. */
static struct err *note_export(struct order *o)
{
    struct db *db = o->cli->db;
    TRY(db_begin(db, o->cli->arena));
    struct err *e = exchange_scope(o->c, o->table, o->subject_id, &o->im.path);
    if (!e)
        e = call_audit_add(o->c, "exchange.export", o->subject_id, o->im.path,
                           str_printf(o->cli->arena, "export %s by command", o->table->name));
    if (!e) return db_commit(db, o->cli->arena);
    db_rollback(db);
    return e;
}

static struct err *write_zip(struct order *o)
{
    struct str zip;
    TRY(o->table->open(&o->im));
    TRY(roster_export(&o->im, &zip));
    FILE *to = fopen(str_cstr(o->cli->arena, o->path), "wb");
    bool well = to && fwrite(zip.p, 1, zip.n, to) == zip.n;
    if (to && fclose(to) != 0) well = false;
    if (well) return NULL;
    FAIL(o->cli->arena, ERR_BROKEN, "exchange.write", "不能写文件 %.*s。", "The file %.*s cannot be written.",
         STR_ARG(o->path));
}

static struct err *export_zip(struct order *o)
{
    if (!o->path.n) return usage(o->cli->arena);
    TRY(note_export(o));
    TRY(db_begin_read(o->cli->db, o->cli->arena));
    struct err *e = write_zip(o);
    db_rollback(o->cli->db);
    return e;
}

static struct err *export_file(struct order *o)
{
    struct sheet_writer *w;
    TRY(open_order(o));
    o->im = (struct import){.c = o->c, .arena = o->cli->arena, .table = o->table, .subject_id = o->subject_id};
    if (o->table->run) return export_zip(o);
    o->csv = !str_ends(o->path, STR(".xlsx"));
    if (o->path.n && o->csv && !str_ends(o->path, STR(".csv"))) return usage(o->cli->arena);
    TRY(note_export(o));
    TRY(open_writer(o, &w));
    struct err *e = db_begin_read(o->cli->db, o->cli->arena);
    if (!e) {
        e = import_export(&o->im, w);
        db_rollback(o->cli->db);
    }
    return close_writer(o, w, e);
}

int exchange_export_command(struct cli *cli)
{
    struct order order = {.cli = cli, .c = cli->call};
    struct err *e = export_file(&order);
    return e ? complain(&order, "export", e) : 0;
}
