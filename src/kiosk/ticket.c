#include "kiosk/chrome.h"

#include <string.h>

#include "base/str.h"
#include "domain/booking.h"
#include "domain/number.h"
#include "kiosk/ticket_steps.h"

/* One ticket: its state, what happened to it, and what its holder may do now. Nothing personal. */

enum { RATING_MOST = 5 };

static const struct lookup_ticket *ticket_of(const struct app *app)
{
    return &app->lookup.ticket;
}

static bool is_state(const struct lookup_ticket *ticket, const char *word)
{
    return str_equal(ticket->state, word);
}

static struct text title_of(const struct app *app)
{
    const struct lookup_ticket *ticket = ticket_of(app);
    const struct catalogue *catalogue = app->setup.catalogue;
    if (ticket->kind == TICKET_REQUEST) {
        const struct request_kind *kind = catalogue_find_request(catalogue, ticket->programme);
        return kind ? kind->shown : (struct text){"", ""};
    }
    const struct series *series = catalogue_find_bookable(catalogue, ticket->programme);
    return series ? series->shown : (struct text){"", ""};
}

/* ---- what may be done ---- */

static bool can_cancel(const struct app *app)
{
    const struct lookup_ticket *ticket = ticket_of(app);
    bool is_open = is_state(ticket, "booked") || is_state(ticket, "waiting") ||
                   is_state(ticket, "provisional");
    return ticket->kind == TICKET_BOOKING && is_open && app->setup.now < ticket->ends_at;
}

static bool can_withdraw(const struct app *app)
{
    const struct lookup_ticket *ticket = ticket_of(app);
    return ticket->kind == TICKET_REQUEST &&
           (is_state(ticket, "filed") || is_state(ticket, "taken") || is_state(ticket, "working") ||
            is_state(ticket, "provisional"));
}

static bool is_done(const struct app *app)
{
    return ticket_of(app)->kind == TICKET_REQUEST && is_state(ticket_of(app), "done");
}

static bool can_rate(const struct app *app)
{
    const struct lookup_ticket *ticket = ticket_of(app);
    return ticket->kind == TICKET_REQUEST && ticket->rating == 0 &&
           (is_state(ticket, "done") || is_state(ticket, "confirmed"));
}

static bool can_reopen(const struct app *app)
{
    const struct lookup_ticket *ticket = ticket_of(app);
    return ticket->kind == TICKET_REQUEST &&
           (is_state(ticket, "done") || is_state(ticket, "confirmed") ||
            is_state(ticket, "refused"));
}

/* ---- view ---- */

static void put_caveats(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct lookup_ticket *ticket = ticket_of(app);
    if (ticket->is_pending)
        column_banner(column, &(struct banner){TONE_YELLOW, "clock",
                                               T(canvas, MSG_TICKET_PENDING_SYNC), NULL});
    else if (!ticket->is_latest && !app->lookup.is_asking)
        column_banner(column, &(struct banner){TONE_YELLOW, "wifioff",
                                               T(canvas, MSG_TICKET_LATEST_NEEDS_LINK), NULL});
}

/* What the last move came to. */
static void put_move(const struct canvas *canvas, struct column *column)
{
    const struct deed *deed = &canvas->app->deed;
    if (deed->state != DEED_ANSWERED ||
        !str_equal(deed->order.ticket, ticket_of(canvas->app)->number))
        return;
    if (deed->answer.status != OK) {
        column_banner(column, &(struct banner){TONE_RED, "alert", T(canvas, MSG_RESULT_FAILED),
                                               T(canvas, MSG_RESULT_FAILED_HINT)});
        return;
    }
    if (deed->answer.verdict.code == VERDICT_REFUSED) {
        const char *reason =
            text_word(canvas->lang, "reason", reason_word(deed->answer.verdict.reason));
        column_banner(column, &(struct banner){TONE_YELLOW, "info", reason, NULL});
        return;
    }
    static const struct {
        enum op_kind kind;
        enum msg words;
    } said[] = {{OP_CANCEL, MSG_TICKET_CANCELLED},
                {OP_WITHDRAW, MSG_TICKET_WITHDRAWN},
                {OP_CONFIRM, MSG_TICKET_CONFIRMED},
                {OP_RATE, MSG_TICKET_RATED}};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        if (deed->order.kind == said[i].kind)
            column_banner(column,
                          &(struct banner){TONE_GOOD, "check", T(canvas, said[i].words), NULL});
    if (deed->order.kind == OP_REOPEN && deed->answer.verdict.due_at != 0)
        column_banner(column, &(struct banner){TONE_GOOD, "check",
                                               TF(canvas, MSG_TICKET_REOPENED,
                                                  text_moment(canvas->arena, canvas->lang,
                                                              deed->answer.verdict.due_at,
                                                              canvas->app->setup.now)),
                                               NULL});
}

