#include "kiosk/ring.h"

#include <string.h>

#include "base/str.h"
#include "kiosk/screen.h"
#include "kiosk/speak.h"
#include "ui/focus.h"

/* A switch held longer than this means “this one”: well above a slow press of one who steps. */
enum { SWITCH_HOLD_MS = 700 };

/* Which screen, or dialog over it, the ring was set on. */
static uint64_t where(const struct app *app)
{
    const struct place *place = app_place(app);
    uint64_t hash = UINT64_C(14695981039346656037);
    const int numbers[] = {app->trail.n, (int)place->screen, place->arg, (int)app->idle.state,
                           (int)app->scan.news};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        hash = (hash ^ (uint64_t)(uint32_t)numbers[i]) * UINT64_C(1099511628211);
    for (const char *at = place->ref; *at; at++)
        hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
    return hash;
}

/* Header, tool strip and bottom bar are the same everywhere; turning the page is content. */
static bool is_frame(const char *id)
{
    return str_starts(id, "nav.") && !str_equal(id, "nav.next") && !str_equal(id, "nav.previous");
}

static bool is_tool(const char *id)
{
    return is_frame(id) || str_starts(id, "volume.");
}

static const struct draw_cmd *first_in_content(const struct draw_list *list)
{
    const struct draw_cmd *any = NULL;
    for (const struct draw_cmd *cmd = draw_next_node(list, NULL); cmd != NULL;
         cmd = draw_next_node(list, cmd)) {
        if (!focus_can(cmd))
            continue;
        if (!is_tool(cmd->node.id))
            return cmd;
        any = any ? any : cmd;
    }
    return any;
}

const struct draw_cmd *ring_find(const struct app *app, const struct draw_list *list)
{
    if (!app->ring.is_shown)
        return NULL;
    if (app->ring.where != where(app) || app->ring.id[0] == '\0')
        return first_in_content(list);
    const struct draw_cmd *same = draw_find_id(list, app->ring.id);
    if (same && same->node.action.kind != 0)
        return same;
    /* While something is said other tools stand in the place of some. */
    struct box box = app->ring.box;
    same = is_tool(app->ring.id) ? draw_hit(list, box.x + box.w / 2, box.y + box.h / 2) : NULL;
    return same && is_tool(same->node.id) ? same : first_in_content(list);
}

static bool is_input(const struct draw_cmd *cmd)
{
    return cmd->node.role == ROLE_INPUT && cmd->node.enabled == NODE_ENABLED &&
           cmd->node.action.kind == ACT_FOCUS;
}

bool ring_has_input(struct app *app)
{
    const struct draw_list *list = app_frame(app);
    for (const struct draw_cmd *cmd = draw_next_node(list, NULL); cmd != NULL;
         cmd = draw_next_node(list, cmd))
        if (is_input(cmd))
            return true;
    return false;
}

bool ring_is_on_input(struct app *app)
{
    const struct draw_cmd *cmd = ring_find(app, app_frame(app));
    return cmd && is_input(cmd);
}

static void act(struct app *app, const struct draw_cmd *cmd, struct effects *effects)
{
    if (!cmd || cmd->node.enabled == NODE_DISABLED || cmd->node.action.kind == 0)
        return;
    /* The frame it stands in may be drawn again while it is carried out. */
    struct action action = cmd->node.action;
    char ref[CONTENT_ID_SIZE];
    if (action.ref && !str_copy(ref, sizeof ref, action.ref))
        return;
    action.ref = action.ref ? ref : NULL;
    app_act(app, &action, effects);
}

static void set(struct app *app, const struct draw_cmd *cmd)
{
    app->ring.where = where(app);
    app->ring.box = cmd->seen;
    (void)str_copy(app->ring.id, sizeof app->ring.id, cmd->node.id);
}

static void put(struct app *app, const struct draw_cmd *cmd, struct effects *effects)
{
    app->ring.is_shown = true;
    app->is_stale = true;
    if (!cmd)
        return;
    set(app, cmd);
    /* What is typed next belongs here. */
    if (is_input(cmd))
        act(app, cmd, effects);
    speak_focused(app, cmd, effects);
}

