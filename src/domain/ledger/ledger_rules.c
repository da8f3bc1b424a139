/* domain/ledger/ledger_rules.c: the chain, and attendance turned into hours. Pure. */
#include "calc/digest/digest.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "core/time.h"
#include "domain/ledger/ledger_private.h"

#include <string.h>

const char *const ledger_kind_names[] = {"", "concentrated", "online", NULL};
const char *const ledger_source_names[] = {"", "class", "import", "manual", "history", "reversal", NULL};
const char *const conversion_basis_names[] = {"", "session_hours", "half_days", "minutes", NULL};

/* ---- the canonical text ---- */

static void put_int(struct buf *out, const char *name, int64_t value)
{
    buf_cstr(out, name);
    buf_char(out, '=');
    buf_int(out, value);
    buf_char(out, '\n');
}

static void put_text(struct buf *out, const char *name, struct str value)
{
    buf_cstr(out, name);
    buf_char(out, '=');
    size_t from = 0;
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] != '\\' && value.p[i] != '\n') continue;
        buf_put(out, value.p + from, i - from);
        buf_cstr(out, value.p[i] == '\n' ? "\\n" : "\\\\");
        from = i + 1;
    }
    if (from < value.n) buf_put(out, value.p + from, value.n - from);
    buf_char(out, '\n');
}

static void put_hex(struct buf *out, const char *name, struct str bytes)
{
    static const char digits[] = "0123456789abcdef";
    char hex[2 * LEDGER_HASH_BYTES];
    size_t n = bytes.n < LEDGER_HASH_BYTES ? bytes.n : LEDGER_HASH_BYTES;
    for (size_t i = 0; i < n; i++) {
        hex[2 * i] = digits[(uint8_t)bytes.p[i] >> 4];
        hex[2 * i + 1] = digits[(uint8_t)bytes.p[i] & 15];
    }
    put_text(out, name, (struct str){hex, 2 * n});
}

void ledger_canonical(struct buf *out, const struct ledger_entry *e)
{
    buf_cstr(out, "tongke-ledger-1\n");
    put_hex(out, "prev_hash", e->prev_hash);
    put_int(out, "id", e->id);
    put_int(out, "person_id", e->person_id);
    put_int(out, "seq", e->seq);
    put_text(out, "kind", str_of(ledger_kind_names[e->kind]));
    put_int(out, "hours_centi", e->hours_centi);
    put_int(out, "days_centi", e->days_centi);
    put_int(out, "earned_on", e->earned_on);
    put_int(out, "posted_at", e->posted_at);
    put_text(out, "source_kind", str_of(ledger_source_names[e->source_kind]));
    put_text(out, "source_key", e->source_key);
    put_int(out, "source_id", e->source_id);
    put_int(out, "org_id", e->org_id);
    put_text(out, "title", e->title);
    put_text(out, "evidence", e->evidence);
    put_int(out, "rule_id", e->rule_id);
    put_int(out, "reverses_id", e->reverses_id);
    put_int(out, "posted_by", e->posted_by);
}

/* ---- the chain ---- */

static void hash_entry(const struct ledger_entry *entry, struct buf *scratch, uint8_t digest[LEDGER_HASH_BYTES])
{
    buf_clear(scratch);
    ledger_canonical(scratch, entry);
    digest_sha256(buf_text(scratch), digest);
}

void ledger_head_follow(struct ledger_head *head, const struct ledger_entry *entry)
{
    head->seq = entry->seq;
    head->hash = entry->hash;
    if (entry->kind == LEDGER_ONLINE)
        head->online_centi += entry->hours_centi;
    else
        head->concentrated_centi += entry->hours_centi;
}

void ledger_chain(struct ledger_head *head, struct ledger_entry *entry, uint8_t digest[LEDGER_HASH_BYTES],
                  struct buf *scratch)
{
    uint8_t made[LEDGER_HASH_BYTES]; /* `digest` may hold the bytes of prev_hash until the text is hashed */
    entry->seq = head->seq + 1;
    entry->prev_hash = head->hash;
    hash_entry(entry, scratch, made);
    memcpy(digest, made, sizeof made);
    entry->hash = (struct str){(char *)digest, LEDGER_HASH_BYTES};
    ledger_head_follow(head, entry);
}

