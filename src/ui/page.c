#include "ui/page.h"

#include "ui/part.h"

void page_background(const struct ui *ui)
{
    struct box window = {0, 0, ui->style->width_px, ui->style->height_px};
    draw_rect(ui->list, window, 0, ui->style->bg);
}

static struct look tool_look(const struct ui *ui, const struct tool *tool)
{
    const struct style *st = ui->style;
    bool is_contrast = st->theme == THEME_CONTRAST;
    bool is_pressed = part_is_pressed(ui, &tool->tap);
    struct look look = {.fill = st->accent.dark, .ink = st->accent.on_head};
    if (tool->kind == TOOL_END) {
        look.fill = is_pressed ? st->accent.tint : 0xFFFFFFFF;
        look.ink = is_contrast && !is_pressed ? 0xFF000000 : st->accent.deep;
        look.border = !is_pressed ? 0 : is_contrast ? st->accent.deep : st->accent.on_head;
    } else if (is_pressed) {
        look.fill = st->accent.tint;
        look.ink = st->accent.deep;
    }
    if (is_contrast && tool->kind == TOOL_PLAIN) {
        look.border = is_pressed ? st->accent.deep : 0xFFFFFFFF;
        look.border_px = is_pressed ? st->chosen_px : part_px(ui, 3);
    } else if (look.border != 0) {
        look.border_px = st->chosen_px;
    }
    return look;
}

/* Icon over its word, in the middle of box. */
static void stack_paint(const struct ui *ui, struct box box, const char *icon, const char *word,
                        enum type type, enum face face, const struct look *look)
{
    struct text_block label = {.utf8 = word,
                               .type = type,
                               .face = face,
                               .line_height = LINES_TITLE,
                               .align = ALIGN_CENTRE,
                               .is_part = true,
                               .max_lines = 1,
                               .ink = look->ink,
                               .back = look->fill};
    int px = part_px(ui, 44), gap = part_px(ui, 2);
    int text = ui->style->type[type].title_line_px;
    int y = box.y + (box.h - px - text - gap) / 2;
    part_icon(ui, (struct box){box.x, y, box.w, px}, px, icon, look->ink, look->icon_fill);
    widget_text(ui, (struct box){box.x, y + px + gap, box.w, text}, &label);
}

static void tool_paint(const struct ui *ui, struct box box, const struct tool *tool,
                       const struct look *look)
{
    part_surface(ui, box, ui->style->radius_field_px, &tool->tap, look);
    stack_paint(ui, box, tool->icon, tool->label, TYPE_TAG,
                tool->kind == TOOL_END ? FACE_BOLD : FACE_REGULAR, look);
    part_tap_node(ui, box, ROLE_BUTTON, &tool->tap, tool->label, NULL);
}

static int tool_width(const struct ui *ui, const struct tool *tool)
{
    struct text_block label = {.utf8 = tool->label,
                               .type = TYPE_TAG,
                               .face = tool->kind == TOOL_END ? FACE_BOLD : FACE_REGULAR};
    int width = widget_text_width(ui, &label) + 2 * part_px(ui, 10);
    return width > ui->style->tool_px ? width : ui->style->tool_px;
}

/* In large type the tools come down to the hand; a wide window is low, there the header holds them
 * within reach. */
static bool has_strip(const struct ui *ui)
{
    return part_is_large(ui) && ui->style->orientation == PORTRAIT;
}

static int tool_gap(const struct ui *ui)
{
    int gap = part_px(ui, 10);
    return gap < ui->style->key_gap_px ? gap : ui->style->key_gap_px;
}

/* The station's name on one line, or, beside many tools, smaller on two. */
static void header_texts(const struct ui *ui, struct box box, const struct page_header *header)
{
    const struct accent *accent = &ui->style->accent;
    struct pair texts = {.first = {.utf8 = header->title,
                                   .type = TYPE_LEAD,
                                   .face = FACE_BOLD,
                                   .line_height = LINES_TITLE,
                                   .max_lines = 1,
                                   .ink = accent->on_head,
                                   .back = accent->head},
                         .second = {.utf8 = header->line,
                                    .type = TYPE_SMALL,
                                    .line_height = LINES_TITLE,
                                    .max_lines = 1,
                                    .ink = accent->head_soft,
                                    .back = accent->head}};
    if (widget_text_width(ui, &texts.first) > box.w) {
        texts.first.type = TYPE_TAG;
        texts.first.px = 26;
        texts.first.max_lines = 2;
    }
    /* What is read aloud is said there, too. */
    if (widget_text_width(ui, &texts.second) > box.w)
        texts.second.max_lines = 2;
    part_pair(ui, box, &texts);
}

