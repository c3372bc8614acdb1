/* A larger card for a single purpose. Same rules as widget.h. */
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

#endif
