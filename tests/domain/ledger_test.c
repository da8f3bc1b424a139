/* tests/domain/ledger_test.c: ledgers on both databases: posting, reversing, balances of the past, chains, bulk, rules.
 */
#include "world.h"

#include "core/buf.h"
#include "domain/ledger/ledger.h"

static struct world w;
static struct call *c;
static int64_t city, unit, person;

static void open_world(void)
{
    c = world_open(&w);
    city = world_org(c, 0, "测试市", ORG_CITY, ORG_LEVEL_MUNICIPAL);
    int64_t district = world_org(c, city, "渝中区", ORG_DISTRICT, ORG_LEVEL_DISTRICT);
    unit = world_org(c, district, "区民政局", ORG_UNIT, ORG_LEVEL_DISTRICT);
    person = world_person(c, unit, "张伟", "staff", 20200101);
}

static struct ledger_posting posting(const char *key, int on, int64_t hours)
{
    return (struct ledger_posting){.person_id = person,
                                   .kind = LEDGER_CONCENTRATED,
                                   .hours_centi = hours * 100,
                                   .days_centi = hours * 100 / 8,
                                   .earned_on = on,
                                   .source_kind = LEDGER_CLASS,
                                   .source_key = str_of(key),
                                   .source_id = 42,
                                   .org_id = unit,
                                   .title = STR("专题班\n第二行\\"),
                                   .evidence = STR("{\"sessions\":4}"),
                                   .rule_id = 1};
}

static int64_t post(struct ledger_posting p)
{
    int64_t posted = -1;
    CHECK_OK(ledger_post(c, &p, 1, &posted));
    return posted;
}

static int64_t balance(int on, int64_t known_at)
{
    struct ledger_balance b = {0};
    CHECK_OK(ledger_balance(c, person, on, known_at, &b));
    return b.concentrated_centi;
}

static int64_t broken(void)
{
    struct ledger_check check;
    CHECK_OK(ledger_verify(c, &check));
    return check.broken;
}

static int64_t entry_id(int64_t seq)
{
    static const struct shape_field fields[] = {F_ID(struct ledger_entry, id, 0, "", "")};
    static const struct shape shape = SHAPE("Id", struct ledger_entry, fields);
    static const struct sql sql = {"test_entry", "SELECT id FROM ledger_entry WHERE person_id = $1 AND seq = $2"};
    struct ledger_entry entry;
    CHECK_OK(db_get(c->db, c->arena, &sql, VALS(v_int(person), v_int(seq)), &shape, &entry));
    return entry.id;
}

/* ---- posting ---- */

static void posting_twice_changes_nothing(void)
{
    open_world();
    CHECK_INT(post(posting("class:1:concentrated", 20260301, 40)), 1);
    CHECK_INT(post(posting("class:1:concentrated", 20260301, 40)), 0);
    CHECK_INT(balance(WORLD_TODAY, 0), 4000);
    CHECK_INT(broken(), 0);
    world_drop(&w);
}

static void one_call_posts_for_many_people(void)
{
    open_world();
    struct ledger_posting many[3] = {posting("class:1:concentrated", 20260301, 8),
                                     posting("class:1:online", 20260301, 3),
                                     posting("class:1:concentrated", 20260301, 8)};
    many[1].kind = LEDGER_ONLINE;
    many[2].person_id = world_person(c, unit, "李娜", "staff", 20200101);
    int64_t posted;
    CHECK_OK(ledger_post(c, many, 3, &posted));
    CHECK_INT(posted, 3);
    struct ledger_balance b;
    CHECK_OK(ledger_balance(c, person, WORLD_TODAY, 0, &b));
    CHECK_INT(b.online_centi, 300);
    CHECK_INT(b.entries, 2);
    CHECK_INT(broken(), 0);
    world_drop(&w);
}

static void the_same_key_serves_two_people(void)
{
    open_world();
    struct ledger_posting p = posting("class:1:concentrated", 20260301, 8);
    CHECK_INT(post(p), 1);
    p.person_id = world_person(c, unit, "王芳", "staff", 20200101);
    CHECK_INT(post(p), 1);
    world_drop(&w);
}

static void hours_of_the_future_are_refused(void)
{
    open_world();
    struct ledger_posting p = posting("class:1:concentrated", 20261124, 8);
    CHECK_ERR(ledger_post(c, &p, 1, NULL), "ledger.future");
    world_drop(&w);
}

static void no_hours_are_refused(void)
{
    open_world();
    struct ledger_posting p = posting("class:1:concentrated", 20261101, 0);
    CHECK_ERR(ledger_post(c, &p, 1, NULL), "ledger.hours");
    world_drop(&w);
}

