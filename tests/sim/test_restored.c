/* A copy put in the place of a database, on a disk that loses power at any call: the copy comes up
 * whole, and the other's log is never played into it, whether somebody forgot it there or its
 * removal was lost with the power. */
#include <string.h>

#include "base/log.h"

#include "check.h"
#include "store/db.h"
#include "vfs.h"

enum { ROWS_COPIED = 40, ROWS_LOST = 60, CUTS = 16, LIVES = 3, SEEDS = 60, MANY_SEEDS = 600 };

static instant wall_zero(void *ctx)
{
    (void)ctx;
    return 1767225600;
}

static const struct env test_env = {.wall = wall_zero};

struct machine {
    struct vfs *vfs;
    struct rng rng;
    char why[256];
};

static enum status open_live(struct machine *machine, bool is_read_only, struct db **out)
{
    struct db_options options = {.path = "live.db",
                                 .vfs = vfs_name(machine->vfs),
                                 .is_read_only = is_read_only,
                                 .synchronous = 2};
    return db_open(&options, out, machine->why, sizeof machine->why);
}

static void add_rows(struct db *db, int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        db_run(db, "INSERT INTO note(text) VALUES(hex(randomblob(400)))", "");
}

static int64_t count_rows(struct db *db)
{
    return db_int(db, -1, "SELECT count(*) FROM note", "");
}

static bool is_whole(struct db *db)
{
    struct query *query = db_query(db, "PRAGMA integrity_check(1)", "");
    bool whole = query_next(query) && strcmp(query_text(query, 0), "ok") == 0;
    query_end(query);
    return whole;
}

enum log_left {
    LOG_WRITTEN, /* closed in order, so the database has it all */
    LOG_THERE,   /* the process was killed */
};

/* A machine whose database has gone on since it was copied, and was then set back to the copy. */
static void machine_make(struct machine *machine, uint64_t seed, enum log_left left)
{
    struct db *db = NULL;
    rng_init(&machine->rng, seed);
    machine->vfs = vfs_new("disk", &test_env, rng_fork(&machine->rng, 1));
    CHECK_INT(open_live(machine, false, &db), OK);
    db_run(db, "CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT)", "");
    db_run(db, "CREATE INDEX note_text ON note(text)", "");
    add_rows(db, ROWS_COPIED);
    db_run(db, "VACUUM INTO 'copy.db'", "");
    db_run(db, "DELETE FROM note WHERE id % 3 = 0", "");
    add_rows(db, ROWS_LOST);
    CHECK_INT(db_status(db), OK);
    if (left == LOG_THERE)
        vfs_kill(machine->vfs);
    db_close(db);
    CHECK_INT(vfs_exists(machine->vfs, "live.db-wal"), left == LOG_THERE);
    CHECK(vfs_copy(machine->vfs, "copy.db", "live.db"));
}

/* Works on until the power goes or a row is in; how many rows are promised. */
static int64_t work(struct machine *machine)
{
    struct db *db = NULL;
    int64_t promised = ROWS_COPIED;
    enum status status = open_live(machine, false, &db);
    CHECK(status == OK || vfs_is_down(machine->vfs));
    if (status != OK)
        return promised;
    add_rows(db, 1);
    promised += db_status(db) == OK;
    db_close(db);
    return promised;
}

static void expect_copy(struct machine *machine, int64_t promised)
{
    struct db *db = NULL;
    enum status status = open_live(machine, false, &db);
    CHECK_INT(status, OK);
    if (status != OK)
        return;
    CHECK(is_whole(db));
    int64_t found = count_rows(db);
    CHECK(found >= promised && found <= ROWS_COPIED + LIVES);
    db_close(db);
}

/* Put back as it should be; the power goes at one of the first calls of each of its first lives. A
 * log of its own is then never taken for the other's. */
static void test_put_back_in_order(void)
{
    for (uint64_t seed = 1; seed <= MANY_SEEDS; seed++) {
        struct machine machine;
        int64_t promised = 0;
        machine_make(&machine, seed, seed % 2 == 0 ? LOG_THERE : LOG_WRITTEN);
        vfs_remove(machine.vfs, "live.db-wal");
        vfs_remove(machine.vfs, "live.db-journal");
        for (int life = 0; life < LIVES && promised <= ROWS_COPIED; life++) {
            vfs_cut_after(machine.vfs, rng_range(&machine.rng, 1, CUTS));
            promised = work(&machine);
            if (!vfs_is_down(machine.vfs))
                vfs_power_cut(machine.vfs);
            vfs_power_on(machine.vfs);
        }
        expect_copy(&machine, promised);
        vfs_free(machine.vfs);
    }
}

static void expect_refusal(struct machine *machine)
{
    struct db *db = NULL;
    for (int i = 0; i < 2; i++) {
        CHECK_INT(open_live(machine, i == 0, &db), ERR_CONFLICT);
        CHECK(strstr(machine->why, "live.db-wal") != NULL);
    }
    vfs_remove(machine->vfs, "live.db-wal");
    expect_copy(machine, ROWS_COPIED);
}

static void test_forgotten_log(void)
{
    struct machine machine;
    machine_make(&machine, 1, LOG_THERE);
    expect_refusal(&machine);
    vfs_free(machine.vfs);
}

/* SQLite removed the log without a sync when the database was closed, and nobody waited for the
 * disk: a power cut at the first start may bring the log back. */
static void test_log_that_comes_back(void)
{
    int64_t refusals = 0, starts = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct machine machine;
        struct db *db = NULL;
        machine_make(&machine, seed, LOG_WRITTEN);
        vfs_cut_after(machine.vfs, rng_range(&machine.rng, 1, 4));
        CHECK_INT(work(&machine), ROWS_COPIED);
        CHECK(vfs_is_down(machine.vfs));
        vfs_power_on(machine.vfs);
        enum status status = open_live(&machine, true, &db);
        db_close(db);
        if (status == ERR_CONFLICT) {
            refusals++;
            expect_refusal(&machine);
        } else {
            starts++;
            expect_copy(&machine, ROWS_COPIED);
        }
        vfs_free(machine.vfs);
    }
    CHECK(refusals > 0);
    CHECK(starts > 0);
}

int main(void)
{
    /* Nothing is logged: what fails here, fails on purpose. */
    log_set_level((enum log_level)(LOG_LEVEL_ERROR + 1));
    test_put_back_in_order();
    test_forgotten_log();
    test_log_that_comes_back();
    return check_done();
}
