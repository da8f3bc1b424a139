/* db/db_postgres.c: the driver for PostgreSQL. */
#include "core/err.h"
#include "db/db_private.h"

struct err *postgres_open(struct arena *a, struct str url, enum db_mode mode, struct db **ret_db)
{
    FAIL(a, ERR_BROKEN, "db.open", "尚不支持。", "Not supported yet.");
}
