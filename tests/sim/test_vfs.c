/* SQLite itself on the simulated disk. With FULL nothing committed is ever lost; with NORMAL and
 * OFF the same runs must see losses, or the disk would be too kind to prove anything. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "vfs.h"

static instant wall_zero(void *ctx)
{
    (void)ctx;
    return 1767225600;
}

static const struct env test_env = {.wall = wall_zero};

static sqlite3 *open_db(struct vfs *vfs, const char *journal, const char *synchronous)
{
    sqlite3 *db = NULL;
    char sql[160];
    int code =
        sqlite3_open_v2("node.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs_name(vfs));
    snprintf(sql, sizeof sql,
             "PRAGMA journal_mode=%s; PRAGMA synchronous=%s; PRAGMA wal_autocheckpoint=20;"
             "CREATE TABLE IF NOT EXISTS row(id INTEGER PRIMARY KEY, filler BLOB);",
             journal, synchronous);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        return db;
    sqlite3_close(db);
    return NULL;
}

static int64_t query_int(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t value = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static bool is_whole(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    bool ok = sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &statement, NULL) == SQLITE_OK &&
              sqlite3_step(statement) == SQLITE_ROW &&
              strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0;
    sqlite3_finalize(statement);
    return ok;
}

static int insert_row(sqlite3 *db, int64_t id, int64_t bytes)
{
    char sql[96];
    snprintf(sql, sizeof sql, "INSERT INTO row VALUES(%lld, randomblob(%lld))", (long long)id,
             (long long)bytes);
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

struct tally {
    int64_t commits, cuts, lost, broken;
};

/* One life between two power cuts: rows are added until the power goes in the middle of some call,
 * then the machine comes back and what was committed is looked for. */
static void live_once(struct vfs *vfs, struct rng *rng, const char *journal,
                      const char *synchronous, int64_t *committed, struct tally *tally)
{
    sqlite3 *db = open_db(vfs, journal, synchronous);
    CHECK(db != NULL);
    vfs_cut_after(vfs, rng_range(rng, 1, 150));
    int64_t next = query_int(db, "SELECT coalesce(max(id),0)+1 FROM row");
    while (!vfs_is_down(vfs) && insert_row(db, next, rng_range(rng, 10, 3000)) == SQLITE_OK) {
        *committed = next++;
        tally->commits++;
    }
    CHECK(vfs_is_down(vfs));
    sqlite3_close(db);
    vfs_power_on(vfs);
    tally->cuts++;
    db = open_db(vfs, journal, synchronous);
    bool whole = db != NULL && is_whole(db);
    int64_t found = db == NULL ? 0 : query_int(db, "SELECT count(*) FROM row");
    int64_t last = db == NULL ? 0 : query_int(db, "SELECT coalesce(max(id),0) FROM row");
    tally->broken += !whole || found != last;
    tally->lost += found < *committed;
    *committed = found;
    sqlite3_close(db);
    if (!whole) {
        vfs_remove(vfs, "node.db");
        vfs_remove(vfs, "node.db-wal");
        vfs_remove(vfs, "node.db-journal");
        *committed = 0;
    }
}

static struct tally live(uint64_t seed, int lives, const char *journal, const char *synchronous)
{
    struct rng rng;
    rng_init(&rng, seed);
    struct vfs *vfs = vfs_new("disk", &test_env, rng_fork(&rng, 1));
    struct tally tally = {0};
    int64_t committed = 0;
    for (int i = 0; i < lives; i++)
        live_once(vfs, &rng, journal, synchronous, &committed, &tally);
    vfs_free(vfs);
    printf("%-6s %-6s %5lld commits %4lld cuts %4lld lost %4lld broken\n", journal, synchronous,
           (long long)tally.commits, (long long)tally.cuts, (long long)tally.lost,
           (long long)tally.broken);
    return tally;
}

