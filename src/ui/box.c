#include "ui/box.h"

struct box box_cut_top(struct box *box, int h)
{
    struct box cut = {box->x, box->y, box->w, h};
    box->y += h;
    box->h -= h;
    return cut;
}

struct box box_cut_bottom(struct box *box, int h)
{
    box->h -= h;
    return (struct box){box->x, box->y + box->h, box->w, h};
}

struct box box_cut_left(struct box *box, int w)
{
    struct box cut = {box->x, box->y, w, box->h};
    box->x += w;
    box->w -= w;
    return cut;
}

struct box box_cut_right(struct box *box, int w)
{
    box->w -= w;
    return (struct box){box->x + box->w, box->y, w, box->h};
}

struct box box_column(struct box box, int i, int n, int gap_px)
{
    int free_px = box.w - (n - 1) * gap_px;
    int from = free_px * i / n;
    int to = free_px * (i + 1) / n;
    return (struct box){box.x + from + i * gap_px, box.y, to - from, box.h};
}

struct box box_row(struct box box, int i, int n, int gap_px)
{
    int free_px = box.h - (n - 1) * gap_px;
    int from = free_px * i / n;
    int to = free_px * (i + 1) / n;
    return (struct box){box.x, box.y + from + i * gap_px, box.w, to - from};
}
