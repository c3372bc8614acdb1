/* How characters are read, with tones, when nothing is known of the word they stand in: a table
 * made at build time by tones.py from Unihan (Debian package unicode-data). Constant. */
#ifndef ENTRY_TONES_H
#define ENTRY_TONES_H

#include <stddef.h>
#include <stdint.h>

enum { TONE_NAME_SIZE = 7, TONE_READINGS_MAX = 4, TONE_NEUTRAL = 5 };

/* A reading is 8 * its index in tone_names + its tone 1 … 5; 0: none. The most frequent first. */
struct tone_row {
    uint32_t point;
    uint16_t readings[TONE_READINGS_MAX];
};

extern const struct tone_row tone_rows[]; /* by point */
extern const size_t tone_rows_len;
extern const char tone_names[][TONE_NAME_SIZE]; /* syllables; ü is v */

#endif
