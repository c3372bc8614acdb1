#include "sync/client.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "store/query.h"
#include "sync/exchange.h"

#define LOG_MODULE "sync"
#include "base/log.h"

enum {
    BACKOFF_BASE_MS = 500,
    BACKOFF_MAX_MS = 30000,
    TIMEOUT_MS = 10000,
    POLL_GRACE_MS = 10000,
};

enum status sync_client_open(struct store *store, struct kiosk_keys *keys, const struct env *env,
                             const char *token, struct sync_client **out)
{
    struct sync_client *client = xalloc(sizeof *client);
    char kiosk[KIOSK_ID_SIZE];
    client->store = store;
    client->keys = keys;
    client->env = env;
    client->state = exchange_kiosk(client, kiosk) ? SYNC_OFFLINE : SYNC_ENROLLING;
    if (token != NULL) {
        client->has_token = enrol_token_parse(token, &client->token);
    }
    if (client->state == SYNC_ENROLLING && !client->has_token) {
        client->problem = SYNC_TOKEN_BAD;
        client->is_final_problem = true;
    }
    *out = client;
    return OK;
}

void sync_client_close(struct sync_client *client)
{
    if (client == NULL) {
        return;
    }
    buf_fini(&client->body);
    buf_fini(&client->ask);
    buf_fini(&client->ask_answer);
    keys_wipe(client, sizeof *client);
    free(client);
}

/* ---- what to send next ---- */

/* Full jitter: anywhere between nothing and the doubled limit, so that kiosks do not come back all
 * at once. */
static void back_off(struct sync_client *client, int retry_after_s)
{
    int64_t limit = BACKOFF_BASE_MS;
    uint32_t random = 0;
    client->failures++;
    for (int i = 1; i < client->failures && limit < BACKOFF_MAX_MS; i++) {
        limit *= 2;
    }
    limit = limit > BACKOFF_MAX_MS ? BACKOFF_MAX_MS : limit;
    client->env->random(client->env->ctx, &random, sizeof random);
    client->next_try_ms = client->env->mono_ms(client->env->ctx) + retry_after_s * 1000 +
                          (int64_t)(random % (uint32_t)(limit + 1));
}

static const char *prepare(struct sync_client *client, bool *is_poll)
{
    *is_poll = false;
    if (client->state == SYNC_ENROLLING) {
        client->awaited = EXCHANGE_ENROLL;
        exchange_enroll(client);
        return "/v1/enroll";
    }
    if (!client->has_session) {
        client->awaited = EXCHANGE_HELLO;
        exchange_hello(client);
        return "/v1/hello";
    }
    if (client->is_ask_waiting) {
        client->is_ask_waiting = false;
        client->awaited = EXCHANGE_ASK;
        exchange_ask(client);
        return "/v1/ask";
    }
    client->is_kicked = false;
    client->awaited = EXCHANGE_SYNC;
    return exchange_sync(client, is_poll) == OK ? "/v1/sync" : NULL;
}

bool sync_client_next(struct sync_client *client, struct sync_request *out, int64_t *wait_until_ms)
{
    assert(client->awaited == EXCHANGE_NONE);
    bool is_poll = false;
    int64_t now = client->env->mono_ms(client->env->ctx);
    if (client->state == SYNC_NONE || client->is_final_problem) {
        *wait_until_ms = INT64_MAX;
        return false;
    }
    if (now < client->next_try_ms) {
        *wait_until_ms = client->next_try_ms;
        return false;
    }
    const char *path = prepare(client, &is_poll);
    if (path == NULL) {
        client->awaited = EXCHANGE_NONE;
        back_off(client, 0);
        *wait_until_ms = client->next_try_ms;
        return false;
    }
    client->sent_ms = now;
    struct sync_request request = {.path = path,
                                   .body = client->body.data,
                                   .body_len = client->body.len,
                                   .timeout_ms = is_poll ? POLL_MS + POLL_GRACE_MS : TIMEOUT_MS,
                                   .is_poll = is_poll};
    if (client->has_session && client->state != SYNC_ENROLLING &&
        client->awaited != EXCHANGE_HELLO) {
        exchange_authenticate(client, path);
        request.session = client->session;
        request.counter = client->counter_text;
        request.mac = client->mac_text;
    }
    *out = request;
    return true;
}

/* ---- what came back ---- */

