/* domain/roll/roll_notice.c: a leave that was asked for is told to the class manager, a decision to the learner. */
#include "api/call.h"
#include "domain/notice/notice.h"
#include "domain/roll/roll_private.h"

struct err *leave_tell_submitted(struct call *c, const struct klass *klass, const struct leave_request *l)
{
    struct notice_message m = {
        .person_id = klass->manager_id,
        .kind = "leave.submitted",
        .title_zh = str_printf(c->arena, "%.*s申请请假：%.*s", STR_ARG(l->person_name), STR_ARG(klass->title)),
        .title_en = str_printf(c->arena, "%.*s asks for leave: %.*s", STR_ARG(l->person_name), STR_ARG(klass->title)),
        .link = str_printf(c->arena, "/classes/%lld/leave", (long long)klass->id),
        .key = str_printf(c->arena, "leave:%lld:submitted", (long long)l->id)};
    bool by_themselves = c->who && c->who->person_id == klass->manager_id;
    return by_themselves ? NULL : notice_send(c, &m);
}

struct err *leave_tell_decided(struct call *c, const struct klass *klass, const struct leave_request *l)
{
    bool yes = l->state == LEAVE_APPROVED;
    struct notice_message m = {
        .person_id = l->person_id,
        .kind = "leave.decided",
        .title_zh = str_printf(c->arena, "%s：%.*s", yes ? "请假已批准" : "请假未获批准", STR_ARG(klass->title)),
        .title_en = str_printf(c->arena, "%s: %.*s", yes ? "Leave approved" : "Leave refused", STR_ARG(klass->title)),
        .body_zh = l->note,
        .body_en = l->note,
        .link = str_printf(c->arena, "/learn/classes/%lld", (long long)klass->id),
        .key = str_printf(c->arena, "leave:%lld:decided:%lld", (long long)l->id, (long long)l->version)};
    return notice_send(c, &m);
}

struct err *leave_tell_turn(struct call *c, const struct klass *klass, const struct leave_request *l)
{
    struct leave_turn turn;
    TRY(leave_turn(c, klass, l->level, &turn));
    for (LIST_EACH(turn.people, int64_t, person_id)) {
        if (*person_id == klass->manager_id || *person_id == c->who->person_id) continue;
        struct notice_message m = {
            .person_id = *person_id,
            .kind = "leave.waiting",
            .title_zh =
                str_printf(c->arena, "待您审批：%.*s的请假（%.*s）", STR_ARG(l->person_name), STR_ARG(klass->title)),
            .title_en = str_printf(c->arena, "Leave of %.*s waits for you (%.*s)", STR_ARG(l->person_name),
                                   STR_ARG(klass->title)),
            .body_zh = l->reason,
            .body_en = l->reason,
            .link = STR("/leaves"),
            .key = str_printf(c->arena, "leave:%lld:%s", (long long)l->id, leave_level_names[l->level])};
        TRY(notice_send(c, &m));
    }
    return NULL;
}
