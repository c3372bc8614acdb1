#include "store/link.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "domain/number.h"
#include "store/fleet.h"
#include "store/query.h"
#include "trust/enrolment.h"
#include "trust/personal.h"

void link_hub_start(struct test_hub *hub, const char *folder, struct test_clock *clock)
{
    char why[256] = "";
    hub->env = fixture_env(clock);
    hub->folder = folder;
    hub->store = fixture_open(folder, "hub.db", STORE_HUB, &hub->env);
    if (hub->keys.sign_public[0] == 0 && hub->keys.sign_public[1] == 0) {
        hub_keys_make(&hub->env, &hub->keys);
    }
    enum status status = hub_open(hub->store, &hub->keys, &hub->env, "HTTPS://YIZHAN.INVALID",
                                  &hub->hub, why, sizeof why);
    assert(status == OK);
}

void link_hub_stop(struct test_hub *hub)
{
    hub_close(hub->hub);
    store_close(hub->store);
    hub->hub = NULL;
    hub->store = NULL;
}

void link_token(struct test_hub *hub, char out[96])
{
    struct enrol_token token = {.station = "demo"};
    unsigned char hash[HASH_SIZE];
    hub->env.random(hub->env.ctx, token.secret, sizeof token.secret);
    memcpy(token.hub_key, hub->keys.sign_public, KEY_SIZE);
    hub->env.hash(hub->env.ctx, token.secret, sizeof token.secret, hash);
    enum status status =
        fleet_token_add(hub->store, hash, "demo", hub->env.wall(hub->env.ctx) + DAY_S);
    assert(status == OK);
    enrol_token_format(&token, out);
}

void link_kiosk_start(struct test_kiosk *kiosk, const char *folder, const char *name,
                      struct test_clock *clock, const char *token)
{
    kiosk->env = fixture_env(clock);
    kiosk->store = fixture_open(folder, name, STORE_KIOSK, &kiosk->env);
    if (kiosk->keys.sign_public[0] == 0 && kiosk->keys.sign_public[1] == 0) {
        kiosk_keys_make(&kiosk->env, &kiosk->keys);
    }
    enum status status =
        sync_client_open(kiosk->store, &kiosk->keys, &kiosk->env, token, &kiosk->client);
    assert(status == OK);
}

void link_kiosk_stop(struct test_kiosk *kiosk)
{
    sync_client_close(kiosk->client);
    store_close(kiosk->store);
    kiosk->client = NULL;
    kiosk->store = NULL;
}

static bool carry(struct test_kiosk *kiosk, struct test_hub *hub,
                  const struct sync_request *request, bool lose_answer)
{
    struct arena arena = {0};
    struct hub_answer answer;
    bool changed;
    instant due;
    if (hub == NULL || hub->hub == NULL) {
        sync_client_failed(kiosk->client, false);
        return false;
    }
    struct hub_request call = {.path = request->path,
                               .session = request->session,
                               .counter = request->counter,
                               .mac = request->mac,
                               .body = request->body,
                               .body_len = request->body_len};
    hub_step(hub->hub, &arena, &call, 1, &answer, &changed, &due);
    bool is_held = answer.hold;
    if (is_held) {
        sync_client_failed(kiosk->client, true);
    } else if (lose_answer) {
        sync_client_failed(kiosk->client, false);
    } else {
        sync_client_answer(kiosk->client, answer.http_status, answer.mac, answer.retry_after_s,
                           answer.body, answer.body_len);
    }
    arena_fini(&arena);
    return !is_held;
}

bool link_exchange(struct test_kiosk *kiosk, struct test_hub *hub, bool lose_answer)
{
    struct sync_request request;
    int64_t wait;
    sync_client_retry_now(kiosk->client);
    return sync_client_next(kiosk->client, &request, &wait) &&
           carry(kiosk, hub, &request, lose_answer);
}

bool link_settle(struct test_kiosk *kiosk, struct test_hub *hub)
{
    for (int i = 0; i < 50; i++) {
        struct sync_request request;
        int64_t wait;
        sync_client_retry_now(kiosk->client);
        if (!sync_client_next(kiosk->client, &request, &wait)) {
            return false;
        }
        bool is_poll = request.is_poll;
        if (!carry(kiosk, hub, &request, false)) {
            return is_poll && sync_client_state(kiosk->client) == SYNC_ONLINE;
        }
    }
    return false;
}

struct verdict link_book(struct test_kiosk *kiosk, const char *session, int seats, const char *pool,
                         int phone, char *ticket)
{
    char body[300];
    char number[META_VALUE_MAX] = "0";
    int64_t enrolment = 0;
    uint32_t random;
    unsigned char box[64] = {(unsigned char)phone};
    struct verdict verdict;
    struct apply_context context = {.arrived_at = kiosk->env.wall(kiosk->env.ctx)};
    struct envelope envelope = {
        .key_id = "0123456789abcdef", .box = box, .box_len = sizeof box, .erase_days = 90};
    store_meta_get(kiosk->store, "number", number, sizeof number);
    str_to_int(number, 0, 32767, &enrolment);
    kiosk->env.random(kiosk->env.ctx, &random, sizeof random);
    number_make((uint32_t)enrolment, random & 0x3fffffff, ticket);
    envelope.has_contact = phone != 0;
    memset(envelope.contact, phone, sizeof envelope.contact);
    snprintf(body, sizeof body,
             "{\"ticket\":\"%s\",\"session\":\"%s\",\"seats\":%d,\"pool\":\"%s\"}", ticket, session,
             seats, pool);
    enum status status = store_submit(kiosk->store, OP_BOOK, body, phone != 0 ? &envelope : NULL,
                                      &context, NULL, &verdict);
    assert(status == OK);
    return verdict;
}
