#include "trust/ticket.h"

#include <assert.h>
#include <string.h>

#include "base/base32.h"
#include "base/str.h"
#include "domain/number.h"

enum {
    TOKEN_VERSION = 1,
    TOKEN_HEAD = TOKEN_BYTES - SIGNATURE_SIZE, /* version, kind, time, verdict */
    TOKEN_TEXT_LEN = TOKEN_TEXT_SIZE - 1,
    NUMBER_LEN = TICKET_SIZE - 1,
    PATH_LEN = 3, /* "/T/" */
    /* Longer than any scan of ours, with room for another host's longer path. */
    SCAN_MAX = 512,
    /* A number with generous dashes and spaces. */
    NUMBER_TEXT_MAX = 32,
};

static_assert(PUBLIC_URL_MAX + PATH_LEN + NUMBER_LEN + 1 + TOKEN_TEXT_LEN <= QR_TEXT_MAX,
              "the longest text fits version 8, level M");

static const instant token_epoch = 1577836800; /* 2020-01-01 UTC */

/* The label keeps a ticket's signature from standing for anything else the key signs. */
static const char signed_label[] = "yizhan ticket 1";

enum { SIGNED_SIZE = sizeof signed_label - 1 + TOKEN_HEAD + NUMBER_LEN };

static void signed_bytes(const unsigned char head[TOKEN_HEAD], const char number[TICKET_SIZE],
                         unsigned char out[SIGNED_SIZE])
{
    size_t label_len = sizeof signed_label - 1;
    memcpy(out, signed_label, label_len);
    memcpy(out + label_len, head, TOKEN_HEAD);
    memcpy(out + label_len + TOKEN_HEAD, number, NUMBER_LEN);
}

void ticket_sign(const struct ticket *ticket, const struct kiosk_keys *keys,
                 char token[TOKEN_TEXT_SIZE])
{
    assert(strlen(ticket->number) == NUMBER_LEN);
    /* A clock at 1970 is no bug here: the time is clamped, and the verdict says provisional. */
    instant since = ticket->issued_at - token_epoch;
    uint32_t stamp = since < 0 ? 0 : since > UINT32_MAX ? UINT32_MAX : (uint32_t)since;
    unsigned char bytes[TOKEN_BYTES] = {
        TOKEN_VERSION,
        (unsigned char)ticket->kind,
        (unsigned char)(stamp >> 24),
        (unsigned char)(stamp >> 16),
        (unsigned char)(stamp >> 8),
        (unsigned char)stamp,
        (unsigned char)ticket->verdict,
    };
    unsigned char message[SIGNED_SIZE];
    signed_bytes(bytes, ticket->number, message);
    sign_bytes(keys->sign_secret, message, sizeof message, bytes + TOKEN_HEAD);
    base32_encode(bytes, sizeof bytes, token);
}

enum ticket_check ticket_verify(const char number[TICKET_SIZE], const char *token,
                                const unsigned char *key, struct ticket *out)
{
    unsigned char bytes[TOKEN_BYTES];
    char canonical[TICKET_SIZE];
    if (!number_parse(number, canonical) ||
        !base32_decode(token, strlen(token), bytes, sizeof bytes) || bytes[0] != TOKEN_VERSION ||
        bytes[1] > TICKET_REQUEST || bytes[6] > VERDICT_PARKED) {
        return TICKET_FORGED;
    }
    if (key != NULL) {
        unsigned char message[SIGNED_SIZE];
        signed_bytes(bytes, canonical, message);
        if (!signature_is_good(key, message, sizeof message, bytes + TOKEN_HEAD)) {
            return TICKET_FORGED;
        }
    }
    uint32_t stamp = (uint32_t)bytes[2] << 24 | (uint32_t)bytes[3] << 16 | (uint32_t)bytes[4] << 8 |
                     (uint32_t)bytes[5];
    memcpy(out->number, canonical, sizeof canonical);
    out->kind = (enum ticket_kind)bytes[1];
    out->issued_at = token_epoch + (instant)stamp;
    out->verdict = (enum verdict_code)bytes[6];
    return key != NULL ? TICKET_GENUINE : TICKET_KEY_UNKNOWN;
}

