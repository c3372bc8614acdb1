/* Merging what the hub says into a kiosk's replica. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/str.h"
#include "domain/booking.h"
#include "domain/request.h"
#include "store/internal.h"
#include "store/query.h"
#include "store/replica.h"

#define LOG_MODULE "merge"
#include "base/log.h"

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text != NULL ? text : "";
}

static int64_t int_of(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

/* ---- staging ---- */

enum status replica_stage(struct store *store, const json_t *rows, bool drops_staged)
{
    enum status status = store_begin(store);
    if (status != OK) {
        return status;
    }
    if (drops_staged) {
        db_run(store->db, "DELETE FROM stage", "");
    }
    size_t i;
    const json_t *row;
    json_array_foreach(rows, i, row)
    {
        const json_t *body = json_object_get(row, "b");
        bool is_deleted = int_of(row, "d") != 0;
        char *text = is_deleted ? NULL : json_dumps(body, JSON_COMPACT);
        db_run(store->db,
               "INSERT INTO stage(tbl, key, deleted, body) VALUES(?1, ?2, ?3, ?4)"
               " ON CONFLICT(tbl, key) DO UPDATE SET deleted = excluded.deleted,"
               " body = excluded.body",
               "ssis", text_of(row, "t"), text_of(row, "k"), (int64_t)is_deleted,
               text != NULL ? text : "");
        free(text);
    }
    return store_commit(store);
}

/* ---- one row of each replicated table ---- */

static void merge_content(struct store *store, const char *key, const char *text,
                          const json_t *body)
{
    char kind[CONTENT_ID_SIZE * 2];
    if (!str_copy(kind, sizeof kind, key) || strchr(kind, '/') == NULL) {
        return;
    }
    char *id = strchr(kind, '/');
    *id++ = '\0';
    if (body == NULL) {
        db_run(store->db, "DELETE FROM content WHERE kind = ?1 AND id = ?2", "ss", kind, id);
        return;
    }
    db_run(store->db,
           "INSERT INTO content(kind, id, body) VALUES(?1, ?2, ?3)"
           " ON CONFLICT(kind, id) DO UPDATE SET body = excluded.body",
           "sss", kind, id, text);
}

static void merge_setting(struct store *store, const char *key, const char *text,
                          const json_t *body)
{
    (void)text;
    if (body == NULL) {
        db_run(store->db, "DELETE FROM setting WHERE key = ?1", "s", key);
        return;
    }
    db_run(store->db,
           "INSERT INTO setting(key, value) VALUES(?1, ?2)"
           " ON CONFLICT(key) DO UPDATE SET value = excluded.value",
           "ss", key, text_of(body, "value"));
}

static void merge_kiosk(struct store *store, const char *key, const char *text, const json_t *body)
{
    static const unsigned char none[HASH_SIZE];
    unsigned char public_key[HASH_SIZE];
    (void)text;
    if (body == NULL || !hex_decode(text_of(body, "key"), public_key, sizeof public_key)) {
        return; /* kiosks are retired, never deleted */
    }
    db_run(store->db,
           "INSERT INTO kiosk(id, station, number, key, state, enrolled_at, incarnation, last_seq,"
           " chain, last_contact) VALUES(?1, ?2, ?3, ?4, ?5, 0, 0, 0, ?6, 0)"
           " ON CONFLICT(id) DO UPDATE SET station = excluded.station, key = excluded.key,"
           " state = excluded.state",
           "ssibsb", key, text_of(body, "station"), int_of(body, "number"), public_key,
           sizeof public_key, text_of(body, "state"), none, sizeof none);
}

