/* Makes an empty database of a role, for tests that look at it from outside: make_store hub|kiosk
 * PATH. */
#include <stdio.h>
#include <string.h>

#include "store/fixture.h"

int main(int argc, char **argv)
{
    struct test_clock clock = {.wall = TEST_NOW, .random = 1};
    struct env env = fixture_env(&clock);
    struct store *store = NULL;
    char why[256] = "";
    if (argc != 3) {
        fprintf(stderr, "usage: make_store hub|kiosk PATH\n");
        return 2;
    }
    struct store_options options = {.path = argv[2],
                                    .role = strcmp(argv[1], "hub") == 0 ? STORE_HUB : STORE_KIOSK,
                                    .env = &env};
    if (store_open(&options, &store, why, sizeof why) != OK) {
        fprintf(stderr, "%s\n", why);
        return 1;
    }
    store_close(store);
    return 0;
}
