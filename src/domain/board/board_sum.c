/* domain/board/board_sum.c: figures of rows that come from elsewhere than the cells. Pure. */
#include "core/arena.h"
#include "domain/board/board_private.h"
#include "domain/org/org.h"

#include <stdlib.h>

/* ---- rows by path ---- */

static int by_path(const void *a, const void *b)
{
    const struct board_row *const *x = a, *const *y = b;
    return str_compare((*x)->path, (*y)->path);
}

/* The rows in the order of their paths: a place below one of them is found by halving. */
static struct list by_paths(struct arena *a, struct list *rows)
{
    struct list found = {0};
    for (LIST_EACH(*rows, struct board_row, row)) *list_add(a, &found, struct board_row *) = row;
    if (found.n) qsort(found.p, found.n, sizeof(struct board_row *), by_path);
    return found;
}

static struct board_row *row_of(const struct list *sorted, struct str path)
{
    size_t low = 0, high = sorted->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (str_compare((*LIST_AT(*sorted, struct board_row *, middle))->path, path) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    struct board_row *row = low ? *LIST_AT(*sorted, struct board_row *, low - 1) : NULL;
    return row && path_is_under(path, row->path) ? row : NULL;
}

void board_rows_add_schools(struct arena *a, struct list *rows, const struct list *schools)
{
    struct list sorted = by_paths(a, rows);
    for (LIST_EACH(*schools, struct board_school, school)) {
        struct board_row *row = row_of(&sorted, school->path);
        if (!row) continue;
        row->classes += school->classes;
        row->seats += school->seats;
        row->seats_taken += school->seats_taken;
    }
}

void board_rows_add_sites(struct arena *a, struct list *rows, const struct list *sites)
{
    struct list sorted = by_paths(a, rows);
    for (LIST_EACH(*sites, struct board_site, site)) {
        struct board_row *row = row_of(&sorted, site->org_path);
        if (!row) continue;
        row->sites++;
        row->sites_joined += site->joined;
    }
}

/* ---- levels ---- */

static void add_row(struct board_row *to, const struct board_row *from, int64_t sign)
{
    to->all_people += sign * from->all_people;
    to->trained += sign * from->trained;
    to->people += sign * from->people;
    to->met += sign * from->met;
    to->on_track += sign * from->on_track;
    to->behind += sign * from->behind;
    to->none += sign * from->none;
}

void board_levels_of(struct arena *a, const struct board_row *under, const struct list *changes, struct list *ret_rows)
{
    *ret_rows = (struct list){0};
    for (int level = ORG_LEVEL_MUNICIPAL; org_level_names[level]; level++) {
        struct str name = str_of(org_level_names[level]);
        struct board_row row = {.level = name};
        if (str_equal(under->level, name)) add_row(&row, under, 1);
        for (LIST_EACH(*changes, struct board_row, change)) {
            if (str_equal(change->level, name)) add_row(&row, change, 1);
            if (str_equal(change->parent_level, name)) add_row(&row, change, -1);
        }
        if (row.all_people > 0) *list_add(a, ret_rows, struct board_row) = row;
    }
}

/* ---- rooms ---- */

void board_live_of(struct arena *a, struct str path, const struct list *rooms, const struct list *sites,
                   struct list *ret_live, struct list *ret_sites)
{
    *ret_live = *ret_sites = (struct list){0};
    for (LIST_EACH(*sites, struct board_site, site))
        if (path_is_under(site->org_path, path)) *list_add(a, ret_sites, struct board_site) = *site;
    for (LIST_EACH(*rooms, struct board_live, room)) {
        struct board_live live = *room;
        for (LIST_EACH(*ret_sites, struct board_site, site)) {
            if (site->session_id != room->session_id) continue;
            live.sites++;
            live.sites_joined += site->joined;
        }
        if (live.sites || path_is_under(room->org_path, path)) *list_add(a, ret_live, struct board_live) = live;
    }
}
