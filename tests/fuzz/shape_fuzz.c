/* JSON bodies: what a shape reads, it writes so that it reads the same again. */
#include "core/err.h"
#include "core/shape.h"
#include "fuzz/fuzz.h"

struct part {
    int64_t id;
    struct str name;
};

struct whole {
    int64_t id, count, at_us, hours_centi;
    bool yes;
    double real;
    struct str text;
    int colour, on;
    struct part part;
    struct list parts, ids, texts;
};

static const char *const colours[] = {"", "red", "green", NULL};
static const struct shape_field part_fields[] = {
    F_ID(struct part, id, 0, "编号", "Id"),
    F_TEXT(struct part, name, 0, 20, 0, "名称", "Name"),
};
static const struct shape part_shape = SHAPE("Part", struct part, part_fields);
static const struct shape_field whole_fields[] = {
    F_ID(struct whole, id, 0, "编号", "Id"),
    F_INT(struct whole, count, -1000, 1000, 0, "数量", "Count"),
    F_TIME(struct whole, at_us, 0, "时间", "Time"),
    F_HOURS(struct whole, hours, -100000, 100000, 0, "学时", "Hours"),
    F_BOOL(struct whole, yes, 0, "是否", "Yes"),
    F_REAL(struct whole, real, 0, "实数", "Real"),
    F_TEXT(struct whole, text, 0, 100, 0, "文本", "Text"),
    F_ENUM(struct whole, colour, colours, 0, "颜色", "Colour"),
    F_DATE(struct whole, on, 0, "日期", "Date"),
    F_OBJECT(struct whole, part, &part_shape, 0, "部分", "Part"),
    F_LIST(struct whole, parts, &part_shape, 0, 10, 0, "各部分", "Parts"),
    F_IDS(struct whole, ids, 0, 10, 0, "各编号", "Ids"),
    F_TEXTS(struct whole, texts, 0, 10, 0, "各文本", "Texts"),
};
static const struct shape whole_shape = SHAPE("Whole", struct whole, whole_fields);

static struct str written(struct arena *a, const struct whole *record)
{
    struct buf out = {0};
    buf_init(&out, 1 << 20);
    shape_write_json(&out, &whole_shape, record, false);
    struct str text = str_copy(a, buf_text(&out));
    buf_done(&out);
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open(8 << 20);
    struct whole *first = arena_new(a, struct whole), *second = arena_new(a, struct whole);
    struct str json = {(const char *)data, size};
    if (!shape_read_json(a, &whole_shape, json, first)) {
        struct str text = written(a, first);
        struct err *e = shape_read_json(a, &whole_shape, text, second);
        FUZZ_CHECK(!e);
        FUZZ_CHECK(str_equal(written(a, second), text));
    }
    for (size_t i = 0; i < whole_shape.n; i++) {
        struct err *ignored = shape_set_text(a, &whole_fields[i], json, second);
        (void)ignored;
    }
    arena_close(a);
    return 0;
}
