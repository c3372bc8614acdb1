/* A request's whole life as its issuing kiosk sees it, and the report views word for word. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "check.h"
#include "store/db.h"
#include "store/query.h"
#include "store/world.h"

static const char by[] = ",\"by\":\"s1\",\"note\":\"N\"";

static struct verdict staff(struct world *world, enum op_kind kind, const char *ticket,
                            const char *more)
{
    struct verdict verdict =
        world_do(world->hub.store, &world->hub.env, kind, ticket, more, PROOF_NONE);
    world_settle(world);
    return verdict;
}

/* Made at the kiosk, answered by the hub; returns the hub's answer. */
static enum verdict_code visitor(struct world *world, enum op_kind kind, const char *ticket,
                                 const char *more)
{
    world_do(world->kiosks[0].store, &world->kiosks[0].env, kind, ticket, more, PROOF_NONE);
    world_settle(world);
    char code[16] = "";
    struct query *query =
        db_query(store_db(world->kiosks[0].store),
                 "SELECT code FROM op WHERE acked = 1 ORDER BY n DESC LIMIT 1", "");
    if (query_next(query)) {
        str_copy(code, sizeof code, query_text(query, 0));
        query_end(query);
    }
    return (enum verdict_code)verdict_code_parse(code);
}

/* The kinds of events in the ticket's timeline at the kiosk that issued it, in order. */
static void check_timeline(struct world *world, const char *ticket, const char *expected,
                           struct ticket_view *out)
{
    static struct arena arena;
    struct buf json = {0};
    struct buf kinds = {0};
    struct ticket_view view = {0};
    arena_fini(&arena);
    arena = (struct arena){0};
    CHECK(query_ticket_json(world->kiosks[0].store, ticket, &json, NULL));
    CHECK_INT(ticket_view_parse(json.data, &arena, &view), OK);
    for (size_t i = 0; i < view.events_len; i++) {
        buf_printf(&kinds, "%s%s", i > 0 ? " " : "", view.events[i].kind);
    }
    CHECK_STR(kinds.data != NULL ? kinds.data : "", expected);
    *out = view;
    out->events = NULL;
    arena_fini(&arena);
    arena = (struct arena){0};
    buf_fini(&kinds);
    buf_fini(&json);
}

static void test_whole_life(void)
{
    struct world world;
    struct ticket_view view;
    char ticket[TICKET_SIZE];
    world_start(&world, 1);
    CHECK_INT(world_file(&world.kiosks[0], ticket).code, VERDICT_ACCEPTED);
    world_settle(&world);
    check_timeline(&world, ticket, "", &view);
    CHECK_STR(view.state, "filed");
    CHECK_INT(view.due_at, TEST_NOW + 2 * HOUR_S);

    CHECK_INT(staff(&world, OP_WORK, ticket, by).reason, REASON_NOT_ALLOWED_NOW);
    CHECK_INT(staff(&world, OP_TAKE, ticket, by).code, VERDICT_ACCEPTED);
    CHECK_INT(staff(&world, OP_TRANSFER, ticket, ",\"by\":\"s1\",\"to\":\"s2\"").reason,
              REASON_NEEDS_NOTE);
    CHECK_INT(
        staff(&world, OP_TRANSFER, ticket, ",\"by\":\"s1\",\"to\":\"s2\",\"note\":\"N\"").code,
        VERDICT_ACCEPTED);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM request WHERE owner = 's2'"), 1);
    staff(&world, OP_TAKE, ticket, ",\"by\":\"s2\"");
    staff(&world, OP_WORK, ticket, ",\"by\":\"s2\"");
    CHECK_INT(staff(&world, OP_DONE, ticket, ",\"by\":\"s2\"").reason, REASON_NEEDS_NOTE);
    world.clock.wall += 600;
    CHECK_INT(staff(&world, OP_DONE, ticket, ",\"by\":\"s2\",\"note\":\"N\"").code,
              VERDICT_ACCEPTED);
    check_timeline(&world, ticket, "take transfer take work done", &view);
    CHECK_STR(view.state, "done");
    CHECK_INT(view.closed_at, TEST_NOW + 600);
    CHECK_INT(view.due_at, TEST_NOW + 2 * HOUR_S);

    /* Not satisfied: it opens again, with a term of its own. */
    world.clock.wall += 600;
    CHECK_INT(visitor(&world, OP_REOPEN, ticket, ""), VERDICT_ACCEPTED);
    check_timeline(&world, ticket, "take transfer take work done reopen", &view);
    CHECK_STR(view.state, "filed");
    CHECK_INT(view.due_at, TEST_NOW + 1200 + 2 * HOUR_S);
    CHECK_INT(view.closed_at, 0);
    staff(&world, OP_TAKE, ticket, by);
    staff(&world, OP_WORK, ticket, by);
    staff(&world, OP_DONE, ticket, by);
    CHECK_INT(visitor(&world, OP_CONFIRM, ticket, ",\"rating\":5"), VERDICT_ACCEPTED);
    CHECK_INT(visitor(&world, OP_RATE, ticket, ",\"rating\":1"), VERDICT_REFUSED);
    check_timeline(&world, ticket, "take transfer take work done reopen take work done confirm",
                   &view);
    CHECK_STR(view.state, "confirmed");
    CHECK_INT(view.rating, 5);
    CHECK(world_agrees(&world, 0));
    world_stop(&world);
}

