/* Rows to structs: parse, sort as the files had them, read each into its list. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/catalogue_read.h"

/* Where the objects of a kind go. */
struct list {
    enum content_kind kind;
    size_t size; /* of one struct */
    void (*read)(struct reader *reader, const json_t *row, void *out);
    size_t list_at, len_at; /* offsets of the pointer and the length in struct catalogue */
};

#define LIST(kind, type, read, member)                                                             \
    {                                                                                              \
        kind, sizeof(type), read, offsetof(struct catalogue, member),                              \
            offsetof(struct catalogue, member##_len)                                               \
    }

static const struct list lists[] = {
    LIST(CONTENT_STATION, struct station, read_station, stations),
    LIST(CONTENT_GRID, struct grid, read_grid, grids),
    LIST(CONTENT_CATEGORY, struct category, read_category, categories),
    LIST(CONTENT_SERVICE, struct service, read_service, services),
    LIST(CONTENT_SERIES, struct series, read_series, series),
    LIST(CONTENT_ROOM, struct series, read_room, rooms),
    LIST(CONTENT_REQUEST, struct request_kind, read_request, requests),
    LIST(CONTENT_MENU, struct menu, read_menu, menus),
    LIST(CONTENT_PAGE, struct page, read_page, pages),
    LIST(CONTENT_ESTATE, struct estate, read_estate, estates),
    LIST(CONTENT_ROAD, struct road, read_road, roads),
    LIST(CONTENT_AMENITY, struct amenity, read_amenity, amenities),
    LIST(CONTENT_NOTICE, struct notice, read_notice, notices),
    LIST(CONTENT_STAFF, struct staff, read_staff, staff),
    LIST(CONTENT_TEXT, struct catalogue_text, read_catalogue_text, texts),
};

struct parsed {
    int kind;
    int64_t order;
    const char *id;
    json_t *object;
};

static int compare_parsed(const void *a, const void *b)
{
    const struct parsed *left = a;
    const struct parsed *right = b;
    if (left->kind != right->kind) {
        return left->kind < right->kind ? -1 : 1;
    }
    if (left->order != right->order) {
        return left->order < right->order ? -1 : 1;
    }
    return strcmp(left->id, right->id);
}

/* Fills parsed with the rows of known kinds, sorted; returns how many, each to be decref'd. */
static size_t parse_rows(struct reader *reader, const struct content_row *rows, size_t n,
                         struct parsed *parsed)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        int kind = content_kind_parse(rows[i].kind);
        if (kind < 0) {
            continue;
        }
        reader->kind = rows[i].kind;
        reader->id = rows[i].id;
        json_t *object = json_loads(rows[i].json, JSON_REJECT_DUPLICATES, NULL);
        const char *id = json_string_value(json_object_get(object, "id"));
        if (id == NULL || strcmp(id, rows[i].id) != 0) {
            read_fail(reader, "the object", "a JSON object with the row's id");
            json_decref(object);
            continue;
        }
        parsed[len++] = (struct parsed){
            .kind = kind,
            .order = json_integer_value(json_object_get(object, "order")),
            .id = rows[i].id,
            .object = object,
        };
    }
    qsort(parsed, len, sizeof *parsed, compare_parsed);
    return len;
}

static void read_list(struct reader *reader, const struct list *list, const struct parsed *rows,
                      size_t n, struct catalogue *out)
{
    char *items = arena_array(reader->arena, n, list->size);
    for (size_t i = 0; i < n; i++) {
        reader->kind = content_kind_word(list->kind);
        reader->id = rows[i].id;
        list->read(reader, rows[i].object, items + i * list->size);
    }
    memcpy((char *)out + list->list_at, &items, sizeof items);
    memcpy((char *)out + list->len_at, &n, sizeof n);
}

static void read_limits(struct reader *reader, const struct parsed *rows, size_t n,
                        struct catalogue *out)
{
    enum { OPEN_PER_CONTACT = 3, PER_KIOSK = 6, LIMIT_MAX = 10000 };
    const json_t *row = n == 0 ? NULL : rows[0].object;
    reader->kind = content_kind_word(CONTENT_LIMITS);
    reader->id = "";
    out->limits = (struct booking_limits){
        .open_per_contact =
            read_int(reader, row, "open_per_contact", OPEN_PER_CONTACT, 1, LIMIT_MAX),
        .per_kiosk_10_min = read_int(reader, row, "per_kiosk_10_min", PER_KIOSK, 1, LIMIT_MAX),
    };
}

static void read_names(struct reader *reader, const struct parsed *rows, size_t n,
                       struct catalogue *out)
{
    const json_t *row = n == 0 ? NULL : rows[0].object;
    reader->kind = content_kind_word(CONTENT_NAMES);
    reader->id = "";
    out->surnames = read_strings(reader, row, "surnames", &out->surnames_len);
    const json_t *array = read_array(reader, row, "addresses", &out->addresses_len);
    struct text *addresses = arena_array(reader->arena, out->addresses_len, sizeof *addresses);
    for (size_t i = 0; i < out->addresses_len; i++) {
        addresses[i] = read_text_value(reader, json_array_get(array, i), "addresses");
    }
    out->addresses = addresses;
}

