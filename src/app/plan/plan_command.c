/* app/plan/plan_command.c: the verbs of `tongke plan`. */
#include "api/problem.h"
#include "app/arguments.h"
#include "app/plan/plan_command_private.h"
#include "calc/plan_cbc/plan_cbc.h"
#include "os/clock.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage_en[] =
    "tongke plan generate PEOPLE SEED OUT [--csv] [--no-caps]   a synthetic city\n"
    "tongke plan solve INPUT [--out ANSWER] [--weekly] [--no-minimum] [--warm ANSWER] [--csv]\n"
    "                  [--threads N] [--seed N] [--quiet] [--json]   who goes to which class; Ctrl-C: the best so "
    "far,\n"
    "                  with its certificate, and exit status 130\n"
    "                  [--backend cbc [--constraints FILE] [--seconds N]]   small districts, constraints of their own\n"
    "tongke plan check INPUT ANSWER [--no-minimum] [--passed-over URGENCY] [--constraints FILE]   recomputes "
    "everything;\n"
    "                  exit status 1 when something is wrong; counts those of that urgency who were passed over\n"
    "tongke plan explain INPUT ANSWER PERSON   why a person is where they are, and what would have to change\n"
    "tongke plan explain INPUT ANSWER --csv   the same of everybody, as a table with codes and words\n"
    "tongke plan substitute INPUT ANSWER PERSON [--moves K] [--unit-first]   who takes the seat\n"
    "tongke plan substitute INPUT ANSWER --trials N   how long that takes\n"
    "INPUT is a folder with units.csv, offers.csv, quotas.csv, people.csv and arcs.csv, or a file in the compact "
    "form;\n"
    "docs/plan.md describes both.\n";
static const char usage_zh[] =
    "tongke plan generate 人数 种子 输出 [--csv] [--no-caps]   生成一座模拟城市\n"
    "tongke plan solve 输入 [--out 结果] [--weekly] [--no-minimum] [--warm 结果] [--csv]\n"
    "                  [--threads N] [--seed N] [--quiet] [--json]   求解谁去哪个班；按 Ctrl-C 取目前最好的结果\n"
    "                  及其证明，退出码为 130\n"
    "                  [--backend cbc [--constraints 文件] [--seconds N]]   小区县、另有特殊约束时用 CBC 求解\n"
    "tongke plan check 输入 结果 [--no-minimum] [--passed-over 紧急程度] [--constraints 文件]\n"
    "                  独立核对；有任何不符时退出码为 1；\n"
    "                  并数出达到该紧急程度却被越过的人\n"
    "tongke plan explain 输入 结果 人员   说明此人的安排及如何才能改变\n"
    "tongke plan explain 输入 结果 --csv   所有人的理由，输出为表格（代码与文字）\n"
    "tongke plan substitute 输入 结果 人员 [--moves K] [--unit-first]   由谁替补\n"
    "tongke plan substitute 输入 结果 --trials N   测量替补所需时间\n"
    "输入为含 units.csv、offers.csv、quotas.csv、people.csv、arcs.csv 的文件夹，或紧凑格式文件；格式见 "
    "docs/plan.md。\n";

enum { STOPPED = 130 }; /* as shells say of a program that SIGINT ended */

static int stop_flag;

static void stop(int signal) { __atomic_store_n(&stop_flag, 1, __ATOMIC_RELAXED); }

/* Longer than what an error formats by itself. */
static struct err *wrong_use(const struct plan_job *job)
{
    struct str field = {0};
    struct err *e = err_new(job->arena, __FILE__, __LINE__, ERR_INVALID, "plan.usage", field, "%s", "%s", "");
    e->zh = str_printf(job->arena, "用法：\n%s", usage_zh);
    e->en = str_printf(job->arena, "Usage:\n%s", usage_en);
    return e;
}

