/* calc/plan/plan_csv_out.c: instances and answers as CSV, and answers read back. */
#include "calc/plan/plan_io.h"
#include "calc/plan/plan_private.h"
#include "calc/plan/plan_table.h"
#include "core/buf.h"

#include <stdlib.h>

const char *const plan_answer_file_names[PLAN_ANSWER_FILES] = {"answer.csv", "classes.csv", "prices.csv"};
static const char *const run_names[] = {"runs", "cancelled", "short"};

/* Rows gather in a buffer that is emptied into the sink now and then. */
struct rows {
    struct buf buf;
    const struct plan_sink *sink;
};

enum { ROWS_BYTES = 1 << 16 };

static void rows_open(struct rows *r, const struct plan_sink *sink, const char *head)
{
    buf_init(&r->buf, 2 * ROWS_BYTES);
    r->sink = sink;
    buf_cstr(&r->buf, head);
}

static void rows_put(struct rows *r)
{
    buf_char(&r->buf, '\n');
    if (r->buf.n < ROWS_BYTES) return;
    r->sink->put(r->sink->arg, r->buf.p, r->buf.n);
    buf_clear(&r->buf);
}

static void rows_close(struct rows *r)
{
    if (r->buf.n) r->sink->put(r->sink->arg, r->buf.p, r->buf.n);
    buf_done(&r->buf);
}

static void put_text(struct rows *r, struct str s)
{
    bool quote = false;
    for (size_t i = 0; i < s.n; i++) quote |= s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
    if (!quote) {
        buf_str(&r->buf, s);
        return;
    }
    buf_char(&r->buf, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') buf_char(&r->buf, '"');
        buf_char(&r->buf, s.p[i]);
    }
    buf_char(&r->buf, '"');
}

static void put_name(struct rows *r, const struct str *names, int32_t index)
{
    if (names)
        put_text(r, names[index]);
    else
        buf_int(&r->buf, (int64_t)index + 1);
}

struct str plan_name(struct arena *a, const struct str *names, int32_t index)
{
    return names ? names[index] : str_printf(a, "%d", index + 1);
}

/* ---- an instance ---- */

static void put_weeks(struct rows *r, uint64_t weeks)
{
    const char *between = "";
    for (int w = 0; w < PLAN_PERIODS_MAX; w++) {
        if (!(weeks >> w & 1)) continue;
        buf_printf(&r->buf, "%s%d", between, w + 1);
        between = " ";
    }
}

static void write_offers(const struct plan_instance *in, struct rows *r)
{
    for (int32_t c = 0; c < in->offers; c++) {
        const struct plan_offer *o = &in->offer[c];
        buf_printf(&r->buf, "%d,%d,%d,", c + 1, o->seats_min, o->seats_max);
        put_weeks(r, o->weeks);
        buf_printf(&r->buf, ",%d,%d,%d", o->wave + 1, o->by, o->must_run);
        rows_put(r);
    }
}

static void write_quotas(const struct plan_instance *in, struct rows *r)
{
    for (int32_t c = 0; c < in->offers; c++)
        for (int32_t g = 0; g < in->offer[c].quota_count; g++) {
            const struct plan_quota *q = &in->quota[in->offer[c].quota_first + g];
            buf_printf(&r->buf, "%d,%d,%d,%d", c + 1, g + 1, q->min, q->max);
            rows_put(r);
        }
}

static void write_people(const struct plan_instance *in, struct rows *r)
{
    for (int32_t p = 0; p < in->people; p++) {
        const struct plan_person *who = &in->person[p];
        buf_printf(&r->buf, "%d,%d,%d,%d,%d,%d,", p + 1, who->unit + 1, who->urgency, who->place[0] + 1,
                   who->place[1] + 1, who->place[2] + 1);
        if (who->pin == PLAN_STAYS_OUT) buf_cstr(&r->buf, "out");
        if (who->pin > 0) buf_int(&r->buf, who->pin);
        buf_char(&r->buf, ',');
        if (who->also) buf_int(&r->buf, who->also);
        rows_put(r);
    }
}

static void write_arcs(const struct plan_instance *in, struct rows *r)
{
    for (int32_t p = 0; p < in->people; p++)
        for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1]; e++) {
            buf_printf(&r->buf, "%d,%d,%d", p + 1, PLAN_ARC_OFFER(in->arc[e]) + 1, PLAN_ARC_FIT(in->arc[e]));
            rows_put(r);
        }
}

