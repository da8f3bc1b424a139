/* domain/handover/handover_private.h: what the files of this folder share. */
#ifndef DOMAIN_HANDOVER_HANDOVER_PRIVATE_H
#define DOMAIN_HANDOVER_HANDOVER_PRIVATE_H

#include "core/shape.h"
#include "domain/handover/handover.h"
#include "domain/klass/klass.h"
#include "domain/roll/roll.h"

#define HANDOVER_USE __attribute__((warn_unused_result))

enum file_kind { FILE_KIND_NONE, FILE_HANDOUT, FILE_RECORD };
extern const char *const file_kind_names[];
struct class_file {
    int64_t id, class_id, session_id;
    struct str session_title;
    int kind; /* enum file_kind: handouts are for the learners, too */
    struct str name, type;
    int64_t size, account_id;
    struct str account_name;
    int64_t at;
    bool may_remove;    /* filled for the reader */
    struct str content; /* base64; of one file only */
};
extern const struct shape class_file_shape, class_file_full_shape;

enum phase { PHASE_NONE, PHASE_BEFORE, PHASE_DURING, PHASE_AFTER };
extern const char *const phase_names[];
struct checklist_item {
    int64_t id, org_id;
    struct str org_name, org_path;
    int phase;
    int64_t ordinal;
    struct str title, derive; /* derive: what the program looks at; empty: by hand */
    /* for one class: */
    bool done, by_hand;
    struct str account_name, note;
    int64_t at;
};
extern const struct shape checklist_item_shape, checklist_row_shape;
struct checklist_tick {
    int64_t item_id;
    bool done;
    struct str note, account_name;
    int64_t at;
};

/* What is known of a class. */
struct handover_facts {
    int64_t sessions, without_teacher, without_room, without_leader, files;
    struct roll_progress roll;
    int64_t evaluations;
};

/* ---- rules: pure ---- */

/* Is that so? False for what is not known. */
bool handover_holds(struct str derive, const struct klass *klass, const struct handover_facts *facts);
bool handover_knows(struct str derive);
/* Is it base64, and of how many bytes? */
bool base64_measure(struct str text, int64_t *ret_bytes);
/* A name without path and control characters. */
bool file_name_is_safe(struct str name);

/* ---- store ---- */

HANDOVER_USE struct err *file_list(struct call *c, int64_t class_id, struct list *ret_files);
HANDOVER_USE struct err *file_get(struct call *c, int64_t id, struct class_file *ret_file);
HANDOVER_USE struct err *file_add(struct call *c, const struct class_file *file);
HANDOVER_USE struct err *file_remove(struct call *c, int64_t id);
HANDOVER_USE struct err *file_sum(struct call *c, int64_t class_id, int64_t *ret_bytes);
HANDOVER_USE struct err *file_session_fits(struct call *c, const struct class_file *file, bool *ret_fits);
HANDOVER_USE struct err *file_forget_session(struct call *c, int64_t session_id);
HANDOVER_USE struct err *item_list(struct call *c, struct str path, struct list *ret_items);
HANDOVER_USE struct err *item_get(struct call *c, int64_t id, struct checklist_item *ret_item);
HANDOVER_USE struct err *item_add(struct call *c, const struct checklist_item *item);
HANDOVER_USE struct err *item_close(struct call *c, int64_t id);
HANDOVER_USE struct err *tick_list(struct call *c, int64_t class_id, struct list *ret_ticks);
HANDOVER_USE struct err *tick_add(struct call *c, int64_t class_id, const struct checklist_tick *tick);
HANDOVER_USE struct err *facts_get(struct call *c, int64_t class_id, struct handover_facts *ret_facts);

/* handover.c: the list of a class with what is done. */
HANDOVER_USE struct err *checklist_of(struct call *c, const struct klass *klass, struct list *ret_items);

/* ---- handlers ---- */

extern const struct shape file_in_shape, file_list_shape;
HANDOVER_USE struct err *handover_http_files(struct call *c);
HANDOVER_USE struct err *handover_http_get_file(struct call *c);
HANDOVER_USE struct err *handover_http_add_file(struct call *c);
HANDOVER_USE struct err *handover_http_remove_file(struct call *c);

#endif
