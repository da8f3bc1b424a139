/* domain/roll/roll_leave_http.c: handlers of leave. */
#include "api/module.h"
#include "domain/roll/roll_private.h"

/* ---- shapes ---- */

struct leave_in {
    int kind;
    int64_t from_at, until_at;
    struct str reason;
    int64_t person_id;
};
static const struct shape_field leave_in_fields[] = {
    F_ENUM(struct leave_in, kind, leave_kind_names, SHAPE_REQUIRED, "请假类别", "kind"),
    F_TIME(struct leave_in, from_at, SHAPE_REQUIRED, "起", "from"),
    F_TIME(struct leave_in, until_at, SHAPE_REQUIRED, "止", "until"),
    F_TEXT(struct leave_in, reason, 2, 500, SHAPE_REQUIRED, "事由", "reason"),
    F_ID(struct leave_in, person_id, 0, "学员；不填为本人", "learner; oneself when absent"),
};
const struct shape leave_in_shape = SHAPE("LeaveIn", struct leave_in, leave_in_fields);

struct leave_preview_in {
    int64_t class_id;
    int64_t from_at, until_at;
    int64_t person_id;
};
static const struct shape_field leave_preview_in_fields[] = {
    F_ID(struct leave_preview_in, class_id, SHAPE_REQUIRED, "班次", "class"),
    F_TIME(struct leave_preview_in, from_at, SHAPE_REQUIRED, "起", "from"),
    F_TIME(struct leave_preview_in, until_at, SHAPE_REQUIRED, "止", "until"),
    F_ID(struct leave_preview_in, person_id, 0, "学员；不填为本人", "learner; oneself when absent"),
};
const struct shape leave_preview_in_shape = SHAPE("LeavePreviewIn", struct leave_preview_in, leave_preview_in_fields);

#define PREVIEW(kind, ...) F_##kind(struct leave_preview, __VA_ARGS__)
static const struct shape_field leave_preview_fields[] = {
    PREVIEW(ID, class_id, 0, "班次", "class"),
    PREVIEW(ID, person_id, 0, "学员", "learner"),
    PREVIEW(HOURS, hours, 0, 0, 0, "本次学时", "hours of this leave"),
    PREVIEW(HOURS, taken, 0, 0, 0, "已请假学时", "hours on leave so far"),
    PREVIEW(HOURS, total, 0, 0, 0, "班次总学时", "hours of the class"),
    PREVIEW(INT, sessions, 0, 0, 0, "涉及课次", "sessions"),
    PREVIEW(INT, share_ppm, 0, 0, 0, "累计占比（百万分之一）", "share after it, ppm"),
    PREVIEW(INT, limit_ppm, 0, 0, 0, "上限（百万分之一）", "limit, ppm"),
    PREVIEW(HOURS, left, 0, 0, 0, "此后还可请", "hours left after it"),
    PREVIEW(BOOL, crosses, 0, "超过上限", "crosses the limit"),
    PREVIEW(BOOL, refused_by_rule, 0, "按规定不予批准", "refused by rule"),
    PREVIEW(TEXT, warning, 0, 0, 0, "提醒", "warning"),
};
const struct shape leave_preview_shape = SHAPE("LeavePreview", struct leave_preview, leave_preview_fields);

static const char *const decisions[] = {"", "submitted", "approved", "refused", NULL}; /* a head of enum leave_state */
struct leave_decide_in {
    int state;
    struct str note;
    bool accept_over;
};
static const struct shape_field leave_decide_in_fields[] = {
    F_ENUM(struct leave_decide_in, state, decisions, SHAPE_REQUIRED, "审批结果", "decision"),
    F_TEXT(struct leave_decide_in, note, 0, 500, 0, "审批意见", "note"),
    F_BOOL(struct leave_decide_in, accept_over, 0, "知悉超过上限", "accepts that the limit is crossed"),
};
const struct shape leave_decide_in_shape = SHAPE("LeaveDecideIn", struct leave_decide_in, leave_decide_in_fields);

struct leave_detail {
    struct leave_request leave;
    struct leave_preview preview;
    struct list steps; /* struct leave_step */
};
static const struct shape_field leave_detail_fields[] = {
    F_OBJECT(struct leave_detail, leave, &leave_request_shape, 0, "请假", "the leave"),
    F_OBJECT(struct leave_detail, preview, &leave_preview_shape, 0, "占用学时", "what it comes to"),
    F_LIST(struct leave_detail, steps, &leave_step_shape, 0, 20, 0, "审批经过", "decisions so far"),
};
const struct shape leave_detail_shape = SHAPE("LeaveDetail", struct leave_detail, leave_detail_fields);

/* ---- who ---- */

/* Oneself, or with a duty in the class somebody else. */
static struct err *learner_of(struct call *c, const struct klass *klass, int64_t person_id, int64_t *ret_person_id)
{
    *ret_person_id = person_id ? person_id : c->who->person_id;
    call_checked(c);
    if (*ret_person_id && *ret_person_id == c->who->person_id) return NULL;
    return klass_may(c, PERM_LEAVE_DECIDE, klass);
}

