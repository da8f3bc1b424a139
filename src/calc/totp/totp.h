/* calc/totp/totp.h: one-time codes by time (RFC 6238) as authenticator apps make them: HMAC-SHA-1, 30 seconds, 6
 * digits.
 *
 * Pure; any thread; OpenSSL does the work. Keeping the secret, and refusing a code that was used, is the caller's.
 */
#ifndef CALC_TOTP_TOTP_H
#define CALC_TOTP_TOTP_H

#include "core/str.h"

struct arena;

enum { TOTP_SECRET_BYTES = 20, TOTP_STEP_S = 30, TOTP_DIGITS = 6 };

/* The code of a step: seconds since 1970 divided by TOTP_STEP_S. */
uint32_t totp_code(struct str secret, int64_t step);
/* The newest step around `now_s` (one earlier or later is allowed for clocks that are off) whose code was typed and
 * that comes after `used_step`; 0 when there is none. Blanks in what was typed do not count. */
int64_t totp_match(struct str secret, struct str typed, int64_t now_s, int64_t used_step);
/* RFC 4648 base32 without padding, which is how secrets are typed. */
struct str totp_base32(struct arena *a, struct str bytes);

#endif
