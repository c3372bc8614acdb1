"""The first screen: it shows, a tap changes it, and untouched it does nothing at all."""

import unittest

from stage import StageTest


class HomeTest(StageTest):
    def check_home(self, kiosk):
        tree = kiosk.settled()
        self.assertEqual(tree.screen, "home")
        self.assertEqual(tree.size, kiosk.display.size)
        tiles = [node for node in tree.of_role("button") if node.id.startswith("menu.")]
        self.assertGreaterEqual(len(tiles), 3, str(tree))
        width, height = tree.size
        for node in tree.nodes:
            x, y, w, h = node.rect
            self.assertTrue(0 <= x and 0 <= y and x + w <= width and y + h <= height, str(node))
        for tile in tiles:
            self.assertTrue(tile.name and tile.enabled, str(tile))
        return tree

    def test_alone(self):
        kiosk = self.stage.start_kiosk(hub=None)
        tree = self.check_home(kiosk)
        self.assertEqual(tree.link["state"], "none")
        tile = tree.ids("menu.")[0]
        after = kiosk.tap(tile)
        self.assertNotEqual(after.screen, "home")
        self.assertGreater(after.frame, tree.frame)
        self.assertEqual(kiosk.tap("nav.home").screen, "home")
        self.assertEqual(kiosk.stop(), 0)
        with open(kiosk.log, encoding="utf-8") as log:
            self.assertNotIn("Sanitizer", log.read())

    def test_every_tile_leads_somewhere_and_back(self):
        kiosk = self.stage.start_kiosk(hub=None)
        for tile in kiosk.settled().ids("menu."):
            after = kiosk.tap(tile)
            self.assertNotEqual(after.screen, "home", tile)
            for way in ("nav.home", "nav.back", "nav.end"):
                self.assertTrue(after.has(way), "%s is missing after %s" % (way, tile))
            self.assertEqual(kiosk.tap("nav.home").screen, "home", tile)

    def test_landscape(self):
        kiosk = self.stage.start_kiosk(hub=None, size=(1920, 1080))
        self.check_home(kiosk)

    def test_idle_does_nothing(self):
        self.stage.start_hub()
        kiosk = self.stage.start_kiosk()
        self.check_home(kiosk)
        # Start-up has its last work, and the clock on the screen turns with the minute; then nothing.
        kiosk.wait_quiet(span_s=5)

    def test_killed_and_started_again(self):
        self.stage.start_hub()
        kiosk = self.stage.start_kiosk()
        kiosk.kill9()
        kiosk.token = None
        kiosk.start().wait_online()
        self.check_home(kiosk)


if __name__ == "__main__":
    unittest.main()
