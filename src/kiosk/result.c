#include "kiosk/chrome.h"

#include "base/str.h"
#include "domain/number.h"
#include "kiosk/call.h"
#include "trust/ticket.h"

/* What became of an order: what was promised, by when, the number and QR, and what the printer did
 * or did not do. Says only what is true. */

struct outcome {
    enum msg title;
    enum msg line; /* MSG_COUNT: none */
    const char *icon;
    bool is_good;
};

static struct outcome outcome_of(const struct deed *deed)
{
    const struct core_answer *answer = &deed->answer;
    bool is_booking = deed->order.kind == OP_BOOK;
    if (answer->status != OK)
        return (struct outcome){MSG_RESULT_FAILED, MSG_RESULT_FAILED_HINT, "close", false};
    switch (answer->verdict.code) {
    case VERDICT_ACCEPTED:
        if (is_booking)
            return (struct outcome){MSG_RESULT_BOOKED, MSG_COUNT, "check", true};
        if (!answer->hub_answered)
            return (struct outcome){MSG_RESULT_STORED, MSG_COUNT, "clock", true};
        return (struct outcome){MSG_RESULT_FILED, MSG_COUNT, "check", true};
    case VERDICT_WAITING:
        return (struct outcome){MSG_RESULT_WAITING,
                                deed->has_phone ? MSG_RESULT_WAITING_HINT : MSG_CONTACT_NONE_HINT,
                                "clock", true};
    case VERDICT_PROVISIONAL:
        return (struct outcome){is_booking ? MSG_RESULT_PROVISIONAL : MSG_RESULT_PROVISIONAL_FILED,
                                MSG_RESULT_PROVISIONAL_HINT, "clock", true};
    default:
        /* One that was stored first, and sent, has left its number. */
        return (struct outcome){MSG_RESULT_REFUSED,
                                answer->qr[0] ? MSG_COUNT : MSG_RESULT_REFUSED_HINT, "close",
                                false};
    }
}

const char *deed_title(const struct app *app, enum lang lang)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    const struct core_order *order = &app->deed.order;
    if (order->kind == OP_FILE) {
        const struct request_kind *kind = catalogue_find_request(catalogue, order->request);
        return kind ? text_in(kind->shown, lang) : order->request;
    }
    struct session_ref ref;
    if (!session_id_parse(order->session, &ref))
        return order->session;
    const struct series *series = catalogue_find_bookable(catalogue, ref.bookable);
    return series ? text_in(series->shown, lang) : order->session;
}

static void load(struct app *app)
{
    if (app->deed.order.kind != OP_BOOK)
        return;
    struct agenda_source source = app_agenda_source(app);
    app->model.has_session = agenda_find(&source, app->deed.order.session, &app->model.session);
}

static const char *time_left(const struct canvas *canvas, instant at)
{
    int64_t left_s = at - canvas->app->setup.now;
    if (left_s <= 0)
        return "";
    if (left_s < 2 * HOUR_S)
        return TF(canvas, MSG_RESULT_LEFT_MINUTES, TN(canvas, left_s / MINUTE_S));
    if (left_s < 2 * DAY_S)
        return TF(canvas, MSG_RESULT_LEFT_HOURS, TN(canvas, left_s / HOUR_S));
    return TF(canvas, MSG_RESULT_LEFT_DAYS, TN(canvas, left_s / DAY_S));
}

static void put_when(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct core_answer *answer = &app->deed.answer;
    instant at = answer->verdict.due_at;
    enum msg label = MSG_RESULT_DUE;
    if (app->deed.order.kind == OP_BOOK && app->model.has_session) {
        at = app->model.session.starts_at;
        label = MSG_RESULT_STARTS;
    }
    if (at == 0)
        return;
    const char *moment = text_moment(canvas->arena, canvas->lang, at, app->setup.now);
    if (label == MSG_RESULT_DUE)
        moment = TF(canvas, MSG_DAY_BEFORE, moment);
    column_figure(column, &(struct figure){.icon = label == MSG_RESULT_DUE ? "clock" : "calendar",
                                           .label = T(canvas, label),
                                           .side = time_left(canvas, at),
                                           .value = moment,
                                           .type = TYPE_DISPLAY});
}

/* A page with room for more than what has to be said. */
static bool has_air(const struct canvas *canvas, const struct column *column)
{
    return column->air == AIR_WIDE && canvas->app->style.type_scale == SCALE_NORMAL;
}

