/* Seven days to choose from, beginning today, each with how much there is on it. The day chosen
 * stands in the place's arg: one more than the days from today, 0 when none was chosen yet. */
#ifndef KIOSK_DAYS_H
#define KIOSK_DAYS_H

#include "kiosk/chrome.h"

enum { DAYS_SHOWN = 7 };

/* The day chosen, else the first that has anything, else today; in days from today. */
int days_shown(const struct app *app, const int counts[DAYS_SHOWN]);
/* The tabs, day.0 …; some: how a number that is not 0 is said. */
void days_put(const struct canvas *canvas, struct column *column, const int counts[DAYS_SHOWN],
              enum msg some);
/* For ACT_DAY. */
void days_choose(struct app *app, const struct action *action);

#endif
