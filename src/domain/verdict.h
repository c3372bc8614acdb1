/* A verdict is the answer to an op: a normal answer, with the data a screen or slip needs, and with
 * all that its effects need, so that replaying it never judges again. */
#ifndef DOMAIN_VERDICT_H
#define DOMAIN_VERDICT_H

#include <stdint.h>

#include "base/instant.h"

enum verdict_code {
    VERDICT_ACCEPTED,    /* final: a promise */
    VERDICT_WAITING,     /* final: on the waiting list, at `place` */
    VERDICT_PROVISIONAL, /* recorded, not promised: the hub decides later */
    VERDICT_REFUSED,     /* final: nothing happened, `reason` says why */
    VERDICT_PARKED,      /* cannot be applied as it stands: staff look at it */
};

/* Why, as a word that is stored, replicated and looked up in the message catalogue. */
#define REASON_LIST(X)                                                                             \
    X(NONE, "none")                                                                                \
    X(FULL, "full")                           /* no room, waiting list full or not kept */         \
    X(UNKNOWN_SESSION, "unknown_session")     /* no such date in the series, or withdrawn */       \
    X(NOT_OPEN, "not_open")                   /* booking opens at `until` */                       \
    X(CLOSED, "closed")                       /* booking closed at `until` */                      \
    X(PARTY_SIZE, "party_size")               /* more than `limit` in one party */                 \
    X(ALREADY_BOOKED, "already_booked")       /* this contact has a place in the session */        \
    X(TOO_MANY_BOOKINGS, "too_many_bookings") /* `limit` open bookings per contact */              \
    X(TOO_MANY_HERE, "too_many_here")         /* `limit` per kiosk in ten minutes */               \
    X(NO_CLOCK, "no_clock")                   /* nothing with a deadline may be promised */        \
    X(NO_ALLOTMENT, "no_allotment")           /* offline and this kiosk's pool is empty */         \
    X(AWAITING_HUB, "awaiting_hub")           /* drawn on the hub's pool, not answered yet */      \
    X(UNKNOWN_KIND, "unknown_kind")           /* no such request kind in force */                  \
    X(UNKNOWN_TICKET, "unknown_ticket")       /* the hub does not know it (yet) */                 \
    X(NOT_ALLOWED_NOW, "not_allowed_now")     /* the ticket's state forbids this move */           \
    X(NOT_PROVEN, "not_proven")               /* no valid token for the ticket */                  \
    X(NEEDS_NOTE, "needs_note")               /* refusal, closing, transfer need a reason */       \
    X(ALREADY_CALLED, "already_called")       /* the desk knows; again from `until` on */          \
    X(TOO_LATE, "too_late")                   /* heard of when nobody waits any more */            \
    X(OTHER_CONTENT, "other_content")         /* same op id, other content: an alarm */            \
    X(BAD_BODY, "bad_body")                   /* the op's body is not in the form */               \
    X(UNKNOWN_OP, "unknown_op")               /* kind newer than this program */                   \
    X(RETIRED, "retired")                     /* the kiosk was retired */

enum reason {
#define REASON_ENUM(name, word) REASON_##name,
    REASON_LIST(REASON_ENUM)
#undef REASON_ENUM
        REASON_COUNT
};

enum { TICKET_SIZE = 11, CONTENT_ID_SIZE = 64, KIOSK_ID_SIZE = 20, VERDICT_PROMOTED_MAX = 16 };

struct verdict {
    enum verdict_code code;
    enum reason reason;
    instant judged_at;
    int32_t place;              /* WAITING: 1 is next */
    int32_t limit;              /* the number a refusal speaks of */
    int32_t left;               /* places left for others afterwards, when it matters; else -1 */
    instant until;              /* NOT_OPEN, CLOSED: when; else 0 */
    instant due_at;             /* file, reopen: when it will be settled; else 0 */
    char next[CONTENT_ID_SIZE]; /* FULL: the next session of the series with room, or "" */
    char pool[KIOSK_ID_SIZE];   /* book, accepted: the pool it was promised from; else "" */
    int32_t promoted_count;     /* cancel, miss: who moved up from the waiting list, in order */
    char promoted[VERDICT_PROMOTED_MAX][TICKET_SIZE];
};

/* Stored words: "accepted" … "parked" and the words above. */
const char *verdict_code_word(enum verdict_code code);
const char *reason_word(enum reason reason);
/* -1 when word is none of them. */
int verdict_code_parse(const char *word);
int reason_parse(const char *word);

#endif
