/* A plan sent to a running hub by its kiosks, each on a connection of its own. */
#ifndef BENCH_TRAFFIC_H
#define BENCH_TRAFFIC_H

#include "world.h"

struct traffic_result {
    double seconds;        /* first request to last answer; hello and catching up not in it */
    double p50_ms, p99_ms; /* of a request */
};

/* Ends the program unless every op is accepted. */
void traffic_run(const struct world *world, const struct plan *plan, unsigned port,
                 struct traffic_result *out);

#endif
