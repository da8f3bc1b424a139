#include "net/net_private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_SLOTS = 64,
    STEP_MEMBERS = 64, /* who get a message before the clock is looked at */
};

struct member {
    struct ws *ws;
    uint32_t tags;
};

/* Who of a room lives on one loop; touched by that loop's thread only. */
struct members {
    struct member *p;
    size_t n, cap;
    size_t unserved; /* the first so many have not got the broadcast that is being delivered */
};

/* Kept while it has members or broadcasts on their way. All but `members` is guarded by the hub's lock. */
struct room {
    struct hub *hub;
    struct room *next; /* same slot */
    int64_t id;
    int64_t refs;
    int64_t count;
    int64_t *count_of_loop;
    struct members *members; /* one per loop */
};

struct hub {
    struct http_server *server;
    pthread_mutex_t lock;
    struct room **slots;
    size_t slot_count, room_count;
    int64_t total, dropped; /* atomic */
};

struct hub *hub_open(struct http_server *server)
{
    struct hub *h = calloc(1, sizeof *h);
    if (!h) abort();
    h->server = server;
    h->slot_count = FIRST_SLOTS;
    h->slots = calloc(h->slot_count, sizeof *h->slots);
    if (!h->slots) abort();
    pthread_mutex_init(&h->lock, NULL);
    server_hold(server);
    return h;
}

void hub_close(struct hub *h)
{
    assert(h->room_count == 0);
    pthread_mutex_destroy(&h->lock);
    server_drop(h->server);
    free(h->slots);
    free(h);
}

/* ---- rooms by id, under the lock ---- */

static struct room **slot_of(struct room **slots, size_t slot_count, int64_t id)
{
    uint64_t mixed = (uint64_t)id * 0x9e3779b97f4a7c15u;
    return &slots[mixed >> 32 & (slot_count - 1)];
}

static struct room *room_find(const struct hub *h, int64_t id)
{
    struct room *r = *slot_of(h->slots, h->slot_count, id);
    while (r && r->id != id) r = r->next;
    return r;
}

static void grow(struct hub *h)
{
    size_t slot_count = h->slot_count * 2;
    struct room **slots = calloc(slot_count, sizeof *slots);
    if (!slots) abort();
    for (size_t i = 0; i < h->slot_count; i++) {
        for (struct room *r = h->slots[i], *next; r; r = next) {
            struct room **slot = slot_of(slots, slot_count, r->id);
            next = r->next;
            r->next = *slot;
            *slot = r;
        }
    }
    free(h->slots);
    h->slots = slots;
    h->slot_count = slot_count;
}

static struct room *room_add(struct hub *h, int64_t id)
{
    if (h->room_count >= h->slot_count) grow(h);
    struct room *r = calloc(1, sizeof *r);
    size_t loops = (size_t)h->server->loop_count;
    if (!r) abort();
    r->hub = h;
    r->id = id;
    r->count_of_loop = calloc(loops, sizeof *r->count_of_loop);
    r->members = calloc(loops, sizeof *r->members);
    if (!r->count_of_loop || !r->members) abort();
    struct room **slot = slot_of(h->slots, h->slot_count, id);
    r->next = *slot;
    *slot = r;
    h->room_count++;
    return r;
}

static void room_drop(struct room *r)
{
    struct hub *h = r->hub;
    if (--r->refs > 0) return;
    struct room **link = slot_of(h->slots, h->slot_count, r->id);
    while (*link != r) link = &(*link)->next;
    *link = r->next;
    h->room_count--;
    for (int i = 0; i < h->server->loop_count; i++) free(r->members[i].p);
    free(r->members);
    free(r->count_of_loop);
    free(r);
}

static void room_change(struct room *r, int loop, int by)
{
    r->count += by;
    r->count_of_loop[loop] += by;
    __atomic_add_fetch(&r->hub->total, by, __ATOMIC_RELAXED);
}

/* ---- joining and leaving ---- */

static size_t members_add(struct members *m, struct ws *ws, uint32_t tags)
{
    if (m->n == m->cap) {
        m->cap = m->cap ? m->cap * 2 : 8;
        m->p = realloc(m->p, m->cap * sizeof *m->p);
        if (!m->p) abort();
    }
    m->p[m->n] = (struct member){.ws = ws, .tags = tags};
    return m->n++;
}

static void move_member(struct members *m, size_t from, size_t to)
{
    if (from == to) return;
    m->p[to] = m->p[from];
    m->p[to].ws->place = to;
}

