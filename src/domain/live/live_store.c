#include "domain/live/live_private.h"

#include "api/config.h"
#include "api/page.h"
#include "live_sql.h"

#include <stdlib.h>

#define ROOM_RUN(sql, ...) db_run(c->db, c->arena, &(sql), VALS(__VA_ARGS__), NULL)

/* ---- rooms ---- */

struct err *live_room_get(struct call *c, int64_t room_id, struct live_room *ret_room)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_live_room_find, VALS(v_int(room_id)), &live_room_shape, ret_room, &found));
    if (found) return NULL;
    *ret_room = (struct live_room){
        .session_id = room_id, .state = LIVE_READY, .source = LIVE_SOURCE_NONE, .media_state = LIVE_MEDIA_NONE};
    return NULL;
}

struct err *live_room_make(struct call *c, int64_t room_id, struct live_room *ret_room)
{
    TRY(ROOM_RUN(sql_live_room_insert, v_int(room_id)));
    return live_room_get(c, room_id, ret_room);
}

struct err *live_room_save_open(struct call *c, const struct live_room *room)
{
    return ROOM_RUN(sql_live_room_open, v_int(room->session_id), v_cstr(live_source_names[room->source]),
                    v_id(room->media_id), v_bool(room->repeats), v_cstr(live_media_names[room->media_state]),
                    v_time(room->opened_at), v_id(c->who->account_id), v_text(room->stream_key));
}

struct err *live_room_save_close(struct call *c, int64_t room_id)
{
    return ROOM_RUN(sql_live_room_close, v_int(room_id), v_time(c->now_us));
}

struct err *live_room_save_media(struct call *c, const struct live_room *room)
{
    return ROOM_RUN(sql_live_room_media_set, v_int(room->session_id), v_cstr(live_media_names[room->media_state]),
                    v_time(room->media_started_at), v_int(room->stream_port));
}

struct err *live_room_save_poll(struct call *c, int64_t room_id, int64_t poll_id)
{
    return ROOM_RUN(sql_live_room_poll_set, v_int(room_id), v_id(poll_id));
}

struct err *live_room_remove(struct call *c, int64_t room_id)
{
    TRY(ROOM_RUN(sql_live_presence_delete, v_int(room_id)));
    return ROOM_RUN(sql_live_room_delete, v_int(room_id));
}

struct err *live_room_next_seq(struct call *c, int64_t room_id, int64_t *ret_seq)
{
    return db_int(c->db, c->arena, &sql_live_room_seq, VALS(v_int(room_id)), ret_seq);
}

static const struct shape_field now_row_fields[] = {
    F_ID(struct live_now, room_id, 0, "", ""),           F_ID(struct live_now, class_id, 0, "", ""),
    F_TEXT(struct live_now, title, 0, 0, 0, "", ""),     F_TEXT(struct live_now, class_title, 0, 0, 0, "", ""),
    F_TEXT(struct live_now, host_name, 0, 0, 0, "", ""), F_TIME(struct live_now, opened_at, 0, "", ""),
};
static const struct shape now_row_shape = SHAPE("LiveNowRow", struct live_now, now_row_fields);

struct err *live_room_list_open(struct call *c, struct list *ret_nows)
{
    return db_list(c->db, c->arena, &sql_live_room_list_open, VALS(v_int(LIVE_ROOMS_MAX)), &now_row_shape, ret_nows);
}

struct err *live_media_wanted(struct call *c, struct list *ret_wants)
{
    return db_list(c->db, c->arena, &sql_live_media_list, NO_VALS, &live_want_shape, ret_wants);
}

/* ---- places ---- */

static const struct shape_field place_fields[] = {
    F_ID(struct live_place, session_id, 0, "", ""),
    F_ID(struct live_place, site_id, 0, "", ""),
    F_TEXT(struct live_place, site_name, 0, 0, 0, "", ""),
};
static const struct shape place_shape = SHAPE("LivePlace", struct live_place, place_fields);

struct err *live_place_of_learner(struct call *c, int64_t room_id, struct live_place *ret_place, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_live_expected_find, VALS(v_int(room_id), v_int(c->who->person_id)),
                   &place_shape, ret_place, ret_found);
}

struct err *live_place_of_site(struct call *c, int64_t room_id, int64_t site_id, struct live_place *ret_place,
                               bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_live_site_get, VALS(v_int(site_id), v_int(room_id)), &place_shape, ret_place,
                   ret_found);
}

