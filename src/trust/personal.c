#include "trust/personal.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

static_assert(SEAL_OVERHEAD == crypto_box_SEALBYTES, "a sealed box's overhead");
static_assert(SALT_SIZE == crypto_pwhash_SALTBYTES, "argon2id's salt");

enum { PHONE_DIGITS_MIN = 3, PHONE_DIGITS_MAX = 20 };

const struct contact_cost contact_cost_real = {.memory_bytes = 16U << 20, .passes = 2};
const struct contact_cost contact_cost_least = {.memory_bytes = crypto_pwhash_MEMLIMIT_MIN,
                                                .passes = crypto_pwhash_OPSLIMIT_MIN};

bool box_key_is_usable(const unsigned char box_public[KEY_SIZE])
{
    /* Multiplying by any scalar shows a point of small order: the product is zero. */
    static const unsigned char scalar[KEY_SIZE] = {1};
    unsigned char product[KEY_SIZE];
    return crypto_scalarmult(product, scalar, box_public) == 0;
}

/* As in crypto_box_seal: the nonce follows from the two public keys. */
static void seal_nonce(const unsigned char ephemeral[KEY_SIZE],
                       const unsigned char box_public[KEY_SIZE],
                       unsigned char nonce[crypto_box_NONCEBYTES])
{
    crypto_generichash_state state;
    int failed = crypto_generichash_init(&state, NULL, 0, crypto_box_NONCEBYTES);
    failed |= crypto_generichash_update(&state, ephemeral, KEY_SIZE);
    failed |= crypto_generichash_update(&state, box_public, KEY_SIZE);
    failed |= crypto_generichash_final(&state, nonce, crypto_box_NONCEBYTES);
    assert(failed == 0);
}

void personal_seal(const struct env *env, const unsigned char box_public[KEY_SIZE],
                   const void *data, size_t len, unsigned char *out)
{
    unsigned char seed[crypto_box_SEEDBYTES];
    unsigned char secret[KEY_SIZE];
    unsigned char nonce[crypto_box_NONCEBYTES];
    env->random(env->ctx, seed, sizeof seed);
    int failed = crypto_box_seed_keypair(out, secret, seed);
    seal_nonce(out, box_public, nonce);
    failed |= crypto_box_easy(out + KEY_SIZE, data, len, nonce, box_public, secret);
    assert(failed == 0);
    keys_wipe(seed, sizeof seed);
    keys_wipe(secret, sizeof secret);
}

enum status personal_open(const struct hub_keys *keys, struct arena *arena,
                          const unsigned char *box, size_t len, char **data, size_t *data_len)
{
    if (len < SEAL_OVERHEAD) {
        return ERR_AUTH;
    }
    size_t plain_len = len - SEAL_OVERHEAD;
    char *plain = arena_alloc(arena, plain_len + 1);
    if (crypto_box_seal_open((unsigned char *)plain, box, len, keys->box_public,
                             keys->box_secret) != 0) {
        return ERR_AUTH;
    }
    *data = plain;
    *data_len = plain_len;
    return OK;
}

enum status contact_key(const char *phone, const unsigned char salt[SALT_SIZE],
                        const struct contact_cost *cost, unsigned char out[HASH_SIZE])
{
    size_t len = strlen(phone);
    if (len < PHONE_DIGITS_MIN || len > PHONE_DIGITS_MAX || strspn(phone, "0123456789") != len) {
        return ERR_PARSE;
    }
    unsigned char key[HASH_SIZE];
    if (crypto_pwhash(key, sizeof key, phone, len, salt, cost->passes, cost->memory_bytes,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return ERR_LIMIT;
    }
    memcpy(out, key, sizeof key);
    return OK;
}
