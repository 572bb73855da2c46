"""Reads of what everybody may read, against nginx with the same bytes."""
import subprocess

from kit.bench import ROOT, tool
from kit.figures import cpu_note, reads_of
from kit.target import MORE, Measured, Target, ratios

WHAT = {"whole": "whole", "gzip": "compressed", "unchanged": "not changed since (304)"}


def targets(bench):
    return [Target(f"reads-{what}", f"page reads, {words}, against nginx", "x", MORE, 0.3, 0.5) for what, words in WHAT.items()]


def measure(bench):
    tool("nginx", "nginx-light"), tool("wrk", "wrk")
    command = [ROOT / "scripts" / "bench-reads", bench.driver("reads_bench"), "", bench.size(5, 1), bench.rounds]
    bench.say("  scripts/bench-reads")
    found = reads_of(subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True, timeout=900).stdout)
    for what in WHAT:
        yield Measured(f"reads-{what}", ratios(found[what], "ours", "nginx"), cpu_note(found[what], "nginx", "ours"))
