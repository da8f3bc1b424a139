/* domain/dispatch/dispatch_whatif.c: what if a class had other seats, a unit another quota, or more people might be
 * away?
 *
 * A job like solving: the round's version is taken as it stands, changes by hand included, and the plan is computed
 * with the change, starting from it; what differs is the job's result. Nothing is kept beside it, and nothing of the
 * round is changed. A version that cannot be started from (its quotas or units have changed) is computed anew first.
 */
#include "api/job.h"
#include "core/limits.h"
#include "domain/dispatch/dispatch_solve.h"
#include "domain/person/person.h"

enum { MOVES_SHOWN = 200, RESULT_BYTES = 256 << 10 };

static const struct shape_field in_fields[] = {
    F_ID(struct dispatch_what_if, class_id, 0, "班次", "class"),
    F_ID(struct dispatch_what_if, org_id, 0, "改这个单位的分配名额", "the quota of this organisation"),
    F_INT(struct dispatch_what_if, seats_max, 0, 100000, 0, "名额", "seats"),
    F_INT(struct dispatch_what_if, cap_pct, 0, 100, 0, "单位同期离岗上限（%）", "most of a unit away, per cent"),
};
const struct shape dispatch_what_if_shape = SHAPE("DispatchWhatIf", struct dispatch_what_if, in_fields);

/* ---- what comes out ---- */

struct side { /* figures of one answer */
    int64_t placed, never_out, trained_in;
};
struct class_line {
    int64_t class_id;
    struct str title;
    int64_t before, after;
};
struct mover {
    int64_t person_id;
    struct str person_name, org_name;
    int tier;
    struct str from_title, to_title;
};
struct difference {
    int64_t cost, moved;
    struct side before, after;
    struct list classes, moves; /* struct class_line; struct mover, the first MOVES_SHOWN */
};

static const struct shape_field side_fields[] = {
    F_INT(struct side, placed, 0, 0, 0, "安排人数", "placed"),
    F_INT(struct side, never_out, 0, 0, 0, "未安排的钉子户", "never-trained left out"),
    F_INT(struct side, trained_in, 0, 0, 0, "近期已参训者", "trained recently"),
};
static const struct shape side_shape = SHAPE("DispatchWhatIfSide", struct side, side_fields);
static const struct shape_field line_fields[] = {
    F_ID(struct class_line, class_id, 0, "班次", "class"),
    F_TEXT(struct class_line, title, 0, 0, 0, "班次名称", "title"),
    F_INT(struct class_line, before, 0, 0, 0, "现在", "before"),
    F_INT(struct class_line, after, 0, 0, 0, "改后", "after"),
};
static const struct shape line_shape = SHAPE("DispatchWhatIfClass", struct class_line, line_fields);
static const struct shape_field mover_fields[] = {
    F_ID(struct mover, person_id, 0, "人员", "person"),
    F_TEXT(struct mover, person_name, 0, 0, 0, "姓名", "name"),
    F_TEXT(struct mover, org_name, 0, 0, 0, "单位", "unit"),
    F_ENUM(struct mover, tier, dispatch_tier_names, 0, "类别", "tier"),
    F_TEXT(struct mover, from_title, 0, 0, 0, "原安排", "from"),
    F_TEXT(struct mover, to_title, 0, 0, 0, "新安排", "to"),
};
static const struct shape mover_shape = SHAPE("DispatchWhatIfMove", struct mover, mover_fields);
static const struct shape_field difference_fields[] = {
    F_INT(struct difference, cost, 0, 0, 0, "目标值变化", "change of the objective"),
    F_INT(struct difference, moved, 0, 0, 0, "变动人数", "people who move"),
    F_OBJECT(struct difference, before, &side_shape, 0, "现在", "before"),
    F_OBJECT(struct difference, after, &side_shape, 0, "改后", "after"),
    F_LIST(struct difference, classes, &line_shape, 0, 0, 0, "各班次", "classes"),
    F_LIST(struct difference, moves, &mover_shape, 0, 0, 0, "变动的人", "moves"),
};
static const struct shape difference_shape = SHAPE("DispatchWhatIfResult", struct difference, difference_fields);

/* ---- the change ---- */

struct asking {
    struct solve x;
    struct dispatch_what_if in;
    struct list kept;    /* struct kept_row: the version's places */
    struct str prices;   /* of its proof */
    struct list staying; /* struct plan_change: who was set by hand */
    struct plan_instance changed;
    struct plan_result result;
    struct plan_difference moved;
    struct difference out;
};

static struct asking *asking_of(struct solve *x) { return (struct asking *)x; }

static int32_t offer_of(const struct solving *s, int64_t class_id)
{
    for (size_t i = 0; i < s->offers.n; i++)
        if (LIST_AT(s->offers, struct dispatch_offer, i)->class_id == class_id) return (int32_t)i;
    return -1;
}

static void add(struct solving *s, struct list *changes, struct plan_change change)
{
    *list_add(s->a, changes, struct plan_change) = change;
}

