"""Ten thousand open incidents, each with a promised time of its own: how late their updates are, alone and beside a great fan-out."""
import datetime
import json
import tempfile
import time

from kit.bench import until
from kit.house import House, mail_sink
from kit.process import cpu_seconds
from kit.target import LESS, Measured, Target, percentile


def size(bench):
    """Incidents, how many are declared in a second, seconds from one update to the next, subscribers of the fan-out beside them. Due times
    lie as far apart as declarations, in whole seconds: of those that are due in the same, the last waits for the others."""
    return bench.size((10_000, 50, 240, 100_000), (200, 40, 10, 5_000))


def targets(bench):
    count = f"{size(bench)[0]:,}"
    return [
        Target("cadence", f"lateness of updates (p99), {count} open incidents", "ms", LESS, 100, 5),
        Target("cadence-busy", f"lateness of updates (p99), beside {size(bench)[3]:,} mails", "ms", LESS, 1000, 100),
    ]


def measure(bench):
    count, each_second, every, subscribers = size(bench)
    with mail_sink(bench) as sink, tempfile.TemporaryDirectory() as folder, House(bench, folder, sink, every=f"{every}s") as house:
        house.start()
        house.subscribe(subscribers, component="checkout")  # the incidents are about something else
        bench.say(f"  {count:,} incidents, {each_second} a second, each told every {every} s")
        declare_all(house, count, each_second)
        used, begin = cpu_seconds(house.daemon.pid), time.monotonic()
        until(lambda: sink.ask().mails >= 2 * count + count // 10, 2 * every + 600, "everybody's second update, and some third ones")
        share = 100 * (cpu_seconds(house.daemon.pid) - used) / (time.monotonic() - begin)
        before, loud_from = sink.ask().mails, 1000 * time.time()
        house.declare("the great one")
        sink.wait(before + subscribers)
        loud_until = 1000 * time.time()
        house.stop()
        late = lateness(house.asked_of_a_copy("SELECT incident, at, body FROM event WHERE type = 'update_published' ORDER BY incident, seq"))
    yield told("cadence", [ms for at, ms in late if at < loud_from], f"{share:.0f} % CPU")
    yield told("cadence-busy", [ms for at, ms in late if loud_from <= at < loud_until], f"the fan-out took {(loud_until - loud_from) / 1000:.0f} s")


def told(name, late, more):
    if not late:
        return Measured(name, absent="no update was due in that time")
    return Measured(name, [percentile(late, 99)], f"{len(late):,} updates, p50 {percentile(late, 50):.0f} ms, at most {max(late):.0f} ms; {more}; "
                    "from the promised time to the decision. Times are promised in whole seconds, so many are due at once")


def declare_all(house, count, each_second):
    begin = time.monotonic()
    for number in range(count):
        house.declare(number, components=["accounts"], impact="minor", scope="few")
        # Waits for its turn: the pace is what spreads the due times.
        time.sleep(max(0, begin + (number + 1) / each_second - time.monotonic()))


def lateness(rows):
    """(when, milliseconds from what one update of an incident promised to the next) of (incident, at, body)."""
    late, due = [], {}
    for incident, at, body in rows:
        if incident in due:
            late.append((at, at - due[incident]))
        due[incident] = min(milliseconds(audience["next"]) for audience in json.loads(body)["audiences"])
    return late


def milliseconds(time_text):
    """Since 1970, of 2026-11-23T02:57:00.000Z."""
    return round(datetime.datetime.fromisoformat(time_text).timestamp() * 1000)
