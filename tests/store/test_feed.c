/* The link where it is not at its best: pages, snapshots, restarts, answers lost, doubled and out
 * of order, requests replayed and changed, portal pages, tokens. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "check.h"
#include "store/catalogue.h"
#include "store/db.h"
#include "store/feed.h"
#include "store/fleet.h"
#include "store/query.h"
#include "store/replica.h"
#include "store/world.h"
#include "trust/enrolment.h"

#include <jansson.h>

/* ---- pages and snapshots ---- */

enum { ROWS = 1200 };

/* Enough for several pages. */
static void put_settings(struct world *world, const char *value)
{
    char key[32];
    char text[400];
    CHECK_INT(store_begin(world->hub.store), OK);
    for (int i = 0; i < ROWS; i++) {
        snprintf(key, sizeof key, "x%04d", i);
        snprintf(text, sizeof text, "%s%0350d", value, i);
        CHECK_INT(store_setting_set(world->hub.store, key, text), OK);
    }
    CHECK_INT(store_commit(world->hub.store), OK);
}

static int64_t settings(struct world *world, int kiosk, const char *value)
{
    return db_int(store_db(world->kiosks[kiosk].store), 0,
                  "SELECT count(*) FROM setting WHERE key GLOB 'x*' AND value GLOB ?1 || '*'", "s",
                  value);
}

static void test_pages(void)
{
    struct world world;
    char text[META_VALUE_MAX];
    world_start(&world, 1);
    put_settings(&world, "a");
    CHECK(link_exchange(&world.kiosks[0], &world.hub, false));
    CHECK_INT(settings(&world, 0, ""), 0); /* a page is staged, nothing is shown of it */
    CHECK_INT(store_setting_set(world.hub.store, "x0000", "changed"), OK);
    CHECK(link_exchange(&world.kiosks[0], &world.hub, true)); /* this page is lost on the way */
    world_restart_kiosk(&world, 0);
    world_settle(&world);
    CHECK_INT(settings(&world, 0, "a"), ROWS - 1);
    CHECK(store_setting_get(world.kiosks[0].store, "x0000", text, sizeof text));
    CHECK_STR(text, "changed");
    CHECK_INT(world_int(world.kiosks[0].store, "SELECT count(*) FROM stage"), 0);
    world_stop(&world);
}

/* The hub is set back: what the kiosk has and the hub has not is gone after the snapshot, also when
 * the kiosk is stopped in the middle of it. */
static void check_snapshot(int pages_before_restart)
{
    struct world world;
    char ticket[TICKET_SIZE];
    world_start(&world, 2);
    put_settings(&world, "a");
    world_settle(&world);
    world_copy(&world, "hub");
    CHECK_INT(store_setting_set(world.hub.store, "gone", "g"), OK);
    link_book(&world.kiosks[1], small, 1, "hub", 1, ticket);
    fixture_publish(world.hub.store, 2, 30);
    world_settle(&world);
    CHECK_INT(world_int(world.kiosks[0].store, "SELECT count(*) FROM setting WHERE key = 'gone'"),
              1);
    CHECK_INT(world_int(world.kiosks[0].store, "SELECT count(*) FROM session WHERE id ="
                                               " 'small.2026-11-25'"),
              1);
    link_hub_stop(&world.hub);
    world_put_back(&world, "hub");
    link_hub_start(&world.hub, world.folder, &world.clock);
    for (int i = 0; i < pages_before_restart; i++) {
        link_exchange(&world.kiosks[0], &world.hub, false);
    }
    if (pages_before_restart > 0) {
        CHECK_INT(
            world_int(world.kiosks[0].store, "SELECT count(*) FROM setting WHERE key = 'gone'"), 1);
        world_restart_kiosk(&world, 0);
    }
    CHECK(link_settle(&world.kiosks[0], &world.hub));
    CHECK_INT(world_int(world.kiosks[0].store, "SELECT count(*) FROM setting WHERE key = 'gone'"),
              0);
    CHECK_INT(settings(&world, 0, "a"), ROWS);
    CHECK_INT(world_int(world.kiosks[0].store, "SELECT count(*) FROM session WHERE id ="
                                               " 'small.2026-11-25'"),
              0);
    CHECK_INT(store_catalogue(world.kiosks[0].store) != NULL, 1);
    CHECK(world_agrees(&world, 0));
    world_settle(&world); /* the other kiosk offers its booking again */
    CHECK_STR(world_state(world.hub.store, ticket), "booked");
    CHECK(world_agrees(&world, 0));
    CHECK(world_agrees(&world, 1));
    world_stop(&world);
}

