/* domain/board/board_store.c: the SQL of cells, of the lists behind them, and of the page by role. */
#include "api/module.h"
#include "board_sql.h"
#include "domain/board/board_private.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"

/* ---- shapes of cells ---- */

static const struct shape_field place_fields[] = {
    F_ID(struct board_place, person_id, 0, "人员", "person"),
    F_TEXT(struct board_place, org_path, 0, 0, 0, "单位", "unit"),
    F_TEXT(struct board_place, audience_code, 0, 0, 0, "培训对象", "audience"),
    F_TEXT(struct board_place, states, 0, 0, 0, "状态", "states"),
    F_BOOL(struct board_place, active, 0, "在册", "active"),
};
static const struct shape place_shape = SHAPE("BoardPlace", struct board_place, place_fields);

static const struct shape_field state_fields[] = {
    F_ID(struct board_state, person_id, 0, "人员", "person"),
    F_TEXT(struct board_state, norm_code, 0, 0, 0, "要求", "norm"),
    F_ENUM(struct board_state, state, norm_state_names, 0, "状态", "state"),
};
static const struct shape state_shape = SHAPE("BoardState", struct board_state, state_fields);

/* Of a member of `n`, the counts within a struct. */
#define COUNTED(T, m, zh_, en_)                                                                                        \
    {                                                                                                                  \
        .name = #m, .column = #m, .offset = offsetof(T, n.m), .kind = SHAPE_INT, .zh = (zh_), .en = (en_)              \
    }
static const struct shape_field cell_fields[] = {
    F_ID(struct board_cell, org_id, 0, "单位", "organisation"),
    F_TEXT(struct board_cell, norm_code, 0, 0, 0, "要求", "norm"),
    F_TEXT(struct board_cell, audience_code, 0, 0, 0, "培训对象", "audience"),
    COUNTED(struct board_cell, people, "人数", "people"),
    COUNTED(struct board_cell, met, "达标", "met"),
    COUNTED(struct board_cell, on_track, "进度正常", "on track"),
    COUNTED(struct board_cell, behind, "落后", "behind"),
    COUNTED(struct board_cell, none, "无记录", "none"),
};
static const struct shape cell_shape = SHAPE("BoardCell", struct board_cell, cell_fields);

static const struct shape_field org_fields[] = {
    F_ID(struct board_org, id, 0, "单位", "organisation"),
    F_TEXT(struct board_org, path, 0, 0, 0, "路径", "path"),
};
static const struct shape org_id_shape = SHAPE("BoardOrg", struct board_org, org_fields);

struct one_code {
    struct str code;
};
static const struct shape_field code_fields[] = {F_TEXT(struct one_code, code, 0, 0, 0, "代码", "code")};
static const struct shape code_shape = SHAPE("OneCode", struct one_code, code_fields);

/* ---- shapes of what is shown ---- */

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
    ROW(TEXT, kind, 0, 0, 0, "类别", "kind"),
    ROW(TEXT, level, 0, 0, 0, "层级", "level"),
    ROW(TEXT, path, 0, 0, 0, "路径", "path"),
    ROW_COUNTS,
};
const struct shape board_row_shape = SHAPE("BoardRow", struct board_row, row_fields);
static const struct shape_field audience_fields[] = {
    ROW(TEXT, audience_code, 0, 0, 0, "培训对象", "audience"),
    ROW(TEXT, name_zh, 0, 0, 0, "中文名称", "Chinese name"),
    ROW(TEXT, name_en, 0, 0, 0, "英文名称", "English name"),
    ROW_COUNTS,
};
const struct shape board_audience_shape = SHAPE("BoardAudience", struct board_row, audience_fields);

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
    SCHOOL(INT, classes, 0, 0, 0, "本年度班次", "classes this year"),
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
    LIVE(INT, expected, 0, 0, 0, "应到", "expected"),
};
const struct shape board_live_shape = SHAPE("BoardLive", struct board_live, live_fields);

