#include "trust/session.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "base/str.h"

static_assert(KEY_SIZE == crypto_kx_SESSIONKEYBYTES, "session keys");
static_assert(KEY_SIZE == crypto_kx_PUBLICKEYBYTES, "exchange keys");
static_assert(MAC_HEX_SIZE == 2 * MAC_SIZE + 1, "the MAC's text");

void exchange_make(const struct env *env, struct exchange *out)
{
    unsigned char seed[crypto_kx_SEEDBYTES];
    env->random(env->ctx, seed, sizeof seed);
    int failed = crypto_kx_seed_keypair(out->public_key, out->secret_key, seed);
    assert(failed == 0);
    keys_wipe(seed, sizeof seed);
}

bool exchange_derive(const struct exchange *mine, const unsigned char theirs[KEY_SIZE],
                     bool is_kiosk, struct session_keys *out)
{
    /* The kiosk is the exchange's client: both sides hash the public keys in the same order. */
    unsigned char receive[KEY_SIZE];
    unsigned char send[KEY_SIZE];
    int failed = is_kiosk ? crypto_kx_client_session_keys(receive, send, mine->public_key,
                                                          mine->secret_key, theirs)
                          : crypto_kx_server_session_keys(receive, send, mine->public_key,
                                                          mine->secret_key, theirs);
    if (failed == 0) {
        memcpy(is_kiosk ? out->hub_to_kiosk : out->kiosk_to_hub, receive, KEY_SIZE);
        memcpy(is_kiosk ? out->kiosk_to_hub : out->hub_to_kiosk, send, KEY_SIZE);
    }
    keys_wipe(receive, sizeof receive);
    keys_wipe(send, sizeof send);
    return failed == 0;
}

static void hash_u64(crypto_generichash_state *state, uint64_t value)
{
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(value >> (56 - 8 * i));
    }
    int failed = crypto_generichash_update(state, bytes, sizeof bytes);
    assert(failed == 0);
}

/* Direction is in the key: each has its own. */
static void mac_bytes(const unsigned char key[KEY_SIZE], const char *path, uint64_t counter,
                      const void *body, size_t len, unsigned char out[MAC_SIZE])
{
    crypto_generichash_state state;
    int failed = crypto_generichash_init(&state, key, KEY_SIZE, MAC_SIZE);
    hash_u64(&state, strlen(path));
    failed |= crypto_generichash_update(&state, (const unsigned char *)path, strlen(path));
    hash_u64(&state, counter);
    hash_u64(&state, len);
    failed |= crypto_generichash_update(&state, body, len);
    failed |= crypto_generichash_final(&state, out, MAC_SIZE);
    assert(failed == 0);
    keys_wipe(&state, sizeof state);
}

void session_mac(const unsigned char key[KEY_SIZE], const char *path, uint64_t counter,
                 const void *body, size_t len, char out_hex[MAC_HEX_SIZE])
{
    unsigned char mac[MAC_SIZE];
    mac_bytes(key, path, counter, body, len, mac);
    hex_encode(mac, sizeof mac, out_hex);
}

bool session_mac_is_good(const unsigned char key[KEY_SIZE], const char *path, uint64_t counter,
                         const void *body, size_t len, const char *mac_hex)
{
    unsigned char given[MAC_SIZE];
    unsigned char mac[MAC_SIZE];
    if (mac_hex == NULL || !hex_decode(mac_hex, given, sizeof given)) {
        return false;
    }
    mac_bytes(key, path, counter, body, len, mac);
    return sodium_memcmp(given, mac, sizeof mac) == 0;
}
