/* Booking: facts by SQL, effects on sessions, pools and bookings. */
#include <string.h>

#include "base/str.h"
#include "store/internal.h"

enum {
    RECENT_S = 10 * MINUTE_S,
    NEXT_DAYS = 35,
    LATE_S = HOUR_S,
    PROMOTE_MAX = VERDICT_PROMOTED_MAX
};

/* ---- book ---- */

static void gather_contact(struct application *a, struct booking_facts *facts)
{
    if (a->envelope == NULL || !a->envelope->has_contact) {
        return;
    }
    struct query *query =
        db_query(a->store->db,
                 "SELECT count(*), coalesce(sum(b.session = ?2), 0) FROM envelope e"
                 " JOIN booking b ON b.op = e.op WHERE e.contact = ?1 AND b.ends_at > ?3"
                 " AND b.state IN('booked','waiting','provisional')",
                 "bsi", a->envelope->contact, (size_t)HASH_SIZE, a->body.session, a->judged_at);
    facts->has_contact = true;
    if (query_next(query)) {
        facts->contact_open = (int32_t)query_int(query, 0);
        facts->contact_in_session = (int32_t)query_int(query, 1);
        query_end(query);
    }
}

static void gather_pool(struct application *a, const struct session_facts *session,
                        const char *pool, struct booking_facts *facts)
{
    struct query *query =
        db_query(a->store->db,
                 "SELECT s.waiting_seats, s.waiting_parties, p.granted - p.returned - p.drawn"
                 " FROM session s LEFT JOIN pool p ON p.session = s.id AND p.owner = ?2"
                 " WHERE s.id = ?1",
                 "ss", a->body.session, pool);
    facts->pool_left = str_equal(pool, "hub") ? session->series->bookable.capacity : 0;
    if (query_next(query)) {
        a->has_session = true;
        facts->waiting_seats = (int32_t)query_int(query, 0);
        facts->waiting_parties = (int32_t)query_int(query, 1);
        if (!query_is_null(query, 2)) {
            facts->pool_left = (int32_t)query_int(query, 2);
        }
        query_end(query);
    }
}

static void gather_session(const struct session_facts *session, struct booking_facts *facts)
{
    const struct bookable *bookable = &session->series->bookable;
    facts->session_exists = true;
    facts->is_withdrawn = session->is_withdrawn;
    facts->starts_at = session->starts_at;
    facts->ends_at = session->ends_at;
    facts->opens_at = session_opens_at(bookable, session->starts_at);
    facts->closes_at = session_closes_at(bookable, session->starts_at);
    facts->party_max = bookable->party_max;
    facts->waiting_max = bookable->waiting_max;
}

/* No more than the rule needs to know. */
static int32_t recent_of_kiosk(struct application *a, const struct booking_facts *facts)
{
    if (facts->by_staff || facts->limits.per_kiosk_10_min <= 0) {
        return 0;
    }
    return (int32_t)db_int(a->store->db, 0,
                           "SELECT count(*) FROM (SELECT 1 FROM booking WHERE kiosk = ?1"
                           " AND created_at > ?2 AND created_at <= ?3 AND state <> 'refused'"
                           " AND helper = ''"
                           " LIMIT ?4)",
                           "siii", a->op->kiosk, a->judged_at - RECENT_S, a->judged_at,
                           (int64_t)facts->limits.per_kiosk_10_min);
}

/* The next session of the same series with room for the party, for who found this one full. */
static void find_next(struct application *a, const struct session_facts *full)
{
    const struct bookable *bookable = &full->series->bookable;
    struct session_ref ref;
    if (!session_id_parse(a->body.session, &ref)) {
        return;
    }
    for (day_number day = ref.day + 1; day <= ref.day + NEXT_DAYS; day++) {
        char id[CONTENT_ID_SIZE];
        struct session_facts facts;
        session_id_make(bookable->id, day, ref.start_s, id);
        if (session_lookup(a->store, id, &facts) && !facts.is_withdrawn &&
            session_opens_at(bookable, facts.starts_at) <= a->judged_at &&
            pool_balance(a->store, id, "hub", bookable->capacity) >= a->body.seats) {
            str_copy(a->verdict.next, sizeof a->verdict.next, id);
            return;
        }
    }
}

