/* The link: enrolment, verdicts, the feed, lost answers, a hub killed and restored, pools. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "store/figures.h"
#include "store/fleet.h"
#include "store/link.h"
#include "store/query.h"
#include "store/replica.h"

static const char large[] = "large.2026-11-25";
static const char small[] = "small.2026-11-25";

struct world {
    char folder[256];
    struct test_clock clock;
    struct test_hub hub;
    struct test_kiosk a, b;
};

static void world_start(struct world *world)
{
    char token[96];
    *world = (struct world){.clock = {.wall = TEST_NOW, .random = 7}};
    fixture_folder(world->folder);
    link_hub_start(&world->hub, world->folder, &world->clock);
    fixture_publish(world->hub.store, 1, 12);
    link_token(&world->hub, token);
    link_kiosk_start(&world->a, world->folder, "a.db", &world->clock, token);
    link_token(&world->hub, token);
    link_kiosk_start(&world->b, world->folder, "b.db", &world->clock, token);
    CHECK(link_settle(&world->a, &world->hub));
    CHECK(link_settle(&world->b, &world->hub));
    CHECK(link_settle(&world->a, &world->hub));
}

static void world_stop(struct world *world)
{
    bool same = false;
    char difference[200] = "";
    CHECK_INT(store_rebuild(world->hub.store, &same, difference, sizeof difference), OK);
    CHECK(same);
    CHECK_STR(difference, "");
    link_kiosk_stop(&world->a);
    link_kiosk_stop(&world->b);
    link_hub_stop(&world->hub);
    fixture_remove(world->folder);
}

static void test_enrolment_and_feed(void)
{
    struct world world;
    struct kiosk_row row;
    char text[META_VALUE_MAX] = "";
    world_start(&world);
    CHECK(store_meta_get(world.a.store, "kiosk", text, sizeof text));
    CHECK_STR(text, "demo-1");
    CHECK(query_kiosk(world.a.store, "demo-2", &row));
    CHECK(store_setting_get(world.a.store, "public_url", text, sizeof text));
    CHECK_STR(text, "HTTPS://YIZHAN.INVALID");
    CHECK_INT(sync_client_state(world.a.client), SYNC_ONLINE);
    world_stop(&world);
}

static void test_last_place(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    char other[TICKET_SIZE];
    world_start(&world);
    struct verdict verdict = link_book(&world.a, small, 2, "hub", 1, ticket);
    CHECK_INT(verdict.code, VERDICT_PROVISIONAL);
    CHECK_INT(verdict.reason, REASON_AWAITING_HUB);
    CHECK(link_settle(&world.a, &world.hub));
    CHECK_INT(query_outbox_len(world.a.store), 0);
    CHECK(link_settle(&world.b, &world.hub));
    CHECK_INT(query_session_counts(world.b.store, small, 2).left, 0);

    verdict = link_book(&world.b, small, 1, "hub", 2, other);
    CHECK(link_settle(&world.b, &world.hub));
    struct arena arena = {0};
    struct buf json = {0};
    struct ticket_view view;
    CHECK(query_ticket_json(world.b.store, other, &json, NULL));
    CHECK_INT(ticket_view_parse(json.data, &arena, &view), OK);
    CHECK_STR(view.state, "waiting");
    arena_fini(&arena);
    buf_fini(&json);
    world_stop(&world);
}

static void cancel(struct test_kiosk *kiosk, const char *ticket)
{
    char body[64];
    struct verdict verdict;
    struct apply_context context = {.arrived_at = TEST_NOW};
    snprintf(body, sizeof body, "{\"ticket\":\"%s\"}", ticket);
    CHECK_INT(store_submit(kiosk->store, OP_CANCEL, body, NULL, &context, NULL, &verdict), OK);
    CHECK_INT(verdict.code, VERDICT_PROVISIONAL);
}

static void check_state(struct store *store, const char *ticket, const char *state)
{
    struct arena arena = {0};
    struct buf json = {0};
    struct ticket_view view = {0};
    CHECK(query_ticket_json(store, ticket, &json, NULL));
    CHECK_INT(ticket_view_parse(json.data, &arena, &view), OK);
    CHECK_STR(view.state, state);
    arena_fini(&arena);
    buf_fini(&json);
}

static void test_cancel_promotes(void)
{
    struct world world;
    char first[TICKET_SIZE];
    char second[TICKET_SIZE];
    world_start(&world);
    link_book(&world.a, small, 2, "hub", 1, first);
    CHECK(link_settle(&world.a, &world.hub));
    link_book(&world.b, small, 2, "hub", 2, second);
    CHECK(link_settle(&world.b, &world.hub));
    check_state(world.b.store, second, "waiting");
    cancel(&world.b, first); /* at another kiosk than it was booked at */
    CHECK(link_settle(&world.b, &world.hub));
    CHECK(link_settle(&world.b, &world.hub));
    CHECK(link_settle(&world.a, &world.hub));
    check_state(world.b.store, second, "booked");
    check_state(world.a.store, first, "cancelled");
    world_stop(&world);
}

