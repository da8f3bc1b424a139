/* calc/plan/plan_chain.c: an answer made better by chains of moves, each with its exact cost in integers.
 *
 * Push: somebody who sits badly takes the seat of another, who takes the seat of a third, and so on; the chain with the
 * least cost is looked for best first, led by what each person would pay at the prices (a lower bound of what the rest
 * of the chain costs). Pull: an offer with an empty seat takes somebody, whose seat takes another. A chain is carried
 * out only when it is feasible and makes the objective smaller; otherwise everything is put back.
 */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

enum {
    NODES_MAX = 4096,
    CHAIN_MAX = 60,  /* moves in one chain */
    EXPAND_MAX = 30, /* nodes opened in one search */
    BRING_MAX = 60,  /* likewise when somebody is brought */
    COMERS = 32,     /* of those who could be brought: how many are tried */
    PULL_MAX = 16,
    KIN_MAX = 8, /* people of one unit in one chain who are counted */
    NEARLY = 60 * PLAN_PRICE_ONE,
    WEAK = 8, /* of a big offer: the holders who would go most easily */
    BIG_OFFER = 100,
    ROUND_SAVES = 5000, /* two rounds that save less than one part of so many are the last */
};

/* A person who has lost the seat, because the person of `parent` took it: offer `took` at `fit`. */
struct node {
    int32_t person, parent, took, fit;
    int32_t sum; /* cost of the chain so far, fine */
};
struct queued {
    int32_t key, node;
};
/* The best end of a chain found: the person of `node` goes to `offer`. */
struct finish {
    int32_t sum, node, offer, fit;
};

struct kept_prices {
    int32_t *seat, *quota, *away;
};

enum { NO_RETURN = -2 };

struct search {
    struct solver *s;
    struct arena *own;
    struct kept_prices kept;
    int64_t *into_first; /* offers + 1: people who could nearly as well be there, into `into` */
    uint64_t *into;      /* COMER */
    struct node node[NODES_MAX];
    struct queued queue[NODES_MAX + 1];
    int nodes, queued;
    int32_t *seen; /* of each person: the stamp of the search that met them */
    int32_t stamp;
    int32_t *refused; /* of each person: the number of the bringing in which no chain began with them */
    int32_t bringing;
    int32_t *weak;       /* offers × WEAK; of big offers only */
    int32_t start_offer; /* where the first person sat: its seat is free, and worth `bonus` */
    int32_t bonus;
    int32_t return_slot; /* the chain must end in start_offer, in this slot (PLAN_OUT: any); NO_RETURN: anywhere */
    struct finish finish;
};

static void push_queue(struct search *q, int32_t key, int32_t node)
{
    int i = q->queued++;
    for (int up; i > 0 && q->queue[up = (i - 1) / 2].key > key; i = up) q->queue[i] = q->queue[up];
    q->queue[i] = (struct queued){key, node};
}

static struct queued pop_queue(struct search *q)
{
    struct queued top = q->queue[0], last = q->queue[--q->queued];
    int i = 0;
    for (int next; (next = 2 * i + 1) < q->queued; i = next) {
        if (next + 1 < q->queued && q->queue[next + 1].key < q->queue[next].key) next++;
        if (q->queue[next].key >= last.key) break;
        q->queue[i] = q->queue[next];
    }
    q->queue[i] = last;
    return top;
}

static void add_node(struct search *q, struct node node)
{
    if (q->nodes >= NODES_MAX) return;
    int32_t key = node.sum + q->s->value[node.person];
    if (key - q->bonus >= q->finish.sum) return;
    q->seen[node.person] = q->stamp;
    q->node[q->nodes] = node;
    push_queue(q, key, q->nodes++);
}

static inline int32_t fine_cost(const struct solver *s, int32_t person) { return s->fit[person] * PLAN_PRICE_ONE; }
static bool may_lose(const struct search *q, int32_t person)
{
    return q->seen[person] != q->stamp && !is_pinned(q->s, person);
}

