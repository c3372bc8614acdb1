#include "speech/wave.h"

#include <stdbool.h>
#include <string.h>

#include "speech/voice.h"

enum { FORMAT_PCM = 1, RATE_LEAST_HZ = 8000, RATE_MOST_HZ = 48000 };

static uint32_t little(const unsigned char *bytes, size_t n)
{
    uint32_t value = 0;
    for (size_t i = n; i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

const char *wave_expects(void)
{
    return "a WAV file of 16-bit samples, uncompressed, one or two channels, 8,000 to 48,000 Hz";
}

enum status wave_read(const void *bytes, size_t len, struct wave *out)
{
    const unsigned char *at = bytes, *end = at + len;
    if (len < 12 || memcmp(at, "RIFF", 4) != 0 || memcmp(at + 8, "WAVE", 4) != 0)
        return ERR_PARSE;
    struct wave wave = {0};
    for (at += 12; end - at >= 8;) {
        size_t size = little(at + 4, 4), left = (size_t)(end - at) - 8;
        const unsigned char *body = at + 8;
        if (size > left)
            size = left;
        if (memcmp(at, "fmt ", 4) == 0 && size >= 16) {
            bool is_pcm = little(body, 2) == FORMAT_PCM && little(body + 14, 2) == 16;
            wave.channels = is_pcm ? (int)little(body + 2, 2) : 0;
            wave.rate_hz = (int)(little(body + 4, 4) & 0x7fffffff);
        } else if (memcmp(at, "data", 4) == 0) {
            wave.data = body;
            wave.frames = size;
        }
        if (size + (size & 1) >= left)
            break;
        at = body + size + (size & 1);
    }
    if (!wave.data || (wave.channels != 1 && wave.channels != 2) || wave.rate_hz < RATE_LEAST_HZ ||
        wave.rate_hz > RATE_MOST_HZ)
        return ERR_PARSE;
    wave.frames /= 2 * (size_t)wave.channels;
    if (wave.frames == 0)
        return ERR_PARSE;
    *out = wave;
    return OK;
}

static int32_t frame_at(const struct wave *wave, size_t i)
{
    i = i < wave->frames ? i : wave->frames - 1;
    int32_t sum = 0;
    for (int c = 0; c < wave->channels; c++)
        sum += (int16_t)little(wave->data + 2 * (i * (size_t)wave->channels + (size_t)c), 2);
    return sum / wave->channels;
}

const int16_t *wave_samples(const struct wave *wave, struct arena *arena, size_t *n)
{
    uint64_t rate = (uint64_t)wave->rate_hz;
    *n = (size_t)((uint64_t)wave->frames * VOICE_RATE_HZ / rate);
    int16_t *samples = arena_array(arena, *n, sizeof *samples);
    for (size_t i = 0; i < *n; i++) {
        /* Between two samples of the file, in proportion. */
        uint64_t scaled = (uint64_t)i * rate;
        size_t at = (size_t)(scaled / VOICE_RATE_HZ);
        int32_t part = (int32_t)(scaled % VOICE_RATE_HZ);
        int32_t a = frame_at(wave, at), b = frame_at(wave, at + 1);
        samples[i] = (int16_t)(a + (int32_t)((int64_t)(b - a) * part / VOICE_RATE_HZ));
    }
    return samples;
}
