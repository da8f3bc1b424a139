/* app/serve.h: `tongke serve`: wires the parts together, waits for a signal, takes them apart again. */
#ifndef APP_SERVE_H
#define APP_SERVE_H

#include "app/config.h"

/* Exit status. */
int serve(struct arena *a, struct settings *settings, enum lang lang);

#endif
