#include "api/perm.h"

#define P(name) (1ull << PERM_##name)

const char *const role_names[] = {
    "",        "sysadmin",    "secadmin", "auditor", "office", "school_admin", "class_manager",
    "teacher", "site_leader", "liaison",  "learner", NULL};
const char *const role_names_zh[] = {"",       "系统管理员", "安全管理员",   "审计员",     "培训处", "学校管理员",
                                     "班主任", "教师",       "教学点负责人", "单位联络员", "学员",   NULL};

const char *const perm_names[] = {"public",
                                  "self",
                                  "org_read",
                                  "org_edit",
                                  "person_read",
                                  "person_edit",
                                  "account_read",
                                  "account_edit",
                                  "role_grant",
                                  "audit_read",
                                  "course_read",
                                  "course_edit",
                                  "class_read",
                                  "class_edit",
                                  "class_confirm",
                                  "enrol_edit",
                                  "enrol_confirm",
                                  "roll_read",
                                  "roll_mark",
                                  "roll_correct",
                                  "leave_decide",
                                  "live_teach",
                                  "live_staff",
                                  "ledger_read",
                                  "ledger_reverse",
                                  "norm_edit",
                                  "board_read",
                                  "dispatch_read",
                                  "dispatch_edit",
                                  "system_read",
                                  NULL};

/* What anybody with a place in the network may look up. */
#define LOOK (P(ORG_READ) | P(COURSE_READ))
/* What running a class takes, whoever runs it. */
#define RUN_CLASS                                                                                                      \
    (P(CLASS_READ) | P(CLASS_EDIT) | P(CLASS_CONFIRM) | P(ENROL_EDIT) | P(ROLL_READ) | P(ROLL_MARK) |                  \
     P(ROLL_CORRECT) | P(LEAVE_DECIDE) | P(LIVE_TEACH) | P(LIVE_STAFF))

static const uint64_t role_perms[ROLE_COUNT] = {
    /* runs the machine and makes accounts, for which it finds the people; sees no training data, grants no roles */
    [ROLE_SYSADMIN] = P(SYSTEM_READ) | P(ACCOUNT_EDIT) | P(ACCOUNT_READ) | P(ORG_READ) | P(PERSON_READ),
    /* says who has which role, and where; makes no accounts */
    [ROLE_SECADMIN] = P(ROLE_GRANT) | P(ACCOUNT_READ) | P(ORG_READ),
    /* reads what was done and who may do what, does nothing */
    [ROLE_AUDITOR] = P(AUDIT_READ) | P(ACCOUNT_READ) | P(ORG_READ),
    /* the whole training of its part of the tree */
    [ROLE_OFFICE] = LOOK | RUN_CLASS | P(ORG_EDIT) | P(PERSON_READ) | P(PERSON_EDIT) | P(COURSE_EDIT) | P(LEDGER_READ) |
                    P(LEDGER_REVERSE) | P(NORM_EDIT) | P(BOARD_READ) | P(ENROL_CONFIRM) | P(DISPATCH_READ) |
                    P(DISPATCH_EDIT),
    /* a school: its courses and classes, and the people of its part of the tree */
    [ROLE_SCHOOL_ADMIN] = LOOK | RUN_CLASS | P(PERSON_READ) | P(PERSON_EDIT) | P(COURSE_EDIT) | P(LEDGER_READ) |
                          P(LEDGER_REVERSE) | P(BOARD_READ) | P(DISPATCH_READ),
    /* the classes of a school */
    [ROLE_CLASS_MANAGER] = LOOK | RUN_CLASS | P(PERSON_READ),
    /* the catalogue and the lesson */
    [ROLE_TEACHER] = LOOK | P(COURSE_EDIT) | P(CLASS_READ) | P(LIVE_TEACH) | P(LIVE_STAFF) | P(ROLL_READ),
    /* the room: who sits there, who is absent */
    [ROLE_SITE_LEADER] = LOOK | P(CLASS_READ) | P(ROLL_READ) | P(ROLL_MARK) | P(LIVE_STAFF),
    /* a unit's own people: whom it sends, what they have on their ledgers */
    [ROLE_LIAISON] = LOOK | P(PERSON_READ) | P(CLASS_READ) | P(ENROL_CONFIRM) | P(LEDGER_READ) | P(BOARD_READ),
    /* themselves only, which every signed-in person may */
    [ROLE_LEARNER] = LOOK,
};

bool role_has(enum role role, enum perm perm)
{
    if (perm == PERM_PUBLIC) return true;
    return role > ROLE_NONE && role < ROLE_COUNT && (perm == PERM_SELF || (role_perms[role] >> perm & 1));
}

bool path_is_under(struct str path, struct str top) { return top.n > 0 && str_starts(path, top); }

bool who_can(const struct who *who, enum perm perm, struct str org_path)
{
    if (perm == PERM_PUBLIC) return true;
    if (perm == PERM_SELF) return who->account_id != 0;
    for (LIST_EACH(who->roles, struct who_role, role))
        if (role_has((enum role)role->role, perm) && path_is_under(org_path, role->path)) return true;
    return false;
}

bool who_can_somewhere(const struct who *who, enum perm perm)
{
    if (perm == PERM_PUBLIC) return true;
    if (perm == PERM_SELF) return who->account_id != 0;
    for (LIST_EACH(who->roles, struct who_role, role))
        if (role_has((enum role)role->role, perm)) return true;
    return false;
}
