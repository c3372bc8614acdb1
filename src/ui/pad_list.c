#include <string.h>

#include "ui/pad_part.h"
#include "ui/part.h"

/* ---- strip ---- */

static const struct {
    enum pad_mode mode;
    enum pad_command command;
    const char *id, *icon;
} ways[] = {{PAD_PINYIN, PAD_TO_PINYIN, "pad.pinyin", "keyboard"},
            {PAD_INK, PAD_TO_INK, "pad.ink", "pencil"}};

static struct group way_group(const struct pad *pad, size_t i)
{
    bool is_on = pad->mode == ways[i].mode;
    return (struct group){.icon = ways[i].icon,
                          .label = ways[i].mode == PAD_INK ? pad->words.ink : pad->words.pinyin,
                          .label_px = 34,
                          .icon_px = 34,
                          .gap_px = 10,
                          .face = is_on ? FACE_BOLD : FACE_REGULAR,
                          .type = TYPE_BODY};
}

/* Bold is wider: the chips must not move with a tap. */
static int way_width(const struct ui *ui, const struct pad *pad, size_t i)
{
    struct group group = way_group(pad, i);
    group.face = FACE_BOLD;
    return part_group_width(ui, &group) + 2 * part_px(ui, 28);
}

static void way_paint(const struct ui *ui, struct box box, const struct pad *pad, size_t i)
{
    const struct style *st = ui->style;
    bool is_on = pad->mode == ways[i].mode;
    struct tap tap = {.id = ways[i].id,
                      .action = {.kind = pad->command_kind, .arg = ways[i].command},
                      .state = is_on ? TAP_CHOSEN : TAP_NORMAL};
    struct look look = is_on ? part_look_filled(ui, &tap, &st->accent)
                             : part_look(ui, &tap, st->line, st->edge_px);
    look.icon_fill = is_on ? 0 : look.icon_fill;
    struct group group = way_group(pad, i);
    part_surface(ui, box, box.h / 2, &tap, &look);
    part_group(ui, box, &group, &look);
    part_tap_node(ui, box, ROLE_TAB, &tap, group.label, is_on ? "on" : NULL);
}

static void strip_words(const struct ui *ui, struct box box, const struct pad *pad)
{
    bool is_ink = pad->mode == PAD_INK, waits = is_ink && pad->n_candidates == 0;
    struct text_block words = {.utf8 = waits    ? pad->words.wait
                                       : is_ink ? pad->words.question
                                                : pad->composed,
                               .type = TYPE_LEAD,
                               .px = is_ink ? 34 : 40,
                               .face = waits ? FACE_REGULAR : FACE_BOLD,
                               .line_height = LINES_TITLE,
                               .role = ROLE_TEXT,
                               .secrecy = is_ink ? SECRECY_NONE : SECRECY_ALL,
                               .max_lines = 1,
                               .ink = waits ? ui->style->ink2 : ui->style->ink,
                               .back = ui->style->sunk};
    if ((pad->mode != PAD_PINYIN && !is_ink) || !part_has(words.utf8))
        return;
    box = box_inset(box, part_px(ui, 8), 0);
    /* Of many syllables the last ones, which are being typed. */
    while (!is_ink && words.utf8[1] != '\0' && widget_text_width(ui, &words) > box.w) {
        const char *divide = strchr(words.utf8 + 1, '\'');
        words.utf8 = divide != NULL ? divide + 1 : words.utf8 + 1;
    }
    /* What is to be done is said in full or not at all. */
    if (is_ink && widget_text_width(ui, &words) > box.w)
        return;
    int line = style_type_px(ui->style, TYPE_LEAD, words.px) * 5 / 4;
    widget_text(ui, (struct box){box.x, box.y + (box.h - line) / 2, box.w, line}, &words);
}

void pad_strip(const struct ui *ui, struct box box, const struct pad *pad)
{
    enum { N = sizeof ways / sizeof ways[0] };
    int gap = ui->style->key_gap_px, widths[N], all = 0;
    for (size_t i = 0; i < N; i++) {
        widths[i] = way_width(ui, pad, i);
        all += widths[i] + gap;
    }
    struct box right = box_cut_right(&box, all);
    if (pad->instead) {
        int width = widget_button_width(ui, pad->instead);
        widget_button(ui, box_cut_left(&box, width), pad->instead);
        box_cut_left(&box, gap);
    }
    strip_words(ui, box, pad);
    for (size_t i = 0; i < N; i++) {
        box_cut_left(&right, gap);
        way_paint(ui, box_cut_left(&right, widths[i]), pad, i);
    }
}

