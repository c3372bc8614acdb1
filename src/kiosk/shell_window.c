#include "kiosk/shell_window.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "kiosk/shell_x11.h"

/* Whoever sets these variables for the terminal keeps them. */
void window_prepare(void)
{
    /* Without a session bus SDL would start one. */
    setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0);
    /* Xlib would read 350 kB of dead-key sequences, and ask for an input method that is not there:
     * text is entered on the screen, and a scanner types plain characters. */
    setenv("XCOMPOSEFILE", "/dev/null", 0);
    setenv("XMODIFIERS", "@im=none", 0);
}

static void set_hints(void)
{
    /* Shared memory instead of a texture on X11; Wayland has its own way. */
    const char *driver = SDL_getenv("SDL_VIDEODRIVER");
    bool is_wayland = SDL_getenv("WAYLAND_DISPLAY") && !SDL_getenv("DISPLAY");
    if (!is_wayland && (!driver || strcmp(driver, "wayland") != 0))
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    /* A finger is not also a mouse, nor the reverse. */
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
}

/* Over the whole display at width_px 0. SDL waits a tenth of a second for a window manager's answer
 * to each wish, so that only a manager is asked. */
static SDL_Window *open_over(int width_px, int height_px)
{
    SDL_Rect all = {0, 0, width_px, height_px};
    bool is_full = width_px == 0;
    if (is_full)
        SDL_GetDisplayBounds(0, &all);
    SDL_Window *window =
        SDL_CreateWindow("Yizhan", all.x, all.y, all.w, all.h, SDL_WINDOW_BORDERLESS);
    if (!window || x11_is_unmanaged(window))
        return window;
    if (is_full)
        SDL_SetWindowFullscreen(window, SDL_WINDOW_FULLSCREEN_DESKTOP);
    else
        SDL_SetWindowPosition(window, 0, 0);
    return window;
}

enum status window_open(int width_px, int height_px, const struct env *env, struct window *out,
                        char *why, size_t why_size)
{
    struct window window = {.sdl = NULL};
    set_hints();
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        SDL_snprintf(why, why_size, "no display can be opened: %s", SDL_GetError());
        return ERR_IO;
    }
    window.sdl = open_over(width_px, height_px);
    if (!window.sdl) {
        SDL_snprintf(why, why_size, "no window can be opened: %s", SDL_GetError());
        SDL_Quit();
        return ERR_IO;
    }
    if (width_px == 0)
        SDL_ShowCursor(SDL_DISABLE);
    /* Without a window manager nobody else would give it the keyboard, that is the scanner. */
    SDL_RaiseWindow(window.sdl);
    SDL_SetWindowInputFocus(window.sdl);
    SDL_GetWindowSize(window.sdl, &window.width_px, &window.height_px);
    SDL_StartTextInput();
    /* Read together: opening the window took a while. */
    window.ticks_zero_ms = env->mono_ms(env->ctx) - (int64_t)SDL_GetTicks64();
    *out = window;
    return OK;
}

void window_close(struct window *window)
{
    if (!window->sdl)
        return;
    SDL_DestroyWindow(window->sdl);
    SDL_Quit();
    window->sdl = NULL;
}

static int touch(struct event *out, enum event_kind kind, int x, int y)
{
    out->kind = kind;
    out->x = x;
    out->y = y;
    return 1;
}

/* Whoever touches this window means it, so its scanner should reach it, too. */
static void take_focus(struct window *window)
{
    if (!(SDL_GetWindowFlags(window->sdl) & SDL_WINDOW_INPUT_FOCUS))
        SDL_SetWindowInputFocus(window->sdl);
}

static int mouse(struct window *window, const SDL_Event *sdl, struct event *out)
{
    if (sdl->button.button != SDL_BUTTON_LEFT || sdl->button.which == SDL_TOUCH_MOUSEID)
        return 0;
    bool is_down = sdl->type == SDL_MOUSEBUTTONDOWN;
    if (is_down)
        take_focus(window);
    return touch(out, is_down ? EVENT_TOUCH_DOWN : EVENT_TOUCH_UP, sdl->button.x, sdl->button.y);
}

/* Only while the button is down: a mouse that hovers means nothing. */
static int mouse_moves(const SDL_Event *sdl, struct event *out)
{
    if (!(sdl->motion.state & SDL_BUTTON_LMASK) || sdl->motion.which == SDL_TOUCH_MOUSEID)
        return 0;
    return touch(out, EVENT_TOUCH_MOVE, sdl->motion.x, sdl->motion.y);
}

static int finger(struct window *window, const SDL_Event *sdl, struct event *out)
{
    const SDL_TouchFingerEvent *at = &sdl->tfinger;
    /* What SDL makes of a mouse comes as a mouse, too. */
    if (at->touchId == SDL_MOUSE_TOUCHID)
        return 0;
    int x = (int)(at->x * (float)window->width_px), y = (int)(at->y * (float)window->height_px);
    out->pointer = POINTER_FINGER;
    out->finger = (int64_t)at->fingerId;
    if (sdl->type == SDL_FINGERMOTION)
        return touch(out, EVENT_TOUCH_MOVE, x, y);
    if (sdl->type == SDL_FINGERUP)
        return touch(out, EVENT_TOUCH_UP, x, y);
    take_focus(window);
    out->late_ms = out->at_ms > window->empty_ms ? out->at_ms - window->empty_ms : 0;
    return touch(out, EVENT_TOUCH_DOWN, x, y);
}

