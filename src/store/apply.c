#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "domain/number.h"
#include "store/internal.h"

#define LOG_MODULE "apply"
#include "base/log.h"

/* Order of turns: room for what waited for one ticket. */
enum { TURN_STEP = 1024 };

const struct op_rule *op_rule_of(enum op_kind kind)
{
    static const struct op_rule rules[OP_KIND_COUNT] = {
        [OP_BOOK] = {book_judge, book_effect},
        [OP_CANCEL] = {cancel_judge, cancel_effect},
        [OP_CHECK_IN] = {check_in_judge, check_in_effect},
        [OP_MISS] = {miss_judge, miss_effect},
        [OP_FILE] = {file_judge, file_effect},
        [OP_WITHDRAW] = {move_judge, move_effect},
        [OP_CONFIRM] = {move_judge, move_effect},
        [OP_REOPEN] = {move_judge, move_effect},
        [OP_RATE] = {move_judge, move_effect},
        [OP_TAKE] = {move_judge, move_effect},
        [OP_WORK] = {move_judge, move_effect},
        [OP_DONE] = {move_judge, move_effect},
        [OP_REFUSE] = {move_judge, move_effect},
        [OP_TRANSFER] = {move_judge, move_effect},
        [OP_CALL] = {call_op_judge, call_op_effect},
        [OP_CALL_OFF] = {call_op_judge, call_op_effect},
        [OP_CALL_ANSWER] = {call_op_judge, call_op_effect},
        [OP_CALL_CLOSE] = {call_op_judge, call_op_effect},
        [OP_PUBLISH] = {publish_judge, publish_effect},
        [OP_ENROLL] = {enroll_judge, enroll_effect},
        [OP_RETIRE] = {retire_judge, retire_effect},
        [OP_GRANT] = {grant_judge, grant_effect},
        [OP_GIVE_BACK] = {give_back_judge, give_back_effect},
        [OP_PROMOTE] = {promote_judge, promote_ready},
        [OP_ERASE] = {erase_judge, erase_effect},
    };
    return &rules[kind];
}

bool is_hub(const struct store *store)
{
    return store->role == STORE_HUB;
}

void verdict_set(struct application *application, enum verdict_code code, enum reason reason)
{
    application->verdict.code = code;
    application->verdict.reason = reason;
}

static bool ticket_was_refused(struct store *store, const char *ticket)
{
    return db_int(store->db, 0,
                  "SELECT 1 FROM op WHERE ticket = ?1 AND kind IN('book','file')"
                  " AND code IN('refused','parked') LIMIT 1",
                  "s", ticket) != 0;
}

bool move_settle_proof(struct application *a, bool is_known)
{
    enum token_proof proof = a->context->proof;
    if (proof == PROOF_FORGED) {
        verdict_set(a, VERDICT_REFUSED, REASON_NOT_PROVEN);
        return true;
    }
    if (is_known) {
        return false;
    }
    if (!is_hub(a->store)) {
        verdict_set(a, VERDICT_PROVISIONAL, REASON_AWAITING_HUB);
    } else if (ticket_was_refused(a->store, a->body.ticket)) {
        /* It came and was not kept: nothing will ever come that could be waited for. */
        verdict_set(a, VERDICT_REFUSED, REASON_NOT_ALLOWED_NOW);
    } else if (proof == PROOF_GENUINE) {
        /* The ticket's own op is still on its way from another kiosk. */
        verdict_set(a, VERDICT_PROVISIONAL, REASON_UNKNOWN_TICKET);
    } else {
        verdict_set(a, VERDICT_REFUSED, REASON_UNKNOWN_TICKET);
    }
    return true;
}

void ticket_event_add(struct application *a, const char *ticket, const char *kind, const char *note)
{
    const struct env *env = a->store->env;
    instant at = plant_is(env, PLANT_EFFECT_BY_CLOCK) ? env->wall(env->ctx) : a->judged_at;
    db_run(a->store->db,
           "INSERT OR IGNORE INTO ticket_event(ticket, turn, at, kind, note)"
           " VALUES(?1, ?2, ?3, ?4, ?5)",
           "siiss", ticket, a->turn, at, kind, note);
    feed_mark_ticket(a->store, ticket);
}

/* ---- judged time (design §4) ---- */

static void judge_time(struct application *a)
{
    const struct op *op = a->op;
    if (!op->has_offset) {
        /* Nobody can tell when it was: a hub takes the arrival, a kiosk promises nothing. */
        a->judged_at = a->context->arrived_at;
        a->has_clock = is_hub(a->store);
        return;
    }
    instant at = op->wall + op->offset_s;
    if (is_hub(a->store)) {
        const struct chain_head *head = head_find(a->store, op->kiosk);
        instant earliest = head != NULL ? head->last_contact : a->context->arrived_at;
        at = at < earliest ? earliest : at;
        at = at > a->context->arrived_at ? a->context->arrived_at : at;
    }
    a->judged_at = at;
    a->has_clock = true;
}

