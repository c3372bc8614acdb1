#include "ui/style.h"

#include <assert.h>

/* Colours of a theme; the accents stand below, per audience. */
struct palette {
    colour bg, surface, sunk, ink, ink2, line, tile_line, hair;
    colour off_ink, off_edge, alarm, on_alarm, offline, on_offline, ring, shadow;
    struct status_colour red, yellow, blue, good;
};

static const struct palette palettes[] = {
    [THEME_LIGHT] = {.bg = 0xFFF4F2EC,
                     .surface = 0xFFFFFFFF,
                     .sunk = 0xFFE9E6DC,
                     .ink = 0xFF17211D,
                     .ink2 = 0xFF414C46,
                     .line = 0xFF7E7B72,
                     .tile_line = 0xFF858178,
                     .hair = 0xFFDCD8CC,
                     .off_ink = 0xFF414C46,
                     .off_edge = 0xFF828278,
                     .alarm = 0xFF99101A,
                     .on_alarm = 0xFFFFFFFF,
                     .offline = 0xFFFFC800,
                     .on_offline = 0xFF17211D,
                     .ring = 0xFF17211D,
                     .shadow = 0x2417211D,
                     .red = {0xFF99101A, 0xFFFCE7E5, 0xFF99101A},
                     .yellow = {0xFF664A00, 0xFFFFF3CC, 0xFF8A6400},
                     .blue = {0xFF0B4A90, 0xFFE3EDF9, 0xFF0B4A90},
                     .good = {0xFF0B5945, 0xFFE2F0E9, 0xFF0B5945}},
    [THEME_CONTRAST] = {.bg = 0xFF000000,
                        .surface = 0xFF000000,
                        .sunk = 0xFF1C1C1C,
                        .ink = 0xFFFFFFFF,
                        .ink2 = 0xFFFFFFFF,
                        .line = 0xFFFFFFFF,
                        .tile_line = 0xFFFFFFFF,
                        .hair = 0xFFFFFFFF,
                        .off_ink = 0xFFFFFFFF,
                        .off_edge = 0xFFFFFFFF,
                        .alarm = 0xFFFF8A80,
                        .on_alarm = 0xFF000000,
                        .offline = 0xFFFFD54A,
                        .on_offline = 0xFF000000,
                        .ring = 0xFFFFFFFF,
                        .shadow = 0,
                        .red = {0xFFFF8A80, 0xFF000000, 0xFFFF8A80},
                        .yellow = {0xFFFFD54A, 0xFF000000, 0xFFFFD54A},
                        .blue = {0xFF9CCBFF, 0xFF000000, 0xFF9CCBFF},
                        .good = {0xFFFFFFFF, 0xFF000000, 0xFFFFFFFF}},
};

#define ACCENT(deep_, tint_, mid_, dark_)                                                          \
    {                                                                                              \
        .deep = (deep_), .tint = (tint_), .mid = (mid_), .fill = (deep_), .on_fill = 0xFFFFFFFF,   \
        .head = (deep_), .on_head = 0xFFFFFFFF, .head_soft = (tint_), .dark = (dark_)              \
    }

static const struct accent accents[] = {
    [AUDIENCE_RESIDENT] = ACCENT(0xFF0B5945, 0xFFE2F0E9, 0xFFB9DBCC, 0xFF0A4C3B),
    /* The one bright field: it must be found in a corner at dusk. */
    [AUDIENCE_RIDER] = {.deep = 0xFF833A00,
                        .tint = 0xFFFFF0DA,
                        .mid = 0xFFFFCB85,
                        .fill = 0xFFFFB31A,
                        .on_fill = 0xFF17211D,
                        .head = 0xFFFFB31A,
                        .on_head = 0xFF17211D,
                        .head_soft = 0xFF17211D,
                        .dark = 0xFFFFD27A},
    [AUDIENCE_FAMILY] = ACCENT(0xFF54389C, 0xFFEEE9FA, 0xFFCFC1F0, 0xFF472E87),
    [AUDIENCE_ELDER] = ACCENT(0xFF85204B, 0xFFFAE8EF, 0xFFEFC0D2, 0xFF70183E),
    [AUDIENCE_STAFF] = ACCENT(0xFF2C3C49, 0xFFE7ECF0, 0xFFC2CFD9, 0xFF233039),
    [AUDIENCE_ALARM] = ACCENT(0xFF99101A, 0xFFFCE7E5, 0xFFF4B8B3, 0xFF7F0C15),
};

