#include "content/yaml.h"

#include <string.h>

#include <yaml.h>

#include "base/utf8.h"

struct loader {
    yaml_parser_t parser;
    struct arena *arena;
    const struct yaml_sink *sink;
    const char *text;
    size_t len;
    int nodes;
    bool has_failed; /* the parser is of no more use */
};

static struct place place_of(yaml_mark_t mark)
{
    return (struct place){(int)mark.line + 1, (int)mark.column + 1};
}

/* Where byte `offset` stands: the parser gives no mark for bytes it cannot decode. */
static struct place place_of_byte(const char *text, size_t len, size_t offset)
{
    struct place at = {1, 1};
    for (size_t i = 0; i < len && i < offset;) {
        size_t bytes;
        (void)utf8_next(text + i, len - i, &bytes);
        if (text[i] == '\n') {
            at.line++;
            at.column = 1;
        } else {
            at.column++;
        }
        i += bytes;
    }
    return at;
}

static void tell(struct loader *loader, struct place at, const char *text)
{
    loader->sink->mistake(loader->sink->ctx, at, text);
}

static void fail(struct loader *loader, struct place at, const char *text)
{
    if (!loader->has_failed) {
        loader->has_failed = true;
        tell(loader, at, text);
    }
}

static void fail_parser(struct loader *loader)
{
    const yaml_parser_t *parser = &loader->parser;
    struct place at = parser->error == YAML_READER_ERROR
                          ? place_of_byte(loader->text, loader->len, parser->problem_offset)
                          : place_of(parser->problem_mark);
    fail(loader, at,
         arena_printf(loader->arena, "not YAML: %s; expected the layout of the lines around it",
                      parser->problem != NULL ? parser->problem : "it cannot be read"));
}

static bool next_event(struct loader *loader, yaml_event_t *event)
{
    if (loader->has_failed) {
        return false;
    }
    if (yaml_parser_parse(&loader->parser, event) == 0) {
        fail_parser(loader);
        return false;
    }
    return true;
}

static struct node *read_node(struct loader *loader, const yaml_event_t *event, int depth);

/* Anchors and tags make a file mean more than it shows. */
static void refuse_marks(struct loader *loader, const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL;
    const yaml_char_t *tag = NULL;
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    }
    if (anchor != NULL) {
        tell(loader, place_of(event->start_mark), "an anchor (&); expected the value written out");
    }
    if (tag != NULL) {
        tell(loader, place_of(event->start_mark), "a tag (!); expected the plain value");
    }
}

static void append(struct node *parent, struct node ***tail, struct node *child)
{
    if (*tail == NULL) {
        *tail = &parent->first;
    }
    **tail = child;
    *tail = &child->next;
}

static void read_list(struct loader *loader, struct node *list, int depth)
{
    struct node **tail = NULL;
    yaml_event_t event;
    while (next_event(loader, &event)) {
        bool is_end = event.type == YAML_SEQUENCE_END_EVENT;
        struct node *child = is_end ? NULL : read_node(loader, &event, depth);
        yaml_event_delete(&event);
        if (is_end) {
            return;
        }
        if (child != NULL) {
            append(list, &tail, child);
        }
    }
}

/* The key's text, or NULL after telling; a key that is no scalar is read and dropped. */
static const char *read_key(struct loader *loader, const yaml_event_t *event, int depth)
{
    struct node *key = read_node(loader, event, depth);
    if (key == NULL) {
        return NULL;
    }
    if (key->kind != NODE_SCALAR) {
        tell(loader, key->at, "a key that is a list or a map; expected a word");
        return NULL;
    }
    return key->text;
}

