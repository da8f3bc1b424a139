/* api/api.c: opens and closes the edge, and what its files share. */
#include "api/api.h"

#include "api/api_private.h"
#include "api/describe.h"
#include "api/problem.h"
#include "api/query.h"
#include "api_sql.h"
#include "os/clock.h"
#include "os/log.h"

#include <stdlib.h>
#include <string.h>

enum { TICK_EVERY_MS = 100, SESSION_TOKEN_MAX = 200, SESSION_DIGEST_MAX = 64 };

static const struct who nobody;

struct call api_call(struct api *api, struct arena *a, struct db *db, struct effects *effects)
{
    int64_t now_us = clock_now_us();
    int tz_min = (int)api->setup.config->tz_min;
    return (struct call){.arena = a,
                         .db = db,
                         .ids = &api->ids,
                         .who = &nobody,
                         .now_us = now_us,
                         .today = date_of(now_us, tz_min),
                         .tz_min = tz_min,
                         .config = api->setup.config,
                         .effects = effects};
}

enum lang api_lang(const struct http_request *request)
{
    return str_starts(str_trim(http_header(request, "Accept-Language")), STR("en")) ? LANG_EN : LANG_ZH;
}

struct err *api_identify(struct api *api, struct call *c, const struct http_request *request, struct who *ret_who)
{
    *ret_who = (struct who){0};
    struct str token = http_cookie(request, "tongke_session");
    if (!token.n || token.n > SESSION_TOKEN_MAX) return NULL;
    return api->setup.identify(c, token, ret_who);
}

bool api_same_origin(const struct http_request *request)
{
    struct str origin = http_header(request, "Origin"), host = http_header(request, "Host");
    if (!origin.n) return true;
    const char *after = memmem(origin.p, origin.n, "://", 3);
    if (!after) return false;
    after += 3;
    return str_equal((struct str){after, origin.n - (size_t)(after - origin.p)}, host);
}

/* ---- the other nodes ---- */

static void tell_others(struct api *api, enum bridge_kind kind, int64_t room, uint32_t mask, struct str text)
{
    struct bridge_message message = {.kind = kind, .room = room, .mask = mask, .text = text};
    if (api->bridge) bridge_send(api->bridge, &message);
}

static void on_told(void *context, const struct bridge_message *message)
{
    struct api *api = context;
    struct hub *hub = __atomic_load_n(&api->hub, __ATOMIC_ACQUIRE);
    if (!hub) return;
    if (message->kind == BRIDGE_KICK)
        channel_recall(api, message->room);
    else
        hub_broadcast(hub, message->room, message->mask, message->text);
}

static void on_back(void *context)
{
    struct api *api = context;
    if (__atomic_load_n(&api->hub, __ATOMIC_ACQUIRE)) channel_recall(api, 0);
}

/* The topic is known to those alone who have the key: two cities may share a NATS. */
static struct err *open_bridge(struct arena *a, struct api *api)
{
    if (!api->setup.nats_url) return NULL;
    struct bridge_handler *handler = arena_new(a, struct bridge_handler);
    *handler = (struct bridge_handler){on_told, on_back, api};
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < sizeof api->setup.config->secret_key; i++)
        hash = (hash ^ api->setup.config->secret_key[i]) * 1099511628211u;
    return bridge_open(a, api->setup.nats_url, str_printf(a, "tongke.%016llx.room", (unsigned long long)hash).p,
                       handler, &api->bridge);
}

void api_carry_out(struct api *api, const struct effects *effects)
{
    for (LIST_EACH(effects->emits, struct effect_emit, emit)) {
        hub_broadcast(api->hub, emit->room, emit->mask, emit->json);
        tell_others(api, BRIDGE_TEXT, emit->room, emit->mask, emit->json);
    }
    for (LIST_EACH(effects->rooms, int64_t, room)) channel_mark_dirty(api, *room);
    for (LIST_EACH(effects->kicks, int64_t, account_id)) {
        channel_recall(api, *account_id);
        tell_others(api, BRIDGE_KICK, *account_id, 0, (struct str){0});
    }
    if (effects->jobs) jobs_wake(api);
    for (LIST_EACH(effects->events, struct effect_events, event)) metrics_count_event(api, event->name, event->n);
}

bool api_submit(struct api *api, struct db_job *job, enum tx tx)
{
    if (api->writer && tx == TX_WRITE) return writer_put(api->writer, job);
    return workers_put(api->workers, job);
}

