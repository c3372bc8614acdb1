/* Links: speech base */
#include "fuzz.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "speech/said.h"

/* A syllable for every three bytes, as most characters have. */
static void read_hanzi(void *ctx, const char *hanzi, size_t len, struct buf *out)
{
    (void)ctx;
    for (size_t i = 0; i + 2 < len; i += 3) {
        buf_printf(out, "%sa%d", i > 0 ? " " : "", 1 + (unsigned char)hanzi[i + 2] % 5);
    }
}

/* Whatever stands on a screen: the voice gets text that ends, in parts that are not empty. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    const struct said_reader reader = {NULL, read_hanzi};
    char *text = malloc(len + 1);
    if (!text) {
        return 0;
    }
    memcpy(text, data, len);
    text[len] = '\0';
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        struct buf said = {0};
        said_put(text, (enum lang)lang, &reader, &said);
        struct said_walk walk = said_begin(said.data ? said.data : "");
        struct said_part part;
        size_t taken = 0;
        while (said_next(&walk, &part)) {
            assert(part.len > 0 && part.lang < LANG_COUNT);
            taken += part.len;
        }
        assert(taken <= said.len && said.len < 64 * (len + 1));
        buf_fini(&said);
    }
    free(text);
    return 0;
}
