/* api/range.h: which bytes of a file a request asks for (RFC 9110, 14.1.2 and 13.1.5). Pure.
 *
 * One range is answered; several at once, other units and what is no range are passed over, as the RFC allows: then the
 * whole file is sent.
 */
#ifndef API_RANGE_H
#define API_RANGE_H

#include "core/str.h"

enum range_kind {
    RANGE_WHOLE,  /* 200 */
    RANGE_PART,   /* 206 */
    RANGE_BEYOND, /* 416: it begins behind the end */
};

/* `range` and `if_range` are the fields of the request, empty when absent; etag is the file's, with its quotes, strong.
 * *ret_from and *ret_bytes are of the part, or of the whole. */
enum range_kind range_of(struct str range, struct str if_range, struct str etag, int64_t size, int64_t *ret_from,
                         int64_t *ret_bytes);

#endif
