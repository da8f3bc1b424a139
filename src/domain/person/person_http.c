/* domain/person/person_http.c: shapes, handlers, routes, the module. */
#include "api/module.h"
#include "domain/org/org.h"
#include "domain/person/person_private.h"
#include "person_sql.h"

static const struct shape_field person_new_fields[] = {
    F_ID(struct person_new, org_id, SHAPE_REQUIRED, "单位编号", "Unit"),
    F_TEXT(struct person_new, name, 1, 50, SHAPE_REQUIRED, "姓名", "Name"),
    F_ENUM(struct person_new, gender, person_gender_names, 0, "性别", "Gender"),
    F_TEXT(struct person_new, citizen_no, 0, 30, SHAPE_SECRET, "身份证号", "Citizen number"),
    F_TEXT(struct person_new, rank_code, 0, 40, 0, "职务职级", "Rank"),
    F_DATE(struct person_new, rank_from_on, 0, "任现职级日期", "Rank held since"),
    F_TEXT(struct person_new, audience_code, 0, 40, 0, "培训对象类别", "Audience"),
    F_TEXT(struct person_new, post, 0, 100, 0, "职务", "Post"),
    F_BOOL(struct person_new, is_leader, 0, "担任领导职务", "Holds a leading post"),
    F_DATE(struct person_new, promoted_on, 0, "任现职日期", "Promoted on"),
    F_DATE(struct person_new, joined_on, 0, "进入单位日期", "In the unit since"),
};
static const struct shape person_new_shape = SHAPE("PersonNew", struct person_new, person_new_fields);

static const struct shape_field person_change_fields[] = {
    F_TEXT(struct person_change, name, 1, 50, SHAPE_REQUIRED, "姓名", "Name"),
    F_ENUM(struct person_change, gender, person_gender_names, 0, "性别", "Gender"),
    F_TEXT(struct person_change, citizen_no, 0, 30, SHAPE_SECRET, "身份证号（不填则不变）",
           "Citizen number (empty: as it is)"),
    F_TEXT(struct person_change, audience_code, 0, 40, 0, "培训对象类别", "Audience"),
    F_TEXT(struct person_change, post, 0, 100, 0, "职务", "Post"),
    F_ENUM(struct person_change, state, person_state_names, 0, "状态", "State"),
};
static const struct shape person_change_shape = SHAPE("PersonChange", struct person_change, person_change_fields);

static const struct shape_field rank_new_fields[] = {
    F_TEXT(struct person_rank_new, rank_code, 1, 40, SHAPE_REQUIRED, "职务职级", "Rank"),
    F_BOOL(struct person_rank_new, is_leader, 0, "领导职务", "A leading post"),
    F_DATE(struct person_rank_new, from_on, SHAPE_REQUIRED, "任职日期", "From"),
    F_TEXT(struct person_rank_new, note, 0, 200, 0, "说明", "Note"),
};
static const struct shape rank_new_shape = SHAPE("PersonRankNew", struct person_rank_new, rank_new_fields);

struct transfer {
    int64_t org_id;
    int from_on;
};
static const struct shape_field transfer_fields[] = {
    F_ID(struct transfer, org_id, SHAPE_REQUIRED, "调入单位", "New unit"),
    F_DATE(struct transfer, from_on, SHAPE_REQUIRED, "调入日期", "From"),
};
static const struct shape transfer_shape = SHAPE("PersonTransfer", struct transfer, transfer_fields);

struct history {
    struct list ranks, orgs;
};
static const struct shape_field history_fields[] = {
    F_LIST(struct history, ranks, &person_rank_shape, 0, 0, 0, "历任职务职级", "Ranks held"),
    F_LIST(struct history, orgs, &person_org_shape, 0, 0, 0, "历任单位", "Units belonged to"),
};
static const struct shape history_shape = SHAPE("PersonHistory", struct history, history_fields);

struct items {
    struct list items;
};
static const struct shape_field rank_list_fields[] = {
    F_LIST(struct items, items, &rank_shape, 0, 0, 0, "职务职级", "Ranks")};
static const struct shape rank_list_shape = SHAPE("RankList", struct items, rank_list_fields);
static const struct shape_field audience_list_fields[] = {
    F_LIST(struct items, items, &audience_shape, 0, 0, 0, "培训对象类别", "Audiences")};
static const struct shape audience_list_shape = SHAPE("AudienceList", struct items, audience_list_fields);

/* ---- handlers ---- */

static struct err *get_person(struct call *c) { return person_may(c, PERM_PERSON_READ, c->path[0], c->out); }

static struct err *post_person(struct call *c)
{
    const struct person_new *in = c->in;
    struct person *out = c->out;
    struct org org;
    TRY(org_get(c, in->org_id, &org));
    TRY(call_may(c, PERM_PERSON_EDIT, org.path));
    TRY(person_add(c, in, out));
    out->org_name = org.name;
    call_audit(c, out->id, out->org_path, (struct str){0});
    return NULL;
}

