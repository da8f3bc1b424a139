/* domain/org/org_store.c: the only file that runs the module's SQL. */
#include "api/call.h"
#include "calc/text/text.h"
#include "domain/org/org_private.h"
#include "org_sql.h"

static const struct shape_field org_step_fields[] = {
    F_ID(struct org_step, id, 0, "编号", "Id"),
    F_TEXT(struct org_step, name, 0, 0, 0, "名称", "Name"),
    F_TEXT(struct org_step, short_name, 0, 0, 0, "简称", "Short name"),
    F_TEXT(struct org_step, path, 0, 0, 0, "路径", "Path"),
};
const struct shape org_step_shape = SHAPE("OrgStep", struct org_step, org_step_fields);

static const struct shape_field org_fields[] = {
    F_ID(struct org, id, 0, "编号", "Id"),
    F_ID(struct org, parent_id, 0, "上级编号", "Parent"),
    F_TEXT(struct org, parent_name, 0, 0, 0, "上级名称", "Name of the parent"),
    F_TEXT(struct org, path, 0, 0, 0, "路径", "Path"),
    F_TEXT(struct org, code, 0, 0, 0, "代码", "Code"),
    F_TEXT(struct org, name, 0, 0, 0, "名称", "Name"),
    F_TEXT(struct org, short_name, 0, 0, 0, "简称", "Short name"),
    F_ENUM(struct org, kind, org_kind_names, 0, "类型", "Kind"),
    F_ENUM(struct org, level, org_level_names, 0, "层级", "Level"),
    F_BOOL(struct org, is_school, 0, "是教学机构", "Gives classes"),
    F_BOOL(struct org, is_site, 0, "是教学点", "Receives lessons"),
    F_INT(struct org, seats, 0, 0, 0, "座位数", "Seats"),
    F_TEXT(struct org, pinyin, 0, 0, 0, "拼音", "Pinyin"),
    F_TEXT(struct org, initials, 0, 0, 0, "首字母", "Initials"),
    F_ENUM(struct org, state, org_state_names, 0, "状态", "State"),
    F_INT(struct org, ordinal, 0, 0, 0, "排序号", "Place among its siblings"),
    F_INT(struct org, child_count, 0, 0, 0, "下级数", "Organisations directly below"),
    F_INT(struct org, version, 0, 0, 0, "版本", "Version"),
    F_TIME(struct org, created_at, 0, "建立时间", "Made at"),
    F_TIME(struct org, updated_at, 0, "修改时间", "Changed at"),
    F_LIST(struct org, ancestors, &org_step_shape, 0, 0, 0, "各级上级", "The way down from the city"),
};
const struct shape org_shape = SHAPE("Org", struct org, org_fields);

struct err *org_store_get(struct call *c, int64_t org_id, struct org *ret_org)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_org_get, VALS(v_id(org_id)), &org_shape, ret_org, &found));
    if (found) return NULL;
    FAIL(c->arena, ERR_ABSENT, "org.absent", "没有这个组织。", "There is no such organisation.");
}

struct err *org_path(struct call *c, int64_t org_id, struct str *ret_path)
{
    TRY(db_text(c->db, c->arena, &sql_org_path, VALS(v_id(org_id)), ret_path));
    if (ret_path->n) return NULL;
    FAIL(c->arena, ERR_ABSENT, "org.absent", "没有这个组织。", "There is no such organisation.");
}

struct err *org_ancestors(struct call *c, struct str path, struct list *ret_steps)
{
    struct list steps = {0};
    for (size_t n = ORG_PATH_GROUP; n < path.n; n += ORG_PATH_GROUP) {
        struct org_step *step = list_add(c->arena, &steps, struct org_step);
        struct str part = {path.p, n};
        TRY(db_get(c->db, c->arena, &sql_org_step_by_path, VALS(v_text(part)), &org_step_shape, step));
    }
    *ret_steps = steps;
    return NULL;
}

struct err *org_find(struct call *c, struct str code_or_name, struct org *ret_org, bool *ret_found)
{
    int64_t id = 0;
    if (code_or_name.n) TRY(db_int(c->db, c->arena, &sql_org_find_by_code, VALS(v_text(code_or_name)), &id));
    if (!id) TRY(db_int(c->db, c->arena, &sql_org_find_by_name, VALS(v_text(code_or_name)), &id));
    *ret_found = id != 0;
    return id ? org_store_get(c, id, ret_org) : NULL;
}

