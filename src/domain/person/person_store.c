/* domain/person/person_store.c: the only file that runs the module's SQL. */
#include "api/call.h"
#include "api/page.h"
#include "calc/text/text.h"
#include "domain/org/org.h"
#include "domain/person/person_private.h"
#include "domain/search/search.h"
#include "person_sql.h"

enum { NO_RANK_ORDINAL = 99 };

/* ---- shapes ---- */

static const struct shape_field rank_fields[] = {
    F_TEXT(struct rank, code, 0, 0, 0, "代码", "Code"),
    F_TEXT(struct rank, name_zh, 0, 0, 0, "名称", "Chinese name"),
    F_TEXT(struct rank, name_en, 0, 0, 0, "英文名称", "English name"),
    F_INT(struct rank, ordinal, 0, 0, 0, "次序", "Order, 1 is the highest"),
    F_ENUM(struct rank, band, person_band_names, 0, "档次", "Band"),
};
const struct shape rank_shape = SHAPE("Rank", struct rank, rank_fields);

static const struct shape_field audience_fields[] = {
    F_TEXT(struct audience, code, 0, 0, 0, "代码", "Code"),
    F_TEXT(struct audience, name_zh, 0, 0, 0, "名称", "Chinese name"),
    F_TEXT(struct audience, name_en, 0, 0, 0, "英文名称", "English name"),
    F_INT(struct audience, ordinal, 0, 0, 0, "次序", "Order"),
};
const struct shape audience_shape = SHAPE("Audience", struct audience, audience_fields);

static const struct shape_field person_fields[] = {
    F_ID(struct person, id, 0, "编号", "Id"),
    F_ID(struct person, org_id, 0, "单位编号", "Unit"),
    F_TEXT(struct person, org_name, 0, 0, 0, "单位", "Name of the unit"),
    F_TEXT(struct person, org_path, 0, 0, 0, "单位路径", "Path of the unit"),
    F_TEXT(struct person, name, 0, 0, 0, "姓名", "Name"),
    F_TEXT(struct person, pinyin, 0, 0, 0, "拼音", "Pinyin"),
    F_TEXT(struct person, initials, 0, 0, 0, "首字母", "Initials"),
    F_ENUM(struct person, gender, person_gender_names, 0, "性别", "Gender"),
    F_TEXT(struct person, citizen_mask, 0, 0, 0, "身份证号（隐去中间十位）", "Citizen number, masked"),
    F_TEXT(struct person, rank_code, 0, 0, 0, "职务职级", "Rank"),
    F_TEXT(struct person, audience_code, 0, 0, 0, "培训对象类别", "Audience"),
    F_TEXT(struct person, post, 0, 0, 0, "职务", "Post"),
    F_BOOL(struct person, is_leader, 0, "担任领导职务", "Holds a leading post"),
    F_DATE(struct person, promoted_on, 0, "任现职日期", "Promoted on"),
    F_ENUM(struct person, state, person_state_names, 0, "状态", "State"),
    F_BOOL(struct person, demo, 0, "演示数据", "Made up for the demo"),
    F_INT(struct person, version, 0, 0, 0, "版本", "Version"),
    F_TIME(struct person, created_at, 0, "建立时间", "Made at"),
    F_TIME(struct person, updated_at, 0, "修改时间", "Changed at"),
};
const struct shape person_shape = SHAPE("Person", struct person, person_fields);

static const struct shape_field person_rank_fields[] = {
    F_ID(struct person_rank, id, 0, "编号", "Id"),
    F_ID(struct person_rank, person_id, 0, "人员", "Person"),
    F_TEXT(struct person_rank, rank_code, 0, 0, 0, "职务职级", "Rank"),
    F_ENUM(struct person_rank, band, person_band_names, 0, "档次", "Band"),
    F_INT(struct person_rank, ordinal, 0, 0, 0, "次序", "Order of the rank"),
    F_BOOL(struct person_rank, is_leader, 0, "领导职务", "A leading post"),
    F_DATE(struct person_rank, from_on, 0, "起", "From"),
    F_DATE(struct person_rank, until_on, 0, "止（含）", "Last day"),
    F_TEXT(struct person_rank, note, 0, 0, 0, "说明", "Note"),
};
const struct shape person_rank_shape = SHAPE("PersonRank", struct person_rank, person_rank_fields);

