/* domain/dispatch/dispatch_rules.c: who stands on which list, how urgent somebody is, how well a class fits, and which
 * way a call may go. Pure. */
#include "core/arena.h"
#include "core/err.h"
#include "core/time.h"
#include "domain/dispatch/dispatch_private.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"

const struct dispatch_rule_name dispatch_rule_names[RULE_COUNT] = {
    [RULE_NEVER_MONTHS] = {"dispatch_never_months", "钉子户：多少个月无集中培训", "Never-trained after so many months",
                           1, 600, false},
    [RULE_NEVER_REFUSALS] = {"dispatch_never_refusals", "钉子户：几次无正当理由不参训",
                             "Never-trained after so many refusals", 1, 100, false},
    [RULE_HARD_REFUSALS] = {"dispatch_hard_refusals", "困难户：几次获准不参训",
                            "Hard-to-release after so many accepted refusals", 1, 100, false},
    [RULE_REFUSAL_MONTHS] = {"dispatch_refusal_months", "不参训记录计算期（月）", "Refusals count for so many months",
                             1, 600, false},
    [RULE_OVER_COUNT] = {"dispatch_over_count", "专业户：几次集中培训", "Over-trained from so many trainings", 1, 100,
                         false},
    [RULE_OVER_MONTHS] = {"dispatch_over_months", "专业户计算期（月）", "Trainings count for so many months", 1, 120,
                          false},
    [RULE_RECENT_MONTHS] = {"dispatch_recent_months", "近期参训（月）", "Trained recently: so many months", 0, 120,
                            true},
    [RULE_REPEAT_MONTHS] = {"dispatch_repeat_months", "同一方案不重复（月）",
                            "Same programme not again for so many months", 0, 600, true},
    [RULE_CAP_PCT] = {"dispatch_cap_pct", "单位同期离岗上限（%）", "Most of a unit away at once, per cent", 1, 100,
                      true},
    [RULE_SHORT_DAYS] = {"dispatch_short_days", "困难户面授班最长天数", "Longest class for the hard-to-release, days",
                         0, 400, true},
    [RULE_REPLY_DAYS] = {"dispatch_reply_days", "回执期限（天）", "Days to reply", 1, 60, true},
    [RULE_REMIND_DAYS] = {"dispatch_remind_days", "期限前几天提醒", "Reminder so many days before", 0, 60, true},
    [RULE_ESCALATE_DAYS] = {"dispatch_escalate_days", "逾期几天上报", "Escalated so many days after", 0, 60, true},
    [RULE_OBJECTION_DAYS] = {"dispatch_objection_days", "异议答复期限（天）", "Days to answer an objection", 1, 120,
                             false},
    [RULE_UNIT_FIRST] = {"dispatch_unit_first", "名额先在本单位替补", "A seat stays with its unit first", 0, 1, true},
    [RULE_W_BASE] = {"dispatch_w_base", "基础分", "Base", 0, 20000, true},
    [RULE_W_MISSING] = {"dispatch_w_missing", "欠学时（按欠缺比例）", "Hours missing (by their share)", 0, 20000, true},
    [RULE_W_NEVER] = {"dispatch_w_never", "钉子户加分", "Never-trained", 0, 50000, true},
    [RULE_W_DEBT] = {"dispatch_w_debt", "欠训加分（每次，最多两次）", "Debt of an earlier round (each, at most two)", 0,
                     20000, true},
    [RULE_W_CLAIM] = {"dispatch_w_claim", "未被安排的异议成立加分", "Objection to being left out was upheld", 0, 20000,
                      true},
    [RULE_W_RECENT] = {"dispatch_w_recent", "近期已参训者固定分", "Trained recently: fixed", 0, 20000, true},
    [RULE_W_OVER] = {"dispatch_w_over", "专业户固定分", "Over-trained: fixed", 0, 20000, true},
    [RULE_F_FAR] = {"dispatch_f_far", "跨区县扣分", "Class in another district", 0, 1000, true},
    [RULE_F_CITY] = {"dispatch_f_city", "市级学校扣分", "Class at a municipal school", 0, 1000, true},
    [RULE_F_HARD] = {"dispatch_f_hard", "困难户面授扣分", "On-site class for the hard-to-release", 0, 1000, true},
    [RULE_F_LENGTH] = {"dispatch_f_length", "班次长短不合最多扣分", "Length that does not match, at most", 0, 1000,
                       true},
};

