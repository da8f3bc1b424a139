/* net/reader.h: reads HTTP/1.1 requests out of bytes; knows no socket and no clock.
 *
 * Strict where leniency lets two servers disagree about where a request ends (RFC 9112, request smuggling): every line
 * ends in CR LF, nothing folds, no space before a colon, one Content-Length of digits or one "chunked", one valid Host.
 * Functions that refuse return the HTTP status to answer with.
 */
#ifndef NET_READER_H
#define NET_READER_H

#include "core/buf.h"
#include "net/http.h"

struct arena;

struct head {
    enum http_method method;
    int minor;         /* the y of HTTP/1.y: 0 or 1 */
    struct str target; /* as received */
    struct str path;   /* decoded */
    struct str query;  /* raw, without "?" */
    const struct http_header *headers;
    size_t header_count;
    int64_t content_bytes; /* Content-Length; 0 when there is none */
    bool chunked;          /* the body comes in chunks */
    bool keep_alive;       /* the peer is willing to send more on this connection */
    bool expects_continue; /* waits for 100 before it sends the body */
};

/* Bytes of the head with its closing empty line; 0 when more must come; a negative status to refuse with. `scanned`
 * starts at 0 and spares the next call, with more bytes of the same head, what was already looked at. */
int reader_head_bytes(struct str in, size_t *scanned);
/* Bytes of empty lines before a request, which a server ignores (RFC 9112, 2.2). */
size_t reader_empty_bytes(struct str in);
/* Reads one whole head. Its bytes must live as long as `ret_head`. 0, or the status to refuse with. */
int reader_head(struct arena *a, struct str bytes, struct head *ret_head);
/* Path and query of a request target. 0, or the status to refuse with. */
int reader_target(struct arena *a, enum http_method method, struct str target, struct str *ret_path,
                  struct str *ret_query);
/* Value of a hexadecimal digit, -1 when it is none. */
int reader_hex_digit(char c);
/* Is it a host with an optional port, as the Host field must be? */
bool reader_host_is_valid(struct str host);

enum chunked_state {
    CHUNKED_SIZE,
    CHUNKED_EXTENSION,
    CHUNKED_SIZE_LF,
    CHUNKED_DATA,
    CHUNKED_DATA_CR,
    CHUNKED_DATA_LF,
    CHUNKED_TRAILER,
    CHUNKED_TRAILER_LINE,
    CHUNKED_TRAILER_LF,
    CHUNKED_END_LF,
    CHUNKED_DONE,
};

/* Starts zeroed. */
struct chunked {
    enum chunked_state state;
    uint64_t left;   /* bytes of the chunk still to come */
    unsigned digits; /* of the size read so far */
    size_t extra;    /* bytes of extensions and trailers so far */
};

/* Takes body bytes until the input or the body ends; puts them into `body`, whose ceiling is the largest body. 0, or
 * the status to refuse with. Trailers are checked and forgotten. */
int reader_chunks(struct chunked *c, struct str in, struct buf *body, size_t *ret_used);

#endif
