/* core/shape.h: one description per record.
 *
 * A shape says what the members of a struct are called, what they hold and what bounds they have. From it come JSON
 * in and out, validation with the field's path, the binding of SQL rows by column name, table columns, OpenAPI and
 * the TypeScript types. Shapes are const data; nothing here does I/O.
 *
 * Zero is absent, in every kind: id 0, time 0, date 0, empty text, enum 0 with an empty name. In JSON the absent id,
 * time, date, text and enum is null (and null is read as absent).
 *
 * The JSON name is the member's name, but hours lose their unit: `hours_centi` is "hours" with a decimal point in
 * JSON. The SQL column has the member's full name.
 */
#ifndef CORE_SHAPE_H
#define CORE_SHAPE_H

#include "core/buf.h"
#include "core/list.h"
#include "core/str.h"

struct arena;
struct err;

enum shape_kind {
    SHAPE_ID,     /* int64_t; JSON string of digits */
    SHAPE_INT,    /* int64_t */
    SHAPE_BOOL,   /* bool */
    SHAPE_REAL,   /* double */
    SHAPE_TEXT,   /* struct str */
    SHAPE_ENUM,   /* int, index into names; text in JSON and SQL */
    SHAPE_TIME,   /* int64_t microseconds UTC; RFC 3339 in JSON, integer in SQL */
    SHAPE_DATE,   /* int yyyymmdd; "2026-11-23" in JSON, integer in SQL */
    SHAPE_HOURS,  /* int64_t hundredths; decimal in JSON, integer in SQL */
    SHAPE_OBJECT, /* an embedded struct described by sub */
    SHAPE_LIST,   /* struct list of structs described by sub */
    SHAPE_IDS,    /* struct list of int64_t; JSON array of strings */
    SHAPE_TEXTS,  /* struct list of struct str; JSON array of strings */
    SHAPE_RAW,    /* struct str of JSON text, written as it is; not readable as input */
};

enum shape_flag {
    SHAPE_REQUIRED = 1,  /* input must have it, and not absent */
    SHAPE_READ_ONLY = 2, /* ours to set: input may carry it, and it is ignored */
    SHAPE_SECRET = 4,    /* never written to audit or log: passwords, citizen numbers, codes */
};

struct shape_field {
    const char *name;   /* JSON name */
    const char *column; /* SQL column name: the member's name */
    size_t offset;
    enum shape_kind kind;
    int flags;                /* enum shape_flag */
    int64_t min, max;         /* INT: value; HOURS: hundredths; TEXT: characters; lists: items; both 0 = the default */
    const struct shape *sub;  /* OBJECT, LIST */
    const char *const *names; /* ENUM: NULL-terminated; names[0] is "" for absent */
    const char *zh, *en;      /* label for people: column heads, messages, documentation */
};

struct shape {
    const char *name; /* PascalCase, the name in OpenAPI and TypeScript */
    size_t size;      /* sizeof the struct */
    const struct shape_field *fields;
    size_t n;
};

#define SHAPE_CHECK_(T, m, type) (0 * sizeof(char[_Generic(((T *)0)->m, type : 1, default : -1)]))
#define SHAPE_F_(T, m, type, kind_, flags_, min_, max_, sub_, names_, zh_, en_)                                        \
    {                                                                                                                  \
        .name = #m, .column = #m, .offset = offsetof(T, m) + SHAPE_CHECK_(T, m, type), .kind = (kind_),                \
        .flags = (flags_), .min = (min_), .max = (max_), .sub = (sub_), .names = (names_), .zh = (zh_), .en = (en_)    \
    }
#define F_ID(T, m, flags, zh, en) SHAPE_F_(T, m, int64_t, SHAPE_ID, flags, 0, 0, NULL, NULL, zh, en)
#define F_INT(T, m, min, max, flags, zh, en) SHAPE_F_(T, m, int64_t, SHAPE_INT, flags, min, max, NULL, NULL, zh, en)
#define F_BOOL(T, m, flags, zh, en) SHAPE_F_(T, m, _Bool, SHAPE_BOOL, flags, 0, 0, NULL, NULL, zh, en)
#define F_REAL(T, m, flags, zh, en) SHAPE_F_(T, m, double, SHAPE_REAL, flags, 0, 0, NULL, NULL, zh, en)
#define F_TEXT(T, m, min, max, flags, zh, en)                                                                          \
    SHAPE_F_(T, m, struct str, SHAPE_TEXT, flags, min, max, NULL, NULL, zh, en)
