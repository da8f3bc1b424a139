/* calc/plan/plan_book.c: an answer kept for many questions: who could take a seat that somebody gives up. */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

struct plan_book {
    struct solver *s; /* the places of the answer */
    struct plan_options options;
    int64_t *first;     /* offers + 1: candidates by offer */
    int32_t *candidate; /* people, the most urgent for a seat first: least fit − urgency */
    int64_t objective;
};

struct wish {
    int32_t gain, person;
};

static int by_gain(const void *x, const void *y)
{
    const struct wish *a = x, *b = y;
    if (a->gain != b->gain) return a->gain > b->gain ? -1 : 1;
    return a->person < b->person ? -1 : 1;
}

static void sort_candidates(const struct plan_book *book, int32_t offer, struct wish *wish)
{
    int32_t *list = book->candidate + book->first[offer];
    int64_t n = book->first[offer + 1] - book->first[offer];
    for (int64_t i = 0; i < n; i++)
        wish[i] = (struct wish){book->s->in->person[list[i]].urgency - plan_fit(book->s->in, list[i], offer), list[i]};
    qsort(wish, (size_t)n, sizeof *wish, by_gain);
    for (int64_t i = 0; i < n; i++) list[i] = wish[i].person;
}

static void index_candidates(struct plan_book *book)
{
    const struct plan_instance *in = book->s->in;
    int64_t *next = calloc((size_t)in->offers + 2, sizeof *next), most = 0;
    book->first = calloc((size_t)in->offers + 2, sizeof *book->first);
    book->candidate = malloc(sizeof *book->candidate * (size_t)(in->arc_first[in->people] + 1));
    if (!next || !book->first || !book->candidate) abort();
    for (int64_t e = 0; e < in->arc_first[in->people]; e++) book->first[PLAN_ARC_OFFER(in->arc[e]) + 1]++;
    for (int32_t c = 0; c < in->offers; c++) {
        most = book->first[c + 1] > most ? book->first[c + 1] : most;
        book->first[c + 1] += book->first[c];
        next[c + 1] = book->first[c + 1];
    }
    for (int32_t p = 0; p < in->people; p++)
        for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1]; e++)
            book->candidate[next[PLAN_ARC_OFFER(in->arc[e])]++] = p;
    struct wish *wish = malloc(sizeof *wish * (size_t)(most + 1));
    if (!wish) abort();
    for (int32_t c = 0; c < in->offers; c++) sort_candidates(book, c, wish);
    free(wish);
    free(next);
}

struct plan_book *plan_book_open(const struct plan_instance *in, const struct plan_result *r)
{
    struct plan_book *book = calloc(1, sizeof *book);
    if (!book) abort();
    book->options = (struct plan_options){.mode = r->mode};
    book->s = solver_open(in, &book->options);
    for (int32_t p = 0; p < in->people; p++)
        if (!is_pinned(book->s, p) && r->assigned[p] >= 0)
            place(book->s, p, r->assigned[p], plan_fit(in, p, r->assigned[p]));
    for (int32_t c = 0; c < in->offers; c++)
        if (r->run[c] == PLAN_CANCELLED) close_offer(book->s, c);
    if (r->prices.seat) prices_given(book->s, &r->prices);
    book->objective = solver_objective(book->s);
    index_candidates(book);
    return book;
}

void plan_book_close(struct plan_book *book)
{
    if (!book) return;
    solver_close(book->s);
    free(book->first);
    free(book->candidate);
    free(book);
}

struct solver *book_solver(struct plan_book *book) { return book->s; }
const int32_t *plan_book_assigned(const struct plan_book *book) { return book->s->at; }
int64_t plan_book_objective(const struct plan_book *book) { return book->objective; }

const int32_t *plan_book_candidates(const struct plan_book *book, int32_t offer, int64_t *ret_count)
{
    *ret_count = book->first[offer + 1] - book->first[offer];
    return book->candidate + book->first[offer];
}

void plan_book_apply(struct plan_book *book, int32_t person, const struct plan_substitution *substitution)
{
    struct solver *s = book->s;
    book->objective -= s->fit[person];
    if (s->at[person] >= 0) displace(s, person);
    book->objective += s->fit[person] + substitution->change;
    for (int32_t i = 0; i < substitution->moves; i++) {
        struct plan_move m = substitution->move[i];
        if (s->at[m.person] >= 0) displace(s, m.person);
        place(s, m.person, m.to, plan_fit(s->in, m.person, m.to));
    }
}
