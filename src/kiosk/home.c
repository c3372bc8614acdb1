#include "kiosk/chrome.h"
#include "kiosk/visit.h"

#include <string.h>

#include "domain/calendar.h"

/* Home: what there is today, and the station's menu for whoever stands there. Also the attract
 * screen, which looks like it and leads to it. */

enum { TODAY_ROWS = 3, TODAY_ROWS_LARGE = 1, LARGE_TILES = 6, LARGE_ROWS = 3 };

/* What is not over and for whoever stands there, each series once. */
static bool is_offered(const struct app *app, const struct agenda *kept,
                       const struct session_info *info)
{
    if (info->ends_at <= app->setup.now || !(info->series->visitors & 1u << app->visit.visitor))
        return false;
    for (size_t i = 0; i < kept->n; i++)
        if (kept->items[i].series == info->series)
            return false;
    return true;
}

static void load(struct app *app)
{
    struct agenda_source source = app_agenda_source(app);
    struct agenda_range range = {
        .of = AGENDA_ACTIVITIES, .from = day_of_instant(app->setup.now), .days = 7};
    struct agenda all = agenda_load(&source, &range, &app->model.arena);
    struct agenda kept = {all.items, 0};
    for (size_t i = 0; i < all.n; i++)
        if (is_offered(app, &kept, &all.items[i]))
            kept.items[kept.n++] = all.items[i];
    app->model.agenda = kept;
}

static enum msg greeting_of(instant now)
{
    int hour = second_of_instant(now) / HOUR_S;
    if (hour < 12)
        return MSG_HOME_GREETING_MORNING;
    return hour < 18 ? MSG_HOME_GREETING_AFTERNOON : MSG_HOME_GREETING_EVENING;
}

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

/* ---- what is on ---- */

static bool has_today(const struct app *app)
{
    day_number today = day_of_instant(app->setup.now);
    for (size_t i = 0; i < app->model.agenda.n; i++) {
        const struct session_info *info = &app->model.agenda.items[i];
        if (day_of_instant(info->starts_at) == today)
            return true;
    }
    return false;
}

static struct row session_row(const struct canvas *canvas, const struct session_info *info)
{
    bool is_today = has_today(canvas->app);
    const char *where = canvas_text(canvas, info->series->facts.where);
    return (struct row){
        .tap = {.id = arena_printf(canvas->arena, "session.%s", info->id),
                .action = {ACT_GO, SCREEN_SESSION, info->id}},
        .lead = is_today ? text_clock(canvas->arena, info->starts_at)
                         : text_weekday(canvas->lang, info->starts_at),
        .title = canvas_text(canvas, info->series->shown),
        .line = is_today ? where
                         : arena_printf(canvas->arena, "%s  %s",
                                        text_clock(canvas->arena, info->starts_at), where),
        .tag = session_tag(canvas, info),
        .end = ROW_CHEVRON,
    };
}

/* What is on today, else what comes next. */
static size_t session_rows(const struct canvas *canvas, struct row *rows, size_t max)
{
    const struct app *app = canvas->app;
    day_number today = day_of_instant(app->setup.now);
    bool only_today = has_today(app);
    size_t n = 0;
    for (size_t i = 0; i < app->model.agenda.n && n < max; i++) {
        const struct session_info *info = &app->model.agenda.items[i];
        bool is_today = day_of_instant(info->starts_at) == today;
        if (is_today || !only_today)
            rows[n++] = session_row(canvas, info);
    }
    return n;
}

/* The notice that matters most, and how many there are. */
static size_t notice_rows(const struct canvas *canvas, struct row *row)
{
    const struct notice *notice = notice_shown(canvas->app, 0);
    if (!notice)
        return 0;
    size_t n = 1;
    while (notice_shown(canvas->app, n))
        n++;
    *row = (struct row){
        .tap = {.id = "home.notices", .action = {ACT_GO, SCREEN_NOTICES, ""}},
        .icon = notice->kind == NOTICE_NEWS ? "bell" : "alert",
        .title = canvas_text(canvas, notice->title),
        .end = ROW_CHEVRON,
    };
    if (n > 1)
        row->tag = (struct tag){.label = TF(canvas, MSG_HOME_NOTICES, TN(canvas, (int64_t)n)),
                                .tone = TONE_GREY};
    return 1;
}

