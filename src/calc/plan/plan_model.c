/* calc/plan/plan_model.c: the solver's own form of an instance, and placing people in it. */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

enum { CHUNKS = 64 };

static void lay_posts(struct solver *s)
{
    const struct plan_instance *in = s->in;
    s->post = arena_array(s->arena, struct post, in->offers + 1);
    int32_t slot = 0, holder = 0;
    for (int32_t c = 0; c < in->offers; c++) {
        const struct plan_offer *o = &in->offer[c];
        s->post[c] = (struct post){.periods = plan_periods(o, s->options->mode),
                                   .slot = slot,
                                   .slots = o->by ? o->quota_count : 1,
                                   .by = o->by,
                                   .seats = o->seats_max,
                                   .holder_first = holder,
                                   .open = true};
        slot += s->post[c].slots;
        holder += o->seats_max < in->people ? o->seats_max : in->people;
    }
    s->slots = slot;
    s->holder = arena_array(s->arena, int32_t, holder + 1);
    s->slack = arena_array(s->arena, int32_t, holder + 1);
}

static void lay_slots(struct solver *s)
{
    s->slot_offer = arena_array(s->arena, int32_t, s->slots + 1);
    s->slot_max = arena_array(s->arena, int32_t, s->slots + 1);
    s->slot_filled = arena_array(s->arena, int32_t, s->slots + 1);
    s->slot_floor = arena_array(s->arena, int32_t, s->slots + 1);
    s->slot_price = arena_array(s->arena, int32_t, s->slots + 1);
    s->quota_price = arena_array(s->arena, int32_t, s->slots + 1);
    s->seat_price = arena_array(s->arena, int32_t, s->in->offers + 1);
    for (int32_t c = 0; c < s->in->offers; c++) {
        const struct plan_offer *o = &s->in->offer[c];
        for (int32_t i = 0; i < s->post[c].slots; i++) {
            int32_t max = o->by ? s->in->quota[o->quota_first + i].max : o->seats_max;
            s->slot_offer[s->post[c].slot + i] = c;
            s->slot_max[s->post[c].slot + i] = max < o->seats_max ? max : o->seats_max;
        }
    }
}

static inline uint64_t mixed(uint64_t hash, uint64_t x)
{
    hash = (hash ^ x) * 0x9E3779B97F4A7C15ull;
    return hash ^ hash >> 29;
}

struct ranked {
    uint64_t hash; /* of all that the person is and may do */
    int32_t person;
};

static int by_hash(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return a->person < b->person ? -1 : 1;
}

static uint64_t person_hash(const struct plan_instance *in, int32_t p)
{
    const struct plan_person *who = &in->person[p];
    uint64_t hash = mixed((uint32_t)who->urgency, (uint32_t)who->pin);
    for (int i = 0; i < PLAN_PLACES; i++) hash = mixed(hash, (uint32_t)who->place[i]);
    for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1]; e++) hash = mixed(hash, in->arc[e]);
    return hash;
}

/* People of a unit in the order of their hashes: two with the same one can be taken for each other. */
static void lay_order(struct solver *s)
{
    s->rank = arena_array(s->arena, int32_t, s->in->people + 1);
    struct ranked *list = malloc(sizeof *list * (size_t)(s->in->people + 1));
    if (!list) abort();
    for (int32_t u = 0; u < s->in->units; u++) {
        int32_t first = s->unit_first[u], n = s->unit_first[u + 1] - first;
        for (int32_t i = 0; i < n; i++) {
            int32_t p = s->unit_person[first + i];
            list[i] = (struct ranked){person_hash(s->in, p), p};
        }
        qsort(list, (size_t)n, sizeof *list, by_hash);
        for (int32_t i = 0; i < n; i++) {
            s->unit_person[first + i] = list[i].person;
            s->rank[list[i].person] = first + i;
        }
    }
    free(list);
}

