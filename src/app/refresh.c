/* app/refresh.c: the refresher of norm states. */
#include "app/refresh.h"

#include "api/api.h"
#include "domain/norm/norm.h"
#include "os/clock.h"
#include "os/log.h"

enum { PERIOD_MS = 1000, STATES_AT_ONCE = 600, REST_MINUTES = 5 };

struct refresher {
    struct api *api;
    bool running;
    int64_t people;  /* taken in the last turn */
    int64_t next_us; /* not before this, by the monotonic clock */
};

static struct err *refresh_some(struct call *c, void *arg)
{
    return norm_refresh(c, STATES_AT_ONCE, &((struct refresher *)arg)->people);
}

/* When all are taken there is nothing to do till the next day: look again now and then. */
static void refreshed(struct err *e, void *arg)
{
    struct refresher *r = arg;
    bool rest = e || r->people == 0;
    if (e)
        log_warn("refresh of norm states: %s: %.*s (%s:%d)", e->code, STR_ARG(e->en), e->file, e->line);
    else if (r->people)
        log_debug("norm states of %lld people brought up to date", (long long)r->people);
    __atomic_store_n(&r->next_us, rest ? clock_monotonic_us() + REST_MINUTES * TIME_MINUTE_US : 0, __ATOMIC_RELAXED);
    __atomic_store_n(&r->running, false, __ATOMIC_RELEASE);
}

static void turn(void *arg)
{
    struct refresher *r = arg;
    if (clock_monotonic_us() < __atomic_load_n(&r->next_us, __ATOMIC_RELAXED)) return;
    if (__atomic_exchange_n(&r->running, true, __ATOMIC_ACQ_REL)) return;
    api_write(r->api, refresh_some, refreshed, r);
}

void refresh_start(struct arena *a, struct api *api)
{
    struct refresher *r = arena_new(a, struct refresher);
    r->api = api;
    api_every(api, PERIOD_MS, turn, r);
}
