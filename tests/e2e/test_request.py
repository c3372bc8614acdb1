"""A request from the first tap to its rating, on two terminals; and what is kept of a person."""

import os
import pathlib
import unittest

from stage import StageTest, wait_until

PHONE = "13812345678"
SURNAME = "王"


class RequestTest(StageTest):
    def begin(self, kiosks=1):
        self.hub = self.stage.start_hub()
        return [self.stage.start_kiosk() for _ in range(kiosks)]

    def fill_form(self, kiosk):
        """The demo's request about a house: which building, what is wrong."""
        for what in ("menu.report", "item.property", "item.go", "place.fangji", "place.1",
                     "form.next", "field.what.light", "form.next"):
            tree = kiosk.tap(what)
        self.assertEqual(tree.screen, "contact", str(tree))

    def fill_name(self, kiosk):
        for what in ("field.name", "field.address.3", "key." + SURNAME, "name.done"):
            kiosk.tap(what)

    def file(self, kiosk, phone=PHONE):
        self.fill_form(kiosk)
        if phone:
            self.fill_name(kiosk)
            kiosk.tap("field.phone")
            for digit in phone:
                kiosk.tap("key." + digit)
            kiosk.tap("field.agree")
            review = kiosk.tap("contact.next")
        else:
            review = kiosk.tap("contact.none")  # an equal choice: it leads on at once
        self.assertEqual(review.screen, "review")
        self.assertNotIn(PHONE, review.text().replace(" ", ""))
        tree = kiosk.tap("submit")
        self.assertEqual(tree.screen, "result", str(tree))
        qr = tree.of_role("qr")[0].value
        return qr, qr.rsplit("/T/", 1)[1].split(".")[0]

    def scan(self, kiosk, text):
        return self.scan_until(kiosk, text, "ticket")

    def scan_until(self, kiosk, text, screen):
        """On a busy machine the keys may come slower than a scanner's and are typed text then."""
        for _ in range(9):
            tree = kiosk.scan(text)
            if tree.screen == screen:
                return tree
        self.fail("%s leads to no %s\n%s" % (text, screen, tree))

    def move(self, ticket, verb, note=None):
        arguments = ["request", ticket, verb, "--by", "g1-officer"]
        return self.hub.ctl(*arguments, *(["--note", note] if note else []))

    def state(self, ticket):
        row, = self.hub.report("request", ticket=ticket)
        return row["state"]

    def wait_state(self, ticket, state):
        wait_until(lambda: self.state(ticket) == state, "the request to be " + state)

    def test_filed_done_rated(self):
        first, second = self.begin(kiosks=2)
        qr, ticket = self.file(first)
        row, = self.hub.wait_report("request")
        self.assertEqual((row["ticket"], row["programme"], row["kiosk"], row["state"],
                          row["rating"], row["closed_at"]),
                         (ticket, "property", "demo-1", "filed", None, None))
        self.assertRegex(row["due_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$")
        self.assertEqual([slip.qr_texts() for slip in first.slips()], [[qr]])

        for verb, note, state in (("take", None, "taken"), ("work", None, "working"),
                                  ("done", "灯换好了", "done")):
            self.move(ticket, verb, note)
            self.assertEqual(self.state(ticket), state)
        self.scan(second, qr)
        second.wait(lambda tree: "灯换好了" in tree.text(), "what was done")
        second.tap("ticket.confirm")
        self.wait_state(ticket, "confirmed")

        self.scan(first, qr)
        first.wait(lambda tree: tree.has("rating.5"), "the confirmed request")
        first.tap("rating.5")
        first.tap("ticket.rate")
        row, = self.hub.wait_report("request", rating=5)
        self.assertEqual((row["state"], row["rating"]), ("confirmed", 5))

    def test_withdrawn_by_number(self):
        first, second = self.begin(kiosks=2)
        _, ticket = self.file(first, phone=None)
        self.hub.wait_report("request")
        second.tap("menu.tickets")
        second.tap("tickets.number")
        for char in ticket.lower():
            second.tap("key." + char.upper())
        tree = second.tap("tickets.go")
        self.assertEqual(tree.screen, "ticket", str(tree))
        second.tap("ticket.withdraw")
        self.assertEqual(self.state(ticket), "filed", "it is asked once more")
        second.tap("submit")
        self.wait_state(ticket, "withdrawn")
        refused = self.hub.ctl("request", ticket, "take", "--by", "g1-officer", check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertEqual(self.state(ticket), "withdrawn")

    def test_nothing_personal_in_clear(self):
        kiosk, = self.begin()
        self.file(kiosk)
        kiosk.wait_handed_over()
        self.hub.kill9()
        kiosk.tap("result.done")
        self.file(kiosk)  # waits on the kiosk's own disk
        kiosk.kill9()
        needles = [text.encode(coding) for text in (PHONE, SURNAME + "老师", "王老师")
                   for coding in ("utf-8", "utf-16-le", "utf-16-be")]
        needles += [PHONE[:3].encode() + b" " + PHONE[3:7].encode(), PHONE[3:].encode()]
        looked_at = 0
        for folder, _, names in os.walk(self.stage.folder):
            for name in names:
                path = pathlib.Path(folder, name)
                if not path.is_file():
                    continue
                data = path.read_bytes()
                looked_at += 1
                for needle in needles:
                    self.assertNotIn(needle, data, path)
        self.assertGreater(looked_at, 5)
        envelopes = self.hub.rows("SELECT count(*) AS n FROM envelope WHERE box IS NOT NULL")
        self.assertEqual(envelopes[0]["n"], 1, "it is there, but sealed")

    def test_an_ended_visit_leaves_nothing(self):
        kiosk, = self.begin()
        self.fill_form(kiosk)
        self.fill_name(kiosk)
        kiosk.tap("field.phone")
        for digit in PHONE:
            kiosk.tap("key." + digit)
        self.assertEqual(kiosk.tap("nav.end").screen, "home")
        self.fill_form(kiosk)
        tree = kiosk.settled()
        self.assertEqual(tree.node("field.phone").value, "")
        self.assertEqual(tree.node("field.name").value, "")
        self.assertEqual(self.hub.report("request"), [])

    def test_bad_scans(self):
        first, second = self.begin(kiosks=2)
        qr, ticket = self.file(first)
        self.hub.wait_report("request")
        head, token = qr.rsplit(".", 1)
        last = "1" if token[-5] != "1" else "2"
        forged = head + "." + token[:-5] + last + token[-4:]
        tree = self.scan(second, forged)
        self.assertTrue(tree.of_role("alert"), str(tree))
        self.assertFalse(tree.has("ticket.withdraw"))
        self.assertEqual(second.tap("nav.home").screen, "home")
        for foreign in ("HTTPS://OTHER.EXAMPLE/R/ABCDEF", "6901234567892", "'; DROP TABLE op; --"):
            self.scan_until(second, foreign, "scan")
            self.assertEqual(second.tap("scan.close").screen, "home", foreign)
        tree = self.scan(second, qr)
        self.assertTrue(tree.has("ticket.withdraw"), str(tree))
        self.assertEqual(self.state(ticket), "filed")


if __name__ == "__main__":
    unittest.main()
