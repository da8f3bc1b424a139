#include "app/serve.h"

#include "api/api.h"
#include "api/problem.h"
#include "app/modules.h"
#include "os/clock.h"
#include "os/log.h"

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

static struct err *open_all(struct arena *a, struct settings *settings, struct config *config, struct api_setup *setup,
                            struct api **ret_api)
{
    struct db *db;
    TRY(settings_apply(a, settings, config));
    TRY(app_migrate(a, settings->db_url, &db));
    db_close(db);
    *setup = (struct api_setup){.config = config, .db_url = settings->db_url, .listen = str_cstr(a, settings->listen),
                                .trusted_proxy = settings->trusted_proxy.n ? str_cstr(a, settings->trusted_proxy) : NULL,
                                .modules = app_modules, .module_count = app_module_count, .identify = app_identify,
                                .assets = asset_table, .asset_count = asset_count};
    return api_open(a, setup, ret_api);
}

int serve(struct arena *a, struct settings *settings, enum lang lang)
{
    sigset_t signals = block_signals();
    int64_t began_us = clock_monotonic_us();
    raise_open_files();
    struct config config;
    struct api_setup setup;
    struct api *api;
    struct err *e = open_all(a, settings, &config, &setup, &api);
    if (e) {
        fprintf(stderr, "tongke: %.*s\n", STR_ARG(lang == LANG_EN ? e->en : e->zh));
        return problem_exit(e->kind);
    }
    log_info("ready in %lld ms: %.*s, port %d", (long long)(clock_monotonic_us() - began_us) / 1000,
             STR_ARG(settings->public_url), api_port(api));
    int received;
    sigwait(&signals, &received);
    log_info("stopping");
    api_close(api, GRACE_MS);
    log_info("stopped");
    return 0;
}
