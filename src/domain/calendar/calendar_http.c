/* domain/calendar/calendar_http.c: making, listing, revoking and reading feeds. */
#include "api/config.h"
#include "api/module.h"
#include "calc/digest/digest.h"
#include "calendar_sql.h"
#include "core/arena.h"
#include "domain/calendar/calendar.h"
#include "domain/calendar/calendar_private.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"

enum { KEY_BYTES = 16, FEED_BYTES = 16 << 20, PAST_DAYS = 90, FUTURE_DAYS = 400 };

struct feed_in {
    int kind;
    int64_t class_id, org_id;
    struct str room;
};
static const struct shape_field in_fields[] = {
    F_ENUM(struct feed_in, kind, calendar_kind_names, SHAPE_REQUIRED, "种类", "kind"),
    F_ID(struct feed_in, class_id, 0, "班次", "class"),
    F_ID(struct feed_in, org_id, 0, "学校", "school"),
    F_TEXT(struct feed_in, room, 0, 100, 0, "教室", "room"),
};
static const struct shape in_shape = SHAPE("CalendarFeedIn", struct feed_in, in_fields);

struct feeds {
    struct list items; /* struct calendar_feed */
};
static const struct shape_field feeds_fields[] = {
    F_LIST(struct feeds, items, &calendar_feed_shape, 0, 0, 0, "日历订阅", "feeds"),
};
static const struct shape feeds_shape = SHAPE("CalendarFeeds", struct feeds, feeds_fields);

/* The key of a feed: nobody without the program's secret can work it out. */
static struct str key_of(struct call *c, int64_t feed_id)
{
    uint8_t digest[DIGEST_BYTES];
    struct str secret = {(const char *)c->config->secret_key, sizeof c->config->secret_key};
    digest_hmac_sha256(secret, str_printf(c->arena, "tongke-calendar-1:%lld", (long long)feed_id), digest);
    return digest_hex(c->arena, (struct str){(const char *)digest, KEY_BYTES});
}

static bool same_key(struct str a, struct str b)
{
    unsigned different = a.n != b.n;
    for (size_t i = 0; i < a.n && i < b.n; i++) different |= (unsigned)(a.p[i] ^ b.p[i]);
    return !different;
}

static void show_url(struct call *c, struct calendar_feed *f)
{
    f->url = str_printf(c->arena, "%.*s/api/v1/calendars/%lld?key=%.*s", STR_ARG(c->config->public_url),
                        (long long)f->id, STR_ARG(key_of(c, f->id)));
}

static struct err *list_feeds(struct call *c)
{
    struct feeds *out = c->out;
    call_checked(c);
    TRY(calendar_feed_mine(c, &out->items));
    for (LIST_EACH(out->items, struct calendar_feed, f)) show_url(c, f);
    return NULL;
}

/* One's own timetable, a class that one may see, a room of a school whose classes one may see. */
static struct err *check_target(struct call *c, const struct feed_in *in, struct calendar_feed *f)
{
    struct klass klass;
    call_checked(c);
    f->kind = in->kind;
    if (in->kind == CALENDAR_PERSON) {
        f->person_id = c->who->person_id;
        if (f->person_id) return NULL;
        FAIL(c->arena, ERR_ABSENT, "calendar.no_person", "这个账号不对应任何人员，没有自己的课表。",
             "This account belongs to no person and has no timetable.");
    }
    if (in->kind == CALENDAR_CLASS) {
        f->class_id = in->class_id;
        TRY(klass_get(c, in->class_id, &klass));
        return klass_may_see(c, &klass);
    }
    if (!str_trim(in->room).n) FAIL_FIELD(c->arena, "calendar.room", "room", "请填写教室。", "Say which room.");
    f->org_id = in->org_id;
    f->room = str_trim(in->room);
    TRY(org_path(c, in->org_id, &f->org_path));
    return call_may(c, PERM_CLASS_READ, f->org_path);
}

