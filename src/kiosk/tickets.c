#include "kiosk/chrome.h"
#include "kiosk/flow.h"

#include <string.h>

#include "base/base32.h"
#include "base/str.h"
#include "domain/number.h"

/* Finding one's ticket: by its slip, its number, or, with a network, the phone number. */

enum { NUMBER_DIGITS = TICKET_SIZE - 1 };

#define NUMBER_PATTERN "XXX-XXXX-XXX"

/* The code on the sample is of the pattern: nobody's ticket. */
static struct slip_sample sample_of(const struct canvas *canvas)
{
    const struct app *app = canvas->app;
    const struct station *station =
        catalogue_find_station(app->setup.catalogue, app->setup.station);
    return (struct slip_sample){.station = station ? canvas_text(canvas, station->name) : NULL,
                                .what = T(canvas, MSG_TICKETS_SAMPLE),
                                .number = NUMBER_PATTERN,
                                .payload = NUMBER_PATTERN,
                                .at_number = T(canvas, MSG_TICKETS_SAMPLE_NUMBER),
                                .at_code = T(canvas, MSG_TICKETS_SAMPLE_CODE),
                                .foot = T(canvas, MSG_TICKETS_SAMPLE_FOOT)};
}

/* Below the ways there are, where a page has room for it. */
static void put_sample(const struct canvas *canvas, struct column *column)
{
    struct slip_sample sample = sample_of(canvas);
    struct ui quiet = column_measuring(column);
    int height = card_slip_sample(&quiet, column_natural(column), &sample);
    bool is_upright = canvas->app->style.orientation == PORTRAIT;
    bool has_room =
        column->air == AIR_WIDE || height + canvas->app->style.gap_px <= column_room(column);
    if (!is_upright || !has_room)
        return;
    column_space(column);
    card_slip_sample(&column->ui, column_take(column, height), &sample);
}

/* In a wide window it stands beside them. */
static void view_sample_beside(const struct canvas *canvas, struct box *rest)
{
    const struct style *style = &canvas->app->style;
    if (style->orientation == PORTRAIT || style->type_scale == SCALE_LARGE)
        return;
    struct box box = box_inset(*rest, style->margin_px, style->gap_px);
    struct box at = box_column(box, 1, 2, style->margin_px);
    struct slip_sample sample = sample_of(canvas);
    struct ui quiet = widget_dry(&canvas->ui);
    if (card_slip_sample(&quiet, at, &sample) > at.h)
        return;
    rest->w = at.x - rest->x;
    card_slip_sample(&canvas->ui, at, &sample);
}

static void body(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    bool is_online = app->link.state == LINK_ONLINE;
    struct row *rows = arena_array(canvas->arena, 3, sizeof *rows);
    rows[0] = (struct row){.icon = "scan",
                           .title = T(canvas, MSG_TICKETS_SCAN),
                           .line = T(canvas, MSG_TICKETS_SCAN_HINT)};
    rows[1] =
        (struct row){.tap = {.id = "tickets.number", .action = {ACT_GO, SCREEN_TICKET_NUMBER, ""}},
                     .icon = "keyboard",
                     .title = T(canvas, MSG_TICKETS_NUMBER),
                     .line = T(canvas, MSG_TICKETS_NUMBER_HINT),
                     .end = ROW_CHEVRON};
    rows[2] = (struct row){
        .tap = {.id = "tickets.phone",
                .action = {ACT_GO, SCREEN_TICKET_PHONE, ""},
                .state = is_online ? TAP_NORMAL : TAP_DISABLED},
        .icon = "phone",
        .title = T(canvas, MSG_TICKETS_PHONE),
        .line = T(canvas, is_online ? MSG_TICKETS_PHONE_HINT : MSG_TICKETS_PHONE_OFFLINE),
        .end = ROW_CHEVRON};
    column_title(column, T(canvas, MSG_TICKETS_TITLE), T(canvas, MSG_TICKETS_HOW));
    /* Alone there is no hub that could be asked. */
    column_rows(column, rows, app->link.state == LINK_NONE ? 2 : 3);
    put_sample(canvas, column);
}