static void read_readings(struct reader *reader, const struct parsed *rows, size_t n,
                          struct catalogue *out)
{
    const json_t *row = n == 0 ? NULL : rows[0].object;
    reader->kind = content_kind_word(CONTENT_READINGS);
    reader->id = "";
    const json_t *array = read_array(reader, row, "words", &out->readings_len);
    struct word_reading *list = arena_array(reader->arena, out->readings_len, sizeof *list);
    for (size_t i = 0; i < out->readings_len; i++) {
        const json_t *object = json_array_get(array, i);
        list[i] = (struct word_reading){.word = read_string(reader, object, "word"),
                                        .pinyin = read_string(reader, object, "pinyin")};
    }
    out->readings = list;
}

static void read_sounds(struct reader *reader, const struct parsed *rows, size_t n,
                        struct catalogue *out)
{
    const json_t *row = n == 0 ? NULL : rows[0].object;
    reader->kind = content_kind_word(CONTENT_SOUNDS);
    reader->id = "";
    const json_t *array = read_array(reader, row, "recordings", &out->recordings_len);
    struct recording *list = arena_array(reader->arena, out->recordings_len, sizeof *list);
    for (size_t i = 0; i < out->recordings_len; i++) {
        const json_t *object = json_array_get(array, i);
        list[i] = (struct recording){.text = read_string(reader, object, "text"),
                                     .file = read_string(reader, object, "file"),
                                     .station = read_string(reader, object, "station")};
        bool is_english = strcmp(read_string(reader, object, "lang"), "en") == 0;
        list[i].lang = is_english ? LANG_EN : LANG_ZH;
    }
    out->recordings = list;
}

static void read_years(struct reader *reader, const struct parsed *rows, size_t n,
                       struct catalogue *out)
{
    const json_t **years = arena_array(reader->arena, n, sizeof *years);
    for (size_t i = 0; i < n; i++) {
        years[i] = rows[i].object;
    }
    reader->kind = content_kind_word(CONTENT_CALENDAR);
    reader->id = n == 0 ? "" : rows[0].id;
    read_calendars(reader, years, n, out);
}

/* The run of rows of one kind. */
static const struct parsed *rows_of(const struct parsed *parsed, size_t len, enum content_kind kind,
                                    size_t *n)
{
    size_t first = 0;
    while (first < len && parsed[first].kind != (int)kind) {
        first++;
    }
    *n = 0;
    while (first + *n < len && parsed[first + *n].kind == (int)kind) {
        (*n)++;
    }
    return parsed + first;
}

static void check_ids(struct reader *reader, const struct parsed *parsed, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        for (size_t k = i + 1; k < len && parsed[k].kind == parsed[i].kind; k++) {
            if (strcmp(parsed[k].id, parsed[i].id) == 0) {
                reader->kind = content_kind_word((enum content_kind)parsed[i].kind);
                reader->id = parsed[i].id;
                read_fail(reader, "the id", "there once only");
            }
        }
    }
}

enum status catalogue_load(const struct content_row *rows, size_t n, int64_t revision,
                           struct arena *arena, struct catalogue *out, char *why, size_t why_size)
{
    struct reader reader = {.arena = arena, .why = why, .why_size = why_size};
    struct catalogue catalogue = {.revision = revision};
    struct parsed *parsed = xalloc(n * sizeof *parsed);
    size_t len = parse_rows(&reader, rows, n, parsed);
    check_ids(&reader, parsed, len);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        size_t count;
        const struct parsed *run = rows_of(parsed, len, lists[i].kind, &count);
        read_list(&reader, &lists[i], run, count, &catalogue);
    }
    size_t count;
    const struct parsed *run = rows_of(parsed, len, CONTENT_LIMITS, &count);
    read_limits(&reader, run, count, &catalogue);
    run = rows_of(parsed, len, CONTENT_NAMES, &count);
    read_names(&reader, run, count, &catalogue);
    run = rows_of(parsed, len, CONTENT_SOUNDS, &count);
    read_sounds(&reader, run, count, &catalogue);
    run = rows_of(parsed, len, CONTENT_READINGS, &count);
    read_readings(&reader, run, count, &catalogue);
    run = rows_of(parsed, len, CONTENT_CALENDAR, &count);
    read_years(&reader, run, count, &catalogue);
    for (size_t i = 0; i < len; i++) {
        json_decref(parsed[i].object);
    }
    free(parsed);
    if (reader.has_failed) {
        return ERR_PARSE;
    }
    *out = catalogue;
    return OK;
}
