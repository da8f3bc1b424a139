/* domain/board/board_move.c: an organisation moves in the tree: what hangs on it, told before, and the counts after. */
#include "api/module.h"
#include "board_sql.h"
#include "domain/board/board_private.h"
#include "domain/org/org.h"

struct move_preview {
    struct str name, from_name, to_name;
    int64_t orgs, people, classes, roles;
};
static const struct shape_field preview_fields[] = {
    F_TEXT(struct move_preview, name, 0, 0, 0, "组织", "organisation"),
    F_TEXT(struct move_preview, from_name, 0, 0, 0, "原上级", "parent now"),
    F_TEXT(struct move_preview, to_name, 0, 0, 0, "新上级", "parent then"),
    F_INT(struct move_preview, orgs, 0, 0, 0, "随之移动的组织", "organisations that move, itself included"),
    F_INT(struct move_preview, people, 0, 0, 0, "随之移动的人员", "people that move"),
    F_INT(struct move_preview, classes, 0, 0, 0, "随之移动的班次", "classes that move"),
    F_INT(struct move_preview, roles, 0, 0, 0, "授权在其中的角色", "roles granted there"),
};
const struct shape board_move_preview_shape = SHAPE("OrgMovePreview", struct move_preview, preview_fields);

struct err *board_http_move_preview(struct call *c)
{
    struct move_preview *out = c->out;
    struct org org, parent;
    int64_t to;
    TRY(call_param_int(c, "to", &to));
    TRY(org_check_move(c, c->path[0], to, &org, &parent));
    TRY(db_get(c->db, c->arena, &sql_board_move_preview,
               VALS(v_text(org.path), v_text(org_path_end(c->arena, org.path))), &board_move_preview_shape, out));
    out->name = org.name;
    out->from_name = org.parent_name;
    out->to_name = parent.name;
    return NULL;
}

static struct err *add_cells(struct call *c, int64_t org_id, struct str path, int64_t by)
{
    struct str above = {path.p, path.n - ORG_PATH_GROUP};
    return db_run(c->db, c->arena, &sql_board_move_cells, VALS(v_id(org_id), v_text(above), v_int(by)), NULL);
}

struct err *board_on_org_moved(struct call *c, const struct event *event)
{
    struct org_move move;
    TRY(org_move_get(c, event->object_id, &move));
    TRY(db_run(c->db, c->arena, &sql_board_move_people,
               VALS(v_text(move.to_path), v_text(org_path_end(c->arena, move.to_path)), v_text(move.to_path),
                    v_int((int64_t)move.from_path.n + 1)),
               NULL));
    TRY(add_cells(c, move.org_id, move.from_path, -1));
    return add_cells(c, move.org_id, move.to_path, 1);
}
