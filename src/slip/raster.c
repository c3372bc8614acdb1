#include "slip/raster.h"

#include <assert.h>

/* Rec. 601 weights in 1/1000. */
static bool is_dark(uint32_t pixel)
{
    uint32_t red = pixel >> 16 & 0xFF;
    uint32_t green = pixel >> 8 & 0xFF;
    uint32_t blue = pixel & 0xFF;
    return 299 * red + 587 * green + 114 * blue < 128 * 1000;
}

struct raster raster_from_pixels(struct arena *arena, const uint32_t *pixels, int row_px,
                                 int width_px, int height_px)
{
    assert(width_px > 0 && width_px % 8 == 0 && height_px > 0 && row_px >= width_px);
    struct raster raster = {
        .width_px = width_px, .height_px = height_px, .stride = width_px / 8, .bits = NULL};
    raster.bits = arena_array(arena, (size_t)height_px, (size_t)raster.stride);

    for (int y = 0; y < height_px; y++) {
        const uint32_t *row = pixels + (size_t)y * (size_t)row_px;
        uint8_t *bytes = raster.bits + (size_t)y * (size_t)raster.stride;
        for (int x = 0; x < width_px; x++)
            if (is_dark(row[x]))
                bytes[x / 8] |= (uint8_t)(0x80 >> x % 8);
    }
    return raster;
}

bool raster_is_black(const struct raster *raster, int x, int y)
{
    assert(x >= 0 && x < raster->width_px && y >= 0 && y < raster->height_px);
    return raster->bits[(size_t)y * (size_t)raster->stride + (size_t)(x / 8)] & 0x80 >> x % 8;
}

bool raster_is_dangerous(uint8_t first, uint8_t second)
{
    return first == 0x10 && (second == 0x04 || second == 0x05 || second == 0x14);
}

int raster_break_pairs(struct raster *raster)
{
    size_t len = (size_t)raster->stride * (size_t)raster->height_px;
    int added = 0;

    for (size_t i = 0; i + 1 < len; i++)
        if (raster_is_dangerous(raster->bits[i], raster->bits[i + 1])) {
            /* 18 is neither a first nor a second byte of any pair, so none arises before it. */
            raster->bits[i] = 0x18;
            added++;
        }
    return added;
}
