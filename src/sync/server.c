#include "sync/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base32.h"
#include "base/str.h"
#include "domain/number.h"
#include "store/body.h"
#include "store/fleet.h"
#include "store/query.h"
#include "sync/wire.h"
#include "trust/session.h"
#include "trust/ticket.h"

#define LOG_MODULE "sync"
#include "base/log.h"

enum { SESSIONS_MAX = 1024 };

struct link_session {
    char id[2 * SESSION_ID_SIZE + 1]; /* "": free */
    char kiosk[KIOSK_ID_SIZE];
    char station[KIOSK_ID_SIZE];
    unsigned char kiosk_key[KEY_SIZE];
    struct session_keys keys;
    uint64_t counter; /* the highest one seen */
    uint64_t used;    /* order of last use, the oldest makes room */
    instant ask_window_at;
    int asks;
};

struct sync_server {
    struct store *store;
    const struct hub_keys *keys;
    const struct env *env;
    struct link_session *sessions;
    uint64_t uses;
};

void sync_server_open(struct store *store, const struct hub_keys *keys, const struct env *env,
                      struct sync_server **out)
{
    struct sync_server *server = xalloc(sizeof *server);
    server->store = store;
    server->keys = keys;
    server->env = env;
    server->sessions = xalloc(SESSIONS_MAX * sizeof *server->sessions);
    *out = server;
}

void sync_server_close(struct sync_server *server)
{
    if (server != NULL) {
        keys_wipe(server->sessions, SESSIONS_MAX * sizeof *server->sessions);
        free(server->sessions);
        free(server);
    }
}

/* One request under way. */
struct handling {
    struct sync_server *server;
    struct arena *arena;
    const struct sync_call *call;
    json_t *body;
    struct link_session *session; /* NULL before hello */
    uint64_t counter;
    struct sync_reply *reply;
};

static void answer(struct handling *h, int http_status, struct buf *body)
{
    char *text = arena_strndup(h->arena, body->data != NULL ? body->data : "", body->len);
    h->reply->http_status = http_status;
    h->reply->body = text;
    h->reply->body_len = body->len;
    if (h->session != NULL) {
        char *mac = arena_alloc(h->arena, MAC_HEX_SIZE);
        session_mac(h->session->keys.hub_to_kiosk, h->call->path, h->counter, text, body->len, mac);
        h->reply->mac = mac;
    }
}

static void answer_error(struct handling *h, int http_status, const char *error)
{
    struct buf body = {0};
    buf_puts(&body, "{\"error\":");
    buf_put_json(&body, error);
    buf_putc(&body, '}');
    answer(h, http_status, &body);
    buf_fini(&body);
}

static instant now_of(const struct handling *h)
{
    return h->server->env->wall(h->server->env->ctx);
}

/* ---- enrol ---- */

static const char *token_error(enum token_state state)
{
    switch (state) {
    case TOKEN_USED:
        return "token_used";
    case TOKEN_EXPIRED:
        return "token_expired";
    default:
        return "token_unknown";
    }
}

/* The answer is signed with the nonce, refusals too: a portal page or another hub cannot give it.
 */
static void enroll_answer(struct handling *h, const unsigned char *nonce, enum token_state state,
                          const struct kiosk_row *kiosk)
{
    struct buf body = {0};
    char number[24] = "";
    const char *error = state == TOKEN_GOOD ? "" : token_error(state);
    if (state == TOKEN_GOOD) {
        snprintf(number, sizeof number, "%lld", (long long)kiosk->number);
    }
    const char *id = state == TOKEN_GOOD ? kiosk->id : "";
    const char *station = state == TOKEN_GOOD ? kiosk->station : "";
    struct wire_part parts[] = {{nonce, NONCE_SIZE},
                                {error, strlen(error)},
                                {id, strlen(id)},
                                {station, strlen(station)},
                                {number, strlen(number)}};
    buf_printf(&body, "{\"error\":\"%s\",\"kiosk\":\"%s\",\"station\":\"%s\",\"number\":\"%s\",",
               error, id, station, number);
    wire_sign(h->server->keys->sign_secret, "yizhan enroll 1", parts,
              sizeof parts / sizeof parts[0], &body, "signature");
    buf_putc(&body, '}');
    answer(h, state == TOKEN_GOOD ? 200 : 403, &body);
    buf_fini(&body);
}

