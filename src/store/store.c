#include "store/store.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "store/internal.h"
#include "store/schema.h"

#define LOG_MODULE "store"
#include "base/log.h"

static enum status check_role(struct store *store, char *why, size_t why_size)
{
    static const char *const words[] = {[STORE_HUB] = "hub", [STORE_KIOSK] = "kiosk"};
    char role[META_VALUE_MAX];
    const char *mine = words[store->role];
    if (store_meta_get(store, "role", role, sizeof role)) {
        if (!str_equal(role, mine)) {
            snprintf(why, why_size, "%s is a %s's database, not a %s's", store->path, role, mine);
            return ERR_VERSION;
        }
        return OK;
    }
    return store_meta_set(store, "role", mine);
}

static enum status backup_before_migration(struct store *store, char *why, size_t why_size)
{
    int version = schema_version_of(store->db);
    if (version == 0 || version >= schema_version_latest()) {
        return OK;
    }
    char target[4096];
    snprintf(target, sizeof target, "%s.v%d", store->path, version);
    return store_backup(store, target, why, why_size);
}

/* FULL, or a slip that was printed may be forgotten when power goes. */
static int synchronous_of(const struct env *env)
{
    return plant_is(env, PLANT_SYNC_OFF) ? 0 : plant_is(env, PLANT_SYNC_NORMAL) ? 1 : 2;
}

enum status store_open(const struct store_options *options, struct store **out, char *why,
                       size_t why_size)
{
    struct db_options db_options = {.path = options->path,
                                    .vfs = options->vfs,
                                    .is_read_only = options->access == STORE_READ_ONLY,
                                    .synchronous = synchronous_of(options->env)};
    struct store *store = xalloc(sizeof *store);
    store->role = options->role;
    store->env = options->env;
    store->path = xstrdup(options->path);
    store->vfs = options->vfs;
    enum status status = db_open(&db_options, &store->db, why, why_size);
    if (status != OK) {
        goto out;
    }
    if (options->access == STORE_READ_WRITE) {
        status = backup_before_migration(store, why, why_size);
        if (status == OK) {
            status = schema_migrate(store->db, why, why_size);
        }
        if (status == OK) {
            status = check_role(store, why, why_size);
        }
    } else if (schema_version_of(store->db) != schema_version_latest()) {
        snprintf(why, why_size, "%s has version %d, this program reads %d", options->path,
                 schema_version_of(store->db), schema_version_latest());
        status = ERR_VERSION;
    }
    if (status == OK) {
        *out = store;
        store = NULL;
    }
out:
    store_close(store);
    return status;
}

void store_close(struct store *store)
{
    if (store == NULL) {
        return;
    }
    db_close(store->db);
    arena_fini(&store->catalogue_arena);
    free(store->heads);
    free(store->dirty);
    free(store->path);
    free(store);
}

/* ---- transactions ---- */

int64_t revision_in_force(struct store *store)
{
    char text[META_VALUE_MAX];
    int64_t revision = 0;
    if (store_setting_get(store, "revision", text, sizeof text)) {
        str_to_int(text, 0, INT64_MAX, &revision);
    }
    return revision;
}

/* Another connection may have brought a revision since the catalogue was read. Called under the
 * write lock, so nobody can bring one after it. */
static void forget_old_revision(struct store *store)
{
    int64_t version = db_data_version(store->db);
    if (version != store->foreign_version) {
        store->foreign_version = version;
        if (store->catalogue != NULL && store->catalogue->revision != revision_in_force(store)) {
            catalogue_forget(store);
        }
    }
}

enum status store_begin(struct store *store)
{
    assert(!store->is_in_batch);
    db_clear(store->db);
    db_run(store->db, "BEGIN IMMEDIATE", "");
    if (db_status(store->db) == OK) {
        store->is_in_batch = true;
        db_set_batch(store->db, true);
        forget_old_revision(store);
    }
    enum status status = db_status(store->db);
    if (status != OK && store->is_in_batch) {
        store_rollback(store);
    }
    return status;
}

