/* domain/live/live_link.c: joining a room, leaving it, and the summaries that its clients get from time to time. */
#include "domain/live/live_private.h"

/* ---- joining ---- */

static struct err *read_limits(struct call *c, struct str org_path, struct live_hello *hello, int64_t *ret_packed)
{
    int64_t minutes;
    TRY(live_rule(c, "live_danmaku_seconds", org_path, 2, &hello->danmaku_seconds));
    TRY(live_rule(c, "live_danmaku_chars", org_path, 50, &hello->danmaku_chars));
    TRY(live_rule(c, "live_roll_minutes", org_path, 10, &minutes));
    *ret_packed = live_limits_pack(hello->danmaku_seconds, hello->danmaku_chars, minutes);
    return NULL;
}

static struct err *begin_span(struct call *c, const struct live_seat *seat, const struct live_room *room,
                              int64_t *ret_span_id)
{
    int64_t links;
    *ret_span_id = 0;
    if (room->state == LIVE_CLOSED) return NULL; /* reading on after the lesson is no presence */
    call_dirty(c, room->session_id);             /* whoever comes gets the figures */
    if (!c->who->person_id) return NULL;         /* looking on is no presence */
    TRY(live_span_count_own(c, room->session_id, &links));
    if (links >= LIVE_LINKS_MAX)
        FAIL(c->arena, ERR_LIMIT, "live.many_links", "您已在 %d 个窗口中打开这个课堂，请先关闭一些。",
             "You have this lesson open in %d windows: close some first.", LIVE_LINKS_MAX);
    struct live_span span = {.id = call_id(c),
                             .session_id = room->session_id,
                             .person_id = c->who->person_id,
                             .role = seat->role,
                             .site_id = seat->site_id,
                             .own_session_id = seat->own_session_id,
                             .joined_at = c->now_us};
    TRY(live_span_save(c, &span));
    *ret_span_id = span.id;
    return NULL;
}

/* Without ?since= the last few; with it everything after, up to a ceiling. */
static struct err *fill_missed(struct call *c, const struct live_room *room, struct live_hello *hello)
{
    int64_t since;
    TRY(call_param_int(c, "since", &since));
    bool given = call_param(c, "since").n > 0;
    if (since < 0) since = 0;
    TRY(live_event_list(c, room->session_id, since, given ? LIVE_MISSED_MAX : LIVE_BACKLOG, &hello->missed));
    live_reverse(&hello->missed);
    hello->truncated = hello->missed.n > 0 && LIST_AT(hello->missed, struct live_event, 0)->seq > since + 1;
    return NULL;
}

static struct err *fill_poll(struct call *c, const struct live_room *room, struct live_hello *hello)
{
    struct live_poll poll;
    if (!room->poll_id) return NULL;
    TRY(live_poll_get(c, room->session_id, room->poll_id, &poll));
    TRY(live_poll_fill_counts(c, &poll));
    TRY(live_poll_fill_mine(c, &poll));
    struct buf out;
    buf_init(&out, 64 << 10);
    shape_write_json(&out, &live_poll_shape, &poll, false);
    hello->poll = str_copy(c->arena, buf_text(&out));
    buf_done(&out);
    return NULL;
}

static struct err *fill_hello(struct call *c, const struct live_seat *seat, const struct live_room *room,
                              struct live_hello *hello)
{
    live_view_fill(c, seat, room, &hello->room);
    hello->me = (struct live_speaker){c->who->person_id, c->who->name, seat->site_name};
    hello->role = seat->role;
    hello->site_id = seat->site_id;
    hello->seq = room->seq;
    hello->media = hello->room.media;
    TRY(fill_missed(c, room, hello));
    TRY(live_question_list(c, room->session_id, &hello->questions));
    TRY(live_hand_list(c, room->session_id, &hello->hands));
    return fill_poll(c, room, hello);
}

/* An account of an office has no person who could be present or speak: it looks on. */
static struct err *seat_without_person(struct call *c, struct live_seat *seat)
{
    if (c->who->person_id) return NULL;
    if (seat->role == LIVE_SITE)
        FAIL(c->arena, ERR_DENIED, "live.no_person", "教学点要由负责人用个人账号进入课堂。",
             "A site is joined by its leader, with a personal account.");
    seat->role = LIVE_STAFF;
    return NULL;
}

