/* Links: hub sync store trust domain base */
#include "fuzz.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "store/fleet.h"
#include "sync/exchange.h"
#include "sync/server.h"
#include "trust/env_real.h"

/* The first byte chooses what the rest is taken for. */
enum mode { AS_ENROLL, AS_HELLO, AS_SYNC, AS_ASK, AS_OP, AS_ANSWER, AS_STRANGER, MODES };

static instant fixed_wall(void *ctx)
{
    (void)ctx;
    return 1795482000;
}

static int64_t fixed_mono(void *ctx)
{
    (void)ctx;
    return 1000;
}

static void fixed_random(void *ctx, void *out, size_t len)
{
    static uint64_t state = 5;
    unsigned char *bytes = out;
    (void)ctx;
    for (size_t i = 0; i < len; i++) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        bytes[i] = (unsigned char)(state >> 56);
    }
}

/* One hub and one enrolled kiosk with a session, both in memory. */
struct stage {
    struct env env;
    struct hub_keys hub_keys;
    struct kiosk_keys kiosk_keys;
    struct store *hub;
    struct store *kiosk;
    struct sync_server *server;
    struct sync_client *client;
    uint64_t counter;
};

static struct store *open_memory(const struct env *env, enum store_role role)
{
    struct store_options options = {.path = ":memory:", .role = role, .env = env};
    struct store *store = NULL;
    char why[256];
    enum status status = store_open(&options, &store, why, sizeof why);
    assert(status == OK);
    return store;
}

static struct sync_reply serve(struct stage *stage, struct arena *arena,
                               const struct sync_call *call, bool keep)
{
    struct sync_reply reply;
    enum status status = store_begin(stage->hub);
    assert(status == OK);
    sync_server_handle(stage->server, arena, call, &reply);
    if (keep) {
        status = store_commit(stage->hub);
        assert(status == OK);
    } else {
        store_rollback(stage->hub);
    }
    return reply;
}

static void exchange_once(struct stage *stage)
{
    struct arena arena = {0};
    struct sync_request request;
    int64_t wait;
    bool has_request = sync_client_next(stage->client, &request, &wait);
    assert(has_request);
    struct sync_call call = {.path = request.path,
                             .session = request.session,
                             .counter = request.counter,
                             .mac = request.mac,
                             .body = request.body,
                             .body_len = request.body_len,
                             .is_last_chance = true};
    struct sync_reply reply = serve(stage, &arena, &call, true);
    sync_client_answer(stage->client, reply.http_status, reply.mac, 0, reply.body, reply.body_len);
    arena_fini(&arena);
}

static void stage_make(struct stage *stage)
{
    struct enrol_token token = {.station = "demo"};
    unsigned char hash[HASH_SIZE];
    char text[96];
    struct env real;
    log_set_level(LOG_LEVEL_ERROR + 1);
    enum status status = env_real_init(&real);
    assert(status == OK);
    stage->env = (struct env){.wall = fixed_wall,
                              .mono_ms = fixed_mono,
                              .random = fixed_random,
                              .hash = env_hash_blake2b};
    hub_keys_make(&stage->env, &stage->hub_keys);
    kiosk_keys_make(&stage->env, &stage->kiosk_keys);
    stage->hub = open_memory(&stage->env, STORE_HUB);
    stage->kiosk = open_memory(&stage->env, STORE_KIOSK);
    memcpy(token.hub_key, stage->hub_keys.sign_public, KEY_SIZE);
    stage->env.hash(NULL, token.secret, sizeof token.secret, hash);
    status = feed_run_start(stage->hub);
    assert(status == OK);
    status = fleet_token_add(stage->hub, hash, "demo", fixed_wall(NULL) + DAY_S);
    assert(status == OK);
    enrol_token_format(&token, text);
    sync_server_open(stage->hub, &stage->hub_keys, &stage->env, &stage->server);
    status = sync_client_open(stage->kiosk, &stage->kiosk_keys, &stage->env, text, &stage->client);
    assert(status == OK);
    for (int i = 0; i < 4; i++) {
        exchange_once(stage);
    }
    assert(sync_client_state(stage->client) == SYNC_ONLINE);
    stage->counter = stage->client->counter;
}

/* A body with a good MAC, for whoever made it had the session's key. */
static void send_authentic(struct stage *stage, const char *path, const char *body, size_t len)
{
    struct arena arena = {0};
    char counter[24];
    char mac[MAC_HEX_SIZE];
    stage->counter++;
    snprintf(counter, sizeof counter, "%llu", (unsigned long long)stage->counter);
    session_mac(stage->client->session_keys.kiosk_to_hub, path, stage->counter, body, len, mac);
    struct sync_call call = {.path = path,
                             .session = stage->client->session,
                             .counter = counter,
                             .mac = mac,
                             .body = body,
                             .body_len = len,
                             .is_last_chance = true};
    struct sync_reply reply = serve(stage, &arena, &call, false);
    assert(!reply.hold && reply.http_status >= 200 && reply.body != NULL);
    assert(reply.http_status != 401 || reply.mac == NULL);
    arena_fini(&arena);
}

