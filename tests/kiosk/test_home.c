/* Home in large type: two pages, and whoever says who they are begins on the first one. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "kiosk/ring.h"
#include "kiosk/screen.h"
#include "screens/world.h"

static const char content_dir[] = "kiosk-config";

struct size {
    int w, h;
};
static const struct size sizes[] = {{1080, 1920}, {1920, 1080}, {1366, 768}};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

static const struct draw_cmd *shown(struct world *world, const char *id)
{
    return draw_find_id(app_frame(&world->app), id);
}

static struct box box_of(struct world *world, const char *id)
{
    const struct draw_cmd *cmd = shown(world, id);
    CHECK(cmd != NULL);
    return cmd ? cmd->seen : (struct box){0};
}

static void check_same(struct box a, struct box b)
{
    CHECK_INT(a.x, b.x);
    CHECK_INT(a.y, b.y);
    CHECK_INT(a.w, b.w);
    CHECK_INT(a.h, b.h);
}

static struct world *begin(const struct size *size)
{
    struct world *world = xalloc(sizeof *world);
    memset(world, 0, sizeof *world);
    world_open(world, content_dir, &world_measure, size->w, size->h);
    CHECK(world_tap(world, "#nav.large"));
    return world;
}

static void finish(struct world *world)
{
    world_close(world);
    free(world);
}

static void test_a_new_audience_begins_on_its_first_page(const struct size *size)
{
    struct world *world = begin(size);
    CHECK(world_tap(world, "#home.more"));
    CHECK(shown(world, "menu.book") == NULL);
    CHECK(world_tap(world, "#visitor.elder"));
    CHECK_INT(world->app.visit.visitor, VISITOR_ELDER);
    const struct menu *menu =
        catalogue_find_menu(world->app.setup.catalogue, world->app.setup.station, VISITOR_ELDER);
    CHECK(menu != NULL && menu->items_len > 0);
    if (menu && menu->items_len > 0)
        CHECK(shown(world, menu->items[0].id) != NULL);
    finish(world);
}

static void press(struct world *world, uint32_t key)
{
    world_wait(world, 2 * BURST_HOLD_MS);
    world_event(world, (struct event){.kind = EVENT_KEY, .key = key});
    world_wait(world, BURST_HOLD_MS);
}

/* With keys, too; what had the focus is not there any more, and something else has it. */
static void test_keys_begin_on_the_first_page(const struct size *size)
{
    struct world *world = begin(size);
    const struct draw_cmd *focused = NULL;
    CHECK(world_tap(world, "#home.more"));
    for (int i = 0; i < 60 && !(focused && str_equal(focused->node.id, "visitor.rider")); i++) {
        press(world, EVENT_KEY_TAB);
        focused = ring_find(&world->app, app_frame(&world->app));
    }
    CHECK(focused != NULL && str_equal(focused->node.id, "visitor.rider"));
    press(world, EVENT_KEY_ENTER);
    CHECK_INT(world->app.visit.visitor, VISITOR_RIDER);
    CHECK(shown(world, "visitor.rider") == NULL);
    focused = ring_find(&world->app, app_frame(&world->app));
    CHECK(focused != NULL && focused->node.action.kind != 0);
    finish(world);
}

static void test_the_way_between_the_pages_stays(const struct size *size)
{
    struct world *world = begin(size);
    struct box more = box_of(world, "home.more");
    CHECK(world_tap(world, "#home.more"));
    check_same(more, box_of(world, "home.more"));
    CHECK(world_tap(world, "#home.more"));
    check_same(more, box_of(world, "home.more"));
    finish(world);
}

int main(void)
{
    text_init();
    for (int i = 0; i < SIZES; i++) {
        test_a_new_audience_begins_on_its_first_page(&sizes[i]);
        test_keys_begin_on_the_first_page(&sizes[i]);
        test_the_way_between_the_pages_stays(&sizes[i]);
    }
    return check_done();
}
