"""The launcher, with stand-ins for the programs: what it starts, in which order, and how it ends.

A checkout is made up in a temporary folder: the real launcher, a CMakeLists.txt that copies
scripts, and scripts in the place of hub, kiosk and yizhanctl. They write what happens to `events`.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

CMAKE = """
cmake_minimum_required(VERSION 3.20)
project(standins LANGUAGES NONE)
# As in the real one: makes ninja talk even when there is nothing to do.
file(GLOB names CONFIGURE_DEPENDS yizhan*)
foreach(name yizhan-kiosk yizhan-hub yizhanctl yizhan-sim)
  add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/bin/${name}
    COMMAND mkdir -p bin && cp --remove-destination ${CMAKE_SOURCE_DIR}/${name} bin/${name}
    DEPENDS ${CMAKE_SOURCE_DIR}/${name})
  add_custom_target(${name} DEPENDS ${CMAKE_BINARY_DIR}/bin/${name})
endforeach()
"""

HUB = """#!/usr/bin/env python3
import http.server, os, signal, sys, time

def note(text):
    with open(os.environ["EVENTS"], "a") as file:
        print(text, file=file)

class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()

def leave(*_):
    note("hub ends")
    sys.exit(0)

if "HUB_FAILS" in os.environ:
    sys.exit("the hub has a reason")
