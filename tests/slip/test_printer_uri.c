/* What --printer may say, and what it answers to anything else. */
#include "slip/printer_port.h"

#include "check.h"

static void test_good(void)
{
    static const struct {
        const char *text;
        enum printer_target target;
        enum printer_kind kind;
        const char *name, *service;
    } table[] = {
        {NULL, PRINTER_AT_NOTHING, PRINTER_KIND_NONE, "", ""},
        {"none:", PRINTER_AT_NOTHING, PRINTER_KIND_NONE, "", ""},
        {"file:slips.bin", PRINTER_AT_FILE, PRINTER_KIND_BLIND, "slips.bin", ""},
        {"file:/tmp/a b:c", PRINTER_AT_FILE, PRINTER_KIND_BLIND, "/tmp/a b:c", ""},
        {"dev:/dev/usb/lp0", PRINTER_AT_DEVICE, PRINTER_KIND_ASKED, "/dev/usb/lp0", ""},
        {"tcp://printer", PRINTER_AT_TCP, PRINTER_KIND_ASKED, "printer", "9100"},
        {"tcp://10.0.0.9:9100", PRINTER_AT_TCP, PRINTER_KIND_ASKED, "10.0.0.9", "9100"},
        {"tcp://10.0.0.9:65535", PRINTER_AT_TCP, PRINTER_KIND_ASKED, "10.0.0.9", "65535"},
        {"tcp://[::1]:9101", PRINTER_AT_TCP, PRINTER_KIND_ASKED, "::1", "9101"},
        {"tcp://[::1]", PRINTER_AT_TCP, PRINTER_KIND_ASKED, "::1", "9100"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char why[PRINTER_WHY_SIZE] = "";
        struct printer_uri uri = {0};
        CHECK_INT(printer_uri_parse(table[i].text, why, &uri), OK);
        CHECK_INT(uri.target, table[i].target);
        CHECK_INT(printer_uri_kind(&uri), table[i].kind);
        CHECK_STR(uri.name, table[i].name);
        CHECK_STR(uri.service, table[i].service);
        CHECK_STR(why, "");
    }
}

static void test_bad(void)
{
    static const struct {
        const char *text, *says;
    } table[] = {
        {"", "a printer is file:PATH"},       {"none", "a printer is file:PATH"},
        {"none:x", "not \"none:x\""},         {"lp0", "dev:/dev/usb/lp0"},
        {"http://x:9100", "tcp://HOST:9100"}, {"file:", "file: needs a path"},
        {"dev:", "dev: needs a path"},        {"tcp:host:9100", "a printer is"},
        {"tcp://", "tcp://HOST:9100"},        {"tcp://:9100", "tcp://HOST:9100"},
        {"tcp://host:", "1 to 65535"},        {"tcp://host:0", "1 to 65535"},
        {"tcp://host:65536", "1 to 65535"},   {"tcp://host:91x", "1 to 65535"},
        {"tcp://host:9100/", "1 to 65535"},   {"tcp://host/", "1 to 65535"},
        {"tcp://[::1", "1 to 65535"},         {"tcp://[]:9100", "1 to 65535"},
        {"tcp://[::1]9100", "1 to 65535"},
    };
    char long_uri[400] = "tcp://";
    struct printer_uri before = {.target = PRINTER_AT_DEVICE, .name = "kept"};

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char why[PRINTER_WHY_SIZE] = "";
        struct printer_uri uri = before;
        CHECK_INT(printer_uri_parse(table[i].text, why, &uri), ERR_PARSE);
        CHECK_STR(uri.name, "kept");
        if (strstr(why, table[i].says) == NULL)
            CHECK_STR(why, table[i].says);
    }
    memset(long_uri + 6, 'a', sizeof long_uri - 7);
    char why[PRINTER_WHY_SIZE] = "";
    struct printer_uri uri = before;
    CHECK_INT(printer_uri_parse(long_uri, why, &uri), ERR_PARSE);
    memcpy(long_uri, "file:/", 6);
    CHECK_INT(printer_uri_parse(long_uri, why, &uri), ERR_PARSE);
    CHECK(strstr(why, "255") != NULL);
}

int main(void)
{
    test_good();
    test_bad();
    return check_done();
}
