/* Runs a fuzz target without a fuzzer: on nothing, on each seed file, on each of its beginnings,
 * and on variations of it that are the same in every run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum { SEED_MAX = 1 << 16, BEGINNINGS_MAX = 2000, VARIATIONS = 3000, EDITS_MAX = 4 };

/* xorshift: any sequence will do, as long as it is the same one. */
static uint32_t next_number(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* A copy of its own size, so that the sanitizer notices a read beyond the end. */
static void try_bytes(const uint8_t *data, size_t len)
{
    uint8_t *copy = malloc(len > 0 ? len : 1);
    if (copy == NULL) {
        abort();
    }
    memcpy(copy, data, len);
    LLVMFuzzerTestOneInput(copy, len);
    free(copy);
}

/* One byte changed, put in or taken out, often from among those that parsers care about. */
static size_t edit(uint8_t *data, size_t len, size_t max, uint32_t *state)
{
    static const char special[] = "0129azAZ.-_:/\\\"'{}[],%+ \n\t\x7f\xc3\xff";
    uint32_t number = next_number(state);
    uint8_t byte =
        number % 2 == 0 ? (uint8_t)special[number / 8 % sizeof special] : (uint8_t)(number >> 8);
    size_t place = len > 0 ? next_number(state) % len : 0;
    switch (number % 3) {
    case 0:
        if (len > 0) {
            data[place] = byte;
        }
        return len;
    case 1:
        if (len == max) {
            return len;
        }
        memmove(data + place + 1, data + place, len - place);
        data[place] = byte;
        return len + 1;
    default:
        if (len == 0) {
            return len;
        }
        memmove(data + place, data + place + 1, len - place - 1);
        return len - 1;
    }
}

static void replay(const uint8_t *seed, size_t len)
{
    static uint8_t work[SEED_MAX];
    for (size_t i = 0; i <= len && i < BEGINNINGS_MAX; i++) {
        try_bytes(seed, i);
    }
    try_bytes(seed, len);
    uint32_t state = 2463534242u;
    for (int i = 0; i < VARIATIONS; i++) {
        memcpy(work, seed, len);
        size_t work_len = len;
        uint32_t edits = 1 + next_number(&state) % EDITS_MAX;
        for (uint32_t j = 0; j < edits; j++) {
            work_len = edit(work, work_len, SEED_MAX, &state);
        }
        try_bytes(work, work_len);
    }
}

int main(int argc, char **argv)
{
    static uint8_t seed[SEED_MAX];
    replay(seed, 0);
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (file == NULL) {
            fprintf(stderr, "cannot open %s\n", argv[i]);
            return 1;
        }
        size_t len = fread(seed, 1, SEED_MAX, file);
        fclose(file);
        replay(seed, len);
    }
    return 0;
}
