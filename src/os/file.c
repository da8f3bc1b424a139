#include "os/file.h"

#include "core/arena.h"
#include "os/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static struct err *failed(struct arena *a, const char *path)
{
    enum err_kind kind = errno == ENOENT ? ERR_ABSENT : errno == EACCES || errno == EPERM ? ERR_DENIED : ERR_BROKEN;
    return ERR(a, kind, "file.failed", "无法使用文件 %s：%s。", "Cannot use the file %s: %s.", path, strerror(errno));
}

struct err *file_make_dir(struct arena *a, struct str path)
{
    char *name = str_cstr(a, path);
    for (char *p = name + 1; *p; p++) {
        if (*p != '/') continue;
        *p = 0;
        if (mkdir(name, 0750) != 0 && errno != EEXIST) return failed(a, name);
        *p = '/';
    }
    if (mkdir(name, 0750) != 0 && errno != EEXIST) return failed(a, name);
    return NULL;
}

bool file_exists(struct arena *a, struct str path) { return access(str_cstr(a, path), F_OK) == 0; }

static struct err *read_all(struct arena *a, int fd, const char *name, size_t max_bytes, struct str *ret_text)
{
    struct stat st;
    if (fstat(fd, &st) != 0) return failed(a, name);
    if ((size_t)st.st_size > max_bytes)
        FAIL(a, ERR_LIMIT, "file.too_large", "文件 %s 太大。", "The file %s is too large.", name);
    char *p = arena_bytes(a, (size_t)st.st_size + 1);
    size_t n = 0;
    while (n < (size_t)st.st_size) {
        ssize_t k = read(fd, p + n, (size_t)st.st_size - n);
        if (k < 0 && errno != EINTR) return failed(a, name);
        if (k == 0) break; /* it has become shorter */
        if (k > 0) n += (size_t)k;
    }
    *ret_text = (struct str){p, n};
    return NULL;
}

struct err *file_read(struct arena *a, struct str path, size_t max_bytes, struct str *ret_text)
{
    const char *name = str_cstr(a, path);
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return failed(a, name);
    struct err *e = read_all(a, fd, name, max_bytes, ret_text);
    close(fd);
    return e;
}

static bool write_all(int fd, struct str text)
{
    for (size_t n = 0; n < text.n;) {
        ssize_t k = write(fd, text.p + n, text.n - n);
        if (k < 0 && errno != EINTR) return false;
        if (k > 0) n += (size_t)k;
    }
    return true;
}

static struct str directory_of(struct str path)
{
    size_t n = path.n;
    while (n > 0 && path.p[n - 1] != '/') n--;
    return n ? (struct str){path.p, n} : STR(".");
}

struct err *file_write(struct arena *a, struct str path, struct str text, int mode)
{
    const char *name = str_cstr(a, path), *beside = str_printf(a, "%.*s.new", STR_ARG(path)).p;
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (fd < 0) return failed(a, beside);
    struct err *e = write_all(fd, text) && fsync(fd) == 0 ? NULL : failed(a, beside);
    close(fd);
    if (!e && rename(beside, name) != 0) e = failed(a, name);
    if (e)
        unlink(beside);
    else
        tree_sync(a, directory_of(path));
    return e;
}

static int hex_digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

static struct err *make_secret(struct arena *a, struct str path, size_t n)
{
    uint8_t bytes[64];
    char hex[129];
    if (n > sizeof bytes || getrandom(bytes, n, 0) != (ssize_t)n) return failed(a, "getrandom");
    for (size_t i = 0; i < n; i++) snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    return file_write(a, path, (struct str){hex, 2 * n}, 0600);
}

struct err *file_secret(struct arena *a, struct str path, uint8_t *ret_bytes, size_t n)
{
    if (!file_exists(a, path)) TRY(make_secret(a, path, n));
    struct str text;
    TRY(file_read(a, path, 4096, &text));
    text = str_trim(text);
    for (size_t i = 0; i < n && text.n == 2 * n; i++) {
        int high = hex_digit(text.p[2 * i]), low = hex_digit(text.p[2 * i + 1]);
        if (high < 0 || low < 0)
            text.n = 0;
        else
            ret_bytes[i] = (uint8_t)(high << 4 | low);
    }
    if (text.n != 2 * n)
        FAIL(a, ERR_BROKEN, "file.secret", "密钥文件 %.*s 应有 %zu 个十六进制数字。",
             "The key file %.*s must hold %zu hex digits.", STR_ARG(path), 2 * n);
    return NULL;
}

/* ---- without a name: nobody finds it after a power cut, so nothing waits for the disk ---- */

/* Some file systems know no O_TMPFILE: there a name is made and taken away at once. */
struct err *file_unnamed(struct arena *a, struct str directory, int *ret_fd)
{
    *ret_fd = open(str_cstr(a, directory), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*ret_fd >= 0) return NULL;
    struct str name = str_printf(a, "%.*s/.unnamed-XXXXXX", STR_ARG(directory));
    char *path = str_cstr(a, name);
    *ret_fd = mkostemp(path, O_CLOEXEC);
    if (*ret_fd < 0) return failed(a, path);
    unlink(path);
    return NULL;
}

struct err *file_truncate(struct arena *a, int fd)
{
    return ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0 ? NULL : failed(a, "(unnamed)");
}

struct err *file_append(struct arena *a, int fd, struct str bytes)
{
    if (write_all(fd, bytes)) return NULL;
    if (errno == ENOSPC || errno == EDQUOT)
        FAIL(a, ERR_LIMIT, "file.full", "服务器磁盘已满，请联系系统管理员。",
             "The server's disk is full. Tell the system administrator.");
    return failed(a, "(unnamed)");
}

struct err *file_size(struct arena *a, int fd, int64_t *ret_bytes)
{
    struct stat st;
    if (fstat(fd, &st) != 0) return failed(a, "(unnamed)");
    *ret_bytes = st.st_size;
    return NULL;
}

void file_close(int fd)
{
    if (fd >= 0) close(fd);
}