static void test_refuse_and_withdraw(void)
{
    struct world world;
    struct ticket_view view;
    char refused[TICKET_SIZE];
    char withdrawn[TICKET_SIZE];
    char rated[TICKET_SIZE];
    world_start(&world, 1);
    world_file(&world.kiosks[0], refused);
    world_file(&world.kiosks[0], withdrawn);
    world_file(&world.kiosks[0], rated);
    world_settle(&world);
    CHECK_INT(staff(&world, OP_REFUSE, refused, ",\"by\":\"s1\"").reason, REASON_NEEDS_NOTE);
    CHECK_INT(staff(&world, OP_REFUSE, refused, by).code, VERDICT_ACCEPTED);
    check_timeline(&world, refused, "refuse", &view);
    CHECK_STR(view.state, "refused");
    CHECK_INT(view.closed_at, TEST_NOW);
    CHECK_INT(visitor(&world, OP_REOPEN, refused, ""), VERDICT_ACCEPTED);
    CHECK_INT(visitor(&world, OP_WITHDRAW, withdrawn, ""), VERDICT_ACCEPTED);
    check_timeline(&world, withdrawn, "withdraw", &view);
    CHECK_STR(view.state, "withdrawn");
    CHECK_INT(visitor(&world, OP_WITHDRAW, withdrawn, ""), VERDICT_REFUSED);
    staff(&world, OP_TAKE, rated, by);
    staff(&world, OP_WORK, rated, by);
    staff(&world, OP_DONE, rated, by);
    CHECK_INT(visitor(&world, OP_RATE, rated, ",\"rating\":2"), VERDICT_ACCEPTED);
    check_timeline(&world, rated, "take work done rate", &view);
    CHECK_STR(view.state, "done");
    CHECK_INT(view.rating, 2);
    CHECK(world_agrees(&world, 0));
    world_stop(&world);
}

/* A kind that is not in force: said at once, or, filed with a clock nobody trusts and gone from
 * content meanwhile, by the hub. */