static void entries_are_never_changed_nor_deleted(void)
{
    open_world();
    post(posting("class:1:concentrated", 20260301, 40));
    static const struct sql change = {"test_change", "UPDATE ledger_entry SET hours_centi = 1"};
    CHECK_ERR(db_run(c->db, c->arena, &change, NO_VALS, NULL), "db.append_only");
    world_drop(&w);
}

/* ---- reversing ---- */

static void a_reversal_takes_the_hours_back_on_the_same_day(void)
{
    open_world();
    struct ledger_entry entry;
    post(posting("class:1:concentrated", 20260301, 40));
    CHECK_OK(ledger_reverse(c, entry_id(1), STR("重复\"计入\""), &entry));
    CHECK_INT(entry.seq, 2);
    CHECK_INT(entry.hours_centi, -4000);
    CHECK_INT(entry.earned_on, 20260301);
    CHECK_STR(entry.evidence, "{\"reverses_seq\":1,\"reason\":\"重复\\\"计入\\\"\"}");
    CHECK_INT(balance(WORLD_TODAY, 0), 0);
    CHECK_INT(broken(), 0);
    world_drop(&w);
}

static void a_reversed_entry_cannot_be_reversed_again(void)
{
    open_world();
    struct ledger_entry entry;
    post(posting("class:1:concentrated", 20260301, 40));
    int64_t id = entry_id(1);
    CHECK_OK(ledger_reverse(c, id, STR("重复"), &entry));
    CHECK_ERR(ledger_reverse(c, id, STR("重复"), &entry), "ledger.already_reversed");
    CHECK_ERR(ledger_reverse(c, entry_id(2), STR("重复"), &entry), "ledger.is_reversal");
    world_drop(&w);
}

/* ---- the past ---- */

static void the_balance_of_any_past_day_can_be_had_again(void)
{
    open_world();
    struct ledger_entry entry;
    post(posting("class:1:concentrated", 20250301, 40));
    int64_t first_at = c->now_us;
    c = world_next_call(&w, WORLD_NOW_US + TIME_HOUR_US);
    post(posting("class:2:concentrated", 20260301, 24));
    c = world_next_call(&w, WORLD_NOW_US + 2 * TIME_HOUR_US);
    CHECK_OK(ledger_reverse(c, entry_id(1), STR("误记"), &entry));
    CHECK_INT(balance(20250228, 0), 0);
    CHECK_INT(balance(20251231, 0), 0);           /* as known today: the first one was taken back */
    CHECK_INT(balance(20251231, first_at), 4000); /* as known then */
    CHECK_INT(balance(20261231, first_at), 4000);
    CHECK_INT(balance(20261231, WORLD_NOW_US + TIME_HOUR_US), 6400);
    CHECK_INT(balance(20261231, 0), 2400);
    world_drop(&w);
}

/* ---- the chain ---- */

static void the_canonical_text_is_what_is_documented(void)
{
    struct buf out;
    struct ledger_entry e = {.id = 7,
                             .person_id = 8,
                             .seq = 1,
                             .kind = LEDGER_ONLINE,
                             .hours_centi = 150,
                             .earned_on = 20260301,
                             .posted_at = 9,
                             .source_kind = LEDGER_MANUAL,
                             .source_key = STR("manual:1"),
                             .title = STR("甲\n乙\\丙"),
                             .evidence = STR("{}")};
    buf_init(&out, 4096);
    ledger_canonical(&out, &e);
    CHECK_STR(buf_text(&out),
              "tongke-ledger-1\nprev_hash=\nid=7\nperson_id=8\nseq=1\nkind=online\nhours_centi=150\ndays_centi=0\n"
              "earned_on=20260301\nposted_at=9\nsource_kind=manual\nsource_key=manual:1\nsource_id=0\norg_id=0\n"
              "title=甲\\n乙\\\\丙\nevidence={}\nrule_id=0\nreverses_id=0\nposted_by=0\n");
    buf_done(&out);
}

/* For somebody with the database's password who changes it behind our back. */
static struct str trigger_names(void)
{
    static const struct sql lite = {"test_triggers",
                                    "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_master WHERE type = "
                                    "'trigger' AND tbl_name = 'ledger_entry'"};
    static const struct sql pg = {"test_triggers_pg",
                                  "SELECT string_agg('DROP TRIGGER ' || tgname || ' ON ledger_entry', ';') FROM "
                                  "pg_trigger WHERE tgrelid = 'ledger_entry'::regclass AND NOT tgisinternal"};
    struct str text;
    CHECK_OK(db_text(c->db, c->arena, world_kind == DB_SQLITE ? &lite : &pg, NO_VALS, &text));
    return text;
}

