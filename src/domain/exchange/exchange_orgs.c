/* domain/exchange/exchange_orgs.c: the tree of organisations; a parent may stand in the same file, above. */
#include "core/arena.h"
#include "core/err.h"
#include "domain/exchange/exchange_private.h"
#include "domain/org/org.h"

enum { ID, NAME, PARENT, SHORT, KIND, LEVEL, CODE, SCHOOL, SITE, SEATS, ORDINAL, STATE };

static const struct exchange_column columns[] = {
    [ID] = {"id", "系统编号", "Id", EXCHANGE_AS_TEXT, NULL, NULL, NULL},
    [NAME] = {"name", "名称", "Name", EXCHANGE_REQUIRED, NULL, NULL, NULL},
    [PARENT] = {"parent", "上级", "Parent", EXCHANGE_REQUIRED, NULL,
                "上级单位的名称，重名时写全路径，如“渝中区/大溪沟街道”。上级可以写在本表前面的行。",
                "Name of the one above, with its path where names repeat. It may stand higher up in this table."},
    [SHORT] = {"short_name", "简称", "Short name", 0, NULL, NULL, NULL},
    [KIND] = {"kind", "类别", "Kind", EXCHANGE_REQUIRED, org_kind_names, NULL, NULL},
    [LEVEL] = {"level", "层级", "Level", EXCHANGE_REQUIRED, org_level_names, NULL, NULL},
    [CODE] = {"code", "机构代码", "Code", EXCHANGE_AS_TEXT, NULL, NULL, NULL},
    [SCHOOL] = {"is_school", "办班学校", "School", EXCHANGE_YES_NO, NULL, NULL, NULL},
    [SITE] = {"is_site", "教学点", "Site", EXCHANGE_YES_NO, NULL, NULL, NULL},
    [SEATS] = {"seats", "座位", "Seats", 0, NULL, NULL, NULL},
    [ORDINAL] = {"ordinal", "次序", "Order", 0, NULL, NULL, NULL},
    [STATE] = {"state", "状态", "State", 0, org_state_names, NULL, NULL},
};

enum { NUMBER_MOST = 1000000 };

static struct err *open_orgs(struct import *im) { return import_load_orgs(im); }

struct line {
    struct org_new in;
    int state, school, site;
    const struct org *parent;
};

static void read_line(struct import *im, struct line *line)
{
    line->parent = cell_org(im, PARENT);
    line->school = cell_yes_no(im, SCHOOL);
    line->site = cell_yes_no(im, SITE);
    line->state = cell_enum(im, STATE, org_state_names);
    line->in = (struct org_new){.parent_id = line->parent ? line->parent->id : 0,
                                .code = cell_text(im, CODE),
                                .name = cell_text(im, NAME),
                                .short_name = cell_text(im, SHORT),
                                .kind = cell_enum(im, KIND, org_kind_names),
                                .level = cell_enum(im, LEVEL, org_level_names),
                                .is_school = line->school == 1,
                                .is_site = line->site == 1,
                                .seats = cell_int(im, SEATS, 0, NUMBER_MOST),
                                .ordinal = cell_int(im, ORDINAL, 0, NUMBER_MOST)};
    if (str_chars(line->in.name) > 100)
        import_problem(im, NAME, "名称最长 100 个字。", "A name has at most 100 characters.");
    if (str_chars(line->in.code) > 30)
        import_problem(im, CODE, "代码最长 30 个字符。", "A code has at most 30 characters.");
}

/* So that rows below find it. In a dry run it has a number of its own that is no id. */
static void remember(struct import *im, const struct org *org)
{
    struct org *kept = list_add(im->arena, &im->org_list, struct org);
    *kept = *org;
    kept->name = str_copy(im->arena, org->name);
    kept->path = str_copy(im->arena, org->path);
    int64_t place = (int64_t)im->org_list.n - 1, old;
    map_set(im->arena, &im->org_index, str_printf(im->c->arena, "%lld", (long long)org->id), place);
    if (!map_add(im->arena, &im->orgs, kept->name, place, &old)) map_set(im->arena, &im->orgs, kept->name, -1);
    map_set(im->arena, &im->orgs, import_org_name(im, org->id), place);
}

static struct str key_of(struct import *im, const struct line *line)
{
    struct str parent = import_org_name(im, line->in.parent_id);
    bool top = !line->parent || line->parent->kind == ORG_CITY;
    return top ? line->in.name : str_printf(im->c->arena, "%.*s/%.*s", STR_ARG(parent), STR_ARG(line->in.name));
}

