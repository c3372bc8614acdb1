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

/* The frame is what a view of the state gives. */
static bool is_as_drawn(struct world *world)
{
    struct arena arena = {0};
    struct draw_list list = {0};
    draw_list_begin(&list, &arena, 1080, 1920);
    app_view(&world->app, &list);
    bool is_same = draw_list_equal(&list, app_frame(&world->app));
    arena_fini(&arena);
    return is_same;
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
        /* What was foreseen becomes the frame, and is the one that would have been drawn. */
        CHECK(foresight_fulfil(foresight, &world->app));
        CHECK(!world->app.is_stale);
        CHECK(is_as_drawn(world));
        CHECK(world->app.frame_no > before);
        CHECK(!foresight_fulfil(foresight, &world->app)); /* once */
    }
}

/* What comes between finger and release: the frame is drawn anew. */
static void change_nothing(struct world *world)
{
    (void)world;
}
static void change_lang(struct world *world)
{
    world->app.visit.lang = LANG_EN;
}
static void change_printer(struct world *world)
{
    world->app.printer = PRINTER_OUT;
}
static void change_minute(struct world *world)
{
    world->now += 60;
}
static void change_data(struct world *world)
{
    CHECK_INT(store_setting_set(world->store, "public_url", "HTTPS://ELSEWHERE.INVALID"), OK);
}

static void test_other_futures(struct world *world, struct foresight *foresight)
{
    static void (*const changes[])(struct world *) = {change_nothing, change_lang, change_printer,
                                                      change_minute, change_data};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        CHECK(press(world, foresight, "menu.services") != NULL);
        changes[i](world);
        release(world, "menu.services");
        CHECK_INT(foresight_fulfil(foresight, &world->app), i == 0);
        CHECK(is_as_drawn(world));
        world->app.visit.lang = LANG_ZH;
        world->app.printer = PRINTER_OK;
        press(world, foresight, "nav.home");
        release(world, "nav.home");
        (void)app_frame(&world->app);
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
    test_other_futures(world, foresight);
    test_nothing_personal(world, foresight);
    foresight_destroy(foresight);
    world_close(world);
    free(world);
    return check_done();
}
