/* Widths without fonts: a wide character is one em, anything below U+2E80 half of one. */
#ifndef TESTS_UI_MEASURE_H
#define TESTS_UI_MEASURE_H

#include "base/utf8.h"
#include "ui/text.h"

static inline int measure_em(void *ctx, struct font font, const char *utf8, size_t len)
{
    int *calls = ctx;
    int width = 0;
    if (calls != NULL)
        (*calls)++;
    for (size_t at = 0, step; at < len; at += step)
        width += utf8_next(utf8 + at, len - at, &step) >= 0x2E80 ? font.px : font.px / 2;
    return width;
}

#endif
