"""How far it is for somebody who books for the first time, with a phone number: from home to the
slip, in large type (one tap more) and as it is."""

import unittest

from stage import StageTest

SCREENS_MOST = 8
TAPS_MOST = 20
SHAPES = {"portrait, large": ((1080, 1920), True, "13800376021"),
          "landscape, large": ((1920, 1080), True, "13800376022"),
          "portrait": ((1080, 1920), False, "13800376023")}


class ElderTest(StageTest):
    def setUp(self):
        self.stage.start_hub(content=self.stage.content_with_small_series(
            capacity=9, contact="{phone: required, name: surname}"))

    def book(self, size, is_large, phone):
        kiosk = self.stage.start_kiosk(size=size)
        taps, screens = 0, ["home"]

        def tap(what):
            nonlocal taps
            tree = kiosk.settled()
            while not tree.has(what) and tree.has("nav.next") and tree.node("nav.next").enabled:
                tree = kiosk.tap("nav.next")
                taps += 1
            tree = kiosk.tap(what)
            taps += 1
            if tree.screen != screens[-1]:
                screens.append(tree.screen)
            return tree

        if is_large:
            tap("nav.large")
        tap("menu.book")
        # The first on the list that can be booked.
        while not kiosk.settled().ids("session.small."):
            tap("nav.next")
        tap(kiosk.settled().ids("session.small.")[0])
        tap("session.book")
        tap("field.name")
        tap("key.王")
        tap("name.done")
        for digit in phone:
            kiosk.tap("key." + digit)
        taps += 1  # a phone number counts as one
        tap("field.agree")
        tap("contact.next")
        self.assertIn("还没有提交", kiosk.settled().text(), "nothing is sent before it was read")
        tree = tap("submit")
        self.assertEqual(tree.screen, "result")
        self.assertEqual(len(kiosk.slips()), 1, str(tree))
        print(taps, "taps:", " ".join(screens))
        return taps, screens

    def test_few_steps(self):
        for shape, (size, is_large, phone) in SHAPES.items():
            with self.subTest(shape):
                taps, screens = self.book(size, is_large, phone)
                self.assertLessEqual(taps, TAPS_MOST, screens)
                self.assertLessEqual(len(screens), SCREENS_MOST, screens)


if __name__ == "__main__":
    unittest.main()
