/* domain/exchange/exchange_oneroster_put.c: a part of the tree as a OneRoster zip: no sign-ins, no citizen numbers. */
#include "api/module.h"
#include "core/arena.h"
#include "core/err.h"
#include "domain/course/course.h"
#include "domain/exchange/exchange_oneroster.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

#include <string.h>

enum { BOM_BYTES = 3, FILES = 8 };

/* One file while it is written. */
struct part {
    struct buf bytes;
    struct sheet_writer *w;
    const struct exchange_table *table;
};

static struct err *put_bytes(void *context, struct str bytes)
{
    buf_str(context, bytes);
    return NULL;
}

static struct err *part_open(struct import *im, struct part *part, const struct exchange_table *table)
{
    struct sheet_column heads[EXCHANGE_COLUMNS_MAX] = {0};
    part->table = table;
    buf_init(&part->bytes, LIMIT_UPLOAD_BYTES);
    TRY(sheet_write_csv(im->arena, put_bytes, &part->bytes, &part->w));
    for (size_t i = 0; i < table->column_count; i++) heads[i].label = roster_field(&table->columns[i]);
    return sheet_head(part->w, heads, table->column_count);
}

static struct err *put(struct part *part, const struct str *texts)
{
    struct sheet_cell cells[EXCHANGE_COLUMNS_MAX];
    for (size_t i = 0; i < part->table->column_count; i++) cells[i] = put_text(texts[i]);
    return sheet_put(part->w, cells, part->table->column_count);
}

static struct str id_text(struct import *im, int64_t id)
{
    return id ? str_printf(im->c->arena, "%lld", (long long)id) : (struct str){0};
}

static struct str with(struct import *im, const char *what, int64_t id)
{
    return str_printf(im->c->arena, "%s-%lld", what, (long long)id);
}

/* ---- orgs.csv ---- */

static const char *type_of(int kind)
{
    switch (kind) {
    case ORG_CITY: return "local";
    case ORG_DISTRICT: return "district";
    case ORG_ACADEMY:
    case ORG_SCHOOL:
    case ORG_INDUSTRY_SCHOOL: return "school";
    default: return "department";
    }
}

static struct err *put_orgs(struct import *im, struct part *part)
{
    for (LIST_EACH(im->org_list, struct org, org)) {
        int64_t parent = org->parent_id && import_org(im, org->parent_id) ? org->parent_id : 0;
        const struct str texts[EXCHANGE_COLUMNS_MAX] = {id_text(im, org->id),
                                                        {0},
                                                        {0},
                                                        org->name,
                                                        str_of(type_of(org->kind)),
                                                        org->code,
                                                        id_text(im, parent),
                                                        str_of(org_kind_names[org->kind]),
                                                        str_of(org_level_names[org->level])};
        TRY(put(part, texts));
    }
    return NULL;
}

/* ---- users.csv and roles.csv ---- */

static bool is_compound(struct str name)
{
    static const char *const surnames[] = {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙",
                                           "令狐", "慕容", "夏侯", "司徒", "长孙", "宇文", "轩辕", "端木"};
    for (size_t i = 0; i < sizeof surnames / sizeof *surnames; i++)
        if (str_starts(name, str_of(surnames[i]))) return true;
    return false;
}

/* Chinese names begin with the surname, others end with it. metadata.tongke.name has the name as it is. */
static void split_name(struct str name, struct str *ret_family, struct str *ret_given)
{
    size_t at = 0, last = name.n;
    *ret_family = *ret_given = name;
    if (name.n && (unsigned char)name.p[0] >= 0x80) {
        for (int i = is_compound(name) ? 2 : 1; i > 0 && str_next(name, &at) >= 0;) i--;
        if (at == name.n) return;
        *ret_family = (struct str){name.p, at};
        *ret_given = (struct str){name.p + at, name.n - at};
        return;
    }
    while (last > 0 && name.p[last - 1] != ' ') last--;
    if (!last) return;
    *ret_given = str_trim((struct str){name.p, last});
    *ret_family = (struct str){name.p + last, name.n - last};
}

struct people {
    struct part *users, *roles;
};

static struct err *put_person(struct import *im, const struct person *person)
{
    const struct people *out = im->watcher;
    struct str family, given, id = id_text(im, person->id), org = id_text(im, person->org_id);
    if (person->state != PERSON_ACTIVE) return NULL;
    split_name(person->name, &family, &given);
    const struct str user[EXCHANGE_COLUMNS_MAX] = {[0] = id,
                                                   [3] = STR("true"),
                                                   [4] = with(im, "person", person->id),
                                                   [6] = given,
                                                   [7] = family,
                                                   [21] = org,
                                                   [23] = person->name,
                                                   [24] = person->post};
    const struct str role[EXCHANGE_COLUMNS_MAX] = {
        [0] = with(im, "role", person->id), [3] = id, [4] = STR("primary"), [5] = STR("student"), [8] = org};
    TRY(put(out->users, user));
    return put(out->roles, role);
}

static struct err *put_page(struct import *im, const struct list *people, struct sheet_writer *w)
{
    for (LIST_EACH(*people, struct person, person)) TRY(put_person(im, person));
    return NULL;
}

