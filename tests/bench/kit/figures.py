"""Reads what the drivers print."""
import re
from typing import NamedTuple


class Figure(NamedTuple):
    rate: float    # a second
    cpu_us: float  # of the processor, for each; 0 where it was not measured


_FIGURE = re.compile(r"(\w+) +([\d.]+)/s +([\d.]+) us")
_READS = re.compile(r"round \d+, (\w+) +(\d+)/s, nginx +(\d+)/s, ratio ([\d.]+); processor time +([\d.]+) us, nginx +([\d.]+) us")


def rounds_of(text):
    """{name: Figure} for each line that has any: "bare 20000/s 44.0 us   whole 18000/s 51 us"."""
    lines = ({name: Figure(float(rate), float(cpu)) for name, rate, cpu in _FIGURE.findall(line)} for line in text.splitlines())
    return [line for line in lines if line]


def reads_of(text):
    """What scripts/bench-reads prints: {"whole": [{"ours": Figure, "nginx": Figure}, ...], "gzip": ..., "unchanged": ...}."""
    found = {}
    for what, ours, nginx, _, our_cpu, nginx_cpu in _READS.findall(text):
        found.setdefault(what, []).append({"ours": Figure(float(ours), float(our_cpu)), "nginx": Figure(float(nginx), float(nginx_cpu))})
    return found


def checks_of(text):
    """What bench_check prints: {language: {characters: milliseconds}}."""
    return {line[:2]: {int(size.replace(",", "")): float(took) for size, took in re.findall(r"([\d,]+) characters: ([\d.]+) ms", line)}
            for line in text.splitlines()}


def syncs_of(text):
    """What strace -c prints: how many calls of fsync and fdatasync."""
    calls = [line.split() for line in text.splitlines() if line.rstrip().endswith(("fsync", "fdatasync"))]
    return sum(int(words[3]) for words in calls)


def cpu_note(rounds, *names):
    """The processor's time of each, as a median, in one line."""
    middle = {name: sorted(one[name].cpu_us for one in rounds if name in one)[len(rounds) // 2] for name in names}
    return "CPU for each: " + ", ".join(f"{name} {value:.0f} us" for name, value in middle.items())
