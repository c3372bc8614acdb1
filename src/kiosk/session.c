#include "kiosk/chrome.h"
#include "kiosk/flow.h"

#include "base/str.h"

/* One session: what, when, where, how many places are left, and for how many to book. */

enum { SEATS_DRAWN_MAX = 40, SEATS_A_ROW = 10 };

/* The largest party that makes sense now. */
static int32_t party_limit(const struct session_info *info)
{
    int32_t most = info->series->bookable.party_max;
    if (info->mark == SESSION_OPEN && info->left < most)
        most = info->left;
    return most < 1 ? 1 : most;
}

static void load(struct app *app)
{
    struct agenda_source source = app_agenda_source(app);
    const char *id = app_place(app)->ref;
    app->model.has_session = agenda_find(&source, id, &app->model.session);
    if (app->draft.kind != DRAFT_BOOKING || !str_equal(app->draft.ref, id))
        draft_begin(&app->draft, DRAFT_BOOKING, id);
    /* Others may have booked meanwhile. */
    if (app->model.has_session && app->draft.seats > party_limit(&app->model.session))
        app->draft.seats = party_limit(&app->model.session);
}

static bool is_bookable(const struct session_info *info)
{
    return info->mark == SESSION_OPEN || info->mark == SESSION_WAITING;
}

static const char *eyebrow(const struct canvas *canvas, const struct session_info *info)
{
    instant now = canvas->app->setup.now;
    const char *day = text_day_near(canvas->arena, canvas->lang, info->starts_at, now);
    const char *span = text_span(canvas->arena, info->starts_at, info->ends_at);
    const char *when = arena_printf(canvas->arena, "%s %s", day, span);
    int64_t minutes = (info->starts_at - now) / MINUTE_S;
    if (minutes <= 0 || minutes > 90)
        return when;
    const char *parts[] = {when, TF(canvas, MSG_SESSION_SOON, TN(canvas, minutes))};
    return text_join(canvas->arena, canvas->lang, parts, 2);
}

/* ---- places ---- */

static void draw_seat(const struct ui *ui, struct box box, int seat, int taken, int yours)
{
    const struct style *style = ui->style;
    bool is_taken = seat < taken, is_yours = !is_taken && seat < taken + yours;
    int radius = style->radius_tag_px;
    struct box icon = box_inset(box, box.w / 5, box.h / 5);
    if (is_taken) {
        draw_frame(ui->list, box, radius, style->sunk, 0, 0, EDGE_SOLID);
        draw_icon(ui->list, icon, "user", style->ink2, 0);
    } else if (is_yours) {
        draw_frame(ui->list, box, radius, style->accent.fill, 0, 0, EDGE_SOLID);
        draw_icon(ui->list, icon, "user", style->accent.on_fill, 0);
    } else {
        draw_frame(ui->list, box, radius, style->surface, style->accent.deep, style->edge_px,
                   EDGE_SOLID);
    }
}

static int put_seats(const struct ui *ui, struct box box, int32_t capacity, int32_t left,
                     int32_t party)
{
    const struct style *style = ui->style;
    int gap = style_px(style, 12);
    int columns = capacity < SEATS_A_ROW ? (int)capacity : SEATS_A_ROW;
    int rows = ((int)capacity + SEATS_A_ROW - 1) / SEATS_A_ROW;
    int size = (box.w - (SEATS_A_ROW - 1) * gap) / SEATS_A_ROW;
    if (size > style_px(style, 76))
        size = style_px(style, 76);
    int step = (box.w - size) / (SEATS_A_ROW - 1);
    if (ui->list) {
        for (int i = 0; i < capacity; i++)
            draw_seat(ui,
                      (struct box){box.x + i % columns * step, box.y + i / columns * (size + gap),
                                   size, size},
                      i, (int)(capacity - left), (int)party);
    }
    return rows * size + (rows - 1) * gap;
}

struct legend_item {
    enum msg label;
    colour fill, border;
};

