/* calc/plan/plan_binary.c: the compact form: little-endian 32-bit numbers, in the order of docs/plan.md. */
#include "calc/plan/plan_io.h"
#include "calc/plan/plan_private.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the compact form is read in place");
_Static_assert(sizeof(struct plan_person) == 28, "a person in the file is seven numbers");
_Static_assert(sizeof(struct plan_quota) == 8, "a quota in the file is two numbers");

static const char instance_mark[8] = "TKPLAN1\n", answer_mark[8] = "TKANSW1\n";

struct instance_head {
    char mark[8];
    int32_t people, offers, units, quotas, waves, weeks;
    int64_t arcs;
};
struct offer_row {
    uint64_t weeks;
    int32_t seats_min, seats_max, wave, by, quota_first, quota_count, must_run, unused;
};
struct answer_head {
    char mark[8];
    int32_t people, offers, units, quotas, periods, mode;
    int64_t objective, fit, bound;
    int32_t left_out, stopped;
};

static bool has_mark(struct str bytes, const char *mark) { return bytes.n >= 8 && memcmp(bytes.p, mark, 8) == 0; }
bool plan_is_binary(struct str bytes) { return has_mark(bytes, instance_mark); }
bool plan_is_answer(struct str bytes) { return has_mark(bytes, answer_mark); }

static void put(const struct plan_sink *sink, const void *bytes, size_t n)
{
    if (n) sink->put(sink->arg, bytes, n);
}

static void put_pad(const struct plan_sink *sink, size_t n)
{
    static const char zeros[8];
    put(sink, zeros, (8 - n % 8) % 8);
}

static void put_offers(const struct plan_instance *in, const struct plan_sink *sink)
{
    for (int32_t c = 0; c < in->offers; c++) {
        const struct plan_offer *o = &in->offer[c];
        struct offer_row row = {o->weeks,       o->seats_min,   o->seats_max, o->wave, o->by,
                                o->quota_first, o->quota_count, o->must_run,  0};
        put(sink, &row, sizeof row);
    }
}

void plan_write_binary(const struct plan_instance *in, const struct plan_sink *sink)
{
    struct instance_head head = {.people = in->people,
                                 .offers = in->offers,
                                 .units = in->units,
                                 .quotas = in->quotas,
                                 .waves = in->waves,
                                 .weeks = in->weeks,
                                 .arcs = in->arc_first[in->people]};
    memcpy(head.mark, instance_mark, sizeof head.mark);
    put(sink, &head, sizeof head);
    put_offers(in, sink);
    put(sink, in->quota, sizeof *in->quota * (size_t)in->quotas);
    put(sink, in->unit_cap, sizeof *in->unit_cap * (size_t)in->units);
    put(sink, in->person, sizeof *in->person * (size_t)in->people);
    for (int32_t p = 0; p < in->people; p++) {
        int32_t n = (int32_t)(in->arc_first[p + 1] - in->arc_first[p]);
        put(sink, &n, sizeof n);
    }
    put(sink, in->arc, sizeof *in->arc * (size_t)head.arcs);
}

static struct err *broken(struct arena *a)
{
    return ERR(a, ERR_INVALID, "plan.file", "文件不完整或已损坏。请重新生成。",
               "The file is incomplete or damaged. Make it again.");
}

struct reading {
    const char *p;
    size_t left;
};

static const void *take(struct reading *r, size_t each, int64_t n)
{
    const void *at = r->p;
    if (n < 0 || (uint64_t)n > r->left / each) return NULL;
    r->p += each * (size_t)n;
    r->left -= each * (size_t)n;
    return at;
}

static const struct plan_offer *read_offers(struct arena *a, const struct offer_row *row, int32_t n)
{
    struct plan_offer *offer = arena_array(a, struct plan_offer, n + 1);
    for (int32_t c = 0; c < n; c++)
        offer[c] = (struct plan_offer){row[c].seats_min, row[c].seats_max,   row[c].weeks,       row[c].wave,
                                       row[c].by,        row[c].quota_first, row[c].quota_count, row[c].must_run != 0};
    return offer;
}

static struct err *read_rows(struct arena *a, struct reading *r, int64_t arcs, struct plan_instance *in)
{
    const int32_t *count = take(r, sizeof *count, in->people);
    in->arc = take(r, sizeof *in->arc, arcs);
    if (!count || !in->arc || r->left) return broken(a);
    int64_t *first = arena_array(a, int64_t, (int64_t)in->people + 1);
    for (int32_t p = 0; p < in->people; p++) {
        if (count[p] < 0 || count[p] > PLAN_ARCS_OF_PERSON_MAX) return broken(a);
        first[p + 1] = first[p] + count[p];
    }
    if (first[in->people] != arcs) return broken(a);
    in->arc_first = first;
    return NULL;
}

