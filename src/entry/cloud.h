/* A closer look at two shapes than the grid's: how far each dot of one is from the nearest dot of
 * the other that runs the same way. Takes no notice of order and little of joined strokes. */
#ifndef ENTRY_CLOUD_H
#define ENTRY_CLOUD_H

#include "entry/shape.h"

enum { CLOUD_MAX = 128 };

struct cloud {
    int n, n_ends;
    float x[CLOUD_MAX], y[CLOUD_MAX], dx[CLOUD_MAX], dy[CLOUD_MAX];
    /* Where strokes begin and where they end, for looking at those by themselves. */
    float ends_x[2 * INK_STROKES_MAX], ends_y[2 * INK_STROKES_MAX];
    float ends_kind[2 * INK_STROKES_MAX];
};

void cloud_from_shape(const struct shape *shape, struct cloud *out);
/* 0: the same; 1: nothing in common. */
float cloud_distance(const struct cloud *a, const struct cloud *b);
/* The same for the ends of the strokes alone. */
float cloud_ends_distance(const struct cloud *a, const struct cloud *b);

#endif
