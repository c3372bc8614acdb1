/* What the parts of the checker share: the state of one check, the tables a schema is made of, and
 * the functions that walk them. Private to content/. */
#ifndef CONTENT_CHECK_H
#define CONTENT_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "content/content.h"
#include "content/yaml.h"
#include "domain/session.h"

/* One object of content that was read. */
struct object {
    enum content_kind kind;
    const char *id, *station, *file;
    const struct node *node;
    json_t *json;  /* owned */
    size_t number; /* in order of reading */
    struct object *next;
};

/* An id somewhere that must name an object. */
struct reference {
    const char *id, *station, *file;
    struct place at;
    unsigned kinds;                    /* 1 << enum content_kind, any of them will do */
    const char *of;                    /* what a category must group, or NULL */
    const struct session_ref *session; /* the session of the object that is meant, or NULL */
    struct reference *next;
};

struct note {
    struct content_note note;
    struct note *next;
};

struct checker {
    struct arena *arena;
    const char *folder;
    const char *file, *station; /* being read */
    day_number today;
    struct note *notes;
    size_t errors, warnings;
    struct object *objects, **objects_tail;
    size_t objects_len;
    struct reference *references;
    int64_t order[CONTENT_KIND_COUNT]; /* of the next object of each kind */
    bool is_folder;                    /* files beside the YAML can be looked at */
    bool has_unread;                   /* a file could not be parsed: what it defines is unknown */
};

void check_error(struct checker *checker, struct place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void check_warn(struct checker *checker, struct place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Foreign text fit for a message: one line, no controls, cut to 24 characters. */
const char *check_quote(struct checker *checker, const char *text);
/* node's text must be the id of an object of one of `kinds`. */
void check_refer(struct checker *checker, const struct node *node, unsigned kinds);
/* The same for a category that groups `of`; nothing when node is NULL or no scalar. */
void check_refer_category(struct checker *checker, const struct node *node, const char *of);
/* node's text must be the id of a session that takes place. */
void check_refer_session(struct checker *checker, const struct node *node);

/* ---- schema ---- */
enum value_type {
    VALUE_ID,     /* [a-z0-9-]+ */
    VALUE_TEXT,   /* one line, zh or {zh, en}; at most max characters of Chinese */
    VALUE_BODY,   /* the same with line breaks */
    VALUE_STRING, /* a word without languages, at most max characters */
    VALUE_PHONE,  /* digits and dashes */
    VALUE_INT,    /* min … max */
    VALUE_TENTHS, /* at most one decimal; min, max and its JSON are tenths */
    VALUE_FLAG,   /* true, false */
    VALUE_WORD,   /* one of words */
    VALUE_DATE,   /* YYYY-MM-DD */
    VALUE_CLOCK,  /* HH:MM */
    VALUE_ICON,
    VALUE_REF,    /* the id of an object of one of refs */
    VALUE_NAME,   /* an id or another key that a check function judges */
    VALUE_OBJECT, /* of shape */
    VALUE_LIST,   /* of item, min … max of them */
};

enum presence { OPTIONAL, REQUIRED };

struct vocabulary {
    const char *const *list;
    size_t len;
};

struct shape;

struct rule {
    const char *key;
    enum value_type type;
    enum presence presence;
    int32_t min, max;
    struct vocabulary words;
    unsigned refs;
    const struct shape *shape;
    const struct rule *item;
};

struct shape {
    const char *noun; /* "a field" */
    const struct rule *rules;
    size_t len;
    /* What rules cannot say; called when the node is a map, whatever else is wrong with it. */
    void (*check)(struct checker *checker, const struct node *node);
};

/* A top-level key of a file and what stands under it. */
enum section_form { SECTION_LIST, SECTION_ONE };
enum section_scope {
    SCOPE_STATION, /* belongs to one station: only in its folder */
    SCOPE_ALL,     /* counts for all: only at the top */
    SCOPE_ANY,
};
struct section {
    const char *key;
    enum content_kind kind;
    enum section_form form;
    enum section_scope scope;
    const struct shape *shape;
};
extern const struct section sections[];
extern const size_t sections_len;

/* ---- walking ---- */
/* The JSON of a value, or NULL when it is not what the rule wants (reported). */
json_t *check_value(struct checker *checker, const struct node *node, const struct rule *rule);
json_t *check_scalar(struct checker *checker, const struct node *node, const struct rule *rule);
json_t *check_object(struct checker *checker, const struct node *node, const struct shape *shape);
/* All sections of one file. */
void check_file(struct checker *checker, const struct node *root);
/* What only shows when everything is read: ids twice, references, stations, calendars. The
 * objects, sorted by kind and id. */
const struct object **check_whole(struct checker *checker, size_t *len);

/* What a rule wants, in words: "a whole number from 1 to 31". */
const char *rule_expects(struct arena *arena, const struct rule *rule);

/* ---- quiet reading of siblings, for check functions: false when absent or not in the form ---- */
bool node_int(const struct node *map, const char *key, int32_t *out);
bool node_clock(const struct node *map, const char *key, int32_t *second);
bool node_day(const struct node *map, const char *key, day_number *out);
/* "" when absent or no scalar. */
const char *node_word(const struct node *map, const char *key);
bool node_flag(const struct node *map, const char *key);
bool clock_parse(const char *text, int32_t *second);
bool id_is_valid(const char *id);

/* ---- check functions (content/rules_*.c) ---- */
void check_series(struct checker *checker, const struct node *node);
void check_room(struct checker *checker, const struct node *node);
void check_repeat(struct checker *checker, const struct node *node);
void check_request(struct checker *checker, const struct node *node);
void check_field(struct checker *checker, const struct node *node);
void check_within(struct checker *checker, const struct node *node);
void check_menu(struct checker *checker, const struct node *node);
void check_menu_item(struct checker *checker, const struct node *node);
void check_service(struct checker *checker, const struct node *node);
void check_station(struct checker *checker, const struct node *node);
void check_desk(struct checker *checker, const struct node *node);
void check_estate(struct checker *checker, const struct node *node);
void check_run(struct checker *checker, const struct node *node);
void check_road(struct checker *checker, const struct node *node);
void check_notice(struct checker *checker, const struct node *node);
void check_calendar(struct checker *checker, const struct node *node);
void check_sound(struct checker *checker, const struct node *node);
void check_staff(struct checker *checker, const struct node *node);
void check_badges(struct checker *checker, const struct object *const *objects, size_t len);
void check_reading(struct checker *checker, const struct node *node);
void check_span(struct checker *checker, const struct node *node);
/* Whether a series or room has this session; school and working days count as any day. */
bool session_is_held(struct checker *checker, const struct node *bookable,
                     const struct session_ref *ref);
/* Ids in the list under key are there once each. */
void check_unique(struct checker *checker, const struct node *map, const char *key);

#endif
