#!/usr/bin/env python3
"""Which test shows which practice of docs/practices.md. practices.py BUILD: every practice has a test that is run.
practices.py BUILD --table: each practice, its tests, and what became of them in the last run."""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TAG = re.compile(r"\[(S[0-4]\.\d+)\]")
STRING = r'"(?:[^"\\]|\\.)*"'
CATCH = re.compile(rf"\bTEST_CASE(?:_METHOD)?\(\s*(?:\w+,\s*)?((?:{STRING}\s*)+)(?:,\s*((?:{STRING}\s*)+))?\)")
PYTHON = re.compile(r"^\s+def (test_\w+)\(self\):(.*)$", re.M)


def practices(root=ROOT):
    """{id: what is done about it}, in order."""
    lines = (root / "docs/practices.md").read_text().splitlines()
    rows = (re.match(r"\| (S[0-4]\.\d+) \| (.*) \|$", line) for line in lines)
    return {row[1]: row[2] for row in rows if row}


def literal(text):
    """What the compiler makes of adjacent string literals."""
    return "".join(json.loads(part) for part in re.findall(STRING, text))


def tests_of_catch(root):
    """(the test's name in ctest without its program, its ids)"""
    for path in sorted((root / "tests").rglob("*_test.cpp")):
        for name, tags in CATCH.findall(path.read_text()):
            yield literal(name), TAG.findall(tags)


def tests_of_python(root):
    """(the name in ctest of the file that holds it, the test, its ids). What stands above a class counts for nothing."""
    for path in sorted((root / "tests/e2e").glob("*_test.py")):
        for name, comment in PYTHON.findall(path.read_text()):
            yield "e2e_" + path.stem.removesuffix("_test"), name, TAG.findall(comment)


def registered(build):
    """The tests that ctest runs."""
    answer = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], check=True, capture_output=True, text=True)
    return {test["name"] for test in json.loads(answer.stdout)["tests"]}


def outcomes(build):
    """{test: "passed" or "FAILED"} of the last run; what was not run is not in it."""
    log = pathlib.Path(build, "Testing/Temporary/LastTest.log")
    if not log.exists():
        return {}
    text = log.read_text(errors="replace")
    found = re.findall(r'^\d+/\d+ Testing: ([^\n]*)$.*?^Test (Passed|Failed)', text, re.M | re.S)
    return {name: "passed" if end == "Passed" else "FAILED" for name, end in found}


def shown_by(root, names):
    """{id: [(the test as ctest calls it, how people call it)]}, of tests that are run."""
    program_of = {}
    for name in names:
        program, _, rest = name.partition(":")
        program_of.setdefault(rest.strip(), []).append(name)
    shown = {}
    for name, ids in tests_of_catch(root):
        for full in program_of.get(name, []):
            for one in ids:
                shown.setdefault(one, []).append((full, full))
    for program, name, ids in tests_of_python(root):
        for one in ids:
            if program in names:
                shown.setdefault(one, []).append((program, f"{program}: {name.replace('_', ' ')}"))
    return shown


def table(build, wanted, shown):
    ran = outcomes(build)
    passed = 0
    for one, what in wanted.items():
        print(f"{one:6} {what}")
        ends = [ran.get(test, "not run") for test, _ in shown.get(one, [])]
        passed += "passed" in ends and "FAILED" not in ends
        for (_, name), end in zip(shown.get(one, []), ends):
            print(f"       {end:8} {name}")
    print(f"\n{passed} of {len(wanted)} practices are shown by tests that passed in the last run.")
    return passed == len(wanted)


def main(build, *flags):
    wanted = practices()
    shown = shown_by(ROOT, registered(build))
    if "--table" in flags:
        return 0 if table(build, wanted, shown) else 1
    missing = [f"{one}: {what}" for one, what in wanted.items() if one not in shown]
    unknown = sorted(set(shown) - set(wanted))
    for line in missing:
        print(f"no test shows {line}")
    for one in unknown:
        print(f"tests carry {one}, and docs/practices.md does not know it")
    print(f"{len(wanted) - len(missing)} of {len(wanted)} practices are shown by a test.")
    return 1 if missing or unknown else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
