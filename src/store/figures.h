/* Figures for those who run the hub: yizhanctl status and /metrics. Short reads but for the first
 * tally of ops, which goes over all of them once. */
#ifndef STORE_FIGURES_H
#define STORE_FIGURES_H

#include <stdint.h>

#include "base/instant.h"
#include "base/status.h"
#include "domain/op.h"
#include "store/store.h"

enum { FIGURE_KINDS_MAX = 12, FIGURE_VERDICTS = VERDICT_PARKED + 1 };

struct figures {
    int64_t revision; /* content in force, 0: none */
    int64_t feed_head;
    int64_t runs;
    int64_t waiting_ops; /* about tickets that have not arrived */
    int64_t open_requests, overdue_requests;
    int64_t open_calls; /* of visitors to the desk */
    int64_t envelopes;  /* not erased yet */
    struct figure_staff {
        char kind[24]; /* parked, excess, alarm … */
        int64_t items;
    } staff[FIGURE_KINDS_MAX];
    size_t staff_len;
};
enum status figures_read(struct store *store, instant now, struct figures *out) MUST_CHECK;

/* Ops by kind and verdict as they stood when they were tallied; kinds that this program does not
 * know count as the last. A zeroed tally begins with the first op. */
struct op_tally {
    int64_t upto; /* the last one counted */
    int64_t counts[OP_KIND_COUNT + 1][FIGURE_VERDICTS];
};
/* Adds what came since. */
enum status figures_tally_ops(struct store *store, struct op_tally *tally) MUST_CHECK;

#endif
