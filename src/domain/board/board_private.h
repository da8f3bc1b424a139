/* domain/board/board_private.h: what the files of this folder share. */
#ifndef DOMAIN_BOARD_BOARD_PRIVATE_H
#define DOMAIN_BOARD_BOARD_PRIVATE_H

#include "core/shape.h"
#include "domain/board/board.h"
#include "domain/norm/norm.h"

struct arena;
struct call;
struct page_spec;

#define BOARD_USE __attribute__((warn_unused_result))

/* Where somebody stands, or stood when they were counted last. */
struct board_place {
    int64_t person_id;
    struct str org_path;
    struct str audience_code; /* empty: none */
    struct str states;        /* "cadre_1y=met;online_1y=behind", by code; only as kept */
    bool active;
};

struct board_state {
    int64_t person_id;
    struct str norm_code;
    int state; /* enum norm_state */
};

struct board_counts {
    int64_t people, met, on_track, behind, none;
};

struct board_cell {
    int64_t org_id;
    struct str norm_code, audience_code;
    struct board_counts n;
};

struct board_org {
    int64_t id;
    struct str path;
};

/* ---- rules: pure ---- */

/* The text that is kept of somebody's states, and back (a list of struct board_state). */
struct str board_states_text(struct arena *a, const struct list *states);
void board_states_read(struct arena *a, struct str text, struct list *ret_states);
/* One more (or less) person in that state. */
void board_count(struct board_counts *n, int state, int64_t by);
void board_add(struct board_counts *to, const struct board_counts *from);
bool board_is_zero(const struct board_counts *n);
bool board_same(const struct board_counts *a, const struct board_counts *b);

/* ---- counting everybody: board_count.c ---- */

/* Every cell in memory: organisations by path, and for each the audiences ("" first) times the norms. */
struct board_tally {
    struct list orgs;      /* struct board_org, by path */
    struct list audiences; /* struct str */
    struct list norms;     /* struct str */
    struct board_counts *cells;
    size_t wrong_people; /* of those whose board_person does not say where they stand (when asked for) */
};
/* Counts everybody afresh. `keep`: board_person is written as well; else it is compared. The cells lie outside any
 * arena. */
BOARD_USE struct err *board_tally_count(struct call *c, bool keep, struct board_tally *ret_tally);
void board_tally_done(struct board_tally *t);
struct board_counts *board_tally_cell(const struct board_tally *t, size_t org, size_t audience, size_t norm);

/* ---- store ---- */

BOARD_USE struct err *board_person_find(struct call *c, int64_t person_id, struct board_place *ret_place,
                                        bool *ret_found);
BOARD_USE struct err *board_person_set(struct call *c, const struct board_place *place);
BOARD_USE struct err *board_person_remove(struct call *c, int64_t person_id);
BOARD_USE struct err *board_people_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_places);
BOARD_USE struct err *board_now_find(struct call *c, int64_t person_id, struct board_place *ret_place, bool *ret_found);
BOARD_USE struct err *board_now_after(struct call *c, int64_t after_id, int64_t most, struct list *ret_places);
BOARD_USE struct err *board_states(struct call *c, int64_t person_id, struct list *ret_states);
BOARD_USE struct err *board_states_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_states);
/* Moves the cells of every organisation at or above the path, of the audience and of everybody. */
BOARD_USE struct err *board_cells_move(struct call *c, const struct board_place *place, struct str norm_code,
                                       const struct board_counts *by);
BOARD_USE struct err *board_cell_add(struct call *c, const struct board_cell *cell);
BOARD_USE struct err *board_cells(struct call *c, struct list *ret_cells);
BOARD_USE struct err *board_clear(struct call *c);
BOARD_USE struct err *board_orgs(struct call *c, struct list *ret_orgs);
/* Lists of struct str. */
BOARD_USE struct err *board_norm_codes(struct call *c, struct list *ret_codes);
BOARD_USE struct err *board_audience_codes(struct call *c, struct list *ret_codes);

/* ---- what the board shows ---- */

struct board_row { /* one organisation, or one audience */
    int64_t org_id;
    struct str name, short_name, kind, level, path;
    struct str audience_code, name_zh, name_en;
    int64_t all_people; /* whatever norms apply to them */
    int64_t trained;    /* of them with hours this year */
    int64_t people, met, on_track, behind, none;
};
struct board_norm {
    struct str norm_code, name_zh, name_en;
    int purpose; /* enum norm_purpose */
    int64_t people, met, on_track, behind, none;
};
struct board_school {
    int64_t org_id;
    struct str name;
    int64_t classes, entries;
    int64_t hours_centi;
};
struct board_live {
    int64_t session_id, class_id, org_id;
    struct str title, class_title, org_name;
    int64_t starts_at, ends_at, expected;
};
struct board_person_row {
    int64_t id;
    struct str name;
    int64_t org_id;
    struct str org_name, rank_code, audience_code, post, norm_code;
    int state;
    int64_t hours_centi, need_hours_centi, days_centi, need_days_centi;
    int due_on, until_on;
};
extern const struct shape board_row_shape, board_audience_shape, board_norm_shape, board_school_shape, board_live_shape,
    board_person_shape;
extern const struct page_spec board_people_page;

BOARD_USE struct err *board_under(struct call *c, struct str path, struct board_row *ret_org);
BOARD_USE struct err *board_norms(struct call *c, int64_t org_id, struct str audience_code, struct list *ret_norms);
BOARD_USE struct err *board_rows(struct call *c, int64_t org_id, struct str norm_code, struct str audience_code,
                                 struct list *ret_rows);
BOARD_USE struct err *board_audiences(struct call *c, int64_t org_id, struct str norm_code, struct list *ret_rows);
BOARD_USE struct err *board_givers(struct call *c, struct str path, int year, struct list *ret_schools);
BOARD_USE struct err *board_hosts(struct call *c, struct str path, int year, struct list *ret_schools);
BOARD_USE struct err *board_live_now(struct call *c, struct str path, struct list *ret_live);

/* ---- the page by role ---- */

enum home_part { HOME_PART_NONE, HOME_TEACHER, HOME_MANAGER, HOME_SITE_LEADER, HOME_LEARNER };
struct home_session {
    int64_t session_id, class_id, room_id, site_id;
    struct str class_title, title;
    int kind; /* enum session_kind */
    int64_t starts_at, ends_at;
    struct str room;
    int live_state; /* enum session_live */
    int part;       /* enum home_part */
};
enum todo_kind { TODO_NONE, TODO_CONFIRM_PEOPLE, TODO_DECIDE_LEAVES, TODO_CONFIRM_CLASSES, TODO_SIGN_MINUTES };
struct todo_item {
    int64_t id, class_id, group_id, session_id;
    struct str title, detail;
    int64_t at;
};
extern const struct shape home_session_shape, todo_item_shape;
BOARD_USE struct err *home_sessions(struct call *c, int part, int64_t most, struct list *ret_sessions);
/* `path` is the subtree for what goes by role; empty: only what goes by person. */
BOARD_USE struct err *home_todo(struct call *c, int kind, struct str path, int64_t most, struct list *ret_items);

/* ---- handlers, listed with their routes in board_module.c ---- */

extern const struct shape board_shape, home_shape;
BOARD_USE struct err *board_http_board(struct call *c);
BOARD_USE struct err *board_http_people(struct call *c);
BOARD_USE struct err *board_http_home(struct call *c);
/* The commands of this module. */
struct cli;
int board_cli_verify(struct cli *cli);

#endif