static void view(const struct app *app, struct canvas *canvas)
{
    (void)app;
    struct box rest = chrome_begin(canvas);
    chrome_bottom(canvas, &rest, NULL, 0);
    view_sample_beside(canvas, &rest);
    chrome_column(canvas, rest, "list.tickets", T(canvas, MSG_TICKETS_TITLE), body);
}

const struct screen screen_tickets = {.name = "tickets", .view = view};

/* ---- by number ---- */

static const char *number_typed(const struct canvas *canvas)
{
    const char *typed = canvas->app->lookup.number;
    size_t n = strlen(typed);
    if (n <= 3)
        return typed;
    if (n <= 7)
        return arena_printf(canvas->arena, "%.3s-%s", typed, typed + 3);
    return arena_printf(canvas->arena, "%.3s-%.4s-%s", typed, typed + 3, typed + 7);
}

static bool number_is_good(const struct app *app, char number[TICKET_SIZE])
{
    return strlen(app->lookup.number) == NUMBER_DIGITS && number_parse(app->lookup.number, number);
}

/* What to look for on the slip, where there is room between field and keys. */
static void put_where_number_is(const struct canvas *canvas, struct box box)
{
    struct figure figure = {.icon = "ticket",
                            .label = T(canvas, MSG_TICKETS_NUMBER_WHERE),
                            .value = NUMBER_PATTERN,
                            .type = TYPE_TITLE};
    struct ui dry = widget_dry(&canvas->ui);
    if (card_figure(&dry, (struct box){box.x, box.y, box.w, 0}, &figure) <= box.h)
        card_figure(&canvas->ui, (struct box){box.x, box.y, box.w, 0}, &figure);
}

static void view_number(const struct app *app, struct canvas *canvas)
{
    const struct style *style = &app->style;
    char number[TICKET_SIZE];
    int left = NUMBER_DIGITS - (int)strlen(app->lookup.number);
    bool is_good = number_is_good(app, number);
    canvas->has_keys = true;
    struct box rest = chrome_begin(canvas);
    struct button go = {
        .tap = {.id = "tickets.go",
                .action = {.kind = ACT_LOOK_UP},
                .state = is_good ? TAP_NORMAL : TAP_DISABLED},
        .label = left > 0 ? TF(canvas, MSG_TICKETS_DIGITS_LEFT, TN(canvas, left))
                          : T(canvas, MSG_TICKETS_GO),
        .icon = "search",
        .kind = BUTTON_FILLED,
    };
    chrome_bottom(canvas, &rest, &go, 1);
    chrome_keyboard(canvas, &rest, KEYS_UPPER, is_good);
    struct box box = box_inset(rest, style->margin_px, style->gap_px);
    chrome_title(canvas, &box, T(canvas, MSG_TICKETS_NUMBER), T(canvas, MSG_TICKETS_NUMBER_HINT));
    struct input input = {
        .tap = {.id = "field.number", .action = {ACT_FOCUS, 0, "number"}},
        .name = T(canvas, MSG_TICKETS_NUMBER),
        .text = number_typed(canvas),
        .hint = NUMBER_PATTERN,
        .is_bold = true,
        .focus = FIELD_CURSOR,
        .error = left == 0 && !is_good ? T(canvas, MSG_TICKETS_NUMBER_BAD) : NULL,
    };
    int used = input_field(&canvas->ui, (struct box){box.x, box.y, box.w, 0}, &input);
    box_cut_top(&box, used + style->gap_px);
    put_where_number_is(canvas, box);
}

static void look_up(struct app *app, struct effects *effects)
{
    char number[TICKET_SIZE];
    if (!number_is_good(app, number))
        return;
    lookup_number(app, number, "", effects);
    app_go(app, SCREEN_TICKET, number);
}

static void key_number(struct app *app, uint32_t code, struct effects *effects)
{
    char *typed = app->lookup.number;
    size_t n = strlen(typed);
    if (code == EVENT_KEY_ENTER || code == KEY_DONE)
        look_up(app, effects);
    else if (code == EVENT_KEY_DELETE && n > 0)
        typed[n - 1] = '\0';
    else if (code == KEY_CLEAR)
        typed[0] = '\0';
    else if (code < 0x80 && base32_value((char)code) >= 0 && n < NUMBER_DIGITS) {
        typed[n] = base32_digit((unsigned)base32_value((char)code));
        typed[n + 1] = '\0';
    }
}

