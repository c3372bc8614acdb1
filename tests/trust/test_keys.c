/* Keys: made from the environment's randomness, kept in private files, signatures as libsodium's.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/arena.h"
#include "base/file.h"
#include "check.h"
#include "trust/fixed_env.h"
#include "trust/keys.h"

enum { PATH_SIZE = 300 };

struct place {
    char folder[200];
    char path[PATH_SIZE];
};

static void place_make(struct place *place)
{
    const char *base = getenv("TMPDIR");
    snprintf(place->folder, sizeof place->folder, "%s/yizhan-keys-XXXXXX",
             base != NULL ? base : "/tmp");
    CHECK(mkdtemp(place->folder) != NULL);
    snprintf(place->path, sizeof place->path, "%s/key", place->folder);
}

static void place_remove(const struct place *place)
{
    unlink(place->path);
    CHECK_INT(rmdir(place->folder), 0);
}

static void write_file(const char *path, const char *data, size_t len, mode_t mode)
{
    unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
    CHECK(fd >= 0);
    CHECK_INT(fchmod(fd, mode), 0);
    CHECK_INT(write(fd, data, len), (ssize_t)len);
    close(fd);
}

static void test_made_from_the_environment(void)
{
    struct fixed_random fixed;
    struct hub_keys a;
    struct hub_keys b;
    struct hub_keys c;
    struct env env = fixed_env(&fixed, 1);
    hub_keys_make(&env, &a);
    env = fixed_env(&fixed, 1);
    hub_keys_make(&env, &b);
    env = fixed_env(&fixed, 2);
    hub_keys_make(&env, &c);
    CHECK_MEM(&a, &b, sizeof a);
    CHECK(memcmp(a.sign_public, c.sign_public, KEY_SIZE) != 0);
    CHECK(memcmp(a.box_public, c.box_public, KEY_SIZE) != 0);

    unsigned char box_public[KEY_SIZE];
    CHECK_INT(crypto_scalarmult_base(box_public, a.box_secret), 0);
    CHECK_MEM(box_public, a.box_public, KEY_SIZE);
}

static void test_signatures(void)
{
    struct fixed_random fixed;
    struct env env = fixed_env(&fixed, 3);
    struct kiosk_keys keys;
    kiosk_keys_make(&env, &keys);
    unsigned char text[] = "what was promised";
    unsigned char signature[SIGNATURE_SIZE];
    sign_bytes(keys.sign_secret, text, sizeof text, signature);
    CHECK_INT(crypto_sign_verify_detached(signature, text, sizeof text, keys.sign_public), 0);
    CHECK(signature_is_good(keys.sign_public, text, sizeof text, signature));
    CHECK(!signature_is_good(keys.sign_public, text, sizeof text - 1, signature));

    for (size_t i = 0; i < sizeof signature; i++) {
        signature[i] ^= 1;
        CHECK(!signature_is_good(keys.sign_public, text, sizeof text, signature));
        signature[i] ^= 1;
    }
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] ^= 0x80;
        CHECK(!signature_is_good(keys.sign_public, text, sizeof text, signature));
        text[i] ^= 0x80;
    }
    kiosk_keys_make(&env, &keys);
    CHECK(!signature_is_good(keys.sign_public, text, sizeof text, signature));

    /* The neutral point as a key would let one signature fit every text. */
    unsigned char small[KEY_SIZE] = {1};
    unsigned char zero[SIGNATURE_SIZE] = {1};
    CHECK(!signature_is_good(small, text, sizeof text, zero));
}

static void test_key_id(void)
{
    unsigned char key[KEY_SIZE] = {0xde, 0xad, 0xbe, 0xef, 0, 1, 2, 3, 4};
    char id[17];
    key_id(key, id);
    CHECK_STR(id, "deadbeef00010203");
    keys_wipe(key, sizeof key);
    unsigned char zeros[KEY_SIZE] = {0};
    CHECK_MEM(key, zeros, sizeof key);
}

