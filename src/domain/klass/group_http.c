/* domain/klass/group_http.c: groups and their minutes. */
#include "domain/klass/klass_http.h"
#include "domain/klass/klass_private.h"

struct group_list {
    struct list items; /* struct klass_group */
    int64_t version;   /* of the class */
};
static const struct shape_field group_list_fields[] = {
    F_LIST(struct group_list, items, &klass_group_shape, 0, 500, 0, "小组", "groups"),
    F_INT(struct group_list, version, 0, 0, SHAPE_READ_ONLY, "班次的版本", "version of the class"),
};
const struct shape group_list_shape = SHAPE("ClassGroups", struct group_list, group_list_fields);

struct group_deal {
    int64_t size;
};
static const struct shape_field group_deal_fields[] = {
    F_INT(struct group_deal, size, 2, 200, SHAPE_REQUIRED, "每组人数", "people in a group, at most"),
};
const struct shape group_deal_shape = SHAPE("GroupDeal", struct group_deal, group_deal_fields);

static struct err *answer(struct call *c, const struct klass *klass)
{
    struct group_list *out = c->out;
    out->version = klass->version;
    return group_store_list(c, klass->id, &out->items);
}

struct err *http_get_groups(struct call *c)
{
    struct klass klass;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may_see(c, &klass));
    return answer(c, &klass);
}

struct err *http_put_groups(struct call *c)
{
    const struct group_list *in = c->in;
    struct klass klass;
    TRY(klass_open(c, PERM_CLASS_EDIT, c->path[0], &klass));
    TRY(group_put(c, &klass, in->items));
    return answer(c, &klass);
}

struct err *http_post_group_deal(struct call *c)
{
    const struct group_deal *in = c->in;
    struct klass klass;
    TRY(klass_open(c, PERM_CLASS_EDIT, c->path[0], &klass));
    TRY(group_deal_all(c, &klass, in->size));
    c->status = 200;
    return answer(c, &klass);
}

/* ---- minutes ---- */

struct err *http_get_session_minutes(struct call *c)
{
    struct session session;
    struct klass klass;
    TRY(session_get(c, c->path[0], &session));
    TRY(klass_open(c, PERM_CLASS_READ, session.class_id, &klass));
    return minutes_store_list(c, session.id, &((struct page *)c->out)->items);
}

struct err *http_get_minutes(struct call *c) { return minutes_get(c, c->path[0], c->path[1], c->out); }

struct err *http_put_minutes(struct call *c)
{
    struct group_minutes *out = c->out;
    *out = *(const struct group_minutes *)c->in;
    out->group_id = c->path[0];
    out->session_id = c->path[1];
    return minutes_set(c, out);
}

struct err *http_post_minutes_sign(struct call *c)
{
    struct group_minutes *out = c->out;
    out->group_id = c->path[0];
    out->session_id = c->path[1];
    c->status = 200;
    return minutes_sign(c, out);
}