#define F_ENUM(T, m, names, flags, zh, en) SHAPE_F_(T, m, int, SHAPE_ENUM, flags, 0, 0, NULL, names, zh, en)
#define F_TIME(T, m, flags, zh, en) SHAPE_F_(T, m, int64_t, SHAPE_TIME, flags, 0, 0, NULL, NULL, zh, en)
#define F_DATE(T, m, flags, zh, en) SHAPE_F_(T, m, int, SHAPE_DATE, flags, 0, 0, NULL, NULL, zh, en)
#define F_OBJECT(T, m, sub_, flags_, zh_, en_)                                                                         \
    {                                                                                                                  \
        .name = #m, .column = #m, .offset = offsetof(T, m), .kind = SHAPE_OBJECT, .flags = (flags_), .sub = (sub_),    \
        .zh = (zh_), .en = (en_)                                                                                       \
    }
#define F_LIST(T, m, sub, min, max, flags, zh, en)                                                                     \
    SHAPE_F_(T, m, struct list, SHAPE_LIST, flags, min, max, sub, NULL, zh, en)
#define F_IDS(T, m, min, max, flags, zh, en) SHAPE_F_(T, m, struct list, SHAPE_IDS, flags, min, max, NULL, NULL, zh, en)
#define F_TEXTS(T, m, min, max, flags, zh, en)                                                                         \
    SHAPE_F_(T, m, struct list, SHAPE_TEXTS, flags, min, max, NULL, NULL, zh, en)
#define F_RAW(T, m, flags, zh, en) SHAPE_F_(T, m, struct str, SHAPE_RAW, flags, 0, 0, NULL, NULL, zh, en)
/* `stem` is the member without _centi: F_HOURS(struct ledger_entry, hours, ...) describes hours_centi. */
#define F_HOURS(T, stem, min_, max_, flags_, zh_, en_)                                                                 \
    {                                                                                                                  \
        .name = #stem, .column = #stem "_centi",                                                                       \
        .offset = offsetof(T, stem##_centi) + SHAPE_CHECK_(T, stem##_centi, int64_t), .kind = SHAPE_HOURS,             \
        .flags = (flags_), .min = (min_), .max = (max_), .zh = (zh_), .en = (en_)                                      \
    }
/* static const struct shape x_shape = SHAPE("X", struct x, x_fields); */
#define SHAPE(name_, T, fields_)                                                                                       \
    {                                                                                                                  \
        .name = (name_), .size = sizeof(T), .fields = (fields_), .n = sizeof(fields_) / sizeof *(fields_)              \
    }

/* Appends one JSON object. `redact` leaves SHAPE_SECRET fields out. */
void shape_write_json(struct buf *out, const struct shape *shape, const void *record, bool redact);
/* Reads one JSON object into *ret_record (shape->size zeroed bytes), whose texts and lists lie in the arena. Fails with
 * ERR_INVALID and the field's path: not JSON, unknown field, wrong type, missing, out of bounds, unknown enum name. */
__attribute__((warn_unused_result)) struct err *shape_read_json(struct arena *a, const struct shape *shape,
                                                                struct str json, void *ret_record);
/* Sets one field from text (a query parameter, a table cell, a row in a text protocol), with the same checks. */
__attribute__((warn_unused_result)) struct err *shape_set_text(struct arena *a, const struct shape_field *field,
                                                               struct str text, void *record);
/* The field with that JSON name or SQL column; NULL when there is none. */
const struct shape_field *shape_find(const struct shape *shape, const char *name);
const struct shape_field *shape_find_column(const struct shape *shape, const char *column);
/* Index of an enum name, or -1. */
int shape_enum_index(const char *const *names, struct str name);

#endif