static const struct accent contrast_accent = {.deep = 0xFFFFE000,
                                              .tint = 0xFF000000,
                                              .mid = 0xFF4A4200,
                                              .fill = 0xFFFFE000,
                                              .on_fill = 0xFF000000,
                                              .head = 0xFF000000,
                                              .on_head = 0xFFFFFFFF,
                                              .head_soft = 0xFFFFFFFF,
                                              .dark = 0xFF000000};

/* Em sizes in pixels of a panel 1080 wide. */
static const int type_px[][TYPE_COUNT] = {
    [SCALE_NORMAL] = {26, 28, 32, 38, 40, 44, 52, 56, 66, 80, 200},
    [SCALE_LARGE] = {42, 42, 44, 48, 48, 62, 66, 72, 84, 112, 200},
};

/* Sizes in pixels of a panel 1080 wide: { portrait, landscape, added in large type }. A wide window
 * is low: there the words grow, and what is around them only as far as the floors ask for. */
struct size {
    int portrait, landscape, large_extra;
};
static const struct size header_size = {136, 120, 0}, bottom_size = {176, 144, 8},
                         button_size = {120, 104, 16}, steps_size = {96, 96, 20},
                         offline_size = {84, 76, 28}, inline_size = {92, 88, 16},
                         chip_size = {76, 76, 20}, field_size = {104, 100, 20},
                         row_size = {104, 96, 36}, digit_size = {122, 112, 8},
                         tool_size = {104, 96, 12};

/* Floors in tenths of a millimetre: targets, the gap between two; in each type scale the em of
 * running text and of the smallest words (at an arm's length). */
enum { TOOL_ICON_PX = 46 };
enum { TOUCH_LEAST = 160, TOUCH_RIDER = 200, GAP_LEAST = 20 };
static const int body_least[] = {[SCALE_NORMAL] = 60, [SCALE_LARGE] = 100};
static const int word_least[] = {[SCALE_NORMAL] = 50, [SCALE_LARGE] = 90};

int style_mm(const struct style *style, int tenths)
{
    return (tenths * style->px_per_m + 9999) / 10000;
}

static int at_least(int px, int least)
{
    return px < least ? least : px;
}

int style_px(const struct style *style, int n)
{
    if (n <= 0)
        return 0;
    int px = (n * style->scale_permille + 500) / 1000;
    return px > 0 ? px : 1;
}

static int size_px(const struct style *style, struct size size)
{
    if (style->orientation == LANDSCAPE)
        return style_px(style, size.landscape);
    int extra = style->type_scale == SCALE_LARGE ? size.large_extra : 0;
    return style_px(style, size.portrait + extra);
}

static void style_set_colours(struct style *style)
{
    const struct palette *p = &palettes[style->theme];
    style->bg = p->bg;
    style->surface = p->surface;
    style->sunk = p->sunk;
    style->ink = p->ink;
    style->ink2 = p->ink2;
    style->line = p->line;
    style->tile_line = p->tile_line;
    style->hair = p->hair;
    style->off_ink = p->off_ink;
    style->off_edge = p->off_edge;
    style->alarm = p->alarm;
    style->on_alarm = p->on_alarm;
    style->offline = p->offline;
    style->on_offline = p->on_offline;
    style->ring = p->ring;
    style->shadow = p->shadow;
    style->red = p->red;
    style->yellow = p->yellow;
    style->blue = p->blue;
    style->good = p->good;
    style->accent = style_accent(style, style->audience);
}

