#include "store/world.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "domain/number.h"
#include "store/db.h"
#include "store/feed.h"
#include "store/query.h"

const char large[] = "large.2026-11-25";
const char small[] = "small.2026-11-25";

enum { ROUNDS_MAX = 12, COPY_MAX = 64 * 1024 * 1024 };

static const char *const names[WORLD_KIOSKS_MAX] = {"k0.db", "k1.db", "k2.db"};

void world_start(struct world *world, int kiosks)
{
    *world = (struct world){.clock = {.wall = TEST_NOW, .random = 7}, .kiosks_len = kiosks};
    fixture_folder(world->folder);
    link_hub_start(&world->hub, world->folder, &world->clock);
    fixture_publish(world->hub.store, 1, 12);
    for (int i = 0; i < kiosks; i++) {
        char token[96];
        link_token(&world->hub, token);
        link_kiosk_start(&world->kiosks[i], world->folder, names[i], &world->clock, token);
        bool is_enrolled = link_exchange(&world->kiosks[i], &world->hub, false);
        assert(is_enrolled);
    }
    world_settle(world);
}

void world_stop(struct world *world)
{
    if (world->hub.store != NULL && !world_holds(world)) {
        abort();
    }
    for (int i = 0; i < world->kiosks_len; i++) {
        link_kiosk_stop(&world->kiosks[i]);
    }
    link_hub_stop(&world->hub);
    fixture_remove(world->folder);
}

static bool is_quiet(struct world *world, int64_t head)
{
    for (int i = 0; i < world->kiosks_len; i++) {
        if (query_outbox_len(world->kiosks[i].store) > 0) {
            return false;
        }
    }
    return feed_head(world->hub.store) == head;
}

void world_settle(struct world *world)
{
    for (int round = 0; round < ROUNDS_MAX; round++) {
        int64_t head = feed_head(world->hub.store);
        bool is_settled = true;
        for (int i = 0; i < world->kiosks_len; i++) {
            is_settled = link_settle(&world->kiosks[i], &world->hub) && is_settled;
        }
        if (is_settled && is_quiet(world, head)) {
            return;
        }
    }
    assert(false && "the world does not settle");
}

void world_hub_time(struct world *world)
{
    struct arena arena = {0};
    bool changed;
    instant due;
    hub_step(world->hub.hub, &arena, NULL, 0, NULL, &changed, &due);
    arena_fini(&arena);
}

void world_restart_kiosk(struct world *world, int kiosk)
{
    link_kiosk_stop(&world->kiosks[kiosk]);
    link_kiosk_start(&world->kiosks[kiosk], world->folder, names[kiosk], &world->clock, NULL);
}

void world_restart_hub(struct world *world)
{
    link_hub_stop(&world->hub);
    link_hub_start(&world->hub, world->folder, &world->clock);
}

/* ---- copies ---- */

static struct store *store_named(struct world *world, const char *name)
{
    return name[0] == 'h' ? world->hub.store : world->kiosks[name[1] - '0'].store;
}

void world_copy(struct world *world, const char *name)
{
    char copy[400];
    char why[200] = "";
    snprintf(copy, sizeof copy, "%s/%s.copy", world->folder, name);
    remove(copy);
    enum status status = store_backup(store_named(world, name), copy, why, sizeof why);
    assert(status == OK);
}

void world_put_back(struct world *world, const char *name)
{
    static const char *const beside[] = {"-wal", "-shm"};
    char copy[400];
    char live[400];
    char *data = NULL;
    size_t len = 0;
    struct arena arena = {0};
    snprintf(copy, sizeof copy, "%s/%s.copy", world->folder, name);
    enum status status = file_read(&arena, copy, COPY_MAX, &data, &len);
    assert(status == OK);
    for (int i = 0; i < 2; i++) {
        snprintf(live, sizeof live, "%s/%s.db%s", world->folder, name, beside[i]);
        remove(live);
    }
    snprintf(live, sizeof live, "%s/%s.db", world->folder, name);
    status = file_replace(live, data, len, 0600);
    assert(status == OK);
    arena_fini(&arena);
}

