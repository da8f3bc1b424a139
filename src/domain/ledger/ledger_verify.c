/* domain/ledger/ledger_verify.c: walks every chain and counts every sum again. */
#include "api/call.h"
#include "core/buf.h"
#include "domain/ledger/ledger_private.h"

#include <stdarg.h>
#include <stdio.h>

enum { PEOPLE_AT_ONCE = 1000, FAULTS_MAX = 20, CANONICAL_MAX_BYTES = 1 << 20 };

struct walk {
    struct call *c;
    struct arena *outer; /* where faults in words live */
    struct buf scratch;
    struct ledger_givers givers;
    struct ledger_check *check;
};

static void fault(struct walk *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void fault(struct walk *w, const char *format, ...)
{
    char text[512];
    va_list args;
    w->check->broken++;
    if (w->check->faults.n >= FAULTS_MAX) return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    *list_add(w->outer, &w->check->faults, struct str) = str_copy(w->outer, str_of(text));
}

/* The entries of one person from the first on; *at moves behind them. False after the first fault. */
static bool walk_chain(struct walk *w, int64_t person_id, const struct list *entries, size_t *at,
                       struct ledger_head *end)
{
    bool good = true;
    for (; *at < entries->n; ++*at) {
        const struct ledger_entry *entry = LIST_AT(*entries, struct ledger_entry, *at);
        if (entry->person_id != person_id) break;
        w->check->entries++;
        ledger_givers_count(&w->givers, entry);
        const char *what = good ? ledger_chain_fault(end, entry, &w->scratch) : NULL;
        if (what) {
            fault(w, "人员 %lld 第 %lld 条记录的 %s 不符 / person %lld, entry %lld: %s is wrong", (long long)person_id,
                  (long long)entry->seq, what, (long long)person_id, (long long)entry->seq, what);
            good = false;
        }
        ledger_head_follow(end, entry);
    }
    return good;
}

static bool heads_agree(const struct ledger_head *a, const struct ledger_head *b)
{
    return a->seq == b->seq && str_equal(a->hash, b->hash) && a->concentrated_centi == b->concentrated_centi &&
           a->online_centi == b->online_centi;
}

static void check_person(struct walk *w, const struct ledger_head *head, const struct list *entries, size_t *at)
{
    struct ledger_head end = {.person_id = head->person_id};
    w->check->people++;
    if (walk_chain(w, head->person_id, entries, at, &end) && !heads_agree(&end, head))
        fault(w, "人员 %lld 的账头与各条记录之和不符 / person %lld: the head is not the sum of the entries",
              (long long)head->person_id, (long long)head->person_id);
}

/* Entries of people without a head. */
static void skip_headless(struct walk *w, int64_t before_id, const struct list *entries, size_t *at)
{
    while (*at < entries->n && LIST_AT(*entries, struct ledger_entry, *at)->person_id < before_id) {
        int64_t person_id = LIST_AT(*entries, struct ledger_entry, *at)->person_id;
        struct ledger_head end = {.person_id = person_id};
        walk_chain(w, person_id, entries, at, &end);
        fault(w, "人员 %lld 有记录而无账头 / person %lld has entries but no head", (long long)person_id,
              (long long)person_id);
    }
}

/* The next people in the order of their ids; *after_id moves to the last of them, or beyond everybody. */
static struct err *check_some(struct walk *w, int64_t *after_id, bool *ret_more)
{
    struct list heads, entries;
    TRY(ledger_head_range(w->c, *after_id, PEOPLE_AT_ONCE, &heads));
    *ret_more = heads.n == PEOPLE_AT_ONCE;
    int64_t last_id = *ret_more ? LIST_AT(heads, struct ledger_head, heads.n - 1)->person_id : INT64_MAX;
    TRY(ledger_entry_range(w->c, *after_id, last_id, &entries));
    size_t at = 0;
    for (LIST_EACH(heads, struct ledger_head, head)) {
        skip_headless(w, head->person_id, &entries, &at);
        check_person(w, head, &entries, &at);
    }
    skip_headless(w, INT64_MAX, &entries, &at);
    *after_id = last_id;
    return NULL;
}

static struct err *check_givers(struct walk *w)
{
    struct list kept;
    TRY(ledger_giver_list(w->c, &kept));
    for (LIST_EACH(kept, struct ledger_giver, k)) {
        const struct ledger_giver *counted = ledger_givers_find(&w->givers, k->org_id, k->year);
        if (counted && counted->entries == k->entries && counted->hours_centi == k->hours_centi) continue;
        fault(w, "单位 %lld 在 %lld 年授予的学时合计不符 / giver %lld, year %lld: the sums are wrong",
              (long long)k->org_id, (long long)k->year, (long long)k->org_id, (long long)k->year);
    }
    if (w->givers.n > kept.n) fault(w, "有单位的年度合计缺失 / sums of some givers are missing");
    return NULL;
}

static struct err *walk_all(struct walk *w)
{
    struct arena *scratch = arena_open(LIMIT_CALL_ARENA_BYTES);
    int64_t after_id = 0;
    bool more = true;
    struct err *e = NULL;
    w->c->arena = scratch;
    while (more && !e) {
        e = check_some(w, &after_id, &more);
        if (!e) arena_reset(scratch);
    }
    if (!e) e = check_givers(w);
    w->c->arena = w->outer;
    e = e ? err_copy(w->outer, e) : NULL;
    arena_close(scratch);
    return e;
}

struct err *ledger_verify(struct call *c, struct ledger_check *ret_check)
{
    *ret_check = (struct ledger_check){0};
    struct walk w = {.c = c, .outer = c->arena, .check = ret_check};
    buf_init(&w.scratch, CANONICAL_MAX_BYTES);
    struct err *e = walk_all(&w);
    buf_done(&w.scratch);
    ledger_givers_done(&w.givers);
    return e;
}
