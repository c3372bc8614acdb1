#include "kiosk/chrome.h"

/* The screen between two visits: the time, the house, what is on and what there is to say. Any
 * touch leads home; two buttons lead there in large type or in the other language. */

enum { SESSIONS = 3, NOTICES = 3 };
/* Of the scene, drawn 1080 wide and 400 high: its sign, and the sky above the roofs. */
enum { SCENE_W = 1080, SCENE_H = 400, SCENE_SKY = 70 };
enum { SIGN_X = 400, SIGN_Y = 226, SIGN_W = 300, SIGN_H = 52 };
/* Its letters, as large as fit. */
enum { SIGN_TEXT = 32, SIGN_TEXT_LEAST = 20 };

static void load(struct app *app)
{
    struct agenda_source source = app_agenda_source(app);
    struct agenda_range range = {
        .of = AGENDA_ACTIVITIES, .from = day_of_instant(app->setup.now), .days = 2};
    app->model.agenda = agenda_load(&source, &range, &app->model.arena);
}

/* What is still to come today, else tomorrow. */
struct plan {
    struct row rows[SESSIONS];
    size_t n;
    enum msg title;
};

static struct plan plan_of(const struct canvas *canvas, size_t most)
{
    const struct app *app = canvas->app;
    struct plan plan = {.title = MSG_HOME_TODAY};
    day_number day = day_of_instant(app->setup.now);
    for (int turn = 0; turn < 2 && plan.n == 0; turn++, day++) {
        for (size_t i = 0; i < app->model.agenda.n && plan.n < most; i++) {
            const struct session_info *info = &app->model.agenda.items[i];
            if (info->ends_at <= app->setup.now || day_of_instant(info->starts_at) != day)
                continue;
            plan.title = turn == 0 ? MSG_HOME_TODAY : MSG_ATTRACT_TOMORROW;
            plan.rows[plan.n++] = (struct row){
                .lead = text_clock(canvas->arena, info->starts_at),
                .title = canvas_text(canvas, info->series->shown),
                .line = canvas_text(canvas, info->series->facts.where),
                .tag = session_tag(canvas, info),
            };
        }
    }
    return plan;
}

/* The three texts above; their accent is the house's, whoever is usually served here. */
static struct text_block head_text(const struct ui *ui, const char *utf8, enum type type,
                                   enum face face)
{
    struct accent accent = style_accent(ui->style, AUDIENCE_RESIDENT);
    return (struct text_block){.utf8 = utf8,
                               .type = type,
                               .face = face,
                               .line_height = LINES_TITLE,
                               .role = type == TYPE_TILE_LARGE ? ROLE_TITLE : ROLE_TEXT,
                               .ink = accent.on_head,
                               .back = accent.head};
}

static const char *station_name(const struct canvas *canvas)
{
    const struct catalogue *catalogue = canvas->app->setup.catalogue;
    const struct station *station =
        catalogue ? catalogue_find_station(catalogue, canvas->app->setup.station) : NULL;
    return station ? canvas_text(canvas, station->name) : "";
}

/* The day stands beside the time, on its foot, or below it where there is no width. */
static int view_head(const struct canvas *canvas, const struct ui *ui, struct box box)
{
    const struct app *app = canvas->app;
    struct text_block name = head_text(ui, station_name(canvas), TYPE_TILE_LARGE, FACE_BOLD);
    struct text_block clock =
        head_text(ui, text_clock(canvas->arena, app->setup.now), TYPE_CLOCK, FACE_BOLD);
    struct text_block day = head_text(ui, text_day(canvas->arena, canvas->lang, app->setup.now),
                                      TYPE_TILE, FACE_REGULAR);
    int y = box.y + widget_text(ui, (struct box){box.x, box.y, box.w, 0}, &name);
    int clock_w = widget_text_width(ui, &clock) + ui->style->margin_px;
    int clock_h = widget_text(ui, (struct box){box.x, y, box.w, 0}, &clock);
    bool is_beside = clock_w + widget_text_width(ui, &day) < box.w;
    struct box below = {box.x, y + clock_h, box.w, 0};
    if (!is_beside)
        return below.y + widget_text(ui, below, &day) - box.y;
    day.align = ALIGN_RIGHT;
    /* Where the larger letters stand is so much above their line's end more than where those of the
     * day do: a fifth of the difference of their lines. */
    int foot = y + clock_h - (clock_h - ui->style->type[TYPE_TILE].title_line_px) / 5;
    int day_h = ui->style->type[TYPE_TILE].title_line_px;
    widget_text(ui, (struct box){box.x + clock_w, foot - day_h, box.w - clock_w, day_h}, &day);
    return y + clock_h - box.y;
}

