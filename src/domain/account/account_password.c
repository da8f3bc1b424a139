/* domain/account/account_password.c: argon2id.
 *
 * Made by libsodium, which has it for the vector units of each processor and picks one when it starts: half the
 * processor time of libargon2 as Debian builds it, and signing in costs nothing else that counts.
 */
#include "api/call.h"
#include "domain/account/account_private.h"

#include <sodium.h>
#include <stdlib.h>

/* 19 MiB, two passes, one lane (the only number that libsodium knows): the first recommendation of OWASP's password
 * storage cheat sheet. */
enum { HASH_MEMORY_BYTES = 19456 << 10, HASH_PASSES = 2 };

/* Finds out what the processor can; all but the first call cost nothing. */
static void start_sodium(void)
{
    if (sodium_init() < 0) abort();
}

struct err *account_hash(struct call *c, struct str password, struct str *ret_hash)
{
    char *text = arena_bytes(c->arena, crypto_pwhash_STRBYTES);
    start_sodium();
    if (crypto_pwhash_str_alg(text, password.p, password.n, HASH_PASSES, HASH_MEMORY_BYTES,
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
