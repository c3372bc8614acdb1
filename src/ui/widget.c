#include "ui/widget.h"

#include <string.h>

#include "ui/part.h"

struct ui widget_dry(const struct ui *ui)
{
    struct ui dry = *ui;
    dry.list = NULL;
    return dry;
}

static struct font block_font(const struct ui *ui, const struct text_block *text)
{
    int px = text->px > 0 ? style_type_px(ui->style, text->type, text->px)
                          : ui->style->type[text->type].px;
    return (struct font){text->face, px};
}

static int block_line_px(struct font font, enum line_height height)
{
    return height == LINES_TITLE ? (font.px * 5 + 2) / 4 : (font.px * 7 + 2) / 5;
}

int widget_text_width(const struct ui *ui, const struct text_block *text)
{
    if (!part_has(text->utf8))
        return 0;
    return ui->measure->width_px(ui->measure->ctx, block_font(ui, text), text->utf8,
                                 strlen(text->utf8));
}

static int line_x(struct box box, int width_px, enum align align)
{
    if (align == ALIGN_LEFT)
        return box.x;
    return align == ALIGN_RIGHT ? box.x + box.w - width_px : box.x + (box.w - width_px) / 2;
}

/* The next size down in the type scale; 0 below the smallest that is right for such a text. */
static int size_below(const struct style *style, enum type type, int px)
{
    int below = 0;
    for (enum type i = type < TYPE_BODY ? TYPE_TAG : TYPE_BODY; i < TYPE_COUNT; i++)
        if (style->type[i].px < px && style->type[i].px > below)
            below = style->type[i].px;
    return below;
}

static struct text_lines block_break(const struct ui *ui, int width_px,
                                     const struct text_block *text, struct font font)
{
    bool is_heading = text->face == FACE_BOLD && text->line_height == LINES_TITLE;
    return (is_heading ? text_layout_heading : text_layout)(ui->arena, ui->measure, font,
                                                            text->utf8, width_px, text->max_lines);
}

/* Lines and the font they are set in: a word wider than its place is not torn but set smaller, as
 * far down as the type scale goes. */
static struct text_lines block_lines(const struct ui *ui, int width_px,
                                     const struct text_block *text, struct font *font)
{
    *font = block_font(ui, text);
    struct text_lines lines = block_break(ui, width_px, text, *font);
    struct font less = *font;
    while (lines.is_torn && (less.px = size_below(ui->style, text->type, less.px)) > 0) {
        struct text_lines smaller = block_break(ui, width_px, text, less);
        if (smaller.is_torn)
            continue;
        lines = smaller;
        *font = less;
    }
    return lines;
}

struct text_lines widget_text_lines(const struct ui *ui, int width_px,
                                    const struct text_block *text)
{
    struct font font;
    return block_lines(ui, width_px, text, &font);
}

int widget_text(const struct ui *ui, struct box box, const struct text_block *text)
{
    if (!part_has(text->utf8))
        return 0;
    struct font font;
    struct text_lines lines = block_lines(ui, box.w, text, &font);
    int line_px = block_line_px(font, text->line_height);
    int height = line_px * (int)lines.n;
    if (ui->list == NULL)
        return height;
    if (box.h > height)
        box.y += (box.h - height) / 2;
    if (!text->is_part) {
        struct box bounds = {line_x(box, lines.width_px, text->align), box.y, lines.width_px,
                             height};
        bool is_marked = text->role == ROLE_TITLE || text->role == ROLE_ALERT;
        draw_node(ui->list, bounds,
                  &(struct draw_node){.role = is_marked ? text->role : ROLE_TEXT,
                                      .secrecy = text->secrecy,
                                      .name = text->utf8});
    }
    colour ink = text->ink != 0 ? text->ink : ui->style->ink;
    for (size_t i = 0; i < lines.n; i++) {
        const struct text_line *line = &lines.lines[i];
        struct box at = {line_x(box, line->width_px, text->align), box.y + (int)i * line_px,
                         line->width_px, line_px};
        draw_text(ui->list, at, font, ink, text->back, line->utf8, line->len);
    }
    return height;
}

static struct group button_group(const struct button *button)
{
    bool is_big = button->size == BUTTON_BIG, is_huge = button->size == BUTTON_HUGE;
    return (struct group){.icon = button->icon,
                          .label = button->label,
                          .line = button->line,
                          .line_px = is_huge ? 34 : 28,
                          .label_px = is_huge  ? 64
                                      : is_big ? 40
                                               : 34,
                          .icon_px = is_huge  ? 96
                                     : is_big ? 46
                                              : 36,
                          .is_icon_last = button->kind == BUTTON_LINK,
                          .gap_px = is_huge                  ? 36
                                    : part_has(button->line) ? 20
                                    : is_big                 ? 16
                                                             : 12,
                          .face = FACE_BOLD,
                          .type = TYPE_BUTTON};
}

