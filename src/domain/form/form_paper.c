/* domain/form/form_paper.c: how leave requests, lists and sheets look. */
#include "calc/paper/paper.h"
#include "core/arena.h"
#include "core/hours.h"
#include "core/time.h"
#include "domain/form/form_private.h"
#include "domain/klass/klass.h"
#include "domain/person/person.h"
#include "domain/roll/roll.h"

#define SIGN_FOOT "签字：　　　　　　　年　　月　　日"
enum { SESSIONS_A_SHEET = 12 };

/* ---- common ---- */

void form_begin(struct paper_doc *doc, struct arena *a, const struct form_template *t, const struct form_facts *facts)
{
    struct str logo;
    if (!doc->title.n) doc->title = form_fill(a, t->title, facts);
    doc->footer = form_fill(a, t->footer, facts);
    if (t->logo.n && form_base64(a, t->logo, &logo) && paper_png_fits(logo)) {
        struct paper_block *b = paper_add(a, doc, PAPER_LOGO);
        b->png = logo;
        b->mm = 16;
        b->after_mm = 3;
    }
    struct paper_block *title = paper_add(a, doc, PAPER_TEXT);
    title->text = form_fill(a, t->title, facts);
    title->size_pt = 20;
    title->bold = title->serif = true;
    title->align = PAPER_CENTRE;
    title->after_mm = 4;
    if (!t->intro.n) return;
    struct paper_block *intro = paper_add(a, doc, PAPER_TEXT);
    intro->text = form_fill(a, t->intro, facts);
    intro->indent_em = 2;
    intro->size_pt = 12;
    intro->after_mm = 3;
}

static void put_notes(struct arena *a, struct paper_doc *doc, const struct form_template *t,
                      const struct form_facts *facts)
{
    if (!t->notes.n) return;
    struct paper_block *notes = paper_add(a, doc, PAPER_TEXT);
    notes->text = form_fill(a, t->notes, facts);
    notes->size_pt = 9;
    notes->before_mm = 2.5;
}

static struct paper_block *grid(struct arena *a, struct paper_doc *doc, const double *widths, size_t columns)
{
    struct paper_block *b = paper_add(a, doc, PAPER_TABLE);
    b->widths = widths;
    b->columns = columns;
    b->size_pt = 11;
    return b;
}

static struct paper_cell label(struct str text)
{
    return (struct paper_cell){.text = text, .align = PAPER_CENTRE, .bold = true};
}

/* Label, value, label, value. */
static void put_pair(struct arena *a, struct paper_block *b, const char *left, struct str left_value, const char *right,
                     struct str right_value)
{
    struct paper_cell *cells = paper_row_add(a, b, 4)->cells;
    cells[0] = label(str_of(left));
    cells[0].mm = 10;
    cells[1] = (struct paper_cell){.text = left_value};
    cells[2] = label(str_of(right));
    cells[3] = (struct paper_cell){.text = right_value};
}

static struct paper_cell *put_wide(struct arena *a, struct paper_block *b, struct str name, struct str value, double mm)
{
    struct paper_cell *cells = paper_row_add(a, b, 2)->cells;
    cells[0] = label(name);
    cells[1] = (struct paper_cell){.text = value, .span = 3, .mm = mm, .top = mm > 14};
    return &cells[1];
}

/* A line below a table: who signs, side by side. */
static void put_sign_line(struct arena *a, struct paper_doc *doc, const struct form_template *t,
                          const struct form_facts *facts)
{
    static const double same[] = {1, 1, 1, 1, 1, 1, 1, 1};
    size_t n = t->signs.n < 8 ? t->signs.n : 8;
    if (!n) return;
    struct paper_block *b = grid(a, doc, same, n);
    b->bare = true;
    b->before_mm = 4;
    struct paper_row *row = paper_row_add(a, b, n);
    for (size_t i = 0; i < n; i++)
        row->cells[i].text = str_printf(a, "%.*s：", STR_ARG(form_fill(a, *LIST_AT(t->signs, struct str, i), facts)));
}

static struct str minute_text(struct arena *a, int64_t at, int tz_min)
{
    int64_t minute = (at - date_start_us(date_of(at, tz_min), tz_min)) / TIME_MINUTE_US;
    return str_printf(a, "%.*s %02d:%02d", STR_ARG(form_date(a, date_of(at, tz_min))), (int)(minute / 60),
                      (int)(minute % 60));
}

static struct str gender_text(int gender)
{
    return gender == PERSON_MALE ? STR("男") : gender == PERSON_FEMALE ? STR("女") : (struct str){0};
}

/* ---- leave ---- */

static const double four[] = {19, 33, 16, 32};

