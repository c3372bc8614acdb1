"""The real programs on a stage of their own: Xvfb, a hub, kiosks, temporary folders.

Everything that is started dies with the test, even if the test itself is killed. A test reads:

    class BookingTest(StageTest):
        def test_the_list_opens(self):
            self.stage.start_hub()
            kiosk = self.stage.start_kiosk()
            self.assertEqual(kiosk.tap("menu.book").screen, "activities")

A failing test tells the ends of the logs; with YIZHAN_SHOTS=DIR it leaves pictures there, too.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import escpos
from inspection import Inspection, Tree
from x11 import Hand, screenshot

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.environ.get("YIZHAN_BIN", os.path.join(ROOT, "build", "test", "bin"))
CONTENT = os.path.join(ROOT, "kiosk-config")
# How long whatever has to come may take: sanitized programs on a busy machine. Tests wait for states
# and never say how long something takes.
PATIENCE_S = 180

_libc = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


def _die_with_parent():
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def have_programs(*names):
    return all(os.access(os.path.join(BIN, name), os.X_OK) for name in names)


def spawn(arguments, log, env=None, **options):
    """Starts a program whose words go to the end of the file `log`."""
    base = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "TZ": "UTC",
            "LC_ALL": "C.UTF-8", "UBSAN_OPTIONS": "print_stacktrace=1",
            "LSAN_OPTIONS": "print_suppressions=0:suppressions="
                            + os.path.join(os.path.dirname(os.path.abspath(__file__)), "lsan.supp")}
    for name in ("ASAN_OPTIONS", "TMPDIR"):
        if name in os.environ:
            base[name] = os.environ[name]
    with open(log, "ab") as file:
        return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                                env={**base, **(env or {})}, preexec_fn=_die_with_parent,
                                **options)


def wait_until(holds, what):
    """Calls holds() until it gives something true, which is returned."""
    end = time.monotonic() + PATIENCE_S
    while True:
        found = holds()
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError("waited %g s for %s" % (PATIENCE_S, what))
        time.sleep(0.02)


def switches(pid):
    """By thread: how often it went to sleep, and how often another took its place."""
    found = {}
    tasks = "/proc/%d/task" % pid
    for thread in os.listdir(tasks):
        # One that ends between the list and the look is gone, as if it had not been listed.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            with open(os.path.join(tasks, thread, "status"), encoding="utf-8") as file:
                lines = dict(line.split(":", 1) for line in file)
            found[thread] = (int(lines["voluntary_ctxt_switches"]),
                             int(lines["nonvoluntary_ctxt_switches"]))
    return found


def cpu_ticks(pid):
    with open("/proc/%d/stat" % pid, encoding="utf-8") as file:
        user, system = file.read().rpartition(")")[2].split()[11:13]
    return int(user) + int(system)


def wait_quiet(pid, span_s, limit_s):
    """Waits for a span in which no thread of the program runs; one that polls never reaches it.

    What it still has to do may take as long as the machine likes, up to limit_s.
    """
    start = since = time.monotonic()
    before, stirs = (switches(pid), cpu_ticks(pid)), []
    while time.monotonic() < since + span_s:
        time.sleep(0.1)
        after = (switches(pid), cpu_ticks(pid))
        if after != before:
            before, since = after, time.monotonic()
            stirs.append("%.1f s" % (since - start))
        if time.monotonic() > start + limit_s:
            raise TimeoutError("no %g s of quiet within %g s; it stirred last at %s" %
                               (span_s, limit_s, ", ".join(stirs[-10:])))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end(process, sig=signal.SIGTERM):
    """Asks a program to end and gives its exit status; kills it if it does not listen."""
    if process.poll() is None:
        process.send_signal(sig)
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
    return process.returncode


class Display:
    """An Xvfb on a number that was free."""

    def __init__(self, size, log):
        read_end, write_end = os.pipe()
        try:
            self._process = spawn(
                ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "%dx%dx24" % size,
                 "-nolisten", "tcp", "-noreset"], log, pass_fds=[write_end])
        finally:
            os.close(write_end)
        with os.fdopen(read_end) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start; see " + log)
        self.size = size
        self.name = ":" + number
        self.hand = Hand(self.name)

    def close(self):
        self.hand.close()
        end(self._process)


class Hub:
    def __init__(self, stage, name="hub", content=CONTENT, public_url=None, port=None):
        self.stage = stage
        self.db = os.path.join(stage.folder, name + ".db")
        self.log = os.path.join(stage.folder, name + ".log")
        self.port = port or free_port()
        self.content = content
        self.public_url = public_url
        self.process = None

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.port

    def start(self):
        arguments = [os.path.join(BIN, "yizhan-hub"), "--db", self.db,
                     "--listen", "127.0.0.1:%d" % self.port, "--content", self.content]
        if self.public_url is not None:
            arguments += ["--public-url", self.public_url]
        self.process = spawn(arguments, self.log)
        wait_until(self._is_up_or_dead, "the hub's /healthz")
        if self.process.poll() is not None:
            raise RuntimeError("the hub ended at once:\n" + self.stage.tail(self.log))
        return self

    def _is_up_or_dead(self):
        return self.process.poll() is not None or self.get("/healthz")[0] == 200

    def get(self, path):
        """(status, text); status 0 when nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=PATIENCE_S) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def stop(self):
        if self.process is None:
            return 0
        process, self.process = self.process, None
        return end(process)

    def kill9(self):
        process, self.process = self.process, None
        process.kill()
        process.wait()

    def ctl(self, *arguments, check=True):
        """yizhanctl on this hub's database: what it printed. With check=False the whole result."""
        return self.stage.ctl(*arguments, "--db", self.db, check=check)

    def enrol(self, station="demo"):
        return self.ctl("enroll", "--station", station).strip()

    def rows(self, sql, *values):
        """Rows as dictionaries, from a reader of our own."""
        with contextlib.closing(sqlite3.connect("file:%s?mode=ro" % self.db, uri=True,
                                                timeout=PATIENCE_S)) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute(sql, values)]

    def wait_report(self, name, **where):
        """The same once there is a row: what a kiosk has shown may still be on its way here."""
        return wait_until(lambda: self.report(name, **where), "a row of report_" + name)

    def report(self, name, **where):
        """report("booking", ticket="…"): rows of the view report_booking."""
        assert name.isidentifier() and all(column.isidentifier() for column in where)
        sql = "SELECT * FROM report_" + name
        if where:
            sql += " WHERE " + " AND ".join(column + " = ?" for column in where)
        return self.rows(sql, *where.values())


