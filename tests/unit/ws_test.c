/* tests/unit/ws_test.c: WebSockets and rooms over real sockets: frames right and wrong, closing, order, slow clients.
 */
#include "core/limits.h"
#include "net/ws.h"
#include "serving.h"

#include <pthread.h>

static struct hub *hub;
static int closed;      /* on_close calls so far */
static struct ws *kept; /* the last client of /keep, held */
static pthread_mutex_t kept_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t kept_change = PTHREAD_COND_INITIALIZER;

/* ---- the server under test: echoes; a text that begins with "!" is an order ---- */

static void obey(struct ws *ws, struct str order)
{
    struct str rest, verb = str_cut(order, ' ', &rest);
    int64_t number = 0;
    str_int64(rest, &number);
    if (str_is(verb, "!close")) ws_close(ws, (int)number, STR("再见"));
    if (str_is(verb, "!join")) hub_join(hub, number, ws, 1);
    if (str_is(verb, "!staff")) hub_join(hub, number, ws, 2);
    if (str_is(verb, "!leave")) hub_leave(hub, ws);
    if (!str_is(verb, "!close")) ws_send(ws, STR("done"));
}

static void on_message(struct ws *ws, struct str text, void *context)
{
    CHECK_STR(STR("context"), context);
    if (text.n && text.p[0] == '!')
        obey(ws, text);
    else
        ws_send(ws, text);
}

static void on_close(struct ws *ws, void *context) { __atomic_add_fetch(&closed, 1, __ATOMIC_RELAXED); }

static const struct ws_handler handler = {on_message, on_close};

static void keep(struct ws *ws)
{
    pthread_mutex_lock(&kept_lock);
    kept = ws_hold(ws);
    pthread_cond_signal(&kept_change);
    pthread_mutex_unlock(&kept_lock);
}

static struct ws *wait_kept(void)
{
    pthread_mutex_lock(&kept_lock);
    while (!kept) pthread_cond_wait(&kept_change, &kept_lock);
    struct ws *ws = kept;
    kept = NULL;
    pthread_mutex_unlock(&kept_lock);
    return ws;
}

static struct http_request *parked;

static void park(struct http_request *q)
{
    pthread_mutex_lock(&kept_lock);
    parked = q;
    pthread_cond_signal(&kept_change);
    pthread_mutex_unlock(&kept_lock);
}

static struct http_request *wait_parked(void)
{
    pthread_mutex_lock(&kept_lock);
    while (!parked) pthread_cond_wait(&kept_change, &kept_lock);
    struct http_request *q = parked;
    parked = NULL;
    pthread_mutex_unlock(&kept_lock);
    return q;
}

static void accept_and_greet(void *arg)
{
    struct ws *ws = ws_accept(arg, &handler, "context");
    hub_join(hub, 7, ws, 1);
    ws_send(ws, STR("hello"));
}

static void accept_later(void *arg) { ws_accept(arg, &handler, "context"); }

static void on_request(struct http_request *q, void *context)
{
    if (str_is(q->path, "/later")) {
        http_post(server, q->loop, accept_later, q);
        return;
    }
    if (str_is(q->path, "/parked")) {
        park(q);
        return;
    }
    bool keeps = str_is(q->path, "/keep");
    struct ws *ws = ws_accept(q, &handler, "context");
    if (ws && keeps) keep(ws);
}

static void open_all(struct http_config config)
{
    closed = 0;
    start_with(config);
    hub = hub_open(server);
}

static void close_all(void)
{
    stop();
    CHECK_INT(hub_total(hub), 0);
    hub_close(hub);
}

/* ---- the client ---- */

#define HANDSHAKE                                                                                                      \
    " HTTP/1.1\r\nHost: t\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\n"   \
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

