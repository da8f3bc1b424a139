/* app/lecture.h: makes the film of the demo lecture.
 *
 * A few minutes of slides with Chinese text, a clock and a soft tone, each picture marked 演示, as H.264 and AAC with a key
 * frame every second, so that it can be cut into one-second segments without encoding again. It is drawn by ffmpeg as a
 * child process; nothing is downloaded.
 */
#ifndef APP_LECTURE_H
#define APP_LECTURE_H

#include <stdint.h>

struct arena;
struct err;

/* Length of the film. */
extern const int64_t lecture_seconds;
extern const char lecture_title[];

/* Writes the film to `path` (its folder exists); about ten seconds of one core. A film that is already there stays. Fails
 * with a sentence that says what is missing: ffmpeg, or a Chinese font. */
__attribute__((warn_unused_result)) struct err *lecture_make(struct arena *a, const char *path);

#endif
