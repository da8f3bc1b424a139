/* domain/klass/enrolment_rules.c: which changes of an enrolment are allowed, who gets a seat and who waits. Pure. */
#include "core/arena.h"
#include "core/err.h"
#include "core/time.h"
#include "domain/klass/klass_private.h"

/* ---- changes of state ---- */

#define S(name) (1 << ENROLMENT_##name)

/* What each actor may make of each state. */
static const struct {
    int from;
    int host, unit, system;
} changes[] = {
    {ENROLMENT_NONE, S(PROPOSED) | S(WAITING) | S(CONFIRMED), S(WAITING) | S(CONFIRMED), 0},
    {ENROLMENT_PROPOSED, S(CONFIRMED) | S(WAITING) | S(DECLINED), S(CONFIRMED) | S(WAITING) | S(DECLINED), 0},
    {ENROLMENT_WAITING, S(CONFIRMED) | S(DECLINED) | S(WITHDRAWN), S(WITHDRAWN), S(CONFIRMED)},
    {ENROLMENT_CONFIRMED, S(WITHDRAWN), S(WITHDRAWN), S(COMPLETED) | S(FAILED) | S(WITHDRAWN)},
    {ENROLMENT_DECLINED, S(PROPOSED) | S(WAITING) | S(CONFIRMED), S(WAITING) | S(CONFIRMED), 0},
    {ENROLMENT_WITHDRAWN, S(PROPOSED) | S(WAITING) | S(CONFIRMED), S(WAITING) | S(CONFIRMED), 0},
    {ENROLMENT_COMPLETED, 0, 0, S(FAILED)},
    {ENROLMENT_FAILED, 0, 0, S(COMPLETED)},
};

static int allowed(int from, enum enrolment_actor actor)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        if (changes[i].from == from)
            return actor == ACTOR_HOST ? changes[i].host : actor == ACTOR_UNIT ? changes[i].unit : changes[i].system;
    return 0;
}

static bool needs_reason(int from, int to)
{
    bool leaves = to == ENROLMENT_DECLINED || to == ENROLMENT_WITHDRAWN;
    bool returns = from == ENROLMENT_DECLINED || from == ENROLMENT_WITHDRAWN;
    return leaves || returns;
}

struct err *enrolment_check_change(struct arena *a, int from, int to, enum enrolment_actor actor, struct str reason)
{
    if (!(allowed(from, actor) >> to & 1)) {
        if (actor == ACTOR_UNIT && allowed(from, ACTOR_HOST) >> to & 1)
            FAIL(a, ERR_DENIED, "enrolment.host_only", "这一步由主办单位办理。", "This step is the host's.");
        FAIL(a, ERR_CONFLICT, "enrolment.state", "学员现在是“%s%.0s”，不能改为“%s%.0s”。",
             "The enrolment is “%.0s%s”: it cannot become “%.0s%s”.", enrolment_state_zh[from],
             enrolment_state_names[from], enrolment_state_zh[to], enrolment_state_names[to]);
    }
    if (actor != ACTOR_SYSTEM && needs_reason(from, to) && !str_trim(reason).n)
        FAIL_FIELD(a, "enrolment.reason", "reason", "请写明原因。", "Please give the reason.");
    return NULL;
}

bool enrolment_has_seat(int state)
{
    return state == ENROLMENT_CONFIRMED || state == ENROLMENT_COMPLETED || state == ENROLMENT_FAILED;
}

/* ---- seats and quotas ---- */

int64_t klass_seats_free(const struct klass *klass)
{
    return klass->seats_max ? klass->seats_max - klass->confirmed_count : INT64_MAX;
}

const struct klass_quota *quota_full_for(struct list quotas, struct str org_path)
{
    for (LIST_EACH(quotas, struct klass_quota, quota))
        if (quota->seats_max && quota->taken >= quota->seats_max && path_is_under(org_path, quota->org_path))
            return quota;
    return NULL;
}

bool quota_covers(struct list quotas, struct str org_path)
{
    for (LIST_EACH(quotas, struct klass_quota, quota))
        if (path_is_under(org_path, quota->org_path)) return true;
    return false;
}

void quota_take(struct list quotas, struct str org_path, int64_t by)
{
    for (LIST_EACH(quotas, struct klass_quota, quota))
        if (path_is_under(org_path, quota->org_path)) quota->taken += by;
}

/* ---- the waiting list ---- */

bool klass_queue_is_open(const struct klass *klass, int64_t now_us, int tz_min)
{
    int64_t cut_off = klass->waiting_until_at ? klass->waiting_until_at : date_start_us(klass->starts_on, tz_min);
    return now_us < cut_off;
}

static struct err *no_seat(struct arena *a, const struct klass *klass, const struct klass_quota *full)
{
    if (full)
        FAIL(a, ERR_CONFLICT, "enrolment.quota_full", "%.*s的 %lld 个名额已满，候补也已截止。",
             "The %3$lld seats of %2$.*1$s are taken, and the waiting list is closed.", STR_ARG(full->org_name),
             (long long)full->seats_max);
    FAIL(a, ERR_CONFLICT, "class.full", "%lld 个名额已满，候补已截止。",
         "All %lld seats are taken, and the waiting list is closed.", (long long)klass->seats_max);
}

struct err *enrolment_seat(struct arena *a, const struct klass *klass, struct list quotas, struct str org_path,
                           int64_t now_us, int tz_min, int *ret_state)
{
    const struct klass_quota *full = quota_full_for(quotas, org_path);
    bool open = klass_queue_is_open(klass, now_us, tz_min);
    /* While the queue moves by itself, a seat that is free is one that nobody who waits can take (their quotas are
     * full). Afterwards nobody passes those who wait. */
    bool seat = klass_seats_free(klass) > 0 && !full && (open || klass->waiting_count == 0);
    *ret_state = seat ? ENROLMENT_CONFIRMED : ENROLMENT_WAITING;
    if (seat || open) return NULL;
    if (klass_seats_free(klass) <= 0 || full) return no_seat(a, klass, full);
    return NULL; /* there is a seat, but others wait for it: the host decides by hand */
}
