/* Places move between the hub's pool and a kiosk's. The sum of all balances and of the places in
 * force stays the capacity. */
#include <stdio.h>

#include "base/str.h"
#include "store/internal.h"

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

static void mark_pool(struct application *a, const char *owner)
{
    char key[CONTENT_ID_SIZE + KIOSK_ID_SIZE];
    snprintf(key, sizeof key, "%s/%s", a->body.session, owner);
    feed_mark(a->store, "pool", key);
    feed_mark(a->store, "session", a->body.session);
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
    mark_pool(a, a->body.kiosk);
}

/* The kiosk owns the pool and knows its balance; the hub takes its word. */
void give_back_judge(struct application *a)
{
    bool has_them = is_hub(a->store) ||
                    pool_balance(a->store, a->body.session, a->op->kiosk, 0) >= a->body.seats;
    verdict_set(a, has_them ? VERDICT_ACCEPTED : VERDICT_REFUSED,
                has_them ? REASON_NONE : REASON_NO_ALLOTMENT);
    if (is_hub(a->store) && has_them) {
        promote_waiting(a, a->body.session);
    }
}

void give_back_effect(struct application *a)
{
    struct db *db = a->store->db;
    db_run(db,
           "UPDATE pool SET returned = returned + ?3, recall = 0"
           " WHERE session = ?1 AND owner = ?2",
           "ssi", a->body.session, a->op->kiosk, (int64_t)a->body.seats);
    if (is_hub(a->store)) {
        db_run(db, "UPDATE pool SET granted = granted + ?2 WHERE session = ?1 AND owner = 'hub'",
               "si", a->body.session, (int64_t)a->body.seats);
        promote_effect(a, a->body.session);
        mark_pool(a, a->op->kiosk);
    }
}