/* Who waits longer than that gives up and comes again, and the hash is worked out for nobody. */
bool api_submit_preparing(struct api *api, struct db_job *job)
{
    return workers_counts(api->preparers).waiting < LIMIT_PREPARING_JOBS && workers_put(api->preparers, job);
}

void api_count_reply(struct api *api, const struct http_request *request, int status)
{
    static const int64_t edges_us[] = {1000, 5000, 15000, 50000, 100000, 500000, 2000000};
    int64_t took_us = clock_monotonic_us() - request->started_us;
    size_t bucket = 0;
    while (bucket < 7 && took_us > edges_us[bucket]) bucket++;
    __atomic_add_fetch(&api->replies[status / 100 % 6], 1, __ATOMIC_RELAXED);
    __atomic_add_fetch(&api->reply_us_bucket[bucket], 1, __ATOMIC_RELAXED);
    __atomic_add_fetch(&api->reply_us_sum, took_us, __ATOMIC_RELAXED);
}

/* `more`: one more header, or one without a name. */
static void refuse(struct api *api, struct http_request *request, const struct err *e, enum lang lang,
                   struct http_header more)
{
    if (e->kind == ERR_BROKEN)
        log_error("%.*s %s: %.*s (%s:%d)", STR_ARG(request->path), e->code, STR_ARG(e->en), e->file, e->line);
    struct buf body;
    buf_init(&body, LIMIT_REPLY_BYTES);
    problem_write(&body, e, lang);
    struct http_header headers[] = {{STR("Content-Type"), STR("application/problem+json")},
                                    {STR("Cache-Control"), STR("no-store")},
                                    {STR("X-Content-Type-Options"), STR("nosniff")},
                                    more};
    struct http_reply reply = {
        .status = problem_status(e), .headers = headers, .body = buf_text(&body), .header_count = more.name.n ? 4 : 3};
    api_count_reply(api, request, reply.status);
    http_reply(request, &reply);
    buf_done(&body);
}

void api_refuse(struct api *api, struct http_request *request, const struct err *e, enum lang lang)
{
    static const struct http_header later = {{"Retry-After", 11}, {"1", 1}};
    static const struct http_header codings = {{"Accept-Encoding", 15}, {"identity", 8}}; /* RFC 9110, 12.5.3 */
    bool packed = str_is(str_of(e->code), "http.coding");
    refuse(api, request, e, lang, e->kind == ERR_BUSY ? later : packed ? codings : (struct http_header){{0}, {0}});
}

void api_answer_verbs(struct api *api, struct http_request *request, unsigned verbs)
{
    static const char *const names[] = {[GET] = "GET, HEAD", [POST] = "POST", [PUT] = "PUT", [DELETE] = "DELETE"};
    struct str allowed = {0};
    for (int verb = GET; verb <= DELETE; verb++)
        if (verbs >> verb & 1)
            allowed = str_printf(request->arena, "%.*s%s%s", STR_ARG(allowed), allowed.n ? ", " : "", names[verb]);
    struct http_header allow = {STR("Allow"), allowed};
    if (request->method == HTTP_OPTIONS_) {
        struct http_reply reply = {.status = 204, .headers = &allow, .header_count = 1};
        api_count_reply(api, request, reply.status);
        http_reply(request, &reply);
        return;
    }
    struct err *e = ERR(request->arena, ERR_INVALID, "http.method", "这个地址只接受 %.*s。",
                        "This address takes only: %.*s.", STR_ARG(allowed));
    refuse(api, request, e, api_lang(request), allow);
}

bool api_etag_known(const struct http_request *request, struct str etag)
{
    struct str rest = http_header(request, "If-None-Match");
    while (rest.n) {
        struct str one = str_trim(str_cut(rest, ',', &rest));
        if (str_starts(one, STR("W/"))) one = (struct str){one.p + 2, one.n - 2};
        if (str_is(one, "*") || str_equal(one, etag)) return true;
    }
    return false;
}

/* ---- writes by the program itself ---- */

struct own_write {
    struct db_job job;
    struct api *api;
    struct err *(*run)(struct call *c, void *arg);
    void (*done)(struct err *e, void *arg);
    void *arg;
    struct effects effects;
};

static struct err *own_run(struct db *db, struct arena *a, void *arg)
{
    struct own_write *w = arg;
    struct call c = api_call(w->api, a, db, &w->effects);
    effects_clear(&w->effects);
    return w->run(&c, w->arg);
}

static void own_done(struct err *e, void *arg)
{
    struct own_write *w = arg;
    if (!e) api_carry_out(w->api, &w->effects);
    if (w->done)
        w->done(e, w->arg);
    else if (e)
        log_error("own write: %s: %.*s (%s:%d)", e->code, STR_ARG(e->en), e->file, e->line);
    arena_close(w->job.arena);
    free(w);
}

