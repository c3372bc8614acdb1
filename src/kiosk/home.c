#include "kiosk/chrome.h"
#include "kiosk/today.h"
#include "kiosk/visit.h"

#include <string.h>

/* Home: what there is today, and the station's menu for whoever stands there. Also the attract
 * screen, which looks like it and leads to it. */

enum { LARGE_TILES = 6, LARGE_ROWS = 3 };

/* Where each kind of menu entry leads. */
static enum screen_id target_screen(enum menu_target target)
{
    static const enum screen_id of[MENU_TARGET_COUNT] = {
        [MENU_SERVICES] = SCREEN_SERVICES,
        [MENU_SERVICE] = SCREEN_SERVICE,
        [MENU_ACTIVITIES] = SCREEN_ACTIVITIES,
        [MENU_SERIES] = SCREEN_SERIES,
        [MENU_ROOMS] = SCREEN_ROOMS,
        [MENU_REQUESTS] = SCREEN_REQUESTS,
        [MENU_REQUEST] = SCREEN_REQUEST,
        [MENU_TICKETS] = SCREEN_TICKETS,
        [MENU_PAGE] = SCREEN_PAGE,
    };
    return of[target];
}

static struct action menu_action(const struct menu_item *item)
{
    return (struct action){ACT_GO, (int64_t)target_screen(item->target), item->ref};
}

static const struct menu *menu_of(const struct app *app)
{
    return catalogue_find_menu(app->setup.catalogue, app->setup.station, app->visit.visitor);
}

/* ---- menu ---- */

static struct tile menu_tile(const struct canvas *canvas, const struct menu_item *item)
{
    return (struct tile){
        .tap = {.id = item->id, .action = menu_action(item)},
        .title = canvas_text(canvas, item->name),
        .line = canvas_text(canvas, item->line),
        .icon = item->icon,
        .kind = item->size == MENU_SIZE_LARGE ? TILE_FILLED : TILE_PLAIN,
    };
}

struct tiles {
    const struct menu_item *items[64];
    size_t n;
};

static struct tiles tiles_of(const struct menu *menu, enum menu_size size)
{
    struct tiles tiles = {0};
    for (size_t i = 0; i < menu->items_len && tiles.n < 64; i++)
        if (menu->items[i].size == size)
            tiles.items[tiles.n++] = &menu->items[i];
    return tiles;
}

static struct tiles all_tiles(const struct menu *menu)
{
    struct tiles all = tiles_of(menu, MENU_SIZE_LARGE), plain = tiles_of(menu, MENU_SIZE_NORMAL);
    for (size_t i = 0; i < plain.n && all.n < 64; i++)
        all.items[all.n++] = plain.items[i];
    return all;
}

static void view_grid(const struct canvas *canvas, struct box box, const struct tiles *tiles,
                      int columns, int rows)
{
    int gap = canvas->app->style.gap_px;
    for (size_t i = 0; i < tiles->n && i < (size_t)(columns * rows); i++) {
        struct box line = box_row(box, (int)i / columns, rows, gap);
        struct tile tile = menu_tile(canvas, tiles->items[i]);
        widget_tile(&canvas->ui, box_column(line, (int)i % columns, columns, gap), &tile);
    }
}

/* ---- who is there ---- */

static bool has_choice_of_visitor(const struct app *app)
{
    for (int i = 0; i < VISITOR_COUNT; i++)
        if ((enum visitor)i != app->visit.visitor && visit_has_menu(app, (enum visitor)i))
            return true;
    return false;
}

static const struct {
    enum visitor visitor;
    enum msg label;
    const char *icon, *id;
} visitors[VISITOR_COUNT] = {
    {VISITOR_RESIDENT, MSG_VISITOR_RESIDENT, "user", "visitor.resident"},
    {VISITOR_ELDER, MSG_VISITOR_ELDER, "elder", "visitor.elder"},
    {VISITOR_FAMILY, MSG_VISITOR_FAMILY, "child", "visitor.family"},
    {VISITOR_RIDER, MSG_VISITOR_RIDER, "scooter", "visitor.rider"},
};

/* Those this station has a menu for; accents[] must outlive the buttons. */
static int visitor_buttons(const struct canvas *canvas, struct accent accents[VISITOR_COUNT],
                           struct button buttons[VISITOR_COUNT])
{
    const struct style *style = &canvas->app->style;
    int n = 0;
    for (int i = 0; i < VISITOR_COUNT; i++) {
        enum visitor visitor = visitors[i].visitor;
        if (!visit_has_menu(canvas->app, visitor))
            continue;
        accents[n] = style_accent(style, visitor_audience(visitor));
        bool is_chosen = canvas->app->visit.visitor == visitor;
        buttons[n] = (struct button){
            .tap = {.id = visitors[i].id, .action = {ACT_VISITOR, visitor, NULL}},
            .label = T(canvas, visitors[i].label),
            .icon = style->type_scale == SCALE_LARGE ? NULL : visitors[i].icon,
            .kind = is_chosen ? BUTTON_FILLED : BUTTON_OUTLINE,
            .accent = &accents[n],
        };
        n++;
    }
    return n;
}