static bool has_little_height(const struct app *app)
{
    return app->style.orientation == LANDSCAPE || app->style.type_scale == SCALE_LARGE;
}

/* What is kept, when it is sent, and how one hears of a change. */
static void put_points(const struct canvas *canvas, struct column *column)
{
    bool has_phone = canvas->app->deed.has_phone;
    const char *lines[] = {
        T(canvas, MSG_RESULT_STORED_SAFE),
        T(canvas, MSG_RESULT_STORED_HINT),
        T(canvas, has_phone ? MSG_RESULT_STORED_CALL : MSG_RESULT_STORED_SCAN),
    };
    column_points(column, &(struct points){.lines = lines, .n = sizeof lines / sizeof lines[0]});
}

static bool tells_offline(const struct deed *deed)
{
    return deed->link != CORE_LINK_ALONE && !deed->answer.hub_answered;
}

static void put_offline(const struct canvas *canvas, struct column *column)
{
    const struct deed *deed = &canvas->app->deed;
    if (!tells_offline(deed))
        return;
    if (has_air(canvas, column)) {
        put_points(canvas, column);
        return;
    }
    struct banner banner = {TONE_YELLOW, "wifioff", T(canvas, MSG_RESULT_STORED_SAFE),
                            T(canvas, MSG_RESULT_STORED_HINT)};
    /* The title may have said it already. */
    bool is_said = outcome_of(deed).title == MSG_RESULT_STORED;
    if (is_said && has_little_height(canvas->app))
        column_banner_if_room(column, &banner);
    else
        column_banner(column, &banner);
}

static struct qr_panel number_panel(const struct canvas *canvas, bool is_tight)
{
    const struct core_answer *answer = &canvas->app->deed.answer;
    char *number = arena_alloc(canvas->arena, NUMBER_SHOWN_SIZE);
    number_show(answer->ticket, number);
    /* Code and number come first; what they are good for also stands on the slip. */
    return (struct qr_panel){
        .payload = answer->qr,
        .caption = T(canvas, MSG_RESULT_NUMBER),
        .number = number,
        .line = is_tight ? NULL : T(canvas, MSG_RESULT_SCAN),
    };
}

/* In large type a low window has no room for code and number below what else is to be said: they
 * stand beside it, on every page. */
static bool has_number_beside(const struct app *app)
{
    return app->style.orientation == LANDSCAPE && app->style.type_scale == SCALE_LARGE &&
           outcome_of(&app->deed).is_good && app->deed.answer.qr[0] != '\0';
}

static void view_number_beside(const struct canvas *canvas, struct box *rest)
{
    const struct style *style = &canvas->app->style;
    struct box box = box_inset(*rest, style->margin_px, style->gap_px);
    struct box at = box_column(box, 1, 2, style->margin_px);
    struct qr_panel panel = number_panel(canvas, true);
    panel.most_px = at.h;
    rest->w = at.x - rest->x;
    at.h = 0;
    widget_qr_panel(&canvas->ui, at, &panel);
}

/* Nothing on the page is as important as the number: it may be smaller to stand on it. */
enum fit { FIT_WHOLE, FIT_SMALLER };

static bool has_number(const struct app *app)
{
    return app->deed.answer.qr[0] != '\0' && !has_number_beside(app);
}

/* fill: as high as what is left of the column. */
enum fill { FILL_NATURAL, FILL_COLUMN };

static void put_number(const struct canvas *canvas, struct column *column, enum fit fit,
                       enum fill fill)
{
    if (!has_number(canvas->app))
        return;
    bool is_large = canvas->app->style.type_scale == SCALE_LARGE;
    struct qr_panel panel = number_panel(canvas, column_is_narrow(column) || is_large);
    struct ui quiet = column_measuring(column);
    column_space(column);
    struct box box = column_natural(column);
    int height = widget_qr_panel(&quiet, box, &panel);
    if (height > column_room(column) && column_left(column) > 0)
        column_break(column);
    else if (height > column_room(column) && fit == FIT_SMALLER)
        panel.most_px = column_room(column);
    box = column_natural(column);
    box.h = fill == FILL_COLUMN ? column_room(column) : 0;
    box = column_take(column, widget_qr_panel(&quiet, box, &panel));
    widget_qr_panel(&column->ui, box, &panel);
}

struct slip_words {
    enum msg title, line;
    enum tone tone;
};

