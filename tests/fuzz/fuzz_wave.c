/* Links: speech base */
#include "fuzz.h"

#include <assert.h>

#include "speech/voice.h"
#include "speech/wave.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct wave wave;
    if (wave_read(data, len, &wave) != OK) {
        return 0;
    }
    struct arena arena = {0};
    size_t n;
    const int16_t *samples = wave_samples(&wave, &arena, &n);
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += samples[i];
    }
    assert(n <= len * 3 && sum <= (int64_t)n * INT16_MAX);
    arena_fini(&arena);
    return 0;
}
