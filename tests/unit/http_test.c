/* tests/unit/http_test.c: the HTTP server over real sockets: what it answers, refuses, waits for and survives. */
#include "core/limits.h"
#include "serving.h"

#include <fcntl.h>
#include <pthread.h>

static struct http_request *parked; /* by /park, for the tests to answer */
static pthread_mutex_t parked_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t parked_change = PTHREAD_COND_INITIALIZER;

/* ---- the server under test ---- */

static void *reply_elsewhere(void *arg)
{
    struct http_request *q = arg;
    reply_text(q, 200, str_printf(q->arena, "later %.*s", STR_ARG(q->query)));
    return NULL;
}

static void reply_file(struct http_request *q)
{
    int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    int64_t bytes = 0;
    str_int64(q->query, &bytes);
    http_reply(q, &(struct http_reply){.status = 206, .file_fd = fd, .file_offset = 1, .file_bytes = bytes});
}

static void park(struct http_request *q)
{
    pthread_mutex_lock(&parked_lock);
    parked = q;
    pthread_cond_signal(&parked_change);
    pthread_mutex_unlock(&parked_lock);
}

static struct http_request *wait_parked(void)
{
    pthread_mutex_lock(&parked_lock);
    while (!parked) pthread_cond_wait(&parked_change, &parked_lock);
    struct http_request *q = parked;
    parked = NULL;
    pthread_mutex_unlock(&parked_lock);
    return q;
}

static void reply_big(struct http_request *q)
{
    int64_t n = 0;
    str_int64(q->query, &n);
    char *p = arena_bytes(q->arena, (size_t)n);
    for (int64_t i = 0; i < n; i++) p[i] = (char)('a' + i % 23);
    reply_text(q, 200, (struct str){p, (size_t)n});
}

static void on_request(struct http_request *q, void *context)
{
    pthread_t thread;
    if (str_is(q->path, "/later"))
        pthread_create(&thread, NULL, reply_elsewhere, q), pthread_detach(thread);
    else if (str_is(q->path, "/file"))
        reply_file(q);
    else if (str_is(q->path, "/park"))
        park(q);
    else if (str_is(q->path, "/big"))
        reply_big(q);
    else if (str_is(q->path, "/none"))
        http_reply(q, &(struct http_reply){.status = 204});
    else if (str_is(q->path, "/peer"))
        reply_text(q, 200, str_printf(q->arena, "%.*s%s", STR_ARG(q->peer), q->secure ? " secure" : ""));
    else if (str_is(q->path, "/cookie"))
        reply_text(q, 200, http_cookie(q, "sid"));
    else if (str_is(q->path, "/echo"))
        reply_text(q, 200, q->body);
    else
        reply_text(q, 200, str_printf(q->arena, "%d %.*s", (int)q->method, STR_ARG(q->path)));
}

/* ---- answering ---- */

static void a_plain_request_is_answered_and_the_connection_stays(void)
{
    start();
    struct wire w = wire_open(port);
    struct wire_reply r = {0};
    for (int i = 0; i < 3; i++) {
        wire_say(&w, "GET /a%20b/%E5%90%8C?x=1 HTTP/1.1\r\nHost: t\r\n\r\n");
        CHECK_INT(wire_read(&w, &r, false), 200);
        CHECK_STR(str_of(r.body), "0 /a b/同");
        CHECK(strlen(wire_field(&r, "Date")) == 29);
    }
    CHECK_INT(http_count(server).requests, 3);
    CHECK_INT(http_count(server).open, 1);
    wire_close(&w);
    free(r.body);
    stop();
}

static void a_request_in_single_bytes_is_the_same_request(void)
{
    start();
    struct wire w = wire_open(port);
    struct wire_reply r = {0};
    const char *text = "\r\nPOST /echo HTTP/1.1\r\nhOsT:t:80\r\nContent-Length:\t5 \r\n\r\nhello";
    for (const char *p = text; *p; p++) wire_put(&w, (struct str){p, 1});
    CHECK_INT(wire_read(&w, &r, false), 200);
    CHECK_STR(str_of(r.body), "hello");
    wire_close(&w);
    free(r.body);
    stop();
}

