#include "kiosk/lookup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/str.h"
#include "domain/number.h"
#include "kiosk/screen.h"
#include "store/query.h"

/* ---- a ticket from what this node or the hub has ---- */

static void take_events(const struct ticket_view *view, struct lookup_ticket *ticket)
{
    ticket->events_n = 0;
    for (size_t i = 0; i < view->events_len && ticket->events_n < LOOKUP_EVENTS_MAX; i++) {
        struct lookup_event *event = &ticket->events[ticket->events_n++];
        event->at = view->events[i].at;
        str_copy(event->kind, sizeof event->kind, view->events[i].kind);
        str_copy(event->note, sizeof event->note, view->events[i].note);
    }
}

static void take_view(const struct ticket_view *view, struct lookup_ticket *ticket)
{
    ticket->kind = view->is_request ? TICKET_REQUEST : TICKET_BOOKING;
    str_copy(ticket->programme, sizeof ticket->programme, view->programme);
    str_copy(ticket->session, sizeof ticket->session, view->session);
    str_copy(ticket->state, sizeof ticket->state, view->state);
    ticket->created_at = view->created_at;
    ticket->starts_at = view->starts_at;
    ticket->ends_at = view->ends_at;
    ticket->due_at = view->due_at;
    ticket->closed_at = view->closed_at;
    ticket->seats = view->seats;
    ticket->rating = view->rating;
    ticket->place = view->place;
    take_events(view, ticket);
}

static bool take_json(const char *json, const char *number, struct lookup_ticket *ticket)
{
    struct arena arena = {0};
    struct ticket_view view;
    bool is_read = ticket_view_parse(json, &arena, &view) == OK && str_equal(view.ticket, number);
    if (is_read)
        take_view(&view, ticket);
    arena_fini(&arena);
    return is_read;
}

static bool read_here(struct app *app, struct lookup_ticket *ticket)
{
    struct buf json = {0};
    bool is_here = app->setup.store &&
                   query_ticket_json(app->setup.store, ticket->number, &json, NULL) &&
                   take_json(json.data, ticket->number, ticket);
    buf_fini(&json);
    if (is_here) {
        char kind[OP_KIND_SIZE];
        query_pending_move(app->setup.store, ticket->number, kind);
        ticket->is_pending = kind[0] != '\0';
        ticket->is_latest = app->link.state == LINK_NONE;
    }
    return is_here;
}

static enum ticket_check check_token(struct app *app, const char *number, const char *token,
                                     struct ticket *out)
{
    struct kiosk_row kiosk;
    bool is_known = app->setup.store &&
                    query_kiosk_by_number(app->setup.store, number_enrolment(number), &kiosk);
    return ticket_verify(number, token, is_known ? kiosk.key : NULL, out);
}

/* ---- by slip and number ---- */

static void ask_hub(struct app *app, struct effects *effects)
{
    struct lookup *lookup = &app->lookup;
    if (app->link.state != LINK_ONLINE)
        return;
    (void)snprintf(lookup->question, sizeof lookup->question,
                   "{\"ask\":\"ticket\",\"ticket\":\"%s\",\"token\":\"%s\"}", lookup->ticket.number,
                   lookup->ticket.token);
    lookup->is_asking = true;
    lookup->by = LOOKUP_BY_TICKET;
    effects_add(effects, &(struct effect){.kind = EFFECT_ASK, .text = lookup->question});
}

void lookup_number(struct app *app, const char *number, const char *token, struct effects *effects)
{
    struct lookup *lookup = &app->lookup;
    struct lookup_ticket *ticket = &lookup->ticket;
    memset(ticket, 0, sizeof *ticket);
    memset(lookup->number, 0, sizeof lookup->number);
    lookup->rating = 0;
    lookup->sure = SURE_NO;
    str_copy(ticket->number, sizeof ticket->number, number);
    str_copy(ticket->token, sizeof ticket->token, token);
    struct ticket said;
    enum ticket_check check = TICKET_KEY_UNKNOWN;
    if (token[0] != '\0') {
        check = check_token(app, number, token, &said);
        if (check == TICKET_FORGED) {
            lookup->state = LOOKUP_FORGED;
            return;
        }
        ticket->kind = said.kind;
        ticket->created_at = said.issued_at;
        ticket->printed = said.verdict;
    }
    if (read_here(app, ticket))
        lookup->state = LOOKUP_FOUND;
    else if (check == TICKET_GENUINE)
        lookup->state = LOOKUP_PROVEN_ONLY;
    else
        lookup->state = token[0] != '\0' ? LOOKUP_UNVERIFIED : LOOKUP_UNKNOWN;
    ask_hub(app, effects);
}

