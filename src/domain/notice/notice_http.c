/* domain/notice/notice_http.c: one's own notices and what of them comes by mail. */
#include "api/job.h"
#include "api/mail.h"
#include "api/module.h"
#include "domain/notice/notice_private.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "notice_sql.h"

struct unread_out {
    int64_t unread;
    bool more; /* there are more than were counted */
};
static const struct shape_field unread_fields[] = {
    F_INT(struct unread_out, unread, 0, NOTICE_COUNT_MOST, 0, "未读通知数", "unread notices"),
    F_BOOL(struct unread_out, more, 0, "还有更多", "there are more"),
};
static const struct shape unread_shape = SHAPE("NoticeUnread", struct unread_out, unread_fields);

struct read_in {
    int64_t upto_id;
};
static const struct shape_field read_fields[] = {
    F_ID(struct read_in, upto_id, SHAPE_REQUIRED, "读到哪一条（含）", "up to and with this one"),
};
static const struct shape read_shape = SHAPE("NoticeRead", struct read_in, read_fields);

struct prefs {
    struct list topics; /* struct notice_pref */
};
static const struct shape_field prefs_fields[] = {
    F_LIST(struct prefs, topics, &notice_pref_shape, 0, 50, SHAPE_REQUIRED, "各类通知", "topics"),
};
static const struct shape prefs_shape = SHAPE("NoticePrefs", struct prefs, prefs_fields);

/* Whose notices the caller reads; all routes here are bounded to them. */
static int64_t owner_of(struct call *c)
{
    call_checked(c);
    return c->who->person_id ? c->who->person_id : c->who->account_id;
}

static struct err *list_notices(struct call *c)
{
    return page_run(c, &notice_page, VALS(v_id(owner_of(c)), v_int(c->lang == LANG_EN)));
}

static struct err *get_unread(struct call *c)
{
    struct unread_out *out = c->out;
    TRY(notice_unread_count(c, owner_of(c), &out->unread));
    out->more = out->unread >= NOTICE_COUNT_MOST;
    if (out->more) out->unread = NOTICE_COUNT_MOST - 1;
    return NULL;
}

static struct err *post_read(struct call *c)
{
    int64_t owner_id = owner_of(c);
    bool exists;
    TRY(notice_exists(c, owner_id, c->path[0], &exists));
    if (!exists) FAIL(c->arena, ERR_ABSENT, "notice.absent", "没有这条通知。", "There is no such notice.");
    return notice_set_read(c, owner_id, c->path[0]);
}

static struct err *post_all_read(struct call *c)
{
    return notice_set_all_read(c, owner_of(c), ((const struct read_in *)c->in)->upto_id);
}

/* ---- what comes by mail ---- */

static struct err *get_prefs(struct call *c)
{
    struct prefs *out = c->out;
    struct list chosen;
    TRY(notice_pref_list(c, owner_of(c), &chosen));
    for (size_t i = 0; i < notice_topic_count; i++) {
        const struct notice_topic *topic = &notice_topics[i];
        struct notice_pref *pref = list_add(c->arena, &out->topics, struct notice_pref);
        *pref =
            (struct notice_pref){str_of(topic->name), topic->mail, str_of(c->lang == LANG_EN ? topic->en : topic->zh)};
        for (LIST_EACH(chosen, struct notice_pref, mine))
            if (str_is(mine->topic, topic->name)) pref->mail = mine->mail;
    }
    return NULL;
}

static struct err *put_prefs(struct call *c)
{
    const struct prefs *in = c->in;
    int64_t owner_id = owner_of(c);
    for (LIST_EACH(in->topics, struct notice_pref, pref)) {
        const struct notice_topic *topic = notice_topic_find(pref->topic);
        if (!topic || !str_is(pref->topic, topic->name))
            FAIL_FIELD(c->arena, "notice.topic", "topics", "没有“%.*s”这类通知。", "There is no topic “%.*s”.",
                       STR_ARG(pref->topic));
        TRY(notice_pref_set(c, owner_id, pref));
    }
    return get_prefs(c);
}

/* ---- addresses ---- */

static struct err *set_address(struct call *c, int64_t person_id)
{
    const struct notice_address *in = c->in;
    struct notice_address *out = c->out;
    struct str address = str_trim(in->address);
    if (address.n && !notice_address_fits(address))
        FAIL_FIELD(c->arena, "notice.address", "address", "邮箱地址应写成 name@example.cn。",
                   "Write the address as name@example.cn.");
    TRY(notice_address_set(c, person_id, address));
    *out = (struct notice_address){person_id, address};
    return NULL;
}

static struct err *need_person(struct call *c)
{
    call_checked(c);
    if (c->who->person_id) return NULL;
    FAIL(c->arena, ERR_ABSENT, "notice.no_person", "这个账号不对应任何人员，不能登记邮箱。",
         "This account belongs to no person and has no address.");
}

