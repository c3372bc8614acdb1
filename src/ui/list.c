/* Widgets of several parts in a row: rows and facts. */
#include "ui/part.h"

/* Beside all texts, or, where that leaves them too little room, at the end of the second line, or
 * below them; its words as a line of their own where the whole row is too narrow for a tag. */
enum tag_place { TAG_BESIDE, TAG_ON_LINE, TAG_BELOW, TAG_AS_LINE };
/* A row's texts, the tag's among them where they are one. */
enum { LINE_TITLE, LINE_FIRST, LINE_SECOND, LINE_TAG, LINES };

/* What the rows of one list share: where some begin with a time, icons stand under the times, and
 * the titles one under the other. */
struct rows_form {
    int lead_px; /* 0: no row begins with a time, or it goes in front of the title */
};

/* Where the parts of a row stand, left to right; all heights are the row's. */
struct row_form {
    struct box lead, icon, text, tag, button, end;
    struct text_block lines[LINES];
    enum tag_place tag_place;
    enum tag_place whom_place; /* TAG_ON_LINE, in front of the third, or TAG_BELOW */
    int whom_px;               /* 0: none */
};

/* In a wide window columns are narrow: the time goes in front of the title where it would leave the
 * texts too little room. */
static bool row_joins_lead(const struct ui *ui, struct box box)
{
    int least = style_type_px(ui->style, TYPE_LEAD, part_is_large(ui) ? 760 : 480);
    return ui->style->orientation == LANDSCAPE && box.w < least;
}

/* A tag is higher than the line it stands on: that much is kept free under the title. */
enum { TAG_RISE = 10, WHOM_GAP = 12, TAG_BELOW_PX = 60 };

static int row_text_height(const struct ui *ui, const struct row_form *form)
{
    struct ui dry = widget_dry(ui);
    int height = 0;
    for (int i = 0; i < LINES; i++)
        height += widget_text(&dry, (struct box){0, 0, form->text.w, 0}, &form->lines[i]);
    if (form->tag_place == TAG_BELOW)
        height += part_px(ui, TAG_BELOW_PX);
    else if (form->tag_place == TAG_ON_LINE)
        height += part_px(ui, TAG_RISE);
    if (form->whom_px > 0)
        height += part_px(ui, form->whom_place == TAG_BELOW ? TAG_BELOW_PX : TAG_RISE);
    return height;
}

static int row_tag_width(const struct ui *ui, const struct tag *tag)
{
    struct ui dry = widget_dry(ui);
    return widget_tag(&dry, (struct box){0, 0, 0, 0}, tag);
}

/* Beside the third line where that stays one line. */
static void row_place_whom(const struct ui *ui, const struct row *row, struct row_form *form)
{
    int line_px = widget_text_width(ui, &form->lines[LINE_SECOND]);
    form->whom_px = row_tag_width(ui, &row->whom);
    form->whom_place =
        form->whom_px + part_px(ui, WHOM_GAP) + line_px <= form->text.w ? TAG_ON_LINE : TAG_BELOW;
}

/* start_px: where the row's first part begins. */
static void row_place_tag(const struct ui *ui, const struct row *row, int start_px,
                          struct box *left, struct row_form *form)
{
    int gap = part_px(ui, 22), tag = row_tag_width(ui, &row->tag);
    if (tag == 0)
        return;
    if (left->w - tag - gap >= style_type_px(ui->style, TYPE_LEAD, 260)) {
        form->tag = box_cut_right(left, tag);
        box_cut_right(left, gap);
        return;
    }
    struct text_block line = part_line(row->line, TYPE_SMALL, 28, FACE_REGULAR, 0, 0);
    int line_px = widget_text_width(ui, &line);
    if (line_px > 0 && line_px + gap / 2 + tag <= left->w)
        form->tag_place = TAG_ON_LINE;
    else
        form->tag_place = tag <= left->x + left->w - start_px ? TAG_BELOW : TAG_AS_LINE;
    if (form->tag_place == TAG_AS_LINE)
        form->lines[LINE_TAG] = part_line(row->tag.label, TYPE_SMALL, 28, FACE_BOLD,
                                          part_tone(ui, row->tag.tone).ink, ui->style->surface);
}

static struct rows_form rows_form(const struct ui *ui, struct box box, const struct row *rows,
                                  size_t n)
{
    struct rows_form shared = {0};
    for (size_t i = 0; i < n && !row_joins_lead(ui, box); i++)
        if (part_has(rows[i].lead))
            shared.lead_px = style_type_px(ui->style, TYPE_BUTTON, 118);
    return shared;
}

