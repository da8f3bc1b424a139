/* domain/exchange/exchange_training.c: past training onto the ledgers. An entry that is there already is left alone;
 * what is on a ledger is never changed from here, only taken back on its page. */
#include "core/arena.h"
#include "core/err.h"
#include "domain/exchange/exchange_private.h"
#include "domain/ledger/ledger.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

#include <string.h>

enum { PERSON, NAME, CITIZEN, UNIT, TITLE, KIND, HOURS, DAYS, EARNED, GIVER, EVIDENCE };

static const struct exchange_column columns[] = {
    [PERSON] = {"person_id", "人员系统编号", "Person's id", EXCHANGE_AS_TEXT, NULL, NULL, NULL},
    [NAME] = {"name", "姓名", "Name", EXCHANGE_REQUIRED, NULL, NULL, NULL},
    [CITIZEN] = {"citizen_no", "身份证号", "Citizen number", EXCHANGE_AS_TEXT, NULL, NULL, NULL},
    [UNIT] = {"unit", "单位", "Unit", 0, NULL, NULL, NULL},
    [TITLE] = {"title", "培训名称", "Training", EXCHANGE_REQUIRED, NULL, NULL, NULL},
    [KIND] = {"kind", "学时账户", "Account", EXCHANGE_REQUIRED, ledger_kind_names, NULL, NULL},
    [HOURS] = {"hours", "学时", "Hours", EXCHANGE_REQUIRED, NULL, NULL, NULL},
    [DAYS] = {"days", "天数", "Days", 0, NULL, NULL, NULL},
    [EARNED] = {"earned_on", "取得日期", "Earned on", EXCHANGE_REQUIRED | EXCHANGE_DATE, NULL, NULL, NULL},
    [GIVER] = {"giver", "举办单位", "Given by", 0, NULL, NULL, NULL},
    [EVIDENCE] = {"evidence", "凭证", "Evidence", 0, NULL, "如证书编号。", "Such as the number of a certificate."},
};

struct training {
    struct exchange_map seen; /* key -> how many rows so far */
};

static struct err *open_training(struct import *im)
{
    im->state = arena_new(im->arena, struct training);
    return import_load_orgs(im);
}

/* The same hours for the same thing on the same day are one entry. */
static struct str key_of(struct arena *a, const struct ledger_posting *p)
{
    return str_printf(a, "import:%d:%lld:%d:%.*s", p->earned_on, (long long)p->hours_centi, p->kind, STR_ARG(p->title));
}

static struct str evidence_json(struct arena *a, struct str text)
{
    struct buf out;
    buf_init(&out, 8 << 10);
    buf_cstr(&out, "{\"text\":");
    buf_json_text(&out, text);
    buf_char(&out, '}');
    struct str json = text.n ? str_copy(a, buf_text(&out)) : (struct str){0};
    buf_done(&out);
    return json;
}

static void read_posting(struct import *im, struct ledger_posting *p)
{
    const struct org *giver = cell_org(im, GIVER);
    *p = (struct ledger_posting){.person_id = p->person_id,
                                 .kind = cell_enum(im, KIND, ledger_kind_names),
                                 .hours_centi = cell_hours(im, HOURS),
                                 .days_centi = cell_hours(im, DAYS),
                                 .earned_on = cell_date(im, EARNED),
                                 .source_kind = LEDGER_IMPORT,
                                 .org_id = giver ? giver->id : 0,
                                 .title = cell_text(im, TITLE)};
    struct str evidence = cell_text(im, EVIDENCE);
    p->evidence = evidence_json(im->c->arena, evidence);
    p->source_key = key_of(im->c->arena, p);
    if (!p->title.n) import_problem(im, TITLE, "请填写培训名称。", "The training is missing.");
    if (str_chars(p->title) > 100)
        import_problem(im, TITLE, "培训名称最长 100 个字。", "It has at most 100 characters.");
    if (str_chars(evidence) > 500)
        import_problem(im, EVIDENCE, "凭证最长 500 个字。", "It has at most 500 characters.");
    if (!cell_given(im, KIND)) import_problem(im, KIND, "请填写学时账户。", "The account is missing.");
    if (p->hours_centi <= 0) import_problem(im, HOURS, "学时应大于 0。", "Hours must be more than 0.");
    if (p->days_centi < 0) import_problem(im, DAYS, "天数不能小于 0。", "Days cannot be less than 0.");
    if (!cell_given(im, EARNED)) import_problem(im, EARNED, "请填写取得日期。", "The day is missing.");
    if (p->earned_on > im->c->today)
        import_problem(im, EARNED, "取得日期不能晚于今天。", "The day lies in the future.");
}

