/* app/plan/plan_command.h: `tongke plan`: the solver of calc/plan on files, without a database.
 *
 * Returns the exit status: 0; 1 when an answer breaks a rule; 2 wrong use or a file that cannot be read; 3 broken.
 */
#ifndef APP_PLAN_PLAN_COMMAND_H
#define APP_PLAN_PLAN_COMMAND_H

#include "api/call.h"

int plan_command(struct arena *a, enum lang lang, int argc, char **argv);

#endif
