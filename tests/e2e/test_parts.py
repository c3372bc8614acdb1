"""The parts of the stage themselves: a stage that sees nothing would find nothing wrong."""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import escpos
import stage
import x11
from inspection import Inspection
from printer import Printer


class QrCode(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int), ("width", ctypes.c_int),
                ("data", ctypes.POINTER(ctypes.c_ubyte))]


def qr_raster(text, dots=4, offset_bytes=2, width_bytes=48):
    """The rows of a QR as a slip would hold them."""
    library = ctypes.CDLL("libqrencode.so.4")
    library.QRcode_encodeString.restype = ctypes.POINTER(QrCode)
    code = library.QRcode_encodeString(text.encode(), 0, 1, 2, 1).contents
    rows = [bytes(width_bytes)] * 16
    for y in range(code.width):
        bits = 0
        for x in range(code.width):
            for _ in range(dots):
                bits = bits << 1 | code.data[y * code.width + x] & 1
        bits <<= width_bytes * 8 - offset_bytes * 8 - code.width * dots
        rows += [bits.to_bytes(width_bytes, "big")] * dots
    return rows + [bytes(width_bytes)] * 16


def band(rows):
    width = len(rows[0])
    return (b"\x1dv0\0" + width.to_bytes(2, "little") + len(rows).to_bytes(2, "little")
            + b"".join(rows))


def job(rows, band_rows=128):
    bands = [band(rows[i:i + band_rows]) for i in range(0, len(rows), band_rows)]
    return b"\x1b@" + b"".join(bands) + b"\x1dVB\x18"


class EscposTest(unittest.TestCase):
    TEXT = "HTTPS://YIZHAN.INVALID/T/07ABCDEFGH." + "0123456789ABCDEFGHJKMNPQRSTVWXYZ" * 3

    def test_a_qr_comes_out_as_it_went_in(self):
        reader = escpos.Reader()
        reader.feed(job(qr_raster(self.TEXT)))
        self.assertEqual(reader.problems, [])
        self.assertEqual(len(reader.slips), 1)
        slip = reader.slips[0]
        self.assertEqual((slip.width_dots, slip.is_cut), (384, True))
        self.assertEqual(slip.largest_band_rows, 128)
        self.assertEqual(slip.qr_texts(), [self.TEXT])

    def test_a_damaged_qr_is_not_read(self):
        rows = qr_raster(self.TEXT)
        rows[40:120] = [bytes(48)] * 80
        reader = escpos.Reader()
        reader.feed(job(rows))
        self.assertEqual(reader.slips[0].qr_texts(), [])

    def test_bytes_one_by_one_and_status_between(self):
        asked = []
        reader = escpos.Reader(asked.append)
        data = (b"\x10\x04\x01\x10\x04\x04" + job([b"\x80\x01"] * 3) + b"\x10\x04\x02"
                + job([b"\x00\x00", b"\xff\xff"]))
        for i in range(len(data)):
            reader.feed(data[i:i + 1])
        self.assertEqual(asked, [1, 4, 2])
        self.assertEqual(reader.problems, [])
        self.assertEqual([slip.height_dots for slip in reader.slips], [3, 2])
        self.assertTrue(reader.is_between_commands)
        first = reader.slips[0]
        self.assertTrue(first.is_black(0, 0) and first.is_black(15, 2))
        self.assertFalse(first.is_black(1, 0))
        self.assertEqual(reader.slips[1].ink_rows(), [(1, 1)])

    def test_what_a_printer_would_trip_over(self):
        for data, problem in ((band([b"\x10\x04"]), "10 04"), (band([b"\x10", b"\x14"]), "10 14"),
                              (b"\x1b@hello", "unknown bytes"),
                              (band([b"\0\0"]) + band([b"\0"]), "bands of 2 and 1")):
            reader = escpos.Reader()
            reader.feed(data)
            self.assertTrue(any(problem in found for found in reader.problems), data)

    def test_an_unfinished_picture_is_no_slip(self):
        reader = escpos.Reader()
        reader.feed(job([b"\xff\xff"] * 10)[:20])
        self.assertEqual(reader.slips, [])
        self.assertFalse(reader.is_between_commands)


