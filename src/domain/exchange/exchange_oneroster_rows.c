/* domain/exchange/exchange_oneroster_rows.c: the rows of each file of a OneRoster zip. */
#include "core/arena.h"
#include "core/err.h"
#include "domain/course/course.h"
#include "domain/exchange/exchange_oneroster.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

#include <string.h>

#define COLUMN(file, lower, name)                                                                                      \
    {                                                                                                                  \
        lower, file ".csv: " name, file ".csv: " name, 0, NULL, NULL, NULL                                             \
    }
#define NEEDED(file, lower, name)                                                                                      \
    {                                                                                                                  \
        lower, file ".csv: " name, file ".csv: " name, EXCHANGE_REQUIRED, NULL, NULL, NULL                             \
    }
#define FIRST(file)                                                                                                    \
    [ROSTER_ID] = NEEDED(file, "sourcedid", "sourcedId"), [ROSTER_STATUS] = COLUMN(file, "status", "status"),          \
    [ROSTER_MODIFIED] = COLUMN(file, "datelastmodified", "dateLastModified")
#define PART(name_, columns_, row_)                                                                                    \
    {                                                                                                                  \
        .name = name_, .zh = name_, .en = name_, .columns = columns_,                                                  \
        .column_count = sizeof columns_ / sizeof *columns_, .row = row_                                                \
    }

/* A cell that must be filled in for something new. */
static struct str needed(struct import *im, int column)
{
    struct str text = cell_text(im, column);
    if (!text.n) import_problem(im, column, "此项必填。", "This is needed.");
    return text;
}

/* ---- orgs.csv ---- */

enum { ORG_NAME = ROSTER_OWN, ORG_TYPE, ORG_IDENTIFIER, ORG_PARENT, ORG_KIND_OWN, ORG_LEVEL_OWN };
static const struct exchange_column org_columns[] = {
    FIRST("orgs"),
    [ORG_NAME] = NEEDED("orgs", "name", "name"),
    [ORG_TYPE] = NEEDED("orgs", "type", "type"),
    [ORG_IDENTIFIER] = COLUMN("orgs", "identifier", "identifier"),
    [ORG_PARENT] = COLUMN("orgs", "parentsourcedid", "parentSourcedId"),
    [ORG_KIND_OWN] = COLUMN("orgs", "metadata.tongke.kind", "metadata.tongke.kind"),
    [ORG_LEVEL_OWN] = COLUMN("orgs", "metadata.tongke.level", "metadata.tongke.level"),
};
static const char *const org_types[] = {"", "department", "district", "local", "national", "school", "state", NULL};
enum { TYPE_DISTRICT = 2, TYPE_SCHOOL = 5 };

static struct err *known_org(struct import *im, struct org *org, int64_t parent_id)
{
    struct str name = cell_text(im, ORG_NAME), code = cell_text(im, ORG_IDENTIFIER);
    struct org_change to = {.code = code.n ? code : org->code,
                            .name = name.n ? name : org->name,
                            .short_name = org->short_name,
                            .is_school = org->is_school,
                            .is_site = org->is_site,
                            .seats = org->seats,
                            .state = org->state,
                            .ordinal = org->ordinal};
    if (parent_id && parent_id != org->parent_id)
        import_problem(im, ORG_PARENT, "已有单位不能换上级。", "An organisation on record stays where it is.");
    if (im->row_failed) return NULL;
    bool differs = !str_equal(to.name, org->name) || !str_equal(to.code, org->code);
    *(differs ? &im->counts.changed : &im->counts.unchanged) += 1;
    struct org changed = *org;
    return differs && im->apply ? org_change(im->c, &to, &changed) : NULL;
}

static void place_org(struct import *im, const struct org *parent, int type, struct org_new *in)
{
    in->kind = type == TYPE_DISTRICT ? ORG_DISTRICT : type == TYPE_SCHOOL ? ORG_SCHOOL : ORG_UNIT;
    in->level = type == TYPE_DISTRICT ? ORG_LEVEL_DISTRICT : parent ? parent->level : ORG_LEVEL_MUNICIPAL;
    in->is_school = type == TYPE_SCHOOL;
    if (cell_given(im, ORG_KIND_OWN)) in->kind = roster_word(im, ORG_KIND_OWN, org_kind_names);
    if (cell_given(im, ORG_LEVEL_OWN)) in->level = roster_word(im, ORG_LEVEL_OWN, org_level_names);
    if (!im->row_failed) import_refused(im, ORG_TYPE, org_check_place(im->arena, parent, in->kind, in->level));
}