static struct wire join(const char *path)
{
    struct wire w = wire_open(port);
    struct wire_reply r = {0};
    wire_say(&w, "GET ");
    wire_say(&w, path);
    wire_say(&w, HANDSHAKE);
    CHECK_INT(wire_read(&w, &r, true), 101);
    CHECK_STR(str_of(wire_field(&r, "Sec-WebSocket-Accept")), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); /* RFC 6455, 1.3 */
    free(r.body);
    return w;
}

enum { FIN = 0x80, MORE = 0, TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10 };

/* A masked frame; returns its bytes in the arena. */
static struct str frame(int first, struct str payload)
{
    unsigned char *p = arena_bytes(a, payload.n + 14);
    size_t n = 0, length_bytes = payload.n > 0xffff ? 8 : payload.n > 125 ? 2 : 0;
    p[n++] = (unsigned char)first;
    p[n++] = (unsigned char)(0x80 | (length_bytes == 8 ? 127 : length_bytes == 2 ? 126 : payload.n));
    for (size_t i = length_bytes; i > 0; i--) p[n++] = (unsigned char)(payload.n >> (8 * (i - 1)));
    static const unsigned char mask[4] = {1, 2, 3, 0xf4};
    memcpy(p + n, mask, 4);
    n += 4;
    for (size_t i = 0; i < payload.n; i++) p[n++] = (unsigned char)payload.p[i] ^ mask[i % 4];
    return (struct str){(char *)p, n};
}

static void put(struct wire *w, int first, const char *text) { wire_put(w, frame(first, str_of(text))); }

/* The next frame from the server: its first byte, -1 at the end. The payload is copied to the arena. */
static int get(struct wire *w, struct str *ret_payload)
{
    *ret_payload = (struct str){0};
    if (!wire_need(w, 2)) return -1;
    const unsigned char *p = (const unsigned char *)w->p;
    size_t n = p[1], head = n == 127 ? 10 : n == 126 ? 4 : 2;
    if (!wire_need(w, head)) return -1;
    for (size_t i = 2, long_n = 0; i < head; i++) n = long_n = long_n << 8 | p[i];
    if (!wire_need(w, head + n)) return -1;
    int first = p[0];
    *ret_payload = str_copy(a, (struct str){w->p + head, n});
    wire_use(w, head + n);
    return first;
}

static void expect_text(struct wire *w, const char *text)
{
    struct str payload;
    if (CHECK_INT(get(w, &payload), FIN | TEXT)) CHECK_STR(payload, text);
}

/* A close frame with this code, and then the end. */
static bool expect_close(struct wire *w, int code)
{
    struct str payload;
    if (!CHECK_INT(get(w, &payload), FIN | CLOSE)) return false;
    int got = payload.n < 2 ? 1005 : (unsigned char)payload.p[0] << 8 | (unsigned char)payload.p[1];
    return CHECK_INT(got, code) & CHECK(wire_ended(w));
}

static void obeyed(struct wire *w, const char *order)
{
    put(w, FIN | TEXT, order);
    expect_text(w, "done");
}

/* ---- handshake ---- */

static void a_handshake_that_is_none_is_refused(void)
{
    static const struct {
        const char *request;
        int status;
    } cases[] = {
        {"GET / HTTP/1.1\r\nHost: t\r\n\r\n", 426},
        {"GET / HTTP/1.1\r\nHost: t\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
         426},
        {"GET / HTTP/1.1\r\nHost: t\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
         426},
        {"GET / HTTP/1.1\r\nHost: t\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
         400},
        {"GET / HTTP/1.1\r\nHost: t\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n",
         400},
        {"GET / HTTP/1.1\r\nHost: t\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ===\r\n\r\n",
         400},
        {"POST"
         " /" HANDSHAKE,
         400},
        {"GET / HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
         400},
    };
    open_all((struct http_config){0});
    struct wire_reply r = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!CHECK_INT(ask(str_of(cases[i].request), &r), cases[i].status)) printf("  handshake %zu\n", i);
    CHECK_INT(ask(str_of(cases[0].request), &r), 426);
    CHECK_STR(str_of(wire_field(&r, "Sec-WebSocket-Version")), "13");
    CHECK_INT(http_count(server).websockets, 0);
    free(r.body);
    close_all();
}