static struct err *put_people(struct import *im, struct part *users, struct part *roles)
{
    struct people out = {users, roles};
    im->watcher = &out;
    return import_put_people(im, users->w, put_page);
}

/* ---- courses.csv, academicSessions.csv, classes.csv, enrollments.csv ---- */

static struct err *put_courses(struct import *im, struct part *part)
{
    const struct roster *r = im->state;
    for (LIST_EACH(r->courses, struct course, course)) {
        const struct str texts[EXCHANGE_COLUMNS_MAX] = {[0] = id_text(im, course->id),
                                                        [4] = course->title,
                                                        [5] = course->code,
                                                        [7] = id_text(im, course->org_id),
                                                        [10] = str_of(course_kind_names[course->kind])};
        TRY(put(part, texts));
    }
    return NULL;
}

struct classes {
    struct part *roles, *sessions, *courses, *classes, *enrollments;
    struct exchange_map *held; /* roles that stand there */
};

static struct err *put_class(struct import *im, const struct classes *out, const struct klass *k)
{
    struct arena *a = im->c->arena;
    struct str term = with(im, "term", k->id), course = with(im, "class", k->id), host = id_text(im, k->org_id);
    const struct str session[EXCHANGE_COLUMNS_MAX] = {[0] = term,
                                                      [3] = k->title,
                                                      [4] = STR("term"),
                                                      [5] = date_text(a, k->starts_on),
                                                      [6] = date_text(a, date_add_days(k->ends_on, 1)),
                                                      [8] = str_printf(a, "%d", k->ends_on / 10000)};
    const struct str stand_in[EXCHANGE_COLUMNS_MAX] = {[0] = course, [4] = k->title, [5] = k->code, [7] = host};
    const struct str row[EXCHANGE_COLUMNS_MAX] = {[0] = id_text(im, k->id), [3] = k->title, [5] = course, [6] = k->code,
                                                  [7] = STR("scheduled"),   [8] = k->room,  [9] = host,   [10] = term};
    TRY(put(out->sessions, session));
    TRY(put(out->courses, stand_in));
    return put(out->classes, row);
}

/* Only people who are in users.csv. */
static struct err *is_in_users(struct import *im, int64_t person_id, bool *ret_in)
{
    struct person person;
    TRY(person_get(im->c, person_id, &person));
    *ret_in = person.state == PERSON_ACTIVE && str_starts(person.org_path, im->path);
    return NULL;
}

static struct err *put_enrollment(struct import *im, const struct klass *k, struct str id, int64_t person_id,
                                  const char *role, struct part *part)
{
    const struct str texts[EXCHANGE_COLUMNS_MAX] = {[0] = id,
                                                    [3] = id_text(im, k->id),
                                                    [4] = id_text(im, k->org_id),
                                                    [5] = id_text(im, person_id),
                                                    [6] = str_of(role),
                                                    [7] = STR("false"),
                                                    [8] = date_text(im->c->arena, k->starts_on),
                                                    [9] = date_text(im->c->arena, date_add_days(k->ends_on, 1))};
    return put(part, texts);
}

static struct err *put_enrollments(struct import *im, const struct klass *k, struct part *part)
{
    struct list enrolments = {0};
    bool in_users;
    TRY(klass_all_enrolments(im->c, k->id, &enrolments));
    for (LIST_EACH(enrolments, struct enrolment, e)) {
        if (e->state == ENROLMENT_DECLINED || e->state == ENROLMENT_WITHDRAWN) continue;
        TRY(is_in_users(im, e->person_id, &in_users));
        if (in_users) TRY(put_enrollment(im, k, id_text(im, e->id), e->person_id, "student", part));
    }
    return NULL;
}

/* Who teaches at a host has that role there, once however many classes it is. */
static struct err *put_role_at(struct import *im, int64_t person_id, int64_t org_id, const char *role,
                               const struct classes *out)
{
    int64_t before;
    struct str id = str_printf(im->arena, "role-%lld-%s-%lld", (long long)person_id, role, (long long)org_id);
    struct str org = id_text(im, org_id);
    const struct str texts[EXCHANGE_COLUMNS_MAX] = {
        [0] = id, [3] = id_text(im, person_id), [4] = STR("secondary"), [5] = str_of(role), [8] = org};
    return map_add(im->arena, out->held, id, 1, &before) ? put(out->roles, texts) : NULL;
}

static struct err *put_staff(struct import *im, const struct klass *k, int64_t duty, const struct classes *out)
{
    bool manages = duty == KLASS_DUTY_MANAGER, in_users;
    const char *role = manages ? "administrator" : "teacher";
    struct list people;
    TRY(klass_people_with(im->c, k->id, duty, &people));
    for (LIST_EACH(people, int64_t, person_id)) {
        struct str id = str_printf(im->c->arena, "%s-%lld-%lld", role, (long long)k->id, (long long)*person_id);
        TRY(is_in_users(im, *person_id, &in_users));
        if (!in_users) continue;
        TRY(put_enrollment(im, k, id, *person_id, role, out->enrollments));
        TRY(put_role_at(im, *person_id, k->org_id, manages ? "siteAdministrator" : "teacher", out));
    }
    return NULL;
}

