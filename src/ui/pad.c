#include "ui/pad.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/pad_part.h"
#include "ui/part.h"

/* Widths of keys in hundredths of a letter's; ten letters fill a row. */
enum { LETTER = 100, BROAD = 130, WIDE = 150, DONE = 190, ROW = 1000, ROWS = 4, ROW_KEYS_MAX = 12 };
/* Of a panel 1080 wide: between the parts, and below the last row. */
enum { GAP = 12, FOOT = 20, KEY = 116, KEY_LOW = 92, KEY_LANDSCAPE = 98, KEY_LEAST = 72 };

struct key_row {
    struct key keys[ROW_KEYS_MAX];
    int widths[ROW_KEYS_MAX];
    int n;
};

static void row_add(struct key_row *row, struct key key, int width)
{
    row->keys[row->n] = key;
    row->widths[row->n++] = width;
}

static void row_put(const struct ui *ui, struct box box, const struct pad *pad,
                    const struct key_row *row)
{
    int gap = ui->style->key_gap_px, span = box.w + gap, total = 0;
    for (int i = 0; i < row->n; i++)
        total += row->widths[i];
    int done = (ROW - total) / 2;
    for (int i = 0; i < row->n; i++) {
        int from = span * done / ROW;
        done += row->widths[i];
        struct box at = {box.x + from, box.y, span * done / ROW - from - gap, box.h};
        key_paint(ui, at, pad->key_kind, &row->keys[i]);
    }
}

struct key pad_command_key(const char *label, const char *id, const struct pad *pad,
                           enum pad_command command)
{
    return (struct key){.label = label,
                        .id = id,
                        .command_kind = pad->command_kind,
                        .arg = command,
                        .label_px = 32,
                        .kind = KEY_SUNK};
}

static struct key delete_key(const struct pad *pad)
{
    return (struct key){
        .icon = "del", .name = pad->words.del, .arg = KEY_DELETE, .label_px = 32, .kind = KEY_SUNK};
}

static void row_letters(const struct ui *ui, struct key_row *row, const char *letters,
                        const struct pad *pad)
{
    bool is_upper = pad->mode == PAD_LATIN && pad->key_case == KEYS_UPPER;
    for (; *letters != '\0'; letters++)
        row_add(row, key_character(ui, (char)(is_upper ? *letters - 'a' + 'A' : *letters), 46),
                LETTER);
}

/* The characters of a catalogue's string as keys. */
static void row_signs(const struct ui *ui, struct key_row *row, const char *signs)
{
    size_t len = strlen(signs);
    for (size_t at = 0, bytes; at < len && row->n < ROW_KEYS_MAX - 1; at += bytes) {
        uint32_t point = utf8_next(signs + at, len - at, &bytes);
        row_add(row,
                (struct key){.label = arena_strndup(ui->arena, signs + at, bytes),
                             .arg = point,
                             .label_px = 42},
                LETTER);
    }
}

static void row_top(const struct ui *ui, struct key_row *row)
{
    for (const char *digit = "1234567890"; *digit != '\0'; digit++)
        row_add(row, key_character(ui, *digit, 42), LETTER);
}

static void row_third(const struct ui *ui, struct key_row *row, const struct pad *pad)
{
    if (pad->mode == PAD_SIGNS) {
        row_signs(ui, row, pad->words.rows[2]);
        row_add(row, delete_key(pad), WIDE);
        return;
    }
    struct key first = {
        .label = pad->words.divide, .id = "key.'", .arg = '\'', .label_px = 32, .kind = KEY_SUNK};
    if (pad->mode == PAD_LATIN) {
        first = pad_command_key(pad->words.shift, "pad.shift", pad, PAD_SHIFT);
        first.icon = "up";
        first.state = pad->key_case == KEYS_UPPER ? TAP_CHOSEN : TAP_NORMAL;
        first.name = first.label;
        first.label = NULL;
    }
    row_add(row, first, WIDE);
    row_letters(ui, row, "zxcvbnm", pad);
    row_add(row, delete_key(pad), WIDE);
}

static struct key sign_key(const char *sign)
{
    size_t bytes = 0;
    return (struct key){
        .label = sign, .arg = utf8_next(sign, strlen(sign), &bytes), .label_px = 42};
}

