/* domain/trust/trust_access.c: who can see what, through which role, until when. */
#include "api/call.h"
#include "api/effects.h"
#include "api/module.h"
#include "api/page.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "domain/search/search.h"
#include "domain/trust/trust_private.h"
#include "trust_sql.h"

/* ---- shapes ---- */

struct trust_grant {
    int64_t id, account_id, person_id;
    struct str name, login;
    int role;
    int64_t org_id;
    struct str org_name, path;
    int from_on, until_on;
};
static const struct shape_field grant_fields[] = {
    F_ID(struct trust_grant, id, 0, "授权", "Grant"),
    F_ID(struct trust_grant, account_id, 0, "账号", "Account"),
    F_ID(struct trust_grant, person_id, 0, "人员", "Person"),
    F_TEXT(struct trust_grant, name, 0, 0, 0, "姓名", "Name"),
    F_TEXT(struct trust_grant, login, 0, 0, 0, "登录名", "Login"),
    F_ENUM(struct trust_grant, role, role_names, 0, "角色", "Role"),
    F_ID(struct trust_grant, org_id, 0, "组织", "Organisation"),
    F_TEXT(struct trust_grant, org_name, 0, 0, 0, "授权所在组织（含下级）", "Granted on, with all below"),
    F_TEXT(struct trust_grant, path, 0, 0, 0, "路径", "Path"),
    F_DATE(struct trust_grant, from_on, 0, "生效日期", "From"),
    F_DATE(struct trust_grant, until_on, 0, "截止日期（含）", "Last day"),
};
const struct shape trust_grant_shape = SHAPE("AccessGrant", struct trust_grant, grant_fields);

static const struct page_sort grant_sorts[] = {{"role", "r.role"}, {"org", "o.path"}, {"login", "a.login"}};
static const struct page_filter grant_filters[] = {
    {"q", SEARCH_FILTER("person", "a.person_id") " OR " SEARCH_FILTER("account", "a.id"), SHAPE_TEXT,
     "姓名、拼音、首字母，或登录名", "name, pinyin, initials, or login", text_query},
    {"role", "r.role = $?", SHAPE_TEXT, "角色", "role"},
};
#define GRANT_FROM "account_role r JOIN org o ON o.id = r.org_id JOIN account a ON a.id = r.account_id"
const struct page_spec trust_reach_page = {&sql_trust_reach, GRANT_FROM, "r.id", TABLE(grant_sorts),
                                           TABLE(grant_filters)};
const struct page_spec trust_within_page = {&sql_trust_within, GRANT_FROM, "r.id", TABLE(grant_sorts),
                                            TABLE(grant_filters)};

struct trust_duty {
    int64_t id, class_id;
    struct str class_title;
    int starts_on, ends_on;
    struct str org_name;
    int64_t person_id;
    struct str name;
    int duty;
};
static const struct shape_field duty_fields[] = {
    F_ID(struct trust_duty, id, 0, "编号", "Id"),
    F_ID(struct trust_duty, class_id, 0, "班次", "Class"),
    F_TEXT(struct trust_duty, class_title, 0, 0, 0, "班次名称", "Title of the class"),
    F_DATE(struct trust_duty, starts_on, 0, "开班", "Begins"),
    F_DATE(struct trust_duty, ends_on, 0, "结束", "Ends"),
    F_TEXT(struct trust_duty, org_name, 0, 0, 0, "承办单位", "Host"),
    F_ID(struct trust_duty, person_id, 0, "人员", "Person"),
    F_TEXT(struct trust_duty, name, 0, 0, 0, "姓名", "Name"),
    F_ENUM(struct trust_duty, duty, klass_duty_names, 0, "职责", "Duty"),
};
static const struct shape duty_shape = SHAPE("AccessDuty", struct trust_duty, duty_fields);

struct trust_list {
    struct list items;
};
static const struct shape_field duties_fields[] = {
    F_LIST(struct trust_list, items, &duty_shape, 0, 0, 0, "在其班次中有职责的人",
           "Who has a duty in a class of theirs"),
};
const struct shape trust_duties_shape = SHAPE("AccessDuties", struct trust_list, duties_fields);

struct trust_route {
    struct str verb, path, help, perm;
};
static const struct shape_field route_fields[] = {
    F_TEXT(struct trust_route, verb, 0, 0, 0, "方法", "Verb"),
    F_TEXT(struct trust_route, path, 0, 0, 0, "地址", "Path"),
    F_TEXT(struct trust_route, help, 0, 0, 0, "功能", "What it does"),
    F_TEXT(struct trust_route, perm, 0, 0, 0, "所需权限", "Permission"),
};
static const struct shape route_shape = SHAPE("AccessRoute", struct trust_route, route_fields);
static const struct shape_field routes_fields[] = {
    F_LIST(struct trust_list, items, &route_shape, 0, 0, 0, "功能", "Functions"),
};
const struct shape trust_routes_shape = SHAPE("AccessRoutes", struct trust_list, routes_fields);

struct trust_subject {
    int64_t id;
    struct str name, org_name;
};
static const struct shape_field subject_fields[] = {
    F_ID(struct trust_subject, id, 0, "人员", "Person"),
    F_TEXT(struct trust_subject, name, 0, 0, 0, "姓名", "Name"),
    F_TEXT(struct trust_subject, org_name, 0, 0, 0, "单位", "Unit"),
};
const struct shape trust_subject_shape = SHAPE("AccessSubject", struct trust_subject, subject_fields);
static const struct page_sort subject_sorts[] = {{"name", "p.name_sort"}};
static const struct page_filter subject_filters[] = {
    {"q", SEARCH_FILTER("person", "p.id"), SHAPE_TEXT, "姓名、拼音或首字母", "name, pinyin or initials", text_query},
    {"person", "p.id = $?", SHAPE_ID, "某一个人", "this person"},
};
const struct page_spec trust_subject_page = {&sql_trust_subject_list, "person p", "p.id", TABLE(subject_sorts),
                                             TABLE(subject_filters)};