static int64_t broken_after(const char *text)
{
    open_world();
    post(posting("class:1:concentrated", 20260301, 40));
    post(posting("class:2:concentrated", 20260401, 24));
    post(posting("class:3:concentrated", 20260501, 16));
    CHECK_OK(db_script(c->db, c->arena, trigger_names()));
    CHECK_OK(db_script(c->db, c->arena, str_of(text)));
    int64_t n = broken();
    world_drop(&w);
    return n;
}

static void every_tampering_is_found(void)
{
    static const char *const deeds[] = {
        "UPDATE ledger_entry SET hours_centi = 8000 WHERE seq = 1",
        "UPDATE ledger_entry SET title = 'x' WHERE seq = 2",
        "UPDATE ledger_entry SET earned_on = 20260302 WHERE seq = 3",
        "UPDATE ledger_entry SET posted_at = posted_at - 1 WHERE seq = 3",
        "DELETE FROM ledger_entry WHERE seq = 2",
        "DELETE FROM ledger_entry WHERE seq = 3",
        "UPDATE ledger_head SET concentrated_centi = 1",
        "DELETE FROM ledger_head",
        "UPDATE ledger_giver SET hours_centi = hours_centi + 1",
        "DELETE FROM ledger_giver",
    };
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (!CHECK(broken_after(deeds[i]) > 0)) printf("not found: %s\n", deeds[i]);
}

/* ---- rules ---- */

static struct conversion_lesson lesson(int on, int starts_min, int minutes, int64_t hours_centi)
{
    int64_t at = date_start_us(on, 480) + starts_min * TIME_MINUTE_US;
    return (struct conversion_lesson){at, at + minutes * TIME_MINUTE_US, hours_centi, 1000000};
}

static void check_hours(const struct conversion_rule *rule, const struct conversion_lesson *lessons, size_t n,
                        int64_t hours, int64_t days)
{
    int64_t got_hours, got_days;
    conversion_apply(rule, lessons, n, 480, &got_hours, &got_days);
    CHECK_INT(got_hours, hours);
    CHECK_INT(got_days, days);
}

static void hours_follow_the_rule(void)
{
    const struct conversion_rule by_timetable = {
        .basis = CONVERSION_SESSION_HOURS, .hours_per_day_centi = 800, .factor_ppm = 1000000};
    const struct conversion_rule nanjing = {.basis = CONVERSION_HALF_DAYS,
                                            .hours_per_day_centi = 600,
                                            .hours_per_half_day_centi = 300,
                                            .factor_ppm = 1000000};
    const struct conversion_rule online = {
        .basis = CONVERSION_MINUTES, .minutes_per_hour = 45, .min_share_ppm = 900000, .factor_ppm = 1000000};
    const struct conversion_rule elective = {.basis = CONVERSION_MINUTES, .minutes_per_hour = 45, .factor_ppm = 500000};
    struct conversion_lesson full[] = {lesson(20261102, 540, 150, 400), lesson(20261102, 870, 150, 400),
                                       lesson(20261102, 1140, 90, 200), lesson(20261103, 540, 150, 400)};
    check_hours(&by_timetable, full, 4, 1200, 150); /* the evening does not go beyond 8 hours a day */
    check_hours(&nanjing, full, 4, 900, 150);
    struct conversion_lesson whole_day[] = {lesson(20261102, 540, 480, 800)};
    check_hours(&nanjing, whole_day, 1, 600, 100);
    struct conversion_lesson film[] = {lesson(20261102, 540, 90, 0), lesson(20261103, 540, 45, 0)};
    check_hours(&online, film, 2, 300, 0);
    check_hours(&elective, film, 2, 150, 0);
    film[1].attended_ppm = 899999;
    check_hours(&online, film, 2, 200, 0);
    check_hours(&by_timetable, NULL, 0, 0, 0);
}

static unsigned dice_state = 7;
static int dice(int sides)
{
    dice_state = dice_state * 1664525u + 1013904223u;
    return (int)((dice_state >> 8) % (unsigned)sides);
}

/* More lessons never give less; a day never gives more than its ceiling; days add up. */
static void more_attendance_never_gives_less(void)
{
    const struct conversion_rule rules[] = {
        {.basis = CONVERSION_SESSION_HOURS, .hours_per_day_centi = 800, .factor_ppm = 1000000},
        {.basis = CONVERSION_HALF_DAYS,
         .hours_per_day_centi = 600,
         .hours_per_half_day_centi = 300,
         .factor_ppm = 1000000},
        {.basis = CONVERSION_MINUTES, .minutes_per_hour = 45, .factor_ppm = 1000000},
    };
    for (int i = 0; i < 3000; i++) {
        struct conversion_lesson lessons[12];
        size_t n = (size_t)dice(13);
        for (size_t k = 0; k < n; k++)
            lessons[k] = lesson(20261102 + (int)k / 3, 480 + 240 * ((int)k % 3), 30 + dice(180), 100 * dice(5));
        int64_t hours, days, before = 0, days_before = 0;
        const struct conversion_rule *rule = &rules[i % 3];
        for (size_t k = 0; k <= n; k++) {
            conversion_apply(rule, lessons, k, 480, &hours, &days);
            CHECK(hours >= before && days >= days_before);
            if (rule->basis != CONVERSION_MINUTES) CHECK(hours <= (int64_t)((k + 2) / 3) * rule->hours_per_day_centi);
            CHECK(days <= (int64_t)((k + 2) / 3) * 100);
            before = hours, days_before = days;
        }
    }
}

