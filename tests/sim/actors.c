#include "actors.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "domain/number.h"
#include "store/db.h"
#include "store/query.h"
#include "trust/personal.h"

#include "hub_node.h"
#include "kiosk_node.h"
#include "programme.h"
#include "trace.h"

enum { PATIENCE_MS = 1500, VISITORS = 400, ERASE_DAYS = 90 };

const char personal_phone_mark[] = "13800138";
const char personal_name_mark[] = "欧阳某";

/* One visitor's act on its way. */
struct act {
    struct world *world;
    struct kiosk_node *kiosk;
    struct rng *rng;
    char kiosk_id[KIOSK_ID_SIZE];
    int visitor;
    enum op_kind kind;
    struct buf body;
    struct envelope envelope;
    unsigned char box[128];
    bool has_envelope;
    enum token_proof proof;
    struct told told;
};

/* ---- what a screen shows and a printer prints ---- */

static void print_slip(struct world *world, struct kiosk_node *kiosk, const struct told *told,
                       int visitor)
{
    struct slip slip = {.kind = told->kind == OP_BOOK ? TICKET_BOOKING : TICKET_REQUEST,
                        .visitor = visitor,
                        .kiosk = kiosk->index,
                        .printed = told->code};
    const struct env *env = &kiosk->env.env;
    struct ticket ticket = {
        .kind = slip.kind, .issued_at = env->wall(env->ctx), .verdict = told->code};
    memcpy(slip.number, told->ticket, sizeof slip.number);
    memcpy(ticket.number, told->ticket, sizeof ticket.number);
    ticket_sign(&ticket, &kiosk->keys, slip.token);
    model_add_slip(&world->model, &slip);
}

static void tell(struct world *world, struct kiosk_node *kiosk, size_t position, int visitor,
                 const struct verdict *verdict)
{
    struct told *told = &world->model.told[position];
    char id[OP_SHORT_SIZE];
    bool is_new = told->stage != OP_TOLD;
    trace(world, kiosk->label, "op %s tells %s %s: %s %s", op_short(told->id.bytes, id),
          op_kind_word(told->kind), told->ticket, verdict_code_word(verdict->code),
          reason_word(verdict->reason));
    if (!is_new && verdict_is_final(told->code) && told->code != verdict->code)
        violation(world, kiosk->label, "op %s was told %s and is now %s", id,
                  verdict_code_word(told->code), verdict_code_word(verdict->code));
    told->stage = OP_TOLD;
    told->code = verdict->code;
    told->due_at = verdict->due_at;
    bool makes_slip = told->kind == OP_BOOK || told->kind == OP_FILE;
    bool is_kept = verdict->code == VERDICT_ACCEPTED || verdict->code == VERDICT_WAITING ||
                   verdict->code == VERDICT_PROVISIONAL;
    if (is_new && makes_slip && is_kept)
        print_slip(world, kiosk, told, visitor);
}

static bool take_wait(struct kiosk_node *kiosk, size_t told, struct wait *out)
{
    for (int i = 0; i < kiosk->waits_len; i++) {
        if (kiosk->waits[i].told != told)
            continue;
        *out = kiosk->waits[i];
        kiosk->waits[i] = kiosk->waits[--kiosk->waits_len];
        return true;
    }
    return false;
}

static bool verdict_in_force(struct world *world, struct kiosk_node *kiosk, size_t told,
                             struct verdict *out, bool *is_final)
{
    return query_op_verdict(kiosk->app, &world->model.told[told].id, out, is_final) &&
           kiosk_stands(world, kiosk);
}

void actors_look_at_waits(struct world *world, struct kiosk_node *kiosk)
{
    for (int i = 0; i < kiosk->waits_len;) {
        struct wait wait = kiosk->waits[i];
        struct verdict verdict;
        bool is_final = false;
        if (!verdict_in_force(world, kiosk, wait.told, &verdict, &is_final)) {
            if (!kiosk->is_up)
                return;
            i++;
            continue;
        }
        if (!is_final) {
            i++;
            continue;
        }
        take_wait(kiosk, wait.told, &wait);
        tell(world, kiosk, wait.told, wait.visitor, &verdict);
    }
}