/* Where the row begins: its time, its icon or mark, or both. */
static void row_place_start(const struct ui *ui, const struct rows_form *shared,
                            const struct row *row, struct box *left, struct row_form *form)
{
    int gap = part_px(ui, 22), icon = part_px(ui, part_has(row->mark) ? 56 : 92);
    bool has_icon = part_has(row->icon) || part_has(row->mark);
    bool has_time = shared->lead_px > 0 && part_has(row->lead);
    if (has_time) {
        form->lead = box_cut_left(left, shared->lead_px);
        box_cut_left(left, gap);
    }
    if (!has_icon)
        return;
    bool is_below_times = shared->lead_px > 0 && !has_time;
    form->icon = box_cut_left(left, is_below_times ? shared->lead_px : icon);
    if (is_below_times)
        form->icon.w = part_px(ui, part_has(row->mark) ? 56 : 76);
    box_cut_left(left, gap);
}

static struct row_form row_form(const struct ui *ui, const struct rows_form *shared, struct box box,
                                const struct row *row)
{
    struct row_form form = {0};
    int gap = part_px(ui, 22);
    struct box left = box_inset(box, part_px(ui, 28), 0);
    int start_px = left.x;
    if (row->end == ROW_CHEVRON) {
        form.end = box_cut_right(&left, part_px(ui, 32));
        box_cut_right(&left, gap);
    }
    if (row->button != NULL) {
        int width = widget_button_width(ui, row->button);
        form.button = box_cut_right(&left, part_max(width, part_px(ui, 150)));
        box_cut_right(&left, gap);
    }
    row_place_start(ui, shared, row, &left, &form);
    bool joins_lead = part_has(row->lead) && shared->lead_px == 0;
    row_place_tag(ui, row, start_px, &left, &form);
    form.text = left;
    bool is_off = row->tap.state == TAP_DISABLED;
    colour back = ui->style->surface;
    colour ink2 = is_off ? ui->style->off_ink : ui->style->ink2;
    const char *title = joins_lead ? part_join(ui, row->lead, row->title, NULL) : row->title;
    form.lines[LINE_TITLE] = part_line(title, TYPE_LEAD, 38, FACE_BOLD,
                                       is_off ? ui->style->off_ink : ui->style->ink, back);
    form.lines[LINE_FIRST] = part_line(row->line, TYPE_SMALL, 28, FACE_REGULAR, ink2, back);
    form.lines[LINE_SECOND] =
        part_line(row->line2, TYPE_SMALL, 28, FACE_BOLD, ui->style->ink, back);
    row_place_whom(ui, row, &form);
    return form;
}

static int row_height(const struct ui *ui, const struct rows_form *shared, struct box box,
                      const struct row *row)
{
    struct row_form form = row_form(ui, shared, box, row);
    bool is_high = part_has(row->icon) && shared->lead_px == 0;
    int height =
        row_text_height(ui, &form) + 2 * part_px(ui, is_high && !part_is_low(ui) ? 18 : 13);
    int least = is_high ? part_px(ui, 138) : ui->style->row_px;
    if (row->button != NULL)
        least = part_max(least, ui->style->inline_button_px + 2 * part_px(ui, 16));
    return part_max(height, least);
}

/* The third line and whom it is for; returns their height. */
static int row_last_line(const struct ui *ui, struct box box, const struct row_form *form,
                         const struct row *row, const struct text_block *line)
{
    struct tag whom = row->whom;
    whom.is_part = true;
    if (form->whom_px == 0)
        return widget_text(ui, box, line);
    struct box tag = {box.x, box.y, form->whom_px, part_px(ui, 54)};
    if (form->whom_place == TAG_BELOW) {
        int height = widget_text(ui, box, line);
        tag.y += height + part_px(ui, 6);
        widget_tag(ui, tag, &whom);
        return height + part_px(ui, TAG_BELOW_PX);
    }
    box.y += part_px(ui, TAG_RISE);
    box_cut_left(&box, form->whom_px + part_px(ui, WHOM_GAP));
    tag.y = box.y;
    tag.h = widget_text(ui, box, line);
    widget_tag(ui, tag, &whom);
    return part_px(ui, TAG_RISE) + tag.h;
}

