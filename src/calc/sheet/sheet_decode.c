/* calc/sheet/sheet_decode.c: the characters of a text file, whoever wrote it. */
#include "calc/sheet/sheet_private.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/limits.h"

#include <stdlib.h>
#include <unicode/ucnv.h>

enum { PIECE_BYTES = 64 << 10 };

/* Where the first wrong byte is, as a person finds it: the row. */
static struct err *wrong_bytes(struct arena *a, struct str bytes, size_t at)
{
    int64_t row = 1;
    for (size_t i = 0; i < at && i < bytes.n; i++) row += bytes.p[i] == '\n';
    FAIL(a, ERR_INVALID, "sheet.encoding",
         "第 %lld 行有无法识别的字符：文件既不是 UTF-8 也不是 GB18030（GBK）编码。请用 Excel 或 WPS 另存为 .xlsx。",
         "Row %lld has characters that are neither UTF-8 nor GB18030. Save the file as .xlsx.", (long long)row);
}

static struct err *convert(struct arena *a, UConverter *from, UConverter *to, struct str bytes, struct buf *out)
{
    const char *source = bytes.p, *source_end = bytes.p + bytes.n;
    UChar *pivot = malloc(PIECE_BYTES * sizeof *pivot), *pivot_source = pivot, *pivot_target = pivot;
    char *piece = malloc(PIECE_BYTES);
    if (!pivot || !piece) abort();
    UErrorCode code = U_BUFFER_OVERFLOW_ERROR;
    for (bool first = true; code == U_BUFFER_OVERFLOW_ERROR && !buf_over(out); first = false) {
        char *target = piece;
        code = U_ZERO_ERROR;
        ucnv_convertEx(to, from, &target, piece + PIECE_BYTES, &source, source_end, pivot, &pivot_source, &pivot_target,
                       pivot + PIECE_BYTES, first, true, &code);
        buf_put(out, piece, (size_t)(target - piece));
    }
    free(pivot);
    free(piece);
    if (buf_over(out))
        FAIL(a, ERR_LIMIT, "sheet.too_large", "文件太大。请分成几个文件。", "The file is too large: cut it up.");
    return U_FAILURE(code) ? wrong_bytes(a, bytes, (size_t)(source - bytes.p)) : NULL;
}

static struct err *convert_from(struct arena *a, const char *encoding, struct str bytes, struct buf *out)
{
    UErrorCode code = U_ZERO_ERROR;
    UConverter *from = ucnv_open(encoding, &code), *to = ucnv_open("UTF-8", &code);
    ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
    struct err *e = U_FAILURE(code)
                        ? ERR(a, ERR_BROKEN, "sheet.converter", "缺少 %s 编码表。", "No converter for %s.", encoding)
                        : convert(a, from, to, bytes, out);
    ucnv_close(from);
    ucnv_close(to);
    return e;
}

/* UTF-16 without a mark: ASCII commas and digits have a zero on one side. */
static const char *guess_utf16(struct str bytes)
{
    size_t even = 0, odd = 0, most = bytes.n < 4096 ? bytes.n : 4096;
    for (size_t i = 0; i < most; i++)
        if (!bytes.p[i]) *(i % 2 ? &odd : &even) += 1;
    if (even + odd < most / 20 + 1) return NULL;
    return odd > even ? "UTF-16LE" : "UTF-16BE";
}

struct err *sheet_decode(struct arena *a, struct str bytes, struct buf *out, struct str *ret_text)
{
    const char *encoding = NULL;
    size_t mark = 0;
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        mark = 3;
    else if (str_starts(bytes, STR("\xff\xfe")))
        encoding = "UTF-16LE", mark = 2;
    else if (str_starts(bytes, STR("\xfe\xff")))
        encoding = "UTF-16BE", mark = 2;
    else
        encoding = guess_utf16(bytes);
    struct str rest = {bytes.p + mark, bytes.n - mark};
    if (!encoding && str_chars(rest) >= 0) {
        *ret_text = rest;
        return NULL;
    }
    if (!encoding) encoding = mark ? "UTF-8" : "GB18030";
    TRY(convert_from(a, encoding, rest, out));
    *ret_text = buf_text(out);
    return NULL;
}
