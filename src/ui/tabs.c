/* What one of several is chosen with, in a row: chips and the tabs of days. */
#include "ui/part.h"

enum { CHIP_GAP = 14 };

static struct look chip_look(const struct ui *ui, const struct chip *chip)
{
    if (chip->tap.state == TAP_CHOSEN)
        return part_look_filled(ui, &chip->tap, &ui->style->accent);
    return part_look(ui, &chip->tap, ui->style->line, ui->style->edge_px);
}

static struct group chip_group(const struct chip *chip)
{
    return (struct group){.icon = chip->icon,
                          .label = chip->label,
                          .label_px = 32,
                          .icon_px = 32,
                          .gap_px = 10,
                          .face = chip->tap.state == TAP_CHOSEN ? FACE_BOLD : FACE_REGULAR,
                          .type = TYPE_BODY};
}

static int chip_width(const struct ui *ui, const struct chip *chip)
{
    struct group group = chip_group(chip);
    return part_max(part_group_width(ui, &group) + 2 * part_px(ui, 26), ui->style->touch_px);
}

int widget_chips_width(const struct ui *ui, const struct chip *chips, size_t n)
{
    int width = 0;
    for (size_t i = 0; i < n; i++)
        width += chip_width(ui, &chips[i]) + (i > 0 ? part_px(ui, CHIP_GAP) : 0);
    return width;
}

int widget_chips(const struct ui *ui, struct box box, const struct chip *chips, size_t n)
{
    int gap = part_px(ui, CHIP_GAP), height = ui->style->chip_px;
    int x = box.x, y = box.y;
    for (size_t i = 0; i < n; i++) {
        const struct chip *chip = &chips[i];
        bool is_chosen = chip->tap.state == TAP_CHOSEN;
        struct group group = chip_group(chip);
        int width = chip_width(ui, chip);
        if (x > box.x && x + width > box.x + box.w) {
            x = box.x;
            y += height + gap;
        }
        struct box at = {x, y, width < box.w ? width : box.w, height};
        struct look look = chip_look(ui, chip);
        part_surface(ui, at, height / 2, &chip->tap, &look);
        part_group(ui, at, &group, &look);
        part_tap_node(ui, at, ROLE_TAB, &chip->tap, chip->label, is_chosen ? "on" : "off");
        x += width + gap;
    }
    return n == 0 ? 0 : y + height - box.y;
}

static struct text_block tab_text(const char *utf8, int px, enum face face, const struct look *look)
{
    return (struct text_block){.utf8 = utf8,
                               .type = px > 40 ? TYPE_TILE : TYPE_TAG,
                               .px = px,
                               .face = face,
                               .line_height = LINES_TITLE,
                               .align = ALIGN_CENTRE,
                               .is_part = true,
                               .ink = look->ink,
                               .back = look->fill};
}

/* Its three lines from box.y down; returns their height. */
static int tab_texts(const struct ui *ui, struct box box, const struct day_tab *tab,
                     const struct look *look)
{
    struct text_block texts[] = {tab_text(tab->over, 28, FACE_REGULAR, look),
                                 tab_text(tab->number, 48, FACE_BOLD, look),
                                 tab_text(tab->under, 26, FACE_REGULAR, look)};
    int y = box.y;
    for (int i = 0; i < 3; i++)
        y += widget_text(ui, (struct box){box.x, y, box.w, 0}, &texts[i]);
    return y - box.y;
}

static int tab_height(const struct ui *ui, struct box box, const struct day_tab *tab)
{
    struct ui dry = widget_dry(ui);
    return tab_texts(&dry, box, tab, &(struct look){0});
}

static void day_tab(const struct ui *ui, struct box box, const struct day_tab *tab)
{
    bool is_chosen = tab->tap.state == TAP_CHOSEN;
    struct look look = is_chosen ? part_look_filled(ui, &tab->tap, &ui->style->accent)
                                 : part_look(ui, &tab->tap, ui->style->line, ui->style->edge_px);
    part_surface(ui, box, part_px(ui, 18), &tab->tap, &look);
    struct box at = box;
    at.y += (box.h - tab_height(ui, box, tab)) / 2;
    tab_texts(ui, at, tab, &look);
    part_tap_node(ui, box, ROLE_TAB, &tab->tap, part_join(ui, tab->over, tab->number, tab->under),
                  is_chosen ? "on" : "off");
}

int widget_day_tabs(const struct ui *ui, struct box box, const struct day_tab *tabs, size_t n)
{
    bool is_high = part_is_large(ui) && ui->style->orientation == PORTRAIT;
    int gap = part_px(ui, 10);
    if (box.h <= 0) {
        box.h = part_px(ui, is_high ? 210 : 148);
        for (size_t i = 0; i < n; i++)
            box.h = part_max(box.h, tab_height(ui, box_column(box, (int)i, (int)n, gap), &tabs[i]) +
                                        2 * part_px(ui, 8));
    }
    for (size_t i = 0; i < n; i++)
        day_tab(ui, box_column(box, (int)i, (int)n, gap), &tabs[i]);
    return n == 0 ? 0 : box.h;
}