/* Somebody of the unit comes back from the full periods; where the seat is full too, it must be the same person. */
static void evict_of_unit(struct search *q, int32_t from, struct node next, uint64_t full, bool same_offer,
                          int32_t slot)
{
    struct solver *s = q->s;
    int32_t unit = s->in->person[q->node[from].person].unit;
    for (int32_t i = s->unit_first[unit]; i < s->unit_first[unit + 1]; i++) {
        int32_t y = s->unit_person[i], at = s->at[y];
        if (at < 0 || (s->post[at].periods & full) != full || !may_lose(q, y)) continue;
        if (at != next.took && !may_give(s, at, slot_in(s, y, at))) continue;
        if (same_offer && (at != next.took || (slot >= 0 && person_slot(s, &s->in->person[y], &s->post[at]) != slot)))
            continue;
        add_node(q, (struct node){y, from, next.took, next.fit, next.sum - fine_cost(s, y)});
    }
}

struct two {
    int32_t person[2], slack[2];
};

static void note_two(struct two *two, int32_t y, int32_t slack)
{
    int i = slack < two->slack[0] ? 0 : 1;
    if (i == 0) {
        two->person[1] = two->person[0];
        two->slack[1] = two->slack[0];
    }
    two->person[i] = y;
    two->slack[i] = slack;
}

static bool slot_may_give(const struct solver *s, int32_t slot)
{
    return s->slot_floor[slot] == 0 || s->slot_filled[slot] > s->slot_floor[slot];
}

/* Of the holders of one slot, or of all (slot < 0). */
static void note_holders(const struct search *q, const struct post *post, int32_t slot, struct two *two)
{
    const struct solver *s = q->s;
    for (int32_t i = post->holder_first; i < post->holder_first + post->filled; i++) {
        if (s->slack[i] >= two->slack[1]) continue;
        int32_t y = s->holder[i], its = person_slot(s, &s->in->person[y], post);
        if ((slot < 0 ? slot_may_give(s, its) : its == slot) && may_lose(q, y)) note_two(two, y, s->slack[i]);
    }
}

/* The two holders who would go most easily lose their seats. */
static void evict_of_offer(struct search *q, int32_t from, struct node next, int32_t slot)
{
    struct solver *s = q->s;
    const struct post *post = &s->post[next.took];
    struct two two = {{-1, -1}, {INT32_MAX, INT32_MAX}};
    if (post->filled > BIG_OFFER && slot < 0) {
        for (int i = 0; i < WEAK; i++) {
            int32_t y = q->weak[(int64_t)next.took * WEAK + i];
            if (y < 0 || s->at[y] != next.took || !may_lose(q, y)) continue;
            if (!slot_may_give(s, slot_in(s, y, next.took))) continue;
            int32_t slack = s->slack[post->holder_first + s->position[y]];
            if (slack < two.slack[1]) note_two(&two, y, slack);
        }
    } else {
        note_holders(q, post, slot, &two);
    }
    for (int i = 0; i < 2; i++)
        if (two.person[i] >= 0)
            add_node(q,
                     (struct node){two.person[i], from, next.took, next.fit, next.sum - fine_cost(s, two.person[i])});
}

/* Whether a chain may end with somebody in this slot of this offer. */
static bool may_end(const struct search *q, int32_t offer, int32_t slot)
{
    if (q->return_slot == NO_RETURN) return true;
    return offer == q->start_offer && (q->return_slot < 0 || slot == q->return_slot);
}

