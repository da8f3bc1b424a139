#include "app/own_call.h"

#include "app/modules.h"
#include "os/clock.h"

void own_call_init(struct own_call *own, struct arena *a, struct db *db, const struct config *config, int node,
                   enum lang lang)
{
    static const struct who program_itself;
    int64_t now_us = clock_now_us();
    *own =
        (struct own_call){.ids = {.node = node}, .effects = {.modules = app_modules, .module_count = app_module_count}};
    own->call = (struct call){.arena = a,
                              .db = db,
                              .ids = &own->ids,
                              .who = &program_itself,
                              .lang = lang,
                              .now_us = now_us,
                              .today = date_of(now_us, (int)config->tz_min),
                              .tz_min = (int)config->tz_min,
                              .config = config,
                              .effects = &own->effects};
}
