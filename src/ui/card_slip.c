#include "ui/card.h"

#include "ui/part.h"

/* A slip of paper below the slot it comes out of. */

/* Of a panel 1080 wide. */
enum {
    PAD = 28,
    SLOT_W = 404,
    SLOT_H = 28,
    PAPER_IN = 22, /* how much narrower than its slot the paper is, on each side */
    PAPER_PAD = 18,
    CODE = 208,
    SAMPLE_W = 420,
    SAMPLE_CODE = 260,
    DASH = 12
};

#define PAPER 0xFFFFFFFF
#define PRINT 0xFF000000

static struct text_block print_text(const char *utf8, int px, enum face face)
{
    return (struct text_block){.utf8 = utf8,
                               .type = TYPE_SMALL,
                               .px = px,
                               .face = face,
                               .line_height = LINES_TITLE,
                               .align = ALIGN_CENTRE,
                               .is_part = true,
                               .max_lines = 2,
                               .ink = PRINT,
                               .back = PAPER};
}

/* Each returns the y below it. */
static int put_line(const struct ui *ui, struct box box, struct text_block text)
{
    return box.y + widget_text(ui, box, &text);
}

static int put_dashes(const struct ui *ui, struct box box)
{
    int gap = part_px(ui, 12), dash = part_px(ui, DASH);
    int y = box.y + gap;
    for (int x = box.x; x + dash <= box.x + box.w; x += dash + dash / 2)
        draw_rect(ui->list, (struct box){x, y, dash, part_px(ui, 2)}, 0, PRINT);
    return y + gap;
}

static int put_code(const struct ui *ui, struct box box, int code, const char *payload)
{
    draw_qr(ui->list, (struct box){box.x + (box.w - code) / 2, box.y, code, code}, payload);
    return box.y + code;
}

/* What is printed on it; returns its height. */
static int put_print(const struct ui *ui, struct box box, const struct slip_card *slip,
                     bool has_code)
{
    struct box in = box_inset(box, part_px(ui, PAPER_PAD), 0);
    in.h = 0;
    in.y = put_line(ui, in, print_text(slip->station, 30, FACE_BOLD));
    in.y = put_line(ui, in, print_text(slip->moment, 26, FACE_REGULAR));
    in.y = put_dashes(ui, in);
    in.y = put_line(ui, in, print_text(slip->what, 36, FACE_BOLD));
    in.y = put_line(ui, in, print_text(slip->when, 28, FACE_REGULAR));
    if (has_code)
        in.y = put_code(ui, in, part_px(ui, CODE), slip->payload);
    in.y = put_line(ui, in, print_text(slip->number, 40, FACE_BOLD));
    return in.y - box.y;
}

/* How it goes: a sign with its word, what to do, a button. Returns its height. */
static int put_words(const struct ui *ui, struct box box, const struct slip_card *slip)
{
    const struct style *st = ui->style;
    int sign = part_px(ui, 56), gap = part_px(ui, 20);
    struct text_block title = {.utf8 = slip->title,
                               .type = TYPE_LEAD,
                               .px = 40,
                               .face = FACE_BOLD,
                               .line_height = LINES_TITLE,
                               .is_part = true,
                               .ink = st->accent.deep,
                               .back = st->accent.tint};
    struct text_block line = {.utf8 = slip->line,
                              .type = TYPE_BODY,
                              .is_part = true,
                              .ink = st->ink,
                              .back = st->accent.tint};
    struct box beside = {box.x + sign + gap, box.y, box.w - sign - gap, 0};
    int height = widget_text(ui, beside, &title);
    part_icon(ui, (struct box){box.x, box.y, sign, height > sign ? height : sign}, sign, "print",
              st->accent.deep, st->accent.mid);
    int y = box.y + (height > sign ? height : sign) + gap;
    y += widget_text(ui, (struct box){box.x, y, box.w, 0}, &line);
    part_plain_node(ui, (struct box){box.x, box.y, box.w, y - box.y}, ROLE_TEXT, slip->title,
                    slip->line);
    if (!slip->button)
        return y - box.y;
    y += part_px(ui, PAD);
    struct box at = {box.x, y, widget_button_width(ui, slip->button), st->inline_button_px};
    widget_button(ui, at, slip->button);
    return y + at.h - box.y;
}