static struct err *get_my_address(struct call *c)
{
    struct notice_address *out = c->out;
    TRY(need_person(c));
    out->person_id = c->who->person_id;
    return notice_address_find(c, out->person_id, &out->address);
}

static struct err *put_my_address(struct call *c)
{
    TRY(need_person(c));
    return set_address(c, c->who->person_id);
}

/* Whole for those who may change the person, masked for those who only read. */
static struct err *get_address(struct call *c)
{
    struct notice_address *out = c->out;
    struct person person;
    TRY(person_may(c, PERM_PERSON_READ, c->path[0], &person));
    out->person_id = person.id;
    TRY(notice_address_find(c, person.id, &out->address));
    bool whole = person.id == c->who->person_id || call_can(c, PERM_PERSON_EDIT, person.org_path);
    if (!whole) out->address = notice_address_mask(c->arena, out->address);
    return NULL;
}

static struct err *put_address(struct call *c)
{
    struct person person;
    TRY(person_may(c, PERM_PERSON_EDIT, c->path[0], &person));
    call_audit(c, person.id, person.org_path, (struct str){0});
    return set_address(c, person.id);
}

/* ---- the queue of mails: for whoever runs the system ---- */

static struct err *get_queue(struct call *c)
{
    TRY(call_may(c, PERM_SYSTEM_READ, STR(ORG_ROOT_PATH)));
    return notice_mail_waiting(c, c->out);
}

static struct err *post_queue_due(struct call *c)
{
    int64_t mails;
    TRY(call_may(c, PERM_ACCOUNT_EDIT, STR(ORG_ROOT_PATH)));
    TRY(notice_mail_hurry(c, &mails));
    call_audit(c, 0, STR(ORG_ROOT_PATH), str_printf(c->arena, "{\"mails\":%lld}", (long long)mails));
    c->status = 200;
    return notice_mail_waiting(c, c->out);
}

/* A setting of the relay is mended by starting again: what waits shall not wait for hours then. */
static struct err *start(struct call *c)
{
    return c->config && mail_is_on(c->config) ? notice_mail_hurry(c, NULL) : NULL;
}

static const struct job_kind jobs[] = {{"notice.mail", 5, notice_mail_run}};

static const struct route routes[] = {
    {GET, "/my/notices", TX_READ, PERM_SELF, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL, &notice_shape, &notice_page,
     "我的通知", "My notices", list_notices},
    {GET, "/my/notices/unread", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &unread_shape, NULL, "我的未读通知数",
     "How many of my notices are unread", get_unread},
    {POST, "/my/notices/{notice_id}/read", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE | ROUTE_NO_AUDIT, NULL, NULL, NULL,
     "标为已读", "Marks a notice as read", post_read},
    {POST, "/my/notices/read", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE | ROUTE_NO_AUDIT, &read_shape, NULL, NULL,
     "到某一条为止全部标为已读", "Marks all up to one as read", post_all_read},
    {GET, "/my/notice-preferences", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &prefs_shape, NULL, "哪些通知同时发邮件",
     "Which notices also come by mail", get_prefs},
    {PUT, "/my/notice-preferences", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, &prefs_shape, &prefs_shape, NULL,
     "选择哪些通知同时发邮件", "Chooses which notices also come by mail", put_prefs},
    {GET, "/my/mail-address", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &notice_address_shape, NULL, "我的电子邮箱",
     "My e-mail address", get_my_address},
    {PUT, "/my/mail-address", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, &notice_address_shape, &notice_address_shape, NULL,
     "登记我的电子邮箱", "Sets my e-mail address", put_my_address},
    {GET, "/people/{person_id}/mail-address", TX_READ, PERM_SELF, 0, NULL, &notice_address_shape, NULL,
     "某人的电子邮箱（只能查看的人看到的部分隐去）", "Somebody's e-mail address, masked for those who only read",
     get_address},
    {PUT, "/people/{person_id}/mail-address", TX_WRITE, PERM_PERSON_EDIT, 0, &notice_address_shape,
     &notice_address_shape, NULL, "登记某人的电子邮箱", "Sets somebody's e-mail address", put_address},
    {GET, "/mail-queue", TX_READ, PERM_SYSTEM_READ, 0, NULL, &notice_waiting_shape, NULL, "等待发送的邮件",
     "Mails that wait to go out", get_queue},
    {POST, "/mail-queue/due", TX_WRITE, PERM_ACCOUNT_EDIT, 0, NULL, &notice_waiting_shape, NULL, "等待的邮件立即发送",
     "Whatever waits is sent at once", post_queue_due},
};

const struct module notice_module = {
    .name = "notice",
    .schema = &notice_schema,
    .statements = notice_statements,
    .statement_count = &notice_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .jobs = jobs,
    .job_count = sizeof jobs / sizeof *jobs,
    .start = start,
};
