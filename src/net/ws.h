/* net/ws.h: WebSocket connections (RFC 6455) on the HTTP server's port, and rooms that reach many of them.
 *
 * A client lives on the loop that accepted it. Frames are read by libwslay; text messages only, at most
 * LIMIT_WS_MESSAGE_BYTES. We ping quiet clients every 25 s and drop one that is silent for 60 s. A broadcast is framed
 * once and the same bytes are sent to every socket; only what a socket refuses is buffered, and a client with more than
 * LIMIT_WS_PENDING_BYTES unsent is dropped (it reconnects and catches up by sequence number).
 */
#ifndef NET_WS_H
#define NET_WS_H

#include "core/str.h"

struct http_request;
struct http_server;
struct ws;
struct hub;

struct ws_handler {
    /* On the client's loop thread. */
    void (*on_message)(struct ws *ws, struct str text, void *context);
    /* Last call for this client, on its loop thread. `context` may be freed here. */
    void (*on_close)(struct ws *ws, void *context);
};

/* Answers the upgrade request with 101 and turns its connection into a WebSocket; NULL (after a 400/426 reply) when the
 * request is no valid handshake (503 while the server stops). On the request's loop thread, or via http_post from
 * elsewhere. Consumes the request. */
struct ws *ws_accept(struct http_request *request, const struct ws_handler *handler, void *context);
/* A reference keeps the struct (not the connection) alive for use from other threads. */
struct ws *ws_hold(struct ws *ws);
void ws_drop(struct ws *ws);
/* Sends one text message. Any thread that holds a reference. Silently nothing when the client has gone. It comes after
 * what the same thread has sent or broadcast before (but a loop's own thread overtakes its own broadcasts). */
void ws_send(struct ws *ws, struct str text);
/* Sends a close frame with a code (1000, 1001, 1008, 4000…) and a short reason, then closes. Any thread. */
void ws_close(struct ws *ws, int code, struct str reason);
int ws_loop(const struct ws *ws);

/* Rooms. A client is in at most one room at a time. `tags` is a bit set (staff, site …) so that a broadcast can reach
 * some of the room only: it goes to clients with (tags & mask) != 0; mask ~0 reaches those with any tag at all. */
struct hub *hub_open(struct http_server *server);
/* After http_close(). */
void hub_close(struct hub *hub);
void hub_join(struct hub *hub, int64_t room, struct ws *ws, uint32_t tags); /* on the client's loop thread */
void hub_leave(struct hub *hub, struct ws *ws);                             /* the same; closing leaves by itself */
/* Any thread. Reaches who has joined before, also by an http_post() made before; who joins later does not get it, and
 * what ws_send() sends right after hub_join() is the first thing a client hears. The broadcasts of one thread arrive in
 * their order, and those of several in the same order on every loop. A delivery costs some 10 µs a member and makes way
 * for other connections every 2 ms: gather what a big room is to hear into a few messages a second. */
void hub_broadcast(struct hub *hub, int64_t room, uint32_t mask, struct str text);
/* Clients now in a room, and in all rooms. Any thread. */
int64_t hub_count(const struct hub *hub, int64_t room);
int64_t hub_total(const struct hub *hub);
/* Rooms that have a client here: counted once for each loop that has one. */
int64_t hub_rooms(const struct hub *hub);
int64_t hub_dropped(const struct hub *hub); /* slow clients dropped since start */

#endif