static int view_plan(const struct canvas *canvas, const struct ui *ui, struct box box,
                     const struct plan *plan)
{
    if (plan->n == 0)
        return 0;
    const struct style *style = ui->style;
    size_t card = widget_card_begin(ui, box, CARD_FLAT);
    int pad = style_px(style, 28), y = box.y + style_px(style, 20);
    y += widget_text(ui, (struct box){box.x + pad, y, box.w - 2 * pad, 0},
                     &(struct text_block){.utf8 = T(canvas, plan->title),
                                          .type = TYPE_TILE,
                                          .face = FACE_BOLD,
                                          .line_height = LINES_TITLE,
                                          .role = ROLE_TITLE,
                                          .back = style->surface}) +
         (style->orientation == PORTRAIT ? style_px(style, 8) : 0);
    y += widget_rows(ui, (struct box){box.x, y, box.w, 0}, ROWS_BARE, plan->rows, plan->n);
    widget_card_end(ui, card, y);
    return y - box.y;
}

/* The notices that matter most, as many as there is room for; returns the height used. */
static int view_notices(const struct canvas *canvas, const struct ui *ui, struct box box)
{
    struct ui quiet = widget_dry(ui);
    const struct notice *notice;
    int used = 0, gap = ui->style->gap_px;
    for (size_t i = 0; i < NOTICES && (notice = notice_shown(canvas->app, i)) != NULL; i++) {
        struct banner banner = notice_banner(canvas, notice);
        struct box at = {box.x, box.y + used + gap, box.w, 0};
        if (used + gap + widget_banner(&quiet, at, &banner) > box.h)
            break;
        used += gap + widget_banner(ui, at, &banner);
    }
    return used;
}

/* The scene on the foot of box, as wide as box; what of its sky does not fit is cut. Without its
 * colours it says nothing, so high contrast leaves it out. */
static int scene_height(const struct style *style, struct box box)
{
    int full = box.w * SCENE_H / SCENE_W, least = full - box.w * SCENE_SKY / SCENE_W;
    if (style->theme == THEME_CONTRAST || box.h < least)
        return 0;
    return box.h < full ? box.h : full;
}

static void view_scene(const struct canvas *canvas, struct box box)
{
    const struct ui *ui = &canvas->ui;
    if (scene_height(ui->style, box) == 0)
        return;
    struct accent accent = style_accent(ui->style, AUDIENCE_RESIDENT);
    int full = box.w * SCENE_H / SCENE_W;
    struct box scene = {box.x, box.y + box.h - full, box.w, full};
    draw_clip_push(ui->list, box);
    draw_icon(ui->list, scene, "scene", 0, 0);
    draw_clip_pop(ui->list);
    struct text_block sign = {.utf8 = station_name(canvas),
                              .type = TYPE_BODY,
                              .face = FACE_BOLD,
                              .align = ALIGN_CENTRE,
                              .line_height = LINES_TITLE,
                              .is_part = true,
                              .max_lines = 1,
                              .ink = accent.on_head,
                              .back = accent.deep};
    struct box board = {box.x + box.w * SIGN_X / SCENE_W, scene.y + box.w * SIGN_Y / SCENE_W,
                        box.w * SIGN_W / SCENE_W, box.w * SIGN_H / SCENE_W};
    int most = board.w * 94 / 100;
    for (sign.px = SIGN_TEXT; sign.px > SIGN_TEXT_LEAST && widget_text_width(ui, &sign) > most;)
        sign.px -= 2;
    if (widget_text_width(ui, &sign) <= most && ui->style->type[TYPE_BODY].title_line_px <= board.h)
        widget_text(ui, board, &sign);
}

