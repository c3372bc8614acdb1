#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/arena.h"
#include "ui/render_internal.h"

void shapes_fini(struct shapes *shapes)
{
    for (size_t i = 0; i < shapes->n_corners; i++)
        free(shapes->corners[i].cover);
    free(shapes->profile);
    *shapes = (struct shapes){0};
}

static uint8_t to_cover(double share)
{
    return share <= 0 ? 0 : share >= 1 ? 255 : (uint8_t)(share * 255 + 0.5);
}

static void corner_fill(struct corner *corner)
{
    int r = corner->radius_px;
    for (int y = 0; y < r; y++) {
        for (int x = 0; x < r; x++) {
            double dx = r - x - 0.5, dy = r - y - 0.5;
            corner->cover[y * r + x] = to_cover(r - sqrt(dx * dx + dy * dy) + 0.5);
        }
    }
}

/* The mask of a radius; the oldest makes room when there are very many radii. */
static const uint8_t *corner_get(struct shapes *shapes, int radius_px)
{
    for (size_t i = 0; i < shapes->n_corners; i++) {
        if (shapes->corners[i].radius_px == radius_px)
            return shapes->corners[i].cover;
    }
    size_t limit = sizeof shapes->corners / sizeof shapes->corners[0];
    struct corner *corner;
    if (shapes->n_corners < limit) {
        corner = &shapes->corners[shapes->n_corners++];
    } else {
        corner = &shapes->corners[shapes->next_corner];
        shapes->next_corner = (shapes->next_corner + 1) % limit;
        free(corner->cover);
    }
    corner->radius_px = radius_px;
    corner->cover = xalloc((size_t)radius_px * (size_t)radius_px + 1);
    corner_fill(corner);
    return corner->cover;
}

static void span_fill(uint32_t *to, int n, colour fill)
{
    unsigned a = fill >> 24;
    if (a == 0)
        return;
    if (a == 255) {
        static_assert(sizeof(wchar_t) == sizeof *to, "the library's fastest fill of 32-bit words");
        wmemset((wchar_t *)(void *)to, (wchar_t)fill, (size_t)n);
    } else {
        for (int i = 0; i < n; i++)
            to[i] = pixel_blend(to[i], fill, a);
    }
}

void shape_fill(const struct canvas *canvas, struct box box, colour fill)
{
    box = box_intersect(box, canvas->clip);
    if (box_is_empty(box) || fill >> 24 == 0)
        return;
    for (int y = box.y; y < box.y + box.h; y++)
        span_fill(canvas_at(canvas, box.x, y), box.w, fill);
}

/* Coverage of a pixel by a w×h rectangle with round corners; x, y relative to it. */
static unsigned round_cover(const uint8_t *mask, int radius, int w, int h, int x, int y)
{
    if (x < 0 || y < 0 || x >= w || y >= h)
        return 0;
    int from_left = x < w - 1 - x ? x : w - 1 - x;
    int from_top = y < h - 1 - y ? y : h - 1 - y;
    if (from_left >= radius || from_top >= radius)
        return 255;
    return mask[from_top * radius + from_left];
}

/* A rectangle ready to be painted: the outer edge and the inner one inside the border. */
struct round_rect {
    const uint8_t *outer, *inner;
    int outer_radius, inner_radius, border;
    struct box box;
    colour fill, edge;
    enum rect_edge style;
};

/* Whether the border is drawn here: dashes of three border widths with gaps of two, measured along
 * the edge from the corners' middles, so that both ends of a side look the same. */
static bool dash_is_on(const struct round_rect *rect, int x, int y)
{
    if (rect->style == EDGE_SOLID)
        return true;
    int from_left = x, from_top = y;
    int right = rect->box.w - 1 - x, bottom = rect->box.h - 1 - y;
    int side_x = from_left < right ? from_left : right;
    int side_y = from_top < bottom ? from_top : bottom;
    int period = rect->border * 5, dash = rect->border * 3;
    int along, length;
    if (side_x < rect->outer_radius && side_y < rect->outer_radius)
        return (side_x * 2 + (rect->outer_radius - side_y) * 2) * 100 % (period * 200) < dash * 200;
    if (side_y < rect->border) {
        along = x;
        length = rect->box.w;
    } else {
        along = y;
        length = rect->box.h;
    }
    int from_middle = abs(2 * along - length) / 2 + dash / 2;
    return from_middle % period < dash;
}