/* Somebody of the staff in force stands beside the visitor; the kiosk has seen the badge. */
static bool is_helped(struct application *a)
{
    const struct staff *helper =
        a->body.helper[0] != '\0'
            ? catalogue_find_staff(store_catalogue_locked(a->store), a->body.helper)
            : NULL;
    return helper != NULL && !helper->is_retired;
}

void book_judge(struct application *a)
{
    struct booking_facts facts = {.has_clock = a->has_clock,
                                  .by_staff = a->context->by_staff || is_helped(a),
                                  .limits = store_catalogue_locked(a->store)->limits};
    struct session_facts session;
    /* Only what its owner accepted stands drawn on a kiosk's pool, and that comes recorded; the hub
     * judges anything else on its own pool. */
    const char *pool = is_hub(a->store) ? "hub" : a->body.pool;
    facts.is_drawn_on_hub = str_equal(pool, "hub");
    facts.owns_pool = is_hub(a->store) || str_equal(pool, a->op->kiosk);
    facts.session_exists = session_lookup(a->store, a->body.session, &session);
    if (facts.session_exists) {
        gather_session(&session, &facts);
        gather_pool(a, &session, pool, &facts);
        gather_contact(a, &facts);
        facts.kiosk_recent = recent_of_kiosk(a, &facts);
    }
    a->verdict = booking_judge(&facts, a->body.seats, a->judged_at);
    a->verdict.judged_at = a->judged_at;
    if (a->verdict.code == VERDICT_ACCEPTED) {
        str_copy(a->verdict.pool, sizeof a->verdict.pool, pool);
    }
    if (a->verdict.code == VERDICT_REFUSED && a->verdict.reason == REASON_FULL) {
        find_next(a, &session);
    }
}

static enum booking_state state_of(const struct verdict *verdict)
{
    switch (verdict->code) {
    case VERDICT_ACCEPTED:
        return BOOKING_BOOKED;
    case VERDICT_WAITING:
        return BOOKING_WAITING;
    default:
        return BOOKING_PROVISIONAL;
    }
}

void book_effect(struct application *a)
{
    struct session_facts session;
    enum booking_state state = state_of(&a->verdict);
    const char *pool = a->verdict.pool[0] != '\0' ? a->verdict.pool : a->body.pool;
    if (!session_lookup(a->store, a->body.session, &session)) {
        /* A promise for a session that the content in force no longer has. */
        staff_add(a, "excess", a->body.ticket, "unknown_session");
        a->verdict.code = VERDICT_PARKED;
        return;
    }
    if (is_hub(a->store) && !a->has_session) {
        session_ensure(a->store, a->body.session, &session);
    }
    db_run(a->store->db,
           "INSERT INTO booking(op, ticket, kiosk, programme, session, starts_at, ends_at, seats,"
           " pool, state, created_at, helper)"
           " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
           "issssiiissis", a->n, a->body.ticket, a->op->kiosk, session.series->id, a->body.session,
           session.starts_at, session.ends_at, (int64_t)a->body.seats, pool,
           booking_state_word(state), a->judged_at, a->body.helper);
    a->over_at = session.ends_at;
    if (state == BOOKING_BOOKED && (is_hub(a->store) || str_equal(pool, a->op->kiosk))) {
        pool_draw(a, a->body.session, pool, a->body.seats, a->body.ticket);
    }
    if (state == BOOKING_WAITING && is_hub(a->store)) {
        db_run(a->store->db,
               "UPDATE session SET waiting_seats = waiting_seats + ?2,"
               " waiting_parties = waiting_parties + 1 WHERE id = ?1",
               "si", a->body.session, (int64_t)a->body.seats);
        pool_recall(a, a->body.session);
        if (a->context->recorded != NULL) {
            promote_later(a, a->body.session); /* a restored hub may have room by now */
        }
    }
    if (state == BOOKING_BOOKED && is_hub(a->store) && session.ends_at <= a->context->arrived_at) {
        /* Absent, unless its check-in is on its way behind it. */
        due_set(a->store, "miss", a->body.session, a->context->arrived_at + LATE_S);
    }
    feed_mark(a->store, "session", a->body.session);
}

/* ---- moves of a booking ---- */

struct booking_row {
    char session[CONTENT_ID_SIZE];
    char state_word[16];
    int32_t seats;
    struct booking_move_facts facts;
};

