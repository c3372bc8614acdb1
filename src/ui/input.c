#include "ui/input.h"

#include <limits.h>
#include <string.h>

#include "ui/key.h"
#include "ui/page.h"
#include "ui/part.h"

int input_label(const struct ui *ui, struct box box, const char *label, const char *hint)
{
    int height = page_section(ui, box, label, hint);
    return height > 0 ? height + part_px(ui, 10) : 0;
}

static struct text_block field_text(const struct ui *ui, const struct input *input, bool is_hint,
                                    const struct look *look)
{
    bool is_off = input->tap.state == TAP_DISABLED;
    return (struct text_block){.utf8 = is_hint ? input->hint : input->text,
                               .type = TYPE_BUTTON,
                               .px = is_hint          ? 36
                                     : input->is_bold ? 46
                                                      : 40,
                               .face = input->is_bold && !is_hint ? FACE_BOLD : FACE_REGULAR,
                               .is_part = true,
                               .ink = is_off    ? ui->style->off_ink
                                      : is_hint ? ui->style->ink2
                                                : ui->style->ink,
                               .back = look->fill};
}

/* Text, cursor and hint inside the field's border. */
static void field_content(const struct ui *ui, struct box inner, const struct input *input,
                          const struct look *look)
{
    struct text_block text = field_text(ui, input, false, look);
    struct text_block hint = field_text(ui, input, true, look);
    int width = widget_text_width(ui, &text);
    bool fits = width + part_px(ui, 12) <= inner.w;
    widget_text(ui, inner, &text);
    int end = inner.x + (fits ? width : inner.w);
    if (input->focus == FIELD_CURSOR && fits) {
        int height = part_px(ui, 52);
        draw_rect(ui->list,
                  (struct box){end + (width > 0 ? part_px(ui, 6) : 0),
                               inner.y + (inner.h - height) / 2, part_px(ui, 4), height},
                  0, ui->style->accent.deep);
        end += part_px(ui, 18);
    }
    bool shows_hint = !part_has(input->text) || (input->is_trailing_hint && fits);
    struct box rest = {end, inner.y, inner.x + inner.w - end, inner.h};
    if (shows_hint && part_has(input->hint) && rest.w > 0) {
        hint.max_lines = 1;
        widget_text(ui, rest, &hint);
    }
}

static int field_error(const struct ui *ui, struct box box, const char *error)
{
    int icon = part_px(ui, 36);
    struct text_block text = {.utf8 = error,
                              .type = TYPE_BODY,
                              .role = ROLE_ALERT,
                              .ink = ui->style->red.ink,
                              .back = ui->style->bg};
    int gap = part_px(ui, 10);
    struct box at = {box.x + icon + gap, box.y + gap, box.w - icon - gap, 0};
    int height = widget_text(ui, at, &text);
    part_icon(ui, (struct box){box.x, at.y, icon, ui->style->type[TYPE_BODY].line_px}, icon,
              "alert", ui->style->red.ink, 0);
    return height + gap;
}

int input_field(const struct ui *ui, struct box box, const struct input *input)
{
    struct look look = part_look(ui, &input->tap, ui->style->line, ui->style->edge_px);
    if (input->focus == FIELD_CURSOR && input->tap.state != TAP_DISABLED) {
        look.border = ui->style->accent.deep;
        look.border_px = ui->style->chosen_px;
    }
    if (part_has(input->error))
        look.border = ui->style->red.ink;
    int pad = part_px(ui, 26), icon = part_has(input->icon) ? part_px(ui, 44) : 0;
    int inner_x = pad + (icon > 0 ? icon + part_px(ui, 16) : 0);
    struct box inner = {box.x + inner_x, box.y, box.w - inner_x - pad, 0};
    struct text_block text = field_text(ui, input, false, &look);
    /* The first letter must not make it higher. */
    if (!part_has(input->text))
        text.utf8 = "0";
    struct ui dry = widget_dry(ui);
    int natural = widget_text(&dry, inner, &text) + 2 * part_px(ui, part_is_low(ui) ? 8 : 20);
    int least = box.h > 0 ? box.h : ui->style->field_px;
    inner.h = natural > least ? natural : least;
    struct box frame = {box.x, box.y, box.w, inner.h};
    part_surface(ui, frame, ui->style->radius_field_px, &input->tap, &look);
    part_icon(ui, (struct box){box.x + pad, box.y, icon, inner.h}, icon, input->icon,
              ui->style->accent.deep, ui->style->accent.mid);
    field_content(ui, inner, input, &look);
    part_tap_node(ui, frame, ROLE_INPUT, &input->tap, input->name, input->text);
    int height = inner.h;
    if (part_has(input->error))
        height += field_error(ui, (struct box){box.x, box.y + height, box.w, 0}, input->error);
    return height;
}

