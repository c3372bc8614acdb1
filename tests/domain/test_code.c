#include "domain/code.h"

#include "check.h"

static void test_there_and_back(void)
{
    static const char *const bodies[] = {"7K2M9QXD", "RAIN0012", "00000000",
                                         "ZZZZZZZZZZZZZZZZZZZZZZZZ"};
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
        for (int kind = CODE_CARD; kind <= CODE_THING; kind++) {
            struct code code = {.kind = (enum code_kind)kind}, again;
            char shown[CODE_SHOWN_SIZE];
            memcpy(code.body, bodies[i], strlen(bodies[i]) + 1);
            code_show(&code, shown);
            CHECK(code_parse(shown, &again));
            CHECK_INT(again.kind, kind);
            CHECK_STR(again.body, bodies[i]);
        }
}

/* Worked out by hand from the standard: C, then RAIN0012. */
static void test_known(void)
{
    struct code code = {.kind = CODE_THING, .body = "RAIN0012"};
    char shown[CODE_SHOWN_SIZE];
    code_show(&code, shown);
    CHECK_INT(strncmp(shown, "YZT-RAIN-0012-", 14), 0);
    /* The standard's own condition: with the check character the last sum is 1. */
    int sum = 36;
    for (const char *at = "TRAIN0012"; *at; at++) {
        int value = *at <= '9' ? *at - '0' : *at - 'A' + 10;
        sum = (sum + value) % 36;
        sum = (sum == 0 ? 36 : sum) * 2 % 37;
    }
    int check = shown[14] <= '9' ? shown[14] - '0' : shown[14] - 'A' + 10;
    CHECK_INT((sum + check) % 36, 1);
}

static void test_every_wrong_character_is_found(void)
{
    static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    struct code code = {.kind = CODE_CARD, .body = "7K2M9QXD"}, again;
    char shown[CODE_SHOWN_SIZE];
    code_show(&code, shown);
    for (size_t i = 2; shown[i]; i++)
        for (size_t k = 0; k < 36 && shown[i] != '-'; k++) {
            char wrong[CODE_SHOWN_SIZE];
            memcpy(wrong, shown, sizeof wrong);
            wrong[i] = letters[k];
            CHECK(code_parse(wrong, &again) == (letters[k] == shown[i]));
        }
}

static void test_forms(void)
{
    struct code code = {.kind = CODE_CARD, .body = "7K2M9QXD"}, again;
    char shown[CODE_SHOWN_SIZE], plain[CODE_SHOWN_SIZE] = "";
    code_show(&code, shown);
    for (size_t i = 0, n = 0; shown[i]; i++)
        if (shown[i] != '-')
            plain[n++] = (char)(i % 2 && shown[i] >= 'A' ? shown[i] - 'A' + 'a' : shown[i]);
    CHECK(code_parse(plain, &again));
    CHECK_STR(again.body, code.body);
    static const char *const bad[] = {"",
                                      "Y",
                                      "YZ",
                                      "YZC",
                                      "YZC-",
                                      "YZC-1234567",
                                      "YZX-7K2M9QXD5",
                                      "YZC-7K2M 9QXD-5",
                                      "YZC-7K2M.9QXD5",
                                      "XZC-7K2M9QXD5",
                                      ("YZC-\xe7\xa0\x81"
                                       "aaaaaaa")};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(!code_parse(bad[i], &again));
    char endless[200];
    memset(endless, 'Y', sizeof endless);
    memcpy(endless, "YZC", 3);
    endless[199] = '\0';
    CHECK(!code_parse(endless, &again));
}

int main(void)
{
    test_there_and_back();
    test_known();
    test_every_wrong_character_is_found();
    test_forms();
    return check_done();
}