static const struct shape_field person_org_fields[] = {
    F_ID(struct person_org, id, 0, "编号", "Id"),
    F_ID(struct person_org, person_id, 0, "人员", "Person"),
    F_ID(struct person_org, org_id, 0, "单位编号", "Unit"),
    F_TEXT(struct person_org, org_name, 0, 0, 0, "单位", "Name of the unit"),
    F_DATE(struct person_org, from_on, 0, "起", "From"),
    F_DATE(struct person_org, until_on, 0, "止（含）", "Last day"),
};
const struct shape person_org_shape = SHAPE("PersonOrg", struct person_org, person_org_fields);

/* ---- people ---- */

static struct val text_or_null(struct str s) { return s.n ? v_text(s) : v_null(); }
static struct val blob_or_null(struct str s) { return s.n ? v_blob(s) : v_null(); }
static struct val gender_or_null(int gender) { return text_or_null(str_of(person_gender_names[gender])); }
static struct val ordinal_of(const struct rank *rank) { return v_int(rank->code.n ? rank->ordinal : NO_RANK_ORDINAL); }

struct err *person_store_find(struct call *c, int64_t person_id, struct person *ret_person, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_person_get, VALS(v_id(person_id)), &person_shape, ret_person, ret_found);
}

struct err *person_store_insert(struct call *c, const struct person *p, const struct text_reading *r,
                                const struct person_citizen *citizen, const struct rank *rank)
{
    return db_run(c->db, c->arena, &sql_person_insert,
                  VALS(v_id(p->id), v_id(p->org_id), v_text(p->org_path), v_text(p->name), v_text(p->pinyin),
                       v_text(p->initials), v_text(r->pinyin_sort), v_text(r->stroke_sort), gender_or_null(p->gender),
                       blob_or_null(citizen->cipher), blob_or_null(citizen->hash), v_text(citizen->mask),
                       text_or_null(p->rank_code), ordinal_of(rank), text_or_null(p->audience_code), v_text(p->post),
                       v_bool(p->is_leader), v_date(p->promoted_on), v_cstr(person_state_names[p->state]),
                       v_bool(p->demo), v_time(c->now_us)),
                  NULL);
}

struct err *person_store_update(struct call *c, const struct person *p, const struct text_reading *r)
{
    return db_run(c->db, c->arena, &sql_person_update,
                  VALS(v_id(p->id), v_text(p->name), v_text(p->pinyin), v_text(p->initials), v_text(r->pinyin_sort),
                       v_text(r->stroke_sort), gender_or_null(p->gender), text_or_null(p->audience_code),
                       v_text(p->post), v_cstr(person_state_names[p->state]), v_time(c->now_us)),
                  NULL);
}

struct err *person_store_set_citizen(struct call *c, int64_t person_id, const struct person_citizen *citizen)
{
    return db_run(c->db, c->arena, &sql_person_set_citizen,
                  VALS(v_id(person_id), v_blob(citizen->cipher), v_blob(citizen->hash), v_text(citizen->mask)), NULL);
}

struct err *person_store_citizen_owner(struct call *c, struct str hash, int64_t *ret_person_id)
{
    return db_int(c->db, c->arena, &sql_person_citizen_owner, VALS(v_blob(hash)), ret_person_id);
}

struct err *person_store_set_rank(struct call *c, const struct person *p, const struct rank *rank)
{
    return db_run(c->db, c->arena, &sql_person_set_rank,
                  VALS(v_id(p->id), text_or_null(p->rank_code), ordinal_of(rank), v_bool(p->is_leader),
                       v_date(p->promoted_on), v_time(c->now_us)),
                  NULL);
}

struct err *person_store_move(struct call *c, const struct person *p)
{
    return db_run(c->db, c->arena, &sql_person_move,
                  VALS(v_id(p->id), v_id(p->org_id), v_text(p->org_path), v_time(c->now_us)), NULL);
}

