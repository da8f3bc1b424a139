/* app/config.h: one table of settings: flag, environment variable, default, bounds, help. It prints its own manual.
 *
 * A flag wins over the environment, the environment over the default. Texts lie in the arena given.
 */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include "api/call.h"
#include "api/config.h"
#include "core/buf.h"

struct settings {
    struct str data_dir;
    struct str db_url; /* empty: DIR/tongke.db */
    struct str listen;
    struct str public_url;
    struct str trusted_proxy;
    struct str nats_url;    /* empty: one node */
    struct str secret_file; /* empty: DIR/secret.key */
    struct str smtp_host, smtp_tls, smtp_ca, smtp_user, smtp_password, mail_from;
    struct str oidc_file; /* empty: nobody but us lets people in */
    int64_t smtp_port;
    int64_t tz_min, loops, workers, rtmp_port, node, disk_warn_mb;
    bool rehearse, no_media;
};

/* Takes the settings' flags out of argv (what is left keeps its order and count). */
__attribute__((warn_unused_result)) struct err *settings_read(struct arena *a, int *argc, char **argv,
                                                              struct settings *ret_settings);
/* The manual of all settings. */
void settings_manual(struct buf *out, enum lang lang);
/* The same as a part of the manual page (man(7)). */
void settings_man(struct buf *out, enum lang lang);
/* The same as lines of an environment file, all commented out. */
void settings_example(struct buf *out);
/* Makes the data directory and the secret key if need be, and fills in what handlers may know. */
__attribute__((warn_unused_result)) struct err *settings_apply(struct arena *a, struct settings *settings,
                                                               struct config *ret_config);
/* Number of settings that the help lists, for the test that every one is documented. */
size_t settings_count(void);

#endif
