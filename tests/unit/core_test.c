/* tests/unit/core_test.c: texts, times, hours, ids, shapes. */
#include "check.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/hours.h"
#include "core/id.h"
#include "core/shape.h"
#include "core/time.h"

static struct arena *a;

static void dates_survive_a_round_trip_over_four_centuries(void)
{
    int date = 18000101;
    for (int64_t days = date_days(date); date < 22000101; days++) {
        if (!CHECK_INT(date_from_days(days), date) || !CHECK(date_is_valid(date))) return;
        date = date_add_days(date, 1);
    }
    CHECK_INT(date_weekday(20261123), 1);
    CHECK_INT(date_add_months(20240229, 12), 20250228);
    CHECK_INT(date_add_months(20260115, -13), 20241215);
}

static void dates_are_read_in_every_form_people_write(void)
{
    const char *forms[] = {"2026-01-03", "2026/1/3", "20260103", "2026年1月3日", "2026.01.03"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        int date = 0;
        CHECK(date_parse(str_of(forms[i]), &date));
        CHECK_INT(date, 20260103);
    }
    int date;
    CHECK(!date_parse(STR("2026-02-29"), &date));
    CHECK(!date_parse(STR("2026-1-3x"), &date));
    CHECK(!date_parse(STR(""), &date));
}

static void times_keep_their_instant(void)
{
    int64_t us;
    CHECK(time_parse(STR("2026-11-23T09:00:00+08:00"), &us));
    CHECK_STR(time_text(a, us), "2026-11-23T01:00:00Z");
    CHECK(time_parse(STR("2026-11-23T01:00:00.250Z"), &us));
    CHECK_STR(time_text(a, us), "2026-11-23T01:00:00.250Z");
    CHECK_INT(date_of(us, 480), 20261123);
    CHECK(!time_parse(STR("2026-11-23T25:00:00Z"), &us));
    CHECK(!time_parse(STR("2026-11-23T05:00:00"), &us));
}

static void hours_are_exact(void)
{
    int64_t centi;
    CHECK(hours_parse(STR("3.5"), &centi));
    CHECK_INT(centi, 350);
    CHECK(hours_parse(STR("-0.25"), &centi));
    CHECK_INT(centi, -25);
    CHECK_STR(hours_text(a, -25), "-0.25");
    CHECK_STR(hours_text(a, 55000), "550");
    CHECK(!hours_parse(STR("1.234"), &centi));
    CHECK(!hours_parse(STR("1."), &centi));
}

static void ids_grow_and_tell_their_time(void)
{
    struct id_source source = {.node = 3};
    int64_t last = 0, now_us = 1795000000000000;
    for (int i = 0; i < 10000; i++) {
        int64_t id = id_new(&source, now_us);
        if (!CHECK(id > last)) return;
        last = id;
    }
    CHECK(id_time_us(last) - now_us < 10 * 1000);
}

static void utf8_is_checked(void)
{
    CHECK_INT(str_chars(STR("同上一堂课")), 5);
    CHECK_INT(str_chars(STR("\xc0\x80")), -1);
    CHECK_INT(str_chars(STR("\xed\xa0\x80")), -1);
    CHECK_INT(str_chars(STR("\xe5\x90")), -1);
    CHECK_STR(str_trim(STR("　 张三 \n")), "张三");
    CHECK_STR(str_trim(STR("\u200b\ufeff\u00a0\u202d张三\u00a0 \u200e\u2060")), "张三");
    CHECK_STR(str_trim(STR("‘张三’")), "‘张三’");
    CHECK_STR(str_one_line(a, STR("\u200b张\r\n三 \n丰\n")), "张 三 丰");
    CHECK_STR(str_percent(a, STR("a b&ü-._~")), "a%20b%26%C3%BC-._~");
}

struct seat {
    int64_t id;
    struct str name;
    int64_t seats;
    int64_t hours_centi;
    int kind;
    int day;
    int64_t at;
    struct list tags;
};
static const char *const kind_names[] = {"", "live", "route", NULL};
static const struct shape_field seat_fields[] = {
    F_ID(struct seat, id, SHAPE_READ_ONLY, "编号", "id"),
    F_TEXT(struct seat, name, 1, 5, SHAPE_REQUIRED, "名称", "name"),
    F_INT(struct seat, seats, 0, 500, 0, "座位", "seats"),
    F_HOURS(struct seat, hours, 0, 10000, 0, "学时", "hours"),
    F_ENUM(struct seat, kind, kind_names, 0, "类型", "kind"),
    F_DATE(struct seat, day, 0, "日期", "day"),
    F_TIME(struct seat, at, 0, "时间", "at"),
    F_TEXTS(struct seat, tags, 0, 3, SHAPE_SECRET, "标签", "tags"),
};
static const struct shape seat_shape = SHAPE("Seat", struct seat, seat_fields);

