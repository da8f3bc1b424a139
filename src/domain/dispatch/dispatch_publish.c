/* domain/dispatch/dispatch_publish.c: a reviewed version becomes calls, all in one transaction; and the jobs that tell
 * people, remind them, and count the days. */
#include "api/job.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"

enum { CLASHES_MOST = 100000, TOLD_A_STEP = 200, LATE_A_STEP = 200 };

/* ---- publishing ---- */

static struct err *check_classes(struct call *c, const struct list *offers, const struct list *places)
{
    int64_t all = 0;
    for (LIST_EACH(*offers, struct dispatch_offer, f)) {
        int64_t placed = 0;
        for (LIST_EACH(*places, struct dispatch_place, p)) placed += p->class_id == f->class_id;
        all += placed <= f->seats_max ? placed : 0;
        if (!placed) continue;
        if (f->state != KLASS_OPEN)
            FAIL(c->arena, ERR_CONFLICT, "dispatch.class_not_open", "“%.*s”还没有开放报名，请先开放再发布。",
                 "“%.*s” is not open for enrolment: open it before publishing.", STR_ARG(f->title));
        int64_t taken = f->confirmed_count + f->called_count;
        if (f->class_seats && taken + placed > f->class_seats)
            FAIL(c->arena, ERR_CONFLICT, "dispatch.seats_class", "“%.*s”只剩 %lld 个名额（已计入发出而未报名的通知）。",
                 "“%.*s” has %lld seats left, calls that are not answered yet included.", STR_ARG(f->title),
                 (long long)(taken < f->class_seats ? f->class_seats - taken : 0));
    }
    if (all == (int64_t)places->n) return NULL;
    FAIL(c->arena, ERR_CONFLICT, "dispatch.version_old", "方案算完以后班次或名额改过，请重新计算。",
         "Classes or seats were changed after the version was computed: compute it anew.");
}

static int first_day(const struct list *offers, int64_t class_id)
{
    for (LIST_EACH(*offers, struct dispatch_offer, f))
        if (f->class_id == class_id) return f->starts_on;
    return 0;
}

