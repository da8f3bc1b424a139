/* domain/notice/notice.c: sending a notice. */
#include "domain/notice/notice.h"

#include "api/call.h"
#include "domain/notice/notice_private.h"

enum { TITLE_CHARS = 200, BODY_CHARS = 4000 };

static struct err *check_message(struct call *c, const struct notice_message *m)
{
    if (!notice_topic_find(str_of(m->kind)))
        FAIL(c->arena, ERR_BROKEN, "notice.kind", "没有“%s”这种通知。", "There is no notice of the kind “%s”.",
             m->kind);
    if (!m->title_zh.n || !notice_link_is_ours(m->link))
        FAIL(c->arena, ERR_BROKEN, "notice.text", "通知须有标题，链接须是本系统的页面。",
             "A notice needs a title, and its link must be a page of this product.");
    return NULL;
}

struct err *notice_send(struct call *c, const struct notice_message *m)
{
    int64_t owner_id = m->person_id, id = call_id(c);
    bool is_new;
    TRY(check_message(c, m));
    if (!owner_id && m->account_id) TRY(notice_owner_of(c, m->account_id, &owner_id));
    if (!owner_id) return NULL;
    struct notice n = {.id = id,
                       .owner_id = owner_id,
                       .kind = str_of(m->kind),
                       .title_zh = notice_clip(m->title_zh, TITLE_CHARS),
                       .title_en = notice_clip(m->title_en, TITLE_CHARS),
                       .body_zh = notice_clip(m->body_zh, BODY_CHARS),
                       .body_en = notice_clip(m->body_en, BODY_CHARS),
                       .link = m->link,
                       .key = m->key.n ? m->key : str_printf(c->arena, "#%lld", (long long)id),
                       .created_at = c->now_us};
    TRY(notice_add(c, &n, &is_new));
    return is_new ? notice_mail_queue(c, &n) : NULL;
}