static void expand_arc(struct search *q, int32_t from, uint32_t arc, uint64_t full)
{
    struct solver *s = q->s;
    int32_t person = q->node[from].person, offer = PLAN_ARC_OFFER(arc), sum = q->node[from].sum;
    const struct plan_person *who = &s->in->person[person];
    const struct post *post = &s->post[offer];
    if (!post->open || offer == s->at[person] || (from == 0 && offer == q->start_offer)) return;
    int32_t fit = PLAN_ARC_FIT(arc), fine = fit * PLAN_PRICE_ONE, slot = person_slot(s, who, post);
    if (sum + fine >= q->finish.sum && sum + fine + s->slot_price[slot] - q->bonus >= q->finish.sum) return;
    int32_t value = fine + s->slot_price[slot] + away_sum(s, who->unit, post->periods);
    uint64_t weeks = post->periods & full;
    bool slot_full = post->by && s->slot_filled[slot] >= s->slot_max[slot], seats_full = post->filled >= post->seats;
    if (!weeks && !slot_full && !seats_full) {
        if (sum + fine < q->finish.sum && may_end(q, offer, slot))
            q->finish = (struct finish){sum + fine, from, offer, fit};
        return;
    }
    if (sum + value - q->bonus >= q->finish.sum) return;
    struct node next = {.took = offer, .fit = fit, .sum = sum + fine};
    if (weeks)
        evict_of_unit(q, from, next, weeks, slot_full || seats_full, slot_full ? slot : -1);
    else
        evict_of_offer(q, from, next, slot_full ? slot : -1);
}

/* Periods in which the unit of a node's person is full, counting what the chain has moved before. */
static uint64_t full_on_the_way(const struct search *q, int32_t n)
{
    const struct solver *s = q->s;
    int32_t person = q->node[n].person, unit = s->in->person[person].unit;
    uint64_t own = s->at[person] >= 0 ? s->post[s->at[person]].periods : 0;
    int32_t kin[KIN_MAX], kins = 0;
    for (int32_t i = n; q->node[i].parent >= 0 && kins < KIN_MAX; i = q->node[i].parent)
        if (s->in->person[q->node[q->node[i].parent].person].unit == unit) kin[kins++] = i;
    if (!kins) return unit_full(s, unit, own);
    uint64_t full = 0;
    const int32_t *away = s->away + (int64_t)unit * s->periods;
    for (int w = 0; w < s->periods; w++) {
        int32_t there = away[w] - (int32_t)(own >> w & 1);
        for (int k = 0; k < kins; k++) {
            int32_t left = s->at[q->node[q->node[kin[k]].parent].person];
            there += (int32_t)(s->post[q->node[kin[k]].took].periods >> w & 1);
            there -= left >= 0 ? (int32_t)(s->post[left].periods >> w & 1) : 0;
        }
        if (there >= s->in->unit_cap[unit]) full |= 1ull << w;
    }
    return full;
}

static void expand(struct search *q, int32_t n)
{
    struct solver *s = q->s;
    struct node x = q->node[n];
    const struct plan_person *who = &s->in->person[x.person];
    int32_t out = x.sum + who->urgency * PLAN_PRICE_ONE;
    if ((n > 0 || q->start_offer >= 0) && out < q->finish.sum && q->return_slot == NO_RETURN)
        q->finish = (struct finish){out, n, PLAN_OUT, 0};
    uint64_t full = s->capped ? full_on_the_way(q, n) : 0;
    for (int64_t e = s->in->arc_first[x.person]; e < s->in->arc_first[x.person + 1]; e++)
        expand_arc(q, n, s->in->arc[e], full);
}

struct link {
    int32_t person, from, from_fit, to, fit;
};

static int read_chain(const struct search *q, struct link *link)
{
    int n = 0;
    int32_t to = q->finish.offer, fit = q->finish.fit;
    for (int32_t i = q->finish.node; i >= 0; i = q->node[i].parent) {
        if (n == CHAIN_MAX) return 0;
        int32_t p = q->node[i].person;
        link[n++] = (struct link){p, q->s->at[p], q->s->fit[p], to, fit};
        to = q->node[i].took;
        fit = q->node[i].fit;
    }
    return n;
}

/* Whether the offers that people of a chain have left still have their minima. */
static bool keeps_minima(const struct solver *s, const struct link *link, int n)
{
    for (int i = 0; i < n; i++) {
        if (link[i].from < 0) continue;
        int32_t slot = slot_in(s, link[i].person, link[i].from);
        if (s->post[link[i].from].filled < s->post[link[i].from].floor || s->slot_filled[slot] < s->slot_floor[slot])
            return false;
    }
    return true;
}

