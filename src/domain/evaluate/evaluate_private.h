/* domain/evaluate/evaluate_private.h: what the files of this folder share. */
#ifndef DOMAIN_EVALUATE_EVALUATE_PRIVATE_H
#define DOMAIN_EVALUATE_EVALUATE_PRIVATE_H

#include "core/shape.h"
#include "domain/evaluate/evaluate.h"
#include "domain/klass/klass.h"

#define EVALUATE_USE __attribute__((warn_unused_result))
enum { SCORE_MAX = 5, COMMENT_MAX = 500, BUCKET_PEOPLE = 256, QUESTIONS_MAX = 30 };

enum question_kind { QUESTION_NONE, QUESTION_SCORE, QUESTION_CHOICE, QUESTION_TEXT };
extern const char *const question_kind_names[];
struct question {
    int64_t id;
    int kind;
    struct str text, options; /* options of a choice: one a line */
    bool required;
};
extern const struct shape question_shape;

enum evaluate_subject { SUBJECT_NONE, SUBJECT_LESSON, SUBJECT_CLASS };
extern const char *const evaluate_subject_names[];
struct template
{
    int64_t id, org_id; /* org 0: everybody's */
    struct str org_name, org_path, title;
    int subject;
    bool anonymous, closed;
    struct list questions; /* struct question */
};
extern const struct shape template_shape;

struct evaluation {
    int64_t id, class_id;
    struct str class_title;
    int64_t session_id; /* 0: the whole class */
    int64_t teacher_id;
    struct str teacher_name;
    int64_t template_id;
    struct str title;
    bool anonymous;
    int64_t opens_at, closes_at;
    int64_t min_answers, answered, expected;
    bool shown; /* results may be read; filled for the reader */
};
extern const struct shape evaluation_shape;

struct answer {
    int64_t question_id;
    int64_t value;   /* a score from 1 to 5, or the number of the choice from 1 on */
    struct str text; /* of a text question */
};

struct tally {
    int64_t question_id, value, count;
};
struct comment {
    int64_t question_id;
    struct str text;
};
struct comment_bucket {
    struct list texts; /* struct str */
};
extern const struct shape comment_bucket_shape;

/* ---- rules: pure ---- */

int64_t question_options(const struct question *question); /* how many choices */
struct str question_option(const struct question *question, int64_t value);
/* Every answer fits its question, none is twice, and the required ones are there. */
EVALUATE_USE struct err *answers_check(struct arena *a, const struct list *questions, const struct list *answers);
EVALUATE_USE struct err *template_check(struct arena *a, const struct template *template);
/* May results be read: it is closed, and enough have answered. */
bool evaluation_shows(const struct evaluation *evaluation, int64_t now_us);
/* Puts a text in among others in the order of their bytes. */
void comment_add(struct arena *a, struct comment_bucket *bucket, struct str text);

/* ---- store ---- */

EVALUATE_USE struct err *template_list(struct call *c, struct str path, struct list *ret_templates);
EVALUATE_USE struct err *template_get(struct call *c, int64_t id, struct template *ret_template);
EVALUATE_USE struct err *template_add(struct call *c, struct template *template);
EVALUATE_USE struct err *template_close(struct call *c, int64_t id);
EVALUATE_USE struct err *evaluation_get(struct call *c, int64_t id, struct evaluation *ret_evaluation);
EVALUATE_USE struct err *evaluation_list(struct call *c, int64_t class_id, struct list *ret_evaluations);
EVALUATE_USE struct err *evaluation_mine(struct call *c, struct list *ret_evaluations);
EVALUATE_USE struct err *evaluation_exists(struct call *c, int64_t class_id, int64_t session_id, bool *ret_exists);
EVALUATE_USE struct err *evaluation_insert(struct call *c, const struct evaluation *evaluation);
EVALUATE_USE struct err *evaluation_close(struct call *c, int64_t id);
EVALUATE_USE struct err *evaluation_session_count(struct call *c, int64_t session_id, int64_t *ret_count);
EVALUATE_USE struct err *answered_find(struct call *c, int64_t evaluation_id, bool *ret_answered);
/* *ret_new is false when they had answered already. */
EVALUATE_USE struct err *answered_add(struct call *c, int64_t evaluation_id, bool *ret_new);
EVALUATE_USE struct err *tally_add(struct call *c, int64_t evaluation_id, const struct answer *answer);
EVALUATE_USE struct err *tally_list(struct call *c, int64_t evaluation_id, struct list *ret_tallies);
EVALUATE_USE struct err *comment_save(struct call *c, const struct evaluation *evaluation, const struct answer *answer);
EVALUATE_USE struct err *comment_list(struct call *c, const struct evaluation *evaluation, struct list *ret_comments);

/* ---- operations ---- */

struct open_request {
    int64_t template_id;
    struct list session_ids; /* int64_t; all lessons when `lessons` */
    bool whole_class, lessons;
};
/* Those that are there already stay as they are. */
EVALUATE_USE struct err *evaluation_open(struct call *c, const struct klass *klass, const struct open_request *request,
                                         int64_t *ret_opened);
EVALUATE_USE struct err *evaluation_answer(struct call *c, const struct evaluation *evaluation,
                                           const struct list *answers);
/* May the caller read results of this one: by the class, or as the teacher of the lesson. */
EVALUATE_USE struct err *evaluation_can_read(struct call *c, const struct klass *klass,
                                             const struct evaluation *evaluation, bool *ret_can);
/* Is the caller somebody who may answer? ERR_ABSENT when not. */
EVALUATE_USE struct err *evaluation_check_learner(struct call *c, const struct evaluation *evaluation);

#endif
