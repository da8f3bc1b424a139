/* tests/plan_with_cbc.c: `tongke plan` with CBC, for tests of a build that is without it. The check of an empty
 * instance links the real backend before the library of commands asks for one. */
#include "app/plan/plan_command.h"
#include "calc/plan_cbc/plan_cbc.h"
#include "core/arena.h"

int main(int argc, char **argv)
{
    if (argc < 2) return 2; /* "plan" comes first, as for the program itself */
    struct arena *a = arena_open((size_t)1 << 30);
    const int64_t no_arcs[1] = {0};
    const struct plan_instance empty = {.arc_first = no_arcs};
    int status = plan_cbc_check(a, &empty) ? 3 : plan_command(a, LANG_EN, argc - 2, argv + 2);
    arena_close(a);
    return status;
}