/* ---- rows ---- */

static bool has_effect(const struct verdict *verdict)
{
    return verdict->code != VERDICT_REFUSED && verdict->code != VERDICT_PARKED;
}

static int64_t next_n(struct store *store)
{
    if (store->next_n == 0) {
        store->next_n = db_int(store->db, 0, "SELECT max(n) FROM op", "") + 1;
    }
    return store->next_n++;
}

static void op_insert(struct application *a, bool waits)
{
    const struct op *op = a->op;
    struct db *db = a->store->db;
    struct buf data = {0};
    const char *ticket = a->body.ticket[0] != '\0' ? a->body.ticket : NULL;
    a->n = next_n(a->store);
    a->turn = a->n * TURN_STEP;
    verdict_to_json(&a->verdict, &data);
    db_run(db,
           "INSERT INTO op(id, kiosk, incarnation, seq, kind, ticket, wall, offset_s, revision,"
           " body, envelope_hash, chain, arrived_at, judged_at, code, reason, data, acked, n, turn,"
           " waits, helper) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, iif(?8, ?9, NULL), ?10, ?11, ?12,"
           " ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
           "bsiissiiiisbbiisssiiiis", op->id.bytes, sizeof op->id.bytes, op->kiosk, op->incarnation,
           op->seq, op->kind, ticket, op->wall, (int64_t)op->has_offset, op->offset_s, op->revision,
           op->body, op->has_envelope ? op->envelope_hash : NULL, (size_t)HASH_SIZE, op->chain,
           sizeof op->chain, a->context->arrived_at, a->judged_at,
           verdict_code_word(a->verdict.code), reason_word(a->verdict.reason), data.data,
           (int64_t)is_hub(a->store), a->n, a->turn, (int64_t)waits, a->body.helper);
    buf_fini(&data);
}

/* A booking's time runs out from its session's end, a request's from when it is settled, of
 * anything else, and of what was not accepted, from now. */
static void envelope_insert(struct application *a)
{
    const struct envelope *e = a->envelope;
    if (e == NULL) {
        return;
    }
    bool is_open = a->kind == OP_FILE && has_effect(&a->verdict);
    instant over_at = a->over_at != 0 ? a->over_at : a->judged_at;
    int64_t erase_at = is_hub(a->store) && !is_open ? over_at + e->erase_days * (int64_t)DAY_S : 0;
    db_run(a->store->db,
           "INSERT INTO envelope(op, key_id, box, contact, erase_days, erase_at)"
           " VALUES(?1, ?2, ?3, ?4, ?5, nullif(?6, 0))",
           "isbbii", a->n, e->key_id, e->box, e->box_len, e->has_contact ? e->contact : NULL,
           (size_t)HASH_SIZE, (int64_t)e->erase_days, erase_at);
}

/* The verdict again, with what its effects added, and the turn. */
static void op_settle(struct application *a, bool waits)
{
    struct buf data = {0};
    verdict_to_json(&a->verdict, &data);
    db_run(a->store->db,
           "UPDATE op SET code = ?2, reason = ?3, data = ?4, turn = ?5, waits = ?6, judged_at = ?7"
           " WHERE n = ?1",
           "isssiii", a->n, verdict_code_word(a->verdict.code), reason_word(a->verdict.reason),
           data.data, a->turn, (int64_t)waits, a->judged_at);
    buf_fini(&data);
}

static bool is_same_op(struct query *query, const struct op *op)
{
    size_t len = 0;
    const void *hash = query_blob(query, 8, &len);
    bool same_hash =
        op->has_envelope ? len == HASH_SIZE && memcmp(hash, op->envelope_hash, len) == 0 : len == 0;
    /* Its number may differ: a kiosk set back to an older copy counts anew. */
    return same_hash && str_equal(query_text(query, 1), op->kiosk) &&
           str_equal(query_text(query, 4), op->kind) && query_int(query, 5) == op->wall &&
           query_int(query, 6) == op->revision && str_equal(query_text(query, 7), op->body);
}

