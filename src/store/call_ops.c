/* 叫人帮我: calls from kiosks to the desk, by the op that made them. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "domain/call.h"
#include "store/internal.h"
#include "store/query.h"

/* ---- facts ---- */

static void gather_open(struct application *a, struct call_facts *facts)
{
    struct query *query =
        db_query(a->store->db,
                 "SELECT called_at FROM call WHERE kiosk = ?1 AND closed_at IS NULL"
                 " ORDER BY called_at DESC LIMIT 1",
                 "s", a->op->kiosk);
    if (query_next(query)) {
        facts->has_open = true;
        facts->opened = query_int(query, 0);
        query_end(query);
    }
}

static void gather_call(struct application *a, struct call_facts *facts)
{
    struct query *query =
        db_query(a->store->db, "SELECT kiosk, answered_at, closed_at FROM call WHERE id = ?1", "b",
                 a->body.op.bytes, sizeof a->body.op.bytes);
    if (query_next(query)) {
        facts->is_known = true;
        facts->is_own = str_equal(query_text(query, 0), a->op->kiosk);
        facts->is_answered = !query_is_null(query, 1);
        facts->is_closed = !query_is_null(query, 2);
        query_end(query);
    }
}

void call_op_judge(struct application *a)
{
    struct call_facts facts = {.by_staff = a->context->by_staff, .heard = a->context->arrived_at};
    if (a->kind == OP_CALL) {
        gather_open(a, &facts);
    } else {
        gather_call(a, &facts);
    }
    a->verdict = call_judge(&facts, a->kind, a->judged_at);
    if (!is_hub(a->store) && a->verdict.code == VERDICT_ACCEPTED) {
        verdict_set(a, VERDICT_PROVISIONAL, REASON_AWAITING_HUB);
    }
}

/* ---- effects ---- */

/* One call of a kiosk stands at most: the last one made. One that a restored hub hears of again is
 * over. */
static void call_add(struct application *a)
{
    struct db *db = a->store->db;
    bool is_late = a->context->arrived_at - a->judged_at > CALL_LATE_S;
    bool is_older = db_int(db, 0, "SELECT 1 FROM call WHERE kiosk = ?1 AND called_at > ?2 LIMIT 1",
                           "si", a->op->kiosk, a->judged_at) != 0;
    if (!is_older) {
        db_run(db, "UPDATE call SET closed_at = ?2 WHERE kiosk = ?1 AND closed_at IS NULL", "si",
               a->op->kiosk, a->judged_at);
    }
    db_run(db,
           "INSERT INTO call(id, kiosk, screen, called_at, closed_at)"
           " VALUES(?1, ?2, ?3, ?4, iif(?5, ?4, NULL))",
           "bssii", a->op->id.bytes, sizeof a->op->id.bytes, a->op->kiosk, a->body.screen,
           a->judged_at, (int64_t)(is_late || is_older));
    feed_mark(a->store, "call", a->op->kiosk);
}

static void mark_kiosk_of(struct application *a)
{
    char kiosk[KIOSK_ID_SIZE] = "";
    struct query *query = db_query(a->store->db, "SELECT kiosk FROM call WHERE id = ?1", "b",
                                   a->body.op.bytes, sizeof a->body.op.bytes);
    if (query_next(query)) {
        str_copy(kiosk, sizeof kiosk, query_text(query, 0));
        query_end(query);
        feed_mark(a->store, "call", kiosk);
    }
}

void call_op_effect(struct application *a)
{
    struct db *db = a->store->db;
    switch (a->kind) {
    case OP_CALL:
        call_add(a);
        return;
    case OP_CALL_ANSWER:
        db_run(db,
               "UPDATE call SET answered_at = ?2, answered_by = ?3 WHERE id = ?1"
               " AND answered_at IS NULL",
               "bis", a->body.op.bytes, sizeof a->body.op.bytes, a->judged_at, a->body.by);
        break;
    default:
        db_run(db, "UPDATE call SET closed_at = ?2 WHERE id = ?1 AND closed_at IS NULL", "bi",
               a->body.op.bytes, sizeof a->body.op.bytes, a->judged_at);
        break;
    }
    mark_kiosk_of(a);
}

/* ---- replication ---- */