static struct look button_look(const struct ui *ui, const struct button *button)
{
    const struct accent *accent = button->accent ? button->accent : &ui->style->accent;
    const struct tap *tap = &button->tap;
    struct accent alarm = style_accent(ui->style, AUDIENCE_ALARM);
    if (button->kind == BUTTON_ALARM)
        return part_look_filled(ui, tap, &alarm);
    bool is_filled = button->kind == BUTTON_FILLED || tap->state == TAP_CHOSEN;
    if (is_filled && tap->state != TAP_ERROR)
        return part_look_filled(ui, tap, accent);
    struct look look = part_look(ui, tap, accent->deep, ui->style->edge_px);
    if (tap->state != TAP_DISABLED)
        look.ink = tap->state == TAP_ERROR ? ui->style->red.ink : accent->deep;
    look.icon_fill = tap->state == TAP_DISABLED || tap->state == TAP_ERROR ? 0 : accent->mid;
    if (part_is_pressed(ui, tap)) {
        look.fill = accent->tint;
        look.border = accent->deep;
    } else if (button->kind == BUTTON_LINK) {
        look.fill = look.border = 0;
    } else if (button->kind == BUTTON_ON_FIELD && tap->state == TAP_NORMAL) {
        look.fill = accent->dark;
        look.border = look.ink = accent->on_head;
        look.icon_fill = 0;
    }
    return look;
}

int widget_button_width(const struct ui *ui, const struct button *button)
{
    struct group group = button_group(button);
    int padding = button->kind == BUTTON_LINK ? 8 : button->size != BUTTON_INLINE ? 32 : 28;
    return part_group_width(ui, &group) + 2 * part_px(ui, padding);
}

int widget_button(const struct ui *ui, struct box box, const struct button *button)
{
    bool is_big = button->size != BUTTON_INLINE;
    if (box.h <= 0)
        box.h = is_big ? ui->style->button_px : ui->style->inline_button_px;
    struct look look = button_look(ui, button);
    int radius = is_big ? ui->style->radius_card_px : ui->style->radius_field_px;
    part_surface(ui, box, radius, &button->tap, &look);
    struct group group = button_group(button);
    /* The words need it before the padding does. */
    int pad = (box.w - part_group_width(ui, &group)) / 2, most = part_px(ui, 20);
    pad = pad > most ? most : pad < part_px(ui, 8) ? part_px(ui, 8) : pad;
    struct box inner = box_inset(box, pad, 0);
    if (button->tap.state == TAP_BUSY)
        part_dots(ui, inner, &look);
    else
        part_group(ui, inner, &group, &look);
    part_tap_node(ui, box, ROLE_BUTTON, &button->tap, button->label, button->line);
    return box.h;
}

/* The measures and colours of one tile. */
struct tile_form {
    struct look look;
    struct pair texts;
    colour badge_ground, badge_line, badge_fill;
    int pad_x, pad_y, badge_px;
};

static struct tile_form tile_form(const struct ui *ui, const struct tile *tile)
{
    const struct style *st = ui->style;
    bool is_filled = tile->kind == TILE_FILLED && tile->tap.state != TAP_DISABLED;
    bool is_large = tile->kind == TILE_FILLED && !part_is_large(ui);
    struct tile_form form = {.pad_x = part_px(ui, is_large ? 28 : 24),
                             .pad_y = part_px(ui, part_is_large(ui) ? 16
                                                  : is_large        ? 24
                                                                    : 20),
                             .badge_px = part_px(ui, is_large ? 96 : 80)};
    form.look = is_filled ? part_look_filled(ui, &tile->tap, &st->accent)
                          : part_look(ui, &tile->tap, st->tile_line, st->line_px);
    bool is_off = tile->tap.state == TAP_DISABLED;
    bool is_error = tile->tap.state == TAP_ERROR;
    form.badge_ground = st->accent.tint;
    form.badge_line = is_off ? st->off_ink : is_error ? st->red.ink : st->accent.deep;
    form.badge_fill = is_off ? 0 : st->accent.mid;
    colour second = is_off ? st->off_ink : st->ink2;
    if (is_filled) {
        form.badge_ground = st->accent.dark;
        form.badge_line = st->theme == THEME_CONTRAST ? st->accent.deep : st->accent.on_head;
        form.badge_fill = 0;
        second = st->theme == THEME_CONTRAST ? form.look.ink : st->accent.head_soft;
    }
    form.texts.first = (struct text_block){.utf8 = tile->title,
                                           .type = TYPE_TILE,
                                           .px = is_large            ? 52
                                                 : part_is_large(ui) ? 40
                                                                     : 42,
                                           .face = FACE_BOLD,
                                           .line_height = LINES_TITLE,
                                           .is_part = true,
                                           .ink = form.look.ink,
                                           .back = form.look.fill};
    form.texts.second = (struct text_block){.utf8 = tile->line,
                                            .type = TYPE_SMALL,
                                            .px = is_large ? 30 : 28,
                                            .is_part = true,
                                            .ink = second,
                                            .back = form.look.fill};
    return form;
}

