#include "app/modules.h"

#include "api/api.h"
#include "api/job.h"
#include "app/demo/demo.h"
#include "app/rehearse/rehearse.h"
#include "domain/account/account.h"
#include "domain/board/board.h"
#include "domain/calendar/calendar.h"
#include "domain/course/course.h"
#include "domain/dispatch/dispatch.h"
#include "domain/evaluate/evaluate.h"
#include "domain/exchange/exchange.h"
#include "domain/form/form.h"
#include "domain/handover/handover.h"
#include "domain/klass/klass.h"
#include "domain/ledger/ledger.h"
#include "domain/live/live.h"
#include "domain/norm/norm.h"
#include "domain/notice/notice.h"
#include "domain/oidc/oidc.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "domain/roll/roll.h"
#include "domain/search/search.h"
#include "domain/trust/trust.h"
#include "os/clock.h"

const struct module *const app_modules[] = {
    /* lowest first */
    &api_module,      &job_module,      &search_module,   &org_module,      &person_module, &account_module,
    &notice_module,   &oidc_module,     &course_module,   &klass_module,    &ledger_module,   &norm_module,   &roll_module,
    &evaluate_module, &handover_module, &exchange_module, &live_module,     &board_module,  &dispatch_module,
    &form_module,     &calendar_module, &trust_module, &demo_module,     &rehearse_module,
};
const size_t app_module_count = sizeof app_modules / sizeof *app_modules;

struct err *app_migrate(struct arena *a, struct str db_url, struct db **ret_db)
{
    struct schema schemas[64];
    size_t n = 0;
    for (size_t i = 0; i < app_module_count; i++)
        if (app_modules[i]->schema) schemas[n++] = *app_modules[i]->schema;
    struct db *db;
    TRY(db_open(a, db_url, DB_WRITE, &db));
    struct err *e = migrate(db, a, schemas, n, clock_now_us(), NULL);
    if (e)
        db_close(db);
    else
        *ret_db = db;
    return e;
}

identify_fn *const app_identify = account_identify;
who_of_fn *const app_who_of = account_who;
session_keep_fn *const app_session_keep = account_session_keep;