static void radio_paint(const struct ui *ui, struct box box, bool is_on, bool is_off, colour back)
{
    const struct style *st = ui->style;
    int px = part_px(ui, 48);
    struct box at = {box.x + (box.w - px) / 2, box.y + (box.h - px) / 2, px, px};
    colour edge = is_on ? st->accent.fill : is_off ? st->off_edge : st->line;
    draw_frame(ui->list, at, px / 2, is_on ? st->surface : back, edge, part_px(ui, is_on ? 15 : 4),
               EDGE_SOLID);
}

static void check_paint(const struct ui *ui, struct box box, int px, bool is_on, bool is_off)
{
    const struct style *st = ui->style;
    struct box at = {box.x + (box.w - px) / 2, box.y + (box.h - px) / 2, px, px};
    colour edge = is_off ? st->off_edge : st->line;
    draw_frame(ui->list, at, px * 21 / 100, is_on ? st->accent.fill : st->surface, is_on ? 0 : edge,
               is_on ? 0 : part_px(ui, 4), EDGE_SOLID);
    if (is_on)
        part_icon(ui, at, px * 70 / 100, "check", st->accent.on_fill, 0);
}

static void choice_sign(const struct ui *ui, struct box box, const struct choice *choice,
                        const struct look *look)
{
    bool is_on = choice->tap.state == TAP_CHOSEN;
    bool is_off = choice->tap.state == TAP_DISABLED;
    if (choice->kind == CHOICE_RADIO)
        radio_paint(ui, box, is_on, is_off, look->fill);
    else if (choice->kind == CHOICE_CHECK)
        check_paint(ui, box, part_px(ui, 56), is_on, is_off);
    else
        part_icon(ui, box, part_px(ui, 52), choice->mark, look->ink, ui->style->accent.mid);
}

static struct pair choice_texts(const struct ui *ui, const struct choice *choice,
                                const struct look *look)
{
    bool is_on = choice->tap.state == TAP_CHOSEN;
    bool is_off = choice->tap.state == TAP_DISABLED;
    struct text_block label = {.utf8 = choice->label,
                               .type = TYPE_LEAD,
                               .px = 36,
                               .face = is_on ? FACE_BOLD : FACE_REGULAR,
                               .line_height = LINES_TITLE,
                               .is_part = true,
                               .ink = is_off ? ui->style->off_ink : ui->style->ink,
                               .back = look->fill};
    struct text_block line = {.utf8 = choice->line,
                              .type = TYPE_SMALL,
                              .line_height = LINES_TITLE,
                              .is_part = true,
                              .ink = is_off ? ui->style->off_ink : ui->style->ink2,
                              .back = look->fill};
    return (struct pair){label, line};
}

static struct box choice_text_box(const struct ui *ui, struct box box)
{
    struct box inner = box_inset(box, part_px(ui, 22), 0);
    box_cut_left(&inner, part_px(ui, 56 + 16));
    return inner;
}

static int choice_height(const struct ui *ui, struct box box, const struct choice *choice)
{
    struct look look = part_look(ui, &choice->tap, ui->style->line, ui->style->edge_px);
    struct pair texts = choice_texts(ui, choice, &look);
    /* Chosen is bold and wider: the height must not change with a tap. */
    texts.first.face = FACE_BOLD;
    int height = part_pair_height(ui, choice_text_box(ui, box).w, &texts) + 2 * part_px(ui, 12);
    return height > ui->style->field_px ? height : ui->style->field_px;
}

