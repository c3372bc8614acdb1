#include "sync/wire.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "store/body.h"

const char *wire_text(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    /* A text with a NUL inside is none of ours. */
    if (!json_is_string(value) || strlen(json_string_value(value)) != json_string_length(value)) {
        return "";
    }
    return json_string_value(value);
}

int64_t wire_int(const json_t *object, const char *name, int64_t fallback)
{
    const json_t *value = json_object_get(object, name);
    return json_is_integer(value) ? json_integer_value(value) : fallback;
}

bool wire_hex(const json_t *object, const char *name, unsigned char *out, size_t len)
{
    return hex_decode(wire_text(object, name), out, len);
}

void wire_put_hex(struct buf *out, const char *name, const unsigned char *data, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    buf_printf(out, "\"%s\":\"", name);
    for (size_t i = 0; i < len; i++) {
        buf_putc(out, digits[data[i] >> 4]);
        buf_putc(out, digits[data[i] & 15]);
    }
    buf_putc(out, '"');
}

void wire_signed_bytes(const char *label, const struct wire_part *parts, size_t n, struct buf *out)
{
    buf_put_sized(out, label, strlen(label));
    for (size_t i = 0; i < n; i++) {
        buf_put_sized(out, parts[i].data, parts[i].len);
    }
}

void wire_sign(const unsigned char secret[SECRET_KEY_SIZE], const char *label,
               const struct wire_part *parts, size_t n, struct buf *out, const char *name)
{
    struct buf bytes = {0};
    unsigned char signature[SIGNATURE_SIZE];
    wire_signed_bytes(label, parts, n, &bytes);
    sign_bytes(secret, bytes.data, bytes.len, signature);
    wire_put_hex(out, name, signature, sizeof signature);
    buf_fini(&bytes);
}

bool wire_signature_is_good(const unsigned char key[KEY_SIZE], const char *label,
                            const struct wire_part *parts, size_t n, const json_t *object,
                            const char *name)
{
    unsigned char signature[SIGNATURE_SIZE];
    struct buf bytes = {0};
    if (!wire_hex(object, name, signature, sizeof signature)) {
        return false;
    }
    wire_signed_bytes(label, parts, n, &bytes);
    bool is_good = signature_is_good(key, bytes.data, bytes.len, signature);
    buf_fini(&bytes);
    return is_good;
}

static bool read_envelope(const json_t *object, struct arena *arena, struct envelope *out)
{
    const json_t *from = json_object_get(object, "envelope");
    const char *box = wire_text(from, "box");
    size_t len = strlen(box) / 2;
    if (len > ENVELOPE_BOX_MAX) {
        return false;
    }
    unsigned char *bytes = arena_alloc(arena, len + 1);
    if (!hex_decode(box, bytes, len) ||
        !str_copy(out->key_id, sizeof out->key_id, wire_text(from, "key_id"))) {
        return false;
    }
    out->box = bytes;
    out->box_len = len;
    out->has_contact = json_object_get(from, "contact") != NULL;
    out->erase_days = (int32_t)wire_int(from, "erase_days", 90);
    return out->erase_days >= 0 &&
           (!out->has_contact || wire_hex(from, "contact", out->contact, HASH_SIZE));
}

/* Id, number and link: without them the op has no place in its kiosk's row. */
static bool read_place(const json_t *object, const char *kiosk, int64_t incarnation, struct op *op)
{
    op->incarnation = incarnation;
    op->seq = wire_int(object, "seq", 0);
    return str_copy(op->kiosk, sizeof op->kiosk, kiosk) &&
           wire_hex(object, "id", op->id.bytes, sizeof op->id.bytes) &&
           wire_hex(object, "chain", op->chain, sizeof op->chain) && op->seq > 0;
}

static bool read_content(const json_t *object, struct arena *arena, struct op *op)
{
    const char *body = wire_text(object, "body");
    size_t body_len = strlen(body);
    op->wall = wire_int(object, "wall", -1);
    op->has_offset = json_object_get(object, "offset") != NULL;
    op->offset_s = wire_int(object, "offset", 0);
    op->revision = wire_int(object, "revision", 0);
    op->has_envelope = json_object_get(object, "envelope_hash") != NULL;
    if (!str_copy(op->kind, sizeof op->kind, wire_text(object, "kind")) || op->kind[0] == '\0' ||
        body_len == 0 || body_len > OP_BODY_MAX || op->wall < 0 || op->wall > INT64_MAX / 4 ||
        op->offset_s < -INT64_MAX / 4 || op->offset_s > INT64_MAX / 4) {
        return false;
    }
    op->body = arena_strndup(arena, body, body_len);
    return !op->has_envelope ||
           wire_hex(object, "envelope_hash", op->envelope_hash, sizeof op->envelope_hash);
}

static bool read_beside(const json_t *object, struct arena *arena, struct wire_op *read)
{
    const json_t *verdict = json_object_get(object, "verdict");
    read->has_envelope = json_object_get(object, "envelope") != NULL;
    read->is_recorded = verdict != NULL;
    return (!read->has_envelope || read_envelope(object, arena, &read->envelope)) &&
           (!read->is_recorded || verdict_from_object(verdict, &read->verdict) == OK);
}

enum wire_op_form wire_op_read(const json_t *object, const char *kiosk, int64_t incarnation,
                               struct arena *arena, struct wire_op *out)
{
    struct wire_op place = {.op = {.kind = "unknown", .body = "{}"}};
    if (!read_place(object, kiosk, incarnation, &place.op)) {
        return WIRE_OP_NONE;
    }
    struct wire_op read = place;
    bool is_good = read_content(object, arena, &read.op) && read_beside(object, arena, &read);
    *out = is_good ? read : place;
    return is_good ? WIRE_OP_GOOD : WIRE_OP_BAD;
}
