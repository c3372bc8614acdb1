/* What rules need: series and rooms as bookables, requests with fields, urgencies and terms, the
 * calendar. */
#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "store/catalogue_read.h"

enum { SEATS_MAX = 100000, DAYS_MAX = 3650, MINUTES_MAX = 60 * 24 * 366 };

#define WORD(name, word) word,
static const char *const weekday_list[] = {WEEKDAY_LIST(WORD)};
static const char *const every_list[] = {EVERY_LIST(WORD)};
static const char *const unit_list[] = {TERM_UNIT_LIST(WORD)};
#undef WORD
static const struct words words_weekday = {weekday_list, SUNDAY + 1};
static const struct words words_every = {every_list, RECUR_DATES + 1};
static const struct words words_unit = {unit_list, TERM_SAME_DAY + 1};

static_assert(sizeof weekday_list / sizeof weekday_list[0] == SUNDAY + 1, "as enum weekday");
static_assert(sizeof every_list / sizeof every_list[0] == RECUR_DATES + 1, "as recurrence_kind");
static_assert(sizeof unit_list / sizeof unit_list[0] == TERM_SAME_DAY + 1, "as enum term_unit");

static struct recurrence read_recurrence(struct reader *reader, const json_t *row)
{
    const json_t *repeat = json_object_get(row, "repeat");
    struct recurrence recurrence = {
        .kind = (enum recurrence_kind)read_word(reader, repeat, "every", words_every, RECUR_DATES),
        .weekday_mask = (uint8_t)read_word_set(reader, repeat, "weekdays", words_weekday,
                                               "a list of mon … sun"),
        .month_day = read_int(reader, repeat, "day", 1, 1, 31),
        .nth = read_int(reader, repeat, "nth", 1, -1, 5),
        .weekday = (enum weekday)read_word(reader, repeat, "weekday", words_weekday, MONDAY),
        .skips_holidays = read_bool(reader, repeat, "skip_holidays"),
        .from = read_day(reader, repeat, "from"),
        .until = read_day(reader, repeat, "until"),
    };
    recurrence.dates = read_days(reader, repeat, "dates", &recurrence.dates_len);
    recurrence.except = read_days(reader, repeat, "except", &recurrence.except_len);
    return recurrence;
}

static struct bookable read_bookable(struct reader *reader, const json_t *row)
{
    struct bookable bookable = {
        .recurrence = read_recurrence(reader, row),
        .starts_s = read_clock(reader, row, "starts"),
        .ends_s = read_clock(reader, row, "ends"),
        .slot_s = read_int(reader, row, "slot_minutes", 0, 0, 24 * 60) * MINUTE_S,
        .capacity = read_int(reader, row, "capacity", 0, 0, SEATS_MAX),
        .party_max = read_int(reader, row, "party_max", 1, 1, SEATS_MAX),
        .waiting_max = read_int(reader, row, "waiting_max", 0, 0, SEATS_MAX),
        .opens_days = read_int(reader, row, "opens_days", 14, 0, DAYS_MAX),
        .closes_minutes = read_int(reader, row, "closes_minutes", 0, 0, MINUTES_MAX),
        .no_show_minutes = read_int(reader, row, "no_show_minutes", 0, 0, MINUTES_MAX),
    };
    if (!str_copy(bookable.id, CONTENT_NAME_MAX + 1, read_string(reader, row, "id"))) {
        read_fail(reader, "id", "short enough");
    }
    if (bookable.ends_s <= bookable.starts_s) {
        read_fail(reader, "ends", "after starts");
    }
    return bookable;
}

void read_series(struct reader *reader, const json_t *row, void *out)
{
    struct series *series = out;
    series->bookable = read_bookable(reader, row);
    series->id = series->bookable.id;
    series->station = read_string(reader, row, "station");
    series->category = read_string(reader, row, "category");
    series->icon = read_string(reader, row, "icon");
    series->grid = read_string(reader, row, "grid");
    series->visitors = read_visitors(reader, row);
    series->name = read_text(reader, row, "name");
    series->line = read_text(reader, row, "line");
    series->facts = read_facts(reader, row);
    series->is_confidential = read_bool(reader, row, "confidential");
    series->shown = series->is_confidential ? read_text(reader, row, "shown") : series->name;
    series->contact = read_contact(reader, row);
}

void read_room(struct reader *reader, const json_t *row, void *out)
{
    struct series *room = out;
    read_series(reader, row, room);
    room->is_room = true;
    if (room->bookable.slot_s == 0) {
        read_fail(reader, "slot_minutes", "there");
    }
}

