#!/usr/bin/env python3
"""Nothing in the project depends on the machine it was written on: no home or work folders, no package mirror."""
import re

import tree

# Put together from pieces, so that this file does not find itself.
FORBIDDEN = re.compile("|".join([
    r"(?<![\w.$}>])/" + r"(root|home/\w+|work|Users/\w+)" + r"/",
    r"\." + r"library\b",
    r"\b" + r"registry\.(npmjs|yarnpkg)\." + r"\w+",
    r"\bdeb\." + r"(debian|nodesource)\.",
    r"\bpypi\." + r"(org|python)",
    r"\bproxy\." + r"golang\.",
]))


def check(root):
    findings = []
    for path in tree.project_files(root):
        try:
            text = (root / path).read_text()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if match := FORBIDDEN.search(line):
                findings.append(f"{path}:{number}: {match[0]}")
    return findings


if __name__ == "__main__":
    tree.run(check)
