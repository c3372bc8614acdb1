#include "trust/badge.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "base/base32.h"
#include "base/str.h"

enum { DIGITS = 16, RANDOM_BYTES = 10, GROUP = 4 };

static const char prefix[] = "YZB-";
/* Hashed in front, so that this hash is of no use elsewhere. */
static const char tag[] = "yizhan.badge.1";

static void put_groups(const char digits[DIGITS], char out[BADGE_CODE_SIZE])
{
    memcpy(out, prefix, sizeof prefix - 1);
    char *to = out + sizeof prefix - 1;
    for (int i = 0; i < DIGITS; i++) {
        if (i > 0 && i % GROUP == 0)
            *to++ = '-';
        *to++ = digits[i];
    }
    *to = '\0';
    assert(to - out == BADGE_CODE_SIZE - 1);
}

void badge_make(const struct env *env, char out[BADGE_CODE_SIZE])
{
    unsigned char random[RANDOM_BYTES];
    char digits[DIGITS + 1];
    env->random(env->ctx, random, sizeof random);
    base32_encode(random, sizeof random, digits);
    put_groups(digits, out);
}

bool badge_is_meant(const char *text)
{
    for (size_t i = 0; i < sizeof prefix - 1; i++) {
        char c = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 'a' + 'A') : text[i];
        if (c != prefix[i])
            return false;
    }
    return true;
}

bool badge_parse(const char *text, char out[BADGE_CODE_SIZE])
{
    char digits[DIGITS];
    int n = 0;
    if (!badge_is_meant(text))
        return false;
    for (const char *p = text + sizeof prefix - 1; *p != '\0'; p++) {
        int value = base32_value(*p);
        if (*p == '-')
            continue;
        if (value < 0 || n == DIGITS)
            return false;
        digits[n++] = base32_digit((unsigned)value);
    }
    if (n != DIGITS)
        return false;
    put_groups(digits, out);
    return true;
}

void badge_hash(const char code[BADGE_CODE_SIZE], char out[BADGE_HASH_SIZE])
{
    unsigned char hash[(BADGE_HASH_SIZE - 1) / 2];
    crypto_generichash_state state;
    int failed = crypto_generichash_init(&state, NULL, 0, sizeof hash);
    failed |= crypto_generichash_update(&state, (const unsigned char *)tag, sizeof tag);
    failed |= crypto_generichash_update(&state, (const unsigned char *)code, strlen(code));
    failed |= crypto_generichash_final(&state, hash, sizeof hash);
    assert(failed == 0);
    (void)failed;
    hex_encode(hash, sizeof hash, out);
}
