/* domain/exchange/exchange_oneroster.c: a zip: its manifest, its files in their order, records by their sourcedId. */
#include "domain/exchange/exchange_oneroster.h"
#include "core/arena.h"
#include "core/err.h"
#include "domain/course/course.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

#include <string.h>

static const char *const mode_names[] = {"", "absent", "bulk", "delta", NULL};

/* ---- the manifest ---- */

static struct err *manifest_row(void *context, const struct sheet_row *row)
{
    struct import *im = context;
    struct roster *r = im->state;
    if (row->n < 2) return NULL;
    struct str name = row->cells[0].text, value = row->cells[1].text;
    if (str_is(name, "oneroster.version") && !str_is(value, "1.2"))
        FAIL(im->arena, ERR_INVALID, "oneroster.version",
             "manifest.csv 第 %lld 行：只支持 OneRoster 1.2，文件是 %.*s。",
             "manifest.csv, row %lld: OneRoster 1.2 is read, this is %.*s.", (long long)row->number, STR_ARG(value));
    if (!str_starts(name, STR("file."))) {
        map_set(im->arena, &r->manifest, str_copy(im->arena, name), 0);
        return NULL;
    }
    int mode = shape_enum_index(mode_names, value);
    if (mode <= 0)
        FAIL(im->arena, ERR_INVALID, "oneroster.manifest", "manifest.csv 第 %lld 行：%.*s 应是 absent、bulk 或 delta。",
             "manifest.csv, row %lld: %.*s should be absent, bulk or delta.", (long long)row->number, STR_ARG(name));
    map_set(im->arena, &r->manifest, str_copy(im->arena, name), mode);
    return NULL;
}

static struct err *read_manifest(struct import *im)
{
    struct roster *r = im->state;
    struct str bytes;
    bool found;
    int64_t value;
    TRY(sheet_unzip(im->arena, r->zip, "manifest.csv", &bytes, &found));
    if (!found)
        FAIL(im->arena, ERR_INVALID, "oneroster.manifest", "压缩包最上层没有 manifest.csv，不是 OneRoster 文件。",
             "There is no manifest.csv at the top of the archive: it is no OneRoster zip.");
    TRY(sheet_read(im->arena, bytes, manifest_row, im));
    if (map_find(&r->manifest, STR("oneroster.version"), &value)) return NULL;
    FAIL(im->arena, ERR_INVALID, "oneroster.version", "manifest.csv 没有 oneroster.version。",
         "manifest.csv has no oneroster.version.");
}

/* ---- the files ---- */

static struct err *read_part(struct import *im, const struct exchange_table *table)
{
    struct roster *r = im->state;
    struct str bytes;
    bool found;
    int64_t mode = ROSTER_ABSENT;
    map_find(&r->manifest, str_printf(im->arena, "file.%s", table->zh), &mode);
    if (mode == ROSTER_ABSENT) return NULL;
    const char *name = str_printf(im->arena, "%s.csv", table->zh).p;
    TRY(sheet_unzip(im->arena, r->zip, name, &bytes, &found));
    if (!found)
        FAIL(im->arena, ERR_INVALID, "oneroster.file", "manifest.csv 说有 %s，压缩包里却没有。",
             "manifest.csv speaks of %s, which is not in the archive.", name);
    const struct exchange_table *whole = im->table;
    im->table = table;
    struct err *e = import_run_rows(im, bytes);
    im->table = whole;
    return e;
}

/* Who belongs where must be known before people are added; the rows themselves are read once more after. */
static struct err *read_homes(struct import *im)
{
    struct import_counts before = im->counts;
    size_t problems = im->problems.n;
    TRY(read_part(im, &roster_homes));
    im->counts = before;
    im->problems.n = problems;
    return NULL;
}

