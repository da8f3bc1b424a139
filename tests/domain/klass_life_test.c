/* tests/domain/klass_life_test.c: classes begin and end by themselves, once, as the system; who never came is warned,
 * then loses the place; who stays away is proposed for withdrawal. */
#include "world.h"

#include "domain/klass/klass.h"
#include "domain/roll/roll.h"

static struct world w;
static struct call *c;
static int64_t school, people[3];

enum { CLASS = 1001, LESSON = 2001 };

static void run(const char *text, struct vals in)
{
    const struct sql *sql;
    MUST(db_sql(c->db, c->arena, str_of(text), &sql));
    MUST(db_run(c->db, c->arena, sql, in, NULL));
}

static int64_t number(const char *text)
{
    const struct sql *sql;
    int64_t found;
    MUST(db_sql(c->db, c->arena, str_of(text), &sql));
    MUST(db_int(c->db, c->arena, sql, NO_VALS, &found));
    return found;
}

static void add_class(const char *state, int starts_on, int ends_on, int64_t seats_min)
{
    run("INSERT INTO class (id, org_id, code, title, starts_on, ends_on, seats_min, seats_max, account_kind, state, "
        "room, note, "
        "version, created_at, updated_at) VALUES ($1, $2, '', '试验班', $3, $4, $5, 0, 'concentrated', $6, '', '', 1, "
        "1, 1)",
        VALS(v_int(CLASS), v_int(school), v_int(starts_on), v_int(ends_on), v_int(seats_min), v_cstr(state)));
}

/* A lesson of four hours in the morning (or afternoon) of a day. */
static void add_lesson(int64_t number_of, int day, int hour)
{
    int64_t at = date_start_us(day, 480) + hour * 60 * TIME_MINUTE_US;
    run("INSERT INTO session (id, class_id, kind, title, starts_at, ends_at, hours_centi, room, live, topic, version) "
        "VALUES ($1, $2, 'lecture', '课', $3, $4, 400, '', 0, '', 1)",
        VALS(v_int(LESSON + number_of), v_int(CLASS), v_int(at), v_int(at + 150 * TIME_MINUTE_US)));
}

static void seat(int64_t person_id)
{
    run("INSERT INTO enrolment (id, class_id, person_id, org_id, state, reason, version, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, 'confirmed', '', 1, 1, 1)",
        VALS(v_int(call_id(c)), v_int(CLASS), v_int(person_id), v_int(school)));
    run("UPDATE class SET confirmed_count = confirmed_count + 1 WHERE id = $1", VALS(v_int(CLASS)));
}

static void mark(int64_t number_of, int64_t person_id, const char *state)
{
    run("INSERT INTO roll_mark (session_id, person_id, state, source, at) VALUES ($1, $2, $3, 'manager', 1)",
        VALS(v_int(LESSON + number_of), v_int(person_id), v_cstr(state)));
}

static void open_world(void)
{
    static const char *const names[] = {"甲", "乙", "丙"};
    c = world_open(&w);
    int64_t city = world_org(c, 0, "测试市", ORG_CITY, ORG_LEVEL_MUNICIPAL);
    school = world_org(c, city, "党校", ORG_DISTRICT, ORG_LEVEL_DISTRICT);
    for (int i = 0; i < 3; i++) people[i] = world_person(c, school, names[i], "staff", 20200101);
}

static void a_class_begins_on_its_first_day_once_and_as_the_system(void)
{
    open_world();
    add_class("open", WORLD_TODAY, WORLD_TODAY + 4, 0);
    CHECK_ERR(klass_live_on(c, CLASS, KLASS_RUNNING), "class.no_timetable");
    add_lesson(0, WORLD_TODAY, 9);
    CHECK_OK(klass_live_on(c, CLASS, KLASS_RUNNING));
    CHECK_OK(klass_live_on(c, CLASS, KLASS_RUNNING));
    CHECK_INT(number("SELECT COUNT(*) FROM class_event WHERE to_state = 'running' AND account_id IS NULL"), 1);
    CHECK_INT(number("SELECT COUNT(*) FROM audit WHERE action = 'class.life' AND account_id IS NULL"), 1);
    world_drop(&w);
}