static void pipelined_requests_are_answered_in_order_though_some_answers_take_longer(void)
{
    start();
    struct wire w = wire_open(port);
    struct wire_reply r = {0};
    for (int i = 0; i < 200; i++) {
        char request[200];
        snprintf(request, sizeof request, "GET %s?%d HTTP/1.1\r\nHost: t\r\n\r\n", i % 3 ? "/later" : "/p", i);
        wire_say(&w, request);
    }
    for (int i = 0; i < 200; i++) {
        char expected[20];
        snprintf(expected, sizeof expected, i % 3 ? "later %d" : "0 /p", i);
        if (!CHECK_INT(wire_read(&w, &r, false), 200) || !CHECK_STR(str_of(r.body), expected)) break;
    }
    wire_close(&w);
    free(r.body);
    stop();
}

static void head_and_204_have_no_body(void)
{
    start();
    struct wire w = wire_open(port);
    struct wire_reply r = {0};
    wire_say(&w, "HEAD /x HTTP/1.1\r\nHost: t\r\n\r\nHEAD /file?100 HTTP/1.1\r\nHost: t\r\n\r\n"
                 "GET /none HTTP/1.1\r\nHost: t\r\n\r\nGET /x HTTP/1.1\r\nHost: t\r\n\r\n");
    CHECK_INT(wire_read(&w, &r, true), 200);
    CHECK_STR(str_of(wire_field(&r, "Content-Length")), "4");
    CHECK_INT(wire_read(&w, &r, true), 206);
    CHECK_STR(str_of(wire_field(&r, "Content-Length")), "100");
    CHECK_INT(wire_read(&w, &r, false), 204);
    CHECK(!strcasestr(r.head, "content-length"));
    CHECK_INT(wire_read(&w, &r, false), 200);
    CHECK_STR(str_of(r.body), "0 /x");
    wire_close(&w);
    free(r.body);
    stop();
}

static void chunked_bodies_are_put_together(void)
{
    start();
    struct wire_reply r = {0};
    CHECK_INT(ask(STR("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: Chunked\r\n\r\n"
                      "3;name=\"v\"\r\nabc\r\n0A\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n"),
                  &r),
              200);
    CHECK_STR(str_of(r.body), "abc0123456789");
    free(r.body);
    stop();
}

static void a_client_that_expects_100_gets_it_before_it_sends_the_body(void)
{
    start();
    struct wire w = wire_open(port);
    struct wire_reply r = {0};
    wire_say(&w, "PUT /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    CHECK_INT(wire_read(&w, &r, true), 100);
    wire_say(&w, "ok");
    CHECK_INT(wire_read(&w, &r, false), 200);
    CHECK_STR(str_of(r.body), "ok");
    CHECK_INT(ask(STR("PUT /e HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n"), &r),
              413);
    CHECK_INT(ask(STR("PUT /e HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nExpect: tea\r\n\r\n"), &r), 417);
    wire_close(&w);
    free(r.body);
    stop();
}

static void big_bodies_travel_both_ways(void)
{
    start();
    struct wire w = wire_open(port);
    struct wire_reply r = {0};
    struct str body = zeros("", LIMIT_REQUEST_BODY_BYTES, "");
    char head[100];
    snprintf(head, sizeof head, "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: %zu\r\n\r\n", body.n);
    wire_say(&w, head);
    wire_put(&w, body);
    CHECK_INT(wire_read(&w, &r, false), 200);
    CHECK(r.body_bytes == body.n && !memcmp(r.body, body.p, body.n));
    wire_say(&w, "GET /big?20000000 HTTP/1.1\r\nHost: t\r\n\r\nGET /x HTTP/1.1\r\nHost: t\r\n\r\n");
    CHECK_INT(wire_read(&w, &r, false), 200);
    CHECK_INT(r.body_bytes, 20000000);
    CHECK_INT(r.body[19999999], 'a' + 19999999 % 23);
    CHECK_INT(wire_read(&w, &r, false), 200);
    wire_close(&w);
    free(r.body);
    arena_reset(a);
    stop();
}

static void a_range_of_a_file_is_sent_as_it_is(void)
{
    start();
    struct wire_reply r = {0};
    int fd = open("/proc/self/exe", O_RDONLY);
    char bytes[100000];
    CHECK_INT(pread(fd, bytes, sizeof bytes, 1), sizeof bytes);
    CHECK_INT(ask(STR("GET /file?100000 HTTP/1.1\r\nHost: t\r\n\r\n"), &r), 206);
    CHECK(r.body_bytes == sizeof bytes && !memcmp(r.body, bytes, sizeof bytes));
    free(r.body);
    close(fd);
    stop();
}

static void a_file_shorter_than_promised_ends_the_connection(void)
{
    start();
    struct wire_reply r = {0};
    CHECK_INT(ask(STR("GET /file?1000000000 HTTP/1.1\r\nHost: t\r\n\r\n"), &r), 0);
    free(r.body);
    stop();
}

static void http_1_0_and_close_end_the_connection_and_keep_alive_keeps_it(void)
{
    static const struct {
        const char *request;
        bool stays;
    } cases[] = {
        {"GET / HTTP/1.0\r\n\r\n", false},
        {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true},
        {"GET / HTTP/1.1\r\nHost: t\r\nConnection: x, Close\r\n\r\n", false},
        {"GET / HTTP/1.1\r\nHost: t\r\n\r\n", true},
    };
    start();
    struct wire_reply r = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wire w = wire_open(port);
        wire_say(&w, cases[i].request);
        CHECK_INT(wire_read(&w, &r, false), 200);
        if (!cases[i].stays)
            CHECK(wire_ended(&w));
        else
            CHECK(wire_say(&w, cases[i].request) && wire_read(&w, &r, false) == 200);
        wire_close(&w);
    }
    free(r.body);
    stop();
}

