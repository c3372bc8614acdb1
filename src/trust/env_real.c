#include "trust/env_real.h"

#include <assert.h>
#include <time.h>

#include <sodium.h>

static instant wall(void *ctx)
{
    (void)ctx;
    struct timespec now;
    int failed = clock_gettime(CLOCK_REALTIME, &now);
    assert(failed == 0);
    return (instant)now.tv_sec;
}

static int64_t mono_ms(void *ctx)
{
    (void)ctx;
    struct timespec now;
    int failed = clock_gettime(CLOCK_MONOTONIC, &now);
    assert(failed == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void kernel_random(void *ctx, void *out, size_t len)
{
    (void)ctx;
    randombytes_buf(out, len);
}

void env_hash_blake2b(void *ctx, const void *data, size_t len, unsigned char out[HASH_SIZE])
{
    (void)ctx;
    int failed = crypto_generichash(out, HASH_SIZE, data, len, NULL, 0);
    assert(failed == 0);
}

enum status env_real_init(struct env *out)
{
    if (sodium_init() < 0) {
        return ERR_IO;
    }
    *out = (struct env){
        .wall = wall, .mono_ms = mono_ms, .random = kernel_random, .hash = env_hash_blake2b};
    return OK;
}
