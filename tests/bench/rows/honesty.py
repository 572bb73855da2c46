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
    each = ", ".join(f"{language} {min(one[language][5_000] for one in rounds):.1f}" for language in rounds[0])
    yield Measured("honesty", [max(took[5_000] for took in one.values()) for one in rounds],
                   f"processor time, the best of 200 checks in each round, of the slowest language ({each})")
    yield Measured("honesty-linear", [max(took[50_000] / took[5_000] for took in one.values()) for one in rounds], "ten is exactly linear; the steepest language")
