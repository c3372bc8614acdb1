/* Places: what is lent, asked back, given back, overdrawn; the waiting list; thousands of random
 * steps in which places always add up. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "check.h"
#include "domain/number.h"
#include "domain/session.h"
#include "store/db.h"
#include "store/query.h"
#include "store/world.h"

static int32_t left_at_hub(struct world *world, const char *session, int capacity)
{
    return query_session_counts(world->hub.store, session, capacity).left;
}

/* "large" full at the hub, a party waiting; the kiosk gives back what it was lent, and the party
 * moves up. */
static void test_recall_promotes(void)
{
    struct world world;
    char ticket[3][TICKET_SIZE];
    world_start(&world, 2);
    CHECK_INT(left_at_hub(&world, large, 12), 10);
    CHECK_INT(link_book(&world.kiosks[1], large, 4, "hub", 1, ticket[0]).code, VERDICT_PROVISIONAL);
    link_book(&world.kiosks[1], large, 4, "hub", 2, ticket[1]);
    world_settle(&world);
    CHECK_INT(left_at_hub(&world, large, 12), 2);
    CHECK_INT(query_session_counts(world.kiosks[0].store, large, 12).left_own, 2);
    link_book(&world.kiosks[1], large, 4, "hub", 3, ticket[2]);
    CHECK(link_settle(&world.kiosks[1], &world.hub));
    CHECK_STR(world_state(world.kiosks[1].store, ticket[2]), "waiting");
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[1].store, ticket[2]), "booked");
    CHECK_INT(query_session_counts(world.kiosks[0].store, large, 12).left_own, 0);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE kind = 'give_back'"), 1);
    CHECK_INT(world_staff(&world, "promoted", ticket[2]), 1);
    CHECK(world_agrees(&world, 0));
    CHECK(world_agrees(&world, 1));
    world_stop(&world);
}

/* What a kiosk promised from its own pool before it heard of the recall stays promised. */
static void test_recall_meets_promise(void)
{
    struct world world;
    char own[TICKET_SIZE];
    char waits[TICKET_SIZE];
    char others[3][TICKET_SIZE];
    world_start(&world, 2);
    CHECK_INT(link_book(&world.kiosks[0], large, 1, "demo-1", 9, own).code, VERDICT_ACCEPTED);
    for (int i = 0; i < 3; i++) {
        link_book(&world.kiosks[1], large, i < 2 ? 4 : 2, "hub", i + 1, others[i]);
    }
    link_book(&world.kiosks[1], large, 2, "hub", 5, waits);
    CHECK(link_settle(&world.kiosks[1], &world.hub));
    CHECK_STR(world_state(world.hub.store, waits), "waiting");
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, own), "booked");
    CHECK_STR(world_state(world.hub.store, waits), "waiting"); /* one place came back, not two */
    CHECK_INT(left_at_hub(&world, large, 12), 1);
    CHECK(world_agrees(&world, 0));
    CHECK(world_agrees(&world, 1));
    world_stop(&world);
}

/* When the hub has nothing left it asks back what is lent, whether anybody waits or not. */
static void test_recall_at_none_left(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    world_start(&world, 2);
    for (int i = 0; i < 3; i++) {
        link_book(&world.kiosks[1], large, i < 2 ? 4 : 2, "hub", i + 1, ticket);
    }
    world_settle(&world);
    CHECK_INT(left_at_hub(&world, large, 12), 2);
    CHECK_INT(query_session_counts(world.kiosks[0].store, large, 12).left_own, 0);
    world_stop(&world);
}

/* The hub is set back to before it lent: what the kiosk promised comes out of the hub's pool. */
static void test_forgotten_grant(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    world_start(&world, 0);
    char token[96];
    link_token(&world.hub, token);
    world.kiosks_len = 1;
    link_kiosk_start(&world.kiosks[0], world.folder, "k0.db", &world.clock, token);
    CHECK(link_exchange(&world.kiosks[0], &world.hub, false));
    world_copy(&world, "hub"); /* enrolled, nothing lent */
    world_settle(&world);
    CHECK_INT(query_session_counts(world.kiosks[0].store, large, 12).left_own, 2);
    CHECK_INT(link_book(&world.kiosks[0], large, 2, "demo-1", 1, ticket).code, VERDICT_ACCEPTED);
    world_settle(&world);
    CHECK_INT(left_at_hub(&world, large, 12), 10);
    link_hub_stop(&world.hub);
    world_put_back(&world, "hub");
    link_hub_start(&world.hub, world.folder, &world.clock);
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, ticket), "booked");
    CHECK_INT(left_at_hub(&world, large, 12), 10);
    CHECK_INT(world_staff(&world, "excess", NULL), 0);
    CHECK(world_agrees(&world, 0));
    world_stop(&world);
}

