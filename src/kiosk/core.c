#include "kiosk/core.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/base64.h"
#include "base/buf.h"
#include "base/str.h"
#include "domain/number.h"
#include "store/catalogue.h"
#include "store/query.h"

#define LOG_MODULE "core"
#include "base/log.h"

enum { NUMBER_TRIES = 32, NOTE_TEXT_MAX = (CORE_NOTE_MAX + 2) / 3 * 4 + 16 };
_Static_assert(CORE_JSON_MAX + NOTE_TEXT_MAX + SEAL_OVERHEAD <= ENVELOPE_BOX_MAX,
               "the largest order fits into an envelope");

static instant now_of(const struct core *core)
{
    return core->env->wall(core->env->ctx);
}

static bool makes_ticket(enum op_kind kind)
{
    return kind == OP_BOOK || kind == OP_FILE;
}

/* ---- ticket ---- */

static bool is_taken(struct core *core, const char *ticket)
{
    struct buf json = {0};
    bool is_there = query_ticket_json(core->store, ticket, &json, NULL);
    buf_fini(&json);
    return is_there;
}

/* A number unused on this kiosk. */
static enum status make_number(struct core *core, char ticket[TICKET_SIZE])
{
    char kiosk[META_VALUE_MAX];
    struct kiosk_row row;
    if (!store_meta_get(core->store, "kiosk", kiosk, sizeof kiosk) ||
        !query_kiosk(core->store, kiosk, &row))
        return ERR_NOT_FOUND;
    for (int i = 0; i < NUMBER_TRIES; i++) {
        uint32_t random = 0;
        core->env->random(core->env->ctx, &random, sizeof random);
        number_make((uint32_t)row.number, random & ((UINT32_C(1) << 30) - 1), ticket);
        if (!is_taken(core, ticket))
            return OK;
    }
    return ERR_LIMIT;
}

/* The token and QR of a ticket made here, with the verdict given. */
static void sign(struct core *core, enum op_kind kind, const struct verdict *verdict, instant at,
                 const char ticket[TICKET_SIZE], char token[TOKEN_TEXT_SIZE],
                 char qr[QR_TEXT_MAX + 1])
{
    struct ticket said = {
        .kind = kind == OP_FILE ? TICKET_REQUEST : TICKET_BOOKING,
        .issued_at = at,
        .verdict = verdict->code,
    };
    char url[META_VALUE_MAX];
    if (!store_setting_get(core->store, "public_url", url, sizeof url))
        str_copy(url, sizeof url, "HTTPS://YIZHAN.INVALID");
    str_copy(said.number, sizeof said.number, ticket);
    ticket_sign(&said, core->keys, token);
    ticket_qr_text(url, ticket, token, qr, QR_TEXT_MAX + 1);
}

/* ---- envelope ---- */

static bool hub_box_key(struct core *core, unsigned char out[KEY_SIZE])
{
    char hex[META_VALUE_MAX];
    if (core->box_public) {
        memcpy(out, core->box_public, KEY_SIZE);
        return true;
    }
    return store_setting_get(core->store, "box_key", hex, sizeof hex) &&
           hex_decode(hex, out, KEY_SIZE) && box_key_is_usable(out);
}

static enum status make_contact(struct core *core, const char *phone, struct envelope *envelope)
{
    char hex[META_VALUE_MAX];
    unsigned char salt[SALT_SIZE];
    if (phone[0] == '\0')
        return OK;
    if (!store_setting_get(core->store, "salt", hex, sizeof hex) ||
        !hex_decode(hex, salt, sizeof salt))
        return ERR_NOT_FOUND;
    envelope->has_contact = true;
    return contact_key(phone, salt, core->cost, envelope->contact);
}

/* Takes the object's last brace off to put the note behind what is there. */
static void put_personal(const struct core_order *order, struct buf *out)
{
    size_t len = strlen(order->personal);
    if (!order->note) {
        buf_append(out, order->personal, len);
        return;
    }
    buf_append(out, order->personal, len - 1);
    buf_puts(out, ",\"note\":\"");
    base64_put(order->note, order->note_len, out);
    buf_puts(out, "\"}");
}

/* box is the caller's to give back. */
static enum status make_envelope(struct core *core, const struct core_order *order,
                                 unsigned char **box, struct envelope *envelope)
{
    unsigned char key[KEY_SIZE];
    struct buf personal = {0};
    memset(envelope, 0, sizeof *envelope);
    if (!hub_box_key(core, key))
        return ERR_NOT_FOUND;
    if (order->note_len > CORE_NOTE_MAX)
        return ERR_LIMIT;
    put_personal(order, &personal);
    *box = xalloc(personal.len + SEAL_OVERHEAD);
    key_id(key, envelope->key_id);
    personal_seal(core->env, key, personal.data, personal.len, *box);
    envelope->box = *box;
    envelope->box_len = personal.len + SEAL_OVERHEAD;
    memset(personal.data, 0, personal.len);
    buf_fini(&personal);
    envelope->erase_days = order->erase_days;
    return make_contact(core, order->phone, envelope);
}

/* ---- body ---- */

static void put_member(struct buf *body, const char *name, const char *text)
{
    buf_printf(body, ",\"%s\":", name);
    buf_put_json(body, text);
}

/* Without the hub a kiosk promises only what it was lent; with it, it draws on the hub's pool as
 * long as that has the places. */
