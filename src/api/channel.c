/* api/channel.c: live connections: opening, messages, acks, ticks, closing.
 *
 * A link is opened in a write transaction whose first message (the state so far and what was missed) is sent when the
 * client has joined its room. On SQLite both `open` and every later broadcast come from the one writer thread in the
 * order of their commits, so nothing falls between the first message and the first broadcast; on PostgreSQL the events'
 * sequence numbers let a client see a gap and ask again.
 */
#include "api/api_private.h"
#include "api/problem.h"
#include "api/query.h"
#include "os/clock.h"
#include "os/log.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_FIRST_BYTES = 512, JOB_FIRST_BYTES = 4096, IN_FLIGHT_MAX = 32, CLOSE_GOING = 1001 };

/* Lives from the accepted upgrade until the last message is answered and the socket is gone: counted by refs. */
struct live_link {
    struct live_link *next, **pprev; /* api->links, under links_lock */
    struct api *api;
    const struct channel *channel;
    struct link link;
    struct who who; /* in `kept`, as soon as the link is open */
    enum lang lang;
    int64_t path[LIMIT_PATH_IDS];
    struct str query, peer, agent;
    struct ws *ws;
    char *kept;    /* what the texts of who, query and peer lie in, in one piece: thousands are connected */
    int refs;      /* atomic: socket and running jobs */
    int in_flight; /* atomic */
};

/* One piece of database work for a link: opening, a message, closing. */
struct link_job {
    struct db_job job;
    struct live_link *l;
    struct http_request *request;          /* opening only */
    const struct channel_message *message; /* messages only */
    struct err *(*run)(struct call *c);
    int64_t n;           /* number of the message, for its ack */
    struct str body;     /* JSON of the message, in arena */
    struct arena *arena; /* the job's input */
    struct effects effects;
    struct str first, out; /* results, in the job's arena */
};

static void hold_link(struct live_link *l) { __atomic_add_fetch(&l->refs, 1, __ATOMIC_ACQ_REL); }

static void drop_link(struct live_link *l)
{
    if (__atomic_sub_fetch(&l->refs, 1, __ATOMIC_ACQ_REL) > 0) return;
    if (l->ws) ws_drop(l->ws);
    free(l->kept);
    free(l);
}

static void list_link(struct live_link *l)
{
    struct api *api = l->api;
    pthread_mutex_lock(&api->links_lock);
    l->next = api->links;
    if (l->next) l->next->pprev = &l->next;
    l->pprev = &api->links;
    api->links = l;
    pthread_mutex_unlock(&api->links_lock);
}

static void unlist_link(struct live_link *l)
{
    pthread_mutex_lock(&l->api->links_lock);
    if (l->pprev && (*l->pprev = l->next)) l->next->pprev = l->pprev;
    l->pprev = NULL;
    pthread_mutex_unlock(&l->api->links_lock);
}

struct recall {
    struct api *api;
    int loop;
    int64_t account_id; /* 0: everybody */
};

static void recall_here(void *arg)
{
    struct recall recall = *(struct recall *)arg;
    struct api *api = recall.api;
    free(arg);
    pthread_mutex_lock(&api->links_lock);
    for (struct live_link *l = api->links; l; l = l->next) {
        bool meant = !recall.account_id || l->who.account_id == recall.account_id;
        if (meant && l->ws && ws_loop(l->ws) == recall.loop) ws_close(l->ws, CLOSE_GOING, STR("resync"));
    }
    pthread_mutex_unlock(&api->links_lock);
}

/* By way of the loops, behind those who are about to join. */
void channel_recall(struct api *api, int64_t account_id)
{
    for (int i = 0; i < (int)api->setup.config->loops; i++) {
        struct recall *recall = malloc(sizeof *recall);
        if (!recall) abort();
        *recall = (struct recall){api, i, account_id};
        if (!http_post(api->http, i, recall_here, recall)) free(recall);
    }
}

