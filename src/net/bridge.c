#include "net/bridge.h"

#include "core/arena.h"
#include "core/buf.h"
#include "core/limits.h"
#include "os/log.h"

#include <endian.h>
#include <nats/nats.h>
#include <stdlib.h>
#include <string.h>

enum { TOPIC_MAX = 128, RETRY_MS = 500, SERVERS_MAX = 16, CLOSE_WAIT_MS = 5000 };

struct bridge {
    natsConnection *connection;
    natsSubscription *subscription;
    const struct bridge_handler *handler;
    char topic[TOPIC_MAX];
    bool connected; /* atomic */
    bool closing;   /* atomic */
    int64_t sent, received, unsent;
};

bool bridge_read(struct str bytes, struct bridge_message *ret_message)
{
    uint64_t room;
    uint32_t mask;
    if (bytes.n < BRIDGE_HEAD_BYTES || (bytes.p[0] != BRIDGE_TEXT && bytes.p[0] != BRIDGE_KICK)) return false;
    memcpy(&room, bytes.p + 1, sizeof room);
    memcpy(&mask, bytes.p + 9, sizeof mask);
    *ret_message = (struct bridge_message){.kind = (enum bridge_kind)bytes.p[0],
                                           .room = (int64_t)be64toh(room),
                                           .mask = be32toh(mask),
                                           .text = {bytes.p + BRIDGE_HEAD_BYTES, bytes.n - BRIDGE_HEAD_BYTES}};
    return true;
}

static void on_message(natsConnection *connection, natsSubscription *subscription, natsMsg *received, void *closure)
{
    struct bridge *b = closure;
    struct bridge_message message;
    struct str bytes = {natsMsg_GetData(received), (size_t)natsMsg_GetDataLength(received)};
    __atomic_add_fetch(&b->received, 1, __ATOMIC_RELAXED);
    if (bridge_read(bytes, &message) && !__atomic_load_n(&b->closing, __ATOMIC_ACQUIRE))
        b->handler->on_message(b->handler->context, &message);
    natsMsg_Destroy(received);
}

static void on_connected(natsConnection *connection, void *closure)
{
    struct bridge *b = closure;
    __atomic_store_n(&b->connected, true, __ATOMIC_RELEASE);
    log_info("NATS is there: rooms reach the other nodes");
    if (!__atomic_load_n(&b->closing, __ATOMIC_ACQUIRE)) b->handler->on_back(b->handler->context);
}

static void on_disconnected(natsConnection *connection, void *closure)
{
    struct bridge *b = closure;
    __atomic_store_n(&b->connected, false, __ATOMIC_RELEASE);
    if (!__atomic_load_n(&b->closing, __ATOMIC_ACQUIRE)) log_warn("NATS is away: rooms do not reach the other nodes");
}

/* Errors that concern a slow reader: what it missed the database has. */
static void on_error(natsConnection *connection, natsSubscription *subscription, natsStatus status, void *closure)
{
    log_warn("NATS: %s", natsStatus_GetText(status));
}

static natsStatus set_servers(natsOptions *options, struct arena *a, struct str urls)
{
    const char *servers[SERVERS_MAX];
    int n = 0;
    while (urls.n && n < SERVERS_MAX) servers[n++] = str_cstr(a, str_trim(str_cut(urls, ',', &urls)));
    return natsOptions_SetServers(options, servers, n);
}

static natsStatus set_options(natsOptions *options, struct arena *a, const char *url, struct bridge *b)
{
    natsStatus s = set_servers(options, a, str_of(url));
    if (s == NATS_OK) s = natsOptions_SetName(options, "tongke");
    if (s == NATS_OK) s = natsOptions_SetNoEcho(options, true);
    if (s == NATS_OK) s = natsOptions_SetSendAsap(options, true);
    if (s == NATS_OK) s = natsOptions_SetAllowReconnect(options, true);
    if (s == NATS_OK) s = natsOptions_SetMaxReconnect(options, -1);
    if (s == NATS_OK) s = natsOptions_SetReconnectWait(options, RETRY_MS);
    if (s == NATS_OK) s = natsOptions_SetPingInterval(options, 5000);
    if (s == NATS_OK) s = natsOptions_SetRetryOnFailedConnect(options, true, on_connected, b);
    if (s == NATS_OK) s = natsOptions_SetReconnectedCB(options, on_connected, b);
    if (s == NATS_OK) s = natsOptions_SetDisconnectedCB(options, on_disconnected, b);
    if (s == NATS_OK) s = natsOptions_SetErrorHandler(options, on_error, b);
    return s;
}

