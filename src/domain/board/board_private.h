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
    int64_t counted_at;  /* past days: the ledgers are taken as they stood then */
    size_t wrong_people; /* of those whose board_person does not say where they stand (when asked for) */
};
/* Counts everybody afresh. `keep`: board_person is written as well; else it is compared. The cells lie outside any
 * arena. */
BOARD_USE struct err *board_tally_count(struct call *c, bool keep, struct board_tally *ret_tally);
/* The same by hand: open, each person at their unit with their states (struct board_state), then the way up. */
BOARD_USE struct err *board_tally_open(struct call *c, struct board_tally *ret_tally);
void board_tally_person(struct board_tally *t, const struct board_place *place, const struct list *states);
void board_tally_add_up(struct board_tally *t);
void board_tally_done(struct board_tally *t);
struct board_counts *board_tally_cell(const struct board_tally *t, size_t org, size_t audience, size_t norm);
struct board_cell board_tally_at(const struct board_tally *t, size_t org, size_t audience, size_t norm);
/* Kept cells, in any order, against the counted ones. */
struct board_check;
void board_compare(struct call *c, struct list *kept, const struct board_tally *t, struct board_check *check);

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
enum { BOARD_STEPS_MAX = 8 }; /* the tree is no deeper */
/* The organisations (int64_t) from the city down to that path. */
BOARD_USE struct err *board_way(struct call *c, struct str org_path, struct list *ret_ids);
/* Moves the cells of every organisation on the way, of the audience and of everybody. */
BOARD_USE struct err *board_cells_move(struct call *c, const struct list *way, struct str audience_code,
                                       struct str norm_code, const struct board_counts *by);
BOARD_USE struct err *board_cell_add(struct call *c, const struct board_cell *cell);
BOARD_USE struct err *board_cells(struct call *c, struct list *ret_cells);
BOARD_USE struct err *board_clear(struct call *c);
BOARD_USE struct err *board_orgs(struct call *c, struct list *ret_orgs);
/* Lists of struct str. */
BOARD_USE struct err *board_norm_codes(struct call *c, struct list *ret_codes);
BOARD_USE struct err *board_audience_codes(struct call *c, struct list *ret_codes);

/* ---- past days: board_past.c ---- */

struct board_day {
    int on_day;
    int64_t computed_at;
    struct str digest; /* of the cells; empty: counted before there were digests */
};
struct job;
/* Counts everybody as of the end of a past day, as the ledgers stand now. `job`: whose work it is, or NULL. */
BOARD_USE struct err *board_past_count(struct call *c, int on, struct job *job, struct board_tally *ret_tally);
/* The day is taken away, and with board_past_end it is there again. Between them cells from *from on are written, at
 * most `most`; *from becomes 0 after the last one. */
BOARD_USE struct err *board_past_begin(struct call *c, int on);
BOARD_USE struct err *board_past_some(struct call *c, int on, const struct board_tally *t, size_t most, size_t *from);
BOARD_USE struct err *board_past_end(struct call *c, int on, const struct board_tally *t);
/* Of all cells that are not zero, whatever their order. */
struct str board_past_digest(struct arena *a, const struct board_tally *t);
/* The last `most` ends of months before today, the newest first, that have not been counted, or without a digest:
 * yyyymmdd each. */
BOARD_USE struct err *board_months_missing(struct call *c, int64_t most, struct list *ret_days);

BOARD_USE struct err *board_job_day(struct job *job); /* job->subject_id is the day */
BOARD_USE struct err *board_job_months(struct job *job);

/* ---- what the board shows ---- */

