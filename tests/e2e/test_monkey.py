"""Some hundred acts of anything at the real program, from a seed: it is still there, it answers, it
ends well, and the sanitizers have nothing to say. YIZHAN_SEED=N plays another game."""

import os
import random
import unittest

from stage import StageTest

ACTS = 900
SEED = int(os.environ.get("YIZHAN_SEED", "20261122"))
KEYS = ["Tab"] * 6 + ["Return", "space", "Escape", "Home", "Up", "Down", "Left", "Right", "F1", "F2",
                      "BackSpace", "Prior", "Next", "KP_Down", "KP_Begin", "KP_Enter"]
SCANS = ["6901234567892", "WIFI:T:WPA;S:x;P:y;;", "HTTPS://YIZHAN.INVALID/T/0000000000.0000",
         "YZC-7K2M-9QXD-5", "YZT-UMB-0012", "0" * 500, "' or 1=1 --"]


class MonkeyTest(StageTest):
    def tap_something(self):
        nodes = [node for node in self.kiosk.tree().nodes
                 if node.enabled and node.role in ("button", "key", "item", "tab", "check", "input")
                 and (not node.id.startswith("nav.") or self.chance.random() < 0.2)]
        if nodes:
            x, y, w, h = self.chance.choice(nodes).rect
            self.hand.tap(x + self.chance.randrange(w), y + self.chance.randrange(h))

    def tap_anywhere(self):
        self.hand.tap(*self.anywhere())

    def drag(self):
        x, y = self.anywhere()
        to_x, to_y = self.anywhere()
        self.hand.drag(x, y, to_x, to_y, steps=4, step_s=0.005)

    def press(self):
        for _ in range(self.chance.randrange(1, 8)):
            self.hand.key(self.chance.choice(KEYS))

    def type(self):
        self.hand.type(self.chance.choice(["13800376021", "quiet pond", "0", "Wang 12"]))

    def scan(self):
        self.hand.type(self.chance.choice(SCANS) + self.chance.choice(["\n", ""]))

    def anywhere(self):
        width, height = self.kiosk.display.size
        return self.chance.randrange(width), self.chance.randrange(height)

    def test_it_survives(self):
        print("seed", SEED, flush=True)
        self.chance = random.Random(SEED)
        self.stage.start_hub()
        self.kiosk = self.stage.start_kiosk()
        self.hand = self.kiosk.display.hand
        acts = ([self.tap_something] * 12 + [self.tap_anywhere] * 2 + [self.drag] * 2
                + [self.press] * 3 + [self.type] * 2 + [self.scan])
        screens = set()
        for n in range(ACTS):
            self.chance.choice(acts)()
            if n % 10 == 0:
                tree = self.kiosk.tree()
                screens.add(tree.screen)
                self.assertIsNone(self.kiosk.process.poll())
        print("screens", *sorted(screens), flush=True)
        tree = self.kiosk.settled()
        if tree.screen != "home":
            for way in ("scan.close", "idle.continue", "attract.start", "nav.end"):
                if self.kiosk.settled().has(way):
                    tree = self.kiosk.tap(way)
        self.assertEqual(tree.screen, "home", str(tree))
        self.assertGreater(len(screens), 5)
        self.assertEqual(self.kiosk.stop(), 0)
        with open(self.kiosk.log, encoding="utf-8") as log:
            self.assertNotIn("Sanitizer", log.read())


if __name__ == "__main__":
    unittest.main()
