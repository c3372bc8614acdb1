/* Rasters and their bytes, against a small decoder of its own. */
#include "slip/raster.h"

#include "check.h"

#include "slip/escpos.h"
#include "slip/slip.h"

#include "decode.h"

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static int count_pairs(const uint8_t *data, size_t len)
{
    int n = 0;
    for (size_t i = 0; i + 1 < len; i++)
        n += data[i] == 0x10 && (data[i + 1] == 0x04 || data[i + 1] == 0x05 || data[i + 1] == 0x14);
    return n;
}

/* Mostly bytes that make pairs, so that chains of them and pairs over row ends are common. */
static uint8_t nasty_byte(uint32_t *state)
{
    static const uint8_t nasty[] = {0x10, 0x10, 0x04, 0x05, 0x14, 0x18, 0x00, 0x1D};
    uint32_t r = next_random(state);
    return r & 0x8000 ? (uint8_t)(r >> 4) : nasty[r % sizeof nasty];
}

static void fill_nasty(struct raster *raster, uint32_t *state)
{
    for (int i = 0; i < raster->stride * raster->height_px; i++)
        raster->bits[i] = nasty_byte(state);
}

static int differing_dots(const uint8_t *a, const uint8_t *b, size_t len)
{
    int n = 0;
    for (size_t i = 0; i < len; i++)
        for (unsigned x = a[i] ^ b[i]; x != 0; x &= x - 1)
            n++;
    return n;
}

static void test_pairs_are_broken(void)
{
    uint32_t state = 20;

    for (int round = 0; round < 4000; round++) {
        uint8_t bits[12 * 300], before[sizeof bits];
        int width_px = 8 * (int)(1 + next_random(&state) % 12);
        int height_px = (int)(1 + next_random(&state) % 300);
        struct raster raster = {width_px, height_px, width_px / 8, bits};
        size_t len = (size_t)raster.stride * (size_t)height_px;
        fill_nasty(&raster, &state);
        memcpy(before, bits, len);
        int pairs = count_pairs(bits, len);
        int added = raster_break_pairs(&raster);
        CHECK_INT(count_pairs(bits, len), 0);
        CHECK_INT(added, pairs);
        CHECK_INT(differing_dots(before, bits, len), pairs);
        CHECK_INT(raster_break_pairs(&raster), 0);
    }
}

/* In the job the bands' heads stand between the rows; no pair may arise there either, whatever the
 * heights. */
static void test_job_has_no_pairs(void)
{
    uint32_t state = 7;

    for (int round = 0; round < 1000; round++) {
        uint8_t bits[16 * 400];
        int width_px = 8 * (int)(1 + next_random(&state) % 16);
        int height_px = (int)(1 + next_random(&state) % 400);
        struct raster raster = {width_px, height_px, width_px / 8, bits};
        struct buf job = {0};
        struct decoded decoded;

        fill_nasty(&raster, &state);
        raster_break_pairs(&raster);
        escpos_put_job(&job, &raster);
        CHECK_INT(count_pairs((const uint8_t *)job.data, job.len), 0);
        CHECK(decode_job((const uint8_t *)job.data, job.len, &decoded));
        CHECK_INT(decoded.width_px, width_px);
        CHECK_INT(decoded.height_px, height_px);
        CHECK(decoded.rows_in_band_max <= 128);
        CHECK_MEM(decoded.bits, bits, (size_t)raster.stride * (size_t)height_px);
        decoded_fini(&decoded);
        buf_fini(&job);
    }
}

static void test_exact_bytes(void)
{
    uint8_t bits[130 * 2] = {0};
    struct raster raster = {16, 130, 2, bits};
    struct buf job = {0};
    static const uint8_t head[] = {0x1B, 0x40, 0x1D, 0x76, 0x30, 0x00, 0x02, 0x00, 0x80, 0x00};
    static const uint8_t second[] = {0x1D, 0x76, 0x30, 0x00, 0x02, 0x00, 0x02, 0x00};
    static const uint8_t tail[] = {0x1D, 0x56, 0x42};

    bits[0] = 0xA5;
    bits[128 * 2] = 0x5A;
    escpos_put_job(&job, &raster);
    CHECK_INT((int64_t)job.len, 2 + 8 + 256 + 8 + 4 + 4);
    CHECK_MEM(job.data, head, sizeof head);
    CHECK_INT((uint8_t)job.data[10], 0xA5);
    CHECK_MEM(job.data + 266, second, sizeof second);
    CHECK_INT((uint8_t)job.data[274], 0x5A);
    CHECK_MEM(job.data + 278, tail, sizeof tail);
    buf_fini(&job);
}

static void test_threshold(void)
{
    struct arena arena = {0};
    /* White, black, the two greys around the threshold, green (light) and blue (dark); the row is
     * longer than the picture. */
    uint32_t pixels[2 * 10];
    for (int i = 0; i < 20; i++)
        pixels[i] = 0xFFFFFFFF;
    pixels[1] = 0xFF000000;
    pixels[2] = 0xFF7F7F7F;
    pixels[3] = 0xFF808080;
    pixels[4] = 0xFF00FF00;
    pixels[5] = 0xFF0000FF;
    pixels[8] = 0xFF000000;
    pixels[10 + 7] = 0xFF000000;
    struct raster raster = raster_from_pixels(&arena, pixels, 10, 8, 2);
    CHECK_INT(raster.bits[0], 0x64);
    CHECK_INT(raster.bits[1], 0x01);
    CHECK(raster_is_black(&raster, 7, 1));
    CHECK(!raster_is_black(&raster, 0, 0));
    arena_fini(&arena);
}

/* Modules of two dots and more never form the lone dot that a pair begins with, wherever they lie
 * against the bytes. */
static void test_modules_stay(void)
{
    uint32_t state = 3;

    for (int module_px = 2; module_px <= 8; module_px++)
        for (int offset = 8; offset < 16; offset++) {
            uint8_t bits[64 * 64] = {0};
            struct raster raster = {512, 64, 64, bits};
            for (int y = 0; y < 64; y++)
                for (int x = offset; x + module_px < 500; x += module_px)
                    if (next_random(&state) & 1)
                        for (int i = x; i < x + module_px; i++)
                            bits[y * 64 + i / 8] |= (uint8_t)(0x80 >> i % 8);
            CHECK_INT(raster_break_pairs(&raster), 0);
        }
}

int main(void)
{
    test_pairs_are_broken();
    test_job_has_no_pairs();
    test_exact_bytes();
    test_threshold();
    test_modules_stay();
    CHECK_INT(slip_print_ms(800), 1000);
    CHECK_INT(slip_print_ms(8000), 3000);
    return check_done();
}
