/* Ops at the hub: once and only once, what is parked, what waits, what is refused for want of
 * proof, gaps and broken chains, kiosks set back. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "check.h"
#include "store/db.h"
#include "store/fleet.h"
#include "store/query.h"
#include "store/replica.h"
#include "store/world.h"
#include "sync/exchange.h"
#include "trust/ticket.h"

/* An op as a kiosk would make it, straight to the hub's store. */
static enum status apply_at_hub(struct world *world, const struct op *op,
                                const struct envelope *envelope, struct verdict *out)
{
    struct apply_context context = {.arrived_at = world->clock.wall};
    return store_apply(world->hub.store, op, envelope, &context, out);
}

static struct op op_of(unsigned char id, const char *kind, const char *body)
{
    struct op op = {.id = {{id}}, .kiosk = "demo-1", .incarnation = 77, .seq = id, .body = body};
    op.wall = TEST_NOW;
    op.has_offset = true;
    str_copy(op.kind, sizeof op.kind, kind);
    return op;
}

static void test_twice_and_changed(void)
{
    static const char body[] = "{\"ticket\":\"0041234560\",\"session\":\"small.2026-11-25\","
                               "\"seats\":1,\"pool\":\"hub\"}";
    static const char other_body[] = "{\"ticket\":\"0041234560\",\"session\":\"small.2026-11-25\","
                                     "\"seats\":2,\"pool\":\"hub\"}";
    struct world world;
    struct verdict first;
    struct verdict again;
    char made[TICKET_SIZE];
    char text[300];
    char other[300];
    world_start(&world, 1);
    link_book(&world.kiosks[0], small, 1, "hub", 1, made);
    snprintf(text, sizeof text, "%s", body);
    memcpy(strstr(text, "0041234560"), made, 10);
    snprintf(other, sizeof other, "%s", other_body);
    memcpy(strstr(other, "0041234560"), made, 10);

    struct op op = op_of(1, "book", text);
    CHECK_INT(apply_at_hub(&world, &op, NULL, &first), OK);
    CHECK_INT(first.code, VERDICT_ACCEPTED);
    world.clock.wall += 3600;
    CHECK_INT(apply_at_hub(&world, &op, NULL, &again), OK);
    CHECK_MEM(&again, &first, sizeof first);
    CHECK_INT(query_session_counts(world.hub.store, small, 2).left, 1);
    CHECK_INT(world_staff(&world, "alarm", NULL), 0);

    struct op changed = op_of(1, "book", other);
    for (int i = 0; i < 2; i++) {
        CHECK_INT(apply_at_hub(&world, &changed, NULL, &again), OK);
        CHECK_INT(again.code, VERDICT_REFUSED);
        CHECK_INT(again.reason, REASON_OTHER_CONTENT);
    }
    changed = op;
    changed.has_envelope = true;
    CHECK_INT(apply_at_hub(&world, &changed, NULL, &again), OK);
    CHECK_INT(again.reason, REASON_OTHER_CONTENT);
    CHECK_INT(world_staff(&world, "alarm", "01000000000000000000000000000000"), 1);
    CHECK_INT(query_session_counts(world.hub.store, small, 2).left, 1);
    world_stop(&world);
}

/* Changes a kiosk's last op behind its back; with a new life its chain is right again. */
static void change_last_op(struct world *world, int kiosk, const char *sql, bool with_chain)
{
    struct store *store = world->kiosks[kiosk].store;
    db_script(store_db(store), sql);
    if (with_chain) {
        CHECK_INT(outbox_new_life(store, 4242), OK);
    }
    world_restart_kiosk(world, kiosk);
}

/* The op that cannot be applied is parked, staff are told, and the booking behind it is made. */
static void check_parked(const char *sql, bool with_chain, const char *reason)
{
    struct world world;
    char poisoned[TICKET_SIZE];
    char behind[TICKET_SIZE];
    world_start(&world, 1);
    link_book(&world.kiosks[0], small, 1, "hub", 1, poisoned);
    change_last_op(&world, 0, sql, with_chain);
    link_book(&world.kiosks[0], small, 1, "hub", 2, behind);
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, behind), "booked");
    CHECK_STR(world_state(world.hub.store, poisoned), "");
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE code = 'parked'"), 1);
    CHECK_INT(world_staff(&world, "parked", NULL), 1);
    struct query *query =
        db_query(store_db(world.hub.store), "SELECT reason FROM op WHERE code = 'parked'", "");
    CHECK(query_next(query));
    CHECK_STR(query_text(query, 0), reason);
    query_end(query);
    CHECK_INT(query_outbox_len(world.kiosks[0].store), 0);
    world_stop(&world);
}

