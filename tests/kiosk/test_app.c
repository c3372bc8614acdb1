/* Fingers, keys, time and inspection on the real terminal without a window. */
#include "check.h"

#include <stdlib.h>

#include <jansson.h>

#include "base/str.h"
#include "kiosk/inspect.h"
#include "kiosk/screen.h"
#include "screens/world.h"

static const char content_dir[] = "tests/screens/content";
static const char phone[] = "13800376021";

static void at(struct world *world, enum event_kind kind, int x, int y)
{
    world_event(world, (struct event){.kind = kind, .x = x, .y = y});
}

static struct box box_of(struct world *world, const char *id)
{
    const struct draw_cmd *cmd = draw_find_id(app_frame(&world->app), id);
    CHECK(cmd != NULL);
    return cmd ? cmd->seen : (struct box){0, 0, 1, 1};
}

static void tap(struct world *world, const char *what)
{
    if (!world_tap(world, what))
        CHECK_STR(what, "something on the screen");
}

static void to_contact(struct world *world)
{
    tap(world, "#menu.book");
    tap(world, "#day.1");
    tap(world, "#session.photo-class.2026-11-25");
    tap(world, "#session.book");
}

static void test_areas_act_on_release_inside(struct world *world)
{
    struct box tile = box_of(world, "menu.book"), other = box_of(world, "menu.services");
    at(world, EVENT_TOUCH_DOWN, tile.x + 5, tile.y + 5);
    CHECK_STR(app_screen_name(&world->app), "home");
    at(world, EVENT_TOUCH_UP, other.x + 5, other.y + 5);
    CHECK_STR(app_screen_name(&world->app), "home");
    at(world, EVENT_TOUCH_DOWN, tile.x + 5, tile.y + 5);
    at(world, EVENT_TOUCH_LOST, 0, 0);
    at(world, EVENT_TOUCH_UP, tile.x + 5, tile.y + 5);
    CHECK_STR(app_screen_name(&world->app), "home");
    at(world, EVENT_TOUCH_DOWN, tile.x + 5, tile.y + 5);
    at(world, EVENT_TOUCH_UP, tile.x + tile.w - 5, tile.y + tile.h - 5);
    CHECK_STR(app_screen_name(&world->app), "activities");
    tap(world, "#nav.end");
}

static void stroke(struct world *world, int from_y, int to_y)
{
    at(world, EVENT_TOUCH_DOWN, 540, from_y);
    at(world, EVENT_TOUCH_MOVE, 540, (from_y + to_y) / 2);
    at(world, EVENT_TOUCH_UP, 540, to_y);
}

static void test_a_stroke_turns_the_page(struct world *world)
{
    world_event(world, (struct event){.kind = EVENT_RESIZED, .x = 1080, .y = 1100});
    tap(world, "#menu.rooms");
    tap(world, "#item.meeting");
    tap(world, "#day.1");
    CHECK(draw_find_id(app_frame(&world->app), "nav.next") != NULL);
    stroke(world, 700, 300);
    CHECK_INT(world->app.trail.places[world->app.trail.n - 1].page, 1);
    stroke(world, 300, 700);
    CHECK_INT(world->app.trail.places[world->app.trail.n - 1].page, 0);
    CHECK_STR(app_screen_name(&world->app), "room");
    tap(world, "#nav.end");
    world_event(world, (struct event){.kind = EVENT_RESIZED, .x = 1080, .y = 1920});
}

/* All touches of a burst arrive before anything is drawn again. */
static void test_every_quick_tap_counts(struct world *world)
{
    to_contact(world);
    struct box key = box_of(world, "key.7");
    for (int i = 0; i < 5; i++) {
        at(world, EVENT_TOUCH_DOWN, key.x + 9, key.y + 9);
        at(world, EVENT_TOUCH_UP, key.x + 9, key.y + 9);
    }
    CHECK_STR(world->app.draft.contact.phone, "77777");
    tap(world, "#nav.end");
}

