#include "store/feed.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "store/internal.h"
#include "store/query.h"

void feed_mark(struct store *store, const char *table, const char *key)
{
    if (store->role != STORE_HUB || store->is_rebuilding) {
        return;
    }
    for (size_t i = 0; i < store->dirty_len; i++) {
        if (str_equal(store->dirty[i].key, key) && str_equal(store->dirty[i].table, table)) {
            return;
        }
    }
    if (store->dirty_len == store->dirty_cap) {
        store->dirty_cap = store->dirty_cap > 0 ? 2 * store->dirty_cap : 16;
        store->dirty = xrealloc(store->dirty, store->dirty_cap * sizeof *store->dirty);
    }
    struct dirty_row *row = &store->dirty[store->dirty_len++];
    bool fits =
        str_copy(row->table, sizeof row->table, table) && str_copy(row->key, sizeof row->key, key);
    assert(fits);
    (void)fits;
}

static int64_t next_seq(struct store *store)
{
    store->head_seq = feed_head(store) + 2;
    return store->head_seq - 1;
}

void numbers_forget(struct store *store)
{
    store->next_n = 0;
    store->head_seq = 0;
}

void feed_put(struct store *store, const char *table, const char *key, const char *scope,
              const char *body)
{
    if (store->role != STORE_HUB || store->is_rebuilding) {
        return;
    }
    int64_t seq = next_seq(store);
    db_run(store->db,
           "INSERT INTO feed(tbl, key, seq, deleted, scope, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
           " ON CONFLICT(tbl, key) DO UPDATE SET seq = excluded.seq, deleted = excluded.deleted,"
           " scope = excluded.scope, body = excluded.body",
           "ssiiss", table, key, seq, (int64_t)(body == NULL), scope, body != NULL ? body : "");
}

static void put_session(struct store *store, const char *id)
{
    struct query *query = db_query(
        store->db,
        "SELECT s.programme, s.starts_at, s.ends_at, s.capacity, s.waiting_seats,"
        " s.waiting_parties, p.granted - p.returned - p.drawn"
        " FROM session s JOIN pool p ON p.session = s.id AND p.owner = 'hub' WHERE s.id = ?1",
        "s", id);
    if (!query_next(query)) {
        return;
    }
    char programme[CONTENT_ID_SIZE];
    char body[512];
    char scope[48] = "*";
    str_copy(programme, sizeof programme, query_text(query, 0));
    snprintf(body, sizeof body,
             "{\"programme\":\"%s\",\"starts_at\":%lld,\"ends_at\":%lld,\"capacity\":%lld,"
             "\"waiting_seats\":%lld,\"waiting_parties\":%lld,\"left\":%lld}",
             programme, (long long)query_int(query, 1), (long long)query_int(query, 2),
             (long long)query_int(query, 3), (long long)query_int(query, 4),
             (long long)query_int(query, 5), (long long)query_int(query, 6));
    query_end(query);
    const struct series *series = catalogue_find_bookable(store_catalogue_locked(store), programme);
    if (series != NULL && series->station[0] != '\0') {
        snprintf(scope, sizeof scope, "station:%s", series->station);
    }
    feed_put(store, "session", id, scope, body);
}

/* key is SESSION/KIOSK. */
static void put_pool(struct store *store, const char *key)
{
    char session[CONTENT_ID_SIZE + KIOSK_ID_SIZE];
    str_copy(session, sizeof session, key);
    char *slash = strrchr(session, '/');
    assert(slash != NULL);
    *slash = '\0';
    struct query *query = db_query(store->db,
                                   "SELECT granted, recall, returned, drawn FROM pool"
                                   " WHERE session = ?1 AND owner = ?2",
                                   "ss", session, slash + 1);
    if (!query_next(query)) {
        return;
    }
    char body[128];
    char scope[48];
    snprintf(body, sizeof body,
             "{\"granted\":%lld,\"recall\":%lld,\"returned\":%lld,\"drawn\":%lld}",
             (long long)query_int(query, 0), (long long)query_int(query, 1),
             (long long)query_int(query, 2), (long long)query_int(query, 3));
    query_end(query);
    snprintf(scope, sizeof scope, "kiosk:%s", slash + 1);
    feed_put(store, "pool", key, scope, body);
}

