/* calc/plan/plan_substitute.c: who takes the seat of somebody who does not come. */
#include "calc/plan/plan_private.h"

struct asking {
    struct plan_book *book;
    struct solver *s;
    const struct plan_substitute_request *request;
    int32_t unit; /* the first seat only to people of this unit, or -1 */
    struct plan_move *move;
    int n, best_n;
    int64_t sum, best_sum;
};

static bool may_ask(const struct asking *k, int32_t p)
{
    const struct plan_substitute_request *r = k->request;
    if (p == r->person || is_pinned(k->s, p)) return false;
    if (r->refused && r->refused[p]) return false;
    for (int i = 0; i < k->n; i++)
        if (k->move[i].person == p) return false;
    return true;
}

static bool may_leave(const struct asking *k, int32_t p) { return !(k->request->frozen && k->request->frozen[p]); }

/* The person without a seat for whom this seat is worth most. Candidates are in order, so the first who fits is it. */
static int32_t best_waiting(const struct asking *k, int32_t offer, int32_t unit)
{
    const struct solver *s = k->s;
    int64_t n;
    const int32_t *candidate = plan_book_candidates(k->book, offer, &n);
    for (int64_t i = 0; i < n; i++) {
        int32_t p = candidate[i];
        if (s->at[p] >= 0 || (unit >= 0 && s->in->person[p].unit != unit)) continue;
        if (may_ask(k, p) && has_room(s, p, offer)) return p;
    }
    return -1;
}

static void make_move(struct asking *k, int32_t p, int32_t offer)
{
    struct solver *s = k->s;
    int32_t from = s->at[p], fit = plan_fit(s->in, p, offer);
    k->sum += fit - s->fit[p];
    k->move[k->n++] = (struct plan_move){p, from, offer};
    if (from >= 0) displace(s, p);
    place(s, p, offer, fit);
}

static void take_back(struct asking *k)
{
    struct solver *s = k->s;
    struct plan_move m = k->move[--k->n];
    int32_t now = s->fit[m.person];
    displace(s, m.person);
    if (m.from >= 0) place(s, m.person, m.from, plan_fit(s->in, m.person, m.from));
    k->sum -= now - s->fit[m.person];
}

enum { TRIED_MAX = 6 };

/* The seated people whose move into the seat costs least, the seats that they leave being worth something again. */
static int best_seated(const struct asking *k, int32_t offer, int32_t *ret_people)
{
    struct solver *s = k->s;
    int n = 0;
    int64_t candidates;
    const int32_t *candidate = plan_book_candidates(k->book, offer, &candidates);
    int32_t cost[TRIED_MAX];
    for (int64_t i = 0; i < candidates; i++) {
        int32_t p = candidate[i], at = s->at[p];
        if (at < 0 || at == offer || !may_ask(k, p) || !may_leave(k, p)) continue;
        if (k->unit >= 0 && k->n == 0 && s->in->person[p].unit != k->unit) continue;
        int32_t fit = s->fit[p], change = plan_fit(s->in, p, offer) - fit;
        if (n == TRIED_MAX && change >= cost[n - 1]) continue;
        displace(s, p);
        bool fits = has_room(s, p, offer);
        place(s, p, at, fit);
        if (!fits) continue;
        int j = n < TRIED_MAX ? n++ : n - 1;
        for (; j > 0 && cost[j - 1] > change; j--) cost[j] = cost[j - 1], ret_people[j] = ret_people[j - 1];
        cost[j] = change;
        ret_people[j] = p;
    }
    return n;
}

static void keep_if_better(struct asking *k, struct plan_move *best)
{
    if (k->best_n && k->sum >= k->best_sum) return;
    memcpy(best, k->move, sizeof *best * (size_t)k->n);
    k->best_n = k->n;
    k->best_sum = k->sum;
}

/* Fills an empty seat with somebody who waits, or with somebody seated and then their seat in turn. */
static void fill_seat(struct asking *k, int32_t offer, struct plan_move *best)
{
    int32_t p = best_waiting(k, offer, k->n == 0 ? k->unit : -1);
    if (p >= 0) {
        make_move(k, p, offer);
        keep_if_better(k, best);
        take_back(k);
    }
    if (k->n + 1 >= k->request->moves_max) return;
    int32_t people[TRIED_MAX];
    int n = best_seated(k, offer, people);
    for (int i = 0; i < n; i++) {
        int32_t from = k->s->at[people[i]];
        make_move(k, people[i], offer);
        fill_seat(k, from, best);
        take_back(k);
    }
}

enum { CHAIN_MAX = 6 }; /* moves in a chain of substitutes; more than a few nobody would explain */

void plan_substitute(struct arena *a, struct plan_book *book, const struct plan_substitute_request *request,
                     struct plan_substitution *ret_substitution)
{
    struct solver *s = book_solver(book);
    struct plan_substitute_request r = *request;
    int32_t person = r.person, offer = s->at[person], fit = s->fit[person], unit = s->in->person[person].unit;
    *ret_substitution = (struct plan_substitution){0};
    if (offer < 0) return;
    r.moves_max = r.moves_max < 1 ? 1 : r.moves_max > CHAIN_MAX ? CHAIN_MAX : r.moves_max;
    struct plan_move *best = arena_array(a, struct plan_move, CHAIN_MAX), move[CHAIN_MAX + 1];
    struct asking k = {.book = book, .s = s, .request = &r, .unit = r.unit_first ? unit : -1, .move = move};
    displace(s, person);
    fill_seat(&k, offer, best);
    if (!k.best_n && k.unit >= 0) {
        k.unit = -1;
        fill_seat(&k, offer, best);
    }
    place(s, person, offer, fit);
    *ret_substitution =
        (struct plan_substitution){best, k.best_n, k.best_n && s->in->person[best[0].person].unit == unit, k.best_sum};
}
