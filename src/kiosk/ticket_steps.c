#include "kiosk/ticket_steps.h"

#include "base/str.h"
#include "domain/booking.h"
#include "domain/request.h"

enum { STEPS_AHEAD_MAX = 3 };

static const struct lookup_ticket *ticket_of(const struct canvas *canvas)
{
    return &canvas->app->lookup.ticket;
}

static bool is_one_of(const struct lookup_ticket *ticket, const char *const *words)
{
    for (; *words; words++)
        if (str_equal(ticket->state, *words))
            return true;
    return false;
}

/* Somebody still has something to do. */
static bool is_open(const struct lookup_ticket *ticket)
{
    static const char *const requests[] = {"filed", "taken",       "working",
                                           "done",  "provisional", NULL};
    static const char *const bookings[] = {"booked", "waiting", "provisional", NULL};
    return is_one_of(ticket, ticket->kind == TICKET_REQUEST ? requests : bookings);
}

static bool is_settled(const struct lookup_ticket *ticket)
{
    static const char *const settled[] = {"done", "confirmed", NULL};
    return ticket->kind == TICKET_REQUEST && is_one_of(ticket, settled);
}

static const char *state_words(const struct canvas *canvas)
{
    const struct lookup_ticket *ticket = ticket_of(canvas);
    const char *group = ticket->kind == TICKET_REQUEST ? "request_state" : "booking_state";
    const char *words = text_word(canvas->lang, group, ticket->state);
    return words ? words : ticket->state;
}

static const char *moment_words(const struct canvas *canvas, instant at)
{
    return text_moment(canvas->arena, canvas->lang, at, canvas->app->setup.now);
}

/* ---- its state ---- */

static enum request_mark mark_of(const struct canvas *canvas)
{
    const struct lookup_ticket *ticket = ticket_of(canvas);
    int state = request_state_parse(ticket->state);
    if (ticket->kind != TICKET_REQUEST || state < 0)
        return MARK_NONE;
    return request_mark((enum request_state)state, ticket->created_at, ticket->due_at,
                        canvas->app->setup.now);
}

static struct tag tag_without_mark(const struct canvas *canvas)
{
    static const char *const good[] = {"done", "confirmed", "booked", "checked_in", NULL};
    static const char *const open[] = {"waiting", "provisional", NULL};
    const struct lookup_ticket *ticket = ticket_of(canvas);
    const char *words = state_words(canvas);
    if (is_one_of(ticket, good))
        return (struct tag){.label = words, .icon = "check", .tone = TONE_GOOD};
    if (is_one_of(ticket, open))
        return (struct tag){.label = words, .icon = "clock", .tone = TONE_YELLOW};
    return (struct tag){.label = words, .icon = "close", .tone = TONE_GREY};
}

struct tag ticket_tag(const struct canvas *canvas)
{
    const char *words = state_words(canvas);
    switch (mark_of(canvas)) {
    case MARK_RED:
        return (struct tag){.label = words, .icon = "mark-red", .tone = TONE_RED};
    case MARK_YELLOW:
        return (struct tag){.label = words, .icon = "mark-yellow", .tone = TONE_YELLOW};
    case MARK_BLUE:
        return (struct tag){.label = words, .icon = "mark-blue", .tone = TONE_BLUE};
    case MARK_NONE:
        break;
    }
    return tag_without_mark(canvas);
}

/* What the mark says, for the step that is open. */
static const char *mark_words(const struct canvas *canvas)
{
    switch (mark_of(canvas)) {
    case MARK_RED:
        return T(canvas, MSG_TICKET_OVERDUE);
    case MARK_YELLOW:
        return T(canvas, MSG_MARK_YELLOW);
    case MARK_BLUE:
        return ticket_of(canvas)->due_at != 0 ? T(canvas, MSG_MARK_BLUE) : NULL;
    case MARK_NONE:
        break;
    }
    return NULL;
}

/* ---- what it promises ---- */

