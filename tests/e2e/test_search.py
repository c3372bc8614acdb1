"""Looking for something on the real terminal: by initials, key by key, and on a lost index."""

import os
import unittest

from stage import StageTest, wait_until


class SearchTest(StageTest):
    def found(self, kiosk):
        return [node.id for node in kiosk.settled().nodes if node.id.startswith("found.")]

    def index_of(self, kiosk):
        return os.path.join(kiosk.data, "search.db")

    def type(self, kiosk, letters):
        for letter in letters:
            kiosk.tap("key." + letter)

    def wait_found(self, kiosk):
        """The index is made beside the first screens; what was typed is asked again then."""
        wait_until(lambda: self.found(kiosk), "the search index")

    def test_by_initials_there_and_back(self):
        self.stage.start_hub()
        kiosk = self.stage.start_kiosk()
        self.assertEqual(kiosk.tap("home.search").screen, "search")
        self.type(kiosk, "lf")
        self.wait_found(kiosk)
        found = self.found(kiosk)
        self.assertEqual(found[0], "found.service.haircut-home")
        self.assertIn("found.series.haircut-nails", found)
        service = kiosk.tap("found.service.haircut-home")
        self.assertEqual(service.screen, "service")
        self.assertTrue(service.has("理发上门"), str(service))
        back = kiosk.tap("nav.back")
        self.assertEqual(back.screen, "search")
        self.assertEqual(self.found(kiosk), found)
        kiosk.tap("nav.home")
        kiosk.tap("menu.services")
        tree = kiosk.tap("field.search")
        self.assertEqual(tree.node("field.search").value, "")
        tree = kiosk.tap("word.1")
        self.assertEqual(tree.node("field.search").value, "理发")
        self.assertEqual(self.found(kiosk)[0], "found.service.haircut-home")
        english = kiosk.tap("nav.lang")
        self.assertEqual(english.lang, "en")
        self.assertTrue(english.has("Haircut at home"), str(english))

    def test_a_damaged_index_is_made_again(self):
        kiosk = self.stage.start_kiosk()
        kiosk.tap("home.search")
        self.type(kiosk, "lf")
        self.wait_found(kiosk)
        kiosk.stop()
        with open(self.index_of(kiosk), "wb") as file:
            file.write(b"not a database at all, and longer than one page" * 200)
        kiosk.start()
        kiosk.tap("home.search")
        self.type(kiosk, "lf")
        self.wait_found(kiosk)
        self.assertEqual(self.found(kiosk)[0], "found.service.haircut-home")


if __name__ == "__main__":
    unittest.main()