static void messages_sent_with_the_handshake_are_not_lost(void)
{
    static const char *const paths[] = {"/", "/later"};
    open_all((struct http_config){0});
    for (int i = 0; i < 2; i++) {
        struct wire w = wire_open(port);
        struct wire_reply r = {0};
        struct str first = frame(FIN | TEXT, STR("early"));
        wire_put(&w, str_printf(a, "GET %s%s%.*s", paths[i], HANDSHAKE, STR_ARG(first)));
        CHECK_INT(wire_read(&w, &r, true), 101);
        expect_text(&w, "early");
        free(r.body);
        wire_close(&w);
    }
    close_all();
}

/* ---- messages ---- */

static void texts_of_every_length_come_back(void)
{
    static const size_t lengths[] = {0, 1, 125, 126, 127, 4096, 4097, LIMIT_WS_MESSAGE_BYTES};
    open_all((struct http_config){0});
    struct wire w = join("/");
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct str text = zeros("", lengths[i], ""), back;
        wire_put(&w, frame(FIN | TEXT, text));
        CHECK_INT(get(&w, &back), FIN | TEXT);
        CHECK(str_equal(text, back));
    }
    wire_close(&w);
    close_all();
    CHECK_INT(closed, 1);
}

static void frames_in_single_bytes_are_the_same_frames(void)
{
    open_all((struct http_config){0});
    struct wire w = join("/");
    struct str bytes = frame(FIN | TEXT, str_printf(a, "%0200d 同课", 7));
    for (size_t i = 0; i < bytes.n; i++) {
        wire_put(&w, (struct str){bytes.p + i, 1});
        if (i % 50 == 0) usleep(1000);
    }
    struct str back;
    CHECK_INT(get(&w, &back), FIN | TEXT);
    CHECK(str_ends(back, STR("7 同课")));
    wire_close(&w);
    close_all();
}

static void fragments_are_put_together_with_pings_between_them(void)
{
    open_all((struct http_config){0});
    struct wire w = join("/");
    struct str payload;
    put(&w, TEXT, "同\xe8");
    put(&w, FIN | PING, "p1");
    put(&w, MORE, "\xaf");
    put(&w, FIN | PONG, "unasked");
    put(&w, MORE, "");
    put(&w, FIN | MORE, "\xbe!");
    CHECK_INT(get(&w, &payload), FIN | PONG);
    CHECK_STR(payload, "p1");
    expect_text(&w, "同课!");
    wire_close(&w);
    close_all();
}

static void many_messages_in_one_packet_come_back_in_order(void)
{
    open_all((struct http_config){0});
    struct wire w = join("/");
    struct str all = {0};
    for (int i = 0; i < 300; i++) {
        struct str one = frame(FIN | TEXT, str_printf(a, "m%d", i));
        char *p = arena_bytes(a, all.n + one.n);
        if (all.n) memcpy(p, all.p, all.n);
        memcpy(p + all.n, one.p, one.n);
        all = (struct str){p, all.n + one.n};
    }
    wire_put(&w, all);
    for (int i = 0; i < 300; i++) {
        char expected[16];
        snprintf(expected, sizeof expected, "m%d", i);
        expect_text(&w, expected);
    }
    wire_close(&w);
    close_all();
}

