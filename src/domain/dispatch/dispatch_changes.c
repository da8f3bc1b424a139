/* domain/dispatch/dispatch_changes.c: what a plan was computed from, and what of it has changed since.
 *
 * Classes, quotas, pins and bars, days and policy are compared: a digest of each is kept with the version. What happens
 * to people and units is found by the time of the rows that tell it. Trainings that people complete meanwhile are none
 * of it: the ledger grows every day. Clashes (called elsewhere, enrolled) have their own check before publishing.
 */
#include "api/call.h"
#include "domain/dispatch/dispatch_store.h"

#include <string.h>

/* ---- digests ---- */

enum { DIGESTS = 4, DIGEST_CHARS = 16 };
static const char *const digest_kinds[DIGESTS] = {"days", "classes", "quotas", "wishes"};

static uint64_t mix_bytes(uint64_t h, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++) h = (h ^ p[i]) * 0x100000001b3u; /* FNV-1a: tells changes, keeps no secret */
    return h;
}

static uint64_t mix(uint64_t h, int64_t value) { return mix_bytes(h, &value, sizeof value); }

static uint64_t mix_text(uint64_t h, struct str text) { return mix_bytes(mix(h, (int64_t)text.n), text.p, text.n); }

struct str dispatch_basis(struct arena *a, const struct dispatch_round *round, const struct list *offers,
                          const struct list *quotas, const struct list *wishes)
{
    uint64_t h[DIGESTS];
    for (int i = 0; i < DIGESTS; i++) h[i] = 0xcbf29ce484222325u;
    h[0] = mix(mix(mix(h[0], round->from_on), round->until_on), round->mode);
    for (LIST_EACH(*offers, struct dispatch_offer, f)) {
        h[1] = mix(mix(mix(h[1], f->class_id), f->starts_on), f->ends_on);
        h[1] = mix(mix(mix(mix(h[1], f->seats_min), f->seats_max), f->account_kind), f->programme_id);
        h[1] = mix_text(mix_text(h[1], f->org_path), f->audience_code);
    }
    for (LIST_EACH(*quotas, struct dispatch_quota, q))
        h[2] = mix(mix(mix(mix(h[2], q->class_id), q->org_id), q->seats_min), q->seats_max);
    for (LIST_EACH(*wishes, struct dispatch_wish, w)) h[3] = mix(h[3], w->id);
    return str_printf(a, "%016llx%016llx%016llx%016llx", (unsigned long long)h[0], (unsigned long long)h[1],
                      (unsigned long long)h[2], (unsigned long long)h[3]);
}

struct str dispatch_policy_text(struct arena *a, const struct dispatch_rules *rules)
{
    struct buf out;
    buf_init(&out, 8192);
    for (int i = 0; i < RULE_COUNT; i++)
        buf_printf(&out, "%s%s=%lld", i ? ";" : "", dispatch_rule_names[i].code, (long long)rules->v[i]);
    struct str text = str_copy(a, buf_text(&out));
    buf_done(&out);
    return text;
}

/* ---- in words ---- */

static const struct {
    const char *kind;
    bool counted; /* the Chinese words begin with the number, the English ones end with it */
    const char *zh, *en;
} words[] = {
    {"objection", true, "件异议成立", "objections upheld"},
    {"people", true, "人新增、调入或调出", "people who are new, came or went to another unit"},
    {"left", true, "人离职", "people who left"},
    {"units", true, "次单位隶属调整", "moves of units in the tree"},
    {"away", true, "段新登记的不便参训时间", "new times away"},
    {"days", false, "批次的日期或离岗上限的算法改过", "the round's days, or how its caps count, were changed"},
    {"classes", false, "班次、开班日期或名额改过", "classes, their days or seats were changed"},
    {"quotas", false, "分给各单位的名额改过", "quotas of organisations were changed"},
    {"wishes", false, "指定或排除的人改过", "pins or bars were added or taken back"},
    {"policy", false, "政策或规则改过", "the policy or a dated rule was changed"},
};
enum { WORDS = sizeof words / sizeof *words };

static void put(struct call *c, struct dispatch_changes *out, struct str kind, int64_t count)
{
    size_t i = 0;
    while (i + 1 < WORDS && !str_is(kind, words[i].kind)) i++;
    struct dispatch_change *change = list_add(c->arena, &out->items, struct dispatch_change);
    *change = (struct dispatch_change){str_of(words[i].kind), count, str_of(words[i].zh), str_of(words[i].en)};
    if (!words[i].counted) return;
    change->zh = str_printf(c->arena, "%lld %s", (long long)count, words[i].zh);
    change->en = str_printf(c->arena, "%s: %lld", words[i].en, (long long)count);
}

