/* Every derived table again from ops and recorded verdicts. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "store/internal.h"

/* What is compared; the rest of a row is bookkeeping of its own. */
static const struct {
    const char *table, *columns;
} derived[] = {
    {"booking", "op, ticket, kiosk, programme, session, starts_at, ends_at, seats, pool, state,"
                " created_at, helper"},
    {"request", "op, ticket, kiosk, kind, grid, urgency, state, filed_at, due_at, closed_at,"
                " rating, owner"},
    {"ticket_event", "ticket, turn, at, kind, note"},
    {"session", "id, programme, starts_at, ends_at, capacity, waiting_seats, waiting_parties"},
    {"pool", "session, owner, granted, returned, drawn"},
    {"call", "id, kiosk, screen, called_at, answered_at, answered_by, closed_at"},
    {"content", "kind, id, body"},
};
enum { DERIVED_LEN = sizeof derived / sizeof derived[0] };

static void set_aside(struct db *db)
{
    char sql[512];
    db_script(db, "DROP TABLE IF EXISTS temp.kept_session; DROP TABLE IF EXISTS temp.kept_pool;"
                  "CREATE TEMP TABLE kept_session AS SELECT id, is_over FROM session;"
                  "CREATE TEMP TABLE kept_pool AS SELECT session, owner, recall FROM pool");
    for (int i = 0; i < DERIVED_LEN; i++) {
        snprintf(sql, sizeof sql,
                 "DROP TABLE IF EXISTS temp.old_%s; CREATE TEMP TABLE old_%s AS SELECT %s FROM %s;"
                 "DELETE FROM main.%s",
                 derived[i].table, derived[i].table, derived[i].columns, derived[i].table,
                 derived[i].table);
        db_script(db, sql);
    }
    /* Kiosks keep their keys and chains; only who is active is derived again. */
    db_script(db, "DROP TABLE IF EXISTS temp.old_kiosk;"
                  "CREATE TEMP TABLE old_kiosk AS SELECT * FROM kiosk;"
                  "DELETE FROM kiosk");
}

static void replay_one(struct store *store, struct query *query, struct arena *arena)
{
    struct op op = {.has_envelope = !query_is_null(query, 11)};
    struct apply_context context = {.arrived_at = query_int(query, 9)};
    struct application a = {.store = store, .op = &op, .context = &context};
    struct envelope envelope = {0};
    size_t len = 0;
    const void *id = query_blob(query, 1, &len);
    memcpy(op.id.bytes, id, len < OP_ID_SIZE ? len : OP_ID_SIZE);
    str_copy(op.kiosk, sizeof op.kiosk, query_text(query, 2));
    str_copy(op.kind, sizeof op.kind, query_text(query, 3));
    op.body = arena_strdup(arena, query_text(query, 4));
    a.n = query_int(query, 0);
    a.turn = query_int(query, 6);
    a.judged_at = query_int(query, 7);
    a.has_clock = true;
    a.envelope = op.has_envelope ? &envelope : NULL;
    bool has_effect = verdict_from_json(query_text(query, 5), &a.verdict) == OK &&
                      a.verdict.code != VERDICT_REFUSED && a.verdict.code != VERDICT_PARKED &&
                      query_int(query, 10) == 0;
    int kind = op_kind_parse(op.kind);
    if (!has_effect || kind < 0 || body_parse((enum op_kind)kind, op.body, &a.body) != OK) {
        return;
    }
    a.kind = (enum op_kind)kind;
    if (a.kind != OP_ERASE) { /* what is erased stays erased */
        op_rule_of(a.kind)->effect(&a);
    }
    body_fini(&a.body);
}

static void replay(struct store *store)
{
    struct arena arena = {0};
    struct query *query =
        db_query(store->db,
                 "SELECT n, id, kiosk, kind, body, data, turn, judged_at, code, arrived_at, waits,"
                 " envelope_hash FROM op ORDER BY turn",
                 "");
    while (query_next(query)) {
        replay_one(store, query, &arena);
        arena_reset(&arena);
    }
    query_end(query);
    arena_fini(&arena);
}

static bool compare_table(struct db *db, const char *table, const char *columns, char *difference,
                          size_t size)
{
    char sql[900];
    snprintf(sql, sizeof sql,
             "DROP TABLE IF EXISTS temp.diff; CREATE TEMP TABLE diff AS SELECT count(*) AS n FROM ("
             "SELECT * FROM (SELECT %s FROM main.%s EXCEPT SELECT %s FROM temp.old_%s)"
             " UNION ALL SELECT * FROM (SELECT %s FROM temp.old_%s EXCEPT SELECT %s FROM main.%s))",
             columns, table, columns, table, columns, table, columns, table);
    db_script(db, sql);
    int64_t n = db_int(db, -1, "SELECT n FROM temp.diff", "");
    if (n != 0 && difference[0] == '\0') {
        snprintf(difference, size, "%s: %lld rows differ", table, (long long)n);
    }
    return n == 0;
}

static bool compare(struct db *db, char *difference, size_t size)
{
    bool same = true;
    for (int i = 0; i < DERIVED_LEN; i++) {
        same = compare_table(db, derived[i].table, derived[i].columns, difference, size) && same;
    }
    return compare_table(db, "kiosk", "id, station, number, key, state", difference, size) && same;
}

/* What is bookkeeping of this node and stands in no op. */
static void bring_back(struct db *db)
{
    db_script(db, "UPDATE session SET is_over = coalesce((SELECT o.is_over FROM temp.kept_session o"
                  " WHERE o.id = session.id), 0);"
                  "UPDATE pool SET recall = coalesce((SELECT o.recall FROM temp.kept_pool o"
                  " WHERE o.session = pool.session AND o.owner = pool.owner), 0)");
    db_script(db, "UPDATE kiosk SET (enrolled_at, incarnation, last_seq, chain, last_contact) ="
                  " (SELECT o.enrolled_at, o.incarnation, o.last_seq, o.chain, o.last_contact"
                  "  FROM temp.old_kiosk o WHERE o.id = kiosk.id)"
                  " WHERE id IN (SELECT id FROM temp.old_kiosk)");
}

enum status store_rebuild(struct store *store, bool *same, char *difference, size_t size)
{
    enum status status = store_begin(store);
    if (status != OK) {
        return status;
    }
    bool is_same = false;
    difference[0] = '\0';
    store->is_rebuilding = true;
    set_aside(store->db);
    catalogue_forget(store);
    heads_forget(store);
    replay(store);
    is_same = compare(store->db, difference, size);
    bring_back(store->db);
    store->is_rebuilding = false;
    heads_forget(store);
    status = store_commit(store);
    if (status == OK) {
        *same = is_same;
    }
    return status;
}