static struct link_job *new_job(struct live_link *l, struct err *(*run)(struct call *c))
{
    struct link_job *j = calloc(1, sizeof *j);
    if (!j) abort();
    *j = (struct link_job){.l = l, .run = run, .arena = arena_open_small(LIMIT_CALL_ARENA_BYTES, INPUT_FIRST_BYTES)};
    j->effects = (struct effects){.modules = l->api->setup.modules, .module_count = l->api->setup.module_count};
    j->job.arena = arena_open_small(LIMIT_CALL_ARENA_BYTES, JOB_FIRST_BYTES); /* thousands may leave at once */
    j->job.arg = j;
    j->job.mode = DB_WRITE;
    hold_link(l);
    return j;
}

static void free_job(struct link_job *j)
{
    struct live_link *l = j->l;
    arena_close(j->job.arena);
    arena_close(j->arena);
    free(j);
    drop_link(l);
}

static struct call link_call(struct link_job *j, struct arena *a, struct db *db)
{
    struct live_link *l = j->l;
    struct call c = api_call(l->api, a, db, &j->effects);
    effects_clear(&j->effects);
    c.who = &l->who;
    c.lang = l->lang;
    c.link = &l->link;
    c.query = l->query;
    c.peer = l->peer;
    c.agent = l->agent;
    memcpy(c.path, l->path, sizeof c.path);
    return c;
}

/* ---- messages ---- */

static void send_problem(struct live_link *l, int64_t n, const struct err *e)
{
    struct buf out;
    buf_init(&out, LIMIT_WS_PENDING_BYTES);
    buf_cstr(&out, "{\"t\":\"error\",\"n\":");
    buf_int(&out, n);
    buf_cstr(&out, ",\"problem\":");
    problem_write(&out, e, l->lang);
    buf_char(&out, '}');
    ws_send(l->ws, buf_text(&out));
    buf_done(&out);
    if (e->kind == ERR_BROKEN) log_error("live %s: %.*s (%s:%d)", e->code, STR_ARG(e->en), e->file, e->line);
}

static void send_ack(struct link_job *j)
{
    struct buf out;
    buf_init(&out, LIMIT_REPLY_BYTES);
    buf_cstr(&out, "{\"t\":\"ack\",\"n\":");
    buf_int(&out, j->n);
    if (j->out.n) buf_cstr(&out, ",\"d\":"), buf_str(&out, j->out);
    buf_char(&out, '}');
    ws_send(j->l->ws, buf_text(&out));
    buf_done(&out);
}

static struct err *message_run(struct db *db, struct arena *a, void *arg)
{
    struct link_job *j = arg;
    struct call c = link_call(j, a, db);
    const struct channel_message *message = j->message;
    if (message->in) {
        void *in = arena_bytes(a, message->in->size);
        TRY(shape_read_json(a, message->in, j->body, in));
        c.in = in;
    }
    c.out = message->out ? arena_bytes(a, message->out->size) : NULL;
    TRY(message->run(&c));
    if (!message->out) return NULL;
    struct buf out;
    buf_init(&out, LIMIT_REPLY_BYTES);
    shape_write_json(&out, message->out, c.out, false);
    j->out = str_copy(a, buf_text(&out));
    buf_done(&out);
    return NULL;
}

static void message_done(struct err *e, void *arg)
{
    struct link_job *j = arg;
    __atomic_sub_fetch(&j->l->in_flight, 1, __ATOMIC_RELAXED);
    /* the broadcast first: who gets an ack has already been sent the event */
    if (!e) api_carry_out(j->l->api, &j->effects);
    if (e)
        send_problem(j->l, j->n, e);
    else
        send_ack(j);
    free_job(j);
}

static const struct channel_message *find_message(const struct channel *channel, const char *type)
{
    for (size_t i = 0; type && i < channel->message_count; i++)
        if (strcmp(channel->messages[i].type, type) == 0) return &channel->messages[i];
    return NULL;
}

