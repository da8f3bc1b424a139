/* domain/board/board_shape.c: what is shown of the board and on the page by role, and its pages. */
#include "api/module.h"
#include "board_sql.h"
#include "domain/board/board_private.h"
#include "domain/klass/klass.h"
#include "domain/ledger/ledger.h"

#define ROW(kind, ...) F_##kind(struct board_row, __VA_ARGS__)
#define ROW_COUNTS                                                                                                     \
    ROW(INT, all_people, 0, 0, 0, "总人数", "all people"),                                                             \
        ROW(INT, trained, 0, 0, 0, "本年度已参训", "trained this year"),                                               \
        ROW(INT, people, 0, 0, 0, "适用人数", "people to whom the norm applies"),                                      \
        ROW(INT, met, 0, 0, 0, "达标", "met"), ROW(INT, on_track, 0, 0, 0, "进度正常", "on track"),                    \
        ROW(INT, behind, 0, 0, 0, "落后", "behind"), ROW(INT, none, 0, 0, 0, "无记录", "none")
static const struct shape_field row_fields[] = {
    ROW(ID, org_id, 0, "单位", "organisation"),
    ROW(TEXT, name, 0, 0, 0, "名称", "name"),
    ROW(TEXT, short_name, 0, 0, 0, "简称", "short name"),
    ROW(TEXT, code, 0, 0, 0, "区划代码", "national code"),
    ROW(TEXT, kind, 0, 0, 0, "类别", "kind"),
    ROW(TEXT, level, 0, 0, 0, "层级", "level"),
    ROW(TEXT, path, 0, 0, 0, "路径", "path"),
    ROW_COUNTS,
    ROW(INT, classes, 0, 0, 0, "本年度班次", "classes this year"),
    ROW(INT, seats, 0, 0, 0, "班次名额", "seats of those classes"),
    ROW(INT, seats_taken, 0, 0, 0, "已用名额", "seats used"),
    ROW(INT, sites, 0, 0, 0, "正在上课的教学点", "sites of lessons live now"),
    ROW(INT, sites_joined, 0, 0, 0, "已接入教学点", "of them connected"),
};
const struct shape board_row_shape = SHAPE("BoardRow", struct board_row, row_fields);
static const struct shape_field audience_fields[] = {
    ROW(TEXT, audience_code, 0, 0, 0, "培训对象", "audience"),
    ROW(TEXT, name_zh, 0, 0, 0, "中文名称", "Chinese name"),
    ROW(TEXT, name_en, 0, 0, 0, "英文名称", "English name"),
    ROW_COUNTS,
};
const struct shape board_audience_shape = SHAPE("BoardAudience", struct board_row, audience_fields);

static const struct shape_field level_fields[] = {
    ROW(TEXT, level, 0, 0, 0, "层级", "level"),
    ROW(TEXT, parent_level, 0, 0, 0, "上级层级", "level of the one above"),
    ROW_COUNTS,
};
const struct shape board_level_shape = SHAPE("BoardLevel", struct board_row, level_fields);

#define NORM(kind, ...) F_##kind(struct board_norm, __VA_ARGS__)
static const struct shape_field norm_fields[] = {
    NORM(TEXT, norm_code, 0, 0, 0, "要求", "norm"),
    NORM(TEXT, name_zh, 0, 0, 0, "中文名称", "Chinese name"),
    NORM(TEXT, name_en, 0, 0, 0, "英文名称", "English name"),
    NORM(ENUM, purpose, norm_purpose_names, 0, "用途", "purpose"),
    NORM(INT, people, 0, 0, 0, "适用人数", "people"),
    NORM(INT, met, 0, 0, 0, "达标", "met"),
    NORM(INT, on_track, 0, 0, 0, "进度正常", "on track"),
    NORM(INT, behind, 0, 0, 0, "落后", "behind"),
    NORM(INT, none, 0, 0, 0, "无记录", "none"),
};
const struct shape board_norm_shape = SHAPE("BoardNorm", struct board_norm, norm_fields);

