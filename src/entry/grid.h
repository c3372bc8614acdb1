/* What a shape looks like, whatever the order of its strokes: how much line runs in each of
 * GRID_DIRECTIONS directions through each cell of a grid, blurred, so that a stroke that lies a
 * little elsewhere counts almost as much. Two such pictures are compared by the cosine between
 * them. */
#ifndef ENTRY_GRID_H
#define ENTRY_GRID_H

#include <stdint.h>

#include "entry/shape.h"

enum { GRID_SIDE = 8, GRID_DIRECTIONS = 8, GRID_SIZE = GRID_SIDE * GRID_SIDE * GRID_DIRECTIONS };
/* The square length of a picture, but for rounding: the product of two lies between 0 and this. */
enum { GRID_UNIT = 1 << 18 };

void grid_draw(const struct shape *shape, uint8_t out[GRID_SIZE]);
int grid_product(const uint8_t a[GRID_SIZE], const uint8_t b[GRID_SIZE]);

#endif
