#include "kiosk_side.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "hub/step.h"
#include "store/fleet.h"
#include "sync/client.h"
#include "trust/enrolment.h"

static void must(enum status status, const char *what)
{
    if (status != OK) {
        bench_fail("%s: %s", what, status_text(status));
    }
}

static void make_token(const struct world *world, struct store *hub_store,
                       char out[ENROL_TOKEN_SIZE])
{
    struct enrol_token token = {.station = "s0"};
    unsigned char hash[HASH_SIZE];
    const struct env *env = &world->env;
    env->random(env->ctx, token.secret, sizeof token.secret);
    memcpy(token.hub_key, world->keys.sign_public, KEY_SIZE);
    env->hash(env->ctx, token.secret, sizeof token.secret, hash);
    must(fleet_token_add(hub_store, hash, "s0", env->wall(env->ctx) + 3600), "token");
    enrol_token_format(&token, out);
}

/* One exchange in memory; false when the hub would hold it: there is nothing more. */
static bool carry(struct sync_client *client, struct hub *hub, const struct sync_request *request)
{
    struct arena arena = {0};
    struct hub_answer answer;
    bool changed;
    instant due;
    struct hub_request call = {.path = request->path,
                               .session = request->session,
                               .counter = request->counter,
                               .mac = request->mac,
                               .body = request->body,
                               .body_len = request->body_len};
    hub_step(hub, &arena, &call, 1, &answer, &changed, &due);
    bool is_held = answer.hold;
    if (is_held) {
        sync_client_failed(client, true);
    } else {
        sync_client_answer(client, answer.http_status, answer.mac, answer.retry_after_s,
                           answer.body, answer.body_len);
    }
    arena_fini(&arena);
    return !is_held;
}

/* Enrols and takes the content over. */
static void join(const struct world *world, const char *folder, struct store *store,
                 struct kiosk_keys *keys)
{
    char why[256] = "";
    char path[BENCH_PATH_SIZE + 16];
    char token[ENROL_TOKEN_SIZE];
    struct store *hub_store = NULL;
    struct hub *hub = NULL;
    struct sync_client *client = NULL;
    struct sync_request request;
    int64_t wait;
    world_copy(world, folder, path);
    struct store_options options = {.path = path, .role = STORE_HUB, .env = &world->env};
    must(store_open(&options, &hub_store, why, sizeof why), why);
    must(hub_open(hub_store, &world->keys, &world->env, "HTTPS://YIZHAN.INVALID", &hub, why,
                  sizeof why),
         why);
    make_token(world, hub_store, token);
    must(sync_client_open(store, keys, &world->env, token, &client), "link");
    for (int i = 0; i < 100; i++) {
        sync_client_retry_now(client);
        if (!sync_client_next(client, &request, &wait) || !carry(client, hub, &request)) {
            break;
        }
    }
    if (sync_client_state(client) != SYNC_ONLINE) {
        bench_fail("the kiosk did not come online");
    }
    sync_client_close(client);
    hub_close(hub);
    store_close(hub_store);
}

double kiosk_side_run(const struct world *world, const char *folder, size_t ops,
                      struct statements *statements)
{
    char why[256] = "";
    char path[BENCH_PATH_SIZE + 16];
    struct store *store = NULL;
    struct kiosk_keys keys;
    struct plan plan;
    snprintf(path, sizeof path, "%s/kiosk.db", folder);
    kiosk_keys_make(&world->env, &keys);
    struct store_options options = {.path = path, .role = STORE_KIOSK, .env = &world->env};
    must(store_open(&options, &store, why, sizeof why), why);
    join(world, folder, store, &keys);
    plan_make(world, 1, (int)ops, (int)ops, &plan);
    if (statements != NULL) {
        statements_record(statements, store_db(store));
    }
    double since = seconds_now();
    for (size_t i = 0; i < ops; i++) {
        struct verdict verdict;
        struct apply_context context = {.arrived_at = world->env.wall(world->env.ctx)};
        must(store_submit(store, OP_BOOK, plan.ops[i].op.body, &plan.ops[i].envelope, &context,
                          NULL, &verdict),
             "book");
        if (verdict.code == VERDICT_REFUSED || verdict.code == VERDICT_PARKED) {
            bench_fail("the kiosk refused a booking");
        }
    }
    double took = seconds_now() - since;
    if (statements != NULL) {
        statements_stop(statements);
    }
    plan_fini(&plan);
    store_close(store);
    return (double)ops / took;
}