/* True when the id is known; then *out answers. */
static bool answer_known(struct store *store, const struct op *op, instant now, struct verdict *out)
{
    struct query *query =
        db_query(store->db,
                 "SELECT data, kiosk, incarnation, seq, kind, wall, revision, body, envelope_hash"
                 " FROM op WHERE id = ?1",
                 "b", op->id.bytes, sizeof op->id.bytes);
    if (!query_next(query)) {
        return false;
    }
    if (is_same_op(query, op)) {
        enum status status = verdict_from_json(query_text(query, 0), out);
        assert(status == OK);
        (void)status;
        query_end(query);
        return true;
    }
    query_end(query);
    char id[2 * OP_ID_SIZE + 1];
    hex_encode(op->id.bytes, sizeof op->id.bytes, id);
    LOG_WARN("op %s came again from %s with other content", id, op->kiosk);
    db_run(store->db,
           "INSERT OR IGNORE INTO staff_item(at, kind, ref, detail)"
           " VALUES(?1, 'alarm', ?2, 'other_content')",
           "is", now, id);
    *out = (struct verdict){
        .code = VERDICT_REFUSED, .reason = REASON_OTHER_CONTENT, .judged_at = now, .left = -1};
    return true;
}

/* ---- one op ---- */

/* For this reason, unless the caller found another before. */
static void park(struct application *a, enum reason reason)
{
    const struct verdict *recorded = a->context->recorded;
    bool is_known = recorded != NULL && recorded->code == VERDICT_PARKED;
    verdict_set(a, VERDICT_PARKED, is_known ? recorded->reason : reason);
}

static void judge(struct application *a)
{
    int kind = op_kind_parse(a->op->kind);
    judge_time(a);
    a->verdict.judged_at = a->judged_at;
    if (kind < 0) {
        park(a, REASON_UNKNOWN_OP);
        return;
    }
    a->kind = (enum op_kind)kind;
    if (body_parse(a->kind, a->op->body, &a->body) != OK) {
        a->body = (struct op_body){.note = ""};
        park(a, REASON_BAD_BODY);
        return;
    }
    if (is_hub(a->store) && !str_equal(a->op->kiosk, "hub") && !op_is_of_kiosks(a->kind)) {
        /* Content, enrolment, what time does and what staff do are not a kiosk's to say. */
        verdict_set(a, VERDICT_REFUSED, REASON_NOT_PROVEN);
        return;
    }
    /* What was provisional is judged now; anything else was said for good. */
    if (a->context->recorded != NULL && a->context->recorded->code != VERDICT_PROVISIONAL) {
        a->verdict = *a->context->recorded;
        a->judged_at = a->verdict.judged_at;
        return;
    }
    op_rule_of(a->kind)->judge(a);
}

static bool makes_ticket(const struct application *a)
{
    return a->body.ticket[0] != '\0' && (a->kind == OP_BOOK || a->kind == OP_FILE);
}

static bool ticket_is_here(struct store *store, const char *ticket)
{
    return db_int(store->db, 0,
                  "SELECT 1 FROM booking WHERE ticket = ?1 UNION ALL"
                  " SELECT 1 FROM request WHERE ticket = ?1 LIMIT 1",
                  "s", ticket) != 0;
}

/* Judged: the rule found no ticket. Recorded: a restored hub hears of a move again before it hears
 * of the ticket, which another kiosk made. */
static bool waits_for_ticket(const struct application *a)
{
    if (!is_hub(a->store) || !has_effect(&a->verdict)) {
        return false;
    }
    if (a->verdict.code == VERDICT_PROVISIONAL && a->verdict.reason == REASON_UNKNOWN_TICKET) {
        return true;
    }
    return a->context->recorded != NULL && a->body.ticket[0] != '\0' && !makes_ticket(a) &&
           !ticket_is_here(a->store, a->body.ticket) &&
           !ticket_was_refused(a->store, a->body.ticket);
}

static void advance_chain(struct application *a)
{
    struct chain_head *head = head_find(a->store, a->op->kiosk);
    if (head == NULL) {
        return;
    }
    if (head->incarnation != a->op->incarnation || a->op->seq > head->last_seq) {
        head->incarnation = a->op->incarnation;
        head->last_seq = a->op->seq;
        memcpy(head->chain, a->op->chain, sizeof head->chain);
        head->is_dirty = true;
    }
}

static void apply_new(struct application *a)
{
    judge(a);
    bool waits = waits_for_ticket(a);
    op_insert(a, waits);
    struct verdict judged = a->verdict;
    if (a->verdict.code == VERDICT_PARKED && is_hub(a->store)) {
        char id[2 * OP_ID_SIZE + 1];
        hex_encode(a->op->id.bytes, sizeof a->op->id.bytes, id);
        staff_add(a, "parked", id, reason_word(a->verdict.reason));
    }
    if (has_effect(&a->verdict) && !waits) {
        op_rule_of(a->kind)->effect(a);
    }
    envelope_insert(a);
    if (memcmp(&judged, &a->verdict, sizeof judged) != 0) {
        op_settle(a, waits); /* its effects added something */
    }
    if (is_hub(a->store) && makes_ticket(a)) {
        apply_waiting(a->store, a->body.ticket, a->turn, a->context->arrived_at);
    }
}