/* All of them in a line. */
static struct str line_of(struct call *c, const struct dispatch_changes *changes, bool en)
{
    struct str line = {0};
    for (LIST_EACH(changes->items, struct dispatch_change, change)) {
        struct str word = en ? change->en : change->zh;
        line = line.n ? str_printf(c->arena, "%.*s%s%.*s", STR_ARG(line), en ? "; " : "；", STR_ARG(word)) : word;
    }
    return line;
}

/* ---- finding them ---- */

static struct err *add_inputs(struct call *c, const struct dispatch_round *round, const struct dispatch_version *v,
                              struct dispatch_changes *out)
{
    struct list offers, quotas, wishes;
    struct dispatch_rules rules;
    if (v->basis.n != DIGESTS * DIGEST_CHARS) return NULL; /* computed by an earlier program, which kept none */
    TRY(store_offers(c, round->id, &offers));
    TRY(store_quotas(c, round->id, &quotas));
    TRY(store_wishes(c, round->id, &wishes));
    TRY(dispatch_rules_get(c, round->org_path, round->from_on, round->id, &rules));
    struct str now = dispatch_basis(c->arena, round, &offers, &quotas, &wishes);
    for (size_t i = 0; i < DIGESTS; i++)
        if (memcmp(now.p + i * DIGEST_CHARS, v->basis.p + i * DIGEST_CHARS, DIGEST_CHARS) != 0)
            put(c, out, str_of(digest_kinds[i]), 1);
    if (!str_equal(dispatch_policy_text(c->arena, &rules), v->policy)) put(c, out, STR("policy"), 1);
    return NULL;
}

static struct err *add_missing(struct call *c, const struct dispatch_round *round, const struct dispatch_version *v,
                               struct dispatch_changes *out)
{
    struct list upheld;
    TRY(store_upheld(c, round, v, &upheld));
    for (LIST_EACH(upheld, struct dispatch_upheld, x)) {
        if (!x->missing) continue;
        out->missing = out->missing.n
                           ? str_printf(c->arena, "%.*s、%.*s", STR_ARG(out->missing), STR_ARG(x->person_name))
                           : x->person_name;
    }
    return NULL;
}

struct err *dispatch_changes_of(struct call *c, const struct dispatch_round *round,
                                struct dispatch_changes *ret_changes)
{
    struct dispatch_version v;
    struct list found;
    bool before = round->state == ROUND_SOLVED || round->state == ROUND_REVIEWED || round->state == ROUND_DRAFT;
    *ret_changes = (struct dispatch_changes){0};
    if (!round->chosen_id || !before) return NULL;
    TRY(dispatch_version_get(c, round->chosen_id, &v));
    ret_changes->version_id = v.id;
    ret_changes->version_no = v.no;
    ret_changes->computed_at = v.created_at;
    TRY(store_changes(c, round, &v, &found));
    for (LIST_EACH(found, struct dispatch_change, change))
        if (change->count) put(c, ret_changes, change->kind, change->count);
    TRY(add_inputs(c, round, &v, ret_changes));
    return add_missing(c, round, &v, ret_changes);
}

struct err *dispatch_changes_check(struct call *c, const struct dispatch_round *round, bool as_is)
{
    struct dispatch_changes changes;
    TRY(dispatch_changes_of(c, round, &changes));
    if (changes.missing.n)
        FAIL(
            c->arena, ERR_CONFLICT, "dispatch.objection_missing",
            "方案算完以后，%.*s未被安排的异议成立，方案还没有算进去。请重新计算，或在审定时人工安排。",
            "The objection of %.*s to being left out was upheld after the plan was computed: compute it anew, or place "
            "them by hand.",
            STR_ARG(changes.missing));
    if (!changes.items.n || as_is) return NULL;
    FAIL(
        c->arena, ERR_CONFLICT, "dispatch.plan_old",
        "方案算完以后有变化：%s%.0s。请重新计算；确需按原方案发布的，请确认（as_is）。",
        "Things changed after the plan was computed: %.0s%s. Compute it anew, or confirm that it is published as it is "
        "(as_is).",
        str_cstr(c->arena, line_of(c, &changes, false)), str_cstr(c->arena, line_of(c, &changes, true)));
}
