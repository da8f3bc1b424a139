/* tests/unit/http_hostile_test.c: requests that a server must refuse, and clients that are slow on purpose. */
#include "core/limits.h"
#include "serving.h"

#include <sys/resource.h>

static void on_request(struct http_request *q, void *context)
{
    int64_t n = 0;
    if (!str_is(q->path, "/big")) {
        reply_text(q, 200, str_printf(q->arena, "%d %.*s", (int)q->method, STR_ARG(q->path)));
        return;
    }
    str_int64(q->query, &n);
    reply_text(q, 200, (struct str){arena_bytes(q->arena, (size_t)n), (size_t)n});
}

/* ---- refusing ---- */

static const struct {
    const char *request;
    int status;
} refused[] = {
    {"GET / HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1, 1\r\n\r\nx", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nContent-Length: +5\r\n\r\nhello", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nContent-Length: -1\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 0x5\r\n\r\nhello", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 5 5\r\n\r\nhello", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nContent-Length:\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999999999999999\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 8388609\r\n\r\n", 413},
    {"POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 501},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: identity\r\n\r\n", 501},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n", 400},
    {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost : t\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost\t: t\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: t\r\nX: a\r\n b\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n Host: t\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: t\r\nX\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: t\r\n: x\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: t\r\nX: a\rb\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: t\r\nX: a\x01\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: t\r\nX: a\x7f\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: t\nX: a\r\n\r\n", 400},
    {"GET / HTTP/1.1\nHost: t\n\n", 400},
    {"GET / HTTP/1.1\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: t\r\nHost: t\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: u@t\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: t/x\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: t:80x\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400},
    {"GET / HTTP/1.0\r\nHost: a b\r\n\r\n", 400},
    {"GET  / HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET / HTTP/1.1 \r\nHost: t\r\n\r\n", 400},
    {"GET /\r\nHost: t\r\n\r\n", 400},
    {"GET\t/ HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"get / HTTP/1.1\r\nHost: t\r\n\r\n", 501},
    {"BREW / HTTP/1.1\r\nHost: t\r\n\r\n", 501},
    {"CONNECT t:80 HTTP/1.1\r\nHost: t\r\n\r\n", 501},
    {"TRACE / HTTP/1.1\r\nHost: t\r\n\r\n", 501},
    {"G(T / HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET / HTTP/2.0\r\nHost: t\r\n\r\n", 505},
    {"GET / HTTP/1.11\r\nHost: t\r\n\r\n", 400},
    {"GET / http/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET / HTTX/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET x HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET * HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET ftp://t/ HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET http:///x HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /%4 HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /%zz HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /%00 HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /%0d%0aX:1 HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /?x=% HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /#x HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /a/../b HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /.. HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /%2e%2E/b HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /a%2f..%2fb HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /%c3%28 HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /%ed%a0%80 HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /%c0%ae HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"GET /\xe5\x90\x8c HTTP/1.1\r\nHost: t\r\n\r\n", 400},
    {"\x16\x03\x01\x02", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcXX", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3 \r\nabc\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n", 413},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n800001\r\n", 413},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n1;a\nb\r\nx\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n x: y\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nx: y\n\r\n", 400},
};

static void hostile_requests_are_refused_with_a_problem_and_the_connection_ends(void)
{
    start();
    struct wire_reply r = {0};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct wire w = wire_open(port);
        wire_say(&w, refused[i].request);
        int status = wire_read(&w, &r, false);
        bool right = CHECK_INT(status, refused[i].status) && CHECK(wire_ended(&w)) &&
                     CHECK_STR(str_of(wire_field(&r, "Content-Type")), "application/problem+json") &&
                     CHECK(strstr(r.body, "\"type\":\"urn:tongke:problem:http."));
        if (!right) printf("  request %zu: %.70s\n", i, refused[i].request);
        wire_close(&w);
    }
    CHECK_INT(http_count(server).requests, 0);
    CHECK_INT(http_count(server).refused, (int64_t)(sizeof refused / sizeof *refused));
    free(r.body);
    stop();
}

static void nul_bytes_are_refused_anywhere_in_a_head(void)
{
    static const struct str requests[] = {
        {"GET /\0 HTTP/1.1\r\nHost: t\r\n\r\n", 29},          {"GET / HTTP/1.1\r\nHost: t\r\nX\0: a\r\n\r\n", 34},
        {"GET / HTTP/1.1\r\nHost: t\r\nX: a\0b\r\n\r\n", 35}, {"GET / HTTP/1.1\r\nHost: t\0\r\n\r\n", 28},
        {"\0GET / HTTP/1.1\r\nHost: t\r\n\r\n", 28},
    };
    start();
    struct wire_reply r = {0};
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) CHECK_INT(ask(requests[i], &r), 400);
    free(r.body);
    stop();
}

static void long_things_are_refused_by_their_own_status(void)
{
    start();
    struct wire_reply r = {0};
    CHECK_INT(ask(zeros("GET /", LIMIT_URL_BYTES, " HTTP/1.1\r\nHost: t\r\n\r\n"), &r), 414);
    CHECK_INT(ask(zeros("GET /", 100000, ""), &r), 414);
    CHECK_INT(ask(zeros("GET / HTTP/1.1\r\nHost: t\r\nX: ", LIMIT_REQUEST_HEADER_BYTES, "\r\n\r\n"), &r), 431);
    CHECK_INT(ask(zeros("GET / HTTP/1.1\r\nHost: t\r\nX: ", 1000000, ""), &r), 431);
    struct str many = STR("GET / HTTP/1.1\r\nHost: t\r\n");
    for (int i = 0; i < LIMIT_REQUEST_HEADERS; i++) many = str_printf(a, "%.*sX: 1\r\n", STR_ARG(many));
    CHECK_INT(ask(str_printf(a, "%.*s\r\n", STR_ARG(many)), &r), 431);
    struct str extension =
        zeros("POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n1;", 20000, "\r\nx\r\n0\r\n\r\n");
    CHECK_INT(ask(extension, &r), 431);
    free(r.body);
    arena_reset(a);
    stop();
}

static void unusual_but_right_requests_are_answered(void)
{
    static const struct {
        const char *request, *body;
    } cases[] = {
        {"GET http://t:80/x?y HTTP/1.1\r\nHost: t\r\n\r\n", "0 /x"},
        {"GET http://t HTTP/1.1\r\nHost: t\r\n\r\n", "0 /"},
        {"OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n", "6 *"},
        {"GET /a..b/...?q=../{}|[]^ HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "0 /a..b/..."},
        {"\r\n\r\nDELETE / HTTP/1.1\r\nHost: t:\r\nX: \xe5\x90\x8c\r\nY:\r\n\r\n", "5 /"},
    };
    start();
    struct wire_reply r = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_INT(ask(str_of(cases[i].request), &r), 200);
        CHECK_STR(str_of(r.body), cases[i].body);
    }
    free(r.body);
    stop();
}

/* ---- waiting ---- */

static void slow_heads_and_bodies_are_told_408(void)
{
    start_with((struct http_config){.header_timeout_ms = 60, .body_timeout_ms = 60, .idle_timeout_ms = 60});
    struct wire_reply r = {0};
    CHECK_INT(ask(STR("GET / HTTP/1.1\r\nHost:"), &r), 408);
    CHECK_INT(ask(STR("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\n12345"), &r), 408);
    CHECK_INT(ask(STR("GET / HTTP/1.1\r\nHost: t\r\n\r\nGET"), &r), 200);
    CHECK_INT(http_count(server).timed_out, 2);
    CHECK_INT(ask(STR(""), &r), 0);
    CHECK_INT(http_count(server).timed_out, 2);
    free(r.body);
    stop();
}

static void a_client_that_drips_bytes_is_cut_all_the_same(void)
{
    start_with((struct http_config){.header_timeout_ms = 150});
    struct wire w = wire_open(port);
    struct wire_reply r = {0};
    int64_t began = wire_now_ms();
    wire_say(&w, "GET / HTTP/1.1\r\nX: ");
    struct pollfd p = {.fd = w.fd, .events = POLLIN};
    while (poll(&p, 1, 10) == 0 && wire_now_ms() - began < 5000) wire_say(&w, "a");
    CHECK_INT(wire_read(&w, &r, false), 408);
    CHECK(wire_now_ms() - began < 2000);
    wire_close(&w);
    free(r.body);
    stop();
}

static void a_second_request_has_its_own_deadline(void)
{
    start_with((struct http_config){.header_timeout_ms = 60});
    struct wire w = wire_open(port);
    struct wire_reply r = {0};
    wire_say(&w, "GET / HTTP/1.1\r\nHost: t\r\n\r\nGET / HT");
    CHECK_INT(wire_read(&w, &r, false), 200);
    CHECK_INT(wire_read(&w, &r, false), 408);
    wire_close(&w);
    free(r.body);
    stop();
}

static void a_quiet_connection_is_closed_without_a_word(void)
{
    start_with((struct http_config){.idle_timeout_ms = 50});
    struct wire w = wire_open(port);
    struct wire_reply r = {0};
    wire_say(&w, "GET / HTTP/1.1\r\nHost: t\r\n\r\n");
    CHECK_INT(wire_read(&w, &r, false), 200);
    CHECK(wire_ended(&w));
    wire_close(&w);
    free(r.body);
    stop();
}

static void a_client_that_takes_nothing_of_a_reply_is_cut(void)
{
    start_with((struct http_config){.idle_timeout_ms = 100});
    struct wire w = wire_open(port);
    wire_say(&w, "GET /big?30000000 HTTP/1.1\r\nHost: t\r\n\r\n");
    CHECK(wait_open(1) && wait_open(0));
    wire_close(&w);
    stop();
}

static void connections_above_the_ceiling_are_told_503(void)
{
    start_with((struct http_config){.max_connections = 3, .loops = 2});
    struct wire held[3];
    struct wire_reply r = {0};
    for (int i = 0; i < 3; i++) {
        held[i] = wire_open(port);
        wire_say(&held[i], "GET / HTTP/1.1\r\nHost: t\r\n\r\n");
        CHECK_INT(wire_read(&held[i], &r, false), 200);
    }
    CHECK_INT(ask(STR("GET / HTTP/1.1\r\nHost: t\r\n\r\n"), &r), 503);
    for (int i = 0; i < 3; i++) wire_close(&held[i]);
    CHECK(wait_open(0));
    CHECK_INT(ask(STR("GET / HTTP/1.1\r\nHost: t\r\n\r\n"), &r), 200);
    free(r.body);
    stop();
}

/* ---- running out ---- */

static void bodies_of_all_clients_together_have_a_ceiling(void)
{
    start_with((struct http_config){.max_bodies_bytes = 1 << 20});
    struct str part = zeros("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 500001\r\n\r\n", 500000, "");
    struct wire w[3];
    struct pollfd p[3];
    struct wire_reply r = {0};
    int refused_count = 0;
    for (int i = 0; i < 3; i++) {
        w[i] = wire_open(port);
        p[i] = (struct pollfd){.fd = w[i].fd, .events = POLLIN};
        wire_put(&w[i], part);
    }
    CHECK_INT(poll(p, 3, WIRE_PATIENCE_MS), 1);
    for (int i = 0; i < 3; i++) {
        bool is_refused = p[i].revents != 0;
        refused_count += is_refused;
        if (!is_refused) wire_say(&w[i], "0");
        CHECK_INT(wire_read(&w[i], &r, false), is_refused ? 503 : 200);
        wire_close(&w[i]);
    }
    CHECK_INT(refused_count, 1);
    free(r.body);
    arena_reset(a);
    stop();
}

static double cpu_seconds(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void without_descriptors_accepting_rests_and_then_goes_on(void)
{
    struct rlimit usual, tight;
    struct wire_reply r = {0};
    start();
    struct wire w = {.fd = socket(AF_INET, SOCK_STREAM, 0), .p = malloc(WIRE_BYTES)};
    getrlimit(RLIMIT_NOFILE, &usual);
    tight = (struct rlimit){(rlim_t)w.fd + 1, usual.rlim_max};
    int fillers[64], filler_count = 0; /* take what is free below */
    for (int fd; (fd = dup(w.fd)) >= 0 && filler_count < 64;) {
        fillers[filler_count++] = fd;
        if (fd > w.fd) break;
    }
    setrlimit(RLIMIT_NOFILE, &tight);
    double before = cpu_seconds();
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_INT(connect(w.fd, (struct sockaddr *)&to, sizeof to), 0);
    wire_say(&w, "GET / HTTP/1.1\r\nHost: t\r\n\r\n");
    struct pollfd p = {.fd = w.fd, .events = POLLIN};
    CHECK_INT(poll(&p, 1, 350), 0);
    CHECK(cpu_seconds() - before < 0.2);
    setrlimit(RLIMIT_NOFILE, &usual);
    CHECK_INT(wire_read(&w, &r, false), 200);
    while (filler_count > 0) close(fillers[--filler_count]);
    wire_close(&w);
    free(r.body);
    stop();
}

int main(void)
{
    a = arena_open(64 << 20);
    RUN(hostile_requests_are_refused_with_a_problem_and_the_connection_ends);
    RUN(nul_bytes_are_refused_anywhere_in_a_head);
    RUN(long_things_are_refused_by_their_own_status);
    RUN(unusual_but_right_requests_are_answered);
    RUN(slow_heads_and_bodies_are_told_408);
    RUN(a_client_that_drips_bytes_is_cut_all_the_same);
    RUN(a_second_request_has_its_own_deadline);
    RUN(a_quiet_connection_is_closed_without_a_word);
    RUN(a_client_that_takes_nothing_of_a_reply_is_cut);
    RUN(connections_above_the_ceiling_are_told_503);
    RUN(bodies_of_all_clients_together_have_a_ceiling);
    RUN(without_descriptors_accepting_rests_and_then_goes_on);
    arena_close(a);
    return check_end();
}