/* The kiosk is set back to before it drew: it promises the same places again; the hub makes good
 * from its own as long as it has any, then tells staff. */
static void test_overdrawn_is_excess(void)
{
    struct world world;
    char ticket[8][TICKET_SIZE];
    world_start(&world, 1);
    world_copy(&world, "k0");
    link_book(&world.kiosks[0], large, 2, "demo-1", 1, ticket[0]);
    for (int i = 1; i < 4; i++) {
        link_book(&world.kiosks[0], large, i < 3 ? 4 : 2, "hub", 1 + i, ticket[i]);
    }
    world_settle(&world);
    CHECK_INT(left_at_hub(&world, large, 12), 0);
    link_kiosk_stop(&world.kiosks[0]);
    world_put_back(&world, "k0");
    link_kiosk_start(&world.kiosks[0], world.folder, "k0.db", &world.clock, NULL);
    CHECK_INT(link_book(&world.kiosks[0], large, 2, "demo-1", 7, ticket[5]).code, VERDICT_ACCEPTED);
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, ticket[5]), "booked"); /* accepted is final */
    CHECK_INT(world_staff(&world, "excess", ticket[5]), 1);
    CHECK_INT(query_session_counts(world.kiosks[0].store, large, 12).left_own, 0);
    for (int i = 0; i < 4; i++) {
        CHECK_STR(world_state(world.hub.store, ticket[i]), "booked");
    }
    CHECK(world_holds(&world));
    world_stop(&world);
}

static void test_waiting_order(void)
{
    struct world world;
    char first[TICKET_SIZE];
    char pair[TICKET_SIZE];
    char single[TICKET_SIZE];
    char last[TICKET_SIZE];
    world_start(&world, 2);
    link_book(&world.kiosks[0], small, 2, "hub", 1, first);
    world_settle(&world);
    link_book(&world.kiosks[0], small, 2, "hub", 2, pair);
    CHECK(link_settle(&world.kiosks[0], &world.hub));
    link_book(&world.kiosks[1], small, 1, "hub", 3, single);
    CHECK(link_settle(&world.kiosks[1], &world.hub));
    link_book(&world.kiosks[0], small, 1, "hub", 4, last);
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[0].store, pair), "waiting");
    struct query *query = db_query(store_db(world.hub.store),
                                   "SELECT data ->> 'place' FROM op WHERE ticket = ?1", "s", last);
    CHECK(query_next(query));
    CHECK_INT(query_int(query, 0), 3);
    query_end(query);
    /* Nobody overtakes: there is no room for one while a pair waits in front. */
    world_do(world.kiosks[0].store, &world.kiosks[0].env, OP_CANCEL, first, "", PROOF_NONE);
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[0].store, pair), "booked");
    CHECK_STR(world_state(world.kiosks[1].store, single), "waiting");
    world_do(world.kiosks[0].store, &world.kiosks[0].env, OP_CANCEL, pair, "", PROOF_NONE);
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[1].store, single), "booked");
    CHECK_STR(world_state(world.kiosks[0].store, last), "booked");
    CHECK(world_agrees(&world, 0));
    CHECK(world_agrees(&world, 1));
    world_stop(&world);
}

/* More places in a new revision: who waits moves up without anybody cancelling. */
static void test_growth_promotes(void)
{
    struct world world;
    char ticket[4][TICKET_SIZE];
    world_start(&world, 1);
    for (int i = 0; i < 4; i++) {
        link_book(&world.kiosks[0], large, i == 3 ? 3 : 4, "hub", i + 1, ticket[i]);
        world_settle(&world);
    }
    CHECK_STR(world_state(world.hub.store, ticket[2]), "booked");
    CHECK_STR(world_state(world.hub.store, ticket[3]), "waiting");
    fixture_publish(world.hub.store, 2, 15);
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[0].store, ticket[3]), "booked");
    fixture_publish(world.hub.store, 3, 10);
    world_settle(&world);
    CHECK_INT(world_staff(&world, "excess", large), 1);
    CHECK_STR(world_state(world.hub.store, ticket[3]), "booked");
    CHECK(world_agrees(&world, 0));
    world_stop(&world);
}

/* A booking without a phone that a staff member helped with. */
static enum verdict_code book_helped(struct world *world, const char *helper, uint32_t random)
{
    struct test_kiosk *kiosk = &world->kiosks[0];
    struct verdict verdict = {.code = VERDICT_PARKED};
    struct apply_context context = {.arrived_at = world->clock.wall};
    char body[300], number[TICKET_SIZE];
    number_make(1, random, number);
    (void)snprintf(body, sizeof body,
                   "{\"ticket\":\"%s\",\"session\":\"large.2026-11-28\",\"seats\":1,"
                   "\"pool\":\"hub\",\"helper\":\"%s\"}",
                   number, helper);
    CHECK_INT(store_submit(kiosk->store, OP_BOOK, body, NULL, &context, NULL, &verdict), OK);
    return verdict.code;
}