struct board_row { /* one organisation, one audience, or one level */
    int64_t org_id;
    struct str name, short_name, code, kind, level, path;
    struct str audience_code, name_zh, name_en, parent_level;
    int64_t all_people; /* whatever norms apply to them */
    int64_t trained;    /* of them with hours this year */
    int64_t people, met, on_track, behind, none;
    int64_t classes, seats, seats_taken; /* of the classes that begin in the year, by host */
    int64_t sites, sites_joined;         /* of the lessons that are live now */
};
struct board_norm {
    struct str norm_code, name_zh, name_en;
    int purpose; /* enum norm_purpose */
    int64_t people, met, on_track, behind, none;
};
struct board_school {
    int64_t org_id;
    struct str name, path;
    int64_t classes, seats, seats_taken, entries;
    int64_t hours_centi;
};
struct board_live {
    int64_t session_id, class_id, org_id;
    struct str title, class_title, org_name, org_path;
    int64_t starts_at, ends_at, expected, online;
    int64_t sites, sites_joined;
};
struct board_site { /* one that should see an open room */
    int64_t session_id, site_id, org_id;
    struct str title, org_name, org_path, leader;
    int64_t seats, expected;
    bool joined;
};
struct board_point { /* of a curve over time */
    int on_day;
    int64_t people, met, on_track, behind, none;
};
struct board_class_row {
    int64_t id, org_id;
    struct str title, org_name;
    int starts_on, ends_on;
    struct str state;
    int64_t seats_max, confirmed_count;
};
struct board_entry_row {
    int64_t id, person_id;
    struct str name, org_name, title;
    int kind, earned_on;
    int64_t hours_centi;
};
struct board_person_row {
    int64_t id;
    struct str name;
    int64_t org_id;
    struct str org_name, rank_code, audience_code, post, norm_code;
    struct str path, level; /* of the unit; past days only */
    int state;
    int64_t hours_centi, need_hours_centi, days_centi, need_days_centi;
    int due_on, until_on;
};
extern const struct shape board_row_shape, board_audience_shape, board_level_shape, board_norm_shape,
    board_school_shape, board_live_shape, board_person_shape, board_site_shape, board_point_shape, board_class_shape,
    board_entry_shape, board_day_shape;
extern const struct page_spec board_people_page, board_class_page, board_entry_page;

BOARD_USE struct err *board_under(struct call *c, struct str path, struct board_row *ret_org);
/* What is asked for: `on` 0 is today, from the cells that are kept up to date. */
struct board_ask {
    int64_t org_id;
    struct str path, norm_code, audience_code;
    int on;
};
BOARD_USE struct err *board_norms(struct call *c, const struct board_ask *ask, struct list *ret_norms);
BOARD_USE struct err *board_rows(struct call *c, const struct board_ask *ask, struct list *ret_rows);
BOARD_USE struct err *board_audiences(struct call *c, const struct board_ask *ask, struct list *ret_rows);
BOARD_USE struct err *board_levels(struct call *c, const struct board_ask *ask, struct list *ret_rows);
BOARD_USE struct err *board_trend(struct call *c, const struct board_ask *ask, int64_t most, struct list *ret_points);
BOARD_USE struct err *board_givers(struct call *c, struct str path, int year, struct list *ret_schools);
BOARD_USE struct err *board_hosts(struct call *c, struct str path, int year, struct list *ret_schools);
BOARD_USE struct err *board_live_now(struct call *c, struct list *ret_live);
BOARD_USE struct err *board_live_sites(struct call *c, struct list *ret_sites);
BOARD_USE struct err *board_day_find(struct call *c, int on, struct board_day *ret_day, bool *ret_found);
BOARD_USE struct err *board_day_list(struct call *c, int until_on, int64_t most, struct list *ret_days);
BOARD_USE struct err *board_day_set(struct call *c, int on, int64_t computed_at, struct str digest);
/* The cells of a past day, as they come (struct board_cell), or all of them as a list. */
BOARD_USE struct err *board_past_each(struct call *c, int on, struct err *(*each)(void *context, const void *cell),
                                      void *context);
BOARD_USE struct err *board_past_cells(struct call *c, int on, struct list *ret_cells);
BOARD_USE struct err *board_day_remove(struct call *c, int on);
BOARD_USE struct err *board_past_add(struct call *c, int on, const struct board_cell *cell);
BOARD_USE struct err *board_then_after(struct call *c, int on, int64_t after_id, int64_t most, struct list *ret_places);
/* Units (struct board_row with path, level and counts) from `from_path` on that have anybody in the cell of a past day;
 * who is below a unit counts in it, too. By path. */
BOARD_USE struct err *board_past_units(struct call *c, const struct board_ask *ask, struct str from_path,
                                       struct list *ret_units);