void actors_stop_waiting(struct world *world, struct kiosk_node *kiosk, size_t told)
{
    struct wait wait;
    struct verdict verdict;
    bool is_final = false;
    if (!kiosk->is_up || !take_wait(kiosk, told, &wait))
        return;
    if (verdict_in_force(world, kiosk, told, &verdict, &is_final))
        tell(world, kiosk, told, wait.visitor, &verdict);
}

/* ---- submitting ---- */

static void seal(struct act *act)
{
    char plain[96], key_hex[META_VALUE_MAX], salt_hex[META_VALUE_MAX];
    unsigned char box_key[KEY_SIZE], salt[SALT_SIZE];
    char phone[12];
    struct store *store = act->kiosk->app;
    if (!store_setting_get(store, "box_key", key_hex, sizeof key_hex) ||
        !hex_decode(key_hex, box_key, sizeof box_key) ||
        !store_setting_get(store, "salt", salt_hex, sizeof salt_hex) ||
        !hex_decode(salt_hex, salt, sizeof salt))
        return;
    snprintf(phone, sizeof phone, "%s%03d", personal_phone_mark, act->visitor);
    int len = snprintf(plain, sizeof plain, "{\"name\":\"%s\",\"phone\":\"%s\"}",
                       personal_name_mark, phone);
    assert(len > 0 && (size_t)len + SEAL_OVERHEAD <= sizeof act->box);
    personal_seal(&act->kiosk->env.env, box_key, plain, (size_t)len, act->box);
    key_id(box_key, act->envelope.key_id);
    act->envelope.box = act->box;
    act->envelope.box_len = (size_t)len + SEAL_OVERHEAD;
    act->envelope.erase_days = ERASE_DAYS;
    act->envelope.has_contact = rng_chance(act->rng, 850);
    if (act->envelope.has_contact) {
        enum status status = contact_key(phone, salt, &contact_cost_least, act->envelope.contact);
        assert(status == OK);
    }
    act->has_envelope = true;
}

static enum status commit_act(struct act *act, size_t position, struct verdict *verdict)
{
    struct store *store = act->kiosk->app;
    const struct env *env = &act->kiosk->env.env;
    struct apply_context context = {.arrived_at = env->wall(env->ctx), .proof = act->proof};
    const struct envelope *envelope = act->has_envelope ? &act->envelope : NULL;
    struct op_id id;
    if (!plant_is(env, PLANT_PRINT_BEFORE_COMMIT)) {
        enum status status =
            store_submit(store, act->kind, act->body.data, envelope, &context, &id, verdict);
        if (status == OK)
            model_made(&act->world->model, position, &id);
        return status;
    }
    enum status status = store_begin(store);
    if (status != OK)
        return status;
    status = store_submit(store, act->kind, act->body.data, envelope, &context, &id, verdict);
    if (status != OK) {
        store_rollback(store);
        return status;
    }
    model_made(&act->world->model, position, &id);
    tell(act->world, act->kiosk, position, act->visitor, verdict);
    return store_commit(store);
}

static void submit(struct act *act)
{
    struct world *world = act->world;
    struct kiosk_node *kiosk = act->kiosk;
    char id[OP_SHORT_SIZE];
    struct verdict verdict;
    act->told.kind = act->kind;
    act->told.at_ms = world->now_ms;
    memcpy(act->told.kiosk, act->kiosk_id, sizeof act->told.kiosk);
    size_t position = model_add_told(&world->model, &act->told);
    bool was_online = sync_client_state(kiosk->client) == SYNC_ONLINE;
    enum status status = commit_act(act, position, &verdict);
    world->operations++;
    world->visits++;
    if (!kiosk_stands(world, kiosk))
        return;
    if (status != OK) {
        trace(world, kiosk->label, "cannot %s: %s", op_kind_word(act->kind), status_text(status));
        return;
    }
    trace(world, kiosk->label, "op %s made: %s %s",
          op_short(world->model.told[position].id.bytes, id), op_kind_word(act->kind),
          act->body.data);
    if (world->model.told[position].stage == OP_TOLD) {
        kiosk_kick(world, kiosk);
        return;
    }
    if (verdict.code != VERDICT_PROVISIONAL || !was_online || kiosk->waits_len == WAITS_MAX) {
        tell(world, kiosk, position, act->visitor, &verdict);
    } else {
        kiosk->waits[kiosk->waits_len++] = (struct wait){position, act->visitor};
        queue_push(&world->queue, (struct event){.at_ms = world->now_ms + PATIENCE_MS,
                                                 .kind = EVENT_PRINT,
                                                 .node = kiosk->index,
                                                 .arg = position});
    }
    kiosk_kick(world, kiosk);
}