static void test_parked(void)
{
    check_parked("UPDATE op SET kind = 'fly'", true, "unknown_op");
    check_parked("UPDATE op SET body = '{\"ticket\":17}'", true, "bad_body");
    check_parked("UPDATE op SET body = 'no JSON at all'", true, "bad_body");
    /* Control characters, as they are in JSON's own spelling. */
    check_parked("UPDATE op SET body = json_set(body, '$.note', char(7) || 'bell')", true,
                 "bad_body");
    check_parked("UPDATE op SET revision = 99", false, "other_content"); /* its chain breaks */
    check_parked("UPDATE envelope SET box = zeroblob(64)", false, "other_content");
    check_parked("UPDATE envelope SET box = zeroblob(160 * 1024 + 1)", false, "bad_body");
    check_parked("UPDATE op SET acked = 1, data = '{\"code\":\"undreamt\",\"reason\":\"none\"}';"
                 "UPDATE op SET acked = 0, code = 'undreamt'",
                 true, "bad_body");
}

/* The same ticket made a second time breaks a rule of the tables; that must not stop the queue. */
static void test_ticket_made_twice(void)
{
    struct world world;
    char first[TICKET_SIZE];
    char second[TICKET_SIZE];
    char behind[TICKET_SIZE];
    char sql[300];
    world_start(&world, 1);
    link_book(&world.kiosks[0], small, 1, "hub", 1, first);
    world_settle(&world);
    link_book(&world.kiosks[0], large, 1, "hub", 2, second);
    snprintf(sql, sizeof sql, "UPDATE op SET body = replace(body, '%s', '%s')", second, first);
    change_last_op(&world, 0, sql, true);
    link_book(&world.kiosks[0], small, 1, "hub", 3, behind);
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, behind), "booked");
    CHECK_STR(world_state(world.hub.store, first), "booked");
    CHECK_INT(world_staff(&world, "parked", NULL), 1);
    world_stop(&world);
}

/* What only the hub or staff may say is refused from a kiosk, even with a verdict beside it. */
static void test_not_a_kiosks(void)
{
    static const struct {
        const char *kind, *body;
    } ops[] = {
        {"publish", "{\"revision\":9,\"objects\":[]}"},
        {"retire", "{\"kiosk\":\"demo-1\"}"},
        {"enroll", "{\"kiosk\":\"demo-9\",\"station\":\"demo\",\"number\":9}"},
        {"grant", "{\"session\":\"large.2026-11-25\",\"kiosk\":\"demo-1\",\"seats\":5}"},
        {"miss", "{\"ticket\":\"%s\"}"},
        {"promote", "{\"session\":\"large.2026-11-25\"}"},
        {"take", "{\"ticket\":\"%s\",\"by\":\"s1\"}"},
        {"erase", "{\"op\":\"01000000000000000000000000000000\"}"},
    };
    struct world world;
    char ticket[TICKET_SIZE];
    world_start(&world, 1);
    link_book(&world.kiosks[0], small, 1, "hub", 1, ticket);
    world_settle(&world);
    for (size_t i = 0; i < sizeof ops / sizeof ops[0]; i++) {
        char body[200];
        struct verdict verdict;
        struct verdict claimed = {.code = VERDICT_ACCEPTED, .judged_at = TEST_NOW, .left = -1};
        struct apply_context context = {.arrived_at = TEST_NOW, .recorded = &claimed};
        const char *cut = strstr(ops[i].body, "%s");
        snprintf(body, sizeof body, "%.*s%s%s",
                 (int)(cut != NULL ? (size_t)(cut - ops[i].body) : strlen(ops[i].body)),
                 ops[i].body, cut != NULL ? ticket : "", cut != NULL ? cut + 2 : "");
        struct op op = op_of((unsigned char)(100 + i), ops[i].kind, body);
        CHECK_INT(store_apply(world.hub.store, &op, NULL, &context, &verdict), OK);
        CHECK_INT(verdict.code, VERDICT_REFUSED);
        CHECK_INT(verdict.reason, REASON_NOT_PROVEN);
    }
    CHECK_STR(world_state(world.hub.store, ticket), "booked");
    world_stop(&world);
}

/* ---- tokens, and tickets that are on their way ---- */

static void token_of(struct test_kiosk *kiosk, const char *number, char *more, size_t size)
{
    char token[TOKEN_TEXT_SIZE];
    struct ticket ticket = {.kind = TICKET_BOOKING, .issued_at = TEST_NOW};
    str_copy(ticket.number, sizeof ticket.number, number);
    ticket_sign(&ticket, &kiosk->keys, token);
    snprintf(more, size, ",\"token\":\"%s\"", token);
}