static void merge_session(struct store *store, const char *key, const char *text,
                          const json_t *body)
{
    (void)text;
    if (body == NULL) {
        return; /* sessions are not deleted one by one */
    }
    db_run(store->db,
           "INSERT INTO session(id, programme, starts_at, ends_at, capacity, waiting_seats,"
           " waiting_parties) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
           " ON CONFLICT(id) DO UPDATE SET capacity = excluded.capacity,"
           " starts_at = excluded.starts_at, ends_at = excluded.ends_at,"
           " waiting_seats = excluded.waiting_seats, waiting_parties = excluded.waiting_parties",
           "ssiiiii", key, text_of(body, "programme"), int_of(body, "starts_at"),
           int_of(body, "ends_at"), int_of(body, "capacity"), int_of(body, "waiting_seats"),
           int_of(body, "waiting_parties"));
    db_run(store->db,
           "INSERT INTO pool(session, owner, granted) VALUES(?1, 'hub', ?2)"
           " ON CONFLICT(session, owner) DO UPDATE SET granted = excluded.granted, drawn = 0,"
           " returned = 0",
           "si", key, int_of(body, "left"));
}

/* What the hub granted in all; what this kiosk drew and gave back it knows itself, unless it was
 * set back to an older copy of its data: the sums only rise, so the higher one is true. */
static void merge_pool(struct store *store, const char *key, const char *text, const json_t *body)
{
    char session[CONTENT_ID_SIZE + KIOSK_ID_SIZE];
    (void)text;
    if (body == NULL || !str_copy(session, sizeof session, key) || strchr(session, '/') == NULL) {
        return;
    }
    char *owner = strrchr(session, '/');
    *owner++ = '\0';
    db_run(store->db,
           "INSERT INTO pool(session, owner, granted, recall, returned, drawn)"
           " VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
           " ON CONFLICT(session, owner) DO UPDATE SET granted = excluded.granted,"
           " recall = excluded.recall, returned = max(returned, excluded.returned),"
           " drawn = max(drawn, excluded.drawn)",
           "ssiiii", session, owner, int_of(body, "granted"), int_of(body, "recall"),
           int_of(body, "returned"), int_of(body, "drawn"));
    if (plant_is(store->env, PLANT_GRANT_TWICE)) {
        db_run(
            store->db,
            "UPDATE pool SET granted = granted + ?3 WHERE session = ?1 AND owner = ?2 AND drawn > 0",
            "ssi", session, owner, int_of(body, "granted"));
    }
}

static void merge_events(struct store *store, const char *ticket, const json_t *body)
{
    size_t i;
    const json_t *event;
    db_run(store->db, "DELETE FROM ticket_event WHERE ticket = ?1", "s", ticket);
    json_array_foreach(json_object_get(body, "events"), i, event)
    {
        db_run(store->db,
               "INSERT OR REPLACE INTO ticket_event(ticket, turn, at, kind, note)"
               " VALUES(?1, ?2, ?3, ?4, ?5)",
               "siiss", ticket, int_of(event, "turn"), int_of(event, "at"), text_of(event, "kind"),
               text_of(event, "note"));
    }
}

static void merge_ticket(struct store *store, const char *key, const char *text, const json_t *body)
{
    (void)text;
    if (body == NULL) {
        return;
    }
    if (str_equal(text_of(body, "kind"), "booking") &&
        booking_state_parse(text_of(body, "state")) >= 0) {
        db_run(store->db, "UPDATE booking SET state = ?2 WHERE ticket = ?1", "ss", key,
               text_of(body, "state"));
    }
    if (str_equal(text_of(body, "kind"), "request") &&
        request_state_parse(text_of(body, "state")) >= 0) {
        db_run(store->db,
               "UPDATE request SET state = ?2, due_at = ?3, closed_at = nullif(?4, 0),"
               " rating = nullif(?5, 0) WHERE ticket = ?1",
               "ssiii", key, text_of(body, "state"), int_of(body, "due_at"),
               int_of(body, "closed_at"), int_of(body, "rating"));
    }
    merge_events(store, key, body);
}

/* ---- verdicts ---- */

static const char *booking_word_of(enum verdict_code code)
{
    return booking_state_word(code == VERDICT_ACCEPTED      ? BOOKING_BOOKED
                              : code == VERDICT_WAITING     ? BOOKING_WAITING
                              : code == VERDICT_PROVISIONAL ? BOOKING_PROVISIONAL
                                                            : BOOKING_REFUSED);
}