static void wrong_frames_close_with_the_code_that_says_why(void)
{
    struct str big = zeros("", LIMIT_WS_MESSAGE_BYTES + 1, "");
    struct {
        struct str bytes;
        int code;
    } cases[] = {
        {{"\x81\x02hi", 4}, 1002},                  /* unmasked */
        {frame(FIN | 0x40 | TEXT, STR("x")), 1002}, /* reserved bit */
        {frame(FIN | 3, STR("x")), 1002},           /* reserved opcode */
        {frame(FIN | 11, STR("x")), 1002},
        {frame(FIN | MORE, STR("x")), 1002}, /* nothing to continue */
        {frame(PING, STR("x")), 1002},       /* a fragment of a control frame */
        {frame(FIN | PING, zeros("", 126, "")), 1002},
        {frame(FIN | BINARY, STR("x")), 1003},
        {frame(FIN | TEXT, STR("\xff")), 1007},
        {frame(FIN | TEXT, STR("\xed\xa0\x80")), 1007},
        {frame(FIN | TEXT, big), 1009},
        {{"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff....x", 15}, 1009},
        {{"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff....", 14}, 1002},
        {{"\x81\xfe\x00\x05....", 8}, 1002}, /* length not in its shortest form */
        {frame(FIN | CLOSE, STR("\x03")), 1002},
        {frame(FIN | CLOSE, STR("\x03\xe7")), 1002}, /* 999 */
        {frame(FIN | CLOSE, STR("\x03\xed")), 1002}, /* 1005 must not be sent */
        {frame(FIN | CLOSE, STR("\x03\xe8\xff")), 1007},
        {frame(FIN | CLOSE, STR("")), 1005},
        {frame(FIN | CLOSE, STR("\x03\xe8"
                                "bye")),
         1000},
        {frame(FIN | CLOSE, STR("\x0f\xa1")), 4001},
    };
    open_all((struct http_config){.loops = 2});
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wire w = join("/");
        wire_put(&w, cases[i].bytes);
        if (!expect_close(&w, cases[i].code)) printf("  frame %zu\n", i);
        wire_close(&w);
    }
    close_all();
    CHECK_INT(closed, (int)(sizeof cases / sizeof *cases));
}

static void fragments_out_of_order_or_too_long_are_refused(void)
{
    open_all((struct http_config){0});
    struct wire w = join("/");
    put(&w, TEXT, "a");
    put(&w, FIN | TEXT, "b");
    expect_close(&w, 1002);
    wire_close(&w);
    w = join("/");
    wire_put(&w, frame(TEXT, zeros("", LIMIT_WS_MESSAGE_BYTES, "")));
    wire_put(&w, frame(FIN | MORE, STR("x")));
    expect_close(&w, 1009);
    wire_close(&w);
    close_all();
}

/* ---- life ---- */

static void quiet_clients_are_pinged_and_silent_ones_dropped(void)
{
    open_all((struct http_config){.ws_ping_ms = 50, .ws_silence_ms = 200});
    struct wire lively = join("/"), silent = join("/");
    struct str payload;
    for (int64_t began = wire_now_ms(); wire_now_ms() - began < 400;) {
        if (!CHECK_INT(get(&lively, &payload), FIN | PING)) break;
        put(&lively, FIN | PONG, "");
    }
    CHECK_INT(get(&silent, &payload), FIN | PING);
    while (get(&silent, &payload) >= 0) continue;
    CHECK_INT(http_count(server).websockets, 1);
    wire_close(&lively);
    wire_close(&silent);
    close_all();
}

static void a_handler_may_close_and_nothing_follows_the_close_frame(void)
{
    open_all((struct http_config){0});
    struct wire w = join("/");
    struct str payload;
    put(&w, FIN | TEXT, "!close 4003");
    put(&w, FIN | TEXT, "after");
    CHECK_INT(get(&w, &payload), FIN | CLOSE);
    CHECK_STR(payload, "\x0f\xa3再见");
    put(&w, FIN | CLOSE, "\x0f\xa3");
    CHECK(wire_ended(&w));
    wire_close(&w);
    close_all();
    CHECK_INT(closed, 1);
}

