/* What is prepared for the voice: kept, found, forgotten with other content, made anew when the
 * file is damaged, and lost without harm when the power goes. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/sayings.h"

static char folder[] = "/tmp/yizhan-sayings-XXXXXX";
static char path[64];

static struct sayings *open_it(void)
{
    struct sayings *sayings = NULL;
    char why[256] = "";
    CHECK_INT(sayings_open(path, &sayings, why, sizeof why), OK);
    if (!sayings) {
        fprintf(stderr, "%s\n", why);
        exit(1);
    }
    return sayings;
}

static bool finds(struct sayings *sayings, const char *run, const char *expected)
{
    struct buf out = {0};
    bool is_there = sayings_find(sayings, run, &out);
    bool is_right = is_there && strcmp(out.data, expected) == 0;
    CHECK(is_there == (out.len > 0));
    buf_fini(&out);
    return is_right;
}

static void test_keeping(void)
{
    struct sayings *sayings = open_it();
    CHECK(!sayings_is_whole(sayings, 7));
    sayings_begin(sayings);
    sayings_add(sayings, "理发", "li3 fa4");
    CHECK_INT(sayings_keep(sayings), OK);
    sayings_add(sayings, "一半", "yi1 ban4");
    sayings_close(sayings);
    sayings = open_it();
    CHECK(finds(sayings, "理发", "li3 fa4"));
    CHECK(!finds(sayings, "一半", "yi1 ban4"));
    CHECK(!finds(sayings, "理", ""));
    CHECK(!sayings_is_whole(sayings, 7));
    CHECK_INT(sayings_end(sayings, 7), OK);
    sayings_close(sayings);
    sayings = open_it();
    CHECK(sayings_is_whole(sayings, 7));
    CHECK(!sayings_is_whole(sayings, 8));
    sayings_begin(sayings);
    sayings_add(sayings, "理发", "li3 fa5");
    CHECK_INT(sayings_end(sayings, 8), OK);
    CHECK(finds(sayings, "理发", "li3 fa5"));
    CHECK(!sayings_is_whole(sayings, 7));
    sayings_close(sayings);
}

static void test_damage(void)
{
    FILE *file = fopen(path, "wb");
    for (int i = 0; file && i < 500; i++)
        fputs("this is no database ", file);
    if (file)
        fclose(file);
    struct sayings *sayings = open_it();
    CHECK(!sayings_is_whole(sayings, 8));
    CHECK(!finds(sayings, "理发", ""));
    sayings_close(sayings);
}

static void test_no_folder(void)
{
    struct sayings *sayings = NULL;
    char why[256] = "";
    CHECK(sayings_open("/nonexistent/sayings.db", &sayings, why, sizeof why) != OK);
    CHECK(sayings == NULL);
    CHECK(why[0] != '\0');
}

int main(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/s.db", folder);
    test_keeping();
    test_damage();
    test_no_folder();
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char name[80];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
    rmdir(folder);
    return check_done();
}
