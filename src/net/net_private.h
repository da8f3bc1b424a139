/* net/net_private.h: what the files of this folder share; nobody else includes it.
 *
 * A loop is one thread with its event base. Everything of a loop and of its connections is touched by that thread
 * only, except the post queue (under its lock), the atomic counters and the atomic reference counts. A connection that
 * breaks is only marked dead; it is freed by reap(), when nothing of it is on the stack any more.
 */
#ifndef NET_NET_PRIVATE_H
#define NET_NET_PRIVATE_H

#include "core/arena.h"
#include "core/buf.h"
#include "net/frames.h"
#include "net/http.h"
#include "net/reader.h"
#include "net/ws.h"

#include <event2/event.h>
#include <event2/event_struct.h>
#include <pthread.h>

enum {
    INPUT_BYTES = 64 << 10,         /* one read of a socket */
    PIPELINED_MAX_BYTES = 64 << 10, /* bytes kept for later requests while one is answered */
    SPARE_ARENAS = 32,              /* arenas a loop keeps for its next requests */
    SPARE_FRAMES = 4,               /* the same for readers of WebSocket frames */
    JOBS_TURN_US = 2000,            /* how long jobs may hold up a loop's connections */
};

/* Every wait has a fixed length per kind, so a queue per kind stays sorted by itself. */
enum wait { WAIT_NONE = -1, WAIT_HEAD, WAIT_BODY, WAIT_IDLE, WAIT_LINGER, WAIT_WS, WAITS };

struct deadline {
    struct deadline *prev, *next; /* a ring; NULL when not armed */
    int64_t at_us;
};

struct post {
    struct post *next;
    void (*run)(void *arg);
    void *arg;
};

/* Work for the clients of a loop, done in the order in which it was posted, in steps between which the loop serves its
 * other connections. */
struct job {
    struct job *next;
    struct loop *loop;
    int64_t number;                /* counts the loop's jobs in their order */
    bool (*step)(struct job *job); /* true when it is done; it frees itself then */
};

struct every {
    struct every *next;
    struct event event;
    void (*run)(void *arg);
    void *arg;
};

struct loop {
    struct http_server *server;
    int index;
    pthread_t thread;
    struct event_base *base;

    pthread_mutex_t lock; /* guards the next three */
    struct post *first, **last;
    bool stopped;
    struct job *first_job, **last_job;
    int64_t job_number; /* of the last one */
    int wake_fd;
    struct event wake;

    struct deadline waits[WAITS]; /* heads of the rings */
    struct event timer;
    int64_t timer_at_us; /* 0: not set */

    struct conn *conns, *dead;
    struct event reap;
    int conn_count;
    int running; /* requests that handlers have not answered yet */
    bool stopping;
    struct event grace;
    struct every *every;

    char *input;     /* INPUT_BYTES that every read of this loop goes through */
    struct buf head; /* the reply head that is being made */
    char date[40];
    int64_t date_s;
    struct arena *arenas[SPARE_ARENAS];
    int arena_count;
    struct frames *frames[SPARE_FRAMES];
    int frames_count;

    int64_t requests, refused, timed_out, websockets; /* atomic; written by the loop's thread only */
};

struct http_server {
    struct http_config config; /* with the defaults filled in */
    char *trusted_proxy, *unix_path;
    int loop_count;
    struct loop *loops;
    int listen_fd; /* loop 0's, as the events and the next loop to get a connection */
    int port;
    struct event accept_event, accept_again;
    int next_loop, grace_ms;
    bool accept_failed;     /* and was told; until the next success */
    int64_t open, accepted; /* atomic */
    int64_t body_bytes;     /* atomic: memory that bodies take */
    int64_t refs;           /* atomic: the opener, WebSockets, hubs, requests that outlived the loops */
    pthread_barrier_t started;
};

enum phase {
    PHASE_HEAD,    /* waits for a request, or reads its head */
    PHASE_BODY,    /* reads the body */
    PHASE_RUNNING, /* the handler owes the reply */
    PHASE_WRITING, /* the reply is on its way */
    PHASE_LINGER,  /* said goodbye; reads until the peer closes too, or the last words would be lost to a reset */
    PHASE_WS,
};

/* What the socket did not take yet, in this order. */
struct out {
    struct buf bytes;
    size_t sent;      /* of bytes */
    struct str fixed; /* lives elsewhere, or in `owned` */
    char *owned;
    int fd; /* file, -1 none */
    int64_t offset, left;
};

struct request {
    struct http_request public;
    struct loop *loop;
    struct conn *conn; /* NULL when the peer has gone; the loop's thread only */
    struct head head;
    struct chunked chunked;
    struct buf body;
    size_t charged_bytes; /* of body_bytes */
    bool answered;        /* atomic */
};