struct err *org_store_insert(struct call *c, const struct org *o, const struct text_reading *r)
{
    return db_run(c->db, c->arena, &sql_org_insert,
                  VALS(v_id(o->id), v_id(o->parent_id), v_text(o->path), v_text(o->code), v_text(o->name),
                       v_text(o->short_name), v_cstr(org_kind_names[o->kind]), v_cstr(org_level_names[o->level]),
                       v_bool(o->is_school), v_bool(o->is_site), v_int(o->seats), v_text(o->pinyin),
                       v_text(o->initials), v_text(r->pinyin_sort), v_text(r->stroke_sort),
                       v_cstr(org_state_names[o->state]), v_int(o->ordinal), v_time(c->now_us)),
                  NULL);
}

struct err *org_store_update(struct call *c, const struct org *o, const struct text_reading *r)
{
    return db_run(c->db, c->arena, &sql_org_update,
                  VALS(v_id(o->id), v_text(o->code), v_text(o->name), v_text(o->short_name), v_bool(o->is_school),
                       v_bool(o->is_site), v_int(o->seats), v_text(o->pinyin), v_text(o->initials),
                       v_text(r->pinyin_sort), v_text(r->stroke_sort), v_cstr(org_state_names[o->state]),
                       v_int(o->ordinal), v_time(c->now_us)),
                  NULL);
}

struct err *org_store_count_child(struct call *c, int64_t parent_id)
{
    return db_run(c->db, c->arena, &sql_org_count_child, VALS(v_id(parent_id)), NULL);
}

struct err *org_store_children(struct call *c, int64_t parent_id, struct list *ret_orgs)
{
    return db_list(c->db, c->arena, &sql_org_children, VALS(v_id(parent_id)), &org_shape, ret_orgs);
}

struct err *org_store_below(struct call *c, struct str path, int depth, int64_t most, struct list *ret_orgs)
{
    struct val longest = v_int((int64_t)path.n + (int64_t)depth * ORG_PATH_GROUP);
    return db_list(c->db, c->arena, &sql_org_below,
                   VALS(v_text(path), v_text(org_path_end(c->arena, path)), longest, v_int(most)), &org_shape,
                   ret_orgs);
}

struct err *org_store_last_child(struct call *c, int64_t parent_id, int64_t *ret_number)
{
    return db_int(c->db, c->arena, &sql_org_last_child, VALS(v_id(parent_id)), ret_number);
}

/* ---- moving ---- */

static const struct shape_field org_move_fields[] = {
    F_ID(struct org_move, id, 0, "编号", "Id"),
    F_ID(struct org_move, org_id, 0, "组织", "Organisation"),
    F_ID(struct org_move, from_parent_id, 0, "原上级", "Parent before"),
    F_ID(struct org_move, to_parent_id, 0, "新上级", "Parent after"),
    F_TEXT(struct org_move, from_path, 0, 0, 0, "原路径", "Path before"),
    F_TEXT(struct org_move, to_path, 0, 0, 0, "新路径", "Path after"),
    F_TEXT(struct org_move, reason, 0, 0, 0, "原因", "Reason"),
    F_ID(struct org_move, moved_by, 0, "操作人", "Moved by"),
    F_TIME(struct org_move, moved_at, 0, "时间", "At"),
};
static const struct shape org_move_shape = SHAPE("OrgMove", struct org_move, org_move_fields);

struct err *org_move_get(struct call *c, int64_t move_id, struct org_move *ret_move)
{
    return db_get(c->db, c->arena, &sql_org_move_get, VALS(v_id(move_id)), &org_move_shape, ret_move);
}

struct err *org_store_deepest(struct call *c, struct str path, int64_t *ret_n)
{
    return db_int(c->db, c->arena, &sql_org_deepest, VALS(v_text(path), v_text(org_path_end(c->arena, path))), ret_n);
}

struct err *org_store_move(struct call *c, const struct org_move *m, int64_t ordinal)
{
    TRY(db_run(c->db, c->arena, &sql_org_move_below,
               VALS(v_text(m->from_path), v_text(org_path_end(c->arena, m->from_path)), v_text(m->to_path),
                    v_int((int64_t)m->from_path.n + 1)),
               NULL));
    TRY(db_run(c->db, c->arena, &sql_org_set_parent,
               VALS(v_id(m->org_id), v_id(m->to_parent_id), v_int(ordinal), v_time(m->moved_at)), NULL));
    TRY(db_run(c->db, c->arena, &sql_org_count_child_gone, VALS(v_id(m->from_parent_id)), NULL));
    TRY(org_store_count_child(c, m->to_parent_id));
    return db_run(c->db, c->arena, &sql_org_move_insert,
                  VALS(v_id(m->id), v_id(m->org_id), v_id(m->from_parent_id), v_id(m->to_parent_id),
                       v_text(m->from_path), v_text(m->to_path), v_text(m->reason), v_id(m->moved_by),
                       v_time(m->moved_at)),
                  NULL);
}