/* ---- acts ---- */

static bool take_number(struct act *act)
{
    char number[META_VALUE_MAX];
    int64_t enrolment = 0;
    if (!store_meta_get(act->kiosk->app, "number", number, sizeof number) ||
        !str_to_int(number, 0, 32767, &enrolment))
        return false;
    number_make((uint32_t)enrolment, (uint32_t)(rng_next(act->rng) & 0x3fffffff), act->told.ticket);
    return true;
}

static void act_book(struct act *act, const struct session_pick *wanted)
{
    struct session_pick pick = *wanted;
    int64_t seats = rng_chance(act->rng, 650) ? 1 : rng_range(act->rng, 1, pick.party_max);
    if (rng_chance(act->rng, 10))
        seats = pick.party_max + 1;
    bool is_online = sync_client_state(act->kiosk->client) == SYNC_ONLINE;
    memcpy(act->told.session, pick.id, sizeof act->told.session);
    act->told.seats = (int32_t)seats;
    act->kind = OP_BOOK;
    seal(act);
    /* A staff member stands by now and then. */
    const char *helper = rng_chance(act->rng, 100) ? ",\"helper\":\"officer-1\"" : "";
    buf_printf(&act->body, "{\"ticket\":\"%s\",\"session\":\"%s\",\"seats\":%d,\"pool\":\"%s\"%s}",
               act->told.ticket, pick.id, (int)seats, is_online ? "hub" : act->kiosk_id, helper);
}

static void act_file(struct act *act)
{
    struct request_pick pick = programme_pick_request(act->rng);
    act->kind = OP_FILE;
    seal(act);
    buf_printf(&act->body,
               "{\"ticket\":\"%s\",\"request\":\"%s\",\"grid\":\"%s\",\"urgency\":\"%s\","
               "\"fields\":{\"what\":\"%s\"}}",
               act->told.ticket, pick.kind, pick.grid, pick.urgency,
               plant_is(&act->kiosk->env.env, PLANT_PHONE_IN_BODY) ? personal_phone_mark : "lamp");
}

/* Somebody calls the desk, or takes the call back; a second tap is common. */
static void act_call(struct act *act)
{
    struct call_row last;
    char hex[2 * OP_ID_SIZE + 1];
    bool is_off = rng_chance(act->rng, 250) &&
                  query_last_call(act->kiosk->app, act->kiosk_id, &last) && last.closed_at == 0;
    act->kind = is_off ? OP_CALL_OFF : OP_CALL;
    if (is_off) {
        hex_encode(last.id.bytes, sizeof last.id.bytes, hex);
        buf_printf(&act->body, "{\"op\":\"%s\"}", hex);
    } else {
        buf_puts(&act->body, "{\"screen\":\"home\"}");
    }
}

static enum token_proof prove(struct act *act, const struct slip *slip)
{
    struct kiosk_row issuer;
    struct ticket ticket;
    bool is_known = query_kiosk_by_number(act->kiosk->app, number_enrolment(slip->number), &issuer);
    switch (ticket_verify(slip->number, slip->token, is_known ? issuer.key : NULL, &ticket)) {
    case TICKET_GENUINE:
        return PROOF_GENUINE;
    case TICKET_KEY_UNKNOWN:
        return PROOF_KEY_UNKNOWN;
    default:
        violation(act->world, act->kiosk->label, "%s is called forged", slip->number);
        return PROOF_FORGED;
    }
}

