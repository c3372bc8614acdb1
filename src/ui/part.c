#include "ui/part.h"

#include <string.h>

int part_px(const struct ui *ui, int n)
{
    return style_px(ui->style, n);
}

int part_max(int a, int b)
{
    return a > b ? a : b;
}

bool part_has(const char *text)
{
    return text != NULL && text[0] != '\0';
}

bool part_is_large(const struct ui *ui)
{
    return ui->style->type_scale == SCALE_LARGE;
}

static bool tap_takes_touch(const struct tap *tap)
{
    return tap->state != TAP_DISABLED && tap->state != TAP_BUSY;
}

bool part_is_low(const struct ui *ui)
{
    return part_is_large(ui) && ui->style->orientation == LANDSCAPE;
}

bool part_is_pressed(const struct ui *ui, const struct tap *tap)
{
    if (ui->pressed == NULL || ui->pressed->id == NULL || tap->action.kind == 0)
        return false;
    return tap_takes_touch(tap) && strcmp(ui->pressed->id, tap->id == NULL ? "" : tap->id) == 0 &&
           action_equal(&ui->pressed->action, &tap->action);
}

static struct look look_disabled(const struct ui *ui)
{
    const struct style *st = ui->style;
    return (struct look){.fill = st->sunk,
                         .border = st->off_edge,
                         .ink = st->off_ink,
                         .icon_fill = 0,
                         .border_px = st->edge_px,
                         .edge = EDGE_DASHED};
}

struct look part_look(const struct ui *ui, const struct tap *tap, colour border, int border_px)
{
    const struct style *st = ui->style;
    struct look look = {.fill = st->surface,
                        .border = border,
                        .ink = st->ink,
                        .icon_fill = st->accent.mid,
                        .border_px = border_px};
    if (tap->state == TAP_DISABLED)
        return look_disabled(ui);
    if (tap->state == TAP_ERROR) {
        look.border = st->red.ink;
        look.border_px = st->edge_px;
    }
    if (tap->state == TAP_CHOSEN || part_is_pressed(ui, tap)) {
        look.fill = st->accent.tint;
        look.border = st->accent.deep;
        look.border_px = st->chosen_px;
    }
    return look;
}

struct look part_look_filled(const struct ui *ui, const struct tap *tap,
                             const struct accent *accent)
{
    struct look look = {.fill = accent->fill, .ink = accent->on_fill};
    if (tap->state == TAP_DISABLED)
        return look_disabled(ui);
    if (!part_is_pressed(ui, tap))
        return look;
    if (ui->style->theme == THEME_LIGHT) {
        look.fill = accent->dark;
        return look;
    }
    /* In high contrast the dark of the accent is black: the pressed button turns inside out. */
    look.fill = ui->style->surface;
    look.ink = accent->deep;
    look.border = accent->deep;
    look.border_px = ui->style->chosen_px;
    return look;
}

void part_surface(const struct ui *ui, struct box box, int radius_px, const struct tap *tap,
                  const struct look *look)
{
    bool is_focused =
        ui->focused_id != NULL && part_has(tap->id) && strcmp(ui->focused_id, tap->id) == 0;
    if (is_focused) {
        int out = part_px(ui, 5) + part_px(ui, 6);
        draw_frame(ui->list, box_inset(box, -out, -out), radius_px + out, 0, ui->style->ring,
                   part_px(ui, 6), EDGE_SOLID);
    }
    draw_frame(ui->list, box, radius_px, look->fill, look->border, look->border_px, look->edge);
}

void part_tap_node(const struct ui *ui, struct box box, enum role role, const struct tap *tap,
                   const char *name, const char *value)
{
    struct draw_node node = {.role = role,
                             .enabled = tap_takes_touch(tap) ? NODE_ENABLED : NODE_DISABLED,
                             .is_submit = tap->is_submit,
                             .secrecy = tap->secrecy,
                             .name = name,
                             .value = value,
                             .id = tap->id,
                             .action = tap->action};
    draw_node(ui->list, box, &node);
}

void part_plain_node(const struct ui *ui, struct box box, enum role role, const char *name,
                     const char *value)
{
    struct draw_node node = {.role = role, .name = name, .value = value};
    draw_node(ui->list, box, &node);
}

const char *part_join(const struct ui *ui, const char *a, const char *b, const char *c)
{
    const char *const parts[] = {a, b, c};
    const char *joined = "";
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (part_has(parts[i]))
            joined =
                joined[0] == '\0' ? parts[i] : arena_printf(ui->arena, "%s %s", joined, parts[i]);
    }
    return joined;
}

void part_icon(const struct ui *ui, struct box box, int px, const char *name, colour line,
               colour fill)
{
    if (!part_has(name))
        return;
    struct box at = {box.x + (box.w - px) / 2, box.y + (box.h - px) / 2, px, px};
    draw_icon(ui->list, at, name, line, fill);
}

void part_badge(const struct ui *ui, struct box box, const char *icon, colour ground, colour line,
                colour fill)
{
    int radius = box.w * 20 / 100;
    bool is_contrast = ui->style->theme == THEME_CONTRAST;
    draw_frame(ui->list, box, radius, ground, is_contrast ? ui->style->accent.deep : 0,
               is_contrast ? ui->style->edge_px : 0, EDGE_SOLID);
    part_icon(ui, box, box.w * 62 / 100, icon, line, fill);
}

