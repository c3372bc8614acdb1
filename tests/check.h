/* Checks for tests: each prints file, line, what was got and what was expected, counts the failure
 * and goes on, so that one run shows everything that is wrong. main ends with check_done(). */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* How many checks failed so far; one per test program. */
static int check_failures;

static inline void check_true(const char *file, int line, const char *text, bool holds)
{
    if (!holds) {
        fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, text);
        check_failures++;
    }
}

static inline void check_int(const char *file, int line, const char *text, int64_t got,
                             int64_t expected)
{
    if (got != expected) {
        fprintf(stderr, "%s:%d: %s: got %lld, expected %lld\n", file, line, text, (long long)got,
                (long long)expected);
        check_failures++;
    }
}

static inline void check_str(const char *file, int line, const char *text, const char *got,
                             const char *expected)
{
    bool same = got == expected || (got != NULL && expected != NULL && strcmp(got, expected) == 0);
    if (!same) {
        fprintf(stderr, "%s:%d: %s: got “%s”, expected “%s”\n", file, line, text,
                got == NULL ? "(NULL)" : got, expected == NULL ? "(NULL)" : expected);
        check_failures++;
    }
}

static inline void check_mem(const char *file, int line, const char *text, const void *got,
                             const void *expected, size_t len)
{
    const unsigned char *a = got;
    const unsigned char *b = expected;
    for (size_t i = 0; i < len; i++) {
        if (a[i] != b[i]) {
            fprintf(stderr, "%s:%d: %s: byte %zu: got %02x, expected %02x\n", file, line, text, i,
                    a[i], b[i]);
            check_failures++;
            return;
        }
    }
}

/* main's exit status. */
static inline int check_done(void)
{
    if (check_failures > 0) {
        fprintf(stderr, "%d checks failed\n", check_failures);
    }
    return check_failures > 0 ? 1 : 0;
}

#define CHECK(cond) check_true(__FILE__, __LINE__, #cond, (cond))
#define CHECK_INT(got, expected)                                                                   \
    check_int(__FILE__, __LINE__, #got, (int64_t)(got), (int64_t)(expected))
#define CHECK_STR(got, expected) check_str(__FILE__, __LINE__, #got, (got), (expected))
/* Bytes; says the first place where they differ. */
#define CHECK_MEM(got, expected, len) check_mem(__FILE__, __LINE__, #got, (got), (expected), (len))

#endif
