#include "app/media.h"

#include "api/api.h"
#include "app/media_private.h"
#include "app/playlist.h"
#include "core/arena.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/log.h"
#include "os/port.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what should run: read on a database thread, handed over whole ---- */

struct reading {
    struct media_supervisor *m;
    struct snapshot *snapshot;
};

static struct err *read_wants(struct call *c, void *arg)
{
    struct reading *r = arg;
    struct list wants;
    TRY(live_media_wanted(c, &wants));
    snapshot_free(r->snapshot); /* of a first try */
    r->snapshot = snapshot_new(&wants);
    return NULL;
}

static void wants_read(struct err *e, void *arg)
{
    struct reading *r = arg;
    struct media_supervisor *m = r->m;
    if (e)
        log_warn("media: %s: %.*s", e->code, STR_ARG(e->en));
    else
        r->snapshot = __atomic_exchange_n(&m->handed, r->snapshot, __ATOMIC_ACQ_REL);
    snapshot_free(r->snapshot);
    free(r);
    __atomic_store_n(&m->reading, false, __ATOMIC_RELEASE);
}

static void ask_what_should_run(struct media_supervisor *m)
{
    if (__atomic_exchange_n(&m->reading, true, __ATOMIC_ACQ_REL)) return;
    struct reading *r = calloc(1, sizeof *r);
    if (!r) abort();
    r->m = m;
    api_write(m->api, read_wants, wants_read, r);
}

/* ---- telling what was seen ---- */

struct report {
    struct media_supervisor *m;
    struct live_media_news news;
};

static struct err *write_report(struct call *c, void *arg)
{
    return live_media_report(c, &((struct report *)arg)->news);
}

static void report_written(struct err *e, void *arg)
{
    struct report *r = arg;
    if (e) {
        log_warn("media: %s: %.*s", e->code, STR_ARG(e->en));
        __atomic_store_n(&r->m->tell_again, true, __ATOMIC_RELEASE);
    }
    free(r);
}

static void tell(struct media_supervisor *m, struct show *s)
{
    if (s->told == s->state && s->told_port == s->port) return;
    struct report *r = calloc(1, sizeof *r);
    if (!r) abort();
    *r = (struct report){
        m, {.session_id = s->session_id, .state = s->state, .started_at = s->started_at, .stream_port = s->port}};
    s->told = s->state;
    s->told_port = s->port;
    log_info("lesson %lld: media %s", (long long)s->session_id, live_media_names[s->state]);
    api_write(m->api, write_report, report_written, r);
}

/* ---- starting ffmpeg ---- */

/* Ports that no other lesson of ours has, from the configured one on; the one that the publisher knows first. */
static int64_t choose_port(struct media_supervisor *m, const struct show *s)
{
    int64_t first = m->config->rtmp_port;
    for (int64_t i = -1; i < MEDIA_PORTS; i++) {
        int64_t port = i < 0 ? s->port : first + i;
        bool taken = port < 1 || port > 65535 || (i < 0 && s->port_refused);
        for (struct show *other = m->shows; other && !taken; other = other->next)
            taken = other != s && other->process_id && other->port == port;
        if (!taken && port_is_free((int)port)) return port;
    }
    return 0;
}

#define HLS_OUTPUT(flags)                                                                                              \
    "-map", "0:v:0?", "-map", "0:a:0?", "-c", "copy", "-f", "hls", "-hls_time", "1", "-hls_list_size", "12",           \
        "-hls_delete_threshold", "30", "-hls_flags",                                                                   \
        "append_list+omit_endlist+independent_segments+program_date_time+temp_file" flags, "-hls_segment_type",        \
        "mpegts", "-hls_segment_filename", "seg-%06d.ts", "index.m3u8", NULL

static struct process_spec common_spec(struct show *s, const char *const *argv)
{
    return (struct process_spec){.name = s->name,
                                 .argv = argv,
                                 .directory = s->directory,
                                 .grace_ms = 3000,
                                 .on_line = media_on_line,
                                 .on_change = media_on_change,
                                 .context = s,
                                 .limits = {.file_bytes = 4LL << 30, .memory_bytes = 4LL << 30}};
}

static void start_publisher(struct media_supervisor *m, struct show *s)
{
    s->port = choose_port(m, s);
    s->port_refused = false;
    if (!s->port) {
        log_error("lesson %lld: no free RTMP port from %lld on", (long long)s->session_id,
                  (long long)m->config->rtmp_port);
        s->retry_us = clock_monotonic_us() + MEDIA_RETRY_US;
        return;
    }
    char url[128];
    snprintf(url, sizeof url, "rtmp://0.0.0.0:%d/live/%s", (int)s->port, s->stream_key);
    /* clang-format off */
    const char *const argv[] = {
        "ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-loglevel", "warning", "-fflags", "nobuffer",
        "-probesize", "2000000", "-analyzeduration", "1500000", "-listen", "1", "-i", url, HLS_OUTPUT("")};
    /* clang-format on */
    struct process_spec spec = common_spec(s, argv);
    spec.restart_first_ms = 200; /* a publisher that dropped tries again at once */
    spec.restart_most_ms = 2000;
    s->process_id = process_start(m->processes, &spec);
}

