#!/usr/bin/env python3
"""systemd accepts the unit as it stands, and rates it no more exposed than 1.2 of 10."""
import pathlib
import re
import subprocess
import tempfile

import tree

EXPOSURE_TIMES_TEN = 12
UNIT = "systemd/candord.service"


def check(root):
    text = (root / UNIT).read_text()
    # verify wants the program to exist; on a machine that builds it, it is not installed.
    there = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.M)
    if there == text:
        return [f"{UNIT}: no ExecStart"]
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder) / pathlib.Path(UNIT).name
        unit.write_text(there)
        return (_findings("verify", "--man=no", "--recursive-errors=yes", unit) +
                _findings("security", "--offline=yes", f"--threshold={EXPOSURE_TIMES_TEN}", "--no-pager", unit))


def _findings(verb, *arguments):
    done = subprocess.run(["systemd-analyze", verb, *map(str, arguments)], capture_output=True, text=True)
    return [] if done.returncode == 0 else [f"{UNIT}: systemd-analyze {verb}: {done.stdout}{done.stderr}"]


if __name__ == "__main__":
    tree.run(check)
