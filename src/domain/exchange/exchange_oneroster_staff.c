/* domain/exchange/exchange_oneroster_staff.c: who teaches and who runs a class, from the enrolments of a zip. */
#include "core/err.h"
#include "domain/exchange/exchange_oneroster.h"
#include "domain/klass/klass.h"

/* A draft without a class manager gets one; else whoever administers it there works beside the one it has. */
static struct err *join_staff(struct import *im, int user_column, int64_t class_id, int64_t person_id, int64_t duty)
{
    struct klass klass;
    TRY(klass_get(im->c, class_id, &klass));
    if (duty != KLASS_DUTY_MANAGER || klass.state != KLASS_DRAFT || klass.manager_id)
        return klass_staff_join(im->c, class_id, person_id, duty);
    klass.manager_id = person_id;
    struct err *e = klass_set(im->c, &klass);
    if (e && e->kind != ERR_INVALID && e->kind != ERR_CONFLICT) return e;
    import_refused(im, user_column, e);
    return NULL;
}

static struct err *has_duty(struct import *im, int64_t class_id, int64_t person_id, int64_t duty, bool *ret_has)
{
    struct list people;
    *ret_has = false;
    if (class_id <= 0 || person_id <= 0) return NULL;
    TRY(klass_people_with(im->c, class_id, duty, &people));
    for (LIST_EACH(people, int64_t, id)) *ret_has |= *id == person_id;
    return NULL;
}

struct err *roster_staff(struct import *im, int class_column, int user_column, int64_t class_id, int64_t person_id,
                         int64_t duty)
{
    bool has;
    TRY(has_duty(im, class_id, person_id, duty, &has));
    if (has) {
        im->counts.unchanged++;
        return NULL;
    }
    struct str who = roster_named(im, ROSTER_USER, cell_text(im, user_column));
    struct str what = roster_named(im, ROSTER_CLASS, cell_text(im, class_column));
    bool manages = duty == KLASS_DUTY_MANAGER;
    if (im->apply && (class_id <= 0 || person_id <= 0)) { /* somebody who was passed over */
        im->counts.skipped++;
        return NULL;
    }
    if (im->apply) TRY(join_staff(im, user_column, class_id, person_id, duty));
    if (im->row_failed) return NULL;
    import_remark(im, manages ? "%.*s 将担任班次“%.*s”的班主任" : "%.*s 将担任班次“%.*s”的教师",
                  manages ? "%.*s becomes a manager of the class “%.*s”" : "%.*s becomes a teacher of the class “%.*s”",
                  STR_ARG(who), STR_ARG(what));
    im->counts.added++;
    return NULL;
}