static struct err *open_leave(struct call *c, struct leave_request *leave, struct klass *klass)
{
    TRY(leave_get(c, c->path[0], leave));
    return klass_get(c, leave->class_id, klass);
}

/* ---- handlers ---- */

/* What is for the reader, in each leave of a list; classes come again and again. */
static struct err *show_all(struct call *c, struct list *leaves)
{
    struct klass klass = {0};
    for (LIST_EACH(*leaves, struct leave_request, l)) {
        if (klass.id != l->class_id) TRY(klass_get(c, l->class_id, &klass));
        TRY(leave_show(c, &klass, l));
    }
    return NULL;
}

struct err *roll_http_class_leaves(struct call *c)
{
    struct klass klass;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may(c, PERM_LEAVE_DECIDE, &klass));
    TRY(page_run(c, &leave_class_page, VALS(v_int(klass.id))));
    return show_all(c, &((struct page *)c->out)->items);
}

struct err *roll_http_my_leaves(struct call *c)
{
    call_checked(c);
    TRY(page_run(c, &leave_my_page, VALS(v_int(c->who->person_id))));
    return show_all(c, &((struct page *)c->out)->items);
}

/* What waits for the caller, at whatever post they hold or stand in for. */
struct err *roll_http_waiting_leaves(struct call *c)
{
    struct list *out = &((struct page *)c->out)->items;
    call_checked(c);
    for (int level = LEAVE_MANAGER; level <= LEAVE_DEPARTMENT; level++) {
        struct list leaves;
        TRY(leave_waiting(c, level, &leaves));
        TRY(show_all(c, &leaves));
        for (LIST_EACH(leaves, struct leave_request, l))
            if (l->may_decide) *list_add(c->arena, out, struct leave_request) = *l;
    }
    return NULL;
}

struct err *roll_http_get_leave(struct call *c)
{
    struct leave_detail *out = c->out;
    struct klass klass;
    TRY(open_leave(c, &out->leave, &klass));
    TRY(leave_check_read(c, &klass, &out->leave));
    TRY(leave_show(c, &klass, &out->leave));
    TRY(leave_preview_of(c, &klass, out->leave.person_id, out->leave.from_at, out->leave.until_at, &out->preview));
    return leave_steps(c, out->leave.id, &out->steps);
}

struct err *roll_http_submit_leave(struct call *c)
{
    const struct leave_in *in = c->in;
    struct leave_request *out = c->out;
    struct klass klass;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(learner_of(c, &klass, in->person_id, &out->person_id));
    out->class_id = klass.id;
    out->kind = in->kind;
    out->from_at = in->from_at;
    out->until_at = in->until_at;
    out->reason = in->reason;
    TRY(leave_submit(c, &klass, out));
    call_audit(c, out->id, klass.org_path, klass.title);
    return leave_show(c, &klass, out);
}

struct err *roll_http_preview_leave(struct call *c)
{
    const struct leave_preview_in *in = c->in;
    struct klass klass;
    struct enrolment enrolment;
    int64_t person_id;
    bool found;
    TRY(klass_get(c, in->class_id, &klass));
    TRY(learner_of(c, &klass, in->person_id, &person_id));
    TRY(enrolment_find(c, klass.id, person_id, &enrolment, &found));
    if (!found)
        FAIL(c->arena, ERR_ABSENT, "class.absent", "没有这个班次，或此人不在班里。",
             "There is no such class, or the person is not in it.");
    c->status = 200;
    return leave_preview_of(c, &klass, person_id, in->from_at, in->until_at, c->out);
}

struct err *roll_http_decide_leave(struct call *c)
{
    const struct leave_decide_in *in = c->in;
    struct leave_request *out = c->out;
    struct klass klass;
    TRY(open_leave(c, out, &klass));
    TRY(leave_check_read(c, &klass, out));
    if (in->state != LEAVE_APPROVED && in->state != LEAVE_REFUSED)
        FAIL_FIELD(c->arena, "leave.decision", "state", "审批结果须是批准或不批准。",
                   "The decision must be approved or refused.");
    if (in->state == LEAVE_REFUSED && !in->note.n)
        FAIL_FIELD(c->arena, "leave.note_needed", "note", "不批准须写明理由。", "A refusal needs a reason.");
    c->status = 200;
    TRY(leave_decide(c, &klass, out, in->state, in->note, in->accept_over));
    call_audit(c, out->id, klass.org_path, in->note);
    return leave_show(c, &klass, out);
}

struct err *roll_http_cancel_leave(struct call *c)
{
    struct leave_request *out = c->out;
    struct klass klass;
    int64_t person_id;
    TRY(open_leave(c, out, &klass));
    TRY(learner_of(c, &klass, out->person_id, &person_id));
    c->status = 200;
    return leave_cancel(c, out);
}

struct err *roll_http_leave_back(struct call *c)
{
    struct leave_request *out = c->out;
    struct klass klass;
    int64_t person_id;
    TRY(open_leave(c, out, &klass));
    TRY(learner_of(c, &klass, out->person_id, &person_id));
    c->status = 200;
    TRY(leave_back(c, out));
    call_audit(c, out->id, klass.org_path, klass.title);
    return leave_show(c, &klass, out);
}
