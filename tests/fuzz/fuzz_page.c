/* Links: hub_routes */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "hub/pages.h"
#include "trust/env_real.h"

struct fixture {
    struct env env;
    struct store *store;
};

/* An empty hub's database, made once. */
static const struct fixture *fixture_get(void)
{
    static struct fixture fixture;
    char why[256] = "";
    if (fixture.store == NULL) {
        assert(env_real_init(&fixture.env) == OK);
        struct store_options options = {.path = ":memory:", .role = STORE_HUB, .env = &fixture.env};
        enum status status = store_open(&options, &fixture.store, why, sizeof why);
        assert(status == OK);
    }
    return &fixture;
}

/* Whatever follows /T/ gives a page, whole and no markup of its own. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char reference[1024];
    struct arena arena = {0};
    struct hub_page page;
    if (len >= sizeof reference) {
        return 0;
    }
    memcpy(reference, data, len);
    reference[len] = '\0';
    page_ticket(&arena, fixture_get()->store, reference, 1795482000, &page);
    assert(page.status == 404 || page.status == 403);
    assert(utf8_is_valid(page.html, strlen(page.html)));
    assert(strstr(page.html, "</html>") != NULL);
    assert(strstr(page.html, "<script") == NULL);
    arena_fini(&arena);
    return 0;
}
