#include "core/err.h"

#include "core/arena.h"

#include <stdarg.h>
#include <stdio.h>

static struct str format_text(struct arena *a, const char *format, va_list args)
{
    char text[1024];
    int n = vsnprintf(text, sizeof text, format, args);
    if (n >= (int)sizeof text) {
        n = (int)sizeof text - 1;
        while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80) n--; /* never half a character */
    }
    return str_copy(a, (struct str){text, (size_t)n});
}

struct err *err_new(struct arena *a, const char *file, int line, enum err_kind kind, const char *code, struct str field,
                    const char *zh, const char *en, ...)
{
    struct err *e = arena_new(a, struct err);
    *e = (struct err){.kind = kind, .code = code, .field = field, .file = file, .line = line};
    va_list args;
    va_start(args, en);
    e->zh = format_text(a, zh, args);
    va_end(args);
    va_start(args, en);
    e->en = format_text(a, en, args);
    va_end(args);
    return e;
}

struct err *err_copy(struct arena *a, const struct err *e)
{
    struct err *copy = arena_new(a, struct err);
    *copy = *e;
    copy->zh = str_copy(a, e->zh);
    copy->en = str_copy(a, e->en);
    copy->field = str_copy(a, e->field);
    return copy;
}
