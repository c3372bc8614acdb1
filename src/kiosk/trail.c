#include "kiosk/screen.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"

const struct place *app_place(const struct app *app)
{
    assert(app->trail.n >= 1);
    return &app->trail.places[app->trail.n - 1];
}

struct place *app_place_mutable(struct app *app)
{
    assert(app->trail.n >= 1);
    return &app->trail.places[app->trail.n - 1];
}

void app_load(struct app *app)
{
    const struct screen *screen = screens[app_place(app)->screen];
    arena_reset(&app->model.arena);
    app->model.agenda = (struct agenda){0};
    app->model.has_session = false;
    if (screen->load && app->setup.catalogue)
        screen->load(app);
    app->is_stale = true;
}

static void arrive(struct app *app)
{
    app->focus[0] = '\0';
    typing_leave(app);
    app_load(app);
}

void app_go(struct app *app, enum screen_id screen, const char *ref)
{
    struct trail *trail = &app->trail;
    if (trail->n == TRAIL_MAX) {
        /* A way this long is a circle: its second step is forgotten, home stays the first. */
        memmove(&trail->places[1], &trail->places[2], (TRAIL_MAX - 2) * sizeof trail->places[0]);
        trail->n--;
    }
    struct place *place = &trail->places[trail->n++];
    *place = (struct place){.screen = screen};
    str_copy(place->ref, sizeof place->ref, ref ? ref : "");
    arrive(app);
}

void app_go_final(struct app *app, enum screen_id screen)
{
    app->trail.n = 1;
    app->trail.places[0] = (struct place){.screen = SCREEN_HOME};
    app_go(app, screen, "");
}

/* Who is at home has left what they entered; an untouched home is not wiped by time. */
static void forget_entered(struct app *app)
{
    draft_wipe(&app->draft);
    finder_wipe(app);
    memset(app->lookup.number, 0, sizeof app->lookup.number);
    memset(app->lookup.phone, 0, sizeof app->lookup.phone);
    if (!app->has_entered)
        return;
    app_wipe_frames(app);
    arena_wipe(&app->model.arena);
}

void app_back(struct app *app)
{
    if (app->trail.n > 1)
        app->trail.n--;
    if (app->trail.n == 1)
        forget_entered(app);
    arrive(app);
}

void app_home(struct app *app)
{
    app->trail.n = 1;
    app->trail.places[0] = (struct place){.screen = SCREEN_HOME};
    app->visit.shows_more = false;
    forget_entered(app);
    arrive(app);
}

void app_lock(struct app *app)
{
    app->trail.n = 1;
    app->trail.places[0] = (struct place){.screen = SCREEN_ENROLL};
    forget_entered(app);
    arrive(app);
}

struct agenda_source app_agenda_source(const struct app *app)
{
    return (struct agenda_source){
        .catalogue = app->setup.catalogue,
        .station = app->setup.station,
        .store = app->setup.store,
        .now = app->setup.now,
    };
}

const char *canvas_text(const struct canvas *canvas, struct text text)
{
    return text_in(text, canvas->lang);
}