class PrinterTest(unittest.TestCase):
    def ask(self, peer, n, limit_s=stage.PATIENCE_S):
        peer.sendall(b"\x10\x04" + bytes([n]))
        peer.settimeout(limit_s)
        try:
            return peer.recv(1)
        except TimeoutError:
            return None

    def test_states(self):
        with Printer() as printer, socket.create_connection(("127.0.0.1", printer.port)) as peer:
            for state, n, bits in (("ok", 1, 0), ("ok", 4, 0), ("near_end", 4, 0x0C),
                                   ("out", 2, 0x20), ("out", 4, 0x60), ("cover", 2, 0x04),
                                   ("error", 2, 0x40), ("out", 1, 0x08)):
                printer.state = state
                answer = self.ask(peer, n)[0]
                self.assertEqual(answer & 0x93, 0x12, state)
                self.assertEqual(answer & bits, bits, state)
                if state == "ok":
                    self.assertEqual(answer, 0x12)
            printer.state = "silent"
            self.assertIsNone(self.ask(peer, 1, limit_s=0.3))
            printer.state = "garbage"
            self.assertNotEqual(self.ask(peer, 1)[0] & 0x93, 0x12)
        self.assertEqual(printer.asked[:3], [1, 4, 4])

    def test_jobs_and_a_lost_cable(self):
        data = job([b"\xaa\x55"] * 300)
        with Printer() as printer:
            with socket.create_connection(("127.0.0.1", printer.port)) as peer:
                peer.sendall(data)
                stage.wait_until(lambda: len(printer.slips) == 1, "the slip")
            printer.cut_cable_after = 400
            with socket.create_connection(("127.0.0.1", printer.port)) as peer:
                peer.sendall(data)
                self.assertEqual(peer.recv(1), b"")
            self.assertEqual(len(printer.slips), 1)
            printer.cut_cable_after = None
            printer.unplug()
            with self.assertRaises(OSError):
                socket.create_connection(("127.0.0.1", printer.port), timeout=stage.PATIENCE_S)
            printer.plug_in()
            with socket.create_connection(("127.0.0.1", printer.port)) as peer:
                peer.sendall(data)
                stage.wait_until(lambda: len(printer.slips) == 2, "the second slip")
            self.assertEqual(printer.problems, [])
            self.assertEqual(len(printer.reader.partial), 1)


class XEvent(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("longs", ctypes.c_long * 24), ("ints", ctypes.c_int * 48)]


class Window:
    """The smallest program that takes taps and keys: collects (what, detail, x, y)."""

    KEY_PRESS, BUTTON_PRESS, BUTTON_RELEASE = 2, 4, 5

    def __init__(self, display, size):
        self.x = ctypes.CDLL("libX11.so.6")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XCreateSimpleWindow.restype = ctypes.c_ulong
        self.x.XRootWindow.restype = ctypes.c_ulong
        self.x.XLookupString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int,
                                         ctypes.c_void_p, ctypes.c_void_p]
        self.connection = ctypes.c_void_p(self.x.XOpenDisplay(display.encode()))
        root = ctypes.c_ulong(self.x.XRootWindow(self.connection, 0))
        window = ctypes.c_ulong(self.x.XCreateSimpleWindow(
            self.connection, root, 0, 0, size[0], size[1], 0, ctypes.c_ulong(0),
            ctypes.c_ulong(0xff8800)))
        self.x.XSelectInput(self.connection, window, ctypes.c_long(1 | 4 | 8))
        self.x.XMapWindow(self.connection, window)
        self.x.XSync(self.connection, 0)

    def events(self):
        found = []
        self.x.XSync(self.connection, 0)
        while self.x.XPending(self.connection):
            event = XEvent()
            self.x.XNextEvent(self.connection, ctypes.byref(event))
            # XButtonEvent and XKeyEvent: type, serial, send_event, display, three windows, time,
            # then x, y, x_root, y_root, state, button or keycode.
            x, y, button = event.ints[16], event.ints[17], event.ints[21]
            if event.type == self.KEY_PRESS:
                text = ctypes.create_string_buffer(8)
                n = self.x.XLookupString(ctypes.byref(event), text, 8, None, None)
                found += [("key", text.raw[:n].decode())] if n else []
            else:
                found.append((event.type, button, x, y))
        return found


class DisplayTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="yz-")
        self.addCleanup(self.folder.cleanup)
        self.display = stage.Display((300, 400), os.path.join(self.folder.name, "xvfb.log"))
        self.addCleanup(self.display.close)

    def test_taps_and_keys_arrive(self):
        window = Window(self.display.name, (300, 400))
        self.display.hand.tap(17, 320)
        self.display.hand.tap(299, 0)
        self.assertEqual(window.events(), [(4, 1, 17, 320), (5, 1, 17, 320), (4, 1, 299, 0),
                                           (5, 1, 299, 0)])
        self.display.hand.type("aZ09.:/%-\n")
        self.display.hand.key("BackSpace")
        self.assertEqual("".join(key[1] for key in window.events()), "aZ09.:/%-\r\b")

    def test_pictures(self):
        width, height, rgb = x11.pixels(self.display.name)
        self.assertEqual((width, height, rgb[:3]), (300, 400, b"\0\0\0"))
        window = Window(self.display.name, (300, 400))
        self.assertEqual(window.events(), [])
        self.assertEqual(x11.pixels(self.display.name)[2][:3], b"\xff\x88\0")
        path = os.path.join(self.folder.name, "shot.png")
        x11.screenshot(self.display.name, path)
        with open(path, "rb") as file:
            self.assertEqual(file.read(4), b"\x89PNG")

    def test_two_displays_at_once(self):
        other = stage.Display((100, 100), os.path.join(self.folder.name, "other.log"))
        self.addCleanup(other.close)
        self.assertNotEqual(other.name, self.display.name)


