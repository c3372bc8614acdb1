/* Content: a revision replaces what was in force. */
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/str.h"
#include "store/internal.h"

enum { KEY_SIZE_MAX = 2 * CONTENT_ID_SIZE };

static const char *text_at(const json_t *array, size_t index)
{
    const char *text = json_string_value(json_array_get(array, index));
    return text != NULL ? text : "";
}

static bool is_object_row(const json_t *row)
{
    return json_is_array(row) && json_array_size(row) == 3 && text_at(row, 0)[0] != '\0' &&
           text_at(row, 1)[0] != '\0' && json_is_object(json_array_get(row, 2));
}

/* The rows must load as a catalogue, or screens and rules would stand on sand. */
static bool rows_load(const json_t *objects, int64_t revision)
{
    struct arena arena = {0};
    struct catalogue catalogue;
    char why[256];
    size_t n = json_array_size(objects);
    struct content_row *rows = arena_array(&arena, n, sizeof *rows);
    bool is_good = true;
    for (size_t i = 0; i < n && is_good; i++) {
        const json_t *row = json_array_get(objects, i);
        is_good = is_object_row(row);
        if (is_good) {
            char *json = json_dumps(json_array_get(row, 2), JSON_COMPACT | JSON_SORT_KEYS);
            rows[i] =
                (struct content_row){text_at(row, 0), text_at(row, 1), arena_strdup(&arena, json)};
            free(json);
        }
    }
    is_good =
        is_good && catalogue_load(rows, n, revision, &arena, &catalogue, why, sizeof why) == OK;
    arena_fini(&arena);
    return is_good;
}

void publish_judge(struct application *a)
{
    const json_t *objects = json_object_get(a->body.json, "objects");
    if (rows_load(objects, a->body.revision)) {
        verdict_set(a, VERDICT_ACCEPTED, REASON_NONE);
    } else {
        verdict_set(a, VERDICT_REFUSED, REASON_BAD_BODY);
    }
}

static void put_object(struct application *a, const json_t *row)
{
    struct db *db = a->store->db;
    const char *kind = text_at(row, 0);
    const char *id = text_at(row, 1);
    char *json = json_dumps(json_array_get(row, 2), JSON_COMPACT | JSON_SORT_KEYS);
    db_run(db, "INSERT INTO incoming(kind, id) VALUES(?1, ?2)", "ss", kind, id);
    db_run(db,
           "INSERT INTO content(kind, id, body) VALUES(?1, ?2, ?3)"
           " ON CONFLICT(kind, id) DO UPDATE SET body = excluded.body WHERE body <> excluded.body",
           "sss", kind, id, json);
    if (db_status(db) == OK && db_changes(db) > 0) {
        char key[KEY_SIZE_MAX];
        snprintf(key, sizeof key, "%s/%s", kind, id);
        feed_put(a->store, "content", key, "*", json);
    }
    free(json);
}

static void drop_absent(struct application *a)
{
    struct db *db = a->store->db;
    struct query *query = db_query(db,
                                   "SELECT kind || '/' || id FROM content"
                                   " WHERE (kind, id) NOT IN (SELECT kind, id FROM incoming)",
                                   "");
    while (query_next(query)) {
        feed_put(a->store, "content", query_text(query, 0), "*", NULL);
    }
    query_end(query);
    db_run(db, "DELETE FROM content WHERE (kind, id) NOT IN (SELECT kind, id FROM incoming)", "");
}

/* A changed capacity moves the hub's pool of sessions that already have one. */
static void follow_capacities(struct application *a)
{
    struct db *db = a->store->db;
    const struct catalogue *catalogue = store_catalogue_locked(a->store);
    struct query *query = db_query(
        db, "SELECT id, programme, capacity FROM session WHERE starts_at > ?1", "i", a->judged_at);
    db_run(db, "DELETE FROM resized", "");
    while (query_next(query)) {
        const struct series *series = catalogue_find_bookable(catalogue, query_text(query, 1));
        int64_t now = series != NULL ? series->bookable.capacity : query_int(query, 2);
        if (now != query_int(query, 2)) {
            db_run(db, "INSERT INTO resized(id, delta) VALUES(?1, ?2)", "si", query_text(query, 0),
                   now - query_int(query, 2));
            promote_later(a, query_text(query, 0));
            feed_mark(a->store, "session", query_text(query, 0));
        }
    }
    query_end(query);
    db_run(db,
           "UPDATE pool SET granted = granted + (SELECT delta FROM resized r WHERE r.id = session)"
           " WHERE owner = 'hub' AND session IN (SELECT id FROM resized)",
           "");
    db_run(db,
           "UPDATE session SET capacity = capacity + (SELECT delta FROM resized r"
           " WHERE r.id = session.id) WHERE id IN (SELECT id FROM resized)",
           "");
    query =
        db_query(db,
                 "SELECT session FROM pool WHERE owner = 'hub' AND granted - returned - drawn < 0"
                 " AND session IN (SELECT id FROM resized)",
                 "");
    while (query_next(query)) {
        staff_add(a, "excess", query_text(query, 0), "capacity");
        pool_recall(a, query_text(query, 0));
    }
    query_end(query);
}

void publish_effect(struct application *a)
{
    struct db *db = a->store->db;
    const json_t *objects = json_object_get(a->body.json, "objects");
    char revision[32];
    db_script(db, "CREATE TEMP TABLE IF NOT EXISTS incoming(kind TEXT, id TEXT,"
                  " PRIMARY KEY(kind, id)) WITHOUT ROWID;"
                  "CREATE TEMP TABLE IF NOT EXISTS resized(id TEXT PRIMARY KEY, delta INTEGER);"
                  "DELETE FROM incoming");
    for (size_t i = 0; i < json_array_size(objects); i++) {
        put_object(a, json_array_get(objects, i));
    }
    drop_absent(a);
    snprintf(revision, sizeof revision, "%lld", (long long)a->body.revision);
    if (store_setting_set(a->store, "revision", revision) != OK) {
        return; /* sticks in the db and fails the op */
    }
    catalogue_forget(a->store);
    follow_capacities(a);
}