/* The answer is lost, the hub starts anew: nothing is lost, nothing doubled. */
static void test_lost_answer(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    world_start(&world);
    link_book(&world.a, small, 1, "hub", 1, ticket);
    CHECK(link_exchange(&world.a, &world.hub, true));
    CHECK_INT(query_outbox_len(world.a.store), 1);
    link_hub_stop(&world.hub);
    link_hub_start(&world.hub, world.folder, &world.clock);
    for (int i = 0; i < 5 && query_outbox_len(world.a.store) > 0; i++) {
        link_exchange(&world.a, &world.hub, false);
    }
    CHECK_INT(query_outbox_len(world.a.store), 0);
    CHECK_INT(query_session_counts(world.hub.store, small, 2).left, 1);
    check_state(world.a.store, ticket, "booked");
    world_stop(&world);
}

/* A call to the desk with an envelope of that size. */
static enum status submit_large(struct world *world, size_t box_len)
{
    struct verdict verdict;
    unsigned char *box = calloc(1, box_len);
    struct apply_context context = {.arrived_at = TEST_NOW};
    struct envelope envelope = {
        .key_id = "0123456789abcdef", .box = box, .box_len = box_len, .erase_days = 90};
    enum status status = store_submit(world->a.store, OP_CALL, "{\"screen\":\"home\"}", &envelope,
                                      &context, NULL, &verdict);
    free(box);
    return status;
}

/* An op with a large envelope goes alone, and those before and behind it go as ever. */
static void test_large_envelopes(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    struct buf ops = {0};
    struct figures figures;
    const int64_t sent_until[] = {2, 3, 4, 6};
    int64_t last = 0, remaining = 0;
    world_start(&world);
    CHECK_INT(submit_large(&world, ENVELOPE_BOX_MAX + 1), ERR_LIMIT);
    link_book(&world.a, large, 1, "hub", 1, ticket);
    link_book(&world.a, large, 1, "hub", 2, ticket);
    CHECK_INT(submit_large(&world, ENVELOPE_BOX_MAX), OK);
    CHECK_INT(submit_large(&world, ENVELOPE_BOX_MAX), OK);
    CHECK_INT(submit_large(&world, 1000), OK);
    link_book(&world.a, large, 1, "hub", 3, ticket);
    for (size_t i = 0; i < 4; i++) {
        buf_clear(&ops);
        CHECK_INT(outbox_read(world.a.store, last, 50, 256 * 1024, &ops, &last, &remaining), OK);
        CHECK_INT(last, sent_until[i]);
        CHECK_INT(remaining, 6 - last);
    }
    buf_fini(&ops);
    CHECK(link_settle(&world.a, &world.hub));
    CHECK_INT(query_outbox_len(world.a.store), 0);
    check_state(world.hub.store, ticket, "booked");
    CHECK_INT(figures_read(world.hub.store, TEST_NOW, &figures), OK);
    CHECK_INT(figures.envelopes, 6);
    world_stop(&world);
}

/* Offline a kiosk promises from its own pool, and the hub keeps the promise. */
static void test_own_pool(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    world_start(&world);
    CHECK_INT(query_session_counts(world.a.store, large, 12).left_own, 2);
    CHECK_INT(query_session_counts(world.hub.store, large, 12).left, 10);
    struct verdict verdict = link_book(&world.a, large, 2, "demo-1", 1, ticket);
    CHECK_INT(verdict.code, VERDICT_ACCEPTED);
    CHECK_INT(query_session_counts(world.a.store, large, 12).left_own, 0);
    verdict = link_book(&world.a, large, 1, "demo-1", 2, ticket);
    CHECK_INT(verdict.code, VERDICT_PROVISIONAL);
    CHECK_INT(verdict.reason, REASON_NO_ALLOTMENT);
    CHECK(link_settle(&world.a, &world.hub));
    check_state(world.hub.store, ticket, "booked");
    CHECK_INT(query_session_counts(world.hub.store, large, 12).left, 9);
    world_stop(&world);
}

/* The hub goes back to a backup: kiosks offer what it has forgotten, verdicts stand. */
static void test_restored_hub(void)
{
    struct world world;
    char before[TICKET_SIZE];
    char after[TICKET_SIZE];
    char copy[300];
    char live[300];
    char why[200] = "";
    world_start(&world);
    link_book(&world.a, small, 1, "hub", 1, before);
    CHECK(link_settle(&world.a, &world.hub));
    snprintf(copy, sizeof copy, "%s/copy.db", world.folder);
    CHECK_INT(store_backup(world.hub.store, copy, why, sizeof why), OK);
    link_book(&world.a, small, 1, "hub", 2, after);
    CHECK(link_settle(&world.a, &world.hub));
    check_state(world.a.store, after, "booked");
    link_hub_stop(&world.hub);
    snprintf(live, sizeof live, "%s/hub.db", world.folder);
    CHECK_INT(rename(copy, live), 0);
    snprintf(live, sizeof live, "%s/hub.db-wal", world.folder);
    remove(live);
    link_hub_start(&world.hub, world.folder, &world.clock);
    for (int i = 0; i < 6; i++) {
        link_exchange(&world.a, &world.hub, false);
    }
    check_state(world.hub.store, after, "booked");
    CHECK_INT(query_session_counts(world.hub.store, small, 2).left, 0);
    CHECK(link_settle(&world.b, &world.hub) || link_settle(&world.b, &world.hub));
    world_stop(&world);
}

int main(void)
{
    test_enrolment_and_feed();
    test_last_place();
    test_cancel_promotes();
    test_lost_answer();
    test_large_envelopes();
    test_own_pool();
    test_restored_hub();
    return check_done();
}
