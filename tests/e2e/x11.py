"""Real input on an X display through the XTEST extension, and pictures of what it shows."""

import ctypes
import struct
import subprocess
import time

_x11 = ctypes.CDLL("libX11.so.6")
_xtst = ctypes.CDLL("libXtst.so.6")
_x11.XOpenDisplay.restype = ctypes.c_void_p
_x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
_x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
_x11.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
_x11.XStringToKeysym.restype = ctypes.c_ulong
_x11.XStringToKeysym.argtypes = [ctypes.c_char_p]
_x11.XKeysymToKeycode.restype = ctypes.c_ubyte
_x11.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
_x11.XkbKeycodeToKeysym.restype = ctypes.c_ulong
_x11.XkbKeycodeToKeysym.argtypes = [ctypes.c_void_p, ctypes.c_ubyte, ctypes.c_int, ctypes.c_int]
_xtst.XTestFakeMotionEvent.argtypes = [ctypes.c_void_p] + [ctypes.c_int] * 3 + [ctypes.c_ulong]
_xtst.XTestFakeButtonEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
_xtst.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]


class Hand:
    """One finger and one keyboard on a display."""

    def __init__(self, display):
        self.display = display
        self._connection = _x11.XOpenDisplay(display.encode())
        if not self._connection:
            raise RuntimeError("no X display " + display)
        self._shift = _x11.XKeysymToKeycode(self._connection, _x11.XStringToKeysym(b"Shift_L"))

    def close(self):
        if self._connection:
            _x11.XCloseDisplay(self._connection)
            self._connection = None

    def sync(self):
        """Returns when the server has handled everything so far."""
        _x11.XSync(self._connection, 0)

    def press(self, x, y):
        _xtst.XTestFakeMotionEvent(self._connection, -1, int(x), int(y), 0)
        _xtst.XTestFakeButtonEvent(self._connection, 1, 1, 0)
        self.sync()

    def move(self, x, y):
        _xtst.XTestFakeMotionEvent(self._connection, -1, int(x), int(y), 0)
        self.sync()

    def release(self):
        _xtst.XTestFakeButtonEvent(self._connection, 1, 0, 0)
        self.sync()

    def tap(self, x, y):
        self.press(x, y)
        self.release()

    def drag(self, x, y, to_x, to_y, steps=8, step_s=0.016):
        self.press(x, y)
        for i in range(1, steps + 1):
            time.sleep(step_s)
            self.move(x + (to_x - x) * i / steps, y + (to_y - y) * i / steps)
        self.release()

    def key(self, keysym):
        """One key by its X name: Return, BackSpace, Escape, a …"""
        self._press_key(_x11.XStringToKeysym(keysym.encode()))
        self.sync()

    def hold(self, keysym, hold_s):
        """One key, held down for so long."""
        code = _x11.XKeysymToKeycode(self._connection, _x11.XStringToKeysym(keysym.encode()))
        _xtst.XTestFakeKeyEvent(self._connection, code, 1, 0)
        self.sync()
        time.sleep(hold_s)
        _xtst.XTestFakeKeyEvent(self._connection, code, 0, 0)
        self.sync()

    def type(self, text):
        """ASCII and newlines, all at once, as a scanner does."""
        for char in text:
            self._press_key(_x11.XStringToKeysym(b"Return") if char == "\n" else ord(char))
        self.sync()

    def _press_key(self, keysym):
        code = _x11.XKeysymToKeycode(self._connection, keysym)
        if keysym == 0 or code == 0:
            raise ValueError("the keyboard has no key for %#x" % keysym)
        needs_shift = _x11.XkbKeycodeToKeysym(self._connection, code, 0, 0) != keysym
        if needs_shift:
            _xtst.XTestFakeKeyEvent(self._connection, self._shift, 1, 0)
        _xtst.XTestFakeKeyEvent(self._connection, code, 1, 0)
        _xtst.XTestFakeKeyEvent(self._connection, code, 0, 0)
        if needs_shift:
            _xtst.XTestFakeKeyEvent(self._connection, self._shift, 0, 0)


def _dump(display):
    return subprocess.run(["xwd", "-silent", "-root", "-display", display],
                          capture_output=True, timeout=180, check=True).stdout


def screenshot(display, path):
    """The whole display as a picture; the format follows from the path's ending."""
    subprocess.run(["convert", "xwd:-", path], input=_dump(display), timeout=180, check=True)


def pixels(display):
    """(width, height, RGB bytes) of the whole display. (Format: X11/XWDFile.h.)"""
    dump = _dump(display)
    head = struct.unpack(">25I", dump[:100])
    header_size, width, height = head[0], head[4], head[5]
    is_msb_first, bits_per_pixel, line_bytes, colours = head[7], head[11], head[12], head[19]
    assert (is_msb_first, bits_per_pixel, line_bytes) == (0, 32, width * 4)
    data = dump[header_size + 12 * colours:][:width * height * 4]
    rgb = bytearray(width * height * 3)
    rgb[0::3], rgb[1::3], rgb[2::3] = data[2::4], data[1::4], data[0::4]
    return width, height, bytes(rgb)
