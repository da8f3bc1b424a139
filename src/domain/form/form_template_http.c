/* domain/form/form_template_http.c: templates: which one holds where, a new version, a look at it. */
#include "api/config.h"
#include "api/module.h"
#include "calc/paper/paper.h"
#include "core/arena.h"
#include "domain/form/form_private.h"
#include "domain/klass/klass.h"
#include "domain/ledger/ledger.h"
#include "domain/org/org.h"
#include "domain/roll/roll.h"

struct templates {
    struct list items; /* struct form_template */
};
static const struct shape_field templates_fields[] = {
    F_LIST(struct templates, items, &form_template_shape, 0, 0, 0, "模板", "templates"),
};
const struct shape form_template_list_shape = SHAPE("FormTemplates", struct templates, templates_fields);

struct kind_in {
    int kind;
};
static const struct shape_field kind_in_fields[] = {
    F_ENUM(struct kind_in, kind, form_kind_names, SHAPE_REQUIRED, "表单", "form"),
};
const struct shape form_kind_in_shape = SHAPE("FormKindIn", struct kind_in, kind_in_fields);

static struct err *open_org(struct call *c, struct str *ret_path)
{
    TRY(org_path(c, c->path[0], ret_path));
    return call_may(c, PERM_CLASS_EDIT, *ret_path);
}

struct err *form_http_templates(struct call *c)
{
    struct templates *out = c->out;
    struct str path;
    TRY(open_org(c, &path));
    for (int kind = FORM_LEAVE; kind < FORM_COUNT; kind++) {
        struct form_template *t = list_add(c->arena, &out->items, struct form_template);
        TRY(form_template_find(c, kind, path, t));
        t->own = t->org_id == c->path[0];
    }
    return NULL;
}

struct err *form_http_versions(struct call *c)
{
    struct templates *out = c->out;
    struct str path;
    int kind = shape_enum_index(form_kind_names, call_param(c, "kind"));
    TRY(open_org(c, &path));
    if (kind <= FORM_NONE) FAIL_FIELD(c->arena, "form.kind", "kind", "没有这种表单。", "There is no such form.");
    return form_template_versions(c, c->path[0], kind, &out->items);
}

static struct err *check_logo(struct call *c, struct str logo)
{
    struct str png;
    if (!logo.n || (form_base64(c->arena, logo, &png) && paper_png_fits(png))) return NULL;
    FAIL_FIELD(c->arena, "paper.logo", "logo", "标志须是 PNG 图片，边长不超过 4000 像素。",
               "The logo must be a PNG picture of at most 4,000 pixels a side.");
}

struct err *form_http_save(struct call *c)
{
    struct form_template *out = c->out;
    struct str path;
    TRY(open_org(c, &path));
    *out = *(const struct form_template *)c->in;
    TRY(form_check_template(c->arena, out));
    TRY(check_logo(c, out->logo));
    out->org_id = c->path[0];
    out->withdrawn = false;
    TRY(form_template_add(c, out));
    out->own = true;
    call_audit(c, out->id, path, out->title);
    return NULL;
}

/* What the organisation had is kept; from now on the nearest one above counts again. */
struct err *form_http_withdraw(struct call *c)
{
    const struct kind_in *in = c->in;
    struct form_template *out = c->out;
    struct str path;
    TRY(open_org(c, &path));
    TRY(form_template_find(c, in->kind, path, out));
    if (out->org_id != c->path[0])
        FAIL(c->arena, ERR_CONFLICT, "form.not_own", "本单位没有自定这份表单。",
             "This organisation has no template of its own for this form.");
    out->withdrawn = true;
    TRY(form_template_add(c, out));
    call_audit(c, out->id, path, out->title);
    c->status = 200;
    return form_template_find(c, in->kind, path, out);
}

/* ---- a look ---- */

enum { SAMPLE_PEOPLE = 3, SAMPLE_SESSIONS = 6 };
#define LOOK_SCALE 1.5 /* pixels a point: legible at the width of a page */

static void sample_class(struct call *c, struct klass *k)
{
    *k = (struct klass){.title = STR("城市更新专题研讨班（样例）"),
                        .org_name = STR("样例党校"),
                        .starts_on = c->today,
                        .ends_on = date_add_days(c->today, 4)};
}

