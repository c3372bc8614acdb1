/* Judged time, and what happens by time: absent parties, places lent, envelopes erased. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "store/db.h"
#include "store/query.h"
#include "store/world.h"

/* "large" and "small" begin at 02:00 UTC, an hour after TEST_NOW; an hour later they end. */
enum { TODAY_START = TEST_NOW + HOUR_S, NO_SHOW_S = 15 * MINUTE_S };
static const char small_today[] = "small.2026-11-24";

static int64_t reasons(struct world *world, const char *reason)
{
    return db_int(store_db(world->hub.store), 0, "SELECT count(*) FROM op WHERE reason = ?1", "s",
                  reason);
}

/* Made in time and heard of late: it counts when the finger tapped. */
static void test_late_but_in_time(void)
{
    struct world world;
    char in_time[TICKET_SIZE];
    char too_late[TICKET_SIZE];
    world_start(&world, 1);
    world.clock.wall = TODAY_START - 60;
    link_book(&world.kiosks[0], small_today, 1, "hub", 1, in_time);
    world.clock.wall = TODAY_START + 60;
    CHECK_INT(link_book(&world.kiosks[0], small_today, 1, "hub", 2, too_late).reason,
              REASON_CLOSED);
    world.clock.wall = TODAY_START + 600;
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, in_time), "booked");
    CHECK_STR(world_state(world.hub.store, too_late), "");
    CHECK_INT(world_int(world.hub.store, "SELECT judged_at FROM op WHERE kind = 'book'"),
              TODAY_START - 60);
    world_stop(&world);
}

/* A kiosk cannot reach back behind the moment when it last had nothing to say, be it that this was
 * only a poll. */
static void test_not_before_contact(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    world_start(&world, 1);
    world.clock.wall = TODAY_START + 60;
    CHECK(link_settle(&world.kiosks[0], &world.hub));
    db_script(store_db(world.kiosks[0].store),
              "UPDATE meta SET value = '-600' WHERE key = 'offset'");
    CHECK_INT(link_book(&world.kiosks[0], small_today, 1, "hub", 1, ticket).code,
              VERDICT_PROVISIONAL);
    CHECK(link_exchange(&world.kiosks[0], &world.hub, false));
    CHECK_INT(reasons(&world, "closed"), 1);
    CHECK_STR(world_state(world.kiosks[0].store, ticket), "refused");
    world_stop(&world);
}

/* A kiosk whose clock runs ahead does not book what is not open yet. */
static void test_clock_ahead(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    struct test_clock ahead;
    world_start(&world, 1);
    ahead = world.clock;
    ahead.wall += 3 * DAY_S;
    world.kiosks[0].env.ctx = &ahead;
    CHECK_INT(link_book(&world.kiosks[0], "large.2026-12-10", 1, "hub", 1, ticket).code,
              VERDICT_PROVISIONAL);
    CHECK(link_exchange(&world.kiosks[0], &world.hub, false));
    CHECK_INT(reasons(&world, "not_open"), 1);
    CHECK_INT(world_int(world.hub.store, "SELECT judged_at FROM op WHERE kind = 'book'"), TEST_NOW);
    /* The offset is measured anew with that exchange. */
    CHECK_INT(link_book(&world.kiosks[0], large, 1, "hub", 2, ticket).judged_at, TEST_NOW);
    world.kiosks[0].env.ctx = &world.clock;
    world_stop(&world);
}

/* Without a battery the clock stands at 1970: nothing with a deadline is promised here, not even
 * from the kiosk's own pool; the hub decides by the arrival. */
static void test_clock_at_1970(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    char request[TICKET_SIZE];
    struct test_clock dead;
    world_start(&world, 1);
    dead = world.clock;
    dead.wall = 1000;
    world.kiosks[0].env.ctx = &dead;
    struct verdict verdict = link_book(&world.kiosks[0], large, 1, "demo-1", 1, ticket);
    CHECK_INT(verdict.code, VERDICT_PROVISIONAL);
    CHECK_INT(verdict.reason, REASON_NO_CLOCK);
    verdict = world_file(&world.kiosks[0], request);
    CHECK_INT(verdict.code, VERDICT_PROVISIONAL);
    /* Measured, but a clock that stands before the program was made goes who knows how. */
    CHECK(link_exchange(&world.kiosks[0], &world.hub, false));
    CHECK(link_exchange(&world.kiosks[0], &world.hub, false));
    CHECK_STR(world_state(world.kiosks[0].store, ticket), "booked");
    CHECK_INT(world_file(&world.kiosks[0], request).reason, REASON_NO_CLOCK);
    /* Set right by hand: still distrusted, for nobody measured it. */
    dead.wall = TEST_NOW;
    CHECK_INT(world_file(&world.kiosks[0], request).reason, REASON_NO_CLOCK);
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[0].store, ticket), "booked");
    CHECK_STR(world_state(world.kiosks[0].store, request), "filed");
    CHECK_INT(world_int(world.kiosks[0].store, "SELECT min(due_at) FROM request"),
              TEST_NOW + 2 * HOUR_S);
    CHECK_INT(world_file(&world.kiosks[0], request).code, VERDICT_ACCEPTED);
    world.kiosks[0].env.ctx = &world.clock;
    world_settle(&world);
    CHECK(world_agrees(&world, 0));
    world_stop(&world);
}

/* ---- what time does ---- */