void plan_write_csv(const struct plan_instance *in, enum plan_file file, const struct plan_sink *sink)
{
    static const char *const heads[PLAN_FILES] = {
        "unit,cap\n", "offer,seats_min,seats_max,weeks,wave,quota_by,must_run\n", "offer,place,min,max\n",
        "person,unit,urgency,place1,place2,place3,pin,also\n", "person,offer,fit\n"};
    struct rows r;
    rows_open(&r, sink, heads[file]);
    switch (file) {
    case PLAN_UNITS:
        for (int32_t u = 0; u < in->units; u++) {
            buf_printf(&r.buf, "%d,%d", u + 1, in->unit_cap[u]);
            rows_put(&r);
        }
        break;
    case PLAN_OFFERS: write_offers(in, &r); break;
    case PLAN_QUOTAS: write_quotas(in, &r); break;
    case PLAN_PEOPLE: write_people(in, &r); break;
    default: write_arcs(in, &r);
    }
    rows_close(&r);
}

/* ---- an answer ---- */

static void write_places(const struct plan_instance *in, const struct plan_names *names, const struct plan_result *res,
                         struct rows *r)
{
    for (int32_t p = 0; p < in->people; p++) {
        int32_t c = res->assigned[p];
        put_name(r, names->person, p);
        buf_char(&r->buf, ',');
        if (c >= 0) put_name(r, names->offer, c);
        buf_printf(&r->buf, ",%d", c >= 0 ? plan_fit(in, p, c) : in->person[p].urgency);
        rows_put(r);
    }
}

static void write_classes(const struct plan_instance *in, const struct plan_names *names, const struct plan_result *res,
                          struct rows *r)
{
    for (int32_t c = 0; c < in->offers; c++) {
        put_name(r, names->offer, c);
        buf_printf(&r->buf, ",%s,%d,%d,%d", run_names[res->run[c] % 3], res->filled[c], in->offer[c].seats_max,
                   res->prices.seat[c]);
        rows_put(r);
    }
}

static void write_number(struct rows *r, const char *kind, int64_t value)
{
    buf_printf(&r->buf, "%s,,,%lld", kind, (long long)value);
    rows_put(r);
}

static void write_prices(const struct plan_instance *in, const struct plan_names *names, const struct plan_result *res,
                         struct rows *r)
{
    write_number(r, "weekly", res->mode == PLAN_WEEKLY);
    write_number(r, "objective", res->objective);
    write_number(r, "fit", res->fit);
    write_number(r, "bound", res->bound);
    write_number(r, "left_out", res->left_out);
    if (res->foreign_bound) write_number(r, "foreign_bound", res->foreign_bound);
    for (int32_t c = 0; c < in->offers; c++)
        for (int32_t g = 0; g < in->offer[c].quota_count; g++) {
            int32_t q = in->offer[c].quota_first + g;
            if (!res->prices.quota[q]) continue;
            buf_cstr(&r->buf, "quota,");
            put_name(r, names->offer, c);
            buf_printf(&r->buf, ",%d,%d", g + 1, res->prices.quota[q]);
            rows_put(r);
        }
    int periods = res->prices.periods;
    for (int64_t i = 0; i < (int64_t)in->units * periods; i++) {
        if (!res->prices.away[i]) continue;
        buf_cstr(&r->buf, "away,");
        put_name(r, names->unit, (int32_t)(i / periods));
        buf_printf(&r->buf, ",%d,%d", (int)(i % periods) + 1, res->prices.away[i]);
        rows_put(r);
    }
}

void plan_write_answer_csv(const struct plan_instance *in, const struct plan_names *names, const struct plan_result *r,
                           enum plan_answer_file file, const struct plan_sink *sink)
{
    static const char *const heads[PLAN_ANSWER_FILES] = {"person,offer,cost\n", "offer,state,people,seats,seat_price\n",
                                                         "kind,name,number,value\n"};
    struct rows rows;
    rows_open(&rows, sink, heads[file]);
    (file == PLAN_ANSWER ? write_places : file == PLAN_CLASSES ? write_classes : write_prices)(in, names, r, &rows);
    rows_close(&rows);
}

/* ---- read back ---- */

struct answering {
    struct arena *arena;
    const struct plan_instance *in;
    const struct name_number *person, *offer, *unit;
    int32_t *assigned, *filled, *seat, *quota, *away;
    uint8_t *run;
    struct plan_result *result;
};

static struct err *read_places(struct answering *k, struct str bytes)
{
    static const char *const columns[] = {"person", "offer", NULL};
    struct table t;
    TRY(table_open(k->arena, plan_answer_file_names[PLAN_ANSWER], bytes, columns, &t));
    for (bool more;;) {
        TRY(table_next(&t, &more));
        if (!more) return NULL;
        int32_t p = 0, c = 0;
        TRY(table_find(&t, 0, k->person, k->in->people, &p));
        if (!table_field(&t, 1).n) continue;
        TRY(table_find(&t, 1, k->offer, k->in->offers, &c));
        if (k->assigned[p] >= 0) return table_wrong(&t, 0, "此人出现了两次", "this person is there twice");
        k->assigned[p] = c;
        k->filled[c]++;
    }
}