int page_header(const struct ui *ui, struct box box, const struct page_header *header)
{
    const struct style *st = ui->style;
    struct box bar = {box.x, box.y, box.w, st->header_px};
    draw_rect(ui->list, bar, 0, st->accent.head);
    if (st->theme == THEME_CONTRAST)
        draw_rect(ui->list, (struct box){bar.x, bar.y + bar.h - st->line_px, bar.w, st->line_px}, 0,
                  0xFFFFFFFF);
    struct box inner = bar;
    box_cut_left(&inner, st->margin_px);
    box_cut_right(&inner, part_px(ui, 24));
    struct box tools = inner;
    int gap = tool_gap(ui);
    if (has_strip(ui))
        tools.w = 0;
    for (size_t i = has_strip(ui) ? 0 : header->n_tools; i-- > 0;)
        box_cut_right(&inner, tool_width(ui, &header->tools[i]) + gap);
    header_texts(ui, inner, header);
    int x = inner.x + inner.w + gap;
    for (size_t i = 0; tools.w > 0 && i < header->n_tools; i++) {
        int width = tool_width(ui, &header->tools[i]);
        struct look look = tool_look(ui, &header->tools[i]);
        tool_paint(ui, (struct box){x, bar.y + (bar.h - st->tool_px) / 2, width, st->tool_px},
                   &header->tools[i], &look);
        x += width + gap;
    }
    return bar.h;
}

int page_tool_strip(const struct ui *ui, struct box box, const struct tool *tools, size_t n)
{
    if (!has_strip(ui) || n == 0)
        return 0;
    const struct style *st = ui->style;
    struct box band = box_cut_bottom(&box, part_px(ui, 156));
    draw_rect(ui->list, band, 0, st->accent.dark);
    if (st->theme == THEME_CONTRAST)
        draw_rect(ui->list, (struct box){band.x, band.y, band.w, st->line_px}, 0, 0xFFFFFFFF);
    struct box inner = box_inset(band, part_px(ui, 28), part_px(ui, 18));
    int gap = st->key_gap_px, spare = inner.w - (int)(n - 1) * gap;
    for (size_t i = 0; i < n; i++)
        spare -= tool_width(ui, &tools[i]);
    /* Each as wide as its word, and its share of what is left over. */
    for (size_t i = 0; i < n; i++) {
        int share = spare / (int)(n - i);
        struct box at = box_cut_left(&inner, tool_width(ui, &tools[i]) + share);
        spare -= share;
        box_cut_left(&inner, gap);
        struct look look = tool_look(ui, &tools[i]);
        if (tools[i].kind == TOOL_PLAIN && look.border == 0) {
            look.border = st->accent.on_head;
            look.border_px = st->edge_px;
        }
        tool_paint(ui, at, &tools[i], &look);
    }
    return band.h;
}

int page_title(const struct ui *ui, struct box box, const char *title, const char *line)
{
    struct text_block first = {.utf8 = title,
                               .type = TYPE_TITLE,
                               .face = FACE_BOLD,
                               .line_height = LINES_TITLE,
                               .role = ROLE_TITLE,
                               .back = ui->style->bg};
    struct text_block second = {.utf8 = line,
                                .type = TYPE_BODY,
                                .role = ROLE_TEXT,
                                .ink = ui->style->ink2,
                                .back = ui->style->bg};
    box.h = 0;
    int height = widget_text(ui, box, &first);
    box.y += height;
    return height + widget_text(ui, box, &second);
}

int page_section(const struct ui *ui, struct box box, const char *title, const char *hint)
{
    struct text_block first = {.utf8 = title,
                               .type = TYPE_LEAD,
                               .face = FACE_BOLD,
                               .role = ROLE_TEXT,
                               .back = ui->style->bg};
    struct text_block second = {.utf8 = hint,
                                .type = TYPE_SMALL,
                                .role = ROLE_TEXT,
                                .ink = ui->style->ink2,
                                .back = ui->style->bg};
    box.h = 0;
    int height = widget_text(ui, box, &first);
    if (!part_has(hint))
        return height;
    int used = part_has(title) ? widget_text_width(ui, &first) + part_px(ui, 16) : 0;
    if (used + widget_text_width(ui, &second) > box.w)
        return height + widget_text(ui, (struct box){box.x, box.y + height, box.w, 0}, &second);
    struct box beside = {box.x + used, box.y, box.w - used, height};
    int alone = widget_text(ui, beside, &second);
    return height > 0 ? height : alone;
}

