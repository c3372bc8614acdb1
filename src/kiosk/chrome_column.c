#include "kiosk/chrome.h"

/* Of a panel 1080 wide: a column in which things are stacked; with much room, the gap between
 * blocks and the least heights of facts, choices and words. So many choices then make a list. */
enum {
    NARROW_PX = 760,
    WIDE_GAP_PX = 28,
    WIDE_FACT_PX = 116,
    WIDE_LARGE_FACT_PX = 132,
    WIDE_CHOICE_PX = 132,
    LIST_CHOICES = 5
};

/* Where the next block goes when this chunk is full: the column beside, else the next page. */
static void next_chunk(struct column *column)
{
    column->y = column->box.y;
    if (column->is_head && column->plan != COLUMN_FLOW) {
        column->is_over = true;
        return;
    }
    column->chunk++;
    int gap = column->canvas->app->style.margin_px;
    int beside = column->chunk % column->columns;
    column->box.x = column->left_px + beside * (column->box.w + gap);
}

struct box column_take(struct column *column, int height_px)
{
    int bottom = column->box.y + column->box.h;
    if (column->y + height_px > bottom && column->y > column->box.y)
        next_chunk(column);
    struct box box = {column->box.x, column->y, column->box.w, height_px};
    if (column->plan != COLUMN_FLOW && height_px > column->box.h)
        column->is_over = true;
    column->y += height_px;
    bool is_kept = column->is_head && column->plan != COLUMN_FLOW;
    bool is_wanted = is_kept || column->chunk / column->columns == column->wanted;
    column->ui.list = is_wanted && !column->is_measuring ? column->canvas->ui.list : NULL;
    return box;
}

/* What is filled from now on, in columns of equal width. */
static void fill(struct column *column, struct box box, int columns)
{
    int gap = column->canvas->app->style.margin_px;
    column->box = box;
    column->box.w = (box.w - (columns - 1) * gap) / columns;
    column->left_px = box.x;
    column->y = box.y;
    column->columns = columns;
    column->chunk = 0;
}

/* The list's node and its clip go around what is turned, not around the head. */
static void begin_list(struct column *column)
{
    struct box box = column->plan == COLUMN_FLOW ? column->whole : column->box;
    if (column->plan == COLUMN_FLOW)
        box_cut_bottom(&box, column->pager_px);
    else
        box.w = column->whole.x + column->whole.w - box.x;
    if (column->id && !column->is_measuring)
        page_scroll_begin(&column->canvas->ui, box,
                          &(struct page_scroll){column->id, column->name, column->wanted * box.h,
                                                column->pages * box.h});
}

void column_content(struct column *column)
{
    const struct style *style = &column->canvas->app->style;
    bool was_head = column->is_head;
    column->is_head = false;
    if (!was_head || column->plan == COLUMN_FLOW)
        return;
    column->head_px = column->y - column->whole.y;
    struct box rest = column->whole;
    if (column->plan == COLUMN_ABOVE)
        box_cut_top(&rest, column->y + style->gap_px - rest.y);
    else
        rest = box_column(rest, 1, 2, style->margin_px);
    box_cut_bottom(&rest, column->pager_px);
    fill(column, rest, column->plan == COLUMN_ABOVE ? 2 : 1);
    begin_list(column);
}

bool column_is_aside(const struct column *column)
{
    return column->plan == COLUMN_BESIDE;
}

void column_gap(struct column *column, int height_px)
{
    if (column->y > column->box.y)
        column->y += height_px;
}

struct ui column_measuring(const struct column *column)
{
    return widget_dry(&column->ui);
}

struct box column_natural(const struct column *column)
{
    return (struct box){column->box.x, column->y, column->box.w, 0};
}

void column_space(struct column *column)
{
    const struct style *style = &column->canvas->app->style;
    column_gap(column, column->air == AIR_WIDE ? style_px(style, WIDE_GAP_PX) : style->gap_px);
}

int column_room(const struct column *column)
{
    return column->box.y + column->box.h - column->y;
}

void column_break(struct column *column)
{
    if (column->y > column->box.y)
        next_chunk(column);
}

