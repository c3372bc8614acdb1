/* Figures in the Prometheus text format. Source: Prometheus, “Exposition formats”, version 0.0.4.
 */
#ifndef HUB_METRICS_H
#define HUB_METRICS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/instant.h"
#include "hub/shell.h"
#include "store/figures.h"
#include "store/store.h"

enum { HTTP_CLASSES = 6 }; /* answers by the status's first digit */

struct http_counts {
    uint64_t answers[HTTP_CLASSES];
};

/* tally is carried from one call to the next, so that each goes over new ops only. NULL when the
 * database does not answer. */
const char *metrics_text(struct arena *arena, struct store *reader, struct op_tally *tally,
                         const struct shell_figures *shell, const struct http_counts *counts,
                         instant now);

#endif