struct err *person_store_by_name(struct call *c, struct str name_sort, struct str name, struct str path, int64_t most,
                                 struct list *ret_people)
{
    return db_list(
        c->db, c->arena, &sql_person_by_name,
        VALS(v_text(name_sort), v_text(name), v_text(path), v_text(org_path_end(c->arena, path)), v_int(most)),
        &person_shape, ret_people);
}

struct err *person_store_count_tree(struct call *c, struct str path, int64_t most, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_person_count_tree,
                  VALS(v_text(path), v_text(org_path_end(c->arena, path)), v_int(most)), ret_count);
}

struct err *person_store_count_begin(struct call *c, struct str sort_key, int64_t most, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_person_count_begin,
                  VALS(v_text(sort_key), v_text(text_end(c->arena, sort_key)), v_int(most)), ret_count);
}

struct err *person_walk(struct call *c, int64_t after_id, int64_t most, struct list *ret_people)
{
    return db_list(c->db, c->arena, &sql_person_walk, VALS(v_int(after_id), v_int(most)), &person_shape, ret_people);
}

/* ---- history ---- */

struct err *person_store_add_rank(struct call *c, const struct person_rank *r)
{
    return db_run(c->db, c->arena, &sql_person_rank_insert,
                  VALS(v_id(r->id), v_id(r->person_id), v_text(r->rank_code), v_bool(r->is_leader), v_date(r->from_on),
                       v_text(r->note)),
                  NULL);
}

struct err *person_store_end_rank(struct call *c, int64_t person_id, int until_on)
{
    return db_run(c->db, c->arena, &sql_person_rank_end, VALS(v_id(person_id), v_date(until_on)), NULL);
}

struct err *person_ranks(struct call *c, int64_t person_id, struct list *ret_ranks)
{
    return db_list(c->db, c->arena, &sql_person_rank_list, VALS(v_id(person_id)), &person_rank_shape, ret_ranks);
}

struct err *person_ranks_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_ranks)
{
    return db_list(c->db, c->arena, &sql_person_rank_range, VALS(v_id(first_id), v_id(last_id)), &person_rank_shape,
                   ret_ranks);
}

struct err *person_ranks_walk(struct call *c, const struct person_span *s, struct list *ret_ranks)
{
    return db_list(c->db, c->arena, &sql_person_rank_walk,
                   VALS(v_text(s->first_path), v_id(s->first_id), v_text(s->last_path), v_id(s->last_id)),
                   &person_rank_shape, ret_ranks);
}

struct err *person_store_add_org(struct call *c, const struct person_org *o)
{
    return db_run(c->db, c->arena, &sql_person_org_insert,
                  VALS(v_id(o->id), v_id(o->person_id), v_id(o->org_id), v_date(o->from_on)), NULL);
}

struct err *person_store_end_org(struct call *c, int64_t person_id, int until_on)
{
    return db_run(c->db, c->arena, &sql_person_org_end, VALS(v_id(person_id), v_date(until_on)), NULL);
}

struct err *person_store_orgs(struct call *c, int64_t person_id, struct list *ret_orgs)
{
    return db_list(c->db, c->arena, &sql_person_org_list, VALS(v_id(person_id)), &person_org_shape, ret_orgs);
}

/* ---- ranks and audiences ---- */

struct err *person_store_rank_find(struct call *c, struct str code, struct rank *ret_rank, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_person_one_rank, VALS(v_text(code)), &rank_shape, ret_rank, ret_found);
}

struct err *person_store_audience_is(struct call *c, struct str code, bool *ret_is)
{
    int64_t one;
    TRY(db_int(c->db, c->arena, &sql_person_audience_is, VALS(v_text(code)), &one));
    *ret_is = one == 1;
    return NULL;
}

struct err *person_store_rank_list(struct call *c, struct list *ret_ranks)
{
    return db_list(c->db, c->arena, &sql_person_ranks_all, NO_VALS, &rank_shape, ret_ranks);
}

