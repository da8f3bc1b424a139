/* domain/handover/handover_store.c: the SQL of files and of the checklist. */
#include "api/call.h"
#include "domain/evaluate/evaluate.h"
#include "domain/handover/handover_private.h"
#include "handover_sql.h"

#define T struct class_file
static const struct shape_field class_file_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_ID(T, class_id, 0, "班次", "class"),
    F_ID(T, session_id, 0, "课次", "session"),
    F_TEXT(T, session_title, 0, 0, 0, "课次名称", "title of the session"),
    F_ENUM(T, kind, file_kind_names, 0, "handout 发给学员，record 内部资料", "handout (learners see it) or record"),
    F_TEXT(T, name, 0, 0, 0, "文件名", "name"),
    F_TEXT(T, type, 0, 0, 0, "类型", "media type"),
    F_INT(T, size, 0, 0, 0, "字节数", "bytes"),
    F_ID(T, account_id, 0, "上传账号", "account"),
    F_TEXT(T, account_name, 0, 0, 0, "上传人", "by whom"),
    F_TIME(T, at, 0, "上传时间", "when"),
    F_BOOL(T, may_remove, 0, "可移除", "the reader may remove it"),
    F_TEXT(T, content, 0, 0, SHAPE_SECRET, "内容（base64）", "content, base64"), /* the last: not in lists */
};
const struct shape class_file_full_shape = SHAPE("ClassFileFull", T, class_file_fields);
const struct shape class_file_shape = {"ClassFile", sizeof(T), class_file_fields,
                                       sizeof class_file_fields / sizeof *class_file_fields - 1};
#undef T

#define T struct checklist_item
static const struct shape_field checklist_item_fields[] = {
    F_ID(T, id, SHAPE_READ_ONLY, "编号", "id"),
    F_ID(T, org_id, SHAPE_REQUIRED, "学校；空为全网通用", "school; absent: common"),
    F_TEXT(T, org_name, 0, 0, SHAPE_READ_ONLY, "学校名称", "name of the school"),
    F_TEXT(T, org_path, 0, 0, SHAPE_READ_ONLY, "学校路径", "path of the school"),
    F_ENUM(T, phase, phase_names, SHAPE_REQUIRED, "阶段", "phase"),
    F_INT(T, ordinal, 0, 10000, 0, "顺序", "order"),
    F_TEXT(T, title, 1, 100, SHAPE_REQUIRED, "事项", "what is to be done"),
    F_TEXT(T, derive, 0, 0, SHAPE_READ_ONLY, "系统自动判断的依据", "what ticks it by itself"),
};
const struct shape checklist_item_shape = SHAPE("ChecklistItem", T, checklist_item_fields);
static const struct shape_field checklist_row_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_ID(T, org_id, 0, "学校", "school"),
    F_ENUM(T, phase, phase_names, 0, "阶段", "phase"),
    F_TEXT(T, title, 0, 0, 0, "事项", "what is to be done"),
    F_BOOL(T, done, 0, "已完成", "done"),
    F_BOOL(T, by_hand, 0, "由人勾选", "ticked by hand"),
    F_TEXT(T, account_name, 0, 0, 0, "谁", "by whom"),
    F_TIME(T, at, 0, "何时", "when"),
    F_TEXT(T, note, 0, 0, 0, "备注", "note"),
};
const struct shape checklist_row_shape = SHAPE("ChecklistRow", T, checklist_row_fields);
#undef T

static const struct shape_field tick_fields[] = {
    F_ID(struct checklist_tick, item_id, 0, "事项", "item"),
    F_BOOL(struct checklist_tick, done, 0, "已完成", "done"),
    F_TEXT(struct checklist_tick, note, 0, 0, 0, "备注", "note"),
    F_TEXT(struct checklist_tick, account_name, 0, 0, 0, "谁", "by whom"),
    F_TIME(struct checklist_tick, at, 0, "何时", "when"),
};
static const struct shape tick_shape = SHAPE("ChecklistTick", struct checklist_tick, tick_fields);

static const struct shape_field facts_fields[] = {
    F_INT(struct handover_facts, sessions, 0, 0, 0, "课次", "sessions"),
    F_INT(struct handover_facts, without_teacher, 0, 0, 0, "未定教师", "without a teacher"),
    F_INT(struct handover_facts, without_room, 0, 0, 0, "未定教室", "without a room"),
    F_INT(struct handover_facts, without_leader, 0, 0, 0, "无负责人", "sites without a leader"),
    F_INT(struct handover_facts, files, 0, 0, 0, "文件", "files"),
};
static const struct shape facts_shape = SHAPE("HandoverFacts", struct handover_facts, facts_fields);

