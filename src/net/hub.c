#include "net/net_private.h"

#include <assert.h>
#include <stdlib.h>

enum {
    FIRST_SLOTS = 64,
    STEP_MEMBERS = 64, /* who get a message before the clock is looked at */
};

struct member {
    struct ws *ws;
    uint32_t tags;
    int64_t since; /* number of the loop's last job when it joined: earlier broadcasts are not for it */
};

/* Those of a room who live on one loop. Kept while it has members. */
struct room {
    struct shard *shard;
    struct room *next; /* same slot */
    int64_t id;
    struct member *members;
    size_t n, cap;
    size_t unserved; /* the first so many have not got the broadcast that is being delivered */
};

/* The rooms of one loop. Its thread alone changes them, under the lock, and reads them without. */
struct shard {
    struct hub *hub;
    pthread_mutex_t lock;
    struct room **slots;
    size_t slot_count, room_count;
};

struct hub {
    struct http_server *server;
    struct shard *shards;   /* one a loop */
    pthread_mutex_t lock;   /* held while a broadcast is posted, so that all loops get them in the same order */
    int64_t total, dropped; /* atomic */
};

static struct room **new_slots(size_t count)
{
    struct room **slots = calloc(count, sizeof(struct room *));
    if (!slots) abort();
    return slots;
}

struct hub *hub_open(struct http_server *server)
{
    struct hub *h = calloc(1, sizeof *h);
    struct shard *shards = calloc((size_t)server->loop_count, sizeof *shards);
    if (!h || !shards) abort();
    *h = (struct hub){.server = server, .shards = shards};
    pthread_mutex_init(&h->lock, NULL);
    for (int i = 0; i < server->loop_count; i++) {
        shards[i] = (struct shard){.hub = h, .slots = new_slots(FIRST_SLOTS), .slot_count = FIRST_SLOTS};
        pthread_mutex_init(&shards[i].lock, NULL);
    }
    server_hold(server);
    return h;
}

void hub_close(struct hub *h)
{
    for (int i = 0; i < h->server->loop_count; i++) {
        assert(h->shards[i].room_count == 0);
        pthread_mutex_destroy(&h->shards[i].lock);
        free(h->shards[i].slots);
    }
    pthread_mutex_destroy(&h->lock);
    server_drop(h->server);
    free(h->shards);
    free(h);
}

/* ---- rooms by id ---- */

static struct room **slot_of(struct room **slots, size_t slot_count, int64_t id)
{
    uint64_t mixed = (uint64_t)id * 0x9e3779b97f4a7c15u;
    return &slots[mixed >> 32 & (slot_count - 1)];
}

static struct room *room_find(const struct shard *s, int64_t id)
{
    struct room *r = *slot_of(s->slots, s->slot_count, id);
    while (r && r->id != id) r = r->next;
    return r;
}

static void link_room(struct room **slots, size_t slot_count, struct room *r)
{
    struct room **slot = slot_of(slots, slot_count, r->id);
    r->next = *slot;
    *slot = r;
}

static void grow(struct shard *s)
{
    size_t slot_count = s->slot_count * 2;
    struct room **slots = new_slots(slot_count);
    for (size_t i = 0; i < s->slot_count; i++) {
        for (struct room *r = s->slots[i], *next; r; r = next) {
            next = r->next;
            link_room(slots, slot_count, r);
        }
    }
    free(s->slots);
    s->slots = slots;
    s->slot_count = slot_count;
}

static struct room *room_add(struct shard *s, int64_t id)
{
    if (s->room_count >= s->slot_count) grow(s);
    struct room *r = calloc(1, sizeof *r);
    if (!r) abort();
    r->shard = s;
    r->id = id;
    link_room(s->slots, s->slot_count, r);
    s->room_count++;
    return r;
}

static void room_remove(struct room *r)
{
    struct shard *s = r->shard;
    struct room **link = slot_of(s->slots, s->slot_count, r->id);
    while (*link != r) link = &(*link)->next;
    *link = r->next;
    s->room_count--;
    free(r->members);
    free(r);
}

/* ---- joining and leaving ---- */

static size_t member_add(struct room *r, struct member member)
{
    if (r->n == r->cap) {
        r->cap = r->cap ? r->cap * 2 : 8;
        r->members = realloc(r->members, r->cap * sizeof *r->members);
        if (!r->members) abort();
    }
    r->members[r->n] = member;
    return r->n++;
}

static void member_move(struct room *r, size_t from, size_t to)
{
    if (from == to) return;
    r->members[to] = r->members[from];
    r->members[to].ws->place = to;
}

/* The unserved stay in front, the served and those who came later behind them. */
static void member_remove(struct room *r, size_t place)
{
    if (place < r->unserved) {
        member_move(r, --r->unserved, place);
        place = r->unserved;
    }
    member_move(r, --r->n, place);
}

