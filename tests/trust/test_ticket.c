/* Tickets: signed tokens, the QR's text and its size, and what scanners and people give us. */
#include <string.h>

#include <qrencode.h>

#include "check.h"
#include "domain/number.h"
#include "trust/fixed_env.h"
#include "trust/ticket.h"

static const char alphanumeric[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

struct world {
    struct kiosk_keys kiosk;
    struct kiosk_keys other;
    struct ticket ticket;
    char token[TOKEN_TEXT_SIZE];
};

static void world_make(struct world *world)
{
    struct fixed_random fixed;
    struct env env = fixed_env(&fixed, 11);
    kiosk_keys_make(&env, &world->kiosk);
    kiosk_keys_make(&env, &world->other);
    world->ticket = (struct ticket){
        .kind = TICKET_REQUEST, .issued_at = 1785000000, .verdict = VERDICT_WAITING};
    number_make(7, 123456789, world->ticket.number);
    ticket_sign(&world->ticket, &world->kiosk, world->token);
}

static void test_round_trip(void)
{
    struct world w;
    world_make(&w);
    CHECK_INT(strlen(w.token), TOKEN_TEXT_SIZE - 1);
    for (int kind = TICKET_BOOKING; kind <= TICKET_REQUEST; kind++) {
        for (int verdict = VERDICT_ACCEPTED; verdict <= VERDICT_PARKED; verdict++) {
            struct ticket back = {0};
            w.ticket.kind = (enum ticket_kind)kind;
            w.ticket.verdict = (enum verdict_code)verdict;
            ticket_sign(&w.ticket, &w.kiosk, w.token);
            CHECK_INT(ticket_verify(w.ticket.number, w.token, w.kiosk.sign_public, &back),
                      TICKET_GENUINE);
            CHECK_STR(back.number, w.ticket.number);
            CHECK_INT(back.kind, kind);
            CHECK_INT(back.verdict, verdict);
            CHECK_INT(back.issued_at, w.ticket.issued_at);
        }
    }
    struct ticket back = {0};
    CHECK_INT(ticket_verify(w.ticket.number, w.token, NULL, &back), TICKET_KEY_UNKNOWN);
    CHECK_INT(back.issued_at, w.ticket.issued_at);
    CHECK_STR(back.number, w.ticket.number);
    CHECK_INT(ticket_verify(w.ticket.number, w.token, w.other.sign_public, &back), TICKET_FORGED);
    char again[TOKEN_TEXT_SIZE];
    ticket_sign(&w.ticket, &w.kiosk, again);
    CHECK_STR(again, w.token);
}

static void test_times(void)
{
    struct world w;
    world_make(&w);
    static const struct {
        instant at;
        instant shown;
    } times[] = {{1577836800, 1577836800},
                 {1577836801, 1577836801},
                 {0, 1577836800},
                 {-5, 1577836800},
                 {1577836800 + (instant)UINT32_MAX, 1577836800 + (instant)UINT32_MAX},
                 {INT64_MAX / 2, 1577836800 + (instant)UINT32_MAX}};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        struct ticket back = {0};
        w.ticket.issued_at = times[i].at;
        ticket_sign(&w.ticket, &w.kiosk, w.token);
        CHECK_INT(ticket_verify(w.ticket.number, w.token, w.kiosk.sign_public, &back),
                  TICKET_GENUINE);
        CHECK_INT(back.issued_at, times[i].shown);
    }
}

