#include "ui/damage.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static int cells_for(int px)
{
    return (px + DAMAGE_CELL_PX - 1) / DAMAGE_CELL_PX;
}

static size_t grid_size(const struct damage_grid *grid)
{
    return (size_t)grid->columns * (size_t)grid->rows;
}

void damage_grid_fini(struct damage_grid *grid)
{
    free(grid->cells);
    *grid = (struct damage_grid){0};
}

void damage_grid_forget(struct damage_grid *grid)
{
    damage_grid_fini(grid);
}

static void grid_resize(struct damage_grid *grid, int width_px, int height_px)
{
    if (grid->width_px == width_px && grid->height_px == height_px && grid->cells != NULL)
        return;
    grid->width_px = width_px;
    grid->height_px = height_px;
    grid->columns = cells_for(width_px);
    grid->rows = cells_for(height_px);
    grid->cells = xrealloc(grid->cells, (grid_size(grid) + 1) * sizeof *grid->cells);
}

void damage_grid_copy(struct damage_grid *to, const struct damage_grid *from)
{
    grid_resize(to, from->width_px, from->height_px);
    memcpy(to->cells, from->cells, grid_size(from) * sizeof *to->cells);
}

static uint64_t mix(uint64_t cell, uint64_t paint)
{
    cell = (cell ^ paint) * UINT64_C(0xFF51AFD7ED558CCD);
    return cell ^ (cell >> 32);
}

static bool box_covers(struct box outer, struct box inner)
{
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
           inner.y + inner.h <= outer.y + outer.h;
}

/* Where a rectangle paints nothing but its fill: neither corner nor border reaches in. Two boxes,
 * one between the sides, one between top and bottom; both empty for other commands. */
struct flood {
    struct box across, along;
};

static struct flood cmd_flood(const struct draw_cmd *cmd)
{
    if (cmd->kind == DRAW_DIM)
        return (struct flood){cmd->seen, cmd->seen};
    if (cmd->kind != DRAW_RECT)
        return (struct flood){0};
    int border = cmd->rect.border_px;
    int corner = cmd->rect.radius_px > border ? cmd->rect.radius_px : border;
    return (struct flood){box_intersect(box_inset(cmd->box, border, corner), cmd->seen),
                          box_intersect(box_inset(cmd->box, corner, border), cmd->seen)};
}

/* What the command makes of a cell. An opaque flood hides everything below, and two floods of one
 * colour are the same paint wherever their rectangles end. */
static uint64_t cell_after(const struct draw_cmd *cmd, const struct flood *flood, struct box cell,
                           uint64_t before)
{
    if (!box_covers(flood->across, cell) && !box_covers(flood->along, cell))
        return mix(before, cmd->hash);
    colour fill = cmd->kind == DRAW_DIM ? cmd->dim : cmd->rect.fill;
    if (fill >> 24 == 0xFF)
        return mix(1, fill);
    return fill >> 24 == 0 ? before : mix(before, fill);
}

static void grid_add(struct damage_grid *grid, const struct draw_cmd *cmd)
{
    struct box window = {0, 0, grid->width_px, grid->height_px};
    struct box seen = box_intersect(cmd->seen, window);
    if (cmd->kind == DRAW_NODE || box_is_empty(seen))
        return;
    struct flood flood = cmd_flood(cmd);
    int last_column = (seen.x + seen.w - 1) / DAMAGE_CELL_PX;
    int last_row = (seen.y + seen.h - 1) / DAMAGE_CELL_PX;
    for (int row = seen.y / DAMAGE_CELL_PX; row <= last_row; row++) {
        uint64_t *cells = grid->cells + (size_t)row * (size_t)grid->columns;
        for (int column = seen.x / DAMAGE_CELL_PX; column <= last_column; column++) {
            struct box cell = {column * DAMAGE_CELL_PX, row * DAMAGE_CELL_PX, DAMAGE_CELL_PX,
                               DAMAGE_CELL_PX};
            cells[column] = cell_after(cmd, &flood, box_intersect(cell, window), cells[column]);
        }
    }
}