static void other_threads_may_send_and_close_also_when_the_client_has_gone(void)
{
    open_all((struct http_config){.loops = 2});
    struct wire w = join("/keep");
    struct ws *ws = wait_kept();
    char expected[16];
    for (int i = 0; i < 100; i++) ws_send(ws, str_printf(a, "n%d", i));
    for (int i = 0; i < 100; i++) snprintf(expected, sizeof expected, "n%d", i), expect_text(&w, expected);
    ws_close(ws, 1008, STR("out"));
    put(&w, FIN | CLOSE, "\x03\xf0");
    expect_close(&w, 1008);
    wire_close(&w);
    CHECK(wait_open(0));
    ws_send(ws, STR("nobody"));
    close_all();
    ws_send(ws, STR("nobody"));
    ws_close(ws, 1000, (struct str){0});
    CHECK(ws_loop(ws) >= 0);
    ws_drop(ws);
    CHECK_INT(closed, 1);
}

static void closing_the_server_says_1001_and_waits_for_the_answer(void)
{
    open_all((struct http_config){.loops = 2});
    struct wire w = join("/");
    pthread_t closer;
    obeyed(&w, "!join 1");
    pthread_create(&closer, NULL, (void *(*)(void *))(void (*)(void))stop, NULL);
    struct str payload;
    CHECK_INT(get(&w, &payload), FIN | CLOSE);
    CHECK_STR(payload, "\x03\xe9");
    put(&w, FIN | CLOSE, "\x03\xe9");
    CHECK(wire_ended(&w));
    wire_close(&w);
    pthread_join(closer, NULL);
    hub_close(hub);
    CHECK_INT(closed, 1);
}

/* ---- rooms ---- */

enum { MEMBERS = 200, SENDERS = 3, MESSAGES = 100 };

static void *send_many(void *arg)
{
    char text[32];
    for (int i = 0; i < MESSAGES; i++) {
        snprintf(text, sizeof text, "%d:%d", (int)(intptr_t)arg, i);
        hub_broadcast(hub, 7, ~0u, str_of(text));
    }
    return NULL;
}

/* Everybody gets everything, each sender's messages in their order, and all clients of a loop in the same order. */
static void broadcasts_reach_everybody_in_order(void)
{
    static struct wire w[MEMBERS];
    open_all((struct http_config){.loops = 2});
    for (int i = 0; i < MEMBERS; i++) {
        w[i] = join("/");
        obeyed(&w[i], "!join 7");
    }
    CHECK_INT(hub_count(hub, 7), MEMBERS);
    pthread_t senders[SENDERS];
    for (int i = 0; i < SENDERS; i++) pthread_create(&senders[i], NULL, send_many, (void *)(intptr_t)i);
    for (int i = 0; i < SENDERS; i++) pthread_join(senders[i], NULL);
    int wrong = 0;
    for (int i = 0; i < MEMBERS; i++) {
        int next[SENDERS] = {0}, sender, number;
        for (int k = 0; k < SENDERS * MESSAGES; k++) {
            struct str text;
            get(&w[i], &text);
            if (sscanf(str_cstr(a, text), "%d:%d", &sender, &number) != 2 || number != next[sender]++) wrong++;
        }
        wire_close(&w[i]);
        arena_reset(a);
    }
    CHECK_INT(wrong, 0);
    CHECK(wait_open(0));
    CHECK_INT(hub_count(hub, 7), 0);
    CHECK_INT(hub_dropped(hub), 0);
    close_all();
    CHECK_INT(closed, MEMBERS);
}

/* Delivery goes in steps; between them every second client leaves or closes. */
static void members_who_leave_during_a_broadcast_take_nothing_from_the_others(void)
{
    static struct wire w[MEMBERS];
    open_all((struct http_config){.loops = 2});
    for (int i = 0; i < MEMBERS; i++) {
        w[i] = join("/");
        obeyed(&w[i], "!join 7");
    }
    pthread_t sender;
    pthread_create(&sender, NULL, send_many, (void *)(intptr_t)5);
    for (int i = 0; i < MEMBERS; i += 2) {
        if (i % 4)
            put(&w[i], FIN | TEXT, "!leave");
        else
            wire_close(&w[i]);
    }
    pthread_join(sender, NULL);
    for (int i = 1; i < MEMBERS; i += 2) {
        char expected[16];
        for (int k = 0; k < MESSAGES; k++) snprintf(expected, sizeof expected, "5:%d", k), expect_text(&w[i], expected);
        arena_reset(a);
    }
    CHECK_INT(hub_count(hub, 7), MEMBERS / 2);
    for (int i = 0; i < MEMBERS; i++)
        if (i % 4) wire_close(&w[i]);
    close_all();
    CHECK_INT(closed, MEMBERS);
}

