/* One machine's environment in a simulated world: its clocks follow the world's virtual time with
 * an error and a drift of their own, its randomness is seeded, hashes are the real ones. */
#ifndef SIM_NODE_ENV_H
#define SIM_NODE_ENV_H

#include <stdint.h>

#include "base/env.h"
#include "base/plant.h"

#include "rng.h"

/* Where virtual time 0 lies: 2026-03-02 08:00 at the station, a Monday. */
enum { WORLD_START_S = 1772409600 };

struct node_env {
    struct env env;        /* ctx points to this struct, which must not move */
    const int64_t *now_ms; /* the world's clock */
    struct rng rng;
    int64_t error_ms; /* of the wall clock */
    int32_t drift_ppm;
    int64_t drift_from_ms; /* world time since when it drifts */
    int64_t boot_ms;       /* the monotonic clock counts from the last boot */
};

void node_env_init(struct node_env *node, const int64_t *now_ms, struct rng rng);
/* The wall clock is set: wrong by error_ms from now on, and drifting. */
void node_env_set_clock(struct node_env *node, int64_t error_ms, int32_t drift_ppm);
/* The wall clock shows this instant now (a clock without a battery: 0). */
void node_env_set_wall(struct node_env *node, instant wall);
/* The programs on this machine carry this bug. */
void node_env_plant(struct node_env *node, enum plant plant);
void node_env_boot(struct node_env *node);

#endif
