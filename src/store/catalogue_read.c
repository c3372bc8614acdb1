#include "store/catalogue_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD(name, word) word,
static const char *const visitor_list[] = {VISITOR_LIST(WORD)};
static const char *const category_of_list[] = {CATEGORY_OF_LIST(WORD)};
static const char *const menu_target_list[] = {MENU_TARGET_LIST(WORD)};
static const char *const menu_size_list[] = {MENU_SIZE_LIST(WORD)};
static const char *const page_list_list[] = {PAGE_LIST_LIST(WORD)};
static const char *const service_action_list[] = {SERVICE_ACTION_LIST(WORD)};
static const char *const field_kind_list[] = {FIELD_KIND_LIST(WORD)};
static const char *const field_class_list[] = {FIELD_CLASS_LIST(WORD)};
static const char *const place_scope_list[] = {PLACE_SCOPE_LIST(WORD)};
static const char *const phone_need_list[] = {PHONE_NEED_LIST(WORD)};
static const char *const name_need_list[] = {NAME_NEED_LIST(WORD)};
static const char *const notice_kind_list[] = {NOTICE_KIND_LIST(WORD)};
static const char *const fuzzy_sound_list[] = {FUZZY_SOUND_LIST(WORD)};
static const char *const content_kind_list[] = {CONTENT_KIND_LIST(WORD)};
#undef WORD

const struct words words_visitor = {visitor_list, VISITOR_COUNT};
const struct words words_category_of = {category_of_list, CATEGORY_OF_COUNT};
const struct words words_menu_target = {menu_target_list, MENU_TARGET_COUNT};
const struct words words_menu_size = {menu_size_list, MENU_SIZE_COUNT};
const struct words words_page_list = {page_list_list, PAGE_LIST_COUNT};
const struct words words_service_action = {service_action_list, SERVICE_ACTION_COUNT};
const struct words words_field_kind = {field_kind_list, FIELD_KIND_COUNT};
const struct words words_field_class = {field_class_list, FIELD_CLASS_COUNT};
const struct words words_place_scope = {place_scope_list, PLACE_SCOPE_COUNT};
const struct words words_phone_need = {phone_need_list, PHONE_NEED_COUNT};
const struct words words_name_need = {name_need_list, NAME_NEED_COUNT};
const struct words words_notice_kind = {notice_kind_list, NOTICE_KIND_COUNT};
const struct words words_content_kind = {content_kind_list, CONTENT_KIND_COUNT};
const struct words words_fuzzy_sound = {fuzzy_sound_list,
                                        sizeof fuzzy_sound_list / sizeof fuzzy_sound_list[0]};

int words_find(struct words words, const char *word)
{
    for (size_t i = 0; i < words.len; i++) {
        if (strcmp(words.list[i], word) == 0) {
            return (int)i;
        }
    }
    return -1;
}

void read_fail(struct reader *reader, const char *key, const char *expected)
{
    if (reader->has_failed) {
        return;
    }
    reader->has_failed = true;
    snprintf(reader->why, reader->why_size, "content %s %s: %s is not %s", reader->kind, reader->id,
             key, expected);
}

static const char *copy_string(struct reader *reader, const json_t *value)
{
    size_t len = json_string_length(value);
    return len == 0 ? "" : arena_strndup(reader->arena, json_string_value(value), len);
}

const char *read_string(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (value == NULL) {
        return "";
    }
    if (!json_is_string(value)) {
        read_fail(reader, key, "a string");
        return "";
    }
    return copy_string(reader, value);
}

struct text read_text_value(struct reader *reader, const json_t *value, const char *key)
{
    struct text text = {"", ""};
    if (json_is_string(value)) {
        text.zh = copy_string(reader, value);
        return text;
    }
    const json_t *zh = json_object_get(value, "zh");
    const json_t *en = json_object_get(value, "en");
    if (!json_is_string(zh) || (en != NULL && !json_is_string(en))) {
        read_fail(reader, key, "a text");
        return text;
    }
    text.zh = copy_string(reader, zh);
    text.en = en == NULL ? "" : copy_string(reader, en);
    return text;
}

