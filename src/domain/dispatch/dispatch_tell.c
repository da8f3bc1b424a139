/* domain/dispatch/dispatch_tell.c: who is told of a call, and how. Each notice has a key: telling twice is telling
 * once. */
#include "api/call.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/notice/notice.h"

struct err *dispatch_tell_person(struct call *c, int64_t person_id, struct str key, struct str zh, struct str en,
                                 struct str link)
{
    struct notice_message m = {
        .person_id = person_id, .kind = "dispatch.call", .title_zh = zh, .title_en = en, .link = link, .key = key};
    return notice_send(c, &m);
}

struct err *dispatch_tell_staff(struct call *c, const struct dispatch_call *d, bool unit, const char *what,
                                struct str zh, struct str en)
{
    struct list staff;
    TRY(store_staff(c, unit ? d->org_path : d->round_path, unit ? ROLE_LIAISON : ROLE_OFFICE, &staff));
    for (LIST_EACH(staff, struct staff_row, who)) {
        struct notice_message m = {
            .account_id = who->account_id,
            .kind = unit ? "dispatch.unit" : "dispatch.office",
            .title_zh = zh,
            .title_en = en,
            .body_zh = str_printf(c->arena, "%.*s · %.*s", STR_ARG(d->round_title), STR_ARG(d->class_title)),
            .link = str_printf(c->arena, "/dispatch/calls/%lld", (long long)d->id),
            .key = str_printf(c->arena, "dispatch:%lld:%s:%lld", (long long)d->id, what, (long long)d->version)};
        m.body_en = m.body_zh;
        TRY(notice_send(c, &m));
    }
    return NULL;
}

struct err *dispatch_tell_office(struct call *c, struct str org_path, struct str key, struct str zh, struct str en,
                                 struct str body, struct str link)
{
    struct list staff;
    TRY(store_staff(c, org_path, ROLE_OFFICE, &staff));
    for (LIST_EACH(staff, struct staff_row, who)) {
        struct notice_message m = {.account_id = who->account_id,
                                   .kind = "dispatch.office",
                                   .title_zh = zh,
                                   .title_en = en,
                                   .body_zh = body,
                                   .body_en = body,
                                   .link = link,
                                   .key = key};
        TRY(notice_send(c, &m));
    }
    return NULL;
}

struct err *dispatch_tell_call(struct call *c, const struct dispatch_call *d)
{
    struct notice_message m = {
        .person_id = d->person_id,
        .kind = "dispatch.called",
        .title_zh = str_printf(c->arena, "调训通知：%.*s", STR_ARG(d->class_title)),
        .title_en = str_printf(c->arena, "You are called to: %.*s", STR_ARG(d->class_title)),
        .body_zh = str_printf(c->arena, "%.*s 至 %.*s，请于 %.*s 前回执。", STR_ARG(date_text(c->arena, d->starts_on)),
                              STR_ARG(date_text(c->arena, d->ends_on)), STR_ARG(date_text(c->arena, d->due_on))),
        .body_en =
            str_printf(c->arena, "%.*s to %.*s. Please reply by %.*s.", STR_ARG(date_text(c->arena, d->starts_on)),
                       STR_ARG(date_text(c->arena, d->ends_on)), STR_ARG(date_text(c->arena, d->due_on))),
        .link = str_printf(c->arena, "/learn/calls/%lld", (long long)d->id),
        .key = str_printf(c->arena, "dispatch:%lld:called", (long long)d->id)};
    TRY(notice_send(c, &m));
    TRY(dispatch_tell_staff(
        c, d, true, "called",
        str_printf(c->arena, "%.*s被调训：%.*s", STR_ARG(d->person_name), STR_ARG(d->class_title)),
        str_printf(c->arena, "%.*s is called to %.*s", STR_ARG(d->person_name), STR_ARG(d->class_title))));
    return store_call_told(c, d->id);
}
