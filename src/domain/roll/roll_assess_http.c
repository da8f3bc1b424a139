/* domain/roll/roll_assess_http.c: handlers of withdrawal at the limits and of assessment. */
#include "api/module.h"
#include "domain/roll/roll_private.h"

enum { PEOPLE_MAX = 20000 };

static struct list *items(struct call *c) { return &((struct page *)c->out)->items; }

/* ---- withdrawal ---- */

static const char *const decisions[] = {"", "warned", "proposed", "confirmed", "dismissed", NULL};
struct withdrawal_decide_in {
    int state;
    struct str reason;
};
static const struct shape_field withdrawal_decide_fields[] = {
    F_ENUM(struct withdrawal_decide_in, state, decisions, SHAPE_REQUIRED, "confirmed 退学或 dismissed 不退学",
           "confirmed (withdraw) or dismissed"),
    F_TEXT(struct withdrawal_decide_in, reason, 2, 500, SHAPE_REQUIRED, "理由", "reason"),
};
const struct shape withdrawal_decide_shape =
    SHAPE("WithdrawalDecideIn", struct withdrawal_decide_in, withdrawal_decide_fields);

struct err *roll_http_withdrawals(struct call *c)
{
    struct klass klass;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may(c, PERM_LEAVE_DECIDE, &klass));
    return withdrawals(c, klass.id, items(c));
}

struct err *roll_http_check_withdrawals(struct call *c)
{
    struct klass klass;
    struct list news;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may(c, PERM_LEAVE_DECIDE, &klass));
    TRY(roll_watch(c, &klass, &news));
    TRY(roll_watch_apply(c, &klass, &news));
    call_audit(c, klass.id, klass.org_path, str_printf(c->arena, "%zu", news.n));
    c->status = 200;
    return withdrawals(c, klass.id, items(c));
}

struct err *roll_http_decide_withdrawal(struct call *c)
{
    const struct withdrawal_decide_in *in = c->in;
    struct withdrawal *out = c->out;
    struct klass klass;
    TRY(withdrawal_get(c, c->path[0], out));
    TRY(klass_get(c, out->class_id, &klass));
    TRY(klass_may(c, PERM_LEAVE_DECIDE, &klass));
    if (in->state != WITHDRAWAL_CONFIRMED && in->state != WITHDRAWAL_DISMISSED)
        FAIL_FIELD(c->arena, "withdrawal.decision", "state", "请选择退学或不退学。", "Choose confirmed or dismissed.");
    TRY(withdrawal_decide(c, &klass, out, in->state, in->reason));
    call_audit(c, out->id, klass.org_path, in->reason);
    c->status = 200;
    return withdrawal_get(c, out->id, out);
}

/* ---- assessment ---- */

struct assessment_list {
    int64_t kind, max_points, pass_points;
    bool required;
    struct list items; /* struct assessment */
};
static const struct shape_field assessment_list_fields[] = {
    F_INT(struct assessment_list, kind, 0, 2, 0, "0 不考核，1 四等，2 分数", "0 none, 1 four grades, 2 points"),
    F_INT(struct assessment_list, max_points, 0, 0, 0, "每项满分", "points of each part at most"),
    F_INT(struct assessment_list, pass_points, 0, 0, 0, "每项合格分", "points of each part to pass"),
    F_BOOL(struct assessment_list, required, 0, "须考核才能结业", "nobody completes without"),
    F_LIST(struct assessment_list, items, &assessment_row_shape, 0, PEOPLE_MAX, 0, "学员", "people"),
};
const struct shape assessment_list_shape = SHAPE("AssessmentList", struct assessment_list, assessment_list_fields);

static const struct shape_field assessment_in_fields[] = {
    F_ID(struct assessment, person_id, SHAPE_REQUIRED, "学员", "learner"),
    F_ENUM(struct assessment, grade, roll_grade_names, 0, "等次", "grade"),
    F_HOURS(struct assessment, study, 0, 100000, 0, "学习成绩", "points for study"),
    F_HOURS(struct assessment, conduct, 0, 100000, 0, "综合表现", "points for conduct"),
    F_TEXT(struct assessment, note, 0, 500, 0, "评语", "note"),
};
static const struct shape assessment_in_shape = SHAPE("AssessmentIn", struct assessment, assessment_in_fields);
struct assessment_put_in {
    struct list items;
};
static const struct shape_field assessment_put_fields[] = {
    F_LIST(struct assessment_put_in, items, &assessment_in_shape, 1, 2000, SHAPE_REQUIRED, "学员", "people"),
};
const struct shape assessment_put_shape = SHAPE("AssessmentPut", struct assessment_put_in, assessment_put_fields);

