/* domain/live/live.c: opening and closing a lesson, its events, and what becomes of its pictures. */
#include "domain/live/live_private.h"

#include "calc/digest/digest.h"
#include "domain/course/course.h"
#include "domain/roll/roll.h"

#include <string.h>

struct str live_message_text(struct arena *a, const char *type, const struct shape *shape, const void *record)
{
    struct buf out;
    buf_init(&out, LIMIT_REPLY_BYTES);
    buf_printf(&out, "{\"t\":\"%s\",\"d\":", type);
    shape_write_json(&out, shape, record, false);
    buf_char(&out, '}');
    struct str text = str_copy(a, buf_text(&out));
    buf_done(&out);
    return text;
}

struct err *live_tell(struct call *c, int64_t room_id, int kind, const struct live_speaker *person, int64_t site_id,
                      struct str body, int64_t *ret_seq)
{
    struct live_event event = {.kind = kind, .at = c->now_us, .body = body};
    if (person) event.person = *person;
    TRY(live_room_next_seq(c, room_id, &event.seq));
    TRY(live_event_save(c, room_id, &event, site_id));
    call_emit(c, room_id, LIVE_TAG_ALL, live_message_text(c->arena, "event", &live_event_shape, &event));
    if (ret_seq) *ret_seq = event.seq;
    return NULL;
}

struct err *live_rule(struct call *c, const char *code, struct str org_path, int64_t otherwise, int64_t *ret_value)
{
    struct err *e = rule_value(c, code, org_path, c->today, ret_value);
    if (e && e->kind == ERR_ABSENT) {
        *ret_value = otherwise;
        return NULL;
    }
    return e;
}

/* ---- opening and closing ---- */

/* Not to be guessed, and another one each time. */
static struct str new_stream_key(struct call *c)
{
    uint8_t random[10];
    call_random(c, random, sizeof random);
    return digest_hex(c->arena, (struct str){(const char *)random, sizeof random});
}

static struct err *check_file(struct call *c, const struct live_seat *seat, int64_t media_id)
{
    struct media media;
    if (!media_id)
        FAIL_FIELD(c->arena, "live.no_file", "media_id", "请选择要播放的影片。", "Choose the recorded file to play.");
    TRY(media_get(c, media_id, &media));
    bool theirs =
        path_is_under(seat->host.org_path, media.org_path) || who_can(c->who, PERM_COURSE_READ, media.org_path);
    if (!theirs) FAIL_FIELD(c->arena, "live.file_absent", "media_id", "没有找到这个影片。", "There is no such file.");
    if (media.state != MEDIA_READY || (media.kind != MEDIA_VIDEO && media.kind != MEDIA_AUDIO))
        FAIL_FIELD(c->arena, "live.not_playable", "media_id", "这个文件不能播放，请选择视频或音频。",
                   "This file cannot be played: choose a video or a sound recording.");
    return NULL;
}

struct err *live_open_room(struct call *c, int64_t session_id, const struct live_open_in *in,
                           struct live_view *ret_view)
{
    struct live_seat seat;
    struct live_room room;
    TRY(live_seat_teacher(c, session_id, &seat));
    int64_t room_id = seat.source.id;
    TRY(live_room_make(c, room_id, &room));
    if (room.state == LIVE_OPEN)
        FAIL(c->arena, ERR_CONFLICT, "live.already_open", "已经在上课了。", "The lesson is open already.");
    room.source = in->source ? in->source : LIVE_SOURCE_NONE;
    room.media_id = room.source == LIVE_SOURCE_FILE ? in->media_id : 0;
    room.repeats = room.source == LIVE_SOURCE_FILE && in->repeats;
    if (room.source == LIVE_SOURCE_FILE) TRY(check_file(c, &seat, room.media_id));
    room.media_state = room.source == LIVE_SOURCE_NONE ? LIVE_MEDIA_NONE : LIVE_MEDIA_WAITING;
    room.stream_key = new_stream_key(c);
    room.opened_at = c->now_us;
    TRY(live_room_save_open(c, &room));
    TRY(session_set_live(c, room_id, SESSION_LIVE_OPEN));
    TRY(live_tell(c, room_id, LIVE_OPENED, &(struct live_speaker){.id = c->who->person_id, .name = c->who->name}, 0,
                  STR("{}"), NULL));
    TRY(call_event(c, (struct event){"live.opened", room_id, seat.host.id}));
    call_dirty(c, room_id);
    call_audit(c, room_id, seat.host.org_path, (struct str){0});
    TRY(live_room_get(c, room_id, &room));
    live_view_fill(c, &seat, &room, ret_view);
    return NULL;
}