class Kiosk:
    """One kiosk with a display of its own. Its data survives stop, kill9 and start."""

    def __init__(self, stage, name, hub=None, station="demo", size=(1080, 1920), printer=None,
                 content=CONTENT, options=(), env=None):
        self.stage = stage
        self.name = name
        self.hub = hub
        self.station = station
        self.data = os.path.join(stage.folder, name)
        self.log = os.path.join(stage.folder, name + ".log")
        self.socket_path = os.path.join(stage.folder, name + ".sock")
        self.slip_file = os.path.join(stage.folder, name + ".slips")
        self.printer = printer or "file:" + self.slip_file
        self.content = content
        self.options = list(options)
        self.env = dict(env or {})
        self.token = None
        self.process = None
        self.inspection = None
        self.display = Display(size, os.path.join(stage.folder, name + ".xvfb.log"))

    def start(self):
        arguments = [os.path.join(self.stage.programs, "yizhan-kiosk"), "--data", self.data,
                     "--content", self.content, "--station", self.station,
                     "--size", "%dx%d" % self.display.size, "--printer", self.printer,
                     "--inspect", self.socket_path]
        if self.hub is not None:
            arguments += ["--hub", self.hub.url]
        if self.token is not None:
            arguments += ["--enroll", self.token]
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.socket_path)
        self.process = spawn(arguments + self.options, self.log,
                             {"DISPLAY": self.display.name, "SDL_VIDEODRIVER": "x11", **self.env})
        wait_until(lambda: os.path.exists(self.socket_path) or self.process.poll() is not None,
                   "the first screen of " + self.name)
        if self.process.poll() is not None:
            raise RuntimeError("%s ended at once:\n%s" % (self.name, self.stage.tail(self.log)))
        self.inspection = Inspection(self.socket_path)
        return self

    def stop(self):
        self._close_inspection()
        if self.process is None:
            return 0
        process, self.process = self.process, None
        return end(process)

    def kill9(self):
        self._close_inspection()
        process, self.process = self.process, None
        process.kill()
        process.wait()

    def close(self):
        try:
            self.stop()
        finally:
            self.display.close()

    def _close_inspection(self):
        if self.inspection is not None:
            self.inspection.close()
            self.inspection = None

    def tree(self) -> Tree:
        return self.inspection.tree()

    def settled(self) -> Tree:
        tree = self.inspection.wait_settled(PATIENCE_S * 1000)
        if not tree.settled:
            raise TimeoutError("%s is not settled after %g s\n%s" % (self.name, PATIENCE_S, tree))
        return tree

    def tap(self, what):
        """Taps the node with this id or name, once the screen is settled; gives the next screen."""
        tree = self.settled()
        node = tree.node(what)
        if not node.enabled:
            raise AssertionError("%r is disabled\n%s" % (what, tree))
        self.display.hand.tap(*node.centre)
        return self.settled()

    @contextlib.contextmanager
    def held_still(self):
        """What the hand does meanwhile reaches the kiosk at once, however busy the machine is."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield self.display.hand
        finally:
            self.process.send_signal(signal.SIGCONT)

    def type(self, text):
        with self.held_still() as hand:
            hand.type(text)
        return self.settled()

    def key(self, keysym):
        """One short press of a key by its X name."""
        with self.held_still() as hand:
            hand.key(keysym)
        return self.settled()

    def scan(self, text):
        """What a scanner does: keys in a burst, then Enter."""
        return self.type(text + "\n")

    def wait(self, holds, what="a screen"):
        """The first tree for which holds(tree) is true."""
        def look():
            tree = self.tree()
            return tree if holds(tree) else None
        try:
            return wait_until(look, what)
        except TimeoutError as error:
            raise TimeoutError("%s\n%s" % (error, self.tree())) from None

    def wait_online(self):
        return self.wait(lambda tree: tree.link["state"] == "online", self.name + " to be online")

    def wait_handed_over(self):
        return self.wait(lambda tree: tree.link == {"state": "online", "pending": 0},
                         "everything to be handed over")

    def screenshot(self, path):
        screenshot(self.display.name, path)

    def slips(self):
        """What the printer file holds."""
        return escpos.read_file(self.slip_file).slips

    def voluntary_switches(self):
        """Over all threads, since the start."""
        return sum(voluntary for voluntary, _ in switches(self.process.pid).values())

    def wait_quiet(self, span_s=2, limit_s=PATIENCE_S):
        wait_quiet(self.process.pid, span_s, limit_s)


# Takes place every day, so that a test finds it whatever day it is.
SMALL_SERIES = """
  - id: small
    category: together
    icon: medkit
    name: {zh: 小桌会, en: Small table}
    line: {zh: 每天晚上, en: Every evening}
    whom: {zh: 所有人, en: Everybody}
    when: {zh: 每天 21:00–22:00, en: "Daily, 21:00–22:00"}
    where: {zh: 一楼, en: Ground floor}
    cost: {zh: 免费, en: Free}
    who: {zh: 值班员, en: Attendants}
    repeat: {every: day}
    starts: 21:00
    ends: 22:00
    capacity: %d
    party_max: %d
    waiting_max: %d
    opens_days: 14
    closes_minutes: 30
    contact: %s
