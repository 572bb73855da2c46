"""`candor sandbox --tour`: the first thing that a newcomer runs."""
import os
import pathlib
import re
import subprocess
import unittest

from rig.daemon import SANITIZER_MARKS


class TourTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        program = pathlib.Path(os.environ["CANDOR_BIN_DIR"]) / "candor"
        cls.done = subprocess.run([program, "sandbox", "--tour"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  timeout=180)

    def test_it_ends_well_by_itself(self):
        self.assertEqual(self.done.returncode, 0, self.done.stdout[-2000:] + self.done.stderr[-2000:])
        for mark in SANITIZER_MARKS:
            self.assertNotIn(mark, self.done.stdout + self.done.stderr)

    def test_every_promise_was_kept_and_every_delivery_arrived(self):
        summary = re.search(r"(\d+) of (\d+) promises kept, (\d+) missed\. (\d+) of (\d+) deliveries arrived\.", self.done.stdout)
        self.assertIsNotNone(summary, self.done.stdout[-2000:])
        kept, promises, missed, arrived, deliveries = map(int, summary.groups())
        self.assertEqual((kept, missed, arrived), (promises, 0, deliveries))
        self.assertGreaterEqual(promises, 6)
        self.assertGreaterEqual(deliveries, 9)

    def test_every_audience_heard_the_first_words_at_once(self):
        heard = re.findall(r"^(webhook|email|social) +(\d+) +after ([\d.]+) s", self.done.stdout, re.M)
        self.assertEqual({audience for audience, _, _ in heard}, {"webhook", "email", "social"}, self.done.stdout[-2000:])
        for audience, updates, seconds in heard:
            self.assertGreaterEqual(int(updates), 3, audience)
            self.assertLess(float(seconds), 5, audience)


if __name__ == "__main__":
    unittest.main(verbosity=2)
