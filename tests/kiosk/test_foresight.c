/* The screen behind a finger that is down, beside the one that really comes. */
#include "check.h"

#include <stdlib.h>

#include "kiosk/foresight.h"
#include "screens/world.h"

static const char content_dir[] = "tests/screens/content";

static const struct draw_list *press(struct world *world, struct foresight *foresight,
                                     const char *id)
{
    const struct draw_cmd *cmd = draw_find_id(app_frame(&world->app), id);
    CHECK(cmd != NULL);
    if (cmd == NULL)
        return NULL;
    struct event down = {.kind = EVENT_TOUCH_DOWN, .x = cmd->seen.x + 5, .y = cmd->seen.y + 5};
    world_event(world, down);
    return foresight_list(foresight, &world->app);
}

static void release(struct world *world, const char *id)
{
    const struct draw_cmd *cmd = draw_find_id(app_frame(&world->app), id);
    world_event(world,
                (struct event){.kind = EVENT_TOUCH_UP, .x = cmd->seen.x + 5, .y = cmd->seen.y + 5});
}

/* Foreseen and real must be the same, or the paint is in vain. */
static void test_ways(struct world *world, struct foresight *foresight)
{
    static const char *const steps[] = {"menu.services", "nav.back",   "menu.book",
                                        "nav.home",      "menu.rooms", "nav.home"};
    CHECK(foresight_list(foresight, &world->app) == NULL); /* no finger is down */
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        int64_t before = world->app.frame_no;
        const struct draw_list *list = press(world, foresight, steps[i]);
        CHECK(list != NULL);
        CHECK(draw_find_id(app_frame(&world->app), steps[i]) != NULL); /* nothing has happened */
        release(world, steps[i]);
        CHECK(list != NULL && draw_list_equal(list, app_frame(&world->app)));
        CHECK(world->app.frame_no > before);
    }
}

static void test_nothing_personal(struct world *world, struct foresight *foresight)
{
    static const char *const way[] = {"menu.book", "day.1", "session.photo-class.2026-11-25"};
    for (size_t i = 0; i < sizeof way / sizeof way[0]; i++) {
        press(world, foresight, way[i]);
        release(world, way[i]);
    }
    CHECK(world->app.draft.kind != DRAFT_NONE);
    CHECK(press(world, foresight, "nav.back") == NULL);
    release(world, "nav.back");
    CHECK(press(world, foresight, "nav.end") == NULL); /* ends a visit: not a mere way */
    release(world, "nav.end");
}

int main(void)
{
    struct world *world = xalloc(sizeof *world);
    struct foresight *foresight = NULL;
    text_init();
    world_open(world, content_dir, &world_measure, 1080, 1920);
    foresight_create(&foresight);
    test_ways(world, foresight);
    test_nothing_personal(world, foresight);
    foresight_destroy(foresight);
    world_close(world);
    free(world);
    return check_done();
}
