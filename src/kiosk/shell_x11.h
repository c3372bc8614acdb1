/* What SDL does not tell about an X server. Main thread only. */
#ifndef KIOSK_SHELL_X11_H
#define KIOSK_SHELL_X11_H

#include <stdbool.h>

#include <SDL.h>

/* True when the window stands on an X server without a window manager: it stays where and how it
 * was made, and nobody answers when it asks to be full screen. */
bool x11_is_unmanaged(SDL_Window *window);

#endif
