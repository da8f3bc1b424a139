/* calc/seal/seal.h: secrets at rest: sealed so that only this installation reads them, and found without opening them.
 *
 * AES-256-GCM with a nonce worked out of the text and its label (as in AES-GCM-SIV: two different texts never share
 * one, and nothing random is needed), and HMAC-SHA-256 to find equal texts. Both keys are derived from the one key
 * given, so neither tells anything about the other. Pure; any thread; OpenSSL does the work.
 */
#ifndef CALC_SEAL_SEAL_H
#define CALC_SEAL_SEAL_H

#include "core/str.h"

struct arena;

enum { SEAL_KEY_BYTES = 32, SEAL_MARK_BYTES = 32, SEAL_MORE_BYTES = 28 };

/* The sealed form, SEAL_MORE_BYTES longer than the text: nonce, cipher text, tag. `label` says what it is and whose,
 * and must be given again to open it: what was copied to another place does not open. */
struct str seal_close(struct arena *a, const uint8_t key[SEAL_KEY_BYTES], struct str label, struct str text);
/* False when it was not sealed with this key and label, or was changed. */
bool seal_open(struct arena *a, const uint8_t key[SEAL_KEY_BYTES], struct str label, struct str sealed,
               struct str *ret_text);
/* Equal texts of one purpose have equal marks; a mark does not tell the text to anybody without the key. */
struct str seal_mark(struct arena *a, const uint8_t key[SEAL_KEY_BYTES], struct str purpose, struct str text);

#endif
