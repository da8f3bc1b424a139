/* domain/roll/roll_module.c: the table of routes, what follows when sessions change, and the module. */
#include "api/job.h"
#include "api/module.h"
#include "domain/org/org.h"
#include "domain/roll/roll_private.h"
#include "roll_sql.h"

/* ---- what follows when sessions change ---- */

static struct err *on_removing(struct call *c, const struct event *event)
{
    int64_t marks;
    TRY(roll_mark_count(c, event->object_id, &marks));
    if (marks)
        FAIL(c->arena, ERR_CONFLICT, "roll.has_marks", "这节课已有考勤，不能删除。可以改期或改名。",
             "This session has marks on its roll and cannot be deleted. Move or rename it instead.");
    return roll_drop_leave_marks(c, event->object_id);
}

static struct err *on_changed(struct call *c, const struct event *event)
{
    return event->object_id ? roll_leave_follow(c, event->object_id) : NULL;
}

static const struct reaction reactions[] = {
    {"session.removing", on_removing},
    {"session.changed", on_changed},
};

/* Bounds: the host's tree, a duty in the class, or a site that one leads or covers by role (roll_open_session,
 * klass_may). */
static const struct route_param site_params[] = {{"site", SHAPE_ID, "教学点", "site"}, {0}};
static const struct route_param qr_params[] = {{"site", SHAPE_ID, "教学点", "site"},
                                               {"for", SHAPE_TEXT, "任意文字：图片地址随签到码改变，浏览器才会重取",
                                                "anything: a picture is fetched again when its address has changed"},
                                               {0}};
static const struct route_param result_params[] = {
    {"problems", SHAPE_BOOL, "为 true 时只看需要处理的", "true: only those who want looking at"}, {0}};

