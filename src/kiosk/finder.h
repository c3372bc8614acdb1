/* What a visitor looks for and what was found, until the visit ends or home is shown. Asks the
 * search index (store/search.h) whenever what is typed has changed; the screen only shows it. What
 * can be had comes before what cannot just now. Main thread. */
#ifndef KIOSK_FINDER_H
#define KIOSK_FINDER_H

#include <stdbool.h>
#include <stddef.h>

#include "store/search.h"

struct app;

enum finder_state {
    FINDER_EMPTY, /* nothing is typed that can be looked for */
    FINDER_FOUND,
    FINDER_NOTHING,
    FINDER_NOT_READY, /* there is no index yet */
};

enum {
    FINDER_HITS_MAX = 12,
    FINDER_TYPED_SIZE = 4 * SEARCH_TYPED_MAX + 1,
    FINDER_ASKED_SIZE = 200
};

struct finder {
    char typed[FINDER_TYPED_SIZE];
    char asked[FINDER_ASKED_SIZE]; /* what state and hits belong to: with the letters under way */
    enum lang lang;                /* in which it was asked */
    enum finder_state state;
    struct search_hit hits[FINDER_HITS_MAX];
    size_t n;
};

/* Starts over with this text. */
void finder_set(struct app *app, const char *text);
/* Asks if what is typed, or the language, is not what was asked last. */
void finder_follow(struct app *app);
/* Asks again: the index or the sessions may be others now. */
void finder_refresh(struct app *app);
/* Forgets everything and lets go of the index's file. */
void finder_wipe(struct app *app);

#endif
