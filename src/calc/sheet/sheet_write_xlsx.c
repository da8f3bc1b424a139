/* calc/sheet/sheet_write_xlsx.c: .xlsx through libxlsxwriter, a row at a time. */
#include "calc/sheet/sheet_private.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/limits.h"
#include "core/time.h"

#include <math.h>
#include <string.h>
#include <xlsxwriter.h>

enum { CELL_CHARS = 32767, WIDTH_LEAST = 8, WIDTH_MOST = 60, NOTE_CHARS = 255, CHOICES_CHARS = 255 };

struct xlsx_writer {
    struct sheet_writer base;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *head, *date, *time, *text, *wrapped;
    lxw_row_t row;
    struct arena *scratch; /* texts with their end, forgotten after each row */
};

static struct xlsx_writer *writer_of(struct sheet_writer *w) { return (struct xlsx_writer *)w; }

/* libxlsxwriter wants a NUL at the end and at most so many characters. */
static char *text_of(struct arena *a, struct str s, size_t most_chars)
{
    size_t at = 0, chars = 0;
    while (at < s.n && chars < most_chars && str_next(s, &at) >= 0) chars++;
    return str_cstr(a, (struct str){s.p, chars < most_chars ? s.n : at});
}

/* 1 for each Latin letter and 2 for each wide one. */
static int width_of(struct str s)
{
    int width = 0;
    size_t at = 0;
    for (int32_t c; (c = str_next(s, &at)) >= 0;) width += c >= 0x1100 ? 2 : 1;
    return width;
}

/* A list in the cell's rule may have 255 characters; a longer one stays unchecked here, and is checked by the import.
 */
static void put_choices(struct xlsx_writer *w, lxw_col_t at, const struct sheet_column *column)
{
    struct arena *a = w->base.arena;
    char **list = arena_array(a, char *, column->choice_count + 1);
    size_t chars = 0;
    for (size_t i = 0; i < column->choice_count; i++) {
        list[i] = str_cstr(a, column->choices[i]);
        chars += column->choices[i].n + 1;
    }
    lxw_data_validation rule = {
        .validate = LXW_VALIDATION_TYPE_LIST, .value_list = list, .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING};
    if (column->note.n) rule.input_message = text_of(a, column->note, NOTE_CHARS);
    if (chars <= CHOICES_CHARS) worksheet_data_validation_range(w->sheet, 1, at, LIMIT_SHEET_ROWS - 1, at, &rule);
}

static void put_note(struct xlsx_writer *w, lxw_col_t at, const struct sheet_column *column)
{
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_ANY,
                                .input_message = text_of(w->base.arena, column->note, NOTE_CHARS)};
    worksheet_data_validation_range(w->sheet, 1, at, LIMIT_SHEET_ROWS - 1, at, &rule);
}

static struct err *xlsx_head(struct sheet_writer *base, const struct sheet_column *columns, size_t n)
{
    struct xlsx_writer *w = writer_of(base);
    for (size_t i = 0; i < n; i++) {
        int width = columns[i].chars ? columns[i].chars : width_of(columns[i].label) + 4;
        width = width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
        lxw_col_t at = (lxw_col_t)i;
        worksheet_set_column(w->sheet, at, at, width, columns[i].as_text ? w->text : NULL);
        worksheet_write_string(w->sheet, 0, at, text_of(base->arena, columns[i].label, CELL_CHARS), w->head);
        if (columns[i].choice_count)
            put_choices(w, at, &columns[i]);
        else if (columns[i].note.n)
            put_note(w, at, &columns[i]);
    }
    worksheet_freeze_panes(w->sheet, 1, 0);
    w->row = 1;
    return NULL;
}

static double serial_of(int64_t local_us)
{
    static const int64_t epoch_days = 25569;
    return (double)epoch_days + (double)local_us / (double)TIME_DAY_US;
}

static void put_cell(struct xlsx_writer *w, lxw_col_t at, const struct sheet_cell *cell)
{
    switch (cell->kind) {
    case SHEET_EMPTY: break;
    case SHEET_INT: worksheet_write_number(w->sheet, w->row, at, (double)cell->number, NULL); break;
    case SHEET_CENTI: worksheet_write_number(w->sheet, w->row, at, (double)cell->number / 100, NULL); break;
    case SHEET_REAL:
        if (isfinite(cell->real)) worksheet_write_number(w->sheet, w->row, at, cell->real, NULL);
        break;
    case SHEET_DATE:
        worksheet_write_number(w->sheet, w->row, at, serial_of(date_start_us((int)cell->number, 0)), w->date);
        break;
    case SHEET_TIME: worksheet_write_number(w->sheet, w->row, at, serial_of(cell->number), w->time); break;
    case SHEET_TEXT:
    case SHEET_BOOL:
    case SHEET_ERROR:
        if (cell->text.n)
            worksheet_write_string(w->sheet, w->row, at, text_of(w->scratch, cell->text, CELL_CHARS), NULL);
        break;
    }
}

