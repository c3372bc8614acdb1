/* Links: hub */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "hub/step.h"
#include "trust/env_real.h"

struct fixture {
    struct env env;
    struct hub_keys keys;
    struct store *store;
    struct hub *hub;
};

static struct hub *hub_get(void)
{
    static struct fixture fixture;
    char why[256] = "";
    if (fixture.hub == NULL) {
        assert(env_real_init(&fixture.env) == OK);
        struct store_options options = {.path = ":memory:", .role = STORE_HUB, .env = &fixture.env};
        hub_keys_make(&fixture.env, &fixture.keys);
        enum status status = store_open(&options, &fixture.store, why, sizeof why);
        assert(status == OK);
        status = hub_open(fixture.store, &fixture.keys, &fixture.env, "HTTPS://YIZHAN.INVALID",
                          &fixture.hub, why, sizeof why);
        assert(status == OK);
    }
    return fixture.hub;
}

/* The first byte chooses the path, the rest is a stranger's body: refused, whatever it is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const char *const paths[] = {"/v1/enroll", "/v1/hello", "/v1/sync", "/v1/ask"};
    struct arena arena = {0};
    struct hub_answer answer = {0};
    bool changed = false;
    instant next_due = 0;
    if (len == 0) {
        return 0;
    }
    struct hub_request request = {.path = paths[data[0] % 4],
                                  .session = data[0] & 4 ? "0123456789abcdef" : NULL,
                                  .counter = data[0] & 8 ? "1" : NULL,
                                  .mac = data[0] & 16 ? "00" : NULL,
                                  .body = arena_strndup(&arena, (const char *)data + 1, len - 1),
                                  .body_len = len - 1};
    hub_step(hub_get(), &arena, &request, 1, &answer, &changed, &next_due);
    assert(!answer.hold && !changed);
    assert(answer.http_status >= 400 && answer.http_status < 500);
    assert(answer.body != NULL && strlen(answer.body) == answer.body_len);
    arena_fini(&arena);
    return 0;
}
