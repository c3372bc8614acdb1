#include "kiosk/chrome.h"

#include "base/str.h"
#include "sync/client.h"

/* The two screens before a visit: attract, which any touch leaves, and enroll, which staff see
 * until this terminal belongs to a hub. */

enum { TODAY_ROWS = 3, NOTICES = 3 };

static void load(struct app *app)
{
    struct agenda_source source = app_agenda_source(app);
    struct agenda_range range = {
        .of = AGENDA_ACTIVITIES, .from = day_of_instant(app->setup.now), .days = 1};
    app->model.agenda = agenda_load(&source, &range, &app->model.arena);
}

static int line(const struct canvas *canvas, struct box *rest, struct text_block block)
{
    int used = widget_text(&canvas->ui, (struct box){rest->x, rest->y, rest->w, 0}, &block);
    box_cut_top(rest, used);
    return used;
}

static void put_today(const struct canvas *canvas, struct box *rest)
{
    const struct app *app = canvas->app;
    struct row rows[TODAY_ROWS];
    size_t n = 0;
    for (size_t i = 0; i < app->model.agenda.n && n < TODAY_ROWS; i++) {
        const struct session_info *info = &app->model.agenda.items[i];
        if (info->ends_at <= app->setup.now)
            continue;
        rows[n++] = (struct row){
            .lead = text_clock(canvas->arena, info->starts_at),
            .title = canvas_text(canvas, info->series->shown),
            .line = canvas_text(canvas, info->series->facts.where),
            .tag = session_tag(canvas, info),
        };
    }
    if (n > 0)
        box_cut_top(rest, widget_rows(&canvas->ui, (struct box){rest->x, rest->y, rest->w, 0},
                                      ROWS_CARD, rows, n));
}

/* The notices that matter most, as many as there is room for. */
static void put_notices(const struct canvas *canvas, struct box *rest)
{
    struct ui quiet = canvas->ui;
    quiet.list = NULL;
    const struct notice *notice;
    for (size_t i = 0; i < NOTICES && (notice = notice_shown(canvas->app, i)) != NULL; i++) {
        struct banner banner = notice_banner(canvas, notice);
        box_cut_top(rest, canvas->app->style.gap_px);
        struct box at = {rest->x, rest->y, rest->w, 0};
        if (widget_banner(&quiet, at, &banner) > rest->h - canvas->app->style.gap_px)
            return;
        box_cut_top(rest, widget_banner(&canvas->ui, at, &banner));
    }
}

static void view_attract(const struct app *app, struct canvas *canvas)
{
    const struct style *style = &app->style;
    struct box window = {0, 0, style->width_px, style->height_px};
    colour head = style->accent.head, on_head = style->accent.on_head;
    draw_rect(canvas->ui.list, window, 0, head);
    struct box rest = box_inset(window, style->margin_px, style->margin_px);
    struct box foot = box_cut_bottom(&rest, style_px(style, 200));
    if (style->orientation == LANDSCAPE)
        rest = box_inset(rest, style->width_px / 6, 0);
    const struct station *station =
        app->setup.catalogue ? catalogue_find_station(app->setup.catalogue, app->setup.station)
                             : NULL;
    line(canvas, &rest,
         (struct text_block){.utf8 = station ? canvas_text(canvas, station->name) : "",
                             .type = TYPE_TILE,
                             .face = FACE_BOLD,
                             .role = ROLE_TITLE,
                             .ink = on_head,
                             .back = head});
    box_cut_top(&rest, style_px(style, 40));
    line(canvas, &rest,
         (struct text_block){.utf8 = text_clock(canvas->arena, app->setup.now),
                             .type = TYPE_CLOCK,
                             .face = FACE_BOLD,
                             .role = ROLE_TEXT,
                             .line_height = LINES_TITLE,
                             .ink = on_head,
                             .back = head});
    line(canvas, &rest,
         (struct text_block){.utf8 = text_day(canvas->arena, canvas->lang, app->setup.now),
                             .type = TYPE_TILE,
                             .role = ROLE_TEXT,
                             .ink = on_head,
                             .back = head});
    box_cut_top(&rest, style_px(style, 56));
    put_today(canvas, &rest);
    put_notices(canvas, &rest);
    struct accent rider = style_accent(style, AUDIENCE_RIDER);
    widget_button(&canvas->ui, foot,
                  &(struct button){.tap = {.id = "attract.start", .action = {.kind = ACT_HOME}},
                                   .label = T(canvas, MSG_ATTRACT_START),
                                   .line = T(canvas, MSG_ATTRACT_HINT),
                                   .icon = "hand",
                                   .kind = BUTTON_FILLED,
                                   .accent = &rider});
}

const struct screen screen_attract = {.name = "attract", .load = load, .view = view_attract};

/* ---- enroll ---- */

static enum msg problem_words(const struct link_news *link)
{
    switch ((enum sync_problem)link->problem) {
    case SYNC_TOKEN_BAD:
        return link->has_token ? MSG_ENROLL_TOKEN_BAD : MSG_ENROLL_NO_TOKEN;
    case SYNC_TOKEN_USED:
        return MSG_ENROLL_TOKEN_USED;
    case SYNC_TOKEN_EXPIRED:
        return MSG_ENROLL_TOKEN_EXPIRED;
    case SYNC_TOKEN_UNKNOWN:
        return MSG_ENROLL_TOKEN_UNKNOWN;
    case SYNC_OTHER_HUB:
        return MSG_ENROLL_OTHER_HUB;
    case SYNC_RETIRED:
        return MSG_ENROLL_RETIRED;
    case SYNC_VERSION:
        return MSG_ENROLL_VERSION;
    case SYNC_UNREACHABLE:
        return MSG_ENROLL_UNREACHABLE;
    default:
        break;
    }
    if (link->is_enrolled)
        return MSG_ENROLL_FIRST_SYNC;
    return link->has_token ? MSG_ENROLL_TRYING : MSG_ENROLL_NO_TOKEN;
}

static void view_enroll(const struct app *app, struct canvas *canvas)
{
    const struct style *style = &app->style;
    struct box rest = chrome_begin(canvas);
    chrome_hero(canvas, &rest,
                &(struct page_hero){.title = T(canvas, MSG_ENROLL_TITLE),
                                    .line = app->setup.station,
                                    .icon = "key"});
    rest = box_inset(rest, style->margin_px, style->margin_px);
    enum msg words = problem_words(&app->link);
    bool is_calm = words == MSG_ENROLL_TRYING || words == MSG_ENROLL_FIRST_SYNC;
    widget_banner(&canvas->ui, (struct box){rest.x, rest.y, rest.w, 0},
                  &(struct banner){is_calm ? TONE_BLUE : TONE_RED, is_calm ? "clock" : "alert",
                                   T(canvas, words), T(canvas, MSG_ENROLL_HELP)});
}

const struct screen screen_enroll = {.name = "enroll", .view = view_enroll};
