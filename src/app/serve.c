#include "app/serve.h"

#include "api/api.h"
#include "api/problem.h"
#include "app/demo/demo.h"
#include "app/media.h"
#include "app/modules.h"
#include "app/refresh.h"
#include "app/watch.h"
#include "db/node.h"
#include "domain/live/live.h"
#include "os/clock.h"
#include "os/log.h"
#include "os/process.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

enum { GRACE_MS = 5000 };

/* Each live client is an open file: take all that the system grants. */
static void raise_open_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/* Blocked before any thread starts, so that only sigwait below sees them. */
static sigset_t block_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return set;
}

/* What runs while the program serves, in the order in which it is opened. */
struct parts {
    struct node *node; /* NULL on SQLite */
    struct config config;
    struct api_setup setup;
    struct api *api;
    struct processes *processes;
    struct media_supervisor *media;
    struct watch *watch;
};

static struct err *open_parts(struct arena *a, struct settings *settings, struct parts *parts)
{
    struct db *db;
    TRY(settings_apply(a, settings, &parts->config));
    TRY(app_migrate(a, settings->db_url, &db));
    db_close(db);
    TRY(node_claim(a, settings->db_url, (int)settings->node, &parts->node));
    parts->setup =
        (struct api_setup){.config = &parts->config,
                           .db_url = settings->db_url,
                           .listen = str_cstr(a, settings->listen),
                           .trusted_proxy = settings->trusted_proxy.n ? str_cstr(a, settings->trusted_proxy) : NULL,
                           .nats_url = settings->nats_url.n ? str_cstr(a, settings->nats_url) : NULL,
                           .modules = app_modules,
                           .module_count = app_module_count,
                           .identify = app_identify,
                           .who_of = app_who_of,
                           .session_keep = app_session_keep,
                           .media_may = live_media_may,
                           .assets = asset_table,
                           .asset_count = asset_count};
    TRY(api_open(a, &parts->setup, &parts->api));
    refresh_start(a, parts->api);
    parts->watch = watch_start(a, parts->api, settings);
    TRY(processes_open(a, &parts->processes));
    if (settings->no_media) return NULL;
    return media_open(a, parts->api, &parts->config, parts->processes, &parts->media);
}

/* The rehearsed lesson is a program of its own that comes in over the network like everybody. It makes ids, so it has a
 * node number of its own. */
static void start_rehearsal(struct arena *a, const struct settings *settings, struct parts *parts)
{
    const char *url = str_printf(a, "http://127.0.0.1:%d", api_port(parts->api)).p;
    const char *const argv[] = {"/proc/self/exe",
                                "rehearse",
                                "--url",
                                url,
                                "--node",
                                "1023",
                                "--data",
                                str_cstr(a, settings->data_dir),
                                "--db",
                                str_cstr(a, settings->db_url),
                                "--secret",
                                str_cstr(a, settings->secret_file),
                                NULL};
    struct process_spec spec = {
        .name = "rehearse", .argv = argv, .restart_first_ms = 1000, .restart_most_ms = 60000, .grace_ms = 1000};
    if (parts->config.demo && api_port(parts->api))
        process_start(parts->processes, &spec);
    else
        log_warn("nothing to rehearse: this is no demo city, or it is served on no port");
}

/* Children first: they would report to an API that is gone. */
static void close_parts(struct parts *parts)
{
    watch_stop(parts->watch);
    if (parts->processes) processes_close(parts->processes);
    if (parts->api) api_close(parts->api, GRACE_MS);
    media_close(parts->media);
    node_release(parts->node);
}

/* What a call takes is made on one thread and freed on another: with a heap for each thread the holes add up to three
 * times what a live connection needs. One heap keeps them in use; calls take their memory in few large pieces. */
static void share_heap(void) { mallopt(M_ARENA_MAX, 1); }

int serve(struct arena *a, struct settings *settings, enum lang lang)
{
    share_heap();
    sigset_t signals = block_signals();
    int64_t began_us = clock_monotonic_us();
    raise_open_files();
    struct parts parts = {0};
    struct err *e = open_parts(a, settings, &parts);
    if (e) {
        fprintf(stderr, "tongke: %.*s\n", STR_ARG(lang == LANG_EN ? e->en : e->zh));
        close_parts(&parts);
        return problem_exit(e->kind);
    }
    log_info("ready in %lld ms: %.*s, port %d", (long long)(clock_monotonic_us() - began_us) / 1000,
             STR_ARG(settings->public_url), api_port(parts.api));
    demo_announce(a, &parts.config, lang);
    if (settings->rehearse) start_rehearsal(a, settings, &parts);
    int received;
    sigwait(&signals, &received);
    log_info("stopping");
    close_parts(&parts);
    log_info("stopped");
    return 0;
}