static void put_ticket(struct store *store, const char *ticket)
{
    struct buf body = {0};
    char kiosk[KIOSK_ID_SIZE] = "";
    char scope[48];
    if (query_ticket_json(store, ticket, &body, kiosk)) {
        snprintf(scope, sizeof scope, "kiosk:%s", kiosk);
        feed_put(store, "ticket", ticket, scope, body.data);
    }
    buf_fini(&body);
}

static void put_kiosk(struct store *store, const char *id)
{
    struct query *query =
        db_query(store->db, "SELECT station, number, key, state FROM kiosk WHERE id = ?1", "s", id);
    if (!query_next(query)) {
        return;
    }
    size_t len = 0;
    const void *key = query_blob(query, 2, &len);
    char hex[2 * HASH_SIZE + 1] = "";
    if (len == HASH_SIZE) {
        hex_encode(key, len, hex);
    }
    char body[256];
    snprintf(body, sizeof body,
             "{\"station\":\"%s\",\"number\":%lld,\"key\":\"%s\",\"state\":\"%s\"}",
             query_text(query, 0), (long long)query_int(query, 1), hex, query_text(query, 3));
    query_end(query);
    feed_put(store, "kiosk", id, "*", body);
}

static void put_verdict(struct store *store, const char *id_hex)
{
    struct op_id id;
    if (!hex_decode(id_hex, id.bytes, sizeof id.bytes)) {
        return;
    }
    struct query *query = db_query(store->db, "SELECT data, kiosk FROM op WHERE id = ?1", "b",
                                   id.bytes, sizeof id.bytes);
    if (!query_next(query)) {
        return;
    }
    struct buf body = {0};
    char scope[48];
    buf_puts(&body, query_text(query, 0));
    snprintf(scope, sizeof scope, "kiosk:%s", query_text(query, 1));
    query_end(query);
    feed_put(store, "verdict", id_hex, scope, body.data);
    buf_fini(&body);
}

void feed_flush(struct store *store)
{
    static const struct {
        const char *table;
        void (*put)(struct store *store, const char *key);
    } writers[] = {{"session", put_session}, {"pool", put_pool},       {"ticket", put_ticket},
                   {"kiosk", put_kiosk},     {"verdict", put_verdict}, {"call", call_put_feed}};
    for (size_t i = 0; i < store->dirty_len; i++) {
        for (size_t w = 0; w < sizeof writers / sizeof writers[0]; w++) {
            if (str_equal(writers[w].table, store->dirty[i].table)) {
                writers[w].put(store, store->dirty[i].key);
            }
        }
    }
    store->dirty_len = 0;
    if (store->head_seq > 0) {
        db_run(store->db,
               "INSERT INTO meta(key, value) VALUES('head_seq', CAST(?1 AS TEXT))"
               " ON CONFLICT(key) DO UPDATE SET value = excluded.value",
               "i", store->head_seq - 1);
    }
}

void feed_mark_ticket(struct store *store, const char *ticket)
{
    if (plant_is(store->env, PLANT_NOT_IN_FEED)) {
        return;
    }
    feed_mark(store, "ticket", ticket);
}

/* ---- reading ---- */

int64_t feed_head(struct store *store)
{
    if (store->head_seq > 0) {
        return store->head_seq - 1;
    }
    return db_int(store->db, 0, "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'head_seq'",
                  "");
}

enum status feed_run_start(struct store *store)
{
    unsigned char random[16];
    char id[RUN_ID_SIZE];
    store->env->random(store->env->ctx, random, sizeof random);
    hex_encode(random, sizeof random, id);
    enum status status = store_begin(store);
    if (status != OK) {
        return status;
    }
    /* Later than the run before it even if the clock was set back: the order of runs tells where
     * each one ends. */
    db_run(store->db,
           "INSERT INTO run(first_seq, id, started_at) SELECT ?1, ?2,"
           " max(?3, coalesce(max(started_at) + 1, 0)) FROM run",
           "isi", feed_head(store) + 1, id, store->env->wall(store->env->ctx));
    return store_commit(store);
}

