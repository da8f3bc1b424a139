/* calc/plan_cbc/plan_cbc_absent.c: in place of plan_cbc.c where the program is built without CBC. */
#include "calc/plan_cbc/plan_cbc.h"
#include "core/err.h"

struct err *plan_cbc_check(struct arena *a, const struct plan_instance *in)
{
    FAIL(a, ERR_INVALID, "plan.cbc_absent",
         "本程序编译时没有包含 CBC：请安装 coinor-libcbc-dev，用 meson setup -Dcbc=enabled 重新编译。",
         "This program was built without CBC: install coinor-libcbc-dev and build it with meson setup -Dcbc=enabled.");
}

struct err *plan_cbc_solve(struct arena *a, const struct plan_instance *in, const struct plan_constraints *constraints,
                           const struct plan_result *own, const struct plan_cbc_options *options,
                           struct plan_result *ret_result)
{
    return plan_cbc_check(a, in);
}
