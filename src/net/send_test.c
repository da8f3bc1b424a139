/* net/send_test.c: what a connection keeps for a reader who is slow. */
#include "check.h"
#include "net/net_private.h"

#include <sys/socket.h>
#include <unistd.h>

enum { TEXT_BYTES = 8 << 10, BEHIND_BYTES = 48 << 10, TEXTS = 400, KEPT_MAX_BYTES = 256 << 10 };

static void never(evutil_socket_t fd, short what, void *arg) { CHECK(false); }

/* Never all is taken, so the buffer is never dropped as a whole. */
static void what_a_slow_reader_has_taken_does_not_pile_up(void)
{
    static char zeroes[TEXT_BYTES], got[TEXT_BYTES];
    struct str text = {zeroes, TEXT_BYTES};
    struct loop loop = {.base = event_base_new()};
    struct conn c = {.loop = &loop};
    int fds[2], bytes = 4 << 10;
    CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
    setsockopt(fds[0], SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    event_assign(&c.read_event, loop.base, fds[0], EV_READ, never, &c);
    event_assign(&c.write_event, loop.base, fds[0], EV_WRITE, never, &c);
    size_t read_bytes = 0, sent_bytes = 0, most = 0;
    while (read_bytes < (size_t)TEXTS * TEXT_BYTES) {
        while (!c.out || conn_unsent_bytes(&c) < BEHIND_BYTES) conn_send(&c, text, NULL), sent_bytes += text.n;
        ssize_t n = recv(fds[1], got, sizeof got, 0);
        if (!CHECK(n > 0)) break;
        read_bytes += (size_t)n;
        conn_flush(&c);
        if (c.out && c.out->bytes.n > most) most = c.out->bytes.n;
    }
    CHECK(most >= BEHIND_BYTES / 2 && most < KEPT_MAX_BYTES);
    while (c.out) conn_flush(&c), read_bytes += (size_t)recv(fds[1], got, sizeof got, 0);
    for (ssize_t n; (n = recv(fds[1], got, sizeof got, 0)) > 0;) read_bytes += (size_t)n;
    CHECK_INT(read_bytes, sent_bytes);
    event_base_free(loop.base);
    close(fds[0]);
    close(fds[1]);
}

int main(void)
{
    RUN(what_a_slow_reader_has_taken_does_not_pile_up);
    return check_end();
}