static struct slip_words trouble_of(int printer)
{
    switch (printer) {
    case PRINTER_OUT:
        return (struct slip_words){MSG_PRINT_OUT, MSG_PRINT_TROUBLE_HINT, TONE_RED};
    case PRINTER_COVER:
        return (struct slip_words){MSG_PRINT_COVER, MSG_PRINT_TROUBLE_HINT, TONE_RED};
    case PRINTER_ERROR:
        return (struct slip_words){MSG_PRINT_ERROR, MSG_PRINT_TROUBLE_HINT, TONE_RED};
    case PRINTER_NONE:
        return (struct slip_words){MSG_PRINT_NONE, MSG_PRINT_NONE_HINT, TONE_BLUE};
    default:
        return (struct slip_words){MSG_PRINT_GONE, MSG_PRINT_TROUBLE_HINT, TONE_RED};
    }
}

static struct slip_words slip_words_of(const struct app *app)
{
    switch (app->deed.job_state) {
    case PRINTER_JOB_QUEUED:
    case PRINTER_JOB_SENDING:
        return (struct slip_words){MSG_PRINT_PRINTING, MSG_PRINT_PRINTING_HINT, TONE_BLUE};
    case PRINTER_JOB_CONFIRMED:
        return (struct slip_words){MSG_PRINT_PRINTED, MSG_PRINT_PRINTED_HINT, TONE_GOOD};
    case PRINTER_JOB_UNCONFIRMED:
        return (struct slip_words){MSG_PRINT_UNKNOWN, MSG_PRINT_UNKNOWN_HINT, TONE_YELLOW};
    case PRINTER_JOB_WAITING:
    case PRINTER_JOB_FAILED:
        break;
    }
    return trouble_of(app->printer);
}

static bool can_reprint(const struct app *app)
{
    enum printer_job_state state = app->deed.job_state;
    return app->deed.job != 0 && app->printer != PRINTER_NONE && state != PRINTER_JOB_QUEUED &&
           state != PRINTER_JOB_SENDING;
}

/* In large type or a wide window it stands in the bottom bar, so that number and slip share a page.
 */
static struct button reprint_button(const struct canvas *canvas)
{
    const struct app *app = canvas->app;
    bool is_large = app->style.type_scale == SCALE_LARGE;
    bool was_kept = app->deed.job_state == PRINTER_JOB_WAITING && !is_large;
    return (struct button){
        .tap = {.id = "print.again", .action = {.kind = ACT_REPRINT}},
        .label = T(canvas, was_kept ? MSG_PRINT_RETRY : MSG_PRINT_AGAIN),
        .icon = is_large ? NULL : "print",
        .size = has_little_height(app) ? BUTTON_BIG : BUTTON_INLINE,
    };
}

static void put_reprint(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    if (!can_reprint(app) || has_little_height(app))
        return;
    struct button again = reprint_button(canvas);
    column_gap(column, app->style.gap_px);
    struct box box = column_take(column, app->style.inline_button_px);
    box.w = widget_button_width(&column->ui, &again);
    widget_button(&column->ui, box, &again);
}

/* The slip as it is printed, with how that goes; false: none is. */
static bool paper_card(const struct canvas *canvas, struct slip_card *out)
{
    const struct app *app = canvas->app;
    enum printer_job_state state = app->deed.job_state;
    struct slip_data data;
    bool is_there = state == PRINTER_JOB_QUEUED || state == PRINTER_JOB_SENDING ||
                    state == PRINTER_JOB_CONFIRMED;
    if (app->deed.job == 0 || !is_there || !app_slip(app, canvas->arena, &data))
        return false;
    struct slip_words words = slip_words_of(app);
    struct button *again = arena_alloc(canvas->arena, sizeof *again);
    *again = reprint_button(canvas);
    *out = (struct slip_card){.title = T(canvas, words.title),
                              .line = T(canvas, words.line),
                              .button = can_reprint(app) && !has_little_height(app) ? again : NULL,
                              .station = data.station,
                              .moment = data.printed_at,
                              .what = data.title,
                              .when = data.when.text,
                              .payload = data.qr,
                              .number = data.number.text};
    return true;
}

static void put_paper(struct column *column, const struct slip_card *card)
{
    column_space(column);
    struct ui quiet = column_measuring(column);
    struct box box = column_natural(column);
    int room = column_room(column);
    box.h = room;
    box = column_take(column, card_slip(&quiet, box, card));
    box.h = room;
    card_slip(&column->ui, box, card);
}