/* Keys that are no text; 0: none of them. A key that is held down acts once, but moves on. */
struct key_meaning {
    SDL_Keycode sym;
    uint32_t key;
    enum { HELD_ONCE, HELD_REPEATS } held;
};

static uint32_t key_meaning(SDL_Keycode sym, bool is_repeat)
{
    static const struct key_meaning all[] = {{SDLK_RETURN, EVENT_KEY_ENTER, HELD_ONCE},
                                             {SDLK_KP_ENTER, EVENT_KEY_ENTER, HELD_ONCE},
                                             {SDLK_BACKSPACE, EVENT_KEY_DELETE, HELD_REPEATS},
                                             {SDLK_TAB, EVENT_KEY_TAB, HELD_REPEATS},
                                             {SDLK_ESCAPE, EVENT_KEY_ESCAPE, HELD_ONCE},
                                             {SDLK_AC_BACK, EVENT_KEY_ESCAPE, HELD_ONCE},
                                             {SDLK_UP, EVENT_KEY_UP, HELD_REPEATS},
                                             {SDLK_DOWN, EVENT_KEY_DOWN, HELD_REPEATS},
                                             {SDLK_LEFT, EVENT_KEY_LEFT, HELD_REPEATS},
                                             {SDLK_RIGHT, EVENT_KEY_RIGHT, HELD_REPEATS},
                                             {SDLK_HOME, EVENT_KEY_HOME, HELD_ONCE},
                                             {SDLK_PAGEUP, EVENT_KEY_PAGE_UP, HELD_ONCE},
                                             {SDLK_PAGEDOWN, EVENT_KEY_PAGE_DOWN, HELD_ONCE},
                                             {SDLK_F1, EVENT_KEY_SWITCH, HELD_ONCE},
                                             {SDLK_F2, EVENT_KEY_ACT, HELD_ONCE}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].sym == sym)
            return is_repeat && all[i].held == HELD_ONCE ? 0 : all[i].key;
    return 0;
}

/* Without its number lock a keypad sends no characters. */
static uint32_t pad_key(const SDL_Keysym *keysym)
{
    if (keysym->mod & KMOD_NUM)
        return 0;
    if (keysym->sym == SDLK_KP_0)
        return EVENT_KEY_PAD_0;
    return keysym->sym >= SDLK_KP_1 && keysym->sym <= SDLK_KP_9
               ? EVENT_KEY_PAD_0 + 1 + (uint32_t)(keysym->sym - SDLK_KP_1)
               : 0;
}

static int key_down(struct window *window, const SDL_Event *sdl, struct event *out)
{
    const SDL_Keysym *keysym = &sdl->key.keysym;
    bool is_repeat = sdl->key.repeat != 0;
    window->is_space_held = keysym->sym == SDLK_SPACE && is_repeat;
    out->kind = EVENT_KEY;
    out->key = key_meaning(keysym->sym, is_repeat);
    if (out->key == EVENT_KEY_TAB && (keysym->mod & KMOD_SHIFT))
        out->key = EVENT_KEY_BACKTAB;
    if (out->key == 0 && !is_repeat)
        out->key = pad_key(keysym);
    return out->key != 0; /* characters come as text */
}

static int key_up(const SDL_Event *sdl, struct event *out)
{
    out->kind = EVENT_KEY;
    out->key = EVENT_KEY_SWITCH_UP;
    return sdl->key.keysym.sym == SDLK_F1;
}

static int text(const struct window *window, const SDL_Event *sdl, const struct event *stamped,
                struct event *out)
{
    const char *utf8 = sdl->text.text;
    size_t len = strlen(utf8);
    int n = 0;
    if (window->is_space_held && len == 1 && utf8[0] == ' ')
        return 0;
    for (size_t at = 0; at < len && n < WINDOW_EVENTS_MAX; n++) {
        size_t bytes = 0;
        out[n] = *stamped;
        out[n].kind = EVENT_KEY;
        out[n].key = utf8_next(utf8 + at, len - at, &bytes);
        at += bytes;
    }
    return n;
}

static int changed(struct window *window, const SDL_Event *sdl, struct event *out)
{
    switch (sdl->window.event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        window->width_px = sdl->window.data1;
        window->height_px = sdl->window.data2;
        return touch(out, EVENT_RESIZED, window->width_px, window->height_px);
    case SDL_WINDOWEVENT_FOCUS_LOST:
    case SDL_WINDOWEVENT_HIDDEN:
        return touch(out, EVENT_TOUCH_LOST, 0, 0);
    default:
        return 0;
    }
}

int window_events(struct window *window, const SDL_Event *sdl, struct event *out)
{
    struct event stamped = {.at_ms = window->ticks_zero_ms + (int64_t)sdl->common.timestamp};
    out[0] = stamped;
    switch (sdl->type) {
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        return mouse(window, sdl, out);
    case SDL_MOUSEMOTION:
        return mouse_moves(sdl, out);
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
    case SDL_FINGERMOTION:
        return finger(window, sdl, out);
    case SDL_KEYDOWN:
        return key_down(window, sdl, out);
    case SDL_KEYUP:
        return key_up(sdl, out);
    case SDL_TEXTINPUT:
        return text(window, sdl, &stamped, out);
    case SDL_WINDOWEVENT:
        return changed(window, sdl, out);
    default:
        return 0;
    }
}
