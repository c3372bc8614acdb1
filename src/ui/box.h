/* Rectangles in pixels, and cutting them up: layout without a solver. Pure values. */
#ifndef UI_BOX_H
#define UI_BOX_H

#include <stdbool.h>

struct box {
    int x, y, w, h;
};

bool box_contains(struct box box, int x, int y);
bool box_is_empty(struct box box);
struct box box_intersect(struct box a, struct box b);
struct box box_inset(struct box box, int dx, int dy);
/* Cut a strip off one side of *box and return it. */
struct box box_cut_top(struct box *box, int h);
struct box box_cut_bottom(struct box *box, int h);
struct box box_cut_left(struct box *box, int w);
struct box box_cut_right(struct box *box, int w);
/* The i-th of n equal columns with gaps between them; the rounding is shared out. */
struct box box_column(struct box box, int i, int n, int gap_px);
struct box box_row(struct box box, int i, int n, int gap_px);

#endif
