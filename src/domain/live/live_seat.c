#include "domain/live/live_private.h"

#include "api/config.h"

#include <string.h>

/* ---- who is the caller in this room? Each question sets the role and says whether it did. ---- */

static bool is_teacher(const struct call *c, const struct live_seat *seat, const struct klass_duties *duties)
{
    int64_t bits = duties->bits & ~(int64_t)(KLASS_DUTY_SITE_LEADER | KLASS_DUTY_FACILITATOR);
    return live_role_can(c->who, PERM_LIVE_TEACH, seat->host.org_path) || klass_duty_has(bits, PERM_LIVE_TEACH) ||
           (c->who->person_id && seat->source.teacher_id == c->who->person_id);
}

static struct err *sit_as_site(struct call *c, struct live_seat *seat, const struct klass_duties *duties,
                               bool *ret_sits)
{
    struct live_place place;
    *ret_sits = false;
    for (LIST_EACH(duties->sites, int64_t, site_id))
        if (!*ret_sits) TRY(live_place_of_site(c, seat->source.id, *site_id, &place, ret_sits));
    for (LIST_EACH(c->who->roles, struct who_role, r))
        if (!*ret_sits && r->role == ROLE_SITE_LEADER)
            TRY(live_place_in_tree(c, seat->source.id, r->path, &place, ret_sits));
    if (!*ret_sits) return NULL;
    seat->role = LIVE_SITE;
    seat->site_id = place.site_id;
    seat->site_name = place.site_name;
    seat->own_session_id = place.session_id;
    return NULL;
}

static struct err *sit_as_learner(struct call *c, struct live_seat *seat)
{
    struct live_place place;
    bool found = false;
    if (c->who->person_id) TRY(live_place_of_learner(c, seat->source.id, &place, &found));
    if (!found) return NULL;
    seat->role = LIVE_LEARNER;
    seat->site_id = place.site_id;
    seat->site_name = place.site_name;
    seat->own_session_id = place.session_id;
    return NULL;
}

/* The class of the path, when it is a run: its staff see too. */
static struct err *is_staff(struct call *c, const struct live_seat *seat, const struct klass_duties *host_duties,
                            bool *ret_is)
{
    int64_t all_but_site = ~(int64_t)KLASS_DUTY_SITE_LEADER;
    *ret_is = live_role_can(c->who, PERM_LIVE_STAFF, seat->host.org_path) ||
              klass_duty_has(host_duties->bits & all_but_site, PERM_LIVE_STAFF);
    if (*ret_is || seat->session.class_id == seat->host.id) return NULL;
    struct klass own;
    struct klass_duties duties;
    TRY(klass_get(c, seat->session.class_id, &own));
    TRY(klass_duties(c, own.id, &duties));
    *ret_is = live_role_can(c->who, PERM_LIVE_STAFF, own.org_path) ||
              klass_duty_has(duties.bits & all_but_site, PERM_LIVE_STAFF);
    return NULL;
}

static struct err *duties_of(struct call *c, const struct live_seat *seat, struct klass_duties *ret_host,
                             struct klass_duties *ret_own)
{
    TRY(klass_duties(c, seat->host.id, ret_host));
    *ret_own = *ret_host;
    return seat->session.class_id == seat->host.id ? NULL : klass_duties(c, seat->session.class_id, ret_own);
}

static struct err *sit(struct call *c, struct live_seat *seat)
{
    struct klass_duties host, own;
    bool sits = false;
    TRY(duties_of(c, seat, &host, &own));
    if (is_teacher(c, seat, &host)) {
        seat->role = LIVE_TEACHER;
        return NULL;
    }
    TRY(is_staff(c, seat, &host, &sits));
    if (sits) {
        seat->role = LIVE_STAFF;
        return NULL;
    }
    TRY(sit_as_site(c, seat, &host, &sits));
    if (!sits && own.sites.p != host.sites.p) TRY(sit_as_site(c, seat, &own, &sits));
    return sits ? NULL : sit_as_learner(c, seat);
}

