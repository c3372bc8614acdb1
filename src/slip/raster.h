/* 1-bit pictures for thermal printers: a set bit is a black dot, the highest bit of a byte is the
 * left dot, rows are whole bytes. */
#ifndef SLIP_RASTER_H
#define SLIP_RASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct raster {
    int width_px; /* a multiple of 8 */
    int height_px;
    int stride; /* bytes a row: width_px / 8 */
    uint8_t *bits;
};

/* Black where a pixel is darker than half grey (no dithering: type stays crisp). pixels are
 * 0xAARRGGBB, opaque, row_px apart; width_px is a multiple of 8. */
struct raster raster_from_pixels(struct arena *arena, const uint32_t *pixels, int row_px,
                                 int width_px, int height_px);
bool raster_is_black(const struct raster *raster, int x, int y);

/* Whether some printers execute this pair of bytes even inside picture data: 10 followed by 04, 05
 * or 14. */
bool raster_is_dangerous(uint8_t first, uint8_t second);
/* Breaks every dangerous pair by one dot beside the single dot of its 10, also where a pair spans
 * two rows. That first byte is a lone dot with white on both sides, which no QR module of two dots
 * or more can make, so symbols stay as they are. Returns how many dots were added. */
int raster_break_pairs(struct raster *raster);

#endif