static struct text_block step_text(const struct ui *ui, const char *name, size_t i, size_t current)
{
    const struct style *st = ui->style;
    return (struct text_block){
        .utf8 = i < current ? name : arena_printf(ui->arena, "%zu. %s", i + 1, name),
        .type = TYPE_SMALL,
        .face = i == current ? FACE_BOLD : FACE_REGULAR,
        .line_height = LINES_TITLE,
        .role = ROLE_TEXT,
        .max_lines = 1,
        .ink = i <= current ? st->accent.deep : st->ink2,
        .back = st->surface};
}

/* All names beside each other; else the current one stands alone. */
static bool steps_fit(const struct ui *ui, struct box box, const char *const *names, size_t n,
                      size_t current)
{
    int width = box_column(box, 0, (int)n, part_px(ui, 16)).w;
    for (size_t i = 0; i < n; i++) {
        struct text_block text = step_text(ui, names[i], i, current);
        if (widget_text_width(ui, &text) + (i < current ? part_px(ui, 38) : 0) > width)
            return false;
    }
    return true;
}

static void step_bar(const struct ui *ui, struct box box, bool is_reached)
{
    const struct style *st = ui->style;
    draw_rect(ui->list, (struct box){box.x, box.y, box.w, part_px(ui, 8)}, 0,
              is_reached ? st->accent.deep : st->tile_line);
}

static void step_name(const struct ui *ui, struct box box, const char *name, size_t i,
                      size_t current)
{
    const struct style *st = ui->style;
    box_cut_top(&box, part_px(ui, 8 + 8));
    if (i < current) {
        struct box icon = box_cut_left(&box, part_px(ui, 30));
        part_icon(ui, icon, icon.w, "check", st->accent.deep, 0);
        box_cut_left(&box, part_px(ui, 8));
    }
    struct text_block text = step_text(ui, name, i, current);
    widget_text(ui, box, &text);
}

int page_steps(const struct ui *ui, struct box box, const char *const *names, size_t n,
               size_t current)
{
    const struct style *st = ui->style;
    struct box bar = {box.x, box.y, box.w, st->steps_px};
    draw_rect(ui->list, bar, 0, st->surface);
    draw_rect(ui->list, (struct box){bar.x, bar.y + bar.h - st->hair_px, bar.w, st->hair_px}, 0,
              st->hair);
    struct box inner = box_inset(bar, st->margin_px, part_px(ui, 20));
    bool fits = steps_fit(ui, inner, names, n, current);
    for (size_t i = 0; i < n; i++) {
        struct box at = box_column(inner, (int)i, (int)n, part_px(ui, 16));
        step_bar(ui, at, i <= current);
        if (fits)
            step_name(ui, at, names[i], i, current);
    }
    if (!fits)
        step_name(ui, inner, names[current], current, current);
    return bar.h;
}

/* Upright, back and home have their word under the icon, so that the answer's button stays as wide
 * beside three of them. */
static const enum type nav_type = TYPE_BODY;
static bool has_stacked_navs(const struct ui *ui)
{
    return ui->style->orientation == PORTRAIT;
}

static int nav_width(const struct ui *ui, const struct button *button)
{
    int natural = widget_button_width(ui, button), least = part_px(ui, 184);
    struct text_block word = {.utf8 = button->label, .type = nav_type, .face = FACE_BOLD};
    if (has_stacked_navs(ui)) {
        natural = widget_text_width(ui, &word) + 2 * part_px(ui, 14);
        least = part_px(ui, 132);
    }
    return natural > least ? natural : least;
}

static void nav_paint(const struct ui *ui, struct box box, const struct button *button)
{
    if (!has_stacked_navs(ui)) {
        widget_button(ui, box, button);
        return;
    }
    struct look look = part_look(ui, &button->tap, ui->style->accent.deep, ui->style->edge_px);
    look.ink = ui->style->accent.deep;
    part_surface(ui, box, ui->style->radius_card_px, &button->tap, &look);
    stack_paint(ui, box, button->icon, button->label, nav_type, FACE_BOLD, &look);
    part_tap_node(ui, box, ROLE_BUTTON, &button->tap, button->label, NULL);
}

