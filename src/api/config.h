/* api/config.h: what a handler may know of the configuration. Filled once by the program, never written to after. */
#ifndef API_CONFIG_H
#define API_CONFIG_H

#include "core/list.h"
#include "core/str.h"
#include "os/smtp.h"

struct config {
    uint8_t secret_key[32]; /* seals citizen numbers; from DIR/secret.key, made at the first start */
    struct str data_dir;    /* without a trailing slash */
    struct str public_url;  /* how people reach the server, "https://train.example.cn"; for QR codes and links */
    int64_t tz_min;         /* the city's offset from UTC in minutes */
    int64_t rtmp_port;      /* first port on which a publisher is awaited */
    int64_t loops;          /* threads that serve connections */
    int64_t workers;        /* threads for heavy reads; with PostgreSQL for all database work */
    int64_t node;           /* number of this node, in every id that it makes; different on each node of one database */
    struct smtp_relay relay; /* by which mail leaves; host empty: none does */
    struct list oidc;        /* where else people may sign in: struct oidc_provider of domain/oidc/oidc.h */
    bool demo;               /* the data was made by `tongke demo`: sign-in shows its accounts */
};

#endif
