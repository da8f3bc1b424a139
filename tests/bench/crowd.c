/* tests/bench/crowd.c: thousands of learners in one live room, who answer a poll within some seconds.
 *
 * usage: crowd URL SESSION COOKIES SECONDS. COOKIES is a file with a Cookie header a line; the first one is the
 * teacher's, who opens the poll when everybody has come and closes it when everybody has been told that the answer is
 * kept. Everybody answers once, at a moment of their own within SECONDS. Prints one JSON object with what was seen.
 */
#include "core/arena.h"
#include "core/buf.h"
#include "net/client.h"
#include "os/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COOKIE_BYTES = 200, JOINING_MAX = 200, OPTIONS = 4, TURN_MS = 5, LATEST_MS = 120000 };

struct person {
    char cookie[COOKIE_BYTES];
    struct client_link *link;
    int64_t answer_us, sent_us, kept_us;
    bool greeted;
};

static struct client *client;
static struct person *people; /* the first one teaches */
static size_t count, joined, greeted, kept, refused, closed;
static char path[100], poll_id[32];
static int64_t began_us, here_us, opened_us, seconds;
static int64_t event_bytes;

static bool says(struct str text, const char *what) { return memmem(text.p, text.n, what, strlen(what)) != NULL; }

static void say(struct person *p, const char *text) { client_say(p->link, str_of(text)); }

static void read_poll_id(struct str text)
{
    const char *at = memmem(text.p, text.n, "\"poll_id\":\"", 11);
    if (at && !poll_id[0]) snprintf(poll_id, sizeof poll_id, "%.*s", (int)strcspn(at + 11, "\""), at + 11);
}

static void plan_answers(void)
{
    opened_us = clock_monotonic_us();
    for (size_t i = 1; i < count; i++) people[i].answer_us = opened_us + rand() % (int)(seconds * 1000000);
}

static void close_poll(void)
{
    char text[100];
    snprintf(text, sizeof text, "{\"t\":\"poll_close\",\"n\":2,\"d\":{\"poll_id\":\"%s\"}}", poll_id);
    say(&people[0], text);
}

static void on_ack(struct person *p, struct str text)
{
    if (says(text, "\"t\":\"error\"")) refused++, fprintf(stderr, "%.*s\n", STR_ARG(text));
    if (p == &people[0] || p->kept_us || !p->sent_us) return;
    p->kept_us = clock_monotonic_us();
    if (++kept == count - 1) close_poll();
}

static void on_text(struct client_link *link, struct str text, void *context)
{
    struct person *p = context;
    event_bytes += (int64_t)text.n;
    if (str_starts(text, STR("{\"t\":\"hello\"")))
        greeted += !p->greeted, p->greeted = true;
    else if (str_starts(text, STR("{\"t\":\"ack\"")) || str_starts(text, STR("{\"t\":\"error\"")))
        on_ack(p, text);
    else if (p == &people[0] && says(text, "\"kind\":\"poll_opened\""))
        read_poll_id(text), plan_answers();
    else if (p == &people[0] && says(text, "\"kind\":\"poll_closed\""))
        client_stop(client);
}

static void on_open(struct client_link *link, void *context) {}

static void on_close(struct client_link *link, int code, void *context)
{
    closed++;
    if (closed < 5) fprintf(stderr, "a link was closed with %d\n", code);
}

static const struct client_handler handler = {on_open, on_text, on_close};

static void answer(struct person *p, int64_t now)
{
    char text[160];
    p->answer_us = 0;
    p->sent_us = now;
    snprintf(text, sizeof text, "{\"t\":\"answer\",\"n\":1,\"d\":{\"poll_id\":\"%s\",\"options\":[\"%d\"]}}", poll_id,
             1 + (int)((size_t)(p - people) % OPTIONS));
    say(p, text);
}

static void turn(void *arg)
{
    int64_t now = clock_monotonic_us();
    while (joined < count && joined - greeted < JOINING_MAX) {
        struct person *p = &people[joined++];
        p->link = client_join(client, str_of(path), str_of(p->cookie), &handler, p);
    }
    if (greeted == count && !here_us) {
        here_us = now;
        say(&people[0], "{\"t\":\"poll\",\"n\":1,\"d\":{\"title\":\"今天的内容有帮助吗？\",\"options\":[\"一\",\"二\","
                        "\"三\",\"四\"]}}");
    }
    for (size_t i = 1; i < count && opened_us; i++)
        if (people[i].answer_us && now >= people[i].answer_us) answer(&people[i], now);
    if (now - began_us > LATEST_MS * 1000LL) client_stop(client);
}

static int compare(const void *a, const void *b)
{
    return *(const int64_t *)a < *(const int64_t *)b ? -1 : *(const int64_t *)a > *(const int64_t *)b;
}

static void print_result(void)
{
    int64_t *took = calloc(count, sizeof *took), last = 0;
    size_t n = 0;
    for (size_t i = 1; i < count; i++) {
        if (!people[i].kept_us) continue;
        took[n++] = people[i].kept_us - people[i].sent_us;
        if (people[i].kept_us > last) last = people[i].kept_us;
    }
    qsort(took, n, sizeof *took, compare);
    printf("{\"joined\":%zu,\"join_s\":%.2f,\"answered\":%zu,\"refused\":%zu,\"closed\":%zu,\"all_kept_s\":%.2f,"
           "\"ack_p50_ms\":%.1f,\"ack_p99_ms\":%.1f,\"ack_max_ms\":%.1f,\"received_mb\":%.1f}\n",
           greeted, (double)(here_us - began_us) / 1e6, n, refused, closed, n ? (double)(last - opened_us) / 1e6 : 0.0,
           n ? (double)took[n / 2] / 1e3 : 0.0, n ? (double)took[n * 99 / 100] / 1e3 : 0.0,
           n ? (double)took[n - 1] / 1e3 : 0.0, (double)event_bytes / 1e6);
    free(took);
}

static void read_cookies(const char *file)
{
    FILE *f = fopen(file, "re");
    if (!f) exit(2);
    people = calloc(100000, sizeof *people);
    if (!people) abort();
    while (count < 100000 && fgets(people[count].cookie, COOKIE_BYTES, f)) {
        people[count].cookie[strcspn(people[count].cookie, "\n")] = 0;
        count++;
    }
    fclose(f);
}

int main(int argc, char **argv)
{
    if (argc != 5) return 2;
    struct arena *a = arena_open(1 << 20);
    snprintf(path, sizeof path, "/api/v1/sessions/%s/live", argv[2]);
    read_cookies(argv[3]);
    seconds = atoi(argv[4]);
    struct err *e = client_open(a, str_of(argv[1]), &client);
    if (e) return fprintf(stderr, "%.*s\n", STR_ARG(e->en)), 1;
    began_us = clock_monotonic_us();
    client_every(client, TURN_MS, turn, NULL);
    client_run(client);
    print_result();
    client_close(client);
    free(people);
    arena_close(a);
    return kept == count - 1 ? 0 : 1;
}
