/* Link sessions (design §4, authentic): an Ed25519-signed hello with ephemeral X25519 keys on both
 * sides gives a session key; requests and answers then carry keyed BLAKE2b over direction, path,
 * counter and body. Freshness is the rising counter, never a clock. */
#ifndef TRUST_SESSION_H
#define TRUST_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/env.h"
#include "trust/keys.h"

enum { MAC_SIZE = 32, MAC_HEX_SIZE = 65 };

struct exchange { /* one side's ephemeral pair */
    unsigned char public_key[KEY_SIZE];
    unsigned char secret_key[KEY_SIZE];
};

struct session_keys {
    unsigned char kiosk_to_hub[KEY_SIZE];
    unsigned char hub_to_kiosk[KEY_SIZE];
};

void exchange_make(const struct env *env, struct exchange *out);
/* false when the other's key is unusable. */
bool exchange_derive(const struct exchange *mine, const unsigned char theirs[KEY_SIZE],
                     bool is_kiosk, struct session_keys *out);

/* MAC over length-prefixed path, counter and body. */
void session_mac(const unsigned char key[KEY_SIZE], const char *path, uint64_t counter,
                 const void *body, size_t len, char out_hex[MAC_HEX_SIZE]);
/* Constant time; false on any other form. */
bool session_mac_is_good(const unsigned char key[KEY_SIZE], const char *path, uint64_t counter,
                         const void *body, size_t len, const char *mac_hex);

#endif