/* The last link is the first person, who has no seat now. */
static bool apply_chain(struct solver *s, const struct link *link, int n)
{
    for (int i = 0; i < n; i++)
        if (link[i].from >= 0) displace(s, link[i].person);
    int done = n;
    for (bool fits = true; done > 0 && fits;) {
        const struct link *l = &link[done - 1];
        fits = l->to < 0 || has_room(s, l->person, l->to);
        if (fits && l->to >= 0) place(s, l->person, l->to, l->fit);
        done -= fits;
    }
    if (done == 0 && keeps_minima(s, link, n)) return true;
    for (int i = n - 1; i >= done; i--)
        if (link[i].to >= 0) displace(s, link[i].person);
    for (int i = 0; i < n; i++)
        if (link[i].from >= 0) place(s, link[i].person, link[i].from, link[i].from_fit);
    return false;
}

static void begin_search(struct search *q, int32_t start_offer, int32_t bonus, int32_t sum)
{
    q->stamp++;
    q->nodes = q->queued = 0;
    q->start_offer = start_offer;
    q->bonus = bonus;
    q->return_slot = NO_RETURN;
    q->finish = (struct finish){sum, -1, PLAN_OUT, 0};
}

/* Where the seat that the first person leaves must be filled again. */
static int32_t slot_to_fill(const struct solver *s, int32_t person, int32_t offer)
{
    int32_t slot = slot_in(s, person, offer);
    if (s->slot_filled[slot] < s->slot_floor[slot]) return slot;
    return s->post[offer].filled < s->post[offer].floor ? PLAN_OUT : NO_RETURN;
}

int32_t search_push(struct search *q, int32_t person)
{
    struct solver *s = q->s;
    int32_t offer = s->at[person], fit = s->fit[person];
    begin_search(q, offer, offer >= 0 ? priced_now(s, person) - fine_cost(s, person) : 0, 0);
    if (offer >= 0) {
        displace(s, person);
        q->return_slot = slot_to_fill(s, person, offer);
    }
    q->seen[person] = q->stamp;
    q->node[q->nodes++] = (struct node){person, -1, PLAN_OUT, 0, -fit * PLAN_PRICE_ONE};
    push_queue(q, q->node[0].sum + s->value[person], 0);
    for (int opened = 0; q->queued && opened < EXPAND_MAX; opened++) {
        struct queued top = pop_queue(q);
        if (top.key - q->bonus >= q->finish.sum) break;
        expand(q, top.node);
    }
    struct link link[CHAIN_MAX];
    int n = q->finish.node >= 0 ? read_chain(q, link) : 0;
    if (n && apply_chain(s, link, n)) return -q->finish.sum;
    if (offer >= 0) place(s, person, offer, fit);
    return 0;
}

/* ---- pull ---- */

/* Who could nearly as well be where, at the prices. */
static void index_comers(struct search *q)
{
    const struct solver *s = q->s;
    const struct plan_instance *in = s->in;
    q->into_first = arena_array(q->own, int64_t, in->offers + 2);
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t i = 0; i < in->people; i++) {
            int32_t p = s->unit_person[i];
            if (is_pinned(s, p)) continue;
            for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1]; e++) {
                int32_t c = PLAN_ARC_OFFER(in->arc[e]), f = PLAN_ARC_FIT(in->arc[e]);
                if (!s->post[c].open || priced(s, p, c, f) - s->value[p] > NEARLY) continue;
                if (pass)
                    q->into[q->into_first[c + 1]++] = COMER(p, f);
                else
                    q->into_first[c + 2]++;
            }
        }
        if (pass) break;
        for (int32_t c = 1; c <= in->offers; c++) q->into_first[c + 1] += q->into_first[c];
        q->into = arena_array(q->own, uint64_t, q->into_first[in->offers + 1] + 1);
    }
}

/* Whether a person could move there, when the seat that they have is given up. */
static bool could_move(const struct solver *s, int32_t person, int32_t offer)
{
    const struct plan_person *who = &s->in->person[person];
    const struct post *post = &s->post[offer];
    int32_t slot = person_slot(s, who, post);
    if (post->filled >= post->seats || s->slot_filled[slot] >= s->slot_max[slot]) return false;
    if (!s->capped) return true;
    uint64_t own = s->at[person] >= 0 ? s->post[s->at[person]].periods : 0;
    for (uint64_t m = post->periods & ~own; m; m &= m - 1)
        if (s->away[(int64_t)who->unit * s->periods + __builtin_ctzll(m)] >= s->in->unit_cap[who->unit]) return false;
    return true;
}

