/* Single values: is it in the form, and what is its JSON. */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "content/check.h"

bool id_is_valid(const char *id)
{
    size_t len = strlen(id);
    if (len == 0 || len > CONTENT_NAME_MAX) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        bool is_letter = id[i] >= 'a' && id[i] <= 'z';
        bool is_digit = id[i] >= '0' && id[i] <= '9';
        if (!is_letter && !is_digit && id[i] != '-') {
            return false;
        }
    }
    return true;
}

bool clock_parse(const char *text, int32_t *second)
{
    int64_t hour;
    int64_t minute;
    char hours[3] = {0};
    if (strlen(text) != 5 || text[2] != ':') {
        return false;
    }
    memcpy(hours, text, 2);
    if (strspn(hours, "0123456789") != 2 || strspn(text + 3, "0123456789") != 2 ||
        !str_to_int(hours, 0, 24, &hour) || !str_to_int(text + 3, 0, 59, &minute)) {
        return false;
    }
    *second = (int32_t)(hour * HOUR_S + minute * MINUTE_S);
    return *second <= DAY_S;
}

static bool phone_is_valid(const char *text)
{
    size_t len = strlen(text);
    return len >= 3 && len <= 20 && strspn(text, "0123456789-") == len && text[0] != '-' &&
           text[len - 1] != '-';
}

static bool icon_is_known(const char *name)
{
    for (size_t i = 0; content_icons[i] != NULL; i++) {
        if (strcmp(content_icons[i], name) == 0) {
            return true;
        }
    }
    /* A build without pictures cannot judge their names. */
    return content_icons[0] == NULL && id_is_valid(name);
}

static const char *word_list(struct arena *arena, const struct vocabulary *words)
{
    const char *text = "";
    for (size_t i = 0; i < words->len; i++) {
        text = arena_printf(arena, "%s%s%s", text, i == 0 ? "" : ", ", words->list[i]);
    }
    return text;
}

const char *rule_expects(struct arena *arena, const struct rule *rule)
{
    switch (rule->type) {
    case VALUE_ID:
    case VALUE_NAME:
        return "an id of a-z, 0-9 and -, at most 32 characters";
    case VALUE_TEXT:
    case VALUE_BODY:
        return arena_printf(arena, "a text of at most %d characters, or {zh: …, en: …}", rule->max);
    case VALUE_STRING:
        return arena_printf(arena, "a word of at most %d characters", rule->max);
    case VALUE_PHONE:
        return "a phone number of digits and -";
    case VALUE_INT:
        return arena_printf(arena, "a whole number from %d to %d", rule->min, rule->max);
    case VALUE_TENTHS:
        return arena_printf(arena, "a number from %d to %d with at most one decimal",
                            rule->min / 10, rule->max / 10);
    case VALUE_FLAG:
        return "true or false";
    case VALUE_WORD:
        return arena_printf(arena, "one of: %s", word_list(arena, &rule->words));
    case VALUE_DATE:
        return "a date YYYY-MM-DD";
    case VALUE_CLOCK:
        return "a time of day HH:MM";
    case VALUE_ICON:
        return "the name of a picture in assets/icons";
    case VALUE_REF:
        return "the id of something that exists";
    case VALUE_OBJECT:
        return rule->shape->noun;
    case VALUE_LIST:
        return arena_printf(arena, "a list of %d to %d entries", rule->min, rule->max);
    }
    return "something else";
}

/* Characters that could move the cursor, ring the bell, or turn the reading direction. */
static bool has_controls(const char *text, enum value_type type)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < len;) {
        size_t bytes;
        uint32_t point = utf8_next(text + i, len - i, &bytes);
        bool is_control = point < 0x20 || (point >= 0x7f && point < 0xa0);
        bool is_bidi = (point >= 0x200e && point <= 0x200f) ||
                       (point >= 0x202a && point <= 0x202e) ||
                       (point >= 0x2066 && point <= 0x2069) || point == 0xfeff;
        if ((is_control && !(point == '\n' && type == VALUE_BODY)) || is_bidi) {
            return true;
        }
        i += bytes;
    }
    return false;
}

/* max counts characters of the language given; reports and answers false on a mistake. */
static bool text_is_good(struct checker *checker, const struct node *node, enum value_type type,
                         int32_t max)
{
    size_t len = utf8_count(node->text);
    if (len == 0) {
        check_error(checker, node->at, "empty; expected a text of at most %d characters", max);
    } else if (has_controls(node->text, type)) {
        check_error(checker, node->at, "a line break or control character in a text; expected %s",
                    type == VALUE_BODY ? "letters and line breaks" : "one line of letters");
    } else if (len > (size_t)max) {
        check_error(checker, node->at,
                    "too long for the screen (%zu characters); expected at most %d", len, max);
    } else {
        return true;
    }
    return false;
}

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text >= 0x80) {
            return false;
        }
    }
    return true;
}

static json_t *check_text_map(struct checker *checker, const struct node *node,
                              const struct rule *rule)
{
    const struct node *zh = yaml_get(node, "zh");
    const struct node *en = yaml_get(node, "en");
    bool is_good = true;
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child != zh && child != en) {
            check_error(checker, child->key_at, "unknown language \"%s\"; expected zh and en",
                        check_quote(checker, child->key));
            is_good = false;
        } else if (child->kind != NODE_SCALAR) {
            check_error(checker, child->at, "not a text; expected %s",
                        rule_expects(checker->arena, rule));
            is_good = false;
        } else {
            /* Latin letters are half as wide, and words need more of them. */
            int32_t max = child == zh ? rule->max : rule->max * 5 / 2 + 6;
            is_good = text_is_good(checker, child, rule->type, max) && is_good;
        }
    }
    if (zh == NULL) {
        check_error(checker, node->at, "\"zh\" is missing; expected the Chinese text");
        return NULL;
    }
    if (en == NULL) {
        check_warn(checker, node->at, "no English text; expected {zh: …, en: …}");
    }
    if (!is_good) {
        return NULL;
    }
    return en == NULL ? json_string(zh->text)
                      : json_pack("{s:s, s:s}", "zh", zh->text, "en", en->text);
}