static void test_miss_frees_and_promotes(void)
{
    struct world world;
    char absent[TICKET_SIZE];
    char waits[TICKET_SIZE];
    char behind[TICKET_SIZE];
    world_start(&world, 2);
    link_book(&world.kiosks[0], small_today, 2, "hub", 1, absent);
    world_settle(&world);
    link_book(&world.kiosks[1], small_today, 2, "hub", 2, waits);
    world_settle(&world);
    link_book(&world.kiosks[1], small_today, 1, "hub", 3, behind);
    world_settle(&world);
    world.clock.wall = TODAY_START + NO_SHOW_S - 1;
    world_hub_time(&world);
    CHECK_STR(world_state(world.hub.store, absent), "booked");
    world.clock.wall++;
    world_hub_time(&world);
    CHECK_STR(world_state(world.hub.store, absent), "missed");
    CHECK_STR(world_state(world.hub.store, waits), "booked");
    CHECK_STR(world_state(world.hub.store, behind), "waiting");
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[1].store, waits), "booked");
    world_do(world.kiosks[1].store, &world.kiosks[1].env, OP_CHECK_IN, waits, "", PROOF_NONE);
    world_settle(&world);
    world.clock.wall = TODAY_START + HOUR_S;
    world_hub_time(&world);
    world_hub_time(&world);
    CHECK_STR(world_state(world.hub.store, waits), "checked_in");
    CHECK_STR(world_state(world.hub.store, behind), "missed");
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM due WHERE kind = 'miss'"
                                         " AND key = 'small.2026-11-24'"),
              0);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE kind = 'miss'"), 2);
    world_settle(&world);
    CHECK(world_agrees(&world, 0));
    CHECK(world_agrees(&world, 1));
    world_stop(&world);
}

/* Checked in at a kiosk without a network, marked as absent meanwhile: who came has come. */
static void test_check_in_after_miss(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    char own[TICKET_SIZE];
    world_start(&world, 1);
    link_book(&world.kiosks[0], small_today, 2, "hub", 1, ticket);
    world_settle(&world);
    world.clock.wall = TODAY_START + 60;
    CHECK_INT(
        world_do(world.kiosks[0].store, &world.kiosks[0].env, OP_CHECK_IN, ticket, "", PROOF_NONE)
            .code,
        VERDICT_PROVISIONAL);
    world.clock.wall = TODAY_START + NO_SHOW_S;
    world_hub_time(&world);
    CHECK_STR(world_state(world.hub.store, ticket), "missed");
    world.clock.wall = TODAY_START + 2 * HOUR_S;
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[0].store, ticket), "checked_in");
    CHECK_INT(query_session_counts(world.hub.store, small_today, 2).left, 0);

    /* Promised offline from the kiosk's own pool and heard of when all is over: marked an hour
     * later, when nothing more came. */
    world.clock.wall = TODAY_START + DAY_S - 60;
    CHECK_INT(link_book(&world.kiosks[0], large, 1, "demo-1", 1, own).code, VERDICT_ACCEPTED);
    world.clock.wall = TODAY_START + DAY_S + 2 * HOUR_S;
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, own), "booked");
    world.clock.wall += HOUR_S;
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[0].store, own), "missed");
    world_stop(&world);
}

static int64_t lent_until(struct world *world)
{
    return world_int(world->hub.store,
                     "SELECT max(s.starts_at) FROM session s JOIN pool p ON p.session = s.id"
                     " WHERE p.owner = 'demo-1' AND p.granted > 0");
}

static void test_lend_again(void)
{
    struct world world;
    world_start(&world, 1);
    CHECK_INT(lent_until(&world), TODAY_START + 7 * DAY_S);
    int64_t ops = world_int(world.hub.store, "SELECT count(*) FROM op WHERE kind = 'grant'");
    world.clock.wall += 6 * HOUR_S;
    world_hub_time(&world);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE kind = 'grant'"), ops);
    world.clock.wall += DAY_S;
    world_settle(&world);
    CHECK_INT(lent_until(&world), TODAY_START + 8 * DAY_S);
    CHECK_INT(query_session_counts(world.kiosks[0].store, "large.2026-12-02", 12).left_own, 2);
    CHECK_INT(world_staff(&world, "alarm", NULL), 0);
    world_stop(&world);
}

static void test_erase(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    world_start(&world, 1);
    link_book(&world.kiosks[0], small, 1, "hub", 1, ticket);
    CHECK_INT(
        world_int(world.kiosks[0].store, "SELECT count(*) FROM envelope WHERE contact IS NOT NULL"),
        1);
    world_settle(&world);
    CHECK_INT(
        world_int(world.kiosks[0].store, "SELECT count(*) FROM envelope WHERE contact IS NOT NULL"),
        0);
    int64_t at = world_int(world.hub.store, "SELECT erase_at FROM envelope");
    CHECK_INT(at, TODAY_START + DAY_S + HOUR_S + 90 * (int64_t)DAY_S);
    world.clock.wall = at - 1;
    world_hub_time(&world);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM envelope WHERE box IS NOT NULL"), 1);
    world.clock.wall = at;
    world_hub_time(&world);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM envelope WHERE box IS NULL AND"
                                         " contact IS NULL AND erase_at IS NULL"),
              1);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE kind = 'erase'"), 1);
    CHECK(world_holds(&world));
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM envelope WHERE box IS NULL"), 1);
    /* The kiosk keeps its sealed copy for a hub set back, and not for ever. */
    world_restart_kiosk(&world, 0);
    CHECK(link_settle(&world.kiosks[0], &world.hub));
    CHECK_INT(world_int(world.kiosks[0].store, "SELECT count(*) FROM envelope"), 0);
    world_stop(&world);
}

int main(void)
{
    test_late_but_in_time();
    test_not_before_contact();
    test_clock_ahead();
    test_clock_at_1970();
    test_miss_frees_and_promotes();
    test_check_in_after_miss();
    test_lend_again();
    test_erase();
    return check_done();
}
