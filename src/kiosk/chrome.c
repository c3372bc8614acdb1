#include "kiosk/chrome.h"

#include <string.h>

#include "kiosk/speak.h"

/* Of a panel 1080 wide: a keyboard beside its question, and a column in which things are stacked.
 */
enum { BESIDE_PX = 1060, NARROW_PX = 760, REACH_TOP_PERCENT = 40 };

static struct tool tool(const char *id, enum action_kind kind, const char *label, const char *icon)
{
    return (struct tool){
        .tap = {.id = id, .action = {.kind = (int)kind}}, .label = label, .icon = icon};
}

enum { TOOLS_MAX = 6 };

/* Language, size, contrast, voice, help, end: always in this order. Contrast goes with large type,
 * and stands where there is width for it. */
static size_t tools_of(const struct canvas *canvas, struct tool tools[TOOLS_MAX])
{
    const struct style *style = &canvas->app->style;
    bool is_large = style->type_scale == SCALE_LARGE, is_light = style->theme == THEME_LIGHT;
    size_t n = 0;
    if (canvas->app->is_speaking) {
        n = speak_volume_tools(canvas, tools);
    } else {
        tools[n++] = tool("nav.lang", ACT_LANG, T(canvas, MSG_LANG_SWITCH), "globe");
        tools[n++] = tool("nav.large", ACT_LARGE,
                          T(canvas, is_large ? MSG_NAV_NORMAL : MSG_NAV_LARGE), "size");
    }
    if (is_large || !is_light || style->orientation == LANDSCAPE)
        tools[n++] = tool("nav.theme", ACT_THEME,
                          T(canvas, is_light ? MSG_NAV_CONTRAST : MSG_NAV_COLOURS), "contrast");
    if (canvas->app->setup.can_speak)
        tools[n++] = speak_tool(canvas);
    if (call_is_offered(canvas->app))
        tools[n++] = tool("nav.call", ACT_CALL, T(canvas, MSG_NAV_CALL), "bell");
    tools[n] = tool("nav.end", ACT_END, T(canvas, MSG_NAV_END), "exit");
    tools[n++].kind = TOOL_END;
    return n;
}

/* Returns its height, 0 with a network; measures only, with ui->list NULL. */
static int view_offline_bar(const struct canvas *canvas, const struct ui *ui, struct box rest)
{
    const struct app *app = canvas->app;
    if (app->link.state != LINK_OFFLINE || !app->link.is_enrolled)
        return 0;
    int64_t minutes = (app->setup.at_ms - app->offline_since_ms) / (MINUTE_S * 1000);
    const char *since = minutes > 0 ? TF(canvas, MSG_LINK_SINCE, TN(canvas, minutes)) : "";
    const char *pending =
        app->link.pending > 0 ? TF(canvas, MSG_LINK_PENDING, TN(canvas, app->link.pending)) : "";
    return page_offline(ui, rest, T(canvas, MSG_LINK_OFFLINE), since, pending);
}

/* What is true of the whole visit and stands under the header. */
static int view_bars(const struct canvas *canvas, const struct ui *ui, struct box rest)
{
    int offline = view_offline_bar(canvas, ui, rest);
    box_cut_top(&rest, offline);
    return offline + helper_view_bar(canvas, ui, rest);
}

static bool is_low(const struct app *app)
{
    return app->visit.reach == REACH_LOW && app->style.orientation == PORTRAIT;
}

/* Where the hand of somebody seated reaches without effort. */
static int reach_top(const struct app *app)
{
    return app->setup.height_px * REACH_TOP_PERCENT / 100;
}

/* What is above the content when it is low: the header's field goes on down to it. */
static void view_reading_room(const struct canvas *canvas, struct box *rest)
{
    const struct style *style = &canvas->app->style;
    struct box room = box_cut_top(rest, reach_top(canvas->app) - rest->y);
    draw_rect(canvas->ui.list, room, 0, style->accent.head);
    if (style->theme == THEME_CONTRAST)
        draw_rect(canvas->ui.list,
                  (struct box){room.x, room.y + room.h - style->line_px, room.w, style->line_px}, 0,
                  style->line);
}

struct box chrome_begin(const struct canvas *canvas)
{
    const struct app *app = canvas->app;
    struct box rest = {0, 0, app->setup.width_px, app->setup.height_px};
    page_background(&canvas->ui);
    const struct catalogue *catalogue = app->setup.catalogue;
    const struct station *station =
        catalogue ? catalogue_find_station(catalogue, app->setup.station) : NULL;
    struct tool tools[TOOLS_MAX];
    size_t n = tools_of(canvas, tools);
    const char *now =
        arena_printf(canvas->arena, "%s  %s", text_day(canvas->arena, canvas->lang, app->setup.now),
                     text_clock(canvas->arena, app->setup.now));
    struct page_header header = {
        .title = station ? canvas_text(canvas, station->name) : app->setup.station,
        .line = app->is_speaking ? speak_line(canvas) : now,
        .tools = tools,
        .n_tools = n,
    };
    box_cut_top(&rest, page_header(&canvas->ui, rest, &header));
    box_cut_top(&rest, view_bars(canvas, &canvas->ui, rest));
    if (is_low(app))
        view_reading_room(canvas, &rest);
    return rest;
}

