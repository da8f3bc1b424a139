/* tests/unit/perm_test.c: what each role may and where, and that the three powers are in three hands. */
#include "api/perm.h"
#include "check.h"

/* The powers of each system role that nobody else has. */
static const struct {
    enum role role;
    enum perm own;
} powers[] = {
    {ROLE_SYSADMIN, PERM_ACCOUNT_EDIT},
    {ROLE_SECADMIN, PERM_ROLE_GRANT},
    {ROLE_AUDITOR, PERM_AUDIT_READ},
};
enum { POWERS = sizeof powers / sizeof *powers };

static const enum perm training[] = {
    PERM_COURSE_EDIT, PERM_CLASS_READ,     PERM_CLASS_EDIT,   PERM_CLASS_CONFIRM, PERM_ENROL_EDIT,  PERM_ENROL_CONFIRM,
    PERM_ROLL_READ,   PERM_ROLL_MARK,      PERM_ROLL_CORRECT, PERM_LEAVE_DECIDE,  PERM_LIVE_TEACH,  PERM_LIVE_STAFF,
    PERM_LEDGER_READ, PERM_LEDGER_REVERSE, PERM_NORM_EDIT,    PERM_BOARD_READ,    PERM_PERSON_EDIT, PERM_ORG_EDIT,
};

static struct who somebody(struct who_role *roles, size_t n)
{
    return (struct who){.account_id = 1, .roles = {roles, n, 0}};
}

static void each_of_the_three_powers_is_in_one_hand(void)
{
    for (int role = ROLE_NONE + 1; role < ROLE_COUNT; role++)
        for (int i = 0; i < POWERS; i++)
            CHECK_INT(role_has((enum role)role, powers[i].own), role == (int)powers[i].role);
    for (int role = ROLE_NONE + 1; role < ROLE_COUNT; role++)
        CHECK_INT(role_has((enum role)role, PERM_SYSTEM_READ), role == ROLE_SYSADMIN);
}

static void a_system_role_carries_no_training(void)
{
    for (int i = 0; i < POWERS; i++)
        for (size_t k = 0; k < sizeof training / sizeof *training; k++) CHECK(!role_has(powers[i].role, training[k]));
    CHECK(!role_has(ROLE_SECADMIN, PERM_PERSON_READ));
    CHECK(!role_has(ROLE_AUDITOR, PERM_PERSON_READ));
}

static void the_auditor_can_only_read(void)
{
    for (int perm = PERM_SELF + 1; perm < PERM_COUNT; perm++) {
        struct str name = str_of(perm_names[perm]);
        if (role_has(ROLE_AUDITOR, (enum perm)perm)) CHECK(str_ends(name, STR("_read")));
    }
}

static void a_role_holds_on_its_organisation_and_below_and_nowhere_else(void)
{
    struct who_role role = {.role = ROLE_SCHOOL_ADMIN, .path = STR("00000002")};
    struct who who = somebody(&role, 1);
    CHECK(who_can(&who, PERM_CLASS_EDIT, STR("00000002")));
    CHECK(who_can(&who, PERM_CLASS_EDIT, STR("0000000200070001")));
    CHECK(!who_can(&who, PERM_CLASS_EDIT, STR("0000")));
    CHECK(!who_can(&who, PERM_CLASS_EDIT, STR("00000003")));
    CHECK(!who_can(&who, PERM_CLASS_EDIT, STR("")));
    CHECK(!who_can(&who, PERM_NORM_EDIT, STR("00000002")));
    CHECK(!path_is_under(STR("0000"), STR("")));
}

static void permissions_of_two_roles_do_not_mix_their_places(void)
{
    struct who_role roles[] = {{.role = ROLE_TEACHER, .path = STR("00000001")},
                               {.role = ROLE_LIAISON, .path = STR("00000002")}};
    struct who who = somebody(roles, 2);
    CHECK(who_can(&who, PERM_COURSE_EDIT, STR("00000001")));
    CHECK(!who_can(&who, PERM_COURSE_EDIT, STR("00000002")));
    CHECK(who_can(&who, PERM_PERSON_READ, STR("00000002")));
    CHECK(!who_can(&who, PERM_PERSON_READ, STR("00000001")));
}

static void a_learner_may_only_look_and_do_their_own(void)
{
    for (int perm = PERM_SELF + 1; perm < PERM_COUNT; perm++)
        CHECK_INT(role_has(ROLE_LEARNER, (enum perm)perm), perm == PERM_ORG_READ || perm == PERM_COURSE_READ);
    CHECK(role_has(ROLE_LEARNER, PERM_SELF));
}

static void whoever_may_change_may_read(void)
{
    static const enum perm pairs[][2] = {
        {PERM_ORG_EDIT, PERM_ORG_READ},         {PERM_PERSON_EDIT, PERM_PERSON_READ},
        {PERM_ACCOUNT_EDIT, PERM_ACCOUNT_READ}, {PERM_ROLE_GRANT, PERM_ACCOUNT_READ},
        {PERM_COURSE_EDIT, PERM_COURSE_READ},   {PERM_CLASS_EDIT, PERM_CLASS_READ},
        {PERM_ENROL_EDIT, PERM_CLASS_READ},     {PERM_ENROL_CONFIRM, PERM_CLASS_READ},
        {PERM_ROLL_MARK, PERM_ROLL_READ},       {PERM_ROLL_CORRECT, PERM_ROLL_READ},
        {PERM_LIVE_TEACH, PERM_LIVE_STAFF},     {PERM_LEDGER_REVERSE, PERM_LEDGER_READ},
    };
    for (int role = 1; role < ROLE_COUNT; role++)
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
            CHECK(!role_has((enum role)role, pairs[i][0]) || role_has((enum role)role, pairs[i][1]));
}

static void nobody_has_nothing(void)
{
    struct who who = {0};
    for (int perm = PERM_SELF; perm < PERM_COUNT; perm++) {
        CHECK(!who_can(&who, (enum perm)perm, STR("0000")));
        CHECK(!who_can_somewhere(&who, (enum perm)perm));
        CHECK(!role_has(ROLE_NONE, (enum perm)perm));
    }
    CHECK(who_can(&who, PERM_PUBLIC, STR("0000")));
}

static void every_role_and_permission_has_its_name(void)
{
    for (int role = 0; role < ROLE_COUNT; role++) CHECK(role_names[role] && role_names_zh[role]);
    CHECK(!role_names[ROLE_COUNT] && !role_names_zh[ROLE_COUNT]);
    for (int perm = 0; perm < PERM_COUNT; perm++) CHECK(perm_names[perm] != NULL);
    CHECK(!perm_names[PERM_COUNT]);
    CHECK_STR(str_of(perm_names[PERM_ACCOUNT_READ]), "account_read");
    CHECK_STR(str_of(perm_names[PERM_SYSTEM_READ]), "system_read");
}

int main(void)
{
    RUN(each_of_the_three_powers_is_in_one_hand);
    RUN(a_system_role_carries_no_training);
    RUN(the_auditor_can_only_read);
    RUN(a_role_holds_on_its_organisation_and_below_and_nowhere_else);
    RUN(permissions_of_two_roles_do_not_mix_their_places);
    RUN(a_learner_may_only_look_and_do_their_own);
    RUN(whoever_may_change_may_read);
    RUN(nobody_has_nothing);
    RUN(every_role_and_permission_has_its_name);
    return check_end();
}
