#include "kiosk/shell_window.h"

#include <string.h>

#include "base/utf8.h"

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

enum status window_open(int width_px, int height_px, const struct env *env, struct window *out,
                        char *why, size_t why_size)
{
    struct window window = {.sdl = NULL};
    set_hints();
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        SDL_snprintf(why, why_size, "no display can be opened: %s", SDL_GetError());
        return ERR_IO;
    }
    bool is_full = width_px == 0;
    Uint32 flags = is_full ? SDL_WINDOW_FULLSCREEN_DESKTOP : SDL_WINDOW_BORDERLESS;
    window.sdl = SDL_CreateWindow("Yizhan", 0, 0, is_full ? 1080 : width_px,
                                  is_full ? 1920 : height_px, flags);
    if (!window.sdl) {
        SDL_snprintf(why, why_size, "no window can be opened: %s", SDL_GetError());
        SDL_Quit();
        return ERR_IO;
    }
    if (is_full)
        SDL_ShowCursor(SDL_DISABLE);
    else
        SDL_SetWindowPosition(window.sdl, 0, 0);
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

static int finger(struct window *window, const SDL_Event *sdl, struct event *out)
{
    const SDL_TouchFingerEvent *at = &sdl->tfinger;
    if (sdl->type == SDL_FINGERDOWN && !window->has_finger) {
        window->has_finger = true;
        window->finger = at->fingerId;
        take_focus(window);
    } else if (!window->has_finger || at->fingerId != window->finger ||
               sdl->type == SDL_FINGERDOWN) {
        return 0;
    }
    int x = (int)(at->x * (float)window->width_px), y = (int)(at->y * (float)window->height_px);
    if (sdl->type == SDL_FINGERMOTION)
        return touch(out, EVENT_TOUCH_MOVE, x, y);
    if (sdl->type == SDL_FINGERDOWN)
        return touch(out, EVENT_TOUCH_DOWN, x, y);
    window->has_finger = false;
    return touch(out, EVENT_TOUCH_UP, x, y);
}

static int key_down(const SDL_Event *sdl, struct event *out)
{
    out->kind = EVENT_KEY;
    switch (sdl->key.keysym.sym) {
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        out->key = EVENT_KEY_ENTER;
        return 1;
    case SDLK_BACKSPACE:
        out->key = EVENT_KEY_DELETE;
        return 1;
    default:
        return 0; /* characters come as text */
    }
}

static int text(const SDL_Event *sdl, const struct event *stamped, struct event *out)
{
    const char *utf8 = sdl->text.text;
    size_t len = strlen(utf8);
    int n = 0;
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
        window->has_finger = false;
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
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
    case SDL_FINGERMOTION:
        return finger(window, sdl, out);
    case SDL_KEYDOWN:
        return key_down(sdl, out);
    case SDL_TEXTINPUT:
        return text(sdl, &stamped, out);
    case SDL_WINDOWEVENT:
        return changed(window, sdl, out);
    default:
        return 0;
    }
}