static struct err *read_message(struct live_link *l, struct link_job *j, struct str text)
{
    json_error_t error;
    json_t *root = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &error);
    if (!root) FAIL(j->arena, ERR_INVALID, "input.json", "消息不是有效的 JSON。", "The message is not valid JSON.");
    json_t *d = json_object_get(root, "d");
    j->n = json_integer_value(json_object_get(root, "n"));
    j->message = find_message(l->channel, json_string_value(json_object_get(root, "t")));
    if (d) {
        char *body = json_dumps(d, JSON_COMPACT | JSON_ENCODE_ANY);
        j->body = str_copy(j->arena, str_of(body));
        free(body);
    } else {
        j->body = STR("{}");
    }
    json_decref(root);
    if (!j->message)
        FAIL(j->arena, ERR_INVALID, "live.unknown_message", "没有这种消息。", "There is no such message type.");
    return NULL;
}

static void on_message(struct ws *ws, struct str text, void *context)
{
    struct live_link *l = context;
    struct link_job *j = new_job(l, NULL);
    struct err *e = read_message(l, j, text);
    if (!e && __atomic_add_fetch(&l->in_flight, 1, __ATOMIC_RELAXED) > IN_FLIGHT_MAX) {
        __atomic_sub_fetch(&l->in_flight, 1, __ATOMIC_RELAXED);
        e = ERR(j->arena, ERR_LIMIT, "live.too_fast", "消息太快，请等前面的处理完。",
                "Too many messages at once: wait for the earlier ones.");
    }
    if (!e) {
        j->job.run = message_run;
        j->job.done = message_done;
        j->job.mode = j->message->tx == TX_WRITE ? DB_WRITE : DB_READ;
        if (api_submit(l->api, &j->job, j->message->tx)) return;
        __atomic_sub_fetch(&l->in_flight, 1, __ATOMIC_RELAXED);
        e = ERR(j->arena, ERR_BUSY, "api.busy", "系统繁忙，请稍后再试。",
                "The server is busy. Please try again in a moment.");
    }
    send_problem(l, j->n, e);
    free_job(j);
}

/* ---- closing ---- */

static struct err *plain_run(struct db *db, struct arena *a, void *arg)
{
    struct link_job *j = arg;
    struct call c = link_call(j, a, db);
    TRY(j->run(&c));
    j->first = c.raw;
    return NULL;
}

static void close_done(struct err *e, void *arg)
{
    struct link_job *j = arg;
    if (!e)
        api_carry_out(j->l->api, &j->effects);
    else
        log_warn("live close: %s: %.*s", e->code, STR_ARG(e->en));
    free_job(j);
}

static void submit_close(struct live_link *l)
{
    struct link_job *j = new_job(l, l->channel->close);
    j->job.run = plain_run;
    j->job.done = close_done;
    if (!api_submit(l->api, &j->job, TX_WRITE)) free_job(j);
}

static void on_close(struct ws *ws, void *context)
{
    struct live_link *l = context;
    unlist_link(l);
    if (l->channel->close) submit_close(l);
    drop_link(l);
}

static const struct ws_handler link_handler = {on_message, on_close};

/* ---- opening ---- */

/* Copies a text to *at and moves on. */
static struct str pack(char **at, struct str text)
{
    struct str packed = {*at, text.n};
    if (text.n) memcpy(*at, text.p, text.n);
    *at += text.n;
    return packed;
}

static size_t who_bytes(const struct who *who)
{
    size_t n = who->roles.n * sizeof(struct who_role);
    for (LIST_EACH(who->roles, struct who_role, role)) n += role->path.n;
    return n + who->name.n + who->login.n + who->csrf.n + who->session.n;
}

/* Roles first: they are aligned as the memory is. */
static void pack_who(char **at, struct who *who)
{
    struct who_role *roles = (struct who_role *)(void *)*at;
    size_t bytes = who->roles.n * sizeof *roles;
    if (bytes) memcpy(roles, who->roles.p, bytes);
    *at += bytes;
    for (size_t i = 0; i < who->roles.n; i++) roles[i].path = pack(at, roles[i].path);
    who->roles = (struct list){roles, who->roles.n, 0};
    who->name = pack(at, who->name);
    who->login = pack(at, who->login);
    who->csrf = pack(at, who->csrf);
    who->session = pack(at, who->session);
}

