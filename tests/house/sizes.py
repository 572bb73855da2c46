#!/usr/bin/env python3
"""A file of more than 500 lines holds more than one idea."""
import tree

LIMIT = 500


def check(root):
    findings = []
    for path in tree.files(root, ["core", "daemon"], tree.CPP):
        lines = (root / path).read_text().count("\n")
        if lines > LIMIT:
            findings.append(f"{path}: {lines} lines, more than {LIMIT}")
    return findings


if __name__ == "__main__":
    tree.run(check)
