/* domain/exchange/exchange_people.c: people with the ranks they held. */
#include "core/arena.h"
#include "core/err.h"
#include "domain/exchange/exchange_private.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

#include <string.h>

enum { ID, NAME, CITIZEN, UNIT, GENDER, POST, RANK, RANK_FROM, LEADER, AUDIENCE, PROMOTED, HISTORY, STATE };

static const struct exchange_column columns[] = {
    [ID] = {"id", "系统编号", "Id", EXCHANGE_AS_TEXT, NULL, NULL, NULL},
    [NAME] = {"name", "姓名", "Name", EXCHANGE_REQUIRED, NULL, NULL, NULL},
    [CITIZEN] = {"citizen_no", "身份证号", "Citizen number", EXCHANGE_AS_TEXT, NULL,
                 "18 位，最后一位是校验码。导出的号码隐去中间十位，原样导入不会改变已登记的号码。",
                 "18 characters with the check digit. Exported ones are masked and leave the number on record."},
    [UNIT] = {"unit", "单位", "Unit", EXCHANGE_REQUIRED, NULL,
              "单位全称；重名时写上级，如“渝中区/大溪沟街道”。也可写机构代码。",
              "Its name, with the one above where names repeat: “A/B”. A code will do."},
    [GENDER] = {"gender", "性别", "Gender", 0, person_gender_names, NULL, NULL},
    [POST] = {"post", "职务", "Post", 0, NULL, NULL, NULL},
    [RANK] = {"rank", "职务职级", "Rank", 0, NULL, NULL, NULL},
    [RANK_FROM] = {"rank_from", "任职日期", "Rank from", EXCHANGE_DATE, NULL,
                   "现职务职级的任职日期，如 2026-11-23；只写到月的按当月 1 日读取。",
                   "The day from which the present rank is held; of a month its first day."},
    [LEADER] = {"is_leader", "领导职务", "Leading post", EXCHANGE_YES_NO, NULL, NULL, NULL},
    [AUDIENCE] = {"audience", "培训对象类别", "Audience", 0, NULL, NULL, NULL},
    [PROMOTED] = {"promoted_on", "任现职日期", "Promoted on", EXCHANGE_DATE, NULL, NULL, NULL},
    [HISTORY] = {"history", "历任职务职级", "Earlier ranks", 0, NULL,
                 "按时间先后，用分号隔开，如“2015-01-01 乡科级正职；2019-03-01 县处级副职 领导”。只在新增人员时写入。",
                 "In their order, with semicolons: “2015-01-01 Section chief; 2019-03-01 Division deputy leader”. "
                 "Taken for new "
                 "people only."},
    [STATE] = {"state", "状态", "State", 0, person_state_names, NULL, NULL},
};

struct people {
    struct import_terms ranks, audiences;
    struct exchange_map seen; /* id or citizen number or name and unit -> row number */
};

/* A row, read. */
struct line {
    struct person_new in;
    int state, leader; /* leader: 0 not given, 1 yes, 2 no */
    struct sheet_day rank_from;
    struct list history; /* struct person_rank_new */
    bool masked;
};

static struct err *open_people(struct import *im)
{
    struct people *p = im->state = arena_new(im->arena, struct people);
    TRY(import_load_orgs(im));
    TRY(import_load_ranks(im, &p->ranks));
    return import_load_audiences(im, &p->audiences);
}

/* ---- reading a row ---- */

/* "2019-03-01 县处级副职 领导" */
static bool read_held(struct import *im, struct str text, struct person_rank_new *held)
{
    const struct people *p = im->state;
    struct str rest, day = str_cut(str_trim(text), ' ', &rest);
    static const char *const marks[] = {"领导", "（领导）", "leader", "(leader)"};
    rest = str_trim(rest);
    for (size_t i = 0; i < 4; i++) {
        struct str mark = str_of(marks[i]);
        if (!str_ends(rest, mark) || rest.n == mark.n) continue;
        rest = str_trim((struct str){rest.p, rest.n - mark.n});
        held->is_leader = true;
    }
    held->rank_code = terms_code(&p->ranks, rest);
    struct sheet_day from = sheet_day(&(struct sheet_cell){.kind = SHEET_TEXT, .text = day}, true);
    import_remark_day(im, HISTORY, day, from);
    held->from_on = from.date;
    return from.date && held->rank_code.n;
}