/* All as large as the longest word among them allows. */
static enum button_size visitor_size(const struct ui *ui, int width_px,
                                     const struct button *buttons, int n)
{
    int spare = style_px(ui->style, 2 * (32 - 12));
    for (int i = 0; i < n; i++)
        if (widget_button_width(ui, &buttons[i]) - spare > width_px)
            return BUTTON_INLINE;
    return BUTTON_BIG;
}

static struct text_block who_label(const struct canvas *canvas)
{
    return (struct text_block){.utf8 = T(canvas, MSG_HOME_AUDIENCE),
                               .type = TYPE_LEAD,
                               .px = 36,
                               .face = FACE_BOLD,
                               .role = ROLE_TEXT,
                               .back = canvas->app->style.bg};
}

/* The label above the buttons. */
static int who_head_px(const struct canvas *canvas)
{
    struct ui dry = widget_dry(&canvas->ui);
    struct text_block label = who_label(canvas);
    int width = canvas->app->style.width_px;
    return widget_text(&dry, (struct box){0, 0, width, 0}, &label) +
           style_px(&canvas->app->style, 12);
}

static bool who_fits_stacked(const struct canvas *canvas, struct box box)
{
    return box.h >= who_head_px(canvas) + canvas->app->style.button_px;
}

/* A row with its label in front; where there is height for it the label above, and the buttons
 * below share what is left, in two rows where one is too narrow. */
static void view_who(const struct canvas *canvas, struct box box)
{
    const struct style *style = &canvas->app->style;
    struct text_block label = who_label(canvas);
    bool is_stacked = who_fits_stacked(canvas, box);
    struct box head = is_stacked ? box_cut_top(&box, who_head_px(canvas))
                                 : box_cut_left(&box, widget_text_width(&canvas->ui, &label));
    head.w += 1;
    head.h -= is_stacked ? style_px(style, 12) : 0;
    widget_text(&canvas->ui, head, &label);
    if (!is_stacked)
        box_cut_left(&box, style_px(style, style->type_scale == SCALE_LARGE ? 8 : 16));
    struct accent accents[VISITOR_COUNT];
    struct button buttons[VISITOR_COUNT];
    int n = visitor_buttons(canvas, accents, buttons), gap = style_px(style, 12);
    int columns = n;
    enum button_size size = visitor_size(&canvas->ui, box_column(box, 0, n, gap).w, buttons, n);
    if (size == BUTTON_INLINE && box.h >= 2 * style->inline_button_px + gap) {
        columns = (n + 1) / 2;
        size = visitor_size(&canvas->ui, box_column(box, 0, columns, gap).w, buttons, n);
    }
    for (int i = 0; i < n; i++) {
        struct box line = box_row(box, i / columns, (n + columns - 1) / columns, gap);
        buttons[i].size = size;
        widget_button(&canvas->ui, box_column(line, i % columns, columns, gap), &buttons[i]);
    }
}

/* ---- the menu in large type ---- */

/* More tiles than a page holds take two: the second has the others and who is there, and the way
 * between the two is at the same place on both. */
struct large_page {
    struct tiles tiles;
    size_t behind; /* on the other one; 0: there is no other one */
    bool has_who;
};

static struct large_page large_page_of(const struct app *app, const struct menu *menu,
                                       bool is_second, size_t first_holds)
{
    struct tiles all = all_tiles(menu);
    struct large_page page = {.has_who = has_choice_of_visitor(app)};
    if (all.n <= LARGE_TILES) {
        page.tiles = all;
        return page;
    }
    size_t first = is_second ? first_holds : 0;
    size_t most = is_second ? all.n - first_holds : first_holds;
    page.tiles.n = most > LARGE_TILES ? LARGE_TILES : most;
    memcpy(page.tiles.items, all.items + first, page.tiles.n * sizeof all.items[0]);
    page.behind = is_second ? first_holds : all.n - first_holds;
    page.has_who = page.has_who && is_second;
    return page;
}

/* The least height in which every tile has all its words. */
static int page_least_px(const struct canvas *canvas, struct box rest,
                         const struct large_page *page, bool is_second)
{
    const struct style *style = &canvas->app->style;
    int gap = style->gap_px, highest = 0;
    int width = box_column(box_inset(rest, style->margin_px, gap), 0, 2, gap).w;
    for (size_t i = 0; i < page->tiles.n; i++) {
        struct tile tile = menu_tile(canvas, page->tiles.items[i]);
        int least = widget_tile_least_px(&canvas->ui, width, &tile);
        highest = least > highest ? least : highest;
    }
    int rows = page->behind > 0 && !is_second ? LARGE_ROWS : ((int)page->tiles.n + 1) / 2;
    int least = rows * (highest + gap) + gap;
    least += page->behind > 0 ? style->button_px + gap : 0;
    return least + (page->has_who ? style->inline_button_px + gap : 0);
}

