/* domain/roll/roll_sheet.c: a roll as a sheet: all of it out, marks from paper in. */
#include "api/call.h"
#include "core/err.h"
#include "domain/roll/roll_private.h"

/* Sheets are for those who may correct the whole roll. */
static struct err *open_whole(struct call *c, int64_t session_id, struct roll_session *ret_session)
{
    struct roll_access access;
    TRY(roll_open_session(c, PERM_ROLL_CORRECT, session_id, 0, ret_session, &access));
    call_checked(c);
    if (access.whole) return NULL;
    FAIL(c->arena, ERR_DENIED, "roll.part_only", "导入点名表需要整个班次的考勤权限。",
         "A roll sheet is for those who may correct the whole roll.");
}

struct err *roll_sheet(struct call *c, int64_t session_id, struct list *ret_rows)
{
    struct roll_session s;
    TRY(open_whole(c, session_id, &s));
    return roll_store_sheet(c, s.id, s.class_id, ret_rows);
}

struct err *roll_sheet_mark(struct call *c, int64_t session_id, int64_t person_id, int state, struct str reason,
                            bool *ret_changed)
{
    struct roll_session s;
    int effect;
    TRY(open_whole(c, session_id, &s));
    TRY(roll_check_open(c, &s));
    struct roll_setting mark = {
        .person_id = person_id, .state = state, .source = ROLL_PAPER, .reason = reason, .needs_reason = true};
    TRY(roll_set(c, &s, &mark, &effect));
    *ret_changed = effect != ROLL_SAME;
    return NULL;
}
