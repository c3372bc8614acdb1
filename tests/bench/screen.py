"""The terminal's screen: how fast it follows a finger, and how quiet it is untouched.

    screen.py screen|tap|idle     prints {"text": tables in Markdown, "figures": {...}}

Screen and tap are measured from outside by uibench (UIBENCH=DIR, else ../shared/uibench beside the
project): start to content, button release to changed pixels, CPU and memory. Tap stands beside the
floor of a client that puts a whole frame drawn beforehand; screen beside all peers of uibench, in
the same run. Where to tap is asked of the terminal itself. The terminal starts on data that were
loaded before, as it does every morning.
"""
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "e2e"))

from stage import BIN, CONTENT, Stage, wait_until  # noqa: E402  after the path is set

SIZE = (1080, 1920)
TAPS = 200
ROUNDS = 3
IDLE_S = 5
IDLE_TABLE_S = 20
OURS, FLOOR, FLOORS = "yizhan", "xshm", ("yizhan", "xshm", "xrect")
PEER_REGION = (48, 620, 200, 60)
ITEMS_FEWEST = 4  # what a list has at least
REGION = (120, 24)
# From home to a text that is written, in the demo content.
TO_A_TEXT = ("menu.report", "item.fire-risk", "item.go", "place.street", "place.wutong-road",
             "place.station", "form.next", "field.what.charging", "form.next", "field.agree",
             "form.next")


def say(text):
    print("bench: " + text, file=sys.stderr, flush=True)


# ---- where to tap ----

def overlaps(a, b):
    return (a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3]
            and b[1] < a[1] + a[3])


def list_behind(kiosk):
    """A home tile that leads to a list, and both screens."""
    home = kiosk.settled()
    for tile in home.nodes:
        if not tile.id.startswith("menu.") or not tile.enabled:
            continue
        shown = kiosk.tap(tile.id)
        if len(shown.ids("item.")) >= ITEMS_FEWEST and shown.has("nav.back"):
            return home, tile, shown
        kiosk.tap("nav.home")
    raise SystemExit("no tile of the home screen leads to a list:\n%s" % home)


def changing_region(home, tile, shown):
    """A rectangle in another tile and in an item, so that it changes with the screen; neither
    button lies in it, so that no press is seen there."""
    width, height = REGION
    buttons = (tile.rect, shown.node("nav.back").rect)
    tiles = [node.rect for node in home.nodes if node.id.startswith("menu.") and node is not tile]
    items = [node.rect for node in shown.nodes if node.id.startswith("item.")]
    for a in tiles:
        for b in items:
            x, y = max(a[0], b[0]), max(a[1], b[1])
            right, bottom = min(a[0] + a[2], b[0] + b[2]), min(a[1] + a[3], b[1] + b[3])
            found = (x, y, min(right - x, width), min(bottom - y, height))
            # The corner may show the background on both screens; the middle does not.
            middle = ((x + right - found[2]) // 2, (y + bottom - found[3]) // 2) + found[2:]
            if found[2] >= width // 2 and found[3] >= height // 2 and not any(
                    overlaps(middle, button) for button in buttons):
                return middle
    raise SystemExit("home and list have no place that changes between them")


def find_places(data):
    """Where to tap and to look; leaves the data of a terminal that was used in the folder `data`."""
    with Stage() as stage:
        kiosk = stage.start_kiosk(hub=None, size=SIZE, printer="none:")
        home, tile, shown = list_behind(kiosk)
        region = changing_region(home, tile, shown)
        kiosk.stop()
        shutil.copytree(kiosk.data, data)
        say("%s leads to %s" % (tile.id, shown.screen))
        return [tile.centre, shown.node("nav.back").centre], region


# ---- uibench ----

def uibench_folder():
    return os.environ.get("UIBENCH", os.path.join(os.path.dirname(ROOT), "shared", "uibench"))