/* So that rows below find it as a parent. */
static void remember_org(struct import *im, const struct org *org, int64_t id)
{
    struct org *kept = list_add(im->arena, &im->org_list, struct org);
    *kept = *org;
    kept->id = id;
    kept->name = str_copy(im->arena, org->name);
    kept->path = str_copy(im->arena, org->path);
    map_set(im->arena, &im->org_index, str_printf(im->arena, "%lld", (long long)id), (int64_t)im->org_list.n - 1);
}

static struct err *new_org(struct import *im, struct str sourced, int64_t parent_id, int type)
{
    const struct org *parent = parent_id ? import_org(im, parent_id) : NULL;
    struct org_new in = {.parent_id = parent_id, .name = needed(im, ORG_NAME), .code = cell_text(im, ORG_IDENTIFIER)};
    int64_t id;
    if (!parent && !im->row_failed)
        import_problem(im, ORG_PARENT, "新单位必须有上级，上级应在本表前面的行或已登记。",
                       "A new organisation needs a parent, in a row above or on record.");
    if (str_chars(in.name) > 100)
        import_problem(im, ORG_NAME, "名称最长 100 个字。", "A name has at most 100 characters.");
    if (str_chars(in.code) > 30)
        import_problem(im, ORG_IDENTIFIER, "代码最长 30 个字符。", "A code has at most 30 characters.");
    if (!im->row_failed) place_org(im, parent, type, &in);
    if (im->row_failed) return NULL;
    struct org org = {.parent_id = parent_id, .name = in.name, .kind = in.kind, .level = in.level};
    org.path = parent->path;
    if (im->apply) TRY(org_add(im->c, &in, &org));
    im->counts.added++;
    TRY(roster_keep(im, ROSTER_ORG, sourced, org.id, &id));
    remember_org(im, &org, id);
    return NULL;
}

static struct err *org_row(struct import *im)
{
    struct str sourced;
    int64_t id, parent_id;
    if (!roster_begin(im, ROSTER_ORG, &sourced)) return NULL;
    TRY(roster_find(im, ROSTER_ORG, sourced, &id));
    struct org *known = id ? import_org(im, id) : NULL;
    bool top = known && !import_org(im, known->parent_id); /* what is above is not the caller's */
    if (top) im->at[ORG_PARENT] = -1;
    TRY(roster_ref(im, ORG_PARENT, ROSTER_ORG, &parent_id));
    int type = roster_word(im, ORG_TYPE, org_types);
    if (im->row_failed) return NULL;
    return known ? known_org(im, known, parent_id) : new_org(im, sourced, parent_id, type);
}
const struct exchange_table roster_orgs = PART("orgs", org_columns, org_row);

/* ---- academicSessions.csv: the days of classes ---- */

enum { SESSION_TITLE = ROSTER_OWN, SESSION_TYPE, SESSION_START, SESSION_END, SESSION_PARENT, SESSION_YEAR };
static const struct exchange_column session_columns[] = {
    FIRST("academicSessions"),
    [SESSION_TITLE] = NEEDED("academicSessions", "title", "title"),
    [SESSION_TYPE] = NEEDED("academicSessions", "type", "type"),
    [SESSION_START] = NEEDED("academicSessions", "startdate", "startDate"),
    [SESSION_END] = NEEDED("academicSessions", "enddate", "endDate"),
    [SESSION_PARENT] = COLUMN("academicSessions", "parentsourcedid", "parentSourcedId"),
    [SESSION_YEAR] = NEEDED("academicSessions", "schoolyear", "schoolYear"),
};

static struct err *session_row(struct import *im)
{
    static const char *const types[] = {"", "gradingPeriod", "semester", "schoolYear", "term", NULL};
    struct roster *r = im->state;
    struct str sourced;
    if (!roster_begin(im, ROSTER_SESSION, &sourced)) return NULL;
    roster_word(im, SESSION_TYPE, types);
    needed(im, SESSION_START);
    needed(im, SESSION_END);
    int begins = cell_exact_date(im, SESSION_START), ends = cell_exact_date(im, SESSION_END);
    if (!im->row_failed && ends <= begins)
        import_problem(im, SESSION_END, "endDate 是最后一天的后一天，应晚于 startDate。",
                       "endDate is the day after the last one and must lie after startDate.");
    if (im->row_failed) return NULL;
    map_set(im->arena, &r->begins, str_copy(im->arena, sourced), begins);
    map_set(im->arena, &r->ends, str_copy(im->arena, sourced), date_add_days(ends, -1));
    im->counts.unchanged++;
    return NULL;
}
const struct exchange_table roster_sessions = PART("academicSessions", session_columns, session_row);

