#include "kiosk/days.h"

#include "base/str.h"
#include "domain/calendar.h"

/* Shared rooms, and the slots of one room by day. */

enum { ROOMS_MAX = 32, SLOTS_MAX = 24, SLOT_COLUMNS = 3 };

static const struct series *room_of(const struct app *app)
{
    return catalogue_find_room(app->setup.catalogue, app_place(app)->ref);
}

static void body_rooms(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct catalogue *catalogue = app->setup.catalogue;
    struct row *rows = arena_array(canvas->arena, ROOMS_MAX, sizeof *rows);
    size_t n = 0;
    for (size_t i = 0; i < catalogue->rooms_len && n < ROOMS_MAX; i++) {
        const struct series *room = &catalogue->rooms[i];
        if (!catalogue_is_for(room->station, app->setup.station))
            continue;
        rows[n++] = (struct row){
            .tap = {.id = arena_printf(canvas->arena, "item.%s", room->id),
                    .action = {ACT_GO, SCREEN_ROOM, room->id}},
            .icon = room->icon,
            .title = canvas_text(canvas, room->name),
            .line = canvas_text(canvas, room->line),
            .end = ROW_CHEVRON,
        };
    }
    column_title(column, T(canvas, MSG_ROOMS_TITLE), T(canvas, MSG_ROOMS_CHOOSE));
    column_content(column);
    column_rows(column, rows, n);
}

static void view_rooms(const struct app *app, struct canvas *canvas)
{
    (void)app;
    struct box rest = chrome_begin(canvas);
    chrome_bottom(canvas, &rest, NULL, 0);
    chrome_column(canvas, rest, "list.rooms", T(canvas, MSG_ROOMS_TITLE), body_rooms);
}

const struct screen screen_rooms = {.name = "rooms", .view = view_rooms};

/* ---- one room ---- */

static void load_room(struct app *app)
{
    struct agenda_source source = app_agenda_source(app);
    struct agenda_range range = {
        .of = AGENDA_ROOMS,
        .from = day_of_instant(app->setup.now),
        .days = DAYS_SHOWN,
        .series = app_place(app)->ref,
    };
    app->model.agenda = agenda_load(&source, &range, &app->model.arena);
}

static int free_on(const struct app *app, day_number day)
{
    int n = 0;
    for (size_t i = 0; i < app->model.agenda.n; i++) {
        const struct session_info *info = &app->model.agenda.items[i];
        n += day_of_instant(info->starts_at) == day && info->mark == SESSION_OPEN;
    }
    return n;
}

static void count_days(const struct app *app, int counts[DAYS_SHOWN])
{
    day_number today = day_of_instant(app->setup.now);
    for (int d = 0; d < DAYS_SHOWN; d++)
        counts[d] = free_on(app, today + d);
}

static enum msg slot_words(const struct session_info *info)
{
    switch (info->mark) {
    case SESSION_OPEN:
        return MSG_ROOMS_SLOT_FREE;
    case SESSION_OVER:
    case SESSION_CLOSED:
        return MSG_ROOMS_SLOT_PAST;
    case SESSION_NOT_YET:
        return MSG_ROOMS_SLOT_LATER;
    default:
        return MSG_ROOMS_SLOT_TAKEN;
    }
}

static void put_slots(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    int counts[DAYS_SHOWN];
    count_days(app, counts);
    day_number day = day_of_instant(app->setup.now) + days_shown(app, counts);
    days_put(canvas, column, counts, MSG_ROOMS_FREE_COUNT);
    column_content(column);
    struct choice slots[SLOTS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < app->model.agenda.n && n < SLOTS_MAX; i++) {
        const struct session_info *info = &app->model.agenda.items[i];
        /* What is past is of no use to anybody. */
        bool is_past = info->starts_at <= app->setup.now;
        if (day_of_instant(info->starts_at) != day || is_past)
            continue;
        slots[n++] = (struct choice){
            .tap = {.id = arena_printf(canvas->arena, "session.%s", info->id),
                    .action = {ACT_GO, SCREEN_SESSION, info->id},
                    .state = info->mark == SESSION_OPEN ? TAP_NORMAL : TAP_DISABLED},
            .kind = CHOICE_RADIO,
            .label = text_span(canvas->arena, info->starts_at, info->ends_at),
            .line = T(canvas, slot_words(info)),
        };
    }
    column_space(column);
    if (n == 0)
        column_banner(column, &(struct banner){TONE_BLUE, "info", T(canvas, MSG_ROOMS_NONE), NULL});
    else
        column_choices(column, slots, n, SLOT_COLUMNS);
}

static void body_room(const struct canvas *canvas, struct column *column)
{
    bool is_wide = canvas->app->style.orientation == LANDSCAPE;
    const struct series *room = room_of(canvas->app);
    struct fact facts[FACTS_MAX];
    size_t n = facts_of(canvas, &room->facts, facts);
    if (is_wide)
        column_title(column, canvas_text(canvas, room->name), canvas_text(canvas, room->line));
    put_slots(canvas, column);
    column_facts(column, FACTS_BESIDE, facts, n);
}

static void view_room(const struct app *app, struct canvas *canvas)
{
    struct box rest = chrome_begin(canvas);
    const struct series *room = room_of(app);
    if (!room) {
        chrome_gone(canvas, rest);
        return;
    }
    chrome_bottom(canvas, &rest, NULL, 0);
    const char *name = canvas_text(canvas, room->name);
    /* A wide window keeps its whole width for the days. */
    if (app->style.orientation == PORTRAIT)
        chrome_hero(canvas, &rest,
                    &(struct page_hero){.title = name,
                                        .line = canvas_text(canvas, room->line),
                                        .icon = room->icon});
    chrome_column(canvas, rest, "list.slots", name, body_room);
}

static bool act_room(struct app *app, const struct action *action, struct effects *effects)
{
    (void)effects;
    if (action->kind != ACT_DAY)
        return false;
    days_choose(app, action);
    return true;
}

const struct screen screen_room = {
    .name = "room", .load = load_room, .view = view_room, .act = act_room};
