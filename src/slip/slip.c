#include "slip/slip.h"

#include <assert.h>
#include <string.h>

#include <qrencode.h>

#include "slip/escpos.h"
#include "slip/raster.h"

enum {
    QUIET_MODULES = 4,
    MODULE_MIN_PX = 4,
    LINES_MAX = 4, /* of one text */
    BALANCE_STEP_PX = 8,
    PRINT_ROWS_PER_S = 800, /* 100 mm/s, a slow printer */
    PRINT_MS_MAX = 3000,
};

static const colour black = 0xFF000000;
static const colour white = 0xFFFFFFFF;

/* In dots. A text with a range takes the largest size at which it fits on one line. */
struct sizes {
    int width, margin, gap, rule;
    int station, title, title_min, when, when_min, when_label;
    int who, field, label, label_max_width;
    int remark, number, number_min, caption;
    int use, foot;
    int module;
};

static const struct sizes sizes_of[] = {
    [SLIP_PAPER_58] = {.width = 384,
                       .margin = 16,
                       .gap = 16,
                       .rule = 4,
                       .station = 36,
                       .title = 48,
                       .title_min = 40,
                       .when = 52,
                       .when_min = 40,
                       .when_label = 36,
                       .who = 36,
                       .field = 32,
                       .label = 26,
                       .label_max_width = 112,
                       .remark = 30,
                       .number = 54,
                       .number_min = 36,
                       .caption = 26,
                       .use = 28,
                       .foot = 24,
                       .module = 6},
    [SLIP_PAPER_80] = {.width = 576,
                       .margin = 24,
                       .gap = 20,
                       .rule = 5,
                       .station = 44,
                       .title = 64,
                       .title_min = 48,
                       .when = 72,
                       .when_min = 52,
                       .when_label = 40,
                       .who = 42,
                       .field = 38,
                       .label = 30,
                       .label_max_width = 150,
                       .remark = 36,
                       .number = 76,
                       .number_min = 48,
                       .caption = 30,
                       .use = 34,
                       .foot = 26,
                       .module = 8},
};

static_assert(sizeof sizes_of / sizeof sizes_of[0] == SLIP_PAPER_80 + 1, "one row per paper");

/* Where the next part goes. */
struct pen {
    const struct sizes *sizes;
    const struct text_measure *measure;
    struct arena *arena;
    struct draw_list *list;
    int y;
};

enum align { ALIGN_LEFT, ALIGN_CENTRE };

struct setting {
    struct font font;
    enum align align;
    colour ink, back;
};

static struct setting setting_of(enum face face, int px, enum align align)
{
    return (struct setting){{face, px}, align, black, white};
}

static bool has_text(const char *text)
{
    return text != NULL && text[0] != '\0';
}

static int line_height_px(struct font font)
{
    return font.px + font.px * 3 / 10;
}

static int content_px(const struct pen *pen)
{
    return pen->sizes->width - 2 * pen->sizes->margin;
}

static int measure_px(const struct pen *pen, struct font font, const char *text)
{
    return pen->measure->width_px(pen->measure->ctx, font, text, strlen(text));
}

/* The largest size in [min_px, max_px] at which text fits on one line; min_px if none does. */
static int fit_px(const struct pen *pen, enum face face, int max_px, int min_px, int width_px,
                  const char *text)
{
    for (int px = max_px; px > min_px; px -= 2)
        if (measure_px(pen, (struct font){face, px}, text) <= width_px)
            return px;
    return min_px;
}

static void add_node(struct pen *pen, enum role role, struct box box, const char *id,
                     const char *name, const char *value)
{
    struct draw_node node = {.role = role, .name = name, .value = value, .id = id};
    draw_node(pen->list, box, &node);
}

/* Where centred text would end in a lone character or two, its lines are made about equally long;
 * else the first break is as good as any and often falls between words. */
static struct text_lines break_text(const struct pen *pen, const struct setting *setting,
                                    int width_px, const char *text)
{
    struct text_lines best =
        text_layout(pen->arena, pen->measure, setting->font, text, width_px, LINES_MAX);

    if (setting->align != ALIGN_CENTRE || best.n < 2 || best.is_cut)
        return best;
    if (best.lines[best.n - 1].width_px * 5 >= best.width_px * 2)
        return best;
    for (int px = best.width_px - BALANCE_STEP_PX; px > 0; px -= BALANCE_STEP_PX) {
        struct text_lines lines =
            text_layout(pen->arena, pen->measure, setting->font, text, px, LINES_MAX);
        if (lines.n > best.n || lines.is_cut || lines.width_px > px)
            break;
        best = lines;
    }
    return best;
}