static void put_slip(const struct canvas *canvas, struct column *column)
{
    struct slip_card card;
    if (canvas->app->deed.job == 0)
        return;
    /* Where a page has room for more than words. */
    if (has_air(canvas, column) && !column_is_narrow(column) && paper_card(canvas, &card)) {
        put_paper(column, &card);
        return;
    }
    struct slip_words words = slip_words_of(canvas->app);
    column_banner(column, &(struct banner){words.tone, "print", T(canvas, words.title),
                                           T(canvas, words.line)});
    put_reprint(canvas, column);
}

static bool is_without_slip(const struct app *app)
{
    enum printer_job_state state = app->deed.job_state;
    return app->deed.job != 0 && app->printer != PRINTER_NONE &&
           (state == PRINTER_JOB_WAITING || state == PRINTER_JOB_FAILED);
}

static bool has_trouble(const struct canvas *canvas, const struct column *column)
{
    return is_without_slip(canvas->app) && has_air(canvas, column) &&
           !has_little_height(canvas->app) && !column_is_narrow(column);
}

/* The number has to do without a slip: that first, a larger code, and what one can do about it. */
static void put_trouble(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    struct slip_words words = slip_words_of(app);
    column_banner(column, &(struct banner){words.tone, "print", T(canvas, words.title),
                                           T(canvas, words.line)});
    struct button ways[2] = {reprint_button(canvas),
                             {.tap = {.id = "result.call", .action = {.kind = ACT_CALL}},
                              .label = T(canvas, MSG_CALL_AGAIN),
                              .icon = "bell"}};
    size_t n = call_is_offered(app) ? 2 : 1;
    ways[0].size = BUTTON_BIG;
    struct qr_panel panel = number_panel(canvas, false);
    struct ui quiet = column_measuring(column);
    column_space(column);
    struct box box = column_natural(column);
    int below = app->style.button_px + app->style.gap_px;
    box.h = column_room(column) - below;
    box = column_take(column, widget_qr_panel(&quiet, box, &panel));
    widget_qr_panel(&column->ui, box, &panel);
    column_gap(column, app->style.gap_px);
    struct box foot = column_take(column, app->style.button_px);
    for (size_t i = 0; i < n; i++)
        widget_button(&column->ui, box_column(foot, (int)i, (int)n, app->style.gap_px), &ways[i]);
}

static void put_refusal(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct verdict *verdict = &app->deed.answer.verdict;
    if (app->deed.answer.status != OK)
        return;
    const char *reason = text_word(canvas->lang, "reason", reason_word(verdict->reason));
    const char *more = NULL;
    if (verdict->reason == REASON_NOT_OPEN)
        more = TF(canvas, MSG_REASON_UNTIL_OPEN,
                  text_moment(canvas->arena, canvas->lang, verdict->until, app->setup.now));
    else if (verdict->limit > 0)
        more = TF(canvas, MSG_REASON_LIMIT, TN(canvas, verdict->limit));
    column_banner(column, &(struct banner){TONE_YELLOW, "info", reason, more});
    struct session_info next;
    struct agenda_source source = app_agenda_source(app);
    if (verdict->next[0] == '\0' || !agenda_find(&source, verdict->next, &next))
        return;
    struct row *row = arena_alloc(canvas->arena, sizeof *row);
    const char *moment = text_moment(canvas->arena, canvas->lang, next.starts_at, app->setup.now);
    *row = (struct row){
        .tap = {.id = arena_printf(canvas->arena, "session.%s", verdict->next),
                .action = {ACT_GO, SCREEN_SESSION, verdict->next}},
        .icon = "calendar",
        .title = TF(canvas, MSG_SESSION_ALTERNATIVE, moment),
        .line = T(canvas, MSG_SESSION_ALTERNATIVE_TAKE),
        .end = ROW_CHEVRON,
    };
    column_rows(column, row, 1);
}

static void put_waiting(const struct canvas *canvas, struct column *column)
{
    const struct verdict *verdict = &canvas->app->deed.answer.verdict;
    if (verdict->code != VERDICT_WAITING)
        return;
    const char *place = TF(canvas, MSG_RESULT_WAITING_PLACE, TN(canvas, verdict->place));
    column_banner(column, &(struct banner){TONE_YELLOW, "users", place, NULL});
}

typedef void part_put(const struct canvas *canvas, struct column *column);

/* What else there is to say, and how large the number has to be if that stands before it. */
struct part {
    part_put *put;
    enum fit fit;
    bool is_after;
};