/* Space takes what the others leave. */
static void row_foot(struct key_row *row, const struct pad *pad)
{
    const struct pad_words *words = &pad->words;
    bool is_signs = pad->mode == PAD_SIGNS, is_latin = pad->mode == PAD_LATIN;
    int space = ROW - 2 * BROAD - (words->done != NULL ? DONE : 0);
    if (is_signs) {
        row_add(row, pad_command_key(words->letters, "pad.letters", pad, PAD_TO_LETTERS), BROAD);
    } else {
        space -= BROAD + 2 * LETTER;
        row_add(row, pad_command_key(words->signs, "pad.signs", pad, PAD_TO_SIGNS), BROAD);
        row_add(row,
                is_latin ? pad_command_key(words->pinyin, "pad.to-pinyin", pad, PAD_TO_PINYIN)
                         : pad_command_key(words->latin, "pad.to-latin", pad, PAD_TO_LATIN),
                BROAD);
        row_add(row, sign_key(words->comma), LETTER);
    }
    row_add(row, (struct key){.label = words->space, .arg = KEY_SPACE, .label_px = 34}, space);
    if (!is_signs)
        row_add(row, sign_key(words->stop), LETTER);
    row_add(row,
            (struct key){.label = words->clear, .arg = KEY_CLEAR, .label_px = 32, .kind = KEY_SUNK},
            BROAD);
    if (words->done != NULL)
        row_add(row,
                (struct key){.label = words->done,
                             .arg = KEY_DONE,
                             .label_px = 34,
                             .kind = KEY_FILLED,
                             .state = pad->is_done_enabled ? TAP_NORMAL : TAP_DISABLED},
                DONE);
}

/* What a key's word asks for, in hundredths of a letter's key. */
static int word_width(const struct ui *ui, int row_px, const struct key *key)
{
    struct text_block word = {.utf8 = key->label, .type = TYPE_BUTTON, .px = key->label_px};
    int gap = ui->style->key_gap_px;
    int px = widget_text_width(ui, &word) + 2 * ui->style->chosen_px + gap;
    return (px * ROW + row_px + gap - 1) / (row_px + gap);
}

/* Keys grow with their words at the cost of the space bar, as far as its own word leaves it. */
static void row_fit_words(const struct ui *ui, int row_px, struct key_row *row)
{
    int space = 0;
    while (row->keys[space].arg != KEY_SPACE || row->keys[space].command_kind != 0)
        space++;
    int spare = row->widths[space] - word_width(ui, row_px, &row->keys[space]) + LETTER / 10;
    for (int i = 0; i < row->n; i++) {
        int more = word_width(ui, row_px, &row->keys[i]) - row->widths[i];
        if (i == space || row->keys[i].kind != KEY_SUNK || more <= 0 || more > spare)
            continue;
        row->widths[i] += more;
        row->widths[space] -= more;
        spare -= more;
    }
}

static void keys_put(const struct ui *ui, struct box box, const struct pad *pad)
{
    struct key_row rows[ROWS] = {0};
    if (pad->mode == PAD_SIGNS) {
        row_signs(ui, &rows[0], pad->words.rows[0]);
        row_signs(ui, &rows[1], pad->words.rows[1]);
    } else {
        row_letters(ui, &rows[0], "qwertyuiop", pad);
        row_letters(ui, &rows[1], "asdfghjkl", pad);
    }
    row_third(ui, &rows[2], pad);
    row_foot(&rows[3], pad);
    row_fit_words(ui, box.w, &rows[3]);
    for (int i = 0; i < ROWS; i++)
        row_put(ui, box_row(box, i, ROWS, ui->style->key_gap_px), pad, &rows[i]);
}

static void candidates_put(const struct ui *ui, struct box box, const struct pad *pad)
{
    int air = part_px(ui, 30), least = part_px(ui, 96), between = ui->style->key_gap_px;
    for (size_t i = 0; i < pad->n_candidates; i++) {
        struct text_block text = {.utf8 = pad->candidates[i],
                                  .type = TYPE_BUTTON,
                                  .px = 50,
                                  .face = i == 0 ? FACE_BOLD : FACE_REGULAR};
        int width = widget_text_width(ui, &text) + air, px = text.px;
        width = width > least ? width : least;
        if (width > box.w && i > 0)
            break;
        /* A whole sentence may have to be smaller. */
        if (width > box.w)
            px = px * (box.w - air) / (width - air);
        pad_candidate(ui, box_cut_left(&box, width < box.w ? width : box.w), pad, i, px);
        box_cut_left(&box, between);
    }
}