static bool same_target(const struct calendar_feed *a, const struct calendar_feed *b)
{
    return a->kind == b->kind && a->person_id == b->person_id && a->class_id == b->class_id && a->org_id == b->org_id &&
           str_equal(a->room, b->room);
}

static struct err *post_feed(struct call *c)
{
    struct calendar_feed *out = c->out, feed = {0};
    struct list mine;
    bool found;
    TRY(check_target(c, c->in, &feed));
    TRY(calendar_feed_mine(c, &mine));
    for (LIST_EACH(mine, struct calendar_feed, f))
        if (same_target(f, &feed)) feed.id = f->id;
    if (!feed.id) {
        feed.id = call_id(c);
        TRY(calendar_feed_add(c, &feed));
    }
    TRY(calendar_feed_find(c, feed.id, out, &found));
    show_url(c, out);
    call_audit(c, out->id, out->org_path, str_of(calendar_kind_names[out->kind]));
    return NULL;
}

static struct err *no_feed(struct call *c)
{
    return ERR(c->arena, ERR_ABSENT, "calendar.absent", "没有这个日历订阅，或已取消。请重新订阅。",
               "There is no such feed, or it was revoked: subscribe again.");
}

static struct err *delete_feed(struct call *c)
{
    bool done;
    call_checked(c);
    TRY(calendar_feed_revoke(c, c->path[0], &done));
    return done ? NULL : no_feed(c);
}

static struct str name_of(struct call *c, const struct calendar_feed *f)
{
    if (f->kind == CALENDAR_PERSON) return STR("我的课表");
    return f->kind == CALENDAR_CLASS ? f->name : str_printf(c->arena, "%.*s %.*s", STR_ARG(f->name), STR_ARG(f->room));
}

static struct err *get_feed(struct call *c)
{
    struct calendar_feed f;
    struct list events;
    uint8_t digest[DIGEST_BYTES];
    bool found;
    call_checked(c);
    if (!same_key(call_param(c, "key"), key_of(c, c->path[0]))) return no_feed(c);
    TRY(calendar_feed_find(c, c->path[0], &f, &found));
    if (!found) return no_feed(c);
    int64_t day = 24 * TIME_HOUR_US;
    TRY(calendar_events(c, &f, c->now_us - PAST_DAYS * day, c->now_us + FUTURE_DAYS * day, &events));
    struct buf out;
    buf_init(&out, FEED_BYTES);
    calendar_write(&out, name_of(c, &f), &events);
    c->raw = str_copy(c->arena, buf_text(&out));
    buf_done(&out);
    digest_sha256(c->raw, digest);
    c->etag = str_printf(c->arena, "\"%.*s\"", STR_ARG(digest_hex(c->arena, (struct str){(const char *)digest, 16})));
    return NULL;
}

static const struct route_param feed_params[] = {{"key", SHAPE_TEXT, "地址里的密钥", "the key of the address"}, {0}};

static const struct route routes[] = {
    {GET, "/my/calendars", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &feeds_shape, NULL, "我的日历订阅",
     "My calendar feeds", list_feeds},
    {POST, "/my/calendars", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, &in_shape, &calendar_feed_shape, NULL,
     "订阅本人、班次或教室的日历；同一个只有一份", "A feed of one's own timetable, a class or a room; one of each",
     post_feed},
    {DELETE, "/my/calendars/{feed_id}", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, NULL, NULL, NULL, "取消一个日历订阅",
     "Revokes a feed", delete_feed},
    {GET, "/calendars/{feed_id}", TX_READ, PERM_PUBLIC, ROUTE_RAW, NULL, NULL, NULL,
     "日历（iCalendar），凭地址里的 key 读取，不需登录", "A feed as iCalendar; the key= of its address opens it",
     get_feed, .params = feed_params, .raw_type = "text/calendar; charset=utf-8"},
};

const struct module calendar_module = {
    .name = "calendar",
    .schema = &calendar_schema,
    .statements = calendar_statements,
    .statement_count = &calendar_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
};