/* Semicolons of both widths and line ends part the entries. */
static struct str next_entry(struct str *rest)
{
    static const char wide[] = "；";
    struct str entry = *rest;
    for (size_t i = 0; i < rest->n; i++) {
        bool is_wide = i + 3 <= rest->n && memcmp(rest->p + i, wide, 3) == 0;
        if (!is_wide && rest->p[i] != ';' && rest->p[i] != '\n') continue;
        size_t n = is_wide ? 3 : 1;
        entry.n = i;
        *rest = (struct str){rest->p + i + n, rest->n - i - n};
        return str_trim(entry);
    }
    *rest = (struct str){0};
    return str_trim(entry);
}

static void read_history(struct import *im, struct line *line)
{
    struct str rest = cell_text(im, HISTORY);
    int before = 0;
    while (rest.n) {
        struct str entry = next_entry(&rest);
        struct person_rank_new held = {0};
        if (!entry.n) continue;
        if (!read_held(im, entry, &held)) {
            import_problem(im, HISTORY, "“%.*s”应写成“2019-03-01 县处级副职”。",
                           "“%.*s” should be a day and a rank, as in “2019-03-01 Division deputy”.", STR_ARG(entry));
            return;
        }
        if (held.from_on <= before)
            import_problem(im, HISTORY, "历任职务职级应按时间先后排列。", "Earlier ranks should stand in their order.");
        before = held.from_on;
        *list_add(im->c->arena, &line->history, struct person_rank_new) = held;
    }
    if (line->in.rank_from_on && before >= line->in.rank_from_on)
        import_problem(im, HISTORY, "历任职务职级应早于现任职日期。",
                       "Earlier ranks should lie before the present one.");
}

static void read_citizen(struct import *im, struct line *line)
{
    struct str number = cell_text(im, CITIZEN);
    line->masked = number.n && memchr(number.p, '*', number.n);
    if (!line->masked) line->in.citizen_no = number;
}

static void read_line(struct import *im, struct line *line)
{
    const struct people *p = im->state;
    const struct org *org = cell_org(im, UNIT);
    line->in.org_id = org ? org->id : 0;
    line->in.name = str_one_line(im->c->arena, cell_text(im, NAME));
    read_citizen(im, line);
    line->in.gender = cell_enum(im, GENDER, person_gender_names);
    line->in.post = cell_text(im, POST);
    line->in.rank_code = cell_term(im, RANK, &p->ranks);
    line->rank_from = cell_day(im, RANK_FROM);
    line->in.rank_from_on = line->rank_from.date;
    line->leader = cell_yes_no(im, LEADER);
    line->in.is_leader = line->leader == 1;
    line->in.audience_code = cell_term(im, AUDIENCE, &p->audiences);
    line->in.promoted_on = cell_date(im, PROMOTED);
    line->state = cell_enum(im, STATE, person_state_names);
    read_history(im, line);
    if (str_chars(line->in.name) > 50)
        import_problem(im, NAME, "姓名最长 50 个字。", "A name has at most 50 characters.");
    if (str_chars(line->in.post) > 100)
        import_problem(im, POST, "职务最长 100 个字。", "A post has at most 100 characters.");
    if (line->in.rank_from_on > im->c->today)
        import_problem(im, RANK_FROM, "任职日期不能晚于今天。", "The day lies in the future.");
    if (line->in.rank_from_on && !line->in.rank_code.n)
        import_problem(im, RANK, "有任职日期时，请填写职务职级。", "There is a day but no rank.");
}

/* ---- somebody on record ---- */

static struct err *last_rank_from(struct import *im, int64_t person_id, int *ret_from_on)
{
    struct list ranks;
    TRY(person_ranks(im->c, person_id, &ranks));
    *ret_from_on = ranks.n ? LIST_AT(ranks, struct person_rank, ranks.n - 1)->from_on : 0;
    return NULL;
}

/* What the row leaves empty stays. */
static struct person_change change_of(const struct line *line, const struct person *person)
{
    const struct person_new *in = &line->in;
    return (struct person_change){
        .name = in->name.n ? in->name : person->name,
        .gender = in->gender ? in->gender : person->gender,
        .citizen_no = in->citizen_no,
        .audience_code = in->audience_code.n ? in->audience_code : person->audience_code,
        .post = in->post.n ? in->post : person->post,
        .state = line->state ? line->state : person->state,
    };
}

static bool differs(const struct person_change *to, const struct person *person, bool new_number)
{
    return new_number || !str_equal(to->name, person->name) || to->gender != person->gender ||
           !str_equal(to->audience_code, person->audience_code) || !str_equal(to->post, person->post) ||
           to->state != person->state;
}

