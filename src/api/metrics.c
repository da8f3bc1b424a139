/* api/metrics.c: /healthz for load balancers and /metrics for Prometheus. */
#include "api/api_private.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static void metric(struct buf *out, const char *name, const char *kind, const char *help, int64_t value)
{
    buf_printf(out, "# HELP tongke_%s %s\n# TYPE tongke_%s %s\ntongke_%s %lld\n", name, help, name, kind, name,
               (long long)value);
}

static void reply_histogram(struct buf *out, struct api *api)
{
    static const char *const edges[] = {"0.001", "0.005", "0.015", "0.05", "0.1", "0.5", "2", "+Inf"};
    int64_t sum = 0;
    buf_cstr(out, "# HELP tongke_reply_seconds time from request to reply\n# TYPE tongke_reply_seconds histogram\n");
    for (size_t i = 0; i < 8; i++) {
        sum += __atomic_load_n(&api->reply_us_bucket[i], __ATOMIC_RELAXED);
        buf_printf(out, "tongke_reply_seconds_bucket{le=\"%s\"} %lld\n", edges[i], (long long)sum);
    }
    buf_printf(out, "tongke_reply_seconds_sum %.6f\ntongke_reply_seconds_count %lld\n",
               (double)__atomic_load_n(&api->reply_us_sum, __ATOMIC_RELAXED) / 1e6, (long long)sum);
}

static void bridge_metrics(struct buf *out, struct api *api)
{
    struct bridge_counts bridge = {.connected = true};
    if (api->bridge) bridge = bridge_count(api->bridge);
    metric(out, "bridge_lost", "gauge", "1 when --nats is given and NATS is away", !bridge.connected);
    metric(out, "bridge_sent_total", "counter", "messages of rooms told to the other nodes", bridge.sent);
    metric(out, "bridge_received_total", "counter", "messages of rooms heard from other nodes", bridge.received);
    metric(out, "bridge_unsent_total", "counter", "messages of rooms that NATS did not take", bridge.unsent);
}

static void event_counts(struct buf *out, struct api *api)
{
    buf_cstr(out,
             "# HELP tongke_events_total what happened and was committed, by kind: ledger.posted is one ledger entry\n"
             "# TYPE tongke_events_total counter\n");
    for (size_t i = 0; i < EVENT_KINDS_MAX; i++) {
        const char *name = __atomic_load_n(&api->events[i].name, __ATOMIC_ACQUIRE);
        if (!name) return;
        buf_printf(out, "tongke_events_total{event=\"%s\"} %lld\n", name,
                   (long long)__atomic_load_n(&api->events[i].n, __ATOMIC_RELAXED));
    }
}

