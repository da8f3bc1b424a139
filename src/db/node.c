#include "db/node.h"

#include "core/arena.h"
#include "os/log.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 50, WAIT_US = 100000, KEEP_S = 1, KEEP_ARENA_BYTES = 64 << 10 };

struct node {
    struct db *db;
    int number;
    pthread_t thread;
    pthread_mutex_t lock; /* guards the last */
    pthread_cond_t woken;
    bool stopping;
};

static const struct sql try_lock = {
    "node_claim", "SELECT CASE WHEN pg_try_advisory_lock(7302002, CAST($1 AS INTEGER)) THEN 1 ELSE 0 END"};

static struct err *claim(struct db *db, struct arena *a, int node)
{
    int64_t got = 0;
    for (int i = 0; i < TRIES && !got; i++) {
        if (i) usleep(WAIT_US);
        TRY(db_int(db, a, &try_lock, VALS(v_int(node)), &got));
    }
    if (got) return NULL;
    FAIL(a, ERR_CONFLICT, "node.taken", "已有节点使用编号 %d：请用 --node 给每个节点不同的编号。",
         "Another node has the number %d: give each node a number of its own with --node.", node);
}

/* True when it is time to stop. */
static bool wait_a_while(struct node *node)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += KEEP_S;
    pthread_mutex_lock(&node->lock);
    if (!node->stopping) pthread_cond_timedwait(&node->woken, &node->lock, &until);
    bool stopping = node->stopping;
    pthread_mutex_unlock(&node->lock);
    return stopping;
}

/* A session may take its lock again and again; a new one, after the connection was lost, takes it anew. */
static void *keep(void *arg)
{
    struct node *node = arg;
    struct arena *a = arena_open(KEEP_ARENA_BYTES);
    for (int64_t had = 1, got; !wait_a_while(node); arena_reset(a)) {
        if (db_int(node->db, a, &try_lock, VALS(v_int(node->number)), &got)) continue; /* the server is away */
        if (had && !got)
            log_error("another node took the number %d while the database was away: stop one of the two", node->number);
        had = got;
    }
    arena_close(a);
    return NULL;
}

static struct node *node_new(struct db *db, int number)
{
    struct node *node = calloc(1, sizeof *node);
    if (!node) abort();
    *node = (struct node){.db = db, .number = number};
    pthread_mutex_init(&node->lock, NULL);
    pthread_cond_init(&node->woken, NULL);
    if (pthread_create(&node->thread, NULL, keep, node)) abort();
    pthread_setname_np(node->thread, "node");
    return node;
}

struct err *node_claim(struct arena *a, struct str url, int number, struct node **ret_node)
{
    struct db *db;
    *ret_node = NULL;
    TRY(db_open(a, url, DB_READ, &db));
    struct err *e = db_kind_of(db) == DB_POSTGRES ? claim(db, a, number) : NULL;
    if (e || db_kind_of(db) == DB_SQLITE)
        db_close(db);
    else
        *ret_node = node_new(db, number);
    return e;
}

void node_release(struct node *node)
{
    if (!node) return;
    pthread_mutex_lock(&node->lock);
    node->stopping = true;
    pthread_cond_signal(&node->woken);
    pthread_mutex_unlock(&node->lock);
    pthread_join(node->thread, NULL);
    pthread_cond_destroy(&node->woken);
    pthread_mutex_destroy(&node->lock);
    db_close(node->db);
    free(node);
}
