/* Load for live rooms: many WebSocket subscribers in one thread, and how long a message takes to reach them all.
 *
 * A message carries "@@" + 8 digits of number + ":" + 19 digits of CLOCK_MONOTONIC nanoseconds when it was sent,
 * anywhere in its text. The time of a message is from then until the last subscriber has it. Prints one JSON object.
 * With --post the client publishes by itself, once a second; with --cookies everybody is somebody else (a file with a
 * Cookie header a line), and one after the other says the message as a danmaku; otherwise the server is expected to
 * publish.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    MARK_BYTES = 2 + 8 + 1 + 19,
    CONNECTING_AT_ONCE = 256,
    MESSAGES_MAX = 600,
    READ_BYTES = 16 << 10,
    SETTLE_MS = 1000, /* between the last handshake and the first message that counts */
    READY_PATIENCE_MS = 120000,
    MESSAGE_BYTES = 200,
    ALIVE_EVERY_MS = 20000,
};

enum state { STATE_NEW, STATE_ASKED, STATE_LISTENING, STATE_GONE };

struct client {
    int fd;
    enum state state;
    uint8_t kept_bytes; /* the end of what was read, when a mark may have begun in it */
    char kept[MARK_BYTES];
};

struct message {
    int64_t sent_ns, last_ns;
    int received;
};

static struct {
    int clients, messages, port;
    const char *path, *header, *post, *pids, *cookies;
} options = {.clients = 10000, .messages = 15, .port = 8080, .path = "/", .header = ""};

static struct client *clients;
static struct message messages[MESSAGES_MAX];
static int epoll_fd, asked, connecting, listening, failed;
static int64_t last_seen;
static int64_t first_number = INT64_MAX; /* messages before it do not count: not all clients may have been there */
static char request[2048];
static size_t request_bytes;
static char **cookies; /* one a client; NULL: all send the same */

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static void fail(const char *what)
{
    fprintf(stderr, "fan: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* ---- the server's processes, from /proc ---- */

/* Sum over the comma-separated ids of what `read_one` finds. */
static double sum_processes(double (*read_one)(const char *pid))
{
    char ids[256], *rest = ids;
    double sum = 0;
    if (!options.pids) return 0;
    snprintf(ids, sizeof ids, "%s", options.pids);
    for (char *pid; (pid = strsep(&rest, ","));) sum += read_one(pid);
    return sum;
}

static double cpu_seconds(const char *pid)
{
    char path[64], line[1024] = "";
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%s/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    char *end = fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
    if (end) sscanf(end + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    fclose(file);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

/* What is the program's own: pages of a file that it has mapped belong to the system's cache. */
static double resident_bytes(const char *pid)
{
    char path[64], line[256];
    long kb = 0, part;
    snprintf(path, sizeof path, "/proc/%s/status", pid);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    while (fgets(line, sizeof line, file))
        if (sscanf(line, "RssAnon: %ld", &part) == 1 || sscanf(line, "RssShmem: %ld", &part) == 1) kb += part;
    fclose(file);
    return (double)kb * 1024;
}

/* ---- clients ---- */

static void watch(int i, uint32_t events, int how)
{
    struct epoll_event e = {.events = events, .data.u32 = (uint32_t)i};
    if (epoll_ctl(epoll_fd, how, clients[i].fd, &e)) fail("epoll");
}

/* Several source addresses, so that there are ports enough. */
static int connect_from(int number)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    if (fd < 0) fail("socket");
    struct sockaddr_in from = {.sin_family = AF_INET},
                       to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options.port)};
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (uint32_t)number % 8);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0},
               sizeof(struct linger)); /* no TIME_WAIT after the run */
    if (bind(fd, (struct sockaddr *)&from, sizeof from)) fail("bind");
    if (connect(fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS) fail("connect");
    return fd;
}

static void start_more(void)
{
    while (connecting < CONNECTING_AT_ONCE && asked < options.clients) {
        clients[asked] = (struct client){.fd = connect_from(asked)};
        watch(asked, EPOLLOUT, EPOLL_CTL_ADD);
        asked++;
        connecting++;
    }
}

static void lose(struct client *c, const char *why)
{
    if (failed++ < 3) fprintf(stderr, "fan: lost a client: %.60s\n", why);
    if (c->state == STATE_LISTENING)
        listening--;
    else
        connecting--;
    close(c->fd);
    c->state = STATE_GONE;
}

/* The common request, with the client's own cookie before the empty line. */
static size_t own_request(int i, char *ret_text, size_t size)
{
    return (size_t)snprintf(ret_text, size, "%.*sCookie: %s\r\n\r\n", (int)request_bytes - 2, request, cookies[i]);
}

static void ask(int i)
{
    struct client *c = &clients[i];
    char own[2304];
    size_t n = cookies ? own_request(i, own, sizeof own) : request_bytes;
    if (send(c->fd, cookies ? own : request, n, MSG_NOSIGNAL) != (ssize_t)n) {
        lose(c, strerror(errno));
        return;
    }
    c->state = STATE_ASKED;
    watch(i, EPOLLIN, EPOLL_CTL_MOD);
}