void hub_join(struct hub *h, int64_t room, struct ws *ws, uint32_t tags)
{
    assert(loop_is_here(ws->loop));
    room_leave(ws);
    if (!ws->conn || ws->closing) return;
    struct shard *s = &h->shards[ws->loop->index];
    pthread_mutex_lock(&s->lock);
    struct room *r = room_find(s, room);
    if (!r) r = room_add(s, room);
    ws->room = r;
    ws->place = member_add(r, (struct member){.ws = ws, .tags = tags, .since = ws->loop->job_number});
    pthread_mutex_unlock(&s->lock);
    __atomic_add_fetch(&h->total, 1, __ATOMIC_RELAXED);
}

void room_leave(struct ws *ws)
{
    struct room *r = ws->room;
    if (!r) return;
    struct shard *s = r->shard;
    ws->room = NULL;
    pthread_mutex_lock(&s->lock);
    member_remove(r, ws->place);
    if (r->n == 0) room_remove(r);
    pthread_mutex_unlock(&s->lock);
    __atomic_sub_fetch(&s->hub->total, 1, __ATOMIC_RELAXED);
}

void hub_leave(struct hub *h, struct ws *ws)
{
    assert(loop_is_here(ws->loop));
    if (ws->room && ws->room->shard->hub == h) room_leave(ws);
}

void room_dropped(struct ws *ws)
{
    if (ws->room) __atomic_add_fetch(&ws->room->shard->hub->dropped, 1, __ATOMIC_RELAXED);
}

/* ---- broadcasting ---- */

struct delivery {
    struct job job;
    struct shard *shard;
    int64_t room;
    struct message *message;
    uint32_t mask;
    bool begun;
};

/* One step. A failing write only marks its connection dead, so nobody leaves while this runs; between two steps members
 * and the room itself may go. */
static void deliver_to(struct room *r, struct delivery *d)
{
    struct str frame = {d->message->bytes, d->message->n};
    if (!d->begun) r->unserved = r->n;
    d->begun = true;
    for (int i = 0; i < STEP_MEMBERS && r->unserved > 0; i++) {
        const struct member *m = &r->members[--r->unserved];
        if (r->unserved >= 8) __builtin_prefetch(r->members[r->unserved - 8].ws);
        if (m->tags & d->mask && m->since < d->job.number) ws_write(m->ws, frame);
    }
}

static bool deliver(struct job *job)
{
    struct delivery *d = (struct delivery *)job;
    struct room *r = room_find(d->shard, d->room);
    if (r) deliver_to(r, d);
    if (r && r->unserved > 0) return false;
    message_drop(d->message);
    free(d);
    return true;
}

static void send_to_loop(struct shard *s, int64_t room, uint32_t mask, struct message *message)
{
    struct delivery *d = malloc(sizeof *d);
    if (!d) abort();
    *d = (struct delivery){.job = {.step = deliver}, .shard = s, .room = room, .message = message, .mask = mask};
    struct loop *loop = &s->hub->server->loops[s - s->hub->shards];
    if (loop_post_job(loop, &d->job)) return;
    message_drop(message);
    free(d);
}

/* To every loop, though it may have no member now: who joins by an earlier post must hear what is broadcast after it.
 */
void hub_broadcast(struct hub *h, int64_t room, uint32_t mask, struct str text)
{
    int loops = h->server->loop_count;
    struct message *message = message_new(text, loops);
    pthread_mutex_lock(&h->lock);
    for (int i = 0; i < loops; i++) send_to_loop(&h->shards[i], room, mask, message);
    pthread_mutex_unlock(&h->lock);
}

int64_t hub_count(const struct hub *h, int64_t room)
{
    int64_t count = 0;
    for (int i = 0; i < h->server->loop_count; i++) {
        struct shard *s = &h->shards[i];
        pthread_mutex_lock(&s->lock);
        const struct room *r = room_find(s, room);
        count += r ? (int64_t)r->n : 0;
        pthread_mutex_unlock(&s->lock);
    }
    return count;
}

int64_t hub_total(const struct hub *h) { return __atomic_load_n(&h->total, __ATOMIC_RELAXED); }

int64_t hub_dropped(const struct hub *h) { return __atomic_load_n(&h->dropped, __ATOMIC_RELAXED); }

int64_t hub_rooms(const struct hub *h)
{
    int64_t count = 0;
    for (int i = 0; i < h->server->loop_count; i++) {
        struct shard *s = &h->shards[i];
        pthread_mutex_lock(&s->lock);
        count += (int64_t)s->room_count;
        pthread_mutex_unlock(&s->lock);
    }
    return count;
}
