"""Writing with a finger on the real terminal: pinyin key by key, characters stroke by stroke."""

import os
import pathlib
import re
import time
import unittest

from stage import StageTest

PHONE = "13800376029"
# Strokes across the pad, from 0 to 1000.
KING = [[(120, 180), (880, 180)], [(150, 500), (850, 500)], [(500, 180), (500, 820)],
        [(100, 830), (900, 830)]]
BIG = [[(150, 380), (500, 370), (850, 340)], [(490, 120), (480, 350), (400, 600), (150, 880)],
       [(500, 380), (620, 620), (860, 860)]]


class WritingTest(StageTest):
    def draw(self, kiosk, strokes):
        x, y, w, h = kiosk.settled().node("ink.pad").rect
        hand = kiosk.display.hand
        for stroke in strokes:
            points = [(x + px * (w - 1) / 1000, y + py * (h - 1) / 1000) for px, py in stroke]
            hand.press(*points[0])
            for (from_x, from_y), (to_x, to_y) in zip(points, points[1:]):
                for i in range(1, 9):
                    hand.move(from_x + (to_x - from_x) * i / 8, from_y + (to_y - from_y) * i / 8)
                    time.sleep(0.004)
            hand.release()
        return kiosk.settled()

    def take(self, kiosk, character):
        """The candidate with this name, on the bar or in the list."""
        tree = kiosk.settled()
        if not self.candidate(tree, character):
            tree = kiosk.tap("pad.open")
        while not self.candidate(tree, character) and tree.node("pad.on").enabled:
            tree = kiosk.tap("pad.on")
        found = self.candidate(tree, character)
        self.assertTrue(found, "%s\n%s" % (character, tree))
        return kiosk.tap(found)

    def candidate(self, tree, character):
        for node in tree.nodes:
            if node.id.startswith("candidate.") and node.name == character:
                return node.id
        return None

    def keys(self, kiosk, letters):
        for letter in letters:
            kiosk.tap("key." + letter)
        return kiosk.settled()

    def to_text(self, kiosk):
        for what in ("menu.report", "item.fire-risk", "item.go", "place.street",
                     "place.wutong-road", "place.station", "form.next", "field.what.charging",
                     "form.next", "field.agree"):
            kiosk.tap(what)
        return kiosk.tap("form.next")

    def fields(self, tree):
        return [node.value for node in tree.of_role("input")]

    def test_a_text_and_a_name(self):
        self.stage.start_hub()
        kiosk = self.stage.start_kiosk()
        self.to_text(kiosk)
        tree = self.keys(kiosk, "wanshang")
        self.assertEqual(self.fields(tree), ["wanshang"])
        self.assertTrue(tree.has("wan'shang"), str(tree))
        self.assertEqual(tree.node("candidate.0").name, "晚上")
        tree = kiosk.tap("key.space")
        self.assertEqual(self.fields(tree), ["晚上"])
        kiosk.tap("pad.ink")
        self.draw(kiosk, BIG)
        tree = self.take(kiosk, "大")
        self.assertEqual(self.fields(tree), ["晚上大"])
        kiosk.tap("form.next")

        # The way to write stays for the visit: the name is drawn, too.
        kiosk.tap("field.name")
        kiosk.tap("name.write")
        self.draw(kiosk, KING)
        tree = self.take(kiosk, "王")
        self.assertEqual(self.fields(tree), ["王"])
        kiosk.tap("name.done")
        kiosk.tap("field.phone")
        self.keys(kiosk, PHONE)
        review = kiosk.tap("contact.next")
        self.assertEqual(review.screen, "review", str(review))
        self.assertIn("晚上大", review.text())
        self.assertIn("王", review.text())
        self.assertEqual(kiosk.tap("submit").screen, "result")
        self.assert_not_written_down("晚上大", "wanshang")

    def assert_not_written_down(self, *texts):
        looked_at = 0
        for folder, _, names in os.walk(self.stage.folder):
            for name in names:
                path = pathlib.Path(folder, name)
                if path.is_file() and "content" not in path.parts:
                    data = path.read_bytes()
                    looked_at += 1
                    for text in texts:
                        self.assertFalse(text.encode() in data, "%s in %s" % (text, path))
        self.assertGreater(looked_at, 3)

    def test_a_keyboard_and_a_scanner_on_a_written_page(self):
        kiosk = self.stage.start_kiosk(hub=None)
        self.to_text(kiosk)
        kiosk.type("ni")
        tree = kiosk.type("hao ")
        self.assertEqual(self.fields(tree), ["你好"])
        # A burst that is no scan is text, capitals and digits as they are.
        tree = kiosk.scan("BOX 6901234567892")
        self.assertEqual(self.fields(tree), ["你好BOX 6901234567892"])
        self.burst(kiosk, "loudong", "你好BOX 6901234567892")

    def burst(self, kiosk, text, before):
        """Once more if the machine was too busy to take it as one: then it is pinyin."""
        for _ in range(9):
            tree = kiosk.scan(text)
            if self.fields(tree) == [before + text]:
                return
            while self.fields(tree) != [before]:
                self.assertTrue(self.fields(tree)[0], str(tree))
                tree = kiosk.key("BackSpace")
        self.fail(str(tree))

    def test_a_held_delete_and_the_end(self):
        kiosk = self.stage.start_kiosk(hub=None)
        self.to_text(kiosk)
        left = 0
        while left == 0:  # as long as the machine is too busy to let go in time
            tree = kiosk.type("ABCDEFGHIJ" * 5)
            x, y = tree.node("key.delete").centre
            kiosk.display.hand.press(x, y)
            kiosk.wait(lambda tree: len(self.fields(tree)[0]) < 46, what="a held key to delete")
            kiosk.display.hand.release()
            left = len(self.fields(kiosk.settled())[0])
            time.sleep(0.4)
            self.assertEqual(len(self.fields(kiosk.settled())[0]), left)
        kiosk.type("loudong")
        self.assertTrue(kiosk.settled().has("candidate.0"))
        self.assertGreater(self.mapped_bytes(kiosk), 0)
        self.assertEqual(kiosk.tap("nav.end").screen, "home")
        kiosk.wait(lambda _: self.mapped_bytes(kiosk) == 0, what="the dictionaries to be closed")
        self.to_text(kiosk)
        self.assertEqual(self.fields(kiosk.settled()), [""])

    def mapped_bytes(self, kiosk):
        """How much of the pinyin dictionaries the terminal holds."""
        maps = pathlib.Path("/proc/%d/maps" % kiosk.process.pid).read_text(encoding="utf-8")
        return sum(int(to, 16) - int(start, 16) for start, to in
                   re.findall(r"^(\w+)-(\w+) .*libpinyin/data", maps, re.MULTILINE))


if __name__ == "__main__":
    unittest.main()
