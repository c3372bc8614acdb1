#include "entry/shape.h"

#include <math.h>

/* Between two dots; wide characters of many strokes have dots farther apart. */
static const float STEP = 1.0f / 40;

struct box {
    float left, top, width, height;
};

/* From ink to the box of 1 by 1. */
struct frame {
    float left, top, scale_x, scale_y, at_x, at_y;
};

static struct box box_of(const struct ink *ink)
{
    int left = ink->x[0], right = ink->x[0], top = ink->y[0], bottom = ink->y[0];
    for (int i = 1; i < ink->n_points; i++) {
        left = ink->x[i] < left ? ink->x[i] : left;
        right = ink->x[i] > right ? ink->x[i] : right;
        top = ink->y[i] < top ? ink->y[i] : top;
        bottom = ink->y[i] > bottom ? ink->y[i] : bottom;
    }
    return (struct box){(float)left, (float)top, (float)(right - left), (float)(bottom - top)};
}

/* What becomes of the shorter side, the longer one being 1: more than it was, for people write the
 * same character wide and narrow, but a line stays a line. */
static float side_of(float ratio)
{
    return sqrtf(sinf(1.5707963f * ratio));
}

static struct frame frame_of(const struct ink *ink)
{
    struct box box = box_of(ink);
    float longest = fmaxf(fmaxf(box.width, box.height), 1);
    float width = box.width >= box.height ? 1 : side_of(box.width / longest);
    float height = box.height >= box.width ? 1 : side_of(box.height / longest);
    return (struct frame){box.left,
                          box.top,
                          box.width > 0 ? width / box.width : 0,
                          box.height > 0 ? height / box.height : 0,
                          (1 - width) / 2,
                          (1 - height) / 2};
}

static void place(const struct frame *frame, const struct ink *ink, int i, float *x, float *y)
{
    *x = frame->at_x + ((float)ink->x[i] - frame->left) * frame->scale_x;
    *y = frame->at_y + ((float)ink->y[i] - frame->top) * frame->scale_y;
}

static float length_of(const struct frame *frame, const struct ink *ink)
{
    float length = 0;
    for (int stroke = 0, begin = 0; stroke < ink->n_strokes; begin = ink->ends[stroke++]) {
        for (int i = begin; i + 1 < ink->ends[stroke]; i++) {
            float ax, ay, bx, by;
            place(frame, ink, i, &ax, &ay);
            place(frame, ink, i + 1, &bx, &by);
            length += hypotf(bx - ax, by - ay);
        }
    }
    return length;
}

static void add_dot(struct shape *shape, float x, float y)
{
    if (shape->n < SHAPE_DOTS_MAX) {
        shape->x[shape->n] = x;
        shape->y[shape->n++] = y;
    }
}

/* Dots from the stroke's first point on, and one at its last. */
static void walk_stroke(const struct frame *frame, const struct ink *ink, int begin, int end,
                        float step, struct shape *out)
{
    float x, y;
    float since = 0; /* way since the last dot */
    place(frame, ink, begin, &x, &y);
    add_dot(out, x, y);
    for (int i = begin + 1; i < end; i++) {
        float to_x, to_y;
        place(frame, ink, i, &to_x, &to_y);
        float way = hypotf(to_x - x, to_y - y);
        while (way > 0 && since + way >= step) {
            float part = (step - since) / way;
            x += (to_x - x) * part;
            y += (to_y - y) * part;
            add_dot(out, x, y);
            since = 0;
            way = hypotf(to_x - x, to_y - y);
        }
        since += way;
        x = to_x;
        y = to_y;
    }
    if (since > step / 2) {
        add_dot(out, x, y);
    }
}

/* Over the neighbours on both sides: a finger trembles. */
static void turn_dots(struct shape *shape, int first, int last)
{
    for (int i = first; i <= last; i++) {
        int from = i > first ? i - 1 : i;
        int to = i < last ? i + 1 : i;
        float dx = shape->x[to] - shape->x[from];
        float dy = shape->y[to] - shape->y[from];
        float length = hypotf(dx, dy);
        shape->dx[i] = length > 0 ? dx / length : 0;
        shape->dy[i] = length > 0 ? dy / length : 0;
    }
}

void shape_from_ink(const struct ink *ink, struct shape *out)
{
    out->n = 0;
    out->n_strokes = 0;
    if (ink->n_points == 0) {
        return;
    }
    struct frame frame = frame_of(ink);
    float most = length_of(&frame, ink) / (SHAPE_DOTS_MAX - 2 * INK_STROKES_MAX);
    float step = fmaxf(STEP, most);
    for (int stroke = 0, begin = 0; stroke < ink->n_strokes; stroke++) {
        int end = ink->ends[stroke];
        int first = out->n;
        if (end > begin) {
            walk_stroke(&frame, ink, begin, end, step, out);
        }
        if (out->n > first) {
            turn_dots(out, first, out->n - 1);
            out->first[out->n_strokes] = first;
            out->last[out->n_strokes++] = out->n - 1;
        }
        begin = end;
    }
}

void shape_fit(const struct ink *ink, int size, struct ink *out)
{
    *out = *ink;
    if (ink->n_points == 0) {
        return;
    }
    struct box box = box_of(ink);
    float scale = (float)size / fmaxf(fmaxf(box.width, box.height), 1);
    float at_x = ((float)size - box.width * scale) / 2;
    float at_y = ((float)size - box.height * scale) / 2;
    for (int i = 0; i < ink->n_points; i++) {
        out->x[i] = (int16_t)lroundf(at_x + ((float)ink->x[i] - box.left) * scale);
        out->y[i] = (int16_t)lroundf(at_y + ((float)ink->y[i] - box.top) * scale);
    }
}