/* The local rows that hang on the verdict of the op that made them. */
static void follow_verdict(struct store *store, int64_t n, const struct verdict *verdict)
{
    /* Only as long as it stands as it was made: later moves came with the ticket's own row. */
    db_run(store->db,
           "UPDATE booking SET state = ?2, pool = iif(?3 = '', pool, ?3) WHERE op = ?1"
           " AND state IN('provisional','waiting')",
           "iss", n, booking_word_of(verdict->code), verdict->pool);
    if (verdict->code == VERDICT_ACCEPTED) {
        db_run(store->db,
               "UPDATE request SET state = 'filed', due_at = ?2 WHERE op = ?1"
               " AND state = 'provisional'",
               "ii", n, verdict->due_at);
    } else if (verdict->code == VERDICT_REFUSED || verdict->code == VERDICT_PARKED) {
        db_run(store->db,
               "UPDATE request SET state = 'refused', closed_at = ?2 WHERE op = ?1"
               " AND state = 'provisional'",
               "ii", n, verdict->judged_at);
        db_run(store->db, "DELETE FROM call WHERE id = (SELECT id FROM op WHERE n = ?1)", "i", n);
    }
}

static void take_verdict(struct store *store, const char *id_hex, const json_t *object)
{
    struct op_id id;
    struct verdict verdict;
    if (!hex_decode(id_hex, id.bytes, sizeof id.bytes) ||
        verdict_from_object(object, &verdict) != OK) {
        LOG_WARN("the hub sent a verdict that is not one, for op %.32s", id_hex);
        return;
    }
    int64_t n =
        db_int(store->db, 0, "SELECT n FROM op WHERE id = ?1", "b", id.bytes, sizeof id.bytes);
    if (n == 0) {
        return;
    }
    struct buf data = {0};
    verdict_to_json(&verdict, &data);
    db_run(store->db,
           "UPDATE op SET code = ?2, reason = ?3, data = ?4, judged_at = ?5, acked = 1"
           " WHERE n = ?1",
           "isssi", n, verdict_code_word(verdict.code), reason_word(verdict.reason), data.data,
           verdict.judged_at);
    if (verdict.code != VERDICT_PROVISIONAL) {
        /* The contact key may lie here only as long as the op waits for the hub (design §5). */
        db_run(store->db, "UPDATE envelope SET contact = NULL WHERE op = ?1", "i", n);
    }
    follow_verdict(store, n, &verdict);
    buf_fini(&data);
}

static void merge_verdict(struct store *store, const char *key, const char *text,
                          const json_t *body)
{
    (void)text;
    if (body != NULL) {
        take_verdict(store, key, body);
    }
}

static void merge_call(struct store *store, const char *key, const char *text, const json_t *body)
{
    struct call_row row = {.called_at = int_of(body, "called_at"),
                           .answered_at = int_of(body, "answered_at"),
                           .closed_at = int_of(body, "closed_at")};
    (void)text;
    if (!hex_decode(text_of(body, "id"), row.id.bytes, sizeof row.id.bytes) ||
        !str_copy(row.screen, sizeof row.screen, text_of(body, "screen")) ||
        !str_copy(row.by, sizeof row.by, text_of(body, "by"))) {
        return;
    }
    call_merge(store, key, &row);
}

/* ---- the merge ---- */

static void merge_staged(struct store *store)
{
    static const struct {
        const char *table;
        void (*merge)(struct store *store, const char *key, const char *text, const json_t *body);
    } tables[] = {{"content", merge_content}, {"setting", merge_setting},
                  {"kiosk", merge_kiosk},     {"session", merge_session},
                  {"pool", merge_pool},       {"verdict", merge_verdict},
                  {"ticket", merge_ticket},   {"call", merge_call}};
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        struct query *query = db_query(
            store->db, "SELECT key, deleted, body FROM stage WHERE tbl = ?1", "s", tables[t].table);
        while (query_next(query)) {
            json_t *body =
                query_int(query, 1) != 0 ? NULL : json_loads(query_text(query, 2), 0, NULL);
            tables[t].merge(store, query_text(query, 0), query_text(query, 2), body);
            json_decref(body);
        }
        query_end(query);
    }
}

