#include "db/node.h"

#include "core/arena.h"

#include <unistd.h>

enum { TRIES = 50, WAIT_US = 100000 };

static const struct sql try_lock = {
    "node_claim", "SELECT CASE WHEN pg_try_advisory_lock(7302002, CAST($1 AS INTEGER)) THEN 1 ELSE 0 END"};

static struct err *claim(struct db *db, struct arena *a, int node)
{
    int64_t got = 0;
    for (int i = 0; i < TRIES && !got; i++) {
        if (i) usleep(WAIT_US);
        TRY(db_int(db, a, &try_lock, VALS(v_int(node)), &got));
    }
    if (got) return NULL;
    FAIL(a, ERR_CONFLICT, "node.taken", "已有节点使用编号 %d：请用 --node 给每个节点不同的编号。",
         "Another node has the number %d: give each node a number of its own with --node.", node);
}

struct err *node_claim(struct arena *a, struct str url, int node, struct db **ret_db)
{
    struct db *db;
    *ret_db = NULL;
    TRY(db_open(a, url, DB_READ, &db));
    struct err *e = db_kind_of(db) == DB_POSTGRES ? claim(db, a, node) : NULL;
    if (e || db_kind_of(db) == DB_SQLITE)
        db_close(db);
    else
        *ret_db = db;
    return e;
}
