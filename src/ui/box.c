#include "ui/box.h"

bool box_contains(struct box box, int x, int y)
{
    return x >= box.x && y >= box.y && x < box.x + box.w && y < box.y + box.h;
}

bool box_is_empty(struct box box)
{
    return box.w <= 0 || box.h <= 0;
}

struct box box_intersect(struct box a, struct box b)
{
    int x0 = a.x > b.x ? a.x : b.x;
    int y0 = a.y > b.y ? a.y : b.y;
    int x1 = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    int y1 = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    if (x1 <= x0 || y1 <= y0)
        return (struct box){0, 0, 0, 0};
    return (struct box){x0, y0, x1 - x0, y1 - y0};
}

struct box box_inset(struct box box, int dx, int dy)
{
    return (struct box){box.x + dx, box.y + dy, box.w - 2 * dx, box.h - 2 * dy};
}

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