int column_left(const struct column *column)
{
    return column->columns - 1 - column->chunk % column->columns;
}

struct column column_trial(const struct column *column)
{
    struct column trial = *column;
    trial.is_measuring = true;
    trial.ui.list = NULL;
    return trial;
}

int column_page(const struct column *column)
{
    return column->chunk / column->columns;
}

void column_text(struct column *column, const struct text_block *text)
{
    struct ui ui = column_measuring(column);
    struct box box = column_take(column, widget_text(&ui, column_natural(column), text));
    widget_text(&column->ui, box, text);
}

void column_section(struct column *column, const char *title, const char *hint)
{
    struct ui ui = column_measuring(column);
    int height = page_section(&ui, column_natural(column), title, hint);
    /* A heading alone at the foot of a page says nothing. */
    int row = column->canvas->app->style.row_px * 2;
    bool is_first = column->y == column->box.y;
    if (!is_first && column->y + height + row > column->box.y + column->box.h)
        next_chunk(column);
    column_space(column);
    struct box box = column_take(column, height);
    page_section(&column->ui, box, title, hint);
}

/* A list of things on cards: as many on each page as fit. */
struct series_of {
    const struct row *rows; /* or */
    const struct fact *facts;
    enum facts_kind kind;
    size_t n;
    int least_px; /* of each */
};

static int put_some(const struct ui *ui, struct box box, const struct series_of *all, size_t first,
                    size_t n)
{
    /* At their natural heights: a box higher than that would be shared out evenly. */
    box.h = (int)n * all->least_px;
    return all->rows ? widget_rows(ui, box, ROWS_CARD, all->rows + first, n)
                     : widget_facts(ui, box, all->kind, all->facts + first, n);
}

/* How many fit into the room, at least one, and how high they are. A row's height is its own, but
 * the facts of a card share a column of labels. */
static size_t count_fitting(const struct column *column, const struct ui *ui,
                            const struct series_of *all, size_t first, int room, int *height)
{
    size_t n = 1;
    *height = put_some(ui, column_natural(column), all, first, 1);
    for (; first + n < all->n; n++) {
        int more = all->rows ? *height + put_some(ui, column_natural(column), all, first + n, 1)
                             : put_some(ui, column_natural(column), all, first, n + 1);
        if (more > room)
            break;
        *height = more;
    }
    return n;
}

static void column_series(struct column *column, const struct series_of *all)
{
    column_space(column);
    struct ui ui = column_measuring(column);
    for (size_t done = 0; done < all->n;) {
        int room = column->box.y + column->box.h - column->y;
        int height = 0;
        size_t n = count_fitting(column, &ui, all, done, room, &height);
        if (height > room && column->y > column->box.y) {
            next_chunk(column);
            continue;
        }
        put_some(&column->ui, column_take(column, height), all, done, n);
        done += n;
        if (done < all->n)
            next_chunk(column);
    }
}

void column_rows(struct column *column, const struct row *rows, size_t n)
{
    column_series(column, &(struct series_of){.rows = rows, .n = n});
}

void column_facts(struct column *column, enum facts_kind kind, const struct fact *facts, size_t n)
{
    const struct style *style = &column->canvas->app->style;
    bool is_large = style->type_scale == SCALE_LARGE;
    int least = style_px(style, is_large ? WIDE_LARGE_FACT_PX : WIDE_FACT_PX);
    if (n > 0)
        column_series(column, &(struct series_of){.facts = facts,
                                                  .kind = kind,
                                                  .n = n,
                                                  .least_px = column->air == AIR_WIDE ? least : 0});
}

void column_figure(struct column *column, const struct figure *figure)
{
    column_space(column);
    struct ui ui = column_measuring(column);
    struct box box = column_take(column, card_figure(&ui, column_natural(column), figure));
    card_figure(&column->ui, box, figure);
}

void column_banner(struct column *column, const struct banner *banner)
{
    column_space(column);
    struct ui ui = column_measuring(column);
    struct box box = column_take(column, widget_banner(&ui, column_natural(column), banner));
    widget_banner(&column->ui, box, banner);
}

