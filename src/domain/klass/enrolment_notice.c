/* domain/klass/enrolment_notice.c: learners are told what became of their enrolment. */
#include "api/call.h"
#include "domain/klass/klass_private.h"
#include "domain/notice/notice.h"

/* What is told, by the state that the enrolment has now; the others are no news, or are told with the hours. */
static const struct told {
    const char *kind, *zh, *en;
} tells[] = {
    [ENROLMENT_WAITING] = {"enrolment.waiting", "已列入候补：%.*s", "On the waiting list: %.*s"},
    [ENROLMENT_CONFIRMED] = {"enrolment.confirmed", "已录取参加：%.*s", "You have a seat: %.*s"},
    [ENROLMENT_DECLINED] = {"enrolment.declined", "未获录取：%.*s", "No seat: %.*s"},
    [ENROLMENT_WITHDRAWN] = {"enrolment.withdrawn", "已退出：%.*s", "Withdrawn: %.*s"},
};

static struct str when_and_where(struct call *c, const struct klass *k, const char *format)
{
    return str_printf(c->arena, format, STR_ARG(k->org_name), STR_ARG(date_text(c->arena, k->starts_on)),
                      STR_ARG(date_text(c->arena, k->ends_on)));
}

struct err *enrolment_tell(struct call *c, const struct klass *k, const struct enrolment *e)
{
    const struct told *told = (size_t)e->state < sizeof tells / sizeof *tells ? &tells[e->state] : NULL;
    bool by_themselves = c->who && c->who->person_id == e->person_id;
    if (!told || !told->kind || by_themselves) return NULL;
    struct notice_message m = {
        .person_id = e->person_id,
        .kind = told->kind,
        .title_zh = str_printf(c->arena, told->zh, STR_ARG(k->title)),
        .title_en = str_printf(c->arena, told->en, STR_ARG(k->title)),
        .body_zh = when_and_where(c, k, "主办：%.*s；时间：%.*s 至 %.*s。"),
        .body_en = when_and_where(c, k, "Host: %.*s; from %.*s to %.*s."),
        .link = e->state == ENROLMENT_CONFIRMED ? str_printf(c->arena, "/learn/classes/%lld", (long long)k->id)
                                                : STR("/learn"),
        .key = str_printf(c->arena, "enrolment:%lld:%lld", (long long)e->id, (long long)e->version)};
    return notice_send(c, &m);
}
