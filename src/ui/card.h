/* Larger cards for single purposes. Same rules as widget.h. */
#ifndef UI_CARD_H
#define UI_CARD_H

#include "ui/widget.h"

/* What counts, as the biggest thing on the page: what it is, beside that how much is left of it,
 * and below, large, the time or number itself. At its natural height. */
struct figure {
    const char *icon; /* where the card is wide; may be NULL */
    const char *label, *side, *value;
    enum type type; /* of the value */
};
int card_figure(const struct ui *ui, struct box box, const struct figure *figure);

/* A line on the accent's field that leads on: what comes next, or what there is to know. */
struct strip {
    struct tap tap;
    const char *icon, *title;
    const char *right; /* how many there are; may be NULL */
};
int card_strip(const struct ui *ui, struct box box, const struct strip *strip);

/* Pictures with a word below each, in equal cells on a card that the caller draws. */
struct cell {
    struct tap tap;
    const char *icon, *label;
};
int card_cells(const struct ui *ui, struct box box, const struct cell *cells, size_t n,
               int columns);

/* Short sentences one below the other, numbered, with a heading that may be NULL; before: how many
 * stand on another card. */
struct points {
    const char *title;
    const char *const *lines;
    size_t n, before;
};
int card_points(const struct ui *ui, struct box box, const struct points *points);

/* A slip below the slot it comes out of, and beside it how that goes. box.h is the room there is:
 * where the whole would be higher the paper shows no code. Only the words beside it have a node:
 * what is on the paper stands on the page, too. For a box 760 of the 1080 panel wide at least. */
struct slip_card {
    const char *title, *line;
    const struct button *button; /* NULL: none */
    const char *station, *moment, *what, *when, *payload, *number;
};
int card_slip(const struct ui *ui, struct box box, const struct slip_card *slip);

/* A slip to show what to look for: where the number stands and where the code, each with words
 * beside it, and words below those. Natural height. */
struct slip_sample {
    const char *station, *what, *number, *payload;
    const char *at_number, *at_code, *foot;
};
int card_slip_sample(const struct ui *ui, struct box box, const struct slip_sample *sample);

#endif
