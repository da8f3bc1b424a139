/* app/media.h: keeps the pictures of open lessons running.
 *
 * The desired state is in the database (live_media_wanted); this is the part that makes it so. Twice a second, on the
 * thread of its processes, it compares what should run with what runs, starts and stops one ffmpeg per lesson, watches
 * the playlists grow, and reports what it sees (live_media_report), which becomes an event in the room. It keeps
 * nothing that a restart would lose: an open lesson resumes, a file at the place where it would be by now.
 *
 * Files of a lesson lie in DATA/media/live/SESSION/: index.m3u8 (the last segments), seg-NNNNNN.ts, and for a publisher
 * recording.m3u8 with everything.
 */
#ifndef APP_MEDIA_H
#define APP_MEDIA_H

struct arena;
struct api;
struct config;
struct err;
struct media_supervisor;
struct processes;

/* `processes` is the caller's; the supervisor's work is done on its thread. */
__attribute__((warn_unused_result)) struct err *media_open(struct arena *a, struct api *api,
                                                           const struct config *config, struct processes *processes,
                                                           struct media_supervisor **ret_media);
/* After processes_close and api_close: frees what is left. NULL is allowed. */
void media_close(struct media_supervisor *media);

#endif
