/* What differs between two display lists, as few rectangles. The window is a grid of cells; each
 * cell holds a hash over the commands that paint on it, in their order. Comparing two grids finds
 * what must be painted or presented again, whatever moved, came or went. Pure. */
#ifndef UI_DAMAGE_H
#define UI_DAMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "ui/draw.h"

enum { DAMAGE_CELL_PX = 32, DAMAGE_MAX_RECTS = 48 };

/* Owns cells; a zeroed struct is empty and differs everywhere from any other. */
struct damage_grid {
    int width_px, height_px;
    int columns, rows;
    uint64_t *cells;
};

void damage_grid_fini(struct damage_grid *grid);
/* Takes up what the list paints. */
void damage_grid_set(struct damage_grid *grid, const struct draw_list *list);
/* Forgets: the whole window counts as different. */
void damage_grid_forget(struct damage_grid *grid);
void damage_grid_copy(struct damage_grid *to, const struct damage_grid *from);

/* Rectangles, disjoint and inside the window, that cover every cell in which the two differ; how
 * many. Neighbours are merged; past the limit they are merged more coarsely. */
size_t damage_diff(const struct damage_grid *a, const struct damage_grid *b,
                   struct box rects[DAMAGE_MAX_RECTS]);

#endif
