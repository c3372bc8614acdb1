/* Stores in a temporary folder with a small content: a course of 12 places and one of 2 every day
 * at 10:00, and one kind of request due within two hours. */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include "base/env.h"
#include "store/store.h"
#include "trust/keys.h"

struct test_clock {
    instant wall;
    int64_t mono_ms;
    uint64_t random;
};

/* 2026-11-24 01:00 UTC: a Tuesday, 09:00 at the station. */
enum { TEST_NOW = 1795482000 };

/* A folder of its own under TMPDIR; removed by fixture_remove. */
void fixture_folder(char out[256]);
void fixture_remove(const char *folder);
/* ctx is the clock; random is a plain counter-based generator. */
struct env fixture_env(struct test_clock *clock);
struct store *fixture_open(const char *folder, const char *name, enum store_role role,
                           const struct env *env);
/* Publishes the content on a hub. capacity_large: of "large". */
void fixture_publish(struct store *hub, int64_t revision, int capacity_large);

#endif