void api_write(struct api *api, struct err *(*run)(struct call *c, void *arg), void (*done)(struct err *e, void *arg),
               void *arg)
{
    struct own_write *w = calloc(1, sizeof *w);
    if (!w) abort();
    *w = (struct own_write){.api = api, .run = run, .done = done, .arg = arg};
    w->effects = (struct effects){.modules = api->setup.modules, .module_count = api->setup.module_count};
    w->job = (struct db_job){
        .run = own_run, .done = own_done, .arg = w, .mode = DB_WRITE, .arena = arena_open(LIMIT_CALL_ARENA_BYTES)};
    if (api_submit(api, &w->job, TX_WRITE)) return;
    own_done(ERR(w->job.arena, ERR_BUSY, "api.busy", "系统繁忙。", "The server is busy."), w);
}

/* ---- sessions that are used last on ---- */

struct used_session {
    struct api *api;
    size_t n;
    char digest[SESSION_DIGEST_MAX];
};

static struct err *keep_run(struct call *c, void *arg)
{
    struct used_session *used = arg;
    return used->api->setup.session_keep(c, (struct str){used->digest, used->n});
}

static void keep_done(struct err *e, void *arg)
{
    if (e) log_error("session: %s: %.*s (%s:%d)", e->code, STR_ARG(e->en), e->file, e->line);
    free(arg);
}

void api_keep_session(struct api *api, const struct who *who)
{
    if (!who->stale || !api->setup.session_keep || who->session.n > SESSION_DIGEST_MAX) return;
    struct used_session *used = calloc(1, sizeof *used);
    if (!used) abort();
    used->api = api;
    used->n = who->session.n;
    memcpy(used->digest, who->session.p, used->n);
    api_write(api, keep_run, keep_done, used);
}

/* ---- opening ---- */

static void on_request(struct http_request *request, void *context) { answer_request(context, request); }

static struct err *open_readers(struct arena *a, struct api *api)
{
    if (api->kind != DB_SQLITE) return NULL;
    for (int i = 0; i < (int)api->setup.config->loops && i < LOOPS_MAX; i++) {
        TRY(db_open(a, api->setup.db_url, DB_READ, &api->readers[i].db));
        api->readers[i].arena = arena_open(LIMIT_CALL_ARENA_BYTES);
    }
    return writer_open(a, api->setup.db_url, &api->writer);
}

static struct err *run_starts(struct api *api, struct arena *a, struct db *db)
{
    struct effects effects = {.modules = api->setup.modules, .module_count = api->setup.module_count};
    struct call c = api_call(api, a, db, &effects);
    for (size_t i = 0; i < api->setup.module_count; i++)
        if (api->setup.modules[i]->start) TRY(api->setup.modules[i]->start(&c));
    return NULL;
}

static struct err *start_modules(struct arena *a, struct api *api)
{
    struct db *db;
    TRY(db_open(a, api->setup.db_url, DB_WRITE, &db));
    api->kind = db_kind_of(db);
    struct err *e = db_begin(db, a);
    if (!e) e = run_starts(api, a, db);
    if (!e)
        e = db_commit(db, a);
    else
        db_rollback(db);
    db_close(db);
    return e;
}

/* Before the first request, whichever loop that comes in on. */
static void on_loop_start(int loop, void *context)
{
    struct api *api = context;
    if (loop == 0) __atomic_store_n(&api->hub, hub_open(api->http), __ATOMIC_RELEASE);
}

static struct err *open_http(struct arena *a, struct api *api)
{
    struct http_config config = {.listen = api->setup.listen,
                                 .loops = (int)api->setup.config->loops,
                                 .header_timeout_ms = 10000,
                                 .body_timeout_ms = 60000,
                                 .idle_timeout_ms = 75000,
                                 .trusted_proxy = api->setup.trusted_proxy,
                                 .on_request = on_request,
                                 .on_loop_start = on_loop_start,
                                 .context = api};
    TRY(http_open(a, &config, &api->http));
    http_every(api->http, TICK_EVERY_MS, channel_tick, api);
    return NULL;
}

/* Hashing a password takes a core for some 15 ms. Two at a time rather than all at once, and behind whoever answers
 * pages and marks: those are late for nothing, and in turn each one who signs in is done sooner. */