static void handle_enroll(struct handling *h)
{
    struct sync_server *server = h->server;
    unsigned char secret[16];
    unsigned char hash[HASH_SIZE];
    unsigned char key[KEY_SIZE];
    unsigned char nonce[NONCE_SIZE];
    const char *text = wire_text(h->body, "secret");
    if (!base32_decode(text, strlen(text), secret, sizeof secret) ||
        !wire_hex(h->body, "key", key, sizeof key) ||
        !wire_hex(h->body, "nonce", nonce, sizeof nonce)) {
        answer_error(h, 400, "malformed");
        return;
    }
    server->env->hash(server->env->ctx, secret, sizeof secret, hash);
    enum token_state state = TOKEN_UNKNOWN;
    struct kiosk_row kiosk = {0};
    enum status status = fleet_enroll(server->store, hash, key, now_of(h), &state, &kiosk);
    if (status != OK) {
        answer_error(h, 503, status_text(status));
        return;
    }
    enroll_answer(h, nonce, state, &kiosk);
}

/* ---- hello ---- */

static struct link_session *session_slot(struct sync_server *server)
{
    struct link_session *oldest = &server->sessions[0];
    for (size_t i = 0; i < SESSIONS_MAX; i++) {
        struct link_session *session = &server->sessions[i];
        if (session->id[0] == '\0') {
            return session;
        }
        if (session->used < oldest->used) {
            oldest = session;
        }
    }
    return oldest;
}

static void hello_answer(struct handling *h, const struct kiosk_row *kiosk,
                         const unsigned char *nonce, const unsigned char *their_key,
                         const struct exchange *mine, const char *id)
{
    struct buf body = {0};
    struct fleet_chain chain = {0};
    char now[24];
    fleet_chain_get(h->server->store, kiosk->id, &chain);
    snprintf(now, sizeof now, "%lld", (long long)now_of(h));
    struct wire_part parts[] = {{nonce, NONCE_SIZE},
                                {their_key, KEY_SIZE},
                                {mine->public_key, KEY_SIZE},
                                {id, strlen(id)},
                                {now, strlen(now)}};
    buf_printf(&body, "{\"session\":\"%s\",\"now\":\"%s\",\"incarnation\":%lld,\"last_seq\":%lld,",
               id, now, (long long)chain.incarnation, (long long)chain.last_seq);
    wire_put_hex(&body, "key", mine->public_key, KEY_SIZE);
    buf_putc(&body, ',');
    wire_sign(h->server->keys->sign_secret, "yizhan hello answer 1", parts,
              sizeof parts / sizeof parts[0], &body, "signature");
    buf_putc(&body, '}');
    answer(h, 200, &body);
    buf_fini(&body);
}

static void open_session(struct handling *h, const struct kiosk_row *kiosk,
                         const unsigned char *nonce, const unsigned char *their_key)
{
    struct sync_server *server = h->server;
    struct exchange mine;
    struct session_keys keys;
    unsigned char id[SESSION_ID_SIZE];
    exchange_make(server->env, &mine);
    if (!exchange_derive(&mine, their_key, false, &keys)) {
        answer_error(h, 400, "malformed");
        return;
    }
    server->env->random(server->env->ctx, id, sizeof id);
    struct link_session *session = session_slot(server);
    *session = (struct link_session){.keys = keys, .used = ++server->uses};
    hex_encode(id, sizeof id, session->id);
    str_copy(session->kiosk, sizeof session->kiosk, kiosk->id);
    str_copy(session->station, sizeof session->station, kiosk->station);
    memcpy(session->kiosk_key, kiosk->key, KEY_SIZE);
    hello_answer(h, kiosk, nonce, their_key, &mine, session->id);
    keys_wipe(&mine, sizeof mine);
    keys_wipe(&keys, sizeof keys);
}

