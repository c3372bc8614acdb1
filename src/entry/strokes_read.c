#include "entry/entry.h"
#include "entry/strokes.h"

const uint8_t *strokes_read(const uint8_t *bytes, const uint8_t *end, struct ink *out)
{
    if (bytes >= end || *bytes == 0 || *bytes > INK_STROKES_MAX) {
        return NULL;
    }
    out->n_strokes = *bytes++;
    out->n_points = 0;
    for (int stroke = 0; stroke < out->n_strokes; stroke++) {
        int n = bytes < end ? *bytes++ : 0;
        if (n == 0 || end - bytes < 2 * n || out->n_points + n > INK_POINTS_MAX) {
            return NULL;
        }
        for (int i = 0; i < n; i++) {
            out->x[out->n_points] = *bytes++;
            out->y[out->n_points++] = *bytes++;
        }
        out->ends[stroke] = (int16_t)out->n_points;
    }
    return bytes;
}
