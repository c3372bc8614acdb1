/* Walks a file's tree along the tables of the schema. */
#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"
#include "content/check.h"

enum { NOTES_MAX = 1000 };

static void add_note(struct checker *checker, enum content_severity severity, struct place at,
                     const char *text)
{
    if (checker->errors + checker->warnings >= NOTES_MAX) {
        /* Enough to work through; the count stays honest about there being errors. */
        checker->errors += severity == CONTENT_ERROR;
        return;
    }
    struct note *note = arena_alloc(checker->arena, sizeof *note);
    note->note = (struct content_note){severity, checker->file, at.line, at.column, text};
    note->next = checker->notes;
    checker->notes = note;
    *(severity == CONTENT_ERROR ? &checker->errors : &checker->warnings) += 1;
}

void check_error(struct checker *checker, struct place at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_note(checker, CONTENT_ERROR, at, arena_vprintf(checker->arena, format, args));
    va_end(args);
}

void check_warn(struct checker *checker, struct place at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_note(checker, CONTENT_WARNING, at, arena_vprintf(checker->arena, format, args));
    va_end(args);
}

const char *check_quote(struct checker *checker, const char *text)
{
    enum { QUOTE_MAX = 24 };
    char *copy = arena_strdup(checker->arena, text);
    utf8_strip_controls(copy, false);
    if (utf8_count(copy) <= QUOTE_MAX) {
        return copy;
    }
    while (utf8_count(copy) > QUOTE_MAX) {
        utf8_drop_last(copy);
    }
    return arena_printf(checker->arena, "%s…", copy);
}

static struct reference *refer(struct checker *checker, const struct node *node, unsigned kinds)
{
    struct reference *reference = arena_alloc(checker->arena, sizeof *reference);
    *reference = (struct reference){
        .id = node->text,
        .station = checker->station,
        .file = checker->file,
        .at = node->at,
        .kinds = kinds,
        .next = checker->references,
    };
    checker->references = reference;
    return reference;
}

void check_refer(struct checker *checker, const struct node *node, unsigned kinds)
{
    (void)refer(checker, node, kinds);
}

void check_refer_category(struct checker *checker, const struct node *node, const char *of)
{
    if (node != NULL && node->kind == NODE_SCALAR && id_is_valid(node->text)) {
        refer(checker, node, 1U << CONTENT_CATEGORY)->of = of;
    }
}

void check_refer_session(struct checker *checker, const struct node *node)
{
    struct session_ref ref;
    if (node->kind != NODE_SCALAR) {
        return;
    }
    if (!session_id_parse(node->text, &ref)) {
        check_error(checker, node->at,
                    "\"%s\" is no session; expected SERIES.YYYY-MM-DD or ROOM.YYYY-MM-DD.HHMM",
                    check_quote(checker, node->text));
        return;
    }
    struct session_ref *kept = arena_alloc(checker->arena, sizeof *kept);
    *kept = ref;
    struct reference *reference = refer(checker, node, 1U << CONTENT_SERIES | 1U << CONTENT_ROOM);
    reference->id = kept->bookable;
    reference->session = kept;
}

static const struct rule *rule_find(const struct shape *shape, const char *key)
{
    for (size_t i = 0; i < shape->len; i++) {
        if (strcmp(shape->rules[i].key, key) == 0) {
            return &shape->rules[i];
        }
    }
    return NULL;
}

static const char *keys_of(struct checker *checker, const struct shape *shape)
{
    const char *text = "";
    for (size_t i = 0; i < shape->len; i++) {
        text =
            arena_printf(checker->arena, "%s%s%s", text, i == 0 ? "" : ", ", shape->rules[i].key);
    }
    return text;
}

static json_t *check_list(struct checker *checker, const struct node *node, const struct rule *rule)
{
    if (node->kind != NODE_LIST) {
        check_error(checker, node->at, "not a list; expected %s",
                    rule_expects(checker->arena, rule));
        return NULL;
    }
    json_t *array = json_array();
    int32_t n = 0;
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        json_t *item = check_value(checker, child, rule->item);
        if (item != NULL) {
            json_array_append_new(array, item);
        }
        n++;
    }
    if (n < rule->min || n > rule->max) {
        check_error(checker, node->at, "a list of %d; expected %s", n,
                    rule_expects(checker->arena, rule));
    }
    return array;
}

