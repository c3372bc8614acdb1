/* The bar that says there is no network. */
#include "ui/page.h"

#include "ui/part.h"

static struct text_block offline_text(const struct ui *ui, const char *utf8, enum face face)
{
    return (struct text_block){.utf8 = utf8,
                               .type = TYPE_BODY,
                               .face = face,
                               .line_height = LINES_TITLE,
                               .is_part = true,
                               .ink = ui->style->on_offline,
                               .back = ui->style->offline};
}

/* What stands in the bar: bold and the line beside each other or stacked, and end at the right. */
struct offline {
    struct pair texts;
    struct text_block end;
    int text_px, end_px, bold_px, gap_px;
    bool is_stacked;
};

static struct offline offline_form(const struct ui *ui, int width_px, const char *bold,
                                   const char *line, const char *right)
{
    int gap = part_px(ui, 16);
    struct offline form = {
        .texts = {offline_text(ui, bold, FACE_BOLD), offline_text(ui, line, FACE_REGULAR)},
        .end = offline_text(ui, right, FACE_REGULAR),
        .gap_px = gap,
    };
    form.bold_px = widget_text_width(ui, &form.texts.first) + 1;
    form.end_px = part_has(right) ? widget_text_width(ui, &form.end) + 1 + gap : 0;
    form.text_px = width_px - form.end_px;
    form.is_stacked =
        form.bold_px + gap + widget_text_width(ui, &form.texts.second) >= form.text_px;
    return form;
}

/* Where three things do not stand beside each other, all but the first make a line below it if the
 * bar is lower that way. */
static struct offline offline_lowest(const struct ui *ui, int width_px, const char *bold,
                                     const char *line, const char *right)
{
    struct offline form = offline_form(ui, width_px, bold, line, right);
    if (!form.is_stacked || !part_has(right))
        return form;
    const char *both = part_has(line) ? arena_printf(ui->arena, "%s  %s", line, right) : right;
    struct offline below = offline_form(ui, width_px, bold, both, NULL);
    below.is_stacked = true;
    int height = part_pair_height(ui, form.text_px, &form.texts);
    return part_pair_height(ui, below.text_px, &below.texts) < height ? below : form;
}

int page_offline(const struct ui *ui, struct box box, const char *bold, const char *line,
                 const char *right)
{
    const struct style *st = ui->style;
    int icon = part_px(ui, 40), gap = part_px(ui, 16);
    int width = box.w - 2 * st->margin_px - icon - gap;
    struct offline form = offline_lowest(ui, width, bold, line, right);
    struct box bar = {box.x, box.y, box.w, st->offline_px};
    int stacked = part_pair_height(ui, form.text_px, &form.texts) + 2 * part_px(ui, 12);
    if (form.is_stacked && stacked > bar.h)
        bar.h = stacked;
    draw_rect(ui->list, bar, 0, st->offline);
    part_plain_node(ui, bar, ROLE_ALERT, bold, part_join(ui, line, right, NULL));
    struct box inner = box_inset(bar, st->margin_px, 0);
    part_icon(ui, box_cut_left(&inner, icon), icon, "wifioff", st->on_offline, 0);
    box_cut_left(&inner, gap);
    struct box end = box_cut_right(&inner, form.end_px);
    if (form.end_px > 0) {
        box_cut_left(&end, gap);
        widget_text(ui, end, &form.end);
    }
    if (form.is_stacked) {
        part_pair(ui, inner, &form.texts);
        return bar.h;
    }
    widget_text(ui, box_cut_left(&inner, form.bold_px), &form.texts.first);
    box_cut_left(&inner, gap);
    widget_text(ui, inner, &form.texts.second);
    return bar.h;
}