static void handle_hello(struct handling *h)
{
    unsigned char their_key[KEY_SIZE];
    unsigned char nonce[NONCE_SIZE];
    struct kiosk_row kiosk;
    const char *id = wire_text(h->body, "kiosk");
    if (!wire_hex(h->body, "key", their_key, sizeof their_key) ||
        !wire_hex(h->body, "nonce", nonce, sizeof nonce)) {
        answer_error(h, 400, "malformed");
        return;
    }
    if (wire_int(h->body, "v", 0) != WIRE_VERSION) {
        answer_error(h, 400, "version");
        return;
    }
    struct wire_part parts[] = {{id, strlen(id)}, {their_key, KEY_SIZE}, {nonce, NONCE_SIZE}};
    if (!query_kiosk(h->server->store, id, &kiosk) ||
        !wire_signature_is_good(kiosk.key, "yizhan hello 1", parts, 3, h->body, "signature")) {
        answer_error(h, 403, "unknown_kiosk");
        return;
    }
    if (!kiosk.is_active) {
        answer_error(h, 403, "retired");
        return;
    }
    open_session(h, &kiosk, nonce, their_key);
}

/* ---- sessions ---- */

static bool authenticate(struct handling *h)
{
    struct sync_server *server = h->server;
    int64_t counter = 0;
    struct link_session *session = NULL;
    for (size_t i = 0; h->call->session != NULL && h->call->session[0] != '\0' && i < SESSIONS_MAX;
         i++) {
        if (str_equal(server->sessions[i].id, h->call->session)) {
            session = &server->sessions[i];
            break;
        }
    }
    if (session == NULL || h->call->counter == NULL || h->call->mac == NULL ||
        !str_to_int(h->call->counter, 1, INT64_MAX, &counter) ||
        !session_mac_is_good(session->keys.kiosk_to_hub, h->call->path, (uint64_t)counter,
                             h->call->body, h->call->body_len, h->call->mac)) {
        return false;
    }
    if (!h->call->is_resumed && (uint64_t)counter <= session->counter) {
        return false; /* heard before */
    }
    struct kiosk_row kiosk;
    if (!query_kiosk(server->store, session->kiosk, &kiosk) || !kiosk.is_active) {
        session->id[0] = '\0';
        return false;
    }
    if ((uint64_t)counter > session->counter) {
        session->counter = (uint64_t)counter;
    }
    session->used = ++server->uses;
    h->session = session;
    h->counter = (uint64_t)counter;
    return true;
}

/* ---- sync ---- */

static enum token_proof prove(struct handling *h, const char *body)
{
    char number[TICKET_SIZE];
    enum token_proof proof = PROOF_NONE;
    json_t *json = json_loads(body, 0, NULL);
    const char *token = wire_text(json, "token");
    if (token[0] != '\0') {
        struct kiosk_row kiosk;
        struct ticket ticket;
        bool has_number = number_parse(wire_text(json, "ticket"), number);
        bool is_known =
            has_number && query_kiosk_by_number(h->server->store, number_enrolment(number), &kiosk);
        enum ticket_check check =
            has_number ? ticket_verify(number, token, is_known ? kiosk.key : NULL, &ticket)
                       : TICKET_FORGED;
        proof = check == TICKET_GENUINE       ? PROOF_GENUINE
                : check == TICKET_KEY_UNKNOWN ? PROOF_KEY_UNKNOWN
                                              : PROOF_FORGED;
    }
    json_decref(json);
    return proof;
}

/* Whether the envelope is the one the op speaks of. One that came again after a restore has lost
 * its contact key, so only its presence can be checked. */
