/* domain/form/form_print_http.c: the forms of a class and of a leave as PDF. */
#include "api/module.h"
#include "calc/paper/paper.h"
#include "domain/form/form_private.h"
#include "domain/klass/klass.h"

struct err *form_reply(struct call *c, struct paper_doc *doc)
{
    if (!doc->made_at) doc->made_at = c->now_us;
    c->status = 200;
    return paper_pdf(c->arena, doc, &c->raw);
}

/* One's own leave, or a duty in its class. */
struct err *form_http_leave(struct call *c)
{
    struct form_leave leave;
    struct form_template t;
    struct klass klass;
    struct paper_doc doc = {0};
    TRY(form_leave_get(c, c->path[0], &leave));
    TRY(klass_get(c, leave.class_id, &klass));
    call_checked(c);
    if (!c->who->person_id || c->who->person_id != leave.person_id) TRY(klass_may(c, PERM_LEAVE_DECIDE, &klass));
    TRY(form_template_find(c, FORM_LEAVE, leave.host_path, &t));
    form_paper_leave(c->arena, &doc, &t, &leave, c->tz_min);
    return form_reply(c, &doc);
}

/* A list of names is for those who run the class. */
static struct err *open_class(struct call *c, struct klass *klass, enum form_kind kind, struct form_template *t)
{
    TRY(klass_get(c, c->path[0], klass));
    TRY(klass_may(c, PERM_LEAVE_DECIDE, klass));
    return form_template_find(c, kind, klass->org_path, t);
}

struct err *form_http_people(struct call *c)
{
    struct klass klass;
    struct form_template t;
    struct list people;
    struct paper_doc doc = {0};
    TRY(open_class(c, &klass, FORM_PEOPLE, &t));
    TRY(form_people(c, klass.id, 0, &people));
    form_paper_people(c->arena, &doc, &t, &klass, &people);
    return form_reply(c, &doc);
}

static struct err *read_date(struct call *c, const char *name, int fallback, int *ret_date)
{
    struct str text = call_param(c, name);
    *ret_date = fallback;
    if (text.n && !date_parse(text, ret_date))
        FAIL_FIELD(c->arena, "input.date", name, "日期应写成 2026-11-23。", "Write a date as 2026-11-23.");
    return NULL;
}

/* Sessions from a day to a day; without them the whole timetable. */
static struct err *sessions_between(struct call *c, const struct klass *klass, struct list *ret_sessions)
{
    struct list all;
    int from_on, until_on;
    TRY(read_date(c, "from", 0, &from_on));
    TRY(read_date(c, "until", 99991231, &until_on));
    TRY(klass_sessions(c, klass->id, &all));
    *ret_sessions = (struct list){0};
    for (LIST_EACH(all, struct session, s)) {
        int on = date_of(s->starts_at, c->tz_min);
        if (on >= from_on && on <= until_on) *list_add(c->arena, ret_sessions, struct session) = *s;
    }
    return NULL;
}

struct err *form_http_roll(struct call *c)
{
    struct klass klass;
    struct form_template t;
    struct paper_doc doc = {0};
    TRY(open_class(c, &klass, FORM_ROLL, &t));
    struct form_roll roll = {.t = &t, .klass = &klass, .tz_min = c->tz_min};
    roll.blank = str_is(call_param(c, "blank"), "true");
    TRY(sessions_between(c, &klass, &roll.sessions));
    TRY(form_people(c, klass.id, 0, &roll.people));
    if (!roll.blank) TRY(form_marks(c, klass.id, 0, &roll.marks));
    form_paper_roll(c->arena, &doc, &roll);
    return form_reply(c, &doc);
}

/* With person= one page, which may be one's own; without it a page for everybody. */
struct err *form_http_assess(struct call *c)
{
    struct klass klass;
    struct form_template t;
    struct paper_doc doc = {0};
    int64_t person_id;
    TRY(call_param_int(c, "person", &person_id));
    TRY(klass_get(c, c->path[0], &klass));
    call_checked(c);
    bool own = person_id && person_id == c->who->person_id;
    if (!own) TRY(klass_may(c, PERM_LEAVE_DECIDE, &klass));
    TRY(form_template_find(c, FORM_ASSESS, klass.org_path, &t));
    struct form_roll roll = {.t = &t, .klass = &klass, .tz_min = c->tz_min};
    TRY(klass_sessions(c, klass.id, &roll.sessions));
    TRY(form_people(c, klass.id, person_id, &roll.people));
    TRY(form_marks(c, klass.id, person_id, &roll.marks));
    if (!roll.people.n)
        FAIL(c->arena, ERR_ABSENT, "form.nobody", "班里还没有这样的学员。", "There is no such learner in the class.");
    for (LIST_EACH(roll.people, struct form_person, p)) {
        struct form_result result;
        TRY(form_result(c, klass.id, p->person_id, &result));
        /* The assessed reads it when it is final. */
        if (own && !result.outcome.n)
            result.grade = result.note = (struct str){0}, result.study_centi = result.conduct_centi = 0;
        if (doc.blocks.n) paper_add(c->arena, &doc, PAPER_BREAK);
        form_paper_assess(c->arena, &doc, &roll, p, &result);
    }
    return form_reply(c, &doc);
}