static bool act_number(struct app *app, const struct action *action, struct effects *effects)
{
    switch ((enum action_kind)action->kind) {
    case ACT_KEY:
        key_number(app, (uint32_t)action->arg, effects);
        return true;
    case ACT_LOOK_UP:
        look_up(app, effects);
        return true;
    default:
        return false;
    }
}

const struct screen screen_ticket_number = {
    .name = "ticket_number", .view = view_number, .act = act_number, .key = key_number};

/* ---- by phone ---- */

static const char *phone_typed(const struct canvas *canvas)
{
    const char *typed = canvas->app->lookup.phone;
    size_t n = strlen(typed);
    if (n <= 3)
        return typed;
    if (n <= 7)
        return arena_printf(canvas->arena, "%.3s %s", typed, typed + 3);
    return arena_printf(canvas->arena, "%.3s %.4s %s", typed, typed + 3, typed + 7);
}

static const char *phone_go_label(const struct canvas *canvas)
{
    const struct app *app = canvas->app;
    int left = DRAFT_PHONE_DIGITS - (int)strlen(app->lookup.phone);
    if (app->lookup.is_asking)
        return T(canvas, MSG_TICKETS_LOOKING);
    if (app->link.state != LINK_ONLINE)
        return T(canvas, MSG_TICKETS_PHONE_OFFLINE);
    return left > 0 ? TF(canvas, MSG_TICKETS_DIGITS_LEFT, TN(canvas, left))
                    : T(canvas, MSG_TICKETS_PHONE_GO);
}

static const char *phone_trouble(const struct canvas *canvas)
{
    const struct app *app = canvas->app;
    int64_t wait_ms = lookup_wait_ms(app);
    if (wait_ms > 0)
        return TF(canvas, MSG_TICKETS_PHONE_LIMIT,
                  TN(canvas, (wait_ms + MINUTE_S * 1000 - 1) / (MINUTE_S * 1000)));
    return app->lookup.state == LOOKUP_FAILED ? T(canvas, MSG_TICKETS_PHONE_FAILED) : NULL;
}

/* Title, field and what is wrong; returns how high they are. */
static int put_phone_field(const struct canvas *canvas, struct box box)
{
    const struct app *app = canvas->app;
    int top = box.y;
    chrome_title(canvas, &box, T(canvas, MSG_TICKETS_PHONE), T(canvas, MSG_TICKETS_PHONE_HINT));
    bool is_wrong =
        strlen(app->lookup.phone) == DRAFT_PHONE_DIGITS && !draft_phone_is_whole(app->lookup.phone);
    struct input input = {
        .tap = {.id = "field.phone", .action = {ACT_FOCUS, 0, "phone"}},
        .name = T(canvas, MSG_CONTACT_PHONE),
        .text = phone_typed(canvas),
        .hint = T(canvas, MSG_CONTACT_PHONE_EMPTY),
        .is_bold = true,
        .focus = FIELD_CURSOR,
        .error = is_wrong ? T(canvas, MSG_CONTACT_PHONE_BAD) : NULL,
    };
    struct box natural = {box.x, box.y, box.w, 0};
    natural.y += input_field(&canvas->ui, natural, &input) + app->style.gap_px;
    const char *trouble = phone_trouble(canvas);
    if (trouble)
        natural.y += widget_banner(&canvas->ui, natural,
                                   &(struct banner){TONE_YELLOW, "info", trouble, NULL}) +
                     app->style.gap_px;
    return natural.y - top;
}

