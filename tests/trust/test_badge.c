#include "trust/badge.h"

#include <string.h>

#include "check.h"
#include "fixed_env.h"

static const char code[] = "YZB-0123-4567-89AB-CDEF";

static void test_parse(void)
{
    static const struct {
        const char *text;
        bool is_badge;
    } table[] = {{"YZB-0123-4567-89AB-CDEF", true},
                 {"yzb-0123-4567-89ab-cdef", true},
                 {"YZB-0123456789ABCDEF", true},
                 {"YZB-OI23-4567-89AB-CDEF", true},
                 {"YZB-0123-4567-89AB-CDE", false},
                 {"YZB-0123-4567-89AB-CDEFG", false},
                 {"YZB-0123-4567-89AB-CDEU", false},
                 {"YZB-", false},
                 {"YZB", false},
                 {"", false},
                 {"XYZB-0123-4567-89AB-CDEF", false}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char parsed[BADGE_CODE_SIZE] = "unchanged";
        CHECK_INT(badge_parse(table[i].text, parsed), table[i].is_badge);
        CHECK_STR(parsed, table[i].is_badge ? code : "unchanged");
    }
    CHECK(badge_is_meant("YZB-nonsense") && badge_is_meant("yzb-"));
    CHECK(!badge_is_meant("YZC-0123") && !badge_is_meant("YZ") && !badge_is_meant(""));
}

static void test_make(void)
{
    struct fixed_random fixed;
    struct env env = fixed_env(&fixed, 5);
    char one[BADGE_CODE_SIZE], two[BADGE_CODE_SIZE], parsed[BADGE_CODE_SIZE];
    char hash_one[BADGE_HASH_SIZE], hash_two[BADGE_HASH_SIZE];
    badge_make(&env, one);
    badge_make(&env, two);
    CHECK(strcmp(one, two) != 0);
    CHECK(badge_parse(one, parsed));
    CHECK_STR(parsed, one);
    badge_hash(one, hash_one);
    badge_hash(two, hash_two);
    CHECK(strcmp(hash_one, hash_two) != 0);
    CHECK_INT(strspn(hash_one, "0123456789abcdef"), 32);
    /* What stands in content files does not change from one version to the next. */
    badge_hash(code, hash_one);
    CHECK_STR(hash_one, "359b3adc2e68257bd2c807a16803c2f4");
}

int main(void)
{
    test_parse();
    test_make();
    return check_done();
}
