/* domain/account/account_rules_test.c: which roles go together, logins, passwords, locking, the end of a session. */
#include "api/perm.h"
#include "check.h"
#include "core/arena.h"
#include "core/time.h"
#include "domain/account/account_private.h"

static struct arena *a;

/* The power of each system role that nobody else has. */
static const enum perm powers[] = {PERM_ACCOUNT_EDIT, PERM_ROLE_GRANT, PERM_AUDIT_READ};
enum { POWERS = sizeof powers / sizeof *powers };

static const struct account_policy policy = {.password_min_chars = 10,
                                             .lock_after_failures = 5,
                                             .lock_first_seconds = 30,
                                             .lock_minutes = 15,
                                             .lock_forget_hours = 24,
                                             .lock_account_failures = 100,
                                             .session_idle_minutes = 720,
                                             .session_keep_minutes = 15,
                                             .session_max_hours = 168};

/* Every set of roles that account_grant lets one account have: none holds two powers, and none with a power trains. */
static void no_bundle_of_roles_joins_two_powers(void)
{
    for (unsigned set = 1; set < 1u << (ROLE_COUNT - 1); set++) {
        struct who_role roles[ROLE_COUNT];
        size_t n = 0;
        bool granted = true;
        for (int role = 1; role < ROLE_COUNT; role++) {
            if (!(set >> (role - 1) & 1)) continue;
            for (size_t i = 0; i < n; i++) granted = granted && account_roles_join(roles[i].role, role);
            roles[n++] = (struct who_role){.role = role, .path = STR("0000")};
        }
        if (!granted) continue;
        struct who who = {.account_id = 1, .roles = {roles, n, 0}};
        int held = 0;
        for (int i = 0; i < POWERS; i++) held += who_can_somewhere(&who, powers[i]);
        CHECK(held <= 1);
        if (held) CHECK(!who_can_somewhere(&who, PERM_CLASS_READ) && !who_can_somewhere(&who, PERM_LEDGER_READ));
    }
}

static void the_order_of_granting_does_not_matter(void)
{
    for (int one = 1; one < ROLE_COUNT; one++)
        for (int other = 1; other < ROLE_COUNT; other++)
            CHECK_INT(account_roles_join(one, other), account_roles_join(other, one));
    CHECK(account_roles_join(ROLE_TEACHER, ROLE_CLASS_MANAGER));
    CHECK(!account_roles_join(ROLE_SYSADMIN, ROLE_SECADMIN));
    CHECK(!account_roles_join(ROLE_AUDITOR, ROLE_LEARNER));
}

static void settings_that_are_equally_strong_are_enough_and_weaker_ones_are_not(void)
{
    static const int64_t equal[][2] = {{47104, 1}, {19456, 2}, {12288, 3}, {9216, 4}, {7168, 5}};
    for (size_t i = 0; i < sizeof equal / sizeof *equal; i++) CHECK(account_hash_enough(equal[i][0], equal[i][1]));
    CHECK(!account_hash_enough(7168, 4) && !account_hash_enough(19456, 1));
    CHECK(!account_hash_enough(4096, 20)); /* little memory suits special hardware */
}

static void wrong_passwords_lock_their_address_longer_and_longer(void)
{
    struct account_secret account = {0};
    struct account_failure failure = {0};
    int64_t now_us = 1000 * TIME_HOUR_US;
    for (int i = 0; i < 4; i++) account_count_failure(&policy, now_us, &account, &failure);
    CHECK_INT(failure.locked_until, 0);
    for (int64_t seconds = 30; seconds <= 480; seconds *= 2) {
        account_count_failure(&policy, now_us, &account, &failure);
        CHECK_INT(failure.locked_until, now_us + seconds * TIME_SECOND_US);
    }
    for (int i = 0; i < 80; i++) account_count_failure(&policy, now_us, &account, &failure);
    CHECK_INT(failure.locked_until, now_us + 15 * TIME_MINUTE_US);
    CHECK_INT(account.locked_until, 0);
    now_us += 25 * TIME_HOUR_US;
    account_count_failure(&policy, now_us, &account, &failure);
    CHECK_INT(failure.failed_count, 1);
}

static void a_hundred_wrong_passwords_from_everywhere_lock_the_account(void)
{
    struct account_secret account = {0};
    int64_t now_us = 1000 * TIME_HOUR_US;
    for (int i = 0; i < 100; i++) {
        struct account_failure each = {0};
        CHECK_INT(account.locked_until, 0);
        account_count_failure(&policy, now_us, &account, &each);
    }
    CHECK_INT(account.locked_until, now_us + 15 * TIME_MINUTE_US);
}

static void an_address_is_one_machine_or_one_network_of_its_own(void)
{
    CHECK_STR(account_peer(a, STR("10.0.0.7")), "10.0.0.7");
    CHECK(str_equal(account_peer(a, STR("2001:db8::1")), account_peer(a, STR("2001:db8::ffff:0:0:9"))));
    CHECK(!str_equal(account_peer(a, STR("2001:db8::1")), account_peer(a, STR("2001:db8:0:1::1"))));
}

static void a_session_lasts_while_it_is_used_but_not_for_ever(void)
{
    struct account_session session = {.created_at = TIME_DAY_US};
    account_session_use(&policy, TIME_DAY_US, &session);
    CHECK_INT(session.expires_at, TIME_DAY_US + 12 * TIME_HOUR_US);
    CHECK_INT(session.keep_at, TIME_DAY_US + 15 * TIME_MINUTE_US);
    account_session_use(&policy, 7 * TIME_DAY_US + 20 * TIME_HOUR_US, &session);
    CHECK_INT(session.expires_at, 8 * TIME_DAY_US);
    CHECK_INT(session.keep_at, 8 * TIME_DAY_US);
}

static void a_login_is_letters_and_digits_in_lower_case(void)
{
    struct str login;
    CHECK_OK(account_check_login(a, STR(" Site-City "), &login));
    CHECK_STR(login, "site-city");
    const char *wrong[] = {"", "a", "张伟", "a b", "a'b", "a\"b", "<script>"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_ERR(account_check_login(a, str_of(wrong[i]), &login), "account.login");
}

static void a_password_is_long_enough_and_not_the_login(void)
{
    CHECK_OK(account_check_password(a, &policy, STR("office"), STR("一二三四五六七八九十")));
    CHECK_ERR(account_check_password(a, &policy, STR("office"), STR("123456789")), "account.password_short");
    CHECK_ERR(account_check_password(a, &policy, STR("training-office"), STR("Training-Office")),
              "account.password_weak");
    CHECK_ERR(account_check_password(a, &policy, STR("office"), STR("aaaaaaaaaaaa")), "account.password_weak");
}

int main(void)
{
    a = arena_open(1 << 20);
    RUN(no_bundle_of_roles_joins_two_powers);
    RUN(the_order_of_granting_does_not_matter);
    RUN(settings_that_are_equally_strong_are_enough_and_weaker_ones_are_not);
    RUN(wrong_passwords_lock_their_address_longer_and_longer);
    RUN(a_hundred_wrong_passwords_from_everywhere_lock_the_account);
    RUN(an_address_is_one_machine_or_one_network_of_its_own);
    RUN(a_session_lasts_while_it_is_used_but_not_for_ever);
    RUN(a_login_is_letters_and_digits_in_lower_case);
    RUN(a_password_is_long_enough_and_not_the_login);
    arena_close(a);
    return check_end();
}