/* ---- what must hold ---- */

static bool expect_none(struct db *db, const char *sql, const char *what)
{
    bool is_none = true;
    struct query *query = db_query(db, sql, "");
    while (query_next(query)) {
        fprintf(stderr, "%s: %s: %s\n", what, query_text(query, 0), query_text(query, 1));
        is_none = false;
    }
    return is_none && db_status(db) == OK;
}

bool world_holds(struct world *world)
{
    struct db *db = store_db(world->hub.store);
    bool same = false;
    char difference[200] = "";
    bool holds = expect_none(
        db,
        "SELECT id, 'pools ' || pools || ' + taken ' || taken || ' of ' || capacity FROM"
        " (SELECT s.id, s.capacity, (SELECT sum(granted - returned - drawn) FROM pool"
        "   WHERE session = s.id) AS pools,"
        "  coalesce((SELECT sum(seats) FROM booking WHERE session = s.id"
        "   AND state IN('booked','checked_in')), 0) AS taken FROM session s)"
        " WHERE pools + taken <> capacity",
        "places do not add up");
    holds = expect_none(db,
                        "SELECT s.id, s.waiting_seats || ' seats, ' || s.waiting_parties ||"
                        " ' parties' FROM session s WHERE (s.waiting_seats, s.waiting_parties) <>"
                        " (SELECT coalesce(sum(seats), 0), count(*) FROM booking b"
                        "  WHERE b.session = s.id AND b.state = 'waiting')",
                        "the waiting list is miscounted") &&
            holds;
    holds = expect_none(db,
                        "SELECT p.session, p.owner || ' has ' || (granted - returned - drawn)"
                        " FROM pool p WHERE granted - returned - drawn < 0 AND NOT EXISTS"
                        " (SELECT 1 FROM staff_item i WHERE i.kind = 'excess' AND"
                        "  (i.detail = p.session OR i.ref = p.session))",
                        "more was promised than there is and staff do not know") &&
            holds;
    if (store_rebuild(world->hub.store, &same, difference, sizeof difference) != OK || !same) {
        fprintf(stderr, "rebuild: %s\n", difference);
        holds = false;
    }
    return holds;
}

#define BOTH_WAYS(a, b)                                                                            \
    "SELECT * FROM (" a " EXCEPT " b ") UNION ALL SELECT * FROM (" b " EXCEPT " a ")"
#define SESSIONS "id, programme || starts_at || ends_at || capacity || '/' || waiting_parties"
#define HUB_POOL "session, granted - returned - drawn"
#define OWN_POOL "session, granted || '/' || returned || '/' || drawn || '/' || recall"
#define OWN " WHERE owner = (SELECT value FROM k.meta WHERE key = 'kiosk')"
#define MADE_HERE " WHERE kiosk = (SELECT value FROM k.meta WHERE key = 'kiosk')"

/* A kiosk has the last call of each terminal. */
#define CALLS                                                                                      \
    "SELECT id, kiosk || screen || called_at || coalesce(answered_at, '-') || answered_by ||"      \
    " coalesce(closed_at, '-')"