static void a_class_with_too_few_people_waits_for_somebody(void)
{
    open_world();
    add_class("open", WORLD_TODAY, WORLD_TODAY + 4, 2);
    add_lesson(0, WORLD_TODAY, 9);
    seat(people[0]);
    CHECK_ERR(klass_live_on(c, CLASS, KLASS_RUNNING), "class.too_few");
    seat(people[1]);
    CHECK_OK(klass_live_on(c, CLASS, KLASS_RUNNING));
    world_drop(&w);
}

static void a_class_ends_on_the_day_after_its_last(void)
{
    open_world();
    add_class("running", WORLD_TODAY - 3, WORLD_TODAY, 0);
    add_lesson(0, WORLD_TODAY - 3, 9);
    CHECK_OK(klass_live_on(c, CLASS, KLASS_ENDED));
    CHECK_INT(number("SELECT COUNT(*) FROM class WHERE state = 'running'"), 1);
    c = world_next_call(&w, WORLD_NOW_US + 24 * 60 * TIME_MINUTE_US);
    CHECK_OK(klass_live_on(c, CLASS, KLASS_ENDED));
    CHECK_INT(number("SELECT COUNT(*) FROM class WHERE state = 'ended'"), 1);
    world_drop(&w);
}

static int64_t watch(void)
{
    int64_t news;
    MUST(roll_watch_class(c, CLASS, &news));
    return news;
}

static void who_never_came_is_warned_and_then_loses_the_place(void)
{
    open_world();
    add_class("running", WORLD_TODAY - 2, WORLD_TODAY + 5, 0);
    add_lesson(0, WORLD_TODAY - 2, 9);
    seat(people[0]), seat(people[1]);
    CHECK_INT(watch(), 0); /* nobody has called the roll yet: nobody is to blame */
    mark(0, people[0], "present");
    CHECK_INT(watch(), 1);
    CHECK_INT(number("SELECT COUNT(*) FROM withdrawal WHERE cause = 'not_reported' AND state = 'warned'"), 1);
    CHECK_INT(watch(), 0);
    c = world_next_call(&w, WORLD_NOW_US + 24 * 60 * TIME_MINUTE_US);
    CHECK_INT(watch(), 1);
    CHECK_INT(number("SELECT COUNT(*) FROM withdrawal WHERE cause = 'not_reported' AND state = 'confirmed'"), 1);
    CHECK_INT(number("SELECT COUNT(*) FROM enrolment WHERE state = 'withdrawn'"), 1);
    CHECK_INT(number("SELECT confirmed_count FROM class"), 1);
    CHECK_INT(watch(), 0);
    world_drop(&w);
}

static void absence_warns_at_one_day_and_is_proposed_at_two(void)
{
    open_world();
    add_class("running", WORLD_TODAY - 2, WORLD_TODAY + 5, 0);
    for (int i = 0; i < 4; i++) add_lesson(i, WORLD_TODAY - 2 + i / 2, i % 2 ? 14 : 9);
    seat(people[0]), seat(people[1]);
    for (int i = 0; i < 4; i++) mark(i, people[0], "present");
    mark(0, people[1], "absent"), mark(1, people[1], "absent");
    run("INSERT INTO leave_request (id, class_id, person_id, kind, from_at, until_at, hours_centi, reason, state, "
        "note, version, "
        "created_at) VALUES (1, $1, $2, 'sick', 1, 2, 0, '', 'submitted', '', 1, 1)",
        VALS(v_int(CLASS), v_int(people[1])));
    CHECK_INT(watch(), 1);
    CHECK_INT(number("SELECT COUNT(*) FROM withdrawal WHERE cause = 'absent' AND state = 'warned'"), 1);
    mark(2, people[1], "absent"), mark(3, people[1], "absent");
    CHECK_INT(watch(), 1);
    CHECK_INT(number("SELECT COUNT(*) FROM withdrawal WHERE cause = 'absent' AND state = 'proposed'"), 1);
    CHECK_INT(number("SELECT COUNT(*) FROM enrolment WHERE state = 'withdrawn'"), 0);
    world_drop(&w);
}

static void all(void)
{
    RUN(a_class_begins_on_its_first_day_once_and_as_the_system);
    RUN(a_class_with_too_few_people_waits_for_somebody);
    RUN(a_class_ends_on_the_day_after_its_last);
    RUN(who_never_came_is_warned_and_then_loses_the_place);
    RUN(absence_warns_at_one_day_and_is_proposed_at_two);
}

int main(void) { return world_run(all); }
