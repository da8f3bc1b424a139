/* domain/ledger/ledger_giver.c: what each school gave in each year, summed up in memory while many entries pass. */
#include "core/err.h"
#include "domain/ledger/ledger_private.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 64 };

static size_t slot_of(const struct ledger_givers *g, int64_t org_id, int64_t year)
{
    uint64_t hash = ((uint64_t)org_id * 31 + (uint64_t)year) * 0x9e3779b97f4a7c15u;
    size_t i = (size_t)(hash >> 32) & (g->cap - 1);
    while (g->slots[i].org_id && (g->slots[i].org_id != org_id || g->slots[i].year != year)) i = (i + 1) & (g->cap - 1);
    return i;
}

static void grow(struct ledger_givers *g)
{
    struct ledger_givers old = *g;
    g->cap = old.cap ? old.cap * 2 : FIRST_SLOTS;
    g->slots = calloc(g->cap, sizeof *g->slots);
    if (!g->slots) abort();
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i].org_id) g->slots[slot_of(g, old.slots[i].org_id, old.slots[i].year)] = old.slots[i];
    free(old.slots);
}

void ledger_givers_done(struct ledger_givers *g)
{
    free(g->slots);
    *g = (struct ledger_givers){0};
}

void ledger_givers_count(struct ledger_givers *g, const struct ledger_entry *entry)
{
    if (!entry->org_id) return;
    if ((g->n + 1) * 2 > g->cap) grow(g);
    int64_t year = entry->earned_on / 10000;
    struct ledger_giver *giver = &g->slots[slot_of(g, entry->org_id, year)];
    if (!giver->org_id) g->n++, giver->org_id = entry->org_id, giver->year = year;
    giver->entries += entry->reverses_id ? -1 : 1;
    giver->hours_centi += entry->hours_centi;
}

struct err *ledger_givers_write(struct call *c, const struct ledger_givers *g)
{
    for (size_t i = 0; i < g->cap; i++)
        if (g->slots[i].org_id) TRY(ledger_giver_add(c, &g->slots[i]));
    return NULL;
}

const struct ledger_giver *ledger_givers_find(const struct ledger_givers *g, int64_t org_id, int64_t year)
{
    const struct ledger_giver *giver = g->cap ? &g->slots[slot_of(g, org_id, year)] : NULL;
    return giver && giver->org_id ? giver : NULL;
}
