/* This node's own changes. */
#include "store/submit.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "store/internal.h"

/* A clock that stands before this day is one that lost its battery (2026-01-01). */
enum { EARLIEST_CLOCK = 1767225600 };
/* How far a clock may be set back before its measured offset is worth nothing. */
enum { CLOCK_BACK_S = 2 };

/* No clock is off by this much. */
static const int64_t not_measured = INT64_MIN;

static int64_t meta_int(struct store *store, const char *key, int64_t otherwise)
{
    char text[META_VALUE_MAX];
    int64_t value = otherwise;
    if (store_meta_get(store, key, text, sizeof text)) {
        str_to_int(text, INT64_MIN, INT64_MAX, &value);
    }
    return value;
}

static void meta_int_set(struct store *store, const char *key, int64_t value)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)value);
    if (store_meta_set(store, key, text) != OK) {
        return; /* sticks in the db and fails the op */
    }
}

/* Clock and offset of an op made now (design §4, judged time). */
static void stamp_clock(struct store *store, struct op *op)
{
    instant wall = store->env->wall(store->env->ctx);
    instant last_wall = meta_int(store, "last_wall", 0);
    int64_t offset_s = is_hub(store) ? 0 : meta_int(store, "offset", not_measured);
    bool is_measured = offset_s != not_measured;
    op->wall = wall;
    op->offset_s = is_measured ? offset_s : 0;
    op->has_offset = is_measured && wall >= EARLIEST_CLOCK && wall >= last_wall - CLOCK_BACK_S;
    /* A clock set back stays distrusted until the hub's is measured again. */
    if (!op->has_offset && !is_hub(store)) {
        db_run(store->db, "DELETE FROM meta WHERE key = 'offset'", "");
    }
    meta_int_set(store, "last_wall", wall);
}

bool op_is_of_kiosks(enum op_kind kind)
{
    return kind == OP_BOOK || kind == OP_CANCEL || kind == OP_CHECK_IN || kind == OP_FILE ||
           kind == OP_WITHDRAW || kind == OP_CONFIRM || kind == OP_REOPEN || kind == OP_RATE ||
           kind == OP_GIVE_BACK || kind == OP_CALL || kind == OP_CALL_OFF;
}

/* Who makes it, its place in that one's row of ops, and its link in the chain. */
static enum status stamp_origin(struct store *store, enum op_kind kind, struct op *op)
{
    static const unsigned char none[HASH_SIZE];
    char kiosk[META_VALUE_MAX];
    if (op_is_of_kiosks(kind) && store_meta_get(store, "kiosk", kiosk, sizeof kiosk)) {
        const struct chain_head *head = head_find(store, kiosk);
        if (head == NULL || !str_copy(op->kiosk, sizeof op->kiosk, kiosk)) {
            return ERR_NOT_FOUND;
        }
        op->incarnation = head->incarnation;
        op->seq = head->last_seq + 1;
        op_chain(store->env, op->seq > 1 ? head->chain : none, op, op->chain);
        return OK;
    }
    if (!is_hub(store)) {
        return ERR_NOT_FOUND;
    }
    str_copy(op->kiosk, sizeof op->kiosk, "hub");
    op->seq = meta_int(store, "hub_seq", 0) + 1;
    meta_int_set(store, "hub_seq", op->seq);
    return OK;
}

static enum status submit_in_batch(struct store *store, enum op_kind kind, const char *body,
                                   const struct op_id *id, const struct envelope *envelope,
                                   const struct apply_context *context, struct verdict *out)
{
    if (strlen(body) > OP_BODY_MAX && op_is_of_kiosks(kind)) {
        return ERR_LIMIT;
    }
    if (envelope != NULL && envelope->box_len > ENVELOPE_BOX_MAX) {
        return ERR_LIMIT;
    }
    struct op op = {.id = *id, .body = body};
    char revision[META_VALUE_MAX];
    str_copy(op.kind, sizeof op.kind, op_kind_word(kind));
    if (store_setting_get(store, "revision", revision, sizeof revision)) {
        str_to_int(revision, 0, INT64_MAX, &op.revision);
    }
    if (envelope != NULL) {
        op.has_envelope = true;
        envelope_hash(store->env, envelope, op.envelope_hash);
    }
    stamp_clock(store, &op);
    enum status status = stamp_origin(store, kind, &op);
    return status == OK ? store_apply(store, &op, envelope, context, out) : status;
}

enum status store_submit_as(struct store *store, enum op_kind kind, const char *body,
                            const struct op_id *id, const struct envelope *envelope,
                            const struct apply_context *context, struct verdict *out)
{
    bool is_alone = !store->is_in_batch;
    struct verdict verdict;
    enum status status = is_alone ? store_begin(store) : OK;
    if (status != OK) {
        return status;
    }
    status = submit_in_batch(store, kind, body, id, envelope, context, &verdict);
    status = batch_end(store, is_alone, status);
    if (status == OK) {
        *out = verdict;
    }
    return status;
}

enum status store_submit(struct store *store, enum op_kind kind, const char *body,
                         const struct envelope *envelope, const struct apply_context *context,
                         struct op_id *id_out, struct verdict *out)
{
    struct op_id id;
    store->env->random(store->env->ctx, id.bytes, sizeof id.bytes);
    enum status status = store_submit_as(store, kind, body, &id, envelope, context, out);
    if (status == OK && id_out != NULL) {
        *id_out = id;
    }
    return status;
}
