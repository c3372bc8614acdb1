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

/* Of more tiles than stand on a page in large type those that are shown, and how many are behind
 * “more”. */
static struct tiles shown_tiles(const struct canvas *canvas, const struct tiles *all,
                                size_t *behind)
{
    *behind = 0;
    if (all->n <= LARGE_TILES)
        return *all;
    bool shows_more = canvas->app->visit.shows_more;
    size_t first = shows_more ? LARGE_TILES : 0;
    *behind = shows_more ? LARGE_TILES : all->n - LARGE_TILES;
    struct tiles part = {.n = all->n - first > LARGE_TILES ? LARGE_TILES : all->n - first};
    memcpy(part.items, all->items + first, part.n * sizeof part.items[0]);
    return part;
}

/* In large type the least height below the hero in which every tile has all its words. */
static int large_least_px(const struct canvas *canvas, struct box rest, const struct menu *menu)
{
    const struct style *style = &canvas->app->style;
    int gap = style->gap_px, highest = 0;
    int width = box_column(box_inset(rest, style->margin_px, gap), 0, 2, gap).w;
    size_t behind = 0;
    struct tiles all = all_tiles(menu), tiles = shown_tiles(canvas, &all, &behind);
    for (size_t i = 0; i < tiles.n; i++) {
        struct tile tile = menu_tile(canvas, tiles.items[i]);
        int least = widget_tile_least_px(&canvas->ui, width, &tile);
        highest = least > highest ? least : highest;
    }
    int rows = behind > 0 ? LARGE_ROWS : ((int)tiles.n + 1) / 2;
    int least = rows * (highest + gap) + gap + (behind > 0 ? style->button_px + gap : 0);
    return least + (canvas->app->visit.shows_more ? style->inline_button_px + gap : 0);
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

/* A low window has no height to spare for a button: the last of two columns of tiles leads to the
 * others, which share what is left by who is there. */
static void view_menu_low(const struct canvas *canvas, struct box box, const struct tiles *all)
{
    enum { COLUMNS = 2 };
    bool shows_more = canvas->app->visit.shows_more;
    size_t kept = LARGE_TILES - 1, first = shows_more ? kept : 0;
    size_t n = shows_more ? all->n - kept : kept;
    size_t behind = shows_more ? kept : all->n - kept;
    struct tiles part = {.n = n};
    memcpy(part.items, all->items + first, n * sizeof part.items[0]);
    int rows = ((int)n + COLUMNS) / COLUMNS, gap = canvas->app->style.gap_px;
    view_grid(canvas, box, &part, COLUMNS, rows);
    struct tile more = {
        .tap = {.id = "home.more", .action = {.kind = ACT_MORE}},
        .title = TF(canvas, MSG_NAV_MORE, TN(canvas, (int64_t)behind)),
        .icon = shows_more ? "up" : "down",
    };
    struct box line = box_row(box, (int)n / COLUMNS, rows, gap);
    widget_tile(&canvas->ui, box_column(line, (int)n % COLUMNS, COLUMNS, gap), &more);
}

/* In large type: two columns of three, the others behind “more”. */
static void view_menu_large(const struct canvas *canvas, struct box box, const struct menu *menu)
{
    struct tiles all = all_tiles(menu);
    if (all.n <= LARGE_TILES) {
        view_grid(canvas, box, &all, 2, ((int)all.n + 1) / 2);
        return;
    }
    if (canvas->app->style.orientation == LANDSCAPE) {
        view_menu_low(canvas, box, &all);
        return;
    }
    size_t behind = 0;
    struct tiles tiles = shown_tiles(canvas, &all, &behind);
    struct button more = {
        .tap = {.id = "home.more", .action = {.kind = ACT_MORE}},
        .label = TF(canvas, MSG_NAV_MORE, TN(canvas, (int64_t)behind)),
        .icon = canvas->app->visit.shows_more ? "up" : "down",
    };
    widget_button(&canvas->ui, box_cut_bottom(&box, canvas->app->style.button_px), &more);
    box_cut_bottom(&box, canvas->app->style.gap_px);
    view_grid(canvas, box, &tiles, 2, LARGE_ROWS);
}

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

static bool has_choice_of_visitor(const struct app *app)
{
    for (int i = 0; i < VISITOR_COUNT; i++)
        if ((enum visitor)i != app->visit.visitor && visit_has_menu(app, (enum visitor)i))
            return true;
    return false;
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

/* ---- who is there ---- */

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
static enum button_size visitor_size(const struct ui *ui, struct box box, int gap_px,
                                     const struct button *buttons, int n)
{
    int spare = style_px(ui->style, 2 * (32 - 12));
    for (int i = 0; i < n; i++)
        if (widget_button_width(ui, &buttons[i]) - spare > box_column(box, i, n, gap_px).w)
            return BUTTON_INLINE;
    return BUTTON_BIG;
}

static void view_visitors(const struct canvas *canvas, struct box box)
{
    const struct style *style = &canvas->app->style;
    struct text_block label = {.utf8 = T(canvas, MSG_HOME_AUDIENCE),
                               .type = TYPE_LEAD,
                               .px = 36,
                               .face = FACE_BOLD,
                               .role = ROLE_TEXT,
                               .back = style->bg};
    struct box left = box_cut_left(&box, widget_text_width(&canvas->ui, &label));
    left.w += 1;
    widget_text(&canvas->ui, left, &label);
    box_cut_left(&box, style_px(style, style->type_scale == SCALE_LARGE ? 8 : 16));
    struct accent accents[VISITOR_COUNT];
    struct button buttons[VISITOR_COUNT];
    int n = visitor_buttons(canvas, accents, buttons), gap = style_px(style, 12);
    enum button_size size = visitor_size(&canvas->ui, box, gap, buttons, n);
    for (int i = 0; i < n; i++) {
        buttons[i].size = size;
        widget_button(&canvas->ui, box_column(box, i, n, gap), &buttons[i]);
    }
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
    /* In large type who is there stands with what is behind “more”. */
    bool has_room = style->type_scale != SCALE_LARGE || app->visit.shows_more;
    if (has_room && has_choice_of_visitor(app)) {
        view_visitors(canvas, box_cut_bottom(&rest, style->inline_button_px));
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
