/* domain/handover/handover_file_http.c: handlers of a class's files. */
#include "api/module.h"
#include "core/limits.h"
#include "domain/handover/handover_private.h"

static struct list *items(struct call *c) { return &((struct page *)c->out)->items; }

struct file_in {
    int kind;
    int64_t session_id;
    struct str name, type, content;
};
static const struct shape_field file_in_fields[] = {
    F_ENUM(struct file_in, kind, file_kind_names, SHAPE_REQUIRED, "handout 发给学员，record 内部资料",
           "handout (learners see it) or record"),
    F_ID(struct file_in, session_id, 0, "课次", "session"),
    F_TEXT(struct file_in, name, 1, 120, SHAPE_REQUIRED, "文件名", "name"),
    F_TEXT(struct file_in, type, 0, 100, 0, "类型", "media type"),
    F_TEXT(struct file_in, content, 1, LIMIT_CLASS_FILE_BYTES / 3 * 4 + 4, SHAPE_REQUIRED | SHAPE_SECRET,
           "内容（base64）", "content, base64"),
};
const struct shape file_in_shape = SHAPE("ClassFileIn", struct file_in, file_in_fields);

/* Staff of the class see everything, others who may see the class its handouts. */
static struct err *sees_records(struct call *c, const struct klass *klass, bool *ret_sees)
{
    TRY(klass_may_see(c, klass));
    return klass_can(c, PERM_ROLL_READ, klass, ret_sees);
}

static struct err *may_remove(struct call *c, const struct klass *klass, const struct class_file *f, bool *ret_may)
{
    TRY(klass_can(c, PERM_CLASS_EDIT, klass, ret_may));
    *ret_may |= f->account_id && f->account_id == c->who->account_id;
    return NULL;
}

struct err *handover_http_files(struct call *c)
{
    struct klass klass;
    struct list all;
    bool staff;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(sees_records(c, &klass, &staff));
    TRY(file_list(c, klass.id, &all));
    for (LIST_EACH(all, struct class_file, f)) {
        if (!staff && f->kind != FILE_HANDOUT) continue;
        TRY(may_remove(c, &klass, f, &f->may_remove));
        *list_add(c->arena, items(c), struct class_file) = *f;
    }
    return NULL;
}

static struct err *open_file(struct call *c, struct class_file *f, struct klass *klass)
{
    bool staff;
    TRY(file_get(c, c->path[0], f));
    TRY(klass_get(c, f->class_id, klass));
    TRY(sees_records(c, klass, &staff));
    if (!staff && f->kind != FILE_HANDOUT)
        FAIL(c->arena, ERR_ABSENT, "file.absent", "没有这个文件。", "There is no such file.");
    return NULL;
}

struct err *handover_http_get_file(struct call *c)
{
    struct klass klass;
    return open_file(c, c->out, &klass);
}

static struct err *check_file(struct call *c, struct class_file *f)
{
    int64_t all_bytes;
    bool fits;
    if (!file_name_is_safe(f->name))
        FAIL_FIELD(c->arena, "file.name", "name", "文件名不能含斜杠，也不能以点开头。",
                   "A file name has no slashes and does not begin with a dot.");
    if (!base64_measure(f->content, &f->size) || !f->size)
        FAIL_FIELD(c->arena, "file.content", "content", "文件内容不完整，请重新选择文件。",
                   "The content is not base64, or empty.");
    TRY(file_session_fits(c, f, &fits));
    if (!fits)
        FAIL_FIELD(c->arena, "file.session", "session_id", "课次不属于这个班次。", "The session is of another class.");
    TRY(file_sum(c, f->class_id, &all_bytes));
    if (f->size > LIMIT_CLASS_FILE_BYTES || all_bytes + f->size > LIMIT_CLASS_FILES_BYTES)
        FAIL_FIELD(c->arena, "file.too_large", "content", "单个文件最大 %d MB，全班合计最大 %d MB。",
                   "A file has at most %d MB, all of a class %d MB.", LIMIT_CLASS_FILE_BYTES >> 20,
                   LIMIT_CLASS_FILES_BYTES >> 20);
    return NULL;
}

struct err *handover_http_add_file(struct call *c)
{
    const struct file_in *in = c->in;
    struct class_file *out = c->out;
    struct klass klass;
    bool can;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_can(c, PERM_LIVE_TEACH, &klass, &can)); /* teachers bring their own handouts */
    if (!can) TRY(klass_may(c, PERM_CLASS_EDIT, &klass));
    *out = (struct class_file){.id = call_id(c),
                               .class_id = klass.id,
                               .session_id = in->session_id,
                               .kind = in->kind,
                               .name = in->name,
                               .type = in->type,
                               .account_id = c->who->account_id,
                               .account_name = c->who->name,
                               .at = c->now_us,
                               .may_remove = true,
                               .content = in->content};
    TRY(check_file(c, out));
    TRY(file_add(c, out));
    call_audit(c, out->id, klass.org_path, in->name);
    return NULL;
}

struct err *handover_http_remove_file(struct call *c)
{
    struct class_file f = {0};
    struct klass klass;
    bool may;
    TRY(open_file(c, &f, &klass));
    TRY(may_remove(c, &klass, &f, &may));
    if (!may) TRY(klass_may(c, PERM_CLASS_EDIT, &klass));
    call_audit(c, f.id, klass.org_path, f.name);
    return file_remove(c, f.id);
}
