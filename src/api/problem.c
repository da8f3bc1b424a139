#include "api/problem.h"

static const struct {
    int status, exit;
    const char *zh, *en;
} kinds[] = {
    [ERR_INVALID] = {422, 2, "输入有误", "Invalid input"},
    [ERR_DENIED] = {403, 1, "没有权限", "Not allowed"},
    [ERR_UNKNOWN] = {401, 1, "请先登录", "Not signed in"},
    [ERR_ABSENT] = {404, 1, "没有找到", "Not found"},
    [ERR_CONFLICT] = {409, 1, "与现状冲突", "Conflict"},
    [ERR_PRECONDITION] = {412, 1, "记录已改变", "Changed meanwhile"},
    [ERR_LIMIT] = {429, 1, "超出限度", "Too much"},
    [ERR_BUSY] = {503, 1, "系统繁忙", "Busy"},
    [ERR_BROKEN] = {500, 3, "系统出错", "Internal error"},
};

int problem_status(const struct err *e)
{
    if (str_is(str_of(e->code), "input.json")) return 400;
    if (str_is(str_of(e->code), "http.if_match_missing")) return 428;
    if (str_is(str_of(e->code), "http.method")) return 405;
    if (str_is(str_of(e->code), "http.media_type") || str_is(str_of(e->code), "http.coding")) return 415;
    if (str_is(str_of(e->code), "db.full")) return 507;
    return kinds[e->kind].status;
}

int problem_exit(enum err_kind kind) { return kinds[kind].exit; }

void problem_write(struct buf *out, const struct err *e, enum lang lang)
{
    buf_cstr(out, "{\"type\":\"urn:tongke:problem:");
    buf_cstr(out, e->code);
    buf_cstr(out, "\",\"title\":");
    buf_json_text(out, str_of(lang == LANG_EN ? kinds[e->kind].en : kinds[e->kind].zh));
    buf_printf(out, ",\"status\":%d,\"detail\":", problem_status(e));
    buf_json_text(out, lang == LANG_EN ? e->en : e->zh);
    buf_printf(out, ",\"code\":\"%s\"", e->code);
    if (e->field.n) buf_cstr(out, ",\"field\":"), buf_json_text(out, e->field);
    buf_char(out, '}');
}