static natsStatus connect_to(struct arena *a, const char *url, struct bridge *b)
{
    natsOptions *options = NULL;
    natsStatus s = natsOptions_Create(&options);
    if (s == NATS_OK) s = set_options(options, a, url, b);
    if (s == NATS_OK) s = natsConnection_Connect(&b->connection, options);
    natsOptions_Destroy(options);
    if (s == NATS_OK) __atomic_store_n(&b->connected, true, __ATOMIC_RELEASE);
    if (s == NATS_NOT_YET_CONNECTED) log_warn("NATS is not there yet: rooms do not reach the other nodes");
    return s == NATS_NOT_YET_CONNECTED ? NATS_OK : s;
}

struct err *bridge_open(struct arena *a, const char *url, const char *topic, const struct bridge_handler *handler,
                        struct bridge **ret_bridge)
{
    struct bridge *b = calloc(1, sizeof *b);
    if (!b) abort();
    b->handler = handler;
    snprintf(b->topic, sizeof b->topic, "%s", topic);
    natsStatus s = connect_to(a, url, b);
    if (s == NATS_OK) s = natsConnection_Subscribe(&b->subscription, b->connection, b->topic, on_message, b);
    *ret_bridge = b;
    if (s == NATS_OK) return NULL;
    bridge_close(b);
    *ret_bridge = NULL;
    FAIL(a, ERR_INVALID, "net.bridge", "无法使用 NATS 地址（%s）：应形如 nats://主机:4222。",
         "Cannot use the address of NATS (%s): it should look like nats://host:4222.", natsStatus_GetText(s));
}

void bridge_send(struct bridge *b, const struct bridge_message *message)
{
    if (!__atomic_load_n(&b->connected, __ATOMIC_ACQUIRE)) {
        __atomic_add_fetch(&b->unsent, 1, __ATOMIC_RELAXED);
        return;
    }
    struct buf bytes;
    uint64_t room = htobe64((uint64_t)message->room);
    uint32_t mask = htobe32(message->mask);
    buf_init(&bytes, LIMIT_REPLY_BYTES);
    buf_char(&bytes, (char)message->kind);
    buf_put(&bytes, &room, sizeof room);
    buf_put(&bytes, &mask, sizeof mask);
    buf_str(&bytes, message->text);
    natsStatus s = natsConnection_Publish(b->connection, b->topic, bytes.p, (int)bytes.n);
    buf_done(&bytes);
    __atomic_add_fetch(s == NATS_OK ? &b->sent : &b->unsent, 1, __ATOMIC_RELAXED);
}

struct bridge_counts bridge_count(struct bridge *b)
{
    return (struct bridge_counts){.sent = __atomic_load_n(&b->sent, __ATOMIC_RELAXED),
                                  .received = __atomic_load_n(&b->received, __ATOMIC_RELAXED),
                                  .unsent = __atomic_load_n(&b->unsent, __ATOMIC_RELAXED),
                                  .connected = __atomic_load_n(&b->connected, __ATOMIC_ACQUIRE)};
}

void bridge_close(struct bridge *b)
{
    if (!b) return;
    __atomic_store_n(&b->closing, true, __ATOMIC_RELEASE);
    natsSubscription_Destroy(b->subscription);
    natsConnection_Destroy(b->connection);
    nats_CloseAndWait(CLOSE_WAIT_MS); /* its threads may still be in a handler */
    free(b);
}
