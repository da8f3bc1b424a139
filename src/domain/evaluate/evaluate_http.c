/* domain/evaluate/evaluate_http.c: routes of questionnaires, and the module. */
#include "api/module.h"
#include "domain/evaluate/evaluate_private.h"
#include "domain/org/org.h"
#include "evaluate_sql.h"

static struct list *items(struct call *c) { return &((struct page *)c->out)->items; }

/* ---- templates ---- */

static struct err *list_templates(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_CLASS_READ, &path));
    return template_list(c, path, items(c));
}

static struct err *post_template(struct call *c)
{
    struct template *out = c->out;
    struct str path = STR(ORG_ROOT_PATH);
    *out = *(const struct template *)c->in;
    if (out->org_id) TRY(org_path(c, out->org_id, &path));
    TRY(call_may(c, PERM_CLASS_EDIT, path));
    TRY(template_check(c->arena, out));
    out->id = call_id(c);
    TRY(template_add(c, out));
    call_audit(c, out->id, path, (struct str){0});
    return NULL;
}

static struct err *delete_template(struct call *c)
{
    struct template template;
    TRY(template_get(c, c->path[0], &template));
    TRY(call_may(c, PERM_CLASS_EDIT, template.org_id ? template.org_path : STR(ORG_ROOT_PATH)));
    call_audit(c, template.id, template.org_path, template.title);
    return template_close(c, template.id);
}

/* ---- of a class ---- */

/* Those who confirm the class see all; a teacher those of their own lessons. */
static struct err *fill(struct call *c, const struct klass *klass)
{
    struct list all;
    bool any = false;
    TRY(evaluation_list(c, klass->id, &all));
    for (LIST_EACH(all, struct evaluation, e)) {
        bool can;
        TRY(evaluation_can_read(c, klass, e, &can));
        if (!can) continue;
        any = true;
        e->shown = evaluation_shows(e, c->now_us);
        *list_add(c->arena, items(c), struct evaluation) = *e;
    }
    return any ? NULL : klass_may(c, PERM_CLASS_CONFIRM, klass);
}

static struct err *list_evaluations(struct call *c)
{
    struct klass klass;
    TRY(klass_get(c, c->path[0], &klass));
    call_checked(c);
    return fill(c, &klass);
}

static const struct shape_field open_fields[] = {
    F_ID(struct open_request, template_id, SHAPE_REQUIRED, "评价表", "template"),
    F_IDS(struct open_request, session_ids, 0, 1000, 0, "课次", "lessons"),
    F_BOOL(struct open_request, lessons, 0, "全部课次", "all lessons"),
    F_BOOL(struct open_request, whole_class, 0, "整个班次", "the class as a whole"),
};
static const struct shape open_shape = SHAPE("EvaluationOpen", struct open_request, open_fields);

static struct err *post_evaluations(struct call *c)
{
    struct klass klass;
    int64_t opened;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may(c, PERM_CLASS_EDIT, &klass));
    TRY(evaluation_open(c, &klass, c->in, &opened));
    call_audit(c, klass.id, klass.org_path, (struct str){0});
    return fill(c, &klass);
}

static struct err *open_evaluation(struct call *c, struct evaluation *e, struct klass *klass)
{
    TRY(evaluation_get(c, c->path[0], e));
    return klass_get(c, e->class_id, klass);
}

static struct err *post_close(struct call *c)
{
    struct evaluation *out = c->out;
    struct klass klass;
    TRY(open_evaluation(c, out, &klass));
    TRY(klass_may(c, PERM_CLASS_EDIT, &klass));
    if (out->closes_at <= c->now_us)
        FAIL(c->arena, ERR_CONFLICT, "evaluate.closed", "问卷已截止。", "The questionnaire is closed.");
    TRY(evaluation_close(c, out->id));
    call_audit(c, out->id, klass.org_path, out->title);
    TRY(evaluation_get(c, out->id, out));
    out->shown = evaluation_shows(out, c->now_us);
    c->status = 200;
    return NULL;
}

/* ---- of a learner ---- */

static struct err *list_mine(struct call *c)
{
    call_checked(c);
    return c->who->person_id ? evaluation_mine(c, items(c)) : NULL;
}

struct form {
    struct evaluation evaluation;
    bool answered;
    struct list questions;
};
static const struct shape_field form_fields[] = {
    F_OBJECT(struct form, evaluation, &evaluation_shape, 0, "问卷", "questionnaire"),
    F_BOOL(struct form, answered, 0, "本人已答", "the caller has answered"),
    F_LIST(struct form, questions, &question_shape, 0, QUESTIONS_MAX, 0, "题目", "questions"),
};
static const struct shape form_shape = SHAPE("EvaluationForm", struct form, form_fields);