void call_put_feed(struct store *store, const char *kiosk)
{
    struct call_row row;
    char scope[48];
    char id[2 * OP_ID_SIZE + 1];
    struct buf body = {0};
    struct kiosk_row owner;
    if (!query_last_call(store, kiosk, &row) || !query_kiosk(store, kiosk, &owner)) {
        return;
    }
    hex_encode(row.id.bytes, sizeof row.id.bytes, id);
    buf_printf(&body, "{\"id\":\"%s\",\"screen\":\"%s\",\"called_at\":%lld", id, row.screen,
               (long long)row.called_at);
    if (row.answered_at != 0) {
        buf_printf(&body, ",\"answered_at\":%lld,\"by\":", (long long)row.answered_at);
        buf_put_json(&body, row.by);
    }
    if (row.closed_at != 0) {
        buf_printf(&body, ",\"closed_at\":%lld", (long long)row.closed_at);
    }
    buf_putc(&body, '}');
    snprintf(scope, sizeof scope, "station:%s", owner.station);
    feed_put(store, "call", kiosk, scope, body.data);
    buf_fini(&body);
}

/* The hub tells the last call of each kiosk; what is not heard of yet stays as it was made. */
void call_merge(struct store *store, const char *kiosk, const struct call_row *row)
{
    db_run(store->db,
           "DELETE FROM call WHERE kiosk = ?1 AND id <> ?2"
           " AND id NOT IN (SELECT id FROM op WHERE acked = 0)",
           "sb", kiosk, row->id.bytes, sizeof row->id.bytes);
    db_run(store->db,
           "INSERT INTO call(id, kiosk, screen, called_at, answered_at, answered_by, closed_at)"
           " VALUES(?1, ?2, ?3, ?4, nullif(?5, 0), ?6, nullif(?7, 0))"
           " ON CONFLICT(id) DO UPDATE SET called_at = excluded.called_at,"
           " answered_at = excluded.answered_at, answered_by = excluded.answered_by,"
           " closed_at = excluded.closed_at",
           "bssiisi", row->id.bytes, sizeof row->id.bytes, kiosk, row->screen, row->called_at,
           row->answered_at, row->by, row->closed_at);
}

/* ---- reading ---- */

#define CALL_COLUMNS                                                                               \
    "SELECT c.id, c.kiosk, c.screen, c.called_at, coalesce(c.answered_at, 0), c.answered_by,"      \
    " coalesce(c.closed_at, 0), coalesce(o.code = 'accepted', 1) FROM call c"                      \
    " LEFT JOIN op o ON o.id = c.id "

static void read_call(struct query *query, struct call_row *out)
{
    struct call_row row = {.called_at = query_int(query, 3),
                           .answered_at = query_int(query, 4),
                           .closed_at = query_int(query, 6),
                           .is_heard = query_int(query, 7) != 0};
    size_t len = 0;
    const void *id = query_blob(query, 0, &len);
    memcpy(row.id.bytes, id, len < OP_ID_SIZE ? len : OP_ID_SIZE);
    str_copy(row.kiosk, sizeof row.kiosk, query_text(query, 1));
    str_copy(row.screen, sizeof row.screen, query_text(query, 2));
    str_copy(row.by, sizeof row.by, query_text(query, 5));
    *out = row;
}

bool query_last_call(struct store *store, const char *kiosk, struct call_row *out)
{
    struct query *query = db_query(
        store->db, CALL_COLUMNS "WHERE c.kiosk = ?1 ORDER BY c.called_at DESC, c.id LIMIT 1", "s",
        kiosk);
    bool is_there = query_next(query);
    if (is_there) {
        read_call(query, out);
        query_end(query);
    }
    return is_there;
}

size_t query_open_calls(struct store *store, const char *station, struct call_row *out, size_t max)
{
    size_t n = 0;
    struct query *query =
        db_query(store->db,
                 CALL_COLUMNS "JOIN kiosk k ON k.id = c.kiosk WHERE c.closed_at IS NULL"
                              " AND (?1 = '' OR k.station = ?1) ORDER BY c.called_at",
                 "s", station);
    while (n < max && query_next(query)) {
        read_call(query, &out[n++]);
    }
    query_end(query);
    return n;
}
