/* domain/exchange/exchange_private.h: what the files of the module share. */
#ifndef DOMAIN_EXCHANGE_EXCHANGE_PRIVATE_H
#define DOMAIN_EXCHANGE_EXCHANGE_PRIVATE_H

#include "api/call.h"
#include "api/job.h"
#include "api/page.h"
#include "calc/sheet/sheet.h"
#include "core/list.h"
#include "domain/exchange/exchange.h"

#define EXCHANGE_USE __attribute__((warn_unused_result))

enum { EXCHANGE_COLUMNS_MAX = 32, EXCHANGE_PROBLEMS_MAX = 10000 };

/* ---- a map from texts to numbers: exchange_map.c ---- */

struct exchange_map {
    struct exchange_entry *slots;
    size_t n, cap; /* cap is a power of two */
};
/* The value is kept where the text was not there yet; *ret_old is the one that was. */
bool map_add(struct arena *a, struct exchange_map *map, struct str key, int64_t value, int64_t *ret_old);
void map_set(struct arena *a, struct exchange_map *map, struct str key, int64_t value);
bool map_find(const struct exchange_map *map, struct str key, int64_t *ret_value);

/* ---- a table ---- */

enum exchange_flag {
    EXCHANGE_REQUIRED = 1, /* the column must be there, and filled in for something new */
    EXCHANGE_AS_TEXT = 2,  /* long numbers: Excel must not compute */
    EXCHANGE_YES_NO = 4,
    EXCHANGE_DATE = 8,
};

struct exchange_column {
    const char *key, *zh, *en;
    int flags;
    const char *const *names; /* one of these words */
    const char *note_zh, *note_en;
};

struct import;

struct exchange_table {
    const char *name; /* "people" */
    const char *zh, *en;
    enum perm perm; /* on the organisation, or on that of the class */
    const struct exchange_column *columns;
    size_t column_count;
    /* *ret_path: the part of the tree that the subject opens, with table->perm checked. NULL: the subject is an
     * organisation. */
    struct err *(*scope)(struct call *c, int64_t subject_id, struct str *ret_path);
    struct err *(*open)(struct import *im); /* loads what rows are looked up in; im->state */
    /* Checks one row and counts it; with im->apply also does it, when it has no problem. */
    struct err *(*row)(struct import *im);
    /* Instead of `row`: a file that is no single table. NULL for all but OneRoster. */
    struct err *(*run)(struct import *im, struct str file);
    /* After the last row; may be NULL. */
    struct err *(*close)(struct import *im);
    /* Writes the rows below c's scope. */
    struct err *(*put_rows)(struct import *im, struct sheet_writer *w);
    /* Lists of a column that lie in the database: ranks, audiences. Fills texts (struct str); NULL: none. */
    struct err *(*choices)(struct import *im, size_t column, struct list *ret_texts);
};
extern const struct exchange_table *const exchange_tables[];
extern const size_t exchange_table_count;
extern const struct exchange_table exchange_orgs, exchange_people, exchange_courses, exchange_training,
    exchange_enrolments, exchange_rolls, exchange_accounts, exchange_oneroster;
/* Error exchange.table. */
EXCHANGE_USE struct err *exchange_find_table(struct arena *a, struct str name, const struct exchange_table **ret_table);

/* ---- an import, and the row it is at ---- */

struct exchange_problem {
    int64_t id, row_no;
    struct str at_column; /* "C" */
    struct str label_zh, label_en;
    struct str value; /* masked where it is a citizen number */
    struct str zh, en;
    struct str label, text; /* in the reader's language */
};

struct exchange_remark {
    struct str zh, en;
};

enum exchange_choice { CHOICE_NONE, CHOICE_SAME, CHOICE_NEW, CHOICE_SKIP };
extern const char *const exchange_choice_names[];

struct exchange_duplicate { /* a row beside somebody on record */
    int64_t id, row_no;
    struct str name, unit, post, citizen_mask; /* of the row */
    int64_t person_id;
    struct str known_name, known_unit, known_post, known_mask;
    int choice; /* enum exchange_choice */
};

struct import_counts {
    int64_t rows, added, changed, unchanged, skipped, problems, duplicates, undecided;
};

