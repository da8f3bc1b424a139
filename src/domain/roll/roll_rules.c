/* domain/roll/roll_rules.c: codes, who overrides whom, leave and outcome. Pure. */
#include "calc/digest/digest.h"
#include "core/arena.h"
#include "core/time.h"
#include "domain/roll/roll_private.h"

#include <string.h>

const char *const roll_state_names[] = {"", "present", "late", "absent", "leave", NULL};
const char *const roll_source_names[] = {"", "code", "leader", "manager", "live", "paper", "leave", "rule", NULL};
const char *const leave_state_names[] = {"", "submitted", "approved", "refused", "cancelled", NULL};
const char *const leave_kind_names[] = {"", "sick", "personal", "official", NULL};
const char *const leave_level_names[] = {"", "manager", "office", "principal", "department", NULL};
const char *const roll_grade_names[] = {"", "excellent", "good", "pass", "fail", NULL};
const char *const withdrawal_cause_names[] = {"", "not_reported", "absent", "leave", NULL};
const char *const withdrawal_state_names[] = {"", "warned", "proposed", "confirmed", "dismissed", NULL};
const char *const roll_outcome_names[] = {"", "completed", "failed", NULL};

/* ---- codes ---- */

int64_t roll_step(int64_t now_us) { return now_us / (ROLL_STEP_S * TIME_SECOND_US); }

struct str roll_code_at(struct arena *a, struct str key, int64_t session_id, int64_t step)
{
    uint8_t digest[DIGEST_BYTES];
    struct str text = str_printf(a, "tongke-roll-1 %lld %lld", (long long)session_id, (long long)step);
    digest_hmac_sha256(key, text, digest);
    const uint8_t *p = digest + (digest[DIGEST_BYTES - 1] & 15);
    uint32_t number = (uint32_t)(p[0] & 127) << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    return str_printf(a, "%06u", number % 1000000);
}

static bool same_digits(struct str a, struct str b)
{
    unsigned differ = a.n != b.n;
    for (size_t i = 0; i < a.n && i < b.n; i++) differ |= (unsigned)(a.p[i] ^ b.p[i]);
    return !differ;
}

bool roll_code_fits(struct arena *a, struct str key, int64_t session_id, int64_t now_us, struct str code)
{
    int64_t step = roll_step(now_us);
    bool now = same_digits(roll_code_at(a, key, session_id, step), code);
    bool before = same_digits(roll_code_at(a, key, session_id, step - 1), code);
    return now | before;
}

/* ---- marks ---- */

bool roll_is_staff(int source) { return source == ROLL_LEADER || source == ROLL_MANAGER || source == ROLL_PAPER; }

bool roll_may_replace(int from_source, int from_state, int to_source)
{
    if (roll_is_staff(to_source)) return true;
    if (to_source == ROLL_BY_LEAVE) return from_state == ROLL_ABSENT;
    if (roll_is_staff(from_source)) return false;
    return to_source == ROLL_CODE && (from_state == ROLL_LEAVE || from_state == ROLL_ABSENT);
}

int roll_state_at(int64_t now_us, int64_t starts_at, int64_t late_after_min)
{
    return now_us > starts_at + late_after_min * TIME_MINUTE_US ? ROLL_LATE : ROLL_PRESENT;
}

/* ---- leave ---- */

static int64_t ppm_of(int64_t part, int64_t whole) { return whole > 0 ? part * WHOLE_PPM / whole : 0; }

void leave_measure(const struct leave_sums *sums, int64_t limit_ppm, struct leave_preview *p)
{
    int64_t after = sums->taken_centi + sums->new_centi, allowed = sums->total_centi * limit_ppm / WHOLE_PPM;
    p->hours_centi = sums->new_centi;
    p->taken_centi = sums->taken_centi;
    p->total_centi = sums->total_centi;
    p->sessions = sums->sessions;
    p->share_ppm = ppm_of(after, sums->total_centi);
    p->limit_ppm = limit_ppm;
    p->left_centi = after < allowed ? allowed - after : 0;
    p->crosses = p->share_ppm > limit_ppm;
}

bool leave_is_near(const struct leave_preview *p, int64_t warn_ppm)
{
    return !p->crosses && p->share_ppm > 0 && p->share_ppm >= p->limit_ppm * warn_ppm / WHOLE_PPM;
}

