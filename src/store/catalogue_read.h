/* How the members of a content row's JSON object are read. Private to the catalogue. The first
 * thing that is not in the form is remembered in the reader; the reads after it answer fallbacks,
 * so that callers check once at the end. Strings are copied into the arena. */
#ifndef STORE_CATALOGUE_READ_H
#define STORE_CATALOGUE_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "store/catalogue.h"

struct reader {
    struct arena *arena;
    const char *kind, *id; /* of the row being read, for why */
    char *why;
    size_t why_size;
    bool has_failed;
};

/* A list of words whose index is an enum's value. */
struct words {
    const char *const *list;
    size_t len;
};
int words_find(struct words words, const char *word);
extern const struct words words_visitor, words_category_of, words_menu_target, words_menu_size,
    words_page_list, words_service_action, words_field_kind, words_field_class, words_place_scope,
    words_phone_need, words_name_need, words_notice_kind, words_content_kind, words_fuzzy_sound;

void read_fail(struct reader *reader, const char *key, const char *expected);

/* Absent members give "", the fallback, or an empty list. */
const char *read_string(struct reader *reader, const json_t *object, const char *key);
struct text read_text(struct reader *reader, const json_t *object, const char *key);
struct text read_text_value(struct reader *reader, const json_t *value, const char *key);
int32_t read_int(struct reader *reader, const json_t *object, const char *key, int32_t fallback,
                 int32_t min, int32_t max);
bool read_bool(struct reader *reader, const json_t *object, const char *key);
int read_word(struct reader *reader, const json_t *object, const char *key, struct words words,
              int fallback);
/* A list of words as a set: bit i for the i-th. expected says what a wrong one should have been. */
uint32_t read_word_set(struct reader *reader, const json_t *object, const char *key,
                       struct words words, const char *expected);
/* YYYY-MM-DD; 0 when absent. */
day_number read_day(struct reader *reader, const json_t *object, const char *key);
day_number read_day_value(struct reader *reader, const json_t *value, const char *key);
/* HH:MM as seconds of the day, 24:00 allowed; 0 when absent. */
int32_t read_clock(struct reader *reader, const json_t *object, const char *key);
/* An array, or NULL when absent; its length through len. */
const json_t *read_array(struct reader *reader, const json_t *object, const char *key, size_t *len);
/* Sorted ascending. */
const day_number *read_days(struct reader *reader, const json_t *object, const char *key,
                            size_t *len);
const char *const *read_strings(struct reader *reader, const json_t *object, const char *key,
                                size_t *len);

/* One row's object into its struct; out is zeroed. */
void read_station(struct reader *reader, const json_t *row, void *out);
void read_grid(struct reader *reader, const json_t *row, void *out);
void read_category(struct reader *reader, const json_t *row, void *out);
void read_service(struct reader *reader, const json_t *row, void *out);
void read_series(struct reader *reader, const json_t *row, void *out);
void read_room(struct reader *reader, const json_t *row, void *out);
void read_request(struct reader *reader, const json_t *row, void *out);
void read_menu(struct reader *reader, const json_t *row, void *out);
void read_page(struct reader *reader, const json_t *row, void *out);
void read_estate(struct reader *reader, const json_t *row, void *out);
void read_road(struct reader *reader, const json_t *row, void *out);
void read_amenity(struct reader *reader, const json_t *row, void *out);
void read_notice(struct reader *reader, const json_t *row, void *out);
void read_staff(struct reader *reader, const json_t *row, void *out);
void read_catalogue_text(struct reader *reader, const json_t *row, void *out);

/* Parts that several kinds share. */
struct facts read_facts(struct reader *reader, const json_t *row);
struct contact_policy read_contact(struct reader *reader, const json_t *row);
uint32_t read_visitors(struct reader *reader, const json_t *row);

/* All calendar rows into one calendar with its feasts. */
void read_calendars(struct reader *reader, const json_t *const *rows, size_t n,
                    struct catalogue *out);

#endif
