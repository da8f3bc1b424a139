/* domain/person/person_test.c: people on both databases: history, sealed numbers, finding. */
#include "calc/seal/seal.h"
#include "calling.h"
#include "domain/org/org.h"
#include "domain/person/person_private.h"
#include "domain/search/search.h"

static const struct module *const modules[] = {&search_module, &org_module, &person_module};
static struct org city, office, bureau;

static struct org add_org(int64_t parent_id, enum org_kind kind, enum org_level level, const char *name)
{
    struct org org = {0};
    struct org_new in = {.parent_id = parent_id, .name = str_of(name), .kind = kind, .level = level};
    CHECK_OK(org_add(call, &in, &org));
    return org;
}

static void build(void)
{
    calling_again();
    city = add_org(0, ORG_CITY, ORG_LEVEL_MUNICIPAL, "重庆市");
    office = add_org(city.id, ORG_UNIT, ORG_LEVEL_MUNICIPAL, "市教育委员会");
    bureau = add_org(city.id, ORG_UNIT, ORG_LEVEL_MUNICIPAL, "市财政局");
}

static struct person add_to(int64_t org_id, const char *name)
{
    struct person person = {0};
    struct person_new in = {.org_id = org_id,
                            .name = str_of(name),
                            .rank_code = STR("section_deputy"),
                            .audience_code = STR("civil_servants"),
                            .rank_from_on = 20200301,
                            .joined_on = 20190101};
    CHECK_OK(person_add(call, &in, &person));
    return person;
}

static void somebody_new_has_a_reading_a_unit_and_a_rank_with_history(void)
{
    build();
    struct person got, added = add_to(office.id, " 单雄信 ");
    struct list ranks, orgs;
    CHECK_OK(person_get(call, added.id, &got));
    CHECK_STR(got.name, "单雄信");
    CHECK_STR(got.pinyin, "shan xiong xin");
    CHECK_STR(got.org_name, "市教育委员会");
    CHECK_STR(got.org_path, "00000001");
    CHECK_OK(person_ranks(call, added.id, &ranks));
    CHECK_INT(ranks.n, 1);
    CHECK_INT(LIST_AT(ranks, struct person_rank, 0)->band, PERSON_SECTION_DOWN);
    CHECK_INT(LIST_AT(ranks, struct person_rank, 0)->from_on, 20200301);
    CHECK_OK(person_store_orgs(call, added.id, &orgs));
    CHECK_INT(LIST_AT(orgs, struct person_org, 0)->from_on, 20190101);
}

static void codes_that_do_not_exist_are_refused(void)
{
    build();
    struct person person;
    struct person_new in = {.org_id = office.id, .name = STR("张伟"), .rank_code = STR("general")};
    CHECK_ERR(person_add(call, &in, &person), "person.rank");
    in = (struct person_new){.org_id = office.id, .name = STR("张伟"), .audience_code = STR("everybody")};
    CHECK_ERR(person_add(call, &in, &person), "person.audience");
    in = (struct person_new){.org_id = 99, .name = STR("张伟")};
    CHECK_ERR(person_add(call, &in, &person), "org.absent");
    CHECK_ERR(person_get(call, 99, &person), "person.absent");
    CHECK_ERR(person_check(call, 99, "teacher_id"), "person.absent");
    CHECK_OK(person_check(call, 0, "teacher_id"));
}

static void a_citizen_number_is_sealed_masked_and_belongs_to_one(void)
{
    build();
    struct person person;
    struct person_citizen same;
    struct person_new in = {.org_id = office.id, .name = STR("张伟"), .citizen_no = STR("11010519491231002x")};
    CHECK_OK(person_add(call, &in, &person));
    CHECK_STR(person.citizen_mask, "1101**********002X");
    in.name = STR("李伟");
    CHECK_ERR(person_add(call, &in, &person), "person.citizen_taken");
    in.citizen_no = STR("'１１０１０５\u00a01949\u200b1231002ｘ\u200e");
    CHECK_ERR(person_add(call, &in, &person), "person.citizen_taken");
    in.citizen_no = STR("11010519491231002Y");
    CHECK_ERR(person_add(call, &in, &person), "person.citizen_no");
    CHECK_OK(person_seal_citizen(call, 1, STR(""), &same));
    CHECK_INT(same.mask.n, 0);
}

