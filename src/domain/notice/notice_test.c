/* domain/notice/notice_test.c: sending once, to whom, and what may be said; on both databases. */
#include "calling.h"
#include "domain/account/account.h"
#include "domain/notice/notice_private.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "domain/search/search.h"

static const struct module *const modules[] = {&search_module, &org_module, &person_module, &account_module,
                                               &notice_module};
static struct org city;
static struct person somebody;

static void build(void)
{
    calling_again();
    struct org_new in = {.name = STR("重庆市"), .kind = ORG_CITY, .level = ORG_LEVEL_MUNICIPAL};
    CHECK_OK(org_add(call, &in, &city));
    struct person_new new = {.org_id = city.id, .name = STR("张伟")};
    CHECK_OK(person_add(call, &new, &somebody));
}

static int64_t unread(int64_t owner_id)
{
    int64_t count = -1;
    CHECK_OK(notice_unread_count(call, owner_id, &count));
    return count;
}

static struct notice_message message(void)
{
    return (struct notice_message){.person_id = somebody.id,
                                   .kind = "leave.decided",
                                   .title_zh = STR("请假已批准"),
                                   .link = STR("/learn"),
                                   .key = STR("leave:1:decided")};
}

static void a_notice_with_the_same_key_is_sent_once(void)
{
    build();
    struct notice_message m = message();
    CHECK_OK(notice_send(call, &m));
    CHECK_OK(notice_send(call, &m));
    CHECK_INT(unread(somebody.id), 1);
    m.key = (struct str){0};
    CHECK_OK(notice_send(call, &m));
    CHECK_OK(notice_send(call, &m));
    CHECK_INT(unread(somebody.id), 3);
}

static void an_account_of_a_person_stands_for_the_person(void)
{
    build();
    int64_t account_id;
    CHECK_OK(account_add(call, somebody.id, STR("zhang"), STR("张伟"), STR("no hash"), false, &account_id));
    struct notice_message m = message();
    m.person_id = 0;
    m.account_id = account_id;
    CHECK_OK(notice_send(call, &m));
    CHECK_INT(unread(somebody.id), 1);
    CHECK_OK(account_add(call, 0, STR("system"), STR("系统"), STR("no hash"), false, &m.account_id));
    CHECK_OK(notice_send(call, &m));
    CHECK_INT(unread(m.account_id), 1);
}

static void a_notice_to_nobody_is_no_error(void)
{
    build();
    struct notice_message m = message();
    m.person_id = 0;
    CHECK_OK(notice_send(call, &m));
}

static void a_notice_of_no_topic_or_to_another_site_is_refused(void)
{
    build();
    struct notice_message m = message();
    m.kind = "weather.rain";
    CHECK_ERR(notice_send(call, &m), "notice.kind");
    m = message();
    m.link = STR("//evil.example");
    CHECK_ERR(notice_send(call, &m), "notice.text");
}

static void what_came_after_the_last_one_seen_stays_unread(void)
{
    build();
    struct notice_message m = message();
    int64_t upto;
    static const struct sql last = {"test_last_notice", "SELECT MAX(id) FROM notice"};
    m.key = (struct str){0};
    CHECK_OK(notice_send(call, &m));
    CHECK_OK(db_int(call->db, call->arena, &last, NO_VALS, &upto));
    CHECK_OK(notice_send(call, &m));
    CHECK_OK(notice_set_all_read(call, somebody.id, upto));
    CHECK_INT(unread(somebody.id), 1);
}

static void long_texts_end_at_a_whole_character(void)
{
    CHECK_STR(notice_clip(STR("同上一堂课"), 2), "同上");
    CHECK_STR(notice_clip(STR("课"), 9), "课");
    CHECK(notice_link_is_ours(STR("/learn/classes/1?x=2")));
    CHECK(!notice_link_is_ours(STR("https://x")));
    CHECK(!notice_link_is_ours(STR("/\\x")));
}

static void run_on(enum db_kind kind)
{
    if (!calling_open(kind, modules, sizeof modules / sizeof *modules)) return;
    RUN(a_notice_with_the_same_key_is_sent_once);
    RUN(an_account_of_a_person_stands_for_the_person);
    RUN(a_notice_to_nobody_is_no_error);
    RUN(a_notice_of_no_topic_or_to_another_site_is_refused);
    RUN(what_came_after_the_last_one_seen_stays_unread);
    calling_close();
}

int main(void)
{
    RUN(long_texts_end_at_a_whole_character);
    run_on(DB_SQLITE);
    run_on(DB_POSTGRES);
    return check_end();
}