signal.signal(signal.SIGTERM, leave)
host, port = sys.argv[sys.argv.index("--listen") + 1].split(":")
note("hub starts")
time.sleep(0.4)
server = http.server.HTTPServer((host, int(port)), Answer)
note("hub answers " + host + ":" + port)
server.serve_forever()
"""

KIOSK = """#!/usr/bin/env bash
echo "kiosk starts $*" >>"$EVENTS"
while (($#)); do [[ $1 != --data ]] || mkdir -p "$2"; shift; done
trap 'echo "kiosk ends" >>"$EVENTS"; exit 0' TERM
for ((i = 0; i < ${KIOSK_TENTHS:-1}; i++)); do sleep 0.1; done
exit "${KIOSK_STATUS:-0}"
"""

CTL = """#!/usr/bin/env bash
case $1 in
enroll) echo "enroll $*" >>"$EVENTS"; echo "demo.SECRET.HUBKEY" ;;
status) [[ ! -e $ENROLLED ]] || echo "kiosk demo-1         active   last contact never, ops 0" ;;
esac
"""

SIM = """#!/usr/bin/env bash
echo "sim $*"
exit 3
"""


class LauncherTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="yz-")))
        shutil.copy(ROOT / "yizhan", self.folder)
        (self.folder / "kiosk-config").mkdir()
        for name, text in (("CMakeLists.txt", CMAKE), ("yizhan-hub", HUB),
                           ("yizhan-kiosk", KIOSK), ("yizhanctl", CTL), ("yizhan-sim", SIM)):
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(0o755)
        self.events_path = self.folder / "events"
        self.enrolled = self.folder / "enrolled"
        self.run_folder = self.folder / "build" / "run"

    def start(self, *arguments, display=":99", **extra):
        env = {name: value for name, value in os.environ.items()
               if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        env.update(EVENTS=str(self.events_path), ENROLLED=str(self.enrolled), **extra)
        if display:
            env["DISPLAY"] = display
        process = subprocess.Popen([self.folder / "yizhan", *arguments], env=env, text=True,
                                   cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   start_new_session=True)
        self.addCleanup(self.end_session, process)
        return process

    def end_session(self, process):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        process.stdout.close()
        process.stderr.close()

    def call(self, *arguments, **options):
        process = self.start(*arguments, **options)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def events(self):
        return self.events_path.read_text().splitlines() if self.events_path.exists() else []

    def wait_for(self, text):
        end = time.monotonic() + 30
        while not any(text in event for event in self.events()):
            self.assertLess(time.monotonic(), end, "no " + text)
            time.sleep(0.02)

    def test_words(self):
        status, out, err = self.call("help")
        self.assertEqual((status, err), (0, ""))
        for command in ("run", "test", "build", "bench", "sim", "gallery"):
            self.assertIn("\n  " + command, out)
        status, out, err = self.call("rnu")
        self.assertEqual((status, out), (1, ""))
        self.assertIn("there is no command 'rnu'", err)
        self.assertEqual(self.call("gallery")[0], 1)
        self.assertEqual(self.call("run", "--anew")[0], 1)
        self.assertEqual(self.events(), [])

    def test_build_is_quiet_the_second_time(self):
        status, _, err = self.call("build")
        self.assertEqual(status, 0, err)
        for name in ("yizhan-kiosk", "yizhan-hub", "yizhanctl"):
            self.assertTrue(os.access(self.folder / "build" / "bin" / name, os.X_OK))
        self.assertEqual(self.call("build"), (0, "", ""))
        (self.folder / "yizhanctl").write_text(CTL + "# changed\n")
        self.assertEqual(self.call("build")[0], 0)
        self.assertIn("# changed", (self.folder / "build/bin/yizhanctl").read_text())

    def test_a_build_that_fails(self):
        (self.folder / "CMakeLists.txt").write_text(CMAKE + "message(FATAL_ERROR no)\n")
        status, _, err = self.call("build")
        self.assertEqual(status, 1)
        self.assertIn("could not configure", err)

    def test_a_program_that_does_not_compile(self):
        (self.folder / "CMakeLists.txt").write_text(CMAKE.replace("mkdir -p bin &&", "false &&"))
        status, _, err = self.call("build")
        self.assertEqual(status, 1)
        self.assertIn("FAILED", err)
        self.assertIn("the build of build/release failed", err)

    def test_without_a_display(self):
        status, _, err = self.call("run", display="")
        self.assertEqual(status, 1)
        self.assertIn("display", err.splitlines()[-1])
        self.assertTrue((self.folder / "build/bin/yizhan-kiosk").exists())
        self.assertEqual(self.events(), [])

    def test_the_kiosk_comes_after_the_hub_and_ends_it(self):
        status, _, err = self.call("run")
        self.assertEqual(status, 0, err)
        events = self.events()
        self.assertEqual([event.split()[0:2] for event in events],
                         [["hub", "starts"], ["hub", "answers"], ["enroll", "enroll"],
                          ["kiosk", "starts"], ["hub", "ends"]])
        address = events[1].split()[2]
        self.assertTrue(address.startswith("127.0.0.1:"))
        for part in ("--station demo", "--hub http://" + address, "--enroll demo.SECRET.HUBKEY",
                     "--data %s/kiosk" % self.run_folder, "--content %s/kiosk-config" % self.folder,
                     "--printer file:%s/slips.bin" % self.run_folder):
            self.assertIn(part, events[3])
        self.assertNotIn("--size", events[3])

    def test_an_enrolled_kiosk_gets_no_token(self):
        self.call("run")
        self.enrolled.touch()
        self.call("run")
        self.assertNotIn("--enroll", [event for event in self.events() if "kiosk" in event][-1])
        (self.run_folder / "mark").touch()
        self.enrolled.unlink()
        self.call("run", "--fresh")
        self.assertIn("--enroll", [event for event in self.events() if "kiosk" in event][-1])
        self.assertFalse((self.run_folder / "mark").exists())

    def test_ctrl_c_ends_both(self):
        process = self.start("run", KIOSK_TENTHS="600")
        self.wait_for("kiosk starts")
        time.sleep(0.3)
        os.killpg(process.pid, signal.SIGINT)
        self.assertEqual(process.wait(20), 0)
        self.assertEqual(self.events()[-2:], ["kiosk ends", "hub ends"])

    def test_only_one_at_a_time(self):
        first = self.start("run", KIOSK_TENTHS="600")
        self.wait_for("kiosk starts")
        status, _, err = self.call("run", "--fresh")
        self.assertEqual(status, 1)
        self.assertIn("running already", err)
        self.assertTrue(self.run_folder.exists())
        first.send_signal(signal.SIGTERM)
        self.assertEqual(first.wait(20), 0)
        self.assertEqual(self.call("run")[0], 0)

    def test_a_hub_that_does_not_start(self):
        status, _, err = self.call("run", HUB_FAILS="1")
        self.assertEqual(status, 1)
        self.assertIn("the hub has a reason", err)
        self.assertIn("the hub did not start", err)
        self.assertEqual(self.events(), [])

    def test_a_kiosk_that_fails(self):
        status, _, err = self.call("run", KIOSK_STATUS="7")
        self.assertEqual(status, 1)
        self.assertIn("ended with 7", err)
        self.assertEqual(self.events()[-1], "hub ends")

    def test_tools_get_their_arguments_and_give_their_status(self):
        status, out, _ = self.call("sim", "--histories", "3")
        self.assertEqual((status, out), (3, "sim --histories 3\n"))


if __name__ == "__main__":
    unittest.main()
