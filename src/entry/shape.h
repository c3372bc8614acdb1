/* Ink without its size, place and sampling: dots at equal distances along the strokes, each with
 * the direction of the pen, in a box of 1 by 1. A flat character (一) keeps part of its flatness.
 */
#ifndef ENTRY_SHAPE_H
#define ENTRY_SHAPE_H

#include "entry/entry.h"

enum { SHAPE_DOTS_MAX = 512 };

struct shape {
    int n;                                        /* 0: nothing was drawn */
    float x[SHAPE_DOTS_MAX], y[SHAPE_DOTS_MAX];   /* 0 … 1 */
    float dx[SHAPE_DOTS_MAX], dy[SHAPE_DOTS_MAX]; /* length 1; 0, 0 for a mere tap */
    int n_strokes;
    int first[INK_STROKES_MAX], last[INK_STROKES_MAX]; /* dots of each stroke */
};

void shape_from_ink(const struct ink *ink, struct shape *out);
/* The place of ink in a box of size, its proportions kept, in its middle. */
void shape_fit(const struct ink *ink, int size, struct ink *out);

#endif