static void test_unknown_kind(void)
{
    struct world world;
    struct verdict verdict;
    char ticket[TICKET_SIZE];
    char body[200];
    struct apply_context context = {.arrived_at = TEST_NOW};
    struct test_clock dead;
    world_start(&world, 1);
    dead = world.clock;
    dead.wall = 1000;
    world.kiosks[0].env.ctx = &dead;
    CHECK_INT(world_file(&world.kiosks[0], ticket).code, VERDICT_PROVISIONAL);
    CHECK_INT(store_submit(world.hub.store, OP_PUBLISH,
                           "{\"revision\":2,\"objects\":[[\"station\",\"demo\",{\"id\":\"demo\","
                           "\"name\":\"S\",\"phone\":\"000\",\"desk\":{\"opens\":\"08:30\","
                           "\"closes\":\"17:30\"}}]]}",
                           NULL, &context, NULL, &verdict),
              OK);
    CHECK_INT(verdict.code, VERDICT_ACCEPTED);
    world.kiosks[0].env.ctx = &world.clock;
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[0].store, ticket), "refused");
    snprintf(body, sizeof body,
             "{\"ticket\":\"%s\",\"request\":\"hazard\",\"grid\":\"\",\"urgency\":\"urgent\"}",
             ticket);
    CHECK_INT(store_submit(world.kiosks[0].store, OP_FILE, body, NULL, &context, NULL, &verdict),
              OK);
    CHECK_INT(verdict.reason, REASON_UNKNOWN_KIND);
    world_settle(&world);
    world_stop(&world);
}

/* ---- report views ---- */

static void check_columns(struct world *world, const char *view, const char *expected)
{
    char columns[300] = "";
    struct query *query =
        db_query(store_db(world->hub.store),
                 "SELECT group_concat(name, ' ') FROM pragma_table_info(?1)", "s", view);
    CHECK(query_next(query));
    str_copy(columns, sizeof columns, query_text(query, 0));
    query_end(query);
    CHECK_STR(columns, expected);
}

static void check_row(struct world *world, const char *sql, const char *expected)
{
    struct query *query = db_query(store_db(world->hub.store), sql, "");
    CHECK(query_next(query));
    CHECK_STR(query_text(query, 0), expected);
    query_end(query);
}

static void test_views(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    char refused[TICKET_SIZE];
    char request[TICKET_SIZE];
    world_start(&world, 1);
    check_columns(&world, "report_booking",
                  "ticket kiosk programme session starts_at seats state created_at");
    check_columns(
        &world, "report_request",
        "ticket kiosk programme kind grid urgency state filed_at due_at closed_at rating");
    check_columns(&world, "report_loan", "ticket kiosk item state lent_at due_at returned_at");
    check_columns(&world, "report_presence", "kind subject grid kiosk at");
    check_columns(&world, "report_op", "id kiosk seq kind at verdict");

    link_book(&world.kiosks[0], small, 2, "hub", 1, ticket);
    link_book(&world.kiosks[0], "small.2027-11-25", 1, "hub", 2, refused);
    world_file(&world.kiosks[0], request);
    world_settle(&world);
    check_row(&world,
              "SELECT kiosk || ' ' || programme || ' ' || session || ' ' || starts_at || ' ' ||"
              " seats || ' ' || state || ' ' || created_at FROM report_booking",
              "demo-1 small small.2026-11-25 2026-11-25T10:00:00+08:00 2 booked"
              " 2026-11-24T09:00:00+08:00");
    check_row(&world,
              "SELECT kiosk || ' ' || programme || ' ' || kind || ' ' || grid || ' ' || urgency ||"
              " ' ' || state || ' ' || filed_at || ' ' || due_at || ' ' || (closed_at IS NULL)"
              " FROM report_request",
              "demo-1 hazard hazard g1 urgent filed 2026-11-24T09:00:00+08:00"
              " 2026-11-24T11:00:00+08:00 1");
    check_row(&world,
              "SELECT group_concat(kind || seq || verdict, ' ') FROM"
              " (SELECT * FROM report_op WHERE kiosk = 'demo-1' ORDER BY seq)",
              "book1accepted book2refused file3accepted");
    check_row(&world, "SELECT typeof(id) || length(id) FROM report_op LIMIT 1", "text32");
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM report_booking"), 1);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM report_loan"), 0);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM report_presence"), 0);
    world_stop(&world);
}

int main(void)
{
    test_whole_life();
    test_refuse_and_withdraw();
    test_unknown_kind();
    test_views();
    return check_done();
}
