/* domain/person/person_rules_test.c: citizen numbers, pasted lines, the choice of a plan. Numbers are made up. */
#include "check.h"
#include "core/arena.h"
#include "domain/person/person_private.h"

static struct arena *a;
enum { TODAY = 20261124 };

static void a_right_citizen_number_is_taken_as_it_is_typed(void)
{
    struct str number;
    CHECK_OK(person_check_citizen(a, STR("11010519491231002X"), TODAY, &number)); /* the example in GB 11643 */
    CHECK_STR(number, "11010519491231002X");
    CHECK_OK(person_check_citizen(a, STR(" 110105 19491231 002x　"), TODAY, &number));
    CHECK_STR(number, "11010519491231002X");
    CHECK_OK(person_check_citizen(a, STR("440524188001010014"), TODAY, &number)); /* the other example */
}

static void each_wrong_digit_is_noticed(void)
{
    struct str number;
    char text[19] = "440524188001010014";
    for (int i = 0; i < 17; i++) {
        char right = text[i];
        for (char digit = '0'; digit <= '9'; digit++) {
            text[i] = digit;
            if (digit != right) CHECK_ERR(person_check_citizen(a, str_of(text), TODAY, &number), "person.citizen_no");
        }
        text[i] = right;
    }
}

static void two_neighbouring_digits_that_changed_places_are_noticed(void)
{
    struct str number;
    char text[19] = "440524188001010014";
    for (int i = 0; i < 17; i++) {
        char one = text[i], other = text[i + 1];
        text[i] = other, text[i + 1] = one;
        if (one != other) CHECK(person_check_citizen(a, str_of(text), TODAY, &number) != NULL);
        text[i] = one, text[i + 1] = other;
    }
}

static void what_is_no_number_is_refused(void)
{
    static const char *const wrong[] = {"",
                                        "1",
                                        "11010519491231002",
                                        "11010519491231002XX",
                                        "11010519491331002X",
                                        "1101051949123100二X",
                                        "1101051949123100２",
                                        "01010519491231002X",
                                        "X1010519491231002X",
                                        "张三"};
    struct str number;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_ERR(person_check_citizen(a, str_of(wrong[i]), TODAY, &number), "person.citizen_no");
}

static void nobody_is_born_after_today(void)
{
    struct str number;
    CHECK_OK(person_check_citizen(a, STR("11010519491231002X"), 19491231, &number));
    CHECK_ERR(person_check_citizen(a, STR("11010519491231002X"), 19491230, &number), "person.citizen_no");
}

static void the_mask_shows_four_at_each_end(void)
{
    CHECK_STR(person_mask_citizen(a, STR("11010519491231002X")), "1101**********002X");
    CHECK_STR(person_mask_citizen(a, STR("")), "");
    CHECK_INT(person_citizen_gender(STR("11010519491231002X")), PERSON_FEMALE);
    CHECK_INT(person_citizen_gender(STR("440524188001010014")), PERSON_MALE);
}

static void check_line(const char *text, const char *name, const char *unit)
{
    struct person_line line = person_read_line(a, str_of(text));
    CHECK_STR(line.name, name);
    CHECK_STR(line.unit, unit);
}

static void pasted_lines_give_a_name_and_perhaps_a_unit(void)
{
    check_line("张伟明", "张伟明", "");
    check_line("  张 伟\t", "张伟", "");
    check_line("张　伟", "张伟", "");
    check_line("张伟\t渝中区教育委员会\t科长", "张伟", "渝中区教育委员会");
    check_line("张 伟\t渝中区教育委员会", "张伟", "渝中区教育委员会");
    check_line("张伟明，渝中区教委", "张伟明", "渝中区教委");
    check_line("张伟明 渝中区教委", "张伟明", "渝中区教委");
    check_line("12\t张伟\t渝中区教委", "张伟", "渝中区教委");
    check_line("3、张伟", "张伟", "");
    check_line("3.张伟 渝中区教委", "张伟", "渝中区教委");
    check_line("（空）", "（空）", "");
    check_line("", "", "");
    check_line("\t\t,,", "", "");
    check_line("2026", "", "");
}

static void a_citizen_number_in_a_line_is_recognised(void)
{
    struct person_line line = person_read_line(a, STR("王芳\t11010519491231002x\t凤城街道"));
    CHECK_STR(line.name, "王芳");
    CHECK_STR(line.citizen_no, "11010519491231002X");
    CHECK_STR(line.unit, "凤城街道");
}

static void a_unit_fits_when_one_name_holds_the_other(void)
{
    CHECK(person_unit_fits(STR("渝中区教育委员会"), STR("教育委员会")));
    CHECK(person_unit_fits(STR("教育委员会"), STR("渝中区教育委员会")));
    CHECK(!person_unit_fits(STR("渝中区教育委员会"), STR("财政局")));
}

static void the_plan_is_the_one_with_the_fewest_rows(void)
{
    CHECK_INT(person_choose_plan(true, 3, 20000), PERSON_PLAN_FOUND);
    CHECK_INT(person_choose_plan(true, 300, 50), PERSON_PLAN_TREE);
    CHECK_INT(person_choose_plan(true, PERSON_PLAN_MOST, PERSON_PLAN_MOST), PERSON_PLAN_ORDER);
    CHECK_INT(person_choose_plan(false, 0, 100), PERSON_PLAN_TREE);
    CHECK_INT(person_choose_plan(false, 0, PERSON_PLAN_MOST), PERSON_PLAN_ORDER);
}

int main(void)
{
    a = arena_open(16 << 20);
    RUN(a_right_citizen_number_is_taken_as_it_is_typed);
    RUN(each_wrong_digit_is_noticed);
    RUN(two_neighbouring_digits_that_changed_places_are_noticed);
    RUN(what_is_no_number_is_refused);
    RUN(nobody_is_born_after_today);
    RUN(the_mask_shows_four_at_each_end);
    RUN(pasted_lines_give_a_name_and_perhaps_a_unit);
    RUN(a_citizen_number_in_a_line_is_recognised);
    RUN(a_unit_fits_when_one_name_holds_the_other);
    RUN(the_plan_is_the_one_with_the_fewest_rows);
    arena_close(a);
    return check_end();
}
