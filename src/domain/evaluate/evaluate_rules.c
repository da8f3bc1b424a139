/* domain/evaluate/evaluate_rules.c: what a questionnaire and its answers must be, and when results may be seen. Pure.
 */
#include "core/arena.h"
#include "core/err.h"
#include "domain/evaluate/evaluate_private.h"

#include <stdlib.h>

const char *const question_kind_names[] = {"", "score", "choice", "text", NULL};
const char *const evaluate_subject_names[] = {"", "lesson", "class", NULL};

struct str question_option(const struct question *q, int64_t value)
{
    struct str rest = q->options;
    for (int64_t i = 1; rest.n; i++) {
        struct str line = str_trim(str_cut(rest, '\n', &rest));
        if (i == value) return line;
    }
    return (struct str){0};
}

int64_t question_options(const struct question *q)
{
    int64_t n = 0;
    while (question_option(q, n + 1).n) n++;
    return n;
}

static const char *field_of(struct arena *a, size_t i, const char *name)
{
    return str_cstr(a, str_printf(a, "answers[%zu].%s", i, name));
}

static const struct question *find(const struct list *questions, int64_t id)
{
    for (LIST_EACH(*questions, struct question, q))
        if (q->id == id) return q;
    return NULL;
}

static bool is_answered(const struct list *answers, const struct question *q, const struct answer *but)
{
    for (LIST_EACH(*answers, struct answer, x))
        if (x != but && x->question_id == q->id && (q->kind == QUESTION_TEXT ? str_trim(x->text).n > 0 : x->value > 0))
            return true;
    return false;
}

static struct err *check_answer(struct arena *a, const struct list *questions, const struct list *answers, size_t i)
{
    const struct answer *x = LIST_AT(*answers, struct answer, i);
    const struct question *q = find(questions, x->question_id);
    if (!q || is_answered(answers, q, x))
        FAIL_FIELD(a, "evaluate.question", field_of(a, i, "question_id"), "问卷没有这道题，或这道题答了两次。",
                   "There is no such question, or it was answered twice.");
    int64_t most = q->kind == QUESTION_SCORE ? SCORE_MAX : q->kind == QUESTION_CHOICE ? question_options(q) : 0;
    if (x->value < 0 || x->value > most)
        FAIL_FIELD(a, "evaluate.value", field_of(a, i, "value"), "请在 1 到 %lld 之间选择。", "Choose from 1 to %lld.",
                   (long long)most);
    return NULL;
}

struct err *answers_check(struct arena *a, const struct list *questions, const struct list *answers)
{
    for (size_t i = 0; i < answers->n; i++) TRY(check_answer(a, questions, answers, i));
    for (LIST_EACH(*questions, struct question, q))
        if (q->required && !is_answered(answers, q, NULL))
            FAIL_FIELD(a, "evaluate.required", "answers", "还有必答题没有回答：%.*s", "An answer is missing: %.*s",
                       STR_ARG(q->text));
    return NULL;
}

struct err *template_check(struct arena *a, const struct template *template)
{
    for (size_t i = 0; i < template->questions.n; i++) {
        const struct question *q = LIST_AT(template->questions, struct question, i);
        if (q->kind == QUESTION_CHOICE && question_options(q) < 2)
            FAIL_FIELD(a, "evaluate.options", str_cstr(a, str_printf(a, "questions[%zu].options", i)),
                       "选择题至少写两个选项，每行一个。", "A choice needs at least two options, one a line.");
    }
    return NULL;
}

bool evaluation_shows(const struct evaluation *e, int64_t now_us)
{
    return now_us >= e->closes_at && e->answered > 0 && e->answered >= e->min_answers;
}

static int by_bytes(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

void comment_add(struct arena *a, struct comment_bucket *bucket, struct str text)
{
    *list_add(a, &bucket->texts, struct str) = text;
    qsort(bucket->texts.p, bucket->texts.n, sizeof(struct str), by_bytes);
}
