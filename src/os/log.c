#include "os/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

static enum log_level most_level = LOG_LEVEL_INFO;

void log_set_level(enum log_level most) { __atomic_store_n(&most_level, most, __ATOMIC_RELAXED); }

void log_line(enum log_level level, const char *format, ...)
{
    static const char *const names[] = {"error", "warn", "info", "debug"};
    if (level > __atomic_load_n(&most_level, __ATOMIC_RELAXED)) return;
    char text[2048];
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *p = text; *p; p++)
        if (*p == '\n' || *p == '\r') *p = ' '; /* one line a happening, whatever a peer sent */
    fprintf(stderr, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ %s %s\n", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
            utc.tm_hour, utc.tm_min, utc.tm_sec, now.tv_nsec / 1000000, names[level], text);
}
