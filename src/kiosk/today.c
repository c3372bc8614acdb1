#include "kiosk/today.h"

#include "domain/calendar.h"
#include "kiosk/chrome.h"
#include "ui/card.h"

/* Things in a row upright and in a wide window, rows of them upright; sessions told. */
enum { THINGS_UPRIGHT = 5, THINGS_WIDE = 3, THING_ROWS_UPRIGHT = 2, THINGS_MAX = 15, SESSIONS = 3 };

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

void today_load(struct app *app)
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
        /* Beside the tiles the width is for the words. */
        .end = canvas->app->style.orientation == PORTRAIT ? ROW_CHEVRON : ROW_PLAIN,
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
        .end = canvas->app->style.orientation == PORTRAIT ? ROW_CHEVRON : ROW_PLAIN,
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
    if (widget_text_width(ui, &title) + widget_button_width(ui, &all) > box.w)
        all.label = T(canvas, MSG_HOME_ALL_BRIEF);
    int all_w = widget_button_width(ui, &all);
    int title_h = widget_text(&quiet, (struct box){box.x, box.y, box.w - all_w, 0}, &title);
    int height = style->chip_px > title_h ? style->chip_px : title_h;
    widget_text(ui, (struct box){box.x, box.y + (height - title_h) / 2, box.w - all_w, title_h},
                &title);
    /* Its arrow stands above those of the rows. */
    int x = box.x + box.w - all_w + style_px(style, 8);
    widget_button(ui, (struct box){x, box.y, all_w, height}, &all);
    return height;
}

/* ---- what stands ready ---- */

/* Each thing leads to the page that tells about all of them; without such a page there are none. */
static size_t thing_cells(const struct canvas *canvas, const struct page *page, struct cell *cells)
{
    const struct catalogue *catalogue = canvas->app->setup.catalogue;
    size_t n = 0;
    for (size_t i = 0; page && i < catalogue->amenities_len && n < THINGS_MAX; i++) {
        const struct amenity *amenity = &catalogue->amenities[i];
        if (!catalogue_is_for(amenity->station, canvas->app->setup.station))
            continue;
        cells[n++] = (struct cell){
            .tap = {.id = arena_printf(canvas->arena, "amenity.%s", amenity->id),
                    .action = {ACT_GO, SCREEN_PAGE, page->id}},
            .icon = amenity->icon,
            .label = canvas_text(canvas, amenity->name),
        };
    }
    return n;
}

static int view_things_head(const struct canvas *canvas, const struct ui *ui, struct box box)
{
    const struct style *style = ui->style;
    const struct page *page = page_of_amenities(canvas->app);
    struct text_block title = {.utf8 = T(canvas, MSG_HOME_THINGS),
                               .type = TYPE_LEAD,
                               .face = FACE_BOLD,
                               .line_height = LINES_TITLE,
                               .role = ROLE_TITLE,
                               .back = style->surface};
    struct text_block hint = {.utf8 = canvas_text(canvas, page->line),
                              .type = TYPE_SMALL,
                              .align = ALIGN_RIGHT,
                              .role = ROLE_TEXT,
                              .ink = style->ink2,
                              .back = style->surface};
    int title_w = widget_text_width(ui, &title), hint_w = widget_text_width(ui, &hint);
    int height = style->type[TYPE_LEAD].title_line_px;
    bool is_beside = title_w + style->gap_px + hint_w < box.w;
    int used = widget_text(ui, (struct box){box.x, box.y, box.w, is_beside ? height : 0}, &title);
    if (is_beside)
        widget_text(ui, (struct box){box.x, box.y, box.w, height}, &hint);
    return used;
}

/* ---- what the field shows ---- */

struct today {
    struct cell cells[THINGS_MAX];
    size_t n_cells;
    int columns;
    struct row rows[SESSIONS + 1];
    size_t n;
    struct strip strip; /* title NULL: none */
};

/* What it might show, from all to the least. */
struct wish {
    int thing_rows, sessions, notices, strips;
};
static const struct wish usual_wishes[] = {
    {0, 3, 1, 1}, {0, 2, 1, 1}, {0, 2, 1, 0}, {0, 1, 1, 0}, {0, 1, 0, 0}};