static void nothing_in_the_database_tells_a_citizen_number(void)
{
    build();
    struct person person;
    struct str cipher, opened;
    struct person_new in = {.org_id = office.id, .name = STR("张伟"), .citizen_no = STR("11010519491231002X")};
    static const struct sql read = {"test_cipher", "SELECT citizen_cipher FROM person WHERE id = $1"};
    CHECK_OK(person_add(call, &in, &person));
    CHECK_OK(db_text(call->db, call->arena, &read, VALS(v_id(person.id)), &cipher));
    CHECK(!memmem(cipher.p, cipher.n, "19491231", 8));
    struct str label = str_printf(call->arena, "citizen:%lld", (long long)person.id);
    CHECK(seal_open(call->arena, call->config->secret_key, label, cipher, &opened));
    CHECK_STR(opened, "11010519491231002X");
    CHECK(!seal_open(call->arena, call->config->secret_key, STR("citizen:1"), cipher, &opened));
}

static void a_promotion_ends_the_rank_before_and_is_dated(void)
{
    build();
    struct person person = add_to(office.id, "张伟");
    struct list ranks;
    struct person_rank_new up = {.rank_code = STR("division_deputy"), .is_leader = true, .from_on = 20260901};
    CHECK_OK(person_set_rank(call, &person, &up));
    CHECK_INT(person.promoted_on, 20260901);
    CHECK_OK(person_ranks(call, person.id, &ranks));
    CHECK_INT(ranks.n, 2);
    CHECK_INT(LIST_AT(ranks, struct person_rank, 0)->until_on, 20260831);
    CHECK_INT(LIST_AT(ranks, struct person_rank, 1)->until_on, 0);
    CHECK_INT(LIST_AT(ranks, struct person_rank, 1)->band, PERSON_DIVISION_UP);
    CHECK_OK(person_get(call, person.id, &person));
    CHECK_STR(person.rank_code, "division_deputy");
    CHECK(person.is_leader && person.promoted_on == 20260901 && person.version == 2);
}

static void ranks_are_recorded_in_their_order_and_not_ahead(void)
{
    build();
    struct person person = add_to(office.id, "张伟");
    struct person_rank_new in = {.rank_code = STR("section_chief"), .from_on = 20200301};
    CHECK_ERR(person_set_rank(call, &person, &in), "person.rank_order");
    in.from_on = 20270101;
    CHECK_ERR(person_set_rank(call, &person, &in), "person.future");
    in = (struct person_rank_new){.rank_code = STR("staff"), .from_on = 20260101};
    CHECK_OK(person_set_rank(call, &person, &in));
    CHECK_INT(person.promoted_on, 0);
}

static void a_transfer_keeps_where_they_were(void)
{
    build();
    struct person person = add_to(office.id, "张伟");
    struct list orgs;
    CHECK_ERR(person_transfer(call, &person, office.id, 20260101), "person.same_unit");
    CHECK_ERR(person_transfer(call, &person, bureau.id, 20270101), "person.future");
    CHECK_ERR(person_transfer(call, &person, bureau.id, 20190101), "person.move_order");
    CHECK_OK(person_transfer(call, &person, bureau.id, 20260101));
    CHECK_OK(person_get(call, person.id, &person));
    CHECK_STR(person.org_path, bureau.path.p ? "00000002" : "");
    CHECK_OK(person_store_orgs(call, person.id, &orgs));
    CHECK_INT(orgs.n, 2);
    CHECK_INT(LIST_AT(orgs, struct person_org, 0)->until_on, 20251231);
    CHECK_STR(LIST_AT(orgs, struct person_org, 1)->org_name, "市财政局");
}

static void people_are_seen_by_those_above_them_and_by_themselves(void)
{
    build();
    struct person person = add_to(office.id, "张伟"), got;
    calling_as(ROLE_LIAISON, "00000001", 5, 50);
    CHECK_OK(person_may(call, PERM_PERSON_READ, person.id, &got));
    CHECK_ERR(person_may(call, PERM_PERSON_EDIT, person.id, &got), "perm.denied");
    calling_as(ROLE_LIAISON, "00000002", 5, 50);
    CHECK_ERR(person_may(call, PERM_PERSON_READ, person.id, &got), "perm.absent");
    calling_as(ROLE_LEARNER, "00000001", 6, person.id);
    CHECK_OK(person_may(call, PERM_PERSON_READ, person.id, &got));
    CHECK_OK(person_may(call, PERM_LEDGER_READ, person.id, &got));
    CHECK_ERR(person_may(call, PERM_PERSON_EDIT, person.id, &got), "perm.absent");
}

/* ---- finding ---- */

static const struct route *route_of(enum verb verb, const char *path)
{
    for (size_t i = 0; i < person_module.route_count; i++)
        if (person_module.routes[i].verb == verb && strcmp(person_module.routes[i].path, path) == 0)
            return &person_module.routes[i];
    return NULL;
}

static struct page list_by(const char *query)
{
    struct page page = {0};
    calling_as(ROLE_OFFICE, "0000", 1, 0);
    call->route = route_of(GET, "/people");
    call->query = str_of(query);
    call->out = &page;
    CHECK_OK(person_list_people(call));
    return page;
}

