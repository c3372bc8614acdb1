/* Keys from a keyboard, a keypad, a switch, or a scanner that types. What people type and what a
 * scanner sends are told apart by time and meaning alone:
 *
 *   a burst    characters no more than 35 ms apart, the time taken from the event. Held back for
 *              50 ms after the last one at most, then given to the focused input unchanged.
 *   a scan     a burst of at least six characters that ends in Enter and reads as something this
 *              terminal knows. It goes to its place; nothing of it reaches an input.
 *   otherwise  the burst goes to the focused input, with its Enter. Where there is no input, six
 *              characters or more and Enter were a scan of something unknown: a sentence says so.
 *
 *   commands   six keys or more without a character, no more than 35 ms apart, are a code of Tabs
 *              and Enters: nothing of it counts. So Tab, Escape and Enter wait like characters do.
 *
 * A scanner is hostile: inside a burst that ends in Enter, control characters and keys that move
 * are dropped and Enter presses nothing; a burst that is too long is no scan; a second Enter right
 * after a scan (CR and LF) is swallowed.
 *
 * Characters otherwise go to the screen's input; Enter and Space act on what has the ring (ring.h)
 * unless that is the input itself; a keypad's digits type where there is an input and move
 * (8 up, 2 down, 4 left, 6 right, 5 acts) where there is none. Main thread. */
#ifndef KIOSK_KEYS_H
#define KIOSK_KEYS_H

#include "kiosk/app.h"

void keys_take(struct app *app, const struct event *event, struct effects *effects);
/* Hands on what was held back for long enough. */
void keys_flush(struct app *app, int64_t at_ms, struct effects *effects);
int64_t keys_deadline_ms(const struct app *app);

#endif
