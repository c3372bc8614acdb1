/* What the simulated station offers: small content, made so that places run out, lists fill, pools
 * move and times pass within a short history. */
#ifndef SIM_PROGRAMME_H
#define SIM_PROGRAMME_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/instant.h"
#include "domain/session.h"

#include "rng.h"

/* A body for OP_PUBLISH: revision n; later revisions differ in a text only. */
void programme_publish_body(int64_t revision, struct buf *out);

struct session_pick {
    char id[CONTENT_ID_SIZE];
    instant starts_at;
    int32_t party_max;
};

/* A session that lies ahead at `now`, sometimes one that is over or not open yet. Early ones and
 * scarce ones more often. */
struct session_pick programme_pick_session(struct rng *rng, instant now);

/* A slot with one place, another for each `which`. */
struct session_pick programme_scarce_session(uint64_t which, instant now);

struct request_pick {
    const char *kind;
    const char *urgency;
    const char *grid;
};
struct request_pick programme_pick_request(struct rng *rng);

#endif