static void test_changes_are_noticed(void)
{
    struct world w;
    world_make(&w);
    struct ticket back;
    memset(&back, 0x5a, sizeof back);
    const struct ticket untouched = back;
    const unsigned char *key = w.kiosk.sign_public;
    for (size_t i = 0; i < TOKEN_TEXT_SIZE - 1; i++) {
        char kept = w.token[i];
        for (const char *c = "07AZU!.\n"; *c != '\0'; c++) {
            w.token[i] = *c;
            if (*c != kept) {
                CHECK_INT(ticket_verify(w.ticket.number, w.token, key, &back), TICKET_FORGED);
            }
        }
        w.token[i] = '\0';
        CHECK_INT(ticket_verify(w.ticket.number, w.token, key, &back), TICKET_FORGED);
        CHECK_INT(ticket_verify(w.ticket.number, w.token, NULL, &back), TICKET_FORGED);
        w.token[i] = kept;
    }
    for (uint32_t other = 0; other < 200; other++) {
        char number[TICKET_SIZE];
        number_make(7, 123456790 + other, number);
        CHECK_INT(ticket_verify(number, w.token, key, &back), TICKET_FORGED);
    }
    for (size_t i = 0; i < TICKET_SIZE - 1; i++) {
        char number[TICKET_SIZE];
        memcpy(number, w.ticket.number, sizeof number);
        number[i] = number[i] == '5' ? '6' : '5';
        CHECK_INT(ticket_verify(number, w.token, key, &back), TICKET_FORGED);
        CHECK_INT(ticket_verify(number, w.token, NULL, &back), TICKET_FORGED);
    }
    CHECK_MEM(&back, &untouched, sizeof back);
}