/* ---- candidates ---- */

void pad_candidate(const struct ui *ui, struct box box, const struct pad *pad, size_t index,
                   int label_px)
{
    const struct style *st = ui->style;
    struct tap tap = {.id = arena_printf(ui->arena, "candidate.%zu", index),
                      .action = {.kind = pad->choose_kind, .arg = (int64_t)index}};
    bool is_first = index == 0;
    bool is_bare = pad->mode == PAD_PINYIN && !pad->is_open; /* on the bar */
    struct look look = part_look(ui, &tap, is_bare ? 0 : st->tile_line, is_bare ? 0 : st->line_px);
    if (is_first) {
        look.fill = st->accent.tint;
        look.ink = st->accent.deep;
        if (!is_bare || st->theme == THEME_CONTRAST) {
            look.border = st->accent.deep;
            look.border_px = st->chosen_px;
        }
    }
    part_surface(ui, box, st->radius_key_px, &tap, &look);
    struct group group = {.label = pad->candidates[index],
                          .label_px = label_px,
                          .face = is_first ? FACE_BOLD : FACE_REGULAR,
                          .type = TYPE_BUTTON};
    part_group(ui, box, &group, &look);
    part_tap_node(ui, box, ROLE_KEY, &tap, pad->candidates[index], NULL);
}

enum { COLUMNS = 6, LIST_PX = 46 };

/* How many columns of the grid a candidate takes. */
static int columns_of(const struct ui *ui, int column_px, const char *candidate)
{
    struct text_block text = {
        .utf8 = candidate, .type = TYPE_BUTTON, .px = LIST_PX, .face = FACE_BOLD};
    int width = widget_text_width(ui, &text) + part_px(ui, 24), gap = ui->style->key_gap_px;
    int n = (width + gap + column_px + gap - 1) / (column_px + gap);
    return n < 1 ? 1 : n > COLUMNS ? COLUMNS : n;
}

struct grid {
    struct box box;
    int rows, page, last_page;
};

/* Goes through all candidates as they fall on pages; draws those of one. */
static void grid_run(const struct ui *ui, struct grid *grid, const struct pad *pad, bool draws)
{
    int gap = ui->style->key_gap_px, row = 0, column = 0, page = 0;
    int column_px = box_column(grid->box, 0, COLUMNS, gap).w;
    for (size_t i = 0; i < pad->n_candidates; i++) {
        int n = columns_of(ui, column_px, pad->candidates[i]);
        if (column + n > COLUMNS) {
            column = 0;
            row++;
        }
        if (row == grid->rows) {
            row = 0;
            page++;
        }
        if (draws && page == grid->page) {
            struct box line = box_row(grid->box, row, grid->rows, gap);
            struct box first = box_column(line, column, COLUMNS, gap);
            struct box last = box_column(line, column + n - 1, COLUMNS, gap);
            first.w = last.x + last.w - first.x;
            pad_candidate(ui, first, pad, i, LIST_PX);
        }
        column += n;
    }
    grid->last_page = page;
}

void pad_list(const struct ui *ui, struct box box, const struct pad *pad, int n_rows)
{
    int gap = ui->style->key_gap_px;
    struct box foot = box_row(box, n_rows - 1, n_rows, gap);
    struct grid grid = {.box = {box.x, box.y, box.w, foot.y - gap - box.y}, .rows = n_rows - 1};
    grid_run(ui, &grid, pad, false);
    grid.page = pad->page < grid.last_page ? pad->page : grid.last_page;
    grid_run(ui, &grid, pad, true);
    struct key back = pad_command_key(pad->words.back, "pad.back", pad, PAD_LIST_BACK);
    struct key on = pad_command_key(pad->words.on, "pad.on", pad, PAD_LIST_ON);
    struct key close = pad_command_key(pad->words.close, "pad.close", pad, PAD_CLOSE);
    back.icon = "up";
    on.icon = "down";
    close.icon = pad->mode == PAD_INK ? "pencil" : "keyboard";
    back.state = grid.page > 0 ? TAP_NORMAL : TAP_DISABLED;
    on.state = grid.page < grid.last_page ? TAP_NORMAL : TAP_DISABLED;
    key_paint(ui, box_column(foot, 0, 3, gap), pad->key_kind, &close);
    key_paint(ui, box_column(foot, 1, 3, gap), pad->key_kind, &back);
    key_paint(ui, box_column(foot, 2, 3, gap), pad->key_kind, &on);
}
