/* app/demo/demo_lessons.h: the courses of the demo city, for those who build classes from them. */
#ifndef APP_DEMO_DEMO_LESSONS_H
#define APP_DEMO_DEMO_LESSONS_H

#include <stddef.h>
#include <stdint.h>

struct demo_course {
    const char *kind, *title;
    int64_t hours_centi;
    const char *summary;
};
extern const struct demo_course demo_courses[];
extern const size_t demo_course_count;

#endif
