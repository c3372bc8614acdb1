#include "kiosk/app.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "kiosk/keys.h"
#include "kiosk/ring.h"
#include "kiosk/scan.h"
#include "kiosk/screen.h"
#include "kiosk/speak.h"
#include "kiosk/touch.h"
#include "kiosk/visit.h"
#include "ui/focus.h"

const struct screen *const screens[SCREEN_COUNT] = {
    [SCREEN_HOME] = &screen_home,
    [SCREEN_SERVICES] = &screen_services,
    [SCREEN_SERVICE] = &screen_service,
    [SCREEN_PAGE] = &screen_page,
    [SCREEN_NOTICES] = &screen_notices,
    [SCREEN_ACTIVITIES] = &screen_activities,
    [SCREEN_SERIES] = &screen_series,
    [SCREEN_SESSION] = &screen_session,
    [SCREEN_ROOMS] = &screen_rooms,
    [SCREEN_ROOM] = &screen_room,
    [SCREEN_REQUESTS] = &screen_requests,
    [SCREEN_REQUEST] = &screen_request,
    [SCREEN_FORM] = &screen_form,
    [SCREEN_CONTACT] = &screen_contact,
    [SCREEN_NAME] = &screen_name,
    [SCREEN_REVIEW] = &screen_review,
    [SCREEN_RESULT] = &screen_result,
    [SCREEN_TICKETS] = &screen_tickets,
    [SCREEN_TICKET_NUMBER] = &screen_ticket_number,
    [SCREEN_TICKET_PHONE] = &screen_ticket_phone,
    [SCREEN_TICKET_LIST] = &screen_ticket_list,
    [SCREEN_TICKET] = &screen_ticket,
    [SCREEN_CALL] = &screen_call,
    [SCREEN_SEARCH] = &screen_search,
    [SCREEN_NOTE] = &screen_note,
    [SCREEN_ATTRACT] = &screen_attract,
    [SCREEN_ENROLL] = &screen_enroll,
};

/* Of these only the last one counts. */
static bool replaces_itself(enum effect_kind kind)
{
    return kind == EFFECT_ENTRY || kind == EFFECT_SPEAK || kind == EFFECT_HUSH ||
           kind == EFFECT_VOLUME || kind == EFFECT_NOTE;
}

void effects_add(struct effects *effects, const struct effect *effect)
{
    struct effect added = *effect;
    int kept = 0;
    /* A whole burst of keys is one update. */
    for (int i = 0; i < effects->n; i++) {
        bool is_replaced = replaces_itself(added.kind) && effects->items[i].kind == added.kind;
        if (is_replaced && added.kind == EFFECT_HUSH && effects->items[i].arg == 1)
            added.arg = 1;
        if (!is_replaced)
            effects->items[kept++] = effects->items[i];
    }
    effects->n = kept;
    assert(effects->n < EFFECTS_MAX);
    effects->items[effects->n++] = added;
}

enum audience visitor_audience(enum visitor visitor)
{
    static const enum audience of[VISITOR_COUNT] = {
        [VISITOR_RESIDENT] = AUDIENCE_RESIDENT,
        [VISITOR_RIDER] = AUDIENCE_RIDER,
        [VISITOR_FAMILY] = AUDIENCE_FAMILY,
        [VISITOR_ELDER] = AUDIENCE_ELDER,
    };
    return of[visitor];
}

void app_restyle(struct app *app)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    const struct station *station =
        catalogue ? catalogue_find_station(catalogue, app->setup.station) : NULL;
    struct panel panel = {app->setup.width_px, app->setup.height_px,
                          station ? station->screen_tenths : 0};
    style_init(&app->style, app->visit.theme, visitor_audience(app->visit.visitor),
               app->visit.type_scale, &panel);
    app->is_stale = true;
}

void app_init(struct app *app, const struct app_setup *setup)
{
    memset(app, 0, sizeof *app);
    app->setup = *setup;
    app->visit.lang = setup->lang;
    app->visit.volume = VOLUME_NORMAL;
    app->visit.visitor = visit_first(app);
    app->trail.n = 1;
    app->idle.since_ms = setup->at_ms;
    app->printer = PRINTER_NONE;
    app->link.has_content = setup->catalogue != NULL;
    app->link.is_enrolled = true;
    draw_list_begin(&app->frames[0], &app->frame_arenas[0], setup->width_px, setup->height_px);
    draw_list_begin(&app->frames[1], &app->frame_arenas[1], setup->width_px, setup->height_px);
    app_restyle(app);
    app_load(app);
}

void app_destroy(struct app *app)
{
    arena_fini(&app->model.arena);
    buf_fini(&app->speaking.text);
    note_destroy(&app->note);
    arena_fini(&app->frame_arenas[0]);
    arena_fini(&app->frame_arenas[1]);
}