/* Sets text in the column [x, x + width_px) and moves the pen below it. */
static void put_text(struct pen *pen, const struct setting *setting, int x, int width_px,
                     const char *id, const char *text)
{
    struct text_lines lines = break_text(pen, setting, width_px, text);
    int height_px = line_height_px(setting->font);
    struct box column = {x, pen->y, width_px, height_px * (int)lines.n};
    enum role role = strcmp(id, "slip.title") == 0 ? ROLE_TITLE : ROLE_TEXT;

    add_node(pen, role, column, id, text, NULL);
    for (size_t i = 0; i < lines.n; i++) {
        const struct text_line *line = &lines.lines[i];
        int indent_px = setting->align == ALIGN_CENTRE ? (width_px - line->width_px) / 2 : 0;
        struct box box = {x + (indent_px > 0 ? indent_px : 0), pen->y, line->width_px, height_px};
        draw_text(pen->list, box, setting->font, setting->ink, setting->back, line->utf8,
                  line->len);
        pen->y += height_px;
    }
}

static void put_line(struct pen *pen, enum face face, int px, enum align align, const char *id,
                     const char *text)
{
    struct setting setting = setting_of(face, px, align);
    if (has_text(text))
        put_text(pen, &setting, pen->sizes->margin, content_px(pen), id, text);
}

static void put_rule(struct pen *pen, enum rect_edge edge)
{
    int rule = pen->sizes->rule;
    int x = pen->sizes->margin;
    int end = pen->sizes->width - pen->sizes->margin;

    pen->y += pen->sizes->gap * 5 / 8;
    if (edge == EDGE_SOLID) {
        draw_rect(pen->list, (struct box){x, pen->y, end - x, rule}, 0, black);
    } else {
        for (; x < end; x += 3 * rule) {
            int dash = end - x < 2 * rule ? end - x : 2 * rule;
            draw_rect(pen->list, (struct box){x, pen->y, dash, rule}, 0, black);
        }
    }
    pen->y += rule + pen->sizes->gap * 5 / 8;
}

/* Four bars rather than a border: they come out crisp, and cannot cover what is inside. */
static void put_frame(struct pen *pen, struct box box)
{
    int rule = pen->sizes->rule;

    draw_rect(pen->list, (struct box){box.x, box.y, box.w, rule}, 0, black);
    draw_rect(pen->list, (struct box){box.x, box.y + box.h - rule, box.w, rule}, 0, black);
    draw_rect(pen->list, (struct box){box.x, box.y, rule, box.h}, 0, black);
    draw_rect(pen->list, (struct box){box.x + box.w - rule, box.y, rule, box.h}, 0, black);
}

/* A framed remark across the slip. */
static void put_remark(struct pen *pen, const char *id, const char *text)
{
    const struct sizes *sizes = pen->sizes;
    struct setting setting = setting_of(FACE_BOLD, sizes->remark, ALIGN_CENTRE);
    int inset = sizes->rule + sizes->gap / 2;

    if (!has_text(text))
        return;
    pen->y += sizes->gap / 2;
    struct box box = {sizes->margin, pen->y, content_px(pen), 0};
    pen->y += sizes->rule + 4;
    put_text(pen, &setting, box.x + inset, box.w - 2 * inset, id, text);
    pen->y += sizes->rule + 4;
    box.h = pen->y - box.y;
    put_frame(pen, box);
    pen->y += sizes->gap / 2;
}

static void put_head(struct pen *pen, const struct slip_data *data)
{
    const struct sizes *sizes = pen->sizes;
    int width_px = content_px(pen);

    pen->y = sizes->gap;
    if (has_text(data->reprint)) {
        struct setting setting = setting_of(FACE_BOLD, sizes->station, ALIGN_CENTRE);
        int mark_px = measure_px(pen, setting.font, data->reprint) + 4 * sizes->gap;
        struct box box = {sizes->margin, pen->y, mark_px < width_px ? mark_px : width_px, 0};
        box.x += (width_px - box.w) / 2;
        pen->y += sizes->rule;
        put_text(pen, &setting, box.x + sizes->gap, box.w - 2 * sizes->gap, "slip.reprint",
                 data->reprint);
        pen->y += sizes->rule;
        box.h = pen->y - box.y;
        put_frame(pen, box);
        pen->y += sizes->gap / 2;
    }
    if (has_text(data->station)) {
        put_line(pen, FACE_BOLD, sizes->station, ALIGN_CENTRE, "slip.station", data->station);
        put_rule(pen, EDGE_SOLID);
    }
    int px = fit_px(pen, FACE_BOLD, sizes->title, sizes->title_min, width_px, data->title);
    put_line(pen, FACE_BOLD, px, ALIGN_CENTRE, "slip.title", data->title);
}

