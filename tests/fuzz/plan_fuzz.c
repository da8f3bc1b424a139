/* Instances and answers as files: what is read keeps to the rules of an instance, or is refused in words. The first
 * byte chooses: CSV (five files and one of constraints, separated by lines of "==="), or the compact form. */
#include "calc/plan/plan_constraint.h"
#include "core/err.h"
#include "fuzz/fuzz.h"

#include <string.h>

/* Returns what follows the files. */
static struct str cut_files(struct str s, struct str *files)
{
    for (int i = 0; i < PLAN_FILES; i++) {
        const char *end = s.n ? memmem(s.p, s.n, "===\n", 4) : NULL;
        files[i] = (struct str){s.p, end ? (size_t)(end - s.p) : s.n};
        s.p += files[i].n + (end ? 4 : 0);
        s.n -= files[i].n + (end ? 4 : 0);
    }
    return s;
}

static void check_error(const struct err *e) { FUZZ_CHECK(e->code && e->zh.n && e->en.n && str_chars(e->zh) >= 0); }

static void read_constraints(struct arena *a, struct str s, const struct plan_instance *in,
                             const struct plan_names *names, const struct plan_result *r)
{
    struct plan_constraints constraints;
    struct err *e = plan_read_constraints(a, s, in, names, &constraints);
    if (e) {
        check_error(e);
        return;
    }
    struct plan_constraint_breach *breach = arena_array(a, struct plan_constraint_breach, constraints.n + 1);
    FUZZ_CHECK(plan_check_constraints(in, r, &constraints, breach) <= constraints.n);
}

static void read_instance(struct arena *a, bool csv, struct str s)
{
    struct plan_instance in;
    struct plan_names names = {0};
    struct plan_result r;
    struct str files[PLAN_FILES];
    struct str rest = cut_files(s, files);
    struct err *e = csv ? plan_read_csv(a, files, &in, &names) : plan_read_binary(a, s, &in);
    if (!e) e = plan_check_instance(a, &in, PLAN_WEEKLY);
    if (e) {
        check_error(e);
        return;
    }
    if (in.people > 50 || in.offers > 50 || in.units > 50 || in.quotas > 500) return;
    struct plan_options options = {.mode = PLAN_WEEKLY};
    e = plan_solve(a, &in, &options, &r);
    FUZZ_CHECK(!e);
    struct plan_verdict v;
    plan_check(a, &in, &r, false, &v);
    FUZZ_CHECK(v.breaches == 0);
    if (csv && rest.n) read_constraints(a, rest, &in, &names, &r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    struct arena *a = arena_open(64 << 20);
    struct str s = {arena_copy(a, data + 1, size - 1), size - 1};
    read_instance(a, data[0] == 'c', s);
    arena_close(a);
    return 0;
}
