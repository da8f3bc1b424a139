/* calc/totp/totp_test.c: the examples of RFC 6238, appendix B, and of RFC 4648, section 10. */
#include "calc/totp/totp.h"
#include "check.h"
#include "core/arena.h"

static struct arena *a;
static const struct str secret = {"12345678901234567890", 20};

static void codes_are_those_of_the_standard(void)
{
    CHECK_INT(totp_code(secret, 59 / 30), 287082);
    CHECK_INT(totp_code(secret, 1111111109 / 30), 81804);
    CHECK_INT(totp_code(secret, 1234567890 / 30), 5924);
    CHECK_INT(totp_code(secret, 20000000000 / 30), 353130);
}

static void a_code_is_good_for_a_moment_and_once(void)
{
    CHECK_INT(totp_match(secret, STR("287082"), 59, 0), 1);
    CHECK_INT(totp_match(secret, STR("287 082"), 59 + 30, 0), 1);
    CHECK_INT(totp_match(secret, STR("287082"), 59, 1), 0);
    CHECK_INT(totp_match(secret, STR("287082"), 59 + 90, 0), 0);
}

static void what_is_no_code_matches_nothing(void)
{
    const char *typed[] = {"", "28708", "2870822", "28708x", "-87082", "２８７０８２"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) CHECK_INT(totp_match(secret, str_of(typed[i]), 59, 0), 0);
}

static void secrets_are_written_in_base32(void)
{
    CHECK_STR(totp_base32(a, STR("foobar")), "MZXW6YTBOI");
    CHECK_STR(totp_base32(a, STR("f")), "MY");
    CHECK_STR(totp_base32(a, STR("")), "");
}

int main(void)
{
    a = arena_open(1 << 20);
    RUN(codes_are_those_of_the_standard);
    RUN(a_code_is_good_for_a_moment_and_once);
    RUN(what_is_no_code_matches_nothing);
    RUN(secrets_are_written_in_base32);
    arena_close(a);
    return check_end();
}
