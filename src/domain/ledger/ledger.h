/* domain/ledger/ledger.h: one ledger of class hours per person, for life, from every school.
 *
 * An entry is never changed and never deleted: a mistake is reversed by a second entry with the same date and negative
 * hours. Entries of a person are numbered 1, 2, 3 … and chained: the hash of an entry is the SHA-256 of its canonical
 * text, in which the hash of the entry before stands (see ledger_canonical). `ledger_head` keeps the number, hash and
 * sums of the last entry and is the row on which two writers of one ledger meet. The key of the source is unique for
 * the person, so posting the same thing twice changes nothing.
 *
 * Hours come by the rule that is in force for the giver: conversion rules are dated rows with their source, for the
 * whole network or for a part of the tree; the nearest one up the tree that is valid on the date counts.
 *
 * Concentrated training and online self-study are two accounts that are never added up. Days are kept beside hours,
 * since norms take the one or the other. All functions run in the caller's transaction. Events: "ledger.posted"
 * (subject: the person) once for each person whose ledger grew; "ledger.reversed" (object: the entry that no longer
 * counts) when one was reversed.
 */
#ifndef DOMAIN_LEDGER_LEDGER_H
#define DOMAIN_LEDGER_LEDGER_H

#include "core/list.h"
#include "core/shape.h"
#include "core/str.h"

struct arena;
struct call;
struct person_span;
struct err;
struct module;
struct buf;

enum ledger_kind { LEDGER_KIND_ABSENT, LEDGER_CONCENTRATED, LEDGER_ONLINE };
extern const char *const ledger_kind_names[]; /* "", "concentrated", "online" */

enum ledger_source {
    LEDGER_SOURCE_ABSENT,
    LEDGER_CLASS,
    LEDGER_IMPORT,
    LEDGER_MANUAL,
    LEDGER_HISTORY,
    LEDGER_REVERSAL
};
extern const char *const ledger_source_names[]; /* "", "class", "import", "manual", "history", "reversal" */

enum { LEDGER_HASH_BYTES = 32 };

struct ledger_entry {
    int64_t id;
    int64_t person_id;
    int64_t seq; /* 1, 2, 3 … within the person */
    int kind;    /* enum ledger_kind */
    int64_t hours_centi;
    int64_t days_centi;
    int earned_on;
    int64_t posted_at;
    int source_kind;       /* enum ledger_source */
    struct str source_key; /* unique for the person */
    int64_t source_id;     /* the class; 0 none */
    int64_t org_id;        /* the school or unit that gave the hours; 0 unknown */
    struct str org_name;   /* read only */
    struct str title;
    struct str evidence;                /* JSON object: what the hours were worked out from */
    int64_t rule_id;                    /* conversion rule; 0 none */
    int64_t reverses_id;                /* the entry that this one takes back; 0 none */
    int64_t reversed_by;                /* the entry that takes this one back; 0 none; read only */
    int64_t reverses_seq, reversed_seq; /* their numbers in the ledger; in lists only */
    int64_t posted_by;                  /* account; 0 the system */
    struct str prev_hash;               /* 32 bytes; empty for the first entry */
    struct str hash;                    /* 32 bytes */
};

/* What is to be posted. The rest of the entry is ours to fill. */
struct ledger_posting {
    int64_t person_id;
    int kind;            /* enum ledger_kind */
    int64_t hours_centi; /* not 0; negative only in a reversal */
    int64_t days_centi;
    int earned_on;         /* not after today */
    int source_kind;       /* enum ledger_source */
    struct str source_key; /* "class:123:concentrated" */
    int64_t source_id;
    int64_t org_id;
    struct str title;
    struct str evidence; /* JSON object; empty is {} */
    int64_t rule_id;
};

/* Posts all or nothing. An entry whose source key the person has already is left out silently; *ret_posted (may be
 * NULL) is the number of new entries. Postings of one person should stand together: each run of them costs one visit of
 * the ledger. Errors: ledger.future, ledger.hours, ledger.source_key, db.reference for somebody who does not exist. */
__attribute__((warn_unused_result)) struct err *ledger_post(struct call *c, const struct ledger_posting *p, size_t n,
                                                            int64_t *ret_posted);
/* Takes an entry back. Errors: ledger.already_reversed, ledger.is_reversal, db.absent. */
__attribute__((warn_unused_result)) struct err *ledger_reverse(struct call *c, int64_t entry_id, struct str reason,
                                                               struct ledger_entry *ret_entry);

struct ledger_balance {
    int64_t person_id;
    int on;           /* hours earned up to the end of this day */
    int64_t known_at; /* as the ledger stood at this moment; 0 as it stands now */
    int64_t concentrated_centi;
    int64_t online_centi;
    int64_t days_centi; /* of concentrated training */
    int64_t entries;
};
/* The balance on any date, past ones too: entries earned by then, and (known_at > 0) posted by then. */
__attribute__((warn_unused_result)) struct err *ledger_balance(struct call *c, int64_t person_id, int on,
                                                               int64_t known_at, struct ledger_balance *ret_balance);

/* What norms need of an entry. */
struct ledger_line {
    int64_t person_id;
    int kind;
    int64_t hours_centi;
    int64_t days_centi;
    int earned_on;
};
/* Lines of one person earned in [from_on, until_on] and posted by known_at (0: no bound), in the order of posting. */
__attribute__((warn_unused_result)) struct err *ledger_lines(struct call *c, int64_t person_id, int from_on,
                                                             int until_on, int64_t known_at, struct list *ret_lines);