static void act_common(struct app *app, const struct action *action, struct effects *effects)
{
    struct place *place = app_place_mutable(app);
    switch ((enum action_kind)action->kind) {
    case ACT_BACK:
        app_back(app);
        break;
    case ACT_HOME:
        app_home(app);
        break;
    case ACT_END:
        app_wipe(app, SCREEN_HOME, effects);
        break;
    case ACT_LANG:
        app->visit.lang = app->visit.lang == LANG_ZH ? LANG_EN : LANG_ZH;
        break;
    case ACT_LARGE:
        app->visit.type_scale = app->visit.type_scale == SCALE_NORMAL ? SCALE_LARGE : SCALE_NORMAL;
        place->page = 0;
        app_restyle(app);
        break;
    case ACT_THEME:
        app->visit.theme = app->visit.theme == THEME_LIGHT ? THEME_CONTRAST : THEME_LIGHT;
        app_restyle(app);
        break;
    case ACT_REACH:
        app->visit.reach = app->visit.reach == REACH_NORMAL ? REACH_LOW : REACH_NORMAL;
        place->page = 0;
        break;
    case ACT_CALL:
        call_tap(app, effects);
        break;
    case ACT_SPEAK:
        speak_toggle(app, effects);
        break;
    case ACT_VOLUME:
        speak_volume(app, (int)action->arg, effects);
        break;
    case ACT_HELPER_END:
        helper_end(app);
        break;
    case ACT_PAGE:
        place->page = (int)action->arg;
        break;
    case ACT_GO:
        app_go(app, (enum screen_id)action->arg, action->ref);
        break;
    case ACT_CONTINUE:
        app->idle = (struct idle){IDLE_NO, app->setup.at_ms};
        break;
    default:
        break;
    }
}

void app_act(struct app *app, const struct action *action, struct effects *effects)
{
    const struct screen *screen = screens[app_place(app)->screen];
    app->is_stale = true;
    if (action->kind != ACT_SPEAK && action->kind != ACT_VOLUME)
        speak_hush(app, effects);
    if (scan_act(app, action) || typing_act(app, action, effects))
        return;
    if (screen->act && screen->act(app, action, effects))
        return;
    act_common(app, action, effects);
}

static void follow_link(struct app *app, const struct event *event)
{
    bool was_offline = app->link.state == LINK_OFFLINE;
    bool is_offline = event->link.state == LINK_OFFLINE;
    if (is_offline && !was_offline)
        app->offline_since_ms = event->at_ms;
    app->link = event->link;
    bool locked = !app->link.is_enrolled || !app->link.has_content;
    enum screen_id shown = app_place(app)->screen;
    if (locked && shown != SCREEN_ENROLL)
        app_lock(app);
    else if (!locked && shown == SCREEN_ENROLL)
        app_home(app);
    app->is_stale = true;
}

static void follow_time(struct app *app, const struct event *event)
{
    instant before = app->setup.now;
    app->setup.now = event->now;
    app->setup.at_ms = event->at_ms;
    /* The clock in the header, places that close, and what is “in 20 minutes”. */
    if (before / MINUTE_S != event->now / MINUTE_S)
        app_load(app);
}

static void follow_size(struct app *app, const struct event *event)
{
    app->setup.width_px = event->x;
    app->setup.height_px = event->y;
    app_restyle(app);
}

static void follow_answer(struct app *app, const struct event *event, struct effects *effects)
{
    if (event->answer->kind == OP_CALL || event->answer->kind == OP_CALL_OFF)
        call_answered(app, event);
    else
        deed_answered(app, event, effects);
}

void app_update(struct app *app, const struct event *event, struct effects *effects)
{
    effects->n = 0;
    follow_time(app, event);
    keys_flush(app, event->at_ms, effects);
    typing_time(app, effects);
    switch (event->kind) {
    case EVENT_TIME:
        touch_time(app);
        visit_time(app, effects);
        break;
    case EVENT_TOUCH_DOWN:
    case EVENT_TOUCH_UP:
    case EVENT_TOUCH_MOVE:
    case EVENT_TOUCH_LOST:
        touch_take(app, event, effects);
        break;
    case EVENT_KEY:
        keys_take(app, event, effects);
        break;
    case EVENT_RESIZED:
        follow_size(app, event);
        break;
    case EVENT_DATA:
        deed_follow(app);
        app_load(app);
        break;
    case EVENT_CONTENT:
        app->setup.catalogue = event->catalogue;
        visit_new_content(app);
        break;
    case EVENT_LINK:
        follow_link(app, event);
        break;
    case EVENT_PRINTER:
        app->printer = event->printer;
        app->is_stale = true;
        break;
    case EVENT_PRINT_JOB:
        deed_printed(app, event);
        break;
    case EVENT_ANSWERED:
        follow_answer(app, event, effects);
        break;
    case EVENT_ENTRY:
        typing_answered(app, event, effects);
        break;
    case EVENT_ASKED:
        lookup_answered(app, event->text);
        break;
    case EVENT_SPEECH:
        speak_news(app, event);
        break;
    case EVENT_NOTE:
        note_take(app, event->note);
        break;
    }
    note_follow(app, effects);
    if (app_place(app)->screen == SCREEN_SEARCH)
        finder_follow(app);
    speak_follow(app, effects);
}