/* What one client is sent after a broadcast does not overtake it, however long the room is. */
static void a_text_to_one_client_keeps_its_place_among_broadcasts(void)
{
    static struct wire w[MEMBERS];
    open_all((struct http_config){.loops = 2});
    for (int i = 0; i < MEMBERS; i++) {
        w[i] = join("/");
        obeyed(&w[i], "!join 7");
    }
    struct wire one = join("/keep");
    struct ws *ws = wait_kept();
    obeyed(&one, "!join 7");
    for (int i = 0; i < 20; i++) {
        hub_broadcast(hub, 7, ~0u, STR("all"));
        ws_send(ws, STR("you"));
    }
    ws_close(ws, 1000, (struct str){0});
    for (int i = 0; i < 20; i++) {
        expect_text(&one, "all");
        expect_text(&one, "you");
    }
    struct str payload;
    CHECK_INT(get(&one, &payload), FIN | CLOSE);
    for (int i = 0; i < MEMBERS; i++) wire_close(&w[i]);
    wire_close(&one);
    ws_drop(ws);
    close_all();
}

/* Joining by a post takes its place among the broadcasts of the thread that posts it, in a room that is full or empty.
 */
static void who_joins_hears_first_its_greeting_and_then_all_that_is_broadcast_after(void)
{
    static struct wire w[MEMBERS];
    open_all((struct http_config){.loops = 2});
    for (int round = 0; round < 20; round++) {
        for (int i = 0; round == 10 && i < MEMBERS; i++) {
            w[i] = join("/");
            obeyed(&w[i], "!join 7");
        }
        struct wire late = wire_open(port);
        struct wire_reply r = {0};
        wire_say(&late, "GET /parked" HANDSHAKE);
        struct http_request *q = wait_parked();
        for (int i = 0; i < 3; i++) hub_broadcast(hub, 7, ~0u, STR("before"));
        http_post(server, q->loop, accept_and_greet, q);
        hub_broadcast(hub, 7, ~0u, STR("after"));
        CHECK_INT(wire_read(&late, &r, true), 101);
        expect_text(&late, "hello");
        expect_text(&late, "after");
        wire_close(&late);
        free(r.body);
    }
    for (int i = 0; i < MEMBERS; i++) wire_close(&w[i]);
    close_all();
}

static void a_mask_chooses_members_and_rooms_are_apart(void)
{
    open_all((struct http_config){.loops = 2});
    struct wire learner = join("/"), staff = join("/"), other = join("/");
    obeyed(&learner, "!join 1");
    obeyed(&staff, "!staff 1");
    obeyed(&other, "!join 2");
    CHECK_INT(hub_total(hub), 3);
    hub_broadcast(hub, 1, 2, STR("staff"));
    hub_broadcast(hub, 1, ~0u, STR("all"));
    hub_broadcast(hub, 2, ~0u, STR("other"));
    hub_broadcast(hub, 3, ~0u, STR("nobody"));
    expect_text(&learner, "all");
    expect_text(&staff, "staff");
    expect_text(&staff, "all");
    expect_text(&other, "other");
    obeyed(&other, "!join 1");
    CHECK_INT(hub_count(hub, 2), 0);
    obeyed(&learner, "!leave");
    hub_broadcast(hub, 1, 1, STR("moved"));
    expect_text(&other, "moved");
    obeyed(&learner, "!nothing");
    CHECK_INT(hub_count(hub, 1), 2);
    wire_close(&learner);
    wire_close(&staff);
    wire_close(&other);
    close_all();
}

