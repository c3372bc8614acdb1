#include "kiosk/call.h"

#include <string.h>

#include "base/str.h"
#include "domain/call.h"
#include "kiosk/chrome.h"

/* ---- what stands ---- */

static void load(struct app *app)
{
    char kiosk[META_VALUE_MAX];
    struct store *store = app->setup.store;
    app->call.has_last = store && store_meta_get(store, "kiosk", kiosk, sizeof kiosk) &&
                         query_last_call(store, kiosk, &app->call.last);
}

static bool is_recent(const struct app *app)
{
    return app->call.has_last && app->setup.now - app->call.last.called_at < CALL_AGAIN_S;
}

enum call_state call_state_of(const struct app *app)
{
    const struct call *call = &app->call;
    if (call->is_sending)
        return CALL_SENDING;
    if (call->has_failed)
        return CALL_UNTOLD;
    if (!is_recent(app))
        return CALL_NONE;
    if (call->last.closed_at != 0)
        return CALL_OVER;
    if (call->last.answered_at != 0)
        return CALL_COMING;
    /* A terminal that is its own hub has no desk that would hear of it. */
    return call->last.is_heard && app->link.state != LINK_NONE ? CALL_TOLD : CALL_UNTOLD;
}

bool call_is_offered(const struct app *app)
{
    return app->setup.catalogue && app->setup.store && app->link.is_enrolled &&
           app->link.has_content && app_place(app)->screen != SCREEN_ENROLL;
}

/* ---- calling ---- */

static void send(struct app *app, struct effects *effects)
{
    struct call *call = &app->call;
    call->order.id = ++call->last_id;
    call->order.link = app->link.state == LINK_NONE     ? CORE_LINK_ALONE
                       : app->link.state == LINK_ONLINE ? CORE_LINK_ONLINE
                                                        : CORE_LINK_OFFLINE;
    call->is_sending = true;
    call->has_failed = false;
    effects_add(effects, &(struct effect){.kind = EFFECT_SUBMIT, .order = &call->order});
    if (app->link.state == LINK_OFFLINE)
        effects_add(effects, &(struct effect){.kind = EFFECT_LINK_RETRY});
}

static void call_desk(struct app *app, const char *screen, struct effects *effects)
{
    enum call_state state = call_state_of(app);
    bool stands = state == CALL_SENDING || state == CALL_TOLD || state == CALL_COMING ||
                  (state == CALL_UNTOLD && !app->call.has_failed);
    if (stands)
        return;
    app->call.order = (struct core_order){.kind = OP_CALL};
    (void)str_copy(app->call.order.screen, sizeof app->call.order.screen, screen);
    send(app, effects);
}

void call_tap(struct app *app, struct effects *effects)
{
    const char *screen = screens[app_place(app)->screen]->name;
    if (app_place(app)->screen != SCREEN_CALL) {
        char focus[CONTENT_ID_SIZE];
        memcpy(focus, app->focus, sizeof focus);
        app_go(app, SCREEN_CALL, "");
        memcpy(app->call.focus, focus, sizeof focus);
    }
    call_desk(app, screen, effects);
}

static void call_off(struct app *app, struct effects *effects)
{
    if (!app->call.has_last || app->call.is_sending)
        return;
    app->call.order = (struct core_order){.kind = OP_CALL_OFF, .call = app->call.last.id};
    send(app, effects);
}

void call_answered(struct app *app, const struct event *event)
{
    struct call *call = &app->call;
    if (!call->is_sending || event->answer->id != call->order.id)
        return;
    call->is_sending = false;
    call->has_failed = event->answer->status != OK;
    if (app_place(app)->screen == SCREEN_CALL)
        app_load(app);
}

void call_wipe(struct call *call)
{
    int64_t last_id = call->last_id;
    memset(call, 0, sizeof *call);
    call->last_id = last_id;
}

/* ---- the screen ---- */

static const struct station *station_of(const struct app *app)
{
    return catalogue_find_station(app->setup.catalogue, app->setup.station);
}

static const char *coming_words(const struct canvas *canvas)
{
    const struct app *app = canvas->app;
    const struct staff *staff = catalogue_find_staff(app->setup.catalogue, app->call.last.by);
    return staff ? TF(canvas, MSG_CALL_COMING_BY, canvas_text(canvas, staff->name))
                 : T(canvas, MSG_CALL_COMING);
}