static struct err *put_classes(struct import *im, const struct classes *out)
{
    struct list ids = {0};
    TRY(roster_store_classes(im->c, im->path, &ids));
    for (LIST_EACH(ids, int64_t, id)) {
        struct klass klass;
        TRY(klass_get(im->c, *id, &klass));
        TRY(put_class(im, out, &klass));
        TRY(put_enrollments(im, &klass, out->enrollments));
        TRY(put_staff(im, &klass, KLASS_DUTY_TEACHER, out));
        TRY(put_staff(im, &klass, KLASS_DUTY_MANAGER, out));
    }
    return NULL;
}

/* ---- the zip ---- */

static const struct exchange_table *const tables[] = {&roster_orgs,       &roster_sessions, &roster_users,
                                                      &roster_roles,      &roster_courses,  &roster_classes,
                                                      &roster_enrollments};
enum { PARTS = sizeof tables / sizeof *tables };

static struct str manifest_text(struct import *im)
{
    static const char *const absent[] = {"categories",
                                         "classResources",
                                         "courseResources",
                                         "demographics",
                                         "lineItemLearningObjectiveIds",
                                         "lineItems",
                                         "lineItemScoreScales",
                                         "resources",
                                         "resultLearningObjectiveIds",
                                         "results",
                                         "resultScoreScales",
                                         "scoreScales",
                                         "userProfiles",
                                         "userResources"};
    struct buf out;
    buf_init(&out, 16 << 10);
    buf_cstr(&out, "propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,1.2\r\n");
    for (size_t i = 0; i < PARTS; i++) buf_printf(&out, "file.%s,bulk\r\n", tables[i]->zh);
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) buf_printf(&out, "file.%s,absent\r\n", absent[i]);
    buf_cstr(&out, "source.systemName,Tongke\r\nsource.systemCode,tongke\r\n");
    struct str text = str_copy(im->arena, buf_text(&out));
    buf_done(&out);
    return text;
}

static struct err *fill(struct import *im, struct part *parts)
{
    struct exchange_map held = {0};
    struct classes classes = {&parts[3], &parts[1], &parts[4], &parts[5], &parts[6], &held};
    for (size_t i = 0; i < PARTS; i++) TRY(part_open(im, &parts[i], tables[i]));
    TRY(put_orgs(im, &parts[0]));
    TRY(put_people(im, &parts[2], &parts[3]));
    TRY(put_courses(im, &parts[4]));
    return put_classes(im, &classes);
}

static struct err *pack(struct import *im, struct part *parts, struct str *ret_zip)
{
    struct sheet_file files[FILES] = {{"manifest.csv", manifest_text(im)}};
    for (size_t i = 0; i < PARTS; i++) {
        struct str bytes = buf_text(&parts[i].bytes);
        if (buf_over(&parts[i].bytes))
            FAIL(im->arena, ERR_LIMIT, "oneroster.large", "数据太多，请缩小范围。", "That is too much: narrow it.");
        files[i + 1].name = str_printf(im->arena, "%s.csv", tables[i]->zh).p;
        files[i + 1].bytes = (struct str){bytes.p + BOM_BYTES, bytes.n - BOM_BYTES}; /* the binding has none */
    }
    return sheet_zip(im->arena, files, PARTS + 1, ret_zip);
}

struct err *roster_export(struct import *im, struct str *ret_zip)
{
    struct part parts[PARTS] = {0};
    struct err *e = fill(im, parts);
    for (size_t i = 0; i < PARTS; i++) {
        struct err *closed = parts[i].w ? sheet_close(parts[i].w, !e) : NULL;
        if (!e) e = closed;
    }
    if (!e) e = pack(im, parts, ret_zip);
    for (size_t i = 0; i < PARTS; i++)
        if (parts[i].table) buf_done(&parts[i].bytes);
    return e;
}

/* What whoever runs classes may see: people, classes and courses of a part of the tree. */
static struct err *open_scope(struct call *c, struct str *ret_path)
{
    static const enum perm needs[] = {PERM_ORG_READ, PERM_PERSON_READ, PERM_COURSE_READ, PERM_CLASS_READ};
    TRY(org_scope(c, PERM_ENROL_EDIT, ret_path));
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) TRY(call_may(c, needs[i], *ret_path));
    return NULL;
}

/* On a worker thread: the writer is not held up. */
struct err *roster_prepare(struct call *c)
{
    struct import im = {.c = c, .arena = c->arena, .table = &exchange_oneroster};
    struct str *zip = arena_new(c->arena, struct str);
    TRY(open_scope(c, &im.path));
    TRY(im.table->open(&im));
    TRY(roster_export(&im, zip));
    c->prepared = zip;
    return NULL;
}

struct err *roster_post(struct call *c)
{
    struct str path;
    TRY(open_scope(c, &path));
    c->raw = *(struct str *)c->prepared;
    c->status = 200;
    call_audit(c, 0, path, str_printf(c->arena, "export oneroster, %zu bytes", c->raw.n));
    return NULL;
}