struct err *assess_rule_of(struct call *c, const struct klass *klass, struct assess_rule *rule)
{
    TRY(rule_value(c, "assess_kind", klass->org_path, klass->starts_on, &rule->kind));
    TRY(rule_value(c, "assess_max_points", klass->org_path, klass->starts_on, &rule->max_points));
    TRY(rule_value(c, "assess_pass_points", klass->org_path, klass->starts_on, &rule->pass_points));
    return rule_value(c, "assess_required", klass->org_path, klass->starts_on, &rule->required);
}

static struct err *open_class(struct call *c, struct klass *klass, struct assess_rule *rule)
{
    TRY(klass_get(c, c->path[0], klass));
    TRY(klass_may(c, PERM_CLASS_CONFIRM, klass));
    return assess_rule_of(c, klass, rule);
}

static struct err *show(struct call *c, const struct klass *klass, const struct assess_rule *rule)
{
    struct assessment_list *out = c->out;
    out->kind = rule->kind;
    out->max_points = rule->max_points;
    out->pass_points = rule->pass_points;
    out->required = rule->required != 0;
    return assessments(c, klass->id, &out->items);
}

struct err *roll_http_assessments(struct call *c)
{
    struct klass klass;
    struct assess_rule rule;
    TRY(open_class(c, &klass, &rule));
    return show(c, &klass, &rule);
}

static struct err *check_one(struct call *c, const struct assess_rule *rule, const struct assessment *x, int i)
{
    const char *field =
        str_cstr(c->arena, str_printf(c->arena, "items[%d].%s", i, rule->kind == ASSESS_GRADES ? "study" : "grade"));
    int64_t max_centi = rule->max_points * 100;
    if (rule->kind == ASSESS_GRADES && (x->study_centi || x->conduct_centi))
        FAIL_FIELD(c->arena, "assess.kind", field, "本班按四等考核，不登记分数。",
                   "This class is assessed by grades, not points.");
    if (rule->kind == ASSESS_POINTS && x->grade)
        FAIL_FIELD(c->arena, "assess.kind", field, "本班按分数考核，不登记等次。",
                   "This class is assessed by points, not grades.");
    if (x->study_centi <= max_centi && x->conduct_centi <= max_centi) return NULL;
    const char *part = x->study_centi > max_centi ? "study" : "conduct";
    FAIL_FIELD(c->arena, "assess.points", str_cstr(c->arena, str_printf(c->arena, "items[%d].%s", i, part)),
               "每项最多 %lld 分。", "Each part has at most %lld points.", (long long)rule->max_points);
}

struct err *roll_http_put_assessments(struct call *c)
{
    const struct assessment_put_in *in = c->in;
    struct klass klass;
    struct assess_rule rule;
    int i = 0;
    TRY(open_class(c, &klass, &rule));
    if (klass.state == KLASS_CONFIRMED || klass.state == KLASS_CANCELLED || klass.state == KLASS_DRAFT || !rule.kind)
        FAIL(c->arena, ERR_CONFLICT, "assess.closed", "班次尚未开放、已确认、已取消，或按规定不考核。",
             "The class is a draft, confirmed or cancelled, or is not assessed by rule.");
    for (LIST_EACH(in->items, struct assessment, x)) {
        bool known;
        TRY(check_one(c, &rule, x, i));
        TRY(assessment_put(c, klass.id, x, &known));
        if (!known)
            FAIL_FIELD(c->arena, "assess.not_in_class",
                       str_cstr(c->arena, str_printf(c->arena, "items[%d].person_id", i)), "此人不在班次的学员名单里。",
                       "This person has no seat in the class.");
        i++;
    }
    call_audit(c, klass.id, klass.org_path, (struct str){0});
    c->status = 200;
    return show(c, &klass, &rule);
}
