/* calc/paper/paper_test.c: pages, repeated heads, the same bytes, pictures that are none. */
#include "calc/paper/paper.h"

#include "check.h"
#include "core/arena.h"

#include <string.h>

static struct arena *a;
static const double widths[] = {1, 4};

static struct paper_doc table_of(size_t rows)
{
    struct paper_doc doc = {.title = STR("名册"), .made_at = 1795492800000000, .numbered = true};
    struct paper_block *b = paper_add(a, &doc, PAPER_TABLE);
    b->widths = widths;
    b->columns = 2;
    b->head_rows = 1;
    for (size_t i = 0; i <= rows; i++) {
        struct paper_row *row = paper_row_add(a, b, 2);
        row->cells[0].text = str_printf(a, "%zu", i);
        row->cells[1].text = STR("重庆市九龙坡区");
    }
    return doc;
}

static int pages_of(struct str pdf)
{
    int n = 0;
    for (size_t i = 0; i + 11 < pdf.n; i++) n += memcmp(pdf.p + i, "/Type /Page", 11) == 0 && pdf.p[i + 11] != 's';
    return n;
}

static void a_long_table_takes_as_many_pages_as_it_needs(void)
{
    struct paper_doc one = table_of(3), many = table_of(200);
    struct str pdf;
    CHECK_OK(paper_pdf(a, &one, &pdf));
    CHECK(str_starts(pdf, STR("%PDF-")));
    CHECK_INT(pages_of(pdf), 1);
    CHECK_OK(paper_pdf(a, &many, &pdf));
    CHECK(pages_of(pdf) >= 4 && pages_of(pdf) <= 8);
}

static void the_same_document_gives_the_same_bytes(void)
{
    struct paper_doc doc = table_of(60), again = table_of(60);
    struct str first, second;
    CHECK_OK(paper_pdf(a, &doc, &first));
    CHECK_OK(paper_pdf(a, &again, &second));
    CHECK(str_equal(first, second));
}

static void a_text_longer_than_a_page_goes_on_on_the_next(void)
{
    struct paper_doc doc = {.numbered = true, .footer = STR("页脚")};
    char *text = arena_bytes(a, 30001);
    for (size_t i = 0; i < 10000; i++) memcpy(text + 3 * i, "课", 3);
    paper_add(a, &doc, PAPER_TEXT)->text = (struct str){text, 30000};
    struct str pdf;
    CHECK_OK(paper_pdf(a, &doc, &pdf));
    CHECK(pages_of(pdf) >= 4 && pages_of(pdf) <= 12);
}

static void a_document_without_end_is_refused(void)
{
    struct paper_doc doc = table_of(100000);
    struct str pdf;
    CHECK_ERR(paper_pdf(a, &doc, &pdf), "paper.too_long");
}

static void a_picture_that_is_none_is_refused(void)
{
    struct paper_doc doc = {0};
    struct paper_block *b = paper_add(a, &doc, PAPER_LOGO);
    struct str pdf;
    b->mm = 20;
    b->png = STR("GIF89a");
    CHECK_ERR(paper_pdf(a, &doc, &pdf), "paper.logo");
    b->png = STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1rubbish and more of it");
    CHECK(paper_png_fits(b->png));
    CHECK_ERR(paper_pdf(a, &doc, &pdf), "paper.logo");
    CHECK(!paper_png_fits(STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\0\0\1\x7f\0\0\1 a picture as large as a city")));
}

static void the_first_page_is_drawn_as_a_picture(void)
{
    struct paper_doc doc = table_of(200);
    struct str png;
    CHECK_OK(paper_png(a, &doc, 1, &png));
    CHECK(paper_png_fits(png));
}

int main(void)
{
    a = arena_open((size_t)256 << 20);
    RUN(a_long_table_takes_as_many_pages_as_it_needs);
    RUN(the_same_document_gives_the_same_bytes);
    RUN(a_text_longer_than_a_page_goes_on_on_the_next);
    RUN(a_document_without_end_is_refused);
    RUN(the_first_page_is_drawn_as_a_picture);
    RUN(a_picture_that_is_none_is_refused);
    arena_close(a);
    return check_end();
}
