/* domain/org/org_test.c: the tree on both databases, with the search below it. */
#include "calc/text/text.h"
#include "calling.h"
#include "domain/org/org_private.h"
#include "domain/search/search.h"

static const struct module *const modules[] = {&search_module, &org_module};

static struct org add(int64_t parent_id, enum org_kind kind, enum org_level level, const char *name)
{
    struct org org = {0};
    struct org_new in = {.parent_id = parent_id, .name = str_of(name), .kind = kind, .level = level};
    CHECK_OK(org_add(call, &in, &org));
    return org;
}

struct city {
    struct org city, yuzhong, school, changshou, town;
};

static struct city build(void)
{
    struct city t;
    t.city = add(0, ORG_CITY, ORG_LEVEL_MUNICIPAL, "重庆市");
    t.yuzhong = add(t.city.id, ORG_DISTRICT, ORG_LEVEL_DISTRICT, "渝中区");
    t.school = add(t.yuzhong.id, ORG_SCHOOL, ORG_LEVEL_DISTRICT, "中共渝中区委党校");
    t.changshou = add(t.city.id, ORG_DISTRICT, ORG_LEVEL_DISTRICT, "长寿区");
    t.town = add(t.changshou.id, ORG_TOWNSHIP, ORG_LEVEL_TOWNSHIP, "凤城街道");
    return t;
}

static void children_are_numbered_under_their_parent(void)
{
    calling_again();
    struct city t = build();
    struct org parent;
    CHECK_STR(t.city.path, "0000");
    CHECK_STR(t.yuzhong.path, "00000001");
    CHECK_STR(t.changshou.path, "00000002");
    CHECK_STR(t.town.path, "000000020001");
    CHECK_OK(org_get(call, t.city.id, &parent));
    CHECK_INT(parent.child_count, 2);
    CHECK_STR(parent.pinyin, "chong qing shi");
}

static void the_thirty_seventh_child_and_the_last_one_have_paths_in_order(void)
{
    CHECK_STR(org_child_path(calling.arena, STR("0000"), 35), "0000000z");
    CHECK_STR(org_child_path(calling.arena, STR("0000"), 36), "00000010");
    CHECK_STR(org_child_path(calling.arena, STR(""), ORG_CHILDREN_MAX), "zzzz");
    CHECK(str_compare(STR("0000zzzz"), org_path_end(calling.arena, STR("0000"))) < 0);
    CHECK(str_compare(STR("00000002"), org_path_end(calling.arena, STR("00000001"))) > 0);
}

static void what_does_not_fit_below_its_parent_is_refused(void)
{
    calling_again();
    struct city t = build();
    struct org org;
    struct org_new in = {.parent_id = t.town.id, .name = STR("甲"), .kind = ORG_UNIT, .level = ORG_LEVEL_DISTRICT};
    CHECK_ERR(org_add(call, &in, &org), "org.place");
    in = (struct org_new){.parent_id = t.city.id, .name = STR("甲"), .kind = ORG_TOWNSHIP, .level = ORG_LEVEL_TOWNSHIP};
    CHECK_ERR(org_add(call, &in, &org), "org.place");
    in = (struct org_new){.parent_id = t.city.id, .name = STR("甲"), .kind = ORG_DISTRICT, .level = ORG_LEVEL_TOWNSHIP};
    CHECK_ERR(org_add(call, &in, &org), "org.place");
    in = (struct org_new){.parent_id = t.city.id, .name = STR("甲"), .kind = ORG_CITY, .level = ORG_LEVEL_MUNICIPAL};
    CHECK_ERR(org_add(call, &in, &org), "org.second_city");
    in.parent_id = 12345;
    CHECK_ERR(org_add(call, &in, &org), "org.absent");
}

static void there_is_only_one_city(void)
{
    calling_again();
    build();
    struct org org;
    struct org_new in = {.name = STR("成都市"), .kind = ORG_CITY, .level = ORG_LEVEL_MUNICIPAL};
    CHECK_ERR(org_add(call, &in, &org), "org.second_city");
}

static bool is_found(const char *typed, int64_t id)
{
    struct list ids;
    CHECK_OK(search_find(call, "org", str_of(typed), 100, &ids));
    for (LIST_EACH(ids, int64_t, found))
        if (*found == id) return true;
    return false;
}

static void a_name_is_found_by_characters_pinyin_and_initials(void)
{
    calling_again();
    struct city t = build();
    CHECK(is_found("长寿", t.changshou.id));
    CHECK(is_found("寿区", t.changshou.id));
    CHECK(is_found("changshou", t.changshou.id));
    CHECK(is_found("csq", t.changshou.id));
    CHECK(is_found("党校", t.school.id));
    CHECK(!is_found("长寿", t.yuzhong.id));
    CHECK(!is_found("", t.yuzhong.id));
}