static void test_submit_is_single_shot(struct world *world)
{
    to_contact(world);
    tap(world, "#contact.none");
    CHECK_STR(app_screen_name(&world->app), "review");
    struct box submit = box_of(world, "submit");
    int sent = 0;
    for (int i = 0; i < 3; i++) {
        struct event down = {.kind = EVENT_TOUCH_DOWN, .x = submit.x + 9, .y = submit.y + 9};
        struct event up = {.kind = EVENT_TOUCH_UP, .x = submit.x + 9, .y = submit.y + 9};
        struct effects effects;
        down.at_ms = up.at_ms = world->mono_ms;
        down.now = up.now = world->now;
        app_update(&world->app, &down, &effects);
        app_update(&world->app, &up, &effects);
        for (int e = 0; e < effects.n; e++)
            sent += effects.items[e].kind == EFFECT_SUBMIT;
    }
    CHECK_INT(sent, 1);
    CHECK(!app_is_settled(&world->app));
    /* Whoever leaves meanwhile is not followed by the answer. */
    tap(world, "#nav.end");
    struct core_answer late = {.id = 1, .status = OK, .qr = "X"};
    world_event(world, (struct event){.kind = EVENT_ANSWERED, .answer = &late});
    CHECK_STR(app_screen_name(&world->app), "home");
    CHECK_INT(world->slips, 0);
}

static bool stands(struct world *world, const char *words)
{
    const struct draw_list *list = app_frame(&world->app);
    const struct draw_cmd *cmd = draw_next_node(list, NULL);
    while (cmd && !str_equal(cmd->node.name, words))
        cmd = draw_next_node(list, cmd);
    return cmd != NULL;
}

/* What waits to be sent is told by the hub's answer, not by what was known of the network when
 * somebody touched the button. */
static void test_waiting_is_said_while_it_is_true(struct world *world)
{
    static const char waiting[] = "已经存好，等待送出", received[] = "已经收到";
    struct deed *deed = &world->app.deed;
    struct core_order order = {.kind = OP_FILE,
                               .request = "fire-risk",
                               .grid = "g1",
                               .urgency = "now",
                               .fields = "{\"place\":\"gate\",\"what\":\"charging\"}"};
    struct effects effects = {0};
    const enum link_state links[] = {LINK_OFFLINE, LINK_ONLINE};
    for (size_t i = 0; i < 2; i++) {
        world->app.link.state = links[i];
        app_send(&world->app, &order, &effects);
        struct core_answer answer;
        core_submit(&world->core, &deed->order, &answer);
        CHECK(core_check(&world->core, &answer));
        CHECK_INT(answer.status, OK);
        CHECK_INT(answer.verdict.code, VERDICT_ACCEPTED);
        CHECK(answer.hub_answered);
        world_event(world, (struct event){.kind = EVENT_ANSWERED, .answer = &answer});
        CHECK_STR(app_screen_name(&world->app), "result");
        CHECK(stands(world, received) && !stands(world, waiting));
        /* It did not answer in time, and then it did. */
        deed->answer.hub_answered = false;
        world->app.is_stale = true;
        CHECK(stands(world, waiting) && !stands(world, received));
        world_event(world, (struct event){.kind = EVENT_DATA});
        CHECK(stands(world, received) && !stands(world, waiting));
        tap(world, "#nav.end");
    }
    world->app.link.state = LINK_NONE;
    world->slips = 0;
}

static void test_keys_reach_the_input_in_time(struct world *world)
{
    to_contact(world);
    /* As fast as a scanner, but no Enter: held back 50 ms at most. */
    world_type(world, "138003", 5);
    CHECK_STR(world->app.draft.contact.phone, "");
    CHECK(!app_is_settled(&world->app));
    CHECK(app_deadline_ms(&world->app) <= world->mono_ms + BURST_HOLD_MS);
    world_wait(world, BURST_HOLD_MS);
    CHECK_STR(world->app.draft.contact.phone, "138003");
    CHECK(app_is_settled(&world->app));
    /* An Enter after something that is no ticket changes nothing. */
    world_type(world, "76021", 5);
    world_event(world, (struct event){.kind = EVENT_KEY, .key = EVENT_KEY_ENTER});
    CHECK_STR(world->app.draft.contact.phone, phone);
    CHECK_STR(app_screen_name(&world->app), "contact");
    tap(world, "#nav.end");
}

static bool holds(const void *memory, size_t size, const char *text)
{
    const char *bytes = memory;
    size_t len = strlen(text);
    for (size_t i = 0; i + len <= size; i++)
        if (memcmp(bytes + i, text, len) == 0)
            return true;
    return false;
}

