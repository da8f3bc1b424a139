/* domain/course/course.c: courses and media: load, decide, save. */
#include "domain/course/course.h"

#include "api/call.h"
#include "domain/course/course_private.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "domain/search/search.h"

/* ---- reading ---- */

struct err *course_get(struct call *c, int64_t course_id, struct course *ret_course)
{
    bool found;
    TRY(course_store_get(c, course_id, ret_course, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "course.absent", "没有这门课程。", "There is no such course.");
    return course_store_stops(c, course_id, &ret_course->stops);
}

struct err *course_stops(struct call *c, int64_t course_id, struct list *ret_stops)
{
    return course_store_stops(c, course_id, ret_stops);
}

/* Is it shared with the place of any role of the caller that may read courses? */
static struct err *shared_with_caller(struct call *c, const struct course *course, bool *ret_shared)
{
    *ret_shared = false;
    if (course->state == COURSE_DRAFT) return NULL;
    for (LIST_EACH(c->who->roles, struct who_role, role)) {
        if (*ret_shared || !role_has((enum role)role->role, PERM_COURSE_READ)) continue;
        TRY(course_store_is_shared(c, course->id, role->path, ret_shared));
    }
    return NULL;
}

struct err *course_may(struct call *c, enum perm perm, const struct course *course)
{
    if (call_can(c, perm, course->org_path)) return NULL;
    bool shared;
    TRY(shared_with_caller(c, course, &shared));
    if (!shared) return call_may(c, perm, course->org_path);
    if (perm == PERM_COURSE_READ) return NULL;
    FAIL(c->arena, ERR_DENIED, "course.not_owner", "这门课程由%.*s建设，您可以使用，但只有建设单位可以修改。",
         "This course belongs to %.*s: you may use it, only its owner may change it.", STR_ARG(course->org_name));
}

struct err *media_get(struct call *c, int64_t media_id, struct media *ret_media)
{
    bool found;
    TRY(media_store_get(c, media_id, ret_media, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "media.absent", "没有这个媒体文件。", "There is no such media file.");
    return NULL;
}

/* ---- saving ---- */

struct err *audience_check(struct call *c, struct str code, const char *field)
{
    bool exists = !code.n;
    if (code.n) TRY(course_store_audience_exists(c, code, &exists));
    if (exists) return NULL;
    FAIL_FIELD(c->arena, "course.audience", field, "没有“%.*s”这类培训对象。", "There is no audience “%.*s”.",
               STR_ARG(code));
}

/* The teacher and the file must exist; the file's owner is checked, because showing it makes it readable. */
static struct err *check_references(struct call *c, const struct course *course)
{
    TRY(person_check(c, course->teacher_id, "teacher_id"));
    TRY(audience_check(c, course->audience_code, "audience_code"));
    if (!course->media_id) return NULL;
    struct media media;
    TRY(media_get(c, course->media_id, &media));
    return call_may(c, PERM_COURSE_READ, media.org_path);
}

/* Found by characters, pinyin and initials of the title, by code, and by the words of the summary. */
static struct err *index_words(struct call *c, const struct course *course, const struct text_reading *reading)
{
    const struct search_text texts[] = {{course->title, reading}, {course->code, NULL}, {course->summary, NULL}};
    return search_index(c, "course", course->id, texts, sizeof texts / sizeof *texts);
}

struct err *course_add(struct call *c, struct course *course)
{
    struct str path;
    TRY(org_path(c, course->org_id, &path));
    TRY(call_may(c, PERM_COURSE_EDIT, path));
    if (!course->state) course->state = COURSE_DRAFT;
    TRY(course_check(c->arena, course, COURSE_STATE_NONE));
    TRY(check_references(c, course));
    course->id = call_id(c);
    struct text_reading reading;
    text_read(c->arena, course->title, TEXT_WORDS, &reading);
    TRY(course_store_insert(c, course, reading.pinyin_sort));
    TRY(course_store_put_stops(c, course));
    TRY(index_words(c, course, &reading));
    call_audit(c, course->id, path, (struct str){0});
    return course_get(c, course->id, course);
}

struct err *course_set(struct call *c, struct course *course)
{
    struct course old;
    TRY(course_get(c, course->id, &old));
    TRY(course_may(c, PERM_COURSE_EDIT, &old));
    TRY(call_match(c, old.version));
    if (!course->state) course->state = old.state;
    TRY(course_check(c->arena, course, old.state));
    TRY(check_references(c, course));
    struct text_reading reading;
    text_read(c->arena, course->title, TEXT_WORDS, &reading);
    TRY(course_store_update(c, course, reading.pinyin_sort));
    TRY(course_store_put_stops(c, course));
    TRY(index_words(c, course, &reading));
    call_audit(c, course->id, old.org_path, (struct str){0});
    return course_get(c, course->id, course);
}

struct err *media_add(struct call *c, struct media *media)
{
    struct str path;
    TRY(org_path(c, media->org_id, &path));
    TRY(call_may(c, PERM_COURSE_EDIT, path));
    if (!media_path_is_safe(media->path))
        FAIL_FIELD(c->arena, "media.path", "path", "文件路径应是媒体目录内的相对路径，例如 lectures/opening.mp4。",
                   "The path must be relative to the media folder, such as lectures/opening.mp4.");
    media->id = call_id(c);
    TRY(media_store_insert(c, media));
    call_audit(c, media->id, path, (struct str){0});
    return media_get(c, media->id, media);
}
