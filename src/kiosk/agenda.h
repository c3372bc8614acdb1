/* What takes place when, and how many places are left: the read model of the activity, room and
 * home screens. Made from the catalogue's recurrences and, where there is a store, its counts. */
#ifndef KIOSK_AGENDA_H
#define KIOSK_AGENDA_H

#include <stddef.h>

#include "base/arena.h"
#include "store/catalogue.h"
#include "store/store.h"

enum session_mark {
    SESSION_FREE_ENTRY, /* nothing to book, just come */
    SESSION_OPEN,       /* left ≥ 1 */
    SESSION_WAITING,    /* full, the waiting list has room */
    SESSION_FULL,
    SESSION_NOT_YET,   /* booking opens at opens_at */
    SESSION_CLOSED,    /* booking closed at closes_at, not over yet */
    SESSION_OVER,      /* ended */
    SESSION_WITHDRAWN, /* a notice cancelled it */
};

struct session_info {
    char id[CONTENT_ID_SIZE];
    const struct series *series;
    instant starts_at, ends_at, opens_at, closes_at;
    int32_t capacity, left, waiting;
    enum session_mark mark; /* at the time it was made for */
};

struct agenda {
    struct session_info *items; /* by start */
    size_t n;
};

enum agenda_of { AGENDA_ACTIVITIES, AGENDA_ROOMS };

/* Where to look: the station's catalogue, and the counts in the store (NULL: nobody booked yet). */
struct agenda_source {
    const struct catalogue *catalogue;
    const char *station;
    struct store *store;
    instant now;
};

/* Sessions on the days [from, from + days); category "" and series "" mean all. */
struct agenda_range {
    enum agenda_of of;
    day_number from;
    int days;
    const char *category;
    const char *series;
};

struct agenda agenda_load(const struct agenda_source *source, const struct agenda_range *range,
                          struct arena *arena);
/* One session by id; false when there is none. */
bool agenda_find(const struct agenda_source *source, const char *session_id,
                 struct session_info *out);
/* The next sessions of a series, over at most 120 days. */
struct agenda agenda_next(const struct agenda_source *source, const char *series, size_t max,
                          struct arena *arena);

#endif
