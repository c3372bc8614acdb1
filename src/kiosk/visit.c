#include "kiosk/visit.h"

#include <string.h>

#include "kiosk/speak.h"

enum { RING_STEP_MS = 1000 };

bool visit_has_menu(const struct app *app, enum visitor visitor)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    const struct menu *menu =
        catalogue ? catalogue_find_menu(catalogue, app->setup.station, visitor) : NULL;
    return menu && menu->visitor == visitor;
}

enum visitor visit_first(const struct app *app)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    const struct menu *menu =
        catalogue ? catalogue_find_menu(catalogue, app->setup.station, VISITOR_RESIDENT) : NULL;
    return menu ? menu->visitor : VISITOR_RESIDENT;
}

/* Whether there is something of a visitor's to wipe: on an untouched home nothing happens. */
static bool is_visited(const struct app *app)
{
    const struct visit *visit = &app->visit;
    enum screen_id screen = app_place(app)->screen;
    if (screen == SCREEN_ATTRACT || screen == SCREEN_ENROLL)
        return false;
    return app->trail.n > 1 || visit->lang != app->setup.lang ||
           visit->visitor != visit_first(app) || visit->type_scale != SCALE_NORMAL ||
           visit->theme != THEME_LIGHT || visit->reach != REACH_NORMAL || app->speaking.was_used ||
           visit->helper[0] != '\0' || app->badge.notice != BADGE_QUIET ||
           app->deed.state != DEED_NONE || app->lookup.state != LOOKUP_NONE ||
           app->scan.news != SCAN_NOTHING;
}

void visit_touched(struct app *app, int64_t at_ms)
{
    if (app->idle.state == IDLE_NO)
        app->idle.since_ms = at_ms;
}

/* Whether something is entered here, for which one thinks, asks somebody or looks for a paper. */
static bool is_entering(enum screen_id screen)
{
    return screen == SCREEN_FORM || screen == SCREEN_CONTACT || screen == SCREEN_NAME ||
           screen == SCREEN_REVIEW || screen == SCREEN_TICKET_NUMBER ||
           screen == SCREEN_TICKET_PHONE || screen == SCREEN_SEARCH || screen == SCREEN_NOTE;
}

int64_t visit_idle_ms(const struct app *app)
{
    enum call_state call = call_state_of(app);
    /* Who waits for somebody from the desk is not sent away; nothing personal is shown there. */
    if (app_place(app)->screen == SCREEN_CALL && (call == CALL_TOLD || call == CALL_COMING))
        return IDLE_AFTER_CALL_S * 1000;
    bool is_long = is_entering(app_place(app)->screen) || app->visit.type_scale == SCALE_LARGE;
    return (is_long ? IDLE_AFTER_LONG_S : IDLE_AFTER_S) * 1000;
}

/* Nobody is hurried while something is on its way or the terminal talks. */
static bool is_busy(const struct app *app)
{
    return app->deed.state == DEED_SENT || app->is_speaking;
}

void visit_time(struct app *app, struct effects *effects)
{
    int64_t idle_ms = app->setup.at_ms - app->idle.since_ms;
    if (!is_visited(app) || (is_busy(app) && app->idle.state == IDLE_NO)) {
        app->idle.since_ms = app->setup.at_ms;
        return;
    }
    if (app->idle.state == IDLE_NO && idle_ms >= visit_idle_ms(app)) {
        app->idle = (struct idle){IDLE_WARNING, app->setup.at_ms};
        app->touch = (struct touch){0};
    } else if (app->idle.state == IDLE_WARNING && idle_ms >= IDLE_WARNING_S * 1000) {
        app_wipe(app, SCREEN_ATTRACT, effects);
    }
    if (app->idle.state == IDLE_WARNING)
        app->is_stale = true;
}

int64_t visit_deadline_ms(const struct app *app)
{
    /* The header shows the minute. */
    int64_t minute = app->setup.at_ms + (MINUTE_S - app->setup.now % MINUTE_S) * 1000;
    if (app->idle.state == IDLE_WARNING)
        return app->setup.at_ms + RING_STEP_MS;
    if (!is_visited(app) || is_busy(app))
        return minute;
    int64_t warning = app->idle.since_ms + visit_idle_ms(app);
    return warning < minute ? warning : minute;
}

void app_wipe(struct app *app, enum screen_id then, struct effects *effects)
{
    if (app->deed.job != 0)
        effects_add(effects, &(struct effect){.kind = EFFECT_PRINT_CANCEL, .arg = app->deed.job});
    int64_t asked_ms[LOOKUPS_MAX];
    memcpy(asked_ms, app->lookup.asked_ms, sizeof asked_ms);
    int64_t last_id = app->deed.last_id, last_job = app->deed.last_job;
    memset(&app->lookup, 0, sizeof app->lookup);
    memcpy(app->lookup.asked_ms, asked_ms, sizeof asked_ms);
    memset(&app->deed, 0, sizeof app->deed);
    app->deed.last_id = last_id;
    app->deed.last_job = last_job;
    call_wipe(&app->call);
    app->badge.notice = BADGE_QUIET;
    memset(&app->burst, 0, sizeof app->burst);
    memset(&app->ring, 0, sizeof app->ring);
    memset(&app->scan, 0, sizeof app->scan);
    speak_wipe(app, effects);
    app->visit = (struct visit){
        .lang = app->setup.lang, .visitor = visit_first(app), .volume = VOLUME_NORMAL};
    app->idle = (struct idle){IDLE_NO, app->setup.at_ms};
    app->touch = (struct touch){0};
    app_wipe_frames(app);
    arena_wipe(&app->model.arena);
    app_restyle(app);
    app_home(app);
    typing_wipe(app, effects);
    if (then != SCREEN_HOME) {
        app->trail.places[0] = (struct place){.screen = then};
        app_load(app);
    }
}

void visit_new_content(struct app *app)
{
    /* Pointers into the old catalogue are only in the model, which is made anew. What is being
     * filled in goes on; its screens live with an item that is gone. */
    if (!visit_has_menu(app, app->visit.visitor)) {
        app->visit.visitor = visit_first(app);
        app->visit.shows_more = false;
    }
    app_restyle(app);
    if (app_place(app)->screen == SCREEN_ENROLL && app->link.is_enrolled)
        app_home(app);
    else
        app_load(app);
}

void visit_view_warning(const struct app *app, struct canvas *canvas)
{
    int64_t left_ms = IDLE_WARNING_S * 1000 - (app->setup.at_ms - app->idle.since_ms);
    if (left_ms < 0)
        left_ms = 0;
    page_dialog(&canvas->ui,
                &(struct page_dialog){
                    .ring_permille = (int)(left_ms / IDLE_WARNING_S),
                    .ring_icon = "user",
                    .title = T(canvas, MSG_IDLE_TITLE),
                    .line = T(canvas, MSG_IDLE_HINT),
                    .go_on = {.tap = {.id = "idle.continue", .action = {.kind = ACT_CONTINUE}},
                              .label = T(canvas, MSG_IDLE_CONTINUE),
                              .kind = BUTTON_FILLED},
                    .end = {.tap = {.id = "idle.end", .action = {.kind = ACT_END}},
                            .label = T(canvas, MSG_IDLE_END),
                            .icon = "exit"},
                });
}