static void test_files(void)
{
    struct place place;
    place_make(&place);
    struct fixed_random fixed;
    struct env env = fixed_env(&fixed, 4);
    struct hub_keys hub;
    struct hub_keys hub_back = {0};
    struct kiosk_keys kiosk;
    struct kiosk_keys kiosk_back = {0};
    hub_keys_make(&env, &hub);
    kiosk_keys_make(&env, &kiosk);

    CHECK_INT(hub_keys_load(place.path, &hub_back), ERR_NOT_FOUND);
    CHECK_INT(kiosk_keys_load(place.path, &kiosk_back), ERR_NOT_FOUND);

    CHECK_INT(hub_keys_save(place.path, &hub), OK);
    struct stat info;
    CHECK_INT(stat(place.path, &info), 0);
    CHECK_INT(info.st_mode & 07777, 0600);
    CHECK_INT(hub_keys_load(place.path, &hub_back), OK);
    CHECK_MEM(&hub_back, &hub, sizeof hub);
    CHECK_INT(kiosk_keys_load(place.path, &kiosk_back), ERR_PARSE);

    CHECK_INT(kiosk_keys_save(place.path, &kiosk), OK);
    CHECK_INT(kiosk_keys_load(place.path, &kiosk_back), OK);
    CHECK_MEM(&kiosk_back, &kiosk, sizeof kiosk);
    CHECK_INT(hub_keys_load(place.path, &hub_back), ERR_PARSE);

    CHECK_INT(hub_keys_save("/nowhere/at/all/key", &hub), ERR_NOT_FOUND);
    place_remove(&place);
}

static void test_files_open_to_others(void)
{
    struct place place;
    place_make(&place);
    struct fixed_random fixed;
    struct env env = fixed_env(&fixed, 5);
    struct hub_keys hub;
    struct hub_keys back = {0};
    hub_keys_make(&env, &hub);
    CHECK_INT(hub_keys_save(place.path, &hub), OK);
    static const mode_t open_modes[] = {0640, 0604, 0660, 0644, 0620, 0602, 0610, 0777};
    for (size_t i = 0; i < sizeof open_modes / sizeof open_modes[0]; i++) {
        CHECK_INT(chmod(place.path, open_modes[i]), 0);
        CHECK_INT(hub_keys_load(place.path, &back), ERR_AUTH);
    }
    CHECK_INT(chmod(place.path, 0400), 0);
    CHECK_INT(hub_keys_load(place.path, &back), OK);
    place_remove(&place);
}

/* Every changed byte and every cut is noticed, and nothing is written on failure. */
static void test_damaged_files(void)
{
    struct place place;
    place_make(&place);
    struct fixed_random fixed;
    struct env env = fixed_env(&fixed, 6);
    struct hub_keys hub;
    hub_keys_make(&env, &hub);
    CHECK_INT(hub_keys_save(place.path, &hub), OK);
    struct arena arena = {0};
    char *data = NULL;
    size_t len = 0;
    CHECK_INT(file_read(&arena, place.path, 4096, &data, &len), OK);

    struct hub_keys back;
    memset(&back, 0x5a, sizeof back);
    const struct hub_keys untouched = back;
    for (size_t i = 0; i < len; i++) {
        char kept = data[i];
        data[i] = kept == '0' ? '1' : '0';
        write_file(place.path, data, len, 0600);
        CHECK_INT(hub_keys_load(place.path, &back), ERR_PARSE);
        data[i] = '\0';
        write_file(place.path, data, len, 0600);
        CHECK_INT(hub_keys_load(place.path, &back), ERR_PARSE);
        data[i] = kept;
        write_file(place.path, data, i, 0600);
        CHECK_INT(hub_keys_load(place.path, &back), ERR_PARSE);
    }
    char long_file[2048];
    memset(long_file, ' ', sizeof long_file);
    memcpy(long_file, data, len);
    write_file(place.path, long_file, len + 1, 0600);
    CHECK_INT(hub_keys_load(place.path, &back), ERR_PARSE);
    write_file(place.path, long_file, sizeof long_file, 0600);
    CHECK_INT(hub_keys_load(place.path, &back), ERR_PARSE);
    CHECK_MEM(&back, &untouched, sizeof back);
    CHECK_INT(hub_keys_load(place.folder, &back), ERR_PARSE);

    write_file(place.path, data, len, 0600);
    CHECK_INT(hub_keys_load(place.path, &back), OK);
    CHECK_MEM(&back, &hub, sizeof hub);
    arena_fini(&arena);
    place_remove(&place);
}

int main(void)
{
    test_made_from_the_environment();
    test_signatures();
    test_key_id();
    test_files();
    test_files_open_to_others();
    test_damaged_files();
    return check_done();
}
