/* A walker through the whole terminal: it taps what can be tapped, and looks at every screen with
 * the real fonts. What it finds is told with the way that leads there. */
#ifndef TESTS_WALK_WALK_H
#define TESTS_WALK_WALK_H

#include "kiosk/screen.h"
#include "screens/world.h"
#include "ui/render.h"

enum { SEEN_MAX = 4096 };

struct walk {
    struct world *world;
    struct render *render;
    const char *pictures; /* NULL: none are written */
    uint64_t seen[SEEN_MAX];
    size_t n_seen;
    int looks, problems;
    char way[256]; /* what was done last */
};

/* Looks at the screen shown and counts what is wrong with it: targets too small, cut or over each
 * other, things without a name, texts cut, wider than their place, over each other or over the
 * edge of a button, ways out that are missing. */
void walk_look(struct walk *walk);
/* Looks, and calls somebody from here and comes back. */
void walk_visit(struct walk *walk);
/* False the second time. */
bool walk_is_new(struct walk *walk, const char *what);
/* Taps and settles; false: there is no such thing to be tapped. */
bool walk_tap(struct walk *walk, const char *what);
/* All pageful of the screen shown. */
void walk_look_through(struct walk *walk);

/* Every form from the first question to its ticket, bookings, printers, links, idle. */
void walk_flows(struct walk *walk);

#endif
