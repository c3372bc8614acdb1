/* Spoken notes as files: in Ogg, as large as was said, the longest one within what an order holds.
 * That they are speech again when they are decoded is looked at with the real terminal. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "speech/opus.h"

/* Noise that never repeats, the hardest to make small. */
static int16_t *make_noise(size_t n)
{
    int16_t *samples = calloc(n > 0 ? n : 1, sizeof *samples);
    uint32_t state = 7;
    for (size_t i = 0; i < n; i++) {
        state = state * 1664525U + 1013904223U;
        samples[i] = (int16_t)(state >> 16);
    }
    return samples;
}

static size_t size_of(int seconds)
{
    char why[300] = "";
    size_t n = (size_t)seconds * OPUS_RATE_HZ;
    int16_t *samples = make_noise(n);
    struct buf out = {0};
    buf_puts(&out, "before");
    CHECK_INT(opus_put_ogg(samples, n, &out, why, sizeof why), OK);
    CHECK_STR(why, "");
    CHECK(out.len > 40 && memcmp(out.data, "beforeOggS", 10) == 0);
    CHECK(memcmp(out.data + 6 + 28, "OpusHead", 8) == 0);
    size_t size = out.len - 6;
    free(samples);
    buf_fini(&out);
    return size;
}

int main(void)
{
    char why[300];
    CHECK(opus_is_there(why, sizeof why));
    size_t nothing = size_of(0), ten = size_of(10), minute = size_of(60);
    CHECK(nothing < 1000);
    CHECK(ten > 15000 && ten < 18000);
    CHECK(minute > 90000 && minute < 100 * 1024);
    return check_done();
}
