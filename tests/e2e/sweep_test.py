"""System calls that fail, or are the last ones: one small incident, and at each k-th call of a kind either kill -9 or an error of the
disk, the network or the descriptors (strace injects them). Then candord is started without any, and must have kept its word.

CANDOR_POINTS=n tries n of all points, evenly spread; 0 tries all (`make sweep`)."""
import collections
import concurrent.futures
import http.client
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from rig.crew import Refused
from rig.house import House, Mailboxes
from rig.mail_server import MailServer
from rig.waiting import wait_until

POINTS = int(os.environ.get("CANDOR_POINTS", 60))
AT_ONCE = 4
SEED = 1

WRITES = ("pwrite64", "fdatasync", "fsync")
LAST_CALLS = (*WRITES, "rename", "renameat", "renameat2", "unlink", "unlinkat", "connect", "sendto", "sendmsg", "write", "recvfrom", "recvmsg", "read")
ERRORS = [*((call, error) for call in WRITES for error in ("EIO", "ENOSPC")), ("pread64", "EIO"),
          *((call, "EMFILE") for call in ("openat", "socket", "accept4"))]


def strace(*arguments):
    """In front of a command: strace beside it, not above it, so that its process is the one that was started."""
    return ("strace", "-D", "-f", "--seccomp-bpf", "-qq", *arguments)


class Scenario:
    """A small incident under one injection, the restart, and what is wrong then. `impatient`: candord is killed as soon as it has
    refused something because of its disk."""

    steps = ("declare", "subscribe", "fact", "update", "correct", "resolve")

    def __init__(self, house, impatient=False):
        self.house, self.impatient = house, impatient
        self.refused = collections.Counter()  # code -> how often

    def run(self, under):
        with self.house as house:
            house.daemon.start(ready=False, environment={"ASAN_OPTIONS": "detect_leaks=0"}, under=under)
            self.live_through()
            self.end()
            ledger = house.note_the_kill()
            faults = list(self.told_otherwise(ledger)) if self.impatient and self.refused["store_failed"] else []
            house.daemon.start()
            house.settle()
            return faults + house.faults()

    def live_through(self):
        daemon = self.house.daemon
        try:
            wait_until(lambda: daemon.healthy() or not daemon.running(), 15, "candord answers")
            self.house.crew.look()
            for step in self.steps:
                self.take(step)
        except (OSError, http.client.HTTPException, ValueError, TimeoutError):
            pass  # it is gone, or of no use: either is an end

    def take(self, step):
        try:
            getattr(self.house.crew, step)()
        except Refused as refused:
            self.refused[refused.code] += 1
            if self.impatient and refused.code == "store_failed":
                self.house.daemon.kill()
                raise ConnectionError from refused

    def end(self):
        daemon = self.house.daemon
        try:
            if daemon.running():
                daemon.stop(timeout=10)
        except TimeoutError:
            pass

    def told_otherwise(self, ledger):
        """What is on the record though it was refused."""
        crew = self.house.crew
        for what, there, acknowledged in (("updates", set(ledger.updates), set(crew.updates)), ("subscribers", ledger.subscribers, set(crew.subscribers)),
                                          ("incidents", {incident for incident, _, _ in ledger.chains}, crew.incidents)):
            if there != acknowledged:
                yield f"{what}: refused, and on the record all the same: {there - acknowledged}"


class SweepTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="candor-")))
        cls.mailboxes = Mailboxes(cls.enterClassContext(MailServer()))
        cls.number = 0

    def house(self):
        type(self).number += 1
        name = f"s{self.number}"
        return House(self.folder / name, name, SEED, self.mailboxes, every="10m", drain_timeout="2s")

    def calls(self):
        """{call: how often the busiest thread of candord makes it in one scenario}"""
        wanted = {*LAST_CALLS, *(call for call, _ in ERRORS)}
        trace = self.folder / "trace"
        faults = Scenario(self.house()).run(strace("-e", "trace=" + ",".join(sorted(wanted)), "-o", str(trace)))
        self.assertEqual(faults, [])
        made = collections.Counter(re.findall(r"^(\d+) +(\w+)\(", trace.read_text(errors="replace"), re.M))
        return {call: max((count for (_, name), count in made.items() if name == call), default=0) for call in wanted}

    def points(self):
        """(call, what happens, k), the whole sweep."""
        calls = self.calls()
        ends = [(call, "signal=KILL", k) for call in LAST_CALLS for k in range(1, calls[call] + 1)]
        errors = [(call, f"error={error}", f"{k}{on}") for call, error in ERRORS for k in range(1, calls[call] + 1) for on in ("", "+")]
        return ends + errors

    def try_points(self, points, **how):
        """(what is wrong, the scenario) of each, in order."""
        def try_point(point):
            call, what, k = point
            scenario = Scenario(self.house(), **how)
            try:
                return scenario.run(strace("-e", f"trace={call}", "-e", f"inject={call}:{what}:when={k}", "-o", "/dev/null")), scenario
            except Exception as failure:
                return [f"{failure!r}\n{scenario.house.daemon.log()[-3000:]}"], scenario
        results = []
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            for result in pool.map(try_point, points):
                results.append(result)
                if len(results) % 100 == 0:  # the whole sweep takes its time
                    print(f"{len(results)} of {len(points)} points, at {sum(bool(faults) for faults, _ in results)} a promise was broken", flush=True)
        for point, (faults, _) in zip(points, results):
            with self.subTest(point=":".join(map(str, point))):
                self.assertEqual(faults, [])
        return [scenario for _, scenario in results]

    def test_whatever_call_is_the_last_one_or_fails_the_next_start_goes_on_where_it_was(self):
        points = self.points()
        chosen = points if not POINTS or POINTS >= len(points) else [points[i * len(points) // POINTS] for i in range(POINTS)]
        houses = [scenario.house for scenario in self.try_points(chosen)]
        cut = sum(len(house.crew.updates) < 4 for house in houses)
        print(f"\nsystem calls: {len(chosen)} of {len(points)} points, {sum(house.crew.acknowledged for house in houses)} commands acknowledged, "
              f"{cut} scenarios cut short, {sum(house.repeats() for house in houses if hasattr(house, 'heard'))} repeats, 0 lost")
        self.assertGreater(cut, len(chosen) // 4, "hardly anything was injected")

    def test_what_was_refused_because_the_disk_failed_stays_refused_though_candord_is_killed_then(self):
        points = [("fdatasync", "error=EIO", k) for k in range(1, self.calls()["fdatasync"] + 1)]
        scenarios = self.try_points(points, impatient=True)
        self.assertGreaterEqual(sum(scenario.refused["store_failed"] for scenario in scenarios), 4)


if __name__ == "__main__":
    unittest.main(verbosity=2)