/* Three times as wide as high a tile is like a row, with an arrow at its end, if that leaves its
 * words on their lines. */
enum { ROW_LIKE = 3, ARROW_PX = 40 };

static bool is_row_like(const struct ui *ui, struct box box, const struct tile_form *form)
{
    int taken = 2 * form->pad_x + form->badge_px + part_px(ui, 2 * 20 + ARROW_PX);
    int first = widget_text_width(ui, &form->texts.first);
    int second = widget_text_width(ui, &form->texts.second);
    return box.w > ROW_LIKE * box.h && first <= box.w - taken && second <= box.w - taken;
}

/* Whether the words keep their size and their place beside the badge. */
static bool has_room_beside(const struct ui *ui, struct box inner, const struct tile_form *form,
                            int badge_px)
{
    int width = inner.w - badge_px;
    struct font usual = block_font(ui, &form->texts.first), font;
    block_lines(ui, width, &form->texts.first, &font);
    return width > part_px(ui, 180) && font.px == usual.px;
}

/* The badge beside the texts, if it has room there. */
static void tile_content_low(const struct ui *ui, struct box box, const struct tile *tile,
                             const struct tile_form *form)
{
    struct box inner = box_inset(box, form->pad_x, form->pad_y);
    int badge = form->badge_px < inner.h ? form->badge_px : inner.h, gap = part_px(ui, 20);
    if (part_has(tile->icon) && has_room_beside(ui, inner, form, badge + gap)) {
        struct box at = box_cut_left(&inner, badge);
        box_cut_left(&inner, gap);
        at.y += (at.h - badge) / 2;
        at.h = badge;
        part_badge(ui, at, tile->icon, form->badge_ground, form->badge_line, form->badge_fill);
    }
    if (is_row_like(ui, box, form)) {
        int arrow = part_px(ui, ARROW_PX);
        part_icon(ui, box_cut_right(&inner, arrow), arrow, "next", form->texts.second.ink, 0);
    }
    struct pair words = form->texts;
    /* What is said in smaller words stays away where there is no height for it. */
    if (part_pair_height(ui, inner.w, &words) > box.h - 2 * part_px(ui, 6))
        words.second.utf8 = NULL;
    part_pair(ui, inner, &words);
}

/* Badge above the texts where there is height for it, smaller if need be; else, and in a tile like
 * a row, beside them; where there is no room for it at all the words stand alone. */
static void tile_content(const struct ui *ui, struct box box, const struct tile *tile,
                         const struct tile_form *form)
{
    struct box inner = box_inset(box, form->pad_x, form->pad_y);
    int texts = part_pair_height(ui, inner.w, &form->texts);
    int left = inner.h - texts - part_px(ui, 4);
    int badge = form->badge_px < left ? form->badge_px : left;
    if (part_has(tile->icon) && (badge < part_px(ui, 52) || is_row_like(ui, box, form))) {
        tile_content_low(ui, box, tile, form);
        return;
    }
    if (part_has(tile->icon))
        part_badge(ui, (struct box){inner.x, inner.y, badge, badge}, tile->icon, form->badge_ground,
                   form->badge_line, form->badge_fill);
    part_pair(ui, box_cut_bottom(&inner, texts), &form->texts);
}

/* What the badge leaves of the width when it stands beside the texts. */
static int tile_text_px(const struct ui *ui, int width_px, const struct tile_form *form)
{
    return width_px - 2 * form->pad_x - form->badge_px - part_px(ui, 20);
}

int widget_tile_least_px(const struct ui *ui, int width_px, const struct tile *tile)
{
    struct tile_form form = tile_form(ui, tile);
    return part_pair_height(ui, tile_text_px(ui, width_px, &form), &form.texts) +
           2 * part_px(ui, 6);
}

int widget_tile(const struct ui *ui, struct box box, const struct tile *tile)
{
    struct tile_form form = tile_form(ui, tile);
    if (box.h > 0 && box.h < widget_tile_least_px(ui, box.w, tile))
        form.texts.second.utf8 = NULL;
    if (box.h <= 0) {
        box.h = 2 * form.pad_y + form.badge_px + part_px(ui, 16) +
                part_pair_height(ui, box.w - 2 * form.pad_x, &form.texts);
        if (box.h < part_px(ui, 200))
            box.h = part_px(ui, 200);
    }
    part_surface(ui, box, ui->style->radius_card_px, &tile->tap, &form.look);
    tile_content(ui, box, tile, &form);
    part_tap_node(ui, box, ROLE_BUTTON, &tile->tap, tile->title, tile->line);
    return box.h;
}

