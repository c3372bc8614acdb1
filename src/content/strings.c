#include <jansson.h>

#include "content/content.h"

/* JSON that this module made itself is as deep as the schema, so the recursion is bounded. */
static void walk(const json_t *value, void (*each)(void *ctx, const char *text), void *ctx)
{
    if (json_is_string(value)) {
        each(ctx, json_string_value(value));
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        walk(json_array_get(value, i), each, ctx);
    }
    if (json_is_object(value)) {
        const char *key;
        json_t *member;
        json_object_foreach((json_t *)value, key, member)
        {
            walk(member, each, ctx);
        }
    }
}

void content_each_string(const struct content_row *rows, size_t rows_len,
                         void (*each)(void *ctx, const char *text), void *ctx)
{
    for (size_t i = 0; i < rows_len; i++) {
        json_t *object = json_loads(rows[i].json, 0, NULL);
        walk(object, each, ctx);
        json_decref(object);
    }
}