/* What was found while opening lies in the arenas of the request and of its job; the link keeps no more than the texts
 * themselves. */
static void keep(struct live_link *l)
{
    char *at = malloc(who_bytes(&l->who) + l->query.n + l->peer.n + 1);
    if (!at) abort();
    l->kept = at;
    pack_who(&at, &l->who);
    l->query = pack(&at, l->query);
    l->peer = pack(&at, l->peer);
}

static struct err *channel_may(struct live_link *l, struct arena *a)
{
    if (!l->who.account_id) FAIL(a, ERR_UNKNOWN, "http.sign_in", "请先登录。", "Please sign in first.");
    return NULL;
}

static struct err *open_run(struct db *db, struct arena *a, void *arg)
{
    struct link_job *j = arg;
    struct live_link *l = j->l;
    struct call admit = api_call(l->api, a, db, &j->effects);
    TRY(api_identify(l->api, &admit, j->request, &l->who));
    TRY(channel_may(l, a));
    return plain_run(db, a, arg);
}

/* On the connection's loop: the handshake, the room, the first message. */
static void join(void *arg)
{
    struct link_job *j = arg;
    struct live_link *l = j->l;
    struct ws *ws = ws_accept(j->request, &link_handler, l);
    if (ws) {
        l->ws = ws_hold(ws);
        hold_link(l);
        list_link(l);
        hub_join(l->api->hub, l->link.room, ws, l->link.tags);
        ws_send(ws, j->first);
    } else if (l->channel->close) {
        submit_close(l);
    }
    free_job(j);
}

/* The server was closed meanwhile. */
static void join_never(struct link_job *j)
{
    struct live_link *l = j->l;
    api_refuse(l->api, j->request,
               ERR(j->arena, ERR_BUSY, "api.busy", "服务器正在停止，请稍后再试。",
                   "The server is stopping. Please try again soon."),
               l->lang);
    if (l->channel->close) submit_close(l);
    free_job(j);
}

static void open_done(struct err *e, void *arg)
{
    struct link_job *j = arg;
    if (e) {
        api_refuse(j->l->api, j->request, e, j->l->lang);
        free_job(j);
        return;
    }
    /* joining is posted before anything that a later commit broadcasts; see the head of this file */
    j->first = str_copy(j->arena, j->first);
    keep(j->l);
    struct api *api = j->l->api;
    struct effects effects = j->effects;
    struct arena *job_arena = j->job.arena;
    j->job.arena = NULL;
    bool joins = http_post(api->http, j->request->loop, join, j);
    api_carry_out(api, &effects);
    if (!joins) join_never(j);
    arena_close(job_arena);
}

bool channel_is_upgrade(const struct http_request *request)
{
    struct str upgrade = http_header(request, "Upgrade");
    return request->method == HTTP_GET_ && upgrade.n == 9 && strncasecmp(upgrade.p, "websocket", 9) == 0;
}

static struct err *check_query(const struct http_request *request, const struct channel *channel)
{
    struct query_params params;
    query_params_own(channel->params, &params);
    return query_check(request->arena, request->query, &params);
}

