#include "app/watch.h"

#include "api/api.h"
#include "core/arena.h"
#include "db/tables.h"
#include "domain/account/account.h"
#include "domain/notice/notice.h"
#include "os/clock.h"
#include "os/log.h"
#include "os/tree.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { DISK_EVERY_MS = 2000, FULL_MB = 16, CHECK_ARENA_BYTES = 16 << 20, LOWEST_PRIORITY = 19 };

struct watch {
    struct api *api;
    const char *data_dir;
    int64_t warn_bytes;
    pthread_mutex_t lock;
    struct health health; /* under the lock */
    struct arena *arena;  /* of the check */
    struct db *checked;   /* NULL: nothing to check */
    bool stopping;        /* under the lock */
    pthread_t thread;
    bool told_full; /* atomic, as the next: what the notice on its way says */
    int64_t told_free_bytes;
};

/* ---- the disk ---- */

/* Each system administrator hears of it at most once a day and degree. */
static struct err *send_notices(struct call *c, void *arg)
{
    const struct watch *w = arg;
    struct list ids;
    bool full = __atomic_load_n(&w->told_full, __ATOMIC_ACQUIRE);
    long long free_mb = (long long)(__atomic_load_n(&w->told_free_bytes, __ATOMIC_ACQUIRE) >> 20);
    struct notice_message m = {
        .kind = "system.disk",
        .title_zh = str_printf(c->arena, "服务器磁盘只剩 %lld MB", free_mb),
        .title_en = str_printf(c->arena, "The server's disk has only %lld MB left", free_mb),
        .body_zh =
            STR("磁盘一旦写满，登记和保存就会停止，只能查看。请尽快清理或扩容：课堂录像（media/live）通常增长最快。"),
        .body_en =
            STR("On a full disk nothing can be saved any more, only read. Free space or enlarge it soon: recordings of "
                "lessons (media/live) grow fastest."),
        .key = str_printf(c->arena, "disk:%d:%d", c->today, full)};
    TRY(account_holders(c, ROLE_SYSADMIN, &ids));
    for (LIST_EACH(ids, int64_t, id)) {
        m.account_id = *id;
        TRY(notice_send(c, &m));
    }
    return NULL;
}

static void noticed(struct err *e, void *arg)
{
    (void)arg;
    if (e) log_warn("no notice of the disk: %s: %.*s", e->code, STR_ARG(e->en));
}

static void tell_people(struct watch *w, const struct health *is)
{
    __atomic_store_n(&w->told_full, is->disk == HEALTH_NO_ROOM, __ATOMIC_RELEASE);
    __atomic_store_n(&w->told_free_bytes, is->disk_free_bytes, __ATOMIC_RELEASE);
    api_write(w->api, send_notices, noticed, w);
}

static void tell_disk(struct watch *w, const struct health *was, const struct health *is)
{
    long long free_mb = (long long)(is->disk_free_bytes >> 20);
    if (is->disk > was->disk) tell_people(w, is);
    if (is->disk > was->disk)
        log_warn("the disk of %s has only %lld MB left: free some, or writing will stop", w->data_dir, free_mb);
    else if (is->disk == HEALTH_ROOM)
        log_info("the disk of %s has room again: %lld MB", w->data_dir, free_mb);
}

static void look_at_disk(void *arg)
{
    struct watch *w = arg;
    int64_t free_bytes, size_bytes;
    if (!tree_room(w->data_dir, &free_bytes, &size_bytes)) return;
    pthread_mutex_lock(&w->lock);
    struct health was = w->health;
    w->health.disk_free_bytes = free_bytes;
    w->health.disk_size_bytes = size_bytes;
    w->health.disk = free_bytes < (int64_t)FULL_MB << 20 ? HEALTH_NO_ROOM
                     : free_bytes < w->warn_bytes        ? HEALTH_LITTLE_ROOM
                                                         : HEALTH_ROOM;
    struct health is = w->health;
    api_set_health(w->api, &is);
    pthread_mutex_unlock(&w->lock);
    if (is.disk != was.disk) tell_disk(w, &was, &is);
}

/* ---- the database ---- */

static void found(struct watch *w, const struct err *e, const struct list *faults, int64_t took_us)
{
    if (e)
        log_warn("the check of the database did not end: %s: %.*s", e->code, STR_ARG(e->en));
    else if (!faults->n)
        log_info("the database is sound: checked in %lld ms", (long long)took_us / 1000);
    for (LIST_EACH(*faults, struct str, fault)) log_error("the database is DAMAGED: %.*s", STR_ARG(*fault));
    if (e) return;
    pthread_mutex_lock(&w->lock);
    w->health.database = faults->n ? HEALTH_DAMAGED : HEALTH_SOUND;
    api_set_health(w->api, &w->health);
    pthread_mutex_unlock(&w->lock);
}

static bool is_stopping(struct watch *w)
{
    pthread_mutex_lock(&w->lock);
    bool stopping = w->stopping;
    pthread_mutex_unlock(&w->lock);
    return stopping;
}

static void *check(void *arg)
{
    struct watch *w = arg;
    struct list faults = {0};
    int64_t began_us = clock_monotonic_us();
    setpriority(PRIO_PROCESS, 0, LOWEST_PRIORITY); /* of this thread alone, on Linux */
    struct err *e = tables_check(w->checked, w->arena, false, &faults);
    if (!is_stopping(w)) found(w, e, &faults, clock_monotonic_us() - began_us);
    return NULL;
}

static void start_check(struct watch *w, struct str db_url)
{
    struct err *e = db_open(w->arena, db_url, DB_READ, &w->checked);
    if (e) log_warn("the database is not checked: %s: %.*s", e->code, STR_ARG(e->en));
    if (!e && pthread_create(&w->thread, NULL, check, w)) abort();
    if (!e) pthread_setname_np(w->thread, "check");
}

struct watch *watch_start(struct arena *a, struct api *api, const struct settings *settings)
{
    struct watch *w = arena_new(a, struct watch);
    w->api = api;
    w->data_dir = str_cstr(a, settings->data_dir);
    w->warn_bytes = settings->disk_warn_mb << 20;
    w->arena = arena_open(CHECK_ARENA_BYTES);
    pthread_mutex_init(&w->lock, NULL);
    look_at_disk(w);
    api_every(api, DISK_EVERY_MS, look_at_disk, w);
    start_check(w, settings->db_url);
    return w;
}

void watch_stop(struct watch *w)
{
    if (!w) return;
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_mutex_unlock(&w->lock);
    if (w->checked) {
        db_interrupt(w->checked);
        pthread_join(w->thread, NULL);
        db_close(w->checked);
    }
    arena_close(w->arena);
}
