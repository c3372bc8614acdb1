#include "kiosk/chrome.h"

#include "base/str.h"
#include "domain/calendar.h"

/* Shared rooms, and the slots of one room by day. */

enum { ROOMS_MAX = 32, DAYS_SHOWN = 7, SLOTS_MAX = 24, SLOT_COLUMNS = 3 };

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

static int day_shown(const struct app *app)
{
    int day = app_place(app)->arg;
    return day < 0 || day >= DAYS_SHOWN ? 0 : day;
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

static void put_days(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    day_number today = day_of_instant(app->setup.now);
    struct day_tab tabs[DAYS_SHOWN];
    for (int d = 0; d < DAYS_SHOWN; d++) {
        instant at = instant_of_day(today + d, 0);
        tabs[d] = (struct day_tab){
            .tap = {.id = arena_printf(canvas->arena, "day.%d", d),
                    .action = {ACT_DAY, d, NULL},
                    .state = d == day_shown(app) ? TAP_CHOSEN : TAP_NORMAL},
            .over = d == 0   ? T(canvas, MSG_DAY_TODAY)
                    : d == 1 ? T(canvas, MSG_DAY_TOMORROW)
                             : text_weekday(canvas->lang, at),
            .number = TN(canvas, date_of_day(today + d).day),
            .under = TF(canvas, MSG_ROOMS_FREE_COUNT, TN(canvas, free_on(app, today + d))),
        };
    }
    struct ui quiet = canvas->ui;
    quiet.list = NULL;
    column_gap(column, app->style.gap_px);
    struct box at = {column->box.x, column->y, column->box.w, 0};
    struct box box = column_take(column, widget_day_tabs(&quiet, at, tabs, DAYS_SHOWN));
    widget_day_tabs(&column->ui, box, tabs, DAYS_SHOWN);
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
    day_number day = day_of_instant(app->setup.now) + day_shown(app);
    struct choice slots[SLOTS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < app->model.agenda.n && n < SLOTS_MAX; i++) {
        const struct session_info *info = &app->model.agenda.items[i];
        if (day_of_instant(info->starts_at) != day)
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
    column_gap(column, app->style.gap_px);
    if (n == 0)
        column_banner(column, &(struct banner){TONE_BLUE, "info", T(canvas, MSG_ROOMS_NONE), NULL});
    else
        column_choices(column, slots, n, SLOT_COLUMNS);
}

static void body_room(const struct canvas *canvas, struct column *column)
{
    const struct series *room = room_of(canvas->app);
    struct fact facts[FACTS_MAX];
    size_t n = facts_of(canvas, &room->facts, facts);
    put_days(canvas, column);
    put_slots(canvas, column);
    column_facts(column, FACTS_BESIDE, facts, n);
}

static void view_room(const struct app *app, struct canvas *canvas)
{
    struct box rest = chrome_begin(canvas);
    chrome_bottom(canvas, &rest, NULL, 0);
    const struct series *room = room_of(app);
    if (!room)
        return;
    const char *name = canvas_text(canvas, room->name);
    chrome_hero(canvas, &rest,
                &(struct page_hero){
                    .title = name, .line = canvas_text(canvas, room->line), .icon = room->icon});
    chrome_column(canvas, rest, "list.slots", name, body_room);
}

static bool act_room(struct app *app, const struct action *action, struct effects *effects)
{
    (void)effects;
    if (action->kind != ACT_DAY)
        return false;
    app_place_mutable(app)->arg = (int)action->arg;
    app_place_mutable(app)->page = 0;
    return true;
}

const struct screen screen_room = {
    .name = "room", .load = load_room, .view = view_room, .act = act_room};
