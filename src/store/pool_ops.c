/* Places move between the hub's pool and a kiosk's. The sum of all balances and of the places in
 * force stays the capacity. */
#include <stdio.h>

#include "base/str.h"
#include "store/internal.h"

static void mark_pool(struct application *a, const char *session, const char *owner)
{
    char key[CONTENT_ID_SIZE + KIOSK_ID_SIZE];
    snprintf(key, sizeof key, "%.63s/%.19s", session, owner);
    feed_mark(a->store, "pool", key);
    feed_mark(a->store, "session", session);
}

void pool_recall(struct application *a, const char *session)
{
    struct query *query =
        db_query(a->store->db,
                 "UPDATE pool SET recall = granted - returned - drawn WHERE session = ?1"
                 " AND owner <> 'hub' AND recall = 0 AND granted - returned - drawn > 0"
                 " RETURNING owner",
                 "s", session);
    while (query_next(query)) {
        mark_pool(a, session, query_text(query, 0));
    }
}

/* A kiosk says that it had more than the hub knows to have lent it: the hub was restored, or the
 * kiosk was set back. What is missing comes out of the hub's pool, so that nothing is promised
 * twice. */
static void cover(struct application *a, const char *session, const char *owner, int64_t balance)
{
    if (balance >= 0) {
        return;
    }
    db_run(a->store->db,
           "UPDATE pool SET granted = granted + iif(owner = 'hub', ?3, -?3)"
           " WHERE session = ?1 AND owner IN('hub', ?2)",
           "ssi", session, owner, balance);
}

void pool_draw(struct application *a, const char *session, const char *owner, int32_t seats,
               const char *ticket)
{
    struct store *store = a->store;
    bool is_hubs = str_equal(owner, "hub");
    int64_t left = db_int(store->db, 0,
                          "INSERT INTO pool(session, owner, drawn) VALUES(?1, ?2, ?3)"
                          " ON CONFLICT(session, owner) DO UPDATE"
                          " SET drawn = drawn + excluded.drawn"
                          " RETURNING granted - returned - drawn",
                          "ssi", session, owner, (int64_t)seats);
    if (!is_hub(store)) {
        return;
    }
    if (!is_hubs) {
        cover(a, session, owner, left);
        mark_pool(a, session, owner);
        left = left < 0 ? pool_balance(store, session, "hub", 0) : 1;
    }
    if (left < 0) {
        /* It was promised, so it holds; a person has to find a chair. */
        staff_add(a, "excess", ticket, session);
    }
    if (left <= 0) {
        pool_recall(a, session);
    }
    feed_mark(store, "session", session);
}

void grant_judge(struct application *a)
{
    struct session_facts facts;
    if (!session_lookup(a->store, a->body.session, &facts)) {
        verdict_set(a, VERDICT_REFUSED, REASON_UNKNOWN_SESSION);
        return;
    }
    int32_t left = pool_balance(a->store, a->body.session, "hub", facts.series->bookable.capacity);
    bool fits = left >= a->body.seats;
    verdict_set(a, fits ? VERDICT_ACCEPTED : VERDICT_REFUSED, fits ? REASON_NONE : REASON_FULL);
}

void grant_effect(struct application *a)
{
    struct session_facts facts;
    if (!session_lookup(a->store, a->body.session, &facts)) {
        return;
    }
    session_ensure(a->store, a->body.session, &facts);
    db_run(a->store->db,
           "UPDATE pool SET granted = granted - ?2 WHERE session = ?1 AND owner = 'hub'", "si",
           a->body.session, (int64_t)a->body.seats);
    db_run(a->store->db,
           "INSERT INTO pool(session, owner, granted) VALUES(?1, ?2, ?3)"
           " ON CONFLICT(session, owner) DO UPDATE SET granted = granted + excluded.granted",
           "ssi", a->body.session, a->body.kiosk, (int64_t)a->body.seats);
    mark_pool(a, a->body.session, a->body.kiosk);
}

/* The kiosk owns the pool and knows its balance; the hub takes its word. */
void give_back_judge(struct application *a)
{
    bool has_them = is_hub(a->store) ||
                    pool_balance(a->store, a->body.session, a->op->kiosk, 0) >= a->body.seats;
    verdict_set(a, has_them ? VERDICT_ACCEPTED : VERDICT_REFUSED,
                has_them ? REASON_NONE : REASON_NO_ALLOTMENT);
}

void give_back_effect(struct application *a)
{
    struct store *store = a->store;
    int64_t balance = db_int(store->db, 0,
                             "INSERT INTO pool(session, owner, returned) VALUES(?1, ?2, ?3)"
                             " ON CONFLICT(session, owner) DO UPDATE"
                             " SET returned = returned + excluded.returned, recall = 0"
                             " RETURNING granted - returned - drawn",
                             "ssi", a->body.session, a->op->kiosk, (int64_t)a->body.seats);
    if (!is_hub(store)) {
        return;
    }
    db_run(store->db, "UPDATE pool SET granted = granted + ?2 WHERE session = ?1 AND owner = 'hub'",
           "si", a->body.session, (int64_t)a->body.seats);
    cover(a, a->body.session, a->op->kiosk, balance);
    mark_pool(a, a->body.session, a->op->kiosk);
    promote_later(a, a->body.session);
}
