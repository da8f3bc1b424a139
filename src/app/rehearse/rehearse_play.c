/* app/rehearse/rehearse_play.c: the lesson as it goes: every fifth of a second a few of the people do something. */
#include "app/rehearse/rehearse_private.h"

#include "app/media_lecture.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/time.h"
#include "os/clock.h"
#include "os/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    LAP_MS = 300000,       /* after so long people come and go anew */
    DANMAKU_PERMILLE = 90, /* chance in one turn: about one in two seconds */
    VOTE_PERMILLE = 200,
    PAUSE_MS = 9000, /* nobody talks more often */
    QUESTION_EVERY_MS = 32000,
    ANSWERED_EVERY_MS = 45000,
    HAND_EVERY_MS = 47000,
    HAND_WAITS_MS = 9000,
    HAND_SPEAKS_MS = 16000,
    POLL_LASTS_MS = 42000,
    POLL_PAUSE_MS = 60000,
    DROP_EVERY_MS = 50000,
    CHANGE_EVERY_MS = 14000,
    BEAT_MS = 20000,
    NEVER_PERCENT = 7, /* of the learners do not come at all */
    REFUSALS_MOST = 60,
    SAY_BYTES = 2048,
};

static uint64_t random_number(struct play *p)
{
    uint64_t z = p->random += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static int64_t below(struct play *p, int64_t n) { return (int64_t)(random_number(p) % (uint64_t)n); }

static int64_t now_ms(void) { return clock_monotonic_us() / 1000; }

static struct actor *teacher_of(struct play *p) { return LIST_AT(p->actors, struct actor, 0); }

/* Somebody who is in and has been quiet for a while; NULL when the few tried are not. */
static struct actor *somebody(struct play *p, int64_t now)
{
    for (int tries = 0; tries < 8; tries++) {
        struct actor *a = LIST_AT(p->actors, struct actor, below(p, (int64_t)p->actors.n));
        if (a->kind != ACTOR_TEACHER && a->phase == ACTOR_IN && now - a->said_ms > PAUSE_MS) return a;
    }
    return NULL;
}

/* ---- saying ---- */

__attribute__((format(printf, 3, 4))) static void say(struct actor *a, const char *type, const char *format, ...)
{
    char d[SAY_BYTES], text[SAY_BYTES + 100];
    va_list args;
    va_start(args, format);
    vsnprintf(d, sizeof d, format, args);
    va_end(args);
    int n = snprintf(text, sizeof text, "{\"t\":\"%s\",\"n\":%lld,\"d\":%s}", type, (long long)++a->play->number, d);
    if (a->phase == ACTOR_IN) client_say(a->link, (struct str){text, (size_t)n});
}

/* ---- asking over HTTP ---- */

/* The text after "key":" up to the next quote. */
static struct str text_after(struct str json, const char *key)
{
    char mark[64];
    int n = snprintf(mark, sizeof mark, "\"%s\":\"", key);
    const char *at = json.n ? memmem(json.p, json.n, mark, (size_t)n) : NULL;
    struct str rest;
    return at ? str_cut((struct str){at + n, json.n - (size_t)(at + n - json.p)}, '"', &rest) : (struct str){0};
}

static int64_t id_after(struct str json, const char *key)
{
    int64_t id = 0;
    return str_int64(text_after(json, key), &id) ? id : 0;
}

/* Status of a write, 0 when the server did not answer. */
static int write_as(struct actor *actor, const char *method, struct str path, struct str body)
{
    struct play *p = actor->play;
    struct arena *a = arena_open(4 << 20);
    struct str cookie = str_of(actor->cookie);
    struct client_reply session, reply = {0};
    struct client_request ask = {.method = "GET", .path = STR("/api/v1/session"), .cookie = cookie};
    struct err *e = client_ask(p->client, a, &ask, &session);
    struct client_request write = {.method = method, .path = path, .cookie = cookie, .body = body};
    if (!e) write.csrf = text_after(session.body, "csrf");
    if (!e) e = client_ask(p->client, a, &write, &reply);
    if (e || reply.status >= 400) log_debug("rehearse: %s %.*s: %d", method, STR_ARG(path), reply.status);
    int status = e ? 0 : reply.status;
    arena_close(a);
    return status;
}

static void open_lesson(struct actor *teacher)
{
    struct play *p = teacher->play;
    char path[100], body[200];
    p->opened_by_us = true;
    int n = snprintf(path, sizeof path, "/api/v1/sessions/%lld/live/open", (long long)p->room_id);
    int k = p->film_id ? snprintf(body, sizeof body, "{\"source\":\"file\",\"media_id\":\"%lld\",\"repeats\":true}",
                                  (long long)p->film_id)
                       : snprintf(body, sizeof body, "{\"source\":\"none\"}");
    int status = write_as(teacher, "POST", (struct str){path, (size_t)n}, (struct str){body, (size_t)k});
    if (status != 200) log_warn("rehearse: the lesson cannot be opened (%d)", status);
}

/* The site leader calls the roll: most are there, some late, one or two not. */
static void call_roll(struct actor *site)
{
    struct play *p = site->play;
    struct buf body;
    char path[100];
    site->marked = true;
    buf_init(&body, 64 << 10);
    buf_printf(&body, "{\"site_id\":\"%lld\",\"marks\":[", (long long)site->site_id);
    bool any = false;
    for (LIST_EACH(p->seats, struct rehearse_seat, seat)) {
        int64_t draw = below(p, 100);
        if (seat->site_id != site->site_id || seat->has_login || draw >= 93) continue;
        buf_printf(&body, "%s{\"person_id\":\"%lld\",\"state\":\"%s\"}", any ? "," : "", (long long)seat->person_id,
                   draw < 88 ? "present" : "late");
        any = true;
    }
    buf_cstr(&body, "]}");
    int n = snprintf(path, sizeof path, "/api/v1/sessions/%lld/roll", (long long)site->session_id);
    if (any) write_as(site, "PUT", (struct str){path, (size_t)n}, buf_text(&body));
    buf_done(&body);
}

/* ---- hearing ---- */

static bool has(struct str text, const char *part) { return memmem(text.p, text.n, part, strlen(part)) != NULL; }

static void note_question(struct play *p, int64_t id)
{
    if (p->question_count == QUESTIONS_KEPT)
        memmove(p->questions, p->questions + 1, --p->question_count * sizeof *p->questions);
    p->questions[p->question_count++] = (struct question){.id = id, .asked_ms = now_ms()};
}

static void note_film(struct play *p, struct str text)
{
    struct str started = text_after(text, "started_at");
    int64_t at;
    p->film_started_us = has(text, "\"state\":\"playing\"") && time_parse(started, &at) ? at : 0;
}

static void note_poll(struct play *p, int64_t poll_id)
{
    p->poll_id = poll_id;
    p->poll_ms = p->last_poll_ms = now_ms();
    p->poll_is_ours = p->poll_wished;
    p->poll_wished = false;
}

/* A poll that an earlier run of this program left open: close it soon. */
static void note_old_poll(struct play *p, struct str json)
{
    if (!has((struct str){json.p, json.n < 600 ? json.n : 600}, "\"state\":\"open\"")) return;
    p->poll_wished = true;
    note_poll(p, id_after(json, "id"));
}

/* The teacher's first message: is the lesson on, and is the film? Questions and a poll may be left from before. */
static void note_hello(struct actor *teacher, struct str text)
{
    struct play *p = teacher->play;
    const char *media = memmem(text.p, text.n, "\"media\":{", 9);
    const char *poll = memmem(text.p, text.n, "\"poll\":{", 8);
    p->is_open = has(text, "\"state\":\"open\",\"source\"");
    if (media) note_film(p, (struct str){media, strcspn(media, "}")});
    if (poll && !p->poll_id) note_old_poll(p, (struct str){poll, text.n - (size_t)(poll - text.p)});
    if (!p->is_open && !p->opened_by_us) open_lesson(teacher);
}

static void note_event(struct play *p, struct str text)
{
    if (has(text, "\"kind\":\"question\""))
        note_question(p, id_after(text, "question_id"));
    else if (has(text, "\"kind\":\"media\""))
        note_film(p, text);
    else if (has(text, "\"kind\":\"opened\""))
        p->is_open = true;
    else if (has(text, "\"kind\":\"closed\""))
        p->is_open = false, p->poll_id = 0;
    else if (has(text, "\"kind\":\"poll_opened\""))
        note_poll(p, id_after(text, "poll_id"));
    else if (has(text, "\"kind\":\"poll_closed\""))
        p->poll_id = 0;
}

static int64_t seq_of(struct str text)
{
    static const char mark[] = "{\"t\":\"event\",\"d\":{\"seq\":";
    int64_t seq = 0;
    if (!str_starts(text, STR("{\"t\":\"event\",\"d\":{\"seq\":"))) return 0;
    for (size_t i = sizeof mark - 1; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++)
        seq = seq * 10 + (text.p[i] - '0');
    return seq;
}

static void on_text(struct client_link *link, struct str text, void *context)
{
    struct actor *a = context;
    int64_t seq = seq_of(text);
    if (seq > a->seq) a->seq = seq;
    if (a->kind != ACTOR_TEACHER) return;
    if (seq)
        note_event(a->play, text);
    else if (str_starts(text, STR("{\"t\":\"hello\"")))
        note_hello(a, text);
}

static void on_open(struct client_link *link, void *context)
{
    struct actor *a = context;
    int64_t now = now_ms();
    a->phase = ACTOR_IN;
    a->beat_ms = now + below(a->play, BEAT_MS);
    a->turn_ms = INT64_MAX;
    a->said_ms = now - below(a->play, PAUSE_MS);
}

static void on_close(struct client_link *link, int code, void *context)
{
    struct actor *a = context;
    struct play *p = a->play;
    if (code == 401 || code == 403) p->failures++;
    if (p->failures > REFUSALS_MOST) client_stop(p->client); /* sessions have run out: the next start makes new ones */
    if (a->phase == ACTOR_JOINING || a->turn_ms == INT64_MAX) a->turn_ms = now_ms() + 2000 + below(p, 6000);
    a->phase = ACTOR_OUT;
    a->link = NULL;
}

static const struct client_handler handler = {on_open, on_text, on_close};

static void join(struct actor *a)
{
    char path[128];
    int n = snprintf(path, sizeof path, "/api/v1/sessions/%lld/live?since=%lld", (long long)a->session_id,
                     (long long)a->seq);
    a->phase = ACTOR_JOINING;
    a->link = client_join(a->play->client, (struct str){path, (size_t)n}, str_of(a->cookie), &handler, a);
}

/* ---- coming and going ---- */

static void come_and_go(struct play *p, int64_t now)
{
    for (LIST_EACH(p->actors, struct actor, a)) {
        if (a->phase == ACTOR_OUT && now >= a->turn_ms) join(a);
        if (a->phase != ACTOR_IN || now < a->beat_ms) continue;
        a->beat_ms = now + BEAT_MS;
        say(a, "heartbeat", "{}");
        if (a->kind == ACTOR_SITE && !a->marked && p->is_open) call_roll(a);
    }
}

/* Cuts the line of a site, which comes back and asks for what it missed. */
static void drop_a_site(struct play *p, int64_t now)
{
    if (now - p->last_drop_ms < DROP_EVERY_MS) return;
    struct actor *a = somebody(p, now);
    if (!a || a->kind != ACTOR_SITE) return;
    p->last_drop_ms = now;
    a->turn_ms = now + 8000 + below(p, 20000);
    client_leave(a->link, true);
}

static void let_one_go(struct play *p, int64_t now)
{
    if (now - p->last_change_ms < CHANGE_EVERY_MS) return;
    struct actor *a = somebody(p, now);
    if (!a || a->kind != ACTOR_LEARNER || a == p->hand_actor) return;
    p->last_change_ms = now;
    a->turn_ms = now + 20000 + below(p, LAP_MS / 3);
    client_leave(a->link, false);
}

/* ---- what they do ---- */

static int64_t film_second(const struct play *p)
{
    if (!p->film_started_us) return -1;
    int64_t seconds =
        (clock_now_us() - p->film_started_us) / TIME_SECOND_US - 3; /* the players are behind by so much */
    return seconds < 0 ? 0 : seconds % media_lecture_seconds;
}

static void danmaku(struct play *p, int64_t now)
{
    struct actor *a = below(p, 1000) < DANMAKU_PERMILLE ? somebody(p, now) : NULL;
    if (!a) return;
    a->said_ms = now;
    say(a, "danmaku", "{\"text\":\"%s\"}", script_line(film_second(p), a->kind == ACTOR_SITE, random_number(p)));
}

static void ask(struct play *p, int64_t now)
{
    struct actor *a = now - p->last_question_ms > QUESTION_EVERY_MS ? somebody(p, now) : NULL;
    if (!a) return;
    a->said_ms = p->last_question_ms = now;
    say(a, "ask", "{\"text\":\"%s\"}", script_question(p->random_start + p->asked++));
}

/* Earlier and better-liked questions draw more votes. */
static void vote(struct play *p, int64_t now)
{
    struct actor *a = p->question_count && below(p, 1000) < VOTE_PERMILLE ? somebody(p, now) : NULL;
    if (!a) return;
    struct question *x = &p->questions[below(p, (int64_t)p->question_count)],
                    *y = &p->questions[below(p, (int64_t)p->question_count)];
    struct question *q = x->votes >= y->votes ? x : y;
    if (q->answered) return;
    q->votes++;
    say(a, "vote", "{\"question_id\":\"%lld\",\"on\":true}", (long long)q->id);
}

static void answer_a_question(struct play *p, int64_t now)
{
    struct question *best = NULL;
    if (now - p->last_answered_ms < ANSWERED_EVERY_MS) return;
    for (size_t i = 0; i < p->question_count; i++) {
        struct question *q = &p->questions[i];
        if (!q->answered && now - q->asked_ms > ANSWERED_EVERY_MS && (!best || q->votes > best->votes)) best = q;
    }
    if (!best) return;
    p->last_answered_ms = now;
    best->answered = true;
    say(teacher_of(p), "answered", "{\"question_id\":\"%lld\"}", (long long)best->id);
}

static void hands(struct play *p, int64_t now)
{
    struct actor *up = p->hand_actor;
    if (!up) {
        if (now - p->last_hand_ms < HAND_EVERY_MS || !(up = somebody(p, now))) return;
        p->hand_actor = up;
        p->hand_ms = p->last_hand_ms = now;
        p->hand_called = false;
        say(up, "hand", "{\"on\":true}");
    } else if (!p->hand_called && now - p->hand_ms > HAND_WAITS_MS) {
        p->hand_called = true;
        say(teacher_of(p), "call", "{\"person_id\":\"%lld\"}", (long long)up->person_id);
    } else if (now - p->hand_ms > HAND_WAITS_MS + HAND_SPEAKS_MS) {
        say(up, "hand", "{\"on\":false}");
        p->hand_actor = NULL;
    }
}

static void open_poll(struct play *p)
{
    const struct script_poll *poll = script_poll(p->polls++);
    say(teacher_of(p), "poll", "{\"title\":\"%s\",\"options\":[\"%s\",\"%s\",\"%s\",\"%s\"],\"multiple\":false}",
        poll->title, poll->options[0], poll->options[1], poll->options[2], poll->options[3]);
    p->last_poll_ms = now_ms();
    p->poll_wished = true;
}

static int choose_option(struct play *p, const struct script_poll *poll)
{
    int64_t draw = below(p, 100);
    for (int i = 0; i < POLL_OPTIONS; i++)
        if ((draw -= poll->shares[i]) < 0) return i + 1;
    return 1;
}

/* Each in their own time: a few in every turn, more at the beginning. */
static void answer_poll(struct play *p)
{
    const struct script_poll *poll = script_poll(p->polls ? p->polls - 1 : 0); /* the one opened last */
    for (LIST_EACH(p->actors, struct actor, a)) {
        bool may = a->kind == ACTOR_LEARNER && a->phase == ACTOR_IN && a->poll_id != p->poll_id;
        if (!may || below(p, 1000) >= 14) continue;
        a->poll_id = p->poll_id;
        say(a, "answer", "{\"poll_id\":\"%lld\",\"options\":[\"%d\"]}", (long long)p->poll_id, choose_option(p, poll));
    }
}

static void polls(struct play *p, int64_t now)
{
    int64_t second = film_second(p);
    bool its_slide = second >= script_poll_from && second < script_poll_until;
    if (!p->poll_id) {
        if (its_slide && now - p->last_poll_ms > POLL_PAUSE_MS) open_poll(p);
        return;
    }
    answer_poll(p);
    if (!p->poll_is_ours || now - p->poll_ms < POLL_LASTS_MS) return;
    p->poll_ms = now;
    say(teacher_of(p), "poll_close", "{\"poll_id\":\"%lld\"}", (long long)p->poll_id);
}

static void turn(void *arg)
{
    struct play *p = arg;
    int64_t now = now_ms();
    come_and_go(p, now);
    if (!p->is_open) return;
    danmaku(p, now);
    ask(p, now);
    vote(p, now);
    answer_a_question(p, now);
    hands(p, now);
    polls(p, now);
    drop_a_site(p, now);
    let_one_go(p, now);
}

/* The teacher at once, the sites within half a minute, learners within a minute and a half; some never. */
static void plan_entrances(struct play *p, int64_t now)
{
    for (LIST_EACH(p->actors, struct actor, a)) {
        int64_t wait = a->kind == ACTOR_TEACHER ? 0
                       : a->kind == ACTOR_SITE  ? 1500 + below(p, 28000)
                                                : 3000 + below(p, 87000);
        a->turn_ms = now + wait;
        if (a->kind != ACTOR_TEACHER && below(p, 100) < NEVER_PERCENT) a->turn_ms = INT64_MAX;
    }
}

int rehearse_play(struct play *p)
{
    int64_t now = now_ms();
    plan_entrances(p, now);
    p->random_start = random_number(p);
    p->last_question_ms = p->last_answered_ms = p->last_hand_ms = p->last_drop_ms = p->last_change_ms = now;
    log_info("rehearsed lesson: %zu simulated people", p->actors.n);
    client_every(p->client, TURN_MS, turn, p);
    client_run(p->client);
    return 1; /* only refusals end it: whoever started us starts us again */
}