static bool is_entry(const struct ledger_entry *e, const struct ledger_posting *p)
{
    return !e->reverses_id && e->kind == p->kind && e->hours_centi == p->hours_centi && e->earned_on == p->earned_on &&
           str_equal(e->title, p->title);
}

/* Two trainings may be alike on one day: each row stands for one of them. */
static struct err *count_posted(struct import *im, const struct ledger_posting *p, int64_t *ret_count)
{
    struct list entries = {0};
    *ret_count = 0;
    TRY(ledger_entry_range(im->c, p->person_id - 1, p->person_id, &entries));
    for (LIST_EACH(entries, struct ledger_entry, e)) *ret_count += is_entry(e, p);
    return NULL;
}

static int64_t count_rows(struct import *im, const struct ledger_posting *p)
{
    struct training *t = im->state;
    int64_t rows = 0;
    struct str key = str_printf(im->c->arena, "%lld/%.*s", (long long)p->person_id, STR_ARG(p->source_key));
    map_find(&t->seen, key, &rows);
    map_set(im->arena, &t->seen, key, rows + 1);
    return rows + 1;
}

static struct err *training_row(struct import *im)
{
    struct ledger_posting p = {0};
    int64_t posted;
    TRY(cell_person(im, PERSON, CITIZEN, NAME, UNIT, &p.person_id));
    read_posting(im, &p);
    if (im->row_failed) return NULL;
    int64_t rows = count_rows(im, &p);
    TRY(count_posted(im, &p, &posted));
    if (rows <= posted) {
        im->counts.unchanged++;
        return NULL;
    }
    if (rows > 1) {
        import_problem(im, TITLE, "本表前面已有同一人同日同名的记录。",
                       "The same training of the same day stands above.");
        return NULL;
    }
    im->counts.added++;
    return im->apply ? ledger_post(im->c, &p, 1, NULL) : NULL;
}

/* ---- out: what stands, without what was taken back ---- */

static bool is_taken_back(const struct list *entries, int64_t id)
{
    for (LIST_EACH(*entries, struct ledger_entry, e))
        if (e->reverses_id == id) return true;
    return false;
}

static struct err *put_ledger(struct import *im, const struct person *x, const struct list *entries,
                              struct sheet_writer *w)
{
    for (LIST_EACH(*entries, struct ledger_entry, e)) {
        if (e->reverses_id || is_taken_back(entries, e->id)) continue;
        const struct sheet_cell cells[] = {
            [PERSON] = put_id(im->c->arena, x->id),
            [NAME] = put_text(x->name),
            [CITIZEN] = put_text(x->citizen_mask),
            [UNIT] = put_text(import_org_name(im, x->org_id)),
            [TITLE] = put_text(e->title),
            [KIND] = put_word(im, ledger_kind_names, e->kind),
            [HOURS] = {.kind = SHEET_CENTI, .number = e->hours_centi},
            [DAYS] = {.kind = SHEET_CENTI, .number = e->days_centi},
            [EARNED] = put_date(e->earned_on),
            [GIVER] = put_text(import_org_name(im, e->org_id)),
            [EVIDENCE] = {0},
        };
        TRY(sheet_put(w, cells, sizeof cells / sizeof *cells));
    }
    return NULL;
}

static struct err *put_ledgers(struct import *im, const struct list *people, struct sheet_writer *w)
{
    const struct person_span span = person_span_of(people);
    struct list all = {0};
    size_t from = 0;
    TRY(ledger_entry_walk(im->c, &span, &all));
    for (LIST_EACH(*people, struct person, person)) {
        const struct list own = IMPORT_OWN_ROWS(&all, struct ledger_entry, person->id, &from);
        if (own.n) TRY(put_ledger(im, person, &own, w));
    }
    return NULL;
}

static struct err *put_training(struct import *im, struct sheet_writer *w)
{
    return import_put_people(im, w, put_ledgers);
}

const struct exchange_table exchange_training = {
    .name = "training",
    .zh = "培训记录",
    .en = "Past training",
    .perm = PERM_LEDGER_REVERSE,
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .open = open_training,
    .row = training_row,
    .put_rows = put_training,
};
