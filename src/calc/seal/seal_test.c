/* calc/seal/seal_test.c: what is sealed opens with its key and label only. */
#include "calc/seal/seal.h"
#include "check.h"
#include "core/arena.h"

static struct arena *a;
static uint8_t key[SEAL_KEY_BYTES] = {1, 2, 3}, other_key[SEAL_KEY_BYTES] = {1, 2, 4};

static void what_was_sealed_opens_again(void)
{
    struct str opened, sealed = seal_close(a, key, STR("citizen:1"), STR("500103199001011239"));
    CHECK_INT(sealed.n, 18 + SEAL_MORE_BYTES);
    CHECK(!memmem(sealed.p, sealed.n, "5001", 4));
    CHECK(seal_open(a, key, STR("citizen:1"), sealed, &opened));
    CHECK_STR(opened, "500103199001011239");
}

static void another_key_or_label_does_not_open_it(void)
{
    struct str opened, sealed = seal_close(a, key, STR("citizen:1"), STR("500103199001011239"));
    CHECK(!seal_open(a, other_key, STR("citizen:1"), sealed, &opened));
    CHECK(!seal_open(a, key, STR("citizen:2"), sealed, &opened));
}

static void a_changed_byte_anywhere_is_noticed(void)
{
    struct str opened, sealed = seal_close(a, key, STR("l"), STR("text"));
    for (size_t i = 0; i < sealed.n; i++) {
        char *copy = arena_copy(a, sealed.p, sealed.n);
        copy[i] ^= 1;
        CHECK(!seal_open(a, key, STR("l"), (struct str){copy, sealed.n}, &opened));
    }
    for (size_t n = 0; n < sealed.n; n++) CHECK(!seal_open(a, key, STR("l"), (struct str){sealed.p, n}, &opened));
}

static void two_texts_never_share_a_nonce(void)
{
    struct str one = seal_close(a, key, STR("a"), STR("bc")), other = seal_close(a, key, STR("ab"), STR("c"));
    CHECK(memcmp(one.p, other.p, 12) != 0);
    CHECK(memcmp(seal_close(a, key, STR("a"), STR("bd")).p, one.p, 12) != 0);
}

static void the_empty_text_can_be_sealed(void)
{
    struct str opened = STR("x"), sealed = seal_close(a, key, STR(""), STR(""));
    CHECK(seal_open(a, key, STR(""), sealed, &opened));
    CHECK_INT(opened.n, 0);
}

static void marks_are_equal_for_equal_texts_of_one_purpose_and_key(void)
{
    struct str mark = seal_mark(a, key, STR("citizen"), STR("1"));
    CHECK_INT(mark.n, SEAL_MARK_BYTES);
    CHECK(str_equal(mark, seal_mark(a, key, STR("citizen"), STR("1"))));
    CHECK(!str_equal(mark, seal_mark(a, key, STR("citizen"), STR("2"))));
    CHECK(!str_equal(mark, seal_mark(a, key, STR("phone"), STR("1"))));
    CHECK(!str_equal(mark, seal_mark(a, other_key, STR("citizen"), STR("1"))));
}

int main(void)
{
    a = arena_open(1 << 20);
    RUN(what_was_sealed_opens_again);
    RUN(another_key_or_label_does_not_open_it);
    RUN(a_changed_byte_anywhere_is_noticed);
    RUN(two_texts_never_share_a_nonce);
    RUN(the_empty_text_can_be_sealed);
    RUN(marks_are_equal_for_equal_texts_of_one_purpose_and_key);
    arena_close(a);
    return check_end();
}
