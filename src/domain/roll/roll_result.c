/* domain/roll/roll_result.c: what a class came to for each person, and the confirmation that posts the hours. */
#include "api/call.h"
#include "core/buf.h"
#include "domain/roll/roll_private.h"

#include <stdlib.h>
#include <string.h>

enum { EVIDENCE_MAX_BYTES = 4096 };

/* All that results are worked out from: people by id, lessons by time, and a state for each pair. */
struct tally {
    struct list people;  /* struct roll_result, by person */
    struct list lessons; /* struct roll_lesson */
    uint8_t *states;     /* [person][lesson] of enum roll_state */
    int32_t *parts;      /* [person][lesson]: hundredths of hours attended when it was not all; 0: all */
    struct assess_rule assess;
    struct roll_limits limits;
    struct conversion_rule rules[LEDGER_ONLINE + 1]; /* by ledger kind; id 0 when not needed */
};

/* ---- gathering ---- */

static struct err *load_lessons(struct call *c, const struct klass *klass, struct tally *t)
{
    struct list sessions;
    TRY(klass_sessions(c, klass->id, &sessions));
    for (LIST_EACH(sessions, struct session, s)) {
        *list_add(c->arena, &t->lessons, struct roll_lesson) =
            (struct roll_lesson){s->id, s->starts_at, s->ends_at, s->hours_centi, s->kind == SESSION_SELF_STUDY};
        t->limits.total_centi += s->hours_centi;
    }
    return NULL;
}

/* Marks come by person, as people do. */
static struct err *load_marks(struct call *c, struct tally *t, size_t lesson)
{
    struct list marks;
    size_t at = 0;
    TRY(roll_marks(c, LIST_AT(t->lessons, struct roll_lesson, lesson)->id, &marks));
    for (size_t i = 0; i < t->people.n && at < marks.n; i++) {
        int64_t person_id = LIST_AT(t->people, struct roll_result, i)->person_id;
        while (at < marks.n && LIST_AT(marks, struct roll_mark, at)->person_id < person_id) at++;
        if (at >= marks.n || LIST_AT(marks, struct roll_mark, at)->person_id != person_id) continue;
        t->states[i * t->lessons.n + lesson] = (uint8_t)LIST_AT(marks, struct roll_mark, at)->state;
        t->parts[i * t->lessons.n + lesson] = (int32_t)LIST_AT(marks, struct roll_mark, at)->hours_centi;
    }
    return NULL;
}

/* Which account a lesson's hours go to. */
static int kind_of(const struct klass *klass, const struct roll_lesson *lesson)
{
    return klass->account_kind == KLASS_ONLINE || lesson->self_study ? LEDGER_ONLINE : LEDGER_CONCENTRATED;
}

static struct err *load_rules(struct call *c, const struct klass *klass, struct tally *t)
{
    int64_t limit_ppm = klass->leave_rule_ppm;
    for (LIST_EACH(t->lessons, struct roll_lesson, lesson)) {
        int kind = kind_of(klass, lesson);
        if (!t->rules[kind].id) TRY(conversion_find(c, kind, klass->org_path, klass->ends_on, &t->rules[kind]));
    }
    if (!limit_ppm) TRY(rule_value(c, "leave_limit_ppm", klass->org_path, klass->starts_on, &limit_ppm));
    t->limits.leave_limit_ppm = limit_ppm;
    return rule_value(c, "absent_limit_days_centi", klass->org_path, klass->starts_on,
                      &t->limits.absent_limit_days_centi);
}

static int by_person(const void *a, const void *b)
{
    const struct assessment *x = a, *y = b;
    return (x->person_id > y->person_id) - (x->person_id < y->person_id);
}

/* Grades and points to people, who come by person. */
static struct err *load_assessments(struct call *c, const struct klass *klass, struct list *people)
{
    struct list found;
    TRY(assessments(c, klass->id, &found));
    if (found.n) qsort(found.p, found.n, sizeof(struct assessment), by_person);
    size_t at = 0;
    for (LIST_EACH(*people, struct roll_result, r)) {
        while (at < found.n && LIST_AT(found, struct assessment, at)->person_id < r->person_id) at++;
        if (at >= found.n) break;
        const struct assessment *x = LIST_AT(found, struct assessment, at);
        if (x->person_id != r->person_id) continue;
        r->grade = x->grade;
        r->study_centi = x->study_centi;
        r->conduct_centi = x->conduct_centi;
        r->assessed = x->at != 0;
    }
    return NULL;
}

