/* Database files as life leaves them: of other programs and versions, copied, full, read-only, and
 * of a process killed at any moment. */
#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "check.h"
#include "domain/number.h"
#include "store/db.h"
#include "store/query.h"
#include "store/world.h"

static enum status open_path(const char *path, enum store_role role, enum store_access access,
                             const struct env *env, struct store **out, char *why)
{
    struct store_options options = {.path = path, .role = role, .access = access, .env = env};
    return store_open(&options, out, why, 256);
}

struct place {
    char folder[256];
    char path[300];
    struct test_clock clock;
    struct env env;
};

static void place_make(struct place *place)
{
    *place = (struct place){.clock = {.wall = TEST_NOW, .random = 3}};
    place->env = fixture_env(&place->clock);
    fixture_folder(place->folder);
    snprintf(place->path, sizeof place->path, "%s/x.db", place->folder);
}

static void run_sql(const char *path, const char *sql)
{
    struct db_options options = {.path = path, .synchronous = 2};
    struct db *db = NULL;
    char why[256];
    enum status status = db_open(&options, &db, why, sizeof why);
    assert(status == OK);
    db_script(db, sql);
    assert(db_status(db) == OK);
    db_close(db);
}

static void expect_refusal(const struct place *place, enum store_role role, enum status expected,
                           const char *words)
{
    char why[256] = "";
    struct store *store = NULL;
    CHECK_INT(open_path(place->path, role, STORE_READ_WRITE, &place->env, &store, why), expected);
    CHECK(store == NULL);
    if (strstr(why, words) == NULL) {
        CHECK_STR(why, words);
    }
}

/* A file as the first version made it. */
static const char back_to_1[] =
    "DROP VIEW report_call; DROP VIEW report_helped; DROP TABLE call;"
    "ALTER TABLE op DROP COLUMN helper; ALTER TABLE booking DROP COLUMN helper;"
    "PRAGMA user_version=1";

static void test_refused_files(void)
{
    struct place place;
    struct store *store;
    char why[256];
    place_make(&place);
    run_sql(place.path, "CREATE TABLE notes(text TEXT)");
    expect_refusal(&place, STORE_HUB, ERR_VERSION, "another program");
    unlink(place.path);
    CHECK_INT(file_replace(place.path, "this is not a database, it is a letter", 38, 0600), OK);
    expect_refusal(&place, STORE_HUB, ERR_PARSE, "cannot be opened");
    unlink(place.path);

    CHECK_INT(open_path(place.path, STORE_HUB, STORE_READ_WRITE, &place.env, &store, why), OK);
    fixture_publish(store, 1, 12);
    store_close(store);
    expect_refusal(&place, STORE_KIOSK, ERR_VERSION, "hub");
    run_sql(place.path, "PRAGMA user_version=999");
    expect_refusal(&place, STORE_HUB, ERR_VERSION, "newer program");
    CHECK_INT(open_path(place.path, STORE_HUB, STORE_READ_ONLY, &place.env, &store, why),
              ERR_VERSION);
    run_sql(place.path, back_to_1);
    CHECK_INT(open_path(place.path, STORE_HUB, STORE_READ_WRITE, &place.env, &store, why), OK);
    CHECK_INT(world_int(store, "SELECT count(*) FROM content"), 7);
    CHECK_INT(world_int(store, "SELECT count(*) FROM call"), 0);
    CHECK_INT(world_int(store, "SELECT count(helper) FROM booking"), 0);
    store_close(store);
    snprintf(place.path, sizeof place.path, "%s/x.db.v1", place.folder);
    CHECK_INT(access(place.path, F_OK), 0); /* as it was */
    snprintf(place.path, sizeof place.path, "%s/none/x.db", place.folder);
    expect_refusal(&place, STORE_HUB, ERR_IO, "cannot be opened");
    fixture_remove(place.folder);
}