static void choice_paint(const struct ui *ui, struct box box, const struct choice *choice)
{
    struct look look = part_look(ui, &choice->tap, ui->style->line, ui->style->edge_px);
    part_surface(ui, box, ui->style->radius_field_px, &choice->tap, &look);
    struct box sign = {box.x + part_px(ui, 22), box.y, part_px(ui, 56), box.h};
    choice_sign(ui, sign, choice, &look);
    struct pair texts = choice_texts(ui, choice, &look);
    part_pair(ui, choice_text_box(ui, box), &texts);
    const char *name = part_has(choice->label) ? choice->label : choice->line;
    bool is_on = choice->tap.state == TAP_CHOSEN;
    part_tap_node(ui, box, ROLE_CHECK, &choice->tap, name, is_on ? "on" : "off");
}

/* As many columns as let every label stand on one line, at most n_columns. */
static int choice_columns(const struct ui *ui, struct box box, const struct choice *choices,
                          size_t n, int n_columns)
{
    int gap = part_px(ui, 16);
    for (size_t i = 0; i < n && n_columns > 1; i++) {
        struct look look = {0};
        struct pair texts = choice_texts(ui, &choices[i], &look);
        texts.first.face = FACE_BOLD;
        int width = widget_text_width(ui, &texts.first);
        while (n_columns > 1 && width > choice_text_box(ui, box_column(box, 0, n_columns, gap)).w)
            n_columns--;
    }
    return n_columns;
}

int input_choices(const struct ui *ui, struct box box, const struct choice *choices, size_t n,
                  int n_columns)
{
    int gap = part_px(ui, 16), y = box.y;
    n_columns = choice_columns(ui, box, choices, n, n_columns);
    int rows = ((int)n + n_columns - 1) / n_columns;
    int share = box.h > 0 && rows > 0 ? (box.h - (rows - 1) * gap) / rows : 0;
    for (size_t from = 0; from < n; from += (size_t)n_columns) {
        int height = share;
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < n_columns && from + (size_t)i < n; i++) {
                struct box at =
                    box_column((struct box){box.x, y, box.w, height}, i, n_columns, gap);
                const struct choice *choice = &choices[from + (size_t)i];
                if (pass == 1) {
                    choice_paint(ui, at, choice);
                    continue;
                }
                int natural = choice_height(ui, at, choice);
                height = natural > height ? natural : height;
            }
        }
        y += height + gap;
    }
    return n == 0 ? 0 : y - gap - box.y;
}

int input_tick(const struct ui *ui, struct box box, const struct choice *choice)
{
    int px = part_px(ui, 72);
    struct look look = part_look(ui, &choice->tap, ui->style->line, ui->style->edge_px);
    look.fill = ui->style->surface;
    struct pair texts = choice_texts(ui, choice, &look);
    texts.first.face = FACE_BOLD;
    struct box text = {box.x + px + part_px(ui, 20), box.y, box.w - px - part_px(ui, 20), 0};
    int height = part_pair_height(ui, text.w, &texts);
    int least = px > ui->style->touch_px ? px : ui->style->touch_px;
    height = height > least ? height : least;
    text.h = height;
    struct box at = {box.x, box.y, px, height};
    bool is_on = choice->tap.state == TAP_CHOSEN;
    if (part_is_pressed(ui, &choice->tap))
        draw_rect(ui->list, box_inset((struct box){box.x, box.y, box.w, height}, 0, 0),
                  ui->style->radius_field_px, ui->style->accent.tint);
    check_paint(ui, at, px, is_on, choice->tap.state == TAP_DISABLED);
    if (part_is_pressed(ui, &choice->tap))
        texts.first.back = texts.second.back = 0;
    part_pair(ui, text, &texts);
    part_tap_node(ui, (struct box){box.x, box.y, box.w, height}, ROLE_CHECK, &choice->tap,
                  choice->label, is_on ? "on" : "off");
    return height;
}

static void stepper_button(const struct ui *ui, struct box box, const struct tap *tap,
                           const char *icon, const char *name)
{
    struct look look = part_look(ui, tap, ui->style->accent.deep, ui->style->edge_px);
    if (tap->state != TAP_DISABLED)
        look.ink = ui->style->accent.deep;
    part_surface(ui, box, ui->style->radius_card_px, tap, &look);
    part_icon(ui, box, part_px(ui, 52), icon, look.ink, 0);
    part_tap_node(ui, box, ROLE_BUTTON, tap, name, NULL);
}