static void test_contact_rules(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    static const char *const days[] = {"large.2026-11-25", "large.2026-11-26", "large.2026-11-27",
                                       "large.2026-11-28"};
    world_start(&world, 2);
    for (int i = 0; i < 3; i++) {
        link_book(&world.kiosks[0], days[i], 1, "hub", 1, ticket);
    }
    world_settle(&world);
    /* The same contact at another kiosk, which knows nothing of it: the hub says so. */
    CHECK_INT(link_book(&world.kiosks[1], days[3], 1, "hub", 1, ticket).code, VERDICT_PROVISIONAL);
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[1].store, ticket), "refused");
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE reason ="
                                         " 'too_many_bookings' AND data ->> 'limit' = 3"),
              1);
    link_book(&world.kiosks[1], days[0], 1, "hub", 1, ticket);
    world_settle(&world);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE reason = 'already_booked'"),
              1);
    /* Without a phone no rule per contact, but six in ten minutes at one kiosk. */
    for (int i = 0; i < 3; i++) {
        CHECK_INT(link_book(&world.kiosks[0], days[3], 1, "hub", 0, ticket).code,
                  VERDICT_PROVISIONAL);
    }
    struct verdict verdict = link_book(&world.kiosks[0], days[3], 1, "hub", 0, ticket);
    CHECK_INT(verdict.code, VERDICT_REFUSED);
    CHECK_INT(verdict.reason, REASON_TOO_MANY_HERE);
    /* Whom staff help are not held up, but by a badge that counts no more. */
    CHECK_INT(book_helped(&world, "wang", 11), VERDICT_PROVISIONAL);
    CHECK_INT(book_helped(&world, "old", 22), VERDICT_REFUSED);
    CHECK_INT(book_helped(&world, "nobody", 33), VERDICT_REFUSED);
    world_settle(&world);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM report_helped WHERE helper = 'wang'"
                                         " AND kind = 'book' AND kiosk = 'demo-1'"),
              1);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM booking WHERE helper = 'wang'"
                                         " AND state = 'booked'"),
              1);
    world.clock.wall += 601;
    /* Nor do they count when others are held up. */
    for (int i = 0; i < 6; i++) {
        CHECK_INT(book_helped(&world, "wang", 4000 + (uint32_t)i), VERDICT_PROVISIONAL);
    }
    CHECK_INT(link_book(&world.kiosks[0], days[3], 1, "hub", 0, ticket).code, VERDICT_PROVISIONAL);
    world_settle(&world);
    world_stop(&world);
}

/* A retired kiosk's places are the hub's again, and it is not heard any more. */
static void test_retire(void)
{
    struct world world;
    struct verdict verdict;
    struct apply_context context = {.arrived_at = TEST_NOW, .by_staff = true};
    world_start(&world, 2);
    CHECK_INT(left_at_hub(&world, large, 12), 10);
    CHECK_INT(store_submit(world.hub.store, OP_RETIRE, "{\"kiosk\":\"demo-1\"}", NULL, &context,
                           NULL, &verdict),
              OK);
    CHECK_INT(verdict.code, VERDICT_ACCEPTED);
    CHECK_INT(left_at_hub(&world, large, 12), 12);
    CHECK(!link_settle(&world.kiosks[0], &world.hub));
    CHECK_INT(sync_client_problem(world.kiosks[0].client), SYNC_RETIRED);
    CHECK(link_settle(&world.kiosks[1], &world.hub));
    struct kiosk_row row;
    CHECK(query_kiosk(world.kiosks[1].store, "demo-1", &row));
    CHECK(!row.is_active);
    world_stop(&world);
}

/* ---- random steps ---- */

enum { STEPS = 2500, TICKETS_MAX = 6000 };

enum goes_back { KIOSKS_GO_BACK, HUB_GOES_BACK };

struct walk {
    enum goes_back goes_back;
    struct world world;
    uint64_t seed;
    char tickets[TICKETS_MAX][TICKET_SIZE];
    int tickets_len;
    int64_t revision;
};

static uint32_t pick(struct walk *walk, uint32_t n)
{
    walk->seed = walk->seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(walk->seed >> 33) % n;
}

