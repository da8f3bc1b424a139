#include "os/tree.h"

#include "core/arena.h"
#include "os/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { PIECE_BYTES = 1 << 20, DEPTH_MAX = 16 };

static struct err *failed(struct arena *a, const char *path)
{
    enum err_kind kind = errno == ENOENT ? ERR_ABSENT : errno == EACCES || errno == EPERM ? ERR_DENIED : ERR_BROKEN;
    return ERR(a, kind, "file.failed", "无法使用文件 %s：%s。", "Cannot use the file %s: %s.", path, strerror(errno));
}

static bool is_dots(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

/* `inside` is the path from the top, empty or ending in a slash. */
static struct err *list_dir(struct arena *a, const char *top, const char *inside, int depth, struct list *paths)
{
    const char *name = str_printf(a, "%s/%s", top, inside).p;
    DIR *dir = depth < DEPTH_MAX ? opendir(name) : NULL;
    if (!dir) return errno == ENOENT && !*inside ? NULL : failed(a, name);
    struct err *e = NULL;
    for (struct dirent *d; !e && (d = readdir(dir));) {
        struct stat st;
        if (is_dots(d->d_name) || fstatat(dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0) continue;
        if (S_ISREG(st.st_mode)) *list_add(a, paths, struct str) = str_printf(a, "%s%s", inside, d->d_name);
        if (S_ISDIR(st.st_mode)) e = list_dir(a, top, str_printf(a, "%s%s/", inside, d->d_name).p, depth + 1, paths);
    }
    closedir(dir);
    return e;
}

static int by_bytes(const void *x, const void *y)
{
    return str_compare(*(const struct str *)x, *(const struct str *)y);
}

struct err *tree_list(struct arena *a, struct str dir, struct list *ret_paths)
{
    *ret_paths = (struct list){0};
    TRY(list_dir(a, str_cstr(a, dir), "", 0, ret_paths));
    if (ret_paths->n) qsort(ret_paths->p, ret_paths->n, sizeof(struct str), by_bytes);
    return NULL;
}

bool tree_is_empty(struct arena *a, struct str dir)
{
    DIR *d = opendir(str_cstr(a, dir));
    if (!d) return errno == ENOENT;
    bool empty = true;
    for (struct dirent *entry; empty && (entry = readdir(d));) empty = is_dots(entry->d_name);
    closedir(d);
    return empty;
}

static void remove_inside(int at, const char *name, int depth)
{
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd >= 0 && depth < DEPTH_MAX ? fdopendir(fd) : NULL;
    if (!dir) {
        if (fd >= 0) close(fd);
        return;
    }
    for (struct dirent *d; (d = readdir(dir));) {
        if (is_dots(d->d_name) || unlinkat(fd, d->d_name, 0) == 0) continue;
        remove_inside(fd, d->d_name, depth + 1);
    }
    closedir(dir);
    unlinkat(at, name, AT_REMOVEDIR);
}

void tree_remove(struct arena *a, struct str dir) { remove_inside(AT_FDCWD, str_cstr(a, dir), 0); }

static bool write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t k = write(fd, p, n);
        if (k < 0 && errno != EINTR) return false;
        if (k > 0) p += k, n -= (size_t)k;
    }
    return true;
}

static bool copy_bytes(int in, int out, int64_t left, char *piece, void (*seen)(void *context, struct str bytes),
                       void *context)
{
    while (left > 0) {
        ssize_t n = read(in, piece, left < PIECE_BYTES ? (size_t)left : PIECE_BYTES);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n == 0; /* it shrank: what is seen is what is written */
        if (seen) seen(context, (struct str){piece, (size_t)n});
        if (out >= 0 && !write_all(out, piece, (size_t)n)) return false;
        left -= n;
    }
    return out < 0 || fsync(out) == 0;
}

static struct err *copy_open(struct arena *a, int in, const char *from, const char *to, int mode,
                             void (*seen)(void *context, struct str bytes), void *context)
{
    struct stat st;
    if (fstat(in, &st) != 0) return failed(a, from);
    int out = to ? open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode) : -1;
    if (to && out < 0) return failed(a, to);
    char *piece = malloc(PIECE_BYTES);
    if (!piece) abort();
    bool well = copy_bytes(in, out, st.st_size, piece, seen, context);
    struct err *e = well ? NULL : failed(a, to ? to : from);
    free(piece);
    if (out >= 0) close(out);
    return e;
}

struct err *tree_copy(struct arena *a, struct str from, struct str to, int mode,
                      void (*seen)(void *context, struct str bytes), void *context)
{
    const char *name = str_cstr(a, from);
    int in = open(name, O_RDONLY | O_CLOEXEC);
    if (in < 0) return failed(a, name);
    struct err *e = copy_open(a, in, name, to.n ? str_cstr(a, to) : NULL, mode, seen, context);
    close(in);
    return e;
}

void tree_sync(struct arena *a, struct str dir)
{
    int fd = open(str_cstr(a, dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    fsync(fd);
    close(fd);
}

bool tree_room(const char *path, int64_t *ret_free_bytes, int64_t *ret_size_bytes)
{
    struct statvfs st;
    if (statvfs(path, &st) != 0) return false;
    *ret_free_bytes = (int64_t)st.f_bavail * (int64_t)st.f_frsize;
    *ret_size_bytes = (int64_t)st.f_blocks * (int64_t)st.f_frsize;
    return true;
}