static struct err *tally_load(struct call *c, const struct klass *klass, struct tally *t)
{
    *t = (struct tally){0};
    TRY(load_lessons(c, klass, t));
    TRY(load_rules(c, klass, t));
    TRY(roll_people(c, klass->id, &t->people));
    TRY(assess_rule_of(c, klass, &t->assess));
    TRY(load_assessments(c, klass, &t->people));
    t->states = arena_bytes(c->arena, t->people.n * t->lessons.n + 1);
    t->parts = arena_array(c->arena, int32_t, t->people.n * t->lessons.n + 1);
    for (size_t i = 0; i < t->lessons.n; i++) TRY(load_marks(c, t, i));
    return NULL;
}

/* ---- counting ---- */

/* Hours of one account by its rule. `attended` has room for all lessons. */
static void convert(const struct tally *t, const struct klass *klass, const uint8_t *states, const int32_t *parts,
                    int kind, int tz_min, struct conversion_lesson *attended, int64_t *ret_hours_centi,
                    int64_t *ret_days_centi)
{
    size_t n = 0;
    for (size_t i = 0; i < t->lessons.n; i++) {
        const struct roll_lesson *lesson = LIST_AT(t->lessons, struct roll_lesson, i);
        if ((states[i] != ROLL_PRESENT && states[i] != ROLL_LATE) || kind_of(klass, lesson) != kind) continue;
        int64_t share_ppm =
            parts[i] && lesson->hours_centi ? parts[i] * (int64_t)WHOLE_PPM / lesson->hours_centi : WHOLE_PPM;
        attended[n++] = (struct conversion_lesson){lesson->starts_at, lesson->ends_at, lesson->hours_centi, share_ppm};
    }
    *ret_hours_centi = *ret_days_centi = 0;
    if (n) conversion_apply(&t->rules[kind], attended, n, tz_min, ret_hours_centi, ret_days_centi);
}

static struct str judged(struct call *c, const char *passed)
{
    if (!passed) return (struct str){0};
    bool en = c->lang == LANG_EN;
    if (strcmp(passed, "assess") == 0) return en ? STR("the assessment was not passed") : STR("考核不合格");
    if (strcmp(passed, "unassessed") == 0) return en ? STR("there is no assessment yet") : STR("还没有考核");
    if (strcmp(passed, "leave") == 0)
        return en ? STR("leave is over the limit of the class") : STR("请假累计超过本班上限");
    return en ? STR("absence without leave is over the limit") : STR("无故缺勤超过上限");
}

static void settle(struct call *c, const struct tally *t, const struct klass *klass, size_t person,
                   struct conversion_lesson *attended)
{
    struct roll_result *r = LIST_AT(t->people, struct roll_result, person);
    const uint8_t *states = t->states + person * t->lessons.n;
    const int32_t *parts = t->parts + person * t->lessons.n;
    int64_t no_days;
    roll_count_states(t->lessons.p, states, t->lessons.n, c->tz_min, attended, r);
    for (size_t i = 0; i < t->lessons.n; i++)
        if (parts[i]) r->attended_centi -= LIST_AT(t->lessons, struct roll_lesson, i)->hours_centi - parts[i];
    const char *passed = roll_judge(&t->limits, r);
    if (!passed) passed = assess_judge(&t->assess, r->grade, r->assessed, r->study_centi, r->conduct_centi);
    if (passed) r->outcome = ROLL_FAILED;
    r->reason = judged(c, passed);
    convert(t, klass, states, parts, LEDGER_CONCENTRATED, c->tz_min, attended, &r->hours_centi, &r->days_centi);
    convert(t, klass, states, parts, LEDGER_ONLINE, c->tz_min, attended, &r->online_centi, &no_days);
}

/* Hours as they are shown and kept: who failed has none posted. */
static void drop_unposted(struct list *people)
{
    for (LIST_EACH(*people, struct roll_result, r)) {
        if (!r->earned_centi) r->earned_centi = r->hours_centi + r->online_centi;
        if (r->outcome == ROLL_FAILED) r->hours_centi = r->online_centi = r->days_centi = 0;
    }
}

static void count_result(struct roll_results *out, const struct roll_result *r)
{
    out->completed += r->outcome == ROLL_COMPLETED;
    out->failed += r->outcome == ROLL_FAILED;
    out->unmarked += r->unmarked;
    if (r->outcome != ROLL_COMPLETED) return;
    out->hours_centi += r->hours_centi;
    out->online_centi += r->online_centi;
}

