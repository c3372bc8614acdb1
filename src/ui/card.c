#include "ui/card.h"

#include "ui/part.h"

int card_figure(const struct ui *ui, struct box box, const struct figure *figure)
{
    const struct style *st = ui->style;
    int pad = part_px(ui, 28);
    struct text_block label = {.utf8 = figure->label,
                               .type = TYPE_LEAD,
                               .role = ROLE_TEXT,
                               .ink = st->ink2,
                               .back = st->surface};
    struct text_block value = {.utf8 = figure->value,
                               .type = figure->type,
                               .face = FACE_BOLD,
                               .line_height = LINES_TITLE,
                               .role = ROLE_TEXT,
                               .back = st->surface};
    struct text_block side = {.utf8 = figure->side,
                              .type = TYPE_LEAD,
                              .face = FACE_BOLD,
                              .align = ALIGN_RIGHT,
                              .role = ROLE_TEXT,
                              .ink = st->accent.deep,
                              .back = st->surface};
    int side_px = part_has(figure->side) ? widget_text_width(ui, &side) + 1 : 0;
    int icon = part_has(figure->icon) && box.w >= part_px(ui, 760) ? part_px(ui, 84) : 0;
    int room = box.w - 2 * pad - (icon > 0 ? icon + pad : 0);
    /* The label stays on one line: in a narrow card what is left stands below. */
    bool is_beside = widget_text_width(ui, &label) + part_px(ui, 16) + side_px <= room;
    if (!is_beside)
        side.align = ALIGN_LEFT;
    box.h = 0;
    size_t mark = widget_card_begin(ui, box, CARD_FLAT);
    struct box in = {box.x + pad, box.y + pad, box.w - 2 * pad, 0};
    struct box sign = box_cut_left(&in, icon);
    box_cut_left(&in, icon > 0 ? pad : 0);
    if (is_beside)
        widget_text(ui, (struct box){in.x + in.w - side_px, in.y, side_px, 0}, &side);
    in.y += widget_text(ui, (struct box){in.x, in.y, in.w - (is_beside ? side_px : 0), 0}, &label);
    in.y += widget_text(ui, in, &value);
    if (!is_beside)
        in.y += widget_text(ui, in, &side);
    sign.h = in.y - sign.y;
    part_icon(ui, sign, icon, figure->icon, st->accent.deep, st->accent.mid);
    in.y += pad;
    widget_card_end(ui, mark, in.y);
    return in.y - box.y;
}

/* A number in a disc with its sentence beside it. */
static int point_put(const struct ui *ui, struct box box, const char *point, size_t number)
{
    const struct style *st = ui->style;
    int disc = part_px(ui, 56);
    struct text_block digit = {.utf8 = arena_printf(ui->arena, "%zu", number),
                               .type = TYPE_BODY,
                               .px = 30,
                               .face = FACE_BOLD,
                               .align = ALIGN_CENTRE,
                               .is_part = true,
                               .ink = st->accent.deep,
                               .back = st->accent.tint};
    struct text_block words = {
        .utf8 = point, .type = TYPE_BODY, .px = 34, .role = ROLE_TEXT, .back = st->surface};
    struct box sign = {box.x, box.y, disc, disc}, beside = box;
    box_cut_left(&beside, disc + part_px(ui, 22));
    struct ui dry = widget_dry(ui);
    int height = widget_text(&dry, beside, &words);
    beside.h = height > disc ? height : disc;
    draw_rect(ui->list, sign, disc / 2, st->accent.tint);
    widget_text(ui, sign, &digit);
    widget_text(ui, beside, &words);
    return beside.h;
}

int card_points(const struct ui *ui, struct box box, const struct points *points)
{
    int pad = part_px(ui, 28), gap = part_px(ui, 16);
    box.h = 0;
    size_t mark = widget_card_begin(ui, box, CARD_FLAT);
    struct box in = {box.x + pad, box.y + pad, box.w - 2 * pad, 0};
    struct text_block heading = {.utf8 = points->title,
                                 .type = TYPE_LEAD,
                                 .face = FACE_BOLD,
                                 .line_height = LINES_TITLE,
                                 .role = ROLE_TEXT,
                                 .back = ui->style->surface};
    int used = widget_text(ui, in, &heading);
    in.y += used > 0 ? used + gap : 0;
    for (size_t i = 0; i < points->n; i++) {
        in.y += i > 0 ? gap : 0;
        in.y += point_put(ui, in, points->lines[i], points->before + i + 1);
    }
    in.y += pad;
    widget_card_end(ui, mark, in.y);
    return in.y - box.y;
}