/* What a session that broke off had staged is not merged with what another one brings. */
static void test_stale_stage(void)
{
    struct world world;
    world_start(&world, 1);
    json_t *rows = json_loads(
        "[{\"t\":\"setting\",\"k\":\"ghost\",\"s\":1,\"d\":0,\"b\":{\"value\":\"g\"}}]", 0, NULL);
    CHECK_INT(replica_stage(world.kiosks[0].store, rows, false), OK);
    json_decref(rows);
    world_restart_kiosk(&world, 0);
    CHECK_INT(store_setting_set(world.hub.store, "news", "n"), OK);
    world_settle(&world);
    CHECK_INT(world_int(world.kiosks[0].store, "SELECT count(*) FROM setting WHERE key = 'ghost'"),
              0);
    CHECK_INT(world_int(world.kiosks[0].store, "SELECT count(*) FROM setting WHERE key = 'news'"),
              1);
    world_stop(&world);
}

/* A newer hub's content holds a row that this program cannot read: the others stay in force. */
static void test_newer_content(void)
{
    struct world world;
    world_start(&world, 1);
    int64_t series = (int64_t)store_catalogue(world.kiosks[0].store)->series_len;
    db_script(store_db(world.kiosks[0].store),
              "INSERT INTO content VALUES('series', 'newer', '{\"capacity\":\"as many as come\"}');"
              "INSERT INTO content VALUES('hologram', 'x', '{}')");
    world_restart_kiosk(&world, 0);
    CHECK_INT(store_catalogue(world.kiosks[0].store)->series_len, series);
    CHECK_INT(store_catalogue(world.kiosks[0].store)->stations_len, 1);
    world_stop(&world);
}

/* Two starts within one second, the clock set back in between: the cursor stays known. */
static void test_runs(void)
{
    struct world world;
    struct feed_cursor cursor;
    struct feed_page page;
    struct buf rows = {0};
    world_start(&world, 1);
    for (int i = 0; i < 4; i++) {
        world_restart_hub(&world);
        world.clock.wall -= i;
        CHECK_INT(store_setting_set(world.hub.store, "news", i % 2 == 0 ? "n" : "m"), OK);
        world_settle(&world);
        replica_cursor(world.kiosks[0].store, &cursor);
        CHECK_INT(feed_page(world.hub.store, "demo-1", "demo", &cursor, 1000, &rows, &page), OK);
        CHECK(!page.is_snapshot);
        CHECK_INT(page.rows, 0);
    }
    buf_fini(&rows);
    world_stop(&world);
}

/* Nothing of a kiosk's own rows reaches another; nothing personal leaves the hub at all. */
static void test_scopes(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    struct feed_cursor cursor = {0};
    struct feed_page page;
    struct buf rows = {0};
    world_start(&world, 2);
    link_book(&world.kiosks[0], large, 1, "demo-1", 0x41, ticket);
    world_settle(&world);
    world_do(world.kiosks[1].store, &world.kiosks[1].env, OP_CANCEL, ticket, "", PROOF_NONE);
    world_settle(&world);
    CHECK_INT(feed_page(world.hub.store, "demo-1", "demo", &cursor, 1 << 24, &rows, &page), OK);
    CHECK(strstr(rows.data, ticket) != NULL);
    buf_clear(&rows);
    CHECK_INT(feed_page(world.hub.store, "demo-2", "demo", &cursor, 1 << 24, &rows, &page), OK);
    CHECK(strstr(rows.data, ticket) == NULL);
    CHECK(strstr(rows.data, large) != NULL);
    buf_clear(&rows);
    CHECK_INT(feed_page(world.hub.store, "other-1", "other", &cursor, 1 << 24, &rows, &page), OK);
    CHECK(strstr(rows.data, large) == NULL);
    CHECK(strstr(rows.data, "\"t\":\"kiosk\"") != NULL);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM feed WHERE instr(body,"
                                         " lower(hex((SELECT contact FROM envelope)))) > 0"
                                         " OR instr(body, lower(hex((SELECT box FROM envelope))))"),
              0);
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE instr(body, '41414141')"),
              0);
    buf_fini(&rows);
    world_stop(&world);
}

/* ---- what travels ---- */

/* A request as it was, to be carried again or changed. */
struct letter {
    char path[32], session[64], counter[32], mac[80];
    char *body;
    size_t len;
};