struct conn {
    struct loop *loop;
    struct conn *next, **link, *next_dead;
    struct event read_event, write_event;
    struct deadline deadline;
    enum wait wait;          /* what the deadline is for */
    struct request *request; /* being read, or running */
    struct ws *ws;
    struct out *out; /* NULL: everything was sent */
    struct buf in;   /* bytes that are not read yet */
    size_t scanned;  /* of a head that has not come whole */
    enum phase phase;
    bool closes; /* after the reply */
    bool eof;    /* the peer will send no more */
    bool dead;
    bool processing; /* conn_process() is on the stack */
    bool read_paused;
    char peer[46];
};

struct ws {
    int64_t refs; /* atomic */
    struct loop *loop;
    struct conn *conn; /* NULL when closed; the loop's thread only */
    const struct ws_handler *handler;
    void *context;
    struct frames *frames; /* NULL between messages */
    struct room *room;
    size_t place; /* in the room's members of this loop */
    int64_t heard_us, pinged_us;
    bool closing; /* a close frame was sent: nothing may follow it */
    bool done;    /* the peer's has come, or will not be waited for */
};

/* loop.c */
int loop_open(struct loop *loop, struct http_server *server, int index); /* 0 or errno */
int loop_start(struct loop *loop);
void loop_free(struct loop *loop);
/* Queues run(arg); false when the loop has stopped and never runs it. Any thread. */
bool loop_post(struct loop *loop, void (*run)(void *arg), void *arg);
/* Queues a job behind those posted before; on the loop's own thread behind those that have come in. */
bool loop_post_job(struct loop *loop, struct job *job);
bool loop_add_job(struct loop *loop, struct job *job);
bool loop_is_here(const struct loop *loop);
/* On the loop's thread, with no job before. */
bool loop_may_send_now(const struct loop *loop);
void loop_arm(struct loop *loop, struct deadline *d, enum wait wait); /* WAIT_NONE disarms */
void loop_count(int64_t *counter);
void loop_end_if_empty(struct loop *loop);
void loop_stop(void *loop);
const char *loop_date(struct loop *loop);
void server_hold(struct http_server *server);
void server_drop(struct http_server *server);

/* accept.c */
int listen_open(const char *listen, char **ret_unix_path, int *ret_port); /* fd, or -errno */
void accept_start(struct http_server *server);
void accept_stop(struct http_server *server);

/* conn.c */
void conn_open(struct loop *loop, int fd, const char *peer, bool refuse);
int conn_fd(const struct conn *c);
void conn_kill(struct conn *c);
void conn_wait(struct conn *c, enum wait wait);
void conn_reap(struct loop *loop);
void conn_expired(struct conn *c, enum wait wait);
void conn_stop(struct conn *c);
/* Reads what has come and answers what can be answered. */
void conn_process(struct conn *c);
void conn_resume_soon(struct conn *c);
void conn_linger(struct conn *c);
/* The reply was written whole. */
void conn_replied(struct conn *c);
void conn_refuse(struct conn *c, int status);

/* send.c */
struct content {
    struct str fixed; /* after the head */
    char *owned;      /* freed when sent: the memory of `fixed`, or NULL when it must be copied… */
    bool is_static;   /* …unless it lives on */
    int fd;           /* -1 none; closed when sent */
    int64_t offset, left;
};
/* Sends, and keeps what the socket refuses. True when everything went. The connection may be dead afterwards. */
bool conn_send(struct conn *c, struct str head, const struct content *content);
bool conn_flush(struct conn *c);
size_t conn_unsent_bytes(const struct conn *c);
void out_free(struct out *out);

/* request.c */
/* Reads a head into c->request, and runs the request when it has no body. 0, or the status to refuse with. */
int request_open(struct conn *c, struct str head_bytes);
/* Takes body bytes, as many as belong to it. 0, or the status to refuse with. */
int request_take_body(struct request *r, struct str in, size_t *ret_used);
bool request_is_whole(const struct request *r);
void request_run(struct request *r);
/* Gives back what a request holds, after its reply or when it never ran. On its loop's thread, or after the loop. */
void request_free(struct request *r);
/* Marks the request as answered, which may happen once. */
struct request *request_take(struct http_request *request);

/* reply.c */
const char *http_status_title(int status);
enum { HTTP_REFUSAL_BYTES = 400 };
/* Problem details for what is refused before anybody could look at it, into HTTP_REFUSAL_BYTES; returns the length. */
size_t http_refusal(char *text, size_t size, int status);

/* ws.c */
void ws_input(struct conn *c, struct str in);
void ws_tick(struct ws *ws);
void ws_gone(struct ws *ws); /* the connection ends */
void ws_sent(struct ws *ws); /* everything waiting was sent */
/* Sends a ready frame; drops a client that is too slow. */
void ws_write(struct ws *ws, struct str frame);

/* A text message with its frame head, made once and sent to many. */
struct message {
    int64_t refs; /* atomic */
    size_t n;
    char bytes[];
};
struct message *message_new(struct str text, int64_t refs);
void message_drop(struct message *m);

/* hub.c */
void room_leave(struct ws *ws);
void room_dropped(struct ws *ws);

#endif