static struct err *is_new_number(struct import *im, const struct line *line, int64_t person_id, bool *ret_new)
{
    int64_t owner = 0;
    *ret_new = false;
    if (!line->in.citizen_no.n) return NULL;
    struct err *e = person_find_citizen(im->c, line->in.citizen_no, &owner);
    if (e && e->kind != ERR_INVALID) return e;
    if (import_refused(im, CITIZEN, e)) return NULL;
    if (owner && owner != person_id)
        import_problem(im, CITIZEN, "这个身份证号已登记在另一人名下。",
                       "This citizen number is on record for somebody else.");
    *ret_new = !owner;
    return NULL;
}

static struct err *do_changes(struct import *im, struct person *person, const struct line *line,
                              const struct person_change *to, bool other, bool ranked, bool moved)
{
    struct person_rank_new rank = {.rank_code = line->in.rank_code,
                                   .is_leader = line->leader ? line->leader == 1 : person->is_leader,
                                   .from_on = line->in.rank_from_on};
    if (other) TRY(person_change(im->c, to, person));
    if (ranked) TRY(person_set_rank(im->c, person, &rank));
    return moved ? person_transfer(im->c, person, line->in.org_id, im->c->today) : NULL;
}

/* A month agrees with the day on record that lies in it. */
static bool says_day(const struct sheet_day *said, int date)
{
    return said->kind == SHEET_DAY_MONTH ? said->date / 100 == date / 100 : said->date == date;
}

static struct err *check_rank(struct import *im, const struct line *line, const struct person *person, bool *ret_ranked)
{
    int from_on = 0;
    bool leader_differs = line->leader && (line->leader == 1) != person->is_leader;
    bool rank_differs = line->in.rank_code.n && !str_equal(line->in.rank_code, person->rank_code);
    TRY(last_rank_from(im, person->id, &from_on));
    bool day_differs = line->in.rank_from_on && !says_day(&line->rank_from, from_on);
    *ret_ranked = rank_differs || day_differs || (leader_differs && line->in.rank_code.n);
    if (!*ret_ranked) return NULL;
    import_remark_day(im, RANK_FROM, cell_text(im, RANK_FROM), line->rank_from);
    if (!line->in.rank_from_on)
        import_problem(im, RANK_FROM, "职务职级有变动，请填写任职日期。",
                       "The rank changes: give the day from which it is held.");
    else if (line->in.rank_from_on <= from_on)
        import_problem(im, RANK_FROM, "任职日期应晚于已登记的任职日期；更正历史请到人员页面。",
                       "The day must be later than that on record. Mend the past on the person's page.");
    return NULL;
}

static struct err *known_person(struct import *im, int64_t person_id, const struct line *line)
{
    struct person person;
    bool ranked = false, new_number;
    TRY(person_get(im->c, person_id, &person));
    struct person_change to = change_of(line, &person);
    TRY(is_new_number(im, line, person_id, &new_number));
    TRY(check_rank(im, line, &person, &ranked));
    bool other = differs(&to, &person, new_number), moved = line->in.org_id && line->in.org_id != person.org_id;
    if (line->masked && !str_equal(cell_text(im, CITIZEN), person.citizen_mask))
        import_problem(im, CITIZEN, "隐去中间十位的号码与登记的不符，请填写完整号码。",
                       "The masked number is not the one on record: give the whole number.");
    if (im->row_failed) return NULL;
    *(other || ranked || moved ? &im->counts.changed : &im->counts.unchanged) += 1;
    return im->apply ? do_changes(im, &person, line, &to, other, ranked, moved) : NULL;
}

/* ---- somebody new ---- */

static void check_new(struct import *im, const struct line *line)
{
    if (!line->in.name.n) import_problem(im, NAME, "请填写姓名。", "The name is missing.");
    if (!cell_given(im, UNIT)) import_problem(im, UNIT, "请填写单位。", "The unit is missing.");
    if (line->masked)
        import_problem(im, CITIZEN, "请填写完整的身份证号，或留空。", "Give the whole citizen number, or none.");
    if (line->state == PERSON_LEFT) import_problem(im, STATE, "新增人员应是在职。", "Somebody new is active.");
    if (line->in.rank_code.n && line->history.n && !line->in.rank_from_on)
        import_problem(im, RANK_FROM, "填写了历任职务职级时，请填写现任职日期。",
                       "With earlier ranks the day of the present one is needed.");
}

