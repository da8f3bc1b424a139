/* Spreadsheets and text tables of strangers: whatever the bytes are, rows come in order, within the limits and with
 * texts of whole characters; and what was read as .csv is written so that it is read the same again. */
#include "calc/sheet/sheet.h"
#include "core/buf.h"
#include "core/limits.h"
#include "core/time.h"
#include "fuzz/fuzz.h"

struct seen {
    int64_t row;
    struct sheet_writer *out;
};

static struct err *take_row(void *context, const struct sheet_row *row)
{
    struct seen *seen = context;
    FUZZ_CHECK(row->number > seen->row && row->number <= LIMIT_SHEET_ROWS);
    FUZZ_CHECK(row->n > 0 && row->n <= LIMIT_SHEET_COLUMNS);
    seen->row = row->number;
    for (size_t i = 0; i < row->n; i++) {
        FUZZ_CHECK((row->cells[i].kind == SHEET_EMPTY) == (row->cells[i].text.n == 0));
        for (int zeros_kept = 0; zeros_kept <= 1; zeros_kept++) {
            struct sheet_day day = sheet_day(&row->cells[i], zeros_kept);
            FUZZ_CHECK(day.date ? day.kind && date_is_valid(day.date) : !day.kind || day.kind == SHEET_DAY_CUT);
        }
    }
    return seen->out ? sheet_put(seen->out, row->cells, row->n) : NULL;
}

static struct err *keep(void *context, struct str bytes)
{
    buf_str(context, bytes);
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open(256 << 20);
    struct buf out;
    struct seen first = {0}, second = {0};
    buf_init(&out, 64 << 20);
    struct err *e = sheet_write_csv(a, keep, &out, &first.out);
    FUZZ_CHECK(!e);
    e = sheet_read(a, (struct str){(const char *)data, size}, take_row, &first);
    bool whole = !e;
    e = sheet_close(first.out, true);
    FUZZ_CHECK(!e);
    if (whole && str_chars(buf_text(&out)) >= 0) {
        e = sheet_read(a, buf_text(&out), take_row, &second);
        FUZZ_CHECK(!e || second.row == 0);
    }
    buf_done(&out);
    arena_close(a);
    return 0;
}