static void many_rooms_come_and_go(void)
{
    open_all((struct http_config){.loops = 2});
    struct wire w = join("/");
    char order[32];
    for (int i = 0; i < 300; i++) snprintf(order, sizeof order, "!join %d", i * 7919), obeyed(&w, order);
    CHECK_INT(hub_total(hub), 1);
    struct wire many[150];
    for (int i = 0; i < 150; i++) {
        many[i] = join("/");
        snprintf(order, sizeof order, "!join %d", i + 1000000);
        obeyed(&many[i], order);
    }
    for (int i = 0; i < 150; i++) {
        hub_broadcast(hub, i + 1000000, ~0u, STR("yours"));
        expect_text(&many[i], "yours");
        wire_close(&many[i]);
    }
    CHECK_INT(hub_count(hub, 299 * 7919), 1);
    wire_close(&w);
    close_all();
}

static void a_client_that_does_not_read_is_dropped_and_the_others_are_not_held_up(void)
{
    open_all((struct http_config){0});
    struct wire slow = join("/"), quick = join("/");
    obeyed(&slow, "!join 1");
    obeyed(&quick, "!join 1");
    struct str text = zeros("", 10000, "");
    int sent = 0;
    while (hub_dropped(hub) == 0 && sent < 10000) {
        hub_broadcast(hub, 1, ~0u, text);
        struct str got;
        get(&quick, &got);
        sent += got.n == text.n;
        arena_reset(a);
        text = zeros("", 10000, "");
    }
    CHECK_INT(hub_dropped(hub), 1);
    CHECK(sent < 1000);
    CHECK(wait_open(1));
    CHECK_INT(hub_count(hub, 1), 1);
    wire_close(&slow);
    wire_close(&quick);
    close_all();
}

static void a_message_bigger_than_the_ceiling_for_pending_bytes_arrives_whole(void)
{
    open_all((struct http_config){.loops = 2});
    struct wire w = join("/keep");
    struct ws *ws = wait_kept();
    struct str text = zeros("<", 200000, ">"), back;
    ws_send(ws, text);
    CHECK_INT(get(&w, &back), FIN | TEXT);
    CHECK(str_equal(text, back));
    ws_drop(ws);
    wire_close(&w);
    close_all();
}

int main(void)
{
    a = arena_open(256 << 20);
    RUN(a_handshake_that_is_none_is_refused);
    RUN(messages_sent_with_the_handshake_are_not_lost);
    RUN(texts_of_every_length_come_back);
    RUN(frames_in_single_bytes_are_the_same_frames);
    RUN(fragments_are_put_together_with_pings_between_them);
    RUN(many_messages_in_one_packet_come_back_in_order);
    RUN(wrong_frames_close_with_the_code_that_says_why);
    RUN(fragments_out_of_order_or_too_long_are_refused);
    RUN(quiet_clients_are_pinged_and_silent_ones_dropped);
    RUN(a_handler_may_close_and_nothing_follows_the_close_frame);
    RUN(other_threads_may_send_and_close_also_when_the_client_has_gone);
    RUN(closing_the_server_says_1001_and_waits_for_the_answer);
    RUN(broadcasts_reach_everybody_in_order);
    RUN(members_who_leave_during_a_broadcast_take_nothing_from_the_others);
    RUN(a_text_to_one_client_keeps_its_place_among_broadcasts);
    RUN(who_joins_hears_first_its_greeting_and_then_all_that_is_broadcast_after);
    RUN(a_mask_chooses_members_and_rooms_are_apart);
    RUN(many_rooms_come_and_go);
    RUN(a_client_that_does_not_read_is_dropped_and_the_others_are_not_held_up);
    RUN(a_message_bigger_than_the_ceiling_for_pending_bytes_arrives_whole);
    arena_close(a);
    return check_end();
}
