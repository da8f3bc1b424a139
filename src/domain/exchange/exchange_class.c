/* domain/exchange/exchange_class.c: who is in a class, and the roll of a lesson. The subject is the class, or the
 * session. */
#include "core/arena.h"
#include "core/err.h"
#include "domain/exchange/exchange_private.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "domain/roll/roll.h"

enum { PERSON, NAME, CITIZEN, UNIT, FIRST_OWN };

#define WHO                                                                                                            \
    [PERSON] = {"person_id", "人员系统编号", "Person's id", EXCHANGE_AS_TEXT, NULL, NULL, NULL},                       \
    [NAME] = {"name", "姓名", "Name", EXCHANGE_REQUIRED, NULL, NULL, NULL},                                            \
    [CITIZEN] = {"citizen_no", "身份证号", "Citizen number", EXCHANGE_AS_TEXT, NULL, NULL, NULL}, [UNIT] = {"unit",    \
                                                                                                            "单位",    \
                                                                                                            "Unit",    \
                                                                                                            0,         \
                                                                                                            NULL,      \
                                                                                                            NULL,      \
                                                                                                            NULL}

/* People of the whole city may be in a class: whom one may name is the class's own rule. */
static struct err *open_city(struct import *im)
{
    im->path = STR(ORG_ROOT_PATH);
    return import_load_orgs(im);
}

static bool seen_before(struct import *im, struct exchange_map *seen, int64_t person_id)
{
    int64_t row;
    struct str key = str_printf(im->c->arena, "%lld", (long long)person_id);
    if (map_add(im->arena, seen, key, im->row->number, &row)) return false;
    import_problem(im, NAME, "与第 %lld 行重复。", "The same as row %lld.", (long long)row);
    return true;
}

/* ---- enrolments ---- */

enum { SITE = FIRST_OWN, STATE, REASON };
static const struct exchange_column enrolment_columns[] = {
    WHO,
    [SITE] = {"site", "教学点", "Site", 0, NULL, "本班的教学点；留空表示单独参加。",
              "A site of this class; empty: comes alone."},
    [STATE] = {"state", "状态", "State", 0, enrolment_state_names, "新增时写“待单位确认”或“已确认”。",
               "Of somebody new: proposed or confirmed."},
    [REASON] = {"reason", "原因", "Reason", 0, NULL, "曾退出或未同意的人员再次报名时必填。",
                "Needed for those who declined or withdrew before."},
};

struct class_state {
    struct klass klass;
    struct list sites; /* struct klass_site */
    struct exchange_map seen;
};

static struct err *class_scope(struct call *c, int64_t class_id, struct str *ret_path)
{
    struct klass klass;
    TRY(klass_get(c, class_id, &klass));
    TRY(klass_may(c, PERM_ENROL_EDIT, &klass));
    *ret_path = klass.org_path;
    return NULL;
}

static struct err *open_class(struct import *im)
{
    struct class_state *k = im->state = arena_new(im->arena, struct class_state);
    TRY(klass_get(im->c, im->subject_id, &k->klass));
    TRY(klass_sites(im->c, im->subject_id, &k->sites));
    return open_city(im);
}

static int64_t cell_site(struct import *im)
{
    const struct class_state *k = im->state;
    struct str name = cell_text(im, SITE);
    if (!name.n) return 0;
    for (LIST_EACH(k->sites, struct klass_site, site))
        if (str_equal(site->org_name, name)) return site->id;
    import_problem(im, SITE, "本班没有“%.*s”这个教学点。", "The class has no site “%.*s”.", STR_ARG(name));
    return 0;
}

static struct err *known_enrolment(struct import *im, const struct enrolment *known, int state, int64_t site_id)
{
    if (state && state != known->state)
        import_problem(im, STATE, "已在班内的人员请在班次页面变更状态。",
                       "Change the state of somebody in the class on the class's page.");
    if (site_id && site_id != known->site_id)
        import_problem(im, SITE, "已在班内的人员请在班次页面变更教学点。",
                       "Change the site of somebody in the class on the class's page.");
    if (!im->row_failed) im->counts.unchanged++;
    return NULL;
}

static struct err *enrol(struct import *im, int64_t person_id, int state, int64_t site_id, struct str reason)
{
    struct class_state *k = im->state;
    struct list results = {0};
    struct enrol_request request = {.person_ids = {.p = &person_id, .n = 1},
                                    .site_id = site_id,
                                    .state = state ? state : ENROLMENT_PROPOSED,
                                    .reason = reason,
                                    .dry_run = !im->apply};
    TRY(enrolment_add(im->c, &k->klass, &request, &results));
    const struct enrol_result *result = results.n ? results.p : NULL;
    if (result && !result->state)
        import_problem(im, NAME, "%.*s", "%.*s", STR_ARG(result->problem.detail));
    else
        im->counts.added++;
    return NULL;
}

static bool takes_part(int state) { return state != ENROLMENT_DECLINED && state != ENROLMENT_WITHDRAWN; }