static void draw_bottom(const struct canvas *canvas, struct box *rest, struct page_bottom *bottom)
{
    const struct app *app = canvas->app;
    if (app->style.orientation == PORTRAIT)
        bottom->reach =
            (struct button){.tap = {.id = "nav.reach", .action = {.kind = ACT_REACH}},
                            .label = T(canvas, is_low(app) ? MSG_NAV_RAISE : MSG_NAV_LOWER),
                            .icon = is_low(app) ? "up" : "down"};
    struct ui measuring = canvas->ui;
    measuring.list = NULL;
    int height = page_bottom(&measuring, *rest, bottom);
    page_bottom(&canvas->ui, *rest, bottom);
    box_cut_bottom(rest, height);
    struct tool tools[TOOLS_MAX];
    size_t n = tools_of(canvas, tools);
    int strip = page_tool_strip(&measuring, *rest, tools, n);
    if (strip > 0)
        page_tool_strip(&canvas->ui, box_cut_bottom(rest, strip), tools, n);
}

void chrome_bottom(const struct canvas *canvas, struct box *rest, const struct button *mains,
                   size_t n)
{
    struct page_bottom bottom = {
        .back = {.tap = {.id = "nav.back", .action = {.kind = ACT_BACK}},
                 .label = T(canvas, MSG_NAV_BACK),
                 .icon = "back"},
        .home = {.tap = {.id = "nav.home", .action = {.kind = ACT_HOME}},
                 .label = T(canvas, MSG_NAV_HOME),
                 .icon = "home"},
        .mains = mains,
        .n_mains = n,
    };
    draw_bottom(canvas, rest, &bottom);
}

void chrome_bottom_home(const struct canvas *canvas, struct box *rest, const struct button *mains,
                        size_t n)
{
    struct page_bottom bottom = {
        .back = {.tap = {.id = "home.search", .action = {ACT_GO, SCREEN_SEARCH, ""}},
                 .label = T(canvas, MSG_SEARCH_TITLE),
                 .icon = "search"},
        .mains = mains,
        .n_mains = n,
    };
    draw_bottom(canvas, rest, &bottom);
}

void chrome_bottom_plain(const struct canvas *canvas, struct box *rest, const struct button *mains,
                         size_t n)
{
    draw_bottom(canvas, rest, &(struct page_bottom){.mains = mains, .n_mains = n});
}

/* The hero's field when the content is low: from under the header, at least to where that begins.
 */
static struct box low_field(const struct canvas *canvas, struct box rest, struct page_hero *hero)
{
    struct ui quiet = canvas->ui;
    quiet.list = NULL;
    struct box field = {rest.x, canvas->app->style.header_px, rest.w, 0};
    field.y += view_bars(canvas, &quiet, field);
    hero->least_px = rest.y - field.y;
    return field;
}

int chrome_hero_words(const struct canvas *canvas, struct box rest, const struct page_hero *hero)
{
    struct ui quiet = canvas->ui;
    quiet.list = NULL;
    struct page_hero words = *hero;
    words.extra_px = 0;
    if (!is_low(canvas->app))
        return page_hero(&quiet, rest, &words);
    struct box field = low_field(canvas, rest, &words);
    return field.y + page_hero(&quiet, field, &words) - rest.y;
}

void chrome_hero(const struct canvas *canvas, struct box *rest, const struct page_hero *hero)
{
    if (is_low(canvas->app)) {
        struct page_hero words = *hero;
        struct box field = low_field(canvas, *rest, &words);
        int foot = field.y + page_hero(&canvas->ui, field, &words);
        box_cut_top(rest, foot - rest->y);
        return;
    }
    if (canvas->app->style.orientation == PORTRAIT) {
        box_cut_top(rest, page_hero(&canvas->ui, *rest, hero));
        return;
    }
    struct box left = box_cut_left(rest, canvas->app->style.width_px / 3);
    draw_rect(canvas->ui.list, left, 0, canvas->app->style.accent.head);
    page_hero(&canvas->ui, left, hero);
}

struct keys chrome_keys(const struct canvas *canvas)
{
    return (struct keys){
        .action_kind = ACT_KEY,
        .clear = T(canvas, MSG_PAD_CLEAR),
        .del = T(canvas, MSG_PAD_DELETE),
        .done = T(canvas, MSG_PAD_DONE),
        .space = T(canvas, MSG_PAD_SPACE),
        .is_done_enabled = true,
    };
}