struct err *plan_read_binary(struct arena *a, struct str bytes, struct plan_instance *ret_instance)
{
    struct reading r = {bytes.p, bytes.n};
    const struct instance_head *head = take(&r, sizeof *head, 1);
    if (!head || !plan_is_binary(bytes)) return broken(a);
    struct plan_instance in = {.people = head->people,
                               .offers = head->offers,
                               .units = head->units,
                               .quotas = head->quotas,
                               .waves = head->waves,
                               .weeks = head->weeks};
    const struct offer_row *offer = take(&r, sizeof *offer, in.offers);
    in.quota = take(&r, sizeof *in.quota, in.quotas);
    in.unit_cap = take(&r, sizeof *in.unit_cap, in.units);
    in.person = take(&r, sizeof *in.person, in.people);
    if (!offer || !in.quota || !in.unit_cap || !in.person) return broken(a);
    TRY(read_rows(a, &r, head->arcs, &in));
    in.offer = read_offers(a, offer, in.offers);
    *ret_instance = in;
    return NULL;
}

/* ---- answers ---- */

void plan_write_answer(const struct plan_instance *in, const struct plan_result *r, const struct plan_sink *sink)
{
    struct answer_head head = {.people = in->people,
                               .offers = in->offers,
                               .units = in->units,
                               .quotas = in->quotas,
                               .periods = r->prices.periods,
                               .mode = (int32_t)r->mode,
                               .objective = r->objective,
                               .fit = r->fit,
                               .bound = r->bound,
                               .left_out = r->left_out,
                               .stopped = r->stopped};
    memcpy(head.mark, answer_mark, sizeof head.mark);
    put(sink, &head, sizeof head);
    put(sink, r->assigned, sizeof *r->assigned * (size_t)in->people);
    put(sink, r->prices.seat, sizeof *r->prices.seat * (size_t)in->offers);
    put(sink, r->prices.quota, sizeof *r->prices.quota * (size_t)in->quotas);
    put(sink, r->prices.away, sizeof *r->prices.away * (size_t)in->units * (size_t)r->prices.periods);
    put(sink, r->run, (size_t)in->offers);
    put_pad(sink, (size_t)in->offers);
}

static int32_t *count_filled(struct arena *a, const struct plan_instance *in, const int32_t *assigned)
{
    int32_t *filled = arena_array(a, int32_t, in->offers + 1);
    for (int32_t p = 0; p < in->people; p++)
        if (assigned[p] >= 0 && assigned[p] < in->offers) filled[assigned[p]]++;
    return filled;
}

struct err *plan_read_answer(struct arena *a, struct str bytes, const struct plan_instance *in,
                             struct plan_result *ret_result)
{
    struct reading r = {bytes.p, bytes.n};
    const struct answer_head *head = take(&r, sizeof *head, 1);
    if (!head || !plan_is_answer(bytes)) return broken(a);
    if (head->people != in->people || head->offers != in->offers || head->units != in->units ||
        head->quotas != in->quotas || head->mode < PLAN_WAVE || head->mode > PLAN_WEEKLY ||
        head->periods != (head->mode == PLAN_WEEKLY ? in->weeks : in->waves))
        FAIL(a, ERR_INVALID, "plan.answer", "这份结果不是这个问题的结果：人数、班次数、单位数、名额组或期次不同。",
             "This answer belongs to another instance: people, offers, units, quotas or periods differ.");
    struct plan_result out = {.people = in->people,
                              .offers = in->offers,
                              .mode = (enum plan_mode)head->mode,
                              .objective = head->objective,
                              .fit = head->fit,
                              .bound = head->bound,
                              .left_out = head->left_out,
                              .stopped = head->stopped != 0};
    out.assigned = take(&r, sizeof(int32_t), in->people);
    out.prices.periods = head->periods;
    out.prices.seat = take(&r, sizeof(int32_t), in->offers);
    out.prices.quota = take(&r, sizeof(int32_t), in->quotas);
    out.prices.away = take(&r, sizeof(int32_t), (int64_t)in->units * head->periods);
    out.run = take(&r, 1, in->offers);
    if (!out.assigned || !out.prices.seat || !out.prices.quota || !out.prices.away || !out.run || r.left > 7)
        return broken(a);
    out.filled = count_filled(a, in, out.assigned);
    *ret_result = out;
    return NULL;
}
