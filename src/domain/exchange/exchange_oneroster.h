/* domain/exchange/exchange_oneroster.h: OneRoster 1.2 CSV zips, for the files of the module.
 *
 * A zip is a manifest.csv and a .csv for each kind of record; docs/oneroster.md says which of their fields are taken
 * for what. Records are found by the sourcedId that our export wrote (our id), or by the one that an earlier import has
 * kept. Rows are checked and done in the order orgs, academicSessions, users, roles, courses, classes, enrollments, so
 * each refers to what stands before it; a problem tells file, row and column. Nothing is deleted, no sign-in is made
 * from a zip, and a password in one is not even read.
 */
#ifndef DOMAIN_EXCHANGE_EXCHANGE_ONEROSTER_H
#define DOMAIN_EXCHANGE_EXCHANGE_ONEROSTER_H

#include "domain/exchange/exchange_private.h"

enum roster_kind {
    ROSTER_ORG,
    ROSTER_SESSION,
    ROSTER_USER,
    ROSTER_ROLE,
    ROSTER_COURSE,
    ROSTER_CLASS,
    ROSTER_ENROLLMENT
};

/* The first three columns of every file. */
enum { ROSTER_ID, ROSTER_STATUS, ROSTER_MODIFIED, ROSTER_OWN };

struct roster {
    struct str zip;
    struct exchange_map manifest;     /* "file.users" -> enum roster_mode */
    struct exchange_map ids;          /* "2:GUID" -> id; negative: new with this file, in a dry run */
    struct exchange_map seen;         /* "2:GUID" -> row */
    struct exchange_map homes;        /* sourcedId of a user -> id of the organisation of their primary role */
    struct exchange_map begins, ends; /* sourcedId of a session -> day */
    struct exchange_map named;        /* "2:GUID" -> place in names: how to call what is in the file */
    struct list names;                /* struct str */
    struct exchange_map course_by_id; /* -> place in courses */
    struct list courses;              /* struct course */
    int64_t added;                    /* for ids of dry runs */
};
enum roster_mode { ROSTER_ABSENT = 1, ROSTER_BULK, ROSTER_DELTA };

/* The tables of the files, with their columns in the order of the binding. */
extern const struct exchange_table roster_orgs, roster_sessions, roster_users, roster_homes, roster_roles,
    roster_courses, roster_classes, roster_enrollments;
/* "givenName" of the column "users.csv: givenName". */
struct str roster_field(const struct exchange_column *column);

/* ---- records by their sourcedId: exchange_oneroster.c ---- */

/* The row's sourcedId; false when it is not for us (deleted there) or has a problem that leaves nothing to do. */
bool roster_begin(struct import *im, enum roster_kind kind, struct str *ret_sourced);
/* 0: nobody knows it. Negative: new with this file. Only what lies in im->path is found. */
EXCHANGE_USE struct err *roster_find(struct import *im, enum roster_kind kind, struct str sourced, int64_t *ret_id);
/* The record that the cell refers to; 0 after a problem, and when it is empty. */
EXCHANGE_USE struct err *roster_ref(struct import *im, int column, enum roster_kind kind, int64_t *ret_id);
/* Keeps what was made. `id` 0 in a dry run; *ret_id may be NULL. */
EXCHANGE_USE struct err *roster_keep(struct import *im, enum roster_kind kind, struct str sourced, int64_t id,
                                     int64_t *ret_id);
/* What the record with that sourcedId is called, for remarks; the sourcedId itself when the file does not say. */
void roster_name(struct import *im, enum roster_kind kind, struct str sourced, struct str name);
struct str roster_named(struct import *im, enum roster_kind kind, struct str sourced);
/* Index in names from 1; 0 after a problem, or for a word of somebody's own ("ext:…"). */
int roster_word(struct import *im, int column, const char *const *names);

/* ---- staff: exchange_oneroster_staff.c ---- */

/* Who teaches or runs the class there does so here: that opens the class to them, so a remark says it by name. `duty`:
 * one bit of enum klass_duty. */
EXCHANGE_USE struct err *roster_staff(struct import *im, int class_column, int user_column, int64_t class_id,
                                      int64_t person_id, int64_t duty);

/* ---- out: exchange_oneroster_put.c ---- */

/* All that lies below im->path, as a zip in im->arena. */
EXCHANGE_USE struct err *roster_export(struct import *im, struct str *ret_zip);
EXCHANGE_USE struct err *roster_prepare(struct call *c); /* the handler's two halves */
EXCHANGE_USE struct err *roster_post(struct call *c);

/* ---- store ---- */

EXCHANGE_USE struct err *roster_store_find(struct call *c, enum roster_kind kind, struct str sourced, int64_t *ret_id);
EXCHANGE_USE struct err *roster_store_add(struct call *c, enum roster_kind kind, struct str sourced, int64_t id);
EXCHANGE_USE struct err *roster_store_classes(struct call *c, struct str path, struct list *ret_ids);

#endif