int card_slip(const struct ui *ui, struct box box, const struct slip_card *slip)
{
    const struct style *st = ui->style;
    struct ui dry = widget_dry(ui);
    int pad = part_px(ui, PAD), room = box.h;
    struct box slot = {box.x + pad, box.y + pad, part_px(ui, SLOT_W), part_px(ui, SLOT_H)};
    struct box paper = box_inset(slot, part_px(ui, PAPER_IN), 0);
    paper.y += slot.h / 2;
    struct box print = {paper.x, slot.y + slot.h + part_px(ui, 10), paper.w, 0};
    int under = print.y - box.y + part_px(ui, PAPER_PAD) + pad;
    int printed = put_print(&dry, print, slip, true);
    bool has_code = under + printed <= room;
    if (!has_code)
        printed = put_print(&dry, print, slip, false);
    struct box words = {slot.x + slot.w + pad, slot.y, 0, 0};
    words.w = box.x + box.w - pad - words.x;
    int said = put_words(&dry, words, slip);
    int height = under + printed > said + 2 * pad ? under + printed : said + 2 * pad;
    paper.h = print.y + printed + part_px(ui, PAPER_PAD) - paper.y;
    box.h = 0;
    size_t mark = widget_card_begin(ui, box, CARD_TINTED);
    draw_rect(ui->list, slot, slot.h / 2, st->theme == THEME_CONTRAST ? st->accent.mid : st->ink);
    draw_rect(ui->list, paper, 0, PAPER);
    put_print(ui, print, slip, has_code);
    put_words(ui, words, slip);
    widget_card_end(ui, mark, box.y + height);
    return height;
}

/* Where the number and the code stand, in the middle of their heights. */
struct marks {
    int number_y, code_y;
};

static int put_sample(const struct ui *ui, struct box in, const struct slip_sample *sample,
                      struct marks *out)
{
    in.y = put_line(ui, in, print_text(sample->station, 30, FACE_BOLD));
    in.y = put_dashes(ui, in);
    in.y = put_line(ui, in, print_text(sample->what, 28, FACE_REGULAR));
    int top = in.y;
    in.y = put_line(ui, in, print_text(sample->number, 44, FACE_BOLD));
    out->number_y = (top + in.y) / 2;
    top = in.y + part_px(ui, DASH);
    in.y =
        put_code(ui, (struct box){in.x, top, in.w, 0}, part_px(ui, SAMPLE_CODE), sample->payload);
    out->code_y = (top + in.y) / 2;
    return in.y;
}

/* A sign and words, in the middle about y where what is above leaves the room; returns the y below.
 */
static int put_mark(const struct ui *ui, struct box box, int y, const char *icon, const char *words)
{
    const struct style *st = ui->style;
    int sign = part_px(ui, 56), gap = part_px(ui, 20);
    struct text_block text = {.utf8 = words,
                              .type = TYPE_BODY,
                              .face = FACE_BOLD,
                              .role = ROLE_TEXT,
                              .ink = st->accent.deep,
                              .back = st->accent.tint};
    struct ui dry = widget_dry(ui);
    struct box beside = {box.x + sign + gap, 0, box.w - sign - gap, 0};
    int height = widget_text(&dry, beside, &text), whole = height > sign ? height : sign;
    int top = y - whole / 2 > box.y ? y - whole / 2 : box.y;
    part_icon(ui, (struct box){box.x, top, sign, whole}, sign, icon, st->accent.deep,
              st->accent.mid);
    beside.y = top + (whole - height) / 2;
    widget_text(ui, beside, &text);
    return top + whole;
}

int card_slip_sample(const struct ui *ui, struct box box, const struct slip_sample *sample)
{
    const struct style *st = ui->style;
    struct ui dry = widget_dry(ui);
    struct marks marks;
    int pad = part_px(ui, PAD);
    struct box paper = {box.x + pad, box.y + pad, part_px(ui, SAMPLE_W), 0};
    /* The number stays on its line. */
    struct text_block number = print_text(sample->number, 44, FACE_BOLD);
    int least = widget_text_width(ui, &number) + 1 + 2 * part_px(ui, PAPER_PAD);
    paper.w = paper.w > least ? paper.w : least;
    struct box print = box_inset(paper, part_px(ui, PAPER_PAD), 0);
    print.y = paper.y + part_px(ui, PAPER_PAD);
    print.h = 0;
    paper.h = put_sample(&dry, print, sample, &marks) + part_px(ui, PAPER_PAD) - paper.y;
    box.h = 0;
    size_t mark = widget_card_begin(ui, box, CARD_TINTED);
    draw_rect(ui->list, paper, 0, PAPER);
    put_sample(ui, print, sample, &marks);
    struct box words = {paper.x + paper.w + pad, paper.y, 0, 0};
    words.w = box.x + box.w - pad - words.x;
    words.y = put_mark(ui, words, marks.number_y, "keyboard", sample->at_number) + pad / 2;
    words.y = put_mark(ui, words, marks.code_y, "scan", sample->at_code) + pad / 2;
    int y = words.y > paper.y + paper.h + pad / 2 ? words.y : paper.y + paper.h + pad / 2;
    struct text_block foot = {
        .utf8 = sample->foot, .type = TYPE_BODY, .role = ROLE_TEXT, .back = st->accent.tint};
    y += widget_text(ui, (struct box){paper.x, y, box.w - 2 * pad, 0}, &foot) + pad;
    widget_card_end(ui, mark, y);
    return y - box.y;
}
