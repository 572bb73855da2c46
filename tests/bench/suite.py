#!/usr/bin/env python3
"""Measures what Candor promises of speed, beside what it is held against, and says which of it is met: a table, JSON and a chart.

suite.py BUILD [--quick] [--only ROW,ROW] [--out FOLDER] [--page FILE]

BUILD is an optimised build's folder (make bench makes it). --page: a Markdown file whose table of results is written anew."""
import argparse
import importlib
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from kit import chart, report  # noqa: E402
from kit.bench import Bench, why_not  # noqa: E402
from kit.target import Measured  # noqa: E402

ROWS = ("webhooks", "peers", "mails", "rest", "audience", "cadence", "reads", "honesty", "tls")


def measure(bench, name):
    """[(target, measured)] of one module of rows; what fails or is missing is said, and the others go on."""
    row = importlib.import_module(f"rows.{name}")
    found, why = {}, "the measurement ended without it"
    begin = time.monotonic()
    bench.say(f"{name}:")
    try:
        for one in row.measure(bench):
            found[one.id] = one
    except Exception as error:  # a row that breaks is a finding, not the end
        why = why_not(error)
    bench.say(f"  {time.monotonic() - begin:.0f} s" + ("" if len(found) == len(row.targets(bench)) else f"; {why}"))
    return [(target, found.get(target.id) or Measured(target.id, absent=why)) for target in row.targets(bench)]


def write(results, bench, out, page, taken):
    out.mkdir(parents=True, exist_ok=True)
    (out / "bench.json").write_text(report.as_json(results, bench.quick, taken))
    (out / "bench.svg").write_text(chart.draw(results, subtitle(bench, taken)))
    if page:
        page.write_text(report.with_table(page.read_text(), report.markdown(results)))


def subtitle(bench, taken):
    how = "a quick run: smaller, and no measurement" if bench.quick else "medians of rounds that took turns with what they are held against"
    return f"{taken}; {how}. Each line: how many times better than its gate; further right is better."


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default=",".join(ROWS))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("build/bench"))
    parser.add_argument("--page", type=pathlib.Path)
    options = parser.parse_args()
    unknown = set(options.only.split(",")) - set(ROWS)
    if unknown:
        parser.error(f"no such rows: {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    bench = Bench(options.build.resolve(), options.quick, say=lambda what: print(what, file=sys.stderr, flush=True))
    taken = report.now()
    results = [result for name in ROWS if name in options.only.split(",") for result in measure(bench, name)]
    write(results, bench, options.out, options.page, taken)
    print(report.table(results))


if __name__ == "__main__":
    main()
