/* A scan leads to its place from any screen, and nothing entered is lost unasked. */
#include "check.h"

#include <stdlib.h>

#include "domain/code.h"
#include "kiosk/scan.h"
#include "screens/world.h"

static const char content_dir[] = "kiosk-config";

static void key(struct world *world, uint32_t key)
{
    world_event(world, (struct event){.kind = EVENT_KEY, .key = key});
}

static void scan(struct world *world, enum code_kind kind, const char *body)
{
    struct code code = {.kind = kind};
    char shown[CODE_SHOWN_SIZE];
    memcpy(code.body, body, strlen(body) + 1);
    code_show(&code, shown);
    world_type(world, shown, 3);
    key(world, EVENT_KEY_ENTER);
}

static const char *screen(const struct world *world)
{
    return app_screen_name(&world->app);
}

static void begin_request(struct world *world)
{
    (void)world_tap(world, "#nav.end");
    app_go(&world->app, SCREEN_REQUEST, world->app.setup.catalogue->requests[0].id);
    CHECK(world_tap(world, "#item.go"));
    CHECK_STR(screen(world), "form");
}

static void test_a_card_leads_riders_home(struct world *world)
{
    scan(world, CODE_CARD, "7K2M9QXD");
    CHECK_STR(screen(world), "home");
    CHECK_INT(world->app.visit.visitor, VISITOR_RIDER);
    CHECK_INT(world->app.style.audience, AUDIENCE_RIDER);
    (void)world_tap(world, "#nav.end");
    CHECK_INT(world->app.visit.visitor, VISITOR_RESIDENT);
    /* From the attract screen as well. */
    (void)world_tap(world, "#menu.book");
    world_wait(world, 300000);
    CHECK_STR(screen(world), "attract");
    scan(world, CODE_CARD, "7K2M9QXD");
    CHECK_STR(screen(world), "home");
    CHECK_INT(world->app.visit.visitor, VISITOR_RIDER);
}

static void test_whoever_fills_something_in_is_asked(struct world *world)
{
    begin_request(world);
    scan(world, CODE_CARD, "7K2M9QXD");
    CHECK_STR(screen(world), "scan");
    CHECK_INT(world->app.draft.kind, DRAFT_REQUEST);
    /* Below the dialog nothing can be reached, nor typed into. */
    CHECK(draw_find_id(app_frame(&world->app), "nav.home") == NULL);
    CHECK(world_tap(world, "#scan.close"));
    CHECK_STR(screen(world), "form");
    CHECK_INT(world->app.draft.kind, DRAFT_REQUEST);
    CHECK_INT(world->app.visit.visitor, VISITOR_RESIDENT);
    scan(world, CODE_CARD, "7K2M9QXD");
    CHECK(world_tap(world, "#scan.leave"));
    CHECK_STR(screen(world), "home");
    CHECK_INT(world->app.draft.kind, DRAFT_NONE);
    CHECK_INT(world->app.visit.visitor, VISITOR_RIDER);
}

static void test_a_thing_leads_to_its_page_and_back(struct world *world)
{
    begin_request(world);
    scan(world, CODE_THING, "RAIN0012");
    CHECK_STR(screen(world), "scan");
    CHECK_STR(world->app.scan.ref, "rack");
    CHECK(world_tap(world, "#scan.close"));
    CHECK_STR(screen(world), "page");
    scan(world, CODE_THING, "TOOL0001");
    CHECK_STR(world->app.scan.ref, "tools");
    CHECK(world_tap(world, "#scan.close"));
    CHECK(world_tap(world, "#nav.back"));
    CHECK_STR(screen(world), "form");
    CHECK_INT(world->app.draft.kind, DRAFT_REQUEST);
    scan(world, CODE_THING, "RAI00012");
    CHECK_INT(world->app.scan.news, SCAN_STRANGE_THING);
}

/* A dialog that nobody closes does not stay for the next one. */
static void test_it_goes_with_the_visit(struct world *world)
{
    (void)(world_tap(world, "#scan.close") && world_tap(world, "#nav.end"));
    scan(world, CODE_THING, "RAI00012");
    CHECK_STR(screen(world), "scan");
    world_wait(world, 300000);
    CHECK_STR(screen(world), "attract");
    CHECK_INT(world->app.scan.news, SCAN_NOTHING);
}

int main(void)
{
    struct world *world = xalloc(sizeof *world);
    text_init();
    world_open(world, content_dir, &world_measure, 1080, 1920);
    test_a_card_leads_riders_home(world);
    test_whoever_fills_something_in_is_asked(world);
    test_a_thing_leads_to_its_page_and_back(world);
    test_it_goes_with_the_visit(world);
    world_close(world);
    free(world);
    return check_done();
}
