/* A spoken note as the application sees it: what is asked of the microphone and when, news that
 * come late, and that nothing of it outlives its visit. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/answers.h"
#include "kiosk/screen.h"
#include "screens/world.h"

static const char content_dir[] = "tests/screens/content";
static const char ogg[] = "OggS as it were";

static const char *const way[] = {
    "#menu.report",     "#item.fire-risk", "#item.go",   "#place.street",
    "#place.main-road", "#place.gate",     "#form.next", "#field.what.charging",
    "#form.next",       "#field.agree",    "#form.next"};

static struct world *begin(void)
{
    struct world *world = xalloc(sizeof *world);
    memset(world, 0, sizeof *world);
    world_open(world, content_dir, &world_measure, 1080, 1920);
    world->app.setup.can_record = true;
    for (size_t i = 0; i < sizeof way / sizeof way[0]; i++)
        CHECK(world_tap(world, way[i]));
    CHECK(world_tap(world, "#note.open"));
    CHECK_STR(app_screen_name(&world->app), "note");
    return world;
}

static void finish(struct world *world)
{
    world_close(world);
    free(world);
}

static void news(struct world *world, int64_t id, enum note_news_kind kind, int seconds)
{
    struct note_news told = {id, kind, seconds, ogg, sizeof ogg};
    world_event(world, (struct event){.kind = EVENT_NOTE, .note = &told});
}

/* The last deed asked for by the tap; -1: none. */
static int tap(struct world *world, const char *what)
{
    struct effects effects = {0};
    int deed = -1;
    world->effects = effects;
    CHECK(world_tap(world, what));
    for (int i = 0; i < world->effects.n; i++)
        if (world->effects.items[i].kind == EFFECT_NOTE)
            deed = (int)world->effects.items[i].note;
    return deed;
}

static void record(struct world *world, int seconds)
{
    CHECK_INT(tap(world, "#note.start"), NOTE_RECORD);
    news(world, world->app.note.id, NOTE_RECORDING, 0);
    news(world, world->app.note.id, NOTE_RECORDING, seconds);
    CHECK_INT(world->app.note.seconds, seconds);
    CHECK_INT(tap(world, "#note.stop"), NOTE_STOP);
    /* Told before the microphone heard of the end. */
    news(world, world->app.note.id, NOTE_RECORDING, seconds + 1);
    CHECK_INT(world->app.note.state, NOTE_WAITS);
    news(world, world->app.note.id, NOTE_READY, seconds);
    CHECK_INT(world->app.note.state, NOTE_IS_THERE);
}

static void test_kept(void)
{
    struct world *world = begin();
    struct core_order *order = xalloc(sizeof *order);
    record(world, 23);
    CHECK_INT(tap(world, "#note.play"), NOTE_PLAY);
    CHECK_INT(tap(world, "#note.hush"), NOTE_HUSH);
    CHECK_INT(tap(world, "#note.play"), NOTE_PLAY);
    news(world, world->app.note.id, NOTE_PLAYED, 0);
    CHECK_INT(world->app.note.state, NOTE_IS_THERE);
    CHECK_INT(tap(world, "#note.keep"), NOTE_DROP);
    CHECK_STR(app_screen_name(&world->app), "form");
    CHECK(!typing_is_on(&world->app));
    CHECK(answers_order(&world->app, order));
    CHECK(strstr(order->personal, "{\"note_s\":23}") != NULL);
    CHECK(strstr(order->fields, "note_s") == NULL);
    CHECK_INT(order->note_len, sizeof ogg);
    CHECK(order->note && memcmp(order->note, ogg, sizeof ogg) == 0);
    /* Without it one writes again, and nothing is left of it. */
    CHECK(world_tap(world, "#note.forget"));
    CHECK(typing_is_on(&world->app));
    CHECK(world->app.note.ogg.data == NULL);
    CHECK(answers_order(&world->app, order));
    CHECK(order->note == NULL);
    CHECK(strstr(order->personal, "note_s") == NULL);
    free(order);
    finish(world);
}

static void test_left(void)
{
    struct world *world = begin();
    record(world, 5);
    int64_t id = world->app.note.id;
    CHECK_INT(tap(world, "#nav.back"), NOTE_DROP);
    CHECK(world->app.note.ogg.data == NULL);
    news(world, id, NOTE_READY, 5);
    CHECK(world->app.note.ogg.data == NULL);
    CHECK(world_tap(world, "#note.open"));
    CHECK_INT(tap(world, "#note.start"), NOTE_RECORD);
    news(world, id, NOTE_READY, 5);
    CHECK_INT(world->app.note.state, NOTE_WAITS);
    news(world, world->app.note.id, NOTE_RECORDING, 0);
    CHECK_INT(tap(world, "#nav.end"), NOTE_DROP);
    CHECK_INT(world->app.note.state, NOTE_NONE);
    finish(world);
}

static void test_wiped_with_the_visit(void)
{
    struct world *world = begin();
    record(world, 5);
    CHECK_INT(tap(world, "#note.keep"), NOTE_DROP);
    CHECK(world->app.note.ogg.data != NULL);
    CHECK(world_tap(world, "#nav.end"));
    CHECK(world->app.note.ogg.data == NULL);
    CHECK(!note_is_kept(&world->app.draft));
    finish(world);
}

/* What is said to somebody who was called is not recorded; what was said before is still there. */
static void test_called(void)
{
    struct world *world = begin();
    CHECK_INT(tap(world, "#note.start"), NOTE_RECORD);
    news(world, world->app.note.id, NOTE_RECORDING, 0);
    CHECK(world_tap(world, "#nav.call"));
    CHECK_INT(world->app.note.state, NOTE_WAITS);
    news(world, world->app.note.id, NOTE_READY, 2);
    CHECK(world_tap(world, "#nav.back"));
    CHECK_STR(app_screen_name(&world->app), "note");
    CHECK_INT(world->app.note.state, NOTE_IS_THERE);
    finish(world);
}

static void test_failed(void)
{
    struct world *world = begin();
    CHECK_INT(tap(world, "#note.start"), NOTE_RECORD);
    news(world, world->app.note.id, NOTE_FAILED, 0);
    CHECK(!world_tap(world, "#note.start"));
    CHECK(world_tap(world, "#nav.back"));
    CHECK(!world_tap(world, "#note.open"));
    CHECK(typing_is_on(&world->app));
    finish(world);
}

int main(void)
{
    test_kept();
    test_left();
    test_wiped_with_the_visit();
    test_called();
    test_failed();
    return check_done();
}
