/* What is a tap and what only looks like one, played on the digit pad of the contact screen: each
 * tap that counts leaves a digit. */
#include "check.h"

#include <stdlib.h>

#include "kiosk/touch.h"
#include "screens/world.h"

static const char content_dir[] = "tests/screens/content";

enum { STEPS_MAX = 24 };

enum what { END, DOWN, MOVE, UP };
struct step {
    int at_ms;
    enum what what;
    int finger;
    char key;  /* over this digit, '-' beside all of them */
    int aside; /* pixels off its middle, to the right */
    int late_ms;
};

/* A finger on a key, off its middle, or read some time after it came. */
#define BESIDE(ms, what, finger, key, px)                                                          \
    {                                                                                              \
        ms, what, finger, key, px, 0                                                               \
    }
#define LATE(ms, what, finger, key, late)                                                          \
    {                                                                                              \
        ms, what, finger, key, 0, late                                                             \
    }
#define AT(ms, what, finger, key) BESIDE(ms, what, finger, key, 0)

static const struct {
    const char *name;
    struct step steps[STEPS_MAX];
    const char *digits;
} all[] = {
    {"a tap", {AT(0, DOWN, 1, '1'), AT(60, UP, 1, '1')}, "1"},
    {"the quickest finger", {AT(0, DOWN, 1, '1'), AT(40, UP, 1, '1')}, "1"},
    {"a drop", {AT(0, DOWN, 1, '1'), AT(8, UP, 1, '1')}, ""},
    {"fourteen is a drop, fifteen is not",
     {AT(0, DOWN, 1, '1'), AT(14, UP, 1, '1'), AT(200, DOWN, 1, '2'), AT(215, UP, 1, '2')},
     "2"},
    {"a drop that may have been a finger, read late",
     {LATE(0, DOWN, 1, '1', 40), AT(2, UP, 1, '1')},
     "1"},
    {"rain",
     {AT(0, DOWN, 1, '1'), AT(8, UP, 1, '1'), AT(20, DOWN, 2, '2'), AT(29, UP, 2, '2'),
      AT(40, DOWN, 3, '3'), AT(50, UP, 3, '3')},
     ""},
    {"five hurried taps",
     {AT(0, DOWN, 1, '7'), AT(45, UP, 1, '7'), AT(90, DOWN, 2, '7'), AT(130, UP, 2, '7'),
      AT(180, DOWN, 3, '7'), AT(225, UP, 3, '7'), AT(270, DOWN, 4, '7'), AT(310, UP, 4, '7'),
      AT(360, DOWN, 5, '7'), AT(400, UP, 5, '7')},
     "77777"},
    {"two thumbs, the second down before the first is up",
     {AT(0, DOWN, 1, '1'), AT(110, DOWN, 2, '3'), AT(150, UP, 1, '1'), AT(230, UP, 2, '3'),
      AT(240, DOWN, 1, '5'), AT(330, UP, 1, '5')},
     "135"},
    {"a palm of three",
     {AT(0, DOWN, 1, '1'), AT(20, DOWN, 2, '2'), AT(70, DOWN, 3, '3'), AT(400, UP, 2, '2'),
      AT(420, UP, 1, '1'), AT(430, UP, 3, '3')},
     ""},
    {"a finger joins a palm, and counts when all are up",
     {AT(0, DOWN, 1, '1'), AT(30, DOWN, 2, '2'), AT(600, DOWN, 3, '9'), AT(660, UP, 3, '9'),
      AT(700, UP, 1, '1'), AT(710, UP, 2, '2'), AT(900, DOWN, 3, '9'), AT(960, UP, 3, '9')},
     "9"},
    {"what has lain there for long hinders nobody",
     {AT(0, DOWN, 1, '1'), AT(30, DOWN, 2, '2'), AT(3500, DOWN, 3, '9'), AT(3560, UP, 3, '9'),
      AT(4000, UP, 1, '1'), AT(4010, UP, 2, '2')},
     "9"},
    {"eighty is together, eighty-one is not",
     {AT(0, DOWN, 1, '1'), AT(80, DOWN, 2, '2'), AT(150, UP, 1, '1'), AT(160, UP, 2, '2'),
      AT(1000, DOWN, 1, '3'), AT(1081, DOWN, 2, '4'), AT(1150, UP, 1, '3'), AT(1160, UP, 2, '4')},
     "34"},
    {"the hand one leans on, and the other's finger",
     {AT(0, DOWN, 1, '1'), AT(700, DOWN, 2, '5'), AT(780, UP, 2, '5'), AT(1500, UP, 1, '1')},
     "5"},
    {"an elder's slow press", {AT(0, DOWN, 1, '4'), AT(2400, UP, 1, '4')}, "4"},
    {"a sleeve", {AT(0, DOWN, 1, '4'), AT(3000, UP, 1, '4')}, ""},
    {"it slides a little",
     {AT(0, DOWN, 1, '5'), BESIDE(60, MOVE, 1, '5', 9), BESIDE(90, UP, 1, '5', 9)},
     "5"},
    {"over the edge by a little",
     {BESIDE(0, DOWN, 1, '5', 150), BESIDE(60, MOVE, 1, '5', 162), BESIDE(90, UP, 1, '5', 162)},
     "5"},
    {"off the key and let go", {AT(0, DOWN, 1, '5'), AT(60, MOVE, 1, '6'), AT(90, UP, 1, '6')}, ""},
    {"off the key and back",
     {AT(0, DOWN, 1, '5'), AT(60, MOVE, 1, '6'), AT(90, MOVE, 1, '5'), AT(120, UP, 1, '5')},
     "5"},
    {"begun beside all keys", {AT(0, DOWN, 1, '-'), AT(60, UP, 1, '5')}, ""},
    {"an end without a beginning", {AT(0, UP, 3, '5'), AT(50, MOVE, 4, '5')}, ""},
    {"more contacts than hands have fingers, whose ends are lost",
     {AT(0, DOWN, 1, '-'), AT(100, DOWN, 2, '-'), AT(200, DOWN, 3, '-'), AT(300, DOWN, 4, '-'),
      AT(400, DOWN, 5, '-'), AT(500, DOWN, 6, '-'), AT(600, DOWN, 7, '-'), AT(700, DOWN, 8, '-'),
      AT(800, DOWN, 9, '-'), AT(900, DOWN, 10, '-'), AT(1000, DOWN, 11, '-'),
      AT(5000, DOWN, 12, '8'), AT(5060, UP, 12, '8'), AT(5200, DOWN, 13, '1'),
      AT(5260, UP, 13, '1')},
     "81"},
    {"the same finger comes down twice",
     {AT(0, DOWN, 1, '1'), AT(300, DOWN, 1, '2'), AT(360, UP, 1, '2'), AT(400, UP, 1, '1')},
     "2"},
};

