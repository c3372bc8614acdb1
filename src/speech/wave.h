/* Recorded sounds: a WAV file's bytes to what the loudspeaker is given, 16-bit mono at
 * VOICE_RATE_HZ. Uncompressed 16-bit files of one or two channels, 8,000 to 48,000 samples a second
 * are taken; anything else is named. Hostile bytes are data. Pure, any thread. */
#ifndef SPEECH_WAVE_H
#define SPEECH_WAVE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

enum { WAVE_BYTES_MAX = 8 * 1024 * 1024 };

struct wave {
    const unsigned char *data; /* inside the bytes given */
    size_t frames;
    int channels;
    int rate_hz;
};

/* ERR_PARSE: expected says what a file must be. */
enum status wave_read(const void *bytes, size_t len, struct wave *out) MUST_CHECK;
/* What wave_read takes, in words. Static. */
const char *wave_expects(void);
/* The samples at VOICE_RATE_HZ in the arena. */
const int16_t *wave_samples(const struct wave *wave, struct arena *arena, size_t *n);

#endif