static const char *time_left(const struct canvas *canvas, instant at)
{
    int64_t left_s = at - canvas->app->setup.now;
    if (left_s <= 0)
        return ticket_of(canvas)->kind == TICKET_REQUEST ? T(canvas, MSG_MARK_RED) : NULL;
    if (left_s < 2 * HOUR_S)
        return TF(canvas, MSG_RESULT_LEFT_MINUTES, TN(canvas, left_s / MINUTE_S));
    if (left_s < 2 * DAY_S)
        return TF(canvas, MSG_RESULT_LEFT_HOURS, TN(canvas, left_s / HOUR_S));
    return TF(canvas, MSG_RESULT_LEFT_DAYS, TN(canvas, left_s / DAY_S));
}

static void put_request_due(const struct canvas *canvas, struct column *column)
{
    const struct lookup_ticket *ticket = ticket_of(canvas);
    if (ticket->due_at == 0)
        return;
    if (!is_settled(ticket)) {
        if (is_open(ticket))
            column_figure(column,
                          &(struct figure){.icon = "clock",
                                           .label = T(canvas, MSG_RESULT_DUE),
                                           .side = time_left(canvas, ticket->due_at),
                                           .value = TF(canvas, MSG_DAY_BEFORE,
                                                       moment_words(canvas, ticket->due_at)),
                                           .type = TYPE_TITLE});
        return;
    }
    /* When it was done, as its history says; a state without that says nothing on time. */
    instant done_at = 0;
    for (int i = 0; i < ticket->events_n; i++)
        if (str_equal(ticket->events[i].kind, "done"))
            done_at = ticket->events[i].at;
    bool is_late = done_at > ticket->due_at;
    if (done_at != 0)
        column_banner(
            column,
            &(struct banner){is_late ? TONE_YELLOW : TONE_GOOD, "clock",
                             T(canvas, is_late ? MSG_TICKET_DONE_LATE : MSG_TICKET_DONE_IN_TIME),
                             TF(canvas, MSG_TICKET_DONE_LINE, moment_words(canvas, ticket->due_at),
                                moment_words(canvas, done_at))});
}

static void put_booking_start(const struct canvas *canvas, struct column *column)
{
    const struct lookup_ticket *ticket = ticket_of(canvas);
    if (ticket->starts_at == 0)
        return;
    bool is_ahead = is_open(ticket) && ticket->starts_at > canvas->app->setup.now;
    column_figure(column,
                  &(struct figure){.icon = "calendar",
                                   .label = T(canvas, MSG_RESULT_STARTS),
                                   .side = is_ahead ? time_left(canvas, ticket->starts_at) : NULL,
                                   .value = moment_words(canvas, ticket->starts_at),
                                   .type = TYPE_TITLE});
}

void ticket_put_promise(const struct canvas *canvas, struct column *column)
{
    if (ticket_of(canvas)->kind == TICKET_REQUEST)
        put_request_due(canvas, column);
    else
        put_booking_start(canvas, column);
}

/* ---- what it is about ---- */

/* Empty where it is not known here, or confidential. */
static struct facts facts_known(const struct canvas *canvas)
{
    const struct lookup_ticket *ticket = ticket_of(canvas);
    const struct catalogue *catalogue = canvas->app->setup.catalogue;
    const struct request_kind *kind = ticket->kind == TICKET_REQUEST
                                          ? catalogue_find_request(catalogue, ticket->programme)
                                          : NULL;
    const struct series *series = ticket->kind == TICKET_REQUEST
                                      ? NULL
                                      : catalogue_find_bookable(catalogue, ticket->programme);
    if (kind && !kind->is_confidential)
        return kind->facts;
    if (series && !series->is_confidential)
        return series->facts;
    return (struct facts){0};
}

void ticket_put_facts(const struct canvas *canvas, struct column *column)
{
    struct facts known = facts_known(canvas);
    /* It is theirs already, and its own time stands above. */
    known.whom = known.when = (struct text){"", ""};
    struct fact facts[FACTS_MAX];
    size_t n = facts_of(canvas, &known, facts);
    if (n > 0 && is_open(ticket_of(canvas)))
        column_facts_if_room(column, FACTS_BESIDE, facts, n);
}

/* ---- what happened, and what comes ---- */

static const char *event_words(const struct canvas *canvas, const char *kind)
{
    const char *words = text_word(canvas->lang, "event", kind);
    return words ? words : kind;
}