static const struct session_info *first_tomorrow(const struct app *app)
{
    day_number tomorrow = day_of_instant(app->setup.now) + 1;
    for (size_t i = 0; i < app->model.agenda.n; i++)
        if (day_of_instant(app->model.agenda.items[i].starts_at) == tomorrow)
            return &app->model.agenda.items[i];
    return NULL;
}

/* The card's head: what the rows are, and the way to all of them. */
static int view_card_head(const struct canvas *canvas, const struct ui *ui, struct box box)
{
    const struct style *style = ui->style;
    struct button all = {
        .tap = {.id = "home.all", .action = {ACT_GO, SCREEN_ACTIVITIES, ""}},
        .label = T(canvas, MSG_HOME_ALL_SESSIONS),
        .icon = "next",
        .kind = BUTTON_LINK,
        .size = BUTTON_INLINE,
    };
    struct text_block title = {
        .utf8 = T(canvas, has_today(canvas->app) ? MSG_HOME_TODAY : MSG_HOME_SOON),
        .type = TYPE_LEAD,
        .face = FACE_BOLD,
        .line_height = LINES_TITLE,
        .role = ROLE_TITLE,
        .back = style->surface};
    struct ui quiet = widget_dry(ui);
    int all_w = widget_button_width(ui, &all);
    int title_h = widget_text(&quiet, (struct box){box.x, box.y, box.w - all_w, 0}, &title);
    int height = style->chip_px > title_h ? style->chip_px : title_h;
    widget_text(ui, (struct box){box.x, box.y + (height - title_h) / 2, box.w - all_w, title_h},
                &title);
    widget_button(ui, (struct box){box.x + box.w - all_w, box.y, all_w, height}, &all);
    return height;
}

/* What the card shows: as much as there is room for. */
struct today {
    struct row rows[TODAY_ROWS + 1];
    size_t n;
};

static struct today today_of(const struct canvas *canvas, size_t sessions, size_t notices)
{
    struct today today = {0};
    today.n = session_rows(canvas, today.rows, sessions);
    if (notices > 0)
        today.n += notice_rows(canvas, &today.rows[today.n]);
    return today;
}

/* Returns the height used. */
static int view_sessions(const struct canvas *canvas, const struct ui *ui, struct box box,
                         const struct today *today)
{
    const struct style *style = ui->style;
    if (today->n == 0)
        return widget_banner(
            ui, box, &(struct banner){TONE_BLUE, "info", T(canvas, MSG_HOME_NONE_TODAY), NULL});
    size_t card = widget_card_begin(ui, box, CARD_RAISED);
    int pad = style_px(style, 28), y = box.y;
    if (style->type_scale != SCALE_LARGE) {
        y += style_px(style, 8);
        y += view_card_head(canvas, ui, (struct box){box.x + pad, y, box.w - 2 * pad, 0});
    }
    y += widget_rows(ui, (struct box){box.x, y, box.w, 0}, ROWS_BARE, today->rows, today->n);
    widget_card_end(ui, card, y);
    return y - box.y;
}

static const char *tomorrow_line(const struct canvas *canvas)
{
    const struct session_info *info = first_tomorrow(canvas->app);
    if (!info || !has_today(canvas->app))
        return NULL;
    return TF(canvas, MSG_HOME_TOMORROW, text_clock(canvas->arena, info->starts_at),
              canvas_text(canvas, info->series->shown));
}

/* ---- tiles ---- */

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

/* ---- what is on, above the tiles ---- */