/* They are in order of people. */
static bool clashes(const struct list *clash_list, int64_t person_id)
{
    const struct dispatch_clash *p = clash_list->p;
    size_t low = 0, high = clash_list->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (p[middle].person_id < person_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < clash_list->n && p[low].person_id == person_id;
}

static struct err *add_call(struct call *c, const struct dispatch_round *round, int due_on,
                            const struct dispatch_place *p)
{
    struct dispatch_call d = {.id = call_id(c),
                              .round_id = round->id,
                              .class_id = p->class_id,
                              .person_id = p->person_id,
                              .org_id = p->org_id,
                              .org_path = p->org_path,
                              .state = CALL_SENT,
                              .due_on = due_on,
                              .why = str_of(dispatch_tier_names[p->tier])};
    struct dispatch_call_event event = {.id = call_id(c), .call_id = d.id, .to_state = CALL_SENT};
    TRY(store_call_insert(c, &d));
    return store_call_event(c, &event);
}

struct err *dispatch_publish(struct call *c, struct dispatch_round *round, bool leave_out, bool as_is,
                             int64_t *ret_calls)
{
    struct list places, offers, found;
    struct dispatch_rules rules;
    TRY(dispatch_round_in(c, round, 1 << ROUND_REVIEWED));
    TRY(dispatch_rules_get(c, round->org_path, round->from_on, round->id, &rules));
    TRY(store_places_seated(c, round->chosen_id, &places));
    TRY(store_offers(c, round->id, &offers));
    TRY(check_classes(c, &offers, &places));
    TRY(dispatch_changes_check(c, round, as_is));
    int since = date_add_months(round->from_on, -(int)rules.v[RULE_REPEAT_MONTHS]);
    TRY(store_clashes(c, round->chosen_id, since, CLASHES_MOST, &found));
    if (found.n && !leave_out)
        FAIL(c->arena, ERR_CONFLICT, "dispatch.clashes",
             "有 %lld "
             "处冲突：同期已被其他部门调训、已在别的班、学过同一方案、后来被排除或已离职。请先处理，或选择不发给这"
             "些人。",
             "%lld clashes: called by another department or enrolled at the same time, attended already, barred since, "
             "or left. Mend them, or leave these people out.",
             (long long)found.n);
    round->reply_due_on = date_add_days(c->today, (int)rules.v[RULE_REPLY_DAYS]);
    *ret_calls = 0;
    for (LIST_EACH(places, struct dispatch_place, p)) {
        if (found.n && clashes(&found, p->person_id)) continue;
        int due_on = dispatch_due_on(c->today, rules.v[RULE_REPLY_DAYS], first_day(&offers, p->class_id));
        TRY(add_call(c, round, due_on, p));
        ++*ret_calls;
    }
    round->state = ROUND_PUBLISHED;
    round->published_at = c->now_us;
    TRY(dispatch_round_save(c, round));
    TRY(store_recount_add(c, round->id));
    return call_job(c, "dispatch.tell", round->id, (struct str){0}, 0, NULL);
}

/* ---- telling ---- */

static struct err *tell_some(struct call *c, void *arg)
{
    bool *more = arg;
    struct list ids;
    TRY(store_calls_quiet(c, TOLD_A_STEP, &ids));
    for (LIST_EACH(ids, struct one_id, it)) {
        struct dispatch_call d;
        TRY(dispatch_call_get(c, it->id, &d));
        TRY(dispatch_tell_call(c, &d));
    }
    *more = ids.n == TOLD_A_STEP;
    return NULL;
}

struct err *dispatch_tell_job(struct job *job)
{
    bool more = true;
    int64_t told = 0;
    while (more) {
        TRY(job_write(job, tell_some, &more));
        TRY(job_progress(job, told += TOLD_A_STEP, 0, ""));
    }
    return NULL;
}

/* ---- lateness ---- */

struct late {
    struct list ids[LATE_ESCALATED + 1]; /* struct one_id, by the step that is due; index 0: objections */
};

/* By the rules of the round: its part of the tree and what it set itself. */
static struct err *find_late_of(struct call *c, int64_t round_id, struct late *out)
{
    struct dispatch_round round;
    struct dispatch_rules rules;
    TRY(dispatch_round_get(c, round_id, &round));
    TRY(dispatch_rules_get(c, round.org_path, c->today, round.id, &rules));
    int days[] = {0, (int)rules.v[RULE_REMIND_DAYS], -1, -(int)rules.v[RULE_ESCALATE_DAYS]};
    for (int late = LATE_REMINDED; late <= LATE_ESCALATED; late++) {
        struct list due;
        TRY(store_calls_due(c, round_id, date_add_days(c->today, days[late]), late, LATE_A_STEP, &due));
        for (LIST_EACH(due, struct one_id, it)) *list_add(c->arena, &out->ids[late], struct one_id) = *it;
    }
    return NULL;
}

static struct err *find_late(struct call *c, void *arg)
{
    struct late *out = arg;
    struct list rounds;
    size_t found = 0;
    int most_days = (int)dispatch_rule_names[RULE_REMIND_DAYS].max;
    *out = (struct late){0};
    TRY(store_late_rounds(c, date_add_days(c->today, most_days), &rounds));
    for (LIST_EACH(rounds, struct one_id, round)) {
        if (found >= LATE_A_STEP) break; /* the rest in the next step */
        TRY(find_late_of(c, round->id, out));
        found = out->ids[LATE_REMINDED].n + out->ids[LATE_OVERDUE].n + out->ids[LATE_ESCALATED].n;
    }
    return store_objections_late(c, &out->ids[0]);
}

static struct err *do_late(struct call *c, void *arg)
{
    const struct late *late = arg;
    for (int step = LATE_ESCALATED; step >= LATE_REMINDED; step--)
        for (LIST_EACH(late->ids[step], struct one_id, it)) TRY(dispatch_call_late(c, it->id, step));
    for (LIST_EACH(late->ids[0], struct one_id, it)) TRY(dispatch_object_late(c, it->id));
    return NULL;
}

struct err *dispatch_late_step(struct call *c)
{
    struct late late = {0};
    TRY(find_late(c, &late));
    return do_late(c, &late);
}

/* Whom nobody told, because that job was cancelled or failed, is told before being called late. */
struct err *dispatch_late_job(struct job *job)
{
    size_t found;
    TRY(dispatch_tell_job(job));
    do {
        struct late late = {0};
        found = 0;
        TRY(job_read(job, find_late, &late));
        for (int step = LATE_REMINDED; step <= LATE_ESCALATED; step++) found += late.ids[step].n;
        if (found + late.ids[0].n) TRY(job_write(job, do_late, &late));
        TRY(job_progress(job, 0, 0, ""));
    } while (found >= LATE_A_STEP);
    return NULL;
}
