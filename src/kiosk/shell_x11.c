#include "kiosk/shell_x11.h"

#include <SDL_syswm.h>
#include <X11/Xatom.h>
#include <X11/Xlib.h>

/* A window manager leaves its own window's name on the root window (EWMH). */
static bool root_names_manager(Display *display)
{
    Atom type = None, property = XInternAtom(display, "_NET_SUPPORTING_WM_CHECK", True);
    int format = 0;
    unsigned long n = 0, left = 0;
    unsigned char *value = NULL;
    if (property == None)
        return false;
    bool is_there = XGetWindowProperty(display, DefaultRootWindow(display), property, 0, 1, False,
                                       XA_WINDOW, &type, &format, &n, &left, &value) == Success &&
                    type == XA_WINDOW && n == 1;
    if (value)
        XFree(value);
    return is_there;
}

bool x11_is_unmanaged(SDL_Window *window)
{
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    return SDL_GetWindowWMInfo(window, &info) && info.subsystem == SDL_SYSWM_X11 &&
           !root_names_manager(info.info.x11.display);
}