struct err *live_place_in_tree(struct call *c, int64_t room_id, struct str path, struct live_place *ret_place,
                               bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_live_site_find, VALS(v_int(room_id), v_text(path)), &place_shape, ret_place,
                   ret_found);
}

/* ---- events ---- */

struct err *live_event_save(struct call *c, int64_t room_id, const struct live_event *event, int64_t site_id)
{
    return ROOM_RUN(sql_live_event_insert, v_int(room_id), v_int(event->seq), v_cstr(live_kind_names[event->kind]),
                    v_id(event->person.id), v_text(event->person.name), v_id(site_id), v_time(event->at),
                    v_text(event->body));
}

/* A row with the speaker's columns beside the others; the speaker goes into an object of its own. */
struct spoken {
    int64_t person_id;
    struct str person_name, site_name;
    union {
        struct live_event event;
        struct live_question question;
        struct live_hand hand;
    };
};
#define SPEAKER_COLUMNS                                                                                                \
    F_ID(struct spoken, person_id, 0, "", ""), F_TEXT(struct spoken, person_name, 0, 0, 0, "", ""),                    \
        F_TEXT(struct spoken, site_name, 0, 0, 0, "", "")
#define COLUMN(member, name_, kind_, names_)                                                                           \
    {                                                                                                                  \
        .name = name_, .column = name_, .offset = offsetof(struct spoken, member), .kind = (kind_), .names = (names_), \
        .zh = "", .en = ""                                                                                             \
    }

static struct live_speaker speaker_of(const struct spoken *row)
{
    return (struct live_speaker){row->person_id, row->person_name, row->site_name};
}

static const struct shape_field event_row_fields[] = {
    SPEAKER_COLUMNS,
    COLUMN(event.seq, "seq", SHAPE_INT, NULL),
    COLUMN(event.kind, "kind", SHAPE_ENUM, live_kind_names),
    COLUMN(event.at, "at", SHAPE_TIME, NULL),
    COLUMN(event.body, "body", SHAPE_TEXT, NULL),
};
static const struct shape event_row_shape = SHAPE("LiveEventRow", struct spoken, event_row_fields);

struct err *live_event_list(struct call *c, int64_t room_id, int64_t after, int64_t most, struct list *ret_events)
{
    struct list rows;
    TRY(db_list(c->db, c->arena, &sql_live_event_list, VALS(v_int(room_id), v_int(after), v_int(most)),
                &event_row_shape, &rows));
    *ret_events = (struct list){0};
    for (LIST_EACH(rows, struct spoken, row)) {
        row->event.person = speaker_of(row);
        *list_add(c->arena, ret_events, struct live_event) = row->event;
    }
    return NULL;
}

struct err *live_pace_take(struct call *c, int64_t room_id, int64_t gap_us, bool *ret_taken)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_live_pace_set,
               VALS(v_int(room_id), v_int(c->who->person_id), v_int(c->now_us), v_int(c->now_us - gap_us)), &changed));
    *ret_taken = changed > 0;
    return NULL;
}

/* ---- questions ---- */

struct err *live_question_save(struct call *c, int64_t room_id, const struct live_question *q, int64_t site_id)
{
    return ROOM_RUN(sql_live_question_insert, v_int(q->id), v_int(room_id), v_int(q->person.id), v_text(q->person.name),
                    v_id(site_id), v_text(q->text), v_time(q->asked_at));
}

struct err *live_question_get(struct call *c, int64_t room_id, int64_t question_id, struct live_question_row *ret_row)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_live_question_find, VALS(v_int(question_id)), &live_question_row_shape, ret_row,
                &found));
    if (found && ret_row->session_id == room_id) return NULL;
    FAIL(c->arena, ERR_ABSENT, "live.no_question", "没有这个提问。", "There is no such question.");
}

struct err *live_question_count_own(struct call *c, int64_t room_id, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_live_question_count_open, VALS(v_int(room_id), v_int(c->who->person_id)),
                  ret_count);
}