static int64_t digits(const char *p, int n)
{
    int64_t value = 0;
    for (int i = 0; i < n; i++) value = value * 10 + (p[i] - '0');
    return value;
}

static void count_mark(const char *mark)
{
    int64_t number = digits(mark + 2, 8), sent_ns = digits(mark + 11, 19);
    last_seen = number > last_seen ? number : last_seen;
    if (number < first_number || number >= first_number + options.messages) return;
    struct message *m = &messages[number - first_number];
    m->sent_ns = sent_ns;
    m->last_ns = now_ns();
    m->received++;
}

/* Counts the marks, and keeps the end where one may have begun. */
static void scan(struct client *c, char *p, size_t n)
{
    char *end = p + n, *mark;
    while ((mark = memmem(p, (size_t)(end - p), "@@", 2)) && end - mark >= MARK_BYTES) {
        count_mark(mark);
        p = mark + MARK_BYTES;
    }
    if (!mark) mark = end > p && end[-1] == '@' ? end - 1 : end;
    c->kept_bytes = (uint8_t)(end - mark);
    memcpy(c->kept, mark, c->kept_bytes);
}

static void take(struct client *c, char *p, size_t n)
{
    if (c->state == STATE_ASKED) {
        if (n < 12 || memcmp(p + 9, "101", 3)) { /* handshakes are shorter than a packet */
            lose(c, p);
            return;
        }
        c->state = STATE_LISTENING;
        connecting--;
        listening++;
    }
    scan(c, p, n);
}

static void read_client(struct client *c)
{
    static char input[MARK_BYTES + READ_BYTES + 1];
    memcpy(input, c->kept, c->kept_bytes);
    ssize_t n = recv(c->fd, input + c->kept_bytes, READ_BYTES, MSG_DONTWAIT);
    if (n > 0)
        input[c->kept_bytes + n] = 0, take(c, input, c->kept_bytes + (size_t)n);
    else if (n == 0 || errno != EAGAIN)
        lose(c, n ? strerror(errno) : "closed by the server");
}

static void turn(int patience_ms)
{
    static struct epoll_event events[1024];
    int n = epoll_wait(epoll_fd, events, 1024, patience_ms);
    for (int i = 0; i < n; i++) {
        struct client *c = &clients[events[i].data.u32];
        if (c->state == STATE_NEW)
            ask((int)events[i].data.u32);
        else if (c->state != STATE_GONE)
            read_client(c);
    }
}

/* ---- publishing ---- */

static int publisher(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options.port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to)) fail("publisher");
    return fd;
}

static void publish(int fd, int number)
{
    char text[MESSAGE_BYTES + 1], post[1024];
    memset(text, 'm', MESSAGE_BYTES);
    int n = snprintf(text, sizeof text, "{\"text\":\"@@%08d:%019lld ", number, (long long)now_ns());
    text[n] = 'm';
    memcpy(text + MESSAGE_BYTES - 2, "\"}", 3);
    n = snprintf(post, sizeof post, "POST %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n%s",
                 options.post, options.header, MESSAGE_BYTES, text);
    if (write(fd, post, (size_t)n) != n) fail("publish");
    while (recv(fd, post, sizeof post, MSG_DONTWAIT) > 0) continue;
}

/* A text frame of the client, masked with zeros. Another speaker each time: one alone would be told to wait. Who was
 * lost is counted as lost and says nothing. */
static void say(int number)
{
    char text[126], frame[6 + sizeof text];
    int n = snprintf(text, sizeof text, "{\"t\":\"danmaku\",\"n\":%d,\"d\":{\"text\":\"@@%08d:%019lld\"}}", number,
                     number, (long long)now_ns());
    const struct client *speaker = &clients[number % options.clients];
    memcpy(frame, "\x81\0\0\0\0", 6);
    frame[1] = (char)(0x80 | n);
    memcpy(frame + 6, text, (size_t)n);
    if (speaker->state == STATE_LISTENING && send(speaker->fd, frame, 6 + (size_t)n, MSG_NOSIGNAL) < 0) fail("say");
}

/* A pong that nobody asked for (RFC 6455, 5.5.3), from each client in turn within ALIVE_EVERY_MS: who is not heard of
 * for a minute is taken for gone, and frames of the server, pings among them, are not read here. */
static void keep_alive(int64_t elapsed_ns)
{
    static int64_t told;
    int64_t due = elapsed_ns / 1000000 * options.clients / ALIVE_EVERY_MS;
    for (; told < due; told++) {
        struct client *c = &clients[told % options.clients];
        if (c->state == STATE_LISTENING && send(c->fd, "\x8a\x80\0\0\0\0", 6, MSG_NOSIGNAL) != 6)
            lose(c, strerror(errno));
    }
}

/* ---- the run ---- */

