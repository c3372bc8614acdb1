#include "entry/cloud.h"

#include <math.h>

/* A right angle between the directions of two dots counts like this distance between them. */
static const float TURN = 0.12f;
/* What is farther than this is just elsewhere. */
static const float FAR = 0.20f;
static const float END_FAR = 0.30f;

void cloud_from_shape(const struct shape *shape, struct cloud *out)
{
    int step = (shape->n + CLOUD_MAX - 1) / CLOUD_MAX;
    out->n = 0;
    out->n_ends = 0;
    for (int i = 0; i < shape->n; i += step) {
        out->x[out->n] = shape->x[i];
        out->y[out->n] = shape->y[i];
        out->dx[out->n] = shape->dx[i] * TURN * 0.7071f;
        out->dy[out->n++] = shape->dy[i] * TURN * 0.7071f;
    }
    for (int i = 0; i < shape->n_strokes; i++) {
        const int ends[2] = {shape->first[i], shape->last[i]};
        for (int j = 0; j < 2; j++) {
            out->ends_x[out->n_ends] = shape->x[ends[j]];
            out->ends_y[out->n_ends] = shape->y[ends[j]];
            out->ends_kind[out->n_ends++] = (float)j * END_FAR / 2;
        }
    }
}

/* From each dot of a to its nearest of b, in the middle. */
static float one_way(const struct cloud *a, const struct cloud *b)
{
    float sum = 0;
    for (int i = 0; i < a->n; i++) {
        float nearest = FAR * FAR;
        for (int j = 0; j < b->n; j++) {
            float x = a->x[i] - b->x[j];
            float y = a->y[i] - b->y[j];
            float dx = a->dx[i] - b->dx[j];
            float dy = a->dy[i] - b->dy[j];
            float distance = x * x + y * y + dx * dx + dy * dy;
            nearest = distance < nearest ? distance : nearest;
        }
        sum += sqrtf(nearest);
    }
    return a->n > 0 ? sum / (float)a->n / FAR : 1;
}

float cloud_distance(const struct cloud *a, const struct cloud *b)
{
    return (one_way(a, b) + one_way(b, a)) / 2;
}

static float one_way_ends(const struct cloud *a, const struct cloud *b)
{
    float sum = 0;
    for (int i = 0; i < a->n_ends; i++) {
        float nearest = END_FAR * END_FAR;
        for (int j = 0; j < b->n_ends; j++) {
            float x = a->ends_x[i] - b->ends_x[j];
            float y = a->ends_y[i] - b->ends_y[j];
            float kind = a->ends_kind[i] - b->ends_kind[j];
            float distance = x * x + y * y + kind * kind;
            nearest = distance < nearest ? distance : nearest;
        }
        sum += sqrtf(nearest);
    }
    return a->n_ends > 0 ? sum / (float)a->n_ends / END_FAR : 1;
}

float cloud_ends_distance(const struct cloud *a, const struct cloud *b)
{
    return (one_way_ends(a, b) + one_way_ends(b, a)) / 2;
}
