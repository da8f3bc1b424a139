/* domain/live/live_http.c: the routes, the channel, and the module. */
#include "domain/live/live_private.h"

#include "live_sql.h"

/* Every route here bounds itself to the caller's seat in the room (live_seat.c): a role on the host's or the run's
 * tree, a duty in the class, a site, or an enrolment. */

static const struct shape_field open_fields[] = {
    F_ENUM(struct live_open_in, source, live_source_names, SHAPE_REQUIRED, "画面来源", "source of the pictures"),
    F_ID(struct live_open_in, media_id, 0, "影片", "recorded file, for source file"),
    F_BOOL(struct live_open_in, repeats, 0, "循环播放", "the file begins again at its end"),
};
static const struct shape open_shape = SHAPE("LiveOpen", struct live_open_in, open_fields);

static struct err *open_room(struct call *c)
{
    c->status = 200;
    return live_open_room(c, c->path[0], c->in, c->out);
}

static struct err *close_room(struct call *c)
{
    c->status = 200;
    return live_close_room(c, c->path[0], c->out);
}

static struct err *get_room(struct call *c)
{
    struct live_seat seat;
    struct live_room room;
    TRY(live_seat_get(c, c->path[0], &seat));
    TRY(live_room_get(c, seat.source.id, &room));
    live_view_fill(c, &seat, &room, c->out);
    return NULL;
}

static struct err *get_sites(struct call *c)
{
    struct live_seat seat;
    struct live_room room;
    struct live_presence *out = c->out;
    TRY(live_seat_get(c, c->path[0], &seat));
    TRY(live_room_get(c, seat.source.id, &room));
    TRY(live_presence_count(c, seat.source.id, out));
    out->seq = room.seq;
    if (seat.role == LIVE_TEACHER || seat.role == LIVE_STAFF) return NULL;
    struct list all = out->sites;
    out->sites = (struct list){0}; /* a site sees its own line, a learner none */
    for (LIST_EACH(all, struct live_site, site))
        if (seat.role == LIVE_SITE && site->site_id == seat.site_id)
            *list_add(c->arena, &out->sites, struct live_site) = *site;
    return NULL;
}

static struct err *list_people(struct call *c)
{
    struct live_seat seat;
    struct str path;
    int64_t site_id;
    TRY(live_seat_get(c, c->path[0], &seat));
    TRY(live_names_bound(c, &seat, &path, &site_id));
    return page_run(c, &live_person_pages, VALS(v_int(seat.source.id), v_text(path), v_int(site_id)));
}

/* The newest before ?before= (or of all), oldest first: for scrolling back. */
struct events_out {
    struct list items; /* struct live_event */
    bool more;         /* there are older ones */
};
static const struct shape_field events_fields[] = {
    F_LIST(struct events_out, items, &live_event_shape, 0, 0, 0, "事件", "events, oldest first"),
    F_BOOL(struct events_out, more, 0, "还有更早的", "there are older ones"),
};
static const struct shape events_shape = SHAPE("LiveEvents", struct events_out, events_fields);

static struct err *list_events(struct call *c)
{
    struct live_seat seat;
    struct events_out *out = c->out;
    int64_t since;
    TRY(live_seat_get(c, c->path[0], &seat));
    TRY(call_param_int(c, "since", &since));
    TRY(live_event_list(c, seat.source.id, since < 0 ? 0 : since, LIVE_MISSED_MAX, &out->items));
    live_reverse(&out->items);
    out->more = out->items.n > 0 && LIST_AT(out->items, struct live_event, 0)->seq > since + 1;
    return NULL;
}

struct questions_out {
    struct list items;
};
static const struct shape_field questions_fields[] = {
    F_LIST(struct questions_out, items, &live_question_shape, 0, 0, 0, "提问", "questions, the most wanted first"),
};
static const struct shape questions_shape = SHAPE("LiveQuestions", struct questions_out, questions_fields);

static struct err *list_questions(struct call *c)
{
    struct live_seat seat;
    TRY(live_seat_get(c, c->path[0], &seat));
    return live_question_list(c, seat.source.id, &((struct questions_out *)c->out)->items);
}

struct polls_out {
    struct list items;
};
static const struct shape_field polls_fields[] = {
    F_LIST(struct polls_out, items, &live_poll_shape, 0, 0, 0, "投票", "polls, newest first"),
};
static const struct shape polls_shape = SHAPE("LivePolls", struct polls_out, polls_fields);