struct import {
    struct call *c;
    struct arena *arena; /* of the whole run; c->arena is the row's */
    const struct exchange_table *table;
    int64_t subject_id;
    struct str path; /* the part of the tree */
    bool apply;
    void *state; /* the table's own */
    const struct sheet_row *row;
    int at[EXCHANGE_COLUMNS_MAX]; /* where in the file each column is; -1: nowhere */
    bool headed;
    bool row_failed;
    struct import_counts counts;
    struct str unread;             /* heads of the file that are no column of the table */
    struct list remarks;           /* struct exchange_remark: what the counts do not tell; the first ones */
    size_t remark_count;           /* of all */
    bool is_text;                  /* not a workbook: a spreadsheet may have made its texts of numbers */
    struct list problems;          /* struct exchange_problem */
    struct list duplicates;        /* struct exchange_duplicate */
    struct exchange_map choices;   /* row number as text -> enum exchange_choice */
    struct exchange_map orgs;      /* names, paths of names, codes -> id; -1: several */
    struct exchange_map org_index; /* id as text -> place in org_list */
    struct list org_list;          /* struct org */
    int choice_all;                /* enum exchange_choice of rows that nobody decided about singly */
    /* Now and then with the rows so far in counts.rows; an error stops the run. NULL: nobody wants to know. */
    struct err *(*progress)(struct import *im);
    void *watcher; /* whoever set progress: its own */
};

/* Runs the file. Problems of rows are in the import; an error is one of the file as a whole. */
EXCHANGE_USE struct err *import_run(struct import *im, struct str file);
/* One table of im->table out of several in a file; counts go on. Only from a table's `run`. */
EXCHANGE_USE struct err *import_run_rows(struct import *im, struct str bytes);
EXCHANGE_USE struct err *import_export(struct import *im, struct sheet_writer *w);
EXCHANGE_USE struct err *import_template(struct import *im, struct sheet_writer *w);

/* ---- cells of the row: exchange_cells.c. A wrong one is a problem and reads as absent. ---- */

/* column -1: the row as a whole. */
void import_problem(struct import *im, int column, const char *zh, const char *en, ...)
    __attribute__((format(printf, 3, 5), format(printf, 4, 5)));
/* Something that whoever decides about the import should know, though nothing is wrong. */
void import_remark(struct import *im, const char *zh, const char *en, ...)
    __attribute__((format(printf, 2, 4), format(printf, 3, 4)));
/* The first ones, one a line, and how many more there are. */
struct str import_remarks(const struct import *im, bool english);
/* What an operation said, as a problem of the row. True when it did. */
bool import_refused(struct import *im, int column, struct err *e);
bool cell_given(const struct import *im, int column);
struct str cell_text(struct import *im, int column);
struct sheet_day cell_day(struct import *im, int column);
/* Tells when a day was read that the text does not say. */
void import_remark_day(struct import *im, int column, struct str text, struct sheet_day day);
int cell_date(struct import *im, int column);       /* of a month its first day, with a remark */
int cell_exact_date(struct import *im, int column); /* a month is a problem */
int64_t cell_int(struct import *im, int column, int64_t min, int64_t max);
int64_t cell_hours(struct import *im, int column);
/* 0 when absent, 1 yes, 2 no. */
int cell_yes_no(struct import *im, int column);
int cell_enum(struct import *im, int column, const char *const *names);
/* The id that our export wrote. */
int64_t cell_id(struct import *im, int column);

/* ---- organisations by what people write: exchange_lookup.c ---- */

EXCHANGE_USE struct err *import_load_orgs(struct import *im);
/* NULL after a problem. `path` of names below the city, a name that is there once, or a code. */
struct org *cell_org(struct import *im, int column);
struct org *import_org(struct import *im, int64_t org_id);
/* "渝中区/大溪沟街道". */
struct str import_org_name(struct import *im, int64_t org_id);

