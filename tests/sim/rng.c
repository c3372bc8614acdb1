#include "rng.h"

#include <assert.h>
#include <string.h>

static const uint64_t WEYL_STEP = 0x9E3779B97F4A7C15u;

static uint64_t finalise(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

void rng_init(struct rng *rng, uint64_t seed)
{
    rng->state = finalise(seed + WEYL_STEP);
}

struct rng rng_fork(const struct rng *rng, uint64_t subject)
{
    return (struct rng){.state = finalise(rng->state ^ finalise(subject + WEYL_STEP))};
}

uint64_t rng_next(struct rng *rng)
{
    rng->state += WEYL_STEP;
    return finalise(rng->state);
}

int64_t rng_range(struct rng *rng, int64_t min, int64_t max)
{
    assert(min <= max);
    uint64_t span = (uint64_t)(max - min) + 1;
    return span == 0 ? (int64_t)rng_next(rng) : min + (int64_t)(rng_next(rng) % span);
}

bool rng_chance(struct rng *rng, int per_mille)
{
    return (int)(rng_next(rng) % 1000) < per_mille;
}

void rng_bytes(struct rng *rng, void *out, size_t len)
{
    unsigned char *to = out;
    while (len > 0) {
        uint64_t value = rng_next(rng);
        size_t take = len < sizeof value ? len : sizeof value;
        memcpy(to, &value, take);
        to += take;
        len -= take;
    }
}