/* Own tickets of which the hub has nothing to tell stand as their verdicts left them: a restored
 * hub has forgotten what happened to them since. */
static void reset_unseen_tickets(struct store *store)
{
    struct db *db = store->db;
    struct query *query =
        db_query(db,
                 "SELECT n, data FROM op WHERE kind IN('book','file')"
                 " AND ticket NOT IN (SELECT key FROM stage WHERE tbl = 'ticket')",
                 "");
    while (query_next(query)) {
        struct verdict verdict;
        if (verdict_from_json(query_text(query, 1), &verdict) != OK) {
            continue;
        }
        int64_t n = query_int(query, 0);
        db_run(db, "UPDATE booking SET state = ?2 WHERE op = ?1", "is", n,
               booking_word_of(verdict.code));
        db_run(db,
               "UPDATE request SET state = ?2, due_at = ?3, closed_at = NULL, rating = NULL"
               " WHERE op = ?1",
               "isi", n, verdict.code == VERDICT_ACCEPTED ? "filed" : "provisional",
               verdict.due_at);
    }
    query_end(query);
    db_run(db,
           "DELETE FROM ticket_event WHERE ticket NOT IN"
           " (SELECT key FROM stage WHERE tbl = 'ticket')",
           "");
}

/* After a snapshot, what did not come again is gone; own promises and identity stay. */
static void drop_unseen(struct store *store)
{
    struct db *db = store->db;
    char kiosk[META_VALUE_MAX] = "";
    store_meta_get(store, "kiosk", kiosk, sizeof kiosk);
    db_run(db,
           "DELETE FROM content WHERE NOT EXISTS (SELECT 1 FROM stage WHERE tbl = 'content'"
           " AND key = kind || '/' || content.id)",
           "");
    db_run(db, "DELETE FROM setting WHERE key NOT IN (SELECT key FROM stage WHERE tbl = 'setting')",
           "");
    db_run(db,
           "DELETE FROM kiosk WHERE id <> ?1"
           " AND id NOT IN (SELECT key FROM stage WHERE tbl = 'kiosk')",
           "s", kiosk);
    db_run(db, "DELETE FROM session WHERE id NOT IN (SELECT key FROM stage WHERE tbl = 'session')",
           "");
    db_run(db,
           "DELETE FROM pool WHERE owner = 'hub'"
           " AND session NOT IN (SELECT key FROM stage WHERE tbl = 'session')",
           "");
    db_run(db,
           "UPDATE pool SET granted = 0, recall = 0 WHERE owner = ?1"
           " AND session || '/' || owner NOT IN (SELECT key FROM stage WHERE tbl = 'pool')",
           "s", kiosk);
    db_run(db,
           "DELETE FROM call WHERE kiosk NOT IN (SELECT key FROM stage WHERE tbl = 'call')"
           " AND id NOT IN (SELECT id FROM op WHERE acked = 0)",
           "");
    reset_unseen_tickets(store);
}

static void set_cursor(struct store *store, const struct feed_cursor *cursor)
{
    char seq[32];
    snprintf(seq, sizeof seq, "%lld", (long long)cursor->seq);
    if (store_meta_set(store, "cursor_run", cursor->run) != OK ||
        store_meta_set(store, "cursor_seq", seq) != OK) {
        return; /* sticks in the db and fails the merge */
    }
}

