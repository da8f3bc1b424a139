/* domain/board/home_http.c: the page by role. */
#include "api/module.h"
#include "domain/board/board_private.h"
#include "domain/org/org.h"

#include <stdlib.h>

enum { HOME_SESSIONS = 8, HOME_TODO = 5 };

/* ---- shapes ---- */

struct todo {
    int kind;
    int64_t count; /* at least; one more than shown means there are more */
    bool more;
    struct list items;
};
static const char *const todo_kind_names[] = {"",  "confirm_people", "decide_leaves", "confirm_classes", "sign_minutes",
                                              NULL};
static const struct shape_field todo_fields[] = {
    F_ENUM(struct todo, kind, todo_kind_names, 0, "事项", "what to do"),
    F_INT(struct todo, count, 0, 0, 0, "件数", "how many are shown"),
    F_BOOL(struct todo, more, 0, "还有更多", "there are more"),
    F_LIST(struct todo, items, &todo_item_shape, 0, 0, 0, "前几件", "the first ones"),
};
static const struct shape todo_shape = SHAPE("Todo", struct todo, todo_fields);

struct home {
    int64_t person_id;
    struct str name;
    struct list sessions;    /* struct home_session */
    struct list todo;        /* struct todo */
    struct list norms;       /* struct norm_progress */
    int64_t people, trained; /* of the widest part of the tree whose board they may see; 0 when none */
    struct str scope_name;
    int64_t now_at;
};
static const struct shape_field home_fields[] = {
    F_ID(struct home, person_id, 0, "人员", "person"),
    F_TEXT(struct home, name, 0, 0, 0, "姓名", "name"),
    F_LIST(struct home, sessions, &home_session_shape, 0, 0, 0, "接下来的课", "next sessions"),
    F_LIST(struct home, todo, &todo_shape, 0, 0, 0, "待办", "things to do"),
    F_LIST(struct home, norms, &norm_progress_shape, 0, 0, 0, "我的完成情况", "own progress"),
    F_INT(struct home, people, 0, 0, 0, "管理范围内人数", "people in one's part of the tree"),
    F_INT(struct home, trained, 0, 0, 0, "本年度已参训", "trained this year"),
    F_TEXT(struct home, scope_name, 0, 0, 0, "管理范围", "part of the tree"),
    F_TIME(struct home, now_at, 0, "服务器时间", "the server's time"),
};
const struct shape home_shape = SHAPE("Home", struct home, home_fields);

/* ---- what is on it ---- */

static int by_start(const void *a, const void *b)
{
    const struct home_session *x = a, *y = b;
    if (x->starts_at != y->starts_at) return x->starts_at < y->starts_at ? -1 : 1;
    return x->session_id < y->session_id ? -1 : x->session_id > y->session_id;
}

/* Whoever teaches and manages the same session sees it once, by the part that comes first. */
static void add_sessions(struct call *c, struct list *all, const struct list *more)
{
    for (LIST_EACH(*more, struct home_session, s)) {
        bool there = false;
        for (LIST_EACH(*all, struct home_session, other)) there |= other->session_id == s->session_id;
        if (!there) *list_add(c->arena, all, struct home_session) = *s;
    }
}

/* The widest path on which a role of theirs carries perm; empty when none does. Liaisons confirm people, not those who
 * merely could. */
static struct str path_for(const struct call *c, enum perm perm, enum role only)
{
    struct str best = {0};
    for (LIST_EACH(c->who->roles, struct who_role, role)) {
        if ((only && role->role != (int)only) || !role_has((enum role)role->role, perm)) continue;
        if (!best.n || role->path.n < best.n) best = role->path;
    }
    return best;
}

/* One's own sessions, and for offices and schools what is on below them. */
static struct err *next_sessions(struct call *c, struct list *ret_sessions)
{
    static const enum role offices[] = {ROLE_OFFICE, ROLE_SCHOOL_ADMIN};
    struct list found;
    for (int part = HOME_TEACHER; part <= HOME_LEARNER && c->who->person_id; part++) {
        TRY(home_sessions(c, part, HOME_SESSIONS, &found));
        add_sessions(c, ret_sessions, &found);
    }
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++) {
        struct str path = path_for(c, PERM_CLASS_EDIT, offices[i]);
        if (!path.n) continue;
        TRY(home_sessions_below(c, path, HOME_SESSIONS, &found));
        add_sessions(c, ret_sessions, &found);
    }
    if (ret_sessions->n) qsort(ret_sessions->p, ret_sessions->n, sizeof(struct home_session), by_start);
    if (ret_sessions->n > HOME_SESSIONS) ret_sessions->n = HOME_SESSIONS;
    return NULL;
}

static struct err *add_todo(struct call *c, struct list *todo, int kind, struct str path)
{
    struct list items;
    TRY(home_todo(c, kind, path, HOME_TODO + 1, &items));
    if (!items.n) return NULL;
    bool more = items.n > HOME_TODO;
    if (more) items.n = HOME_TODO;
    *list_add(c->arena, todo, struct todo) =
        (struct todo){.kind = kind, .count = (int64_t)items.n, .more = more, .items = items};
    return NULL;
}

static struct err *things_to_do(struct call *c, struct list *todo)
{
    struct str own_people = path_for(c, PERM_ENROL_CONFIRM, ROLE_LIAISON);
    if (own_people.n) TRY(add_todo(c, todo, TODO_CONFIRM_PEOPLE, own_people));
    TRY(add_todo(c, todo, TODO_DECIDE_LEAVES, path_for(c, PERM_LEAVE_DECIDE, ROLE_NONE)));
    TRY(add_todo(c, todo, TODO_CONFIRM_CLASSES, path_for(c, PERM_CLASS_CONFIRM, ROLE_NONE)));
    return add_todo(c, todo, TODO_SIGN_MINUTES, (struct str){0});
}

static struct err *own_norms(struct call *c, struct list *ret_norms)
{
    struct list all;
    TRY(norm_progress_on(c, c->who->person_id, c->today, 0, &all));
    for (LIST_EACH(all, struct norm_progress, p))
        if (!str_is(p->norm_code, NORM_COVERED)) *list_add(c->arena, ret_norms, struct norm_progress) = *p;
    return NULL;
}

static struct err *coverage(struct call *c, struct home *out)
{
    struct str path = path_for(c, PERM_BOARD_READ, ROLE_NONE);
    struct board_row under;
    struct list norms;
    if (!path.n) return NULL;
    TRY(board_under(c, path, &under));
    struct board_ask ask = {.org_id = under.org_id, .path = path};
    TRY(board_norms(c, &ask, &norms));
    out->scope_name = under.name;
    for (LIST_EACH(norms, struct board_norm, n))
        if (str_is(n->norm_code, NORM_COVERED)) out->people = n->people, out->trained = n->met;
    return NULL;
}

/* Bounded to the caller: own sessions and duties, and the subtrees of own roles. */
struct err *board_http_home(struct call *c)
{
    struct home *out = c->out;
    call_checked(c);
    out->person_id = c->who->person_id;
    out->name = c->who->name;
    out->now_at = c->now_us;
    TRY(next_sessions(c, &out->sessions));
    if (out->person_id) TRY(own_norms(c, &out->norms));
    TRY(things_to_do(c, &out->todo));
    return coverage(c, out);
}