/* Lines of everybody whose id lies in [first_id, last_id], by person and in the order of posting. */
__attribute__((warn_unused_result)) struct err *ledger_lines_range(struct call *c, int64_t first_id, int64_t last_id,
                                                                   struct list *ret_lines);

/* Concentrated training alone, as little as can be read of it: 1 for each entry, -1 for each that takes one back. */
struct ledger_training {
    int64_t person_id;
    int earned_on;
    int64_t net;
};
__attribute__((warn_unused_result)) struct err *ledger_trainings_range(struct call *c, int64_t first_id,
                                                                       int64_t last_id, struct list *ret_trainings);

/* What was given to all these people, in the order of the walk and by number: id, number, kind, hours, days, day,
 * giver, title and what it reverses. */
__attribute__((warn_unused_result)) struct err *ledger_entry_walk(struct call *c, const struct person_span *span,
                                                                  struct list *ret_entries);
/* Entries of people with after_id < person_id <= last_id, by person and number. */
__attribute__((warn_unused_result)) struct err *ledger_entry_range(struct call *c, int64_t after_id, int64_t last_id,
                                                                   struct list *ret_entries);

/* ---- hours by rule ---- */

enum conversion_basis {
    CONVERSION_ABSENT,
    CONVERSION_SESSION_HOURS, /* the hours of the timetable, at most hours_per_day a day */
    CONVERSION_HALF_DAYS,     /* each half-day attended counts hours_per_half_day */
    CONVERSION_MINUTES,       /* minutes_per_hour minutes count an hour; no days */
};
extern const char *const conversion_basis_names[];

struct conversion_rule {
    int64_t id;
    int64_t org_id; /* holds below here; 0 everywhere */
    struct str org_name;
    struct str code;
    struct str name;
    int kind;  /* enum ledger_kind */
    int basis; /* enum conversion_basis */
    int from_on;
    int until_on; /* last day; 0 open */
    int64_t hours_per_day_centi;
    int64_t hours_per_half_day_centi;
    int64_t minutes_per_hour;
    int64_t min_share_ppm; /* a session counts from this share of its length on */
    int64_t factor_ppm;    /* what came out is multiplied by this */
    struct str source;     /* the decree or document that it comes from */
};

/* A lesson that somebody attended. */
struct conversion_lesson {
    int64_t starts_at, ends_at;
    int64_t hours_centi;  /* of the timetable */
    int64_t attended_ppm; /* share of the lesson; 1,000,000 when only the presence is known */
};

/* The rule for a kind, on a date, for a giver at that path. Error: ledger.no_rule. */
__attribute__((warn_unused_result)) struct err *conversion_find(struct call *c, int kind, struct str org_path, int on,
                                                                struct conversion_rule *ret_rule);
/* Hours and days for lessons in the order of their start. Pure. What begins before 12:30 in the city takes the morning,
 * what ends after 13:30 the afternoon; half a day each. */
void conversion_apply(const struct conversion_rule *rule, const struct conversion_lesson *lessons, size_t n, int tz_min,
                      int64_t *ret_hours_centi, int64_t *ret_days_centi);

/* ---- many at once ---- */

struct ledger_bulk;
/* For makers of whole histories: entries of people whose ledgers are empty, as fast as the database takes them. People
 * must come in one run each. No events: call norm_rebuild and board_rebuild when all is in. */
__attribute__((warn_unused_result)) struct err *ledger_bulk_open(struct call *c, struct ledger_bulk **ret_bulk);
/* posted_at: when it was posted, since a history has a past of its own. */
__attribute__((warn_unused_result)) struct err *ledger_bulk_add(struct ledger_bulk *bulk,
                                                                const struct ledger_posting *p, int64_t posted_at);
/* Writes the last head and the sums by giver; *ret_entries may be NULL. The bulk is gone, also after an error. */
__attribute__((warn_unused_result)) struct err *ledger_bulk_close(struct ledger_bulk *bulk, int64_t *ret_entries);

/* ---- proof ---- */

/* The text that is hashed: "tongke-ledger-1" and then one line a field, in this order: prev_hash (hex, empty for the
 * first), id, person_id, seq, kind, hours_centi, days_centi, earned_on, posted_at, source_kind, source_key, source_id,
 * org_id, title, evidence, rule_id, reverses_id, posted_by. A line is NAME=VALUE and ends with a line feed; numbers are
 * decimal, 0 for none; in texts a backslash is written \\ and a line feed \n. Anybody can check a chain with sha256sum.
 */
void ledger_canonical(struct buf *out, const struct ledger_entry *entry);

struct ledger_check {
    int64_t people, entries;
    int64_t broken;     /* people whose chain, head or sums are wrong */
    struct list faults; /* of struct str: the first 20 in words, both languages */
};
/* Walks every chain. */
__attribute__((warn_unused_result)) struct err *ledger_verify(struct call *c, struct ledger_check *ret_check);

extern const struct shape ledger_entry_shape;
extern const struct shape ledger_balance_shape;
extern const struct shape conversion_rule_shape;
extern const struct module ledger_module;

#endif