static void read_map(struct loader *loader, struct node *map, int depth)
{
    struct node **tail = NULL;
    int keys = 0;
    yaml_event_t event;
    while (next_event(loader, &event)) {
        bool is_end = event.type == YAML_MAPPING_END_EVENT;
        if (++keys > YAML_KEYS_MAX) {
            fail(loader, map->at, "too many keys; expected at most 100 in one map");
        }
        struct place at = place_of(event.start_mark);
        const char *key = is_end ? NULL : read_key(loader, &event, depth);
        yaml_event_delete(&event);
        if (is_end || !next_event(loader, &event)) {
            return;
        }
        struct node *child = read_node(loader, &event, depth);
        yaml_event_delete(&event);
        if (key == NULL || child == NULL) {
            continue;
        }
        if (yaml_get(map, key) != NULL) {
            tell(loader, at,
                 arena_printf(loader->arena, "\"%s\" stands here twice; expected it once", key));
            continue;
        }
        child->key = key;
        child->key_at = at;
        append(map, &tail, child);
    }
}

static void fill_scalar(struct loader *loader, const yaml_event_t *event, struct node *node)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    if (memchr(text, '\0', len) != NULL) {
        tell(loader, node->at, "a NUL character; expected text");
    }
    /* The line break at the end of a block is layout, not text. */
    while (len > 0 && text[len - 1] == '\n') {
        len--;
    }
    node->text = arena_strndup(loader->arena, text, len);
    node->is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
}

/* NULL for an alias, or when the parser failed or a limit was passed. */
static struct node *read_node(struct loader *loader, const yaml_event_t *event, int depth)
{
    struct place at = place_of(event->start_mark);
    if (event->type == YAML_ALIAS_EVENT) {
        tell(loader, at, "an alias (*); expected the value written out");
        return NULL;
    }
    if (depth >= YAML_DEPTH_MAX) {
        fail(loader, at, "nested too deeply; expected at most 12 levels");
        return NULL;
    }
    if (++loader->nodes > YAML_NODES_MAX) {
        fail(loader, at, "too much in one file; expected at most 50000 values");
        return NULL;
    }
    refuse_marks(loader, event);
    struct node *node = arena_alloc(loader->arena, sizeof *node);
    node->at = at;
    if (event->type == YAML_SEQUENCE_START_EVENT) {
        node->kind = NODE_LIST;
        read_list(loader, node, depth + 1);
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        node->kind = NODE_MAP;
        read_map(loader, node, depth + 1);
    } else {
        fill_scalar(loader, event, node);
    }
    return node;
}

/* Stream start, document start, root, document end, stream end. */
static struct node *read_stream(struct loader *loader)
{
    struct node *root = NULL;
    yaml_event_t event;
    int documents = 0;
    while (next_event(loader, &event)) {
        bool is_end = event.type == YAML_STREAM_END_EVENT;
        if (event.type == YAML_DOCUMENT_START_EVENT && ++documents > 1) {
            fail(loader, place_of(event.start_mark),
                 "a second document (---); expected one document in a file");
        } else if (event.type == YAML_SCALAR_EVENT || event.type == YAML_ALIAS_EVENT ||
                   event.type == YAML_SEQUENCE_START_EVENT ||
                   event.type == YAML_MAPPING_START_EVENT) {
            root = read_node(loader, &event, 0);
        }
        yaml_event_delete(&event);
        if (is_end) {
            break;
        }
    }
    return loader->has_failed ? NULL : root;
}

struct node *yaml_read(struct arena *arena, const char *text, size_t len,
                       const struct yaml_sink *sink)
{
    struct loader loader = {.arena = arena, .sink = sink, .text = text, .len = len};
    if (len > YAML_BYTES_MAX) {
        fail(&loader, (struct place){1, 1}, "the file is too large; expected at most 1 MiB");
        return NULL;
    }
    if (yaml_parser_initialize(&loader.parser) == 0) {
        fail(&loader, (struct place){1, 1}, "no memory to read it; expected some");
        return NULL;
    }
    yaml_parser_set_input_string(&loader.parser, (const unsigned char *)text, len);
    yaml_parser_set_encoding(&loader.parser, YAML_UTF8_ENCODING);
    struct node *root = read_stream(&loader);
    yaml_parser_delete(&loader.parser);
    return root;
}

const struct node *yaml_get(const struct node *map, const char *key)
{
    if (map == NULL || map->kind != NODE_MAP) {
        return NULL;
    }
    for (const struct node *child = map->first; child != NULL; child = child->next) {
        if (strcmp(child->key, key) == 0) {
            return child;
        }
    }
    return NULL;
}
