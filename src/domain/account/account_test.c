/* domain/account/account_test.c: sessions, sign-in, roles on both databases. */
#include "api/api.h"
#include "calling.h"
#include "domain/account/account_private.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "domain/search/search.h"

static const struct module *const modules[] = {&api_module, &search_module, &org_module, &person_module,
                                               &account_module};
static struct org city, unit;
static struct str hash; /* of "long-enough-1", made once */
enum { TODAY = 20261124 };

static struct org add_org(int64_t parent_id, enum org_kind kind, const char *name)
{
    struct org org = {0};
    struct org_new in = {.parent_id = parent_id, .name = str_of(name), .kind = kind, .level = ORG_LEVEL_MUNICIPAL};
    CHECK_OK(org_add(call, &in, &org));
    return org;
}

static void build(void)
{
    calling_again();
    if (!hash.n) CHECK_OK(account_hash(call, STR("long-enough-1"), &hash));
    city = add_org(0, ORG_CITY, "重庆市");
    unit = add_org(city.id, ORG_UNIT, "市教育委员会");
}

static int64_t add_account(const char *login)
{
    int64_t id = 0;
    CHECK_OK(account_add(call, 0, str_of(login), STR("某人"), hash, false, &id));
    return id;
}

static struct who identify(struct str token)
{
    struct who who;
    CHECK_OK(account_identify(call, token, &who));
    return who;
}

static void a_session_tells_who_it_is_and_what_they_may(void)
{
    build();
    struct person person;
    struct person_new in = {.org_id = unit.id, .name = STR("张伟")};
    int64_t id, role_id;
    struct str token;
    CHECK_OK(person_add(call, &in, &person));
    CHECK_OK(account_add(call, person.id, STR("Zhang.Wei"), STR("别名"), hash, false, &id));
    CHECK_OK(account_grant(call, id, ROLE_LIAISON, unit.id, 0, 0, &role_id));
    CHECK_OK(account_session_open(call, id, &token));
    CHECK_INT(token.n, 64);
    struct who who = identify(token);
    CHECK_INT(who.account_id, id);
    CHECK_INT(who.person_id, person.id);
    CHECK_STR(who.name, "张伟");
    CHECK_STR(who.login, "zhang.wei");
    CHECK_INT(who.csrf.n, 32);
    CHECK_INT(who.roles.n, 1);
    CHECK(who_can(&who, PERM_ENROL_CONFIRM, unit.path));
    CHECK(!who_can(&who, PERM_ENROL_CONFIRM, city.path));
}

static void only_the_digest_of_a_token_is_stored(void)
{
    build();
    struct str token, stored;
    static const struct sql read = {"test_session", "SELECT token_hash FROM account_session LIMIT 1"};
    CHECK_OK(account_session_open(call, add_account("office"), &token));
    CHECK_OK(db_text(call->db, call->arena, &read, NO_VALS, &stored));
    CHECK_INT(stored.n, 32);
    CHECK(!memmem(stored.p, stored.n, token.p, 8));
    CHECK_INT(identify(stored).account_id, 0);
    CHECK_INT(identify(STR("")).account_id, 0);
    CHECK_INT(identify(STR("no such token")).account_id, 0);
}

static void a_session_that_is_not_used_ends(void)
{
    build();
    struct str token;
    CHECK_OK(account_session_open(call, add_account("office"), &token));
    call->now_us += 12 * TIME_HOUR_US - 1;
    CHECK(identify(token).account_id != 0);
    call->now_us += 1;
    CHECK_INT(identify(token).account_id, 0);
}

static void a_session_that_is_used_lasts_up_to_a_week(void)
{
    build();
    struct str token;
    int64_t began = call->now_us;
    CHECK_OK(account_session_open(call, add_account("office"), &token));
    CHECK(!identify(token).stale);
    while (call->now_us + 10 * TIME_HOUR_US < began + 168 * TIME_HOUR_US) {
        call->now_us += 10 * TIME_HOUR_US;
        struct who who = identify(token);
        CHECK(who.account_id != 0 && who.stale);
        CHECK_OK(account_session_keep(call, who.session));
        CHECK(!identify(token).stale);
    }
    call->now_us = began + 168 * TIME_HOUR_US;
    CHECK_INT(identify(token).account_id, 0);
}