/* Somebody comes back with a slip; one of the newest more often. */
static bool act_with_slip(struct act *act)
{
    static const enum op_kind booking_moves[] = {OP_CANCEL, OP_CANCEL, OP_CHECK_IN};
    static const enum op_kind request_moves[] = {OP_WITHDRAW, OP_CONFIRM, OP_CONFIRM,
                                                 OP_RATE,     OP_RATE,    OP_REOPEN};
    const struct model *model = &act->world->model;
    if (model->slips_len == 0)
        return false;
    int64_t last = (int64_t)model->slips_len - 1;
    int64_t from = rng_chance(act->rng, 500) && last > 40 ? last - 40 : 0;
    const struct slip *slip = &model->slips[rng_range(act->rng, from, last)];
    act->kind = slip->kind == TICKET_BOOKING ? booking_moves[rng_range(act->rng, 0, 2)]
                                             : request_moves[rng_range(act->rng, 0, 5)];
    act->visitor = slip->visitor;
    memcpy(act->told.ticket, slip->number, sizeof act->told.ticket);
    bool by_number = rng_chance(act->rng, 150);
    act->proof = by_number ? PROOF_NONE : prove(act, slip);
    buf_printf(&act->body, "{\"ticket\":\"%s\"", slip->number);
    if (!by_number)
        buf_printf(&act->body, ",\"token\":\"%s\"", slip->token);
    if (act->kind == OP_RATE)
        buf_printf(&act->body, ",\"rating\":%d", (int)rng_range(act->rng, 1, 5));
    if (act->kind == OP_REOPEN)
        buf_puts(&act->body, ",\"note\":\"again\"");
    buf_putc(&act->body, '}');
    return true;
}

/* Somebody asks the kiosk that took it how a thing stands: what was final must still be so. */
static void look_up(struct act *act)
{
    struct world *world = act->world;
    if (world->model.told_len == 0)
        return;
    size_t position = (size_t)rng_range(act->rng, 0, (int64_t)world->model.told_len - 1);
    struct told *told = &world->model.told[position];
    struct verdict verdict;
    bool is_final = false;
    world->visits++;
    if (told->stage != OP_TOLD || !str_equal(told->kiosk, act->kiosk_id))
        return;
    int64_t faults = vfs_faults(act->kiosk->vfs);
    if (verdict_in_force(world, act->kiosk, position, &verdict, &is_final))
        tell(world, act->kiosk, position, act->visitor, &verdict);
    else if (act->kiosk->is_up && vfs_faults(act->kiosk->vfs) == faults && !told->is_excused)
        violation(world, act->kiosk->label, "op of %s is not there any more", told->ticket);
}

/* False while the kiosk is not enrolled. */
static bool act_begin(struct world *world, struct kiosk_node *kiosk, struct rng *rng,
                      struct act *act)
{
    char kiosk_id[META_VALUE_MAX];
    *act = (struct act){.world = world, .kiosk = kiosk, .rng = rng};
    act->visitor = (int)rng_range(rng, 0, VISITORS - 1);
    bool is_enrolled = store_meta_get(kiosk->app, "kiosk", kiosk_id, sizeof kiosk_id) &&
                       str_copy(act->kiosk_id, sizeof act->kiosk_id, kiosk_id);
    if (!kiosk_stands(world, kiosk) || !is_enrolled)
        return false;
    memcpy(kiosk->id, act->kiosk_id, sizeof kiosk->id);
    return true;
}

static instant true_now(const struct world *world)
{
    return WORLD_START_S + world->now_ms / 1000;
}