struct err *live_link_open(struct call *c)
{
    struct live_seat seat;
    struct live_room room;
    struct live_hello hello = {0};
    int64_t limits, span_id;
    TRY(live_seat_get(c, c->path[0], &seat));
    TRY(seat_without_person(c, &seat));
    TRY(live_room_make(c, seat.source.id, &room));
    TRY(read_limits(c, seat.host.org_path, &hello, &limits));
    TRY(begin_span(c, &seat, &room, &span_id));
    TRY(fill_hello(c, &seat, &room, &hello));
    c->link->room = room.session_id;
    c->link->tags = live_tag_of(seat.role);
    c->link->extra[LIVE_EXTRA_SPAN] = span_id;
    c->link->extra[LIVE_EXTRA_ROLE] = seat.role;
    c->link->extra[LIVE_EXTRA_LIMITS] = limits;
    c->raw = live_message_text(c->arena, "hello", &live_hello_shape, &hello);
    return NULL;
}

/* ---- leaving ---- */

struct err *live_link_close(struct call *c)
{
    struct live_span span;
    struct live_room room;
    int64_t span_id = c->link->extra[LIVE_EXTRA_SPAN];
    if (!span_id) return NULL;
    TRY(live_span_get(c, span_id, &span));
    if (span.left_at) return NULL; /* the lesson ended before they left */
    TRY(live_room_get(c, span.session_id, &room));
    TRY(live_mark_roll(c, &span, &room, live_limit_roll_seconds(c->link->extra[LIVE_EXTRA_LIMITS])));
    TRY(live_span_end(c, span_id, live_seconds(span.joined_at, c->now_us, room.opened_at)));
    call_dirty(c, span.session_id);
    return NULL;
}

/* ---- summaries ---- */

static void send_presence(struct call *c, struct live_presence *presence)
{
    struct list sites = presence->sites;
    struct str full = live_message_text(c->arena, "presence", &live_presence_shape, presence);
    presence->sites = (struct list){0};
    struct str totals = live_message_text(c->arena, "presence", &live_presence_shape, presence);
    presence->sites = sites;
    uint32_t staff = LIVE_TAG_TEACHER | LIVE_TAG_STAFF;
    call_emit(c, c->link->room, LIVE_TAG_SITE | LIVE_TAG_LEARNER, totals);
    call_emit(c, c->link->room, staff, full.n <= LIVE_SITES_BYTES ? full : totals); /* else they ask GET …/live/sites */
}

static struct err *send_tally(struct call *c, const struct live_room *room)
{
    struct live_poll poll;
    if (!room->poll_id) return NULL;
    TRY(live_poll_find(c, room->session_id, room->poll_id, &poll));
    TRY(live_poll_fill_counts(c, &poll));
    bool fresh = poll.counted_at > c->now_us - LIVE_FRESH_US || poll.closed_at > c->now_us - LIVE_FRESH_US;
    if (!fresh) return NULL;
    call_emit(c, c->link->room, LIVE_TAG_ALL,
              str_printf(c->arena, "{\"t\":\"tally\",\"d\":{\"poll_id\":\"%lld\",\"counts\":%.*s,\"total\":%lld}}",
                         (long long)poll.id, STR_ARG(poll.counts), (long long)poll.total));
    return NULL;
}

static struct err *send_votes(struct call *c)
{
    struct list rows;
    TRY(live_question_list_fresh(c, c->link->room, c->now_us - LIVE_FRESH_US, &rows));
    if (!rows.n) return NULL;
    struct buf out;
    buf_init(&out, LIVE_SITES_BYTES);
    buf_cstr(&out, "{\"t\":\"votes\",\"d\":{\"questions\":[");
    for (LIST_EACH(rows, struct live_question_row, row))
        buf_printf(&out, "%s{\"id\":\"%lld\",\"votes\":%lld}", row == (struct live_question_row *)rows.p ? "" : ",",
                   (long long)row->id, (long long)row->votes);
    buf_cstr(&out, "]}}");
    if (!buf_over(&out)) call_emit(c, c->link->room, LIVE_TAG_ALL, str_copy(c->arena, buf_text(&out)));
    buf_done(&out);
    return NULL;
}

struct err *live_link_tick(struct call *c)
{
    struct live_room room;
    struct live_presence presence;
    TRY(live_room_get(c, c->link->room, &room));
    TRY(live_presence_count(c, c->link->room, &presence));
    presence.seq = room.seq;
    send_presence(c, &presence);
    TRY(send_tally(c, &room));
    return send_votes(c);
}
