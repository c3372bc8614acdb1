#include "domain/op.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"

/* Each hashed structure starts with a word of its own, so that the bytes of one can never be taken
 * for those of another. */
static const char op_tag[] = "yizhan.op.1";
static const char chain_tag[] = "yizhan.chain.1";
static const char envelope_tag[] = "yizhan.envelope.1";
static const char due_tag[] = "yizhan.due.1";

static const char *const kind_words[] = {
#define OP_WORD(name, word) [OP_##name] = word,
    OP_KIND_LIST(OP_WORD)
#undef OP_WORD
};

static_assert(sizeof kind_words / sizeof kind_words[0] == OP_KIND_COUNT, "every kind has its word");

const char *op_kind_word(enum op_kind kind)
{
    assert((size_t)kind < OP_KIND_COUNT);
    return kind_words[kind];
}

int op_kind_parse(const char *word)
{
    for (int i = 0; i < OP_KIND_COUNT; i++) {
        if (str_equal(kind_words[i], word)) {
            return i;
        }
    }
    return -1;
}

bool op_id_equal(const struct op_id *a, const struct op_id *b)
{
    return memcmp(a->bytes, b->bytes, OP_ID_SIZE) == 0;
}

static void put_text(struct buf *out, const char *text)
{
    buf_put_sized(out, text, strlen(text));
}

static void put_i64(struct buf *out, int64_t value)
{
    buf_put_u64(out, (uint64_t)value);
}

void op_encode(const struct op *op, struct buf *out)
{
    put_text(out, op_tag);
    buf_append(out, op->id.bytes, OP_ID_SIZE);
    put_text(out, op->kind);
    put_text(out, op->kiosk);
    put_i64(out, op->incarnation);
    put_i64(out, op->seq);
    put_i64(out, op->wall);
    buf_putc(out, op->has_offset ? 1 : 0);
    put_i64(out, op->has_offset ? op->offset_s : 0);
    put_i64(out, op->revision);
    put_text(out, op->body);
    buf_putc(out, op->has_envelope ? 1 : 0);
    if (op->has_envelope) {
        buf_append(out, op->envelope_hash, HASH_SIZE);
    }
}

void op_chain(const struct env *env, const unsigned char previous[HASH_SIZE], const struct op *op,
              unsigned char out[HASH_SIZE])
{
    struct buf bytes = {0};
    put_text(&bytes, chain_tag);
    buf_append(&bytes, previous, HASH_SIZE);
    op_encode(op, &bytes);
    env->hash(env->ctx, bytes.data, bytes.len, out);
    buf_fini(&bytes);
}

void envelope_hash(const struct env *env, const struct envelope *envelope,
                   unsigned char out[HASH_SIZE])
{
    struct buf bytes = {0};
    put_text(&bytes, envelope_tag);
    put_text(&bytes, envelope->key_id);
    buf_put_sized(&bytes, envelope->box, envelope->box_len);
    buf_putc(&bytes, envelope->has_contact ? 1 : 0);
    if (envelope->has_contact) {
        buf_append(&bytes, envelope->contact, HASH_SIZE);
    }
    put_i64(&bytes, envelope->erase_days);
    env->hash(env->ctx, bytes.data, bytes.len, out);
    buf_fini(&bytes);
}

void op_id_of_due(const struct env *env, const char *kind, const char *key, instant at,
                  struct op_id *out)
{
    struct buf bytes = {0};
    put_text(&bytes, due_tag);
    put_text(&bytes, kind);
    put_text(&bytes, key);
    put_i64(&bytes, at);
    unsigned char hash[HASH_SIZE];
    env->hash(env->ctx, bytes.data, bytes.len, hash);
    memcpy(out->bytes, hash, OP_ID_SIZE);
    buf_fini(&bytes);
}