void channel_request(struct api *api, struct http_request *request, const struct route_match *match)
{
    struct arena *a = request->arena;
    struct err *e = NULL;
    if (!channel_is_upgrade(request))
        e = ERR(a, ERR_INVALID, "live.upgrade", "这个地址是 WebSocket，请用 Upgrade 请求。",
                "This address is a WebSocket: send an upgrade request.");
    else if (!api_same_origin(request))
        e = ERR(a, ERR_DENIED, "http.origin", "请求来自别的网站，已拒绝。",
                "The request comes from another site and was refused.");
    else
        e = check_query(request, match->channel);
    if (e) {
        api_refuse(api, request, e, api_lang(request));
        return;
    }
    struct live_link *l = calloc(1, sizeof *l);
    if (!l) abort();
    *l = (struct live_link){.api = api,
                            .channel = match->channel,
                            .lang = api_lang(request),
                            .query = request->query,
                            .peer = request->peer};
    l->link.id = __atomic_add_fetch(&api->link_ids, 1, __ATOMIC_RELAXED);
    memcpy(l->path, match->ids, sizeof l->path);
    struct link_job *j = new_job(l, match->channel->open);
    j->request = request;
    j->job.run = open_run;
    j->job.done = open_done;
    if (api_submit(api, &j->job, TX_WRITE)) return;
    open_done(
        ERR(a, ERR_BUSY, "api.busy", "系统繁忙，请稍后再试。", "The server is busy. Please try again in a moment."), j);
}

/* ---- ticks ---- */

static const struct channel *ticking_channel(const struct api *api)
{
    for (size_t m = 0; m < api->setup.module_count; m++)
        for (size_t i = 0; i < api->setup.modules[m]->channel_count; i++)
            if (api->setup.modules[m]->channels[i].tick) return &api->setup.modules[m]->channels[i];
    return NULL;
}

void channel_mark_dirty(struct api *api, int64_t room)
{
    const struct channel *channel = ticking_channel(api);
    if (!channel) return;
    int64_t due_us = clock_monotonic_us() + channel->tick_ms * 1000LL;
    pthread_mutex_lock(&api->rooms_lock);
    size_t i = 0;
    while (i < api->room_count && api->rooms[i].room != room) i++;
    if (i == api->room_count && i < ROOMS_DIRTY_MAX) api->rooms[api->room_count++] = (struct dirty_room){room, due_us};
    pthread_mutex_unlock(&api->rooms_lock);
}

struct tick_job {
    struct db_job job;
    struct api *api;
    const struct channel *channel;
    struct link link;
    struct effects effects;
};

static struct err *tick_run(struct db *db, struct arena *a, void *arg)
{
    struct tick_job *t = arg;
    struct call c = api_call(t->api, a, db, &t->effects);
    effects_clear(&t->effects);
    c.link = &t->link;
    return t->channel->tick(&c);
}

static void tick_done(struct err *e, void *arg)
{
    struct tick_job *t = arg;
    if (!e)
        api_carry_out(t->api, &t->effects);
    else
        log_warn("live tick: %s: %.*s", e->code, STR_ARG(e->en));
    arena_close(t->job.arena);
    free(t);
}

static void submit_tick(struct api *api, const struct channel *channel, int64_t room)
{
    struct tick_job *t = calloc(1, sizeof *t);
    if (!t) abort();
    *t = (struct tick_job){.api = api, .channel = channel, .link = {.room = room}};
    t->effects = (struct effects){.modules = api->setup.modules, .module_count = api->setup.module_count};
    t->job = (struct db_job){
        .run = tick_run, .done = tick_done, .arg = t, .mode = DB_READ, .arena = arena_open(LIMIT_CALL_ARENA_BYTES)};
    if (!api_submit(api, &t->job, TX_HEAVY)) {
        arena_close(t->job.arena);
        free(t);
        channel_mark_dirty(api, room);
    }
}

static bool take_due(struct api *api, int64_t now_us, int64_t *ret_room)
{
    bool found = false;
    pthread_mutex_lock(&api->rooms_lock);
    for (size_t i = 0; i < api->room_count && !found; i++) {
        if (api->rooms[i].due_us > now_us) continue;
        *ret_room = api->rooms[i].room;
        api->rooms[i] = api->rooms[--api->room_count];
        found = true;
    }
    pthread_mutex_unlock(&api->rooms_lock);
    return found;
}

void channel_tick(void *arg)
{
    struct api *api = arg;
    const struct channel *channel = ticking_channel(api);
    int64_t room, now_us = clock_monotonic_us();
    while (channel && !__atomic_load_n(&api->closing, __ATOMIC_ACQUIRE) && take_due(api, now_us, &room))
        submit_tick(api, channel, room);
}