/* Somebody scans a slip to see how it stands, which only the hub can say. */
static void ask(struct act *act)
{
    const struct model *model = &act->world->model;
    struct kiosk_node *kiosk = act->kiosk;
    if (model->slips_len == 0 || kiosk->is_asking)
        return;
    const struct slip *slip = &model->slips[rng_range(act->rng, 0, (int64_t)model->slips_len - 1)];
    buf_printf(&act->body, "{\"ask\":\"ticket\",\"ticket\":\"%s\",\"token\":\"%s\"}", slip->number,
               slip->token);
    act->world->visits++;
    if (!sync_client_ask(kiosk->client, act->body.data))
        return;
    kiosk->is_asking = true;
    trace(act->world, kiosk->label, "asks for %s", slip->number);
    kiosk_kick(act->world, kiosk);
}

void actors_hear(struct world *world, struct kiosk_node *kiosk)
{
    const char *answer = kiosk->is_asking ? sync_client_ask_answer(kiosk->client) : NULL;
    if (answer == NULL)
        return;
    kiosk->is_asking = false;
    trace(world, kiosk->label, "is told %.60s", answer);
    if (strstr(answer, "\"forged\":true") != NULL)
        violation(world, kiosk->label, "a genuine slip is called forged");
}

static void visit(struct world *world, struct kiosk_node *kiosk, struct rng *rng)
{
    struct act act;
    if (!act_begin(world, kiosk, rng, &act))
        return;
    int64_t dice = rng_range(rng, 0, 99);
    if (dice < 46) {
        struct session_pick pick = programme_pick_session(rng, true_now(world));
        if (take_number(&act)) {
            act_book(&act, &pick);
            submit(&act);
        }
    } else if (dice < 66) {
        if (take_number(&act)) {
            act_file(&act);
            submit(&act);
        }
    } else if (dice < 69) {
        act_call(&act);
        submit(&act);
    } else if (dice < 92) {
        if (act_with_slip(&act))
            submit(&act);
    } else if (dice < 97) {
        look_up(&act);
    } else {
        ask(&act);
    }
    buf_fini(&act.body);
    kiosk_stands(world, kiosk);
}

void actors_visit(struct world *world)
{
    struct rng rng = rng_fork(&world->rng, 1000 + (uint64_t)world->now_ms);
    int64_t first = rng_range(&rng, 0, world->kiosks_len - 1);
    for (int i = 0; i < world->kiosks_len; i++) {
        struct kiosk_node *kiosk = &world->kiosks[(first + i) % world->kiosks_len];
        if (!kiosk->is_up)
            continue;
        visit(world, kiosk, &rng);
        break;
    }
    if (!world->is_calm)
        queue_push(&world->queue,
                   (struct event){.at_ms = world->now_ms + rng_range(&rng, 200, 25500),
                                  .kind = EVENT_VISIT});
}

void actors_rush_visit(struct world *world, struct kiosk_node *kiosk, uint64_t which)
{
    struct rng rng = rng_fork(&world->rng, 3000000 + (uint64_t)world->now_ms);
    struct act act;
    if (!kiosk->is_up || !act_begin(world, kiosk, &rng, &act))
        return;
    struct session_pick pick = programme_scarce_session(which, true_now(world));
    if (take_number(&act)) {
        act_book(&act, &pick);
        submit(&act);
    }
    buf_fini(&act.body);
    kiosk_stands(world, kiosk);
}

void actors_rush(struct world *world, uint64_t which)
{
    struct rng rng = rng_fork(&world->rng, 4000000 + which);
    for (int i = 0; i < world->kiosks_len; i++)
        queue_push(&world->queue, (struct event){.at_ms = world->now_ms + rng_range(&rng, 0, 2000),
                                                 .kind = EVENT_RUSH_VISIT,
                                                 .node = i,
                                                 .arg = which});
    if (!world->is_calm)
        queue_push(&world->queue,
                   (struct event){.at_ms = world->now_ms + rng_range(&rng, 300000, 900000),
                                  .kind = EVENT_RUSH,
                                  .arg = which + 1});
}

/* ---- staff ---- */

