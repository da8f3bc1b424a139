/* app/own_call.h: a call as the program itself, for commands: nobody's permissions, the city's clock, outside a
 * transaction. */
#ifndef APP_OWN_CALL_H
#define APP_OWN_CALL_H

#include "api/call.h"
#include "api/config.h"
#include "api/effects.h"

struct own_call {
    struct id_source ids;
    struct effects effects;
    struct call call;
};

/* Filled in place: the call points to its neighbours. */
void own_call_init(struct own_call *own, struct arena *a, struct db *db, const struct config *config, int node,
                   enum lang lang);

#endif
