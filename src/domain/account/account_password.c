/* domain/account/account_password.c: argon2id.
 *
 * Made by libsodium, which has it for the vector units of each processor and picks one when it starts: half the
 * processor time of libargon2 as Debian builds it, and signing in costs nothing else that counts. One lane is the only
 * number that it knows; memory and passes are the policy's. A hash carries its own.
 */
#include "api/call.h"
#include "domain/account/account_private.h"

#include <sodium.h>
#include <stdlib.h>

/* Finds out what the processor can; all but the first call cost nothing. */
static void start_sodium(void)
{
    if (sodium_init() < 0) abort();
}

static unsigned long long passes(const struct account_policy *policy)
{
    return (unsigned long long)policy->password_hash_passes;
}

static size_t memory_bytes(const struct account_policy *policy)
{
    return (size_t)policy->password_hash_memory_kib << 10;
}

struct err *account_hash(struct call *c, struct str password, struct str *ret_hash)
{
    char *text = arena_bytes(c->arena, crypto_pwhash_STRBYTES);
    struct account_policy policy;
    TRY(account_policy(c, &policy));
    start_sodium();
    if (crypto_pwhash_str_alg(text, password.p, password.n, passes(&policy), memory_bytes(&policy),
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        FAIL(c->arena, ERR_BROKEN, "account.hash", "密码加密失败：内存不足。",
             "The password could not be hashed: there is not enough memory.");
    *ret_hash = str_of(text);
    return NULL;
}

bool account_verify(struct call *c, struct str hash, struct str password)
{
    start_sodium();
    return crypto_pwhash_str_verify(str_cstr(c->arena, hash), password.p, password.n) == 0;
}

bool account_hash_outdated(struct call *c, const struct account_policy *policy, struct str hash)
{
    start_sodium();
    return crypto_pwhash_str_needs_rehash(str_cstr(c->arena, hash), passes(policy), memory_bytes(policy)) != 0;
}
