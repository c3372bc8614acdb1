/* The ops this kiosk has made, as the hub gets them. */
#include <string.h>

#include "base/str.h"
#include "store/internal.h"
#include "store/replica.h"

static void put_hex(struct buf *out, const char *name, struct query *query, int column)
{
    static const char digits[] = "0123456789abcdef";
    size_t len = 0;
    const unsigned char *bytes = query_blob(query, column, &len);
    buf_printf(out, ",\"%s\":\"", name);
    for (size_t i = 0; i < len; i++) {
        buf_putc(out, digits[bytes[i] >> 4]);
        buf_putc(out, digits[bytes[i] & 15]);
    }
    buf_putc(out, '"');
}

static void put_envelope(struct query *query, struct buf *out)
{
    buf_puts(out, ",\"envelope\":{\"key_id\":");
    buf_put_json(out, query_text(query, 12));
    put_hex(out, "box", query, 13);
    if (!query_is_null(query, 14)) {
        put_hex(out, "contact", query, 14);
    }
    buf_printf(out, ",\"erase_days\":%lld}", (long long)query_int(query, 15));
}

static void put_op(struct query *query, struct buf *out)
{
    buf_printf(out, "{\"seq\":%lld", (long long)query_int(query, 0));
    put_hex(out, "id", query, 1);
    buf_puts(out, ",\"kind\":");
    buf_put_json(out, query_text(query, 2));
    buf_printf(out, ",\"wall\":%lld", (long long)query_int(query, 3));
    if (!query_is_null(query, 4)) {
        buf_printf(out, ",\"offset\":%lld", (long long)query_int(query, 4));
    }
    buf_printf(out, ",\"revision\":%lld,\"body\":", (long long)query_int(query, 5));
    buf_put_json(out, query_text(query, 6));
    put_hex(out, "chain", query, 7);
    if (!query_is_null(query, 11)) {
        put_hex(out, "envelope_hash", query, 11);
    }
    if (!query_is_null(query, 12)) {
        put_envelope(query, out);
    }
    /* What was told for good, here or by a hub; a restored hub judges the rest anew. */
    if (!str_equal(query_text(query, 8), "provisional")) {
        buf_puts(out, ",\"verdict\":");
        buf_puts(out, query_text(query, 9));
    }
    buf_putc(out, '}');
}

enum status outbox_read(struct store *store, int64_t after_seq, int max, size_t max_bytes,
                        struct buf *out, int64_t *last_seq, int64_t *remaining)
{
    char kiosk[META_VALUE_MAX] = "";
    size_t start = out->len;
    int64_t acked = plant_is(store->env, PLANT_NOT_OFFERED_AGAIN) ? outbox_acked_until(store) : 0;
    after_seq = acked > after_seq ? acked : after_seq;
    int64_t last = after_seq;
    store_meta_get(store, "kiosk", kiosk, sizeof kiosk);
    struct query *query = db_query(
        store->db,
        "SELECT o.seq, o.id, o.kind, o.wall, o.offset_s, o.revision, o.body, o.chain, o.code,"
        " o.data, o.acked, o.envelope_hash, e.key_id, e.box, e.contact, e.erase_days"
        " FROM op o LEFT JOIN envelope e ON e.op = o.n WHERE o.kiosk = ?1"
        " AND o.incarnation = (SELECT incarnation FROM kiosk WHERE id = ?1) AND o.seq > ?2"
        " ORDER BY o.seq LIMIT ?3",
        "sii", kiosk, after_seq, (int64_t)max);
    while (query_next(query)) {
        size_t before = out->len;
        if (before > start) {
            buf_putc(out, ',');
        }
        put_op(query, out);
        if (before > start && out->len - start > max_bytes) {
            out->len = before;
            out->data[before] = '\0';
            query_end(query);
        } else {
            last = query_int(query, 0);
        }
    }
    int64_t rest =
        db_int(store->db, 0, "SELECT count(*) FROM op WHERE acked = 0 AND seq > ?1", "i", last);
    enum status status = db_status(store->db);
    db_clear(store->db);
    if (status == OK) {
        *last_seq = last;
        *remaining = rest;
    }
    return status;
}

int64_t outbox_acked_until(struct store *store)
{
    int64_t first =
        db_int(store->db, 0, "SELECT seq FROM op WHERE acked = 0 ORDER BY n LIMIT 1", "");
    if (first > 0) {
        return first - 1;
    }
    unsigned char chain[HASH_SIZE];
    int64_t seq = 0;
    outbox_head(store, &seq, chain);
    return seq;
}

int64_t outbox_head(struct store *store, int64_t *seq, unsigned char chain[HASH_SIZE])
{
    char kiosk[META_VALUE_MAX] = "";
    int64_t incarnation = 0;
    store_meta_get(store, "kiosk", kiosk, sizeof kiosk);
    struct query *query = db_query(
        store->db, "SELECT last_seq, chain, incarnation FROM kiosk WHERE id = ?1", "s", kiosk);
    *seq = 0;
    memset(chain, 0, HASH_SIZE);
    if (query_next(query)) {
        size_t len = 0;
        const void *bytes = query_blob(query, 1, &len);
        *seq = query_int(query, 0);
        incarnation = query_int(query, 2);
        if (len == HASH_SIZE) {
            memcpy(chain, bytes, len);
        }
        query_end(query);
    }
    return incarnation;
}

