/* domain/handover/handover_http.c: routes of the checklist, and the module. */
#include "api/module.h"
#include "domain/handover/handover_private.h"
#include "domain/org/org.h"
#include "handover_sql.h"

static struct list *items(struct call *c) { return &((struct page *)c->out)->items; }

/* ---- of a class ---- */

static struct err *get_checklist(struct call *c)
{
    struct klass klass;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may(c, PERM_CLASS_EDIT, &klass));
    return checklist_of(c, &klass, items(c));
}

struct tick_in {
    bool done;
    struct str note;
};
static const struct shape_field tick_in_fields[] = {
    F_BOOL(struct tick_in, done, 0, "已完成", "done"),
    F_TEXT(struct tick_in, note, 0, 200, 0, "备注", "note"),
};
static const struct shape tick_in_shape = SHAPE("ChecklistTickIn", struct tick_in, tick_in_fields);

static struct err *post_tick(struct call *c)
{
    const struct tick_in *in = c->in;
    struct checklist_item item;
    struct klass klass;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may(c, PERM_CLASS_EDIT, &klass));
    TRY(item_get(c, c->path[1], &item));
    if (item.org_id && !path_is_under(klass.org_path, item.org_path))
        FAIL(c->arena, ERR_ABSENT, "checklist.absent", "清单中没有这一项。", "There is no such item.");
    if (handover_knows(item.derive))
        FAIL(c->arena, ERR_CONFLICT, "checklist.derived", "这一项由系统判断，事情办好后自动勾选。",
             "The program sees by itself when this is done.");
    struct checklist_tick tick = {.item_id = item.id, .done = in->done, .note = in->note};
    TRY(tick_add(c, klass.id, &tick));
    call_audit(c, klass.id, klass.org_path, item.title);
    c->status = 200;
    return checklist_of(c, &klass, items(c));
}

/* ---- items ---- */

static struct err *list_items(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_CLASS_EDIT, &path));
    return item_list(c, path, items(c));
}

static struct err *post_item(struct call *c)
{
    struct checklist_item *out = c->out;
    struct str path;
    *out = *(const struct checklist_item *)c->in;
    TRY(org_path(c, out->org_id, &path));
    TRY(call_may(c, PERM_CLASS_EDIT, path));
    out->id = call_id(c);
    TRY(item_add(c, out));
    call_audit(c, out->id, path, out->title);
    return NULL;
}

static struct err *delete_item(struct call *c)
{
    struct checklist_item item;
    TRY(item_get(c, c->path[0], &item));
    TRY(call_may(c, PERM_CLASS_EDIT, item.org_id ? item.org_path : STR(ORG_ROOT_PATH)));
    call_audit(c, item.id, item.org_path, item.title);
    return item_close(c, item.id);
}

/* A session that goes leaves its files with the class. */
static struct err *on_removing(struct call *c, const struct event *event)
{
    return file_forget_session(c, event->object_id);
}
static const struct reaction reactions[] = {{"session.removing", on_removing}};

#define OWN ROUTE_OWN_SCOPE
static const struct route routes[] = {
    {GET, "/classes/{class_id}/files", TX_READ, PERM_SELF, ROUTE_PAGE | OWN, NULL, &class_file_shape, NULL,
     "班次的资料；学员只看到发给学员的", "Files of a class; learners see the handouts", handover_http_files},
    {POST, "/classes/{class_id}/files", TX_WRITE, PERM_SELF, OWN, &file_in_shape, &class_file_shape, NULL,
     "上传资料：班次工作人员和任课教师", "Adds a file: staff of the class and its teachers", handover_http_add_file},
    {GET, "/files/{file_id}", TX_HEAVY, PERM_SELF, OWN, NULL, &class_file_full_shape, NULL,
     "一个文件及其内容（base64）", "A file with its content (base64)", handover_http_get_file},
    {DELETE, "/files/{file_id}", TX_WRITE, PERM_SELF, OWN, NULL, NULL, NULL, "移除文件：上传人或班主任",
     "Removes a file: who brought it, or the class manager", handover_http_remove_file},
    {GET, "/classes/{class_id}/checklist", TX_READ, PERM_CLASS_EDIT, ROUTE_PAGE | OWN, NULL, &checklist_row_shape, NULL,
     "从开班到结班的交接清单：系统知道的自动勾选",
     "The checklist from opening to closing; what the program knows ticks itself", get_checklist},
    {POST, "/classes/{class_id}/checklist/{item_id}", TX_WRITE, PERM_CLASS_EDIT, ROUTE_PAGE | OWN, &tick_in_shape,
     &checklist_row_shape, NULL, "勾选或取消一项", "Ticks an item, or takes the tick back", post_tick},
    {GET, "/checklist-items", TX_READ, PERM_CLASS_EDIT, ROUTE_PAGE, NULL, &checklist_item_shape, NULL,
     "清单的各项：通用的和本校的", "Items of the checklist: common ones and the school's", list_items,
     .params = org_under_params},
    {POST, "/checklist-items", TX_WRITE, PERM_CLASS_EDIT, 0, &checklist_item_shape, &checklist_item_shape, NULL,
     "给本校的清单加一项", "Adds an item to a school's checklist", post_item},
    {DELETE, "/checklist-items/{item_id}", TX_WRITE, PERM_CLASS_EDIT, 0, NULL, NULL, NULL, "清单不再用这一项",
     "Takes an item out of use", delete_item},
};

const struct module handover_module = {
    .name = "handover",
    .schema = &handover_schema,
    .statements = handover_statements,
    .statement_count = &handover_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .reactions = reactions,
    .reaction_count = sizeof reactions / sizeof *reactions,
};
