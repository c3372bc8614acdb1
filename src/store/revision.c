#include "store/revision.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/str.h"
#include "store/internal.h"

/* Kept beside the revision, to tell whether a directory is what is in force without reading the
 * content back. */
#define META_CONTENT_HASH "content_hash"

static void put_objects(struct buf *out, const struct content_row *rows, size_t n)
{
    buf_putc(out, '[');
    for (size_t i = 0; i < n; i++) {
        buf_puts(out, i > 0 ? ",[" : "[");
        buf_put_json(out, rows[i].kind);
        buf_putc(out, ',');
        buf_put_json(out, rows[i].id);
        buf_printf(out, ",%s]", rows[i].json);
    }
    buf_putc(out, ']');
}

static void hash_of(const struct store *store, const struct buf *objects,
                    char out[2 * HASH_SIZE + 1])
{
    unsigned char hash[HASH_SIZE];
    store->env->hash(store->env->ctx, objects->data, objects->len, hash);
    hex_encode(hash, sizeof hash, out);
}

static enum revision_match compare(struct store *store, const char *hash, int64_t *revision)
{
    char last[META_VALUE_MAX];
    *revision = revision_in_force(store);
    if (*revision == 0) {
        return REVISION_NONE;
    }
    bool is_same =
        store_meta_get(store, META_CONTENT_HASH, last, sizeof last) && str_equal(last, hash);
    return is_same ? REVISION_SAME : REVISION_OTHER;
}

enum revision_match revision_compare(struct store *store, const struct content_row *rows, size_t n,
                                     int64_t *revision)
{
    struct buf objects = {0};
    char hash[2 * HASH_SIZE + 1];
    put_objects(&objects, rows, n);
    hash_of(store, &objects, hash);
    buf_fini(&objects);
    return compare(store, hash, revision);
}

static enum status submit(struct store *store, const struct buf *objects, const char *hash,
                          int64_t revision)
{
    struct buf body = {0};
    struct verdict verdict;
    struct apply_context context = {.arrived_at = store->env->wall(store->env->ctx),
                                    .by_staff = true};
    buf_printf(&body, "{\"revision\":%" PRId64 ",\"objects\":", revision);
    buf_append(&body, objects->data, objects->len);
    buf_putc(&body, '}');
    enum status status = store_submit(store, OP_PUBLISH, body.data, NULL, &context, NULL, &verdict);
    buf_fini(&body);
    if (status == OK && verdict.code != VERDICT_ACCEPTED) {
        status = ERR_PARSE;
    }
    return status == OK ? store_meta_set(store, META_CONTENT_HASH, hash) : status;
}

enum status revision_publish(struct store *store, const struct content_row *rows, size_t n,
                             int64_t *out)
{
    struct buf objects = {0};
    char hash[2 * HASH_SIZE + 1];
    int64_t revision = 0;
    put_objects(&objects, rows, n);
    hash_of(store, &objects, hash);
    enum status status = store_begin(store);
    if (status != OK) {
        goto out;
    }
    if (compare(store, hash, &revision) != REVISION_SAME) {
        revision++;
        status = submit(store, &objects, hash, revision);
    }
    if (status == OK) {
        status = store_commit(store);
    } else {
        store_rollback(store);
    }
    if (status == OK) {
        *out = revision;
    }
out:
    buf_fini(&objects);
    return status;
}