static void a_half_closed_client_still_gets_its_answer(void)
{
    start();
    struct wire w = wire_open(port);
    struct wire_reply r = {0};
    wire_say(&w, "GET /later?1 HTTP/1.1\r\nHost: t\r\n\r\n");
    shutdown(w.fd, SHUT_WR);
    CHECK_INT(wire_read(&w, &r, false), 200);
    CHECK(wire_ended(&w));
    wire_close(&w);
    free(r.body);
    stop();
}

static void only_a_trusted_proxy_is_believed(void)
{
    static const char forwarded[] = "GET /peer HTTP/1.1\r\nHost: t\r\nX-Forwarded-For: 6.6.6.6, 10.1.2.3\r\n"
                                    "X-Forwarded-Proto: https\r\n\r\n";
    struct wire_reply r = {0};
    start();
    CHECK_INT(ask(str_of(forwarded), &r), 200);
    CHECK_STR(str_of(r.body), "127.0.0.1");
    stop();
    start_with((struct http_config){.trusted_proxy = "127.0.0.1"});
    CHECK_INT(ask(str_of(forwarded), &r), 200);
    CHECK_STR(str_of(r.body), "10.1.2.3 secure");
    CHECK_INT(ask(STR("GET /peer HTTP/1.1\r\nHost: t\r\nX-Forwarded-For: <b>\r\n\r\n"), &r), 200);
    CHECK_STR(str_of(r.body), "127.0.0.1");
    free(r.body);
    stop();
}

static void a_cookie_is_found_among_others(void)
{
    start();
    struct wire_reply r = {0};
    CHECK_INT(ask(STR("GET /cookie HTTP/1.1\r\nHost: t\r\nCookie: xsid=1; sid=a=b; sid=2\r\n\r\n"), &r), 200);
    CHECK_STR(str_of(r.body), "a=b");
    CHECK_INT(ask(STR("GET /cookie HTTP/1.1\r\nHost: t\r\n\r\n"), &r), 200);
    CHECK_STR(str_of(r.body), "");
    free(r.body);
    stop();
}

/* ---- leaving ---- */

static void an_answer_to_a_peer_that_has_gone_is_dropped(void)
{
    start();
    struct wire w = wire_open(port);
    wire_say(&w, "GET /park HTTP/1.1\r\nHost: t\r\n\r\n");
    struct http_request *q = wait_parked();
    setsockopt(w.fd, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0}, sizeof(struct linger)); /* a reset */
    wire_close(&w);
    CHECK(wait_open(0));
    CHECK_STR(q->path, "/park");
    reply_text(q, 200, STR("nobody"));
    stop();
}

static void *close_with_grace(void *grace_ms)
{
    http_close(server, *(int *)grace_ms);
    return NULL;
}