static void to_contact(struct world *world)
{
    (void)(world_tap(world, "#nav.end") && world_tap(world, "#menu.book") &&
           world_tap(world, "#day.1") && world_tap(world, "#session.photo-class.2026-11-25") &&
           world_tap(world, "#session.book"));
    CHECK_STR(app_screen_name(&world->app), "contact");
}

static void play(struct world *world, const struct step *step, enum pointer pointer)
{
    static const enum event_kind kinds[] = {
        [DOWN] = EVENT_TOUCH_DOWN, [MOVE] = EVENT_TOUCH_MOVE, [UP] = EVENT_TOUCH_UP};
    char id[] = {'k', 'e', 'y', '.', step->key, '\0'};
    const struct draw_cmd *key = draw_find_id(app_frame(&world->app), id);
    struct box box = key ? key->seen : (struct box){2, 300, 0, 0};
    world_event(world, (struct event){.kind = kinds[step->what],
                                      .x = box.x + box.w / 2 + step->aside,
                                      .y = box.y + box.h / 2,
                                      .pointer = pointer,
                                      .finger = step->finger,
                                      .late_ms = step->late_ms});
}

static void test_table(struct world *world)
{
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        to_contact(world);
        int64_t from_ms = world->mono_ms;
        for (const struct step *step = all[i].steps; step->what != END; step++) {
            if (from_ms + step->at_ms > world->mono_ms)
                world_wait(world, from_ms + step->at_ms - world->mono_ms);
            play(world, step, POINTER_FINGER);
        }
        if (strcmp(world->app.draft.contact.phone, all[i].digits) != 0) {
            fprintf(stderr, "%s: ", all[i].name);
            CHECK_STR(world->app.draft.contact.phone, all[i].digits);
        }
        CHECK(!world->app.touch.is_down);
    }
}

