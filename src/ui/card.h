/* Larger cards for single purposes. Same rules as widget.h. */
#ifndef UI_CARD_H
#define UI_CARD_H

#include "ui/widget.h"

/* What counts, as the biggest thing on the page: what it is, beside that how much is left of it,
 * and below, large, the time or number itself. At its natural height. */
struct figure {
    const char *label, *side, *value;
    enum type type; /* of the value */
};
int card_figure(const struct ui *ui, struct box box, const struct figure *figure);

/* Short sentences one below the other, on a card with an optional heading: each with an icon, or,
 * where it has none, with its number in a disc. */
struct point {
    const char *icon, *text;
    enum tone tone; /* of the icon */
};
int card_points(const struct ui *ui, struct box box, const char *title, const struct point *points,
                size_t n);

/* Places as figures: taken, yours, free, told apart by fill, figure and outline, with a legend. At
 * most CARD_MAX_SEATS are drawn; beyond that only heading and legend. One node says it in words:
 * name is title, value is line. */
enum { CARD_MAX_SEATS = 40 };
struct seats {
    const char *title, *line; /* how many are left; how many there are */
    int total, taken, yours;
    const char *taken_word, *yours_word, *free_word;
};
int card_seats(const struct ui *ui, struct box box, const struct seats *seats);

/* What happens right now (printing …): icon, bold line, a bar that jumps, a sentence, buttons. */
struct progress {
    const char *icon, *title, *line;
    int done_permille; /* below 0: no bar */
    const struct button *buttons;
    size_t n_buttons;
};
int card_progress(const struct ui *ui, struct box box, const struct progress *progress);

#endif
