/* app/playlist.h: reads the live list that ffmpeg writes, and grows the recording from it.
 *
 * The live list (RFC 8216) holds the last segments only. Each segment that is new in it goes to the end of the
 * recording, an EVENT list that has them all. Pure: texts in, texts out.
 */
#ifndef APP_PLAYLIST_H
#define APP_PLAYLIST_H

#include "core/buf.h"
#include "core/str.h"

/* What the recording begins with. */
extern const char playlist_recording_head[];

/* Number in a segment's name ("seg-000017.ts" is 17), -1 when it has none. */
int64_t playlist_number(struct str name);
/* Number of the newest segment, -1 when there is none. */
int64_t playlist_last(struct str list);
/* Puts the lines of every segment after number `after` (with their times and discontinuities). */
void playlist_put_after(struct str list, int64_t after, struct buf *out);
bool playlist_is_ended(struct str list);

#endif
