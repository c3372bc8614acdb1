#include "ui/pad.h"

#include <string.h>

#include "ui/part.h"

enum { AREA_PX = 42 }; /* of the 1080 panel */

/* A line of what is shown, cut where the pre-edit begins. */
struct piece {
    const char *utf8;
    size_t len, composed_from; /* bytes before that are text */
    int width_px;
};

struct set {
    struct piece *pieces;
    size_t n;
    int line_px;
    struct font font;
};

static struct text_block area_text(const struct ui *ui, const char *utf8)
{
    return (struct text_block){
        .utf8 = utf8, .type = TYPE_BUTTON, .px = AREA_PX, .back = ui->style->surface};
}

/* Lines leave white space out at their ends, so each is looked for in the whole. */
static struct set set_make(const struct ui *ui, int width_px, const struct area *area)
{
    const char *text = part_has(area->text) ? area->text : "";
    const char *composed = part_has(area->composed) ? area->composed : "";
    const char *whole = arena_printf(ui->arena, "%s%s", text, composed);
    struct font font = {FACE_REGULAR, style_type_px(ui->style, TYPE_BUTTON, AREA_PX)};
    struct text_lines lines = text_layout_typed(ui->arena, ui->measure, font, whole, width_px);
    struct set set = {.pieces = arena_array(ui->arena, lines.n + 1, sizeof *set.pieces),
                      .line_px = font.px * 14 / 10,
                      .font = font};
    size_t begin = strlen(text);
    const char *at = whole;
    for (size_t i = 0; i < lines.n; i++) {
        const char *found = strstr(at, lines.lines[i].utf8);
        at = found != NULL ? found : at;
        size_t from = (size_t)(at - whole), len = lines.lines[i].len;
        set.pieces[set.n++] = (struct piece){.utf8 = lines.lines[i].utf8,
                                             .len = len,
                                             .composed_from = begin <= from        ? 0
                                                              : begin - from < len ? begin - from
                                                                                   : len,
                                             .width_px = lines.lines[i].width_px};
        at += len;
    }
    /* The cursor stands behind spaces just typed. */
    if (set.n > 0 && *at == ' ')
        set.pieces[set.n - 1].width_px +=
            ui->measure->width_px(ui->measure->ctx, set.font, at, strlen(at));
    return set;
}

static int text_width(const struct ui *ui, struct font font, const char *utf8, size_t len)
{
    return len == 0 ? 0 : ui->measure->width_px(ui->measure->ctx, font, utf8, len);
}

static void piece_paint(const struct ui *ui, struct box box, const struct set *set,
                        const struct piece *piece)
{
    const struct style *st = ui->style;
    int before = text_width(ui, set->font, piece->utf8, piece->composed_from);
    struct box at = {box.x, box.y, before, box.h};
    draw_text(ui->list, at, set->font, st->ink, st->surface, piece->utf8, piece->composed_from);
    size_t rest = piece->len - piece->composed_from;
    if (rest == 0)
        return;
    const char *composed = piece->utf8 + piece->composed_from;
    at = (struct box){box.x + before, box.y, text_width(ui, set->font, composed, rest), box.h};
    draw_text(ui->list, at, set->font, st->accent.deep, st->surface, composed, rest);
    struct box line = {at.x, box.y + box.h - part_px(ui, 6), at.w, part_px(ui, 4)};
    draw_rect(ui->list, line, 0, st->accent.deep);
}

static void cursor_paint(const struct ui *ui, struct box box, const struct set *set)
{
    const struct piece *last = set->n > 0 ? &set->pieces[set->n - 1] : NULL;
    int most = box.w - part_px(ui, 4), x = last != NULL ? last->width_px + part_px(ui, 3) : 0;
    int y = set->n > 1 ? ((int)set->n - 1) * set->line_px : 0, height = set->font.px * 5 / 4;
    struct box at = {box.x + (x < most ? x : most), box.y + y + (set->line_px - height) / 2,
                     part_px(ui, 4), height};
    draw_rect(ui->list, at, 0, ui->style->accent.deep);
}

static int count_height(const struct ui *ui, const struct area *area)
{
    return part_has(area->count) ? ui->style->type[TYPE_SMALL].line_px + part_px(ui, 8) : 0;
}

static void count_paint(const struct ui *ui, struct box box, const struct area *area)
{
    struct text_block count = {.utf8 = area->count,
                               .type = TYPE_SMALL,
                               .role = ROLE_TEXT,
                               .ink = ui->style->ink2,
                               .back = ui->style->surface};
    if (part_has(area->count))
        widget_text(ui, box, &count);
}

static void lines_paint(const struct ui *ui, struct box inner, const struct area *area,
                        const struct set *set)
{
    for (size_t i = 0; i < set->n; i++)
        piece_paint(ui,
                    (struct box){inner.x, inner.y + (int)i * set->line_px, inner.w, set->line_px},
                    set, &set->pieces[i]);
    if (set->n == 0 && part_has(area->hint)) {
        struct text_block hint = area_text(ui, area->hint);
        hint.px = 36;
        hint.is_part = true;
        hint.max_lines = 1;
        hint.ink = ui->style->ink2;
        int by = part_px(ui, 14);
        widget_text(ui, (struct box){inner.x + by, inner.y, inner.w - by, set->line_px}, &hint);
    }
    cursor_paint(ui, inner, set);
}

int area_put(const struct ui *ui, struct box box, const struct area *area)
{
    const struct style *st = ui->style;
    int pad = part_px(ui, 26), air = part_px(ui, 20);
    struct set set = set_make(ui, box.w - 2 * pad, area);
    int lines = (int)set.n > area->lines_least ? (int)set.n : area->lines_least;
    int natural = (lines > 0 ? lines : 1) * set.line_px + count_height(ui, area) + 2 * air;
    natural = natural > st->field_px ? natural : st->field_px;
    box.h = box.h > natural ? box.h : natural;
    struct look look = part_look(ui, &area->tap, st->accent.deep, st->chosen_px);
    look.fill = st->surface;
    part_surface(ui, box, st->radius_field_px, &area->tap, &look);
    struct box inner = {box.x + pad, box.y + air, box.w - 2 * pad, box.h - 2 * air};
    /* One line stands in the middle of its field. */
    if (lines <= 1 && !part_has(area->count))
        inner.y = box.y + (box.h - set.line_px) / 2;
    lines_paint(ui, inner, area, &set);
    struct box foot = {inner.x, box.y + box.h - air - st->type[TYPE_SMALL].line_px, inner.w, 0};
    const char *value = arena_printf(ui->arena, "%s%s", part_has(area->text) ? area->text : "",
                                     part_has(area->composed) ? area->composed : "");
    part_tap_node(ui, box, ROLE_INPUT, &area->tap, area->name, value);
    count_paint(ui, foot, area);
    return box.h;
}
