/* What a visitor looks for, on a terminal without a window: what can be had comes first, and
 * nothing of it outlives the visit. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "check.h"
#include "screens/world.h"

static int place_of(const struct app *app, const char *id)
{
    for (size_t i = 0; i < app->finder.n; i++)
        if (str_equal(app->finder.hits[i].id, id))
            return (int)i;
    return -1;
}

/* A series that is over stands behind what begins alike and can still be had. */
static void test_order(struct world *world)
{
    struct app *app = &world->app;
    struct catalogue catalogue = *app->setup.catalogue;
    struct series *list = calloc(catalogue.series_len, sizeof *list);
    memcpy(list, catalogue.series, catalogue.series_len * sizeof *list);
    finder_set(app, "lf");
    CHECK_INT(place_of(app, "haircut-home"), 0);
    CHECK_INT(place_of(app, "haircut-here"), 2);
    CHECK_INT(place_of(app, "haircut-day"), 3);
    int before = place_of(app, "haircut-nails");
    CHECK_INT(before, 1);
    finder_set(app, "l");
    CHECK(place_of(app, "clay-time") >= 0);
    CHECK(place_of(app, "clay-time") < place_of(app, "property"));
    for (size_t i = 0; i < catalogue.series_len; i++)
        if (str_equal(list[i].id, "clay-time"))
            list[i].bookable.recurrence.until = day_of_instant(world->now) - 1;
    catalogue.series = list;
    world_event(world, (struct event){.kind = EVENT_CONTENT, .catalogue = &catalogue});
    finder_refresh(app);
    int after = place_of(app, "clay-time");
    CHECK(place_of(app, "property") >= 0);
    CHECK(after < 0 || after > place_of(app, "property"));
    world_event(world,
                (struct event){.kind = EVENT_CONTENT, .catalogue = store_catalogue(world->reader)});
    free(list);
}

static void test_forgets(struct world *world)
{
    CHECK(world_tap(world, "#home.search"));
    world_type(world, "lf", 100);
    world_wait(world, 1000);
    CHECK(world->app.finder.n > 0);
    CHECK(world_tap(world, "#nav.end"));
    static const struct finder none;
    CHECK_MEM(&world->app.finder, &none, sizeof none);
    /* Without an index the screen says so and leads on. */
    world->app.setup.search = NULL;
    CHECK(world_tap(world, "#home.search"));
    world_type(world, "lf", 100);
    world_wait(world, 1000);
    CHECK_INT(world->app.finder.state, FINDER_NOT_READY);
    CHECK(world_tap(world, "#search.services"));
    CHECK_STR(app_screen_name(&world->app), "services");
    CHECK(world_tap(world, "#nav.end"));
}

int main(void)
{
    static struct world world;
    world_open(&world, "kiosk-config", &world_measure, 1080, 1920);
    test_order(&world);
    test_forgets(&world);
    world_close(&world);
    return check_done();
}