class Bench:
    """uibench, built in a folder of its own, and what it is to measure there."""

    def __init__(self, folder, work):
        self.folder = folder
        self.work = work
        self.env = {**os.environ, "UIB_WORK": work}
        subprocess.run(["make", "-s", "-C", folder, "BIN=" + work], check=True, stdout=sys.stderr)
        data = os.path.join(work, "data")
        places, self.region = find_places(data)
        self.taps = os.path.join(work, "taps")
        with open(self.taps, "w", encoding="ascii") as file:
            file.writelines("%d,%d\n" % place for place in places)
        self.ours = "%s --data %s --content %s --station demo --printer none:" % (
            os.path.join(BIN, "yizhan-kiosk"), data, CONTENT)

    def floor(self):
        return os.path.join(self.work, "xfloor") + " shm"

    def options(self, name, command, is_ours):
        """Ours is tapped where it is asked to be, and peers where uibench says."""
        taps, region = os.path.join(self.folder, "taps.txt"), PEER_REGION
        if is_ours:
            taps, region = self.taps, self.region
        return [os.path.join(self.folder, "uibench"), "--name", name, "--start", command,
                "--taps", taps, "--region", "%d,%d,%d,%d" % region, "--size", "%dx%d" % SIZE]

    def run(self, name, command, is_ours, extra=()):
        result = subprocess.run(
            [*self.options(name, command, is_ours), "--ntaps", str(TAPS), "--cputaps", "40",
             "--idle", "0", "--settle", "1500", "--gap", "5", "--quiet", "25",
             # Harness, X server and program alike before whatever else the machine does.
             *(["--nice", "-15"] if os.geteuid() == 0 else []), *extra],
            env=self.env, stdout=subprocess.PIPE, check=False, text=True, timeout=300)
        if result.returncode != 0:
            raise SystemExit("uibench failed on " + name)
        return figures_of(json.loads(result.stdout)["runs"][0])

    def idle(self, commands, seconds):
        """CPU seconds and wake-ups of each, all side by side and untouched."""
        # The clock on our screen turns with the minute; what is measured lies within one.
        if time.time() % 60 > 60 - seconds - 15:
            time.sleep(60 - time.time() % 60)
        started = [(name, subprocess.Popen(
            [*self.options(name, command, False), "--taps", "none", "--idle", str(seconds),
             "--settle", "6000"], env=self.env, stdout=subprocess.PIPE, text=True))
            for name, command in commands.items()]
        found = {}
        for name, process in started:
            run = json.loads(process.communicate(timeout=120)[0])["runs"][0]["idle"]
            found[name] = {"cpu_s": run["app_cpu_s"], "wakeups": run["app_wakeups"]}
        return found


def figures_of(run):
    return {"start_ms": run["start"]["content_ms"], "p50_ms": run["tap"]["from_release_ms"]["p50"],
            "p95_ms": run["tap"]["from_release_ms"]["p95"],
            "last_change_p50_ms": run["tap"]["last_change_ms"]["p50"],
            "missed": run["tap"]["missed"], "pss_start_mb": run["mem"]["pss_start_mb"],
            "pss_mb": run["mem"]["pss_taps_mb"],
            "cpu_ms": run["cpu_per_tap"]["app_ms"], "x_cpu_ms": run["cpu_per_tap"]["x_ms"]}


def medians(runs):
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def rounds_of(bench, commands, count):
    """Every program once a round, each round beginning with another one: {name: [figures]}."""
    runs = {name: [] for name in commands}
    names = list(commands)
    for turn in range(count):
        for name in names[turn % len(names):] + names[:turn % len(names)]:
            runs[name].append(bench.run(name, commands[name], name == OURS))
        say("round %d: start %.0f ms, p50 %.2f ms; floor %.0f and %.2f" % (
            turn + 1, runs[OURS][-1]["start_ms"], runs[OURS][-1]["p50_ms"],
            runs[FLOOR][-1]["start_ms"], runs[FLOOR][-1]["p50_ms"]))
    return runs


def ratio(runs, key):
    """Ours to the floor, taken within each round: the machine is the same for both there."""
    return [k[key] / f[key] for k, f in zip(runs[OURS], runs[FLOOR])]


def without_uibench(head):
    return head + "uibench is not here (UIBENCH=DIR, else %s): not measured.\n" % uibench_folder()


def is_here(command):
    """False when the program that the command starts is not installed."""
    words = shlex.split(command)
    while words[0] == "env" or "=" in words[0]:
        del words[0]
    return shutil.which(words[0]) is not None


# ---- tap ----