static struct err *read_classes(struct answering *k, struct str bytes)
{
    static const char *const columns[] = {"offer", "state", "?seat_price", NULL};
    struct table t;
    TRY(table_open(k->arena, plan_answer_file_names[PLAN_CLASSES], bytes, columns, &t));
    for (bool more;;) {
        TRY(table_next(&t, &more));
        if (!more) return NULL;
        int32_t c = 0;
        int64_t price;
        TRY(table_find(&t, 0, k->offer, k->in->offers, &c));
        TRY(table_number(&t, 2, INT32_MIN, INT32_MAX, 0, &price));
        k->seat[c] = (int32_t)price;
        for (int i = 0; i < 3; i++)
            if (str_is(table_field(&t, 1), run_names[i])) k->run[c] = (uint8_t)i;
    }
}

static struct err *read_price(struct answering *k, const struct table *t, int64_t value)
{
    struct str kind = table_field(t, 0);
    struct plan_result *r = k->result;
    int64_t number;
    int32_t i = 0;
    if (str_is(kind, "objective")) r->objective = value;
    if (str_is(kind, "fit")) r->fit = value;
    if (str_is(kind, "bound")) r->bound = value;
    if (str_is(kind, "foreign_bound")) r->foreign_bound = value;
    if (str_is(kind, "left_out")) r->left_out = (int32_t)value;
    if (str_is(kind, "quota")) {
        TRY(table_find(t, 1, k->offer, k->in->offers, &i));
        TRY(table_number(t, 2, 1, k->in->offer[i].quota_count, INT64_MIN, &number));
        k->quota[k->in->offer[i].quota_first + number - 1] = (int32_t)value;
    }
    if (str_is(kind, "away")) {
        TRY(table_find(t, 1, k->unit, k->in->units, &i));
        TRY(table_number(t, 2, 1, r->prices.periods, INT64_MIN, &number));
        k->away[(int64_t)i * r->prices.periods + number - 1] = (int32_t)value;
    }
    return NULL;
}

static struct err *read_prices(struct answering *k, struct str bytes)
{
    static const char *const columns[] = {"kind", "?name", "?number", "value", NULL};
    struct table t;
    TRY(table_open(k->arena, plan_answer_file_names[PLAN_PRICES], bytes, columns, &t));
    for (bool more;;) {
        int64_t value;
        TRY(table_next(&t, &more));
        if (!more) return NULL;
        bool price = str_is(table_field(&t, 0), "quota") || str_is(table_field(&t, 0), "away");
        TRY(table_number(&t, 3, price ? INT32_MIN : INT64_MIN + 1, price ? INT32_MAX : INT64_MAX, 0, &value));
        if (str_is(table_field(&t, 0), "weekly") && value) {
            k->result->mode = PLAN_WEEKLY;
            k->result->prices.periods = k->in->weeks;
        }
        TRY(read_price(k, &t, value));
    }
}

struct err *plan_read_answer_csv(struct arena *a, const struct str files[PLAN_ANSWER_FILES],
                                 const struct plan_instance *in, const struct plan_names *names,
                                 struct plan_result *ret_result)
{
    struct plan_result r = {.people = in->people, .offers = in->offers, .mode = PLAN_WAVE};
    r.prices.periods = in->waves;
    struct answering k = {.arena = a, .in = in, .result = &r};
    k.person = table_names(a, names->person, in->people);
    k.offer = table_names(a, names->offer, in->offers);
    k.unit = table_names(a, names->unit, in->units);
    r.assigned = k.assigned = arena_array(a, int32_t, in->people + 1);
    r.filled = k.filled = arena_array(a, int32_t, in->offers + 1);
    r.run = k.run = arena_array(a, uint8_t, in->offers + 1);
    r.prices.seat = k.seat = arena_array(a, int32_t, in->offers + 1);
    r.prices.quota = k.quota = arena_array(a, int32_t, in->quotas + 1);
    r.prices.away = k.away = arena_array(a, int32_t, (int64_t)in->units * PLAN_PERIODS_MAX + 1);
    for (int32_t p = 0; p < in->people; p++) k.assigned[p] = PLAN_OUT;
    TRY(read_places(&k, files[PLAN_ANSWER]));
    TRY(read_classes(&k, files[PLAN_CLASSES]));
    TRY(read_prices(&k, files[PLAN_PRICES]));
    *ret_result = r;
    return NULL;
}