/* ---- users.csv ---- */

enum {
    USER_ENABLED = ROSTER_OWN,
    USER_USERNAME,
    USER_IDS,
    USER_GIVEN,
    USER_FAMILY,
    USER_MIDDLE,
    USER_IDENTIFIER,
    USER_EMAIL,
    USER_SMS,
    USER_PHONE,
    USER_AGENTS,
    USER_GRADES,
    USER_PASSWORD,
    USER_MASTER,
    USER_RESOURCES,
    USER_PREFERRED_GIVEN,
    USER_PREFERRED_MIDDLE,
    USER_PREFERRED_FAMILY,
    USER_ORG,
    USER_PRONOUNS,
    USER_NAME_OWN,
    USER_POST_OWN,
};
static const struct exchange_column user_columns[] = {
    FIRST("users"),
    [USER_ENABLED] = NEEDED("users", "enableduser", "enabledUser"),
    [USER_USERNAME] = COLUMN("users", "username", "username"),
    [USER_IDS] = COLUMN("users", "userids", "userIds"),
    [USER_GIVEN] = NEEDED("users", "givenname", "givenName"),
    [USER_FAMILY] = NEEDED("users", "familyname", "familyName"),
    [USER_MIDDLE] = COLUMN("users", "middlename", "middleName"),
    [USER_IDENTIFIER] = COLUMN("users", "identifier", "identifier"),
    [USER_EMAIL] = COLUMN("users", "email", "email"),
    [USER_SMS] = COLUMN("users", "sms", "sms"),
    [USER_PHONE] = COLUMN("users", "phone", "phone"),
    [USER_AGENTS] = COLUMN("users", "agentsourcedids", "agentSourcedIds"),
    [USER_GRADES] = COLUMN("users", "grades", "grades"),
    [USER_PASSWORD] = COLUMN("users", "password", "password"),
    [USER_MASTER] = COLUMN("users", "usermasteridentifier", "userMasterIdentifier"),
    [USER_RESOURCES] = COLUMN("users", "resourcesourcedids", "resourceSourcedIds"),
    [USER_PREFERRED_GIVEN] = COLUMN("users", "preferredgivenname", "preferredGivenName"),
    [USER_PREFERRED_MIDDLE] = COLUMN("users", "preferredmiddlename", "preferredMiddleName"),
    [USER_PREFERRED_FAMILY] = COLUMN("users", "preferredfamilyname", "preferredFamilyName"),
    [USER_ORG] = COLUMN("users", "primaryorgsourcedid", "primaryOrgSourcedId"),
    [USER_PRONOUNS] = COLUMN("users", "pronouns", "pronouns"),
    [USER_NAME_OWN] = COLUMN("users", "metadata.tongke.name", "metadata.tongke.name"),
    [USER_POST_OWN] = COLUMN("users", "metadata.tongke.post", "metadata.tongke.post"),
};

static bool is_ascii(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80) return false;
    return true;
}