static enum op_kind staff_move(struct rng *rng, const char *state)
{
    if (strcmp(state, "filed") == 0)
        return rng_chance(rng, 900) ? OP_TAKE : OP_REFUSE;
    if (strcmp(state, "taken") == 0)
        return rng_chance(rng, 850) ? OP_WORK : OP_TRANSFER;
    return rng_chance(rng, 950) ? OP_DONE : OP_TRANSFER;
}

static bool pick_open_request(struct hub_node *hub, struct rng *rng, char ticket[TICKET_SIZE],
                              char state[16])
{
    struct db *db = store_db(hub->ctl);
    int64_t open =
        db_int(db, 0, "SELECT count(*) FROM request WHERE state IN('filed','taken','working')", "");
    if (open == 0)
        return false;
    struct query *query =
        db_query(db,
                 "SELECT ticket, state FROM request WHERE state IN('filed','taken','working')"
                 " ORDER BY op LIMIT 1 OFFSET ?1",
                 "i", rng_range(rng, 0, open - 1));
    bool has_one = query_next(query);
    if (has_one) {
        str_copy(ticket, TICKET_SIZE, query_text(query, 0));
        str_copy(state, 16, query_text(query, 1));
        query_end(query);
    }
    db_clear(db);
    return has_one;
}

static void staff_submit(struct world *world, struct told told, const char *body)
{
    struct hub_node *hub = &world->hub;
    const struct env *env = &hub->env.env;
    char id[OP_SHORT_SIZE];
    struct apply_context context = {.arrived_at = env->wall(env->ctx), .by_staff = true};
    struct op_id op;
    struct verdict verdict;
    size_t position = model_add_told(&world->model, &told);
    enum status status = store_submit(hub->ctl, told.kind, body, NULL, &context, &op, &verdict);
    world->operations++;
    if (status == OK)
        model_made(&world->model, position, &op);
    if (!hub_stands(world) || status != OK)
        return;
    world->model.told[position].stage = OP_TOLD;
    world->model.told[position].code = verdict.code;
    trace(world, "H", "op %s made: %s %s: %s", op_short(op.bytes, id), op_kind_word(told.kind),
          told.ticket, verdict_code_word(verdict.code));
    hub->has_changed = true;
    hub_step_at(world, world->now_ms + 1000);
}

static void staff_moves(struct world *world, struct rng *rng)
{
    char state[16], body[160];
    struct told told = {.kiosk = "hub", .at_ms = world->now_ms};
    if (!pick_open_request(&world->hub, rng, told.ticket, state))
        return;
    told.kind = staff_move(rng, state);
    snprintf(body, sizeof body,
             "{\"ticket\":\"%s\",\"by\":\"officer-1\",\"to\":\"officer-2\",\"note\":\"seen to\"}",
             told.ticket);
    staff_submit(world, told, body);
}

/* Somebody at the desk goes to who called first, or says so; a few forget to. */
static void staff_answers(struct world *world, struct rng *rng)
{
    struct call_row first;
    char hex[2 * OP_ID_SIZE + 1], body[96];
    struct told told = {.kiosk = "hub", .at_ms = world->now_ms};
    if (query_open_calls(world->hub.ctl, "", &first, 1) == 0)
        return;
    bool is_answered = first.answered_at != 0 || rng_chance(rng, 200);
    told.kind = is_answered ? OP_CALL_CLOSE : OP_CALL_ANSWER;
    hex_encode(first.id.bytes, sizeof first.id.bytes, hex);
    snprintf(body, sizeof body, "{\"op\":\"%s\",\"by\":\"officer-1\"}", hex);
    staff_submit(world, told, body);
}

void actors_staff(struct world *world)
{
    struct rng rng = rng_fork(&world->rng, 2000000 + (uint64_t)world->now_ms);
    if (world->hub.is_up) {
        if (rng_chance(&rng, 250))
            staff_answers(world, &rng);
        else
            staff_moves(world, &rng);
        hub_stands(world);
    }
    if (!world->is_calm)
        queue_push(&world->queue,
                   (struct event){.at_ms = world->now_ms + rng_range(&rng, 1000, 80000),
                                  .kind = EVENT_STAFF});
}