/* Where in the file we would be by now; -1 when it would be over. */
static int64_t file_position(const struct show *s, int64_t now_us)
{
    if (!s->started_at) return 0;
    int64_t seconds = (now_us - s->started_at) / 1000000;
    if (seconds < 0 || !s->file_seconds) return 0;
    if (s->repeats) return seconds % s->file_seconds;
    return seconds < s->file_seconds ? seconds : -1;
}

/* The file as a list for ffmpeg: from the place where it is now, then, if wished, again and again. One input with
 * looping would go back in time at each turn, which no player follows. Paths are seen from the list in
 * DATA/media/live/SESSION. */
static struct err *write_inputs(struct arena *a, const struct show *s, int64_t position)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    buf_cstr(&out, "ffconcat version 1.0\n");
    for (int i = 0; i < (s->repeats ? MEDIA_TURNS : 1); i++) {
        buf_cstr(&out, "file '../../");
        for (const char *p = s->path; *p; p++) {
            if (*p == '\'')
                buf_cstr(&out, "'\\''");
            else
                buf_char(&out, *p);
        }
        buf_cstr(&out, "'\n");
        if (i == 0 && position > 0) buf_printf(&out, "inpoint %lld\n", (long long)position);
    }
    struct err *e = file_write(a, str_printf(a, "%s/input.txt", s->directory), buf_text(&out), 0640);
    buf_done(&out);
    return e;
}

static void start_file(struct media_supervisor *m, struct show *s)
{
    int64_t position = file_position(s, clock_now_us());
    if (position < 0) {
        s->state = LIVE_MEDIA_ENDED;
        return;
    }
    struct arena *a = arena_open(4 << 20);
    struct err *e = write_inputs(a, s, position);
    if (e) log_error("lesson %lld: %.*s", (long long)s->session_id, STR_ARG(e->en));
    arena_close(a);
    if (e) {
        s->retry_us = clock_monotonic_us() + MEDIA_RETRY_US;
        return;
    }
    /* clang-format off */
    const char *const argv[] = {
        "ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-loglevel", "warning", "-re", "-f", "concat", "-safe", "0",
        "-i", "input.txt", HLS_OUTPUT("+delete_segments")};
    /* clang-format on */
    struct process_spec spec = common_spec(s, argv);
    s->process_id = process_start(m->processes, &spec);
}

static void start_show(struct media_supervisor *m, struct show *s)
{
    s->process_over = false;
    s->list_us = clock_monotonic_us();
    media_open_lists(s);
    if (s->source == LIVE_SOURCE_RTMP)
        start_publisher(m, s);
    else
        start_file(m, s);
}

/* ---- comparing ---- */

static bool is_same(const struct show *s, const struct live_media_want *want)
{
    return s->source == want->source && s->repeats == want->repeats && str_is(want->stream_key, s->stream_key) &&
           str_is(want->path, s->path);
}

static void add_show(struct media_supervisor *m, const struct live_media_want *want)
{
    struct show *s = show_new(m, want);
    struct arena *a = arena_open(1 << 20);
    struct err *e = file_make_dir(a, str_of(s->directory));
    if (e) log_error("lesson %lld: %.*s", (long long)s->session_id, STR_ARG(e->en));
    arena_close(a);
    s->next = m->shows;
    m->shows = s;
    start_show(m, s);
}

static void end_show(struct media_supervisor *m, struct show *s)
{
    if (s->ending) return;
    s->ending = true;
    if (s->process_id)
        process_stop(m->processes, s->process_id);
    else
        s->process_over = true;
}

static struct show *find_show(struct media_supervisor *m, int64_t session_id)
{
    struct show *s = m->shows;
    while (s && s->session_id != session_id) s = s->next;
    return s;
}

static void compare(struct media_supervisor *m, const struct snapshot *snapshot)
{
    for (struct show *s = m->shows; s; s = s->next) s->wanted = false;
    for (size_t i = 0; i < snapshot->n; i++) {
        const struct live_media_want *want = &snapshot->wants[i];
        struct show *s = find_show(m, want->session_id);
        if (!s)
            add_show(m, want);
        else if (!s->ending && is_same(s, want))
            s->wanted = true;
        if (!s && (s = find_show(m, want->session_id))) s->wanted = true;
    }
    for (struct show *s = m->shows; s; s = s->next)
        if (!s->wanted) end_show(m, s);
}

/* ---- watching ---- */

static void watch_playlist(struct show *s, int64_t now)
{
    if (media_read_list(s)) {
        s->list_us = now;
        s->failures = 0;
        s->connected = true;
        if (!s->started_at) s->started_at = clock_now_us();
        s->state = LIVE_MEDIA_PLAYING;
    }
}

