/* Home's field under the greeting: what is on today or next, the notice that matters most, what
 * comes tomorrow; for riders first the things that stand ready. As much of it as there is room for.
 */
#ifndef KIOSK_TODAY_H
#define KIOSK_TODAY_H

#include "kiosk/screen.h"

/* Home's model: what is not over and for whoever stands there, each series once. */
void today_load(struct app *app);
/* Takes the field off *rest. menu: whose greeting it is, NULL or without one: that of the hour.
 * tiles_px: what the content below would like to have; upright the field takes what is over. In
 * large type it needs that, and the field goes without. */
void today_view(const struct canvas *canvas, struct box *rest, const struct menu *menu,
                int tiles_px);

#endif
