/* app/modules.h: THE list of modules, lowest first: schema steps are applied and reactions run in this order. */
#ifndef APP_MODULES_H
#define APP_MODULES_H

#include "api/api.h"

extern const struct module *const app_modules[];
extern const size_t app_module_count;
/* Who a session token belongs to: the account module knows. */
extern identify_fn *const app_identify;
extern who_of_fn *const app_who_of;
extern session_keep_fn *const app_session_keep;

/* Opens the database for writing and brings it to the newest schema. */
__attribute__((warn_unused_result)) struct err *app_migrate(struct arena *a, struct str db_url, struct db **ret_db);

#endif
