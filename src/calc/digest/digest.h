/* calc/digest/digest.h: SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104), by OpenSSL. Pure; any thread. */
#ifndef CALC_DIGEST_DIGEST_H
#define CALC_DIGEST_DIGEST_H

#include "core/str.h"

enum { DIGEST_BYTES = 32 };

void digest_sha256(struct str bytes, uint8_t ret_digest[DIGEST_BYTES]);
void digest_hmac_sha256(struct str key, struct str bytes, uint8_t ret_digest[DIGEST_BYTES]);
/* The same of bytes that come one after the other; close gives the digest and frees. */
struct digest;
struct digest *digest_open(void);
void digest_add(struct digest *d, struct str bytes);
void digest_close(struct digest *d, uint8_t ret_digest[DIGEST_BYTES]);
/* Lower-case hexadecimal of any bytes, in the arena. */
struct str digest_hex(struct arena *a, struct str bytes);

#endif
