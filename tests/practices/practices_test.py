"""The list of practices finds a practice that no test shows, and a test that is not run."""
import pathlib
import tempfile
import unittest

import practices


class PracticesTest(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.plant("docs/practices.md", "| | |\n|---|---|\n| S0.1 | Somebody is told |\n| S0.2 | Everybody is |\n")

    def plant(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def test_the_list_is_read_in_order(self):
        self.assertEqual(practices.practices(self.root), {"S0.1": "Somebody is told", "S0.2": "Everybody is"})

    def test_a_test_shows_what_its_tags_name_if_it_is_run(self):
        self.plant("tests/core/a_test.cpp", 'TEST_CASE("told, \\"twice\\" "\n  "over", "[S0.1][other]") {}\nTEST_CASE("left out", "[S0.2]") {}\n')
        shown = practices.shown_by(self.root, {'core_tests:told, "twice" over', "core_tests:another"})
        self.assertEqual(shown, {"S0.1": [('core_tests:told, "twice" over',) * 2]})

    def test_a_test_in_python_carries_its_ids_behind_its_name(self):
        self.plant("tests/e2e/b_test.py", "class B:\n    def test_it_is_said(self):  # [S0.2] [S0.1]\n        pass\n")
        shown = practices.shown_by(self.root, {"e2e_b"})
        self.assertEqual(shown["S0.2"], [("e2e_b", "e2e_b: test it is said")])
        self.assertEqual(practices.shown_by(self.root, set()), {})

    def test_the_last_run_is_read(self):
        self.plant("Testing/Temporary/LastTest.log",
                   '1/2 Testing: core_tests:a\n1/2 Test: core_tests:a\nout\nTest Passed.\n"x"\n2/2 Testing: core_tests:b\nout\nTest Failed.\n')
        self.assertEqual(practices.outcomes(self.root), {"core_tests:a": "passed", "core_tests:b": "FAILED"})


if __name__ == "__main__":
    unittest.main()
