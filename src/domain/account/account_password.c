/* domain/account/account_password.c: argon2id. */
#include "api/call.h"
#include "domain/account/account_private.h"

#include <argon2.h>

/* 19 MiB, two passes, one lane: the first recommendation of OWASP's password storage cheat sheet. */
enum {
    HASH_MEMORY_KIB = 19456,
    HASH_PASSES = 2,
    HASH_LANES = 1,
    HASH_BYTES = 32,
    SALT_BYTES = 16,
    HASH_TEXT_BYTES = 160,
};

struct err *account_hash(struct call *c, struct str password, struct str *ret_hash)
{
    uint8_t salt[SALT_BYTES];
    char *text = arena_bytes(c->arena, HASH_TEXT_BYTES);
    call_random(c, salt, sizeof salt);
    int status = argon2id_hash_encoded(HASH_PASSES, HASH_MEMORY_KIB, HASH_LANES, password.p, password.n, salt,
                                       sizeof salt, HASH_BYTES, text, HASH_TEXT_BYTES);
    if (status != ARGON2_OK)
        FAIL(c->arena, ERR_BROKEN, "account.hash", "密码加密失败：%s。", "The password could not be hashed: %s.",
             argon2_error_message(status));
    *ret_hash = str_of(text);
    return NULL;
}

bool account_verify(struct call *c, struct str hash, struct str password)
{
    return argon2id_verify(str_cstr(c->arena, hash), password.p, password.n) == ARGON2_OK;
}
