/* tests/fuzz/fuzz.h: what a fuzz target needs.
 *
 * A target is one function that takes any bytes and must neither crash nor break what it promises: FUZZ_CHECK ends the
 * program where it does. It keeps nothing between two inputs but what it opened once.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "core/arena.h"
#include "core/str.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The name is libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(condition)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);                              \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

#endif