static const struct shape_field question_list_fields[] = {
    SPEAKER_COLUMNS,
    COLUMN(question.id, "id", SHAPE_ID, NULL),
    COLUMN(question.text, "text", SHAPE_TEXT, NULL),
    COLUMN(question.votes, "votes", SHAPE_INT, NULL),
    COLUMN(question.mine, "mine", SHAPE_BOOL, NULL),
    COLUMN(question.state, "state", SHAPE_ENUM, live_question_state_names),
    COLUMN(question.asked_at, "asked_at", SHAPE_TIME, NULL),
    COLUMN(question.answered_at, "answered_at", SHAPE_TIME, NULL),
};
static const struct shape question_list_shape = SHAPE("LiveQuestionRow", struct spoken, question_list_fields);

struct err *live_question_list(struct call *c, int64_t room_id, struct list *ret_questions)
{
    struct list rows;
    TRY(db_list(c->db, c->arena, &sql_live_question_list,
                VALS(v_int(room_id), v_int(c->who->person_id), v_int(LIVE_QUESTIONS_MAX)), &question_list_shape,
                &rows));
    *ret_questions = (struct list){0};
    for (LIST_EACH(rows, struct spoken, row)) {
        row->question.person = speaker_of(row);
        *list_add(c->arena, ret_questions, struct live_question) = row->question;
    }
    return NULL;
}

struct err *live_question_close(struct call *c, int64_t question_id, bool *ret_closed)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_live_question_answered,
               VALS(v_int(question_id), v_time(c->now_us), v_id(c->who->person_id)), &changed));
    *ret_closed = changed > 0;
    return NULL;
}

struct err *live_vote_set(struct call *c, int64_t question_id, bool on, bool *ret_changed)
{
    int64_t changed;
    struct val q = v_int(question_id), person = v_int(c->who->person_id);
    if (on)
        TRY(db_run(c->db, c->arena, &sql_live_vote_insert, VALS(q, person, v_time(c->now_us)), &changed));
    else
        TRY(db_run(c->db, c->arena, &sql_live_vote_delete, VALS(q, person), &changed));
    *ret_changed = changed > 0;
    return changed ? ROOM_RUN(sql_live_question_vote, q, v_int(on ? 1 : -1), v_int(c->now_us)) : NULL;
}

struct err *live_question_list_fresh(struct call *c, int64_t room_id, int64_t since, struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_live_question_list_voted,
                   VALS(v_int(room_id), v_int(since), v_int(LIVE_QUESTIONS_MAX)), &live_question_row_shape, ret_rows);
}

/* ---- hands ---- */

struct err *live_hand_set(struct call *c, int64_t room_id, int64_t site_id, bool on, bool *ret_changed)
{
    int64_t changed;
    struct val room = v_int(room_id), person = v_int(c->who->person_id);
    if (on)
        TRY(db_run(c->db, c->arena, &sql_live_hand_raise,
                   VALS(room, person, v_text(c->who->name), v_id(site_id), v_time(c->now_us)), &changed));
    else
        TRY(db_run(c->db, c->arena, &sql_live_hand_lower, VALS(room, person), &changed));
    *ret_changed = changed > 0;
    return NULL;
}

struct err *live_hand_take(struct call *c, int64_t room_id, int64_t person_id, struct str *ret_name)
{
    return db_text(c->db, c->arena, &sql_live_hand_call, VALS(v_int(room_id), v_int(person_id), v_time(c->now_us)),
                   ret_name);
}

static const struct shape_field hand_row_fields[] = {
    SPEAKER_COLUMNS,
    COLUMN(hand.state, "state", SHAPE_ENUM, live_hand_state_names),
    COLUMN(hand.raised_at, "raised_at", SHAPE_TIME, NULL),
};
static const struct shape hand_row_shape = SHAPE("LiveHandRow", struct spoken, hand_row_fields);

struct err *live_hand_list(struct call *c, int64_t room_id, struct list *ret_hands)
{
    struct list rows;
    TRY(db_list(c->db, c->arena, &sql_live_hand_list, VALS(v_int(room_id), v_int(LIVE_HANDS_MAX)), &hand_row_shape,
                &rows));
    *ret_hands = (struct list){0};
    for (LIST_EACH(rows, struct spoken, row)) {
        row->hand.person = speaker_of(row);
        *list_add(c->arena, ret_hands, struct live_hand) = row->hand;
    }
    return NULL;
}

/* ---- polls ---- */

struct err *live_poll_save(struct call *c, const struct live_poll *poll)
{
    TRY(ROOM_RUN(sql_live_poll_insert, v_int(poll->id), v_int(poll->session_id), v_text(poll->title),
                 v_bool(poll->multiple), v_int(poll->option_count), v_id(c->who->person_id), v_time(poll->opened_at)));
    for (LIST_EACH(poll->options, struct live_option, option))
        TRY(ROOM_RUN(sql_live_poll_option_insert, v_int(poll->id), v_int(option->no), v_text(option->text)));
    return NULL;
}

