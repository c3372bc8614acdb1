/* What goes wrong in a simulated world, and when. Counted in proportion to its length, so that a
 * two-hour history has at least five power cuts and twenty disturbed messages. */
#ifndef SIM_TROUBLES_H
#define SIM_TROUBLES_H

#include "world.h"

void troubles_plan(struct world *world);
void troubles_happen(struct world *world, const struct event *event);
/* Sometimes the hub's disk or power fails just when everybody wants something. */
void troubles_at_rush(struct world *world);
/* Everything is repaired: the rest of the history must come to rest. */
void troubles_end(struct world *world);

#endif
