"""Ten thousand open incidents, each with a promised time of its own: how late their updates are."""
import json
import tempfile
import time

from kit.bench import until
from kit.house import House, mail_sink
from kit.process import cpu_seconds
from kit.target import LESS, Measured, Target, percentile


def size(bench):
    """(incidents, how many are declared in a second, seconds from one update to the next): due times lie as far apart as declarations."""
    return bench.size((10_000, 50, 240), (200, 40, 10))


def targets(bench):
    return [Target("cadence", f"lateness of promised updates (p99), {size(bench)[0]:,} open incidents", "ms", LESS, 100, 5)]


def measure(bench):
    count, each_second, every = size(bench)
    with mail_sink(bench) as sink, tempfile.TemporaryDirectory() as folder, House(bench, folder, sink, every=f"{every}s") as house:
        house.start()
        bench.say(f"  {count:,} incidents, {each_second} a second, each told every {every} s")
        declare_all(house, count, each_second)
        used, begin = cpu_seconds(house.daemon.pid), time.monotonic()
        until(lambda: sink.ask().mails >= 2 * count, every + 600, "everybody's second update")
        used, took = cpu_seconds(house.daemon.pid) - used, time.monotonic() - begin
        house.stop()
        late = lateness(house.asked_of_a_copy("SELECT incident, at, body FROM event WHERE type = 'update_published' ORDER BY incident, seq"))
    yield Measured("cadence", [percentile(late, 99)],
                   f"{len(late):,} updates, p50 {percentile(late, 50):.0f} ms, at most {max(late):.0f} ms, {100 * used / max(took, 0.001):.0f} % CPU; "
                   "from the promised time to the decision, a millisecond at best")


def declare_all(house, count, each_second):
    begin = time.monotonic()
    for number in range(count):
        house.declare(number, impact="minor", scope="few")
        # Waits for its turn: the pace is what spreads the due times.
        time.sleep(max(0, begin + (number + 1) / each_second - time.monotonic()))


def lateness(rows):
    """Milliseconds from what one update of an incident promised to the next, of (incident, at, body)."""
    late, due = [], {}
    for incident, at, body in rows:
        if incident in due:
            late.append(at - due[incident])
        due[incident] = min(audience["due"] for audience in json.loads(body)["audiences"])
    return late
