/* net/frames.h: reads a WebSocket client's frames out of bytes (RFC 6455); knows no socket.
 *
 * Fragments are put together, control frames between them are told at once. Refused: unmasked frames, reserved bits and
 * opcodes, fragments out of order (1002), binary messages (1003), text that is not UTF-8 (1007), messages longer than
 * LIMIT_WS_MESSAGE_BYTES (1009). One thread at a time. A reader takes some 5 kB; between messages it may serve another
 * connection.
 */
#ifndef NET_FRAMES_H
#define NET_FRAMES_H

#include "core/str.h"

struct frames;

enum frames_kind { FRAMES_MORE, FRAMES_TEXT, FRAMES_PING, FRAMES_PONG, FRAMES_CLOSE, FRAMES_REFUSED };

struct frames *frames_open(void);
void frames_close(struct frames *f);
/* Bytes to read next; they must stay until frames_next() has said FRAMES_MORE. */
void frames_feed(struct frames *f, struct str in);
/* The next thing that happened. `text` is the message, or a control frame's payload (of a close frame: the reason), and
 * stays until the next call; `code` is the close code received (1005: none) or the one to refuse with. After
 * FRAMES_CLOSE and FRAMES_REFUSED the reader is only good for closing. */
enum frames_kind frames_next(struct frames *f, struct str *ret_text, int *ret_code);
/* Is it between messages, with nothing half read? */
bool frames_is_idle(const struct frames *f);

#endif