/* The person for whom an empty seat is worth most, counting the value of the seat left behind. */
static int32_t best_comer(const struct search *q, int32_t offer, int32_t below, int32_t *ret_fit)
{
    const struct solver *s = q->s;
    int32_t best = -1;
    for (int64_t i = q->into_first[offer]; i < q->into_first[offer + 1]; i++) {
        int32_t p = (int32_t)(q->into[i] >> 10), f = (int32_t)(q->into[i] & 1023);
        if (s->at[p] == offer || q->seen[p] == q->stamp) continue;
        int32_t change = f * PLAN_PRICE_ONE - priced_now(s, p);
        if (change >= below || !could_move(s, p, offer)) continue;
        below = change;
        best = p;
        *ret_fit = f;
    }
    return best;
}

int32_t search_pull(struct search *q, int32_t offer)
{
    struct solver *s = q->s;
    struct link link[PULL_MAX];
    int n = 0, best_n = 0;
    int32_t sum = 0, best_sum = 0;
    q->stamp++;
    while (n < PULL_MAX && offer >= 0 && s->post[offer].filled < s->post[offer].seats) {
        int32_t fit, p = best_comer(q, offer, best_sum - sum, &fit);
        if (p < 0) break;
        link[n++] = (struct link){p, s->at[p], s->fit[p], offer, fit};
        q->seen[p] = q->stamp;
        sum += (fit - s->fit[p]) * PLAN_PRICE_ONE;
        int32_t left = s->at[p];
        if (left >= 0) displace(s, p);
        place(s, p, offer, fit);
        if (sum < best_sum && keeps_minima(s, link, n)) {
            best_sum = sum;
            best_n = n;
        }
        offer = left;
    }
    for (; n > best_n; n--) {
        displace(s, link[n - 1].person);
        if (link[n - 1].from >= 0) place(s, link[n - 1].person, link[n - 1].from, link[n - 1].from_fit);
    }
    return -best_sum;
}

/* ---- bring ---- */

/* What the parts of a person's seat that are full are worth to others, fine. */
static int32_t worth_left(const struct solver *s, int32_t person)
{
    int32_t offer = s->at[person], unit = s->in->person[person].unit;
    if (offer < 0) return 0;
    const struct post *post = &s->post[offer];
    int32_t slot = slot_in(s, person, offer), sum = post->filled >= post->seats ? s->seat_price[offer] : 0;
    if (s->slot_filled[slot] >= s->slot_max[slot]) sum += s->quota_price[slot];
    return sum + (s->capped ? away_sum(s, unit, post->periods & unit_full(s, unit, 0)) : 0);
}

struct comer {
    int32_t person, fit;
    int32_t sum;   /* what the move costs without the seat that is left, fine */
    uint64_t full; /* periods in which somebody of the unit has to come back */
    int64_t key;   /* sum, and a guess of what that costs */
};

/* The few for whom the move costs least; returns how many. */
static int list_comers(const struct search *q, int32_t offer, int32_t slot, const uint64_t *comers, int64_t count,
                       struct comer *list)
{
    const struct solver *s = q->s;
    int n = 0;
    for (int64_t i = 0; i < count; i++) {
        int32_t p = (int32_t)(comers[i] >> 10), fit = (int32_t)(comers[i] & 1023), at = s->at[p], unit;
        int64_t sum = (int64_t)(fit - s->fit[p]) * PLAN_PRICE_ONE;
        if (at == offer || q->refused[p] == q->bringing) continue;
        int32_t its = slot_in(s, p, offer);
        if ((slot >= 0 && its != slot) || s->slot_filled[its] >= s->slot_max[its]) continue;
        if (at >= 0 && !may_give(s, at, slot_in(s, p, at))) continue;
        unit = s->in->person[p].unit;
        sum -= worth_left(s, p);
        uint64_t own = at >= 0 ? s->post[at].periods : 0;
        uint64_t full = s->capped ? unit_full(s, unit, own) & s->post[offer].periods : 0;
        int64_t key = sum + away_sum(s, unit, full);
        if (n == COMERS && key >= list[n - 1].key) continue;
        int j = n < COMERS ? n++ : n - 1;
        for (; j > 0 && list[j - 1].key > key; j--) list[j] = list[j - 1];
        list[j] = (struct comer){p, fit, (int32_t)sum, full, key};
    }
    return n;
}