static void lay_units(struct solver *s)
{
    const struct plan_instance *in = s->in;
    s->unit_first = arena_array(s->arena, int32_t, in->units + 2);
    s->unit_person = arena_array(s->arena, int32_t, in->people + 1);
    for (int32_t p = 0; p < in->people; p++) s->unit_first[in->person[p].unit + 1]++;
    for (int32_t u = 0; u < in->units; u++) {
        if (s->unit_first[u + 1] > in->unit_cap[u]) s->capped = true;
        s->unit_first[u + 1] += s->unit_first[u];
    }
    int32_t *next = malloc(sizeof *next * (size_t)(in->units + 1));
    if (!next) abort();
    memcpy(next, s->unit_first, sizeof *next * (size_t)(in->units + 1));
    for (int32_t p = 0; p < in->people; p++) s->unit_person[next[in->person[p].unit]++] = p;
    free(next);
    lay_order(s);
    size_t cells = (size_t)in->units * s->periods;
    s->away = arena_array(s->arena, int32_t, cells + 1);
    s->away_price = arena_array(s->arena, int32_t, cells + 1);
    s->away_priced = arena_array(s->arena, uint64_t, in->units + 1);
}

/* Chunks of whole units with about as many arcs each; how many there are does not depend on the threads. */
static void lay_chunks(struct solver *s)
{
    const struct plan_instance *in = s->in;
    s->chunk_unit = arena_array(s->arena, int32_t, CHUNKS + 1);
    int64_t work = 0, part = (in->arc_first[in->people] + 8ll * in->people) / CHUNKS + 1;
    for (int32_t u = 0; u < in->units; u++) {
        for (int32_t i = s->unit_first[u]; i < s->unit_first[u + 1]; i++)
            work += 8 + in->arc_first[s->unit_person[i] + 1] - in->arc_first[s->unit_person[i]];
        if (work >= part && s->chunks < CHUNKS - 1) {
            s->chunk_unit[++s->chunks] = u + 1;
            work = 0;
        }
    }
    s->chunk_unit[++s->chunks] = in->units;
}

static void lay_people(struct solver *s)
{
    const struct plan_instance *in = s->in;
    s->at = arena_array(s->arena, int32_t, in->people + 1);
    s->fit = arena_array(s->arena, int32_t, in->people + 1);
    s->position = arena_array(s->arena, int32_t, in->people + 1);
    s->value = arena_array(s->arena, int32_t, in->people + 1);
    for (int32_t p = 0; p < in->people; p++) {
        s->at[p] = PLAN_OUT;
        s->fit[p] = in->person[p].urgency;
    }
    for (int32_t i = 0; i < in->people; i++) {
        int32_t p = s->unit_person[i], pin = in->person[p].pin;
        if (in->person[p].urgency * PLAN_PRICE_ONE >= s->price_max)
            s->price_max = in->person[p].urgency * PLAN_PRICE_ONE + 1;
        if (pin <= 0) continue;
        place(s, p, pin - 1, plan_fit(in, p, pin - 1));
        s->post[pin - 1].frozen = true;
    }
}

struct solver *solver_open(const struct plan_instance *in, const struct plan_options *options)
{
    struct arena *arena = arena_open((size_t)64 << 30);
    struct solver *s = arena_new(arena, struct solver);
    *s = (struct solver){.arena = arena, .in = in, .options = options, .bound_fine = -1};
    s->periods = options->mode == PLAN_WEEKLY ? in->weeks : in->waves;
    s->team = team_open(options->threads > 0 ? options->threads : 1);
    lay_posts(s);
    lay_slots(s);
    lay_units(s);
    lay_chunks(s);
    lay_people(s);
    return s;
}

void solver_close(struct solver *s)
{
    team_close(s->team);
    arena_close(s->arena);
}

bool solver_stopping(const struct solver *s)
{
    return s->options->stop && __atomic_load_n(s->options->stop, __ATOMIC_RELAXED) != 0;
}

void solver_report(struct solver *s, const char *phase, int percent, bool placed)
{
    if (percent > s->percent) s->percent = percent;
    if (!s->options->progress) return;
    struct plan_progress progress = {phase, s->percent, placed ? solver_objective(s) : -1};
    s->options->progress(s->options->progress_arg, &progress);
}