/* A mouse means what it does, however quick or slow. */
static void test_a_mouse_is_always_meant(struct world *world)
{
    static const struct step steps[] = {AT(0, DOWN, 0, '1'),    AT(0, UP, 0, '1'),
                                        AT(5, DOWN, 0, '2'),    AT(5000, UP, 0, '2'),
                                        AT(5000, DOWN, 0, '3'), AT(5001, UP, 0, '3')};
    to_contact(world);
    int64_t from_ms = world->mono_ms;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (from_ms + steps[i].at_ms > world->mono_ms)
            world_wait(world, from_ms + steps[i].at_ms - world->mono_ms);
        play(world, &steps[i], POINTER_MOUSE);
    }
    CHECK_STR(world->app.draft.contact.phone, "123");
}

/* One sees whether it counts: pressed within the frame, not when it slid off or rests. */
static void test_the_press_is_shown(struct world *world)
{
    static const struct step on = AT(0, DOWN, 1, '5'), off = AT(0, MOVE, 1, '9'),
                             back = AT(0, MOVE, 1, '5');
    to_contact(world);
    play(world, &on, POINTER_FINGER);
    CHECK(world->app.touch.is_down);
    play(world, &off, POINTER_FINGER);
    CHECK(!world->app.touch.is_down);
    play(world, &back, POINTER_FINGER);
    CHECK(world->app.touch.is_down);
    CHECK(app_deadline_ms(&world->app) <= world->mono_ms + TOUCH_REST_MS);
    world_wait(world, TOUCH_REST_MS);
    CHECK(!world->app.touch.is_down);
    CHECK(touch_deadline_ms(&world->app) == INT64_MAX);
    world_event(world, (struct event){.kind = EVENT_TOUCH_LOST});
}

/* One touch leads home in large type, another in English. */
static void test_attract_choices(struct world *world)
{
    (void)world_tap(world, "#menu.book");
    world_wait(world, 300000);
    CHECK_STR(app_screen_name(&world->app), "attract");
    CHECK(world_tap(world, "#attract.large"));
    CHECK_STR(app_screen_name(&world->app), "home");
    CHECK_INT(world->app.visit.type_scale, SCALE_LARGE);
    world_wait(world, 600000);
    CHECK_STR(app_screen_name(&world->app), "attract");
    CHECK_INT(world->app.visit.type_scale, SCALE_NORMAL);
    CHECK(world_tap(world, "#attract.lang"));
    CHECK_STR(app_screen_name(&world->app), "home");
    CHECK_INT(world->app.visit.lang, LANG_EN);
    CHECK_INT(world->app.visit.type_scale, SCALE_NORMAL);
    world_wait(world, 600000);
    CHECK(world_tap(world, "#attract.start"));
    CHECK_INT(world->app.visit.lang, LANG_ZH);
}

/* Nobody is woken by rain. */
static void test_attract(struct world *world)
{
    (void)world_tap(world, "#nav.end");
    (void)world_tap(world, "#menu.book");
    world_wait(world, 300000);
    CHECK_STR(app_screen_name(&world->app), "attract");
    struct event down = {
        .kind = EVENT_TOUCH_DOWN, .x = 40, .y = 40, .pointer = POINTER_FINGER, .finger = 1};
    struct event up = down;
    up.kind = EVENT_TOUCH_UP;
    world_event(world, down);
    world_wait(world, 9);
    world_event(world, up);
    CHECK_STR(app_screen_name(&world->app), "attract");
    world_event(world, down);
    world_wait(world, 50);
    world_event(world, up);
    CHECK_STR(app_screen_name(&world->app), "home");
}

int main(void)
{
    struct world *world = xalloc(sizeof *world);
    text_init();
    world_open(world, content_dir, &world_measure, 1080, 1920);
    test_table(world);
    test_a_mouse_is_always_meant(world);
    test_the_press_is_shown(world);
    test_attract(world);
    test_attract_choices(world);
    world_close(world);
    free(world);
    return check_done();
}