static struct err *put_person(struct call *c)
{
    struct person *out = c->out;
    TRY(person_may(c, PERM_PERSON_EDIT, c->path[0], out));
    TRY(call_match(c, out->version));
    TRY(person_change(c, c->in, out));
    call_audit(c, out->id, out->org_path, (struct str){0});
    return NULL;
}

static struct err *get_history(struct call *c)
{
    struct history *out = c->out;
    struct person person;
    TRY(person_may(c, PERM_PERSON_READ, c->path[0], &person));
    TRY(person_ranks(c, person.id, &out->ranks));
    return person_store_orgs(c, person.id, &out->orgs);
}

static struct err *post_rank(struct call *c)
{
    struct person *out = c->out;
    TRY(person_may(c, PERM_PERSON_EDIT, c->path[0], out));
    TRY(person_set_rank(c, out, c->in));
    call_audit(c, out->id, out->org_path, (struct str){0});
    return NULL;
}

/* Both units must be the caller's: nobody takes people away, and nobody is handed any. */
static struct err *post_transfer(struct call *c)
{
    const struct transfer *in = c->in;
    struct person *out = c->out;
    struct str to;
    TRY(person_may(c, PERM_PERSON_EDIT, c->path[0], out));
    TRY(org_path(c, in->org_id, &to));
    TRY(call_may(c, PERM_PERSON_EDIT, to));
    TRY(person_transfer(c, out, in->org_id, in->from_on));
    call_audit(c, out->id, out->org_path, (struct str){0});
    return NULL;
}

static struct err *get_ranks(struct call *c)
{
    call_checked(c); /* nobody's data: the names of ranks */
    return person_store_rank_list(c, &((struct items *)c->out)->items);
}

static struct err *get_audiences(struct call *c)
{
    call_checked(c);
    return person_store_audience_list(c, &((struct items *)c->out)->items);
}

static const struct route routes[] = {
    {GET, "/people", TX_HEAVY, PERM_PERSON_READ, ROUTE_PAGE, NULL, &person_shape, &person_pages_order,
     "人员列表；under 限定范围，q 可用汉字、全拼、首字母",
     "People; under=ID bounds, q takes characters, pinyin, initials", person_list_people, .params = org_under_params},
    {POST, "/people", TX_WRITE, PERM_PERSON_EDIT, ROUTE_VERSION, &person_new_shape, &person_shape, NULL, "新增人员",
     "Somebody new", post_person},
    {POST, "/people/match", TX_HEAVY, PERM_PERSON_READ, 0, &person_match_in_shape, &person_match_out_shape, NULL,
     "把粘贴的名单对应到人员", "Finds the people of a pasted list", person_match},
    /* everybody may read what is on record of themselves */
    {GET, "/people/{person_id}", TX_READ, PERM_SELF, ROUTE_VERSION, NULL, &person_shape, NULL, "一个人员", "One person",
     get_person},
    {PUT, "/people/{person_id}", TX_WRITE, PERM_PERSON_EDIT, ROUTE_VERSION, &person_change_shape, &person_shape, NULL,
     "修改人员", "Changes a person", put_person},
    {GET, "/people/{person_id}/ranks", TX_READ, PERM_SELF, 0, NULL, &history_shape, NULL, "历任职务职级和单位",
     "Ranks held and units belonged to", get_history},
    {POST, "/people/{person_id}/ranks", TX_WRITE, PERM_PERSON_EDIT, 0, &rank_new_shape, &person_shape, NULL,
     "登记新的职务职级", "Records a new rank", post_rank},
    {POST, "/people/{person_id}/transfer", TX_WRITE, PERM_PERSON_EDIT, 0, &transfer_shape, &person_shape, NULL,
     "调转到另一单位", "Moves a person to another unit", post_transfer},
    {GET, "/ranks", TX_READ, PERM_SELF, 0, NULL, &rank_list_shape, NULL, "职务职级", "Ranks", get_ranks},
    {GET, "/audiences", TX_READ, PERM_SELF, 0, NULL, &audience_list_shape, NULL, "培训对象类别", "Audiences",
     get_audiences},
};

/* The unit moved in the tree: its people's copies of the path follow. */
static struct err *on_org_moved(struct call *c, const struct event *event)
{
    struct org_move move;
    TRY(org_move_get(c, event->object_id, &move));
    return person_store_move_paths(c, &move);
}
static const struct reaction reactions[] = {{"org.moved", on_org_moved}};

static const struct code_table codes[] = {
    {"rank_code", &sql_person_ranks_all},
    {"audience_code", &sql_person_audiences_all},
    {"gender", NULL, person_gender_names},
};

const struct module person_module = {
    .name = "person",
    .schema = &person_schema,
    .statements = person_statements,
    .statement_count = &person_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .reactions = reactions,
    .reaction_count = sizeof reactions / sizeof *reactions,
    .codes = codes,
    .code_count = sizeof codes / sizeof *codes,
};
