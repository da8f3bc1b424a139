/* domain/evaluate/evaluate.c: opening questionnaires, answering them, and who may read what came of it. */
#include "domain/evaluate/evaluate.h"

#include "api/call.h"
#include "domain/evaluate/evaluate_private.h"
#include "domain/notice/notice.h"

struct err *evaluation_count(struct call *c, int64_t class_id, int64_t *ret_all, int64_t *ret_closed)
{
    struct list all;
    TRY(evaluation_list(c, class_id, &all));
    *ret_all = (int64_t)all.n;
    *ret_closed = 0;
    for (LIST_EACH(all, struct evaluation, e)) *ret_closed += e->closes_at <= c->now_us;
    return NULL;
}

/* ---- opening ---- */

struct opening {
    const struct klass *klass;
    struct template template;
    int64_t min_answers, days, opened;
};

static struct err *open_one(struct call *c, struct opening *x, const struct session *session)
{
    int64_t day_us = 24 * 60 * TIME_MINUTE_US, session_id = session ? session->id : 0;
    int64_t after_at = session ? session->ends_at : date_start_us(x->klass->ends_on, c->tz_min);
    bool exists;
    TRY(evaluation_exists(c, x->klass->id, session_id, &exists));
    if (exists) return NULL;
    int64_t from_at = after_at > c->now_us ? after_at : c->now_us;
    struct evaluation e = {.id = call_id(c),
                           .class_id = x->klass->id,
                           .session_id = session_id,
                           .template_id = x->template.id,
                           .title = session ? session->title : x->klass->title,
                           .anonymous = x->template.anonymous,
                           .opens_at = session ? after_at : c->now_us,
                           .closes_at = from_at + x->days * day_us,
                           .min_answers = x->template.anonymous ? x->min_answers : 1};
    x->opened++;
    return evaluation_insert(c, &e);
}

static bool is_wanted(const struct open_request *request, int64_t session_id)
{
    if (request->lessons) return true;
    for (LIST_EACH(request->session_ids, int64_t, id))
        if (*id == session_id) return true;
    return false;
}

/* One notice for all that is opened at once. */
static struct err *tell(struct call *c, const struct klass *klass)
{
    struct list people;
    TRY(klass_enrolments(c, klass->id, &people));
    for (LIST_EACH(people, struct enrolment, e)) {
        struct notice_message m = {.person_id = e->person_id,
                                   .kind = "assess.open",
                                   .title_zh = str_printf(c->arena, "请评价：%.*s", STR_ARG(klass->title)),
                                   .title_en =
                                       str_printf(c->arena, "Please say what you think: %.*s", STR_ARG(klass->title)),
                                   .link = str_printf(c->arena, "/learn/classes/%lld", (long long)klass->id),
                                   .key = str_printf(c->arena, "evaluate:%lld:%d", (long long)klass->id, c->today)};
        TRY(notice_send(c, &m));
    }
    return NULL;
}

struct err *evaluation_open(struct call *c, const struct klass *klass, const struct open_request *request,
                            int64_t *ret_opened)
{
    struct opening x = {.klass = klass};
    struct list sessions;
    if (klass->state == KLASS_DRAFT || klass->state == KLASS_CANCELLED)
        FAIL(c->arena, ERR_CONFLICT, "evaluate.no_class", "班次尚未开放或已取消，不能发问卷。",
             "The class is a draft or was cancelled: there is nothing to ask about.");
    TRY(template_get(c, request->template_id, &x.template));
    TRY(rule_value(c, "evaluate_min_answers", klass->org_path, c->today, &x.min_answers));
    TRY(rule_value(c, "evaluate_open_days", klass->org_path, c->today, &x.days));
    TRY(klass_sessions(c, klass->id, &sessions));
    for (LIST_EACH(sessions, struct session, session))
        if (session->kind != SESSION_SELF_STUDY && is_wanted(request, session->id)) TRY(open_one(c, &x, session));
    if (request->whole_class) TRY(open_one(c, &x, NULL));
    *ret_opened = x.opened;
    return x.opened ? tell(c, klass) : NULL;
}

/* ---- answering ---- */

struct err *evaluation_check_learner(struct call *c, const struct evaluation *e)
{
    struct enrolment enrolment;
    bool found = false;
    call_checked(c);
    if (c->who->person_id) TRY(enrolment_find(c, e->class_id, c->who->person_id, &enrolment, &found));
    bool seat = found && (enrolment.state == ENROLMENT_CONFIRMED || enrolment.state == ENROLMENT_COMPLETED ||
                          enrolment.state == ENROLMENT_FAILED);
    if (!seat) FAIL(c->arena, ERR_ABSENT, "evaluate.absent", "没有这份问卷。", "There is no such questionnaire.");
    return NULL;
}

static const struct question *question_of(const struct list *questions, int64_t id)
{
    for (LIST_EACH(*questions, struct question, q))
        if (q->id == id) return q;
    return NULL;
}

static struct err *keep(struct call *c, const struct evaluation *e, const struct list *questions,
                        const struct answer *x)
{
    const struct question *q = question_of(questions, x->question_id);
    struct answer trimmed = {x->question_id, x->value, str_trim(x->text)};
    if (q->kind == QUESTION_TEXT) return trimmed.text.n ? comment_save(c, e, &trimmed) : NULL;
    return x->value ? tally_add(c, e->id, x) : NULL;
}

struct err *evaluation_answer(struct call *c, const struct evaluation *e, const struct list *answers)
{
    struct template template;
    bool is_new;
    if (c->now_us < e->opens_at)
        FAIL(c->arena, ERR_CONFLICT, "evaluate.too_early", "下课后才能评价。", "It can be answered after the lesson.");
    if (c->now_us >= e->closes_at)
        FAIL(c->arena, ERR_CONFLICT, "evaluate.closed", "问卷已截止。", "The questionnaire is closed.");
    TRY(template_get(c, e->template_id, &template));
    TRY(answers_check(c->arena, &template.questions, answers));
    TRY(answered_add(c, e->id, &is_new));
    if (!is_new)
        FAIL(c->arena, ERR_CONFLICT, "evaluate.answered", "您已经评价过了，谢谢。",
             "You have answered already, thank you.");
    for (LIST_EACH(*answers, struct answer, x)) TRY(keep(c, e, &template.questions, x));
    return NULL;
}

/* ---- reading ---- */

struct err *evaluation_can_read(struct call *c, const struct klass *klass, const struct evaluation *e, bool *ret_can)
{
    TRY(klass_can(c, PERM_CLASS_CONFIRM, klass, ret_can));
    *ret_can |= e->teacher_id && e->teacher_id == c->who->person_id;
    return NULL;
}