static void test_power_cuts(void)
{
    const char *const safe[][2] = {{"WAL", "FULL"}, {"DELETE", "FULL"}, {"DELETE", "EXTRA"}};
    for (size_t i = 0; i < sizeof safe / sizeof safe[0]; i++) {
        /* In DELETE mode FULL may forget the last commit: the journal's removal is not synced. */
        bool forgets = i == 1;
        struct tally tally = live(11 + i, 300, safe[i][0], safe[i][1]);
        CHECK(tally.commits > 1000);
        CHECK_INT(tally.broken, 0);
        if (!forgets)
            CHECK_INT(tally.lost, 0);
    }
    struct tally normal = live(21, 300, "WAL", "NORMAL");
    CHECK(normal.lost > 30);
    CHECK_INT(normal.broken, 0);
    struct tally off = live(22, 300, "WAL", "OFF");
    CHECK(off.lost > 30);
    CHECK(off.broken > 0);
}

static void test_same_seed_same_world(void)
{
    struct tally first = live(31, 40, "WAL", "NORMAL"), second = live(31, 40, "WAL", "NORMAL");
    CHECK(memcmp(&first, &second, sizeof first) == 0);
}

static void test_kill_keeps_what_was_written(void)
{
    struct rng rng;
    rng_init(&rng, 5);
    struct vfs *vfs = vfs_new("disk", &test_env, rng);
    for (int64_t id = 1; id <= 20; id++) {
        sqlite3 *db = open_db(vfs, "WAL", "OFF");
        CHECK_INT(insert_row(db, id, 100), SQLITE_OK);
        vfs_kill(vfs);
        CHECK(insert_row(db, 1000 + id, 100) != SQLITE_OK);
        sqlite3_close(db);
    }
    sqlite3 *db = open_db(vfs, "WAL", "OFF");
    CHECK_INT(query_int(db, "SELECT count(*) FROM row"), 20);
    CHECK(is_whole(db));
    sqlite3_close(db);
    vfs_free(vfs);
}

/* SQLite deletes a log without a sync, so a power cut may bring it back; not what somebody saw gone
 * and waited for. */
static void test_removed_is_gone(void)
{
    int64_t returns = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct rng rng;
        rng_init(&rng, seed);
        struct vfs *vfs = vfs_new("disk", &test_env, rng);
        bool is_waited_for = seed % 2 == 0;
        sqlite3 *db = open_db(vfs, "WAL", "FULL");
        CHECK_INT(insert_row(db, 1, 100), SQLITE_OK);
        sqlite3_close(db);
        CHECK(!vfs_exists(vfs, "node.db-wal"));
        if (is_waited_for)
            vfs_remove(vfs, "node.db-wal");
        vfs_power_cut(vfs);
        bool is_back = vfs_exists(vfs, "node.db-wal");
        CHECK(!is_back || !is_waited_for);
        returns += is_back;
        vfs_free(vfs);
    }
    CHECK(returns > 0);
}

