"""叫人帮我: from a finger on the terminal to the desk and back, and what is said when the desk cannot
hear."""

import unittest

from stage import StageTest

TOLD, COMING, UNTOLD = "已告诉咨询台", "马上来", "通知不到咨询台"


class CallTest(StageTest):
    def scan(self, kiosk, code, words):
        """Scans until it is heard, as people do: on a busy machine the keys may come too slowly."""
        for _ in range(9):
            tree = kiosk.scan(code)
            if words in tree.text():
                return tree
        self.fail("%s is not heard\n%s" % (code, tree))

    def test_the_desk_answers(self):
        hub = self.stage.start_hub()
        kiosk = self.stage.start_kiosk()
        kiosk.wait_online()
        kiosk.tap("menu.report")
        before = kiosk.settled().ids("")
        self.assertEqual(kiosk.tap("nav.call").screen, "call")
        tree = kiosk.wait(lambda tree: TOLD in tree.text(), "the desk to be told")
        self.assertIn("000-010", tree.text(), "the station's phone")
        kiosk.tap("nav.call")
        self.assertEqual(len(hub.wait_report("call")), 1, "a second tap is no second call")
        row = hub.report("call")[0]
        self.assertEqual((row["kiosk"], row["screen"], row["answered_at"]),
                         ("demo-1", "requests", None))
        self.assertIn("demo-1 called from requests", hub.ctl("call", "--station", "demo"))
        hub.ctl("call", "demo-1", "answer", "--by", "desk")
        kiosk.wait(lambda tree: COMING in tree.text(), "the words that somebody comes")
        hub.ctl("call", "demo-1", "close", "--by", "desk")
        kiosk.wait(lambda tree: tree.has("call.again"), "the end of the call")
        tree = kiosk.tap("nav.back")
        self.assertEqual(tree.screen, "requests")
        self.assertEqual(tree.ids(""), before)

    def test_nobody_hears(self):
        hub = self.stage.start_hub()
        kiosk = self.stage.start_kiosk()
        kiosk.wait_online()
        hub.stop()
        kiosk.wait(lambda tree: tree.link["state"] == "offline", "the link to be down")
        tree = kiosk.tap("nav.call")
        self.assertIn(UNTOLD, tree.text())
        self.assertNotIn(TOLD, tree.text())
        # The hub comes back while the visitor still stands there.
        hub.start()
        kiosk.wait(lambda tree: TOLD in tree.text(), "the desk to hear of it")
        self.assertEqual(len(hub.wait_report("call")), 1)

    def test_badge(self):
        hub = self.stage.start_hub(content=self.stage.content_with_small_series())
        kiosk = self.stage.start_kiosk()
        kiosk.tap("menu.book")
        while not kiosk.settled().ids("session.small."):
            kiosk.tap("nav.next")
        kiosk.tap(kiosk.settled().ids("session.small.")[0])
        self.scan(kiosk, "YZB-DEMO-DEMO-DEMO-DEM9", "没认出这张工牌")
        kiosk.tap("help.end")
        tree = self.scan(kiosk, "YZB-DEMO-DEMO-DEMO-DEM1", "帮办：王师傅")
        self.assertEqual(tree.screen, "session")
        kiosk.tap("session.book")
        tree = kiosk.tap("submit")
        self.assertEqual(tree.screen, "result")
        self.assertEqual(len(kiosk.slips()), 1)
        rows = hub.wait_report("helped")
        self.assertEqual([(row["kind"], row["helper"], row["kiosk"]) for row in rows],
                         [("book", "wang", "demo-1")])
        self.assertNotIn("王师傅", kiosk.tap("result.done").text(), "it ends with the visit")

    def test_alone(self):
        kiosk = self.stage.start_kiosk(hub=None)
        self.assertIn(UNTOLD, kiosk.tap("nav.call").text())


if __name__ == "__main__":
    unittest.main()
