/* calc/plan/plan_table.h: one CSV file, row by row, with errors that say file, row and column. Inside calc/plan only.
 *
 * calc/sheet reads the cells; texts lie in the file's bytes or in the arena, so names may be kept. The first row names
 * the columns, in any order; columns that nobody asks for are passed over.
 */
#ifndef CALC_PLAN_PLAN_TABLE_H
#define CALC_PLAN_PLAN_TABLE_H

#include "calc/sheet/sheet.h"
#include "core/err.h"

enum { TABLE_COLUMNS_MAX = 64, TABLE_NAME_MAX_BYTES = 200 };

struct table {
    struct arena *arena;
    const char *file;
    struct sheet_csv csv;
    int64_t row; /* the last one that was read; the head is row 1 */
    struct str field[TABLE_COLUMNS_MAX];
    int fields;
    int column[16]; /* of each column asked for: its place in the file, or -1 */
    const char *const *wanted;
};

/* `wanted` ends with NULL; names with a leading "?" may be missing. */
struct err *table_open(struct arena *a, const char *file, struct str bytes, const char *const *wanted,
                       struct table *ret_table);
/* The next row that is not empty; *ret_more is false at the end. */
struct err *table_next(struct table *t, bool *ret_more);
/* The field of a wanted column, trimmed; empty when the column is missing. */
struct str table_field(const struct table *t, int wanted);
/* A whole number within bounds; empty gives `absent`, or an error when that is INT64_MIN. */
struct err *table_number(const struct table *t, int wanted, int64_t min, int64_t max, int64_t absent,
                         int64_t *ret_value);
struct err *table_name(const struct table *t, int wanted, struct str *ret_name);

/* The names of a kind with their numbers, sorted, and the one that a field names. */
struct name_number {
    struct str name;
    int32_t number;
};
struct name_number *table_names(struct arena *a, const struct str *names, int32_t n);
struct err *table_find(const struct table *t, int wanted, const struct name_number *list, int32_t n,
                       int32_t *ret_number);
struct err *table_wrong(const struct table *t, int wanted, const char *zh, const char *en);

#endif
