/* domain/evaluate/evaluate_store.c: the SQL of questionnaires. */
#include "api/call.h"
#include "core/buf.h"
#include "domain/evaluate/evaluate_private.h"
#include "evaluate_sql.h"

enum { BUCKET_MAX_BYTES = 2 << 20 };

/* ---- shapes ---- */

#define T struct question
static const struct shape_field question_fields[] = {
    F_ID(T, id, SHAPE_READ_ONLY, "编号", "id"),
    F_ENUM(T, kind, question_kind_names, SHAPE_REQUIRED, "题型：score 1–5 分，choice 选择，text 文字",
           "score 1 to 5, choice, text"),
    F_TEXT(T, text, 1, 200, SHAPE_REQUIRED, "题目", "question"),
    F_TEXT(T, options, 0, 1000, 0, "选项，每行一个", "options of a choice, one a line"),
    F_BOOL(T, required, 0, "必答", "must be answered"),
};
const struct shape question_shape = SHAPE("EvaluateQuestion", T, question_fields);
#undef T

#define T struct template
static const struct shape_field template_fields[] = {
    F_ID(T, id, SHAPE_READ_ONLY, "编号", "id"),
    F_ID(T, org_id, 0, "适用单位；空为全网", "holds from here down; absent: everywhere"),
    F_TEXT(T, org_name, 0, 0, SHAPE_READ_ONLY, "单位名称", "name of the organisation"),
    F_TEXT(T, org_path, 0, 0, SHAPE_READ_ONLY, "单位路径", "its path"),
    F_TEXT(T, title, 1, 100, SHAPE_REQUIRED, "名称", "title"),
    F_ENUM(T, subject, evaluate_subject_names, SHAPE_REQUIRED, "评价对象", "of a lesson or a class"),
    F_BOOL(T, anonymous, 0, "匿名", "anonymous"),
    F_BOOL(T, closed, SHAPE_READ_ONLY, "停用", "not used any more"),
    F_LIST(T, questions, &question_shape, 1, QUESTIONS_MAX, SHAPE_REQUIRED, "题目", "questions"),
};
const struct shape template_shape = SHAPE("EvaluateTemplate", T, template_fields);
#undef T

#define T struct evaluation
static const struct shape_field evaluation_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_ID(T, class_id, 0, "班次", "class"),
    F_TEXT(T, class_title, 0, 0, 0, "班次名称", "title of the class"),
    F_ID(T, session_id, 0, "课次；空为整个班次", "lesson; absent: the whole class"),
    F_ID(T, teacher_id, 0, "教师", "teacher"),
    F_TEXT(T, teacher_name, 0, 0, 0, "教师姓名", "name of the teacher"),
    F_ID(T, template_id, 0, "评价表", "template"),
    F_TEXT(T, title, 0, 0, 0, "标题", "title"),
    F_BOOL(T, anonymous, 0, "匿名", "anonymous"),
    F_TIME(T, opens_at, 0, "开始", "opens"),
    F_TIME(T, closes_at, 0, "截止", "closes"),
    F_INT(T, min_answers, 0, 0, 0, "至少多少份才显示结果", "answers below which results stay hidden"),
    F_INT(T, answered, 0, 0, 0, "已答", "answered"),
    F_INT(T, expected, 0, 0, 0, "应答", "people in the class"),
    F_BOOL(T, shown, 0, "可看结果", "results may be read"),
};
const struct shape evaluation_shape = SHAPE("Evaluation", T, evaluation_fields);
#undef T

static const struct shape_field tally_fields[] = {
    F_ID(struct tally, question_id, 0, "题目", "question"),
    F_INT(struct tally, value, 0, 0, 0, "选择", "value"),
    F_INT(struct tally, count, 0, 0, 0, "人数", "how many"),
};
static const struct shape tally_shape = SHAPE("EvaluateTally", struct tally, tally_fields);
static const struct shape_field comment_fields[] = {
    F_ID(struct comment, question_id, 0, "题目", "question"),
    F_TEXT(struct comment, text, 0, 0, 0, "文字", "text"),
};
static const struct shape comment_shape = SHAPE("EvaluateComment", struct comment, comment_fields);
static const struct shape_field comment_bucket_fields[] = {
    F_TEXTS(struct comment_bucket, texts, 0, 100000, 0, "文字", "texts"),
};
const struct shape comment_bucket_shape = SHAPE("EvaluateComments", struct comment_bucket, comment_bucket_fields);

