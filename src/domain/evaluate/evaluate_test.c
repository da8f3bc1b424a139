/* domain/evaluate/evaluate_test.c: what answers must be, and when results may be seen. */
#include "check.h"
#include "core/arena.h"
#include "core/err.h"
#include "domain/evaluate/evaluate_private.h"

static struct arena *a;

static struct list questions(void)
{
    struct list all = {0};
    *list_add(a, &all, struct question) = (struct question){1, QUESTION_SCORE, STR("内容"), {0}, true};
    *list_add(a, &all, struct question) =
        (struct question){2, QUESTION_CHOICE, STR("时间"), STR("短\n合适\n长"), false};
    *list_add(a, &all, struct question) = (struct question){3, QUESTION_TEXT, STR("建议"), {0}, false};
    return all;
}

static const char *code_of(const struct answer *p, size_t n)
{
    struct list all = questions(), answers = {0};
    for (size_t i = 0; i < n; i++) *list_add(a, &answers, struct answer) = p[i];
    struct err *e = answers_check(a, &all, &answers);
    return e ? e->code : "";
}

static void answers_must_fit_their_questions(void)
{
    const struct answer good[] = {{1, 5, {0}}, {2, 3, {0}}, {3, 0, STR("好")}};
    CHECK_STR(str_of(code_of(good, 3)), "");
    CHECK_STR(str_of(code_of(good, 1)), "");
    CHECK_STR(str_of(code_of(good + 1, 2)), "evaluate.required");
    CHECK_STR(str_of(code_of((const struct answer[]){{1, 6, {0}}}, 1)), "evaluate.value");
    CHECK_STR(str_of(code_of((const struct answer[]){{1, 4, {0}}, {2, 4, {0}}}, 2)), "evaluate.value");
    CHECK_STR(str_of(code_of((const struct answer[]){{1, 4, {0}}, {1, 4, {0}}}, 2)), "evaluate.question");
    CHECK_STR(str_of(code_of((const struct answer[]){{9, 4, {0}}}, 1)), "evaluate.question");
}

static void results_show_only_when_closed_and_enough_answered(void)
{
    struct evaluation e = {.closes_at = 100, .min_answers = 5, .answered = 5};
    CHECK(!evaluation_shows(&e, 99));
    CHECK(evaluation_shows(&e, 100));
    e.answered = 4;
    CHECK(!evaluation_shows(&e, 200));
    e.min_answers = 0, e.answered = 0;
    CHECK(!evaluation_shows(&e, 200));
}

static void the_order_of_comments_does_not_tell_who_came_when(void)
{
    struct comment_bucket first = {0}, second = {0};
    comment_add(a, &first, STR("乙"));
    comment_add(a, &first, STR("甲"));
    comment_add(a, &first, STR("丙"));
    comment_add(a, &second, STR("丙"));
    comment_add(a, &second, STR("乙"));
    comment_add(a, &second, STR("甲"));
    for (size_t i = 0; i < 3; i++)
        CHECK(str_equal(*LIST_AT(first.texts, struct str, i), *LIST_AT(second.texts, struct str, i)));
}

int main(void)
{
    a = arena_open(1u << 20);
    RUN(answers_must_fit_their_questions);
    RUN(results_show_only_when_closed_and_enough_answered);
    RUN(the_order_of_comments_does_not_tell_who_came_when);
    arena_close(a);
    return check_end();
}
