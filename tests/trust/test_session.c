/* Link sessions: both sides reach the same two keys, and nothing in a request can be changed. */
#include <string.h>

#include <sodium.h>

#include "base/str.h"
#include "check.h"
#include "trust/fixed_env.h"
#include "trust/session.h"

struct pair {
    struct exchange kiosk;
    struct exchange hub;
    struct session_keys kiosk_keys;
    struct session_keys hub_keys;
};

static void pair_make(struct pair *pair, uint32_t seed)
{
    struct fixed_random fixed;
    struct env env = fixed_env(&fixed, seed);
    exchange_make(&env, &pair->kiosk);
    exchange_make(&env, &pair->hub);
    CHECK(exchange_derive(&pair->kiosk, pair->hub.public_key, true, &pair->kiosk_keys));
    CHECK(exchange_derive(&pair->hub, pair->kiosk.public_key, false, &pair->hub_keys));
}

static void test_exchange(void)
{
    struct pair a;
    struct pair b;
    struct pair c;
    pair_make(&a, 1);
    pair_make(&b, 1);
    pair_make(&c, 2);
    CHECK_MEM(&a.kiosk_keys, &a.hub_keys, sizeof a.kiosk_keys);
    CHECK(memcmp(a.kiosk_keys.kiosk_to_hub, a.kiosk_keys.hub_to_kiosk, KEY_SIZE) != 0);
    CHECK_MEM(&a, &b, sizeof a);
    CHECK(memcmp(&a.kiosk_keys, &c.kiosk_keys, sizeof a.kiosk_keys) != 0);

    unsigned char receive[KEY_SIZE];
    unsigned char send[KEY_SIZE];
    CHECK_INT(crypto_kx_client_session_keys(receive, send, a.kiosk.public_key, a.kiosk.secret_key,
                                            a.hub.public_key),
              0);
    CHECK_MEM(send, a.hub_keys.kiosk_to_hub, KEY_SIZE);
    CHECK_MEM(receive, a.hub_keys.hub_to_kiosk, KEY_SIZE);
}

static void test_useless_keys(void)
{
    struct pair a;
    pair_make(&a, 3);
    static const unsigned char points[][KEY_SIZE] = {{0}, {1}};
    struct session_keys keys;
    memset(&keys, 0x5a, sizeof keys);
    const struct session_keys untouched = keys;
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        CHECK(!exchange_derive(&a.kiosk, points[i], true, &keys));
        CHECK(!exchange_derive(&a.hub, points[i], false, &keys));
    }
    CHECK_MEM(&keys, &untouched, sizeof keys);
}

static void test_mac_catches_changes(void)
{
    struct pair a;
    pair_make(&a, 4);
    const unsigned char *key = a.kiosk_keys.kiosk_to_hub;
    unsigned char body[] = "{\"ops\":[]}";
    char mac[MAC_HEX_SIZE];
    session_mac(key, "/v1/sync", 7, body, sizeof body, mac);
    CHECK(session_mac_is_good(a.hub_keys.kiosk_to_hub, "/v1/sync", 7, body, sizeof body, mac));
    CHECK(!session_mac_is_good(a.hub_keys.hub_to_kiosk, "/v1/sync", 7, body, sizeof body, mac));
    CHECK(!session_mac_is_good(key, "/v1/ask", 7, body, sizeof body, mac));
    CHECK(!session_mac_is_good(key, "/v1/sync", 8, body, sizeof body, mac));
    CHECK(!session_mac_is_good(key, "/v1/sync", 7 + (1ULL << 56), body, sizeof body, mac));
    CHECK(!session_mac_is_good(key, "/v1/sync", 7, body, sizeof body - 1, mac));
    for (size_t i = 0; i < sizeof body; i++) {
        body[i] ^= 1;
        CHECK(!session_mac_is_good(key, "/v1/sync", 7, body, sizeof body, mac));
        body[i] ^= 1;
    }
    for (size_t i = 0; i + 1 < sizeof mac; i++) {
        char kept = mac[i];
        mac[i] = kept == '0' ? '1' : '0';
        CHECK(!session_mac_is_good(key, "/v1/sync", 7, body, sizeof body, mac));
        mac[i] = kept;
    }
    session_mac(key, "/v1/sync", 8, NULL, 0, mac);
    CHECK(session_mac_is_good(key, "/v1/sync", 8, "", 0, mac));
    /* A byte moved from the path to the body must not go unnoticed. */
    session_mac(key, "/v1/syn", 8, "c", 1, mac);
    CHECK(!session_mac_is_good(key, "/v1/sync", 8, "", 0, mac));
}

static void test_mac_forms(void)
{
    const unsigned char key[KEY_SIZE] = {9};
    char mac[MAC_HEX_SIZE];
    session_mac(key, "/", 1, "x", 1, mac);
    CHECK_INT(strlen(mac), MAC_HEX_SIZE - 1);
    static const char *const bad[] = {
        "", "0", "zz", "0000000000000000000000000000000000000000000000000000000000000000",
        "00000000000000000000000000000000000000000000000000000000000000000"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK(!session_mac_is_good(key, "/", 1, "x", 1, bad[i]));
    }
    CHECK(!session_mac_is_good(key, "/", 1, "x", 1, NULL));
    char longer[MAC_HEX_SIZE + 1];
    memcpy(longer, mac, MAC_HEX_SIZE - 1);
    longer[MAC_HEX_SIZE - 1] = '0';
    longer[MAC_HEX_SIZE] = '\0';
    CHECK(!session_mac_is_good(key, "/", 1, "x", 1, longer));
}

/* The bytes on the wire, computed here a second time by libsodium's one-shot call. */
static void test_mac_bytes(void)
{
    const unsigned char key[KEY_SIZE] = {1, 2, 3};
    static const unsigned char text[] = "\0\0\0\0\0\0\0\2/a"
                                        "\0\0\0\0\0\0\1\2"
                                        "\0\0\0\0\0\0\0\3xyz";
    unsigned char expected[MAC_SIZE];
    char expected_hex[MAC_HEX_SIZE];
    char mac[MAC_HEX_SIZE];
    CHECK_INT(crypto_generichash(expected, sizeof expected, text, sizeof text - 1, key, sizeof key),
              0);
    hex_encode(expected, sizeof expected, expected_hex);
    session_mac(key, "/a", 258, "xyz", 3, mac);
    CHECK_STR(mac, expected_hex);
}

int main(void)
{
    test_exchange();
    test_useless_keys();
    test_mac_catches_changes();
    test_mac_forms();
    test_mac_bytes();
    return check_done();
}
