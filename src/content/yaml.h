/* YAML text to a tree that remembers where everything stood. A strict subset: one document, no
 * anchors, aliases or tags, no key twice, limited depth and size. Files are staff's, but they are
 * read as if a stranger had written them. The tree lies in the arena. */
#ifndef CONTENT_YAML_H
#define CONTENT_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum {
    YAML_BYTES_MAX = 1024 * 1024,
    YAML_DEPTH_MAX = 12,
    YAML_NODES_MAX = 50000,
    YAML_KEYS_MAX = 100, /* in one map; lists may be longer */
};

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct place {
    int line, column; /* from 1, columns in characters */
};

struct node {
    enum node_kind kind;
    struct place at;
    const char *text; /* SCALAR: NUL-terminated, without NULs inside */
    bool is_quoted;   /* SCALAR: quoted or block, so never a number or a flag */
    const char *key;  /* of this child in its MAP, else NULL */
    struct place key_at;
    struct node *first; /* LIST, MAP: children in the file's order */
    struct node *next;
};

/* Called for each mistake; text is a whole "what; expected …". */
struct yaml_sink {
    void *ctx;
    void (*mistake)(void *ctx, struct place at, const char *text);
};

/* The root, or NULL when the text is not in the subset (the sink was told why) or holds nothing
 * (the sink was not). */
struct node *yaml_read(struct arena *arena, const char *text, size_t len,
                       const struct yaml_sink *sink);

/* The child of this key, or NULL; map may be NULL or of another kind. */
const struct node *yaml_get(const struct node *map, const char *key);

#endif
