/* The real environment, and BLAKE2b against the vector of RFC 7693's sibling length: the hash of
 * nothing, as every implementation of BLAKE2b-256 gives it. */
#include <stdint.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "check.h"
#include "trust/env_real.h"

static void check_hash(const struct env *env, const char *text, const char *expected)
{
    unsigned char hash[HASH_SIZE];
    char hex[2 * HASH_SIZE + 1];
    env->hash(env->ctx, text, strlen(text), hash);
    hex_encode(hash, sizeof hash, hex);
    CHECK_STR(hex, expected);
}

int main(void)
{
    struct env env = {0};
    CHECK_INT(env_real_init(&env), OK);
    check_hash(&env, "", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    check_hash(&env, "abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");

    instant now = (instant)time(NULL);
    instant wall = env.wall(env.ctx);
    CHECK(wall >= now && wall <= now + 2);
    int64_t before = env.mono_ms(env.ctx);
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    int64_t passed = env.mono_ms(env.ctx) - before;
    CHECK(passed >= 19 && passed < 20000);

    unsigned char a[32];
    unsigned char b[32];
    env.random(env.ctx, a, sizeof a);
    env.random(env.ctx, b, sizeof b);
    CHECK(memcmp(a, b, sizeof a) != 0);
    return check_done();
}
