/* domain/notice/notice_store.c: the SQL of notices. */
#include "api/mail.h"
#include "api/module.h"
#include "domain/notice/notice_private.h"
#include "notice_sql.h"

#define NOTICE(kind, ...) F_##kind(struct notice, __VA_ARGS__)
static const struct shape_field notice_fields[] = {
    NOTICE(ID, id, 0, "编号", "id"),
    NOTICE(TEXT, kind, 0, 0, 0, "种类", "kind"),
    NOTICE(TEXT, title, 0, 0, 0, "标题", "title"),
    NOTICE(TEXT, body, 0, 0, 0, "内容", "body"),
    NOTICE(TEXT, link, 0, 0, 0, "打开的页面", "page to open"),
    NOTICE(TIME, created_at, 0, "时间", "at"),
    NOTICE(TIME, read_at, 0, "已读时间", "read at"),
};
const struct shape notice_shape = SHAPE("Notice", struct notice, notice_fields);

static const struct shape_field pref_fields[] = {
    F_TEXT(struct notice_pref, topic, 1, 40, SHAPE_REQUIRED, "事项", "topic"),
    F_BOOL(struct notice_pref, mail, 0, "同时发邮件", "also by mail"),
    F_TEXT(struct notice_pref, name, 0, 0, SHAPE_READ_ONLY, "名称", "name"),
};
const struct shape notice_pref_shape = SHAPE("NoticePref", struct notice_pref, pref_fields);

static const struct page_sort sorts[] = {{"newest", "-n.id"}, {"at", "n.id"}};
static const struct page_filter filters[] = {
    {"unread", "CASE WHEN n.read_at IS NULL THEN 1 ELSE 0 END = $?", SHAPE_BOOL, "未读", "unread"},
};
const struct page_spec notice_page = {&sql_notice_page, "notice n", "n.id", TABLE(sorts), TABLE(filters)};

struct err *notice_owner_of(struct call *c, int64_t account_id, int64_t *ret_owner_id)
{
    return db_int(c->db, c->arena, &sql_notice_owner_of, VALS(v_id(account_id)), ret_owner_id);
}

struct err *notice_add(struct call *c, const struct notice *n, bool *ret_new)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_notice_insert,
               VALS(v_id(n->id), v_id(n->owner_id), v_text(n->kind), v_text(n->title_zh), v_text(n->title_en),
                    v_text(n->body_zh), v_text(n->body_en), v_text(n->link), v_text(n->key), v_time(n->created_at)),
               &changed));
    *ret_new = changed > 0;
    return NULL;
}

struct err *notice_unread_count(struct call *c, int64_t owner_id, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_notice_unread_count, VALS(v_id(owner_id), v_int(NOTICE_COUNT_MOST)), ret_count);
}

struct err *notice_exists(struct call *c, int64_t owner_id, int64_t notice_id, bool *ret_exists)
{
    int64_t count;
    TRY(db_int(c->db, c->arena, &sql_notice_find, VALS(v_id(owner_id), v_id(notice_id)), &count));
    *ret_exists = count > 0;
    return NULL;
}

struct err *notice_set_read(struct call *c, int64_t owner_id, int64_t notice_id)
{
    return db_run(c->db, c->arena, &sql_notice_set_read, VALS(v_id(owner_id), v_id(notice_id), v_time(c->now_us)),
                  NULL);
}

struct err *notice_set_all_read(struct call *c, int64_t owner_id, int64_t upto_id)
{
    return db_run(c->db, c->arena, &sql_notice_set_all_read, VALS(v_id(owner_id), v_id(upto_id), v_time(c->now_us)),
                  NULL);
}

struct err *notice_pref_list(struct call *c, int64_t owner_id, struct list *ret_prefs)
{
    return db_list(c->db, c->arena, &sql_notice_pref_list, VALS(v_id(owner_id)), &notice_pref_shape, ret_prefs);
}

struct err *notice_pref_set(struct call *c, int64_t owner_id, const struct notice_pref *pref)
{
    return db_run(c->db, c->arena, &sql_notice_pref_set, VALS(v_id(owner_id), v_text(pref->topic), v_bool(pref->mail)),
                  NULL);
}

/* ---- mail ---- */

static const char *const mail_states[] = {"", "queued", "sent", "failed", NULL};

#define MAIL(kind, ...) F_##kind(struct notice_mail, __VA_ARGS__)
static const struct shape_field mail_fields[] = {
    MAIL(ID, notice_id, 0, "通知", "notice"),
    MAIL(INT, tries, 0, 0, 0, "次数", "tries"),
    MAIL(TEXT, kind, 0, 0, 0, "种类", "kind"),
    MAIL(TEXT, title_zh, 0, 0, 0, "标题", "title"),
    MAIL(TEXT, title_en, 0, 0, 0, "英文标题", "English title"),
    MAIL(TEXT, body_zh, 0, 0, 0, "内容", "body"),
    MAIL(TEXT, link, 0, 0, 0, "页面", "page"),
    MAIL(TIME, created_at, 0, "时间", "at"),
    MAIL(TEXT, address, 0, 0, SHAPE_SECRET, "邮箱", "address"),
};
static const struct shape mail_shape = SHAPE("NoticeMail", struct notice_mail, mail_fields);

