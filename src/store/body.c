#include "store/body.h"

#include <string.h>

#include <jansson.h>

#include "base/str.h"
#include "base/utf8.h"
#include "domain/number.h"

/* Text up to size - 1 bytes without control characters; a missing member is "". */
static bool take_text(const json_t *object, const char *name, char *out, size_t size)
{
    const json_t *value = json_object_get(object, name);
    out[0] = '\0';
    if (value == NULL) {
        return true;
    }
    if (!json_is_string(value) || strlen(json_string_value(value)) != json_string_length(value) ||
        !str_copy(out, size, json_string_value(value))) {
        return false;
    }
    for (const char *p = out; *p != '\0'; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7f) {
            return false;
        }
    }
    return true;
}

static bool take_int(const json_t *object, const char *name, int64_t min, int64_t max,
                     int64_t otherwise, int64_t *out)
{
    const json_t *value = json_object_get(object, name);
    if (value == NULL) {
        *out = otherwise;
        return true;
    }
    if (!json_is_integer(value) || json_integer_value(value) < min ||
        json_integer_value(value) > max) {
        return false;
    }
    *out = json_integer_value(value);
    return true;
}

static bool take_int32(const json_t *object, const char *name, int32_t min, int32_t max,
                       int32_t *out)
{
    int64_t value = 0;
    if (!take_int(object, name, min, max, 0, &value)) {
        return false;
    }
    *out = (int32_t)value;
    return true;
}

static bool take_ticket(const json_t *object, char out[TICKET_SIZE])
{
    char text[32];
    char parsed[TICKET_SIZE];
    out[0] = '\0';
    if (!take_text(object, "ticket", text, sizeof text)) {
        return false;
    }
    if (text[0] == '\0') {
        return true;
    }
    if (!number_parse(text, parsed) || !str_equal(parsed, text)) {
        return false;
    }
    return str_copy(out, TICKET_SIZE, parsed);
}

/* Letters and underscores: a screen's name, and nothing that could be somebody's. */
static bool take_screen(const json_t *object, char out[SCREEN_WORD_SIZE])
{
    return take_text(object, "screen", out, SCREEN_WORD_SIZE) &&
           strspn(out, "abcdefghijklmnopqrstuvwxyz_") == strlen(out);
}

static bool take_note(const json_t *object, const char **out)
{
    const json_t *value = json_object_get(object, "note");
    *out = "";
    if (value == NULL) {
        return true;
    }
    if (!json_is_string(value) || json_string_length(value) > NOTE_MAX) {
        return false;
    }
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);
    for (size_t i = 0; i < len; i++) {
        if (((unsigned char)text[i] < 0x20 && text[i] != '\n') || text[i] == 0x7f) {
            return false;
        }
    }
    *out = text;
    return true;
}

static bool take_hex(const json_t *object, const char *name, unsigned char *out, size_t len)
{
    const json_t *value = json_object_get(object, name);
    return value == NULL ||
           (json_is_string(value) && hex_decode(json_string_value(value), out, len));
}

static bool take_all(const json_t *json, struct op_body *body)
{
    return take_ticket(json, body->ticket) &&
           take_text(json, "token", body->token, sizeof body->token) &&
           take_text(json, "session", body->session, sizeof body->session) &&
           take_int32(json, "seats", 1, 10000, &body->seats) &&
           take_text(json, "pool", body->pool, sizeof body->pool) &&
           take_text(json, "request", body->request, sizeof body->request) &&
           take_text(json, "grid", body->grid, sizeof body->grid) &&
           take_text(json, "urgency", body->urgency, sizeof body->urgency) &&
           take_screen(json, body->screen) &&
           take_text(json, "helper", body->helper, sizeof body->helper) &&
           take_int32(json, "rating", 1, 5, &body->rating) && take_note(json, &body->note) &&
           take_text(json, "by", body->by, sizeof body->by) &&
           take_text(json, "to", body->to, sizeof body->to) &&
           take_text(json, "kiosk", body->kiosk, sizeof body->kiosk) &&
           take_text(json, "station", body->station, sizeof body->station) &&
           take_int(json, "number", 0, INT64_MAX, 0, &body->number) &&
           take_hex(json, "key", body->key, sizeof body->key) &&
           take_hex(json, "op", body->op.bytes, sizeof body->op.bytes) &&
           take_int(json, "revision", 0, INT64_MAX, 0, &body->revision);
}