enum status store_commit(struct store *store)
{
    assert(store->is_in_batch);
    feed_flush(store);
    heads_flush(store);
    numbers_forget(store);
    db_run(store->db, "COMMIT", "");
    enum status status = db_status(store->db);
    if (status != OK) {
        store_rollback(store);
        return status;
    }
    store->is_in_batch = false;
    db_set_batch(store->db, false);
    return OK;
}

void store_rollback(struct store *store)
{
    db_clear(store->db);
    db_set_batch(store->db, false);
    if (db_in_transaction(store->db)) {
        db_run(store->db, "ROLLBACK", "");
        db_clear(store->db);
    }
    store->is_in_batch = false;
    store->dirty_len = 0;
    heads_forget(store);
    numbers_forget(store);
    catalogue_forget(store);
}

enum status batch_end(struct store *store, bool is_own, enum status status)
{
    if (!is_own) {
        return status;
    }
    if (status == OK) {
        return store_commit(store);
    }
    store_rollback(store);
    return status;
}

/* ---- settings of this node ---- */

bool store_meta_get(struct store *store, const char *key, char *out, size_t size)
{
    struct query *query = db_query(store->db, "SELECT value FROM meta WHERE key = ?1", "s", key);
    bool is_there = false;
    if (query_next(query)) {
        is_there = str_copy(out, size, query_text(query, 0));
        query_end(query);
    }
    return is_there;
}

enum status store_meta_set(struct store *store, const char *key, const char *value)
{
    db_run(store->db,
           "INSERT INTO meta(key, value) VALUES(?1, ?2)"
           " ON CONFLICT(key) DO UPDATE SET value = excluded.value",
           "ss", key, value);
    enum status status = db_status(store->db);
    if (!store->is_in_batch) {
        db_clear(store->db);
    }
    return status;
}

bool store_setting_get(struct store *store, const char *key, char *out, size_t size)
{
    struct query *query = db_query(store->db, "SELECT value FROM setting WHERE key = ?1", "s", key);
    bool is_there = false;
    if (query_next(query)) {
        is_there = str_copy(out, size, query_text(query, 0));
        query_end(query);
    }
    return is_there;
}

enum status store_setting_set(struct store *store, const char *key, const char *value)
{
    assert(store->role == STORE_HUB);
    bool is_alone = !store->is_in_batch;
    enum status status = is_alone ? store_begin(store) : OK;
    if (status != OK) {
        return status;
    }
    db_run(store->db,
           "INSERT INTO setting(key, value) VALUES(?1, ?2)"
           " ON CONFLICT(key) DO UPDATE SET value = excluded.value",
           "ss", key, value);
    struct buf body = {0};
    buf_puts(&body, "{\"value\":");
    buf_put_json(&body, value);
    buf_putc(&body, '}');
    feed_put(store, "setting", key, "*", body.data);
    buf_fini(&body);
    return is_alone ? store_commit(store) : db_status(store->db);
}

int64_t store_data_version(struct store *store)
{
    /* SQLite's own number does not rise by what this connection commits. */
    int64_t version = db_data_version(store->db) + db_own_changes(store->db);
    db_clear(store->db);
    return version;
}

int64_t store_failures(const struct store *store)
{
    return db_failures(store->db);
}

struct db *store_db(struct store *store)
{
    return store->db;
}

/* ---- chains ---- */

struct chain_head *head_find(struct store *store, const char *kiosk)
{
    for (size_t i = 0; i < store->heads_len; i++) {
        if (str_equal(store->heads[i].kiosk, kiosk)) {
            return &store->heads[i];
        }
    }
    struct query *query = db_query(store->db,
                                   "SELECT station, state = 'active', incarnation, last_seq, chain,"
                                   " last_contact FROM kiosk WHERE id = ?1",
                                   "s", kiosk);
    if (!query_next(query)) {
        return NULL;
    }
    struct chain_head head = {.is_active = query_int(query, 1) != 0,
                              .incarnation = query_int(query, 2),
                              .last_seq = query_int(query, 3),
                              .last_contact = query_int(query, 5)};
    size_t len = 0;
    const void *chain = query_blob(query, 4, &len);
    if (len == sizeof head.chain) {
        memcpy(head.chain, chain, len);
    }
    str_copy(head.kiosk, sizeof head.kiosk, kiosk);
    str_copy(head.station, sizeof head.station, query_text(query, 0));
    query_end(query);
    store->heads = xrealloc(store->heads, (store->heads_len + 1) * sizeof head);
    store->heads[store->heads_len] = head;
    return &store->heads[store->heads_len++];
}

