/* Sessions: one date (and, for rooms, one slot) of something that can be booked. A session's id is
 * SERIES.DATE[.HHMM], computed the same everywhere (design §5). Pure. */
#ifndef DOMAIN_SESSION_H
#define DOMAIN_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/calendar.h"
#include "domain/verdict.h"

/* A bookable's id is [a-z0-9-]+, short enough that the longest session id fits CONTENT_ID_SIZE;
 * the content check refuses longer ones. */
enum { BOOKABLE_ID_MAX = CONTENT_ID_SIZE - 1 - 16 /* .YYYY-MM-DD.HHMM */ };

/* What the rules need of a series or a room; the rest of its content is for screens. */
struct bookable {
    char id[CONTENT_ID_SIZE];
    struct recurrence recurrence;
    int32_t starts_s, ends_s; /* seconds of the station's day, whole minutes */
    int32_t slot_s;           /* 0: one session a day; else slots of this length in between */
    int32_t capacity;         /* 0: everybody may come, nothing to book */
    int32_t party_max;
    int32_t waiting_max;
    int32_t opens_days;      /* booking opens this many days before the day, at midnight */
    int32_t closes_minutes;  /* and closes this long before the start */
    int32_t no_show_minutes; /* a place is free again this long after the start; 0: never */
};

struct session_ref {
    char bookable[CONTENT_ID_SIZE];
    day_number day;
    int32_t start_s; /* of the slot, or -1 */
};

/* DATE is YYYY-MM-DD, HHMM the slot's start; slot_start_s -1: no slot. Parsing and making are exact
 * inverses: there is one spelling of each id. */
void session_id_make(const char *bookable, day_number day, int32_t slot_start_s,
                     char out[CONTENT_ID_SIZE]);
/* false on anything that is not in the form. */
bool session_id_parse(const char *id, struct session_ref *out);
/* Whether it takes place (right bookable, day of the recurrence, a slot iff there are slots, and a
 * whole one); on true its times. */
bool session_times(const struct bookable *bookable, const struct calendar *calendar,
                   const struct session_ref *ref, instant *starts_at, instant *ends_at);
instant session_opens_at(const struct bookable *bookable, instant starts_at);
instant session_closes_at(const struct bookable *bookable, instant starts_at);

#endif