/* Whatever a frame's memory held is gone, not only what is shown. */
static bool frames_hold(const struct app *app, const char *text)
{
    const void *block;
    size_t size;
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; (block = arena_block(&app->frame_arenas[i], k, &size)) != NULL; k++)
            if (holds(block, size, text))
                return true;
    return false;
}

static void test_the_wipe_forgets(struct world *world)
{
    to_contact(world);
    world_type(world, phone, 120);
    world_wait(world, 60);
    CHECK(holds(&world->app, sizeof world->app, phone));
    /* Who fills in a form has longer; as long as the terminal talks, nobody is warned. */
    world_wait(world, (IDLE_AFTER_S + 1) * 1000);
    CHECK_STR(app_screen_name(&world->app), "contact");
    tap(world, "#nav.speak");
    CHECK(world->app.is_speaking);
    world_wait(world, (IDLE_AFTER_LONG_S + 1) * 1000);
    CHECK_STR(app_screen_name(&world->app), "contact");
    world_end_speech(world);
    CHECK(!world->app.is_speaking);
    world_wait(world, (IDLE_AFTER_LONG_S + 1) * 1000);
    CHECK_STR(app_screen_name(&world->app), "idle");
    world_wait(world, (IDLE_WARNING_S + 1) * 1000);
    CHECK_STR(app_screen_name(&world->app), "attract");
    CHECK(!holds(&world->app, sizeof world->app, phone));
    at(world, EVENT_TOUCH_DOWN, 3, 3);
    at(world, EVENT_TOUCH_UP, 3, 3);
    CHECK_STR(app_screen_name(&world->app), "home");
    /* An untouched home stays as it is. */
    (void)app_frame(&world->app);
    int64_t frame = world->app.frame_no;
    instant minute = world->now / MINUTE_S;
    world_wait(world, 5000);
    (void)app_frame(&world->app);
    CHECK(world->app.frame_no == frame || world->now / MINUTE_S != minute);
}

/* Back at home by 返回, too: nothing else would wipe it for whoever comes next. */
static void test_home_forgets(struct world *world)
{
    static const char words[] = "440370";
    tap(world, "#nav.end");
    tap(world, "#home.search");
    world_type(world, words, 120);
    world_wait(world, 60);
    CHECK(holds(&world->app, sizeof world->app, words));
    tap(world, "#nav.back");
    CHECK_STR(app_screen_name(&world->app), "home");
    CHECK(!holds(&world->app, sizeof world->app, words));
    CHECK(!frames_hold(&world->app, words));
    to_contact(world);
    world_type(world, phone, 120);
    world_wait(world, 60);
    CHECK(holds(&world->app, sizeof world->app, phone));
    while (world->app.trail.n > 1)
        tap(world, "#nav.back");
    CHECK_STR(app_screen_name(&world->app), "home");
    CHECK(!holds(&world->app, sizeof world->app, phone));
    CHECK(!frames_hold(&world->app, "138 0037 6021") && !frames_hold(&world->app, phone));
    CHECK_INT(world->app.draft.kind, DRAFT_NONE);
    struct link_news link = {.state = LINK_ONLINE, .is_enrolled = true, .has_content = true};
    world_event(world, (struct event){.kind = EVENT_LINK, .link = link});
    tap(world, "#menu.tickets");
    tap(world, "#tickets.phone");
    world_type(world, phone, 120);
    world_wait(world, 60);
    CHECK(holds(&world->app, sizeof world->app, phone));
    while (world->app.trail.n > 1)
        tap(world, "#nav.back");
    CHECK(!holds(&world->app, sizeof world->app, phone));
    link.state = LINK_NONE;
    world_event(world, (struct event){.kind = EVENT_LINK, .link = link});
}

static json_t *tree(struct world *world)
{
    struct buf out = {0};
    inspect_put_tree(&world->app, app_frame(&world->app), world->app.frame_no, &out);
    CHECK(out.len > 0 && out.data[out.len - 1] == '\n');
    json_t *json = json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, NULL);
    buf_fini(&out);
    return json;
}