/* Everybody of the list is the beginning of a chain. */
static void begin_chains(struct search *q, int32_t offer, const struct comer *list, int n)
{
    for (int i = 0; i < n; i++) q->seen[list[i].person] = q->stamp;
    for (int i = 0; i < n; i++) {
        const struct comer *x = &list[i];
        int32_t root = q->nodes;
        q->node[q->nodes++] = (struct node){x->person, -1, PLAN_OUT, 0, x->sum};
        if (x->full)
            evict_of_unit(q, root, (struct node){.took = offer, .fit = x->fit, .sum = x->sum}, x->full, false, -1);
        else if (x->sum < q->finish.sum)
            q->finish = (struct finish){x->sum, root, offer, x->fit};
    }
}

/* The best chain that begins with one of the list; returns its links. */
static int find_chain(struct search *q, int32_t offer, const struct comer *list, int n, struct link *link)
{
    begin_search(q, -1, 0, INT32_MAX / 2);
    begin_chains(q, offer, list, n);
    for (int opened = 0; q->queued && opened < BRING_MAX; opened++) {
        struct queued top = pop_queue(q);
        if (top.key >= q->finish.sum) break;
        expand(q, top.node);
    }
    return q->finish.node >= 0 ? read_chain(q, link) : 0;
}

bool search_bring(struct search *q, int32_t offer, int32_t slot, const uint64_t *comers, int64_t count,
                  int64_t *ret_cost)
{
    struct solver *s = q->s;
    struct post *post = &s->post[offer];
    struct comer list[COMERS];
    struct link link[CHAIN_MAX];
    int32_t floor = post->floor, filled = post->filled;
    *ret_cost = 0;
    if (filled >= post->seats) return false;
    q->bringing++;
    post->floor = filled + 1; /* nobody leaves it on the way */
    for (int comes; (comes = list_comers(q, offer, slot, comers, count, list)) > 0;) {
        int n = find_chain(q, offer, list, comes, link);
        if (n && apply_chain(s, link, n)) {
            for (int i = 0; i < n; i++) *ret_cost += s->fit[link[i].person] - link[i].from_fit;
            if (link[n - 1].from >= 0) *ret_cost -= search_pull(q, link[n - 1].from) / PLAN_PRICE_ONE;
            break;
        }
        if (n)
            q->refused[link[n - 1].person] = q->bringing;
        else
            for (int i = 0; i < comes; i++) q->refused[list[i].person] = q->bringing;
    }
    post->floor = floor;
    return post->filled > filled;
}

/* ---- rounds ---- */

static void list_weak(struct search *q)
{
    struct solver *s = q->s;
    for (int32_t c = 0; c < s->in->offers; c++) {
        const struct post *post = &s->post[c];
        int32_t *weak = q->weak + (int64_t)c * WEAK, slack[WEAK];
        for (int i = 0; i < WEAK; i++) weak[i] = -1, slack[i] = INT32_MAX;
        for (int32_t i = 0; post->filled > BIG_OFFER && i < post->filled; i++) {
            int32_t y = s->holder[post->holder_first + i], m = s->slack[post->holder_first + i], at = WEAK - 1;
            if (m >= slack[at] || is_pinned(s, y)) continue;
            for (; at > 0 && slack[at - 1] > m; at--) weak[at] = weak[at - 1], slack[at] = slack[at - 1];
            weak[at] = y;
            slack[at] = m;
        }
    }
}

