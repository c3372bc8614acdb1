/* The window, and what the window system says, as events. SDL is used here, in shell.c and in
 * ui/render only. */
#ifndef KIOSK_SHELL_WINDOW_H
#define KIOSK_SHELL_WINDOW_H

#include <stdbool.h>

#include <SDL.h>

#include "base/env.h"
#include "base/status.h"
#include "kiosk/event.h"

struct window {
    SDL_Window *sdl;
    bool is_space_held;    /* it presses, and that once */
    int64_t ticks_zero_ms; /* the monotonic clock when SDL's ticks were 0 */
    int64_t empty_ms;      /* when the window system's queue was last known to be empty */
    int width_px, height_px;
};

/* Tells SDL and Xlib to leave out at start what a terminal has no use for. Through the environment,
 * so once, before there are threads. */
void window_prepare(void);
/* width_px 0: full screen. ERR_IO with a sentence in why. */
enum status window_open(int width_px, int height_px, const struct env *env, struct window *out,
                        char *why, size_t why_size) MUST_CHECK;
void window_close(struct window *window);

/* What an SDL event means to the application; false: nothing. One event becomes at most
 * WINDOW_EVENTS_MAX of ours (a text input of several characters). */
enum { WINDOW_EVENTS_MAX = 32 };
int window_events(struct window *window, const SDL_Event *sdl, struct event *out);

#endif
