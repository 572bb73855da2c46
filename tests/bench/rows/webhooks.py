"""Webhooks a second: to one host, to many, to hosts that are dead."""
from kit.figures import cpu_note, rounds_of
from kit.target import LESS, MORE, Measured, Target, ratios


def targets(bench):
    many = bench.size(60_000, 10_000)
    return [
        Target("webhooks-one-host", "webhooks to one host, against bare libcurl", "x", MORE, 0.80, 0.85),
        Target("webhooks-many-hosts", "webhooks to 1,000 hosts, against bare libcurl", "x", MORE, 0.80, 0.88),
        Target("webhooks-dead-10", "10 % of hosts dead, against none", "x", MORE, 0.65, 0.85),
        Target("webhooks-dead-1", "1 % of hosts dead, against none", "x", MORE, None, 0.95),
        Target("webhooks-cpu-hosts", f"CPU for a webhook, {many:,} hosts against 1,000", "x", LESS, 1.5, 1.25),
    ]


def measure(bench):
    for name, in_flight, hosts in (("webhooks-one-host", 64, 1), ("webhooks-many-hosts", 256, 1000)):
        rounds = rounds_of(bench.run("webhooks_bench", bench.size(40_000, 8_000), bench.rounds, in_flight, hosts))
        yield Measured(name, ratios(rounds, "whole", "bare"), cpu_note(rounds, "bare", "channel", "whole"))
    yield from dead_hosts(bench)
    yield many_hosts(bench)


def dead_hosts(bench):
    """Half of the dead take connections and never answer, half refuse; an attempt has two seconds. The rate is that of the others."""
    deliveries, rounds = bench.size(40_000, 10_000), []
    for _ in range(bench.rounds):
        rounds.append({name: bench.once("hosts_bench", deliveries, 1000, 256, dead)["whole"] for name, dead in (("none", 0), ("tenth", 100), ("hundredth", 10))})
    yield Measured("webhooks-dead-10", ratios(rounds, "tenth", "none"), cpu_note(rounds, "none", "tenth"))
    yield Measured("webhooks-dead-1", ratios(rounds, "hundredth", "none"), cpu_note(rounds, "none", "hundredth"))


def many_hosts(bench):
    """One message to each host, so that no connection can be used again in either."""
    many, rounds = bench.size(60_000, 10_000), []
    for _ in range(bench.rounds):
        rounds.append({name: bench.once("hosts_bench", hosts, hosts)["whole"] for name, hosts in (("thousand", 1000), ("many", many))})
    return Measured("webhooks-cpu-hosts", ratios(rounds, "many", "thousand", part="cpu_us"), cpu_note(rounds, "thousand", "many"))
