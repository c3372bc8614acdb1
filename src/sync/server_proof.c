/* What a request is worth, found out without the store: its JSON, the session's MAC, the signature
 * over the newest op's chain, the ops themselves and their envelopes. Costs more than the store's
 * part of an op, so a hub with threads does it beside its writer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "sync/server_private.h"

static void lock_take(const struct sync_server *server)
{
    if (server->lock.take != NULL) {
        server->lock.take(server->lock.ctx);
    }
}

static void lock_release(const struct sync_server *server)
{
    if (server->lock.release != NULL) {
        server->lock.release(server->lock.ctx);
    }
}

struct link_session *server_session_find(struct sync_server *server, const char *id)
{
    if (id == NULL || id[0] == '\0') {
        return NULL;
    }
    for (size_t i = 0; i < SESSIONS_MAX; i++) {
        if (str_equal(server->sessions[i].id, id)) {
            return &server->sessions[i];
        }
    }
    return NULL;
}

void server_session_put(struct sync_server *server, struct link_session *slot,
                        const struct link_session *session)
{
    lock_take(server);
    *slot = *session;
    lock_release(server);
}

/* ---- proving ---- */

/* What proving needs of a session; a copy, so that it may end meanwhile. */
struct secrets {
    char kiosk[KIOSK_ID_SIZE];
    unsigned char kiosk_key[KEY_SIZE];
    unsigned char kiosk_to_hub[KEY_SIZE];
};

static bool secrets_copy(struct sync_server *server, const char *id, struct secrets *out)
{
    lock_take(server);
    const struct link_session *session = server_session_find(server, id);
    if (session != NULL) {
        str_copy(out->kiosk, sizeof out->kiosk, session->kiosk);
        memcpy(out->kiosk_key, session->kiosk_key, KEY_SIZE);
        memcpy(out->kiosk_to_hub, session->keys.kiosk_to_hub, KEY_SIZE);
    }
    lock_release(server);
    return session != NULL;
}

/* The signature over the newest op's chain stands for all before it. */
static bool head_is_signed(const struct secrets *secrets, const json_t *body, const json_t *ops,
                           int64_t incarnation)
{
    const json_t *head = json_object_get(body, "head");
    unsigned char chain[HASH_SIZE];
    char numbers[64];
    if (!wire_hex(head, "chain", chain, sizeof chain)) {
        return false;
    }
    snprintf(numbers, sizeof numbers, "%lld.%lld", (long long)incarnation,
             (long long)wire_int(head, "seq", -1));
    struct wire_part parts[] = {{secrets->kiosk, strlen(secrets->kiosk)},
                                {numbers, strlen(numbers)},
                                {chain, sizeof chain}};
    const json_t *last = json_array_get(ops, json_array_size(ops) - 1);
    unsigned char last_chain[HASH_SIZE];
    return wire_hex(last, "chain", last_chain, sizeof last_chain) &&
           memcmp(last_chain, chain, sizeof chain) == 0 &&
           wire_signature_is_good(secrets->kiosk_key, "yizhan head 1", parts, 3, head, "signature");
}

/* Whether the envelope is the one the op speaks of. One that came again after a restore has lost
 * its contact key, so only its presence can be checked. */
static bool envelope_fits(const struct env *env, const struct wire_op *op)
{
    unsigned char hash[HASH_SIZE];
    if (op->op.has_envelope != op->has_envelope) {
        return op->is_recorded && op->op.has_envelope;
    }
    if (!op->has_envelope || (op->is_recorded && !op->envelope.has_contact)) {
        return true;
    }
    envelope_hash(env, &op->envelope, hash);
    return memcmp(hash, op->op.envelope_hash, sizeof hash) == 0;
}

static void read_ops(const struct sync_server *server, const struct secrets *secrets,
                     struct sync_proof *proof)
{
    const json_t *ops = json_object_get(proof->body, "ops");
    int64_t incarnation = wire_int(proof->body, "incarnation", 0);
    size_t n = json_array_size(ops);
    if (n == 0) {
        return;
    }
    if (n > OPS_PER_REQUEST || !head_is_signed(secrets, proof->body, ops, incarnation)) {
        proof->has_bad_ops = true;
        return;
    }
    proof->ops = arena_array(&proof->arena, n, sizeof *proof->ops);
    proof->ops_len = n;
    for (size_t i = 0; i < n; i++) {
        struct proved_op *op = &proof->ops[i];
        op->form = wire_op_read(json_array_get(ops, i), secrets->kiosk, incarnation, &proof->arena,
                                &op->op);
        op->fits = op->form == WIRE_OP_GOOD && envelope_fits(server->env, &op->op);
    }
}

struct sync_proof *sync_server_prove(struct sync_server *server, const struct sync_call *call)
{
    struct sync_proof *proof = xalloc(sizeof *proof);
    struct secrets secrets;
    int64_t counter = 0;
    proof->body = json_loadb(call->body, call->body_len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(proof->body) || call->counter == NULL || call->mac == NULL ||
        !str_to_int(call->counter, 1, INT64_MAX, &counter) ||
        !secrets_copy(server, call->session, &secrets)) {
        return proof;
    }
    proof->counter = (uint64_t)counter;
    proof->is_authentic = session_mac_is_good(secrets.kiosk_to_hub, call->path, proof->counter,
                                              call->body, call->body_len, call->mac);
    if (proof->is_authentic && str_equal(call->path, "/v1/sync")) {
        read_ops(server, &secrets, proof);
    }
    keys_wipe(&secrets, sizeof secrets);
    return proof;
}

void sync_proof_free(struct sync_proof *proof)
{
    if (proof != NULL) {
        json_decref(proof->body);
        arena_fini(&proof->arena);
        free(proof);
    }
}

void sync_server_set_lock(struct sync_server *server, const struct sync_lock *lock)
{
    server->lock = *lock;
}