static bool envelope_fits(struct handling *h, const struct wire_op *op)
{
    unsigned char hash[HASH_SIZE];
    if (op->op.has_envelope != op->has_envelope) {
        return op->is_recorded && op->op.has_envelope;
    }
    if (!op->has_envelope || (op->is_recorded && !op->envelope.has_contact)) {
        return true;
    }
    envelope_hash(h->server->env, &op->envelope, hash);
    return memcmp(hash, op->op.envelope_hash, sizeof hash) == 0;
}

enum op_answer {
    OP_ANSWERED,
    OP_GAP,         /* ops before it are missing: ask for them */
    OP_MALFORMED,   /* not an op at all */
    OP_UNAVAILABLE, /* the store failed: later again */
};

static void put_verdict(struct buf *out, const struct op_id *id, const struct verdict *verdict)
{
    if (out->len > 0) {
        buf_putc(out, ',');
    }
    buf_putc(out, '{');
    wire_put_hex(out, "id", id->bytes, sizeof id->bytes);
    buf_puts(out, ",\"verdict\":");
    verdict_to_json(verdict, out);
    buf_putc(out, '}');
}

enum op_place {
    PLACE_NEXT,
    PLACE_HEARD, /* came before: the store answers again */
    PLACE_GAP,
    PLACE_FORGED, /* does not continue the chain */
    PLACE_TAKEN,  /* another op stands there: the kiosk was set back to an older copy of its data */
};

/* Its place in the kiosk's row of ops. */
static enum op_place place_of(struct handling *h, const struct op *op)
{
    static const unsigned char none[HASH_SIZE];
    struct fleet_chain have = {0};
    unsigned char expected[HASH_SIZE];
    struct verdict verdict;
    bool is_final;
    fleet_chain_get(h->server->store, op->kiosk, &have);
    int64_t last_seq = have.incarnation != op->incarnation ? 0 : have.last_seq;
    if (op->seq <= last_seq) {
        return query_op_verdict(h->server->store, &op->id, &verdict, &is_final) ? PLACE_HEARD
                                                                                : PLACE_TAKEN;
    }
    if (op->seq != last_seq + 1) {
        return PLACE_GAP;
    }
    op_chain(h->server->env, last_seq > 0 ? have.chain : none, op, expected);
    return memcmp(expected, op->chain, sizeof expected) == 0 ? PLACE_NEXT : PLACE_FORGED;
}

/* An op that must not take effect is parked where staff see it, and the queue behind it goes on. */
static struct verdict parked(instant at)
{
    return (struct verdict){
        .code = VERDICT_PARKED, .reason = REASON_OTHER_CONTENT, .judged_at = at, .left = -1};
}

static enum op_answer handle_op(struct handling *h, const json_t *object, int64_t incarnation,
                                struct buf *verdicts)
{
    struct wire_op op;
    struct verdict verdict = parked(now_of(h));
    if (!wire_op_read(object, h->session->kiosk, incarnation, h->arena, &op)) {
        return OP_MALFORMED;
    }
    enum op_place place = place_of(h, &op.op);
    if (place == PLACE_GAP) {
        return OP_GAP;
    }
    struct apply_context context = {.arrived_at = now_of(h),
                                    .proof = prove(h, op.op.body),
                                    .recorded = op.is_recorded ? &op.verdict : NULL};
    if (plant_is(h->server->env, PLANT_JUDGED_AGAIN)) {
        context.recorded = NULL;
    }
    if (place == PLACE_FORGED || !envelope_fits(h, &op)) {
        LOG_ERR("kiosk %s: op %lld does not fit its chain or envelope; parked", op.op.kiosk,
                (long long)op.op.seq);
        context.recorded = &verdict;
    }
    if (place == PLACE_TAKEN) {
        fleet_alarm(h->server->store, op.op.kiosk, "set_back", now_of(h));
    } else if (store_apply(h->server->store, &op.op, op.has_envelope ? &op.envelope : NULL,
                           &context, &verdict) != OK) {
        return OP_UNAVAILABLE;
    }
    put_verdict(verdicts, &op.op.id, &verdict);
    return OP_ANSWERED;
}