/* The earlier ranks one after the other, then the present one. */
static struct err *add_person(struct import *im, const struct line *line)
{
    struct person person;
    struct person_new in = line->in;
    const struct person_rank_new *first = line->history.n ? line->history.p : NULL;
    if (first) {
        in.rank_code = first->rank_code;
        in.rank_from_on = first->from_on;
        in.is_leader = first->is_leader;
    }
    TRY(person_add(im->c, &in, &person));
    for (size_t i = 1; i < line->history.n; i++)
        TRY(person_set_rank(im->c, &person, LIST_AT(line->history, struct person_rank_new, i)));
    struct person_rank_new now = {line->in.rank_code, line->in.is_leader, line->in.rank_from_on, {0}};
    return first && now.rank_code.n ? person_set_rank(im->c, &person, &now) : NULL;
}

static struct err *new_person(struct import *im, const struct line *line)
{
    check_new(im, line);
    import_remark_day(im, RANK_FROM, cell_text(im, RANK_FROM), line->rank_from);
    if (im->row_failed) return NULL;
    im->counts.added++;
    return im->apply ? add_person(im, line) : NULL;
}

/* ---- who is it? ---- */

static struct str row_key(struct import *im) { return str_printf(im->c->arena, "%lld", (long long)im->row->number); }

static void note_seen(struct import *im, int column, struct str key)
{
    struct people *p = im->state;
    int64_t row;
    if (key.n && !map_add(im->arena, &p->seen, key, im->row->number, &row))
        import_problem(im, column, "与第 %lld 行重复。", "The same as row %lld.", (long long)row);
}

/* The row beside the one on record, for somebody to decide. */
static void put_side_by_side(struct import *im, const struct line *line, const struct person *known, int choice)
{
    struct arena *a = im->arena;
    struct exchange_duplicate *d = list_add(a, &im->duplicates, struct exchange_duplicate);
    *d = (struct exchange_duplicate){.row_no = im->row->number,
                                     .name = str_copy(a, line->in.name),
                                     .unit = str_copy(a, cell_text(im, UNIT)),
                                     .post = str_copy(a, line->in.post),
                                     .person_id = known->id,
                                     .known_name = str_copy(a, known->name),
                                     .known_unit = str_copy(a, known->org_name),
                                     .known_post = str_copy(a, known->post),
                                     .known_mask = str_copy(a, known->citizen_mask),
                                     .choice = choice};
    if (line->in.citizen_no.n > 6)
        d->citizen_mask = str_printf(a, "%.4s**********%.4s", line->in.citizen_no.p,
                                     line->in.citizen_no.p + line->in.citizen_no.n - 4);
    im->counts.duplicates++;
    im->counts.undecided += choice == CHOICE_NONE;
}

static struct err *decide(struct import *im, const struct line *line, const struct person *known)
{
    int64_t choice = im->choice_all;
    map_find(&im->choices, row_key(im), &choice);
    put_side_by_side(im, line, known, (int)choice);
    if (choice == CHOICE_SAME) return known_person(im, known->id, line);
    if (choice == CHOICE_NEW) return new_person(im, line);
    im->counts.skipped += choice == CHOICE_SKIP;
    return NULL;
}

/* By the number on the card, unless the name is another; else by name and unit. */
static struct err *find_known(struct import *im, const struct line *line, struct person *known, bool *ret_sure)
{
    int64_t id = 0;
    struct list people = {0};
    struct err *e = person_find_citizen(im->c, line->in.citizen_no, &id);
    if (e && e->kind != ERR_INVALID) return e;
    if (import_refused(im, CITIZEN, e)) return NULL;
    if (id) {
        TRY(person_get(im->c, id, known));
        *ret_sure = str_equal(known->name, line->in.name) || !line->in.name.n;
        return NULL;
    }
    const struct org *org = line->in.org_id ? import_org(im, line->in.org_id) : NULL;
    if (!org || !line->in.name.n) return NULL;
    TRY(person_find_named(im->c, line->in.name, org->path, &people));
    for (LIST_EACH(people, struct person, person))
        if (person->org_id == org->id && !known->id && (!line->in.citizen_no.n || !person->citizen_mask.n))
            *known = *person;
    return NULL;
}

static struct err *unknown_id(struct import *im, const struct line *line)
{
    struct person known = {0};
    bool sure = false;
    TRY(find_known(im, line, &known, &sure));
    if (im->row_failed) return NULL;
    note_seen(im, line->in.citizen_no.n ? CITIZEN : NAME,
              line->in.citizen_no.n
                  ? line->in.citizen_no
                  : str_printf(im->c->arena, "%lld/%.*s", (long long)line->in.org_id, STR_ARG(line->in.name)));
    if (!known.id || im->row_failed) return new_person(im, line);
    if (!str_starts(known.org_path, im->path)) {
        import_problem(im, CITIZEN, "这个身份证号登记在您管理范围以外的单位，请先由培训处调转。",
                       "This citizen number is on record in another part of the tree: ask the office for a transfer.");
        return NULL;
    }
    return sure ? known_person(im, known.id, line) : decide(im, line, &known);
}

