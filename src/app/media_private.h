/* app/media_private.h: what the two files of the media supervisor share.
 *
 * A show is one lesson with pictures. All of it belongs to the thread of the processes, but for the two atomics of the
 * supervisor through which database threads hand over.
 */
#ifndef APP_MEDIA_PRIVATE_H
#define APP_MEDIA_PRIVATE_H

#include "domain/live/live.h"
#include "os/process.h"

enum {
    MEDIA_TURN_MS = 500,
    MEDIA_PORTS = 100,  /* RTMP ports that are tried, from the configured one on */
    MEDIA_TURNS = 500,  /* how often a file is repeated before ffmpeg starts anew: a day of a three-minute film */
    MEDIA_FAILURES = 3, /* starts in a row without a picture before a file counts as unplayable */
    MEDIA_RETRY_US = 1000000,
    MEDIA_SILENT_US = 10000000, /* a publisher that sends nothing for so long has gone without saying so */
    MEDIA_LIST_BYTES = 64 << 10,
};

struct show {
    struct media_supervisor *m;
    int64_t session_id;
    int source; /* enum live_source */
    bool repeats;
    char stream_key[64], path[512], directory[1024], name[48];
    int64_t file_seconds;
    int64_t process_id; /* 0: none */
    bool process_over;  /* ended for good; a show that is ending may go */
    int exit_status;
    char said[256]; /* its last line */
    int failures;
    int64_t retry_us; /* monotonic, when to start again; 0: not planned */
    int64_t port, told_port;
    bool port_refused;   /* somebody else took it meanwhile */
    bool connected;      /* segments have come since the process started */
    int state, told;     /* enum live_media; told: last reported */
    int64_t started_at;  /* UTC, of the first picture */
    int64_t list_us;     /* monotonic, when the playlist last grew */
    int64_t last_number; /* newest segment seen */
    int64_t recorded;    /* newest segment in the recording */
    bool wanted, ending;
    struct show *next;
};

struct snapshot { /* what should run, in one piece of memory */
    size_t n;
    struct live_media_want wants[];
};

struct media_supervisor {
    struct api *api;
    const struct config *config;
    struct processes *processes;
    struct show *shows;
    unsigned turns;
    struct snapshot *handed; /* atomic: newest, not yet looked at */
    bool reading;            /* atomic: a read is under way */
    bool tell_again;         /* atomic: a report failed */
};

struct snapshot *snapshot_new(const struct list *wants);
void snapshot_free(struct snapshot *snapshot);
struct show *show_new(struct media_supervisor *m, const struct live_media_want *want);

/* Before ffmpeg starts: takes the end mark from the live list and finds out what has been recorded. */
void media_open_lists(struct show *s);
/* True when the live list has grown; new segments are then in the recording. */
bool media_read_list(struct show *s);
/* The lesson is over: marks both lists as ended. */
void media_close_lists(struct show *s);

void media_on_line(int64_t id, struct str line, void *context);
void media_on_change(const struct process_change *change, void *context);

#endif