static void lose(struct sync_client *client, int retry_after_s)
{
    if (client->state == SYNC_ONLINE) {
        client->state = SYNC_OFFLINE;
        LOG_INFO("offline");
    }
    if (client->problem == SYNC_OK) {
        client->problem = SYNC_UNREACHABLE;
    }
    back_off(client, retry_after_s);
}

static void succeed(struct sync_client *client)
{
    client->failures = 0;
    client->next_try_ms = 0;
    client->problem = SYNC_OK;
}

static void end_ask(struct sync_client *client, const char *answer, size_t len)
{
    buf_clear(&client->ask_answer);
    buf_append(&client->ask_answer, answer, len);
    client->has_ask_answer = true;
}

/* In a session only a MAC over this very request's counter counts: a portal page has none. */
static bool is_authentic(struct sync_client *client, const char *mac, const char *body, size_t len)
{
    const char *path = client->awaited == EXCHANGE_ASK ? "/v1/ask" : "/v1/sync";
    return mac != NULL && session_mac_is_good(client->session_keys.hub_to_kiosk, path,
                                              client->counter, body, len, mac);
}

static bool take_session_answer(struct sync_client *client, int http_status, const char *mac,
                                const char *body, size_t len, const json_t *answer)
{
    if (!is_authentic(client, mac, body, len)) {
        /* A restarted hub knows no session; whatever else it was, saying hello is right, but not to
           a hub that is too busy to answer. */
        client->has_session = http_status == 503 || http_status == 429;
        return false;
    }
    if (client->awaited == EXCHANGE_ASK) {
        end_ask(client, http_status == 200 ? body : "", http_status == 200 ? len : 0);
        return true;
    }
    if (http_status == 409 && str_equal(wire_text(answer, "error"), "set_back") &&
        !exchange_new_life(client)) {
        LOG_ERR("a new life could not be begun");
    }
    if (http_status != 200 || !exchange_sync_answer(client, answer)) {
        return false;
    }
    if (client->state != SYNC_ONLINE) {
        LOG_INFO("online");
    }
    client->state = SYNC_ONLINE;
    return true;
}

void sync_client_answer(struct sync_client *client, int http_status, const char *mac,
                        int retry_after_s, const char *body, size_t len)
{
    assert(client->awaited != EXCHANGE_NONE);
    bool is_good = false;
    json_t *answer = json_loadb(body, len, JSON_REJECT_DUPLICATES, NULL);
    client->problem = SYNC_OK;
    switch (client->awaited) {
    case EXCHANGE_ENROLL:
        is_good = json_is_object(answer) && exchange_enroll_answer(client, http_status, answer);
        if (is_good) {
            client->state = SYNC_OFFLINE;
        }
        break;
    case EXCHANGE_HELLO:
        is_good = json_is_object(answer) && exchange_hello_answer(client, http_status, answer);
        break;
    default:
        is_good = take_session_answer(client, http_status, mac, body, len, answer);
        break;
    }
    json_decref(answer);
    if (client->awaited == EXCHANGE_ASK && !is_good) {
        end_ask(client, "", 0);
    }
    client->awaited = EXCHANGE_NONE;
    if (is_good) {
        succeed(client);
    } else {
        lose(client, retry_after_s);
    }
}

void sync_client_failed(struct sync_client *client, bool was_abandoned)
{
    assert(client->awaited != EXCHANGE_NONE);
    if (client->awaited == EXCHANGE_ASK) {
        end_ask(client, "", 0);
    }
    client->awaited = EXCHANGE_NONE;
    if (!was_abandoned) {
        lose(client, 0);
    }
}

/* ---- outside wishes ---- */

void sync_client_kick(struct sync_client *client)
{
    client->is_kicked = true;
}

void sync_client_retry_now(struct sync_client *client)
{
    client->next_try_ms = 0;
}

enum sync_state sync_client_state(const struct sync_client *client)
{
    return client->state;
}

enum sync_problem sync_client_problem(const struct sync_client *client)
{
    return client->problem;
}

bool sync_client_ask(struct sync_client *client, const char *body)
{
    if (client->state != SYNC_ONLINE || client->is_ask_waiting || client->awaited == EXCHANGE_ASK) {
        return false;
    }
    buf_clear(&client->ask);
    buf_puts(&client->ask, body);
    client->is_ask_waiting = true;
    client->has_ask_answer = false;
    return true;
}

const char *sync_client_ask_answer(const struct sync_client *client)
{
    return client->has_ask_answer ? client->ask_answer.data : NULL;
}