struct text read_text(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return value == NULL ? (struct text){"", ""} : read_text_value(reader, value, key);
}

int32_t read_int(struct reader *reader, const json_t *object, const char *key, int32_t fallback,
                 int32_t min, int32_t max)
{
    const json_t *value = json_object_get(object, key);
    if (value == NULL) {
        return fallback;
    }
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < min || number > max) {
        read_fail(reader, key, "a whole number within its limits");
        return fallback;
    }
    return (int32_t)number;
}

bool read_bool(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (value != NULL && !json_is_boolean(value)) {
        read_fail(reader, key, "true or false");
    }
    return json_is_true(value);
}

int read_word(struct reader *reader, const json_t *object, const char *key, struct words words,
              int fallback)
{
    const json_t *value = json_object_get(object, key);
    if (value == NULL) {
        return fallback;
    }
    int index = json_is_string(value) ? words_find(words, json_string_value(value)) : -1;
    if (index < 0) {
        read_fail(reader, key, "a word known here");
        return fallback;
    }
    return index;
}

uint32_t read_word_set(struct reader *reader, const json_t *object, const char *key,
                       struct words words, const char *expected)
{
    size_t len;
    const json_t *array = read_array(reader, object, key, &len);
    uint32_t set = 0;
    for (size_t i = 0; i < len; i++) {
        const json_t *value = json_array_get(array, i);
        int index = json_is_string(value) ? words_find(words, json_string_value(value)) : -1;
        if (index < 0) {
            read_fail(reader, key, expected);
        } else {
            set |= 1U << (unsigned)index;
        }
    }
    return set;
}

day_number read_day_value(struct reader *reader, const json_t *value, const char *key)
{
    struct date date;
    if (!json_is_string(value) || !date_parse(json_string_value(value), &date)) {
        read_fail(reader, key, "a date");
        return 0;
    }
    return day_of_date(date);
}

day_number read_day(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return value == NULL ? 0 : read_day_value(reader, value, key);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

int32_t read_clock(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (value == NULL) {
        return 0;
    }
    const char *text = json_is_string(value) ? json_string_value(value) : "";
    if (strlen(text) == 5 && is_digit(text[0]) && is_digit(text[1]) && text[2] == ':' &&
        is_digit(text[3]) && is_digit(text[4])) {
        int32_t hour = (text[0] - '0') * 10 + (text[1] - '0');
        int32_t minute = (text[3] - '0') * 10 + (text[4] - '0');
        int32_t second = hour * HOUR_S + minute * MINUTE_S;
        if (minute < 60 && second <= DAY_S) {
            return second;
        }
    }
    read_fail(reader, key, "a time of day HH:MM");
    return 0;
}

const json_t *read_array(struct reader *reader, const json_t *object, const char *key, size_t *len)
{
    const json_t *value = json_object_get(object, key);
    *len = 0;
    if (value == NULL) {
        return NULL;
    }
    if (!json_is_array(value)) {
        read_fail(reader, key, "a list");
        return NULL;
    }
    *len = json_array_size(value);
    return value;
}

static int compare_days(const void *a, const void *b)
{
    day_number left = *(const day_number *)a;
    day_number right = *(const day_number *)b;
    return (left > right) - (left < right);
}

const day_number *read_days(struct reader *reader, const json_t *object, const char *key,
                            size_t *len)
{
    const json_t *array = read_array(reader, object, key, len);
    day_number *days = arena_array(reader->arena, *len, sizeof *days);
    for (size_t i = 0; i < *len; i++) {
        days[i] = read_day_value(reader, json_array_get(array, i), key);
    }
    qsort(days, *len, sizeof *days, compare_days);
    return days;
}

const char *const *read_strings(struct reader *reader, const json_t *object, const char *key,
                                size_t *len)
{
    const json_t *array = read_array(reader, object, key, len);
    const char **strings = arena_array(reader->arena, *len, sizeof *strings);
    for (size_t i = 0; i < *len; i++) {
        const json_t *value = json_array_get(array, i);
        strings[i] = "";
        if (json_is_string(value)) {
            strings[i] = copy_string(reader, value);
        } else {
            read_fail(reader, key, "a list of strings");
        }
    }
    return strings;
}