struct import_terms {         /* ranks or audiences by code and name */
    struct list codes, names; /* struct str, side by side */
};
EXCHANGE_USE struct err *import_load_ranks(struct import *im, struct import_terms *ret_terms);
EXCHANGE_USE struct err *import_load_audiences(struct import *im, struct import_terms *ret_terms);
struct str terms_code(const struct import_terms *terms, struct str name);
struct str terms_name(const struct import_terms *terms, struct str code);
struct str cell_term(struct import *im, int column, const struct import_terms *terms);

/* A person by the columns id, citizen number, name and unit: *ret_person_id 0 when there is none, after a problem when
 * there are several. Only people below im->path are found. citizen < 0: the table has no such column. */
EXCHANGE_USE struct err *cell_person(struct import *im, int id, int citizen, int name, int unit,
                                     int64_t *ret_person_id);

/* Rows for a thousand people (struct person), read with one query for all of them. */
typedef struct err *put_people_fn(struct import *im, const struct list *people, struct sheet_writer *w);
/* Of rows in the order of the people, those of one person from *from on, which is moved past them. */
struct list import_own_rows(const struct list *all, size_t row_bytes, size_t id_offset, int64_t person_id,
                            size_t *from);
#define IMPORT_OWN_ROWS(all, type, person_id_, from)                                                                   \
    import_own_rows(all, sizeof(type), offsetof(type, person_id), person_id_, from)
/* Everybody below im->path by the path of their unit; c->arena is emptied after each thousand. */
EXCHANGE_USE struct err *import_put_people(struct import *im, struct sheet_writer *w, put_people_fn *put);

struct sheet_cell put_text(struct str text);
struct sheet_cell put_id(struct arena *a, int64_t id);
struct sheet_cell put_date(int date);
struct sheet_cell put_yes_no(const struct import *im, bool yes);
struct sheet_cell put_word(const struct import *im, const char *const *names, int value);

/* ---- rows of imports: exchange_store.c ---- */

enum import_state { IMPORT_ABSENT, IMPORT_WAITING, IMPORT_CHECKED, IMPORT_REFUSED, IMPORT_COMMITTED };
extern const char *const import_state_names[];

struct import_row {
    int64_t id, account_id, subject_id;
    struct str table_name, file_name;
    int state; /* enum import_state */
    int64_t job_id;
    int64_t row_count, added, changed, unchanged, skipped, problems, duplicates, undecided;
    struct str unread, remarks_zh, remarks_en;
    int64_t created_at, updated_at;
};
extern const struct shape import_row_shape, exchange_problem_shape, exchange_duplicate_shape;
extern const struct page_spec import_pages, problem_pages, duplicate_pages;

EXCHANGE_USE struct err *import_store_insert(struct call *c, const struct import_row *row, struct str file);
EXCHANGE_USE struct err *import_store_get(struct call *c, int64_t id, struct import_row *ret_row);
EXCHANGE_USE struct err *import_store_file(struct call *c, int64_t id, struct str *ret_file);
enum { IMPORT_SECOND_PART = 2 }; /* the first one came with the import itself */
/* A part that is there already is left as it is. */
EXCHANGE_USE struct err *import_store_part(struct call *c, int64_t id, int64_t part_no, struct str bytes);
/* Without the first one. */
EXCHANGE_USE struct err *import_store_part_count(struct call *c, int64_t id, int64_t *ret_count);
/* Of all parts that have come, the first one too. */
EXCHANGE_USE struct err *import_store_bytes(struct call *c, int64_t id, int64_t *ret_bytes);
EXCHANGE_USE struct err *import_store_job(struct call *c, int64_t id, int64_t job_id);
EXCHANGE_USE struct err *import_store_result(struct call *c, int64_t id, const struct import *im, int state);
EXCHANGE_USE struct err *import_store_choices(struct call *c, int64_t id, struct import *im);
EXCHANGE_USE struct err *import_store_choose(struct call *c, int64_t id, int64_t row_no, int choice);
EXCHANGE_USE struct err *import_store_committed(struct call *c, int64_t id, const struct import_counts *counts);

/* ---- jobs and routes ---- */

struct err *exchange_check_job(struct job *job);
struct err *exchange_commit_job(struct job *job);
/* `tongke import` and `tongke export`: exchange_cli.c. */
int exchange_import_command(struct cli *cli);
int exchange_export_command(struct cli *cli);

#endif
