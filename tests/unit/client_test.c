/* tests/unit/client_test.c: the client against our own server: questions and answers, live links, lost lines. */
#include "net/client.h"
#include "net/ws.h"
#include "serving.h"

static struct client *client;
static int opened, ended, last_code;
static char heard[4096];

/* ---- the server ---- */

static void on_message(struct ws *ws, struct str text, void *context)
{
    if (str_is(text, "close"))
        ws_close(ws, 4001, STR("再见"));
    else
        ws_send(ws, text);
}

static void on_gone(struct ws *ws, void *context) { __atomic_add_fetch((int *)context, 1, __ATOMIC_RELAXED); }

static int gone;
static const struct ws_handler handler = {on_message, on_gone};

static void on_request(struct http_request *q, void *context)
{
    if (str_is(q->path, "/ws"))
        ws_accept(q, &handler, &gone);
    else if (str_is(q->path, "/echo"))
        reply_text(q, 200, q->body);
    else if (str_is(q->path, "/cookie"))
        reply_text(q, 200, http_cookie(q, "tongke_session"));
    else
        reply_text(q, 404, STR("no"));
}

/* ---- the client ---- */

static void on_open(struct client_link *link, void *context)
{
    opened++;
    client_say(link, str_of(context));
}

static void on_text(struct client_link *link, struct str text, void *context)
{
    snprintf(heard + strlen(heard), sizeof heard - strlen(heard), "%.*s|", STR_ARG(text));
    if (str_is(text, "leave")) client_leave(link, false);
    if (str_is(text, "cut")) client_leave(link, true);
    if (str_is(text, "once more")) client_say(link, STR("close"));
}

static void on_end(struct client_link *link, int code, void *context)
{
    last_code = code;
    if (--ended == 0) client_stop(client);
}

static const struct client_handler links = {on_open, on_text, on_end};

static void open_client(void)
{
    start();
    CHECK_OK(client_open(a, str_printf(a, "http://127.0.0.1:%d", port), &client));
    opened = 0;
    heard[0] = 0;
}

static void close_client(void)
{
    client_close(client);
    stop();
}

/* Joins, says `word`, and serves until the link has ended; its close code. */
static int talk(const char *path, const char *word)
{
    ended = 1;
    client_join(client, str_of(path), STR(""), &links, (void *)word);
    client_run(client);
    return last_code;
}

static void a_question_gets_its_answer(void)
{
    struct client_reply reply;
    open_client();
    struct client_request question = {.method = "POST", .path = STR("/echo"), .body = STR("{\"同\":\"课\"}")};
    if (CHECK_OK(client_ask(client, a, &question, &reply))) {
        CHECK_INT(reply.status, 200);
        CHECK_STR(reply.body, "{\"同\":\"课\"}");
    }
    struct client_request who = {.method = "GET", .path = STR("/cookie"), .cookie = STR("tongke_session=abc")};
    if (CHECK_OK(client_ask(client, a, &who, &reply))) CHECK_STR(reply.body, "abc");
    struct client_request absent = {.method = "GET", .path = STR("/nothing")};
    if (CHECK_OK(client_ask(client, a, &absent, &reply))) CHECK_INT(reply.status, 404);
    close_client();
}

static void a_server_that_is_not_there_is_told(void)
{
    struct client_reply reply;
    open_client();
    stop();
    struct client_request question = {.method = "GET", .path = STR("/echo")};
    CHECK_ERR(client_ask(client, a, &question, &reply), "client.unreachable");
    CHECK_INT(talk("/ws", ""), 0);
    client_close(client);
    CHECK_ERR(client_open(a, STR("https://127.0.0.1"), &client), "client.url");
}

static void a_link_says_and_hears(void)
{
    open_client();
    CHECK_INT(talk("/ws", "once more"), 4001);
    CHECK_STR(str_of(heard), "once more|");
    CHECK_INT(opened, 1);
    close_client();
}

static void a_refused_link_gets_the_status(void)
{
    open_client();
    CHECK_INT(talk("/nothing", ""), 404);
    CHECK_INT(opened, 0);
    close_client();
}

static void a_link_leaves_politely_or_is_cut(void)
{
    open_client();
    gone = 0;
    CHECK_INT(talk("/ws", "leave"), 1001);
    talk("/ws", "cut");
    CHECK_INT(opened, 2);
    client_close(client); /* libevent closes a socket a turn after its link has ended, or here */
    CHECK(wait_open(0));
    CHECK_INT(__atomic_load_n(&gone, __ATOMIC_RELAXED), 2);
    stop();
}

static void many_links_live_side_by_side(void)
{
    open_client();
    ended = 200;
    for (int i = 0; i < 200; i++) client_join(client, STR("/ws"), STR(""), &links, "cut");
    client_run(client);
    CHECK_INT(opened, 200);
    CHECK_INT(strlen(heard), 200 * 4);
    close_client();
}

static void tick(void *arg)
{
    if (++*(int *)arg == 3) client_stop(client);
}

static void a_timer_runs_until_the_stop(void)
{
    int ticks = 0;
    open_client();
    client_every(client, 5, tick, &ticks);
    client_run(client);
    CHECK_INT(ticks, 3);
    close_client();
}

int main(void)
{
    a = arena_open(64 << 20);
    RUN(a_question_gets_its_answer);
    RUN(a_server_that_is_not_there_is_told);
    RUN(a_link_says_and_hears);
    RUN(a_refused_link_gets_the_status);
    RUN(a_link_leaves_politely_or_is_cut);
    RUN(many_links_live_side_by_side);
    RUN(a_timer_runs_until_the_stop);
    arena_close(a);
    return check_end();
}
