/* os/file_test.c: what cannot be read or written is told, and leaves nothing behind. */
#include "os/file.h"

#include "check.h"
#include "core/arena.h"

#include <stdlib.h>
#include <unistd.h>

static struct arena *a;

static void what_is_written_is_read_and_nothing_stays_beside_it(void)
{
    struct str text;
    CHECK_OK(file_write(a, STR("one"), STR("text"), 0600));
    CHECK_OK(file_read(a, STR("one"), 100, &text));
    CHECK_STR(text, "text");
    CHECK_ERR(file_read(a, STR("one"), 3, &text), "file.too_large");
    CHECK_ERR(file_read(a, STR("none"), 100, &text), "file.failed");
    CHECK(!file_exists(a, STR("one.new")));
}

static void what_fails_is_told_and_leaves_nothing(void)
{
    struct str text;
    CHECK_OK(file_make_dir(a, STR("folder/inside")));
    CHECK_ERR(file_read(a, STR("folder"), 1 << 20, &text), "file.failed");
    CHECK_ERR(file_write(a, STR("folder"), STR("text"), 0600), "file.failed");
    CHECK(!file_exists(a, STR("folder.new")));
    rmdir("folder/inside");
    rmdir("folder");
}

int main(void)
{
    char place[] = "/tmp/file_test-XXXXXX";
    a = arena_open(1 << 20);
    if (!mkdtemp(place) || chdir(place)) return 1;
    RUN(what_is_written_is_read_and_nothing_stays_beside_it);
    RUN(what_fails_is_told_and_leaves_nothing);
    unlink("one");
    rmdir(place);
    arena_close(a);
    return check_end();
}