static bool has_what_it_needs(enum op_kind kind, const struct op_body *body)
{
    switch (kind) {
    case OP_BOOK:
        return body->ticket[0] != '\0' && body->session[0] != '\0' && body->seats > 0 &&
               body->pool[0] != '\0';
    case OP_FILE:
        return body->ticket[0] != '\0' && body->request[0] != '\0' && body->urgency[0] != '\0';
    case OP_CANCEL:
    case OP_CHECK_IN:
    case OP_MISS:
    case OP_WITHDRAW:
    case OP_CONFIRM:
    case OP_REOPEN:
        return body->ticket[0] != '\0';
    case OP_RATE:
        return body->ticket[0] != '\0' && body->rating > 0;
    case OP_TAKE:
    case OP_WORK:
    case OP_DONE:
    case OP_REFUSE:
    case OP_TRANSFER:
        return body->ticket[0] != '\0' && body->by[0] != '\0';
    case OP_CALL:
        return body->screen[0] != '\0';
    case OP_CALL_OFF:
        return json_object_get(body->json, "op") != NULL;
    case OP_CALL_ANSWER:
    case OP_CALL_CLOSE:
        return json_object_get(body->json, "op") != NULL && body->by[0] != '\0';
    case OP_PUBLISH:
        return json_is_array(json_object_get(body->json, "objects"));
    case OP_ENROLL:
        return body->kiosk[0] != '\0' && body->station[0] != '\0' && body->number < 32768;
    case OP_RETIRE:
        return body->kiosk[0] != '\0';
    case OP_GRANT:
        return body->session[0] != '\0' && body->kiosk[0] != '\0' && body->seats > 0;
    case OP_GIVE_BACK:
        return body->session[0] != '\0' && body->seats > 0;
    case OP_PROMOTE:
        return body->session[0] != '\0';
    case OP_ERASE:
        return json_object_get(body->json, "op") != NULL;
    case OP_KIND_COUNT:
        break;
    }
    return false;
}

enum status body_parse(enum op_kind kind, const char *json, struct op_body *out)
{
    struct op_body body = {.note = ""};
    body.json = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(body.json) || !take_all(body.json, &body) ||
        !has_what_it_needs(kind, &body)) {
        json_decref(body.json);
        return ERR_PARSE;
    }
    *out = body;
    return OK;
}

void body_fini(struct op_body *body)
{
    json_decref(body->json);
    body->json = NULL;
}

void verdict_to_json(const struct verdict *v, struct buf *out)
{
    buf_printf(out, "{\"code\":\"%s\",\"reason\":\"%s\",\"judged_at\":%lld",
               verdict_code_word(v->code), reason_word(v->reason), (long long)v->judged_at);
    if (v->place != 0) {
        buf_printf(out, ",\"place\":%d", (int)v->place);
    }
    if (v->limit != 0) {
        buf_printf(out, ",\"limit\":%d", (int)v->limit);
    }
    if (v->left >= 0) {
        buf_printf(out, ",\"left\":%d", (int)v->left);
    }
    if (v->until != 0) {
        buf_printf(out, ",\"until\":%lld", (long long)v->until);
    }
    if (v->due_at != 0) {
        buf_printf(out, ",\"due_at\":%lld", (long long)v->due_at);
    }
    if (v->next[0] != '\0') {
        buf_puts(out, ",\"next\":");
        buf_put_json(out, v->next);
    }
    if (v->pool[0] != '\0') {
        buf_puts(out, ",\"pool\":");
        buf_put_json(out, v->pool);
    }
    for (int i = 0; i < v->promoted_count; i++) {
        buf_printf(out, "%s\"%s\"", i == 0 ? ",\"promoted\":[" : ",", v->promoted[i]);
    }
    buf_puts(out, v->promoted_count > 0 ? "]}" : "}");
}

static bool take_promoted(const json_t *object, struct verdict *verdict)
{
    const json_t *list = json_object_get(object, "promoted");
    if (list == NULL) {
        return true;
    }
    if (!json_is_array(list) || json_array_size(list) > VERDICT_PROMOTED_MAX) {
        return false;
    }
    verdict->promoted_count = (int32_t)json_array_size(list);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *ticket = json_string_value(json_array_get(list, i));
        if (ticket == NULL || !number_parse(ticket, verdict->promoted[i])) {
            return false;
        }
    }
    return true;
}

enum status verdict_from_object(const json_t *object, struct verdict *out)
{
    struct verdict v = {.left = -1};
    char code[24];
    char reason[32];
    int64_t left = -1;
    if (!json_is_object(object) || !take_text(object, "code", code, sizeof code) ||
        !take_text(object, "reason", reason, sizeof reason) || verdict_code_parse(code) < 0) {
        return ERR_PARSE;
    }
    v.code = (enum verdict_code)verdict_code_parse(code);
    /* A newer hub's reason is shown as none rather than refused. */
    v.reason = reason_parse(reason) >= 0 ? (enum reason)reason_parse(reason) : REASON_NONE;
    if (!take_int(object, "judged_at", 0, INT64_MAX, 0, &v.judged_at) ||
        !take_int32(object, "place", 0, INT32_MAX, &v.place) ||
        !take_int32(object, "limit", 0, INT32_MAX, &v.limit) ||
        !take_int(object, "left", -1, INT32_MAX, -1, &left) ||
        !take_int(object, "until", 0, INT64_MAX, 0, &v.until) ||
        !take_int(object, "due_at", 0, INT64_MAX, 0, &v.due_at) ||
        !take_text(object, "next", v.next, sizeof v.next) ||
        !take_text(object, "pool", v.pool, sizeof v.pool) || !take_promoted(object, &v)) {
        return ERR_PARSE;
    }
    v.left = (int32_t)left;
    *out = v;
    return OK;
}

enum status verdict_from_json(const char *json, struct verdict *out)
{
    json_t *object = json_loads(json, 0, NULL);
    enum status status = verdict_from_object(object, out);
    json_decref(object);
    return status;
}