const char *const dispatch_list_names[] = {"", "never", "hard", "over", NULL};
const char *const dispatch_list_zh[] = {"", "钉子户", "困难户", "专业户", NULL};
const char *const dispatch_tier_names[] = {"", "never", "claim", "debt", "missing", "met", "recent", "over", NULL};
const char *const dispatch_state_names[] = {"",          "draft",  "solved",    "reviewed",
                                            "published", "closed", "cancelled", NULL};
const char *const dispatch_state_zh[] = {"", "草稿", "已计算", "已审定", "已发布", "已结束", "已取消", NULL};
const char *const dispatch_mode_names[] = {"", "wave", "weekly", NULL};
const char *const call_state_names[] = {"",         "sent",     "accepted",  "refused",   "excused", "denied",
                                        "enrolled", "replaced", "withdrawn", "completed", "absent",  NULL};
const char *const call_state_zh[] = {"",       "待回执", "已接受", "申请不参训", "准予不参训", "未获准",
                                     "已报名", "已替补", "已退出", "已结业",     "未完成",     NULL};
const char *const call_answer_names[] = {"", "accept", "staffing", "work", "health", "family", "other", NULL};
const char *const call_unit_names[] = {"", "confirmed", "objected", NULL};
const char *const dispatch_debt_names[] = {"", "hardship", "refusal", "no_reply", "absent", NULL};
const char *const dispatch_debt_state_names[] = {"", "open", "settled", "waived", NULL};
const char *const objection_state_names[] = {"", "open", "upheld", "rejected", NULL};
const char *const objection_claim_names[] = {"", "open", "met", NULL};
const char *const objection_about_names[] = {"", "list", "call", "left_out", NULL};

/* ---- lists ---- */

static int later(int a, int b) { return a > b ? a : b; }

static int known_since(const struct dispatch_person *p)
{
    return p->rank_on && p->rank_on < p->entered_on ? p->rank_on : p->entered_on;
}

static int64_t months_between(int from, int until)
{
    int64_t months = (until / 10000 - from / 10000) * 12 + (until / 100 % 100 - from / 100 % 100);
    return until % 100 < from % 100 ? months - 1 : months;
}

/* Since when somebody has had no training; a cleared list counts anew. */
static int idle_since(const struct dispatch_person *p)
{
    return later(p->last_on ? p->last_on : known_since(p), p->cleared_on[LIST_NEVER]);
}

static bool is_never(const struct dispatch_person *p, const struct dispatch_rules *rules, int today)
{
    return date_add_months(idle_since(p), (int)rules->v[RULE_NEVER_MONTHS]) <= today ||
           p->refusals >= rules->v[RULE_NEVER_REFUSALS];
}

bool dispatch_is_hard(const struct dispatch_person *p, const struct dispatch_rules *rules)
{
    return p->hardships >= rules->v[RULE_HARD_REFUSALS];
}

static bool is_over(const struct dispatch_person *p, const struct dispatch_rules *rules)
{
    return p->recent >= rules->v[RULE_OVER_COUNT];
}

static struct dispatch_listed never_line(const struct dispatch_person *p, const struct dispatch_rules *rules, int today)
{
    struct dispatch_listed line = {.list = LIST_NEVER, .rule = STR("idle")};
    line.count = months_between(idle_since(p), today);
    line.threshold = line.months = rules->v[RULE_NEVER_MONTHS];
    if (line.count >= line.threshold) return line;
    line.rule = STR("refusals");
    line.count = p->refusals;
    line.threshold = rules->v[RULE_NEVER_REFUSALS];
    line.months = rules->v[RULE_REFUSAL_MONTHS];
    return line;
}

