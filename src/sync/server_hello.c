/* How a kiosk enters: enrolment with a token, and the hello that opens a session. */
#include <stdio.h>
#include <string.h>

#include "base/base32.h"
#include "base/str.h"
#include "store/fleet.h"
#include "sync/server_private.h"

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
    server_answer(h, state == TOKEN_GOOD ? 200 : 403, &body);
    buf_fini(&body);
}

void server_enroll(struct handling *h)
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
        server_answer_error(h, 400, "malformed");
        return;
    }
    server->env->hash(server->env->ctx, secret, sizeof secret, hash);
    enum token_state state = TOKEN_UNKNOWN;
    struct kiosk_row kiosk = {0};
    enum status status = fleet_enroll(server->store, hash, key, server_now(h), &state, &kiosk);
    if (status != OK) {
        server_answer_error(h, 503, status_text(status));
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
    char life[64];
    fleet_chain_get(h->server->store, kiosk->id, &chain);
    snprintf(now, sizeof now, "%lld", (long long)server_now(h));
    snprintf(life, sizeof life, "%lld.%lld", (long long)chain.incarnation,
             (long long)chain.last_seq);
    struct wire_part parts[] = {{nonce, NONCE_SIZE},
                                {their_key, KEY_SIZE},
                                {mine->public_key, KEY_SIZE},
                                {id, strlen(id)},
                                {now, strlen(now)},
                                {life, strlen(life)},
                                {chain.chain, sizeof chain.chain}};
    buf_printf(&body, "{\"session\":\"%s\",\"now\":\"%s\",\"incarnation\":%lld,\"last_seq\":%lld,",
               id, now, (long long)chain.incarnation, (long long)chain.last_seq);
    wire_put_hex(&body, "chain", chain.chain, sizeof chain.chain);
    buf_putc(&body, ',');
    wire_put_hex(&body, "key", mine->public_key, KEY_SIZE);
    buf_putc(&body, ',');
    wire_sign(h->server->keys->sign_secret, "yizhan hello answer 1", parts,
              sizeof parts / sizeof parts[0], &body, "signature");
    buf_putc(&body, '}');
    server_answer(h, 200, &body);
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
        server_answer_error(h, 400, "malformed");
        return;
    }
    server->env->random(server->env->ctx, id, sizeof id);
    struct link_session session = {.keys = keys, .used = ++server->uses};
    hex_encode(id, sizeof id, session.id);
    str_copy(session.kiosk, sizeof session.kiosk, kiosk->id);
    str_copy(session.station, sizeof session.station, kiosk->station);
    memcpy(session.kiosk_key, kiosk->key, KEY_SIZE);
    server_session_put(server, session_slot(server), &session);
    hello_answer(h, kiosk, nonce, their_key, &mine, session.id);
    keys_wipe(&session, sizeof session);
    keys_wipe(&mine, sizeof mine);
    keys_wipe(&keys, sizeof keys);
}

void server_hello(struct handling *h)
{
    unsigned char their_key[KEY_SIZE];
    unsigned char nonce[NONCE_SIZE];
    struct kiosk_row kiosk;
    const char *id = wire_text(h->body, "kiosk");
    if (!wire_hex(h->body, "key", their_key, sizeof their_key) ||
        !wire_hex(h->body, "nonce", nonce, sizeof nonce)) {
        server_answer_error(h, 400, "malformed");
        return;
    }
    if (wire_int(h->body, "v", 0) != WIRE_VERSION) {
        server_answer_error(h, 400, "version");
        return;
    }
    struct wire_part parts[] = {{id, strlen(id)}, {their_key, KEY_SIZE}, {nonce, NONCE_SIZE}};
    if (!query_kiosk(h->server->store, id, &kiosk) ||
        !wire_signature_is_good(kiosk.key, "yizhan hello 1", parts, 3, h->body, "signature")) {
        server_answer_error(h, 403, "unknown_kiosk");
        return;
    }
    if (!kiosk.is_active) {
        server_answer_error(h, 403, "retired");
        return;
    }
    open_session(h, &kiosk, nonce, their_key);
}