static bool booking_read(struct application *a, const char *ticket, struct booking_row *out)
{
    struct query *query =
        db_query(a->store->db,
                 "SELECT session, state, seats, starts_at, ends_at FROM booking WHERE ticket = ?1",
                 "s", ticket);
    if (!query_next(query)) {
        return false;
    }
    struct booking_row row = {0};
    str_copy(row.session, sizeof row.session, query_text(query, 0));
    str_copy(row.state_word, sizeof row.state_word, query_text(query, 1));
    row.seats = (int32_t)query_int(query, 2);
    row.facts.is_known = true;
    row.facts.is_proven = true; /* move_settle_proof has looked at the proof */
    row.facts.has_clock = a->has_clock;
    row.facts.state = (enum booking_state)booking_state_parse(row.state_word);
    row.facts.starts_at = query_int(query, 3);
    row.facts.ends_at = query_int(query, 4);
    query_end(query);
    *out = row;
    return true;
}

static bool takes_place(enum booking_state state)
{
    return state == BOOKING_BOOKED || state == BOOKING_CHECKED_IN;
}

/* The new state, and what it means for places and the waiting list: a place that comes free goes to
 * the hub's pool whichever it came from, one that is taken comes from there. */
static void booking_move(struct application *a, const char *ticket, const struct booking_row *row,
                         enum booking_state to)
{
    struct db *db = a->store->db;
    enum booking_state from = row->facts.state;
    db_run(db, "UPDATE booking SET state = ?2 WHERE ticket = ?1", "ss", ticket,
           booking_state_word(to));
    if (from == BOOKING_WAITING && to != BOOKING_WAITING) {
        db_run(db,
               "UPDATE session SET waiting_seats = waiting_seats - ?2,"
               " waiting_parties = waiting_parties - 1 WHERE id = ?1",
               "si", row->session, (int64_t)row->seats);
    }
    if (takes_place(from) && !takes_place(to)) {
        db_run(db, "UPDATE pool SET granted = granted + ?2 WHERE session = ?1 AND owner = 'hub'",
               "si", row->session, (int64_t)row->seats);
    } else if (!takes_place(from) && takes_place(to)) {
        pool_draw(a, row->session, "hub", row->seats, ticket);
    }
    feed_mark(a->store, "session", row->session);
}

/* A kiosk refuses what it knows to be impossible; only the hub accepts. */
static void accept_on_hub_only(struct application *a, struct verdict verdict)
{
    a->verdict = verdict;
    a->verdict.judged_at = a->judged_at;
    if (!is_hub(a->store) && verdict.code == VERDICT_ACCEPTED) {
        verdict_set(a, VERDICT_PROVISIONAL, REASON_AWAITING_HUB);
    }
}

void cancel_judge(struct application *a)
{
    struct booking_row row;
    bool is_known = booking_read(a, a->body.ticket, &row);
    if (!move_settle_proof(a, is_known)) {
        accept_on_hub_only(a, booking_judge_cancel(&row.facts, a->judged_at));
        if (a->verdict.code == VERDICT_ACCEPTED) {
            promote_waiting(a, row.session);
        }
    }
}

void cancel_effect(struct application *a)
{
    struct booking_row row;
    if (!is_hub(a->store) || !booking_read(a, a->body.ticket, &row)) {
        return;
    }
    booking_move(a, a->body.ticket, &row, BOOKING_CANCELLED);
    ticket_event_add(a, a->body.ticket, "cancel", "");
    promote_effect(a, row.session);
}

/* Time marked as absent who had come, at a kiosk that could not say so yet; or who comes late, when
 * nobody else has the place by now. */
static bool may_come_after_all(struct application *a, const struct booking_row *row)
{
    instant missed_at = db_int(
        a->store->db, 0, "SELECT max(at) FROM ticket_event WHERE ticket = ?1 AND kind = 'miss'",
        "s", a->body.ticket);
    return a->judged_at < missed_at || pool_balance(a->store, row->session, "hub", 0) >= row->seats;
}

void check_in_judge(struct application *a)
{
    struct booking_row row;
    bool is_known = booking_read(a, a->body.ticket, &row);
    if (is_known && is_hub(a->store) && row.facts.state == BOOKING_MISSED &&
        may_come_after_all(a, &row)) {
        row.facts.state = BOOKING_BOOKED;
    }
    if (!move_settle_proof(a, is_known)) {
        accept_on_hub_only(a, booking_judge_check_in(&row.facts, a->judged_at));
    }
}

