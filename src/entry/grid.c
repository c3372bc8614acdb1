#include "entry/grid.h"

#include <math.h>
#include <string.h>

/* How far a dot is smeared, in cells. */
static const float BLUR = 0.75f;
enum { REACH = 2 };

/* The share of each of the two directions beside dx, dy. */
static void share_directions(float dx, float dy, float out[GRID_DIRECTIONS])
{
    memset(out, 0, GRID_DIRECTIONS * sizeof *out);
    if (dx == 0 && dy == 0) {
        for (int i = 0; i < GRID_DIRECTIONS; i++) {
            out[i] = 1.0f / GRID_DIRECTIONS;
        }
        return;
    }
    float turn = atan2f(dy, dx) / 6.2831853f * GRID_DIRECTIONS;
    turn = turn < 0 ? turn + GRID_DIRECTIONS : turn;
    int low = (int)turn % GRID_DIRECTIONS;
    float part = turn - floorf(turn);
    out[low] = 1 - part;
    out[(low + 1) % GRID_DIRECTIONS] += part;
}

static void add_dot(float cells[GRID_SIZE], const struct shape *shape, int dot)
{
    float directions[GRID_DIRECTIONS];
    share_directions(shape->dx[dot], shape->dy[dot], directions);
    float x = shape->x[dot] * GRID_SIDE - 0.5f;
    float y = shape->y[dot] * GRID_SIDE - 0.5f;
    int column = (int)lroundf(x);
    int row = (int)lroundf(y);
    for (int i = row - REACH; i <= row + REACH; i++) {
        for (int j = column - REACH; j <= column + REACH; j++) {
            if (i < 0 || j < 0 || i >= GRID_SIDE || j >= GRID_SIDE) {
                continue;
            }
            float off_x = (float)j - x;
            float off_y = (float)i - y;
            float weight = expf(-(off_x * off_x + off_y * off_y) / (2 * BLUR * BLUR));
            float *cell = &cells[(i * GRID_SIDE + j) * GRID_DIRECTIONS];
            for (int d = 0; d < GRID_DIRECTIONS; d++) {
                cell[d] += weight * directions[d];
            }
        }
    }
}

/* The root makes a little line count more against a lot of it. */
static void cells_finish(const float cells[GRID_SIZE], uint8_t out[GRID_SIZE])
{
    float square = 0;
    for (int i = 0; i < GRID_SIZE; i++) {
        square += cells[i];
    }
    float scale = square > 0 ? sqrtf((float)GRID_UNIT / square) : 0;
    for (int i = 0; i < GRID_SIZE; i++) {
        float value = sqrtf(cells[i]) * scale;
        out[i] = (uint8_t)fminf(255, value + 0.5f);
    }
}

void grid_draw(const struct shape *shape, uint8_t out[GRID_SIZE])
{
    float cells[GRID_SIZE] = {0};
    for (int i = 0; i < shape->n; i++) {
        add_dot(cells, shape, i);
    }
    cells_finish(cells, out);
}

int grid_product(const uint8_t a[GRID_SIZE], const uint8_t b[GRID_SIZE])
{
    int sum = 0;
    for (int i = 0; i < GRID_SIZE; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}