static const struct shape_field address_fields[] = {
    F_ID(struct notice_address, person_id, SHAPE_READ_ONLY, "人员", "person"),
    F_TEXT(struct notice_address, address, 0, 200, SHAPE_SECRET, "电子邮箱（不填为删去）",
           "e-mail address; empty: none"),
};
const struct shape notice_address_shape = SHAPE("MailAddress", struct notice_address, address_fields);

struct err *notice_pref_find(struct call *c, int64_t owner_id, struct str topic, struct notice_pref *ret_pref,
                             bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_notice_pref_get, VALS(v_id(owner_id), v_text(topic)), &notice_pref_shape,
                   ret_pref, ret_found);
}

struct err *notice_address_find(struct call *c, int64_t person_id, struct str *ret_address)
{
    struct notice_address found;
    bool there;
    TRY(db_find(c->db, c->arena, &sql_notice_address_get, VALS(v_id(person_id)), &notice_address_shape, &found,
                &there));
    *ret_address = there ? found.address : (struct str){0};
    return NULL;
}

struct err *notice_address_set(struct call *c, int64_t person_id, struct str address)
{
    if (!address.n) return db_run(c->db, c->arena, &sql_notice_address_delete, VALS(v_id(person_id)), NULL);
    return db_run(c->db, c->arena, &sql_notice_address_set, VALS(v_id(person_id), v_text(address), v_time(c->now_us)),
                  NULL);
}

struct err *notice_mail_add(struct call *c, int64_t notice_id, int64_t person_id)
{
    return db_run(c->db, c->arena, &sql_notice_mail_queue, VALS(v_id(notice_id), v_id(person_id), v_time(c->now_us)),
                  NULL);
}

struct err *notice_mail_due(struct call *c, int64_t most, struct list *ret_mails)
{
    return db_list(c->db, c->arena, &sql_notice_mail_due, VALS(v_time(c->now_us), v_int(most)), &mail_shape, ret_mails);
}

struct err *notice_mail_take(struct call *c, const struct notice_mail *m, int64_t due_at, bool *ret_taken)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_notice_mail_take, VALS(v_id(m->notice_id), v_int(m->tries), v_int(due_at)),
               &changed));
    *ret_taken = changed > 0;
    return NULL;
}

struct err *notice_mail_set(struct call *c, const struct notice_mail *m)
{
    return db_run(c->db, c->arena, &sql_notice_mail_set,
                  VALS(v_id(m->notice_id), v_cstr(mail_states[m->state]), v_int(m->due_at), v_int(m->tries),
                       v_int(m->reply_code), v_time(m->ended_at)),
                  NULL);
}

static const struct shape_field waiting_fields[] = {
    F_BOOL(struct notice_waiting, on, SHAPE_READ_ONLY, "已配置邮件服务器", "there is a relay"),
    F_INT(struct notice_waiting, waiting, 0, 0, SHAPE_READ_ONLY, "等待发送的邮件", "mails that wait"),
    F_INT(struct notice_waiting, tried, 0, 0, SHAPE_READ_ONLY, "其中试过未成的", "of them tried before"),
    F_TIME(struct notice_waiting, next_at, SHAPE_READ_ONLY, "下一次发送时间", "the next one is due at"),
    F_TIME(struct notice_waiting, oldest_at, SHAPE_READ_ONLY, "最早一封的时间", "the oldest one waits since"),
    F_INT(struct notice_waiting, reply_code, 0, 0, SHAPE_READ_ONLY, "邮件服务器的答复代码（0：没有答复）",
          "the relay's reply code; 0: none"),
};
const struct shape notice_waiting_shape = SHAPE("MailQueue", struct notice_waiting, waiting_fields);

struct err *notice_mail_waiting(struct call *c, struct notice_waiting *ret_waiting)
{
    TRY(db_get(c->db, c->arena, &sql_notice_mail_waiting, NO_VALS, &notice_waiting_shape, ret_waiting));
    ret_waiting->on = c->config && mail_is_on(c->config);
    return NULL;
}

struct err *notice_mail_hurry(struct call *c, int64_t *ret_mails)
{
    return db_run(c->db, c->arena, &sql_notice_mail_hurry, VALS(v_time(c->now_us)), ret_mails);
}

struct err *notice_forget(struct call *c, int64_t before, int64_t most, int64_t *ret_removed)
{
    struct vals in = VALS(v_int(id_first(before)), v_int(most)); /* ids are ordered by time */
    TRY(db_run(c->db, c->arena, &sql_notice_mail_forget, in, NULL));
    return db_run(c->db, c->arena, &sql_notice_forget, in, ret_removed);
}