int input_stepper(const struct ui *ui, struct box box, const struct stepper *stepper)
{
    const struct style *st = ui->style;
    int pad = part_px(ui, 28), button = part_px(ui, 116), number = part_px(ui, 150);
    struct pair texts = {.first = {.utf8 = stepper->label,
                                   .type = TYPE_TILE,
                                   .px = 42,
                                   .face = FACE_BOLD,
                                   .line_height = LINES_TITLE,
                                   .back = st->surface},
                         .second = {.utf8 = stepper->line,
                                    .type = TYPE_BODY,
                                    .px = 30,
                                    .ink = st->ink2,
                                    .back = st->surface}};
    struct box inner = box_inset(box, pad, 0);
    int gap = part_px(ui, 20);
    if (widget_text_lines(ui, inner.w - 2 * button - number - gap, &texts.first).is_torn)
        number = part_px(ui, 112); /* two digits, so that the label's word stays whole */
    int controls = 2 * button + number;
    int text_w = inner.w - controls - gap;
    int text_h = part_pair_height(ui, text_w, &texts);
    int natural = (text_h > button ? text_h : button) + 2 * pad;
    box.h = box.h > natural ? box.h : natural;
    size_t mark = widget_card_begin(ui, box, CARD_FLAT);
    inner.h = box.h;
    part_pair(ui, (struct box){inner.x, box.y, text_w, box.h}, &texts);
    struct box row = box_cut_right(&inner, controls);
    row.y += (box.h - button) / 2;
    row.h = button;
    stepper_button(ui, box_cut_left(&row, button), &stepper->less, "minus", stepper->less_name);
    struct text_block text = {.utf8 = stepper->number,
                              .type = TYPE_CODE,
                              .face = FACE_BOLD,
                              .line_height = LINES_TITLE,
                              .align = ALIGN_CENTRE,
                              .is_part = true,
                              .back = st->surface};
    struct box middle = box_cut_left(&row, number);
    widget_text(ui, middle, &text);
    struct draw_node node = {
        .role = ROLE_TEXT, .secrecy = stepper->secrecy, .name = stepper->number, .id = stepper->id};
    draw_node(ui->list, middle, &node);
    stepper_button(ui, row, &stepper->more, "plus", stepper->more_name);
    widget_card_end(ui, mark, box.y + box.h);
    return box.h;
}

enum { DIGIT_PX = 54, DIGIT_GAP = 8 }; /* of a panel 1080 wide: a digit, and the air around it */

int input_digit_pad_least(const struct ui *ui)
{
    struct ui dry = widget_dry(ui);
    struct text_block digit = {
        .utf8 = "0", .type = TYPE_BUTTON, .px = DIGIT_PX, .line_height = LINES_TITLE};
    int words = widget_text(&dry, (struct box){0, 0, INT_MAX, 0}, &digit) + part_px(ui, DIGIT_GAP);
    return 4 * part_max(words, ui->style->touch_px) + 3 * ui->style->key_gap_px;
}

int input_digit_pad(const struct ui *ui, struct box box, const struct keys *keys)
{
    static const char layout[] = "123456789c0d";
    int gap = ui->style->key_gap_px;
    if (box.h <= 0)
        box.h = 4 * ui->style->digit_px + 3 * gap;
    for (int i = 0; i < 12; i++) {
        struct box row = box_row(box, i / 3, 4, gap);
        struct key key = key_character(ui, layout[i], DIGIT_PX);
        if (layout[i] == 'c')
            key = (struct key){
                .label = keys->clear, .arg = KEY_CLEAR, .label_px = 34, .kind = KEY_SUNK};
        else if (layout[i] == 'd')
            key = (struct key){.label = keys->del,
                               .icon = "del",
                               .arg = KEY_DELETE,
                               .label_px = 34,
                               .kind = KEY_SUNK};
        key_paint(ui, box_column(row, i % 3, 3, gap), keys->action_kind, &key);
    }
    return box.h;
}