static void roles_hold_from_their_first_day_to_their_last(void)
{
    build();
    int64_t id = add_account("teacher"), role_id;
    struct str token;
    CHECK_OK(account_grant(call, id, ROLE_TEACHER, unit.id, 0, 20261130, &role_id));
    CHECK_OK(account_grant(call, id, ROLE_CLASS_MANAGER, unit.id, 20261201, 0, &role_id));
    CHECK_OK(account_session_open(call, id, &token));
    struct who who = identify(token);
    CHECK(who_can(&who, PERM_COURSE_EDIT, unit.path) && !who_can(&who, PERM_CLASS_EDIT, unit.path));
    call->today = 20261130;
    CHECK_INT(identify(token).roles.n, 1);
    call->today = 20261201;
    who = identify(token);
    CHECK(!who_can(&who, PERM_COURSE_EDIT, unit.path) && who_can(&who, PERM_CLASS_EDIT, unit.path));
    CHECK_OK(account_revoke(call, role_id));
    CHECK_INT(identify(token).roles.n, 0);
    CHECK_ERR(account_revoke(call, role_id), "account.role_revoked");
}

static void a_password_of_somebody_elses_making_carries_no_roles(void)
{
    build();
    int64_t id = add_account("office"), role_id;
    struct str token;
    CHECK_OK(account_grant(call, id, ROLE_OFFICE, city.id, 0, 0, &role_id));
    CHECK_OK(account_reset(call, id, hash, true));
    CHECK_OK(account_session_open(call, id, &token));
    CHECK(identify(token).account_id == id && identify(token).roles.n == 0);
    CHECK_OK(account_store_set_password(call, id, hash, false));
    CHECK_INT(identify(token).roles.n, 1);
}

static void system_roles_stand_alone_and_nobody_grants_to_themselves(void)
{
    build();
    int64_t id = add_account("sec"), role_id;
    CHECK_OK(account_grant(call, id, ROLE_SECADMIN, city.id, 0, 0, &role_id));
    CHECK_ERR(account_grant(call, id, ROLE_OFFICE, city.id, 0, 0, &role_id), "account.roles_apart");
    CHECK_ERR(account_grant(call, id, ROLE_AUDITOR, city.id, 0, 0, &role_id), "account.roles_apart");
    CHECK_ERR(account_grant(call, id, ROLE_SECADMIN, city.id, 0, 0, &role_id), "account.role_twice");
    int64_t other = add_account("office");
    CHECK_OK(account_grant(call, other, ROLE_OFFICE, city.id, 0, 0, &role_id));
    CHECK_ERR(account_grant(call, other, ROLE_SYSADMIN, city.id, 0, 0, &role_id), "account.roles_apart");
    calling_as(ROLE_SECADMIN, "0000", id, 0);
    CHECK_ERR(account_grant(call, id, ROLE_TEACHER, city.id, 0, 0, &role_id), "account.own_roles");
    CHECK_ERR(account_grant(call, other, ROLE_TEACHER, city.id, 0, 20261123, &role_id), "account.role_dates");
    CHECK_OK(account_grant(call, other, ROLE_TEACHER, city.id, 0, TODAY, &role_id));
}

static void a_role_that_is_over_does_not_stand_in_the_way(void)
{
    build();
    int64_t id = add_account("office"), role_id;
    CHECK_OK(account_grant(call, id, ROLE_OFFICE, city.id, 0, 0, &role_id));
    CHECK_OK(account_revoke(call, role_id));
    CHECK_OK(account_grant(call, id, ROLE_AUDITOR, city.id, 0, 0, &role_id));
}

static void accounts_of_the_other_powers_are_guarded(void)
{
    build();
    int64_t sec = add_account("sec"), office = add_account("office"), role_id;
    CHECK_OK(account_grant(call, sec, ROLE_SECADMIN, city.id, 0, 0, &role_id));
    CHECK_OK(account_grant(call, office, ROLE_OFFICE, city.id, 0, 0, &role_id));
    CHECK_ERR(account_check_guarded(call, sec), "account.guarded");
    CHECK_OK(account_check_guarded(call, office));
}

static void logins_are_unique_whatever_their_case(void)
{
    build();
    int64_t id;
    add_account("office");
    CHECK_ERR(account_add(call, 0, STR("OFFICE"), STR("某人"), hash, false, &id), "account.login_taken");
    CHECK_ERR(account_add(call, 0, STR("培训处"), STR("某人"), hash, false, &id), "account.login");
}

/* ---- signing in, as the edge does it ---- */

struct sign_in { /* as the input of POST /session */
    struct str login, password, code;
};
static char signed_in[256]; /* room for the answer */

static struct err *sign_in(const char *login, const char *password)
{
    struct sign_in in = {str_of(login), str_of(password)};
    call->in = &in;
    call->out = signed_in;
    call->refusal = NULL;
    effects_clear(&calling.effects);
    TRY(account_sign_in_prepare(call));
    TRY(account_sign_in(call));
    return call->refusal;
}

static void the_right_password_opens_a_session_with_a_cookie(void)
{
    build();
    add_account("office");
    CHECK_OK(sign_in(" Office", "long-enough-1"));
    CHECK_INT(calling.effects.cookies.n, 1);
    struct effect_cookie *cookie = calling.effects.cookies.p;
    CHECK_STR(cookie->name, "tongke_session");
    CHECK_INT(identify(cookie->value).account_id != 0, 1);
    CHECK_INT(cookie->max_age_s, 7 * 24 * 3600);
}