static bool agrees_attached(struct db *db)
{
    bool agrees = expect_none(
        db,
        BOTH_WAYS("SELECT " SESSIONS " FROM main.session", "SELECT " SESSIONS " FROM k.session"),
        "session");
    agrees = expect_none(db,
                         BOTH_WAYS("SELECT " HUB_POOL " FROM main.pool WHERE owner = 'hub'",
                                   "SELECT " HUB_POOL " FROM k.pool WHERE owner = 'hub'"),
                         "the hub's pool") &&
             agrees;
    agrees = expect_none(db,
                         BOTH_WAYS("SELECT " OWN_POOL " FROM main.pool" OWN,
                                   "SELECT " OWN_POOL " FROM k.pool" OWN),
                         "the kiosk's pool") &&
             agrees;
    agrees = expect_none(db,
                         BOTH_WAYS("SELECT ticket, state || seats FROM main.booking" MADE_HERE,
                                   "SELECT ticket, state || seats FROM k.booking"
                                   " WHERE state <> 'refused'"),
                         "booking") &&
             agrees;
    agrees = expect_none(db,
                         BOTH_WAYS("SELECT ticket, state || due_at FROM main.request" MADE_HERE,
                                   "SELECT ticket, state || due_at FROM k.request"),
                         "request") &&
             agrees;
    agrees =
        expect_none(db,
                    BOTH_WAYS(CALLS " FROM main.call c WHERE called_at = (SELECT"
                                    " max(called_at) FROM main.call o WHERE o.kiosk = c.kiosk)",
                              CALLS " FROM k.call"),
                    "call") &&
        agrees;
    agrees = expect_none(db,
                         BOTH_WAYS("SELECT kind || '/' || id, body FROM main.content",
                                   "SELECT kind || '/' || id, body FROM k.content"),
                         "content") &&
             agrees;
    return expect_none(db,
                       BOTH_WAYS("SELECT id, state || hex(key) || number FROM main.kiosk",
                                 "SELECT id, state || hex(key) || number FROM k.kiosk"),
                       "kiosk") &&
           agrees;
}

bool world_agrees(struct world *world, int kiosk)
{
    struct db *db = store_db(world->hub.store);
    char path[400];
    snprintf(path, sizeof path, "%s/%s", world->folder, names[kiosk]);
    db_clear(db);
    db_run(db, "ATTACH ?1 AS k", "s", path);
    bool agrees = agrees_attached(db);
    db_run(db, "DETACH k", "");
    assert(db_status(db) == OK);
    return agrees;
}

/* ---- acts ---- */

struct verdict world_do(struct store *store, const struct env *env, enum op_kind kind,
                        const char *ticket, const char *more, enum token_proof proof)
{
    char body[512];
    struct verdict verdict;
    struct apply_context context = {
        .arrived_at = env->wall(env->ctx), .proof = proof, .by_staff = true};
    snprintf(body, sizeof body, "{\"ticket\":\"%s\"%s}", ticket, more);
    enum status status = store_submit(store, kind, body, NULL, &context, NULL, &verdict);
    assert(status == OK);
    return verdict;
}

struct verdict world_file(struct test_kiosk *kiosk, char *ticket)
{
    char number[META_VALUE_MAX] = "0";
    int64_t enrolment = 0;
    uint32_t random;
    store_meta_get(kiosk->store, "number", number, sizeof number);
    str_to_int(number, 0, 32767, &enrolment);
    kiosk->env.random(kiosk->env.ctx, &random, sizeof random);
    number_make((uint32_t)enrolment, random & 0x3fffffff, ticket);
    return world_do(kiosk->store, &kiosk->env, OP_FILE, ticket,
                    ",\"request\":\"hazard\",\"grid\":\"g1\",\"urgency\":\"urgent\"", PROOF_NONE);
}

const char *world_state(struct store *store, const char *ticket)
{
    static char state[16];
    struct query *query = db_query(store_db(store),
                                   "SELECT state FROM booking WHERE ticket = ?1 UNION ALL"
                                   " SELECT state FROM request WHERE ticket = ?1",
                                   "s", ticket);
    state[0] = '\0';
    if (query_next(query)) {
        str_copy(state, sizeof state, query_text(query, 0));
        query_end(query);
    }
    return state;
}

int64_t world_staff(struct world *world, const char *kind, const char *ref)
{
    return db_int(store_db(world->hub.store), 0,
                  "SELECT count(*) FROM staff_item WHERE kind = ?1 AND (?2 IS NULL OR ref = ?2)",
                  "ss", kind, ref);
}

int64_t world_int(struct store *store, const char *sql)
{
    return db_int(store_db(store), -1, sql, "");
}