static void watch_publisher(struct media_supervisor *m, struct show *s, int64_t now)
{
    if (s->port_refused && s->process_id) {
        process_stop(m->processes, s->process_id); /* comes back through PROCESS_STOPPED with another port */
        s->port_refused = false;
        return;
    }
    bool silent = now - s->list_us > MEDIA_SILENT_US;
    if (s->state == LIVE_MEDIA_PLAYING && (!s->connected || silent)) s->state = LIVE_MEDIA_LOST;
    if (silent && s->connected && s->process_id) {
        s->connected = false;
        process_kill(m->processes, s->process_id);
    }
}

static void watch_file(struct show *s, int64_t now)
{
    if (!s->process_over || s->ending || s->retry_us) return;
    if (s->exit_status == 0 && !s->repeats) {
        s->state = LIVE_MEDIA_ENDED;
        media_close_lists(s);
    } else if (s->exit_status != 0 && ++s->failures >= MEDIA_FAILURES) {
        s->state = LIVE_MEDIA_FAILED;
    } else {
        s->retry_us = now + MEDIA_RETRY_US;
    }
}

static bool is_final(const struct show *s) { return s->state == LIVE_MEDIA_ENDED || s->state == LIVE_MEDIA_FAILED; }

static void watch(struct media_supervisor *m, struct show *s, int64_t now)
{
    if (s->ending) return;
    watch_playlist(s, now);
    if (s->source == LIVE_SOURCE_RTMP)
        watch_publisher(m, s, now);
    else if (!is_final(s))
        watch_file(s, now);
    if (!s->process_id && s->retry_us && now >= s->retry_us && !is_final(s)) {
        s->retry_us = 0;
        start_show(m, s);
    }
    tell(m, s);
}

static void drop_ended(struct media_supervisor *m)
{
    struct show **link = &m->shows;
    while (*link) {
        struct show *s = *link;
        if (!s->ending || !s->process_over) {
            link = &s->next;
            continue;
        }
        *link = s->next;
        media_close_lists(s);
        free(s);
    }
}

static void turn(void *context)
{
    struct media_supervisor *m = context;
    struct snapshot *snapshot = __atomic_exchange_n(&m->handed, NULL, __ATOMIC_ACQ_REL);
    if (snapshot) compare(m, snapshot);
    snapshot_free(snapshot);
    if (__atomic_exchange_n(&m->tell_again, false, __ATOMIC_ACQ_REL))
        for (struct show *s = m->shows; s; s = s->next) s->told = LIVE_MEDIA_ABSENT;
    int64_t now = clock_monotonic_us();
    for (struct show *s = m->shows; s; s = s->next) watch(m, s, now);
    drop_ended(m);
    if (++m->turns % 2) ask_what_should_run(m);
}

/* ---- what the processes tell; on the same thread ---- */

void media_on_line(int64_t id, struct str line, void *context)
{
    struct show *s = context;
    if (memmem(line.p, line.n, "Unexpected stream", 17) || memmem(line.p, line.n, "App field don't match", 21)) {
        log_warn("lesson %lld: a publisher with a wrong key was cut off", (long long)s->session_id);
        process_kill(s->m->processes, id);
        return;
    }
    if (memmem(line.p, line.n, "Address already in use", 22)) s->port_refused = true;
    snprintf(s->said, sizeof s->said, "%.*s", STR_ARG(line));
    log_debug("%s: %s", s->name, s->said);
}

void media_on_change(const struct process_change *change, void *context)
{
    struct show *s = context;
    if (change->what == PROCESS_STARTED) return;
    if (change->status != 0 && change->what != PROCESS_STOPPED)
        log_info("%s ended (%d): %s", s->name, change->status, s->said);
    (void)media_read_list(s); /* its last segments: what comes later is from the next one */
    s->connected = false;
    if (change->what == PROCESS_ENDED) return; /* the supervisor of processes starts it again */
    s->process_id = 0;
    s->process_over = true;
    s->exit_status = change->status;
    if (change->what == PROCESS_STOPPED && !s->ending) s->retry_us = 1; /* at once: on another port */
}

/* ---- opening and closing ---- */

struct err *media_open(struct arena *a, struct api *api, const struct config *config, struct processes *processes,
                       struct media_supervisor **ret_media)
{
    TRY(file_make_dir(a, str_printf(a, "%.*s/media/live", STR_ARG(config->data_dir))));
    struct media_supervisor *m = calloc(1, sizeof *m);
    if (!m) abort();
    *m = (struct media_supervisor){.api = api, .config = config, .processes = processes};
    processes_every(processes, MEDIA_TURN_MS, turn, m);
    *ret_media = m;
    return NULL;
}

void media_close(struct media_supervisor *m)
{
    if (!m) return;
    while (m->shows) {
        struct show *next = m->shows->next;
        free(m->shows);
        m->shows = next;
    }
    snapshot_free(m->handed);
    free(m);
}