static void wrong_passwords_lock_and_time_unlocks(void)
{
    build();
    add_account("office");
    CHECK_ERR(sign_in("nobody", "long-enough-1"), "account.wrong");
    for (int i = 0; i < 5; i++) CHECK_ERR(sign_in("office", "wrong"), "account.wrong");
    CHECK_ERR(sign_in("office", "long-enough-1"), "account.locked");
    CHECK_INT(calling.effects.cookies.n, 0);
    call->peer = STR("10.1.2.3"); /* the owner, elsewhere */
    CHECK_OK(sign_in("office", "long-enough-1"));
    call->peer = (struct str){0};
    CHECK_ERR(sign_in("office", "long-enough-1"), "account.locked");
    call->now_us += 30 * TIME_SECOND_US;
    CHECK_OK(sign_in("office", "long-enough-1"));
}

static void a_right_password_forgets_the_wrong_ones(void)
{
    build();
    add_account("office");
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 4; i++) CHECK_ERR(sign_in("office", "wrong"), "account.wrong");
        CHECK_OK(sign_in("office", "long-enough-1"));
    }
}

/* Two attempts are looked at side by side; each counts, though both saw the same account before. */
static void attempts_side_by_side_are_all_counted(void)
{
    build();
    int64_t id = add_account("office");
    struct sign_in in = {STR("office"), STR("wrong")};
    struct account_secret account;
    call->in = &in;
    call->out = signed_in;
    CHECK_OK(account_sign_in_prepare(call));
    CHECK_OK(account_sign_in(call));
    CHECK_OK(account_sign_in(call));
    CHECK_OK(account_sign_in(call));
    CHECK_OK(account_store_secret(call, id, &account));
    CHECK_INT(account.failed_count, 3);
}

static void a_disabled_account_cannot_sign_in_and_its_sessions_end(void)
{
    build();
    int64_t id = add_account("office");
    struct str token;
    CHECK_OK(account_session_open(call, id, &token));
    CHECK_OK(account_store_set_state(call, id, ACCOUNT_DISABLED));
    CHECK_INT(identify(token).account_id, 0);
    CHECK_ERR(sign_in("office", "long-enough-1"), "account.wrong");
}

static void a_password_that_changed_meanwhile_is_not_accepted(void)
{
    build();
    int64_t id = add_account("office");
    struct sign_in in = {STR("office"), STR("long-enough-1")};
    struct str other;
    CHECK_OK(account_hash(call, STR("another-one-2"), &other));
    call->in = &in;
    call->out = signed_in;
    CHECK_OK(account_sign_in_prepare(call));
    CHECK_OK(account_reset(call, id, other, false));
    CHECK_OK(account_sign_in(call));
    CHECK_ERR(call->refusal, "account.wrong");
}

static void a_new_password_ends_the_other_sessions(void)
{
    build();
    int64_t id = add_account("office");
    struct str here, elsewhere;
    struct sign_in in = {STR("long-enough-1"), STR("another-one-2")}; /* old, new */
    CHECK_OK(account_session_open(call, id, &here));
    CHECK_OK(account_session_open(call, id, &elsewhere));
    calling.who = identify(here);
    call->in = &in;
    CHECK_OK(account_password_prepare(call));
    CHECK_OK(account_password_change(call));
    CHECK(!call->refusal);
    CHECK(identify(here).account_id == id && identify(elsewhere).account_id == 0);
    CHECK_ERR(sign_in("office", "long-enough-1"), "account.wrong");
    CHECK_OK(sign_in("office", "another-one-2"));
}

static void a_wrong_old_password_counts_as_a_wrong_one(void)
{
    build();
    int64_t id = add_account("office");
    struct str token;
    struct sign_in in = {STR("wrong"), STR("another-one-2")};
    struct account_secret account;
    CHECK_OK(account_session_open(call, id, &token));
    calling.who = identify(token);
    call->in = &in;
    CHECK_OK(account_password_prepare(call));
    CHECK_OK(account_password_change(call));
    CHECK_ERR(call->refusal, "account.old_password");
    CHECK_OK(account_store_secret(call, id, &account));
    CHECK_INT(account.failed_count, 1);
}

static void two_hashes_of_one_password_differ_and_both_fit(void)
{
    build();
    struct str again;
    CHECK_OK(account_hash(call, STR("long-enough-1"), &again));
    CHECK(str_starts(again, STR("$argon2id$v=19$m=7168,t=5,p=1$")));
    CHECK(!str_equal(hash, again));
    CHECK(account_verify(call, again, STR("long-enough-1")) && !account_verify(call, again, STR("long-enough-2")));
    CHECK(!account_verify(call, STR("rubbish"), STR("long-enough-1")));
}

