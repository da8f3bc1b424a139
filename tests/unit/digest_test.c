/* tests/unit/digest_test.c: digests against published vectors, and QR pictures. */
#include "calc/digest/digest.h"
#include "calc/qr/qr.h"
#include "check.h"
#include "core/arena.h"

static struct arena *a;

static struct str sha256_hex(struct str text)
{
    uint8_t digest[DIGEST_BYTES];
    digest_sha256(text, digest);
    return digest_hex(a, (struct str){(char *)digest, sizeof digest});
}

static struct str hmac_hex(struct str key, struct str text)
{
    uint8_t digest[DIGEST_BYTES];
    digest_hmac_sha256(key, text, digest);
    return digest_hex(a, (struct str){(char *)digest, sizeof digest});
}

static void sha256_agrees_with_fips_180_4(void)
{
    CHECK_STR(sha256_hex(STR("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK_STR(sha256_hex(STR("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void hmac_agrees_with_rfc_4231(void)
{
    CHECK_STR(hmac_hex(STR("Jefe"), STR("what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK_STR(hmac_hex(STR(""), STR("")), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

static void a_qr_picture_is_a_square_with_a_quiet_zone(void)
{
    struct str svg = qr_svg(a, STR("https://train.example.cn/checkin?s=1&c=123456"));
    CHECK(str_starts(svg, STR("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 41 41\"")));
    CHECK(memmem(svg.p, svg.n, "M4 4h7v1h-7z", 12) != NULL); /* the finder pattern's upper edge */
    CHECK(str_ends(svg, STR("\"/></svg>\n")));
}

static void a_text_beyond_a_qr_code_gives_nothing(void)
{
    char *text = arena_bytes(a, 4000);
    memset(text, 'x', 4000);
    CHECK_INT(qr_svg(a, (struct str){text, 4000}).n, 0);
}

int main(void)
{
    a = arena_open(1 << 20);
    RUN(sha256_agrees_with_fips_180_4);
    RUN(hmac_agrees_with_rfc_4231);
    RUN(a_qr_picture_is_a_square_with_a_quiet_zone);
    RUN(a_text_beyond_a_qr_code_gives_nothing);
    arena_close(a);
    return check_end();
}
