/* A walker through the whole terminal: it taps what can be tapped, and looks at every screen with
 * the real fonts. What it finds is told with the way that leads there. */
#ifndef TESTS_WALK_WALK_H
#define TESTS_WALK_WALK_H

#include "kiosk/screen.h"
#include "screens/world.h"
#include "ui/render.h"

enum { SEEN_MAX = 4096 };

/* How the terminal is walked through. */
struct walk_way {
    int64_t width_px, height_px, tenths; /* the screen's diagonal in tenths of an inch */
    enum lang lang;
    enum type_scale type_scale;
    enum theme theme;
    enum reach reach;
};

struct walk {
    struct walk_way how;
    struct world *world;
    struct render *render;
    const char *pictures; /* NULL: none are written */
    uint64_t seen[SEEN_MAX];
    size_t n_seen;
    int looks, problems;
    char way[256]; /* what was done last */
};

/* Looks at the screen shown and counts what is wrong with it: targets too small, too close, cut or
 * over each other, things without a name, texts cut, wider than their place, over each other or
 * over the edge of a button, ways out that are missing, and what walk_light finds. */
void walk_look(struct walk *walk);
/* Looks, and calls somebody from here and comes back. */
void walk_visit(struct walk *walk);
/* Text of less than 7:1 to what it stands on, icons and borders of less than 3:1, and texts that
 * stand on another colour than they say. */
void walk_light(struct walk *walk, const struct draw_list *list);
void walk_tell(struct walk *walk, const char *what, const char *name, struct box box);
/* A new visitor, looked at in the same way. */
void walk_start(struct walk *walk);
/* False the second time. */
bool walk_is_new(struct walk *walk, const char *what);
/* Taps and settles; false: there is no such thing to be tapped. */
bool walk_tap(struct walk *walk, const char *what);
/* All pageful of the screen shown. */
void walk_look_through(struct walk *walk);

/* Every form from the first question to its ticket, bookings, printers, links, idle. */
void walk_flows(struct walk *walk);

#endif