static void a_record_survives_json(void)
{
    struct seat seat;
    const char *json = "{\"name\":\"课\\\"程\",\"seats\":40,\"hours\":3.5,\"kind\":\"route\",\"day\":\"2026-11-23\","
                       "\"at\":\"2026-11-23T09:00:00+08:00\",\"tags\":[\"a\",\"b\"]}";
    if (!CHECK_OK(shape_read_json(a, &seat_shape, str_of(json), &seat))) return;
    CHECK_INT(seat.hours_centi, 350);
    seat.id = 7;
    struct buf out;
    buf_init(&out, 4096);
    shape_write_json(&out, &seat_shape, &seat, false);
    CHECK_STR(buf_text(&out), "{\"id\":\"7\",\"name\":\"课\\\"程\",\"seats\":40,\"hours\":3.5,\"kind\":\"route\","
                              "\"day\":\"2026-11-23\",\"at\":\"2026-11-23T01:00:00Z\",\"tags\":[\"a\",\"b\"]}");
    buf_clear(&out);
    shape_write_json(&out, &seat_shape, &seat, true);
    CHECK(!memmem(out.p, out.n, "tags", 4));
    buf_done(&out);
}

static void bad_input_names_its_field(void)
{
    struct {
        const char *json, *code, *field;
    } rows[] = {
        {"{", "input.json", ""},
        {"[]", "input.type", ""},
        {"{}", "input.missing", "name"},
        {"{\"name\":\"  \"}", "input.missing", "name"},
        {"{\"name\":\"一二三四五六\"}", "input.too_long", "name"},
        {"{\"name\":\"a\",\"seats\":501}", "input.out_of_range", "seats"},
        {"{\"name\":\"a\",\"seats\":\"5\"}", "input.type", "seats"},
        {"{\"name\":\"a\",\"hours\":1.234}", "input.hours", "hours"},
        {"{\"name\":\"a\",\"kind\":\"x\"}", "input.unknown_value", "kind"},
        {"{\"name\":\"a\",\"tags\":[1]}", "input.type", "tags[0]"},
        {"{\"name\":\"a\",\"x\":1}", "input.unknown_field", "x"},
        {"{\"name\":\"a\",\"name\":\"b\"}", "input.json", ""},
        {"{\"name\":\"a\\u0000\"}", "input.text", "name"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct seat seat;
        struct err *e = shape_read_json(a, &seat_shape, str_of(rows[i].json), &seat);
        if (CHECK_ERR(e, rows[i].code)) CHECK_STR(e->field, rows[i].field);
    }
}

static void nesting_has_a_limit(void)
{
    char deep[2001];
    memset(deep, '[', 2000);
    deep[2000] = 0;
    struct seat seat;
    CHECK_ERR(shape_read_json(a, &seat_shape, str_of(deep), &seat), "input.too_deep");
}

static void an_arena_past_its_ceiling_says_so(void)
{
    struct arena *small = arena_open(1000);
    arena_bytes(small, 900);
    CHECK(!arena_over(small));
    arena_bytes(small, 900);
    CHECK(arena_over(small));
    arena_reset(small);
    CHECK(!arena_over(small));
    arena_close(small);
}

static void a_buffer_past_its_ceiling_says_so(void)
{
    struct buf b;
    buf_init(&b, 8);
    buf_cstr(&b, "12345678");
    CHECK(!buf_over(&b));
    buf_cstr(&b, "9");
    CHECK(buf_over(&b));
    CHECK_STR(buf_text(&b), "12345678");
    buf_done(&b);
}

int main(void)
{
    a = arena_open(64 << 20);
    RUN(dates_survive_a_round_trip_over_four_centuries);
    RUN(dates_are_read_in_every_form_people_write);
    RUN(times_keep_their_instant);
    RUN(hours_are_exact);
    RUN(ids_grow_and_tell_their_time);
    RUN(utf8_is_checked);
    RUN(a_record_survives_json);
    RUN(bad_input_names_its_field);
    RUN(nesting_has_a_limit);
    RUN(an_arena_past_its_ceiling_says_so);
    RUN(a_buffer_past_its_ceiling_says_so);
    arena_close(a);
    return check_end();
}
