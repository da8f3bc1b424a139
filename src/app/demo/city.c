/* app/demo/city.c: the tree: city, academy, schools, districts, townships, units. */
#include "app/demo/demo.h"
#include "calc/text/text.h"
#include "demo_sql.h"
#include "domain/search/search.h"

#define FOCUS_CODE "500103" /* 渝中区: the district whose people have the demo accounts */

static const char *const municipal_units[] = {"市发展和改革委员会",
                                              "市教育委员会",
                                              "市科学技术局",
                                              "市经济和信息化委员会",
                                              "市民政局",
                                              "市财政局",
                                              "市人力资源和社会保障局",
                                              "市规划和自然资源局",
                                              "市生态环境局",
                                              "市住房和城乡建设委员会",
                                              "市城市管理局",
                                              "市交通运输委员会",
                                              "市水利局",
                                              "市农业农村委员会",
                                              "市商务委员会",
                                              "市文化和旅游发展委员会",
                                              "市卫生健康委员会",
                                              "市应急管理局",
                                              "市市场监督管理局",
                                              "市大数据应用发展管理局"};
static const char *const industry_schools[] = {"市国资系统培训学院", "市教育系统培训学院", "市卫生健康系统培训学院",
                                               "市交通系统培训学院", "市农业农村系统培训学院"};
static const char *const district_units[] = {"发展和改革委员会", "教育委员会",           "民政局",
                                             "财政局",           "人力资源和社会保障局", "住房和城乡建设委员会",
                                             "农业农村委员会",   "卫生健康委员会"};

static const struct {
    const char *kind;
    bool school, site;
    int64_t seats;
} kinds[] = {
    [DEMO_CITY] = {"city", false, false, 0},
    [DEMO_ACADEMY] = {"academy", true, true, 400},
    [DEMO_INDUSTRY_SCHOOL] = {"industry_school", true, true, 200},
    [DEMO_UNIT] = {"unit", false, false, 0},
    [DEMO_DISTRICT] = {"district", false, false, 0},
    [DEMO_SCHOOL] = {"school", true, true, 160},
    [DEMO_TOWNSHIP] = {"township", false, true, 60},
};
static const char *const levels[] = {"municipal", "district", "township"};

static struct str child_path(struct demo *d, struct demo_org *parent)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    int64_t k = ++parent->children;
    char group[5] = {digits[k / 46656 % 36], digits[k / 1296 % 36], digits[k / 36 % 36], digits[k % 36], 0};
    return str_printf(d->c->arena, "%.*s%s", STR_ARG(parent->path), group);
}

static struct err *add_org(struct demo *d, size_t parent, int kind, int level, struct str code, struct str name,
                           size_t *ret_index)
{
    struct call *c = d->c;
    struct demo_org *above = d->orgs.n ? LIST_AT(d->orgs, struct demo_org, parent) : NULL;
    struct str path = above ? child_path(d, above) : STR("0000");
    int64_t above_id = above ? above->id : 0, ordinal = above ? above->children : 0;
    struct demo_org org = {
        .id = call_id(c), .parent = parent, .kind = kind, .level = level, .name = name, .path = path};
    *ret_index = d->orgs.n;
    *list_add(c->arena, &d->orgs, struct demo_org) = org;
    struct text_reading keys;
    text_read(c->arena, name, TEXT_WORDS, &keys);
    TRY(db_run(c->db, c->arena, &sql_demo_org_insert,
               VALS(v_int(org.id), v_id(above_id), v_text(path), v_text(code), v_text(name), v_text(name),
                    v_cstr(kinds[kind].kind), v_cstr(levels[level]), v_bool(kinds[kind].school),
                    v_bool(kinds[kind].site), v_int(kinds[kind].seats), v_text(keys.pinyin_sort),
                    v_text(keys.stroke_sort), v_text(keys.pinyin), v_text(keys.initials), v_int(ordinal),
                    v_int(c->now_us)),
               NULL));
    struct search_text text = {name, &keys};
    return search_add(c, "org", org.id, &text, 1);
}

/* With the district's name in front: every district has a finance bureau. */
static struct err *add_units(struct demo *d, size_t parent, int level, struct str prefix, const char *const *names,
                             size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t index;
        TRY(add_org(d, parent, DEMO_UNIT, level, (struct str){0},
                    str_printf(d->c->arena, "%.*s%s（演示）", STR_ARG(prefix), names[i]), &index));
    }
    return NULL;
}

static struct err *add_district(struct demo *d, struct str code, struct str name, size_t *ret_index)
{
    size_t index;
    TRY(add_org(d, d->root, DEMO_DISTRICT, 1, code, name, ret_index));
    TRY(add_org(d, *ret_index, DEMO_SCHOOL, 1, (struct str){0},
                str_printf(d->c->arena, "%.*s党校（演示）", STR_ARG(name)), &index));
    return add_units(d, *ret_index, 1, name, district_units, sizeof district_units / sizeof *district_units);
}

/* Lines "code,name": six digits are a district, nine a township of the district before. */
static struct err *add_divisions(struct demo *d)
{
    struct str rest = {demo_divisions, (size_t)(demo_divisions_end - demo_divisions)};
    size_t district = d->root, index;
    while (rest.n) {
        struct str name, line = str_cut(rest, '\n', &rest), code = str_cut(line, ',', &name);
        if (code.n == 6) TRY(add_district(d, code, name, &district));
        if (str_is(code, FOCUS_CODE)) d->focus = district;
        if (code.n > 6) TRY(add_org(d, district, DEMO_TOWNSHIP, 2, code, name, &index));
    }
    return NULL;
}

static struct err *count_children(struct demo *d, const struct demo_org *org)
{
    struct call *c = d->c;
    return db_run(c->db, c->arena, &sql_demo_org_children, VALS(v_int(org->id), v_int(org->children)), NULL);
}

struct err *demo_make_orgs(struct demo *d)
{
    size_t index;
    TRY(add_org(d, 0, DEMO_CITY, 0, STR("50"), STR("重庆市（演示）"), &d->root));
    TRY(add_org(d, d->root, DEMO_ACADEMY, 0, (struct str){0}, STR("市委党校（演示）"), &d->academy));
    for (size_t i = 0; i < sizeof industry_schools / sizeof *industry_schools; i++)
        TRY(add_org(d, d->root, DEMO_INDUSTRY_SCHOOL, 0, (struct str){0},
                    str_printf(d->c->arena, "%s（演示）", industry_schools[i]), &index));
    TRY(add_units(d, d->root, 0, (struct str){0}, municipal_units, sizeof municipal_units / sizeof *municipal_units));
    TRY(add_divisions(d));
    for (size_t i = 0; i < d->orgs.n; i++) TRY(count_children(d, demo_org_at(d, i)));
    return NULL;
}

const struct demo_org *demo_org_at(const struct demo *d, size_t i) { return LIST_AT(d->orgs, struct demo_org, i); }

const struct demo_person *demo_person_at(const struct demo *d, size_t i)
{
    return LIST_AT(d->people, struct demo_person, i);
}

size_t demo_find_org(const struct demo *d, size_t below, int kind)
{
    for (size_t i = 0; i < d->orgs.n; i++)
        if (demo_org_at(d, i)->kind == kind && demo_org_at(d, i)->parent == below && i != below) return i;
    return d->orgs.n;
}