void heads_forget(struct store *store)
{
    store->heads_len = 0;
}

/* Writes the heads that moved and forgets all: another process may move them meanwhile. */
void heads_flush(struct store *store)
{
    for (size_t i = 0; i < store->heads_len; i++) {
        const struct chain_head *head = &store->heads[i];
        if (head->is_dirty) {
            db_run(store->db,
                   "UPDATE kiosk SET incarnation = ?2, last_seq = ?3, chain = ?4,"
                   " last_contact = ?5 WHERE id = ?1",
                   "siibi", head->kiosk, head->incarnation, head->last_seq, head->chain,
                   sizeof head->chain, head->last_contact);
        }
    }
    heads_forget(store);
}

/* ---- content ---- */

void catalogue_forget(struct store *store)
{
    store->catalogue = NULL;
    arena_reset(&store->catalogue_arena);
}

static size_t read_content(struct store *store, struct content_row **out)
{
    struct arena *arena = &store->catalogue_arena;
    size_t n = (size_t)db_int(store->db, 0, "SELECT count(*) FROM content", "");
    struct content_row *rows = arena_array(arena, n, sizeof *rows);
    size_t len = 0;
    struct query *query = db_query(store->db, "SELECT kind, id, body FROM content", "");
    while (query_next(query) && len < n) {
        rows[len++] = (struct content_row){.kind = arena_strdup(arena, query_text(query, 0)),
                                           .id = arena_strdup(arena, query_text(query, 1)),
                                           .json = arena_strdup(arena, query_text(query, 2))};
    }
    query_end(query);
    *out = rows;
    return len;
}

/* A newer hub's content may hold what this program cannot read; that is left out, and the rest
 * goes on. Returns how many rows are left. */
static size_t drop_unreadable(struct store *store, struct content_row *rows, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct arena arena = {0};
        struct catalogue alone;
        char why[256] = "";
        if (catalogue_load(&rows[i], 1, 0, &arena, &alone, why, sizeof why) == OK) {
            rows[kept++] = rows[i];
        } else {
            LOG_ERR("%s: left out of the content: %s", store->path, why);
        }
        arena_fini(&arena);
    }
    return kept;
}

const struct catalogue *store_catalogue_locked(struct store *store)
{
    if (store->catalogue != NULL) {
        return store->catalogue;
    }
    int64_t revision = revision_in_force(store);
    struct content_row *rows = NULL;
    size_t n = read_content(store, &rows);
    struct catalogue *catalogue = arena_alloc(&store->catalogue_arena, sizeof *catalogue);
    char why[256] = "";
    enum status status =
        catalogue_load(rows, n, revision, &store->catalogue_arena, catalogue, why, sizeof why);
    if (status != OK) {
        n = drop_unreadable(store, rows, n);
        status =
            catalogue_load(rows, n, revision, &store->catalogue_arena, catalogue, why, sizeof why);
    }
    /* What is in the table was checked before it was published; anything else is a bug. */
    assert(status == OK);
    (void)status;
    store->catalogue = catalogue;
    return catalogue;
}

const struct catalogue *store_catalogue(struct store *store)
{
    /* Another connection, or the hub's feed, may have brought a newer revision. */
    if (!store->is_in_batch && store->catalogue != NULL) {
        if (store->catalogue->revision != revision_in_force(store)) {
            catalogue_forget(store);
        }
    }
    return store_catalogue_locked(store);
}

void due_set(struct store *store, const char *kind, const char *key, instant at)
{
    if (store->is_rebuilding) {
        return;
    }
    db_run(store->db,
           "INSERT INTO due(kind, key, at) VALUES(?1, ?2, ?3)"
           " ON CONFLICT(kind, key) DO UPDATE SET at = excluded.at",
           "ssi", kind, key, at);
}
