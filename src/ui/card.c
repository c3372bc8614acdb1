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
    /* The label stays on one line: in a narrow card what is left stands below. */
    bool is_beside = widget_text_width(ui, &label) + part_px(ui, 16) + side_px <= box.w - 2 * pad;
    if (!is_beside)
        side.align = ALIGN_LEFT;
    box.h = 0;
    size_t mark = widget_card_begin(ui, box, CARD_FLAT);
    struct box in = {box.x + pad, box.y + pad, box.w - 2 * pad, 0};
    if (is_beside)
        widget_text(ui, (struct box){in.x + in.w - side_px, in.y, side_px, 0}, &side);
    in.y += widget_text(ui, (struct box){in.x, in.y, in.w - (is_beside ? side_px : 0), 0}, &label);
    in.y += widget_text(ui, in, &value);
    if (!is_beside)
        in.y += widget_text(ui, in, &side);
    in.y += pad;
    widget_card_end(ui, mark, in.y);
    return in.y - box.y;
}