#define PERSON(kind, ...) F_##kind(struct board_person_row, __VA_ARGS__)
static const struct shape_field person_fields[] = {
    PERSON(ID, id, 0, "人员", "person"),
    PERSON(TEXT, name, 0, 0, 0, "姓名", "name"),
    PERSON(ID, org_id, 0, "单位", "unit"),
    PERSON(TEXT, org_name, 0, 0, 0, "单位名称", "unit's name"),
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
    {"due_before", "s.due_on <= $?", SHAPE_DATE, "期限不晚于", "due by"},
};
const struct page_spec board_people_page = {&sql_board_people_page,
                                            "person p JOIN norm_status s ON s.person_id = p.id AND s.norm_code = $3",
                                            "p.id", TABLE(people_sorts), TABLE(people_filters)};

#define HOME(kind, ...) F_##kind(struct home_session, __VA_ARGS__)
static const char *const home_part_names[] = {"", "teacher", "manager", "site_leader", "learner", NULL};
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
    HOME(ENUM, live_state, session_live_names, 0, "直播状态", "live state"),
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

/* ---- cells ---- */

struct err *board_person_find(struct call *c, int64_t person_id, struct board_place *ret_place, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_board_person_get, VALS(v_int(person_id)), &place_shape, ret_place, ret_found);
}

struct err *board_person_set(struct call *c, const struct board_place *p)
{
    return db_run(c->db, c->arena, &sql_board_person_set,
                  VALS(v_int(p->person_id), v_text(p->org_path), v_text(p->audience_code), v_text(p->states)), NULL);
}

struct err *board_person_remove(struct call *c, int64_t person_id)
{
    return db_run(c->db, c->arena, &sql_board_person_remove, VALS(v_int(person_id)), NULL);
}

struct err *board_people_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_places)
{
    return db_list(c->db, c->arena, &sql_board_person_range, VALS(v_int(first_id), v_int(last_id)), &place_shape,
                   ret_places);
}

struct err *board_now_find(struct call *c, int64_t person_id, struct board_place *ret_place, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_board_now_get, VALS(v_int(person_id)), &place_shape, ret_place, ret_found);
}

struct err *board_now_after(struct call *c, int64_t after_id, int64_t most, struct list *ret_places)
{
    return db_list(c->db, c->arena, &sql_board_now_after, VALS(v_int(after_id), v_int(most)), &place_shape, ret_places);
}

struct err *board_states(struct call *c, int64_t person_id, struct list *ret_states)
{
    return db_list(c->db, c->arena, &sql_board_state_list, VALS(v_int(person_id)), &state_shape, ret_states);
}

struct err *board_states_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_states)
{
    return db_list(c->db, c->arena, &sql_board_state_range, VALS(v_int(first_id), v_int(last_id)), &state_shape,
                   ret_states);
}

struct err *board_cells_move(struct call *c, const struct board_place *p, struct str norm_code,
                             const struct board_counts *by)
{
    return db_run(c->db, c->arena, &sql_board_cell_move,
                  VALS(v_text(norm_code), v_text(p->audience_code), v_text(p->org_path), v_int(by->people),
                       v_int(by->met), v_int(by->on_track), v_int(by->behind), v_int(by->none)),
                  NULL);
}

struct err *board_cell_add(struct call *c, const struct board_cell *x)
{
    return db_run(c->db, c->arena, &sql_board_cell_insert,
                  VALS(v_int(x->org_id), v_text(x->norm_code), v_text(x->audience_code), v_int(x->n.people),
                       v_int(x->n.met), v_int(x->n.on_track), v_int(x->n.behind), v_int(x->n.none)),
                  NULL);
}

struct err *board_cells(struct call *c, struct list *ret_cells)
{
    return db_list(c->db, c->arena, &sql_board_cell_list, NO_VALS, &cell_shape, ret_cells);
}

struct err *board_clear(struct call *c)
{
    TRY(db_run(c->db, c->arena, &sql_board_cell_clear, NO_VALS, NULL));
    return db_run(c->db, c->arena, &sql_board_person_clear, NO_VALS, NULL);
}

struct err *board_orgs(struct call *c, struct list *ret_orgs)
{
    return db_list(c->db, c->arena, &sql_board_org_list, NO_VALS, &org_id_shape, ret_orgs);
}