static struct err *load_courses(struct import *im)
{
    struct roster *r = im->state;
    TRY(course_list_tree(im->c, im->path, &r->courses));
    for (size_t i = 0; i < r->courses.n; i++) {
        const struct course *course = LIST_AT(r->courses, struct course, i);
        map_set(im->arena, &r->course_by_id, str_printf(im->arena, "%lld", (long long)course->id), (int64_t)i);
    }
    return NULL;
}

static struct err *open_roster(struct import *im)
{
    im->state = arena_new(im->arena, struct roster);
    TRY(import_load_orgs(im));
    return load_courses(im);
}

static struct err *run_roster(struct import *im, struct str file)
{
    static const struct exchange_table *const parts[] = {&roster_users, &roster_roles, &roster_courses, &roster_classes,
                                                         &roster_enrollments};
    struct roster *r = im->state;
    r->zip = file;
    if (!str_starts(file, STR("PK")))
        FAIL(im->arena, ERR_INVALID, "oneroster.zip", "请上传 OneRoster 1.2 的 .zip 压缩包。",
             "Upload a .zip of OneRoster 1.2.");
    TRY(read_manifest(im));
    TRY(read_part(im, &roster_orgs));
    TRY(read_part(im, &roster_sessions));
    TRY(read_homes(im));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) TRY(read_part(im, parts[i]));
    return NULL;
}

/* ---- records by their sourcedId ---- */

struct str roster_field(const struct exchange_column *column)
{
    const char *colon = strchr(column->en, ':');
    return str_of(colon ? colon + 2 : column->en);
}

static struct str key_of(struct arena *a, enum roster_kind kind, struct str sourced)
{
    return str_printf(a, "%d:%.*s", (int)kind, STR_ARG(sourced));
}

bool roster_begin(struct import *im, enum roster_kind kind, struct str *ret_sourced)
{
    static const char *const states[] = {"", "active", "tobedeleted", NULL};
    struct roster *r = im->state;
    int64_t row;
    enum { SOURCED_BYTES_MAX = 255 };
    *ret_sourced = cell_text(im, ROSTER_ID);
    int state = cell_given(im, ROSTER_STATUS) ? roster_word(im, ROSTER_STATUS, states) : 1;
    if (!ret_sourced->n) import_problem(im, ROSTER_ID, "缺少 sourcedId。", "The sourcedId is missing.");
    if (ret_sourced->n > SOURCED_BYTES_MAX)
        import_problem(im, ROSTER_ID, "sourcedId 最长 255 个字符。", "A sourcedId has at most 255 characters.");
    if (im->row_failed) return false;
    if (!map_add(im->arena, &r->seen, key_of(im->c->arena, kind, *ret_sourced), im->row->number, &row)) {
        import_problem(im, ROSTER_ID, "与第 %lld 行的 sourcedId 重复。", "The same sourcedId as row %lld.",
                       (long long)row);
        return false;
    }
    im->counts.skipped += state == 2; /* nothing is deleted from outside */
    return state == 1;
}

/* Does it lie in the caller's part of the tree? */
static struct err *is_ours(struct import *im, enum roster_kind kind, int64_t id, bool *ret_ours)
{
    struct roster *r = im->state;
    struct person person;
    struct klass klass;
    struct err *e = NULL;
    int64_t place;
    *ret_ours = false;
    if (kind == ROSTER_ORG) {
        *ret_ours = import_org(im, id) != NULL;
    } else if (kind == ROSTER_COURSE) {
        *ret_ours = map_find(&r->course_by_id, str_printf(im->c->arena, "%lld", (long long)id), &place);
    } else if (kind == ROSTER_USER) {
        e = person_get(im->c, id, &person);
        *ret_ours = !e && str_starts(person.org_path, im->path);
    } else if (kind == ROSTER_CLASS) {
        e = klass_get(im->c, id, &klass);
        *ret_ours = !e && str_starts(klass.org_path, im->path);
    }
    return e && e->kind != ERR_ABSENT ? e : NULL;
}