static void round_pixel(const struct round_rect *rect, const struct canvas *canvas, int x, int y)
{
    const struct box *box = &rect->box;
    unsigned outer = round_cover(rect->outer, rect->outer_radius, box->w, box->h, x, y);
    if (outer == 0)
        return;
    int b = rect->border;
    unsigned inner = b == 0 ? outer
                            : round_cover(rect->inner, rect->inner_radius, box->w - 2 * b,
                                          box->h - 2 * b, x - b, y - b);
    uint32_t *pixel = canvas_at(canvas, box->x + x, box->y + y);
    uint32_t value = *pixel;
    unsigned fill_a = rect->fill >> 24;
    bool has_edge = b > 0 && dash_is_on(rect, x, y);
    if (has_edge && outer > inner) {
        /* First the fill reaches under the edge, so that no light line shows between the two. */
        value = pixel_blend(value, rect->edge, outer);
        if (fill_a == 0 && inner > 0)
            value = pixel_blend(*pixel, rect->edge, outer - inner);
        else if (inner > 0)
            value = pixel_blend(value, rect->fill, inner * fill_a / 255);
    } else if (fill_a > 0) {
        value = pixel_blend(value, rect->fill, outer * fill_a / 255);
    }
    *pixel = value;
}

static void round_span(const struct round_rect *rect, const struct canvas *canvas, int from, int to,
                       int y)
{
    const struct box *clip = &canvas->clip;
    from = from + rect->box.x < clip->x ? clip->x - rect->box.x : from;
    to = to + rect->box.x > clip->x + clip->w ? clip->x + clip->w - rect->box.x : to;
    for (int x = from; x < to; x++)
        round_pixel(rect, canvas, x, y);
}

/* Whether this pixel is wholly fill, or wholly border in a row of the border. */
static bool is_flat_at(const struct round_rect *rect, int from_left, int from_top)
{
    int b = rect->border, outer = rect->outer_radius, inner = rect->inner_radius;
    if (from_left < outer && from_top < outer &&
        rect->outer[from_top * outer + from_left] != UINT8_MAX)
        return false;
    if (b == 0 || from_top < b)
        return true;
    from_left -= b;
    from_top -= b;
    return from_left >= inner || from_top >= inner
               ? from_left >= 0
               : from_left >= 0 && rect->inner[from_top * inner + from_left] == UINT8_MAX;
}

/* Where from the left a row with a solid edge begins, and from where on it is flat: what lies
 * between is worked out pixel by pixel, and is little. */
static int row_begin(const struct round_rect *rect, int from_top, int rim)
{
    int radius = rect->outer_radius, at = 0;
    if (from_top >= radius)
        return 0;
    while (at < rim && at < radius && rect->outer[from_top * radius + at] == 0)
        at++;
    return at;
}

static int row_flat_from(const struct round_rect *rect, int from_top, int rim)
{
    while (rim > 0 && is_flat_at(rect, rim - 1, from_top))
        rim--;
    return rim;
}

/* One row: pixel by pixel where corner or border is, a plain span between. */
static void round_row(const struct round_rect *rect, const struct canvas *canvas, int y)
{
    int w = rect->box.w, h = rect->box.h;
    int from_top = y < h - 1 - y ? y : h - 1 - y;
    int rim = from_top < rect->outer_radius && rect->outer_radius > rect->border
                  ? rect->outer_radius
                  : rect->border;
    if (rim * 2 > w)
        rim = (w + 1) / 2;
    int begin = row_begin(rect, from_top, rim);
    if (rect->style == EDGE_SOLID)
        rim = row_flat_from(rect, from_top, rim);
    struct box middle = {rect->box.x + rim, rect->box.y + y, w - 2 * rim, 1};
    if (from_top >= rect->outer_radius && from_top >= rect->border && rect->style == EDGE_SOLID) {
        shape_fill(canvas, (struct box){rect->box.x, middle.y, rim, 1}, rect->edge);
        shape_fill(canvas, middle, rect->fill);
        shape_fill(canvas, (struct box){middle.x + middle.w, middle.y, rim, 1}, rect->edge);
        return;
    }
    round_span(rect, canvas, begin, rim, y);
    if (from_top >= rect->border)
        shape_fill(canvas, middle, rect->fill);
    else if (rect->style == EDGE_DASHED)
        round_span(rect, canvas, rim, w - rim, y);
    else
        shape_fill(canvas, middle, rect->edge);
    round_span(rect, canvas, w - rim, w - begin, y);
}

