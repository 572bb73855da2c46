"""One update to very many, by the real daemon: how soon the first hears, and what it takes; and what is left of it after kill -9."""
import tempfile
from dataclasses import dataclass, field

from kit.bench import tool, until, why_not
from kit.figures import syncs_of
from kit.house import CONNECTIONS, House, mail_sink
from kit.process import cpu_seconds, resident_mib
from kit.target import LESS, MORE, Measured, Target, percentile


def sizes(bench):
    """Few, some, very many."""
    return bench.size((10_000, 100_000, 1_000_000), (2_000, 5_000, 10_000))


def targets(bench):
    few, some, many = (f"{count:,}" for count in sizes(bench))
    return [
        Target("first-byte", f"declare to first mail, {some} subscribers (p99)", "ms", LESS, 1000, 250),
        Target("last-mail", f"declare to last mail, {some}, against bare libcurl", "x", MORE, None, 0.85),
        Target("first-byte-growth", f"first mail, {many} subscribers against {few}", "x", LESS, None, 1.5),
        Target("memory", f"resident memory, {many} pending", "MiB", LESS, 96, 64),
        Target("memory-growth", f"resident memory, {many} pending against {few}", "x", LESS, None, 1.25),
        Target("cpu-growth", f"CPU for a mail, {many} subscribers against {few}", "x", LESS, 1.3, 1.15),
        Target("kill-ready", f"kill -9, {many} pending: ready again", "s", LESS, 3, None),
        Target("kill-first", f"kill -9, {many} pending: first mail", "s", LESS, None, 1),
        Target("kill-repeats", "repeats after kill -9, for each attempt under way", "x", LESS, 1, None),
        Target("kill-lost", f"lost after kill -9, of {few}", "", LESS, 0, None),
        Target("syncs", "deliveries for each fsync", "", MORE, 100, 200),
    ]


@dataclass
class Seen:
    """Of one size of audience."""
    firsts: list = field(default_factory=list)  # ms, from the command to the first mail taken
    memory: float = 0                           # MiB at most, from a start with them all in the database
    cpu_us: float = 0                           # for each mail
    rate: float = 0                             # mails a second
    lasts: list = field(default_factory=list)   # s, from the command to the last mail taken
    bare: list = field(default_factory=list)    # mails a second of libcurl alone, right after each of these
    no_bare: str = ""                           # why not


def measure(bench):
    few, some, many = sizes(bench)
    with mail_sink(bench) as sink:
        seen = {}
        for count, times in ((few, bench.rounds), (some, bench.size(5, 2))):
            with tempfile.TemporaryDirectory() as folder, House(bench, folder, sink) as house:
                seen[count] = publish(bench, house, count, times)
                if count == few:
                    yield Measured("kill-lost", [float(lost_after_kill(bench, house, count))], "killed half-way, and left to end its work")
        with tempfile.TemporaryDirectory() as folder, House(bench, folder, sink) as house:
            seen[many] = publish(bench, house, many, 1)
            yield from kill(bench, house)
        yield from compare(seen, few, some, many)
        yield syncs(bench, sink, some)


def publish(bench, house, count, times):
    """`times` updates, one after the other; of very many recipients only the beginning is waited for, and the last is left running."""
    bench.say(f"  {count:,} subscribers, {times} updates")
    house.start()
    house.subscribe(count)
    house.stop()  # what bringing them in took is not what is measured
    house.start()
    seen, enough = Seen(), min(count, bench.size(20_000, 1_500))
    for number in range(times):
        house.sink.forget()
        used = cpu_seconds(house.daemon.pid)
        begin = house.declare(number)
        counted = house.sink.wait(enough)
        seen.firsts.append(1000 * (counted.first - begin))
        seen.cpu_us = 1e6 * (cpu_seconds(house.daemon.pid) - used) / counted.mails
        seen.rate = counted.mails / (counted.last - counted.first)
        if number + 1 < times:
            seen.lasts.append(house.sink.wait(count + 1).last - begin)
            send_bare(bench, house.sink, seen)
    seen.memory = resident_mib(house.daemon.pid)
    return seen


def send_bare(bench, sink, seen):
    """The same server, as many connections, a mail of the same kind, and nothing stored."""
    try:
        seen.bare.append(bench.once("mails_bench", sink.port, bench.size(20_000, 2_000), 1, CONNECTIONS)["bare"].rate)
    except Exception as error:
        seen.no_bare = why_not(error)


def last_mail(seen, count):
    if len(seen.bare) != len(seen.lasts):
        return Measured("last-mail", absent=seen.no_bare)
    note = ", ".join(f"{last:.1f} s" for last in seen.lasts)
    return Measured("last-mail", [count / last / bare for last, bare in zip(seen.lasts, seen.bare)], f"the last mail after {note}")


def compare(seen, few, some, many):
    rates = ", ".join(f"{count:,}: {one.rate:,.0f} mails/s, {one.cpu_us:.0f} us" for count, one in seen.items())
    yield Measured("first-byte", [percentile(seen[some].firsts, 99)], f"{len(seen[some].firsts)} updates; {rates}")
    yield last_mail(seen[some], some)
    yield Measured("first-byte-growth", [seen[many].firsts[0] / seen[few].firsts[0]], "of each the first update since a start")
    yield Measured("memory", [seen[many].memory], "the most since a start with all of them in the database")
    yield Measured("memory-growth", [seen[many].memory / seen[few].memory])
    yield Measured("cpu-growth", [seen[many].cpu_us / seen[few].cpu_us], rates)


def kill(bench, house):
    """In the middle of a fan-out, over and over; repeats are counted by Message-ID."""
    readies, firsts, repeats = [], [], []
    for _ in range(bench.size(3, 1)):
        house.kill()
        under_way = house.asked_of_a_copy("SELECT COUNT(*) FROM delivery WHERE state = 0")[0][0]
        house.sink.forget()
        readies.append(house.start())
        firsts.append(house.sink.wait(1).first - house.started_at)
        repeats.append(house.sink.wait(bench.size(20_000, 1_500)).repeats / max(under_way, 1))
    yield Measured("kill-ready", readies, "from the start of the process")
    yield Measured("kill-first", firsts, "from the start of the process")
    yield Measured("kill-repeats", repeats, "mails seen before, to attempts without an outcome in the database at the kill")


def lost_after_kill(bench, house, count):
    house.sink.wait(count + 1)  # the update before
    before = house.sink.forget().distinct
    house.declare("the last")
    house.sink.wait(count // 2)
    house.kill()
    house.start()
    try:
        house.sink.wait_for_ids(before + count + 1, bench.size(300, 60))
    except TimeoutError:
        pass  # so many are lost
    return before + count + 1 - house.sink.ask().distinct


def syncs(bench, sink, count):
    """Counted by strace, which stops the daemon at nothing but these calls."""
    with tempfile.TemporaryDirectory() as folder, House(bench, folder, sink) as house:
        house.start()
        house.subscribe(count)
        house.stop()
        sink.forget()
        trace = house.folder / "syncs"
        house.start(under=[tool("strace", "strace"), "-D", "-f", "-c", "--seccomp-bpf", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)])
        house.declare()
        mails = sink.wait(count + 1).mails
        house.stop()
        calls = wait_for_trace(trace)
    return Measured("syncs", [mails / max(calls, 1)], f"{calls} calls for {mails:,} mails, start and end included")


def wait_for_trace(trace):
    return until(lambda: trace.exists() and syncs_of(trace.read_text()), 10, "strace's count")
