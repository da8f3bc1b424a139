/* domain/notice/notice_rules.c: topics, and what a notice may say. */
#include "core/list.h"
#include "domain/notice/notice_private.h"

const struct notice_topic notice_topics[] = {
    {"class", "班次与课表", "Classes and timetables", true},
    {"enrolment", "报名与名额", "Enrolment and seats", true},
    {"dispatch", "调训通知", "Calls to training", true},
    {"leave", "请假与销假", "Leave", true},
    {"roll", "签到与考勤", "Attendance", false},
    {"assess", "考核与评估", "Assessment and evaluation", true},
    {"ledger", "学时与证书", "Hours and certificates", true},
    {"live", "直播课堂", "Live lessons", false},
    {"teach", "师资与课程", "Teaching and courses", false},
    {"service", "咨询与办事", "Questions and requests", true},
    {"job", "导入导出等后台任务", "Imports, exports and other jobs", false},
    {"account", "账号与安全", "Account and security", true},
    {"system", "系统运行", "The system", false},
};
const size_t notice_topic_count = sizeof notice_topics / sizeof *notice_topics;

const struct notice_topic *notice_topic_find(struct str kind)
{
    struct str rest, topic = str_cut(kind, '.', &rest);
    for (size_t i = 0; i < notice_topic_count; i++)
        if (str_is(topic, notice_topics[i].name)) return &notice_topics[i];
    return NULL;
}

struct str notice_clip(struct str text, int64_t most_chars)
{
    size_t at = 0;
    for (int64_t n = 0; n < most_chars && at < text.n; n++)
        if (str_next(text, &at) < 0) break;
    return (struct str){text.p, at};
}

bool notice_link_is_ours(struct str link)
{
    if (!link.n) return true;
    if (link.p[0] != '/' || (link.n > 1 && (link.p[1] == '/' || link.p[1] == '\\'))) return false;
    for (size_t i = 0; i < link.n; i++)
        if ((unsigned char)link.p[i] <= ' ' || link.p[i] == '\\') return false;
    return true;
}