static bool take_letter(struct test_kiosk *kiosk, struct letter *out)
{
    struct sync_request request;
    int64_t wait;
    sync_client_retry_now(kiosk->client);
    if (!sync_client_next(kiosk->client, &request, &wait)) {
        return false;
    }
    *out = (struct letter){.len = request.body_len};
    str_copy(out->path, sizeof out->path, request.path);
    str_copy(out->session, sizeof out->session, request.session != NULL ? request.session : "");
    str_copy(out->counter, sizeof out->counter, request.counter != NULL ? request.counter : "");
    str_copy(out->mac, sizeof out->mac, request.mac != NULL ? request.mac : "");
    out->body = xalloc(request.body_len + 1);
    memcpy(out->body, request.body, request.body_len);
    return true;
}

static struct hub_answer deliver(struct world *world, struct arena *arena,
                                 const struct letter *letter)
{
    struct hub_answer answer;
    struct hub_request request = {.path = letter->path,
                                  .session = letter->session,
                                  .counter = letter->counter,
                                  .mac = letter->mac,
                                  .body = letter->body,
                                  .body_len = letter->len,
                                  .is_last_chance = true};
    bool changed;
    instant due;
    hub_step(world->hub.hub, arena, &request, 1, &answer, &changed, &due);
    return answer;
}

static void hear(struct test_kiosk *kiosk, const struct hub_answer *answer)
{
    sync_client_answer(kiosk->client, answer->http_status, answer->mac, answer->retry_after_s,
                       answer->body, answer->body_len);
}

static void test_replayed_and_changed(void)
{
    struct world world;
    struct arena arena = {0};
    struct letter letter;
    char ticket[TICKET_SIZE];
    world_start(&world, 1);
    link_book(&world.kiosks[0], small, 1, "hub", 1, ticket);
    CHECK(take_letter(&world.kiosks[0], &letter));
    CHECK_STR(letter.path, "/v1/sync");

    struct letter changed = letter;
    changed.body = xalloc(letter.len + 1);
    memcpy(changed.body, letter.body, letter.len);
    changed.body[letter.len / 2] ^= 1;
    CHECK_INT(deliver(&world, &arena, &changed).http_status, 401);
    changed = (struct letter){.body = changed.body};
    free(changed.body);
    changed = letter;
    changed.mac[5] = changed.mac[5] == 'a' ? 'b' : 'a';
    CHECK_INT(deliver(&world, &arena, &changed).http_status, 401);
    changed = letter;
    str_copy(changed.counter, sizeof changed.counter, "900");
    CHECK_INT(deliver(&world, &arena, &changed).http_status, 401);
    changed = letter;
    str_copy(changed.path, sizeof changed.path, "/v1/ask");
    CHECK_INT(deliver(&world, &arena, &changed).http_status, 401);
    changed = letter;
    changed.session[0] = '\0';
    CHECK_INT(deliver(&world, &arena, &changed).http_status, 401);
    CHECK_STR(world_state(world.hub.store, ticket), "");

    struct hub_answer answer = deliver(&world, &arena, &letter);
    CHECK_INT(answer.http_status, 200);
    CHECK_STR(world_state(world.hub.store, ticket), "booked");
    CHECK_INT(deliver(&world, &arena, &letter).http_status, 401); /* the same counter again */
    hear(&world.kiosks[0], &answer);
    CHECK_STR(world_state(world.kiosks[0].store, ticket), "booked");
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM op WHERE kind = 'book'"), 1);
    free(letter.body);
    arena_fini(&arena);
    world_stop(&world);
}

/* An answer to an earlier request, an answer changed on the way, one with another's MAC. */
static void test_answers_out_of_order(void)
{
    struct world world;
    struct arena arena = {0};
    struct letter first;
    struct letter second;
    char ticket[2][TICKET_SIZE];
    world_start(&world, 1);
    link_book(&world.kiosks[0], small, 1, "hub", 1, ticket[0]);
    CHECK(take_letter(&world.kiosks[0], &first));
    struct hub_answer early = deliver(&world, &arena, &first);
    sync_client_failed(world.kiosks[0].client, false); /* it comes too late */
    link_book(&world.kiosks[0], small, 1, "hub", 2, ticket[1]);
    CHECK(take_letter(&world.kiosks[0], &second));
    hear(&world.kiosks[0], &early);
    CHECK_INT(query_outbox_len(world.kiosks[0].store), 2);
    CHECK(sync_client_state(world.kiosks[0].client) != SYNC_ONLINE);
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[0].store, ticket[0]), "booked");
    CHECK_STR(world_state(world.kiosks[0].store, ticket[1]), "booked");
    CHECK(world_agrees(&world, 0));
    free(first.body);
    free(second.body);

    link_book(&world.kiosks[0], large, 1, "hub", 3, ticket[0]);
    CHECK(take_letter(&world.kiosks[0], &first));
    struct hub_answer forged = deliver(&world, &arena, &first);
    char *body = arena_strndup(&arena, forged.body, forged.body_len);
    char *accepted = strstr(body, "accepted");
    CHECK(accepted != NULL);
    memcpy(accepted, "refused,", 8);
    forged.body = body;
    hear(&world.kiosks[0], &forged);
    CHECK_INT(query_outbox_len(world.kiosks[0].store), 1);
    world_settle(&world);
    CHECK_STR(world_state(world.kiosks[0].store, ticket[0]), "booked");
    free(first.body);
    arena_fini(&arena);
    world_stop(&world);
}

