/* What happens by time is an op like any other, with an id that time makes (design §4). */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "store/internal.h"
#include "store/submit.h"

enum { LEND_DAYS = 7, LEND_AGAIN_S = 6 * HOUR_S, LEND_MAX = 400, ROUND_MAX = 200 };

struct due_row {
    char kind[16];
    char key[CONTENT_ID_SIZE];
    instant at;
};

static bool next_due(struct store *store, instant now, struct due_row *out)
{
    struct query *query = db_query(
        store->db, "SELECT kind, key, at FROM due WHERE at <= ?1 ORDER BY at, kind, key LIMIT 1",
        "i", now);
    if (!query_next(query)) {
        return false;
    }
    str_copy(out->kind, sizeof out->kind, query_text(query, 0));
    str_copy(out->key, sizeof out->key, query_text(query, 1));
    out->at = query_int(query, 2);
    query_end(query);
    return true;
}

static void submit_due(struct store *store, enum op_kind kind, const char *key, instant at,
                       const char *body, instant now)
{
    struct apply_context context = {.arrived_at = now, .by_staff = true};
    struct verdict verdict;
    struct op_id id;
    op_id_of_due(store->env, op_kind_word(kind), key, at, &id);
    if (store_submit_as(store, kind, body, &id, NULL, &context, &verdict) != OK) {
        return; /* logged; the batch fails as a whole and is tried again */
    }
}

/* One op for each party that did not come. Who moved up after it began has until the end. */
static void run_miss(struct store *store, const struct due_row *due, instant now)
{
    char ticket[TICKET_SIZE];
    for (;;) {
        struct query *query =
            db_query(store->db,
                     "SELECT ticket FROM booking b WHERE session = ?1"
                     " AND ((state IN('booked','waiting') AND ends_at <= ?2) OR (state = 'booked'"
                     "  AND NOT EXISTS (SELECT 1 FROM ticket_event e WHERE e.ticket = b.ticket"
                     "   AND e.kind = 'promoted' AND e.at >= b.starts_at))) ORDER BY op LIMIT 1",
                     "si", due->key, now);
        if (!query_next(query)) {
            break;
        }
        str_copy(ticket, sizeof ticket, query_text(query, 0));
        query_end(query);
        char body[64];
        snprintf(body, sizeof body, "{\"ticket\":\"%s\"}", ticket);
        submit_due(store, OP_MISS, ticket, due->at, body, now);
        if (db_status(store->db) != OK ||
            db_int(store->db, 0,
                   "SELECT 1 FROM booking WHERE ticket = ?1 AND state IN('booked','waiting')", "s",
                   ticket) != 0) {
            break;
        }
    }
    instant ends_at =
        db_int(store->db, 0, "SELECT ends_at FROM session WHERE id = ?1", "s", due->key);
    if (ends_at > now) {
        /* Who moves up late is looked at again when it is over. */
        due_set(store, "miss", due->key, ends_at);
        return;
    }
    db_run(store->db, "DELETE FROM due WHERE kind = 'miss' AND key = ?1", "s", due->key);
    db_run(store->db, "UPDATE session SET is_over = 1 WHERE id = ?1", "s", due->key);
}

/* Places came free without anybody's verdict to say who gets them. Its id is random: it may be
 * needed twice in one second. */
static void run_promote(struct store *store, const struct due_row *due, instant now)
{
    char body[CONTENT_ID_SIZE + 32];
    struct apply_context context = {.arrived_at = now, .by_staff = true};
    struct verdict verdict;
    snprintf(body, sizeof body, "{\"session\":\"%.63s\"}", due->key);
    db_run(store->db, "DELETE FROM due WHERE kind = 'promote' AND key = ?1", "s", due->key);
    if (store_submit(store, OP_PROMOTE, body, NULL, &context, NULL, &verdict) != OK) {
        return; /* logged; the batch fails as a whole and is tried again */
    }
}

static void lend_session(struct store *store, const struct series *series, const char *session,
                         const char *kiosk, int32_t seats, instant now)
{
    bool has_pool = db_int(store->db, 0, "SELECT 1 FROM pool WHERE session = ?1 AND owner = ?2",
                           "ss", session, kiosk) != 0;
    int64_t lent =
        db_int(store->db, 0, "SELECT sum(granted) FROM pool WHERE session = ?1 AND owner <> 'hub'",
               "s", session);
    /* A kiosk enrolled later shares what is not lent yet. */
    int64_t share = booking_allotment(series->bookable.capacity, 1) - lent;
    seats = share < seats ? (int32_t)share : seats;
    if (has_pool || seats <= 0 ||
        pool_balance(store, session, "hub", series->bookable.capacity) < seats) {
        return;
    }
    char body[256];
    char key[CONTENT_ID_SIZE + KIOSK_ID_SIZE];
    snprintf(body, sizeof body, "{\"session\":\"%.63s\",\"kiosk\":\"%.19s\",\"seats\":%d}", session,
             kiosk, (int)seats);
    snprintf(key, sizeof key, "%.63s/%.19s", session, kiosk);
    submit_due(store, OP_GRANT, key, 0, body, now);
}