static const struct route routes[] = {
    {GET, "/sessions/{session_id}/roll", TX_HEAVY, PERM_ROLL_READ, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL, &roll_row_shape,
     &roll_row_page, "一节课的应到名单和考勤；教学点负责人只看本点",
     "Who is expected at a session, and their marks; a site's leader sees that site", roll_http_list},
    {GET, "/sessions/{session_id}/roll/summary", TX_HEAVY, PERM_ROLL_READ, ROUTE_OWN_SCOPE, NULL, &roll_summary_shape,
     NULL, "各教学点应到、实到、迟到、请假、缺勤人数", "Expected, present, late, on leave and absent, by site",
     roll_http_summary, .params = site_params},
    {PUT, "/sessions/{session_id}/roll", TX_WRITE, PERM_ROLL_MARK, ROUTE_OWN_SCOPE, &roll_marks_in_shape,
     &roll_marks_out_shape, NULL, "登记考勤，可一次登记整个教学点；重复提交不变",
     "Sets marks, a whole site at once if wanted; sending it again changes nothing", roll_http_put},
    {POST, "/sessions/{session_id}/roll/correct", TX_WRITE, PERM_ROLL_CORRECT, ROUTE_OWN_SCOPE, &roll_correct_in_shape,
     &roll_marks_out_shape, NULL, "更正一人的考勤，须写明理由，留痕", "Corrects one mark, with a reason that is kept",
     roll_http_correct},
    {GET, "/sessions/{session_id}/roll/events", TX_READ, PERM_ROLL_CORRECT, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL,
     &roll_event_shape, &roll_event_page, "考勤的每次更改", "Every change of a mark", roll_http_events,
     .params = site_params},
    {POST, "/sessions/{session_id}/roll/code", TX_READ, PERM_ROLL_READ, ROUTE_OWN_SCOPE | ROUTE_NO_AUDIT, NULL,
     &roll_code_shape, NULL, "当前签到码，每半分钟更换", "The code of this half minute", roll_http_code,
     .params = site_params},
    {GET, "/sessions/{session_id}/roll/qr", TX_READ, PERM_ROLL_READ, ROUTE_RAW | ROUTE_OWN_SCOPE, NULL, NULL, NULL,
     "当前签到二维码（SVG）", "The code of this half minute as a QR picture (SVG)", roll_http_qr, .params = qr_params,
     .raw_type = "image/svg+xml"},
    {POST, "/roll/checkin", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, &roll_checkin_in_shape, &roll_checkin_out_shape, NULL,
     "用签到码给自己签到", "Checks oneself in with the code", roll_http_checkin},

    {GET, "/classes/{class_id}/leaves", TX_READ, PERM_LEAVE_DECIDE, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL,
     &leave_request_shape, &leave_class_page, "班次的请假", "Leave in a class", roll_http_class_leaves},
    {POST, "/classes/{class_id}/leaves", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, &leave_in_shape, &leave_request_shape,
     NULL, "请假；班主任可代学员提交", "Asks for leave; the class manager may do it for a learner",
     roll_http_submit_leave},
    {GET, "/my/leaves", TX_READ, PERM_SELF, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL, &leave_request_shape, &leave_my_page,
     "我的请假", "My leave", roll_http_my_leaves},
    {POST, "/leaves/preview", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE | ROUTE_NO_AUDIT, &leave_preview_in_shape,
     &leave_preview_shape, NULL, "预览请假会占多少学时、是否超过上限",
     "What a leave would come to, and whether it crosses the limit", roll_http_preview_leave},
    {GET, "/leaves/waiting", TX_HEAVY, PERM_SELF, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL, &leave_request_shape, NULL,
     "待我审批的请假，含代他人审批的", "Leave that waits for me, or for whom I stand in for", roll_http_waiting_leaves},
    {GET, "/leaves/{leave_id}", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &leave_detail_shape, NULL,
     "一份请假：占用学时、审批经过、现在待谁审批", "A leave: what it comes to, decisions so far, who must act now",
     roll_http_get_leave},
    {POST, "/leaves/{leave_id}/decide", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, &leave_decide_in_shape,
     &leave_request_shape, NULL, "按审批流程批准或不批准请假；最后一环批准后考勤记为请假",
     "Approves or refuses a leave at one post of its chain; after the last one it is marked on the roll",
     roll_http_decide_leave},
    {POST, "/leaves/{leave_id}/back", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &leave_request_shape, NULL,
     "销假：返校报到", "Reports back from a leave", roll_http_leave_back},
    {GET, "/leave-posts", TX_READ, PERM_CLASS_EDIT, ROUTE_PAGE, NULL, &leave_holder_shape, NULL,
     "请假审批各环节由谁担任", "Who holds the posts of the leave chain", roll_http_list_holders,
     .params = org_under_params},
    {POST, "/leave-posts", TX_WRITE, PERM_CLASS_EDIT, 0, &leave_holder_shape, &leave_holder_shape, NULL,
     "指定教学管理部门、分管校长或组织部门的审批人", "Names who decides leave at a post", roll_http_add_holder},
    {DELETE, "/leave-posts/{post_id}", TX_WRITE, PERM_CLASS_EDIT, 0, NULL, NULL, NULL, "审批人自今天起不再担任",
     "Somebody holds a post no longer, from today on", roll_http_end_holder},
    {GET, "/my/deputies", TX_READ, PERM_SELF, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL, &leave_deputy_shape, NULL,
     "谁代我审批、我代谁审批", "Who stands in for me, and for whom I do", roll_http_list_deputies},
    {POST, "/deputies", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, &leave_deputy_shape, &leave_deputy_shape, NULL,
     "指定一段时间内的请假审批代理人", "Names who stands in for somebody who decides leave, from a day to a day",
     roll_http_add_deputy},
    {DELETE, "/deputies/{deputy_id}", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, NULL, NULL, NULL, "代理自今天起结束",
     "Ends a deputy's time, from today on", roll_http_end_deputy},
    {POST, "/leaves/{leave_id}/cancel", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &leave_request_shape, NULL,
     "撤回请假，或提前销假", "Takes a leave back, or ends it early", roll_http_cancel_leave},

    {GET, "/classes/{class_id}/withdrawals", TX_READ, PERM_LEAVE_DECIDE, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL,
     &withdrawal_shape, NULL, "接近或达到退学界限的学员：提醒、建议和处理结果",
     "People near or at the limits: warned, proposed for withdrawal, decided", roll_http_withdrawals},
    {POST, "/classes/{class_id}/withdrawals/check", TX_WRITE, PERM_LEAVE_DECIDE, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL,
     &withdrawal_shape, NULL, "现在就按规定核对一遍缺勤、请假和报到", "Looks now who is near or at the limits",
     roll_http_check_withdrawals},
    {POST, "/withdrawals/{withdrawal_id}/decide", TX_WRITE, PERM_LEAVE_DECIDE, ROUTE_OWN_SCOPE,
     &withdrawal_decide_shape, &withdrawal_shape, NULL, "班主任确认退学，或写明理由不退学",
     "Confirms a withdrawal, or dismisses it, with a reason", roll_http_decide_withdrawal},
    {GET, "/classes/{class_id}/assessments", TX_HEAVY, PERM_CLASS_CONFIRM, ROUTE_OWN_SCOPE, NULL,
     &assessment_list_shape, NULL, "学员考核：等次或分数", "Assessment of everybody: grades or points",
     roll_http_assessments},
    {POST, "/classes/{class_id}/assessments", TX_WRITE, PERM_CLASS_CONFIRM, ROUTE_OWN_SCOPE, &assessment_put_shape,
     &assessment_list_shape, NULL, "登记考核，可一次多人；不合格者不结业",
     "Enters assessments of many at once; who fails does not complete", roll_http_put_assessments},
    {GET, "/classes/{class_id}/results", TX_HEAVY, PERM_CLASS_CONFIRM, ROUTE_OWN_SCOPE, NULL, &roll_results_shape, NULL,
     "每人的到课、请假、缺勤、拟计学时和拟定结果", "Attendance, leave, hours and proposed outcome of everybody",
     roll_http_results, .params = result_params},
    {POST, "/classes/{class_id}/confirm", TX_WRITE, PERM_CLASS_CONFIRM, ROUTE_OWN_SCOPE, &roll_confirm_in_shape,
     &roll_confirm_out_shape, NULL, "确认班次：学时一次记入每人账本；重复确认不变",
     "Confirms a class: hours go to every ledger at once; confirming again changes nothing", roll_http_confirm},
    {GET, "/classes/{class_id}/page", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &class_page_shape, NULL,
     "班次页：班次、本人报名、课表、本人考勤和直播状态",
     "The class page: class, own enrolment, timetable, own marks, what is live", roll_http_class_page},
};

static const struct job_kind jobs[] = {{"roll.watch", 1800, roll_run_watch}};

const struct module roll_module = {
    .name = "roll",
    .schema = &roll_schema,
    .statements = roll_statements,
    .statement_count = &roll_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .reactions = reactions,
    .jobs = jobs,
    .job_count = sizeof jobs / sizeof *jobs,
    .reaction_count = sizeof reactions / sizeof *reactions,
};
