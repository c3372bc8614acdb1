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
    if (strstr(body, "\"token\"") == NULL) {
        return proof; /* most ops have none, and reading JSON is dear */
    }
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

static enum op_answer handle_op(struct handling *h, const struct proved_op *proved,
                                struct buf *verdicts)
{
    const struct wire_op *op = &proved->op;
    struct verdict verdict;
    if (proved->form == WIRE_OP_NONE) {
        return OP_MALFORMED;
    }
    enum op_place place = place_of(h, &op->op);
    if (place == PLACE_GAP) {
        return OP_GAP;
    }
    if (place == PLACE_TAKEN) {
        fleet_alarm(h->server->store, op->op.kiosk, "set_back", server_now(h));
        return OP_SET_BACK;
    }
    enum status status = proved->form == WIRE_OP_BAD ? park(h, op, REASON_BAD_BODY, &verdict)
                         : place == PLACE_FORGED || !proved->fits
                             ? park(h, op, REASON_OTHER_CONTENT, &verdict)
                             : apply(h, op, &verdict);
    if (status != OK) {
        return OP_UNAVAILABLE;
    }
    put_verdict(verdicts, &op->op.id, &verdict);
    return OP_ANSWERED;
}

/* Applies the ops in order; stops at a gap, and the answer's last_seq tells where to go on. */
enum op_answer server_ops(struct handling *h, struct buf *verdicts)
{
    const struct sync_proof *proof = h->proof;
    if (proof->has_bad_ops) {
        return OP_MALFORMED;
    }
    if (proof->ops_len > 0) {
        fleet_contact(h->server->store, h->session->kiosk, h->session->contact_at);
    }
    enum op_answer answered = OP_ANSWERED;
    for (size_t i = 0; i < proof->ops_len && answered == OP_ANSWERED; i++) {
        answered = handle_op(h, &proof->ops[i], verdicts);
    }
    return answered;
}