void damage_grid_set(struct damage_grid *grid, const struct draw_list *list)
{
    grid_resize(grid, list->window.w, list->window.h);
    memset(grid->cells, 0, grid_size(grid) * sizeof *grid->cells);
    for (size_t i = 0; i < list->n; i++)
        grid_add(grid, &list->cmds[i]);
}

/* A walk over the cells that differ. */
struct walk {
    const struct damage_grid *a, *b;
    unsigned char *dirty; /* one per cell; cleared as rectangles take cells */
    struct box *rects;
    size_t n;
};

static unsigned char *dirty_at(const struct walk *walk, int column, int row)
{
    return walk->dirty + (size_t)row * (size_t)walk->a->columns + column;
}

static struct box cells_box(const struct walk *walk, int column, int row, int columns, int rows)
{
    struct box window = {0, 0, walk->a->width_px, walk->a->height_px};
    struct box box = {column * DAMAGE_CELL_PX, row * DAMAGE_CELL_PX, columns * DAMAGE_CELL_PX,
                      rows * DAMAGE_CELL_PX};
    return box_intersect(box, window);
}

/* How many cells from column on are dirty; a gap of one or two clean cells is bridged, for one
 * wider rectangle costs less than two. */
static int run_length(const struct walk *walk, int column, int row)
{
    int length = 0;
    for (int at = column; at < walk->a->columns && at - column - length <= 2; at++) {
        if (*dirty_at(walk, at, row))
            length = at + 1 - column;
    }
    return length;
}

static bool take_run(struct walk *walk, int column, int row)
{
    if (walk->n == DAMAGE_MAX_RECTS)
        return false;
    int columns = run_length(walk, column, row);
    int rows = 1;
    while (row + rows < walk->a->rows && *dirty_at(walk, column, row + rows) &&
           run_length(walk, column, row + rows) == columns)
        rows++;
    for (int y = row; y < row + rows; y++)
        memset(dirty_at(walk, column, y), 0, (size_t)columns);
    walk->rects[walk->n++] = cells_box(walk, column, row, columns, rows);
    return true;
}

static bool take_runs(struct walk *walk)
{
    for (int row = 0; row < walk->a->rows; row++) {
        for (int column = 0; column < walk->a->columns; column++) {
            if (*dirty_at(walk, column, row) && !take_run(walk, column, row))
                return false;
        }
    }
    return true;
}

/* The coarse way: one rectangle for each band of rows. */
static void take_bands(struct walk *walk)
{
    int band = (walk->a->rows + 15) / 16;
    walk->n = 0;
    for (int from = 0; from < walk->a->rows; from += band) {
        int left = walk->a->columns, right = -1, top = -1, bottom = -1;
        for (int row = from; row < from + band && row < walk->a->rows; row++) {
            for (int column = 0; column < walk->a->columns; column++) {
                if (!*dirty_at(walk, column, row))
                    continue;
                left = column < left ? column : left;
                right = column > right ? column : right;
                top = top < 0 ? row : top;
                bottom = row;
            }
        }
        if (right >= 0)
            walk->rects[walk->n++] = cells_box(walk, left, top, right - left + 1, bottom - top + 1);
    }
}

static bool mark_dirty(struct walk *walk)
{
    bool any = false;
    for (size_t i = 0; i < grid_size(walk->a); i++) {
        walk->dirty[i] = walk->a->cells[i] != walk->b->cells[i];
        any = any || walk->dirty[i];
    }
    return any;
}

size_t damage_diff(const struct damage_grid *a, const struct damage_grid *b,
                   struct box rects[DAMAGE_MAX_RECTS])
{
    if (a->cells == NULL || b->cells == NULL || a->width_px != b->width_px ||
        a->height_px != b->height_px) {
        const struct damage_grid *known = b->cells != NULL ? b : a;
        if (known->cells == NULL)
            return 0;
        rects[0] = (struct box){0, 0, known->width_px, known->height_px};
        return 1;
    }
    struct walk walk = {.a = a, .b = b, .rects = rects};
    walk.dirty = xalloc(grid_size(a) + 1);
    if (mark_dirty(&walk) && !take_runs(&walk)) {
        mark_dirty(&walk);
        take_bands(&walk);
    }
    free(walk.dirty);
    return walk.n;
}