static struct str leave_kind_text(struct str kind)
{
    return str_is(kind, "sick") ? STR("病假") : str_is(kind, "official") ? STR("公假") : STR("事假");
}

static struct str step_text(struct arena *a, const struct form_step *step, int tz_min)
{
    struct str for_whom = step->deputy_for.n ? str_printf(a, "（代%.*s）", STR_ARG(step->deputy_for)) : (struct str){0};
    return str_printf(a, "%s　%.*s%.*s　%.*s%s%.*s（网上审批）", str_is(step->state, "approved") ? "同意" : "不同意",
                      STR_ARG(step->name), STR_ARG(for_whom), STR_ARG(minute_text(a, step->at, tz_min)),
                      step->note.n ? "\n" : "", STR_ARG(step->note));
}

/* What was decided on the screen by whoever signs in that place, in the order of the chain; then the reporting back. */
static struct str sign_text(struct arena *a, const struct form_leave *l, size_t place, int tz_min)
{
    static const char *const levels[] = {"manager", "office", "principal", "department"};
    size_t n = sizeof levels / sizeof *levels;
    if (place == n && l->back_at) return str_printf(a, "%.*s 已销假", STR_ARG(minute_text(a, l->back_at, tz_min)));
    for (LIST_EACH(l->steps, struct form_step, step))
        if (place < n && str_is(step->level, levels[place])) return step_text(a, step, tz_min);
    return (struct str){0};
}

void form_paper_leave(struct arena *a, struct paper_doc *doc, const struct form_template *t, const struct form_leave *l,
                      int tz_min)
{
    struct form_facts facts = {.person_name = l->person_name,
                               .org_name = l->org_name,
                               .post = l->post,
                               .rank_name = l->rank_name,
                               .class_title = l->class_title,
                               .host_name = l->host_name,
                               .starts_on = l->starts_on,
                               .ends_on = l->ends_on,
                               .hours_centi = l->hours_centi};
    form_begin(doc, a, t, &facts);
    struct paper_block *b = grid(a, doc, four, 4);
    size_t place = 0;
    put_pair(a, b, "姓　名", l->person_name, "性　别", gender_text(l->gender));
    put_pair(a, b, "单　位", l->org_name, "职　务", l->post);
    put_pair(a, b, "请假类别", leave_kind_text(l->leave_kind), "请假学时", hours_text(a, l->hours_centi));
    put_wide(a, b, STR("培训班次"),
             str_printf(a, "%.*s（%.*s，%.*s 至 %.*s）", STR_ARG(l->class_title), STR_ARG(l->host_name),
                        STR_ARG(date_text(a, l->starts_on)), STR_ARG(date_text(a, l->ends_on))),
             10);
    put_wide(a, b, STR("请假时间"),
             str_printf(a, "%.*s 至 %.*s", STR_ARG(minute_text(a, l->from_at, tz_min)),
                        STR_ARG(minute_text(a, l->until_at, tz_min))),
             10);
    put_wide(a, b, STR("请假事由"), l->reason, 34)->foot = STR("申请人签字：　　　　　　　年　　月　　日");
    for (LIST_EACH(t->signs, struct str, sign))
        put_wide(a, b, form_fill(a, *sign, &facts), sign_text(a, l, place++, tz_min), 25)->foot = STR(SIGN_FOOT);
    put_notes(a, doc, t, &facts);
}

/* ---- class list ---- */

static struct form_facts facts_of_class(const struct klass *k)
{
    return (struct form_facts){
        .class_title = k->title, .host_name = k->org_name, .starts_on = k->starts_on, .ends_on = k->ends_on};
}

static void put_class_line(struct arena *a, struct paper_doc *doc, const struct klass *k, size_t people)
{
    struct paper_block *b = paper_add(a, doc, PAPER_TEXT);
    b->text = str_printf(a, "班次：%.*s\n主办：%.*s　　时间：%.*s 至 %.*s　　共 %zu 人", STR_ARG(k->title),
                         STR_ARG(k->org_name), STR_ARG(date_text(a, k->starts_on)), STR_ARG(date_text(a, k->ends_on)),
                         people);
    b->size_pt = 10;
    b->after_mm = 2;
}

static void put_head(struct arena *a, struct paper_block *b, const char *const *names, size_t n)
{
    struct paper_row *row = paper_row_add(a, b, n);
    for (size_t i = 0; i < n; i++) row->cells[i] = label(str_of(names[i]));
    b->head_rows = 1;
}