static void walk_book(struct walk *walk, int k)
{
    char session[CONTENT_ID_SIZE];
    char owner[KIOSK_ID_SIZE];
    struct test_kiosk *kiosk = &walk->world.kiosks[k];
    day_number day = day_of_instant(walk->world.clock.wall) + (day_number)pick(walk, 3);
    session_id_make(pick(walk, 3) == 0 ? "small" : "large", day, -1, session);
    snprintf(owner, sizeof owner, "demo-%d", k + 1);
    link_book(kiosk, session, 1 + (int)pick(walk, 4), pick(walk, 2) == 0 ? owner : "hub",
              (int)pick(walk, 60), walk->tickets[walk->tickets_len++]);
}

static void walk_move(struct walk *walk, int k, enum op_kind kind)
{
    int recent = walk->tickets_len < 40 ? walk->tickets_len : 40;
    if (recent > 0) {
        const char *ticket =
            walk->tickets[walk->tickets_len - 1 - (int)pick(walk, (uint32_t)recent)];
        world_do(walk->world.kiosks[k].store, &walk->world.kiosks[k].env, kind, ticket, "",
                 PROOF_NONE);
    }
}

static void walk_back(struct walk *walk, int k)
{
    char name[16];
    snprintf(name, sizeof name, "k%d", k);
    link_kiosk_stop(&walk->world.kiosks[k]);
    world_put_back(&walk->world, name);
    link_kiosk_start(&walk->world.kiosks[k], walk->world.folder, k == 0 ? "k0.db" : "k1.db",
                     &walk->world.clock, NULL);
}

static void walk_step(struct walk *walk)
{
    int k = (int)pick(walk, (uint32_t)walk->world.kiosks_len);
    uint32_t act = pick(walk, 1000);
    if (act < 330) {
        walk_book(walk, k);
    } else if (act < 430) {
        walk_move(walk, k, OP_CANCEL);
    } else if (act < 530) {
        walk_move(walk, k, OP_CHECK_IN);
    } else if (act < 840) {
        link_exchange(&walk->world.kiosks[k], &walk->world.hub, pick(walk, 5) == 0);
    } else if (act < 985) {
        walk->world.clock.wall += pick(walk, 40) * MINUTE_S;
    } else if (act < 990) {
        fixture_publish(walk->world.hub.store, ++walk->revision, 8 + (int)pick(walk, 9));
    } else if (act < 995) {
        world_restart_hub(&walk->world);
    } else if (act < 998) {
        world_copy(&walk->world, walk->goes_back == HUB_GOES_BACK ? "hub" : k == 0 ? "k0" : "k1");
    } else if (walk->goes_back == HUB_GOES_BACK) {
        link_hub_stop(&walk->world.hub);
        world_put_back(&walk->world, "hub");
        link_hub_start(&walk->world.hub, walk->world.folder, &walk->world.clock);
    } else {
        walk_back(walk, k);
    }
}

static void walk_random(uint64_t seed, enum goes_back goes_back)
{
    static struct walk walk;
    walk = (struct walk){.goes_back = goes_back, .seed = seed, .revision = 1};
    world_start(&walk.world, 2);
    world_copy(&walk.world, "k0");
    world_copy(&walk.world, "k1");
    world_copy(&walk.world, "hub");
    int failures = check_failures;
    for (int step = 0; step < STEPS && check_failures == failures; step++) {
        walk_step(&walk);
        CHECK_INT(world_int(walk.world.hub.store,
                            "SELECT count(*) FROM session s WHERE s.capacity <>"
                            " (SELECT sum(granted - returned - drawn) FROM pool"
                            "  WHERE session = s.id) +"
                            " coalesce((SELECT sum(seats) FROM booking WHERE session = s.id"
                            "  AND state IN('booked','checked_in')), 0)"),
                  0);
        if (step % 500 == 499) {
            world_settle(&walk.world);
            CHECK(world_holds(&walk.world));
        }
        if (check_failures > failures) {
            fprintf(stderr, "seed %llu, step %d\n", (unsigned long long)seed, step);
        }
    }
    world_settle(&walk.world);
    /* A kiosk that went back has forgotten tickets which the hub still has. */
    CHECK(goes_back == KIOSKS_GO_BACK || world_agrees(&walk.world, 0));
    CHECK(goes_back == KIOSKS_GO_BACK || world_agrees(&walk.world, 1));
    CHECK(world_int(walk.world.hub.store, "SELECT count(*) FROM op") > STEPS / 4);
    world_stop(&walk.world);
}

int main(void)
{
    test_recall_promotes();
    test_recall_meets_promise();
    test_recall_at_none_left();
    test_forgotten_grant();
    test_overdrawn_is_excess();
    test_waiting_order();
    test_growth_promotes();
    test_contact_rules();
    test_retire();
    walk_random(1, KIOSKS_GO_BACK);
    walk_random(2, HUB_GOES_BACK);
    return check_done();
}
