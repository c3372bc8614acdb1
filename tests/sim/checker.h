/* What must hold whatever failed, checked without knowing which bug is planted:
 * nothing promised is lost, nothing is doubled, nothing is overbooked, verdicts once told stay,
 * sequences are dense, no personal data stands in any file or message, and, once faults have
 * stopped, all stores agree and a rebuild equals the live tables. */
#ifndef SIM_CHECKER_H
#define SIM_CHECKER_H

#include "world.h"

/* Whenever the hub stands and nobody is in the middle of anything. */
void checker_look(struct world *world);
/* After the calm: every node up, everything sent. */
void checker_conclude(struct world *world);
/* Every message on its way. */
void checker_read_message(struct world *world, const struct packet *packet);

#endif