/* The unserved stay in front, the served and those who came later behind them. */
static void members_remove(struct members *m, size_t place)
{
    if (place < m->unserved) {
        move_member(m, --m->unserved, place);
        place = m->unserved;
    }
    move_member(m, --m->n, place);
}

void hub_join(struct hub *h, int64_t room, struct ws *ws, uint32_t tags)
{
    assert(loop_is_here(ws->loop));
    room_leave(ws);
    if (!ws->conn || ws->closing) return;
    pthread_mutex_lock(&h->lock);
    struct room *r = room_find(h, room);
    if (!r) r = room_add(h, room);
    r->refs++;
    room_change(r, ws->loop->index, 1);
    pthread_mutex_unlock(&h->lock);
    ws->room = r;
    ws->place = members_add(&r->members[ws->loop->index], ws, tags);
}

void room_leave(struct ws *ws)
{
    struct room *r = ws->room;
    if (!r) return;
    members_remove(&r->members[ws->loop->index], ws->place);
    ws->room = NULL;
    struct hub *h = r->hub;
    pthread_mutex_lock(&h->lock);
    room_change(r, ws->loop->index, -1);
    room_drop(r);
    pthread_mutex_unlock(&h->lock);
}

void hub_leave(struct hub *h, struct ws *ws)
{
    assert(loop_is_here(ws->loop));
    if (ws->room && ws->room->hub == h) room_leave(ws);
}

void room_dropped(struct ws *ws)
{
    if (ws->room) __atomic_add_fetch(&ws->room->hub->dropped, 1, __ATOMIC_RELAXED);
}

/* ---- broadcasting ---- */

struct delivery {
    struct job job;
    struct room *room;
    struct message *message;
    uint32_t mask;
    bool begun;
};

static void delivered(struct delivery *d)
{
    struct hub *h = d->room->hub;
    pthread_mutex_lock(&h->lock);
    room_drop(d->room);
    pthread_mutex_unlock(&h->lock);
    message_drop(d->message);
    free(d);
}

static bool deliver(struct job *job)
{
    struct delivery *d = (struct delivery *)job;
    struct members *m = &d->room->members[job->loop->index];
    struct str frame = {d->message->bytes, d->message->n};
    if (!d->begun) m->unserved = m->n;
    d->begun = true;
    for (int i = 0; i < STEP_MEMBERS && m->unserved > 0; i++) {
        const struct member *member = &m->p[--m->unserved];
        if (m->unserved > 8) __builtin_prefetch(m->p[m->unserved - 8].ws);
        if (member->tags & d->mask) ws_write(member->ws, frame);
    }
    if (m->unserved > 0) return false;
    delivered(d);
    return true;
}

/* Under the lock, so that every loop gets the broadcasts of a room in the same order. */
static void send_to_loop(struct room *r, struct loop *loop, struct message *message, uint32_t mask)
{
    struct delivery *d = malloc(sizeof *d);
    if (!d) abort();
    *d = (struct delivery){.job = {.step = deliver}, .room = r, .message = message, .mask = mask};
    __atomic_add_fetch(&message->refs, 1, __ATOMIC_RELAXED);
    r->refs++;
    if (loop_post_job(loop, &d->job)) return;
    message_drop(message);
    r->refs--;
    free(d);
}

void hub_broadcast(struct hub *h, int64_t room, uint32_t mask, struct str text)
{
    struct message *message = message_new(text, 1);
    pthread_mutex_lock(&h->lock);
    struct room *r = room_find(h, room);
    for (int i = 0; r && i < h->server->loop_count; i++)
        if (r->count_of_loop[i] > 0) send_to_loop(r, &h->server->loops[i], message, mask);
    pthread_mutex_unlock(&h->lock);
    message_drop(message);
}

int64_t hub_count(const struct hub *h, int64_t room)
{
    struct hub *locked = (struct hub *)h;
    pthread_mutex_lock(&locked->lock);
    struct room *r = room_find(h, room);
    int64_t count = r ? r->count : 0;
    pthread_mutex_unlock(&locked->lock);
    return count;
}

int64_t hub_total(const struct hub *h) { return __atomic_load_n(&h->total, __ATOMIC_RELAXED); }

int64_t hub_dropped(const struct hub *h) { return __atomic_load_n(&h->dropped, __ATOMIC_RELAXED); }