static struct err *take_number(struct plan_job *job, const char *flag, int64_t min, int64_t max, int64_t *number)
{
    const char *text = take_option(&job->argc, job->argv, flag);
    if (!text || (str_int64(str_of(text), number) && *number >= min && *number <= max)) return NULL;
    FAIL(job->arena, ERR_INVALID, "plan.usage", "%s 应为 %lld 至 %lld 的整数。",
         "%s takes a whole number from %lld to %lld.", flag, (long long)min, (long long)max);
}

static struct err *take_options(struct plan_job *job)
{
    job->weekly = take_flag(&job->argc, job->argv, "--weekly");
    job->no_minimum = take_flag(&job->argc, job->argv, "--no-minimum");
    job->no_caps = take_flag(&job->argc, job->argv, "--no-caps");
    job->csv = take_flag(&job->argc, job->argv, "--csv");
    job->unit_first = take_flag(&job->argc, job->argv, "--unit-first");
    job->quiet = take_flag(&job->argc, job->argv, "--quiet");
    job->json = take_flag(&job->argc, job->argv, "--json");
    job->out = take_option(&job->argc, job->argv, "--out");
    job->warm = take_option(&job->argc, job->argv, "--warm");
    job->constraints = take_option(&job->argc, job->argv, "--constraints");
    const char *backend = take_option(&job->argc, job->argv, "--backend");
    job->cbc = backend && strcmp(backend, "cbc") == 0;
    if (backend && !job->cbc)
        FAIL(job->arena, ERR_INVALID, "plan.usage", "--backend 只能是 cbc；不写则用本程序自己的算法。",
             "--backend takes cbc only; without it the program's own solver is used.");
    job->seconds = 60;
    TRY(take_number(job, "--seconds", 1, 86400, &job->seconds));
    job->threads = sysconf(_SC_NPROCESSORS_ONLN);
    job->moves = 1;
    TRY(take_number(job, "--threads", 1, 64, &job->threads));
    job->passed = -1;
    TRY(take_number(job, "--passed-over", 0, PLAN_URGENCY_MAX, &job->passed));
    TRY(take_number(job, "--seed", 0, INT64_MAX, &job->seed));
    TRY(take_number(job, "--moves", 1, 6, &job->moves));
    return take_number(job, "--trials", 1, 1000000, &job->trials);
}

/* One line that changes on a terminal; line after line elsewhere. */
static void show_progress(void *arg, const struct plan_progress *p)
{
    bool terminal = isatty(STDERR_FILENO);
    static int shown = -1;
    if (p->percent == shown) return;
    shown = p->percent;
    fprintf(stderr, "%s%3d%% %-8s", terminal ? "\r" : "", p->percent, p->phase);
    if (p->objective >= 0) fprintf(stderr, " %lld", (long long)p->objective);
    if (!terminal || p->percent == 100) fputs("\n", stderr);
}

static struct err *run_generate(struct plan_job *job, int *ret_status)
{
    int64_t people, seed;
    if (job->argc != 3 || !str_int64(str_of(job->argv[0]), &people) || !str_int64(str_of(job->argv[1]), &seed) ||
        people < 0 || people > INT32_MAX)
        return wrong_use(job);
    TRY(plan_generate(job->arena, (int32_t)people, (uint64_t)seed, &job->in));
    if (job->no_caps) {
        int32_t *cap = arena_array(job->arena, int32_t, job->in.units);
        for (int32_t u = 0; u < job->in.units; u++) cap[u] = PLAN_NO_CAP;
        job->in.unit_cap = cap;
    }
    TRY(job_write_instance(job, job->argv[2]));
    printf("people %d, offers %d, units %d, quotas %d, arcs %lld\n", job->in.people, job->in.offers, job->in.units,
           job->in.quotas, (long long)job->in.arc_first[job->in.people]);
    return NULL;
}

static struct err *solve_own(struct plan_job *job, struct plan_result *ret_result)
{
    struct plan_result warm;
    struct plan_options options = {.mode = job->weekly ? PLAN_WEEKLY : PLAN_WAVE,
                                   .seed = (uint64_t)job->seed,
                                   .threads = (int)job->threads,
                                   .no_minimum = job->no_minimum,
                                   .stop = &stop_flag};
    if (!job->quiet) options.progress = show_progress;
    if (job->warm) {
        TRY(job_read_answer(job, job->warm, &warm));
        options.warm = &warm;
    }
    signal(SIGINT, stop);
    return plan_solve(job->arena, &job->in, &options, ret_result);
}