void chrome_keyboard(const struct canvas *canvas, struct box *rest, enum key_case key_case,
                     bool is_done_enabled)
{
    const struct style *style = &canvas->app->style;
    struct keys keys = chrome_keys(canvas);
    keys.is_done_enabled = is_done_enabled;
    struct ui quiet = canvas->ui;
    quiet.list = NULL;
    struct box from = *rest;
    if (style->orientation == LANDSCAPE)
        from = box_cut_right(rest, style_px(style, BESIDE_PX));
    struct box at = {from.x + style->margin_px, from.y, from.w - 2 * style->margin_px, 0};
    at.h = input_keyboard(&quiet, at, &keys, key_case);
    at.y = from.y + from.h - style->gap_px - at.h;
    input_keyboard(&canvas->ui, at, &keys, key_case);
    if (style->orientation == PORTRAIT)
        box_cut_bottom(rest, at.h + style->gap_px);
}

/* ---- column ---- */

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

/* How high a block is, worked out without drawing. */
static struct ui measuring(const struct column *column)
{
    struct ui ui = column->ui;
    ui.list = NULL;
    return ui;
}

static struct box natural(const struct column *column)
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
    struct ui ui = measuring(column);
    column_default_gap(column);
    struct box box = column_take(column, input_field(&ui, natural(column), &input));
    input_field(&column->ui, box, &input);
}

void column_text(struct column *column, const struct text_block *text)
{
    struct ui ui = measuring(column);
    struct box box = column_take(column, widget_text(&ui, natural(column), text));
    widget_text(&column->ui, box, text);
}

void column_title(struct column *column, const char *title, const char *line)
{
    struct ui ui = measuring(column);
    struct box box = column_take(column, page_title(&ui, natural(column), title, line));
    page_title(&column->ui, box, title, line);
}

void column_section(struct column *column, const char *title, const char *hint)
{
    struct ui ui = measuring(column);
    int height = page_section(&ui, natural(column), title, hint);
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

static size_t count_fitting(const struct column *column, const struct ui *ui,
                            const struct series_of *all, size_t first, int room)
{
    size_t n = 1;
    while (first + n < all->n && put_some(ui, natural(column), all, first, n + 1) <= room)
        n++;
    return n;
}

static void column_series(struct column *column, const struct series_of *all)
{
    column_default_gap(column);
    struct ui ui = measuring(column);
    for (size_t done = 0; done < all->n;) {
        int room = column->box.y + column->box.h - column->y;
        size_t n = count_fitting(column, &ui, all, done, room);
        int height = put_some(&ui, natural(column), all, done, n);
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

void column_banner(struct column *column, const struct banner *banner)
{
    column_default_gap(column);
    struct ui ui = measuring(column);
    struct box box = column_take(column, widget_banner(&ui, natural(column), banner));
    widget_banner(&column->ui, box, banner);
}

void column_chips(struct column *column, const struct chip *chips, size_t n)
{
    column_default_gap(column);
    struct ui ui = measuring(column);
    struct box box = column_take(column, widget_chips(&ui, natural(column), chips, n));
    widget_chips(&column->ui, box, chips, n);
}

void column_choices(struct column *column, const struct choice *choices, size_t n, int columns)
{
    struct ui ui = measuring(column);
    int height = input_choices(&ui, natural(column), choices, n, columns);
    int left = column->box.y + column->box.h - column->y;
    /* Whole, unless that would leave most of this page empty. */
    if (height <= left || (height <= column->box.h && left < column->box.h / 2)) {
        struct box box = column_take(column, height);
        input_choices(&column->ui, box, choices, n, columns);
        return;
    }
    /* Else row by row, of as many as stand beside each other. */
    int one = input_choices(&ui, natural(column), choices, 1, 1);
    while (columns > 1 && n >= (size_t)columns &&
           input_choices(&ui, natural(column), choices, (size_t)columns, columns) > one * 3 / 2)
        columns--;
    for (size_t i = 0; i < n; i += (size_t)columns) {
        size_t k = n - i < (size_t)columns ? n - i : (size_t)columns;
        struct box box =
            column_take(column, input_choices(&ui, natural(column), choices + i, k, columns));
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
    struct ui ui = measuring(column);
    int gap = column->canvas->app->style.key_gap_px;
    for (size_t i = 0; i < n; i += (size_t)columns) {
        size_t k = n - i < (size_t)columns ? n - i : (size_t)columns;
        struct box box =
            column_take(column, input_words(&ui, natural(column), words + i, k, columns));
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

void chrome_column(const struct canvas *canvas, struct box rest, const char *id, const char *name,
                   column_body *body)
{
    const struct style *style = &canvas->app->style;
    struct box box = box_inset(rest, style->margin_px, style->gap_px);
    if (count_pages(canvas, box, 1, body) == 1) {
        column_run(canvas, box, 1, 0, body);
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
    column_run(canvas, box, columns, page, body);
    page_scroll_end(&canvas->ui);
    view_pager(canvas, pager, page, pages);
}
