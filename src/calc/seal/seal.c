#include "calc/seal/seal.h"

#include "calc/digest/digest.h"
#include "core/arena.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

enum { NONCE_BYTES = 12, TAG_BYTES = 16 };

static void derive(const uint8_t key[SEAL_KEY_BYTES], const char *use, uint8_t ret_key[DIGEST_BYTES])
{
    digest_hmac_sha256((struct str){(const char *)key, SEAL_KEY_BYTES}, str_of(use), ret_key);
}

static void nonce_of(struct arena *a, const uint8_t key[SEAL_KEY_BYTES], struct str label, struct str text,
                     uint8_t ret_nonce[DIGEST_BYTES])
{
    uint8_t nonce_key[DIGEST_BYTES];
    derive(key, "tongke seal nonce 1", nonce_key);
    struct str all = str_printf(a, "%zu:%.*s%.*s", label.n, STR_ARG(label), STR_ARG(text));
    digest_hmac_sha256((struct str){(const char *)nonce_key, sizeof nonce_key}, all, ret_nonce);
}

/* A context with key, nonce and label in it. Out of memory ends the program, as everywhere. */
static EVP_CIPHER_CTX *begin(const uint8_t key[SEAL_KEY_BYTES], const void *nonce, struct str label, int encrypt)
{
    uint8_t cipher_key[DIGEST_BYTES];
    int n;
    derive(key, "tongke seal cipher 1", cipher_key);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    if (!context || !EVP_CipherInit_ex(context, EVP_aes_256_gcm(), NULL, cipher_key, nonce, encrypt)) abort();
    if (!EVP_CipherUpdate(context, NULL, &n, (const unsigned char *)label.p, (int)label.n)) abort();
    return context;
}

struct str seal_close(struct arena *a, const uint8_t key[SEAL_KEY_BYTES], struct str label, struct str text)
{
    uint8_t nonce[DIGEST_BYTES];
    unsigned char *p = arena_bytes(a, text.n + SEAL_MORE_BYTES);
    int n = 0, rest = 0;
    nonce_of(a, key, label, text, nonce);
    memcpy(p, nonce, NONCE_BYTES);
    EVP_CIPHER_CTX *context = begin(key, nonce, label, 1);
    bool done = EVP_CipherUpdate(context, p + NONCE_BYTES, &n, (const unsigned char *)text.p, (int)text.n) &&
                EVP_CipherFinal_ex(context, p + NONCE_BYTES + n, &rest) &&
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, TAG_BYTES, p + NONCE_BYTES + text.n);
    EVP_CIPHER_CTX_free(context);
    if (!done) abort();
    return (struct str){(const char *)p, text.n + SEAL_MORE_BYTES};
}

bool seal_open(struct arena *a, const uint8_t key[SEAL_KEY_BYTES], struct str label, struct str sealed,
               struct str *ret_text)
{
    if (sealed.n < SEAL_MORE_BYTES) return false;
    size_t length = sealed.n - SEAL_MORE_BYTES;
    unsigned char *text = arena_bytes(a, length + TAG_BYTES);
    const unsigned char *cipher = (const unsigned char *)sealed.p + NONCE_BYTES;
    int n = 0, rest = 0;
    EVP_CIPHER_CTX *context = begin(key, sealed.p, label, 0);
    bool whole = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, TAG_BYTES, (void *)(uintptr_t)(cipher + length)) &&
                 EVP_CipherUpdate(context, text, &n, cipher, (int)length) &&
                 EVP_CipherFinal_ex(context, text + n, &rest) == 1;
    EVP_CIPHER_CTX_free(context);
    if (whole) *ret_text = (struct str){(const char *)text, length};
    return whole;
}

struct str seal_mark(struct arena *a, const uint8_t key[SEAL_KEY_BYTES], struct str purpose, struct str text)
{
    uint8_t mark_key[DIGEST_BYTES], mark[DIGEST_BYTES];
    derive(key, "tongke seal mark 1", mark_key);
    struct str all = str_printf(a, "%zu:%.*s%.*s", purpose.n, STR_ARG(purpose), STR_ARG(text));
    digest_hmac_sha256((struct str){(const char *)mark_key, sizeof mark_key}, all, mark);
    return (struct str){arena_copy(a, mark, sizeof mark), sizeof mark};
}