static void test_inspection(struct world *world)
{
    static const char *const members[] = {"role", "name", "value", "rect", "enabled", "id"};
    tap(world, "#menu.book");
    json_t *json = tree(world), *node;
    size_t i;
    CHECK_STR(json_string_value(json_object_get(json, "screen")), "activities");
    CHECK(json_is_true(json_object_get(json, "settled")));
    CHECK_STR(json_string_value(json_object_get(json, "lang")), "zh");
    CHECK_STR(json_string_value(json_object_get(json, "printer")), "ok");
    CHECK_STR(json_string_value(json_object_get(json_object_get(json, "link"), "state")), "none");
    CHECK(json_array_size(json_object_get(json, "nodes")) > 10);
    json_array_foreach(json_object_get(json, "nodes"), i, node)
    {
        for (size_t m = 0; m < sizeof members / sizeof members[0]; m++)
            CHECK(json_object_get(node, members[m]) != NULL);
        CHECK_INT(json_array_size(json_object_get(node, "rect")), 4);
    }
    json_decref(json);
    CHECK(inspect_parse("tree").what == INSPECT_TREE);
    CHECK_INT(inspect_parse("wait settled 250").limit_ms, 250);
    CHECK(inspect_parse("wait settled").what == INSPECT_BAD);
    CHECK(inspect_parse("tap #submit").what == INSPECT_BAD);
    tap(world, "#nav.end");
}

/* ---- every touchable thing on every screen ---- */

enum { LEAST_PX = 65 }; /* 16 mm on the smaller panel */

static bool is_touchable(const struct draw_cmd *cmd)
{
    return cmd->node.action.kind != 0 && cmd->node.enabled == NODE_ENABLED;
}

static void check_areas(struct world *world)
{
    const struct draw_list *list = app_frame(&world->app);
    const struct draw_cmd *cmd = NULL;
    while ((cmd = draw_next_node(list, cmd)) != NULL) {
        if (!is_touchable(cmd))
            continue;
        struct box box = cmd->seen,
                   window = {0, 0, world->app.setup.width_px, world->app.setup.height_px};
        struct box inside = box_intersect(box, window);
        bool is_good = cmd->node.name[0] != '\0' && box.w >= LEAST_PX && box.h >= LEAST_PX &&
                       memcmp(&inside, &box, sizeof box) == 0;
        if (!is_good) {
            fprintf(stderr, "%s: “%s” #%s %dx%d at %d,%d\n", app_screen_name(&world->app),
                    cmd->node.name, cmd->node.id, box.w, box.h, box.x, box.y);
            check_failures++;
        }
    }
}

static void walk(struct world *world)
{
    static const char *const way[] = {"#menu.services",
                                      "#item.errand-shop",
                                      "#nav.home",
                                      "#menu.rooms",
                                      "#item.meeting",
                                      "#day.1",
                                      "#session.meeting.2026-11-25.1400",
                                      "#session.book",
                                      "#nav.home",
                                      "#menu.about",
                                      "#nav.home",
                                      "#menu.report",
                                      "#item.fire-risk",
                                      "#item.go",
                                      "#place.street",
                                      "#place.main-road",
                                      "#place.gate",
                                      "#form.next",
                                      "#field.what.charging",
                                      "#form.next",
                                      "#field.agree",
                                      "#form.next",
                                      "#form.next",
                                      "#field.name",
                                      "#nav.back",
                                      "#contact.none",
                                      "#submit",
                                      "#nav.home",
                                      "#menu.tickets",
                                      "#tickets.number",
                                      "#nav.home",
                                      "#menu.book",
                                      "#day.1",
                                      "#session.photo-class.2026-11-25",
                                      "#session.book",
                                      "#nav.end"};
    check_areas(world);
    for (size_t i = 0; i < sizeof way / sizeof way[0]; i++) {
        (void)world_tap(world, way[i]);
        check_areas(world);
    }
}

static void test_areas_are_large_enough(struct world *world)
{
    walk(world);
    tap(world, "#nav.large");
    walk(world);
    world_event(world, (struct event){.kind = EVENT_RESIZED, .x = 1920, .y = 1080});
    walk(world);
}

int main(void)
{
    struct world *world = xalloc(sizeof *world);
    text_init();
    world_open(world, content_dir, &world_measure, 1080, 1920);
    test_areas_act_on_release_inside(world);
    test_a_stroke_turns_the_page(world);
    test_every_quick_tap_counts(world);
    test_submit_is_single_shot(world);
    test_waiting_is_said_while_it_is_true(world);
    test_keys_reach_the_input_in_time(world);
    test_home_forgets(world);
    test_the_wipe_forgets(world);
    test_inspection(world);
    test_areas_are_large_enough(world);
    world_close(world);
    free(world);
    return check_done();
}