struct err *live_seat_get(struct call *c, int64_t session_id, struct live_seat *ret_seat)
{
    struct live_seat seat = {0};
    call_checked(c); /* bounded by the seat: role, duty, site or enrolment */
    TRY(session_get(c, session_id, &seat.session));
    seat.source = seat.session;
    if (session_room(&seat.session) != session_id) TRY(session_get(c, session_room(&seat.session), &seat.source));
    TRY(klass_get(c, seat.source.class_id, &seat.host));
    seat.own_session_id = session_id;
    if (seat.source.live) TRY(sit(c, &seat));
    if (seat.role == LIVE_NOBODY)
        FAIL(c->arena, ERR_ABSENT, "live.absent", "没有找到这个直播课堂，或您不在这个班次中。",
             "There is no such live lesson, or you are not in its class.");
    *ret_seat = seat;
    return NULL;
}

struct err *live_seat_teacher(struct call *c, int64_t session_id, struct live_seat *ret_seat)
{
    TRY(live_seat_get(c, session_id, ret_seat));
    if (ret_seat->role == LIVE_TEACHER) return NULL;
    FAIL(c->arena, ERR_DENIED, "live.not_teacher", "只有主讲教师和班主任可以这样做。",
         "Only the teacher and the class manager may do this.");
}

struct err *live_names_bound(struct call *c, const struct live_seat *seat, struct str *ret_path, int64_t *ret_site_id)
{
    *ret_site_id = 0;
    if (seat->role == LIVE_LEARNER)
        FAIL(c->arena, ERR_DENIED, "live.no_names", "学员只能看到总人数。", "Learners see totals only.");
    if (seat->role == LIVE_SITE) {
        *ret_site_id = seat->site_id;
        *ret_path = (struct str){0}; /* the site says it all: it belongs to one class */
        return NULL;
    }
    if (live_role_can(c->who, PERM_LIVE_STAFF, seat->host.org_path)) {
        /* the widest of their roles, so that a city's office sees the people of every run */
        *ret_path = seat->host.org_path;
        for (LIST_EACH(c->who->roles, struct who_role, r))
            if (role_has(r->role, PERM_LIVE_STAFF) && path_is_under(*ret_path, r->path)) *ret_path = r->path;
        return NULL;
    }
    struct klass own;
    TRY(klass_get(c, seat->session.class_id, &own));
    *ret_path = own.org_path;
    return NULL;
}

static struct str host_of(struct str url)
{
    struct str rest = url;
    const char *after = url.n ? memmem(url.p, url.n, "://", 3) : NULL;
    if (after) rest = (struct str){after + 3, url.n - (size_t)(after + 3 - url.p)};
    struct str path, port;
    rest = str_cut(rest, '/', &path);
    if (rest.n && rest.p[0] == '[') return rest; /* an IPv6 address keeps its colons; a port behind it is rare */
    return str_cut(rest, ':', &port);
}

static struct live_stream stream_of(struct call *c, const struct live_room *room)
{
    struct live_stream stream = {.port = room->stream_port, .key = room->stream_key};
    struct str host = host_of(c->config->public_url);
    if (room->stream_port)
        stream.url = str_printf(c->arena, "rtmp://%.*s:%lld/live/%.*s", STR_ARG(host.n ? host : STR("localhost")),
                                (long long)room->stream_port, STR_ARG(room->stream_key));
    return stream;
}

void live_view_fill(struct call *c, const struct live_seat *seat, const struct live_room *room,
                    struct live_view *ret_view)
{
    *ret_view = (struct live_view){.room_id = seat->source.id,
                                   .session_id = seat->own_session_id,
                                   .class_id = seat->host.id,
                                   .class_title = seat->host.title,
                                   .title = seat->source.title,
                                   .teacher_name = seat->source.teacher_name,
                                   .host_name = seat->host.org_name,
                                   .starts_at = seat->source.starts_at,
                                   .ends_at = seat->source.ends_at,
                                   .state = room->state,
                                   .source = room->source,
                                   .media_id = room->media_id,
                                   .repeats = room->repeats,
                                   .opened_at = room->opened_at,
                                   .closed_at = room->closed_at,
                                   .seq = room->seq,
                                   .role = seat->role,
                                   .site_id = seat->site_id,
                                   .site_name = seat->site_name};
    ret_view->media = (struct live_media_view){.state = room->media_state, .started_at = room->media_started_at};
    if (room->source == LIVE_SOURCE_FILE || room->source == LIVE_SOURCE_RTMP)
        ret_view->media.url = str_printf(c->arena, "/media/live/%lld/index.m3u8", (long long)room->session_id);
    if (seat->role == LIVE_TEACHER && room->source == LIVE_SOURCE_RTMP) ret_view->stream = stream_of(c, room);
}
