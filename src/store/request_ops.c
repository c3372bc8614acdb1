/* Requests: filing with a due time, and the moves of a filed one. */
#include <string.h>

#include "base/str.h"
#include "domain/request.h"
#include "store/internal.h"

/* ---- file ---- */

static const struct station *station_of(struct application *a)
{
    const struct catalogue *catalogue = store_catalogue_locked(a->store);
    const struct chain_head *head = head_find(a->store, a->op->kiosk);
    const struct station *station =
        head != NULL ? catalogue_find_station(catalogue, head->station) : NULL;
    return station != NULL || catalogue->stations_len == 0 ? station : &catalogue->stations[0];
}

void file_judge(struct application *a)
{
    const struct catalogue *catalogue = store_catalogue_locked(a->store);
    const struct request_kind *kind = catalogue_find_request(catalogue, a->body.request);
    const struct urgency *urgency =
        kind != NULL ? request_find_urgency(kind, a->body.urgency) : NULL;
    const struct station *station = station_of(a);
    if (urgency == NULL || station == NULL) {
        verdict_set(a, VERDICT_REFUSED, REASON_UNKNOWN_KIND);
        return;
    }
    a->verdict.due_at =
        term_due(&urgency->term, &catalogue->calendar, &station->desk, a->judged_at);
    if (a->has_clock) {
        verdict_set(a, VERDICT_ACCEPTED, REASON_NONE);
    } else {
        verdict_set(a, VERDICT_PROVISIONAL, REASON_NO_CLOCK);
    }
}

void file_effect(struct application *a)
{
    enum request_state state =
        a->verdict.code == VERDICT_ACCEPTED ? REQUEST_FILED : REQUEST_PROVISIONAL;
    db_run(a->store->db,
           "INSERT INTO request(op, ticket, kiosk, kind, grid, urgency, state, filed_at, due_at)"
           " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
           "issssssii", a->n, a->body.ticket, a->op->kiosk, a->body.request, a->body.grid,
           a->body.urgency, request_state_word(state), a->judged_at, a->verdict.due_at);
}

/* ---- moves ---- */

struct request_row {
    int64_t op;
    char kind[CONTENT_ID_SIZE];
    char urgency[CONTENT_ID_SIZE];
    struct request_facts facts;
};

static bool is_by_staff(enum op_kind kind)
{
    return kind == OP_TAKE || kind == OP_WORK || kind == OP_DONE || kind == OP_REFUSE ||
           kind == OP_TRANSFER;
}

static bool request_read(struct application *a, struct request_row *out)
{
    struct query *query = db_query(
        a->store->db, "SELECT op, kind, urgency, state, rating FROM request WHERE ticket = ?1", "s",
        a->body.ticket);
    if (!query_next(query)) {
        return false;
    }
    struct request_row row = {.op = query_int(query, 0)};
    str_copy(row.kind, sizeof row.kind, query_text(query, 1));
    str_copy(row.urgency, sizeof row.urgency, query_text(query, 2));
    row.facts.is_known = true;
    row.facts.is_proven = true; /* move_settle_proof has looked at the proof */
    row.facts.by_staff = is_by_staff(a->kind) && str_equal(a->op->kiosk, "hub");
    row.facts.has_note = a->body.note[0] != '\0' || (a->kind == OP_REOPEN && a->op->has_envelope);
    row.facts.rating = a->body.rating;
    row.facts.state = (enum request_state)request_state_parse(query_text(query, 3));
    row.facts.is_rated = !query_is_null(query, 4);
    query_end(query);
    *out = row;
    return true;
}

/* A reopened request gets its term anew, from the moment it is reopened. */
static instant due_anew(struct application *a, const struct request_row *row)
{
    const struct catalogue *catalogue = store_catalogue_locked(a->store);
    const struct request_kind *kind = catalogue_find_request(catalogue, row->kind);
    const struct urgency *urgency = kind != NULL ? request_find_urgency(kind, row->urgency) : NULL;
    const struct station *station = station_of(a);
    if (urgency == NULL || station == NULL) {
        return a->judged_at + DAY_S; /* its kind is gone from content; a day is a fair promise */
    }
    return term_due(&urgency->term, &catalogue->calendar, &station->desk, a->judged_at);
}

void move_judge(struct application *a)
{
    struct request_row row;
    enum request_state to;
    bool is_known = request_read(a, &row);
    if (move_settle_proof(a, is_known)) {
        return;
    }
    a->verdict = request_judge_move(&row.facts, a->kind, a->judged_at, &to);
    a->verdict.judged_at = a->judged_at;
    if (a->verdict.code == VERDICT_ACCEPTED && a->kind == OP_REOPEN) {
        a->verdict.due_at = due_anew(a, &row);
    }
    if (!is_hub(a->store) && a->verdict.code == VERDICT_ACCEPTED) {
        verdict_set(a, VERDICT_PROVISIONAL, REASON_AWAITING_HUB);
    }
}

static bool is_closing(enum request_state state)
{
    return state == REQUEST_DONE || state == REQUEST_CONFIRMED || state == REQUEST_REFUSED ||
           state == REQUEST_WITHDRAWN;
}

static void set_state(struct application *a, const struct request_row *row, enum request_state to)
{
    bool was_closed = is_closing(row->facts.state);
    db_run(a->store->db, "UPDATE request SET state = ?2 WHERE op = ?1", "is", row->op,
           request_state_word(to));
    if (is_closing(to) && !was_closed) {
        db_run(a->store->db, "UPDATE request SET closed_at = ?2 WHERE op = ?1", "ii", row->op,
               a->judged_at);
        db_run(a->store->db,
               "UPDATE envelope SET erase_at = ?2 + erase_days * 86400 WHERE op = ?1"
               " AND box IS NOT NULL",
               "ii", row->op, a->judged_at);
    }
    if (!is_closing(to) && was_closed) {
        db_run(a->store->db,
               "UPDATE request SET closed_at = NULL, rating = NULL, due_at = ?2 WHERE op = ?1",
               "ii", row->op, a->verdict.due_at);
        db_run(a->store->db, "UPDATE envelope SET erase_at = NULL WHERE op = ?1", "i", row->op);
    }
}

void move_effect(struct application *a)
{
    struct request_row row;
    enum request_state to;
    if (!is_hub(a->store) || !request_read(a, &row)) {
        return;
    }
    struct verdict again = request_judge_move(&row.facts, a->kind, a->judged_at, &to);
    if (again.code != VERDICT_ACCEPTED) {
        /* Recorded as accepted although the rule forbids it now: staff must know. */
        staff_add(a, "excess", a->body.ticket, op_kind_word(a->kind));
        return;
    }
    set_state(a, &row, to);
    if (a->kind == OP_TAKE || a->kind == OP_TRANSFER) {
        db_run(a->store->db, "UPDATE request SET owner = ?2 WHERE op = ?1", "is", row.op,
               a->kind == OP_TAKE ? a->body.by : a->body.to);
    }
    if (a->body.rating > 0) {
        db_run(a->store->db, "UPDATE request SET rating = ?2 WHERE op = ?1", "ii", row.op,
               (int64_t)a->body.rating);
    }
    ticket_event_add(a, a->body.ticket, op_kind_word(a->kind), a->body.note);
}
