/* Kiosks come and go; envelopes are erased. */
#include "base/str.h"
#include "store/internal.h"

void enroll_judge(struct application *a)
{
    bool is_taken = db_int(a->store->db, 0, "SELECT 1 FROM kiosk WHERE id = ?1 OR number = ?2",
                           "si", a->body.kiosk, a->body.number) != 0;
    verdict_set(a, is_taken ? VERDICT_REFUSED : VERDICT_ACCEPTED, REASON_NONE);
}

void enroll_effect(struct application *a)
{
    static const unsigned char none[HASH_SIZE];
    db_run(a->store->db,
           "INSERT INTO kiosk(id, station, number, key, state, enrolled_at, incarnation, last_seq,"
           " chain, last_contact) VALUES(?1, ?2, ?3, ?4, 'active', ?5, 0, 0, ?6, ?5)",
           "ssibib", a->body.kiosk, a->body.station, a->body.number, a->body.key,
           sizeof a->body.key, a->judged_at, none, sizeof none);
    feed_mark(a->store, "kiosk", a->body.kiosk);
    if (!a->store->is_rebuilding) {
        due_set(a->store, "lend", a->body.station, a->judged_at);
    }
}

void retire_judge(struct application *a)
{
    bool is_active =
        db_int(a->store->db, 0, "SELECT 1 FROM kiosk WHERE id = ?1 AND state = 'active'", "s",
               a->body.kiosk) != 0;
    verdict_set(a, is_active ? VERDICT_ACCEPTED : VERDICT_REFUSED,
                is_active ? REASON_NONE : REASON_RETIRED);
}

/* Its places go back to the hub's pools; what it promised offline and nobody knows of yet will
 * show as excess when it turns up. */
void retire_effect(struct application *a)
{
    struct db *db = a->store->db;
    struct query *query = db_query(db,
                                   "SELECT session FROM pool WHERE owner = ?1"
                                   " AND granted - returned - drawn > 0",
                                   "s", a->body.kiosk);
    while (query_next(query)) {
        feed_mark(a->store, "session", query_text(query, 0));
    }
    query_end(query);
    db_run(
        db,
        "UPDATE pool SET granted = granted + (SELECT k.granted - k.returned - k.drawn FROM pool k"
        "  WHERE k.session = pool.session AND k.owner = ?1)"
        " WHERE owner = 'hub' AND session IN (SELECT session FROM pool WHERE owner = ?1"
        "  AND granted - returned - drawn > 0)",
        "s", a->body.kiosk);
    db_run(db,
           "UPDATE pool SET returned = returned + (granted - returned - drawn)"
           " WHERE owner = ?1 AND granted - returned - drawn > 0",
           "s", a->body.kiosk);
    db_run(db, "UPDATE kiosk SET state = 'retired' WHERE id = ?1", "s", a->body.kiosk);
    db_run(db, "UPDATE call SET closed_at = ?2 WHERE kiosk = ?1 AND closed_at IS NULL", "si",
           a->body.kiosk, a->judged_at);
    feed_mark(a->store, "call", a->body.kiosk);
    heads_flush(a->store);
    feed_mark(a->store, "kiosk", a->body.kiosk);
}

void erase_judge(struct application *a)
{
    bool is_there =
        db_int(a->store->db, 0, "SELECT 1 FROM envelope e JOIN op o ON o.n = e.op WHERE o.id = ?1",
               "b", a->body.op.bytes, sizeof a->body.op.bytes) != 0;
    verdict_set(a, is_there ? VERDICT_ACCEPTED : VERDICT_REFUSED, REASON_NONE);
}

void erase_effect(struct application *a)
{
    db_run(a->store->db,
           "UPDATE envelope SET box = NULL, contact = NULL, erase_at = NULL"
           " WHERE op = (SELECT n FROM op WHERE id = ?1)",
           "b", a->body.op.bytes, sizeof a->body.op.bytes);
}
