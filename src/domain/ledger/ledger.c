/* domain/ledger/ledger.c: posting, reversing, loading whole histories, and the proof. */
#include "domain/ledger/ledger.h"

#include "api/call.h"
#include "core/buf.h"
#include "domain/ledger/ledger_private.h"

#include <stdlib.h>
#include <string.h>

enum { CANONICAL_MAX_BYTES = 1 << 20 };

/* One writing of entries: the buffer of the canonical text and the sums by giver, which outlive single people. */
struct posting {
    struct call *c;
    struct buf scratch;
    struct ledger_givers givers;
    int64_t posted;
};

static void posting_init(struct posting *x, struct call *c)
{
    *x = (struct posting){.c = c};
    buf_init(&x->scratch, CANONICAL_MAX_BYTES);
}

static void posting_done(struct posting *x)
{
    buf_done(&x->scratch);
    ledger_givers_done(&x->givers);
}

static struct ledger_entry entry_of(struct call *c, const struct ledger_posting *p, int64_t posted_at)
{
    return (struct ledger_entry){
        .id = call_id(c),
        .person_id = p->person_id,
        .kind = p->kind,
        .hours_centi = p->hours_centi,
        .days_centi = p->days_centi,
        .earned_on = p->earned_on,
        .posted_at = posted_at,
        .source_kind = p->source_kind,
        .source_key = p->source_key,
        .source_id = p->source_id,
        .org_id = p->org_id,
        .title = p->title,
        .evidence = p->evidence.n ? p->evidence : STR("{}"),
        .rule_id = p->rule_id,
        .posted_by = c->who ? c->who->account_id : 0,
    };
}

/* Chains the entry behind the head and saves it. The head stays where it was when the person has the source key
 * already. */
static struct err *append(struct posting *x, struct ledger_head *head, struct ledger_entry *entry, bool *ret_new)
{
    struct ledger_head next = *head;
    uint8_t *digest = arena_bytes(x->c->arena, LEDGER_HASH_BYTES);
    ledger_chain(&next, entry, digest, &x->scratch);
    TRY(ledger_entry_add(x->c, entry, ret_new));
    if (!*ret_new) return NULL;
    *head = next;
    ledger_givers_count(&x->givers, entry);
    x->posted++;
    return NULL;
}

/* ---- posting ---- */

/* All postings of one person; the event only when the ledger grew. */
static struct err *post_run(struct posting *x, const struct ledger_posting *p, size_t n)
{
    struct call *c = x->c;
    struct ledger_head head;
    bool is_new;
    int64_t before = x->posted;
    TRY(ledger_head_lock(c, p->person_id, &head));
    for (size_t i = 0; i < n; i++) {
        struct ledger_entry entry = entry_of(c, &p[i], c->now_us);
        TRY(append(x, &head, &entry, &is_new));
    }
    if (x->posted == before) return NULL;
    TRY(ledger_head_set(c, &head, c->now_us));
    return call_event(c, (struct event){.name = "ledger.posted", .subject_id = p->person_id});
}

static struct err *post_all(struct posting *x, const struct ledger_posting *p, size_t n)
{
    for (size_t i = 0; i < n; i++) TRY(ledger_posting_check(x->c->arena, &p[i], x->c->today));
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && p[to].person_id == p[from].person_id;) to++;
        TRY(post_run(x, p + from, to - from));
    }
    return ledger_givers_write(x->c, &x->givers);
}

struct err *ledger_post(struct call *c, const struct ledger_posting *p, size_t n, int64_t *ret_posted)
{
    struct posting x;
    posting_init(&x, c);
    struct err *e = post_all(&x, p, n);
    if (!e && ret_posted) *ret_posted = x.posted;
    posting_done(&x);
    return e;
}

/* ---- reversing ---- */

static struct str reason_json(struct arena *a, int64_t seq, struct str reason)
{
    struct buf out;
    buf_init(&out, CANONICAL_MAX_BYTES);
    buf_printf(&out, "{\"reverses_seq\":%lld,\"reason\":", (long long)seq);
    buf_json_text(&out, reason);
    buf_char(&out, '}');
    struct str json = str_copy(a, buf_text(&out));
    buf_done(&out);
    return json;
}

