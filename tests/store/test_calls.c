/* 叫人帮我 between a kiosk, the hub and the desk: who knows what, and when. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "check.h"
#include "domain/call.h"
#include "store/db.h"
#include "store/query.h"
#include "store/world.h"

static struct verdict submit(struct store *store, const struct env *env, enum op_kind kind,
                             const char *body, bool by_staff, struct op_id *id)
{
    struct verdict verdict = {.code = VERDICT_PARKED};
    struct apply_context context = {.arrived_at = env->wall(env->ctx), .by_staff = by_staff};
    CHECK_INT(store_submit(store, kind, body, NULL, &context, id, &verdict), OK);
    return verdict;
}

static struct verdict call(struct world *world, int kiosk, struct op_id *id)
{
    return submit(world->kiosks[kiosk].store, &world->kiosks[kiosk].env, OP_CALL,
                  "{\"screen\":\"form\"}", false, id);
}

static const char *body_about(const struct op_id *id, const char *more)
{
    static char body[160];
    char hex[2 * OP_ID_SIZE + 1];
    hex_encode(id->bytes, sizeof id->bytes, hex);
    (void)snprintf(body, sizeof body, "{\"op\":\"%s\"%s}", hex, more);
    return body;
}

static struct verdict desk(struct world *world, enum op_kind kind, const struct op_id *id)
{
    return submit(world->hub.store, &world->hub.env, kind, body_about(id, ",\"by\":\"wang\""), true,
                  NULL);
}

static struct call_row last(struct store *store)
{
    struct call_row row = {.screen = "none"};
    (void)query_last_call(store, "demo-1", &row);
    return row;
}

/* Called, heard, answered, closed; every kiosk of the station knows it, the hub has its history. */
static void test_a_call(void)
{
    struct world world;
    struct op_id id;
    world_start(&world, 2);
    CHECK_INT(call(&world, 0, &id).code, VERDICT_PROVISIONAL);
    struct call_row row = last(world.kiosks[0].store);
    CHECK_STR(row.screen, "form");
    CHECK(!row.is_heard);
    CHECK_INT(row.called_at, TEST_NOW);

    world_settle(&world);
    row = last(world.kiosks[0].store);
    CHECK(row.is_heard && op_id_equal(&row.id, &id));
    CHECK_INT(row.answered_at, 0);
    CHECK_STR(last(world.kiosks[1].store).screen, "form");
    struct call_row open[4];
    CHECK_INT(query_open_calls(world.hub.store, "demo", open, 4), 1);
    CHECK_INT(query_open_calls(world.hub.store, "", open, 4), 1);
    CHECK_INT(query_open_calls(world.hub.store, "elsewhere", open, 4), 0);

    world.clock.wall += 40;
    CHECK_INT(desk(&world, OP_CALL_ANSWER, &id).code, VERDICT_ACCEPTED);
    CHECK_INT(desk(&world, OP_CALL_ANSWER, &id).reason, REASON_NOT_ALLOWED_NOW);
    world_settle(&world);
    row = last(world.kiosks[0].store);
    CHECK_INT(row.answered_at, TEST_NOW + 40);
    CHECK_STR(row.by, "wang");
    CHECK_INT(row.closed_at, 0);

    CHECK_INT(desk(&world, OP_CALL_CLOSE, &id).code, VERDICT_ACCEPTED);
    world_settle(&world);
    CHECK_INT(last(world.kiosks[1].store).closed_at, TEST_NOW + 40);
    CHECK_INT(query_open_calls(world.hub.store, "", open, 4), 0);
    CHECK_INT(world_int(world.hub.store,
                        "SELECT count(*) FROM report_call WHERE kiosk = 'demo-1' AND screen ="
                        " 'form' AND called_at = '2026-11-24T09:00:00+08:00'"
                        " AND answered_at = '2026-11-24T09:00:40+08:00'"),
              1);
    CHECK(world_agrees(&world, 0) && world_agrees(&world, 1));
    world_stop(&world);
}