struct str leave_chain(struct arena *a, int64_t days_centi, const int64_t over_days_centi[LEAVE_DEPARTMENT + 1])
{
    struct str chain = str_of(leave_level_names[LEAVE_MANAGER]);
    for (int level = LEAVE_OFFICE; level <= LEAVE_DEPARTMENT; level++)
        if (over_days_centi[level] > 0 && days_centi > over_days_centi[level])
            chain = str_printf(a, "%.*s,%s", STR_ARG(chain), leave_level_names[level]);
    return chain;
}

int leave_next(struct str chain, int level)
{
    while (chain.n) {
        int found = shape_enum_index(leave_level_names, str_cut(chain, ',', &chain));
        if (found > level) return found;
    }
    return LEAVE_LEVEL_NONE;
}

/* ---- results ---- */

static bool is_absent(int state) { return state == ROLL_ABSENT || state == ROLL_UNMARKED; }

/* Days of absence: each half-day of the timetable that was missed; what one studies alone has no half-day. */
static int64_t absent_days(const struct roll_lesson *lessons, const uint8_t *states, size_t n, int tz_min,
                           struct conversion_lesson *room)
{
    static const struct conversion_rule half_days = {.basis = CONVERSION_HALF_DAYS, .factor_ppm = WHOLE_PPM};
    int64_t hours, days;
    size_t missed = 0;
    for (size_t i = 0; i < n; i++)
        if (is_absent(states[i]) && !lessons[i].self_study)
            room[missed++] = (struct conversion_lesson){lessons[i].starts_at, lessons[i].ends_at, 0, WHOLE_PPM};
    conversion_apply(&half_days, room, missed, tz_min, &hours, &days);
    return days;
}

int64_t roll_half_days(const struct roll_lesson *lessons, size_t n, int tz_min, struct conversion_lesson *room)
{
    static const struct conversion_rule half_days = {.basis = CONVERSION_HALF_DAYS, .factor_ppm = WHOLE_PPM};
    int64_t hours, days;
    size_t taken = 0;
    for (size_t i = 0; i < n; i++)
        if (!lessons[i].self_study)
            room[taken++] = (struct conversion_lesson){lessons[i].starts_at, lessons[i].ends_at, 0, WHOLE_PPM};
    conversion_apply(&half_days, room, taken, tz_min, &hours, &days);
    return days;
}

void roll_count_states(const struct roll_lesson *lessons, const uint8_t *states, size_t n, int tz_min,
                       struct conversion_lesson *room, struct roll_result *r)
{
    for (size_t i = 0; i < n; i++) {
        bool there = states[i] == ROLL_PRESENT || states[i] == ROLL_LATE;
        r->present += states[i] == ROLL_PRESENT;
        r->late += states[i] == ROLL_LATE;
        r->leave += states[i] == ROLL_LEAVE;
        r->absent += is_absent(states[i]);
        r->unmarked += states[i] == ROLL_UNMARKED;
        if (there) r->attended_centi += lessons[i].hours_centi;
        if (states[i] == ROLL_LEAVE) r->leave_centi += lessons[i].hours_centi;
    }
    r->absent_days_centi = absent_days(lessons, states, n, tz_min, room);
}

const char *roll_judge(const struct roll_limits *limits, struct roll_result *r)
{
    bool too_absent = limits->absent_limit_days_centi > 0 && r->absent_days_centi >= limits->absent_limit_days_centi;
    r->leave_ppm = ppm_of(r->leave_centi, limits->total_centi);
    const char *passed = r->leave_ppm > limits->leave_limit_ppm ? "leave"
                         : too_absent || !r->attended_centi     ? "absent"
                                                                : NULL;
    r->outcome = passed ? ROLL_FAILED : ROLL_COMPLETED;
    return passed;
}

const char *assess_judge(const struct assess_rule *rule, int grade, bool has_points, int64_t study_centi,
                         int64_t conduct_centi)
{
    int64_t pass_centi = rule->pass_points * 100;
    if (rule->kind == ASSESS_GRADES && grade) return grade == GRADE_FAIL ? "assess" : NULL;
    if (rule->kind == ASSESS_POINTS && has_points)
        return study_centi < pass_centi || conduct_centi < pass_centi ? "assess" : NULL;
    return rule->kind != ASSESS_NOT && rule->required ? "unassessed" : NULL;
}