static void put_rating(const struct canvas *canvas, struct column *column)
{
    if (!can_rate(canvas->app))
        return;
    struct choice *choices = arena_array(canvas->arena, RATING_MOST, sizeof *choices);
    for (int i = 0; i < RATING_MOST; i++) {
        bool is_chosen = canvas->app->lookup.rating == i + 1;
        choices[i] = (struct choice){
            .tap = {.id = arena_printf(canvas->arena, "rating.%d", i + 1),
                    .action = {ACT_RATE, i + 1, NULL},
                    .state = is_chosen ? TAP_CHOSEN : TAP_NORMAL},
            .kind = CHOICE_RADIO,
            .label = T(canvas, (enum msg)(MSG_RATING_1 + i)),
        };
    }
    column_section(column, T(canvas, MSG_TICKET_RATE), NULL);
    column_gap(column, style_px(&canvas->app->style, 16));
    bool is_large = canvas->app->visit.type_scale == SCALE_LARGE;
    column_choices(column, choices, RATING_MOST, is_large ? 2 : 3);
}

/* What is asked stands first: the answers are in the bottom bar. */
static void put_sure(const struct canvas *canvas, struct column *column)
{
    enum lookup_sure sure = canvas->app->lookup.sure;
    bool is_cancel = sure == SURE_CANCEL;
    if (sure != SURE_NO)
        column_banner(column, &(struct banner){
                                  TONE_YELLOW, "info",
                                  T(canvas, is_cancel ? MSG_TICKET_SURE : MSG_TICKET_SURE_WITHDRAW),
                                  is_cancel ? T(canvas, MSG_TICKET_CANCEL_CONFIRM) : NULL});
}

static void body_found(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct lookup_ticket *ticket = ticket_of(app);
    char *number = arena_alloc(canvas->arena, NUMBER_SHOWN_SIZE);
    number_show(ticket->number, number);
    struct tag tag = ticket_tag(canvas);
    column_title_tag(column, canvas_text(canvas, title_of(app)),
                     TF(canvas, MSG_TICKET_NUMBER, number), &tag);
    put_sure(canvas, column);
    put_move(canvas, column);
    ticket_put_promise(canvas, column);
    put_caveats(canvas, column);
    ticket_put_steps(canvas, column);
    put_rating(canvas, column);
    ticket_put_facts(canvas, column);
}

static struct banner trouble_of(const struct canvas *canvas)
{
    const struct app *app = canvas->app;
    if (app->lookup.is_asking)
        return (struct banner){TONE_BLUE, "search", T(canvas, MSG_TICKETS_LOOKING), NULL};
    switch (app->lookup.state) {
    case LOOKUP_FORGED:
        return (struct banner){TONE_RED, "alert", T(canvas, MSG_TICKETS_FORGED),
                               T(canvas, MSG_TICKETS_FORGED_HINT)};
    case LOOKUP_UNVERIFIED:
        return (struct banner){TONE_YELLOW, "info", T(canvas, MSG_TICKETS_UNVERIFIED),
                               T(canvas, MSG_TICKETS_UNVERIFIED_HINT)};
    case LOOKUP_PROVEN_ONLY:
        return (struct banner){TONE_GOOD, "check", T(canvas, MSG_TICKET_LATEST_NEEDS_LINK),
                               T(canvas, MSG_TICKET_PROVEN_ONLY)};
    default:
        return (struct banner){TONE_YELLOW, "info", T(canvas, MSG_TICKETS_NUMBER_UNKNOWN),
                               T(canvas, MSG_TICKETS_NUMBER_UNKNOWN_HINT)};
    }
}

static void body_other(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct lookup_ticket *ticket = ticket_of(app);
    char *number = arena_alloc(canvas->arena, NUMBER_SHOWN_SIZE);
    number_show(ticket->number, number);
    column_title(column, T(canvas, MSG_TICKETS_TITLE), number);
    struct banner banner = trouble_of(canvas);
    column_banner(column, &banner);
    if (app->lookup.state != LOOKUP_PROVEN_ONLY)
        return;
    /* What the slip itself says; its token proves it. */
    struct fact *facts = arena_array(canvas->arena, 2, sizeof *facts);
    facts[0] = (struct fact){
        .icon = "ticket",
        .label = T(canvas, MSG_TICKET_STATE),
        .value = text_word(canvas->lang, "verdict", verdict_code_word(ticket->printed))};
    facts[1] = (struct fact){
        .icon = "clock",
        .label = T(canvas, MSG_TICKET_ISSUED_AT),
        .value = arena_printf(canvas->arena, "%s %s",
                              text_day(canvas->arena, canvas->lang, ticket->created_at),
                              text_clock(canvas->arena, ticket->created_at))};
    column_facts(column, FACTS_BESIDE, facts, 2);
}