#define SCHOOL(kind, ...) F_##kind(struct board_school, __VA_ARGS__)
static const struct shape_field school_fields[] = {
    SCHOOL(ID, org_id, 0, "学校", "school"),
    SCHOOL(TEXT, name, 0, 0, 0, "名称", "name"),
    SCHOOL(TEXT, path, 0, 0, 0, "路径", "path"),
    SCHOOL(INT, classes, 0, 0, 0, "本年度班次", "classes this year"),
    SCHOOL(INT, seats, 0, 0, 0, "班次名额", "seats of those classes"),
    SCHOOL(INT, seats_taken, 0, 0, 0, "已用名额", "seats used"),
    SCHOOL(INT, entries, 0, 0, 0, "本年度人次", "person-times this year"),
    SCHOOL(HOURS, hours, 0, 0, 0, "本年度人学时", "people-hours this year"),
};
const struct shape board_school_shape = SHAPE("BoardSchool", struct board_school, school_fields);

#define LIVE(kind, ...) F_##kind(struct board_live, __VA_ARGS__)
static const struct shape_field live_fields[] = {
    LIVE(ID, session_id, 0, "课次", "session"),
    LIVE(ID, class_id, 0, "班次", "class"),
    LIVE(ID, org_id, 0, "主办单位", "host"),
    LIVE(TEXT, title, 0, 0, 0, "课次标题", "session's title"),
    LIVE(TEXT, class_title, 0, 0, 0, "班次名称", "class's title"),
    LIVE(TEXT, org_name, 0, 0, 0, "主办单位名称", "host's name"),
    LIVE(TIME, starts_at, 0, "开始", "starts"),
    LIVE(TIME, ends_at, 0, "结束", "ends"),
    LIVE(TEXT, org_path, 0, 0, 0, "主办单位路径", "host's path"),
    LIVE(INT, expected, 0, 0, 0, "应到", "expected"),
    LIVE(INT, online, 0, 0, 0, "在线", "connected"),
    LIVE(INT, sites, 0, 0, 0, "本范围教学点", "sites in this part of the tree"),
    LIVE(INT, sites_joined, 0, 0, 0, "已接入教学点", "of them connected"),
};
const struct shape board_live_shape = SHAPE("BoardLive", struct board_live, live_fields);

#define SITE(kind, ...) F_##kind(struct board_site, __VA_ARGS__)
static const struct shape_field site_fields[] = {
    SITE(ID, session_id, 0, "课次", "session"),
    SITE(TEXT, title, 0, 0, 0, "课次标题", "session's title"),
    SITE(ID, site_id, 0, "教学点", "site"),
    SITE(ID, org_id, 0, "单位", "organisation"),
    SITE(TEXT, org_name, 0, 0, 0, "单位名称", "organisation's name"),
    SITE(TEXT, org_path, 0, 0, 0, "单位路径", "organisation's path"),
    SITE(TEXT, leader, 0, 0, 0, "负责人", "leader"),
    SITE(INT, seats, 0, 0, 0, "座位", "seats"),
    SITE(INT, expected, 0, 0, 0, "应到", "expected"),
    SITE(BOOL, joined, 0, "已接入", "connected"),
};
const struct shape board_site_shape = SHAPE("BoardSite", struct board_site, site_fields);

#define POINT(kind, ...) F_##kind(struct board_point, __VA_ARGS__)
static const struct shape_field point_fields[] = {
    POINT(DATE, on_day, 0, "日期", "day"),         POINT(INT, people, 0, 0, 0, "适用人数", "people"),
    POINT(INT, met, 0, 0, 0, "达标", "met"),       POINT(INT, on_track, 0, 0, 0, "进度正常", "on track"),
    POINT(INT, behind, 0, 0, 0, "落后", "behind"), POINT(INT, none, 0, 0, 0, "无记录", "none"),
};
const struct shape board_point_shape = SHAPE("BoardPoint", struct board_point, point_fields);

