/* tests/domain/exchange_test.c: files of thousands of rows: what rows need goes with them, what they leave stays. */
#include "../world.h"

#include "core/buf.h"
#include "domain/exchange/exchange_private.h"

enum { PEOPLE = 1000 };

static struct world w;

static struct call *begin(void)
{
    struct call *c = world_open(&w);
    int64_t city = world_org(c, 0, "测试市", ORG_CITY, ORG_LEVEL_MUNICIPAL);
    world_org(c, city, "渝中区", ORG_DISTRICT, ORG_LEVEL_DISTRICT);
    return c;
}

/* People with the same names again and again, told apart by citizen numbers with their check digits. */
static void put_people(struct buf *out)
{
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    buf_cstr(out, "姓名,身份证号,单位,性别,职务职级,任职日期,培训对象类别,职务\n");
    for (int i = 0; i < PEOPLE; i++) {
        char digits[24];
        int sum = 0;
        snprintf(digits, sizeof digits, "500101198001%02d%03d", 1 + i / 1000, i % 1000);
        for (int k = 0; k < 17; k++) sum += (digits[k] - '0') * weights[k];
        buf_printf(out, "王%s,%s%c,渝中区,男,科员级,2020-01-01,公务员,干事\n", i % 2 ? "伟" : "芳", digits,
                   "10X98765432"[sum % 11]);
    }
}

static struct import run(struct call *c, struct str file, bool apply)
{
    struct import im = {.c = c, .table = &exchange_people, .path = STR(ORG_ROOT_PATH), .apply = apply};
    MUST(import_run(&im, file));
    return im;
}

static void thousands_come_in_at_once_and_coming_again_changes_nothing(void)
{
    struct call *c = begin();
    struct buf file;
    buf_init(&file, 4 << 20);
    put_people(&file);
    struct import checked = run(c, buf_text(&file), false);
    CHECK_INT(checked.counts.added, PEOPLE);
    CHECK_INT(checked.counts.problems, 0);
    size_t before = arena_used_bytes(c->arena);
    struct import added = run(c, buf_text(&file), true);
    CHECK_INT(added.counts.added, PEOPLE);
    CHECK(arena_used_bytes(c->arena) - before < PEOPLE * 2048);
    c = world_next_call(&w, WORLD_NOW_US + TIME_HOUR_US);
    struct import again = run(c, buf_text(&file), true);
    CHECK_INT(again.counts.unchanged, PEOPLE);
    CHECK_INT(again.counts.added + again.counts.changed + again.counts.problems + again.counts.duplicates, 0);
    buf_done(&file);
    world_drop(&w);
}

static void all(void) { RUN(thousands_come_in_at_once_and_coming_again_changes_nothing); }

int main(void) { return world_run(all); }