size_t dispatch_lists_of(const struct dispatch_person *p, const struct dispatch_rules *rules, int today,
                         struct dispatch_listed *ret_listed)
{
    size_t n = 0;
    if (is_never(p, rules, today)) ret_listed[n++] = never_line(p, rules, today);
    if (dispatch_is_hard(p, rules))
        ret_listed[n++] = (struct dispatch_listed){.list = LIST_HARD,
                                                   .rule = STR("hardships"),
                                                   .count = p->hardships,
                                                   .threshold = rules->v[RULE_HARD_REFUSALS],
                                                   .months = rules->v[RULE_REFUSAL_MONTHS]};
    if (is_over(p, rules))
        ret_listed[n++] = (struct dispatch_listed){.list = LIST_OVER,
                                                   .rule = STR("trainings"),
                                                   .count = p->recent,
                                                   .threshold = rules->v[RULE_OVER_COUNT],
                                                   .months = rules->v[RULE_OVER_MONTHS]};
    for (size_t i = 0; i < n; i++) {
        ret_listed[i].person_id = p->id;
        ret_listed[i].org_path = p->org_path;
        ret_listed[i].last_on = p->last_on;
        ret_listed[i].since_on = today;
    }
    return n;
}

/* ---- urgency ---- */

int dispatch_tier_of(const struct dispatch_person *p, const struct dispatch_rules *rules, int today)
{
    /* The office decided that this person should have had a seat: what they had before does not count against them. */
    if (p->claims > 0) return is_never(p, rules, today) ? TIER_NEVER : TIER_CLAIM;
    if (is_over(p, rules)) return TIER_OVER;
    if (p->debts > 0) return is_never(p, rules, today) ? TIER_NEVER : TIER_DEBT;
    if (p->last_on && date_add_months(p->last_on, (int)rules->v[RULE_RECENT_MONTHS]) > today) return TIER_RECENT;
    if (is_never(p, rules, today)) return TIER_NEVER;
    return p->missing_ppm > 0 ? TIER_MISSING : TIER_MET;
}

int64_t dispatch_urgency(const struct dispatch_person *p, const struct dispatch_rules *rules, int today)
{
    int tier = dispatch_tier_of(p, rules, today);
    if (tier == TIER_OVER) return rules->v[RULE_W_OVER];
    if (tier == TIER_RECENT) return rules->v[RULE_W_RECENT];
    int64_t debts = p->debts < 2 ? p->debts : 2;
    return rules->v[RULE_W_BASE] + rules->v[RULE_W_MISSING] * p->missing_ppm / 1000000 + rules->v[RULE_W_DEBT] * debts +
           (tier == TIER_NEVER ? rules->v[RULE_W_NEVER] : 0) + (p->claims ? rules->v[RULE_W_CLAIM] : 0);
}

/* ---- fit ---- */

enum { FIT_MAX = 1023, HOURS_A_DAY_CENTI = 800, DISTRICT_BYTES = 2 * ORG_PATH_GROUP };

static int days_of(const struct dispatch_offer *offer)
{
    return (int)(date_days(offer->ends_on) - date_days(offer->starts_on)) + 1;
}

static int64_t distance(const struct dispatch_person *p, const struct dispatch_offer *offer,
                        const struct dispatch_rules *rules)
{
    struct str territory = dispatch_territory(offer);
    if (offer->account_kind == KLASS_ONLINE) return 0;
    if (territory.n < DISTRICT_BYTES) return rules->v[RULE_F_CITY];
    struct str district = {territory.p, DISTRICT_BYTES};
    return str_starts(p->org_path, district) ? 0 : rules->v[RULE_F_FAR];
}