static int text_height_px(const struct pen *pen, const struct setting *setting, int width_px,
                          const char *text)
{
    return has_text(text)
               ? (int)break_text(pen, setting, width_px, text).n * line_height_px(setting->font)
               : 0;
}

/* The due time is the promise: the biggest thing on the slip, white on black. */
static void put_when(struct pen *pen, const struct slip_field *when)
{
    const struct sizes *sizes = pen->sizes;
    int width_px = content_px(pen) - sizes->gap;
    int x = sizes->margin + sizes->gap / 2;

    if (!has_text(when->text))
        return;
    int px = fit_px(pen, FACE_BOLD, sizes->when, sizes->when_min, width_px, when->text);
    struct setting label = {{FACE_REGULAR, sizes->when_label}, ALIGN_CENTRE, white, black};
    struct setting value = {{FACE_BOLD, px}, ALIGN_CENTRE, white, black};
    int height_px = sizes->gap + text_height_px(pen, &label, width_px, when->label) +
                    text_height_px(pen, &value, width_px, when->text);

    pen->y += sizes->gap / 2;
    draw_rect(pen->list, (struct box){sizes->margin, pen->y, content_px(pen), height_px}, 0, black);
    pen->y += sizes->gap / 2;
    if (has_text(when->label))
        put_text(pen, &label, x, width_px, "slip.when_label", when->label);
    put_text(pen, &value, x, width_px, "slip.when", when->text);
    pen->y += sizes->gap;
}

struct named_field {
    const char *id;
    const struct slip_field *field;
    enum face face;
    int px;
};

/* Labels stand left of their texts where all of them are narrow enough, else above them. */
static int label_column_px(const struct pen *pen, const struct named_field *fields, size_t n)
{
    struct font font = {FACE_REGULAR, pen->sizes->label};
    int widest = 0;

    for (size_t i = 0; i < n; i++) {
        if (!has_text(fields[i].field->text) || !has_text(fields[i].field->label))
            continue;
        int px = measure_px(pen, font, fields[i].field->label);
        widest = px > widest ? px : widest;
    }
    return widest > pen->sizes->label_max_width ? 0 : widest;
}

static void put_field(struct pen *pen, const struct named_field *named, int label_px)
{
    const struct sizes *sizes = pen->sizes;
    struct setting label = setting_of(FACE_REGULAR, sizes->label, ALIGN_LEFT);
    struct setting value = setting_of(named->face, named->px, ALIGN_LEFT);
    bool has_label = has_text(named->field->label);
    int x = sizes->margin;
    int width_px = content_px(pen);

    if (!has_text(named->field->text))
        return;
    if (has_label && label_px == 0)
        put_text(pen, &label, x, width_px, "", named->field->label);
    if (has_label && label_px > 0) {
        int y = pen->y;
        /* Both stand on one base line. */
        pen->y += (line_height_px(value.font) - line_height_px(label.font)) * 7 / 10;
        put_text(pen, &label, x, label_px + 2, "", named->field->label);
        pen->y = y;
    }
    if (label_px > 0) {
        x += label_px + sizes->gap;
        width_px -= label_px + sizes->gap;
    }
    put_text(pen, &value, x, width_px, named->id, named->field->text);
    pen->y += 4;
}

static void put_fields(struct pen *pen, const struct slip_data *data)
{
    int field = pen->sizes->field;
    const struct named_field fields[] = {
        {"slip.where", &data->where, FACE_REGULAR, field},
        {"slip.who", &data->who, FACE_BOLD, pen->sizes->who},
        {"slip.helper", &data->helper, FACE_REGULAR, field},
        {"slip.bring", &data->bring, FACE_REGULAR, field},
        {"slip.cost", &data->cost, FACE_REGULAR, field},
        {"slip.phone", &data->phone, FACE_BOLD, field},
    };
    size_t n = sizeof fields / sizeof fields[0];
    int label_px = label_column_px(pen, fields, n);

    for (size_t i = 0; i < n; i++)
        put_field(pen, &fields[i], label_px);
}

/* A caption with its code below it, as large as the paper allows. */
static void put_code(struct pen *pen, const char *id, const struct slip_field *code)
{
    const struct sizes *sizes = pen->sizes;

    if (!has_text(code->text))
        return;
    int px = fit_px(pen, FACE_BOLD, sizes->number, sizes->number_min, content_px(pen), code->text);
    put_rule(pen, EDGE_DASHED);
    put_line(pen, FACE_REGULAR, sizes->caption, ALIGN_CENTRE, "", code->label);
    put_line(pen, FACE_BOLD, px, ALIGN_CENTRE, id, code->text);
}

