/* domain/dispatch/dispatch_outcome_http.c: what rounds did: shapes and handlers. */
#include "api/module.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"

#define LINE(kind, ...) F_##kind(struct dispatch_outcome_line, __VA_ARGS__)
static const struct shape_field line_fields[] = {
    LINE(ENUM, list, dispatch_list_names, 0, "名单（空：全部）", "list; null: everybody"),
    LINE(INT, called, 0, 0, 0, "调训人数", "called"),
    LINE(INT, waiting, 0, 0, 0, "未办结", "not settled yet"),
    LINE(INT, came, 0, 0, 0, "已结业", "completed"),
    LINE(INT, absent, 0, 0, 0, "未到或未完成", "did not come or not complete"),
    LINE(INT, excused, 0, 0, 0, "准予不参训", "excused"),
    LINE(INT, denied, 0, 0, 0, "不予认可或未回执", "refusal not accepted, or no reply"),
    LINE(INT, left_list, 0, 0, 0, "已移出名单", "left the list since"),
    LINE(INT, joined_list, 0, 0, 0, "新列入名单", "joined the list since"),
    LINE(TIME, at, 0, "统计时间", "counted at"),
};
const struct shape dispatch_outcome_line_shape =
    SHAPE("DispatchOutcomeLine", struct dispatch_outcome_line, line_fields);

#define CLASS(kind, ...) F_##kind(struct dispatch_outcome_class, __VA_ARGS__)
static const struct shape_field class_fields[] = {
    CLASS(ID, class_id, 0, "班次", "class"),
    CLASS(TEXT, title, 0, 0, 0, "班次名称", "class's title"),
    CLASS(DATE, starts_on, 0, "开班日期", "first day"),
    CLASS(DATE, ends_on, 0, "结业日期", "last day"),
    CLASS(ENUM, class_state, klass_state_names, 0, "班次状态", "class's state"),
    CLASS(INT, called, 0, 0, 0, "调训人数", "called"),
    CLASS(INT, waiting, 0, 0, 0, "回执未办结", "replies not settled yet"),
    CLASS(INT, enrolled, 0, 0, 0, "已报名", "enrolled"),
    CLASS(INT, came, 0, 0, 0, "已结业", "completed"),
    CLASS(INT, absent, 0, 0, 0, "未到或未完成", "did not complete"),
};
const struct shape dispatch_outcome_class_shape =
    SHAPE("DispatchOutcomeClass", struct dispatch_outcome_class, class_fields);

#define ROUND(kind, ...) F_##kind(struct dispatch_outcome, __VA_ARGS__)
/* What the list of rounds shows of each, and the page of one round too. */
#define ROUND_FIELDS                                                                                                   \
    ROUND(ID, round_id, 0, "批次", "round"), ROUND(TEXT, title, 0, 0, 0, "批次名称", "title"),                         \
        ROUND(TEXT, org_name, 0, 0, 0, "组织单位", "organisation"),                                                    \
        ROUND(ENUM, state, dispatch_state_names, 0, "状态", "state"),                                                  \
        ROUND(DATE, from_on, 0, "开始日期", "first day"), ROUND(DATE, until_on, 0, "结束日期", "last day"),            \
        ROUND(LIST, lines, &dispatch_outcome_line_shape, 0, 0, 0, "各名单", "by list")
static const struct shape_field round_fields[] = {ROUND_FIELDS};
const struct shape dispatch_outcome_round_shape = SHAPE("DispatchOutcomeItem", struct dispatch_outcome, round_fields);
static const struct shape_field outcome_fields[] = {
    ROUND_FIELDS,
    ROUND(LIST, classes, &dispatch_outcome_class_shape, 0, 0, 0, "各班次", "by class"),
};
const struct shape dispatch_outcome_shape = SHAPE("DispatchOutcome", struct dispatch_outcome, outcome_fields);

struct items {
    struct list items;
};
static const struct shape_field outcomes_fields[] = {
    F_LIST(struct items, items, &dispatch_outcome_round_shape, 0, 0, 0, "批次", "rounds")};
const struct shape dispatch_outcomes_shape = SHAPE("DispatchOutcomes", struct items, outcomes_fields);

struct err *dispatch_http_outcome(struct call *c)
{
    struct dispatch_outcome *out = c->out;
    struct dispatch_round round;
    TRY(dispatch_round_may(c, PERM_DISPATCH_READ, c->path[0], &round));
    *out = (struct dispatch_outcome){.round_id = round.id,
                                     .title = round.title,
                                     .org_name = round.org_name,
                                     .state = round.state,
                                     .from_on = round.from_on,
                                     .until_on = round.until_on};
    TRY(store_outcome_lines(c, round.id, &out->lines));
    return store_outcome_classes(c, round.id, &out->classes);
}

struct err *dispatch_http_outcomes(struct call *c)
{
    struct items *out = c->out;
    struct str path;
    TRY(org_scope(c, PERM_BOARD_READ, &path));
    TRY(store_outcome_rounds(c, path, &out->items));
    for (LIST_EACH(out->items, struct dispatch_outcome, round))
        TRY(store_outcome_lines(c, round->round_id, &round->lines));
    return NULL;
}
