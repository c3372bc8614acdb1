#include "kiosk/chrome.h"

#include <string.h>

#include "kiosk/speak.h"

/* Of a panel 1080 wide: a keyboard beside its question. Of the height: where low content begins. */
enum { BESIDE_PX = 1060, REACH_TOP_PERCENT = 40 };

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

/* What is true of the whole visit and stands under the header. A wide window, and large type, have
 * the height for one bar: what is said of a badge comes first. */
static int view_bars(const struct canvas *canvas, const struct ui *ui, struct box rest)
{
    const struct style *style = &canvas->app->style;
    bool is_one = style->orientation == LANDSCAPE || style->type_scale == SCALE_LARGE;
    struct ui dry = widget_dry(ui);
    bool has_badge = helper_view_bar(canvas, &dry, rest) > 0;
    int offline = is_one && has_badge ? 0 : view_offline_bar(canvas, ui, rest);
    box_cut_top(&rest, offline);
    return offline + helper_view_bar(canvas, ui, rest);
}

bool chrome_is_low(const struct canvas *canvas)
{
    const struct app *app = canvas->app;
    return app->visit.reach == REACH_LOW && app->style.orientation == PORTRAIT && !canvas->has_keys;
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
    if (chrome_is_low(canvas))
        view_reading_room(canvas, &rest);
    return rest;
}

static void draw_bottom(const struct canvas *canvas, struct box *rest, struct page_bottom *bottom)
{
    const struct app *app = canvas->app;
    bool is_lowered = app->visit.reach == REACH_LOW;
    if (app->style.orientation == PORTRAIT)
        bottom->reach =
            (struct button){.tap = {.id = "nav.reach", .action = {.kind = ACT_REACH}},
                            .label = T(canvas, is_lowered ? MSG_NAV_RAISE : MSG_NAV_LOWER),
                            .icon = is_lowered ? "up" : "down"};
    struct ui measuring = widget_dry(&canvas->ui);
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
    struct ui quiet = widget_dry(&canvas->ui);
    struct box field = {rest.x, canvas->app->style.header_px, rest.w, 0};
    field.y += view_bars(canvas, &quiet, field);
    hero->least_px = rest.y - field.y;
    return field;
}

/* In a wide window: room for a session's place and what is left of it on one line; large type does
 * without that, its content needs the width. */
static int hero_width(const struct canvas *canvas)
{
    const struct style *style = &canvas->app->style;
    return style->width_px * (style->type_scale == SCALE_LARGE ? 333 : 344) / 1000;
}

struct box chrome_hero_box(const struct canvas *canvas, struct box rest)
{
    struct page_hero none = {0};
    if (chrome_is_low(canvas)) {
        struct box field = low_field(canvas, rest, &none);
        field.h = none.least_px;
        return field;
    }
    if (canvas->app->style.orientation == LANDSCAPE)
        rest.w = hero_width(canvas);
    return rest;
}

void chrome_hero(const struct canvas *canvas, struct box *rest, const struct page_hero *hero)
{
    if (chrome_is_low(canvas)) {
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
    struct box left = box_cut_left(rest, hero_width(canvas));
    draw_rect(canvas->ui.list, left, 0, canvas->app->style.accent.head);
    page_hero(&canvas->ui, left, hero);
    const struct style *style = &canvas->app->style;
    struct box edge = box_cut_right(&left, style->line_px);
    if (style->theme == THEME_CONTRAST)
        draw_rect(canvas->ui.list, edge, 0, style->line);
}

void chrome_title(const struct canvas *canvas, struct box *box, const char *title, const char *line)
{
    if (!chrome_is_low(canvas)) {
        int used = page_title(&canvas->ui, *box, title, line);
        box_cut_top(box, used + canvas->app->style.gap_px);
        return;
    }
    struct box rest = {0, reach_top(canvas->app), canvas->app->setup.width_px, 0};
    struct page_hero hero = {.title = title, .line = line};
    struct box field = low_field(canvas, rest, &hero);
    page_hero(&canvas->ui, field, &hero);
}

struct box chrome_pad(const struct canvas *canvas, struct box *box, int above_px, int below_px)
{
    const struct style *style = &canvas->app->style;
    int most = 4 * style->digit_px + 3 * style->key_gap_px;
    int least = input_digit_pad_least(&canvas->ui);
    if (style->orientation == PORTRAIT) {
        int room = box->h - above_px;
        return box_cut_bottom(box, room < least ? least : room > most ? most : room);
    }
    struct box pad = box_column(*box, 1, 2, style->margin_px);
    *box = box_column(*box, 0, 2, style->margin_px);
    if (pad.h > most + below_px)
        box_cut_top(&pad, pad.h - most - below_px);
    return pad;
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
    struct ui quiet = widget_dry(&canvas->ui);
    struct box from = *rest;
    if (style->orientation == LANDSCAPE) {
        int keys_px = 10 * style->key_px + 9 * style->key_gap_px + 2 * style->margin_px;
        int beside = style_px(style, BESIDE_PX);
        from = box_cut_right(rest, beside > keys_px ? beside : keys_px);
    }
    struct box at = {from.x + style->margin_px, from.y, from.w - 2 * style->margin_px, 0};
    at.h = input_keyboard(&quiet, at, &keys, key_case);
    at.y = from.y + from.h - style->gap_px - at.h;
    input_keyboard(&canvas->ui, at, &keys, key_case);
    if (style->orientation == PORTRAIT)
        box_cut_bottom(rest, at.h + style->gap_px);
}
