/* domain/dispatch/dispatch_shape.c: what rounds, versions, calls and the rest look like in JSON and in rows. */
#include "domain/dispatch/dispatch_private.h"
#include "domain/klass/klass.h"

#define QUOTA_USE(kind, ...) F_##kind(struct dispatch_quota_use, __VA_ARGS__)
static const struct shape_field quota_use_fields[] = {
    QUOTA_USE(ID, org_id, 0, "单位", "organisation"),      QUOTA_USE(TEXT, org_name, 0, 0, 0, "单位名称", "name"),
    QUOTA_USE(INT, seats_min, 0, 0, 0, "最少", "least"),   QUOTA_USE(INT, seats_max, 0, 0, 0, "最多", "most"),
    QUOTA_USE(INT, placed, 0, 0, 0, "安排人数", "placed"),
};
static const struct shape dispatch_quota_use_shape =
    SHAPE("DispatchQuotaUse", struct dispatch_quota_use, quota_use_fields);

#define OFFER(kind, ...) F_##kind(struct dispatch_offer, __VA_ARGS__)
static const struct shape_field offer_fields[] = {
    OFFER(ID, class_id, SHAPE_REQUIRED, "班次", "class"),
    OFFER(TEXT, title, 0, 0, SHAPE_READ_ONLY, "班次名称", "class's title"),
    OFFER(ID, org_id, SHAPE_READ_ONLY, "主办单位", "host"),
    OFFER(TEXT, org_name, 0, 0, SHAPE_READ_ONLY, "主办单位名称", "host's name"),
    OFFER(TEXT, org_path, 0, 0, SHAPE_READ_ONLY, "主办单位位置", "host's path"),
    OFFER(TEXT, audience_code, 0, 0, SHAPE_READ_ONLY, "培训对象", "audience"),
    OFFER(DATE, starts_on, SHAPE_READ_ONLY, "开班日期", "first day"),
    OFFER(DATE, ends_on, SHAPE_READ_ONLY, "结业日期", "last day"),
    OFFER(ENUM, account_kind, klass_account_names, SHAPE_READ_ONLY, "学时账户", "account of hours"),
    OFFER(ENUM, state, klass_state_names, SHAPE_READ_ONLY, "班次状态", "class's state"),
    OFFER(ID, programme_id, SHAPE_READ_ONLY, "培训方案", "programme"),
    OFFER(INT, confirmed_count, 0, 0, SHAPE_READ_ONLY, "已确认人数", "people with a seat"),
    OFFER(INT, class_seats, 0, 0, SHAPE_READ_ONLY, "班次名额", "seats of the class"),
    OFFER(INT, called_count, 0, 0, SHAPE_READ_ONLY, "已发通知未报名", "called, not enrolled yet"),
    OFFER(INT, seats_min, 0, 100000, 0, "最低开班人数", "least people"),
    OFFER(INT, seats_max, 1, 100000, SHAPE_REQUIRED, "本批次名额", "seats of this round"),
};
const struct shape dispatch_offer_shape = SHAPE("DispatchOffer", struct dispatch_offer, offer_fields);

#define QUOTA(kind, ...) F_##kind(struct dispatch_quota, __VA_ARGS__)
static const struct shape_field quota_fields[] = {
    QUOTA(ID, class_id, 0, "班次", "class"),
    QUOTA(ID, org_id, 0, "单位", "organisation"),
    QUOTA(TEXT, org_name, 0, 0, 0, "单位名称", "name"),
    QUOTA(TEXT, org_path, 0, 0, 0, "位置", "path"),
    QUOTA(INT, seats_min, 0, 0, 0, "最少", "least"),
    QUOTA(INT, seats_max, 0, 0, 0, "最多", "most"),
    QUOTA(INT, taken, 0, 0, 0, "已有人数", "taken"),
};
const struct shape dispatch_quota_shape = SHAPE("DispatchQuota", struct dispatch_quota, quota_fields);

#define VALUE(kind, ...) F_##kind(struct dispatch_value, __VA_ARGS__)
static const struct shape_field value_fields[] = {
    VALUE(TEXT, code, 0, 0, SHAPE_REQUIRED, "代码", "code"),
    VALUE(TEXT, zh, 0, 0, SHAPE_READ_ONLY, "中文含义", "what it means, Chinese"),
    VALUE(TEXT, en, 0, 0, SHAPE_READ_ONLY, "英文含义", "what it means, English"),
    VALUE(INT, value, 0, 1000000, SHAPE_REQUIRED, "取值", "value"),
    VALUE(INT, standard, 0, 1000000, SHAPE_READ_ONLY, "规则值", "of the dated rule"),
    VALUE(DATE, from_on, SHAPE_READ_ONLY, "规则起始日期", "the rule's first day"),
    VALUE(TEXT, source, 0, 0, SHAPE_READ_ONLY, "规则依据", "the rule's source"),
    VALUE(BOOL, of_round, SHAPE_READ_ONLY, "批次可以设定", "a round may set it"),
};
const struct shape dispatch_value_shape = SHAPE("DispatchValue", struct dispatch_value, value_fields);

#define WISH(kind, ...) F_##kind(struct dispatch_wish, __VA_ARGS__)
static const struct shape_field wish_fields[] = {
    WISH(ID, id, SHAPE_READ_ONLY, "编号", "id"),
    WISH(ID, round_id, SHAPE_READ_ONLY, "批次", "round"),
    WISH(ID, person_id, SHAPE_REQUIRED, "人员", "person"),
    WISH(TEXT, person_name, 0, 0, SHAPE_READ_ONLY, "姓名", "name"),
    WISH(TEXT, org_path, 0, 0, SHAPE_READ_ONLY, "单位位置", "unit's path"),
    WISH(ID, class_id, 0, "班次；不填为本批次全部", "class; all of the round when absent"),
    WISH(TEXT, class_title, 0, 0, SHAPE_READ_ONLY, "班次名称", "class's title"),
    WISH(TEXT, kind, 0, 0, SHAPE_REQUIRED, "指定（pin）或排除（bar）", "pin or bar"),
    WISH(TEXT, reason, 2, 500, SHAPE_REQUIRED, "理由", "reason"),
    WISH(TIME, at, SHAPE_READ_ONLY, "时间", "at"),
};
const struct shape dispatch_wish_shape = SHAPE("DispatchWish", struct dispatch_wish, wish_fields);

