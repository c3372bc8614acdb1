/* Keys on disk: a version line, then one line per key, `NAME HEX`, in a fixed order. Of an Ed25519
 * key the seed is kept; public halves stand beside it so that people can compare them and a damaged
 * line is noticed instead of becoming another identity. */
#include "trust/keys.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/file.h"
#include "base/str.h"

enum { KEY_FILE_MAX = 1024, KEY_LINES_MAX = 4, KEY_HEX_LEN = 2 * KEY_SIZE };

#define HUB_FILE_VERSION "yizhan hub key 1"
#define KIOSK_FILE_VERSION "yizhan kiosk key 1"

struct key_line {
    const char *name;
    unsigned char *key; /* KEY_SIZE bytes */
};

static enum status save(const char *path, const char *version, const struct key_line *lines,
                        size_t n)
{
    char text[KEY_FILE_MAX];
    char hex[KEY_HEX_LEN + 1];
    size_t len = strlen(version);
    memcpy(text, version, len);
    text[len++] = '\n';
    for (size_t i = 0; i < n; i++) {
        size_t name_len = strlen(lines[i].name);
        assert(len + name_len + 1 + KEY_HEX_LEN + 1 < sizeof text);
        memcpy(text + len, lines[i].name, name_len);
        len += name_len;
        text[len++] = ' ';
        hex_encode(lines[i].key, KEY_SIZE, hex);
        memcpy(text + len, hex, KEY_HEX_LEN);
        len += KEY_HEX_LEN;
        text[len++] = '\n';
    }
    enum status status = file_replace(path, text, len, 0600);
    keys_wipe(text, sizeof text);
    keys_wipe(hex, sizeof hex);
    return status;
}

/* Into text, with a NUL. Not file_read: the mode must be that of the very file that is read, and
 * the bytes are wiped afterwards. */
static enum status read_private(const char *path, char text[KEY_FILE_MAX])
{
    enum status status = ERR_IO;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO;
    }
    struct stat info;
    if (fstat(fd, &info) != 0) {
        goto out;
    }
    if (!S_ISREG(info.st_mode) || info.st_size >= KEY_FILE_MAX) {
        status = ERR_PARSE;
        goto out;
    }
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        status = ERR_AUTH;
        goto out;
    }
    size_t len = 0;
    for (;;) {
        ssize_t n = read(fd, text + len, KEY_FILE_MAX - 1 - len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            goto out;
        }
        if (n == 0) {
            break;
        }
        len += (size_t)n;
    }
    text[len] = '\0';
    status = strlen(text) == len ? OK : ERR_PARSE;
out:
    close(fd);
    return status;
}

/* Steps over one line that is exactly `expected`; NULL when it is another. */
static const char *skip_line(const char *at, const char *expected)
{
    size_t len = strlen(expected);
    return strncmp(at, expected, len) == 0 && at[len] == '\n' ? at + len + 1 : NULL;
}

static enum status load(const char *path, const char *version, const struct key_line *lines,
                        size_t n)
{
    char text[KEY_FILE_MAX];
    char hex[KEY_HEX_LEN + 1];
    enum status status = read_private(path, text);
    if (status != OK) {
        goto out;
    }
    status = ERR_PARSE;
    const char *at = skip_line(text, version);
    for (size_t i = 0; at != NULL && i < n; i++) {
        size_t name_len = strlen(lines[i].name);
        if (strncmp(at, lines[i].name, name_len) != 0 || at[name_len] != ' ' ||
            strlen(at) < name_len + 1 + KEY_HEX_LEN) {
            goto out;
        }
        memcpy(hex, at + name_len + 1, KEY_HEX_LEN);
        hex[KEY_HEX_LEN] = '\0';
        if (!hex_decode(hex, lines[i].key, KEY_SIZE)) {
            goto out;
        }
        at = skip_line(at + name_len + 1 + KEY_HEX_LEN, "");
    }
    status = at != NULL && *at == '\0' ? OK : ERR_PARSE;
out:
    keys_wipe(text, sizeof text);
    keys_wipe(hex, sizeof hex);
    return status;
}

