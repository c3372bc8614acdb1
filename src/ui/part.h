/* What widgets are made of; only their own files include this. */
#ifndef UI_PART_H
#define UI_PART_H

#include "ui/widget.h"

/* How a touchable surface looks in its present state. */
struct look {
    colour fill, border, ink, icon_fill;
    int border_px;
    enum rect_edge edge;
};

/* n pixels of the 1080 panel. */
int part_px(const struct ui *ui, int n);
int part_max(int a, int b);
bool part_has(const char *text);
bool part_is_large(const struct ui *ui);
/* Large type in a wide window: there is no height to spare. */
bool part_is_low(const struct ui *ui);
bool part_is_pressed(const struct ui *ui, const struct tap *tap);

/* A white surface with a border: fields, choices, keys, tiles, outlined buttons. */
struct look part_look(const struct ui *ui, const struct tap *tap, colour border, int border_px);
struct look part_look_filled(const struct ui *ui, const struct tap *tap,
                             const struct accent *accent);
/* The surface with its border and, when focused, the ring around it. */
void part_surface(const struct ui *ui, struct box box, int radius_px, const struct tap *tap,
                  const struct look *look);
void part_tap_node(const struct ui *ui, struct box box, enum role role, const struct tap *tap,
                   const char *name, const char *value);
void part_plain_node(const struct ui *ui, struct box box, enum role role, const char *name,
                     const char *value);
/* Parts joined by a space; empty ones left out. */
const char *part_join(const struct ui *ui, const char *a, const char *b, const char *c);

/* A square icon of px (window pixels), centred in box. */
void part_icon(const struct ui *ui, struct box box, int px, const char *name, colour line,
               colour fill);
/* Icon on a rounded square that fills box. */
void part_badge(const struct ui *ui, struct box box, const char *icon, colour ground, colour line,
                colour fill);
/* A text inside a control; bold ones stand closer. */
struct text_block part_line(const char *utf8, enum type type, int px, enum face face, colour ink,
                            colour back);
/* Up to two texts, one above the other, centred in box's height; returns their height. */
struct pair {
    struct text_block first, second;
};
int part_pair_height(const struct ui *ui, int width_px, const struct pair *pair);
void part_pair(const struct ui *ui, struct box box, const struct pair *pair);
/* Icon, label and an optional second line as one group in the middle of box. */
struct group {
    const char *icon, *label, *line;
    /* Of the 1080 panel; those of words grow with large type. line_px 0: small words. */
    int label_px, line_px, icon_px, gap_px;
    enum face face;
    enum type type;
    bool is_icon_last; /* behind the words: it points onwards */
};
void part_group(const struct ui *ui, struct box box, const struct group *group,
                const struct look *look);
int part_group_width(const struct ui *ui, const struct group *group);
void part_dots(const struct ui *ui, struct box box, const struct look *look);
struct status_colour part_tone(const struct ui *ui, enum tone tone);

#endif