/* That of the higher page: what is above does not move when one goes from the one to the other. */
static int large_least_px(const struct canvas *canvas, struct box rest, const struct menu *menu)
{
    struct large_page first = large_page_of(canvas->app, menu, false, LARGE_TILES);
    struct large_page second = large_page_of(canvas->app, menu, true, LARGE_TILES);
    int least = page_least_px(canvas, rest, &first, false);
    int other = page_least_px(canvas, rest, &second, true);
    return other > least ? other : least;
}

/* A few tiles and who is there, each as wide as the page and as high as a tile of the first one. */
static void view_few(const struct canvas *canvas, struct box box, const struct tiles *tiles,
                     bool has_who)
{
    int gap = canvas->app->style.gap_px;
    struct box foot = box_row(box, LARGE_ROWS - 1, LARGE_ROWS, gap);
    box.h = foot.y - gap - box.y;
    if (has_who && who_fits_stacked(canvas, foot))
        view_who(canvas, foot);
    else if (has_who)
        view_who(canvas, box_cut_bottom(&foot, canvas->app->style.inline_button_px));
    view_grid(canvas, box, tiles, 1, (int)tiles->n);
}

static void view_page_upright(const struct canvas *canvas, struct box box,
                              const struct large_page *page, bool is_second)
{
    enum { FEW = 2 };
    const struct style *style = &canvas->app->style;
    const struct tiles *tiles = &page->tiles;
    if (page->behind > 0) {
        struct button more = {
            .tap = {.id = "home.more", .action = {.kind = ACT_MORE}},
            .label = TF(canvas, MSG_NAV_MORE, TN(canvas, (int64_t)page->behind)),
            .icon = is_second ? "up" : "down",
        };
        widget_button(&canvas->ui, box_cut_bottom(&box, style->button_px), &more);
        box_cut_bottom(&box, style->gap_px);
    }
    if (is_second && tiles->n <= FEW) {
        view_few(canvas, box, tiles, page->has_who);
        return;
    }
    if (page->has_who) {
        view_who(canvas, box_cut_bottom(&box, style->inline_button_px));
        box_cut_bottom(&box, style->gap_px);
    }
    bool is_first_of_two = page->behind > 0 && !is_second;
    view_grid(canvas, box, tiles, 2, is_first_of_two ? LARGE_ROWS : ((int)tiles->n + 1) / 2);
}

/* A low window has no height to spare for a button: the last of two columns of tiles leads to the
 * others. Of those a few leave the second column to who is there. */
static void view_page_low(const struct canvas *canvas, struct box box,
                          const struct large_page *page, bool is_second)
{
    enum { COLUMNS = 2 };
    const struct style *style = &canvas->app->style;
    const struct tiles *tiles = &page->tiles;
    int gap = style->gap_px, n = (int)tiles->n + (page->behind > 0 ? 1 : 0);
    int rows = page->behind > 0 && n <= LARGE_TILES ? LARGE_ROWS : (n + 1) / COLUMNS;
    bool is_few = is_second && page->has_who && n <= LARGE_ROWS + 1;
    if (page->has_who && !is_few) {
        view_who(canvas, box_cut_bottom(&box, style->inline_button_px));
        box_cut_bottom(&box, gap);
    }
    struct box foot = box_column(box_row(box, rows - 1, rows, gap), 1, COLUMNS, gap);
    if (page->behind > 0) {
        struct tile more = {
            .tap = {.id = "home.more", .action = {.kind = ACT_MORE}},
            .title = TF(canvas, MSG_NAV_MORE, TN(canvas, (int64_t)page->behind)),
            .icon = is_second ? "up" : "down",
        };
        widget_tile(&canvas->ui, foot, &more);
    }
    if (!is_few) {
        view_grid(canvas, box, tiles, COLUMNS, rows);
        return;
    }
    struct box right = box_column(box, 1, COLUMNS, gap);
    right.h = foot.y - gap - right.y;
    view_who(canvas, right);
    view_grid(canvas, box_column(box, 0, COLUMNS, gap), tiles, 1, rows);
}

static void view_menu_large(const struct canvas *canvas, struct box box, const struct menu *menu)
{
    bool is_second = canvas->app->visit.shows_more;
    bool is_low = canvas->app->style.orientation == LANDSCAPE;
    struct large_page page =
        large_page_of(canvas->app, menu, is_second, is_low ? LARGE_TILES - 1 : LARGE_TILES);
    is_second = is_second && page.behind > 0;
    if (is_low)
        view_page_low(canvas, box, &page, is_second);
    else
        view_page_upright(canvas, box, &page, is_second);
}

