/* domain/klass/room.c: the rooms of a school, and the calendar of its classes and rooms. */
#include "api/call.h"
#include "domain/klass/klass_private.h"
#include "domain/org/org.h"

struct err *room_get(struct call *c, int64_t room_id, struct room *ret_room)
{
    bool found;
    TRY(room_store_get(c, room_id, ret_room, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "room.absent", "没有这间教室。", "There is no such room.");
    return NULL;
}

static struct err *name_taken(struct arena *a, struct str name)
{
    FAIL_FIELD(a, "room.taken", "name", "本校已有“%.*s”。", "The school has a room “%.*s” already.", STR_ARG(name));
}

struct err *room_add(struct call *c, struct room *room)
{
    bool is_new;
    room->id = call_id(c);
    room->name = str_trim(room->name);
    TRY(room_store_insert(c, room, &is_new));
    if (!is_new) return name_taken(c->arena, room->name);
    TRY(room_store_adopt(c, room));
    return room_get(c, room->id, room);
}

struct err *room_set(struct call *c, const struct room *old, struct room *room)
{
    bool taken;
    room->id = old->id;
    room->org_id = old->org_id;
    room->name = str_trim(room->name);
    TRY(room_store_taken(c, room, &taken));
    if (taken) return name_taken(c->arena, room->name);
    TRY(room_store_update(c, room));
    if (!str_equal(room->name, old->name)) TRY(room_store_rename(c, room));
    TRY(room_store_adopt(c, room));
    return room_get(c, room->id, room);
}

struct err *session_settle_room(struct call *c, const struct klass *klass, struct session *session)
{
    struct room room;
    bool found = false;
    if (!session->room_id) {
        if (session->room.n) TRY(room_store_find(c, klass->org_id, session->room, &room, &found));
        session->room_id = found ? room.id : 0;
        return NULL;
    }
    TRY(room_store_get(c, session->room_id, &room, &found));
    bool usable = found && (room.org_id == klass->org_id || who_can(c->who, PERM_CLASS_EDIT, room.org_path));
    if (!usable)
        FAIL_FIELD(c->arena, "room.absent", "room_id", "没有这间教室，或它不归您安排。请改用文字写明地点。",
                   "There is no such room, or it is not yours to use: write the place in words instead.");
    session->room = room.name;
    return NULL;
}

/* ---- the calendar ---- */

enum { CALENDAR_DAYS_MAX = 400, SESSION_DAYS_MAX = 45 };

struct err *calendar_read(struct call *c, struct str path, struct calendar *x)
{
    int64_t days = date_days(x->until_on) - date_days(x->from_on);
    if (days < 0 || days > CALENDAR_DAYS_MAX)
        FAIL_FIELD(c->arena, "calendar.days", "to", "日历最多一年多，且结束日期不能早于开始日期。",
                   "The calendar shows a year or so, and cannot end before it begins.");
    int64_t from_at = date_start_us(x->from_on, c->tz_min),
            until_at = date_start_us(date_add_days(x->until_on, 1), c->tz_min);
    TRY(calendar_store_read(c, path, from_at, until_at, days <= SESSION_DAYS_MAX, x));
    for (LIST_EACH(x->conflicts, struct session_conflict, clash)) clash->kind = CONFLICT_ROOM;
    return NULL;
}
