#include "ui/card.h"

#include "ui/part.h"

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

static struct text_block card_text(const struct ui *ui, const char *utf8, enum type type, int px,
                                   enum face face)
{
    return (struct text_block){.utf8 = utf8,
                               .type = type,
                               .px = px,
                               .face = face,
                               .line_height = face == FACE_BOLD ? LINES_TITLE : LINES_TEXT,
                               .is_part = true,
                               .back = ui->style->surface};
}

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
    box.h = 0;
    size_t mark = widget_card_begin(ui, box, CARD_FLAT);
    struct box in = {box.x + pad, box.y + pad, box.w - 2 * pad, 0};
    widget_text(ui, (struct box){in.x + in.w - side_px, in.y, side_px, 0}, &side);
    in.y += widget_text(ui, (struct box){in.x, in.y, in.w - side_px, 0}, &label);
    in.y += widget_text(ui, in, &value) + pad;
    widget_card_end(ui, mark, in.y);
    return in.y - box.y;
}

static int point_paint(const struct ui *ui, struct box box, const struct point *point,
                       size_t number)
{
    const struct style *st = ui->style;
    int disc = part_px(ui, 56);
    struct text_block text = card_text(ui, point->text, TYPE_BODY, 34, FACE_REGULAR);
    struct box words = box;
    box_cut_left(&words, disc + part_px(ui, 22));
    struct ui dry = widget_dry(ui);
    words.h = max_int(widget_text(&dry, words, &text), disc);
    struct box sign = {box.x, box.y, disc, disc};
    if (part_has(point->icon)) {
        struct status_colour tone = part_tone(ui, point->tone);
        part_icon(ui, sign, part_px(ui, 48), point->icon, tone.ink, st->accent.mid);
    } else {
        struct text_block digit =
            card_text(ui, arena_printf(ui->arena, "%zu", number), TYPE_BODY, 30, FACE_BOLD);
        digit.align = ALIGN_CENTRE;
        digit.ink = st->accent.deep;
        digit.back = st->accent.tint;
        draw_rect(ui->list, sign, disc / 2, st->accent.tint);
        widget_text(ui, sign, &digit);
    }
    widget_text(ui, words, &text);
    part_plain_node(ui, (struct box){box.x, box.y, box.w, words.h}, ROLE_TEXT, point->text, NULL);
    return words.h;
}

int card_points(const struct ui *ui, struct box box, const char *title, const struct point *points,
                size_t n)
{
    int pad = part_px(ui, 28), gap = part_px(ui, 16);
    struct box inner = {box.x + pad, box.y + pad - part_px(ui, 4), box.w - 2 * pad, 0};
    size_t mark = widget_card_begin(ui, box, CARD_FLAT);
    struct text_block heading = card_text(ui, title, TYPE_LEAD, 38, FACE_BOLD);
    heading.is_part = false;
    int used = widget_text(ui, inner, &heading);
    inner.y += used > 0 ? used + gap : 0;
    for (size_t i = 0; i < n; i++)
        inner.y += point_paint(ui, inner, &points[i], i + 1) + (i + 1 < n ? gap : 0);
    int bottom = inner.y + pad - part_px(ui, 4);
    bottom = max_int(bottom, box.y + box.h);
    widget_card_end(ui, mark, bottom);
    return bottom - box.y;
}

enum seat { SEAT_TAKEN, SEAT_YOURS, SEAT_FREE };

static void seat_paint(const struct ui *ui, struct box box, enum seat seat)
{
    const struct style *st = ui->style;
    int radius = box.w * 22 / 100, figure = box.w * 68 / 100;
    if (seat == SEAT_FREE) {
        draw_frame(ui->list, box, radius, st->surface, st->accent.deep, st->edge_px, EDGE_SOLID);
        return;
    }
    bool is_yours = seat == SEAT_YOURS;
    draw_rect(ui->list, box, radius, is_yours ? st->accent.fill : st->sunk);
    part_icon(ui, box, figure, "user", is_yours ? st->accent.on_fill : st->off_ink, 0);
}

static int seats_legend(const struct ui *ui, struct box box, const struct seats *seats)
{
    const char *const words[] = {seats->taken_word, seats->yours_word, seats->free_word};
    int sample = part_px(ui, 32), x = box.x, height = ui->style->type[TYPE_SMALL].line_px;
    for (int i = 0; i < 3; i++) {
        if (!part_has(words[i]))
            continue;
        struct text_block text = card_text(ui, words[i], TYPE_SMALL, 28, FACE_REGULAR);
        text.ink = ui->style->ink2;
        int width = widget_text_width(ui, &text) + 1;
        seat_paint(ui, (struct box){x, box.y + (height - sample) / 2, sample, sample},
                   (enum seat)i);
        x += sample + part_px(ui, 12);
        widget_text(ui, (struct box){x, box.y, width, height}, &text);
        x += width + part_px(ui, 32);
    }
    return height;
}