struct err *live_close_room(struct call *c, int64_t session_id, struct live_view *ret_view)
{
    struct live_seat seat;
    struct live_room room;
    TRY(live_seat_teacher(c, session_id, &seat));
    int64_t room_id = seat.source.id;
    TRY(live_room_get(c, room_id, &room));
    TRY(live_open_check(c, room.state));
    TRY(live_room_save_close(c, room_id));
    TRY(live_span_end_all(c, room_id, room.opened_at));
    TRY(session_set_live(c, room_id, SESSION_LIVE_CLOSED));
    TRY(live_tell(c, room_id, LIVE_CLOSED_EVENT, &(struct live_speaker){.id = c->who->person_id, .name = c->who->name},
                  0, STR("{}"), NULL));
    TRY(call_event(c, (struct event){"live.closed", room_id, seat.host.id}));
    call_dirty(c, room_id);
    call_audit(c, room_id, seat.host.org_path, (struct str){0});
    TRY(live_room_get(c, room_id, &room));
    live_view_fill(c, &seat, &room, ret_view);
    return NULL;
}

/* ---- pictures ---- */

struct err *live_media_report(struct call *c, const struct live_media_news *news)
{
    struct live_room room, was;
    TRY(live_room_get(c, news->session_id, &room));
    if (room.state != LIVE_OPEN || room.source == LIVE_SOURCE_NONE) return NULL;
    was = room;
    room.media_state = news->state;
    if (news->started_at) room.media_started_at = news->started_at;
    if (news->stream_port) room.stream_port = news->stream_port;
    bool told = room.media_state != was.media_state,
         kept = room.media_started_at != was.media_started_at || room.stream_port != was.stream_port;
    if (!told && !kept) return NULL;
    TRY(live_room_save_media(c, &room));
    if (!told) return NULL;
    struct str started = room.media_started_at
                             ? str_printf(c->arena, "\"%.*s\"", STR_ARG(time_text(c->arena, room.media_started_at)))
                             : STR("null");
    struct str body =
        str_printf(c->arena, "{\"state\":\"%s\",\"url\":\"/media/live/%lld/index.m3u8\",\"started_at\":%.*s}",
                   live_media_names[room.media_state], (long long)room.session_id, STR_ARG(started));
    return live_tell(c, room.session_id, LIVE_MEDIA, NULL, 0, body, NULL);
}

struct err *live_media_may(struct call *c, int64_t session_id)
{
    struct live_seat seat;
    return live_seat_get(c, session_id, &seat);
}

/* ---- presence in the roll ---- */

struct err *live_mark_roll(struct call *c, const struct live_span *span, const struct live_room *room,
                           int64_t roll_seconds)
{
    if (span->role != LIVE_LEARNER || span->marked || !roll_seconds) return NULL;
    int64_t seconds;
    bool marked;
    TRY(live_span_seconds(c, span->session_id, span->person_id, &seconds));
    seconds += live_seconds(span->joined_at, c->now_us, room->opened_at);
    if (seconds < roll_seconds) return NULL;
    TRY(roll_mark_live(c, span->own_session_id, span->person_id, &marked));
    if (marked) call_dirty(c, span->session_id);
    return live_span_mark(c, span->id);
}
