/* app/demo/daily.c: what an office does beside the lessons of the class on now: files, leave, questionnaires. */
#include "app/demo/demo.h"
#include "calc/paper/paper.h"
#include "core/buf.h"
#include "demo_sql.h"
#include "domain/evaluate/evaluate.h"
#include "domain/handover/handover.h"
#include "domain/klass/klass.h"
#include "domain/roll/roll.h"

struct day {
    struct klass klass;
    struct list sessions; /* struct session, by time */
    struct list spared;   /* int64_t: who signs in to the demo has all of it before them */
    struct who manager;
};

/* ---- files ---- */

static const char handbook[] =
    "一、请按课表到课，课前 15 分钟在本教学点签到；线上学员用手机签到。\n"
    "二、请假须在课前提出，写明事由，由班主任批准后方可离班；请假累计不得超过总学时的七分之一。\n"
    "三、现场教学请着便于行走的鞋，按分组乘车，听从带队教师安排。\n"
    "四、分组研讨由组长主持，每人发言不少于 5 分钟，会后两日内交研讨小结。\n"
    "五、课后请填写评价问卷，问卷不记名，意见会反馈给授课教师。\n"
    "六、结业审核通过后，学时自动记入本人学时账本。";

static struct err *make_handbook(struct call *c, const struct klass *klass, struct str *ret_pdf)
{
    struct paper_doc doc = {
        .title = STR("学员须知（演示）"), .made_at = c->now_us, .footer = STR("演示数据"), .numbered = true};
    struct paper_block *title = paper_add(c->arena, &doc, PAPER_TEXT);
    title->text = STR("学员须知");
    title->size_pt = 22;
    title->align = PAPER_CENTRE;
    title->bold = true;
    title->after_mm = 4;
    struct paper_block *of = paper_add(c->arena, &doc, PAPER_TEXT);
    of->text = klass->title;
    of->align = PAPER_CENTRE;
    of->after_mm = 8;
    struct paper_block *text = paper_add(c->arena, &doc, PAPER_TEXT);
    text->text = str_of(handbook);
    text->size_pt = 14;
    text->line = 1.8;
    text->indent_em = 2;
    return paper_pdf(c->arena, &doc, ret_pdf);
}

/* The timetable as a table that a spreadsheet opens. */
static struct str timetable_csv(struct call *c, const struct list *sessions)
{
    struct buf out;
    buf_init(&out, 64 << 10);
    buf_cstr(&out, "\xef\xbb\xbf日期,开始,结束,内容,地点\r\n");
    for (LIST_EACH(*sessions, struct session, s)) {
        int date = date_of(s->starts_at, c->tz_min);
        int64_t from = (s->starts_at - date_start_us(date, c->tz_min)) / TIME_MINUTE_US,
                until = from + (s->ends_at - s->starts_at) / TIME_MINUTE_US;
        buf_str(&out, date_text(c->arena, date));
        buf_printf(&out, ",%02d:%02d,%02d:%02d,%.*s,%.*s\r\n", (int)(from / 60), (int)(from % 60),
                   (int)(until / 60 % 24), (int)(until % 60), STR_ARG(s->title), STR_ARG(s->room));
    }
    struct str text = str_copy(c->arena, buf_text(&out));
    buf_done(&out);
    return text;
}

static const char outline[] = "讲义提纲（演示）\r\n\r\n"
                              "一、通道建设的由来与定位\r\n"
                              "二、运行机制：省际协商、铁海联运、通关便利\r\n"
                              "三、区县怎样用好通道：产业、物流、开放平台三件事\r\n\r\n"
                              "思考题：结合本单位实际，说一件可以马上做的事。\r\n";
static const char record[] = "开班式工作记录（演示，内部资料）\r\n\r\n"
                             "1. 各教学点画面、声音于开课前 30 分钟测试完毕。\r\n"
                             "2. 到课情况见签到表；缺勤人员已电话核实。\r\n"
                             "3. 待办：现场教学车辆周三前落实，分组名单发各教学点。\r\n";

static struct err *make_files(struct call *c, const struct day *day)
{
    const struct session *first = LIST_AT(day->sessions, struct session, 0);
    struct str pdf;
    struct call then = *c;
    then.who = &day->manager;
    then.now_us = first->starts_at - 2 * TIME_HOUR_US;
    TRY(make_handbook(&then, &day->klass, &pdf));
    const struct handover_demo_file files[] = {
        {day->klass.id, 0, true, STR("学员须知（演示）.pdf"), STR("application/pdf"), pdf},
        {day->klass.id, 0, true, STR("课程安排（演示）.csv"), STR("text/csv"), timetable_csv(&then, &day->sessions)},
        {day->klass.id, first->id, true, STR("讲义提纲（演示）.txt"), STR("text/plain"), str_of(outline)},
        {day->klass.id, first->id, false, STR("开班式工作记录（演示）.txt"), STR("text/plain"), str_of(record)},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) TRY(handover_demo_add(&then, &files[i]));
    return NULL;
}

/* ---- what learners think ---- */

static int64_t first_of_kind(const struct day *day, int kind)
{
    for (LIST_EACH(day->sessions, struct session, s))
        if (s->kind == kind) return s->id;
    return 0;
}

static struct err *make_questionnaires(struct call *c, const struct day *day)
{
    const struct evaluation_demo demo = {.class_id = day->klass.id,
                                         .closed_session_id = first_of_kind(day, SESSION_LECTURE),
                                         .open_session_id = first_of_kind(day, SESSION_DISCUSSION),
                                         .spared = day->spared};
    struct call by_manager = *c;
    by_manager.who = &day->manager;
    return evaluation_demo_make(&by_manager, &demo);
}

struct err *demo_make_daily(struct demo *d)
{
    struct call *c = d->c;
    struct day day = {0};
    TRY(klass_get(c, d->class_id, &day.klass));
    TRY(klass_sessions(c, d->class_id, &day.sessions));
    demo_account_people(d, &day.spared);
    day.manager.person_id = day.klass.manager_id;
    TRY(db_int(c->db, c->arena, &sql_demo_account_of, VALS(v_int(day.klass.manager_id)), &day.manager.account_id));
    TRY(make_files(c, &day));
    TRY(leave_demo_make(c, d->class_id, &day.manager, &day.spared));
    return make_questionnaires(c, &day);
}
