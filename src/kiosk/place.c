#include "kiosk/answers.h"
#include "kiosk/form.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

/* A place by taps, from the large to the small: estate, building, unit, room; or road and landmark.
 * What is chosen so far stands above, with a way to choose again. */

enum { WORDS_MAX = 200 };
/* ACT_PLACE's arg says what ref or number is chosen. */
enum part { PART_WAY, PART_ESTATE, PART_BUILDING, PART_UNIT, PART_ROOM, PART_ROAD, PART_LANDMARK };
enum { PART_SHIFT = 32 };

static struct action part_action(enum part part, int32_t number, const char *ref)
{
    return (struct action){ACT_PLACE, ((int64_t)part << PART_SHIFT) | number, ref};
}

struct keys_made {
    struct word_key words[WORDS_MAX];
    size_t n;
};

static void add_key(const struct canvas *canvas, struct keys_made *made, struct action action,
                    const char *id, const char *label)
{
    if (made->n == WORDS_MAX)
        return;
    made->words[made->n++] = (struct word_key){
        .tap = {.id = arena_printf(canvas->arena, "place.%s", id), .action = action},
        .label = label,
    };
}

static const struct building_run *run_of(const struct estate *estate, int32_t building)
{
    for (size_t i = 0; i < estate->buildings_len; i++)
        if (building >= estate->buildings[i].first && building <= estate->buildings[i].last)
            return &estate->buildings[i];
    return NULL;
}

static void put_estates(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct catalogue *catalogue = app->setup.catalogue;
    struct keys_made *made = arena_alloc(canvas->arena, sizeof *made);
    for (size_t i = 0; i < catalogue->estates_len; i++)
        if (catalogue_is_for(catalogue->estates[i].station, app->setup.station))
            add_key(canvas, made, part_action(PART_ESTATE, 0, catalogue->estates[i].id),
                    catalogue->estates[i].id, canvas_text(canvas, catalogue->estates[i].name));
    column_section(column, T(canvas, MSG_PLACE_ESTATE), NULL);
    column_gap(column, style_px(&app->style, 16));
    column_words(column, made->words, made->n, 2);
}

static void put_numbers(const struct canvas *canvas, struct column *column, enum part part,
                        enum msg heading, enum msg name, int32_t first, int32_t last)
{
    struct keys_made *made = arena_alloc(canvas->arena, sizeof *made);
    for (int32_t i = first; i <= last; i++)
        add_key(canvas, made, part_action(part, i, NULL),
                arena_printf(canvas->arena, "%" PRId32, i), TF(canvas, name, TN(canvas, i)));
    column_section(column, T(canvas, heading), NULL);
    column_gap(column, style_px(&canvas->app->style, 16));
    column_words(column, made->words, made->n, 4);
}

static void put_buildings(const struct canvas *canvas, struct column *column,
                          const struct estate *estate)
{
    struct keys_made *made = arena_alloc(canvas->arena, sizeof *made);
    for (size_t r = 0; r < estate->buildings_len; r++)
        for (int32_t i = estate->buildings[r].first; i <= estate->buildings[r].last; i++)
            add_key(canvas, made, part_action(PART_BUILDING, i, NULL),
                    arena_printf(canvas->arena, "%" PRId32, i),
                    TF(canvas, MSG_PLACE_BUILDING_NAME, TN(canvas, i)));
    column_section(column, T(canvas, MSG_PLACE_BUILDING), NULL);
    column_gap(column, style_px(&canvas->app->style, 16));
    column_words(column, made->words, made->n, 4);
}

static void put_rooms(const struct canvas *canvas, struct column *column,
                      const struct building_run *run)
{
    struct keys_made *made = arena_alloc(canvas->arena, sizeof *made);
    for (int32_t floor = 1; floor <= run->floors; floor++)
        for (int32_t room = 1; room <= run->rooms; room++) {
            const char *number = arena_printf(canvas->arena, "%" PRId32 "%02" PRId32, floor, room);
            add_key(canvas, made, part_action(PART_ROOM, floor * 100 + room, NULL), number, number);
        }
    column_section(column, T(canvas, MSG_PLACE_ROOM), NULL);
    column_gap(column, style_px(&canvas->app->style, 16));
    int columns = run->rooms >= 2 && run->rooms <= 8 ? (int)run->rooms : 4;
    column_words(column, made->words, made->n, columns < 3 ? columns * 2 : columns);
}

static void put_roads(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct catalogue *catalogue = app->setup.catalogue;
    struct keys_made *made = arena_alloc(canvas->arena, sizeof *made);
    for (size_t i = 0; i < catalogue->roads_len; i++)
        if (catalogue_is_for(catalogue->roads[i].station, app->setup.station))
            add_key(canvas, made, part_action(PART_ROAD, 0, catalogue->roads[i].id),
                    catalogue->roads[i].id, canvas_text(canvas, catalogue->roads[i].name));
    column_section(column, T(canvas, MSG_PLACE_ROAD), NULL);
    column_gap(column, style_px(&app->style, 16));
    column_words(column, made->words, made->n, 2);
}