def tap():
    folder = uibench_folder()
    head = "\n## Tap: home → list → back at %d×%d under Xvfb\n\n" % SIZE
    if not os.access(os.path.join(folder, "uibench"), os.X_OK):
        return without_uibench(head), {}
    with tempfile.TemporaryDirectory(prefix="yz-tap-") as work:
        bench = Bench(folder, work)
        runs = rounds_of(bench, {OURS: bench.ours, FLOOR: bench.floor()}, ROUNDS)
    ratios = ratio(runs, "p50_ms")
    found = {name: medians(of) for name, of in runs.items()}
    text = head + ("%d taps, median of %d rounds, milliseconds from the release of the finger."
                   " p50 is **%.2f** of the floor (goal 1.5, aim 1.2; rounds %s).\n\n" % (
                       TAPS, ROUNDS, statistics.median(ratios),
                       ", ".join("%.2f" % ratio for ratio in ratios)))
    text += ("| | first change p50 | p95 | last change p50 | missed | CPU a tap | X's CPU a tap |"
             " start | PSS MB |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n")
    for name, of in found.items():
        text += ("| %s | %.2f | %.2f | %.2f | %d | %.2f | %.2f | %.0f | %.0f |\n" % (
            name, of["p50_ms"], of["p95_ms"], of["last_change_p50_ms"], of["missed"],
            of["cpu_ms"], of["x_cpu_ms"], of["start_ms"], of["pss_mb"]))
    return text, {**found, "of_floor": {"median": statistics.median(ratios), "rounds": ratios}}


# ---- screen ----

def commands_of(bench):
    """Ours and the peers that uibench knows: {name: command}, and those that are not installed."""
    said = subprocess.run(["bash", "-c", ". ./peers.sh && UIB_MINE= peers"], cwd=bench.folder,
                          env=bench.env, stdout=subprocess.PIPE, check=True, text=True).stdout
    peers = dict(line.split("|", 1) for line in said.splitlines())
    commands = {name: command for name, command in peers.items() if is_here(command)}
    return {OURS: bench.ours, **commands}, [name for name in peers if name not in commands]


def screen_table(found, absent):
    text = ("| | start | tap p50 | p95 | last change p50 | missed | CPU a tap + X's | PSS MB |"
            " idle: CPU s in %d s | wake-ups |\n"
            "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n" % IDLE_TABLE_S)
    for name, of in found.items():
        text += ("| %s | %.0f | %.2f | %.2f | %.2f | %d | %.2f + %.2f | %.1f | %.4f | %d |\n" % (
            name, of["start_ms"], of["p50_ms"], of["p95_ms"], of["last_change_p50_ms"],
            of["missed"], of["cpu_ms"], of["x_cpu_ms"], of["pss_mb"], of["idle"]["cpu_s"],
            of["idle"]["wakeups"]))
    return text + "".join("| %s | not installed |\n" % name for name in absent)


def behind(found):
    """In what a peer with a toolkit is ahead of us: the goal is nothing."""
    ours = found[OURS]
    for name, of in found.items():
        if name in FLOORS:
            continue
        for key in ("start_ms", "p50_ms", "p95_ms", "cpu_ms", "pss_mb"):
            if ours[key] >= of[key]:
                yield "%s in %s" % (name, key)
        if ours["idle"]["cpu_s"] > of["idle"]["cpu_s"]:
            yield name + " when idle"


def screen_goals(found, ratios):
    ahead = list(behind(found))
    rows = [("start ÷ %s" % FLOOR, "%.2f" % statistics.median(ratios["start"]), "≤ 4, aim 3"),
            ("tap p50 ÷ %s" % FLOOR, "%.2f" % statistics.median(ratios["tap"]), "≤ 1.5, aim 1.2"),
            ("PSS after taps, MB", "%.1f" % found[OURS]["pss_mb"], "≤ 48, aim 40"),
            ("idle CPU s", "%.4f" % found[OURS]["idle"]["cpu_s"], "0"),
            ("peers ahead of ours", ", ".join(ahead) or "none", "none")]
    return "\n| | | goal |\n|---|---:|---|\n" + "".join("| %s | %s | %s |\n" % row for row in rows)