void check_in_effect(struct application *a)
{
    struct booking_row row;
    if (!is_hub(a->store) || !booking_read(a, a->body.ticket, &row)) {
        return;
    }
    if (row.facts.state == BOOKING_CANCELLED) {
        /* A hub restored from a backup heard of the cancelling first: the place is given on. */
        staff_add(a, "excess", a->body.ticket, "check_in");
        return;
    }
    booking_move(a, a->body.ticket, &row, BOOKING_CHECKED_IN);
    ticket_event_add(a, a->body.ticket, "check_in", "");
}

void miss_judge(struct application *a)
{
    struct booking_row row;
    if (booking_read(a, a->body.ticket, &row) &&
        (row.facts.state == BOOKING_BOOKED || row.facts.state == BOOKING_WAITING)) {
        verdict_set(a, VERDICT_ACCEPTED, REASON_NONE);
        if (row.facts.ends_at > a->judged_at) {
            promote_waiting(a, row.session);
        }
    } else {
        verdict_set(a, VERDICT_REFUSED, REASON_NOT_ALLOWED_NOW);
    }
}

void miss_effect(struct application *a)
{
    struct booking_row row;
    if (!booking_read(a, a->body.ticket, &row)) {
        return;
    }
    booking_move(a, a->body.ticket, &row, BOOKING_MISSED);
    ticket_event_add(a, a->body.ticket, "miss", "");
    promote_effect(a, row.session);
}

/* ---- promotion: decided with the verdict, done with its effect ---- */

void promote_waiting(struct application *a, const char *session)
{
    int32_t seats[PROMOTE_MAX * 4];
    char tickets[PROMOTE_MAX * 4][TICKET_SIZE];
    int32_t chosen[PROMOTE_MAX];
    int32_t parties = 0;
    int32_t left = pool_balance(a->store, session, "hub", 0);
    struct query *query = db_query(a->store->db,
                                   "SELECT ticket, seats, state FROM booking WHERE session = ?1"
                                   " AND state = 'waiting' AND ticket <> ?2 ORDER BY op",
                                   "ss", session, a->body.ticket);
    while (parties < PROMOTE_MAX * 4 && query_next(query)) {
        str_copy(tickets[parties], TICKET_SIZE, query_text(query, 0));
        seats[parties++] = (int32_t)query_int(query, 1);
    }
    query_end(query);
    left += (int32_t)db_int(a->store->db, 0,
                            "SELECT seats FROM booking WHERE ticket = ?1 AND state = 'booked'", "s",
                            a->body.ticket);
    int32_t n = booking_promote(seats, parties, left, chosen, PROMOTE_MAX);
    a->verdict.promoted_count = n;
    for (int32_t i = 0; i < n; i++) {
        str_copy(a->verdict.promoted[i], TICKET_SIZE, tickets[chosen[i]]);
    }
}

void promote_effect(struct application *a, const char *session)
{
    for (int32_t i = 0; i < a->verdict.promoted_count; i++) {
        const char *ticket = a->verdict.promoted[i];
        struct booking_row row;
        if (!booking_read(a, ticket, &row) || row.facts.state != BOOKING_WAITING) {
            continue; /* a restored hub has not heard of it again yet */
        }
        db_run(a->store->db, "UPDATE booking SET pool = 'hub' WHERE ticket = ?1", "s", ticket);
        booking_move(a, ticket, &row, BOOKING_BOOKED);
        ticket_event_add(a, ticket, "promoted", "");
        staff_add(a, "promoted", ticket, session);
    }
    if (a->verdict.promoted_count == PROMOTE_MAX) {
        promote_later(a, session); /* there may be more than one verdict holds */
    }
}

void promote_judge(struct application *a)
{
    promote_waiting(a, a->body.session);
    bool is_any = a->verdict.promoted_count > 0;
    verdict_set(a, is_any ? VERDICT_ACCEPTED : VERDICT_REFUSED,
                is_any ? REASON_NONE : REASON_NOT_ALLOWED_NOW);
}

void promote_ready(struct application *a)
{
    promote_effect(a, a->body.session);
}

void promote_later(struct application *a, const char *session)
{
    if (!is_hub(a->store) || a->store->is_rebuilding) {
        return;
    }
    if (db_int(a->store->db, 0,
               "SELECT waiting_parties FROM session WHERE id = ?1 AND ends_at > ?2", "si", session,
               a->context->arrived_at) > 0) {
        due_set(a->store, "promote", session, a->context->arrived_at);
    }
}