void shape_rect(struct shapes *shapes, const struct canvas *canvas, const struct draw_cmd *cmd)
{
    struct box box = cmd->box;
    int border = cmd->rect.border_px, radius = cmd->rect.radius_px;
    int most = (box.w < box.h ? box.w : box.h) / 2;
    radius = radius > most ? most : radius;
    border = border > most ? most : border;
    if (radius == 0 && border == 0) {
        shape_fill(canvas, box, cmd->rect.fill);
        return;
    }
    struct round_rect rect = {.outer = corner_get(shapes, radius),
                              .outer_radius = radius,
                              .inner_radius = radius > border ? radius - border : 0,
                              .border = border,
                              .box = box,
                              .fill = cmd->rect.fill,
                              .edge = cmd->rect.border,
                              .style = cmd->rect.edge};
    rect.inner = corner_get(shapes, rect.inner_radius);
    rect.outer = corner_get(shapes, radius); /* the second call may have moved it out */
    int from = canvas->clip.y > box.y ? canvas->clip.y : box.y;
    int clip_end = canvas->clip.y + canvas->clip.h;
    int to = clip_end < box.y + box.h ? clip_end : box.y + box.h;
    for (int y = from; y < to; y++)
        round_row(&rect, canvas, y - box.y);
}

/* Across the edge of a blurred half plane: the integral of a bell curve. */
static const uint8_t *profile_get(struct shapes *shapes, int blur_px)
{
    if (shapes->profile != NULL && shapes->blur_px == blur_px)
        return shapes->profile;
    free(shapes->profile);
    shapes->profile = xalloc(2 * (size_t)blur_px + 1);
    shapes->blur_px = blur_px;
    for (int i = 0; i <= 2 * blur_px; i++)
        shapes->profile[i] = to_cover(0.5 * erfc(-(i - blur_px) / (blur_px * 0.70710678)));
    return shapes->profile;
}

static unsigned profile_at(const uint8_t *profile, int blur_px, int inside_px)
{
    if (inside_px <= -blur_px)
        return 0;
    return inside_px >= blur_px ? 255 : profile[inside_px + blur_px];
}

/* One row of a shadow: what it casts, how strong the row is, and the profile across it. */
struct shade {
    const uint8_t *profile;
    int blur, cast_x, cast_w;
    unsigned row, strength; /* both to 255 */
    colour ink;
};

/* From one x to another; in the middle, away from both ends, the shade is even. */
static void shade_span(const struct shade *shade, uint32_t *pixels, int from, int to)
{
    int even_from = shade->cast_x + shade->blur;
    int even_to = shade->cast_x + shade->cast_w - shade->blur;
    for (int x = from; x < to; x++) {
        if (x >= even_from && x < even_to) {
            int end = even_to < to ? even_to : to;
            colour even = shade->row * shade->strength / 255 << 24 | (shade->ink & 0xFFFFFF);
            span_fill(pixels + x, end - x, even);
            x = end - 1;
            continue;
        }
        int left = x - shade->cast_x, right = shade->cast_x + shade->cast_w - 1 - x;
        unsigned across = profile_at(shade->profile, shade->blur, left < right ? left : right);
        unsigned a = shade->row * across / 255 * shade->strength / 255;
        if (a > 0)
            pixels[x] = pixel_blend(pixels[x], shade->ink, a);
    }
}