static void add_rule(int64_t id, int64_t org_id, const char *code, int from_on, int until_on)
{
    static const struct sql sql = {
        "test_rule",
        "INSERT INTO conversion_rule (id, org_id, code, name, kind, basis, from_on, until_on, hours_per_day_centi, "
        "hours_per_half_day_centi, minutes_per_hour, min_share_ppm, factor_ppm, source) VALUES ($1, $2, $3, $3, "
        "'concentrated', "
        "'half_days', $4, $5, 600, 300, 45, 0, 1000000, 'test')"};
    CHECK_OK(db_run(c->db, c->arena, &sql,
                    VALS(v_int(id), v_int(org_id), v_cstr(code), v_int(from_on), v_date(until_on)), NULL));
}

static struct str rule_at(int64_t org_id, int on)
{
    struct conversion_rule rule;
    struct str path;
    CHECK_OK(org_path(c, org_id, &path));
    CHECK_OK(conversion_find(c, LEDGER_CONCENTRATED, path, on, &rule));
    return rule.code;
}

static void the_nearest_rule_up_the_tree_counts_on_its_dates(void)
{
    open_world();
    int64_t other = world_org(c, city, "江北区", ORG_DISTRICT, ORG_LEVEL_DISTRICT);
    struct org u;
    CHECK_OK(org_get(c, unit, &u));
    add_rule(101, city, "city", 20240101, 0);
    add_rule(102, u.parent_id, "district", 20250101, 20251231);
    CHECK_STR(rule_at(unit, 20231231), "core_8");
    CHECK_STR(rule_at(unit, 20240601), "city");
    CHECK_STR(rule_at(unit, 20250601), "district");
    CHECK_STR(rule_at(unit, 20260101), "city");
    CHECK_STR(rule_at(other, 20250601), "city");
    struct conversion_rule rule;
    CHECK_ERR(conversion_find(c, LEDGER_CONCENTRATED, u.path, 20100101, &rule), "ledger.no_rule");
    world_drop(&w);
}

/* ---- many at once ---- */

static void a_history_loaded_in_bulk_is_a_good_chain_that_goes_on(void)
{
    open_world();
    struct ledger_bulk *bulk;
    int64_t entries, second = world_person(c, unit, "李娜", "staff", 20200101);
    CHECK_OK(ledger_bulk_open(c, &bulk));
    for (int i = 0; i < 6; i++) {
        char key[32];
        snprintf(key, sizeof key, "history:%d", i);
        struct ledger_posting p = posting(key, 20240101 + i, 10);
        if (i >= 4) p.person_id = second;
        CHECK_OK(ledger_bulk_add(bulk, &p, c->now_us - (10 - i) * TIME_DAY_US));
    }
    CHECK_OK(ledger_bulk_close(bulk, &entries));
    CHECK_INT(entries, 6);
    CHECK_INT(broken(), 0);
    CHECK_INT(post(posting("class:9:concentrated", 20260301, 5)), 1);
    CHECK_INT(balance(WORLD_TODAY, 0), 4500);
    CHECK_INT(broken(), 0);
    world_drop(&w);
}

static void all(void)
{
    RUN(posting_twice_changes_nothing);
    RUN(one_call_posts_for_many_people);
    RUN(the_same_key_serves_two_people);
    RUN(hours_of_the_future_are_refused);
    RUN(no_hours_are_refused);
    RUN(entries_are_never_changed_nor_deleted);
    RUN(a_reversal_takes_the_hours_back_on_the_same_day);
    RUN(a_reversed_entry_cannot_be_reversed_again);
    RUN(the_balance_of_any_past_day_can_be_had_again);
    RUN(every_tampering_is_found);
    RUN(the_nearest_rule_up_the_tree_counts_on_its_dates);
    RUN(a_history_loaded_in_bulk_is_a_good_chain_that_goes_on);
}

int main(void)
{
    RUN(the_canonical_text_is_what_is_documented);
    RUN(hours_follow_the_rule);
    RUN(more_attendance_never_gives_less);
    return world_run(all);
}