static void put_landmarks(const struct canvas *canvas, struct column *column,
                          const struct road *road)
{
    struct keys_made *made = arena_alloc(canvas->arena, sizeof *made);
    for (size_t i = 0; i < road->landmarks_len; i++)
        add_key(canvas, made, part_action(PART_LANDMARK, 0, road->landmarks[i].id),
                road->landmarks[i].id, canvas_text(canvas, road->landmarks[i].name));
    column_section(column, T(canvas, MSG_PLACE_LANDMARK), NULL);
    column_gap(column, style_px(&canvas->app->style, 16));
    column_words(column, made->words, made->n, 2);
}

static void put_ways(const struct canvas *canvas, struct column *column)
{
    struct keys_made *made = arena_alloc(canvas->arena, sizeof *made);
    add_key(canvas, made, part_action(PART_WAY, PLACE_WAY_STREET, NULL), "street",
            T(canvas, MSG_PLACE_STREET));
    add_key(canvas, made, part_action(PART_WAY, PLACE_WAY_HOME, NULL), "home",
            T(canvas, MSG_PLACE_HOME));
    column_words(column, made->words, made->n, 2);
}

static void put_chosen(const struct canvas *canvas, struct column *column,
                       const struct field *field, const struct draft_place *place)
{
    const char *words = place_words(canvas, place);
    bool has_way = field->place == PLACE_SPOT && place->way != PLACE_WAY_NONE;
    if (words[0] == '\0' && !has_way)
        return;
    if (words[0] == '\0')
        words = T(canvas, place->way == PLACE_WAY_STREET ? MSG_PLACE_STREET : MSG_PLACE_HOME);
    struct button again = {
        .tap = {.id = "place.again", .action = {.kind = ACT_PLACE_AGAIN}},
        .label = T(canvas, MSG_PLACE_AGAIN),
        .icon = "undo",
        .size = BUTTON_INLINE,
    };
    struct fact *fact = arena_alloc(canvas->arena, sizeof *fact);
    *fact = (struct fact){.icon = "pin",
                          .label = T(canvas, MSG_PLACE_SO_FAR),
                          .value = words,
                          .button = &again,
                          .secrecy = SECRECY_VALUE};
    column_facts(column, FACTS_STACKED, fact, 1);
}

static void put_home(const struct canvas *canvas, struct column *column, const struct field *field,
                     const struct draft_place *place)
{
    const struct estate *estate =
        catalogue_find_estate(canvas->app->setup.catalogue, place->estate);
    if (!estate) {
        put_estates(canvas, column);
        return;
    }
    const struct building_run *run = run_of(estate, place->building);
    if (!run) {
        put_buildings(canvas, column, estate);
        return;
    }
    if (field->place != PLACE_DOOR)
        return;
    if (place->unit == 0)
        put_numbers(canvas, column, PART_UNIT, MSG_PLACE_UNIT, MSG_PLACE_UNIT_NAME, 1, run->units);
    else if (place->room[0] == '\0')
        put_rooms(canvas, column, run);
}

void place_put(const struct canvas *canvas, struct column *column, const struct field *field,
               const struct draft_place *place)
{
    put_chosen(canvas, column, field, place);
    column_content(column);
    if (field->place == PLACE_SPOT && place->way == PLACE_WAY_NONE) {
        put_ways(canvas, column);
        return;
    }
    if (place->way == PLACE_WAY_STREET) {
        const struct road *road = catalogue_find_road(canvas->app->setup.catalogue, place->road);
        if (!road)
            put_roads(canvas, column);
        else if (place->landmark[0] == '\0')
            put_landmarks(canvas, column, road);
        return;
    }
    put_home(canvas, column, field, place);
}

bool place_act(struct app *app, const struct field *field, struct draft_place *place,
               const struct action *action)
{
    (void)app;
    if (action->kind == ACT_PLACE_AGAIN) {
        memset(place, 0, sizeof *place);
        return true;
    }
    int32_t number = (int32_t)(action->arg & INT32_MAX);
    if (field->place != PLACE_SPOT)
        place->way = PLACE_WAY_HOME;
    switch ((enum part)(action->arg >> PART_SHIFT)) {
    case PART_WAY:
        place->way = (enum place_way)number;
        break;
    case PART_ESTATE:
        place->way = PLACE_WAY_HOME;
        str_copy(place->estate, sizeof place->estate, action->ref);
        break;
    case PART_BUILDING:
        place->building = number;
        break;
    case PART_UNIT:
        place->unit = number;
        break;
    case PART_ROOM: {
        char room[16];
        (void)snprintf(room, sizeof room, "%" PRId32, number);
        str_copy(place->room, sizeof place->room, room);
        break;
    }
    case PART_ROAD:
        str_copy(place->road, sizeof place->road, action->ref);
        break;
    case PART_LANDMARK:
        str_copy(place->landmark, sizeof place->landmark, action->ref);
        break;
    }
    return true;
}