static struct err *new_org(struct import *im, const struct line *line)
{
    struct org org = {.id = -(int64_t)im->org_list.n - 1,
                      .parent_id = line->in.parent_id,
                      .name = line->in.name,
                      .kind = line->in.kind,
                      .level = line->in.level,
                      .path = line->parent ? line->parent->path : (struct str){0}};
    if (!line->in.name.n) import_problem(im, NAME, "请填写名称。", "The name is missing.");
    if (!line->parent && !cell_given(im, PARENT)) import_problem(im, PARENT, "请填写上级。", "The parent is missing.");
    if (!cell_given(im, KIND)) import_problem(im, KIND, "请填写类别。", "The kind is missing.");
    if (!cell_given(im, LEVEL)) import_problem(im, LEVEL, "请填写层级。", "The level is missing.");
    if (im->row_failed) return NULL;
    if (import_refused(im, PARENT, org_check_place(im->arena, line->parent, line->in.kind, line->in.level)))
        return NULL;
    im->counts.added++;
    if (im->apply) TRY(org_add(im->c, &line->in, &org));
    remember(im, &org);
    return NULL;
}

static struct err *known_org(struct import *im, struct org *org, const struct line *line)
{
    const struct org_new *in = &line->in;
    struct org_change to = {
        .code = in->code.n ? in->code : org->code,
        .name = in->name.n ? in->name : org->name,
        .short_name = in->short_name.n ? in->short_name : org->short_name,
        .is_school = line->school ? line->school == 1 : org->is_school,
        .is_site = line->site ? line->site == 1 : org->is_site,
        .seats = cell_given(im, SEATS) ? in->seats : org->seats,
        .state = line->state ? line->state : org->state,
        .ordinal = in->ordinal ? in->ordinal : org->ordinal,
    };
    if (line->parent && line->parent->id != org->parent_id)
        import_problem(im, PARENT, "已有单位不能换上级。", "An organisation on record stays where it is.");
    if ((in->kind && in->kind != org->kind) || (in->level && in->level != org->level))
        import_problem(im, KIND, "已有单位的类别和层级不能改。", "Kind and level of an organisation on record stay.");
    if (im->row_failed) return NULL;
    bool differs = !str_equal(to.code, org->code) || !str_equal(to.name, org->name) ||
                   !str_equal(to.short_name, org->short_name) || to.is_school != org->is_school ||
                   to.is_site != org->is_site || to.seats != org->seats || to.state != org->state ||
                   to.ordinal != org->ordinal;
    *(differs ? &im->counts.changed : &im->counts.unchanged) += 1;
    struct org changed = *org;
    return differs && im->apply ? org_change(im->c, &to, &changed) : NULL;
}

static struct err *org_row(struct import *im)
{
    struct line line = {0};
    int64_t id = cell_id(im, ID), place;
    bool top = id && import_org(im, id) && !import_org(im, import_org(im, id)->parent_id);
    if (top) im->at[PARENT] = -1; /* above is what the caller does not reach, or nothing */
    read_line(im, &line);
    if (id && !import_org(im, id)) {
        import_problem(im, ID, "没有这个编号的单位，或不在您的管理范围内。新增的请留空。",
                       "There is no such organisation in your part of the tree. Leave the id empty for a new one.");
        return NULL;
    }
    if (id) return known_org(im, import_org(im, id), &line);
    if (!im->row_failed && line.in.name.n && map_find(&im->orgs, key_of(im, &line), &place) && place >= 0)
        return known_org(im, LIST_AT(im->org_list, struct org, place), &line);
    return new_org(im, &line);
}

static struct err *put_orgs(struct import *im, struct sheet_writer *w)
{
    for (LIST_EACH(im->org_list, struct org, org)) {
        struct str parent = import_org_name(im, org->parent_id);
        const struct sheet_cell cells[] = {
            [ID] = put_id(im->arena, org->id),
            [NAME] = put_text(org->name),
            [PARENT] = put_text(parent),
            [SHORT] = put_text(org->short_name),
            [KIND] = put_word(im, org_kind_names, org->kind),
            [LEVEL] = put_word(im, org_level_names, org->level),
            [CODE] = put_text(org->code),
            [SCHOOL] = put_yes_no(im, org->is_school),
            [SITE] = put_yes_no(im, org->is_site),
            [SEATS] = {.kind = SHEET_INT, .number = org->seats},
            [ORDINAL] = {.kind = SHEET_INT, .number = org->ordinal},
            [STATE] = put_word(im, org_state_names, org->state),
        };
        TRY(sheet_put(w, cells, sizeof cells / sizeof *cells));
    }
    return NULL;
}

const struct exchange_table exchange_orgs = {
    .name = "orgs",
    .zh = "单位",
    .en = "Organisations",
    .perm = PERM_ORG_EDIT,
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .open = open_orgs,
    .row = org_row,
    .put_rows = put_orgs,
};
