#include "api/call.h"
#include "api/api_private.h"

#include "api/effects.h"
#include "api/module.h"
#include "os/random.h"

#include <string.h>

enum { EVENT_DEPTH_MAX = 8 };

void effects_clear(struct effects *effects)
{
    *effects =
        (struct effects){.modules = effects->modules, .module_count = effects->module_count, .arena = effects->arena};
}

int64_t call_id(struct call *c) { return id_new(c->ids, c->now_us); }

void call_random(struct call *c, void *ret_bytes, size_t n) { random_bytes(ret_bytes, n); }

void call_checked(struct call *c) { c->scope_checked = true; }

bool call_can(struct call *c, enum perm perm, struct str org_path)
{
    c->scope_checked = true;
    return who_can(c->who, perm, org_path);
}

/* The permission that lets somebody know that a thing exists, for one that changes it. */
static enum perm reading(enum perm perm)
{
    switch (perm) {
    case PERM_ORG_EDIT: return PERM_ORG_READ;
    case PERM_PERSON_EDIT: return PERM_PERSON_READ;
    case PERM_ACCOUNT_EDIT:
    case PERM_ROLE_GRANT: return PERM_ACCOUNT_READ;
    case PERM_COURSE_EDIT: return PERM_COURSE_READ;
    case PERM_CLASS_EDIT:
    case PERM_CLASS_CONFIRM:
    case PERM_ENROL_EDIT:
    case PERM_ENROL_CONFIRM:
    case PERM_LEAVE_DECIDE: return PERM_CLASS_READ;
    case PERM_ROLL_MARK:
    case PERM_ROLL_CORRECT: return PERM_ROLL_READ;
    case PERM_LIVE_TEACH: return PERM_LIVE_STAFF;
    case PERM_LEDGER_REVERSE: return PERM_LEDGER_READ;
    default: return perm;
    }
}

struct err *call_may(struct call *c, enum perm perm, struct str org_path)
{
    if (call_can(c, perm, org_path)) return NULL;
    enum perm read = reading(perm);
    if (read != perm && who_can(c->who, read, org_path))
        FAIL(c->arena, ERR_DENIED, "perm.denied", "您可以查看，但没有权限做这件事。请联系安全管理员授权。",
             "You may see this but not do it. Ask the security administrator for the permission.");
    FAIL(c->arena, ERR_ABSENT, "perm.absent", "没有找到，或不在您的管理范围内。",
         "Not found, or outside your part of the tree.");
}

static int hex_value(char x)
{
    return x >= '0' && x <= '9' ? x - '0' : (x | 32) >= 'a' && (x | 32) <= 'f' ? (x | 32) - 'a' + 10 : -1;
}

struct str api_percent_decode(struct arena *a, struct str s)
{
    char *p = arena_bytes(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool coded = s.p[i] == '%' && i + 2 < s.n && hex_value(s.p[i + 1]) >= 0 && hex_value(s.p[i + 2]) >= 0;
        p[n++] = coded ? (char)(hex_value(s.p[i + 1]) << 4 | hex_value(s.p[i + 2])) : s.p[i] == '+' ? ' ' : s.p[i];
        if (coded) i += 2;
    }
    return (struct str){p, n};
}

/* An export reads pages of its own. */
static bool is_paging(const char *name)
{
    return strcmp(name, "limit") == 0 || strcmp(name, "cursor") == 0 || strcmp(name, "count") == 0;
}

static struct str own_paging(struct call *c, const char *name)
{
    if (strcmp(name, "cursor") == 0) return c->page_cursor;
    return strcmp(name, "limit") == 0 ? str_printf(c->arena, "%d", LIMIT_PAGE_ROWS) : (struct str){0};
}