void app_view(const struct app *app, struct draw_list *list)
{
    struct canvas canvas = {
        .app = app,
        .arena = list->arena,
        .lang = app->visit.lang,
    };
    if (app->touch.is_down) {
        canvas.press.id = app->touch.id;
        canvas.press.action = app->touch.action;
        canvas.press.action.ref = app->touch.action.ref ? app->touch.ref : NULL;
    }
    canvas.ui = (struct ui){
        .list = list,
        .arena = list->arena,
        .style = &app->style,
        .measure = app->setup.measure,
        .pressed = app->touch.is_down ? &canvas.press : NULL,
        .focused_id = NULL,
    };
    screens[app_place(app)->screen]->view(app, &canvas);
    scan_view(app, &canvas);
    if (app->idle.state == IDLE_WARNING)
        visit_view_warning(app, &canvas);
    const struct draw_cmd *focused = ring_find(app, list);
    if (focused)
        focus_draw(list, &app->style, focused);
}

static bool shows_entered(const struct app *app)
{
    return app->draft.kind != DRAFT_NONE || app->finder.typed[0] != '\0' ||
           app->lookup.number[0] != '\0' || app->lookup.phone[0] != '\0' || !typing_is_empty(app);
}

/* The list at frame_index is the present one now. */
static void frame_made(struct app *app)
{
    app->has_entered = app->has_entered || shows_entered(app);
    app->is_stale = false;
    if (!draw_list_equal(&app->frames[app->frame_index], &app->frames[app->frame_index ^ 1]))
        app->frame_no++;
}

const struct draw_list *app_frame(struct app *app)
{
    if (app->is_stale) {
        app->frame_index ^= 1;
        struct draw_list *list = &app->frames[app->frame_index];
        struct arena *arena = &app->frame_arenas[app->frame_index];
        arena_reset(arena);
        memset(list, 0, sizeof *list);
        draw_list_begin(list, arena, app->setup.width_px, app->setup.height_px);
        app_view(app, list);
        frame_made(app);
    }
    return &app->frames[app->frame_index];
}

void app_wipe_frames(struct app *app)
{
    for (size_t i = 0; i < 2; i++) {
        arena_wipe(&app->frame_arenas[i]);
        memset(&app->frames[i], 0, sizeof app->frames[i]);
        draw_list_begin(&app->frames[i], &app->frame_arenas[i], app->setup.width_px,
                        app->setup.height_px);
    }
    app->has_entered = false;
    app->is_stale = true;
}

void app_take_frame(struct app *app, struct arena *arena, const struct draw_list *list)
{
    app->frame_index ^= 1;
    struct arena *own = &app->frame_arenas[app->frame_index];
    arena_wipe(own);
    struct arena other = *own;
    *own = *arena;
    *arena = other;
    app->frames[app->frame_index] = *list;
    app->frames[app->frame_index].arena = own;
    frame_made(app);
}

int64_t app_deadline_ms(const struct app *app)
{
    int64_t at = visit_deadline_ms(app);
    int64_t others[] = {keys_deadline_ms(app), touch_deadline_ms(app), typing_deadline_ms(app)};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        at = others[i] < at ? others[i] : at;
    return at;
}

bool app_is_settled(const struct app *app)
{
    bool prints = app->deed.job != 0 && (app->deed.job_state == PRINTER_JOB_QUEUED ||
                                         app->deed.job_state == PRINTER_JOB_SENDING);
    return app->burst.len == 0 && app->deed.state != DEED_SENT && !app->call.is_sending &&
           !prints && !app->lookup.is_asking && !app->link.is_busy && typing_is_settled(app) &&
           app->note.state != NOTE_WAITS;
}

const char *app_screen_name(const struct app *app)
{
    if (app->idle.state == IDLE_WARNING)
        return "idle";
    if (app->scan.news != SCAN_NOTHING)
        return "scan";
    return screens[app_place(app)->screen]->name;
}