/* Fills both halves from the seed; false when the public one is not the one expected. */
static bool sign_pair_restore(const unsigned char seed[KEY_SIZE],
                              const unsigned char expected[KEY_SIZE],
                              unsigned char public_key[KEY_SIZE],
                              unsigned char secret[SECRET_KEY_SIZE])
{
    int failed = crypto_sign_seed_keypair(public_key, secret, seed);
    assert(failed == 0);
    return memcmp(public_key, expected, KEY_SIZE) == 0;
}

static bool box_pair_restore(const unsigned char secret[KEY_SIZE],
                             const unsigned char expected[KEY_SIZE],
                             unsigned char public_key[KEY_SIZE])
{
    int failed = crypto_scalarmult_base(public_key, secret);
    assert(failed == 0);
    /* The bits that X25519 ignores are as hub_keys_make fixes them. */
    return memcmp(public_key, expected, KEY_SIZE) == 0 && (secret[0] & 0x07) == 0 &&
           (secret[KEY_SIZE - 1] & 0xc0) == 0x40;
}

struct file_keys {
    unsigned char sign_seed[KEY_SIZE];
    unsigned char sign_public[KEY_SIZE];
    unsigned char box_secret[KEY_SIZE];
    unsigned char box_public[KEY_SIZE];
};

enum { KIOSK_LINES = 2, HUB_LINES = 4 };

static void lines_of(struct file_keys *keys, struct key_line lines[KEY_LINES_MAX])
{
    lines[0] = (struct key_line){"sign-seed", keys->sign_seed};
    lines[1] = (struct key_line){"sign-public", keys->sign_public};
    lines[2] = (struct key_line){"box-secret", keys->box_secret};
    lines[3] = (struct key_line){"box-public", keys->box_public};
}

enum status hub_keys_load(const char *path, struct hub_keys *out)
{
    struct file_keys file;
    struct key_line lines[KEY_LINES_MAX];
    struct hub_keys keys;
    lines_of(&file, lines);
    enum status status = load(path, HUB_FILE_VERSION, lines, HUB_LINES);
    if (status != OK) {
        goto out;
    }
    if (!sign_pair_restore(file.sign_seed, file.sign_public, keys.sign_public, keys.sign_secret) ||
        !box_pair_restore(file.box_secret, file.box_public, keys.box_public)) {
        status = ERR_PARSE;
        goto out;
    }
    memcpy(keys.box_secret, file.box_secret, KEY_SIZE);
    *out = keys;
out:
    keys_wipe(&file, sizeof file);
    keys_wipe(&keys, sizeof keys);
    return status;
}

enum status hub_keys_save(const char *path, const struct hub_keys *keys)
{
    struct file_keys file;
    struct key_line lines[KEY_LINES_MAX];
    lines_of(&file, lines);
    crypto_sign_ed25519_sk_to_seed(file.sign_seed, keys->sign_secret);
    memcpy(file.sign_public, keys->sign_public, KEY_SIZE);
    memcpy(file.box_secret, keys->box_secret, KEY_SIZE);
    memcpy(file.box_public, keys->box_public, KEY_SIZE);
    enum status status = save(path, HUB_FILE_VERSION, lines, HUB_LINES);
    keys_wipe(&file, sizeof file);
    return status;
}

enum status kiosk_keys_load(const char *path, struct kiosk_keys *out)
{
    struct file_keys file;
    struct key_line lines[KEY_LINES_MAX];
    struct kiosk_keys keys;
    lines_of(&file, lines);
    enum status status = load(path, KIOSK_FILE_VERSION, lines, KIOSK_LINES);
    if (status != OK) {
        goto out;
    }
    if (!sign_pair_restore(file.sign_seed, file.sign_public, keys.sign_public, keys.sign_secret)) {
        status = ERR_PARSE;
        goto out;
    }
    *out = keys;
out:
    keys_wipe(&file, sizeof file);
    keys_wipe(&keys, sizeof keys);
    return status;
}

enum status kiosk_keys_save(const char *path, const struct kiosk_keys *keys)
{
    struct file_keys file;
    struct key_line lines[KEY_LINES_MAX];
    lines_of(&file, lines);
    crypto_sign_ed25519_sk_to_seed(file.sign_seed, keys->sign_secret);
    memcpy(file.sign_public, keys->sign_public, KEY_SIZE);
    enum status status = save(path, KIOSK_FILE_VERSION, lines, KIOSK_LINES);
    keys_wipe(&file, sizeof file);
    return status;
}