static struct form_facts sample_facts(struct call *c, const struct klass *k)
{
    struct form_facts facts = {.person_name = STR("张三"),
                               .org_name = STR("样例单位"),
                               .post = STR("科长"),
                               .class_title = k->title,
                               .host_name = k->org_name,
                               .starts_on = k->starts_on,
                               .ends_on = k->ends_on,
                               .hours_centi = 3200,
                               .online_centi = 600,
                               .days_centi = 400,
                               .issued_on = c->today};
    for (int i = 0; i < 4; i++)
        *list_add(c->arena, &facts.lines, struct form_line) =
            (struct form_line){.earned_on = date_add_days(c->today, -30 * i),
                               .title = k->title,
                               .org_name = k->org_name,
                               .kind = i == 3 ? LEDGER_ONLINE : LEDGER_CONCENTRATED,
                               .hours_centi = 800};
    return facts;
}

static void sample_roll(struct call *c, struct form_roll *roll)
{
    static const char *const names[SAMPLE_PEOPLE] = {"张三", "李四", "欧阳修远"};
    for (int i = 0; i < SAMPLE_SESSIONS; i++)
        *list_add(c->arena, &roll->sessions, struct session) = (struct session){
            .id = i + 1,
            .starts_at = date_start_us(date_add_days(c->today, i / 2), c->tz_min) + (i % 2 ? 14 : 9) * TIME_HOUR_US};
    for (int i = 0; i < SAMPLE_PEOPLE; i++) {
        *list_add(c->arena, &roll->people, struct form_person) = (struct form_person){.person_id = i + 1,
                                                                                      .person_name = str_of(names[i]),
                                                                                      .org_name = STR("样例单位"),
                                                                                      .post = STR("科长"),
                                                                                      .group_name = STR("第一组")};
        for (int k = 0; k < SAMPLE_SESSIONS; k++)
            *list_add(c->arena, &roll->marks, struct form_mark) = (struct form_mark){
                .person_id = i + 1, .session_id = k + 1, .state = k == 4 && i ? ROLL_LATE + i - 1 : ROLL_PRESENT};
    }
}

static void sample_leave(struct call *c, const struct klass *k, struct form_leave *leave)
{
    int64_t start = date_start_us(c->today, c->tz_min);
    *leave = (struct form_leave){.person_name = STR("张三"),
                                 .org_name = STR("样例单位"),
                                 .post = STR("科长"),
                                 .class_title = k->title,
                                 .host_name = k->org_name,
                                 .starts_on = k->starts_on,
                                 .ends_on = k->ends_on,
                                 .leave_kind = STR("personal"),
                                 .from_at = start + 9 * TIME_HOUR_US,
                                 .until_at = start + 12 * TIME_HOUR_US,
                                 .hours_centi = 400,
                                 .reason = STR("参加单位重要会议。")};
}

static void sample_paper(struct call *c, const struct form_template *t, struct paper_doc *doc)
{
    struct klass klass;
    struct form_leave leave;
    struct form_result result = {.hours_centi = 3200, .outcome = STR("completed"), .grade = STR("good")};
    struct str number = {"20260000000000000000", FORM_NUMBER_CHARS};
    struct str url = str_printf(c->arena, "%.*s/verify/%.*s", STR_ARG(c->config->public_url), STR_ARG(number));
    sample_class(c, &klass);
    struct form_facts facts = sample_facts(c, &klass);
    struct form_roll roll = {.t = t, .klass = &klass, .tz_min = c->tz_min};
    sample_roll(c, &roll);
    sample_leave(c, &klass, &leave);
    switch (t->kind) {
    case FORM_LEAVE: form_paper_leave(c->arena, doc, t, &leave, c->tz_min); break;
    case FORM_ASSESS: form_paper_assess(c->arena, doc, &roll, roll.people.p, &result); break;
    case FORM_ROLL: form_paper_roll(c->arena, doc, &roll); break;
    case FORM_PEOPLE: form_paper_people(c->arena, doc, t, &klass, &roll.people); break;
    case FORM_CERTIFICATE: form_paper_certificate(c->arena, doc, t, &facts, number, url); break;
    default: form_paper_statement(c->arena, doc, t, &facts, number, url); break;
    }
}

struct err *form_http_preview(struct call *c)
{
    const struct form_template *t = c->in;
    struct str path;
    struct paper_doc doc = {.mark = STR("样　张")};
    TRY(open_org(c, &path));
    TRY(form_check_template(c->arena, t));
    TRY(check_logo(c, t->logo));
    sample_paper(c, t, &doc);
    c->status = 200;
    return paper_png(c->arena, &doc, LOOK_SCALE, &c->raw);
}
