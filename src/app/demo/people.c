/* app/demo/people.c: generated people, with ranks and posts, spread over units as a city's are. */
#include "app/demo/demo.h"
#include "domain/person/person.h"

enum { ACADEMY_PEOPLE = 20, FOCUS_PEOPLE = 8 };

const struct demo_rank demo_ranks[] = {
    {"bureau_chief", true},    {"bureau_deputy", true}, {"division_chief", true},
    {"division_deputy", true}, {"researcher_4", true},  {"section_chief", false},
    {"section_deputy", false}, {"principal_1", false},  {"staff", false},
};

/* Of 100 people of a level, how many have each rank (index of demo_ranks). */
static const int shares[3][9] = {
    {1, 3, 10, 14, 12, 16, 12, 16, 16}, {0, 0, 3, 8, 5, 18, 16, 14, 36}, {0, 0, 0, 1, 1, 10, 16, 8, 64}};
/* People of an org of each kind, relative to each other. */
static const int weights[] = {[DEMO_CITY] = 0,     [DEMO_ACADEMY] = 40, [DEMO_INDUSTRY_SCHOOL] = 12, [DEMO_UNIT] = 30,
                              [DEMO_DISTRICT] = 0, [DEMO_SCHOOL] = 14,  [DEMO_TOWNSHIP] = 14};

static const char *audience_of(struct demo *d, const struct demo_org *org, const struct demo_rank *rank, bool leader)
{
    if (org->kind == DEMO_ACADEMY || org->kind == DEMO_SCHOOL || org->kind == DEMO_INDUSTRY_SCHOOL) return "teachers";
    if (rank->division) return leader ? "division_leaders" : "civil_servants";
    if (leader) return "section_leaders";
    if (org->level == 2 && demo_chance(d, 55)) return "grassroots";
    return demo_chance(d, 15) ? "young" : demo_chance(d, 20) ? "professionals" : "civil_servants";
}

static const char *post_of(int rank, bool leader, int level)
{
    if (rank <= 1) return leader ? "局领导" : "巡视员";
    if (rank <= 3) return leader ? (level == 0 ? "处长" : "局长") : "调研员";
    if (rank == 4) return "四级调研员";
    if (rank <= 6) return leader ? (level == 2 ? "乡镇（街道）领导" : "科长") : "副主任科员";
    return rank == 7 ? "一级主任科员" : "工作人员";
}

static int draw_rank(struct demo *d, int level)
{
    int64_t left = demo_below(d, 100);
    int rank = 0;
    while (rank < 8 && (left -= shares[level][rank]) >= 0) rank++;
    return rank;
}

/* A citizen number that cannot be anybody's: the region 999999 does not exist; the check digit is right (GB 11643). */
static struct str draw_citizen(struct demo *d, int sex)
{
    static const int factors[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int year = 1965 + (int)demo_below(d, 37), month = 1 + (int)demo_below(d, 12), day = 1 + (int)demo_below(d, 28);
    int order = (int)demo_below(d, 499) * 2 + sex, sum = 0;
    struct str digits = str_printf(d->c->arena, "999999%04d%02d%02d%03d", year, month, day, order);
    for (int i = 0; i < 17; i++) sum += (digits.p[i] - '0') * factors[i];
    return str_printf(d->c->arena, "%.*s%c", STR_ARG(digits), "10X98765432"[sum % 11]);
}

/* Two draws may make the same number: then another is drawn. */
static struct err *add_new(struct call *c, struct demo *d, struct person_new *in, int sex, struct person *ret_person)
{
    struct err *e;
    do {
        in->citizen_no = draw_citizen(d, sex);
        e = person_add(c, in, ret_person);
    } while (e && str_is(str_of(e->code), "person.citizen_taken"));
    return e;
}

static struct err *add_person(struct demo *d, size_t org_index)
{
    struct call *c = d->c;
    const struct demo_org *org = demo_org_at(d, org_index);
    int sex = demo_chance(d, 62), rank = draw_rank(d, org->level);
    bool leader = rank <= 6 && rank != 4 && demo_chance(d, 55);
    const char *audience = audience_of(d, org, &demo_ranks[rank], leader);
    struct str name = demo_name(d, sex);
    int since = date_add_days(c->today, -(int)demo_below(d, 3000) - 200);
    struct person_new in = {.org_id = org->id,
                            .name = name,
                            .gender = sex ? PERSON_MALE : PERSON_FEMALE,
                            .rank_code = str_of(demo_ranks[rank].code),
                            .rank_from_on = since,
                            .audience_code = str_of(audience),
                            .post = str_of(post_of(rank, leader, org->level)),
                            .is_leader = leader,
                            .promoted_on = leader ? since : 0,
                            .joined_on = since,
                            .demo = true};
    struct person person;
    TRY(add_new(c, d, &in, sex, &person));
    struct demo_person *p = list_add(c->arena, &d->people, struct demo_person);
    *p = (struct demo_person){.id = person.id, .org = org_index, .name = name, .rank = rank, .leader = leader};
    return NULL;
}

static int64_t weight_of(const struct demo_org *org) { return weights[org->kind]; }

/* The academy and the focus district are never empty, however small the city: the accounts and the lesson need people.
 */
static size_t least_people(const struct demo *d, size_t i)
{
    if (i == d->academy) return ACADEMY_PEOPLE;
    return demo_org_at(d, i)->parent == d->focus ? FOCUS_PEOPLE : 0;
}

struct err *demo_make_people(struct demo *d)
{
    int64_t sum = 0, done = 0, given = 0;
    for (size_t i = 0; i < d->orgs.n; i++) sum += weight_of(demo_org_at(d, i));
    for (size_t i = 0; i < d->orgs.n; i++) {
        struct demo_org *org = LIST_AT(d->orgs, struct demo_org, i);
        given += weight_of(org);
        int64_t upto = d->people_wanted * given / sum;
        org->first_person = d->people.n;
        for (; done < upto; done++) TRY(add_person(d, i));
        while (d->people.n - org->first_person < least_people(d, i)) TRY(add_person(d, i));
        org->person_count = d->people.n - org->first_person;
    }
    return NULL;
}