static void set_hex(json_t *object, const char *name, const unsigned char *data, size_t len)
{
    char hex[2 * HASH_SIZE + 1];
    hex_encode(data, len, hex);
    json_object_set_new(object, name, json_string(hex));
}

/* Envelope's hash and chain made right, so that the op is judged and not only parked. */
static void make_fit(struct stage *stage, json_t *object)
{
    static const unsigned char none[HASH_SIZE];
    struct arena arena = {0};
    struct wire_op op;
    if (wire_op_read(object, "demo-1", 7, &arena, &op) == WIRE_OP_GOOD) {
        if (op.has_envelope) {
            op.op.has_envelope = true;
            envelope_hash(&stage->env, &op.envelope, op.op.envelope_hash);
            set_hex(object, "envelope_hash", op.op.envelope_hash, HASH_SIZE);
        }
        op_chain(&stage->env, none, &op.op, op.op.chain);
        set_hex(object, "chain", op.op.chain, HASH_SIZE);
    }
    arena_fini(&arena);
}

/* The bytes as the only op of a sync, with its head signed as a kiosk signs it. */
static void send_op(struct stage *stage, const char *text, size_t len)
{
    unsigned char chain[HASH_SIZE];
    struct buf body = {0};
    json_t *op = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
    make_fit(stage, op);
    char *made = json_is_object(op) ? json_dumps(op, JSON_COMPACT) : NULL;
    if (made != NULL && wire_hex(op, "chain", chain, sizeof chain)) {
        struct wire_part parts[] = {{"demo-1", 6}, {"7.1", 3}, {chain, sizeof chain}};
        buf_puts(&body, "{\"incarnation\":7,\"remaining\":0,\"wait_ms\":0,\"ops\":[");
        buf_puts(&body, made);
        buf_puts(&body, "],\"cursor\":{\"run\":\"\",\"seq\":0},\"head\":{\"seq\":1,");
        wire_put_hex(&body, "chain", chain, sizeof chain);
        buf_putc(&body, ',');
        wire_sign(stage->kiosk_keys.sign_secret, "yizhan head 1", parts, 3, &body, "signature");
        buf_puts(&body, "}}");
        send_authentic(stage, "/v1/sync", body.data, body.len);
        buf_fini(&body);
    }
    free(made);
    json_decref(op);
}

/* The bytes as the hub's own answer to a sync: whatever it says, the kiosk lives on. */
static void answer_kiosk(struct stage *stage, const char *text, size_t len)
{
    char mac[MAC_HEX_SIZE];
    struct sync_request request;
    int64_t wait;
    struct sync_client before = *stage->client;
    sync_client_retry_now(stage->client);
    bool has_request = sync_client_next(stage->client, &request, &wait);
    assert(has_request);
    session_mac(stage->client->session_keys.hub_to_kiosk, "/v1/sync", stage->client->counter, text,
                len, mac);
    sync_client_answer(stage->client, 200, mac, 0, text, len);
    if (!stage->client->has_session) {
        stage->client->has_session = before.has_session;
    }
    stage->counter =
        stage->client->counter > stage->counter ? stage->client->counter : stage->counter;
    stage->client->counter = stage->counter;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static struct stage stage;
    if (stage.hub == NULL) {
        stage_make(&stage);
    }
    if (len == 0) {
        return 0;
    }
    const char *text = (const char *)data + 1;
    len--;
    struct arena arena = {0};
    struct sync_call call = {.body = text, .body_len = len};
    switch ((enum mode)(data[0] % MODES)) {
    case AS_ENROLL:
    case AS_HELLO:
        call.path = data[0] % MODES == AS_HELLO ? "/v1/hello" : "/v1/enroll";
        serve(&stage, &arena, &call, false);
        break;
    case AS_SYNC:
        send_authentic(&stage, "/v1/sync", text, len);
        break;
    case AS_ASK:
        send_authentic(&stage, "/v1/ask", text, len);
        break;
    case AS_OP:
        send_op(&stage, text, len);
        break;
    case AS_ANSWER:
        answer_kiosk(&stage, text, len);
        break;
    default:
        call.path = "/v1/sync";
        call.session = stage.client->session;
        call.counter = "999999";
        call.mac = "00";
        assert(serve(&stage, &arena, &call, false).http_status != 200);
        break;
    }
    arena_fini(&arena);
    return 0;
}
