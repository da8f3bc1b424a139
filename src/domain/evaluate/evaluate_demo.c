/* domain/evaluate/evaluate_demo.c: two questionnaires for the maker of a demo, with the same functions as by hand, at
 * the time at which it would have been done: one is closed and shows its result, the other waits for more answers. */
#include "api/call.h"
#include "domain/evaluate/evaluate_private.h"

enum { LESSON_TEMPLATE = 1, CLOSED_AFTER_HOURS = 8 };

static const char *const comments[] = {
    "结合区县实际讲得透，案例可以再多一些。",
    "数据很新，建议课后把讲稿发到班级文件里。",
    "希望多留一些提问时间。",
    "教学点画面清楚，声音偶尔偏小。",
    "内容扎实，回去就能用。",
    "建议增加与兄弟区县的交流环节。",
    "分组研讨主持得好，大家都发了言。",
    "议题再聚焦一点，讨论会更深入。",
};

/* The answers of the nth person: mostly good, never all the same. Texts last. */
static struct list answers_of(struct call *c, const struct list *questions, size_t n)
{
    struct list answers = {0};
    size_t k = 0;
    for (LIST_EACH(*questions, struct question, q)) {
        size_t draw = (n * 7 + k++ * 3) % 10;
        struct answer x = {.question_id = q->id, .value = draw < 6 ? SCORE_MAX : draw < 9 ? SCORE_MAX - 1 : 3};
        if (q->kind == QUESTION_TEXT && n % 9) continue;
        if (q->kind == QUESTION_TEXT)
            x = (struct answer){.question_id = q->id,
                                .text = str_of(comments[n / 9 % (sizeof comments / sizeof *comments)])};
        *list_add(c->arena, &answers, struct answer) = x;
    }
    return answers;
}

/* Of the closed one three in four answered, of the open one so far one in three. */
static bool answers(const struct evaluation_demo *demo, const struct evaluation *e, size_t n)
{
    return e->session_id == demo->closed_session_id ? n % 4 != 3 : n % 3 == 0;
}

static struct err *answer_all(struct call *c, const struct evaluation_demo *demo, const struct evaluation *e)
{
    struct template template;
    struct list people;
    size_t n = 0;
    TRY(template_get(c, e->template_id, &template));
    TRY(klass_enrolments(c, e->class_id, &people));
    for (LIST_EACH(people, struct enrolment, p)) {
        if (p->state != ENROLMENT_CONFIRMED || list_has_id(&demo->spared, p->person_id)) continue;
        const struct who learner = {.person_id = p->person_id};
        struct call then = *c;
        then.who = &learner;
        then.now_us = e->opens_at + (int64_t)(n % 90) * TIME_MINUTE_US;
        struct list given = answers_of(c, &template.questions, n);
        if (answers(demo, e, n)) TRY(evaluation_answer(&then, e, &given));
        n++;
    }
    return NULL;
}

static struct err *open_both(struct call *c, const struct evaluation_demo *demo)
{
    struct session session;
    struct klass klass;
    struct call then = *c;
    int64_t opened;
    struct open_request request = {.template_id = LESSON_TEMPLATE};
    *list_add(c->arena, &request.session_ids, int64_t) = demo->closed_session_id;
    *list_add(c->arena, &request.session_ids, int64_t) = demo->open_session_id;
    TRY(klass_get(c, demo->class_id, &klass));
    TRY(session_get(c, demo->closed_session_id, &session));
    then.now_us = session.ends_at;
    then.today = date_of(then.now_us, c->tz_min);
    return evaluation_open(&then, &klass, &request, &opened);
}

struct err *evaluation_demo_make(struct call *c, const struct evaluation_demo *demo)
{
    struct list all;
    TRY(open_both(c, demo));
    TRY(evaluation_list(c, demo->class_id, &all));
    for (LIST_EACH(all, struct evaluation, e)) {
        struct call then = *c;
        TRY(answer_all(c, demo, e));
        then.now_us = e->opens_at + CLOSED_AFTER_HOURS * TIME_HOUR_US;
        if (e->session_id == demo->closed_session_id) TRY(evaluation_close(&then, e->id));
    }
    return NULL;
}
