/* calc/sheet/sheet_zip.c: the files of a zip, read from memory and written to it. */
#include "calc/sheet/sheet_zip.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "core/limits.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS_MAX = 10000, PIECE_BYTES = 64 << 10 };

static struct err *damaged(struct arena *a)
{
    return ERR(a, ERR_INVALID, "sheet.damaged", "文件已损坏或不完整。请用 Excel 或 WPS 打开后重新保存，再上传。",
               "The file is damaged or not whole. Open it, save it again, and upload that.");
}

struct err *zip_part_open(struct arena *a, struct str bytes, zip_t **ret_zip)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    zip_error_fini(&error);
    if (!zip) {
        if (source) zip_source_free(source);
        return damaged(a);
    }
    if (zip_get_num_entries(zip, 0) > PARTS_MAX) {
        zip_discard(zip);
        FAIL(a, ERR_INVALID, "sheet.hostile", "压缩包里的文件太多，已拒绝。", "The archive has too many files.");
    }
    *ret_zip = zip;
    return NULL;
}

struct err *zip_part_read(struct arena *a, zip_t *zip, const char *name, size_t max_bytes,
                          struct err *(*take)(void *context, struct str piece, bool last), void *context,
                          bool *ret_found)
{
    zip_int64_t index = zip_name_locate(zip, name, ZIP_FL_NOCASE);
    *ret_found = index >= 0;
    if (index < 0) return NULL;
    zip_file_t *file = zip_fopen_index(zip, (zip_uint64_t)index, 0);
    if (!file) return damaged(a);
    char *piece = malloc(PIECE_BYTES);
    if (!piece) abort();
    struct err *e = NULL;
    size_t total = 0;
    for (zip_int64_t n = 1; n > 0 && !e;) {
        n = zip_fread(file, piece, PIECE_BYTES);
        total += n > 0 ? (size_t)n : 0;
        if (n < 0)
            e = damaged(a);
        else if (total > max_bytes)
            e = ERR(a, ERR_LIMIT, "sheet.too_large", "文件解压后太大（超过 %zu MB），已拒绝。请分成几个文件。",
                    "Unpacked, the file is larger than %zu MB and was refused. Cut it into several files.",
                    max_bytes >> 20);
        else
            e = take(context, (struct str){piece, (size_t)n}, n == 0);
    }
    free(piece);
    zip_fclose(file);
    return e;
}

struct err *zip_part_broken(struct arena *a) { return damaged(a); }

static struct err *keep_piece(void *context, struct str piece, bool last)
{
    buf_str(context, piece);
    return NULL;
}

struct err *sheet_unzip(struct arena *a, struct str bytes, const char *name, struct str *ret_file, bool *ret_found)
{
    zip_t *zip;
    struct buf whole;
    TRY(zip_part_open(a, bytes, &zip));
    buf_init(&whole, LIMIT_SHEET_BYTES);
    struct err *e = zip_part_read(a, zip, name, LIMIT_SHEET_BYTES / 8, keep_piece, &whole, ret_found);
    *ret_file = e ? (struct str){0} : str_copy(a, buf_text(&whole));
    buf_done(&whole);
    zip_discard(zip);
    return e;
}

static bool add_files(zip_t *zip, const struct sheet_file *files, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        zip_source_t *source = zip_source_buffer(zip, files[i].bytes.p, files[i].bytes.n, 0);
        zip_int64_t index = source ? zip_file_add(zip, files[i].name, source, ZIP_FL_ENC_UTF_8) : -1;
        if (index >= 0) continue;
        if (source) zip_source_free(source);
        return false;
    }
    return true;
}

static bool read_source(struct arena *a, zip_source_t *source, struct str *ret_zip)
{
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_stat(source, &stat) || !(stat.valid & ZIP_STAT_SIZE) || zip_source_open(source)) return false;
    char *p = arena_bytes(a, stat.size + 1);
    zip_int64_t n = zip_source_read(source, p, stat.size);
    zip_source_close(source);
    *ret_zip = (struct str){p, n > 0 ? (size_t)n : 0};
    return n >= 0 && (zip_uint64_t)n == stat.size;
}

struct err *sheet_zip(struct arena *a, const struct sheet_file *files, size_t n, struct str *ret_zip)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    if (source) zip_source_keep(source);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, &error) : NULL;
    bool well = zip && add_files(zip, files, n) && zip_close(zip) == 0;
    if (zip && !well) zip_discard(zip);
    well = well && read_source(a, source, ret_zip);
    if (source) zip_source_free(source);
    zip_error_fini(&error);
    if (well) return NULL;
    FAIL(a, ERR_BROKEN, "sheet.zip", "无法生成压缩包。", "The archive could not be made.");
}