static struct err *list_polls(struct call *c)
{
    struct live_seat seat;
    TRY(live_seat_get(c, c->path[0], &seat));
    return live_poll_list(c, seat.source.id, &((struct polls_out *)c->out)->items);
}

struct nows_out {
    struct list items;
};
static const struct shape_field nows_fields[] = {
    F_LIST(struct nows_out, items, &live_now_shape, 0, 0, 0, "正在上课", "lessons that go on now"),
};
static const struct shape nows_shape = SHAPE("LiveNows", struct nows_out, nows_fields);

static struct err *list_now(struct call *c)
{
    struct list all;
    struct nows_out *out = c->out;
    TRY(live_room_list_open(c, &all));
    call_checked(c); /* only rooms in which the caller has a seat */
    for (LIST_EACH(all, struct live_now, now)) {
        struct live_seat seat;
        struct err *e = live_seat_get(c, now->room_id, &seat);
        if (e && e->kind == ERR_ABSENT) continue;
        TRY(e);
        now->session_id = seat.own_session_id;
        now->role = seat.role;
        TRY(live_online_count(c, now->room_id, &now->online));
        *list_add(c->arena, &out->items, struct live_now) = *now;
    }
    return NULL;
}

static const struct route_param since_params[] = {
    {"since", SHAPE_INT, "只要这一条之后的", "only what came after this number"}, {0}};

static const struct route routes[] = {
    {POST, "/sessions/{session_id}/live/open", TX_WRITE, PERM_LIVE_TEACH, ROUTE_OWN_SCOPE, &open_shape,
     &live_view_shape, NULL, "上课：打开直播课堂", "Open the live lesson", open_room, NULL},
    {POST, "/sessions/{session_id}/live/close", TX_WRITE, PERM_LIVE_TEACH, ROUTE_OWN_SCOPE, NULL, &live_view_shape,
     NULL, "下课：关闭直播课堂", "Close the live lesson", close_room, NULL},
    {GET, "/sessions/{session_id}/live", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &live_view_shape, NULL,
     "直播课堂的状态", "The live room", get_room, NULL},
    {GET, "/sessions/{session_id}/live/sites", TX_HEAVY, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &live_presence_shape, NULL,
     "各教学点应到、已到、未到人数", "Expected, present and absent by site", get_sites, NULL},
    {GET, "/sessions/{session_id}/live/presence", TX_HEAVY, PERM_SELF, ROUTE_OWN_SCOPE | ROUTE_PAGE, NULL,
     &live_person_shape, &live_person_pages, "谁在课堂、谁还没到", "Who is there, who is expected and absent",
     list_people, NULL},
    {GET, "/sessions/{session_id}/live/events", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &events_shape, NULL,
     "课堂中发生的事（?since= 之后）", "What happened in the room, after ?since=", list_events, .params = since_params},
    {GET, "/sessions/{session_id}/live/questions", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &questions_shape, NULL,
     "提问列表", "Questions", list_questions, NULL},
    {GET, "/sessions/{session_id}/live/polls", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &polls_shape, NULL,
     "投票和结果", "Polls and their results", list_polls, NULL},
    {GET, "/live/now", TX_HEAVY, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &nows_shape, NULL, "我能进入的正在上课的课堂",
     "Lessons that go on now and that I may enter", list_now, NULL},
};

static const struct channel channels[] = {
    {"/sessions/{session_id}/live", PERM_SELF, live_link_open, live_link_close, live_link_tick, LIVE_TICK_MS,
     live_messages, LIVE_MESSAGES, "直播课堂", "The live room", since_params},
};

/* A session with a lesson behind it stays; an empty room goes with it. */
static struct err *on_removing(struct call *c, const struct event *event)
{
    struct live_room room;
    TRY(live_room_get(c, event->object_id, &room));
    if (room.state == LIVE_READY) return live_room_remove(c, event->object_id);
    FAIL(c->arena, ERR_CONFLICT, "live.has_lesson", "这节课已经上过直播，不能删除。",
         "This session had its live lesson and cannot be deleted.");
}

static const struct reaction reactions[] = {{"session.removing", on_removing}};

static struct err *start(struct call *c) { return live_span_end_stale(c); }

const struct module live_module = {
    .name = "live",
    .schema = &live_schema,
    .statements = live_statements,
    .statement_count = &live_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .channels = channels,
    .channel_count = 1,
    .reactions = reactions,
    .reaction_count = 1,
    .start = start,
};
