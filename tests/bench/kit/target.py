"""What is asked for, what was measured, and whether the one is the other. Only ratios and absolute limits: rates differ from one
machine to the next, and from one hour to the next."""
import statistics
from dataclasses import dataclass, field

MORE, LESS = "at least", "at most"  # which way is better


@dataclass(frozen=True)
class Target:
    id: str
    what: str
    unit: str     # "x": a ratio; "ms", "s", "MiB", "%", "/s", or "" for a count
    better: str   # MORE or LESS
    gate: float | None   # what must be; None: only the goal is asked for
    goal: float | None   # what is aimed at; None: the gate is all

    @property
    def mark(self):
        """What the chart measures against."""
        return self.goal if self.gate is None else self.gate


@dataclass
class Measured:
    """Of the target with this id: what each round came to, or why there is nothing."""
    id: str
    rounds: list = field(default_factory=list)
    note: str = ""
    absent: str = ""

    @property
    def median(self):
        return statistics.median(self.rounds)


def ratios(rounds, ours, other, part="rate"):
    """`ours` to `other`, round by round: rounds are {name: Figure}."""
    return [getattr(one[ours], part) / getattr(one[other], part) for one in rounds]


def reaches(target, value, limit):
    return limit is None or (value >= limit if target.better == MORE else value <= limit)


def verdict(target, measured):
    if not measured.rounds:
        return "not measured"
    value = measured.median
    if not reaches(target, value, target.gate):
        return "missed"
    if reaches(target, value, target.goal):
        return "target met"  # or the gate is all that is asked for
    return "missed" if target.gate is None else "gate met"


def percentile(values, share):
    """The smallest value that at least `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]