static struct err *get_form(struct call *c)
{
    struct form *out = c->out;
    struct template template;
    TRY(evaluation_get(c, c->path[0], &out->evaluation));
    TRY(evaluation_check_learner(c, &out->evaluation));
    TRY(answered_find(c, out->evaluation.id, &out->answered));
    TRY(template_get(c, out->evaluation.template_id, &template));
    out->evaluation.answered = 0; /* how many have answered is not the learner's to watch */
    out->questions = template.questions;
    return NULL;
}

static const struct shape_field answer_fields[] = {
    F_ID(struct answer, question_id, SHAPE_REQUIRED, "题目", "question"),
    F_INT(struct answer, value, 0, 100, 0, "分数，或第几个选项", "score, or number of the choice"),
    F_TEXT(struct answer, text, 0, COMMENT_MAX, 0, "文字", "text"),
};
static const struct shape answer_shape = SHAPE("EvaluationAnswer", struct answer, answer_fields);
struct answers_in {
    struct list answers;
    struct str salt; /* random: makes what is kept of a repeated request useless for guessing the answers */
};
static const struct shape_field answers_fields[] = {
    F_LIST(struct answers_in, answers, &answer_shape, 1, QUESTIONS_MAX, SHAPE_REQUIRED, "回答", "answers"),
    F_TEXT(struct answers_in, salt, 0, 64, SHAPE_SECRET, "随机文字，不保存", "random text, not kept"),
};
static const struct shape answers_shape = SHAPE("EvaluationAnswers", struct answers_in, answers_fields);

static struct err *post_answers(struct call *c)
{
    const struct answers_in *in = c->in;
    struct evaluation e;
    TRY(evaluation_get(c, c->path[0], &e));
    TRY(evaluation_check_learner(c, &e));
    c->status = 204;
    return evaluation_answer(c, &e, &in->answers);
}

/* ---- results ---- */

struct value_count {
    int64_t value;
    struct str label;
    int64_t count;
};
static const struct shape_field value_count_fields[] = {
    F_INT(struct value_count, value, 0, 0, 0, "选择", "value"),
    F_TEXT(struct value_count, label, 0, 0, 0, "选项", "option"),
    F_INT(struct value_count, count, 0, 0, 0, "人数", "how many"),
};
static const struct shape value_count_shape = SHAPE("EvaluationCount", struct value_count, value_count_fields);
struct question_result {
    struct question question;
    int64_t answers;
    int64_t average_centi;
    struct list counts;   /* struct value_count */
    struct list comments; /* struct str */
};
static const struct shape_field question_result_fields[] = {
    F_OBJECT(struct question_result, question, &question_shape, 0, "题目", "question"),
    F_INT(struct question_result, answers, 0, 0, 0, "回答人数", "answers"),
    F_HOURS(struct question_result, average, 0, 0, 0, "平均分", "average score"),
    F_LIST(struct question_result, counts, &value_count_shape, 0, 100, 0, "各选择人数", "how many chose what"),
    F_TEXTS(struct question_result, comments, 0, 100000, 0, "文字", "comments"),
};
static const struct shape question_result_shape =
    SHAPE("EvaluationQuestionResult", struct question_result, question_result_fields);
struct results {
    struct evaluation evaluation;
    struct str hidden; /* why nothing is shown, in the reader's language */
    struct list items;
};
static const struct shape_field results_fields[] = {
    F_OBJECT(struct results, evaluation, &evaluation_shape, 0, "问卷", "questionnaire"),
    F_TEXT(struct results, hidden, 0, 0, 0, "为什么不显示", "why nothing is shown"),
    F_LIST(struct results, items, &question_result_shape, 0, QUESTIONS_MAX, 0, "各题", "by question"),
};
static const struct shape results_shape = SHAPE("EvaluationResults", struct results, results_fields);

static struct str why_hidden(struct call *c, const struct evaluation *e)
{
    bool en = c->lang == LANG_EN;
    if (c->now_us < e->closes_at)
        return en ? STR("Results are shown when the questionnaire is closed.") : STR("问卷截止后显示结果。");
    return en ? str_printf(c->arena, "Fewer than %lld answered: results stay hidden to protect them.",
                           (long long)e->min_answers)
              : str_printf(c->arena, "答卷不足 %lld 份，为保护答卷人不显示结果。", (long long)e->min_answers);
}

static void count_values(struct call *c, const struct list *tallies, struct question_result *r)
{
    int64_t most = r->question.kind == QUESTION_SCORE ? SCORE_MAX : question_options(&r->question), sum = 0;
    for (int64_t value = 1; value <= most; value++) {
        struct value_count *n = list_add(c->arena, &r->counts, struct value_count);
        *n = (struct value_count){.value = value, .label = question_option(&r->question, value)};
        for (LIST_EACH(*tallies, struct tally, t))
            if (t->question_id == r->question.id && t->value == value) n->count = t->count;
        r->answers += n->count;
        sum += n->count * value;
    }
    if (r->answers && r->question.kind == QUESTION_SCORE) r->average_centi = sum * 100 / r->answers;
}