/* The signature over the newest op's chain stands for all before it. */
static bool head_is_signed(struct handling *h, int64_t incarnation)
{
    const json_t *head = json_object_get(h->body, "head");
    unsigned char chain[HASH_SIZE];
    char numbers[64];
    if (!wire_hex(head, "chain", chain, sizeof chain)) {
        return false;
    }
    snprintf(numbers, sizeof numbers, "%lld.%lld", (long long)incarnation,
             (long long)wire_int(head, "seq", -1));
    struct wire_part parts[] = {{h->session->kiosk, strlen(h->session->kiosk)},
                                {numbers, strlen(numbers)},
                                {chain, sizeof chain}};
    const json_t *last = json_array_get(json_object_get(h->body, "ops"),
                                        json_array_size(json_object_get(h->body, "ops")) - 1);
    unsigned char last_chain[HASH_SIZE];
    return wire_hex(last, "chain", last_chain, sizeof last_chain) &&
           memcmp(last_chain, chain, sizeof chain) == 0 &&
           wire_signature_is_good(h->session->kiosk_key, "yizhan head 1", parts, 3, head,
                                  "signature");
}

/* Applies the ops in order; stops at a gap, and the answer's last_seq tells where to go on. */
static enum op_answer handle_ops(struct handling *h, struct buf *verdicts)
{
    const json_t *ops = json_object_get(h->body, "ops");
    int64_t incarnation = wire_int(h->body, "incarnation", 0);
    size_t n = json_array_size(ops);
    if (n > 0 && (n > OPS_PER_REQUEST || !head_is_signed(h, incarnation))) {
        return OP_MALFORMED;
    }
    enum op_answer answered = OP_ANSWERED;
    for (size_t i = 0; i < n && answered == OP_ANSWERED; i++) {
        answered = handle_op(h, json_array_get(ops, i), incarnation, verdicts);
    }
    return answered;
}

static void sync_answer(struct handling *h, const struct buf *verdicts, const struct buf *rows,
                        const struct feed_page *page)
{
    struct fleet_chain chain = {0};
    struct buf body = {0};
    fleet_chain_get(h->server->store, h->session->kiosk, &chain);
    buf_printf(&body, "{\"now\":%lld,\"incarnation\":%lld,\"last_seq\":%lld,\"verdicts\":[",
               (long long)now_of(h), (long long)chain.incarnation, (long long)chain.last_seq);
    buf_append(&body, verdicts->data, verdicts->len);
    buf_puts(&body, "],\"rows\":[");
    buf_append(&body, rows->data, rows->len);
    buf_printf(&body, "],\"snapshot\":%s,\"more\":%s,\"cursor\":{\"run\":\"%s\",\"seq\":%lld}}",
               page->is_snapshot ? "true" : "false", page->has_more ? "true" : "false",
               page->cursor.run, (long long)page->cursor.seq);
    answer(h, 200, &body);
    buf_fini(&body);
}

