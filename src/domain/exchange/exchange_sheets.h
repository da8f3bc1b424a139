/* domain/exchange/exchange_sheets.h: sign-ins made many at once, for the files of the module.
 *
 * A sheet is a list of people who get an account each: those of a part of the tree who have none, or the rows of an
 * imported table. A job makes the accounts, each with a password of its own that its owner must change; the passwords
 * lie sealed and are given out once, to whoever asked for the sheet. The system administrator makes accounts and grants
 * nothing: a role that a sheet proposes is granted by a security administrator, all rows at once, until its day.
 */
#ifndef DOMAIN_EXCHANGE_EXCHANGE_SHEETS_H
#define DOMAIN_EXCHANGE_EXCHANGE_SHEETS_H

#include "domain/exchange/exchange_private.h"

enum { SHEET_ROWS_MAX = 5000 }; /* hashing takes 20 ms each: 100 seconds */

struct account_sheet {
    int64_t id, account_id; /* who asked for it */
    struct str made_by;     /* their login */
    int64_t org_id;
    struct str org_name, path;
    int64_t job_id;
    int64_t row_count, made; /* people, accounts so far */
    int64_t roles, secrets;  /* rows that propose a role; passwords not given out yet */
    int64_t created_at, taken_at, granted_at;
};

struct account_sheet_row {
    int64_t row_no, person_id;
    struct str name, unit;
    struct str login; /* asked for, or empty; once made, the account's */
    int role;         /* enum role; 0 none */
    int64_t role_org_id;
    int until_on;
    int64_t account_id;  /* 0: not made yet */
    struct str password; /* sealed in the table */
};

extern const struct shape account_sheet_shape, account_sheet_row_shape;
extern const struct page_spec account_sheet_pages;

/* ---- store: exchange_sheets_store.c ---- */

EXCHANGE_USE struct err *sheet_store_insert(struct call *c, const struct account_sheet *sheet);
EXCHANGE_USE struct err *sheet_store_begun(struct call *c, int64_t id, int64_t row_count, int64_t job_id);
EXCHANGE_USE struct err *sheet_store_get(struct call *c, int64_t id, struct account_sheet *ret_sheet);
EXCHANGE_USE struct err *sheet_store_taken(struct call *c, int64_t id);
EXCHANGE_USE struct err *sheet_store_granted(struct call *c, int64_t id);
EXCHANGE_USE struct err *sheet_store_forget(struct call *c, int64_t before);
EXCHANGE_USE struct err *sheet_store_row(struct call *c, int64_t sheet_id, const struct account_sheet_row *row);
EXCHANGE_USE struct err *sheet_store_rows(struct call *c, int64_t sheet_id, int64_t after_row, int64_t most,
                                          struct list *ret_rows);
EXCHANGE_USE struct err *sheet_store_made(struct call *c, int64_t sheet_id, const struct account_sheet_row *row);
/* struct account_sheet_row with person_id and role_org_id, their unit. */
EXCHANGE_USE struct err *sheet_store_unsigned(struct call *c, struct str path, int64_t most, struct list *ret_rows);
/* Empty: they have no account. */
/* Accounts of people who follow each other in the tree, in their order. */
struct person_span;
struct sheet_login {
    int64_t person_id;
    struct str login;
};
EXCHANGE_USE struct err *sheet_store_logins(struct call *c, const struct person_span *span, struct list *ret_logins);
EXCHANGE_USE struct err *sheet_store_login(struct call *c, int64_t person_id, struct str *ret_login);

/* ---- operations, handlers, the job: exchange_sheets.c ---- */

/* May a sheet propose that role? Those that are kept apart are granted one by one. */
bool sheet_role_fits(int role);
/* The rows are there: asks for the job. */
EXCHANGE_USE struct err *sheet_begin(struct call *c, int64_t sheet_id, int64_t row_count);
EXCHANGE_USE struct err *sheet_make_job(struct job *job);
extern const struct shape account_sheet_order_shape, account_sheet_passwords_shape;
EXCHANGE_USE struct err *sheet_list(struct call *c);
EXCHANGE_USE struct err *sheet_show(struct call *c);
EXCHANGE_USE struct err *sheet_post(struct call *c);
EXCHANGE_USE struct err *sheet_take(struct call *c);
EXCHANGE_USE struct err *sheet_grant(struct call *c);

#endif