/* ---- files ---- */

struct err *file_list(struct call *c, int64_t class_id, struct list *ret_files)
{
    return db_list(c->db, c->arena, &sql_handover_file_list, VALS(v_int(class_id)), &class_file_shape, ret_files);
}

struct err *file_get(struct call *c, int64_t id, struct class_file *file)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_handover_file_get, VALS(v_int(id)), &class_file_full_shape, file, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "file.absent", "没有这个文件。", "There is no such file.");
    return NULL;
}

struct err *file_add(struct call *c, const struct class_file *f)
{
    TRY(db_run(c->db, c->arena, &sql_handover_file_insert,
               VALS(v_int(f->id), v_int(f->class_id), v_id(f->session_id), v_cstr(file_kind_names[f->kind]),
                    v_text(f->name), v_text(f->type), v_int(f->size), v_id(c->who->account_id), v_int(c->now_us)),
               NULL));
    return db_run(c->db, c->arena, &sql_handover_content_insert, VALS(v_int(f->id), v_text(f->content)), NULL);
}

struct err *file_remove(struct call *c, int64_t id)
{
    TRY(db_run(c->db, c->arena, &sql_handover_content_remove, VALS(v_int(id)), NULL));
    return db_run(c->db, c->arena, &sql_handover_file_remove, VALS(v_int(id), v_int(c->now_us)), NULL);
}

struct err *file_sum(struct call *c, int64_t class_id, int64_t *ret_bytes)
{
    return db_int(c->db, c->arena, &sql_handover_file_sum, VALS(v_int(class_id)), ret_bytes);
}

struct err *file_session_fits(struct call *c, const struct class_file *f, bool *ret_fits)
{
    int64_t one = 1;
    if (f->session_id)
        TRY(db_int(c->db, c->arena, &sql_handover_session_in_class, VALS(v_int(f->session_id), v_int(f->class_id)),
                   &one));
    *ret_fits = one != 0;
    return NULL;
}

struct err *file_forget_session(struct call *c, int64_t session_id)
{
    return db_run(c->db, c->arena, &sql_handover_file_forget_session, VALS(v_int(session_id)), NULL);
}

/* ---- the checklist ---- */

struct err *item_list(struct call *c, struct str path, struct list *ret_items)
{
    return db_list(c->db, c->arena, &sql_handover_item_list,
                   VALS(v_text(path), v_int(c->today), v_int(c->lang == LANG_EN)), &checklist_item_shape, ret_items);
}

struct err *item_get(struct call *c, int64_t id, struct checklist_item *item)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_handover_item_get, VALS(v_int(id), v_int(c->lang == LANG_EN)),
                &checklist_item_shape, item, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "checklist.absent", "清单中没有这一项。", "There is no such item.");
    return NULL;
}

struct err *item_add(struct call *c, const struct checklist_item *i)
{
    return db_run(c->db, c->arena, &sql_handover_item_insert,
                  VALS(v_int(i->id), v_id(i->org_id), v_cstr(phase_names[i->phase]), v_int(i->ordinal),
                       v_text(i->title), v_int(c->now_us)),
                  NULL);
}

struct err *item_close(struct call *c, int64_t id)
{
    return db_run(c->db, c->arena, &sql_handover_item_close, VALS(v_int(id), v_int(c->today)), NULL);
}

struct err *tick_list(struct call *c, int64_t class_id, struct list *ret_ticks)
{
    return db_list(c->db, c->arena, &sql_handover_tick_list, VALS(v_int(class_id)), &tick_shape, ret_ticks);
}

struct err *tick_add(struct call *c, int64_t class_id, const struct checklist_tick *t)
{
    return db_run(c->db, c->arena, &sql_handover_tick_insert,
                  VALS(v_int(call_id(c)), v_int(class_id), v_int(t->item_id), v_bool(t->done), v_text(t->note),
                       v_id(c->who->account_id), v_int(c->now_us)),
                  NULL);
}

struct err *facts_get(struct call *c, int64_t class_id, struct handover_facts *facts)
{
    int64_t closed;
    TRY(db_get(c->db, c->arena, &sql_handover_facts, VALS(v_int(class_id)), &facts_shape, facts));
    TRY(roll_progress(c, class_id, &facts->roll));
    return evaluation_count(c, class_id, &facts->evaluations, &closed);
}