static void a_hash_is_renewed_at_the_next_sign_in_after_the_policy_changed(void)
{
    build();
    const struct sql *more_passes;
    struct account_secret before, after, later;
    int64_t id = add_account("office");
    CHECK_OK(account_store_secret(call, id, &before));
    CHECK_OK(db_sql(calling.db, calling.arena,
                    STR("UPDATE account_policy SET value_int = 6 WHERE code = 'password_hash_passes'"), &more_passes));
    CHECK_OK(db_run(calling.db, calling.arena, more_passes, NO_VALS, NULL));
    CHECK_ERR(sign_in("office", "wrong"), "account.wrong");
    CHECK_OK(account_store_secret(call, id, &after));
    CHECK(str_equal(before.password_hash, after.password_hash));
    CHECK_OK(sign_in("office", "long-enough-1"));
    CHECK_OK(account_store_secret(call, id, &after));
    CHECK(str_starts(after.password_hash, STR("$argon2id$v=19$m=7168,t=6,p=1$")));
    CHECK_OK(sign_in("office", "long-enough-1"));
    CHECK_OK(account_store_secret(call, id, &later));
    CHECK(str_equal(after.password_hash, later.password_hash));
}

static void add_audit_line(int64_t id, const char *what)
{
    const struct sql *sql;
    CHECK_OK(db_sql(calling.db, calling.arena,
                    STR("INSERT INTO audit (id, at, name, action, status, org_path, detail, peer) "
                        "VALUES ($1, $2, '某人', $3, 200, '0000', '{}', '')"),
                    &sql));
    CHECK_OK(db_run(calling.db, calling.arena, sql, VALS(v_int(id), v_int(id), v_cstr(what)), NULL));
}

static int64_t broken_chapters(void)
{
    struct account_audit_check check = {.broken = -1};
    CHECK_OK(account_audit_verify(call, &check));
    return check.broken;
}

static void a_changed_line_of_the_audit_log_breaks_its_chapter(void)
{
    int64_t last = 0;
    calling_again();
    for (int64_t id = 1; id <= 5; id++) add_audit_line(id, "POST /x");
    CHECK_OK(account_seal_due(call, &last));
    CHECK_INT(last, 5);
    CHECK_OK(account_seal(call, 3));
    CHECK_OK(account_seal(call, 5));
    CHECK_OK(account_seal_due(call, &last));
    CHECK_INT(last, 0);
    CHECK_INT(broken_chapters(), 0);
    add_audit_line(1000, "POST /later");
    CHECK_INT(broken_chapters(), 0);
    CHECK_OK(db_script(
        calling.db, calling.arena,
        calling.database.kind == DB_SQLITE
            ? STR("DROP TRIGGER audit_no_update; UPDATE audit SET detail = '{\"a\":1}' WHERE id = 4")
            : STR("ALTER TABLE audit DISABLE TRIGGER USER; UPDATE audit SET detail = '{\"a\":1}' WHERE id = 4")));
    CHECK_INT(broken_chapters(), 1);
}

static void run_on(enum db_kind kind)
{
    if (!calling_open(kind, modules, sizeof modules / sizeof *modules)) return;
    hash = (struct str){0};
    RUN(a_session_tells_who_it_is_and_what_they_may);
    RUN(only_the_digest_of_a_token_is_stored);
    RUN(a_session_that_is_not_used_ends);
    RUN(a_session_that_is_used_lasts_up_to_a_week);
    RUN(roles_hold_from_their_first_day_to_their_last);
    RUN(a_password_of_somebody_elses_making_carries_no_roles);
    RUN(system_roles_stand_alone_and_nobody_grants_to_themselves);
    RUN(a_role_that_is_over_does_not_stand_in_the_way);
    RUN(accounts_of_the_other_powers_are_guarded);
    RUN(logins_are_unique_whatever_their_case);
    RUN(the_right_password_opens_a_session_with_a_cookie);
    RUN(wrong_passwords_lock_and_time_unlocks);
    RUN(a_right_password_forgets_the_wrong_ones);
    RUN(attempts_side_by_side_are_all_counted);
    RUN(a_disabled_account_cannot_sign_in_and_its_sessions_end);
    RUN(a_password_that_changed_meanwhile_is_not_accepted);
    RUN(a_new_password_ends_the_other_sessions);
    RUN(a_wrong_old_password_counts_as_a_wrong_one);
    RUN(two_hashes_of_one_password_differ_and_both_fit);
    RUN(a_hash_is_renewed_at_the_next_sign_in_after_the_policy_changed);
    RUN(a_changed_line_of_the_audit_log_breaks_its_chapter);
    calling_close();
}

int main(void)
{
    run_on(DB_SQLITE);
    run_on(DB_POSTGRES);
    return check_end();
}
