#!/usr/bin/env python3
"""Every shell script parses."""
import subprocess

import tree


def is_shell(path):
    with path.open("rb") as file:
        first = file.readline(80)
    return first.startswith(b"#!") and (b"bash" in first or b"/sh" in first)


def check(root):
    findings = []
    for path in tree.project_files(root):
        if is_shell(root / path):
            parsed = subprocess.run(["bash", "-n", str(root / path)], capture_output=True, text=True)
            if parsed.returncode != 0:
                findings.append(f"{path}: {parsed.stderr.strip()}")
    return findings


if __name__ == "__main__":
    tree.run(check)
