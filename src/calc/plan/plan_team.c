/* calc/plan/plan_team.c: threads that share the chunks of a loop. */
#include "calc/plan/plan_private.h"

#include <pthread.h>
#include <stdlib.h>

enum { TEAM_MAX = 64 };

struct team {
    pthread_mutex_t lock;
    pthread_cond_t begun, ended;
    pthread_t thread[TEAM_MAX];
    int size; /* with the caller */
    unsigned round;
    int working; /* threads that have not finished the round */
    bool closing;
    int chunks, next; /* next is taken atomically */
    void (*run)(void *arg, int chunk, int thread);
    void *arg;
};

struct member {
    struct team *team;
    int number;
};

static void take_chunks(struct team *t, int number)
{
    for (int chunk; (chunk = __atomic_fetch_add(&t->next, 1, __ATOMIC_RELAXED)) < t->chunks;)
        t->run(t->arg, chunk, number);
}

static void *work(void *arg)
{
    struct member *m = arg;
    struct team *t = m->team;
    int number = m->number;
    free(m);
    pthread_mutex_lock(&t->lock);
    for (unsigned seen = 0;;) {
        while (t->round == seen && !t->closing) pthread_cond_wait(&t->begun, &t->lock);
        if (t->closing) break;
        seen = t->round;
        pthread_mutex_unlock(&t->lock);
        take_chunks(t, number);
        pthread_mutex_lock(&t->lock);
        if (--t->working == 0) pthread_cond_signal(&t->ended);
    }
    pthread_mutex_unlock(&t->lock);
    return NULL;
}

struct team *team_open(int threads)
{
    struct team *t = calloc(1, sizeof *t);
    if (!t) abort();
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->begun, NULL);
    pthread_cond_init(&t->ended, NULL);
    t->size = 1;
    for (int i = 1; i < threads && i < TEAM_MAX; i++) {
        struct member *m = malloc(sizeof *m);
        if (!m) abort();
        *m = (struct member){t, t->size};
        if (pthread_create(&t->thread[t->size], NULL, work, m) != 0) {
            free(m);
            break; /* fewer threads do the same work */
        }
        t->size++;
    }
    return t;
}

void team_close(struct team *t)
{
    pthread_mutex_lock(&t->lock);
    t->closing = true;
    pthread_cond_broadcast(&t->begun);
    pthread_mutex_unlock(&t->lock);
    for (int i = 1; i < t->size; i++) pthread_join(t->thread[i], NULL);
    pthread_cond_destroy(&t->begun);
    pthread_cond_destroy(&t->ended);
    pthread_mutex_destroy(&t->lock);
    free(t);
}

int team_size(const struct team *t) { return t->size; }

void team_run(struct team *t, int chunks, void (*run)(void *arg, int chunk, int thread), void *arg)
{
    pthread_mutex_lock(&t->lock);
    t->chunks = chunks;
    t->next = 0;
    t->run = run;
    t->arg = arg;
    t->working = t->size - 1;
    t->round++;
    pthread_cond_broadcast(&t->begun);
    pthread_mutex_unlock(&t->lock);
    take_chunks(t, 0);
    pthread_mutex_lock(&t->lock);
    while (t->working) pthread_cond_wait(&t->ended, &t->lock);
    pthread_mutex_unlock(&t->lock);
}