class SpawnTest(unittest.TestCase):
    def test_programs_die_with_a_killed_test(self):
        here = os.path.dirname(os.path.abspath(__file__))
        code = ("import stage, time; print(stage.spawn(['sleep', '60'], '/dev/null').pid,"
                " flush=True); time.sleep(60)")
        with subprocess.Popen([sys.executable, "-c", code], cwd=here, stdout=subprocess.PIPE,
                              text=True) as test:
            child = int(test.stdout.readline())
            test.send_signal(signal.SIGKILL)
            test.wait()

        def is_gone():
            try:
                with open("/proc/%d/stat" % child, encoding="ascii") as file:
                    return file.read().split()[2] == "Z"
            except FileNotFoundError:
                return True
        stage.wait_until(is_gone, "the program to die")


class QuietTest(unittest.TestCase):
    """What waits for quiet never finds it in a program that polls or spins."""

    def program(self, code):
        process = stage.spawn([sys.executable, "-c", "import time\n" + code], "/dev/null")
        self.addCleanup(stage.end, process)
        return process.pid

    def test_quiet_after_work(self):
        stage.wait_quiet(self.program("sum(range(10 ** 6)); time.sleep(600)"), 1, 60)

    def test_a_poll_is_found(self):
        pid = self.program("while True: time.sleep(0.2)")
        with self.assertRaisesRegex(TimeoutError, "no 3 s of quiet"):
            stage.wait_quiet(pid, 3, 5)

    def test_a_thread_that_spins_is_found(self):
        pid = self.program("end = time.monotonic() + 60\nwhile time.monotonic() < end: pass")
        with self.assertRaisesRegex(TimeoutError, "no 3 s of quiet"):
            stage.wait_quiet(pid, 3, 5)


TREE = {"screen": "home", "settled": True, "frame": 3, "size": [1080, 1920], "lang": "zh",
        "link": {"state": "none", "pending": 0}, "printer": "ok",
        "nodes": [
            {"role": "title", "name": "预约活动", "value": "", "rect": [0, 0, 10, 10],
             "enabled": True, "id": ""},
            {"role": "button", "name": "预约活动", "value": "", "rect": [10, 20, 100, 50],
             "enabled": True, "id": "menu.book"},
            {"role": "button", "name": "报事", "value": "", "rect": [10, 90, 100, 50],
             "enabled": False, "id": "menu.report"}]}


class InspectionTest(unittest.TestCase):
    def serve(self, path, answers):
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen(1)
        self.asked = []

        def run():
            peer, _ = listener.accept()
            with peer, peer.makefile("rb") as lines:
                for answer in answers:
                    self.asked.append(lines.readline().decode())
                    text = json.dumps(answer, ensure_ascii=False).encode() + b"\n"
                    peer.sendall(text[:9])
                    time.sleep(0.01)
                    peer.sendall(text[9:])
            listener.close()
        thread = threading.Thread(target=run)
        thread.start()
        self.addCleanup(thread.join)

    def test_questions_and_answers(self):
        with tempfile.TemporaryDirectory(prefix="yz-") as folder:
            path = os.path.join(folder, "s")
            self.serve(path, [TREE, {**TREE, "settled": False}])
            inspection = Inspection(path)
            self.addCleanup(inspection.close)
            tree = inspection.tree()
            self.assertFalse(inspection.wait_settled(250).settled)
            with self.assertRaises(OSError):
                inspection.tree()
        self.assertEqual(self.asked, ["tree\n", "wait settled 250\n"])
        self.assertEqual(tree.node("menu.book").centre, (60, 45))
        self.assertEqual(tree.node("预约活动").id, "menu.book")
        self.assertEqual(tree.node("报").id, "menu.report")
        self.assertEqual(tree.ids("menu."), ["menu.book", "menu.report"])
        self.assertTrue(tree.has("预约") and not tree.has("借用"))
        with self.assertRaises(AssertionError):
            tree.node("借用")
        with self.assertRaises(AssertionError):
            tree.node("menu.")

    def test_documents_off_the_contract(self):
        with tempfile.TemporaryDirectory(prefix="yz-") as folder:
            path = os.path.join(folder, "s")
            bad = [{**TREE, "printer": "fine"}, {**TREE, "link": {"state": "up"}},
                   {**TREE, "nodes": [{**TREE["nodes"][0], "role": "widget"}]},
                   {**TREE, "nodes": [{"role": "text", "name": "x"}]}]
            self.serve(path, bad)
            inspection = Inspection(path)
            self.addCleanup(inspection.close)
            for _ in bad:
                with self.assertRaises((ValueError, KeyError)):
                    inspection.tree()


if __name__ == "__main__":
    unittest.main()