static bool keeps_number(const struct canvas *canvas, const struct column *column,
                         const struct part *part)
{
    struct column trial = column_trial(column);
    part->put(canvas, &trial);
    put_number(canvas, &trial, part->fit, FILL_NATURAL);
    return column_page(&trial) == 0;
}

/* The number is on the first page: what would push it off comes after it. */
static void put_parts(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    bool is_narrow = column_is_narrow(column);
    bool is_large = app->style.type_scale == SCALE_LARGE;
    /* In a wide window the code stands in a column of its own. */
    const struct part parts[] = {
        {put_waiting, FIT_SMALLER, false},
        {put_when, FIT_SMALLER, false},
        {is_narrow || is_large ? put_slip : put_offline, FIT_WHOLE, is_large},
        {is_narrow || is_large ? put_offline : put_slip, FIT_WHOLE, is_large || !is_narrow},
    };
    enum { PARTS = sizeof parts / sizeof parts[0] };
    bool is_put[PARTS] = {false};
    for (size_t i = 0; i < PARTS; i++) {
        is_put[i] =
            !has_number(app) || (!parts[i].is_after && keeps_number(canvas, column, &parts[i]));
        if (is_put[i])
            parts[i].put(canvas, column);
    }
    put_number(canvas, column, column->air == AIR_WIDE ? FIT_WHOLE : FIT_SMALLER,
               is_narrow && is_without_slip(app) ? FILL_COLUMN : FILL_NATURAL);
    for (size_t i = 0; i < PARTS; i++)
        if (!is_put[i])
            parts[i].put(canvas, column);
}

static void body(const struct canvas *canvas, struct column *column)
{
    const struct deed *deed = &canvas->app->deed;
    if (!outcome_of(deed).is_good) {
        put_refusal(canvas, column);
        return;
    }
    if (has_trouble(canvas, column)) {
        put_waiting(canvas, column);
        put_when(canvas, column);
        put_offline(canvas, column);
        put_trouble(canvas, column);
    } else {
        put_parts(canvas, column);
    }
}

static void buttons_good(const struct canvas *canvas, struct box *rest)
{
    const struct app *app = canvas->app;
    bool is_noted = app->deed.job != 0 && app->deed.job_state != PRINTER_JOB_CONFIRMED;
    bool is_large = app->style.type_scale == SCALE_LARGE;
    struct button mains[3];
    size_t n = 0;
    mains[n++] = (struct button){.tap = {.id = "nav.home", .action = {.kind = ACT_HOME}},
                                 .label = T(canvas, MSG_NAV_AGAIN),
                                 .icon = is_large ? NULL : "home"};
    if (has_little_height(app) && can_reprint(app))
        mains[n++] = reprint_button(canvas);
    mains[n++] = (struct button){.tap = {.id = "result.done", .action = {.kind = ACT_END}},
                                 .label = T(canvas, is_noted ? MSG_NAV_NOTED : MSG_NAV_DONE),
                                 .icon = is_large   ? NULL
                                         : is_noted ? "check"
                                                    : "exit",
                                 .kind = BUTTON_FILLED};
    chrome_bottom_plain(canvas, rest, mains, n);
}

static void view(const struct app *app, struct canvas *canvas)
{
    struct box rest = chrome_begin(canvas);
    struct outcome outcome = outcome_of(&app->deed);
    if (outcome.is_good)
        buttons_good(canvas, &rest);
    else
        chrome_bottom(canvas, &rest, NULL, 0);
    const char *what = deed_title(app, canvas->lang);
    const char *line = outcome.line == MSG_COUNT ? what : T(canvas, outcome.line);
    chrome_hero(canvas, &rest,
                &(struct page_hero){.title = T(canvas, outcome.title),
                                    .line = line,
                                    .icon = outcome.icon,
                                    .icon_kind = HERO_SEAL});
    if (has_number_beside(app))
        view_number_beside(canvas, &rest);
    chrome_column(canvas, rest, "list.result", T(canvas, outcome.title), body);
}

static bool act(struct app *app, const struct action *action, struct effects *effects)
{
    if (action->kind == ACT_REPRINT) {
        /* A slip that was never sent is not a second one. */
        bool was_sent = app->deed.job_state == PRINTER_JOB_CONFIRMED ||
                        app->deed.job_state == PRINTER_JOB_UNCONFIRMED;
        deed_print(app, was_sent ? SLIP_REPRINT : app->deed.mark, effects);
        return true;
    }
    return false;
}

const struct screen screen_result = {.name = "result", .load = load, .view = view, .act = act};
