/* Recorded sounds: what is taken, what is refused, and that the samples come out at the right rate.
 */
#include "check.h"

#include "base/buf.h"
#include "speech/voice.h"
#include "speech/wave.h"

static void put_little(struct buf *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_putc(out, (char)(value >> (8 * i) & 0xff));
}

/* A file of n frames that rise by 100 each, on every channel. */
static struct buf make(int format, int bits, int channels, int rate_hz, size_t n)
{
    struct buf out = {0};
    uint32_t size = (uint32_t)(n * (size_t)channels * 2);
    buf_append(&out, "RIFF", 4);
    put_little(&out, 36 + size, 4);
    buf_append(&out, "WAVEfmt ", 8);
    put_little(&out, 16, 4);
    put_little(&out, (uint32_t)format, 2);
    put_little(&out, (uint32_t)channels, 2);
    put_little(&out, (uint32_t)rate_hz, 4);
    put_little(&out, 0, 4);
    put_little(&out, 0, 2);
    put_little(&out, (uint32_t)bits, 2);
    buf_append(&out, "LIST", 4);
    put_little(&out, 3, 4);
    buf_append(&out, "abc", 4);
    buf_append(&out, "data", 4);
    put_little(&out, size, 4);
    for (size_t i = 0; i < n; i++)
        for (int c = 0; c < channels; c++)
            put_little(&out, (uint32_t)(i * 100), 2);
    return out;
}

static void test_reading(void)
{
    static const struct {
        int format, bits, channels, rate_hz;
        enum status status;
    } files[] = {
        {1, 16, 1, VOICE_RATE_HZ, OK}, {1, 16, 2, 48000, OK},        {1, 16, 1, 8000, OK},
        {1, 8, 1, 22050, ERR_PARSE},   {3, 16, 1, 22050, ERR_PARSE}, {1, 16, 3, 22050, ERR_PARSE},
        {1, 16, 1, 4000, ERR_PARSE},   {1, 16, 1, 96000, ERR_PARSE}, {1, 16, 0, 22050, ERR_PARSE}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct buf file =
            make(files[i].format, files[i].bits, files[i].channels, files[i].rate_hz, 100);
        struct wave wave;
        enum status status = wave_read(file.data, file.len, &wave);
        CHECK_INT(status, files[i].status);
        if (status == OK) {
            CHECK_INT(wave.frames, 100);
            struct arena arena = {0};
            size_t n;
            const int16_t *samples = wave_samples(&wave, &arena, &n);
            CHECK_INT(n, 100 * VOICE_RATE_HZ / files[i].rate_hz);
            /* The middle of the file is in the middle of the sound. */
            CHECK(samples[n / 2] > 4700 && samples[n / 2] < 5300);
            arena_fini(&arena);
        }
        buf_fini(&file);
    }
}

/* Cut anywhere, or with any byte of the head wrong, it is refused or read within its bounds. */
static void test_hostile(void)
{
    struct buf file = make(1, 16, 2, 44100, 20);
    struct wave wave;
    for (size_t len = 0; len < file.len; len++)
        if (wave_read(file.data, len, &wave) == OK)
            CHECK(wave.data + wave.frames * 4 <= (unsigned char *)file.data + len);
    for (size_t at = 0; at < 60; at++) {
        char was = file.data[at];
        file.data[at] = (char)0xff;
        if (wave_read(file.data, file.len, &wave) == OK) {
            struct arena arena = {0};
            size_t n;
            (void)wave_samples(&wave, &arena, &n);
            arena_fini(&arena);
        }
        file.data[at] = was;
    }
    buf_fini(&file);
}

int main(void)
{
    test_reading();
    test_hostile();
    return check_done();
}