/* Exactly version 8 at level M, in the alphanumeric mode, for the longest public address. */
static void test_qr_fits(void)
{
    struct world w;
    world_make(&w);
    char url[PUBLIC_URL_MAX + 2];
    memset(url, 'x', sizeof url);
    memcpy(url, "https://", 8);
    url[PUBLIC_URL_MAX] = '\0';
    char public_url[PUBLIC_URL_MAX + 1];
    CHECK(public_url_normalise(url, public_url));
    CHECK_INT(strlen(public_url), PUBLIC_URL_MAX);
    char text[QR_TEXT_MAX + 1];
    ticket_qr_text(public_url, w.ticket.number, w.token, text, sizeof text);
    CHECK(strlen(text) <= QR_TEXT_MAX);
    CHECK_INT(strspn(text, alphanumeric), strlen(text));
    QRcode *qr = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    CHECK(qr != NULL);
    CHECK(qr->version <= 8);
    QRcode_free(qr);

    ticket_qr_text("HTTPS://YIZHAN.INVALID", "07ABCDEFGH", w.token, text, sizeof text);
    CHECK_INT(strncmp(text, "HTTPS://YIZHAN.INVALID/T/07ABCDEFGH.", 36), 0);
    CHECK_STR(text + 36, w.token);

    /* The constant itself: 221 characters are the last that fit, whatever they are. */
    char full[QR_TEXT_MAX + 2];
    memset(full, 'A', sizeof full);
    full[QR_TEXT_MAX] = '\0';
    qr = QRcode_encodeString(full, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    CHECK_INT(qr->version, 8);
    QRcode_free(qr);
    full[QR_TEXT_MAX] = 'A';
    full[QR_TEXT_MAX + 1] = '\0';
    qr = QRcode_encodeString(full, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    CHECK_INT(qr->version, 9);
    QRcode_free(qr);
}

static void check_scan(const char *text, const char *number, const char *token)
{
    char got_number[TICKET_SIZE] = "";
    char got_token[TOKEN_TEXT_SIZE] = "";
    CHECK(ticket_parse_scan(text, got_number, got_token));
    CHECK_STR(got_number, number);
    CHECK_STR(got_token, token);
}

static void test_scans(void)
{
    struct world w;
    world_make(&w);
    const char *n = w.ticket.number;
    char shown[NUMBER_SHOWN_SIZE];
    number_show(n, shown);
    char text[1024];
    static const char *const with_token[] = {"HTTPS://YIZHAN.INVALID/T/%s.%s",
                                             "https://yizhan.invalid/t/%s.%s",
                                             "HTTP://10.0.0.1:8080/T/%s.%s",
                                             "https://h/a/T/b/T/%s.%s",
                                             "%s.%s",
                                             "  %s.%s\r\n"};
    for (size_t i = 0; i < sizeof with_token / sizeof with_token[0]; i++) {
        const char *at = strstr(with_token[i], "%s.%s");
        snprintf(text, sizeof text, "%.*s%s.%s%s", (int)(at - with_token[i]), with_token[i], n,
                 w.token, at + 5);
        check_scan(text, n, w.token);
    }
    check_scan(n, n, "");
    check_scan(shown, n, "");
    snprintf(text, sizeof text, "%s.%s", shown, w.token);
    for (char *c = text; *c != '\0'; c++) {
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c == '0' ? 'o' : *c);
    }
    check_scan(text, n, w.token);
    snprintf(text, sizeof text, "HTTPS://YIZHAN.INVALID/T/%s", n);
    check_scan(text, n, "");
    snprintf(text, sizeof text, " %.3s %.4s %.3s ", n, n + 3, n + 7);
    check_scan(text, n, "");
}

static void test_hostile_scans(void)
{
    struct world w;
    world_make(&w);
    const char *n = w.ticket.number;
    char number[TICKET_SIZE] = "untouched!";
    char token[TOKEN_TEXT_SIZE] = "untouched";
    static const char *const bad[] = {
        "",
        " ",
        ".",
        "..",
        "/T/",
        "HTTPS://",
        "HTTPS:///T/",
        "HTTPS://H/T/",
        "HTTPS://H/T/.",
        "https://weixin.qq.com/r/abcdef",
        "6901234567892",
        "张桂兰",
        "\x01\x02\x03",
        "'; DROP TABLE op; --",
        "%s%n%s%n",
        "HTTPS://YIZHAN.INVALID/T/0000000001.",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK(!ticket_parse_scan(bad[i], number, token));
    }
    char text[2048];
    static const char *const templates[] = {"FTP://H/T/", "HTTPS:/T/", "HTTPS://T/", "x", "/T/"};
    for (size_t i = 0; i < sizeof templates / sizeof templates[0]; i++) {
        snprintf(text, sizeof text, "%s%s.%s", templates[i], n, w.token);
        CHECK(!ticket_parse_scan(text, number, token));
    }
    static const char *const tails[] = {".", ".0", ".?a=b", "/", "\x07", "%00"};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        snprintf(text, sizeof text, "%s%s", n, tails[i]);
        CHECK(!ticket_parse_scan(text, number, token));
        snprintf(text, sizeof text, "%s.%s%s", n, w.token, tails[i]);
        CHECK(!ticket_parse_scan(text, number, token));
    }
    memset(text, 'A', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    CHECK(!ticket_parse_scan(text, number, token));
    memcpy(text, "HTTPS://", 8);
    CHECK(!ticket_parse_scan(text, number, token));
    CHECK_STR(number, "untouched!");
    CHECK_STR(token, "untouched");
}

static void test_public_urls(void)
{
    static const struct {
        const char *url;
        const char *expected; /* NULL: refused */
    } rows[] = {
        {"https://yizhan.example.cn", "HTTPS://YIZHAN.EXAMPLE.CN"},
        {"HTTPS://YIZHAN.INVALID", "HTTPS://YIZHAN.INVALID"},
        {"http://10.1.2.3:8080/", "HTTP://10.1.2.3:8080"},
        {"https://a.cn/hub//", "HTTPS://A.CN/HUB"},
        {"https://a.cn/x y", NULL},
        {"https://a.cn/?x", NULL},
        {"https://a.cn/a_b", NULL},
        {"https://u@a.cn", NULL},
        {"https://驿站.cn", NULL},
        {"https://", NULL},
        {"https:///", NULL},
        {"https://:80", NULL},
        {"ftp://a.cn", NULL},
        {"a.cn", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[PUBLIC_URL_MAX + 1] = "untouched";
        CHECK_INT(public_url_normalise(rows[i].url, out), rows[i].expected != NULL);
        CHECK_STR(out, rows[i].expected != NULL ? rows[i].expected : "untouched");
    }
    char url[PUBLIC_URL_MAX + 3];
    memset(url, 'x', sizeof url);
    memcpy(url, "https://", 8);
    url[PUBLIC_URL_MAX + 1] = '\0';
    char out[PUBLIC_URL_MAX + 1];
    CHECK(!public_url_normalise(url, out));
    url[PUBLIC_URL_MAX] = '/';
    CHECK(public_url_normalise(url, out));
}

int main(void)
{
    test_round_trip();
    test_times();
    test_changes_are_noticed();
    test_qr_fits();
    test_scans();
    test_hostile_scans();
    test_public_urls();
    return check_done();
}