void column_points(struct column *column, const struct points *points)
{
    struct ui ui = column_measuring(column);
    column_space(column);
    for (size_t done = 0; done < points->n;) {
        /* On one card, or as many as a page holds. */
        struct points part = {done == 0 ? points->title : NULL, points->lines + done,
                              points->n - done, points->before + done};
        int height = card_points(&ui, column_natural(column), &part);
        while (part.n > 1 && height > column->box.h) {
            part.n--;
            height = card_points(&ui, column_natural(column), &part);
        }
        card_points(&column->ui, column_take(column, height), &part);
        done += part.n;
    }
}

/* Wide gaps are given up for a block before it is left out. */
static bool has_room(const struct column *column, int height_px)
{
    int gap = column->canvas->app->style.gap_px;
    return column->air == AIR_WIDE || height_px + gap <= column_room(column);
}

void column_points_if_room(struct column *column, const struct points *points)
{
    struct ui ui = column_measuring(column);
    if (has_room(column, card_points(&ui, column_natural(column), points)))
        column_points(column, points);
}

void column_facts_if_room(struct column *column, enum facts_kind kind, const struct fact *facts,
                          size_t n)
{
    struct ui ui = column_measuring(column);
    if (has_room(column, widget_facts(&ui, column_natural(column), kind, facts, n)))
        column_facts(column, kind, facts, n);
}

void column_banner_if_room(struct column *column, const struct banner *banner)
{
    struct ui ui = column_measuring(column);
    if (has_room(column, widget_banner(&ui, column_natural(column), banner)))
        column_banner(column, banner);
}

void column_chips(struct column *column, const struct chip *chips, size_t n)
{
    column_space(column);
    struct ui ui = column_measuring(column);
    int height = widget_chips(&ui, column_natural(column), chips, n);
    if (height <= column->box.h) {
        widget_chips(&column->ui, column_take(column, height), chips, n);
        return;
    }
    /* More than a page holds: line by line. */
    int line = widget_chips(&ui, column_natural(column), chips, 1);
    for (size_t i = 0; i < n;) {
        size_t k = 1;
        while (i + k < n && widget_chips(&ui, column_natural(column), chips + i, k + 1) == line)
            k++;
        widget_chips(&column->ui, column_take(column, line), chips + i, k);
        column_gap(column, column->canvas->app->style.gap_px);
        i += k;
    }
}

/* Boxes as high as one of WIDE_CHOICE_PX; false: they do not fit on a page. */
static bool put_wide_choices(struct column *column, const struct choice *choices, size_t n,
                             int columns)
{
    struct ui ui = column_measuring(column);
    struct box box = column_natural(column);
    int height = input_choices(&ui, box, choices, n, columns);
    int one = input_choices(&ui, box, choices, 1, 1);
    box.h = height * style_px(&column->canvas->app->style, WIDE_CHOICE_PX) / one;
    box.h = input_choices(&ui, box, choices, n, columns);
    if (box.h > column->box.h)
        return false;
    input_choices(&column->ui, column_take(column, box.h), choices, n, columns);
    return true;
}

void column_choices(struct column *column, const struct choice *choices, size_t n, int columns)
{
    struct ui ui = column_measuring(column);
    int height = input_choices(&ui, column_natural(column), choices, n, columns);
    /* A few stand one below the other, as they are read. */
    bool is_list = n <= LIST_CHOICES && column->canvas->app->style.orientation == PORTRAIT;
    if (column->air == AIR_WIDE && put_wide_choices(column, choices, n, is_list ? 1 : columns))
        return;
    int left = column->box.y + column->box.h - column->y;
    /* Whole, unless that would leave most of this page empty. */
    if (height <= left || (height <= column->box.h && left < column->box.h / 2)) {
        struct box box = column_take(column, height);
        box.h = 0;
        input_choices(&column->ui, box, choices, n, columns);
        return;
    }
    /* Else row by row, of as many as stand beside each other. */
    int one = input_choices(&ui, column_natural(column), choices, 1, 1);
    while (columns > 1 && n >= (size_t)columns &&
           input_choices(&ui, column_natural(column), choices, (size_t)columns, columns) >
               one * 3 / 2)
        columns--;
    for (size_t i = 0; i < n; i += (size_t)columns) {
        size_t k = n - i < (size_t)columns ? n - i : (size_t)columns;
        struct box box = column_take(
            column, input_choices(&ui, column_natural(column), choices + i, k, columns));
        box.h = 0;
        input_choices(&column->ui, box, choices + i, k, columns);
        column_gap(column, style_px(&column->canvas->app->style, 12));
    }
}