static struct text_block card_text(const char *utf8, enum type type, enum face face)
{
    return (struct text_block){
        .utf8 = utf8, .type = type, .face = face, .line_height = LINES_TITLE, .is_part = true};
}

int card_strip(const struct ui *ui, struct box box, const struct strip *strip)
{
    const struct style *st = ui->style;
    struct look look = {.fill = st->accent.dark, .ink = st->accent.on_head};
    if (part_is_pressed(ui, &strip->tap)) {
        look.fill = st->accent.tint;
        look.ink = st->accent.deep;
    }
    if (st->theme == THEME_CONTRAST) {
        look.border = look.ink;
        look.border_px = st->line_px;
    }
    int gap = part_px(ui, 20), icon = part_px(ui, 40), end = part_px(ui, 32);
    struct box inner = box_inset(box, part_px(ui, 28), 0);
    struct text_block right = card_text(strip->right, TYPE_SMALL, FACE_REGULAR);
    struct text_block title = card_text(strip->title, TYPE_BODY, FACE_BOLD);
    struct box icon_box = box_cut_left(&inner, icon);
    box_cut_left(&inner, gap);
    struct box end_box = box_cut_right(&inner, end);
    struct box right_box = {0};
    if (part_has(strip->right)) {
        box_cut_right(&inner, gap / 2);
        right_box = box_cut_right(&inner, widget_text_width(ui, &right) + 1);
    }
    box_cut_right(&inner, gap);
    struct ui dry = widget_dry(ui);
    int text = widget_text(&dry, (struct box){0, 0, inner.w, 0}, &title);
    box.h = part_max(part_max(st->chip_px, st->touch_px), text + 2 * part_px(ui, 14));
    icon_box.h = right_box.h = inner.h = end_box.h = box.h;
    part_surface(ui, box, st->radius_field_px, &strip->tap, &look);
    part_icon(ui, icon_box, icon, strip->icon, look.ink, 0);
    title.ink = right.ink = look.ink;
    title.back = right.back = look.fill;
    widget_text(ui, inner, &title);
    widget_text(ui, right_box, &right);
    part_icon(ui, end_box, end, "next", look.ink, 0);
    part_tap_node(ui, box, ROLE_BUTTON, &strip->tap, strip->title, strip->right);
    return box.h;
}

static struct text_block cell_label(const struct cell *cell)
{
    struct text_block label = card_text(cell->label, TYPE_SMALL, FACE_BOLD);
    label.align = ALIGN_CENTRE;
    return label;
}

/* All as high as the one with the most to say. */
static int cell_height(const struct ui *ui, int width_px, const struct cell *cells, size_t n)
{
    struct ui dry = widget_dry(ui);
    int text = 0;
    for (size_t i = 0; i < n; i++) {
        struct text_block label = cell_label(&cells[i]);
        text = part_max(text, widget_text(&dry, (struct box){0, 0, width_px, 0}, &label));
    }
    return part_max(text + part_px(ui, 64 + 8 + 2 * 18), ui->style->touch_px);
}

