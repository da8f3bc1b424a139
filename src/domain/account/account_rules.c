/* domain/account/account_rules.c: which roles go together, passwords, locking, the end of a session. */
#include "api/perm.h"
#include "core/err.h"
#include "core/time.h"
#include "domain/account/account_private.h"

enum { LOGIN_MIN = 2, LOGIN_MAX = 60 };

static bool is_system(int role) { return role == ROLE_SYSADMIN || role == ROLE_SECADMIN || role == ROLE_AUDITOR; }

bool account_roles_join(int role, int other) { return role == other || (!is_system(role) && !is_system(other)); }

bool account_role_guarded(int role) { return role == ROLE_SECADMIN || role == ROLE_AUDITOR; }

static bool login_takes(char x)
{
    return (x >= 'a' && x <= 'z') || (x >= '0' && x <= '9') || x == '.' || x == '_' || x == '-' || x == '@';
}

bool account_role_needs_factor(int64_t factor_for, int role)
{
    return factor_for >= 3 ? role != ROLE_LEARNER : factor_for == 2 && is_system(role);
}

struct err *account_check_login(struct arena *a, struct str typed, struct str *ret_login)
{
    struct str login = str_lower(a, str_trim(typed));
    bool fits = login.n >= LOGIN_MIN && login.n <= LOGIN_MAX;
    for (size_t i = 0; i < login.n && fits; i++) fits = login_takes(login.p[i]);
    if (!fits)
        FAIL_FIELD(a, "account.login", "login", "登录名为 %d 至 %d 个字母、数字或 . _ - @。",
                   "A login has %d to %d letters, digits or . _ - @.", LOGIN_MIN, LOGIN_MAX);
    *ret_login = login;
    return NULL;
}

struct err *account_check_password(struct arena *a, const struct account_policy *policy, struct str login,
                                   struct str password)
{
    if (str_chars(password) < policy->password_min_chars)
        FAIL_FIELD(a, "account.password_short", "password", "密码至少 %lld 个字符。",
                   "The password needs at least %lld characters.", (long long)policy->password_min_chars);
    bool same = true;
    for (size_t i = 1; i < password.n && same; i++) same = password.p[i] == password.p[0];
    if (same || str_equal(str_lower(a, password), login))
        FAIL_FIELD(a, "account.password_weak", "password", "密码不能与登录名相同，也不能只用一个字符。",
                   "The password must not be the login, nor one character over and over.");
    return NULL;
}

/* The least of the settings that OWASP's password storage cheat sheet calls equally strong is 7 MiB and five passes;
 * what is worked through counts, and less memory than that suits special hardware. */
bool account_hash_enough(int64_t memory_kib, int64_t passes)
{
    enum { MEMORY_KIB_MIN = 7168, WORK_KIB_MIN = 7168 * 5 };
    return memory_kib >= MEMORY_KIB_MIN && passes >= 1 && memory_kib * passes >= WORK_KIB_MIN;
}

/* The first lock is short, each further wrong password doubles it. */
static int64_t lock_us(const struct account_policy *policy, int64_t failed_count)
{
    int64_t most_us = policy->lock_minutes * TIME_MINUTE_US, us = policy->lock_first_seconds * TIME_SECOND_US;
    for (int64_t n = policy->lock_after_failures; n < failed_count && us < most_us; n++) us *= 2;
    return us < most_us ? us : most_us;
}

void account_count_failure(const struct account_policy *policy, int64_t now_us, struct account_secret *account,
                           struct account_failure *failure)
{
    if (failure->last_at < now_us - policy->lock_forget_hours * TIME_HOUR_US) failure->failed_count = 0;
    failure->failed_count++;
    failure->last_at = now_us;
    if (failure->failed_count >= policy->lock_after_failures)
        failure->locked_until = now_us + lock_us(policy, failure->failed_count);
    if (++account->failed_count < policy->lock_account_failures) return;
    account->failed_count = 0;
    account->locked_until = now_us + policy->lock_minutes * TIME_MINUTE_US;
}

/* As addresses are written: the first four groups, or those before "::". */
struct str account_peer(struct arena *a, struct str peer)
{
    int colons = 0;
    for (size_t i = 0; i < peer.n; i++) {
        if (peer.p[i] != ':') continue;
        bool zeros = i + 1 < peer.n && peer.p[i + 1] == ':';
        if (++colons == 4 || zeros) return str_printf(a, "%.*s::/64", (int)i, peer.p);
    }
    return peer;
}

void account_session_use(const struct account_policy *policy, int64_t now_us, struct account_session *session)
{
    int64_t idle = now_us + policy->session_idle_minutes * TIME_MINUTE_US;
    int64_t last = session->created_at + policy->session_max_hours * TIME_HOUR_US;
    session->expires_at = idle < last ? idle : last;
    session->keep_at = idle < last ? now_us + policy->session_keep_minutes * TIME_MINUTE_US : last;
}