static void key_row(const struct ui *ui, struct box box, const char *characters, int n_columns,
                    const struct keys *keys)
{
    int n = (int)strlen(characters), gap = ui->style->key_gap_px;
    /* Rows shorter than the widest stand in its middle, with keys of the same width. */
    int used = (box_column(box, 0, n_columns, gap).w + gap) * n - gap;
    struct box row = {box.x + (box.w - used) / 2, box.y, used, box.h};
    for (int i = 0; i < n; i++) {
        struct key key = key_character(ui, characters[i], 44);
        key_paint(ui, box_column(row, i, n, gap), keys->action_kind, &key);
    }
}

/* Clear, space, delete, done. */
static void key_words(const struct ui *ui, struct box box, const struct keys *keys)
{
    int gap = ui->style->key_gap_px;
    struct key clear = {.label = keys->clear, .arg = KEY_CLEAR, .label_px = 34, .kind = KEY_SUNK};
    struct key del = {
        .label = keys->del, .icon = "del", .arg = KEY_DELETE, .label_px = 34, .kind = KEY_SUNK};
    struct key space = {.label = keys->space, .arg = KEY_SPACE, .label_px = 34};
    struct key done = {.label = keys->done,
                       .arg = KEY_DONE,
                       .label_px = 36,
                       .kind = KEY_FILLED,
                       .state = keys->is_done_enabled ? TAP_NORMAL : TAP_DISABLED};
    int unit = (box.w - 3 * gap) / 20;
    key_paint(ui, box_cut_left(&box, unit * 4), keys->action_kind, &clear);
    box_cut_left(&box, gap);
    if (part_has(keys->done)) {
        key_paint(ui, box_cut_right(&box, unit * 5), keys->action_kind, &done);
        box_cut_right(&box, gap);
    }
    key_paint(ui, box_cut_right(&box, unit * 5), keys->action_kind, &del);
    box_cut_right(&box, gap);
    if (part_has(keys->space))
        key_paint(ui, box, keys->action_kind, &space);
}

int input_keyboard(const struct ui *ui, struct box box, const struct keys *keys,
                   enum key_case key_case)
{
    static const char *const rows[2][4] = {{"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm-."},
                                           {"1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM-."}};
    int gap = ui->style->key_gap_px;
    int key = part_px(ui, ui->style->orientation == LANDSCAPE ? 84 : 110);
    if (box.h <= 0)
        box.h = 5 * (key > ui->style->key_px ? key : ui->style->key_px) + 4 * gap;
    for (int i = 0; i < 4; i++)
        key_row(ui, box_row(box, i, 5, gap), rows[key_case == KEYS_UPPER][i], 10, keys);
    key_words(ui, box_row(box, 4, 5, gap), keys);
    return box.h;
}

int input_words(const struct ui *ui, struct box box, const struct word_key *words, size_t n,
                int n_columns)
{
    int gap = ui->style->key_gap_px, height = part_px(ui, part_is_large(ui) ? 120 : 100);
    int n_rows = ((int)n + n_columns - 1) / n_columns;
    if (n == 0)
        return 0;
    if (height < ui->style->touch_px)
        height = ui->style->touch_px;
    if (box.h > 0)
        height = (box.h - (n_rows - 1) * gap) / n_rows;
    for (size_t i = 0; i < n; i++) {
        int row = (int)i / n_columns;
        struct box line = {box.x, box.y + row * (height + gap), box.w, height};
        struct box at = box_column(line, (int)i % n_columns, n_columns, gap);
        struct look look =
            words[i].tap.state == TAP_CHOSEN
                ? part_look_filled(ui, &words[i].tap, &ui->style->accent)
                : part_look(ui, &words[i].tap, ui->style->tile_line, ui->style->line_px);
        part_surface(ui, at, ui->style->radius_key_px, &words[i].tap, &look);
        struct group group = {.label = words[i].label,
                              .label_px = 42,
                              .face = words[i].tap.state == TAP_CHOSEN ? FACE_BOLD : FACE_REGULAR,
                              .type = TYPE_BUTTON};
        part_group(ui, box_inset(at, part_px(ui, 6), 0), &group, &look);
        part_tap_node(ui, at, ROLE_KEY, &words[i].tap, words[i].label,
                      words[i].tap.state == TAP_CHOSEN ? "on" : NULL);
    }
    return n_rows * (height + gap) - gap;
}