static struct err *enrolment_row(struct import *im)
{
    struct class_state *k = im->state;
    int64_t person_id;
    bool found = false;
    struct enrolment known;
    TRY(cell_person(im, PERSON, CITIZEN, NAME, UNIT, &person_id));
    int state = cell_enum(im, STATE, enrolment_state_names);
    int64_t site_id = cell_site(im);
    if (im->row_failed || seen_before(im, &k->seen, person_id)) return NULL;
    TRY(enrolment_find(im->c, k->klass.id, person_id, &known, &found));
    if (found && (takes_part(known.state) || state == known.state)) return known_enrolment(im, &known, state, site_id);
    if (state > ENROLMENT_CONFIRMED) {
        import_problem(im, STATE, "新增时只能是“待单位确认”“候补”或“已确认”。",
                       "An enrolment begins as proposed, waiting or confirmed.");
        return NULL;
    }
    return enrol(im, person_id, state, site_id, cell_text(im, REASON));
}

static struct err *put_enrolments(struct import *im, struct sheet_writer *w)
{
    struct list enrolments = {0};
    TRY(klass_all_enrolments(im->c, im->subject_id, &enrolments));
    for (LIST_EACH(enrolments, struct enrolment, e)) {
        const struct sheet_cell cells[] = {
            [PERSON] = put_id(im->arena, e->person_id),
            [NAME] = put_text(e->person_name),
            [CITIZEN] = {0},
            [UNIT] = put_text(import_org_name(im, e->org_id)),
            [SITE] = put_text(e->site_name),
            [STATE] = put_word(im, enrolment_state_names, e->state),
            [REASON] = put_text(e->reason),
        };
        TRY(sheet_put(w, cells, sizeof cells / sizeof *cells));
    }
    return NULL;
}

const struct exchange_table exchange_enrolments = {
    .name = "enrolments",
    .zh = "班次学员",
    .en = "Enrolments",
    .perm = PERM_ENROL_EDIT,
    .columns = enrolment_columns,
    .column_count = sizeof enrolment_columns / sizeof *enrolment_columns,
    .scope = class_scope,
    .open = open_class,
    .row = enrolment_row,
    .put_rows = put_enrolments,
};

/* ---- the roll of a session ---- */

enum { MARK = FIRST_OWN, NOTE };
static const struct exchange_column roll_columns[] = {
    WHO,
    [MARK] = {"state", "考勤", "Mark", EXCHANGE_REQUIRED, roll_state_names, NULL, NULL},
    [NOTE] = {"reason", "更正原因", "Reason", 0, NULL, "改动已有的考勤时必填。",
              "Needed where a mark is on record already."},
};

struct roll_sheet_state {
    struct list rows; /* struct roll_sheet_row */
    struct exchange_map by_person, seen;
};

static struct err *roll_scope(struct call *c, int64_t session_id, struct str *ret_path)
{
    struct list rows;
    TRY(roll_sheet(c, session_id, &rows)); /* checks the permission on the class */
    *ret_path = STR(ORG_ROOT_PATH);
    return NULL;
}

static struct err *open_roll(struct import *im)
{
    struct roll_sheet_state *r = im->state = arena_new(im->arena, struct roll_sheet_state);
    TRY(roll_sheet(im->c, im->subject_id, &r->rows));
    for (size_t i = 0; i < r->rows.n; i++) {
        int64_t id = LIST_AT(r->rows, struct roll_sheet_row, i)->person_id;
        map_set(im->arena, &r->by_person, str_printf(im->arena, "%lld", (long long)id), (int64_t)i);
    }
    return open_city(im);
}

static struct err *roll_row(struct import *im)
{
    struct roll_sheet_state *r = im->state;
    int64_t person_id, place;
    bool changed = false;
    TRY(cell_person(im, PERSON, CITIZEN, NAME, UNIT, &person_id));
    int state = cell_enum(im, MARK, roll_state_names);
    if (im->row_failed || seen_before(im, &r->seen, person_id)) return NULL;
    if (!map_find(&r->by_person, str_printf(im->c->arena, "%lld", (long long)person_id), &place)) {
        import_problem(im, NAME, "不在这节课的应到名单上。", "Not on the roll of this lesson.");
        return NULL;
    }
    int before = LIST_AT(r->rows, struct roll_sheet_row, place)->state;
    if (!state || state == before) {
        im->counts.unchanged++;
        return NULL;
    }
    struct str reason = cell_text(im, NOTE);
    if (before && !reason.n)
        import_problem(im, NOTE, "已有考勤，请填写更正原因。", "A mark is on record: give the reason.");
    if (im->row_failed) return NULL;
    *(before ? &im->counts.changed : &im->counts.added) += 1;
    return im->apply ? roll_sheet_mark(im->c, im->subject_id, person_id, state, reason, &changed) : NULL;
}

static struct err *put_roll(struct import *im, struct sheet_writer *w)
{
    const struct roll_sheet_state *r = im->state;
    for (LIST_EACH(r->rows, struct roll_sheet_row, x)) {
        const struct sheet_cell cells[] = {
            [PERSON] = put_id(im->arena, x->person_id),
            [NAME] = put_text(x->person_name),
            [CITIZEN] = {0},
            [UNIT] = put_text(import_org_name(im, x->org_id)),
            [MARK] = put_word(im, roll_state_names, x->state),
            [NOTE] = {0},
        };
        TRY(sheet_put(w, cells, sizeof cells / sizeof *cells));
    }
    return NULL;
}

const struct exchange_table exchange_rolls = {
    .name = "rolls",
    .zh = "点名表",
    .en = "Roll sheet",
    .perm = PERM_ROLL_CORRECT,
    .columns = roll_columns,
    .column_count = sizeof roll_columns / sizeof *roll_columns,
    .scope = roll_scope,
    .open = open_roll,
    .row = roll_row,
    .put_rows = put_roll,
};