struct err *live_poll_find(struct call *c, int64_t room_id, int64_t poll_id, struct live_poll *ret_poll)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_live_poll_find, VALS(v_int(poll_id)), &live_poll_shape, ret_poll, &found));
    if (found && ret_poll->session_id == room_id) return NULL;
    FAIL(c->arena, ERR_ABSENT, "live.no_poll", "没有这个投票。", "There is no such poll.");
}

struct err *live_poll_fill_options(struct call *c, struct live_poll *poll)
{
    static const struct shape_field fields[] = {
        F_INT(struct live_option, no, 0, 0, 0, "", ""),
        F_TEXT(struct live_option, text, 0, 0, 0, "", ""),
    };
    static const struct shape shape = SHAPE("LiveOptionRow", struct live_option, fields);
    return db_list(c->db, c->arena, &sql_live_poll_option_list, VALS(v_int(poll->id)), &shape, &poll->options);
}

struct err *live_poll_get(struct call *c, int64_t room_id, int64_t poll_id, struct live_poll *ret_poll)
{
    TRY(live_poll_find(c, room_id, poll_id, ret_poll));
    return live_poll_fill_options(c, ret_poll);
}

struct count_row {
    int64_t option_no, answers, at;
};
static const struct shape_field count_row_fields[] = {
    F_INT(struct count_row, option_no, 0, 0, 0, "", ""),
    F_INT(struct count_row, answers, 0, 0, 0, "", ""),
    F_INT(struct count_row, at, 0, 0, 0, "", ""),
};
static const struct shape count_row_shape = SHAPE("LiveCountRow", struct count_row, count_row_fields);

struct err *live_poll_fill_counts(struct call *c, struct live_poll *poll)
{
    struct list rows;
    int64_t counts[LIVE_OPTIONS_MAX + 1] = {0};
    TRY(db_list(c->db, c->arena, &sql_live_poll_count_list, VALS(v_int(poll->id)), &count_row_shape, &rows));
    for (LIST_EACH(rows, struct count_row, row)) {
        if (row->option_no >= 0 && row->option_no <= LIVE_OPTIONS_MAX) counts[row->option_no] = row->answers;
        if (row->at > poll->counted_at) poll->counted_at = row->at;
    }
    poll->total = counts[0];
    for (LIST_EACH(poll->options, struct live_option, option)) option->answers = counts[option->no];
    struct buf out;
    buf_init(&out, 1024);
    for (int64_t no = 1; no <= poll->option_count; no++) {
        buf_char(&out, no == 1 ? '[' : ',');
        buf_int(&out, counts[no]);
    }
    buf_char(&out, ']');
    poll->counts = str_copy(c->arena, buf_text(&out));
    buf_done(&out);
    return NULL;
}

struct err *live_poll_fill_mine(struct call *c, struct live_poll *poll)
{
    int64_t choices;
    TRY(live_answer_choices(c, poll->id, &choices));
    poll->mine = live_choices_text(c->arena, choices);
    return NULL;
}

struct err *live_poll_list(struct call *c, int64_t room_id, struct list *ret_polls)
{
    TRY(db_list(c->db, c->arena, &sql_live_poll_list, VALS(v_int(room_id), v_int(LIVE_POLLS_MAX)), &live_poll_shape,
                ret_polls));
    for (LIST_EACH(*ret_polls, struct live_poll, poll)) {
        TRY(live_poll_fill_options(c, poll));
        TRY(live_poll_fill_counts(c, poll));
        TRY(live_poll_fill_mine(c, poll));
    }
    return NULL;
}

struct err *live_poll_close(struct call *c, int64_t poll_id)
{
    return ROOM_RUN(sql_live_poll_close, v_int(poll_id), v_time(c->now_us));
}

struct err *live_answer_choices(struct call *c, int64_t poll_id, int64_t *ret_choices)
{
    return db_int(c->db, c->arena, &sql_live_answer_choices, VALS(v_int(poll_id), v_int(c->who->person_id)),
                  ret_choices);
}