/* Our own answer first: its prices prove a bound that holds with constraints, too. */
static struct err *solve_by_cbc(struct plan_job *job, const struct plan_constraints *constraints,
                                struct plan_result *ret_result)
{
    struct plan_result own;
    struct plan_cbc_options options = {.no_minimum = job->no_minimum, .seconds = (int)job->seconds};
    TRY(plan_cbc_check(job->arena, &job->in));
    TRY(solve_own(job, &own));
    return plan_cbc_solve(job->arena, &job->in, constraints, &own, &options, ret_result);
}

static struct err *run_solve(struct plan_job *job, int *ret_status)
{
    if (job->argc != 1) return wrong_use(job);
    if (job->constraints && !job->cbc)
        FAIL(job->arena, ERR_INVALID, "plan.usage",
             "--constraints 须与 --backend cbc 一起用：本程序自己的算法不处理这些约束。",
             "--constraints needs --backend cbc: the program's own solver does not know them.");
    struct plan_result r;
    struct plan_constraints constraints;
    TRY(job_read_instance(job, job->argv[0]));
    TRY(job_read_constraints(job, &constraints));
    int64_t start_us = clock_monotonic_us();
    TRY(job->cbc ? solve_by_cbc(job, &constraints, &r) : solve_own(job, &r));
    int64_t elapsed_us = clock_monotonic_us() - start_us;
    if (job->out) TRY(job_write_answer(job, &r, job->out));
    if (job->json)
        tell_json(&r, elapsed_us);
    else
        tell_result(job, &r, elapsed_us);
    if (r.stopped) *ret_status = STOPPED;
    return NULL;
}

static struct err *run_check(struct plan_job *job, int *ret_status)
{
    if (job->argc != 2) return wrong_use(job);
    struct plan_result r;
    struct plan_verdict v;
    struct plan_constraints constraints;
    TRY(job_read_instance(job, job->argv[0]));
    TRY(job_read_constraints(job, &constraints));
    TRY(job_read_answer(job, job->argv[1], &r));
    plan_check(job->arena, &job->in, &r, job->no_minimum, &v);
    tell_verdict(job, &r, &v);
    int32_t broken = tell_constraints(job, &r, &constraints);
    if (!v.breaches && job->passed >= 0) tell_passed_over(job, plan_passed_over(&job->in, &r, (int32_t)job->passed));
    *ret_status = v.breaches > 0 || broken > 0;
    return NULL;
}

/* An answer that breaks rules is not explained, and nobody is put in its seats. */
static struct err *open_book(struct plan_job *job, struct plan_book **ret_book)
{
    struct plan_result r;
    struct plan_verdict v;
    TRY(job_read_instance(job, job->argv[0]));
    TRY(job_read_answer(job, job->argv[1], &r));
    r.bound = INT64_MIN; /* which minima it counts is not asked: the places are what the questions are about */
    plan_check(job->arena, &job->in, &r, true, &v);
    if (v.breaches)
        FAIL(job->arena, ERR_INVALID, "plan.answer", "这份结果有 %lld 处不符，请先用 tongke plan check 核对。",
             "This answer has %lld faults: see tongke plan check.", (long long)v.breaches);
    *ret_book = plan_book_open(&job->in, &r);
    return NULL;
}

static void explain_everybody(struct plan_job *job, struct plan_book *book)
{
    struct arena *own = arena_open(1 << 20);
    struct plan_job row = *job;
    row.arena = own;
    puts("person,offer,urgency,fit,best_offer,reason,words,rival,change");
    for (int32_t p = 0; p < job->in.people; p++) {
        struct plan_reason reason;
        plan_explain(own, book, p, &reason);
        tell_reason_row(&row, &reason);
        arena_reset(own);
    }
    arena_close(own);
}