static struct term read_term(struct reader *reader, const json_t *urgency)
{
    const json_t *within = json_object_get(urgency, "within");
    struct term term = {
        .unit = (enum term_unit)read_word(reader, within, "unit", words_unit, TERM_HOURS),
        .n = read_int(reader, within, "n", 0, 0, MINUTES_MAX),
        .hour = read_int(reader, within, "hour", 0, 0, 24),
        .cutoff_hour = read_int(reader, within, "cutoff", 0, 0, 24),
    };
    if (term.unit == TERM_SAME_DAY ? term.hour == 0 : term.n == 0) {
        read_fail(reader, "within", "a time limit");
    }
    return term;
}

static void read_urgencies(struct reader *reader, const json_t *row, struct request_kind *kind)
{
    const json_t *array = read_array(reader, row, "urgencies", &kind->urgencies_len);
    struct urgency *list = arena_array(reader->arena, kind->urgencies_len, sizeof *list);
    for (size_t i = 0; i < kind->urgencies_len; i++) {
        const json_t *urgency = json_array_get(array, i);
        list[i].id = read_string(reader, urgency, "id");
        list[i].name = read_text(reader, urgency, "name");
        list[i].promise = read_text(reader, urgency, "promise");
        list[i].term = read_term(reader, urgency);
    }
    kind->urgencies = list;
    if (kind->urgencies_len == 0) {
        read_fail(reader, "urgencies", "a list of at least one");
    }
}

static void read_options(struct reader *reader, const json_t *object,
                         const struct request_kind *kind, struct field *field)
{
    const json_t *array = read_array(reader, object, "options", &field->options_len);
    struct option *options = arena_array(reader->arena, field->options_len, sizeof *options);
    for (size_t i = 0; i < field->options_len; i++) {
        const json_t *option = json_array_get(array, i);
        options[i].id = read_string(reader, option, "id");
        options[i].name = read_text(reader, option, "name");
        options[i].urgency = -1;
        const char *urgency = read_string(reader, option, "urgency");
        for (size_t k = 0; urgency[0] != '\0' && k < kind->urgencies_len; k++) {
            if (strcmp(kind->urgencies[k].id, urgency) == 0) {
                options[i].urgency = (int32_t)k;
            }
        }
        if (urgency[0] != '\0' && options[i].urgency < 0) {
            read_fail(reader, "urgency", "one of the urgencies");
        }
    }
    field->options = options;
}

static void read_fields(struct reader *reader, const json_t *row, struct request_kind *kind)
{
    const json_t *array = read_array(reader, row, "fields", &kind->fields_len);
    struct field *fields = arena_array(reader->arena, kind->fields_len, sizeof *fields);
    for (size_t i = 0; i < kind->fields_len; i++) {
        const json_t *object = json_array_get(array, i);
        struct field *field = &fields[i];
        field->id = read_string(reader, object, "id");
        field->kind =
            (enum field_kind)read_word(reader, object, "kind", words_field_kind, FIELD_TEXT);
        /* Free text may hold anything, a door is somebody's: personal unless content says so. */
        bool is_private = field->kind == FIELD_TEXT || field->kind == FIELD_PLACE;
        field->class = (enum field_class)read_word(reader, object, "class", words_field_class,
                                                   is_private ? (int)FIELD_CLASS_PERSONAL
                                                              : (int)FIELD_CLASS_OPEN);
        field->is_required = read_bool(reader, object, "required");
        field->label = read_text(reader, object, "label");
        field->hint = read_text(reader, object, "hint");
        field->min = read_int(reader, object, "min", 0, 0, SEATS_MAX);
        field->max = read_int(reader, object, "max", 0, 0, SEATS_MAX);
        field->counts_working_days = read_bool(reader, object, "working");
        field->place =
            (enum place_scope)read_word(reader, object, "place", words_place_scope, PLACE_DOOR);
        read_options(reader, object, kind, field);
    }
    kind->fields = fields;
}

void read_request(struct reader *reader, const json_t *row, void *out)
{
    struct request_kind *kind = out;
    kind->id = read_string(reader, row, "id");
    kind->station = read_string(reader, row, "station");
    kind->category = read_string(reader, row, "category");
    kind->icon = read_string(reader, row, "icon");
    kind->grid = read_string(reader, row, "grid");
    kind->visitors = read_visitors(reader, row);
    kind->name = read_text(reader, row, "name");
    kind->line = read_text(reader, row, "line");
    kind->facts = read_facts(reader, row);
    read_urgencies(reader, row, kind);
    read_fields(reader, row, kind);
    kind->is_confidential = read_bool(reader, row, "confidential");
    kind->shown = kind->is_confidential ? read_text(reader, row, "shown") : kind->name;
    kind->contact = read_contact(reader, row);
}
