"""A spoken note by the real program, with a file that stands for the microphone: it is heard again,
kept, sealed and opened with the hub's key; and where there is no microphone nothing is offered."""

import array
import base64
import ctypes
import ctypes.util
import glob
import json
import math
import os
import re
import shutil
import subprocess
import unittest
import wave

from stage import CONTENT, StageTest, wait_until

TONE_HZ = 500


class NoteTest(StageTest):
    def content(self, station=True):
        folder = os.path.join(self.stage.folder, "content")
        shutil.copytree(CONTENT, folder)
        if station:
            with open(os.path.join(folder, "demo", "station.yaml"), "a", encoding="utf-8") as file:
                file.write("  microphone: true\n")
        return folder

    def start(self, hub=None, content=None, **env):
        self.tone = os.path.join(self.stage.folder, "tone.pcm")
        with open(self.tone, "wb") as file:
            file.write(array.array("h", [int(12000 * math.sin(2 * math.pi * TONE_HZ * i / 16000))
                                         for i in range(16000 * 90)]).tobytes())
        self.sound = os.path.join(self.stage.folder, "sound.pcm")
        where = {"hub": hub} if hub else {"hub": None, "content": content}
        return self.stage.start_kiosk(env={
            "SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": self.sound,
            "SDL_DISKAUDIOFILEIN": self.tone, **env}, **where)

    def go_to_field(self, kiosk):
        for what in ("menu.request", "kind.talks", "item.legal", "item.go", "field.agree", "form.next",
                     "field.area.work", "form.next"):
            tree = kiosk.tap(what)
        self.assertTrue(tree.has("field.words"), str(tree))
        return tree

    def is_open(self, kiosk, path):
        folder = "/proc/%d/fd" % kiosk.process.pid
        return any(os.path.realpath(os.path.join(folder, fd)) == os.path.realpath(path)
                   for fd in os.listdir(folder))

    def seconds(self, tree, before):
        found = re.search(before + r"\s+(\d+) 秒", tree.text())
        return int(found.group(1)) if found else 0

    def record(self, kiosk, seconds):
        kiosk.tap("note.open")
        self.assertFalse(self.is_open(kiosk, self.tone), "open before anything is said")
        kiosk.tap("note.start")
        kiosk.wait(lambda tree: self.seconds(tree, "说了") >= seconds, "some seconds of speech")
        self.assertTrue(self.is_open(kiosk, self.tone))
        tree = kiosk.tap("note.stop")
        self.assertTrue(tree.has("note.keep"), str(tree))
        self.assertFalse(self.is_open(kiosk, self.tone), "still open")

    def unseal(self, hub):
        """The envelopes as whoever has the hub's key reads them."""
        keys = {}
        with open(glob.glob(os.path.join(self.stage.folder, "**", "*.key"), recursive=True)[0],
                  encoding="ascii") as file:
            for line in file.read().splitlines()[1:]:
                name, value = line.split(" ")
                keys[name] = bytes.fromhex(value)
        sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
        texts = []
        for row in hub.rows("SELECT box FROM envelope WHERE box IS NOT NULL"):
            plain = ctypes.create_string_buffer(len(row["box"]) - 48)
            self.assertEqual(0, sodium.crypto_box_seal_open(
                plain, row["box"], ctypes.c_ulonglong(len(row["box"])), keys["box-public"],
                keys["box-secret"]))
            texts.append(json.loads(plain.raw))
        return texts

    def samples(self, ogg):
        path = os.path.join(self.stage.folder, "note.ogg")
        with open(path, "wb") as file:
            file.write(ogg)
        subprocess.run(["opusdec", "--quiet", "--rate", "16000", path, path + ".wav"], check=True)
        with wave.open(path + ".wav") as file:
            samples = array.array("h")
            samples.frombytes(file.readframes(file.getnframes()))
            self.assertEqual(file.getnchannels(), 1)
            return samples

    def assert_tone(self, samples):
        middle = samples[len(samples) // 2 - 8000:len(samples) // 2 + 8000]
        crossings = sum((a < 0) != (b < 0) for a, b in zip(middle, middle[1:]))
        self.assertAlmostEqual(crossings / 2, TONE_HZ, delta=25)
        self.assertGreater(max(middle), 6000)

    def test_said_and_sealed(self):
        hub = self.stage.start_hub(content=self.content())
        kiosk = self.start(hub=hub)
        self.go_to_field(kiosk)
        self.record(kiosk, 3)
        kiosk.tap("note.play")
        wait_until(lambda: os.path.exists(self.sound) and os.path.getsize(self.sound) > 32000,
                   "a second of it to be heard")
        kiosk.tap("note.hush")
        tree = kiosk.tap("note.keep")
        said_s = self.seconds(tree, "语音")
        self.assertTrue(3 <= said_s < 60, str(tree))
        self.assertFalse(tree.has("field.words"))
        kiosk.tap("form.next")
        for what in ("field.when.2", "form.next", "field.name", "field.address.3", "key.王",
                     "name.done", "field.phone", *("key." + digit for digit in "13812345678")):
            if kiosk.tree().has(what):
                kiosk.tap(what)
        tree = kiosk.tap("contact.next")
        self.assertEqual(tree.screen, "review", str(tree))
        self.assertEqual(self.seconds(tree, "语音"), said_s)
        tree = kiosk.tap("submit")
        self.assertEqual(tree.screen, "result", str(tree))
        wait_until(lambda: hub.rows("SELECT 1 FROM envelope WHERE box IS NOT NULL"), "the op")
        told, = self.unseal(hub)
        self.assertEqual(told["fields"]["words"]["note_s"], said_s)
        samples = self.samples(base64.b64decode(told["note"], validate=True))
        self.assertAlmostEqual(len(samples) / 16000, told["fields"]["words"]["note_s"], delta=0.6)
        self.assert_tone(samples)
        for folder, _, names in os.walk(self.stage.folder):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path) and not name.startswith("note.ogg"):
                    with open(path, "rb") as file:
                        data = file.read()
                    self.assertNotIn(b"OpusHead", data, path)
                    self.assertNotIn(told["note"][:40].encode(), data, path)

    def test_the_minute_ends_by_itself(self):
        hub = self.stage.start_hub(content=self.content())
        kiosk = self.start(hub=hub, SDL_DISKAUDIODELAY="2")
        self.go_to_field(kiosk)
        kiosk.tap("note.open")
        kiosk.tap("note.start")
        tree = kiosk.wait(lambda tree: tree.has("note.keep"), "the end of the minute")
        self.assertEqual(self.seconds(tree, "一共"), 60, str(tree))
        kiosk.tap("note.drop")
        self.assertTrue(kiosk.settled().has("note.start"))

    def test_the_end_forgets_it(self):
        kiosk = self.start(content=self.content())
        self.go_to_field(kiosk)
        kiosk.tap("note.open")
        kiosk.tap("note.start")
        kiosk.wait(lambda tree: tree.has("note.stop"), "the microphone")
        kiosk.tap("nav.end")
        wait_until(lambda: not self.is_open(kiosk, self.tone), "the microphone to be closed")
        self.go_to_field(kiosk)
        self.assertTrue(kiosk.settled().has("note.open"))
        self.assertEqual(kiosk.stop(), 0)

    def test_only_where_the_station_says_so(self):
        kiosk = self.start(content=self.content(station=False))
        self.assertFalse(self.go_to_field(kiosk).has("note.open"))

    def test_no_device(self):
        kiosk = self.start(content=self.content(), SDL_AUDIODRIVER="none of these")
        self.go_to_field(kiosk)
        kiosk.tap("note.open")
        tree = kiosk.tap("note.start")
        self.assertIn("话筒现在用不了", tree.text())
        self.assertFalse(tree.has("note.start"))
        self.assertFalse(kiosk.tap("nav.back").has("note.open"))
        with open(kiosk.log, encoding="utf-8") as log:
            lines = [line for line in log if "microphone" in line]
        self.assertEqual(len(lines), 1, lines)


if __name__ == "__main__":
    unittest.main()
