/* domain/course/course_test.c: what courses and programmes must be, and how hours add up. */
#include "domain/course/course_private.h"

#include "check.h"
#include "core/arena.h"

static struct arena *a;

static void a_published_course_does_not_become_a_draft_again(void)
{
    static const struct {
        int from, to;
        const char *code;
    } rows[] = {
        {COURSE_STATE_NONE, COURSE_DRAFT, NULL},
        {COURSE_DRAFT, COURSE_DRAFT, NULL},
        {COURSE_DRAFT, COURSE_PUBLISHED, NULL},
        {COURSE_PUBLISHED, COURSE_RETIRED, NULL},
        {COURSE_RETIRED, COURSE_PUBLISHED, NULL},
        {COURSE_PUBLISHED, COURSE_DRAFT, "course.not_draft_again"},
        {COURSE_RETIRED, COURSE_DRAFT, "course.not_draft_again"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct course course = {.kind = COURSE_THEORY, .state = rows[i].to};
        struct err *e = course_check(a, &course, rows[i].from);
        if (rows[i].code)
            CHECK_ERR(e, rows[i].code);
        else
            CHECK_OK(e);
    }
}

static void only_routes_have_stops_and_a_published_route_has_one(void)
{
    struct course_stop stop = {.name = STR("民主村")};
    struct list stops = {&stop, 1, 0};
    struct course lecture = {.kind = COURSE_THEORY, .state = COURSE_DRAFT, .stops = stops};
    struct course empty = {.kind = COURSE_ROUTE, .state = COURSE_PUBLISHED};
    struct course route = {.kind = COURSE_ROUTE, .state = COURSE_PUBLISHED, .stops = stops};
    CHECK_ERR(course_check(a, &lecture, COURSE_DRAFT), "course.stops");
    CHECK_ERR(course_check(a, &empty, COURSE_DRAFT), "course.no_stops");
    CHECK_OK(course_check(a, &route, COURSE_DRAFT));
    empty.state = COURSE_DRAFT;
    CHECK_OK(course_check(a, &empty, COURSE_DRAFT));
}

static void a_media_path_stays_inside_of_its_folder(void)
{
    CHECK(media_path_is_safe(STR("demo.mp4")));
    CHECK(media_path_is_safe(STR("lectures/2026/开班式.mp4")));
    const char *bad[] = {"",   "/etc/passwd", "../secret.key", "a/../../b", "a//b",
                         "a/", ".hidden",     "a/.b",          "a\\b",      "./a"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK(!media_path_is_safe(str_of(bad[i])));
}

/* Two modules: theory 3 h and case 2 h; route 4.5 h and theory 1 h. Ids 10 and 11, units 1 to 4. */
static struct programme sample(void)
{
    struct programme p = {.state = COURSE_DRAFT};
    struct programme_unit units[] = {{.id = 1, .module_id = 10, .kind = COURSE_THEORY, .hours_centi = 300},
                                     {.id = 2, .module_id = 10, .kind = COURSE_CASE, .hours_centi = 200},
                                     {.id = 3, .module_id = 11, .kind = COURSE_ROUTE, .hours_centi = 450},
                                     {.id = 4, .module_id = 11, .kind = COURSE_THEORY, .hours_centi = 100}};
    struct programme_module modules[] = {{.id = 10, .title = STR("甲")}, {.id = 11, .title = STR("乙")}};
    programme_assemble(a, &p, (struct list){arena_copy(a, modules, sizeof modules), 2, 0},
                       (struct list){arena_copy(a, units, sizeof units), 4, 0});
    return p;
}

static void hours_add_up_by_module_and_by_kind(void)
{
    struct programme p = sample();
    CHECK_INT(p.hours_centi, 1050);
    CHECK_INT(LIST_AT(p.modules, struct programme_module, 0)->hours_centi, 500);
    CHECK_INT(LIST_AT(p.modules, struct programme_module, 1)->hours_centi, 550);
    CHECK_INT(p.totals.n, 3);
    struct programme_total *theory = LIST_AT(p.totals, struct programme_total, 0);
    CHECK_INT(theory->kind, COURSE_THEORY);
    CHECK_INT(theory->units, 2);
    CHECK_INT(theory->hours_centi, 400);
}

static void units_may_move_between_modules_and_modules_change_places(void)
{
    struct programme old = sample(), changed = sample();
    struct programme_module *first = LIST_AT(changed.modules, struct programme_module, 0);
    struct programme_module *second = LIST_AT(changed.modules, struct programme_module, 1);
    *list_add(a, &second->units, struct programme_unit) = *LIST_AT(first->units, struct programme_unit, 1);
    first->units.n = 1;
    struct programme_module swapped = *first;
    *first = *second;
    *second = swapped;
    CHECK_OK(programme_check(a, &changed, &old));
}

static void an_id_is_known_and_stands_in_the_tree_once(void)
{
    struct programme old = sample(), changed = sample();
    struct programme_module *first = LIST_AT(changed.modules, struct programme_module, 0);
    LIST_AT(first->units, struct programme_unit, 1)->id = 1;
    struct err *e = programme_check(a, &changed, &old);
    if (CHECK_ERR(e, "programme.part_twice")) CHECK_STR(e->field, "modules[0].units[1].id");
    LIST_AT(first->units, struct programme_unit, 1)->id = 99;
    CHECK_ERR(programme_check(a, &changed, &old), "programme.unknown_part");
    CHECK_ERR(programme_check(a, &old, NULL), "programme.unknown_part"); /* a new programme brings no ids */
    LIST_AT(first->units, struct programme_unit, 1)->id = 0;
    CHECK_OK(programme_check(a, &changed, &old));
}

static void an_empty_programme_is_not_published(void)
{
    struct programme empty = {.state = COURSE_PUBLISHED};
    CHECK_ERR(programme_check(a, &empty, NULL), "programme.empty");
    empty.state = COURSE_DRAFT;
    CHECK_OK(programme_check(a, &empty, NULL));
}

int main(void)
{
    a = arena_open(8 << 20);
    RUN(a_published_course_does_not_become_a_draft_again);
    RUN(only_routes_have_stops_and_a_published_route_has_one);
    RUN(a_media_path_stays_inside_of_its_folder);
    RUN(hours_add_up_by_module_and_by_kind);
    RUN(units_may_move_between_modules_and_modules_change_places);
    RUN(an_id_is_known_and_stands_in_the_tree_once);
    RUN(an_empty_programme_is_not_published);
    arena_close(a);
    return check_end();
}