static const struct draw_cmd *target_of(const struct draw_list *list, const struct draw_cmd *from,
                                        uint32_t key)
{
    switch (key) {
    case EVENT_KEY_TAB:
        return focus_step(list, from, FOCUS_NEXT, ACT_KEY);
    case EVENT_KEY_BACKTAB:
        return focus_step(list, from, FOCUS_PREVIOUS, ACT_KEY);
    case EVENT_KEY_SWITCH:
        return focus_step(list, from, FOCUS_NEXT, 0);
    case EVENT_KEY_UP:
        return focus_go(list, from, FOCUS_UP);
    case EVENT_KEY_DOWN:
        return focus_go(list, from, FOCUS_DOWN);
    case EVENT_KEY_LEFT:
        return focus_go(list, from, FOCUS_LEFT);
    default:
        return focus_go(list, from, FOCUS_RIGHT);
    }
}

static void step(struct app *app, uint32_t key, struct effects *effects)
{
    const struct draw_list *list = app_frame(app);
    const struct draw_cmd *from = ring_find(app, list);
    if (from) {
        put(app, target_of(list, from, key), effects);
        return;
    }
    app->ring.is_shown = true;
    app->ring.id[0] = '\0';
    put(app, ring_find(app, list), effects);
}

/* The touchable thing with the first of these ids that is shown. */
static void act_by_id(struct app *app, const char *id, const char *other, struct effects *effects)
{
    const struct draw_list *list = app_frame(app);
    const struct draw_cmd *cmd = draw_find_id(list, id);
    if (!cmd && other)
        cmd = draw_find_id(list, other);
    act(app, cmd, effects);
}

bool ring_move(struct app *app, uint32_t key, struct effects *effects)
{
    bool is_warning = app->idle.state == IDLE_WARNING, is_told = app->scan.news != SCAN_NOTHING;
    switch (key) {
    case EVENT_KEY_TAB:
    case EVENT_KEY_BACKTAB:
    case EVENT_KEY_UP:
    case EVENT_KEY_DOWN:
    case EVENT_KEY_LEFT:
    case EVENT_KEY_RIGHT:
        step(app, key, effects);
        return true;
    case EVENT_KEY_ESCAPE:
        act_by_id(app,
                  is_warning ? "idle.continue"
                  : is_told  ? "scan.close"
                             : "nav.back",
                  "nav.home", effects);
        return true;
    case EVENT_KEY_HOME:
        act_by_id(app, is_warning ? "idle.continue" : "nav.home", NULL, effects);
        return true;
    case EVENT_KEY_PAGE_UP:
        act_by_id(app, "nav.previous", NULL, effects);
        return true;
    case EVENT_KEY_PAGE_DOWN:
        act_by_id(app, "nav.next", NULL, effects);
        return true;
    default:
        return false;
    }
}

void ring_press(struct app *app, struct effects *effects)
{
    const struct draw_list *list = app_frame(app);
    const struct draw_cmd *cmd = ring_find(app, list);
    if (!cmd) {
        step(app, EVENT_KEY_TAB, effects);
        return;
    }
    set(app, cmd);
    act(app, cmd, effects);
}

void ring_switch(struct app *app, uint32_t key, int64_t at_ms, struct effects *effects)
{
    if (key == EVENT_KEY_SWITCH) {
        app->ring.is_switch_down = true;
        app->ring.switch_ms = at_ms;
        return;
    }
    if (!app->ring.is_switch_down)
        return;
    app->ring.is_switch_down = false;
    if (at_ms - app->ring.switch_ms >= SWITCH_HOLD_MS)
        ring_press(app, effects);
    else
        step(app, EVENT_KEY_SWITCH, effects);
}

void ring_hide(struct app *app)
{
    if (!app->ring.is_shown)
        return;
    memset(&app->ring, 0, sizeof app->ring);
    app->is_stale = true;
}
