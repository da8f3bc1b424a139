/* domain/calendar/calendar_store.c: the SQL of feeds. */
#include "api/module.h"
#include "calendar_sql.h"
#include "domain/calendar/calendar_private.h"
#include "domain/org/org.h"

#define FEED(kind, ...) F_##kind(struct calendar_feed, __VA_ARGS__)
#define FEED_FIELDS                                                                                                    \
    FEED(ID, id, 0, "编号", "id"), FEED(ENUM, kind, calendar_kind_names, 0, "种类", "kind"),                           \
        FEED(ID, class_id, 0, "班次", "class"), FEED(ID, org_id, 0, "学校", "school"),                                 \
        FEED(TEXT, room, 0, 0, 0, "教室", "room"), FEED(TEXT, name, 0, 0, 0, "名称", "name"),                          \
        FEED(TIME, created_at, 0, "建立时间", "made at")
static const struct shape_field feed_fields[] = {
    FEED_FIELDS,
    FEED(TEXT, url, 0, 0, SHAPE_SECRET, "订阅地址（凭此可读，请勿外传）", "address; whoever has it can read the feed"),
};
const struct shape calendar_feed_shape = SHAPE("CalendarFeed", struct calendar_feed, feed_fields);
static const struct shape_field feed_row_fields[] = {
    FEED_FIELDS,
    FEED(ID, person_id, 0, "人员", "person"),
    FEED(TEXT, org_path, 0, 0, 0, "位置", "path"),
};
static const struct shape feed_row_shape = SHAPE("CalendarFeedRow", struct calendar_feed, feed_row_fields);

#define EVENT(kind, ...) F_##kind(struct calendar_event, __VA_ARGS__)
static const struct shape_field event_fields[] = {
    EVENT(ID, id, 0, "编号", "id"),
    EVENT(INT, version, 0, 0, 0, "版本", "version"),
    EVENT(TEXT, title, 0, 0, 0, "标题", "title"),
    EVENT(TEXT, class_title, 0, 0, 0, "班次", "class"),
    EVENT(TEXT, room, 0, 0, 0, "教室", "room"),
    EVENT(TIME, starts_at, 0, "开始", "starts"),
    EVENT(TIME, ends_at, 0, "结束", "ends"),
    EVENT(BOOL, cancelled, 0, "已取消", "cancelled"),
};
static const struct shape event_shape = SHAPE("CalendarEvent", struct calendar_event, event_fields);

struct err *calendar_feed_find(struct call *c, int64_t id, struct calendar_feed *ret, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_calendar_feed_get, VALS(v_id(id)), &feed_row_shape, ret, ret_found);
}

struct err *calendar_feed_mine(struct call *c, struct list *ret_feeds)
{
    return db_list(c->db, c->arena, &sql_calendar_feed_list, VALS(v_id(c->who->account_id)), &feed_row_shape,
                   ret_feeds);
}

struct err *calendar_feed_add(struct call *c, const struct calendar_feed *f)
{
    return db_run(c->db, c->arena, &sql_calendar_feed_insert,
                  VALS(v_id(f->id), v_id(c->who->account_id), v_cstr(calendar_kind_names[f->kind]), v_id(f->person_id),
                       v_id(f->class_id), v_id(f->org_id), v_text(f->room), v_time(c->now_us)),
                  NULL);
}

struct err *calendar_feed_revoke(struct call *c, int64_t id, bool *ret_done)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_calendar_feed_revoke, VALS(v_id(id), v_id(c->who->account_id), v_time(c->now_us)),
               &changed));
    *ret_done = changed > 0;
    return NULL;
}

struct err *calendar_events(struct call *c, const struct calendar_feed *f, int64_t from_at, int64_t until_at,
                            struct list *ret_events)
{
    if (f->kind == CALENDAR_CLASS)
        return db_list(c->db, c->arena, &sql_calendar_class_events, VALS(v_id(f->class_id)), &event_shape, ret_events);
    if (f->kind == CALENDAR_PERSON)
        return db_list(c->db, c->arena, &sql_calendar_person_events,
                       VALS(v_id(f->person_id), v_time(from_at), v_time(until_at)), &event_shape, ret_events);
    return db_list(c->db, c->arena, &sql_calendar_room_events,
                   VALS(v_text(f->room), v_time(from_at), v_time(until_at), v_text(f->org_path),
                        v_text(org_path_end(c->arena, f->org_path))),
                   &event_shape, ret_events);
}
