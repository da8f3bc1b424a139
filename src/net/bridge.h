/* net/bridge.h: what one node tells the others: broadcasts, and whose links end, over NATS (https://nats.io).
 *
 * The bridge carries and forgets: what matters is in the database, and every event of a room has its number. While NATS
 * is away nothing is sent and nothing is kept; when it is back `on_back` says so, and the clients ask the database for
 * what they missed. Connecting goes on in the background for ever, so a node starts and serves without NATS. A node
 * does not hear itself. Whoever can publish on the topic can speak in every room: NATS must be closed to strangers.
 */
#ifndef NET_BRIDGE_H
#define NET_BRIDGE_H

#include "core/err.h"

struct bridge;

enum bridge_kind { BRIDGE_TEXT = 'T', BRIDGE_KICK = 'K' };

struct bridge_message {
    enum bridge_kind kind;
    uint32_t mask; /* of the clients' tags, for BRIDGE_TEXT */
    int64_t room;    /* for BRIDGE_KICK an account */
    struct str text; /* valid during the call; a broadcast, or nothing */
};

struct bridge_handler {
    /* On a thread of the bridge, one at a time, in the order in which each node sent. */
    void (*on_message)(void *context, const struct bridge_message *message);
    /* NATS was away and is back. */
    void (*on_back)(void *context);
    void *context;
};

struct bridge_counts {
    int64_t sent, received, unsent; /* unsent: while NATS was away */
    bool connected;
};

/* url: "nats://[user:password@|token@]host:port", several with commas. All nodes of one database share a topic.
 * *handler stays valid until bridge_close(). ERR_INVALID "net.bridge" when the address is none. */
__attribute__((warn_unused_result)) struct err *bridge_open(struct arena *a, const char *url, const char *topic,
                                                            const struct bridge_handler *handler,
                                                            struct bridge **ret_bridge);
/* Any thread. Never waits. */
void bridge_send(struct bridge *b, const struct bridge_message *message);
struct bridge_counts bridge_count(struct bridge *b);
/* After it no handler is called. NULL is allowed. One bridge a program: the library is closed with it. */
void bridge_close(struct bridge *b);

/* The form on the wire, for the tests: kind, room and mask in network order, then the text. */
enum { BRIDGE_HEAD_BYTES = 13 };
bool bridge_read(struct str bytes, struct bridge_message *ret_message);

#endif