static void style_set_sizes(struct style *style)
{
    bool is_contrast = style->theme == THEME_CONTRAST;
    style->margin_px = style_px(style, 40);
    int gap = style_mm(style, GAP_LEAST);
    style->gap_px = at_least(style_px(style, 20), gap);
    style->key_gap_px = at_least(style_px(style, 12), gap);
    style->radius_tag_px = style_px(style, 10);
    style->radius_key_px = style_px(style, 14);
    style->radius_field_px = style_px(style, 16);
    style->radius_card_px = style_px(style, 20);
    style->radius_panel_px = style_px(style, 30);
    style->line_px = style_px(style, is_contrast ? 4 : 2);
    style->edge_px = style_px(style, is_contrast ? 4 : 3);
    style->chosen_px = style_px(style, is_contrast ? 7 : 5);
    style->hair_px = style_px(style, is_contrast ? 4 : 2);
    style->header_px = at_least(size_px(style, header_size),
                                style->type[TYPE_LEAD].title_line_px +
                                    style->type[TYPE_SMALL].title_line_px + style_px(style, 2));
    style->offline_px = size_px(style, offline_size);
    style->steps_px = at_least(size_px(style, steps_size),
                               style->type[TYPE_SMALL].title_line_px + style_px(style, 44));
    style->bottom_px = size_px(style, bottom_size);
    style->touch_px =
        style_mm(style, style->audience == AUDIENCE_RIDER ? TOUCH_RIDER : TOUCH_LEAST);
    style->key_px = style_mm(style, TOUCH_LEAST);
    style->button_px = at_least(size_px(style, button_size), style->touch_px);
    style->inline_button_px = at_least(size_px(style, inline_size), style->touch_px);
    /* An icon over its word. */
    style->tool_px =
        at_least(at_least(size_px(style, tool_size), style->touch_px),
                 style->type[TYPE_TAG].title_line_px + style_px(style, TOOL_ICON_PX + 8));
    style->chip_px = at_least(size_px(style, chip_size), style->touch_px);
    style->field_px = at_least(size_px(style, field_size), style->touch_px);
    style->row_px = at_least(size_px(style, row_size), style->touch_px);
    style->digit_px = at_least(size_px(style, digit_size), style->touch_px);
}

static int panel_px_per_m(const struct panel *panel)
{
    int64_t w = panel->width_px, h = panel->height_px, square = w * w + h * h, px = w > h ? w : h;
    while (px * px < square)
        px++;
    int64_t tenths = panel->diagonal_tenths > 0 ? panel->diagonal_tenths : PANEL_USUAL_TENTHS;
    return (int)(px * 100000 / (tenths * 254));
}

/* On small glass words and targets keep what eyes and fingers need, while what is around them
 * shrinks with the window: there is no room for all of it to grow. */
static int type_least(const struct style *style, enum type type)
{
    const int *least = type < TYPE_BODY ? word_least : body_least;
    return style_mm(style, least[style->type_scale]);
}

static void style_set_type(struct style *style)
{
    for (enum type type = 0; type < TYPE_COUNT; type++) {
        int px =
            at_least(style_px(style, type_px[style->type_scale][type]), type_least(style, type));
        style->type[type].px = px;
        style->type[type].line_px = (px * 14 + 5) / 10;
        style->type[type].title_line_px = (px * 5 + 2) / 4;
    }
}

void style_init(struct style *style, enum theme theme, enum audience audience,
                enum type_scale type_scale, const struct panel *panel)
{
    int width_px = panel->width_px, height_px = panel->height_px;
    assert(width_px > 0 && height_px > 0 && panel->diagonal_tenths >= 0);
    *style = (struct style){.theme = theme,
                            .audience = audience,
                            .type_scale = type_scale,
                            .orientation = width_px > height_px ? LANDSCAPE : PORTRAIT,
                            .width_px = width_px,
                            .height_px = height_px,
                            .px_per_m = panel_px_per_m(panel)};
    int side = width_px < height_px ? width_px : height_px;
    style->scale_permille = (side * 1000 + 540) / 1080;
    style_set_colours(style);
    style_set_type(style);
    style_set_sizes(style);
}

struct accent style_accent(const struct style *style, enum audience audience)
{
    if (style->theme == THEME_LIGHT)
        return accents[audience];
    struct accent accent = contrast_accent;
    if (audience == AUDIENCE_ALARM)
        accent.deep = accent.fill = palettes[THEME_CONTRAST].alarm;
    return accent;
}

int style_type_px(const struct style *style, enum type type, int n)
{
    int normal = type_px[SCALE_NORMAL][type];
    int px = style_px(style, (n * type_px[style->type_scale][type] + normal / 2) / normal);
    return at_least(px, style_mm(style, word_least[style->type_scale]));
}

static colour mix_channel(colour a, colour b, int shift, int permille)
{
    int x = (int)(a >> shift & 0xFF);
    int y = (int)(b >> shift & 0xFF);
    return (colour)(y + (x - y) * permille / 1000) << shift;
}

colour colour_mix(colour a, colour b, int permille)
{
    return 0xFF000000 | mix_channel(a, b, 16, permille) | mix_channel(a, b, 8, permille) |
           mix_channel(a, b, 0, permille);
}
