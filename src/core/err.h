/* core/err.h: an error that is returned, passed up and read by a person.
 *
 * NULL is success. An error lives in the arena of the call that made it. Only edges (HTTP, WebSocket, command line)
 * turn it into a status, and only edges log it. Codes look like "ledger.already_reversed" and are never reused.
 */
#ifndef CORE_ERR_H
#define CORE_ERR_H

#include "core/str.h"

struct arena;

enum err_kind {
    ERR_INVALID,      /* the input is wrong: say where and how to mend it */
    ERR_DENIED,       /* signed in, but not allowed */
    ERR_UNKNOWN,      /* not signed in */
    ERR_ABSENT,       /* there is no such thing, or the caller may not know of it */
    ERR_CONFLICT,     /* right in itself, but not now: somebody else changed it, or a state forbids it */
    ERR_PRECONDITION, /* If-Match is missing */
    ERR_LIMIT,        /* too much, too often */
    ERR_BUSY,         /* try again: the database was locked or the node is full */
    ERR_BROKEN,       /* our fault */
};

struct err {
    enum err_kind kind;
    const char *code; /* "module.what", stable */
    struct str zh;    /* a sentence that says what to do, Chinese */
    struct str en;    /* the same in English */
    struct str field; /* path of the input field, "sessions[2].starts_at"; empty when none */
    const char *file; /* where it was made */
    int line;
};

/* The two formats take the same arguments in the same order. */
__attribute__((format(printf, 7, 9), format(printf, 8, 9), warn_unused_result)) struct err *
err_new(struct arena *a, const char *file, int line, enum err_kind kind, const char *code, struct str field,
        const char *zh, const char *en, ...);

/* The same error in another arena, so that the one it was made in can be closed. */
struct err *err_copy(struct arena *a, const struct err *e);

/* FAIL(arena, ERR_CONFLICT, "class.full", "班次已满。", "The class is full."): makes an error and returns it. */
#define ERR(a, kind, code, ...) err_new((a), __FILE__, __LINE__, (kind), (code), (struct str){0}, __VA_ARGS__)
#define ERR_FIELD(a, code, field, ...) err_new((a), __FILE__, __LINE__, ERR_INVALID, (code), str_of(field), __VA_ARGS__)
#define FAIL(a, kind, code, ...) return ERR(a, kind, code, __VA_ARGS__)
#define FAIL_FIELD(a, code, field, ...) return ERR_FIELD(a, code, field, __VA_ARGS__)
/* Passes an error up. */
#define TRY(expression)                                                                                                \
    do {                                                                                                               \
        struct err *try_err_ = (expression);                                                                           \
        if (try_err_) return try_err_;                                                                                 \
    } while (0)

#endif
