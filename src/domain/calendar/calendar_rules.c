/* domain/calendar/calendar_rules.c: how a feed is written: RFC 5545 3.1 (folding), 3.3.5 (times), 3.3.11 (escaping). */
#include "core/id.h"
#include "core/time.h"
#include "domain/calendar/calendar_private.h"

#include <string.h>

enum { LINE_BYTES = 75 };

const char *const calendar_kind_names[] = {"", "person", "class", "room", NULL};

/* Puts a piece that must not be torn; begins a new line, which starts with a blank, when it does not fit any more. */
static void put_piece(struct buf *out, const char *p, size_t n, size_t *at)
{
    if (*at + n > LINE_BYTES) {
        buf_cstr(out, "\r\n ");
        *at = 1;
    }
    buf_put(out, p, n);
    *at += n;
}

void calendar_put_text(struct buf *out, const char *name, struct str value)
{
    size_t at = strlen(name) + 1, next = 0;
    buf_printf(out, "%s:", name);
    while (next < value.n) {
        size_t from = next;
        int32_t point = str_next(value, &next);
        if (point < 0) break;
        if (point == '\n')
            put_piece(out, "\\n", 2, &at);
        else if (point == '\\' || point == ';' || point == ',')
            put_piece(out, (const char[]){'\\', (char)point}, 2, &at);
        else if (point >= ' ' && point != 0x7f)
            put_piece(out, value.p + from, next - from, &at);
    }
    buf_cstr(out, "\r\n");
}

static void put_time(struct buf *out, const char *name, int64_t at)
{
    int date = date_of(at, 0);
    int64_t seconds = (at - date_start_us(date, 0)) / TIME_SECOND_US;
    buf_printf(out, "%s:%08dT%02d%02d%02dZ\r\n", name, date, (int)(seconds / 3600), (int)(seconds / 60 % 60),
               (int)(seconds % 60));
}

static void put_event(struct buf *out, const struct calendar_event *e)
{
    buf_cstr(out, "BEGIN:VEVENT\r\n");
    buf_printf(out, "UID:session-%lld@tongke\r\n", (long long)e->id);
    /* the same at each fetch, so that an unchanged feed has unchanged bytes */
    put_time(out, "DTSTAMP", id_time_us(e->id));
    buf_printf(out, "SEQUENCE:%lld\r\n", (long long)(e->version > 0 ? e->version - 1 : 0));
    put_time(out, "DTSTART", e->starts_at);
    put_time(out, "DTEND", e->ends_at);
    calendar_put_text(out, "SUMMARY", e->title);
    calendar_put_text(out, "DESCRIPTION", e->class_title);
    if (e->room.n) calendar_put_text(out, "LOCATION", e->room);
    buf_cstr(out, e->cancelled ? "STATUS:CANCELLED\r\n" : "STATUS:CONFIRMED\r\n");
    buf_cstr(out, "END:VEVENT\r\n");
}

void calendar_write(struct buf *out, struct str name, const struct list *events)
{
    buf_cstr(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tongke//Tongke//ZH\r\nCALSCALE:GREGORIAN\r\n"
                  "METHOD:PUBLISH\r\n");
    calendar_put_text(out, "X-WR-CALNAME", name);
    buf_cstr(out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n");
    for (LIST_EACH(*events, struct calendar_event, e)) put_event(out, e);
    buf_cstr(out, "END:VCALENDAR\r\n");
}
