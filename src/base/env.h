/* The one door through which everything uncertain or costly reaches the core: clocks, randomness,
 * and hashes (so that a folder that must not link the crypto library can still use them). The
 * programs pass the real one (trust/env_real.h), the simulator its virtual one. */
#ifndef BASE_ENV_H
#define BASE_ENV_H

#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/plant.h"

enum { HASH_SIZE = 32 };

struct env {
    void *ctx;
    instant (*wall)(void *ctx);                       /* the machine's own clock */
    int64_t (*mono_ms)(void *ctx);                    /* rises always; its zero means nothing */
    void (*random)(void *ctx, void *out, size_t len); /* fit for keys */
    /* BLAKE2b-256 of data; same answer everywhere. */
    void (*hash)(void *ctx, const void *data, size_t len, unsigned char out[HASH_SIZE]);
#ifdef YIZHAN_PLANTS
    enum plant plant; /* the simulator's own build only */
#endif
};

#endif
