/* app/watch.h: looks after what no request notices: the room on the disk, and whether the database file is sound.
 *
 * The disk is looked at every few seconds; when it gets low, and when there is room again, the log says so once and the
 * system administrators get a notice. The database is checked once after the start, on a thread of its own at the
 * lowest priority, so that a big one holds nobody up; `tongke verify` is the thorough check. /healthz and /metrics tell
 * both.
 */
#ifndef APP_WATCH_H
#define APP_WATCH_H

#include "app/config.h"

struct api;
struct watch;

/* *settings stay valid until watch_stop(). */
struct watch *watch_start(struct arena *a, struct api *api, const struct settings *settings);
/* Before api_close(), which ends the looking at the disk. NULL is allowed. */
void watch_stop(struct watch *watch);

#endif