static struct err *change_class(struct asking *k, struct list *changes)
{
    struct solving *s = &k->x.s;
    int32_t offer = offer_of(s, k->in.class_id), seats = (int32_t)k->in.seats_max, place = -1;
    if (offer < 0)
        FAIL_FIELD(s->a, "dispatch.wish_class", "class_id", "这个班次不在本批次中。",
                   "This class is not in the round.");
    const struct plan_offer *o = &s->in.offer[offer];
    if (!k->in.org_id) {
        int32_t least = o->seats_min < seats ? o->seats_min : seats;
        add(s, changes, (struct plan_change){.kind = PLAN_SET_SEATS, .offer = offer, .min = least, .max = seats});
        return NULL;
    }
    for (LIST_EACH(s->quotas, struct dispatch_quota, q))
        if (q->class_id == k->in.class_id && q->org_id == k->in.org_id) place = dispatch_plan_quota(s, offer, q);
    if (place < 0)
        FAIL_FIELD(s->a, "dispatch.no_quota", "org_id", "这个班次没有给该单位分配名额。",
                   "This class has no quota for that organisation.");
    int32_t least = s->in.quota[o->quota_first + place].min;
    add(s, changes,
        (struct plan_change){.kind = PLAN_SET_QUOTA,
                             .offer = offer,
                             .place = place,
                             .min = least < seats ? least : seats,
                             .max = seats < o->seats_max ? seats : o->seats_max});
    return NULL;
}

static void change_caps(struct asking *k, struct list *changes)
{
    struct solving *s = &k->x.s;
    for (int32_t u = 0; u < s->in.units; u++) {
        int64_t most = s->unit_people[u] * k->in.cap_pct / 100;
        add(s, changes, (struct plan_change){.kind = PLAN_SET_CAP, .unit = u, .max = most > 0 ? (int32_t)most : 1});
    }
}

static struct err *change(struct asking *k)
{
    struct solving *s = &k->x.s;
    struct list changes = k->staying;
    if (k->in.class_id) TRY(change_class(k, &changes));
    if (k->in.cap_pct) change_caps(k, &changes);
    TRY(plan_change(s->a, &s->in, changes.p, (int)changes.n, &k->changed));
    k->x.until_percent = SAVED;
    TRY(solve_instance(&k->x, &k->changed, &s->result, &k->result));
    plan_compare(s->a, &s->result, &k->result, &k->moved);
    return NULL;
}

/* ---- the difference ---- */

static const struct dispatch_person *person_at(const struct solving *s, int32_t entry)
{
    return LIST_AT(s->people, struct dispatch_person, (size_t)s->person_of[entry]);
}

static struct side side_of(const struct solving *s, const struct plan_result *r)
{
    struct side out = {0};
    for (int32_t e = 0; e < r->people; e++) {
        int tier = dispatch_tier_of(person_at(s, e), &s->rules, s->today);
        bool in = r->assigned[e] != PLAN_OUT;
        out.placed += in;
        out.never_out += !in && tier == TIER_NEVER;
        out.trained_in += in && (tier == TIER_RECENT || tier == TIER_OVER);
    }
    return out;
}

static struct str title_of(const struct solving *s, int32_t offer)
{
    return offer == PLAN_OUT ? (struct str){0} : LIST_AT(s->offers, struct dispatch_offer, (size_t)offer)->title;
}

static void compare(struct asking *k)
{
    struct solving *s = &k->x.s;
    struct difference *out = &k->out;
    out->cost = k->moved.cost;
    out->moved = k->moved.moves;
    out->before = side_of(s, &s->result);
    out->after = side_of(s, &k->result);
    for (int32_t i = 0; i < s->in.offers; i++) {
        const struct dispatch_offer *f = LIST_AT(s->offers, struct dispatch_offer, (size_t)i);
        *list_add(s->a, &out->classes, struct class_line) =
            (struct class_line){f->class_id, f->title, s->result.filled[i], k->result.filled[i]};
    }
}

/* Names of those who move. */
static struct err *name_movers(struct call *c, void *arg)
{
    struct asking *k = asking_of(arg);
    struct solving *s = &k->x.s;
    c->arena = s->a;
    k->out.moves = (struct list){0};
    for (int32_t i = 0; i < k->moved.moves && i < MOVES_SHOWN; i++) {
        const struct plan_move *m = &k->moved.move[i];
        const struct dispatch_person *p = person_at(s, m->person);
        struct person person;
        TRY(person_get(c, p->id, &person));
        *list_add(s->a, &k->out.moves, struct mover) = (struct mover){p->id,
                                                                      person.name,
                                                                      person.org_name,
                                                                      dispatch_tier_of(p, &s->rules, s->today),
                                                                      title_of(s, m->from),
                                                                      title_of(s, m->to)};
    }
    return NULL;
}

static struct err *read_version(struct call *c, void *arg)
{
    struct asking *k = asking_of(arg);
    c->arena = k->x.s.a;
    TRY(store_places_kept(c, k->x.s.round.chosen_id, &k->kept));
    return store_prices_find(c, k->x.s.round.chosen_id, &k->prices);
}

/* The answer that the question begins from. */
static struct err *begin(struct asking *k)
{
    struct solve *x = &k->x;
    TRY(solve_read(x, read_version));
    TRY(dispatch_plan_build(&x->s));
    x->from_percent = LOADED;
    if (dispatch_warm_read(&x->s, &k->kept, k->prices, &k->staying)) return NULL;
    x->until_percent = SOLVED;
    TRY(solve_instance(x, &x->s.in, NULL, &x->s.result));
    x->from_percent = SOLVED;
    return NULL;
}

static struct err *ask(struct solve *x)
{
    struct asking *k = asking_of(x);
    struct buf out;
    TRY(shape_read_json(x->s.a, &dispatch_what_if_shape, x->job->input, &k->in));
    TRY(solve_load(x));
    TRY(begin(k));
    TRY(change(k));
    compare(k);
    TRY(solve_read(x, name_movers));
    buf_init(&out, RESULT_BYTES);
    shape_write_json(&out, &difference_shape, &k->out, false);
    job_result(x->job, buf_text(&out));
    buf_done(&out);
    return NULL;
}

struct err *dispatch_what_if_job(struct job *job)
{
    struct asking k = {.x = {.job = job, .round_id = job->subject_id}};
    return solve_run(&k.x, job->arena, ask);
}