static int tag_width(const struct ui *ui, const struct tag *tag, const struct text_block *text)
{
    int icon = part_has(tag->icon) ? part_px(ui, 36) : 0;
    return widget_text_width(ui, text) + icon + 2 * part_px(ui, 14);
}

int widget_tag(const struct ui *ui, struct box box, const struct tag *tag)
{
    if (!part_has(tag->label))
        return 0;
    struct status_colour tone = part_tone(ui, tag->tone);
    if (tag->accent)
        tone = (struct status_colour){tag->accent->deep, tag->accent->tint, tag->accent->deep};
    struct text_block text = {.utf8 = tag->label,
                              .type = TYPE_SMALL,
                              .face = FACE_BOLD,
                              .ink = tone.ink,
                              .back = tone.tint};
    int width = tag_width(ui, tag, &text);
    int height = ui->style->type[TYPE_SMALL].px + 2 * part_px(ui, 9);
    struct box at = {box.x + box.w - width, box.y + (box.h - height) / 2, width, height};
    bool is_contrast = ui->style->theme == THEME_CONTRAST;
    draw_frame(ui->list, at, ui->style->radius_tag_px, tone.tint, tone.ink,
               is_contrast ? part_px(ui, 2) : 0, EDGE_SOLID);
    struct box inner = box_inset(at, part_px(ui, 14), 0);
    if (part_has(tag->icon))
        part_icon(ui, box_cut_left(&inner, part_px(ui, 28)), part_px(ui, 28), tag->icon, tone.ink,
                  0);
    if (part_has(tag->icon))
        box_cut_left(&inner, part_px(ui, 8));
    text.is_part = tag->is_part;
    inner.w = widget_text_width(ui, &text) + 1;
    widget_text(ui, inner, &text);
    return width;
}

int widget_banner(const struct ui *ui, struct box box, const struct banner *banner)
{
    struct status_colour tone = part_tone(ui, banner->tone);
    struct pair texts = {
        .first = {.utf8 = banner->title,
                  .type = TYPE_LEAD,
                  .px = 36,
                  .face = FACE_BOLD,
                  .is_part = true,
                  .back = tone.tint},
        .second = {.utf8 = banner->line, .type = TYPE_BODY, .is_part = true, .back = tone.tint}};
    int pad = part_px(ui, 28), icon = part_has(banner->icon) ? part_px(ui, 52) : 0;
    int text_x = pad + (icon > 0 ? icon + part_px(ui, 22) : 0);
    int text_w = box.w - text_x - pad;
    int natural = part_pair_height(ui, text_w, &texts) + 2 * part_px(ui, 22);
    if (box.h < natural)
        box.h = natural;
    draw_frame(ui->list, box, ui->style->radius_card_px, tone.tint, tone.edge, ui->style->edge_px,
               EDGE_SOLID);
    part_icon(ui, (struct box){box.x + pad, box.y, icon, box.h}, icon, banner->icon, tone.ink, 0);
    part_pair(ui, (struct box){box.x + text_x, box.y, text_w, box.h}, &texts);
    bool is_alert = banner->tone == TONE_RED || banner->tone == TONE_YELLOW;
    part_plain_node(ui, box, is_alert ? ROLE_ALERT : ROLE_TEXT, banner->title, banner->line);
    return box.h;
}

size_t widget_card_begin(const struct ui *ui, struct box box, enum card_kind kind)
{
    if (ui->list == NULL)
        return 0;
    const struct style *st = ui->style;
    size_t mark = ui->list->n;
    bool is_raised = kind == CARD_RAISED && st->shadow != 0;
    /* A flat card has a shadow without strength, so that the end finds the same two commands. */
    draw_shadow(ui->list, box, st->radius_card_px, part_px(ui, 6), part_px(ui, 20),
                is_raised ? st->shadow : 0x00FFFFFF);
    draw_frame(ui->list, box, st->radius_card_px,
               kind == CARD_TINTED ? st->accent.tint : st->surface, is_raised ? 0 : st->hair,
               is_raised ? 0 : st->hair_px, EDGE_SOLID);
    return mark;
}

void widget_card_end(const struct ui *ui, size_t mark, int bottom_y)
{
    if (ui->list == NULL)
        return;
    int height = bottom_y - ui->list->cmds[mark].box.y;
    draw_set_height(ui->list, mark, height);
    draw_set_height(ui->list, mark + 1, height);
}
