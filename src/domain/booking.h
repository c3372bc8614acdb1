/* Booking: sessions with a capacity, parties all-or-none, a waiting list, one place per contact.
 * Pure: facts and judged time in, verdict out. Sources: domain.md B7, E8; content-ideas.md §4, §5;
 * standards.md “booking” (all-or-none, a reason and the next free time with each refusal). */
#ifndef DOMAIN_BOOKING_H
#define DOMAIN_BOOKING_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/verdict.h"

/* Numbers from content (limits.yaml); 0: no limit. */
struct booking_limits {
    int32_t open_per_contact; /* 3 */
    int32_t per_kiosk_10_min; /* 6, not counting those staff helped with */
};

struct booking_facts {
    bool session_exists; /* the series or room takes place then, in the revision in force */
    bool is_withdrawn;   /* a notice cancelled this session */
    instant starts_at, ends_at;
    instant opens_at, closes_at; /* booking is possible in [opens_at, closes_at) */
    int32_t party_max;
    int32_t waiting_max;   /* places on the waiting list, 0: none is kept */
    int32_t waiting_seats; /* seats already waiting */
    int32_t waiting_parties;
    int32_t pool_left;    /* balance of the one pool the op draws on */
    bool owns_pool;       /* whether this node may promise from it */
    bool is_drawn_on_hub; /* the pool is the hub's */
    bool has_clock;       /* judged_at may be trusted */
    bool has_contact;
    int32_t contact_in_session; /* open bookings of this contact in this session */
    int32_t contact_open;       /* open bookings of this contact */
    int32_t kiosk_recent;       /* bookings of this kiosk in the ten minutes before judged_at */
    bool by_staff;
    struct booking_limits limits;
};

/* code, reason, place, limit, left and until are set; `next` is for the caller to fill on FULL.
 * The first of these that applies answers: unknown or withdrawn session, party size (under one seat
 * is BAD_BODY), no clock (provisional), not open, closed, already booked, too many of this contact,
 * too many here (not for staff), and then the pool:
 *   not this node's      PROVISIONAL AWAITING_HUB
 *   this kiosk's         ACCEPTED while it lasts, else PROVISIONAL NO_ALLOTMENT
 *   the hub's, as owner  ACCEPTED if the party fits and nobody waits, else WAITING if the list has
 *                        room, else FULL; `left` of FULL: what a smaller party could still get. */
struct verdict booking_judge(const struct booking_facts *facts, int32_t seats, instant judged_at);

enum booking_state {
    BOOKING_BOOKED,
    BOOKING_WAITING,
    BOOKING_PROVISIONAL,
    BOOKING_CANCELLED,
    BOOKING_CHECKED_IN,
    BOOKING_MISSED,
    BOOKING_REFUSED,
};
const char *booking_state_word(enum booking_state state);
int booking_state_parse(const char *word);

/* Cancel: what is booked, waiting or provisional, until the session ends. Check in: what is booked,
 * from 60 minutes before it starts until it ends; of a provisional booking it is recorded and
 * provisional, too. The token must be proven; for staff the caller says that it is. A ticket not
 * known here is PROVISIONAL UNKNOWN_TICKET if proven (the op waits for it), else REFUSED. */
struct booking_move_facts {
    bool is_known, is_proven, has_clock;
    enum booking_state state;
    instant starts_at, ends_at;
};
struct verdict booking_judge_cancel(const struct booking_move_facts *facts, instant judged_at);
struct verdict booking_judge_check_in(const struct booking_move_facts *facts, instant judged_at);

/* The share of a session lent to kiosks: a fifth, nothing of a capacity under ten; split evenly, so
 * each of `kiosks` gets this many (design §4, pools). */
int32_t booking_allotment(int32_t capacity, int32_t kiosks);

/* Who moves up when `left` places came free: the first party in order whose whole party fits, then
 * the next; `seats` are the parties' sizes in list order, each at least 1. Writes indexes, returns
 * how many, at most max: when it returns max, promote again with what is left. */
int32_t booking_promote(const int32_t *seats, int32_t parties, int32_t left, int32_t *out,
                        int32_t max);

#endif