struct err *board_norm_codes(struct call *c, struct list *ret_codes)
{
    return db_list(c->db, c->arena, &sql_board_norm_codes, NO_VALS, &code_shape, ret_codes);
}

struct err *board_audience_codes(struct call *c, struct list *ret_codes)
{
    return db_list(c->db, c->arena, &sql_board_audience_codes, NO_VALS, &code_shape, ret_codes);
}

/* ---- what is shown ---- */

struct err *board_under(struct call *c, struct str path, struct board_row *ret_org)
{
    return db_get(c->db, c->arena, &sql_board_under, VALS(v_text(path)), &board_row_shape, ret_org);
}

struct err *board_norms(struct call *c, int64_t org_id, struct str audience_code, struct list *ret_norms)
{
    return db_list(c->db, c->arena, &sql_board_norms, VALS(v_int(org_id), v_text(audience_code), v_int(c->today)),
                   &board_norm_shape, ret_norms);
}

struct err *board_rows(struct call *c, int64_t org_id, struct str norm_code, struct str audience_code,
                       struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_board_rows, VALS(v_int(org_id), v_text(norm_code), v_text(audience_code)),
                   &board_row_shape, ret_rows);
}

struct err *board_audiences(struct call *c, int64_t org_id, struct str norm_code, struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_board_audiences, VALS(v_int(org_id), v_text(norm_code)), &board_audience_shape,
                   ret_rows);
}

struct err *board_givers(struct call *c, struct str path, int year, struct list *ret_schools)
{
    return db_list(c->db, c->arena, &sql_board_givers,
                   VALS(v_int(year), v_text(path), v_text(org_path_end(c->arena, path))), &board_school_shape,
                   ret_schools);
}

struct err *board_hosts(struct call *c, struct str path, int year, struct list *ret_schools)
{
    return db_list(
        c->db, c->arena, &sql_board_hosts,
        VALS(v_int(year * 10000 + 101), v_int(year * 10000 + 1231), v_text(path), v_text(org_path_end(c->arena, path))),
        &board_school_shape, ret_schools);
}

struct err *board_live_now(struct call *c, struct str path, struct list *ret_live)
{
    return db_list(c->db, c->arena, &sql_board_live, VALS(v_text(path), v_text(org_path_end(c->arena, path))),
                   &board_live_shape, ret_live);
}

/* ---- the page by role ---- */

struct err *home_sessions(struct call *c, int part, int64_t most, struct list *ret_sessions)
{
    static const struct sql *const by_part[] = {NULL, &sql_board_home_teacher, &sql_board_home_manager,
                                                &sql_board_home_site, &sql_board_home_learner};
    TRY(db_list(c->db, c->arena, by_part[part], VALS(v_int(c->who->person_id), v_int(c->now_us), v_int(most)),
                &home_session_shape, ret_sessions));
    for (LIST_EACH(*ret_sessions, struct home_session, s)) s->part = part;
    return NULL;
}

struct err *home_todo(struct call *c, int kind, struct str path, int64_t most, struct list *ret_items)
{
    struct str end = path.n ? org_path_end(c->arena, path) : path; /* an empty range holds nothing */
    struct val me = v_int(c->who->person_id);
    switch (kind) {
    case TODO_CONFIRM_PEOPLE:
        return db_list(c->db, c->arena, &sql_board_todo_proposed, VALS(v_text(path), v_text(end), v_int(most)),
                       &todo_item_shape, ret_items);
    case TODO_DECIDE_LEAVES:
        return db_list(c->db, c->arena, &sql_board_todo_leaves, VALS(me, v_text(path), v_text(end), v_int(most)),
                       &todo_item_shape, ret_items);
    case TODO_CONFIRM_CLASSES:
        return db_list(c->db, c->arena, &sql_board_todo_classes, VALS(me, v_text(path), v_text(end), v_int(most)),
                       &todo_item_shape, ret_items);
    default:
        return db_list(c->db, c->arena, &sql_board_todo_minutes, VALS(me, v_int(most)), &todo_item_shape, ret_items);
    }
}
