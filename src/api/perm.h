/* api/perm.h: who may do what, and where.
 *
 * A role is granted on an organisation and holds for its whole subtree. A permission says what a route does; the const
 * matrix in perm.c says which role carries which permission. The three system roles are kept apart (三员分立): the
 * system administrator runs the machine and makes accounts, the security administrator grants roles, the auditor reads
 * the audit log; none of them sees training data by that role (the system administrator sees people, to make their
 * accounts).
 */
#ifndef API_PERM_H
#define API_PERM_H

#include "core/list.h"
#include "core/str.h"

enum role {
    ROLE_NONE,
    ROLE_SYSADMIN,
    ROLE_SECADMIN,
    ROLE_AUDITOR,
    ROLE_OFFICE,        /* training office 干教处（科） */
    ROLE_SCHOOL_ADMIN,  /* 学校管理员 */
    ROLE_CLASS_MANAGER, /* 班主任 */
    ROLE_TEACHER,
    ROLE_SITE_LEADER, /* 教学点负责人 */
    ROLE_LIAISON,     /* 单位联络员 */
    ROLE_LEARNER,
    ROLE_COUNT
};
extern const char *const role_names[]; /* "", "sysadmin", … NULL; for F_ENUM */
extern const char *const role_names_zh[];

enum perm {
    PERM_PUBLIC, /* nobody need be signed in */
    PERM_SELF,   /* anybody signed in, on what is theirs: the handler bounds itself to c->who */
    PERM_ORG_READ,
    PERM_ORG_EDIT,
    PERM_PERSON_READ,
    PERM_PERSON_EDIT,
    PERM_ACCOUNT_READ, /* accounts and their roles */
    PERM_ACCOUNT_EDIT,
    PERM_ROLE_GRANT,
    PERM_AUDIT_READ,
    PERM_COURSE_READ,
    PERM_COURSE_EDIT,
    PERM_CLASS_READ,
    PERM_CLASS_EDIT,
    PERM_CLASS_CONFIRM, /* review and post the hours */
    PERM_ENROL_EDIT,
    PERM_ENROL_CONFIRM, /* the unit's own people only */
    PERM_ROLL_READ,
    PERM_ROLL_MARK,
    PERM_ROLL_CORRECT,
    PERM_LEAVE_DECIDE,
    PERM_LIVE_TEACH, /* open and close a lesson, polls, answer questions */
    PERM_LIVE_STAFF, /* see who is there and who is absent */
    PERM_LEDGER_READ,
    PERM_LEDGER_REVERSE,
    PERM_NORM_EDIT,
    PERM_BOARD_READ,
    PERM_DISPATCH_READ, /* rounds of calls, their versions and reasons */
    PERM_DISPATCH_EDIT, /* make, solve, publish them; rule on refusals, answer objections */
    PERM_SYSTEM_READ,
    PERM_COUNT
};
extern const char *const perm_names[];

/* One role of the caller. */
struct who_role {
    int role; /* enum role */
    int64_t org_id;
    struct str path; /* of the organisation */
};

/* Who is calling. Never written to by handlers. */
struct who {
    int64_t account_id; /* 0: nobody */
    int64_t person_id;  /* 0: a system account without a ledger */
    struct str name;
    struct str login;
    struct str csrf;
    struct str session; /* digest of the session's token: names it in the database */
    struct list roles;  /* of struct who_role */
    bool stale;         /* the session's use was last written down a while ago: time to do it again */
};

bool role_has(enum role role, enum perm perm);
/* Does any role of theirs carry perm on that path or above? */
bool who_can(const struct who *who, enum perm perm, struct str org_path);
/* Does any role of theirs carry perm anywhere? */
bool who_can_somewhere(const struct who *who, enum perm perm);
/* Is `path` the organisation `top` or below it? Paths are made of fixed groups, so a prefix is enough. */
bool path_is_under(struct str path, struct str top);

#endif
