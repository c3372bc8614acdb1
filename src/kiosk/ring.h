/* The keyboard's place on the screen: a visible ring around one touchable thing. It appears with
 * the first key that moves or acts, disappears when a finger comes down, and is remembered by the
 * thing's id, so that it survives what is drawn anew. On another screen, or when the thing is gone,
 * it stands on the first thing in the content; in a dialog it stays inside. Keys that move do so
 * over the frame that is shown; acting is the same as touching. Main thread. */
#ifndef KIOSK_RING_H
#define KIOSK_RING_H

#include "kiosk/app.h"

/* The node that has the ring in this list; NULL: none is shown, or nothing can be touched. */
const struct draw_cmd *ring_find(const struct app *app, const struct draw_list *list);

/* Whether the frame shows an input that characters go to, and whether the ring is on it. */
bool ring_has_input(struct app *app);
bool ring_is_on_input(struct app *app);

/* A key of enum event_key that moves, goes back or home, or turns a page; false: none of these. */
bool ring_move(struct app *app, uint32_t key, struct effects *effects);
/* What Enter, Space and the second switch mean: acts on the thing with the ring; without one it
 * only shows it. */
void ring_press(struct app *app, struct effects *effects);
/* One switch steps on when it is let go, and acts when it was held. */
void ring_switch(struct app *app, uint32_t key, int64_t at_ms, struct effects *effects);
void ring_hide(struct app *app);

#endif