static void handle_sync(struct handling *h)
{
    struct sync_server *server = h->server;
    struct feed_cursor cursor = {0};
    struct feed_page page = {0};
    struct buf verdicts = {0};
    struct buf rows = {0};
    const json_t *from = json_object_get(h->body, "cursor");
    int64_t wait_ms = wire_int(h->body, "wait_ms", 0);
    str_copy(cursor.run, sizeof cursor.run, wire_text(from, "run"));
    cursor.seq = wire_int(from, "seq", 0);
    enum op_answer answered = h->call->is_resumed ? OP_ANSWERED : handle_ops(h, &verdicts);
    if (answered == OP_MALFORMED || answered == OP_UNAVAILABLE) {
        answer_error(h, answered == OP_MALFORMED ? 409 : 503, "ops");
        goto out;
    }
    if (!h->call->is_resumed && answered == OP_ANSWERED && verdicts.len > 0 &&
        wire_int(h->body, "remaining", 1) == 0) {
        fleet_contact(server->store, h->session->kiosk, now_of(h));
    }
    if (wait_ms > 0 && verdicts.len == 0 && !h->call->is_last_chance &&
        !feed_has_news(server->store, h->session->kiosk, h->session->station, &cursor)) {
        h->reply->hold = true;
        h->reply->hold_ms = wait_ms < POLL_MS ? wait_ms : POLL_MS;
        goto out;
    }
    enum status status = feed_page(server->store, h->session->kiosk, h->session->station, &cursor,
                                   PAGE_BYTES, &rows, &page);
    if (status != OK) {
        answer_error(h, 503, status_text(status));
        goto out;
    }
    sync_answer(h, &verdicts, &rows, &page);
out:
    buf_fini(&verdicts);
    buf_fini(&rows);
}

/* ---- ask ---- */

static void ask_ticket(struct handling *h, struct buf *out)
{
    char number[TICKET_SIZE];
    const char *text = wire_text(h->body, "ticket");
    struct buf token = {0};
    buf_puts(&token, "{\"ticket\":");
    buf_put_json(&token, text);
    buf_puts(&token, ",\"token\":");
    buf_put_json(&token, wire_text(h->body, "token"));
    buf_putc(&token, '}');
    enum token_proof proof = prove(h, token.data);
    buf_fini(&token);
    buf_puts(out, "{\"ticket\":");
    if (proof == PROOF_FORGED || !number_parse(text, number) ||
        !query_ticket_json(h->server->store, number, out, NULL)) {
        buf_puts(out, "null");
    }
    buf_printf(out, ",\"forged\":%s}", proof == PROOF_FORGED ? "true" : "false");
}

static bool ask_is_allowed(struct handling *h)
{
    instant now = now_of(h);
    if (now - h->session->ask_window_at >= ASK_WINDOW_S || now < h->session->ask_window_at) {
        h->session->ask_window_at = now;
        h->session->asks = 0;
    }
    return ++h->session->asks <= ASK_LIMIT;
}

static void handle_ask(struct handling *h)
{
    struct buf out = {0};
    unsigned char contact[HASH_SIZE];
    const char *ask = wire_text(h->body, "ask");
    if (str_equal(ask, "ticket")) {
        ask_ticket(h, &out);
        answer(h, 200, &out);
    } else if (str_equal(ask, "phone") && wire_hex(h->body, "contact", contact, sizeof contact)) {
        if (ask_is_allowed(h)) {
            buf_puts(&out, "{\"tickets\":");
            query_contact_tickets_json(h->server->store, contact, now_of(h), &out);
            buf_putc(&out, '}');
            answer(h, 200, &out);
        } else {
            answer_error(h, 429, "too_many");
        }
    } else {
        answer_error(h, 400, "malformed");
    }
    buf_fini(&out);
}

/* ---- one request ---- */

static void route(struct handling *h)
{
    if (str_equal(h->call->path, "/v1/enroll")) {
        handle_enroll(h);
    } else if (str_equal(h->call->path, "/v1/hello")) {
        handle_hello(h);
    } else if (!authenticate(h)) {
        answer_error(h, 401, "session");
    } else if (str_equal(h->call->path, "/v1/sync")) {
        handle_sync(h);
    } else if (str_equal(h->call->path, "/v1/ask")) {
        handle_ask(h);
    } else {
        answer_error(h, 404, "path");
    }
}

void sync_server_handle(struct sync_server *server, struct arena *arena,
                        const struct sync_call *call, struct sync_reply *reply)
{
    struct handling h = {.server = server, .arena = arena, .call = call, .reply = reply};
    *reply = (struct sync_reply){0};
    h.body = json_loadb(call->body, call->body_len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(h.body)) {
        answer_error(&h, 400, "malformed");
    } else {
        route(&h);
    }
    json_decref(h.body);
}