static int seats_grid(const struct ui *ui, struct box box, const struct seats *seats)
{
    if (seats->total <= 0 || seats->total > CARD_MAX_SEATS)
        return 0;
    int seat = part_px(ui, 74), gap = part_px(ui, 18);
    int columns = (box.w + gap) / (seat + gap);
    columns = columns > 10 ? 10 : columns < 1 ? 1 : columns;
    for (int i = 0; i < seats->total; i++) {
        struct box column = box_column(box, i % columns, columns, gap);
        struct box at = {column.x + (column.w - seat) / 2, box.y + i / columns * (seat + gap), seat,
                         seat};
        seat_paint(ui, at,
                   i < seats->taken                  ? SEAT_TAKEN
                   : i < seats->taken + seats->yours ? SEAT_YOURS
                                                     : SEAT_FREE);
    }
    return (seats->total + columns - 1) / columns * (seat + gap);
}

int card_seats(const struct ui *ui, struct box box, const struct seats *seats)
{
    int pad = part_px(ui, 28);
    struct box inner = {box.x + pad, box.y + part_px(ui, 24), box.w - 2 * pad, 0};
    size_t mark = widget_card_begin(ui, box, CARD_FLAT);
    struct text_block title = card_text(ui, seats->title, TYPE_LEAD, 38, FACE_BOLD);
    struct text_block line = card_text(ui, seats->line, TYPE_BODY, 32, FACE_REGULAR);
    line.ink = ui->style->ink2;
    bool is_one_line =
        widget_text_width(ui, &title) + widget_text_width(ui, &line) + pad <= inner.w;
    int top = inner.y;
    if (is_one_line) {
        line.align = ALIGN_RIGHT;
        int height = widget_text(ui, inner, &title);
        widget_text(ui, (struct box){inner.x, inner.y, inner.w, height}, &line);
        inner.y += height;
    } else {
        struct pair pair = {title, line};
        int height = part_pair_height(ui, inner.w, &pair);
        part_pair(ui, (struct box){inner.x, inner.y, inner.w, height}, &pair);
        inner.y += height;
    }
    part_plain_node(ui, (struct box){inner.x, top, inner.w, inner.y - top}, ROLE_TEXT, seats->title,
                    seats->line);
    inner.y += part_px(ui, 16);
    int grid = seats_grid(ui, inner, seats);
    inner.y += grid;
    if (grid > 0)
        inner.y += seats_legend(ui, inner, seats);
    int bottom = max_int(inner.y + part_px(ui, 20), box.y + box.h);
    widget_card_end(ui, mark, bottom);
    return bottom - box.y;
}

static int progress_buttons(const struct ui *ui, struct box box, const struct progress *progress)
{
    int x = box.x, y = box.y, gap = part_px(ui, 14), height = ui->style->inline_button_px;
    for (size_t i = 0; i < progress->n_buttons; i++) {
        struct button button = progress->buttons[i];
        button.size = BUTTON_INLINE;
        int width = widget_button_width(ui, &button);
        if (x > box.x && x + width > box.x + box.w) {
            x = box.x;
            y += height + gap;
        }
        widget_button(ui, (struct box){x, y, width < box.w ? width : box.w, height}, &button);
        x += width + gap;
    }
    return progress->n_buttons == 0 ? 0 : y + height - box.y;
}

int card_progress(const struct ui *ui, struct box box, const struct progress *progress)
{
    const struct style *st = ui->style;
    int pad = part_px(ui, 32), icon = part_px(ui, 64);
    struct box inner = {box.x + pad, box.y + pad, box.w - 2 * pad, 0};
    size_t mark = widget_card_begin(ui, box, CARD_TINTED);
    struct text_block title = card_text(ui, progress->title, TYPE_TILE, 44, FACE_BOLD);
    struct text_block line = card_text(ui, progress->line, TYPE_BODY, 34, FACE_REGULAR);
    title.ink = st->accent.deep;
    title.back = line.back = st->accent.tint;
    struct box head = inner;
    if (part_has(progress->icon))
        box_cut_left(&head, icon + part_px(ui, 18));
    struct ui dry = widget_dry(ui);
    head.h = max_int(widget_text(&dry, head, &title), icon);
    part_icon(ui, (struct box){inner.x, inner.y, icon, head.h}, icon, progress->icon,
              st->accent.deep, st->accent.mid);
    widget_text(ui, head, &title);
    part_plain_node(ui, (struct box){inner.x, inner.y, inner.w, head.h}, ROLE_TEXT, progress->title,
                    progress->line);
    inner.y += head.h + part_px(ui, 20);
    if (progress->done_permille >= 0) {
        struct box bar = {inner.x, inner.y, inner.w, part_px(ui, 18)};
        draw_rect(ui->list, bar, bar.h / 2, st->surface);
        bar.w = max_int(bar.w * progress->done_permille / 1000, bar.h);
        draw_rect(ui->list, bar, bar.h / 2, st->accent.fill);
        inner.y += bar.h + part_px(ui, 20);
    }
    inner.y += widget_text(ui, inner, &line);
    if (progress->n_buttons > 0)
        inner.y += part_px(ui, 20);
    inner.y += progress_buttons(ui, inner, progress);
    int bottom = max_int(inner.y + pad, box.y + box.h);
    widget_card_end(ui, mark, bottom);
    return bottom - box.y;
}
