#include "calc/digest/digest.h"

#include "core/arena.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <stdlib.h>

/* Looking the algorithm up costs more than a short digest: it is done once. */
static EVP_MD *sha256;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fetch(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (!sha256) abort();
}

void digest_sha256(struct str bytes, uint8_t ret_digest[DIGEST_BYTES])
{
    pthread_once(&once, fetch);
    if (!EVP_Digest(bytes.p, bytes.n, ret_digest, NULL, sha256, NULL)) abort();
}

void digest_hmac_sha256(struct str key, struct str bytes, uint8_t ret_digest[DIGEST_BYTES])
{
    pthread_once(&once, fetch);
    const unsigned char *text = (const unsigned char *)(bytes.p ? bytes.p : "");
    if (!HMAC(sha256, key.p ? key.p : "", (int)key.n, text, bytes.n, ret_digest, NULL)) abort();
}

struct digest *digest_open(void)
{
    pthread_once(&once, fetch);
    EVP_MD_CTX *d = EVP_MD_CTX_new();
    if (!d || !EVP_DigestInit_ex(d, sha256, NULL)) abort();
    return (struct digest *)d;
}

void digest_add(struct digest *d, struct str bytes)
{
    if (!EVP_DigestUpdate((EVP_MD_CTX *)d, bytes.p, bytes.n)) abort();
}

void digest_close(struct digest *d, uint8_t ret_digest[DIGEST_BYTES])
{
    if (!EVP_DigestFinal_ex((EVP_MD_CTX *)d, ret_digest, NULL)) abort();
    EVP_MD_CTX_free((EVP_MD_CTX *)d);
}

struct str digest_hex(struct arena *a, struct str bytes)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = arena_bytes(a, bytes.n * 2 + 1);
    for (size_t i = 0; i < bytes.n; i++) {
        hex[2 * i] = digits[(uint8_t)bytes.p[i] >> 4];
        hex[2 * i + 1] = digits[(uint8_t)bytes.p[i] & 15];
    }
    return (struct str){hex, bytes.n * 2};
}
