/* What shows only when every file was read. */
#include <stdlib.h>
#include <string.h>

#include "content/check.h"

struct index {
    const struct object **objects; /* by kind, id, order of reading */
    size_t len;
};

static int compare_keys(enum content_kind kind, const char *id, const struct object *object)
{
    if (kind != object->kind) {
        return kind < object->kind ? -1 : 1;
    }
    return strcmp(id, object->id);
}

static int compare_objects(const void *a, const void *b)
{
    const struct object *left = *(const struct object *const *)a;
    const struct object *right = *(const struct object *const *)b;
    int order = compare_keys(left->kind, left->id, right);
    return order != 0 ? order : (left->number > right->number) - (left->number < right->number);
}

static struct index index_make(struct checker *checker)
{
    struct index index = {0};
    for (const struct object *object = checker->objects; object != NULL; object = object->next) {
        index.len++;
    }
    index.objects = arena_array(checker->arena, index.len, sizeof *index.objects);
    size_t n = 0;
    for (const struct object *object = checker->objects; object != NULL; object = object->next) {
        index.objects[n++] = object;
    }
    qsort(index.objects, index.len, sizeof *index.objects, compare_objects);
    return index;
}

static const struct object *index_find(const struct index *index, enum content_kind kind,
                                       const char *id)
{
    size_t low = 0;
    size_t high = index->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_keys(kind, id, index->objects[middle]) > 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool is_found = low < index->len && compare_keys(kind, id, index->objects[low]) == 0;
    return is_found ? index->objects[low] : NULL;
}

static struct place place_of_id(const struct object *object)
{
    return yaml_get(object->node, "id")->at;
}

static void error_twice(struct checker *checker, const struct object *again,
                        const struct object *first)
{
    checker->file = again->file;
    check_error(checker, place_of_id(again),
                "\"%s\" is there already in %s:%d; expected an id of its own", again->id,
                first->file, place_of_id(first).line);
}

static void check_ids(struct checker *checker, const struct index *index)
{
    for (size_t i = 0; i < index->len; i++) {
        const struct object *object = index->objects[i];
        const struct object *before = i > 0 ? index->objects[i - 1] : NULL;
        bool is_single = object->kind == CONTENT_LIMITS || object->kind == CONTENT_NAMES ||
                         object->kind == CONTENT_READINGS;
        if (before != NULL && before->kind == object->kind &&
            (is_single || strcmp(before->id, object->id) == 0)) {
            error_twice(checker, object, before);
        }
        /* Sessions are named by either, so a room may not be called as an activity is. */
        const struct object *series =
            object->kind == CONTENT_ROOM ? index_find(index, CONTENT_SERIES, object->id) : NULL;
        if (series != NULL) {
            error_twice(checker, object, series);
        }
    }
}

static const struct object *find_target(const struct index *index,
                                        const struct reference *reference)
{
    for (int kind = 0; kind < CONTENT_KIND_COUNT; kind++) {
        const struct object *object =
            (reference->kinds >> kind & 1U) != 0
                ? index_find(index, (enum content_kind)kind, reference->id)
                : NULL;
        if (object != NULL) {
            return object;
        }
    }
    return NULL;
}

static const char *kinds_in_words(struct checker *checker, unsigned kinds)
{
#define WORD(name, word) word,
    static const char *const words[] = {CONTENT_KIND_LIST(WORD)};
#undef WORD
    const char *text = "";
    for (int kind = 0; kind < CONTENT_KIND_COUNT; kind++) {
        if ((kinds >> kind & 1U) != 0) {
            text = arena_printf(checker->arena, "%s%s%s", text, text[0] == '\0' ? "" : " or ",
                                words[kind]);
        }
    }
    return text;
}

static void check_reference(struct checker *checker, const struct index *index,
                            const struct reference *reference)
{
    const struct object *object = find_target(index, reference);
    const char *kinds = kinds_in_words(checker, reference->kinds);
    const char *id = check_quote(checker, reference->id);
    if (object == NULL) {
        /* It may stand in a file that could not be read. */
        if (!checker->has_unread) {
            check_error(checker, reference->at,
                        "there is no %s \"%s\"; expected the id of one that exists", kinds, id);
        }
    } else if (object->station[0] != '\0' && strcmp(object->station, reference->station) != 0) {
        check_error(checker, reference->at,
                    "the %s \"%s\" belongs to station \"%s\"; expected one of this station", kinds,
                    id, object->station);
    } else if (reference->of != NULL && strcmp(node_word(object->node, "of"), reference->of) != 0) {
        check_error(checker, reference->at,
                    "the category \"%s\" does not group %s; expected one with \"of: %s\"", id,
                    reference->of, reference->of);
    } else if (reference->session != NULL &&
               !session_is_held(checker, object->node, reference->session)) {
        check_error(checker, reference->at,
                    "\"%s\" does not take place then; expected one of its days%s", id,
                    object->kind == CONTENT_ROOM ? " and slots" : "");
    }
}