/* The days ahead of one series, for one kiosk. */
static void lend_series(struct store *store, const struct series *series, const char *kiosk,
                        int32_t seats, instant now)
{
    day_number days[LEND_DAYS + 1];
    day_number today = day_of_instant(now);
    const struct catalogue *catalogue = store_catalogue_locked(store);
    size_t n = recurrence_days(&series->bookable.recurrence, &catalogue->calendar, today,
                               today + LEND_DAYS, days, LEND_DAYS + 1);
    for (size_t i = 0; i < n && series->bookable.slot_s == 0; i++) {
        char session[CONTENT_ID_SIZE];
        struct session_facts facts;
        session_id_make(series->id, days[i], -1, session);
        if (session_lookup(store, session, &facts) && !facts.is_withdrawn &&
            facts.starts_at > now) {
            lend_session(store, series, session, kiosk, seats, now);
        }
    }
}

/* A fifth of each coming session to the station's kiosks, so that they can promise offline. */
static void run_lend(struct store *store, const struct due_row *due, instant now)
{
    char kiosks[64][KIOSK_ID_SIZE];
    int32_t n = 0;
    struct query *query = db_query(
        store->db, "SELECT id FROM kiosk WHERE station = ?1 AND state = 'active' ORDER BY id", "s",
        due->key);
    while (n < 64 && query_next(query)) {
        str_copy(kiosks[n++], KIOSK_ID_SIZE, query_text(query, 0));
    }
    query_end(query);
    const struct catalogue *catalogue = store_catalogue_locked(store);
    char own[META_VALUE_MAX];
    bool is_alone = store_meta_get(store, "kiosk", own, sizeof own);
    for (size_t i = 0; i < catalogue->series_len && !is_alone; i++) {
        const struct series *series = &catalogue->series[i];
        int32_t seats = n > 0 ? booking_allotment(series->bookable.capacity, n) : 0;
        bool is_for_it = str_equal(series->station, due->key) || series->station[0] == '\0';
        for (int32_t k = 0; k < n && seats > 0 && is_for_it; k++) {
            lend_series(store, series, kiosks[k], seats, now);
        }
    }
    due_set(store, "lend", due->key, now + LEND_AGAIN_S);
}

static bool run_erase(struct store *store, instant now)
{
    struct query *query = db_query(store->db,
                                   "SELECT o.id, e.erase_at FROM envelope e JOIN op o ON o.n = e.op"
                                   " WHERE e.erase_at <= ?1 ORDER BY e.erase_at LIMIT 1",
                                   "i", now);
    if (!query_next(query)) {
        return false;
    }
    size_t len = 0;
    char hex[2 * OP_ID_SIZE + 1] = "";
    char body[64];
    const void *id = query_blob(query, 0, &len);
    if (len == OP_ID_SIZE) {
        hex_encode(id, len, hex);
    }
    instant at = query_int(query, 1);
    query_end(query);
    snprintf(body, sizeof body, "{\"op\":\"%s\"}", hex);
    submit_due(store, OP_ERASE, hex, at, body, now);
    return db_status(store->db) == OK;
}

static instant next_at_of(struct store *store)
{
    instant due = db_int(store->db, 0, "SELECT min(at) FROM due", "");
    instant erase =
        db_int(store->db, 0, "SELECT min(erase_at) FROM envelope WHERE erase_at IS NOT NULL", "");
    return due == 0 || (erase != 0 && erase < due) ? erase : due;
}

enum status store_run_due(struct store *store, instant now, instant *next_at)
{
    bool is_alone = !store->is_in_batch;
    instant next = next_at_of(store);
    if (next == 0 || next > now || !is_hub(store)) {
        enum status reading = db_status(store->db);
        if (is_alone) {
            db_clear(
                store->db); /* in a batch an error stays, or what follows would run outside it */
        }
        *next_at = is_hub(store) ? next : 0;
        return reading;
    }
    enum status status = is_alone ? store_begin(store) : OK;
    if (status != OK) {
        return status;
    }
    struct due_row due;
    for (int i = 0; i < ROUND_MAX && next_due(store, now, &due); i++) {
        if (str_equal(due.kind, "miss")) {
            run_miss(store, &due, now);
        } else if (str_equal(due.kind, "lend")) {
            run_lend(store, &due, now);
        } else if (str_equal(due.kind, "promote")) {
            run_promote(store, &due, now);
        }
    }
    for (int i = 0; i < ROUND_MAX && run_erase(store, now); i++) {
    }
    next = next_at_of(store);
    status = db_status(store->db);
    status = batch_end(store, is_alone, status);
    if (status == OK) {
        *next_at = next;
    }
    return status;
}