static void test_backup(void)
{
    struct world world;
    char target[300];
    char why[256] = "";
    char ticket[TICKET_SIZE];
    struct store *copy = NULL;
    world_start(&world, 1);
    link_book(&world.kiosks[0], small, 1, "hub", 1, ticket);
    world_settle(&world);
    snprintf(target, sizeof target, "%s/copy.db", world.folder);
    CHECK_INT(store_backup(world.hub.store, target, why, sizeof why), OK);
    struct stat before;
    struct stat after;
    CHECK_INT(stat(target, &before), 0);
    CHECK_INT(store_backup(world.hub.store, target, why, sizeof why), ERR_CONFLICT);
    CHECK(strstr(why, "there already") != NULL);
    CHECK_INT(stat(target, &after), 0);
    CHECK_INT(after.st_ino, before.st_ino);
    CHECK_INT(after.st_size, before.st_size);
    CHECK_INT(open_path(target, STORE_HUB, STORE_READ_ONLY, &world.hub.env, &copy, why), OK);
    CHECK_STR(world_state(copy, ticket), "booked");
    struct verdict verdict;
    struct apply_context context = {.arrived_at = TEST_NOW, .by_staff = true};
    CHECK(store_submit(copy, OP_RETIRE, "{\"kiosk\":\"demo-1\"}", NULL, &context, NULL, &verdict) !=
          OK);
    store_close(copy);
    snprintf(target, sizeof target, "%s/no/folder/copy.db", world.folder);
    CHECK(store_backup(world.hub.store, target, why, sizeof why) != OK);
    CHECK_STR(world_state(world.hub.store, ticket), "booked"); /* and the live one goes on */
    world_stop(&world);
}

/* ---- no room ---- */

static enum status book_once(struct store *store, const struct env *env, int i)
{
    char body[9000];
    char ticket[TICKET_SIZE];
    struct verdict verdict;
    struct apply_context context = {.arrived_at = env->wall(env->ctx)};
    number_make(1, (uint32_t)i, ticket);
    snprintf(body, sizeof body,
             "{\"ticket\":\"%s\",\"request\":\"hazard\",\"grid\":\"g\",\"urgency\":\"urgent\","
             "\"fields\":{\"x\":\"%08000d\"}}",
             ticket, i);
    return store_submit(store, OP_FILE, body, NULL, &context, NULL, &verdict);
}

static int64_t count_ops(struct store *store)
{
    return world_int(store, "SELECT count(*) FROM op");
}

static bool is_whole(struct store *store)
{
    struct query *query = db_query(store_db(store), "PRAGMA integrity_check(1)", "");
    bool whole = query_next(query) && str_equal(query_text(query, 0), "ok");
    query_end(query);
    return whole &&
           world_int(store, "SELECT count(*) FROM op") ==
               world_int(store, "SELECT count(*) FROM request") &&
           world_int(store, "SELECT coalesce(max(seq), 0) FROM op") ==
               world_int(store, "SELECT last_seq FROM kiosk WHERE id = 'demo-1'");
}

/* The database may not grow: an op fails with a status, nothing of it is written, and when there is
 * room again the next one works. */
static void test_full_database(void)
{
    struct world world;
    char sql[64];
    world_start(&world, 1);
    struct store *store = world.kiosks[0].store;
    CHECK_INT(book_once(store, &world.kiosks[0].env, 1), OK);
    snprintf(sql, sizeof sql, "PRAGMA max_page_count=%lld",
             (long long)world_int(store, "PRAGMA page_count") + 6);
    db_script(store_db(store), sql);
    enum status status = OK;
    int made = 1;
    for (int i = 2; i < 50 && status == OK; i++) {
        status = book_once(store, &world.kiosks[0].env, i);
        made += status == OK;
    }
    CHECK_INT(status, ERR_FULL);
    CHECK_INT(count_ops(store), made);
    CHECK(is_whole(store));
    CHECK_INT(book_once(store, &world.kiosks[0].env, 60), ERR_FULL);
    CHECK_INT(query_outbox_len(store), made);
    db_script(store_db(store), "PRAGMA max_page_count=1000000");
    CHECK_INT(book_once(store, &world.kiosks[0].env, 61), OK);
    CHECK(is_whole(store));
    world_settle(&world);
    CHECK(world_agrees(&world, 0));
    world_stop(&world);
}

/* On the hub a full disk fails the whole batch with 503, and the kiosk tries again later. */
static void test_full_hub(void)
{
    struct world world;
    char sql[64];
    world_start(&world, 1);
    snprintf(sql, sizeof sql, "PRAGMA max_page_count=%lld",
             (long long)world_int(world.hub.store, "PRAGMA page_count") + 2);
    db_script(store_db(world.hub.store), sql);
    for (int i = 0; i < 10; i++) {
        CHECK_INT(book_once(world.kiosks[0].store, &world.kiosks[0].env, i), OK);
    }
    int64_t ops = count_ops(world.hub.store);
    CHECK(!link_settle(&world.kiosks[0], &world.hub));
    CHECK_INT(count_ops(world.hub.store), ops);
    CHECK_INT(query_outbox_len(world.kiosks[0].store), 10);
    db_script(store_db(world.hub.store), "PRAGMA max_page_count=1000000");
    world_settle(&world);
    CHECK_INT(query_outbox_len(world.kiosks[0].store), 0);
    CHECK(world_agrees(&world, 0));
    world_stop(&world);
}

