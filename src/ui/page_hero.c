/* The accent's field under the header, or at the left of a wide window. */
#include "ui/page.h"

#include "ui/part.h"

static struct text_block head_text(const struct ui *ui, const char *utf8, enum type type, int px,
                                   enum face face)
{
    return (struct text_block){.utf8 = utf8,
                               .type = type,
                               .px = px,
                               .face = face,
                               .line_height = face == FACE_BOLD ? LINES_TITLE : LINES_TEXT,
                               .role = type == TYPE_DISPLAY ? ROLE_TITLE : ROLE_TEXT,
                               .ink = ui->style->accent.on_head,
                               .back = ui->style->accent.head};
}

/* Where the parts of a hero stand; all heights are those of their texts. */
struct hero_form {
    struct text_block texts[3];
    struct box text, icon;
    int body_px, texts_px; /* the icon's and the texts' height together; that of the texts */
};

static int hero_icon_px(const struct ui *ui, const struct page_hero *hero)
{
    if (ui->style->orientation == LANDSCAPE)
        return part_px(ui, 112);
    return part_px(ui, hero->icon_kind == HERO_SEAL ? 140 : 168);
}

static int hero_texts_height(const struct ui *ui, const struct hero_form *form)
{
    struct ui dry = widget_dry(ui);
    int height = 0;
    for (int i = 0; i < 3; i++)
        height += widget_text(&dry, (struct box){0, 0, form->text.w, 0}, &form->texts[i]);
    return height;
}

/* The icon is beside the texts, or, in the narrow field of a wide window, above them where the
 * title would break too often. */
static void hero_place_icon(const struct ui *ui, struct box inner, const struct page_hero *hero,
                            struct hero_form *form)
{
    bool is_low = ui->style->orientation == LANDSCAPE;
    int px = hero_icon_px(ui, hero);
    form->icon = (struct box){inner.x, inner.y, px, px};
    box_cut_left(&form->text, part_px(ui, is_low ? 146 : 202));
    size_t n = widget_text_lines(ui, form->text.w, &form->texts[1]).n;
    form->texts_px = hero_texts_height(ui, form);
    form->body_px = form->texts_px > px ? form->texts_px : px;
    if (!is_low || n <= 2) {
        form->icon.y += (form->body_px - px) / 2;
        form->text.y += (form->body_px - form->texts_px) / 2;
        return;
    }
    form->text = inner;
    form->text.y += px + part_px(ui, 16);
    form->texts_px = hero_texts_height(ui, form);
    form->body_px = px + part_px(ui, 16) + form->texts_px;
}

static struct hero_form hero_form(const struct ui *ui, struct box inner,
                                  const struct page_hero *hero, int title_px)
{
    struct hero_form form = {
        .texts = {head_text(ui, hero->eyebrow, TYPE_LEAD, 34, FACE_BOLD),
                  head_text(ui, hero->title, TYPE_DISPLAY, title_px, FACE_BOLD),
                  head_text(ui, hero->line, TYPE_LEAD, 36, FACE_REGULAR)},
        .text = inner,
    };
    if (part_has(hero->icon)) {
        hero_place_icon(ui, inner, hero, &form);
        return form;
    }
    form.body_px = form.texts_px = hero_texts_height(ui, &form);
    return form;
}

static void hero_icon(const struct ui *ui, struct box at, const struct page_hero *hero)
{
    const struct accent *accent = &ui->style->accent;
    bool is_seal = hero->icon_kind == HERO_SEAL;
    bool is_contrast = ui->style->theme == THEME_CONTRAST;
    colour ground = is_contrast ? accent->deep : is_seal ? 0xFFFFFFFF : accent->tint;
    colour line = is_contrast ? 0xFF000000 : accent->deep;
    draw_rect(ui->list, at, is_seal ? at.w / 2 : part_px(ui, 32), ground);
    part_icon(ui, at, at.w * 64 / 100, hero->icon, line, is_contrast || is_seal ? 0 : accent->mid);
}

int page_hero(const struct ui *ui, struct box box, const struct page_hero *hero)
{
    const struct style *st = ui->style;
    bool has_icon = part_has(hero->icon);
    int top = part_px(ui, has_icon ? 24 : 8), foot = part_px(ui, has_icon ? 40 : 28);
    int title_px = has_icon ? 68 : 60;
    struct box inner = box_inset(box, st->margin_px, 0);
    inner.y += top;
    struct hero_form form = hero_form(ui, inner, hero, title_px);
    /* Beside the content its field is as high as the window: a title too long for it is smaller. */
    bool is_beside = st->orientation == LANDSCAPE && box.h > 0;
    while (is_beside && top + form.body_px + hero->extra_px > box.h && title_px > 40) {
        title_px -= 4;
        form = hero_form(ui, inner, hero, title_px);
    }
    int total = top + form.body_px + foot;
    if (is_beside && total > box.h)
        total = box.h;
    if (total < hero->least_px)
        total = hero->least_px;
    total += hero->extra_px;
    draw_rect(ui->list, (struct box){box.x, box.y, box.w, total}, 0, st->accent.head);
    if (st->theme == THEME_CONTRAST && !is_beside)
        draw_rect(ui->list, (struct box){box.x, box.y + total - st->line_px, box.w, st->line_px}, 0,
                  0xFFFFFFFF);
    if (has_icon)
        hero_icon(ui, form.icon, hero);
    int y = form.text.y;
    for (int i = 0; i < 3; i++)
        y += widget_text(ui, (struct box){form.text.x, y, form.text.w, 0}, &form.texts[i]);
    return total;
}
