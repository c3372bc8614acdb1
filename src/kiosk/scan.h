/* What a scanner read, taken to where it belongs, from any screen. Whatever was being filled in is
 * kept: after a ticket “back” leads to it, before a card takes somebody home they are asked.
 *
 *   a ticket        its page
 *   a rider's card  home as riders see it (domain/code.h: YZC-…)
 *   a thing         the page of what stands ready, where content names its group (YZT-…)
 *   anything else   a sentence that says what can be scanned; where there is an input it is text
 *
 * Sentences stand in a dialog over the screen until they are closed. Main thread. */
#ifndef KIOSK_SCAN_H
#define KIOSK_SCAN_H

#include "kiosk/screen.h"

/* False, and nothing changed: the text is nothing this terminal knows. It is hostile. */
bool scan_take(struct app *app, const char *text, struct effects *effects);
/* Something was scanned that is none of these; false: nobody is told here. */
bool scan_take_unknown(struct app *app);

/* The dialog, if there is one, and what its buttons do; false: not its action. */
void scan_view(const struct app *app, struct canvas *canvas);
bool scan_act(struct app *app, const struct action *action);

#endif
