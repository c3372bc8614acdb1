#include <math.h>

#include "ui/render_internal.h"

/* How far a pixel's middle is from the piece of the pen's way between two points, squared. */
static float far_squared(const struct ink_point *a, const struct ink_point *b, float x, float y)
{
    float dx = (float)(b->x - a->x), dy = (float)(b->y - a->y);
    float px = x - (float)a->x, py = y - (float)a->y;
    float length = dx * dx + dy * dy;
    float along = length > 0 ? (px * dx + py * dy) / length : 0;
    along = along < 0 ? 0 : along > 1 ? 1 : along;
    px -= along * dx;
    py -= along * dy;
    return px * px + py * py;
}

static struct box segment_reach(const struct ink_point *a, const struct ink_point *b, int pen)
{
    int left = a->x < b->x ? a->x : b->x, right = a->x > b->x ? a->x : b->x;
    int top = a->y < b->y ? a->y : b->y, bottom = a->y > b->y ? a->y : b->y;
    return (struct box){left - pen, top - pen, right - left + 1 + 2 * pen,
                        bottom - top + 1 + 2 * pen};
}

/* The nearest segment decides, so that joints of a stroke are not painted twice. */
static float nearest_squared(const struct draw_cmd *cmd, float x, float y)
{
    const struct ink_point *points = cmd->ink.points;
    float least = far_squared(&points[0], &points[0], x, y);
    for (int i = 1; i < cmd->ink.n; i++) {
        float far = far_squared(&points[i - 1], &points[i], x, y);
        least = far < least ? far : least;
    }
    return least;
}

static void paint_pixel(const struct canvas *canvas, const struct draw_cmd *cmd, int x, int y)
{
    float radius = (float)cmd->ink.width_px / 2;
    float squared = nearest_squared(cmd, (float)x + 0.5f, (float)y + 0.5f);
    if (squared >= (radius + 0.5f) * (radius + 0.5f))
        return;
    float cover = radius + 0.5f - sqrtf(squared);
    uint32_t *pixel = canvas_at(canvas, x, y);
    *pixel = pixel_blend(*pixel, cmd->ink.ink, cover >= 1 ? 255 : (unsigned)(cover * 255 + 0.5f));
}

void ink_paint(const struct canvas *canvas, const struct draw_cmd *cmd)
{
    int pen = cmd->ink.width_px / 2 + 1;
    const struct ink_point *points = cmd->ink.points;
    struct box clip = box_intersect(cmd->seen, canvas->clip);
    for (int y = clip.y; y < clip.y + clip.h; y++) {
        /* Only what a segment reaches in this row. */
        int from = clip.x + clip.w, to = clip.x;
        for (int i = 0; i < cmd->ink.n; i++) {
            struct box reach = segment_reach(&points[i > 0 ? i - 1 : 0], &points[i], pen);
            if (y < reach.y || y >= reach.y + reach.h)
                continue;
            from = reach.x < from ? reach.x : from;
            to = reach.x + reach.w > to ? reach.x + reach.w : to;
        }
        from = from < clip.x ? clip.x : from;
        to = to > clip.x + clip.w ? clip.x + clip.w : to;
        for (int x = from; x < to; x++)
            paint_pixel(canvas, cmd, x, y);
    }
}