static struct err *xlsx_put(struct sheet_writer *base, const struct sheet_cell *cells, size_t n)
{
    struct xlsx_writer *w = writer_of(base);
    if (w->row >= LIMIT_SHEET_ROWS)
        FAIL(base->arena, ERR_LIMIT, "sheet.too_long", "超过 Excel 的 %d 行。请导出为 CSV，或缩小范围。",
             "There are more than the %d rows that Excel takes. Export as CSV, or narrow the list.", LIMIT_SHEET_ROWS);
    for (size_t i = 0; i < n; i++) put_cell(w, (lxw_col_t)i, &cells[i]);
    w->row++;
    arena_reset(w->scratch);
    return NULL;
}

static struct err *xlsx_next(struct sheet_writer *base, struct str name)
{
    struct xlsx_writer *w = writer_of(base);
    w->sheet = workbook_add_worksheet(w->book, text_of(base->arena, name, 31));
    w->row = 0;
    if (w->sheet) return NULL;
    FAIL(base->arena, ERR_BROKEN, "sheet.write", "无法写出表格。", "The workbook could not be written.");
}

static struct err *xlsx_notes(struct sheet_writer *base, struct str name, const struct str *lines, size_t n)
{
    struct xlsx_writer *w = writer_of(base);
    lxw_worksheet *sheet = workbook_add_worksheet(w->book, text_of(base->arena, name, 31));
    if (!sheet) return NULL;
    worksheet_set_column(sheet, 0, 0, 100, w->wrapped);
    for (size_t i = 0; i < n; i++)
        worksheet_write_string(sheet, (lxw_row_t)i, 0, text_of(base->arena, lines[i], CELL_CHARS), w->wrapped);
    return NULL;
}

static struct err *xlsx_close(struct sheet_writer *base, bool keep)
{
    struct xlsx_writer *w = writer_of(base);
    arena_close(w->scratch);
    if (!keep) {
        lxw_workbook_free(w->book);
        return NULL;
    }
    lxw_error error = workbook_close(w->book);
    if (error == LXW_NO_ERROR) return NULL;
    FAIL(base->arena, ERR_BROKEN, "sheet.write", "无法写出表格：%s。", "The workbook could not be written: %s.",
         lxw_strerror(error));
}

static const struct sheet_driver xlsx_driver = {
    .head = xlsx_head, .put = xlsx_put, .next = xlsx_next, .notes = xlsx_notes, .close = xlsx_close};

static void add_formats(struct xlsx_writer *w)
{
    w->head = workbook_add_format(w->book);
    format_set_bold(w->head);
    format_set_bg_color(w->head, 0xE8EEF4);
    format_set_border(w->head, LXW_BORDER_THIN);
    w->date = workbook_add_format(w->book);
    format_set_num_format(w->date, "yyyy-mm-dd");
    w->time = workbook_add_format(w->book);
    format_set_num_format(w->time, "yyyy-mm-dd hh:mm:ss");
    w->text = workbook_add_format(w->book);
    format_set_num_format(w->text, "@");
    w->wrapped = workbook_add_format(w->book);
    format_set_text_wrap(w->wrapped);
}

struct err *sheet_write_xlsx(struct arena *a, struct str path, struct str tmp_dir, struct str sheet_name,
                             struct sheet_writer **ret_writer)
{
    struct xlsx_writer *w = arena_new(a, struct xlsx_writer);
    lxw_workbook_options options = {
        .constant_memory = LXW_TRUE, .tmpdir = tmp_dir.n ? str_cstr(a, tmp_dir) : NULL, .use_zip64 = LXW_TRUE};
    *w = (struct xlsx_writer){.base = {.driver = &xlsx_driver, .arena = a}, .scratch = arena_open(8 << 20)};
    w->book = workbook_new_opt(str_cstr(a, path), &options);
    w->sheet = w->book ? workbook_add_worksheet(w->book, text_of(a, sheet_name, 31)) : NULL;
    if (!w->sheet) {
        arena_close(w->scratch);
        if (w->book) lxw_workbook_free(w->book);
        FAIL(a, ERR_BROKEN, "sheet.write", "无法写出表格。", "The workbook could not be written.");
    }
    add_formats(w);
    *ret_writer = &w->base;
    return NULL;
}