/* ---- who may ask ---- */

/* Whoever grants roles or reads the audit log there. Others who read accounts are not told who sees whom. */
static struct err *may_ask(struct call *c, struct str org_path)
{
    if (call_can(c, PERM_ROLE_GRANT, org_path)) return NULL;
    return call_may(c, PERM_AUDIT_READ, org_path);
}

/* A role that looks up organisations and courses, and nobody. */
static bool sees_nobody(int role)
{
    for (int perm = PERM_SELF + 1; perm < PERM_COUNT; perm++)
        if (perm != PERM_ORG_READ && perm != PERM_COURSE_READ && role_has((enum role)role, (enum perm)perm))
            return false;
    return true;
}

static struct str roles_with(struct arena *a, enum perm perm, bool of_person)
{
    struct str roles = STR(",");
    for (int role = ROLE_NONE + 1; role < ROLE_COUNT; role++)
        if (role_has((enum role)role, perm) && !(of_person && perm == PERM_PUBLIC && sees_nobody(role)))
            roles = str_printf(a, "%.*s%s,", STR_ARG(roles), role_names[role]);
    return roles;
}

struct str trust_roles_with(struct arena *a, enum perm perm) { return roles_with(a, perm, false); }

/* The roles that carry the permission asked about (`perm` in the query), or all, but of a person's list for those that
 * see nobody. */
static struct err *roles_asked(struct call *c, bool of_person, struct str *ret_roles)
{
    struct str name = call_param(c, "perm");
    int perm = name.n ? -1 : PERM_PUBLIC;
    for (int i = PERM_SELF + 1; i < PERM_COUNT; i++)
        if (str_is(name, perm_names[i])) perm = i;
    if (perm < 0) FAIL_FIELD(c->arena, "trust.perm", "perm", "没有这种权限。", "There is no such permission.");
    *ret_roles = roles_with(c->arena, (enum perm)perm, of_person);
    return NULL;
}

static struct err *reach(struct call *c, struct str path, bool of_person)
{
    struct str roles;
    TRY(roles_asked(c, of_person, &roles));
    return page_run(c, &trust_reach_page, VALS(v_text(path), v_date(c->today), v_text(roles)));
}

static struct err *duties(struct call *c, int64_t person_id)
{
    struct trust_list *out = c->out;
    return db_list(c->db, c->arena, &sql_trust_duty_list, VALS(v_id(person_id)), &duty_shape, &out->items);
}

/* ---- handlers ---- */

static struct err *asked_person(struct call *c, struct person *ret_person)
{
    TRY(person_get(c, c->path[0], ret_person));
    return may_ask(c, ret_person->org_path);
}

struct err *trust_get_person_grants(struct call *c)
{
    struct person person;
    TRY(asked_person(c, &person));
    return reach(c, person.org_path, true);
}

struct err *trust_get_person_duties(struct call *c)
{
    struct person person;
    TRY(asked_person(c, &person));
    return duties(c, person.id);
}

static struct err *own_person(struct call *c, struct person *ret_person)
{
    call_checked(c); /* bounded to c->who */
    if (!c->who->person_id)
        FAIL(c->arena, ERR_ABSENT, "trust.nobody", "系统账号没有个人数据。",
             "A system account has no data of its own.");
    return person_get(c, c->who->person_id, ret_person);
}

struct err *trust_get_own_grants(struct call *c)
{
    struct person person;
    TRY(own_person(c, &person));
    return reach(c, person.org_path, true);
}

struct err *trust_get_own_duties(struct call *c)
{
    struct person person;
    TRY(own_person(c, &person));
    return duties(c, person.id);
}

struct err *trust_get_org_grants(struct call *c)
{
    struct str path;
    TRY(org_path(c, c->path[0], &path));
    TRY(may_ask(c, path));
    return reach(c, path, false);
}

/* The part of the tree in which the caller may ask. */
static struct err *scope(struct call *c, struct str *ret_path)
{
    enum perm perm = who_can_somewhere(c->who, PERM_ROLE_GRANT) ? PERM_ROLE_GRANT : PERM_AUDIT_READ;
    return org_scope(c, perm, ret_path);
}

struct err *trust_get_within(struct call *c)
{
    struct str path, roles;
    TRY(scope(c, &path));
    TRY(roles_asked(c, false, &roles));
    return page_run(c, &trust_within_page,
                    VALS(v_text(path), v_text(org_path_end(c->arena, path)), v_date(c->today), v_text(roles)));
}

struct err *trust_get_subjects(struct call *c)
{
    struct str path;
    TRY(scope(c, &path));
    return page_run(c, &trust_subject_page, VALS(v_text(path), v_text(org_path_end(c->arena, path))));
}

/* The same for everybody who may ask: what the program can do is no secret. */
struct err *trust_get_routes(struct call *c)
{
    static const char *const verbs[] = {[GET] = "GET", [POST] = "POST", [PUT] = "PUT", [DELETE] = "DELETE"};
    struct trust_list *out = c->out;
    for (size_t m = 0; m < c->effects->module_count; m++) {
        const struct module *module = c->effects->modules[m];
        for (size_t i = 0; i < module->route_count; i++) {
            const struct route *r = &module->routes[i];
            *list_add(c->arena, &out->items, struct trust_route) =
                (struct trust_route){str_of(verbs[r->verb]), str_of(r->path),
                                     str_of(c->lang == LANG_EN ? r->help_en : r->help_zh), str_of(perm_names[r->perm])};
        }
    }
    call_checked(c);
    return NULL;
}