static void test_overtaking_move(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    char second[TICKET_SIZE];
    char more[300];
    world_start(&world, 2);
    link_book(&world.kiosks[0], small, 1, "hub", 1, ticket); /* not sent yet */
    token_of(&world.kiosks[0], ticket, more, sizeof more);
    CHECK_INT(world_do(world.kiosks[1].store, &world.kiosks[1].env, OP_CANCEL, ticket, more,
                       PROOF_GENUINE)
                  .code,
              VERDICT_PROVISIONAL);
    CHECK(link_settle(&world.kiosks[1], &world.hub));
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE waits = 1 AND code ="
                                         " 'provisional' AND reason = 'unknown_ticket'"),
              1);
    CHECK(link_settle(&world.kiosks[0], &world.hub));
    CHECK_STR(world_state(world.hub.store, ticket), "cancelled");
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE waits = 1"), 0);
    CHECK_INT(query_session_counts(world.hub.store, small, 2).left, 2);
    /* Its effects come right after the ticket's, before what came later. */
    CHECK_INT(world_int(world.hub.store,
                        "SELECT c.turn - b.turn FROM op c JOIN op b ON b.ticket = c.ticket"
                        " AND b.kind = 'book' WHERE c.kind = 'cancel'"),
              1);
    world_settle(&world);
    CHECK_INT(world_int(world.kiosks[1].store,
                        "SELECT count(*) FROM op WHERE kind = 'cancel' AND code = 'accepted'"),
              1);
    CHECK_STR(world_state(world.kiosks[0].store, ticket), "cancelled");

    /* The ticket comes and is refused: so is what waited for it. */
    link_book(&world.kiosks[0], "large.2027-11-25", 1, "hub", 2, second);
    token_of(&world.kiosks[0], second, more, sizeof more);
    world_do(world.kiosks[1].store, &world.kiosks[1].env, OP_CANCEL, second, more, PROOF_GENUINE);
    world_settle(&world);
    CHECK_INT(world_int(world.kiosks[1].store,
                        "SELECT count(*) FROM op WHERE code = 'refused' AND acked = 1"),
              1);
    world_stop(&world);
}

static void test_proof(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    char more[300];
    char unknown[TICKET_SIZE];
    world_start(&world, 2);
    link_book(&world.kiosks[0], small, 1, "hub", 1, ticket);
    world_settle(&world);
    /* A token made with the key of another kiosk: forged, whatever the kiosk thought of it. */
    token_of(&world.kiosks[1], ticket, more, sizeof more);
    world_do(world.kiosks[1].store, &world.kiosks[1].env, OP_CANCEL, ticket, more,
             PROOF_KEY_UNKNOWN);
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, ticket), "booked");
    CHECK_INT(world_int(world.kiosks[1].store,
                        "SELECT count(*) FROM op WHERE reason = 'not_proven' AND acked = 1"),
              1);
    CHECK_INT(
        world_do(world.kiosks[1].store, &world.kiosks[1].env, OP_CANCEL, ticket, more, PROOF_FORGED)
            .reason,
        REASON_NOT_PROVEN);
    /* No token and no such ticket: nothing to wait for. */
    link_book(&world.kiosks[0], small, 1, "hub", 2, unknown);
    world_do(world.kiosks[1].store, &world.kiosks[1].env, OP_CANCEL, unknown, "", PROOF_NONE);
    CHECK(link_settle(&world.kiosks[1], &world.hub));
    CHECK_INT(
        world_int(world.kiosks[1].store, "SELECT count(*) FROM op WHERE reason = 'unknown_ticket'"),
        1);
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, unknown), "booked");
    /* The number alone does for a ticket that is there. */
    world_do(world.kiosks[1].store, &world.kiosks[1].env, OP_CANCEL, unknown, "", PROOF_NONE);
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, unknown), "cancelled");
    world_stop(&world);
}

/* ---- set back ---- */

/* The kiosk's data is an older copy; meanwhile it has made more ops than it lost, so the hub's
 * count says nothing, only the chain does. Nothing is lost on either side. */