static struct page_hero hero_of(const struct canvas *canvas)
{
    const struct app *app = canvas->app;
    const char *at = text_clock(canvas->arena, app->call.last.called_at);
    switch (call_state_of(app)) {
    case CALL_SENDING:
        return (struct page_hero){.title = T(canvas, MSG_CALL_SENDING), .icon = "bell"};
    case CALL_TOLD:
        return (struct page_hero){.title = T(canvas, MSG_CALL_TOLD),
                                  .line = TF(canvas, MSG_CALL_TOLD_HINT, at),
                                  .icon = "check",
                                  .icon_kind = HERO_SEAL};
    case CALL_COMING:
        return (struct page_hero){.title = coming_words(canvas),
                                  .line = TF(canvas, MSG_CALL_TOLD_HINT, at),
                                  .icon = "user",
                                  .icon_kind = HERO_SEAL};
    case CALL_OVER:
        return (struct page_hero){.title = T(canvas, MSG_CALL_OVER),
                                  .line = T(canvas, MSG_CALL_OVER_HINT),
                                  .icon = "check",
                                  .icon_kind = HERO_SEAL};
    case CALL_UNTOLD:
        return (struct page_hero){.title = T(canvas, MSG_CALL_UNTOLD),
                                  .line = T(canvas, MSG_CALL_UNTOLD_HINT),
                                  .icon = "phone"};
    case CALL_NONE:
        break;
    }
    return (struct page_hero){
        .title = T(canvas, MSG_CALL_TITLE), .line = T(canvas, MSG_CALL_TITLE_HINT), .icon = "bell"};
}

/* Whoever answers at this hour: the desk, or who has the night. */
static void put_phone(const struct canvas *canvas, struct column *column)
{
    const struct station *station = station_of(canvas->app);
    if (!station)
        return;
    int32_t second = second_of_instant(canvas->app->setup.now);
    bool is_night = station->night_phone[0] != '\0' &&
                    (second < station->desk.opens_s || second >= station->desk.closes_s);
    const char *number = is_night ? station->night_phone : station->phone;
    if (number[0] != '\0')
        column_figure(column, &(struct figure){.label = T(canvas, is_night ? MSG_CALL_NIGHT_PHONE
                                                                           : MSG_CALL_PHONE),
                                               .value = number,
                                               .type = TYPE_CODE});
}

static struct row aid_row(const struct canvas *canvas, const char *id, enum action_kind kind,
                          enum msg title, const char *label, const char *icon)
{
    struct button *button = arena_alloc(canvas->arena, sizeof *button);
    *button = (struct button){
        .tap = {.id = id, .action = {.kind = (int)kind}}, .label = label, .size = BUTTON_INLINE};
    return (struct row){.icon = icon, .title = T(canvas, title), .button = button};
}

/* What may help meanwhile, without anybody, and is not in use yet; the tools take it back. */
static void put_aids(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    struct row *rows = arena_array(canvas->arena, 3, sizeof *rows);
    size_t n = 0;
    if (app->visit.type_scale == SCALE_NORMAL)
        rows[n++] = aid_row(canvas, "aid.large", ACT_LARGE, MSG_CALL_AID_SMALL,
                            T(canvas, MSG_NAV_LARGE), "size");
    if (app->visit.theme == THEME_LIGHT)
        rows[n++] = aid_row(canvas, "aid.theme", ACT_THEME, MSG_CALL_AID_FAINT,
                            T(canvas, MSG_NAV_CONTRAST), "contrast");
    if (app->visit.reach == REACH_NORMAL && app->style.orientation == PORTRAIT)
        rows[n++] = aid_row(canvas, "aid.reach", ACT_REACH, MSG_CALL_AID_HIGH,
                            T(canvas, MSG_NAV_LOWER), "down");
    if (n == 0)
        return;
    column_section(column, T(canvas, MSG_CALL_AIDS), "");
    column_rows(column, rows, n);
}

static void body(const struct canvas *canvas, struct column *column)
{
    const struct style *style = &canvas->app->style;
    put_phone(canvas, column);
    column_gap(column, style->gap_px);
    column_text(column, &(struct text_block){.utf8 = T(canvas, MSG_CALL_KEPT),
                                             .type = TYPE_LEAD,
                                             .role = ROLE_TEXT,
                                             .back = style->bg});
    put_aids(canvas, column);
}

static void view(const struct app *app, struct canvas *canvas)
{
    struct box rest = chrome_begin(canvas);
    enum call_state state = call_state_of(app);
    bool can_take_back = state == CALL_TOLD || state == CALL_COMING;
    bool can_call = state == CALL_NONE || state == CALL_OVER || app->call.has_failed;
    struct button mains[1];
    size_t n = 0;
    if (can_take_back)
        mains[n++] = (struct button){.tap = {.id = "call.off", .action = {.kind = ACT_CALL_OFF}},
                                     .label = T(canvas, MSG_CALL_OFF)};
    else if (can_call)
        mains[n++] = (struct button){.tap = {.id = "call.again", .action = {.kind = ACT_CALL}},
                                     .label = T(canvas, MSG_CALL_AGAIN),
                                     .icon = "bell",
                                     .kind = BUTTON_FILLED};
    chrome_bottom(canvas, &rest, mains, n);
    struct page_hero hero = hero_of(canvas);
    chrome_hero(canvas, &rest, &hero);
    chrome_column(canvas, rest, "list.call", hero.title, body);
}

static bool act(struct app *app, const struct action *action, struct effects *effects)
{
    if (action->kind == ACT_BACK) {
        app_back(app);
        memcpy(app->focus, app->call.focus, sizeof app->focus);
        return true;
    }
    if (action->kind == ACT_CALL_OFF) {
        call_off(app, effects);
        return true;
    }
    return false;
}

const struct screen screen_call = {.name = "call", .load = load, .view = view, .act = act};
