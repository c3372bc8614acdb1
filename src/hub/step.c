#include "hub/step.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "store/feed.h"
#include "sync/server.h"
#include "trust/ticket.h"

#define LOG_MODULE "step"
#include "base/log.h"

struct hub {
    struct store *store;
    const struct env *env;
    struct sync_server *server;
    int64_t head; /* of the feed after the last step */
    int64_t commit_ms;
};

/* The database remembers whose it is; another key would open no envelope and convince no kiosk. */
static enum status check_keys(struct store *store, const struct hub_keys *keys, char *why,
                              size_t why_size)
{
    char mine[2 * KEY_SIZE + 1];
    char known[META_VALUE_MAX];
    hex_encode(keys->sign_public, KEY_SIZE, mine);
    if (!store_meta_get(store, "hub_key", known, sizeof known)) {
        return store_meta_set(store, "hub_key", mine);
    }
    if (!str_equal(mine, known)) {
        snprintf(why, why_size,
                 "the database belongs to the hub key %.16s…, the key file has %.16s…: give the"
                 " right one with --key",
                 known, mine);
        return ERR_CONFLICT;
    }
    return OK;
}

static enum status set_setting(struct store *store, const char *key, const char *value)
{
    char known[META_VALUE_MAX];
    if (store_setting_get(store, key, known, sizeof known) && str_equal(known, value)) {
        return OK;
    }
    return store_setting_set(store, key, value);
}

/* What every kiosk needs: where tickets lead, what envelopes are sealed to, the fleet's salt. */
static enum status give_settings(struct store *store, const struct hub_keys *keys,
                                 const struct env *env, const char *public_url, char *why,
                                 size_t why_size)
{
    char url[PUBLIC_URL_MAX + 1];
    char box[2 * KEY_SIZE + 1];
    char salt_hex[META_VALUE_MAX];
    if (!public_url_normalise(public_url, url)) {
        snprintf(why, why_size,
                 "--public-url %s cannot stand in a QR code: expected http(s)://…, at most %d"
                 " characters out of A-Z 0-9 $%%*+-./:",
                 public_url, PUBLIC_URL_MAX);
        return ERR_PARSE;
    }
    hex_encode(keys->box_public, KEY_SIZE, box);
    enum status status = set_setting(store, "public_url", url);
    if (status == OK) {
        status = set_setting(store, "box_key", box);
    }
    if (status == OK && !store_setting_get(store, "salt", salt_hex, sizeof salt_hex)) {
        unsigned char salt[16];
        char fresh[33];
        env->random(env->ctx, salt, sizeof salt);
        hex_encode(salt, sizeof salt, fresh);
        status = set_setting(store, "salt", fresh);
    }
    return status;
}

enum status hub_open(struct store *store, const struct hub_keys *keys, const struct env *env,
                     const char *public_url, struct hub **out, char *why, size_t why_size)
{
    snprintf(why, why_size, "the database cannot be written");
    enum status status = check_keys(store, keys, why, why_size);
    if (status == OK) {
        status = give_settings(store, keys, env, public_url, why, why_size);
    }
    if (status == OK) {
        status = feed_run_start(store);
    }
    if (status != OK) {
        return status;
    }
    struct hub *hub = xalloc(sizeof *hub);
    hub->store = store;
    hub->env = env;
    hub->head = feed_head(store);
    sync_server_open(store, keys, env, &hub->server);
    *out = hub;
    return OK;
}

void hub_close(struct hub *hub)
{
    if (hub != NULL) {
        sync_server_close(hub->server);
        free(hub);
    }
}

static void refuse_all(struct hub_answer *answers, size_t n, enum status status)
{
    static const char body[] = "{\"error\":\"unavailable\"}";
    LOG_ERR("a batch of %zu requests failed: %s", n, status_text(status));
    for (size_t i = 0; i < n; i++) {
        answers[i] = (struct hub_answer){
            .http_status = 503, .retry_after_s = 1, .body = body, .body_len = sizeof body - 1};
    }
}

static struct sync_call call_of(const struct hub_request *request)
{
    return (struct sync_call){.path = request->path,
                              .session = request->session,
                              .counter = request->counter,
                              .mac = request->mac,
                              .body = request->body,
                              .body_len = request->body_len,
                              .is_resumed = request->is_resumed,
                              .is_last_chance = request->is_last_chance,
                              .proof = request->proof};
}

void hub_set_lock(struct hub *hub, const struct sync_lock *lock)
{
    sync_server_set_lock(hub->server, lock);
}

struct sync_proof *hub_prove(struct hub *hub, const struct hub_request *request)
{
    struct sync_call call = call_of(request);
    return sync_server_prove(hub->server, &call);
}

void hub_proof_free(struct sync_proof *proof)
{
    sync_proof_free(proof);
}

static void handle_one(struct hub *hub, struct arena *arena, const struct hub_request *request,
                       struct hub_answer *answer)
{
    struct sync_call call = call_of(request);
    struct sync_reply reply;
    sync_server_handle(hub->server, arena, &call, &reply);
    *answer = (struct hub_answer){.hold = reply.hold,
                                  .hold_ms = reply.hold_ms,
                                  .http_status = reply.http_status,
                                  .retry_after_s = reply.retry_after_s,
                                  .body = reply.body,
                                  .body_len = reply.body_len,
                                  .mac = reply.mac};
}

void hub_step(struct hub *hub, struct arena *arena, const struct hub_request *requests, size_t n,
              struct hub_answer *answers, bool *changed, instant *next_due)
{
    instant due = 0;
    int64_t head = hub->head;
    enum status status = store_begin(hub->store);
    if (status == OK) {
        status = store_run_due(hub->store, hub->env->wall(hub->env->ctx), &due);
        for (size_t i = 0; i < n; i++) {
            handle_one(hub, arena, &requests[i], &answers[i]);
        }
        if (status == OK) {
            /* What these requests made due, places to promote to for one, is done with them. */
            status = store_run_due(hub->store, hub->env->wall(hub->env->ctx), &due);
        }
        if (status == OK) {
            int64_t before_ms = hub->env->mono_ms(hub->env->ctx);
            status = store_commit(hub->store);
            hub->commit_ms = hub->env->mono_ms(hub->env->ctx) - before_ms;
        } else {
            store_rollback(hub->store);
        }
    }
    if (status != OK && !plant_is(hub->env, PLANT_ACK_BEFORE_COMMIT)) {
        refuse_all(answers, n, status);
        due = hub->env->wall(hub->env->ctx) + 1;
    } else {
        head = feed_head(hub->store);
    }
    *changed = head != hub->head;
    *next_due = due;
    hub->head = head;
}

int64_t hub_commit_ms(const struct hub *hub)
{
    return hub->commit_ms;
}