/* How easily each holder would go. */
static void value_holders(struct search *q)
{
    struct solver *s = q->s;
    for (int32_t c = 0; c < s->in->offers; c++) {
        const struct post *post = &s->post[c];
        for (int32_t i = post->holder_first; i < post->holder_first + post->filled; i++)
            s->slack[i] = s->value[s->holder[i]] - fine_cost(s, s->holder[i]);
    }
    list_weak(q);
}

static void take_prices(struct solver *s, const struct kept_prices *kept)
{
    memcpy(s->seat_price, kept->seat, sizeof *kept->seat * (size_t)s->in->offers);
    memcpy(s->quota_price, kept->quota, sizeof *kept->quota * (size_t)s->slots);
    memcpy(s->away_price, kept->away, sizeof *kept->away * (size_t)s->in->units * s->periods);
    prices_joined(s);
}

/* What is not full costs nothing just now. */
static void loosen_prices(struct solver *s)
{
    for (int32_t c = 0; c < s->in->offers; c++)
        if (s->post[c].filled < s->post[c].seats) s->seat_price[c] = 0;
    for (int32_t i = 0; i < s->slots; i++)
        if (s->slot_filled[i] < s->slot_max[i]) s->quota_price[i] = 0;
    for (int32_t u = 0; u < s->in->units && s->capped; u++)
        for (int w = 0; w < s->periods; w++)
            if (s->away[(int64_t)u * s->periods + w] < s->in->unit_cap[u])
                s->away_price[(int64_t)u * s->periods + w] = 0;
    prices_joined(s);
}

static int64_t push_all(struct search *q)
{
    struct solver *s = q->s;
    int64_t saved = 0;
    int32_t start = s->in->people ? (int32_t)(s->options->seed % (uint64_t)s->in->people) : 0;
    for (int32_t i = 0; i < s->in->people; i++) {
        int32_t p = s->unit_person[((int64_t)start + i) % s->in->people];
        if (i % 1024 == 0 && solver_stopping(s)) break;
        if (!is_pinned(s, p) && priced_now(s, p) - s->value[p] > PLAN_PRICE_ONE / 2) saved += search_push(q, p);
    }
    return saved;
}

static int64_t pull_all(struct search *q)
{
    struct solver *s = q->s;
    int64_t saved = 0;
    for (int32_t c = 0; c < s->in->offers && !solver_stopping(s); c++)
        while (s->post[c].open && s->post[c].filled < s->post[c].seats) {
            int32_t one = search_pull(q, c);
            if (!one) break;
            saved += one;
        }
    return saved;
}

struct search *search_open(struct solver *s)
{
    struct arena *own = arena_open((size_t)64 << 30);
    struct search *q = arena_new(own, struct search);
    q->s = s;
    q->own = own;
    q->seen = arena_array(own, int32_t, s->in->people + 1);
    q->refused = arena_array(own, int32_t, s->in->people + 1);
    q->weak = arena_array(own, int32_t, (int64_t)s->in->offers * WEAK + 1);
    size_t cells = (size_t)s->in->units * s->periods;
    q->kept = (struct kept_prices){arena_copy(own, s->seat_price, sizeof(int32_t) * (size_t)s->in->offers),
                                   arena_copy(own, s->quota_price, sizeof(int32_t) * (size_t)s->slots),
                                   arena_copy(own, s->away_price, sizeof(int32_t) * cells)};
    prices_valued(s);
    index_comers(q);
    value_holders(q);
    return q;
}

void search_close(struct search *q) { arena_close(q->own); }

void chains_run(struct solver *s, int rounds)
{
    struct search *q = search_open(s);
    int64_t before = 0, least = solver_objective(s) * PLAN_PRICE_ONE / ROUND_SAVES;
    for (int r = 0; r < rounds && !solver_stopping(s); r++) {
        if (r % 2) loosen_prices(s);
        if (r) prices_valued(s);
        value_holders(q);
        int64_t saved = push_all(q);
        if (r % 2 == 0) saved += pull_all(q);
        take_prices(s, &q->kept);
        solver_report(s, "moves", 84 + 10 * r / rounds, true);
        if (r % 2 && saved + before < least) break;
        before = saved;
    }
    prices_valued(s);
    search_close(q);
}
