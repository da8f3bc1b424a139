/* domain/handover/handover.h: what a school keeps in order about a class from its opening to its closing: files
 * (handouts for the learners, records for the staff) and a checklist whose items are data, common ones and a school's
 * own.
 *
 * What the program knows by itself (the timetable, the roll, the hours) ticks itself and cannot be ticked by hand; the
 * rest is ticked by somebody, and every tick is kept with who and when. Files are kept in the database as base64 text
 * and given out as they came, inside of JSON, so that no page of ours is ever made of a foreign file.
 */
#ifndef DOMAIN_HANDOVER_HANDOVER_H
#define DOMAIN_HANDOVER_HANDOVER_H

#include "core/str.h"

#include <stdbool.h>
#include <stdint.h>

struct call;
struct err;
struct module;

/* A file for the maker of a demo, by the caller of `c`. */
struct handover_demo_file {
    int64_t class_id, session_id; /* session 0: of the whole class */
    bool handout;                 /* for the learners; else a record of the staff */
    struct str name, type, bytes;
};
__attribute__((warn_unused_result)) struct err *handover_demo_add(struct call *c,
                                                                  const struct handover_demo_file *file);

extern const struct module handover_module;

#endif
