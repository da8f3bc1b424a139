/* app/arguments.h: what a command takes out of its arguments. */
#ifndef APP_ARGUMENTS_H
#define APP_ARGUMENTS_H

#include <stdbool.h>

/* Takes a flag without a value out of argv; false when it is not there. */
bool take_flag(int *argc, char **argv, const char *flag);
/* The same with a value; NULL when it is not there. */
const char *take_option(int *argc, char **argv, const char *flag);

#endif