const char *ledger_chain_fault(const struct ledger_head *head, const struct ledger_entry *entry, struct buf *scratch)
{
    uint8_t digest[LEDGER_HASH_BYTES];
    if (entry->seq != head->seq + 1) return "seq";
    if (!str_equal(entry->prev_hash, head->hash)) return "prev_hash";
    hash_entry(entry, scratch, digest);
    return str_equal(entry->hash, (struct str){(char *)digest, sizeof digest}) ? NULL : "hash";
}

struct err *ledger_posting_check(struct arena *a, const struct ledger_posting *p, int today)
{
    if (p->earned_on > today || !date_is_valid(p->earned_on))
        FAIL_FIELD(a, "ledger.future", "earned_on", "取得学时的日期须是今天或以前的日期。",
                   "The day on which hours were earned must be today or earlier.");
    if (p->hours_centi <= 0 || p->days_centi < 0 || (p->kind != LEDGER_CONCENTRATED && p->kind != LEDGER_ONLINE))
        FAIL_FIELD(a, "ledger.hours", "hours", "学时须大于零，并注明集中培训或网络自学。",
                   "Hours must be more than zero and be of one kind, concentrated or online.");
    if (!p->source_key.n)
        FAIL(a, ERR_BROKEN, "ledger.source_key", "入账缺少来源标识。", "A posting came without the key of its source.");
    return NULL;
}

/* ---- attendance to hours ---- */

enum { MORNING = 1, AFTERNOON = 2, MORNING_UNTIL_MIN = 12 * 60 + 30, AFTERNOON_FROM_MIN = 13 * 60 + 30 };
#define WHOLE_PPM 1000000

struct conversion_day {
    int on;
    int halves;
    int64_t hours_centi; /* of the timetable, or from minutes */
};

static int halves_of(const struct conversion_lesson *lesson, int on, int tz_min)
{
    int64_t midnight = date_start_us(on, tz_min);
    int64_t starts_min = (lesson->starts_at - midnight) / TIME_MINUTE_US,
            ends_min = (lesson->ends_at - midnight) / TIME_MINUTE_US;
    if (starts_min >= MORNING_UNTIL_MIN) return AFTERNOON;
    return ends_min > AFTERNOON_FROM_MIN ? MORNING | AFTERNOON : MORNING;
}

static int64_t lesson_hours(const struct conversion_rule *rule, const struct conversion_lesson *lesson)
{
    if (rule->basis != CONVERSION_MINUTES) return lesson->hours_centi;
    int64_t minutes = (lesson->ends_at - lesson->starts_at) / TIME_MINUTE_US;
    int64_t per_hour = rule->minutes_per_hour > 0 ? rule->minutes_per_hour : 60;
    return minutes * lesson->attended_ppm / WHOLE_PPM * 100 / per_hour;
}

static int64_t half_day_hours(const struct conversion_rule *rule, int halves)
{
    if (halves == (MORNING | AFTERNOON)) return rule->hours_per_day_centi;
    return halves ? rule->hours_per_half_day_centi : 0;
}

static void close_day(const struct conversion_rule *rule, const struct conversion_day *day, int64_t *hours_centi,
                      int64_t *days_centi)
{
    if (!day->on) return;
    bool capped = rule->basis == CONVERSION_SESSION_HOURS && rule->hours_per_day_centi > 0;
    int64_t hours = rule->basis == CONVERSION_HALF_DAYS ? half_day_hours(rule, day->halves) : day->hours_centi;
    if (capped && hours > rule->hours_per_day_centi) hours = rule->hours_per_day_centi;
    *hours_centi += hours;
    if (rule->basis != CONVERSION_MINUTES) *days_centi += 50 * __builtin_popcount((unsigned)day->halves);
}

void conversion_apply(const struct conversion_rule *rule, const struct conversion_lesson *lessons, size_t n, int tz_min,
                      int64_t *ret_hours_centi, int64_t *ret_days_centi)
{
    struct conversion_day day = {0};
    int64_t hours_centi = 0, days_centi = 0;
    for (size_t i = 0; i < n; i++) {
        if (lessons[i].attended_ppm <= 0 || lessons[i].attended_ppm < rule->min_share_ppm) continue;
        int on = date_of(lessons[i].starts_at, tz_min);
        if (on != day.on) close_day(rule, &day, &hours_centi, &days_centi), day = (struct conversion_day){.on = on};
        day.halves |= halves_of(&lessons[i], on, tz_min);
        day.hours_centi += lesson_hours(rule, &lessons[i]);
    }
    close_day(rule, &day, &hours_centi, &days_centi);
    *ret_hours_centi = hours_centi * rule->factor_ppm / WHOLE_PPM;
    *ret_days_centi = days_centi;
}
