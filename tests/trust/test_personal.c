/* Envelopes are libsodium's sealed boxes, made with the environment's randomness; contact keys are
 * argon2id. */
#include <string.h>

#include <sodium.h>

#include "check.h"
#include "trust/fixed_env.h"
#include "trust/personal.h"

enum { TEXT_MAX = 64 };

static const char person[] = "{\"name\":\"张桂兰\",\"phone\":\"13800005678\"}";

static void test_round_trip(void)
{
    struct fixed_random fixed;
    struct env env = fixed_env(&fixed, 1);
    struct arena arena = {0};
    struct hub_keys keys;
    hub_keys_make(&env, &keys);
    CHECK(box_key_is_usable(keys.box_public));
    for (size_t len = 0; len <= sizeof person - 1; len++) {
        unsigned char box[sizeof person + SEAL_OVERHEAD];
        char *data = NULL;
        size_t data_len = 999;
        personal_seal(&env, keys.box_public, person, len, box);
        CHECK_INT(personal_open(&keys, &arena, box, len + SEAL_OVERHEAD, &data, &data_len), OK);
        CHECK_INT(data_len, len);
        CHECK_MEM(data, person, len);
        CHECK_INT(data[len], '\0');
    }
    arena_fini(&arena);
}

static void test_interop(void)
{
    struct fixed_random fixed;
    struct env env = fixed_env(&fixed, 2);
    struct arena arena = {0};
    struct hub_keys keys;
    hub_keys_make(&env, &keys);
    unsigned char ours[sizeof person + SEAL_OVERHEAD];
    unsigned char opened[sizeof person];
    personal_seal(&env, keys.box_public, person, sizeof person, ours);
    CHECK_INT(crypto_box_seal_open(opened, ours, sizeof ours, keys.box_public, keys.box_secret), 0);
    CHECK_MEM(opened, person, sizeof person);

    unsigned char theirs[sizeof person + SEAL_OVERHEAD];
    char *data = NULL;
    size_t len = 0;
    CHECK_INT(
        crypto_box_seal(theirs, (const unsigned char *)person, sizeof person, keys.box_public), 0);
    CHECK_INT(personal_open(&keys, &arena, theirs, sizeof theirs, &data, &len), OK);
    CHECK_INT(len, sizeof person);
    CHECK_MEM(data, person, sizeof person);
    arena_fini(&arena);
}

static void test_same_world_same_box(void)
{
    struct fixed_random fixed;
    struct env env = fixed_env(&fixed, 3);
    struct hub_keys keys;
    hub_keys_make(&env, &keys);
    unsigned char a[sizeof person + SEAL_OVERHEAD];
    unsigned char b[sizeof person + SEAL_OVERHEAD];
    unsigned char c[sizeof person + SEAL_OVERHEAD];
    env = fixed_env(&fixed, 4);
    personal_seal(&env, keys.box_public, person, sizeof person, a);
    personal_seal(&env, keys.box_public, person, sizeof person, c);
    env = fixed_env(&fixed, 4);
    personal_seal(&env, keys.box_public, person, sizeof person, b);
    CHECK_MEM(a, b, sizeof a);
    CHECK(memcmp(a, c, sizeof a) != 0);
}

static void test_changes_are_noticed(void)
{
    struct fixed_random fixed;
    struct env env = fixed_env(&fixed, 5);
    struct arena arena = {0};
    struct hub_keys keys;
    struct hub_keys other;
    hub_keys_make(&env, &keys);
    hub_keys_make(&env, &other);
    unsigned char box[sizeof person + SEAL_OVERHEAD];
    personal_seal(&env, keys.box_public, person, sizeof person, box);
    char *data = NULL;
    size_t len = 0;
    CHECK_INT(personal_open(&other, &arena, box, sizeof box, &data, &len), ERR_AUTH);
    for (size_t i = 0; i < sizeof box; i++) {
        box[i] ^= 4;
        CHECK_INT(personal_open(&keys, &arena, box, sizeof box, &data, &len), ERR_AUTH);
        box[i] ^= 4;
        CHECK_INT(personal_open(&keys, &arena, box, i, &data, &len), ERR_AUTH);
    }
    CHECK(data == NULL && len == 0);
    static const unsigned char points[][KEY_SIZE] = {{0}, {1}};
    CHECK(!box_key_is_usable(points[0]));
    CHECK(!box_key_is_usable(points[1]));
    arena_fini(&arena);
}

static void test_contact_key(void)
{
    static const unsigned char salt[SALT_SIZE] = "the fleet's salt";
    unsigned char expected[HASH_SIZE];
    unsigned char key[HASH_SIZE];
    unsigned char other[HASH_SIZE];
    CHECK_INT(contact_key("13800005678", salt, &contact_cost_real, key), OK);
    CHECK_INT(crypto_pwhash(expected, sizeof expected, "13800005678", 11, salt, 2, 16777216,
                            crypto_pwhash_ALG_ARGON2ID13),
              0);
    CHECK_MEM(key, expected, sizeof key);

    CHECK_INT(contact_key("13800005678", salt, &contact_cost_least, key), OK);
    CHECK(memcmp(key, expected, sizeof key) != 0);
    CHECK_INT(contact_key("13800005679", salt, &contact_cost_least, other), OK);
    CHECK(memcmp(key, other, sizeof key) != 0);
    static const unsigned char salt2[SALT_SIZE] = "another's salt..";
    CHECK_INT(contact_key("13800005678", salt2, &contact_cost_least, other), OK);
    CHECK(memcmp(key, other, sizeof key) != 0);

    static const char *const bad[] = {"",
                                      "12",
                                      "138-0000-5678",
                                      "1380000567八",
                                      "13800005678 ",
                                      "+8613800005678",
                                      "123456789012345678901"};
    memset(key, 0x5a, sizeof key);
    memcpy(other, key, sizeof key);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK_INT(contact_key(bad[i], salt, &contact_cost_least, key), ERR_PARSE);
    }
    struct contact_cost impossible = {.memory_bytes = 1, .passes = 1};
    CHECK_INT(contact_key("13800005678", salt, &impossible, key), ERR_LIMIT);
    CHECK_MEM(key, other, sizeof key);
}

int main(void)
{
    test_round_trip();
    test_interop();
    test_same_world_same_box();
    test_changes_are_noticed();
    test_contact_key();
    return check_done();
}