/* Today's moments by the clock, others by the day. */
static struct moment moment_at(const struct canvas *canvas, instant at, const char *title,
                               const char *note)
{
    bool is_today = day_of_instant(at) == day_of_instant(canvas->app->setup.now);
    const char *clock = text_clock(canvas->arena, at);
    const char *line = note[0] ? note : NULL;
    if (!is_today)
        line = line ? arena_printf(canvas->arena, "%s  %s", clock, line) : clock;
    return (struct moment){
        .when = is_today ? clock : text_date(canvas->arena, canvas->lang, at),
        .title = title,
        .line = line,
        .state = MOMENT_DONE,
    };
}

static size_t put_past(const struct canvas *canvas, struct moment *out)
{
    const struct lookup_ticket *ticket = ticket_of(canvas);
    bool is_request = ticket->kind == TICKET_REQUEST;
    const char *made = is_request ? "file" : "book";
    const char *seats =
        is_request ? "" : TF(canvas, MSG_SESSION_PARTY_COUNT, TN(canvas, ticket->seats));
    size_t n = 0;
    out[n++] = moment_at(canvas, ticket->created_at, event_words(canvas, made), seats);
    for (int i = 0; i < ticket->events_n; i++) {
        const struct lookup_event *event = &ticket->events[i];
        if (!str_equal(event->kind, made))
            out[n++] = moment_at(canvas, event->at, event_words(canvas, event->kind), event->note);
    }
    return n;
}

static struct moment moment_next(const char *title)
{
    return (struct moment){.when = "", .title = title, .state = MOMENT_NEXT};
}

static size_t request_ahead(const struct canvas *canvas, struct moment *out)
{
    const struct lookup_ticket *ticket = ticket_of(canvas);
    if (str_equal(ticket->state, "done"))
        return 0;
    size_t n = 0;
    out[n] = moment_next(T(canvas, MSG_TICKET_STEP_DONE));
    if (ticket->due_at != 0)
        out[n].line = TF(canvas, MSG_TICKET_DUE_LEFT, moment_words(canvas, ticket->due_at));
    n++;
    out[n++] = moment_next(T(canvas, MSG_TICKET_STEP_CONFIRM));
    return n;
}

static size_t booking_ahead(const struct canvas *canvas, struct moment *out)
{
    const struct lookup_ticket *ticket = ticket_of(canvas);
    size_t n = 0;
    if (ticket->starts_at <= canvas->app->setup.now)
        return 0;
    if (str_equal(ticket->state, "waiting"))
        out[n++] = moment_next(event_words(canvas, "promoted"));
    const char *where = canvas_text(canvas, facts_known(canvas).where);
    out[n] = moment_at(canvas, ticket->starts_at, T(canvas, MSG_TICKET_STEP_COME), where);
    out[n++].state = MOMENT_NEXT;
    return n;
}

/* In one piece with its heading. */
static void put_timeline(const struct canvas *canvas, struct column *column,
                         const struct moment *moments, size_t n)
{
    const char *heading = T(canvas, MSG_TICKET_HISTORY);
    struct ui quiet = column_measuring(column);
    column_space(column);
    struct box at = column_natural(column);
    int gap = style_px(&canvas->app->style, 12);
    int above = page_section(&quiet, at, heading, NULL) + gap;
    struct box box = column_take(column, above + widget_timeline(&quiet, at, moments, n));
    page_section(&column->ui, (struct box){box.x, box.y, box.w, above - gap}, heading, NULL);
    box_cut_top(&box, above);
    widget_timeline(&column->ui, box, moments, n);
}

void ticket_put_steps(const struct canvas *canvas, struct column *column)
{
    const struct lookup_ticket *ticket = ticket_of(canvas);
    struct moment *moments =
        arena_array(canvas->arena, LOOKUP_EVENTS_MAX + 2 + STEPS_AHEAD_MAX, sizeof *moments);
    size_t n = put_past(canvas, moments);
    if (is_open(ticket)) {
        moments[n] = (struct moment){.when = "",
                                     .title = state_words(canvas),
                                     .line = mark_words(canvas),
                                     .state = MOMENT_OPEN};
        if (ticket->place > 0)
            moments[n].line = TF(canvas, MSG_RESULT_WAITING_PLACE, TN(canvas, ticket->place));
        n++;
        n += ticket->kind == TICKET_REQUEST ? request_ahead(canvas, &moments[n])
                                            : booking_ahead(canvas, &moments[n]);
    }
    put_timeline(canvas, column, moments, n);
}