/* ---- templates ---- */

struct err *template_list(struct call *c, struct str path, struct list *ret_templates)
{
    TRY(db_list(c->db, c->arena, &sql_evaluate_template_list, VALS(v_text(path), v_int(c->lang == LANG_EN)),
                &template_shape, ret_templates));
    for (LIST_EACH(*ret_templates, struct template, t))
        TRY(db_list(c->db, c->arena, &sql_evaluate_question_list, VALS(v_int(t->id), v_int(c->lang == LANG_EN)),
                    &question_shape, &t->questions));
    return NULL;
}

struct err *template_get(struct call *c, int64_t id, struct template *t)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_evaluate_template_get, VALS(v_int(id), v_int(c->lang == LANG_EN)),
                &template_shape, t, &found));
    if (!found)
        FAIL(c->arena, ERR_ABSENT, "evaluate.template_absent", "没有这份评价表。", "There is no such template.");
    return db_list(c->db, c->arena, &sql_evaluate_question_list, VALS(v_int(id), v_int(c->lang == LANG_EN)),
                   &question_shape, &t->questions);
}

struct err *template_add(struct call *c, struct template *t)
{
    int64_t ordinal = 0;
    TRY(db_run(c->db, c->arena, &sql_evaluate_template_insert,
               VALS(v_int(t->id), v_id(t->org_id), v_text(t->title), v_cstr(evaluate_subject_names[t->subject]),
                    v_bool(t->anonymous), v_int(c->now_us)),
               NULL));
    for (LIST_EACH(t->questions, struct question, q)) {
        q->id = call_id(c);
        TRY(db_run(c->db, c->arena, &sql_evaluate_question_insert,
                   VALS(v_int(q->id), v_int(t->id), v_int(++ordinal), v_cstr(question_kind_names[q->kind]),
                        v_text(q->text), v_text(q->options), v_bool(q->required)),
                   NULL));
    }
    return NULL;
}

struct err *template_close(struct call *c, int64_t id)
{
    return db_run(c->db, c->arena, &sql_evaluate_template_close, VALS(v_int(id)), NULL);
}

/* ---- questionnaires ---- */

struct err *evaluation_get(struct call *c, int64_t id, struct evaluation *e)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_evaluate_form_get, VALS(v_int(id)), &evaluation_shape, e, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "evaluate.absent", "没有这份问卷。", "There is no such questionnaire.");
    return NULL;
}

struct err *evaluation_list(struct call *c, int64_t class_id, struct list *ret_evaluations)
{
    return db_list(c->db, c->arena, &sql_evaluate_form_list, VALS(v_int(class_id)), &evaluation_shape, ret_evaluations);
}

struct err *evaluation_mine(struct call *c, struct list *ret_evaluations)
{
    return db_list(c->db, c->arena, &sql_evaluate_form_mine, VALS(v_int(c->who->person_id), v_int(c->now_us)),
                   &evaluation_shape, ret_evaluations);
}

struct err *evaluation_exists(struct call *c, int64_t class_id, int64_t session_id, bool *ret_exists)
{
    int64_t id;
    TRY(db_int(c->db, c->arena, &sql_evaluate_form_find, VALS(v_int(class_id), v_int(session_id)), &id));
    *ret_exists = id != 0;
    return NULL;
}

struct err *evaluation_insert(struct call *c, const struct evaluation *e)
{
    return db_run(c->db, c->arena, &sql_evaluate_form_insert,
                  VALS(v_int(e->id), v_int(e->class_id), v_id(e->session_id), v_int(e->template_id), v_text(e->title),
                       v_bool(e->anonymous), v_int(e->opens_at), v_int(e->closes_at), v_int(e->min_answers),
                       v_int(c->now_us)),
                  NULL);
}

