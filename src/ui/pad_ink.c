#include "ui/pad_part.h"
#include "ui/part.h"

/* The pad's side, of a panel 1080 wide, and the pen. */
enum {
    SIDE = 660,
    SIDE_BESIDE = 540,
    SIDE_LEAST = 400,
    BESIDE_LEAST = 470,
    BESIDE = 430,
    PEN = 17,
    GRID = 9
};

/* ---- the square ---- */

static void guide_paint(const struct ui *ui, struct box square)
{
    const struct style *st = ui->style;
    int dash = part_px(ui, 14), gap = part_px(ui, 12), px = part_px(ui, 3);
    draw_frame(ui->list, square, st->radius_key_px, 0, st->hair, part_px(ui, 3), EDGE_DASHED);
    for (int at = gap; at + dash < square.w; at += dash + gap) {
        draw_rect(ui->list, (struct box){square.x + at, square.y + square.h / 2, dash, px}, 0,
                  st->hair);
        draw_rect(ui->list, (struct box){square.x + square.w / 2, square.y + at, px, dash}, 0,
                  st->hair);
    }
}

static void ink_paint(const struct ui *ui, struct box square, const struct pad_ink *ink)
{
    int from = 0;
    for (int i = 0; i < ink->n_strokes; i++) {
        int n = ink->ends[i] - from;
        struct ink_point *points = arena_array(ui->arena, (size_t)n + 1, sizeof *points);
        for (int k = 0; k < n; k++)
            points[k] = (struct ink_point){square.x + ink->x[from + k] * square.w / PAD_INK_SPAN,
                                           square.y + ink->y[from + k] * square.h / PAD_INK_SPAN};
        if (n > 0)
            draw_ink(ui->list, points, (size_t)n, part_px(ui, PEN), ui->style->ink);
        from = ink->ends[i];
    }
}

static void square_put(const struct ui *ui, struct box square, const struct pad *pad)
{
    guide_paint(ui, square);
    draw_clip_push(ui->list, square);
    ink_paint(ui, square, &pad->ink);
    draw_clip_pop(ui->list);
    struct draw_node node = {.role = ROLE_IMAGE,
                             .name = pad->words.help,
                             .id = "ink.pad",
                             .action = {.kind = pad->ink_kind}};
    draw_node(ui->list, square, &node);
}

/* ---- beside it ---- */

static struct key side_key(const struct pad *pad, int i)
{
    struct key key;
    switch (i) {
    case 0:
        key = (struct key){.label = pad->words.del, .icon = "del", .arg = KEY_DELETE};
        break;
    case 1:
        key = pad_command_key(pad->words.undo, "pad.undo", pad, PAD_UNDO_STROKE);
        key.icon = "undo";
        key.state = pad->ink.n_strokes > 0 ? TAP_NORMAL : TAP_DISABLED;
        break;
    case 2:
        key = pad_command_key(pad->words.again, "pad.again", pad, PAD_DRAW_AGAIN);
        key.icon = "trash";
        key.state = pad->ink.n_strokes > 0 ? TAP_NORMAL : TAP_DISABLED;
        break;
    default:
        key = pad_command_key(pad->words.signs, "pad.signs", pad, PAD_TO_SIGNS);
        break;
    }
    key.kind = KEY_PLAIN;
    key.label_px = 34;
    return key;
}

/* Keys at the foot; the sentence takes what is left above, if it fits. */
static void side_put(const struct ui *ui, struct box box, const struct pad *pad)
{
    const struct style *st = ui->style;
    int gap = st->key_gap_px, height = part_px(ui, 104), most = (box.h - 3 * gap) / 4;
    height = height < most ? height : most;
    struct box keys = box_cut_bottom(&box, 4 * height + 3 * gap);
    box_cut_bottom(&box, gap);
    struct text_block help = {.utf8 = pad->words.help,
                              .type = TYPE_SMALL,
                              .role = ROLE_TEXT,
                              .ink = st->ink2,
                              .back = st->surface};
    struct text_lines lines = widget_text_lines(ui, box.w, &help);
    if ((int)lines.n * st->type[TYPE_SMALL].line_px <= box.h)
        widget_text(ui, (struct box){box.x, box.y, box.w, 0}, &help);
    for (int i = 0; i < 4; i++) {
        struct key key = side_key(pad, i);
        key_paint(ui, box_row(keys, i, 4, gap), pad->key_kind, &key);
    }
}

