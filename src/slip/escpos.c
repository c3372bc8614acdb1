#include "slip/escpos.h"

#include <assert.h>

static void put_bytes(struct buf *to, const uint8_t *bytes, size_t len)
{
    buf_append(to, bytes, len);
}

/* GS v 0, normal size: width in bytes and height in rows, low byte first. */
static void put_band(struct buf *to, const struct raster *raster, int from_row, int rows)
{
    uint8_t head[8] = {0x1D,
                       0x76,
                       0x30,
                       0x00,
                       (uint8_t)(raster->stride & 0xFF),
                       (uint8_t)(raster->stride >> 8),
                       (uint8_t)(rows & 0xFF),
                       (uint8_t)(rows >> 8)};
    size_t stride = (size_t)raster->stride;

    put_bytes(to, head, sizeof head);
    put_bytes(to, raster->bits + (size_t)from_row * stride, (size_t)rows * stride);
}

void escpos_put_job(struct buf *to, const struct raster *raster)
{
    static const uint8_t initialise[] = {0x1B, 0x40};
    static const uint8_t feed_and_cut[] = {0x1D, 0x56, 0x42, ESCPOS_FEED_DOTS};
    size_t len = (size_t)raster->stride * (size_t)raster->height_px;

    for (size_t i = 0; i + 1 < len; i++)
        assert(!raster_is_dangerous(raster->bits[i], raster->bits[i + 1]));
    put_bytes(to, initialise, sizeof initialise);
    for (int row = 0; row < raster->height_px; row += ESCPOS_BAND_ROWS) {
        int left = raster->height_px - row;
        put_band(to, raster, row, left < ESCPOS_BAND_ROWS ? left : ESCPOS_BAND_ROWS);
    }
    put_bytes(to, feed_and_cut, sizeof feed_and_cut);
}