bool column_is_narrow(const struct column *column)
{
    return column->box.w < style_px(&column->canvas->app->style, NARROW_PX);
}

void column_words(struct column *column, const struct word_key *words, size_t n, int columns)
{
    /* Row by row, so that a long list breaks between pages; the last row's keys are as wide as the
     * others. */
    struct ui ui = column_measuring(column);
    int gap = column->canvas->app->style.key_gap_px;
    for (size_t i = 0; i < n; i += (size_t)columns) {
        size_t k = n - i < (size_t)columns ? n - i : (size_t)columns;
        int height = input_words(&ui, column_natural(column), words + i, k, columns);
        int wide = style_px(&column->canvas->app->style, WIDE_CHOICE_PX);
        if (column->air == AIR_WIDE && height < wide)
            height = wide;
        struct box box = column_take(column, height);
        input_words(&column->ui, box, words + i, k, columns);
        column_gap(column, gap);
    }
}

/* One way to lay a body out. */
struct layout {
    struct box box;
    enum column_plan plan;
    int columns, pager_px;
    enum column_air air;
};

static struct column column_run(const struct canvas *canvas, const struct layout *layout,
                                const struct column *how, column_body *body)
{
    struct column column = *how;
    column.canvas = canvas;
    column.ui = canvas->ui;
    column.ui.list = NULL;
    column.plan = layout->plan;
    column.air = layout->air;
    column.whole = layout->box;
    column.pager_px = layout->pager_px;
    column.is_head = true;
    struct box box = layout->box;
    if (layout->plan == COLUMN_FLOW)
        box_cut_bottom(&box, layout->pager_px);
    else if (layout->plan == COLUMN_BESIDE)
        box = box_column(box, 0, 2, canvas->app->style.margin_px);
    fill(&column, box, layout->plan == COLUMN_FLOW ? layout->columns : 1);
    if (layout->plan == COLUMN_FLOW)
        begin_list(&column);
    body(canvas, &column);
    return column;
}

/* How many pages the body takes like that; 0: it cannot be laid out so. */
static int count_pages(const struct canvas *canvas, const struct layout *layout, column_body *body,
                       int *head_px)
{
    struct column column = column_run(canvas, layout, &(struct column){.is_measuring = true}, body);
    *head_px = column.head_px;
    if (layout->plan != COLUMN_FLOW && (column.is_head || column.is_over))
        return 0;
    return column.chunk / column.columns + 1;
}

/* Whether one page holds the body with wide gaps, too. */
static enum column_air air_of(const struct canvas *canvas, struct layout layout, column_body *body)
{
    layout.air = AIR_WIDE;
    struct column column =
        column_run(canvas, &layout, &(struct column){.is_measuring = true}, body);
    bool fits = column.chunk < column.columns && column_room(&column) >= 0 && !column.is_over;
    return fits ? AIR_WIDE : AIR_CLOSE;
}

/* The ways there are, the one to try first first. */
enum { LAYOUTS_MAX = 4 };

static size_t layouts_of(const struct canvas *canvas, struct box box, int pager_px,
                         struct layout out[LAYOUTS_MAX])
{
    const struct style *style = &canvas->app->style;
    bool is_large = style->type_scale == SCALE_LARGE;
    size_t n = 0;
    /* A wide window has room for two columns side by side before anything needs a second page. */
    if (style->orientation == PORTRAIT || box.w <= style_type_px(style, TYPE_BODY, 1000)) {
        out[n++] = (struct layout){box, COLUMN_FLOW, 1, pager_px, AIR_CLOSE};
        return n;
    }
    if (is_large) {
        out[n++] = (struct layout){box, COLUMN_BESIDE, 1, pager_px, AIR_CLOSE};
        out[n++] = (struct layout){box, COLUMN_ABOVE, 2, pager_px, AIR_CLOSE};
    }
    out[n++] = (struct layout){box, COLUMN_FLOW, 2, pager_px, AIR_CLOSE};
    return n;
}

