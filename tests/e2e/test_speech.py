"""Reading aloud by the real program into a file that stands for the loudspeaker: there is sound, a
second tap and the end of the visit stop it, and without a voice nothing is offered."""

import array
import contextlib
import os
import shutil
import sqlite3
import time
import unittest
import wave

from stage import CONTENT, PATIENCE_S, StageTest, wait_until


class SpeechTest(StageTest):
    def start(self, content=CONTENT, **env):
        self.sound = os.path.join(self.stage.folder, "sound.pcm")
        return self.stage.start_kiosk(
            hub=None, content=content, env={"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": self.sound, **env})

    def samples(self):
        """What the loudspeaker was given since it was opened last: 16-bit mono."""
        samples = array.array("h")
        if os.path.exists(self.sound):
            with open(self.sound, "rb") as file:
                data = file.read()
            samples.frombytes(data[:len(data) // 2 * 2])
        return samples

    def loudness(self, samples):
        return sum(abs(sample) for sample in samples) / max(1, len(samples))

    def is_open(self, kiosk):
        folder = "/proc/%d/fd" % kiosk.process.pid
        return any(os.path.realpath(os.path.join(folder, fd)) == os.path.realpath(self.sound)
                   for fd in os.listdir(folder))

    def test_the_screen_is_read_and_stops(self):
        kiosk = self.start()
        kiosk.settled()
        self.assertFalse(os.path.exists(self.sound), "the loudspeaker is open before it is asked")
        kiosk.wait_quiet()
        threads = len(os.listdir("/proc/%d/task" % kiosk.process.pid))
        self.assertEqual(kiosk.tap("nav.speak").node("nav.speak").name, "停")
        wait_until(lambda: len(self.samples()) > 22050 * 2, "two seconds of sound")
        self.assertGreater(self.loudness(self.samples()), 100)
        self.assertTrue(self.is_open(kiosk))
        self.assertEqual(kiosk.tap("nav.speak").node("nav.speak").name, "读出")
        wait_until(lambda: not self.is_open(kiosk), "the loudspeaker to be closed")
        stopped = len(self.samples())
        time.sleep(0.5)
        self.assertEqual(len(self.samples()), stopped)
        kiosk.wait_quiet()
        # The voice's own threads wait for the next text; the audio system has none any more.
        self.assertLessEqual(len(os.listdir("/proc/%d/task" % kiosk.process.pid)), threads + 2)

    def test_the_end_is_silence(self):
        kiosk = self.start()
        kiosk.tap("nav.speak")
        kiosk.tap("volume.more")
        wait_until(lambda: len(self.samples()) > 2205, "sound")
        tree = kiosk.tap("nav.end")
        self.assertEqual(tree.node("nav.speak").name, "读出")
        wait_until(lambda: not self.is_open(kiosk), "the loudspeaker to be closed")
        self.assertEqual(kiosk.stop(), 0)
        with open(kiosk.log, encoding="utf-8") as log:
            self.assertNotIn("Sanitizer", log.read())

    def test_it_is_said_to_the_end(self):
        kiosk = self.start()
        kiosk.tap("nav.lang")
        tree = kiosk.tap("menu.tickets")
        # Reading a short screen in the other language ends by itself, louder when asked.
        kiosk.tap("nav.speak")
        wait_until(lambda: self.loudness(self.samples()[-22050:]) > 50, "a voice in English")
        kiosk.wait(lambda tree: tree.node("nav.speak").name == "Listen", "the end of the text")
        self.assertGreater(len(self.samples()), 22050 * 3, tree)
        self.assertFalse(self.is_open(kiosk))

    def prepared(self, kiosk):
        path = os.path.join(kiosk.data, "sayings.db")
        if not os.path.exists(path):
            return None
        with contextlib.closing(sqlite3.connect("file:%s?mode=ro" % path, uri=True,
                                                timeout=PATIENCE_S)) as db:
            if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'about'").fetchone():
                return None
            if not db.execute("SELECT 1 FROM about").fetchone():
                return None
            return dict(db.execute("SELECT run, pinyin FROM saying"))

    def test_content_is_prepared_once(self):
        kiosk = self.start()
        runs = wait_until(lambda: self.prepared(kiosk), "the content to be prepared")
        self.assertGreater(len(runs), 500)
        self.assertEqual(runs["预约活动"], "yu4 yue1 huo2 dong4")
        kiosk.stop()
        written = os.stat(os.path.join(kiosk.data, "sayings.db")).st_mtime_ns
        kiosk.start()
        time.sleep(1)
        self.assertEqual(self.prepared(kiosk), runs)
        self.assertEqual(os.stat(os.path.join(kiosk.data, "sayings.db")).st_mtime_ns, written)

    def content_with_recordings(self, wave_name):
        folder = os.path.join(self.stage.folder, "content")
        shutil.copytree(CONTENT, folder)
        os.makedirs(os.path.join(folder, "sounds"))
        with open(os.path.join(folder, "sounds.yaml"), "w", encoding="utf-8") as file:
            file.write("sounds:\n  id: sounds\n  recordings:\n"
                       "    - {text: 您好，想办点什么？, file: hello.wav, dialect: 四川话}\n")
        path = os.path.join(folder, "sounds", wave_name)
        with wave.open(path, "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(44100)
            # A tone that no voice has: the loudest there is, up and down, for a second.
            file.writeframes(array.array("h", [30000, 30000] * 50 + [-30000, -30000] * 50).tobytes()
                             * 441)
        return folder

    def test_a_recording_stands_for_its_text(self):
        folder = self.content_with_recordings("hello.wav")
        self.stage.ctl("check", folder)
        kiosk = self.start(content=folder)
        # Elders have a greeting of their own; the residents' one goes by the hour.
        kiosk.tap("visitor.elder")
        kiosk.tap("nav.speak")
        wait_until(lambda: len(self.samples()) > 22050, "a second of sound")
        loud = [sample for sample in self.samples()[:22050] if abs(sample) > 14000]
        self.assertGreater(len(loud), 15000)

    def test_a_missing_recording_is_named(self):
        folder = self.content_with_recordings("other.wav")
        result = self.stage.ctl("check", folder, check=False)
        self.assertNotEqual(result.returncode, 0)
        self.assertRegex(result.stdout + result.stderr, r"sounds\.yaml:4:\d+: .*hello\.wav cannot be")

    def test_without_a_voice(self):
        kiosk = self.start(ESPEAK_DATA_PATH="/nonexistent/voices")
        self.assertFalse(kiosk.settled().has("nav.speak"))
        with open(kiosk.log, encoding="utf-8") as log:
            lines = [line for line in log if "/nonexistent/voices" in line]
        self.assertEqual(len(lines), 1, lines)

    def test_without_a_loudspeaker(self):
        kiosk = self.start(SDL_AUDIODRIVER="none of these")
        self.assertTrue(kiosk.settled().has("nav.speak"))
        kiosk.tap("nav.speak")
        kiosk.wait(lambda tree: not tree.has("nav.speak"), "the tool to be withdrawn")
        self.assertTrue(kiosk.settled().has("nav.lang"))
        with open(kiosk.log, encoding="utf-8") as log:
            self.assertIn("loudspeaker", log.read())


if __name__ == "__main__":
    unittest.main()