void lookup_scan(struct app *app, const char *number, const char *token, struct effects *effects)
{
    enum screen_id screen = app_place(app)->screen;
    if (screen == SCREEN_ENROLL || app->deed.state == DEED_SENT)
        return;
    if (screen == SCREEN_ATTRACT)
        app_home(app);
    lookup_number(app, number, token, effects);
    if (app_place(app)->screen != SCREEN_TICKET)
        app_go(app, SCREEN_TICKET, number);
    app->is_stale = true;
}

void lookup_refresh(struct app *app, struct effects *effects)
{
    struct lookup *lookup = &app->lookup;
    if (app_place(app)->screen != SCREEN_TICKET)
        return;
    if (read_here(app, &lookup->ticket))
        lookup->state = LOOKUP_FOUND;
    ask_hub(app, effects);
    app->is_stale = true;
}

/* ---- by phone ---- */

/* How long until another look-up by phone is allowed; 0: now. */
int64_t lookup_wait_ms(const struct app *app)
{
    int64_t oldest = app->lookup.asked_ms[0];
    for (int i = 1; i < LOOKUPS_MAX; i++)
        oldest = app->lookup.asked_ms[i] < oldest ? app->lookup.asked_ms[i] : oldest;
    if (oldest == 0)
        return 0;
    int64_t free_at = oldest + LOOKUPS_WINDOW_MS;
    return free_at > app->setup.at_ms ? free_at - app->setup.at_ms : 0;
}

void lookup_phone(struct app *app, struct effects *effects)
{
    struct lookup *lookup = &app->lookup;
    if (app->link.state != LINK_ONLINE || lookup_wait_ms(app) > 0)
        return;
    int oldest = 0;
    for (int i = 1; i < LOOKUPS_MAX; i++)
        if (lookup->asked_ms[i] < lookup->asked_ms[oldest])
            oldest = i;
    lookup->asked_ms[oldest] = app->setup.at_ms > 0 ? app->setup.at_ms : 1;
    lookup->found_n = 0;
    lookup->is_asking = true;
    lookup->by = LOOKUP_BY_PHONE;
    lookup->state = LOOKUP_NONE;
    str_copy(lookup->question, sizeof lookup->question, lookup->phone);
    effects_add(effects, &(struct effect){.kind = EFFECT_ASK_PHONE, .text = lookup->question});
}

static void take_found(struct lookup *lookup, const json_t *tickets)
{
    size_t i;
    json_t *row;
    json_array_foreach(tickets, i, row)
    {
        if (lookup->found_n == LOOKUP_FOUND_MAX)
            return;
        struct lookup_found *found = &lookup->found[lookup->found_n++];
        const char *kind = json_string_value(json_object_get(row, "kind"));
        const char *programme = json_string_value(json_object_get(row, "programme"));
        found->kind = str_equal(kind ? kind : "", "request") ? TICKET_REQUEST : TICKET_BOOKING;
        str_copy(found->programme, sizeof found->programme, programme ? programme : "");
        found->at = json_integer_value(json_object_get(row, "at"));
    }
}

/* ---- answers ---- */

static void ticket_answered(struct lookup *lookup, const json_t *answer)
{
    json_t *ticket = json_object_get(answer, "ticket");
    if (json_is_true(json_object_get(answer, "forged"))) {
        lookup->state = LOOKUP_FORGED;
    } else if (json_is_object(ticket)) {
        char *json = json_dumps(ticket, JSON_COMPACT);
        if (json && take_json(json, lookup->ticket.number, &lookup->ticket)) {
            lookup->state = LOOKUP_FOUND;
            lookup->ticket.is_latest = true;
        }
        free(json);
    }
}

void lookup_answered(struct app *app, const char *text)
{
    struct lookup *lookup = &app->lookup;
    if (!lookup->is_asking)
        return; /* the visitor has left */
    lookup->is_asking = false;
    app->is_stale = true;
    json_t *answer = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    if (lookup->by == LOOKUP_BY_PHONE) {
        json_t *tickets = json_object_get(answer, "tickets");
        lookup->state = json_is_array(tickets) ? LOOKUP_FOUND : LOOKUP_FAILED;
        take_found(lookup, tickets);
        memset(lookup->phone, 0, sizeof lookup->phone);
        if (lookup->state == LOOKUP_FOUND && app_place(app)->screen == SCREEN_TICKET_PHONE)
            app_go(app, SCREEN_TICKET_LIST, "");
    } else if (json_is_object(answer)) {
        ticket_answered(lookup, answer);
    }
    json_decref(answer);
}