/* The modules are rectangles of the list itself, so that each is a whole number of dots wide
 * whoever paints them. */
static void put_qr(struct pen *pen, const char *payload)
{
    const struct sizes *sizes = pen->sizes;

    if (!has_text(payload))
        return;
    assert(strlen(payload) <= SLIP_QR_MAX);
    QRcode *code = QRcode_encodeString(payload, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    assert(code != NULL);
    int n = code->width;
    int module = sizes->width / (n + 2 * QUIET_MODULES);
    module = module < sizes->module ? module : sizes->module;
    assert(module >= MODULE_MIN_PX);
    int x = (sizes->width - n * module) / 2;
    int y = pen->y + QUIET_MODULES * module;

    add_node(pen, ROLE_QR, (struct box){x, y, n * module, n * module}, "slip.qr", NULL, payload);
    for (int row = 0; row < n; row++) {
        const unsigned char *modules = code->data + (size_t)row * (size_t)n;
        for (int from = 0, to; from < n; from = to) {
            to = from + 1;
            if (!(modules[from] & 1))
                continue;
            while (to < n && (modules[to] & 1))
                to++;
            struct box run = {x + from * module, y + row * module, (to - from) * module, module};
            draw_rect(pen->list, run, 0, black);
        }
    }
    pen->y = y + (n + QUIET_MODULES) * module;
    QRcode_free(code);
}

static void put_uses(struct pen *pen, const struct slip_data *data)
{
    const struct sizes *sizes = pen->sizes;

    put_line(pen, FACE_BOLD, sizes->use, ALIGN_LEFT, "slip.uses", data->uses_title);
    for (int i = 0; i < SLIP_USES_MAX; i++)
        if (has_text(data->uses[i]))
            put_line(pen, FACE_REGULAR, sizes->use, ALIGN_LEFT, "slip.use", data->uses[i]);
}

static void put_foot(struct pen *pen, const struct slip_data *data)
{
    int foot = pen->sizes->foot;

    if (has_text(data->printed_at) || has_text(data->privacy))
        put_rule(pen, EDGE_DASHED);
    put_line(pen, FACE_REGULAR, foot, ALIGN_CENTRE, "slip.printed_at", data->printed_at);
    put_line(pen, FACE_REGULAR, foot, ALIGN_CENTRE, "slip.privacy", data->privacy);
    pen->y += pen->sizes->gap;
}

int slip_width_px(enum slip_paper paper)
{
    return sizes_of[paper].width;
}

/* Fills the list in a window of that height; returns the height that was used. */
static int lay_out(struct pen *pen, const struct slip_data *data, int height_px)
{
    draw_list_begin(pen->list, pen->arena, pen->sizes->width, height_px);
    draw_rect(pen->list, (struct box){0, 0, pen->sizes->width, height_px}, 0, white);
    put_head(pen, data);
    put_when(pen, &data->when);
    put_remark(pen, "slip.remark", data->remark);
    put_remark(pen, "slip.offline", data->offline);
    put_fields(pen, data);
    put_code(pen, "slip.password", &data->password);
    put_code(pen, "slip.number", &data->number);
    put_qr(pen, data->qr);
    put_uses(pen, data);
    put_foot(pen, data);
    return pen->y;
}

void slip_layout(const struct slip_data *data, enum slip_paper paper,
                 const struct text_measure *measure, struct arena *arena, struct draw_list *list)
{
    struct pen pen = {&sizes_of[paper], measure, arena, list, 0};

    assert(has_text(data->title) && has_text(data->number.text));
    /* A list needs its height at the beginning, which only the layout itself tells. */
    int height_px = lay_out(&pen, data, SLIP_HEIGHT_MAX_PX);
    assert(height_px <= SLIP_HEIGHT_MAX_PX);
    lay_out(&pen, data, height_px);
}

void slip_put_job(struct buf *to, struct arena *arena, const uint32_t *pixels, int row_px,
                  int width_px, int height_px)
{
    struct raster raster = raster_from_pixels(arena, pixels, row_px, width_px, height_px);
    raster_break_pairs(&raster);
    escpos_put_job(to, &raster);
}

int slip_print_ms(int height_px)
{
    int print_ms = height_px * 1000 / PRINT_ROWS_PER_S;
    return print_ms < PRINT_MS_MAX ? print_ms : PRINT_MS_MAX;
}