static void current_run(struct store *store, char out[RUN_ID_SIZE])
{
    struct query *query = db_query(
        store->db, "SELECT id FROM run ORDER BY first_seq DESC, started_at DESC LIMIT 1", "");
    out[0] = '\0';
    if (query_next(query)) {
        str_copy(out, RUN_ID_SIZE, query_text(query, 0));
        query_end(query);
    }
}

/* The cursor's seq must have been given by the cursor's run or one before it: a run ends where the
 * next begins, the current one at the head. */
static bool cursor_is_known(struct store *store, const struct feed_cursor *cursor)
{
    int64_t end = db_int(store->db, -1,
                         "SELECT coalesce((SELECT min(b.first_seq) - 1 FROM run b WHERE"
                         " (b.first_seq, b.started_at, b.id) > (a.first_seq, a.started_at, a.id)),"
                         " ?2) FROM run a WHERE a.id = ?1",
                         "si", cursor->run, feed_head(store));
    return cursor->run[0] != '\0' && cursor->seq <= end;
}

/* Three scans in order of seq, merged; the index feed_scope serves each. kiosk and station must
 * hold as long as the query runs. */
static struct query *rows_after(struct store *store, const char *kiosk, const char *station,
                                int64_t seq)
{
    return db_query(store->db,
                    "SELECT tbl, key, seq, deleted, body FROM feed"
                    " WHERE scope = '*' AND seq > ?1"
                    " UNION ALL SELECT tbl, key, seq, deleted, body FROM feed"
                    " WHERE scope = 'station:' || ?2 AND seq > ?1"
                    " UNION ALL SELECT tbl, key, seq, deleted, body FROM feed"
                    " WHERE scope = 'kiosk:' || ?3 AND seq > ?1"
                    " ORDER BY seq",
                    "iss", seq, station, kiosk);
}

bool feed_has_news(struct store *store, const char *kiosk, const char *station,
                   const struct feed_cursor *cursor)
{
    if (!cursor_is_known(store, cursor)) {
        return true;
    }
    char run[RUN_ID_SIZE];
    current_run(store, run);
    struct query *query = rows_after(store, kiosk, station, cursor->seq);
    bool has_news = query_next(query);
    if (has_news) {
        query_end(query);
    }
    return has_news || !str_equal(run, cursor->run);
}

static void put_row(struct query *query, struct buf *out)
{
    buf_puts(out, "{\"t\":");
    buf_put_json(out, query_text(query, 0));
    buf_puts(out, ",\"k\":");
    buf_put_json(out, query_text(query, 1));
    buf_printf(out, ",\"s\":%lld,\"d\":%d,\"b\":", (long long)query_int(query, 2),
               query_int(query, 3) != 0 ? 1 : 0);
    buf_puts(out, query_int(query, 3) != 0 ? "null" : query_text(query, 4));
    buf_putc(out, '}');
}

enum status feed_page(struct store *store, const char *kiosk, const char *station,
                      const struct feed_cursor *cursor, size_t max_bytes, struct buf *out,
                      struct feed_page *page)
{
    struct feed_page made = {.is_snapshot = !cursor_is_known(store, cursor)};
    size_t start = out->len;
    int64_t seq = made.is_snapshot ? 0 : cursor->seq;
    int64_t head = feed_head(store);
    current_run(store, made.cursor.run);
    struct query *query = rows_after(store, kiosk, station, seq);
    while (query_next(query)) {
        if (out->len - start >= max_bytes) {
            made.has_more = true;
            query_end(query);
            break;
        }
        if (out->len > start) {
            buf_putc(out, ',');
        }
        put_row(query, out);
        seq = query_int(query, 2);
        made.rows++;
    }
    made.cursor.seq = made.has_more ? seq : head;
    enum status status = db_status(store->db);
    if (status == OK) {
        *page = made;
    }
    return status;
}
