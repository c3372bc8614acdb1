/* Breaking text into lines: Chinese and Latin, by Unicode line breaking (libunibreak), so that no
 * line begins with closing punctuation. Pure: widths come from a function the caller passes, so a
 * test needs no font. Strings in the result lie in the arena. */
#ifndef UI_TEXT_H
#define UI_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "ui/draw.h"

struct text_measure {
    void *ctx;
    /* Width in pixels of text[0 … len) set as one line. */
    int (*width_px)(void *ctx, struct font font, const char *utf8, size_t len);
};

struct text_line {
    const char *utf8; /* NUL-terminated, without white space at its end */
    size_t len;
    int width_px;
};

struct text_lines {
    struct text_line *lines;
    size_t n;
    bool is_cut;  /* the limit cut it; the last line ends in an ellipsis */
    bool is_torn; /* a word is wider than a line and goes on in the next */
    int width_px; /* of the widest line */
};

/* Must run once in the process before the others; idempotent. */
void text_init(void);

/* Breaks utf8 at width_px; max_lines 0 means no limit. A word wider than the line is broken between
 * characters. A newline in the text always breaks. Invalid UTF-8 is shown as U+FFFD. A paragraph
 * does not end in a line of one character or one word: that line gets company from the one above,
 * which costs no more lines. */
struct text_lines text_layout(struct arena *arena, const struct text_measure *measure,
                              struct font font, const char *utf8, int width_px, size_t max_lines);

/* For what somebody is writing: a line is full before the next begins, so that words once written
 * stay where they are. */
struct text_lines text_layout_typed(struct arena *arena, const struct text_measure *measure,
                                    struct font font, const char *utf8, int width_px);

/* For headings: as text_layout, but where two lines are needed it rather breaks behind punctuation,
 * if both lines then fit. */
struct text_lines text_layout_heading(struct arena *arena, const struct text_measure *measure,
                                      struct font font, const char *utf8, int width_px,
                                      size_t max_lines);

#endif
