/* domain/form/form_test.c: numbers, masked names, placeholders, base64. */
#include "check.h"
#include "core/arena.h"
#include "domain/form/form_private.h"

static struct arena *a;

static void a_number_is_read_back_however_it_was_typed(void)
{
    uint8_t random[FORM_NUMBER_RANDOM];
    for (int i = 0; i < FORM_NUMBER_RANDOM; i++) random[i] = (uint8_t)(i * 37 + 200);
    struct str number = form_number_new(a, 2026, random);
    CHECK_INT(number.n, FORM_NUMBER_CHARS);
    CHECK(str_starts(number, STR("2026")));
    CHECK(str_equal(form_number_clean(a, form_number_show(a, number)), number));
    CHECK(str_equal(form_number_clean(a, str_lower(a, form_number_show(a, number))), number));
    CHECK_STR(form_number_clean(a, STR("2026-OIL00-00000-00000")), "2026011000000000000");
    CHECK_INT(form_number_clean(a, STR("2026-00000-00000-0000")).n, 0);
    CHECK_INT(form_number_clean(a, STR("2026-00000-00000-000001")).n, 0);
    CHECK_INT(form_number_clean(a, STR("2026-00000-00000-0000%")).n, 0);
}

static void a_name_is_masked_but_for_what_those_who_know_it_recognise(void)
{
    CHECK_STR(form_mask_name(a, STR("张三")), "张*");
    CHECK_STR(form_mask_name(a, STR("张学良")), "张*良");
    CHECK_STR(form_mask_name(a, STR("欧阳修远")), "欧**远");
    CHECK_STR(form_mask_name(a, STR("张")), "张");
    CHECK_STR(form_mask_name(a, STR("")), "*");
    CHECK_STR(form_mask_name(a, STR("Li")), "L*");
}

static void placeholders_are_filled_and_others_refused(void)
{
    struct form_facts facts = {.person_name = STR("张三"), .hours_centi = 3250, .starts_on = 20261103};
    CHECK_STR(form_fill(a, STR("【姓名】自【开始日期】，【学时】学时，【不知】"), &facts),
              "张三自2026年11月3日，32.5学时，【不知】");
    CHECK_STR(form_fill(a, STR("【姓名"), &facts), "【姓名");
    CHECK_STR(form_fill(a, STR("【】"), &facts), "【】");
    CHECK_OK(form_check_text(a, "intro", STR("【姓名】【班次】 【")));
    CHECK_ERR(form_check_text(a, "intro", STR("尊敬的【称呼】")), "form.placeholder");
}

static void a_value_is_not_filled_again(void)
{
    struct form_facts facts = {.person_name = STR("【班次】"), .class_title = STR("甲班")};
    CHECK_STR(form_fill(a, STR("【姓名】"), &facts), "【班次】");
}

static void base64_is_read_and_rubbish_refused(void)
{
    struct str bytes;
    CHECK(form_base64(a, STR("5ZCM6K++"), &bytes));
    CHECK_STR(bytes, "同课");
    CHECK(form_base64(a, STR("YQ=="), &bytes));
    CHECK_STR(bytes, "a");
    CHECK(form_base64(a, STR(""), &bytes) && bytes.n == 0);
    CHECK(!form_base64(a, STR("YQ="), &bytes));
    CHECK(!form_base64(a, STR("YQ==YQ=="), &bytes));
    CHECK(!form_base64(a, STR("Y*=="), &bytes));
}

int main(void)
{
    a = arena_open(1 << 20);
    RUN(a_number_is_read_back_however_it_was_typed);
    RUN(a_name_is_masked_but_for_what_those_who_know_it_recognise);
    RUN(placeholders_are_filled_and_others_refused);
    RUN(a_value_is_not_filled_again);
    RUN(base64_is_read_and_rubbish_refused);
    arena_close(a);
    return check_end();
}