static struct button move_button(const struct canvas *canvas, const char *id, enum action_kind kind,
                                 const char *label, const char *icon, enum button_kind look)
{
    bool is_busy = canvas->app->deed.state == DEED_SENT;
    bool is_submit = kind != ACT_ASK_CANCEL && kind != ACT_ASK_WITHDRAW && kind != ACT_KEEP;
    return (struct button){
        .tap = {.id = id,
                .action = {.kind = (int)kind},
                .state = is_busy ? TAP_BUSY : TAP_NORMAL,
                .is_submit = is_submit},
        .label = label,
        .icon = icon,
        .kind = look,
    };
}

static size_t sure_buttons(const struct canvas *canvas, struct button *out)
{
    bool is_cancel = canvas->app->lookup.sure == SURE_CANCEL;
    out[0] = move_button(canvas, "ticket.keep", ACT_KEEP, T(canvas, MSG_TICKET_KEEP), NULL,
                         BUTTON_OUTLINE);
    out[1] = move_button(canvas, "submit", is_cancel ? ACT_CANCEL : ACT_WITHDRAW,
                         T(canvas, is_cancel ? MSG_TICKET_DO_CANCEL : MSG_TICKET_DO_WITHDRAW),
                         "check", BUTTON_FILLED);
    return 2;
}

static size_t buttons_of(const struct canvas *canvas, struct button *out)
{
    const struct app *app = canvas->app;
    size_t n = 0;
    if (app->lookup.state != LOOKUP_FOUND)
        return 0;
    if (app->lookup.sure != SURE_NO)
        return sure_buttons(canvas, out);
    if (can_cancel(app))
        out[n++] = move_button(canvas, "ticket.cancel", ACT_ASK_CANCEL,
                               T(canvas, MSG_TICKET_CANCEL), "close", BUTTON_OUTLINE);
    if (can_withdraw(app))
        out[n++] = move_button(canvas, "ticket.withdraw", ACT_ASK_WITHDRAW,
                               T(canvas, MSG_TICKET_WITHDRAW), "undo", BUTTON_OUTLINE);
    if (can_reopen(app))
        out[n++] = move_button(canvas, "ticket.reopen", ACT_REOPEN, T(canvas, MSG_TICKET_REOPEN),
                               "redo", BUTTON_OUTLINE);
    int rating = app->lookup.rating;
    const char *stars = rating > 0 ? T(canvas, (enum msg)(MSG_RATING_1 + rating - 1)) : NULL;
    if (is_done(app))
        out[n++] = move_button(canvas, "ticket.confirm", ACT_CONFIRM,
                               stars ? TF(canvas, MSG_TICKET_CONFIRM_RATE, stars)
                                     : T(canvas, MSG_TICKET_CONFIRM),
                               "check", BUTTON_FILLED);
    else if (can_rate(app) && stars)
        out[n++] = move_button(canvas, "ticket.rate", ACT_SUBMIT,
                               TF(canvas, MSG_TICKET_RATE_SEND, stars), "star", BUTTON_FILLED);
    return n;
}

static void view(const struct app *app, struct canvas *canvas)
{
    struct box rest = chrome_begin(canvas);
    struct button buttons[4];
    size_t n = buttons_of(canvas, buttons);
    chrome_bottom(canvas, &rest, buttons, n);
    bool is_found = app->lookup.state == LOOKUP_FOUND;
    chrome_column(canvas, rest, "list.ticket", T(canvas, MSG_TICKETS_TITLE),
                  is_found ? body_found : body_other);
}

/* ---- acting ---- */

static void move(struct app *app, enum op_kind kind, int32_t rating, struct effects *effects)
{
    struct core_order order = {.kind = kind, .rating = rating};
    str_copy(order.ticket, sizeof order.ticket, ticket_of(app)->number);
    str_copy(order.token, sizeof order.token, ticket_of(app)->token);
    app_send(app, &order, effects);
}

static bool act(struct app *app, const struct action *action, struct effects *effects)
{
    if (app->deed.state == DEED_SENT)
        return action->kind != ACT_END;
    switch ((enum action_kind)action->kind) {
    case ACT_ASK_CANCEL:
        app->lookup.sure = SURE_CANCEL;
        return true;
    case ACT_ASK_WITHDRAW:
        app->lookup.sure = SURE_WITHDRAW;
        return true;
    case ACT_KEEP:
        app->lookup.sure = SURE_NO;
        return true;
    case ACT_CANCEL:
        move(app, OP_CANCEL, 0, effects);
        return true;
    case ACT_WITHDRAW:
        move(app, OP_WITHDRAW, 0, effects);
        return true;
    case ACT_CONFIRM:
        move(app, OP_CONFIRM, app->lookup.rating, effects);
        return true;
    case ACT_REOPEN:
        move(app, OP_REOPEN, 0, effects);
        return true;
    case ACT_RATE:
        app->lookup.rating = (int)action->arg;
        return true;
    case ACT_SUBMIT:
        move(app, OP_RATE, app->lookup.rating, effects);
        return true;
    default:
        return false;
    }
}

const struct screen screen_ticket = {.name = "ticket", .view = view, .act = act};
