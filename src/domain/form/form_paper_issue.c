/* domain/form/form_paper_issue.c: how certificates and ledger statements look. */
#include "calc/paper/paper.h"
#include "core/arena.h"
#include "core/hours.h"
#include "core/time.h"
#include "domain/form/form_private.h"
#include "domain/ledger/ledger.h"

/* The QR code with what it is for, left; who issues it and when, right. */
static void put_end(struct arena *a, struct paper_doc *doc, const struct form_template *t,
                    const struct form_facts *facts, struct str number, struct str url, bool certificate)
{
    static const double widths[] = {26, 54, 80};
    struct paper_block *b = paper_add(a, doc, PAPER_TABLE);
    b->widths = widths;
    b->columns = 3;
    b->bare = true;
    b->size_pt = 9;
    b->before_mm = certificate ? 8 : 6;
    b->serif = b->sunk = certificate;
    struct paper_cell *cells = paper_row_add(a, b, 3)->cells;
    struct str who = t->signs.n ? form_fill(a, *LIST_AT(t->signs, struct str, 0), facts) : facts->host_name;
    cells[0] = (struct paper_cell){.qr = url, .mm = 24};
    cells[1].text = str_printf(a, "编号：%.*s\n扫描二维码或打开\n%.*s\n核验真伪", STR_ARG(form_number_show(a, number)),
                               STR_ARG(url));
    cells[2] = (struct paper_cell){
        .text = str_printf(a, "%.*s\n\n%.*s", STR_ARG(who), STR_ARG(form_date(a, facts->issued_on))),
        .align = PAPER_CENTRE,
        .size_pt = certificate ? 16 : 11};
}

void form_paper_certificate(struct arena *a, struct paper_doc *doc, const struct form_template *t,
                            const struct form_facts *facts, struct str number, struct str url)
{
    struct str logo;
    doc->landscape = doc->frame = true;
    if (!doc->title.n) doc->title = form_fill(a, t->title, facts);
    doc->footer = form_fill(a, t->footer, facts);
    if (t->logo.n && form_base64(a, t->logo, &logo) && paper_png_fits(logo)) {
        struct paper_block *b = paper_add(a, doc, PAPER_LOGO);
        b->png = logo;
        b->mm = 20;
    } else {
        paper_add(a, doc, PAPER_SPACE)->mm = 12;
    }
    struct paper_block *title = paper_add(a, doc, PAPER_TEXT);
    title->text = form_fill(a, t->title, facts);
    title->size_pt = 40;
    title->bold = title->serif = true;
    title->align = PAPER_CENTRE;
    title->after_mm = 14;
    struct paper_block *body = paper_add(a, doc, PAPER_TEXT);
    body->text = form_fill(a, t->intro, facts);
    body->size_pt = 19;
    body->serif = true;
    body->indent_em = 2;
    body->line = 1.75;
    if (t->notes.n) {
        struct paper_block *notes = paper_add(a, doc, PAPER_TEXT);
        notes->text = form_fill(a, t->notes, facts);
        notes->size_pt = 11;
        notes->before_mm = 3;
    }
    put_end(a, doc, t, facts, number, url, true);
}

static void put_line(struct arena *a, struct paper_block *b, size_t number, const struct form_line *line)
{
    struct paper_cell *cells = paper_row_add(a, b, 6)->cells;
    cells[0] = (struct paper_cell){.text = str_printf(a, "%zu", number), .align = PAPER_CENTRE};
    cells[1] = (struct paper_cell){.text = date_text(a, line->earned_on), .align = PAPER_CENTRE};
    cells[2].text = line->title;
    cells[3].text = line->org_name;
    cells[4] =
        (struct paper_cell){.text = line->kind == LEDGER_ONLINE ? STR("网络") : STR("集中"), .align = PAPER_CENTRE};
    cells[5] = (struct paper_cell){.text = hours_text(a, line->hours_centi), .align = PAPER_RIGHT};
}

static void put_sums(struct arena *a, struct paper_block *b, const struct form_facts *facts)
{
    struct paper_cell *cells = paper_row_add(a, b, 2)->cells;
    cells[0] = (struct paper_cell){.text = STR("合　计"), .span = 4, .align = PAPER_CENTRE, .bold = true};
    cells[1] =
        (struct paper_cell){.text = str_printf(a, "集中 %.*s\n网络 %.*s", STR_ARG(hours_text(a, facts->hours_centi)),
                                               STR_ARG(hours_text(a, facts->online_centi))),
                            .span = 2,
                            .align = PAPER_RIGHT,
                            .bold = true};
}

void form_paper_statement(struct arena *a, struct paper_doc *doc, const struct form_template *t,
                          const struct form_facts *facts, struct str number, struct str url)
{
    static const double widths[] = {8, 17, 44, 32, 9, 12};
    static const char *const heads[] = {"序号", "取得日期", "培训内容", "授予单位", "类别", "学时"};
    size_t n = 0;
    doc->numbered = true;
    form_begin(doc, a, t, facts);
    if (!doc->footer.n) doc->footer = str_printf(a, "编号：%.*s", STR_ARG(form_number_show(a, number)));
    struct paper_block *b = paper_add(a, doc, PAPER_TABLE);
    b->widths = widths;
    b->columns = 6;
    b->size_pt = 9;
    b->head_rows = 1;
    struct paper_row *head = paper_row_add(a, b, 6);
    for (size_t i = 0; i < 6; i++)
        head->cells[i] = (struct paper_cell){.text = str_of(heads[i]), .align = PAPER_CENTRE, .bold = true};
    for (LIST_EACH(facts->lines, struct form_line, line)) put_line(a, b, ++n, line);
    put_sums(a, b, facts);
    if (t->notes.n) {
        struct paper_block *notes = paper_add(a, doc, PAPER_TEXT);
        notes->text = form_fill(a, t->notes, facts);
        notes->size_pt = 9;
        notes->before_mm = 2.5;
    }
    put_end(a, doc, t, facts, number, url, false);
}
