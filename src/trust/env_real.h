/* The environment of real programs: the machine's clocks, the kernel's randomness, BLAKE2b. Also
 * initialises the crypto library; call once at start. */
#ifndef TRUST_ENV_REAL_H
#define TRUST_ENV_REAL_H

#include "base/env.h"
#include "base/status.h"

enum status env_real_init(struct env *out) MUST_CHECK;
/* BLAKE2b-256 as in struct env, for environments made by tests and the simulator. */
void env_hash_blake2b(void *ctx, const void *data, size_t len, unsigned char out[HASH_SIZE]);

#endif