void form_paper_people(struct arena *a, struct paper_doc *doc, const struct form_template *t, const struct klass *k,
                       const struct list *people)
{
    static const double widths[] = {6, 11, 6, 30, 22, 13, 12};
    static const char *const heads[] = {"序号", "姓名", "性别", "单位", "职务", "分组", "教学点"};
    struct form_facts facts = facts_of_class(k);
    size_t number = 0;
    doc->numbered = true;
    form_begin(doc, a, t, &facts);
    put_class_line(a, doc, k, people->n);
    struct paper_block *b = grid(a, doc, widths, 7);
    b->size_pt = 9.5;
    put_head(a, b, heads, 7);
    for (LIST_EACH(*people, struct form_person, p)) {
        struct paper_cell *cells = paper_row_add(a, b, 7)->cells;
        cells[0] = (struct paper_cell){.text = str_printf(a, "%zu", ++number), .align = PAPER_CENTRE, .mm = 7.5};
        cells[1] = (struct paper_cell){.text = p->person_name, .align = PAPER_CENTRE};
        cells[2] = (struct paper_cell){.text = gender_text(p->gender), .align = PAPER_CENTRE};
        cells[3].text = p->org_name;
        cells[4].text = p->post.n ? p->post : p->rank_name;
        cells[5].text = p->group_name;
        cells[6].text = p->site_name;
    }
    put_notes(a, doc, t, &facts);
    put_sign_line(a, doc, t, &facts);
}

/* ---- attendance ---- */

static const char *const signs_of_state[] = {
    [ROLL_UNMARKED] = "", [ROLL_PRESENT] = "√", [ROLL_LATE] = "△", [ROLL_ABSENT] = "×", [ROLL_LEAVE] = "○"};

