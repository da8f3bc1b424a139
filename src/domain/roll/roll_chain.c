/* domain/roll/roll_chain.c: whose turn a leave is: the posts of the chain, who holds them, and who stands in. */
#include "api/call.h"
#include "domain/roll/roll_private.h"

static const char *const level_zh[] = {"", "班主任", "教学管理部门", "分管校长", "组织部门"};
static const char *const level_en[] = {"", "class manager", "teaching office", "vice-principal",
                                       "organisation department"};

static void add_name(struct call *c, struct str *names, struct str name)
{
    const char *comma = !names->n ? "" : c->lang == LANG_EN ? ", " : "、";
    if (name.n) *names = str_printf(c->arena, "%.*s%s%.*s", STR_ARG(*names), comma, STR_ARG(name));
}

/* A person of the chain with their deputies of today; finds out whether the caller is one of them. */
static struct err *consider(struct call *c, int64_t person_id, struct str name, struct leave_turn *turn,
                            struct str *names)
{
    struct list deputies;
    if (!person_id) return NULL;
    if (person_id == c->who->person_id) turn->may = true;
    add_name(c, names, name);
    *list_add(c->arena, &turn->people, int64_t) = person_id;
    TRY(leave_deputies_of(c, person_id, &deputies));
    for (LIST_EACH(deputies, struct leave_deputy, d)) {
        struct str words = c->lang == LANG_EN ? str_printf(c->arena, "%.*s (standing in)", STR_ARG(d->deputy_name))
                                              : str_printf(c->arena, "%.*s（代）", STR_ARG(d->deputy_name));
        add_name(c, names, words);
        *list_add(c->arena, &turn->people, int64_t) = d->deputy_id;
        if (d->deputy_id == c->who->person_id && !turn->may) turn->deputy_for = person_id;
    }
    return NULL;
}

static bool has_role(const struct call *c, struct str org_path, unsigned roles)
{
    for (LIST_EACH(c->who->roles, struct who_role, role))
        if (roles >> role->role & 1 && path_is_under(org_path, role->path)) return true;
    return false;
}

/* Those whose office it is by role. The vice-principal's and the department's are theirs only while nobody is named. */
static bool by_role(const struct call *c, const struct klass *klass, int level, bool somebody_named)
{
    static const unsigned roles[] = {[LEAVE_OFFICE] = 1u << ROLE_OFFICE | 1u << ROLE_SCHOOL_ADMIN,
                                     [LEAVE_PRINCIPAL] = 1u << ROLE_OFFICE | 1u << ROLE_SCHOOL_ADMIN,
                                     [LEAVE_DEPARTMENT] = 1u << ROLE_OFFICE};
    return (level == LEAVE_OFFICE || !somebody_named) && has_role(c, klass->org_path, roles[level]);
}

static struct err *named(struct call *c, const struct klass *klass, int level, struct leave_turn *turn,
                         struct str *names)
{
    struct list holders;
    TRY(leave_holders_at(c, klass->org_path, level, &holders));
    for (LIST_EACH(holders, struct leave_holder, h)) {
        bool nearest = h->org_id == LIST_AT(holders, struct leave_holder, 0)->org_id;
        if (nearest) TRY(consider(c, h->person_id, h->person_name, turn, names));
    }
    turn->may |= by_role(c, klass, level, holders.n > 0);
    return NULL;
}

struct err *leave_turn(struct call *c, const struct klass *klass, int level, struct leave_turn *turn)
{
    struct str names = {0};
    *turn = (struct leave_turn){0};
    call_checked(c);
    if (level == LEAVE_MANAGER) {
        TRY(klass_can(c, PERM_LEAVE_DECIDE, klass, &turn->may));
        TRY(consider(c, klass->manager_id, klass->manager_name, turn, &names));
    } else {
        TRY(named(c, klass, level, turn, &names));
    }
    if (turn->may) turn->deputy_for = 0;
    turn->may |= turn->deputy_for != 0;
    const char *post = c->lang == LANG_EN ? level_en[level] : level_zh[level];
    turn->who = !names.n             ? str_of(post)
                : c->lang == LANG_EN ? str_printf(c->arena, "%s: %.*s", post, STR_ARG(names))
                                     : str_printf(c->arena, "%s：%.*s", post, STR_ARG(names));
    return NULL;
}

struct err *leave_check_read(struct call *c, const struct klass *klass, const struct leave_request *l)
{
    bool can = l->person_id && l->person_id == c->who->person_id;
    call_checked(c);
    if (!can) TRY(klass_can(c, PERM_LEAVE_DECIDE, klass, &can));
    for (int level = LEAVE_MANAGER; level && !can; level = leave_next(l->chain, level)) {
        struct leave_turn turn;
        TRY(leave_turn(c, klass, level, &turn));
        can = turn.may;
    }
    if (can) return NULL;
    TRY(klass_may_see(c, klass));
    FAIL(c->arena, ERR_DENIED, "leave.denied", "这份请假不由您审批。请联系班主任。",
         "This leave is not yours to decide. Ask the class manager.");
}

struct err *leave_show(struct call *c, const struct klass *klass, struct leave_request *l)
{
    int64_t back_hours;
    if (l->state == LEAVE_SUBMITTED) {
        struct leave_turn turn;
        TRY(leave_turn(c, klass, l->level, &turn));
        l->waiting_for = turn.who;
        l->may_decide = turn.may && l->person_id != c->who->person_id;
    }
    if (l->state != LEAVE_APPROVED || l->back_at || l->until_at > c->now_us) return NULL;
    TRY(rule_value(c, "leave_back_hours", klass->org_path, c->today, &back_hours));
    l->overdue = c->now_us > l->until_at + back_hours * 60 * TIME_MINUTE_US;
    return NULL;
}