/* People of one unit behind after_id. */
BOARD_USE struct err *board_then_people(struct call *c, int on, int64_t org_id, int64_t after_id, int64_t most,
                                        struct list *ret_rows);
BOARD_USE struct err *board_then_path(struct call *c, int on, int64_t person_id, struct str *ret_path);

/* ---- sums for what is shown: board_sum.c, pure ---- */

/* Seats of the schools (struct board_school with path) and sites of the rooms, added to the row under whose path they
 * lie. Rows of one parent, any order. */
void board_rows_add_schools(struct arena *a, struct list *rows, const struct list *schools);
void board_rows_add_sites(struct arena *a, struct list *rows, const struct list *sites);
/* People by the level of their own unit, from `under` and the subtrees at whose top the level changes. */
void board_levels_of(struct arena *a, const struct board_row *under, const struct list *changes, struct list *ret_rows);
/* Keeps the rooms hosted below `path` or seen by a site below it, and counts those sites. */
void board_live_of(struct arena *a, struct str path, const struct list *rooms, const struct list *sites,
                   struct list *ret_live, struct list *ret_sites);

/* ---- the page by role ---- */

enum home_part { HOME_PART_NONE, HOME_TEACHER, HOME_MANAGER, HOME_SITE_LEADER, HOME_LEARNER, HOME_OFFICE };
struct home_session {
    int64_t session_id, class_id, room_id, site_id;
    struct str class_title, title;
    int kind; /* enum session_kind */
    int64_t starts_at, ends_at;
    struct str room, site_name;
    int live_state; /* enum session_live */
    int part;       /* enum home_part */
    bool live;      /* has a live room, open or not */
};
enum todo_kind { TODO_NONE, TODO_CONFIRM_PEOPLE, TODO_DECIDE_LEAVES, TODO_CONFIRM_CLASSES, TODO_SIGN_MINUTES };
struct todo_item {
    int64_t id, class_id, group_id, session_id;
    struct str title, detail;
    int64_t at;
};
extern const struct shape home_session_shape, todo_item_shape;
BOARD_USE struct err *home_sessions(struct call *c, int part, int64_t most, struct list *ret_sessions);
/* Soon, in the classes of a subtree. */
BOARD_USE struct err *home_sessions_below(struct call *c, struct str path, int64_t most, struct list *ret_sessions);
/* `path` is the subtree for what goes by role; empty: only what goes by person. */
BOARD_USE struct err *home_todo(struct call *c, int kind, struct str path, int64_t most, struct list *ret_items);

/* ---- handlers, listed with their routes in board_module.c ---- */

extern const struct shape board_shape, home_shape, board_sites_shape, board_trend_shape, board_day_ask_shape,
    board_day_job_shape;
/* Without a wish: the requirement that concerns most people. ERR_INVALID for a norm that is not in force. */
BOARD_USE struct err *board_pick_norm(struct call *c, const struct list *norms, struct str *ret_code);
/* The query's under, audience and on. The scope is checked. */
BOARD_USE struct err *board_read_ask(struct call *c, struct board_ask *ret_ask, struct board_row *ret_under);
/* The query's year; without it that of the day asked for. */
BOARD_USE struct err *board_read_year(struct call *c, int *ret_from_on, int *ret_until_on);
BOARD_USE struct err *board_http_board(struct call *c);
BOARD_USE struct err *board_http_people(struct call *c);
BOARD_USE struct err *board_http_day(struct call *c);
BOARD_USE struct err *board_http_sites(struct call *c);
BOARD_USE struct err *board_http_trend(struct call *c);
BOARD_USE struct err *board_http_classes(struct call *c);
BOARD_USE struct err *board_http_entries(struct call *c);
/* People of a past day, as counted: c->out is a struct page. */
BOARD_USE struct err *board_past_people(struct call *c, const struct board_ask *ask);
BOARD_USE struct err *board_http_home(struct call *c);

/* ---- an organisation moves: board_move.c ---- */

struct event;
extern const struct shape board_move_preview_shape;
BOARD_USE struct err *board_http_move_preview(struct call *c);
BOARD_USE struct err *board_on_org_moved(struct call *c, const struct event *event);
/* The commands of this module. */
struct cli;
int board_cli_verify(struct cli *cli);

#endif