static void row_texts(const struct ui *ui, const struct row_form *form, const struct row *row,
                      colour back)
{
    int y = form->text.y + (form->text.h - row_text_height(ui, form)) / 2;
    struct tag tag = row->tag;
    tag.is_part = true;
    for (int i = 0; i < LINES; i++) {
        struct text_block line = form->lines[i];
        line.back = back;
        if (i == LINE_FIRST && form->tag_place == TAG_ON_LINE)
            y += part_px(ui, TAG_RISE);
        struct box at = {form->text.x, y, form->text.w, 0};
        int height =
            i == LINE_SECOND ? row_last_line(ui, at, form, row, &line) : widget_text(ui, at, &line);
        if (i == LINE_FIRST && form->tag_place == TAG_ON_LINE)
            widget_tag(ui, (struct box){form->text.x, y, form->text.w, height}, &tag);
        y += height;
    }
    if (form->tag_place == TAG_ON_LINE || form->tag_place == TAG_AS_LINE)
        return;
    if (form->tag_place == TAG_BELOW) {
        int width = row_tag_width(ui, &row->tag), over = width - form->text.w;
        /* Wider than the texts' column it reaches under the time before them. */
        struct box at = {form->text.x - (over > 0 ? over : 0), y + part_px(ui, 6), width,
                         part_px(ui, 54)};
        widget_tag(ui, at, &tag);
    } else {
        widget_tag(ui, form->tag, &tag);
    }
}

static void row_paint(const struct ui *ui, const struct rows_form *shared, struct box box,
                      const struct row *row)
{
    const struct style *st = ui->style;
    struct row_form form = row_form(ui, shared, box, row);
    colour back = st->surface;
    if (part_is_pressed(ui, &row->tap)) {
        back = st->accent.tint;
        draw_frame(ui->list, box_inset(box, st->hair_px, st->hair_px), st->radius_field_px, back,
                   st->accent.deep, st->chosen_px, EDGE_SOLID);
    }
    struct text_block lead =
        part_line(row->lead, TYPE_BUTTON, 40, FACE_BOLD, st->accent.deep, back);
    if (form.lead.w > 0)
        widget_text(ui, form.lead, &lead);
    if (part_has(row->mark)) {
        part_icon(ui, form.icon, part_px(ui, 56), row->mark, st->ink, 0);
    } else if (part_has(row->icon)) {
        struct box badge = form.icon;
        badge.y += (badge.h - badge.w) / 2;
        badge.h = badge.w;
        part_badge(ui, badge, row->icon, st->accent.tint, st->accent.deep, st->accent.mid);
    }
    row_texts(ui, &form, row, back);
    if (row->end == ROW_CHEVRON)
        part_icon(ui, form.end, part_px(ui, 32), "next", st->ink2, 0);
    part_tap_node(ui, box, ROLE_ITEM, &row->tap, row->title,
                  part_join(ui, row->lead, part_join(ui, row->line, row->whom.label, row->line2),
                            row->tag.label));
    if (row->button == NULL)
        return;
    int height = ui->style->inline_button_px;
    form.button.y += (form.button.h - height) / 2;
    form.button.h = height;
    widget_button(ui, form.button, row->button);
}

static void hair_line(const struct ui *ui, struct box box)
{
    draw_rect(ui->list, (struct box){box.x, box.y, box.w, ui->style->hair_px}, 0, ui->style->hair);
}

/* How high the lower rows become so that all of them fill box.h. */
static int rows_level(const struct ui *ui, const struct rows_form *shared, struct box box,
                      const struct row *rows, size_t n)
{
    int level = box.h, before;
    do {
        int left = box.h, low = 0;
        for (size_t i = 0; i < n; i++) {
            int height = row_height(ui, shared, (struct box){box.x, box.y, box.w, 0}, &rows[i]);
            if (height > level)
                left -= height;
            else
                low++;
        }
        before = level;
        level = low > 0 && left > 0 ? left / low : 0;
    } while (level < before && level > 0);
    return level;
}

int widget_rows(const struct ui *ui, struct box box, enum rows_ground ground,
                const struct row *rows, size_t n)
{
    if (n == 0)
        return 0;
    int y = box.y;
    struct rows_form shared = rows_form(ui, box, rows, n);
    int level = rows_level(ui, &shared, box, rows, n);
    size_t mark = ground == ROWS_CARD ? widget_card_begin(ui, box, CARD_FLAT) : 0;
    for (size_t i = 0; i < n; i++) {
        struct box at = {box.x, y, box.w, 0};
        at.h = part_max(row_height(ui, &shared, at, &rows[i]), level);
        y += at.h;
        if (ui->list == NULL)
            continue;
        if (i > 0)
            hair_line(ui, box_inset(at, ui->style->hair_px, 0));
        row_paint(ui, &shared, at, &rows[i]);
    }
    if (ground == ROWS_CARD)
        widget_card_end(ui, mark, y);
    return y - box.y;
}

