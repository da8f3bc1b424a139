/* Zips of strangers, as OneRoster's: whatever the bytes are, a file comes out whole and within its ceiling or not at
 * all, and its rows can be read. */
#include "calc/sheet/sheet.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/limits.h"
#include "fuzz/fuzz.h"

static struct err *take_row(void *context, const struct sheet_row *row)
{
    int64_t *last = context;
    FUZZ_CHECK(row->number > *last);
    *last = row->number;
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"manifest.csv", "orgs.csv", "users.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct arena *a = arena_open(256 << 20);
        struct str file;
        bool found = false;
        int64_t last = 0;
        struct err *e = sheet_unzip(a, (struct str){(const char *)data, size}, names[i], &file, &found);
        FUZZ_CHECK(!e || e->kind == ERR_INVALID || e->kind == ERR_LIMIT);
        if (!e && found) {
            FUZZ_CHECK(file.n <= LIMIT_SHEET_BYTES / 8);
            e = sheet_read(a, file, take_row, &last);
            FUZZ_CHECK(!e || e->en.n);
        }
        arena_close(a);
    }
    return 0;
}