void ticket_qr_text(const char *public_url, const char number[TICKET_SIZE], const char *token,
                    char *out, size_t size)
{
    size_t url_len = strlen(public_url);
    size_t token_len = strlen(token);
    assert(size > QR_TEXT_MAX && url_len <= PUBLIC_URL_MAX && strlen(number) == NUMBER_LEN &&
           token_len == TOKEN_TEXT_LEN);
    memcpy(out, public_url, url_len);
    memcpy(out + url_len, "/T/", PATH_LEN);
    memcpy(out + url_len + PATH_LEN, number, NUMBER_LEN);
    out[url_len + PATH_LEN + NUMBER_LEN] = '.';
    memcpy(out + url_len + PATH_LEN + NUMBER_LEN + 1, token, token_len + 1);
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* The length of http:// or https:// at the start of text, in any case; 0: neither. */
static size_t scheme_len(const char *text, size_t len)
{
    static const char *const schemes[] = {"HTTP://", "HTTPS://"};
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        size_t n = strlen(schemes[i]);
        size_t same = 0;
        while (same < n && same < len && upper(text[same]) == schemes[i][same]) {
            same++;
        }
        if (same == n) {
            return n;
        }
    }
    return 0;
}

/* What follows the last /T/ of a URL that has a host; NULL: no such thing. */
static const char *after_ticket_path(const char *text, size_t len)
{
    size_t host = scheme_len(text, len);
    for (size_t at = len; host > 0 && at >= host + 1 + PATH_LEN; at--) {
        const char *path = text + at - PATH_LEN;
        if (path[0] == '/' && upper(path[1]) == 'T' && path[2] == '/') {
            return text + at;
        }
    }
    return NULL;
}

static bool parse_number(const char *text, size_t len, char number[TICKET_SIZE])
{
    char copy[NUMBER_TEXT_MAX + 1];
    if (len > NUMBER_TEXT_MAX) {
        return false;
    }
    memcpy(copy, text, len);
    copy[len] = '\0';
    return number_parse(copy, number);
}

/* Into the digits that were signed: a person may have typed O for 0. */
static bool parse_token(const char *text, size_t len, char token[TOKEN_TEXT_SIZE])
{
    unsigned char bytes[TOKEN_BYTES];
    if (!base32_decode(text, len, bytes, sizeof bytes)) {
        return false;
    }
    base32_encode(bytes, sizeof bytes, token);
    return true;
}

bool ticket_parse_scan(const char *text, char number[TICKET_SIZE], char token[TOKEN_TEXT_SIZE])
{
    static const char space[] = " \t\r\n";
    text += strspn(text, space);
    size_t len = strlen(text);
    while (len > 0 && strchr(space, text[len - 1]) != NULL) {
        len--;
    }
    if (len == 0 || len > SCAN_MAX) {
        return false;
    }
    if (scheme_len(text, len) > 0) {
        const char *rest = after_ticket_path(text, len);
        if (rest == NULL) {
            return false;
        }
        len -= (size_t)(rest - text);
        text = rest;
    }
    const char *dot = memchr(text, '.', len);
    size_t number_len = dot != NULL ? (size_t)(dot - text) : len;
    char found_number[TICKET_SIZE];
    char found_token[TOKEN_TEXT_SIZE] = "";
    if (!parse_number(text, number_len, found_number) ||
        (dot != NULL && !parse_token(dot + 1, len - number_len - 1, found_token))) {
        return false;
    }
    memcpy(number, found_number, sizeof found_number);
    memcpy(token, found_token, sizeof found_token);
    return true;
}

bool public_url_normalise(const char *url, char out[PUBLIC_URL_MAX + 1])
{
    /* QR's alphanumeric set without the space, which no URL has. */
    static const char allowed[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:";
    char text[PUBLIC_URL_MAX + 1];
    size_t len = strlen(url);
    while (len > 0 && url[len - 1] == '/') {
        len--;
    }
    if (len > PUBLIC_URL_MAX) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        text[i] = upper(url[i]);
    }
    text[len] = '\0';
    size_t host = scheme_len(text, len);
    if (host == 0 || host == len || text[host] == '/' || text[host] == ':' ||
        strspn(text, allowed) != len) {
        return false;
    }
    memcpy(out, text, len + 1);
    return true;
}