static void check_set_back(int made_before, int made_after)
{
    struct world world;
    char before[4][TICKET_SIZE];
    char after[4][TICKET_SIZE];
    world_start(&world, 1);
    world_copy(&world, "k0");
    for (int i = 0; i < made_before; i++) {
        link_book(&world.kiosks[0], large, 1, "hub", i + 1, before[i]);
    }
    world_settle(&world);
    link_kiosk_stop(&world.kiosks[0]);
    world_put_back(&world, "k0");
    link_kiosk_start(&world.kiosks[0], world.folder, "k0.db", &world.clock, NULL);
    for (int i = 0; i < made_after; i++) {
        link_book(&world.kiosks[0], large, 1, "hub", i + 11, after[i]);
    }
    world_settle(&world);
    for (int i = 0; i < made_before; i++) {
        CHECK_STR(world_state(world.hub.store, before[i]), "booked");
    }
    for (int i = 0; i < made_after; i++) {
        CHECK_STR(world_state(world.hub.store, after[i]), "booked");
        CHECK_STR(world_state(world.kiosks[0].store, after[i]), "booked");
    }
    CHECK_INT(world_staff(&world, "parked", NULL), 0);
    CHECK_INT(world_staff(&world, "alarm", NULL), 0); /* seen at hello already */
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE kind = 'book'"),
              made_before + made_after);
    world_stop(&world);
}

/* The hub is set back to before the kiosk's new life, and then to before what the kiosk keeps. */
static void test_hub_set_back_too(void)
{
    struct world world;
    char ticket[3][TICKET_SIZE];
    world_start(&world, 1);
    link_book(&world.kiosks[0], large, 1, "hub", 1, ticket[0]);
    world_settle(&world);
    world_copy(&world, "hub");
    link_book(&world.kiosks[0], large, 1, "hub", 2, ticket[1]);
    world_settle(&world);
    CHECK_INT(outbox_new_life(world.kiosks[0].store, 99), OK);
    world_restart_kiosk(&world, 0);
    link_book(&world.kiosks[0], large, 1, "hub", 3, ticket[2]);
    world_settle(&world);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE kind = 'book'"), 3);
    link_hub_stop(&world.hub);
    world_put_back(&world, "hub");
    link_hub_start(&world.hub, world.folder, &world.clock);
    world_settle(&world);
    for (int i = 0; i < 3; i++) {
        CHECK_STR(world_state(world.hub.store, ticket[i]), "booked");
    }
    CHECK(world_agrees(&world, 0));

    /* Old ops are dropped at the kiosk, and then the hub is set back beyond them. */
    world.clock.wall += 40 * DAY_S;
    link_book(&world.kiosks[0], "large.2027-01-04", 1, "hub", 4, ticket[0]);
    world_settle(&world);
    CHECK_INT(outbox_forget(world.kiosks[0].store, world.clock.wall - DAY_S), OK);
    CHECK_INT(world_int(world.kiosks[0].store, "SELECT count(*) FROM op"), 1);
    link_hub_stop(&world.hub);
    world_put_back(&world, "hub");
    link_hub_start(&world.hub, world.folder, &world.clock);
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, ticket[0]), "booked");
    CHECK_INT(query_outbox_len(world.kiosks[0].store), 0);
    world_stop(&world);
}

/* A cancel that a hub accepted comes to the restored hub before the booking, which another kiosk
 * made: it waits, and is not judged again. */
static void test_recorded_cancel_waits(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    world_start(&world, 2);
    world_copy(&world, "hub");
    link_book(&world.kiosks[0], small, 1, "hub", 1, ticket);
    world_settle(&world);
    world_do(world.kiosks[1].store, &world.kiosks[1].env, OP_CANCEL, ticket, "", PROOF_NONE);
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[0].store, ticket), "cancelled");
    link_hub_stop(&world.hub);
    world_put_back(&world, "hub");
    link_hub_start(&world.hub, world.folder, &world.clock);
    for (int i = 0; i < 4; i++) {
        link_exchange(&world.kiosks[1], &world.hub, false);
    }
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE waits = 1"), 1);
    CHECK(world_holds(&world));
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, ticket), "cancelled");
    CHECK_STR(world_state(world.kiosks[0].store, ticket), "cancelled");
    CHECK_INT(query_session_counts(world.hub.store, small, 2).left, 2);
    world_stop(&world);
}

/* Who was promoted before the restore is promoted again, whichever kiosk speaks first. */
static void check_recorded_promotion(int speaks_first)
{
    struct world world;
    char ticket[TICKET_SIZE];
    char waits[TICKET_SIZE];
    world_start(&world, 2);
    link_book(&world.kiosks[0], small, 2, "hub", 1, ticket);
    world_settle(&world);
    world_copy(&world, "hub");
    link_book(&world.kiosks[1], small, 2, "hub", 2, waits);
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[1].store, waits), "waiting");
    world_do(world.kiosks[0].store, &world.kiosks[0].env, OP_CANCEL, ticket, "", PROOF_NONE);
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[1].store, waits), "booked");
    link_hub_stop(&world.hub);
    world_put_back(&world, "hub");
    link_hub_start(&world.hub, world.folder, &world.clock);
    for (int i = 0; i < 4; i++) {
        link_exchange(&world.kiosks[speaks_first], &world.hub, false);
    }
    CHECK(world_holds(&world));
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, waits), "booked");
    CHECK_STR(world_state(world.kiosks[1].store, waits), "booked");
    CHECK(world_agrees(&world, 0));
    CHECK(world_agrees(&world, 1));
    world_stop(&world);
}