static struct err *fill_results(struct call *c, struct results *out)
{
    struct template template;
    struct list tallies, comments;
    TRY(template_get(c, out->evaluation.template_id, &template));
    TRY(tally_list(c, out->evaluation.id, &tallies));
    TRY(comment_list(c, &out->evaluation, &comments));
    for (LIST_EACH(template.questions, struct question, q)) {
        struct question_result *r = list_add(c->arena, &out->items, struct question_result);
        *r = (struct question_result){.question = *q};
        if (q->kind != QUESTION_TEXT) count_values(c, &tallies, r);
        for (LIST_EACH(comments, struct comment, comment))
            if (comment->question_id == q->id) *list_add(c->arena, &r->comments, struct str) = comment->text;
        if (q->kind == QUESTION_TEXT) r->answers = (int64_t)r->comments.n;
    }
    return NULL;
}

static struct err *get_results(struct call *c)
{
    struct results *out = c->out;
    struct klass klass;
    bool can;
    TRY(open_evaluation(c, &out->evaluation, &klass));
    TRY(evaluation_can_read(c, &klass, &out->evaluation, &can));
    if (!can) return klass_may(c, PERM_CLASS_CONFIRM, &klass);
    out->evaluation.shown = evaluation_shows(&out->evaluation, c->now_us);
    if (out->evaluation.shown) return fill_results(c, out);
    out->hidden = why_hidden(c, &out->evaluation);
    return NULL;
}

/* ---- the module ---- */

static struct err *on_removing(struct call *c, const struct event *event)
{
    int64_t n;
    TRY(evaluation_session_count(c, event->object_id, &n));
    if (!n) return NULL;
    FAIL(c->arena, ERR_CONFLICT, "evaluate.has_form", "这节课已发出评价问卷，不能删除。可以改期或改名。",
         "There is a questionnaire about this lesson: it cannot be deleted. Move or rename it instead.");
}
static const struct reaction reactions[] = {{"session.removing", on_removing}};

#define OWN ROUTE_OWN_SCOPE
static const struct route routes[] = {
    {GET, "/evaluation-templates", TX_READ, PERM_CLASS_READ, ROUTE_PAGE, NULL, &template_shape, NULL,
     "评价表：全网通用的和本范围的", "Templates of questionnaires: everybody's and one's own", list_templates,
     .params = org_under_params},
    {POST, "/evaluation-templates", TX_WRITE, PERM_CLASS_EDIT, 0, &template_shape, &template_shape, NULL, "新建评价表",
     "Makes a template", post_template},
    {DELETE, "/evaluation-templates/{template_id}", TX_WRITE, PERM_CLASS_EDIT, 0, NULL, NULL, NULL,
     "停用评价表，已发出的问卷不受影响", "Takes a template out of use; what was opened with it goes on",
     delete_template},
    {GET, "/classes/{class_id}/evaluations", TX_READ, PERM_SELF, ROUTE_PAGE | OWN, NULL, &evaluation_shape, NULL,
     "班次的评价问卷；教师只看自己的课", "Questionnaires of a class; teachers see those of their lessons",
     list_evaluations},
    {POST, "/classes/{class_id}/evaluations", TX_WRITE, PERM_CLASS_EDIT, ROUTE_PAGE | OWN, &open_shape,
     &evaluation_shape, NULL, "发出问卷：部分或全部课次，或整个班次",
     "Opens questionnaires: for some or all lessons, or the class", post_evaluations},
    {POST, "/evaluations/{evaluation_id}/close", TX_WRITE, PERM_CLASS_EDIT, OWN, NULL, &evaluation_shape, NULL,
     "现在就截止", "Closes a questionnaire now", post_close},
    {GET, "/my/evaluations", TX_READ, PERM_SELF, ROUTE_PAGE | OWN, NULL, &evaluation_shape, NULL, "等我评价的课和班次",
     "What waits for my answer", list_mine},
    {GET, "/evaluations/{evaluation_id}", TX_READ, PERM_SELF, OWN, NULL, &form_shape, NULL, "问卷的题目",
     "Questions of a questionnaire", get_form},
    /* not in the audit log: who answered what must not be found by its time */
    {POST, "/evaluations/{evaluation_id}/answers", TX_WRITE, PERM_SELF, OWN | ROUTE_NO_AUDIT, &answers_shape, NULL,
     NULL, "交问卷，每人一次；匿名问卷只记录答过，不记录答了什么",
     "Answers once; an anonymous questionnaire keeps that one answered, not what", post_answers},
    {GET, "/evaluations/{evaluation_id}/results", TX_READ, PERM_SELF, OWN, NULL, &results_shape, NULL,
     "截止后且答卷够多时的结果：人数、平均分、意见",
     "Counts, averages and comments, when it is closed and enough answered", get_results},
};

const struct module evaluate_module = {
    .name = "evaluate",
    .schema = &evaluate_schema,
    .statements = evaluate_statements,
    .statement_count = &evaluate_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .reactions = reactions,
    .reaction_count = sizeof reactions / sizeof *reactions,
};
