#include "calc/totp/totp.h"

#include "core/arena.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

uint32_t totp_code(struct str secret, int64_t step)
{
    unsigned char counter[8], mac[EVP_MAX_MD_SIZE];
    unsigned mac_bytes = 0;
    for (int i = 0; i < 8; i++) counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    HMAC(EVP_sha1(), secret.p, (int)secret.n, counter, sizeof counter, mac, &mac_bytes);
    const unsigned char *at = mac + (mac[mac_bytes - 1] & 15); /* RFC 4226, 5.3 */
    uint32_t number = (uint32_t)(at[0] & 127) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | (uint32_t)at[3];
    return number % 1000000;
}

/* -1 when it is not six digits. */
static int64_t typed_number(struct str typed)
{
    int64_t number = 0;
    int digits = 0;
    for (size_t i = 0; i < typed.n; i++) {
        if (typed.p[i] == ' ') continue;
        if (typed.p[i] < '0' || typed.p[i] > '9' || ++digits > TOTP_DIGITS) return -1;
        number = number * 10 + (typed.p[i] - '0');
    }
    return digits == TOTP_DIGITS ? number : -1;
}

int64_t totp_match(struct str secret, struct str typed, int64_t now_s, int64_t used_step)
{
    int64_t now = now_s / TOTP_STEP_S, number = typed_number(typed);
    for (int64_t step = now + 1; number >= 0 && step >= now - 1; step--)
        if (step > used_step && totp_code(secret, step) == (uint32_t)number) return step;
    return 0;
}

struct str totp_base32(struct arena *a, struct str bytes)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    char *p = arena_bytes(a, bytes.n * 8 / 5 + 2);
    size_t n = 0;
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        held = held << 8 | (unsigned char)bytes.p[i];
        for (bits += 8; bits >= 5; bits -= 5) p[n++] = letters[held >> (bits - 5) & 31];
    }
    if (bits) p[n++] = letters[held << (5 - bits) & 31];
    return (struct str){p, n};
}
