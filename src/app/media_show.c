/* app/media_show.c: one lesson's record in the supervisor, and its lists of segments on disk. */
#include "app/media_private.h"

#include "api/config.h"
#include "app/playlist.h"
#include "core/arena.h"
#include "os/file.h"
#include "os/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- snapshots ---- */

static struct str keep_text(char **at, struct str s)
{
    char *p = *at;
    if (s.n) memcpy(p, s.p, s.n);
    *at += s.n;
    return (struct str){p, s.n};
}

struct snapshot *snapshot_new(const struct list *wants)
{
    size_t bytes = sizeof(struct snapshot) + wants->n * sizeof(struct live_media_want);
    for (LIST_EACH(*wants, struct live_media_want, want)) bytes += want->stream_key.n + want->path.n;
    struct snapshot *snapshot = malloc(bytes);
    if (!snapshot) abort();
    char *texts = (char *)&snapshot->wants[wants->n];
    snapshot->n = 0;
    for (LIST_EACH(*wants, struct live_media_want, want)) {
        struct live_media_want *kept = &snapshot->wants[snapshot->n++];
        *kept = *want;
        kept->stream_key = keep_text(&texts, want->stream_key);
        kept->path = keep_text(&texts, want->path);
    }
    return snapshot;
}

void snapshot_free(struct snapshot *snapshot) { free(snapshot); }

/* ---- shows ---- */

static void copy_text(char *to, size_t size, struct str s) { snprintf(to, size, "%.*s", STR_ARG(s)); }

struct show *show_new(struct media_supervisor *m, const struct live_media_want *want)
{
    struct show *s = calloc(1, sizeof *s);
    if (!s) abort();
    *s = (struct show){.m = m,
                       .session_id = want->session_id,
                       .source = want->source,
                       .repeats = want->repeats,
                       .file_seconds = want->file_seconds,
                       .port = want->stream_port,
                       .told_port = want->stream_port,
                       .started_at = want->media_started_at,
                       .state = want->media_state,
                       .told = want->media_state};
    copy_text(s->stream_key, sizeof s->stream_key, want->stream_key);
    copy_text(s->path, sizeof s->path, want->path);
    snprintf(s->name, sizeof s->name, "ffmpeg %lld", (long long)want->session_id);
    snprintf(s->directory, sizeof s->directory, "%.*s/media/live/%lld", STR_ARG(m->config->data_dir),
             (long long)want->session_id);
    /* what was playing before a restart of the program is not playing now */
    if (s->state == LIVE_MEDIA_PLAYING) s->state = s->source == LIVE_SOURCE_RTMP ? LIVE_MEDIA_LOST : LIVE_MEDIA_WAITING;
    return s;
}

/* ---- lists on disk ---- */

static struct str read_list(struct arena *a, const struct show *s, const char *name)
{
    struct str text = {0};
    struct err *e = file_read(a, str_printf(a, "%s/%s", s->directory, name), 16 << 20, &text);
    return e ? (struct str){0} : text;
}

static void append(const struct show *s, const char *name, struct str text)
{
    char path[1100];
    snprintf(path, sizeof path, "%s/%s", s->directory, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (fd < 0 || write(fd, text.p, text.n) != (ssize_t)text.n) log_error("%s: %s", path, strerror(errno));
    if (fd >= 0) close(fd);
}

/* A lesson that is opened again goes on where it ended. */
static void remove_end(struct arena *a, const struct show *s, const char *name)
{
    struct str list = read_list(a, s, name);
    char *end = list.n ? memmem(list.p, list.n, "#EXT-X-ENDLIST", 14) : NULL;
    if (!end) return;
    struct err *e =
        file_write(a, str_printf(a, "%s/%s", s->directory, name), (struct str){list.p, (size_t)(end - list.p)}, 0640);
    if (e) log_error("%s/%s: %.*s", s->directory, name, STR_ARG(e->en));
}

void media_open_lists(struct show *s)
{
    struct arena *a = arena_open(64 << 20);
    remove_end(a, s, "index.m3u8");
    remove_end(a, s, "recording.m3u8");
    s->last_number = playlist_last(read_list(a, s, "index.m3u8"));
    s->recorded = playlist_last(read_list(a, s, "recording.m3u8"));
    arena_close(a);
}

static void record(struct show *s, struct str list, int64_t last)
{
    struct buf out;
    buf_init(&out, MEDIA_LIST_BYTES);
    if (s->recorded < 0) buf_cstr(&out, playlist_recording_head);
    playlist_put_after(list, s->recorded, &out);
    append(s, "recording.m3u8", buf_text(&out));
    buf_done(&out);
    s->recorded = last;
}

bool media_read_list(struct show *s)
{
    struct arena *a = arena_open(1 << 20);
    struct str list = read_list(a, s, "index.m3u8");
    int64_t last = playlist_last(list);
    bool grown = last > s->last_number;
    if (s->source == LIVE_SOURCE_RTMP && last > s->recorded) record(s, list, last);
    if (grown) s->last_number = last;
    arena_close(a);
    return grown;
}

void media_close_lists(struct show *s)
{
    (void)media_read_list(s); /* the last segments came while ffmpeg was stopping */
    struct arena *a = arena_open(64 << 20);
    static const char *const names[] = {"index.m3u8", "recording.m3u8"};
    for (int i = 0; i < 2; i++) {
        struct str list = read_list(a, s, names[i]);
        if (list.n && !playlist_is_ended(list)) append(s, names[i], STR("#EXT-X-ENDLIST\n"));
    }
    arena_close(a);
}