#define USE(kind, ...) F_##kind(struct dispatch_use, __VA_ARGS__)
static const struct shape_field use_fields[] = {
    USE(ID, class_id, 0, "班次", "class"),
    USE(TEXT, title, 0, 0, 0, "班次名称", "class's title"),
    USE(TEXT, org_name, 0, 0, 0, "主办单位", "host"),
    USE(DATE, starts_on, 0, "开班日期", "first day"),
    USE(DATE, ends_on, 0, "结业日期", "last day"),
    USE(INT, seats_min, 0, 0, 0, "最低人数", "least people"),
    USE(INT, seats_max, 0, 0, 0, "名额", "seats"),
    USE(INT, placed, 0, 0, 0, "安排人数", "placed"),
    USE(INT, never, 0, 0, 0, "其中钉子户", "never-trained of them"),
    USE(INT, over, 0, 0, 0, "其中专业户", "over-trained of them"),
    USE(INT, least_urgency, 0, 0, 0, "最低紧迫度", "least urgency"),
    USE(LIST, quotas, &dispatch_quota_use_shape, 0, 0, 0, "分配名额", "quotas"),
};
const struct shape dispatch_use_shape = SHAPE("DispatchClassUse", struct dispatch_use, use_fields);

#define UNIT(kind, ...) F_##kind(struct dispatch_unit, __VA_ARGS__)
static const struct shape_field unit_fields[] = {
    UNIT(ID, org_id, 0, "单位", "organisation"),
    UNIT(TEXT, org_name, 0, 0, 0, "单位名称", "name"),
    UNIT(TEXT, org_path, 0, 0, 0, "位置", "path"),
    UNIT(INT, people, 0, 0, 0, "人数", "people"),
    UNIT(INT, placed, 0, 0, 0, "安排人数", "placed"),
    UNIT(INT, never, 0, 0, 0, "钉子户", "never-trained"),
    UNIT(INT, never_out, 0, 0, 0, "未安排的钉子户", "never-trained left out"),
    UNIT(INT, trained_in, 0, 0, 0, "安排的近期已参训者", "placed though trained recently"),
};
const struct shape dispatch_unit_shape = SHAPE("DispatchUnitUse", struct dispatch_unit, unit_fields);

