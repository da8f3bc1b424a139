/* domain/board/board_rules.c: counts, and the text that keeps somebody's states. Pure. */
#include "core/arena.h"
#include "core/buf.h"
#include "domain/board/board_private.h"

enum { STATES_MAX_BYTES = 4096 };

struct str board_states_text(struct arena *a, const struct list *states)
{
    struct buf out;
    buf_init(&out, STATES_MAX_BYTES);
    for (LIST_EACH(*states, struct board_state, s)) {
        if (out.n) buf_char(&out, ';');
        buf_str(&out, s->norm_code);
        buf_char(&out, '=');
        buf_cstr(&out, norm_state_names[s->state]);
    }
    struct str text = str_copy(a, buf_text(&out));
    buf_done(&out);
    return text;
}

void board_states_read(struct arena *a, struct str text, struct list *ret_states)
{
    *ret_states = (struct list){0};
    while (text.n) {
        struct str name, code = str_cut(str_cut(text, ';', &text), '=', &name);
        int state = shape_enum_index(norm_state_names, name);
        if (state > 0)
            *list_add(a, ret_states, struct board_state) = (struct board_state){.norm_code = code, .state = state};
    }
}

void board_count(struct board_counts *n, int state, int64_t by)
{
    n->people += by;
    if (state == NORM_MET)
        n->met += by;
    else if (state == NORM_ON_TRACK)
        n->on_track += by;
    else if (state == NORM_BEHIND)
        n->behind += by;
    else
        n->none += by;
}

void board_add(struct board_counts *to, const struct board_counts *from)
{
    to->people += from->people;
    to->met += from->met;
    to->on_track += from->on_track;
    to->behind += from->behind;
    to->none += from->none;
}

bool board_same(const struct board_counts *a, const struct board_counts *b)
{
    return a->people == b->people && a->met == b->met && a->on_track == b->on_track && a->behind == b->behind &&
           a->none == b->none;
}

bool board_is_zero(const struct board_counts *n)
{
    static const struct board_counts zero;
    return board_same(n, &zero);
}