static struct str names_of(struct page page)
{
    struct str names = STR("");
    for (LIST_EACH(page.items, struct person, person))
        names = str_printf(call->arena, "%.*s%s%.*s", STR_ARG(names), names.n ? " " : "", STR_ARG(person->name));
    return names;
}

static void build_people(void)
{
    build();
    static const char *const names[] = {"张伟", "单雄信", "王芳", "欧阳修", "张伟明", "曾国", "李伟"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) add_to(i % 2 ? bureau.id : office.id, names[i]);
}

static void lists_sort_by_pinyin_strokes_and_rank(void)
{
    build_people();
    CHECK_STR(names_of(list_by("")), "李伟 欧阳修 单雄信 王芳 曾国 张伟 张伟明");
    CHECK_STR(names_of(list_by("sort=-name")), "张伟明 张伟 曾国 王芳 单雄信 欧阳修 李伟");
    CHECK_STR(names_of(list_by("sort=stroke&limit=2")), "王芳 张伟");
    CHECK_INT(list_by("sort=rank&count=true").total, 7);
}

static void people_are_found_by_characters_pinyin_and_initials(void)
{
    build_people();
    CHECK_STR(names_of(list_by("q=%E4%BC%9F")), "李伟 张伟 张伟明"); /* 伟 */
    CHECK_STR(names_of(list_by("q=zhangwei")), "张伟 张伟明");
    CHECK_STR(names_of(list_by("q=ZWM")), "张伟明");
    CHECK_STR(names_of(list_by("q=shan")), "单雄信");
    CHECK_STR(names_of(list_by("q=ouyangx")), "欧阳修");
    CHECK_STR(names_of(list_by("q=nobody")), "");
    CHECK_STR(names_of(list_by("q=zw&count=true")), "张伟 张伟明");
}

static void a_list_is_bounded_to_its_part_of_the_tree(void)
{
    build_people();
    char query[64];
    snprintf(query, sizeof query, "under=%lld&q=zhang", (long long)office.id);
    CHECK_STR(names_of(list_by(query)), "张伟 张伟明");
    snprintf(query, sizeof query, "under=%lld", (long long)bureau.id);
    CHECK_STR(names_of(list_by(query)), "欧阳修 单雄信 曾国");
    snprintf(query, sizeof query, "org=%lld", (long long)city.id);
    CHECK_STR(names_of(list_by(query)), "");
}

static void the_three_plans_give_the_same_pages(void)
{
    build_people();
    struct str token = STR("zhang"), end = text_end(call->arena, token), top = STR("0000"), below = STR("0000~");
    static const char *const sorts[] = {"name", "-name", "stroke", "-stroke", "rank", "-rank"};
    calling_as(ROLE_OFFICE, "0000", 1, 0);
    call->route = route_of(GET, "/people");
    for (size_t i = 0; i < 6; i++) {
        struct page pages[3] = {0};
        call->query = str_printf(call->arena, "q=zhang&sort=%s&audience=civil_servants&limit=1", sorts[i]);
        call->out = &pages[0];
        CHECK_OK(page_run(call, &person_pages_found, VALS(v_text(top), v_text(below), v_text(token), v_text(end))));
        call->out = &pages[1];
        CHECK_OK(page_run(call, &person_pages_tree, VALS(v_text(top), v_text(below))));
        call->out = &pages[2];
        CHECK_OK(page_run(call, &person_pages_order, VALS(v_text(top), v_text(below))));
        CHECK(str_equal(names_of(pages[0]), names_of(pages[1])) && str_equal(names_of(pages[0]), names_of(pages[2])));
        CHECK(str_equal(pages[0].next, pages[1].next) && pages[0].next.n > 0);
    }
}

static void pages_follow_one_another_without_a_gap(void)
{
    build_people();
    struct str names = STR("");
    char query[80] = "limit=2";
    for (int i = 0; i < 4; i++) {
        struct page page = list_by(query);
        names = str_printf(call->arena, "%.*s%.*s|", STR_ARG(names), STR_ARG(names_of(page)));
        snprintf(query, sizeof query, "limit=2&cursor=%.*s", STR_ARG(page.next));
    }
    CHECK_STR(names, "李伟 欧阳修|单雄信 王芳|曾国 张伟|张伟明|");
}