/* The candidates that fit beside each other, then the key that opens the rest; in Latin the digits
 * stand there. */
static void bar_put(const struct ui *ui, struct box box, const struct pad *pad)
{
    const struct style *st = ui->style;
    if (pad->mode != PAD_PINYIN) {
        struct key_row row = {0};
        row_top(ui, &row);
        row_put(ui, box, pad, &row);
        return;
    }
    draw_frame(ui->list, box_inset(box, -part_px(ui, 4), 0), st->radius_key_px, st->surface,
               st->hair, st->hair_px, EDGE_SOLID);
    if (pad->n_candidates == 0) {
        struct text_block wait = {.utf8 = pad->words.wait,
                                  .type = TYPE_BODY,
                                  .role = ROLE_TEXT,
                                  .max_lines = 1,
                                  .ink = st->ink2,
                                  .back = st->surface};
        int line = st->type[TYPE_BODY].line_px;
        widget_text(ui,
                    (struct box){box.x + part_px(ui, 20), box.y + (box.h - line) / 2,
                                 box.w - part_px(ui, 40), line},
                    &wait);
        return;
    }
    int rim = part_px(ui, 5), spare = (box.h - st->key_px) / 2;
    box = box_inset(box, part_px(ui, 2), spare < 0 ? 0 : spare < rim ? spare : rim);
    struct key open = pad_command_key(NULL, "pad.open", pad, PAD_OPEN);
    open.name = pad->words.open;
    open.icon = "down";
    key_paint(ui, box_cut_right(&box, part_px(ui, 108)), pad->key_kind, &open);
    box_cut_right(&box, st->key_gap_px);
    candidates_put(ui, box, pad);
}

static int letters_natural(const struct ui *ui, int key_px)
{
    int gaps = 3 * part_px(ui, GAP) + (ROWS - 1) * ui->style->key_gap_px + part_px(ui, FOOT);
    return gaps + ui->style->chip_px + (ROWS + 1) * key_px;
}

static void letters_put(const struct ui *ui, struct box box, const struct pad *pad)
{
    int gap = part_px(ui, GAP), foot = part_px(ui, FOOT);
    box_cut_top(&box, gap);
    /* Where it is low the keys come before the margin. */
    if (box.h >= letters_natural(ui, ui->style->key_px) - gap)
        box_cut_bottom(&box, foot);
    pad_strip(ui, box_cut_top(&box, ui->style->chip_px), pad);
    box_cut_top(&box, gap);
    if (pad->is_open && pad->mode == PAD_PINYIN) {
        pad_list(ui, box, pad, ROWS + 1);
        return;
    }
    /* What the height leaves is shared out: four rows and a bar as high as they. */
    int key = (box.h - gap - (ROWS - 1) * ui->style->key_gap_px) / (ROWS + 1);
    bar_put(ui, box_cut_top(&box, key), pad);
    box_cut_top(&box, gap);
    keys_put(ui, box, pad);
}

int pad_least_px(const struct ui *ui, const struct pad *pad)
{
    return pad->mode == PAD_INK ? pad_ink_least_px(ui, pad->size)
                                : letters_natural(ui, part_px(ui, KEY_LEAST));
}

static int key_px(const struct ui *ui, enum pad_size size)
{
    if (ui->style->orientation == LANDSCAPE)
        return part_px(ui, KEY_LANDSCAPE);
    return part_px(ui, size == PAD_LOW ? KEY_LOW : KEY);
}

int pad_put(const struct ui *ui, struct box box, const struct pad *pad)
{
    if (box.h <= 0)
        box.h = pad->mode == PAD_INK ? pad_ink_natural_px(ui, pad->size)
                                     : letters_natural(ui, key_px(ui, pad->size));
    if (ui->list == NULL)
        return box.h;
    draw_rect(ui->list, box, 0, ui->style->sunk);
    struct box inner = box_inset(box, part_px(ui, 22), 0);
    if (pad->mode == PAD_INK)
        pad_ink_put(ui, inner, pad);
    else
        letters_put(ui, inner, pad);
    return box.h;
}