/* The first mark of a person or later; marks are in the order of people's ids. */
static size_t first_mark(const struct list *marks, int64_t person_id)
{
    size_t low = 0, high = marks->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (LIST_AT(*marks, struct form_mark, middle)->person_id < person_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int state_of(const struct list *marks, size_t from, int64_t person_id, int64_t session_id)
{
    for (size_t i = from; i < marks->n; i++) {
        const struct form_mark *m = LIST_AT(*marks, struct form_mark, i);
        if (m->person_id != person_id) break;
        if (m->session_id == session_id) return m->state;
    }
    return ROLL_UNMARKED;
}

/* Day and hour of a lesson in a narrow column. */
static struct str session_head(struct arena *a, const struct session *s, int tz_min)
{
    int date = date_of(s->starts_at, tz_min);
    int64_t minute = (s->starts_at - date_start_us(date, tz_min)) / TIME_MINUTE_US;
    return str_printf(a, "%d/%d\n%02d:%02d", date / 100 % 100, date % 100, (int)(minute / 60), (int)(minute % 60));
}

static void put_sheet_head(struct arena *a, struct paper_block *b, const struct form_roll *roll, size_t from, size_t n)
{
    struct paper_row *row = paper_row_add(a, b, b->columns);
    row->cells[0] = label(STR("序号"));
    row->cells[1] = label(STR("姓名"));
    row->cells[2] = label(STR("单位"));
    for (size_t i = 0; i < n; i++)
        row->cells[3 + i] = label(session_head(a, LIST_AT(roll->sessions, struct session, from + i), roll->tz_min));
    row->cells[3 + n] = label(STR("备注"));
    b->head_rows = 1;
}

static void put_sheet_row(struct arena *a, struct paper_block *b, const struct form_roll *roll, size_t person,
                          size_t from, size_t n)
{
    const struct form_person *p = LIST_AT(roll->people, struct form_person, person);
    struct paper_cell *cells = paper_row_add(a, b, b->columns)->cells;
    size_t first = roll->blank ? 0 : first_mark(&roll->marks, p->person_id);
    cells[0] = (struct paper_cell){.text = str_printf(a, "%zu", person + 1), .align = PAPER_CENTRE, .mm = 7.5};
    cells[1] = (struct paper_cell){.text = p->person_name, .align = PAPER_CENTRE};
    cells[2].text = p->org_name;
    for (size_t i = 0; i < n && !roll->blank; i++) {
        int64_t session_id = LIST_AT(roll->sessions, struct session, from + i)->id;
        int state = state_of(&roll->marks, first, p->person_id, session_id);
        cells[3 + i] = (struct paper_cell){.text = str_of(signs_of_state[state]), .align = PAPER_CENTRE};
    }
}

static void put_sheet(struct arena *a, struct paper_doc *doc, const struct form_roll *roll, size_t from, size_t n)
{
    double *widths = arena_array(a, double, n + 4);
    struct form_facts facts = facts_of_class(roll->klass);
    form_begin(doc, a, roll->t, &facts);
    put_class_line(a, doc, roll->klass, roll->people.n);
    widths[0] = 9, widths[1] = 18, widths[2] = 48, widths[n + 3] = 20;
    for (size_t i = 0; i < n; i++) widths[3 + i] = 13;
    struct paper_block *b = grid(a, doc, widths, n + 4);
    b->size_pt = 9;
    put_sheet_head(a, b, roll, from, n);
    for (size_t i = 0; i < roll->people.n; i++) put_sheet_row(a, b, roll, i, from, n);
    put_notes(a, doc, roll->t, &facts);
    put_sign_line(a, doc, roll->t, &facts);
}

void form_paper_roll(struct arena *a, struct paper_doc *doc, const struct form_roll *roll)
{
    doc->landscape = doc->numbered = true;
    for (size_t from = 0; from < roll->sessions.n || !from; from += SESSIONS_A_SHEET) {
        size_t n = roll->sessions.n - from < SESSIONS_A_SHEET ? roll->sessions.n - from : SESSIONS_A_SHEET;
        if (from) paper_add(a, doc, PAPER_BREAK);
        put_sheet(a, doc, roll, from, n);
    }
}

/* ---- assessment ---- */

struct counts {
    int64_t of[ROLL_LEAVE + 1];
};

static struct counts count_marks(const struct form_roll *roll, int64_t person_id)
{
    struct counts counts = {0};
    size_t first = first_mark(&roll->marks, person_id);
    for (LIST_EACH(roll->sessions, struct session, s)) counts.of[state_of(&roll->marks, first, person_id, s->id)]++;
    return counts;
}

/* What the assessment says; empty when there is none, to be filled in by hand. */
static struct str assess_text(struct arena *a, const struct form_result *r)
{
    static const char *const words[][2] = {
        {"excellent", "优秀"}, {"good", "良好"}, {"pass", "合格"}, {"fail", "不合格"}};
    struct str said = {0};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(r->grade, words[i][0])) said = str_of(words[i][1]);
    if (r->study_centi || r->conduct_centi)
        said = str_printf(a, "学习成绩 %.*s 分，综合表现 %.*s 分", STR_ARG(hours_text(a, r->study_centi)),
                          STR_ARG(hours_text(a, r->conduct_centi)));
    return r->note.n ? str_printf(a, "%.*s%s%.*s", STR_ARG(said), said.n ? "。" : "", STR_ARG(r->note)) : said;
}

void form_paper_assess(struct arena *a, struct paper_doc *doc, const struct form_roll *roll,
                       const struct form_person *p, const struct form_result *result)
{
    const struct klass *k = roll->klass;
    const struct form_template *t = roll->t;
    struct form_facts facts = facts_of_class(k);
    struct counts n = count_marks(roll, p->person_id);
    facts.person_name = p->person_name, facts.org_name = p->org_name, facts.post = p->post;
    facts.rank_name = p->rank_name, facts.hours_centi = result->hours_centi, facts.days_centi = result->days_centi;
    facts.online_centi = result->online_centi;
    form_begin(doc, a, t, &facts);
    struct paper_block *b = grid(a, doc, four, 4);
    put_pair(a, b, "姓　名", p->person_name, "性　别", gender_text(p->gender));
    put_pair(a, b, "单　位", p->org_name, "职　务", p->post.n ? p->post : p->rank_name);
    put_pair(a, b, "培训班次", k->title, "主办单位", k->org_name);
    put_pair(a, b, "培训时间",
             str_printf(a, "%.*s 至 %.*s", STR_ARG(date_text(a, k->starts_on)), STR_ARG(date_text(a, k->ends_on))),
             "计入学时",
             result->outcome.n ? hours_text(a, result->hours_centi + result->online_centi) : (struct str){0});
    put_wide(a, b, STR("出勤情况"),
             str_printf(a, "应到 %zu 课次：出勤 %lld，迟到 %lld，请假 %lld，缺勤 %lld，未登记 %lld", roll->sessions.n,
                        (long long)n.of[ROLL_PRESENT], (long long)n.of[ROLL_LATE], (long long)n.of[ROLL_LEAVE],
                        (long long)n.of[ROLL_ABSENT], (long long)n.of[ROLL_UNMARKED]),
             10);
    put_wide(a, b, STR("考核结果"), assess_text(a, result), 12);
    size_t at = 0, most = t->signs.n ? t->signs.n : 1;
    double each = 158.0 / (double)most;
    for (LIST_EACH(t->signs, struct str, sign)) {
        struct paper_cell *cell =
            put_wide(a, b, form_fill(a, *sign, &facts), (struct str){0}, at++ == 0 ? each * 1.6 : each * 0.8);
        cell->foot = STR(SIGN_FOOT);
    }
    put_notes(a, doc, t, &facts);
}