/* Who moved up and then cancelled does not get a place again when the news come in another order.
 */
static void test_recorded_promotion_cancelled(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    char waits[TICKET_SIZE];
    world_start(&world, 2);
    link_book(&world.kiosks[0], small, 2, "hub", 1, ticket);
    world_settle(&world);
    world_copy(&world, "hub");
    link_book(&world.kiosks[1], small, 2, "hub", 2, waits);
    world_settle(&world);
    world_do(world.kiosks[0].store, &world.kiosks[0].env, OP_CANCEL, ticket, "", PROOF_NONE);
    world_settle(&world);
    world_do(world.kiosks[1].store, &world.kiosks[1].env, OP_CANCEL, waits, "", PROOF_NONE);
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[1].store, waits), "cancelled");
    link_hub_stop(&world.hub);
    world_put_back(&world, "hub");
    link_hub_start(&world.hub, world.folder, &world.clock);
    for (int i = 0; i < 4; i++) {
        link_exchange(&world.kiosks[1], &world.hub, false);
    }
    CHECK_STR(world_state(world.hub.store, waits), "cancelled");
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, waits), "cancelled");
    CHECK_INT(query_session_counts(world.hub.store, small, 2).left, 2);
    world_stop(&world);
}

/* A move that waited for its ticket is offered to a restored hub that has the ticket by then. */
static void test_waiting_move_offered_again(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    char more[300];
    world_start(&world, 2);
    world_copy(&world, "hub");
    link_book(&world.kiosks[0], small, 1, "hub", 1, ticket);
    token_of(&world.kiosks[0], ticket, more, sizeof more);
    world_do(world.kiosks[1].store, &world.kiosks[1].env, OP_CANCEL, ticket, more, PROOF_GENUINE);
    CHECK(link_settle(&world.kiosks[1], &world.hub));
    CHECK_INT(world_int(world.kiosks[1].store,
                        "SELECT count(*) FROM op WHERE acked = 1 AND code = 'provisional'"),
              1);
    link_hub_stop(&world.hub);
    world_put_back(&world, "hub");
    link_hub_start(&world.hub, world.folder, &world.clock);
    for (int i = 0; i < 4; i++) {
        link_exchange(&world.kiosks[0], &world.hub, false);
    }
    CHECK_STR(world_state(world.hub.store, ticket), "booked");
    world_settle(&world);
    CHECK_STR(world_state(world.hub.store, ticket), "cancelled");
    CHECK_STR(world_state(world.kiosks[0].store, ticket), "cancelled");
    world_stop(&world);
}

/* The kiosk believes that the hub has its first op. The hub takes none that leaves a gap, and tells
 * where to go on. */
static void test_gap(void)
{
    struct world world;
    char ticket[3][TICKET_SIZE];
    world_start(&world, 1);
    for (int i = 0; i < 3; i++) {
        link_book(&world.kiosks[0], large, 1, "hub", i + 1, ticket[i]);
    }
    db_script(store_db(world.kiosks[0].store), "UPDATE op SET acked = 1 WHERE seq = 1");
    world.kiosks[0].client->hub_seq = 1;
    CHECK(link_exchange(&world.kiosks[0], &world.hub, false));
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE kind = 'book'"), 0);
    CHECK_INT(world.kiosks[0].client->hub_seq, 0);
    CHECK_INT(query_outbox_len(world.kiosks[0].store), 2);
    world_settle(&world);
    for (int i = 0; i < 3; i++) {
        CHECK_STR(world_state(world.hub.store, ticket[i]), "booked");
    }
    CHECK(world_agrees(&world, 0));
    world_stop(&world);
}

int main(void)
{
    test_twice_and_changed();
    test_parked();
    test_ticket_made_twice();
    test_not_a_kiosks();
    test_overtaking_move();
    test_proof();
    check_set_back(3, 1);
    check_set_back(2, 4);
    check_set_back(3, 3);
    test_hub_set_back_too();
    test_recorded_cancel_waits();
    check_recorded_promotion(0);
    check_recorded_promotion(1);
    test_recorded_promotion_cancelled();
    test_waiting_move_offered_again();
    test_gap();
    return check_done();
}