json_t *check_value(struct checker *checker, const struct node *node, const struct rule *rule)
{
    if (rule->type == VALUE_OBJECT) {
        return check_object(checker, node, rule->shape);
    }
    if (rule->type == VALUE_LIST) {
        return check_list(checker, node, rule);
    }
    return check_scalar(checker, node, rule);
}

json_t *check_object(struct checker *checker, const struct node *node, const struct shape *shape)
{
    if (node->kind != NODE_MAP) {
        check_error(checker, node->at, "not a map; expected %s with: %s", shape->noun,
                    keys_of(checker, shape));
        return NULL;
    }
    json_t *object = json_object();
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        const struct rule *rule = rule_find(shape, child->key);
        if (rule == NULL) {
            check_error(checker, child->key_at, "unknown key \"%s\" in %s; expected one of: %s",
                        check_quote(checker, child->key), shape->noun, keys_of(checker, shape));
            continue;
        }
        json_t *value = check_value(checker, child, rule);
        if (value != NULL) {
            json_object_set_new(object, rule->key, value);
        }
    }
    for (size_t i = 0; i < shape->len; i++) {
        const struct rule *rule = &shape->rules[i];
        if (rule->presence == REQUIRED && yaml_get(node, rule->key) == NULL) {
            check_error(checker, node->at, "\"%s\" is missing in %s; expected %s", rule->key,
                        shape->noun, rule_expects(checker->arena, rule));
        }
    }
    if (shape->check != NULL) {
        shape->check(checker, node);
    }
    return object;
}

/* A content object at the top of a section: checked, numbered, remembered. */
static void check_entry(struct checker *checker, const struct node *node,
                        const struct section *section)
{
    json_t *json = check_object(checker, node, section->shape);
    const char *id = node_word(node, "id");
    if (json == NULL || !id_is_valid(id)) {
        json_decref(json);
        return;
    }
    json_object_set_new(json, "order", json_integer(checker->order[section->kind]++));
    if (section->kind != CONTENT_STATION) {
        json_object_set_new(json, "station", json_string(checker->station));
    }
    struct object *object = arena_alloc(checker->arena, sizeof *object);
    *object = (struct object){
        .kind = section->kind,
        .id = id,
        .station = checker->station,
        .file = checker->file,
        .node = node,
        .json = json,
        .number = checker->objects_len++,
    };
    *checker->objects_tail = object;
    checker->objects_tail = &object->next;
}

static const struct section *section_find(const char *key)
{
    for (size_t i = 0; i < sections_len; i++) {
        if (strcmp(sections[i].key, key) == 0) {
            return &sections[i];
        }
    }
    return NULL;
}

static void check_section(struct checker *checker, const struct node *node,
                          const struct section *section)
{
    bool at_top = checker->station[0] == '\0';
    if (section->scope == SCOPE_STATION && at_top) {
        check_error(checker, node->key_at,
                    "\"%s\" belongs to one station; expected it in that station's folder",
                    section->key);
    } else if (section->scope == SCOPE_ALL && !at_top) {
        check_error(checker, node->key_at,
                    "\"%s\" counts for every station; expected it outside the stations' folders",
                    section->key);
    }
    if (section->form == SECTION_ONE) {
        check_entry(checker, node, section);
        return;
    }
    if (node->kind != NODE_LIST) {
        check_error(checker, node->at, "not a list; expected a list (- …) of %s",
                    section->shape->noun);
        return;
    }
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        check_entry(checker, child, section);
    }
}

void check_file(struct checker *checker, const struct node *root)
{
    const char *keys = "";
    for (size_t i = 0; i < sections_len; i++) {
        keys = arena_printf(checker->arena, "%s%s%s", keys, i == 0 ? "" : ", ", sections[i].key);
    }
    if (root->kind != NODE_MAP) {
        check_error(checker, root->at, "not a map; expected one of: %s", keys);
        return;
    }
    for (const struct node *child = root->first; child != NULL; child = child->next) {
        const struct section *section = section_find(child->key);
        if (section == NULL) {
            check_error(checker, child->key_at, "unknown key \"%s\"; expected one of: %s",
                        check_quote(checker, child->key), keys);
        } else {
            check_section(checker, child, section);
        }
    }
}