/* Five working days of a week count. */
static int64_t length_cost(const struct dispatch_person *p, const struct dispatch_offer *offer,
                           const struct dispatch_rules *rules)
{
    int days = days_of(offer);
    int64_t gives = (int64_t)(days - days / 7 * 2) * HOURS_A_DAY_CENTI;
    int64_t more = gives > p->missing_centi ? gives : p->missing_centi;
    int64_t off = gives > p->missing_centi ? gives - p->missing_centi : p->missing_centi - gives;
    return more ? rules->v[RULE_F_LENGTH] * off / more : 0;
}

int64_t dispatch_fit(const struct dispatch_person *p, const struct dispatch_offer *offer,
                     const struct dispatch_rules *rules)
{
    int64_t f = distance(p, offer, rules) + length_cost(p, offer, rules);
    if (dispatch_is_hard(p, rules) && offer->account_kind != KLASS_ONLINE) f += rules->v[RULE_F_HARD];
    return f < FIT_MAX ? f : FIT_MAX;
}

struct str dispatch_territory(const struct dispatch_offer *offer)
{
    struct str path = offer->org_path;
    if (path.n > ORG_PATH_GROUP) path.n -= ORG_PATH_GROUP;
    return path;
}

const char *dispatch_forbids(const struct dispatch_person *p, const struct dispatch_offer *offer,
                             const struct dispatch_rules *rules)
{
    if (offer->audience_code.n && !str_equal(offer->audience_code, p->audience_code)) return "audience";
    if (!str_starts(p->org_path, dispatch_territory(offer))) return "territory";
    if (dispatch_is_hard(p, rules) && offer->account_kind != KLASS_ONLINE && days_of(offer) > rules->v[RULE_SHORT_DAYS])
        return "hard";
    return NULL;
}

bool dispatch_overlaps(int from_a, int until_a, int from_b, int until_b)
{
    return from_a <= until_b && from_b <= until_a;
}

bool dispatch_takes(int64_t class_id, int from_on, int until_on, const struct dispatch_offer *offer)
{
    if (class_id && class_id == offer->class_id) return true;
    return offer->account_kind != KLASS_ONLINE &&
           dispatch_overlaps(from_on, until_on, offer->starts_on, offer->ends_on);
}

/* ---- calls ---- */

int dispatch_due_on(int today, int64_t days, int starts_on)
{
    int due = date_add_days(today, (int)days), last = date_add_days(starts_on, -1);
    if (last < due) due = last;
    return due > today ? due : today;
}

#define S(name) (1 << CALL_##name)
static const int call_ways[] = {
    /* Nobody is replaced by somebody else before it was ruled why they do not come. */
    [CALL_SENT] = S(ACCEPTED) | S(REFUSED) | S(DENIED) | S(WITHDRAWN),
    [CALL_ACCEPTED] = S(ENROLLED) | S(REFUSED) | S(WITHDRAWN),
    [CALL_REFUSED] = S(EXCUSED) | S(DENIED) | S(ACCEPTED) | S(WITHDRAWN),
    [CALL_EXCUSED] = S(REPLACED) | S(ACCEPTED),
    [CALL_DENIED] = S(ACCEPTED) | S(REPLACED) | S(EXCUSED),
    [CALL_ENROLLED] = S(WITHDRAWN) | S(COMPLETED) | S(ABSENT),
    [CALL_REPLACED] = 0,
    [CALL_WITHDRAWN] = S(REPLACED),
    [CALL_COMPLETED] = S(ABSENT),
    [CALL_ABSENT] = S(COMPLETED),
};
#undef S

struct err *dispatch_call_check(struct arena *a, int from, int to)
{
    if (from > CALL_NONE && from <= CALL_ABSENT && (call_ways[from] >> to & 1)) return NULL;
    FAIL(a, ERR_CONFLICT, "dispatch.call_state", "这份通知现在是“%s%.0s”，不能改为“%s%.0s”。",
         "The call is “%.0s%s”: it cannot become “%.0s%s”.", call_state_zh[from], call_state_names[from],
         call_state_zh[to], call_state_names[to]);
}
