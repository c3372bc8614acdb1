/* The look as one table: colours per theme and audience, the type scale, spaces and radii. Sizes
 * are those of a panel 1080 wide (landscape: 1080 high) and scale with the window; floors in
 * millimetres, worked out from the panel's diagonal, keep fingers and eyes safe on small ones.
 * Source: the house's design tokens; text has a contrast of at least 7:1, borders of touchable
 * things and icons 3:1. */
#ifndef UI_STYLE_H
#define UI_STYLE_H

#include "ui/draw.h"

enum theme { THEME_LIGHT, THEME_CONTRAST };
enum audience {
    AUDIENCE_RESIDENT,
    AUDIENCE_RIDER,
    AUDIENCE_FAMILY,
    AUDIENCE_ELDER,
    AUDIENCE_STAFF,
    AUDIENCE_ALARM /* the one red screen */
};
enum type_scale { SCALE_NORMAL, SCALE_LARGE };
enum orientation { PORTRAIT, LANDSCAPE };

/* What the layout is for: the window, and how large the glass is that it fills. */
enum { PANEL_USUAL_TENTHS = 215 };
struct panel {
    int width_px, height_px;
    int diagonal_tenths; /* of an inch; 0: the usual 21.5 */
};

enum type {
    TYPE_TAG,
    TYPE_SMALL,
    TYPE_BODY,
    TYPE_LEAD,
    TYPE_BUTTON,
    TYPE_TILE,
    TYPE_TILE_LARGE,
    TYPE_TITLE,
    TYPE_DISPLAY,
    TYPE_CODE,
    TYPE_CLOCK,
    TYPE_COUNT
};

/* Of one audience. */
struct accent {
    colour deep;      /* text, icons, borders */
    colour tint;      /* quiet fill */
    colour mid;       /* fill inside icons */
    colour fill;      /* the filled button */
    colour on_fill;   /* text on it */
    colour head;      /* header and hero field */
    colour on_head;   /* text on it */
    colour head_soft; /* second lines on it */
    colour dark;      /* tools on the header, pressed filled button */
};

struct status_colour {
    colour ink, tint, edge;
};

struct style {
    enum theme theme;
    enum audience audience;
    enum type_scale type_scale;
    enum orientation orientation;
    int width_px, height_px;
    int scale_permille; /* of a panel 1080 wide */
    int px_per_m;

    colour bg, surface, sunk, ink, ink2, line, tile_line, hair;
    colour off_ink, off_edge;
    colour alarm, on_alarm;     /* the red button */
    colour offline, on_offline; /* the bar without a network */
    colour ring;                /* focus */
    colour shadow;              /* with alpha; 0 in high contrast */
    struct accent accent;
    struct status_colour red, yellow, blue, good;
    struct {
        int px, line_px, title_line_px; /* em; line height of text (1.4) and of titles (1.25) */
    } type[TYPE_COUNT];

    /* All in window pixels. */
    int margin_px, gap_px, key_gap_px;
    int radius_tag_px, radius_key_px, radius_field_px, radius_card_px, radius_panel_px;
    int line_px, edge_px, chosen_px, hair_px; /* borders: tile, button, chosen, hair */
    int header_px, offline_px, steps_px, bottom_px;
    int button_px, inline_button_px, tool_px, chip_px, field_px, row_px, digit_px;
    int touch_px; /* no side of a target is under this: 16 mm, for riders' gloves 20 */
    /* The same for keys of a letter keyboard or pad: 16 mm for everybody. Ten of 20 mm would leave
     * no room beside them for the question on a panel 345 mm wide. */
    int key_px;
};

/* Fills the whole of *style. The smaller side decides the scale; type and targets never fall under
 * their floors. */
void style_init(struct style *style, enum theme theme, enum audience audience,
                enum type_scale type_scale, const struct panel *panel);
/* Tenths of a millimetre on this panel, rounded up. */
int style_mm(const struct style *style, int tenths);
/* The accent another audience has in this style's theme (the row of audiences on home). */
struct accent style_accent(const struct style *style, enum audience audience);
/* n pixels of the 1080 panel in this window, rounded; at least 1 for n > 0. */
int style_px(const struct style *style, int n);
/* n pixels of the 1080 panel as a type size: it grows with large type as the token type does. */
int style_type_px(const struct style *style, enum type type, int n);
/* a over b, by permille of a; both opaque. */
colour colour_mix(colour a, colour b, int permille);

#endif
