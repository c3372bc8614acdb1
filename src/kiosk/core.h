/* What happens between a tap on “send” and the slip, without screens, threads and sockets: the
 * order becomes an op with its sealed envelope, is applied and committed here, waits a moment for
 * the hub's verdict, and then gets its ticket's token, signed over the verdict in force. Used by
 * one thread with a store of its own; the simulator drives it the same way.
 *
 *   core_submit   commits; the answer holds this node's own verdict
 *   core_check    true once the answer is final for the screen: the hub's verdict came, none is
 *                 awaited, or wait_until_ms has passed; signs the token
 *   print, then say done: only after core_check said true */
#ifndef KIOSK_CORE_H
#define KIOSK_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/env.h"
#include "base/status.h"
#include "domain/op.h"
#include "domain/verdict.h"
#include "store/store.h"
#include "trust/keys.h"
#include "trust/personal.h"
#include "trust/ticket.h"

enum {
    CORE_HUB_WAIT_MS = 1500,
    PHONE_SIZE = 12,
    CORE_JSON_MAX = 8 * 1024,
    SCREEN_NAME_SIZE = 24,
    CORE_NOTE_MAX = 104 * 1024, /* a minute of speech */
};

enum core_link { CORE_LINK_ALONE, CORE_LINK_OFFLINE, CORE_LINK_ONLINE };

/* What a visitor asks for. Plain bytes but for the note, so that wiping it is one call. */
struct core_order {
    int64_t id;          /* the caller's, to match the answer */
    enum op_kind kind;   /* BOOK, FILE, CANCEL, WITHDRAW, CONFIRM, REOPEN, RATE, CALL, CALL_OFF */
    enum core_link link; /* as the screen knew it when it was sent */
    /* BOOK */
    char session[CONTENT_ID_SIZE];
    int32_t seats;
    /* FILE */
    char request[CONTENT_ID_SIZE];
    char grid[CONTENT_ID_SIZE];
    char urgency[CONTENT_ID_SIZE];
    char fields[CORE_JSON_MAX];   /* JSON object of the open and staff answers */
    char helper[CONTENT_ID_SIZE]; /* staff who helps, or "" */
    /* about a ticket */
    char ticket[TICKET_SIZE];
    char token[TOKEN_TEXT_SIZE];
    int32_t rating; /* 0: none */
    /* CALL, CALL_OFF */
    char screen[SCREEN_NAME_SIZE];
    struct op_id call;
    /* personal: sealed before anything is written */
    char personal[CORE_JSON_MAX]; /* JSON object; "" when there is nothing */
    char phone[PHONE_SIZE];       /* digits; "": none, so no contact key */
    /* A spoken note, Ogg with Opus; becomes the member "note" of personal, in base64. Not owned. */
    const void *note; /* NULL: none */
    size_t note_len;
    int32_t erase_days;
};

struct core_answer {
    int64_t id;
    enum op_kind kind;
    enum status status; /* not OK: nothing was written, nothing was promised */
    struct op_id op;
    struct verdict verdict; /* in force */
    bool hub_answered;      /* the verdict is the hub's, or this node is the hub */
    int64_t wait_until_ms;  /* until then the hub may still answer */
    instant at;
    char ticket[TICKET_SIZE];
    char token[TOKEN_TEXT_SIZE]; /* of a new ticket, else the order's */
    char qr[QR_TEXT_MAX + 1];    /* "" when the verdict gives no ticket */
};

/* Everything outlives the core. */
struct core {
    struct store *store;
    const struct env *env;
    const struct kiosk_keys *keys;
    const struct contact_cost *cost;
    const unsigned char
        *box_public; /* hub's key when this node is the hub; else NULL: from the store */
};

/* Never fails otherwise than in answer->status. Takes tens of milliseconds with a phone number. */
void core_submit(struct core *core, const struct core_order *order, struct core_answer *answer);
bool core_check(struct core *core, struct core_answer *answer);

#endif