/* A portal answers 200 to everything; so may something that speaks JSON. */
static void test_portal(void)
{
    static const char *const pages[] = {
        "<html><body>Welcome! Please log in.</body></html>",
        "{}",
        "{\"error\":\"\",\"kiosk\":\"demo-7\",\"station\":\"demo\",\"number\":\"7\"}",
        "{\"session\":\"00112233445566778899aabbccddeeff\",\"now\":\"1795482000\"}",
        ("{\"now\":1795482000,\"verdicts\":[],\"rows\":[],\"snapshot\":true,\"more\":false,"
         "\"cursor\":{\"run\":\"0\",\"seq\":9}}"),
        "",
    };
    struct world world;
    struct letter letter;
    struct test_kiosk fresh = {0};
    char token[96];
    char ticket[TICKET_SIZE];
    world_start(&world, 1);
    link_token(&world.hub, token);
    link_kiosk_start(&fresh, world.folder, "fresh.db", &world.clock, token);
    link_book(&world.kiosks[0], small, 1, "hub", 1, ticket);
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        struct hub_answer page = {
            .http_status = 200, .body = pages[i], .body_len = strlen(pages[i])};
        CHECK(take_letter(&fresh, &letter)); /* enrolment */
        free(letter.body);
        hear(&fresh, &page);
        CHECK_INT(sync_client_state(fresh.client), SYNC_ENROLLING);
        CHECK_INT(sync_client_problem(fresh.client), SYNC_UNREACHABLE);
        for (int j = 0; j < 2; j++) { /* a sync, then a hello */
            CHECK(take_letter(&world.kiosks[0], &letter));
            free(letter.body);
            page.mac = j == 0 ? "00" : NULL;
            hear(&world.kiosks[0], &page);
            CHECK_INT(sync_client_state(world.kiosks[0].client), SYNC_OFFLINE);
        }
        CHECK_INT(query_outbox_len(world.kiosks[0].store), 1);
        if (i + 1 < sizeof pages / sizeof pages[0]) {
            world_settle(&world);
            link_book(&world.kiosks[0], large, 1, "hub", (int)i + 2, ticket);
        }
    }
    CHECK(link_settle(&fresh, &world.hub));
    world_settle(&world);
    CHECK(world_agrees(&world, 0));
    link_kiosk_stop(&fresh);
    world_stop(&world);
}

/* ---- enrolment ---- */

static enum sync_problem try_token(struct world *world, struct test_hub *hub, const char *token)
{
    static int count;
    char name[32];
    struct test_kiosk kiosk = {0};
    snprintf(name, sizeof name, "try%d.db", count++);
    link_kiosk_start(&kiosk, world->folder, name, &world->clock, token);
    link_exchange(&kiosk, hub, false);
    enum sync_problem problem = sync_client_problem(kiosk.client);
    CHECK_INT(sync_client_state(kiosk.client) == SYNC_ENROLLING, problem != SYNC_OK);
    link_kiosk_stop(&kiosk);
    return problem;
}