/* ---- the menu ---- */

/* A wide window has room for four; three, where they leave fewer gaps in the last row; a few, which
 * would become towers, lie one below the other. */
static int menu_columns(const struct style *style, int n)
{
    enum { FEW = 3 };
    if (n <= FEW && style->orientation == PORTRAIT)
        return 1;
    bool is_four = style->orientation == LANDSCAPE && (4 - n % 4) % 4 < (3 - n % 3) % 3;
    return is_four ? 4 : 3;
}

static void view_menu(const struct canvas *canvas, struct box box, const struct menu *menu)
{
    const struct style *style = &canvas->app->style;
    if (style->type_scale == SCALE_LARGE) {
        view_menu_large(canvas, box, menu);
        return;
    }
    struct tiles large = tiles_of(menu, MENU_SIZE_LARGE), plain = tiles_of(menu, MENU_SIZE_NORMAL);
    int columns = menu_columns(style, (int)plain.n);
    int rows = ((int)plain.n + columns - 1) / columns;
    if (large.n > 0) {
        /* The large ones get a little more than their share of the height. */
        int share = (box.h - rows * style->gap_px) * 23 / (23 + rows * 20);
        struct box top = rows > 0 ? box_cut_top(&box, share) : box;
        box_cut_top(&box, style->gap_px);
        view_grid(canvas, top, &large, (int)large.n, 1);
    }
    if (rows > 0)
        view_grid(canvas, box, &plain, columns, rows);
}

/* What tiles of their usual height and the row of visitors take; in large type, at least. */
static int tiles_wish(const struct canvas *canvas, struct box rest, const struct menu *menu)
{
    enum { LARGE_PX = 300, PLAIN_PX = 240, ROW_PX = 220 };
    const struct style *style = &canvas->app->style;
    if (menu && style->type_scale == SCALE_LARGE)
        return large_least_px(canvas, rest, menu);
    struct tiles none = {0};
    struct tiles large = menu ? tiles_of(menu, MENU_SIZE_LARGE) : none;
    struct tiles plain = menu ? tiles_of(menu, MENU_SIZE_NORMAL) : none;
    int columns = menu_columns(style, (int)plain.n);
    int rows = ((int)plain.n + columns - 1) / columns;
    int plain_px = style_px(style, columns == 1 ? ROW_PX : PLAIN_PX);
    int wish = style->gap_px + rows * (plain_px + style->gap_px);
    if (large.n > 0)
        wish += style_px(style, LARGE_PX) + style->gap_px;
    if (has_choice_of_visitor(canvas->app))
        wish += style->inline_button_px + style->gap_px;
    return wish;
}

static size_t bar_buttons(const struct canvas *canvas, const struct menu *menu,
                          struct button *buttons, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; menu && i < menu->items_len && n < max; i++) {
        const struct menu_item *item = &menu->items[i];
        if (item->size != MENU_SIZE_BAR)
            continue;
        buttons[n++] = (struct button){
            .tap = {.id = item->id, .action = menu_action(item)},
            .label = canvas_text(canvas, item->name),
            .line = canvas_text(canvas, item->line),
            .icon = item->icon,
            .kind = BUTTON_FILLED,
        };
    }
    return n;
}

static void view(const struct app *app, struct canvas *canvas)
{
    const struct style *style = &app->style;
    struct box rest = chrome_begin(canvas);
    const struct menu *menu = menu_of(app);
    struct button bar[3];
    size_t n = bar_buttons(canvas, menu, bar, 3);
    chrome_bottom_home(canvas, &rest, bar, n);
    today_view(canvas, &rest, menu, tiles_wish(canvas, rest, menu));
    rest = box_inset(rest, style->margin_px, style->gap_px);
    /* In large type who is there has its place among the tiles. */
    if (style->type_scale != SCALE_LARGE && has_choice_of_visitor(app)) {
        view_who(canvas, box_cut_bottom(&rest, style->inline_button_px));
        box_cut_bottom(&rest, style->gap_px);
    }
    if (menu)
        view_menu(canvas, rest, menu);
}

static bool act(struct app *app, const struct action *action, struct effects *effects)
{
    (void)effects;
    switch ((enum action_kind)action->kind) {
    case ACT_VISITOR:
        app->visit.visitor = (enum visitor)action->arg;
        /* What matters most to them stands on the first page. */
        app->visit.shows_more = false;
        app_restyle(app);
        app_load(app);
        return true;
    case ACT_MORE:
        app->visit.shows_more = !app->visit.shows_more;
        return true;
    default:
        return false;
    }
}

const struct screen screen_home = {.name = "home", .load = today_load, .view = view, .act = act};
