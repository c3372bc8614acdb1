#include "trust/keys.h"

#include <assert.h>

#include <sodium.h>

#include "base/str.h"

static_assert(KEY_SIZE == crypto_sign_PUBLICKEYBYTES, "Ed25519 public keys");
static_assert(SECRET_KEY_SIZE == crypto_sign_SECRETKEYBYTES, "Ed25519 secret keys");
static_assert(SIGNATURE_SIZE == crypto_sign_BYTES, "Ed25519 signatures");
static_assert(KEY_SIZE == crypto_box_PUBLICKEYBYTES, "X25519 public keys");
static_assert(KEY_SIZE == crypto_box_SECRETKEYBYTES, "X25519 secret keys");

static void sign_pair_make(const struct env *env, unsigned char public_key[KEY_SIZE],
                           unsigned char secret[SECRET_KEY_SIZE])
{
    unsigned char seed[crypto_sign_SEEDBYTES];
    env->random(env->ctx, seed, sizeof seed);
    int failed = crypto_sign_seed_keypair(public_key, secret, seed);
    assert(failed == 0);
    keys_wipe(seed, sizeof seed);
}

void hub_keys_make(const struct env *env, struct hub_keys *out)
{
    sign_pair_make(env, out->sign_public, out->sign_secret);
    unsigned char seed[crypto_box_SEEDBYTES];
    env->random(env->ctx, seed, sizeof seed);
    int failed = crypto_box_seed_keypair(out->box_public, out->box_secret, seed);
    assert(failed == 0);
    keys_wipe(seed, sizeof seed);
    /* X25519 ignores these bits (RFC 7748, 5); fixed, one key has one spelling on disk. */
    out->box_secret[0] &= 0xf8;
    out->box_secret[KEY_SIZE - 1] = (out->box_secret[KEY_SIZE - 1] & 0x7f) | 0x40;
}

void kiosk_keys_make(const struct env *env, struct kiosk_keys *out)
{
    sign_pair_make(env, out->sign_public, out->sign_secret);
}

void keys_wipe(void *keys, size_t size)
{
    sodium_memzero(keys, size);
}

void key_id(const unsigned char key[KEY_SIZE], char out[17])
{
    hex_encode(key, 8, out);
}

void sign_bytes(const unsigned char secret[SECRET_KEY_SIZE], const void *data, size_t len,
                unsigned char signature[SIGNATURE_SIZE])
{
    int failed = crypto_sign_detached(signature, NULL, data, len, secret);
    assert(failed == 0);
}

bool signature_is_good(const unsigned char public_key[KEY_SIZE], const void *data, size_t len,
                       const unsigned char signature[SIGNATURE_SIZE])
{
    return crypto_sign_verify_detached(signature, data, len, public_key) == 0;
}
