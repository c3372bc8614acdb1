/* Tickets' tokens: what the QR on a slip proves without a network. The QR's text is
 * PUBLIC/T/NUMBER.TOKEN in QR's alphanumeric set, at most 221 characters (version 8, level M).
 * TOKEN is base32 of: version 1, kind, issue time (u32, seconds since 2020-01-01 UTC), verdict
 * code, Ed25519 signature by the kiosk over all of these and the number. */
#ifndef TRUST_TICKET_H
#define TRUST_TICKET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/instant.h"
#include "domain/verdict.h"
#include "trust/keys.h"

enum ticket_kind { TICKET_BOOKING, TICKET_REQUEST };

enum {
    TOKEN_BYTES = 7 + SIGNATURE_SIZE,
    TOKEN_TEXT_SIZE = (TOKEN_BYTES * 8 + 4) / 5 + 1,
    QR_TEXT_MAX = 221,
    PUBLIC_URL_MAX = 80,
};

struct ticket {
    char number[TICKET_SIZE];
    enum ticket_kind kind;
    instant issued_at;
    enum verdict_code verdict; /* as printed */
};

/* The token's text for this ticket. */
void ticket_sign(const struct ticket *ticket, const struct kiosk_keys *keys,
                 char token[TOKEN_TEXT_SIZE]);

enum ticket_check { TICKET_GENUINE, TICKET_FORGED, TICKET_KEY_UNKNOWN };

/* key NULL: this node does not know the kiosk's key (yet). On GENUINE and KEY_UNKNOWN *out is what
 * the token says. */
enum ticket_check ticket_verify(const char number[TICKET_SIZE], const char *token,
                                const unsigned char *key, struct ticket *out);

/* PUBLIC/T/NUMBER.TOKEN; size at least QR_TEXT_MAX + 1. */
void ticket_qr_text(const char *public_url, const char number[TICKET_SIZE], const char *token,
                    char *out, size_t size);
/* Finds number and token in what a scanner or a person gave: a whole URL of any host, NUMBER.TOKEN,
 * or a bare number (token ""). Hostile input welcome; false when it is none of them. */
bool ticket_parse_scan(const char *text, char number[TICKET_SIZE], char token[TOKEN_TEXT_SIZE]);

/* Capitalises and drops slashes at the end; false when it has a character outside QR's alphanumeric
 * set, is no http(s) URL, or is longer than PUBLIC_URL_MAX. */
bool public_url_normalise(const char *url, char out[PUBLIC_URL_MAX + 1]);

#endif