/* Nine of them and the key for all others, in so many columns. */
static void few_put(const struct ui *ui, struct box box, const struct pad *pad, int columns)
{
    int gap = ui->style->key_gap_px, rows = (GRID + columns) / columns;
    for (int i = 0; i <= GRID; i++) {
        struct box line = box_row(box, i / columns, rows, gap);
        struct box at = box_column(line, i % columns, columns, gap);
        if (i == GRID) {
            at.w = line.x + line.w - at.x; /* what is left of its row */
            struct key more = pad_command_key(pad->words.open, "pad.open", pad, PAD_OPEN);
            more.state = pad->n_candidates > GRID ? TAP_NORMAL : TAP_DISABLED;
            key_paint(ui, at, pad->key_kind, &more);
        } else if ((size_t)i < pad->n_candidates) {
            pad_candidate(ui, at, pad, (size_t)i, 58);
        } else if (ui->style->theme == THEME_LIGHT) {
            draw_frame(ui->list, at, ui->style->radius_key_px, 0, ui->style->hair,
                       ui->style->hair_px, EDGE_SOLID);
        }
    }
}

/* ---- together ---- */

static int row_px(const struct ui *ui)
{
    return part_px(ui, 104);
}

/* The candidates above the square, or beside it. */
static bool is_beside(const struct ui *ui, enum pad_size size)
{
    return ui->style->orientation == LANDSCAPE || size == PAD_LOW;
}

/* Everything but the square. */
static int around_px(const struct ui *ui, enum pad_size size)
{
    int strip = ui->style->chip_px + 2 * part_px(ui, 12) + part_px(ui, 20);
    if (is_beside(ui, size))
        return strip;
    return strip + 2 * row_px(ui) + ui->style->key_gap_px + part_px(ui, 14) + 2 * part_px(ui, 20);
}

int pad_ink_natural_px(const struct ui *ui, enum pad_size size)
{
    return around_px(ui, size) + part_px(ui, is_beside(ui, size) ? SIDE_BESIDE : SIDE);
}

int pad_ink_least_px(const struct ui *ui, enum pad_size size)
{
    return around_px(ui, size) + part_px(ui, is_beside(ui, size) ? BESIDE_LEAST : SIDE_LEAST);
}

static void above_put(const struct ui *ui, struct box box, const struct pad *pad)
{
    const struct style *st = ui->style;
    int rim = part_px(ui, 20);
    struct box few = box_cut_top(&box, 2 * row_px(ui) + st->key_gap_px);
    box_cut_top(&box, part_px(ui, 14));
    if (pad->is_open) {
        few.h = box.y + box.h - few.y;
        pad_list(ui, few, pad, few.h / (row_px(ui) + st->key_gap_px));
        return;
    }
    few_put(ui, few, pad, (GRID + 1) / 2);
    draw_frame(ui->list, box, st->radius_card_px, st->surface, st->tile_line, st->edge_px,
               EDGE_SOLID);
    struct box inner = box_inset(box, rim, rim);
    struct box square = box_cut_left(&inner, inner.h);
    box_cut_left(&inner, rim);
    square_put(ui, square, pad);
    side_put(ui, inner, pad);
}

static void beside_put(const struct ui *ui, struct box box, const struct pad *pad)
{
    const struct style *st = ui->style;
    int gap = st->key_gap_px;
    if (pad->is_open) {
        pad_list(ui, box, pad, box.h / (part_px(ui, 96) + gap));
        return;
    }
    /* Room for three candidates, or two words, beside the square. */
    int rim = part_px(ui, 14), most = box.w - part_px(ui, 20) - part_px(ui, BESIDE);
    struct box card = box_cut_left(&box, box.h < most ? box.h : most);
    draw_frame(ui->list, card, st->radius_card_px, st->surface, st->tile_line, st->edge_px,
               EDGE_SOLID);
    int side = card.w - 2 * rim;
    square_put(ui, (struct box){card.x + rim, card.y + (card.h - side) / 2, side, side}, pad);
    box_cut_left(&box, part_px(ui, 20));
    /* Four rows of candidates or, where that is too low for fingers, three; then two of keys. */
    int rows = box_row(box, 0, 6, gap).h >= st->key_px ? 4 : 3;
    struct box few = box_row(box, 0, rows + 2, gap), last = box_row(box, rows - 1, rows + 2, gap);
    few.h = last.y + last.h - few.y;
    few_put(ui, few, pad, rows == 4 ? 3 : 4);
    for (int i = 0; i < 4; i++) {
        struct key key = side_key(pad, i);
        struct box row = box_row(box, rows + i / 2, rows + 2, gap);
        key_paint(ui, box_column(row, i % 2, 2, gap), pad->key_kind, &key);
    }
}

void pad_ink_put(const struct ui *ui, struct box box, const struct pad *pad)
{
    int gap = part_px(ui, 12), foot = part_px(ui, 20);
    int least = 5 * ui->style->key_px + 4 * ui->style->key_gap_px + ui->style->chip_px + gap;
    box_cut_top(&box, gap);
    /* Where it is low the keys come before the margin. */
    if (box.h >= least + foot)
        box_cut_bottom(&box, foot);
    pad_strip(ui, box_cut_top(&box, ui->style->chip_px), pad);
    box_cut_top(&box, gap);
    if (is_beside(ui, pad->size))
        beside_put(ui, box, pad);
    else
        above_put(ui, box, pad);
}
