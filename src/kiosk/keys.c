#include "kiosk/keys.h"

#include <string.h>

#include "base/utf8.h"
#include "kiosk/ring.h"
#include "kiosk/scan.h"
#include "kiosk/screen.h"
#include "kiosk/visit.h"

static bool is_character(uint32_t key)
{
    return key >= ' ' && key != 0x7f && key < EVENT_KEY_FIRST;
}

/* ---- what a key means when it is no part of a scan ---- */

static void type(struct app *app, uint32_t key, struct effects *effects)
{
    const struct screen *screen = screens[app_place(app)->screen];
    if (app->idle.state == IDLE_NO && app->scan.news == SCAN_NOTHING &&
        !typing_key(app, key, effects) && screen->key)
        screen->key(app, key, effects);
    app->is_stale = true;
}

/* A switch is for those who have nothing else; what it reaches, Enter reaches as well. */
static void press(struct app *app, uint32_t key, struct effects *effects)
{
    bool is_warned = app->idle.state == IDLE_WARNING;
    if (is_warned && !app->ring.is_shown)
        app->idle = (struct idle){IDLE_NO, app->setup.at_ms};
    else if (app->scan.news != SCAN_NOTHING && !app->ring.is_shown)
        (void)ring_move(app, EVENT_KEY_ESCAPE, effects);
    else if (app_place(app)->screen == SCREEN_ATTRACT)
        app_home(app);
    else if (ring_is_on_input(app) || (!app->ring.is_shown && ring_has_input(app)))
        type(app, key, effects);
    else
        ring_press(app, effects);
    app->is_stale = true;
}

static uint32_t pad_way(uint32_t key)
{
    static const uint32_t ways[10] = {
        [2] = EVENT_KEY_DOWN,   [3] = EVENT_KEY_PAGE_DOWN, [4] = EVENT_KEY_LEFT,
        [5] = EVENT_KEY_ENTER,  [6] = EVENT_KEY_RIGHT,     [7] = EVENT_KEY_HOME,
        [8] = EVENT_KEY_UP,     [9] = EVENT_KEY_PAGE_UP,   [0] = EVENT_KEY_ESCAPE,
        [1] = EVENT_KEY_BACKTAB};
    return ways[key - EVENT_KEY_PAD_0];
}

/* Anything but a character. */
static void command(struct app *app, const struct event *event, struct effects *effects)
{
    uint32_t key = event->key;
    if (key >= EVENT_KEY_PAD_0 && key <= EVENT_KEY_PAD_9)
        key = pad_way(key);
    if (app_place(app)->screen == SCREEN_ATTRACT && key != EVENT_KEY_SWITCH_UP) {
        app_home(app);
        return;
    }
    if (key == EVENT_KEY_SWITCH || key == EVENT_KEY_SWITCH_UP)
        ring_switch(app, key, event->at_ms, effects);
    else if (key == EVENT_KEY_ACT)
        ring_press(app, effects);
    else if (key == EVENT_KEY_ENTER)
        press(app, key, effects);
    else if (key == EVENT_KEY_DELETE)
        type(app, key, effects);
    else
        (void)ring_move(app, key, effects);
}

/* ---- bursts ---- */

static bool has_characters(const struct burst *burst)
{
    for (int i = 0; i < burst->len; i++)
        if (is_character(burst->keys[i]))
            return true;
    return false;
}

/* So many commands at once no hand gives. */
static bool is_scan_of_commands(const struct burst *burst)
{
    return (burst->len >= BURST_LEAST || burst->is_too_long) && !has_characters(burst);
}

enum give { GIVE_ALL, GIVE_CHARACTERS };

static void give(struct app *app, enum give what, struct effects *effects)
{
    struct burst *burst = &app->burst;
    uint32_t keys[BURST_MAX];
    int n = is_scan_of_commands(burst) ? 0 : burst->len;
    memcpy(keys, burst->keys, (size_t)n * sizeof keys[0]);
    memset(burst->keys, 0, sizeof burst->keys);
    burst->len = 0;
    for (int i = 0; i < n; i++) {
        struct event event = {.kind = EVENT_KEY, .at_ms = burst->last_ms, .key = keys[i]};
        if (is_character(keys[i]))
            type(app, keys[i], effects);
        else if (what == GIVE_ALL)
            command(app, &event, effects);
    }
}

