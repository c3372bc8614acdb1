#include "walk/walk.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/str.h"

static void tell(struct walk *walk, const char *what)
{
    walk->problems++;
    printf("%s %s: %s\n", app_screen_name(&walk->world->app), walk->way, what);
}

/* Who calls somebody comes back to exactly what was there, with everything entered. */
static void look_at_call_and_back(struct walk *walk)
{
    struct app *app = &walk->world->app;
    struct buf before = {0}, after = {0};
    char which[CONTENT_ID_SIZE + 32];
    (void)snprintf(which, sizeof which, "call from %d %s %d", (int)app_place(app)->screen,
                   app_place(app)->ref, app_place(app)->arg);
    if (app->idle.state == IDLE_WARNING || app->scan.news != SCAN_NOTHING ||
        app_place(app)->screen == SCREEN_CALL || !call_is_offered(app) ||
        app_place(app)->screen == SCREEN_ATTRACT || !walk_is_new(walk, which))
        return;
    draw_dump(app_frame(app), &before);
    int n = app->trail.n;
    int64_t mono_ms = walk->world->mono_ms;
    if (!world_tap(walk->world, "#nav.call") || app_place(app)->screen != SCREEN_CALL)
        tell(walk, "nobody can be called");
    else if (n < TRAIL_MAX && !world_tap(walk->world, "#nav.back"))
        tell(walk, "there is no way back from calling somebody");
    /* What only the clock changes is not meant. */
    walk->world->mono_ms = mono_ms;
    world_event(walk->world, (struct event){.kind = EVENT_TIME});
    draw_dump(app_frame(app), &after);
    if (n < TRAIL_MAX && !str_equal(before.data, after.data))
        tell(walk, "calling somebody changed the screen");
    buf_fini(&before);
    buf_fini(&after);
}

void walk_visit(struct walk *walk)
{
    walk_look(walk);
    look_at_call_and_back(walk);
}
