#include "kiosk/keys.h"

#include <string.h>

#include "base/utf8.h"
#include "kiosk/screen.h"
#include "kiosk/visit.h"
#include "trust/ticket.h"

static void give(struct app *app, uint32_t key, struct effects *effects)
{
    const struct screen *screen = screens[app_place(app)->screen];
    if (screen->key && app->idle.state == IDLE_NO)
        screen->key(app, key, effects);
    app->is_stale = true;
}

static void give_all(struct app *app, struct effects *effects)
{
    struct burst burst = app->burst;
    app->burst.len = 0;
    for (size_t at = 0; at < (size_t)burst.len;) {
        size_t bytes = 0;
        uint32_t key = utf8_next(burst.text + at, (size_t)burst.len - at, &bytes);
        at += bytes;
        give(app, key, effects);
    }
}

/* Whether the burst so far, closed by Enter, is a ticket. */
static bool is_scan(const struct burst *burst, char number[TICKET_SIZE],
                    char token[TOKEN_TEXT_SIZE])
{
    if (burst->len < BURST_LEAST)
        return false;
    char text[BURST_MAX + 1];
    memcpy(text, burst->text, (size_t)burst->len);
    text[burst->len] = '\0';
    return ticket_parse_scan(text, number, token);
}

void keys_take(struct app *app, const struct event *event, struct effects *effects)
{
    struct burst *burst = &app->burst;
    if (burst->len > 0 && event->at_ms - burst->last_ms > BURST_GAP_MS)
        give_all(app, effects);
    if (event->key == EVENT_KEY_ENTER) {
        char number[TICKET_SIZE], token[TOKEN_TEXT_SIZE];
        if (is_scan(burst, number, token)) {
            burst->len = 0;
            lookup_scan(app, number, token, effects);
            return;
        }
        give_all(app, effects);
        give(app, EVENT_KEY_ENTER, effects);
        return;
    }
    if (event->key < ' ' || event->key == 0x7f) {
        give_all(app, effects);
        if (event->key == EVENT_KEY_DELETE)
            give(app, event->key, effects);
        return;
    }
    char bytes[4];
    size_t n = utf8_put(event->key, bytes);
    if ((size_t)burst->len + n > sizeof burst->text)
        give_all(app, effects);
    memcpy(burst->text + burst->len, bytes, n);
    burst->len += (int)n;
    burst->last_ms = event->at_ms;
}

void keys_flush(struct app *app, int64_t at_ms, struct effects *effects)
{
    if (app->burst.len > 0 && at_ms - app->burst.last_ms >= BURST_HOLD_MS)
        give_all(app, effects);
}

int64_t keys_deadline_ms(const struct app *app)
{
    return app->burst.len > 0 ? app->burst.last_ms + BURST_HOLD_MS : INT64_MAX;
}
