"""The daemon that has nothing to do: how soon it is there, and what it takes to wait."""
import statistics
import tempfile
import time

from kit.house import House, mail_sink
from kit.process import exact_cpu_seconds, resident_mib, wakeups
from kit.target import LESS, Measured, Target

SETTLE = 3  # seconds until what a start sets off has passed


def targets(bench):
    return [
        Target("cold-start", "cold start to READY", "ms", LESS, 300, 150),
        Target("first-start", "the same, with lexicons that are new to it", "ms", LESS, None, 1000),
        Target("rest-wakeups", "wake-ups at rest, with an open incident", "/s", LESS, 2, None),
        Target("rest-cpu", "CPU at rest, with an open incident", "%", LESS, None, 0.05),
    ]


def measure(bench):
    with mail_sink(bench) as sink, tempfile.TemporaryDirectory() as folder, House(bench, folder, sink) as house:
        house.start()
        house.declare()
        sink.wait(1)
        starts, used = starts_of(house, bench.size(10, 4))
        yield Measured("cold-start", starts, f"the shipped lexicons and templates, one incident open; CPU {statistics.median(used):.0f} ms")
        starts, used = starts_of(house, bench.size(5, 2), before=lambda: forget_lexicons(house))
        yield Measured("first-start", starts, f"four lexicons read, and proved by their fixtures; CPU {statistics.median(used):.0f} ms")
        yield from at_rest(house.daemon.pid, bench.size(20, 5), bench.size(3, 2))


def starts_of(house, rounds, before=lambda: None):
    """Milliseconds to READY of each, and of the processor's time."""
    starts, used = [], []
    for _ in range(rounds):
        house.stop()
        before()
        starts.append(1000 * house.start())
        used.append(1000 * exact_cpu_seconds(house.daemon.pid))
    return starts, used


def forget_lexicons(house):
    for kept in house.folder.glob("honesty.*.kept"):
        kept.unlink()


def at_rest(pid, seconds, rounds):
    time.sleep(SETTLE)
    woken, used = [], []
    for _ in range(rounds):
        before, begin = (wakeups(pid), exact_cpu_seconds(pid)), time.monotonic()
        time.sleep(seconds)
        took = time.monotonic() - begin
        woken.append((wakeups(pid) - before[0]) / took)
        used.append(100 * (exact_cpu_seconds(pid) - before[1]) / took)
    note = f"{rounds} times {seconds} s, {resident_mib(pid):.0f} MiB resident"
    yield Measured("rest-wakeups", woken, note)
    yield Measured("rest-cpu", used, note)