struct err *live_answer_save(struct call *c, int64_t poll_id, int64_t choices)
{
    return ROOM_RUN(sql_live_answer_set, v_int(poll_id), v_int(c->who->person_id), v_int(choices), v_time(c->now_us));
}

struct err *live_count_add(struct call *c, int64_t poll_id, int64_t option_no, int64_t change)
{
    return ROOM_RUN(sql_live_poll_count_add, v_int(poll_id), v_int(option_no), v_int(live_shard_of(c->who->person_id)),
                    v_int(change), v_time(c->now_us));
}

/* ---- presence ---- */

struct err *live_span_save(struct call *c, const struct live_span *span)
{
    return ROOM_RUN(sql_live_presence_insert, v_int(span->id), v_int(span->session_id), v_int(span->person_id),
                    v_cstr(live_role_names[span->role]), v_id(span->site_id), v_int(span->own_session_id),
                    v_time(span->joined_at));
}

struct err *live_span_get(struct call *c, int64_t span_id, struct live_span *ret_span)
{
    return db_get(c->db, c->arena, &sql_live_presence_find, VALS(v_int(span_id)), &live_span_shape, ret_span);
}

struct err *live_span_touch(struct call *c, int64_t span_id)
{
    return ROOM_RUN(sql_live_presence_seen, v_int(span_id), v_time(c->now_us));
}

struct err *live_span_mark(struct call *c, int64_t span_id)
{
    return ROOM_RUN(sql_live_presence_marked, v_int(span_id));
}

struct err *live_span_end(struct call *c, int64_t span_id, int64_t seconds)
{
    return ROOM_RUN(sql_live_presence_leave, v_int(span_id), v_time(c->now_us), v_int(seconds));
}

struct err *live_span_count_own(struct call *c, int64_t room_id, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_live_presence_count_own, VALS(v_int(room_id), v_int(c->who->person_id)),
                  ret_count);
}

struct err *live_span_seconds(struct call *c, int64_t room_id, int64_t person_id, int64_t *ret_seconds)
{
    return db_int(c->db, c->arena, &sql_live_presence_seconds, VALS(v_int(room_id), v_int(person_id)), ret_seconds);
}

struct err *live_span_end_all(struct call *c, int64_t room_id, int64_t opened_at)
{
    return ROOM_RUN(sql_live_presence_end_all, v_int(room_id), v_int(c->now_us), v_int(opened_at));
}

struct err *live_span_end_stale(struct call *c)
{
    return db_run(c->db, c->arena, &sql_live_presence_end_stale, VALS(v_int(c->config->node)), NULL);
}

struct err *live_online_count(struct call *c, int64_t room_id, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_live_online_count, VALS(v_int(room_id)), ret_count);
}

/* One row of counts by site, of either statement. */
struct site_count {
    int64_t site_id, expected, joined, leave, screens;
};
static const struct shape_field site_count_fields[] = {
    F_ID(struct site_count, site_id, 0, "", ""),        F_INT(struct site_count, expected, 0, 0, 0, "", ""),
    F_INT(struct site_count, joined, 0, 0, 0, "", ""),  F_INT(struct site_count, leave, 0, 0, 0, "", ""),
    F_INT(struct site_count, screens, 0, 0, 0, "", ""),
};
static const struct shape site_count_shape = SHAPE("LiveSiteCount", struct site_count, site_count_fields);

static const struct shape_field site_row_fields[] = {
    F_ID(struct live_site, site_id, 0, "", ""),      F_ID(struct live_site, class_id, 0, "", ""),
    F_TEXT(struct live_site, name, 0, 0, 0, "", ""), F_ENUM(struct live_site, level, klass_level_names, 0, "", ""),
    F_ID(struct live_site, leader_id, 0, "", ""),    F_TEXT(struct live_site, leader_name, 0, 0, 0, "", ""),
};
static const struct shape site_row_shape = SHAPE("LiveSiteRow", struct live_site, site_row_fields);

static int compare_counts(const void *a, const void *b)
{
    int64_t x = ((const struct site_count *)a)->site_id, y = ((const struct site_count *)b)->site_id;
    return x < y ? -1 : x > y;
}

static const struct site_count *find_count(const struct list *sorted, int64_t site_id)
{
    struct site_count key = {.site_id = site_id};
    return sorted->n ? bsearch(&key, sorted->p, sorted->n, sizeof key, compare_counts) : NULL;
}

static void sort_counts(struct list *counts)
{
    if (counts->n) qsort(counts->p, counts->n, sizeof(struct site_count), compare_counts);
}

