#include "net/net_private.h"

#include "os/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    ACCEPT_TURN = 64,      /* connections taken before the loop looks at the others again */
    REFUSALS_AT_ONCE = 64, /* connections above the ceiling that are told 503; more are just closed */
    BACKLOG = 4096,
};

/* ---- listening ---- */

/* A socket file that nobody listens on is a leftover. */
static void remove_leftover(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return;
    if (connect(fd, (const struct sockaddr *)address, sizeof *address) && errno == ECONNREFUSED)
        unlink(address->sun_path);
    close(fd);
}

static int listen_on(int family, const struct sockaddr *address, socklen_t n)
{
    int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    if (fd < 0) return -errno;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    /* inherited by what is accepted; without it a reply in two writes waits for a delayed acknowledgement */
    if (family != AF_UNIX) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (bind(fd, address, n) == 0 && listen(fd, BACKLOG) == 0) return fd;
    int error = errno;
    close(fd);
    return -error;
}

static int listen_unix(const char *path, char **ret_unix_path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -ENAMETOOLONG;
    strcpy(address.sun_path, path);
    remove_leftover(&address);
    int fd = listen_on(AF_UNIX, (struct sockaddr *)&address, sizeof address);
    if (fd >= 0) *ret_unix_path = strdup(path);
    return fd;
}

static int port_of(int fd)
{
    struct sockaddr_storage address;
    socklen_t n = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &n)) return 0;
    if (address.ss_family == AF_INET) return ntohs(((struct sockaddr_in *)&address)->sin_port);
    return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
}

static int listen_tcp(const char *listen, int *ret_port)
{
    struct addrinfo want = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *found;
    char host[256];
    const char *colon = strrchr(listen, ':');
    size_t n = colon ? (size_t)(colon - listen) : sizeof host;
    if (n >= sizeof host) return -EINVAL;
    bool bracketed = n >= 2 && listen[0] == '[' && listen[n - 1] == ']';
    snprintf(host, sizeof host, "%.*s", (int)(bracketed ? n - 2 : n), listen + bracketed);
    if (getaddrinfo(host[0] ? host : NULL, colon + 1, &want, &found)) return -EADDRNOTAVAIL;
    int fd = listen_on(found->ai_family, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    if (fd >= 0) *ret_port = port_of(fd);
    return fd;
}

int listen_open(const char *listen, char **ret_unix_path, int *ret_port)
{
    if (!strncmp(listen, "unix:", 5)) return listen_unix(listen + 5, ret_unix_path);
    return listen_tcp(listen, ret_port);
}

/* ---- accepting ---- */

/* A connection on its way to its loop. */
struct arrival {
    struct loop *loop;
    int fd;
    bool refuse;
    char peer[46];
};

static void arrive(void *arg)
{
    struct arrival *a = arg;
    conn_open(a->loop, a->fd, a->peer, a->refuse);
    free(a);
}

static void name_peer(char peer[46], const struct sockaddr_storage *address)
{
    const void *bytes = &((const struct sockaddr_in6 *)address)->sin6_addr;
    if (address->ss_family == AF_INET) bytes = &((const struct sockaddr_in *)address)->sin_addr;
    if (address->ss_family == AF_UNIX || !inet_ntop(address->ss_family, bytes, peer, 46)) strcpy(peer, "unix");
    if (!strncmp(peer, "::ffff:", 7)) memmove(peer, peer + 7, strlen(peer + 7) + 1);
}

static void hand_over(struct http_server *server, int fd, const struct sockaddr_storage *address)
{
    int64_t open = __atomic_add_fetch(&server->open, 1, __ATOMIC_RELAXED);
    struct loop *loop = &server->loops[server->next_loop];
    struct arrival *a = malloc(sizeof *a);
    if (!a) abort();
    *a = (struct arrival){.loop = loop, .fd = fd, .refuse = open > server->config.max_connections};
    name_peer(a->peer, address);
    server->next_loop = (server->next_loop + 1) % server->loop_count;
    __atomic_store_n(&server->accepted, server->accepted + 1, __ATOMIC_RELAXED);
    if (open > server->config.max_connections + REFUSALS_AT_ONCE || (loop->index && !loop_post(loop, arrive, a))) {
        __atomic_sub_fetch(&server->open, 1, __ATOMIC_RELAXED);
        close(fd);
        free(a);
    } else if (loop->index == 0) {
        arrive(a);
    }
}

/* Out of descriptors or memory: a level-triggered listener would spin, so it rests a little. */
static void pause_accepting(struct http_server *server, int error)
{
    struct timeval rest = {.tv_usec = 100000};
    if (!server->accept_failed) log_warn("accepting pauses until there is room: %s", strerror(error));
    server->accept_failed = true;
    event_del(&server->accept_event);
    event_add(&server->accept_again, &rest);
}

static void on_accept(evutil_socket_t listen_fd, short what, void *arg)
{
    struct http_server *server = arg;
    for (int i = 0; i < ACCEPT_TURN; i++) {
        struct sockaddr_storage address = {0};
        socklen_t n = sizeof address;
        int fd = accept4(listen_fd, (struct sockaddr *)&address, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            server->accept_failed = false;
            hand_over(server, fd, &address);
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) pause_accepting(server, errno);
        if (errno != ECONNABORTED && errno != EINTR) return;
    }
}

static void on_accept_again(evutil_socket_t fd, short what, void *arg)
{
    struct http_server *server = arg;
    event_add(&server->accept_event, NULL);
}

void accept_start(struct http_server *server)
{
    struct event_base *base = server->loops[0].base;
    event_assign(&server->accept_event, base, server->listen_fd, EV_READ | EV_PERSIST, on_accept, server);
    event_assign(&server->accept_again, base, -1, 0, on_accept_again, server);
    event_add(&server->accept_event, NULL);
}

void accept_stop(struct http_server *server)
{
    event_del(&server->accept_event);
    event_del(&server->accept_again);
    close(server->listen_fd);
    if (server->unix_path) unlink(server->unix_path);
}
