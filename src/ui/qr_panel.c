#include "ui/widget.h"

#include "ui/part.h"

/* Of a panel 1080 wide. */
enum { PAD = 28, CODE = 400, NUMBER = 76, NUMBER_LEAST = 40, LINE_GAP = 16, BESIDE_LEAST = 300 };
/* Tenths of a millimetre: a module of its 57, quiet zone included, is then one of a slip's. */
enum { CODE_LEAST = 450 };

/* How code and words share the panel. */
struct plan {
    bool is_stacked;
    int code_px, words_w, words_px;
    int gap_px; /* between the two */
    int pad_px; /* above and below both */
};

static int min_int(int a, int b)
{
    return a < b ? a : b;
}

static struct text_block panel_number(const struct ui *ui, const struct qr_panel *panel)
{
    return (struct text_block){.utf8 = panel->number,
                               .type = TYPE_CODE,
                               .px = NUMBER,
                               .face = FACE_BOLD,
                               .line_height = LINES_TITLE,
                               .back = ui->style->surface};
}

static int panel_words(const struct ui *ui, struct box box, enum align align,
                       const struct qr_panel *panel)
{
    const struct style *st = ui->style;
    struct text_block texts[] = {
        {.utf8 = panel->caption, .type = TYPE_BODY, .ink = st->ink2, .back = st->surface},
        panel_number(ui, panel),
        {.utf8 = panel->line, .type = TYPE_BODY, .back = st->surface},
    };
    /* The number is copied by hand: it stays on one line, smaller if need be. */
    while (texts[1].px > NUMBER_LEAST && widget_text_width(ui, &texts[1]) > box.w)
        texts[1].px -= 2;
    int y = box.y;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        texts[i].align = align;
        if (i == 2 && part_has(panel->line))
            y += part_px(ui, LINE_GAP);
        y += widget_text(ui, (struct box){box.x, y, box.w, 0}, &texts[i]);
    }
    return y - box.y;
}

/* What the number needs beside the code: it may shrink by an eighth. */
static int number_least(const struct ui *ui, const struct qr_panel *panel)
{
    struct text_block number = panel_number(ui, panel);
    return part_max(widget_text_width(ui, &number) * 7 / 8 + 1, part_px(ui, BESIDE_LEAST));
}

static struct plan plan_of(const struct ui *ui, int inner_w, bool is_stacked, int code_px,
                           const struct qr_panel *panel)
{
    int pad = part_px(ui, PAD);
    struct plan plan = {is_stacked, code_px, inner_w, 0, pad, pad};
    if (!is_stacked)
        plan.words_w -= code_px + pad;
    struct ui dry = widget_dry(ui);
    plan.words_px = panel_words(&dry, (struct box){0, 0, plan.words_w, 0}, ALIGN_LEFT, panel);
    return plan;
}

static int plan_height(const struct plan *plan)
{
    int inner = plan->is_stacked ? plan->code_px + plan->gap_px + plan->words_px
                                 : part_max(plan->code_px, plan->words_px);
    return inner + 2 * plan->pad_px;
}

/* For want of height: the quiet zone of the code is distance enough, the code is smaller, or it
 * stands beside the words after all, whichever leaves it larger. */
static struct plan shrink(const struct ui *ui, int inner_w, struct plan plan,
                          const struct qr_panel *panel)
{
    if (plan.is_stacked) {
        plan.gap_px = 0;
        plan.pad_px = part_px(ui, LINE_GAP);
    }
    int least = style_mm(ui->style, CODE_LEAST), over = plan_height(&plan) - panel->most_px;
    int beside = min_int(inner_w - part_px(ui, PAD) - number_least(ui, panel),
                         panel->most_px - 2 * part_px(ui, PAD));
    int smaller = over > 0 ? part_max(plan.code_px - over, least) : plan.code_px;
    if (plan.is_stacked && beside > smaller)
        return plan_of(ui, inner_w, false, min_int(beside, plan.code_px), panel);
    plan.code_px = smaller;
    return plan;
}

/* With height to spare the code is larger, as far as that leaves the words their place. */
static struct plan grow(const struct ui *ui, int inner_w, int height_px, struct plan plan,
                        const struct qr_panel *panel)
{
    int code = height_px - 2 * plan.pad_px;
    if (plan.is_stacked)
        code = min_int(code - plan.gap_px - plan.words_px, inner_w);
    else
        code = min_int(code, inner_w - plan.gap_px - number_least(ui, panel));
    if (code <= plan.code_px)
        return plan;
    struct plan larger = plan_of(ui, inner_w, plan.is_stacked, code, panel);
    larger.gap_px = plan.gap_px;
    larger.pad_px = plan.pad_px;
    return plan_height(&larger) <= height_px ? larger : plan;
}

int widget_qr_panel(const struct ui *ui, struct box box, const struct qr_panel *panel)
{
    int pad = part_px(ui, PAD), code = part_max(part_px(ui, CODE), style_mm(ui->style, CODE_LEAST));
    int inner_w = box.w - 2 * pad;
    bool is_stacked = inner_w - code - pad < number_least(ui, panel);
    struct plan plan = plan_of(ui, inner_w, is_stacked, code, panel);
    if (panel->most_px > 0 && plan_height(&plan) > panel->most_px)
        plan = shrink(ui, inner_w, plan, panel);
    if (box.h > plan_height(&plan))
        plan = grow(ui, inner_w, box.h, plan, panel);
    int height = plan_height(&plan);
    box.h = part_max(box.h, height);
    size_t mark = widget_card_begin(ui, box, CARD_FLAT);
    struct box at = {box.x + pad, box.y + (box.h - plan.code_px) / 2, plan.code_px, plan.code_px};
    struct box words = {at.x + plan.code_px + pad, box.y + (box.h - plan.words_px) / 2,
                        plan.words_w, 0};
    if (plan.is_stacked) {
        at.x = box.x + (box.w - plan.code_px) / 2;
        at.y = box.y + (box.h - height) / 2 + plan.pad_px;
        words.x = box.x + pad;
        words.y = at.y + plan.code_px + plan.gap_px;
    }
    draw_rect(ui->list, at, ui->style->radius_field_px, 0xFFFFFFFF);
    draw_qr(ui->list, at, panel->payload);
    part_plain_node(ui, at, ROLE_QR, panel->caption, panel->payload);
    panel_words(ui, words, plan.is_stacked ? ALIGN_CENTRE : ALIGN_LEFT, panel);
    widget_card_end(ui, mark, box.y + box.h);
    return box.h;
}
