/* The file of characters to compare ink with, written by the build (strokes_pack.c out of
 * assets/strokes) and mapped by strokes.c, both on one machine: header, entries sorted
 * by code point, a picture of GRID_SIZE bytes each, then the strokes. The strokes of a character:
 * their number, and per stroke its number of points and x, y of each, 8 bits, y downwards. */
#ifndef ENTRY_STROKES_FILE_H
#define ENTRY_STROKES_FILE_H

#include <stdint.h>

#define STROKES_MAGIC "YZSTROK1"

/* How likely somebody writes it: the 3,755 common characters of GB 2312, its 3,008 others, the
 * rest: traditional forms and rare ones; and those whose shape somebody draws who means another. */
enum strokes_level { STROKES_COMMON, STROKES_LESS_COMMON, STROKES_RARE, STROKES_MISTAKEN };

struct strokes_header {
    char magic[8];
    uint32_t grid_size, n;
    uint32_t strokes_len; /* bytes of strokes, at the end of the file */
    uint32_t unused;
};

struct strokes_entry {
    uint32_t point, at; /* at: where its strokes begin among the strokes */
    uint32_t level;     /* enum strokes_level */
};

#endif
