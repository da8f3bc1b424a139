/* app/rehearse/rehearse.c: the command: finds the lesson and its people, gets them in, and lets them play. */
#include "app/rehearse/rehearse.h"

#include "api/config.h"
#include "api/module.h"
#include "api/problem.h"
#include "app/rehearse/rehearse_private.h"
#include "domain/account/account.h"
#include "os/file.h"
#include "os/random.h"
#include "rehearse_sql.h"

#include <stdio.h>
#include <string.h>

enum { SITES_MOST = 30, LEARNERS_MOST = 200, DEMO_JSON_BYTES = 256 << 10 };

static const struct shape_field seat_fields[] = {
    F_ID(struct rehearse_seat, person_id, 0, "", ""),    F_ID(struct rehearse_seat, session_id, 0, "", ""),
    F_ID(struct rehearse_seat, site_id, 0, "", ""),      F_ID(struct rehearse_seat, account_id, 0, "", ""),
    F_TEXT(struct rehearse_seat, name, 0, 0, 0, "", ""), F_BOOL(struct rehearse_seat, has_login, 0, "", ""),
};
static const struct shape seat_shape = SHAPE("RehearseSeat", struct rehearse_seat, seat_fields);

/* "session_id":"…" of demo.json: the lesson that the demo city has on now. */
static struct err *find_lesson(struct cli *cli, int64_t *ret_session_id)
{
    struct str text, mark = STR("\"session_id\":\"");
    struct err *e =
        file_read(cli->arena, str_printf(cli->arena, "%.*s/demo.json", STR_ARG(cli->call->config->data_dir)),
                  DEMO_JSON_BYTES, &text);
    const char *at = e ? NULL : memmem(text.p, text.n, mark.p, mark.n);
    if (at) {
        struct str rest, from = {at + mark.n, text.n - (size_t)(at - text.p) - mark.n};
        if (str_int64(str_cut(from, '"', &rest), ret_session_id)) return NULL;
    }
    FAIL(cli->arena, ERR_ABSENT, "rehearse.no_lesson", "没有演示课可排练：请先用 tongke demo 建一座演示城市。",
         "There is no demo lesson to rehearse: make a demo city with `tongke demo` first.");
}

/* ---- getting in ---- */

/* A simulated person has no password (the hash fits none), so their session is made here, in the database: hashing a
 * password for each of two hundred would cost the machine seconds, and would leave accounts that could be signed in to.
 * What they do with the session goes over the network like anybody's. */
static struct err *let_in(struct call *c, const struct rehearse_seat *seat, struct actor *actor)
{
    int64_t account_id = seat->account_id;
    struct str token;
    if (!account_id)
        TRY(account_add(c, seat->person_id, str_printf(c->arena, "rehearse-%lld", (long long)seat->person_id),
                        str_printf(c->arena, "%.*s（演示）", STR_ARG(seat->name)), STR("!"), false, &account_id));
    TRY(account_session_open(c, account_id, &token));
    snprintf(actor->cookie, sizeof actor->cookie, "tongke_session=%.*s", STR_ARG(token));
    return NULL;
}

static struct err *add_actor(struct call *c, struct play *play, int kind, const struct rehearse_seat *seat)
{
    struct actor *actor = list_add(c->arena, &play->actors, struct actor);
    *actor = (struct actor){.play = play,
                            .kind = kind,
                            .person_id = seat->person_id,
                            .session_id = seat->session_id,
                            .site_id = seat->site_id};
    return let_in(c, seat, actor);
}

static bool plays_already(const struct play *play, int64_t person_id)
{
    for (LIST_EACH(play->actors, struct actor, actor))
        if (actor->person_id == person_id) return true;
    return false;
}

/* Of `n` people about `most`, spread evenly. */
static bool is_chosen(size_t i, size_t n, size_t most) { return n <= most || i * most / n != (i + 1) * most / n; }

static struct err *add_actors(struct call *c, struct play *play, const struct list *seats, int kind, size_t most)
{
    for (size_t i = 0; i < seats->n; i++) {
        const struct rehearse_seat *seat = LIST_AT(*seats, struct rehearse_seat, i);
        if (seat->has_login || plays_already(play, seat->person_id)) continue; /* left to those who sign in */
        if (seat->site_id && kind == ACTOR_LEARNER && !is_chosen(i, seats->n, most)) continue;
        TRY(add_actor(c, play, kind, seat));
    }
    return NULL;
}

static struct err *cast(struct call *c, struct play *play)
{
    struct list teacher, leaders;
    struct vals lesson = VALS(v_int(play->room_id));
    play->actors = (struct list){0};
    TRY(db_list(c->db, c->arena, &sql_rehearse_teacher, lesson, &seat_shape, &teacher));
    TRY(db_list(c->db, c->arena, &sql_rehearse_leaders, lesson, &seat_shape, &leaders));
    TRY(db_list(c->db, c->arena, &sql_rehearse_learners, lesson, &seat_shape, &play->seats));
    TRY(db_int(c->db, c->arena, &sql_rehearse_film, lesson, &play->film_id));
    if (!teacher.n)
        FAIL(c->arena, ERR_ABSENT, "rehearse.no_teacher", "演示课没有主讲教师。", "The demo lesson has no teacher.");
    TRY(add_actor(c, play, ACTOR_TEACHER, LIST_AT(teacher, struct rehearse_seat, 0)));
    TRY(add_actors(c, play, &leaders, ACTOR_SITE, SITES_MOST));
    return add_actors(c, play, &play->seats, ACTOR_LEARNER, LEARNERS_MOST);
}

static struct err *cast_in_transaction(struct call *c, struct play *play)
{
    TRY(db_begin(c->db, c->arena));
    struct err *e = cast(c, play);
    if (!e) return db_commit(c->db, c->arena);
    db_rollback(c->db);
    return e;
}

static struct str url_argument(const struct cli *cli)
{
    for (int i = 0; i + 1 < cli->argc; i++)
        if (strcmp(cli->argv[i], "--url") == 0) return str_of(cli->argv[i + 1]);
    return STR("http://127.0.0.1:8080");
}

static struct err *prepare(struct cli *cli, struct play *play)
{
    *play = (struct play){.arena = cli->arena};
    random_bytes(&play->random, sizeof play->random);
    TRY(find_lesson(cli, &play->room_id));
    TRY(cast_in_transaction(cli->call, play));
    return client_open(cli->arena, url_argument(cli), &play->client);
}

static int run_rehearse(struct cli *cli)
{
    struct play play;
    struct err *e = prepare(cli, &play);
    if (e) {
        fprintf(stderr, "tongke rehearse: %.*s [%s]\n", STR_ARG(cli->lang == LANG_EN ? e->en : e->zh), e->code);
        return problem_exit(e->kind);
    }
    int status = rehearse_play(&play);
    client_close(play.client);
    return status;
}

static const struct command commands[] = {
    {"rehearse", "rehearse --data DIR [--url URL]", "在演示城市上排练一堂直播课（须先启动服务）",
     "play a rehearsed live lesson on a demo city (the server must run)", run_rehearse},
};

const struct module rehearse_module = {.name = "rehearse",
                                       .statements = rehearse_statements,
                                       .statement_count = &rehearse_statement_count,
                                       .commands = commands,
                                       .command_count = 1};