bool outbox_chain_at(struct store *store, int64_t seq, unsigned char chain[HASH_SIZE])
{
    char kiosk[META_VALUE_MAX] = "";
    store_meta_get(store, "kiosk", kiosk, sizeof kiosk);
    struct query *query =
        db_query(store->db,
                 "SELECT chain FROM op WHERE kiosk = ?1 AND seq = ?2"
                 " AND incarnation = (SELECT incarnation FROM kiosk WHERE id = ?1)",
                 "si", kiosk, seq);
    memset(chain, 0, HASH_SIZE);
    if (!query_next(query)) {
        return false;
    }
    size_t len = 0;
    const void *bytes = query_blob(query, 0, &len);
    memcpy(chain, bytes, len == HASH_SIZE ? len : 0);
    query_end(query);
    return len == HASH_SIZE;
}

/* ---- a new life ---- */

/* The n-th op gets its number and its link in the new chain. */
static void renumber(struct store *store, int64_t n, struct op *op, struct chain_head *head)
{
    static const unsigned char none[HASH_SIZE];
    op->incarnation = head->incarnation;
    op->seq = head->last_seq + 1;
    op_chain(store->env, head->last_seq > 0 ? head->chain : none, op, op->chain);
    db_run(store->db, "UPDATE op SET incarnation = ?2, seq = ?3, chain = ?4 WHERE n = ?1", "iiib",
           n, op->incarnation, op->seq, op->chain, sizeof op->chain);
    head->last_seq = op->seq;
    memcpy(head->chain, op->chain, sizeof head->chain);
}

static bool renumber_next(struct store *store, struct chain_head *head, int64_t *after,
                          struct arena *arena)
{
    struct query *query =
        db_query(store->db,
                 "SELECT n, id, kiosk, kind, wall, offset_s, revision, body, envelope_hash FROM op"
                 " WHERE n > ?1 AND kiosk = ?2 ORDER BY n LIMIT 1",
                 "is", *after, head->kiosk);
    if (!query_next(query)) {
        return false;
    }
    struct op op = {.wall = query_int(query, 4),
                    .has_offset = !query_is_null(query, 5),
                    .offset_s = query_int(query, 5),
                    .revision = query_int(query, 6),
                    .body = arena_strdup(arena, query_text(query, 7))};
    int64_t n = query_int(query, 0);
    size_t len = 0;
    const void *bytes = query_blob(query, 1, &len);
    memcpy(op.id.bytes, bytes, len < OP_ID_SIZE ? len : OP_ID_SIZE);
    str_copy(op.kiosk, sizeof op.kiosk, query_text(query, 2));
    str_copy(op.kind, sizeof op.kind, query_text(query, 3));
    bytes = query_blob(query, 8, &len);
    op.has_envelope = len == HASH_SIZE;
    if (op.has_envelope) {
        memcpy(op.envelope_hash, bytes, len);
    }
    query_end(query);
    renumber(store, n, &op, head);
    *after = n;
    return true;
}

enum status outbox_new_life(struct store *store, int64_t incarnation)
{
    char kiosk[META_VALUE_MAX] = "";
    struct arena arena = {0};
    enum status status = store_begin(store);
    if (status != OK) {
        return status;
    }
    store_meta_get(store, "kiosk", kiosk, sizeof kiosk);
    struct chain_head *head = head_find(store, kiosk);
    if (head == NULL) {
        store_rollback(store);
        return ERR_NOT_FOUND;
    }
    head->incarnation = incarnation;
    head->last_seq = 0;
    memset(head->chain, 0, sizeof head->chain);
    head->is_dirty = true;
    int64_t after = 0;
    while (renumber_next(store, head, &after, &arena)) {
        arena_reset(&arena);
    }
    arena_fini(&arena);
    return store_commit(store);
}

enum status outbox_forget(struct store *store, instant before)
{
    enum status status = store_begin(store);
    if (status != OK) {
        return status;
    }
    /* Rows of bookings and requests hang on their op, so only what no ticket page needs goes. */
    db_run(store->db,
           "DELETE FROM booking WHERE ends_at < ?1 AND op IN (SELECT n FROM op WHERE acked = 1"
           " AND judged_at < ?1 AND offset_s IS NOT NULL)",
           "i", before);
    db_run(store->db,
           "DELETE FROM request WHERE closed_at < ?1 AND op IN (SELECT n FROM op WHERE acked = 1"
           " AND judged_at < ?1 AND offset_s IS NOT NULL)",
           "i", before);
    db_run(store->db,
           "DELETE FROM envelope WHERE op IN (SELECT n FROM op WHERE acked = 1"
           " AND judged_at < ?1 AND offset_s IS NOT NULL)"
           " AND op NOT IN (SELECT op FROM booking UNION SELECT op FROM request)",
           "i", before);
    db_run(store->db,
           "DELETE FROM op WHERE acked = 1 AND judged_at < ?1 AND offset_s IS NOT NULL"
           " AND n NOT IN (SELECT op FROM booking UNION SELECT op FROM request"
           "  UNION SELECT op FROM envelope)"
           " AND n < (SELECT max(n) FROM op)",
           "i", before);
    return store_commit(store);
}