enum status replica_merge(struct store *store, const json_t *verdicts, bool is_complete,
                          bool is_snapshot, const struct feed_cursor *cursor)
{
    enum status status = store_begin(store);
    if (status != OK) {
        return status;
    }
    size_t i;
    const json_t *row;
    json_array_foreach(verdicts, i, row)
    {
        take_verdict(store, text_of(row, "id"), json_object_get(row, "verdict"));
    }
    if (is_complete) {
        if (is_snapshot) {
            drop_unseen(store);
        }
        merge_staged(store);
        db_run(store->db, "DELETE FROM stage", "");
        set_cursor(store, cursor);
    }
    status = store_commit(store);
    catalogue_forget(store);
    return status;
}

void replica_cursor(struct store *store, struct feed_cursor *out)
{
    char text[META_VALUE_MAX];
    struct feed_cursor cursor = {0};
    if (store_meta_get(store, "cursor_run", text, sizeof text)) {
        str_copy(cursor.run, sizeof cursor.run, text);
    }
    if (store_meta_get(store, "cursor_seq", text, sizeof text)) {
        str_to_int(text, 0, INT64_MAX, &cursor.seq);
    }
    *out = cursor;
}

enum status replica_set_offset(struct store *store, int64_t offset_s)
{
    char text[META_VALUE_MAX];
    char now[32];
    snprintf(now, sizeof now, "%lld", (long long)offset_s);
    if (store_meta_get(store, "offset", text, sizeof text) && str_equal(text, now)) {
        return OK;
    }
    snprintf(text, sizeof text, "%lld", (long long)store->env->wall(store->env->ctx));
    enum status status = store_begin(store);
    if (status != OK) {
        return status;
    }
    if (store_meta_set(store, "offset", now) != OK ||
        store_meta_set(store, "last_wall", text) != OK) {
        status = db_status(store->db);
        store_rollback(store);
        return status;
    }
    return store_commit(store);
}

enum status replica_give_back(struct store *store, instant now)
{
    char kiosk[META_VALUE_MAX] = "";
    char session[CONTENT_ID_SIZE];
    store_meta_get(store, "kiosk", kiosk, sizeof kiosk);
    for (int i = 0; i < 100; i++) {
        struct query *query =
            db_query(store->db,
                     "SELECT session, min(recall, granted - returned - drawn) FROM pool"
                     " WHERE owner = ?1 AND recall > 0 AND granted - returned - drawn > 0 LIMIT 1",
                     "s", kiosk);
        if (!query_next(query)) {
            break;
        }
        int64_t seats = query_int(query, 1);
        str_copy(session, sizeof session, query_text(query, 0));
        query_end(query);
        char body[160];
        struct verdict verdict;
        struct apply_context context = {.arrived_at = now};
        snprintf(body, sizeof body, "{\"session\":\"%s\",\"seats\":%lld}", session,
                 (long long)seats);
        enum status status =
            store_submit(store, OP_GIVE_BACK, body, NULL, &context, NULL, &verdict);
        if (status != OK) {
            return status;
        }
    }
    enum status status = db_status(store->db);
    db_clear(store->db);
    return status;
}

enum status replica_enrolled(struct store *store, const struct replica_identity *identity)
{
    static const unsigned char none[HASH_SIZE];
    char number[32];
    snprintf(number, sizeof number, "%lld", (long long)identity->number);
    enum status status = store_begin(store);
    if (status != OK) {
        return status;
    }
    db_run(store->db,
           "INSERT INTO kiosk(id, station, number, key, state, enrolled_at, incarnation, last_seq,"
           " chain, last_contact) VALUES(?1, ?2, ?3, ?4, 'active', 0, ?5, 0, ?6, 0)"
           " ON CONFLICT(id) DO NOTHING",
           "ssibib", identity->kiosk, identity->station, identity->number, identity->key,
           (size_t)HASH_SIZE, identity->incarnation, none, sizeof none);
    if (store_meta_set(store, "kiosk", identity->kiosk) != OK ||
        store_meta_set(store, "station", identity->station) != OK ||
        store_meta_set(store, "number", number) != OK ||
        store_meta_set(store, "hub_key", identity->hub_key_hex) != OK) {
        status = db_status(store->db);
        store_rollback(store);
        return status;
    }
    return store_commit(store);
}