static void check_references(struct checker *checker, const struct index *index)
{
    for (const struct reference *reference = checker->references; reference != NULL;
         reference = reference->next) {
        checker->file = reference->file;
        check_reference(checker, index, reference);
    }
}

/* Two menus for the same people would leave one of them unseen. */
static void check_menus(struct checker *checker, const struct index *index)
{
    for (size_t i = 0; i < index->len; i++) {
        const struct object *menu = index->objects[i];
        for (size_t k = 0; menu->kind == CONTENT_MENU && k < i; k++) {
            const struct object *before = index->objects[k];
            if (before->kind == CONTENT_MENU && strcmp(before->station, menu->station) == 0 &&
                strcmp(before->id, menu->id) != 0 &&
                strcmp(node_word(before->node, "audience"), node_word(menu->node, "audience")) ==
                    0) {
                checker->file = menu->file;
                check_error(checker, menu->node->at,
                            "menu \"%s\" is for the same audience; expected one menu for each",
                            before->id);
                break;
            }
        }
    }
}

static bool has_menu(const struct index *index, const char *station)
{
    for (size_t i = 0; i < index->len; i++) {
        if (index->objects[i]->kind == CONTENT_MENU &&
            strcmp(index->objects[i]->station, station) == 0) {
            return true;
        }
    }
    return false;
}

static void check_stations(struct checker *checker, const struct index *index)
{
    /* What is missing may stand in a file that could not be read. */
    if (checker->has_unread) {
        return;
    }
    const char *told = "";
    bool is_any = false;
    for (size_t i = 0; i < index->len; i++) {
        const struct object *object = index->objects[i];
        checker->file = object->file;
        if (object->kind == CONTENT_STATION) {
            is_any = true;
            if (!has_menu(index, object->id)) {
                check_error(checker, object->node->at,
                            "station \"%s\" has no menu; expected one in \"menus\" of its folder",
                            object->id);
            }
        } else if (object->station[0] != '\0' && strcmp(object->station, told) != 0 &&
                   index_find(index, CONTENT_STATION, object->station) == NULL) {
            told = object->station;
            check_error(checker, object->node->at,
                        "the folder \"%s\" has no station; expected \"station\" with that id in it",
                        check_quote(checker, object->station));
        }
    }
    if (!is_any) {
        checker->file = checker->folder;
        check_error(checker, (struct place){1, 1},
                    "no station at all; expected a folder with a station.yaml");
    }
}

/* Gives each announced year the last day it speaks for, and warns of what is to come. */
static void check_calendars(struct checker *checker, const struct index *index)
{
    enum { WARN_DAYS = 60 };
    day_number known_until = 0;
    struct place at = {1, 1};
    const char *file = checker->folder;
    for (size_t i = 0; i < index->len; i++) {
        const struct object *object = index->objects[i];
        int64_t year = strtol(object->id, NULL, 10);
        if (object->kind != CONTENT_CALENDAR || year < 1970 || year > 9999) {
            continue;
        }
        checker->file = object->file;
        struct date end = {(int32_t)year, 12, 31};
        if (!node_flag(object->node, "announced")) {
            if (day_of_date(end) >= checker->today) {
                check_warn(checker, object->node->at,
                           "the holidays of %s are not announced yet; expected them here once "
                           "they are",
                           object->id);
            }
            continue;
        }
        json_object_set_new(object->json, "known_until", json_sprintf("%04d-12-31", (int)year));
        if (day_of_date(end) > known_until) {
            known_until = day_of_date(end);
            at = object->node->at;
            file = object->file;
        }
    }
    checker->file = file;
    if (known_until == 0 && !checker->has_unread) {
        check_warn(checker, at, "no announced calendar; expected \"calendar\" of this year");
    } else if (known_until > 0 && known_until - checker->today < WARN_DAYS) {
        struct date last = date_of_day(known_until);
        check_warn(checker, at,
                   "the calendar ends on %04d-%02d-%02d; expected the next year's 60 days before",
                   (int)last.year, (int)last.month, (int)last.day);
    }
}

const struct object **check_whole(struct checker *checker, size_t *len)
{
    struct index index = index_make(checker);
    check_ids(checker, &index);
    check_references(checker, &index);
    check_menus(checker, &index);
    check_stations(checker, &index);
    check_calendars(checker, &index);
    check_badges(checker, index.objects, index.len);
    *len = index.len;
    return index.objects;
}
