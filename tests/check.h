/* tests/check.h: what a test program needs, and no more.
 *
 * A test is a function whose name is a sentence: `static void a_reversed_entry_cannot_be_reversed_again(void)`.
 * main() calls RUN for each and returns check_end(), which prints "N passed, N failed" as the last line. A failed CHECK
 * prints where and what, fails its test and lets the test go on.
 */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include "core/err.h"
#include "core/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static int check_passed_, check_failed_, check_test_failed_;

__attribute__((unused)) static int check_report_(const char *file, int line, const char *what)
{
    check_test_failed_ = 1;
    printf("%s:%d: %s\n", file, line, what);
    return 0;
}

#define CHECK(condition) ((condition) ? 1 : check_report_(__FILE__, __LINE__, #condition))
#define CHECK_INT(actual, expected) check_int_(__FILE__, __LINE__, #actual, (int64_t)(actual), (int64_t)(expected))
#define CHECK_STR(actual, expected) check_str_(__FILE__, __LINE__, #actual, (actual), str_of(expected))
#define CHECK_OK(expression) check_ok_(__FILE__, __LINE__, #expression, (expression))
#define CHECK_ERR(expression, code_) check_err_(__FILE__, __LINE__, #expression, (expression), (code_))
#define RUN(test)                                                                                                      \
    do {                                                                                                               \
        check_test_failed_ = 0;                                                                                        \
        test();                                                                                                        \
        if (check_test_failed_)                                                                                        \
            printf("FAILED %s\n", #test), check_failed_++;                                                             \
        else                                                                                                           \
            check_passed_++;                                                                                           \
        fflush(stdout);                                                                                                \
    } while (0)

__attribute__((unused)) static int check_int_(const char *file, int line, const char *what, int64_t actual,
                                              int64_t expected)
{
    if (actual == expected) return 1;
    printf("%s:%d: %s is %" PRId64 ", not %" PRId64 "\n", file, line, what, actual, expected);
    return check_test_failed_ = 1, 0;
}

__attribute__((unused)) static int check_str_(const char *file, int line, const char *what, struct str actual,
                                              struct str expected)
{
    if (str_equal(actual, expected)) return 1;
    printf("%s:%d: %s is “%.*s”, not “%.*s”\n", file, line, what, STR_ARG(actual), STR_ARG(expected));
    return check_test_failed_ = 1, 0;
}

__attribute__((unused)) static int check_ok_(const char *file, int line, const char *what, struct err *e)
{
    if (!e) return 1;
    printf("%s:%d: %s failed: %s: %.*s (%s:%d)\n", file, line, what, e->code, STR_ARG(e->en), e->file, e->line);
    return check_test_failed_ = 1, 0;
}

__attribute__((unused)) static int check_err_(const char *file, int line, const char *what, struct err *e,
                                              const char *code)
{
    if (e && strcmp(e->code, code) == 0) return 1;
    printf("%s:%d: %s gave %s, not %s\n", file, line, what, e ? e->code : "success", code);
    return check_test_failed_ = 1, 0;
}

__attribute__((unused)) static int check_end(void)
{
    printf("%d passed, %d failed\n", check_passed_, check_failed_);
    return check_failed_ > 0;
}

#endif