/* The way in, across box, and below it the two others; returns the height used. */
static int view_start(const struct canvas *canvas, const struct ui *ui, struct box box)
{
    const struct style *style = ui->style;
    struct accent rider = style_accent(style, AUDIENCE_RIDER);
    struct accent house = style_accent(style, AUDIENCE_RESIDENT);
    struct button start = {.tap = {.id = "attract.start", .action = {.kind = ACT_HOME}},
                           .label = T(canvas, MSG_ATTRACT_START),
                           .line = T(canvas, MSG_ATTRACT_HINT),
                           .icon = "touch",
                           .kind = BUTTON_FILLED,
                           .size = BUTTON_HUGE,
                           .accent = &rider};
    struct button large = {.tap = {.id = "attract.large", .action = {.kind = ACT_LARGE}},
                           .label = T(canvas, MSG_ATTRACT_LARGE),
                           .icon = "size",
                           .kind = BUTTON_ON_FIELD,
                           .accent = &house};
    struct button lang = {.tap = {.id = "attract.lang", .action = {.kind = ACT_LANG}},
                          .label = T(canvas, MSG_LANG_SWITCH),
                          .icon = "globe",
                          .kind = BUTTON_ON_FIELD,
                          .accent = &house};
    int start_h = style_px(style, style->orientation == LANDSCAPE ? 180 : 240);
    struct box row = {box.x, box.y + start_h + style->gap_px, box.w, style->button_px};
    widget_button(ui, (struct box){box.x, box.y, box.w, start_h}, &start);
    widget_button(ui, box_column(row, 0, 2, style->gap_px), &large);
    widget_button(ui, box_column(row, 1, 2, style->gap_px), &lang);
    return start_h + style->gap_px + row.h;
}

/* What stands below the head, or beside it: the plan and the notices from top_y on, the ways in on
 * the foot. */
struct foot {
    struct plan plan;
    struct box start;
    int top_y, plan_h, notices_h;
};

/* keep_px: what is to stay free above, as long as one session can be told. */
static struct foot foot_of(const struct canvas *canvas, struct box box, int keep_px)
{
    struct ui quiet = widget_dry(&canvas->ui);
    size_t most = SESSIONS;
    struct foot foot = {.plan = plan_of(canvas, most)};
    foot.start = box_cut_bottom(&box, view_start(canvas, &quiet, box));
    box_cut_bottom(&box, canvas->app->style.gap_px);
    while (most > 1 && view_plan(canvas, &quiet, box, &foot.plan) > box.h - keep_px)
        foot.plan = plan_of(canvas, --most);
    foot.plan_h = view_plan(canvas, &quiet, box, &foot.plan);
    box.h -= keep_px + foot.plan_h;
    foot.notices_h = view_notices(canvas, &quiet, box);
    box.h += keep_px;
    foot.top_y = box.y + box.h - foot.notices_h;
    return foot;
}

static void view_foot(const struct canvas *canvas, struct box box, const struct foot *foot)
{
    const struct ui *ui = &canvas->ui;
    view_start(canvas, ui, foot->start);
    view_plan(canvas, ui, (struct box){box.x, foot->top_y, box.w, 0}, &foot->plan);
    int y = foot->top_y + foot->plan_h;
    view_notices(canvas, ui, (struct box){box.x, y, box.w, foot->notices_h});
}

static void view_portrait(const struct canvas *canvas, struct box window, colour ground)
{
    const struct style *style = &canvas->app->style;
    struct box inner = box_inset(window, style->margin_px, style->margin_px);
    box_cut_top(&inner, view_head(canvas, &canvas->ui, inner));
    struct foot foot = foot_of(canvas, inner, scene_height(style, window) + style->gap_px);
    int feet_y = foot.top_y - style->gap_px;
    draw_rect(canvas->ui.list, (struct box){window.x, feet_y, window.w, window.h - feet_y}, 0,
              ground);
    view_scene(canvas, (struct box){window.x, inner.y, window.w, feet_y - inner.y});
    view_foot(canvas, inner, &foot);
}

static void view_landscape(const struct canvas *canvas, struct box window, colour ground)
{
    const struct style *style = &canvas->app->style;
    struct box left = box_cut_left(&window, window.w * 45 / 100);
    draw_rect(canvas->ui.list, window, 0, ground);
    struct box head = box_inset(left, style->margin_px, style->margin_px);
    box_cut_top(&left, style->margin_px + view_head(canvas, &canvas->ui, head));
    view_scene(canvas, left);
    struct box inner = box_inset(window, style->margin_px, style->margin_px);
    struct foot foot = foot_of(canvas, inner, 0);
    foot.top_y = inner.y;
    view_foot(canvas, inner, &foot);
}

static void view(const struct app *app, struct canvas *canvas)
{
    const struct style *style = &app->style;
    struct box window = {0, 0, style->width_px, style->height_px};
    struct accent accent = style_accent(style, AUDIENCE_RESIDENT);
    /* The house stands on ground that is clearly darker than its sky. */
    colour ground = colour_mix(accent.dark, 0xFF000000, 780);
    draw_rect(canvas->ui.list, window, 0, accent.head);
    if (style->orientation == LANDSCAPE)
        view_landscape(canvas, window, ground);
    else
        view_portrait(canvas, window, ground);
}

const struct screen screen_attract = {.name = "attract", .load = load, .view = view};