static void each_plan_reads_its_own_index(void)
{
    build();
    if (db_kind_of(call->db) != DB_SQLITE) return;
    static const struct {
        const struct page_spec *spec;
        size_t fixed, sort;
        uint64_t filters;
        const char *index;
    } plans[] = {
        {&person_pages_tree, 2, 0, 0, "person_by_org_path"},
        {&person_pages_tree, 2, 1, 1, "person_by_org_path"},
        {&person_pages_order, 2, 0, 1, "person_by_name"},
        {&person_pages_order, 2, 1, 0, "person_by_stroke"},
        {&person_pages_order, 2, 2, 1, "person_by_rank_order"},
        {&person_pages_order, 2, 0, 2, "person_by_rank"},
        {&person_pages_found, 4, 0, 0, "p USING INTEGER PRIMARY KEY"},
        {&person_pages_begin, 4, 0, 1, "person_by_name (name_sort>? AND name_sort<?)"},
    };
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        struct str plan,
            text = page_text(call->arena, plans[i].spec, plans[i].fixed, plans[i].sort, false, plans[i].filters, true);
        CHECK_OK(db_plan(call->db, call->arena, &(struct sql){"plan", str_cstr(call->arena, text)}, &plan));
        if (!CHECK(memmem(plan.p, plan.n, plans[i].index, strlen(plans[i].index))))
            printf("plan %zu, not by %s:\n%.*s\n", i, plans[i].index, STR_ARG(plan));
    }
}

static void a_renamed_person_is_found_by_the_new_name_only(void)
{
    build();
    struct person person = add_to(office.id, "张伟");
    struct person_change in = {.name = STR("仇和"), .audience_code = STR("young"), .state = PERSON_LEFT};
    CHECK_OK(person_change(call, &in, &person));
    CHECK_STR(names_of(list_by("q=qiuhe")), "仇和");
    CHECK_STR(names_of(list_by("q=zhang")), "");
    CHECK_STR(names_of(list_by("state=active")), "");
}

struct match_line_seen { /* the beginning of what person_match writes */
    int64_t line;
    struct str text, name, unit;
    int state;
    struct list people;
};

static struct match_line_seen *match(struct list lines)
{
    struct {
        struct list lines;
        int64_t under;
    } in = {lines, 0};
    struct list *out = arena_new(call->arena, struct list);
    calling_as(ROLE_OFFICE, "0000", 1, 0);
    call->in = &in;
    call->out = out;
    CHECK_OK(person_match(call));
    CHECK_INT(out->n, lines.n);
    return out->p;
}

static void pasted_names_are_matched_to_one_many_or_nobody(void)
{
    build_people();
    add_to(bureau.id, "张伟");
    struct str lines[] = {STR("王芳"), STR("张伟"), STR("2\t张伟\t财政局"), STR("李世民"), STR("单 雄 信")};
    struct match_line_seen *found = match((struct list){lines, 5, 0});
    CHECK_INT(found[0].state, 1);
    CHECK_INT(found[1].state, 2);
    CHECK_INT(found[1].people.n, 2);
    CHECK_INT(found[2].state, 1);
    CHECK_STR(LIST_AT(found[2].people, struct person, 0)->org_name, "市财政局");
    CHECK_INT(found[3].state, 3);
    CHECK_INT(found[4].state, 1);
    CHECK_INT(found[4].line, 5);
}

static void walking_through_everybody_meets_each_once(void)
{
    build_people();
    struct list people;
    int64_t after = 0, met = 0;
    do {
        CHECK_OK(person_walk(call, after, 3, &people));
        if (people.n) after = LIST_AT(people, struct person, people.n - 1)->id;
        met += (int64_t)people.n;
    } while (people.n);
    CHECK_INT(met, 7);
    struct list ranks;
    CHECK_OK(person_ranks_range(call, 1, INT64_MAX, &ranks));
    CHECK_INT(ranks.n, 7);
}

static void run_on(enum db_kind kind)
{
    if (!calling_open(kind, modules, sizeof modules / sizeof *modules)) return;
    RUN(somebody_new_has_a_reading_a_unit_and_a_rank_with_history);
    RUN(codes_that_do_not_exist_are_refused);
    RUN(a_citizen_number_is_sealed_masked_and_belongs_to_one);
    RUN(nothing_in_the_database_tells_a_citizen_number);
    RUN(a_promotion_ends_the_rank_before_and_is_dated);
    RUN(ranks_are_recorded_in_their_order_and_not_ahead);
    RUN(a_transfer_keeps_where_they_were);
    RUN(people_are_seen_by_those_above_them_and_by_themselves);
    RUN(lists_sort_by_pinyin_strokes_and_rank);
    RUN(people_are_found_by_characters_pinyin_and_initials);
    RUN(a_list_is_bounded_to_its_part_of_the_tree);
    RUN(the_three_plans_give_the_same_pages);
    RUN(pages_follow_one_another_without_a_gap);
    RUN(each_plan_reads_its_own_index);
    RUN(a_renamed_person_is_found_by_the_new_name_only);
    RUN(pasted_names_are_matched_to_one_many_or_nobody);
    RUN(walking_through_everybody_meets_each_once);
    calling_close();
}

int main(void)
{
    run_on(DB_SQLITE);
    run_on(DB_POSTGRES);
    return check_end();
}