static struct err *person_row(struct import *im)
{
    struct line line = {0};
    struct person person;
    int64_t id = cell_id(im, ID);
    read_line(im, &line);
    if (!id) return unknown_id(im, &line);
    note_seen(im, ID, str_printf(im->c->arena, "#%lld", (long long)id));
    struct err *e = person_get(im->c, id, &person);
    if (e && e->kind != ERR_ABSENT) return e;
    if (e || !str_starts(person.org_path, im->path)) {
        import_problem(im, ID, "没有这个编号的人员，或不在您的管理范围内。新增人员请留空。",
                       "There is no such person in your part of the tree. Leave the id empty for somebody new.");
        return NULL;
    }
    return known_person(im, id, &line);
}

/* ---- out ---- */

static struct str history_text(struct import *im, const struct list *ranks)
{
    const struct people *p = im->state;
    struct buf out;
    buf_init(&out, 16 << 10);
    for (size_t i = 0; i + 1 < ranks->n; i++) {
        const struct person_rank *rank = LIST_AT(*ranks, struct person_rank, i);
        if (i) buf_cstr(&out, "；");
        buf_str(&out, date_text(im->c->arena, rank->from_on));
        buf_char(&out, ' ');
        buf_str(&out, terms_name(&p->ranks, rank->rank_code));
        if (rank->is_leader) buf_cstr(&out, im->c->lang == LANG_EN ? " leader" : " 领导");
    }
    struct str text = str_copy(im->c->arena, buf_text(&out));
    buf_done(&out);
    return text;
}

static struct err *put_person(struct import *im, const struct person *x, const struct list *ranks,
                              struct sheet_writer *w)
{
    const struct people *p = im->state;
    const struct person_rank *last = ranks->n ? LIST_AT(*ranks, struct person_rank, ranks->n - 1) : NULL;
    const struct sheet_cell cells[] = {
        [ID] = put_id(im->c->arena, x->id),
        [NAME] = put_text(x->name),
        [CITIZEN] = put_text(x->citizen_mask),
        [UNIT] = put_text(import_org_name(im, x->org_id)),
        [GENDER] = put_word(im, person_gender_names, x->gender),
        [POST] = put_text(x->post),
        [RANK] = put_text(x->rank_code.n ? terms_name(&p->ranks, x->rank_code) : x->rank_code),
        [RANK_FROM] = put_date(last ? last->from_on : 0),
        [LEADER] = put_yes_no(im, x->is_leader),
        [AUDIENCE] = put_text(x->audience_code.n ? terms_name(&p->audiences, x->audience_code) : x->audience_code),
        [PROMOTED] = put_date(x->promoted_on),
        [HISTORY] = put_text(history_text(im, ranks)),
        [STATE] = put_word(im, person_state_names, x->state),
    };
    return sheet_put(w, cells, sizeof cells / sizeof *cells);
}

static struct err *put_ranked(struct import *im, const struct list *people, struct sheet_writer *w)
{
    const struct person_span span = person_span_of(people);
    struct list all = {0};
    size_t from = 0;
    TRY(person_ranks_walk(im->c, &span, &all));
    for (LIST_EACH(*people, struct person, person)) {
        const struct list own = IMPORT_OWN_ROWS(&all, struct person_rank, person->id, &from);
        TRY(put_person(im, person, &own, w));
    }
    return NULL;
}

static struct err *put_people(struct import *im, struct sheet_writer *w)
{
    return import_put_people(im, w, put_ranked);
}

static struct err *people_choices(struct import *im, size_t column, struct list *ret_texts)
{
    struct import_terms terms = {0};
    if (column != RANK && column != AUDIENCE) return NULL;
    TRY(column == RANK ? import_load_ranks(im, &terms) : import_load_audiences(im, &terms));
    for (size_t i = 0; i < terms.names.n; i += 2)
        *list_add(im->arena, ret_texts, struct str) = *LIST_AT(terms.names, struct str, i);
    return NULL;
}

const struct exchange_table exchange_people = {
    .name = "people",
    .zh = "人员",
    .en = "People",
    .perm = PERM_PERSON_EDIT,
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .open = open_people,
    .row = person_row,
    .put_rows = put_people,
    .choices = people_choices,
};
