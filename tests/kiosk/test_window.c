/* The window system's own events, through SDL's queue, to the application: fingers, keys, and what
 * SDL makes of both. */
#include "check.h"

#include <stdlib.h>

#include "kiosk/shell_window.h"
#include "screens/world.h"

static const char content_dir[] = "tests/screens/content";

static struct world *world;
static struct window window;

/* All that is queued, as the shell does it. */
static void handle_all(void)
{
    SDL_Event sdl;
    while (SDL_PollEvent(&sdl)) {
        struct event events[WINDOW_EVENTS_MAX];
        int n = window_events(&window, &sdl, events);
        for (int i = 0; i < n; i++)
            world_event(world, events[i]);
    }
}

static void push(SDL_Event event)
{
    CHECK_INT(SDL_PushEvent(&event), 1);
}

static void finger(Uint32 type, SDL_FingerID id, const char *node)
{
    const struct draw_cmd *cmd = draw_find_id(app_frame(&world->app), node);
    CHECK(cmd != NULL);
    if (!cmd)
        return;
    SDL_Event event = {.tfinger = {.type = type,
                                   .touchId = 1,
                                   .fingerId = id,
                                   .x = ((float)cmd->seen.x + 9.5f) / 1080,
                                   .y = ((float)cmd->seen.y + 9.5f) / 1920,
                                   .pressure = 1}};
    push(event);
}

static void key(SDL_Keycode sym, Uint16 mod, Uint8 repeat)
{
    SDL_Event event = {.key = {.type = SDL_KEYDOWN,
                               .state = SDL_PRESSED,
                               .repeat = repeat,
                               .keysym = {.sym = sym, .mod = mod}}};
    push(event);
    handle_all();
    world_wait(world, 100);
}

static void typed(const char *utf8)
{
    SDL_Event event = {.text = {.type = SDL_TEXTINPUT}};
    (void)SDL_strlcpy(event.text.text, utf8, sizeof event.text.text);
    push(event);
    handle_all();
    world_wait(world, 100);
}

static const char *screen(void)
{
    return app_screen_name(&world->app);
}

static void test_fingers(void)
{
    /* Both were there when the terminal looked again after half a second: it cannot know how long
     * the tap was, so it counts. */
    window.empty_ms = world->mono_ms - 500;
    window.ticks_zero_ms = world->mono_ms - (int64_t)SDL_GetTicks64();
    finger(SDL_FINGERDOWN, 5, "menu.book");
    finger(SDL_FINGERUP, 5, "menu.book");
    handle_all();
    CHECK_STR(screen(), "activities");
    /* It waited for this one, and it was gone at once: water. */
    finger(SDL_FINGERDOWN, 6, "nav.home");
    window.ticks_zero_ms = world->mono_ms - (int64_t)SDL_GetTicks64();
    window.empty_ms = INT64_MAX;
    finger(SDL_FINGERUP, 6, "nav.home");
    handle_all();
    CHECK_STR(screen(), "activities");
    /* Two fingers, one after the other. */
    finger(SDL_FINGERDOWN, 7, "day.1");
    handle_all();
    world_wait(world, 200);
    finger(SDL_FINGERDOWN, 8, "nav.home");
    handle_all();
    world_wait(world, 60);
    finger(SDL_FINGERUP, 7, "day.1");
    handle_all();
    CHECK(draw_find_id(app_frame(&world->app), "session.photo-class.2026-11-25") != NULL);
    finger(SDL_FINGERUP, 8, "nav.home");
    handle_all();
    CHECK_STR(screen(), "home");
}

/* What SDL makes of a mouse, when somebody tells it to, is not a second tap. */
static void test_a_mouse_is_not_a_finger_too(void)
{
    const struct draw_cmd *cmd = draw_find_id(app_frame(&world->app), "menu.book");
    SDL_Event touch = {.tfinger = {.type = SDL_FINGERDOWN,
                                   .touchId = SDL_MOUSE_TOUCHID,
                                   .x = ((float)cmd->seen.x + 9) / 1080,
                                   .y = ((float)cmd->seen.y + 9) / 1920}};
    push(touch);
    touch.type = SDL_FINGERUP;
    push(touch);
    handle_all();
    CHECK_STR(screen(), "home");
    SDL_Event mouse = {.button = {.type = SDL_MOUSEBUTTONDOWN,
                                  .button = SDL_BUTTON_LEFT,
                                  .x = cmd->seen.x + 9,
                                  .y = cmd->seen.y + 9}};
    push(mouse);
    mouse.type = SDL_MOUSEBUTTONUP;
    push(mouse);
    handle_all();
    CHECK_STR(screen(), "activities");
    (void)world_tap(world, "#nav.end");
}

static void test_keys(void)
{
    key(SDLK_TAB, 0, 0);
    CHECK(world->app.ring.is_shown);
    char first[CONTENT_ID_SIZE];
    memcpy(first, world->app.ring.id, sizeof first);
    key(SDLK_TAB, 0, 0);
    CHECK(strcmp(first, world->app.ring.id) != 0);
    key(SDLK_TAB, KMOD_LSHIFT, 0);
    CHECK_STR(world->app.ring.id, first);
    /* A key that is held acts once; a space that is held, too. */
    (void)world_tap(world, "#nav.end");
    key(SDLK_RETURN, 0, 0);
    key(SDLK_RETURN, 0, 1);
    CHECK_STR(screen(), "home");
    key(SDLK_SPACE, 0, 0);
    typed(" ");
    CHECK_STR(screen(), "activities");
    char shown[CONTENT_ID_SIZE];
    memcpy(shown, world->app.ring.id, sizeof shown);
    key(SDLK_SPACE, 0, 1);
    typed(" ");
    CHECK_STR(screen(), "activities");
    key(SDLK_ESCAPE, 0, 0);
    CHECK_STR(screen(), "home");
    /* With its number lock a keypad sends text, without it keys. */
    key(SDLK_KP_2, 0, 0);
    CHECK(strcmp(shown, world->app.ring.id) != 0);
    memcpy(shown, world->app.ring.id, sizeof shown);
    key(SDLK_KP_2, KMOD_NUM, 0);
    CHECK_STR(world->app.ring.id, shown);
}

int main(void)
{
    world = xalloc(sizeof *world);
    text_init();
    (void)SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    world_open(world, content_dir, &world_measure, 1080, 1920);
    char why[128] = "";
    CHECK_INT(window_open(1080, 1920, &world->env, &window, why, sizeof why), OK);
    CHECK_STR(why, "");
    handle_all();
    test_fingers();
    test_a_mouse_is_not_a_finger_too();
    test_keys();
    window_close(&window);
    world_close(world);
    free(world);
    return check_done();
}
