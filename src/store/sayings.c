#include "store/sayings.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "store/db.h"

enum { SYNCHRONOUS_NORMAL = 1, STAMP_SIZE = 2 * sizeof(uint64_t) + 1, PATH_SIZE = 4096 };

static const char schema_sql[] =
    /* What the runs belong to; no row: not all of them are there. */
    "CREATE TABLE IF NOT EXISTS about(stamp TEXT NOT NULL);"
    /* A run of Chinese characters without anything else, and its syllables with their tones. */
    "CREATE TABLE IF NOT EXISTS saying(run TEXT PRIMARY KEY, pinyin TEXT NOT NULL)"
    " WITHOUT ROWID;";

struct sayings {
    struct db *db;
};

static void remove_files(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char name[PATH_SIZE];
        if ((size_t)snprintf(name, sizeof name, "%s%s", path, ends[i]) < sizeof name) {
            (void)unlink(name);
        }
    }
}

static enum status open_once(const char *path, struct db **out, char *why, size_t why_size)
{
    struct db_options options = {.path = path, .synchronous = SYNCHRONOUS_NORMAL};
    struct db *db = NULL;
    enum status status = db_open(&options, &db, why, why_size);
    if (status != OK) {
        return status;
    }
    db_set_batch(db, true);
    db_script(db, schema_sql);
    status = db_status(db);
    db_clear(db);
    db_set_batch(db, false);
    if (status != OK) {
        (void)snprintf(why, why_size, "%s cannot be used: %s", path, status_text(status));
        db_close(db);
        return status;
    }
    *out = db;
    return OK;
}

enum status sayings_open(const char *path, struct sayings **out, char *why, size_t why_size)
{
    struct db *db = NULL;
    enum status status = open_once(path, &db, why, why_size);
    if (status == ERR_PARSE || status == ERR_DB) {
        /* Damaged, or another program's: there is nothing in it to be kept. */
        remove_files(path);
        status = open_once(path, &db, why, why_size);
    }
    if (status != OK) {
        return status;
    }
    struct sayings *made = xalloc(sizeof *made);
    made->db = db;
    *out = made;
    return OK;
}

void sayings_close(struct sayings *sayings)
{
    if (sayings == NULL) {
        return;
    }
    if (db_in_transaction(sayings->db)) {
        db_script(sayings->db, "ROLLBACK");
    }
    db_close(sayings->db);
    free(sayings);
}

static void write_stamp(uint64_t stamp, char out[STAMP_SIZE])
{
    (void)snprintf(out, STAMP_SIZE, "%016" PRIx64, stamp);
}

bool sayings_is_whole(struct sayings *sayings, uint64_t stamp)
{
    char text[STAMP_SIZE];
    write_stamp(stamp, text);
    return db_int(sayings->db, 0, "SELECT 1 FROM about WHERE stamp = ?1", "s", text) == 1;
}

static void need_transaction(struct sayings *sayings)
{
    if (!db_in_transaction(sayings->db)) {
        db_script(sayings->db, "BEGIN IMMEDIATE");
    }
}

void sayings_begin(struct sayings *sayings)
{
    need_transaction(sayings);
    db_script(sayings->db, "DELETE FROM about; DELETE FROM saying;");
}

void sayings_add(struct sayings *sayings, const char *run, const char *pinyin)
{
    need_transaction(sayings);
    db_run(sayings->db, "INSERT OR IGNORE INTO saying VALUES(?1, ?2)", "ss", run, pinyin);
}

enum status sayings_keep(struct sayings *sayings)
{
    if (db_in_transaction(sayings->db)) {
        db_script(sayings->db, "COMMIT");
    }
    return db_in_transaction(sayings->db) ? ERR_DB : OK;
}

enum status sayings_end(struct sayings *sayings, uint64_t stamp)
{
    char text[STAMP_SIZE];
    write_stamp(stamp, text);
    need_transaction(sayings);
    db_run(sayings->db, "INSERT INTO about VALUES(?1)", "s", text);
    return sayings_keep(sayings);
}

bool sayings_find(struct sayings *sayings, const char *run, struct buf *out)
{
    struct query *query =
        db_query(sayings->db, "SELECT pinyin FROM saying WHERE run = ?1", "s", run);
    bool is_there = query_next(query);
    if (is_there) {
        buf_puts(out, query_text(query, 0));
    }
    query_end(query);
    return is_there;
}
