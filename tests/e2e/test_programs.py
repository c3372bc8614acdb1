"""Hub and yizhanctl as staff use them: what they say to bad input, and that nothing is lost."""

import contextlib
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import stat
import subprocess
import unittest

import stage
from stage import BIN, CONTENT, StageTest

TOKEN = re.compile(r"[a-z0-9-]{1,10}\.[0-9A-HJKMNP-TV-Z]{26}\.[0-9A-HJKMNP-TV-Z]{52}")


class ProgramsTest(StageTest):
    def call(self, name, *arguments):
        return subprocess.run([os.path.join(BIN, name), *arguments], cwd=self.stage.folder,
                              capture_output=True, text=True, timeout=stage.PATIENCE_S, check=False)

    def check_refused(self, result, *words, status=None):
        self.assertNotEqual(result.returncode, 0)
        if status is not None:
            self.assertEqual(result.returncode, status, result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)
        self.assertNotIn("Sanitizer", result.stderr)
        self.assertEqual(result.stdout, "")

    def hub_arguments(self, **changes):
        values = {"db": "hub.db", "listen": "127.0.0.1:%d" % stage.free_port(),
                  "content": CONTENT, **changes}
        return [part for name, value in values.items()
                for part in ("--" + name.replace("_", "-"), value)]

    def test_help_and_version(self):
        programs = [("yizhan-hub",), ("yizhanctl",)] + [("yizhanctl", command) for command in (
            "check", "load", "enroll", "retire", "status", "backup", "restore", "request")]
        for program in programs:
            told = self.call(*program, "--help")
            self.assertEqual((told.returncode, told.stderr), (0, ""), program)
            self.assertIn("sage: " + program[0], told.stdout)
            self.assertRegex(self.call(*program, "--version").stdout, r"\d+\.\d+\.\d+\n")

    def test_bad_options(self):
        for arguments, word in (
                (["--db", "hub.db", "--colour", "red"], "--colour"),
                (["--db"], "--db"),
                ([], "--db"),
                (self.hub_arguments(listen="somewhere"), "--listen"),
                (self.hub_arguments(listen="127.0.0.1:70000"), "--listen"),
                (self.hub_arguments(content="/nowhere"), "--content"),
                (self.hub_arguments(public_url="https://a.cn/" + "x" * 80), "--public-url"),
                (self.hub_arguments(public_url="https://驿站.cn"), "--public-url"),
                (self.hub_arguments(db="/nowhere/at/all/hub.db"), "/nowhere/at/all")):
            self.check_refused(self.call("yizhan-hub", *arguments), word)
        for arguments, word in (
                (["enrol"], "enrol"), (["enroll", "--db", "x.db"], "--station"),
                (["enroll", "--db", "x.db", "--station", "Bad Name"], "Bad Name"),
                (["status", "--db", "nothing.db"], "nothing.db")):
            self.check_refused(self.call("yizhanctl", *arguments), word)
        self.assertFalse(os.path.exists(os.path.join(self.stage.folder, "nothing.db")))

    def test_database_urls(self):
        url = "postgres://hub@db.example/yizhan"
        words = "this build speaks SQLite only"
        self.check_refused(self.call("yizhan-hub", *self.hub_arguments(db=url)), words, status=2)
        self.check_refused(self.call("yizhanctl", "enroll", "--db", url, "--station", "demo"),
                           words, status=2)

    def test_a_port_that_is_taken(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen(1)
            address = "127.0.0.1:%d" % other.getsockname()[1]
            result = self.call("yizhan-hub", *self.hub_arguments(listen=address))
        self.assertNotEqual(result.returncode, 0)
        self.assertIn(address, result.stderr)

    def test_enrolment_tokens(self):
        """Before there is a hub, and while it runs; the key is the hub's."""
        db = os.path.join(self.stage.folder, "hub1.db")
        first = self.stage.ctl("enroll", "--db", db, "--station", "demo")
        self.assertRegex(first, "^" + TOKEN.pattern + "\n$")
        self.assertLessEqual(len(first.strip()), 90)
        hub = self.stage.start_hub()
        second = hub.enrol()
        self.assertTrue(TOKEN.fullmatch(second))
        self.assertNotEqual(first.split(".")[1], second.split(".")[1])
        self.assertEqual(first.strip().split(".")[2], second.split(".")[2])

    def test_keys_stay_private(self):
        hub = self.stage.start_hub()
        key = pathlib.Path(hub.db + ".key")
        self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600)
        secrets = [line.split()[1] for line in key.read_text().splitlines()[1:]
                   if "public" not in line]
        self.assertEqual(len(secrets), 2)
        backup = os.path.join(self.stage.folder, "backup.db")
        hub.ctl("backup", backup)
        hub.stop()
        places = [pathlib.Path(path) for path in (hub.db, hub.log, backup)]
        for place in places:
            data = place.read_bytes()
            for secret in secrets:
                self.assertNotIn(bytes.fromhex(secret), data, place)
                self.assertNotIn(secret.encode(), data, place)

        key.chmod(0o644)
        self.check_refused(self.call("yizhan-hub", *self.hub_arguments(db=hub.db)), str(key))
        key.chmod(0o600)
        hidden = key.with_suffix(".hidden")
        key.rename(hidden)
        self.check_refused(self.call("yizhan-hub", *self.hub_arguments(db=hub.db)), "key")
        self.assertFalse(key.exists(), "no other identity is made for a database that has one")
        other = self.stage.start_hub()
        other.stop()
        shutil.copy(other.db + ".key", key)
        self.check_refused(self.call("yizhan-hub", *self.hub_arguments(db=hub.db)), "key")
        hidden.rename(key)
        self.assertEqual(hub.start().stop(), 0)

    def test_killed_and_started_again(self):
        hub = self.stage.start_hub()
        before = hub.report("op")
        hub.kill9()
        hub.start()
        self.assertEqual(hub.report("op"), before)
        self.assertEqual(hub.stop(), 0)

    def leave_a_log(self, database, log):
        """Writes into a copy of the database, and leaves the log of that as log."""
        other = os.path.join(self.stage.folder, "other.db")
        shutil.copy(database, other)
        with contextlib.closing(sqlite3.connect(other, isolation_level=None)) as db:
            self.assertEqual(db.execute("PRAGMA journal_mode = WAL").fetchone()[0], "wal")
            db.execute("CREATE TABLE foreign_note(text TEXT)")
            db.execute("DELETE FROM op")
            shutil.copy(other + "-wal", log)
        os.unlink(other)

    def test_backup_and_restore(self):
        hub = self.stage.start_hub()
        backup = os.path.join(self.stage.folder, "backup.db")
        hub.ctl("backup", backup)
        self.check_refused(hub.ctl("backup", backup, check=False), "backup.db")
        before = hub.report("op")
        hub.stop()
        for end in ("", "-wal", "-shm"):
            if os.path.exists(hub.db + end):
                os.unlink(hub.db + end)
        hub.ctl("restore", backup)
        hub.start()
        self.assertEqual(hub.report("op"), before)
        hub.stop()
        self.leave_a_log(hub.db, hub.db + ".restoring-wal")  # as a restore that was killed would
        hub.ctl("restore", backup)
        hub.start()
        self.assertEqual(hub.report("op"), before)
        hub.stop()
        self.leave_a_log(hub.db, hub.db + "-wal")
        shutil.copy(backup, hub.db)  # by hand, and the log is forgotten
        self.check_refused(self.call("yizhan-hub", *self.hub_arguments(db=hub.db)),
                           os.path.basename(hub.db) + "-wal", "move")
        os.unlink(hub.db + "-wal")
        hub.start()
        self.assertEqual(hub.report("op"), before)
        broken = pathlib.Path(self.stage.folder, "broken.db")
        broken.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
        hub.stop()
        self.check_refused(hub.ctl("restore", str(broken), check=False), "broken.db")
        hub.start()
        self.assertEqual(hub.report("op"), before)

    def test_a_newer_database_and_no_database(self):
        hub = self.stage.start_hub()
        hub.stop()
        with contextlib.closing(sqlite3.connect(hub.db, isolation_level=None)) as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            db.execute("PRAGMA user_version = %d" % (version + 1))
        self.check_refused(self.call("yizhan-hub", *self.hub_arguments(db=hub.db)),
                           "version", "newer")
        foreign = pathlib.Path(self.stage.folder, "letter.db")
        foreign.write_text("Dear station,\n" * 500)
        self.check_refused(self.call("yizhan-hub", *self.hub_arguments(db=str(foreign))),
                           "letter.db")
        self.assertTrue(foreign.read_text().startswith("Dear station"))

    def on_a_small_disk(self, script):
        """Runs a shell script with $DISK, 6 MB of its own; $HUB and $CTL are the programs."""
        disk = os.path.join(self.stage.folder, "disk")
        os.mkdir(disk)
        mount = 'mount -t tmpfs -o size=6m none "$DISK" || exit 99\n'
        env = {**os.environ, "DISK": disk, "CONTENT": CONTENT,
               "HUB": os.path.join(BIN, "yizhan-hub"), "CTL": os.path.join(BIN, "yizhanctl")}
        result = subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
                                 mount + script], env=env, capture_output=True, text=True,
                                timeout=stage.PATIENCE_S, check=False)
        if result.returncode == 99 or "unshare" in result.stderr:
            self.skipTest("this machine lets nobody mount")
        return result

    def test_a_full_disk(self):
        told = self.on_a_small_disk("""
            "$CTL" load "$CONTENT" --db "$DISK/hub.db" >/dev/null || exit 98
            "$CTL" status --db "$DISK/hub.db" >"$DISK/before"
            head -c 6M /dev/zero >"$DISK/filler" 2>/dev/null
            "$CTL" enroll --station demo --db "$DISK/hub.db" && exit 97
            rm "$DISK/filler"
            "$CTL" status --db "$DISK/hub.db" | cmp "$DISK/before" - || exit 96
            "$CTL" enroll --station demo --db "$DISK/hub.db"
        """)
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertIn("yizhanctl enroll: ", told.stderr)
        self.assertRegex(told.stdout, "^" + TOKEN.pattern + "\n$")
        self.assertNotIn("Sanitizer", told.stderr)

    def test_a_read_only_disk(self):
        told = self.on_a_small_disk("""
            "$CTL" load "$CONTENT" --db "$DISK/hub.db" >/dev/null || exit 98
            mount -o remount,ro "$DISK" || exit 99
            "$CTL" enroll --station demo --db "$DISK/hub.db" && exit 97
            timeout 20 "$HUB" --db "$DISK/hub.db" --listen 127.0.0.1:0 --content "$CONTENT"
            echo "hub ended with $?"
        """)
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertIn("yizhanctl enroll: ", told.stderr)
        self.assertIn("yizhan-hub: ", told.stderr)
        self.assertRegex(told.stdout, "hub ended with [12]\n")
        self.assertNotIn("Sanitizer", told.stderr)

    def test_broken_content_never_replaces_good(self):
        hub = self.stage.start_hub()
        revision = [line for line in hub.ctl("status").splitlines() if "revision" in line]
        bad = pathlib.Path(self.stage.folder, "content")
        shutil.copytree(CONTENT, bad)
        victim = next(path for path in sorted(bad.rglob("*.yaml")) if "requests" in path.name)
        lines = victim.read_text().count("\n")
        with victim.open("a") as file:
            file.write("\tthis: [is no YAML\n")
        for result in (self.stage.ctl("check", str(bad), check=False),
                       hub.ctl("load", str(bad), check=False)):
            self.assertNotEqual(result.returncode, 0)
            self.assertRegex(result.stderr + result.stdout,
                             r"%s:%d" % (re.escape(victim.name), lines + 1))
        self.assertEqual([line for line in hub.ctl("status").splitlines() if "revision" in line],
                         revision)

    def test_content_that_is_not_there(self):
        told = self.stage.ctl("check", "/nowhere", check=False)
        self.assertNotEqual(told.returncode, 0)
        self.assertIn("/nowhere", told.stdout + told.stderr)

    def test_a_character_that_no_font_has(self):
        """A rare character of a name is shown by a fallback font; one without any is a mistake."""
        folder = os.path.join(self.stage.folder, "rare")
        shutil.copytree(CONTENT, folder)
        path = os.path.join(folder, "demo", "notices.yaml")
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        at = next(i for i, line in enumerate(lines) if "title: {zh: " in line)
        title = lines[at]
        for character, status in (("\U0002a6a5", 0), ("\U00100bad", 1)):
            lines[at] = title.replace("{zh: ", "{zh: " + character)
            with open(path, "w", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
            told = self.stage.ctl("check", folder, check=False)
            self.assertEqual(told.returncode, status, told.stdout + told.stderr)
            if status:
                self.assertIn("notices.yaml:%d: " % (at + 1), told.stdout)
                self.assertIn("“%s” (U+100BAD)" % character, told.stdout)
                self.assertIn("1 errors", told.stdout)

    def without(self, *names):
        """A folder of programs put elsewhere, beside which these files are empty."""
        folder = os.path.join(self.stage.folder, "bin")
        os.mkdir(folder)
        for name in ("yizhan-kiosk", "yizhanctl"):
            shutil.copy(os.path.join(BIN, name), folder)
        for name in names:
            pathlib.Path(folder, name).touch()
        return folder

    def test_icons_that_cannot_be_read(self):
        """One line names the file; the terminal works, with plain marks for the icons."""
        self.stage.programs = self.without("icons.bin")
        kiosk = self.stage.start_kiosk(hub=None)
        self.assertEqual(kiosk.tap("menu.book").screen, "activities")
        self.assertEqual(kiosk.tap("nav.home").screen, "home")
        self.assertEqual(kiosk.stop(), 0)
        log = pathlib.Path(kiosk.log).read_text(encoding="utf-8")
        self.assertIn(os.path.join(self.stage.programs, "icons.bin"), log)
        self.assertIn("plain marks stand for the icons", log)
        self.assertNotIn("Sanitizer", log)

    def test_a_main_font_that_cannot_be_read(self):
        """Another one stands for it; without any there is a sentence and no terminal."""
        self.stage.programs = self.without("faces")
        faces = pathlib.Path(self.stage.programs, "faces")
        listed = pathlib.Path(stage.ROOT, "fonts", "faces").read_text(encoding="utf-8")
        faces.write_text(listed.replace("NotoSansCJK-Regular", "Lost"), encoding="utf-8")
        kiosk = self.stage.start_kiosk(hub=None)
        self.assertEqual(kiosk.tap("menu.book").screen, "activities")
        self.assertEqual(kiosk.stop(), 0)
        log = pathlib.Path(kiosk.log).read_text(encoding="utf-8")
        self.assertRegex(log, "Lost.ttc cannot be read .*another stands for it")
        faces.write_text(listed.replace("/usr/share/fonts", "/nowhere"), encoding="utf-8")
        with self.assertRaisesRegex(RuntimeError, "yizhan-kiosk: fonts .* cannot be read"):
            kiosk.start()

    def test_good_content_is_checked_and_loaded(self):
        result = self.stage.ctl("check", CONTENT, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        hub = self.stage.start_hub()
        hub.ctl("load", CONTENT)


if __name__ == "__main__":
    unittest.main()