static int by_name(const void *a, const void *b)
{
    const struct roll_result *x = a, *y = b;
    int order = str_compare(x->name_sort, y->name_sort);
    return order ? order : (x->person_id > y->person_id) - (x->person_id < y->person_id);
}

/* The last use of the tally: people come sorted by name out of it. */
static void sum_up(const struct klass *klass, const struct tally *t, struct roll_results *out)
{
    const struct conversion_rule *rule =
        &t->rules[t->rules[LEDGER_CONCENTRATED].id ? LEDGER_CONCENTRATED : LEDGER_ONLINE];
    *out = (struct roll_results){
        .class_id = klass->id,
        .class_state = klass->state,
        .sessions = (int64_t)t->lessons.n,
        .total_centi = t->limits.total_centi,
        .leave_limit_ppm = t->limits.leave_limit_ppm,
        .people = (int64_t)t->people.n,
        .rule = rule->name,
        .items = t->people,
    };
    for (LIST_EACH(t->people, struct roll_result, r)) count_result(out, r);
    if (t->people.n) qsort(t->people.p, t->people.n, sizeof(struct roll_result), by_name);
}

static struct err *proposed(struct call *c, const struct klass *klass, struct tally *t)
{
    TRY(tally_load(c, klass, t));
    struct conversion_lesson *attended = arena_array(c->arena, struct conversion_lesson, t->lessons.n + 1);
    for (size_t i = 0; i < t->people.n; i++) settle(c, t, klass, i, attended);
    return NULL;
}

struct err *roll_so_far(struct call *c, const struct klass *klass, struct list *ret_people,
                        struct roll_limits *ret_limits)
{
    struct tally t;
    TRY(tally_load(c, klass, &t));
    struct conversion_lesson *room = arena_array(c->arena, struct conversion_lesson, t.lessons.n + 1);
    for (size_t i = 0; i < t.people.n * t.lessons.n; i++)
        if (t.states[i] == ROLL_UNMARKED) t.states[i] = ROLL_PRESENT;
    for (size_t i = 0; i < t.people.n; i++) {
        struct roll_result *r = LIST_AT(t.people, struct roll_result, i);
        roll_count_states(t.lessons.p, t.states + i * t.lessons.n, t.lessons.n, c->tz_min, room, r);
        roll_judge(&t.limits, r);
    }
    *ret_people = t.people;
    *ret_limits = t.limits;
    return NULL;
}

/* What was confirmed, as it was kept. */
static struct err *confirmed(struct call *c, const struct klass *klass, struct roll_results *out)
{
    struct tally t = {0};
    TRY(load_lessons(c, klass, &t));
    TRY(load_rules(c, klass, &t));
    TRY(class_results(c, klass->id, &t.people));
    TRY(load_assessments(c, klass, &t.people));
    drop_unposted(&t.people);
    sum_up(klass, &t, out);
    return NULL;
}

struct err *roll_results_of(struct call *c, const struct klass *klass, struct roll_results *out)
{
    struct tally t;
    if (klass->state == KLASS_CONFIRMED) return confirmed(c, klass, out);
    TRY(proposed(c, klass, &t));
    drop_unposted(&t.people);
    sum_up(klass, &t, out);
    return NULL;
}

/* ---- confirming ---- */

