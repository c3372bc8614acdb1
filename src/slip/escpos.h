/* A raster as the bytes a thermal printer takes: initialise, bands of GS v 0, feed and partial cut.
 * Everything is picture data, so no printer's code table or QR command matters. (Source: Epson's
 * ESC/POS reference.) */
#ifndef SLIP_ESCPOS_H
#define SLIP_ESCPOS_H

#include "base/buf.h"
#include "slip/raster.h"

enum {
    ESCPOS_BAND_ROWS = 128,
    ESCPOS_FEED_DOTS = 24, /* beyond the distance to the knife, which the printer adds itself */
    ESCPOS_BAND_BYTES_MAX = 8 + ESCPOS_BAND_ROWS * 576 / 8,
};

/* Appends the job's bytes. The raster must have no dangerous pair (raster_break_pairs). */
void escpos_put_job(struct buf *to, const struct raster *raster);

#endif