static struct ledger_entry reversal_of(struct call *c, const struct ledger_entry *was, struct str reason)
{
    struct ledger_entry entry = *was;
    entry.id = call_id(c);
    entry.hours_centi = -was->hours_centi;
    entry.days_centi = -was->days_centi;
    entry.posted_at = c->now_us;
    entry.source_kind = LEDGER_REVERSAL;
    entry.source_key = str_printf(c->arena, "reversal:%lld", (long long)was->id);
    entry.title = str_printf(c->arena, "冲销：%.*s", STR_ARG(was->title));
    entry.evidence = reason_json(c->arena, was->seq, reason);
    entry.reverses_id = was->id;
    entry.posted_by = c->who ? c->who->account_id : 0;
    return entry;
}

static struct err *already_reversed(struct arena *a)
{
    FAIL(a, ERR_CONFLICT, "ledger.already_reversed", "这条记录已被冲销。如需更正，请补记一条。",
         "This entry was reversed already. To correct something, post a new entry.");
}

static struct err *save_reversal(struct posting *x, struct ledger_entry *entry)
{
    struct call *c = x->c;
    struct ledger_head head;
    bool is_new;
    TRY(ledger_head_lock(c, entry->person_id, &head));
    TRY(append(x, &head, entry, &is_new));
    if (!is_new) return already_reversed(c->arena);
    TRY(ledger_head_set(c, &head, c->now_us));
    TRY(ledger_givers_write(c, &x->givers));
    TRY(call_event(c, (struct event){.name = "ledger.posted", .subject_id = entry->person_id}));
    return call_event(
        c, (struct event){.name = "ledger.reversed", .subject_id = entry->person_id, .object_id = entry->reverses_id});
}

struct err *ledger_reverse(struct call *c, int64_t entry_id, struct str reason, struct ledger_entry *ret_entry)
{
    struct ledger_entry was;
    TRY(ledger_entry_get(c, entry_id, &was));
    if (was.reverses_id)
        FAIL(c->arena, ERR_CONFLICT, "ledger.is_reversal", "冲销记录不能再冲销。如需恢复，请补记一条。",
             "A reversal cannot be reversed. To restore the hours, post a new entry.");
    if (was.reversed_by) return already_reversed(c->arena);
    struct ledger_entry entry = reversal_of(c, &was, reason);
    struct posting x;
    posting_init(&x, c);
    struct err *e = save_reversal(&x, &entry);
    posting_done(&x);
    if (!e) *ret_entry = entry;
    return e;
}

/* ---- whole histories ---- */

struct ledger_bulk {
    struct posting x;
    struct ledger_head head;
    uint8_t digest[LEDGER_HASH_BYTES]; /* of the last entry */
    uint8_t before[LEDGER_HASH_BYTES]; /* of the one before it */
    int64_t head_at;
};

struct err *ledger_bulk_open(struct call *c, struct ledger_bulk **ret_bulk)
{
    struct ledger_bulk *bulk = calloc(1, sizeof *bulk);
    if (!bulk) abort();
    posting_init(&bulk->x, c);
    *ret_bulk = bulk;
    return NULL;
}

static struct err *bulk_head(struct ledger_bulk *bulk)
{
    return bulk->head.person_id ? ledger_head_add(bulk->x.c, &bulk->head, bulk->head_at) : NULL;
}

struct err *ledger_bulk_add(struct ledger_bulk *bulk, const struct ledger_posting *p, int64_t posted_at)
{
    struct call *c = bulk->x.c;
    bool is_new;
    TRY(ledger_posting_check(c->arena, p, c->today));
    if (p->person_id != bulk->head.person_id) {
        TRY(bulk_head(bulk));
        bulk->head = (struct ledger_head){.person_id = p->person_id};
    }
    struct ledger_entry entry = entry_of(c, p, posted_at);
    memcpy(bulk->before, bulk->digest, sizeof bulk->before);
    if (bulk->head.seq) bulk->head.hash = (struct str){(char *)bulk->before, sizeof bulk->before};
    ledger_chain(&bulk->head, &entry, bulk->digest, &bulk->x.scratch);
    TRY(ledger_entry_add(c, &entry, &is_new));
    if (!is_new)
        FAIL(c->arena, ERR_CONFLICT, "ledger.bulk_twice", "批量入账中来源标识重复：%.*s。",
             "A source key came twice: %.*s.", STR_ARG(entry.source_key));
    ledger_givers_count(&bulk->x.givers, &entry);
    bulk->head_at = posted_at;
    bulk->x.posted++;
    return NULL;
}

struct err *ledger_bulk_close(struct ledger_bulk *bulk, int64_t *ret_entries)
{
    struct err *e = bulk_head(bulk);
    if (!e) e = ledger_givers_write(bulk->x.c, &bulk->x.givers);
    if (!e && ret_entries) *ret_entries = bulk->x.posted;
    posting_done(&bulk->x);
    free(bulk);
    return e;
}