static json_t *check_text(struct checker *checker, const struct node *node, const struct rule *rule)
{
    if (node->kind == NODE_MAP) {
        return check_text_map(checker, node, rule);
    }
    if (node->kind != NODE_SCALAR) {
        check_error(checker, node->at, "a list; expected %s", rule_expects(checker->arena, rule));
        return NULL;
    }
    if (!text_is_good(checker, node, rule->type, rule->max)) {
        return NULL;
    }
    if (!is_ascii(node->text)) {
        check_warn(checker, node->at, "no English text; expected {zh: …, en: …}");
    }
    return json_string(node->text);
}

static bool word_is_known(const struct vocabulary *words, const char *word)
{
    for (size_t i = 0; i < words->len; i++) {
        if (strcmp(words->list[i], word) == 0) {
            return true;
        }
    }
    return false;
}

/* "21.5" or "21" as 215 or 210. */
static bool tenths_parse(const char *text, int64_t min, int64_t max, int64_t *tenths)
{
    char digits[16];
    size_t len = strlen(text);
    bool has_point = len >= 3 && text[len - 2] == '.';
    if (len + 2 > sizeof digits || text[0] == '-') {
        return false;
    }
    memcpy(digits, text, len);
    digits[has_point ? len - 2 : len] = has_point ? text[len - 1] : '0';
    digits[has_point ? len - 1 : len + 1] = '\0';
    return str_to_int(digits, min, max, tenths);
}

/* The JSON of a scalar that is not a text, NULL when it is not in the form. */
static json_t *scalar_json(const struct node *node, const struct rule *rule)
{
    int64_t number;
    int32_t second;
    struct date date;
    switch (rule->type) {
    case VALUE_INT:
        return !node->is_quoted && str_to_int(node->text, rule->min, rule->max, &number)
                   ? json_integer(number)
                   : NULL;
    case VALUE_TENTHS:
        return !node->is_quoted && tenths_parse(node->text, rule->min, rule->max, &number)
                   ? json_integer(number)
                   : NULL;
    case VALUE_FLAG:
        if (node->is_quoted ||
            (!str_equal(node->text, "true") && !str_equal(node->text, "false"))) {
            return NULL;
        }
        return json_boolean(str_equal(node->text, "true"));
    case VALUE_WORD:
        return word_is_known(&rule->words, node->text) ? json_string(node->text) : NULL;
    case VALUE_DATE:
        return date_parse(node->text, &date) ? json_string(node->text) : NULL;
    case VALUE_CLOCK:
        return clock_parse(node->text, &second) ? json_string(node->text) : NULL;
    case VALUE_PHONE:
        return phone_is_valid(node->text) ? json_string(node->text) : NULL;
    case VALUE_ICON:
        return icon_is_known(node->text) ? json_string(node->text) : NULL;
    case VALUE_ID:
    case VALUE_REF:
        return id_is_valid(node->text) ? json_string(node->text) : NULL;
    case VALUE_NAME:
        return !has_controls(node->text, VALUE_TEXT) ? json_string(node->text) : NULL;
    case VALUE_STRING:
        return node->text[0] != '\0' && !has_controls(node->text, VALUE_TEXT) &&
                       utf8_count(node->text) <= (size_t)rule->max
                   ? json_string(node->text)
                   : NULL;
    default:
        return NULL;
    }
}

json_t *check_scalar(struct checker *checker, const struct node *node, const struct rule *rule)
{
    if (rule->type == VALUE_TEXT || rule->type == VALUE_BODY) {
        return check_text(checker, node, rule);
    }
    const char *expected = rule_expects(checker->arena, rule);
    if (node->kind != NODE_SCALAR) {
        check_error(checker, node->at, "a %s; expected %s",
                    node->kind == NODE_LIST ? "list" : "map", expected);
        return NULL;
    }
    json_t *json = scalar_json(node, rule);
    if (json == NULL && node->text[0] == '\0') {
        check_error(checker, node->at, "nothing here; expected %s", expected);
    } else if (json == NULL) {
        check_error(checker, node->at, "\"%s\" does not fit; expected %s",
                    check_quote(checker, node->text), expected);
    } else if (rule->type == VALUE_REF) {
        check_refer(checker, node, rule->refs);
    }
    return json;
}

bool node_int(const struct node *map, const char *key, int32_t *out)
{
    const struct node *node = yaml_get(map, key);
    int64_t number;
    if (node == NULL || node->kind != NODE_SCALAR ||
        !str_to_int(node->text, INT32_MIN, INT32_MAX, &number)) {
        return false;
    }
    *out = (int32_t)number;
    return true;
}

bool node_clock(const struct node *map, const char *key, int32_t *second)
{
    return clock_parse(node_word(map, key), second);
}

bool node_day(const struct node *map, const char *key, day_number *out)
{
    struct date date;
    if (!date_parse(node_word(map, key), &date)) {
        return false;
    }
    *out = day_of_date(date);
    return true;
}

const char *node_word(const struct node *map, const char *key)
{
    const struct node *node = yaml_get(map, key);
    return node != NULL && node->kind == NODE_SCALAR ? node->text : "";
}

bool node_flag(const struct node *map, const char *key)
{
    return strcmp(node_word(map, key), "true") == 0;
}
