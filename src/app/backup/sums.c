/* app/backup/sums.c: SHA256SUMS, in the form that `sha256sum -c` reads; and the few words of a command line. */
#include "app/backup/backup_private.h"
#include "calc/digest/digest.h"
#include "core/buf.h"
#include "os/file.h"
#include "os/tree.h"

#include <string.h>

enum { SUMS_MAX_BYTES = 64 << 20, HEX_CHARS = 2 * DIGEST_BYTES };

struct err *take_argument(struct arena *a, int argc, char **argv, const char *usage, struct str *ret_argument)
{
    if (argc != 1 || argv[0][0] == '-' || !argv[0][0])
        FAIL(a, ERR_INVALID, "backup.usage", "用法：tongke %s", "Usage: tongke %s", usage);
    *ret_argument = str_of(argv[0]);
    while (ret_argument->n > 1 && str_ends(*ret_argument, STR("/"))) ret_argument->n--;
    return NULL;
}

static void add_bytes(void *context, struct str bytes) { digest_add(context, bytes); }

struct err *sum_copy(struct arena *a, struct str from, struct str to, int mode, struct str *ret_hex)
{
    uint8_t digest[DIGEST_BYTES];
    struct digest *d = digest_open();
    struct err *e = tree_copy(a, from, to, mode, add_bytes, d);
    digest_close(d, digest);
    if (!e) *ret_hex = digest_hex(a, (struct str){(const char *)digest, sizeof digest});
    return e;
}

struct err *sums_write(struct arena *a, struct str dir, const struct list *sums)
{
    struct buf text;
    buf_init(&text, SUMS_MAX_BYTES);
    for (LIST_EACH(*sums, struct sum, sum)) buf_printf(&text, "%.*s  %.*s\n", STR_ARG(sum->hex), STR_ARG(sum->path));
    struct err *e = file_write(a, str_printf(a, "%.*s/SHA256SUMS", STR_ARG(dir)), buf_text(&text), 0640);
    buf_done(&text);
    return e;
}

/* A path that leads out of the folder is no path of ours. */
static bool is_inside(struct str path)
{
    for (struct str rest = path, part; rest.n;) {
        part = str_cut(rest, '/', &rest);
        if (!part.n || str_is(part, "..") || str_is(part, ".")) return false;
    }
    return path.n > 0;
}

struct err *sums_read(struct arena *a, struct str dir, struct list *ret_sums)
{
    struct str text;
    *ret_sums = (struct list){0};
    struct err *e = file_read(a, str_printf(a, "%.*s/SHA256SUMS", STR_ARG(dir)), SUMS_MAX_BYTES, &text);
    if (e && e->kind == ERR_ABSENT)
        FAIL(a, ERR_ABSENT, "backup.none", "%.*s 不是完整的备份：缺少 SHA256SUMS。",
             "%.*s is no whole backup: it has no SHA256SUMS.", STR_ARG(dir));
    TRY(e);
    while (text.n) {
        struct str line = str_cut(text, '\n', &text);
        struct sum sum = {.hex = {line.p, HEX_CHARS}};
        if (line.n > HEX_CHARS + 2) sum.path = (struct str){line.p + HEX_CHARS + 2, line.n - HEX_CHARS - 2};
        if (!is_inside(sum.path))
            FAIL(a, ERR_INVALID, "backup.sums", "SHA256SUMS 中有无法识别的一行：%.*s",
                 "SHA256SUMS has a line that is none: %.*s", STR_ARG(line));
        *list_add(a, ret_sums, struct sum) = sum;
    }
    return NULL;
}

struct err *sums_check(struct arena *a, struct str dir, const struct list *sums)
{
    for (LIST_EACH(*sums, struct sum, sum)) {
        struct str hex;
        struct str path = str_printf(a, "%.*s/%.*s", STR_ARG(dir), STR_ARG(sum->path));
        TRY(sum_copy(a, path, (struct str){0}, 0, &hex));
        if (str_equal(hex, sum->hex)) continue;
        FAIL(a, ERR_CONFLICT, "backup.damaged", "备份已损坏：%.*s 与备份时不同，没有恢复任何内容。请用另一份备份。",
             "The backup is damaged: %.*s is not as it was. Nothing was restored; use another backup.", STR_ARG(path));
    }
    return NULL;
}
