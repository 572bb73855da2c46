"""kill -9 at random moments, again and again, while people work and receivers count: nothing that was acknowledged is lost, nothing
is sent that was not committed, and nothing is repeated but what was under way.

CANDOR_KILLS=n kills so often (`make soak` says 10,000); CANDOR_KILL_SECONDS=n ends after so long; CANDOR_SEED=n begins elsewhere."""
import os
import pathlib
import random
import subprocess
import tempfile
import time
import unittest

from rig.house import House, Mailboxes, all_at_once
from rig.mail_server import MailServer
from rig.waiting import wait_until

KILLS = int(os.environ.get("CANDOR_KILLS", 500))
SECONDS = float(os.environ.get("CANDOR_KILL_SECONDS", 0)) or float("inf")
SEED = int(os.environ.get("CANDOR_SEED", 1))
HOUSES = 4          # at once; each mostly waits for its daemon
OF_EACH = 125       # kills, before a new house takes its place: a record is not to grow without end
FEWEST = 40         # kills that a run must come to, however slow the machine
LONGEST = 0.3       # seconds that a daemon lives once it is ready


class Siege:
    """Kills one house until it has had its share, and looks whether it kept its word."""

    def __init__(self, kills, until):
        self.kills, self.until = kills, until
        self.start_took = 0.3  # seconds; the last one that was seen

    def __call__(self, house):
        with house.crew:
            while house.kills < self.kills and time.monotonic() < self.until:
                self.kill_once(house)
        house.daemon.start()
        house.settle()
        faults = house.faults()
        assert not faults, "\n".join(faults[:20])
        assert not house.crew.failed, house.crew.failed[:5]

    def kill_once(self, house):
        began = time.monotonic()
        house.daemon.start(ready=False)
        if house.random.random() < 0.15:  # while it starts
            moment = house.random.uniform(0, self.start_took)
        else:
            wait_until(lambda: house.daemon.healthy() or not house.daemon.running(), 60, "candord answers")
            self.start_took = time.monotonic() - began
            moment = house.random.uniform(0, LONGEST)
        try:
            code = house.daemon.wait_for_exit(moment)
            raise AssertionError(f"it ended by itself with {code}")
        except subprocess.TimeoutExpired:
            house.daemon.kill()
        house.note_the_kill()


class KillTest(unittest.TestCase):
    def test_killed_at_any_moment_it_loses_nothing_and_repeats_only_what_was_under_way(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="candor-")))
        mailboxes = Mailboxes(self.enterContext(MailServer()))
        until = time.monotonic() + SECONDS
        shares = [min(OF_EACH, KILLS - done) for done in range(0, KILLS, OF_EACH)]
        lived = []
        while shares and time.monotonic() < until:
            these, shares = shares[:HOUSES], shares[HOUSES:]
            lived += self.live(folder, mailboxes, these, until, len(lived))
            print(f"\n{self.figures(lived)}", flush=True)
        self.check(lived)

    def live(self, folder, mailboxes, shares, until, number):
        """The houses, when they are at their end."""
        houses = [House(folder / f"h{number + n}", f"h{number + n}", SEED + 100 * (number + n), mailboxes) for n in range(len(shares))]
        kills = {house: share for house, share in zip(houses, shares)}
        for house in houses:
            self.enterContext(house)
        all_at_once(houses, lambda house: Siege(kills[house], until)(house))
        return houses

    def figures(self, houses):
        return (f"random kills: {sum(house.kills for house in houses)} kills, {sum(house.crew.acknowledged for house in houses)} commands acknowledged, "
                f"{sum(house.crew.refused for house in houses)} refused, {sum(house.crew.unanswered for house in houses)} never answered, "
                f"{sum(len(house.ledger.updates) for house in houses)} updates, {sum(len(house.ledger.deliveries) for house in houses)} deliveries, "
                f"{sum(sum(house.heard.values()) for house in houses)} received, {sum(house.repeats() for house in houses)} of these repeats, "
                f"{sum(sum(house.open_attempts.values()) for house in houses)} attempts without an outcome at a kill; 0 lost (CANDOR_SEED={SEED})")

    def check(self, houses):
        kills = sum(house.kills for house in houses)
        self.assertGreaterEqual(kills, min(KILLS, FEWEST))
        self.assertGreater(sum(len(house.ledger.deliveries) for house in houses), kills)
        self.assertGreater(sum(sum(house.open_attempts.values()) for house in houses), 0, "no kill met an attempt: this shows nothing")


if __name__ == "__main__":
    unittest.main(verbosity=2)
