/* Enrolment tokens: at most 90 characters, one form, everything else refused. */
#include <string.h>

#include "check.h"
#include "trust/enrolment.h"

static struct enrol_token sample(const char *station)
{
    struct enrol_token token = {0};
    memcpy(token.station, station, strlen(station));
    for (size_t i = 0; i < sizeof token.secret; i++) {
        token.secret[i] = (unsigned char)(i * 17);
    }
    memset(token.hub_key, 0xff, sizeof token.hub_key);
    return token;
}

static void test_round_trip(void)
{
    static const char *const stations[] = {"demo", "a", "0", "-", "abc-012-xy", "9999999999"};
    for (size_t i = 0; i < sizeof stations / sizeof stations[0]; i++) {
        struct enrol_token token = sample(stations[i]);
        struct enrol_token back;
        char text[ENROL_TOKEN_SIZE];
        memset(&back, 0x5a, sizeof back);
        enrol_token_format(&token, text);
        CHECK_INT(strlen(text), strlen(stations[i]) + 80);
        CHECK(strlen(text) <= 90);
        CHECK(enrol_token_parse(text, &back));
        CHECK_MEM(&back, &token, sizeof token);
    }
}

static void test_text(void)
{
    struct enrol_token token = sample("demo");
    char text[ENROL_TOKEN_SIZE];
    enrol_token_format(&token, text);
    CHECK_STR(text, "demo.008J4CT4ANK7F24SNAXWSQFEZW."
                    "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZG");
    /* Read aloud or typed: small letters, O for 0. */
    struct enrol_token back;
    CHECK(enrol_token_parse("demo.oo8j4ct4ank7f24snaxwsqfezw."
                            "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzg",
                            &back));
    CHECK_MEM(&back, &token, sizeof token);
}

static void test_foreign_texts(void)
{
    struct enrol_token token = sample("demo");
    char text[ENROL_TOKEN_SIZE];
    enrol_token_format(&token, text);
    size_t len = strlen(text);
    struct enrol_token back;
    memset(&back, 0x5a, sizeof back);
    const struct enrol_token untouched = back;
    char changed[ENROL_TOKEN_SIZE + 1];
    static const char foreign[] = "!U. \n\x01\xe9";
    for (size_t i = 0; i < len; i++) {
        memcpy(changed, text, len + 1);
        changed[i] = '\0';
        CHECK(!enrol_token_parse(changed, &back));
        for (size_t k = 0; k + 1 < sizeof foreign; k++) {
            if (text[i] != foreign[k]) {
                changed[i] = foreign[k];
                CHECK(!enrol_token_parse(changed, &back));
            }
        }
    }
    memcpy(changed, text, len + 1);
    changed[len - 1] = 'H'; /* fill bits that are not zero */
    CHECK(!enrol_token_parse(changed, &back));
    memcpy(changed, text, len);
    memcpy(changed + len, "0", 2);
    CHECK(!enrol_token_parse(changed, &back));
    CHECK(!enrol_token_parse("", &back));
    CHECK(!enrol_token_parse("..", &back));
    CHECK(!enrol_token_parse("Demo.008J4CT4ANK7F24SNAXWSQFEZW."
                             "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZG",
                             &back));
    CHECK(!enrol_token_parse("abcdefghijk.008J4CT4ANK7F24SNAXWSQFEZW."
                             "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZG",
                             &back));
    CHECK_MEM(&back, &untouched, sizeof back);
}

static void test_station_ids(void)
{
    CHECK(station_id_is_valid("demo"));
    CHECK(station_id_is_valid("a-1"));
    CHECK(station_id_is_valid("0123456789"));
    static const char *const bad[] = {"",   "01234567890", "Demo", "de mo",
                                      "站", "a.b",         "a/b",  "a\n"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK(!station_id_is_valid(bad[i]));
    }
}

int main(void)
{
    test_round_trip();
    test_text();
    test_foreign_texts();
    test_station_ids();
    return check_done();
}