/* The first that needs the fewest pages; but a head that would leave no room below it stays, and
 * what it is about is turned beside it. Returns the pages. */
static int choose_layout(const struct canvas *canvas, const struct layout *layouts, size_t n,
                         column_body *body, struct layout *out)
{
    int fewest = 0;
    for (size_t i = 0; i < n; i++) {
        int head_px = 0, pages = count_pages(canvas, &layouts[i], body, &head_px);
        bool is_high = layouts[i].plan == COLUMN_BESIDE && 2 * head_px > layouts[i].box.h;
        if (pages == 0 || (fewest > 0 && pages >= fewest))
            continue;
        fewest = pages;
        *out = layouts[i];
        if (is_high)
            break;
    }
    return fewest;
}

/* Outside the pages' clip: it stands above them. */
static void view_title(struct column column)
{
    struct box none = {0};
    if (column.title)
        chrome_title(column.canvas, &none, column.title, column.line);
}

static struct button pager_button(const struct canvas *canvas, const char *id, enum msg label,
                                  const char *icon, int page, bool is_there)
{
    return (struct button){
        .tap = {.id = id,
                .action = {.kind = ACT_PAGE, .arg = page},
                .state = is_there ? TAP_NORMAL : TAP_DISABLED},
        .label = T(canvas, label),
        .icon = icon,
        .size = BUTTON_INLINE,
    };
}

static void view_pager(const struct canvas *canvas, struct box box, int page, int pages)
{
    struct page_pager pager = {
        .line = TF(canvas, MSG_NAV_PAGE, TN(canvas, page + 1), TN(canvas, pages)),
        .up = pager_button(canvas, "nav.previous", MSG_NAV_PREVIOUS, "up", page - 1, page > 0),
        .down = pager_button(canvas, "nav.next", MSG_NAV_NEXT, "down", page + 1, page + 1 < pages),
    };
    page_pager(&canvas->ui, box, &pager);
}

void chrome_column(const struct canvas *canvas, struct box rest, const char *id, const char *name,
                   column_body *body)
{
    const struct style *style = &canvas->app->style;
    struct box box = box_inset(rest, style->margin_px, style->gap_px);
    struct layout layouts[LAYOUTS_MAX], layout = {box, COLUMN_FLOW, 1, 0, AIR_CLOSE};
    size_t n = layouts_of(canvas, box, 0, layouts);
    if (choose_layout(canvas, &layout, 1, body, &layout) == 1 ||
        choose_layout(canvas, layouts, n, body, &layout) == 1) {
        layout.air = air_of(canvas, layout, body);
        view_title(column_run(canvas, &layout, &(struct column){0}, body));
        return;
    }
    n = layouts_of(canvas, box, style->inline_button_px + style->gap_px, layouts);
    int pages = choose_layout(canvas, layouts, n, body, &layout);
    int page = app_place(canvas->app)->page;
    page = page < 0 ? 0 : page >= pages ? pages - 1 : page;
    struct column column =
        column_run(canvas, &layout,
                   &(struct column){.wanted = page, .pages = pages, .id = id, .name = name}, body);
    page_scroll_end(&canvas->ui);
    view_title(column);
    struct box foot = box_cut_bottom(&box, style->inline_button_px);
    if (layout.plan == COLUMN_BESIDE)
        foot = box_column(foot, 1, 2, style->margin_px);
    view_pager(canvas, foot, page, pages);
}

void chrome_gone(const struct canvas *canvas, struct box rest)
{
    chrome_bottom(canvas, &rest, NULL, 0);
    int margin = canvas->app->style.margin_px;
    widget_banner(&canvas->ui, box_inset(rest, margin, margin),
                  &(struct banner){TONE_YELLOW, "info", T(canvas, MSG_CATALOGUE_GONE), NULL});
}