static void test_tokens(void)
{
    struct world world;
    struct test_hub other = {0};
    char folder[256];
    char token[96];
    char text[META_VALUE_MAX] = "";
    struct enrol_token parsed;
    world_start(&world, 1);
    fixture_folder(folder);
    link_hub_start(&other, folder, &world.clock);

    link_token(&world.hub, token);
    CHECK_INT(try_token(&world, &world.hub, token), SYNC_OK);
    CHECK_INT(try_token(&world, &world.hub, token), SYNC_TOKEN_USED);
    link_token(&world.hub, token);
    CHECK_INT(try_token(&world, &other, token), SYNC_OTHER_HUB);
    CHECK_INT(try_token(&world, NULL, token), SYNC_UNREACHABLE);
    CHECK_INT(try_token(&world, &world.hub, "demo.nonsense"), SYNC_TOKEN_BAD);
    CHECK(enrol_token_parse(token, &parsed));
    parsed.secret[0] ^= 1;
    char unknown[96];
    enrol_token_format(&parsed, unknown);
    CHECK_INT(try_token(&world, &world.hub, unknown), SYNC_TOKEN_UNKNOWN);
    world.clock.wall += DAY_S + 1;
    CHECK_INT(try_token(&world, &world.hub, token), SYNC_TOKEN_EXPIRED);

    /* The answer is lost: the same key asks again and is who it was. */
    struct test_kiosk kiosk = {0};
    link_token(&world.hub, token);
    link_kiosk_start(&kiosk, world.folder, "again.db", &world.clock, token);
    CHECK(link_exchange(&kiosk, &world.hub, true));
    int64_t kiosks = world_int(world.hub.store, "SELECT count(*) FROM kiosk");
    CHECK(link_settle(&kiosk, &world.hub));
    CHECK_INT(world_int(world.hub.store, "SELECT count(*) FROM kiosk"), kiosks);
    CHECK(store_meta_get(kiosk.store, "kiosk", text, sizeof text));
    CHECK_STR(text, "demo-3");
    link_kiosk_stop(&kiosk);
    link_hub_stop(&other);
    fixture_remove(folder);
    world_stop(&world);
}

static void test_hub_restart(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    world_start(&world, 1);
    link_book(&world.kiosks[0], small, 1, "hub", 1, ticket);
    world_restart_hub(&world);
    CHECK(link_exchange(&world.kiosks[0], &world.hub, false)); /* the old session: not known */
    CHECK_INT(sync_client_state(world.kiosks[0].client), SYNC_OFFLINE);
    CHECK(link_exchange(&world.kiosks[0], &world.hub, false)); /* hello */
    CHECK(link_exchange(&world.kiosks[0], &world.hub, false));
    CHECK_INT(sync_client_state(world.kiosks[0].client), SYNC_ONLINE);
    CHECK_STR(world_state(world.kiosks[0].store, ticket), "booked");
    world_stop(&world);
}

/* ---- ask ---- */

static const char *ask(struct world *world, const char *body)
{
    CHECK(sync_client_ask(world->kiosks[0].client, body));
    CHECK(link_exchange(&world->kiosks[0], &world->hub, false));
    const char *answer = sync_client_ask_answer(world->kiosks[0].client);
    return answer != NULL ? answer : "(none)";
}

static void test_ask(void)
{
    struct world world;
    char ticket[TICKET_SIZE];
    char body[200];
    char phone[200];
    unsigned char contact[HASH_SIZE];
    char hex[2 * HASH_SIZE + 1];
    world_start(&world, 2);
    link_book(&world.kiosks[1], small, 1, "hub", 5, ticket);
    world_settle(&world);
    snprintf(body, sizeof body, "{\"ask\":\"ticket\",\"ticket\":\"%s\",\"token\":\"\"}", ticket);
    CHECK(strstr(ask(&world, body), "\"state\":\"booked\"") != NULL);
    snprintf(body, sizeof body, "{\"ask\":\"ticket\",\"ticket\":\"%s\",\"token\":\"AAAA\"}",
             ticket);
    CHECK_STR(ask(&world, body), "{\"ticket\":null,\"forged\":true}");
    CHECK_STR(ask(&world, "{\"ask\":\"weather\"}"), "");
    memset(contact, 5, sizeof contact);
    hex_encode(contact, sizeof contact, hex);
    snprintf(phone, sizeof phone, "{\"ask\":\"phone\",\"contact\":\"%s\"}", hex);
    const char *answer = ask(&world, phone);
    CHECK(strstr(answer, "\"programme\":\"small\"") != NULL);
    CHECK(strstr(answer, ticket) == NULL); /* kind and date only */
    for (int i = 0; i < 29; i++) {
        ask(&world, phone);
    }
    CHECK_STR(ask(&world, phone), ""); /* too many in ten minutes */
    world.clock.wall += 601;
    CHECK(strstr(ask(&world, phone), "small") != NULL);
    world_stop(&world);
}

int main(void)
{
    test_pages();
    check_snapshot(0);
    check_snapshot(2);
    test_stale_stage();
    test_newer_content();
    test_runs();
    test_scopes();
    test_replayed_and_changed();
    test_answers_out_of_order();
    test_portal();
    test_tokens();
    test_hub_restart();
    test_ask();
    return check_done();
}
