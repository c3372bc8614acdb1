"""From home to a slip with real keys alone, on a terminal that is hub and kiosk in one."""

import os
import unittest

import x11
from stage import StageTest

SHOTS = os.environ.get("YIZHAN_SHOTS")


class KeyboardTest(StageTest):
    def setUp(self):
        content = self.stage.content_with_small_series(capacity=4,
                                                       contact="{phone: optional, name: none}")
        self.kiosk = self.stage.start_kiosk(hub=None, content=content)
        self.size = self.kiosk.display.size

    def press(self, key):
        return self.kiosk.key(key)

    def ring(self):
        """The box of the ring: where ink frames nothing but the surface's colour."""
        width, height, rgb = x11.pixels(self.kiosk.display.name)
        return width, height, rgb

    def has_ring(self, node):
        """Ink 8 px outside the node and the surface 3 px outside, at the middle of its sides."""
        width, height, rgb = self.ring()
        x, y, w, h = node.rect

        def pixel(px, py):
            at = 3 * (py * width + px)
            return tuple(rgb[at:at + 3])
        outside = [(x + w // 2, y - 8), (x + w // 2, y + h + 7), (x - 8, y + h // 2),
                   (x + w + 7, y + h // 2)]
        within = [(x + w // 2, y - 3), (x + w // 2, y + h + 2)]
        return (all(pixel(*at) == (0x17, 0x21, 0x1D) for at in outside
                    if 0 <= at[0] < width and 0 <= at[1] < height)
                and all(pixel(*at) == (0xFF, 0xFF, 0xFF) for at in within))

    def go_to(self, what):
        """Tab until the ring is around it."""
        for _ in range(60):
            tree = self.kiosk.settled()
            node = tree.node(what)
            if self.has_ring(node):
                return tree
            self.press("Tab")
        raise AssertionError("Tab does not come to %s\n%s" % (what, tree))

    def shot(self, name):
        if SHOTS:
            os.makedirs(SHOTS, exist_ok=True)
            self.kiosk.screenshot(os.path.join(SHOTS, "keyboard-%s.png" % name))

    def test_a_booking_by_keys(self):
        self.go_to("menu.book")
        self.shot("home")
        self.assertEqual(self.press("Return").screen, "activities")
        session = [node.id for node in self.kiosk.settled().nodes
                   if node.id.startswith("session.small.")]
        if not session:
            self.go_to("day.1")
            session = [node.id for node in self.press("Return").nodes
                       if node.id.startswith("session.small.")]
        self.go_to(session[0])
        self.shot("activities")
        self.assertEqual(self.press("Return").screen, "session")
        self.go_to("session.book")
        self.shot("session")
        self.assertEqual(self.press("space").screen, "contact")
        self.assertEqual(self.press("Escape").screen, "session")
        self.assertEqual(self.press("Return").screen, "contact")
        self.kiosk.type("13800376021")
        self.go_to("field.agree")
        self.assertEqual(self.press("space").node("field.agree").value, "on")
        self.shot("contact")
        self.go_to("contact.next")
        self.assertEqual(self.press("Return").screen, "review")
        self.go_to("submit")
        self.assertEqual(self.press("Return").screen, "result")
        self.assertEqual(len(self.kiosk.slips()), 1)
        self.assertEqual(self.press("Home").screen, "home")

    def test_a_touch_puts_the_ring_away_and_a_switch_steps(self):
        hand = self.kiosk.display.hand
        self.press("Tab")
        first = self.go_to("menu.book")
        node = first.node("menu.book")
        hand.press(3, self.size[1] // 2)
        hand.release()
        self.kiosk.settled()
        self.assertFalse(self.has_ring(node))
        # Short presses step, a long one acts.
        for _ in range(60):
            if self.has_ring(self.kiosk.settled().node("menu.services")):
                break
            self.press("F1")
        hand.hold("F1", 3)
        self.assertEqual(self.kiosk.settled().screen, "services")
        self.assertEqual(self.press("Escape").screen, "home")
        # The second switch acts at once.
        self.assertEqual(self.press("F2").screen, "services")

    def test_the_keypad_without_its_number_lock(self):
        self.press("KP_Down")
        self.go_to("menu.tickets")
        self.assertEqual(self.press("KP_Begin").screen, "tickets")
        self.go_to("tickets.number")
        self.assertEqual(self.press("KP_Enter").screen, "ticket_number")
        self.press("KP_End")
        self.assertTrue(self.kiosk.settled().node("field.number").value.startswith("1"))

    def tearDown(self):
        self.assertEqual(self.kiosk.stop(), 0)
        with open(self.kiosk.log, encoding="utf-8") as log:
            self.assertNotIn("Sanitizer", log.read())


if __name__ == "__main__":
    unittest.main()