/* Undoes one op of a batch. Where SQLite has given up the whole transaction (disk full, I/O error)
 * the error stays, so that the batch fails as a whole. */
static void undo_one(struct store *store)
{
    if (db_in_transaction(store->db)) {
        db_clear(store->db);
        db_run(store->db, "ROLLBACK TO one_op", "");
        db_run(store->db, "RELEASE one_op", "");
    }
}

enum status store_apply(struct store *store, const struct op *op, const struct envelope *envelope,
                        const struct apply_context *context, struct verdict *out)
{
    struct application a = {.store = store,
                            .op = op,
                            .envelope = envelope,
                            .context = context,
                            .body = {.note = ""},
                            .verdict = {.left = -1}};
    bool is_alone = !store->is_in_batch;
    enum status status = is_alone ? store_begin(store) : db_status(store->db);
    if (status != OK) {
        return status;
    }
    db_run(store->db, "SAVEPOINT one_op", "");
    size_t dirty_before = store->dirty_len;
    if (answer_known(store, op, context->arrived_at, &a.verdict)) {
        if (plant_is(store->env, PLANT_NOT_IDEMPOTENT)) {
            db_run(store->db,
                   "UPDATE pool SET drawn = drawn + ?1 ->> 'seats' WHERE session = ?1 ->> 'session'"
                   " AND owner = 'hub'",
                   "s", op->body);
        }
    } else {
        apply_new(&a);
    }
    body_fini(&a.body);
    status = db_status(store->db);
    if (status == OK) {
        db_run(store->db, "RELEASE one_op", "");
        status = db_status(store->db);
    }
    if (status == OK) {
        advance_chain(&a);
    } else {
        undo_one(store);
        store->dirty_len = dirty_before;
        store->next_n = 0;
        catalogue_forget(store);
    }
    status = batch_end(store, is_alone, status);
    if (status == OK) {
        *out = a.verdict;
    }
    return status;
}

/* ---- ops that waited for a ticket ---- */

static void read_op(struct query *query, struct arena *arena, struct op *op)
{
    size_t len = 0;
    const void *bytes = query_blob(query, 1, &len);
    memcpy(op->id.bytes, bytes, len < OP_ID_SIZE ? len : OP_ID_SIZE);
    str_copy(op->kiosk, sizeof op->kiosk, query_text(query, 2));
    op->incarnation = query_int(query, 3);
    op->seq = query_int(query, 4);
    str_copy(op->kind, sizeof op->kind, query_text(query, 5));
    op->wall = query_int(query, 6);
    op->has_offset = !query_is_null(query, 7);
    op->offset_s = query_int(query, 7);
    op->revision = query_int(query, 8);
    op->body = arena_strdup(arena, query_text(query, 9));
}

void apply_waiting(struct store *store, const char *ticket, int64_t turn, instant arrived_at)
{
    struct arena arena = {0};
    for (int round = 1; round < TURN_STEP; round++) {
        struct query *query =
            db_query(store->db,
                     "SELECT n, id, kiosk, incarnation, seq, kind, wall, offset_s, revision, body,"
                     " judged_at, data FROM op WHERE ticket = ?1 AND waits = 1 ORDER BY n LIMIT 1",
                     "s", ticket);
        if (!query_next(query)) {
            break;
        }
        struct op op = {0};
        struct apply_context context = {.arrived_at = arrived_at, .proof = PROOF_GENUINE};
        struct application a = {.store = store, .op = &op, .context = &context};
        a.verdict.left = -1;
        a.n = query_int(query, 0);
        a.turn = turn + round;
        a.judged_at = query_int(query, 10);
        a.has_clock = true;
        read_op(query, &arena, &op);
        struct verdict recorded;
        bool is_recorded = verdict_from_json(query_text(query, 11), &recorded) == OK &&
                           recorded.code != VERDICT_PROVISIONAL;
        query_end(query);
        int kind = op_kind_parse(op.kind);
        if (kind < 0 || body_parse((enum op_kind)kind, op.body, &a.body) != OK) {
            /* It was parsed when it came. */
            assert(false && "an op that waits does not parse");
        }
        a.kind = (enum op_kind)kind;
        a.verdict.judged_at = a.judged_at;
        if (is_recorded) {
            a.verdict = recorded;
        } else {
            op_rule_of(a.kind)->judge(&a);
        }
        if (has_effect(&a.verdict)) {
            op_rule_of(a.kind)->effect(&a);
        }
        op_settle(&a, false);
        char id[2 * OP_ID_SIZE + 1];
        hex_encode(op.id.bytes, sizeof op.id.bytes, id);
        feed_mark(store, "verdict", id);
        body_fini(&a.body);
        arena_reset(&arena);
    }
    arena_fini(&arena);
}
