/* An environment whose randomness is a counted stream: the same seed gives the same bytes, two
 * calls never do. */
#ifndef TESTS_TRUST_FIXED_ENV_H
#define TESTS_TRUST_FIXED_ENV_H

#include <string.h>

#include "trust/env_real.h"

struct fixed_random {
    uint32_t seed;
    uint32_t calls;
};

static inline void fixed_random_fill(void *ctx, void *out, size_t len)
{
    struct fixed_random *fixed = ctx;
    unsigned char *to = out;
    uint32_t state[3] = {fixed->seed, fixed->calls++, 0};
    while (len > 0) {
        unsigned char block[HASH_SIZE];
        env_hash_blake2b(NULL, state, sizeof state, block);
        size_t n = len < sizeof block ? len : sizeof block;
        memcpy(to, block, n);
        to += n;
        len -= n;
        state[2]++;
    }
}

static inline struct env fixed_env(struct fixed_random *fixed, uint32_t seed)
{
    *fixed = (struct fixed_random){.seed = seed};
    return (struct env){.ctx = fixed, .random = fixed_random_fill, .hash = env_hash_blake2b};
}

#endif