/* A second call says nothing new; later, or after the first is over, it does. */
static void test_again(void)
{
    struct world world;
    struct op_id id, next;
    struct call_row open[4];
    world_start(&world, 1);
    call(&world, 0, &id);
    world_settle(&world);
    world.clock.wall += CALL_AGAIN_S - 1;
    struct verdict verdict = call(&world, 0, NULL);
    CHECK_INT(verdict.reason, REASON_ALREADY_CALLED);
    CHECK_INT(verdict.until, TEST_NOW + CALL_AGAIN_S);
    world.clock.wall += 1;
    CHECK_INT(call(&world, 0, &next).code, VERDICT_PROVISIONAL);
    world_settle(&world);
    CHECK_INT(query_open_calls(world.hub.store, "demo", open, 4), 1);
    CHECK(op_id_equal(&open[0].id, &next));
    struct call_row newest = last(world.kiosks[0].store);
    CHECK(op_id_equal(&newest.id, &next));

    /* Taken back by the visitor: the desk's list is empty, and one may call anew. */
    struct test_kiosk *kiosk = &world.kiosks[0];
    submit(kiosk->store, &kiosk->env, OP_CALL_OFF, body_about(&next, ""), false, NULL);
    CHECK(last(kiosk->store).closed_at != 0);
    world_settle(&world);
    CHECK_INT(query_open_calls(world.hub.store, "demo", open, 4), 0);
    CHECK_INT(desk(&world, OP_CALL_ANSWER, &next).reason, REASON_NOT_ALLOWED_NOW);
    CHECK_INT(call(&world, 0, NULL).code, VERDICT_PROVISIONAL);
    world_settle(&world);
    CHECK_INT(query_open_calls(world.hub.store, "demo", open, 4), 1);
    world_stop(&world);
}

/* Heard of when nobody waits any more: nobody is sent. */
static void test_late(void)
{
    struct world world;
    struct call_row open[4];
    world_start(&world, 1);
    call(&world, 0, NULL);
    world.clock.wall += CALL_LATE_S + 60;
    world.clock.mono_ms += (CALL_LATE_S + 60) * 1000;
    world_settle(&world);
    CHECK_INT(query_open_calls(world.hub.store, "", open, 4), 0);
    CHECK_STR(last(world.kiosks[0].store).screen, "none");
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM report_op WHERE kind = 'call'"
                                         " AND verdict = 'refused'"),
              1);
    world_stop(&world);
}

/* A hub put back to an older copy hears of calls again; who called then has long left. */
static void test_restored(void)
{
    struct world world;
    struct op_id id;
    struct call_row open[4];
    world_start(&world, 1);
    world_copy(&world, "hub");
    call(&world, 0, &id);
    world_settle(&world);
    CHECK_INT(query_open_calls(world.hub.store, "", open, 4), 1);
    world.clock.wall += HOUR_S;
    world.clock.mono_ms += HOUR_S * 1000;
    link_hub_stop(&world.hub);
    world_put_back(&world, "hub");
    link_hub_start(&world.hub, world.folder, &world.clock);
    world_settle(&world);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM call"), 1);
    CHECK_INT(query_open_calls(world.hub.store, "", open, 4), 0);
    CHECK(world_agrees(&world, 0));
    world_stop(&world);
}

/* Another's call is not one's to take back; a retired kiosk calls nobody. */
static void test_whose(void)
{
    struct world world;
    struct op_id id;
    struct call_row open[4];
    world_start(&world, 2);
    call(&world, 0, &id);
    world_settle(&world);
    struct test_kiosk *other = &world.kiosks[1];
    CHECK_INT(
        submit(other->store, &other->env, OP_CALL_OFF, body_about(&id, ""), false, NULL).reason,
        REASON_NOT_PROVEN);
    submit(world.hub.store, &world.hub.env, OP_RETIRE, "{\"kiosk\":\"demo-1\"}", true, NULL);
    CHECK_INT(query_open_calls(world.hub.store, "", open, 4), 0);
    world_stop(&world);
}

int main(void)
{
    test_a_call();
    test_again();
    test_late();
    test_restored();
    test_whose();
    return check_done();
}