#define CLASS(kind, ...) F_##kind(struct board_class_row, __VA_ARGS__)
static const struct shape_field class_fields[] = {
    CLASS(ID, id, 0, "班次", "class"),
    CLASS(ID, org_id, 0, "主办单位", "host"),
    CLASS(TEXT, title, 0, 0, 0, "名称", "title"),
    CLASS(TEXT, org_name, 0, 0, 0, "主办单位名称", "host's name"),
    CLASS(DATE, starts_on, 0, "开始", "starts"),
    CLASS(DATE, ends_on, 0, "结束", "ends"),
    CLASS(TEXT, state, 0, 0, 0, "状态", "state"),
    CLASS(INT, seats_max, 0, 0, 0, "名额", "seats"),
    CLASS(INT, confirmed_count, 0, 0, 0, "已确认", "confirmed"),
};
const struct shape board_class_shape = SHAPE("BoardClass", struct board_class_row, class_fields);
static const struct page_sort class_sorts[] = {{"starts_on", "k.starts_on"}};
static const struct page_filter class_filters[] = {
    {"state", "k.state = $?", SHAPE_TEXT, "状态", "state"},
    {"limited", "k.seats_max > 0 OR NOT $?", SHAPE_BOOL, "只看有名额限制的", "only those with a ceiling"},
};
const struct page_spec board_class_page = {&sql_board_class_page, "class k", "k.id", TABLE(class_sorts),
                                           TABLE(class_filters)};

#define ENTRY(kind, ...) F_##kind(struct board_entry_row, __VA_ARGS__)
static const struct shape_field entry_fields[] = {
    ENTRY(ID, id, 0, "记录", "entry"),           ENTRY(ID, person_id, 0, "人员", "person"),
    ENTRY(TEXT, name, 0, 0, 0, "姓名", "name"),  ENTRY(TEXT, org_name, 0, 0, 0, "单位", "unit"),
    ENTRY(TEXT, title, 0, 0, 0, "事由", "what"), ENTRY(ENUM, kind, ledger_kind_names, 0, "类别", "kind"),
    ENTRY(DATE, earned_on, 0, "日期", "day"),    ENTRY(HOURS, hours, 0, 0, 0, "学时", "hours"),
};
const struct shape board_entry_shape = SHAPE("BoardEntry", struct board_entry_row, entry_fields);
static const struct page_sort entry_sorts[] = {{"earned_on", "e.earned_on"}};
static const struct page_filter entry_filters[] = {
    {"kind", "e.kind = $?", SHAPE_TEXT, "类别：concentrated 或 online", "kind: concentrated or online"},
};
const struct page_spec board_entry_page = {&sql_board_entry_page, "ledger_entry e", "e.id", TABLE(entry_sorts),
                                           TABLE(entry_filters)};

#define PERSON(kind, ...) F_##kind(struct board_person_row, __VA_ARGS__)
static const struct shape_field person_fields[] = {
    PERSON(ID, id, 0, "人员", "person"),
    PERSON(TEXT, name, 0, 0, 0, "姓名", "name"),
    PERSON(ID, org_id, 0, "单位", "unit"),
    PERSON(TEXT, org_name, 0, 0, 0, "单位名称", "unit's name"),
    PERSON(TEXT, path, 0, 0, 0, "单位路径", "unit's path"),
    PERSON(TEXT, level, 0, 0, 0, "层级", "level"),
    PERSON(TEXT, rank_code, 0, 0, 0, "职级", "rank"),
    PERSON(TEXT, audience_code, 0, 0, 0, "培训对象", "audience"),
    PERSON(TEXT, post, 0, 0, 0, "职务", "post"),
    PERSON(TEXT, norm_code, 0, 0, 0, "要求", "norm"),
    PERSON(ENUM, state, norm_state_names, 0, "状态", "state"),
    PERSON(HOURS, hours, 0, 0, 0, "已修学时", "hours done"),
    PERSON(HOURS, need_hours, 0, 0, 0, "应修学时", "hours needed"),
    PERSON(HOURS, days, 0, 0, 0, "已修天数", "days done"),
    PERSON(HOURS, need_days, 0, 0, 0, "或应修天数", "or days needed"),
    PERSON(DATE, due_on, 0, "完成期限", "due on"),
    PERSON(DATE, until_on, 0, "周期结束", "window until"),
};
const struct shape board_person_shape = SHAPE("BoardPerson", struct board_person_row, person_fields);