static void view_hero(const struct canvas *canvas, struct box *rest, const struct menu *menu)
{
    const struct style *style = &canvas->app->style;
    bool is_low = chrome_is_low(canvas), is_large = style->type_scale == SCALE_LARGE;
    const char *greeting = T(canvas, greeting_of(canvas->app->setup.now));
    if (menu && !text_is_empty(menu->greeting))
        greeting = canvas_text(canvas, menu->greeting);
    struct box at = chrome_hero_box(canvas, *rest);
    struct ui quiet = widget_dry(&canvas->ui);
    struct page_hero hero = {.title = greeting, .line = tomorrow_line(canvas)};
    int words_h = page_hero(&quiet, at, &hero);
    struct box card = {at.x + style->margin_px, at.y + words_h, at.w - 2 * style->margin_px, 0};
    /* Beside the tiles, and above low ones, there is the whole height; else a share of it. */
    int share = is_low || style->orientation == LANDSCAPE ? at.h
                : is_large                                ? at.h * 2 / 5
                                                          : at.h / 2;
    if (is_large && menu && !is_low && style->orientation == PORTRAIT) {
        int above = at.h - large_least_px(canvas, at, menu);
        share = above < share ? above : share;
    }
    int room = share - words_h - style->gap_px;
    size_t sessions = is_large ? TODAY_ROWS_LARGE : TODAY_ROWS;
    struct today today = today_of(canvas, sessions, 1);
    while (sessions > 1 && view_sessions(canvas, &quiet, card, &today) > room)
        today = today_of(canvas, --sessions, 1);
    if (view_sessions(canvas, &quiet, card, &today) > room)
        today = today_of(canvas, sessions, 0);
    int card_h = view_sessions(canvas, &quiet, card, &today);
    /* With a bar across small glass there is no room even for one: the tiles lead to all. */
    bool is_left_out = style->orientation == LANDSCAPE && card_h > room;
    hero.extra_px = is_low || is_left_out ? 0 : card_h + style->gap_px;
    chrome_hero(canvas, rest, &hero);
    if (!is_left_out)
        view_sessions(canvas, &canvas->ui, card, &today);
}

/* ---- the grid ---- */

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

/* A wide window has room for four; three, where they leave fewer gaps in the last row. */
static int menu_columns(const struct style *style, int n)
{
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

/* ---- who is there ---- */

static void view_visitors(const struct canvas *canvas, struct box box)
{
    static const struct {
        enum visitor visitor;
        enum msg label;
        const char *icon, *id;
    } who[VISITOR_COUNT] = {
        {VISITOR_RESIDENT, MSG_VISITOR_RESIDENT, "user", "visitor.resident"},
        {VISITOR_ELDER, MSG_VISITOR_ELDER, "elder", "visitor.elder"},
        {VISITOR_FAMILY, MSG_VISITOR_FAMILY, "child", "visitor.family"},
        {VISITOR_RIDER, MSG_VISITOR_RIDER, "scooter", "visitor.rider"},
    };
    const struct style *style = &canvas->app->style;
    int n = 0, shown = 0;
    for (int i = 0; i < VISITOR_COUNT; i++)
        n += visit_has_menu(canvas->app, who[i].visitor);
    struct text_block label = {.utf8 = T(canvas, MSG_HOME_AUDIENCE),
                               .type = TYPE_SMALL,
                               .face = FACE_BOLD,
                               .role = ROLE_TEXT,
                               .back = style->bg};
    int label_w = widget_text_width(&canvas->ui, &label);
    struct ui quiet = widget_dry(&canvas->ui);
    int label_h = widget_text(&quiet, box, &label);
    struct box left = box_cut_left(&box, label_w);
    left.w += 1;
    widget_text(&canvas->ui, (struct box){left.x, box.y + (box.h - label_h) / 2, left.w, label_h},
                &label);
    bool is_large = style->type_scale == SCALE_LARGE;
    box_cut_left(&box, style_px(style, is_large ? 8 : 16));
    for (int i = 0; i < VISITOR_COUNT; i++) {
        if (!visit_has_menu(canvas->app, who[i].visitor))
            continue;
        struct accent accent = style_accent(style, visitor_audience(who[i].visitor));
        bool is_chosen = canvas->app->visit.visitor == who[i].visitor;
        widget_button(&canvas->ui, box_column(box, shown++, n, style_px(style, 12)),
                      &(struct button){
                          .tap = {.id = who[i].id,
                                  .action = {ACT_VISITOR, who[i].visitor, NULL},
                                  .state = TAP_NORMAL},
                          .label = T(canvas, who[i].label),
                          .icon = is_large ? NULL : who[i].icon,
                          .kind = is_chosen ? BUTTON_FILLED : BUTTON_OUTLINE,
                          .size = BUTTON_INLINE,
                          .accent = &accent,
                      });
    }
}

static bool has_choice_of_visitor(const struct app *app)
{
    for (int i = 0; i < VISITOR_COUNT; i++)
        if ((enum visitor)i != app->visit.visitor && visit_has_menu(app, (enum visitor)i))
            return true;
    return false;
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
    view_hero(canvas, &rest, menu);
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

const struct screen screen_home = {.name = "home", .load = load, .view = view, .act = act};
