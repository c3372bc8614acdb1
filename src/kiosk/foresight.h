/* What the finger that is down will most likely lead to: the next screen, laid out on a copy of the
 * state while the finger is still there, so that it can be painted before it is wanted. Changes
 * nothing, and a wrong guess costs only the time. Only for ways between screens where nothing
 * personal was said yet; what a screen does on its own is not guessed. */
#ifndef KIOSK_FORESIGHT_H
#define KIOSK_FORESIGHT_H

#include <stdbool.h>

#include "kiosk/app.h"

struct foresight;

void foresight_create(struct foresight **out);
void foresight_destroy(struct foresight *foresight);
/* NULL: nothing to be foreseen. Holds until the next call. */
const struct draw_list *foresight_list(struct foresight *foresight, const struct app *app);
/* When the state has become exactly the one foreseen, over unchanged data and within the minute,
 * the list laid out for it becomes the frame, and app_frame has nothing left to do. */
bool foresight_fulfil(struct foresight *foresight, struct app *app);

#endif