struct err *person_store_audience_list(struct call *c, struct list *ret_audiences)
{
    return db_list(c->db, c->arena, &sql_person_audiences_all, NO_VALS, &audience_shape, ret_audiences);
}

/* ---- pages ---- */

#define OTHER_FILTERS                                                                                                  \
    {"rank", "p.rank_code = $?", SHAPE_TEXT, "职务职级代码", "code of a rank"},                                        \
        {"audience", "p.audience_code = $?", SHAPE_TEXT, "培训对象类别代码", "code of an audience"},                   \
        {"state", "p.state = $?", SHAPE_TEXT, "状态：active 或 left", "active or left"},                               \
        {"org", "p.org_path = (SELECT u.path FROM org u WHERE u.id = $?)", SHAPE_ID, "所在单位（不含下级）",           \
         "the unit itself, nobody below"},                                                                             \
    {                                                                                                                  \
        "leader", "p.is_leader = $?", SHAPE_BOOL, "担任领导职务", "holds a leading post"                               \
    }

static const struct page_filter found_filters[] = {OTHER_FILTERS};
static const struct page_filter all_filters[] = {
    {"q",
     "EXISTS (SELECT 1 FROM search_doc d WHERE d.kind = 'person' AND d.ref_id = p.id AND d.tokens LIKE '% ' || $? || "
     "'%')",
     SHAPE_TEXT, "姓名中的汉字、全拼或首字母；上千人的姓氏只列姓名以其开头的",
     "characters of the name, pinyin or initials; of a beginning that thousands of names have, only these are listed",
     text_query},
    OTHER_FILTERS,
};
static const struct page_sort plain_sorts[] = {
    {"name", "p.name_sort"}, {"stroke", "p.stroke_sort"}, {"rank", "p.rank_ordinal"}};
static const struct page_sort unindexed_sorts[] = {
    {"name", "p.name_sort || ''"}, {"stroke", "p.stroke_sort || ''"}, {"rank", "p.rank_ordinal + 0"}};

#define PAGES(base_, sorts_, filters_)                                                                                 \
    {                                                                                                                  \
        .base = (base_), .from = "person p", .id = "p.id", .sorts = (sorts_), .sort_count = 3, .filters = (filters_),  \
        .filter_count = sizeof(filters_) / sizeof *(filters_)                                                          \
    }
const struct page_spec person_pages_found = PAGES(&sql_person_page_found, unindexed_sorts, found_filters);
const struct page_spec person_pages_tree = PAGES(&sql_person_page_tree, unindexed_sorts, all_filters);
const struct page_spec person_pages_order = PAGES(&sql_person_page_order, plain_sorts, all_filters);
const struct page_spec person_pages_begin = PAGES(&sql_person_page_begin, plain_sorts, all_filters);

struct err *person_walk_tree(struct call *c, struct str path, struct str after_path, int64_t after_id, int64_t most,
                             struct list *ret_people)
{
    return db_list(
        c->db, c->arena, &sql_person_walk_tree,
        VALS(v_text(path), v_text(org_path_end(c->arena, path)), v_text(after_path), v_int(after_id), v_int(most)),
        &person_shape, ret_people);
}

struct person_span person_span_of(const struct list *people)
{
    const struct person *first = LIST_AT(*people, struct person, 0);
    const struct person *last = LIST_AT(*people, struct person, people->n - 1);
    return (struct person_span){first->org_path, last->org_path, first->id, last->id};
}

struct err *person_rank_terms(struct call *c, struct list *ret_ranks) { return person_store_rank_list(c, ret_ranks); }

struct err *person_audience_terms(struct call *c, struct list *ret_audiences)
{
    return person_store_audience_list(c, ret_audiences);
}

struct err *person_store_move_paths(struct call *c, const struct org_move *move)
{
    return db_run(c->db, c->arena, &sql_person_move_paths,
                  VALS(v_text(move->from_path), v_text(org_path_end(c->arena, move->from_path)), v_text(move->to_path),
                       v_int((int64_t)move->from_path.n + 1)),
                  NULL);
}