void shape_shadow(struct shapes *shapes, const struct canvas *canvas, const struct draw_cmd *cmd)
{
    int blur = cmd->shadow.blur_px;
    if (cmd->shadow.ink >> 24 == 0 || blur <= 0)
        return;
    struct box card = box_inset(cmd->box, cmd->shadow.radius_px / 3, cmd->shadow.radius_px / 3);
    struct box cast = cmd->box;
    cast.y += cmd->shadow.drop_px;
    struct shade shade = {.profile = profile_get(shapes, blur),
                          .blur = blur,
                          .cast_x = cast.x,
                          .cast_w = cast.w,
                          .strength = cmd->shadow.ink >> 24,
                          .ink = cmd->shadow.ink};
    struct box reach = box_intersect(box_inset(cast, -blur, -blur), canvas->clip);
    for (int y = reach.y; y < reach.y + reach.h; y++) {
        int in_y = y - cast.y < cast.y + cast.h - 1 - y ? y - cast.y : cast.y + cast.h - 1 - y;
        uint32_t *pixels = canvas_at(canvas, 0, y);
        int from = reach.x, to = reach.x + reach.w;
        shade.row = profile_at(shade.profile, blur, in_y);
        if (y >= card.y && y < card.y + card.h && card.w > 0) { /* the card will cover it */
            shade_span(&shade, pixels, from, card.x < to ? card.x : to);
            from = card.x + card.w > from ? card.x + card.w : from;
        }
        shade_span(&shade, pixels, from, to);
    }
}

/* Coverage of a disc of the given radius around 0, 0. */
static double disc_cover(double x, double y, double radius)
{
    double cover = radius - sqrt(x * x + y * y) + 0.5;
    return cover < 0 ? 0 : cover > 1 ? 1 : cover;
}

void shape_ring(const struct canvas *canvas, const struct draw_cmd *cmd)
{
    const double turn = 6.283185307179586;
    struct box reach = box_intersect(cmd->box, canvas->clip);
    double outer = cmd->box.w / 2.0, width = cmd->ring.width_px;
    double middle = outer - width / 2, end = turn * cmd->ring.done_permille / 1000.0;
    double end_x = sin(end) * middle, end_y = -cos(end) * middle;
    for (int y = reach.y; y < reach.y + reach.h; y++) {
        for (int x = reach.x; x < reach.x + reach.w; x++) {
            double dx = x + 0.5 - cmd->box.x - outer, dy = y + 0.5 - cmd->box.y - outer;
            double band = disc_cover(dx, dy, outer) - disc_cover(dx, dy, outer - width);
            if (band <= 0)
                continue;
            double angle = atan2(dx, -dy);
            angle = angle < 0 ? angle + turn : angle;
            double done = angle < end ? 1 : 0;
            if (cmd->ring.done_permille > 0 && cmd->ring.done_permille < 1000 && done < 1) {
                double caps = disc_cover(dx, dy + middle, width / 2);
                double tip = disc_cover(dx - end_x, dy - end_y, width / 2);
                done = caps > tip ? caps : tip;
            }
            uint32_t *pixel = canvas_at(canvas, x, y);
            uint32_t value =
                pixel_blend(cmd->ring.rest, cmd->ring.done, (unsigned)(done * 255 + 0.5));
            *pixel = pixel_blend(*pixel, value, (unsigned)(band * 255 + 0.5));
        }
    }
}

void shape_dim(const struct canvas *canvas, const struct draw_cmd *cmd)
{
    shape_fill(canvas, cmd->box, cmd->dim);
}

void shape_mask(const struct canvas *canvas, int x, int y, int w, int h, const uint8_t *mask,
                colour ink)
{
    struct box at = box_intersect((struct box){x, y, w, h}, canvas->clip);
    for (int row = at.y; row < at.y + at.h; row++) {
        const uint8_t *from = mask + (ptrdiff_t)(row - y) * w + (at.x - x);
        uint32_t *to = canvas_at(canvas, at.x, row);
        for (int i = 0; i < at.w; i++) {
            if (from[i] == 255)
                to[i] = ink;
            else if (from[i] != 0)
                to[i] = pixel_blend(to[i], ink, from[i]);
        }
    }
}