static struct err *run_explain(struct plan_job *job, int *ret_status)
{
    struct plan_book *book;
    int32_t person = 0;
    if (job->argc != (job->csv ? 2 : 3)) return wrong_use(job);
    TRY(open_book(job, &book));
    struct err *e = job->csv ? NULL : job_find_person(job, job->argv[2], &person);
    if (!e && job->csv) {
        explain_everybody(job, book);
    } else if (!e) {
        struct plan_reason reason;
        plan_explain(job->arena, book, person, &reason);
        tell_reason(job, &reason);
    }
    plan_book_close(book);
    return e;
}

static int by_time(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return a < b ? -1 : a > b;
}

/* People with seats, all over the list, give theirs up one after the other. */
static void try_many(struct plan_job *job, struct plan_book *book)
{
    int64_t *us = arena_array(job->arena, int64_t, job->trials);
    int64_t n = 0, found = 0, sum = 0;
    struct arena *own = arena_open(1 << 20);
    for (uint64_t i = 0; n < job->trials && i < 100ull * (uint64_t)job->trials; i++) {
        int32_t person = (int32_t)(i * 2654435761u % (uint64_t)job->in.people);
        if (plan_book_assigned(book)[person] < 0) continue;
        struct plan_substitute_request request = {
            .person = person, .moves_max = (int)job->moves, .unit_first = job->unit_first};
        struct plan_substitution s;
        int64_t start_us = clock_monotonic_us();
        plan_substitute(own, book, &request, &s);
        plan_book_apply(book, person, &s);
        us[n] = clock_monotonic_us() - start_us;
        sum += us[n++];
        found += s.moves > 0;
        arena_reset(own);
    }
    arena_close(own);
    qsort(us, (size_t)n, sizeof *us, by_time);
    if (n)
        printf("{\"asked\":%lld,\"found\":%lld,\"mean_us\":%.1f,\"p99_ms\":%.3f,\"max_ms\":%.3f}\n", (long long)n,
               (long long)found, (double)sum / (double)n, (double)us[n * 99 / 100] / 1e3, (double)us[n - 1] / 1e3);
}

static struct err *run_substitute(struct plan_job *job, int *ret_status)
{
    struct plan_book *book;
    int32_t person = 0;
    if (job->argc != (job->trials ? 2 : 3)) return wrong_use(job);
    TRY(open_book(job, &book));
    struct err *e = job->trials ? NULL : job_find_person(job, job->argv[2], &person);
    if (!e && job->trials) {
        try_many(job, book);
    } else if (!e) {
        struct plan_substitute_request request = {
            .person = person, .moves_max = (int)job->moves, .unit_first = job->unit_first};
        struct plan_substitution s;
        plan_substitute(job->arena, book, &request, &s);
        tell_substitution(job, person, &s);
        *ret_status = s.moves == 0;
    }
    plan_book_close(book);
    return e;
}

static const struct plan_verb {
    const char *name;
    struct err *(*run)(struct plan_job *job, int *ret_status);
} verbs[] = {
    {"generate", run_generate}, {"solve", run_solve},           {"check", run_check},
    {"explain", run_explain},   {"substitute", run_substitute},
};

int plan_command(struct arena *a, enum lang lang, int argc, char **argv)
{
    struct plan_job job = {.arena = a, .lang = lang, .argc = argc - 1, .argv = argv + 1};
    int status = 0;
    for (size_t i = 0; argc > 0 && i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(argv[0], verbs[i].name) != 0) continue;
        struct err *e = take_options(&job);
        if (!e) e = verbs[i].run(&job, &status);
        if (!e) return status;
        fprintf(stderr, "tongke: %.*s\n", STR_ARG(lang == LANG_EN ? e->en : e->zh));
        return e->kind == ERR_INVALID || e->kind == ERR_ABSENT ? 2 : problem_exit(e->kind);
    }
    bool help = argc == 0 || strcmp(argv[0], "help") == 0;
    fputs(lang == LANG_EN ? usage_en : usage_zh, help ? stdout : stderr);
    return help ? 0 : 2;
}
