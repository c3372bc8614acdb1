/* Read models: exactly what a screen, a page or the link asks of a store. All are short reads; none
 * changes anything. */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "store/store.h"

/* How full a session is, as this node knows. A session nobody touched yet is all free. */
struct session_counts {
    int32_t capacity;
    int32_t left;     /* to promise from the hub's pool, less what this kiosk has asked for
                         and not heard of yet */
    int32_t left_own; /* this kiosk may promise alone */
    int32_t waiting_parties;
    int32_t pending_seats; /* asked for here, not answered */
};
struct session_counts query_session_counts(struct store *store, const char *session,
                                           int32_t capacity);

/* A ticket with its history as one JSON object (form: struct ticket_view below). Appends; false
 * when this node does not have it. kiosk: who issued it, KIOSK_ID_SIZE, may be NULL. */
bool query_ticket_json(struct store *store, const char *ticket, struct buf *out, char *kiosk);

enum { TICKET_EVENTS_MAX = 40 };

struct ticket_view {
    char ticket[TICKET_SIZE];
    bool is_request;
    char programme[CONTENT_ID_SIZE]; /* series, room or request kind */
    char state[16];                  /* a booking's or a request's state word */
    instant created_at;
    /* booking */
    char session[CONTENT_ID_SIZE];
    instant starts_at, ends_at;
    int32_t seats;
    int32_t place; /* on the waiting list, else 0 */
    /* request */
    char urgency[CONTENT_ID_SIZE];
    char grid[CONTENT_ID_SIZE];
    instant due_at, closed_at;
    int32_t rating;
    struct ticket_event {
        instant at;
        const char *kind; /* an op kind, or "promoted" */
        const char *note;
    } * events;
    size_t events_len;
};
/* Reads the JSON of query_ticket_json or of the hub's answer to an ask. */
enum status ticket_view_parse(const char *json, struct arena *arena,
                              struct ticket_view *out) MUST_CHECK;

/* The verdict in force of an op of this node; *is_final: the hub has answered (a hub: always).
 * false: no such op. */
bool query_op_verdict(struct store *store, const struct op_id *id, struct verdict *out,
                      bool *is_final);
/* Moves about this ticket made here that the hub has not answered: the last one's kind, or "". */
void query_pending_move(struct store *store, const char *ticket, char kind[OP_KIND_SIZE]);
/* Ops the hub has not answered yet; 0 on a hub. */
int64_t query_outbox_len(struct store *store);

struct kiosk_row {
    char id[KIOSK_ID_SIZE];
    char station[KIOSK_ID_SIZE];
    int64_t number;
    bool is_active;
    unsigned char key[HASH_SIZE];
};
/* By the enrolment number in a ticket (number_enrolment). */
bool query_kiosk_by_number(struct store *store, int64_t number, struct kiosk_row *out);
bool query_kiosk(struct store *store, const char *id, struct kiosk_row *out);

/* Hub: open tickets of a contact, kind and date only, nothing confidential: a JSON array of
 * {"kind":"booking"|"request","programme":…,"at":instant}. Appends. */
void query_contact_tickets_json(struct store *store, const unsigned char contact[HASH_SIZE],
                                instant now, struct buf *out);

/* A kiosk's call to the desk. On a kiosk only the last one of each kiosk of the station is here. */
struct call_row {
    struct op_id id;
    char kiosk[KIOSK_ID_SIZE];
    char screen[24]; /* where the visitor was */
    instant called_at;
    instant answered_at, closed_at; /* 0: not yet */
    char by[CONTENT_ID_SIZE];       /* who answered */
    bool is_heard;                  /* the hub has it */
};
bool query_last_call(struct store *store, const char *kiosk, struct call_row *out);
/* Those that stand, the oldest first; station "": of all. Returns how many, at most max. */
size_t query_open_calls(struct store *store, const char *station, struct call_row *out, size_t max);

#endif
