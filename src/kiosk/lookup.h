/* Looking up tickets: by slip or number here and at the hub, by phone number at the hub only. The
 * answers are shown and forgotten. */
#ifndef KIOSK_LOOKUP_H
#define KIOSK_LOOKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "domain/verdict.h"
#include "trust/ticket.h"

enum {
    LOOKUPS_MAX = 5,
    LOOKUPS_WINDOW_MS = 10 * 60 * 1000,
    LOOKUP_EVENTS_MAX = 24,
    LOOKUP_FOUND_MAX = 8,
    LOOKUP_NOTE_SIZE = 256,
    LOOKUP_WORD_SIZE = 24,
};

enum lookup_state {
    LOOKUP_NONE,
    LOOKUP_FOUND,
    LOOKUP_PROVEN_ONLY, /* the slip is genuine; nothing more is known here */
    LOOKUP_UNKNOWN,
    LOOKUP_FORGED,
    LOOKUP_UNVERIFIED, /* the key that signed it is not known here yet */
    LOOKUP_FAILED,     /* the hub gave no answer */
};

struct lookup_event {
    instant at;
    char kind[LOOKUP_WORD_SIZE];
    char note[LOOKUP_NOTE_SIZE];
};

/* A ticket as far as this terminal may show it; never anything personal. */
struct lookup_ticket {
    char number[TICKET_SIZE];
    char token[TOKEN_TEXT_SIZE]; /* "": the number alone has to do */
    enum ticket_kind kind;
    char programme[CONTENT_ID_SIZE]; /* series, room or request kind */
    char session[CONTENT_ID_SIZE];
    char state[LOOKUP_WORD_SIZE];
    instant created_at, starts_at, ends_at, due_at, closed_at;
    int32_t seats, rating, place;
    enum verdict_code printed; /* by the token: the verdict when the slip was made */
    bool is_pending;           /* a move made here is not answered by the hub yet */
    bool is_latest;            /* the hub said so just now */
    struct lookup_event events[LOOKUP_EVENTS_MAX];
    int events_n;
};

/* What a phone number shows: kind and date. */
struct lookup_found {
    enum ticket_kind kind;
    char programme[CONTENT_ID_SIZE];
    instant at;
};

struct lookup {
    enum lookup_state state;
    bool is_asking; /* the hub was asked and has not answered */
    enum lookup_by { LOOKUP_BY_TICKET, LOOKUP_BY_PHONE } by;
    char question[TICKET_SIZE + TOKEN_TEXT_SIZE + 64];
    char number[TICKET_SIZE]; /* as typed so far */
    char phone[12];           /* as typed so far */
    struct lookup_ticket ticket;
    struct lookup_found found[LOOKUP_FOUND_MAX];
    int found_n;
    int64_t asked_ms[LOOKUPS_MAX]; /* of the last look-ups by phone; survives the wipe */
    int rating;                    /* chosen, 1 … 5 */
    enum lookup_sure { SURE_NO, SURE_CANCEL, SURE_WITHDRAW } sure;
};

#endif