static const struct page_sort people_sorts[] = {
    {"name", "p.name_sort"}, {"stroke", "p.stroke_sort"}, {"hours", "s.hours_centi"}, {"due_on", "s.due_on"}};
static const struct page_filter people_filters[] = {
    {"state", "s.state = $?", SHAPE_TEXT, "状态：met、on_track、behind 或 none",
     "state: met, on_track, behind or none"},
    {"audience", "p.audience_code = $?", SHAPE_TEXT, "培训对象", "audience"},
    {"rank", "p.rank_code = $?", SHAPE_TEXT, "职级", "rank"},
    {"level", "o.level = $?", SHAPE_TEXT, "单位层级：municipal、district 或 township",
     "level of the unit: municipal, district or township"},
    {"due_before", "s.due_on <= $?", SHAPE_DATE, "期限不晚于", "due by"},
};
const struct page_spec board_people_page = {&sql_board_people_page,
                                            "person p JOIN norm_status s ON s.person_id = p.id AND s.norm_code = $3",
                                            "p.id", TABLE(people_sorts), TABLE(people_filters)};

#define HOME(kind, ...) F_##kind(struct home_session, __VA_ARGS__)
static const char *const home_part_names[] = {"", "teacher", "manager", "site_leader", "learner", "office", NULL};
static const struct shape_field home_fields[] = {
    HOME(ID, session_id, 0, "课次", "session"),
    HOME(ID, class_id, 0, "班次", "class"),
    HOME(ID, room_id, 0, "直播间", "live room"),
    HOME(ID, site_id, 0, "教学点", "site"),
    HOME(TEXT, class_title, 0, 0, 0, "班次名称", "class's title"),
    HOME(TEXT, title, 0, 0, 0, "课次标题", "session's title"),
    HOME(ENUM, kind, session_kind_names, 0, "形式", "kind"),
    HOME(TIME, starts_at, 0, "开始", "starts"),
    HOME(TIME, ends_at, 0, "结束", "ends"),
    HOME(TEXT, room, 0, 0, 0, "地点", "room"),
    HOME(TEXT, site_name, 0, 0, 0, "教学点", "site"),
    HOME(ENUM, live_state, session_live_names, 0, "直播状态", "live state"),
    HOME(BOOL, live, 0, "有直播", "has a live room"),
    HOME(ENUM, part, home_part_names, 0, "我的身份", "my part"),
};
const struct shape home_session_shape = SHAPE("HomeSession", struct home_session, home_fields);

#define ITEM(kind, ...) F_##kind(struct todo_item, __VA_ARGS__)
static const struct shape_field todo_fields[] = {
    ITEM(ID, id, 0, "编号", "id"),
    ITEM(ID, class_id, 0, "班次", "class"),
    ITEM(ID, group_id, 0, "小组", "group"),
    ITEM(ID, session_id, 0, "课次", "session"),
    ITEM(TEXT, title, 0, 0, 0, "标题", "title"),
    ITEM(TEXT, detail, 0, 0, 0, "说明", "detail"),
    ITEM(TIME, at, 0, "时间", "at"),
};
const struct shape todo_item_shape = SHAPE("TodoItem", struct todo_item, todo_fields);