static void connect_all(void)
{
    int64_t until = now_ns() + READY_PATIENCE_MS * INT64_C(1000000);
    while ((asked < options.clients || connecting > 0) && now_ns() < until) {
        start_more();
        turn(100);
    }
    if (connecting > 0) fprintf(stderr, "fan: %d clients did not get an answer\n", connecting), exit(1);
    for (until = now_ns() + SETTLE_MS * INT64_C(1000000); now_ns() < until;) turn(50);
}

/* All messages, or the time for them and two seconds more. */
static void listen_all(void)
{
    int fd = options.post ? publisher() : -1, published = 0;
    int64_t began = now_ns(), until = began + (options.messages + 2) * INT64_C(1000000000);
    first_number = last_seen + 1;
    while (now_ns() < until && messages[options.messages - 1].received < listening) {
        bool due = published < options.messages && now_ns() - began >= published * INT64_C(1000000000);
        if (due && cookies) say((int)first_number + published++); /* the room remembers earlier ones */
        if (due && fd >= 0) publish(fd, ++published);
        keep_alive(now_ns() - began);
        turn(10);
    }
    if (fd >= 0) close(fd);
}

static void report(double cpu_s, double idle_bytes, double seconds)
{
    double sum = 0, max = 0;
    int whole = 0;
    for (int i = 0; i < options.messages; i++) {
        double ms = (double)(messages[i].last_ns - messages[i].sent_ns) / 1e6;
        if (!listening || messages[i].received < listening) continue;
        whole++;
        sum += ms;
        max = ms > max ? ms : max;
    }
    printf("{\"clients\":%d,\"listening\":%d,\"lost\":%d,\"messages\":%d,\"whole\":%d,\"mean_ms\":%.2f,\"max_ms\":%.2f,"
           "\"cpu_percent\":%.1f,\"us_per_delivery\":%.2f,\"bytes_per_connection\":%.0f}\n",
           options.clients, listening, failed, options.messages, whole, whole ? sum / whole : -1, max,
           cpu_s / seconds * 100, whole && listening ? cpu_s * 1e6 / whole / listening : -1,
           (sum_processes(resident_bytes) - idle_bytes) / options.clients);
}

static void read_options(int argc, char **argv)
{
    static const struct option names[] = {{"clients", 1, NULL, 'n'}, {"port", 1, NULL, 'p'},     {"path", 1, NULL, 'u'},
                                          {"header", 1, NULL, 'H'},  {"messages", 1, NULL, 'k'}, {"post", 1, NULL, 'P'},
                                          {"pids", 1, NULL, 's'},    {"cookies", 1, NULL, 'c'},  {NULL, 0, NULL, 0}};
    for (int option; (option = getopt_long(argc, argv, "n:p:u:H:k:P:s:c:", names, NULL)) > 0;) {
        switch (option) {
        case 'n': options.clients = atoi(optarg); break;
        case 'p': options.port = atoi(optarg); break;
        case 'u': options.path = optarg; break;
        case 'H': options.header = optarg; break;
        case 'k': options.messages = atoi(optarg); break;
        case 'P': options.post = optarg; break;
        case 's': options.pids = optarg; break;
        case 'c': options.cookies = optarg; break;
        default:
            fprintf(stderr,
                    "fan --port N --path PATH [--clients N] [--messages N] [--header 'Cookie: …'] [--post PATH] "
                    "[--pids PID,…] [--cookies FILE]\n");
            exit(2);
        }
    }
    if (options.messages < 1 || options.messages > MESSAGES_MAX) options.messages = MESSAGES_MAX;
}

static void read_cookies(const char *name)
{
    char line[512];
    FILE *file = fopen(name, "r");
    cookies = calloc((size_t)options.clients, sizeof *cookies);
    if (!file || !cookies) fail(name);
    for (int i = 0; i < options.clients; i++) {
        if (!fgets(line, sizeof line, file)) fprintf(stderr, "fan: %s has %d cookies only\n", name, i), exit(1);
        line[strcspn(line, "\r\n")] = 0;
        cookies[i] = strdup(line);
    }
    fclose(file);
}

static void prepare(void)
{
    struct rlimit files;
    static char line[1024];
    if (options.header[0]) options.header = (snprintf(line, sizeof line, "%s\r\n", options.header), line);
    request_bytes =
        (size_t)snprintf(request, sizeof request,
                         "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                         "Origin: http://localhost:%d\r\nSec-WebSocket-Version: 13\r\n%s"
                         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                         options.path, options.port, options.port, options.header);
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    signal(SIGPIPE, SIG_IGN);
    clients = calloc((size_t)options.clients, sizeof *clients);
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (!clients || epoll_fd < 0) fail("start");
    if (options.cookies) read_cookies(options.cookies);
}

int main(int argc, char **argv)
{
    read_options(argc, argv);
    prepare();
    double idle_bytes = sum_processes(resident_bytes);
    connect_all();
    double cpu_before = sum_processes(cpu_seconds);
    int64_t began = now_ns();
    listen_all();
    report(sum_processes(cpu_seconds) - cpu_before, idle_bytes, (double)(now_ns() - began) / 1e9);
    return failed > 0;
}