"""


class Stage:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="yz-")
        self.programs = BIN
        self.hubs = []
        self.kiosks = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for part in self.kiosks + self.hubs:
            try:
                part.close() if isinstance(part, Kiosk) else part.stop()
            except (OSError, subprocess.SubprocessError) as error:
                print("ending a program:", error)
        shutil.rmtree(self.folder, ignore_errors=True)

    def tell(self, name):
        """What helps to see why the test of this name failed."""
        for part in self.hubs + self.kiosks:
            print("--- the end of", os.path.basename(part.log), flush=True)
            print(self.tail(part.log), flush=True)
        folder = os.environ.get("YIZHAN_SHOTS")
        if folder:
            os.makedirs(folder, exist_ok=True)
            for kiosk in self.kiosks:
                kiosk.screenshot(os.path.join(folder, "%s.%s.png" % (name, kiosk.name)))

    def tail(self, path, lines=40):
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                return "".join(file.readlines()[-lines:])
        except FileNotFoundError:
            return "(nothing)"

    def start_hub(self, **options):
        hub = Hub(self, "hub%d" % (len(self.hubs) + 1), **options)
        self.hubs.append(hub)
        return hub.start()

    def start_kiosk(self, hub="last", is_enrolled=True, **options):
        """A kiosk of the hub started last, enrolled and online; hub=None: one that is alone."""
        if hub == "last":
            hub = self.hubs[-1] if self.hubs else None
        kiosk = Kiosk(self, "kiosk%d" % (len(self.kiosks) + 1), hub=hub, **options)
        self.kiosks.append(kiosk)
        if hub is not None and is_enrolled:
            kiosk.token = hub.enrol(kiosk.station)
        kiosk.start()
        if hub is not None and is_enrolled:
            kiosk.wait_online()
        return kiosk

    def content_with_small_series(self, capacity=2, waiting_max=0,
                                  contact="{phone: none, name: none}"):
        """The demo's content and a series `small` that is on every day."""
        folder = os.path.join(self.folder, "content")
        shutil.copytree(CONTENT, folder)
        with open(os.path.join(folder, "demo", "series.yaml"), "a", encoding="utf-8") as file:
            file.write(SMALL_SERIES % (capacity, min(2, capacity), waiting_max, contact))
        return folder

    def ctl(self, *arguments, check=True):
        result = subprocess.run([os.path.join(BIN, "yizhanctl"), *arguments], cwd=self.folder,
                                capture_output=True, text=True, timeout=PATIENCE_S,
                                check=False)
        if not check:
            return result
        if result.returncode != 0:
            raise AssertionError("yizhanctl %s: %d\n%s" % (" ".join(arguments), result.returncode,
                                                           result.stderr))
        return result.stdout


class StageTest(unittest.TestCase):
    """A test with a stage of its own."""

    def run(self, result=None):
        with Stage() as self.stage:
            bad = len(result.failures) + len(result.errors)
            super().run(result)
            if len(result.failures) + len(result.errors) > bad:
                self.stage.tell(self.id())
        return result