static struct pair fact_texts(const struct ui *ui, enum facts_kind kind, const struct fact *fact)
{
    const struct style *st = ui->style;
    bool is_beside = kind == FACTS_BESIDE;
    struct text_block label = {.utf8 = fact->label,
                               .type = TYPE_BODY,
                               .px = is_beside ? 34 : 30,
                               .face = is_beside ? FACE_BOLD : FACE_REGULAR,
                               .is_part = true,
                               .ink = is_beside ? st->accent.deep : st->ink2,
                               .back = st->surface};
    struct text_block value = {.utf8 = fact->value,
                               .type = TYPE_LEAD,
                               .px = 36,
                               .face = is_beside ? FACE_REGULAR : FACE_BOLD,
                               .is_part = true,
                               .back = st->surface};
    return (struct pair){label, value};
}

/* Label column of facts that stand beside their values: the widest label, within a third. */
static int fact_label_width(const struct ui *ui, struct box box, enum facts_kind kind,
                            const struct fact *facts, size_t n)
{
    int width = 0;
    for (size_t i = 0; i < n; i++) {
        struct pair texts = fact_texts(ui, kind, &facts[i]);
        width = part_max(width, widget_text_width(ui, &texts.first) + 1);
    }
    int least = part_px(ui, 140), most = box.w / 3;
    return width < least ? least : width > most ? most : width;
}

/* Paints one fact at box.y (or only measures, with ui->list NULL) and returns its height. */
static int fact_paint(const struct ui *ui, struct box box, enum facts_kind kind, int label_px,
                      int least, const struct fact *fact)
{
    const struct style *st = ui->style;
    struct pair texts = fact_texts(ui, kind, fact);
    struct box inner = box_inset(box, part_px(ui, 28), 0);
    struct box icon = box_cut_left(&inner, part_has(fact->icon) ? part_px(ui, 48) : 0);
    box_cut_left(&inner, part_has(fact->icon) ? part_px(ui, 20) : 0);
    struct box button = {0};
    if (fact->button != NULL) {
        button = box_cut_right(&inner, widget_button_width(ui, fact->button));
        box_cut_right(&inner, part_px(ui, 20));
    }
    struct box label = kind == FACTS_BESIDE ? box_cut_left(&inner, label_px) : inner;
    if (kind == FACTS_BESIDE)
        box_cut_left(&inner, part_px(ui, 24));
    struct ui dry = widget_dry(ui);
    inner.h = label.h = 0;
    int text = kind == FACTS_STACKED ? part_pair_height(ui, inner.w, &texts)
                                     : part_max(widget_text(&dry, label, &texts.first),
                                                widget_text(&dry, inner, &texts.second));
    int height = part_max(text + 2 * part_px(ui, kind == FACTS_BESIDE ? 24 : 18), least);
    if (fact->button != NULL)
        height = part_max(height, st->inline_button_px + 2 * part_px(ui, 14));
    if (ui->list == NULL)
        return height;
    icon.h = label.h = inner.h = height;
    part_icon(ui, icon, icon.w, fact->icon, st->accent.deep, st->accent.mid);
    if (kind == FACTS_STACKED) {
        part_pair(ui, inner, &texts);
    } else {
        widget_text(ui, label, &texts.first);
        widget_text(ui, inner, &texts.second);
    }
    draw_node(ui->list, (struct box){box.x, box.y, box.w, height},
              &(struct draw_node){.role = ROLE_TEXT,
                                  .secrecy = fact->secrecy,
                                  .name = fact->label,
                                  .value = fact->value});
    if (fact->button != NULL) {
        button.h = st->inline_button_px;
        button.y = box.y + (height - button.h) / 2;
        widget_button(ui, button, fact->button);
    }
    return height;
}

int widget_facts(const struct ui *ui, struct box box, enum facts_kind kind,
                 const struct fact *facts, size_t n)
{
    if (n == 0)
        return 0;
    int label = fact_label_width(ui, box, kind, facts, n);
    int least = box.h > 0 ? box.h / (int)n : 0;
    int y = box.y;
    size_t mark = widget_card_begin(ui, box, CARD_FLAT);
    for (size_t i = 0; i < n; i++) {
        struct box at = {box.x, y, box.w, 0};
        if (i > 0)
            hair_line(ui, box_inset(at, ui->style->hair_px, 0));
        y += fact_paint(ui, at, kind, label, least, &facts[i]);
    }
    widget_card_end(ui, mark, y);
    return y - box.y;
}