int card_cells(const struct ui *ui, struct box box, const struct cell *cells, size_t n, int columns)
{
    const struct style *st = ui->style;
    int gap = st->key_gap_px, pad = part_px(ui, 8), icon = part_px(ui, 64);
    int rows = ((int)n + columns - 1) / columns;
    int height = cell_height(ui, box_column(box, 0, columns, gap).w - 2 * pad, cells, n);
    box.h = rows * height + (rows - 1) * gap;
    for (size_t i = 0; i < n && ui->list; i++) {
        struct box line = box_row(box, (int)i / columns, rows, gap);
        struct box at = box_column(line, (int)i % columns, columns, gap);
        struct look look = part_look(ui, &cells[i].tap, st->tile_line, st->line_px);
        look.fill = st->accent.tint;
        part_surface(ui, at, st->radius_key_px, &cells[i].tap, &look);
        struct text_block label = cell_label(&cells[i]);
        label.ink = look.ink;
        label.back = look.fill;
        struct box inner = box_inset(at, pad, part_px(ui, 18));
        part_icon(ui, box_cut_top(&inner, icon), icon, cells[i].icon, st->accent.deep,
                  st->accent.mid);
        box_cut_top(&inner, part_px(ui, 8));
        widget_text(ui, inner, &label);
        part_tap_node(ui, at, ROLE_BUTTON, &cells[i].tap, cells[i].label, NULL);
    }
    return rows > 0 ? box.h : 0;
}

static void moment_dot(const struct ui *ui, struct box dot, enum moment_state state)
{
    const struct accent *accent = &ui->style->accent;
    colour check = ui->style->theme == THEME_CONTRAST ? 0xFF000000 : 0xFFFFFFFF;
    switch (state) {
    case MOMENT_DONE:
        draw_frame(ui->list, dot, dot.w / 2, accent->deep, 0, 0, EDGE_SOLID);
        part_icon(ui, dot, part_px(ui, 28), "check", check, 0);
        break;
    case MOMENT_OPEN:
        draw_frame(ui->list, dot, dot.w / 2, ui->style->surface, accent->deep, part_px(ui, 6),
                   EDGE_SOLID);
        break;
    case MOMENT_NEXT:
        draw_frame(ui->list, dot, dot.w / 2, ui->style->surface, ui->style->line, part_px(ui, 3),
                   EDGE_SOLID);
        break;
    }
}

int widget_timeline(const struct ui *ui, struct box box, const struct moment *moments, size_t n)
{
    const struct style *st = ui->style;
    int pad = part_px(ui, 30), dot = part_px(ui, 44), gap = part_px(ui, 24);
    int when_w = style_type_px(st, TYPE_SMALL, 158);
    int y = box.y + pad;
    size_t mark = widget_card_begin(ui, box, CARD_FLAT);
    for (size_t i = 0; i < n; i++) {
        const struct moment *moment = &moments[i];
        struct box when = {box.x + pad, y, when_w, 0};
        struct box text = {when.x + when_w + 2 * gap + dot, y, 0, 0};
        text.w = box.x + box.w - pad - text.x;
        struct text_block time =
            part_line(moment->when, TYPE_SMALL, 30, FACE_REGULAR, st->ink2, st->surface);
        time.align = ALIGN_RIGHT;
        bool is_next = moment->state == MOMENT_NEXT;
        struct text_block title =
            part_line(moment->title, TYPE_LEAD, 36, is_next ? FACE_REGULAR : FACE_BOLD,
                      moment->state == MOMENT_OPEN ? st->accent.deep : st->ink, st->surface);
        title.line_height = LINES_TITLE;
        struct text_block line =
            part_line(moment->line, TYPE_SMALL, 30, FACE_REGULAR, st->ink2, st->surface);
        widget_text(ui, when, &time);
        int height = widget_text(ui, text, &title);
        height += widget_text(ui, (struct box){text.x, y + height, text.w, 0}, &line);
        bool is_last = i + 1 == n;
        int step = part_max(height, dot) + (is_last ? 0 : part_px(ui, 32));
        struct box at = {when.x + when_w + gap, y, dot, dot};
        if (!is_last)
            draw_rect(ui->list,
                      (struct box){at.x + (dot - part_px(ui, 6)) / 2, y + dot, part_px(ui, 6),
                                   step - dot},
                      0, st->accent.mid);
        moment_dot(ui, at, moment->state);
        part_plain_node(ui, (struct box){when.x, y, box.w - 2 * pad, height}, ROLE_TEXT,
                        moment->title, part_join(ui, moment->when, moment->line, NULL));
        y += step;
    }
    y += pad;
    widget_card_end(ui, mark, y);
    return y - box.y;
}