/* Names appear in the order in which they first happen, and stay. */
void metrics_count_event(struct api *api, const char *name, int64_t n)
{
    for (size_t i = 0; i < EVENT_KINDS_MAX; i++) {
        const char *there = NULL;
        bool ours =
            __atomic_compare_exchange_n(&api->events[i].name, &there, name, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
        if (!ours && strcmp(there, name) != 0) continue;
        __atomic_add_fetch(&api->events[i].n, n, __ATOMIC_RELAXED);
        return;
    }
}

static int64_t open_files(void)
{
    int64_t n = 0;
    DIR *dir = opendir("/proc/self/fd");
    if (!dir) return 0;
    for (struct dirent *d; (d = readdir(dir));) n += d->d_name[0] != '.';
    closedir(dir);
    return n - 1; /* this one */
}

static int64_t resident_bytes(void)
{
    long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (!f) return 0;
    if (fscanf(f, "%*s %ld", &pages) != 1) pages = 0;
    fclose(f);
    return (int64_t)pages * sysconf(_SC_PAGESIZE);
}

/* By the names that every Prometheus client uses. */
static void process_metrics(struct buf *out, const struct api *api)
{
    struct rusage used = {0};
    struct rlimit files = {0};
    getrusage(RUSAGE_SELF, &used);
    getrlimit(RLIMIT_NOFILE, &files);
    double seconds = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                     (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    buf_printf(out,
               "# HELP process_cpu_seconds_total time of the processor that the program has taken\n# TYPE "
               "process_cpu_seconds_total counter\nprocess_cpu_seconds_total %.3f\n",
               seconds);
    buf_printf(out,
               "# HELP process_resident_memory_bytes memory that the program holds\n# TYPE "
               "process_resident_memory_bytes gauge\nprocess_resident_memory_bytes %lld\n",
               (long long)resident_bytes());
    buf_printf(out,
               "# HELP process_open_fds files and connections that are open\n# TYPE process_open_fds "
               "gauge\nprocess_open_fds %lld\n",
               (long long)open_files());
    buf_printf(out,
               "# HELP process_max_fds files and connections that may be open\n# TYPE process_max_fds "
               "gauge\nprocess_max_fds %lld\n",
               (long long)files.rlim_cur);
    buf_printf(out,
               "# HELP process_start_time_seconds when the program started, in seconds since 1970\n# TYPE "
               "process_start_time_seconds gauge\nprocess_start_time_seconds %.3f\n",
               (double)api->started_us / 1e6);
    buf_printf(out,
               "# HELP tongke_build_info 1, with the version as a label\n# TYPE tongke_build_info "
               "gauge\ntongke_build_info{version=\"%s\"} 1\n",
               TONGKE_VERSION);
}

static struct health health_of(struct api *api)
{
    pthread_mutex_lock(&api->rooms_lock);
    struct health health = api->health;
    pthread_mutex_unlock(&api->rooms_lock);
    return health;
}

void api_set_health(struct api *api, const struct health *health)
{
    pthread_mutex_lock(&api->rooms_lock);
    api->health = *health;
    pthread_mutex_unlock(&api->rooms_lock);
}

static void health_metrics(struct buf *out, struct api *api)
{
    struct health health = health_of(api);
    metric(out, "disk_free_bytes", "gauge", "room on the disk of the data directory", health.disk_free_bytes);
    metric(out, "disk_size_bytes", "gauge", "size of the disk of the data directory", health.disk_size_bytes);
    metric(out, "disk_low", "gauge", "1 when there is less room than --disk-warn-mb", health.disk != HEALTH_ROOM);
    metric(out, "database_damaged", "gauge", "1 when the check at the start found the database file damaged",
           health.database == HEALTH_DAMAGED);
}

/* 200 as long as it serves: a load balancer must not take away the readers because the disk is full. */
void reply_health(struct api *api, struct http_request *request)
{
    static const char *const databases[] = {"unchecked", "sound", "damaged"}, *const disks[] = {"ok", "low", "full"};
    struct health health = health_of(api);
    struct str body =
        str_printf(request->arena,
                   "{\"status\":\"ok\",\"version\":\"" TONGKE_VERSION
                   "\",\"database\":\"%s\",\"disk\":\"%s\",\"disk_free_mb\":%lld}",
                   databases[health.database], disks[health.disk], (long long)(health.disk_free_bytes >> 20));
    static_reply_text(api, request, 200, "application/json", body);
}

void reply_metrics(struct api *api, struct http_request *request)
{
    struct http_counts http = http_count(api->http);
    struct db_counts readers = workers_counts(api->workers);
    struct buf out;
    buf_init(&out, 64 << 10);
    metric(&out, "connections_open", "gauge", "open connections", http.open);
    metric(&out, "connections_total", "counter", "connections accepted", http.accepted);
    metric(&out, "connections_refused_total", "counter", "connections or requests refused before a route",
           http.refused);
    metric(&out, "connections_timed_out_total", "counter", "connections cut for slowness", http.timed_out);
    metric(&out, "requests_total", "counter", "requests read", http.requests);
    metric(&out, "live_clients", "gauge", "WebSocket clients in rooms", hub_total(api->hub));
    metric(&out, "live_rooms", "gauge", "rooms with a client on this node", hub_rooms(api->hub));
    metric(&out, "websockets_open", "gauge", "open WebSockets", http.websockets);
    metric(&out, "live_dropped_total", "counter", "slow live clients dropped", hub_dropped(api->hub));
    metric(&out, "worker_jobs_total", "counter", "jobs done by workers", readers.jobs);
    metric(&out, "worker_jobs_waiting", "gauge", "jobs waiting for a worker", readers.waiting);
    metric(&out, "worker_jobs_failed_total", "counter", "jobs of workers that ended with an error", readers.failed);
    metric(&out, "worker_retries_total", "counter", "jobs run again because the database was busy", readers.retries);
    if (api->writer) {
        struct db_counts writer = writer_counts(api->writer);
        metric(&out, "write_jobs_total", "counter", "writes finished", writer.jobs);
        metric(&out, "write_commits_total", "counter", "group commits", writer.commits);
        metric(&out, "write_jobs_waiting", "gauge", "writes waiting", writer.waiting);
        metric(&out, "write_jobs_failed_total", "counter", "writes that ended with an error", writer.failed);
    }
    metric(&out, "jobs_running", "gauge", "background jobs that run on this node", jobs_running(api));
    buf_cstr(&out, "# HELP tongke_replies_total replies by status class\n# TYPE tongke_replies_total counter\n");
    for (int i = 1; i < 6; i++)
        buf_printf(&out, "tongke_replies_total{class=\"%dxx\"} %lld\n", i,
                   (long long)__atomic_load_n(&api->replies[i], __ATOMIC_RELAXED));
    reply_histogram(&out, api);
    event_counts(&out, api);
    bridge_metrics(&out, api);
    health_metrics(&out, api);
    process_metrics(&out, api);
    static_reply_text(api, request, 200, "text/plain; version=0.0.4; charset=utf-8", buf_text(&out));
    buf_done(&out);
}