static const struct wish large_wishes[] = {{0, 1, 1, 0}, {0, 1, 0, 0}};
static const struct wish rider_wishes[] = {{4, 3, 0, 1}, {4, 2, 0, 1}, {4, 1, 0, 1},
                                           {4, 0, 0, 1}, {3, 0, 0, 1}, {2, 0, 0, 1},
                                           {2, 0, 0, 0}, {1, 0, 0, 0}, {0, 1, 0, 0}};

static struct strip tomorrow_strip(const struct canvas *canvas)
{
    const struct session_info *info = first_tomorrow(canvas->app);
    if (!info || !has_today(canvas->app))
        return (struct strip){0};
    const char *title = TF(canvas, MSG_HOME_TOMORROW, text_clock(canvas->arena, info->starts_at),
                           canvas_text(canvas, info->series->shown));
    return (struct strip){
        .tap = {.id = "home.tomorrow", .action = {ACT_GO, SCREEN_SESSION, info->id}},
        .icon = "bell",
        .title = title};
}

/* For riders the notice stands on the field; where there is none, and for the others, tomorrow. */
static struct strip strip_of(const struct canvas *canvas)
{
    struct row notice;
    if (canvas->app->visit.visitor != VISITOR_RIDER || notice_rows(canvas, &notice) == 0)
        return tomorrow_strip(canvas);
    return (struct strip){
        .tap = notice.tap, .icon = notice.icon, .title = notice.title, .right = notice.tag.label};
}

static void put_things(const struct canvas *canvas, struct today *today, int rows)
{
    bool is_upright = canvas->app->style.orientation == PORTRAIT;
    int most = is_upright ? THINGS_UPRIGHT : THINGS_WIDE;
    size_t n = thing_cells(canvas, page_of_amenities(canvas->app), today->cells);
    int whole = ((int)n + most - 1) / most;
    if (is_upright && rows > THING_ROWS_UPRIGHT)
        rows = THING_ROWS_UPRIGHT;
    rows = rows < whole ? rows : whole;
    if (rows == 0)
        return;
    today->columns = rows < whole ? most : ((int)n + rows - 1) / rows;
    today->n_cells = n < (size_t)(rows * most) ? n : (size_t)(rows * most);
}

static struct today today_of(const struct canvas *canvas, const struct wish *wish)
{
    struct today today = {0};
    if (wish->thing_rows > 0)
        put_things(canvas, &today, wish->thing_rows);
    today.n = session_rows(canvas, today.rows, (size_t)wish->sessions);
    if (wish->notices > 0)
        today.n += notice_rows(canvas, &today.rows[today.n]);
    if (wish->strips > 0)
        today.strip = strip_of(canvas);
    return today;
}

static int view_things(const struct canvas *canvas, const struct ui *ui, struct box box,
                       const struct today *today)
{
    int pad = style_px(ui->style, 20), y = box.y + style_px(ui->style, 20);
    size_t card = widget_card_begin(ui, box, CARD_RAISED);
    struct box in = {box.x + pad, y, box.w - 2 * pad, 0};
    in.y += view_things_head(canvas, ui, in) + style_px(ui->style, 14);
    in.y += card_cells(ui, in, today->cells, today->n_cells, today->columns) + pad;
    widget_card_end(ui, card, in.y);
    return in.y - box.y;
}

/* box.h: how high the card may be at most; the rows share what is over, within a measure. */
static int view_sessions(const struct canvas *canvas, const struct ui *ui, struct box box,
                         const struct today *today)
{
    const struct style *style = ui->style;
    int pad = style_px(style, 28), y = box.y;
    size_t card = widget_card_begin(ui, box, CARD_RAISED);
    if (style->type_scale != SCALE_LARGE) {
        y += style_px(style, 8);
        y += view_card_head(canvas, ui, (struct box){box.x + pad, y, box.w - 2 * pad, 0});
    }
    int most = (int)today->n * style_px(style, 168);
    int room = box.y + box.h - y;
    struct box rows = {box.x, y, box.w, box.h == 0 ? 0 : room < most ? room : most};
    y += widget_rows(ui, rows, ROWS_BARE, today->rows, today->n);
    widget_card_end(ui, card, y);
    return y - box.y;
}