struct text_block part_line(const char *utf8, enum type type, int px, enum face face, colour ink,
                            colour back)
{
    return (struct text_block){.utf8 = utf8,
                               .type = type,
                               .px = px,
                               .face = face,
                               .line_height = face == FACE_BOLD ? LINES_TITLE : LINES_TEXT,
                               .is_part = true,
                               .ink = ink,
                               .back = back};
}

int part_pair_height(const struct ui *ui, int width_px, const struct pair *pair)
{
    struct ui dry = widget_dry(ui);
    struct box box = {0, 0, width_px, 0};
    return widget_text(&dry, box, &pair->first) + widget_text(&dry, box, &pair->second);
}

void part_pair(const struct ui *ui, struct box box, const struct pair *pair)
{
    box.y += (box.h - part_pair_height(ui, box.w, pair)) / 2;
    box.h = 0;
    box.y += widget_text(ui, box, &pair->first);
    widget_text(ui, box, &pair->second);
}

static struct pair group_texts(const struct group *group, colour ink, colour back)
{
    struct pair pair = {.first = {.utf8 = group->label,
                                  .type = group->type,
                                  .px = group->label_px,
                                  .face = group->face,
                                  .line_height = LINES_TITLE,
                                  .is_part = true,
                                  .ink = ink,
                                  .back = back},
                        .second = {.utf8 = group->line,
                                   .type = TYPE_SMALL,
                                   .px = group->line_px,
                                   .line_height = LINES_TITLE,
                                   .is_part = true,
                                   .ink = ink,
                                   .back = back}};
    return pair;
}

static int group_text_width(const struct ui *ui, const struct pair *pair)
{
    int first = widget_text_width(ui, &pair->first);
    int second = widget_text_width(ui, &pair->second);
    return first > second ? first : second;
}

static int group_icon_width(const struct ui *ui, const struct group *group)
{
    if (!part_has(group->icon))
        return 0;
    return part_px(ui, group->icon_px) + (part_has(group->label) ? part_px(ui, group->gap_px) : 0);
}

int part_group_width(const struct ui *ui, const struct group *group)
{
    struct pair pair = group_texts(group, ui->style->ink, 0);
    return group_icon_width(ui, group) + group_text_width(ui, &pair);
}

void part_group(const struct ui *ui, struct box box, const struct group *group,
                const struct look *look)
{
    struct pair pair = group_texts(group, look->ink, look->fill);
    int icon = group_icon_width(ui, group);
    int text = group_text_width(ui, &pair);
    /* Rather no icon than a word in two. */
    if (icon + text > box.w && widget_text_lines(ui, box.w - icon, &pair.first).is_torn)
        icon = 0;
    if (icon + text > box.w) { /* It wraps; and what wraps is centred. */
        struct text_lines lines = widget_text_lines(ui, box.w - icon, &pair.first);
        struct text_lines under = widget_text_lines(ui, box.w - icon, &pair.second);
        text = lines.width_px > under.width_px ? lines.width_px : under.width_px;
        pair.first.align = pair.second.align = ALIGN_CENTRE;
    } else if (icon == 0) {
        pair.first.align = pair.second.align = ALIGN_CENTRE;
    }
    /* What is said in smaller words stays away where there is no height for it. */
    if (part_has(group->line) && part_pair_height(ui, text, &pair) > box.h)
        pair.second.utf8 = NULL;
    int x = box.x + (box.w - icon - text) / 2;
    int px = part_px(ui, group->icon_px);
    int icon_x = group->is_icon_last ? x + text + icon - px : x;
    if (icon > 0)
        part_icon(ui, (struct box){icon_x, box.y, px, box.h}, px, group->icon, look->ink,
                  look->icon_fill);
    part_pair(ui, (struct box){group->is_icon_last ? x : x + icon, box.y, text, box.h}, &pair);
}

void part_dots(const struct ui *ui, struct box box, const struct look *look)
{
    static const int strength[] = {1000, 600, 300};
    int dot = part_px(ui, 18), gap = part_px(ui, 8);
    int x = box.x + (box.w - 3 * dot - 2 * gap) / 2;
    for (int i = 0; i < 3; i++) {
        struct box at = {x + i * (dot + gap), box.y + (box.h - dot) / 2, dot, dot};
        draw_rect(ui->list, at, dot / 2, colour_mix(look->ink, look->fill, strength[i]));
    }
}

struct status_colour part_tone(const struct ui *ui, enum tone tone)
{
    const struct style *st = ui->style;
    switch (tone) {
    case TONE_GREY:
        return (struct status_colour){st->ink2, st->sunk, st->line};
    case TONE_GOOD:
        return st->good;
    case TONE_BLUE:
        return st->blue;
    case TONE_YELLOW:
        return st->yellow;
    case TONE_RED:
        return st->red;
    case TONE_ACCENT:
        break;
    }
    return (struct status_colour){st->accent.deep, st->accent.tint, st->accent.deep};
}
