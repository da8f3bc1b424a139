/* app/arguments.c: what a command takes out of its arguments. */
#include "app/arguments.h"

#include <string.h>

bool take_flag(int *argc, char **argv, const char *flag)
{
    for (int i = 0; i < *argc; i++) {
        if (strcmp(argv[i], flag) != 0) continue;
        memmove(&argv[i], &argv[i + 1], (size_t)(--*argc - i) * sizeof *argv);
        return true;
    }
    return false;
}

const char *take_option(int *argc, char **argv, const char *flag)
{
    for (int i = 0; i + 1 < *argc; i++) {
        if (strcmp(argv[i], flag) != 0) continue;
        const char *value = argv[i + 1];
        *argc -= 2;
        memmove(&argv[i], &argv[i + 2], (size_t)(*argc - i) * sizeof *argv);
        return value;
    }
    return NULL;
}
