/* Reads a job's bytes back to a picture, by the printer maker's description and not by our code:
 * knows ESC @, GS v 0 and GS V B, refuses all else. */
#ifndef TESTS_SLIP_DECODE_H
#define TESTS_SLIP_DECODE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct decoded {
    int width_px, height_px, rows_in_band_max, cuts;
    uint8_t *bits; /* rows of width_px / 8 bytes */
};

static inline void decoded_fini(struct decoded *decoded)
{
    free(decoded->bits);
    decoded->bits = NULL;
}

/* One band at data[0 … len); how many bytes it took, 0 when it is none or is cut off. */
static inline size_t decode_band(const uint8_t *data, size_t len, struct decoded *decoded)
{
    if (len < 8 || memcmp(data, "\x1D\x76\x30\x00", 4) != 0)
        return 0;
    size_t stride = data[4] + 256u * data[5];
    size_t rows = data[6] + 256u * data[7];
    size_t size = stride * rows;
    bool same_width = decoded->height_px == 0 || decoded->width_px == (int)stride * 8;
    if (size == 0 || len - 8 < size || !same_width)
        return 0;
    size_t before = (size_t)decoded->height_px * stride;
    uint8_t *bits = realloc(decoded->bits, before + size);
    if (bits == NULL)
        abort();
    memcpy(bits + before, data + 8, size);
    decoded->bits = bits;
    decoded->width_px = (int)stride * 8;
    decoded->height_px += (int)rows;
    if ((int)rows > decoded->rows_in_band_max)
        decoded->rows_in_band_max = (int)rows;
    return 8 + size;
}

/* The whole of data as one or more jobs; free with decoded_fini in any case. */
static inline bool decode_job(const uint8_t *data, size_t len, struct decoded *out)
{
    struct decoded decoded = {0};
    size_t at = 0;
    bool is_good = len >= 2 && data[0] == 0x1B && data[1] == 0x40;

    while (is_good && at < len) {
        if (len - at >= 2 && data[at] == 0x1B && data[at + 1] == 0x40) {
            at += 2;
        } else if (len - at >= 4 && memcmp(data + at, "\x1D\x56\x42", 3) == 0) {
            decoded.cuts++;
            at += 4;
        } else {
            size_t took = decode_band(data + at, len - at, &decoded);
            is_good = took > 0;
            at += took;
        }
    }
    *out = decoded;
    return is_good && decoded.cuts > 0;
}

static inline bool decoded_is_black(const struct decoded *decoded, int x, int y)
{
    return decoded->bits[y * (decoded->width_px / 8) + x / 8] & 0x80 >> x % 8;
}

/* A portable bitmap, which every picture tool reads. */
static inline bool decoded_save_pbm(const struct decoded *decoded, const char *path)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL)
        return false;
    size_t size = (size_t)decoded->height_px * (size_t)decoded->width_px / 8;
    bool is_good = fprintf(f, "P4\n%d %d\n", decoded->width_px, decoded->height_px) > 0 &&
                   fwrite(decoded->bits, 1, size, f) == size;
    return fclose(f) == 0 && is_good;
}

#endif