static void reach_paint(const struct ui *ui, struct box *inner, const struct button *reach)
{
    if (!part_has(reach->label))
        return;
    const struct style *st = ui->style;
    struct text_block word = {.utf8 = reach->label, .type = TYPE_TAG};
    int width = widget_text_width(ui, &word) + 2 * part_px(ui, 10);
    if (width < part_px(ui, 104))
        width = part_px(ui, 104);
    struct box at = box_cut_left(inner, width);
    box_cut_left(inner, st->key_gap_px);
    struct look look = part_look(ui, &reach->tap, st->line, st->line_px);
    look.ink = part_is_pressed(ui, &reach->tap) ? st->accent.deep : st->ink2;
    look.icon_fill = 0;
    part_surface(ui, at, st->radius_card_px, &reach->tap, &look);
    stack_paint(ui, at, reach->icon, reach->label, TYPE_TAG, FACE_REGULAR, &look);
    part_tap_node(ui, at, ROLE_BUTTON, &reach->tap, reach->label, NULL);
}

int page_bottom(const struct ui *ui, struct box box, const struct page_bottom *bottom)
{
    const struct style *st = ui->style;
    struct box bar = box_cut_bottom(&box, st->bottom_px);
    draw_rect(ui->list, bar, 0, st->surface);
    draw_rect(ui->list, (struct box){bar.x, bar.y, bar.w, st->hair_px}, 0, st->hair);
    struct box inner = box_inset(bar, st->margin_px, (bar.h - st->button_px) / 2);
    reach_paint(ui, &inner, &bottom->reach);
    const struct button *navs[] = {&bottom->back, &bottom->home};
    for (size_t i = 0; i < 2; i++) {
        if (!part_has(navs[i]->label))
            continue;
        struct box at = box_cut_left(&inner, nav_width(ui, navs[i]));
        box_cut_left(&inner, st->gap_px);
        nav_paint(ui, at, navs[i]);
    }
    /* On a wide panel the buttons keep to the right half, where the hand is. */
    int most = st->orientation == LANDSCAPE ? bar.w * 11 / 20 : inner.w;
    for (size_t i = 0; i < bottom->n_mains; i++) {
        /* Unless their words need more. */
        int least = widget_button_width(ui, &bottom->mains[i]) + st->gap_px;
        most = least * (int)bottom->n_mains > most ? least * (int)bottom->n_mains : most;
    }
    if (inner.w > most)
        box_cut_left(&inner, inner.w - most);
    for (size_t i = 0; i < bottom->n_mains; i++)
        widget_button(ui, box_column(inner, (int)i, (int)bottom->n_mains, st->gap_px),
                      &bottom->mains[i]);
    return bar.h;
}

int page_pager(const struct ui *ui, struct box box, const struct page_pager *pager)
{
    struct button down = pager->down, up = pager->up;
    down.size = up.size = BUTTON_INLINE;
    int height = ui->style->inline_button_px;
    struct box inner = {box.x, box.y, box.w, height};
    widget_button(ui, box_cut_right(&inner, widget_button_width(ui, &down)), &down);
    box_cut_right(&inner, part_px(ui, 12));
    widget_button(ui, box_cut_right(&inner, widget_button_width(ui, &up)), &up);
    box_cut_right(&inner, part_px(ui, 12));
    struct text_block line = {.utf8 = pager->line,
                              .type = TYPE_BODY,
                              .role = ROLE_TEXT,
                              .ink = ui->style->ink2,
                              .back = ui->style->bg};
    /* The buttons say enough where there is no room for the count. */
    if (widget_text_width(ui, &line) <= inner.w)
        widget_text(ui, inner, &line);
    return height;
}

void page_scroll_begin(const struct ui *ui, struct box box, const struct page_scroll *scroll)
{
    struct draw_node node = {.role = ROLE_LIST,
                             .name = scroll->name,
                             .id = scroll->id,
                             .has_scroll = true,
                             .scroll = {scroll->offset_px, scroll->extent_px, box.h}};
    draw_node(ui->list, box, &node);
    draw_clip_push(ui->list, box);
}

void page_scroll_end(const struct ui *ui)
{
    draw_clip_pop(ui->list);
}

