/* A kiosk's ops as they arrive: proof, envelope, chain and order, then the store. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "domain/number.h"
#include "store/body.h"
#include "store/fleet.h"
#include "sync/server_private.h"
#include "trust/ticket.h"

#define LOG_MODULE "sync"
#include "base/log.h"

enum token_proof server_prove(struct handling *h, const char *body)
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
    if (have.incarnation != op->incarnation &&
        fleet_life_is_known(h->server->store, op->kiosk, op->incarnation)) {
        return PLACE_TAKEN; /* a life that was ended before: its numbers are used up */
    }
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
static enum status park(struct handling *h, const struct wire_op *op, enum reason reason,
                        struct verdict *out)
{
    struct verdict parked = {
        .code = VERDICT_PARKED, .reason = reason, .judged_at = server_now(h), .left = -1};
    struct apply_context context = {.arrived_at = server_now(h), .recorded = &parked};
    LOG_ERR("kiosk %s: op %lld is parked: %s", op->op.kiosk, (long long)op->op.seq,
            reason_word(reason));
    return store_apply(h->server->store, &op->op, op->has_envelope ? &op->envelope : NULL, &context,
                       out);
}

static enum status apply(struct handling *h, const struct wire_op *op, struct verdict *out)
{
    struct apply_context context = {.arrived_at = server_now(h),
                                    .proof = server_prove(h, op->op.body),
                                    .recorded = op->is_recorded ? &op->verdict : NULL};
    if (plant_is(h->server->env, PLANT_JUDGED_AGAIN)) {
        context.recorded = NULL;
    }
    enum status status = store_apply(h->server->store, &op->op,
                                     op->has_envelope ? &op->envelope : NULL, &context, out);
    /* What the tables do not take, the same ticket made twice for one, they will never take. */
    return status == ERR_DB ? park(h, op, REASON_OTHER_CONTENT, out) : status;
}

static enum op_answer handle_op(struct handling *h, const json_t *object, int64_t incarnation,
                                struct buf *verdicts)
{
    struct wire_op op;
    struct verdict verdict;
    enum wire_op_form form = wire_op_read(object, h->session->kiosk, incarnation, h->arena, &op);
    if (form == WIRE_OP_NONE) {
        return OP_MALFORMED;
    }
    enum op_place place = place_of(h, &op.op);
    if (place == PLACE_GAP) {
        return OP_GAP;
    }
    if (place == PLACE_TAKEN) {
        fleet_alarm(h->server->store, op.op.kiosk, "set_back", server_now(h));
        return OP_SET_BACK;
    }
    enum status status = form == WIRE_OP_BAD ? park(h, &op, REASON_BAD_BODY, &verdict)
                         : place == PLACE_FORGED || !envelope_fits(h, &op)
                             ? park(h, &op, REASON_OTHER_CONTENT, &verdict)
                             : apply(h, &op, &verdict);
    if (status != OK) {
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
enum op_answer server_ops(struct handling *h, struct buf *verdicts)
{
    const json_t *ops = json_object_get(h->body, "ops");
    int64_t incarnation = wire_int(h->body, "incarnation", 0);
    size_t n = json_array_size(ops);
    if (n > 0 && (n > OPS_PER_REQUEST || !head_is_signed(h, incarnation))) {
        return OP_MALFORMED;
    }
    if (n > 0) {
        fleet_contact(h->server->store, h->session->kiosk, h->session->contact_at);
    }
    enum op_answer answered = OP_ANSWERED;
    for (size_t i = 0; i < n && answered == OP_ANSWERED; i++) {
        answered = handle_op(h, json_array_get(ops, i), incarnation, verdicts);
    }
    return answered;
}