static int put_legend(const struct canvas *canvas, const struct ui *ui, struct box box)
{
    const struct style *style = ui->style;
    const struct legend_item items[] = {
        {MSG_SESSION_TAKEN, style->sunk, style->line},
        {MSG_SESSION_YOURS, style->accent.fill, 0},
        {MSG_SESSION_OPEN, style->surface, style->accent.deep},
    };
    int height = style->type[TYPE_TAG].line_px;
    int mark = style_px(style, 22), x = box.x;
    for (size_t i = 0; i < 3; i++) {
        struct text_block text = {.utf8 = T(canvas, items[i].label),
                                  .type = TYPE_TAG,
                                  .role = ROLE_TEXT,
                                  .back = style->surface};
        struct box at = {x, box.y + (height - mark) / 2, mark, mark};
        if (ui->list)
            draw_frame(ui->list, at, style_px(style, 5), items[i].fill, items[i].border,
                       items[i].border ? style->hair_px * 2 : 0, EDGE_SOLID);
        x += mark + style_px(style, 12);
        int width = widget_text_width(ui, &text) + 1;
        widget_text(ui, (struct box){x, box.y, width, 0}, &text);
        x += width + style_px(style, 32);
    }
    return height;
}

static int put_places(const struct canvas *canvas, const struct ui *ui, struct box box)
{
    const struct session_info *info = &canvas->app->model.session;
    const struct style *style = ui->style;
    int pad = style_px(style, 28);
    size_t card = widget_card_begin(ui, box, CARD_FLAT);
    struct box in = {box.x + pad, box.y + pad, box.w - 2 * pad, 0};
    const char *quiet = info->mark == SESSION_WAITING
                            ? TF(canvas, MSG_SESSION_SEATS_WAITING, TN(canvas, info->waiting))
                            : TF(canvas, MSG_SESSION_SEATS_OF, TN(canvas, info->capacity));
    struct text_block title = {.utf8 = TF(canvas, MSG_SESSION_SEATS, TN(canvas, info->left)),
                               .type = TYPE_LEAD,
                               .face = FACE_BOLD,
                               .role = ROLE_TEXT,
                               .back = style->surface};
    struct text_block side = {.utf8 = quiet,
                              .type = TYPE_SMALL,
                              .align = ALIGN_RIGHT,
                              .role = ROLE_TEXT,
                              .ink = style->ink2,
                              .back = style->surface};
    int side_w = widget_text_width(ui, &side) + 1;
    widget_text(ui, (struct box){in.x + in.w - side_w, in.y + style_px(style, 6), side_w, 0},
                &side);
    in.y += widget_text(ui, (struct box){in.x, in.y, in.w - side_w, 0}, &title);
    /* In large type the numbers say it; a low window has no room for figures. */
    bool is_low = style->orientation == LANDSCAPE && style->type_scale == SCALE_LARGE;
    if (info->capacity <= SEATS_DRAWN_MAX && !is_low) {
        in.y += style_px(style, 20);
        in.y += put_seats(ui, in, info->capacity, info->left, canvas->app->draft.seats);
        in.y += style_px(style, 20);
        in.y += put_legend(canvas, ui, in);
    }
    in.y += pad;
    widget_card_end(ui, card, in.y);
    return in.y - box.y;
}

static void column_places(const struct canvas *canvas, struct column *column)
{
    struct ui quiet = column_measuring(column);
    column_space(column);
    struct box at = column_natural(column);
    struct box box = column_take(column, put_places(canvas, &quiet, at));
    put_places(canvas, &column->ui, box);
}

static void column_party(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    int32_t limit = party_limit(&app->model.session), seats = app->draft.seats;
    const char *hints[] = {T(canvas, MSG_SESSION_PARTY_HINT),
                           TF(canvas, MSG_SESSION_PARTY_MAX, TN(canvas, limit))};
    struct stepper stepper = {
        .less = {.id = "party.less",
                 .action = {.kind = ACT_FEWER},
                 .state = seats > 1 ? TAP_NORMAL : TAP_DISABLED},
        .more = {.id = "party.more",
                 .action = {.kind = ACT_ADD},
                 .state = seats < limit ? TAP_NORMAL : TAP_DISABLED},
        .less_name = T(canvas, MSG_SESSION_PARTY_FEWER),
        .more_name = T(canvas, MSG_SESSION_PARTY_MORE),
        .label = T(canvas, column_is_narrow(column) ? MSG_SESSION_PARTY_SHORT : MSG_SESSION_PARTY),
        .line =
            column_is_narrow(column) ? hints[1] : text_join(canvas->arena, canvas->lang, hints, 2),
        .number = TN(canvas, seats),
        .id = "field.party",
    };
    struct ui quiet = column_measuring(column);
    column_space(column);
    struct box at = column_natural(column);
    struct box box = column_take(column, input_stepper(&quiet, at, &stepper));
    input_stepper(&column->ui, box, &stepper);
}

