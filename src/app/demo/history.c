/* app/demo/history.c: five years of ledgers: most people now and then, some never, some again and again. */
#include "app/demo/demo.h"
#include "domain/ledger/ledger.h"

enum { YEARS = 5 };

/* Courses of the past: title, half-days for concentrated ones (0: online), hours in hundredths. */
static const struct {
    const char *title;
    int days_centi;
    int64_t hours_centi;
} past[] = {
    {"成渝地区双城经济圈建设专题研讨班", 500, 4000}, {"美丽重庆建设专题培训班", 300, 2400},
    {"中国式现代化理论研修班", 1000, 8000},          {"基层治理能力提升培训班", 300, 2400},
    {"新时代西部大开发高质量发展专题班", 500, 4000}, {"中青年干部培训班", 2000, 16000},
    {"西部陆海新通道与内陆开放专题班", 400, 3200},   {"城市更新与民生保障现场研学班", 200, 1600},
    {"数字经济与超大城市治理培训班", 300, 2400},     {"科级干部任职培训班", 1000, 8000},
};
static const struct {
    const char *title;
    int64_t hours_centi;
} online[] = {
    {"网络自学：民生为大", 2000},           {"网络自学：“一带一路”与西部陆海新通道建设", 3000},
    {"网络自学：生态文明与绿色发展", 2400}, {"网络自学：公文写作与处理", 1600},
    {"网络自学：应急管理基础", 2800},       {"网络自学：数字政府建设", 5000},
};

struct habit {
    int64_t per_year_centi; /* concentrated classes a year, hundredths */
    int64_t online;         /* online courses a year */
};

/* 3 of 100 never, 3 of 100 again and again, the rest by rank. */
static struct habit draw_habit(struct demo *d, const struct demo_person *p)
{
    int64_t draw = demo_below(d, 100);
    if (draw < 3) return (struct habit){0, 0};
    if (draw < 6) return (struct habit){700, 5};
    return (struct habit){100 + demo_below(d, 120) + (demo_ranks[p->rank].division ? 80 : 0), demo_below(d, 3)};
}

static size_t school_of(const struct demo *d, size_t org)
{
    for (; org != d->root; org = demo_org_at(d, org)->parent) {
        size_t school = demo_org_at(d, org)->kind == DEMO_DISTRICT ? demo_find_org(d, org, DEMO_SCHOOL) : d->orgs.n;
        if (school < d->orgs.n) return school;
    }
    return d->academy;
}

static struct err *add_entry(struct demo *d, struct ledger_bulk *bulk, const struct demo_person *p,
                             struct ledger_posting *posting, int number)
{
    struct call *c = d->c;
    posting->person_id = p->id;
    posting->source_kind = LEDGER_HISTORY;
    posting->source_key = str_printf(c->arena, "history:%d", number);
    posting->evidence = STR("{\"demo\":true}");
    return ledger_bulk_add(bulk, posting, date_start_us(posting->earned_on, c->tz_min) + 20 * TIME_HOUR_US);
}

static int draw_date(struct demo *d, int year)
{
    int date = year * 10000 + (1 + (int)demo_below(d, 12)) * 100 + 1 + (int)demo_below(d, 28);
    return date < d->c->today ? date : date_add_days(d->c->today, -1 - (int)demo_below(d, 60));
}

static struct err *make_year(struct demo *d, struct ledger_bulk *bulk, const struct demo_person *p, struct habit habit,
                             size_t school, int year, int *number)
{
    int64_t classes = habit.per_year_centi / 100 + demo_chance(d, (int)(habit.per_year_centi % 100));
    for (int64_t i = 0; i < classes; i++) {
        int64_t which = demo_below(d, (int64_t)(sizeof past / sizeof *past));
        struct ledger_posting posting = {.kind = LEDGER_CONCENTRATED,
                                         .hours_centi = past[which].hours_centi,
                                         .days_centi = past[which].days_centi,
                                         .earned_on = draw_date(d, year),
                                         .title = str_of(past[which].title),
                                         .rule_id = 1,
                                         .org_id = demo_org_at(d, demo_chance(d, 25) ? d->academy : school)->id};
        TRY(add_entry(d, bulk, p, &posting, ++*number));
    }
    for (int64_t i = 0; i < habit.online; i++) {
        int64_t which = demo_below(d, (int64_t)(sizeof online / sizeof *online));
        struct ledger_posting posting = {.kind = LEDGER_ONLINE,
                                         .hours_centi = online[which].hours_centi,
                                         .earned_on = draw_date(d, year),
                                         .title = str_of(online[which].title),
                                         .rule_id = 2,
                                         .org_id = demo_org_at(d, d->academy)->id};
        TRY(add_entry(d, bulk, p, &posting, ++*number));
    }
    return NULL;
}

static struct err *make_person(struct demo *d, struct ledger_bulk *bulk, const struct demo_person *p)
{
    struct habit habit = draw_habit(d, p);
    size_t school = school_of(d, p->org);
    int number = 0, last = d->c->today / 10000;
    for (int year = last - YEARS + 1; year <= last; year++) TRY(make_year(d, bulk, p, habit, school, year, &number));
    return NULL;
}

struct err *demo_make_history(struct demo *d, int64_t *ret_entries)
{
    struct ledger_bulk *bulk;
    TRY(ledger_bulk_open(d->c, &bulk));
    struct err *e = NULL;
    for (size_t i = 0; i < d->people.n && !e; i++) e = make_person(d, bulk, demo_person_at(d, i));
    if (!e) return ledger_bulk_close(bulk, ret_entries);
    return e;
}