static struct roll_result *result_of(const struct list *people, int64_t person_id)
{
    size_t low = 0, high = people->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        struct roll_result *r = LIST_AT(*people, struct roll_result, middle);
        if (r->person_id == person_id) return r;
        if (r->person_id < person_id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static struct err *apply_exceptions(struct call *c, const struct list *people, const struct list *exceptions)
{
    int i = 0;
    for (LIST_EACH(*exceptions, struct roll_exception, x)) {
        struct roll_result *r = result_of(people, x->person_id);
        if (!r)
            FAIL_FIELD(c->arena, "roll.not_in_class",
                       str_cstr(c->arena, str_printf(c->arena, "exceptions[%d].person_id", i)),
                       "此人不在班次的学员名单里。", "This person has no seat in the class.");
        r->outcome = x->outcome;
        r->reason = x->reason;
        r->exception = true;
        i++;
    }
    return NULL;
}

/* What the hours were worked out from, for whoever asks later. */
static struct str evidence_of(struct arena *a, const struct roll_result *r, const struct tally *t, int kind)
{
    struct buf out;
    buf_init(&out, EVIDENCE_MAX_BYTES);
    buf_printf(&out, "{\"sessions\":%zu,\"present\":%lld,\"late\":%lld,\"leave\":%lld,\"absent\":%lld,\"rule\":",
               t->lessons.n, (long long)r->present, (long long)r->late, (long long)r->leave, (long long)r->absent);
    buf_json_text(&out, t->rules[kind].code);
    if (r->exception) buf_cstr(&out, ",\"exception\":"), buf_json_text(&out, r->reason);
    buf_char(&out, '}');
    struct str json = str_copy(a, buf_text(&out));
    buf_done(&out);
    return json;
}

static void add_posting(struct call *c, const struct klass *klass, const struct tally *t, const struct roll_result *r,
                        int kind, struct list *postings)
{
    int64_t hours = kind == LEDGER_ONLINE ? r->online_centi : r->hours_centi;
    if (hours <= 0 || r->outcome != ROLL_COMPLETED) return;
    *list_add(c->arena, postings, struct ledger_posting) = (struct ledger_posting){
        .person_id = r->person_id,
        .kind = kind,
        .hours_centi = hours,
        .days_centi = kind == LEDGER_ONLINE ? 0 : r->days_centi,
        .earned_on = klass->ends_on < c->today ? klass->ends_on : c->today,
        .source_kind = LEDGER_CLASS,
        .source_key = str_printf(c->arena, "class:%lld:%s", (long long)klass->id, ledger_kind_names[kind]),
        .source_id = klass->id,
        .org_id = klass->org_id,
        .title = klass->title,
        .evidence = evidence_of(c->arena, r, t, kind),
        .rule_id = t->rules[kind].id,
    };
}

static struct err *post_hours(struct call *c, const struct klass *klass, const struct tally *t, int64_t *ret_posted)
{
    struct list postings = {0};
    for (LIST_EACH(t->people, struct roll_result, r)) {
        add_posting(c, klass, t, r, LEDGER_CONCENTRATED, &postings);
        add_posting(c, klass, t, r, LEDGER_ONLINE, &postings);
    }
    return ledger_post(c, postings.p, postings.n, ret_posted);
}

static struct err *settle_enrolments(struct call *c, struct klass *klass, const struct tally *t)
{
    struct list enrolments;
    TRY(klass_enrolments(c, klass->id, &enrolments));
    for (LIST_EACH(enrolments, struct enrolment, enrolment)) {
        const struct roll_result *r = result_of(&t->people, enrolment->person_id);
        if (!r || enrolment->state != ENROLMENT_CONFIRMED) continue;
        int state = r->outcome == ROLL_COMPLETED ? ENROLMENT_COMPLETED : ENROLMENT_FAILED;
        TRY(enrolment_set_state(c, klass, enrolment, state, r->reason));
    }
    return NULL;
}

static struct err *save(struct call *c, struct klass *klass, const struct tally *t, int64_t *ret_posted)
{
    TRY(roll_absent_by_rule(c, klass->id));
    for (LIST_EACH(t->people, struct roll_result, r)) TRY(class_result_add(c, klass->id, r));
    TRY(post_hours(c, klass, t, ret_posted));
    TRY(settle_enrolments(c, klass, t));
    TRY(klass_set_state(c, klass, KLASS_CONFIRMED, STR("学时已入账")));
    return call_event(c, (struct event){.name = "class.posted", .subject_id = klass->id});
}

struct err *roll_confirm(struct call *c, struct klass *klass, const struct list *exceptions, struct roll_results *out,
                         int64_t *ret_posted, bool *ret_already)
{
    struct tally t;
    *ret_posted = 0;
    *ret_already = klass->state == KLASS_CONFIRMED;
    if (*ret_already) return confirmed(c, klass, out);
    if (klass->state != KLASS_ENDED)
        FAIL(c->arena, ERR_CONFLICT, "roll.class_not_ended", "班次结束后才能确认。请先把班次状态改为“已结束”。",
             "A class is confirmed after it has ended. Set its state to ended first.");
    TRY(proposed(c, klass, &t));
    TRY(apply_exceptions(c, &t.people, exceptions));
    drop_unposted(&t.people);
    TRY(save(c, klass, &t, ret_posted));
    sum_up(klass, &t, out);
    return NULL;
}

struct err *roll_class_confirm(struct call *c, int64_t class_id)
{
    static const struct list none;
    struct roll_results results;
    struct klass klass;
    int64_t posted;
    bool already;
    TRY(klass_get(c, class_id, &klass));
    return roll_confirm(c, &klass, &none, &results, &posted, &already);
}