def screen():
    folder = uibench_folder()
    head = "\n## Screen: ours and the peers at %d×%d under Xvfb\n\n" % SIZE
    if not os.access(os.path.join(folder, "uibench"), os.X_OK):
        return without_uibench(head), {}
    with tempfile.TemporaryDirectory(prefix="yz-screen-") as work:
        bench = Bench(folder, work)
        commands, absent = commands_of(bench)
        runs = rounds_of(bench, commands, ROUNDS)
        idle_of = bench.idle(commands, IDLE_TABLE_S)
    found = {name: {**medians(of), "idle": idle_of[name]} for name, of in runs.items()}
    ratios = {"start": ratio(runs, "start_ms"), "tap": ratio(runs, "p50_ms")}
    text = head + ("%d taps home → list → back, medians of %d rounds, milliseconds; start is from"
                   " exec to content, tap from the release of the finger to changed pixels.\n\n" % (
                       TAPS, ROUNDS))
    text += screen_table(found, absent) + screen_goals(found, ratios)
    return text, {**found, "absent": absent, "of_floor": ratios}


# ---- idle ----

def pss_mb(kiosk):
    with open("/proc/%d/smaps_rollup" % kiosk.process.pid, encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024


def write_and_listen(kiosk):
    """A visit that opens what is opened on first use: both engines for Chinese, and the voice."""
    for what in TO_A_TEXT:
        kiosk.tap(what)
    for letter in "wanshang":
        kiosk.tap("key." + letter)
    kiosk.tap("key.space")
    kiosk.tap("pad.ink")
    x, y, w, h = kiosk.settled().node("ink.pad").rect
    hand = kiosk.display.hand
    hand.press(x + w * 0.1, y + h * 0.5)
    for i in range(1, 9):
        hand.move(x + w * (0.1 + 0.1 * i), y + h * 0.5)
    hand.release()
    wait_until(lambda: kiosk.settled().ids("candidate."), "candidates for a stroke")
    kiosk.tap("nav.speak")
    wait_until(lambda: os.path.exists(kiosk.sound) and os.path.getsize(kiosk.sound) > 100000,
               "some seconds of sound")
    visited = pss_mb(kiosk)
    kiosk.tap("nav.end")
    kiosk.wait_quiet()
    return visited


def idle():
    """Untouched, a hub connected. A turn of the minute changes the clock, so that is waited for.
    Then the memory of a visit, and what is left of it."""
    with Stage() as stage:
        stage.start_hub()
        sound = os.path.join(stage.folder, "sound.pcm")
        kiosk = stage.start_kiosk(size=SIZE, printer="none:",
                                  env={"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": sound})
        kiosk.sound = sound
        kiosk.settled()
        time.sleep(3)
        if time.time() % 60 > 60 - IDLE_S - 2:
            time.sleep(IDLE_S + 4)
        wait_until(lambda: kiosk.tree().settled, "a settled screen")
        before, frame = kiosk.voluntary_switches(), kiosk.tree().frame
        time.sleep(0.2)
        base = kiosk.voluntary_switches() - before  # what looking at it costs
        before = kiosk.voluntary_switches()
        time.sleep(IDLE_S)
        switches = kiosk.voluntary_switches() - before
        drawn = kiosk.tree().frame - frame
        linked = pss_mb(kiosk)
        visited = write_and_listen(kiosk)
        left = pss_mb(kiosk)
    text = ("\n## Idle: %d s untouched, a hub connected\n\n| | | goal |\n|---|---:|---|\n"
            "| voluntary context switches, all threads | %d | < 20 |\n"
            "| frames drawn | %d | 0 |\n"
            "| PSS with the hub's library loaded, MB | %.1f | |\n"
            "| PSS while Chinese is written and the screen is read aloud, MB | %.1f | |\n"
            "| PSS when that visit is over, MB | %.1f | |\n" % (
                IDLE_S, switches, drawn, linked, visited, left))
    return text, {"pss_linked_mb": linked, "pss_visit_mb": visited, "pss_after_mb": left,
                  "seconds": IDLE_S, "voluntary_switches": switches, "frames": drawn,
                  "switches_of_a_look": base}


def main(arguments):
    parts = {"screen": screen, "tap": tap, "idle": idle}
    if len(arguments) != 1 or arguments[0] not in parts:
        raise SystemExit("usage: screen.py screen|tap|idle")
    text, figures = parts[arguments[0]]()
    json.dump({"text": text, "figures": figures}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1:])