static void column_no_show(const struct canvas *canvas, struct column *column)
{
    const struct session_info *info = &canvas->app->model.session;
    int32_t minutes = info->series->bookable.no_show_minutes;
    if (minutes == 0) {
        column_banner_if_room(column,
                              &(struct banner){TONE_BLUE, "info", T(canvas, MSG_REVIEW_STEP_CANCEL),
                                               T(canvas, MSG_SESSION_CANCEL_HINT)});
        return;
    }
    const char *at = text_clock(canvas->arena, info->starts_at + minutes * MINUTE_S);
    column_banner(column, &(struct banner){TONE_BLUE, "info", TF(canvas, MSG_SESSION_NO_SHOW, at),
                                           T(canvas, MSG_SESSION_NO_SHOW_HINT)});
}

static void body(const struct canvas *canvas, struct column *column)
{
    const struct session_info *info = &canvas->app->model.session;
    struct fact facts[FACTS_MAX];
    size_t n = facts_of(canvas, &info->series->facts, facts);
    column_facts(column, FACTS_BESIDE, facts, n);
    if (is_bookable(info)) {
        column_places(canvas, column);
        column_party(canvas, column);
        column_no_show(canvas, column);
    } else {
        const struct notice *notice = notice_of_session(canvas->app, info->id);
        if (notice) {
            struct banner banner = notice_banner(canvas, notice);
            column_banner(column, &banner);
            return;
        }
        enum tone tone = info->mark == SESSION_FREE_ENTRY ? TONE_GOOD : TONE_YELLOW;
        column_banner(column, &(struct banner){tone, "info", session_words(canvas, info), NULL});
    }
}

static void view(const struct app *app, struct canvas *canvas)
{
    const struct session_info *info = &app->model.session;
    struct box rest = chrome_begin(canvas);
    if (!app->model.has_session) {
        chrome_bottom(canvas, &rest, NULL, 0);
        widget_banner(
            &canvas->ui, box_inset(rest, app->style.margin_px, app->style.margin_px),
            &(struct banner){TONE_YELLOW, "info", T(canvas, MSG_REASON_UNKNOWN_SESSION), NULL});
        return;
    }
    const char *seats = TN(canvas, app->draft.seats);
    struct button book = {
        .tap = {.id = "session.book", .action = {.kind = ACT_NEXT}},
        .label = info->mark == SESSION_WAITING ? TF(canvas, MSG_SESSION_WAIT_SEATS, seats)
                                               : TF(canvas, MSG_SESSION_BOOK_SEATS, seats),
        /* Who is afraid to do wrong knows that this sends nothing. */
        .line = T(canvas, MSG_SESSION_LATER),
        .icon = "check",
        .kind = BUTTON_FILLED,
    };
    chrome_bottom(canvas, &rest, &book, is_bookable(info) ? 1 : 0);
    chrome_hero(canvas, &rest,
                &(struct page_hero){.eyebrow = eyebrow(canvas, info),
                                    .title = canvas_text(canvas, info->series->shown)});
    chrome_column(canvas, rest, "list.session", canvas_text(canvas, info->series->shown), body);
}

static bool act(struct app *app, const struct action *action, struct effects *effects)
{
    (void)effects;
    switch ((enum action_kind)action->kind) {
    case ACT_FEWER:
        if (app->draft.seats > 1)
            app->draft.seats--;
        return true;
    case ACT_ADD:
        if (app->model.has_session && app->draft.seats < party_limit(&app->model.session))
            app->draft.seats++;
        return true;
    case ACT_NEXT:
        flow_next(app, FLOW_FORM);
        return true;
    default:
        return false;
    }
}

const struct screen screen_session = {.name = "session", .load = load, .view = view, .act = act};
