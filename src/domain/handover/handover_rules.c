/* domain/handover/handover_rules.c: what ticks itself, and what a file may be. Pure. */
#include "domain/handover/handover_private.h"

const char *const file_kind_names[] = {"", "handout", "record", NULL};
const char *const phase_names[] = {"", "before", "during", "after", NULL};

static bool has_manager(const struct klass *k, const struct handover_facts *f) { return f && k->manager_id != 0; }
static bool has_timetable(const struct klass *k, const struct handover_facts *f) { return k && f->sessions > 0; }
static bool has_teachers(const struct klass *k, const struct handover_facts *f)
{
    return k && f->sessions > 0 && !f->without_teacher;
}
static bool has_rooms(const struct klass *k, const struct handover_facts *f)
{
    return k && f->sessions > 0 && !f->without_room;
}
static bool has_people(const struct klass *k, const struct handover_facts *f)
{
    return f && k->confirmed_count > 0 && k->confirmed_count >= k->seats_min && !k->proposed_count;
}
static bool has_leaders(const struct klass *k, const struct handover_facts *f) { return k && !f->without_leader; }
static bool has_begun(const struct klass *k, const struct handover_facts *f)
{
    return f && k->state >= KLASS_RUNNING && k->state <= KLASS_CONFIRMED;
}
static bool no_leaves(const struct klass *k, const struct handover_facts *f)
{
    return has_begun(k, f) && !f->roll.leaves_waiting;
}
static bool no_limits(const struct klass *k, const struct handover_facts *f)
{
    return has_begun(k, f) && !f->roll.withdrawals_proposed;
}
static bool has_roll(const struct klass *k, const struct handover_facts *f)
{
    return k->state == KLASS_CONFIRMED || (k->state == KLASS_ENDED && !f->roll.unmarked);
}
static bool is_assessed(const struct klass *k, const struct handover_facts *f)
{
    return k && f->roll.people > 0 && f->roll.assessed >= f->roll.people;
}
static bool is_evaluated(const struct klass *k, const struct handover_facts *f) { return k && f->evaluations > 0; }
static bool is_confirmed(const struct klass *k, const struct handover_facts *f)
{
    return f && k->state == KLASS_CONFIRMED;
}
static bool has_files(const struct klass *k, const struct handover_facts *f) { return k && f->files > 0; }

static const struct {
    const char *name;
    bool (*holds)(const struct klass *klass, const struct handover_facts *facts);
} known[] = {{"manager", has_manager},    {"timetable", has_timetable}, {"teachers", has_teachers},
             {"rooms", has_rooms},        {"people", has_people},       {"sites", has_leaders},
             {"begun", has_begun},        {"leaves", no_leaves},        {"limits", no_limits},
             {"roll", has_roll},          {"assessed", is_assessed},    {"evaluated", is_evaluated},
             {"confirmed", is_confirmed}, {"files", has_files}};

bool handover_knows(struct str derive)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_is(derive, known[i].name)) return true;
    return false;
}

bool handover_holds(struct str derive, const struct klass *klass, const struct handover_facts *facts)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_is(derive, known[i].name)) return known[i].holds(klass, facts);
    return false;
}

static bool is_base64(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

bool base64_measure(struct str text, int64_t *ret_bytes)
{
    size_t n = text.n;
    while (n && text.n - n < 2 && text.p[n - 1] == '=') n--;
    for (size_t i = 0; i < n; i++)
        if (!is_base64(text.p[i])) return false;
    *ret_bytes = (int64_t)(n * 3 / 4);
    return text.n % 4 == 0;
}

bool file_name_is_safe(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < ' ' || name.p[i] == '/' || name.p[i] == '\\') return false;
    return name.n > 0 && name.p[0] != '.';
}
