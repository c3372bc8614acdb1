/* Seeded randomness for simulated worlds: the same seed gives the same numbers on every machine.
 * SplitMix64 (Steele, Lea, Flood 2014: a Weyl sequence through a 64-bit finaliser). Not for keys of
 * real programs. One owner. */
#ifndef SIM_RNG_H
#define SIM_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
    uint64_t state;
};

void rng_init(struct rng *rng, uint64_t seed);
/* A generator of its own for a subject, so that drawing more in one does not shift another. */
struct rng rng_fork(const struct rng *rng, uint64_t subject);
uint64_t rng_next(struct rng *rng);
/* In [min, max], both possible. */
int64_t rng_range(struct rng *rng, int64_t min, int64_t max);
/* True in about per_mille of a thousand. */
bool rng_chance(struct rng *rng, int per_mille);
void rng_bytes(struct rng *rng, void *out, size_t len);

#endif