static bool draws_on_own_pool(struct core *core, const struct core_order *order)
{
    struct session_ref ref;
    if (order->link == CORE_LINK_OFFLINE)
        return true;
    const struct catalogue *catalogue = store_catalogue(core->store);
    if (order->link == CORE_LINK_ALONE || !catalogue || !session_id_parse(order->session, &ref))
        return false;
    const struct series *series = catalogue_find_bookable(catalogue, ref.bookable);
    if (!series)
        return false;
    struct session_counts counts =
        query_session_counts(core->store, order->session, series->bookable.capacity);
    return counts.left < order->seats && counts.left_own >= order->seats;
}

static void put_call(const struct core_order *order, struct buf *body)
{
    char hex[2 * OP_ID_SIZE + 1];
    hex_encode(order->call.bytes, sizeof order->call.bytes, hex);
    if (order->kind == OP_CALL)
        buf_printf(body, "{\"screen\":\"%s\"}", order->screen);
    else
        buf_printf(body, "{\"op\":\"%s\"}", hex);
}

static void put_body(struct core *core, const struct core_order *order, const char *ticket,
                     struct buf *body)
{
    if (order->kind == OP_CALL || order->kind == OP_CALL_OFF) {
        put_call(order, body);
        return;
    }
    char kiosk[META_VALUE_MAX] = "hub";
    buf_puts(body, "{\"ticket\":");
    buf_put_json(body, ticket);
    switch (order->kind) {
    case OP_BOOK:
        if (draws_on_own_pool(core, order))
            (void)store_meta_get(core->store, "kiosk", kiosk, sizeof kiosk);
        put_member(body, "session", order->session);
        buf_printf(body, ",\"seats\":%" PRId32, order->seats);
        put_member(body, "pool", kiosk);
        break;
    case OP_FILE:
        put_member(body, "request", order->request);
        put_member(body, "grid", order->grid);
        put_member(body, "urgency", order->urgency);
        buf_printf(body, ",\"fields\":%s", order->fields[0] ? order->fields : "{}");
        break;
    default:
        if (order->token[0])
            put_member(body, "token", order->token);
        if (order->rating > 0)
            buf_printf(body, ",\"rating\":%" PRId32, order->rating);
        break;
    }
    if (order->helper[0])
        put_member(body, "helper", order->helper);
    buf_putc(body, '}');
}

static enum token_proof prove(struct core *core, const struct core_order *order)
{
    struct kiosk_row kiosk;
    struct ticket said;
    if (makes_ticket(order->kind) || order->token[0] == '\0')
        return PROOF_NONE;
    bool is_known = query_kiosk_by_number(core->store, number_enrolment(order->ticket), &kiosk);
    switch (ticket_verify(order->ticket, order->token, is_known ? kiosk.key : NULL, &said)) {
    case TICKET_GENUINE:
        return PROOF_GENUINE;
    case TICKET_KEY_UNKNOWN:
        return PROOF_KEY_UNKNOWN;
    default:
        return PROOF_FORGED;
    }
}

/* ---- the order ---- */

static enum status submit(struct core *core, const struct core_order *order,
                          struct core_answer *answer)
{
    struct buf body = {0};
    struct envelope envelope;
    unsigned char *box = NULL;
    enum status status = OK;
    if (makes_ticket(order->kind))
        status = make_number(core, answer->ticket);
    else
        str_copy(answer->ticket, sizeof answer->ticket, order->ticket);
    bool has_envelope = order->personal[0] != '\0';
    if (status == OK && has_envelope)
        status = make_envelope(core, order, &box, &envelope);
    if (status == OK) {
        struct apply_context context = {.arrived_at = now_of(core), .proof = prove(core, order)};
        put_body(core, order, answer->ticket, &body);
        status = store_submit(core->store, order->kind, body.data, has_envelope ? &envelope : NULL,
                              &context, &answer->op, &answer->verdict);
    }
    buf_fini(&body);
    free(box);
    return status;
}

void core_submit(struct core *core, const struct core_order *order, struct core_answer *answer)
{
    memset(answer, 0, sizeof *answer);
    answer->id = order->id;
    answer->kind = order->kind;
    answer->at = now_of(core);
    answer->status = submit(core, order, answer);
    if (answer->status != OK) {
        LOG_ERR("order %" PRId64 " (%s) was not stored: %s", order->id, op_kind_word(order->kind),
                status_text(answer->status));
        return;
    }
    str_copy(answer->token, sizeof answer->token, order->token);
    int64_t wait_ms = order->link == CORE_LINK_ONLINE ? CORE_HUB_WAIT_MS : 0;
    answer->wait_until_ms = core->env->mono_ms(core->env->ctx) + wait_ms;
}

bool core_check(struct core *core, struct core_answer *answer)
{
    if (answer->status != OK)
        return true;
    struct verdict verdict;
    bool is_final = false;
    if (query_op_verdict(core->store, &answer->op, &verdict, &is_final)) {
        answer->verdict = verdict;
        answer->hub_answered = is_final;
    }
    if (!is_final && core->env->mono_ms(core->env->ctx) < answer->wait_until_ms)
        return false;
    bool gives_ticket = makes_ticket(answer->kind) && answer->verdict.code != VERDICT_REFUSED;
    if (gives_ticket)
        sign(core, answer->kind, &answer->verdict, answer->at, answer->ticket, answer->token,
             answer->qr);
    return true;
}