/* 张 + 伟 is 张伟, Ada + Lovelace is Ada Lovelace. */
static struct str full_name(struct import *im)
{
    struct str given = cell_text(im, USER_GIVEN), family = cell_text(im, USER_FAMILY);
    if (cell_given(im, USER_NAME_OWN)) return cell_text(im, USER_NAME_OWN);
    if (is_ascii(given) && is_ascii(family) && given.n && family.n)
        return str_printf(im->c->arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
    return str_printf(im->c->arena, "%.*s%.*s", STR_ARG(family), STR_ARG(given));
}

static struct err *known_user(struct import *im, int64_t id, struct str name, int64_t org_id)
{
    struct person person;
    struct str post = cell_text(im, USER_POST_OWN);
    TRY(person_get(im->c, id, &person));
    struct person_change to = {.name = name.n ? name : person.name,
                               .gender = person.gender,
                               .audience_code = person.audience_code,
                               .post = post.n ? post : person.post,
                               .state = person.state};
    bool other = !str_equal(to.name, person.name) || !str_equal(to.post, person.post);
    bool moved = org_id && org_id != person.org_id;
    *(other || moved ? &im->counts.changed : &im->counts.unchanged) += 1;
    if (other && im->apply) TRY(person_change(im->c, &to, &person));
    return moved && im->apply ? person_transfer(im->c, &person, org_id, im->c->today) : NULL;
}

static struct err *add_user(struct import *im, struct str sourced, struct str name, int64_t org_id)
{
    struct person person = {0};
    struct person_new in = {.org_id = org_id, .name = name, .post = cell_text(im, USER_POST_OWN)};
    if (im->apply) TRY(person_add(im->c, &in, &person));
    im->counts.added++;
    return roster_keep(im, ROSTER_USER, sourced, person.id, NULL);
}

static void put_side_by_side(struct import *im, struct str name, const struct person *known, int choice)
{
    struct arena *a = im->arena;
    struct exchange_duplicate *d = list_add(a, &im->duplicates, struct exchange_duplicate);
    *d = (struct exchange_duplicate){.row_no = im->row->number,
                                     .name = str_copy(a, name),
                                     .unit = str_copy(a, known->org_name),
                                     .post = str_copy(a, cell_text(im, USER_POST_OWN)),
                                     .person_id = known->id,
                                     .known_name = str_copy(a, known->name),
                                     .known_unit = str_copy(a, known->org_name),
                                     .known_post = str_copy(a, known->post),
                                     .known_mask = str_copy(a, known->citizen_mask),
                                     .choice = choice};
    im->counts.duplicates++;
    im->counts.undecided += choice == CHOICE_NONE;
}

/* Somebody of that name in that unit may be the same: a person decides. */
static struct err *new_user(struct import *im, struct str sourced, struct str name, int64_t org_id)
{
    struct list people = {0};
    const struct person *known = NULL;
    const struct org *org = import_org(im, org_id);
    int64_t choice = im->choice_all;
    if (org_id > 0) TRY(person_find_named(im->c, name, org->path, &people));
    for (LIST_EACH(people, struct person, person))
        if (person->org_id == org_id && !known) known = person;
    if (!known) return add_user(im, sourced, name, org_id);
    map_find(&im->choices, str_printf(im->c->arena, "%lld", (long long)im->row->number), &choice);
    put_side_by_side(im, name, known, (int)choice);
    if (choice == CHOICE_NEW) return add_user(im, sourced, name, org_id);
    if (choice == CHOICE_SAME) {
        TRY(known_user(im, known->id, name, org_id));
        return roster_keep(im, ROSTER_USER, sourced, im->apply ? known->id : 0, NULL);
    }
    im->counts.skipped += choice == CHOICE_SKIP;
    return roster_keep(im, ROSTER_USER, sourced, 0, NULL); /* rows that refer to them are no error for that */
}

static struct err *user_row(struct import *im)
{
    static const char *const truths[] = {"", "true", "false", NULL};
    struct roster *r = im->state;
    struct str sourced, name;
    int64_t id, org_id;
    if (!roster_begin(im, ROSTER_USER, &sourced)) return NULL;
    roster_word(im, USER_ENABLED, truths);
    TRY(roster_ref(im, USER_ORG, ROSTER_ORG, &org_id));
    if (!org_id && !im->row_failed) map_find(&r->homes, sourced, &org_id);
    name = full_name(im);
    TRY(roster_find(im, ROSTER_USER, sourced, &id));
    if (str_chars(name) > 50) import_problem(im, USER_GIVEN, "姓名最长 50 个字。", "A name has at most 50 characters.");
    if (str_chars(cell_text(im, USER_POST_OWN)) > 100)
        import_problem(im, USER_POST_OWN, "职务最长 100 个字。", "A post has at most 100 characters.");
    if (id <= 0 && !name.n) import_problem(im, USER_GIVEN, "此项必填。", "This is needed.");
    if (id <= 0 && !org_id && !im->row_failed)
        import_problem(im, USER_ORG, "新人员须有 primaryOrgSourcedId，或在 roles.csv 里有 primary 角色。",
                       "Somebody new needs primaryOrgSourcedId, or a primary role in roles.csv.");
    if (im->row_failed) return NULL;
    roster_name(im, ROSTER_USER, sourced, name);
    return id > 0 ? known_user(im, id, name, org_id) : new_user(im, sourced, name, org_id);
}
const struct exchange_table roster_users = PART("users", user_columns, user_row);

/* ---- roles.csv ---- */

enum { ROLE_USER = ROSTER_OWN, ROLE_TYPE, ROLE_ROLE, ROLE_BEGIN, ROLE_END, ROLE_ORG, ROLE_PROFILE };
static const struct exchange_column role_columns[] = {
    FIRST("roles"),
    [ROLE_USER] = NEEDED("roles", "usersourcedid", "userSourcedId"),
    [ROLE_TYPE] = NEEDED("roles", "roletype", "roleType"),
    [ROLE_ROLE] = NEEDED("roles", "role", "role"),
    [ROLE_BEGIN] = COLUMN("roles", "begindate", "beginDate"),
    [ROLE_END] = COLUMN("roles", "enddate", "endDate"),
    [ROLE_ORG] = NEEDED("roles", "orgsourcedid", "orgSourcedId"),
    [ROLE_PROFILE] = COLUMN("roles", "userprofilesourcedid", "userProfileSourcedId"),
};

static struct err *home_row(struct import *im)
{
    struct roster *r = im->state;
    int64_t org_id;
    if (!str_is(cell_text(im, ROLE_TYPE), "primary") || str_is(cell_text(im, ROSTER_STATUS), "tobedeleted"))
        return NULL;
    TRY(roster_ref(im, ROLE_ORG, ROSTER_ORG, &org_id));
    if (org_id) map_set(im->arena, &r->homes, str_copy(im->arena, cell_text(im, ROLE_USER)), org_id);
    return NULL;
}
const struct exchange_table roster_homes = PART("roles", role_columns, home_row);

/* Roles of the other system open nothing here: they are checked and left. */
static struct err *role_row(struct import *im)
{
    static const char *const types[] = {"", "primary", "secondary", NULL};
    static const char *const roles[] = {
        "",        "aide",     "counselor",         "districtAdministrator", "guardian", "parent",  "principal",
        "proctor", "relative", "siteAdministrator", "systemAdministrator",   "student",  "teacher", NULL};
    struct str sourced;
    int64_t user_id, org_id;
    if (!roster_begin(im, ROSTER_ROLE, &sourced)) return NULL;
    needed(im, ROLE_USER);
    needed(im, ROLE_ORG);
    TRY(roster_ref(im, ROLE_USER, ROSTER_USER, &user_id));
    TRY(roster_ref(im, ROLE_ORG, ROSTER_ORG, &org_id));
    roster_word(im, ROLE_TYPE, types);
    roster_word(im, ROLE_ROLE, roles);
    cell_exact_date(im, ROLE_BEGIN);
    cell_exact_date(im, ROLE_END);
    im->counts.unchanged += !im->row_failed;
    return NULL;
}
const struct exchange_table roster_roles = PART("roles", role_columns, role_row);

/* ---- courses.csv ---- */

enum {
    COURSE_YEAR = ROSTER_OWN,
    COURSE_TITLE,
    COURSE_CODE,
    COURSE_GRADES,
    COURSE_ORG,
    COURSE_SUBJECTS,
    COURSE_SUBJECT_CODES,
    COURSE_KIND_OWN,
};
static const struct exchange_column course_columns[] = {
    FIRST("courses"),
    [COURSE_YEAR] = COLUMN("courses", "schoolyearsourcedid", "schoolYearSourcedId"),
    [COURSE_TITLE] = NEEDED("courses", "title", "title"),
    [COURSE_CODE] = COLUMN("courses", "coursecode", "courseCode"),
    [COURSE_GRADES] = COLUMN("courses", "grades", "grades"),
    [COURSE_ORG] = NEEDED("courses", "orgsourcedid", "orgSourcedId"),
    [COURSE_SUBJECTS] = COLUMN("courses", "subjects", "subjects"),
    [COURSE_SUBJECT_CODES] = COLUMN("courses", "subjectcodes", "subjectCodes"),
    [COURSE_KIND_OWN] = COLUMN("courses", "metadata.tongke.kind", "metadata.tongke.kind"),
};

static struct err *known_course(struct import *im, int64_t id, int64_t org_id)
{
    struct roster *r = im->state;
    int64_t place = 0;
    map_find(&r->course_by_id, str_printf(im->c->arena, "%lld", (long long)id), &place);
    const struct course *known = LIST_AT(r->courses, struct course, place);
    struct course to = *known;
    struct str title = cell_text(im, COURSE_TITLE), code = cell_text(im, COURSE_CODE);
    if (title.n) to.title = title;
    if (code.n) to.code = code;
    if (org_id && org_id != known->org_id)
        import_problem(im, COURSE_ORG, "已有课程不能换建设单位。", "A course on record keeps its owner.");
    if (im->row_failed) return NULL;
    bool differs = !str_equal(to.title, known->title) || !str_equal(to.code, known->code);
    *(differs ? &im->counts.changed : &im->counts.unchanged) += 1;
    if (!differs || !im->apply) return NULL;
    TRY(course_stops(im->c, id, &to.stops));
    return course_set(im->c, &to);
}

static struct err *new_course(struct import *im, struct str sourced, int64_t org_id)
{
    struct course to = {.org_id = org_id, .title = needed(im, COURSE_TITLE), .code = cell_text(im, COURSE_CODE)};
    to.kind = cell_given(im, COURSE_KIND_OWN) ? roster_word(im, COURSE_KIND_OWN, course_kind_names) : COURSE_THEORY;
    needed(im, COURSE_ORG);
    if (im->row_failed) return NULL;
    if (im->apply) TRY(course_add(im->c, &to));
    im->counts.added++;
    return roster_keep(im, ROSTER_COURSE, sourced, im->apply ? to.id : 0, NULL);
}

static struct err *course_row(struct import *im)
{
    struct str sourced;
    int64_t id, org_id;
    if (!roster_begin(im, ROSTER_COURSE, &sourced)) return NULL;
    TRY(roster_ref(im, COURSE_ORG, ROSTER_ORG, &org_id));
    if (str_chars(cell_text(im, COURSE_TITLE)) > 100)
        import_problem(im, COURSE_TITLE, "课程名称最长 100 个字。", "A title has at most 100 characters.");
    if (str_chars(cell_text(im, COURSE_CODE)) > 30)
        import_problem(im, COURSE_CODE, "课程代码最长 30 个字符。", "A code has at most 30 characters.");
    if (im->row_failed) return NULL;
    if (str_starts(sourced, STR("class-"))) { /* our export's stand-in: a class has several courses */
        im->counts.unchanged++;
        return roster_keep(im, ROSTER_COURSE, sourced, 0, NULL);
    }
    TRY(roster_find(im, ROSTER_COURSE, sourced, &id));
    return id > 0 ? known_course(im, id, org_id) : new_course(im, sourced, org_id);
}
const struct exchange_table roster_courses = PART("courses", course_columns, course_row);

/* ---- classes.csv ---- */

enum {
    CLASS_TITLE = ROSTER_OWN,
    CLASS_GRADES,
    CLASS_COURSE,
    CLASS_CODE,
    CLASS_TYPE,
    CLASS_LOCATION,
    CLASS_SCHOOL,
    CLASS_TERMS,
    CLASS_SUBJECTS,
    CLASS_SUBJECT_CODES,
    CLASS_PERIODS,
};
static const struct exchange_column class_columns[] = {
    FIRST("classes"),
    [CLASS_TITLE] = NEEDED("classes", "title", "title"),
    [CLASS_GRADES] = COLUMN("classes", "grades", "grades"),
    [CLASS_COURSE] = NEEDED("classes", "coursesourcedid", "courseSourcedId"),
    [CLASS_CODE] = COLUMN("classes", "classcode", "classCode"),
    [CLASS_TYPE] = NEEDED("classes", "classtype", "classType"),
    [CLASS_LOCATION] = COLUMN("classes", "location", "location"),
    [CLASS_SCHOOL] = NEEDED("classes", "schoolsourcedid", "schoolSourcedId"),
    [CLASS_TERMS] = NEEDED("classes", "termsourcedids", "termSourcedIds"),
    [CLASS_SUBJECTS] = COLUMN("classes", "subjects", "subjects"),
    [CLASS_SUBJECT_CODES] = COLUMN("classes", "subjectcodes", "subjectCodes"),
    [CLASS_PERIODS] = COLUMN("classes", "periods", "periods"),
};

/* From the first of its terms to the last; *ret_missing: a term that is not in the zip. */
static void find_terms(struct import *im, int *ret_starts_on, int *ret_ends_on, struct str *ret_missing)
{
    struct roster *r = im->state;
    struct str rest = cell_text(im, CLASS_TERMS);
    *ret_starts_on = *ret_ends_on = 0;
    *ret_missing = (struct str){0};
    while (rest.n) {
        int64_t begins, ends;
        struct str term = str_trim(str_cut(rest, ',', &rest));
        if (!map_find(&r->begins, term, &begins) || !map_find(&r->ends, term, &ends)) {
            *ret_missing = term;
            return;
        }
        if (!*ret_starts_on || begins < *ret_starts_on) *ret_starts_on = (int)begins;
        if (ends > *ret_ends_on) *ret_ends_on = (int)ends;
    }
}

static void read_terms(struct import *im, int *ret_starts_on, int *ret_ends_on)
{
    struct str missing;
    if (!needed(im, CLASS_TERMS).n) return;
    find_terms(im, ret_starts_on, ret_ends_on, &missing);
    if (missing.n)
        import_problem(im, CLASS_TERMS, "academicSessions.csv 里没有“%.*s”。", "“%.*s” is not in academicSessions.csv.",
                       STR_ARG(missing));
}

static void check_class_texts(struct import *im, const struct klass *klass)
{
    if (str_chars(klass->title) > 100)
        import_problem(im, CLASS_TITLE, "名称最长 100 个字。", "A title has at most 100 characters.");
    if (str_chars(klass->code) > 30)
        import_problem(im, CLASS_CODE, "代码最长 30 个字符。", "A code has at most 30 characters.");
    if (str_chars(klass->room) > 100)
        import_problem(im, CLASS_LOCATION, "地点最长 100 个字。", "A place has at most 100 characters.");
}

/* What the row says of a class on record; an empty cell, and days of terms that are not in the zip, say nothing. */
static bool changes_of(struct import *im, struct klass *klass)
{
    struct klass was = *klass;
    struct str title = cell_text(im, CLASS_TITLE), code = cell_text(im, CLASS_CODE);
    struct str room = cell_text(im, CLASS_LOCATION), missing;
    int starts_on, ends_on;
    find_terms(im, &starts_on, &ends_on, &missing);
    if (title.n) klass->title = title;
    if (code.n) klass->code = code;
    if (room.n) klass->room = room;
    if (starts_on && !missing.n) klass->starts_on = starts_on, klass->ends_on = ends_on;
    return !str_equal(klass->title, was.title) || !str_equal(klass->code, was.code) ||
           !str_equal(klass->room, was.room) || klass->starts_on != was.starts_on || klass->ends_on != was.ends_on;
}

/* A draft follows the other system. From its opening on title and days are the class manager's: people count on them.
 */
static struct err *known_class(struct import *im, int64_t id)
{
    struct klass klass;
    TRY(klass_get(im->c, id, &klass));
    if (klass.state != KLASS_DRAFT || !changes_of(im, &klass)) {
        im->counts.unchanged++;
        return NULL;
    }
    check_class_texts(im, &klass);
    if (im->row_failed) return NULL;
    struct err *e = im->apply ? klass_set(im->c, &klass) : NULL;
    if (e && e->kind != ERR_INVALID && e->kind != ERR_CONFLICT) return e;
    if (!import_refused(im, CLASS_TITLE, e)) im->counts.changed++;
    return NULL;
}

static struct err *new_class(struct import *im, struct str sourced, int64_t school_id)
{
    struct klass klass = {.org_id = school_id,
                          .title = needed(im, CLASS_TITLE),
                          .code = cell_text(im, CLASS_CODE),
                          .room = cell_text(im, CLASS_LOCATION)};
    needed(im, CLASS_SCHOOL);
    read_terms(im, &klass.starts_on, &klass.ends_on);
    const struct org *school = school_id ? import_org(im, school_id) : NULL;
    check_class_texts(im, &klass);
    if (!im->row_failed && school_id > 0 && !school->is_school)
        import_problem(im, CLASS_SCHOOL, "“%.*s”不是办班学校。", "“%.*s” gives no classes.", STR_ARG(school->name));
    if (im->row_failed) return NULL;
    if (im->apply) {
        struct err *e = klass_add(im->c, &klass);
        if (e && e->kind != ERR_INVALID && e->kind != ERR_CONFLICT) return e;
        if (import_refused(im, CLASS_TITLE, e)) return NULL;
    }
    im->counts.added++;
    return roster_keep(im, ROSTER_CLASS, sourced, im->apply ? klass.id : 0, NULL);
}

static struct err *class_row(struct import *im)
{
    static const char *const types[] = {"", "homeroom", "scheduled", NULL};
    struct str sourced;
    int64_t id, course_id, school_id;
    if (!roster_begin(im, ROSTER_CLASS, &sourced)) return NULL;
    roster_word(im, CLASS_TYPE, types);
    TRY(roster_ref(im, CLASS_COURSE, ROSTER_COURSE, &course_id));
    TRY(roster_ref(im, CLASS_SCHOOL, ROSTER_ORG, &school_id));
    TRY(roster_find(im, ROSTER_CLASS, sourced, &id));
    if (im->row_failed) return NULL;
    roster_name(im, ROSTER_CLASS, sourced, cell_text(im, CLASS_TITLE));
    return id > 0 ? known_class(im, id) : new_class(im, sourced, school_id);
}
const struct exchange_table roster_classes = PART("classes", class_columns, class_row);

/* ---- enrollments.csv ---- */

enum { ENROL_CLASS = ROSTER_OWN, ENROL_SCHOOL, ENROL_USER, ENROL_ROLE, ENROL_PRIMARY, ENROL_BEGIN, ENROL_END };
static const struct exchange_column enrol_columns[] = {
    FIRST("enrollments"),
    [ENROL_CLASS] = NEEDED("enrollments", "classsourcedid", "classSourcedId"),
    [ENROL_SCHOOL] = NEEDED("enrollments", "schoolsourcedid", "schoolSourcedId"),
    [ENROL_USER] = NEEDED("enrollments", "usersourcedid", "userSourcedId"),
    [ENROL_ROLE] = NEEDED("enrollments", "role", "role"),
    [ENROL_PRIMARY] = COLUMN("enrollments", "primary", "primary"),
    [ENROL_BEGIN] = COLUMN("enrollments", "begindate", "beginDate"),
    [ENROL_END] = COLUMN("enrollments", "enddate", "endDate"),
};

static struct err *enrol(struct import *im, int64_t class_id, int64_t person_id)
{
    struct klass klass;
    struct list results = {0};
    struct enrol_request request = {
        .person_ids = {.p = &person_id, .n = 1}, .state = ENROLMENT_PROPOSED, .dry_run = !im->apply};
    TRY(klass_get(im->c, class_id, &klass));
    struct err *e = enrolment_add(im->c, &klass, &request, &results);
    if (e && e->kind != ERR_INVALID && e->kind != ERR_CONFLICT) return e;
    if (import_refused(im, ENROL_CLASS, e)) return NULL;
    const struct enrol_result *result = results.n ? results.p : NULL;
    if (result && !result->state)
        import_problem(im, ENROL_USER, "%.*s", "%.*s", STR_ARG(result->problem.detail));
    else
        im->counts.added++;
    return NULL;
}

static struct err *enrol_row(struct import *im)
{
    static const char *const roles[] = {"", "administrator", "proctor", "student", "teacher", NULL};
    enum { ADMINISTRATOR = 1, STUDENT = 3, TEACHER = 4 };
    struct str sourced;
    int64_t class_id, person_id, school_id;
    struct enrolment known;
    bool found = false;
    if (!roster_begin(im, ROSTER_ENROLLMENT, &sourced)) return NULL;
    needed(im, ENROL_CLASS);
    needed(im, ENROL_USER);
    TRY(roster_ref(im, ENROL_CLASS, ROSTER_CLASS, &class_id));
    TRY(roster_ref(im, ENROL_USER, ROSTER_USER, &person_id));
    TRY(roster_ref(im, ENROL_SCHOOL, ROSTER_ORG, &school_id));
    int role = roster_word(im, ENROL_ROLE, roles);
    if (im->row_failed) return NULL;
    if (role == TEACHER || role == ADMINISTRATOR)
        return roster_staff(im, ENROL_CLASS, ENROL_USER, class_id, person_id,
                            role == TEACHER ? KLASS_DUTY_TEACHER : KLASS_DUTY_MANAGER);
    if (role != STUDENT) { /* a proctor has nothing to do here */
        im->counts.skipped++;
        return NULL;
    }
    if (class_id > 0 && person_id > 0) TRY(enrolment_find(im->c, class_id, person_id, &known, &found));
    if (found) {
        im->counts.unchanged++;
        return NULL;
    }
    if (class_id > 0 && person_id > 0) return enrol(im, class_id, person_id);
    /* new with this file: in a dry run there is nothing yet to ask; in a commit it is somebody who was passed over */
    *(im->apply ? &im->counts.skipped : &im->counts.added) += 1;
    return NULL;
}
const struct exchange_table roster_enrollments = PART("enrollments", enrol_columns, enrol_row);
