"""The honesty check of a long text, and of one ten times as long."""
from kit.figures import checks_of
from kit.target import LESS, Measured, Target


def targets(_bench):
    return [
        Target("honesty", "honesty check of 5,000 characters", "ms", LESS, 5, None),
        Target("honesty-linear", "honesty check of 50,000 characters against 5,000", "x", LESS, 15, 11),
    ]


def measure(bench):
    rounds = [checks_of(bench.run("bench_check")) for _ in range(bench.rounds)]
    yield Measured("honesty", [one[5_000] for one in rounds], "processor time, the best of 200 checks in each round")
    yield Measured("honesty-linear", [one[50_000] / one[5_000] for one in rounds], "ten is exactly linear")
