#include "store/fixture.h"

#include <assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "trust/env_real.h"

void fixture_folder(char out[256])
{
    const char *base = getenv("TMPDIR");
    snprintf(out, 256, "%s/yizhan-test-XXXXXX", base != NULL ? base : "/tmp");
    assert(mkdtemp(out) != NULL);
}

void fixture_remove(const char *folder)
{
    DIR *dir = opendir(folder);
    assert(dir != NULL);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.') {
            unlink(path);
        }
    }
    closedir(dir);
    rmdir(folder);
}

static instant clock_wall(void *ctx)
{
    const struct test_clock *clock = ctx;
    return clock->wall;
}

static int64_t clock_mono(void *ctx)
{
    const struct test_clock *clock = ctx;
    return clock->mono_ms;
}

static void clock_random(void *ctx, void *out, size_t len)
{
    struct test_clock *clock = ctx;
    unsigned char *bytes = out;
    for (size_t i = 0; i < len; i++) {
        clock->random = clock->random * 6364136223846793005U + 1442695040888963407U;
        bytes[i] = (unsigned char)(clock->random >> 56);
    }
}

struct env fixture_env(struct test_clock *clock)
{
    struct env real;
    assert(env_real_init(&real) == OK);
    return (struct env){.ctx = clock,
                        .wall = clock_wall,
                        .mono_ms = clock_mono,
                        .random = clock_random,
                        .hash = env_hash_blake2b};
}

struct store *fixture_open(const char *folder, const char *name, enum store_role role,
                           const struct env *env)
{
    char path[600];
    char why[256] = "";
    struct store *store = NULL;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    struct store_options options = {.path = path, .role = role, .env = env};
    enum status status = store_open(&options, &store, why, sizeof why);
    if (status != OK) {
        fprintf(stderr, "%s\n", why);
    }
    assert(status == OK);
    return store;
}

#define CONTACT "\"contact\":{\"phone\":\"optional\",\"name\":\"surname\"}"
#define EVERY_DAY                                                                                  \
    "\"repeat\":{\"every\":\"day\"},\"starts\":\"10:00\",\"ends\":\"11:00\",\"opens_days\":14,"    \
    "\"party_max\":4,\"waiting_max\":6,\"no_show_minutes\":15"

void fixture_publish(struct store *hub, int64_t revision, int capacity_large)
{
    char body[4096];
    struct apply_context context = {.arrived_at = TEST_NOW, .by_staff = true};
    struct verdict verdict;
    snprintf(body, sizeof body,
             "{\"revision\":%lld,\"objects\":["
             "[\"station\",\"demo\",{\"id\":\"demo\",\"name\":\"S\",\"phone\":\"000\","
             "\"desk\":{\"opens\":\"08:30\",\"closes\":\"17:30\"}}],"
             "[\"limits\",\"limits\",{\"id\":\"limits\",\"open_per_contact\":3,"
             "\"per_kiosk_10_min\":6}],"
             "[\"staff\",\"wang\",{\"id\":\"wang\",\"name\":\"W\",\"badge\":\"00\"}],"
             "[\"staff\",\"old\",{\"id\":\"old\",\"name\":\"O\",\"badge\":\"01\","
             "\"retired\":true}],"
             "[\"series\",\"large\",{\"id\":\"large\",\"station\":\"demo\",\"name\":\"L\","
             "\"capacity\":%d," EVERY_DAY "," CONTACT "}],"
             "[\"series\",\"small\",{\"id\":\"small\",\"station\":\"demo\",\"name\":\"K\","
             "\"capacity\":2," EVERY_DAY "," CONTACT "}],"
             "[\"request\",\"hazard\",{\"id\":\"hazard\",\"station\":\"demo\",\"name\":\"H\","
             "\"urgencies\":[{\"id\":\"urgent\",\"name\":\"U\",\"within\":{\"unit\":\"hours\","
             "\"n\":2}}],\"fields\":[]," CONTACT "}]]}",
             (long long)revision, capacity_large);
    assert(store_submit(hub, OP_PUBLISH, body, NULL, &context, NULL, &verdict) == OK);
    assert(verdict.code == VERDICT_ACCEPTED);
}