int64_t solver_objective(const struct solver *s)
{
    int64_t sum = 0;
    for (int32_t p = 0; p < s->in->people; p++) sum += s->fit[p];
    return sum;
}

uint64_t unit_full(const struct solver *s, int32_t unit, uint64_t own)
{
    uint64_t full = 0;
    const int32_t *away = s->away + (int64_t)unit * s->periods;
    int32_t cap = s->in->unit_cap[unit];
    for (int w = 0; w < s->periods; w++)
        if (away[w] - (int32_t)(own >> w & 1) >= cap) full |= 1ull << w;
    return full;
}

bool has_room(const struct solver *s, int32_t person, int32_t offer)
{
    const struct plan_person *who = &s->in->person[person];
    const struct post *post = &s->post[offer];
    int32_t slot = person_slot(s, who, post);
    if (post->filled >= post->seats || s->slot_filled[slot] >= s->slot_max[slot]) return false;
    if (!s->capped) return true;
    for (uint64_t m = post->periods; m; m &= m - 1)
        if (s->away[(int64_t)who->unit * s->periods + __builtin_ctzll(m)] >= s->in->unit_cap[who->unit]) return false;
    return true;
}

static void count_away(struct solver *s, int32_t unit, uint64_t periods, int by)
{
    for (uint64_t m = periods; m; m &= m - 1) s->away[(int64_t)unit * s->periods + __builtin_ctzll(m)] += by;
}

static void write_down(struct journal *j, struct journal_entry entry)
{
    if (j->n == j->cap) {
        j->cap = j->cap ? 2 * j->cap : 1024;
        j->entry = realloc(j->entry, sizeof *j->entry * (size_t)j->cap);
        if (!j->entry) abort();
    }
    j->entry[j->n++] = entry;
}

void undo_to(struct solver *s, int64_t mark)
{
    struct journal *j = s->journal;
    s->journal = NULL;
    while (j->n > mark) {
        struct journal_entry e = j->entry[--j->n];
        if (e.offer < 0)
            displace(s, e.person);
        else
            place(s, e.person, e.offer, e.fit);
    }
    s->journal = j;
}

void place(struct solver *s, int32_t person, int32_t offer, int32_t fit)
{
    if (s->journal) write_down(s->journal, (struct journal_entry){person, PLAN_OUT, 0});
    const struct plan_person *who = &s->in->person[person];
    struct post *post = &s->post[offer];
    s->at[person] = offer;
    s->fit[person] = fit;
    s->position[person] = post->filled;
    s->slack[post->holder_first + post->filled] = s->value[person] - fit * PLAN_PRICE_ONE;
    s->holder[post->holder_first + post->filled++] = person;
    s->slot_filled[person_slot(s, who, post)]++;
    count_away(s, who->unit, post->periods, 1);
}

void displace(struct solver *s, int32_t person)
{
    if (s->journal) write_down(s->journal, (struct journal_entry){person, s->at[person], s->fit[person]});
    const struct plan_person *who = &s->in->person[person];
    struct post *post = &s->post[s->at[person]];
    int32_t last = s->holder[post->holder_first + --post->filled], hole = s->position[person];
    s->holder[post->holder_first + hole] = last;
    s->slack[post->holder_first + hole] = s->slack[post->holder_first + post->filled];
    s->position[last] = hole;
    s->slot_filled[person_slot(s, who, post)]--;
    count_away(s, who->unit, post->periods, -1);
    s->at[person] = PLAN_OUT;
    s->fit[person] = who->urgency;
}

void price_seats(struct solver *s, int32_t offer, int32_t price)
{
    s->seat_price[offer] = price;
    for (int32_t g = s->post[offer].slot; g < s->post[offer].slot + s->post[offer].slots; g++)
        s->slot_price[g] = price + s->quota_price[g];
}

