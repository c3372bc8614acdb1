/* Messages of the link as both sides read and write them. Private to sync/. */
#ifndef SYNC_WIRE_H
#define SYNC_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/op.h"
#include "domain/verdict.h"
#include "store/feed.h"
#include "trust/keys.h"

enum {
    WIRE_VERSION = 1,
    NONCE_SIZE = 16,
    SESSION_ID_SIZE = 16,
    OPS_PER_REQUEST = 50,
    REQUEST_BYTES = 256 * 1024,
    PAGE_BYTES = 256 * 1024,
    POLL_MS = 25000,
    ASK_LIMIT = 30, /* look-ups by phone of one kiosk in ASK_WINDOW_S */
    ASK_WINDOW_S = 10 * MINUTE_S,
};

/* Members of JSON objects; wrong or missing ones answer "", the fallback, false. */
const char *wire_text(const json_t *object, const char *name);
int64_t wire_int(const json_t *object, const char *name, int64_t fallback);
bool wire_hex(const json_t *object, const char *name, unsigned char *out, size_t len);
void wire_put_hex(struct buf *out, const char *name, const unsigned char *data, size_t len);

/* What the signatures cover: a label, then length-prefixed parts. */
struct wire_part {
    const void *data;
    size_t len;
};
void wire_signed_bytes(const char *label, const struct wire_part *parts, size_t n, struct buf *out);
void wire_sign(const unsigned char secret[SECRET_KEY_SIZE], const char *label,
               const struct wire_part *parts, size_t n, struct buf *out, const char *name);
bool wire_signature_is_good(const unsigned char key[KEY_SIZE], const char *label,
                            const struct wire_part *parts, size_t n, const json_t *object,
                            const char *name);

/* One op with what travels beside it; everything in the arena. */
struct wire_op {
    struct op op;
    bool has_envelope;
    struct envelope envelope;
    bool is_recorded;
    struct verdict verdict;
};
enum wire_op_form {
    WIRE_OP_GOOD,
    WIRE_OP_BAD,  /* its place is readable (id, seq, chain), the rest is not and stands empty: to be
                     parked, so that the queue behind it goes on */
    WIRE_OP_NONE, /* not an op; *out is untouched */
};
enum wire_op_form wire_op_read(const json_t *object, const char *kiosk, int64_t incarnation,
                               struct arena *arena, struct wire_op *out);

#endif