struct err *evaluation_close(struct call *c, int64_t id)
{
    return db_run(c->db, c->arena, &sql_evaluate_form_close, VALS(v_int(id), v_int(c->now_us)), NULL);
}

struct err *evaluation_session_count(struct call *c, int64_t session_id, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_evaluate_form_of_session_count, VALS(v_int(session_id)), ret_count);
}

/* ---- answers ---- */

struct err *answered_find(struct call *c, int64_t evaluation_id, bool *ret_answered)
{
    int64_t one;
    TRY(db_int(c->db, c->arena, &sql_evaluate_has_answered, VALS(v_int(evaluation_id), v_int(c->who->person_id)),
               &one));
    *ret_answered = one != 0;
    return NULL;
}

struct err *answered_add(struct call *c, int64_t evaluation_id, bool *ret_new)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_evaluate_answered_insert, VALS(v_int(evaluation_id), v_int(c->who->person_id)),
               &changed));
    *ret_new = changed > 0;
    return *ret_new ? db_run(c->db, c->arena, &sql_evaluate_form_count_answer, VALS(v_int(evaluation_id)), NULL) : NULL;
}

struct err *tally_add(struct call *c, int64_t evaluation_id, const struct answer *x)
{
    return db_run(c->db, c->arena, &sql_evaluate_tally_add,
                  VALS(v_int(evaluation_id), v_int(x->question_id), v_int(x->value)), NULL);
}

struct err *tally_list(struct call *c, int64_t evaluation_id, struct list *ret_tallies)
{
    return db_list(c->db, c->arena, &sql_evaluate_tally_list, VALS(v_int(evaluation_id)), &tally_shape, ret_tallies);
}

static struct str bucket_json(struct arena *a, const struct comment_bucket *bucket)
{
    struct buf out;
    buf_init(&out, BUCKET_MAX_BYTES);
    shape_write_json(&out, &comment_bucket_shape, bucket, false);
    struct str json = str_copy(a, buf_text(&out));
    buf_done(&out);
    return json;
}

static struct err *save_among_others(struct call *c, const struct evaluation *e, const struct answer *x)
{
    struct comment_bucket bucket = {0};
    struct str json;
    struct val key[] = {v_int(e->id), v_int(x->question_id), v_int(e->answered / BUCKET_PEOPLE)};
    TRY(db_text(c->db, c->arena, &sql_evaluate_comment_get, VALS(key[0], key[1], key[2]), &json));
    if (json.n) TRY(shape_read_json(c->arena, &comment_bucket_shape, json, &bucket));
    comment_add(c->arena, &bucket, x->text);
    return db_run(c->db, c->arena, &sql_evaluate_comment_put,
                  VALS(key[0], key[1], key[2], v_text(bucket_json(c->arena, &bucket))), NULL);
}

struct err *comment_save(struct call *c, const struct evaluation *e, const struct answer *x)
{
    if (e->anonymous) return save_among_others(c, e, x);
    return db_run(c->db, c->arena, &sql_evaluate_named_put,
                  VALS(v_int(e->id), v_int(x->question_id), v_int(c->who->person_id), v_text(x->text)), NULL);
}

struct err *comment_list(struct call *c, const struct evaluation *e, struct list *ret_comments)
{
    struct list rows;
    *ret_comments = (struct list){0};
    if (!e->anonymous)
        return db_list(c->db, c->arena, &sql_evaluate_named_list, VALS(v_int(e->id)), &comment_shape, ret_comments);
    TRY(db_list(c->db, c->arena, &sql_evaluate_comment_list, VALS(v_int(e->id)), &comment_shape, &rows));
    for (LIST_EACH(rows, struct comment, row)) {
        struct comment_bucket bucket = {0};
        TRY(shape_read_json(c->arena, &comment_bucket_shape, row->text, &bucket));
        for (LIST_EACH(bucket.texts, struct str, text))
            *list_add(c->arena, ret_comments, struct comment) = (struct comment){row->question_id, *text};
    }
    return NULL;
}
