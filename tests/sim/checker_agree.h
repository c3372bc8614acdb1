/* After the calm every kiosk's replica says what the hub says (checker.h). */
#ifndef SIM_CHECKER_AGREE_H
#define SIM_CHECKER_AGREE_H

#include "world.h"

void checker_agree(struct world *world);

#endif
