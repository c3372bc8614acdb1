/* Personal data: sealed on the kiosk before anything touches its disk, opened only by the hub for
 * those who may see it; phone numbers are compared by a slow salted hash (design §5). */
#ifndef TRUST_PERSONAL_H
#define TRUST_PERSONAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/env.h"
#include "base/status.h"
#include "trust/keys.h"

enum { SALT_SIZE = 16, SEAL_OVERHEAD = 48 };

/* Can something be sealed to this key? Ask when a key arrives; personal_seal asserts it. */
bool box_key_is_usable(const unsigned char box_public[KEY_SIZE]);
/* out holds len + SEAL_OVERHEAD bytes. Sealed with an ephemeral key from env's randomness. */
void personal_seal(const struct env *env, const unsigned char box_public[KEY_SIZE],
                   const void *data, size_t len, unsigned char *out);
/* ERR_AUTH: not for this key or changed. */
enum status personal_open(const struct hub_keys *keys, struct arena *arena,
                          const unsigned char *box, size_t len, char **data,
                          size_t *data_len) MUST_CHECK;

/* What argon2id may cost: the real one is 16 MiB, t = 2; tests pass the library's minimum. */
struct contact_cost {
    size_t memory_bytes;
    unsigned passes;
};
extern const struct contact_cost contact_cost_real;
extern const struct contact_cost contact_cost_least;

/* phone: 3 to 20 digits, else ERR_PARSE; ERR_LIMIT: no memory for it. Takes tens of milliseconds:
 * never on the screen's thread. */
enum status contact_key(const char *phone, const unsigned char salt[SALT_SIZE],
                        const struct contact_cost *cost, unsigned char out[HASH_SIZE]) MUST_CHECK;

#endif