static void test_connections(const char *journal)
{
    struct rng rng;
    rng_init(&rng, 6);
    struct vfs *vfs = vfs_new("disk", &test_env, rng);
    sqlite3 *a = open_db(vfs, journal, "FULL"), *b = open_db(vfs, journal, "FULL");
    bool is_wal = strcmp(journal, "WAL") == 0;
    CHECK_INT(insert_row(a, 1, 100), SQLITE_OK);
    CHECK_INT(query_int(b, "SELECT count(*) FROM row"), 1);

    CHECK_INT(sqlite3_exec(a, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    CHECK_INT(insert_row(a, 2, 100), SQLITE_OK);
    CHECK_INT(insert_row(b, 3, 100), SQLITE_BUSY);
    CHECK_INT(query_int(b, "SELECT count(*) FROM row"), 1);
    CHECK_INT(sqlite3_exec(a, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    CHECK_INT(query_int(b, "SELECT count(*) FROM row"), 2);

    /* A reader keeps its snapshot in WAL mode; a rollback journal cannot commit past it. */
    CHECK_INT(sqlite3_exec(b, "BEGIN; SELECT count(*) FROM row", NULL, NULL, NULL), SQLITE_OK);
    CHECK_INT(insert_row(a, 3, 100), is_wal ? SQLITE_OK : SQLITE_BUSY);
    CHECK_INT(query_int(b, "SELECT count(*) FROM row"), 2);
    if (is_wal) {
        CHECK_INT(insert_row(b, 4, 100), SQLITE_BUSY); /* an old snapshot must not write */
        CHECK_INT(query_int(a, "PRAGMA wal_checkpoint(TRUNCATE)"), 1);
    }
    CHECK_INT(sqlite3_exec(b, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    CHECK_INT(insert_row(a, 5, 100), SQLITE_OK);
    if (is_wal)
        CHECK_INT(query_int(a, "PRAGMA wal_checkpoint(TRUNCATE)"), 0);
    CHECK_INT(query_int(b, "SELECT max(id) FROM row"), 5);
    sqlite3_close(a);
    CHECK_INT(insert_row(b, 6, 100), SQLITE_OK);
    sqlite3_close(b);
    CHECK(!vfs_exists(vfs, "node.db-wal"));
    vfs_free(vfs);
}

/* Fails the n-th call of a kind; false once no call was left to fail. */
static bool fail_once(int64_t n, unsigned mask, int64_t times, int code)
{
    struct rng rng;
    rng_init(&rng, (uint64_t)n);
    struct vfs *vfs = vfs_new("disk", &test_env, rng);
    int64_t committed = 0;
    vfs_fail_at(vfs, mask, n, times, code);
    for (int attempt = 0; attempt < 3; attempt++) {
        sqlite3 *db = open_db(vfs, "WAL", "FULL");
        if (db == NULL)
            continue;
        for (int i = 0; i < 12; i++) {
            int64_t next = query_int(db, "SELECT coalesce(max(id),0)+1 FROM row");
            if (next > 0 && insert_row(db, next, 1500) == SQLITE_OK)
                committed = next;
        }
        sqlite3_close(db);
    }
    bool has_failed = vfs_faults(vfs) > 0;
    vfs_fail_at(vfs, 0, 0, 0, 0);
    vfs_power_cut(vfs);
    vfs_power_on(vfs);
    sqlite3 *db = open_db(vfs, "WAL", "FULL");
    CHECK(db != NULL);
    CHECK(is_whole(db));
    int64_t found = query_int(db, "SELECT count(*) FROM row");
    CHECK_INT(query_int(db, "SELECT max(id) FROM row"), found);
    CHECK(found >= committed);
    sqlite3_close(db);
    vfs_free(vfs);
    return has_failed;
}

static void test_faults(void)
{
    static const struct {
        unsigned mask;
        int code;
    } kinds[] = {
        {VFS_OPEN, SQLITE_CANTOPEN}, {VFS_READ, SQLITE_IOERR}, {VFS_WRITE, SQLITE_IOERR},
        {VFS_WRITE, SQLITE_FULL},    {VFS_SYNC, SQLITE_IOERR}, {VFS_TRUNCATE, SQLITE_IOERR},
        {VFS_DELETE, SQLITE_IOERR},  {VFS_LOCK, SQLITE_BUSY},  {VFS_SHM_MAP, SQLITE_IOERR},
        {VFS_SHM_LOCK, SQLITE_BUSY}, {VFS_SIZE, SQLITE_IOERR}, {VFS_ANY, SQLITE_IOERR},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        int64_t n = 1;
        while (fail_once(n, kinds[i].mask, 1, kinds[i].code))
            n++;
        CHECK(n > 1);
        for (int64_t from = 1; from < n; from += 7)
            fail_once(from, kinds[i].mask, 10, kinds[i].code);
    }
}

static void test_full_disk(void)
{
    struct rng rng;
    rng_init(&rng, 8);
    struct vfs *vfs = vfs_new("disk", &test_env, rng);
    sqlite3 *db = open_db(vfs, "WAL", "FULL");
    int64_t id = 1;
    vfs_limit(vfs, vfs_used(vfs) + 200000);
    while (insert_row(db, id, 5000) == SQLITE_OK)
        id++;
    CHECK_INT(sqlite3_errcode(db), SQLITE_FULL);
    CHECK(id > 5);
    CHECK_INT(query_int(db, "SELECT count(*) FROM row"), id - 1);
    vfs_limit(vfs, 0);
    CHECK_INT(insert_row(db, id, 5000), SQLITE_OK);
    CHECK(is_whole(db));
    sqlite3_close(db);
    vfs_free(vfs);
}

int main(void)
{
    test_power_cuts();
    test_same_seed_same_world();
    test_kill_keeps_what_was_written();
    test_removed_is_gone();
    test_connections("WAL");
    test_connections("DELETE");
    test_faults();
    test_full_disk();
    return check_done();
}