static void closing_lets_a_running_request_finish(void)
{
    start();
    struct wire w = wire_open(port), idle = wire_open(port);
    struct wire_reply r = {0};
    pthread_t closer;
    int grace_ms = 5000;
    wire_say(&w, "GET /park HTTP/1.1\r\nHost: t\r\n\r\n");
    struct http_request *q = wait_parked();
    pthread_create(&closer, NULL, close_with_grace, &grace_ms);
    CHECK(wire_ended(&idle));
    reply_text(q, 200, STR("done"));
    CHECK_INT(wire_read(&w, &r, false), 200);
    CHECK_STR(str_of(wire_field(&r, "Connection")), "close");
    wire_close(&w);
    pthread_join(closer, NULL);
    wire_close(&idle);
    free(r.body);
}

static void a_request_may_be_answered_after_the_server_is_gone(void)
{
    start();
    struct wire w = wire_open(port);
    wire_say(&w, "GET /park?text HTTP/1.1\r\nHost: t\r\n\r\n");
    struct http_request *q = wait_parked();
    http_close(server, 20);
    CHECK_STR(q->query, "text");
    reply_text(q, 200, STR("late"));
    wire_close(&w);
}

static void count_up(void *arg) { __atomic_add_fetch((int *)arg, 1, __ATOMIC_RELAXED); }

static void timers_and_posts_run_on_their_loop(void)
{
    int ticks = 0, posts = 0;
    start();
    http_every(server, 5, count_up, &ticks);
    for (int i = 0; i < 100; i++) http_post(server, i % 2, count_up, &posts);
    int64_t began = wire_now_ms();
    while (__atomic_load_n(&ticks, __ATOMIC_RELAXED) < 3 && wire_now_ms() - began < 5000) usleep(1000);
    stop();
    CHECK(ticks >= 3);
    CHECK_INT(posts, 100);
}

static void an_address_in_use_is_an_error_that_names_it(void)
{
    start();
    char listen[40];
    snprintf(listen, sizeof listen, "127.0.0.1:%d", port);
    struct http_server *second = NULL;
    CHECK_ERR(http_open(a, &(struct http_config){.listen = listen, .on_request = on_request}, &second),
              "net.cannot_listen");
    CHECK(!second);
    CHECK_ERR(http_open(a, &(struct http_config){.listen = "nonsense"}, &second), "net.cannot_listen");
    stop();
}

static void a_unix_socket_works_and_its_leftover_is_no_hindrance(void)
{
    char path[60];
    snprintf(path, sizeof path, "unix:/tmp/tongke-http-test.%d", getpid());
    for (int i = 0; i < 2; i++) {
        start_with((struct http_config){.listen = path});
        CHECK(access(path + 5, F_OK) == 0);
        stop();
        CHECK(access(path + 5, F_OK) != 0);
        int leftover = socket(AF_UNIX, SOCK_STREAM, 0);
        struct sockaddr address = {.sa_family = AF_UNIX};
        char bytes[sizeof(struct sockaddr) + 60];
        memcpy(bytes, &address, sizeof address);
        strcpy(bytes + offsetof(struct sockaddr, sa_data), path + 5);
        CHECK_INT(bind(leftover, (struct sockaddr *)bytes,
                       (socklen_t)(offsetof(struct sockaddr, sa_data) + strlen(path + 5) + 1)),
                  0);
        close(leftover);
    }
    unlink(path + 5);
}

int main(void)
{
    a = arena_open(64 << 20);
    RUN(a_plain_request_is_answered_and_the_connection_stays);
    RUN(a_request_in_single_bytes_is_the_same_request);
    RUN(pipelined_requests_are_answered_in_order_though_some_answers_take_longer);
    RUN(head_and_204_have_no_body);
    RUN(chunked_bodies_are_put_together);
    RUN(a_client_that_expects_100_gets_it_before_it_sends_the_body);
    RUN(big_bodies_travel_both_ways);
    RUN(a_range_of_a_file_is_sent_as_it_is);
    RUN(a_file_shorter_than_promised_ends_the_connection);
    RUN(http_1_0_and_close_end_the_connection_and_keep_alive_keeps_it);
    RUN(a_half_closed_client_still_gets_its_answer);
    RUN(only_a_trusted_proxy_is_believed);
    RUN(a_cookie_is_found_among_others);
    RUN(an_answer_to_a_peer_that_has_gone_is_dropped);
    RUN(closing_lets_a_running_request_finish);
    RUN(a_request_may_be_answered_after_the_server_is_gone);
    RUN(timers_and_posts_run_on_their_loop);
    RUN(an_address_in_use_is_an_error_that_names_it);
    RUN(a_unix_socket_works_and_its_leftover_is_no_hindrance);
    arena_close(a);
    return check_end();
}