static void view_phone(const struct app *app, struct canvas *canvas)
{
    const struct style *style = &app->style;
    bool is_whole = draft_phone_is_whole(app->lookup.phone);
    bool can_ask = is_whole && lookup_wait_ms(app) == 0 && app->link.state == LINK_ONLINE;
    canvas->has_keys = true;
    struct box rest = chrome_begin(canvas);
    struct button go = {
        .tap = {.id = "tickets.go",
                .action = {.kind = ACT_LOOK_UP},
                .state = app->lookup.is_asking ? TAP_BUSY
                         : can_ask             ? TAP_NORMAL
                                               : TAP_DISABLED},
        .label = phone_go_label(canvas),
        .icon = "search",
        .kind = BUTTON_FILLED,
    };
    chrome_bottom(canvas, &rest, &go, 1);
    struct box box = box_inset(rest, style->margin_px, style->gap_px);
    struct canvas measuring = *canvas;
    measuring.ui = widget_dry(&canvas->ui);
    struct box pad = chrome_pad(canvas, &box, put_phone_field(&measuring, box), 0);
    put_phone_field(canvas, box);
    struct keys keys = chrome_keys(canvas);
    input_digit_pad(&canvas->ui, pad, &keys);
}

static void key_phone(struct app *app, uint32_t code, struct effects *effects)
{
    if (code == EVENT_KEY_ENTER && draft_phone_is_whole(app->lookup.phone))
        lookup_phone(app, effects);
    else
        digits_type(app->lookup.phone, DRAFT_PHONE_DIGITS, code);
}

static bool act_phone(struct app *app, const struct action *action, struct effects *effects)
{
    if (app->lookup.is_asking && (action->kind == ACT_KEY || action->kind == ACT_LOOK_UP))
        return true;
    switch ((enum action_kind)action->kind) {
    case ACT_KEY:
        key_phone(app, (uint32_t)action->arg, effects);
        return true;
    case ACT_LOOK_UP:
        if (draft_phone_is_whole(app->lookup.phone))
            lookup_phone(app, effects);
        return true;
    default:
        return false;
    }
}

const struct screen screen_ticket_phone = {
    .name = "ticket_phone", .view = view_phone, .act = act_phone, .key = key_phone};

/* ---- what a phone number has open: kind and date, no more ---- */

static struct text programme_text(const struct app *app, enum ticket_kind kind, const char *id)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    if (kind == TICKET_REQUEST) {
        const struct request_kind *request = catalogue_find_request(catalogue, id);
        return request ? request->shown : (struct text){id, ""};
    }
    const struct series *series = catalogue_find_bookable(catalogue, id);
    return series ? series->shown : (struct text){id, ""};
}

static void body_list(const struct canvas *canvas, struct column *column)
{
    const struct lookup *lookup = &canvas->app->lookup;
    struct row *rows = arena_array(canvas->arena, LOOKUP_FOUND_MAX, sizeof *rows);
    for (int i = 0; i < lookup->found_n; i++) {
        const struct lookup_found *found = &lookup->found[i];
        rows[i] = (struct row){
            .icon = found->kind == TICKET_REQUEST ? "doc" : "calendar",
            .title =
                canvas_text(canvas, programme_text(canvas->app, found->kind, found->programme)),
            .line = text_day(canvas->arena, canvas->lang, found->at),
        };
    }
    column_title(column, T(canvas, MSG_TICKETS_PHONE_FOUND), T(canvas, MSG_TICKET_NEEDS_SLIP));
    if (lookup->found_n == 0)
        column_banner(column,
                      &(struct banner){TONE_BLUE, "info", T(canvas, MSG_TICKETS_PHONE_NONE), NULL});
    else
        column_rows(column, rows, (size_t)lookup->found_n);
}

static void view_list(const struct app *app, struct canvas *canvas)
{
    (void)app;
    struct box rest = chrome_begin(canvas);
    struct button number = {
        .tap = {.id = "tickets.number", .action = {ACT_GO, SCREEN_TICKET_NUMBER, ""}},
        .label = T(canvas, MSG_TICKETS_NUMBER),
        .icon = "keyboard",
        .kind = BUTTON_FILLED,
    };
    chrome_bottom(canvas, &rest, &number, 1);
    chrome_column(canvas, rest, "list.found", T(canvas, MSG_TICKETS_PHONE_FOUND), body_list);
}

const struct screen screen_ticket_list = {.name = "ticket_list", .view = view_list};