static struct text_block dialog_text(const struct ui *ui, const char *utf8, enum type type, int px,
                                     enum face face)
{
    return (struct text_block){.utf8 = utf8,
                               .type = type,
                               .px = px,
                               .face = face,
                               .line_height = face == FACE_BOLD ? LINES_TITLE : LINES_TEXT,
                               .align = ALIGN_CENTRE,
                               .role = face == FACE_BOLD ? ROLE_ALERT : ROLE_TEXT,
                               .back = ui->style->surface};
}

/* The dialog's big button: the same words, larger. */
static void dialog_go_on(const struct ui *ui, struct box box, const struct button *button)
{
    struct look look = part_look_filled(ui, &button->tap, &ui->style->accent);
    part_surface(ui, box, part_px(ui, 28), &button->tap, &look);
    struct group group = {
        .label = button->label, .label_px = 76, .face = FACE_BOLD, .type = TYPE_DISPLAY};
    part_group(ui, box, &group, &look);
    part_tap_node(ui, box, ROLE_BUTTON, &button->tap, button->label, NULL);
}

/* Everything in the dialog from y down (or only its height, with ui->list NULL). */
static int dialog_content(const struct ui *ui, struct box inner, const struct page_dialog *dialog)
{
    const struct style *st = ui->style;
    int y = inner.y;
    bool is_low = st->orientation == LANDSCAPE;
    if (dialog->ring_permille >= 0) {
        int ring = part_px(ui, is_low ? 160 : 280);
        draw_ring(ui->list, (struct box){inner.x + (inner.w - ring) / 2, y, ring, ring}, ring / 11,
                  dialog->ring_permille, st->accent.deep, st->sunk);
        part_icon(ui, (struct box){inner.x, y, inner.w, ring}, ring * 45 / 100, dialog->ring_icon,
                  st->accent.deep, st->accent.mid);
        y += ring + part_px(ui, is_low ? 16 : 32);
    }
    struct text_block title =
        dialog_text(ui, dialog->title, TYPE_DISPLAY, is_low ? 60 : 72, FACE_BOLD);
    struct text_block line = dialog_text(ui, dialog->line, TYPE_BUTTON, 40, FACE_REGULAR);
    y += widget_text(ui, (struct box){inner.x, y, inner.w, 0}, &title) + part_px(ui, 12);
    y += widget_text(ui, (struct box){inner.x, y, inner.w, 0}, &line) + part_px(ui, 40);
    int go_on = part_px(ui, is_low ? 180 : 220);
    dialog_go_on(ui, (struct box){inner.x, y, inner.w, go_on}, &dialog->go_on);
    y += go_on;
    if (part_has(dialog->end.label)) {
        int end = part_px(ui, is_low ? 110 : 136);
        end = end < st->touch_px ? st->touch_px : end;
        y += part_px(ui, 28);
        widget_button(ui, (struct box){inner.x, y, inner.w, end}, &dialog->end);
        y += end;
    }
    return y - inner.y;
}

void page_dialog(const struct ui *ui, const struct page_dialog *dialog)
{
    const struct style *st = ui->style;
    struct box window = {0, 0, st->width_px, st->height_px};
    draw_dim(ui->list, window, 0xB817211D);
    int pad = part_px(ui, 56), width = part_px(ui, 936);
    if (width > window.w - 2 * part_px(ui, 40))
        width = window.w - 2 * part_px(ui, 40);
    struct box inner = {(window.w - width) / 2 + pad, 0, width - 2 * pad, 0};
    struct ui dry = widget_dry(ui);
    int height = dialog_content(&dry, inner, dialog) + 2 * pad;
    /* Portrait: low, in reach. */
    int y = window.h - height - part_px(ui, st->orientation == LANDSCAPE ? 60 : 236);
    y = y < (window.h - height) / 2 ? (window.h - height) / 2 : y;
    struct box panel = {(window.w - width) / 2, y, width, height};
    draw_shadow(ui->list, panel, st->radius_panel_px, part_px(ui, 6), part_px(ui, 20), st->shadow);
    draw_frame(ui->list, panel, st->radius_panel_px, st->surface,
               st->theme == THEME_CONTRAST ? st->line : 0,
               st->theme == THEME_CONTRAST ? st->line_px : 0, EDGE_SOLID);
    inner.y = y + pad;
    dialog_content(ui, inner, dialog);
}
