/* domain/klass/room_http.c: rooms, the calendar, and what became of a class. */
#include "domain/klass/klass_http.h"
#include "domain/klass/klass_private.h"
#include "domain/org/org.h"

static struct list *items(struct call *c) { return &((struct page *)c->out)->items; }

static const struct shape_field calendar_fields[] = {
    F_DATE(struct calendar, from_on, 0, "起", "from"),
    F_DATE(struct calendar, until_on, 0, "止", "until"),
    F_LIST(struct calendar, classes, &calendar_class_shape, 0, 2000, 0, "班次", "classes"),
    F_LIST(struct calendar, rooms, &room_shape, 0, 1000, 0, "教室", "rooms"),
    F_LIST(struct calendar, sessions, &calendar_session_shape, 0, 5000, 0, "课次（45 天以内）",
           "sessions, when asked for at most 45 days"),
    F_LIST(struct calendar, conflicts, &session_conflict_shape, 0, 200, 0, "教室冲突", "rooms that are used twice"),
};
const struct shape calendar_shape = SHAPE("Calendar", struct calendar, calendar_fields);

struct err *http_get_rooms(struct call *c)
{
    struct str path;
    int64_t org_id;
    TRY(org_scope(c, PERM_CLASS_READ, &path));
    TRY(call_param_int(c, "host", &org_id));
    return room_store_list(c, path, org_id, items(c));
}

struct err *http_post_room(struct call *c)
{
    struct room *out = c->out;
    struct org org;
    *out = *(const struct room *)c->in;
    TRY(org_get(c, out->org_id, &org));
    TRY(call_may(c, PERM_CLASS_EDIT, org.path));
    TRY(room_add(c, out));
    call_audit(c, out->id, org.path, (struct str){0});
    return NULL;
}

struct err *http_put_room(struct call *c)
{
    struct room old, *out = c->out;
    TRY(room_get(c, c->path[0], &old));
    TRY(call_may(c, PERM_CLASS_EDIT, old.org_path));
    TRY(call_match(c, old.version));
    *out = *(const struct room *)c->in;
    TRY(room_set(c, &old, out));
    call_audit(c, old.id, old.org_path, (struct str){0});
    return NULL;
}

static struct err *read_day(struct call *c, const char *name, int otherwise, int *ret_day)
{
    struct str text = call_param(c, name);
    *ret_day = otherwise;
    if (!text.n || date_parse(text, ret_day)) return NULL;
    FAIL_FIELD(c->arena, "calendar.day", name, "日期应写成 2026-11-23。", "A date looks like 2026-11-23.");
}

/* From the first of this month on, for a month, unless asked otherwise. */
struct err *http_get_calendar(struct call *c)
{
    struct calendar *out = c->out;
    struct str path;
    int first = c->today - c->today % 100 + 1;
    TRY(org_scope(c, PERM_CLASS_READ, &path));
    TRY(read_day(c, "from", first, &out->from_on));
    TRY(read_day(c, "to", date_add_days(date_add_months(out->from_on, 1), -1), &out->until_on));
    return calendar_read(c, path, out);
}

struct err *http_get_class_events(struct call *c)
{
    struct klass klass;
    TRY(klass_open(c, PERM_CLASS_READ, c->path[0], &klass));
    return klass_store_events(c, klass.id, items(c));
}