void close_offer(struct solver *s, int32_t offer)
{
    s->post[offer].seats = 0;
    s->post[offer].open = false;
    price_seats(s, offer, s->price_max);
}

void reopen_offer(struct solver *s, int32_t offer)
{
    s->post[offer].seats = s->in->offer[offer].seats_max;
    s->post[offer].open = true;
    price_seats(s, offer, 0);
}

void prices_joined(struct solver *s)
{
    for (int32_t i = 0; i < s->slots; i++) s->slot_price[i] = s->seat_price[s->slot_offer[i]] + s->quota_price[i];
    memset(s->away_priced, 0, sizeof *s->away_priced * (size_t)s->in->units);
    if (!s->capped) return;
    for (int32_t u = 0; u < s->in->units; u++)
        for (int w = 0; w < s->periods; w++)
            if (s->away_price[(int64_t)u * s->periods + w] > 0) s->away_priced[u] |= 1ull << w;
}

void prices_given(struct solver *s, const struct plan_prices *prices)
{
    memcpy(s->seat_price, prices->seat, sizeof(int32_t) * (size_t)s->in->offers);
    for (int32_t c = 0; c < s->in->offers; c++)
        for (int32_t g = 0; g < s->in->offer[c].quota_count; g++)
            s->quota_price[s->post[c].slot + g] = prices->quota[s->in->offer[c].quota_first + g];
    if (prices->periods == s->periods)
        memcpy(s->away_price, prices->away, sizeof(int32_t) * (size_t)s->in->units * s->periods);
    prices_joined(s);
}

static int32_t person_value(const struct solver *s, int32_t p)
{
    const struct plan_person *who = &s->in->person[p];
    if (who->pin > 0) return priced(s, p, who->pin - 1, plan_fit(s->in, p, who->pin - 1));
    int32_t least = who->urgency * PLAN_PRICE_ONE;
    if (who->pin == PLAN_STAYS_OUT) return least;
    int32_t place[PLAN_PLACES + 1] = {0, who->place[0], who->place[1], who->place[2]};
    uint64_t dear = s->away_priced[who->unit];
    for (int64_t e = s->in->arc_first[p]; e < s->in->arc_first[p + 1]; e++) {
        const struct post *post = &s->post[PLAN_ARC_OFFER(s->in->arc[e])];
        if (post->hopeless) continue;
        int32_t x = PLAN_ARC_FIT(s->in->arc[e]) * PLAN_PRICE_ONE + s->slot_price[post->slot + place[post->by]];
        if (x < least && (post->periods & dear)) x += away_sum(s, who->unit, post->periods);
        if (x < least) least = x;
    }
    return least;
}

struct valuing {
    struct solver *s;
    int64_t sum[CHUNKS];
};

static void value_chunk(void *arg, int chunk, int thread)
{
    struct valuing *v = arg;
    struct solver *s = v->s;
    int64_t sum = 0;
    for (int32_t i = s->unit_first[s->chunk_unit[chunk]]; i < s->unit_first[s->chunk_unit[chunk + 1]]; i++) {
        int32_t p = s->unit_person[i];
        sum += s->value[p] = person_value(s, p);
    }
    v->sum[chunk] = sum;
}

int64_t prices_valued(struct solver *s)
{
    struct valuing v = {.s = s};
    team_run(s->team, s->chunks, value_chunk, &v);
    int64_t bound = 0;
    for (int i = 0; i < s->chunks; i++) bound += v.sum[i];
    for (int32_t c = 0; c < s->in->offers; c++) bound -= (int64_t)s->seat_price[c] * s->in->offer[c].seats_max;
    for (int32_t i = 0; i < s->slots; i++) bound -= (int64_t)s->quota_price[i] * s->slot_max[i];
    for (int32_t u = 0; u < s->in->units; u++)
        for (uint64_t m = s->away_priced[u]; m; m &= m - 1)
            bound -= (int64_t)s->away_price[(int64_t)u * s->periods + __builtin_ctzll(m)] * s->in->unit_cap[u];
    return bound;
}