#define EDIT(kind, ...) F_##kind(struct dispatch_edit, __VA_ARGS__)
static const struct shape_field edit_fields[] = {
    EDIT(ID, id, 0, "编号", "id"),
    EDIT(ID, version_id, 0, "方案", "version"),
    EDIT(ID, person_id, 0, "人员", "person"),
    EDIT(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    EDIT(ID, from_id, 0, "原班次", "from class"),
    EDIT(TEXT, from_title, 0, 0, 0, "原班次名称", "from class's title"),
    EDIT(ID, to_id, 0, "改到班次", "to class"),
    EDIT(TEXT, to_title, 0, 0, 0, "改到班次名称", "to class's title"),
    EDIT(ID, other_id, 0, "让出的人", "who gave way"),
    EDIT(TEXT, other_name, 0, 0, 0, "让出者姓名", "their name"),
    EDIT(INT, cost, 0, 0, 0, "代价", "cost"),
    EDIT(TEXT, reason, 0, 0, 0, "理由", "reason"),
    EDIT(TIME, at, 0, "时间", "at"),
};
const struct shape dispatch_edit_shape = SHAPE("DispatchEdit", struct dispatch_edit, edit_fields);

#define PLACE(kind, ...) F_##kind(struct dispatch_place, __VA_ARGS__)
static const struct shape_field place_fields[] = {
    PLACE(ID, id, 0, "人员", "person"),
    PLACE(ID, version_id, 0, "方案", "version"),
    PLACE(ID, person_id, 0, "人员", "person"),
    PLACE(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    PLACE(ID, org_id, 0, "单位", "unit"),
    PLACE(TEXT, org_name, 0, 0, 0, "单位名称", "unit's name"),
    PLACE(TEXT, org_path, 0, 0, 0, "单位位置", "unit's path"),
    PLACE(TEXT, post, 0, 0, 0, "职务", "post"),
    PLACE(TEXT, audience_code, 0, 0, 0, "培训对象", "audience"),
    PLACE(ID, class_id, 0, "班次；空为未安排", "class; absent: left out"),
    PLACE(TEXT, class_title, 0, 0, 0, "班次名称", "class's title"),
    PLACE(ID, wanted_id, 0, "最适合的班次", "class that fits best"),
    PLACE(TEXT, wanted_title, 0, 0, 0, "最适合的班次名称", "its title"),
    PLACE(ENUM, tier, dispatch_tier_names, 0, "类别", "tier"),
    PLACE(TEXT, reason, 0, 0, 0, "理由", "reason"),
    PLACE(INT, urgency, 0, 0, 0, "紧迫度", "urgency"),
    PLACE(INT, fit, 0, 0, 0, "不适配分", "fit, 0 the best"),
    PLACE(INT, bar, 0, 0, 0, "最适合班次的最低紧迫度", "least urgency seated in the class that fits best"),
    PLACE(HOURS, missing, 0, 0, 0, "欠学时", "hours missing"),
    PLACE(DATE, last_on, 0, "最近集中培训", "last training"),
    PLACE(INT, recent, 0, 0, 0, "计算期内培训次数", "trainings that count"),
    PLACE(INT, debts, 0, 0, 0, "欠训次数", "debts"),
    PLACE(INT, claims, 0, 0, 0, "异议成立，优先安排", "comes first: objection upheld"),
    PLACE(BOOL, pinned, 0, "人工指定", "set by hand"),
};
const struct shape dispatch_place_shape = SHAPE("DispatchPlace", struct dispatch_place, place_fields);

#define MOVE(kind, ...) F_##kind(struct dispatch_move, __VA_ARGS__)
static const struct shape_field move_fields[] = {
    MOVE(ID, person_id, SHAPE_REQUIRED, "人员", "person"),
    MOVE(ID, class_id, 0, "改到班次；不填为不安排", "to class; absent: left out"),
    MOVE(ID, with_id, 0, "与谁对调", "with whom"),
    MOVE(TEXT, reason, 0, 500, 0, "理由", "reason"),
    MOVE(BOOL, dry_run, 0, "只看代价", "only show the cost"),
    MOVE(TEXT, person_name, 0, 0, SHAPE_READ_ONLY, "姓名", "name"),
    MOVE(ID, from_id, SHAPE_READ_ONLY, "原班次", "from class"),
    MOVE(TEXT, from_title, 0, 0, SHAPE_READ_ONLY, "原班次名称", "from class's title"),
    MOVE(TEXT, to_title, 0, 0, SHAPE_READ_ONLY, "改到班次名称", "to class's title"),
    MOVE(ID, other_id, SHAPE_READ_ONLY, "让出的人", "who gives way"),
    MOVE(TEXT, other_name, 0, 0, SHAPE_READ_ONLY, "让出者姓名", "their name"),
    MOVE(INT, cost, 0, 0, SHAPE_READ_ONLY, "代价", "cost"),
    MOVE(INT, unit_away, 0, 0, SHAPE_READ_ONLY, "其单位同期离岗", "of the unit away then"),
    MOVE(INT, unit_cap, 0, 0, SHAPE_READ_ONLY, "其单位离岗上限", "cap of the unit"),
};
const struct shape dispatch_move_shape = SHAPE("DispatchMove", struct dispatch_move, move_fields);

#define CLASH(kind, ...) F_##kind(struct dispatch_clash, __VA_ARGS__)
static const struct shape_field clash_fields[] = {
    CLASH(TEXT, kind, 0, 0, 0, "冲突类别", "kind"),
    CLASH(ID, person_id, 0, "人员", "person"),
    CLASH(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    CLASH(TEXT, org_name, 0, 0, 0, "单位", "unit"),
    CLASH(ID, class_id, 0, "本批次班次", "class of this round"),
    CLASH(TEXT, class_title, 0, 0, 0, "本批次班次名称", "its title"),
    CLASH(ID, other_id, 0, "冲突班次", "the other class"),
    CLASH(TEXT, other_title, 0, 0, 0, "冲突班次名称", "its title"),
    CLASH(TEXT, other_org, 0, 0, 0, "冲突班次主办单位", "its host"),
    CLASH(DATE, starts_on, 0, "开班日期", "first day"),
    CLASH(DATE, ends_on, 0, "结业日期", "last day"),
};
const struct shape dispatch_clash_shape = SHAPE("DispatchClash", struct dispatch_clash, clash_fields);

#define CHANGE(kind, ...) F_##kind(struct dispatch_change, __VA_ARGS__)
static const struct shape_field change_fields[] = {
    CHANGE(TEXT, kind, 0, 0, 0, "类别", "kind"),
    CHANGE(INT, count, 0, 0, 0, "数量", "how many"),
    CHANGE(TEXT, zh, 0, 0, 0, "中文说明", "in Chinese"),
    CHANGE(TEXT, en, 0, 0, 0, "英文说明", "in English"),
};
const struct shape dispatch_changed_shape = SHAPE("DispatchChange", struct dispatch_change, change_fields);

static const struct shape_field upheld_fields[] = {
    F_TEXT(struct dispatch_upheld, person_name, 0, 0, 0, "姓名", "name"),
    F_BOOL(struct dispatch_upheld, missing, 0, "方案中未被安排", "left out of the plan"),
};
const struct shape dispatch_upheld_shape = SHAPE("DispatchUpheld", struct dispatch_upheld, upheld_fields);

#define CHANGES(kind, ...) F_##kind(struct dispatch_changes, __VA_ARGS__)
static const struct shape_field changes_fields[] = {
    CHANGES(ID, version_id, 0, "采用的方案", "chosen version"),
    CHANGES(INT, version_no, 0, 0, 0, "方案号", "its number"),
    CHANGES(TIME, computed_at, 0, "计算时间", "computed at"),
    CHANGES(LIST, items, &dispatch_changed_shape, 0, 0, 0, "此后的变化", "what changed since"),
    CHANGES(TEXT, missing, 0, 0, 0, "异议成立而方案仍未安排的人",
            "left out by it although their objection was upheld since"),
};
const struct shape dispatch_changes_shape = SHAPE("DispatchChanges", struct dispatch_changes, changes_fields);

#define CALL_EVENT(kind, ...) F_##kind(struct dispatch_call_event, __VA_ARGS__)
static const struct shape_field call_event_fields[] = {
    CALL_EVENT(ID, id, 0, "编号", "id"),
    CALL_EVENT(ID, call_id, 0, "通知", "call"),
    CALL_EVENT(ENUM, from_state, call_state_names, 0, "原状态", "from"),
    CALL_EVENT(ENUM, to_state, call_state_names, 0, "新状态", "to"),
    CALL_EVENT(TEXT, note, 0, 0, 0, "说明", "note"),
    CALL_EVENT(TIME, at, 0, "时间", "at"),
    CALL_EVENT(TEXT, account_name, 0, 0, 0, "操作人", "by"),
    CALL_EVENT(TEXT, other_name, 0, 0, 0, "替补者或被替补者", "substitute, or whom they replace"),
};
const struct shape dispatch_call_event_shape =
    SHAPE("DispatchCallEvent", struct dispatch_call_event, call_event_fields);

#define DEBT(kind, ...) F_##kind(struct dispatch_debt, __VA_ARGS__)
static const struct shape_field debt_fields[] = {
    DEBT(ID, id, 0, "编号", "id"),
    DEBT(ID, person_id, 0, "人员", "person"),
    DEBT(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    DEBT(ID, org_id, 0, "单位", "unit"),
    DEBT(TEXT, org_name, 0, 0, 0, "单位名称", "unit's name"),
    DEBT(ID, call_id, 0, "通知", "call"),
    DEBT(TEXT, class_title, 0, 0, 0, "班次", "class"),
    DEBT(TEXT, round_title, 0, 0, 0, "批次", "round"),
    DEBT(ENUM, kind, dispatch_debt_names, 0, "原因", "kind"),
    DEBT(ENUM, state, dispatch_debt_state_names, 0, "状态", "state"),
    DEBT(TEXT, note, 0, 0, 0, "说明", "note"),
    DEBT(TIME, created_at, 0, "产生时间", "since"),
    DEBT(TIME, settled_at, 0, "了结时间", "settled at"),
};
const struct shape dispatch_debt_shape = SHAPE("DispatchDebt", struct dispatch_debt, debt_fields);

#define AWAY(kind, ...) F_##kind(struct dispatch_away, __VA_ARGS__)
static const struct shape_field away_fields[] = {
    AWAY(ID, id, SHAPE_READ_ONLY, "编号", "id"),
    AWAY(ID, person_id, 0, "人员；不填为本人", "person; oneself when absent"),
    AWAY(TEXT, person_name, 0, 0, SHAPE_READ_ONLY, "姓名", "name"),
    AWAY(TEXT, org_name, 0, 0, SHAPE_READ_ONLY, "单位", "unit"),
    AWAY(TEXT, org_path, 0, 0, SHAPE_READ_ONLY, "单位位置", "unit's path"),
    AWAY(DATE, from_on, SHAPE_REQUIRED, "起", "from"),
    AWAY(DATE, until_on, SHAPE_REQUIRED, "止", "until"),
    AWAY(TEXT, said_by, 0, 0, SHAPE_READ_ONLY, "由谁登记", "said by"),
    AWAY(TEXT, reason, 2, 500, SHAPE_REQUIRED, "事由", "reason"),
    AWAY(TIME, at, SHAPE_READ_ONLY, "时间", "at"),
};
const struct shape dispatch_away_shape = SHAPE("DispatchAway", struct dispatch_away, away_fields);

#define OBJECTION(kind, ...) F_##kind(struct dispatch_objection, __VA_ARGS__)
static const struct shape_field objection_fields[] = {
    OBJECTION(ID, id, SHAPE_READ_ONLY, "编号", "id"),
    OBJECTION(ID, person_id, SHAPE_READ_ONLY, "人员", "person"),
    OBJECTION(TEXT, person_name, 0, 0, SHAPE_READ_ONLY, "姓名", "name"),
    OBJECTION(TEXT, org_name, 0, 0, SHAPE_READ_ONLY, "单位", "unit"),
    OBJECTION(TEXT, org_path, 0, 0, SHAPE_READ_ONLY, "单位位置", "unit's path"),
    OBJECTION(ENUM, about, objection_about_names, SHAPE_REQUIRED, "对什么有异议", "about"),
    OBJECTION(ENUM, list, dispatch_list_names, 0, "名单", "list"),
    OBJECTION(ID, subject_id, 0, "通知或批次", "call or round"),
    OBJECTION(TEXT, text, 5, 1000, SHAPE_REQUIRED, "异议内容", "what is objected"),
    OBJECTION(ENUM, state, objection_state_names, SHAPE_READ_ONLY, "状态", "state"),
    OBJECTION(TEXT, answer, 0, 0, SHAPE_READ_ONLY, "答复", "answer"),
    OBJECTION(DATE, due_on, SHAPE_READ_ONLY, "答复期限", "due on"),
    OBJECTION(TIME, answered_at, SHAPE_READ_ONLY, "答复时间", "answered at"),
    OBJECTION(INT, version, 0, 0, SHAPE_READ_ONLY, "版本", "version"),
    OBJECTION(TIME, created_at, SHAPE_READ_ONLY, "提出时间", "at"),
    OBJECTION(ENUM, claim, objection_claim_names, SHAPE_READ_ONLY, "成立后：open 下一批次优先，met 已通知",
              "upheld: open counts in the next round, met was called"),
};
const struct shape dispatch_objection_shape = SHAPE("DispatchObjection", struct dispatch_objection, objection_fields);

#define LISTED(kind, ...) F_##kind(struct dispatch_listed, __VA_ARGS__)
static const struct shape_field listed_fields[] = {
    LISTED(ID, id, 0, "编号", "id"),
    LISTED(ID, person_id, 0, "人员", "person"),
    LISTED(ENUM, list, dispatch_list_names, 0, "名单", "list"),
    LISTED(TEXT, org_path, 0, 0, 0, "单位位置", "unit's path"),
    LISTED(TEXT, rule, 0, 0, 0, "依据规则", "rule"),
    LISTED(DATE, since_on, 0, "列入日期", "since"),
    LISTED(DATE, last_on, 0, "最近集中培训", "last training"),
    LISTED(INT, count, 0, 0, 0, "实际数", "count"),
    LISTED(INT, threshold, 0, 0, 0, "界限", "threshold"),
    LISTED(INT, months, 0, 0, 0, "计算期（月）", "months that count"),
    LISTED(TIME, updated_at, 0, "更新时间", "updated at"),
};
const struct shape dispatch_listed_shape = SHAPE("DispatchListed", struct dispatch_listed, listed_fields);

#define LISTED_ROW(kind, ...) F_##kind(struct dispatch_listed_row, __VA_ARGS__)
static const struct shape_field listed_row_fields[] = {
    LISTED_ROW(ID, id, 0, "编号", "id"),
    LISTED_ROW(ID, person_id, 0, "人员", "person"),
    LISTED_ROW(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    LISTED_ROW(ID, org_id, 0, "单位", "unit"),
    LISTED_ROW(TEXT, org_name, 0, 0, 0, "单位名称", "unit's name"),
    LISTED_ROW(TEXT, post, 0, 0, 0, "职务", "post"),
    LISTED_ROW(TEXT, audience_code, 0, 0, 0, "培训对象", "audience"),
    LISTED_ROW(ENUM, list, dispatch_list_names, 0, "名单", "list"),
    LISTED_ROW(TEXT, rule, 0, 0, 0, "依据规则", "rule"),
    LISTED_ROW(DATE, since_on, 0, "列入日期", "since"),
    LISTED_ROW(DATE, last_on, 0, "最近集中培训", "last training"),
    LISTED_ROW(INT, count, 0, 0, 0, "实际数", "count"),
    LISTED_ROW(INT, threshold, 0, 0, 0, "界限", "threshold"),
    LISTED_ROW(INT, months, 0, 0, 0, "计算期（月）", "months that count"),
    LISTED_ROW(TIME, updated_at, 0, "更新时间", "updated at"),
};
const struct shape dispatch_listed_row_shape =
    SHAPE("DispatchListedRow", struct dispatch_listed_row, listed_row_fields);

#define ROUND_ITEM(kind, ...) F_##kind(struct dispatch_round, __VA_ARGS__)
static const struct shape_field round_item_fields[] = {
    ROUND_ITEM(ID, id, SHAPE_READ_ONLY, "编号", "id"),
    ROUND_ITEM(ID, org_id, 0, "组织单位", "organisation"),
    ROUND_ITEM(TEXT, org_name, 0, 0, SHAPE_READ_ONLY, "组织单位名称", "its name"),
    ROUND_ITEM(TEXT, org_path, 0, 0, SHAPE_READ_ONLY, "组织单位位置", "its path"),
    ROUND_ITEM(TEXT, title, 2, 100, SHAPE_REQUIRED, "名称", "title"),
    ROUND_ITEM(TEXT, note, 0, 2000, 0, "说明", "note"),
    ROUND_ITEM(DATE, from_on, SHAPE_REQUIRED, "起", "from"),
    ROUND_ITEM(DATE, until_on, SHAPE_REQUIRED, "止", "until"),
    ROUND_ITEM(ENUM, mode, dispatch_mode_names, 0, "离岗上限按月或按周", "caps by month or by week"),
    ROUND_ITEM(ENUM, state, dispatch_state_names, SHAPE_READ_ONLY, "状态", "state"),
    ROUND_ITEM(DATE, reply_due_on, SHAPE_READ_ONLY, "回执期限", "replies due"),
    ROUND_ITEM(ID, chosen_id, SHAPE_READ_ONLY, "采用的方案", "chosen version"),
    ROUND_ITEM(ID, job_id, SHAPE_READ_ONLY, "计算任务", "job"),
    ROUND_ITEM(TIME, published_at, SHAPE_READ_ONLY, "发布时间", "published at"),
    ROUND_ITEM(TIME, closed_at, SHAPE_READ_ONLY, "结束时间", "closed at"),
    ROUND_ITEM(INT, version, 0, 0, SHAPE_READ_ONLY, "版本", "version"),
    ROUND_ITEM(TIME, created_at, SHAPE_READ_ONLY, "创建时间", "made at"),
    ROUND_ITEM(TIME, updated_at, SHAPE_READ_ONLY, "更新时间", "changed at"),
};
const struct shape dispatch_round_item_shape = SHAPE("DispatchRoundItem", struct dispatch_round, round_item_fields);

#define ROUND(kind, ...) F_##kind(struct dispatch_round, __VA_ARGS__)
static const struct shape_field round_fields[] = {
    ROUND(ID, id, SHAPE_READ_ONLY, "编号", "id"),
    ROUND(ID, org_id, 0, "组织单位", "organisation"),
    ROUND(TEXT, org_name, 0, 0, SHAPE_READ_ONLY, "组织单位名称", "its name"),
    ROUND(TEXT, org_path, 0, 0, SHAPE_READ_ONLY, "组织单位位置", "its path"),
    ROUND(TEXT, title, 2, 100, SHAPE_REQUIRED, "名称", "title"),
    ROUND(TEXT, note, 0, 2000, 0, "说明", "note"),
    ROUND(DATE, from_on, SHAPE_REQUIRED, "起", "from"),
    ROUND(DATE, until_on, SHAPE_REQUIRED, "止", "until"),
    ROUND(ENUM, mode, dispatch_mode_names, 0, "离岗上限按月或按周", "caps by month or by week"),
    ROUND(ENUM, state, dispatch_state_names, SHAPE_READ_ONLY, "状态", "state"),
    ROUND(DATE, reply_due_on, SHAPE_READ_ONLY, "回执期限", "replies due"),
    ROUND(ID, chosen_id, SHAPE_READ_ONLY, "采用的方案", "chosen version"),
    ROUND(ID, job_id, SHAPE_READ_ONLY, "计算任务", "job"),
    ROUND(TIME, published_at, SHAPE_READ_ONLY, "发布时间", "published at"),
    ROUND(TIME, closed_at, SHAPE_READ_ONLY, "结束时间", "closed at"),
    ROUND(INT, version, 0, 0, SHAPE_READ_ONLY, "版本", "version"),
    ROUND(TIME, created_at, SHAPE_READ_ONLY, "创建时间", "made at"),
    ROUND(TIME, updated_at, SHAPE_READ_ONLY, "更新时间", "changed at"),
    ROUND(LIST, offers, &dispatch_offer_shape, 0, 0, SHAPE_READ_ONLY, "班次", "classes"),
};
const struct shape dispatch_round_shape = SHAPE("DispatchRound", struct dispatch_round, round_fields);

#define VERSION_ITEM(kind, ...) F_##kind(struct dispatch_version, __VA_ARGS__)
static const struct shape_field version_item_fields[] = {
    VERSION_ITEM(ID, id, 0, "编号", "id"),
    VERSION_ITEM(ID, round_id, 0, "批次", "round"),
    VERSION_ITEM(INT, no, 0, 0, 0, "方案号", "number"),
    VERSION_ITEM(TEXT, state, 0, 0, 0, "状态", "state"),
    VERSION_ITEM(TEXT, note, 0, 0, 0, "说明", "note"),
    VERSION_ITEM(INT, people, 0, 0, 0, "人数", "people"),
    VERSION_ITEM(INT, eligible, 0, 0, 0, "有班可派人数", "people with an admissible class"),
    VERSION_ITEM(INT, pairs, 0, 0, 0, "可行的人班组合", "admissible pairs"),
    VERSION_ITEM(INT, seats, 0, 0, 0, "名额", "seats"),
    VERSION_ITEM(INT, placed, 0, 0, 0, "安排人数", "placed"),
    VERSION_ITEM(INT, left_out, 0, 0, 0, "未安排人数", "left out"),
    VERSION_ITEM(INT, objective, 0, 0, 0, "目标值", "objective"),
    VERSION_ITEM(INT, bound, 0, 0, 0, "下界", "lower bound"),
    VERSION_ITEM(INT, gap_ppm, 0, 0, 0, "差距（百万分之一）", "gap, ppm"),
    VERSION_ITEM(INT, never_people, 0, 0, 0, "钉子户人数", "never-trained"),
    VERSION_ITEM(INT, never_out, 0, 0, 0, "未安排的钉子户", "never-trained left out"),
    VERSION_ITEM(INT, trained_in, 0, 0, 0, "安排的近期已参训者", "placed though trained recently"),
    VERSION_ITEM(INT, over_in, 0, 0, 0, "安排的专业户", "over-trained placed"),
    VERSION_ITEM(INT, units_in, 0, 0, 0, "有人参训的单位数", "units with somebody placed"),
    VERSION_ITEM(INT, unit_most_ppm, 0, 0, 0, "单位同期离岗最高比例（百万分之一）",
                 "largest share of a unit away, ppm"),
    VERSION_ITEM(INT, fcfs_placed, 0, 0, 0, "先到先得：安排人数", "first come first served: placed"),
    VERSION_ITEM(INT, fcfs_never_out, 0, 0, 0, "先到先得：未安排的钉子户",
                 "first come first served: never-trained left out"),
    VERSION_ITEM(INT, fcfs_trained_in, 0, 0, 0, "先到先得：近期已参训者", "first come first served: trained recently"),
    VERSION_ITEM(INT, fcfs_units_in, 0, 0, 0, "先到先得：单位数", "first come first served: units"),
    VERSION_ITEM(INT, fcfs_objective, 0, 0, 0, "先到先得：目标值", "first come first served: objective"),
    VERSION_ITEM(INT, edits, 0, 0, 0, "人工调整次数", "changes by hand"),
    VERSION_ITEM(INT, took_ms, 0, 0, 0, "用时（毫秒）", "took, ms"),
    VERSION_ITEM(TIME, created_at, 0, "计算时间", "made at"),
};
const struct shape dispatch_version_item_shape =
    SHAPE("DispatchVersionItem", struct dispatch_version, version_item_fields);

#define VERSION(kind, ...) F_##kind(struct dispatch_version, __VA_ARGS__)
static const struct shape_field version_fields[] = {
    VERSION(ID, id, 0, "编号", "id"),
    VERSION(ID, round_id, 0, "批次", "round"),
    VERSION(INT, no, 0, 0, 0, "方案号", "number"),
    VERSION(TEXT, state, 0, 0, 0, "状态", "state"),
    VERSION(TEXT, note, 0, 0, 0, "说明", "note"),
    VERSION(INT, people, 0, 0, 0, "人数", "people"),
    VERSION(INT, eligible, 0, 0, 0, "有班可派人数", "people with an admissible class"),
    VERSION(INT, pairs, 0, 0, 0, "可行的人班组合", "admissible pairs"),
    VERSION(INT, seats, 0, 0, 0, "名额", "seats"),
    VERSION(INT, placed, 0, 0, 0, "安排人数", "placed"),
    VERSION(INT, left_out, 0, 0, 0, "未安排人数", "left out"),
    VERSION(INT, objective, 0, 0, 0, "目标值", "objective"),
    VERSION(INT, bound, 0, 0, 0, "下界", "lower bound"),
    VERSION(INT, gap_ppm, 0, 0, 0, "差距（百万分之一）", "gap, ppm"),
    VERSION(INT, never_people, 0, 0, 0, "钉子户人数", "never-trained"),
    VERSION(INT, never_out, 0, 0, 0, "未安排的钉子户", "never-trained left out"),
    VERSION(INT, trained_in, 0, 0, 0, "安排的近期已参训者", "placed though trained recently"),
    VERSION(INT, over_in, 0, 0, 0, "安排的专业户", "over-trained placed"),
    VERSION(INT, units_in, 0, 0, 0, "有人参训的单位数", "units with somebody placed"),
    VERSION(INT, unit_most_ppm, 0, 0, 0, "单位同期离岗最高比例（百万分之一）", "largest share of a unit away, ppm"),
    VERSION(INT, fcfs_placed, 0, 0, 0, "先到先得：安排人数", "first come first served: placed"),
    VERSION(INT, fcfs_never_out, 0, 0, 0, "先到先得：未安排的钉子户",
            "first come first served: never-trained left out"),
    VERSION(INT, fcfs_trained_in, 0, 0, 0, "先到先得：近期已参训者", "first come first served: trained recently"),
    VERSION(INT, fcfs_units_in, 0, 0, 0, "先到先得：单位数", "first come first served: units"),
    VERSION(INT, fcfs_objective, 0, 0, 0, "先到先得：目标值", "first come first served: objective"),
    VERSION(INT, edits, 0, 0, 0, "人工调整次数", "changes by hand"),
    VERSION(INT, took_ms, 0, 0, 0, "用时（毫秒）", "took, ms"),
    VERSION(TIME, created_at, 0, "计算时间", "made at"),
    VERSION(TEXT, policy, 0, 0, 0, "所用政策", "policy used"),
    VERSION(TEXT, basis, 0, 0, 0, "计算依据的摘要", "digests of what it was computed from"),
    VERSION(LIST, classes, &dispatch_use_shape, 0, 0, 0, "班次使用", "classes"),
    VERSION(LIST, units, &dispatch_unit_shape, 0, 0, 0, "单位", "units"),
    VERSION(LIST, log, &dispatch_edit_shape, 0, 0, 0, "人工调整", "changes by hand"),
};
const struct shape dispatch_version_shape = SHAPE("DispatchVersion", struct dispatch_version, version_fields);

#define CALL_ITEM(kind, ...) F_##kind(struct dispatch_call, __VA_ARGS__)
static const struct shape_field call_item_fields[] = {
    CALL_ITEM(ID, id, 0, "编号", "id"),
    CALL_ITEM(ID, round_id, 0, "批次", "round"),
    CALL_ITEM(TEXT, round_title, 0, 0, 0, "批次名称", "round's title"),
    CALL_ITEM(ENUM, round_state, dispatch_state_names, 0, "批次状态", "round's state"),
    CALL_ITEM(ID, round_org_id, 0, "组织单位", "organisation"),
    CALL_ITEM(TEXT, round_org_name, 0, 0, 0, "组织单位名称", "its name"),
    CALL_ITEM(TEXT, round_path, 0, 0, 0, "组织单位位置", "its path"),
    CALL_ITEM(ID, class_id, 0, "班次", "class"),
    CALL_ITEM(TEXT, class_title, 0, 0, 0, "班次名称", "class's title"),
    CALL_ITEM(DATE, starts_on, 0, "开班日期", "first day"),
    CALL_ITEM(DATE, ends_on, 0, "结业日期", "last day"),
    CALL_ITEM(TEXT, room, 0, 0, 0, "地点", "place"),
    CALL_ITEM(TEXT, host_name, 0, 0, 0, "主办单位", "host"),
    CALL_ITEM(ID, person_id, 0, "人员", "person"),
    CALL_ITEM(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    CALL_ITEM(TEXT, post, 0, 0, 0, "职务", "post"),
    CALL_ITEM(ID, org_id, 0, "单位", "unit"),
    CALL_ITEM(TEXT, org_name, 0, 0, 0, "单位名称", "unit's name"),
    CALL_ITEM(TEXT, org_path, 0, 0, 0, "单位位置", "unit's path"),
    CALL_ITEM(ENUM, state, call_state_names, 0, "状态", "state"),
    CALL_ITEM(DATE, due_on, 0, "回执期限", "reply due"),
    CALL_ITEM(BOOL, overdue, 0, "逾期未回执", "past its day without a reply"),
    CALL_ITEM(INT, late, 0, 0, 0, "催办：1 已提醒，2 已逾期，3 已上报", "1 reminded, 2 overdue, 3 escalated"),
    CALL_ITEM(TEXT, why, 0, 0, 0, "调训理由", "why"),
    CALL_ITEM(ENUM, answer_kind, call_answer_names, 0, "回执", "answer"),
    CALL_ITEM(TEXT, answer, 0, 0, 0, "回执说明", "what was said"),
    CALL_ITEM(TEXT, evidence, 0, 0, 0, "佐证", "evidence"),
    CALL_ITEM(ID, proposed_id, 0, "推荐人选", "proposed person"),
    CALL_ITEM(TEXT, proposed_name, 0, 0, 0, "推荐人选姓名", "their name"),
    CALL_ITEM(TIME, answered_at, 0, "回执时间", "answered at"),
    CALL_ITEM(ENUM, unit_state, call_unit_names, 0, "单位意见", "unit's word"),
    CALL_ITEM(TEXT, unit_note, 0, 0, 0, "单位说明", "unit's note"),
    CALL_ITEM(TIME, unit_at, 0, "单位确认时间", "at"),
    CALL_ITEM(TEXT, ruling_note, 0, 0, 0, "审定意见", "ruling"),
    CALL_ITEM(TIME, ruled_at, 0, "审定时间", "ruled at"),
    CALL_ITEM(ID, replaces_id, 0, "替补谁的通知", "replaces call"),
    CALL_ITEM(TEXT, replaces_name, 0, 0, 0, "替补谁", "in place of"),
    CALL_ITEM(ID, replaced_by_id, 0, "被谁的通知替补", "replaced by call"),
    CALL_ITEM(TEXT, replaced_by_name, 0, 0, 0, "由谁替补", "replaced by"),
    CALL_ITEM(ID, enrolment_id, 0, "报名", "enrolment"),
    CALL_ITEM(ENUM, enrolment_state, enrolment_state_names, 0, "报名状态", "enrolment's state"),
    CALL_ITEM(INT, version, 0, 0, 0, "版本", "version"),
    CALL_ITEM(TIME, created_at, 0, "发出时间", "sent at"),
    CALL_ITEM(TIME, updated_at, 0, "更新时间", "changed at"),
};
const struct shape dispatch_call_item_shape = SHAPE("DispatchCallItem", struct dispatch_call, call_item_fields);

#define CALL(kind, ...) F_##kind(struct dispatch_call, __VA_ARGS__)
static const struct shape_field call_fields[] = {
    CALL(ID, id, 0, "编号", "id"),
    CALL(ID, round_id, 0, "批次", "round"),
    CALL(TEXT, round_title, 0, 0, 0, "批次名称", "round's title"),
    CALL(ENUM, round_state, dispatch_state_names, 0, "批次状态", "round's state"),
    CALL(ID, round_org_id, 0, "组织单位", "organisation"),
    CALL(TEXT, round_org_name, 0, 0, 0, "组织单位名称", "its name"),
    CALL(TEXT, round_path, 0, 0, 0, "组织单位位置", "its path"),
    CALL(ID, class_id, 0, "班次", "class"),
    CALL(TEXT, class_title, 0, 0, 0, "班次名称", "class's title"),
    CALL(DATE, starts_on, 0, "开班日期", "first day"),
    CALL(DATE, ends_on, 0, "结业日期", "last day"),
    CALL(TEXT, room, 0, 0, 0, "地点", "place"),
    CALL(TEXT, host_name, 0, 0, 0, "主办单位", "host"),
    CALL(ID, person_id, 0, "人员", "person"),
    CALL(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    CALL(TEXT, post, 0, 0, 0, "职务", "post"),
    CALL(ID, org_id, 0, "单位", "unit"),
    CALL(TEXT, org_name, 0, 0, 0, "单位名称", "unit's name"),
    CALL(TEXT, org_path, 0, 0, 0, "单位位置", "unit's path"),
    CALL(ENUM, state, call_state_names, 0, "状态", "state"),
    CALL(DATE, due_on, 0, "回执期限", "reply due"),
    CALL(BOOL, overdue, 0, "逾期未回执", "past its day without a reply"),
    CALL(INT, late, 0, 0, 0, "催办：1 已提醒，2 已逾期，3 已上报", "1 reminded, 2 overdue, 3 escalated"),
    CALL(TEXT, why, 0, 0, 0, "调训理由", "why"),
    CALL(ENUM, answer_kind, call_answer_names, 0, "回执", "answer"),
    CALL(TEXT, answer, 0, 0, 0, "回执说明", "what was said"),
    CALL(TEXT, evidence, 0, 0, 0, "佐证", "evidence"),
    CALL(ID, proposed_id, 0, "推荐人选", "proposed person"),
    CALL(TEXT, proposed_name, 0, 0, 0, "推荐人选姓名", "their name"),
    CALL(TIME, answered_at, 0, "回执时间", "answered at"),
    CALL(ENUM, unit_state, call_unit_names, 0, "单位意见", "unit's word"),
    CALL(TEXT, unit_note, 0, 0, 0, "单位说明", "unit's note"),
    CALL(TIME, unit_at, 0, "单位确认时间", "at"),
    CALL(TEXT, ruling_note, 0, 0, 0, "审定意见", "ruling"),
    CALL(TIME, ruled_at, 0, "审定时间", "ruled at"),
    CALL(ID, replaces_id, 0, "替补谁的通知", "replaces call"),
    CALL(TEXT, replaces_name, 0, 0, 0, "替补谁", "in place of"),
    CALL(ID, replaced_by_id, 0, "被谁的通知替补", "replaced by call"),
    CALL(TEXT, replaced_by_name, 0, 0, 0, "由谁替补", "replaced by"),
    CALL(ID, enrolment_id, 0, "报名", "enrolment"),
    CALL(ENUM, enrolment_state, enrolment_state_names, 0, "报名状态", "enrolment's state"),
    CALL(INT, version, 0, 0, 0, "版本", "version"),
    CALL(TIME, created_at, 0, "发出时间", "sent at"),
    CALL(TIME, updated_at, 0, "更新时间", "changed at"),
    CALL(LIST, events, &dispatch_call_event_shape, 0, 0, 0, "经过", "history"),
};
const struct shape dispatch_call_shape = SHAPE("DispatchCall", struct dispatch_call, call_fields);

#define CALL_COUNT(kind, ...) F_##kind(struct dispatch_call_count, __VA_ARGS__)
static const struct shape_field call_count_fields[] = {
    CALL_COUNT(ENUM, state, call_state_names, 0, "状态", "state"),
    CALL_COUNT(INT, calls, 0, 0, 0, "通知数", "calls"),
    CALL_COUNT(INT, overdue, 0, 0, 0, "其中逾期未回执", "past their day without a reply"),
};
const struct shape dispatch_call_count_shape =
    SHAPE("DispatchCallCount", struct dispatch_call_count, call_count_fields);

#define OWN(kind, ...) F_##kind(struct dispatch_own_place, __VA_ARGS__)
/* The person's own view: no other person's figures. */
static const struct shape_field own_place_fields[] = {
    OWN(ID, round_id, 0, "批次", "round"),
    OWN(TEXT, round_title, 0, 0, 0, "批次名称", "round's title"),
    OWN(DATE, from_on, 0, "起", "from"),
    OWN(DATE, until_on, 0, "止", "until"),
    OWN(ID, class_id, 0, "班次；空为未安排", "class; absent: left out"),
    OWN(TEXT, class_title, 0, 0, 0, "班次名称", "class's title"),
    OWN(TEXT, wanted_title, 0, 0, 0, "最适合的班次名称", "class that fits best"),
    OWN(ENUM, tier, dispatch_tier_names, 0, "类别", "tier"),
    OWN(TEXT, reason, 0, 0, 0, "理由", "reason"),
    OWN(INT, urgency, 0, 0, 0, "紧迫度", "urgency"),
    OWN(INT, bar, 0, 0, 0, "最适合班次的最低紧迫度", "least urgency seated there"),
    OWN(HOURS, missing, 0, 0, 0, "欠学时", "hours missing"),
    OWN(DATE, last_on, 0, "最近集中培训", "last training"),
    OWN(INT, recent, 0, 0, 0, "计算期内培训次数", "trainings that count"),
    OWN(INT, debts, 0, 0, 0, "欠训次数", "debts"),
    OWN(INT, claims, 0, 0, 0, "异议成立，优先安排", "comes first: objection upheld"),
};
const struct shape dispatch_own_place_shape = SHAPE("DispatchOwnPlace", struct dispatch_own_place, own_place_fields);