static struct err *open_workers(struct arena *a, struct api *api, int threads)
{
    enum { PREPARERS_NICE = 5 };
    struct str url = api->setup.db_url;
    enum db_mode mode = api->kind == DB_SQLITE ? DB_READ : DB_WRITE;
    TRY(workers_open(a, url, mode, threads, 0, &api->workers));
    return workers_open(a, url, DB_READ, threads > 3 ? threads / 2 : 1, PREPARERS_NICE, &api->preparers);
}

struct err *api_open(struct arena *a, const struct api_setup *setup, struct api **ret_api)
{
    struct api *api = calloc(1, sizeof *api);
    if (!api) abort();
    api->setup = *setup;
    api->arena = a;
    api->started_us = clock_now_us();
    api->ids.node = (int)setup->config->node;
    pthread_mutex_init(&api->rooms_lock, NULL);
    pthread_mutex_init(&api->links_lock, NULL);
    TRY(api_check(a, setup->modules, setup->module_count));
    api->router = router_new(a, setup->modules, setup->module_count);
    TRY(start_modules(a, api));
    TRY(open_readers(a, api));
    TRY(open_workers(a, api, (int)setup->config->workers));
    TRY(open_bridge(a, api));
    TRY(open_http(a, api));
    TRY(jobs_open(a, api));
    *ret_api = api;
    return NULL;
}

int api_port(const struct api *api) { return http_port(api->http); }

void api_every(struct api *api, int period_ms, void (*run)(void *arg), void *arg)
{
    http_every(api->http, period_ms, run, arg);
}

void api_close(struct api *api, int grace_ms)
{
    __atomic_store_n(&api->closing, true, __ATOMIC_RELEASE);
    jobs_stop(api);
    http_close(api->http, grace_ms);
    workers_close(api->preparers); /* what was prepared goes on to the others */
    workers_close(api->workers);
    writer_close(api->writer);
    bridge_close(api->bridge);
    hub_close(api->hub);
    jobs_close(api);
    for (int i = 0; i < LOOPS_MAX; i++) {
        if (!api->readers[i].db) continue;
        db_close(api->readers[i].db);
        arena_close(api->readers[i].arena);
    }
    pthread_mutex_destroy(&api->rooms_lock);
    pthread_mutex_destroy(&api->links_lock);
    free(api);
}

static struct err *check_route(struct arena *a, const struct route *route)
{
    struct query_params params;
    query_params(route, &params);
    const char *twice = query_twice(&params);
    if (twice)
        FAIL(a, ERR_BROKEN, "api.route_parameter", "接口 %s 的网址参数 %s 声明了两次。",
             "Route %s declares its URL parameter %s twice.", route->path, twice);
    if (!route->help_zh || !route->help_en || !route->run)
        FAIL(a, ERR_BROKEN, "api.route_bare", "接口 %s 缺少说明或处理函数。", "Route %s lacks help or a function.",
             route->path);
    if (!(route->flags & ROUTE_RAW) != !route->raw_type)
        FAIL(a, ERR_BROKEN, "api.route_type", "接口 %s 的回复类型与标志不符。",
             "Route %s must have ROUTE_RAW and raw_type, or neither.", route->path);
    if ((route->verb == GET) != (route->tx != TX_WRITE) && route->tx != TX_NONE && route->verb == GET)
        FAIL(a, ERR_BROKEN, "api.route_writes", "GET 接口 %s 不能写入。", "Route %s is a GET and may not write.",
             route->path);
    return NULL;
}

struct err *api_check(struct arena *a, const struct module *const *modules, size_t n)
{
    for (size_t m = 0; m < n; m++)
        for (size_t i = 0; i < modules[m]->route_count; i++) TRY(check_route(a, &modules[m]->routes[i]));
    return router_check(a, router_new(a, modules, n));
}

/* ---- the edge as a module ---- */

static struct err *openapi_get(struct call *c)
{
    struct buf out;
    buf_init(&out, LIMIT_REPLY_BYTES);
    describe_openapi(&out, c->effects->modules, c->effects->module_count);
    c->raw = str_copy(c->arena, buf_text(&out));
    buf_done(&out);
    return NULL;
}

static const struct route api_routes[] = {
    {GET, "/openapi.json", TX_HEAVY, PERM_PUBLIC, ROUTE_RAW, NULL, NULL, NULL, "接口说明（OpenAPI 3.1）",
     "The API's description (OpenAPI 3.1)", openapi_get, .raw_type = "application/json"},
};

const struct module api_module = {.name = "api",
                                  .schema = &api_schema,
                                  .statements = api_statements,
                                  .statement_count = &api_statement_count,
                                  .routes = api_routes,
                                  .route_count = sizeof api_routes / sizeof *api_routes};