/* The burst as text, without what is no character; returns how many there are. */
static int burst_text(const struct burst *burst, char text[4 * BURST_MAX + 1])
{
    int n = 0;
    size_t len = 0;
    for (int i = 0; i < burst->len; i++) {
        if (!is_character(burst->keys[i]))
            continue;
        len += utf8_put(burst->keys[i], text + len);
        n++;
    }
    text[len] = '\0';
    utf8_strip_controls(text, false);
    return n;
}

/* Enter right behind other keys. */
static void end_burst(struct app *app, struct effects *effects)
{
    struct burst *burst = &app->burst;
    char text[4 * BURST_MAX + 1];
    int n = burst_text(burst, text);
    bool is_scan =
        n >= BURST_LEAST && !burst->is_too_long &&
        (scan_take(app, text, effects) || (!ring_has_input(app) && scan_take_unknown(app)));
    memset(text, 0, sizeof text);
    if (is_scan) {
        int64_t last_ms = burst->last_ms;
        *burst = (struct burst){.last_ms = last_ms, .was_scan = true};
        return;
    }
    bool is_long = n >= BURST_LEAST || burst->is_too_long;
    give(app, is_long ? GIVE_CHARACTERS : GIVE_ALL, effects);
    if (is_long)
        type(app, EVENT_KEY_ENTER, effects);
    else
        press(app, EVENT_KEY_ENTER, effects);
}

static void hold(struct app *app, uint32_t key, struct effects *effects)
{
    struct burst *burst = &app->burst;
    if (burst->len == BURST_MAX) {
        give(app, GIVE_CHARACTERS, effects);
        burst->is_too_long = true;
    }
    burst->keys[burst->len++] = key;
}

static void take_enter(struct app *app, struct effects *effects)
{
    struct burst *burst = &app->burst;
    if (burst->was_scan)
        return;
    if (has_characters(burst) || burst->is_too_long)
        end_burst(app, effects);
    else
        hold(app, EVENT_KEY_ENTER, effects);
}

/* What a code can hold that is no character. */
static bool is_control(uint32_t key)
{
    return key == EVENT_KEY_TAB || key == EVENT_KEY_ESCAPE;
}

/* Space on something that can be pressed presses it; anywhere else it is a character. */
static bool presses(struct app *app, uint32_t key)
{
    return key == ' ' && app->burst.len == 0 && !app->burst.is_too_long && app->ring.is_shown &&
           !ring_is_on_input(app);
}

void keys_take(struct app *app, const struct event *event, struct effects *effects)
{
    struct burst *burst = &app->burst;
    uint32_t key = event->key;
    if (event->at_ms - burst->last_ms > BURST_GAP_MS) {
        give(app, GIVE_ALL, effects);
        burst->is_too_long = burst->was_scan = false;
    }
    visit_touched(app, event->at_ms);
    bool is_pad = key >= EVENT_KEY_PAD_0 && key <= EVENT_KEY_PAD_9;
    if (is_pad && ring_has_input(app))
        key = '0' + (key - EVENT_KEY_PAD_0);
    if (is_character(key))
        app->idle = (struct idle){IDLE_NO, event->at_ms};
    if (key == EVENT_KEY_ENTER) {
        take_enter(app, effects);
    } else if (key == EVENT_KEY_DELETE) {
        give(app, GIVE_ALL, effects);
        type(app, key, effects);
    } else if (presses(app, key)) {
        press(app, key, effects);
    } else if (is_character(key) || is_control(key) || burst->len > 0) {
        hold(app, key, effects);
    } else {
        command(app, event, effects);
    }
    burst->last_ms = event->at_ms;
}

void keys_flush(struct app *app, int64_t at_ms, struct effects *effects)
{
    if (app->burst.len > 0 && at_ms - app->burst.last_ms >= BURST_HOLD_MS)
        give(app, GIVE_ALL, effects);
}

int64_t keys_deadline_ms(const struct app *app)
{
    return app->burst.len > 0 ? app->burst.last_ms + BURST_HOLD_MS : INT64_MAX;
}
