"""How a kiosk joins its hub, and what it makes of those that are not: wrong tokens, other hubs,
portal pages, data of another kind."""

import contextlib
import http.server
import os
import sqlite3
import subprocess
import threading
import unittest

import stage
from stage import BIN, StageTest

WORDS = {
    "none": "还没有登记码", "bad": "登记码的写法不对", "used": "已经用过了", "expired": "过期了",
    "unknown": "不认识这个登记码", "other": "不是登记码上的那个中心", "away": "连不上中心",
}


class Portal:
    """Answers everything with 200 and a page, as the networks of hotels do."""

    def __init__(self, port):
        class Page(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                body = b"<!DOCTYPE html><title>Welcome</title><form>Please sign in</form>"
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                portal.visits += 1

            do_POST = do_GET

            def log_message(self, *_):
                pass

        portal = self
        self.visits = 0
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Page)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class LinkTest(StageTest):
    def wait_words(self, kiosk, key):
        tree = kiosk.wait(lambda tree: WORDS[key] in tree.text(), "the words " + WORDS[key])
        self.assertEqual(tree.screen, "enroll")

    def not_enrolled(self, token, hub=None):
        kiosk = stage.Kiosk(self.stage, "kiosk%d" % (len(self.stage.kiosks) + 1),
                            hub=hub or self.stage.hubs[-1])
        self.stage.kiosks.append(kiosk)
        kiosk.token = token
        return kiosk.start()

    def test_tokens(self):
        hub = self.stage.start_hub()
        other = self.stage.start_hub()
        kiosk = self.not_enrolled(None, hub)
        self.wait_words(kiosk, "none")
        good = hub.enrol()
        station, secret, key = good.split(".")
        foreign = other.enrol().split(".")
        used = hub.enrol()
        expired = hub.enrol()
        second = self.not_enrolled(used, hub)
        second.wait_online()
        second.stop()
        for token, words in (("nonsense", "bad"), (used, "used"),
                             (".".join((station, foreign[1], key)), "unknown"),
                             (".".join((station, secret, foreign[2])), "other")):
            kiosk.stop()
            kiosk.token = token
            kiosk.start()
            self.wait_words(kiosk, words)
        with contextlib.closing(sqlite3.connect(hub.db, timeout=stage.PATIENCE_S)) as db, db:
            db.execute("UPDATE enrolment SET expires_at = 1")
        kiosk.stop()
        kiosk.token = expired
        kiosk.start()
        self.wait_words(kiosk, "expired")
        kiosk.stop()
        kiosk.token = hub.enrol()
        kiosk.start()
        kiosk.wait_online()
        self.assertEqual(kiosk.settled().screen, "home")

    def test_enrolled_once(self):
        hub = self.stage.start_hub()
        kiosk = self.stage.start_kiosk()
        kiosk.stop()
        kiosk.token = hub.enrol()
        kiosk.start().wait_online()
        with open(kiosk.log, encoding="utf-8") as log:
            self.assertIn("--enroll", log.read())
        ids = [row["kiosk"] for row in hub.report("op", kind="enroll")]
        self.assertEqual(len(ids), 1)

    def test_a_hub_that_is_away(self):
        hub = self.stage.start_hub()
        token = hub.enrol()
        hub.stop()
        kiosk = self.not_enrolled(token, hub)
        self.wait_words(kiosk, "away")
        hub.start()
        kiosk.wait_online()
        kiosk.stop()
        hub.stop()
        kiosk.token = None
        kiosk.start()
        tree = kiosk.settled()
        self.assertEqual((tree.screen, tree.link["state"]), ("home", "offline"))
        hub.start()
        kiosk.wait_online()

    def test_a_portal_is_no_hub(self):
        hub = self.stage.start_hub()
        kiosk = self.stage.start_kiosk()
        hub.stop()
        portal = Portal(hub.port)
        try:
            stage.wait_until(lambda: portal.visits > 0, "the kiosk to come to the portal")
            kiosk.wait(lambda tree: tree.link["state"] == "offline", "offline")
            newcomer = self.not_enrolled("demo.00000000000000000000000000."
                                         "0000000000000000000000000000000000000000000000000000",
                                         hub)
            self.wait_words(newcomer, "away")
        finally:
            portal.close()
        hub.start()
        kiosk.wait_online()

    def test_data_of_another_kind(self):
        """Data made alone never joins a hub, nor the reverse; one process per folder."""
        hub = self.stage.start_hub()
        alone = self.stage.start_kiosk(hub=None)
        joined = self.stage.start_kiosk()

        def call(kiosk, *more):
            return subprocess.run(
                [os.path.join(BIN, "yizhan-kiosk"), "--data", kiosk.data, "--content",
                 kiosk.content, "--station", "demo", "--size", "600x900", *more],
                env={**os.environ, "DISPLAY": kiosk.display.name}, capture_output=True, text=True,
                timeout=stage.PATIENCE_S, check=False)

        for kiosk, more in ((alone, ()), (joined, ("--hub", hub.url))):
            told = call(kiosk, *more)
            self.assertNotEqual(told.returncode, 0)
            self.assertIn(kiosk.data, told.stderr)
            kiosk.stop()
        for kiosk, more in ((alone, ("--hub", hub.url)), (joined, ())):
            told = call(kiosk, *more)
            self.assertNotEqual(told.returncode, 0)
            self.assertRegex(told.stderr, r"^yizhan-kiosk: .*\w+.*\n")
            self.assertNotIn("Sanitizer", told.stderr)
        joined.token = None
        joined.start().wait_online()

    def test_a_retired_kiosk(self):
        hub = self.stage.start_hub()
        kiosk = self.stage.start_kiosk()
        hub.ctl("retire", "demo-1")
        kiosk.wait(lambda tree: tree.link["state"] != "online", "the kiosk to be refused")
        self.assertEqual([row["kiosk"] for row in hub.report("op", kind="book")], [])


if __name__ == "__main__":
    unittest.main()