struct str call_param(struct call *c, const char *name)
{
    if (c->in_pages && is_paging(name)) return own_paging(c, name);
    struct str rest = c->query;
    while (rest.n) {
        struct str value, key = str_cut(str_cut(rest, '&', &rest), '=', &value);
        if (!str_is(key, name)) continue;
        struct str text = api_percent_decode(c->arena, value);
        return str_chars(text) < 0 || memchr(text.p, 0, text.n) ? (struct str){0} : text;
    }
    return (struct str){0};
}

struct err *call_param_int(struct call *c, const char *name, int64_t *ret_value)
{
    struct str text = call_param(c, name);
    *ret_value = 0;
    if (text.n && !str_int64(text, ret_value))
        FAIL_FIELD(c->arena, "input.number", name, "网址参数 %s 应是整数。",
                   "The URL parameter %s must be a whole number.", name);
    return NULL;
}

struct err *call_match(struct call *c, int64_t version)
{
    if (c->if_match == 0 || c->if_match == version) return NULL;
    FAIL(c->arena, ERR_PRECONDITION, "http.changed", "这条记录在您编辑时已被别人修改。请刷新后再改。",
         "Somebody else changed this record while you edited it. Reload and make your change again.");
}

struct arena *call_lasting(struct call *c) { return c->effects->arena ? c->effects->arena : c->arena; }

/* What shall be told after the commit must be there then. */
static struct str kept(struct call *c, struct str text)
{
    return c->effects->arena ? str_copy(c->effects->arena, text) : text;
}

void call_emit(struct call *c, int64_t room, uint32_t mask, struct str json)
{
    *list_add(call_lasting(c), &c->effects->emits, struct effect_emit) =
        (struct effect_emit){room, mask, kept(c, json)};
}

void call_dirty(struct call *c, int64_t room) { *list_add(call_lasting(c), &c->effects->rooms, int64_t) = room; }

void call_kick(struct call *c, int64_t account_id)
{
    *list_add(call_lasting(c), &c->effects->kicks, int64_t) = account_id;
}

void **call_memo(struct call *c, const void *owner)
{
    for (LIST_EACH(c->effects->memos, struct effect_memo, memo))
        if (memo->owner == owner) return &memo->value;
    struct effect_memo *memo = list_add(call_lasting(c), &c->effects->memos, struct effect_memo);
    *memo = (struct effect_memo){.owner = owner};
    return &memo->value;
}

static struct err *react(struct call *c, const struct module *module, const struct event *event)
{
    for (size_t i = 0; i < module->reaction_count; i++)
        if (strcmp(module->reactions[i].event, event->name) == 0) TRY(module->reactions[i].run(c, event));
    return NULL;
}

static void count_event(struct call *c, const char *name)
{
    struct list *events = &c->effects->events;
    struct effect_events *last = events->n ? LIST_AT(*events, struct effect_events, events->n - 1) : NULL;
    if (!last || strcmp(last->name, name) != 0) {
        last = list_add(call_lasting(c), events, struct effect_events);
        last->name = name;
    }
    last->n++;
}

struct err *call_event(struct call *c, struct event event)
{
    count_event(c, event.name);
    if (c->effects->depth >= EVENT_DEPTH_MAX)
        FAIL(c->arena, ERR_BROKEN, "api.event_loop", "内部事件互相触发，已停止。",
             "Internal events trigger each other; stopped.");
    c->effects->depth++;
    struct err *e = NULL;
    for (size_t i = 0; i < c->effects->module_count && !e; i++) e = react(c, c->effects->modules[i], &event);
    c->effects->depth--;
    return e;
}

void call_cookie(struct call *c, struct str name, struct str value, int64_t max_age_s)
{
    *list_add(call_lasting(c), &c->effects->cookies, struct effect_cookie) =
        (struct effect_cookie){kept(c, name), kept(c, value), max_age_s};
}

void call_audit(struct call *c, int64_t object_id, struct str org_path, struct str detail)
{
    c->effects->audit_object_id = object_id;
    c->effects->audit_path = kept(c, org_path);
    c->effects->audit_detail = kept(c, detail);
}
