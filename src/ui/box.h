/* Rectangles in pixels, and cutting them up: layout without a solver. Pure values. */
#ifndef UI_BOX_H
#define UI_BOX_H

#include <stdbool.h>

struct box {
    int x, y, w, h;
};

/* These run for each command in each band and cell, so they are put where they are used. */
static inline bool box_contains(struct box box, int x, int y)
{
    return x >= box.x && y >= box.y && x < box.x + box.w && y < box.y + box.h;
}

static inline bool box_is_empty(struct box box)
{
    return box.w <= 0 || box.h <= 0;
}

static inline struct box box_intersect(struct box a, struct box b)
{
    int x0 = a.x > b.x ? a.x : b.x;
    int y0 = a.y > b.y ? a.y : b.y;
    int x1 = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    int y1 = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    if (x1 <= x0 || y1 <= y0)
        return (struct box){0, 0, 0, 0};
    return (struct box){x0, y0, x1 - x0, y1 - y0};
}

static inline struct box box_inset(struct box box, int dx, int dy)
{
    return (struct box){box.x + dx, box.y + dy, box.w - 2 * dx, box.h - 2 * dy};
}

/* Cut a strip off one side of *box and return it. */
struct box box_cut_top(struct box *box, int h);
struct box box_cut_bottom(struct box *box, int h);
struct box box_cut_left(struct box *box, int w);
struct box box_cut_right(struct box *box, int w);
/* The i-th of n equal columns with gaps between them; the rounding is shared out. */
struct box box_column(struct box box, int i, int n, int gap_px);
struct box box_row(struct box box, int i, int n, int gap_px);

#endif
