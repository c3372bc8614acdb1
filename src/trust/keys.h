/* Keys. A hub has an Ed25519 key (HUBKEY: identity, statements) and an X25519 key (envelopes are
 * sealed to it); they live in one file, 0600, made on first start, never in a database, backup or
 * log. A kiosk has an Ed25519 key (ops' chain heads, ticket tokens, hello) in DATA/kiosk.key. The
 * only folder that uses the crypto library is this one. */
#ifndef TRUST_KEYS_H
#define TRUST_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/env.h"
#include "base/status.h"

enum { KEY_SIZE = 32, SECRET_KEY_SIZE = 64, SIGNATURE_SIZE = 64 };

struct hub_keys {
    unsigned char sign_public[KEY_SIZE];
    unsigned char sign_secret[SECRET_KEY_SIZE];
    unsigned char box_public[KEY_SIZE];
    unsigned char box_secret[KEY_SIZE];
};

struct kiosk_keys {
    unsigned char sign_public[KEY_SIZE];
    unsigned char sign_secret[SECRET_KEY_SIZE];
};

/* From env's randomness, so that a simulated world is the same each time. */
void hub_keys_make(const struct env *env, struct hub_keys *out);
void kiosk_keys_make(const struct env *env, struct kiosk_keys *out);

/* ERR_NOT_FOUND: no file. ERR_AUTH: readable by others. ERR_PARSE: not a key file. */
enum status hub_keys_load(const char *path, struct hub_keys *out) MUST_CHECK;
enum status hub_keys_save(const char *path, const struct hub_keys *keys) MUST_CHECK;
enum status kiosk_keys_load(const char *path, struct kiosk_keys *out) MUST_CHECK;
enum status kiosk_keys_save(const char *path, const struct kiosk_keys *keys) MUST_CHECK;
/* Overwrites with zeros in a way the compiler keeps. */
void keys_wipe(void *keys, size_t size);

/* First 8 bytes of a public key in hex. */
void key_id(const unsigned char key[KEY_SIZE], char out[17]);

void sign_bytes(const unsigned char secret[SECRET_KEY_SIZE], const void *data, size_t len,
                unsigned char signature[SIGNATURE_SIZE]);
bool signature_is_good(const unsigned char public_key[KEY_SIZE], const void *data, size_t len,
                       const unsigned char signature[SIGNATURE_SIZE]);

#endif