static void take_counts(struct live_site *site, const struct list *counts, const struct list *screens)
{
    const struct site_count *count = find_count(counts, site->site_id), *screen = find_count(screens, site->site_id);
    if (screen) site->screens = screen->screens;
    if (!count) return;
    site->expected = count->expected;
    site->joined = count->joined;
    site->leave = count->leave;
    site->absent = count->expected - count->joined - count->leave;
}

static void add_up(struct live_presence *p)
{
    for (LIST_EACH(p->sites, struct live_site, site)) {
        p->expected += site->expected;
        p->joined += site->joined;
        p->leave += site->leave;
        p->absent += site->absent;
    }
}

struct err *live_presence_count(struct call *c, int64_t room_id, struct live_presence *ret_presence)
{
    struct list counts, screens;
    struct vals room = VALS(v_int(room_id));
    *ret_presence = (struct live_presence){0};
    TRY(db_list(c->db, c->arena, &sql_live_count_list, room, &site_count_shape, &counts));
    TRY(db_list(c->db, c->arena, &sql_live_screen_list, room, &site_count_shape, &screens));
    TRY(db_list(c->db, c->arena, &sql_live_site_list, room, &site_row_shape, &ret_presence->sites));
    TRY(live_online_count(c, room_id, &ret_presence->online));
    sort_counts(&counts);
    sort_counts(&screens);
    if (find_count(&counts, 0))
        (void)list_add(c->arena, &ret_presence->sites, struct live_site); /* those who come alone */
    for (LIST_EACH(ret_presence->sites, struct live_site, site)) take_counts(site, &counts, &screens);
    add_up(ret_presence);
    return NULL;
}

/* The state of a line of live_person_page, for its filter; $1 is the room there too. */
#define PERSON_STATE                                                                                                   \
    "CASE WHEN EXISTS (SELECT 1 FROM live_presence w WHERE w.session_id = $1 AND w.person_id = e.person_id "           \
    "AND w.left_at IS NULL) THEN 'online' WHEN m.state IN ('present', 'late') THEN 'in_class' "                        \
    "WHEN m.state = 'leave' THEN 'leave' ELSE 'absent' END"
static const struct page_sort person_sorts[] = {{"name", "p.name_sort"}};
static const struct page_filter person_filters[] = {
    {"state", PERSON_STATE " = $?", SHAPE_TEXT, "状态：online、in_class、leave、absent",
     "online, in_class, leave or absent"},
    {"site", "e.site_id = $?", SHAPE_ID, "教学点", "site"},
    {"class", "e.class_id = $?", SHAPE_ID, "班次", "class"},
};
const struct page_spec live_person_pages = {
    .base = &sql_live_person_page,
    .from = "enrolment e JOIN person p ON p.id = e.person_id",
    .id = "e.id",
    .sorts = person_sorts,
    .sort_count = sizeof person_sorts / sizeof *person_sorts,
    .filters = person_filters,
    .filter_count = sizeof person_filters / sizeof *person_filters,
};

/* ---- retention ---- */

static struct err *forget_room(struct call *c, int64_t room_id, int64_t before, int64_t most, int64_t *ret_removed)
{
    TRY(db_run(c->db, c->arena, &sql_live_danmaku_forget, VALS(v_id(room_id), v_time(before), v_int(most)),
               ret_removed));
    return *ret_removed < most ? db_run(c->db, c->arena, &sql_live_room_danmaku_gone, VALS(v_id(room_id)), NULL) : NULL;
}

/* The table takes deletions only between the two releases, and only of what is older. */
struct err *live_danmaku_forget(struct call *c, int64_t before, int64_t most, int64_t *ret_removed)
{
    int64_t room_id, removed;
    *ret_removed = 0;
    TRY(db_run(c->db, c->arena, &sql_live_event_release, VALS(v_int(before)), NULL));
    for (int rooms = 0; rooms < LIVE_FORGET_ROOMS && *ret_removed < most; rooms++) {
        TRY(db_int(c->db, c->arena, &sql_live_room_ended_first, VALS(v_time(before)), &room_id));
        if (!room_id) break;
        TRY(forget_room(c, room_id, before, most - *ret_removed, &removed));
        *ret_removed += removed;
    }
    return db_run(c->db, c->arena, &sql_live_event_release, VALS(v_int(0)), NULL);
}