struct err *roster_find(struct import *im, enum roster_kind kind, struct str sourced, int64_t *ret_id)
{
    struct roster *r = im->state;
    struct str key = key_of(im->c->arena, kind, sourced);
    int64_t id = 0;
    bool ours = false;
    if (map_find(&r->ids, key, ret_id)) return NULL;
    TRY(roster_store_find(im->c, kind, sourced, &id));
    if (!id && !str_int64(sourced, &id)) id = 0;
    if (id > 0) TRY(is_ours(im, kind, id, &ours));
    *ret_id = ours ? id : 0;
    if (ours) map_set(im->arena, &r->ids, key, id);
    return NULL;
}

struct err *roster_ref(struct import *im, int column, enum roster_kind kind, int64_t *ret_id)
{
    struct str sourced = cell_text(im, column);
    *ret_id = 0;
    if (!sourced.n) return NULL;
    TRY(roster_find(im, kind, sourced, ret_id));
    if (!*ret_id)
        import_problem(im, column, "没有 sourcedId 为“%.*s”的记录，或不在您的管理范围内。",
                       "There is no record with the sourcedId “%.*s”, in the archive or in your part of the tree.",
                       STR_ARG(sourced));
    return NULL;
}

struct err *roster_keep(struct import *im, enum roster_kind kind, struct str sourced, int64_t id, int64_t *ret_id)
{
    struct roster *r = im->state;
    int64_t kept = id ? id : -++r->added;
    map_set(im->arena, &r->ids, key_of(im->c->arena, kind, sourced), kept);
    if (ret_id) *ret_id = kept;
    return id ? roster_store_add(im->c, kind, sourced, id) : NULL;
}

void roster_name(struct import *im, enum roster_kind kind, struct str sourced, struct str name)
{
    struct roster *r = im->state;
    if (!name.n) return;
    *list_add(im->arena, &r->names, struct str) = str_copy(im->arena, name);
    map_set(im->arena, &r->named, key_of(im->c->arena, kind, sourced), (int64_t)r->names.n - 1);
}

struct str roster_named(struct import *im, enum roster_kind kind, struct str sourced)
{
    struct roster *r = im->state;
    int64_t place;
    if (!map_find(&r->named, key_of(im->c->arena, kind, sourced), &place)) return sourced;
    return *LIST_AT(r->names, struct str, place);
}

int roster_word(struct import *im, int column, const char *const *names)
{
    struct str text = cell_text(im, column);
    int at = text.n ? shape_enum_index(names, text) : 0;
    if (at > 0 || str_starts(text, STR("ext:"))) return at > 0 ? at : 0;
    import_problem(im, column, "“%.*s”不是 OneRoster 1.2 允许的值。", "“%.*s” is none of the words of OneRoster 1.2.",
                   STR_ARG(text));
    return 0;
}

/* ---- the table of it all ---- */

static const struct exchange_column no_columns[] = {{"sourcedid", "sourcedId", "sourcedId", 0, NULL, NULL, NULL}};

static struct err *roster_scope(struct call *c, int64_t subject_id, struct str *ret_path)
{
    static const enum perm needs[] = {PERM_ORG_EDIT, PERM_PERSON_EDIT, PERM_COURSE_EDIT, PERM_CLASS_EDIT,
                                      PERM_ENROL_EDIT};
    if (subject_id)
        TRY(org_path(c, subject_id, ret_path));
    else
        TRY(org_scope(c, PERM_ORG_EDIT, ret_path));
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) TRY(call_may(c, needs[i], *ret_path));
    return NULL;
}

const struct exchange_table exchange_oneroster = {
    .name = "oneroster",
    .zh = "OneRoster 压缩包",
    .en = "OneRoster zip",
    .perm = PERM_ORG_EDIT,
    .columns = no_columns,
    .column_count = 1,
    .scope = roster_scope,
    .open = open_roster,
    .run = run_roster,
};
