/* A plan sent to a running hub by its kiosks, over connections that carry kiosks in turn. */
#ifndef BENCH_TRAFFIC_H
#define BENCH_TRAFFIC_H

#include "world.h"

struct traffic_result {
    double seconds;        /* first request to last answer; hello and catching up not in it */
    double p50_ms, p99_ms; /* of a request */
    double per_commit;     /* requests in one transaction of the hub, on average */
    double busy;           /* part of the time in which the hub's writer was at work */
};

/* Ends the program unless every op is accepted. */
void traffic_run(const struct world *world, const struct plan *plan, int connections, unsigned port,
                 struct traffic_result *out);

#endif