/* One below the other; spare_px is for the rows. Returns the height used. */
static int view_parts(const struct canvas *canvas, const struct ui *ui, struct box box,
                      const struct today *today, int spare_px)
{
    int gap = ui->style->gap_px;
    struct ui quiet = widget_dry(ui);
    struct box at = {box.x, box.y, box.w, 0};
    if (today->n_cells > 0)
        at.y += view_things(canvas, ui, at, today) + gap;
    if (today->n > 0) {
        struct box card = at;
        if (spare_px > 0)
            card.h = view_sessions(canvas, &quiet, at, today) + spare_px;
        at.y += view_sessions(canvas, ui, card, today) + gap;
    } else if (today->n_cells == 0) {
        struct banner none = {TONE_BLUE, "info", T(canvas, MSG_HOME_NONE_TODAY), NULL};
        at.y += widget_banner(ui, at, &none) + gap;
    }
    if (today->strip.title)
        at.y += card_strip(ui, at, &today->strip) + gap;
    return at.y - gap - box.y;
}

/* The most that fits in the room, else the least; *height may be more then. */
static struct today pick(const struct canvas *canvas, struct box box, int room_px, int *height)
{
    const struct app *app = canvas->app;
    bool is_large = app->style.type_scale == SCALE_LARGE;
    const struct wish *wishes = is_large                              ? large_wishes
                                : app->visit.visitor == VISITOR_RIDER ? rider_wishes
                                                                      : usual_wishes;
    size_t n = is_large                              ? sizeof large_wishes / sizeof *wishes
               : app->visit.visitor == VISITOR_RIDER ? sizeof rider_wishes / sizeof *wishes
                                                     : sizeof usual_wishes / sizeof *wishes;
    struct ui quiet = widget_dry(&canvas->ui);
    struct today today = {0};
    for (size_t i = 0; i < n; i++) {
        today = today_of(canvas, &wishes[i]);
        *height = view_parts(canvas, &quiet, box, &today, 0);
        if (*height <= room_px)
            break;
    }
    return today;
}

static enum msg greeting_of(instant now)
{
    int hour = second_of_instant(now) / HOUR_S;
    if (hour < 12)
        return MSG_HOME_GREETING_MORNING;
    return hour < 18 ? MSG_HOME_GREETING_AFTERNOON : MSG_HOME_GREETING_EVENING;
}

void today_view(const struct canvas *canvas, struct box *rest, const struct menu *menu,
                int tiles_px)
{
    const struct style *style = &canvas->app->style;
    bool is_low = chrome_is_low(canvas), is_wide = style->orientation == LANDSCAPE;
    const char *greeting = T(canvas, greeting_of(canvas->app->setup.now));
    if (menu && !text_is_empty(menu->greeting))
        greeting = canvas_text(canvas, menu->greeting);
    struct box at = chrome_hero_box(canvas, *rest);
    struct ui quiet = widget_dry(&canvas->ui);
    struct page_hero hero = {.title = greeting};
    int words_h = page_hero(&quiet, at, &hero);
    struct box box = {at.x + style->margin_px, at.y + words_h, at.w - 2 * style->margin_px, 0};
    /* Beside the tiles, and above low ones, there is the whole height; else a share of it. */
    int share = at.h, over = at.h - tiles_px;
    if (!is_low && !is_wide && style->type_scale == SCALE_LARGE)
        share = over < at.h * 2 / 5 ? over : at.h * 2 / 5;
    else if (!is_low && !is_wide)
        share = over > at.h / 2 ? over : at.h / 2;
    int room = share - words_h - style->gap_px, height = 0;
    struct today today = pick(canvas, box, room, &height);
    /* With bars across small glass, or above tiles that stand low, there may be no room even for
     * one: the tiles lead to all. */
    bool is_left_out = (is_wide || is_low) && height > room;
    hero.extra_px = is_low || is_left_out ? 0 : height + style->gap_px;
    chrome_hero(canvas, rest, &hero);
    if (!is_left_out)
        view_parts(canvas, &canvas->ui, box, &today, is_wide ? room - height : 0);
}