/* The same with a limit of the system on the size of files, as a full disk shows itself. */
static void test_full_disk(void)
{
    struct world world;
    struct rlimit before;
    world_start(&world, 1);
    struct store *store = world.kiosks[0].store;
    CHECK_INT(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit tight = before;
    tight.rlim_cur = 700 * 1024;
    signal(SIGXFSZ, SIG_IGN);
    CHECK_INT(setrlimit(RLIMIT_FSIZE, &tight), 0);
    enum status status = OK;
    int made = 0;
    for (int i = 1; i < 200 && status == OK; i++) {
        status = book_once(store, &world.kiosks[0].env, i);
        made += status == OK;
    }
    CHECK(status == ERR_FULL || status == ERR_IO);
    CHECK(made > 0);
    CHECK_INT(count_ops(store), made);
    CHECK_INT(setrlimit(RLIMIT_FSIZE, &before), 0);
    CHECK_INT(book_once(store, &world.kiosks[0].env, 500), OK);
    CHECK(is_whole(store));
    CHECK_INT(count_ops(store), made + 1);
    world_stop(&world);
}

/* ---- killed ---- */

enum { KILLS = 12 };

/* Submits until it is killed; tells through the pipe each one that is said to be stored. */
static void submit_for_ever(const struct place *place, int from, int to)
{
    struct test_clock clock = place->clock;
    struct env env = fixture_env(&clock);
    struct store *store = NULL;
    char why[256];
    clock.random = (uint64_t)from * 77 + 5;
    if (open_path(place->path, STORE_KIOSK, STORE_READ_WRITE, &env, &store, why) != OK) {
        _exit(3);
    }
    for (int i = from;; i++) {
        if (book_once(store, &env, i) != OK || write(to, &i, sizeof i) != sizeof i) {
            _exit(4);
        }
    }
}

static void test_killed(void)
{
    struct world world;
    struct place place = {.clock = {.wall = TEST_NOW}};
    int told = 0;
    int last = 0;
    world_start(&world, 1);
    snprintf(place.path, sizeof place.path, "%s/k0.db", world.folder);
    for (int round = 0; round < KILLS; round++) {
        int pipe_ends[2];
        link_kiosk_stop(&world.kiosks[0]);
        CHECK_INT(pipe(pipe_ends), 0);
        pid_t child = fork();
        if (child == 0) {
            close(pipe_ends[0]);
            submit_for_ever(&place, 100000 * (round + 1), pipe_ends[1]);
        }
        close(pipe_ends[1]);
        struct timespec while_it_works = {.tv_nsec = (30 + 17 * round) * 1000000L};
        nanosleep(&while_it_works, NULL);
        kill(child, SIGKILL);
        int status = 0;
        CHECK_INT(waitpid(child, &status, 0), child);
        CHECK(WIFSIGNALED(status));
        link_kiosk_start(&world.kiosks[0], world.folder, "k0.db", &world.clock, NULL);
        struct store *store = world.kiosks[0].store;
        int i;
        while (read(pipe_ends[0], &i, sizeof i) == sizeof i) {
            char ticket[TICKET_SIZE];
            number_make(1, (uint32_t)i, ticket);
            CHECK_STR(world_state(store, ticket), "filed");
            last = i;
            told++;
        }
        close(pipe_ends[0]);
        CHECK(is_whole(store));
        /* At most the one it had no time to tell of is there besides. */
        int64_t stored = count_ops(store);
        CHECK(stored >= told && stored <= told + round + 1);
    }
    CHECK(told > KILLS);
    CHECK(last > 0);
    world_settle(&world);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM request"),
              count_ops(world.kiosks[0].store));
    CHECK(world_agrees(&world, 0));
    world_stop(&world);
}

int main(void)
{
    test_refused_files();
    test_backup();
    test_full_database();
    test_full_hub();
    test_full_disk();
    test_killed();
    return check_done();
}
