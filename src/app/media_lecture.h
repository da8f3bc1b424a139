/* app/media_lecture.h: makes the film of the demo lecture.
 *
 * A few minutes of slides with Chinese text, a clock and a soft tone, each picture marked 演示, as H.264 and AAC with a
 * key frame every second, so that it can be cut into one-second segments without encoding again. It is drawn by ffmpeg
 * as a child process; nothing is downloaded.
 */
#ifndef APP_MEDIA_LECTURE_H
#define APP_MEDIA_LECTURE_H

#include "core/str.h"

struct arena;
struct err;

/* Length of the film. */
extern const int64_t media_lecture_seconds;
extern const char media_lecture_title[];

/* Writes the film to `path` (its folder exists); about ten seconds of one core. A film that is already there stays.
 * Fails with a sentence that says what is missing: ffmpeg, or a Chinese font. */
__attribute__((warn_unused_result)) struct err *media_make_lecture(struct arena *a, struct str path);

#endif
