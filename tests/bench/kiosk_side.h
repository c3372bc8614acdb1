/* A kiosk that was online once and books now: what its own store_submit costs, one commit each. */
#ifndef BENCH_KIOSK_SIDE_H
#define BENCH_KIOSK_SIDE_H

#include "statements.h"
#include "world.h"

/* Returns ops per second. statements NULL: nothing is recorded. */
double kiosk_side_run(const struct world *world, const char *folder, size_t ops,
                      struct statements *statements);

#endif
