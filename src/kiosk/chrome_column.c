#include "kiosk/chrome.h"

/* Of a panel 1080 wide: a column in which things are stacked. */
enum { NARROW_PX = 760 };

/* Where the next block goes when this chunk is full: the column beside, else the next page. */
static void next_chunk(struct column *column)
{
    column->chunk++;
    column->y = column->box.y;
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
    column->y += height_px;
    bool is_drawn = !column->is_measuring && column->chunk / column->columns == column->wanted;
    column->ui.list = is_drawn ? column->canvas->ui.list : NULL;
    return box;
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

static void column_default_gap(struct column *column)
{
    column_gap(column, column->canvas->app->style.gap_px);
}

void column_search(struct column *column)
{
    const struct canvas *canvas = column->canvas;
    struct input input = {
        .tap = {.id = "field.search", .action = {ACT_GO, SCREEN_SEARCH, ""}},
        .name = T(canvas, MSG_SEARCH_TITLE),
        .hint = T(canvas, MSG_SEARCH_FIELD),
        .icon = "search",
    };
    struct ui ui = column_measuring(column);
    column_default_gap(column);
    struct box box = column_take(column, input_field(&ui, column_natural(column), &input));
    input_field(&column->ui, box, &input);
}

void column_text(struct column *column, const struct text_block *text)
{
    struct ui ui = column_measuring(column);
    struct box box = column_take(column, widget_text(&ui, column_natural(column), text));
    widget_text(&column->ui, box, text);
}

void column_title(struct column *column, const char *title, const char *line)
{
    if (chrome_is_low(column->canvas)) {
        column->title = title;
        column->line = line;
        return;
    }
    struct ui ui = column_measuring(column);
    struct box box = column_take(column, page_title(&ui, column_natural(column), title, line));
    page_title(&column->ui, box, title, line);
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
    column_default_gap(column);
    struct box box = column_take(column, height);
    page_section(&column->ui, box, title, hint);
}

/* A list of things on cards: as many on each page as fit. */
struct series_of {
    const struct row *rows; /* or */
    const struct fact *facts;
    enum facts_kind kind;
    size_t n;
};

static int put_some(const struct ui *ui, struct box box, const struct series_of *all, size_t first,
                    size_t n)
{
    /* At their natural heights: a box higher than that would be shared out evenly. */
    box.h = 0;
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
    column_default_gap(column);
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
    if (n > 0)
        column_series(column, &(struct series_of){.facts = facts, .kind = kind, .n = n});
}

void column_figure(struct column *column, const struct figure *figure)
{
    column_default_gap(column);
    struct ui ui = column_measuring(column);
    struct box box = column_take(column, card_figure(&ui, column_natural(column), figure));
    card_figure(&column->ui, box, figure);
}

void column_banner(struct column *column, const struct banner *banner)
{
    column_default_gap(column);
    struct ui ui = column_measuring(column);
    struct box box = column_take(column, widget_banner(&ui, column_natural(column), banner));
    widget_banner(&column->ui, box, banner);
}

void column_chips(struct column *column, const struct chip *chips, size_t n)
{
    column_default_gap(column);
    struct ui ui = column_measuring(column);
    struct box box = column_take(column, widget_chips(&ui, column_natural(column), chips, n));
    widget_chips(&column->ui, box, chips, n);
}

void column_choices(struct column *column, const struct choice *choices, size_t n, int columns)
{
    struct ui ui = column_measuring(column);
    int height = input_choices(&ui, column_natural(column), choices, n, columns);
    int left = column->box.y + column->box.h - column->y;
    /* Whole, unless that would leave most of this page empty. */
    if (height <= left || (height <= column->box.h && left < column->box.h / 2)) {
        struct box box = column_take(column, height);
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
        struct box box =
            column_take(column, input_words(&ui, column_natural(column), words + i, k, columns));
        input_words(&column->ui, box, words + i, k, columns);
        column_gap(column, gap);
    }
}

static struct column column_run(const struct canvas *canvas, struct box box, int columns,
                                int wanted, column_body *body)
{
    int gap = canvas->app->style.margin_px;
    struct column column = {
        .canvas = canvas,
        .ui = canvas->ui,
        .box = box,
        .left_px = box.x,
        .y = box.y,
        .columns = columns,
        .wanted = wanted,
        .is_measuring = wanted < 0,
    };
    column.box.w = (box.w - (columns - 1) * gap) / columns;
    column.ui.list = NULL;
    body(canvas, &column);
    return column;
}

/* How many pages the body takes in so many columns. */
static int count_pages(const struct canvas *canvas, struct box box, int columns, column_body *body)
{
    return column_run(canvas, box, columns, -1, body).chunk / columns + 1;
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

/* Outside the pages' clip: it stands above them. */
static void view_title(struct column column)
{
    struct box none = {0};
    if (column.title)
        chrome_title(column.canvas, &none, column.title, column.line);
}

void chrome_column(const struct canvas *canvas, struct box rest, const char *id, const char *name,
                   column_body *body)
{
    const struct style *style = &canvas->app->style;
    struct box box = box_inset(rest, style->margin_px, style->gap_px);
    if (count_pages(canvas, box, 1, body) == 1) {
        view_title(column_run(canvas, box, 1, 0, body));
        return;
    }
    /* A wide window has room for two columns side by side before anything needs a second page. */
    bool is_wide = style->orientation == LANDSCAPE && box.w > style_type_px(style, TYPE_BODY, 1000);
    int columns = is_wide ? 2 : 1;
    if (columns > 1 && count_pages(canvas, box, columns, body) == 1) {
        column_run(canvas, box, columns, 0, body);
        return;
    }
    struct box pager = box_cut_bottom(&box, style->inline_button_px);
    box_cut_bottom(&box, style->gap_px);
    int pages = count_pages(canvas, box, columns, body);
    int page = app_place(canvas->app)->page;
    page = page < 0 ? 0 : page >= pages ? pages - 1 : page;
    page_scroll_begin(&canvas->ui, box,
                      &(struct page_scroll){id, name, page * box.h, pages * box.h});
    struct column column = column_run(canvas, box, columns, page, body);
    page_scroll_end(&canvas->ui);
    view_title(column);
    view_pager(canvas, pager, page, pages);
}

void chrome_gone(const struct canvas *canvas, struct box rest)
{
    chrome_bottom(canvas, &rest, NULL, 0);
    int margin = canvas->app->style.margin_px;
    widget_banner(&canvas->ui, box_inset(rest, margin, margin),
                  &(struct banner){TONE_YELLOW, "info", T(canvas, MSG_CATALOGUE_GONE), NULL});
}
