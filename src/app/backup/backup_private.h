/* app/backup/backup_private.h: what the three commands share. */
#ifndef APP_BACKUP_BACKUP_PRIVATE_H
#define APP_BACKUP_BACKUP_PRIVATE_H

#include "app/arguments.h"
#include "app/backup/backup.h"
#include "core/list.h"

struct db;

/* Exactly one argument is left: it; otherwise an error with the usage. */
__attribute__((warn_unused_result)) struct err *take_argument(struct arena *a, int argc, char **argv, const char *usage,
                                                              struct str *ret_argument);

/* One line of SHA256SUMS. */
struct sum {
    struct str path; /* below the folder */
    struct str hex;
};

/* Copies a file, or only reads it when `to` is empty, and gives its SHA-256. */
__attribute__((warn_unused_result)) struct err *sum_copy(struct arena *a, struct str from, struct str to, int mode,
                                                         struct str *ret_hex);
__attribute__((warn_unused_result)) struct err *sums_write(struct arena *a, struct str dir, const struct list *sums);
__attribute__((warn_unused_result)) struct err *sums_read(struct arena *a, struct str dir, struct list *ret_sums);
/* Reads every file and compares: ERR_CONFLICT "backup.damaged" names the first that is not as it was. */
__attribute__((warn_unused_result)) struct err *sums_check(struct arena *a, struct str dir, const struct list *sums);

/* Every row from one migrated database to another (move.c); *ret_rows is how many. */
__attribute__((warn_unused_result)) struct err *copy_database(struct arena *a, struct db *from, struct db *to,
                                                              int64_t *ret_rows);
/* The chains of all ledgers and the soundness of the file: ERR_BROKEN "backup.unsound" with the first fault. */
__attribute__((warn_unused_result)) struct err *check_database(struct arena *a, struct db *db,
                                                               const struct config *config, int64_t *ret_entries);
/* ERR_CONFLICT unless the database holds no tables at all; it may not exist yet. */
__attribute__((warn_unused_result)) struct err *check_empty(struct arena *a, struct str url);

#endif
