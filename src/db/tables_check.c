/* db/tables_check.c: is a database sound, and a copy of it while others write. */
#include "core/arena.h"
#include "db/tables.h"

enum { FAULTS_MAX = 20 };

struct fault {
    struct str text;
};

static const struct shape_field fault_fields[] = {F_TEXT(struct fault, text, 0, 0, 0, "问题", "Fault")};
static const struct shape fault_shape = SHAPE("Fault", struct fault, fault_fields);

static const struct sql quick = {"tables_quick", "SELECT quick_check AS text FROM pragma_quick_check(20)"},
                        thorough = {"tables_thorough",
                                    "SELECT integrity_check AS text FROM pragma_integrity_check(20)"},
                        references = {"tables_dangling",
                                      "SELECT \"table\" || ' ' || coalesce(rowid, '') || ' -> ' || parent AS text "
                                      "FROM pragma_foreign_key_check LIMIT 20"};

static struct err *add_faults(struct db *db, struct arena *a, const struct sql *sql, struct list *faults)
{
    struct list found;
    TRY(db_list(db, a, sql, NO_VALS, &fault_shape, &found));
    for (LIST_EACH(found, struct fault, fault))
        if (!str_is(fault->text, "ok") && faults->n < FAULTS_MAX) *list_add(a, faults, struct str) = fault->text;
    return NULL;
}

struct err *tables_check(struct db *db, struct arena *a, bool full, struct list *ret_faults)
{
    *ret_faults = (struct list){0};
    if (db_kind_of(db) != DB_SQLITE) return NULL;
    /* every page is read once: mapped, they would all count as memory of the program */
    TRY(db_script(db, a, STR("PRAGMA mmap_size = 0")));
    TRY(add_faults(db, a, full ? &thorough : &quick, ret_faults));
    return add_faults(db, a, &references, ret_faults);
}

/* VACUUM INTO reads in one transaction: in WAL mode writers go on beside it. */
struct err *tables_snapshot(struct db *db, struct arena *a, struct str path)
{
    static const struct sql vacuum = {"tables_snapshot", "VACUUM INTO $1"};
    return db_run(db, a, &vacuum, VALS(v_text(path)), NULL);
}