static void a_renamed_organisation_is_found_by_its_new_name_only(void)
{
    calling_again();
    struct city t = build();
    struct org_change in = {.name = STR("璧山区"), .is_site = true, .seats = 60};
    CHECK_OK(org_change(call, &in, &t.changshou));
    CHECK(is_found("璧山", t.changshou.id));
    CHECK(!is_found("长寿", t.changshou.id));
    struct org org;
    CHECK_OK(org_get(call, t.changshou.id, &org));
    CHECK_INT(org.version, 2);
    CHECK_INT(org.seats, 60);
    CHECK_INT(org.state, ORG_ACTIVE);
    CHECK_STR(org.short_name, "璧山区");
}

static void the_way_down_is_told_from_the_city_on(void)
{
    calling_again();
    struct city t = build();
    struct list steps;
    CHECK_OK(org_ancestors(call, t.town.path, &steps));
    CHECK_INT(steps.n, 2);
    CHECK_STR(LIST_AT(steps, struct org_step, 0)->name, "重庆市");
    CHECK_STR(LIST_AT(steps, struct org_step, 1)->name, "长寿区");
    CHECK_OK(org_ancestors(call, t.city.path, &steps));
    CHECK_INT(steps.n, 0);
}

static void the_scope_is_the_callers_widest_unless_they_ask_for_less(void)
{
    calling_again();
    struct city t = build();
    struct str path;
    calling_as(ROLE_SCHOOL_ADMIN, "00000002", 1, 1);
    CHECK_OK(org_scope(call, PERM_ORG_READ, &path));
    CHECK_STR(path, "00000002");
    call->query = str_printf(calling.arena, "under=%lld", (long long)t.town.id);
    CHECK_OK(org_scope(call, PERM_ORG_READ, &path));
    CHECK_STR(path, "000000020001");
    call->query = str_printf(calling.arena, "under=%lld", (long long)t.yuzhong.id);
    CHECK_ERR(org_scope(call, PERM_ORG_READ, &path), "perm.absent");
    call->query = str_printf(calling.arena, "under=%lld", (long long)t.city.id);
    CHECK_ERR(org_scope(call, PERM_ORG_READ, &path), "perm.absent");
    call->query = (struct str){0};
    CHECK_ERR(org_scope(call, PERM_AUDIT_READ, &path), "perm.denied_everywhere");
}

static void below_is_the_subtree_to_a_depth(void)
{
    calling_again();
    struct city t = build();
    struct list orgs;
    CHECK_OK(org_store_below(call, t.city.path, 1, 100, &orgs));
    CHECK_INT(orgs.n, 3);
    CHECK_OK(org_store_below(call, t.city.path, 3, 100, &orgs));
    CHECK_INT(orgs.n, 5);
    CHECK_OK(org_store_below(call, t.changshou.path, 0, 100, &orgs));
    CHECK_INT(orgs.n, 1);
}

static void an_organisation_is_found_by_code_or_whole_name(void)
{
    calling_again();
    struct city t = build();
    struct org org;
    bool found;
    CHECK_OK(org_find(call, STR("渝中区"), &org, &found));
    CHECK(found && org.id == t.yuzhong.id);
    CHECK_OK(org_find(call, STR("渝中"), &org, &found));
    CHECK(!found);
    CHECK_OK(org_find(call, STR(""), &org, &found));
    CHECK(!found);
}

static void tokens_that_are_many_are_all_kept(void)
{
    calling_again();
    struct buf text;
    struct list ids;
    buf_init(&text, 1 << 20);
    for (int i = 0; i < 500; i++) buf_printf(&text, "第%d节 深化改革；", i);
    CHECK_OK(search_index(call, "course", 77, &(struct search_text){buf_text(&text), NULL}, 1));
    CHECK_OK(search_find(call, "course", STR("第499节深化"), 10, &ids));
    CHECK_INT(ids.n, 1);
    CHECK_OK(search_index(call, "course", 77, NULL, 0));
    CHECK_OK(search_find(call, "course", STR("改革"), 10, &ids));
    CHECK_INT(ids.n, 0);
    buf_done(&text);
}

static void run_on(enum db_kind kind)
{
    if (!calling_open(kind, modules, sizeof modules / sizeof *modules)) return;
    RUN(children_are_numbered_under_their_parent);
    RUN(the_thirty_seventh_child_and_the_last_one_have_paths_in_order);
    RUN(what_does_not_fit_below_its_parent_is_refused);
    RUN(there_is_only_one_city);
    RUN(a_name_is_found_by_characters_pinyin_and_initials);
    RUN(a_renamed_organisation_is_found_by_its_new_name_only);
    RUN(the_way_down_is_told_from_the_city_on);
    RUN(the_scope_is_the_callers_widest_unless_they_ask_for_less);
    RUN(below_is_the_subtree_to_a_depth);
    RUN(an_organisation_is_found_by_code_or_whole_name);
    RUN(tokens_that_are_many_are_all_kept);
    calling_close();
}

int main(void)
{
    run_on(DB_SQLITE);
    run_on(DB_POSTGRES);
    return check_end();
}
